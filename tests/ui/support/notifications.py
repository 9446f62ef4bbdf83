# SPDX-License-Identifier: GPL-3.0-or-later
"""Whoever shows notifications, as GNOME Shell (org.gtk.Notifications) and all others (org.freedesktop.Notifications) do."""

import threading

from gi.repository import Gio, GLib

from processes import wait_until

FREEDESKTOP = 'org.freedesktop.Notifications'
GTK = 'org.gtk.Notifications'

INTERFACES = '''
<node>
  <interface name="org.freedesktop.Notifications">
    <method name="Notify">
      <arg type="s" direction="in"/><arg type="u" direction="in"/><arg type="s" direction="in"/><arg type="s" direction="in"/>
      <arg type="s" direction="in"/><arg type="as" direction="in"/><arg type="a{sv}" direction="in"/><arg type="i" direction="in"/>
      <arg type="u" direction="out"/>
    </method>
    <method name="CloseNotification"><arg type="u" direction="in"/></method>
    <method name="GetCapabilities"><arg type="as" direction="out"/></method>
    <method name="GetServerInformation">
      <arg type="s" direction="out"/><arg type="s" direction="out"/><arg type="s" direction="out"/><arg type="s" direction="out"/>
    </method>
    <signal name="NotificationClosed"><arg type="u"/><arg type="u"/></signal>
    <signal name="ActionInvoked"><arg type="u"/><arg type="s"/></signal>
  </interface>
  <interface name="org.gtk.Notifications">
    <method name="AddNotification">
      <arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="a{sv}" direction="in"/>
    </method>
    <method name="RemoveNotification"><arg type="s" direction="in"/><arg type="s" direction="in"/></method>
  </interface>
</node>'''


class Notification:
    """One that was shown. Its buttons have labels; what a click does is None, or what its daemon knows."""

    def __init__(self, key, title, body, default, buttons):
        self.key = key
        self.title = title
        self.body = body
        self.default = default
        self.buttons = buttons
        self.is_withdrawn = False

    def __repr__(self):
        return f'<{self.title!r}, {self.body!r}, {list(self.buttons)}{", withdrawn" * self.is_withdrawn}>'


