#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The window from 360 pixels to wide, light and dark, in high contrast, in German and from right to left.

What a program can judge is judged: nothing asks for more room than there is, nothing lies outside. The pictures are for a person, in
meson-logs/screenshots of the build's folder.
"""

import os
import struct
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), 'support'))

from ui_test import DisplayTest, main, names, samples, wait_until  # noqa: E402

SIZES = {'narrow': (360, 640), 'wide': (1100, 760)}
STYLES = {
    'light': {},
    'dark': {'ADW_DEBUG_COLOR_SCHEME': 'prefer-dark'},
    'contrast': {'ADW_DEBUG_HIGH_CONTRAST': '1'},
}
TEXT = 'A quiet morning. More of it: https://example.com/lake 🌅'


class ScreenTest(DisplayTest):
    sandbox_options = ('--processing', '0s', '--fault', 'finalize@2 processing=fail message="The video is too short"')

    def check_width(self, size, what):
        """The window has the size that the user gives it, and what can be seen lies inside."""
        self.assertEqual(self.application.resize(*size), size, f'{what}: the window is larger than it may be')
        outside = [node for node in self.tree.read().walk() if node.role in ('button', 'label', 'text', 'entry', 'progress bar',
                                                                             'check box', 'list item')
                   and not self.is_inside(node, size[0]) and node.is_showing]
        self.assertEqual(outside, [], f'{what}: {[node.extents for node in outside]}')

    def is_inside(self, node, width):
        x, _, its_width, _ = node.extents
        return x >= 0 and x + its_width <= width

    def settle(self):
        """Until the window looks the same twice, as far as that can be waited for: a cursor blinks."""
        last = None
        deadline = time.monotonic() + 2
        while (now := self.screen.picture(self.application.window).get_pixels()) != last and time.monotonic() < deadline:
            last = now
            time.sleep(0.2)

    def take(self, name, *widths):
        for width in widths or SIZES:
            self.check_width(SIZES[width], f'{name}, {width}')
            self.settle()
            self.application.save_picture(f'{self.prefix}-{name}-{width}')

    def take_all(self, prefix, environment):
        """An upload from the empty window to the post, and a few more beside it."""
        self.prefix = prefix
        application = self.open(**environment)
        self.take('1-empty')
        application.resize(*SIZES['wide'])
        self.drop(samples.video(self.path('Morning on the lake.mp4'), width=640, height=360))
        self.wait_for_media()
        text = self.tree.wait('text', None, lambda node: 'focused' in node.states)
        text.set_text(TEXT)
        self.take('2-written')
        self.screen.key('ctrl+Return')
        self.wait_for_posts()
        self.wait_for_row('Morning on the lake.mp4', lambda name: True)
        self.take('3-posted')
        application.resize(*SIZES['wide'])
        self.drop(self.video('Short.mp4'))
        wait_until(lambda: [medium['state'] for medium in self.sandbox.media()].count('failed') == 1, 'it is refused')
        self.take('4-failed')
        application.resize(*SIZES['wide'])
        self.drop(*[samples.png(self.path(f'Shore {i}.png'), colour=(40 * i, 120, 160)) for i in range(1, 4)])
        self.wait_for_media(4)
        self.take('5-images')
        application.activate_action('preferences')
        application.save_dialog_picture(f'{prefix}-6-preferences')


class Styles(ScreenTest):
    def test_light(self):
        self.take_all('light', STYLES['light'])

    def test_dark(self):
        self.take_all('dark', STYLES['dark'])

    def test_high_contrast(self):
        self.take_all('contrast', STYLES['contrast'])


def write_translation_of_nothing(path):
    """A language that nobody has translated into: but with none at all, GTK would stay English beside us."""
    header = b'Content-Type: text/plain; charset=UTF-8\n'
    content = struct.pack('<7I', 0x950412de, 0, 1, 28, 36, 0, 44) + struct.pack('<4I', 0, 44, len(header), 45) + b'\0' + header + b'\0'
    os.makedirs(os.path.dirname(path))
    samples.write(path, content)


class Languages(ScreenTest):
    def language(self, name, folder):
        module = os.environ.get('XU_TRANSLATIONS_MODULE')
        if not module:
            self.skipTest('sanitizers do not go with LD_PRELOAD')
        return {'LANGUAGE': name, 'LD_PRELOAD': module, 'XU_TRANSLATIONS': folder}

    def test_german(self):
        self.take_all('german', self.language('de', os.environ['XU_TRANSLATIONS']))
        self.assertIsNone(self.tree.find(*names.SEARCH), 'it is translated')

    def test_from_right_to_left(self):
        """The words are English, but the sides change."""
        if not os.path.exists('/usr/share/locale/he/LC_MESSAGES/gtk40.mo'):
            self.skipTest('GTK has no Hebrew here')
        write_translation_of_nothing(self.path('he/LC_MESSAGES/xuploader.mo'))
        self.take_all('right-to-left', self.language('he', self.folder))
        self.application.resize(*SIZES['wide'])
        self.assertGreater(self.wait_for_row('Short.mp4').extents[0], self.tree.wait(*names.TEXT).extents[0])


if __name__ == '__main__':
    main()
