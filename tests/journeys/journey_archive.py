#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""An endpoint that keeps no old states: what can't be known from it is said to be not known."""

import json
import os
import re
import subprocess
import urllib.request

import practice_steps as steps
import shots
from fake_endpoint import FakeEndpoint
from harness import App, Session, cast, journey, main, surety
from harness.session import build_folder

SOURCE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
# So many blocks of states a full node keeps.
KEPT = 128
# A file of one's own must not be about a chain the program knows.
CHAIN = 20260777
NOT_KNOWN = 'Not known from this endpoint'
# No event tells their rates: only two looks at their states do.
WITHOUT_EVENTS = ('osETH', 'mETH', 'sfrxETH')


class FullNode(FakeEndpoint):
    """The node at url as if it had no archive: it answers as real providers do."""

    def __init__(self, url):
        self.behind, self.refused = url, 0
        super().__init__('full')

    def ask(self, body):
        request = urllib.request.Request(self.behind, body, {'Content-Type': 'application/json'})
        with urllib.request.urlopen(request, timeout=30) as reply:
            return json.load(reply)

    def reply_to(self, body):
        reply = self.ask(body)
        request = json.loads(body)
        calls = request if isinstance(request, list) else [request]
        old = {call['id'] for call in calls if self.is_gone(call)}
        self.refused += len(old)
        answers = reply if isinstance(reply, list) else [reply]
        for answer, call in zip(answers, calls):
            if call['method'] == 'eth_chainId':
                answer['result'] = hex(CHAIN)
        answers = [{'jsonrpc': '2.0', 'id': answer['id'], 'error': {
            'code': -32000, 'message': 'missing trie node 5d4f1a (path ) state 0x5d4f1a is not '
                                       'available, not found'}}
                   if answer['id'] in old else answer for answer in answers]
        return json.dumps(answers if isinstance(reply, list) else answers[0]).encode()

    def is_gone(self, call):
        block = {'eth_call': 1, 'eth_getBalance': 1, 'eth_getCode': 1,
                 'eth_getStorageAt': 2}.get(call['method'])
        if block is None or not re.fullmatch('0x[0-9a-f]+', str(call['params'][block])):
            return False
        head = self.ask(json.dumps({'jsonrpc': '2.0', 'id': 1, 'method': 'eth_blockNumber',
                                    'params': []}).encode())
        return int(call['params'][block], 16) < int(head['result'], 16) - KEPT


def network_file(folder):
    """The practice network's own, as somebody's who runs it elsewhere."""
    path = os.path.join(folder, 'network.json')
    with open(os.path.join(SOURCE, 'data', 'networks', 'practice.json'), encoding='utf-8') as file:
        network = json.load(file)
    network.update(key='elsewhere', name='Elsewhere', kind='custom', chainId=CHAIN)
    with open(path, 'w', encoding='utf-8') as file:
        json.dump(network, file)
    return path


def player():
    """The address of who plays on every practice network."""
    return cast('wallet', 'address', '--private-key', cast('keccak', 'surety practice player'))


def connect(app, path, url):
    app.click('Watch an Address')
    app.type('Address', player())
    app.click('Watch', role='button')
    app.wait_for('Test Connection')
    app.click('A Network of Your Own')
    app.mouse(app.wait_for('Network File', role='text box'))
    app.write(path)
    app.keys('Return')
    app.wait_for('Elsewhere', role='label')
    app.type('Address of the Endpoint', url)
    app.click('Test Connection')
    app.click('Use This Connection', seconds=30)
    app.wait_text('All Set')


def serve(folder):
    server = subprocess.Popen([os.path.join(build_folder(), 'tests', 'practice',
                                            'surety-practice-server')],
                              stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    return server, server.stdout.readline().strip()


def check_token(app, symbol):
    """Its page: no window is known, and none of them is nothing. The chain is not 90 days old."""
    # The way back draws the list anew.
    app.wait_for('Compare ' + symbol)
    app.settle()
    app.mouse(app.wait_for(re.compile('^' + symbol), role=('grid cell', 'list item')))
    app.wait_for('Copy Address', role='button')
    app.wait_text('Over 90 days')
    app.picture(f'token-{symbol}')
    said = app.texts()
    for days, words in ((7, NOT_KNOWN), (30, NOT_KNOWN), (90, 'Too young to say')):
        of_window = said[said.index(f'Over {days} days'):][:3]
        assert words in of_window, of_window
    app.click('Back', role='button')


def check_guide(app):
    """The same token in the guide, up to the review."""
    shots.to_page(app, 'Restake')
    app.wait_for('Restake a liquid staking token', role='heading')
    app.click('Next')
    app.wait_for('Which token?', role='heading')
    steps.choose_token(app, token='osETH')
    steps.next_page(app, 3)
    steps.find_operator(app, 'Meridian House')
    app.click('Choose This Operator')
    app.wait_text('Look at this before you go on')
    app.click('I have read this and go on all the same', role=('checkbox', 'check box'))
    steps.next_page(app, 4)
    steps.look_at_services(app)
    steps.next_page(app, 5)
    app.click('Pilot', role='list item')
    steps.next_page(app, 6)
    app.wait_for('Watched Accounts Can’t Sign', seconds=30)
    app.picture('review')
    said = app.texts()
    assert 'Not known; it goes on as before' in said, said
    assert any(line.startswith('osETH itself: How much is not known') for line in said), said
    # What services paid is in logs, which are kept.
    assert any('in the last 30 days, for your amount' in line for line in said), said


@journey('/journeys/archive/what-an-endpoint-does-not-keep-is-not-known')
def archive(artefacts):
    server, url = serve(artefacts)
    try:
        with FullNode(url) as node, Session(artefacts) as session, \
                App(session, surety()) as app:
            connect(app, network_file(artefacts), node.url)
            app.click('Look Around First', role='button')
            shots.to_page(app, 'Tokens')
            app.wait_text(NOT_KNOWN, 30)
            app.picture('tokens')
            assert node.refused, 'no old state was asked for'
            for symbol in WITHOUT_EVENTS:
                check_token(app, symbol)
            check_guide(app)
    finally:
        server.stdin.close()
        server.wait(10)


if __name__ == '__main__':
    main()
