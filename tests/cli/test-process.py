#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""xuploader-cli as a process, against the sandbox: what is posted, exit codes, JSON Lines, --trace, --quiet."""

import hashlib
import json
import os
import socket

import cli_support
from cli_support import CODES, MIB, Sandbox, clean_environment, names, run


def is_listening(port):
    with socket.socket() as client:
        client.settimeout(10)
        return client.connect_ex(('127.0.0.1', port)) == 0


class Uploads(cli_support.TestCase):
    """What reaches X."""

    def test_video(self):
        video = self.video(3 * MIB + 1)
        with open(video, 'rb') as file:
            digest = hashlib.sha256(file.read()).hexdigest()
        with Sandbox('--processing', '100ms') as sandbox:
            result = run('upload', video, '--text', 'Hello ⭐ www.example.com', '--segment-size', '1MiB', '--json',
                         environment=sandbox.environment())
            self.expect(result, 0)
            events = self.events(result)
            post, = sandbox.posts()
            medium, = sandbox.media()
        self.assertEqual(result.stderr, '')
        self.assertEqual(names(events)[0], 'job')
        self.assertEqual(events[0]['files'], [{'path': video, 'bytes': 3 * MIB + 1, 'media_type': 'video/mp4'}])
        self.assertEqual(names(events).count('segment'), 4)
        self.assertEqual([event for event in events if event['event'] == 'progress'][-1]['bytes_acknowledged'], 3 * MIB + 1)
        self.assertIn('status', names(events))
        self.assertEqual(names(events)[-2:], ['ready', 'posted'])
        self.assertEqual(events[-1]['post_id'], post['id'])
        self.assertTrue(events[-1]['url'].startswith(sandbox.url))
        self.assertEqual(events[-2]['media_ids'], [medium['id']])
        self.assertEqual((medium['sha256'], medium['media_category']), (digest, 'tweet_video'))
        self.assertEqual(post['text'], 'Hello ⭐ www.example.com')

    def test_many_segments_make_few_progress_events(self):
        video = self.video(12 * MIB)
        with Sandbox('--processing', '0s', '--discard') as sandbox:
            result = run('upload', video, '--segment-size', '64k', '--json', environment=sandbox.environment())
            self.expect(result, 0)
        events = self.events(result)
        self.assertEqual(names(events).count('segment'), 192)
        times = [event['time'] for event in events if event['event'] == 'progress']
        for first, eleventh in zip(times, times[10:]):
            self.assertGreaterEqual(seconds(eleventh) - seconds(first), 1.0)

    def test_images_with_descriptions(self):
        images = [self.png(f'{i}.png') for i in range(4)]
        with Sandbox() as sandbox:
            result = run('upload', *images, '--alt', 'first', '--alt', '', '--alt', 'third', environment=sandbox.environment())
            self.expect(result, 0)
            media = {medium['id']: medium for medium in sandbox.media()}
            post, = sandbox.posts()
        self.assertEqual([media[media_id]['alt_text'] for media_id in post['media_ids']], ['first', None, 'third', None])
        self.assertEqual({medium['media_category'] for medium in media.values()}, {'tweet_image'})

    def test_gif(self):
        with Sandbox('--processing', '0s') as sandbox:
            result = run('upload', self.gif(), environment=sandbox.environment())
            self.expect(result, 0)
            self.assertEqual(sandbox.media()[0]['media_category'], 'tweet_gif')
            self.assertEqual(len(sandbox.posts()), 1)

    def test_subtitles_and_cover(self):
        with Sandbox('--processing', '0s') as sandbox:
            result = run('upload', self.video(), '--subtitles', self.subtitles('a:b.srt') + ':de', '--cover', self.png(), '--json',
                         environment=sandbox.environment())
            self.expect(result, 0)
            self.events(result)
            video, subtitles, cover = sandbox.media()
            post, = sandbox.posts()
        self.assertEqual(video['subtitles']['id'], subtitles['id'])
        self.assertEqual(video['subtitles']['language_code'], 'DE')
        self.assertEqual(post['media_ids'], [video['id']])
        self.assertEqual(post['request']['media']['preview_media_id'], cover['id'])

    def test_settings_of_the_post(self):
        with Sandbox('--processing', '0s') as sandbox:
            result = run('upload', self.video(), '--reply-settings', 'mentionedUsers', '--made-with-ai', '--paid-partnership',
                         environment=sandbox.environment())
            self.expect(result, 0)
            request = sandbox.posts()[0]['request']
        self.assertEqual((request['reply_settings'], request['made_with_ai'], request['paid_partnership']),
                         ('mentionedUsers', True, True))

    def test_no_post_stops_at_ready(self):
        with Sandbox('--processing', '0s') as sandbox:
            result = run('upload', self.video(), '--no-post', '--json', environment=sandbox.environment())
            self.expect(result, 0)
            self.assertEqual(names(self.events(result))[-1], 'ready')
            plain = run('upload', self.video(), '--no-post', '--quiet', environment=sandbox.environment())
            self.expect(plain, 0)
            self.assertEqual(plain.stdout, f'{sandbox.media()[1]["id"]}\n')
            self.assertEqual(sandbox.posts(), [])

    def test_delete(self):
        with Sandbox('--processing', '0s') as sandbox:
            environment = sandbox.environment()
            url = run('upload', self.video(), '--quiet', environment=environment).stdout
            post, = sandbox.posts()
            self.assertIn(post['id'], url)
            result = run('delete', f'https://x.com/me/status/{post["id"]}', environment=environment)
            self.expect(result, 0)
            self.assertIn(post['id'], result.stdout)
            self.assertEqual(sandbox.posts(), [])
            self.expect(run('delete', post['id'], environment=sandbox.environment('expired_token')), 3)

    def test_tls_with_its_own_authority(self):
        with Sandbox('--tls', '--processing', '0s') as sandbox:
            folder, name = os.path.split(sandbox.ready['ca_file'])
            result = run('upload', self.video(), '--quiet', environment=sandbox.environment(XUPLOADER_CA_FILE=name), cwd=folder)
            self.expect(result, 0)
            self.assertEqual(len(sandbox.posts()), 1)

    def test_oauth1_from_the_environment(self):
        with Sandbox('--processing', '0s') as sandbox:
            keys = {f'XUPLOADER_OAUTH1_{name.upper()}': value for name, value in sandbox.ready['oauth1'].items()}
            self.expect(run('upload', self.video(), '--quiet', environment=sandbox.environment(None, **keys)), 0)

    def test_sandbox_of_its_own(self):
        result = run('upload', self.video(), '--sandbox', '--json', environment=clean_environment())
        self.expect(result, 0)
        url = self.events(result)[-1]['url']
        self.assertTrue(url.startswith('http://127.0.0.1:'))
        port = int(url.split(':')[2].split('/')[0])
        cli_support.wait_until(lambda: not is_listening(port), 'it ends with us')

    def test_sandbox_that_does_not_start(self):
        for program in ('/nonexistent/program', '/bin/false', '/bin/echo'):
            result = run('upload', self.video(), '--sandbox', '--json',
                         environment={**clean_environment(), 'XUPLOADER_SANDBOX_PROGRAM': program})
            self.expect(result, 1)
            self.assertEqual(self.events(result)[-1]['code'], 'internal')

    def test_text_survives_a_locale_without_letters(self):
        with Sandbox('--processing', '0s') as sandbox:
            result = run('upload', self.video(), '--text', 'Grüße ⭐', environment={**sandbox.environment(), 'LC_ALL': 'C'})
            self.expect(result, 0)
            self.assertEqual(sandbox.posts()[0]['text'], 'Grüße ⭐')
            self.assertTrue(result.stderr.isascii(), result.stderr)


