#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is wrong is said at its field, what was right stays, and nothing is sent."""

import json
import os
import sqlite3
import subprocess

import practice_steps as steps
from fake_endpoint import FakeEndpoint
from harness import App, Session, journey, main, surety

ADDRESS = '0x71C7656EC7ab88b098defB751B7401B5f6d8976F'
WORDS = 'abandon ' * 11 + 'about'
VECTORS = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), 'data',
                       'web3-secret-storage.json')
ENTRY = ('text', 'entry', 'password text', 'text box')


def marked(app, name):
    """Whether the row of this entry is marked as wrong."""
    return any(node.has('invalid-entry') for node in app.find_all(role='list item')
               if any(child.name == name and child.role in ENTRY for child in node.walk()))


def complains(app, name, sentence):
    """The sentence comes, and the field is marked."""
    app.wait_text(sentence)
    app.wait(lambda: marked(app, name), f'the mark at {name!r}')


@journey('/journeys/bad-input/mistyped-address')
def mistyped_address(artefacts):
    with Session(artefacts, keyring=None) as session, App(session, surety()) as app:
        app.click('Watch an Address')
        app.type('Name', 'My cold wallet')
        app.type('Address', ADDRESS[:-1] + 'f')
        complains(app, 'Address', 'its capitals, which are its checksum, don’t fit')
        app.picture('checksum')
        assert not app.find('Watch', role='button').has('sensitive')
        app.type('Address', ADDRESS[:-2] + 'xyz')
        complains(app, 'Address', 'An address is 0x and 40 hexadecimal digits')
        assert app.read('Name') == 'My cold wallet'
        app.type('Address', ADDRESS)
        app.wait(lambda: app.find('Watch', role='button').has('sensitive'), 'the way on')
        assert not marked(app, 'Address')


@journey('/journeys/bad-input/words-that-are-none')
def bad_words(artefacts):
    with Session(artefacts) as session, App(session, surety()) as app:
        app.click('Use My Own Wallet')
        app.type('Name', 'Savings')
        rows = app.find_all('Recovery Words', role='list item')
        app.press(rows[-1])
        app.wait_for('Import', role='button')
        for words, sentence in (
                (WORDS.replace('about', 'abuot'), 'Word 12, “abuot”, is not one of the standard’s'),
                (WORDS.replace('about', 'ability'), 'they don’t belong together'),
                ('abandon ' * 10, 'Recovery words are 12, 15, 18, 21 or 24')):
            app.type('Recovery Words', words, role=ENTRY)
            app.click('Import', role='button')
            complains(app, 'Recovery Words', sentence)
        app.picture('words')
        # Back: what was typed on the page before is still there.
        app.click('Back', role='button')
        app.wait(lambda: app.read('Name') == 'Savings', 'the name')


@journey('/journeys/bad-input/keystore-with-a-wrong-passphrase')
def wrong_passphrase(artefacts):
    with open(VECTORS, encoding='utf-8') as file:
        vector = json.load(file)[-1]
    with Session(artefacts) as session, App(session, surety()) as app:
        path = session.path('keystore.json')
        with open(path, 'w', encoding='utf-8') as file:
            json.dump({'version': 3, 'id': '3198bc9c-6672-5ab3-d995-4942343ae5b6', 'crypto': {
                'cipher': 'aes-128-ctr', 'cipherparams': {'iv': vector['iv']},
                'ciphertext': vector['ciphertext'], 'mac': vector['mac'], 'kdf': 'scrypt',
                'kdfparams': {'dklen': 32, 'n': vector['n'], 'r': vector['r'], 'p': vector['p'],
                              'salt': vector['salt']}}}, file)
        app.click('Use My Own Wallet')
        app.click('Keystore File', role='list item')
        app.type('Keystore File', path, role=ENTRY)
        app.type('Its Passphrase', 'not this one', role=ENTRY)
        app.click('Import', role='button')
        complains(app, 'Its Passphrase', 'The passphrase is wrong')
        app.picture('passphrase')
        assert app.read('Keystore File', role=ENTRY) == path
        app.type('Keystore File', '/nowhere/at/all.json', role=ENTRY)
        app.type('Its Passphrase', vector['password'], role=ENTRY)
        app.click('Import', role='button')
        complains(app, 'Keystore File', 'The file is not there')
        # And with the right ones it goes on.
        app.type('Keystore File', path, role=ENTRY)
        app.type('Its Passphrase', vector['password'], role=ENTRY)
        app.click('Import', role='button')
        app.wait_for('Keep It There', role='button')


@journey('/journeys/bad-input/amount-above-the-balance')
def amount_above(artefacts):
    with Session(artefacts, keyring=None) as session, App(session, surety()) as app:
        steps.practise(app)
        steps.next_page(app, 2)
        steps.choose_token(app)
        steps.next_page(app, 3)
        steps.choose_operator(app)
        steps.next_page(app, 4)
        steps.look_at_services(app)
        steps.next_page(app, 5)
        for text, sentence in (('4000', 'it can’t be more than that'),
                               ('a little', 'This is not an amount'),
                               ('0', 'must be more than zero'),
                               ('0.0000000000000000001', 'at most 18 digits')):
            app.type('Amount in stETH', text)
            complains(app, 'Amount in stETH', sentence)
            assert app.read('Amount in stETH') == text
            assert not app.find('Next', role='button').has('sensitive'), text
        app.picture('amount')
        app.type('Amount in stETH', '0.05')
        app.wait(lambda: app.find('Next', role='button').has('sensitive'), 'the way on')


