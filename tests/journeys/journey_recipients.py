#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who may be paid: own accounts, and addresses that were saved for the network."""

import json
import os
import re
import urllib.request

import practice_steps as steps
from elsewhere_steps import SOURCE, FullNode, connect, network_file, serve
from harness import App, Session, cast, journey, main, surety
from wallet_steps import ENTRY

LEDGER = '0x71C7656EC7ab88b098defB751B7401B5f6d8976F'
# Made to be taken for it.
PLANTED = '0x71c7aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa976f'
NOBODY = '0x' + 40 * '0'
# A service of the practice network: a contract that is in no file.
CONTRACT = '0x8126fc823fefc56219eeb34c639d956a8c16dcf1'
# Granite Quay of the practice network, whose stakers earn something.
OPERATOR = '0x01fd8693f3ee9c6234254181bbdb0d0fa057e8a1'
SWITCHES = ('switch', 'toggle button', 'check box', 'list item')


def no_dialog(app):
    app.wait(lambda: not app.find_all(role='dialog'), 'the end of a dialog')


def open_saved(app):
    no_dialog(app)
    app.keys('F10')
    app.click('Saved Addresses…')
    app.wait(lambda: app.find_all(role='dialog'), 'the dialog')


def can_save(app):
    return app.find('Save', role='button').has('sensitive')


def fill(app, address, name):
    app.wait_for('Address', role=ENTRY)
    app.type('Address', address, role=ENTRY)
    app.type('Name', name, role=ENTRY)


def save(app):
    app.wait(lambda: can_save(app), 'the button')
    app.click('Save', role='button')
    app.wait_gone('Cancel', role='button')


def own_address(app):
    """Of the account that is chosen."""
    app.keys('F10')
    app.click('This Account…')
    app.wait_text('0x1d8C')
    shown = next(text for text in app.texts()
                 if re.fullmatch(r'0x[0-9A-Fa-f]{4}( [0-9A-Fa-f]{4}){9}', text))
    app.keys('Escape')
    no_dialog(app)
    return shown.replace(' ', '')


@journey('/journeys/recipients/saved-renamed-and-removed')
def saved(artefacts):
    with Session(artefacts) as session, App(session, surety()) as app:
        app.resize(1000, 720)
        steps.practise(app)
        own = own_address(app)
        open_saved(app)
        app.wait_text('No Saved Addresses')
        app.picture('empty')
        app.press(app.find_all('Save an Address…', role='button')[-1])

        # What is wrong with an address is said while it is typed.
        fill(app, LEDGER[:-1] + 'f', 'Ledger')
        app.wait_text('which are its checksum')
        assert not can_save(app)
        app.picture('checksum')
        app.type('Address', NOBODY, role=ENTRY)
        app.wait_text('the address of nobody')
        app.type('Address', own, role=ENTRY)
        app.wait_text('an account of yours')
        assert not can_save(app)
        app.type('Address', CONTRACT, role=ENTRY)
        app.wait_text('A contract is at this address')
        assert not can_save(app), 'it was not said that it is known'
        app.picture('contract')
        app.type('Address', LEDGER, role=ENTRY)
        app.wait_text('Compare It Digit by Digit')
        app.wait(lambda: not app.has_text('A contract is at this address'), 'another look')
        app.picture('good')
        save(app)
        app.wait_text('0x71C7 656E C7ab 88b0 98de fB75 1B74 01B5 f6d8 976F')

        # One that looks like it is not saved in passing.
        app.click('Save an Address…', role='button')
        fill(app, PLANTED, 'Ledger')
        app.wait_text('has a name that looks the same')
        app.type('Name', 'Exchange', role=ENTRY)
        app.wait_text('This is not Ledger, though it begins and ends alike')
        assert not can_save(app), 'it was not compared'
        app.picture('looks-alike')
        app.mouse(app.find(re.compile('^I Compared'), role=SWITCHES))
        save(app)
        app.wait_text('This is not Exchange')
        app.picture('two')

        app.click('More About “Exchange”')
        app.click('Rename…')
        app.wait_for('Rename', role='button')
        app.type('Name', 'Kraken', role=ENTRY)
        app.click('Rename', role='button')
        app.wait_for('More About “Kraken”')
        app.wait_text('This is not Kraken')
        app.click('More About “Kraken”')
        app.click('Remove…')
        app.wait_text('Nothing more is signed that would pay “Kraken”')
        app.click('Remove', role='button')
        app.wait_gone('More About “Kraken”')
        assert not app.has_text('begins and ends alike'), 'there is nothing it looks like any more'
        app.keys('Escape')
        no_dialog(app)

        app.restart()
        open_saved(app)
        app.wait_for('More About “Ledger”')
        assert not app.has('More About “Kraken”')
        app.keys('Escape')
        no_dialog(app)


