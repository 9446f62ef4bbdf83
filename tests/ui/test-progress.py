#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""An upload shows how far it is, and is paused, resumed, cancelled, tried again and removed."""

import os
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), 'support'))

from gi.repository import GLib  # noqa: E402
from ui_test import DisplayTest, main, names, samples, wait_until  # noqa: E402

SLOW = {'segment-size': ('t', 65536), 'parallel': ('u', 2)}


class Progress(DisplayTest):
    sandbox_options = ('--processing', '2s', '--bandwidth', '400K')

    def open_slow(self, name='slow.mp4', size=1_500_000, **options):
        application = self.open(settings=SLOW, **options)
        video = self.video(name, size)
        self.drop(video)
        self.wait_for_phase('Uploading')
        return application, video

    def appends(self):
        return self.sandbox.requests().get('append', 0)

    def test_pause_and_resume(self):
        _, video = self.open_slow()
        wait_until(lambda: self.appends() > 2, 'segments arrive')
        self.tree.click(*names.PAUSE)
        self.wait_for_phase('Paused')
        time.sleep(0.5)  # What was under way arrives.
        before = self.appends()
        time.sleep(1)
        self.assertEqual(self.appends(), before, 'nothing is sent')
        self.application.save_picture('paused')
        self.tree.click(*names.RESUME)
        self.wait_for_phase('Uploading')
        self.wait_for_phase('Ready to post')
        medium, = self.sandbox.media()
        self.assertEqual(medium['sha256'], samples.sha256(video))
        self.assertEqual(self.sandbox.requests()['initialize'], 1)

    def test_pause_and_resume_all(self):
        self.open(settings=SLOW)
        self.drop(self.video('one.mp4', 1_500_000), self.video('two.mp4', 1_500_000))
        wait_until(lambda: self.appends() > 2, 'segments arrive')
        self.choose_from_menu(names.MAIN_MENU, 'Pause All')
        for name in ('one.mp4', 'two.mp4'):
            self.wait_for_row(name, lambda row: 'Paused' in row)
        self.choose_from_menu(names.MAIN_MENU, 'Resume All')
        for name in ('one.mp4', 'two.mp4'):
            self.wait_for_row(name, lambda row: 'Ready' in row)

    def test_cancel_and_start_again(self):
        self.open_slow()
        self.tree.click(*names.CANCEL)
        self.wait_for_phase('Cancelled')
        self.application.save_picture('cancelled')
        self.tree.click(*names.START_AGAIN)
        self.wait_for_phase('Ready to post')

    def test_remove(self):
        self.open_slow()
        self.tree.click(*names.CANCEL)
        self.wait_for_phase('Cancelled')
        self.choose_from_menu(names.MORE_ACTIONS, 'Remove from List')
        self.tree.wait(*names.EMPTY)


PHASES = ('Uploading', 'Processing by X', 'Posting', 'Posted')


class Phases(DisplayTest):
    sandbox_options = ('--processing', '2s', '--bandwidth', '200K')

    def test_values_move_and_phases_are_words(self):
        self.open(settings=SLOW)
        video = self.video('slow.mp4', 1_500_000)
        self.drop(video)
        phase = self.wait_for_phase('Uploading')
        bar = self.tree.wait(*names.PROGRESS)
        self.wait_for_cursor_in_text()
        self.screen.key('ctrl+Return')  # Early: it is posted when it is ready.
        values, phases = self.follow(phase, bar)
        self.assertEqual(phases[:2], ['Uploading', 'Processing by X'])
        self.assertEqual(phases[-1], 'Posted')
        self.assertGreater(len(set(values)), 3)
        self.assertEqual(values, sorted(values))
        self.assertTrue(0 <= values[0] and values[-1] <= 1, values)
        self.application.save_picture('posted')
        self.assertEqual(self.wait_for_media()[0]['sha256'], samples.sha256(video))

    def follow(self, phase, bar):
        """What a screen reader is told until it is posted: how far the upload is, and the phases."""
        values, phases = [], []
        deadline = time.monotonic() + 60
        while 'Posted' not in phases and time.monotonic() < deadline:
            try:
                word = phase.look_up('Accessible', 'Name')
                value = bar.value if word == 'Uploading' else None
            except GLib.Error:  # It was laid out anew just now.
                phase = self.tree.wait(phase.role, is_so=lambda node: node.name in PHASES)
                continue
            if word not in phases:
                phases.append(word)
                self.application.save_picture(f'phase-{len(phases)}')
            if value is not None:
                values.append(value)
            time.sleep(0.05)
        return values, phases


class Failures(DisplayTest):
    sandbox_options = ('--processing', '0s', '--fault', 'finalize@1 processing=fail message="Too blurred"',
                       '--fault', 'append@1-10 status=503')

    def test_try_again(self):
        self.open(XUPLOADER_TEST_BACKOFF_MS='1')
        self.drop(self.video('unlucky.mp4'))
        self.tree.click(*names.TRY_AGAIN)
        self.tree.wait_text('*Too blurred*')
        self.application.save_picture('refused-by-x')

    def test_details(self):
        """What can be copied for a report holds no secret and not what was written."""
        self.open(XUPLOADER_TEST_BACKOFF_MS='1')
        self.drop(self.video('unlucky.mp4'))
        self.tree.wait(*names.TRY_AGAIN)
        self.write('A secret text')
        self.choose_from_menu(names.MORE_ACTIONS, 'Details')
        self.tree.wait('button', 'Copy Details')
        shown = self.tree.read().describe()
        self.application.save_dialog_picture('details')
        self.assertIn('503', shown)
        self.assertNotIn(self.sandbox.ready['access_token'], shown)
        details = max((node.name for node in self.tree.find_all('label')), key=len)
        self.assertNotIn('A secret text', details)


if __name__ == '__main__':
    main()