def to_connection(app):
    app.click('Watch an Address')
    app.type('Address', ADDRESS)
    app.click('Watch', role='button')
    app.click('Another Address', role='list item')


def refuses(app, endpoint, sentence, seconds=10):
    """Testing this endpoint says why it is no good, and the address stays as it was typed."""
    app.type('Address of the Endpoint', endpoint.url, role=ENTRY)
    app.click('Test Connection', role='button')
    app.wait_text(sentence, seconds)
    assert app.read('Address of the Endpoint', role=ENTRY) == endpoint.url
    assert endpoint.asked, 'it was not even asked'
    assert not endpoint.sent()
    assert not app.has('It Answers')


@journey('/journeys/bad-input/endpoints-that-are-none')
def bad_endpoints(artefacts):
    with Session(artefacts, keyring=None) as session, App(session, surety()) as app, \
            FakeEndpoint('page') as page, FakeEndpoint('chain', 10) as other, \
            FakeEndpoint('torn') as torn, FakeEndpoint('silent') as silent:
        app.resize(1000, 720)
        to_connection(app)
        app.type('Address of the Endpoint', 'ftp://example.org', role=ENTRY)
        app.click('Test Connection', role='button')
        complains(app, 'Address of the Endpoint', 'This is not a web address')
        refuses(app, page, 'What answers there is not an Ethereum endpoint')
        app.picture('no-endpoint')
        refuses(app, other, 'The endpoint serves another chain')
        app.picture('other-chain')
        refuses(app, torn, 'The endpoint could not be reached')
        app.picture('torn')
        # Nobody waits longer than this for a sentence.
        refuses(app, silent, 'The endpoint took too long to answer', 20)
        app.click('Stay Offline for Now', role='button')


def capless(command):
    """The same without root's right to write what may not be written, where the test is root's."""
    without = '-dac_override,-dac_read_search'
    return ['setpriv', f'--bounding-set={without}', f'--inh-caps={without}', *command] \
        if os.geteuid() == 0 else command


def files_of(folder):
    """What each file of the records holds."""
    contents = {}
    for name in sorted(os.listdir(folder)):
        with open(os.path.join(folder, name), 'rb') as file:
            contents[name] = file.read()
    return contents


def does_not_start(session, folder, sentence, picture, command=None, **more):
    """Instead of the pages it says why, and the records are as they were."""
    before = files_of(folder)
    with App(session, command or surety(), **more) as app:
        app.wait_for('Surety Could Not Start')
        app.wait_text(sentence)
        app.picture(picture)
    after = files_of(folder)
    assert after == before, [name for name in {**before, **after}
                             if before.get(name) != after.get(name)]


@journey('/journeys/bad-input/records-that-cannot-be-used')
def bad_records(artefacts):
    with Session(artefacts, keyring=None) as session:
        folder = session.path('data', 'surety')
        path = os.path.join(folder, 'surety.db')
        with App(session, surety()) as app:
            steps.practise(app)
            # Started twice, it is the one window; from another session, which does not know of it,
            # it keeps its hands off.
            again = subprocess.run(surety(), env=session.environment, check=False, timeout=20)
            assert again.returncode == 0, again.returncode
            assert len(app.windows()) == 1
            with Session(artefacts, keyring=None) as other:
                does_not_start(other, folder, 'Surety is open twice', 'twice',
                               environment={'XDG_DATA_HOME': session.path('data')})
            steps.at_step(app, 1)
        with open(path, 'rb') as file:
            good = file.read()

        # For reading only: the file, or the folder it is in.
        for one, mode, picture in ((path, 0o400, 'read-only'), (folder, 0o500, 'folder')):
            before = os.stat(one).st_mode
            os.chmod(one, mode)
            does_not_start(session, folder, 'records may not be written', picture,
                           capless(surety()))
            os.chmod(one, before)

        # Garbled in the middle.
        with open(path, 'r+b') as file:
            file.seek(len(good) // 3)
            file.write(os.urandom(len(good) // 3))
        does_not_start(session, folder, 'Surety’s records are damaged', 'damaged')

        # Of a version that is not there yet.
        with open(path, 'wb') as file:
            file.write(good)
        with sqlite3.connect(path) as connection:
            connection.execute('PRAGMA user_version = 1000000')
        connection.close()
        does_not_start(session, folder, 'written by a newer version', 'newer')

        # And what was right is there when it is right again.
        with open(path, 'wb') as file:
            file.write(good)
        with App(session, surety()) as app:
            app.wait_text('Practice account')


if __name__ == '__main__':
    main()