class Failures(cli_support.TestCase):
    """Every exit code, with its event, its words and what X saw of it."""

    def fails(self, code, *arguments, environment=None):
        result = run('--json', *arguments, environment=environment)
        self.expect(result, CODES[code])
        failed = self.events(result)[-1]
        self.assertEqual((failed['event'], failed['code']), ('failed', code), result.stdout)
        self.assertIn(failed['message'], result.stderr)
        return failed

    def test_usage(self):
        video = self.video()
        for arguments in [('frob',), ('upload',), ('upload', video, '--frob'), ('upload', video, '--text'),
                          ('upload', video, '--parallel', '9'), ('upload', video, '--account', 'me', '--sandbox'), ('list', 'x'),
                          ('delete', 'x'), ('post',), ('pause',), ('cancel', 'a', 'b'), ('resume', '--start-again'),
                          ('check',), ('upload', video, '--sandbox', '--api-url', 'https://example.com')]:
            failed = self.fails('usage', *arguments)
            self.assertIsNone(failed['job'])
            plain = run(*arguments)
            self.expect(plain, 2)
            self.assertEqual(plain.stdout, '')
            self.assertIn('help', plain.stderr)

    def test_addresses_that_are_not_safe(self):
        for url in ('http://example.com', 'http://192.0.2.1', 'ftp://127.0.0.1', 'nonsense', 'https://user@example.com'):
            environment = clean_environment(XUPLOADER_ACCESS_TOKEN='token')
            self.fails('usage', 'upload', self.video(), '--api-url', url, environment=environment)
            self.fails('usage', 'upload', self.video(), environment={**environment, 'XUPLOADER_API_URL': url})

    def test_files_that_do_not_go_together(self):
        video, png, gif = self.video(), self.png(), self.gif()
        with Sandbox() as sandbox:
            for files in [(video, video), (video, png), (gif, png), (gif, gif), (png,) * 5]:
                failed = self.fails('usage', 'upload', *files, environment=sandbox.environment())
                self.assertIn('one post', failed['message'])
            self.fails('usage', 'upload', png, '--subtitles', self.subtitles(), environment=sandbox.environment())
            self.fails('usage', 'upload', gif, '--cover', png, environment=sandbox.environment())
            self.assertEqual(sandbox.requests(), {})

    def test_files_that_are_refused_here(self):
        unsupported = [
            self.file('renamed.mp4', b'\x1a\x45\xdf\xa3\xa3\x42\x86\x81\x01\x42\xf7\x81\x01\x42\xf2\x81\x04\x42\xf3\x81\x08'
                      b'\x42\x82\x88matroska', bytes(1000)),
            self.file('empty.mp4'),
            self.file('text.mp4', b'just some words\n'),
            self.file('large.png', b'\x89PNG\r\n\x1a\n', bytes(6 * MIB)),
            self.subtitles('alone.srt'),
        ]
        with Sandbox() as sandbox:
            environment = sandbox.environment()
            for path in unsupported[:-1]:
                self.fails('file-unsupported', 'upload', path, environment=environment)
            self.expect(run('upload', unsupported[-1], environment=environment), 2)
            for path in (self.folder, os.path.join(self.folder, 'missing.mp4'), '', '/dev/null'):
                self.fails('file-unreadable', 'upload', path, environment=environment)
            damaged = self.file('damaged.srt', b'1\nno time line\n')
            self.fails('file-unsupported', 'upload', self.video(), '--subtitles', damaged, environment=environment)
            self.assertEqual(sandbox.requests(), {})

    def test_text_that_is_too_long(self):
        """X is asked who the account is, because subscribers may write more; nothing is sent."""
        with Sandbox() as sandbox:
            self.fails('text-too-long', 'upload', self.video(), '--text', 'x' * 281, environment=sandbox.environment())
            self.fails('text-too-long', 'upload', self.video(), '--text', 'x' * 25001, environment=sandbox.environment())
            self.assertLessEqual(set(sandbox.requests()), {'me'})
        with Sandbox('--premium', '--processing', '0s') as sandbox:
            self.expect(run('upload', self.video(), '--text', 'x' * 281, environment=sandbox.environment()), 0)
            self.assertEqual(sandbox.posts()[0]['text'], 'x' * 281)

    def test_video_that_is_too_large_for_anybody(self):
        video = self.video()
        os.truncate(video, 17 * 1024 * MIB)
        with Sandbox() as sandbox:
            self.fails('file-too-large-for-segments', 'upload', video, environment=sandbox.environment())
            self.assertEqual(sandbox.requests(), {})

    def test_sign_in(self):
        with Sandbox() as sandbox:
            self.fails('token-refused', 'upload', self.video(), environment=sandbox.environment('expired_token'))
            self.fails('scope-missing', 'upload', self.video(), environment=sandbox.environment('limited_token'))
            failed = self.fails('not-signed-in', 'upload', self.video(), environment=sandbox.environment(None))
            self.assertFalse(failed['retryable'])
            self.fails('not-signed-in', 'delete', '1', environment=sandbox.environment(None))

    def test_refused_by_x(self):
        with Sandbox('--processing', '0s', '--fault', 'post@1 status=402') as sandbox:
            self.fails('no-credit', 'upload', self.video(), '--text', 'a', environment=sandbox.environment())
            self.expect(run('upload', self.video(), '--text', 'b', environment=sandbox.environment()), 0)
            self.fails('duplicate-content', 'upload', self.video(), '--text', 'b', environment=sandbox.environment())
            self.assertEqual(len(sandbox.posts()), 1)

    def test_processing_that_fails_shows_the_reason_of_x(self):
        rule = 'finalize processing=fail name=InvalidMedia message="Unsupported \x1b[31m video format"'
        with Sandbox('--processing', '0s', '--fault', rule) as sandbox:
            failed = self.fails('media-refused', 'upload', self.video(), environment=sandbox.environment())
            self.assertIn('Unsupported [31m video format', failed['message'])
            plain = run('upload', self.video(), environment=sandbox.environment())
            self.assertIn('X says: “Unsupported [31m video format”', plain.stderr)
            self.assertNotIn('\x1b', plain.stderr)
            self.assertEqual(sandbox.posts(), [])

    def test_answer_to_the_post_that_is_lost(self):
        with Sandbox('--processing', '0s', '--fault', 'post close=after') as sandbox:  # It is found in the timeline.
            result = run('upload', self.video(), '--json', environment=sandbox.environment())
            self.expect(result, 0)
            self.assertEqual(self.events(result)[-1]['post_id'], sandbox.posts()[0]['id'])
        with Sandbox('--processing', '0s', '--fault', 'post close=after', '--fault', 'timeline status=403') as sandbox:
            failed = self.fails('post-unknown', 'upload', self.video(), environment=sandbox.environment())
            self.assertFalse(failed['retryable'])
            self.assertEqual(len(sandbox.posts()), 1)
            self.assertEqual(sandbox.requests()['post'], 1)

    def test_network_that_refuses(self):
        with socket.socket() as listener:  # Bound, but not listening: its port is refused and nobody else's.
            listener.bind(('127.0.0.1', 0))
            environment = clean_environment(XUPLOADER_ACCESS_TOKEN='token')
            failed = self.fails('network', 'delete', '1', '--api-url', f'http://127.0.0.1:{listener.getsockname()[1]}',
                               environment=environment)
        self.assertTrue(failed['retryable'])

    def test_server_that_fails(self):
        with Sandbox('--fault', 'delete@1 status=503', '--fault', 'delete@2 garbage=nonsense') as sandbox:
            self.fails('server', 'delete', '1', environment=sandbox.environment())
            self.fails('bad-answer', 'delete', '1', environment=sandbox.environment())

    def test_authority_that_nobody_knows(self):
        with Sandbox('--tls') as sandbox:
            self.fails('tls', 'upload', self.video(), environment=sandbox.environment())
            self.fails('usage', 'upload', self.video(), environment=sandbox.environment(XUPLOADER_CA_FILE='/nonexistent.pem'))

    def test_waiting_is_told(self):
        with Sandbox('--processing', '0s', '--fault', 'append@1 status=503 retry-after=1') as sandbox:
            result = run('upload', self.video(), '--json', environment=sandbox.environment())
            self.expect(result, 0)
        waiting = [event for event in self.events(result) if event['event'] == 'waiting']
        self.assertEqual({event['reason'] for event in waiting}, {'server-busy'})


