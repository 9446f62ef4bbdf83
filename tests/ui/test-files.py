#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files come by the clipboard, by “Open With”, by the command line and by the file chooser."""

import os
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), 'support'))

from gi.repository import Gio, GLib  # noqa: E402

from ui_test import APP_ID, DisplayTest, dragging, main, names, samples, wait_until  # noqa: E402


class Files(DisplayTest):
    def copy_and_paste(self, *paths):
        """The news of a new clipboard takes its time: a paste that is too early does nothing."""
        process = dragging.copy(self.desktop, *paths)
        self.addCleanup(self.desktop.family.end, process)

        def paste():
            self.screen.key('ctrl+v')
            time.sleep(0.5)
            return any(names.is_row_of(os.path.basename(paths[0]))(row) for row in self.rows())
        wait_until(paste, 'the files are pasted')

    def test_paste(self):
        self.open()
        self.copy_and_paste(self.video('copied.mp4'), self.video('with it.mp4'))
        self.wait_for_row('with it.mp4')

    def test_paste_while_writing(self):
        """Files on the clipboard have names, which are no part of the text."""
        self.open()
        self.drop(self.video('first.mp4'))
        self.wait_for_cursor_in_text()
        self.screen.type('One')
        self.copy_and_paste(self.video('copied.mp4'))
        self.select('first.mp4')
        self.assertEqual(self.tree.wait(*names.TEXT).text, 'One')

    def test_started_with_files(self):
        self.open(self.video('opened.mp4'))
        self.wait_for_row('opened.mp4')
        self.wait_for_phase('Ready to post')

    def test_the_second_process_hands_over(self):
        self.open()
        process = self.application.launch(self.video('opened.mp4'))
        self.assertEqual(process.wait(60), 0)
        self.wait_for_row('opened.mp4')

    def test_started_by_the_bus(self):
        """As a file manager does, where the desktop file says DBusActivatable."""
        application = self.make()
        file = Gio.File.new_for_path(self.video('opened.mp4'))
        self.desktop.call(APP_ID, '/org/example/XUploader', 'org.freedesktop.Application', 'Open',
                          GLib.Variant('(asa{sv})', ([file.get_uri()], {})))
        application.wait_for_window()
        self.wait_for_row('opened.mp4')

    def test_choose(self):
        self.open()
        path = self.video('chosen.mp4')
        self.screen.key('ctrl+o')
        wait_until(lambda: len(self.screen.windows(self.application.pid)) == 2, 'the file chooser is open')
        self.application.save_dialog_picture('file-chooser')
        self.screen.type(path)
        self.screen.key('Return')
        self.wait_for_row('chosen.mp4')

    def test_no_file_was_chosen(self):
        self.open()
        self.tree.click(*names.CHOOSE_VIDEO)
        wait_until(lambda: len(self.screen.windows(self.application.pid)) == 2, 'the file chooser is open')
        self.screen.key('Escape')
        wait_until(lambda: len(self.screen.windows(self.application.pid)) == 1, 'the file chooser is closed')
        self.tree.wait(*names.EMPTY)

    def test_facts_of_a_video(self):
        """By a program of ours, beside the application."""
        path = samples.video(self.path('real.mp4'))
        if os.path.getsize(path) == 300_000:
            self.skipTest('no H.264 encoder')
        self.open(path)
        self.tree.wait_text('0:02 · 320 × 180 · *')
        self.application.save_picture('video')


if __name__ == '__main__':
    main()
