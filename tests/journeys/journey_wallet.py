#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A wallet somebody has already: brought in, kept in a file, unlocked to sign; or only watched."""

import signal

import keys_steps
import practice_steps
import wallet_steps
from harness import App, Session, journey, main, surety
from node_steps import Devnet, close_dialog, connect, decide
from wallet_steps import ADDRESS_OF_KEY, ENTRY, bring_key, unlock

# What other programs make of the same words.
ADDRESS_OF_WORDS = '0x9858EfFD232B4033E47d90003D41EC34EcaEda94'

OPERATOR = 'Alder Validators'
TITLE = 'Restake 0.5 tstETH with ' + OPERATOR


def to_wallet_page(app, first):
    if first:
        app.click('Use My Own Wallet', role='list item')
        return
    app.keys('ctrl+n')
    app.click('Use a Wallet', role='button')
    app.wait_for('Create Wallet', role='button')


def keep_and_look(app, address):
    """In the keyring, without an endpoint; the account shown then is this one."""
    app.click('Import', role='button')
    app.click('Keep It There', role='button', seconds=20)
    app.click('Stay Offline for Now', role='button')
    app.click('Look Around First', role='button')
    app.wait_for('Account and Network', where=lambda node: node.description == address)


@journey('/journeys/wallet/words-key-and-keystore-are-brought-in')
def bring(artefacts):
    with Session(artefacts) as session, App(session, surety()) as app:
        app.resize(1000, 720)
        path = session.path('keystore.json')
        wallet_steps.write_keystore(path)
        to_wallet_page(app, True)
        app.press(app.wait(lambda: app.find_all('Recovery Words', role='list item'), 'doors')[-1])
        app.type('Recovery Words', wallet_steps.WORDS.upper().replace(' ', '  '), role=ENTRY)
        keep_and_look(app, ADDRESS_OF_WORDS)
        app.picture('words')

        to_wallet_page(app, False)
        app.click('Keystore File', role='list item')
        # The chooser of files is there, and closing it changes nothing.
        app.type('Keystore File', path, role=ENTRY)
        app.click('Choose a File…', role='button')
        chooser = app.wait(lambda: len(app.windows()) > 1 and app.windows()[-1], 'the chooser')
        assert chooser.has('showing'), chooser
        app.click('Cancel', role='button')
        app.wait(lambda: len(app.windows()) == 1, 'the end of the chooser')
        assert app.read('Keystore File', role=ENTRY) == path
        app.type('Its Passphrase', 'not this one', role=ENTRY)
        app.click('Import', role='button')
        app.wait_text('The passphrase is wrong')
        app.type('Its Passphrase', wallet_steps.KEYSTORE_PASSPHRASE, role=ENTRY)
        keep_and_look(app, ADDRESS_OF_KEY)

        # The very key of that file: it is the account that is there, not another.
        to_wallet_page(app, False)
        app.click('Private Key', role='list item')
        app.type('Private Key', '0x' + wallet_steps.KEY, role=ENTRY)
        app.click('Import', role='button')
        app.click('Keep It There', role='button')
        app.wait(lambda: app.has_text('is here already') or app.has('Stay Offline for Now'),
                 'an answer')
        app.picture('again')


