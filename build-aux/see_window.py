#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""see_window.py PICTURE COMMAND…: starts a program on a display of its own, waits until a window of
it shows more than one colour, keeps a picture, ends the program."""

import os
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))),
                                'tests', 'journeys'))

from harness import Session, wait_until  # noqa: E402

# A page has text in several shades; an empty window has two or three colours with its border.
FEWEST_COLOURS = 16


def colours(path):
    done = subprocess.run(['identify', '-format', '%k', path], check=True, text=True,
                          stdout=subprocess.PIPE)
    return int(done.stdout)


def shows(session, picture):
    found = subprocess.run(['xdotool', 'search', '--onlyvisible', '--name', '.'], check=False,
                           text=True, env=session.environment, stdout=subprocess.PIPE,
                           stderr=subprocess.DEVNULL).stdout.split()
    if not found:
        return False
    subprocess.run(['import', '-silent', '-window', found[0], picture], check=True,
                   env=session.environment)
    return colours(picture) >= FEWEST_COLOURS


def main():
    picture, command = sys.argv[1], sys.argv[2:]
    with tempfile.TemporaryDirectory() as artefacts, Session(artefacts) as session:
        if 'FLATPAK_USER_DIR' in os.environ:
            session.environment['FLATPAK_USER_DIR'] = os.environ['FLATPAK_USER_DIR']
        process = session.spawn(command, 'program')
        try:
            wait_until(lambda: process.poll() is not None or shows(session, picture),
                       'a window', 60)
        finally:
            print(session.log('program'), end='')
        if process.poll() is not None:
            sys.exit(f'it ended with status {process.returncode} before its window came')


if __name__ == '__main__':
    main()
