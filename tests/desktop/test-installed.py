#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds what is installed for the desktop together: each file names others, by which the desktop finds them.

Usage: test-installed.py SOURCE-ROOT BUILD-ROOT
"""

import configparser
import json
import pathlib
import sys
import xml.etree.ElementTree as ElementTree

APP_ID = 'org.example.XUploader'
APPLICATION = f'share/applications/{APP_ID}.desktop'
METAINFO = f'share/metainfo/{APP_ID}.metainfo.xml'
SERVICE = f'share/dbus-1/services/{APP_ID}.service'
ICONS = {f'share/icons/hicolor/scalable/apps/{APP_ID}.svg', f'share/icons/hicolor/symbolic/apps/{APP_ID}-symbolic.svg'}
SCHEMA = f'share/glib-2.0/schemas/{APP_ID}.gschema.xml'


class Installed:
    def __init__(self, source_root, build_root):
        self.source_root, build = pathlib.Path(source_root), pathlib.Path(build_root)
        plan = json.loads((build / 'meson-info/intro-installed.json').read_text(encoding='utf-8'))
        options = json.loads((build / 'meson-info/intro-buildoptions.json').read_text(encoding='utf-8'))
        self.prefix = pathlib.Path(next(option['value'] for option in options if option['name'] == 'prefix'))
        self.files = {str(pathlib.Path(place).relative_to(self.prefix)): pathlib.Path(path)
                      for path, place in plan.items() if pathlib.Path(place).is_relative_to(self.prefix)}
        self.programs = {pathlib.Path(place).name: place for place in plan.values() if pathlib.Path(place).parent == self.prefix / 'bin'}
        self.n = self.n_bad = 0

    def check(self, what, is_there, should_be):
        self.n += 1
        self.n_bad += is_there != should_be
        print(f'{"ok" if is_there == should_be else "not ok"} {self.n} - {what}')
        if is_there != should_be:
            print(f'# {is_there!r} instead of {should_be!r}')

    def read_keys(self, place, group):
        parser = configparser.RawConfigParser(delimiters='=', strict=True)
        parser.optionxform = str
        parser.read(self.files[place], encoding='utf-8')
        return dict(parser[group])

    def check_entry(self, entry):
        self.check('the entry has our icon', entry['Icon'], APP_ID)
        self.check('it starts our program with files or addresses', entry['Exec'], 'xuploader %U')
        self.check('the session bus may start it', entry['DBusActivatable'], 'true')
        self.check('it has German words', {f'{key}[de]' for key in ('Name', 'Comment', 'Keywords')} - set(entry), set())

    def check_service(self, service):
        program, *arguments = service['Exec'].split()
        self.check('the service is the application', service['Name'], APP_ID)
        self.check('it starts a program that is installed', program, self.programs.get('xuploader'))
        self.check('it starts it as a service', arguments, ['--gapplication-service'])

    def check_metainfo(self, metainfo):
        self.check('the metainfo is of the application', metainfo.findtext('id'), APP_ID)
        self.check('it names the entry', metainfo.findtext('launchable'), f'{APP_ID}.desktop')
        self.check('it names programs that are installed',
                   {element.text for element in metainfo.findall('provides/binary')} - set(self.programs), set())

        pictures = {element.text.rpartition('/')[2] for element in metainfo.findall('screenshots/screenshot/image')}
        folder = self.source_root / 'data/screenshots'
        self.check('its pictures are there', {picture for picture in pictures if not (folder / picture).exists()}, set())

    def check_schema(self, schema):
        self.check('the settings are of the application', {element.get('id') for element in schema.findall('schema')}, {APP_ID})

    def check_flatpak(self, manifest):
        self.check('the Flatpak is of the application', manifest['id'], APP_ID)
        self.check('it starts a program that is installed', manifest['command'] in self.programs, True)
        self.check('the application is its only module', [module['name'] for module in manifest['modules']], ['xuploader'])
        self.check('it asks for no more than it needs', set(manifest['finish-args']),
                   {'--share=network', '--share=ipc', '--socket=wayland', '--socket=fallback-x11', '--device=dri'})

    def check_all(self):
        wanted = {APPLICATION, METAINFO, SERVICE, SCHEMA, *ICONS}
        self.check('what the desktop looks for is installed', wanted - set(self.files), set())
        self.check_entry(self.read_keys(APPLICATION, 'Desktop Entry'))
        self.check_service(self.read_keys(SERVICE, 'D-BUS Service'))
        self.check_metainfo(ElementTree.parse(self.files[METAINFO]).getroot())
        self.check_schema(ElementTree.parse(self.files[SCHEMA]).getroot())
        self.check_flatpak(json.loads((self.source_root / f'{APP_ID}.json').read_text(encoding='utf-8')))
        print(f'1..{self.n}')
        return self.n_bad


if __name__ == '__main__':
    sys.exit(Installed(*sys.argv[1:]).check_all() > 0)
