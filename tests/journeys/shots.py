#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""shots.py FOLDER [LOOK…]: a picture of every page and dialog, in every look, of the window."""

import re
import sys

import practice_steps as steps
from harness import gallery, surety

WATCHED = '0x71C7656EC7ab88b098defB751B7401B5f6d8976F'


def back(app, times=1):
    for _ in range(times):
        app.keys('alt+Left')


def to_page(app, name):
    """By its shortcut: a narrow window hides the sidebar behind the page."""
    app.keys('alt+' + {'Overview': '1', 'Restake': '2', 'Activity': '3'}[name])


def first_run(app, take):
    """The other two doors, as far as they go without an endpoint."""
    app.wait_for('Welcome to Surety')
    take('welcome')
    app.click('Watch an Address', role='list item')
    app.type('Address', WATCHED[:-1] + 'f')
    app.wait_text('checksum')
    take('watch')
    back(app)
    app.click('Use My Own Wallet', role='list item')
    app.wait_for('Create Wallet', role='button')
    take('wallet')
    for row, name in (('Keystore File', 'import-keystore'), ('Private Key', 'import-key')):
        app.click(row, role='list item')
        app.wait_for('Import', role='button')
        take(name)
        back(app)
        app.wait_for('Create Wallet', role='button')
    app.press(app.find_all('Recovery Words', role='list item')[-1])
    app.type('Recovery Words', 'abandon abandon abuot', role=('text', 'text box'))
    app.click('Import', role='button')
    take('import-words')
    back(app)
    app.click('Create Wallet', role='button')
    app.wait_for(re.compile('^Word 1'))
    take('words')
    app.click('I Wrote Them Down', role='button')
    app.wait_for('Check', role='button')
    take('check')
    app.click('Later', role='button')
    app.wait_for('Keep It There', role='button')
    take('keep')
    app.click('Keep It There', role='button')
    app.wait_for('Stay Offline for Now', role='button')
    take('connection')
    app.click('Stay Offline for Now', role='button')
    app.wait_for('All Set')
    take('ready')
    app.click('Look Around First', role='button')
    app.wait_text('No Endpoint Chosen')
    take('overview-offline')
    to_page(app, 'Restake')
    app.click('Next', role='button')
    app.wait_text('No Endpoint Chosen')
    take('guide-offline')


def note(app, take):
    """The journal's newest line, opened, and its note."""
    app.press(app.find_all('Start to withdraw stETH', role='list item')[0])
    app.click('Write a Note…', role='button')
    app.wait(lambda: app.find_all(role='dialog'), 'the note')
    take('note')
    steps.close_dialog(app)


def dialogs(app, take):
    to_page(app, 'Overview')
    for button, heading, name in (('Wind the Clock On…', 'Wind the Clock On?', 'wind'),
                                  ('Begin Anew…', 'Begin Practice Anew?', 'begin-anew')):
        app.click(button, role='button')
        app.wait_text(heading)
        take(name)
        app.keys('Escape')
        app.wait(lambda text=heading: not app.has_text(text), f'the end of {name}')
    for keys, name in (('ctrl+comma', 'preferences'), ('ctrl+question', 'shortcuts')):
        app.keys(keys)
        app.wait(lambda: app.find_all(role='dialog'), name)
        take(name)
        steps.close_dialog(app)


def practice(app, take):
    steps.at_step(app, 1)
    steps.to_review(app, take)
    steps.sign(app, take)
    to_page(app, 'Overview')
    app.wait_for('Restaked positions', role='list')
    take('overview-restaked')
    steps.withdraw_all(app, take)
    app.wait_for('Withdrawals on the way out', role='list')
    take('overview-leaving')
    to_page(app, 'Activity')
    app.wait_for('Transactions, newest first', role='list')
    take('activity')
    note(app, take)
    dialogs(app, take)


def walk_wallet(app, take):
    first_run(app, take)


def walk_practice(app, take):
    app.click('Practise with Play Money')
    practice(app, take)


def main():
    folder, looks = sys.argv[1], sys.argv[2:]
    for walk in (walk_wallet, walk_practice):
        for path in gallery(folder, surety(), walk, looks=looks):
            print(path, flush=True)


if __name__ == '__main__':
    main()