def wind(app):
    """Far enough for what is earned from now on to be claimed."""
    for step in ('+14 Days', '+1 Day'):
        app.click('Wind the Clock…')
        app.click(step, role='button')
        app.wait(lambda: not app.has_text('Wind the Clock On?'), 'the end of the question')
        app.settle()


def restake(app):
    steps.to_review(app)
    steps.sign(app)


def open_claim(app):
    """From Rewards, once there is something to be claimed."""
    no_dialog(app)
    app.wait_for('Claim…', role='button', seconds=30)
    app.click('Claim…')
    app.wait_text('Who Is Paid')


def read_amount(app):
    """What the claim's one line says can be claimed."""
    return next(text for text in app.texts() if re.fullmatch(r'0\.\d+ EIGEN', text))


@journey('/journeys/recipients/claimed-to-oneself-and-to-a-saved-address')
def claimed(artefacts):
    with Session(artefacts) as session, App(session, surety()) as app:
        app.resize(1000, 720)
        steps.practise(app)
        app.click('Rewards', role='list item')
        app.wait_text('Nothing Earned So Far')
        app.picture('nothing')
        app.click('Restake', role='list item')
        restake(app)
        wind(app)
        app.click('Rewards', role='list item')

        # To the account itself, which is chosen before anything is.
        open_claim(app)
        amount = read_amount(app)
        assert app.find('Practice account', role=('radio', 'radio button')).has('checked')
        # Nobody can be typed in.
        assert not app.find_all(role=ENTRY), app.find_all(role=ENTRY)
        app.picture('claim')
        app.click('Continue')
        app.wait_for('Claim ' + amount)
        assert not app.has_text('paid to'), 'it is for the account itself'
        steps.confirm(app, app.picture, 'own')
        app.wait_text('Everything Was Claimed', 30)
        app.picture('claimed')
        assert not app.has('Claim…', role='button')

        # Two weeks on, to an address that is saved on the way.
        wind(app)
        open_claim(app)
        app.click('Save Another Address…', role=('button', 'list item'))
        fill(app, LEDGER, 'Ledger')
        save(app)
        app.wait(lambda: app.find('Ledger', role=('radio', 'radio button')).has('checked'),
                 'who was saved to be chosen')
        app.click('Save Another Address…', role=('button', 'list item'))
        fill(app, PLANTED, 'Exchange')
        app.wait_text('This is not Ledger, though it begins and ends alike')
        app.picture('looks-alike')
        app.click('Cancel', role='button')
        app.wait_gone('Cancel', role='button')
        assert not app.has('Exchange')
        app.click('Continue')
        app.wait_text('paid to “Ledger” (0x71C7 656E C7ab 88b0 98de fB75 1B74 01B5 f6d8 976F)', 20)
        app.wait_text('EIGEN of “Ledger”')
        steps.confirm(app, app.picture, 'saved')
        app.wait_text('Everything Was Claimed', 30)
        app.click('Activity', role='list item')
        app.wait_text('paid to “Ledger”')
        app.picture('activity')


class Elsewhere(FullNode):
    """The practice network as another chain; it keeps all."""

    def is_gone(self, call):
        return False


