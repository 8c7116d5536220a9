#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""in-session.py PROGRAM: runs a test program that needs a display, in a session of its own."""

import os
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))),
                                'journeys'))

from harness import Session  # noqa: E402


def main():
    with tempfile.TemporaryDirectory() as artefacts, Session(artefacts) as session:
        environment = {**session.environment,
                       **{name: os.environ[name] for name in ('G_TEST_SRCDIR', 'G_TEST_BUILDDIR')}}
        return subprocess.run(sys.argv[1:], env=environment, check=False).returncode


if __name__ == '__main__':
    sys.exit(main())
