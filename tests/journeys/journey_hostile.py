#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Hasty hands: pressed twice, switched away, closed half-way. Nothing is sent twice or lost."""

import signal

import practice_steps as steps
import shots
from access_steps import speech
from harness import App, Session, journey, main, surety

WATCHED = '0x71C7656EC7ab88b098defB751B7401B5f6d8976F'


def lines(app):
    """How many transactions Activity lists."""
    shots.to_page(app, 'Activity')
    listed = app.wait_for('Transactions, newest first', role='list')
    return len([node for node in listed.children if node.role == 'list item'])


def press_twice(app, name):
    """Two clicks on the same place, as fast as a display takes them."""
    button = app.wait_for(name, role='button', where=lambda node: node.has('sensitive'))
    x, y, width, height = button.extents()
    left, top = app.geometry()[:2]
    app.focus_window()
    app.xdotool('mousemove', left + x + width // 2, top + y + height // 2, 'click', '--repeat', 2,
                '--delay', 1, 1)
    app.park_pointer()


def to_withdraw(app):
    shots.to_page(app, 'Overview')
    app.click('Withdraw…')
    app.wait_for('Amount to withdraw, in stETH')
    app.write('0.01')


def switch_to(app, name):
    """To a network, by the switcher and the keyboard."""
    app.click('Account and Network')
    app.wait_for('Networks', role='list')
    for _ in range(40):
        focused = app.focused()
        if focused and focused.role == 'list item' and speech(focused) == name:
            break
        app.xdotool('key', 'Tab')
    else:
        raise AssertionError(f'Tab does not come to {name!r}')
    app.keys('Return')


@journey('/journeys/hostile/pressed-twice-is-sent-once')
def twice(artefacts):
    with Session(artefacts) as session, App(session, surety()) as app:
        app.resize(1000, 720)
        steps.practise(app)
        steps.to_review(app)
        press_twice(app, 'Sign and Send')
        app.click('See the Result', role='button', seconds=30)
        assert lines(app) == 3, 'the three steps are not there once'
        # What was meant for the page before does not sign.
        to_withdraw(app)
        press_twice(app, 'Continue')
        app.wait_for('Sign and Send', role='button', where=lambda node: node.has('sensitive'))
        assert not app.has_text('Done. The chain says'), 'it was signed without being looked at'
        press_twice(app, 'Sign and Send')
        app.wait_text('Done. The chain says what was promised', 30)
        if app.find_all(role='dialog'):
            steps.close_dialog(app)
        assert lines(app) == 4, 'the withdrawal is not there once'


@journey('/journeys/hostile/back-and-forth-signs-nothing')
def back_and_forth(artefacts):
    with Session(artefacts) as session, App(session, surety()) as app:
        app.resize(1000, 720)
        steps.practise(app)
        steps.to_review(app)
        app.click('Back', role='button')
        steps.at_step(app, 5)
        press_twice(app, 'Next')
        app.wait_for('Sign and Send', role='button', where=lambda node: node.has('sensitive'))
        steps.at_step(app, 6)
        # Another account in between: what was chosen is kept, and nothing runs that does not.
        app.keys('ctrl+n')
        app.click('Watch an Address', role='button')
        app.type('Address', WATCHED)
        app.click('Watch', role='button')
        app.click('Stay Offline for Now', role='button')
        app.click('Look Around First', role='button')
        switch_to(app, 'Practice')
        app.wait_text('Nothing here is real')
        shots.to_page(app, 'Restake')
        steps.at_step(app, 6)
        app.click('Sign and Send', role='button')
        # Away while it runs, and back: it went on by itself.
        switch_to(app, 'Ethereum Mainnet')
        app.wait_text('real money')
        switch_to(app, 'Practice')
        app.wait_text('Nothing here is real')
        assert lines(app) == 3, 'the three steps are not there once'
        shots.to_page(app, 'Restake')
        app.click('See the Result', role='button', seconds=30)


@journey('/journeys/hostile/closed-at-every-stage')
def closed(artefacts):
    with Session(artefacts) as session, App(session, surety()) as app:
        app.resize(1000, 720)
        steps.practise(app)
        steps.to_review(app)
        app.restart()
        app.wait_text('Surety')
        shots.to_page(app, 'Restake')
        steps.at_step(app, 6)
        app.click('Sign and Send', role='button')
        app.close_window()
        app.process.wait(10)
        app.check_words()
        assert app.process.returncode == 0, app.process.returncode
        app.start()
        shots.to_page(app, 'Restake')
        app.wait(lambda: app.has('Go On') or app.has('See the Result') or
                 app.has('Sign and Send', where=lambda node: node.has('sensitive')),
                 'the guide', 30)
        for name in ('Sign and Send', 'Go On'):
            if app.has(name, role='button'):
                app.click(name, role='button')
                if name == 'Go On':
                    app.wait(lambda: app.find('Sign and Send', role='button').has('sensitive'),
                             'what is left', 20)
                    app.click('Sign and Send', role='button')
                break
        app.wait_for('See the Result', role='button', seconds=30)
        assert lines(app) == 3, 'the three steps are not there once'
        # Asked to end by the system, with a dialog open.
        to_withdraw(app)
        app.process.send_signal(signal.SIGTERM)
        app.process.wait(10)
        app.check_words()
        app.start()
        assert lines(app) == 3, 'something was sent'
        # Closing the window, and Ctrl+W, close what is on top first, then the window.
        for close in (app.close_window, lambda: app.xdotool('key', 'ctrl+w')):
            to_withdraw(app)
            close()
            app.wait(lambda: not app.find_all(role='dialog'), 'the end of the dialog')
            app.check()
            app.focus_window()
            close()
            app.process.wait(10)
            app.check_words()
            assert app.process.returncode == 0, app.process.returncode
            app.start()
        assert lines(app) == 3, 'something was sent'


@journey('/journeys/hostile/what-is-open-stays-open')
def stays_open(artefacts):
    with Session(artefacts) as session, App(session, surety()) as app:
        app.resize(1000, 900)
        steps.practise(app)
        steps.to_review(app)
        steps.sign(app)
        shots.to_page(app, 'Overview')
        app.wait_for('Restaked positions', role='list')

        def expander():
            return app.find(where=lambda node: node.has('expandable', 'focusable', 'showing'))

        app.wait(expander, 'an expander')
        app.press(expander())
        app.wait(lambda: expander().has('expanded'), 'the services')
        for _ in range(100):
            app.xdotool('key', 'Tab')
            if app.focused() and speech(app.focused()) == 'Withdraw…':
                break
        assert speech(app.focused()) == 'Withdraw…', app.focused()
        app.click('Wind On One Day')
        app.keys('ctrl+r')
        app.settle()
        assert expander().has('expanded'), 'the services were closed'


@journey('/journeys/hostile/a-network-without-an-account')
def no_account(artefacts):
    with Session(artefacts) as session, App(session, surety()) as app:
        app.resize(1000, 720)
        steps.practise(app)
        app.click('Account and Network')
        app.wait_for('Networks', role='list')
        focused = app.wait(app.focused, 'the keyboard')
        assert focused.role == 'list item' and 'Chosen' in focused.description, focused
        app.click('Ethereum Mainnet', role='list item')
        app.wait_text('No Account on')
        app.picture('no-account')
        app.restart()
        app.wait_text('No Account on')
        app.click('Back to Practice', role='button')
        app.wait_text('Nothing here is real')


if __name__ == '__main__':
    main()
