#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The process is killed after signing, after sending and before mining, and asked to end; nothing
is lost or doubled.

The program is surety-held: Surety that stops where SURETY_TEST_HOLD says ("signed": the signed
bytes are in the journal and nothing left the process; "sent": the node has them; "replaced": those
that are to take another's place are in the journal), until it is killed.
"""

import json
import os
import signal

from harness import App, Session, cast, journey, main, wait_until
from harness.session import build_folder
from node_steps import Devnet, connect, decide, make_wallet

# What each step leaves on the chain, once.
APPROVAL = 'Approval(address,address,uint256)'
DEPOSIT = 'Deposit(address,address,uint256)'
DELEGATED = 'StakerDelegated(address,address)'


def start_held(app, state):
    """Starts the program; it will stop at that state, or nowhere."""
    app.environment.pop('SURETY_TEST_HOLD', None)
    if state:
        app.environment['SURETY_TEST_HOLD'] = state
    app.start()


def wait_held(app, state):
    app.wait(lambda: f'HOLD {state}' in app.words(), f'the stop at {state}', 30)


def waiting(devnet):
    """Transactions the node knows that are in no block."""
    return int(devnet.call('txpool_status')['pending'], 16)


def hashes(devnet):
    """Of what waits."""
    return {one['hash'] for found in devnet.call('txpool_content')['pending'].values()
            for one in found.values()}


def count(devnet, contract, event, account):
    """Events of this account on the chain; who did it is in a topic or in the data."""
    logs = cast('logs', '--from-block', '0', '--address', contract, event, '--json', url=devnet.url)
    return sum(account[2:].lower() in json.dumps(log).lower() for log in json.loads(logs))


def go_on(app, devnet, account):
    """Back to the guide, which stands where it stood, and on with what is left: shown first, signed
    when that is pressed."""
    before = devnet.nonce(account) + waiting(devnet)
    app.click('Restake', role='list item')
    app.click('Go On')
    app.wait_text('What is left of the plan', 20)
    app.wait(lambda: app.find('Sign and Send', role='button').has('sensitive'), 'the button', 20)
    app.picture('rest')
    assert devnet.nonce(account) + waiting(devnet) == before, 'signed before it was looked at'
    app.click('Sign and Send', role='button')


@journey('/journeys/kill/each-step-is-on-the-chain-once')
def kill(artefacts):
    command = [os.path.join(build_folder(), 'tests', 'journeys', 'surety-held')]
    with Devnet(artefacts) as devnet, Session(artefacts) as session, \
            App(session, command, environment={'SURETY_TEST_HOLD': 'signed'}) as app:
        account = make_wallet(app)
        devnet.fund(account, 10, trETH=5)
        connect(app, devnet)
        app.click('Start the Guide')
        decide(app, 'trETH', 'Alder Validators', '2')

        # After signing: the bytes are in the journal, the node never saw them.
        app.click('Sign and Send')
        wait_held(app, 'signed')
        assert devnet.nonce(account) == 0 and waiting(devnet) == 0, 'it was sent'
        app.kill()
        assert devnet.nonce(account) == 0 and waiting(devnet) == 0, 'it was sent'

        # The next start sends just those bytes; it is killed when the node has them.
        start_held(app, 'sent')
        wait_held(app, 'sent')
        wait_until(lambda: devnet.nonce(account) == 1, 'the first transaction')
        app.kill()

        # And the next finds it mined. The second step is sent, and waits to be mined.
        start_held(app, 'replaced')
        devnet.call('evm_setAutomine', False)
        go_on(app, devnet, account)
        app.wait(lambda: waiting(devnet) == 1, 'the second transaction', 30)
        app.picture('waiting')

        # It is sped up: killed when that is in the journal, and the node did not see it.
        slow = hashes(devnet)
        app.click('Speed Up…', seconds=20)
        app.click('Sign and Speed Up', role='button', seconds=20)
        wait_held(app, 'replaced')
        assert hashes(devnet) == slow, 'it was sent'
        app.kill()

        # The next start sends it, in the place of the other.
        start_held(app, None)
        app.wait(lambda: hashes(devnet) != slow, 'the faster one', 30)
        assert waiting(devnet) == 1, 'both wait'
        app.kill()

        start_held(app, None)
        app.click('Restake', role='list item')
        app.wait_for('Sent', role='label')
        app.picture('still-waiting')
        assert devnet.nonce(account) == 1 and waiting(devnet) == 1, 'sent twice'

        # Asked to end by the system while it waits: it ends by itself, and finds everything again.
        app.process.send_signal(signal.SIGTERM)
        app.process.wait(20)
        app.check_words()
        start_held(app, None)
        app.click('Restake', role='list item')
        app.wait_for('Sent', role='label')
        assert devnet.nonce(account) == 1 and waiting(devnet) == 1, 'sent twice'
        devnet.mine(1)
        devnet.call('evm_setAutomine', True)
        app.wait(lambda: len(app.find_all('Done', role='label')) == 2, 'two steps done', 30)
        go_on(app, devnet, account)
        app.wait_for('All Done', role='heading', seconds=30)
        app.picture('all-done')

        addresses = devnet.addresses
        assert devnet.nonce(account) == 3 and waiting(devnet) == 0, 'not one transaction a step'
        for contract, event in ((addresses['tokens']['trETH'], APPROVAL),
                                (addresses['strategyManager'], DEPOSIT),
                                (addresses['delegationManager'], DELEGATED)):
            assert count(devnet, contract, event, account) == 1, f'{event} is not there once'
        assert devnet.balance('trETH', account) == 3 * 10**18


main()
