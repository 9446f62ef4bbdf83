#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The window as narrow as a phone: the list, or what was chosen in it."""

import os
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), 'support'))

from accessible import clip  # noqa: E402
from ui_test import DisplayTest, main, names  # noqa: E402
from Xlib import Xatom  # noqa: E402

FRAME = 8  # GTK 4.18 counts from within the frame that it draws, and a little beyond.


class Narrow(DisplayTest):
    def test_one_click_opens(self):
        application = self.make()
        subprocess.run([os.environ['XU_CLI'], 'upload', self.video('harbour.mp4'), '--text', 'Ships'], check=True, timeout=60,
                       env=application.environment | {'G_DEBUG': ''}, stdout=subprocess.DEVNULL)
        application.start()
        application.focus()
        self.assertEqual(application.resize(360, 640)[0], 360)
        self.click_on(self.wait_for_row('harbour.mp4'))
        self.tree.wait_text('Ships')
        self.tree.click('button', 'Back')
        self.wait_for_row('harbour.mp4')

    def test_widened_at_once(self):
        """The list is no wider than it was before it was narrow."""
        application = self.open()
        self.drop(self.video())
        self.wait_for_phase('Ready to post')
        application.resize(1000, 640)
        width = self.tree.wait(*names.LIST).extents[2]
        application.resize(360, 640)
        self.tree.wait(*names.BACK)
        application.resize(1000, 640)
        self.tree.wait(*names.LIST, is_so=lambda node: node.extents[2] == width, seconds=10)

    def test_nothing_is_cut_or_covered(self):
        application = self.open()
        self.assertEqual(application.resize(360, 640)[0], 360)
        name = 'the-harbour-in-the-morning-before-anybody-was-awake.mp4'
        self.drop(self.video(name))
        self.tree.wait_text(f'{name}\n*kB')
        self.wait_for_phase('Ready to post')
        with open(self.path('notes.txt'), 'w', encoding='utf-8') as file:
            file.write('Not to be posted')
        self.drop(self.path('notes.txt'))
        toast = self.tree.wait_text('notes.txt: *')
        post = self.tree.wait(*names.POST)
        application.save_picture('narrow-toast')
        _, _, width, height = clip(toast.extents, post.extents)
        self.assertFalse(width > 0 and height > 0, f'{toast.extents} covers {post.extents}')


class TooLittleRoom(DisplayTest):
    sandbox_options = ('--processing', '0s', '--fault', f'finalize processing=fail message="{"The video has a fault. " * 12}"')

    def assert_inside(self, *nodes):
        _, _, window_width, window_height = self.screen.geometry(self.application.window)
        for node in nodes:
            x, y, width, height = node.extents
            self.assertTrue(x >= -FRAME and y >= -FRAME and x + width <= window_width and y + height <= window_height,
                            f'{node}: {node.extents} in {window_width} × {window_height}')

    def assert_size(self, width, height):
        self.assertEqual(self.application.resize(width, height), (width, height))
        self.application.save_picture(f'little-room-{width}-{height}')

    def set_dots_per_inch(self, dots):
        self.screen.root.change_property(Xatom.RESOURCE_MANAGER, Xatom.STRING, 8, f'Xft.dpi:\t{dots}\n'.encode())
        self.screen.display.sync()

    def drop_in_vain(self):
        self.drop(self.video('the-harbour-in-the-morning-before-anybody-was-awake.mp4'))
        self.wait_for_phase('Failed')

    def test_low(self):
        """What can be done, and the way back, stay in the window, however much there is to read."""
        self.open()
        self.drop_in_vain()
        self.assert_size(360, 294)
        self.assert_inside(self.tree.wait(*names.BACK), self.tree.wait(*names.POST_WHEN_READY))
        self.assert_size(620, 294)
        self.assert_inside(self.tree.wait(*names.POST_WHEN_READY))

    def test_all_is_read(self):
        """Where there is room, nothing of the reason has to be scrolled to."""
        self.open()
        self.drop_in_vain()
        self.assert_size(360, 640)
        reason = self.tree.wait_text('*The video has a fault. The video*')
        pane = next(node for node in reason.ancestors() if node.role == 'scroll pane')
        for label in self.tree.find_all('label', within=pane):
            self.assertEqual(clip(label.extents, pane.extents), label.extents, label.name)

    def test_words_stay_words(self):
        """In large letters there is no room for the account beside the button: a column of single letters says nothing."""
        self.set_dots_per_inch(144)
        self.addCleanup(self.set_dots_per_inch, 96)
        self.open()
        self.drop_in_vain()
        for width in (360, 620, 720):
            self.assert_size(width, 640)
            destination = self.tree.wait_text('Posts to *')
            self.assert_inside(destination, self.tree.wait(*names.POST_WHEN_READY))
            self.assertGreater(destination.extents[2], destination.extents[3], f'{width}: {destination.extents}')


if __name__ == '__main__':
    main()
