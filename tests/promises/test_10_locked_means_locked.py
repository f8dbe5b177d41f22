"""Promise 10: after idling, sleep or a session lock no process holds a key or a line of a case.

The program runs as a process of its own on a screen of its own, with a practice open and a
sentence half typed. Its memory is searched before, where everything must be found, and after.
"""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import pytest

from tests.bench.screen import Screen, screen
from tests.conftest import KeyringOnDemand
from tests.promises import figures, memory
from tests.ui.lock.logind import Logind, private_bus
from vertrouwen.bootstrap import vault_access
from vertrouwen.domain.people import Identity
from vertrouwen.services.drafts import drafts, load_draft
from vertrouwen.services.edit_organisations import NewOrganisation, add_organisation
from vertrouwen.services.open_case import FileConsent, NewCase, open_case
from vertrouwen.services.settings import set_profile
from vertrouwen.vault import folder as disk

if not sys.platform.startswith("linux"):
    pytest.skip("reads the memory of processes as Linux shows it", allow_module_level=True)
if not memory.may_read():
    pytest.skip("the program is closed to readers; only root sees in", allow_module_level=True)

FULL = 10
"""How often each way to lock is tried in the long run."""
SECONDS = 2.0
PATIENCE_SECONDS = 60.0
PASSPHRASE = "zes losse kanarie woorden voor belofte tien"
NAME, CLIENT = "Noor Kanariegeel", "Stichting De Goudvink"
TEXT = "Zij vertelt dat de putter in haar kooi niet meer zingt."
TYPED = "Halverwege deze zin over de sijs gaat het scherm op slot"
CANARIES = (PASSPHRASE, NAME, CLIENT, TEXT, TYPED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Vault:
    """A practice to lock, and what must not be left of it in memory.

    Args:
        data: folder for `--data`.
        case: number of its case.
        words: canaries in every spelling.
        keys: keys in every spelling.
    """

    data: Path
    case: int
    words: frozenset[bytes]
    keys: frozenset[bytes]

    def kept(self) -> list[str]:
        """Return the drafts that were saved."""
        access = vault_access(self.data)
        practice = access.unlock_with_passphrase(PASSPHRASE).practice
        found = [str(load_draft(practice, key)) for key in drafts(practice)]
        access.close()
        return found


@pytest.fixture
def vault(tmp_path: Path, keyring_on_demand: type[KeyringOnDemand]) -> Vault:
    access = vault_access(tmp_path / "data", keyring_seconds=5)
    practice = access.create(access.new_keys(), PASSPHRASE, threading.Event()).practice
    set_profile(practice, "A. Voorbeeld", "NL")
    client = add_organisation(practice, NewOrganisation(name=CLIENT, country="NL"))
    assert client.organisation_id is not None
    opened = open_case(
        practice,
        NewCase(
            organisation_id=client.organisation_id,
            opened_on=practice.today(),
            kind="melding",
            channel="telefoon",
            identity=Identity.ALIAS,
            alias=NAME,
            consent_to_keep_file=FileConsent(form="mondeling_genoteerd", dated_on=practice.today()),
            text=TEXT,
        ),
    )
    assert opened.case_id is not None
    key = access.opened_vault._master_key
    made = Vault(
        data=tmp_path / "data",
        case=int(opened.case_id),
        words=frozenset(way for word in CANARIES for way in memory.spellings(word)),
        keys=frozenset(
            way
            for part in (key.secret, key.database_key, key.audit_key)
            for way in memory.spellings_of_key(part)
        ),
    )
    access.close()
    return made


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """The program while it runs.

    Args:
        process: it stays the same over a lock, its memory does not.
        mark: in the environment of it and of all it starts.
        place: its screen.
        logind: which tells it about sleep and its session.
        vault: open in it.
    """

    process: subprocess.Popen[str]
    mark: str
    place: Screen
    logind: Logind
    vault: Vault

    @property
    def is_locked(self) -> bool:
        """Whether another program stands in its place."""
        return b"--locked-at" in Path(f"/proc/{self.process.pid}/cmdline").read_bytes()

    def found(self) -> set[bytes]:
        """Return what stands in the memory of every process of ours."""
        needles = self.vault.words | self.vault.keys
        return {
            needle
            for pid in memory.marked_processes(self.mark)
            for needle in memory.found_in(pid, needles)
        }


@contextmanager
def running(
    vault: Vault, errors: IO[bytes], held_up_by: str = "", *, is_damaged: bool = False
) -> Iterator[Running]:
    """Run the program, opened, or before a vault that turned out damaged, until the block ends."""
    mark = f"VERTROUWEN_TEST={secrets.token_hex(8)}"
    with screen() as place, private_bus() as address:
        logind = Logind(address)
        environment = os.environ | {
            "DISPLAY": place.display,
            "QT_QPA_PLATFORM": "xcb",
            "DBUS_SYSTEM_BUS_ADDRESS": address,
            "DBUS_SESSION_BUS_ADDRESS": address,
            **dict([mark.split("=")]),
        }
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.promises.open_program"],
            env=environment,
            cwd=Path(__file__).parents[2],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
        assert process.stdin is not None
        assert process.stdout is not None
        given = {
            "data": str(vault.data),
            "passphrase": PASSPHRASE,
            "case": vault.case,
            "typed": TYPED,
            "held_up_by": held_up_by,
            "is_damaged": is_damaged,
        }
        try:
            process.stdin.write(json.dumps(given) + "\n")
            process.stdin.close()
            assert process.stdout.readline() == "ready\n"
            assert logind.inhibited.wait(30)
            place.focus()
            yield Running(process=process, mark=mark, place=place, logind=logind, vault=vault)
        finally:
            process.kill()
            process.wait()
            process.stdout.close()
            logind.close()


def go_to_sleep(program: Running) -> None:
    program.logind.prepare_for_sleep()


def lock_the_session(program: Running) -> None:
    program.logind.hint_locked()


def close_the_lid(program: Running) -> None:
    """At a second screen: nothing goes to sleep."""
    program.logind.lid(is_closed=True)


def come_back_from_lunch(program: Running) -> None:
    """The clock went on for an hour, as it does in sleep; then somebody touches a key."""
    (program.vault.data.parent / "slept").write_text("3600", encoding="ascii")
    program.place.press("Shift_L")


def lock(program: Running, act: Callable[[Running], None]) -> float:
    """Lock, wait for the unlock window, and return the seconds until the old process was gone."""
    begun = time.perf_counter()
    act(program)
    while not program.is_locked:
        assert program.process.poll() is None, "the program ended instead of locking"
        assert time.perf_counter() - begun < PATIENCE_SECONDS, "the program does not lock"
        time.sleep(0.005)
    gone = time.perf_counter() - begun
    program.place.settled(begun, quiet=0.5)
    return gone


def is_in_time(seconds: float) -> bool:
    """Whether a lock kept its time; short runs share their machine and are not held to it."""
    return seconds <= SECONDS or not figures.IS_FULL


WAYS = {
    "sleep": go_to_sleep,
    "session lock": lock_the_session,
    "lid": close_the_lid,
    "idle": come_back_from_lunch,
}


@pytest.mark.parametrize("way", WAYS)
def test_nothing_of_a_case_and_no_key_is_left_in_memory(
    way: str, vault: Vault, tmp_path: Path
) -> None:
    tried = figures.amount(FULL)
    good = in_time = 0
    for _turn in range(tried):
        with (tmp_path / "stderr").open("wb") as errors, running(vault, errors) as program:
            before = program.found()
            slept_before = program.logind.released.is_set()
            seconds = lock(program, WAYS[way])
            after = program.found()
            # The computer waits with sleeping as long as the key is there, and no longer.
            assert not slept_before
            assert program.logind.released.wait(30)
        (vault.data.parent / "slept").unlink(missing_ok=True)
        # Where nothing is found beforehand, not finding it afterwards would mean nothing.
        assert {NAME.encode("utf-16-le"), TYPED.encode("utf-16-le")} <= before
        assert before & vault.keys
        good += not after
        in_time += is_in_time(seconds)
    assert any(TYPED in draft for draft in vault.kept())
    assert (tmp_path / "stderr").read_bytes() == b""
    figures.reached(10, f"{way}: nothing left in memory", good=good, tried=tried, floor=FULL)
    figures.reached(10, f"{way}: within 2 s", good=in_time, tried=tried, floor=FULL)


def test_no_key_of_a_vault_that_does_not_open_is_left_in_memory(
    vault: Vault, tmp_path: Path
) -> None:
    path = vault.data / "vault" / disk.DATABASE
    data = bytearray(path.read_bytes())
    data[-50] ^= 1
    path.write_bytes(data)
    tried = figures.amount(FULL)
    good = 0
    for turn in range(tried):
        with (
            (tmp_path / "stderr").open("wb") as errors,
            running(vault, errors, is_damaged=True) as program,
        ):
            before = program.found()
            lock(program, list(WAYS.values())[turn % len(WAYS)])
            good += not program.found()
        (vault.data.parent / "slept").unlink(missing_ok=True)
        assert before & vault.keys
    assert (tmp_path / "stderr").read_bytes() == b""
    figures.reached(10, "a damaged vault: no key left", good=good, tried=tried, floor=FULL)


@pytest.mark.parametrize("obstacle", ["keyring and statement", "thread"])
def test_nothing_holds_a_lock_up(obstacle: str, vault: Vault, tmp_path: Path) -> None:
    tried = figures.amount(FULL)
    good = 0
    for _turn in range(tried):
        with (
            (tmp_path / "stderr").open("wb") as errors,
            running(vault, errors, obstacle) as program,
        ):
            seconds = lock(program, go_to_sleep)
            good += not program.found() and is_in_time(seconds)
    assert any(TYPED in draft for draft in vault.kept())
    figures.reached(10, f"held up by a {obstacle}", good=good, tried=tried, floor=FULL)
