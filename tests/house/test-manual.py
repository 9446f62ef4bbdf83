#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds the man page and the completions to what the command line really takes.

Usage: test-manual.py XUPLOADER-CLI SOURCE-ROOT
"""

import os
import pathlib
import re
import subprocess
import sys

COMMANDS = ['upload', 'check', 'list', 'status', 'resume', 'post', 'pause', 'cancel', 'delete', 'login', 'accounts',
            'logout', 'version', 'help']
ENVIRONMENT_OF_TESTS = {
    'XUPLOADER_SANDBOX_PROGRAM', 'XUPLOADER_MEDIA_HELPER',  # Where a build that is not installed has its programs.
    'XUPLOADER_TEST_BACKOFF_MS', 'XUPLOADER_TEST_LOOK_MS',  # How long to wait, instead of seconds.
}


def options_of_help(cli, *arguments):
    environment = {**os.environ, 'LC_ALL': 'C.UTF-8'}
    text = subprocess.run([cli, 'help', *arguments], capture_output=True, text=True, check=True, timeout=60, env=environment).stdout
    return set(re.findall(r'^ +(?:-\w, )?(--[a-z-]+)', text, re.MULTILINE)), text


def main():
    cli, root = sys.argv[1], pathlib.Path(sys.argv[2])

    def source(path):
        return (root / path).read_text(encoding='utf-8')

    manual = source('data/xuploader-cli.1').replace('\\-', '-')
    sections = dict(re.findall(r'^\.SH (.*)\n((?:(?!\.SH ).*\n)*)', manual, re.MULTILINE))
    completions = {
        'bash': set(re.findall(r'--[a-z-]+', source('data/completions/xuploader-cli.bash'))),
        'zsh': set(re.findall(r'--[a-z-]+', source('data/completions/_xuploader-cli'))),
        'fish': {f'--{name}' for name in re.findall(r'^complete .* -l ([a-z-]+)', source('data/completions/xuploader-cli.fish'), re.MULTILINE)},
    }
    n = n_bad = 0

    def compare(what, is_there, should_be):
        nonlocal n, n_bad
        n += 1
        n_bad += is_there != should_be
        print(f'{"ok" if is_there == should_be else "not ok"} {n} - {what}')
        for name in sorted(should_be - is_there):
            print(f'# missing: {name}')
        for name in sorted(is_there - should_be):
            print(f'# too many: {name}')

    everything, help_text = options_of_help(cli)
    for command in COMMANDS:
        everything |= options_of_help(cli, command)[0]

    compare('the help names all commands', set(re.findall(r'^  ([a-z]+) ', help_text, re.MULTILINE)) & set(COMMANDS), set(COMMANDS))
    compare('the man page has all options', set(re.findall(r'^\.\w+ .*?(--[a-z-]+)', sections['OPTIONS'], re.MULTILINE)) | {'--version'},
            everything)
    compare('the man page has all commands', set(re.findall(r'^\.B[IR]? ([a-z]+)', sections['COMMANDS'], re.MULTILINE)), set(COMMANDS))
    for shell, options in completions.items():
        compare(f'the completion of {shell} has all options', options, everything)

    read = {name for path in (root / 'src').rglob('*.c') if path.relative_to(root).parts[1] != 'sandbox'
            for name in re.findall(r'"(XUPLOADER_[A-Z0-9_]+)"', path.read_text(encoding='utf-8'))}
    compare('the man page has the whole environment', set(re.findall(r'XUPLOADER_[A-Z0-9_]+', manual)), read - ENVIRONMENT_OF_TESTS)

    codes = set(re.findall(r'\[XU_ERROR_\w+\] = "([a-z-]+)"', source('src/base/xu-error.c')))
    words = re.findall(r': ([a-z-]+(?:,\s+[a-z-]+)*)\.', sections['EXIT STATUS'])
    compare('the man page has every code of a failure', {code for group in words for code in re.split(r',\s+', group)}, codes)

    events = {name for path in (root / 'src/cli').glob('*.c')
              for name in re.findall(r'new_event \((?:self, )?"([a-z]+)"', path.read_text(encoding='utf-8'))}
    compare('the man page has every event', set(re.findall(r'^\.TP\n\.B ([a-z]+)$', sections['EVENTS'], re.MULTILINE)), events)

    print(f'1..{n}')
    return 0 if n_bad == 0 else 1


if __name__ == '__main__':
    sys.exit(main())
