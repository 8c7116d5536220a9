#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lets fuzzers run for a time, side by side on all processors, each from what it found before.

What they find is kept outside of the tree, and so is how long each ever ran. Prints one line a
fuzzer, "bench fuzz-NAME EXECUTIONS executions/s", and one of the hours it ever ran.
"""

import argparse
import concurrent.futures
import json
import os
import subprocess
import sys
import tempfile

from run import fuzz, has_seeds


def fuzzers_of(build):
    """Name → (program, corpus, longest input), as the tests run them."""
    tests = json.loads(subprocess.run(['meson', 'introspect', '--tests', build], check=True,
                                      text=True, stdout=subprocess.PIPE).stdout)
    found = {}
    for test in tests:
        command = test['cmd']
        if '--max-len' in command and test['name'].startswith('fuzz-'):
            program, corpus = command[1:3]
            found[test['name'].removeprefix('fuzz-')] = (
                os.path.join(build, program), corpus, command[command.index('--max-len') + 1])
    return found


class Memory:
    """What was found, and the seconds each fuzzer ever ran."""

    def __init__(self, folder):
        self.folder = folder
        self.seconds = {}
        os.makedirs(folder, exist_ok=True)
        if os.path.exists(self._path()):
            with open(self._path(), encoding='utf-8') as file:
                self.seconds = json.load(file)

    def _path(self):
        return os.path.join(self.folder, 'seconds.json')

    def found(self, name):
        folder = os.path.join(self.folder, name)
        os.makedirs(folder, exist_ok=True)
        return folder

    def add(self, name, seconds):
        self.seconds[name] = self.seconds.get(name, 0) + seconds
        with open(self._path(), 'w', encoding='utf-8') as file:
            json.dump(self.seconds, file)
        return self.seconds[name]


def run_all(options, folder):
    fuzzers = fuzzers_of(options.build)
    names = options.names or sorted(fuzzers)
    unknown = sorted(set(names) - set(fuzzers))
    if unknown:
        sys.exit(f'no such fuzzer: {" ".join(unknown)} (there are: {" ".join(sorted(fuzzers))})')

    memory = Memory(folder)
    workers = os.cpu_count() or 1
    each = max(1, round(options.seconds * min(workers, len(names)) / len(names)))
    failed = 0

    def start(name):
        program, seeds, longest = fuzzers[name]
        if not has_seeds(seeds):
            sys.exit(f'fuzz-{name}: no seed corpus in {seeds}')
        # The first is where what it finds goes.
        return fuzz(program, [memory.found(name), seeds], longest, [f'-max_total_time={each}'])

    with concurrent.futures.ThreadPoolExecutor(workers) as pool:
        pending = {pool.submit(start, name): name for name in names}
        for future in concurrent.futures.as_completed(pending):
            name, run = pending[future], future.result()
            hours = memory.add(name, run.seconds) / 3600
            if run.status:
                failed += 1
                print(run.output)
            print(f'bench fuzz-{name} {run.per_second:.0f} executions/s', flush=True)
            if options.keep:
                print(f'bench fuzz-{name}-hours {hours:.2f} h', flush=True)
    return 1 if failed else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('--build', required=True)
    parser.add_argument('--keep', help='the folder for what is found; else nothing is')
    parser.add_argument('--seconds', type=float, required=True, help='of all of them together')
    parser.add_argument('names', nargs='*')
    options = parser.parse_args()

    if options.keep:
        return run_all(options, options.keep)
    with tempfile.TemporaryDirectory(prefix='fuzz-') as folder:
        return run_all(options, folder)


if __name__ == '__main__':
    sys.exit(main())
