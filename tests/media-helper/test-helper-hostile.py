#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The media helper on files that are none, damaged, or want something of it: it says what it knows, opens nothing else, and ends."""

import os
import random
import re
import socket
import struct
import subprocess
import time
import zlib

import helper_support
from helper_support import FILE_FD, HELPER, HelperTest, ask, gif, h264, launch

FACTS = {'container', 'video_codec', 'audio_codec', 'duration_us', 'width', 'height', 'frame_rate_n', 'frame_rate_d', 'interlaced'}


def png_header(width, height):
    chunk = b'IHDR' + struct.pack('>IIBBBBB', width, height, 8, 2, 0, 0, 0)
    return b'\x89PNG\r\n\x1a\n' + struct.pack('>I', 13) + chunk + struct.pack('>I', zlib.crc32(chunk)) + bytes(4) + b'IDAT' + bytes(1000)


def atom(kind, *content):
    content = b''.join(content)
    return struct.pack('>I', len(content) + 8) + kind + content


def reference_film(address):
    """A film of QuickTime that is only the address of another."""
    return (atom(b'ftyp', b'qt  \0\0\0\0qt  ')
            + atom(b'moov', atom(b'rmra', atom(b'rmda', atom(b'rdrf', bytes(4), b'url ', struct.pack('>I', len(address) + 1), address, b'\0')))))


