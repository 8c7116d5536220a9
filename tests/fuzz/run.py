#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs one fuzzer for a fixed number of executions from its seed corpus, always the same way.

The corpus is copied first: the fuzzer writes what it finds beside what it is given. A crash keeps
its input in the folder the tests are run in.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time


class Run:
    """What came of letting a fuzzer run."""

    def __init__(self, done, seconds):
        self.status = done.returncode
        self.output = done.stdout
        self.seconds = seconds
        ran = re.search(r'^stat::number_of_executed_units:\s*(\d+)', done.stdout, re.MULTILINE)
        self.executions = int(ran.group(1)) if ran else 0

    @property
    def per_second(self):
        return self.executions / self.seconds if self.seconds else 0


def fuzz(fuzzer, corpora, max_len, limits):
    """corpora: the first is written to; limits: libFuzzer's own options."""
    name = os.path.basename(fuzzer)
    # A dictionary, where there is one, lies beside the corpora.
    words = os.path.join(os.path.dirname(os.path.abspath(corpora[-1])), name + '.dict')
    command = [
        os.path.abspath(fuzzer),
        *corpora,
        f'-max_len={max_len}',
        '-timeout=10',
        '-rss_limit_mb=1024',
        '-malloc_limit_mb=64',
        '-print_final_stats=1',
        f'-artifact_prefix={os.path.join(os.getcwd(), name)}-',
        *limits,
    ]
    if os.path.exists(words):
        command.append(f'-dict={words}')
    begin = time.monotonic()
    done = subprocess.run(command, check=False, text=True, errors='replace',
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    return Run(done, time.monotonic() - begin)


def has_seeds(corpus):
    return os.path.isdir(corpus) and bool(os.listdir(corpus))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('fuzzer')
    parser.add_argument('corpus')
    parser.add_argument('--runs', type=int, required=True)
    parser.add_argument('--max-len', type=int, required=True)
    options = parser.parse_args()

    name = os.path.basename(options.fuzzer)
    if not has_seeds(options.corpus):
        sys.exit(f'{name}: no seed corpus in {options.corpus}')
    with tempfile.TemporaryDirectory(prefix=name + '-') as found:
        run = fuzz(options.fuzzer, [found, options.corpus], options.max_len,
                   [f'-runs={options.runs}', '-seed=1'])
    if run.status:
        print(run.output)
        sys.exit(f'{name}: failed ({run.status})')
    print(f'{name}: {run.executions} executions, {run.per_second:.0f} a second')
    if run.executions < options.runs:
        sys.exit(f'{name}: did not run {options.runs} times')


if __name__ == '__main__':
    main()
