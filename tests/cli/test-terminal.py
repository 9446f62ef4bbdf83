#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""xuploader-cli where people and signals meet it: the progress bar on a pseudo-terminal, SIGINT, SIGTERM, closed pipes."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import time
import unicodedata

import cli_support
from cli_support import CLI, MIB, TIMEOUT, Sandbox, clean_environment, names, run


def cells(line):
    return sum(0 if unicodedata.combining(ch) else 2 if unicodedata.east_asian_width(ch) in 'WF' else 1 for ch in line)


class Terminal:
    """A pseudo-terminal with the program on all three standard streams."""

    def __init__(self, columns, arguments, environment):
        self.main, other = pty.openpty()
        self.resize(columns)
        self.process = subprocess.Popen([CLI, *arguments], stdin=other, stdout=other, stderr=other, env=environment,
                                        start_new_session=True, preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0))
        os.close(other)
        self.output = b''

    def resize(self, columns):
        fcntl.ioctl(self.main, termios.TIOCSWINSZ, struct.pack('HHHH', 24, columns, 0, 0))

    def read(self, until=None):
        """Reads up to the end, or until the output matches."""
        deadline = time.monotonic() + TIMEOUT
        while not (until and re.search(until, self.text())):
            if not select.select([self.main], [], [], max(0, deadline - time.monotonic()))[0]:
                raise AssertionError(f'nothing more within {TIMEOUT} s: {self.output!r}')
            try:
                data = os.read(self.main, 65536)
            except OSError:  # What Linux says when the other side is closed.
                data = b''
            if not data:
                break
            self.output += data
        return self.text()

    def text(self):
        return self.output.decode('utf-8', 'replace')

    def end(self):
        self.read()
        os.close(self.main)
        return self.process.wait(timeout=TIMEOUT)


class Bar(cli_support.TestCase):
    def upload(self, columns, sandbox, **more):
        return Terminal(columns, ['upload', self.video(3 * MIB), '--segment-size', '64k', '--limit-rate', '1M'],
                        sandbox.environment(**{'TERM': 'xterm', 'NO_COLOR': None, **more}))

    def test_fits(self):
        for columns in (80, 40, 20):
            with Sandbox('--processing', '0s', '--discard') as sandbox:
                terminal = self.upload(columns, sandbox)
                self.assertEqual(terminal.end(), 0)
            drawings = re.sub(r'\x1b\[\d+m', '', terminal.text()).split('\r\x1b[K')
            self.assertGreater(len(drawings), 3, terminal.text())
            # The last one is the empty line, on which the result stands.
            self.assertRegex(drawings[-1], r'^http://[^\r\n]*\r\n$')
            for drawing in drawings[:-1]:
                self.assertLess(cells(drawing), columns, drawing)
                self.assertNotIn('\n', drawing)
            self.assertRegex(terminal.text(), r'\d+%')
            if columns >= 40:
                self.assertRegex(terminal.text(), r'Uploading \d+% .*[kM]B/s (\d+:\d\d|\d+ seconds? left)')
                self.assertIn('█' if columns == 80 else 'MB', terminal.text())

    def test_waiting_stays_in_sight(self):
        """Also where what was sent before is told after its begin."""
        with Sandbox('--fault', 'append@3- status=429 reset=3600') as sandbox:
            terminal = Terminal(80, ['upload', self.video(MIB), '--segment-size', '64k', '--limit-rate', '1M'],
                                sandbox.environment(TERM='xterm', NO_COLOR='1'))
            terminal.read('Rate limit of X')
            terminal.output = b''
            terminal.process.send_signal(signal.SIGWINCH)
            terminal.read('Rate limit of X')
            terminal.process.send_signal(signal.SIGINT)
            self.assertEqual(terminal.end(), 9)
        drawings = [drawing for drawing in terminal.text().split('\r\x1b[K') if drawing.startswith('Uploading')]
        self.assertRegex(drawings[-1], r'Rate limit of X: continues at \d\d:\d\d')

    def test_no_color(self):
        with Sandbox('--processing', '0s', '--discard') as sandbox:
            plain = self.upload(80, sandbox, NO_COLOR='1')
            self.assertEqual(plain.end(), 0)
            colored = self.upload(80, sandbox)
            colored.end()
        self.assertNotRegex(plain.text(), r'\x1b\[\d+m')
        self.assertRegex(colored.text(), r'\x1b\[\d+m')

    def test_dumb_terminal_gets_lines(self):
        for term in ('dumb', ''):
            with Sandbox('--processing', '0s', '--discard') as sandbox:
                terminal = self.upload(80, sandbox, TERM=term)
                self.assertEqual(terminal.end(), 0)
            self.assertNotIn('\x1b', terminal.text())
            self.assertIn('Uploading\r\n', terminal.text())

    def test_follows_the_width(self):
        with Sandbox('--processing', '0s', '--discard', '--bandwidth', '500k') as sandbox:
            terminal = self.upload(80, sandbox)
            terminal.read(r'Uploading \d+%')
            terminal.resize(30)
            terminal.process.send_signal(signal.SIGWINCH)
            terminal.output = b''
            terminal.read(r'\r\x1b\[K.*\r\x1b\[K')
            terminal.process.send_signal(signal.SIGINT)
            terminal.end()
        drawings = re.sub(r'\x1b\[\d+m', '', terminal.text()).split('\r\x1b[K')
        for drawing in drawings[2:-1]:  # The first may be from before.
            self.assertLess(cells(drawing), 30, drawing)

    def test_ctrl_c_pauses_and_leaves_the_sandbox_to_us(self):
        terminal = Terminal(80, ['upload', self.video(8 * MIB), '--sandbox', '--limit-rate', '500k'],
                            clean_environment(TERM='xterm'))
        terminal.read(r'Uploading \d+%')
        os.write(terminal.main, b'\x03')
        self.assertEqual(terminal.end(), 9)
        self.assertRegex(terminal.text(), r'\r\x1b\[Kvideo.mp4: Paused\. Go on with: xuploader-cli resume [0-9a-f]+\r\n$')


