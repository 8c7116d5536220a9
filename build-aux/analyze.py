#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Has clang-tidy and cppcheck look at the sources of a build folder that clang compiles.

What they say is printed; the exit status says whether it was anything. A file that has not changed
since it was found clean, nor anything it includes, is not looked at again.
"""

import argparse
import concurrent.futures
import hashlib
import json
import os
import shlex
import subprocess
import sys

TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
CPPCHECK = [
    '--enable=warning,portability,performance',
    '--inline-suppr',
    '--quiet',
    '--error-exitcode=1',
    '--library=gtk',
    '--template={file}:{line}: {severity}: {message} [{id}]',
    # Macros it has no headers for look like calls without a declaration.
    '--suppress=unknownMacro',
    '--suppress=missingInclude*',
    # GLib's allocation aborts rather than return NULL.
    '--suppress=nullPointerOutOfMemory',
    '--suppress=ctunullpointerOutOfMemory',
    # What a container, a widget, a cleanup attribute or the secure heap owns is leaked to it.
    # LeakSanitizer knows.
    '--suppress=memleak',
    '--suppress=leakNoVarFunctionCall',
    '--suppress=leakReturnValNotUsed',
    # g_new0 (Type, G_N_ELEMENTS (array)) is a number of things, not of bytes.
    '--suppress=sizeofDivisionMemfunc',
    # That it looks at so many branches and no more is no finding.
    '--suppress=normalCheckLevelMaxBranches',
]


def commands(build):
    """The compiler's commands for our own sources."""
    with open(os.path.join(build, 'compile_commands.json'), encoding='utf-8') as file:
        entries = json.load(file)
    found = {}
    for entry in entries:
        path = os.path.normpath(os.path.join(entry['directory'], entry['file']))
        if path.startswith(os.path.join(TOP, 'src') + os.sep) and path.endswith('.c'):
            found.setdefault(path, entry)
    return found


def fingerprint(entry):
    """Of all that the compiler sees of a source, and of what is asked."""
    command = shlex.split(entry['command'])
    if 'ccache' in os.path.basename(command[0]):
        command = command[1:]
    at = command.index('-o')
    done = subprocess.run(command[:at] + command[at + 2:] + ['-E', '-P', '-o', '-'], check=True,
                          cwd=entry['directory'], stdout=subprocess.PIPE)
    with open(os.path.join(TOP, '.clang-tidy'), 'rb') as file:
        return hashlib.sha256(file.read() + done.stdout).hexdigest()


def tidy(build, path):
    done = subprocess.run(['clang-tidy-19', '--quiet', f'-p={build}', path], check=False, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    return done.returncode == 0, done.stdout or (done.stderr if done.returncode else '')


def run_tidy(build, jobs, paths):
    stamps_path = os.path.join(build, '.tidy.json')
    stamps = {}
    if os.path.exists(stamps_path):
        with open(stamps_path, encoding='utf-8') as file:
            stamps = json.load(file)
    entries = commands(build)
    clean = True

    def look(path):
        stamp = fingerprint(entries[path])
        if stamps.get(path) == stamp:
            return path, stamp, True, ''
        return path, stamp, *tidy(build, path)

    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        for path, stamp, good, text in pool.map(look, paths or sorted(entries)):
            if good:
                stamps[path] = stamp
            else:
                clean = False
                print(text.replace(TOP + os.sep, ''), flush=True)
    with open(stamps_path, 'w', encoding='utf-8') as file:
        json.dump(stamps, file)
    return clean


def run_cppcheck(build, jobs, paths):
    folder = os.path.join(build, '.cppcheck')
    os.makedirs(folder, exist_ok=True)
    done = subprocess.run(['cppcheck', f'-j{jobs}', f'--cppcheck-build-dir={folder}', *CPPCHECK,
                           *(paths or [os.path.join(TOP, 'src')])], check=False, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    print(done.stdout.replace(TOP + os.sep, ''), end='', flush=True)
    return done.returncode == 0


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('--build', required=True)
    parser.add_argument('paths', nargs='*')
    options = parser.parse_args()

    jobs = os.cpu_count() or 1
    paths = [os.path.abspath(path) for path in options.paths]
    clean = run_tidy(options.build, jobs, paths)
    clean = run_cppcheck(options.build, jobs, paths) and clean
    return 0 if clean else 1


if __name__ == '__main__':
    sys.exit(main())
