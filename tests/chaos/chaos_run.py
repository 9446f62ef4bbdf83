# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives the command line through a scenario, and judges what it left behind."""

import collections
import fcntl
import hashlib
import json
import os
import random
import shutil
import signal
import sqlite3
import struct
import subprocess
import tempfile
import threading
import time
import unittest

import cli_support
from cli_support import CLI, Sandbox
from chaos_scenario import FORGETS

RUNS_MAX = 40
SEED_SECONDS = 400  # generous, for sanitizers on a busy machine
PATIENCE = 25  # seconds without an event, beyond an announced wait: it hangs
PATIENCE_WITH_HANGS = 3  # where a fault makes it hang, which is not waited for: it is killed
PAUSE_SECONDS = 30  # after SIGINT

# What a fault may end a run with; no code stands for itself.
CODES = {
    'status=401': {'token-refused'},
    'status=400': {'rejected'},
    'status=403': {'rejected', 'scope-missing', 'app-not-enrolled'},
    'status=404': {'media-expired', 'rejected'},
    'status=408': {'server', 'network'},
    'status=5': {'server', 'bad-answer'},
    'expire': {'media-expired'},
    'garbage': {'bad-answer', 'server', 'network', 'rejected'},
    'close': {'network'},
    'goaway': {'network', 'server'},
    'rst-stream': {'network', 'server'},
    'trickle': {'network'},
    'hang': {'network'},
    'drip': {'network'},
}


def check(is_so, what):
    if not is_so:
        raise AssertionError(what)


ENDPOINTS = {'initialize': 'initialize', 'append': 'append', 'finalize': 'finalize', 'tweets': 'post'}


class Trace:
    """Answers as they come: the trace has them before the journal."""

    def __init__(self, path):
        self.file = open(path, 'a+', encoding='utf-8', errors='replace')
        self.file.seek(0, os.SEEK_END)
        self.rest = ''

    def read(self):
        *lines, self.rest = (self.rest + self.file.read()).split('\n')
        for line in lines:
            exchange = json.loads(line)
            endpoint = ENDPOINTS.get(exchange['path'].rsplit('/', 1)[-1])
            if endpoint:
                yield endpoint

    def close(self):
        self.file.close()


class Process:
    """One run of the command line, with at most one interruption."""

    def __init__(self, words, environment, interruption, patience, log):
        self.words = words
        self.patience = patience
        self.lines = []
        self.events = []
        self.interruption = interruption
        self.due = None
        self.was_killed = self.was_paused = self.was_stuck = False
        self.began = self.heard = time.monotonic()
        self.wait_until = 0  # Unix seconds that it announced
        self.counts = collections.Counter()
        self.trace = None
        if interruption and interruption.event.startswith('answer '):
            self.trace = Trace(words[words.index('--trace') + 1])
        self.process = subprocess.Popen([CLI, *words, '--json'], env=environment, stdin=subprocess.DEVNULL,
                                        stdout=subprocess.PIPE, stderr=log, text=True)
        if interruption and interruption.event == 'start':
            self.due = self.began + interruption.delay
        self.reader = threading.Thread(target=self.read)
        self.reader.start()

    def read(self):
        for line in self.process.stdout:
            self.heard = time.monotonic()
            if not line.endswith('\n'):
                break  # It was killed.
            event = json.loads(line)
            self.lines.append(line)
            self.events.append(event)
            self.counts[event['event']] += 1
            if event['event'] == 'waiting' and event['until']:
                self.wait_until = event['until']
            self.see(event['event'], self.counts[event['event']])

    def see(self, event, nth):
        wanted = self.interruption
        if wanted and self.due is None and (wanted.event, wanted.nth) == (event, nth):
            self.due = time.monotonic() + wanted.delay

    def send(self, number):
        self.due = self.interruption = None
        self.process.send_signal(number)
        if number == signal.SIGKILL:
            self.was_killed = True
        else:
            self.was_paused = True
            self.paused_at = time.monotonic()

    def run(self, deadline):
        """To its end."""
        while self.process.poll() is None:
            if self.trace and self.interruption and self.due is None:
                for endpoint in self.trace.read():
                    self.counts[f'answer {endpoint}'] += 1
                    self.see(f'answer {endpoint}', self.counts[f'answer {endpoint}'])
            now = time.monotonic()
            if self.due is not None and now >= self.due:
                self.send(signal.SIGKILL if self.interruption.kind == 'kill' else signal.SIGINT)
            if self.was_paused and now > self.paused_at + PAUSE_SECONDS or now > deadline:
                self.send(signal.SIGKILL)
                self.end()
                check(now <= deadline, 'no end within the time of a seed')
                raise AssertionError('SIGINT did not end it')
            if now > self.heard + self.patience and time.time() > self.wait_until + self.patience:
                self.was_stuck = True
                self.send(signal.SIGKILL)
            time.sleep(0.0005 if self.due is not None or self.trace else 0.01)
        self.end()

    def end(self):
        self.code = self.process.wait()
        self.took = time.monotonic() - self.began
        self.reader.join()
        self.process.stdout.close()
        if self.trace:
            self.trace.close()

    @property
    def job(self):
        return next((event['job'] for event in self.events if event['job']), None)

    def last(self, name):
        return next((event for event in reversed(self.events) if event['event'] == name), None)

    def __str__(self):
        how = 'stuck' if self.was_stuck else 'killed' if self.was_killed else f'exit {self.code}'
        how = f'SIGINT, {how}' if self.was_paused else how
        events = ' '.join(f'{name}:{count}' for name, count in self.counts.items())
        failed = self.last('failed')
        why = f' ({failed["code"]}: {failed["detail"]})' if failed else ''
        return f'{self.took:.1f} s: {" ".join(self.words)}: {how}{why}; {events}'


