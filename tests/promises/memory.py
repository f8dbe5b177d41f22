"""What stands in the memory of running processes, read from outside."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

_CHUNK = 1 << 24
_REGION = re.compile(r"([0-9a-f]+)-([0-9a-f]+) (\S+) \S+ \S+ (\d+) *(.*)")


def marked_processes(mark: str) -> list[int]:
    """Return every process that carries this mark in its environment.

    Args:
        mark: "NAME=value", given to the first process and so to all it starts.
    """
    found = []
    for place in Path("/proc").iterdir():
        if place.name.isdigit():
            try:
                variables = (place / "environ").read_bytes().split(b"\0")
            except OSError:
                continue  # it is gone, or it is none of ours
            if mark.encode() in variables:
                found.append(int(place.name))
    return found


def spellings(text: str) -> Iterator[bytes]:
    """Yield a text as Python and Qt keep it."""
    yield text.encode("utf-8")
    yield text.encode("utf-16-le")


def spellings_of_key(key: bytes) -> Iterator[bytes]:
    """Yield a key raw and in hexadecimal digits."""
    yield key
    for digits in (key.hex(), key.hex().upper()):
        yield from spellings(digits)


def found_in(pid: int, needles: Iterable[bytes]) -> set[bytes]:
    """Return which of the needles stand anywhere in the memory of a process.

    Raises:
        PermissionError: the process is closed to readers, and this one is not the system's.
    """
    wanted = set(needles)
    longest = max(map(len, wanted))
    found: set[bytes] = set()
    with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as memory:
        for start, end in _written(pid):
            rest = b""
            for place in range(start, end, _CHUNK):
                try:
                    memory.seek(place)
                    chunk = rest + memory.read(min(_CHUNK, end - place))
                except OSError:
                    break  # of a device, or gone meanwhile
                found |= {needle for needle in wanted - found if needle in chunk}
                rest = chunk[-longest:]
    return found


def _written(pid: int) -> Iterator[tuple[int, int]]:
    """Yield the regions that a program can have written to."""
    for line in Path(f"/proc/{pid}/maps").read_text(encoding="utf-8").splitlines():
        match = _REGION.match(line)
        if match is None:
            continue
        start, end, rights, inode, name = match.groups()
        is_untouched_file = inode != "0" and "w" not in rights
        if "r" in rights and not is_untouched_file and name not in ("[vvar]", "[vsyscall]"):
            yield int(start, 16), int(end, 16)


def may_read() -> bool:
    """Whether this process may read a process that closed itself to readers."""
    return hasattr(os, "geteuid") and os.geteuid() == 0