class Output(cli_support.TestCase):
    """What is written where."""

    def test_plain_lines(self):
        with Sandbox('--processing', '0s') as sandbox:
            result = run('upload', self.video(), environment=sandbox.environment())
            self.expect(result, 0)
            self.assertEqual(result.stdout, f'{sandbox.url}/i/status/{sandbox.posts()[0]["id"]}\n')
        lines = result.stderr.splitlines()
        self.assertEqual([line for line in lines if ':' not in line], ['Checking', 'Uploading', 'Posting', 'Posted'])
        self.assertTrue(all('\x1b' not in line and '\r' not in line for line in lines))

    def test_quiet(self):
        with Sandbox('--processing', '0s') as sandbox:
            result = run('upload', self.video(), '--quiet', environment=sandbox.environment())
            self.expect(result, 0)
            self.assertEqual((result.stderr, len(result.stdout.splitlines())), ('', 1))
            failed = run('upload', self.folder, '-q', environment=sandbox.environment())
            self.assertEqual(failed.stdout, '')
            self.assertNotEqual(failed.stderr, '')

    def test_verbose_tells_no_secret_and_keeps_stdout_pure(self):
        with Sandbox('--processing', '0s') as sandbox:
            result = run('upload', self.video(), '--json', '--verbose', '--text', 'private words', environment=sandbox.environment())
            self.expect(result, 0)
            self.events(result)
        self.assertIn('xu-', result.stderr)
        self.assertNotIn(sandbox.ready['access_token'], result.stderr)
        self.assertNotIn('private words', result.stderr)

    def test_trace_holds_exchanges_and_no_secret(self):
        trace = os.path.join(self.folder, 'trace')
        with Sandbox('--processing', '0s') as sandbox:
            result = run('upload', self.video(), '--text', 'private words', '--trace', trace, environment=sandbox.environment())
            self.expect(result, 0)
        with open(trace, encoding='utf-8') as file:
            text = file.read()
        exchanges = [json.loads(line) for line in text.splitlines()]
        self.assertGreaterEqual(len(exchanges), 4)
        self.assertTrue(all(exchange['method'] in ('GET', 'POST') for exchange in exchanges), text)
        self.assertTrue(all(exchange['status'] in (200, 201, 204) for exchange in exchanges), text)
        for secret in (sandbox.ready['access_token'], 'private words', 'private', 'Bearer', 'Authorization'):
            self.assertNotIn(secret, text)

    def test_check(self):
        video = self.video()
        good = run('check', video, '--text', 'see example.com')
        self.expect(good, 0)
        for words in ('15', '27', 'example.com', 'US$0.200', 'US$0.015', 'Nothing is in the way.'):
            if words not in ('15', '27'):
                self.assertIn(words, good.stdout)
        self.assertIn('Text: 27 of 280 characters', good.stdout)

        bad = run('check', self.gif(), self.file('a.mkv', b'\x1a\x45\xdf\xa3\x93\x42\x82\x88matroska', bytes(100)))
        self.expect(bad, 4)
        self.assertIn('Matroska', bad.stdout)
        quiet = run('check', '--quiet', '--text', 'x' * 281)
        self.expect(quiet, 4)
        self.assertEqual(quiet.stdout, '')
        self.assertIn('280', quiet.stderr)

        self.expect(run('check', self.folder), 4)

    def test_check_in_json(self):
        result = run('check', self.video(), self.png(), '--text', 'https://example.com ' + 'é' * 300, '--json')
        self.expect(result, 4)
        event, = self.events(result)
        self.assertEqual((event['weighted_length'], event['limit'], event['valid']), (324, 280, False))
        self.assertEqual(event['urls'], ['https://example.com'])
        self.assertAlmostEqual(event['estimated_cost_usd'], 0.2)
        self.assertEqual([finding['rule'] for finding in event['findings']], ['text-too-long', 'combination'])

        good = run('check', '--text', '', '--json')
        self.expect(good, 0)
        event, = self.events(good)
        self.assertEqual((event['valid'], event['findings'], event['urls']), (True, [], []))
        self.assertAlmostEqual(event['estimated_cost_usd'], 0.015)

    def test_version_and_help(self):
        for arguments in [('version',), ('--version',)]:
            result = run(*arguments)
            self.expect(result, 0)
            self.assertRegex(result.stdout, r'^X Uploader \d+\.\d+\.\d+\n$')
        event, = self.events(run('--json', 'version'))
        self.assertRegex(event['version'], r'^\d+\.\d+\.\d+$')

        everything = run('help').stdout
        for arguments in [('--help',), ('-h',)]:
            self.assertEqual(run(*arguments).stdout, everything)
        for command in ('', 'upload', 'check', 'list', 'status', 'resume', 'post', 'pause', 'cancel', 'delete'):
            for line in run('help', *command.split()).stdout.splitlines():
                self.assertLessEqual(len(line), 80, line)
        self.assertEqual(run('upload', '--help').stdout, run('help', 'upload').stdout)
        in_json = run('help', '--json')
        self.assertEqual((in_json.stdout, in_json.stderr), ('', everything))

    def test_output_that_cannot_be_written(self):
        with Sandbox('--processing', '0s') as sandbox, open('/dev/full', 'w', encoding='utf-8') as full:
            result = run('check', '--text', 'x', '--json', environment=sandbox.environment(), capture_output=False, stdout=full,
                         stderr=cli_support.subprocess.PIPE)
            self.assertEqual(result.returncode, 1, result.stderr)
            self.assertIn('cannot be written', result.stderr)

    def test_closed_standard_streams(self):
        """What is opened next must not take their place, or messages would end in it."""
        with Sandbox('--processing', '0s') as sandbox:
            video = self.video()
            result = run('upload', video, '--json', environment=sandbox.environment(), capture_output=False,
                         preexec_fn=lambda: os.closerange(0, 3))
            self.assertEqual(result.returncode, 0)
            self.assertEqual(sandbox.media()[0]['bytes'], os.path.getsize(video))
            self.assertEqual(len(sandbox.posts()), 1)


def seconds(time):
    """Seconds of the day of an RFC 3339 time of an event."""
    hours, minutes, rest = time[11:-1].split(':')
    return int(hours) * 3600 + int(minutes) * 60 + float(rest)


if __name__ == '__main__':
    cli_support.main()