class Run:

    def __init__(self, scenario):
        self.scenario = scenario
        self.rng = random.Random(scenario.seed + 1_000_000)
        self.folder = tempfile.mkdtemp(prefix=f'xu-chaos-{scenario.seed}-')
        self.data = os.path.join(self.folder, 'data')
        self.home = os.path.join(self.data, 'xuploader')
        self.runs = []
        self.job = None
        self.n_confirmed = 0
        self.posts_before_confirm = []  # how many requests for a post there were at each --confirm-not-posted
        self.n_uploads = 0  # runs of the command upload: one that was killed early has left no job
        self.interruptions = list(scenario.interruptions)
        self.began = time.monotonic()
        self.log = open(os.path.join(self.folder, 'stderr'), 'w+', encoding='utf-8', errors='replace')
        self.sandbox = None
        self.hashes = {}
        self.write_files()

    def write_files(self):
        rng = random.Random(self.scenario.seed + 2_000_000)
        heads = {'mp4': b'\0\0\0\x18ftypisom\0\0\2\0isommp42', 'gif': b'GIF89a', 'png': b'\x89PNG\r\n\x1a\n',
                 'srt': b'1\n00:00:01,000 --> 00:00:02,000\n'}
        for file in self.scenario.files:
            head = heads[file.name[-3:]]
            fill = rng.randbytes if file.role != 'subtitles' else lambda n: b'a' * n
            contents = head + fill(file.size - len(head))
            self.hashes[file.name] = hashlib.sha256(contents).hexdigest()
            with open(os.path.join(self.folder, file.name), 'wb') as out:
                out.write(contents)

    # Driving.

    def environment(self):
        folders = {f'XDG_{name}_HOME': os.path.join(self.folder, name.lower()) for name in ('CONFIG', 'CACHE', 'STATE')}
        folders['XDG_DATA_HOME'] = self.data
        folders['TMPDIR'] = os.path.join(self.folder, 'tmp')
        os.makedirs(folders['TMPDIR'], exist_ok=True)
        return self.sandbox.environment(XUPLOADER_CA_FILE=self.sandbox.ready['ca_file'], XUPLOADER_TEST_BACKOFF_MS='20',
                                        XUPLOADER_TEST_LOOK_MS='60', GSETTINGS_BACKEND='memory', **folders)

    def run(self, *words, quiet=False):
        """Runs one command; quiet: no interruption, and it is no part of the story."""
        check(time.monotonic() < self.began + SEED_SECONDS, 'no end within the time of a seed')
        check(len(self.runs) < RUNS_MAX, 'no end within so many runs')
        interruption = None if quiet or not self.interruptions else self.interruptions.pop(0)
        trace = [] if quiet else ['--trace', os.path.join(self.folder, 'trace')]
        n_before = len(self.requests()) if not quiet else 0
        patience = PATIENCE_WITH_HANGS if self.scenario.may_hang else PATIENCE
        process = Process([*words, *trace], self.environment(), interruption, patience, self.log)
        process.run(self.began + SEED_SECONDS)
        process.words = list(words)
        if not quiet:
            self.hold_to_contract(process)
            self.runs.append(process)
            process.faults = [request['fault'] for request in self.requests()[n_before:] if request['fault']]
            check(not process.was_stuck or self.scenario.may_hang, f'it hangs: {process}')
        self.job = self.job or process.job
        return process

    @staticmethod
    def hold_to_contract(process):
        cli_support.parse_events(unittest.TestCase(), ''.join(process.lines))
        told = set()
        acknowledged = 0
        for event in process.events:
            if event['event'] == 'initialized':
                acknowledged = 0
            elif event['event'] == 'progress':
                check(event['bytes_acknowledged'] >= acknowledged, f'progress falls: {process}')
                acknowledged = event['bytes_acknowledged']
            elif event['event'] == 'segment':
                key = event['media_id'], event['index']
                check(key not in told, f'a segment was told twice: {event}')
                told.add(key)
        is_undone = any(event['event'] in ('failed', 'cancelled', 'paused') for event in process.events)
        check(process.code != 0 or not is_undone, f'exit 0 although it is not done: {process}')

    def requests(self):
        """All that the sandbox was asked by X's protocol, in order of their ends; what is under way is waited for."""
        found = None

        def is_settled():
            nonlocal found
            found = self.sandbox.get('/sandbox/requests')
            ended = collections.Counter(request['endpoint'] for request in found['log'])
            return all(ended[name] == figures['count'] for name, figures in found['endpoints'].items() if name != 'report')

        cli_support.wait_until(is_settled, 'requests of a process that has ended', 60)
        return [request for request in found['log'] if request['endpoint'] != 'report']

    def status(self):
        """Where the job stands: name of the last event that status writes, and the event."""
        process = self.run('status', self.job, quiet=True)
        check(process.code == 0, f'status: {process}')
        return process.events[-1]['event'], process.events[-1]

    def find_job(self):
        """Of a process that was killed before it could say; None: there is none."""
        process = self.run('list', quiet=True)
        check(process.code == 0, f'list: {process}')
        jobs = {event['job'] for event in process.events if event['job']}
        check(len(jobs) <= 1, f'one upload, and jobs {jobs}')
        return jobs.pop() if jobs else None

    def upload(self):
        while self.job is None:
            self.n_uploads += 1
            process = self.run('upload', *self.scenario.options(self.folder))
            if self.job is None and process.was_killed or process.code == -signal.SIGINT:
                self.job = self.job or self.find_job()
            elif self.job is None and process.was_paused:
                check(process.code in (7, 9), f'SIGINT before there was a job: {process}')
                self.job = self.find_job()
            else:
                check(self.job is not None, f'no job: {process}')
        return process

    def judge_end(self, process):
        """Whether a run may have ended so, by what was done to it."""
        code = process.code
        if process.was_killed or code in (0, 8) or process.was_paused and code in (9, -signal.SIGINT):
            return
        failed = process.last('failed')
        check(failed is not None, f'neither done nor failed: {process}')
        check(cli_support.CODES.get(failed['code']) == code, f'exit and code differ: {process}')
        # A failure may come of what struck an earlier run too: failures in a row are counted over a restart, or not.
        faults = [fault for run in self.runs for fault in run.faults]
        allowed = {code for fault in faults for word, codes in CODES.items() if word in fault for code in codes}
        check(failed['code'] in allowed, f'{failed["code"]}, and the faults were {faults}')

    def drive(self):
        self.sandbox = Sandbox(*self.scenario.sandbox)
        process = self.upload()
        self.judge_end(process)
        while True:
            name, event = self.status()
            if name == 'posted':
                self.post_id = event['post_id']
                return
            if name == 'failed' and event['code'] == 'post-unknown':
                self.settle()
            elif name == 'ready':
                check(self.scenario.is_post_later, 'ready, and nothing more, but a post was wanted')
                self.judge_end(self.run('post', self.job, '--text', self.scenario.text))
            else:
                check(name in ('paused', 'failed', 'waiting'), f'status: {name}')
                which = [self.job] if self.rng.random() < 0.8 or name == 'failed' else []
                self.resume(*which)

    def resume(self, *which):
        self.judge_end(self.run('resume', *which, *self.scenario.speed()))

    def posts(self):
        return [post for post in self.sandbox.posts() if post['text'] == self.scenario.text]

    def settle(self):
        """It is not known whether the post exists: here it is."""
        time.sleep(0.7)  # No timeline is later.
        if self.posts():
            self.resume(self.job)
            return
        self.n_confirmed += 1
        self.posts_before_confirm.append(sum(request['endpoint'] == 'post' for request in self.requests()))
        self.judge_end(self.run('post', self.job, '--confirm-not-posted'))

    # Judging.

    def judge(self):
        requests = self.requests()
        media = {medium['id']: medium for medium in self.sandbox.media()}
        self.judge_post(media)
        self.judge_post_requests([request for request in requests if request['endpoint'] == 'post'])
        self.judge_appends(requests, media)
        self.judge_journal()
        self.judge_folders()

    def judge_post(self, media):
        posts = self.sandbox.posts()
        check(len(posts) == 1, f'{len(posts)} posts')
        post, = posts
        check(post['id'] == self.post_id, f'the post is {post["id"]}, the journal says {self.post_id}')
        check(post['text'] == self.scenario.text, f'its text is {post["text"]!r}')
        files = self.scenario.media
        check(len(post['media_ids']) == len(files), f'its media are {post["media_ids"]}')
        for file, media_id in zip(files, post['media_ids']):
            self.judge_medium(file, media[media_id])
            check(media[media_id]['alt_text'] == (f'About {file.name}' if self.scenario.has_alt(file) else None),
                  f'alt text of {file.name}: {media[media_id]["alt_text"]}')
        for file in self.scenario.files:
            if file.role == 'cover':
                self.judge_medium(file, media[post['request']['media']['preview_media_id']])
            elif file.role == 'subtitles':
                joined = media[post['media_ids'][0]]['subtitles']
                check(joined is not None, 'the subtitles are not joined')
                self.judge_medium(file, media[joined['id']])

    def judge_medium(self, file, medium):
        check(medium['total_bytes'] == file.size and medium['bytes'] == file.size, f'{file.name}: {medium["bytes"]} bytes')
        check(medium['sha256'] == self.hashes[file.name], f'{file.name}: other contents at the sandbox')

    def judge_post_requests(self, posts):
        """After a request for the post that may have taken effect, none goes out without the user's word."""
        for number, request in enumerate(posts[:-1], 1):
            # A GOAWAY says which requests it excludes (RFC 9113, 6.8): whoever sends them again does no harm.
            is_excluded = 'goaway' in (request['fault'] or '') and request['protocol'] == '2'
            may_exist = not is_excluded and (request['status'] in (0, 200, 201, 408) or request['status'] >= 500)
            check(not may_exist or number in self.posts_before_confirm, f'posted again after an unknown outcome: {posts}')

    def judge_appends(self, requests, media):
        """No more than each segment once, and once again for each fault and for each that was in flight when a process ended."""
        appends = [request for request in requests if request['endpoint'] == 'append']
        n_forgotten = sum(fault_forgets(request) for request in requests)
        used = collections.Counter()
        segments = 0
        for medium in media.values():
            file = next((file for file in self.scenario.files if file.size == medium['total_bytes']
                         and file.category == medium['media_category']), None)
            check(file is not None, f'a medium of no file: {medium["total_bytes"]} bytes')
            if medium['appends'] > 0:
                used[file.name] += 1
                is_whole = medium['bytes'] == medium['total_bytes']
                segments += len(medium['segments']) if is_whole else file.n_segments
        check(sum(used.values()) <= len(self.scenario.files) + n_forgotten, f'{dict(used)} uploads, {n_forgotten} were forgotten')
        n_faults = sum(request['fault'] is not None for request in appends)
        n_interrupted = sum(run.code != 0 and not run.counts['ready'] for run in self.runs)
        most = segments + n_faults + n_interrupted * self.scenario.parallel
        self.appends = (f'{len(appends)} appends of {segments} segments, {n_faults} faults, '
                        f'{n_interrupted} x {self.scenario.parallel}')
        check(len(appends) <= most, f'{len(appends)} appends, at most {most}: {self.appends}')

    def judge_journal(self):
        path = os.path.join(self.home, 'journal.db')
        connection = sqlite3.connect(f'file:{path}?mode=ro', uri=True)
        try:
            check(connection.execute('PRAGMA integrity_check').fetchall() == [('ok',)], 'the journal is damaged')
            check(not connection.execute('PRAGMA foreign_key_check').fetchall(), 'the journal has loose rows')
            rows = connection.execute('SELECT id, outcome, post, post_id, is_paused, request FROM jobs').fetchall()
        finally:
            connection.close()
        check(len(rows) == 1, f'{len(rows)} jobs')
        check(rows[0][:4] == (self.job, 'posted', 'posted', self.post_id), f'the journal says {rows[0]}')
        for name in os.listdir(self.home):
            if 'lock' in name:
                check(not is_locked(os.path.join(self.home, name)), f'{name}: somebody still has a job')

    def judge_folders(self):
        strays = set(os.listdir(self.home)) - {'journal.db', 'journal.db-wal', 'journal.db-shm', 'journal.db.lock'}
        check(not strays, f'in the data folder: {strays}')
        check(os.listdir(self.data) == ['xuploader'], f'in the data folder: {os.listdir(self.data)}')
        strays = set(os.listdir(self.folder)) - {'data', 'tmp', 'trace', 'stderr', *self.hashes}
        for name in strays & {'config', 'cache', 'state'}:
            check(not os.listdir(os.path.join(self.folder, name)), f'{name} is not empty')
        check(strays <= {'config', 'cache', 'state'}, f'written beside the files: {strays}')
        check(not os.listdir(os.path.join(self.folder, 'tmp')), f'temporary: {os.listdir(os.path.join(self.folder, "tmp"))}')
        with open(os.path.join(self.folder, 'stderr'), encoding='utf-8', errors='replace') as file:
            noise = [line for line in file if any(word in line for word in ('WARNING', 'CRITICAL', 'Sanitizer', 'runtime error'))]
        check(not noise, f'on stderr: {"".join(noise[:20])}')

    # Telling.

    def summary(self):
        kills = sum(run.was_killed for run in self.runs)
        pauses = sum(run.was_paused for run in self.runs)
        faults = sum(len(getattr(run, 'faults', [])) for run in self.runs)
        return (f'{len(self.runs)} runs, {kills} kills, {pauses} pauses, {faults} faults, {self.n_confirmed} confirmed, '
                f'{getattr(self, "appends", "not judged")}, {time.monotonic() - self.began:.1f} s')

    def describe(self):
        lines = [f'folder: {self.folder}', 'runs:', *(f'  {run}; faults {getattr(run, "faults", None)}' for run in self.runs)]
        for name, shorten in (('trace', shorten_trace), ('stderr', str.rstrip)):
            try:
                with open(os.path.join(self.folder, name), encoding='utf-8', errors='replace') as file:
                    lines += [f'{name}:', *(f'  {shorten(line)}' for line in collections.deque(file, 200))]
            except OSError:
                pass
        return lines

    def close(self, keep):
        if self.sandbox:
            self.sandbox.__exit__()
        self.log.close()
        if not keep:
            shutil.rmtree(self.folder, ignore_errors=True)


def shorten_trace(line):
    try:
        exchange = json.loads(line)
    except ValueError:
        return line.rstrip()  # Its process was killed.
    return ' '.join(str(exchange[name]) for name in ('time', 'method', 'path', 'status', 'error', 'total_ms'))


def fault_forgets(request):
    """After it X does not have what was sent: all goes up anew."""
    words = (request['fault'] or '').split()
    return any(word in words for word in FORGETS) or is_hollow(request['endpoint'], words)


def is_hollow(endpoint, words):
    """A success that was none: it shows when finalize finds that a segment is missing."""
    return endpoint == 'append' and 'acted' not in words and any(word.startswith('garbage=') for word in words)


def is_locked(path):
    with open(path, 'rb') as file:
        answer = fcntl.fcntl(file, fcntl.F_OFD_GETLK, struct.pack('hhqqi4x', fcntl.F_WRLCK, os.SEEK_SET, 0, 0, 0))
    return struct.unpack('hhqqi4x', answer)[0] != fcntl.F_UNLCK
