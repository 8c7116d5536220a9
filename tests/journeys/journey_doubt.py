#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A plan under way, and what puts it in doubt: the only endpoint denies what happened; the operator
pledges more than was shown. It is said, and nothing is signed on it, and nothing given up."""

import json
import urllib.request
from types import SimpleNamespace

from fake_endpoint import FakeEndpoint
from harness import App, Session, cast, journey, main, surety
from node_steps import Devnet, connect, decide, make_wallet
from practice_steps import nothing

# Of anvil's accounts, the one that is Lantern Oracle.
SERVICE = 7


def waiting(devnet):
    """Transactions of anybody that are in no block."""
    return int(devnet.call('txpool_status')['pending'], 16)


class Denier(FakeEndpoint):
    """The node at url, but that it says of every transaction that it is in no block, nor waits."""

    def __init__(self, url):
        self.behind, self.denies = url, True
        super().__init__('denier')

    def reply_to(self, body):
        request = urllib.request.Request(self.behind, body, {'Content-Type': 'application/json'})
        with urllib.request.urlopen(request, timeout=30) as reply:
            answers = json.load(reply)
        calls = json.loads(body)
        pairs = zip(calls, answers) if isinstance(calls, list) else [(calls, answers)]
        for call, answer in pairs:
            if self.denies and call['method'] in ('eth_getTransactionReceipt',
                                                  'eth_getTransactionByHash'):
                answer['result'] = None
        return json.dumps(answers).encode()


@journey('/journeys/doubt/used-by-the-word-of-one')
def denied(artefacts):
    with Devnet(artefacts) as devnet, Denier(devnet.url) as denier, \
            Session(artefacts) as session, App(session, surety()) as app:
        account = make_wallet(app)
        devnet.fund(account, 10, trETH=5)
        connect(app, SimpleNamespace(url=denier.url, network_file=devnet.network_file), nothing)
        app.click('Start the Guide')
        decide(app, 'trETH', 'Alder Validators', '2', nothing)
        app.click('Sign and Send')

        # It is in a block, and the only endpoint says that another one is: nothing is given up.
        app.wait(lambda: devnet.nonce(account) == 1, 'the first transaction', 30)
        app.wait_text('the transaction that was sent can’t happen any more', 30)
        app.wait_text('Have a second endpoint under Connection')
        app.picture('one-word')
        assert not app.has('Speed Up…') and not app.has('Cancel It…'), 'there is nothing to take'
        assert devnet.nonce(account) == 1, 'something more was signed'
        app.resize(360, 720)
        app.picture('one-word-narrow')
        app.resize(1000, 720)

        # It says so no more: the plan goes on by itself.
        denier.denies = False
        app.wait(lambda: devnet.nonce(account) == 3, 'the rest of the plan', 60)
        app.wait_for('All Done', role='heading', seconds=40)
        assert not app.has_text('another one used its number'), 'it is still said'


def pledge_more(devnet, operator, magnitude):
    """The operator gives a set more of every token, at once; it waits to be put into a block."""
    strategies = sorted(devnet.addresses['strategies'].values(), key=str.lower)
    data = cast('calldata', 'modifyAllocations(address,((address,uint32),address[],uint64[])[])',
                operator, f'[(({devnet.accounts[SERVICE]},1),[{",".join(strategies)}],'
                          f'[{",".join([str(magnitude)] * len(strategies))}])]')
    devnet.call('eth_sendTransaction', {'from': operator, 'data': data, 'gas': hex(5_000_000),
                                        'to': devnet.addresses['allocationManager']})


@journey('/journeys/doubt/more-can-be-slashed')
def more(artefacts):
    with Devnet(artefacts) as devnet, Session(artefacts) as session, App(session, surety()) as app:
        account = make_wallet(app)
        devnet.fund(account, 10, trETH=5)
        connect(app, devnet, nothing)
        app.click('Start the Guide')
        decide(app, 'trETH', 'Alder Validators', '2', nothing)
        app.wait_text('1.4 afterwards')
        devnet.call('evm_setAutomine', False)
        app.click('Sign and Send')
        app.wait(lambda: waiting(devnet) == 1, 'the first transaction', 20)

        # In the same block the operator pledges more than was shown: nothing more is signed.
        pledge_more(devnet, devnet.addresses['operators']['Alder Validators'], 75 * 10**16)
        devnet.call('evm_setAutomine', True)
        devnet.mine(1)
        app.wait_text('More of your stake could be slashed now than you were shown', 30)
        app.picture('more')
        assert devnet.nonce(account) == 1 and not waiting(devnet), 'signed all the same'

        # Whoever goes on is shown what it is now.
        app.click('Go On')
        app.wait_text('1.9 afterwards', 20)
        app.picture('more-go-on')
        app.wait(lambda: app.find('Sign and Send', role='button').has('sensitive'), 'the button')
        app.click('Sign and Send', role='button')
        app.wait(lambda: devnet.nonce(account) == 3, 'the rest of the plan', 60)
        app.wait_for('All Done', role='heading', seconds=40)


main()
