#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Keys: a password of the app's own, locking by hand and by itself, backups, several accounts."""

import json
import os
import subprocess
import sys

import keys_steps
from harness import App, Session, cast, journey, main
from harness.tree import NotFound
from keys_steps import PASSWORD, WORDS, readable as surety, write
from harness.session import KEYRING_PASSWORD
from node_steps import Devnet, connect
import prompter_steps
from wallet_steps import ENTRY

OTHER_PASSWORD = 'copper+meadow+ninety'
FILE_PASSPHRASE = 'violet/harbour/seven'


def bring(app, devnet):
    """A wallet by its words, kept in the keyring, on a chain of its own."""
    app.click('Use My Own Wallet', role='list item')
    app.press(app.wait(lambda: app.find_all('Recovery Words', role='list item'), 'doors')[-1])
    write(app, 'Recovery Words', WORDS)
    app.click('Import', role='button')
    app.click('Keep It There', role='button', seconds=20)
    connect(app, devnet)
    app.click('Look Around First', role='button')
    app.wait_text('5 trETH', 20)


def sign(app, devnet, account):
    """One transaction: what was granted elsewhere is taken back."""
    before = devnet.nonce(account)
    choose_in_menu(app, 'Allowances…')
    app.click('Take Back…', role='button', seconds=20)
    app.wait_for('Sign and Send', role='button', seconds=20)
    app.wait(lambda: app.find('Sign and Send', role='button').has('sensitive'), 'the button')
    app.click('Sign and Send', role='button')
    app.wait_text('Done. The chain says what was promised', 30)
    assert devnet.nonce(account) == before + 1, 'not one transaction'
    close_dialog(app)


def export(app, path):
    open_account(app)
    app.click('Export to a Keystore File…')
    app.type('Keystore File', path, role=ENTRY)
    write(app, 'Its Passphrase', FILE_PASSPHRASE)
    write(app, 'The Same Again', FILE_PASSPHRASE)
    app.click('Export', role='button')
    app.wait_text('its passphrase opens it', 20)
    close_dialog(app)


def close_dialog(app):
    """Each toast that is on the dialog, or waits to be, takes one Escape."""
    for _ in range(8):
        if app.find_all(role='dialog'):
            app.keys('Escape')
    app.wait(lambda: not app.find_all(role='dialog'), 'the end of the dialog')


def close_preferences(app):
    app.wait_gone('New Password', role=ENTRY, seconds=20)
    close_dialog(app)


def set_password(app, take=lambda name: None):
    app.keys('ctrl+comma')
    app.click('Set…', role='button')
    write(app, 'New Password', 'short')
    write(app, 'The Same Again', 'short')
    app.click('Set', role='button')
    app.wait_text('Use at least 8 characters')
    app.type('New Password', '')
    write(app, 'New Password', PASSWORD)
    app.type('The Same Again', '')
    write(app, 'The Same Again', PASSWORD)
    take('set-password')
    app.click('Set', role='button')
    app.wait_text('Set: your keys are encrypted once more', 20)
    take('preferences')
    close_preferences(app)


def unlock(app, password, wrong=None, take=lambda name: None):
    app.wait_for('App Password', role=ENTRY)
    if wrong:
        write(app, 'App Password', wrong)
        app.click('Unlock', role='button')
        app.wait_text('That is not the password', 20)
        take('wrong-password')
    write(app, 'App Password', password)
    app.keys('Return')
    app.wait_gone('App Password', role=ENTRY, seconds=20)


def locked(app):
    return app.has('Unlock…', role='button')


