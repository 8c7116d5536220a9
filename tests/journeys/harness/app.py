# SPDX-License-Identifier: GPL-3.0-or-later
"""One running program and its window."""

import os
import re
import signal
import subprocess
import time

from .session import patience
from .tree import Bus, Gone, NotFound

# A line GLib prints for what is a bug in the program or what stopped it.
COMPLAINT = re.compile(r'-(WARNING|CRITICAL|ERROR) \*\*|ERROR: AddressSanitizer|runtime error:'
                       r'|LeakSanitizer')

# How long a look is good for while nothing is drawn, in seconds: not all that changes is in view.
FRESH = 1.5

# What a program needs to show what was done, in seconds.
MOMENT = 0.06

# Far enough for the longest page.
WHEEL_CLICKS = 200

# What may be pressed, and what may be typed into, in the order a name is looked for.
PRESSED = ('button', 'push button', 'toggle button', 'check box', 'radio button', 'switch', 'link',
           'menu item', 'list item', 'table row', 'tree item', 'tab', 'page tab')
TYPED = ('text', 'entry', 'password text', 'spin button', 'text box', 'search box')


class AppDied(Exception):
    """The program ended, or said something it must not say."""


class App:
    """command: argument list. dark: prefer the dark look. environment: more variables.

    The folders are the session's: a second App, or a second start() of this one, finds the data of
    the first.
    """

    def __init__(self, session, command, dark=False, environment=None, start=True):
        self.session = session
        self.command = command
        self.environment = dict(environment or {})
        if dark:
            self.environment['ADW_DEBUG_COLOR_SCHEME'] = 'prefer-dark'
        self.process = None
        self.window = None
        self.bus = None
        self.log = None
        self.starts = 0
        self.pictures = 0
        # What was seen at the last look, of what, and when that was.
        self.tree = None
        self.seen = None
        self.looked = 0
        if start:
            self.start()

    def __enter__(self):
        return self

    def __exit__(self, kind, error, _):
        if kind is not None:
            self.report()
            self.kill()
        else:
            self.stop()

    # The process.

    def start(self, wait=True):
        """Starts it and waits for its window."""
        self.starts += 1
        self.window = None
        self.log = os.path.join(self.session.artefacts, f'stderr-{self.starts}.txt')
        with open(self.log, 'wb') as log:
            self.process = subprocess.Popen(
                self.command, env={**self.session.environment, **self.environment},
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)
        if self.bus is None:
            self.bus = Bus(self.session.environment['DBUS_SESSION_BUS_ADDRESS'])
        if wait:
            self.wait(lambda: self.windows(), 'a window', 20)
            self.park_pointer()
            self.focus_window()

    def words(self):
        """What it wrote on its standard error so far."""
        with open(self.log, encoding='utf-8', errors='replace') as file:
            return file.read()

    def check(self):
        """Raises when it ended or complained."""
        self.check_words()
        if self.process.poll() is not None:
            raise AppDied(f'it ended with status {self.process.returncode}:\n'
                          + self.words()[-3000:])

    def check_words(self):
        """Raises when it complained, which also its last words may be."""
        complaints = [line for line in self.words().splitlines() if COMPLAINT.search(line)]
        if complaints:
            raise AppDied('it complained:\n' + '\n'.join(complaints[:10]))

    def kill(self):
        """SIGKILL, as a power cut would."""
        if self.process and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        if self.process:
            self.process.wait()

    def stop(self, seconds=10):
        """Closes the window as a person would and waits for the program's own end."""
        self.check()
        self.close_window()
        try:
            status = self.process.wait(patience(seconds))
        except subprocess.TimeoutExpired:
            self.kill()
            raise AppDied('it did not end when asked to') from None
        self.check_words()
        if status != 0:
            raise AppDied(f'it ended with status {status}:\n{self.words()[-3000:]}')

    def close_window(self):
        """Asks the window to close, as a click on its close button does."""
        window = self.root().children[0]
        try:
            window.do(window.actions().index('window.close'))
        except Gone:
            # It went before it could answer; how, its exit status tells.
            pass

    def restart(self):
        self.stop()
        self.start()

    # Looking.

    def root(self, hidden=False):
        """The tree, read now; or a moment ago, when nothing was done and nothing drawn since."""
        now, changes = time.monotonic(), self.session.screen.changes()
        key = (self.process.pid, changes, hidden)
        if not self.bus.touched and key == self.seen and now - self.looked > FRESH:
            # Waiting in vain: it is not for what was taken as known.
            self.bus.parents.clear()
            self.seen = None
        if self.bus.touched or key != self.seen:
            root = self.bus.root_of(self.process.pid)
            if root is None or root.read(hidden).role == 'gone':
                self.check()
                raise NotFound('it is not on the accessibility bus')
            self.bus.touched = False
            self.tree, self.seen, self.looked = root, key, now
        return self.tree

    def windows(self):
        try:
            return self.root().children
        except NotFound:
            return []

    def find_all(self, name=None, role=None, hidden=False, contains=None, where=None):
        """All that match. name: exact, or a compiled pattern. role: one, or several. contains: text
        within the name. where: a function of the node."""
        roles = (role,) if isinstance(role, str) else role
        found = []
        for node in self.root(hidden).walk():
            if roles and node.role not in roles:
                continue
            if not hidden and not node.has('showing'):
                continue
            if name is not None:
                if hasattr(name, 'search'):
                    if not name.search(node.spoken()):
                        continue
                elif node.spoken() != name:
                    continue
            if contains is not None and contains not in node.spoken():
                continue
            if where and not where(node):
                continue
            found.append(node)
        return found

    def find(self, name=None, role=None, **more):
        """The one that matches; the first where several do and roles has a preference."""
        found = self.find_all(name, role, **more)
        if not found:
            raise NotFound(f'no {role or "thing"} named {name or more!r}')
        if role is not None and not isinstance(role, str):
            found.sort(key=lambda node: role.index(node.role))
        return found[0]

    def has(self, name=None, role=None, **more):
        return bool(self.find_all(name, role, **more))

    def wait(self, condition, what, seconds=10):
        """Polls until the condition holds and returns what it gave; a condition may also raise."""
        if self.bus.touched:
            # What was done takes a moment to show; a look in vain costs more than that.
            time.sleep(MOMENT)
        begin = time.monotonic()
        deadline = begin + patience(seconds)
        while True:
            self.check()
            last = None
            try:
                result = condition()
            except (NotFound, Gone) as error:
                result, last = None, error
            if result:
                return result
            if time.monotonic() > deadline:
                self.check()
                raise NotFound(f'{what} did not come in {seconds} s'
                               + (f': {last}' if last else ''))
            time.sleep(min(max(0.1, (time.monotonic() - begin) / 6), 0.5))

    def wait_for(self, name=None, role=None, seconds=10, **more):
        return self.wait(lambda: self.find(name, role, **more),
                         f'{role or "thing"} named {name or more!r}', seconds)

    def wait_gone(self, name=None, role=None, seconds=10, **more):
        self.wait(lambda: not self.has(name, role, **more), f'the end of {name or more!r}', seconds)

    def wait_text(self, contains, seconds=10):
        """Waits for a sentence anywhere on the page; returns the thing that says it."""
        return self.wait(lambda: self.find(where=lambda node: contains in node.name
                                           or contains in node.description),
                         f'the words {contains!r}', seconds)

    def has_text(self, contains):
        return self.has(where=lambda node: contains in node.name or contains in node.description)

    def texts(self):
        """Every name that shows, in reading order."""
        return [node.name for node in self.find_all() if node.name]

    # Acting.

    def click(self, name, role=PRESSED, seconds=10, **more):
        """Presses what has this name once it is there and can be pressed."""
        node = self.wait(lambda: self.find(name, role, where=lambda node: node.has('sensitive'),
                                           **more),
                         f'something to press named {name or more!r}', seconds)
        self.press(node)
        return node

    def press(self, node):
        """Does what a press does; a row, which has no such action, gets a click of the mouse."""
        index = next((index for index, action in enumerate(node.actions())
                      if action in ('Click', 'Toggle', 'Activate')), None)
        if index is None:
            self.mouse(node)
        else:
            node.do(index)
        return node

    def type(self, name, text, role=TYPED, seconds=10, **more):
        """Replaces what the entry of this name holds, once it is there."""
        node = self.wait(lambda: self.find(name, role, where=lambda node: node.has('sensitive'),
                                           **more),
                         f'something to type into named {name or more!r}', seconds)
        node.set_text(text)
        return node

    def read(self, name, role=TYPED, **more):
        return self.find(name, role, **more).text()

    def select(self, name, index, role=('list', 'list box', 'table', 'tree table', 'combo box')):
        """Chooses a child of a list by its place, from 0."""
        self.wait_for(name, role).select(index)

    def xdotool(self, *arguments):
        self.bus.touched = True
        done = subprocess.run(['xdotool', *map(str, arguments)], env=self.session.environment,
                              check=True, text=True, stdout=subprocess.PIPE)
        return done.stdout.split()

    def window_id(self):
        """The X window of the program that was opened first."""
        if self.window is None:
            self.window = self.wait(lambda: self._window_ids(), 'a window on the display')[0]
        return self.window

    def _window_ids(self):
        pid = str(self.process.pid)
        done = subprocess.run(['xdotool', 'search', '--onlyvisible', '--pid', pid],
                              env=self.session.environment, check=False, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        return sorted(done.stdout.split(), key=int)

    def geometry(self):
        """x, y, width and height of the window on the display."""
        words = self.xdotool('getwindowgeometry', '--shell', self.window_id())
        values = dict(word.split('=') for word in words)
        return [int(values[name]) for name in ('X', 'Y', 'WIDTH', 'HEIGHT')]

    def resize(self, width, height):
        """There is no window manager to refuse."""
        self.xdotool('windowsize', self.window_id(), width, height)
        self.wait(lambda: self.geometry()[2:] == [width, height], f'a width of {width}')
        self.settle()

    def keys(self, *keys):
        """Real key presses, with xdotool's names: 'Tab', 'Return', 'ctrl+comma', 'alt+Left'."""
        self.focus_window()
        self.xdotool('key', '--delay', 20, *keys)
        self.settle()

    def write(self, text):
        """Real key presses into what has the focus."""
        self.focus_window()
        self.xdotool('type', '--delay', 5, text)
        self.settle()

    def into_view(self, node):
        """Turns the wheel until a thing is inside everything that scrolls it."""
        if 'listitem.scroll-to' in node.actions():
            node.do(node.actions().index('listitem.scroll-to'))
        left, top = self.geometry()[:2]
        for scroller in node.scrollers():
            for _ in range(WHEEL_CLICKS):
                _, y, _, height = node.extents()
                over_x, over_y, over_width, over_height = scroller.extents()
                if y + height > over_y + over_height and y > over_y:
                    button = 5
                elif y < over_y:
                    button = 4
                else:
                    break
                # Over the scroll bar, where the wheel can change nothing else.
                self.xdotool('mousemove', left + over_x + over_width - 3,
                             top + over_y + over_height // 2, 'click', button)
                self.wait(lambda: node.extents()[1] != y, f'{node!r} to scroll', 2)
            self.settle()

    def mouse(self, node, button=1):
        """A real click in the middle of a thing; the pointer goes out of the way again."""
        self.focus_window()
        # What was done just before may still move it.
        self.settle()
        self.into_view(node)
        x, y, width, height = node.extents()
        left, top = self.geometry()[:2]
        self.xdotool('mousemove', left + x + width // 2, top + y + height // 2, 'click', button)
        self.park_pointer()

    def park_pointer(self):
        self.xdotool('mousemove', self.session.size[0] - 1, self.session.size[1] - 1)

    def focus_window(self):
        """Gives the window the keyboard, as a window manager would."""
        window = self.window_id()
        if self.xdotool('getwindowfocus', '-f') != [window]:
            self.xdotool('windowfocus', '--sync', window)

    def focused(self):
        """What has the keyboard."""
        return next((node for node in self.root().walk() if node.has('focused', 'showing')), None)

    # Keeping.

    def settle(self, seconds=5):
        """Waits for a moment in which nothing is drawn, but for what turns or blinks."""
        deadline = time.monotonic() + patience(seconds)
        before = None
        while time.monotonic() < deadline:
            now = self.session.screen.moves()
            if now == before:
                return
            before = now
            time.sleep(0.1)

    def picture(self, name, path=None):
        """Keeps a picture of the window among the artefacts; returns its path."""
        self.settle()
        self.check()
        self.pictures += 1
        path = path or os.path.join(self.session.artefacts, f'{self.pictures:02}-{name}.png')
        x, y, width, height = self.geometry()
        # A window may hang over the edge.
        left, top = max(x, 0), max(y, 0)
        self.session.screen.save(path, left, top, min(x + width, self.session.size[0]) - left,
                                 min(y + height, self.session.size[1]) - top)
        return path

    def dump(self, name):
        """Keeps the tree among the artefacts as text; returns it."""
        self.check()
        tree = self.root().dump()
        path = os.path.join(self.session.artefacts, name + '.txt')
        with open(path, 'w', encoding='utf-8') as file:
            file.write(tree)
        return tree

    def report(self):
        """After a failure: a picture and the tree, as far as they can still be had."""
        try:
            self.session.screen.save(os.path.join(self.session.artefacts, 'failure.png'), 0, 0,
                                     *self.session.size)
            root = self.bus.root_of(self.process.pid)
            if root:
                with open(os.path.join(self.session.artefacts, 'failure.txt'), 'w',
                          encoding='utf-8') as file:
                    file.write(root.read().dump())
        except Exception as error:
            print(f'# no report: {error}')
