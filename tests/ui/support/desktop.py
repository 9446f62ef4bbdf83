# SPDX-License-Identifier: GPL-3.0-or-later
"""A desktop of a test's own: display, window manager, session bus, AT-SPI, notifications, browser. Nothing of the user's is touched."""

import os
import shutil
import sys
import tempfile
import time

import gi
from gi.repository import Gio, GLib

import notifications
from processes import Family, wait_until

APP_ID = 'org.example.XUploader'
PROGRAMS = {'Xvfb': 'xvfb', 'dbus-daemon': 'dbus-daemon', 'openbox': 'openbox'}  # And the packages that Debian has them in.
MODULES = {'Xlib': 'python3-xlib', 'gi.repository.GdkPixbuf': 'gir1.2-gdkpixbuf-2.0'}
FOREIGN = ('DBUS_', 'G_DEBUG', 'XDG_', 'GTK_', 'GDK_', 'GSK_', 'XUPLOADER_', 'AT_SPI_', 'SESSION_')  # What belongs to the user's own session.

BUS_CONFIG = '''<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path={folder}/bus</listen>
  <servicedir>{folder}/services</servicedir>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
'''

OPENBOX_CONFIG = '''<?xml version="1.0"?>
<openbox_config xmlns="http://openbox.org/3.4/rc">
  <focus><focusNew>yes</focusNew><focusLast>yes</focusLast></focus>
  <placement><policy>UnderMouse</policy></placement>
  <desktops><number>1</number></desktops>
</openbox_config>
'''

BROWSER = '''#!/bin/sh
printf '%s\\n' "$1" >>'{folder}/opened'
'''

BROWSER_ENTRY = '''[Desktop Entry]
Type=Application
Name=Browser of the tests
Exec={folder}/browser %u
MimeType=x-scheme-handler/http;x-scheme-handler/https;
'''


def find_missing():
    """What this machine lacks for a display test, with the packages to install."""
    missing = [f'{program} ({package})' for program, package in PROGRAMS.items() if shutil.which(program) is None]
    if find_service('org.a11y.Bus') is None:
        missing.append('org.a11y.Bus (at-spi2-core)')
    return missing


def find_service(name):
    """The file from which a bus knows how to start the owner of a name."""
    for folder in [GLib.get_user_data_dir(), *GLib.get_system_data_dirs(), '/usr/share']:
        path = os.path.join(folder, f'dbus-1/services/{name}.service')
        if os.path.exists(path):
            return path
    return None


def write(path, text, mode=0o644):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, 'w', encoding='utf-8') as file:
        file.write(text)
    os.chmod(path, mode)


