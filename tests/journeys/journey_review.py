#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What stops a signature: an account that runs somebody else's code (EIP-7702), a contract that is
another than before."""

import json
import sqlite3

import practice_steps
from fake_endpoint import FakeEndpoint
from harness import App, Session, cast, journey, main, surety
from harness.tree import NotFound
from node_steps import Devnet, connect, decide, make_wallet

WITHOUT_LIMIT = 2**256 - 1

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
        # What is written without a block is in no state root.
        devnet.mine(1)
        devnet.start_clock()
        connect(app, devnet)
        app.click('Look Around First', role='button')
        app.wait_text('This account runs the code of ' + groups(delegate), 20)
        app.picture('delegated-overview')
        app.click('What It Means…', role='button')
        app.wait_text('Surety itself never signs such authorisations')
        app.picture('delegated-meaning')
        practice_steps.close_dialog(app)
        app.click('Restake', role='list item')
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


@journey('/journeys/review/what-one-of-two-tells-is-not-noted')
def one_of_two(artefacts):
    with Devnet(artefacts) as devnet, FakeEndpoint('chain', chain_id=31337) as fake, \
            Session(artefacts) as session, App(session, surety()) as app:
        account = make_wallet(app)
        devnet.fund(account, 10, tstETH=5)
        devnet.start_clock()
        connect(app, devnet)
        app.click('Look Around First', role='button')
        app.wait_for('Tokens in your account', role='list', seconds=20)
        app.keys('F10')
        app.click('Endpoints…')
        app.wait_text('What Left This Computer')
        app.type('Address of the Endpoint', fake.url)
        app.settle()
        app.click('Add Endpoint')
        app.wait_for(f'Remove {fake.url.split("/")[2]}', role='button')
        app.keys('alt+Left')
        app.click('Restake', role='list item')
        decide(app, 'tstETH', 'Alder Validators', '2')
        app.wait_text('What code the contracts have was not noted')
        app.picture('not-noted')
        # What is known of it is enough to sign, as with one endpoint.
        assert sensitive(app), 'it can not be signed'


def grant(devnet, account):
    """As somebody did elsewhere, long ago."""
    manager = devnet.addresses['strategyManager']
    devnet.call('anvil_impersonateAccount', account)
    cast('send', '--unlocked', '--from', account, devnet.addresses['tokens']['tstETH'],
         'approve(address,uint256)', manager, WITHOUT_LIMIT, url=devnet.url)
    devnet.call('anvil_stopImpersonatingAccount', account)


def forge(session):
    """The newest result says that something is left; the program is not running."""
    database = sqlite3.connect(session.path('data', 'surety', 'surety.db'))
    try:
        entry, text = database.execute('SELECT id, result FROM entry ORDER BY id DESC').fetchone()
        result = json.loads(text)
        result['promises'][0]['actual'] = '700000000000000000'
        database.execute('UPDATE entry SET result = ? WHERE id = ?', (json.dumps(result), entry))
        database.commit()
    finally:
        database.close()


def forge_plan(session):
    """The newest plan says something else than what was signed; the program is not running."""
    database = sqlite3.connect(session.path('data', 'surety', 'surety.db'))
    try:
        entry, text = database.execute('SELECT id, body FROM entry ORDER BY id DESC').fetchone()
        body = json.loads(text)
        body['value'] = '700000000000000000'
        database.execute('UPDATE entry SET body = ? WHERE id = ?', (json.dumps(body), entry))
        database.commit()
    finally:
        database.close()


def open_allowances(app):
    for last in (False, False, True):
        app.click('Main Menu')
        try:
            app.click('Allowances…', role='menu item', seconds=10 if last else 3)
            return
        except NotFound:
            if last:
                raise


@journey('/journeys/review/what-is-left-is-taken-back')
def left(artefacts):
    with Devnet(artefacts) as devnet, Session(artefacts) as session, \
            App(session, surety()) as app:
        account = make_wallet(app)
        devnet.fund(account, 10, tstETH=5)
        connect(app, devnet)
        app.click('Look Around First', role='button')
        app.wait_for('Tokens in your account', role='list')
        open_allowances(app)
        app.wait_text('Nothing Is Granted')
        app.picture('nothing-granted')
        practice_steps.close_dialog(app)

        grant(devnet, account)
        devnet.start_clock()
        open_allowances(app)
        app.wait_text('StrategyManager: All tstETH, without a limit')
        app.picture('granted')
        app.click('Take Back…', role='button')
        app.wait_text('Take back what StrategyManager may take of your tstETH', 20)
        app.picture('revoke')
        app.click('Sign and Send', role='button')
        app.wait_text('Done. The chain says what was promised', 30)
        app.picture('revoked')
        app.keys('Escape')
        app.wait_text('Nothing Is Granted', 20)
        practice_steps.close_dialog(app)
        assert devnet.read(devnet.addresses['tokens']['tstETH'],
                           'allowance(address,address)(uint256)', account,
                           devnet.addresses['strategyManager']) == '0', 'it may be taken still'

        app.stop()
        forge(session)
        app.start()
        app.wait_text('Not as promised', 20)
        taken = 'Take back what StrategyManager may take of your tstETH'
        app.press(app.wait_for(taken, role='list item'))
        app.wait_text('Take Back What Is Left…')
        app.picture('mismatch')
        app.click('I Have Seen This')
        app.wait_gone('Transactions that did not come out as promised', role='list')
        app.keys('alt+7')
        app.wait_text('Not as promised')
        app.picture('mismatch-activity')

        # Nor does what the plan says count, where it is not what was signed.
        app.stop()
        forge_plan(session)
        app.start()
        app.wait_text('Not as planned', 20)
        app.press(app.wait_for(taken, role='list item'))
        app.wait_text('It differs in: the ETH it sends.')
        app.wait_text('What is below is read from the bytes that were signed.')
        app.picture('other-than-planned')
        app.click('I Have Seen This')
        app.wait_gone('Transactions that did not come out as promised', role='list')


if __name__ == '__main__':
    main()
