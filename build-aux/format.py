#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lays out the sources as style.md says: clang-format for C, blueprint-compiler for templates.

With --check nothing is written: each file that is not in shape is named, and the exit status
says so.
"""

import os
import subprocess
import sys

TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def sources(*suffixes):
    """Every file of these kinds in src and tests."""
    found = []
    for folder in ('src', 'tests'):
        for where, folders, names in os.walk(os.path.join(TOP, folder)):
            folders.sort()
            found += [os.path.join(where, name) for name in sorted(names)
                      if name.endswith(suffixes)]
    return found


def misshapen_c(check):
    """The C files that clang-format would change, after changing them unless only checking."""
    bad = []
    for path in sources('.c', '.h'):
        with open(path, 'rb') as file:
            before = file.read()
        after = subprocess.run(['clang-format-19', '--style=file', path], check=True,
                               stdout=subprocess.PIPE).stdout
        if after == before:
            continue
        bad.append(path)
        if not check:
            with open(path, 'wb') as file:
                file.write(after)
    return bad


def misshapen_templates(check):
    """The same for Blueprint templates."""
    bad = []
    for path in sources('.blp'):
        command = ['blueprint-compiler', 'format', '--no-diff', '--spaces-num', '2', path]
        if subprocess.run(command, check=False, stdout=subprocess.DEVNULL).returncode != 0:
            bad.append(path)
            if not check:
                subprocess.run(command[:2] + ['--fix'] + command[2:], check=True,
                               stdout=subprocess.DEVNULL)
    return bad


def main():
    check = '--check' in sys.argv[1:]
    bad = misshapen_c(check) + misshapen_templates(check)
    for path in bad:
        print(('not in shape: ' if check else 'laid out: ') + os.path.relpath(path, TOP))
    return 1 if check and bad else 0


if __name__ == '__main__':
    sys.exit(main())
