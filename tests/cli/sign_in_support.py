# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests that sign in share: a desktop with a bus, a home and a keyring of its own, and a browser's part done by hand."""

import os
import random
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import urllib.error
import urllib.parse
import urllib.request

import cli_support
from cli_support import CLI, TIMEOUT, Sandbox, clean_environment, wait_until

PASSWORD = 'a password'


def need(*programs):
    """Ends the test where one of them is missing: skipped for people, failed for CI."""
    missing = [program for program in programs if shutil.which(program) is None]
    if missing:
        print(f'1..0 # SKIP there is no {", no ".join(missing)}')
        sys.exit(1 if os.environ.get('CI') == 'true' else 77)


def free_port():
    """A port that was free a moment ago, for who signs in must know it before anybody listens; none that the system hands out."""
    while True:
        port = random.SystemRandom().randrange(20000, 32000)
        try:
            with socket.create_server(('127.0.0.1', port)):
                return port
        except OSError:
            pass  # Somebody listens there.


# For what is interrupted: GLib 2.74 loses a GCancellableSource that ends while its cancellable still tells others.
INTERRUPTED = {'ASAN_OPTIONS': os.environ.get('ASAN_OPTIONS', '') + ':detect_leaks=0'}


class Desktop:
    """A session of a user of its own: with a keyring ('unlocked', 'locked'), or none ('absent'). It ends with the block."""

    def __init__(self, keyring='unlocked'):
        self.home = tempfile.TemporaryDirectory(prefix='xu-desktop-')
        self.daemon = None
        socket_path = os.path.join(self.home.name, 'bus')
        config = os.path.join(self.home.name, 'bus.conf')
        with open(config, 'w', encoding='utf-8') as file:
            # No service is started by a call: what answers is what the test has started.
            file.write(f'<busconfig><type>session</type><listen>unix:path={socket_path}</listen>'
                       '<policy context="default"><allow send_destination="*" eavesdrop="true"/>'
                       '<allow eavesdrop="true"/><allow own="*"/></policy></busconfig>')
        for name in ('data', 'config', 'cache', 'runtime'):
            os.mkdir(os.path.join(self.home.name, name), 0o700)
        self.variables = {
            'HOME': self.home.name,
            'XDG_DATA_HOME': self.path('data'),
            'XDG_CONFIG_HOME': self.path('config'),
            'XDG_CACHE_HOME': self.path('cache'),
            'XDG_RUNTIME_DIR': self.path('runtime'),
            'DBUS_SESSION_BUS_ADDRESS': f'unix:path={socket_path}',
            'DISPLAY': None, 'WAYLAND_DISPLAY': None, 'GNOME_KEYRING_CONTROL': None,
        }
        self.bus = subprocess.Popen(['dbus-daemon', '--nofork', f'--config-file={config}'], env=self.environment(),
                                    stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_until(lambda: os.path.exists(socket_path), 'the bus')
        if keyring != 'absent':
            self.start_keyring()
        if keyring == 'locked':
            self.lock()

    def path(self, *names):
        return os.path.join(self.home.name, *names)

    def environment(self, **more):
        return clean_environment(**{**self.variables, **more})

    def call(self, *arguments):
        """Calls a method on the bus; its answer as text."""
        result = subprocess.run(['gdbus', 'call', '--session', *arguments], env=self.environment(), capture_output=True, text=True,
                                timeout=TIMEOUT, check=True)
        return result.stdout

    def start_keyring(self):
        # It must not be as strict with itself as we are with us.
        environment = self.environment(G_DEBUG=None)
        self.daemon = subprocess.Popen(['gnome-keyring-daemon', '--foreground', '--unlock', '--components=secrets'],
                                       stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
        self.daemon.stdin.write(PASSWORD.encode())
        self.daemon.stdin.close()
        wait_until(lambda: 'true' in self.call('--dest', 'org.freedesktop.DBus', '--object-path', '/', '--method',
                                               'org.freedesktop.DBus.NameHasOwner', 'org.freedesktop.secrets'), 'the keyring')

    def stop_keyring(self):
        self.daemon.kill()
        self.daemon.wait(timeout=TIMEOUT)
        self.daemon = None

    def lock(self):
        self.variables['G_SLICE'] = None  # libsecret 0.20 loses two small things where a keyring stays locked: not ours to find.
        self.call('--dest', 'org.freedesktop.secrets', '--object-path', '/org/freedesktop/secrets', '--method',
                  'org.freedesktop.Secret.Service.Lock', "['/org/freedesktop/secrets/collection/login']")

    def labels(self):
        """What the keyring calls what it has of us."""
        items = self.call('--dest', 'org.freedesktop.secrets', '--object-path', '/org/freedesktop/secrets/collection/login', '--method',
                          'org.freedesktop.DBus.Properties.Get', 'org.freedesktop.Secret.Collection', 'Items')
        found = []
        for path in re.findall(r"'(/org/[^']+)'", items):
            answer = self.call('--dest', 'org.freedesktop.secrets', '--object-path', path, '--method',
                               'org.freedesktop.DBus.Properties.Get', 'org.freedesktop.Secret.Item', 'Label')
            label = re.search(r"<'(.*)'>", answer).group(1)
            if label.startswith('X Uploader'):
                found.append(label)
        return sorted(found)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.daemon is not None:
            self.stop_keyring()
        self.bus.kill()
        self.bus.wait(timeout=TIMEOUT)
        self.home.cleanup()


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def fetch(address, form=None, headers=None):
    """One exchange, as a browser does it, but for redirects: status, headers, body."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), NoRedirect)
    request = urllib.request.Request(address, data=urllib.parse.urlencode(form).encode() if form else None, headers=headers or {})
    try:
        with opener.open(request, timeout=TIMEOUT) as answer:
            return answer.status, answer.headers, answer.read().decode()
    except urllib.error.HTTPError as answer:
        with answer:
            return answer.code, answer.headers, answer.read().decode()


def decide(address, decision, user=None):
    """Opens the page of the sandbox that asks, and presses a button; where that leads to, with the code or the refusal in it."""
    if user is not None:
        address += f'&sandbox_user={user}'
    status, _, page = fetch(address)
    if status != 200:
        raise AssertionError(f'the page that asks: {status} {page}')
    consent = re.search(r'name="consent" value="([^"]+)"', page).group(1)
    action = urllib.parse.urljoin(address, re.search(r'<form[^>]* action="([^"]+)"', page).group(1))
    split = urllib.parse.urlsplit(address)
    status, headers, page = fetch(action, {'consent': consent, 'decision': decision}, {'Origin': f'{split.scheme}://{split.netloc}'})
    if status not in (302, 303):
        raise AssertionError(f'the button: {status} {page}')
    return headers['Location']


class SandboxToSignIn(Sandbox):
    """A sandbox whose redirect address has a port of its own: tests run side by side."""

    def __init__(self, *arguments):
        self.port = free_port()
        self.redirect_uri = f'http://127.0.0.1:{self.port}/callback'
        super().__init__('--redirect-uri', self.redirect_uri, *arguments)


class TestCase(cli_support.TestCase):
    """With a desktop, whose keyring lives as long as the test."""

    KEYRING = 'unlocked'

    def setUp(self):
        super().setUp()
        self.desktop = self.enter(Desktop(self.KEYRING))

    def enter(self, context):
        value = context.__enter__()
        self.addCleanup(context.__exit__, None, None, None)
        return value

    def sandbox(self, *arguments):
        return self.enter(SandboxToSignIn(*arguments))

    def environment(self, sandbox, **more):
        return self.desktop.environment(**{'XUPLOADER_API_URL': sandbox.url, 'XUPLOADER_CLIENT_ID': sandbox.ready['client_id'],
                                           'XUPLOADER_TEST_BACKOFF_MS': '10', 'XUPLOADER_TEST_LOOK_MS': '10', **more})

    def run_cli(self, sandbox, *arguments, code=0, text=None, **more):
        """Runs the program to its end, with text as its standard input."""
        result = subprocess.run([CLI, *arguments], env=self.environment(sandbox, **more), timeout=TIMEOUT, check=False, text=True,
                                errors='replace', capture_output=True, **({'input': text} if text is not None
                                                                          else {'stdin': subprocess.DEVNULL}))
        self.expect(result, code)
        return result

    def fails(self, sandbox, code, *arguments, **more):
        result = self.run_cli(sandbox, '--json', *arguments, code=cli_support.CODES[code], **more)
        failed = cli_support.parse_events(self, result.stdout)[-1]
        self.assertEqual((failed['event'], failed.get('code')), ('failed', code), result.stdout)
        return result

    def start(self, sandbox, *arguments, stdin=subprocess.DEVNULL, **more):
        process = subprocess.Popen([CLI, *arguments], env=self.environment(sandbox, **more), stdin=stdin, stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, text=True)
        process.before = ''
        self.addCleanup(self.clean_up, process)
        return process

    def clean_up(self, process):
        if process.poll() is None:
            process.kill()
            process.communicate(timeout=TIMEOUT)

    def read_event(self, process, event, times=1):
        """Reads what a process with --json says until it says that."""
        for line in process.stdout:
            process.before += line
            times -= f'"event":"{event}"' in line
            if times == 0:
                return cli_support.parse_events(self, line)[0]
        raise AssertionError(f'no {event}: {process.before} {process.stderr.read()}')

    def end(self, process, code=0, text=None):
        output, messages = process.communicate(text, timeout=TIMEOUT)
        result = subprocess.CompletedProcess(process.args, process.returncode, process.before + output, messages)
        self.expect(result, code)
        return result

    def start_login(self, sandbox, *arguments, **more):
        """A login that waits for the browser, and the address that the browser is to open."""
        process = self.start(sandbox, 'login', '--json', '--redirect-port', str(sandbox.port), *arguments, **more)
        return process, self.read_event(process, 'authorize')['address']

    def login(self, sandbox, *arguments, user=None, **more):
        """Signs in with the browser: the event about the account."""
        process, address = self.start_login(sandbox, *arguments, **more)
        status, _, page = fetch(decide(address, 'allow', user))
        self.assertEqual(status, 200, page)
        result = self.end(process)
        account = cli_support.parse_events(self, result.stdout)[-1]
        self.assertEqual(account['event'], 'account')
        return account

    def accounts(self, sandbox, **more):
        return cli_support.parse_events(self, self.run_cli(sandbox, 'accounts', '--json', **more).stdout)
