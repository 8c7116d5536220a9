#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who may be paid: own accounts, and addresses that were saved for the network."""

import re

import practice_steps as steps
from harness import App, Session, journey, main, surety
from wallet_steps import ENTRY

LEDGER = '0x71C7656EC7ab88b098defB751B7401B5f6d8976F'
# Made to be taken for it.
PLANTED = '0x71c7aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa976f'
NOBODY = '0x' + 40 * '0'
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
    shown = next(text for text in app.texts() if re.fullmatch(r'0x[0-9A-Fa-f]{4}( [0-9A-Fa-f]{4}){9}', text))
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
        app.type('Address', LEDGER, role=ENTRY)
        app.wait_text('Compare It Digit by Digit')
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


if __name__ == '__main__':
    main()
