#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs commands in a terminal of their own and draws what it showed, as it moved, as an SVG: the picture in README.md.

Usage: terminal-picture.py OUTPUT.svg [SECONDS:]COMMAND-LINE...

A command line is interrupted, as with Ctrl+C, after so many seconds where it says so.
"""

import fcntl
import html
import os
import pty
import re
import signal
import struct
import subprocess
import sys
import termios
import threading
import time
import unicodedata

COLUMNS = 80
ROWS = 40
CELL_WIDTH = 9.0
LINE_HEIGHT = 21
MARGIN = 22
BAR_HEIGHT = 36
FRAME_SECONDS = 0.1
REST_SECONDS = 4  # The last frame stands still for so long.
FOREGROUND = '#d3dae3'
COLOURS = {30: '#1d1f21', 31: '#f07178', 32: '#8fd18a', 33: '#e6c07b', 34: '#6cb6ff', 35: '#c792ea', 36: '#7fdbca', 37: FOREGROUND}

SEQUENCE = re.compile(r'\x1b\[([0-9;?]*)([A-Za-z])')


class Screen:
    """As much of a terminal as a program with a progress bar uses. A cell is (character, colour, is bold)."""

    def __init__(self):
        self.rows = [[]]
        self.row = self.column = 0
        self.style = (FOREGROUND, False)

    def feed(self, text):
        position = 0
        while position < len(text):
            sequence = SEQUENCE.match(text, position)
            if sequence:
                self.control(sequence.group(2), [int(n) for n in re.findall(r'\d+', sequence.group(1))])
                position = sequence.end()
                continue
            self.put(text[position])
            position += 1

    def control(self, letter, numbers):
        n = numbers[0] if numbers else 0
        if letter == 'm':
            for number in numbers or [0]:
                if number == 0:
                    self.style = (FOREGROUND, False)
                elif number == 1:
                    self.style = (self.style[0], True)
                elif number % 60 in COLOURS:
                    self.style = (COLOURS[number % 60], self.style[1])
        elif letter == 'K':
            self.rows[self.row] = [] if n == 2 else self.rows[self.row][:self.column]
        elif letter == 'J':
            self.rows[self.row] = self.rows[self.row][:self.column]
            del self.rows[self.row + 1:]
        elif letter == 'A':
            self.row = max(0, self.row - max(1, n))
        elif letter == 'G':
            self.column = max(0, n - 1)

    def put(self, character):
        if character == '\r':
            self.column = 0
        elif character == '\n':
            self.row += 1
            while len(self.rows) <= self.row:
                self.rows.append([])
        elif character >= ' ':
            row = self.rows[self.row]
            row.extend([(' ', FOREGROUND, False)] * (self.column - len(row)))
            width = 2 if unicodedata.east_asian_width(character) in 'WF' else 1
            row[self.column:self.column + width] = [(character, *self.style)] + [('', *self.style)] * (width - 1)
            self.column += width

    def snapshot(self):
        return tuple(tuple(row) for row in self.rows)


def add_frame(frames, now, screen):
    if frames and now - frames[-1][0] < FRAME_SECONDS:
        frames[-1] = (frames[-1][0], screen.snapshot())
    else:
        frames.append((now, screen.snapshot()))


def run(line, seconds, screen, frames, start):
    """Runs a command line, for so many seconds at most, and adds to frames what the screen shows; returns the exit code."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack('HHHH', ROWS, COLUMNS, 0, 0))
    environment = {**os.environ, 'TERM': 'xterm-256color', 'LC_ALL': 'C.UTF-8'}
    process = subprocess.Popen(['bash', '-c', line], stdin=slave, stdout=slave, stderr=slave, env=environment, start_new_session=True)
    os.close(slave)
    interrupt = threading.Timer(seconds, os.killpg, (process.pid, signal.SIGINT))
    if seconds is not None:
        interrupt.start()

    pending = b''
    while True:
        try:
            pending += os.read(master, 65536)
        except OSError:  # What a terminal says when its last user is gone.
            break
        text = pending.decode('utf-8', errors='ignore')
        cut = text.rfind('\x1b')
        if cut >= 0 and not SEQUENCE.match(text, cut):
            text = text[:cut]  # A sequence still on its way.
        screen.feed(text)
        pending = pending[len(text.encode('utf-8')):]
        add_frame(frames, time.monotonic() - start, screen)
    os.close(master)
    interrupt.cancel()
    return process.wait()


