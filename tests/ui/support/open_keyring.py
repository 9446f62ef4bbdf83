# SPDX-License-Identifier: GPL-3.0-or-later
"""A keyring on the desktop of a test, unlocked, until the end of the test. The user's own is never touched."""

import os
import shutil
import subprocess

from processes import wait_until

NAME = 'org.freedesktop.secrets'


def is_there():
    return shutil.which('gnome-keyring-daemon') is not None


def start(desktop, home):
    """Its passwords lie in a folder that ends with the test; returns the process."""
    process = desktop.family.start('keyring', ['gnome-keyring-daemon', '--foreground', '--components=secrets', '--unlock',
                                               f'--control-directory={home}'],
                                   desktop.environment | {'HOME': home, 'XDG_DATA_HOME': os.path.join(home, 'data')},
                                   stdin=subprocess.PIPE)
    process.stdin.write(b'secret of the test')
    process.stdin.close()
    wait_until(lambda: desktop.has_name(NAME), f'the keyring is there\n{desktop.family.log("keyring")}')
    return process


def end(desktop, process):
    desktop.family.end(process)
    wait_until(lambda: not desktop.has_name(NAME), 'the keyring is gone')
