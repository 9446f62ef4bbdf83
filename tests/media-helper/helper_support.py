# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of xuploader-media-helper share: the program, what it answers, and files that GStreamer makes for it.

The environment names the program: XU_MEDIA_HELPER.
"""

import functools
import json
import os
import shutil
import struct
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir, 'support'))
from tap import main  # noqa: E402, F401

HELPER = os.environ['XU_MEDIA_HELPER']
TIMEOUT = 60  # seconds: generous, for sanitizers on a busy machine; nothing depends on it
FILE_FD = 3

# As its parent starts it: of G_DEBUG, what GStreamer's plugins warn of would end it.
ENVIRONMENT = {name: value for name, value in os.environ.items()
               if name in ('PATH', 'HOME', 'TMPDIR', 'XDG_CACHE_HOME', 'XDG_DATA_HOME')
               or name.startswith(('GST_', 'LD_', 'ASAN_', 'UBSAN_'))}


class Answer:
    """What the helper said: the facts, and the picture's size and bytes."""

    def __init__(self, output, status):
        self.status = status
        line, _, rest = output.partition(b'\n')
        self.facts = json.loads(line) if line else None
        line, _, self.picture = rest.partition(b'\n')
        header = json.loads(line) if line else {}
        self.size = (header['width'], header['height']) if header else None
        if header and len(self.picture) != header['length']:
            raise AssertionError(f'{len(self.picture)} bytes instead of {header["length"]}')

    def pixel(self, x, y):
        """Of a thumbnail; x and y from 0 to 1."""
        width, height = self.size
        at = 3 * (min(int(y * height), height - 1) * width + min(int(x * width), width - 1))
        return tuple(self.picture[at:at + 3])


def start(path, *arguments, **environment):
    """Runs the helper as its parent does: the file is its descriptor 3, open for reading."""
    with open(path, 'rb') as file:
        return subprocess.Popen([HELPER, *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                pass_fds=[FILE_FD], env={**ENVIRONMENT, **environment},
                                preexec_fn=functools.partial(os.dup2, file.fileno(), FILE_FD, True))


def ask(path, *arguments, **environment):
    process = start(path, *arguments, **environment)
    try:
        output, problems = process.communicate(timeout=TIMEOUT)
    except subprocess.TimeoutExpired:
        process.kill()
        raise
    if b'Sanitizer' in problems or b'runtime error' in problems:
        raise AssertionError(problems.decode(errors='replace'))
    return Answer(output, process.returncode)


def has_element(name):
    return subprocess.run(['gst-inspect-1.0', '--exists', name], check=False).returncode == 0


def h264():
    """What encodes H.264 here."""
    return 'x264enc key-int-max=15' if has_element('x264enc') else 'openh264enc gop-size=15 ! h264parse'


def launch(pipeline):
    subprocess.run(['gst-launch-1.0', '-q', *pipeline.split()], check=True, timeout=TIMEOUT, stdin=subprocess.DEVNULL,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=ENVIRONMENT)


class HelperTest(unittest.TestCase):
    """A folder for all tests of a class; make() fills it."""

    maxDiff = None

    @classmethod
    def setUpClass(cls):
        if not shutil.which('gst-launch-1.0'):
            raise unittest.SkipTest('gst-launch-1.0 is not there')
        folder = tempfile.TemporaryDirectory(prefix='xu-media-helper-')
        cls.addClassCleanup(folder.cleanup)
        cls.folder = folder.name
        cls.make()

    @classmethod
    def path(cls, name):
        return os.path.join(cls.folder, name)

    @classmethod
    def write(cls, name, *parts):
        with open(cls.path(name), 'wb') as file:
            for part in parts:
                file.write(part)
        return cls.path(name)

    @classmethod
    def read(cls, name):
        with open(cls.path(name), 'rb') as file:
            return file.read()

    def assert_colour(self, pixel, colour, tolerance=40):
        self.assertTrue(all(abs(a - b) <= tolerance for a, b in zip(pixel, colour)), f'{pixel} is not {colour}')


def turned(mp4, matrix):
    """The same film with another matrix in its track's header (ISO/IEC 14496-12, 8.3.2)."""
    at = mp4.index(b'tkhd') + 4
    at += 4 + (20 if mp4[at] == 0 else 32) + 16
    return mp4[:at] + struct.pack('>9i', *matrix) + mp4[at + 36:]


def with_exif(jpeg, orientation):
    """The same picture with an orientation (TIFF tag 274)."""
    tiff = b'MM\0*\0\0\0\x08' + struct.pack('>HHHIHHI', 1, 274, 3, 1, orientation, 0, 0)
    segment = b'Exif\0\0' + tiff
    return jpeg[:2] + b'\xff\xe1' + struct.pack('>H', len(segment) + 2) + segment + jpeg[2:]


def gif(width, height, colours, delay):
    """Frames of one colour each, shown for delay hundredths of a second."""
    def compress(n_pixels):
        bits = n_bits = 0
        for i in range(n_pixels):
            if i % 100 == 0:  # Before the codes would get longer.
                bits |= 256 << n_bits
                n_bits += 9
            n_bits += 9  # Colour 0.
        bits |= 257 << n_bits
        return bits.to_bytes((n_bits + 16) // 8, 'little')

    def blocks(content):
        return b''.join(bytes([len(content[i:i + 255])]) + content[i:i + 255] for i in range(0, len(content), 255)) + b'\0'

    frames = [b'!\xf9\4\0' + struct.pack('<H', delay) + b'\0\0,\0\0\0\0' + struct.pack('<HH', width, height) + b'\x87'
              + bytes(colour) + bytes(255 * 3) + b'\x08' + blocks(compress(width * height)) for colour in colours]
    return (b'GIF89a' + struct.pack('<HH', width, height) + b'\0\0\0!\xff\x0bNETSCAPE2.0\3\1\0\0\0' + b''.join(frames) + b';')
