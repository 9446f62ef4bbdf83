#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Signing in with a real browser: what people do with the page that asks, and what they see in the end.

Skipped where there is no Chromium, ChromeDriver or gnome-keyring, which is a failure where CI is "true".
"""

import os
import sys
import urllib.parse

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir, 'cli'))
import cli_support  # noqa: E402
import sign_in_support  # noqa: E402
from cli_support import names, wait_until  # noqa: E402
from webdriver import Browser, WebDriverError  # noqa: E402

ALLOW = 'button[value=allow]'
DENY = 'button[value=deny]'


class TestCase(sign_in_support.TestCase):
    def setUp(self):
        super().setUp()
        self.server = self.sandbox()
        self.browser = self.enter(Browser())
        self.process, self.asks = self.start_login(self.server)

    def assert_page(self, title):
        """The browser is at the end, at our page, which is whole and tells nobody where it came from."""
        wait_until(lambda: self.browser.title() == title, f'the page: {title}')
        address = self.browser.address()
        self.assertTrue(address.startswith(self.server.redirect_uri), address)
        text = self.browser.text()
        self.assertTrue(text.startswith(title), text)
        self.assertIn('X Uploader', text)
        self.assertEqual(self.browser.run('return document.documentElement.lang'), 'en')
        self.assertEqual(self.browser.run('return document.scripts.length + document.images.length'), 0)
        # Its style is there although its policy is strict, and nothing of it is wider than a narrow window.
        self.assertTrue(self.browser.run('return document.documentElement.scrollWidth <= window.innerWidth'))
        return address

    def click_late(self):
        """Allows it to a login that may be over: then nobody listens any more, or another page has come meanwhile."""
        try:
            self.browser.click(ALLOW)
        except WebDriverError as error:
            self.assertRegex(str(error), 'ERR_CONNECTION_REFUSED|no such element|stale element')

    def is_answered(self):
        return self.process.poll() is not None or self.browser.address().startswith(self.server.redirect_uri)

    def allow_again(self):
        """As who signs in does, who sees a login that still waits."""
        self.browser.open(self.asks)
        self.click_late()
        return self.is_answered()

    def ends_signed_in(self, username='sandbox'):
        result = self.end(self.process)
        account = cli_support.parse_events(self, result.stdout)[-1]
        self.assertEqual((account['username'], account['state'], account['keyring']), (username, 'ready', 'kept'))
        self.run_cli(self.server, 'upload', self.video())
        self.assertEqual(self.server.media()[0]['owner'], account['user_id'])


class Page(TestCase):
    def test_allow(self):
        self.browser.open(self.asks)
        self.assertIn('media.write', self.browser.text())
        self.browser.click(ALLOW)
        self.assert_page('X Uploader has its answer')
        self.ends_signed_in()

    def test_as_somebody_else(self):
        self.browser.open(self.asks)
        self.browser.click('a[href*=sandbox_user]')
        self.assertIn('somebody_else', self.browser.text())
        self.browser.click(ALLOW)
        self.assert_page('X Uploader has its answer')
        self.ends_signed_in('somebody_else')

    def test_deny(self):
        self.browser.open(self.asks)
        self.browser.click(DENY)
        self.assert_page('You said no')
        result = self.end(self.process, 3)
        self.assertEqual(names(cli_support.parse_events(self, result.stdout)), ['authorize', 'failed'])
        self.assertIn('It was not allowed in the browser.', result.stderr)
        self.assertNotIn('token', self.server.requests())

    def test_double_click(self):
        self.browser.open(self.asks)
        self.browser.double_click(ALLOW)
        # The second click may replace the way back to us by a page that says that this was answered.
        wait_until(lambda: self.is_answered() or self.allow_again(), 'the login has its answer')
        self.ends_signed_in()
        self.assertEqual(self.server.requests()['token'], 1)

    def test_back_after_allow(self):
        self.browser.open(self.asks)
        self.browser.click(ALLOW)
        self.assert_page('X Uploader has its answer')
        self.browser.back()
        self.assertTrue(self.browser.address().startswith(self.server.url), 'the page that asks')
        self.browser.click(ALLOW)
        self.assertFalse(self.browser.address().startswith(self.server.redirect_uri), 'it was answered once')
        self.ends_signed_in()
        self.assertEqual(self.server.requests()['token'], 1)

    def test_second_tab(self):
        self.browser.open(self.asks)
        self.browser.new_tab()
        self.browser.open(self.asks)
        self.browser.click(ALLOW)
        self.assert_page('X Uploader has its answer')
        self.ends_signed_in()
        # The first tab is still there, and its answer comes to nobody: the login is over.
        handles = self.browser.do('GET', '/window/handles')
        self.browser.do('POST', '/window', {'handle': handles[0]})
        self.click_late()
        self.assertEqual(self.server.requests()['token'], 1)

    def test_reload_of_our_page(self):
        self.browser.open(self.asks)
        self.browser.click(ALLOW)
        address = self.assert_page('X Uploader has its answer')
        code = urllib.parse.parse_qs(urllib.parse.urlsplit(address).query)['code']
        self.assertEqual(len(code), 1)
        self.ends_signed_in()

    def test_somebody_elses_page(self):
        """A link that leads to the redirect address is no answer, and the login goes on."""
        self.browser.open(f'{self.server.redirect_uri}?code=abc&state=def')
        self.assert_page('This is not the answer')
        self.browser.open(f'{self.server.redirect_uri}?error=access_denied&state=def')
        self.assert_page('This is not the answer')
        self.browser.open(self.asks)
        self.browser.click(ALLOW)
        self.assert_page('X Uploader has its answer')
        self.ends_signed_in()

    def test_script_of_another_site(self):
        """A page that sends requests to the redirect address learns nothing, and ends nothing."""
        self.browser.open(self.server.url)
        kind = self.browser.run(f'''
            const request = new XMLHttpRequest();
            request.open('GET', '{self.server.redirect_uri}?code=abc&state=def', false);
            try {{ request.send(); }} catch (error) {{ return error.name; }}
            return request.status;''')
        self.assertEqual(kind, 'NetworkError')
        self.assertIsNone(self.process.poll())
        self.browser.open(self.asks)
        self.browser.click(ALLOW)
        self.assert_page('X Uploader has its answer')
        self.ends_signed_in()


sign_in_support.need('chromium', 'chromedriver', 'gnome-keyring-daemon', 'dbus-daemon', 'gdbus')
cli_support.main()
