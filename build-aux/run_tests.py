#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the suites of a build folder and ends with the line "N passed, N failed".

A test that speaks TAP counts one for each of its cases, any other counts one. A skipped case, a
case that its plan announced and that never came, a crash and a time-out are failures.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import time

CASE = re.compile(r'^(ok|not ok)\b(?:\s+\d+)?[\s-]*(.*)$')
PLAN = re.compile(r'^1\.\.(\d+)')
LOG_LINES = 80
DIRECTIVE = re.compile(r'(?<!\\)#\s*(SKIP|TODO)\b', re.IGNORECASE)


def count_tap(text):
    """Returns (passed, failures) of one TAP stream; failures are names."""
    passed, failures, plan, bailed = 0, [], None, None
    for line in text.splitlines():
        planned, case = PLAN.match(line), CASE.match(line)
        if planned:
            plan = int(planned.group(1))
        elif line.startswith('Bail out!'):
            bailed = line
        elif case:
            verdict, name = case.groups()
            if verdict == 'ok' and not DIRECTIVE.search(name):
                passed += 1
            else:
                failures.append(name or 'a case without a name')
    # A case that failed may have taken the rest with it: that is one failure.
    if not failures:
        if bailed:
            failures.append(bailed)
        elif plan is None:
            failures.append('no plan: it ended before it said how many cases it has')
        elif passed != plan or not plan:
            failures.append(f'{passed} cases came of {plan}')
    return passed, failures


def count_test(entry, is_tap):
    """Returns (passed, failures) of one entry of Meson's log."""
    if entry['result'] in ('SKIP', 'UNEXPECTEDPASS'):
        return 0, [f'{entry["result"].lower()} (a suite that cannot run here fails)']
    if not is_tap:
        return (1, []) if entry['result'] == 'OK' else (0, [entry['result'].lower()])
    passed, failures = count_tap(entry.get('stdout', ''))
    if entry['result'] != 'OK' and not failures:
        failures.append(f'{entry["result"].lower()}, exit status {entry["returncode"]}')
    return passed, failures


def suites_of(test):
    """Meson prefixes a suite with the project's name."""
    return {suite.split(':')[-1] for suite in test['suite']}


def key_of(entry):
    """The suites and the name in a line of Meson's log: "surety:core / rlp"."""
    before, name = entry['name'].split(' / ')
    return frozenset(before.split(':')[-1].split('+')), name


def tests_of(build):
    output = subprocess.run(['meson', 'introspect', '--tests', build], check=True, text=True,
                            stdout=subprocess.PIPE).stdout
    return json.loads(output)


class Tally:
    """Adds up and prints what failed as it comes."""

    def __init__(self):
        self.passed = 0
        self.failed = 0
        self.rows = []

    def add(self, name, passed, failures, seconds, log=''):
        self.passed += passed
        self.failed += len(failures)
        failed = len(failures)
        print(f'{name:<42} {passed:>5} passed {failed:>4} failed {seconds:>7.1f} s', flush=True)
        for failure in failures:
            print(f'    not ok: {failure}', flush=True)
        if failures:
            for line in log.splitlines()[-LOG_LINES:]:
                print('    | ' + line, flush=True)

    def finish(self):
        print(f'{self.passed} passed, {self.failed} failed', flush=True)
        return 0 if self.passed and not self.failed else 1


def run_build(build, suites, timeout, tally):
    """Runs the tests of these suites that one build folder has."""
    chosen = [test for test in tests_of(build) if suites_of(test) & suites]
    if not chosen:
        return
    log = os.path.join(build, 'meson-logs', 'testlog.json')
    if os.path.exists(log):
        os.unlink(log)
    # Two more than there are cores: a journey waits longer than it works.
    command = ['meson', 'test', '-C', build, '--no-rebuild', '--timeout-multiplier', str(timeout),
               '--num-processes', str(len(os.sched_getaffinity(0)) + 2)]
    for suite in sorted(suites):
        if any(suite in suites_of(test) for test in chosen):
            command += ['--suite', suite]
    subprocess.run(command, check=False, stdin=subprocess.DEVNULL)

    entries = {}
    if os.path.exists(log):
        with open(log, encoding='utf-8') as lines:
            for line in lines:
                entry = json.loads(line)
                entries[key_of(entry)] = entry
    for test in chosen:
        name = '/'.join(sorted(suites_of(test))) + ' ' + test['name']
        entry = entries.get((frozenset(suites_of(test)), test['name']))
        if entry is None:
            tally.add(name, 0, ['did not run'], 0)
            continue
        passed, failures = count_test(entry, test['protocol'] == 'tap')
        log = entry.get('stdout', '') + entry.get('stderr', '')
        tally.add(name, passed, failures, entry['duration'], log)


def run_flatpak(script, tally):
    begin = time.monotonic()
    done = subprocess.run([script, '--check'], check=False, text=True, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE)
    sys.stdout.write(done.stdout)
    passed, failures = count_tap(done.stdout)
    if done.returncode != 0 and not failures:
        failures.append(f'exit status {done.returncode}')
    tally.add('flatpak', passed, failures, time.monotonic() - begin)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--build', required=True)
    parser.add_argument('--flatpak', help='the program that checks the Flatpak')
    parser.add_argument('--timeout', type=float, default=1)
    parser.add_argument('suites', nargs='*')
    options = parser.parse_args()

    here = set().union(*(suites_of(test) for test in tests_of(options.build)))
    known = here | ({'flatpak'} if options.flatpak else set())
    wanted = set(options.suites) or known
    unknown = wanted - known
    if unknown:
        print(f'no such suite: {" ".join(sorted(unknown))} (there are: {" ".join(sorted(known))})',
              file=sys.stderr)
        print(f'0 passed, {len(unknown)} failed')
        return 2

    tally = Tally()
    run_build(options.build, wanted & here, options.timeout, tally)
    if 'flatpak' in wanted and options.flatpak:
        run_flatpak(options.flatpak, tally)
    return tally.finish()


if __name__ == '__main__':
    sys.exit(main())
