# SPDX-License-Identifier: GPL-3.0-or-later
"""The world of one test: a display, a session bus, an accessibility bus, a keyring, folders."""

import os
import shutil
import signal
import subprocess
import tempfile

from .screen import Screen

BUS_CONFIGURATION = '''<!DOCTYPE busconfig
 PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path={folder}/bus</listen>
  <servicedir>{folder}/services</servicedir>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
'''

# GNOME's own typeface is a cut of Inter; where the system lacks it, that is the nearest.
FONTS = '''<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <alias binding="same"><family>Adwaita Sans</family><accept><family>Inter</family></accept></alias>
</fontconfig>
'''

# What every window of a test runs with. Settings go to a file of the session, since they must be
# there after a restart.
SETTINGS = {
    'GSETTINGS_BACKEND': 'keyfile',
    'GIO_USE_VFS': 'local',
    'GDK_BACKEND': 'x11',
    'GDK_DEBUG': 'no-portals',
    'GSK_RENDERER': 'cairo',
    'LC_ALL': 'C.UTF-8',
    'TZ': 'UTC',
}
# Nothing else of the caller's gets through.
KEPT = ('PATH', 'G_DEBUG', 'ASAN_OPTIONS', 'LSAN_OPTIONS', 'UBSAN_OPTIONS',
        'SURETY_NODE_MODULES', 'SURETY_SANITIZED', 'LD_LIBRARY_PATH')

KEYRING_PASSWORD = 'the password of a test login'


def patience(seconds):
    """A deadline, longer where the program runs under a sanitizer."""
    return seconds * (4 if os.environ.get('SURETY_SANITIZED') else 1)


def build_folder():
    """The top of the build: SURETY_BUILD, or where Meson runs the tests from."""
    given = os.environ.get('SURETY_BUILD')
    return given or os.path.dirname(os.environ['G_TEST_BUILDDIR'])


class Session:
    """keyring: 'unlocked' (as after login) or None (no secret service answers).

    size: of the screen in pixels. There is no window manager: a window is where and as large as it
    asked to be, App.resize() changes that.
    """

    def __init__(self, artefacts, size=(1280, 1000), keyring='unlocked', large_text=False):
        self.artefacts = artefacts
        self.folder = tempfile.mkdtemp(prefix='surety-')
        self.processes = []
        self.screen = None
        self.environment = {name: os.environ[name] for name in KEPT if name in os.environ}
        self.environment.update(SETTINGS)
        self.environment['GSETTINGS_SCHEMA_DIR'] = os.path.join(build_folder(), 'data')
        self._make_folders()
        try:
            self._start_display(size, 1.5 if large_text else 1)
            self._start_bus()
            if keyring == 'unlocked':
                self.start_keyring()
        except BaseException:
            self.close()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def path(self, *parts):
        return os.path.join(self.folder, *parts)

    def _make_folders(self):
        homes = {'HOME': 'home', 'XDG_CONFIG_HOME': 'config', 'XDG_DATA_HOME': 'data',
                 'XDG_CACHE_HOME': 'cache', 'XDG_STATE_HOME': 'state', 'XDG_RUNTIME_DIR': 'runtime'}
        for variable, name in homes.items():
            os.mkdir(self.path(name), 0o700)
            self.environment[variable] = self.path(name)
        os.mkdir(self.path('config', 'fontconfig'))
        with open(self.path('config', 'fontconfig', 'fonts.conf'), 'w', encoding='utf-8') as file:
            file.write(FONTS)
        os.mkdir(self.path('config', 'gtk-4.0'))
        with open(self.path('config', 'gtk-4.0', 'settings.ini'), 'w', encoding='utf-8') as file:
            # Nothing is proved by waiting for a slide; a drawn frame costs a machine without a
            # graphics card much.
            file.write('[Settings]\ngtk-font-name=Adwaita Sans 11\n'
                       'gtk-enable-animations=false\n')

    def spawn(self, command, log, **options):
        """Starts a helper that ends with the session; its words go to a file of that name."""
        output = open(self.path(log + '.log'), 'wb')
        process = subprocess.Popen(command, env=self.environment, stdout=output, stderr=output,
                                   start_new_session=True, **options)
        output.close()
        self.processes.append(process)
        return process

    def _start_display(self, size, text_scale):
        reader, writer = os.pipe()
        self.spawn(['Xvfb', '-displayfd', str(writer), '-screen', '0', f'{size[0]}x{size[1]}x24',
                    '-nolisten', 'tcp', '-noreset', '-dpi', '96'],
                   'display', pass_fds=[writer], stdin=subprocess.DEVNULL)
        os.close(writer)
        with os.fdopen(reader) as pipe:
            number = pipe.readline().strip()
        if not number:
            raise RuntimeError('Xvfb did not start: ' + self.log('display'))
        self.environment['DISPLAY'] = ':' + number
        self.size = size
        self.screen = Screen(self.environment['DISPLAY'])
        # Where GTK looks for the size of text when no settings daemon tells it.
        subprocess.run(['xprop', '-root', '-f', 'RESOURCE_MANAGER', '8s',
                        '-set', 'RESOURCE_MANAGER', f'Xft.dpi:\t{round(96 * text_scale)}\n'],
                       env=self.environment, check=True)

    def _start_bus(self):
        os.mkdir(self.path('services'))
        shutil.copy('/usr/share/dbus-1/services/org.a11y.Bus.service', self.path('services'))
        with open(self.path('bus.conf'), 'w', encoding='utf-8') as file:
            file.write(BUS_CONFIGURATION.format(folder=self.folder))
        reader, writer = os.pipe()
        self.spawn(['dbus-daemon', '--nofork', f'--config-file={self.path("bus.conf")}',
                    f'--print-address={writer}'],
                   'bus', pass_fds=[writer], stdin=subprocess.DEVNULL)
        os.close(writer)
        with os.fdopen(reader) as pipe:
            address = pipe.readline().strip()
        if not address:
            raise RuntimeError('dbus-daemon did not start: ' + self.log('bus'))
        self.environment['DBUS_SESSION_BUS_ADDRESS'] = address

    def start_keyring(self):
        """A real gnome-keyring whose login keyring is open. It may be stopped with stop()."""
        keyring = self.spawn(['gnome-keyring-daemon', '--foreground', '--unlock',
                              '--components=secrets'], 'keyring', stdin=subprocess.PIPE)
        keyring.stdin.write(KEYRING_PASSWORD.encode())
        keyring.stdin.close()
        subprocess.run(['gdbus', 'wait', '--session', '--timeout', '20', 'org.freedesktop.secrets'],
                       env=self.environment, check=True)
        return keyring

    def stop(self, process):
        """Ends one helper."""
        if process in self.processes:
            self.processes.remove(process)
        try:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(5)
        except ProcessLookupError:
            process.wait()
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def log(self, name):
        with open(self.path(name + '.log'), encoding='utf-8', errors='replace') as file:
            return file.read()

    def close(self):
        if self.screen:
            self.screen.close()
            self.screen = None
        for process in reversed(list(self.processes)):
            self.stop(process)
        shutil.rmtree(self.folder, ignore_errors=True)
