#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The window as narrow as a phone: the list, or what was chosen in it."""

import os
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), 'support'))

from ui_test import DisplayTest, main  # noqa: E402


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


if __name__ == '__main__':
    main()
