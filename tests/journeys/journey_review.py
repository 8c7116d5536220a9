#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What stops a signature: an account that runs somebody else's code (EIP-7702), a contract that is
another than before."""

import practice_steps
from harness import App, Session, cast, journey, main, surety
from node_steps import Devnet, connect, decide, make_wallet

IMPLEMENTATION = '0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc'


def groups(address):
    """As the window shows it."""
    return ' '.join([address[:6]] + [address[i:i + 4] for i in range(6, 42, 4)])


def upgrade(devnet, contract, implementation):
    """The contract says that it runs another's code, as proxies do, with the event."""
    topic = cast('keccak', 'Upgraded(address)')
    code = devnet.call('eth_getCode', contract, 'latest')
    emitter = f'0x73{implementation[2:]}7f{topic[2:]}60006000a200'
    devnet.call('anvil_setCode', contract, emitter)
    devnet.send(0, contract, 'anything()')
    devnet.call('anvil_setCode', contract, code)
    devnet.call('anvil_setStorageAt', contract, IMPLEMENTATION,
                '0x' + 24 * '0' + implementation[2:])
    devnet.mine(1)


def sensitive(app):
    return app.find('Sign and Send', role='button').has('sensitive')


def look(app, title, picture):
    """The dialog that says what it means: first not gone on from, then gone on from."""
    assert not sensitive(app), 'it can be signed before anybody looked'
    app.click(title, role='button')
    app.wait_for('Go On With This Code?')
    app.picture(picture)
    app.click('Don’t Go On', role='button')
    app.wait_gone('Don’t Go On', role='button')
    assert not sensitive(app), 'it can be signed though nobody went on'
    app.click(title, role='button')
    app.click('Go On With This Code', role='button')
    app.wait(lambda: sensitive(app), 'the way to sign')


@journey('/journeys/review/other-code-has-to-be-looked-at')
def other_code(artefacts):
    with Devnet(artefacts) as devnet, Session(artefacts) as session, \
            App(session, surety()) as app:
        account = make_wallet(app)
        delegate = devnet.addresses['multisig']
        devnet.fund(account, 10, tstETH=5)
        devnet.call('anvil_setCode', account, '0xef0100' + delegate[2:])
        devnet.start_clock()
        connect(app, devnet)
        app.click('Start the Guide')
        decide(app, 'tstETH', 'Alder Validators', '2')
        app.wait_text('Your account runs the code of a contract')
        app.wait_text(groups(delegate))
        look(app, 'Your account runs the code of a contract', 'delegated')
        assert devnet.nonce(account) == 0, 'something was sent before it was signed'
        app.click('Sign and Send')
        app.click('See the Result', seconds=60)
        app.wait_for('Done, and as Promised', role='heading')

        upgrade(devnet, devnet.addresses['delegationManager'], delegate)
        app.click('Overview', role='button')
        app.click('Withdraw…', seconds=20)
        app.click('All of it')
        app.click('Continue')
        app.wait_text('DelegationManager has other code than before', 20)
        app.wait_text('Replaced in block')
        app.picture('upgraded')
        look(app, 'DelegationManager has other code than before', 'upgraded-look')
        # The account's code is named still, and stops nothing.
        assert app.has_text('Your account runs the code of a contract')
        practice_steps.close_dialog(app)


main()
