# SPDX-License-Identifier: GPL-3.0-or-later
"""What a seed stands for: files, options, a sandbox with its faults, interruptions."""

import dataclasses
import random

KIB = 1024
SEGMENT = 64 * KIB


@dataclasses.dataclass
class File:
    name: str
    category: str
    size: int
    role: str = 'media'  # or subtitles, cover

    @property
    def n_segments(self):
        return -(-self.size // SEGMENT)


@dataclasses.dataclass
class Interruption:
    kind: str  # kill: SIGKILL; pause: SIGINT
    event: str  # of which event, or the start of the process, or the answer of an endpoint (before anybody else hears of it)
    nth: int
    delay: float  # seconds after it

    def __str__(self):
        return f'{self.kind} {self.delay:.3f} s after {self.event} {self.nth}'


# By endpoint: what can go wrong there and right again. What was struck once is right the next time, so that every job can end well.
CLOSES = ['close=before', 'close=mid', 'close=mid bytes=32k', 'close=after']
BUSY = ['status=500', 'status=502 body="<html>Bad Gateway</html>"', 'status=503', 'status=503 retry-after=1', 'status=429',
        'status=429 reset=1', 'status=429 retry-after=1', 'status=408']
GARBAGE = [f'garbage={what}' for what in ('nonsense', 'truncated', 'types', 'empty')]
SLOW = ['hang', 'drip=200']
ACTED = ['status=503 acted', 'garbage=nonsense acted', 'garbage=empty acted']
UNTIL_SIGNED_IN = ['status=401']
OF_HTTP2 = ['goaway', 'goaway bytes=16k', 'rst-stream', 'rst-stream bytes=16k']
FORGETS = ['expire', 'status=404']

FAULTS = {
    'initialize': CLOSES + BUSY + GARBAGE + SLOW + ACTED + UNTIL_SIGNED_IN,
    'append': CLOSES * 3 + BUSY * 2 + GARBAGE + SLOW + ACTED + UNTIL_SIGNED_IN + FORGETS + ['trickle=200k'],
    'finalize': CLOSES + BUSY + GARBAGE + SLOW + ACTED + UNTIL_SIGNED_IN + FORGETS
    + ['processing=unknown', 'processing=float', 'processing=good check=missing', 'processing=good check=0'],
    'status': CLOSES + BUSY + GARBAGE + SLOW + UNTIL_SIGNED_IN,
    # What says 200 there is believed: no hollow success.
    'metadata': CLOSES + BUSY + SLOW + ACTED + UNTIL_SIGNED_IN + ['status=400'],
    'subtitles': CLOSES + BUSY + SLOW + ACTED + UNTIL_SIGNED_IN + ['status=400'],
    'post': CLOSES * 3 + BUSY + GARBAGE + SLOW + ACTED * 2 + UNTIL_SIGNED_IN + ['status=403'],
    'me': CLOSES + BUSY + GARBAGE + SLOW,
    'timeline': CLOSES + BUSY + GARBAGE + SLOW,
}
WEIGHTS = {'append': 10, 'post': 5, 'initialize': 3, 'finalize': 3, 'status': 3, 'metadata': 2, 'subtitles': 2, 'me': 1,
           'timeline': 2}


class Scenario:

    def __init__(self, seed):
        self.seed = seed
        self.rng = random.Random(seed)
        self.text = f'chaos {seed}'
        self.is_tls = self.rng.random() < 0.4
        self.is_http2 = self.is_tls and self.rng.random() < 0.7
        self.files = self.choose_files()
        self.parallel = self.rng.randint(1, 8)
        self.is_post_later = self.rng.random() < 0.25
        self.faults = [self.choose_fault() for _ in range(self.rng.choice([0, 1, 2, 3, 4, 5, 6, 8]))]
        self.interruptions = [self.choose_interruption() for _ in range(self.rng.choice([0, 1, 1, 2, 2, 3, 3, 4, 6]))]
        self.sandbox = self.choose_sandbox()

    def choose_files(self):
        rng = self.rng
        kind = rng.choices(['video', 'images', 'gif'], [7, 2, 1])[0]
        if kind == 'gif':
            return [File('picture.gif', 'tweet_gif', rng.randint(SEGMENT, 12 * SEGMENT))]
        if kind == 'images':
            return [File(f'{n}.png', 'tweet_image', rng.randint(SEGMENT, 12 * SEGMENT)) for n in range(rng.randint(1, 4))]
        size = rng.choice([rng.randint(SEGMENT, 8 * SEGMENT), rng.randint(8 * SEGMENT, 60 * SEGMENT)])
        files = [File('video.mp4', 'tweet_video', size)]
        if rng.random() < 0.3:
            files.append(File('video.srt', 'subtitles', rng.randint(60, 2000), 'subtitles'))
        if rng.random() < 0.3:
            files.append(File('cover.png', 'tweet_image', rng.randint(SEGMENT, 4 * SEGMENT), 'cover'))
        return files

    @property
    def media(self):
        return [file for file in self.files if file.role == 'media']

    def has_alt(self, file):
        return file.role == 'media' and file.category != 'tweet_video' and (self.seed + file.size) % 2 == 0

    def options(self, folder):
        """Of the command upload."""
        words = []
        for file in self.files:
            path = f'{folder}/{file.name}'
            if file.role == 'subtitles':
                words += ['--subtitles', f'{path}:EN']
            elif file.role == 'cover':
                words += ['--cover', path]
            else:
                words += [path]
        for file in self.media:
            if file.category != 'tweet_video':
                words += ['--alt', f'About {file.name}' if self.has_alt(file) else '']
        words += ['--no-post'] if self.is_post_later else ['--text', self.text]
        return words + self.speed()

    def speed(self):
        """Options that are no part of the job."""
        return ['--segment-size', '64k', '--parallel', str(self.parallel)]

    def choose_fault(self):
        rng = self.rng
        endpoint = rng.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
        actions = FAULTS[endpoint] + (OF_HTTP2 * 2 if self.is_http2 else [])
        action = rng.choice(actions)
        if endpoint == 'append':
            total = sum(file.n_segments for file in self.files)
            first = rng.randint(1, total)
            if 'close' in action and rng.random() < 0.2:
                return f'append@{first}-{first + rng.randint(1, 4)} {action}'
            return f'append@{first} {action}'
        return f'{endpoint}@{rng.choice([1, 1, 1, 2, 3])} {action}'

    def choose_interruption(self):
        rng = self.rng
        event = rng.choices(['start', 'job', 'initialized', 'segment', 'finalized', 'status', 'ready', 'waiting', 'posted',
                             'answer initialize', 'answer append', 'answer finalize', 'answer post'],
                            [3, 1, 1, 6, 1, 2, 4, 1, 1, 1, 2, 2, 4])[0]
        is_of_segment = event in ('segment', 'answer append')
        nth = rng.randint(1, max(1, sum(file.n_segments for file in self.files) // 2)) if is_of_segment else 1
        delay = rng.uniform(0, 1.5) if event == 'start' else rng.choice([0, 0, rng.uniform(0, 0.01), rng.uniform(0, 0.05)])
        return Interruption('pause' if rng.random() < 0.25 else 'kill', event, nth, delay)

    def choose_sandbox(self):
        rng = self.rng
        words = ['--seed', str(self.seed), '--processing', rng.choice(['0', '50ms', '300ms']),
                 '--latency', rng.choice(['0', '0', '2ms', '20ms']), '--bandwidth', rng.choice(['2MB', '4MB', '8MB', '50MB']),
                 '--timeline-delay', rng.choice(['0', '0', '100ms', '600ms'])]
        words += ['--tls'] if self.is_tls else []
        words += ['--http1'] if self.is_tls and not self.is_http2 else []
        for fault in self.faults:
            words += ['--fault', fault]
        return words

    @property
    def may_hang(self):
        return any('hang' in fault for fault in self.faults)

    def describe(self):
        return [f'seed: {self.seed}', f'files: {self.files}', f'options: {" ".join(self.options("."))}',
                f'sandbox: {" ".join(map(repr, self.sandbox))}',
                f'interruptions: {"; ".join(map(str, self.interruptions)) or "none"}']
