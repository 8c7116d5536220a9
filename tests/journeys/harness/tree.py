# SPDX-License-Identifier: GPL-3.0-or-later
"""The accessibility tree, asked of the program itself on its bus: no cache stands in between."""

import functools
import re

import gi

gi.require_version('Gio', '2.0')
from gi.repository import Gio, GLib  # noqa: E402

ACCESSIBLE = 'org.a11y.atspi.Accessible'
ACTION = 'org.a11y.atspi.Action'
COMPONENT = 'org.a11y.atspi.Component'
EDITABLE = 'org.a11y.atspi.EditableText'
PROPERTIES = 'org.freedesktop.DBus.Properties'
SELECTION = 'org.a11y.atspi.Selection'
TEXT = 'org.a11y.atspi.Text'
VALUE = 'org.a11y.atspi.Value'

# Names of AtspiStateType, by bit.
STATES = ('invalid active armed busy checked collapsed defunct editable enabled expandable '
          'expanded focusable focused has-tooltip horizontal iconified modal multi-line '
          'multiselectable opaque pressed resizable selectable selected sensitive showing '
          'single-line stale transient vertical visible manages-descendants indeterminate '
          'required truncated animated invalid-entry supports-autocompletion selectable-text '
          'is-default visited checkable has-popup read-only').split()

SHOWING = 1 << STATES.index('showing')

