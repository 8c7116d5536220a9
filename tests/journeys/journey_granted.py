#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What was granted elsewhere is seen, with who says so, and taken back; the passphrase is not given
at first, and what was signed is cancelled: in a block, and only deep in the chain for good."""

import json
import time

from endpoint_steps import add, to_page
from harness import App, Session, journey, main, surety
from node_steps import Devnet, connect
from wallet_steps import ADDRESS_OF_KEY, PASSPHRASE, bring_key, sign_rest, unlock

DEPTH = 3
AGREED = 2.1
ALONE = 'One endpoint says so; nobody else was asked.'


def deepen(devnet):
    """From now on a block counts when so many are on it."""
    with open(devnet.network_file, encoding='utf-8') as file:
        network = json.load(file)
    network['confirmations'] = DEPTH
    with open(devnet.network_file, 'w', encoding='utf-8') as file:
        json.dump(network, file)


def grant(devnet, amount):
    """As another program with the same key would."""
    devnet.call('anvil_impersonateAccount', ADDRESS_OF_KEY)
    data = ('0x095ea7b3' + devnet.addresses['strategyManager'][2:].lower().rjust(64, '0')
            + f'{amount:064x}')
    devnet.call('eth_sendTransaction', {'from': ADDRESS_OF_KEY, 'data': data,
                                        'to': devnet.addresses['tokens']['trETH']})
    devnet.call('anvil_stopImpersonatingAccount', ADDRESS_OF_KEY)


def granted(devnet):
    return int(devnet.read(devnet.addresses['tokens']['trETH'],
                           'allowance(address,address)(uint256)', ADDRESS_OF_KEY,
                           devnet.addresses['strategyManager']))


def open_allowances(app):
    app.wait(lambda: not app.find_all(role='dialog'), 'the end of another dialog')
    app.click('Main Menu')
    app.click('Allowances…')


@journey('/journeys/granted/seen-taken-back-and-cancelled')
def seen(artefacts):
    with Devnet(artefacts) as devnet, Session(artefacts, keyring=None) as session, \
            App(session, surety()) as app:
        app.resize(1000, 720)
        deepen(devnet)
        devnet.fund(ADDRESS_OF_KEY, 100, trETH=5)
        bring_key(app)
        connect(app, devnet)
        app.click('Look Around First', role='button')
        app.wait_text('5 trETH', 20)

        # Nothing, by the word of one.
        open_allowances(app)
        app.wait_text('Nothing Is Granted, One Endpoint Says')
        app.wait_for(ALONE, role='image')
        app.picture('nothing-one')
        app.keys('Escape')
        # Of two, the same.
        to_page(app)
        add(app, devnet.url.replace('127.0.0.1', 'localhost'))
        app.wait_text('localhost')
        app.keys('alt+Left')
        open_allowances(app)
        app.wait_text('Nothing Is Granted')
        app.wait(lambda: not app.has_text('One Endpoint Says'), 'the word of both', 20)
        app.picture('nothing-two')
        app.keys('Escape')

        grant(devnet, 2 * 10**18)
        assert granted(devnet) == 2 * 10**18
        # What two endpoints were asked at one block may be shown again for so long.
        time.sleep(AGREED)
        open_allowances(app)
        app.wait_text('StrategyManager: 2 trETH')
        app.wait_for('Proved: it follows from a block that two endpoints agree on.', role='image')
        app.picture('granted')

        # The passphrase is not given: it waits, and says so; nothing was signed.
        before = devnet.nonce(ADDRESS_OF_KEY)
        app.click('Take Back…')
        app.wait_for('Sign and Send', role='button', seconds=20)
        app.wait(lambda: app.find('Sign and Send', role='button').has('sensitive'), 'the button')
        devnet.call('evm_setAutomine', False)
        app.click('Sign and Send', role='button')
        app.wait_text('Unlock Your Key')
        app.keys('Escape')
        app.wait_text('It stopped before everything was signed')
        app.wait_text('You closed the question, so nothing was stored or signed.')
        assert not app.has_text('This goes on by itself'), 'nothing goes on'
        app.picture('not-given')
        sign_rest(app, 'Try Again')
        app.wait_text('Unlock Your Key')
        app.keys('Escape')
        app.wait_text('It stopped before everything was signed')
        assert not app.has_text('This goes on by itself'), 'nothing goes on'
        sign_rest(app, 'Try Again')
        unlock(app, PASSPHRASE)
        app.wait_text('It waits to be put into a block', 20)

        # Taken back: signed once it is asked for; then it can be closed and not left.
        app.click('Cancel It…')
        app.click('Sign and Cancel It', role='button', seconds=20)
        app.wait_text('Unlock Your Key')
        assert not app.has('Leave It', role='button'), 'it is being signed'
        app.picture('being-signed')
        app.keys('Escape')
        app.wait_for('Leave It', role='button')
        app.wait_text('You closed the question')
        app.click('Sign and Cancel It', role='button')
        unlock(app, PASSPHRASE)
        app.wait_for('Speed Up the Cancellation…', role='button', seconds=20)

        # In a block is not for good: nothing is offered that is not there.
        devnet.mine(1)
        app.wait_text('What cancels it is in a block', 30)
        assert not app.has('Try Again', role='button'), 'there is nothing to try'
        assert not app.has_text('it will not happen'), 'it still may'
        assert not app.has_text('It stopped')
        app.picture('cancelling')
        devnet.mine(DEPTH)
        app.wait_text('You cancelled a transaction, so it will not happen', 30)
        app.wait_text('It ended here')
        app.picture('cancelled')
        app.press(next(node for node in app.find_all('Close', role='button')
                       if not node.description))
        app.wait_text('StrategyManager: 2 trETH', 20)
        app.wait_gone('Take an Allowance Back', role='dialog')
        app.keys('Escape')
        app.wait(lambda: not app.find_all(role='dialog'), 'the end of the dialog')
        assert devnet.nonce(ADDRESS_OF_KEY) == before + 1
        assert granted(devnet) == 2 * 10**18, 'it was taken back after all'


main()
