#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""shots.py FOLDER [LOOK…]: a picture of every page and dialog, in every look, of the window."""

import re
import signal
import sys
import tempfile

import journey_keys
import journey_recipients
import journey_review
import practice_steps as steps
import wallet_steps
from endpoint_steps import open_traffic
from harness import gallery, surety
from node_steps import Devnet, connect, decide, make_wallet
from wallet_steps import ENTRY

WATCHED = '0x71C7656EC7ab88b098defB751B7401B5f6d8976F'


def back(app, times=1):
    for _ in range(times):
        app.keys('alt+Left')


def to_page(app, name):
    """By its shortcut: a narrow window hides the sidebar behind the page."""
    pages = ('Overview', 'Restake', 'Operators', 'Services', 'Tokens', 'Rewards', 'Activity')
    app.keys(f'alt+{pages.index(name) + 1}')


def dialog(app, take, name):
    """A dialog that was just opened; Escape closes it."""
    app.wait(lambda: app.find_all(role=('dialog', 'alert')), name)
    take(name)
    steps.close_dialog(app)


def alert(app, take, heading, name):
    """A question that was just asked; Escape is no answer to it."""
    app.wait_text(heading)
    take(name)
    app.keys('Escape')
    app.wait(lambda: not app.has_text(heading), f'the end of {name}')


def wrong_and_right(app, take, name, field, wrong, right):
    """A door of the import page: with what it refuses, filled, and gone through."""
    app.wait_for('Import', role='button')
    take(name)
    app.type(field, wrong, role=ENTRY)
    app.click('Import', role='button')
    app.wait(lambda: app.has(role='list item', where=lambda node: node.has('invalid-entry')),
             'the sentence at the field')
    take(name + '-refused')
    app.type(field, right, role=ENTRY)
    take(name + '-filled')
    app.click('Import', role='button')
    app.wait_for('Keep It There', role='button')
    back(app, 2)
    app.wait_for('Create Wallet', role='button')


def imports(app, take):
    path = app.session.path('keystore.json')
    wallet_steps.write_keystore(path)
    app.click('Keystore File', role='list item')
    app.type('Keystore File', path, role=ENTRY)
    wrong_and_right(app, take, 'import-keystore', 'Its Passphrase', 'not this one',
                    wallet_steps.KEYSTORE_PASSPHRASE)
    app.click('Private Key', role='list item')
    wrong_and_right(app, take, 'import-key', 'Private Key', wallet_steps.KEY[:-1],
                    wallet_steps.KEY)
    app.press(app.find_all('Recovery Words', role='list item')[-1])
    wrong_and_right(app, take, 'import-words', 'Recovery Words', 'abandon abandon abuot',
                    wallet_steps.WORDS)


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
    imports(app, take)
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


def offline(app, take):
    """The window while no endpoint is chosen, and what can be opened from anywhere in it."""
    app.wait_text('No Endpoint Chosen')
    take('overview-offline')
    to_page(app, 'Restake')
    app.click('Next', role='button')
    app.wait_text('No Endpoint Chosen')
    take('guide-offline')
    to_page(app, 'Activity')
    app.wait_text('Nothing Was Sent Yet')
    take('activity-empty')
    app.keys('F10')
    app.wait_for('About Surety')
    take('menu')
    app.click('About Surety')
    dialog(app, take, 'about')
    for keys, name in (('ctrl+comma', 'preferences'), ('ctrl+question', 'shortcuts')):
        app.keys(keys)
        dialog(app, take, name)
    app.keys('ctrl+n')
    alert(app, take, 'Add an Account', 'add-account')
    to_page(app, 'Overview')
    app.click('Check…', role='button')
    app.wait_for('Check', role='button')
    take('check-again')
    back(app)
    app.wait_text('No Endpoint Chosen')
    if not app.has('Account and Network'):
        back(app)
    app.click('Account and Network')
    app.wait_for('Networks', role='list')
    take('switcher')
    app.keys('Escape')


def note(app, take):
    """The journal's newest line, opened, and its note."""
    app.press(app.find_all(re.compile('^Finish the withdrawal'), role='list item')[0])
    take('activity-open')
    app.click('Write a Note…')
    dialog(app, take, 'note')


def clock(app, take):
    to_page(app, 'Overview')
    for button, heading, name in (('Wind the Clock…', 'Wind the Clock On?', 'wind'),
                                  ('Begin Anew…', 'Begin Practice Anew?', 'begin-anew')):
        app.click(button, role='button')
        alert(app, take, heading, name)


