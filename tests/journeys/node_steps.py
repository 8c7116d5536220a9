# SPDX-License-Identifier: GPL-3.0-or-later
"""What a person does on a chain of their own, from the first start to the last transaction."""

import os
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))),
                                'contracts'))

from devnet import Devnet  # noqa: E402
import practice_steps  # noqa: E402
from harness import cast  # noqa: E402

__all__ = ['Devnet', 'close_dialog', 'connect', 'decide', 'make_wallet']

TYPED_INTO = ('text', 'entry', 'password text', 'text box')


def read_words(app):
    """The recovery words as the page shows them, in order."""
    app.wait_for('Word 1')
    words = []
    while app.has(f'Word {len(words) + 1}'):
        cell = app.find(f'Word {len(words) + 1}')
        words.append([node.name for node in cell.walk() if node.role == 'label'][-1])
    return words


def make_wallet(app):
    """Creates twelve words, passes the check, keeps the key in the keyring.

    Returns the account's address as cast derives it from the words that were shown.
    """
    app.click('Use My Own Wallet')
    app.click('Create Wallet')
    words = read_words(app)
    assert len(words) == 12, f'{len(words)} words'
    app.click('I Wrote Them Down')
    app.wait_for('Check')
    asked = app.find_all(re.compile(r'^Word \d+$'), role=TYPED_INTO)
    assert len(asked) == 3, asked
    for entry in asked:
        app.type(entry.name, words[int(entry.name.split()[1]) - 1])
    app.click('Check')
    app.click('Keep It There')
    return cast('wallet', 'address', '--mnemonic', ' '.join(words)).split()[-1]


def connect(app, devnet, take=None, tested=lambda: None):
    """Opens the chain's network file, tests the node and takes it. take: keeps the pictures.
    tested: called between the two."""
    app.wait_for('Test Connection')
    app.click('A Network of Your Own')
    app.mouse(app.wait_for('Network File', role='text box'))
    app.write(devnet.network_file)
    app.keys('Return')
    app.wait_for('Anvil', role='label')
    app.type('Address of the Endpoint', devnet.url)
    app.click('Test Connection')
    app.wait_text('It Answers')
    (take or app.picture)('connection-answers')
    tested()
    app.click('Use This Connection')
    app.wait_text('All Set')


def decide(app, symbol, operator, amount, take=None, sign='Sign and Send'):
    """The guide from its first page to the review, everything looked at on the way. take: keeps
    the pictures. sign: what the last button says."""
    take = take or app.picture
    app.wait_for('Restake a liquid staking token', role='heading')
    app.click('Next')
    app.wait_for('Which token?', role='heading')
    practice_steps.choose_token(app, take, symbol)
    app.click('Next')
    app.wait_for('Which operator?', role='heading')
    take('operators')
    practice_steps.open_line(app, operator)
    app.click('Choose This Operator')
    # On a chain that is seconds old everybody has just come.
    app.wait_text(f'Look at this before you go on with {operator}')
    take('flagged')
    app.click('I have read this and go on all the same', role=('checkbox', 'check box'))
    app.click('Next')
    app.wait_for('What your stake is pledged to', role='heading')
    said = app.wait_text('looked at').name
    for count in range(int(re.search(r'0 of (\d+) looked at', said).group(1))):
        app.click('Open the Next One')
        app.wait(lambda: not app.has_text(f' {count} of '), 'that it counts as looked at')
    app.wait_text('All were looked at.')
    take('services')
    app.click('Next')
    app.wait_for('How much?', role='heading')
    app.type(f'Amount in {symbol}', amount)
    practice_steps.go_beyond(app)
    take('amount')
    app.click('Next')
    app.wait_for(f'Restake {amount} {symbol} with {operator}', role='heading')
    app.wait_for(sign)
    take('review')


def close_dialog(app):
    """Presses the dialog's own button, not the one in its corner."""
    button = app.wait(lambda: next((node for node in app.find_all('Close', role='button')
                                    if not node.description), None), 'Close')
    app.press(button)
    app.wait(lambda: not app.find_all(role='dialog'), 'the end of the dialog')
