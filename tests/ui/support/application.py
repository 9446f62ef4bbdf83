# SPDX-License-Identifier: GPL-3.0-or-later
"""The running application, with a home of its own, on a desktop of the test's own."""

import os
import re
import shlex
import signal
import tempfile
import time

from gi.repository import GLib

from accessible import Tree
from desktop import APP_ID, write
from processes import is_alive, wait_until

PATH = '/' + APP_ID.replace('.', '/')
BAD_OUTPUT = re.compile(r'(WARNING|CRITICAL|ERROR) \*\*|runtime error:|ERROR: (Address|Leak)Sanitizer|Gtk-(WARNING|CRITICAL)')
PATIENCE = 60  # seconds: for sanitizers on a busy machine

SETTINGS_INI = '[Settings]\ngtk-enable-animations={animations:d}\n'


def picture_path(name):
    folder = os.environ['XU_SCREENSHOTS']
    os.makedirs(folder, exist_ok=True)
    return os.path.join(folder, f'{name}.png')


class Application:
    """What a test starts, ends, and starts again, while its home stays. Whoever starts it, the test, the bus or a click in a file
    manager, does so by the same launcher, so that it has the same environment."""

    def __init__(self, desktop, account=None, settings=None, has_animations=False, **environment):
        """account: a sandbox that the environment's account is of; settings: of GSettings, by their keys."""
        self.desktop = desktop
        self.home = tempfile.mkdtemp(prefix='home-', dir=desktop.folder)
        self.log_path = os.path.join(self.home, 'application.log')
        self.launcher = os.path.join(self.home, 'xuploader')
        self.process = None
        self.environment = desktop.environment | {
            'HOME': self.home,
            'XDG_CONFIG_HOME': f'{self.home}/.config',
            'XDG_DATA_HOME': f'{self.home}/.local/share',
            'XDG_CACHE_HOME': f'{self.home}/.cache',
            'XDG_STATE_HOME': f'{self.home}/.local/state',
            'XUPLOADER_SANDBOX_PROGRAM': os.environ['XU_SANDBOX'],
            'GSETTINGS_BACKEND': 'keyfile',
            'GSETTINGS_SCHEMA_DIR': os.environ['XU_SCHEMAS'],
            'G_DEBUG': 'fatal-warnings',
            # What GTK, Pango and fontconfig keep to the end of a process is theirs, and each version keeps something else: leaks
            # of ours are found where no widget is, by the tests of the rooms below.
            'ASAN_OPTIONS': os.environ.get('ASAN_OPTIONS', '').replace('detect_leaks=1', 'detect_leaks=0'),
        }
        if account is not None:
            self.environment |= {'XUPLOADER_API_URL': account.url, 'XUPLOADER_ACCESS_TOKEN': account.ready['access_token']}
        self.environment |= environment
        write(f'{self.home}/.config/gtk-4.0/settings.ini', SETTINGS_INI.format(animations=has_animations))
        self.write_settings(settings or {})
        self.write_launcher()

    def write_settings(self, settings):
        lines = [f'{key}={GLib.Variant(kind, value).print_(True)}' for key, (kind, value) in settings.items()]
        write(f'{self.home}/.config/glib-2.0/settings/keyfile', '\n'.join(['[org/example/XUploader]', *lines, '']))

    def write_launcher(self):
        variables = ' '.join(shlex.quote(f'{name}={value}') for name, value in self.environment.items() if value is not None)
        write(self.launcher, f'#!/bin/sh\nexec env -i {variables} {shlex.quote(os.environ["XU_APPLICATION"])} "$@" '
                             f'>>{shlex.quote(self.log_path)} 2>&1\n', 0o755)
        self.desktop.offer_application(self.launcher)

    # Life.

    def launch(self, *arguments):
        """Starts it as the command line does, and returns the process; where it runs already, that one gets the arguments."""
        return self.desktop.family.start('launcher', [self.launcher, *arguments], self.desktop.environment)

    def start(self, *arguments):
        """Starts it and waits for its window."""
        self.process = self.launch(*arguments)
        self.wait_for_window()
        return self

    def wait_for_window(self, x=100, y=80):
        self.pid = wait_until(self.find_pid, f'{APP_ID} is on the bus\n{self.output()}', PATIENCE)
        self.window = wait_until(self.find_window, 'its window is on the screen', PATIENCE)
        self.tree = Tree(self.desktop.a11y, self.pid)
        self.tree.wait('frame')
        self.desktop.screen.place(self.window, x, y)

    def find_pid(self):
        if self.process is not None and self.process.poll() is not None:
            raise AssertionError(f'the application has ended with {self.process.returncode}\n{self.output()}')
        try:
            return self.desktop.call('org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus',
                                     'GetConnectionUnixProcessID', GLib.Variant('(s)', (APP_ID,)))[0]
        except GLib.Error:
            return None  # Nobody has the name.

    def find_window(self):
        windows = self.desktop.screen.windows(self.pid)
        return windows[0] if windows else None

    def activate_action(self, name, *target):
        """An action of the application, as another program may ask for it."""
        self.desktop.call(APP_ID, PATH, 'org.gtk.Actions', 'Activate', GLib.Variant('(sava{sv})', (name, list(target), {})))

    def wait_for_end(self, seconds=PATIENCE):
        """Waits until it has ended by itself, without an error."""
        wait_until(lambda: not is_alive(self.pid), f'the application ends\n{self.output()}', seconds)
        process = self.process
        self.forget()
        if process is not None and process.pid == self.pid and process.returncode != 0:
            raise AssertionError(f'the application has ended with {process.returncode}\n{self.output()}')

    def forget(self):
        """Waits until bus and display have noticed that it has ended."""
        if self.process is not None:
            self.desktop.family.end(self.process)
        self.process = None
        wait_until(lambda: not self.desktop.has_name(APP_ID), f'{APP_ID} is free again', PATIENCE)
        wait_until(lambda: not self.desktop.screen.windows(self.pid), 'its windows are gone', PATIENCE)

    def kill(self, wanted=signal.SIGKILL):
        """As a crash does."""
        os.kill(self.pid, wanted)
        wait_until(lambda: not is_alive(self.pid), 'the application is dead', PATIENCE)
        self.forget()

    def end(self):
        """At the end of a test, in whatever state it is. Its output must show no complaint."""
        if self.process is not None:
            self.desktop.family.end(self.process)
            self.process = None
        self.pid = self.find_pid()
        if self.pid is not None and is_alive(self.pid):
            self.kill(signal.SIGTERM)
        elif self.pid is not None:
            self.forget()
        if BAD_OUTPUT.search(self.output()):
            raise AssertionError(f'the application complains:\n{self.output()}')

    def output(self):
        try:
            with open(self.log_path, encoding='utf-8', errors='replace') as file:
                return file.read()
        except FileNotFoundError:
            return ''

    # Its window.

    def focus(self):
        self.desktop.screen.activate(self.window)
        self.tree.wait('frame', is_so=lambda node: 'active' in node.states)

    def resize(self, width, height):
        """Gives its window a size, and returns the one that it takes."""
        screen = self.desktop.screen
        screen.place(self.window, 40, 40, width, height)
        deadline = time.monotonic() + 3
        while screen.geometry(self.window)[2:] != (width, height) and time.monotonic() < deadline:
            time.sleep(0.05)
        return screen.geometry(self.window)[2:]

    def save_picture(self, name):
        """For a person to look at: in the build's folder, meson-logs/screenshots."""
        self.desktop.screen.save_picture(picture_path(name), self.window)

    def save_dialog_picture(self, name):
        """Of the whole screen, once a second window of the application is on it."""
        wait_until(lambda: len(self.desktop.screen.windows(self.pid)) > 1, 'there is a dialog')
        time.sleep(0.3)  # Until it is drawn.
        self.desktop.screen.save_picture(picture_path(name))
