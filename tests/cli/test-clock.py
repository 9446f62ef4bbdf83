#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""xuploader-cli while the wall clock jumps up to ten years either way, again and again (tests/support/clock-jump.c).

The sandbox's clock stays. Only plain HTTP: no certificate is valid for twenty years.
"""

import hashlib
import os

import cli_support
from cli_support import MIB, Sandbox, run

JUMP = os.environ.get('XU_CLOCK_JUMP')


class Jumps(cli_support.TestCase):
    """Nothing that is decided depends on what time it is."""

    def setUp(self):
        super().setUp()
        if not JUMP:
            self.skipTest('a sanitizer wants to be the first library')

    def upload(self, seed, *faults):
        video = self.video(3 * MIB + 1)
        with open(video, 'rb') as file:
            digest = hashlib.sha256(file.read()).hexdigest()
        with Sandbox('--processing', '1s', *(f'--fault={fault}' for fault in faults)) as sandbox:
            environment = sandbox.environment(LD_PRELOAD=JUMP, XU_CLOCK_SEED=str(seed), XUPLOADER_TEST_BACKOFF_MS='20')
            result = run('upload', video, '--text', 'Hello', '--segment-size', '512KiB', '--json', environment=environment)
            self.expect(result, 0)
            post, = sandbox.posts()
            media = {medium['id']: medium for medium in sandbox.media()}
        events = self.events(result)
        self.assertEqual(result.stderr, '')
        self.assertEqual(events[-1]['event'], 'posted')
        self.assertEqual(events[-1]['post_id'], post['id'])
        media_id, = [event for event in events if event['event'] == 'ready'][-1]['media_ids']
        self.assertEqual(media[media_id]['sha256'], digest)
        years = {event['time'][:4] for event in events}
        self.assertGreater(len(years), 1, 'the clock has jumped')

    def test_nothing_goes_wrong(self):
        self.upload(1)

    def test_try_later_in_seconds(self):
        self.upload(2, 'append@2-3 status=503 retry-after=1')

    def test_try_later_at_a_moment(self):
        """A moment by the server's clock. Placed by the own one, it may be a day away, and outlast the test."""
        self.upload(3, 'append@3-12 status=429 reset=1')

    def test_lost_answers(self):
        self.upload(4, 'append@2 close=after', 'finalize@1 close=after')

    def test_lost_answer_to_the_post(self):
        self.upload(5, 'post@1 close=after')

    def test_forgotten_upload(self):
        self.upload(6, 'append@3 expire')


if __name__ == '__main__':
    cli_support.main()
