# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures of every page in every look, from a real window."""

import os
import tempfile

from .app import App
from .session import Session

# What a page must look right in. The window is 1000 by 720 unless a look says otherwise.
LOOKS = {
    'light': {},
    'dark': {'dark': True},
    # 360 by 720 for the page: without a compositor, a window draws 5 pixels of border around it.
    'narrow': {'size': (370, 730)},
    'large-text': {'large_text': True},
}
SIZE = (1000, 720)


def gallery(folder, command, walk, keyring='unlocked', looks=None):
    """Calls walk(app, take) once in each look, from a first start; take(name) keeps the picture
    NAME-LOOK.png in the folder. Returns the paths.

    The screen is hardly larger than the window: what pops up finds its place within the picture,
    and only the pointer waits beside it."""
    paths = []
    for look, wanted in LOOKS.items():
        if looks and look not in looks:
            continue
        width, height = wanted.get('size', SIZE)
        screen = (width + 8, height + 8)
        with tempfile.TemporaryDirectory(prefix='surety-shots-') as artefacts, \
                Session(artefacts, size=screen, keyring=keyring,
                        large_text=wanted.get('large_text', False)) as session, \
                App(session, command, dark=wanted.get('dark', False)) as app:

            def take(name, app=app, look=look):
                path = app.picture(name, os.path.join(folder, f'{name}-{look}.png'))
                paths.append(path)
                return path

            app.resize(width, height)
            walk(app, take)
    return paths
