#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Before an endpoint is chosen not one packet leaves: every call that could send one is traced.

And what the program as it is shipped asks of the system for itself is: the other journeys about
keys run a build whose memory can be read.
"""

import os
import re

import practice_steps as steps
import shots
from fake_endpoint import FakeEndpoint
from harness import App, Session, journey, main, surety

PAGES = ('Overview', 'Restake', 'Operators', 'Services', 'Tokens', 'Rewards', 'Activity')
WATCHED = '0x71C7656EC7ab88b098defB751B7401B5f6d8976F'
# Names are asked for over these too. A socket of the machine's own (the display's, the bus's) is no
# way out.
OUT = re.compile(r'(connect|sendto|sendmsg|sendmmsg)\(.*sa_family=AF_INET6?\b.*')
UNREADABLE = 'prctl(PR_SET_DUMPABLE, SUID_DUMP_DISABLE'
NO_CORE = re.compile(r'RLIMIT_CORE, \{rlim_cur=0, rlim_max=0\}.* = 0$')


class Traced:
    """The program under strace, which stays its child: its process is the one that is driven."""

    def __init__(self, artefacts):
        self.path = os.path.join(artefacts, 'network.txt')
        # What looks for leaks wants to be the only one who traces.
        sanitizer = 'ASAN_OPTIONS=' + os.environ.get('ASAN_OPTIONS', '') + ':detect_leaks=0'
        self.command = ['strace', '-D', '-f', '-qq', '-s', '64', '-E', sanitizer, '-o', self.path,
                        '-e', 'trace=connect,sendto,sendmsg,sendmmsg,'
                        'prctl,prlimit64,setrlimit,mlock,mlock2', *surety()]

    def calls(self):
        with open(self.path, encoding='utf-8', errors='replace') as file:
            return file.read().splitlines()

    def out(self):
        """What went, or tried to go, to another socket than the machine's own."""
        return [line for line in self.calls() if OUT.search(line)]

    def check_unreadable(self):
        """Neither a core dump nor another program can read a key, before there is memory for it."""
        calls = self.calls()
        # Not those of what it starts.
        own = [line for line in calls if line.split()[0] == calls[0].split()[0]]
        locked = next(i for i, line in enumerate(own) if 'mlock' in line)
        assert any(NO_CORE.search(line) for line in own[:locked]), own[:locked + 1]
        assert any(UNREADABLE in line and line.endswith(' = 0') for line in own[:locked]), \
            own[:locked + 1]
        # Once and for all.
        assert sum('PR_SET_DUMPABLE' in line for line in calls) == 1, calls

    def check(self, where):
        assert any('AF_UNIX' in line for line in self.calls()), 'nothing is traced'
        assert not self.out(), f'{where}: ' + '\n'.join(self.out()[:5])


@journey('/journeys/quiet/no-packet-before-an-endpoint-is-chosen')
def quiet(artefacts):
    traced = Traced(artefacts)
    with FakeEndpoint('chain') as endpoint, Session(artefacts) as session, \
            App(session, traced.command) as app:
        app.resize(1000, 720)
        app.wait_for('Practise with Play Money')
        traced.check('the first start')
        traced.check_unreadable()
        steps.practise(app)
        for page in PAGES:
            shots.to_page(app, page)
        traced.check('practice')

        # A real network, and nobody chosen to ask about it.
        app.keys('ctrl+n')
        app.click('Watch an Address', role='button')
        app.type('Address', WATCHED)
        app.click('Watch', role='button')
        app.wait_for('Address of the Endpoint')
        app.type('Address of the Endpoint', endpoint.url)
        traced.check('an address that is only typed')
        app.click('Stay Offline for Now', role='button')
        app.click('Look Around First', role='button')
        for page in PAGES:
            shots.to_page(app, page)
        traced.check('offline')
        assert not endpoint.asked, endpoint.asked

        # The trace sees what there is to see.
        shots.to_page(app, 'Overview')
        app.click('Account and Network')
        app.click('Connection…')
        app.type('Address of the Endpoint', endpoint.url)
        app.click('Test Connection')
        app.wait(lambda: endpoint.asked, 'a question')
        assert traced.out(), 'the test of a connection is not seen'


main()
