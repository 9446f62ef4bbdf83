#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Takes the pictures that the metainfo names: screenshots.sh starts this, with the programs in the environment as tests/ui has them.

Usage: take-screenshots.py SOURCE-ROOT FOLDER
"""

import os
import pathlib
import subprocess
import sys
import tempfile

ROOT, FOLDER = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
sys.path[:0] = [str(ROOT / 'tests/ui/support'), str(ROOT / 'tests/cli')]

from application import Application  # noqa: E402
from desktop import Desktop, write  # noqa: E402
from processes import wait_until  # noqa: E402

import x11  # noqa: E402, F401
from gi.repository import GdkPixbuf, GLib  # noqa: E402
from Xlib import X, Xatom  # noqa: E402

MB = 1_000_000
SIZE = (1000, 680)
NARROW = (360, 680)
WARM_UP = 6_000_000  # microseconds: until rates are steady.
TEXT_OF_THE_POST = 'Text of the post'

FRAMES_PER_SECOND = 5
X264 = 'x264enc speed-preset=veryfast tune=stillimage'
OPENH264 = 'openh264enc ! h264parse'
ENCODE = ('gst-launch-1.0 -q filesrc PICTURE ! pngdec ! imagefreeze num-buffers={frames} ! videoconvert '
          '! video/x-raw,format=I420,framerate={rate}/1 ! {encoder} ! mp4mux faststart=true ! filesink VIDEO')


class Video:
    def __init__(self, name, scene, seconds, size, text):
        self.name, self.scene, self.seconds, self.size, self.text = name, scene, seconds, size, text


# What was posted some time ago.
HISTORY = [
    Video('First flower.mp4', 'flower', 9, 0, 'The first one this year. #spring'),
    Video('Over the pass.mp4', 'hills', 72, 0, 'Snow on top, sweat on the way: over the pass in one minute.'),
    Video('City lights.mp4', 'night', 24, 0, 'Nobody sleeps in this city. 🌃'),
]
# And what goes up now, slowly enough to be looked at.
RATE = 3 * MB // 2
BAY = Video('Sunset over the bay.mp4', 'sea', 42, 96 * MB, 'Back from the sea. The boat waited for the sun, and so did we. 🌅 #sailing')
COFFEE = Video('Coffee, slowly.mp4', 'coffee', 65, 160 * MB, 'One minute for the best part of the morning. ☕')
BALLOONS = Video('Balloons at dawn.mp4', 'balloons', 18, 61 * MB, 'Up before the sun. 🎈')


def pretend_to_compose(screen):
    """Has GTK draw its windows as on a composited desktop: with a shadow, and nothing where corners are round.

    Whoever owns a certain selection is the compositor to GTK, which then draws into windows with an alpha channel. Nobody has to
    compose anything, because the windows' own pixels are read.
    """
    owner = screen.root.create_window(0, 0, 1, 1, 0, X.CopyFromParent)
    owner.set_selection_owner(screen.atom('_NET_WM_CM_S0'), X.CurrentTime)
    screen.root.change_property(screen.atom('_NET_SUPPORTED'), Xatom.ATOM, 32, [screen.atom('_GTK_FRAME_EXTENTS')], X.PropModeAppend)
    screen.display.sync()


def look_at(window):
    """The pixels of a window with an alpha channel, by which its colours are multiplied."""
    size = window.get_geometry()
    raw = window.get_image(0, 0, size.width, size.height, X.ZPixmap, 0xffffffff).data
    pixels = bytearray(len(raw))
    for i in range(0, len(raw), 4):
        blue, green, red, alpha = raw[i:i + 4]
        if alpha:
            pixels[i:i + 4] = bytes(min(255, (value * 255 + alpha // 2) // alpha) for value in (red, green, blue)) + bytes([alpha])
    return GdkPixbuf.Pixbuf.new_from_bytes(GLib.Bytes.new(bytes(pixels)), GdkPixbuf.Colorspace.RGB, True, 8, size.width, size.height,
                                           size.width * 4)


def save(name, *pictures):
    """One picture, or several beside each other."""
    joined = GdkPixbuf.Pixbuf.new(GdkPixbuf.Colorspace.RGB, True, 8, sum(picture.get_width() for picture in pictures),
                                  max(picture.get_height() for picture in pictures))
    joined.fill(0)
    x = 0
    for picture in pictures:
        picture.copy_area(0, 0, picture.get_width(), picture.get_height(), joined, x, 0)
        x += picture.get_width()
    joined.savev(str(FOLDER / f'{name}.png'), 'png', ['compression'], ['9'])
    print(f'{name}.png: {joined.get_width()} × {joined.get_height()}')


def make_video(folder, video):
    """A scene that stands still for some time, in a file of some size: what that lacks is a box that players skip."""
    path, picture = f'{folder}/{video.name}', f'{folder}/{video.scene}.png'
    subprocess.run(['rsvg-convert', '--output', picture, ROOT / f'build-aux/scenes/{video.scene}.svg'], check=True)
    has_x264 = subprocess.run(['gst-inspect-1.0', '--exists', 'x264enc'], check=False).returncode == 0
    command = ENCODE.format(frames=video.seconds * FRAMES_PER_SECOND, rate=FRAMES_PER_SECOND, encoder=X264 if has_x264 else OPENH264)
    places = {'PICTURE': f'location={picture}', 'VIDEO': f'location={path}'}  # Which have spaces.
    subprocess.run([places.get(word, word) for word in command.split()], check=True, stdin=subprocess.DEVNULL)
    missing = video.size - os.path.getsize(path)
    if missing > 8:
        with open(path, 'ab') as file:
            file.write(missing.to_bytes(4, 'big') + b'free')
            file.truncate(video.size)


class Studio:
    def __init__(self, folder):
        self.folder = folder
        self.desktop = Desktop(1280, 960)
        pretend_to_compose(self.desktop.screen)
        self.application = Application(self.desktop, settings=self.settings(0), has_animations=False)
        self.tell_font()

    @staticmethod
    def settings(limit_rate, size=SIZE):
        return {'use-sandbox': ('b', True), 'limit-rate': ('t', limit_rate), 'window-width': ('i', size[0]),
                'window-height': ('i', size[1])}

    def tell_font(self):
        path = f'{self.application.home}/.config/gtk-4.0/settings.ini'
        write(path, '[Settings]\ngtk-enable-animations=0\ngtk-font-name=Cantarell 11\ngtk-decoration-layout=:close\n'
                    'gtk-xft-antialias=1\ngtk-xft-hinting=1\ngtk-xft-hintstyle=hintslight\ngtk-xft-rgba=none\n')

    @property
    def tree(self):
        return self.application.tree

    def start(self, limit_rate, is_dark=False, size=SIZE):
        self.application.environment['ADW_DEBUG_COLOR_SCHEME'] = 'prefer-dark' if is_dark else 'prefer-light'
        self.application.write_settings(self.settings(limit_rate, size))
        self.application.write_launcher()
        self.application.start()
        self.application.focus()

    def stop(self):
        """What goes up goes on when it is started again."""
        self.application.activate_action('quit')
        self.tree.click('button', 'Pause and Quit')
        self.application.wait_for_end()

    def open(self, video):
        """Hands a file to the application, as a file manager does, and writes about it."""
        self.application.launch(f'{self.folder}/{video.name}')
        self.choose(video)
        self.tree.wait('text', TEXT_OF_THE_POST, lambda node: 'editable' in node.states).set_text(video.text)

    def choose(self, video):
        """By the mouse, as long as it takes: rows move while it is on its way."""
        def look():
            is_chosen = 'selected' in self.tree.wait('list item', f'{video.name}*').states
            if not is_chosen:
                self.click(video)
            return is_chosen
        wait_until(look, f'{video.name} is chosen', interval=1)

    def click(self, video):
        self.desktop.screen.click(*self.middle(self.tree.wait('list item', f'{video.name}*')))

    def middle(self, node):
        """Where to click it: places of widgets count from the corner of what one sees as the window, without its shadow."""
        x, y, width, height = node.extents
        left, top, _, _ = self.desktop.screen.geometry(self.application.window)
        shadow_left, _, shadow_top, _ = self.desktop.screen.property(self.application.window, '_GTK_FRAME_EXTENTS')
        return left + shadow_left + x + width / 2, top + shadow_top + y + height / 2

    def post(self, video):
        self.open(video)
        self.tree.wait_text('Ready to post')
        self.tree.click('button', 'Post')
        self.tree.wait('list item', f'{video.name}, Posted*')

    def wait_for_progress(self, fraction):
        self.tree.wait('progress bar', 'Progress', lambda node: node.value >= fraction)

    def look(self):
        self.desktop.screen.move(2, 2)
        GLib.usleep(700_000)  # For the last frame, and what fades.
        return look_at(self.application.window)

    def take_all(self):
        for video in (*HISTORY, BAY, COFFEE, BALLOONS):
            make_video(self.folder, video)

        self.start(0)
        for video in HISTORY:
            self.post(video)
        self.application.activate_action('quit')
        self.application.wait_for_end()

        self.start(RATE)
        self.open(BAY)
        self.wait_for_progress(0.4)
        save('window', self.look())

        self.open(COFFEE)
        self.open(BALLOONS)
        self.choose(BAY)
        self.tree.click('button', 'Post When Ready')
        GLib.usleep(2 * WARM_UP)
        save('upload', self.look())
        self.stop()

        self.start(RATE, is_dark=True)
        self.choose(COFFEE)
        GLib.usleep(WARM_UP)
        save('dark', self.look())
        self.stop()

        self.start(RATE, size=NARROW)
        GLib.usleep(WARM_UP)
        overview = self.look()
        self.click(BALLOONS)
        save('narrow', overview, self.look())
        self.stop()

        self.start(0)
        self.tree.wait('list item', f'{BAY.name}, Posted*')
        self.desktop.screen.key('ctrl+f')
        self.tree.wait('entry', 'Search uploads and history').set_text('the')
        self.choose(BAY)
        save('history', self.look())


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix='xu-pictures-') as folder:
        studio = Studio(folder)
        try:
            studio.take_all()
        except AssertionError:
            print(studio.application.output())
            raise
        finally:
            studio.desktop.end()


if __name__ == '__main__':
    main()
