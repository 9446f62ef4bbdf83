#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Proves that the build enforces the arrows between the rooms (HACKING.md): with the very command that compiles a room's files,
an include along an arrow compiles and every include across a missing one does not.

Usage: test-arrows.py SOURCE-ROOT BUILD-ROOT
"""

import concurrent.futures
import json
import os
import pathlib
import shlex
import subprocess
import sys

# Room: the rooms whose headers it may include. A room whose headers show another room's types passes that room on.
ARROWS = {
    'base': set(),
    'text': {'base'},  # For config.h alone: test-sources.py looks after the rest.
    'http': {'base'},
    'auth': {'http', 'base'},
    'api': {'http', 'base'},
    'media': {'base'},
    'journal': {'base'},
    'upload': {'api', 'http', 'media', 'journal', 'base'},
    'engine': {'upload', 'auth', 'api', 'http', 'media', 'journal', 'text', 'base'},
    'words': {'base'},
    'cli': {'engine', 'words', 'text', 'base'},
    'ui': {'engine', 'words', 'text', 'base'},
    'sandbox': {'base'},
    'media-helper': {'base'},
}

# One header that stands for the room where an arrow leads to it.
DOORS = {
    'base': 'xu-error.h',
    'text': 'xu-weighted-text.h',
    'http': 'xu-http-client.h',
    'auth': 'xu-credentials.h',
    'api': 'xu-media-api.h',
    'media': 'xu-media-file.h',
    'journal': 'xu-journal.h',
    'upload': 'xu-uploader.h',
    'engine': 'xu-engine.h',
    'words': 'xu-failure-words.h',
}

# Header of a library: who may use it. Those that lie in the system's own include folder, which no build can hide, and those that
# no room uses are for test-sources.py.
LIBRARIES = {
    'gtk/gtk.h': {'ui'},
    'adwaita.h': {'ui'},
    'libsoup/soup.h': {'http', 'sandbox'},
    'gst/gst.h': {'media-helper'},
    'libsecret/secret.h': {'auth'},
    'json-glib/json-glib.h': {'http', 'auth', 'api', 'media', 'engine', 'cli', 'sandbox', 'media-helper'},
}


def compile_command(entry):
    """What compiles a file of the room, turned into one that only checks what comes on standard input."""
    words = shlex.split(entry['command'])
    kept = []
    skip = False
    for word in words:
        if skip:
            skip = False
        elif word in ('-o', '-MQ', '-MF', '-c'):
            skip = True
        elif word != '-MD':
            kept.append(word)
    return kept + ['-fdiagnostics-color=never', '-fsyntax-only', '-x', 'c', '-']


def rooms_commands(source_root, build_root):
    commands = {}
    with open(build_root / 'compile_commands.json', encoding='utf-8') as file:
        for entry in json.load(file):
            path = pathlib.Path(os.path.normpath(os.path.join(entry['directory'], entry['file'])))
            try:
                room = path.relative_to(source_root / 'src').parts[0]
            except ValueError:
                continue  # A test, or a generated file.
            commands.setdefault(room, (compile_command(entry), entry['directory']))
    return commands


def check(command, folder, header, is_permitted):
    """Returns what is wrong, or None."""
    source = f'#include <{header}>' if '/' in header else f'#include "{header}"'
    result = subprocess.run(command, cwd=folder, input=f'{source}\n', capture_output=True, text=True, timeout=60,
                            env={**os.environ, 'LC_ALL': 'C'}, check=False)
    if is_permitted:
        return result.stderr if result.returncode != 0 else None
    if result.returncode == 0:
        return 'it compiles'
    is_hidden = f"'{header}' file not found" in result.stderr or f'{header}: No such file' in result.stderr
    return None if is_hidden else f'it fails, but not because it is out of sight: {result.stderr}'


def cases(source_root, commands):
    for room, (command, folder) in sorted(commands.items()):
        for other in sorted(ARROWS):
            if other == room:
                continue
            if other in ARROWS[room]:
                if other in commands:
                    yield room, command, folder, DOORS[other], True
            else:
                for header in sorted((source_root / 'src' / other).glob('*.h')):
                    yield room, command, folder, header.name, False
        for header, users in LIBRARIES.items():
            yield room, command, folder, header, room in users


def main():
    source_root, build_root = (pathlib.Path(argument).resolve() for argument in sys.argv[1:])
    commands = rooms_commands(source_root, build_root)
    n = 0
    n_bad = 0

    def report(what, problem):
        nonlocal n, n_bad
        n += 1
        n_bad += problem is not None
        print(f'{"ok" if problem is None else "not ok"} {n} - {what}')
        for line in (problem or '').splitlines():
            print(f'# {line}')

    for folder in sorted(path for path in (source_root / 'src').iterdir() if path.is_dir()):
        if any(folder.glob('*.c')):
            report(f'{folder.name} is a room of the house, and is built',
                   None if folder.name in ARROWS and folder.name in commands else 'no arrows or no compile command')

    todo = [case for case in cases(source_root, commands) if case[0] in ARROWS]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for case, problem in zip(todo, pool.map(lambda case: check(*case[1:]), todo)):
            report(f'{case[0]} {"sees" if case[4] else "does not see"} {case[3]}', problem)

    print(f'1..{n}')
    return 0 if n_bad == 0 and todo else 1


if __name__ == '__main__':
    sys.exit(main())
