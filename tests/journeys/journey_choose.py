#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Choosing: operators by exit time, two side by side, an address copied; by keyboard, too."""

import re

import practice_steps as steps
from harness import App, Session, journey, main, surety

CELLS = ('grid cell', 'table cell')
ROWS = ('row', 'table row', 'list item')
SEARCH = 'Name, address or operator set'
TYPED = ('search box', 'text', 'entry', 'text box')
CHECKS = ('checkbox', 'check box')
TOKEN_COLUMNS = ('Token', 'You Hold', 'Earned in 30 Days', 'Market Price', 'Fee', 'Time to ETH',
                 'Who Validates', 'Restaking It', 'Restaked')
IN_TIME = 'Warning time longer than leaving takes'


def open_operators(app):
    """The page, with its lines in it."""
    steps.practise(app)
    app.keys('alt+3')
    app.wait_text('as of block', 60)
    app.wait_for('Alder Lane Staking', role=ROWS)


def count(app):
    """Lines that are shown, and all there are, by the words over the list."""
    said = app.wait(lambda: app.find(name=re.compile(r' · as of block'), role='label'), 'a count')
    numbers = re.findall(r'\d+', said.name.split(' · ')[0])
    return int(numbers[0]), int(numbers[-1])


def cells(app, contains):
    return app.find_all(role=CELLS, contains=contains)


def go_back(app):
    app.keys('alt+Left')
    app.wait_for('Operators', role=('tree grid', 'treegrid', 'list'))


@journey('/journeys/choose/by-exit-time')
def by_exit_time(artefacts):
    with Session(artefacts) as session, App(session, surety()) as app:
        app.resize(1000, 720)
        open_operators(app)
        shown, everybody = count(app)
        assert shown == everybody >= 40, (shown, everybody)
        app.picture('operators')

        app.click('Filters and Order', role=('toggle button', 'button'))
        app.click(IN_TIME, role=CHECKS)
        app.keys('Escape')
        app.wait(lambda: 0 < count(app)[0] < everybody, 'fewer operators')
        app.wait_for(IN_TIME, role='button')
        app.picture('operators-in-time')
        assert not cells(app, 'too short to leave first'), 'one that warns too late is there'
        assert cells(app, 'time to leave first')

        # Copperline warns a day before: it must not be found among those that warn in time.
        app.type(SEARCH, 'Copperline')
        app.wait_for('Show All', role='button')
        app.picture('nothing-fits')
        app.click('Show All', role='button')
        app.wait(lambda: count(app) == (everybody, everybody), 'all of them')

        # What was chosen holds after the next start.
        app.click('Filters and Order', role=('toggle button', 'button'))
        app.click(IN_TIME, role=CHECKS)
        app.keys('Escape')
        app.wait(lambda: count(app)[0] < everybody, 'fewer operators')
        app.restart()
        app.keys('alt+3')
        app.wait_text('as of block', 60)
        app.wait(lambda: 0 < count(app)[0] < everybody, 'the filter that was remembered')


@journey('/journeys/choose/compare-two')
def compare_two(artefacts):
    with Session(artefacts) as session, App(session, surety()) as app:
        app.resize(1000, 720)
        open_operators(app)
        for name in ('Alder Lane Staking', 'Basalt Validators'):
            steps.choose_to_compare(app, name)
        app.wait_text('2 chosen')
        app.picture('chosen')
        app.click('Compare', role='button')
        app.wait_text('They differ in')
        app.picture('compare')
        for name in ('Alder Lane Staking', 'Basalt Validators'):
            assert app.has(name, role='label'), name
        assert app.has('Differs', role='label')
        go_back(app)

        # A third, a fourth is refused.
        steps.choose_to_compare(app, 'Beacon Hollow')
        app.wait_text('3 chosen')
        refused = app.find('Compare Birchwater', role=CHECKS)
        assert not refused.has('sensitive'), 'a fourth could be chosen'
        app.click('Clear', role='button')
        app.wait(lambda: not app.has_text('chosen'), 'nothing chosen')


