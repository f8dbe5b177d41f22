"""What the process refuses from its first moment: dumps, readers, the network, and telling values.

Each refusal holds for as long as the process lives and cannot be taken back. Where a system lacks
one of them the program goes on without; docs/security.md says which hold where.
"""

from __future__ import annotations

import ctypes
import errno
import logging
import os
import struct
import sys
import threading
import traceback
import warnings
from pathlib import Path
from types import TracebackType
from typing import Any, TextIO

_PR_SET_DUMPABLE = 4
_PR_SET_SECCOMP = 22
_PR_SET_NO_NEW_PRIVS = 38
_SECCOMP_MODE_FILTER = 2
_AF_UNIX = 1
_AF_NETLINK = 16  # talks to the kernel only; Qt and the C library ask it about devices
_SOCKET_CALLS = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}
"""Name of the machine, the kernel's word for it, and the number of its call `socket`."""

_LOAD, _JUMP_EQUAL, _RETURN = 0x20, 0x15, 0x06
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | errno.EACCES

_WIN_ERROR_MODE = 0x0001 | 0x0002 | 0x8000  # no box, and so no offer to keep a dump
_WIN_REPORT_WITHOUT_HEAP = 1


class NetworkRefusedError(PermissionError):
    """Something in the program asked for a socket that could reach another computer."""


def keep_to_itself() -> None:
    """Refuse dumps, readers of the memory, the network, and telling values; called first of all."""
    hide_values()
    refuse_dumps()
    refuse_network()


def hide_values() -> None:
    """Say of what goes wrong the kind and the lines of the program, never a value.

    The text of an error, a warning or a log line may hold what somebody typed.
    """
    sys.excepthook = tell
    sys.unraisablehook = lambda args: tell(args.exc_type, args.exc_value, args.exc_traceback)
    threading.excepthook = lambda args: tell(args.exc_type, args.exc_value, args.exc_traceback)
    warnings.showwarning = _tell_warning
    # The libraries may log; the program itself does not, and its handlers are nobody's.
    logging.disable(logging.CRITICAL)


def tell(
    kind: type[BaseException], _error: BaseException | None, where: TracebackType | None
) -> None:
    """Write the kind of an error and the lines it came through to the standard error stream."""
    write(trace(kind, where))


def trace(kind: type[BaseException], where: TracebackType | None) -> str:
    """Return the kind of an error and the lines it came through, without any value."""
    lines = [
        f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(where)
    ]
    return "\n".join([f"vertrouwen: {kind.__name__}", *lines])


def write(text: str) -> None:
    """Write a line where a terminal shows it; a program without one has no such place."""
    if sys.stderr is not None:
        sys.stderr.write(text + "\n")


def _tell_warning(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    del message, file, line
    write(f"vertrouwen: {category.__name__}\n  {Path(filename).name}:{lineno}")


def refuse_dumps() -> None:
    """Leave no memory of this process on a disk, and let no other program of this user read it."""
    if sys.platform == "win32":
        ctypes.windll.kernel32.SetErrorMode(_WIN_ERROR_MODE)
        ctypes.windll.kernel32.WerSetFlags(_WIN_REPORT_WITHOUT_HEAP)
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


def refuse_network() -> None:
    """Refuse every socket but those within this computer.

    Python's own sockets are refused everywhere. On Linux the kernel refuses those of Qt and of
    every other library as well, also to programs that this one starts.
    """
    sys.addaudithook(_refuse)
    if sys.platform == "linux" and os.uname().machine in _SOCKET_CALLS:
        _refuse_in_kernel(*_SOCKET_CALLS[os.uname().machine])


def _refuse(event: str, args: tuple[Any, ...]) -> None:
    if not event.startswith("socket."):
        return
    if event == "socket.__new__":
        is_local = args[1] == _AF_UNIX and sys.platform != "win32"
    elif event in ("socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg"):
        # A socket may come from a file descriptor, and then nothing asked how it was made.
        is_local = args[0].family == _AF_UNIX and sys.platform != "win32"
    else:
        is_local = event not in ("socket.getaddrinfo", "socket.gethostbyname")
    if not is_local:
        raise NetworkRefusedError(errno.EACCES, "network_refused")


def _refuse_in_kernel(machine: int, call: int) -> None:
    """Have the kernel answer "permission denied" to `socket`, except within this computer."""
    steps = (
        (_LOAD, 0, 0, 4),  # machine
        (_JUMP_EQUAL, 0, 5, machine),
        (_LOAD, 0, 0, 0),  # number of the call
        (_JUMP_EQUAL, 0, 3, call),
        (_LOAD, 0, 0, 16),  # its first argument: the family of the socket
        (_JUMP_EQUAL, 1, 0, _AF_UNIX),
        (_JUMP_EQUAL, 0, 1, _AF_NETLINK),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _REFUSE),
    )
    code = ctypes.create_string_buffer(b"".join(struct.pack("=HBBI", *step) for step in steps))
    program = ctypes.create_string_buffer(
        struct.pack("@HP", len(steps), ctypes.addressof(code)), struct.calcsize("@HP")
    )
    libc = ctypes.CDLL(None, use_errno=True)
    # The filter outlives the restart at a lock; a second one would only cost time. No family 0
    # exists, so nothing is made by asking for it.
    if libc.socket(0, 0, 0) == -1 and ctypes.get_errno() == errno.EACCES:
        return
    libc.prctl.argtypes = [ctypes.c_int, *[ctypes.c_ulong] * 4]
    # A process that gives up new privileges may hand the kernel a filter without being root.
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0:
        libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.addressof(program), 0, 0)
