#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A header that one endpoint is to get, and a proxy that everything is to go through."""

import subprocess
import time

import keys_steps
from endpoint_steps import add, to_page
from fake_endpoint import FakeEndpoint
from fake_proxy import FakeProxy
from harness import App, Session, journey, main, surety
from node_steps import Devnet, connect, make_wallet
from wallet_steps import ENTRY

SECRET = 'k3y-of-the-endpoint-0815'
PROXY = 'SOCKS5 Proxy (Optional)'


def host_of(endpoint):
    return endpoint.url.split('/')[2]


def write(app, name, text):
    """Real keys, and Return."""
    app.mouse(app.wait_for(name, role=ENTRY))
    app.keys('ctrl+a')
    if text:
        app.write(text)
    else:
        app.keys('Delete')
    app.keys('Return')


def items(session):
    """How many of the keyring's items are of endpoints."""
    done = subprocess.run(['secret-tool', 'search', '--all', 'xdg:schema',
                           'io.github.suretyapp.Surety'], env=session.environment, check=False,
                          text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    return done.stdout.count('attribute.id = endpoint-')


def edge(node):
    """Its lower edge in the window."""
    _, y, _, height = node.extents()
    return y + height


@journey('/journeys/proxy/a-header-for-one')
def header(artefacts):
    needles = keys_steps.spell_text('header', SECRET)
    with Devnet(artefacts) as devnet, FakeEndpoint('chain', chain_id=31337) as fake, \
            FakeEndpoint('chain', chain_id=31337) as other, Session(artefacts) as session:
        with App(session, surety()) as app:
            app.resize(1000, 720)
            make_wallet(app)
            connect(app, devnet)
            app.click('Look Around First', role='button')
            to_page(app)
            add(app, fake.url)
            app.wait_for(f'Remove {host_of(fake)}')
            add(app, other.url)
            app.wait_for(f'Remove {host_of(other)}')
            app.click(f'Send a Header to {host_of(fake)}…')
            app.type('Header', 'Host: elsewhere', role=ENTRY)
            app.click('Keep It', role='button')
            said = app.wait_text('This is no header that can be sent')
            assert app.find('Keep It', role='button').has('sensitive'), 'what was typed is lost'
            app.settle()
            # The dialog is as high as it has to be for it.
            below = [edge(app.find('Keep It', role='button')),
                     edge(app.find(role=('dialog', 'alert')))]
            assert edge(said) < below[0] <= below[1], (edge(said), below)
            app.picture('no-header')
            app.type('Header', f'X-Api-Key: {SECRET}', role=ENTRY)
            app.click('Keep It', role='button')
            app.wait_text('sends a header of yours', 20)
            app.wait(lambda: any(asked.get('X-Api-Key') == SECRET for asked in fake.headers),
                     'the header', 20)
            app.picture('header')
            assert items(session) == 1
            # It is there after a start as well.
            app.stop()
            fake.headers.clear()
            app.start()
            to_page(app)
            app.wait(lambda: any(asked.get('X-Api-Key') == SECRET for asked in fake.headers),
                     'the header', 30)
            assert other.headers and not any('X-Api-Key' in asked for asked in other.headers), \
                'another endpoint got it'
            assert not any(SECRET in text for text in app.texts()), 'it is shown'
        assert keys_steps.find_in_files(session.folder, needles) == []
        assert keys_steps.find_in_files(artefacts, needles) == []
        # With its endpoint it goes.
        with App(session, surety()) as app:
            to_page(app)
            app.click(f'Remove {host_of(fake)}')
            app.wait_gone(f'Remove {host_of(fake)}')
            app.wait(lambda: items(session) == 0, 'the end of the item')


@journey('/journeys/proxy/nothing-goes-round-it')
def proxy(artefacts):
    with FakeEndpoint('chain', chain_id=31337) as fake, FakeProxy() as through, \
            Devnet(artefacts) as devnet, Session(artefacts) as session, \
            App(session, surety()) as app:
        app.resize(1000, 720)
        make_wallet(app)
        connect(app, devnet)
        app.click('Look Around First', role='button')
        to_page(app)
        write(app, PROXY, 'http://127.0.0.1')
        app.wait_text('This is no address of a SOCKS5 proxy')
        app.picture('no-proxy')
        write(app, PROXY, through.address)
        app.wait(lambda: through.asked, 'somebody at the proxy', 20)
        app.picture('proxy')
        add(app, fake.url)
        port = int(host_of(fake).split(':')[1])
        app.wait(lambda: ('127.0.0.1', port) in through.asked, 'it by the proxy', 20)

        # It goes: nobody is asked any more, and that is said.
        through.stop()
        app.wait_text('could not be reached', 30)
        before = len(fake.asked)
        time.sleep(3)
        assert len(fake.asked) == before, 'past the proxy'
        app.resize(360, 720)
        app.into_view(app.wait_for(PROXY, role=ENTRY))
        app.picture('gone-narrow')
        # Also after a start.
        app.stop()
        app.start()
        to_page(app)
        app.wait_text('could not be reached', 30)
        assert len(fake.asked) == before, 'past the proxy'

        write(app, PROXY, '')
        app.wait(lambda: len(fake.asked) > before, 'it without the proxy', 30)


main()
