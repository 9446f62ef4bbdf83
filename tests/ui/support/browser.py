# SPDX-License-Identifier: GPL-3.0-or-later
"""What a browser and its user do while somebody signs in: the page of the sandbox, its buttons, and the way back."""

import re
import socket
import urllib.error
import urllib.parse
import urllib.request


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}), NoRedirect())


def find_free_port():
    with socket.socket() as probe:
        probe.bind(('127.0.0.1', 0))
        return probe.getsockname()[1]


def fetch(url, data=None, **headers):
    """The answer of one request, followed nowhere: status, address to go on at, text."""
    request = urllib.request.Request(url, data, headers)
    try:
        answer = OPENER.open(request, timeout=30)
    except urllib.error.HTTPError as error:
        answer = error
    with answer:
        return answer.status, answer.headers.get('Location'), answer.read().decode()


def decide(url, is_allowed=True, user=None):
    """Presses a button of X's page, and returns where that leads to."""
    if user is not None:
        url += f'&sandbox_user={user}'
    status, location, page = fetch(url)
    assert status == 200, (status, location, page)
    consent = re.search('name="consent" value="([^"]*)"', page)[1]
    origin = url.split('/i/oauth2')[0]
    data = urllib.parse.urlencode({'consent': consent, 'decision': 'allow' if is_allowed else 'deny'}).encode()
    status, location, page = fetch(f'{origin}/i/oauth2/authorize', data, Origin=origin)
    assert status == 302, (status, page)
    return location


def follow(location):
    """Comes back to the application, and returns what it shows."""
    status, _, page = fetch(location)
    assert status == 200, (status, page)
    return page