def record(lines):
    """Returns [(seconds since the start, screen)], at most one a tenth of a second."""
    screen, frames, start = Screen(), [], time.monotonic()
    for argument in lines:
        seconds, line = re.fullmatch(r'(?:(\d+):)?(.*)', argument).groups()
        screen.feed(f'\x1b[1;32m$\x1b[0m \x1b[1m{line}\x1b[0m\r\n')
        add_frame(frames, time.monotonic() - start, screen)
        status = run(line, int(seconds) if seconds else None, screen, frames, start)
        if status not in (0, 9):  # 9: paused, which is worth a picture.
            sys.exit(f'“{line}” ended with {status}: no picture of that')
    return frames


def draw_row(cells, y):
    """One <text> for each run of cells that look alike; textLength keeps the columns where no monospaced font is."""
    runs, column = [], 0
    for character, *style in cells:
        if runs and runs[-1][1] == style:
            runs[-1][2].append(character)
        else:
            runs.append((column, style, [character]))
        column += 1
    for column, (colour, is_bold), characters in runs:
        text = ''.join(characters)
        if text.strip():
            weight = ' font-weight="bold"' if is_bold else ''
            yield (f'<text x="{MARGIN + column * CELL_WIDTH:g}" y="{y}" fill="{colour}"{weight} '
                   f'textLength="{len(characters) * CELL_WIDTH:g}" lengthAdjust="spacingAndGlyphs">{html.escape(text)}</text>')


def draw(frames):
    n_rows = max(len(screen) for _, screen in frames)
    while n_rows and all(len(screen) < n_rows or not screen[n_rows - 1] for _, screen in frames):
        n_rows -= 1
    width = 2 * MARGIN + COLUMNS * CELL_WIDTH
    height = BAR_HEIGHT + MARGIN + n_rows * LINE_HEIGHT + 8
    duration = frames[-1][0] + REST_SECONDS

    yield (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height}" width="{width:g}" height="{height}" '
           'font-family="\'DejaVu Sans Mono\', \'Cascadia Mono\', Menlo, Consolas, monospace" font-size="15" xml:space="preserve">')
    yield (f'<style>text {{ white-space: pre }} g {{ animation: {duration:.2f}s step-end infinite }} '
           '@media (prefers-reduced-motion: reduce) { g { animation: none } }</style>')
    yield f'<rect width="{width:g}" height="{height}" rx="12" fill="#1e232b"/>'
    yield f'<path d="M0 {BAR_HEIGHT}V12a12 12 0 0 1 12-12H{width - 12:g}a12 12 0 0 1 12 12V{BAR_HEIGHT}z" fill="#2b323d"/>'
    for i, colour in enumerate(('#f07178', '#e6c07b', '#8fd18a')):
        yield f'<circle cx="{24 + 22 * i}" cy="{BAR_HEIGHT // 2}" r="6.5" fill="{colour}"/>'

    for row in range(n_rows):
        y = BAR_HEIGHT + MARGIN + 6 + row * LINE_HEIGHT
        begin = 0
        for i in range(1, len(frames) + 1):
            look = frames[begin][1][row] if row < len(frames[begin][1]) else ()
            if i < len(frames) and look == (frames[i][1][row] if row < len(frames[i][1]) else ()):
                continue
            runs = list(draw_row(look, y))
            if runs:
                # Where nothing moves, the last frame is what is seen.
                since, until = 100 * frames[begin][0] / duration, 100 if i == len(frames) else 100 * frames[i][0] / duration
                name = f'row{row}-{begin}'
                yield (f'<style>@keyframes {name} {{ 0% {{ opacity: 0 }} {since:.2f}% {{ opacity: 1 }} '
                       f'{until:.2f}% {{ opacity: {int(i == len(frames))} }} }}</style>')
                yield f'<g opacity="{int(i == len(frames))}" style="animation-name: {name}">'
                yield from runs
                yield '</g>'
            begin = i
    yield '</svg>'


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    frames = record(sys.argv[2:])
    with open(sys.argv[1], 'w', encoding='utf-8') as file:
        file.write('\n'.join(draw(frames)) + '\n')


if __name__ == '__main__':
    main()
