#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tokens that are renewed, lost and taken back while files go up, against the sandbox and a real keyring.

Tokens that live so shortly are renewed at half their life: every two seconds, or before almost each request.
Skipped where there is no gnome-keyring, which is a failure where CI is "true".
"""

import hashlib
import os
import signal
import time

import cli_support
import sign_in_support
from cli_support import MIB, names, wait_until

SEGMENTS = ('--segment-size', '256k')
SLOW = (*SEGMENTS, '--limit-rate', '400k')  # 3 MiB take eight seconds.


def digest(path):
    with open(path, 'rb') as file:
        return hashlib.sha256(file.read()).hexdigest()


class TestCase(sign_in_support.TestCase):
    def paused(self, sandbox, video, *arguments):
        process = self.start(sandbox, 'upload', video, *SLOW, '--json', *arguments)
        self.read_event(process, 'segment', 2)
        process.send_signal(signal.SIGINT)
        return cli_support.parse_events(self, self.end(process, 9).stdout)[0]['job']

    def assert_whole(self, sandbox, *videos):
        """Each file is there as it was, each segment of it was sent once, and each is in one post."""
        self.assertEqual(sorted(medium['sha256'] for medium in sandbox.media()), sorted(digest(video) for video in videos))
        self.assertEqual(sandbox.requests()['append'], sum(-(-os.path.getsize(video) // (256 * 1024)) for video in videos))
        self.assertEqual((len(sandbox.posts()), sandbox.requests()['post']), (len(videos), len(videos)))

    def ends_for_sign_in(self, result, code='token-refused'):
        """A run that ended because nobody could sign in; the job's name. It says what to type."""
        self.expect(result, 3)
        events = cli_support.parse_events(self, result.stdout)
        self.assertEqual(names(events)[-2:], ['waiting', 'failed'])
        self.assertEqual((events[-2]['reason'], events[-2]['until'], events[-1]['code']), ('sign-in', None, code))
        job = events[-1]['job']
        self.assertIn('xuploader-cli login', result.stderr)
        self.assertIn(f'xuploader-cli resume {job}', result.stderr)
        self.assertEqual(names(self.listing('status', job)[job])[-1], 'paused')
        return job

    def listing(self, *arguments, **options):
        return super().listing(*arguments, **{'environment': self.desktop.environment(), **options})


class Refresh(TestCase):
    def test_in_the_middle(self):
        sandbox = self.sandbox('--access-token-life', '4s', '--processing', '0s')
        self.login(sandbox)
        video = self.video(3 * MIB)
        self.events(self.run_cli(sandbox, 'upload', video, *SLOW, '--json'))
        self.assert_whole(sandbox, video)
        self.assertGreaterEqual(sandbox.requests()['token'], 4, 'signed in, then renewed several times')

    def test_again_and_again(self):
        sandbox = self.sandbox('--access-token-life', '1s', '--processing', '0s')
        self.login(sandbox)
        videos = [self.video(3 * MIB, f'{name}.mp4') for name in 'ab']
        self.events(self.run_cli(sandbox, 'upload', videos[0], *SEGMENTS, '--json'))
        self.events(self.run_cli(sandbox, 'upload', videos[1], *SEGMENTS, '--json', '--text', 'second'))
        self.assert_whole(sandbox, *videos)

    def test_after_a_401(self):
        sandbox = self.sandbox('--processing', '0s', '--fault', 'append@4 status=401')
        self.login(sandbox)
        video = self.video(3 * MIB)
        self.events(self.run_cli(sandbox, 'upload', video, *SEGMENTS, '--json'))
        self.assertEqual(sandbox.media()[0]['sha256'], digest(video))
        self.assertEqual((sandbox.requests()['append'], sandbox.requests()['token'], len(sandbox.posts())), (12 + 1, 2, 1))

    def test_two_processes_at_once(self):
        for life in ('4s', '1s'):
            with self.subTest(life):
                sandbox = self.sandbox('--access-token-life', life, '--processing', '0s')
                self.login(sandbox)
                videos = [self.video(2 * MIB, f'{name}.mp4') for name in 'ab']
                processes = [self.start(sandbox, 'upload', video, *SLOW, '--json', '--text', video) for video in videos]
                for process in processes:
                    self.events(self.end(process))
                self.assert_whole(sandbox, *videos)
                # What is in the keyring now is good.
                last = self.video(name='last.mp4')
                self.run_cli(sandbox, 'upload', last, *SEGMENTS)
                self.assert_whole(sandbox, *videos, last)

    def test_two_jobs_at_once(self):
        sandbox = self.sandbox('--access-token-life', '4s', '--processing', '0s')
        self.login(sandbox)
        videos = [self.video(2 * MIB, f'{name}.mp4') for name in 'ab']
        jobs = {self.paused(sandbox, video, '--text', video) for video in videos}
        result = self.run_cli(sandbox, 'resume', '--limit-rate', '800k', '--json')
        posted = [event['job'] for event in cli_support.parse_events(self, result.stdout) if event['event'] == 'posted']
        self.assertEqual((set(posted), len(posted)), (jobs, 2))
        self.assertEqual(sorted(medium['sha256'] for medium in sandbox.media()), sorted(digest(video) for video in videos))
        self.assertEqual(sandbox.requests()['post'], 2)

    def test_answer_is_lost(self):
        """The refresh token is used up, and nobody got the next one: only a new sign-in helps."""
        sandbox = self.sandbox('--access-token-life', '4s', '--processing', '0s', '--fault', 'token@3 close=after')
        self.login(sandbox)
        video = self.video(3 * MIB)
        process = self.start(sandbox, 'upload', video, *SLOW, '--json', '--text', 'once')
        job = self.ends_for_sign_in(self.end(process, 3))
        ended = time.monotonic()
        account, = self.accounts(sandbox)
        # The keyring has the last ones that were got, and whether these are good, only X knows: until they expire, they are.
        self.assertEqual(account['state'], 'ready')
        wait_until(lambda: time.monotonic() > ended + 4, 'the end of the last access token')
        self.ends_for_sign_in(self.run_cli(sandbox, 'resume', job, '--json', code=3))
        self.assertEqual(sandbox.posts(), [])

        self.login(sandbox)
        events = self.events(self.run_cli(sandbox, 'resume', job, *SEGMENTS, '--json'), is_resumed=True)
        self.assertEqual((names(events)[-1], events[0]['account']), ('posted', account['user_id']))
        self.assertEqual([medium['sha256'] for medium in sandbox.media()], [digest(video)])
        self.assertEqual((sandbox.requests()['post'], sandbox.posts()[0]['text']), (1, 'once'))


