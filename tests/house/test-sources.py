#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads the sources for what no compiler checks: the house's rules that HACKING.md names.

Usage: test-sources.py SOURCE-ROOT
"""

import pathlib
import re
import sys

FRONTS = {'ui', 'cli', 'words'}

# Headers in the system's own include folder, or of libraries that one room alone may use: pattern of the header, rooms.
PRIVATE_HEADERS = [
    (r'sqlite3\.h', {'journal'}),
    (r'gnutls/.*', {'sandbox'}),
    (r'nghttp2/.*', {'sandbox'}),
    (r'libsecret/.*', {'auth'}),
    (r'(gtk|gdk|gsk)/.*|adwaita\.h', {'ui'}),
    (r'gst/.*', {'media-helper'}),
    (r'glib/gi18n(-lib)?\.h|libintl\.h', FRONTS),
]

TRANSLATED = re.compile(r'(?<!\w)(?:_|N_|C_|NC_|Q_|ngettext|gettext|dgettext|dngettext|g_dgettext|g_dngettext|g_dpgettext2?) ?\(')
INCLUDE = re.compile(r'^\s*#\s*include\s*[<"]([^>"]+)[>"]', re.MULTILINE)
FOREIGN_TYPE = re.compile(r'\b(?:Soup|Json|Secret|Gst|gnutls_|sqlite3)\w*')
UI_TRANSLATED = re.compile(r'\btranslatable="(?:yes|true|1)"')
UNFINISHED = re.compile(r'\b(?:TO' r'DO|FIX' r'ME|XX' r'X)\b')


def without(source, strings):
    """C without its comments, and where strings is true without what its strings hold; lines stay where they are."""
    def replace(match):
        text = match.group(0)
        if text.startswith('/'):
            return '\n' * text.count('\n')
        return text[0] + text[0] if strings else text
    return re.sub(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', replace, source, flags=re.DOTALL)


class House:
    def __init__(self, root):
        self.root = root
        self.c_files = {path: path.read_text(encoding='utf-8')
                        for folder in ('src', 'tests') for path in sorted((root / folder).rglob('*.[ch]'))}
        self.n = 0
        self.n_bad = 0

    def name(self, path):
        return str(path.relative_to(self.root))

    def room(self, path):
        parts = path.relative_to(self.root).parts
        return parts[1] if parts[0] == 'src' else None

    def report(self, what, offenders):
        self.n += 1
        self.n_bad += bool(offenders)
        print(f'{"not ok" if offenders else "ok"} {self.n} - {what}')
        for offender in offenders:
            print(f'# {offender}')

    def check_licence(self):
        self.report('every C file begins with its licence',
                    [self.name(path) for path, source in self.c_files.items()
                     if not source.startswith('/* SPDX-License-Identifier: GPL-3.0-or-later */\n')])

    def check_headers(self):
        for pattern, rooms in PRIVATE_HEADERS:
            self.report(f'only {", ".join(sorted(rooms))} may include {pattern}',
                        [f'{self.name(path)}: {header}' for path, source in self.c_files.items()
                         if self.room(path) not in rooms | {None}
                         for header in INCLUDE.findall(without(source, strings=False)) if re.fullmatch(pattern, header)])

    def check_text(self):
        self.report('text is pure: GLib and itself, no other room, no GIO',
                    [f'{self.name(path)}: {header}' for path, source in self.c_files.items() if self.room(path) == 'text'
                     for header in INCLUDE.findall(without(source, strings=False))
                     if header.startswith('gio/') or (header.startswith('xu-') and not (path.parent / header).exists())])

    def check_translations(self):
        translated = [path for path, source in self.c_files.items()
                      if self.room(path) and TRANSLATED.search(without(source, strings=True))]
        self.report('nothing below the fronts translates',
                    [self.name(path) for path in translated if self.room(path) not in FRONTS])

        listed = [line.strip() for line in (self.root / 'po/POTFILES.in').read_text(encoding='utf-8').splitlines()
                  if line.strip() and not line.startswith('#')]
        # Of data, all of these have words for people; of the window's descriptions those that say so.
        described = [path for pattern in ('*.desktop.in', '*.gschema.xml', '*.metainfo.xml.in')
                     for path in sorted((self.root / 'data').glob(pattern))]
        described += [path for path in sorted((self.root / 'src').rglob('*.ui'))
                      if UI_TRANSLATED.search(path.read_text(encoding='utf-8'))]
        wanted = [self.name(path) for path in translated + described]
        self.report('po/POTFILES.in lists exactly the files with strings to translate, sorted',
                    [f'missing: {name}' for name in sorted(set(wanted) - set(listed))]
                    + [f'too many: {name}' for name in sorted(set(listed) - set(wanted))]
                    + (['not sorted'] if listed != sorted(listed) else []))

    def check_engine_headers(self):
        self.report("the engine's public headers show no foreign type",
                    [f'{self.name(path)}: {name}' for path, source in self.c_files.items()
                     if self.room(path) == 'engine' and path.suffix == '.h' and not path.stem.endswith('-private')
                     for name in FOREIGN_TYPE.findall(without(source, strings=True))])

    def check_tasks(self):
        self.report('no GTask is taken for the object that it works for',
                    [self.name(path) for path, source in self.c_files.items() if re.search(r'G_TASK \(self\)', source)])

    def check_packages(self):
        wanted = set(re.findall(r"dependency\('([^']+)'", (self.root / 'meson.build').read_text(encoding='utf-8')))
        listed = set(re.findall(r'^build +pc:(\S+)', (self.root / 'build-aux/packages.sh').read_text(encoding='utf-8'), re.MULTILINE))
        self.report('build-aux/packages.sh installs exactly what meson.build looks for', sorted(wanted ^ listed))

    def check_unfinished(self):
        texts = [path for folder in ('src', 'tests', 'data', 'po', 'build-aux', '.ci') if (self.root / folder).is_dir()
                 for path in sorted((self.root / folder).rglob('*'))
                 if path.is_file() and (path.suffix in ('.c', '.h', '.py', '.sh', '.build', '.md', '.1', '.bash', '.fish', '.ui', '.in')
                                        or path.name == 'run')]
        texts += sorted(self.root.glob('*.md')) + [self.root / 'meson.build']
        self.report('nothing is marked as unfinished',
                    [f'{self.name(path)}: {match.group(0)}' for path in texts
                     for match in UNFINISHED.finditer(path.read_text(encoding='utf-8'))])


def main():
    house = House(pathlib.Path(sys.argv[1]).resolve())
    house.check_licence()
    house.check_headers()
    house.check_text()
    house.check_translations()
    house.check_engine_headers()
    house.check_tasks()
    house.check_packages()
    house.check_unfinished()
    print(f'1..{house.n}')
    return 0 if house.n_bad == 0 and house.c_files else 1


if __name__ == '__main__':
    sys.exit(main())
