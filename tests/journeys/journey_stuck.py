#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Transactions that do not come into a block: one is sped up and the plan goes on, one is cancelled
and it ends; and what a network, or somebody with the same key, can do to one is said."""

import re

from harness import App, Session, journey, main, surety
from node_steps import Devnet, connect, decide, make_wallet
from practice_steps import nothing


def pooled(devnet, account):
    """What waits of the account, by number."""
    content = devnet.call('txpool_content')['pending']
    return {int(number): one for who, found in content.items() if who.lower() == account.lower()
            for number, one in found.items()}


def hold(devnet, held):
    devnet.call('evm_setAutomine', not held)
    if not held:
        devnet.mine(1)


def fees(one):
    return int(one['maxFeePerGas'], 16), int(one['maxPriorityFeePerGas'], 16)


def ask(app, button, sign):
    """Opens the dialog, which says what it costs and touches, and signs."""
    app.click(button)
    app.wait_for(sign, role='button', seconds=20)
    app.wait_text('only one of both is paid')
    app.wait_text('of this plan')


def activity(app):
    app.click('Activity', role='list item')
    app.wait_for('Transactions, newest first', role='list')


@journey('/journeys/stuck/sped-up-cancelled-and-told')
def stuck(artefacts):
    with Devnet(artefacts) as devnet, Session(artefacts) as session, App(session, surety()) as app:
        account = make_wallet(app)
        devnet.fund(account, 10, trETH=5)
        connect(app, devnet, nothing)
        app.click('Start the Guide')
        # A rush: the newest block costs five times what those before it did.
        devnet.call('anvil_setNextBlockBaseFeePerGas', hex(5 * 10**9))
        devnet.mine(1)
        decide(app, 'trETH', 'Alder Validators', '2', nothing)
        app.wait_text('There is a rush')
        for speed in ('Slow', 'Normal', 'Fast'):
            choice = app.wait_for(re.compile(rf'^{speed} At most [0-9.]+ ETH, [0-9.]+ % of the '
                                             'amount. About .* for each transaction'),
                                  role=('radio', 'radio button'))
        app.into_view(choice)
        app.picture('fees')

        # It waits: what can be done is there, and says what it costs before anything is signed.
        hold(devnet, True)
        app.click('Sign and Send')
        app.wait_text('It waits to be put into a block', 30)
        app.picture('waits')
        first = pooled(devnet, account)[0]
        ask(app, 'Speed Up…', 'Sign and Speed Up')
        app.picture('speed-up')
        assert pooled(devnet, account)[0]['hash'] == first['hash'], 'signed before it was asked'
        app.click('Sign and Speed Up', role='button')
        app.wait(lambda: pooled(devnet, account)[0]['hash'] != first['hash'], 'the faster one', 20)
        second = pooled(devnet, account)[0]
        assert all(new * 10 >= old * 11 for new, old in zip(fees(second), fees(first)))
        assert second['input'] == first['input'], 'not the same transaction'

        # It is mined, and the plan goes on: its second transaction waits now.
        hold(devnet, False)
        devnet.call('evm_setAutomine', False)
        app.wait(lambda: 1 in pooled(devnet, account), 'the second transaction', 30)
        dropped = pooled(devnet, account)[1]

        # The network loses it: it is sent again, and that is said.
        app.wait_text('It waits to be put into a block', 20)
        devnet.call('anvil_dropTransaction', dropped['hash'])
        app.wait_text('The network had lost it', 20)
        app.wait(lambda: pooled(devnet, account).get(1, {}).get('hash') == dropped['hash'],
                 'the same one again', 20)
        app.picture('dropped')

        # It is cancelled, from Activity.
        activity(app)
        app.click(re.compile('^Deposit 2 trETH'), role=('button', 'list item', 'toggle button'))
        app.wait_for('Cancel It…')
        app.picture('activity')
        ask(app, 'Cancel It…', 'Sign and Cancel It')
        app.wait_text('will not be signed')
        app.picture('cancel')
        app.click('Sign and Cancel It', role='button')
        app.wait(lambda: pooled(devnet, account)[1]['hash'] != dropped['hash'], 'the other one', 20)
        other = pooled(devnet, account)[1]
        assert (other['to'].lower(), int(other['value'], 16), other['input']) == \
            (account.lower(), 0, '0x'), 'it does something'
        assert all(new * 10 >= old * 11 for new, old in zip(fees(other), fees(dropped)))
        app.click('Restake', role='list item')
        app.wait_for('Speed Up the Cancellation…', role='button')
        app.wait_text('the transaction itself may still happen')
        app.picture('cancelling')
        hold(devnet, False)
        app.wait_for('It Ended Here', role='heading', seconds=30)
        app.wait_text('You cancelled a transaction')
        app.picture('cancelled')
        assert not app.has('Speed Up…') and not app.has('Cancel It…'), 'there is nothing to do'
        assert devnet.nonce(account) == 2 and devnet.balance('trETH', account) == 5 * 10**18


main()
