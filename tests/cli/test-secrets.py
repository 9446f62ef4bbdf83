#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Looks for secrets in everything that whole sessions leave: a relay between the program and the sandbox learns them all.

Skipped where there is no gnome-keyring, which is a failure where CI is "true".
"""

import os
import re
import socket
import subprocess
import threading
import urllib.parse

import cli_support
import sign_in_support
from cli_support import CLI, MIB, TIMEOUT
from sign_in_support import decide, fetch

LOUD = {'G_MESSAGES_DEBUG': 'all'}

# What goes over the wire, and is good for something.
SECRET = re.compile(rb'''(?:authorization:\ *(?:Bearer|Basic)\ +
                          | "(?:access|refresh)_token"\ *:\ *"
                          | (?:oauth_signature|oauth_token|oauth_consumer_key)="
                          | (?<![a-z_])(?:code|code_verifier|client_secret|refresh_token|token)=)
                          ([^\s"&,]{10,})''', re.IGNORECASE | re.VERBOSE)


class Relay:
    """Stands before a server, and keeps what both sides say. It ends with the block."""

    def __init__(self, url):
        self.server = urllib.parse.urlsplit(url).port
        self.listener = socket.create_server(('127.0.0.1', 0))
        self.url = f'http://127.0.0.1:{self.listener.getsockname()[1]}'
        self.heard = []
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            server = socket.create_connection(('127.0.0.1', self.server))
            for one, other in ((client, server), (server, client)):
                threading.Thread(target=self.pump, args=(one, other), daemon=True).start()

    def pump(self, one, other):
        heard = bytearray()
        self.heard.append(heard)
        try:
            while data := one.recv(65536):
                heard += data
                other.sendall(data)
            other.shutdown(socket.SHUT_WR)
        except OSError:
            pass

    def secrets(self):
        """Each in all forms that it may have."""
        found = set()
        for heard in self.heard:
            for secret in SECRET.findall(bytes(heard)):
                found |= {secret, urllib.parse.unquote_to_bytes(secret)}
        return found

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.listener.close()


def parent_of(process_id):
    with open(f'/proc/{process_id}/stat', encoding='ascii', errors='replace') as file:
        return int(file.read().rpartition(')')[2].split()[1])


def read_process(process_id):
    contents = b''
    for name in ('cmdline', 'environ'):
        with open(f'/proc/{process_id}/{name}', 'rb') as file:
            contents += file.read()
    return contents


def read_children(process_id):
    """The arguments and the environment of each process that it has started."""
    contents = []
    for name in os.listdir('/proc'):
        try:
            if name.isdigit() and parent_of(name) == process_id:
                contents.append(read_process(name))
        except OSError:
            pass  # It has ended meanwhile.
    return contents


class Secrets(sign_in_support.TestCase):
    def setUp(self):
        super().setUp()
        self.left = []  # What is told, and by whom.
        self.n = 0

    def environment(self, sandbox, **more):
        return super().environment(sandbox, **{**LOUD, **more})

    def arguments(self, *arguments):
        self.n += 1
        return (*arguments, '--verbose', '--trace', self.desktop.path(f'trace-{self.n}'))

    def call(self, sandbox, *arguments, **more):
        result = self.run_cli(sandbox, *self.arguments(*arguments), **more)
        self.left.append((arguments, (result.stdout + result.stderr).encode()))
        return result

    def log_in(self, sandbox, *arguments, decision='allow', code=0, text=None):
        process = self.start(sandbox, *self.arguments('login', '--json', '--redirect-port', str(sandbox.port), *arguments),
                             stdin=subprocess.PIPE)
        messages = []
        reader = threading.Thread(target=lambda: messages.append(process.stderr.read()))
        reader.start()
        if text is not None:
            process.stdin.write(text)
            process.stdin.flush()
        address = self.read_event(process, 'authorize')['address']
        end = decide(address, decision)
        if '--paste' in arguments:
            process.stdin.write(end + '\n')
            process.stdin.flush()
        else:
            self.left.append(('the last page', fetch(end)[2].encode()))
        self.left.append(('login, as the system shows it', read_process(process.pid) if process.poll() is None else b''))
        output = process.before + process.stdout.read()
        reader.join(TIMEOUT)
        process.stdin.close()
        self.assertEqual(process.wait(timeout=TIMEOUT), code, output + messages[0])
        self.left.append((('login', *arguments), (output + messages[0]).encode()))

    def relayed(self, *options):
        sandbox = self.sandbox(*options)
        relay = self.enter(Relay(sandbox.url))
        sandbox.url = relay.url
        return sandbox, relay

    def assert_nothing_leaks(self, secrets, kinds):
        for folder, _, files in os.walk(self.desktop.home.name):
            for name in files:
                path = os.path.join(folder, name)
                if os.path.isfile(path):
                    with open(path, 'rb') as file:
                        self.left.append((path, file.read()))
        self.assertTrue(any('journal.db' in str(where) for where, _ in self.left))
        self.assertTrue(any(b'"path":"/2/oauth2/token"' in content for _, content in self.left), 'the traces tell of exchanges')
        self.assertGreaterEqual(len(secrets), kinds, 'the relay has heard what there is to hide')
        for where, content in self.left:
            for secret in secrets:
                self.assertFalse(secret in content, f'{where} has {secret}')

    def test_browser(self):
        sandbox, relay = self.relayed('--access-token-life', '3s', '--processing', '0s', '--fault', 'post@1 status=403',
                                      '--fault', 'append@3 status=401')
        self.log_in(sandbox, decision='deny', code=3)
        self.log_in(sandbox, '--paste')
        self.log_in(sandbox)
        process = self.start(sandbox, *self.arguments('upload', self.video(2 * MIB), '--segment-size', '256k', '--limit-rate', '400k',
                                                      '--text', 'hello', '--json'))
        messages = []
        reader = threading.Thread(target=lambda: messages.append(process.stderr.read()))
        reader.start()
        self.read_event(process, 'segment')
        self.left.append(('upload, as the system shows it', read_process(process.pid)))
        output = process.before + process.stdout.read()
        reader.join(TIMEOUT)
        self.assertEqual(process.wait(timeout=TIMEOUT), 5, output)
        self.left.append(('upload', (output + messages[0]).encode()))
        self.call(sandbox, 'list', '--json')
        self.call(sandbox, 'status', '--json')
        self.call(sandbox, 'accounts', '--json')
        self.call(sandbox, 'accounts')
        self.call(sandbox, 'resume', cli_support.parse_events(self, output)[0]['job'])
        self.call(sandbox, 'logout')
        self.assertGreaterEqual(sandbox.requests()['token'], 3)
        # Two codes with their verifiers, and the pairs of at least three exchanges.
        self.assert_nothing_leaks(relay.secrets(), 10)

    def test_lost_refresh(self):
        sandbox, relay = self.relayed('--access-token-life', '1s', '--processing', '0s', '--fault', 'token@3 close=after')
        self.log_in(sandbox)
        self.call(sandbox, 'upload', self.video(2 * MIB), '--segment-size', '256k', '--limit-rate', '300k', '--json', code=3)
        self.call(sandbox, 'status')
        self.call(sandbox, 'accounts', '--json')
        self.assert_nothing_leaks(relay.secrets(), 4)

    def test_app_with_a_secret(self):
        sandbox, relay = self.relayed()
        secret = sandbox.ready['confidential_client_secret']
        self.log_in(sandbox, '--client-secret-stdin', '--client-id', sandbox.ready['confidential_client_id'], text=secret + '\n')
        self.call(sandbox, 'upload', self.video())
        self.call(sandbox, 'logout')
        self.assert_nothing_leaks(relay.secrets() | {secret.encode()}, 5)

    def test_keys_and_tokens(self):
        sandbox, relay = self.relayed()
        keys = [sandbox.ready['oauth1'][name] for name in ('consumer_key', 'consumer_secret', 'token', 'token_secret')]
        self.log_in(sandbox)
        self.call(sandbox, 'login', '--oauth1', text=''.join(f'{key}\n' for key in keys))
        self.call(sandbox, 'upload', self.video())
        self.call(sandbox, 'login', '--oauth1', text=''.join(f'{key}\n' for key in [*keys[:3], 'WrongSecretOfToken']), code=3)
        self.call(sandbox, 'login', '--token-stdin', text=sandbox.ready['access_token'])
        self.call(sandbox, 'upload', self.video(), '--text', 'again')
        self.call(sandbox, 'login', '--token-stdin', text='WrongAccessToken', code=3)
        self.call(sandbox, 'login', '--token-stdin', text='AccessToken\x7fBroken', code=2)
        known = {*keys, 'WrongSecretOfToken', 'WrongAccessToken', 'AccessToken\x7fBroken'}
        self.assert_nothing_leaks(relay.secrets() | {secret.encode() for secret in known}, 8)

    def test_the_sandbox_gets_nothing(self):
        """It is a program like any other: what the environment has for X is not for it."""
        secrets = {f'XUPLOADER_{name}': f'Secret{name}' for name in
                   ('ACCESS_TOKEN', 'OAUTH1_CONSUMER_KEY', 'OAUTH1_CONSUMER_SECRET', 'OAUTH1_TOKEN', 'OAUTH1_TOKEN_SECRET')}
        process = subprocess.Popen([CLI, 'upload', self.video(4 * MIB), '--sandbox', '--limit-rate', '1M', '--json'],
                                   env=self.desktop.environment(**secrets), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, text=True)
        process.before = ''
        self.addCleanup(self.clean_up, process)
        self.read_event(process, 'segment')
        self.assertIn(b'SecretACCESS_TOKEN', read_process(process.pid))
        children = read_children(process.pid)
        process.kill()
        process.communicate(timeout=TIMEOUT)
        self.assertTrue(any(b'xuploader-sandbox' in child for child in children))
        for child in children:
            self.assertNotIn(b'Secret', child)


sign_in_support.need('gnome-keyring-daemon', 'dbus-daemon', 'gdbus')
cli_support.main()
