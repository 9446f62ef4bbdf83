#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures what a user of the window feels: how soon it is there, how smooth it stays while files go up and in a long history.

Usage: bench-window.py [--mib N] [--posts N] [--starts N]

The environment is that of the display tests, and XU_FILL_JOURNAL and XU_MEASURE_DELAYS. Prints Markdown; the exit status is 1 when a target was missed, and 77
when there is no display to be had.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir, 'ui', 'support'))
os.environ['XU_SKIPPED'] = '77'

import ui_test  # noqa: E402
import measures  # noqa: E402
from application import Application  # noqa: E402
from processes import wait_until  # noqa: E402

MIB = 1024 * 1024
LONGEST = 33  # milliseconds: two frames
USUAL = 8  # milliseconds, 99 of 100
FIRST_FRAME_LIMIT = 60  # seconds
DROP_SECONDS = 0.3
UP, DOWN = 4, 5  # The wheel.
WHEEL_SECONDS = 0.02


class Bench:
    def __init__(self, arguments, desktop, folder):
        self.arguments = arguments
        self.desktop = desktop
        self.screen = desktop.screen
        self.folder = folder
        self.missed = []

    def judge(self, what, is_met):
        if not is_met:
            self.missed.append(what)
        return 'met' if is_met else '**MISSED**'

    def videos(self, count):
        paths = [os.path.join(self.folder, f'video {i}.mp4') for i in range(1, count + 1)]
        for number, path in enumerate(paths):
            with open(path, 'wb') as file:
                file.write(ui_test.samples.MP4 + bytes([number]))
                file.truncate(self.arguments.mib * MIB)
            read(path)
        return paths

    def print_delays(self, name, delays):
        print('| | calls | median | 99 of 100 | longest |')
        print('|---|---|---|---|---|')
        for who, values in ((name, delays.of_application), ('the bus itself, for comparison', delays.of_bus)):
            print(f'| {who} | {len(values)} | {statistics.median(values):.1f} ms | {measures.percentile(values, 99):.1f} ms '
                  f'| {max(values):.1f} ms |', flush=True)

    def judge_delays(self, name, delays, longest, usual):
        self.print_delays(name, delays)
        worst, p99 = max(delays.of_application), measures.percentile(delays.of_application, 99)
        print(f'\n* longest delay {worst:.1f} ms, under {longest} ms wanted: {self.judge(f"{name}: longest", worst < longest)}; '
              f'99 of 100 within {p99:.1f} ms, {usual} ms wanted: {self.judge(f"{name}: 99 of 100", p99 < usual)}\n', flush=True)

    def uploads(self):
        """Four files at full speed; the sandbox reads them in a process of its own."""
        with ui_test.Sandbox('--discard', '--processing', '0s') as sandbox:
            application = Application(self.desktop, account=sandbox)
            try:
                application.start()
                paths = self.videos(4)
                with measures.Delays(self.desktop) as dropped:
                    application.launch(*paths)
                    begun = time.monotonic()
                    wait_until(lambda: sandbox.requests().get('append'), 'an upload begins', 30, 0.01)
                    time.sleep(DROP_SECONDS)
                with measures.Delays(self.desktop) as delays:
                    wait_until(lambda: is_everything_there(sandbox, len(paths)), 'all files are there', 300, 0.2)
                seconds = time.monotonic() - begun
            finally:
                application.end()
        print(f'\n## The main loop while {len(paths)} files of {self.arguments.mib} MiB go up, '
              f'{len(paths) * self.arguments.mib * MIB / seconds / 1e6:.0f} MB/s in all\n')
        self.judge_delays('the window', delays, LONGEST, USUAL)
        print(f'Before, from the drop until {DROP_SECONDS} s after the first bytes, when the editor comes up:\n')
        self.print_delays('the window at the drop', dropped)

    def starts(self):
        print(f'\n## From the start of the process to the first frame, median of {self.arguments.starts}\n')
        with ui_test.Sandbox() as sandbox:
            application = Application(self.desktop, account=sandbox)
            application.start()
            mapped = measures.find_mapped_files(application.pid)
            application.end()
            for name, forget in (('warm', []), ('cold, the files that it maps forgotten by the system', mapped)):
                times = []
                for _ in range(self.arguments.starts):
                    measures.forget_files(forget)
                    times.append(self.time_start(application))
                print(f'* {name}: {statistics.median(times) * 1000:.0f} ms (from {min(times) * 1000:.0f} to {max(times) * 1000:.0f})',
                      flush=True)

    def time_start(self, application):
        """Until the middle of its window is not what the screen had there any more."""
        begun = time.monotonic()
        application.process = application.launch()
        empty = self.screen.pixel(self.screen.width // 2, self.screen.height // 2)
        while not (window := self.window_of(application)) or self.is_empty(window, empty):
            time.sleep(0.002)
            if time.monotonic() > begun + FIRST_FRAME_LIMIT:
                raise TimeoutError(application.output())
        taken = time.monotonic() - begun
        application.end()
        return taken

    def window_of(self, application):
        windows = self.screen.windows(application.process.pid)
        return windows[0] if windows else None

    def is_empty(self, window, empty):
        x, y, width, height = self.screen.geometry(window)
        return self.screen.pixel(x + width // 2, y + height // 3)[:3] in (empty[:3], b'\0\0\0')

    def history(self):
        """A long history, scrolled by the wheel of the mouse."""
        with ui_test.Sandbox() as sandbox:
            application = Application(self.desktop, account=sandbox)
            data = os.path.join(application.environment['XDG_DATA_HOME'], 'xuploader')
            os.makedirs(data, mode=0o700)
            with tempfile.TemporaryDirectory(prefix='xu-', dir='/dev/shm' if os.access('/dev/shm', os.W_OK) else None) as folder:
                path = os.path.join(folder, 'journal.db')
                subprocess.run([os.environ['XU_FILL_JOURNAL'], path, str(self.arguments.posts), sandbox.url], check=True, timeout=60)
                shutil.copy(path, data)
            try:
                self.scroll(application)
            finally:
                application.end()

    def scroll(self, application):
        application.start()
        application.focus()
        print(f'\n## A history of {self.arguments.posts} posts\n')
        left, top, _, _ = self.screen.geometry(application.window)
        x, y, width, height = application.tree.wait(*ui_test.names.LIST).extents
        self.screen.move(left + x + width / 2, top + y + height / 2)
        frames = measures.Frames(self.screen, application.window)
        with measures.Delays(self.desktop) as delays:
            for button in [DOWN] * 100 + [UP] * 100:
                self.screen.tap(button)
                time.sleep(WHEEL_SECONDS)
                frames.poll()
        frames.end()
        intervals = frames.intervals()
        print(f'* {len(intervals)} frames while it was scrolled for {sum(intervals) / 1000:.1f} s; from one to the next '
              f'{statistics.median(intervals)} ms in the median, 99 of 100 within {measures.percentile(intervals, 99)} ms, longest '
              f'{max(intervals)} ms\n')
        self.judge_delays('the history, scrolled', delays, 2 * LONGEST, LONGEST)


def read(path):
    """Into memory, where it is with whoever has just made a video. A virtual machine may stand still whenever it touches memory
    that it had not got from its host yet."""
    with open(path, 'rb', buffering=0) as file:
        while file.read(MIB):
            pass


def is_everything_there(sandbox, count):
    media = sandbox.media()
    return len(media) >= count and all(medium['state'] == 'succeeded' for medium in media)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--mib', type=int, default=512)
    parser.add_argument('--posts', type=int, default=1000)
    parser.add_argument('--starts', type=int, default=7)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix='xu-bench-', dir=os.environ.get('TMPDIR', '/var/tmp')) as folder:
        bench = Bench(arguments, ui_test.get_desktop(), folder)
        bench.starts()
        bench.history()
        bench.uploads()
    for what in bench.missed:
        print(f'MISSED: {what}')
    return 1 if bench.missed else 0


if __name__ == '__main__':
    sys.exit(main())