def practice_file():
    with open(os.path.join(SOURCE, 'data', 'networks', 'practice.json'), encoding='utf-8') as file:
        return json.load(file)


def act_elsewhere(url, contract, function, *arguments):
    """As another program with the player's key would."""
    to = practice_file()['contracts'].get(contract, {'address': contract})['address']
    cast('send', to, function, *arguments,
         '--private-key', cast('keccak', 'surety practice player'), url=url)


def restake_elsewhere(url):
    network = practice_file()
    token = next(token for token in network['tokens'] if token['symbol'] == 'stETH')
    amount = 5 * 10**17
    act_elsewhere(url, token['token'], 'approve(address,uint256)',
                  network['contracts']['StrategyManager']['address'], amount)
    act_elsewhere(url, 'StrategyManager', 'depositIntoStrategy(address,address,uint256)',
                  token['strategy'], token['token'], amount)
    act_elsewhere(url, 'DelegationManager', 'delegateTo(address,(bytes,uint256),bytes32)',
                  OPERATOR, '(0x,0)', '0x' + 64 * '0')


def suggest(path):
    """The network's file knows of a server, too; it is asked for nothing here."""
    with open(path, encoding='utf-8') as file:
        network = json.load(file)
    network['rewardsServer'] = 'https://rewards.example/private'
    with open(path, 'w', encoding='utf-8') as file:
        json.dump(network, file)
    return path


def wind_elsewhere(url):
    request = urllib.request.Request(url.rstrip('/') + '/wind?seconds=1300000', data=b'')
    with urllib.request.urlopen(request, timeout=30):
        pass


def ask_server(app, url):
    app.type('Address of a rewards server', url, role=ENTRY)
    app.press(app.wait(lambda: app.find_all('Use It', role='button',
                                            where=lambda node: node.has('sensitive')),
                       'the button')[-1])


@journey('/journeys/recipients/rewards-server-is-chosen-and-what-is-watched-is-not-claimed')
def elsewhere(artefacts):
    server, url = serve(artefacts)
    try:
        restake_elsewhere(url)
        wind_elsewhere(url)
        with Elsewhere(url) as node, Session(artefacts) as session, App(session, surety()) as app:
            app.resize(1000, 720)
            connect(app, suggest(network_file(artefacts)), node.url)
            app.click('Look Around First', role='button')

            # Nobody is asked before somebody was chosen.
            app.click('Rewards', role='list item')
            app.wait_text('Who Is Asked for Rewards?')
            app.wait_text('https://rewards.example/private')
            app.picture('server')
            ask_server(app, 'ftp://rewards.example')
            app.wait_text('This is not an address of a server')
            app.picture('server-refused')
            # It answers, and not as a rewards server does.
            ask_server(app, url + 'nothing')
            app.wait_for('Rewards Could Not Be Read', seconds=30)
            app.picture('server-wrong')
            app.click('Rewards Server…')
            app.wait_for('Ask Nobody Any More')
            app.picture('server-dialog')
            ask_server(app, url)
            no_dialog(app)
            app.wait_for('Rewards by token', role='list', seconds=30)
            app.wait_text('; each was checked against the root on the chain')
            app.wait_text('Only Watched')
            assert not app.has('Claim…', role='button'), 'there is no key'
            app.picture('watched')

            # Who was named alone may claim.
            act_elsewhere(url, 'RewardsCoordinator', 'setClaimerFor(address)', LEDGER)
            app.keys('ctrl+r')
            app.wait_text('Somebody Else Claims These', 20)
            app.wait_text('0x71C7 656E C7ab 88b0 98de fB75 1B74 01B5 f6d8 976F')
            app.picture('claimer')
            app.click('Change…')
            app.click('Ask Nobody Any More', role=('button', 'list item'))
            app.wait_text('Who Is Asked for Rewards?')
            no_dialog(app)
            assert not app.has('Rewards by token'), 'nothing is shown that nobody says'
    finally:
        server.stdin.close()
        server.wait(10)


if __name__ == '__main__':
    main()
