# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the journeys of one file and prints TAP."""

import os
import re
import shutil
import sys
import tempfile
import time
import traceback

JOURNEYS = []


def journey(name):
    """Marks a function as a case. It is called with a folder for its artefacts. A case is run by
    the file it stands in, not by one that borrows from that."""
    def register(function):
        if function.__module__ == '__main__':
            JOURNEYS.append((name, function))
        return function
    return register


def artefacts_of(name):
    top = os.environ.get('SURETY_ARTEFACTS') or os.path.join(
        os.environ.get('G_TEST_BUILDDIR', tempfile.gettempdir()), 'artefacts')
    folder = os.path.join(top, re.sub(r'[^a-z0-9]+', '-', name.lower()).strip('-'))
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    return folder


def main():
    """Runs every case, or those whose name has one of the arguments in it."""
    wanted = sys.argv[1:]
    chosen = [(name, run) for name, run in JOURNEYS
              if not wanted or any(part in name for part in wanted)]
    print(f'1..{len(chosen)}', flush=True)
    failed = 0
    for number, (name, run) in enumerate(chosen, 1):
        begin = time.monotonic()
        folder = artefacts_of(name)
        try:
            run(folder)
        except Exception:
            failed += 1
            print(f'not ok {number} {name}')
            for line in traceback.format_exc().splitlines():
                print('# ' + line)
            print(f'# artefacts: {folder}', flush=True)
        else:
            print(f'ok {number} {name}')
            print(f'# {time.monotonic() - begin:.1f} s', flush=True)
    sys.exit(1 if failed or not chosen else 0)
