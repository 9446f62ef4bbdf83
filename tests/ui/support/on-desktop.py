#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs a test that shows widgets itself, on a desktop of its own; skipped where there is none to be had.

Usage: on-desktop.py PROGRAM [ARGUMENT...]
"""

import subprocess
import sys

import desktop
from ui_test import get_desktop, give_up


def main():
    missing = desktop.find_missing()
    if missing:
        give_up(f'missing: {", ".join(missing)}')
    environment = get_desktop().environment
    # What GTK keeps to the end of a process is not ours to free: see application.py.
    environment['ASAN_OPTIONS'] = environment.get('ASAN_OPTIONS', '').replace('detect_leaks=1', 'detect_leaks=0')
    return subprocess.run(sys.argv[1:], env=environment, check=False).returncode


if __name__ == '__main__':
    sys.exit(main())
