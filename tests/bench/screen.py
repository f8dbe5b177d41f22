"""A screen of its own, watched from outside: when a window stands still, and keys typed into it.

Xvfb keeps its picture in a file (`-fbdir`); looking at that file costs the measured program
nothing. Keys go in through the XTEST extension, as from a keyboard.
"""

from __future__ import annotations

import ctypes
import mmap
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes.util import find_library
from itertools import count
from pathlib import Path

WIDTH, HEIGHT = 1280, 800
_ROW_BYTES = WIDTH * 4
_BLINK_ROWS = 40
"""A change of at most so many rows of pixels is a blinking cursor."""
_LOOK_SECONDS = 0.004
_EVERY_ROW = 16
_WHOLE_LOOK = 12
"""Most looks are at every sixteenth row, one in so many at all: looking takes time too."""


class Screen:
    """One X server and its picture.

    Args:
        display: its name, such as ":7".
        folder: in which Xvfb keeps its picture.
    """

    def __init__(self, display: str, folder: Path) -> None:
        self.display, self.folder = display, folder
        picture = folder / "Xvfb_screen0"
        with picture.open("rb") as file:
            self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self._start = len(self._map) - _ROW_BYTES * HEIGHT
        self._keyboard = _Keyboard(display)

    def settled(self, begun: float, quiet: float = 1.0, most: float = 30.0) -> float:
        """Wait until the picture stands still and return the seconds from `begun` till then.

        Args:
            begun: by `time.perf_counter`.
            quiet: it stands still when it did not change for so many seconds.
            most: give up after so many seconds.
        """
        seen, glimpsed = self._picture(), self._glimpse()
        last = None
        for look in count():
            now = time.perf_counter()
            glimpse = self._glimpse()
            if glimpse != glimpsed or look % _WHOLE_LOOK == 0:
                glimpsed, picture = glimpse, self._picture()
                if _rows_changed(seen, picture) > _BLINK_ROWS:
                    last = now
                seen = picture
            if last is not None and now - last > quiet:
                return last - begun
            if now - begun > most:
                raise TimeoutError("the window did not come to rest")
            time.sleep(_LOOK_SECONDS)
        raise AssertionError

    def type(self, text: str) -> None:
        """Type letters, digits and spaces into the window."""
        self._keyboard.type(text)

    def press(self, keys: str) -> None:
        """Press keys together by their X names, such as "Return" or "Control_L+l"."""
        self._keyboard.press(keys)

    def focus(self) -> None:
        """Give the keyboard to the window on top, as a window manager would."""
        self._keyboard.focus()

    def _glimpse(self) -> bytes:
        step = _ROW_BYTES * _EVERY_ROW
        return b"".join(
            self._map[row : row + _ROW_BYTES] for row in range(self._start, len(self._map), step)
        )

    def _picture(self) -> bytes:
        return self._map[self._start :]


@contextmanager
def screen() -> Iterator[Screen]:
    """Start an X server for as long as the block lasts."""
    with tempfile.TemporaryDirectory() as folder:
        server = subprocess.Popen(
            [
                *("Xvfb", "-displayfd", "1", "-screen", "0", f"{WIDTH}x{HEIGHT}x24"),
                *("-dpi", "96", "-nolisten", "tcp", "-fbdir", folder),
            ],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        try:
            assert server.stdout is not None
            number = server.stdout.readline().decode().strip()
            yield Screen(f":{number}", Path(folder))
        finally:
            server.terminate()
            server.wait()
            if server.stdout is not None:
                server.stdout.close()


def _rows_changed(before: bytes, after: bytes) -> int:
    if before == after:
        return 0
    return sum(
        before[start : start + _ROW_BYTES] != after[start : start + _ROW_BYTES]
        for start in range(0, len(after), _ROW_BYTES)
    )


class _Keyboard:
    """Keys through XTEST."""

    def __init__(self, display: str) -> None:
        self._x = ctypes.CDLL(find_library("X11") or "libX11.so.6")
        self._test = ctypes.CDLL(find_library("Xtst") or "libXtst.so.6")
        self._x.XOpenDisplay.restype = ctypes.c_void_p
        self._x.XStringToKeysym.restype = ctypes.c_ulong
        self._x.XDefaultRootWindow.restype = ctypes.c_ulong
        pointer = self._x.XOpenDisplay(display.encode())
        if not pointer:
            raise OSError(f"no display {display}")
        self._display = ctypes.c_void_p(pointer)

    def press(self, keys: str) -> None:
        codes = [
            self._x.XKeysymToKeycode(
                self._display, ctypes.c_ulong(self._x.XStringToKeysym(key.encode()))
            )
            for key in keys.split("+")
        ]
        for code in codes:
            self._test.XTestFakeKeyEvent(self._display, code, 1, 0)
        for code in reversed(codes):
            self._test.XTestFakeKeyEvent(self._display, code, 0, 0)
        self._x.XSync(self._display, 0)

    def type(self, text: str) -> None:
        for letter in text:
            self.press("space" if letter == " " else letter)

    def focus(self) -> None:
        root = self._x.XDefaultRootWindow(self._display)
        found_root, parent = ctypes.c_ulong(), ctypes.c_ulong()
        children = ctypes.POINTER(ctypes.c_ulong)()
        how_many = ctypes.c_uint()
        self._x.XQueryTree(
            self._display,
            ctypes.c_ulong(root),
            ctypes.byref(found_root),
            ctypes.byref(parent),
            ctypes.byref(children),
            ctypes.byref(how_many),
        )
        place = [ctypes.c_int() for _ in range(2)] + [ctypes.c_uint() for _ in range(4)]
        for number in reversed(range(how_many.value)):
            window = ctypes.c_ulong(children[number])
            self._x.XGetGeometry(
                self._display, window, ctypes.byref(found_root), *map(ctypes.byref, place)
            )
            if place[2].value > WIDTH // 2:
                self._x.XSetInputFocus(self._display, window, 1, ctypes.c_ulong(0))
                self._x.XSync(self._display, 0)
                return
        raise LookupError("there is no window to give the keyboard to")
