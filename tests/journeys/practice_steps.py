# SPDX-License-Identifier: GPL-3.0-or-later
"""What a person does on the practice network, page by page."""

import re

OPERATOR = 'Granite Quay'
TOKEN = 'stETH'
# A list is a table where there is room.
LISTS = ('list', 'tree grid', 'treegrid', 'table', 'grid')
LINES = ('grid cell', 'table cell', 'list item')
SEARCH = 'Name, address or operator set'
TOKEN_SEARCH = 'Name, address or issuer'
STEPS = ('Path', 'Token', 'Operator', 'Services', 'Amount', 'Review', 'Follow', 'Done')


def nothing(_name):
    """In place of a picture."""


def practise(app):
    """First door: to the guide's first page."""
    app.click('Practise with Play Money')
    at_step(app, 1)


def at_step(app, number, seconds=10):
    app.wait_text(f'Step {number} of 8', seconds)


def next_page(app, number):
    """Presses Next and waits for the page of that number."""
    app.click('Next', role='button')
    at_step(app, number)


def open_line(app, name):
    """Opens a line with a press on its name: a line of a table is wider than the window."""
    app.mouse(app.wait_for(re.compile(rf'^{re.escape(name)}( \(|$)'), role=LINES))


def read_tokens(app):
    """Waits until all that is said of the tokens is there: it comes in two parts."""
    app.wait_for('Tokens', role=LISTS, seconds=30)
    app.wait_for(role=LINES)
    app.wait(lambda: not app.has_text('Not read yet')
             and not app.has_text('reward rates are being read'), 'all of it', 30)


def choose_token(app, take=nothing, token=TOKEN):
    read_tokens(app)
    take('guide-tokens')
    open_line(app, token)
    app.wait_for('Choose This Token')
    take('token')
    app.click('Choose This Token')
    app.wait_gone('Choose This Token')
    app.wait_text(f'Chosen: {token}')
    take('guide-token')


def find_operator(app, name):
    """Types the name into the guide's list and opens its line."""
    app.wait_for('Operators', role=LISTS)
    app.type(SEARCH, name)
    app.wait(lambda: app.has_text('1 of '), 'one operator')
    open_line(app, name)


def choose_operator(app, take=nothing):
    app.wait_for('Operators', role=LISTS)
    take('guide-operators')
    find_operator(app, OPERATOR)
    app.wait_for('Choose This Operator')
    take('operator')
    app.click('Choose This Operator')
    app.wait_gone('Choose This Operator')
    take('guide-operator-chosen')


def look_at_services(app, take=nothing):
    take('guide-services')
    app.wait_for('Open the Next One')
    assert not app.find('Next', role='button').has('sensitive'), 'unseen services can be passed by'
    looked = 0
    while app.has('Open the Next One'):
        app.click('Open the Next One')
        looked += 1
        app.wait(lambda: len(app.find_all('Looked at')) == looked, f'mark {looked}')
    app.wait_text('All were looked at')
    take('guide-services-seen')
    return looked


def choose_pilot(app, take=nothing):
    """Returns the amount as it is written in the entry."""
    take('guide-amount-empty')
    app.click('Pilot', role='list item')
    amount = app.wait(lambda: app.read(f'Amount in {TOKEN}'), 'an amount')
    assert not app.has_text('This goes beyond what is open'), 'the pilot is always open'
    take('guide-amount')
    return amount


def go_beyond(app, take=nothing):
    """With an amount that is beyond what is open: decides to put it in all the same."""
    app.wait_text('This goes beyond what is open')
    assert not app.find('Next', role='button').has('sensitive'), 'nobody decided to go beyond'
    take('guide-beyond')
    app.click('Put In More All the Same', role='button')
    app.wait_text('it is in the decision journal')
    app.wait(lambda: app.find('Next', role='button').has('sensitive'), 'the way on')
    take('guide-beyond-decided')


def to_review(app, take=nothing):
    """From the guide's first page to its sixth; returns the pilot's amount."""
    take('guide-path')
    next_page(app, 2)
    choose_token(app, take)
    next_page(app, 3)
    choose_operator(app, take)
    next_page(app, 4)
    look_at_services(app, take)
    next_page(app, 5)
    amount = choose_pilot(app, take)
    next_page(app, 6)
    app.wait_for('Sign and Send', role='button')
    take('guide-review')
    return amount


def sign(app, take=nothing):
    """Signs, follows to the end; the window is on the last page then."""
    app.click('Sign and Send', role='button')
    at_step(app, 7)
    take('guide-follow')
    app.click('See the Result', role='button', seconds=30)
    at_step(app, 8)
    take('guide-done')


def value_of(app, row):
    """What a row says beside its title: its second label."""
    item = app.wait_for(row, role='list item')
    return [node.name for node in item.walk() if node.role == 'label'][-1]


def held(app, token='Lido Staked Ether'):
    """The balance Overview shows, in its own words and to the last digit where a tooltip has it."""
    return value_of(app, token)


def close_dialog(app):
    app.keys('Escape')
    app.wait(lambda: not app.find_all(role='dialog'), 'the end of the dialog')


def confirm(app, take=nothing, name='plan'):
    """The plan dialog from its review to the end."""
    app.wait_for('Sign and Send', role='button')
    take(name + '-review')
    app.click('Sign and Send', role='button')
    app.wait_text('Done. The chain says what was promised', 30)
    take(name + '-done')
    close_dialog(app)


def withdraw_all(app, take=nothing):
    app.click('Withdraw…')
    app.wait_for('All of it')
    take('withdraw')
    app.click('All of it')
    app.click('Continue')
    confirm(app, take, 'withdraw')


def finish(app, take=nothing):
    app.click('Finish…', seconds=15)
    confirm(app, take, 'finish')


def choose_to_compare(app, name):
    """Ticks the box of a line, in a table or in a list."""
    app.mouse(app.wait_for('Compare ' + name, role=('grid cell', 'checkbox', 'check box')))
    app.wait(lambda: app.find('Compare ' + name, role=('checkbox', 'check box')).has('checked'),
             f'{name} to be chosen')