class SignedOut(TestCase):
    def test_while_it_goes_up(self):
        sandbox = self.sandbox('--processing', '0s')
        self.login(sandbox)
        video = self.video(3 * MIB)
        process = self.start(sandbox, 'upload', video, *SLOW, '--json', '--text', 'once')
        job = self.read_event(process, 'job')['job']
        self.read_event(process, 'segment', 2)
        self.run_cli(sandbox, 'logout')
        self.assertEqual(names(cli_support.parse_events(self, self.end(process, 9).stdout))[-1], 'paused')
        self.fails(sandbox, 'not-signed-in', 'resume', job)

        # Somebody else's sign-in is none for it.
        self.login(sandbox, user='somebody_else')
        self.fails(sandbox, 'not-signed-in', 'resume', job)
        self.fails(sandbox, 'other-account', 'resume', job, '--account', '@somebody_else')
        self.fails(sandbox, 'other-account', 'resume', job, XUPLOADER_ACCESS_TOKEN=sandbox.ready['other_token'])
        me = self.login(sandbox)
        # Of two accounts, it knows its own.
        self.run_cli(sandbox, 'resume', job)
        post, = sandbox.posts()
        self.assertEqual((sandbox.media()[0]['owner'], sandbox.requests()['post']), (me['user_id'], 1))
        self.run_cli(sandbox, 'delete', post['id'], '--account', 'sandbox')

    def test_all_of_an_account(self):
        sandbox = self.sandbox('--processing', '0s')
        self.login(sandbox)
        other = self.login(sandbox, user='somebody_else')
        for name in ('sandbox', 'somebody_else'):
            self.paused(sandbox, self.video(2 * MIB, f'{name}.mp4'), '--text', name, '--account', name)
        self.run_cli(sandbox, 'resume', '--account', 'somebody_else')
        post, = sandbox.posts()
        self.assertEqual(post['text'], 'somebody_else')
        self.assertEqual({medium['owner']: medium['state'] for medium in sandbox.media()}[other['user_id']], 'succeeded')
        self.run_cli(sandbox, 'resume')
        self.assertEqual(len(sandbox.posts()), 2)

    def test_ready_job_is_posted_by_its_account(self):
        sandbox = self.sandbox('--processing', '0s')
        self.login(sandbox)
        other = self.login(sandbox, user='somebody_else')
        events = self.events(self.run_cli(sandbox, 'upload', self.video(), '--no-post', '--json', '--account', 'somebody_else'))
        self.run_cli(sandbox, 'post', events[0]['job'], '--text', 'now')
        self.assertEqual((sandbox.posts()[0]['text'], sandbox.media()[0]['owner']), ('now', other['user_id']))


class Keyring(TestCase):
    def test_locked_when_a_job_goes_on(self):
        sandbox = self.sandbox('--processing', '0s')
        self.login(sandbox)
        job = self.paused(sandbox, self.video(2 * MIB))
        self.desktop.lock()
        self.ends_for_sign_in(self.run_cli(sandbox, 'resume', job, '--json', code=3), 'not-signed-in')
        self.desktop.stop_keyring()
        self.ends_for_sign_in(self.run_cli(sandbox, 'resume', '--json', code=3), 'not-signed-in')
        self.desktop.start_keyring()
        self.run_cli(sandbox, 'resume')
        self.assertEqual(len(sandbox.posts()), 1)

    def test_goes_away_in_the_middle(self):
        """What was renewed cannot be kept then, but the upload that runs goes on with it."""
        sandbox = self.sandbox('--access-token-life', '4s', '--processing', '0s')
        self.login(sandbox)
        process = self.start(sandbox, 'upload', self.video(3 * MIB), *SLOW, '--json')
        self.read_event(process, 'segment', 1)
        self.desktop.stop_keyring()
        self.events(self.end(process))
        self.assertEqual(len(sandbox.posts()), 1)


sign_in_support.need('gnome-keyring-daemon', 'dbus-daemon', 'gdbus')
cli_support.main()
