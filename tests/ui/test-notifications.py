#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A user who looks elsewhere is told how it ended, and what he clicks is done, also after the process has ended."""

import os
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), 'support'))

from ui_test import APP_ID, DisplayTest, main, names, wait_until  # noqa: E402


class NotificationTest(DisplayTest):
    def tearDown(self):
        self.notifications.be_gnome_shell(False)

    def post_and_look_elsewhere(self, name='holiday.mp4'):
        self.drop(self.video(name))
        self.wait_for_phase('Ready to post')
        self.look_elsewhere()
        self.tree.click(*names.POST)

    def look_elsewhere(self):
        other = self.screen.open_other_window()
        self.addCleanup(self.screen.close_other_window, other)

    def address(self):
        post, = self.sandbox.posts()
        return f'{self.sandbox.url}/i/status/{post["id"]}'

    def wait_for_browser(self, count=1):
        return wait_until(lambda: (opened := self.desktop.opened()) and len(opened) == count and opened, 'the browser is asked')


class Posted(NotificationTest):
    def test_posted(self):
        self.open()
        self.post_and_look_elsewhere()
        notification = self.notifications.wait_for('holiday.mp4')
        self.assertEqual(notification.title, 'Posted')
        self.assertEqual(list(notification.buttons), ['Open Post', 'Show'])
        self.notifications.click(notification)
        self.assertEqual(self.wait_for_browser(), [self.address()])

    def test_show(self):
        application = self.open()
        self.post_and_look_elsewhere()
        notification = self.notifications.wait_for('Posted')
        self.notifications.click(notification, 'Show')
        wait_until(lambda: self.screen.active() == application.window.id, 'the window comes to the front')
        self.assertEqual(self.desktop.opened(), [])

    def test_seen(self):
        """Who looks at the window needs no notification any more, and gets none while he looks."""
        application = self.open()
        self.post_and_look_elsewhere()
        notification = self.notifications.wait_for('Posted')
        application.focus()
        wait_until(lambda: notification.is_withdrawn, 'it is withdrawn')
        self.drop(self.video('second.mp4'))
        application.focus()
        self.wait_for_cursor_in_text()
        self.screen.key('ctrl+Return')
        self.wait_for_posts(2)
        self.wait_for_phase('Posted')
        time.sleep(0.5)
        self.assertEqual(self.notifications.visible(), [])

    def test_after_the_process_has_ended(self):
        """The bus starts the application, which looks the address up in its journal."""
        self.notifications.be_gnome_shell()
        application = self.open()
        self.post_and_look_elsewhere()
        notification = self.notifications.wait_for('Posted')
        self.screen.ask_to_close(application.window)
        application.wait_for_end()
        self.assertFalse(notification.is_withdrawn)
        self.notifications.click(notification)
        self.assertEqual(self.wait_for_browser(), [self.address()])

    def test_shown_after_the_process_has_ended(self):
        self.notifications.be_gnome_shell()
        application = self.open()
        self.post_and_look_elsewhere()
        notification = self.notifications.wait_for('Posted')
        self.screen.ask_to_close(application.window)
        application.wait_for_end()
        self.notifications.click(notification, 'Show')
        application.wait_for_window()
        self.tree.wait(*names.OPEN_POST)


class WithoutWindow(NotificationTest):
    sandbox_options = ('--processing', '5s')

    def test_without_a_window(self):
        """Closed while it runs on: told all the same."""
        self.notifications.be_gnome_shell()
        application = self.open(settings={'run-in-background': ('b', True)})
        self.drop(self.video())
        self.wait_for_cursor_in_text()
        self.screen.key('ctrl+Return')
        self.screen.ask_to_close(application.window)
        notification = self.notifications.wait_for('Posted')
        application.wait_for_end()
        self.notifications.click(notification)
        self.assertEqual(self.wait_for_browser(), [self.address()])


class Failed(NotificationTest):
    sandbox_options = ('--processing', '0s', '--latency', '1s', '--fault', 'append@1-10 status=503')

    def test_retry(self):
        self.open(XUPLOADER_TEST_BACKOFF_MS='1')
        self.drop(self.video('unlucky.mp4'))
        self.tree.wait(*names.POST_WHEN_READY)
        self.look_elsewhere()
        self.tree.click(*names.POST_WHEN_READY)
        notification = self.notifications.wait_for('unlucky.mp4')
        self.assertEqual(list(notification.buttons), ['Retry', 'Show'])
        self.assertIn('not posted', notification.title)
        self.notifications.click(notification, 'Retry')
        self.wait_for_posts(1)
        self.assertTrue(self.desktop.has_name(APP_ID))


if __name__ == '__main__':
    main()