def versions(session):
    """The versions of the keyring's items of this program."""
    done = subprocess.run(['secret-tool', 'search', '--all', 'xdg:schema',
                           'io.github.suretyapp.Surety'], env=session.environment, check=False,
                          text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    return [line.split(' = ')[1] for line in done.stdout.splitlines()
            if line.startswith('attribute.version')]


@journey('/journeys/keys/after-a-lock-no-secret-is-left')
def memory(artefacts):
    with Devnet(artefacts) as devnet, Session(artefacts) as session, \
            App(session, surety()) as app:
        app.resize(1000, 720)
        needles = keys_steps.needles_of(WORDS, [PASSWORD, OTHER_PASSWORD, FILE_PASSPHRASE])
        account = cast('wallet', 'address', '--mnemonic', WORDS).split()[-1]
        devnet.fund(account, 10, trETH=5)
        devnet.grant(account, 'trETH', 2 * 10**18)
        devnet.start_clock()
        with open(f'/proc/{app.process.pid}/limits', encoding='ascii') as limits:
            core = next(line for line in limits if line.startswith('Max core file size'))
        assert core.split()[4:6] == ['0', '0'], core
        bring(app, devnet)
        assert versions(session) == ['1']
        set_password(app, app.picture)
        assert versions(session) == ['2'], 'the key is not behind the password'
        # The one who looks can see: it is held while it is unlocked.
        assert 'password 0, UTF-8' in keys_steps.scan(app, needles)

        # What was used to sign and to export goes as well.
        sign(app, devnet, account)
        export(app, session.path('exported.json'))
        app.keys('ctrl+shift+l')
        app.wait(lambda: locked(app), 'the lock')
        app.picture('locked')
        keys_steps.assert_gone(app, needles)

        app.click('Unlock…', role='button')
        unlock(app, PASSWORD, OTHER_PASSWORD, app.picture)
        app.wait(lambda: not locked(app), 'the end of the lock')
        # The words on the screen, and then no more.
        open_account(app)
        app.click('Check…', role='button')
        app.click('Show the Words', role='button')
        app.wait_text('On paper, in this order')
        assert any(name.startswith('words')
                   for name in keys_steps.scan(app, needles)), 'they are shown'
        app.keys('ctrl+shift+l')
        app.wait(lambda: locked(app), 'the lock')
        app.wait(lambda: not app.has_text('On paper, in this order'), 'the end of the words')
        keys_steps.assert_gone(app, needles)

        assert keys_steps.find_in_files(session.folder, needles) == []
        assert keys_steps.find_in_files(artefacts, needles) == []
        assert keys_steps.owns_selection(session.environment['DISPLAY']) == []


def choose_in_menu(app, name):
    app.wait(lambda: not app.find_all(role='dialog'), 'the end of another dialog')
    app.settle()
    # A menu that is asked for while the dialog before it still goes does not come.
    for last in (False, False, True):
        app.click('Main Menu')
        try:
            app.click(name, role='menu item', seconds=10 if last else 3)
            return
        except NotFound:
            if last:
                raise


def open_account(app):
    choose_in_menu(app, 'This Account…')
    app.wait_for('Account', role='dialog')


def three_words(app):
    """The fields for the words that are asked for, once they are all there."""
    rows = app.find_all(role=ENTRY)
    return rows if len(rows) == 3 else None


@journey('/journeys/keys/accounts-are-added-named-exported-and-removed')
def accounts(artefacts):
    with Session(artefacts) as session, App(session, surety()) as app:
        app.resize(1000, 720)
        bring_by_tree(app)
        open_account(app)
        app.wait_text('Account 1 of its recovery words')
        app.picture('account')

        # Exported, and the file opens.
        path = session.path('exported.json')
        app.click('Export to a Keystore File…')
        app.type('Keystore File', path, role=ENTRY)
        app.type('Its Passphrase', FILE_PASSPHRASE, role=ENTRY)
        app.type('The Same Again', FILE_PASSPHRASE + '!', role=ENTRY)
        app.click('Export', role='button')
        app.wait_text('The two are not the same')
        app.type('The Same Again', FILE_PASSPHRASE, role=ENTRY)
        app.picture('export')
        app.click('Export', role='button')
        app.wait_text('its passphrase opens it', 20)
        with open(path, encoding='utf-8') as file:
            exported = json.load(file)
        assert exported['version'] == 3 and exported['crypto']['kdf'] == 'scrypt', exported
        assert os.stat(path).st_mode & 0o777 == 0o600
        # What is there is not written over.
        app.click('Export to a Keystore File…')
        app.type('Keystore File', path, role=ENTRY)
        app.type('Its Passphrase', FILE_PASSPHRASE, role=ENTRY)
        app.type('The Same Again', FILE_PASSPHRASE, role=ENTRY)
        app.click('Export', role='button')
        app.wait_text('There is a file of that name', 20)
        app.keys('Escape')
        app.click('Test a Keystore File…')
        app.type('Keystore File', path, role=ENTRY)
        app.type('Its Passphrase', 'not this one', role=ENTRY)
        app.click('Test', role='button')
        app.wait_text('The passphrase is wrong', 20)
        app.type('Its Passphrase', FILE_PASSPHRASE, role=ENTRY)
        app.click('Test', role='button')
        app.wait_text('holds the key of this account', 20)

        # A second account of the words; the words are not asked for.
        app.click('Add Another Account of These Words…')
        app.type('Name of the Account', 'Savings', role=ENTRY)
        app.picture('add-next')
        app.click('Add', role='button')
        app.wait_text('Account 2 of its recovery words', 20)
        app.mouse(app.wait_for('Name', role=ENTRY))
        app.keys('ctrl+a')
        app.write('Rainy Day')
        app.keys('Return')
        app.wait_for('Rainy Day', role='label')
        app.picture('second')
        close_dialog(app)

        # The words stay with the first: nothing has to be proved.
        open_account(app)
        app.click('Remove From This Computer…')
        app.wait_text('Remove “Rainy Day”?')
        app.picture('remove-second')
        app.click('Remove', role='button')
        app.wait_text('The account is removed.')
        assert versions(session) == ['1']

        # The last one goes with its key: the backup first.
        open_account(app)
        app.click('Remove From This Computer…')
        app.wait_text('Is Your Backup Good?')
        app.picture('proof')
        app.click('Go On Without a Backup', role='button')
        app.wait_text('Without a backup nobody can sign')
        assert not app.find('Delete the Only Key', role='button').has('sensitive')
        app.picture('without-backup')
        app.click('Cancel', role='button')
        open_account(app)
        app.click('Remove From This Computer…')
        app.click('Check the Words', role='button')
        app.wait_for('Check Your Words', role='dialog')
        rows = app.wait(lambda: three_words(app), 'three fields')
        asked = [int(row.spoken().split()[1]) for row in rows]
        for row in rows:
            row.set_text('zoo')
        app.click('Check', role='button')
        app.wait_text('Nothing was removed')
        app.picture('wrong-word')
        for row, number in zip(rows, asked):
            row.set_text(WORDS.split()[number - 1])
        app.click('Check', role='button')
        app.wait_text('Your backup is good')
        app.click('Remove', role='button')
        app.wait_text('Welcome to Surety')
        assert versions(session) == [], 'the key is still there'


def bring_by_tree(app):
    """The same as bring (), quicker."""
    app.click('Use My Own Wallet', role='list item')
    app.press(app.wait(lambda: app.find_all('Recovery Words', role='list item'), 'doors')[-1])
    app.type('Recovery Words', WORDS, role=ENTRY)
    app.click('Import', role='button')
    app.click('Keep It There', role='button', seconds=20)
    app.click('Stay Offline for Now', role='button')
    app.click('Look Around First', role='button')
    app.wait_text('No Endpoint Chosen')


@journey('/journeys/keys/a-question-that-is-closed-loses-nothing')
def closed(artefacts):
    with Session(artefacts) as session, App(session, surety()) as app:
        app.resize(1000, 720)
        bring_by_tree(app)
        set_by_tree(app)
        # The next account needs the words, and they are locked away.
        app.keys('ctrl+shift+l')
        app.wait(lambda: locked(app), 'the lock')
        open_account(app)
        app.click('Add Another Account of These Words…')
        app.type('Name of the Account', 'Savings', role=ENTRY)
        app.click('Add', role='button')
        app.wait_for('App Password', role=ENTRY)
        app.picture('locked-next')
        app.keys('Escape')
        # It is said, what was typed is there still, and nothing was added.
        app.wait_text('You closed the question, so nothing was stored or signed.')
        assert app.read('Name of the Account', role=ENTRY) == 'Savings', 'it was lost'
        assert locked(app), 'it was unlocked'
        app.picture('closed-next')
        app.click('Add', role='button')
        unlock(app, PASSWORD)
        app.wait_text('Account 2 of its recovery words', 20)
        close_dialog(app)
        assert versions(session) == ['2'], 'a second item of the same words'

        # The same for the words themselves: nothing is shown, and the account is as it was.
        app.keys('ctrl+shift+l')
        app.wait(lambda: locked(app), 'the lock')
        open_account(app)
        app.click('Check…', role='button')
        app.wait_for('App Password', role=ENTRY)
        app.keys('Escape')
        app.wait_gone('App Password', role=ENTRY)
        assert not app.has('Show the Words'), 'the words can be shown'
        assert locked(app), 'it was unlocked'


@journey('/journeys/keys/the-keyring-asks-for-itself')
def prompter(artefacts):
    with Session(artefacts) as session, App(session, surety()) as app:
        app.resize(1000, 720)
        prompter_steps.install(session)
        asked = prompter_steps.Prompter(app)

        # A new key, and the keyring is locked: it asks, and the question is closed.
        prompter_steps.lock(session)
        app.click('Use My Own Wallet', role='list item')
        app.press(app.wait(lambda: app.find_all('Recovery Words', role='list item'), 'doors')[-1])
        app.type('Recovery Words', WORDS, role=ENTRY)
        app.click('Import', role='button')
        app.click('Keep It There', role='button', seconds=20)
        asked.wait_for('Unlock Login Keyring')
        asked.picture('asked')
        asked.close()
        asked.wait_gone()
        app.wait_text('The keyring stayed locked. Nothing was stored or signed')
        app.picture('closed')
        assert versions(session) == [], 'a key is there'
        # The same again; a wrong password is asked for again, by the keyring.
        app.click('Keep It There', role='button')
        asked.wait_for('Unlock Login Keyring')
        asked.write('not this one')
        asked.wait_for('incorrect')
        asked.write(KEYRING_PASSWORD)
        asked.wait_gone()
        app.click('Stay Offline for Now', role='button', seconds=20)
        app.click('Look Around First', role='button')
        app.wait_text('No Endpoint Chosen')
        assert versions(session) == ['1']

        # The same when the key is needed: what was typed is kept, and nothing is lost.
        prompter_steps.lock(session)
        open_account(app)
        app.click('Add Another Account of These Words…')
        app.type('Name of the Account', 'Savings', role=ENTRY)
        app.click('Add', role='button')
        asked.wait_for('Unlock Login Keyring')
        asked.close()
        asked.wait_gone()
        app.wait_text('The keyring stayed locked. Nothing was stored or signed')
        assert app.read('Name of the Account', role=ENTRY) == 'Savings', 'it was lost'
        app.picture('still-locked')
        app.click('Add', role='button')
        asked.wait_for('Unlock Login Keyring')
        asked.write(KEYRING_PASSWORD)
        app.wait_text('Account 2 of its recovery words', 20)
        close_dialog(app)
        assert versions(session) == ['1']


class Desktop:
    """fake_desktop.py, on the bus of the session; kind "portal": as it is in a sandbox."""

    def __init__(self, session, kind=None):
        script = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'fake_desktop.py')
        names = {'org.freedesktop.portal.Desktop'} if kind else {'org.freedesktop.ScreenSaver',
                                                                 'org.freedesktop.login1'}
        self.process = subprocess.Popen([sys.executable, script, *([kind] if kind else [])],
                                        env=session.environment, text=True, stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, start_new_session=True)
        session.processes.append(self.process)
        assert {self.process.stdout.readline().strip() for _ in names} == names

    def do(self, word):
        self.process.stdin.write(word + '\n')
        self.process.stdin.flush()

    def hear(self, word):
        assert self.process.stdout.readline().strip() == word


