# SPDX-License-Identifier: GPL-3.0-or-later
"""Widgets as assistive technologies see and drive them: by role and name, over the bus of AT-SPI, never by coordinates.

The bus is spoken to directly, and everything is asked anew each time: libatspi's cache is right only while its main loop runs.
"""

import fnmatch
import re

from gi.repository import Gio, GLib

from processes import wait_until

ACCESSIBLE = 'org.a11y.atspi.Accessible'
PROPERTIES = 'org.freedesktop.DBus.Properties'
ROOT = '/org/a11y/atspi/accessible/root'
REGISTRY = 'org.a11y.atspi.Registry'
NULL = '/org/a11y/atspi/null'
PATIENCE = 60  # seconds: for sanitizers on a busy machine

# AtspiRole, those that GTK uses; the names that GTK gives are translated.
ROLES = {
    2: 'alert', 7: 'check box', 8: 'check menu item', 10: 'column header', 11: 'combo box', 16: 'dialog', 20: 'filler', 23: 'frame',
    27: 'image', 29: 'label', 31: 'list', 32: 'list item', 33: 'menu', 34: 'menu bar', 35: 'menu item', 37: 'page tab',
    38: 'page tab list', 39: 'panel', 40: 'password text', 42: 'progress bar', 43: 'button', 44: 'radio button', 45: 'radio menu item',
    48: 'scroll bar', 49: 'scroll pane', 50: 'separator', 51: 'slider', 52: 'spin button', 54: 'status bar', 55: 'table',
    56: 'table cell', 61: 'text', 62: 'toggle button', 63: 'tool bar', 64: 'tool tip', 65: 'tree', 67: 'unknown', 69: 'window',
    75: 'application', 79: 'entry', 83: 'heading', 85: 'section', 88: 'link', 90: 'table row', 91: 'tree item', 98: 'list box',
    99: 'group', 101: 'notification', 103: 'level bar', 115: 'timer', 116: 'static', 130: 'switch',
}
# Whoever is one of these needs a name to be spoken.
INTERACTIVE = {'button', 'toggle button', 'check box', 'radio button', 'check menu item', 'radio menu item', 'menu item', 'combo box',
               'entry', 'text', 'password text', 'spin button', 'slider', 'switch', 'progress bar', 'level bar', 'link', 'list item',
               'page tab', 'table row'}
NAMED_BY_CONTENT = {'button', 'toggle button', 'check box', 'radio button', 'menu item', 'check menu item', 'radio menu item', 'link',
                    'list item', 'page tab', 'combo box', 'table row'}
STATES = {1: 'active', 3: 'busy', 4: 'checked', 7: 'editable', 8: 'enabled', 10: 'expanded', 11: 'focusable', 12: 'focused',
          16: 'modal', 20: 'pressed', 23: 'selected', 24: 'sensitive', 25: 'showing', 30: 'visible', 33: 'required',
          36: 'invalid entry'}
CLASS_NAME = re.compile('(Gtk|Adw|Xu)[A-Z][A-Za-z]*')  # GTK 4.8 says the name of the class of what has none: no name at all.
RELATION_LABELLED_BY = 2


class Node:
    """A widget as it was when the tree was read."""

    def __init__(self, tree, place, parent):
        self.tree = tree
        self.place = place  # Name on the bus, and path.
        self.parent = parent
        self.role = 'unknown'
        self.own_name = ''
        self.description = ''
        self.states = set()
        self.children = []

    def __repr__(self):
        return f'<{self.role} {self.name!r}>'

    @property
    def name(self):
        """What a screen reader calls it, except for the labels that a relation names."""
        if self.own_name or self.role not in NAMED_BY_CONTENT:
            return self.own_name
        return ' '.join(node.own_name for node in self.walk() if node.role in ('label', 'heading') and node.own_name)

    @property
    def is_sensitive(self):
        return 'sensitive' in self.states

    def walk(self):
        yield self
        for child in self.children:
            yield from child.walk()

    def ancestors(self):
        node = self.parent
        while node is not None:
            yield node
            node = node.parent

    def describe(self, depth=0):
        shown = self.states & {'focused', 'checked', 'pressed', 'selected', 'expanded', 'editable', 'busy', 'modal', 'invalid entry'}
        if 'sensitive' not in self.states and self.role in INTERACTIVE:
            shown.add('insensitive')
        line = '  ' * depth + f'{self.role} {self.name!r}' + (f' ({self.description})' if self.description else '') \
            + (f' {{{", ".join(sorted(shown))}}}' if shown else '')
        return '\n'.join([line] + [child.describe(depth + 1) for child in self.children])

    # What is read or done at once, by a call of its own.

    def call(self, interface, method, signature=None, *arguments):
        parameters = None if signature is None else GLib.Variant(signature, arguments)
        return self.tree.call(self.place, f'org.a11y.atspi.{interface}', method, parameters)

    def look_up(self, interface, name):
        return self.tree.call(self.place, PROPERTIES, 'Get', GLib.Variant('(ss)', (f'org.a11y.atspi.{interface}', name)))[0]

    @property
    def text(self):
        """What is written in it."""
        return self.call('Text', 'GetText', '(ii)', 0, self.look_up('Text', 'CharacterCount'))[0]

    def set_text(self, text):
        if not self.call('EditableText', 'SetTextContents', '(s)', text)[0]:
            raise AssertionError(f'{self} takes no text')

    @property
    def value(self):
        return self.look_up('Value', 'CurrentValue')

    def set_value(self, value):
        self.tree.call(self.place, PROPERTIES, 'Set',
                       GLib.Variant('(ssv)', ('org.a11y.atspi.Value', 'CurrentValue', GLib.Variant('d', value))))

    @property
    def actions(self):
        return [self.call('Action', 'GetName', '(i)', i)[0] for i in range(self.look_up('Action', 'NActions'))]

    def do(self, name):
        self.call('Action', 'DoAction', '(i)', self.actions.index(name))

    def click(self):
        """Does what a click does. Only what a user could click now is clicked."""
        if not self.is_sensitive:
            raise AssertionError(f'{self} is insensitive')
        if not self.call('Action', 'DoAction', '(i)', 0)[0]:
            raise AssertionError(f'{self} refuses to be clicked')

    @property
    def extents(self):
        """x, y, width, height in its window."""
        return self.call('Component', 'GetExtents', '(u)', 1)[0]

    @property
    def labels(self):
        """What labels it by a relation: names of other widgets."""
        names = [self.tree.call(place, PROPERTIES, 'Get', GLib.Variant('(ss)', (ACCESSIBLE, 'Name')))[0]
                 for kind, places in self.call('Accessible', 'GetRelationSet')[0] if kind == RELATION_LABELLED_BY for place in places]
        return [name for name in names if name and not CLASS_NAME.fullmatch(name)]


