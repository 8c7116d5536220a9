#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The sources look as style.md says, and no file grows past the point where it must be split."""

import os
import re
import subprocess
import sys

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(TOP, 'build-aux'))

import format as layout  # noqa: E402  (build-aux/format.py)

LICENSE = 'SPDX-License-Identifier: GPL-3.0-or-later'
LONGEST = 900


def first_line(path):
    with open(path, encoding='utf-8') as file:
        return file.readline()


def too_long(path):
    with open(path, encoding='utf-8') as file:
        return sum(1 for _ in file) >= LONGEST


def includes(path, pattern):
    with open(path, encoding='utf-8') as file:
        return re.search(rf'^#\s*include\s*<{pattern}', file.read(), re.MULTILINE) is not None


def is_python(path):
    with open(path, 'rb') as file:
        return file.readline().startswith(b'#!/usr/bin/env python3')


def python_files():
    found = []
    for folder in ('build-aux', 'tests'):
        for where, folders, names in os.walk(os.path.join(TOP, folder)):
            folders[:] = sorted(name for name in folders if name != '__pycache__')
            paths = [os.path.join(where, name) for name in sorted(names)]
            found += [path for path in paths if path.endswith('.py') or is_python(path)]
    return found


def ill_styled_python():
    done = subprocess.run(['pycodestyle', '--max-line-length=100', '--ignore=E402,W503,W504']
                          + python_files(), check=False, text=True, stdout=subprocess.PIPE)
    return done.stdout.splitlines()


def main():
    code = layout.sources('.c', '.h')
    ours = [path for path in code if os.sep + 'src' + os.sep in path]
    checks = [
        ('c-and-headers-are-laid-out', layout.misshapen_c(check=True)),
        ('templates-are-laid-out', layout.misshapen_templates(check=True)),
        ('python-is-pep8', ill_styled_python()),
        ('every-file-names-its-licence', [path for path in code + layout.sources('.blp')
                                          if LICENSE not in first_line(path)]),
        ('no-file-is-over-900-lines', [path for path in code if too_long(path)]),
    ]
    for header in ('libsoup/', 'sqlite3', 'libsecret/'):
        users = [path for path in ours if includes(path, header)]
        checks.append((f'one-file-includes-{header.rstrip("/")}', users if len(users) > 1 else []))

    print(f'1..{len(checks)}')
    for number, (name, bad) in enumerate(checks, 1):
        print(f'{"not ok" if bad else "ok"} {number} /format/{name}')
        for line in bad:
            print('# ' + line.replace(TOP + os.sep, ''))
    return 1 if any(bad for _, bad in checks) else 0


if __name__ == '__main__':
    sys.exit(main())
