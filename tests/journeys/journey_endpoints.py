#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A second endpoint: figures are proved; health and traffic of both, another order, one less."""

import re

import shots
from endpoint_steps import add, open_traffic, to_page
from fake_endpoint import FakeEndpoint
from harness import App, Session, journey, main, surety
from node_steps import Devnet, connect, make_wallet


def place(app, host):
    """How far down the page the endpoint's line is."""
    return app.find(re.compile(f'^Remove {re.escape(host)}'), role='button').extents()[1]


@journey('/journeys/endpoints/a-second-one')
def second(artefacts):
    with Devnet(artefacts) as devnet, FakeEndpoint('chain', chain_id=31337) as fake, \
            Session(artefacts) as session, App(session, surety()) as app:
        app.resize(1000, 720)
        account = make_wallet(app)
        devnet.fund(account, 10, trETH=5)
        devnet.start_clock()
        connect(app, devnet)
        app.click('Look Around First', role='button')
        shots.to_page(app, 'Overview')
        app.wait_text('5 trETH', 20)
        app.wait_for('One endpoint says so; nobody else was asked.')
        app.picture('one')
        # Lists are read from logs, which one endpoint tells of, also where there are two.
        shots.to_page(app, 'Operators')
        app.wait_text('one endpoint says so', 30)
        app.wait_for('One endpoint says so; nobody else was asked.', role='image')
        app.mouse(app.wait_for(re.compile('^Alder Validators'), role=('grid cell', 'list item')))
        app.wait_for(re.compile('^One endpoint says so; .* As of block '), role='image')
        app.picture('operator')

        to_page(app)
        app.wait_text('never failed')
        app.picture('page')
        # Also what the test of the connection asked, before this was an endpoint.
        open_traffic(app, devnet.url.split('/')[2])
        app.wait_for('Test of the connection')
        app.wait_text('eth_call · asked ')
        app.picture('traffic')
        add(app, 'ftp://nobody')
        app.wait_text('This is not a web address')
        add(app, devnet.url)
        app.wait_text('in the list already')
        # The same node under another name is as good as another one, here.
        add(app, devnet.url.replace('127.0.0.1', 'localhost'))
        app.wait_for(f'Ask {devnet.url.replace("127.0.0.1", "localhost")[7:].rstrip("/")} Sooner')
        app.picture('two')
        app.keys('alt+Left')
        shots.to_page(app, 'Overview')
        app.wait_for('Proved: it follows from a block that two endpoints agree on.', seconds=30)
        app.picture('proved')

        # One that can't do what is asked of it is said to be so, and is not in the way.
        to_page(app)
        add(app, fake.url)
        name = fake.url.split('/')[2]
        app.click(f'Ask {name} Sooner')
        app.wait(lambda: place(app, name) < place(app, 'localhost'), 'the other order')
        app.click(f'Remove {name}')
        app.wait(lambda: not app.has(f'Remove {name}'), 'that it is gone')
        # It is not asked any more; what it was asked stays in the list.
        assert len(app.find_all(name, role='list item')) > 0, 'it was never asked'
        app.resize(360, 720)
        app.picture('narrow')


main()
