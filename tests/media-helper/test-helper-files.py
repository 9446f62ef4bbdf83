#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The media helper on files as people have them: facts, thumbnails, and the frame that was asked for."""

import helper_support
from helper_support import HelperTest, ask, gif, h264, has_element, launch, turned, with_exif

WHITE, YELLOW, BLUE, BLACK = (255, 255, 255), (255, 255, 0), (0, 0, 255), (0, 0, 0)
SIXTEENTHS = 1 << 16


class Files(HelperTest):
    """Films and pictures of the bars of SMPTE: white at the left, blue at the right, dark at the bottom."""

    @classmethod
    def make(cls):
        bars = 'videotestsrc pattern=smpte num-buffers={} ! video/x-raw,width={},height={},framerate=30/1'
        film = bars.format(45, 320, 180) + ',format=I420 ! '
        cls.pipelines = {
            'film.mp4': f'{film} {h264()} ! mp4mux name=mux ! filesink location={{}} '
                        'audiotestsrc num-buffers=60 ! audio/x-raw,rate=44100 ! lamemp3enc ! mpegaudioparse ! mux.',
            'film.mkv': f'{film} {h264()} ! matroskamux ! filesink location={{}}',
            'film.webm': f'{film} vp8enc deadline=1 ! webmmux name=mux ! filesink location={{}} '
                         'audiotestsrc num-buffers=60 ! opusenc ! mux.',
            'film.ts': f'{bars.format(90, 320, 180)},format=I420 ! {h264()} ! h264parse ! mpegtsmux ! filesink location={{}}',
            'wide.mp4': 'videotestsrc num-buffers=30 ! video/x-raw,width=180,height=180,framerate=30/1,pixel-aspect-ratio=16/9,format=I420'
                        f' ! {h264()} ! mp4mux ! filesink location={{}}',
            'sound.mp4': 'audiotestsrc num-buffers=60 ! audio/x-raw,rate=44100 ! lamemp3enc ! mpegaudioparse ! mp4mux ! filesink location={}',
            'picture.png': bars.format(1, 640, 360) + ' ! pngenc ! filesink location={}',
            'picture.jpg': bars.format(1, 640, 360) + ' ! jpegenc ! filesink location={}',
            'picture.webp': bars.format(1, 640, 360) + ' ! webpenc ! filesink location={}',
            'clear.png': 'videotestsrc pattern=solid-color foreground-color=0 num-buffers=1 ! video/x-raw,width=8,height=8,format=RGBA'
                         ' ! pngenc ! filesink location={}',
        }
        for name, pipeline in cls.pipelines.items():
            launch(pipeline.format(cls.path(name)))
        cls.write('film.gif', gif(40, 20, [(0, 0, 255), (255, 255, 0)], 50))

    def check(self, name, facts, size, *arguments):
        answer = ask(self.path(name), 'thumbnail', *arguments)
        self.assertEqual(answer.status, 0)
        self.assertEqual({key: answer.facts.get(key) for key in facts}, facts)
        self.assertEqual(answer.size, size)
        return answer

    def check_bars(self, answer):
        self.assert_colour(answer.pixel(0.05, 0.3), WHITE)
        self.assert_colour(answer.pixel(0.2, 0.3), YELLOW)
        self.assert_colour(answer.pixel(0.95, 0.3), BLUE)

    def test_films(self):
        for name, container, video, audio in (
                ('film.mp4', 'video/quicktime', 'avc1.', 'mp4a.'), ('film.mkv', 'video/x-matroska', 'avc1.', ''),
                ('film.webm', 'video/webm', 'vp08', 'opus'), ('film.ts', 'video/mpegts', 'avc1.', '')):
            with self.subTest(name):
                answer = self.check(name, {'container': container, 'width': 320, 'height': 180, 'frame_rate_n': 30, 'frame_rate_d': 1,
                                           'interlaced': None}, (256, 144))
                self.assertTrue(answer.facts['video_codec'].startswith(video), answer.facts)
                self.assertTrue(answer.facts.get('audio_codec', '').startswith(audio), answer.facts)
                self.assertAlmostEqual(answer.facts['duration_us'], 3_000_000 if name == 'film.ts' else 1_540_000, delta=90_000)
                self.check_bars(answer)

    def test_pictures(self):
        for name in ('picture.png', 'picture.jpg', 'picture.webp'):
            with self.subTest(name):
                self.check_bars(self.check(name, {'width': 640, 'height': 360, 'duration_us': None, 'video_codec': None,
                                                  'frame_rate_n': None}, (256, 144)))

    def test_animation(self):
        if not has_element('avdec_gif'):
            self.skipTest('nothing decodes GIF here')
        answer = self.check('film.gif', {'container': 'image/gif', 'width': 40, 'height': 20, 'duration_us': 1_000_000,
                                         'video_codec': None, 'frame_rate_n': None}, (40, 20))
        self.assert_colour(answer.pixel(0.5, 0.5), BLUE)

    def test_transparency(self):
        self.assert_colour(self.check('clear.png', {'width': 8}, (8, 8)).pixel(0.5, 0.5), WHITE)

    def test_pixels_that_are_not_square(self):
        self.check_bars(self.check('wide.mp4', {'width': 320, 'height': 180}, (256, 144)))

    def test_sound_alone(self):
        answer = self.check('sound.mp4', {'container': 'video/quicktime', 'width': None, 'video_codec': None}, None)
        self.assertIn('audio_codec', answer.facts)
        self.assertAlmostEqual(answer.facts['duration_us'], 1_400_000, delta=200_000)

    def test_turned_films(self):
        one = SIXTEENTHS
        film = self.read('film.mp4')
        for name, matrix, is_upright, white, blue in (
                ('right', (0, one, 0, -one, 0, 0, 180 * one, 0, 1 << 30), True, (0.7, 0.05), (0.7, 0.95)),
                ('left', (0, -one, 0, one, 0, 0, 0, 320 * one, 1 << 30), True, (0.3, 0.95), (0.3, 0.05)),
                ('upside-down', (-one, 0, 0, 0, -one, 0, 320 * one, 180 * one, 1 << 30), False, (0.95, 0.7), (0.05, 0.7))):
            with self.subTest(name):
                self.write(f'{name}.mp4', turned(film, matrix))
                answer = self.check(f'{name}.mp4', {'width': 180 if is_upright else 320, 'height': 320 if is_upright else 180},
                                    (144, 256) if is_upright else (256, 144))
                self.assert_colour(answer.pixel(*white), WHITE)
                self.assert_colour(answer.pixel(*blue), BLUE)

    def test_turned_pictures(self):
        """Where the left of the bars, which is white, and their right, which is blue, are to be seen."""
        picture = self.read('picture.jpg')
        left, right, top, bottom = (0.05, 0.5), (0.95, 0.5), (0.5, 0.05), (0.5, 0.95)
        for orientation, white, blue in ((1, left, right), (2, right, left), (3, right, left), (4, left, right),
                                         (5, top, bottom), (6, top, bottom), (7, bottom, top), (8, bottom, top)):
            with self.subTest(orientation):
                name = self.write(f'{orientation}.jpg', with_exif(picture, orientation))
                is_upright = orientation > 4
                answer = self.check(name, {'width': 360 if is_upright else 640, 'height': 640 if is_upright else 360},
                                    (144, 256) if is_upright else (256, 144))
                self.assert_colour(answer.pixel(*white), WHITE)
                self.assert_colour(answer.pixel(*blue), BLUE)

    def test_size_that_is_asked_for(self):
        self.check('picture.png', {}, (64, 36), '--size=64')
        self.check('picture.png', {}, (640, 360), '--size=1000')

    def test_facts_alone(self):
        answer = ask(self.path('film.mp4'), 'probe')
        self.assertEqual((answer.facts['width'], answer.size, answer.picture), (320, None, b''))

    def test_frame(self):
        answer = ask(self.path('film.mp4'), 'frame', '--at=500000', '--max-bytes=5000000')
        self.assertEqual(answer.size, (320, 180))
        self.write('frame.jpg', answer.picture)
        self.check_bars(self.check('frame.jpg', {'container': 'image/jpeg', 'width': 320, 'height': 180}, (256, 144)))

        limit = len(answer.picture) // 2
        smaller = ask(self.path('film.mp4'), 'frame', '--at=500000', f'--max-bytes={limit}')
        self.assertTrue(0 < len(smaller.picture) <= limit)
        self.assertIsNone(ask(self.path('film.mp4'), 'frame', '--at=500000', '--max-bytes=500').size)

    def test_without_decoders(self):
        """What the container says is said all the same."""
        answer = ask(self.path('film.mp4'), 'thumbnail', GST_PLUGIN_FEATURE_RANK='avdec_h264:NONE,openh264dec:NONE')
        self.assertEqual((answer.status, answer.size), (0, None))
        self.assertEqual((answer.facts['width'], answer.facts['height']), (320, 180))
        self.assertTrue(answer.facts['video_codec'].startswith('avc1.'))
        self.assertAlmostEqual(answer.facts['duration_us'], 1_540_000, delta=90_000)


