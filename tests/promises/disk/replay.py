"""A disk on which the power fails: events of the shim, replayed with what was not synced in doubt.

What a program wrote is sure to be there after a cut only where a sync followed. Everything else
may be there or not, each sector of 512 bytes by itself and in any order; the same goes for names,
which become sure when their folder is synced. The worst that a file system may do is assumed.
"""

from __future__ import annotations

import random
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

SECTOR = 512
CREATE, WRITE, TRUNCATE, SYNC, RENAME, UNLINK, MKDIR, RMDIR, MARK = range(1, 10)
_HEAD = struct.Struct("=IIIIQQ")

Harm = Literal["lost", "kept", "stopped", "torn"]
HARMS: tuple[Harm, ...] = ("lost", "kept", "stopped", "torn", "torn", "torn")
"""All that was not synced is lost; all of it is kept; a beginning of it is kept, the last write
torn; any of it is kept."""


@dataclass(frozen=True, slots=True)
class Event:
    """One change that the program asked for."""

    type: int
    inode: int
    offset: int
    path: str
    data: bytes


def read_trace(path: Path) -> list[Event]:
    """Read what the shim wrote."""
    trace, place, events = path.read_bytes(), 0, []
    while place < len(trace):
        kind, path_length, length, _, inode, offset = _HEAD.unpack_from(trace, place)
        place += _HEAD.size
        name = trace[place : place + path_length].decode()
        place += path_length
        events.append(Event(kind, inode, offset, name, trace[place : place + length]))
        place += length
    return events


@dataclass(slots=True, eq=False)
class File:
    """What is sure to be in a file, and what was asked for since: data, or a new length."""

    sure: bytearray = field(default_factory=bytearray)
    asked: list[tuple[int, bytes | None]] = field(default_factory=list)

    def sync(self) -> None:
        """Make all that was asked for sure."""
        for change in self.asked:
            apply(self.sure, change)
        self.asked.clear()

    def after_a_cut(self, harm: Harm, chance: random.Random) -> bytes:
        """Return what may be in the file after a cut."""
        content = bytearray(self.sure)
        if harm == "lost" or not self.asked:
            return bytes(content)
        if harm == "kept":
            for change in self.asked:
                apply(content, change)
            return bytes(content)
        share = chance.choice((0.1, 0.5, 0.9))
        stop = chance.randrange(len(self.asked)) if harm == "stopped" else -1
        for number, change in enumerate(self.asked):
            if number < stop:
                apply(content, change)
            elif change[1] is None:
                if chance.random() < share:
                    apply(content, change)
            else:
                for piece in sectors(*change):
                    if chance.random() < share:
                        apply(content, piece)
                end = change[0] + len(change[1])
                if end > len(content) and chance.random() < 0.3:
                    # The new length is there and the data is not.
                    content.extend(bytes(end - len(content)))
            if number == stop:
                break
        return bytes(content)


def apply(content: bytearray, change: tuple[int, bytes | None]) -> None:
    """Carry out one change on the content of a file."""
    offset, data = change
    if data is None:
        del content[offset:]
    if len(content) < offset:
        content.extend(bytes(offset - len(content)))
    if data is not None:
        content[offset : offset + len(data)] = data


