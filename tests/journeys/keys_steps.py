# SPDX-License-Identifier: GPL-3.0-or-later
"""A secret in every spelling, and the places where it must not lie."""

import base64
import ctypes
import hashlib
import hmac
import os
import re
import unicodedata

from mnemonic import Mnemonic

from harness.session import build_folder
from harness.tree import NotFound
from wallet_steps import ENTRY

# One of the standard's examples, of twelve different words.
WORDS = 'scheme spot photo card baby mountain device kick cradle pact join borrow'
PASSWORD = 'quartz-lantern-eleven'

ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141
FIELD = 2 ** 256 - 2 ** 32 - 977
GENERATOR = (0x79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798,
             0x483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8)


def add(a, b):
    if a is None or b is None:
        return a or b
    if a[0] == b[0] and a[1] != b[1]:
        return None
    if a == b:
        slope = 3 * a[0] * a[0] * pow(2 * a[1], -1, FIELD)
    else:
        slope = (b[1] - a[1]) * pow(b[0] - a[0], -1, FIELD)
    x = (slope * slope - a[0] - b[0]) % FIELD
    return x, (slope * (a[0] - x) - a[1]) % FIELD


def public(key):
    point, step = None, GENERATOR
    while key:
        if key & 1:
            point = add(point, step)
        step, key = add(step, step), key >> 1
    return bytes([2 + point[1] % 2]) + point[0].to_bytes(32, 'big')


def derive(seed, index):
    """The private key of m/44'/60'/0'/0/index (BIP-32)."""
    node = hmac.digest(b'Bitcoin seed', seed, 'sha512')
    for step in (0x8000002c, 0x8000003c, 0x80000000, 0, index):
        key = int.from_bytes(node[:32], 'big')
        data = b'\0' + node[:32] if step >> 31 else public(key)
        below = hmac.digest(node[32:], data + step.to_bytes(4, 'big'), 'sha512')
        node = ((key + int.from_bytes(below[:32], 'big')) % ORDER).to_bytes(32, 'big') + below[32:]
    return node[:32]


def spell_bytes(name, secret):
    """Bytes as they are, as a library keeps a number, and as text."""
    base = base64.b64encode(secret).rstrip(b'=')
    return {f'{name}, bytes': secret, f'{name}, bytes the other way': secret[::-1],
            f'{name}, hex': secret.hex().encode(), f'{name}, upper-case hex':
            secret.hex().upper().encode(), f'{name}, hex in UTF-16':
            secret.hex().encode('utf-16-le'), f'{name}, base64': base[:-1]}


def spell_text(name, text):
    """Text in the encodings a toolkit keeps it in."""
    raw = unicodedata.normalize('NFKD', text).encode()
    needles = {f'{name}, UTF-8': raw, f'{name}, UTF-16': text.encode('utf-16-le'),
               f'{name}, UCS-4': text.encode('utf-32-le'), f'{name}, hex': raw.hex().encode()}
    # In base64 three texts, by where in a group of three it begins.
    for shift in range(3):
        base = base64.b64encode(b'\0' * shift + raw)
        needles[f'{name}, base64 ({shift})'] = base[4 * (shift > 0) + shift:-4]
    return needles


def needles_of(words, passwords, accounts=2):
    """What must not be found: by a name, the bytes."""
    table = Mnemonic('english')
    entropy = bytes(table.to_entropy(words))
    seed = hashlib.pbkdf2_hmac('sha512', words.encode(), b'mnemonic', 2048)
    each = words.split(' ')
    indices = [table.wordlist.index(word) for word in each]
    needles = {}
    # Also a part of the words gives them away.
    for begin in range(0, len(each) - 2, 3):
        needles.update(spell_text(f'words {begin + 1} to {begin + 3}',
                                  ' '.join(each[begin:begin + 3])))
    for size, order in ((2, 'little'), (2, 'big'), (4, 'little'), (8, 'little')):
        needles[f'numbers of the words, {size} bytes {order}'] = b''.join(
            index.to_bytes(size, order) for index in indices[:6])
    needles.update(spell_bytes('entropy', entropy))
    needles.update(spell_bytes('seed', seed))
    needles['half of the seed'] = seed[:32]
    for index in range(accounts):
        needles.update(spell_bytes(f'key {index}', derive(seed, index)))
    for number, password in enumerate(passwords):
        needles.update(spell_text(f'password {number}', password))
    return needles


