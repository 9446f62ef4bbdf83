#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Draws the icons as large as desktops show them: there must be something to see, within the canvas, with room around it.

Usage: test-icons.py SOURCE-ROOT
"""

import os
import pathlib
import re
import shutil
import struct
import subprocess
import sys
import zlib

SIZES = (16, 48, 128)
FILLED = (0.15, 0.9)  # How much of the canvas a drawing may fill.


def read_opacity(png):
    """Rows of how opaque each pixel is, of a PNG with eight bits of red, green, blue and alpha, as rsvg-convert writes it."""
    at, data, header = 8, b'', None
    while at < len(png):
        length, kind = struct.unpack_from('>I4s', png, at)
        chunk = png[at + 8:at + 8 + length]
        header = chunk if kind == b'IHDR' else header
        data += chunk if kind == b'IDAT' else b''
        at += length + 12

    width, height, depth, colours, _, _, interlaced = struct.unpack('>IIBBBBB', header)
    assert (depth, colours, interlaced) == (8, 6, 0)
    data, stride, above, rows = zlib.decompress(data), width * 4, bytes(width * 4), []
    for y in range(height):
        how = data[y * (stride + 1)]
        row = bytearray(data[y * (stride + 1) + 1:(y + 1) * (stride + 1)])
        for i in range(stride):
            left, corner = (row[i - 4], above[i - 4]) if i >= 4 else (0, 0)
            nearest = min((left, above[i], corner), key=lambda value: abs(left + above[i] - corner - value))
            row[i] = (row[i] + (0, left, above[i], (left + above[i]) // 2, nearest)[how]) & 255
        rows.append(row[3::4])
        above = row
    return rows


def judge(icon, size):
    """What is wrong with the drawing; None: nothing."""
    png = subprocess.run(['rsvg-convert', '--width', str(size), '--height', str(size), icon], capture_output=True, check=True, timeout=60).stdout
    rows = read_opacity(png)
    filled = sum(opacity > 127 for row in rows for opacity in row) / size ** 2
    if (len(rows), len(rows[0])) != (size, size):
        return f'it is {len(rows[0])} by {len(rows)} pixels'
    if not FILLED[0] < filled < FILLED[1]:
        return f'it fills {filled:.0%} of the canvas'
    return None


def judge_symbolic(source):
    """GTK gives symbolic icons the colour of the text, which works for plain shapes of one colour."""
    colours = set(re.findall(r'(?:fill|stroke)="(#[^"]*|url[^"]*)"', source))
    if len(colours) != 1:
        return f'its colours: {", ".join(sorted(colours))}'
    if 'stroke' in source:
        return 'it has a stroke, which keeps its own colour'
    if 'viewBox="0 0 16 16"' not in source:
        return 'its grid is not of 16 pixels'
    return None


def main():
    root = pathlib.Path(sys.argv[1])
    if not shutil.which('rsvg-convert'):
        is_ci = os.environ.get('CI') == 'true'
        print('Bail out! rsvg-convert is not there' if is_ci else '1..0 # SKIP rsvg-convert is not there')
        return is_ci

    icons = sorted((root / 'data/icons').rglob('*.svg')) + sorted((root / 'src/ui/icons').rglob('*.svg'))
    findings = [(f'{icon.stem} in {size} pixels', judge(icon, size)) for icon in icons for size in SIZES]
    findings += [(f'{icon.stem} in one colour', judge_symbolic(icon.read_text(encoding='utf-8')))
                 for icon in icons if icon.stem.endswith('-symbolic')]
    for n, (what, problem) in enumerate(findings, 1):
        print(f'{"not ok" if problem else "ok"} {n} - {what}')
        if problem:
            print(f'# {problem}')
    print(f'1..{len(findings)}')
    return any(problem for _, problem in findings) or len(icons) < 2


if __name__ == '__main__':
    sys.exit(main())
