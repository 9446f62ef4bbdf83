#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The application's own sandbox: its state outlives it, however it ends; several commands share one."""

import contextlib
import fcntl
import hashlib
import http.client
import json
import os
import random
import signal
import struct
import subprocess
import threading
import time
import urllib.parse

import cli_support
from cli_support import CLI, MIB, SANDBOX, TIMEOUT, Sandbox, clean_environment, run, wait_until


def lock(file, kind, byte=0):
    """A lock of this open file description, as the programs take it."""
    fcntl.fcntl(file, fcntl.F_OFD_SETLK, struct.pack('hhqqi4x', kind, os.SEEK_SET, byte, 1, 0))


def is_locked(path, byte=0):
    if not os.path.exists(path):
        return False
    with open(path, 'rb') as file:
        answer = fcntl.fcntl(file, fcntl.F_OFD_GETLK, struct.pack('hhqqi4x', fcntl.F_WRLCK, os.SEEK_SET, byte, 1, 0))
    return struct.unpack('hhqqi4x', answer)[0] != fcntl.F_UNLCK


class Client:
    """One connection to a sandbox; an answer that did not come is None."""

    def __init__(self, ready):
        self.token = ready['access_token']
        self.connection = http.client.HTTPConnection(urllib.parse.urlsplit(ready['url']).netloc, timeout=TIMEOUT)

    def ask(self, method, path, body=None, kind='application/json'):
        headers = {'Authorization': f'Bearer {self.token}', **({'Content-Type': kind} if body is not None else {})}
        try:
            self.connection.request(method, path, body, headers)
            answer = self.connection.getresponse()
            return answer.status, json.loads(answer.read() or b'null')
        except (OSError, http.client.HTTPException):
            return None

    def initialize(self, size):
        body = json.dumps({'media_type': 'video/mp4', 'media_category': 'tweet_video', 'total_bytes': size})
        answer = self.ask('POST', '/2/media/upload/initialize', body)
        return answer and answer[1]['data']['id']

    def append(self, media_id, index, data):
        body = (b'--B\r\nContent-Disposition: form-data; name="segment_index"\r\n\r\n%d\r\n'
                b'--B\r\nContent-Disposition: form-data; name="media"; filename="s"\r\n\r\n%s\r\n--B--\r\n' % (index, data))
        return self.ask('POST', f'/2/media/upload/{media_id}/append', body, 'multipart/form-data; boundary=B')

    def finalize(self, media_id):
        return self.ask('POST', f'/2/media/upload/{media_id}/finalize')

    def post(self, text, *media_ids):
        return self.ask('POST', '/2/tweets', json.dumps({'text': text, **({'media': {'media_ids': media_ids}} if media_ids else {})}))


