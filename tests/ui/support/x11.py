# SPDX-License-Identifier: GPL-3.0-or-later
"""The hands and the eyes of a user at an X display: keys, mouse, windows, screenshots."""

import time

from Xlib import X, XK, Xatom, display, error
from Xlib.ext import xtest
from Xlib.protocol import event

import gi
gi.require_version('GdkPixbuf', '2.0')
from gi.repository import GdkPixbuf, GLib  # noqa: E402

from processes import wait_until  # noqa: E402

MODIFIERS = {'ctrl': 'Control_L', 'shift': 'Shift_L', 'alt': 'Alt_L'}
STEP = 0.01  # seconds between two events, as of a quick hand
SOURCE_USER = 2  # In requests to the window manager: the user wants it.


class Screen:
    """One X display, driven through the XTEST extension, so that programs cannot tell it from devices."""

    def __init__(self, name):
        self.display = display.Display(name)
        self.root = self.display.screen().root
        self.width = self.display.screen().width_in_pixels
        self.height = self.display.screen().height_in_pixels
        self.position = (0, 0)

    def close(self):
        self.display.close()

    def atom(self, name):
        return self.display.intern_atom(name)

    # Keys.

    def keycode(self, name):
        keysym = XK.string_to_keysym(name)
        if keysym == X.NoSymbol and len(name) == 1:
            keysym = ord(name)
        for code, index in self.display.keysym_to_keycodes(keysym):
            if index < 2:
                return code, index == 1
        raise ValueError(f'no key for {name!r}')

    def fake(self, kind, detail=0, x=0, y=0):
        xtest.fake_input(self.display, kind, detail, x=x, y=y)
        self.display.sync()
        time.sleep(STEP)

    def key(self, *names):
        """Presses and releases one key after another: 'Tab', 'ctrl+Return', 'shift+Tab', 'é'."""
        for name in names:
            *modifiers, key = name.split('+') if len(name) > 1 else [name]
            code, is_shifted = self.keycode(key)
            held = [self.keycode(MODIFIERS[modifier])[0] for modifier in modifiers + ['shift'] * is_shifted]
            for modifier in held:
                self.fake(X.KeyPress, modifier)
            self.fake(X.KeyPress, code)
            self.fake(X.KeyRelease, code)
            for modifier in reversed(held):
                self.fake(X.KeyRelease, modifier)

    def type(self, text):
        self.key(*text)

    # Mouse.

    def move(self, x, y):
        self.fake(X.MotionNotify, x=round(x), y=round(y))
        self.position = (x, y)

    def glide(self, x, y, steps=20):
        """Moves as a hand does, through all that lies between."""
        from_x, from_y = self.position
        for step in range(1, steps + 1):
            self.move(from_x + (x - from_x) * step / steps, from_y + (y - from_y) * step / steps)

    def press(self, button=1):
        self.fake(X.ButtonPress, button)

    def release(self, button=1):
        self.fake(X.ButtonRelease, button)

    def tap(self, button=1):
        self.press(button)
        self.release(button)

    def click(self, x, y, button=1):
        self.move(x, y)
        self.tap(button)

    # Windows.

    def window(self, number):
        return self.display.create_resource_object('window', number)

    def property(self, window, name, kind=X.AnyPropertyType):
        try:
            found = window.get_full_property(self.atom(name), kind)
        except error.BadWindow:
            return None
        return None if found is None else found.value

    def has_manager(self):
        check = self.property(self.root, '_NET_SUPPORTING_WM_CHECK')
        return check is not None and len(check) > 0

    def windows(self, pid=None):
        """Those that the window manager knows, the oldest first; of one process, or of all."""
        found = [self.window(number) for number in self.property(self.root, '_NET_CLIENT_LIST') or []]
        return [window for window in found if pid is None or list(self.property(window, '_NET_WM_PID') or []) == [pid]]

    def active(self):
        number = self.property(self.root, '_NET_ACTIVE_WINDOW')
        return number[0] if number else None

    def geometry(self, window):
        """x, y, width and height of what a window shows, on the screen."""
        size = window.get_geometry()
        corner = window.translate_coords(self.root, 0, 0)
        return -corner.x, -corner.y, size.width, size.height

    def ask_manager(self, window, name, *data):
        message = event.ClientMessage(window=window, client_type=self.atom(name), data=(32, [*data, 0, 0, 0, 0, 0][:5]))
        self.root.send_event(message, event_mask=X.SubstructureRedirectMask | X.SubstructureNotifyMask)
        self.display.sync()

    def activate(self, window):
        self.ask_manager(window, '_NET_ACTIVE_WINDOW', SOURCE_USER)
        wait_until(lambda: self.active() == window.id, 'the window is active')

    def ask_to_close(self, window):
        """As the button of its title bar does."""
        self.ask_manager(window, '_NET_CLOSE_WINDOW', X.CurrentTime, SOURCE_USER)

    def place(self, window, x, y, width=None, height=None):
        """Moves a window, and gives it a size as far as it can have it."""
        window.configure(x=x, y=y, **({} if width is None else {'width': width, 'height': height}))
        self.display.sync()

    def raise_window(self, window):
        window.configure(stack_mode=X.Above)
        self.display.sync()

    def open_other_window(self, x=0, y=0, width=200, height=100):
        """A window of somebody else, which takes the focus."""
        window = self.root.create_window(x, y, width, height, 0, X.CopyFromParent, background_pixel=0x557799)
        window.set_wm_name('Somebody else')
        window.set_wm_hints(flags=1, input=1)
        window.change_property(self.atom('_NET_WM_WINDOW_TYPE'), Xatom.ATOM, 32, [self.atom('_NET_WM_WINDOW_TYPE_NORMAL')])
        window.map()
        self.display.sync()
        wait_until(lambda: window.id in [other.id for other in self.windows()], 'the window is managed')
        self.activate(window)
        return window

    def close_other_window(self, window):
        window.destroy()
        self.display.sync()

    # Pictures.

    def pixel(self, x, y):
        return self.root.get_image(x, y, 1, 1, X.ZPixmap, 0xffffffff).data

    def picture(self, window=None):
        """What a window shows, or the whole screen."""
        x, y, width, height = (0, 0, self.width, self.height) if window is None else self.geometry(window)
        x, y, right, bottom = max(x, 0), max(y, 0), min(x + width, self.width), min(y + height, self.height)
        width, height = right - x, bottom - y
        raw = self.root.get_image(x, y, width, height, X.ZPixmap, 0xffffffff).data
        pixels = bytearray(width * height * 3)
        for channel in range(3):  # The server has blue first, and a byte that means nothing.
            pixels[channel::3] = raw[2 - channel::4]
        return GdkPixbuf.Pixbuf.new_from_bytes(GLib.Bytes.new(bytes(pixels)), GdkPixbuf.Colorspace.RGB, False, 8, width, height,
                                               width * 3)

    def save_picture(self, path, window=None):
        self.picture(window).savev(path, 'png', [], [])
