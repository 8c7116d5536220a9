# SPDX-License-Identifier: GPL-3.0-or-later
"""What must hold on every page for somebody who has only a keyboard, or only a screen reader."""

# What only holds others together, and what a reader speaks by its content.
FRAMES = ('application', 'frame', 'window', 'dialog', 'alert', 'panel', 'filler', 'scroll pane',
          'viewport', 'grouping', 'group', 'page', 'generic')


def speech(node):
    """What a screen reader says of a thing: its name, or the first of what labels it inside."""
    return node.name or node.spoken() or next(
        (below.name for below in node.walk() if below.role in ('label', 'image') and below.name),
        '')


def unnamed(app):
    """Everything that can have the keyboard and has nothing to be called by."""
    return [node for node in app.find_all(where=lambda node: node.has('focusable', 'visible'))
            if node.role not in FRAMES and not speech(node)]


def trail(node):
    """Where a thing is, for a message."""
    names = []
    while node:
        names.append(f'{node.role} {node.name!r}')
        node = node.parent
    return ' < '.join(names[:6])


def check(app, where):
    """Fails where a control of this page has no name, or the keyboard is nowhere on it."""
    nameless = unnamed(app)
    if nameless:
        # What goes while it is read has no name any more.
        app.settle()
        nameless = unnamed(app)
    assert not nameless, f'on {where} these have no name: ' + '; '.join(map(trail, nameless))
    # A page that came while the window was not the active one tells of its focus with the next key.
    if not app.focused():
        app.keys('Tab')
    app.wait(app.focused, f'the keyboard on {where}', 3)
