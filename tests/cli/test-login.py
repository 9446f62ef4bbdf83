#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Signing in and out on the command line, against the sandbox and a real keyring; the browser's part is done by hand.

Skipped where there is no gnome-keyring, which is a failure where CI is "true".
"""

import os
import pty
import re
import select
import signal
import socket
import stat
import subprocess
import time

import cli_support
import sign_in_support
from cli_support import CLI, TIMEOUT, names, wait_until
from sign_in_support import INTERRUPTED, decide, fetch

FULL_SCOPE = 'tweet.read tweet.write users.read media.write offline.access'


class TestCase(sign_in_support.TestCase):
    def keys(self, sandbox):
        return [sandbox.ready['oauth1'][name] for name in ('consumer_key', 'consumer_secret', 'token', 'token_secret')]


class Browser(TestCase):
    def test_allowed(self):
        sandbox = self.sandbox()
        process, address = self.start_login(sandbox)
        self.assertTrue(address.startswith(f'{sandbox.url}/i/oauth2/authorize?'), address)
        status, headers, page = fetch(decide(address, 'allow'))
        self.assertEqual((status, headers.get_content_type()), (200, 'text/html'))
        self.assertIn('X Uploader has its answer', page)
        result = self.end(process)
        self.assertEqual(result.stderr.splitlines()[-2:], [f'Permissions: {FULL_SCOPE}', 'The sign-in is kept in the keyring.'])
        account = cli_support.parse_events(self, result.stdout)[-1]
        self.assertEqual((account['username'], account['state'], account['keyring'], account['method'], account['scope'],
                          account['may_upload'], account['expires_at'], account['default'], account['client_id']),
                         ('sandbox', 'ready', 'kept', 'browser', FULL_SCOPE, True, None, True, sandbox.ready['client_id']))
        self.assertEqual(account['id'], f'{sandbox.url}#{account["user_id"]}')
        self.assertEqual(self.desktop.labels(), ['X Uploader: @sandbox'])

        listed, = self.accounts(sandbox)
        self.assertEqual({**listed, 'time': 0}, {**account, 'time': 0})
        text = self.run_cli(sandbox, 'accounts').stdout
        self.assertIn('@sandbox: signed in\n', text)
        self.assertIn(f'Account: {account["id"]}\n', text)

        self.run_cli(sandbox, 'upload', self.video())
        self.assertEqual(len(sandbox.posts()), 1)
        self.assertEqual(sandbox.requests()['me'], 1, 'whose account it is was not asked again')

    def test_for_people(self):
        sandbox = self.sandbox()
        process = self.start(sandbox, 'login', '--redirect-port', str(sandbox.port))
        lines = [process.stderr.readline() for _ in range(3)]
        self.assertEqual(lines[0], 'Open this address in your browser, and allow it there:\n')
        self.assertIn('--paste', lines[2])
        fetch(decide(lines[1].strip(), 'allow'))
        result = self.end(process)
        self.assertEqual(result.stdout, 'Signed in: @sandbox\n')

    def test_denied(self):
        sandbox = self.sandbox()
        process, address = self.start_login(sandbox)
        self.assertIn('You said no', fetch(decide(address, 'deny'))[2])
        result = self.end(process, 3)
        self.assertEqual(cli_support.parse_events(self, result.stdout)[-1]['code'], 'not-signed-in')
        self.assertIn('It was not allowed in the browser.', result.stderr)
        self.assertEqual((self.accounts(sandbox), self.desktop.labels()), ([], []))
        self.assertNotIn('token', sandbox.requests())

    def test_somebody_elses_answer_is_none(self):
        sandbox = self.sandbox()
        process, address = self.start_login(sandbox)
        other = re.sub('state=[^&]*', 'state=' + 43 * 'A', address)
        self.assertNotIn('X Uploader has its answer', fetch(decide(other, 'allow'))[2])
        self.assertIsNone(process.poll())
        fetch(decide(address, 'allow'))
        self.end(process)

    def test_interrupted(self):
        sandbox = self.sandbox()
        process, _ = self.start_login(sandbox, **INTERRUPTED)
        process.send_signal(signal.SIGINT)
        result = self.end(process, 7)
        self.assertEqual(names(cli_support.parse_events(self, result.stdout)), ['authorize', 'cancelled'])
        with socket.create_server(('127.0.0.1', sandbox.port)):
            pass  # The port is free again.
        self.assertEqual(self.accounts(sandbox), [])

    def assert_given_back(self, sandbox):
        self.assertEqual((self.accounts(sandbox), self.desktop.labels(), sandbox.requests()['token'], sandbox.requests()['revoke']),
                         ([], [], 1, 2))

    def test_interrupted_while_x_is_asked(self):
        sandbox = self.sandbox('--fault', 'me hang')
        process, address = self.start_login(sandbox, **INTERRUPTED)
        fetch(decide(address, 'allow'))
        wait_until(lambda: 'me' in sandbox.requests(), 'the question')
        process.send_signal(signal.SIGINT)
        self.end(process, 7)
        self.assert_given_back(sandbox)

    def test_refused_after_the_tokens(self):
        sandbox = self.sandbox('--fault', 'me status=403')
        process, address = self.start_login(sandbox)
        fetch(decide(address, 'allow'))
        result = process.communicate(timeout=TIMEOUT)
        self.assertNotEqual(process.returncode, 0, result)
        self.assert_given_back(sandbox)

    def test_interrupted_while_the_keyring_keeps_it(self):
        sandbox = self.sandbox()
        process, address = self.start_login(sandbox, **INTERRUPTED)
        os.kill(self.desktop.daemon.pid, signal.SIGSTOP)
        fetch(decide(address, 'allow'))
        wait_until(lambda: 'me' in sandbox.requests(), 'the question')
        process.stderr.readline()
        self.assertEqual(process.stderr.readline(), 'Waiting for the keyring…\n')
        process.send_signal(signal.SIGINT)
        self.end(process, 7)
        os.kill(self.desktop.daemon.pid, signal.SIGCONT)
        self.assertEqual((self.accounts(sandbox), sandbox.requests()['revoke']), ([], 2))

    def test_port_is_taken(self):
        sandbox = self.sandbox()
        with socket.create_server(('127.0.0.1', sandbox.port)):
            result = self.fails(sandbox, 'usage', 'login', '--redirect-port', str(sandbox.port))
        self.assertIn(f'Port {sandbox.port} of this computer is taken', result.stderr)
        self.assertIn('--paste', result.stderr)

    def test_without_a_client_id(self):
        sandbox = self.sandbox()
        result = self.fails(sandbox, 'usage', 'login', XUPLOADER_CLIENT_ID=None)
        self.assertIn('--client-id', result.stderr)
        # An app that somebody signed in with before does it again; an option comes before the environment.
        self.login(sandbox, '--client-id', sandbox.ready['client_id'], XUPLOADER_CLIENT_ID='somebody-else')
        self.login(sandbox, XUPLOADER_CLIENT_ID=None)

    def test_app_that_x_does_not_know(self):
        sandbox = self.sandbox()
        process, address = self.start_login(sandbox, '--client-id', 'unknown', **INTERRUPTED)
        self.assertEqual(fetch(address)[0], 400)
        process.send_signal(signal.SIGTERM)
        self.end(process, 7)
        self.fails(sandbox, 'usage', 'login', '--client-id', 'a b')

    def test_app_with_a_secret(self):
        sandbox = self.sandbox()
        process = self.start(sandbox, 'login', '--json', '--redirect-port', str(sandbox.port), '--client-secret-stdin', '--client-id',
                             sandbox.ready['confidential_client_id'], stdin=subprocess.PIPE)
        process.stdin.write(sandbox.ready['confidential_client_secret'] + '\n')
        process.stdin.flush()
        fetch(decide(self.read_event(process, 'authorize')['address'], 'allow'))
        self.end(process)
        self.run_cli(sandbox, 'upload', self.video())
        self.run_cli(sandbox, 'logout')
        self.assertEqual(self.desktop.labels(), [])

    def test_wrong_secret(self):
        sandbox = self.sandbox()
        process = self.start(sandbox, 'login', '--json', '--redirect-port', str(sandbox.port), '--client-secret-stdin', '--client-id',
                             sandbox.ready['confidential_client_id'], stdin=subprocess.PIPE)
        process.stdin.write('wrong\n')
        process.stdin.flush()
        fetch(decide(self.read_event(process, 'authorize')['address'], 'allow'))
        result = self.end(process, 3)
        self.assertIn('X does not take the app.', result.stderr)
        self.assertIn(sandbox.redirect_uri, result.stderr)
        self.assertNotIn('wrong\n', result.stdout + result.stderr)

    def test_without_permission_to_upload(self):
        sandbox = self.sandbox('--grant-scopes', 'tweet.read tweet.write users.read offline.access')
        process, address = self.start_login(sandbox)
        fetch(decide(address, 'allow'))
        result = self.end(process)
        account = cli_support.parse_events(self, result.stdout)[-1]
        self.assertEqual((account['scope'], account['may_upload']), ('tweet.read tweet.write users.read offline.access', False))
        self.assertIn('media.write', result.stderr)
        self.assertIn('sign in again', result.stderr)
        self.fails(sandbox, 'scope-missing', 'upload', self.video())

    def test_x_does_not_say_whose_it_is(self):
        sandbox = self.sandbox('--fault', 'me@1-3 status=503')
        account = self.login(sandbox)
        self.assertEqual((account['state'], account['user_id'], account['username']), ('unidentified', None, None))
        # Later it does.
        events = self.events(self.run_cli(sandbox, 'upload', self.video(), '--json'))
        self.assertEqual(names(events)[-1], 'posted')
        account, = self.accounts(sandbox)
        self.assertEqual((account['state'], account['username'], account['id']),
                         ('ready', 'sandbox', f'{sandbox.url}#{account["user_id"]}'))
        self.assertEqual(self.desktop.labels(), ['X Uploader: @sandbox'])

    def test_code_that_came_too_late(self):
        sandbox = self.sandbox('--code-life', '1ms')
        process, address = self.start_login(sandbox)
        fetch(decide(address, 'allow'))
        self.end(process, 3)
        self.assertEqual(self.accounts(sandbox), [])

    def test_app_is_not_enrolled(self):
        body = ('{"title":"Client Forbidden","detail":"Appropriate Level of API Access is required","status":403,'
                '"reason":"client-not-enrolled","type":"https://api.twitter.com/2/problems/client-forbidden"}')
        sandbox = self.sandbox('--fault', f"me status=403 'body={body}'")
        process, address = self.start_login(sandbox)
        fetch(decide(address, 'allow'))
        result = self.end(process, 5)
        self.assertEqual(cli_support.parse_events(self, result.stdout)[-1]['code'], 'app-not-enrolled')
        self.assertIn('console.x.com', result.stderr)

    def test_the_browser_opens_without_our_secrets(self):
        sandbox = self.sandbox()
        stand_in = self.file('browser', b'#!/bin/sh\ntr "\\0" "\\n" </proc/self/environ >"$0.env"\necho "$1" >"$0.address.new"\n'
                                        b'mv "$0.address.new" "$0.address"\n')
        os.chmod(stand_in, 0o700)
        os.makedirs(self.desktop.path('data', 'applications'))
        with open(self.desktop.path('data', 'applications', 'browser.desktop'), 'w', encoding='utf-8') as file:
            file.write(f'[Desktop Entry]\nType=Application\nName=Browser\nExec={stand_in} %u\nMimeType=x-scheme-handler/http;\n')
        with open(self.desktop.path('config', 'mimeapps.list'), 'w', encoding='utf-8') as file:
            file.write('[Default Applications]\nx-scheme-handler/http=browser.desktop\n')
        self.desktop.variables['DISPLAY'] = ':99'
        secrets = {'XUPLOADER_ACCESS_TOKEN': 'SecretToken', 'XUPLOADER_OAUTH1_TOKEN_SECRET': 'SecretKey'}
        process, address = self.start_login(sandbox, **secrets)
        cli_support.wait_until(lambda: os.path.exists(f'{stand_in}.address'), 'the browser')
        with open(f'{stand_in}.address', encoding='utf-8') as file:
            self.assertEqual(file.read(), address + '\n')
        with open(f'{stand_in}.env', encoding='utf-8') as file:
            environment = file.read()
        self.assertIn(f'HOME={self.desktop.home.name}\n', environment)
        self.assertNotIn('Secret', environment)
        fetch(decide(address, 'allow'))
        self.assertIn('come first', self.end(process).stderr)


class Paste(TestCase):
    def start_paste(self, sandbox):
        process = self.start(sandbox, 'login', '--json', '--paste', '--redirect-port', str(sandbox.port), stdin=subprocess.PIPE,
                             **INTERRUPTED)
        return process, self.read_event(process, 'authorize')['address']

    def test_pasted(self):
        sandbox = self.sandbox()
        with socket.create_server(('127.0.0.1', sandbox.port)):  # Nobody listens there, so it may be taken.
            process, address = self.start_paste(sandbox)
            end = decide(address, 'allow')
            wrong = re.sub('state=[^&]*', 'state=AAAA', end)
            result = self.end(process, text=f'\nhttps://x.com/home\n{wrong}\n  {end}  \n')
        self.assertEqual(result.stderr.count('That is not the address'), 2)
        self.assertEqual(cli_support.parse_events(self, result.stdout)[-1]['username'], 'sandbox')

    def test_denied(self):
        sandbox = self.sandbox()
        process, address = self.start_paste(sandbox)
        result = self.end(process, 3, text=decide(address, 'deny') + '\n')
        self.assertIn('It was not allowed in the browser.', result.stderr)

    def test_nothing(self):
        sandbox = self.sandbox()
        process, _ = self.start_paste(sandbox)
        result = self.end(process, 2, text='')
        self.assertIn('No address was pasted.', result.stderr)
        process, _ = self.start_paste(sandbox)
        result = self.end(process, 2, text=100_000 * 'x' + '\n')
        self.assertEqual(self.accounts(sandbox), [])

    def test_interrupted(self):
        sandbox = self.sandbox()
        process, _ = self.start_paste(sandbox)
        process.send_signal(signal.SIGINT)
        process.wait(timeout=TIMEOUT)  # Its standard input does not end before that.
        self.end(process, 7)

    def test_in_a_terminal(self):
        sandbox = self.sandbox()
        master, slave = pty.openpty()
        self.addCleanup(os.close, master)
        process = subprocess.Popen([CLI, 'login', '--paste', '--redirect-port', str(sandbox.port)], env=self.environment(sandbox),
                                   stdin=slave, stdout=slave, stderr=slave, start_new_session=True)
        self.addCleanup(lambda: process.poll() is None and process.kill())
        os.close(slave)
        shown = read_terminal(master, 'The address: ')
        address = re.search(r'http://\S+/authorize\?\S+', shown).group(0)
        end = decide(address, 'allow')
        os.write(master, end.encode() + b'\n')
        shown += read_terminal(master, 'kept in the keyring')
        self.assertEqual(process.wait(timeout=TIMEOUT), 0)
        self.assertIn('Signed in: @sandbox', shown)
        self.assertNotIn(re.search('code=([^&]+)', end).group(1), shown, 'the code is not shown')


def read_terminal(master, until):
    """What a program wrote to its terminal until that came."""
    shown = ''
    deadline = time.monotonic() + TIMEOUT
    while until not in shown:
        if not select.select([master], [], [], max(deadline - time.monotonic(), 0))[0]:
            raise AssertionError(f'no {until}: {shown}')
        shown += os.read(master, 4096).decode(errors='replace')
    return shown


class Secrets(TestCase):
    def test_keys(self):
        sandbox = self.sandbox()
        result = self.run_cli(sandbox, 'login', '--oauth1', text=''.join(f'{key}\n' for key in self.keys(sandbox)))
        self.assertEqual(result.stdout, 'Signed in: @sandbox\n')
        account, = self.accounts(sandbox)
        self.assertEqual((account['method'], account['scope'], account['may_upload']), ('keys', None, True))
        self.run_cli(sandbox, 'upload', self.video())
        self.assertEqual(len(sandbox.posts()), 1)

    def test_keys_of_the_environment(self):
        sandbox = self.sandbox()
        names_of_keys = [f'XUPLOADER_OAUTH1_{name}' for name in ('CONSUMER_KEY', 'CONSUMER_SECRET', 'TOKEN', 'TOKEN_SECRET')]
        self.run_cli(sandbox, 'login', '--oauth1', **dict(zip(names_of_keys, self.keys(sandbox))))
        self.assertEqual(self.accounts(sandbox)[0]['method'], 'keys')

    def test_keys_in_a_terminal(self):
        sandbox = self.sandbox()
        master, slave = pty.openpty()
        self.addCleanup(os.close, master)
        process = subprocess.Popen([CLI, 'login', '--oauth1'], env=self.environment(sandbox), stdin=slave, stdout=slave, stderr=slave,
                                   start_new_session=True)
        self.addCleanup(lambda: process.poll() is None and process.kill())
        os.close(slave)
        shown = ''
        for question, key in zip(('Consumer key: ', 'Consumer secret: ', 'Access token: ', 'Access token secret: '),
                                 self.keys(sandbox)):
            shown += read_terminal(master, question)
            os.write(master, key.encode() + b'\n')
        shown += read_terminal(master, 'kept in the keyring')
        self.assertEqual(process.wait(timeout=TIMEOUT), 0)
        for key in self.keys(sandbox):
            self.assertNotIn(key, shown)

    def test_wrong_keys(self):
        sandbox = self.sandbox()
        keys = self.keys(sandbox)
        keys[3] = 'wrong'
        self.fails(sandbox, 'token-refused', 'login', '--oauth1', text=''.join(f'{key}\n' for key in keys))
        self.fails(sandbox, 'usage', 'login', '--oauth1', text=''.join(f'{key}\n' for key in keys[:3]))
        self.fails(sandbox, 'usage', 'login', '--oauth1', text='a\nb\nc\nd\x01\n')
        self.assertEqual((self.accounts(sandbox), self.desktop.labels()), ([], []))

    def test_token(self):
        sandbox = self.sandbox()
        result = self.run_cli(sandbox, 'login', '--token-stdin', text=sandbox.ready['access_token'])
        self.assertEqual(result.stdout, 'Signed in: @sandbox\n')
        self.assertEqual(self.accounts(sandbox)[0]['method'], 'token')
        self.run_cli(sandbox, 'upload', self.video())
        self.run_cli(sandbox, 'logout', '@SANDBOX')
        self.assertNotIn('revoke', sandbox.requests(), 'the token may be in use elsewhere')

    def test_wrong_token(self):
        sandbox = self.sandbox()
        result = self.fails(sandbox, 'token-refused', 'login', '--token-stdin', text='NoToken\n')
        self.assertNotIn('NoToken', result.stdout + result.stderr)
        self.fails(sandbox, 'token-refused', 'login', '--token-stdin', text=sandbox.ready['expired_token'])
        self.fails(sandbox, 'usage', 'login', '--token-stdin')
        self.fails(sandbox, 'usage', 'login', '--token-stdin', text='to ken\n')
        self.assertEqual((self.accounts(sandbox), self.desktop.labels()), ([], []))


class Several(TestCase):
    def setUp(self):
        super().setUp()
        self.server = self.sandbox()
        self.first = self.login(self.server)
        self.second = self.login(self.server, user='somebody_else')

    def owners(self):
        return [medium['owner'] for medium in self.server.media()]

    def test_one_must_be_named(self):
        self.assertEqual([account['default'] for account in self.accounts(self.server)], [False, False])
        for arguments in (('upload', self.video()), ('delete', '1'), ('logout',)):
            result = self.fails(self.server, 'usage', *arguments)
            self.assertIn('@sandbox, @somebody_else', result.stderr)
        result = self.fails(self.server, 'usage', 'upload', self.video(), '--account', 'nobody')
        self.assertIn('There are: @sandbox, @somebody_else', result.stderr)
        self.assertEqual((self.server.posts(), self.server.media()), ([], []))

    def test_by_each_of_its_names(self):
        for name in ('@somebody_else', 'Somebody_Else', self.second['user_id'], self.second['id']):
            self.run_cli(self.server, 'upload', self.video(), '--text', name.replace('@', ''), '--account', name)
        self.assertEqual(set(self.owners()), {self.second['user_id']})
        post = self.server.posts()[0]['id']
        self.run_cli(self.server, 'delete', post, '--account', 'somebody_else')

    def test_before_the_environment(self):
        token = {'XUPLOADER_ACCESS_TOKEN': self.server.ready['access_token']}
        self.run_cli(self.server, 'upload', self.video(), '--account', '@somebody_else', **token)
        self.assertEqual(self.owners(), [self.second['user_id']])
        # Without that option it comes first, and nobody asks the keyring.
        self.desktop.stop_keyring()
        self.run_cli(self.server, 'upload', self.video(), '--text', 'second', **token)
        self.assertEqual(sorted(self.owners()), sorted([self.first['user_id'], self.second['user_id']]))
        self.desktop.start_keyring()

    def test_signing_out(self):
        result = self.run_cli(self.server, 'logout', 'sandbox')
        self.assertEqual(result.stdout, 'Signed out: @sandbox\n')
        self.assertEqual(self.server.requests()['revoke'], 2)
        self.assertEqual(self.desktop.labels(), ['X Uploader: @somebody_else'])
        account, = self.accounts(self.server)
        self.assertEqual((account['username'], account['default']), ('somebody_else', True))
        self.run_cli(self.server, 'upload', self.video())
        self.assertEqual(self.owners(), [self.second['user_id']])
        self.run_cli(self.server, 'logout')
        self.fails(self.server, 'not-signed-in', 'logout')
        self.fails(self.server, 'not-signed-in', 'upload', self.video())
        self.assertIn('Nobody has signed in', self.run_cli(self.server, 'accounts').stderr)

    def test_signing_in_again_is_no_other_account(self):
        again = self.login(self.server)
        self.assertEqual({**again, 'time': 0}, {**self.first, 'time': 0, 'default': False})
        self.assertEqual(len(self.accounts(self.server)), 2)
        self.assertEqual(self.desktop.labels(), ['X Uploader: @sandbox', 'X Uploader: @somebody_else'])

    def test_accounts_of_another_server(self):
        other = self.sandbox()
        self.assertEqual([account['default'] for account in self.accounts(other)], [False, False])
        self.fails(other, 'not-signed-in', 'upload', self.video())
        self.login(other)
        self.run_cli(other, 'upload', self.video())
        self.assertEqual((len(other.posts()), self.server.posts()), (1, []))


class SigningOut(TestCase):
    def test_x_cannot_be_told(self):
        sandbox = self.sandbox('--fault', 'revoke status=400')
        self.login(sandbox)
        result = self.run_cli(sandbox, 'logout', code=6)
        self.assertIn('Signed out here, but X was not told', result.stderr)
        self.assertEqual((self.accounts(sandbox), self.desktop.labels()), ([], []))

    def test_x_has_not_named_it(self):
        sandbox = self.sandbox('--fault', 'me status=503')
        self.login(sandbox)
        result = self.run_cli(sandbox, 'logout')
        self.assertEqual(result.stderr, '', 'X was told')
        self.assertEqual((sandbox.requests()['revoke'], self.accounts(sandbox), self.desktop.labels()), (2, [], []))


class Locked(TestCase):
    def test_locked(self):
        sandbox = self.sandbox()
        self.login(sandbox)
        self.desktop.lock()
        account, = self.accounts(sandbox)
        self.assertEqual((account['state'], account['keyring']), ('locked', 'locked'))
        result = self.fails(sandbox, 'not-signed-in', 'upload', self.video())
        self.assertIn('The keyring is locked', result.stderr)
        self.assertEqual(self.listing(environment=self.environment(sandbox)), {}, 'nothing was begun')

        # What is signed in now could not be kept: it is not there afterwards, and the account that was there still is.
        process, address = self.start_login(sandbox)
        fetch(decide(address, 'allow'))
        result = self.end(process, 3)
        self.assertIn('The keyring is locked', result.stderr)
        process, address = self.start_login(sandbox)
        fetch(decide(address, 'allow', 'somebody_else'))
        self.end(process, 3)
        self.assertEqual([account['username'] for account in self.accounts(sandbox)], ['sandbox'])
        self.assertGreaterEqual(sandbox.requests()['revoke'], 1)

        self.desktop.stop_keyring()
        self.desktop.start_keyring()  # With the password that unlocks it.
        self.run_cli(sandbox, 'upload', self.video())
        self.assertEqual(len(sandbox.posts()), 1)

    def test_signing_out(self):
        """What the keyring does not give, nobody can take back: that is told, and not that the disk is full."""
        sandbox = self.sandbox()
        self.login(sandbox)
        self.desktop.lock()
        result = self.fails(sandbox, 'storage', 'logout')
        for words in ('The keyring is locked', 'The keyring still has what you signed in with', 'X was not told'):
            self.assertIn(words, result.stderr)
        self.assertNotIn('disk', result.stderr)
        self.assertEqual((self.accounts(sandbox), 'revoke' in sandbox.requests()), ([], False))


class Slow(TestCase):
    """A keyring that asks its user, or hangs: that is told, and waited for."""

    WAITING = 'Waiting for the keyring…\n'

    def stop_answering(self):
        os.kill(self.desktop.daemon.pid, signal.SIGSTOP)

    def answer_again(self):
        os.kill(self.desktop.daemon.pid, signal.SIGCONT)

    def test_of_an_upload(self):
        sandbox = self.sandbox()
        self.login(sandbox)
        self.stop_answering()
        process = self.start(sandbox, 'upload', self.video(), **INTERRUPTED)
        self.assertEqual(process.stderr.readline(), self.WAITING)
        process.send_signal(signal.SIGINT)
        self.end(process, 7)
        process = self.start(sandbox, 'upload', self.video())
        self.assertEqual(process.stderr.readline(), self.WAITING)
        self.answer_again()
        self.end(process)
        self.assertEqual(len(sandbox.posts()), 1)

    def test_of_a_login(self):
        sandbox = self.sandbox()
        process, address = self.start_login(sandbox)
        self.stop_answering()
        self.assertIn('--paste', process.stderr.readline())
        fetch(decide(address, 'allow'))
        self.assertEqual(process.stderr.readline(), self.WAITING)
        self.answer_again()
        self.end(process)
        self.assertEqual(self.accounts(sandbox)[0]['username'], 'sandbox')


class Absent(TestCase):
    KEYRING = 'absent'

    def test_absent(self):
        sandbox = self.sandbox()
        process, address = self.start_login(sandbox)
        fetch(decide(address, 'allow'))
        result = self.end(process, 3)
        failed = cli_support.parse_events(self, result.stdout)[-1]
        self.assertEqual(failed['code'], 'not-signed-in')
        self.assertIn('There is no keyring here.', result.stderr)
        self.assertEqual(sandbox.requests()['revoke'], 2, 'tokens that nobody has are good for nothing')
        self.assertEqual(self.accounts(sandbox), [])
        self.fails(sandbox, 'not-signed-in', 'login', '--token-stdin', text=sandbox.ready['access_token'])
        # The environment needs no keyring.
        self.run_cli(sandbox, 'upload', self.video(), XUPLOADER_ACCESS_TOKEN=sandbox.ready['access_token'])
        for folder, _, files in os.walk(self.desktop.home.name):
            for name in files:
                path = os.path.join(folder, name)
                if stat.S_ISREG(os.lstat(path).st_mode):
                    with open(path, 'rb') as file:
                        self.assertNotIn(sandbox.ready['access_token'].encode(), file.read(), path)


sign_in_support.need('gnome-keyring-daemon', 'dbus-daemon', 'gdbus')
cli_support.main()