class Signals(cli_support.TestCase):
    def start(self, sandbox, *arguments, hangup=signal.SIG_DFL):
        """Who runs the tests under nohup(1) means them, not what they start."""
        return subprocess.Popen([CLI, 'upload', self.video(8 * MIB), '--segment-size', '256k', *arguments], env=sandbox.environment(),
                                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                preexec_fn=lambda: signal.signal(signal.SIGHUP, hangup))

    def end(self, process, before):
        """What a process writes up to its end, as the result of a run. communicate() would lose what was read ahead of a line."""
        output, messages = process.stdout.read(), process.stderr.read()
        process.wait(timeout=TIMEOUT)
        process.stdout.close()
        process.stderr.close()
        return subprocess.CompletedProcess(process.args, process.returncode, before + output, messages)

    def read_until(self, process, event):
        text = ''
        for line in process.stdout:
            text += line
            if f'"event":"{event}"' in line:
                return text
        raise AssertionError(f'no {event}: {text} {process.stderr.read()}')

    def test_paused_in_the_middle(self):
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            with Sandbox('--discard', '--bandwidth', '1M') as sandbox:
                process = self.start(sandbox, '--json')
                before = self.read_until(process, 'segment')
                process.send_signal(number)
                result = self.end(process, before)
                self.expect(result, 9)
                events = self.events(result)
                self.assertEqual(events[-1]['event'], 'paused')
                self.assertEqual(result.stderr, f'video.mp4: Paused. Go on with: xuploader-cli resume {events[0]["job"]}\n')
                self.assertEqual(sandbox.posts(), [])
                self.assertNotIn('finalize', sandbox.requests())

    def test_nohup_lives_on(self):
        with Sandbox('--processing', '0s', '--discard') as sandbox:
            process = self.start(sandbox, '--json', '--limit-rate', '4M', hangup=signal.SIG_IGN)
            before = self.read_until(process, 'segment')
            process.send_signal(signal.SIGHUP)
            result = self.end(process, before)
            self.expect(result, 0)
            self.assertEqual(self.events(result)[-1]['event'], 'posted')

    def test_post_under_way_is_waited_for(self):
        with Sandbox('--processing', '0s', '--fault', 'post drip=1000') as sandbox:
            process = self.start(sandbox, '--json')
            before = self.read_until(process, 'ready')
            deadline = time.monotonic() + TIMEOUT
            while 'post' not in sandbox.requests():
                self.assertLess(time.monotonic(), deadline)
                time.sleep(0.01)
            process.send_signal(signal.SIGINT)
            result = self.end(process, before)
            self.expect(result, 0)
            self.assertEqual(self.events(result)[-1]['post_id'], sandbox.posts()[0]['id'])

    def test_second_signal_ends_at_once(self):
        with Sandbox('--processing', '0s', '--fault', 'post hang') as sandbox:
            process = self.start(sandbox)
            for line in process.stderr:
                if line.startswith('Posting'):
                    break
            deadline = time.monotonic() + TIMEOUT
            while 'post' not in sandbox.requests():
                self.assertLess(time.monotonic(), deadline)
                time.sleep(0.01)
            process.send_signal(signal.SIGINT)
            self.assertIn('on its way', process.stderr.readline())
            process.send_signal(signal.SIGINT)
            self.end(process, '')
            self.assertEqual(process.returncode, -signal.SIGINT)

    def test_reader_that_goes_away(self):
        with Sandbox('--discard', '--bandwidth', '1M') as sandbox:
            process = self.start(sandbox, '--json')
            self.read_until(process, 'segment')
            process.stdout.close()
            self.assertEqual(process.stderr.read(), '')
            self.assertEqual(process.wait(timeout=TIMEOUT), 9)
            process.stderr.close()
            self.assertEqual(names(self.listing()[self.job()])[-1], 'paused')
            self.assertEqual(sandbox.posts(), [])

    def test_reader_that_was_never_there(self):
        readable, writable = os.pipe()
        os.close(readable)
        with Sandbox('--processing', '0s') as sandbox:
            result = run('upload', self.video(), '--quiet', environment=sandbox.environment(), capture_output=False, stdout=writable,
                         stderr=subprocess.PIPE)
            os.close(writable)
            self.assertEqual((result.returncode, result.stderr), (0, ''))
            self.assertEqual(len(sandbox.posts()), 1)


if __name__ == '__main__':
    cli_support.main()
