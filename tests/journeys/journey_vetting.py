#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Vetting an operator before it is chosen: what is flagged, what is not known, by which limits."""

import re

import practice_steps as steps
from harness import App, Session, journey, main, surety

LOOK = 'What Needs a Look'
TOTAL = 'Slashable in total'


def open_operator(app, name):
    """From the first start to all that is known of an operator, in the guide."""
    steps.practise(app)
    steps.next_page(app, 2)
    steps.choose_token(app)
    steps.next_page(app, 3)
    steps.find_operator(app, name)
    app.wait_for('Choose This Operator')
    app.wait_for(LOOK)


def shown_answers(app):
    """Two lists of answers, "VERDICT: WORDS": what needs a look, and what is clear. Empty while the
    card is made anew."""
    words = app.texts()
    if LOOK not in words or 'Clear' not in words:
        return [[], []]
    start, middle = words.index(LOOK), len(words) - 1 - words[::-1].index('Clear')
    verdicts = ('Problem: ', 'Caution: ', 'Not known: ', 'Clear: ', 'Does not apply: ')
    return [[line for line in part if line.startswith(verdicts)]
            for part in (words[start:middle], words[middle:])]


def answers(app):
    said = shown_answers(app)
    assert len(said[0]) + len(said[1]) == 16, said
    return said


def has_answer(app, part, beginning):
    return any(line.startswith(beginning) for line in shown_answers(app)[part])


def open_check(app, title):
    """The row's own line: the second of that name, the first is the row around it."""
    row = app.find_all(title, role='list item')[1]
    app.into_view(row)
    app.press(row)
    app.wait_for('Why it matters')


@journey('/journeys/vetting/pending-pledge-is-flagged-before-it-is-chosen')
def pending(artefacts):
    with Session(artefacts) as session, App(session, surety()) as app:
        open_operator(app, 'Cairn Collective')
        # One mark for the card, and one for each group: how well all in it is known, and when.
        marks = app.find_all(re.compile('^Practice: play money .* As of block '), role='image')
        assert len(marks) >= 1, 'nothing says how well it is known'
        app.wait(lambda: has_answer(app, 0, 'Caution: 20 % more of the stake becomes slashable'),
                 'the pledge that starts later than leaving takes')
        assert app.has('Choose This Operator', role='button')
        open_check(app, 'Pledges that start soon')
        app.wait_text('AllocationManager.getAllocation')
        app.picture('pending')
        steps.close_dialog(app)


@journey('/journeys/vetting/what-is-not-known-is-never-clear')
def unknown(artefacts):
    with Session(artefacts) as session, App(session, surety()) as app:
        open_operator(app, steps.OPERATOR)
        app.wait(lambda: has_answer(app, 1, 'Clear: No set has a claim'), 'the pledges')
        look, clear = answers(app)
        assert look and clear, (look, clear)
        assert not [line for line in look if line.startswith(('Clear', 'Does not apply'))], look
        assert not [line for line in clear
                    if not line.startswith(('Clear', 'Does not apply'))], clear
        # Worst first.
        order = ('Problem', 'Caution', 'Not known')
        ranks = [order.index(line.split(':')[0]) for line in look]
        assert ranks == sorted(ranks), look
        steps.close_dialog(app)


@journey('/journeys/vetting/limit-that-is-changed-changes-the-verdict')
def limit(artefacts):
    with Session(artefacts) as session, App(session, surety()) as app:
        open_operator(app, steps.OPERATOR)
        app.wait(lambda: has_answer(app, 1, 'Clear: Services can take'), 'the share')
        open_check(app, TOTAL)
        app.press(app.find_all('Change the Threshold', role='button')[0])
        app.wait_text('It holds for everything that is vetted')
        app.type('Caution above (%)', '1')
        app.click('Set', role='button')
        app.wait(lambda: has_answer(app, 0, 'Caution: Services can take'), 'another verdict')
        app.wait_text('set by you')
        app.picture('stricter')
        app.click('Use the Built-in Thresholds', role='button')
        app.wait(lambda: has_answer(app, 1, 'Clear: Services can take'), 'the verdict before')
        assert not app.has('Use the Built-in Thresholds')
        steps.close_dialog(app)


if __name__ == '__main__':
    main()
