"""Everything a program wrote, as the kernel saw it: what, and where."""

from __future__ import annotations

import codecs
import re
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

CALLS = (
    *("open", "openat", "openat2", "creat", "mkdir", "mkdirat", "mknod", "mknodat"),
    *("rename", "renameat", "renameat2", "link", "linkat", "symlink", "symlinkat"),
    *("write", "pwrite64", "writev", "pwritev", "pwritev2", "truncate", "ftruncate"),
    *("sendfile", "copy_file_range", "splice", "tee", "vmsplice", "mmap", "io_uring_setup"),
    *("setxattr", "lsetxattr", "fsetxattr", "chdir"),
)
_LINE = re.compile(rb"^(\w+)\((.*)\)\s+= (-?\d+|\?|0x[0-9a-f]+)(?:<(.*?)>)?(?: .*)?$", re.DOTALL)
_STRING = re.compile(rb'"((?:[^"\\]|\\.)*)"(\.\.\.)?')
_FILE = re.compile(rb"^(\d+)<(.*?)>(?:, |$)")
_NO_DISK = re.compile(rb"^(?:(?:pipe|socket|UNIX|TCP|NETLINK|anon_inode)[:-]|/memfd:|/SYSV)")
_WRITES = {b"write", b"pwrite64", b"writev", b"pwritev", b"pwritev2"}
_UNSEEN = {b"sendfile", b"copy_file_range", b"splice", b"tee", b"vmsplice", b"io_uring_setup"}
_NAMES = {b"mkdir", b"mkdirat", b"mknod", b"mknodat", b"symlink", b"symlinkat", b"creat"}
_MOVES = {b"rename", b"renameat", b"renameat2", b"link", b"linkat"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """One write.

    Args:
        path: of the file.
        data: the bytes; empty where a file was made, moved or emptied.
        unseen: the kernel copied the bytes itself, and the trace does not hold them.
    """

    path: str
    data: bytes
    unseen: bool = False


def run_traced(
    command: Sequence[str],
    folder: Path,
    *,
    environment: Mapping[str, str],
    cwd: Path,
    said: Path,
    seconds: float,
) -> tuple[int, bytes]:
    """Run a program and whatever it starts, every write written down.

    Args:
        command: the program.
        folder: for the trace; nothing else is in it.
        environment: all of it.
        cwd: where it runs.
        said: file for what it prints.
        seconds: after so long it hangs.

    Returns:
        Its exit code, and what it reported through the pipe that `REPORT_FD` names.
    """
    import os
    import threading

    read_end, write_end = os.pipe()
    gathered: list[bytes] = []

    def gather() -> None:
        with os.fdopen(read_end, "rb") as pipe:
            gathered.append(pipe.read())

    reader = threading.Thread(target=gather)
    reader.start()
    strace = [
        *("strace", "-ff", "-y", "-qq", "-s", "100000000", "-e", f"trace={','.join(CALLS)}"),
        *("-e", "signal=none", "--seccomp-bpf", "-f", "-o", str(folder / "trace")),
    ]
    try:
        with said.open("wb") as out:
            done = subprocess.run(
                [*strace, *command],
                cwd=cwd,
                env={**environment, "REPORT_FD": str(write_end)},
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                pass_fds=[write_end],
                timeout=seconds,
                check=False,
            )
    finally:
        os.close(write_end)
    reader.join()
    return done.returncode, b"".join(gathered)


def writes(folder: Path) -> Iterator[Written]:
    """Yield every write of a trace that went to a file, and every file that was made or moved."""
    for trace in sorted(folder.glob("trace.*")):
        where = b""
        with trace.open("rb") as lines:
            for line in lines:
                found = _LINE.match(line.rstrip(b"\n"))
                if found is None or found[3].startswith(b"-"):
                    continue  # failed, or the process ended in it
                call, arguments, given = found[1], found[2], found[4]
                if call == b"chdir":
                    where = _strings(arguments)[0]
                yield from _of_call(call, arguments, given, where)


def _of_call(call: bytes, arguments: bytes, given: bytes | None, where: bytes) -> Iterator[Written]:
    if call in _WRITES:
        file = _FILE.match(arguments)
        if file is not None and not _NO_DISK.match(file[2]):
            data = b"".join(_strings(arguments[file.end() :]))
            yield Written(path=_text(file[2]), data=data)
    elif call in (b"open", b"openat", b"openat2"):
        if re.search(rb"O_WRONLY|O_RDWR|O_CREAT|O_TRUNC|O_TMPFILE", arguments) and given:
            yield Written(path=_text(given), data=b"")
    elif call in (b"truncate", b"ftruncate"):
        file = _FILE.match(arguments)
        path = file[2] if file is not None else _strings(arguments)[0]
        if not _NO_DISK.match(path):
            yield Written(path=_text(path), data=b"")
    elif call == b"mmap":
        mapped = re.search(rb"PROT_WRITE.*MAP_SHARED.*, \d+<(.*?)>", arguments)
        if mapped is not None and not _NO_DISK.match(mapped[1]):
            yield Written(path=_text(mapped[1]), data=b"", unseen=True)
    elif call in _NAMES or call in _MOVES:
        yield Written(path=_full(_strings(arguments)[-1], arguments, where), data=b"")
    elif b"setxattr" in call:
        strings = _strings(arguments)
        file = _FILE.match(arguments)
        path = file[2] if file is not None else strings[0]
        yield Written(path=_text(path), data=b"".join(strings))
    elif call in _UNSEEN:
        yield Written(path=_text(call + b" " + arguments), data=b"", unseen=True)


def _strings(arguments: bytes) -> list[bytes]:
    found = []
    for string in _STRING.finditer(arguments):
        assert string[2] is None, "the trace was cut off"
        found.append(codecs.escape_decode(string[1])[0])
    return found


def _full(path: bytes, arguments: bytes, where: bytes) -> str:
    if path.startswith(b"/"):
        return _text(path)
    folders = re.findall(rb"(?:AT_FDCWD|\d+)<(.*?)>", arguments)
    return _text((folders[-1] if folders else where) + b"/" + path)


def _text(path: bytes) -> str:
    return codecs.escape_decode(path)[0].decode("utf-8", "surrogateescape")