@journey('/journeys/choose/by-keyboard-an-address')
def by_keyboard(artefacts):
    with Session(artefacts) as session, App(session, surety()) as app:
        app.resize(1000, 720)
        open_operators(app)
        app.type(SEARCH, 'granite')
        app.wait(lambda: count(app)[0] == 1, 'one operator')
        app.keys('Tab')
        for _ in range(12):
            focused = app.focused()
            if focused and focused.role in ROWS and focused.name == 'Granite Quay':
                break
            app.keys('Tab')
        else:
            raise AssertionError(f'Tab does not come to the operator; it is at {app.focused()!r}')
        app.keys('Return')
        app.wait_for('Copy Address', role='button')
        app.wait(lambda: not app.has_text('Reading the pledges'), 'its pledges')
        app.picture('detail')
        for words in ('Time to Leave', 'What Can Be Taken', 'Pledges by Service',
                      'Slashing Record', 'Who It Is'):
            assert app.has_text(words), words
        # Nobody's explorer knows the practice network.
        assert not app.has('Open in the Explorer')
        app.click('Copy Address', role='button')
        app.wait_text('Copied')
        app.keys('alt+Left')
        app.wait(lambda: count(app)[0] == 1, 'the list, as it was left')

        # What was copied is the address, whole: it is found by it.
        app.type(SEARCH, 'nobody is called so')
        app.wait_for('Show All', role='button')
        app.mouse(app.find(SEARCH, role=TYPED))
        app.keys('ctrl+a', 'ctrl+v')
        app.wait(lambda: count(app)[0] == 1, 'what was copied')
        assert app.has('Granite Quay', role=ROWS)


@journey('/journeys/choose/in-the-guide')
def in_the_guide(artefacts):
    with Session(artefacts) as session, App(session, surety()) as app:
        app.resize(1000, 720)
        steps.practise(app)
        steps.next_page(app, 2)
        steps.read_tokens(app)
        for title in TOKEN_COLUMNS:
            assert app.has(title, role=('column header', 'table column header')), title
        # What one has comes first; the first row is the columns' titles.
        assert app.find_all(role='row')[1].name == steps.TOKEN
        app.resize(1000, 980)
        app.wait_text('You hold none of it')
        app.picture('guide-tokens')
        app.resize(1000, 720)
        for name in ('rETH', 'cbETH'):
            steps.choose_to_compare(app, name)
        app.click('Compare', role='button')
        app.wait_text('They differ in')
        app.picture('guide-compare-tokens')
        steps.close_dialog(app)
        app.click('Clear', role='button')

        steps.choose_token(app)
        app.wait(lambda: app.has(f'{steps.TOKEN} (Chosen)', role='label'), 'the mark in its line')
        app.restart()
        app.click('Restake', role='list item')
        steps.at_step(app, 2)
        app.wait_text(f'Chosen: {steps.TOKEN}', 30)
        app.wait(lambda: app.has(f'{steps.TOKEN} (Chosen)', role='label'), 'the mark in its line')
        steps.next_page(app, 3)
        app.wait(lambda: count(app)[1] >= 40, 'the operators')
        app.picture('guide-operators')
        for name in ('Alder Lane Staking', 'Basalt Validators'):
            steps.choose_to_compare(app, name)
        app.click('Compare', role='button')
        app.wait_text('They differ in')
        app.picture('guide-compare')
        steps.close_dialog(app)

        steps.find_operator(app, steps.OPERATOR)
        app.wait_for('Choose This Operator')
        app.picture('guide-operator')
        assert not app.has('Restake with This Operator…'), 'two buttons for one choice'
        app.click('Choose This Operator')
        app.wait_text(f'Chosen: {steps.OPERATOR}')

        # Who was chosen stays chosen while the list is searched, and after a start.
        app.type(SEARCH, 'nobody is called so')
        app.wait_text('0 of ')
        assert app.has_text(f'Chosen: {steps.OPERATOR}')
        app.restart()
        app.click('Restake', role='list item')
        steps.at_step(app, 3)
        app.wait_text(f'Chosen: {steps.OPERATOR}', 30)


if __name__ == '__main__':
    main()
