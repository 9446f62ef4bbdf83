#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Without an account: the sandbox, started by the application itself."""

import json
import os
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), 'support'))

from ui_test import DisplayTest, main, names, wait_until  # noqa: E402


class OwnSandbox(DisplayTest):
    def open_without_account(self, **options):
        return self.open(account=None, **options)

    def ask_own_sandbox(self, path):
        """What the application's own sandbox says; a second one on its folder tells where that is."""
        import cli_support  # pylint: disable=import-outside-toplevel
        folder = os.path.join(self.application.environment['XDG_DATA_HOME'], 'xuploader', 'sandbox')
        with subprocess.Popen([os.environ['XU_SANDBOX'], '--state', folder], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
            ready = json.loads(process.stdout.readline())
            process.stdin.close()
        own = cli_support.Sandbox.__new__(cli_support.Sandbox)
        own.url, own.ready = ready['url'], ready
        return own.get(path)

    def test_try_it(self):
        application = self.open_without_account()
        self.tree.wait(*names.TRY_SANDBOX)
        application.save_picture('empty-without-account')
        self.tree.click(*names.TRY_SANDBOX)
        self.tree.wait_text('The sandbox is ready*')
        self.tree.wait_gone(*names.TRY_SANDBOX)
        self.drop(self.video())
        self.write('Only a try')
        self.screen.key('ctrl+Return')
        self.wait_for_phase('Posted')
        post, = self.ask_own_sandbox('/sandbox/posts')['posts']
        self.assertEqual(post['text'], 'Only a try')
        self.tree.click(*names.OPEN_POST)
        opened = wait_until(self.desktop.opened, 'the browser is asked')
        self.assertTrue(opened[0].endswith(f'/i/status/{post["id"]}'), opened)

        application.activate_action('quit')
        application.wait_for_end()
        application.start()
        self.select('holiday.mp4')
        self.tree.wait(*names.OPEN_POST)

    def test_turned_off_meanwhile(self):
        """What waits for the sandbox says so, and turns it on."""
        application = self.open_without_account()
        self.tree.click(*names.TRY_SANDBOX)
        self.tree.wait_text('The sandbox is ready*')
        self.drop(self.video())
        self.write('Later')
        self.wait_for_phase('Ready to post')
        application.activate_action('quit')
        application.wait_for_end()
        application.write_settings({'use-sandbox': ('b', False)})

        application.start()
        application.focus()
        self.select('holiday.mp4')
        self.tree.wait_text('The sandbox is off')
        self.tree.wait(*names.POST, is_so=lambda node: not node.is_sensitive)
        application.save_picture('sandbox-is-off')
        self.tree.click('button', 'Turn On the Sandbox')
        self.tree.wait_text('Posts to the sandbox')
        self.tree.click(*names.POST)
        self.wait_for_phase('Posted')

    def test_drop_before_there_is_an_account(self):
        """What was dropped waits until somebody can post it."""
        self.open_without_account()
        self.drop(self.video())
        self.tree.wait(*names.TRY_SANDBOX, lambda node: node.window.role == 'dialog').click()
        self.wait_for_row('holiday.mp4')
        self.wait_for_phase('Ready to post')


if __name__ == '__main__':
    main()
