# SPDX-License-Identifier: GPL-3.0-or-later
"""The keyring of a user who logged in without a password: it is locked, and asks on the desktop when somebody wants a secret of it."""

import os
import shutil
import subprocess
import tempfile

from gi.repository import GLib

from accessible import Tree
from cli_support import clean_environment
from desktop import find_service
from processes import wait_until

PASSWORD = 'a Password'
SECRETS = 'org.freedesktop.secrets'
COLLECTION = '/org/freedesktop/secrets/collection/login'
PROMPTER = 'org.gnome.keyring.SystemPrompter'
PROPERTIES = 'org.freedesktop.DBus.Properties'


def find_missing():
    """What this machine lacks for a keyring that asks, with the packages to install."""
    missing = [] if shutil.which('gnome-keyring-daemon') else ['gnome-keyring-daemon (gnome-keyring)']
    if find_service(PROMPTER) is None:
        missing.append(f'{PROMPTER} (gcr)')
    return missing


class Session:
    """A home with a keyring in it, on a desktop; it ends with the block. Its programs know nothing of the user's own."""

    def __init__(self, desktop):
        self.desktop = desktop
        self.daemon = None
        self.home = tempfile.mkdtemp(prefix='home-', dir=desktop.folder)
        folders = {f'XDG_{name.upper()}': os.path.join(self.home, name) for name in ('data_home', 'config_home', 'cache_home', 'runtime_dir')}
        for folder in folders.values():
            os.mkdir(folder, 0o700)
        self.variables = {'HOME': self.home, 'WAYLAND_DISPLAY': None, 'GNOME_KEYRING_CONTROL': None, **folders}
        for name in ('DISPLAY', 'DBUS_SESSION_BUS_ADDRESS', 'XDG_CURRENT_DESKTOP', 'XDG_DATA_DIRS'):
            self.variables[name] = desktop.environment[name]
        desktop.offer_service(PROMPTER)
        self.start_keyring(PASSWORD)

    def environment(self, **more):
        return clean_environment(**{**self.variables, **more})

    def start_keyring(self, password=None):
        """Without a password its secrets stay locked. The first one makes it."""
        # It must not be as strict with itself as we are with us.
        self.daemon = self.desktop.family.start(
            'keyring', ['gnome-keyring-daemon', '--foreground', '--components=secrets'] + ['--unlock'] * (password is not None),
            self.environment(G_DEBUG=None), stdin=subprocess.PIPE)
        self.daemon.stdin.write((password or '').encode())
        self.daemon.stdin.close()
        wait_until(lambda: self.desktop.has_name(SECRETS), 'the keyring is on the bus')

    def stop_keyring(self):
        daemon, self.daemon = self.daemon, None
        has_ended = daemon.poll() is not None
        self.desktop.family.end(daemon)
        if has_ended:
            raise AssertionError(f'the keyring has ended by itself, with {daemon.returncode}\n{self.desktop.family.log("keyring")}')
        wait_until(lambda: not self.desktop.has_name(SECRETS), 'the keyring has gone')

    def log_in_again(self):
        """As somebody whom no password lets in: the keyring is there, and locked."""
        self.stop_keyring()
        self.start_keyring()
        if not self.is_locked():
            raise AssertionError('the keyring is not locked')

    def look_up(self, path, interface, name):
        return self.desktop.call(SECRETS, path, PROPERTIES, 'Get',
                                 GLib.Variant('(ss)', (f'org.freedesktop.Secret.{interface}', name)))[0]

    def is_locked(self):
        return self.look_up(COLLECTION, 'Collection', 'Locked')

    def labels(self):
        """What the keyring calls what it has of us."""
        labels = [self.look_up(path, 'Item', 'Label') for path in self.look_up(COLLECTION, 'Collection', 'Items')]
        return sorted(label for label in labels if label.startswith('X Uploader'))

    # Its dialog.

    def find_dialogs(self):
        if not self.desktop.has_name(PROMPTER):
            return []
        self.prompter = self.desktop.call('org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus',
                                          'GetConnectionUnixProcessID', GLib.Variant('(s)', (PROMPTER,)))[0]
        return self.desktop.screen.windows(self.prompter)

    def wait_for_dialog(self):
        """Waits until it asks, and until what is typed goes there."""
        wait_until(self.find_dialogs, 'the keyring asks')
        Tree(self.desktop.a11y, self.prompter).wait('password text', is_so=lambda node: 'focused' in node.states)

    def wait_for_complaint(self):
        """Waits until it says that the password is wrong, and asks for another one."""
        Tree(self.desktop.a11y, self.prompter).wait('label', '*incorrect*')

    def wait_for_no_dialog(self):
        wait_until(lambda: not self.find_dialogs(), 'the dialog has gone')

    def answer(self, password):
        self.wait_for_dialog()
        self.desktop.screen.type(password)
        self.desktop.screen.key('Return')

    def dismiss(self):
        self.wait_for_dialog()
        self.desktop.screen.key('Escape')

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.daemon is not None:
            self.stop_keyring()
        self.wait_for_no_dialog()
