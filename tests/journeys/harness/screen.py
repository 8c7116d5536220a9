# SPDX-License-Identifier: GPL-3.0-or-later
"""Looks at a display from outside: what its windows show, and when they show something."""

import ctypes
import ctypes.util
import struct
import zlib

# As many shades as the text of a page has; a window that only has its background has two or three.
FEWEST_COLOURS = 16
SMALLEST = 200
VIEWABLE = 2
ZPIXMAP = 2
REPORT_NON_EMPTY = 3
# Drawing within so many pixels in width and height is something that turns or blinks.
LARGEST_SPINNER = 80
# XEvent is a union with room for this many bytes on every machine.
EVENT_SIZE = 24 * ctypes.sizeof(ctypes.c_long)
ALL_PLANES = ctypes.c_ulong(-1)


class Attributes(ctypes.Structure):
    """XWindowAttributes."""

    _fields_ = [('x', ctypes.c_int), ('y', ctypes.c_int), ('width', ctypes.c_int),
                ('height', ctypes.c_int), ('border_width', ctypes.c_int), ('depth', ctypes.c_int),
                ('visual', ctypes.c_void_p), ('root', ctypes.c_ulong), ('klass', ctypes.c_int),
                ('bit_gravity', ctypes.c_int), ('win_gravity', ctypes.c_int),
                ('backing_store', ctypes.c_int), ('backing_planes', ctypes.c_ulong),
                ('backing_pixel', ctypes.c_ulong), ('save_under', ctypes.c_int),
                ('colormap', ctypes.c_ulong), ('map_installed', ctypes.c_int),
                ('map_state', ctypes.c_int), ('all_event_masks', ctypes.c_long),
                ('your_event_mask', ctypes.c_long), ('do_not_propagate_mask', ctypes.c_long),
                ('override_redirect', ctypes.c_int), ('screen', ctypes.c_void_p)]


class Image(ctypes.Structure):
    """The head of XImage."""

    _fields_ = [('width', ctypes.c_int), ('height', ctypes.c_int), ('xoffset', ctypes.c_int),
                ('format', ctypes.c_int), ('data', ctypes.c_void_p), ('byte_order', ctypes.c_int),
                ('bitmap_unit', ctypes.c_int), ('bitmap_bit_order', ctypes.c_int),
                ('bitmap_pad', ctypes.c_int), ('depth', ctypes.c_int),
                ('bytes_per_line', ctypes.c_int), ('bits_per_pixel', ctypes.c_int)]


class Rectangle(ctypes.Structure):
    """XRectangle."""

    _fields_ = [('x', ctypes.c_short), ('y', ctypes.c_short), ('width', ctypes.c_ushort),
                ('height', ctypes.c_ushort)]


# int (*) (Display *, XErrorEvent *): a window may go between two questions; that is no error here.
HANDLER = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)
IGNORE = HANDLER(lambda display, event: 0)


