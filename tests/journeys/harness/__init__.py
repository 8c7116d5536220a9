# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives a real window the way a person with a screen reader does.

A test file is a program that Meson runs and that prints TAP:

    from harness import App, Session, journey, main

    @journey('/journeys/practice/first-start-offers-three-doors')
    def first_start(artefacts):
        with Session(artefacts) as session, App(session, surety()) as app:
            app.click('Practise with Play Money')
            app.wait_for('Token', role='heading')
            app.picture('token')

    main()

Session has the display, the buses and the keyring; App the process and its window; Node one
accessible thing in it. Waiting has a deadline, and what is not there by then is reported with the
tree, a picture and the program's own words among the artefacts.
"""

from .app import App, AppDied
from .gallery import gallery
from .session import Session
from .tap import journey, main
from .tree import Node, NotFound
from .tools import Anvil, PracticeServer, cast, surety, wait_until

__all__ = ['Anvil', 'App', 'AppDied', 'Node', 'NotFound', 'PracticeServer', 'Session',
           'cast', 'gallery', 'journey', 'main', 'surety', 'wait_until']
