#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What `dev test` says at its end is what happened: only what passed is counted as passed."""

import os
import sys

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(TOP, 'build-aux'))

from run_tests import count_tap, count_test  # noqa: E402

# Name, TAP, cases that passed, failures.
STREAMS = [
    ('all-pass', 'TAP version 14\n1..2\nok 1 /a\n# Start of b\nok 2 /b\n', 2, 0),
    ('plan-at-the-end', 'ok 1 - /a\nok 2 - /b\n1..2\n', 2, 0),
    ('failed-case', '1..2\nok 1 /a\nnot ok 2 /b\n', 1, 1),
    ('skipped-case-fails', '1..2\nok 1 /a # SKIP no display\nok 2 /b\n', 1, 1),
    ('unfinished-work-fails', '1..1\nok 1 /a # TODO later\n', 0, 1),
    ('missing-case-fails', '1..3\nok 1 /a\nok 2 /b\n', 2, 1),
    ('more-cases-than-planned-fails', '1..1\nok 1 /a\nok 2 /b\n', 2, 1),
    ('no-plan-fails', 'ok 1 /a\n', 1, 1),
    ('nothing-fails', '', 0, 1),
    ('no-case-fails', '1..0\n', 0, 1),
    ('crash-counts-once', '1..3\nok 1 /a\nnot ok /b - ERROR\nBail out!\n', 1, 1),
    ('bail-out-fails', '1..1\nok 1 /a\nBail out! no network\n', 1, 1),
    ('words-in-between-are-no-cases', '1..1\nokay then\nnot okay\nok 1 /a\n', 1, 0),
]
ENTRY = {'result': 'OK', 'returncode': 0, 'stdout': '1..1\nok 1 /a\n'}
# Name, what Meson logged, whether it speaks TAP, cases that passed, failures.
ENTRIES = [
    ('tap-test-passes', {}, True, 1, 0),
    ('plain-test-passes', {}, False, 1, 0),
    ('plain-test-fails', {'result': 'FAIL', 'returncode': 1}, False, 0, 1),
    ('skipped-test-fails', {'result': 'SKIP', 'returncode': 77}, False, 0, 1),
    ('time-out-fails', {'result': 'TIMEOUT', 'returncode': -15}, True, 1, 1),
    ('bad-exit-after-good-cases-fails', {'result': 'ERROR', 'returncode': 1}, True, 1, 1),
]


def main():
    results = [(name, (passed, failed), count_tap(text)) for name, text, passed, failed in STREAMS]
    results += [(name, (passed, failed), count_test({**ENTRY, **entry}, is_tap))
                for name, entry, is_tap, passed, failed in ENTRIES]
    print(f'1..{len(results)}')
    bad = 0
    for number, (name, expected, (passed, failures)) in enumerate(results, 1):
        right = (passed, len(failures)) == expected
        bad += not right
        print(f'{"ok" if right else "not ok"} {number} /counting/{name}')
        if not right:
            print(f'# expected {expected}, counted {passed} and {failures}')
    return 1 if bad else 0


if __name__ == '__main__':
    sys.exit(main())
