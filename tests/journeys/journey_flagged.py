#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""An operator that something speaks against: it is said, and read, before one goes on."""

import practice_steps as steps
from harness import App, Session, journey, main, surety

# Its pledge of these days takes hold within a day; leaving takes fourteen.
FLAGGED = 'Juniper Signal'
HEADING = 'Look at this before you go on with'
READ = 'I have read this and go on all the same'
CHECKS = ('checkbox', 'check box')


def choose(app, name):
    steps.find_operator(app, name)
    app.click('Choose This Operator')
    app.wait_gone('Choose This Operator')


def can_go_on(app):
    return app.find('Next', role='button').has('sensitive')


def to_operators(app):
    app.resize(1000, 720)
    steps.practise(app)
    steps.next_page(app, 2)
    steps.choose_token(app)
    steps.next_page(app, 3)
    app.wait_for('Operators', role=steps.LISTS)


@journey('/journeys/flagged/read-before-one-goes-on')
def read_first(artefacts):
    with Session(artefacts) as session, App(session, surety()) as app:
        to_operators(app)
        choose(app, FLAGGED)
        app.wait_text(f'{HEADING} {FLAGGED}')
        app.wait_for('What speaks against it', role='list')
        assert app.find_all(role='list item', contains='before you could be out'), 'its pledge'
        assert not can_go_on(app), 'it can be passed by'
        app.picture('flagged')

        app.click(READ, role=CHECKS)
        app.wait(lambda: can_go_on(app), 'the way on')
        app.picture('flagged-read')
        # What is taken back holds it back again.
        app.click(READ, role=CHECKS)
        app.wait(lambda: not can_go_on(app), 'the end of the way on')
        app.click(READ, role=CHECKS)
        app.wait(lambda: can_go_on(app), 'the way on')
        steps.next_page(app, 4)
        app.keys('Escape')


@journey('/journeys/flagged/each-operator-for-itself')
def each_for_itself(artefacts):
    with Session(artefacts) as session, App(session, surety()) as app:
        to_operators(app)
        choose(app, FLAGGED)
        app.wait_text(f'{HEADING} {FLAGGED}')
        app.click(READ, role=CHECKS)
        app.wait(lambda: can_go_on(app), 'the way on')
        # Nothing is on its way with this one.
        choose(app, steps.OPERATOR)
        app.wait(lambda: not app.has_text(f'{HEADING} {FLAGGED}'), 'the end of the flag')
        assert not app.find_all(role='list item', contains='before you could be out')
        # And what was read once is to be read again.
        choose(app, FLAGGED)
        app.wait_text(f'{HEADING} {FLAGGED}')
        assert not can_go_on(app), 'it can be passed by the second time'


if __name__ == '__main__':
    main()
