#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""An endpoint that keeps no old states: what can't be known from it is said to be not known."""

import re

import practice_steps as steps
import shots
from elsewhere_steps import FullNode, connect, network_file, serve
from harness import App, Session, journey, main, surety

NOT_KNOWN = 'Not known from this endpoint'
# No event tells their rates: only two looks at their states do.
WITHOUT_EVENTS = ('osETH', 'mETH', 'sfrxETH')


def check_token(app, symbol):
    """Its page: no window is known, and none of them is nothing. The chain is not 90 days old."""
    # The way back draws the list anew.
    app.wait_for('Compare ' + symbol)
    app.settle()
    app.mouse(app.wait_for(re.compile('^' + symbol), role=('grid cell', 'list item')))
    app.wait_for('Copy Address', role='button')
    app.wait_text('Over 90 days')
    app.picture(f'token-{symbol}')
    said = app.texts()
    for days, words in ((7, NOT_KNOWN), (30, NOT_KNOWN), (90, 'Too young to say')):
        of_window = said[said.index(f'Over {days} days'):][:3]
        assert words in of_window, of_window
    app.click('Back', role='button')


def check_guide(app):
    """The same token in the guide, up to the review."""
    shots.to_page(app, 'Restake')
    app.wait_for('Restake a liquid staking token', role='heading')
    app.click('Next')
    app.wait_for('Which token?', role='heading')
    steps.choose_token(app, token='osETH')
    steps.next_page(app, 3)
    steps.find_operator(app, 'Meridian House')
    app.click('Choose This Operator')
    app.wait_text('Look at this before you go on')
    app.click('I have read this and go on all the same', role=('checkbox', 'check box'))
    steps.next_page(app, 4)
    steps.look_at_services(app)
    steps.next_page(app, 5)
    app.click('Pilot', role='list item')
    steps.next_page(app, 6)
    app.wait_for('Watched Accounts Can’t Sign', seconds=30)
    app.picture('review')
    said = app.texts()
    assert 'Not known; it goes on as before' in said, said
    assert any(line.startswith('osETH itself: How much is not known') for line in said), said
    # What services paid is in logs, which are kept.
    assert any('in the last 30 days, for your amount' in line for line in said), said


@journey('/journeys/archive/what-an-endpoint-does-not-keep-is-not-known')
def archive(artefacts):
    server, url = serve(artefacts)
    try:
        with FullNode(url) as node, Session(artefacts) as session, \
                App(session, surety()) as app:
            connect(app, network_file(artefacts), node.url)
            app.click('Look Around First', role='button')
            shots.to_page(app, 'Tokens')
            app.wait_text(NOT_KNOWN, 30)
            app.picture('tokens')
            assert node.refused, 'no old state was asked for'
            for symbol in WITHOUT_EVENTS:
                check_token(app, symbol)
            check_guide(app)
    finally:
        server.stdin.close()
        server.wait(10)


if __name__ == '__main__':
    main()