class TestCase(cli_support.TestCase):

    def setUp(self):
        super().setUp()
        self.data = os.path.join(self.folder, 'data')
        self.state = os.path.join(self.data, 'xuploader', 'sandbox')
        self.environment = clean_environment(XDG_DATA_HOME=self.data)

    def path(self, *names):
        return os.path.join(self.state, *names)

    def upload(self, video, text, *more):
        return run('upload', video, '--text', text, '--sandbox', '--json', *more, environment=self.environment)

    @contextlib.contextmanager
    def front(self, *arguments):
        """A command that goes on; what is left of it ends with the block."""
        process = subprocess.Popen([CLI, *arguments, '--sandbox', '--json'], env=self.environment, stdin=subprocess.DEVNULL,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        try:
            yield process
        finally:
            process.kill()
            process.communicate(timeout=TIMEOUT)

    def texts(self):
        with Sandbox('--state', self.state) as sandbox:
            return sorted(post['text'] for post in sandbox.posts())

    def expect_the_end(self):
        """Nobody uses it any more: it ends by itself, and its address with it."""
        wait_until(lambda: not is_locked(self.path('lock')), 'the sandbox ends')
        self.assertFalse(os.path.exists(self.path('address.json')))


class Sharing(TestCase):

    def test_posts_stay(self):
        image = self.png()
        for text in ('first', 'second'):
            self.expect(self.upload(image, text), 0)
        self.expect_the_end()
        self.assertEqual(self.texts(), ['first', 'second'])
        self.assertEqual(self.upload(image, 'first').returncode, 5)

    def test_addresses_of_posts_stay(self):
        urls = [self.events(self.upload(self.video(), text))[-1]['url'] for text in ('first', 'second')]
        self.assertEqual(*[urllib.parse.urlsplit(url).netloc for url in urls])

    def test_only_the_user_can_read_it(self):
        with Sandbox('--state', self.state):
            for name in ('address.json', 'state.json', 'lock', 'users'):
                self.assertEqual(os.stat(self.path(name)).st_mode & 0o777, 0o600, name)
        self.assertEqual(os.stat(self.state).st_mode & 0o777, 0o700)

    def test_one_that_runs_is_used(self):
        with Sandbox('--state', self.state, '--processing', '0s') as sandbox:
            self.expect(self.upload(self.video(), 'shared'), 0)
            self.assertEqual([post['text'] for post in sandbox.posts()], ['shared'])
            second = subprocess.run([SANDBOX, '--state', self.state], stdin=subprocess.DEVNULL, capture_output=True, text=True,
                                    timeout=TIMEOUT, check=True)
            self.assertEqual(json.loads(second.stdout), sandbox.ready)
        self.expect_the_end()

    def test_many_at_once(self):
        """They arrive while the first one starts, while it runs and while it ends; all the posts are in one place."""
        rng = random.Random(3)
        image = self.png()  # It needs no processing.
        wanted, results = [], []
        for turn in range(4):
            threads = []
            for n in range(5):
                wanted.append(f'{turn}-{n}')
                threads.append(threading.Thread(target=lambda text, wait: (time.sleep(wait), results.append(self.upload(image, text))),
                                                args=(wanted[-1], rng.choice([0, 0, 0.3, 2.5]) + rng.random() / 10)))
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        for result in results:
            self.expect(result, 0)
        self.expect_the_end()
        self.assertEqual(self.texts(), sorted(wanted))

    def test_first_one_is_killed(self):
        """Whose command started it does not matter: it goes on for the others."""
        video = self.video(MIB)
        with self.front('upload', video, '--text', 'killed', '--limit-rate', '64k') as first:
            wait_until(lambda: is_locked(self.path('lock'), 1), 'the sandbox is ready')
            with self.front('upload', video, '--text', 'other', '--limit-rate', '512k') as second:
                self.assertIn('"job"', second.stdout.readline())
                first.kill()
                # Nor do its pipes stay open, for whoever reads them.
                first.communicate(timeout=TIMEOUT)
                output, _ = second.communicate(timeout=TIMEOUT)
                self.assertEqual(second.returncode, 0, output)
        self.expect_the_end()
        self.assertEqual(self.texts(), ['other'])

    def test_goes_on_while_it_is_used(self):
        os.makedirs(self.state, mode=0o700)
        with open(self.path('users'), 'w+b') as users:
            lock(users, fcntl.F_RDLCK)
            self.expect(self.upload(self.video(), 'one'), 0)
            time.sleep(1.5)  # It looks each second.
            with open(self.path('address.json')) as file:
                ready = json.load(file)
            self.assertEqual(Client(ready).ask('GET', '/2/users/me')[0], 200)
        self.expect_the_end()

    def test_waits_for_one_that_ends(self):
        os.makedirs(self.state, mode=0o700)
        with open(self.path('users'), 'w+b') as users:
            lock(users, fcntl.F_WRLCK)
            with self.front('upload', self.video(), '--text', 'late') as process:
                time.sleep(0.5)
                self.assertFalse(is_locked(self.path('lock')))
                lock(users, fcntl.F_UNLCK)
                output, _ = process.communicate(timeout=TIMEOUT)
                self.assertEqual(process.returncode, 0, output)

    def test_one_that_hangs(self):
        """It has the folder and says no address: the wait is bounded, and the address of an earlier one is not believed."""
        os.makedirs(self.state, mode=0o700)
        with open(self.path('address.json'), 'w') as file:
            json.dump({'url': 'http://127.0.0.1:1', 'access_token': 'old'}, file)
        with open(self.path('lock'), 'w+b') as file:
            lock(file, fcntl.F_WRLCK)
            result = self.upload(self.video(), 'never')
        self.expect(result, 1)
        self.assertEqual(self.events(result)[-1]['code'], 'internal')

    def test_sandbox_was_killed(self):
        sandbox = Sandbox('--state', self.state)
        sandbox.process.kill()
        sandbox.__exit__()
        self.assertTrue(os.path.exists(self.path('address.json')))
        self.expect(self.upload(self.video(), 'after'), 0)
        with Sandbox('--state', self.state) as again:
            self.assertEqual(again.ready['access_token'], sandbox.ready['access_token'])
            self.assertEqual(len(again.posts()), 1)

    def test_folder_that_cannot_be_used(self):
        os.makedirs(os.path.dirname(self.state))
        with open(self.state, 'w'):
            pass
        result = self.upload(self.video(), 'nowhere')
        self.expect(result, 1)
        self.assertEqual(self.events(result)[-1]['code'], 'storage')


class State(TestCase):

    def test_sigkill_at_any_moment(self):
        """What was acknowledged is there afterwards, with its bytes; nothing stands in the way of going on."""
        rng = random.Random(7)
        token, media, posts = None, {}, set()
        turn = 0
        while turn < 12 or ((len(media) < 13 or len(posts) < 4) and turn < 200):  # A busy machine does little each time.
            turn += 1
            sandbox = Sandbox('--state', self.state, '--processing', '0s')
            token = token or sandbox.ready['access_token']
            self.assertEqual(sandbox.ready['access_token'], token)
            self.check(sandbox, media, posts)
            threads = [threading.Thread(target=self.work, args=(sandbox.ready, media, posts, turn * 10 + n)) for n in range(3)]
            for thread in threads:
                thread.start()
            time.sleep(rng.uniform(0.0, 0.25))
            sandbox.process.kill()
            for thread in threads:
                thread.join()
            sandbox.__exit__()
        with Sandbox('--state', self.state, '--processing', '0s') as sandbox:
            self.check(sandbox, media, posts)
            client = Client(sandbox.ready)
            for media_id, (contents, acknowledged) in media.items():
                for index, data in enumerate(contents):
                    if index not in acknowledged:
                        answer = client.append(media_id, index, data)
                        if answer[0] != 200:  # Only its finalize was not acknowledged.
                            self.assertIn('finalized', json.dumps(answer))
                self.assertEqual(client.finalize(media_id)[0], 200)
            hashes = {medium['id']: medium['sha256'] for medium in sandbox.media()}
        self.assertGreater(len(media), 12)
        self.assertGreater(len(posts), 3)
        for media_id, (contents, _) in media.items():
            self.assertEqual(hashes[media_id], hashlib.sha256(b''.join(contents)).hexdigest())
        self.assertEqual(self.strays(), set())

    def work(self, ready, media, posts, seed):
        rng = random.Random(seed)
        client = Client(ready)
        for n in range(1000):
            contents = [rng.randbytes(rng.randint(1, 60_000)) for _ in range(rng.randint(1, 6))]
            media_id = client.initialize(sum(map(len, contents)))
            if media_id is None:
                return
            media[media_id] = contents, set()
            for index, data in enumerate(contents):
                if client.append(media_id, index, data) is None:
                    return
                media[media_id][1].add(index)
            if client.finalize(media_id) is None:
                return
            text = f'{seed}-{n}'
            if client.post(text, media_id) is None:
                return
            posts.add(text)

    def check(self, sandbox, media, posts):
        kept = {medium['id']: medium for medium in sandbox.media()}
        self.assertLessEqual(posts, {post['text'] for post in sandbox.posts()})
        for media_id, (contents, acknowledged) in media.items():
            segments = {segment['index']: segment['bytes'] for segment in kept[media_id]['segments']}
            for index in acknowledged:
                self.assertEqual(segments[index], len(contents[index]))

    def strays(self):
        with open(self.path('state.json')) as file:
            known = {medium['id'] for medium in json.load(file)['media']}
        found = set(os.listdir(self.state)) - known - {'state.json', 'lock', 'users'}
        for media_id in known:
            found.update(name for name in os.listdir(self.path(media_id)) if not name.startswith('segment-'))
        return found

    def test_old_media_and_what_a_kill_left(self):
        with Sandbox('--state', self.state, '--processing', '0s') as sandbox:
            client = Client(sandbox.ready)
            ids = [client.initialize(3) for _ in range(2)]
            for media_id in ids:
                client.append(media_id, 0, b'abc')
                client.finalize(media_id)
            self.assertEqual(client.post('old', ids[0])[0], 201)
        day = 24 * 3600
        old = str((int(time.time()) - 7 * day - 60) * 10**9)
        with open(self.path('state.json')) as file:
            text = file.read()
        with open(self.path('state.json'), 'w') as file:
            file.write(text.replace(ids[0], old))
        os.rename(self.path(ids[0]), self.path(old))
        os.mkdir(self.path('1234567890123456789'))
        for names in (['1234567890123456789', 'incoming-0'], [ids[1], 'incoming-7'], ['state.json.ABC123'], ['address.json.XYZ789']):
            with open(self.path(*names), 'w') as file:
                file.write('half')
        with Sandbox('--state', self.state) as sandbox:
            self.assertEqual([medium['id'] for medium in sandbox.media()], [ids[1]])
            self.assertEqual([post['text'] for post in sandbox.posts()], ['old'])
            with contextlib.closing(Client(sandbox.ready).connection) as connection:
                connection.request('GET', '/')
                page = connection.getresponse().read().decode()
            self.assertIn('old', page)
            self.assertNotIn('<video', page)
        self.assertEqual(self.strays(), set())

    def test_damaged(self):
        os.makedirs(self.state)
        for contents in ('', '[]', '{"media":', 'nonsense'):
            with open(self.path('state.json'), 'w') as file:
                file.write(contents)
            result = subprocess.run([SANDBOX, '--state', self.state], stdin=subprocess.DEVNULL, capture_output=True, text=True,
                                    timeout=TIMEOUT, check=False)
            self.assertEqual((result.returncode, result.stdout), (1, ''))
            self.assertIn('state.json', result.stderr)
            with open(self.path('state.json')) as file:
                self.assertEqual(file.read(), contents)


if __name__ == '__main__':
    cli_support.main()
