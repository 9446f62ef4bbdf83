#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The process dies, and nothing is lost: what was written, what was chosen, what went up."""

import os
import sqlite3
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), 'support'))

from ui_test import DisplayTest, main, names, samples, wait_until  # noqa: E402

SLOW = {'segment-size': ('t', 65536), 'parallel': ('u', 2)}


class Restart(DisplayTest):
    sandbox_options = ('--processing', '0s', '--bandwidth', '400K')

    def test_killed_while_it_goes_up(self):
        """It goes on by itself from what X has, with the text as it was, and is posted once."""
        application = self.open(settings=SLOW)
        video = self.video('long.mp4', 1_500_000)
        self.drop(video)
        self.wait_for_cursor_in_text()
        self.screen.type('Written before')
        wait_until(lambda: self.sandbox.requests().get('append', 0) > 6, 'segments arrive')
        time.sleep(2)  # A draft is kept soon after the last letter, not with each.
        application.kill()
        sent = self.sandbox.requests()['append']

        application.start()
        application.focus()
        self.select('long.mp4')
        self.assertEqual(self.tree.wait(*names.TEXT).text, 'Written before')
        self.tree.click('button', lambda node: node.name in ('Post', 'Post When Ready'))
        post, = self.wait_for_posts(1)
        medium, = self.sandbox.media()
        self.assertEqual(post['text'], 'Written before')
        self.assertEqual(medium['sha256'], samples.sha256(video))
        self.assertEqual(self.sandbox.requests()['initialize'], 1)
        self.assertLess(self.sandbox.requests()['append'], 23 + 8, f'{sent} were there')

    def test_what_was_chosen_stays(self):
        application = self.open()
        self.drop(self.video())
        self.wait_for_cursor_in_text()
        self.tree.click(*names.MADE_WITH_AI)
        self.click_on(self.tree.wait(*names.DESCRIBE))
        self.tree.wait(*names.DESCRIPTION).set_text('Waves')
        time.sleep(2)
        application.kill()
        application.start()
        self.select('holiday.mp4')
        self.tree.wait(*names.MADE_WITH_AI, is_so=lambda node: 'checked' in node.states)
        self.tree.wait_text('Waves*')

    def test_promised_to_be_posted(self):
        """Who pressed Post early has done his part, whatever happens to the process."""
        application = self.open(settings=SLOW)
        self.drop(self.video('long.mp4', 1_500_000))
        self.wait_for_cursor_in_text()
        self.screen.type('Promised')
        self.screen.key('ctrl+Return')
        self.tree.wait(*names.DO_NOT_POST_YET)
        application.kill()
        application.start()
        self.assertEqual([post['text'] for post in self.wait_for_posts(1)], ['Promised'])

    def test_a_file_that_changed(self):
        application = self.open(settings=SLOW)
        video = self.video('long.mp4', 1_500_000)
        self.drop(video)
        wait_until(lambda: self.sandbox.requests().get('append', 0) > 4, 'segments arrive')
        application.kill()
        self.video('long.mp4', 1_400_000)
        application.start()
        self.select('long.mp4')
        self.tree.wait(*names.START_AGAIN)
        application.save_picture('file-changed')

    def test_a_file_that_is_gone(self):
        application = self.open(settings=SLOW)
        video = self.video('long.mp4', 1_500_000)
        self.drop(video)
        wait_until(lambda: self.sandbox.requests().get('append', 0) > 4, 'segments arrive')
        application.kill()
        os.rename(video, self.path('moved.mp4'))
        application.start()
        application.focus()
        self.select('long.mp4')
        self.tree.click('button', 'Choose the File Again…')
        wait_until(lambda: len(self.screen.windows(application.pid)) == 2, 'the file chooser is open')
        self.screen.type(self.path('moved.mp4'))
        self.screen.key('Return')
        self.wait_for_phase('Ready to post')

    def test_journal_of_a_newer_version(self):
        """Its uploads cannot be shown, and the window goes on saying so, and why."""
        application = self.make()
        folder = os.path.join(application.environment['XDG_DATA_HOME'], 'xuploader')
        os.makedirs(folder)
        with sqlite3.connect(os.path.join(folder, 'journal.db')) as journal:
            journal.execute('CREATE TABLE something (value)')
            journal.execute('PRAGMA user_version = 999')
        journal.close()
        application.start()
        self.tree.wait_text('X Uploader cannot read or save its data on this computer.')
        self.tree.wait_text('*no older version of X Uploader*')
        self.assertIsNone(self.tree.find(*names.EMPTY))
        application.save_picture('not-loaded')
        self.tree.click('button', 'Quit')
        application.wait_for_end()


if __name__ == '__main__':
    main()