PAGE = 4096
# A region above this is no memory but room for it: where a sanitizer notes what may be touched.
LARGEST = 1 << 40


def without_empty_pages(content):
    """No secret is a page of zeros, and most of a program's memory is."""
    empty = bytes(PAGE)
    return b''.join(page for page in (content[at:at + PAGE]
                                      for at in range(0, len(content), PAGE)) if page != empty)


def read_memory(pid):
    """All that a process can write, region by region, but for what is empty."""
    with open(f'/proc/{pid}/maps', encoding='utf-8') as maps, \
            open(f'/proc/{pid}/mem', 'rb', buffering=0) as memory:
        for line in maps:
            match = re.match(r'([0-9a-f]+)-([0-9a-f]+) rw..\s+\S+\s+\S+\s+\S+\s*(.*)', line)
            if not match:
                continue
            begin, end = int(match[1], 16), int(match[2], 16)
            parts = []
            while begin < end <= begin + LARGEST:
                memory.seek(begin)
                try:
                    part = memory.read(min(end - begin, 1 << 24))
                except OSError:
                    # A region of a device, which cannot be read.
                    break
                if not part:
                    break
                parts.append(without_empty_pages(part))
                begin += len(part)
            yield match[3] or 'memory', b''.join(parts)


def find_in_memory(pid, needles):
    """The names of those that lie in the memory of a process."""
    found = {}
    size = 0
    for region, content in read_memory(pid):
        size += len(content)
        for name, needle in needles.items():
            at = content.find(needle)
            if at >= 0:
                found.setdefault(name, (region, content[max(at - 48, 0):at + len(needle) + 16]))
    assert size > 1 << 22, f'only {size} bytes could be read'
    return found


def find_in_files(folder, needles):
    """The same in every file of a folder."""
    found = []
    for place, _, names in os.walk(folder):
        for file_name in names:
            path = os.path.join(place, file_name)
            if not os.path.isfile(path):
                continue
            with open(path, 'rb') as file:
                content = file.read()
            found += [f'{name} in {path}' for name, needle in needles.items() if needle in content]
    return found


def owns_selection(display):
    """Whether anybody offers anything on the clipboard or by selecting: the names of those."""
    x11 = ctypes.CDLL('libX11.so.6')
    x11.XOpenDisplay.restype = ctypes.c_void_p
    x11.XInternAtom.restype = ctypes.c_ulong
    x11.XGetSelectionOwner.restype = ctypes.c_ulong
    connection = ctypes.c_void_p(x11.XOpenDisplay(display.encode()))
    assert connection.value, 'no display'
    names = []
    for name in (b'CLIPBOARD', b'PRIMARY', b'SECONDARY'):
        atom = ctypes.c_ulong(x11.XInternAtom(connection, name, 0))
        if x11.XGetSelectionOwner(connection, atom):
            names.append(name.decode())
    x11.XCloseDisplay(connection)
    return names


def readable():
    """Surety as it is installed, but that root's debugger need not ask and keystores are quick."""
    return [os.path.join(build_folder(), 'tests', 'journeys', 'surety-readable')]


def write(app, name, text):
    """Real keys into a field: nothing but the display and the toolkit sees them."""
    app.mouse(app.wait_for(name, role=ENTRY))
    app.write(text)


def scan(app, needles):
    return find_in_memory(app.process.pid, needles)


def assert_gone(app, needles):
    """Nothing of a secret is left, a moment after it was let go of."""
    found = {}

    def gone():
        found.clear()
        found.update(scan(app, needles))
        return not found

    app.settle()
    try:
        app.wait(gone, 'the end of every secret', 5)
    except NotFound:
        raise AssertionError('\n'.join(f'{name} ({where})' for name, where in found.items())) \
            from None