def sectors(offset: int, data: bytes) -> Iterator[tuple[int, bytes]]:
    """Cut a write at the borders of the disk's sectors."""
    end = offset + len(data)
    while offset < end:
        border = min(end, (offset // SECTOR + 1) * SECTOR)
        yield offset, data[len(data) - (end - offset) : len(data) - (end - border)]
        offset = border


@dataclass(slots=True, eq=False)
class Folder:
    """The names that are sure to be in a folder, and those the program sees."""

    sure: dict[str, Node] = field(default_factory=dict)
    seen: dict[str, Node] = field(default_factory=dict)


Node = File | Folder
Renaming = tuple[tuple[Folder, str, Node | None], ...]
"""Names that change in one step."""


class Disk:
    """The folder as it is when the trace begins; everything in it is sure.

    Args:
        root: the folder that the shim watches.
    """

    def __init__(self, root: Path) -> None:
        self._path = str(root.resolve())
        self._nodes: dict[int, Node] = {}
        self._names: list[Renaming] = []
        self.root = self._take_in(root)

    def _take_in(self, path: Path) -> Folder:
        folder = Folder()
        self._nodes[path.stat().st_ino] = folder
        for entry in path.iterdir():
            if entry.is_dir():
                folder.sure[entry.name] = self._take_in(entry)
            else:
                file = folder.sure[entry.name] = File(bytearray(entry.read_bytes()))
                self._nodes[entry.stat().st_ino] = file
        folder.seen = dict(folder.sure)
        return folder

    def take(self, event: Event) -> None:
        """Follow one event of the program."""
        match event.type:
            case t if t == WRITE:
                self._file(event).asked.append((event.offset, event.data))
            case t if t == TRUNCATE:
                self._file(event).asked.append((event.offset, None))
            case t if t == SYNC:
                self._sync(self._nodes[event.inode])
            case t if t in (CREATE, MKDIR):
                node: Node = File() if event.type == CREATE else Folder()
                self._nodes[event.inode] = node
                self._rename((*self._place(event.path), node))
            case t if t in (UNLINK, RMDIR):
                self._rename((*self._place(event.path), None))
            case t if t == RENAME:
                folder, name = self._place(event.path)
                target = self._place(event.data.decode())
                self._rename((folder, name, None), (*target, folder.seen[name]))

    def cut(self, harm: Harm, chance: random.Random, image: Path) -> None:
        """Write what may be on the disk when the power fails now.

        Args:
            harm: what becomes of that which was not synced.
            image: a folder that does not exist yet.
        """
        names = [dict(folder.sure) for folder in self._folders()]
        after = dict(zip(map(id, self._folders()), names, strict=True))
        stop = chance.randint(0, len(self._names))
        for number, renaming in enumerate(self._names):
            if (
                harm == "kept"
                or (harm == "stopped" and number < stop)
                or (harm == "torn" and chance.random() < 0.5)
            ):
                for folder, name, node in renaming:
                    _set(after.setdefault(id(folder), dict(folder.sure)), name, node)
        self._write(self.root, after, harm, chance, image)

    def _write(
        self,
        folder: Folder,
        after: dict[int, dict[str, Node]],
        harm: Harm,
        chance: random.Random,
        image: Path,
    ) -> None:
        image.mkdir()
        for name, node in after.get(id(folder), folder.sure).items():
            if isinstance(node, Folder):
                self._write(node, after, harm, chance, image / name)
            else:
                (image / name).write_bytes(node.after_a_cut(harm, chance))

    def _folders(self) -> list[Folder]:
        return [node for node in self._nodes.values() if isinstance(node, Folder)]

    def _file(self, event: Event) -> File:
        node = self._nodes[event.inode]
        assert isinstance(node, File)
        return node

    def _sync(self, node: Node) -> None:
        if isinstance(node, File):
            node.sync()
            return
        left = []
        for renaming in self._names:
            if any(folder is node for folder, _, _ in renaming):
                for folder, name, target in renaming:
                    _set(folder.sure, name, target)
            else:
                left.append(renaming)
        self._names = left

    def _rename(self, *changes: tuple[Folder, str, Node | None]) -> None:
        for folder, name, node in changes:
            _set(folder.seen, name, node)
        self._names.append(changes)

    def _place(self, path: str) -> tuple[Folder, str]:
        *parents, name = path.removeprefix(self._path).strip("/").split("/")
        folder = self.root
        for parent in parents:
            inner = folder.seen[parent]
            assert isinstance(inner, Folder)
            folder = inner
        return folder, name


def _set(names: dict[str, Node], name: str, node: Node | None) -> None:
    if node is None:
        names.pop(name, None)
    else:
        names[name] = node
