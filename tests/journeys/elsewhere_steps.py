# SPDX-License-Identifier: GPL-3.0-or-later
"""The practice network over HTTP, as a chain that somebody runs elsewhere."""

import json
import os
import re
import subprocess
import urllib.request

from fake_endpoint import FakeEndpoint
from harness import cast
from harness.session import build_folder

SOURCE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
# So many blocks of states a full node keeps.
KEPT = 128
# A file of one's own must not be about a chain the program knows.
CHAIN = 20260777


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
