# SPDX-License-Identifier: GPL-3.0-or-later
"""What a person does on the page of endpoints."""

FIELD = 'Address of the Endpoint'


def to_page(app):
    """By the menu, from wherever the window is."""
    app.wait_for('Overview')
    app.settle()
    app.keys('F10')
    app.click('Endpoints…')
    app.wait_text('What Left This Computer')


def add(app, url):
    app.type(FIELD, url)
    # What is typed takes the words about what was typed before away.
    app.settle()
    app.click('Add Endpoint')
