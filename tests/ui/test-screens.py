#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The window from 360 pixels to wide, light and dark, in high contrast, in German and from right to left.

What a program can judge is judged: nothing asks for more room than there is, nothing lies outside. The pictures are for a person.
"""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), 'support'))

from ui_test import DisplayTest, main, names, samples, wait_until  # noqa: E402

NARROW = (360, 640)
WIDE = (1100, 760)
STYLES = {
    'light': {},
    'dark': {'ADW_DEBUG_COLOR_SCHEME': 'prefer-dark'},
    'contrast': {'ADW_DEBUG_HIGH_CONTRAST': '1'},
}


class Screens(DisplayTest):
    sandbox_options = ('--processing', '0s', '--fault', 'finalize@2 processing=fail message="The video is too short"')

    def check_width(self, size, what):
        """The window has the size that the user gives it, and what can be seen lies inside."""
        self.assertEqual(self.application.resize(*size), size, f'{what}: the window is larger than it may be')
        width = size[0]
        for node in self.tree.read().walk():
            if node.role in ('button', 'toggle button', 'label', 'text', 'progress bar', 'switch', 'list item'):
                x, _, its_width, _ = node.extents
                if node.is_under_its_middle():
                    self.assertTrue(0 <= x and x + its_width <= width, f'{what}: {node} lies at {x} to {x + its_width}')

    def picture(self, name, size):
        self.check_width(size, name)
        self.settle()
        self.application.save_picture(name)

    def settle(self):
        """Until two pictures in a row are the same: no spinner, no cursor can be waited for."""
        last = None
        for _ in range(10):
            now = self.screen.picture(self.application.window).get_pixels()
            if now == last:
                return
            last = now
            self.tree.read()

    def take_all(self, prefix, environment):
        application = self.open(**environment)
        for size, width in ((WIDE, 'wide'), (NARROW, 'narrow')):
            self.picture(f'{prefix}-{width}-1-empty', size)
        application.resize(*WIDE)
        self.drop(samples.video(self.path('Morning on the lake.mp4')))
        self.wait_for_row('Morning on the lake.mp4')
        wait_until(lambda: self.wait_for_media(1), 'it is there')
        text = self.text()
        text.set_text('A quiet morning. More of it: https://example.com/lake 🌅')
        for size, width in ((NARROW, 'narrow'), (WIDE, 'wide')):
            self.picture(f'{prefix}-{width}-2-composer', size)
        self.screen.key('ctrl+Return')
        self.wait_for_posts(1)
        wait_until(lambda: self.tree.find('button', lambda node: 'suggested' in node.description or True), 'shown')
        for size, width in ((NARROW, 'narrow'), (WIDE, 'wide')):
            self.picture(f'{prefix}-{width}-3-posted', size)
        self.drop(self.video('short.mp4'), *[samples.png(self.path(f'shore {i}.png'), colour=(40 * i, 120, 160)) for i in range(1, 4)])
        self.wait_for_row('short.mp4')
        for size, width in ((NARROW, 'narrow'), (WIDE, 'wide')):
            self.picture(f'{prefix}-{width}-4-list', size)

    def text(self):
        return self.tree.wait('text', None, lambda node: 'editable' in node.states and 'focused' in node.states)

    def test_light(self):
        self.take_all('light', STYLES['light'])

    def test_dark(self):
        self.take_all('dark', STYLES['dark'])

    def test_high_contrast(self):
        self.take_all('contrast', STYLES['contrast'])


class Languages(Screens):
    def language(self, name):
        module = os.environ.get('XU_TRANSLATIONS_MODULE')
        if not module:
            self.skipTest('sanitizers do not go with LD_PRELOAD')
        return {'LANGUAGE': name, 'LD_PRELOAD': module, 'XU_TRANSLATIONS': os.environ['XU_TRANSLATIONS']}

    test_light = test_dark = test_high_contrast = None

    def test_german(self):
        self.take_all('german', self.language('de'))
        self.assertIsNone(self.tree.find(*names.SEARCH), 'it is translated')

    def test_from_right_to_left(self):
        """The words are English where nobody has translated them, but the sides change."""
        self.take_all('right-to-left', self.language('he'))
        row = self.wait_for_row('short.mp4')
        text = self.tree.wait('text', lambda node: 'editable' in node.states)
        if text.extents[0] > row.extents[0]:
            self.skipTest('GTK is not translated into Hebrew here')


if __name__ == '__main__':
    main()