@journey('/journeys/keys/keys-lock-themselves')
def by_itself(artefacts):
    with Session(artefacts) as session:
        session.environment['DBUS_SYSTEM_BUS_ADDRESS'] = \
            session.environment['DBUS_SESSION_BUS_ADDRESS']
        desktop = Desktop(session)
        with App(session, surety()) as app:
            app.resize(370, 720)
            desktop.hear('delayed')
            bring_by_tree(app)
            set_by_tree(app)
            for event in ('saver', 'lock', 'sleep'):
                app.wait(lambda: not locked(app), 'the end of the lock')
                desktop.do(event)
                app.wait(lambda: locked(app), f'the lock after "{event}"')
                if event == 'sleep':
                    desktop.hear('slept')
                    app.picture('locked-narrow')
                app.click('Unlock…', role='button')
                app.type('App Password', PASSWORD, role=ENTRY)
                app.click('Unlock', role='button')
                app.wait(lambda: not locked(app), 'the end of the lock', 20)

            # At the next start it is locked; unused for a while it locks itself.
            app.stop()
            subprocess.run(['gsettings', 'set', 'io.github.suretyapp.Surety', 'lock-after', '2'],
                           env=session.environment, check=True)
            # This time memory can't be kept from the swap, and that is said.
            app.command = unlocked_memory(surety())
            app.start()
            app.wait(lambda: locked(app), 'the lock of a start')
            app.keys('ctrl+comma')
            app.wait_text('can be written to the swap')
            assert not is_memory_locked(app)
            app.picture('swap')
            close_dialog(app)
            app.click('Unlock…', role='button')
            app.type('App Password', PASSWORD, role=ENTRY)
            app.click('Unlock', role='button')
            app.wait(lambda: not locked(app), 'the end of the lock', 20)
            app.wait(lambda: locked(app), 'the lock of itself', 10)

            # The bus goes: it says so, and nothing else.
            app.click('Unlock…', role='button')
            app.type('App Password', PASSWORD, role=ENTRY)
            keyring = next(process for process in session.processes
                           if 'gnome-keyring-daemon' in process.args[0])
            session.stop(keyring)
            app.click('Unlock', role='button')
            app.wait_text('No keyring answers on this computer', 20)
            app.picture('no-keyring')
            app.keys('Escape')


