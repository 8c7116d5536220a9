#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Practice with nothing but ETH: the plan makes the token first, at its issuer."""

import practice_steps as steps
from harness import App, Session, journey, main, surety

SWITCH = 'Make the Token of ETH First'


@journey('/journeys/eth/token-is-made-as-part-of-the-plan')
def token_is_made(artefacts):
    with Session(artefacts) as session, App(session, surety()) as app:
        app.resize(1000, 980)
        app.wait_for('Welcome to Surety')
        steps.practise(app)
        steps.next_page(app, 2)
        steps.read_tokens(app)
        app.picture('tokens-held')

        # Which tokens can be made is asked of their issuers' contracts, and said where not.
        app.click(SWITCH)
        for words in ('Its issuer paused minting', 'Its issuer has no room',
                      'Can’t be made of ETH'):
            app.wait_text(words)
        app.picture('tokens-of-eth')
        for token, words in (('cbETH', 'only its issuer, or a market, has it'),
                             ('rETH', 'Its issuer takes 0.01 ETH at least')):
            steps.open_line(app, token)
            app.wait_text(words)
            app.picture('token-' + token)
            assert app.has('Choose This Token') == (token == 'rETH'), token
            steps.close_dialog(app)
        steps.choose_token(app)
        steps.next_page(app, 3)
        steps.choose_operator(app)
        steps.next_page(app, 4)
        steps.look_at_services(app)
        steps.next_page(app, 5)
        app.wait_text('Your ETH makes about')
        everything = app.find('Everything', role='list item')
        assert not everything.has('sensitive'), 'nothing is left for the fees'
        amount = steps.choose_pilot(app)
        app.picture('amount-of-eth')
        steps.next_page(app, 6)
        app.wait_for(contains='into stETH', role='list item', seconds=20)
        assert app.has(f'Deposit {amount} stETH', role='list item'), 'another amount than typed'
        app.picture('review-of-eth')
        steps.sign(app, app.picture)
        assert app.has('Done, and as Promised'), 'a promise was not kept'
        assert not app.has('Not kept') and not app.has('Not known', role='image')


if __name__ == '__main__':
    main()
