#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A small window that files can be dragged from, or copied: what a file manager is to the application.

Usage: file-source.py files|uris|copy FILE-OR-URI...
  files   as GTK 4's file managers offer them: a list of files, which GTK also offers to sandboxed applications by a portal
  uris    as others do: text/uri-list alone
  copy    puts a list of files on the clipboard, as long as this process lives

Prints a line for each thing that happens: READY, BEGIN, CANCEL (nobody took it), END copy|move|none.
"""

import os
import sys

import gi
gi.require_version('Gtk', '4.0')
from gi.repository import Gdk, Gio, GLib, Gtk  # noqa: E402

SIZE = 48


def say(*words):
    print(*words, flush=True)


def make_content(kind, addresses):
    files = [Gio.File.new_for_uri(address) if '://' in address else Gio.File.new_for_path(os.path.abspath(address))
             for address in addresses]
    if kind != 'uris':
        return Gdk.ContentProvider.new_for_value(Gdk.FileList.new_from_list(files))
    uris = ''.join(f'{file.get_uri()}\r\n' for file in files)
    return Gdk.ContentProvider.new_for_bytes('text/uri-list', GLib.Bytes.new(uris.encode()))


def main():
    kind, *addresses = sys.argv[1:]
    if kind == 'copy':
        Gtk.init()
        Gdk.Display.get_default().get_clipboard().set_content(make_content(kind, addresses))
        say('READY')
        GLib.MainLoop().run()
        return

    window = Gtk.Window(title='File source', decorated=False, default_width=SIZE, default_height=SIZE)
    source = Gtk.DragSource(actions=Gdk.DragAction.COPY | Gdk.DragAction.MOVE)
    source.set_content(make_content(kind, addresses))

    def end(_source, drag, _is_moved):
        action = drag.get_selected_action()
        say('END', 'copy' if action & Gdk.DragAction.COPY else 'move' if action & Gdk.DragAction.MOVE else 'none')
    source.connect('drag-begin', lambda *_: say('BEGIN'))
    source.connect('drag-cancel', lambda *_: say('CANCEL'))  # None: GTK shows how the icon flies back.
    source.connect('drag-end', end)
    label = Gtk.Label(label=str(len(addresses)))
    label.add_controller(source)
    window.set_child(label)
    window.connect('map', lambda _: say('READY'))
    window.present()
    GLib.MainLoop().run()


if __name__ == '__main__':
    main()
