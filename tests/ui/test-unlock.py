#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A real keyring that is locked, and its real dialog, on a desktop, answered with a user's keys.

Who wants the secrets is the command line: it has the engine of the window, and ends when it has them, or has not.
"""

import os
import signal
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), 'support'))
import ui_test  # noqa: E402
import keyring  # noqa: E402

import cli_support  # noqa: E402
import sign_in_support  # noqa: E402
from sign_in_support import decide, fetch  # noqa: E402

AT_ONCE = 30  # seconds, on a busy machine; who waited for the keyring's answer in vain would take 120


class TestCase(sign_in_support.TestCase):
    def setUp(self):
        cli_support.TestCase.setUp(self)
        self.desktop = self.enter(keyring.Session(ui_test.get_desktop()))
        self.server = self.sandbox()

    def start_json(self, command, *arguments):
        return self.start(self.server, command, '--json', *arguments)

    def last_event(self, process, code=0):
        return cli_support.parse_events(self, self.end(process, code).stdout)[-1]

    def dismiss(self, process, code):
        """Says no to the dialog: the last event, which does not wait for another answer."""
        self.desktop.dismiss()
        dismissed_at = time.monotonic()
        event = self.last_event(process, code)
        self.assertLess(time.monotonic() - dismissed_at, AT_ONCE)
        self.assertTrue(self.desktop.is_locked())
        return event

    def expect_account(self, account, state, kept='kept'):
        self.assertEqual((account['event'], account['username'], account['state'], account['keyring']),
                         ('account', 'sandbox', state, kept))


class Opening(TestCase):
    """Somebody has signed in, and logs in again without unlocking the keyring."""

    def setUp(self):
        super().setUp()
        self.login(self.server)
        self.desktop.log_in_again()

    def test_unlocked(self):
        process = self.start_json('upload', self.video())
        self.desktop.wait_for_dialog()
        self.assertIsNone(process.poll())
        self.desktop.answer(keyring.PASSWORD)
        self.assertEqual(self.last_event(process)['event'], 'posted')
        self.assertEqual(len(self.server.posts()), 1)

        # Nobody is asked twice.
        self.assertFalse(self.desktop.is_locked())
        self.expect_account(*self.accounts(self.server), 'ready')

    def test_wrong_password(self):
        process = self.start_json('accounts')
        self.desktop.answer('not the password')
        self.desktop.wait_for_complaint()
        self.assertIsNone(process.poll())
        self.desktop.answer(keyring.PASSWORD)
        self.expect_account(self.last_event(process), 'ready')

    def test_dismissed(self):
        self.expect_account(self.dismiss(self.start_json('accounts'), 0), 'locked', 'locked')

        failed = self.dismiss(self.start_json('upload', self.video()), cli_support.CODES['not-signed-in'])
        self.assertEqual((failed['event'], failed['code']), ('failed', 'not-signed-in'))
        self.assertEqual(self.listing(environment=self.environment(self.server)), {}, 'nothing was begun')

        # No is no for once: the next one asks again.
        process = self.start_json('accounts')
        self.desktop.answer(keyring.PASSWORD)
        self.expect_account(self.last_event(process), 'ready')

    def test_interrupted(self):
        process = self.start_json('accounts')
        self.desktop.wait_for_dialog()
        process.send_signal(signal.SIGINT)
        self.assertEqual(self.last_event(process, cli_support.CODES['cancelled'])['event'], 'cancelled')

        # The dialog is the keyring's, and stays; the keyring has taken no harm. Who comes next waits for the same answer.
        process = self.start_json('accounts')
        self.desktop.answer(keyring.PASSWORD)
        self.expect_account(self.last_event(process), 'ready')
        self.assertFalse(self.desktop.is_locked())


class Keeping(TestCase):
    """Somebody signs in while the keyring is locked."""

    def setUp(self):
        super().setUp()
        self.desktop.log_in_again()
        self.process, address = self.start_login(self.server)
        self.assertEqual(self.desktop.find_dialogs(), [], 'nobody is asked before there is something to keep')
        fetch(decide(address, 'allow'))
        self.desktop.wait_for_dialog()
        self.assertIsNone(self.process.poll())

    def test_unlocked(self):
        self.desktop.answer(keyring.PASSWORD)
        self.expect_account(self.last_event(self.process), 'ready')
        self.assertEqual(self.desktop.labels(), ['X Uploader: @sandbox'])

    def test_dismissed(self):
        failed = self.dismiss(self.process, cli_support.CODES['not-signed-in'])
        self.assertEqual((failed['event'], failed['code']), ('failed', 'not-signed-in'))
        self.assertEqual(self.desktop.labels(), [])
        self.assertEqual(self.server.requests()['revoke'], 2, 'tokens that nobody has are good for nothing')


if __name__ == '__main__':
    ui_test.main(*keyring.find_missing())
