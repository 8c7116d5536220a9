#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Practice: from the first start to the money being back, by hand, by keyboard, with a break."""

import json
import re
import sqlite3
from decimal import Decimal

import practice_steps as steps
from harness import App, Session, journey, main, surety

# As SuretyJournalState counts.
FINAL = 4
# What opens the next step of the ladder.
EVIDENCE = ('Deposit and delegation landed as promised',
            'Rewards were calculated once since, or 14 days have passed',
            'A small exit was rehearsed')


def amount_in(text):
    """The number of '3.95 stETH'."""
    return Decimal(text.replace('\u202f', '').split()[0])


def sent(session):
    """State of every transaction in the journal, in order; read when the program has ended."""
    database = sqlite3.connect(session.path('data', 'surety', 'surety.db'))
    try:
        return [row[0] for row in database.execute('SELECT state FROM entry ORDER BY id')]
    finally:
        database.close()


@journey('/journeys/practice/pilot-there-and-back')
def there_and_back(artefacts):
    with Session(artefacts) as session, App(session, surety()) as app:
        app.resize(1000, 720)
        app.wait_for('Welcome to Surety')
        app.picture('welcome')
        steps.practise(app)
        app.click('Overview', role='list item')
        app.wait_text('Start small: restake a pilot')
        before = amount_in(steps.held(app))
        app.picture('overview-before')
        app.click('Restake', role='list item')
        steps.at_step(app, 1)

        amount = steps.to_review(app, app.picture)
        # What will be signed is said in words, and the worst case beside what is paid.
        for title in (f'Allow EigenLayer to take exactly {amount} stETH',
                      f'Deposit {amount} stETH'):
            assert app.has(title, role='list item'), title
        assert app.has(contains='Delegate to operator', role='list item')
        assert steps.value_of(app, 'Most you can lose') == f'{amount} stETH'
        # Fees too say how well they are known, and as of when.
        assert app.has(re.compile('^Practice: play money .* As of block '), role='image')
        steps.sign(app, app.picture)
        assert app.has('Done, and as Promised'), 'a promise was not kept'
        assert len(app.find_all('Kept', role='image')) >= 5
        assert not app.has('Not kept') and not app.has('Not known', role='image')

        app.click('Overview', role='list item')
        app.wait_for('Restaked positions', role='list')
        assert app.has_text(f'with {steps.OPERATOR}')
        app.picture('overview-restaked')
        assert before - amount_in(steps.held(app)) >= Decimal(amount) - Decimal('0.00001')

        steps.withdraw_all(app, app.picture)
        app.wait_for('Withdrawals on the way out', role='list')
        app.wait_gone('Restaked positions', role='list')
        app.wait_text('Ready in about 14 days')
        assert not app.has('Finish…'), 'it could be finished before its time'
        app.picture('overview-leaving')

        # The delay is 100,800 blocks of 12 seconds and one: the first block after 14 days.
        app.click('Wind On 14 Days')
        app.wait_text('15 September 2026')
        if not app.has('Finish…'):
            app.click('Wind On One Day')
        app.wait_for('Finish…')
        waiting = amount_in(steps.held(app))
        app.picture('overview-ready')
        steps.finish(app, app.picture)
        app.wait_gone('Withdrawals on the way out', role='list')
        after = app.wait(lambda: amount_in(steps.held(app)) > waiting
                         and amount_in(steps.held(app)), 'the balance')
        app.picture('overview-after')
        assert after - waiting >= Decimal(amount) - Decimal('0.00001'), (waiting, after)
        assert after >= before, (before, after)

        app.click('Activity', role='list item')
        app.wait_for('Transactions, newest first', role='list')
        app.picture('activity')
        app.stop()
        assert sent(session) == [FINAL] * 5, sent(session)
        app.start()


@journey('/journeys/practice/guide-survives-closing-the-window')
def survives(artefacts):
    with Session(artefacts) as session, App(session, surety()) as app:
        app.resize(1000, 720)
        steps.practise(app)
        steps.next_page(app, 2)
        steps.choose_token(app)
        steps.next_page(app, 3)
        steps.choose_operator(app)
        steps.next_page(app, 4)
        app.restart()
        app.click('Restake', role='list item')
        steps.at_step(app, 4)
        steps.look_at_services(app)
        steps.next_page(app, 5)
        app.type('Amount in stETH', '0,0375')
        app.wait(lambda: app.find('Next', role='button').has('sensitive'), 'a decision')
        app.restart()
        app.click('Restake', role='list item')
        steps.at_step(app, 5)
        app.wait(lambda: app.read('Amount in stETH') == '0,0375', 'the amount')
        app.picture('amount-after-restart')
        steps.next_page(app, 6)
        app.wait_for('Restake 0.0375 stETH with Granite Quay')
        app.picture('review-after-restart')
        app.click('Sign and Send', role='button')
        steps.at_step(app, 7)
        # What is signed goes on by itself; the rest would wait to be reviewed again.
        app.wait(lambda: not app.has_text('Waits its turn'), 'the last signature')
        app.restart()
        app.click('Restake', role='list item')
        app.wait_for('See the Result', role='button', seconds=30)
        app.picture('follow-after-restart')
        app.stop()
        assert sent(session) == [FINAL] * 3, sent(session)
        app.start()


