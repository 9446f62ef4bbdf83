# SPDX-License-Identifier: GPL-3.0-or-later
"""A real browser, headless: Chromium, steered by ChromeDriver with the WebDriver protocol (https://www.w3.org/TR/webdriver2/)."""

import json
import os
import re
import shutil
import subprocess
import tempfile
import urllib.error
import urllib.request

ELEMENT = 'element-6066-11e4-a52e-4f735466cecf'  # What the protocol calls a reference to an element.
TIMEOUT = 120  # seconds: generous, for a busy machine; nothing depends on it

# Without the network but for this machine: it looks up nothing and fetches no component.
FLAGS = ('--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
         '--disable-component-update', '--disable-sync', '--no-proxy-server')


class WebDriverError(Exception):
    """What the browser answered: the protocol's name of it, and its words."""


class Browser:
    """A browser with an empty profile of its own; it ends with the block."""

    def __init__(self):
        self.folder = tempfile.TemporaryDirectory(prefix='xu-browser-', ignore_cleanup_errors=True)
        self.opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        self.session = None
        self.driver = None
        try:
            self.url = f'http://127.0.0.1:{self.start_driver()}'
            self.start()
        except BaseException:
            self.__exit__()
            raise

    def start_driver(self):
        """ChromeDriver, and its port: it gives up where the one that it was given is taken on one of its two addresses."""
        environment = {**os.environ, 'HOME': self.folder.name, 'XDG_CONFIG_HOME': self.folder.name, 'XDG_CACHE_HOME': self.folder.name}
        for _ in range(10):
            self.driver = subprocess.Popen([shutil.which('chromedriver'), '--port=0'], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                           stderr=subprocess.DEVNULL, text=True, env=environment)
            for line in self.driver.stdout:
                found = re.search(r'started successfully on port (\d+)', line)
                if found:
                    return found.group(1)
            self.end_driver()
        raise WebDriverError('ChromeDriver does not start')

    def end_driver(self):
        self.driver.terminate()
        self.driver.wait(timeout=TIMEOUT)
        self.driver.stdout.close()

    def start(self):
        options = {'binary': shutil.which('chromium'), 'args': [*FLAGS, f'--user-data-dir={self.folder.name}/profile']}
        capabilities = {'alwaysMatch': {'browserName': 'chrome', 'goog:chromeOptions': options, 'pageLoadStrategy': 'normal',
                                        'timeouts': {'pageLoad': TIMEOUT * 1000, 'implicit': 0}}}
        self.session = self.call('POST', '/session', {'capabilities': capabilities})['sessionId']

    def call(self, method, path, body=None):
        data = json.dumps(body).encode() if body is not None else None
        request = urllib.request.Request(self.url + path, data=data, method=method, headers={'Content-Type': 'application/json'})
        try:
            with self.opener.open(request, timeout=TIMEOUT) as answer:
                return json.load(answer)['value']
        except urllib.error.HTTPError as answer:
            with answer:
                value = json.load(answer)['value']
            raise WebDriverError(f'{value["error"]}: {value["message"]}') from None

    def do(self, method, path, body=None):
        return self.call(method, f'/session/{self.session}{path}', body if body is not None or method != 'POST' else {})

    def open(self, address):
        self.do('POST', '/url', {'url': address})

    def address(self):
        return self.do('GET', '/url')

    def title(self):
        return self.do('GET', '/title')

    def text(self):
        """What is to be read on the page."""
        return self.do('GET', f'/element/{self.find("body")}/text')

    def find(self, selector):
        return self.do('POST', '/element', {'using': 'css selector', 'value': selector})[ELEMENT]

    def click(self, selector):
        self.do('POST', f'/element/{self.find(selector)}/click')

    def double_click(self, selector):
        """Two clicks as quickly as a hand can, with the pointer where the element is."""
        click = [{'type': 'pointerDown', 'button': 0}, {'type': 'pointerUp', 'button': 0}]
        move = {'type': 'pointerMove', 'duration': 0, 'x': 0, 'y': 0, 'origin': {ELEMENT: self.find(selector)}}
        self.do('POST', '/actions', {'actions': [{'type': 'pointer', 'id': 'mouse', 'actions': [move, *click, *click]}]})

    def back(self):
        self.do('POST', '/back')

    def run(self, script):
        return self.do('POST', '/execute/sync', {'script': script, 'args': []})

    def new_tab(self):
        self.do('POST', '/window', {'handle': self.do('POST', '/window/new', {'type': 'tab'})['handle']})

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.session is not None:
            self.do('DELETE', '')
        self.end_driver()
        self.folder.cleanup()
