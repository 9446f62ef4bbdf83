#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The window is closed while something goes up: three answers; while nothing does: none is asked."""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), 'support'))

from ui_test import APP_ID, DisplayTest, main, names, samples, wait_until  # noqa: E402

SLOW = {'segment-size': ('t', 65536), 'parallel': ('u', 2)}


class Close(DisplayTest):
    sandbox_options = ('--processing', '0s', '--bandwidth', '400K')

    def open_and_close(self, settings=None):
        application = self.open(settings=SLOW | (settings or {}))
        self.path_of_video = self.video('long.mp4', 1_500_000)
        self.drop(self.path_of_video)
        wait_until(lambda: self.sandbox.requests().get('append', 0) > 1, 'segments arrive')
        self.screen.ask_to_close(application.window)
        return application

    def test_nothing_runs(self):
        application = self.open()
        self.screen.ask_to_close(application.window)
        application.wait_for_end()

    def test_a_draft_waits(self):
        """It has all that it wants, and stays."""
        application = self.open(settings=SLOW)
        self.drop(self.video())
        self.wait_for_phase('Ready to post')
        self.write('To be continued')
        self.screen.ask_to_close(application.window)
        application.wait_for_end()
        application.start()
        self.select('holiday.mp4')
        self.assertEqual(self.tree.wait(*names.TEXT).text, 'To be continued')

    def test_cancel(self):
        application = self.open_and_close()
        self.tree.wait(*names.KEEP_RUNNING)
        application.save_dialog_picture('close')
        self.screen.key('Escape')
        self.tree.wait_gone(*names.KEEP_RUNNING)
        self.wait_for_phase('Ready to post')

    def test_pause_and_quit(self):
        application = self.open_and_close()
        self.tree.click(*names.PAUSE_AND_QUIT)
        application.wait_for_end()
        sent = self.sandbox.requests()['append']
        application.start()
        self.select('long.mp4')
        self.wait_for_phase('Ready to post')
        medium, = self.sandbox.media()
        self.assertEqual(medium['sha256'], samples.sha256(self.path_of_video))
        self.assertLess(self.sandbox.requests()['append'] - sent, 23, 'it went on where it was')

    def test_keep_running(self):
        """Without a window until it is done; then the application ends by itself."""
        application = self.open_and_close()
        self.tree.click(*names.KEEP_RUNNING)
        wait_until(lambda: not self.screen.windows(application.pid), 'the window is hidden')
        self.assertTrue(self.desktop.has_name(APP_ID))
        application.wait_for_end()
        medium, = self.sandbox.media()
        self.assertEqual(medium['sha256'], samples.sha256(self.path_of_video))

    def test_keep_running_without_a_question(self):
        application = self.open_and_close({'run-in-background': ('b', True)})
        wait_until(lambda: not self.screen.windows(application.pid), 'the window is hidden')
        application.wait_for_end()

    def test_come_back(self):
        """Started again while it runs without a window: it shows it."""
        application = self.open_and_close({'run-in-background': ('b', True)})
        wait_until(lambda: not self.screen.windows(application.pid), 'the window is hidden')
        application.launch()
        wait_until(lambda: self.screen.windows(application.pid), 'the window is there again')
        self.wait_for_phase('Ready to post')
        self.assertTrue(self.desktop.has_name(APP_ID))


class CloseWhileDeleting(DisplayTest):
    sandbox_options = ('--processing', '0s', '--fault', 'delete drip=50')

    def test_a_post_is_being_deleted(self):
        """Nobody asks, but it ends only after the post is gone, and knows so the next time."""
        application = self.open()
        self.drop(self.video())
        self.write('Not for long')
        self.screen.key('ctrl+Return')
        self.wait_for_phase('Posted')
        self.tree.click(*names.DELETE_POST)
        self.tree.click('button', 'Delete Post')
        wait_until(lambda: self.sandbox.requests().get('delete'), 'it is on its way')
        self.screen.ask_to_close(application.window)
        application.wait_for_end()
        self.assertEqual(self.sandbox.posts(), [])
        application.start()
        self.select('holiday.mp4')
        self.wait_for_phase('Deleted')


if __name__ == '__main__':
    main()
