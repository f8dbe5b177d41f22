"""The objects of macOS, called without a library of their own."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any

Heard = Callable[[], None]
_Handler = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p)


class ObjC:
    """What the program needs of the Objective-C runtime."""

    def __init__(self) -> None:
        """Load the runtime and AppKit.

        Raises:
            OSError: this is no macOS.
        """
        self._runtime = ctypes.CDLL("/usr/lib/libobjc.A.dylib")
        ctypes.CDLL("/System/Library/Frameworks/AppKit.framework/AppKit")
        for name in ("objc_getClass", "sel_registerName", "objc_allocateClassPair"):
            getattr(self._runtime, name).restype = ctypes.c_void_p
        self._runtime.objc_allocateClassPair.argtypes = [
            ctypes.c_void_p,
            ctypes.c_char_p,
            ctypes.c_size_t,
        ]
        self._runtime.objc_registerClassPair.argtypes = [ctypes.c_void_p]
        self._runtime.class_addMethod.argtypes = [
            ctypes.c_void_p,
            ctypes.c_void_p,
            _Handler,
            ctypes.c_char_p,
        ]
        # Kept for as long as the program lives: the system calls them.
        self._handlers: list[Any] = []

    def named(self, name: str) -> int:
        """Return a class."""
        return int(self._runtime.objc_getClass(name.encode("ascii")) or 0)

    def text(self, words: str) -> int:
        """Return a string of the system."""
        return self.call(self.named("NSString"), "stringWithUTF8String:", words.encode("utf-8"))

    def call(self, target: int, selector: str, *arguments: int | bytes) -> int:
        """Send a message whose arguments and answer are pointers or whole numbers."""
        kinds = [ctypes.c_char_p if isinstance(a, bytes) else ctypes.c_void_p for a in arguments]
        send = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p, *kinds)(
            ("objc_msgSend", self._runtime)
        )
        return int(send(target, self._selector(selector), *arguments) or 0)

    def observe(self, centre: int, names: tuple[str, ...], heard: Heard) -> None:
        """Call a function at each notification of these names.

        Args:
            centre: the notification centre.
            names: of the notifications.
            heard: called on the thread of the window.
        """
        kind = self._runtime.objc_allocateClassPair(
            self.named("NSObject"), f"VertrouwenObserver{len(self._handlers)}".encode("ascii"), 0
        )
        handler = _Handler(lambda _self, _selector, _notification: heard())
        self._handlers.append(handler)
        self._runtime.class_addMethod(kind, self._selector("heard:"), handler, b"v@:@")
        self._runtime.objc_registerClassPair(kind)
        observer = self.call(self.call(kind, "alloc"), "init")
        for name in names:
            self.call(
                centre,
                "addObserver:selector:name:object:",
                observer,
                self._selector("heard:"),
                self.text(name),
                0,
            )

    def _selector(self, name: str) -> int:
        return int(self._runtime.sel_registerName(name.encode("ascii")))
