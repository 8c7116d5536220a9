#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every word a person reads can be translated, and what the desktop reads is valid."""

import os
import re
import subprocess
import sys

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

MARKED = re.compile(r'\b(?:_|N_|C_|NC_|ngettext) ?\(')
# A text property of a template that is written out and not marked.
BARE = re.compile(r'^\s*(?:title|subtitle|label|description|tooltip-text|placeholder-text|text'
                  r'|button-label|body|heading)\s*:\s*"[^"]*[A-Za-z]{2}', re.MULTILINE)


def run(*command, **options):
    done = subprocess.run(command, cwd=TOP, check=False, text=True, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, **options)
    return done.returncode, done.stdout


def read(path):
    with open(os.path.join(TOP, path), encoding='utf-8') as file:
        return file.read()


def sources():
    found = ['src/main.c']
    for name in sorted(os.listdir(os.path.join(TOP, 'src', 'ui'))):
        if name.endswith(('.c', '.blp')):
            found.append('src/ui/' + name)
    return found


def listed():
    lines = read('po/POTFILES.in').splitlines()
    return [line for line in lines if line and not line.startswith('#')]


def files_that_are_not_listed():
    known = set(listed())
    return [path for path in sources() if MARKED.search(read(path)) and path not in known]


def listed_files_that_are_not_there():
    return [path for path in listed() if not os.path.exists(os.path.join(TOP, path))]


def list_out_of_order():
    known = listed()
    return [] if known == sorted(known) else ['po/POTFILES.in']


def unmarked_words():
    return [f'{path}: {match.group(0).strip()}' for path in sources() if path.endswith('.blp')
            for match in BARE.finditer(read(path))]


def xgettext_complaints():
    code = [path for path in listed() if path.endswith(('.c', '.blp'))]
    status, output = run('xgettext', '--language=C', '--from-code=UTF-8', '--keyword=_',
                         '--keyword=N_', '--keyword=C_:1c,2', '--keyword=ngettext:1,2',
                         '--flag=g_strdup_printf:1:c-format', '--output=-', *code)
    if status != 0:
        return output.splitlines()
    return [line for line in output.splitlines() if 'warning:' in line]


def invalid_desktop_file(build):
    path = os.path.join(build, 'data', app_id() + '.desktop')
    status, output = run('desktop-file-validate', path)
    return output.splitlines() if status != 0 or output else []


def invalid_metainfo(build):
    status, output = run('appstreamcli', 'validate', '--no-net',
                         os.path.join(build, 'data', app_id() + '.metainfo.xml'))
    return output.splitlines() if status != 0 else []


def app_id():
    return re.search(r"^app_id = '([^']+)'", read('meson.build'), re.MULTILINE).group(1)


def app_id_elsewhere():
    """In code it comes from the build; data files may carry it in their names only."""
    return [path for path in sources() + ['src/ui/meson.build'] if app_id() in read(path)]


def main():
    build = sys.argv[1]
    checks = [
        ('every-file-with-words-is-listed', files_that_are_not_listed()),
        ('every-listed-file-is-there', listed_files_that_are_not_there()),
        ('the-list-is-in-order', list_out_of_order()),
        ('templates-mark-their-words', unmarked_words()),
        ('words-can-be-extracted', xgettext_complaints()),
        ('desktop-file-is-valid', invalid_desktop_file(build)),
        ('metainfo-is-valid', invalid_metainfo(build)),
        ('app-id-is-in-one-place', app_id_elsewhere()),
    ]
    print(f'1..{len(checks)}')
    for number, (name, bad) in enumerate(checks, 1):
        print(f'{"not ok" if bad else "ok"} {number} /words/{name}')
        for line in bad:
            print('# ' + line)
    return 1 if any(bad for _, bad in checks) else 0


if __name__ == '__main__':
    sys.exit(main())
