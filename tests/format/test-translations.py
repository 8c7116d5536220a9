#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every file with words for a translator is in po/POTFILES.in, and nothing is that is not there."""

import os
import re
import sys

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
LIST = os.path.join(TOP, 'po', 'POTFILES.in')

# How a string is marked: in C and in templates, in a settings schema, in what the desktop reads.
MARKS = {
    '.c': re.compile(r'\b[NC]?_ ?\("|\bNC_ ?\("|\bn?gettext ?\(|\bg_dngettext ?\('),
    '.h': re.compile(r'\b[NC]?_ ?\("'),
    '.blp': re.compile(r'\bC?_\("'),
    '.desktop.in': re.compile(r'^(Name|GenericName|Comment|Keywords)=', re.MULTILINE),
    '.metainfo.xml.in': re.compile(r'<(name|summary|p|caption|li)>'),
}


def marked():
    """Paths, from the top, of the files with a marked string."""
    found = []
    for folder in ('src', 'data'):
        for where, _, names in os.walk(os.path.join(TOP, folder)):
            for name in names:
                pattern = next((MARKS[end] for end in MARKS if name.endswith(end)), None)
                if pattern is None:
                    continue
                path = os.path.join(where, name)
                with open(path, encoding='utf-8') as file:
                    if pattern.search(file.read()):
                        found.append(os.path.relpath(path, TOP))
    return sorted(found)


def listed():
    with open(LIST, encoding='utf-8') as file:
        return [line.strip() for line in file if line.strip() and not line.startswith('#')]


def main():
    paths = listed()
    have = marked()
    checks = [
        ('files-with-words-are-listed', [path for path in have if path not in paths]),
        ('what-is-listed-is-there', [path for path in paths
                                     if not os.path.exists(os.path.join(TOP, path))]),
        ('nothing-is-listed-twice', sorted({path for path in paths if paths.count(path) > 1})),
        ('words-are-found-at-all', [] if 'src/ui/surety-welcome-page.blp' in have else ['none']),
    ]
    print(f'1..{len(checks)}')
    failed = 0
    for number, (name, bad) in enumerate(checks, 1):
        failed += bool(bad)
        print(f'{"not ok" if bad else "ok"} {number} /format/translations/{name}')
        for path in bad:
            print(f'# {path}')
    sys.exit(1 if failed else 0)


if __name__ == '__main__':
    main()