class Desktop:
    """Everything between a user and an application; it ends with end()."""

    def __init__(self, width=1280, height=960):
        self.folder = tempfile.mkdtemp(prefix='xu-ui-')
        self.family = Family(self.folder)
        self.screen = self.bus = self.notifications = None
        try:
            self.start(width, height)
        except BaseException:
            self.end()
            raise

    def start(self, width, height):
        import x11  # pylint: disable=import-outside-toplevel  # Where it is missing, the tests are skipped before this.

        for name in ('run', 'home', 'services', 'share/applications'):
            os.makedirs(os.path.join(self.folder, name), mode=0o700)
        self.environment = self.make_environment()
        self.write_files()

        _, number = self.family.start_and_read(
            'xvfb', ['Xvfb', '-displayfd', '{}', '-screen', '0', f'{width}x{height}x24', '-dpi', '96', '-nolisten', 'tcp', '-noreset'],
            self.environment)
        self.environment['DISPLAY'] = f':{number}'
        self.screen = x11.Screen(f':{number}')

        _, address = self.family.start_and_read(
            'bus', ['dbus-daemon', f'--config-file={self.folder}/bus.conf', '--nofork', '--nopidfile', '--print-address={}'],
            self.environment)
        self.environment['DBUS_SESSION_BUS_ADDRESS'] = address
        self.bus = connect(address)
        self.notifications = notifications.Daemon(address)
        self.family.start('openbox', ['openbox', '--sm-disable', '--config-file', f'{self.folder}/openbox.xml'], self.environment)
        wait_until(self.screen.has_manager, 'the window manager runs')

        answer = self.call('org.a11y.Bus', '/org/a11y/bus', 'org.a11y.Bus', 'GetAddress')
        self.a11y = connect(answer[0])
        self.call('org.a11y.Bus', '/org/a11y/bus', 'org.freedesktop.DBus.Properties', 'Set',
                  GLib.Variant('(ssv)', ('org.a11y.Status', 'ScreenReaderEnabled', GLib.Variant('b', True))))

    def make_environment(self):
        environment = {name: value for name, value in os.environ.items()
                       if not name.startswith(FOREIGN) and name not in ('DISPLAY', 'WAYLAND_DISPLAY', 'XAUTHORITY', 'DESKTOP_SESSION')}
        return environment | {
            'HOME': f'{self.folder}/home',
            'XDG_RUNTIME_DIR': f'{self.folder}/run',
            'XDG_CONFIG_HOME': f'{self.folder}/home/.config',
            'XDG_DATA_HOME': f'{self.folder}/home/.local/share',
            'XDG_CACHE_HOME': f'{self.folder}/home/.cache',
            'XDG_STATE_HOME': f'{self.folder}/home/.local/state',
            'XDG_DATA_DIRS': f'{self.folder}/share:/usr/local/share:/usr/share',
            'XDG_SESSION_TYPE': 'x11',
            'XDG_CURRENT_DESKTOP': 'Test',
            'LC_ALL': 'C.UTF-8',
            'LANGUAGE': 'en',
            'TZ': 'UTC',
            'GDK_BACKEND': 'x11',
            'GSK_RENDERER': 'cairo',  # The same pixels on every machine, and no driver in between.
            'GTK_A11Y': 'atspi',
            'GTK_IM_MODULE': 'simple',
            'GSETTINGS_BACKEND': 'memory',
        }

    def write_files(self):
        write(f'{self.folder}/bus.conf', BUS_CONFIG.format(folder=self.folder))
        write(f'{self.folder}/openbox.xml', OPENBOX_CONFIG)
        write(f'{self.folder}/browser', BROWSER.format(folder=self.folder), 0o755)
        write(f'{self.folder}/share/applications/browser.desktop', BROWSER_ENTRY.format(folder=self.folder))
        write(f'{self.folder}/share/applications/mimeapps.list',
              '[Default Applications]\nx-scheme-handler/http=browser.desktop\nx-scheme-handler/https=browser.desktop\n')
        shutil.copy(find_service('org.a11y.Bus'), f'{self.folder}/services')

    def offer_application(self, program):
        """The bus starts it, and the desktop knows it, as if it were installed."""
        write(f'{self.folder}/services/{APP_ID}.service', f'[D-BUS Service]\nName={APP_ID}\nExec={program} --gapplication-service\n')
        write(f'{self.folder}/share/applications/{APP_ID}.desktop',
              f'[Desktop Entry]\nType=Application\nName=X Uploader\nExec={program} %U\nDBusActivatable=true\n'
              'MimeType=video/mp4;video/quicktime;image/png;image/jpeg;image/gif;\n')
        self.reload_services()

    def offer_service(self, name):
        """The bus starts a program of the system's."""
        shutil.copy(find_service(name), f'{self.folder}/services')
        self.reload_services()

    def reload_services(self):
        self.call('org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus', 'ReloadConfig')

    def call(self, name, path, interface, method, arguments=None, seconds=60):
        return self.bus.call_sync(name, path, interface, method, arguments, None, Gio.DBusCallFlags.NONE, seconds * 1000,
                                  None).unpack()

    def has_name(self, name):
        return self.call('org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus', 'NameHasOwner',
                         GLib.Variant('(s)', (name,)))[0]

    def opened(self):
        """The addresses that the browser was asked to open."""
        try:
            with open(f'{self.folder}/opened', encoding='utf-8') as file:
                return file.read().splitlines()
        except FileNotFoundError:
            return []

    def forget_opened(self):
        write(f'{self.folder}/opened', '')

    def end(self):
        if self.notifications is not None:
            self.notifications.end()
        if self.screen is not None:
            self.screen.close()
        try:
            self.family.end_all()
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)


def connect(address):
    connection = Gio.DBusConnection.new_for_address_sync(
        address, Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION, None, None)
    connection.set_exit_on_close(False)
    return connection