def review(app, take):
    """Each chart as a table, and what the simulation takes for granted."""
    for i, button in enumerate(app.find_all('Show as Table')):
        app.press(button)
        app.wait(lambda i=i: len(app.find_all(role='table')) > i, 'a table')
        take(f'guide-review-table-{i + 1}')
    app.click('Assumptions…', role='button')
    dialog(app, take, 'assumptions')


def practice(app, take):
    steps.at_step(app, 1)
    to_page(app, 'Overview')
    app.wait_text('Start small: restake a pilot')
    take('overview-practice')
    to_page(app, 'Restake')
    steps.to_review(app, take)
    review(app, take)
    steps.sign(app, take)
    to_page(app, 'Overview')
    app.wait_for('Restaked positions', role='list')
    take('overview-restaked')
    steps.withdraw_all(app, take)
    app.wait_for('Withdrawals on the way out', role='list')
    take('overview-leaving')
    app.click('Wind On 14 Days')
    app.wait_for('Finish…', seconds=15)
    take('overview-ready')
    steps.finish(app, take)
    to_page(app, 'Activity')
    app.wait_for('Transactions, newest first', role='list')
    take('activity')
    note(app, take)
    clock(app, take)


def private_chain(app, take, devnet):
    """A key in a file, an endpoint that answers, and a signature that is not given."""
    app.click('Use My Own Wallet')
    app.click('Private Key', role='list item')
    app.type('Private Key', wallet_steps.KEY, role=ENTRY)
    app.click('Import', role='button')
    app.wait_text('No Keyring Answers')
    take('keep-no-keyring')
    wallet_steps.keep_in_file(app, take)
    connect(app, devnet, take)
    take('ready-private')
    app.click('Look Around First', role='button')
    app.wait_for('Tokens in your account', role='list')
    take('overview-private')
    to_page(app, 'Restake')
    decide(app, 'tstETH', 'Alder Validators', '0.5', lambda name: take('private-' + name))
    app.click('Sign and Send', role='button')
    app.wait_text('Unlock Your Key')
    take('passphrase')
    app.click('Cancel', role='button')
    app.wait_for('Waits for You')
    take('guide-waiting')
    app.click('Give Up…', role='button')
    app.wait_text('Give Up the Rest?')
    take('give-up')
    app.click('Give Up', role='button')
    app.wait_for('It Ended Here')
    take('guide-ended')


def lists(app, take):
    """Operators, services, tokens: the list, its filters, one of them, two beside each other."""
    for page, first, second in (('Operators', 'Alder Lane Staking', 'Basalt Validators'),
                                ('Services', 'Cipher Garden, set 0', 'Cipher Garden, set 1'),
                                ('Tokens', 'ETHx', 'LsETH')):
        name = page.lower()
        to_page(app, page)
        app.wait_text('as of block', 60)
        app.wait_for('Compare ' + second)
        take(name)
        app.click('Filters and Order', role=('toggle button', 'button'))
        app.wait_text('Only Show')
        take(name + '-filters')
        app.keys('Escape')
        for one in (first, second):
            steps.choose_to_compare(app, one)
        app.click('Compare', role='button')
        app.wait_text('They differ in')
        take(name + '-compare')
        app.click('Back', role='button')
        app.click('Clear', role='button')
        # Its name: a line of a table is wider than the window.
        app.mouse(app.wait_for(re.compile('^' + first), role=('grid cell', 'list item')))
        app.wait_for('Copy Address', role='button')
        app.wait(lambda: not app.has_text('Reading the pledges'), 'its pledges')
        take(name + '-detail')
        app.click('Back', role='button')


def keys(app, take):
    """An account of a key's: its own dialog, the files, the password, and what a lock leaves."""
    journey_keys.bring_by_tree(app)
    menu_item(app, 'This Account…')
    app.wait_text('Account 1 of its recovery words')
    take('account')
    for button, name in (('Export to a Keystore File…', 'account-export'),
                         ('Test a Keystore File…', 'account-test'),
                         ('Add Another Account of These Words…', 'account-next')):
        app.click(button)
        app.wait(lambda: len(app.find_all(role='dialog')) > 1, name)
        take(name)
        app.keys('Escape')
        app.wait(lambda: len(app.find_all(role='dialog')) == 1, f'the end of {name}')
    app.click('Remove From This Computer…')
    alert(app, take, 'Is Your Backup Good?', 'account-remove')
    journey_keys.set_password(app, lambda name: take('keys-' + name))
    to_page(app, 'Overview')
    app.keys('ctrl+shift+l')
    app.wait_for('Unlock…', role='button')
    take('locked')
    app.click('Unlock…', role='button')
    app.wait_for('App Password', role=ENTRY)
    take('unlock')
    app.keys('Escape')