def decisions(session):
    """What the decision journal holds, oldest first; read when the program has ended."""
    database = sqlite3.connect(session.path('data', 'surety', 'surety.db'))
    try:
        return [json.loads(row[0]) for row in
                database.execute('SELECT body FROM decision ORDER BY id')]
    finally:
        database.close()


@journey('/journeys/practice/beyond-the-ladder-is-a-decision')
def beyond(artefacts):
    with Session(artefacts) as session, App(session, surety()) as app:
        app.resize(1000, 720)
        steps.practise(app)
        steps.next_page(app, 2)
        steps.choose_token(app)
        steps.next_page(app, 3)
        steps.choose_operator(app)
        steps.next_page(app, 4)
        steps.look_at_services(app)
        steps.next_page(app, 5)

        # What is open is there to be chosen; of the evidence nothing is claimed that is not known.
        pilot = steps.choose_pilot(app)
        assert app.find('Next', role='button').has('sensitive'), 'the pilot is always open'
        for step in ('Pilot', 'A Quarter', 'Everything'):
            assert app.has(step, role='list item'), step
        assert app.has_text('No deposit made here has been checked')
        app.click('A Quarter', role='list item')
        quarter = app.wait(lambda: app.read('Amount in stETH') != pilot
                           and app.read('Amount in stETH'), 'a quarter')
        assert app.has_text('leaves out the one before it')
        steps.go_beyond(app, app.picture)

        # Less is covered by what was decided, more is not.
        app.type('Amount in stETH', quarter + '1')
        app.wait(lambda: not app.find('Next', role='button').has('sensitive'), 'another decision')
        app.type('Amount in stETH', quarter)
        app.wait(lambda: app.find('Next', role='button').has('sensitive'), 'what was decided')

        # It is there after a start, on its page and in the journal.
        app.restart()
        app.click('Restake', role='list item')
        steps.at_step(app, 5)
        app.wait_text('it is in the decision journal')
        app.wait(lambda: app.find('Next', role='button').has('sensitive'), 'what was decided')
        app.click('Activity', role='list item')
        app.wait_for('Decision journal, newest first', role='list')
        assert app.has(contains='stETH before the step “A Quarter” was open', role='list item')
        for words in EVIDENCE[:3]:
            assert app.has_text('• ' + words), words
        app.picture('activity-decisions')
        app.stop()
        written = decisions(session)
        assert len(written) == 1, written
        assert written[0]['unverified'] == ['landed', 'waited', 'rehearsed'], written
        assert Decimal(written[0]['amount']) == Decimal(quarter) * 10 ** 18, written
        app.start()


def tab_to(app, name, limit=40):
    """Presses Tab until the thing of this name has the keyboard."""
    for _ in range(limit):
        focused = app.focused()
        if focused and focused.spoken() == name:
            return focused
        app.xdotool('key', 'Tab')
    raise AssertionError(f'Tab does not come to {name!r}; it is at {app.focused()!r}')


@journey('/journeys/practice/by-keyboard-alone')
def by_keyboard(artefacts):
    with Session(artefacts) as session, App(session, surety()) as app:
        app.wait_for('Welcome to Surety')
        tab_to(app, 'Practise with Play Money')
        app.xdotool('key', 'Return')
        steps.at_step(app, 1)
        tab_to(app, 'Next')
        app.xdotool('key', 'Return')
        steps.at_step(app, 2)
        steps.read_tokens(app)
        tab_to(app, steps.TOKEN_SEARCH)
        app.write('Lido')
        app.wait(lambda: app.has_text('2 of '), 'the tokens of one issuer')
        tab_to(app, steps.TOKEN)
        app.xdotool('key', 'Return')
        tab_to(app, 'Choose This Token', limit=80)
        app.xdotool('key', 'Return')
        app.wait_text(f'Chosen: {steps.TOKEN}')
        app.wait(lambda: app.find('Next', role='button').has('sensitive'), 'a chosen token')
        tab_to(app, 'Next')
        app.picture('keyboard-token')
        app.xdotool('key', 'Return')
        steps.at_step(app, 3)
        tab_to(app, steps.SEARCH)
        app.write(steps.OPERATOR[:7])
        app.wait(lambda: app.has_text('1 of '), 'the operator')
        tab_to(app, steps.OPERATOR)
        app.xdotool('key', 'Return')
        # It comes after all there is to be read.
        tab_to(app, 'Choose This Operator', limit=150)
        app.xdotool('key', 'Return')
        tab_to(app, 'Next')
        app.xdotool('key', 'Return')
        steps.at_step(app, 4)
        # Back with nothing lost.
        tab_to(app, 'Back')
        app.xdotool('key', 'Return')
        steps.at_step(app, 3)
        app.wait_text(f'Chosen: {steps.OPERATOR}')
        app.picture('keyboard-operator')


if __name__ == '__main__':
    main()
