# SPDX-License-Identifier: GPL-3.0-or-later
"""What a person does who has a wallet already: words, a private key, a keystore file."""

import json
import os

VECTORS = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), 'data',
                       'web3-secret-storage.json')
ENTRY = ('text', 'entry', 'password text', 'text box')

# The standard's first example, and the first account of every anvil: known to all.
WORDS = 'abandon ' * 11 + 'about'
KEYSTORE_PASSPHRASE = 'testpassword'
KEY = 'ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80'

PASSPHRASE = 'four words of a test'
# What other programs make of KEY.
ADDRESS_OF_KEY = '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266'


def write_keystore(path):
    """A file another wallet could have written: KEY, encrypted with KEYSTORE_PASSPHRASE."""
    with open(VECTORS, encoding='utf-8') as file:
        vector = json.load(file)[-1]
    assert vector['content'] == KEY and vector['password'] == KEYSTORE_PASSPHRASE
    with open(path, 'w', encoding='utf-8') as file:
        json.dump({'version': 3, 'id': '3198bc9c-6672-5ab3-d995-4942343ae5b6', 'crypto': {
            'cipher': 'aes-128-ctr', 'cipherparams': {'iv': vector['iv']},
            'ciphertext': vector['ciphertext'], 'mac': vector['mac'], 'kdf': 'scrypt',
            'kdfparams': {'dklen': 32, 'n': vector['n'], 'r': vector['r'], 'p': vector['p'],
                          'salt': vector['salt']}}}, file)


def keep_in_file(app, take=lambda name: None):
    """From the page that asks where the key is kept to the one after it."""
    app.wait_for('Passphrase', role=ENTRY)
    app.type('Passphrase', PASSPHRASE, role=ENTRY)
    app.type('The Same Again', PASSPHRASE, role=ENTRY)
    take('keep-file')
    app.click('Keep It in the File', role='button')
    app.wait_for('Test Connection', seconds=20)


def bring_key(app):
    """From the first start to the connection page: KEY, in a file, where no keyring answers."""
    app.click('Use My Own Wallet', role='list item')
    app.click('Private Key', role='list item')
    app.type('Private Key', KEY, role=ENTRY)
    app.click('Import', role='button')
    app.wait_text('No Keyring Answers')
    keep_in_file(app)


def unlock(app, passphrase):
    app.wait_text('Unlock Your Key')
    app.type('Passphrase', passphrase, role=ENTRY)
    app.click('Unlock', role='button')
    app.wait(lambda: not app.has_text('Unlock Your Key'), 'the end of the question')


def sign_rest(app, name):
    """What is left is shown again before any of it is signed."""
    app.click(name, role='button')
    app.wait_for('Sign and Send', role='button', seconds=20)
    app.wait(lambda: app.find('Sign and Send', role='button').has('sensitive'), 'the button', 20)
    app.click('Sign and Send', role='button')