PAGES = ('overview', 'operators', 'services', 'tokens', 'rewards', 'activity')


def states(app, take, devnet):
    """Each page while it waits for an endpoint, and when that has not answered."""
    app.click('Watch an Address', role='list item')
    app.type('Address', WATCHED)
    app.click('Watch', role='button')
    try:
        connect(app, devnet, lambda name: None, lambda: devnet.process.send_signal(signal.SIGSTOP))
        app.click('Look Around First', role='button')
        for page in PAGES:
            to_page(app, page.capitalize())
            take(page + '-loading')
        to_page(app, 'Overview')
        app.wait_for('Try Again', role='button', seconds=60)
        for page in PAGES:
            to_page(app, page.capitalize())
            app.settle()
            take(page + '-failed')
    finally:
        devnet.process.send_signal(signal.SIGCONT)


def stuck(app, take, devnet):
    """A transaction that waits: what speeding it up and cancelling it costs, and how that ends."""
    account = make_wallet(app)
    devnet.fund(account, 10, trETH=5)
    connect(app, devnet)
    app.click('Start the Guide')
    decide(app, 'trETH', 'Alder Validators', '2', lambda _name: None)
    app.into_view(app.wait_for(re.compile('^Fast '), role=('radio', 'radio button')))
    take('stuck-fees')
    devnet.call('evm_setAutomine', False)
    try:
        app.click('Sign and Send', role='button')
        app.wait_text('It waits to be put into a block', 30)
        take('stuck-waits')
        app.click('Speed Up…', role='button')
        app.wait_text('only one of both is paid', 20)
        take('stuck-speed-up')
        app.click('Leave It', role='button')
        app.wait(lambda: not app.find_all(role='dialog'), 'the end of the dialog')
        app.click('Cancel It…', role='button')
        app.wait_text('only one of both is paid', 20)
        app.click(re.compile('^Cancel what waits'), role=('button', 'list item', 'toggle button'))
        take('stuck-cancel')
        app.click('Sign and Cancel It', role='button')
        app.wait_for('Speed Up the Cancellation…', role='button', seconds=20)
        take('stuck-cancelling')
    finally:
        devnet.call('evm_setAutomine', True)
        devnet.mine(1)
    app.wait_for('It Ended Here', role='heading', seconds=30)
    take('stuck-cancelled')
    to_page(app, 'Activity')
    app.click(re.compile('^Cancel what waits'), role=('button', 'list item', 'toggle button'))
    take('stuck-activity')


def menu_item(app, name):
    """By its key: the menu's button is behind the page in a narrow window."""
    app.keys('F10')
    app.click(name, role='menu item')


def endpoints(app, take, devnet):
    """Who answers, what goes to it beside the questions, the proxy, and what left the machine."""
    menu_item(app, 'Endpoints…')
    app.wait_text('never failed')
    take('endpoints')
    app.click(re.compile('^Send a Header to '), role='button')
    app.type('Header', 'Host: elsewhere', role=ENTRY)
    app.click('Keep It', role='button')
    app.wait_text('This is no header that can be sent')
    take('endpoints-no-header')
    app.type('Header', 'X-Api-Key: 0123', role=ENTRY)
    app.click('Keep It', role='button')
    app.wait_text('sends a header of yours', 20)
    take('endpoints-header')
    app.type('SOCKS5 Proxy (Optional)', 'http://127.0.0.1', role=ENTRY)
    app.into_view(app.wait_text('This is no address of a SOCKS5 proxy'))
    take('endpoints-proxy')
    app.type('SOCKS5 Proxy (Optional)', '', role=ENTRY)
    open_traffic(app, devnet.url.split('/')[2])
    app.into_view(app.wait_for('Test of the connection'))
    take('endpoints-traffic')
    back(app)


