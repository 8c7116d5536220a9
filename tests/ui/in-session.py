#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""in-session.py [--broadway] PROGRAM: runs a test program that needs a display, in a session of
its own. --broadway: the display is one that is looked at with a browser."""

import os
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))),
                                'journeys'))

from harness import Session, wait_until  # noqa: E402


def serve(session):
    """Starts Broadway; nobody has to look."""
    session.spawn(['gtk4-broadwayd', '--unixsocket', session.path('browser'), ':0'], 'broadway')
    session.environment['GDK_BACKEND'] = 'broadway'
    session.environment['BROADWAY_DISPLAY'] = ':0'
    wait_until(lambda: any(name.startswith('broadway')
                           for name in os.listdir(session.path('runtime'))), 'Broadway')


def main():
    arguments = sys.argv[1:]
    with tempfile.TemporaryDirectory() as artefacts, Session(artefacts) as session:
        if arguments[0] == '--broadway':
            arguments.pop(0)
            serve(session)
        environment = {**session.environment,
                       **{name: os.environ[name] for name in ('G_TEST_SRCDIR', 'G_TEST_BUILDDIR')}}
        return subprocess.run(arguments, env=environment, check=False).returncode


if __name__ == '__main__':
    sys.exit(main())