class Screen:
    """One connection to a display."""

    def __init__(self, display):
        self.x11 = ctypes.CDLL('libX11.so.6')
        self.x11.XOpenDisplay.restype = ctypes.c_void_p
        self.x11.XDefaultRootWindow.restype = ctypes.c_ulong
        self.x11.XGetImage.restype = ctypes.POINTER(Image)
        for name in ('XDefaultRootWindow', 'XCloseDisplay', 'XQueryTree', 'XGetWindowAttributes',
                     'XGetImage', 'XFree', 'XDestroyImage'):
            getattr(self.x11, name).argtypes = None
        self.x11.XSetErrorHandler(IGNORE)
        self.display = ctypes.c_void_p(self.x11.XOpenDisplay(display.encode()))
        if not self.display:
            raise RuntimeError(f'no display {display}')
        self.root = ctypes.c_ulong(self.x11.XDefaultRootWindow(self.display))
        self.damage = None
        self.drawings = self.large_drawings = 0

    def close(self):
        self.x11.XCloseDisplay(self.display)

    def windows(self):
        """Top-level windows that are mapped and larger than a tooltip: (id, width, height)."""
        root, parent = ctypes.c_ulong(), ctypes.c_ulong()
        children, count = ctypes.POINTER(ctypes.c_ulong)(), ctypes.c_uint()
        if not self.x11.XQueryTree(self.display, self.root, ctypes.byref(root),
                                   ctypes.byref(parent), ctypes.byref(children),
                                   ctypes.byref(count)):
            return []
        found = []
        for index in range(count.value):
            attributes = Attributes()
            window = ctypes.c_ulong(children[index])
            if self.x11.XGetWindowAttributes(self.display, window, ctypes.byref(attributes)) and \
                    attributes.map_state == VIEWABLE and \
                    min(attributes.width, attributes.height) >= SMALLEST:
                found.append((window, attributes.width, attributes.height))
        if count.value:
            self.x11.XFree(children)
        return found

    def pixels(self, window, x, y, width, height):
        """What is there, four bytes a pixel: blue, green, red, nothing; None for a window that
        went."""
        image = self.x11.XGetImage(self.display, window, x, y, width, height, ALL_PLANES, ZPIXMAP)
        if not image:
            return None
        size = image.contents.bytes_per_line * image.contents.height
        pixels = ctypes.string_at(image.contents.data, size)
        self.x11.XDestroyImage(image)
        return pixels

    def changes(self):
        """A number that is another one whenever something was drawn since it was asked for."""
        self._look()
        return self.drawings

    def moves(self):
        """The same, of what is more than something that turns or blinks."""
        self._look()
        return self.large_drawings

    def _watch(self):
        self.xdamage = ctypes.CDLL('libXdamage.so.1')
        self.xfixes = ctypes.CDLL('libXfixes.so.3')
        first, error = ctypes.c_int(), ctypes.c_int()
        for extension in (self.xdamage.XDamageQueryExtension, self.xfixes.XFixesQueryExtension):
            if not extension(self.display, ctypes.byref(first), ctypes.byref(error)):
                raise RuntimeError('the display does not tell when something is drawn')
        self.xdamage.XDamageCreate.restype = ctypes.c_ulong
        self.xfixes.XFixesCreateRegion.restype = ctypes.c_ulong
        self.xfixes.XFixesFetchRegionAndBounds.restype = ctypes.c_void_p
        self.damage = ctypes.c_ulong(
            self.xdamage.XDamageCreate(self.display, self.root, REPORT_NON_EMPTY))
        self.region = ctypes.c_ulong(self.xfixes.XFixesCreateRegion(self.display, None, 0))

    def _look(self):
        if self.damage is None:
            self._watch()
        # An event comes when the first thing is drawn, then none before that is taken note of.
        self.x11.XSync(self.display, 0)
        if not self.x11.XPending(self.display):
            return
        event = ctypes.create_string_buffer(EVENT_SIZE)
        while self.x11.XPending(self.display):
            self.x11.XNextEvent(self.display, event)
        self.xdamage.XDamageSubtract(self.display, self.damage, ctypes.c_ulong(0), self.region)
        count, bounds = ctypes.c_int(), Rectangle()
        parts = self.xfixes.XFixesFetchRegionAndBounds(self.display, self.region,
                                                       ctypes.byref(count), ctypes.byref(bounds))
        if parts:
            self.x11.XFree(ctypes.c_void_p(parts))
        self.drawings += 1
        if max(bounds.width, bounds.height) > LARGEST_SPINNER:
            self.large_drawings += 1

    def drawn(self):
        """Whether a window shows a page: enough different pixels in it."""
        for window, width, height in self.windows():
            pixels = self.pixels(window, 0, 0, width, height)
            if pixels and len(set(memoryview(pixels).cast('I'))) >= FEWEST_COLOURS:
                return True
        return False

    def save(self, path, x, y, width, height):
        """Keeps a part of the display as a PNG."""
        pixels = self.pixels(self.root, x, y, width, height)
        if pixels is None:
            raise RuntimeError(f'{width} by {height} pixels at {x}, {y} are not on the display')
        colours = bytearray(3 * width * height)
        for channel in range(3):
            colours[channel::3] = pixels[2 - channel::4]
        # Each line begins with how it was filtered: not at all.
        lines = b''.join(b'\0' + colours[3 * width * line:3 * width * (line + 1)]
                         for line in range(height))
        with open(path, 'wb') as file:
            file.write(b'\x89PNG\r\n\x1a\n')
            for kind, data in ((b'IHDR', struct.pack('>IIBBBBB', width, height, 8, 2, 0, 0, 0)),
                               (b'IDAT', zlib.compress(lines, 1)), (b'IEND', b'')):
                file.write(struct.pack('>I', len(data)) + kind + data
                           + struct.pack('>I', zlib.crc32(kind + data)))