class Tree:
    """The widgets of one application, found anew for each question."""

    def __init__(self, a11y, pid):
        self.bus = a11y
        self.pid = pid
        self.context = GLib.MainContext.default()
        self.place = wait_until(self.find_application, 'the application shows its widgets to assistive technologies', PATIENCE)

    def call(self, place, interface, method, parameters=None):
        return self.bus.call_sync(*place, interface, method, parameters, None, Gio.DBusCallFlags.NONE, PATIENCE * 1000, None).unpack()

    def find_application(self):
        for place in self.call((REGISTRY, ROOT), ACCESSIBLE, 'GetChildren')[0]:
            try:
                if self.call(('org.freedesktop.DBus', '/'), 'org.freedesktop.DBus', 'GetConnectionUnixProcessID',
                             GLib.Variant('(s)', (place[0],)))[0] == self.pid:
                    return place
            except GLib.Error:
                continue  # It has gone meanwhile.
        return None

    def read(self):
        """The application with all that is visible in it, asked for in parallel."""
        pending = 0

        def ask(node, interface, method, signature, arguments, take):
            nonlocal pending

            def done(bus, result):
                nonlocal pending
                pending -= 1
                try:
                    take(bus.call_finish(result).unpack()[0])
                except GLib.Error:  # A widget that went away meanwhile.
                    node.states = set()
            pending += 1
            self.bus.call(*node.place, interface, method, GLib.Variant(signature, arguments) if signature else None, None,
                          Gio.DBusCallFlags.NONE, PATIENCE * 1000, None, done)

        def visit(node):
            def take_states(words):
                bits = words[0] | words[1] << 32
                node.states = {name for bit, name in STATES.items() if bits >> bit & 1}
                if node.parent is None or 'visible' in node.states:
                    ask(node, ACCESSIBLE, 'GetRole', None, None, take_role)
                    ask(node, PROPERTIES, 'GetAll', '(s)', (ACCESSIBLE,), take_properties)
                    ask(node, ACCESSIBLE, 'GetChildren', None, None, take_children)

            def take_role(number):
                node.role = ROLES.get(number, f'role {number}')

            def take_properties(properties):
                name = properties.get('Name', '')
                node.own_name = '' if CLASS_NAME.fullmatch(name) else name
                node.description = properties.get('Description', '')

            def take_children(places):
                for place in places:
                    if place[1] != NULL:
                        child = Node(self, tuple(place), node)
                        node.children.append(child)
                        visit(child)
            ask(node, ACCESSIBLE, 'GetState', None, None, take_states)

        root = Node(self, self.place, None)
        visit(root)
        while pending:
            self.context.iteration(True)
        prune(root)
        return root

    def find_all(self, role, name=None, within=None):
        """All visible widgets of a role with this name: a text, a pattern with *, or a test of a node."""
        def fits(node):
            if role is not None and node.role != role:
                return False
            return name is None or (name(node) if callable(name) else
                                    node.name == name or ('*' in name and fnmatch.fnmatchcase(node.name, name)))
        top = self.read() if within is None else within
        return [node for node in top.walk() if fits(node)]

    def find(self, role, name=None, within=None):
        found = self.find_all(role, name, within)
        return found[0] if found else None

    def wait(self, role, name=None, is_so=lambda node: True, seconds=PATIENCE):
        """Waits until there is such a widget for which is_so is true."""
        def look():
            return next((node for node in self.find_all(role, name) if is_so(node)), None)
        try:
            return wait_until(look, f'{role} {name!r}', seconds, 0.1)
        except AssertionError as error:
            raise AssertionError(f'{error}\n{self.read().describe()}') from None

    def wait_gone(self, role, name=None, seconds=PATIENCE):
        wait_until(lambda: not self.find(role, name), f'{role} {name!r} is gone', seconds, 0.1)

    def wait_text(self, pattern, seconds=PATIENCE):
        """Waits until some label says this."""
        return self.wait('label', pattern, seconds=seconds)

    def click(self, role, name, seconds=PATIENCE):
        """Waits for it, clicks it, and returns it."""
        node = self.wait(role, name, lambda node: node.is_sensitive, seconds)
        node.click()
        return node

    def focused(self):
        return next((node for node in self.read().walk() if 'focused' in node.states), None)

    def audit(self):
        """The interactive widgets that have no name to be spoken."""
        return [node for node in self.read().walk()
                if node.role in INTERACTIVE and not node.name.strip() and not node.labels]


def prune(node):
    """Leaves what is visible, all the way up to its window."""
    node.children = [child for child in node.children if 'visible' in child.states]
    for child in node.children:
        prune(child)