def trust(app, take, devnet):
    """Who answers, what is granted, and code that has to be looked at."""
    account = make_wallet(app)
    devnet.fund(account, 10, tstETH=5)
    delegate = devnet.addresses['multisig']
    devnet.call('anvil_setCode', account, '0xef0100' + delegate[2:])
    devnet.mine(1)
    connect(app, devnet, steps.nothing)
    app.click('Look Around First', role='button')
    app.wait_for('Tokens in your account', role='list', seconds=20)
    take('overview-delegated')
    app.click('What It Means…', role='button')
    app.wait_text('Delegated Account')
    take('delegated')
    steps.close_dialog(app)
    endpoints(app, take, devnet)

    menu_item(app, 'Allowances…')
    app.wait_text('Nothing Is Granted')
    take('allowances-empty')
    steps.close_dialog(app)
    journey_review.grant(devnet, account)
    menu_item(app, 'Allowances…')
    app.wait_text('without a limit')
    take('allowances')
    steps.close_dialog(app)

    to_page(app, 'Restake')
    decide(app, 'tstETH', 'Alder Validators', '0.5', steps.nothing)
    app.press(app.find_all(re.compile('^Deposit 0.5 tstETH'), role='list item')[0])
    app.into_view(app.wait_for('Fee for each gas, at most'))
    take('review-gas')
    code = 'Your account runs the code of a contract'
    app.into_view(app.wait_for(code, role='button'))
    take('review-code')
    app.click(code, role='button')
    app.wait_for('Go On With This Code?')
    take('code')
    app.click('Don’t Go On', role='button')
    app.wait_gone('Don’t Go On', role='button')


def save_address(app, take, address, name, shot):
    recipients = journey_recipients
    app.press(app.find_all('Save an Address…', role='button')[-1])
    recipients.fill(app, address, name)
    app.wait_text('Compare It Digit by Digit')
    app.wait(lambda: not app.has_text('Looking whether'), 'who is behind it')
    take(shot)
    sure = app.find_all(re.compile('^I Compared'), role=recipients.SWITCHES)
    if sure:
        app.mouse(sure[0])
    recipients.save(app)


def walk_rewards(app, take):
    """Who may be paid, and what is earned, claimed and paid."""
    recipients = journey_recipients
    steps.practise(app)
    recipients.open_saved(app)
    app.wait_text('No Saved Addresses')
    take('saved-empty')
    save_address(app, take, recipients.LEDGER, 'Ledger', 'saved-form')
    save_address(app, take, recipients.PLANTED, 'Exchange', 'saved-form-alike')
    take('saved')
    steps.close_dialog(app)
    to_page(app, 'Rewards')
    app.wait_text('Nothing Earned So Far')
    take('rewards-empty')
    to_page(app, 'Restake')
    recipients.restake(app)
    recipients.wind(app)
    # What was asked may be on the display still, and take the first key.
    to_page(app, 'Overview')
    to_page(app, 'Rewards')
    app.wait_for('Rewards by token', role='list', seconds=30)
    take('rewards')
    recipients.open_claim(app)
    app.mouse(app.find('Ledger', role=('radio', 'radio button')))
    take('claim')
    app.click('Continue')
    steps.confirm(app, take, 'claim')
    app.wait_text('Everything Was Claimed', 30)
    take('rewards-claimed')


def walk_server(app, take):
    """Who is asked for rewards, before anybody is."""
    with tempfile.TemporaryDirectory(prefix='surety-shots-') as files:
        server, url = journey_recipients.serve(files)
        try:
            with journey_recipients.Elsewhere(url) as node:
                path = journey_recipients.suggest(journey_recipients.network_file(files))
                journey_recipients.connect(app, path, node.url)
                app.click('Look Around First', role='button')
                to_page(app, 'Rewards')
                app.wait_text('Who Is Asked for Rewards?')
                take('rewards-server')
                journey_recipients.ask_server(app, 'ftp://rewards.example')
                app.wait_text('This is not an address of a server')
                take('rewards-server-refused')
        finally:
            server.stdin.close()
            server.wait(10)


def walk_lists(app, take):
    app.click('Practise with Play Money')
    steps.at_step(app, 1)
    lists(app, take)


def walk_wallet(app, take):
    first_run(app, take)
    offline(app, take)


def walk_practice(app, take):
    app.click('Practise with Play Money')
    practice(app, take)


def main():
    folder, looks = sys.argv[1], sys.argv[2:]
    with tempfile.TemporaryDirectory(prefix='surety-shots-') as files, Devnet(files) as devnet:
        def walk_private(app, take):
            private_chain(app, take, devnet)

        def walk_stuck(app, take):
            stuck(app, take, devnet)

        def walk_states(app, take):
            states(app, take, devnet)

        def walk_trust(app, take):
            trust(app, take, devnet)

        for walk, keyring in ((walk_wallet, 'unlocked'), (walk_practice, 'unlocked'),
                              (walk_lists, 'unlocked'), (keys, 'unlocked'),
                              (walk_rewards, 'unlocked'), (walk_server, None),
                              (walk_stuck, 'unlocked'), (walk_trust, 'unlocked'),
                              (walk_states, None), (walk_private, None)):
            for path in gallery(folder, surety(), walk, keyring=keyring, looks=looks):
                print(path, flush=True)


if __name__ == '__main__':
    main()
