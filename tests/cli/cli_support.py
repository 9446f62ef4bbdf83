# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of xuploader-cli as a process share: the program, a sandbox for it, files, the contract of its JSON Lines, TAP.

The environment names both programs: XU_CLI and XU_SANDBOX.
"""

import datetime
import json
import os
import re
import ssl
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.request

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir, 'support'))
from tap import main  # noqa: E402, F401

CLI = os.environ['XU_CLI']
SANDBOX = os.environ['XU_SANDBOX']
TIMEOUT = 120  # seconds: generous, for sanitizers on a busy machine; nothing depends on it

MIB = 1024 * 1024

DATA = tempfile.TemporaryDirectory(prefix='xu-data-')  # What the programs remember is not the user's.


def clean_environment(**more):
    environment = {name: value for name, value in os.environ.items() if not name.startswith('XUPLOADER_')}
    environment.update({'LC_ALL': 'C.UTF-8', 'TZ': 'UTC', 'XUPLOADER_SANDBOX_PROGRAM': SANDBOX, 'XDG_DATA_HOME': DATA.name,
                        **more})
    return {name: value for name, value in environment.items() if value is not None}


def run(*arguments, environment=None, **options):
    """Runs the program to its end."""
    return subprocess.run([CLI, *arguments], env=environment or clean_environment(), timeout=TIMEOUT, check=False,
                          stdin=subprocess.DEVNULL, **{'capture_output': True, 'text': True, 'errors': 'replace', **options})


def wait_until(is_so, what, seconds=TIMEOUT):
    deadline = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > deadline:
            raise AssertionError(f'waited in vain: {what}')
        time.sleep(0.02)


class Sandbox:
    """A sandbox of a test's own; it ends with the block."""

    def __init__(self, *arguments):
        self.process = subprocess.Popen([SANDBOX, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                                        env=clean_environment())
        line = self.process.stdout.readline()
        if not line:
            raise AssertionError(f'the sandbox did not start: {arguments}')
        self.ready = json.loads(line)
        self.url = self.ready['url']

    def environment(self, token='access_token', **more):
        return clean_environment(**{'XUPLOADER_API_URL': self.url, 'XUPLOADER_ACCESS_TOKEN': token and self.ready[token], **more})

    def get(self, path):
        context = ssl.create_default_context(cafile=self.ready['ca_file']) if self.url.startswith('https') else None
        handlers = [urllib.request.ProxyHandler({})] + ([urllib.request.HTTPSHandler(context=context)] if context else [])
        with urllib.request.build_opener(*handlers).open(self.url + path, timeout=TIMEOUT) as answer:
            return json.load(answer)

    def posts(self):
        return self.get('/sandbox/posts')['posts']

    def media(self):
        return self.get('/sandbox/media')['media']

    def requests(self):
        """How many requests each of X's endpoints got, those that got none left out."""
        endpoints = self.get('/sandbox/requests')['endpoints']
        return {name: figures['count'] for name, figures in endpoints.items()
                if figures['count'] and name not in ('report', 'page', 'file', 'index')}

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait(timeout=TIMEOUT)
        self.process.stdout.close()


class TestCase(unittest.TestCase):
    """With a folder of its own, and files that the application takes by their first bytes."""

    maxDiff = None

    def setUp(self):
        global DATA
        folder = tempfile.TemporaryDirectory(prefix='xu-cli-')
        DATA = tempfile.TemporaryDirectory(prefix='xu-data-')
        self.addCleanup(folder.cleanup)
        self.addCleanup(DATA.cleanup)
        self.folder = folder.name
        self.data = DATA.name

    def file(self, name, *parts):
        path = os.path.join(self.folder, name)
        with open(path, 'wb') as file:
            for part in parts:
                file.write(part)
        return path

    def video(self, size=300_000, name='video.mp4'):
        head = b'\0\0\0\x18ftypisom\0\0\2\0isommp42'
        return self.file(name, head, os.urandom(size - len(head)))

    def png(self, name='image.png'):
        return self.file(name, b'\x89PNG\r\n\x1a\n', os.urandom(2000))

    def gif(self, name='image.gif'):
        return self.file(name, b'GIF89a', os.urandom(2000))

    def subtitles(self, name='video.srt'):
        return self.file(name, b'1\n00:00:01,000 --> 00:00:02,000\nHello\n')

    def expect(self, result, code):
        self.assertEqual(result.returncode, code, f'stdout: {result.stdout!r}\nstderr: {result.stderr!r}')

    def events(self, result, is_resumed=False):
        """The events of a run with --json about one job, each held to the contract, and their order too."""
        events = parse_events(self, result.stdout)
        check_order(self, events, is_resumed)
        return events

    def listing(self, *arguments, **options):
        """What list or status says with --json: the events of each job, in order, by its name."""
        result = run(*(arguments or ('list',)), '--json', **options)
        self.expect(result, 0)
        jobs = {}
        for event in parse_events(self, result.stdout):
            events = jobs.setdefault(event['job'], [])
            self.assertEqual(event['event'] == 'job', not events)
            events.append(event)
        for events in jobs.values():
            self.assertIn(names(events)[1:-1], ([], ['progress']))
            self.assertIn(names(events)[-1], STANDINGS)
        return jobs

    def job(self, **options):
        """The name of the only job there is."""
        name, = self.listing(**options)
        return name


# The contract (xuploader-cli(1), JSON LINES): fields of each event with their types, beyond event, job and time. A type in a
# tuple with None may be null; a dict is an object with exactly these members; a list with one element is an array of such.
NUMBER = (int, float)
MAYBE = None
DIGITS = re.compile(r'[0-9]{1,19}')
CODES = {
    'internal': 1, 'storage': 1,
    'usage': 2,
    'not-signed-in': 3, 'token-refused': 3, 'scope-missing': 3, 'other-account': 3,
    'file-unreadable': 4, 'file-changed': 4, 'file-unsupported': 4, 'file-too-large-for-segments': 4, 'text-too-long': 4,
    'rejected': 5, 'media-refused': 5, 'media-expired': 5, 'duplicate-content': 5, 'no-credit': 5, 'app-not-enrolled': 5,
    'too-long-for-account': 5, 'rate-limited': 5,
    'network': 6, 'tls': 6, 'server': 6, 'bad-answer': 6, 'processing-timeout': 6,
    'cancelled': 7,
    'post-unknown': 8,
}
EVENTS = {
    'job': {'files': [{'path': (str,), 'bytes': (int, MAYBE), 'media_type': (str, MAYBE)}], 'account': (str, MAYBE)},
    'initialized': {'media_id': DIGITS, 'bytes': (int,)},
    'progress': {'bytes_acknowledged': (int,), 'bytes_in_flight': (int,), 'bytes_total': (int,),
                 'bytes_per_second': (int, MAYBE), 'eta_seconds': (int, MAYBE)},
    'segment': {'media_id': DIGITS, 'index': (int,), 'offset': (int,), 'bytes': (int,)},
    'finalized': {'media_id': DIGITS},
    'status': {'media_id': DIGITS, 'state': (str,), 'percent': NUMBER + (MAYBE,), 'check_after_seconds': (int, MAYBE)},
    'waiting': {'reason': {'rate-limit', 'offline', 'server-busy', 'post-check', 'sign-in', 'other-process'}, 'until': (int, MAYBE)},
    'ready': {'media_ids': [DIGITS]},
    'posted': {'post_id': DIGITS, 'url': (str, MAYBE)},
    'paused': {},
    'cancelled': {},
    'failed': {'code': set(CODES), 'message': (str,), 'detail': (str,), 'retryable': (bool,)},
    'check': {'weighted_length': (int,), 'limit': (int,), 'valid': (bool,), 'urls': [(str,)], 'estimated_cost_usd': NUMBER,
              'findings': [{'file': (str, MAYBE), 'rule': (str,), 'severity': {'blocks', 'warning'}, 'message': (str,),
                            'remedy': (str,)}]},
    'authorize': {'address': (str,), 'redirect_uri': (str,)},
    'account': {'id': (str,), 'server': (str,), 'user_id': (str, MAYBE), 'username': (str, MAYBE), 'name': (str, MAYBE),
                'state': {'ready', 'opening', 'locked', 'sign-in-again', 'unidentified'},
                'keyring': {'kept', 'absent', 'locked', 'denied', 'failed'}, 'method': {'browser', 'keys', 'token'},
                'client_id': (str, MAYBE), 'scope': (str, MAYBE), 'may_upload': (bool,), 'expires_at': (int, MAYBE),
                'default': (bool,)},
    'version': {'version': (str,)},
}
WITHOUT_JOB = {'failed', 'cancelled', 'check', 'authorize', 'account', 'version'}  # may have a job that is null
LAST = {'posted', 'paused', 'cancelled', 'failed'}
STANDINGS = {'ready', 'waiting', *LAST}


def names(events):
    return [event['event'] for event in events]


def check_value(test, where, value, wanted):
    if isinstance(wanted, re.Pattern):
        test.assertIsInstance(value, str, where)
        test.assertRegex(value, f'^{wanted.pattern}$', where)
    elif isinstance(wanted, set):
        test.assertIn(value, wanted, where)
    elif isinstance(wanted, list):
        test.assertIsInstance(value, list, where)
        for element in value:
            check_value(test, f'{where}[]', element, wanted[0])
    elif isinstance(wanted, dict):
        test.assertEqual(list(value), list(wanted), where)
        for name, kind in wanted.items():
            check_value(test, f'{where}.{name}', value[name], kind)
    elif value is None:
        test.assertIn(MAYBE, wanted, f'{where} is null')
    else:
        test.assertIn(type(value), wanted, where)  # A bool is no int here.
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            test.assertGreaterEqual(value, 0, where)


def parse_events(test, output):
    test.assertTrue(output == '' or output.endswith('\n'), output)
    events = []
    for line in output.splitlines():
        event = json.loads(line)
        name = event.get('event')
        test.assertIn(name, EVENTS, line)
        test.assertEqual(list(event), ['event', 'job', 'time', *EVENTS[name]], line)
        test.assertRegex(event['time'], r'^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$')
        datetime.datetime.fromisoformat(event['time'][:19])
        test.assertIn(type(event['job']), (str, type(None)) if name in WITHOUT_JOB else (str,), line)
        for field, wanted in EVENTS[name].items():
            check_value(test, f'{name}.{field}', event[field], wanted)
        events.append(event)
    return events


class Medium:
    def __init__(self, size):
        self.size = size
        self.segments = {}
        self.is_finalized = False


def check_order(test, events, is_resumed=False):
    """What holds in every run: what follows on what, and sums. A job that is resumed goes on with media that it has."""
    media = {}
    acknowledged = 0
    is_ready = False
    for number, event in enumerate(events):
        name = event['event']
        test.assertEqual(event['job'], events[0]['job'])
        test.assertEqual(name == 'job', number == 0 and name == 'job', 'job is the first, and once')
        if name == 'initialized':
            test.assertNotIn(event['media_id'], media)
            media[event['media_id']] = Medium(event['bytes'])
        elif name == 'progress':
            test.assertGreaterEqual(event['bytes_acknowledged'], 0 if is_resumed else acknowledged)
            test.assertLessEqual(event['bytes_acknowledged'] + event['bytes_in_flight'], event['bytes_total'])
            acknowledged = event['bytes_acknowledged']
        elif is_resumed and 'media_id' in event and event['media_id'] not in media:
            pass
        elif name == 'segment':
            medium = media[event['media_id']]
            test.assertFalse(medium.is_finalized)
            test.assertNotIn(event['index'], medium.segments, 'each segment once')
            medium.segments[event['index']] = (event['offset'], event['bytes'])
        elif name == 'finalized':
            medium = media[event['media_id']]
            test.assertFalse(medium.is_finalized)
            medium.is_finalized = True
            at = 0
            for offset, size in sorted(medium.segments.values()):
                test.assertGreaterEqual(offset, at, 'segments do not overlap')
                test.assertTrue(is_resumed or offset == at, 'segments leave no gap')
                at = offset + size
            test.assertLessEqual(at, medium.size)
            test.assertTrue(is_resumed or at == medium.size)
        elif name == 'status':
            test.assertTrue(media[event['media_id']].is_finalized)
            if event['percent'] is not None:
                test.assertLessEqual(event['percent'], 100)
        elif name == 'ready':
            test.assertFalse(is_ready)
            is_ready = True
            for media_id in event['media_ids']:
                test.assertTrue(is_resumed or media[media_id].is_finalized)
        elif name == 'posted':
            test.assertTrue(is_ready)
        test.assertTrue(name not in LAST or number == len(events) - 1, f'{name} is the last')
