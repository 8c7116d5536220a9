#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the lists keep and where they lead: filters by name, back to the list, the explorer."""

import os
import re

import practice_steps as steps
from harness import App, Session, journey, main, surety
from journey_choose import CELLS, CHECKS, IN_TIME, ROWS, TYPED, count, open_operators
from node_steps import Devnet, connect, make_wallet

EXPLORER = 'https://explorer.example/chain'
KEPT = 'In time'
SENTENCE = ('Its name can be mistaken for another operator’s: only the address says who it is.')


def enter(app, name, text):
    """By keyboard, into an entry that may be further down."""
    entry = app.wait_for(name, role=TYPED)
    app.into_view(entry)
    app.mouse(entry)
    app.write(text)
    app.keys('Return')


def open_filters(app):
    app.click('Filters and Order', role=('toggle button', 'button'))


@journey('/journeys/lists/filters-are-kept-by-name')
def filters(artefacts):
    with Session(artefacts) as session, App(session, surety()) as app:
        app.resize(1000, 900)
        open_operators(app)
        _, everybody = count(app)
        open_filters(app)
        app.click(IN_TIME, role=CHECKS)
        enter(app, 'Name to keep these filters by', KEPT)
        app.wait_for(KEPT, role='button')
        app.picture('filters-kept')
        app.click(IN_TIME, role=CHECKS)
        app.keys('Escape')
        app.wait(lambda: count(app)[0] == everybody, 'all of them')

        # Kept over an end of the program; used with one press.
        app.restart()
        app.keys('alt+3')
        app.wait_text('as of block', 60)
        app.wait(lambda: count(app)[0] == everybody, 'all of them again')
        open_filters(app)
        app.click(KEPT, role='button')
        app.wait(lambda: 0 < count(app)[0] < everybody, 'those that warn in time')
        app.wait_for(IN_TIME, role='button')

        open_filters(app)
        app.click('Forget ' + KEPT, role='button')
        app.wait_gone(KEPT, role='button')
        app.keys('Escape')
        assert count(app)[0] < everybody, 'forgetting the name gave up the filter'


@journey('/journeys/lists/back-leads-to-the-list-in-a-narrow-window')
def back(artefacts):
    with Session(artefacts) as session, App(session, surety()) as app:
        app.resize(360, 720)
        open_operators(app)
        app.mouse(app.find('Alder Lane Staking', role=ROWS))
        app.wait_for('Copy Address', role='button')
        app.picture('detail-narrow')
        app.keys('alt+Left')
        app.wait_for('Alder Lane Staking', role=ROWS)
        for i, name in enumerate(('Alder Lane Staking', 'Basalt Validators')):
            app.press(app.find('Compare ' + name, role=CHECKS))
            app.wait_text(('One chosen', '2 chosen')[i])
        app.click('Compare', role='button')
        app.wait_text('They differ in')
        app.picture('compare-narrow')
        app.keys('alt+Left')
        app.wait_for('Alder Lane Staking', role=ROWS)
        assert app.has_text('2 chosen')
        # From the list itself it leads where it led before: to the sidebar.
        app.keys('alt+Left')
        app.wait_for('Pages', role='list')


def fake_browser(session):
    """What opens web addresses in this session: a script that writes them down. The path of what
    it writes."""
    opened = session.path('opened')
    script = session.path('browser.sh')
    with open(script, 'w', encoding='utf-8') as file:
        file.write(f'#!/bin/sh\necho "$1" >> {opened}\n')
    os.chmod(script, 0o755)
    applications = os.path.join(session.environment['XDG_DATA_HOME'], 'applications')
    os.makedirs(applications, exist_ok=True)
    with open(os.path.join(applications, 'browser.desktop'), 'w', encoding='utf-8') as file:
        file.write('[Desktop Entry]\nType=Application\nName=Browser\n'
                   f'Exec={script} %u\nMimeType=x-scheme-handler/https;x-scheme-handler/http;\n')
    with open(os.path.join(session.environment['XDG_CONFIG_HOME'], 'mimeapps.list'), 'w',
              encoding='utf-8') as file:
        file.write('[Default Applications]\nx-scheme-handler/https=browser.desktop\n'
                   'x-scheme-handler/http=browser.desktop\n')
    return opened


def look_around(app, devnet):
    """A wallet, the chain, and no guide."""
    make_wallet(app)
    devnet.start_clock()
    connect(app, devnet)
    app.click('Look Around First', role='button')


def read(path):
    if not os.path.exists(path):
        return ''
    with open(path, encoding='utf-8') as file:
        return file.read()


@journey('/journeys/lists/address-opens-in-the-users-explorer')
def explorer(artefacts):
    with Devnet(artefacts) as devnet, Session(artefacts) as session:
        opened = fake_browser(session)
        with App(session, surety()) as app:
            look_around(app, devnet)
            app.keys('ctrl+comma')
            enter(app, re.compile('^Explorer of '), EXPLORER)
            steps.close_dialog(app)
            app.keys('alt+3')
            app.mouse(app.wait_for('Alder Validators', role=ROWS, seconds=60))
            app.wait_for('Open in the Explorer', role='button')
            app.picture('explorer')
            assert not read(opened), 'something was opened before it was asked for'
            app.click('Open in the Explorer', role='button')
            app.wait(lambda: read(opened).endswith('\n'), 'the browser')
            address = devnet.addresses['operators']['Alder Validators']
            said = read(opened).strip()
            assert said.lower() == f'{EXPLORER}/address/{address}'.lower(), said


@journey('/journeys/lists/names-that-look-alike-are-marked')
def look_alikes(artefacts):
    with Devnet(artefacts) as devnet, Session(artefacts) as session, \
            App(session, surety()) as app:
        # The third operator calls itself as the first one does, but for a digit.
        devnet.send(3, devnet.addresses['delegationManager'],
                    'updateOperatorMetadataURI(address,string)',
                    devnet.addresses['operators']['Cedar Staking'],
                    'data:application/json,{"name":"A1der Validators"}')
        app.resize(1000, 720)
        look_around(app, devnet)
        app.keys('alt+3')
        app.wait_for('A1der Validators', role=ROWS, seconds=60)
        app.wait(lambda: len(app.find_all(role=CELLS, contains=SENTENCE)) == 2, 'two marks')
        app.picture('look-alikes')
        app.mouse(app.find('A1der Validators', role=ROWS))
        app.wait_for(SENTENCE, role='label')
        app.picture('look-alike-detail')
        app.keys('alt+Left')
        for name in ('A1der Validators', 'Alder Validators'):
            steps.choose_to_compare(app, name)
        app.click('Compare', role='button')
        app.wait_text('They differ in')
        app.wait(lambda: len(app.find_all(SENTENCE, role='label')) == 2, 'both are marked')
        app.picture('look-alikes-compared')
        app.keys('alt+Left')

        # One that is called otherwise is not marked.
        app.mouse(app.wait_for('Birch Nodes', role=ROWS))
        app.wait_for('Copy Address', role='button')
        assert not app.has(SENTENCE), 'a name of its own is marked'


if __name__ == '__main__':
    main()
