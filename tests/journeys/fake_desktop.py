#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A screen saver and a login manager, for a bus that has neither; with "portal" as argument
instead what there is of them in a sandbox. Does what it reads a line of.

"saver": the screen saver begins. "lock": the session is locked. "sleep": the computer is about to
sleep; "slept" is printed when whoever asked for a delay let it.
"""

import os
import sys
import threading

from gi.repository import Gio, GLib

INTERFACE = '''<node><interface name="org.freedesktop.login1.Manager">
<method name="Inhibit"><arg type="s" direction="in"/><arg type="s" direction="in"/>
<arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="h" direction="out"/></method>
</interface></node>'''
LOGIND = 'org.freedesktop.login1'
PORTAL_INTERFACE = '''<node><interface name="org.freedesktop.portal.Inhibit">
<method name="CreateMonitor"><arg type="s" direction="in"/><arg type="a{sv}" direction="in"/>
<arg type="o" direction="out"/></method></interface></node>'''
PORTAL = 'org.freedesktop.portal.Desktop'
PORTAL_PATH = '/org/freedesktop/portal/desktop'


def say(word):
    print(word, flush=True)


class Desktop:
    def __init__(self):
        self.bus = Gio.bus_get_sync(Gio.BusType.SESSION)
        self.delays = []
        self.bus.register_object('/org/freedesktop/login1',
                                 Gio.DBusNodeInfo.new_for_xml(INTERFACE).interfaces[0],
                                 self.on_call, None, None)
        for name in ('org.freedesktop.ScreenSaver', LOGIND):
            Gio.bus_own_name_on_connection(self.bus, name, 0, lambda _, owned: say(owned), None)

    def on_call(self, _bus, _sender, _path, _interface, _method, arguments, invocation):
        assert arguments.unpack()[0] == 'sleep' and arguments.unpack()[3] == 'delay', arguments
        reader, writer = os.pipe()
        files = Gio.UnixFDList.new_from_array([writer])
        self.delays.append(reader)
        invocation.return_value_with_unix_fd_list(GLib.Variant('(h)', (0,)), files)
        say('delayed')

    def emit(self, path, interface, signal, arguments):
        self.bus.emit_signal(None, path, interface, signal, arguments)
        self.bus.flush_sync()

    def wait_for_delays(self):
        for reader in self.delays:
            # Nothing comes; it ends when the other side is closed.
            os.read(reader, 1)
            os.close(reader)
        self.delays = []
        say('slept')

    def do(self, word):
        true = GLib.Variant('(b)', (True,))
        if word == 'saver':
            self.emit('/org/freedesktop/ScreenSaver', 'org.freedesktop.ScreenSaver',
                      'ActiveChanged', true)
        elif word == 'lock':
            self.emit('/org/freedesktop/login1/session/_31', LOGIND + '.Session', 'Lock', None)
        elif word == 'sleep':
            self.emit('/org/freedesktop/login1', LOGIND + '.Manager', 'PrepareForSleep', true)
            threading.Thread(target=self.wait_for_delays, daemon=True).start()


class Portal:
    """org.freedesktop.portal.Inhibit, as far as it says when the screen is locked."""

    def __init__(self):
        self.bus = Gio.bus_get_sync(Gio.BusType.SESSION)
        self.monitors = []
        self.bus.register_object(PORTAL_PATH,
                                 Gio.DBusNodeInfo.new_for_xml(PORTAL_INTERFACE).interfaces[0],
                                 self.on_call, None, None)
        Gio.bus_own_name_on_connection(self.bus, PORTAL, 0, lambda _, owned: say(owned), None)

    def on_call(self, _bus, sender, _path, _interface, _method, arguments, invocation):
        _window, options = arguments.unpack()
        who = sender[1:].replace('.', '_')
        request = f'{PORTAL_PATH}/request/{who}/{options["handle_token"]}'
        self.monitors.append(f'{PORTAL_PATH}/session/{who}/{options["session_handle_token"]}')
        invocation.return_value(GLib.Variant('(o)', (request,)))
        self.emit(request, 'org.freedesktop.portal.Request', 'Response',
                  GLib.Variant('(ua{sv})', (0, {})))
        say('monitored')

    def emit(self, path, interface, signal, arguments):
        self.bus.emit_signal(None, path, interface, signal, arguments)
        self.bus.flush_sync()

    def do(self, word):
        assert word == 'saver', word
        state = {'screensaver-active': GLib.Variant('b', True),
                 'session-state': GLib.Variant('u', 1)}
        for monitor in self.monitors:
            self.emit(PORTAL_PATH, 'org.freedesktop.portal.Inhibit', 'StateChanged',
                      GLib.Variant('(oa{sv})', (monitor, state)))


def main():
    desktop = Portal() if sys.argv[1:] == ['portal'] else Desktop()
    loop = GLib.MainLoop()

    def read():
        for line in sys.stdin:
            GLib.idle_add(desktop.do, line.strip())
        GLib.idle_add(loop.quit)

    threading.Thread(target=read, daemon=True).start()
    loop.run()


if __name__ == '__main__':
    main()
