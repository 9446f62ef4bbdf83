#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whoever hears the window instead of seeing it: everything has a name, and states and values are told."""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), 'support'))

from ui_test import DisplayTest, main, names, samples, wait_until  # noqa: E402


class Names(DisplayTest):
    sandbox_options = ('--processing', '0s', '--bandwidth', '150K', '--fault', 'finalize@2 processing=fail message="Too blurred"')

    def audit(self, what):
        """No widget that one can act upon is without a name."""
        unnamed = self.tree.audit()
        self.assertEqual(unnamed, [], f'{what}:\n{self.tree.read().describe()}')

    def wait_for_windows(self, count):
        wait_until(lambda: len(self.screen.windows(self.application.pid)) == count, f'{count} windows are open')

    def test_all_screens(self):
        self.open(settings={'segment-size': ('t', 65536), 'limit-rate': ('t', 250_000)})
        self.audit('nothing dropped')
        self.drop(self.video('one.mp4', 1_000_000))
        self.wait_for_phase('Uploading')
        self.audit('uploading')
        self.tree.click(*names.PAUSE)
        self.wait_for_phase('Paused')
        self.audit('paused')
        self.tree.click(*names.RESUME)
        self.wait_for_phase('Ready to post')
        self.audit('ready')
        self.tree.click(*names.POST)
        self.wait_for_phase('Posted')
        self.audit('posted')
        self.tree.click(*names.DELETE_POST)
        self.wait_for_windows(2)
        self.tree.wait('button', 'Delete Post')
        self.audit('question')
        self.screen.key('Escape')
        self.wait_for_windows(1)
        self.drop(self.video('two.mp4'))
        self.tree.wait_text('*Too blurred*')
        self.audit('failed')
        self.drop(*[samples.png(self.path(f'{i}.png')) for i in range(4)])
        self.wait_for_phase('Ready to post')
        self.audit('images')

    def test_all_windows(self):
        application = self.open()
        for action in ('preferences', 'about'):
            application.activate_action(action)
            self.wait_for_windows(2)
            self.audit(action)
            self.screen.key('Escape')
            self.wait_for_windows(1)
        self.screen.key('ctrl+question')
        self.wait_for_windows(2)
        self.audit('shortcuts')
        self.screen.key('Escape')
        self.wait_for_windows(1)
        self.tree.click(*names.MAIN_MENU)
        self.tree.wait('menu item', 'Preferences')
        self.audit('main menu')

    def test_an_entry_says_what_it_does(self):
        """In one sentence; how far it is, the bar says, which need not be heard ten times a second."""
        self.open(settings={'segment-size': ('t', 65536)})
        self.drop(self.video('holiday.mp4', 1_500_000))
        self.wait_for_row('holiday.mp4', lambda name: name.startswith('holiday.mp4, Uploading'))
        self.assertTrue(0 <= self.tree.wait(*names.PROGRESS).value <= 1)


if __name__ == '__main__':
    main()
