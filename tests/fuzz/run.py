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


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('fuzzer')
    parser.add_argument('corpus')
    parser.add_argument('--runs', type=int, required=True)
    parser.add_argument('--max-len', type=int, required=True)
    options = parser.parse_args()

    name = os.path.basename(options.fuzzer)
    if not os.path.isdir(options.corpus) or not os.listdir(options.corpus):
        sys.exit(f'{name}: no seed corpus in {options.corpus}')
    # A dictionary, where there is one, lies beside the corpora.
    words = os.path.join(os.path.dirname(options.corpus), name + '.dict')

    with tempfile.TemporaryDirectory(prefix=name + '-') as folder:
        corpus = os.path.join(folder, 'corpus')
        shutil.copytree(options.corpus, corpus)
        command = [
            os.path.abspath(options.fuzzer),
            corpus,
            f'-runs={options.runs}',
            '-seed=1',
            f'-max_len={options.max_len}',
            '-timeout=10',
            '-rss_limit_mb=1024',
            '-malloc_limit_mb=64',
            f'-artifact_prefix={os.path.join(os.getcwd(), name)}-',
        ]
        if os.path.exists(words):
            command.append(f'-dict={words}')
        done = subprocess.run(command, check=False, text=True, errors='replace',
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT)

    lines = done.stdout.splitlines()
    print('\n'.join(lines if done.returncode else lines[-3:]))
    ran = re.search(r'Done (\d+) runs', done.stdout)
    if done.returncode:
        sys.exit(f'{name}: failed ({done.returncode})')
    if not ran or int(ran.group(1)) < options.runs:
        sys.exit(f'{name}: did not run {options.runs} times')


if __name__ == '__main__':
    main()
