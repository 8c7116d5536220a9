#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A wallet made in the window, and a restake there and back on a real EVM node on this machine.

What there is in the end is asked of the node with cast, not with our own code.
"""

from harness import App, Session, journey, main, surety
from node_steps import Devnet, close_dialog, connect, decide, make_wallet

TOKEN = 10**18
# What rounding may take: of the rebasing token's transfers and of shares, some wei on each way.
LOST = 100


@journey('/journeys/node/wallet-restake-and-back')
def node(artefacts):
    with Devnet(artefacts) as devnet, Session(artefacts) as session, \
            App(session, surety()) as app:
        account = make_wallet(app)
        devnet.fund(account, 10, tstETH=5)
        held = devnet.balance('tstETH', account)
        devnet.start_clock()
        connect(app, devnet)
        app.click('Start the Guide')
        # cast made of the same words the same address.
        app.wait_for('Account and Network', where=lambda node: node.description == account)
        decide(app, 'tstETH', 'Alder Validators', '2')
        assert devnet.nonce(account) == 0, 'something was sent before it was signed'

        app.click('Sign and Send')
        app.wait_for('All Done', role='heading', seconds=40)
        app.picture('followed')
        app.click('See the Result')
        app.wait_for('Done, and as Promised', role='heading')
        app.picture('done')
        check_entered(devnet, account, held)

        app.click('Overview', role='button')
        app.wait_text('with Alder Validators')
        app.picture('overview')
        app.click('Withdraw…')
        app.click('All of it')
        app.click('Continue')
        app.click('Sign and Send')
        app.wait_text('Done. The chain says', seconds=30)
        app.picture('queued')
        close_dialog(app)
        assert shares(devnet, account) == 0, 'shares are left'
        assert devnet.balance('tstETH', account) <= held - 2 * TOKEN + LOST, 'paid too early'
        app.wait_text('On the way out')

        devnet.mine(int(devnet.read(devnet.addresses['delegationManager'],
                                    'minWithdrawalDelayBlocks()(uint32)')))
        app.click('Finish…', seconds=30)
        app.click('Sign and Send')
        app.wait_text('Done. The chain says', seconds=30)
        app.picture('finished')
        close_dialog(app)
        back = devnet.balance('tstETH', account)
        assert held - LOST <= back <= held, f'{held} became {back}'
        assert devnet.nonce(account) == 5, 'not one transaction a step'
        app.wait_gone('On the way out')
        app.picture('back')


def shares(devnet, account):
    return int(devnet.read(devnet.addresses['strategyManager'],
                           'stakerDepositShares(address,address)(uint256)', account,
                           devnet.addresses['strategies']['tstETH']))


def check_entered(devnet, account, held):
    addresses = devnet.addresses
    left = devnet.balance('tstETH', account)
    assert 0 <= left - (held - 2 * TOKEN) <= LOST, f'{left} is left of {held}'
    assert shares(devnet, account) > 0, 'no shares'
    assert devnet.read(addresses['delegationManager'], 'delegatedTo(address)(address)',
                       account).lower() == addresses['operators']['Alder Validators'].lower()
    assert devnet.read(addresses['tokens']['tstETH'], 'allowance(address,address)(uint256)',
                       account, addresses['strategyManager']) == '0', 'an approval is left'
    assert devnet.nonce(account) == 3, 'not one transaction a step'


main()