class Moments(HelperTest):
    """Films of two seconds in which each frame has a brightness of its own, and only the first is a key frame."""

    LEVELS = [20 + 7 * i for i in range(30)]

    @classmethod
    def make(cls):
        cls.film('steps', cls.LEVELS, cls.LEVELS)
        cls.film('black', [0] * 4 + [255] * 26, [0] * 30)

    @classmethod
    def film(cls, name, upper, lower):
        """The brightness of the halves of its frames."""
        source = cls.write(f'{name}.rgb', *(bytes([level] * 64 * 24 * 3) for pair in zip(upper, lower) for level in pair))
        encoder = 'x264enc key-int-max=60 bframes=2' if has_element('x264enc') else 'openh264enc gop-size=60 ! h264parse'
        launch(f'filesrc location={source} ! rawvideoparse format=rgb width=64 height=48 framerate=15/1 ! videoconvert '
               f'! video/x-raw,format=I420 ! {encoder} ! mp4mux ! filesink location={cls.path(name)}.mp4')

    def assert_frame(self, answer, frame):
        self.assert_colour(answer.pixel(0.5, 0.5), (self.LEVELS[frame],) * 3, tolerance=3)

    def test_exact_frames(self):
        for frame in (0, 1, 8, 22, 29):
            with self.subTest(frame):
                for part in (0.1, 0.9):
                    self.assert_frame(ask(self.path('steps.mp4'), 'thumbnail', f'--at={int((frame + part) * 1_000_000 / 15)}'), frame)

    def test_behind_the_end(self):
        for at in (2_000_000, 3_600_000_000):
            self.assert_frame(ask(self.path('steps.mp4'), 'thumbnail', f'--at={at}'), 29)

    def test_same_frame_for_cover(self):
        at = '--at=1300000'
        self.write('cover.jpg', ask(self.path('steps.mp4'), 'frame', at).picture)
        self.assert_frame(ask(self.path('steps.mp4'), 'thumbnail', at), 19)
        self.assert_frame(ask(self.path('cover.jpg'), 'thumbnail'), 19)

    def test_thumbnail_shows_something(self):
        """The tenth part of the film is still black, and so is its only key frame."""
        answer = ask(self.path('black.mp4'), 'thumbnail')
        self.assert_colour(answer.pixel(0.5, 0.2), WHITE)
        self.assert_colour(answer.pixel(0.5, 0.8), BLACK)


if __name__ == '__main__':
    helper_support.main()
