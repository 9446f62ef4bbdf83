#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files are dropped onto the window by another process."""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), 'support'))

from ui_test import DisplayTest, dragging, main, names, samples, wait_until  # noqa: E402


class Drop(DisplayTest):
    def test_write_and_post(self):
        """The one thing that it is for. The upload begins by itself, and the cursor stands where one writes."""
        video = self.video('holiday.mp4')
        self.open()
        self.assertEqual(self.drop(video), 'copy')
        self.wait_for_row('holiday.mp4')
        wait_until(lambda: self.sandbox.requests().get('initialize'), 'the upload begins')
        self.wait_for_cursor_in_text()
        self.screen.type('At the sea, 20 degrees!')
        self.assertEqual(self.sandbox.posts(), [], 'nothing is posted without being asked')
        self.screen.key('ctrl+Return')

        self.wait_for_phase('Posted')
        post, = self.sandbox.posts()
        medium, = self.sandbox.media()
        self.assertEqual(post['text'], 'At the sea, 20 degrees!')
        self.assertEqual(post['media_ids'], [medium['id']])
        self.assertEqual(medium['sha256'], samples.sha256(video))
        self.assertEqual(self.sandbox.requests()['post'], 1)

    def test_a_source_that_knows_addresses_only(self):
        self.open()
        self.assertEqual(self.drop(self.video('Füße & 日本 100%.mp4'), kind='uris'), 'copy')
        self.wait_for_row('Füße & 日本 100%.mp4')
        self.wait_for_phase('Ready to post')

    def test_the_window_answers_while_files_are_over_it(self):
        self.open()
        with dragging.Drag(self.desktop, self.video()) as drag:
            drag.carry_over(self.application.window)
            self.tree.wait(*names.DROP_OVERLAY, is_shown=False)  # It lets the mouse through.
            self.application.save_picture('drop-over-empty')
            drag.carry_away()
            self.tree.wait_gone(*names.DROP_OVERLAY, is_shown=False)
            self.assertEqual(drag.drop(), 'none')
        self.tree.wait(*names.EMPTY)
        self.assertEqual(self.sandbox.requests(), {})

    def test_several_files(self):
        """Each video or GIF becomes a post of its own, images together one."""
        pictures = [samples.png(self.path(f'picture {i}.png'), colour=(60 * i, 90, 120)) for i in (1, 2, 3)]
        files = [self.video('first.mp4'), *pictures, self.video('second.mp4'), samples.gif(self.path('cat.gif'))]
        self.open()
        self.drop(*files)
        self.wait_for_cursor_in_text()
        for name in ('first.mp4', 'picture 1.png and 2 more', 'second.mp4', 'cat.gif'):
            self.wait_for_row(name)
        self.assertEqual(len(self.rows()), 4)
        wait_until(lambda: len(self.sandbox.media()) == 6, 'all files go up')
        self.assertEqual(sorted(medium['sha256'] for medium in self.wait_for_media(6)), sorted(map(samples.sha256, files)))
        self.application.save_picture('several')

    def test_what_is_refused_is_named_with_its_reason(self):
        self.open()
        self.drop(samples.write(self.path('notes.txt'), b'just some words\n'))
        toast = self.tree.wait_text('*notes.txt*').name
        self.assertGreater(len(toast), len('notes.txt: '), toast)
        self.application.save_picture('refused')
        self.tree.wait(*names.EMPTY)
        self.assertEqual(self.sandbox.requests(), {})

    def test_the_good_ones_among_bad_ones(self):
        self.open()
        self.drop(samples.write(self.path('a.txt'), b'words\n'), self.video('good.mp4'), samples.write(self.path('b.mp4')))
        self.wait_for_row('good.mp4')
        self.tree.click('button', 'Details')
        self.tree.wait_text('*a.txt*b.mp4*')
        self.application.save_dialog_picture('refused-several')
        self.assertEqual(len(self.rows()), 1)

    def test_files_that_cannot_be_read(self):
        """What a sandbox hides looks like a file that is not there; choosing it in a dialog opens the door."""
        self.open()
        self.drop(self.path('gone.mp4'))
        self.tree.wait_text('*gone.mp4*')
        self.tree.wait('button', 'Choose the File…')
        self.application.save_picture('unreadable')
        self.drop(self.folder)
        self.tree.wait_text(f'*{os.path.basename(self.folder)}*')
        self.drop('https://example.com/film.mp4')
        self.tree.wait_text('*film.mp4*')
        self.assertEqual(self.sandbox.requests(), {})

    def test_a_second_drop_while_the_first_goes_up(self):
        """The text of the first stays its own."""
        self.open()
        self.drop(self.video('first.mp4'))
        self.wait_for_cursor_in_text()
        self.screen.type('One')
        self.drop(self.video('second.mp4'))
        self.wait_for_row('second.mp4')
        self.tree.wait(*names.TEXT, is_so=lambda node: 'focused' in node.states and node.text == '')
        self.screen.type('Two')
        self.screen.key('ctrl+Return')
        self.assertEqual([post['text'] for post in self.wait_for_posts(1)], ['Two'])
        self.select('first.mp4')
        self.tree.wait(*names.TEXT, is_so=lambda node: node.text == 'One')


if __name__ == '__main__':
    main()
