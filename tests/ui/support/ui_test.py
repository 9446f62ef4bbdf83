# SPDX-License-Identifier: GPL-3.0-or-later
"""A test of the running application: a desktop for each process, an application and a sandbox for each test.

The environment names the programs: XU_APPLICATION, XU_SANDBOX, XU_CLI; the compiled settings, XU_SCHEMAS; and the folder for
pictures, XU_SCREENSHOTS. Where there is no display to be had, the tests are skipped (with the exit status XU_SKIPPED, else 0, as TAP
wants it), or failed where CI is "true".
"""

import atexit
import os
import signal
import sys
import tempfile
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, os.pardir, os.pardir, 'cli'))


def give_up(reason):
    if os.environ.get('CI') == 'true':
        print(f'Bail out! {reason}')
        sys.exit(1)
    print(f'1..0 # SKIP {reason}')
    sys.exit(int(os.environ.get('XU_SKIPPED', '0')))


try:
    import desktop  # noqa: E402
    import x11  # noqa: E402, F401
    import dragging  # noqa: E402
    import names  # noqa: E402
    import samples  # noqa: E402
    from application import Application  # noqa: E402
    from desktop import APP_ID  # noqa: E402, F401
    from processes import wait_until  # noqa: E402
except (ImportError, ValueError) as problem:
    give_up(f'{problem} (Debian: python3-gi, python3-xlib, gir1.2-gtk-4.0)')

from cli_support import Sandbox, main as run_tests  # noqa: E402

shared_desktop = None


def get_desktop():
    """The one of this process, which ends with it."""
    global shared_desktop
    if shared_desktop is None:
        shared_desktop = desktop.Desktop()
        atexit.register(shared_desktop.end)
    return shared_desktop


class DisplayTest(unittest.TestCase):
    """Where nothing else is said, the application has an account at a sandbox of its own, in which processing takes no time."""

    maxDiff = None
    sandbox_options = ('--processing', '0s')

    def setUp(self):
        self.desktop = get_desktop()
        self.screen = self.desktop.screen
        self.notifications = self.desktop.notifications
        self.notifications.shown.clear()
        self.desktop.forget_opened()
        folder = tempfile.TemporaryDirectory(prefix='xu-ui-files-')
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        self.sandbox = Sandbox(*self.sandbox_options)
        self.addCleanup(self.sandbox.__exit__)
        self.application = None

    def path(self, name):
        return os.path.join(self.folder, name)

    def video(self, name='holiday.mp4', size=300_000):
        return samples.bytes_of_video(self.path(name), size)

    def make(self, **options):
        """An application that does not run yet."""
        self.application = Application(self.desktop, **{'account': self.sandbox, **options})
        self.addCleanup(self.application.end)
        return self.application

    def open(self, *arguments, **options):
        """Starts one and waits for its window; what its widgets are called is in self.tree from then on."""
        application = self.make(**options).start(*arguments)
        application.focus()
        return application

    @property
    def tree(self):
        return self.application.tree

    def drop(self, *paths, **options):
        return dragging.drop(self.desktop, self.application.window, *paths, **options)

    # What the sandbox has.

    def wait_for_posts(self, count=1):
        """The posts, once there are so many."""
        return wait_until(lambda: (posts := self.sandbox.posts()) and len(posts) >= count and posts,
                          f'there are {count} posts\n{self.tree.read().describe()}')

    def wait_for_media(self, count=1):
        """The media, once so many are processed."""
        def look():
            media = [medium for medium in self.sandbox.media() if medium['state'] == 'succeeded']
            return len(media) >= count and media
        return wait_until(look, f'there are {count} media')

    # What the window shows.

    def rows(self):
        """The entries of the list."""
        tree = self.tree.read()
        entries = self.tree.find(*names.LIST, within=tree)
        return [] if entries is None else self.tree.find_all('list item', lambda node: node.name != names.HISTORY_HEADING, within=entries)

    def wait_for_row(self, file_name, is_so=lambda name: True):
        """The entry of a file, once there is one, and what it says fits."""
        return self.tree.wait('list item', names.is_row_of(file_name), lambda node: is_so(node.name))

    def wait_for_phase(self, words):
        return self.tree.wait(*names.PHASE, lambda node: node.name == words)

    def wait_for_cursor_in_text(self):
        return self.tree.wait(*names.TEXT, lambda node: 'focused' in node.states)

    # What a user does.

    def click_on(self, node):
        """With the mouse, in its middle."""
        left, top, _, _ = self.screen.geometry(self.application.window)
        x, y, width, height = node.extents
        self.screen.click(left + x + width / 2, top + y + height / 2)

    def select(self, file_name):
        """A click that comes while the list still slides in goes to what was there before."""
        is_selected = ('list item', names.is_row_of(file_name), lambda node: 'selected' in node.states)
        for _ in range(3):
            self.click_on(self.wait_for_row(file_name))
            try:
                self.tree.wait(*is_selected, seconds=10)
                return
            except AssertionError:
                continue
        self.tree.wait(*is_selected)

    def write(self, text):
        """Into the post."""
        self.click_on(self.tree.wait(*names.TEXT))
        self.wait_for_cursor_in_text()
        self.screen.type(text)
        self.tree.wait(*names.TEXT, lambda node: node.text.endswith(text))

    def choose_from_menu(self, button, item):
        self.tree.click(*button)
        self.tree.click('menu item', item)
        self.tree.wait_gone('menu item', item)


def main(*also_missing):
    """also_missing: what this machine lacks for these tests alone."""
    missing = [*desktop.find_missing(), *also_missing]
    if missing:
        give_up(f'missing: {", ".join(missing)}')
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # Meson's limit: the desktop is to end all the same.
    run_tests()
