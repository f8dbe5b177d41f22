"""Promise 18: a backup is a file one can trust, kept long enough; a restore overwrites nothing."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from tests.conftest import KeyringOnDemand
from tests.promises.figures import amount, reached
from vertrouwen.bootstrap import vault_access
from vertrouwen.services.edit_organisations import NewOrganisation, add_organisation
from vertrouwen.services.restore import look_into_backup, restore_backup
from vertrouwen.services.vault_access import VaultAccess
from vertrouwen.vault import container, keyring_device
from vertrouwen.vault import folder as disk
from vertrouwen.vault.backup_folder import deliver
from vertrouwen.vault.container import HEADER_BYTES, read_container
from vertrouwen.vault.errors import VaultError
from vertrouwen.vault.slots import SlotType

CONTAINERS = 100
DAYS = 1461
RESTORES = 100
PASSPHRASE = "zes losse woorden voor een proef"


def quiet() -> None:
    """Let the work go on."""


def silent(_done: int, _total: int) -> None:
    """Let the work go on."""


@pytest.fixture
def made(tmp_path: Path, keyring_on_demand: type[KeyringOnDemand]) -> Iterator[VaultAccess]:
    """An open vault with the keyring as its daily way in."""
    access = vault_access(tmp_path / "data", keyring_seconds=30)
    access.create(access.new_keys(), None, threading.Event())
    yield access
    access.close()


def test_a_backup_is_the_database_and_what_opens_it_anywhere(
    tmp_path: Path, keyring_on_demand: type[KeyringOnDemand]
) -> None:
    good = 0
    tried = amount(CONTAINERS)
    for seed in range(tried):
        chance = random.Random(seed)
        access = vault_access(tmp_path / f"{seed}", keyring_seconds=30)
        way = ("login", "both", "passphrase")[seed % 3]
        practice = access.create(
            access.new_keys(),
            None if way == "login" else PASSPHRASE,
            threading.Event(),
            strict=way == "both",
        ).practice
        for number in range(chance.randrange(1, 20)):
            add_organisation(practice, NewOrganisation(name=f"Kanarie {number}", country="NL"))
        path = tmp_path / f"{seed}.vertrouwen"
        access.opened_vault.backup_to(path)
        access.close()
        data = path.read_bytes()
        info = read_container(path)
        keys = data[HEADER_BYTES : info.database_offset]
        entries = keyring_on_demand.entries.items()
        hexes = [value for (service, _user), value in entries if service == keyring_device.SERVICE]
        assert hexes
        secrets = [form for value in hexes for form in (value.encode(), bytes.fromhex(value))]
        allowed = {SlotType.RECOVERY} | ({SlotType.PASSPHRASE} if way == "passphrase" else set())
        is_good = (
            {slot.type for slot in info.key_file.slots} == allowed
            and data[info.database_offset :] == (access.folder / disk.DATABASE).read_bytes()
            and not any(secret in data for secret in secrets)
            and b"device" not in keys
            and b"strict" not in keys
            and b"backend" not in keys
            and b"Kanarie" not in data
            and b"SQLite format" not in data
        )
        assert is_good, f"seed {seed}"
        good += is_good
    reached(
        18, "containers with nothing but the portable", good=good, tried=tried, floor=CONTAINERS
    )


def _expected(moments: list[datetime]) -> set[datetime]:
    """Say by another way of reckoning which of all backups ever made must be there."""
    stay: set[datetime] = set()
    for count, name in ((7, "%Y-%m-%d"), (4, "%G-%V"), (12, "%Y-%m")):
        by_period: dict[str, datetime] = {}
        for moment in sorted(moments):
            by_period[moment.strftime(name)] = moment
        stay |= {by_period[period] for period in sorted(by_period)[-count:]}
    return stay


def test_seven_days_four_weeks_and_twelve_months_are_kept(
    made: VaultAccess, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random(18)
    stick = tmp_path / "stick"
    stick.mkdir()
    own = made.opened_vault.own_backups
    foreign = {
        stick / "kopie-20240101-120000.vertrouwen": b"van een ander",
        stick / "mijn kopie.vertrouwen": b"zelf gemaakt",
        stick / "foto.jpg": b"strand",
    }
    for path, data in foreign.items():
        path.write_bytes(data)
    moment = datetime(2026, 1, 1, 17, 40, tzinfo=UTC)
    moments: list[datetime] = []
    good = days = 0
    while days < amount(DAYS):
        # Most days work, weekends off, now and then weeks away; some days twice.
        step = chance.choice([1, 1, 1, 1, 3, 1, 1, 21 if chance.random() < 0.1 else 1])
        days += step
        moment += timedelta(days=step)
        for hours in range(chance.choice([1, 1, 2])):
            at = moment + timedelta(hours=hours)
            monkeypatch.setattr(container.time, "time", lambda at=at: at.timestamp())
            staged = made.opened_vault.backup_to(tmp_path / "staged", is_final=False).path
            newest = deliver(staged, stick, quiet)
            own.rotate(stick, newest)
            moments.append(at.astimezone())
        # What is older than two years of days can be needed no more.
        del moments[:-800]
        there = {datetime.fromtimestamp(i.made_at).astimezone() for i in own.in_folder(stick)}
        is_good = there == _expected(moments) and len(there) <= 7 + 4 + 12
        is_good = is_good and all(path.read_bytes() == data for path, data in foreign.items())
        assert is_good, f"day {days}"
        good += step
    monkeypatch.undo()
    reached(18, "days of rotation, 7 + 4 + 12 kept", good=good, tried=days, floor=DAYS)


Spoil = Callable[[Path], object]
STATES: dict[str, Spoil] = {
    "whole": lambda _folder: None,
    "damaged": lambda folder: (folder / disk.DATABASE).write_bytes(b"\x00" * 5000),
    "without database": lambda folder: (folder / disk.DATABASE).unlink(),
    "without keys": lambda folder: (folder / disk.KEYS).unlink(),
    "only the copy of the keys": lambda folder: (
        (folder / disk.KEYS).unlink(),
        (folder / disk.DATABASE).unlink(),
    ),
    "with a journal": lambda folder: (folder / "vault.db-journal").write_bytes(b"rest"),
}


class StoppedError(Exception):
    """The adviser pressed Cancel."""


def _files(folder: Path) -> dict[str, bytes]:
    # The lock file says which program has the vault, and nothing of the vault.
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.name != disk.LOCK}


def test_a_restore_never_overwrites(
    tmp_path: Path, keyring_on_demand: type[KeyringOnDemand]
) -> None:
    good = 0
    tried = amount(RESTORES)
    for seed in range(tried):
        chance = random.Random(seed)
        home = tmp_path / f"{seed}"
        access = vault_access(home, keyring_seconds=30)
        keys = access.new_keys()
        practice = access.create(keys, None, threading.Event()).practice
        add_organisation(practice, NewOrganisation(name="De Linde", country="NL"))
        backup = tmp_path / f"{seed}.vertrouwen"
        access.opened_vault.backup_to(backup)
        add_organisation(practice, NewOrganisation(name="Na de kopie", country="NL"))
        access.close()
        state = chance.choice(list(STATES))
        STATES[state](access.folder)
        before, backup_before = _files(access.folder), backup.read_bytes()
        where = f"seed {seed}, {state}"

        # First everything that goes wrong: nothing may move.
        wrong = chance.choice(["code", "damage", "stop"])
        damaged = bytearray(backup_before)
        damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
        attempt = tmp_path / f"{seed} poging.vertrouwen"
        attempt.write_bytes(damaged if wrong == "damage" else backup_before)
        code = access.new_keys().code if wrong == "code" else keys.code

        def stop(_done: int, _total: int, wrong: str = wrong) -> None:
            if wrong == "stop":
                raise StoppedError

        look_into_backup(access, backup, keys.code, silent)
        assert _files(access.folder) == before, where
        with pytest.raises((VaultError, StoppedError)):
            restore_backup(access, attempt, code, stop)
        assert _files(access.folder) == before, f"{where}, {wrong}"
        assert [path for path in home.iterdir() if path != access.folder] == [], where

        # Then what goes right: the old vault lies beside it, byte for byte.
        restored = restore_backup(access, backup, keys.code, silent).practice
        names = restored.store.read("SELECT name FROM organisation")
        access.close()
        (aside,) = [path for path in home.iterdir() if path != access.folder]
        is_good = _files(aside) == before and backup.read_bytes() == backup_before
        is_good = is_good and names == [("De Linde",)]
        assert is_good, where
        good += is_good
    reached(18, "restores that moved the old vault aside", good=good, tried=tried, floor=RESTORES)


def test_a_year_of_days_is_in_the_calendar_of_this_test() -> None:
    # The other way of reckoning, held against a calendar one can read.
    days = [datetime(2026, 1, 1, 12) + timedelta(days=n) for n in range(365)]
    stay = {moment.date() for moment in _expected(days)}
    assert {date(2026, 12, n) for n in range(25, 32)} <= stay
    assert {date(2026, n, 28) for n in (2,)} <= stay
    assert {date(2026, 11, 30), date(2026, 12, 20), date(2026, 12, 13)} <= stay
    assert len(stay) == 7 + 2 + 11
