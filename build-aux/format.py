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
    found = sources('.c', '.h')
    done = subprocess.run(['clang-format-19', '--style=file', '--dry-run'] + found, check=True,
                          text=True, stderr=subprocess.PIPE)
    bad = {line.split(':')[0] for line in done.stderr.splitlines()
           if '[-Wclang-format-violations]' in line}
    if bad and not check:
        subprocess.run(['clang-format-19', '--style=file', '-i'] + sorted(bad), check=True)
    return sorted(bad)


def misshapen_templates(check):
    """The same for Blueprint templates."""
    found = sources('.blp')
    command = ['blueprint-compiler', 'format', '--no-diff', '--spaces-num', '2']
    done = subprocess.run(command + found, check=False, text=True, stdout=subprocess.PIPE)
    if done.returncode == 0:
        return []
    bad = [path for path in found if path in done.stdout or os.path.relpath(path) in done.stdout]
    if not bad:
        raise RuntimeError('blueprint-compiler: ' + done.stdout)
    if not check:
        subprocess.run(command + ['--fix'] + bad, check=True, stdout=subprocess.DEVNULL)
    return bad


def main():
    check = '--check' in sys.argv[1:]
    bad = misshapen_c(check) + misshapen_templates(check)
    for path in bad:
        print(('not in shape: ' if check else 'laid out: ') + os.path.relpath(path, TOP))
    return 1 if check and bad else 0


if __name__ == '__main__':
    sys.exit(main())