class Daemon(threading.Thread):
    """Works in a thread of its own, for the test's waits for what the application does, which waits for the daemon."""

    def __init__(self, address):
        super().__init__(name='notifications', daemon=True)
        self.address = address
        self.context = GLib.MainContext()
        self.loop = GLib.MainLoop.new(self.context, False)
        self.is_ready = threading.Event()
        self.shown = []  # Every notification, in the order of their coming.
        self.n = 0
        self.start()
        if not self.is_ready.wait(20):
            raise AssertionError('no notification daemon')

    def run(self):
        self.context.push_thread_default()
        self.bus = Gio.DBusConnection.new_for_address_sync(
            self.address, Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION, None, None)
        freedesktop, gtk = Gio.DBusNodeInfo.new_for_xml(INTERFACES).interfaces
        self.bus.register_object('/org/freedesktop/Notifications', freedesktop, self.freedesktop_cb, None, None)
        self.bus.register_object('/org/gtk/Notifications', gtk, self.gtk_cb, None, None)
        self.own(FREEDESKTOP)
        self.is_ready.set()
        self.loop.run()
        self.bus.close_sync(None)
        self.context.pop_thread_default()

    def end(self):
        self.loop.quit()
        self.join(10)

    def ask_bus(self, method, *arguments, signature='(s)'):
        self.bus.call_sync('org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus', method,
                           GLib.Variant(signature, arguments), None, Gio.DBusCallFlags.NONE, 5000, None)

    def own(self, name):
        self.ask_bus('RequestName', name, 0, signature='(su)')

    def be_gnome_shell(self, is_so=True):
        """GLib prefers org.gtk.Notifications, in each process that starts from now on, and its notifications outlive that."""
        if is_so:
            self.own(GTK)
        else:
            self.ask_bus('ReleaseName', GTK)

    def freedesktop_cb(self, _bus, _sender, _path, _interface, method, parameters, invocation):
        arguments = parameters.unpack()
        answer = None
        if method == 'Notify':
            _, replaced, _, title, body, actions = arguments[:6]
            self.n += 1
            number = replaced or self.n
            names = dict(zip(actions[1::2], actions[0::2]))
            default = next((name for name in names.values() if name == 'default'), None)
            self.withdraw(number)
            self.shown.append(Notification(number, title, body, default,
                                           {label: name for label, name in names.items() if name != 'default'}))
            answer = GLib.Variant('(u)', (number,))
        elif method == 'CloseNotification':
            self.withdraw(arguments[0])
        elif method == 'GetCapabilities':
            answer = GLib.Variant('(as)', (['actions', 'body', 'persistence'],))
        elif method == 'GetServerInformation':
            answer = GLib.Variant('(ssss)', ('test', 'test', '1', '1.2'))
        invocation.return_value(answer)

    def gtk_cb(self, _bus, _sender, _path, _interface, method, parameters, invocation):
        application, name = parameters.get_child_value(0).get_string(), parameters.get_child_value(1).get_string()
        self.withdraw((application, name))
        if method == 'AddNotification':
            content = parameters.get_child_value(2)

            def look(dictionary, field):
                return dictionary.lookup_value(field, None)

            def text(field):
                return look(content, field).get_string() if look(content, field) else ''

            def action(dictionary, prefix=''):
                found = look(dictionary, prefix + 'action')
                return found and (found.get_string(), look(dictionary, prefix + ('action-target' if prefix else 'target')))
            buttons = look(content, 'buttons')
            buttons = [buttons.get_child_value(i) for i in range(buttons.n_children())] if buttons else []
            self.shown.append(Notification((application, name), text('title'), text('body'), action(content, 'default-'),
                                           {look(button, 'label').get_string(): action(button) for button in buttons}))
        invocation.return_value(None)

    def withdraw(self, key):
        for notification in self.shown:
            if notification.key == key:
                notification.is_withdrawn = True

    def visible(self):
        return [notification for notification in self.shown if not notification.is_withdrawn]

    def wait_for(self, title, seconds=60):
        """The newest that is shown and has this in its title or its body."""
        def find():
            return [notification for notification in self.visible() if title in f'{notification.title}\n{notification.body}']
        return wait_until(find, f'a notification “{title}”; there are {self.shown}', seconds)[-1]

    def click(self, notification, button=None):
        """Acts as the user who clicks it, or one of its buttons: it goes away, and whoever sent it hears of it."""
        action = notification.default if button is None else notification.buttons[button]
        notification.is_withdrawn = True
        if isinstance(notification.key, int):
            if action is not None:
                self.bus.emit_signal(None, '/org/freedesktop/Notifications', FREEDESKTOP, 'ActionInvoked',
                                     GLib.Variant('(us)', (notification.key, action)))
            self.bus.emit_signal(None, '/org/freedesktop/Notifications', FREEDESKTOP, 'NotificationClosed',
                                 GLib.Variant('(uu)', (notification.key, 2)))
        else:
            self.activate(notification.key[0], action)

    def activate(self, application, action):
        """As GNOME Shell does; the bus starts the application where it does not run."""
        path = '/' + application.replace('.', '/').replace('-', '_')
        platform = {'desktop-startup-id': GLib.Variant('s', '')}
        if action is None:
            method, arguments = 'Activate', GLib.Variant('(a{sv})', (platform,))
        else:
            name, target = action
            if not name.startswith('app.'):
                raise AssertionError(f'an action that no notification can have: {name}')
            method = 'ActivateAction'
            arguments = GLib.Variant('(sava{sv})', (name.removeprefix('app.'), [] if target is None else [target], platform))
        self.bus.call_sync(application, path, 'org.freedesktop.Application', method, arguments, None, Gio.DBusCallFlags.NONE,
                           60000, None)
