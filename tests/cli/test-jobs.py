#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The commands about jobs, as processes against the sandbox: list, status, resume, post, pause, cancel; one job and several processes."""

import contextlib
import glob
import hashlib
import os
import shlex
import signal
import sqlite3
import subprocess

import cli_support
from cli_support import CLI, CODES, MIB, TIMEOUT, Sandbox, clean_environment, names, run

QUICK = {'XUPLOADER_TEST_BACKOFF_MS': '10', 'XUPLOADER_TEST_LOOK_MS': '10'}
SEGMENTS = ('--segment-size', '256k')
SLOW = (*SEGMENTS, '--limit-rate', '1M')


def digest(path):
    with open(path, 'rb') as file:
        return hashlib.sha256(file.read()).hexdigest()


class TestCase(cli_support.TestCase):
    def start(self, sandbox, *arguments, **more):
        process = subprocess.Popen([CLI, *arguments], env=sandbox.environment(**{**QUICK, **more}), stdin=subprocess.DEVNULL,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        process.before = ''
        self.addCleanup(self.clean_up, process)
        return process

    def clean_up(self, process):
        if process.poll() is None:
            process.kill()
            process.communicate(timeout=TIMEOUT)

    def read_until(self, process, event, times=1):
        for line in process.stdout:
            process.before += line
            times -= f'"event":"{event}"' in line
            if times == 0:
                return
        raise AssertionError(f'no {event}: {process.before} {process.stderr.read()}')

    def end(self, process):
        output, messages = process.communicate(timeout=TIMEOUT)
        return subprocess.CompletedProcess(process.args, process.returncode, process.before + output, messages)

    def paused(self, sandbox, video, *arguments, number=signal.SIGINT, exit_code=9):
        """A job that was interrupted in the middle of its upload."""
        process = self.start(sandbox, 'upload', video, *SLOW, '--json', *arguments)
        self.read_until(process, 'segment', 3)
        process.send_signal(number)
        result = self.end(process)
        self.expect(result, exit_code)
        return self.events(result)[0]['job'] if exit_code == 9 else cli_support.parse_events(self, process.before)[0]['job']

    def call(self, sandbox, *arguments, code=0, **more):
        result = run(*arguments, environment=sandbox.environment(**{**QUICK, **more}))
        self.expect(result, code)
        return result

    def fails(self, sandbox, code, *arguments, **more):
        """Fails with that code; returns the event and what people read."""
        result = run('--json', *arguments, environment=sandbox.environment(**{**QUICK, **more}))
        self.expect(result, CODES[code])
        failed = cli_support.parse_events(self, result.stdout)[-1]
        self.assertEqual((failed['event'], failed['code']), ('failed', code), result.stdout)
        self.assertIn(failed['message'], result.stderr)
        return failed, result.stderr

    def advice(self, text, begin):
        """The command line that a line of a message gives, as arguments."""
        line, = [line for line in text.splitlines() if line.startswith(begin)]
        command = shlex.split(line[len(begin):])
        self.assertEqual(command[0], 'xuploader-cli')
        return command[1:]

    def standing(self, job):
        return self.listing('status', job)[job][-1]


class Resume(TestCase):
    def test_what_was_paused(self):
        video = self.video(4 * MIB)
        with Sandbox('--processing', '100ms') as sandbox:
            job = self.paused(sandbox, video, '--text', 'once')
            events = self.listing('status', job)[job]
            self.assertEqual(names(events), ['job', 'progress', 'paused'])
            self.assertEqual(events[0]['files'], [{'path': video, 'bytes': 4 * MIB, 'media_type': 'video/mp4'}])
            acknowledged = events[1]['bytes_acknowledged']
            self.assertGreaterEqual(acknowledged, 3 * 256 * 1024)

            result = self.call(sandbox, 'resume', job, '--json')
            events = self.events(result, is_resumed=True)
            self.assertEqual((names(events)[0], names(events)[-2:]), ('job', ['ready', 'posted']))
            progress = [event for event in events if event['event'] == 'progress']
            self.assertGreaterEqual(progress[0]['bytes_acknowledged'], acknowledged)
            self.assertEqual(progress[-1]['bytes_acknowledged'], 4 * MIB)
            post, = sandbox.posts()
            medium, = sandbox.media()
            self.assertEqual((medium['sha256'], post['text']), (digest(video), 'once'))
            self.assertLessEqual(sandbox.requests()['append'], 16 + 4)

            again = self.call(sandbox, 'resume', job)
            self.assertEqual(again.stdout, events[-1]['url'] + '\n')
            again = cli_support.parse_events(self, self.call(sandbox, 'resume', job, '--json').stdout)
            self.assertEqual(names(again), ['job', 'progress', 'posted'])
            self.assertEqual(sandbox.requests()['post'], 1)

    def test_what_was_killed(self):
        video = self.video(4 * MIB)
        with Sandbox('--processing', '0s') as sandbox:
            job = self.paused(sandbox, video, number=signal.SIGKILL, exit_code=-signal.SIGKILL)
            self.assertEqual(self.standing(job)['event'], 'paused')
            self.call(sandbox, 'resume', job)
            self.assertEqual(sandbox.media()[0]['sha256'], digest(video))
            self.assertEqual(len(sandbox.posts()), 1)

    def test_from_another_folder(self):
        video = self.video(2 * MIB)
        with Sandbox('--processing', '0s', '--fault', 'post@1 status=402') as sandbox:
            result = run('upload', 'video.mp4', '--cover', os.path.basename(self.png()), '--json', cwd=self.folder,
                         environment=sandbox.environment())
            self.expect(result, 5)
            job = self.events(result)[0]['job']
            self.call(sandbox, 'resume', job, '--start-again')
            self.assertIn(digest(video), [medium['sha256'] for medium in sandbox.media()])
            self.assertEqual(len(sandbox.posts()), 1)

    def test_in_plain_lines(self):
        with Sandbox('--processing', '0s') as sandbox:
            job = self.paused(sandbox, self.video(4 * MIB))
            result = self.call(sandbox, 'resume', job)
        lines = result.stderr.splitlines()
        self.assertEqual([line for line in lines if ':' not in line], ['Checking', 'Uploading', 'Posting', 'Posted'])
        self.assertRegex(result.stdout, rf'^{sandbox.url}/i/status/\d+\n$')

    def test_upload_that_x_has_forgotten(self):
        with Sandbox('--processing', '0s', '--fault', 'append@5 expire') as sandbox:
            result = self.call(sandbox, 'upload', self.video(4 * MIB), *SEGMENTS, '--parallel', '1')
            self.assertIn('it begins again from the start', result.stderr)
            self.assertEqual(len(sandbox.posts()), 1)

    def test_all(self):
        videos = [self.video(3 * MIB, f'{name}.mp4') for name in 'ab']
        with Sandbox('--processing', '0s') as sandbox:
            nothing = self.call(sandbox, 'resume')
            self.assertEqual((nothing.stdout, nothing.stderr), ('', 'There is nothing to resume.\n'))
            self.assertEqual(self.call(sandbox, 'resume', '--json').stdout, '')
            jobs = {self.paused(sandbox, video, '--text', video) for video in videos}
            events = cli_support.parse_events(self, self.call(sandbox, 'resume', '--json').stdout)
            for job in jobs:
                cli_support.check_order(self, [event for event in events if event['job'] == job], is_resumed=True)
            self.assertEqual({event['job'] for event in events if event['event'] == 'posted'}, jobs)
            self.assertEqual({medium['sha256'] for medium in sandbox.media()}, {digest(video) for video in videos})
            self.assertEqual(len(sandbox.posts()), 2)

    def test_all_with_different_ends(self):
        videos = [self.video(3 * MIB, f'{name}.mp4') for name in 'ab']
        with Sandbox('--processing', '0s') as sandbox:
            for video in videos:
                self.paused(sandbox, video, '--text', video)
            os.unlink(videos[0])
            result = self.call(sandbox, 'resume', code=1)
            self.assertIn('xuploader-cli: a.mp4: The file cannot be read.', result.stderr)
            self.assertIn('b.mp4: Posted\n', result.stderr)
            self.assertEqual(len(result.stdout.splitlines()), 1)
            # A file that is gone is not to be tried again by itself.
            self.assertIn('nothing to resume', self.call(sandbox, 'resume').stderr)

    def test_all_once_the_sign_in_is_mended(self):
        with Sandbox('--processing', '0s') as sandbox:
            job = self.paused(sandbox, self.video(3 * MIB))
            for token, code in (('expired_token', 'token-refused'), ('other_token', 'other-account'), (None, 'not-signed-in')):
                self.fails(sandbox, code, 'resume', XUPLOADER_ACCESS_TOKEN=token and sandbox.ready[token])
                self.assertIn(f'{job}: Failed', run('status').stdout)
            # What never began is not taken up: it may have been begun once more since.
            self.fails(sandbox, 'not-signed-in', 'upload', self.video(name='other.mp4'), XUPLOADER_ACCESS_TOKEN=None)
            self.call(sandbox, 'resume')
            self.assertEqual(len(sandbox.posts()), 1)

    def test_all_with_the_same_end(self):
        videos = [self.video(3 * MIB, f'{name}.mp4') for name in 'ab']
        with Sandbox('--processing', '0s') as sandbox:
            for video in videos:
                self.paused(sandbox, video)
                os.unlink(video)
            self.call(sandbox, 'resume', code=4)

    def test_all_leaves_other_servers_alone(self):
        with Sandbox('--processing', '0s') as sandbox, Sandbox() as other:
            self.paused(sandbox, self.video(3 * MIB))
            self.assertIn('nothing to resume', self.call(other, 'resume').stderr)
            self.assertEqual(other.requests(), {})

    def test_another_server_is_refused(self):
        with Sandbox('--processing', '0s') as sandbox, Sandbox() as other:
            job = self.paused(sandbox, self.video(3 * MIB))
            for _ in range(2):  # The second time it was not paused, but refused.
                failed, text = self.fails(other, 'other-account', 'resume', job)
                self.assertIn(f'belongs to: {sandbox.url}', text)
                command = self.advice(text, 'Go on with: ')
                self.assertFalse(failed['retryable'])
            self.assertEqual(other.requests(), {})
            self.call(sandbox, *command, XUPLOADER_API_URL=None)

    def test_the_named_server_is_in_the_advice(self):
        with Sandbox('--processing', '0s') as sandbox:
            process = self.start(sandbox, 'upload', self.video(4 * MIB), *SLOW, '--json', '--api-url', sandbox.url,
                                 XUPLOADER_API_URL=None)
            self.read_until(process, 'segment')
            process.send_signal(signal.SIGINT)
            command = self.advice(self.end(process).stderr, 'video.mp4: Paused. Go on with: ')
            self.call(sandbox, *command, XUPLOADER_API_URL=None)
            self.assertEqual(len(sandbox.posts()), 1)

    def test_job_of_the_sandbox(self):
        environment = clean_environment(**QUICK)
        video = self.video(4 * MIB)
        process = subprocess.Popen([CLI, 'upload', video, '--sandbox', *SLOW, '--json'], env=environment, stdin=subprocess.DEVNULL,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        process.before = ''
        self.addCleanup(self.clean_up, process)
        self.read_until(process, 'segment', 3)
        process.send_signal(signal.SIGINT)
        self.expect(self.end(process), 9)

        self.assertIn('nothing to resume', run('resume', environment=environment).stderr)
        job = self.job(environment=environment)
        self.assertIn('Server: the sandbox\n', run('status', environment=environment).stdout)
        result = run('resume', '--sandbox', '--json', environment=environment)
        self.expect(result, 0)
        events = self.events(result, is_resumed=True)
        self.assertEqual((events[0]['job'], names(events)[-1]), (job, 'posted'))
        # Without its sandbox, nobody knows where the post is shown.
        self.assertIsNone(self.listing('status', job, environment=environment)[job][-1]['url'])
        again = run('resume', job, environment=environment)
        self.assertEqual(again.stdout, events[-1]['url'] + '\n')


class Files(TestCase):
    def setUp(self):
        super().setUp()
        self.path = self.video(4 * MIB)
        self.sandbox = self.enter(Sandbox('--processing', '0s'))
        self.name = self.paused(self.sandbox, self.path)

    def enter(self, manager):
        value = manager.__enter__()
        self.addCleanup(manager.__exit__, None, None, None)
        return value

    def is_posted(self, path):
        post, = self.sandbox.posts()
        medium, = [medium for medium in self.sandbox.media() if medium['id'] in post['media_ids']]
        self.assertEqual(medium['sha256'], digest(path))

    def test_changed(self):
        with open(self.path, 'r+b') as file:
            file.seek(100)
            file.write(b'other bytes')
        _, text = self.fails(self.sandbox, 'file-changed', 'resume', self.name)
        self.assertEqual(self.standing(self.name)['code'], 'file-changed')
        self.call(self.sandbox, *self.advice(text, 'Start again with the file as it is now: '))
        self.is_posted(self.path)

    def test_moved(self):
        elsewhere = os.path.join(self.folder, 'elsewhere.mp4')
        os.rename(self.path, elsewhere)
        _, text = self.fails(self.sandbox, 'file-unreadable', 'resume', self.name)
        command = self.advice(text, 'If it is elsewhere now: ')
        self.assertEqual(command, ['resume', self.name, '--file', 'FILE'])
        self.call(self.sandbox, 'resume', self.name, '--file', 'elsewhere.mp4', code=4)
        result = run('resume', self.name, '--file', 'elsewhere.mp4', cwd=self.folder, environment=self.sandbox.environment())
        self.expect(result, 0)
        self.is_posted(elsewhere)
        self.assertLessEqual(self.sandbox.requests()['append'], 16 + 4)

    def test_another_one_is_chosen(self):
        other = self.video(4 * MIB, 'other.mp4')
        self.fails(self.sandbox, 'file-changed', 'resume', self.name, '--file', other)
        self.call(self.sandbox, 'resume', self.name)
        self.is_posted(self.path)

    def test_gone(self):
        os.unlink(self.path)
        self.fails(self.sandbox, 'file-unreadable', 'resume', self.name)
        self.fails(self.sandbox, 'file-unreadable', 'resume', self.name, '--start-again')
        self.assertEqual(self.sandbox.posts(), [])


class Post(TestCase):
    def test_ready(self):
        with Sandbox('--processing', '0s') as sandbox:
            result = self.call(sandbox, 'upload', self.video(), '--no-post', '--text', 'before', '--json')
            job = self.events(result)[0]['job']
            self.assertEqual(self.standing(job)['event'], 'ready')
            status = run('status', job).stdout
            self.assertIn('Post: none is wanted\n', status)
            self.assertEqual(self.advice(status, 'Post it with: '), ['post', job])
            self.assertEqual(self.call(sandbox, 'resume', job).stdout, sandbox.media()[0]['id'] + '\n')
            self.assertEqual(sandbox.posts(), [])
            events = self.events(self.call(sandbox, 'post', job, '--text', 'after', '--json'), is_resumed=True)
            self.assertEqual(names(events)[-1], 'posted')
            self.assertEqual(sandbox.posts()[0]['text'], 'after')

            self.assertEqual(self.call(sandbox, 'post', job).stdout, events[-1]['url'] + '\n')
            self.fails(sandbox, 'usage', 'post', job, '--text', 'later')
            self.fails(sandbox, 'usage', 'resume', job, '--start-again')
            self.fails(sandbox, 'usage', 'pause', job)
            self.fails(sandbox, 'usage', 'cancel', job)
            self.assertEqual((len(sandbox.posts()), sandbox.requests()['post']), (1, 1))

    def test_text_that_x_does_not_take(self):
        with Sandbox('--processing', '0s') as sandbox:
            self.call(sandbox, 'upload', self.video(), '--no-post')
            failed, _ = self.fails(sandbox, 'usage', 'post', self.job(), '--text', 'a\ufffeb')
            self.assertIn('characters that X does not take', failed['message'])
            self.call(sandbox, 'post', self.job(), '--text', 'ab')
            self.assertEqual(sandbox.posts()[0]['text'], 'ab')

    def test_post_that_x_refuses(self):
        with Sandbox('--processing', '0s', '--fault', 'post@1 status=403', '--fault', 'initialize@2 status=400') as sandbox:
            _, text = self.fails(sandbox, 'rejected', 'upload', self.video(), '--text', 'A')
            job = self.job()
            self.assertEqual(self.advice(text, 'Try again with: '), ['resume', job])
            self.call(sandbox, *self.advice(text, 'Post with another text: '))
            self.assertEqual([post['text'] for post in sandbox.posts()], ['TEXT'])
            # Another text does not help where the file is refused.
            _, text = self.fails(sandbox, 'rejected', 'upload', self.video(name='other.mp4'))
            self.assertNotIn('--text', text)

    def test_file_is_not_needed(self):
        video = self.video()
        with Sandbox('--processing', '0s') as sandbox:
            self.call(sandbox, 'upload', video, '--no-post')
            os.unlink(video)
            self.call(sandbox, 'post', self.job())
            self.assertEqual(len(sandbox.posts()), 1)

    def test_duplicate(self):
        with Sandbox('--processing', '0s') as sandbox:
            self.call(sandbox, 'upload', self.video(), '--text', 'same')
            failed, text = self.fails(sandbox, 'duplicate-content', 'upload', self.video(), '--text', 'same')
            self.assertEqual(self.advice(text, 'Post with another text: '), ['post', failed['job'], '--text', 'TEXT'])
            before = sandbox.requests()['append']
            self.fails(sandbox, 'duplicate-content', 'post', failed['job'])
            self.fails(sandbox, 'text-too-long', 'post', failed['job'], '--text', 'x' * 300)
            self.call(sandbox, 'post', failed['job'], '--text', 'different')
            self.assertEqual(sandbox.requests()['append'], before)
            self.assertEqual({post['text'] for post in sandbox.posts()}, {'same', 'different'})

    def test_unknown(self):
        """The request is lost on its way, so it is never found."""
        with Sandbox('--processing', '0s', '--fault', 'post@1 close=before') as sandbox:
            failed, text = self.fails(sandbox, 'post-unknown', 'upload', self.video(), '--text', 'once')
            job = failed['job']
            self.assertEqual(self.advice(text, 'Look for it again: '), ['resume', job])
            for command in (('resume', job), ('post', job), ('post', job, '--text', 'other'), ('resume', job, '--start-again')):
                self.fails(sandbox, 'post-unknown', *command)
            self.assertEqual(self.call(sandbox, 'resume', '--json', code=8).stdout.count('"post-unknown"'), 1)
            self.assertEqual((sandbox.posts(), sandbox.requests()['post']), ([], 1))
            self.assertIn('Unclear', run('list').stdout)
            self.call(sandbox, *self.advice(text, 'If it is not there, post again: '))
            self.assertEqual([post['text'] for post in sandbox.posts()], ['once'])

    def test_paused_while_it_is_unclear(self):
        """Whoever only reads “Paused” posts by hand, and has it twice."""
        with Sandbox('--processing', '0s', '--timeline-delay', '600s', '--fault', 'post@1 close=after') as sandbox:
            process = self.start(sandbox, 'upload', self.video(), '--json', XUPLOADER_TEST_LOOK_MS='60000')
            self.read_until(process, 'waiting')  # To look for it.
            process.send_signal(signal.SIGINT)
            result = self.end(process)
            self.expect(result, 9)
            for text in (result.stderr, run('status', self.job()).stdout):
                self.assertIn('It is not known whether the post exists', text)
            self.assertIn('Unclear', run('list').stdout)

    def test_unknown_and_found_later(self):
        with Sandbox('--processing', '0s', '--fault', 'post@1 close=after', '--fault', 'timeline@1-5 status=403') as sandbox:
            job = self.fails(sandbox, 'post-unknown', 'upload', self.video())[0]['job']
            while run('resume', job, environment=sandbox.environment(**QUICK)).returncode == 8:
                self.assertLess(sandbox.requests()['timeline'], 10)
            self.assertEqual(self.standing(job)['post_id'], sandbox.posts()[0]['id'])
            self.assertEqual((len(sandbox.posts()), sandbox.requests()['post']), (1, 1))

    def test_without_extras(self):
        cases = [
            ('metadata', ('--alt', 'described'), 'description'),
            ('subtitles', ('--subtitles', self.subtitles()), 'subtitles'),
        ]
        for endpoint, arguments, word in cases:
            with Sandbox('--processing', '0s', '--fault', f'{endpoint} status=400') as sandbox:
                failed, text = self.fails(sandbox, 'rejected', 'upload', self.video(), '--text', word, *arguments)
                self.assertIn(f'X did not take the {word}.', failed['message'])
                self.assertEqual(self.advice(text, 'Try again with: '), ['resume', failed['job']])
                self.fails(sandbox, 'rejected', 'resume', failed['job'])
                before = sandbox.requests()['append']
                self.assertEqual(sandbox.posts(), [])
                self.call(sandbox, *self.advice(text, 'Post without it: '))
                self.assertEqual((len(sandbox.posts()), sandbox.requests()['append']), (1, before))

    def test_extras_that_are_taken_later(self):
        with Sandbox('--processing', '0s', '--fault', 'metadata@1 status=400') as sandbox:
            job = self.fails(sandbox, 'rejected', 'upload', self.video(), '--alt', 'described')[0]['job']
            self.call(sandbox, 'resume', job)
            self.assertEqual(sandbox.media()[0]['alt_text'], 'described')

    def test_cover_that_is_refused(self):
        with Sandbox('--processing', '0s', '--fault', 'initialize@2- status=400') as sandbox:
            failed, text = self.fails(sandbox, 'rejected', 'upload', self.video(), '--cover', self.png())
            self.assertIn('X did not take the cover picture.', failed['message'])
            self.call(sandbox, *self.advice(text, 'Post without it: '))
            self.assertNotIn('preview_media_id', sandbox.posts()[0]['request']['media'])


class Processes(TestCase):
    """One job, several processes."""

    def begin(self, sandbox, *arguments):
        process = self.start(sandbox, 'upload', self.video(6 * MIB), *SLOW, '--json', *arguments)
        self.read_until(process, 'segment', 2)
        return process, cli_support.parse_events(self, process.before)[0]['job']

    def test_seen_from_outside(self):
        with Sandbox('--processing', '0s') as sandbox:
            process, job = self.begin(sandbox, '--text', 'Seen')
            events = self.listing()[job]
            self.assertEqual(names(events), ['job', 'progress', 'waiting'])
            self.assertEqual(events[-1]['reason'], 'other-process')
            self.assertRegex(run('list').stdout, rf'\n{job}  Uploading +\d+%  +now  video.mp4\n$')
            status = run('status', job).stdout
            self.assertIn('Another process works on it.', status)
            self.assertIn('Text: Seen', status)
            self.assertEqual(run('status').stdout.splitlines()[0].split(',')[0], f'{job}: Uploading')
            for command in (('post', job), ('resume', job, '--start-again')):
                self.assertIn(f'Pause it with: xuploader-cli pause {job}', self.fails(sandbox, 'usage', *command)[1])
            self.assertIn('nothing to resume', self.call(sandbox, 'resume').stderr)
            self.expect(self.end(process), 0)
            self.assertEqual(self.standing(job)['event'], 'posted')

    def test_paused_from_outside(self):
        with Sandbox('--processing', '0s') as sandbox:
            process, job = self.begin(sandbox)
            event, = self.events(self.call(sandbox, 'pause', job, '--json'), is_resumed=True)
            self.assertEqual(event['event'], 'paused')
            result = self.end(process)
            self.expect(result, 9)
            self.assertEqual(names(self.events(result))[-1], 'paused')
            again = self.call(sandbox, 'pause', job)
            self.assertEqual(again.stderr, f'video.mp4: Paused. Go on with: xuploader-cli resume {job}\n')
            self.call(sandbox, 'resume', job)
            self.assertEqual(len(sandbox.posts()), 1)

    def test_cancelled_from_outside(self):
        with Sandbox('--processing', '0s') as sandbox:
            process, job = self.begin(sandbox)
            result = self.call(sandbox, 'cancel', job)
            self.assertEqual(result.stderr, 'video.mp4: Cancelled.\n')
            self.expect(self.end(process), 7)
            self.assertEqual(self.standing(job)['event'], 'cancelled')
            self.assertEqual(names(self.events(self.call(sandbox, 'cancel', job, '--json'), is_resumed=True)), ['cancelled'])
            self.fails(sandbox, 'usage', 'resume', job)
            _, text = self.fails(sandbox, 'usage', 'post', job)
            self.assertIn('nothing to resume', self.call(sandbox, 'resume').stderr)
            self.call(sandbox, *self.advice(text, 'xuploader-cli: video.mp4: It was cancelled. Upload it anew with: '))
            self.assertEqual(len(sandbox.posts()), 1)

    def test_paused_job_is_cancelled(self):
        with Sandbox('--processing', '0s') as sandbox:
            job = self.paused(sandbox, self.video(4 * MIB))
            self.call(sandbox, 'cancel', job, '--quiet')
            self.assertEqual(self.standing(job)['event'], 'cancelled')

    def test_post_that_may_exist_is_not_called_cancelled(self):
        with Sandbox('--processing', '0s', '--timeline-delay', '600s', '--fault', 'post close=after') as sandbox:
            process = self.start(sandbox, 'upload', self.video(), '--json', XUPLOADER_TEST_LOOK_MS='60000')
            self.read_until(process, 'waiting')
            process.send_signal(signal.SIGINT)
            result = self.end(process)
            self.expect(result, 9)
            job = self.events(result)[0]['job']
            _, text = self.fails(sandbox, 'post-unknown', 'cancel', job)
            self.assertEqual(self.advice(text, 'If it is not there, post again: ')[:2], ['post', job])
            self.assertEqual(self.standing(job)['code'], 'post-unknown')

    def test_followed(self):
        with Sandbox('--processing', '0s') as sandbox:
            process, job = self.begin(sandbox)
            result = self.call(sandbox, 'resume', job, '--json')
            events = self.events(result, is_resumed=True)
            self.assertEqual(names(events)[0], 'job')
            self.assertIn('other-process', [event.get('reason') for event in events])
            first = self.end(process)
            self.expect(first, 0)
            self.assertEqual(events[-1]['post_id'], self.events(first)[-1]['post_id'])
            self.assertEqual((len(sandbox.posts()), sandbox.requests()['post']), (1, 1))

    def test_taken_up_when_the_other_dies(self):
        with Sandbox('--processing', '0s') as sandbox:
            process, job = self.begin(sandbox)
            follower = self.start(sandbox, 'resume', job, '--json')
            self.read_until(follower, 'waiting')
            process.kill()
            result = self.end(follower)
            self.expect(result, 0)
            self.assertEqual(names(self.events(result, is_resumed=True))[-1], 'posted')
            self.assertEqual((len(sandbox.posts()), sandbox.requests()['post']), (1, 1))

    def test_follower_leaves(self):
        with Sandbox('--processing', '0s') as sandbox:
            process, job = self.begin(sandbox)
            follower = self.start(sandbox, 'resume', job, '--json')
            self.read_until(follower, 'waiting')
            follower.send_signal(signal.SIGINT)
            left = self.end(follower)
            self.expect(left, 9)
            self.assertIn('Left to the other process', left.stderr)
            self.assertNotIn('"paused"', left.stdout)
            self.expect(self.end(process), 0)

    def test_other_process_that_hangs(self):
        """It is stopped, so it cannot answer; then it wakes, and does what was asked."""
        with Sandbox('--processing', '0s') as sandbox:
            process, job = self.begin(sandbox)
            process.send_signal(signal.SIGSTOP)
            pausing = self.start(sandbox, 'pause', job)
            with self.assertRaises(subprocess.TimeoutExpired):
                pausing.wait(timeout=2)
            process.send_signal(signal.SIGCONT)
            self.expect(self.end(pausing), 0)
            self.expect(self.end(process), 9)


class Journal(TestCase):
    def test_nothing_there(self):
        result = run('list')
        self.expect(result, 0)
        self.assertEqual((result.stdout, result.stderr), ('', 'There are no jobs.\n'))
        self.assertEqual(run('list', '-q').stderr, '')
        self.assertEqual(run('status').stderr, 'Nothing is unfinished.\n')
        self.assertEqual(self.listing(), {})
        failed = run('status', 'nonsense\x1b[2J')
        self.expect(failed, 2)
        self.assertEqual(failed.stderr, 'xuploader-cli: There is no job “nonsense[2J”; “xuploader-cli list” shows all.\n')

    def test_neither_credentials_nor_network(self):
        with Sandbox('--processing', '0s') as sandbox:
            job = self.paused(sandbox, self.video(4 * MIB))
        for arguments in (('list',), ('status',), ('status', job), ('pause', job), ('cancel', job)):
            self.expect(run(*arguments), 0)

    def test_order(self):
        """What is unfinished comes first, then the newest."""
        with Sandbox('--processing', '0s') as sandbox:
            first = self.paused(sandbox, self.video(3 * MIB))
            self.call(sandbox, 'upload', self.png(), '--text', 'a')
            self.call(sandbox, 'upload', self.png(), '--text', 'b')
            second = self.paused(sandbox, self.video(3 * MIB))
        jobs = self.listing()
        self.assertEqual(list(jobs)[:2], [second, first])
        self.assertEqual([names(events)[-1] for events in jobs.values()], ['paused', 'paused', 'posted', 'posted'])
        lines = run('list').stdout.splitlines()
        self.assertEqual([line.split()[0] for line in lines], ['JOB', *jobs])
        self.assertEqual(list(self.listing('status')), [second, first])

    def test_names_are_harmless(self):
        name = 'evil\x1b[2J\n\u202e.mp4'
        with Sandbox('--processing', '0s') as sandbox:
            result = self.call(sandbox, 'upload', self.video(name=name), '--text', 'also \x07 here')
            self.assertNotIn('\x1b', result.stderr)
        for arguments in (('list',), ('status', self.job())):
            output = run(*arguments).stdout
            self.assertIn('evil[2J .mp4', output)
            for character in '\x1b\x07\u202e':
                self.assertNotIn(character, output)
        self.assertEqual(os.path.basename(self.listing()[self.job()][0]['files'][0]['path']), name)

    def test_what_is_useless_is_forgotten(self):
        with Sandbox() as sandbox:
            self.fails(sandbox, 'usage', 'upload', self.png(), self.gif())
        self.assertEqual(self.listing(), {})

    def test_deleted_post(self):
        with Sandbox('--processing', '0s') as sandbox:
            self.call(sandbox, 'upload', self.png())
            self.call(sandbox, 'delete', sandbox.posts()[0]['id'])
        self.assertIn('Deleted', run('list').stdout)
        self.assertIn('The post was deleted.\n', run('status', self.job()).stdout)

    def test_failures_are_told_again(self):
        with Sandbox('--processing', '0s', '--fault', 'finalize processing=fail message="Bad \x1b[31m sound"') as sandbox:
            failed, text = self.fails(sandbox, 'media-refused', 'upload', self.video())
        status = run('status', failed['job']).stdout
        self.assertIn(failed['message'], status)
        self.assertIn(failed['detail'], status)
        told = self.standing(failed['job'])
        self.assertEqual({**told, 'time': None}, {**failed, 'time': None})
        self.assertNotIn('\x1b', status)

    def test_damaged(self):
        with Sandbox('--processing', '0s') as sandbox:
            self.call(sandbox, 'upload', self.png())
            path = os.path.join(self.data, 'xuploader', 'journal.db')
            with open(path, 'r+b') as file:
                file.write(b'nonsense' * 1000)
            for name in glob.glob(path + '-*'):
                os.unlink(name)
            result = run('list')
            self.expect(result, 0)
            kept = glob.glob(path + '.damaged-*')
            self.assertTrue(kept)
            self.assertIn('The list of uploads was damaged', result.stderr)
            self.assertIn(min(kept, key=len), result.stderr)
            self.call(sandbox, 'upload', self.png(), '--text', 'x')
            self.assertEqual(len(self.listing()), 1)

    def test_of_a_newer_version(self):
        with Sandbox('--processing', '0s') as sandbox:
            self.call(sandbox, 'upload', self.png())
            path = os.path.join(self.data, 'xuploader', 'journal.db')
            with contextlib.closing(sqlite3.connect(path)) as database:
                database.execute('PRAGMA user_version = 1000')
                database.commit()
            for arguments in (('list',), ('upload', self.png())):
                failed, _ = self.fails(sandbox, 'storage', *arguments)
                self.assertIn('newer', failed['detail'])
            self.assertEqual(len(sandbox.posts()), 1)

    def test_no_place_for_it(self):
        with Sandbox('--processing', '0s') as sandbox:
            blocked = self.file('blocked')
            failed, text = self.fails(sandbox, 'storage', 'upload', self.png(), XDG_DATA_HOME=blocked)
            self.assertIn('Not a directory', failed['message'])
            self.assertNotIn('xuploader-cli resume', text)
            self.fails(sandbox, 'storage', 'list', XDG_DATA_HOME=blocked)
            self.assertEqual(sandbox.requests(), {})

    def test_history_days(self):
        for days, is_shortened in (('0', False), ('1', True)):
            result = run('list', '--verbose', environment=clean_environment(XUPLOADER_HISTORY_DAYS=days))
            self.expect(result, 0)
            self.assertEqual('old jobs removed' in result.stderr, is_shortened, result.stderr)
        for days in ('x', '-1', '1.5', '99999999999'):
            failed = run('list', environment=clean_environment(XUPLOADER_HISTORY_DAYS=days))
            self.expect(failed, 2)
            self.assertIn('XUPLOADER_HISTORY_DAYS', failed.stderr)


if __name__ == '__main__':
    cli_support.main()
