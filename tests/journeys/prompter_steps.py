# SPDX-License-Identifier: GPL-3.0-or-later
"""The question of the desktop's own keyring, which is neither this program's nor the keyring's: the
keyring calls a prompter on the bus, and that puts a window on the screen (gcr-prompter)."""

import os
import shutil
import subprocess

from gi.repository import GLib

from harness.tree import Bus, Gone

NAME = 'org.gnome.keyring.SystemPrompter'
SERVICE = f'/usr/share/dbus-1/services/{NAME}.service'


def install(session):
    """Lets the session's bus start it when somebody calls."""
    shutil.copy(SERVICE, session.path('services'))


def lock(session):
    """Closes the keyring as the end of a login does."""
    subprocess.run(['secret-tool', 'lock', '--collection=login'], env=session.environment,
                   check=True)


class Prompter:
    """What it shows, beside a program that waits for it."""

    def __init__(self, app):
        self.app = app
        self.bus = Bus(app.session.environment['DBUS_SESSION_BUS_ADDRESS'])

    def _pid(self):
        done = subprocess.run(
            ['gdbus', 'call', '--session', '--dest=org.freedesktop.DBus', '--object-path=/',
             '--method=org.freedesktop.DBus.GetConnectionUnixProcessID', NAME],
            env=self.app.session.environment, check=False, text=True, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL)
        return GLib.Variant.parse(None, done.stdout, None, None).unpack()[0] \
            if done.returncode == 0 else None

    def texts(self):
        """What its window says; nothing while there is none."""
        pid = self._pid()
        root = self.bus.root_of(pid) if pid else None
        if not root:
            return []
        try:
            return [node.name for node in root.read().walk() if node.has('showing') and node.name]
        except Gone:
            return []

    def wait_for(self, text, seconds=20):
        self.app.wait(lambda: any(text in said for said in self.texts()),
                      f'{text!r} of the prompter', seconds)

    def wait_gone(self):
        self.app.wait(lambda: not self.texts(), 'the end of the prompter', 20)

    def write(self, password):
        """Real keys: it has taken the keyboard for itself."""
        self.app.xdotool('type', '--delay', 5, password)
        self.app.xdotool('key', 'Return')

    def close(self):
        self.app.xdotool('key', 'Escape')

    def picture(self, name):
        """Of the whole screen."""
        self.app.settle()
        self.app.session.screen.save(os.path.join(self.app.session.artefacts, name + '.png'), 0, 0,
                                     *self.app.session.size)
