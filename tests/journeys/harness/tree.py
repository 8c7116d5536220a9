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
OBJECT_EVENT = 'org.a11y.atspi.Event.Object'
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

# What there is to know of a thing, and how one asks for it.
QUESTIONS = {
    'role': (ACCESSIBLE, 'GetRoleName', None),
    'states': (ACCESSIBLE, 'GetState', None),
    'properties': (PROPERTIES, 'GetAll', GLib.Variant('(s)', (ACCESSIBLE,))),
    'children': (ACCESSIBLE, 'GetChildren', None),
}

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

    def __init__(self, count, name, description, states):
        self.count, self.name, self.description, self.states = count, name, description, states
        # Place and path of those that say they are in it.
        self.places = []

    def children(self):
        """Their paths in order; None where they do not make a whole: not everything is in the
        answer, and a hidden thing says that it has the place of the next one."""
        if not self.count:
            return []
        places = sorted(self.places)
        if [place for place, _ in places] != list(range(self.count)):
            return None
        return [path for _, path in places]


def items_in(printed):
    """The things by path, in the answer about everything."""
    items, places = {}, []
    for path, parent, place, count, name, description, low, high in ITEM.findall(printed):
        # The program itself knows better than what is said of it here.
        if parent != NOBODY:
            items[path] = Item(int(count), unquoted(name), unquoted(description),
                               int(low) | int(high) << 32)
            places.append((parent, int(place), path))
    for parent, place, path in places:
        if parent in items:
            items[parent].places.append((place, path))
    return items


class Bus:
    """The accessibility bus of one session."""

    def __init__(self, session_address):
        flags = (Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT
                 | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION)
        session = Gio.DBusConnection.new_for_address_sync(session_address, flags, None, None)
        address = session.call_sync('org.a11y.Bus', '/org/a11y/bus', 'org.a11y.Bus', 'GetAddress',
                                    None, None, Gio.DBusCallFlags.NONE, ANSWER_MS, None).unpack()[0]
        session.close_sync(None)
        # Whether something was done since the last look.
        self.touched = True
        # What had to be asked at the last look though it was known before.
        self.asked = []
        # By path, which is given once: a thing never changes its role.
        self.roles = {}
        # Whose children were asked for, and none were hidden or came since: those are all in the
        # answer about everything. Else what is hidden now may stand there for what is not.
        self.parents = set()
        # Where the application object of a process is, by its number.
        self.homes = {}
        self.connection = Gio.DBusConnection.new_for_address_sync(address, flags, None, None)
        self.connection.signal_subscribe(
            None, OBJECT_EVENT, 'ChildrenChanged', None, None, Gio.DBusSignalFlags.NONE,
            lambda connection, peer, path, *_: self.parents.discard(path))

    def close(self):
        self.connection.close_sync(None)

    def call(self, peer, path, interface, method, arguments=None):
        try:
            answer = self.connection.call_sync(peer, path, interface, method, arguments, None,
                                               Gio.DBusCallFlags.NONE, ANSWER_MS, None)
        except GLib.Error as error:
            raise Gone(f'{method} on {path}: {error.message}') from error
        return answer.unpack()

    def call_all(self, calls, unpack=True):
        """Many calls at once; None in place of an answer that did not come."""
        answers = [None] * len(calls)
        left = len(calls)

        def came(connection, result, index):
            nonlocal left
            left -= 1
            try:
                answer = connection.call_finish(result)
                answers[index] = answer.unpack() if unpack else answer
            except GLib.Error:
                pass

        for index, (peer, path, interface, method, arguments) in enumerate(calls):
            self.connection.call(peer, path, interface, method, arguments, None,
                                 Gio.DBusCallFlags.NONE, ANSWER_MS, None, came, index)
        while left:
            GLib.MainContext.default().iteration(True)
        return answers

    def _calls(self, peer, questions):
        # Before they are asked, lest a change that comes right after the answer is forgotten.
        self.parents.update(path for path, what in questions if what == 'children')
        return [(peer, path, *QUESTIONS[what]) for path, what in questions]

    def ask(self, peer, questions):
        """(path, what to know of it) → the answer, None where none came; of many things at once."""
        return dict(zip(questions, self.call_all(self._calls(peer, questions))))

    def items(self, peer, questions):
        """What a program says of everything it was asked for before, by path; and the answers to
        these questions, in the same flight."""
        everything = (peer, CACHE_PATH, CACHE, 'GetItems', None)
        printed, *answers = self.call_all([everything, *self._calls(peer, questions)], unpack=False)
        # Not every program has the first answer.
        items = items_in(printed.print_(False)) if printed else {}
        return items, {question: answer.unpack() for question, answer in zip(questions, answers)
                       if answer}

    def root_of(self, pid):
        """The application object of a process, or None while it has none."""
        if pid in self.homes:
            return Node(self, *self.homes[pid])
        try:
            children = self.call('org.a11y.atspi.Registry', '/org/a11y/atspi/accessible/root',
                                 ACCESSIBLE, 'GetChildren')[0]
            for peer, path in children:
                owner = self.call('org.freedesktop.DBus', '/org/freedesktop/DBus',
                                  'org.freedesktop.DBus', 'GetConnectionUnixProcessID',
                                  GLib.Variant('(s)', (peer,)))[0]
                if owner == pid:
                    self.homes[pid] = peer, path
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

    def read(self, hidden=False):
        """Fills in this node and all below it, level by level; below hidden ones only if asked.

        What had to be asked the last time is asked at once, so only what is new takes its time."""
        items, answers = self.bus.items(self.peer, self.bus.asked)
        asked, level = [], [self]
        while level:
            questions = [(node.path, what) for node in level
                         for what in self._unknown(node.path, items)]
            # What is new is in the next answer about everything.
            asked += [(path, what) for path, what in questions if path in self.bus.roles]
            answers |= self.bus.ask(self.peer, [question for question in questions
                                                if question not in answers])
            level = [child for node in level for child in node._take(answers, items, hidden)]
        self.bus.asked = asked
        return self

    def _unknown(self, path, items):
        """What has to be asked of a thing."""
        if path not in self.bus.roles:
            yield 'role'
        if path not in items:
            yield 'states'
            yield 'properties'
            yield 'children'
        elif items[path].count and (path not in self.bus.parents or not items[path].children()):
            yield 'children'

    def _take(self, answers, items, hidden):
        """Fills in this one from what was answered; returns the children."""
        said = {what: answers[self.path, what] for what in QUESTIONS
                if (self.path, what) in answers}
        if None in said.values():
            self.role = 'gone'
            return []
        if 'role' in said:
            self.bus.roles[self.path] = said['role'][0]
        self.role = self.bus.roles[self.path]
        if self.path in items:
            item = items[self.path]
            bits, self.name, self.description = item.states, item.name, item.description
        else:
            bits = said['states'][0][0] | said['states'][0][1] << 32
            self.name = said['properties'][0].get('Name', '')
            self.description = said['properties'][0].get('Description', '')
        self.states = names_of(bits)
        if not hidden and self.parent and not self.has('visible'):
            self.role = 'hidden ' + self.role
            return []
        if 'children' in said:
            paths = [path for _, path in said['children'][0] if path != NOBODY]
        else:
            paths = items[self.path].children()
        self.children = [Node(self.bus, self.peer, path, self) for path in paths]
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
