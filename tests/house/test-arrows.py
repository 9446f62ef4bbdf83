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
import re
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


def compile_source(command, folder, source):
    return subprocess.run(command, cwd=folder, input=source, capture_output=True, text=True, timeout=60,
                          env={**os.environ, 'LC_ALL': 'C'}, check=False)


def quote(header):
    return f'<{header}>' if '/' in header else f'"{header}"'


def check_permitted(command, folder, header):
    """Returns what is wrong, or None."""
    result = compile_source(command, folder, f'#include {quote(header)}\n')
    return result.stderr if result.returncode != 0 else None


def find_seen(command, folder, headers):
    """Returns those of the headers that the compiler finds. It is asked once for all of them: there are thousands in all."""
    source = ''.join(f'#if __has_include({quote(header)})\n#warning in sight: {header}\n#endif\n' for header in headers)
    result = compile_source([*command, '-Wno-error'], folder, source)
    if result.returncode != 0:
        raise AssertionError(result.stderr)
    return set(re.findall(r'in sight: (\S+)', result.stderr)) & set(headers)


def cases(source_root, room, commands):
    """Yields each header that is not the room's own, and whether the room may include it."""
    for other in sorted(ARROWS):
        if other == room:
            continue
        if other in ARROWS[room]:
            if other in commands:
                yield DOORS[other], True
        else:
            for header in sorted((source_root / 'src' / other).glob('*.h')):
                yield header.name, False
    for header, users in LIBRARIES.items():
        yield header, room in users


def check_room(source_root, room, commands):
    """Returns each case, and what is wrong with it, or None."""
    command, folder = commands[room]
    own = min((source_root / 'src' / room).glob('*.h')).name
    todo = list(cases(source_root, room, commands))
    seen = find_seen(command, folder, [own, *(header for header, is_permitted in todo if not is_permitted)])
    results = [((room, own, True), None if own in seen else 'it is out of sight')]
    for header, is_permitted in todo:
        if is_permitted:
            problem = check_permitted(command, folder, header)
        else:
            problem = 'it is in sight' if header in seen else None
        results.append(((room, header, is_permitted), problem))
    return results


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

    todo = sorted(set(commands) & set(ARROWS))
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for results in pool.map(lambda room: check_room(source_root, room, commands), todo):
            for (room, header, is_permitted), problem in results:
                report(f'{room} {"sees" if is_permitted else "does not see"} {header}', problem)

    print(f'1..{n}')
    return 0 if n_bad == 0 and todo else 1


if __name__ == '__main__':
    sys.exit(main())
