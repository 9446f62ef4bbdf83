# SPDX-License-Identifier: GPL-3.0-or-later
"""Widgets as assistive technologies see and drive them: by role and name, over the bus of AT-SPI, never by coordinates.

The bus is spoken to directly, and everything is asked anew each time: libatspi's cache is right only while its main loop runs.
"""

import fnmatch
import functools
import re

from gi.repository import Gio, GLib

from processes import wait_until

ACCESSIBLE = 'org.a11y.atspi.Accessible'
PROPERTIES = 'org.freedesktop.DBus.Properties'
ROOT = '/org/a11y/atspi/accessible/root'
REGISTRY = 'org.a11y.atspi.Registry'
NULL = '/org/a11y/atspi/null'
PATIENCE = 60  # seconds: for sanitizers on a busy machine

# AtspiRole, those that GTK uses; the names that GTK gives are translated. GTK 4.8 calls a toggle button a button.
ROLES = {
    2: 'alert', 7: 'check box', 8: 'check menu item', 10: 'column header', 11: 'combo box', 16: 'dialog', 20: 'filler', 23: 'frame',
    27: 'image', 29: 'label', 31: 'list', 32: 'list item', 33: 'menu', 34: 'menu bar', 35: 'menu item', 37: 'page tab',
    38: 'page tab list', 39: 'panel', 40: 'password text', 42: 'progress bar', 43: 'button', 44: 'radio button', 45: 'radio menu item',
    48: 'scroll bar', 49: 'scroll pane', 50: 'separator', 51: 'slider', 52: 'spin button', 54: 'status bar', 55: 'table',
    56: 'table cell', 61: 'text', 62: 'button', 63: 'tool bar', 64: 'tool tip', 65: 'tree', 67: 'unknown', 69: 'window',
    75: 'application', 79: 'entry', 83: 'heading', 85: 'section', 88: 'link', 90: 'table row', 91: 'tree item', 98: 'list box',
    99: 'group', 101: 'notification', 103: 'level bar', 115: 'timer', 116: 'static', 130: 'switch',
}
# Whoever is one of these needs a name to be spoken.
INTERACTIVE = {'button', 'check box', 'radio button', 'check menu item', 'radio menu item', 'menu item', 'combo box',
               'entry', 'text', 'password text', 'spin button', 'slider', 'switch', 'progress bar', 'level bar', 'link', 'list item',
               'page tab', 'table row'}
NAMED_BY_CONTENT = {'button', 'check box', 'radio button', 'menu item', 'check menu item', 'radio menu item', 'link',
                    'list item', 'page tab', 'combo box', 'table row'}
