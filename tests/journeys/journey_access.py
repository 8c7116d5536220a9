#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""On every page each control has a name, the keyboard is somewhere, and keys alone do it all."""

import re

import access_steps
import journey_recipients
import practice_steps as steps
import shots
from harness import App, Session, journey, main, surety


def walk(artefacts, through):
    """Goes the way of the pictures, and looks at the tree where they look at the window."""
    with Session(artefacts) as session, App(session, surety()) as app:
        app.resize(1000, 720)
        seen = []

        def take(name):
            app.settle()
            access_steps.check(app, name)
            seen.append(name)

        through(app, take)
        return seen


@journey('/journeys/access/first-run-and-dialogs')
def first_run(artefacts):
    seen = walk(artefacts, shots.walk_wallet)
    assert len(seen) > 25, seen


@journey('/journeys/access/practice')
def practice(artefacts):
    seen = walk(artefacts, shots.walk_practice)
    assert len(seen) > 20, seen


@journey('/journeys/access/rewards-and-who-may-be-paid')
def rewards(artefacts):
    seen = walk(artefacts, shots.walk_rewards)
    assert len(seen) > 8, seen
    assert len(walk(artefacts, shots.walk_server)) == 2


def tab_to(app, name, limit=60):
    """Presses Tab until the thing of this name has the keyboard."""
    for _ in range(limit):
        focused = app.focused()
        if focused and access_steps.speech(focused) == name:
            return focused
        app.xdotool('key', 'Tab')
    raise AssertionError(f'Tab does not come to {name!r}; it is at {app.focused()!r}')


@journey('/journeys/access/a-wallet-by-keyboard-alone')
def wallet(artefacts):
    with Session(artefacts) as session, App(session, surety()) as app:
        app.wait_for('Welcome to Surety')
        tab_to(app, 'Use My Own Wallet')
        app.keys('Return')
        tab_to(app, 'Create Wallet')
        app.keys('Return')
        tab_to(app, 'I Wrote Them Down')
        app.keys('Return')
        tab_to(app, 'Later')
        app.keys('Return')
        tab_to(app, 'Keep It There')
        app.keys('Return')
        tab_to(app, 'Stay Offline for Now')
        app.keys('Return')
        tab_to(app, 'Look Around First')
        app.keys('Return')
        app.wait_text('No Endpoint Chosen')
        # The account and the network, with arrows.
        tab_to(app, 'Account and Network')
        app.keys('Return')
        tab_to(app, 'Practice')
        app.keys('Return')
        app.wait_text('Nothing here is real')
        # Preferences: a switch and a number, and out again.
        app.keys('ctrl+comma')
        app.wait(lambda: app.find_all(role='dialog'), 'preferences')
        tab_to(app, 'Refresh by Themselves')
        app.keys('space')
        app.wait(lambda: not app.find('Refresh by Themselves', role='switch').has('checked'),
                 'the switch', 5)
        app.keys('space')
        app.keys('Escape')
        app.wait(lambda: not app.find_all(role='dialog'), 'the end of preferences')
        assert app.focused(), 'the keyboard is nowhere after a dialog'


@journey('/journeys/access/an-address-is-saved-by-keyboard-alone')
def address(artefacts):
    with Session(artefacts) as session, App(session, surety()) as app:
        app.resize(1000, 720)
        steps.practise(app)
        app.keys('F10')
        for _ in range(20):
            focused = app.focused()
            if focused and access_steps.speech(focused) == 'Saved Addresses…':
                break
            app.keys('Down')
        app.keys('Return')
        app.wait_text('No Saved Addresses')
        tab_to(app, 'Save an Address…')
        app.keys('Return')
        app.wait_text('an address of one network')
        app.write(journey_recipients.LEDGER)
        app.wait_text('Compare It Digit by Digit')
        tab_to(app, 'Name')
        app.write('Ledger')
        app.wait(lambda: journey_recipients.can_save(app), 'the button')
        app.keys('Return')
        app.wait_for('More About “Ledger”')
        tab_to(app, 'More About “Ledger”')
        app.keys('Return')
        app.wait_for('Remove…')
        app.keys('Escape')
        steps.close_dialog(app)
        assert app.focused(), 'the keyboard is nowhere after a dialog'


@journey('/journeys/access/overview-and-activity-by-keyboard-alone')
def overview(artefacts):
    with Session(artefacts) as session, App(session, surety()) as app:
        app.resize(1000, 720)
        steps.practise(app)
        steps.to_review(app)
        steps.sign(app)
        shots.to_page(app, 'Overview')
        app.wait_for('Restaked positions', role='list')
        tab_to(app, 'Withdraw…')
        app.keys('Return')
        app.wait_for('Amount to withdraw, in stETH')
        app.write('0.02')
        app.keys('Return')
        if not app.has('Sign and Send', role='button'):
            tab_to(app, 'Continue')
            app.keys('Return')
        app.wait_for('Sign and Send', role='button', where=lambda node: node.has('sensitive'))
        tab_to(app, 'Sign and Send')
        app.keys('Return')
        app.wait_text('Done. The chain says what was promised', 30)
        app.keys('Return')
        app.wait(lambda: not app.find_all(role='dialog'), 'the end of the dialog')
        shots.to_page(app, 'Activity')
        # As it was signed: in shares, not in what they were worth.
        tab_to(app, app.wait_for(re.compile('^Start to withdraw .* shares of stETH'),
                                 role='list item').spoken())
        app.keys('Return')
        # What can be done with an open line is reached like its other lines, by Tab and Down.
        tab_to(app, 'Write a Note…')
        app.keys('Down')
        assert access_steps.speech(app.focused()) == 'Copy the Signed Bytes', app.focused()
        app.keys('Return')
        app.wait_text('Copied')
        app.keys('Up', 'Return')
        app.wait(lambda: app.find_all(role='dialog'), 'the note')
        steps.close_dialog(app)


if __name__ == '__main__':
    main()
