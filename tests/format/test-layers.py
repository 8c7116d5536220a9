#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""An include that looks upward does not compile.

For each layer, one of its files is compiled with its own command: once as it is, which must work,
and once with each header of a layer that it may not see put in front, which must fail for want of
that header.
"""

import json
import os
import re
import shlex
import subprocess
import sys

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

# What each layer may see, itself left out. practice sees chain for its transport interface only.
MAY_SEE = {
    'core': set(),
    'chain': {'core'},
    'store': {'core'},
    'practice': {'core', 'chain'},
    'protocol': {'core', 'chain', 'store'},
    'risk': {'core'},
    'model': {'core', 'chain', 'store', 'practice', 'protocol', 'risk'},
    'ui': {'core', 'chain', 'store', 'practice', 'protocol', 'risk', 'model'},
}
# Headers from outside that a layer has no business with.
FOREIGN = {
    'core': ['glib.h', 'libsoup/soup.h', 'gtk/gtk.h'],
    'chain': ['gtk/gtk.h', 'libsecret/secret.h'],
    'store': ['gtk/gtk.h', 'libsoup/soup.h'],
    'practice': ['gtk/gtk.h', 'libsoup/soup.h', 'libsecret/secret.h'],
    'protocol': ['gtk/gtk.h', 'libsoup/soup.h', 'libsecret/secret.h'],
    'risk': ['glib.h', 'libsoup/soup.h', 'gtk/gtk.h'],
    'model': ['gtk/gtk.h', 'libsoup/soup.h', 'libsecret/secret.h'],
    'ui': ['libsoup/soup.h', 'libsecret/secret.h'],
}


def header_of(layer):
    """A header that this layer alone has, as others would include it, or None."""
    folder = os.path.join(TOP, 'src', layer)
    for where, _, names in sorted(os.walk(folder)):
        for name in sorted(names):
            if name.endswith('.h'):
                return os.path.relpath(os.path.join(where, name), folder)
    return None


def command_of(build, layer):
    """The compile command of the layer's first file, without its output."""
    with open(os.path.join(build, 'compile_commands.json'), encoding='utf-8') as file:
        entries = json.load(file)
    prefix = os.path.join(TOP, 'src', layer) + os.sep
    for entry in sorted(entries, key=lambda entry: entry['file']):
        path = os.path.normpath(os.path.join(entry['directory'], entry['file']))
        if path.startswith(prefix) and path.endswith('.c'):
            words = shlex.split(entry['command'])
            for option in ('-o', '-MF', '-MQ'):
                at = words.index(option)
                del words[at:at + 2]
            words = [word for word in words if word not in ('-MD', '-c')]
            return entry['directory'], words[:-1], path
    return None


def compile_with(found, header):
    """Returns the complaint about the file with header in front, empty when there is none."""
    directory, words, path = found
    source = (f'#include "{header}"\n' if header else '') + f'#include "{path}"\n'
    done = subprocess.run(words + ['-fsyntax-only', '-x', 'c', '-'], input=source, cwd=directory,
                          check=False, text=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                          env={**os.environ, 'CCACHE_DISABLE': '1', 'LC_ALL': 'C'})
    return '' if done.returncode == 0 else done.stderr or 'failed in silence'


def main():
    build = sys.argv[1]
    results = []
    for layer, below in MAY_SEE.items():
        found = command_of(build, layer)
        if not found:
            continue
        error = compile_with(found, None)
        results.append((f'{layer}-compiles-as-it-is', error))
        hidden = [header_of(other) for other in MAY_SEE if other != layer and other not in below]
        for header in [name for name in hidden if name] + FOREIGN[layer]:
            error = compile_with(found, header)
            refused = re.search(rf'{re.escape(header)}.*(No such file|file not found)', error)
            results.append((f'{layer}-cannot-include-{header.replace("/", "-")}',
                            '' if refused else error or 'it compiles'))

    print(f'1..{len(results)}')
    for number, (name, problem) in enumerate(results, 1):
        print(f'{"not ok" if problem else "ok"} {number} /layers/{name}')
        for line in problem.splitlines():
            print('# ' + line)
    return 1 if not results or any(problem for _, problem in results) else 0


if __name__ == '__main__':
    sys.exit(main())