HOLDERS = {'panel', 'filler', 'scroll pane', 'scroll bar', 'group'}
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
        if self.own_name:
            return self.plain_name
        if self.role not in NAMED_BY_CONTENT:
            return ''
        labels = [node.own_name for node in self.walk() if node.role == 'label' and node.own_name]
        return ' '.join(labels or [child.name for child in self.children if child.name])

    @property
    def plain_name(self):
        """Once, where it is said twice. GTK 4.8 calls a button with a mnemonic "_Post Post"."""
        plain = self.own_name.replace('_', '')
        half = plain[:len(plain) // 2]
        return half if plain == f'{half} {half}' else self.own_name

    @property
    def is_named_twice(self):
        """By itself and by what labels it: a screen reader says both."""
        plain = self.own_name.replace('_', '')
        half = plain[:len(plain) // 2]
        return half != '' and plain == f'{half} {half}'

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
        """The tree as text, without what only holds others together."""
        shown = self.states & {'focused', 'checked', 'pressed', 'selected', 'expanded', 'editable', 'busy', 'modal', 'invalid entry'}
        if 'sensitive' not in self.states and self.role in INTERACTIVE:
            shown.add('insensitive')
        line = '  ' * depth + f'{self.role} {self.own_name!r}' + (f' ({self.description})' if self.description else '') \
            + (f' {{{", ".join(sorted(shown))}}}' if shown else '')
        lines = [] if self.role in HOLDERS and not self.own_name else [line]
        return '\n'.join(lines + [text for child in self.children if (text := child.describe(depth + len(lines)))])

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

    @functools.cached_property
    def extents(self):
        """x, y, width, height in its window."""
        return self.call('Component', 'GetExtents', '(u)', 1)[0]

    @property
    def is_showing(self):
        """Whether it can be seen, or scrolled to. GTK 4.8 calls visible what lies on the hidden page of a stack, too."""
        return all(node.has_size and node.is_in_window and not node.is_covered for node in [self, *self.ancestors()][:-2])

    @functools.cached_property
    def is_in_window(self):
        """What lies beside the window may be scrolled to; else it is a hidden page that is where it was when the window was larger."""
        _, _, width, height = clip(self.extents, self.window.extents)
        return (width > 0 and height > 0) or any(node.role == 'scroll pane' for node in self.ancestors())

    @functools.cached_property
    def has_size(self):
        _, _, width, height = self.extents
        return width > 0 and height > 0

    @functools.cached_property
    def is_covered(self):
        """By a widget beside it in the tree. What lies on top, the toolkit finds where the mouse would; something that lets the mouse
        through, it never finds."""
        left, top, width, height = clip(self.extents, self.window.extents)  # A hidden page has the size that it had.
        beside = [node for node in self.parent.children if node is not self and node.has_size
                  and is_half_under((left, top, width, height), node.extents)]
        is_covered = False
        for x, y in ((left + width * i // 8, top + height * j // 8) for i in (4, 1, 7) for j in (4, 1, 7) if beside):
            found = tuple(self.window.call('Component', 'GetAccessibleAtPoint', '(iiu)', x, y, 1)[0])
            if any(node.place == found for node in self.walk()):
                return False
            is_covered |= any(node.place == found for other in beside for node in other.walk())
        return is_covered

    @property
    def window(self):
        return [self, *self.ancestors()][-2]

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

            def take_role(number):
                node.role = ROLES.get(number, f'role {number}')

            def take_properties(properties):
                name = properties.get('Name', '')
                node.own_name = '' if CLASS_NAME.fullmatch(name) else name
                node.description = properties.get('Description', '')
                if properties.get('ChildCount') != 0:
                    ask(node, ACCESSIBLE, 'GetChildren', None, None, take_children)

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

    def find_all(self, role, name=None, is_so=lambda node: True, within=None, is_shown=True):
        """All widgets of a role, or of one of some, with this name: a text, a pattern with *, or a test; those that can be seen."""
        roles = role if isinstance(role, tuple) else (role,)

        def fits(node):
            if node.role not in roles:
                return False
            return name is None or (name(node) if callable(name) else
                                    node.name == name or ('*' in name and fnmatch.fnmatchcase(node.name, name)))
        found = [node for node in (self.read() if within is None else within).walk() if fits(node)]
        # A menu button is a button in a button, of which the inner one works.
        outer = {node.parent.place for node in found}
        try:
            return [node for node in found if node.place not in outer and is_so(node) and (not is_shown or node.is_showing)]
        except GLib.Error:
            return []  # It changed while we looked.

    def find(self, role, name=None, is_so=lambda node: True, within=None, is_shown=True):
        found = self.find_all(role, name, is_so, within, is_shown)
        return found[0] if found else None

    def wait(self, role, name=None, is_so=lambda node: True, seconds=PATIENCE, is_shown=True):
        """Waits until there is such a widget for which is_so is true."""
        try:
            return wait_until(lambda: self.find(role, name, is_so, None, is_shown), f'{role} {name!r}', seconds, 0.1)
        except AssertionError as error:
            raise AssertionError(f'{error}\n{self.read().describe()}') from None

    def wait_gone(self, role, name=None, seconds=PATIENCE, is_shown=True):
        wait_until(lambda: not self.find(role, name, is_shown=is_shown), f'{role} {name!r} is gone', seconds, 0.1)

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
        """The interactive widgets that have no name to be spoken, or speak it twice."""
        return [node for node in self.read().walk()
                if node.role in INTERACTIVE and ((not node.name.strip() and not node.labels) or node.is_named_twice) and node.is_showing]


def clip(inner, outer):
    """What of a rectangle lies in another one."""
    left, top = max(inner[0], outer[0]), max(inner[1], outer[1])
    right, bottom = min(inner[0] + inner[2], outer[0] + outer[2]), min(inner[1] + inner[3], outer[1] + outer[3])
    return left, top, max(right - left, 0), max(bottom - top, 0)


def is_half_under(under, above):
    """Whether at least half of a rectangle lies under another one."""
    _, _, width, height = clip(under, above)
    return width > 0 and height > 0 and 2 * width * height >= under[2] * under[3]


def prune(node):
    """Leaves what is visible, all the way up to its window."""
    node.children = [child for child in node.children if 'visible' in child.states]
    for child in node.children:
        prune(child)
