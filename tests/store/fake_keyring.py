#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A secret service whose one collection is locked, and whose every question is closed by the one
who is asked. Prints its name when it answers to it; ends when its input does.

It has what specifications.freedesktop.org/secret-service says, as far as libsecret asks for it.
"""

import sys
import threading

from gi.repository import Gio, GLib

NAME = 'org.freedesktop.secrets'
PATH = '/org/freedesktop/secrets'
COLLECTION = PATH + '/collection/login'
ITEM = COLLECTION + '/1'
# Of what unlocks, and of what makes an item; and the nothing that each comes to.
PROMPTS = {PATH + '/prompt/unlock': GLib.Variant('ao', []),
           PATH + '/prompt/item': GLib.Variant('o', '/')}
UNLOCK_PROMPT, ITEM_PROMPT = PROMPTS
INTERFACES = '''<node>
<interface name="org.freedesktop.Secret.Service">
<method name="OpenSession"><arg type="s" direction="in"/><arg type="v" direction="in"/>
<arg type="v" direction="out"/><arg type="o" direction="out"/></method>
<method name="SearchItems"><arg type="a{ss}" direction="in"/><arg type="ao" direction="out"/>
<arg type="ao" direction="out"/></method>
<method name="Unlock"><arg type="ao" direction="in"/><arg type="ao" direction="out"/>
<arg type="o" direction="out"/></method>
<method name="ReadAlias"><arg type="s" direction="in"/><arg type="o" direction="out"/></method>
<property name="Collections" type="ao" access="read"/>
</interface>
<interface name="org.freedesktop.Secret.Collection">
<method name="CreateItem"><arg type="a{sv}" direction="in"/>
<arg type="(oayays)" direction="in"/>
<arg type="b" direction="in"/><arg type="o" direction="out"/>
<arg type="o" direction="out"/></method>
<property name="Items" type="ao" access="read"/>
<property name="Label" type="s" access="read"/>
<property name="Locked" type="b" access="read"/>
<property name="Created" type="t" access="read"/>
<property name="Modified" type="t" access="read"/>
</interface>
<interface name="org.freedesktop.Secret.Item">
<property name="Locked" type="b" access="read"/>
<property name="Attributes" type="a{ss}" access="read"/>
<property name="Label" type="s" access="read"/>
<property name="Created" type="t" access="read"/>
<property name="Modified" type="t" access="read"/>
</interface>
<interface name="org.freedesktop.Secret.Prompt">
<method name="Prompt"><arg type="s" direction="in"/></method>
<method name="Dismiss"/>
<signal name="Completed"><arg type="b"/><arg type="v"/></signal>
</interface>
</node>'''
ATTRIBUTES = {'xdg:schema': 'io.github.suretyapp.Surety', 'id': 'locked', 'version': '1'}


class Keyring:
    def __init__(self):
        self.bus = Gio.bus_get_sync(Gio.BusType.SESSION)
        node = Gio.DBusNodeInfo.new_for_xml(INTERFACES)
        for path, interface in ((PATH, 'Service'), (COLLECTION, 'Collection'), (ITEM, 'Item'),
                                (PATH + '/aliases/default', 'Collection'),
                                (UNLOCK_PROMPT, 'Prompt'), (ITEM_PROMPT, 'Prompt')):
            self.bus.register_object(
                path, node.lookup_interface('org.freedesktop.Secret.' + interface), self.on_call,
                self.on_get, None)
        Gio.bus_own_name_on_connection(self.bus, NAME, 0,
                                       lambda _, owned: print(owned, flush=True), None)

    def answer(self, method, arguments):
        if method == 'OpenSession':
            if arguments[0] != 'plain':
                return None
            return GLib.Variant('(vo)', (GLib.Variant('s', ''), PATH + '/session/1'))
        if method == 'SearchItems':
            asked = arguments[0].items() <= ATTRIBUTES.items()
            return GLib.Variant('(aoao)', ([], [ITEM] if asked else []))
        if method == 'Unlock':
            return GLib.Variant('(aoo)', ([], UNLOCK_PROMPT))
        if method == 'ReadAlias':
            return GLib.Variant('(o)', (COLLECTION,))
        if method == 'CreateItem':
            return GLib.Variant('(oo)', ('/', ITEM_PROMPT))
        return None

    def on_call(self, _bus, sender, path, interface, method, arguments, invocation):
        if method == 'Prompt':
            invocation.return_value(None)
            self.bus.emit_signal(sender, path, interface, 'Completed',
                                 GLib.Variant('(bv)', (True, PROMPTS[path])))
            return
        answer = self.answer(method, arguments.unpack())
        if answer is not None:
            invocation.return_value(answer)
        else:
            invocation.return_dbus_error('org.freedesktop.DBus.Error.NotSupported', method)

    def on_get(self, _bus, _sender, path, _interface, name):
        return {'Collections': GLib.Variant('ao', [COLLECTION]),
                'Items': GLib.Variant('ao', [ITEM]), 'Label': GLib.Variant('s', 'Login'),
                'Locked': GLib.Variant('b', True),
                'Attributes': GLib.Variant('a{ss}', ATTRIBUTES)}.get(name, GLib.Variant('t', 0))


def main():
    keyring = Keyring()
    loop = GLib.MainLoop()

    def read():
        sys.stdin.read()
        GLib.idle_add(loop.quit)

    threading.Thread(target=read, daemon=True).start()
    loop.run()
    del keyring


if __name__ == '__main__':
    main()
