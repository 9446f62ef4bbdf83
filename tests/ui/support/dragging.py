# SPDX-License-Identifier: GPL-3.0-or-later
"""Drag and drop as it is: another process offers files, the mouse carries them, the application takes them or does not."""

import os
import subprocess
import sys

from processes import read_line, wait_until

SOURCE = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'file-source.py')
PATIENCE = 30  # seconds
N_PRESSES = 4


class Drag:
    """Files under way, from the pressing of the button to its release; a block that ends before drops them nowhere."""

    n = 0

    def __init__(self, desktop, *addresses, kind='files'):
        Drag.n += 1
        self.desktop = desktop
        self.screen = desktop.screen
        self.name = f'drag-{Drag.n}'
        self.is_held = False
        self.process = desktop.family.start(self.name, [sys.executable, SOURCE, kind, *addresses],
                                            desktop.environment | {'GTK_A11Y': 'none'})
        self.wait_for('READY')
        self.source = wait_until(lambda: self.screen.windows(self.process.pid), 'the drag source has a window', PATIENCE)[0]
        self.screen.place(self.source, 0, 0)
        self.screen.raise_window(self.source)
        wait_until(lambda: self.screen.geometry(self.source)[:2] == (0, 0), 'the drag source is in its corner', PATIENCE)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.is_held:
            self.screen.glide(2, self.screen.height - 2)  # Nobody's window is there.
            self.screen.release()
        self.desktop.family.end(self.process)

    def said(self):
        return self.desktop.family.log(self.name).splitlines()

    def wait_for(self, word, seconds=PATIENCE):
        return wait_until(lambda: next((line for line in self.said() if line.startswith(word)), None), f'the drag source says {word}',
                          seconds)

    def press_and_pull(self, seconds):
        _, _, width, height = self.screen.geometry(self.source)
        self.screen.move(width / 2, height / 2)
        self.screen.press()
        self.is_held = True
        self.screen.glide(width / 2 + 20, height / 2 + 20, 8)
        self.wait_for('BEGIN', seconds)

    def begin(self):
        """A menu that closes just now takes the first press for itself, as it would from a user."""
        for _ in range(N_PRESSES - 1):
            try:
                self.press_and_pull(PATIENCE / N_PRESSES)
                return
            except AssertionError:
                self.screen.release()
                self.is_held = False
        self.press_and_pull(PATIENCE)

    def carry_over(self, window, x=None, y=None):
        """To a place in a window, else its middle; the window answers while the button is held."""
        if not self.is_held:
            self.begin()
        left, top, width, height = self.screen.geometry(window)
        x, y = left + (width / 2 if x is None else x), top + (height / 2 if y is None else y)
        self.screen.glide(x, y)
        self.screen.glide(x + 3, y + 2, 3)

    def carry_away(self):
        self.screen.glide(2, self.screen.height - 2)

    def drop(self):
        """Lets go, and returns what became of the files: copy, move or none."""
        self.screen.release()
        self.is_held = False
        return self.wait_for('END').split()[1]


def copy(desktop, *addresses):
    """Puts files on the clipboard, and returns the process whose they are."""
    process = desktop.family.start('clipboard', [sys.executable, SOURCE, 'copy', *addresses],
                                   desktop.environment | {'GTK_A11Y': 'none'}, stdout=subprocess.PIPE)
    read_line(process.stdout.fileno(), 'the clipboard\'s source')
    return process


def drop(desktop, window, *addresses, kind='files'):
    """Drags files onto a window and lets them go there."""
    with Drag(desktop, *addresses, kind=kind) as drag:
        drag.carry_over(window)
        return drag.drop()
