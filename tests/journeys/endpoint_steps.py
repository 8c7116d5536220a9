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


def open_traffic(app, host):
    """What was asked of a host: its last line on the page is the list's."""
    row = app.wait(lambda: app.find_all(host, role='list item')[-1:], host)[0]
    app.into_view(row)
    app.mouse(row)


def add(app, url):
    app.type(FIELD, url)
    # What is typed takes the words about what was typed before away.
    app.settle()
    app.click('Add Endpoint')