@journey('/journeys/keys/keys-lock-themselves-in-a-sandbox')
def in_a_sandbox(artefacts):
    with Session(artefacts) as session:
        session.environment['DBUS_SYSTEM_BUS_ADDRESS'] = 'unix:path=/nowhere'
        desktop = Desktop(session, 'portal')
        with App(session, surety()) as app:
            app.resize(1000, 720)
            desktop.hear('monitored')
            bring_by_tree(app)
            set_by_tree(app)
            desktop.do('saver')
            app.wait(lambda: locked(app), 'the lock')
            app.click('Unlock…', role='button')
            unlock(app, PASSWORD)
            app.wait(lambda: not locked(app), 'the end of the lock')

            # What is said of it is as good as what it hears.
            app.keys('ctrl+comma')
            app.wait_text('When the screen is locked and when the computer sleeps')
            app.picture('told')
            session.stop(desktop.process)
            app.wait_text('this desktop may not tell when the screen is locked')
            app.picture('not-told')
            close_dialog(app)


def unlocked_memory(command):
    """The same where no memory may be locked, not even by root."""
    without = '-ipc_lock'
    return ['prlimit', '--memlock=0:0',
            *(['setpriv', f'--bounding-set={without}', f'--inh-caps={without}']
              if os.geteuid() == 0 else []), *command]


def is_memory_locked(app):
    with open(f'/proc/{app.process.pid}/status', encoding='ascii') as status:
        kib = next(int(line.split()[1]) for line in status if line.startswith('VmLck:'))
    return kib > 0


def set_by_tree(app):
    app.keys('ctrl+comma')
    app.wait_for('Set…', role='button')
    assert app.has_text('can be written to the swap') != is_memory_locked(app)
    app.click('Set…', role='button')
    app.type('New Password', PASSWORD, role=ENTRY)
    app.type('The Same Again', PASSWORD, role=ENTRY)
    app.click('Set', role='button')
    app.wait_text('Set: your keys are encrypted once more', 20)
    close_preferences(app)


if __name__ == '__main__':
    main()