@journey('/journeys/wallet/key-in-a-file-signs-with-its-passphrase')
def key_file(artefacts):
    with Devnet(artefacts) as devnet, Session(artefacts, keyring=None) as session, \
            App(session, surety()) as app:
        app.resize(1000, 720)
        devnet.fund(ADDRESS_OF_KEY, 100, tstETH=5)
        before = devnet.nonce(ADDRESS_OF_KEY)
        devnet.start_clock()
        bring_key(app)
        connect(app, devnet)
        app.click('Start the Guide')
        decide(app, 'tstETH', OPERATOR, '0.5')

        # Not given: nothing is signed, and the plan waits.
        app.click('Sign and Send')
        app.wait_text('Unlock Your Key')
        app.click('Cancel', role='button')
        app.wait_for('Waits for You')
        app.picture('not-given')
        # Wrong: it says so.
        wallet_steps.sign_rest(app, 'Go On')
        unlock(app, 'another one')
        app.wait_text('The passphrase is wrong')
        app.wait_for('Waits for You')
        app.picture('wrong')
        assert devnet.nonce(ADDRESS_OF_KEY) == before, 'something was sent'
        # Right, for each of the three.
        wallet_steps.sign_rest(app, 'Go On')
        for done in range(3):
            unlock(app, wallet_steps.PASSPHRASE)
            if done < 2:
                app.wait(lambda: app.has_text('Unlock Your Key'), 'the next question', 20)
        app.wait_for('All Done', role='heading', seconds=30)
        app.picture('done')
        assert devnet.nonce(ADDRESS_OF_KEY) == before + 3, 'not one transaction a step'

        # The same in a dialog: it says that it waits, and does not say that it goes on. In a
        # program whose memory can be read: nothing of the key is left in it when it has signed.
        app.stop()
        app.command = keys_steps.readable()
        app.start()
        needles = {**keys_steps.spell_bytes('key', bytes.fromhex(wallet_steps.KEY)),
                   **keys_steps.spell_text('passphrase', wallet_steps.PASSPHRASE)}
        app.click('Overview', role='list item')
        app.click('Withdraw…', seconds=20)
        app.click('All of it')
        app.click('Continue')
        app.wait_for('Sign and Send', role='button')
        app.wait(lambda: app.find('Sign and Send', role='button').has('sensitive'), 'the button')
        app.click('Sign and Send', role='button')
        app.wait_text('Unlock Your Key')
        app.click('Cancel', role='button')
        app.wait_text('It stopped before everything was signed')
        assert not app.has_text('This goes on by itself'), 'nothing goes on'
        app.picture('dialog-not-given')
        wallet_steps.sign_rest(app, 'Try Again')
        app.wait_text('Unlock Your Key')
        keys_steps.write(app, 'Passphrase', wallet_steps.PASSPHRASE)
        assert 'passphrase, UTF-8' in keys_steps.scan(app, needles), 'it is in the field'
        app.click('Unlock', role='button')
        app.wait_text('Done. The chain says what was promised', 30)
        keys_steps.assert_gone(app, needles)
        close_dialog(app)
        assert devnet.nonce(ADDRESS_OF_KEY) == before + 4, 'not one transaction'


@journey('/journeys/wallet/a-plan-that-was-given-up-ended')
def given_up(artefacts):
    with Devnet(artefacts) as devnet, Session(artefacts, keyring=None) as session, \
            App(session, surety()) as app:
        app.resize(1000, 720)
        devnet.fund(ADDRESS_OF_KEY, 100, tstETH=5)
        before = devnet.nonce(ADDRESS_OF_KEY)
        devnet.start_clock()
        bring_key(app)
        connect(app, devnet)
        app.click('Start the Guide')
        decide(app, 'tstETH', OPERATOR, '0.5')

        # The endpoint takes the question and never answers: that is said, and nothing is lost.
        app.click('Back')
        app.wait_for('How much?', role='heading')
        devnet.process.send_signal(signal.SIGSTOP)
        try:
            app.type('Amount in tstETH', '0.75')
            practice_steps.go_beyond(app)
            app.click('Next')
            app.wait_for('This Can’t Be Done Now', seconds=30)
            app.picture('silent')
            app.click('Back')
            app.wait_for('How much?', role='heading')
            assert app.read('Amount in tstETH') == '0.75'
        finally:
            devnet.process.send_signal(signal.SIGCONT)
        app.type('Amount in tstETH', '0.5')
        app.click('Next')
        app.wait_for(TITLE, role='heading', seconds=40)
        assert devnet.nonce(ADDRESS_OF_KEY) == before, 'something was sent'

        app.click('Sign and Send')
        app.wait_text('Unlock Your Key')
        app.keys('Escape')
        app.wait_for('Waits for You')
        app.click('Give Up…', role='button')
        app.wait_text('Give Up the Rest?')
        app.click('Give Up', role='button')
        app.wait_for('It Ended Here', role='heading')
        app.picture('ended')
        assert devnet.nonce(ADDRESS_OF_KEY) == before, 'something was sent'
        app.click('Begin Another', role='button')
        app.wait_for('Restake a liquid staking token', role='heading')


@journey('/journeys/wallet/a-watched-account-is-told-why-it-cannot-sign')
def watched(artefacts):
    with Devnet(artefacts) as devnet, Session(artefacts, keyring=None) as session, \
            App(session, surety()) as app:
        app.resize(1000, 720)
        devnet.fund(ADDRESS_OF_WORDS, 100, tstETH=5)
        app.click('Watch an Address', role='list item')
        app.type('Address', ADDRESS_OF_WORDS, role=ENTRY)
        app.click('Watch', role='button')
        connect(app, devnet)
        app.click('Start the Guide')
        decide(app, 'tstETH', OPERATOR, '0.5', sign='Watched Accounts Can’t Sign')
        app.wait_text('This account is only watched: its key is not here')
        assert not app.find('Watched Accounts Can’t Sign', role='button').has('sensitive')
        app.picture('watched')


if __name__ == '__main__':
    main()
