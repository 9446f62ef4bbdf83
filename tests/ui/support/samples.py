# SPDX-License-Identifier: GPL-3.0-or-later
"""Files to upload, made on the spot."""

import hashlib
import os
import struct
import subprocess
import zlib

MIB = 1024 * 1024
MP4 = b'\0\0\0\x18ftypisom\0\0\2\0isommp42'
ENCODE = ('gst-launch-1.0 -q videotestsrc num-buffers={frames} pattern={pattern} ! video/x-raw,width={width},height={height},framerate=15/1 '
          '! x264enc tune=zerolatency speed-preset=ultrafast ! h264parse ! mp4mux ! filesink')


def write(path, *parts):
    with open(path, 'wb') as file:
        for part in parts:
            file.write(part)
    return path


def sha256(path):
    with open(path, 'rb') as file:
        return hashlib.file_digest(file, 'sha256').hexdigest()


def bytes_of_video(path, size=300_000):
    """What is taken for a video by its first bytes, and is none: for tests in which nobody looks at the picture."""
    return write(path, MP4, os.urandom(size - len(MP4)))


def video(path, seconds=2, width=320, height=180, pattern='smpte'):
    """A real one; where this machine has no encoder, what is taken for one."""
    command = ENCODE.format(frames=15 * seconds, pattern=pattern, width=width, height=height).split()
    try:
        subprocess.run([*command, f'location={path}'], check=True, timeout=60, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL)
        return path
    except (OSError, subprocess.CalledProcessError):
        return bytes_of_video(path)


def png(path, width=64, height=48, colour=(200, 80, 40)):
    """A real picture of one colour."""
    def chunk(kind, content):
        return struct.pack('>I', len(content)) + kind + content + struct.pack('>I', zlib.crc32(kind + content))
    rows = (b'\0' + bytes(colour) * width) * height
    return write(path, b'\x89PNG\r\n\x1a\n', chunk(b'IHDR', struct.pack('>IIBBBBB', width, height, 8, 2, 0, 0, 0)),
                 chunk(b'IDAT', zlib.compress(rows)), chunk(b'IEND', b''))


def gif(path):
    """A real one of a single point."""
    return write(path, b'GIF89a\1\0\1\0\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\1\0\1\0\0\2\2D\1\0;')


def subtitles(path):
    return write(path, b'1\n00:00:00,000 --> 00:00:01,000\nHello\n')


def matroska(path):
    """A container that X does not take, under whatever name."""
    return write(path, b'\x1a\x45\xdf\xa3\xa3\x42\x86\x81\x01\x42\xf7\x81\x01\x42\xf2\x81\x04\x42\xf3\x81\x08\x42\x82\x88matroska',
                 bytes(1000))