# Everything a program has in its tree, in one answer, made when it is asked for.
CACHE = 'org.a11y.atspi.Cache'
CACHE_PATH = '/org/a11y/atspi/cache'
NOBODY = '/org/a11y/atspi/null'
# One thing of that answer as GVariant prints it: unpacking takes Python five times as long.
STRING = r"""('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
ITEM = re.compile(r"\(\('[^']*', '([^']*)'\), \('[^']*', '[^']*'\), \('[^']*', '([^']*)'\), "
                  rf"(-?\d+), (-?\d+), \[[^]]*\], {STRING}, \d+, {STRING}, \[(\d+), (\d+)\]\)")
ESCAPE = re.compile(r'\\(u[0-9a-f]{4}|U[0-9a-f]{8}|.)')
ESCAPED = {'a': '\a', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t', 'v': '\v'}

ROWS = ('list item', 'table row', 'tree item', 'menu item')

ANSWER_MS = 20000


class NotFound(Exception):
    """Nothing in the tree matches."""


class Gone(Exception):
    """The thing was taken out of the window while it was looked at."""


@functools.cache
def names_of(bits):
    """The states that are set."""
    return frozenset(name for bit, name in enumerate(STATES) if bits >> bit & 1)


def unquoted(printed):
    """The string that GVariant prints like this."""
    if '\\' not in printed:
        return printed[1:-1]
    return ESCAPE.sub(lambda found: chr(int(found[1][1:], 16)) if found[1][0] in 'uU'
                      and len(found[1]) > 1 else ESCAPED.get(found[1], found[1]), printed[1:-1])


class Item:
    """What a program says of one thing in its tree."""

    def __init__(self, index, count, name, description, states):
        self.index, self.count = index, count
        self.name, self.description, self.states = name, description, states


class Bus:
    """The accessibility bus of one session."""

    def __init__(self, session_address):
        flags = (Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT
                 | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION)
        session = Gio.DBusConnection.new_for_address_sync(session_address, flags, None, None)
        address = session.call_sync('org.a11y.Bus', '/org/a11y/bus', 'org.a11y.Bus', 'GetAddress',
                                    None, None, Gio.DBusCallFlags.NONE, ANSWER_MS, None).unpack()[0]
        session.close_sync(None)
        # Whether something was done since the last thorough look.
        self.touched = True
        # By path, which is given once: a thing never changes its role.
        self.roles = {}
        self.connection = Gio.DBusConnection.new_for_address_sync(address, flags, None, None)

    def close(self):
        self.connection.close_sync(None)

    def call(self, peer, path, interface, method, arguments=None):
        try:
            answer = self.connection.call_sync(peer, path, interface, method, arguments, None,
                                               Gio.DBusCallFlags.NONE, ANSWER_MS, None)
        except GLib.Error as error:
            raise Gone(f'{method} on {path}: {error.message}') from error
        return answer.unpack()

    def call_all(self, calls):
        """Many calls at once; None in place of an answer that did not come."""
        answers = [None] * len(calls)
        left = len(calls)

        def came(connection, result, index):
            nonlocal left
            left -= 1
            try:
                answers[index] = connection.call_finish(result).unpack()
            except GLib.Error:
                pass

        for index, (peer, path, interface, method, arguments) in enumerate(calls):
            self.connection.call(peer, path, interface, method, arguments, None,
                                 Gio.DBusCallFlags.NONE, ANSWER_MS, None, came, index)
        while left:
            GLib.MainContext.default().iteration(True)
        return answers

    def items(self, peer):
        """What a program says of everything it was asked for before, and whose children, as far as
        that tells, are all among it."""
        printed = self.connection.call_sync(peer, CACHE_PATH, CACHE, 'GetItems', None, None,
                                            Gio.DBusCallFlags.NONE, ANSWER_MS, None).print_(False)
        items, showing = {}, {}
        for path, parent, index, count, name, description, low, high in ITEM.findall(printed):
            # The program itself knows better than what is said of it here.
            if parent == NOBODY:
                continue
            item = Item(int(index), int(count), unquoted(name), unquoted(description),
                        int(low) | int(high) << 32)
            items[path] = item
            if item.states & SHOWING:
                showing.setdefault(parent, []).append(path)
        # What was put in another's place is in this answer only once somebody has asked for it, and
        # the other one is still in it, often as if it showed. So what this says of children is good
        # for a quick look only, and there only where each has a place of its own.
        children = {}
        for path, item in items.items():
            below = sorted(showing.get(path, ()), key=lambda child: items[child].index)
            if [items[child].index for child in below] == list(range(item.count)):
                children[path] = below
        return items, children

    def root_of(self, pid):
        """The application object of a process, or None while it has none."""
        try:
            children = self.call('org.a11y.atspi.Registry', '/org/a11y/atspi/accessible/root',
                                 ACCESSIBLE, 'GetChildren')[0]
            for peer, path in children:
                owner = self.call('org.freedesktop.DBus', '/org/freedesktop/DBus',
                                  'org.freedesktop.DBus', 'GetConnectionUnixProcessID',
                                  GLib.Variant('(s)', (peer,)))[0]
                if owner == pid:
                    return Node(self, peer, path)
        except Gone:
            pass
        return None


class Node:
    """One accessible thing. role, name, description and states are as they were when read."""

    def __init__(self, bus, peer, path, parent=None):
        self.bus, self.peer, self.path, self.parent = bus, peer, path, parent
        self.depth = parent.depth + 1 if parent else 0
        self.role = self.name = self.description = ''
        self.states = frozenset()
        self.children = []

    def __repr__(self):
        return f'<{self.role} {self.name!r}>'

    def call(self, interface, method, arguments=None):
        return self.bus.call(self.peer, self.path, interface, method, arguments)

    def has(self, *states):
        return all(state in self.states for state in states)

    def scrollers(self):
        """What it can be scrolled in, innermost first."""
        node = self.parent
        while node:
            if any(child.role == 'scroll bar' for child in node.children):
                yield node
            node = node.parent

    def read(self, hidden=False, quick=False):
        """Fills in this node and all below it, level by level; below hidden ones only if asked.

        A quick look, a fifth of the work, may miss what took another thing's place since the last
        one that was not."""
        try:
            items, children = self.bus.items(self.peer)
        except GLib.Error:
            # Not every program has such an answer.
            items, children = {}, {}
        if not quick:
            children = {path: [] for path, item in items.items() if item.count == 0}
        level = [self]
        while level:
            level = self._read_level(level, items, children, hidden)
        return self

    def _read_level(self, level, items, children, hidden):
        """Fills in nodes that are as far from the top, with a question for each thing that is not
        known; returns those below them."""
        calls, asked = [], []
        for node in level:
            wanted = []
            if node.path not in self.bus.roles:
                wanted.append(('role', ACCESSIBLE, 'GetRoleName', None))
            if node.path not in children:
                wanted.append(('children', ACCESSIBLE, 'GetChildren', None))
            if node.path not in items:
                wanted += [('states', ACCESSIBLE, 'GetState', None),
                           ('properties', PROPERTIES, 'GetAll', GLib.Variant('(s)', (ACCESSIBLE,)))]
            for what, *question in wanted:
                calls.append((node.peer, node.path, *question))
                asked.append((node, what))
        answers = {}
        for (node, what), answer in zip(asked, self.bus.call_all(calls)):
            answers.setdefault(node, {})[what] = answer
        below = []
        for node in level:
            below += node._take(answers.get(node, {}), items.get(node.path),
                                children.get(node.path), hidden)
        return below

    def _take(self, answers, item, children, hidden):
        """Fills in this one from what was answered; returns the children."""
        if None in answers.values():
            self.role = 'gone'
            return []
        if 'role' in answers:
            self.bus.roles[self.path] = answers['role'][0]
        self.role = self.bus.roles[self.path]
        if item:
            bits, self.name, self.description = item.states, item.name, item.description
        else:
            bits = answers['states'][0][0] | answers['states'][0][1] << 32
            self.name = answers['properties'][0].get('Name', '')
            self.description = answers['properties'][0].get('Description', '')
        self.states = names_of(bits)
        if not hidden and self.parent and not self.has('visible'):
            self.role = 'hidden ' + self.role
            return []
        if 'children' in answers:
            self.children = [Node(self.bus, peer, path, self) for peer, path in
                             answers['children'][0] if path != NOBODY]
        else:
            self.children = [Node(self.bus, self.peer, path, self) for path in children]
        return self.children

    def spoken(self):
        """Its name; for a row without one, which readers speak by its content, the first label."""
        if self.name or self.role not in ROWS:
            return self.name
        return next((node.name for node in self.walk() if node.role == 'label' and node.name), '')

    def walk(self):
        yield self
        for child in self.children:
            yield from child.walk()

    def dump(self):
        """The tree as text, one thing a line."""
        lines = []
        for node in self.walk():
            said = f' “{node.description}”' if node.description else ''
            marks = ' '.join(sorted(node.states & {'focused', 'checked', 'selected', 'expanded',
                                                   'invalid-entry', 'pressed', 'busy', 'editable'}))
            off = '' if node.has('sensitive') else ' (insensitive)'
            line = f'{node.role} {node.name!r}{said} {marks}{off}'
            lines.append('  ' * node.depth + line.rstrip())
        return '\n'.join(lines) + '\n'

    # What one can do with it.

    def actions(self):
        try:
            return [action[0] for action in self.call(ACTION, 'GetActions')[0]]
        except Gone:
            return []

    def do(self, index=0):
        self.bus.touched = True
        if not self.call(ACTION, 'DoAction', GLib.Variant('(i)', (index,)))[0]:
            raise NotFound(f'{self!r} did not do its action')

    def text(self):
        """What an entry or a label holds."""
        try:
            return self.call(TEXT, 'GetText', GLib.Variant('(ii)', (0, -1)))[0]
        except Gone:
            return self.name

    def set_text(self, text):
        self.bus.touched = True
        if not self.call(EDITABLE, 'SetTextContents', GLib.Variant('(s)', (text,)))[0]:
            raise NotFound(f'{self!r} took no text')

    def value(self):
        return self.call(PROPERTIES, 'Get', GLib.Variant('(ss)', (VALUE, 'CurrentValue')))[0]

    def set_value(self, value):
        self.bus.touched = True
        self.call(PROPERTIES, 'Set',
                  GLib.Variant('(ssv)', (VALUE, 'CurrentValue', GLib.Variant('d', value))))

    def select(self, index):
        self.bus.touched = True
        if not self.call(SELECTION, 'SelectChild', GLib.Variant('(i)', (index,)))[0]:
            raise NotFound(f'{self!r} has no child {index} to select')

    def window(self):
        """The window it is in, as it was read."""
        node = self
        while node.parent and node.parent.parent:
            node = node.parent
        return node

    def extents(self):
        """x, y, width and height in the pixels of its window, from the window's corner."""
        x, y, width, height = self._extents()
        # A window's own corner is outside its content by the width of its border.
        left, top = self.window()._extents()[:2]
        return x - left, y - top, width, height

    def _extents(self):
        return self.call(COMPONENT, 'GetExtents', GLib.Variant('(u)', (1,)))[0]