class Hostile(HelperTest):
    @classmethod
    def make(cls):
        film = 'videotestsrc num-buffers=20 ! video/x-raw,width=64,height=48,framerate=10/1,format=I420 !'
        sound = 'audiotestsrc num-buffers=80 ! audio/x-raw,rate=44100 ! lamemp3enc ! mpegaudioparse ! mux.'
        launch(f'{film} {h264()} ! mp4mux name=mux ! filesink location={cls.path("film.mp4")} {sound}')
        launch(f'{film} {h264()} ! mp4mux faststart=true name=mux ! filesink location={cls.path("fast.mp4")} {sound}')
        launch(f'{film} vp8enc ! webmmux ! filesink location={cls.path("film.webm")}')

    def look(self, name, command='thumbnail'):
        """What it says, whatever that is, is within its bounds. It may die of a decoder, but in time."""
        answer = ask(self.path(name), command)
        for key, value in (answer.facts or {}).items():
            self.assertIn(key, FACTS)
            if isinstance(value, int):
                self.assertTrue(0 <= value <= (1 << 40 if key == 'duration_us' else 1_000_000), answer.facts)
            else:
                self.assertRegex(value, re.compile(r'^[\w/.+:-]{1,64}$', re.ASCII))
        return answer

    def test_no_files(self):
        rand = random.Random(4)
        for name, content in (('empty', b''), ('byte', b'\0'), ('text', b'hello\n' * 1000), ('noise', rand.randbytes(100_000)),
                              ('zeros', bytes(100_000)), ('head.mp4', self.read('film.mp4')[:40])):
            with self.subTest(name):
                self.write(name, content)
                answer = self.look(name)
                self.assertEqual((answer.status, answer.size, answer.facts.get('width')), (0, None, None))

    def test_lists_of_addresses(self):
        """Nobody is asked, and no file is opened, that is named in another."""
        with socket.create_server(('127.0.0.1', 0)) as server:
            server.settimeout(0)
            host = f'127.0.0.1:{server.getsockname()[1]}'
            for address in (f'http://{host}/film.mp4', f'file://{self.path("film.mp4")}'):
                for name, content in (
                        ('list.m3u8', f'#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\n{address}\n#EXT-X-ENDLIST\n'),
                        ('list.m3u', f'#EXTM3U\n{address}\n'), ('list.pls', f'[playlist]\nFile1={address}\nNumberOfEntries=1\n'),
                        ('list.txt', f'{address}\r\n'), ('list.ram', f'{address}\n'),
                        ('list.mpd', '<?xml version="1.0"?>\n<MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" profiles="urn:mpeg:dash:'
                                     f'profile:isoff-main:2011"><Period><AdaptationSet mimeType="video/mp4"><Representation id="1" bandwidth="1">'
                                     f'<BaseURL>{address}</BaseURL></Representation></AdaptationSet></Period></MPD>'),
                        ('list.sdp', f'v=0\no=- 0 0 IN IP4 {host}\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 5004 RTP/AVP 96\n'),
                        ('list.xges', f'<ges version="0.4"><project><ressources><asset id="{address}" extractable-type-name="GESUriClip"/>'
                                      '</ressources></project></ges>'),
                        ('list.svg', '<svg xmlns="http://www.w3.org/2000/svg" xmlns:x="http://www.w3.org/1999/xlink" width="9" height="9">'
                                     f'<image x:href="{address}" width="9" height="9"/></svg>'),
                        ('list.mov', reference_film(address.encode()))):
                    with self.subTest(name, address=address):
                        self.write(name, content if isinstance(content, bytes) else content.encode())
                        answer = self.look(name)
                        self.assertEqual((answer.size, answer.facts.get('width'), answer.facts.get('duration_us')), (None, None, None))
            with self.assertRaises(BlockingIOError):
                server.accept()

    def test_huge_pictures(self):
        for width, height in ((50_000, 50_000), (16_385, 8_192), ((1 << 31) - 1, 1), (1, (1 << 31) - 1)):
            with self.subTest(f'{width}x{height}'):
                self.write('huge.png', png_header(width, height))
                self.assertIsNone(self.look('huge.png').size)

    def test_cut_off(self):
        for name in ('film.mp4', 'fast.mp4', 'film.webm'):
            whole = self.read(name)
            for part in (0.2, 0.5, 0.9, 0.99):
                with self.subTest(name, part=part):
                    self.write('part', whole[:int(len(whole) * part)])
                    answer = self.look('part')
                    self.assertEqual(answer.status, 0)
        # What comes first in this one says it all, and pictures follow.
        self.write('part', self.read('fast.mp4')[:-3000])
        answer = self.look('part')
        self.assertEqual((answer.facts['width'], answer.size), (64, (64, 48)))

    def test_gif_without_end(self):
        """Which one decoder waits for, for ever; we do not, for as long as we would for a large film."""
        self.write('part.gif', gif(40, 20, [(0, 0, 255), (255, 255, 0)], 50)[:-1])
        began_at = time.monotonic()
        self.assertEqual(self.look('part.gif').facts['container'], 'image/gif')
        self.assertLess(time.monotonic() - began_at, 14)

    def test_damage(self):
        for seed in range(20):
            rand = random.Random(seed)
            damaged = bytearray(self.read(('film.mp4', 'fast.mp4', 'film.webm')[seed % 3]))
            for _ in range(rand.choice((1, 3, 10, 100))):
                at = rand.randrange(len(damaged))
                if rand.random() < 0.7:
                    damaged[at] = rand.choice((0, 1, 0x7f, 0x80, 0xff, rand.randrange(256)))
                else:
                    del damaged[at:at + rand.randrange(1, 200)]
            with self.subTest(seed):
                self.write('damaged', damaged)
                self.look('damaged', rand.choice(('thumbnail', 'thumbnail', 'frame')))

    def test_what_is_no_file(self):
        def run(*arguments, **options):
            return subprocess.run([HELPER, *arguments], stdin=subprocess.DEVNULL, capture_output=True, check=False,
                                  timeout=helper_support.TIMEOUT, env=helper_support.ENVIRONMENT, **options)

        self.assertEqual(run('thumbnail', close_fds=True).returncode, 2)
        for path in (self.folder, '/dev/null'):
            descriptor = os.open(path, os.O_RDONLY)
            result = run('thumbnail', pass_fds=[FILE_FD], preexec_fn=lambda: os.dup2(descriptor, FILE_FD))
            os.close(descriptor)
            self.assertEqual((result.returncode, result.stdout), (2, b''))

        for arguments in ((), ('sing',), ('thumbnail', 'more'), ('thumbnail', '--size=0'), ('frame', '--max-bytes=0'), ('--no-such-option',)):
            self.assertEqual(ask(self.path('film.mp4'), *arguments).status, 2)


if __name__ == '__main__':
    helper_support.main()
