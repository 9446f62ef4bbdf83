#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Everything by the keyboard alone; no mouse, no AT-SPI action."""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), 'support'))

from ui_test import APP_ID, DisplayTest, main, names, samples, wait_until  # noqa: E402


class Keyboard(DisplayTest):
    def windows(self):
        return self.screen.windows(self.application.pid)

    def wait_for_windows(self, count):
        wait_until(lambda: len(self.windows()) == count, f'{count} windows are open')

    def focus_by_tab(self, what, is_it, limit=60):
        """Tab, until what has the focus is it."""
        for _ in range(limit):
            focused = self.tree.focused()
            if focused is not None and is_it(focused):
                return focused
            self.screen.key('Tab')
        raise AssertionError(f'Tab does not lead to {what}\n{self.tree.read().describe()}')

    def focus(self, role, name):
        return self.focus_by_tab(f'{role} {name!r}', lambda node: node.role == role and node.name == name)

    def focus_list(self):
        return self.focus_by_tab('the list', lambda node: node.role == 'list item' and
                                 any(ancestor.name == names.LIST[1] for ancestor in node.ancestors()))

    def test_from_the_file_to_the_post(self):
        self.open()
        video = self.video()
        self.screen.key('ctrl+o')
        self.wait_for_windows(2)
        self.screen.type(video)
        self.screen.key('Return')
        self.wait_for_cursor_in_text()
        self.screen.type('By hand')
        self.focus('list item', names.DESCRIBE_ROW)
        self.screen.key('space')
        self.focus(*names.DESCRIPTION)
        self.screen.type('A hand on a keyboard')
        self.focus(*names.MADE_WITH_AI)
        self.screen.key('space')
        self.focus(*names.POST)
        self.screen.key('space')
        self.wait_for_phase('Posted')
        post, = self.sandbox.posts()
        medium, = self.sandbox.media()
        self.assertEqual((post['text'], medium['alt_text'], post['request'].get('made_with_ai')),
                         ('By hand', 'A hand on a keyboard', True))
        self.assertEqual(medium['sha256'], samples.sha256(video))
        self.focus(*names.OPEN_POST)
        self.screen.key('Return')
        wait_until(self.desktop.opened, 'the browser is asked')

    def test_the_list(self):
        self.open()
        self.drop(self.video('one.mp4'), self.video('two.mp4'))
        self.wait_for_row('one.mp4', lambda name: 'Ready' in name)
        self.wait_for_row('two.mp4', lambda name: 'Ready' in name)
        self.focus_list()
        first = next(row.name for row in self.rows() if 'selected' in row.states)
        self.screen.key('Down' if first == self.rows()[0].name else 'Up')
        wait_until(lambda: next((row.name for row in self.rows() if 'selected' in row.states), first) != first, 'the other is chosen')
        self.screen.key('Delete')
        self.wait_for_windows(2)
        self.focus(*names.REMOVE)
        self.screen.key('Return')
        wait_until(lambda: len(self.rows()) == 1, 'it is removed')

    def test_around(self):
        """Past what has nothing to press, and back to the beginning."""
        self.open()
        self.drop(self.video())
        self.wait_for_phase('Ready to post')
        self.focus(*names.MORE_ACTIONS)
        self.screen.key('Tab')
        self.focus_by_tab('the text', lambda node: (node.role, node.name) == names.TEXT, 1)

    def test_pause_by_a_key(self):
        self.open(settings={'limit-rate': ('t', 20000)})
        self.drop(self.video(size=1_000_000))
        self.wait_for_phase('Uploading')
        self.screen.key('ctrl+shift+p')
        self.wait_for_phase('Paused')
        self.screen.key('ctrl+shift+p')
        self.wait_for_phase('Uploading')

    def test_windows(self):
        """Each is opened by its key, and goes by Escape."""
        self.open()
        for key, name in (('ctrl+comma', 'preferences'), ('ctrl+question', 'shortcuts')):
            self.screen.key(key)
            self.application.save_dialog_picture(name)
            self.wait_for_windows(2)
            self.screen.key('Escape')
            self.wait_for_windows(1)
        self.screen.key('F10')
        self.tree.wait('menu item', 'Preferences')
        self.screen.key('Escape')
        self.tree.wait_gone('menu item', 'Preferences')

    def test_close_and_quit(self):
        for key in ('ctrl+w', 'ctrl+q'):
            application = self.open()
            self.screen.key(key)
            application.wait_for_end()
            self.assertFalse(self.desktop.has_name(APP_ID))


if __name__ == '__main__':
    main()
