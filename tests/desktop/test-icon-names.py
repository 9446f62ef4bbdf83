#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every icon that the window names is ours, of the icon theme, or of GTK and libadwaita themselves: a wrong name shows a broken picture.

Usage: test-icon-names.py SOURCE-ROOT
"""

import os
import pathlib
import re
import subprocess
import sys

APP_ID = 'org.example.XUploader'
NAMES = {
    '.ui': re.compile(r'<property name="[a-z-]*icon-name">([^<]+)<'),
    '.c': re.compile(r'"([a-z0-9]+(?:-[a-z0-9]+)*-symbolic(?:-rtl)?)"'),
}
LIBRARIES = (('gtk4', 'libgtk-4.so.1'), ('libadwaita-1', 'libadwaita-1.so.0'))


def read_resources():
    """The libraries with icons inside, as bytes: a resource's name is in there as it is."""
    for module, name in LIBRARIES:
        folder = subprocess.run(['pkg-config', '--variable=libdir', module], capture_output=True, text=True, check=True, timeout=60).stdout.strip()
        yield (pathlib.Path(folder) / name).read_bytes()


def main():
    root = pathlib.Path(sys.argv[1])
    folders = [pathlib.Path(folder) / 'icons' for folder in os.environ.get('XDG_DATA_DIRS', '/usr/local/share:/usr/share').split(':')]
    theme = {path.name.partition('.')[0] for folder in folders for path in (folder / 'Adwaita').rglob('*.*')}
    if not theme:
        is_ci = os.environ.get('CI') == 'true'
        print('Bail out! There is no Adwaita' if is_ci else '1..0 # SKIP there is no Adwaita')
        return is_ci

    ours = {path.stem: str(path.relative_to(root / 'src/ui')) for path in sorted((root / 'src/ui/icons').rglob('*.svg'))}
    used = {}
    for path in sorted((root / 'src/ui').iterdir()):
        if path.suffix in NAMES:
            for name in NAMES[path.suffix].findall(path.read_text(encoding='utf-8')):
                used.setdefault(name, path.name)

    resources = list(read_resources())
    inside = {name for name in used for resource in resources
              for ending in (b'.svg', b'.symbolic.png') if name.encode() + ending in resource}
    known = theme | set(ours) | inside | {APP_ID, f'{APP_ID}-symbolic'}
    listed = (root / 'src/ui/xu-ui.gresource.xml').read_text(encoding='utf-8')

    findings = [('the window names icons that there are', [f'{name} in {place}' for name, place in used.items() if name not in known]),
                ('the icons of our own are used', sorted(set(ours) - set(used))),
                ('and are compiled in', sorted(place for place in ours.values() if f'>{place}<' not in listed))]
    for n, (what, offenders) in enumerate(findings, 1):
        print(f'{"not ok" if offenders else "ok"} {n} - {what}')
        for offender in offenders:
            print(f'# {offender}')
    print(f'1..{len(findings)}')
    return any(offenders for _, offenders in findings)


if __name__ == '__main__':
    sys.exit(main())
