# SPDX-License-Identifier: GPL-3.0-or-later
"""How smooth and how quick a window is, measured from outside: what its user notices."""

import os
import subprocess

from Xlib.ext import damage

from application import PATH
from desktop import APP_ID


def percentile(values, percent):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))]


class Delays:
    """How long the main loop of the application lets a caller wait, for the time of a block, in milliseconds; and the bus itself,
    which tells how long this machine lets anybody wait."""

    def __init__(self, desktop):
        self.desktop = desktop
        self.of_application = []
        self.of_bus = []

    def __enter__(self):
        self.process = subprocess.Popen([os.environ['XU_MEASURE_DELAYS'], APP_ID, PATH], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True, env=self.desktop.environment)
        return self

    def __exit__(self, *_):
        output, _ = self.process.communicate(timeout=120)
        for line in output.splitlines():
            name, *times = line.split()
            getattr(self, f'of_{name}').extend(int(microseconds) / 1000 for microseconds in times)


class Frames:
    """When a window was drawn anew, as the X server saw it."""

    def __init__(self, screen, window):
        self.display = screen.display
        self.display.damage_query_version()
        self.damage = window.damage_create(damage.DamageReportNonEmpty)
        self.kind = self.display.extension_event.DamageNotify
        self.times = []  # milliseconds

    def poll(self):
        while self.display.pending_events():
            event = self.display.next_event()
            if event.type == self.kind:
                self.times.append(event.timestamp)
                self.display.damage_subtract(self.damage)
        self.display.flush()

    def intervals(self, longest=250):
        """Milliseconds from one frame to the next, as long as it moved."""
        return [later - earlier for earlier, later in zip(self.times, self.times[1:]) if later - earlier <= longest]

    def end(self):
        self.display.damage_destroy(self.damage)
        self.display.sync()


def forget_files(paths):
    """Out of memory with them, as after a start of the machine, as far as nobody else has them mapped."""
    for path in paths:
        try:
            fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        except OSError:
            continue
        os.posix_fadvise(fd, 0, 0, os.POSIX_FADV_DONTNEED)
        os.close(fd)


def find_mapped_files(pid):
    with open(f'/proc/{pid}/maps', encoding='utf-8') as file:
        return sorted({line.split(None, 5)[5].strip() for line in file if len(line.split(None, 5)) == 6 and '/' in line})
