"""Automatic backups in a folder: seven days, four weeks, twelve months, and nothing of others."""

from __future__ import annotations

import errno
import os
import random
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from vertrouwen.vault import backup_folder, container
from vertrouwen.vault import folder as disk
from vertrouwen.vault.backup_folder import deliver, kept, name_of
from vertrouwen.vault.errors import VaultError
from vertrouwen.vault.open_vault import OpenVault
from vertrouwen.vault.vault import VaultFolder

NOON = datetime(2026, 1, 1, 12, 0, tzinfo=UTC)


def quiet() -> None:
    """Let the copying go on."""


def silent(_done: int, _total: int) -> None:
    """Let the looking go on."""


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """A folder on a USB stick, with somebody's own files in it."""
    folder = tmp_path / "stick"
    folder.mkdir()
    (folder / "vakantie.jpg").write_bytes(b"strand")
    (folder / "kopie-20200101-120000.vertrouwen").write_bytes(b"niet van ons")
    (folder / "mijn eigen kopie.vertrouwen").write_bytes(b"zelf gemaakt")
    return folder


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Turn the clock of the containers."""
    return lambda moment: monkeypatch.setattr(container.time, "time", moment.timestamp)


def _staged(vault: OpenVault, tmp_path: Path) -> Path:
    return vault.backup_to(tmp_path / disk.PENDING_BACKUP, is_final=False).path


def test_what_stays_of_two_years_of_days() -> None:
    days = [NOON + timedelta(days=n) for n in range(730)]
    stay = sorted(kept(days))
    newest = days[-1].date()
    assert {(newest - moment.date()).days for moment in stay[-7:]} == set(range(7))
    weeks = {moment.isocalendar()[:2] for moment in stay}
    months = {(moment.year, moment.month) for moment in stay}
    assert len(months) == 12
    assert {(newest - timedelta(weeks=n)).isocalendar()[:2] for n in range(4)} <= weeks
    assert len(stay) <= 7 + 4 + 12


@pytest.mark.parametrize("seed", range(20))
def test_day_by_day_the_newest_of_each_day_week_and_month_is_there(seed: int) -> None:
    chance = random.Random(seed)
    there: list[datetime] = []
    made: list[datetime] = []
    moment = NOON
    for _ in range(500):
        moment += timedelta(hours=chance.choice([1, 5, 20, 24, 24, 50, 400]))
        made.append(moment)
        there = sorted(kept([*there, moment]))
        assert moment in there
        assert len(there) <= 23
        # What rotation day by day left is what it would leave of all that was ever made.
        assert set(there) == kept(made), seed


def test_a_copy_arrives_whole_under_a_name_that_says_only_when(
    vault: OpenVault, tmp_path: Path, stick: Path, at: Callable[[datetime], None]
) -> None:
    at(NOON)
    staged = _staged(vault, tmp_path)
    copy = deliver(staged, stick, quiet)
    assert copy.read_bytes() == staged.read_bytes()
    assert copy.name == f"kopie-{NOON.astimezone():%Y%m%d-%H%M%S}.vertrouwen"
    assert deliver(staged, stick, quiet) == copy
    assert copy.stat().st_mode & 0o077 == 0 or os.name == "nt"
    looked = vault.own_backups.look_into(copy, silent)
    assert looked.rows == {"note": 1}
    assert looked.info.vault_id == vault.vault_id


def test_two_of_one_second_stay_beside_each_other(
    vault: OpenVault, tmp_path: Path, stick: Path, at: Callable[[datetime], None]
) -> None:
    at(NOON)
    one = deliver(_staged(vault, tmp_path), stick, quiet)
    before = one.read_bytes()
    vault.connection.execute("INSERT INTO note (text) VALUES ('nog een')")
    two = deliver(_staged(vault, tmp_path), stick, quiet)
    assert (two.stem, one.read_bytes()) == (f"{one.stem}-2", before)
    assert [info.path for info in vault.own_backups.rotate(stick, two)] == [two]


def test_a_stick_that_is_absent_full_or_lies_is_named_and_gets_nothing(
    vault: OpenVault, tmp_path: Path, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    staged = _staged(vault, tmp_path)
    before = sorted(path.name for path in stick.iterdir())
    with pytest.raises(VaultError, match="backup_folder_missing"):
        deliver(staged, tmp_path / "weg", quiet)
    with monkeypatch.context() as patch:
        patch.setattr(backup_folder, "_digest", lambda *_: b"anders")
        with pytest.raises(VaultError, match="backup_damaged"):
            deliver(staged, stick, quiet)

    def stop() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        deliver(staged, stick, stop)

    def full(_path: Path) -> int:
        raise OSError(28, "full")

    monkeypatch.setattr(disk, "create_private", full)
    with pytest.raises(VaultError, match="backup_disk_full"):
        deliver(staged, stick, quiet)
    assert sorted(path.name for path in stick.iterdir()) == before


def test_a_backup_that_answers_with_an_error_hides_no_other(
    vault: OpenVault, stick: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = deliver(_staged(vault, tmp_path), stick, quiet)
    ask = os.stat

    def answer(path: Any, **how: Any) -> os.stat_result:
        if Path(path).name == "kopie-20200101-120000.vertrouwen":
            raise OSError(errno.EIO, "a page of the stick is dead")
        return ask(path, **how)

    monkeypatch.setattr(os, "stat", answer)
    assert [info.path for info in vault.own_backups.in_folder(stick)] == [copy]


def test_rotation_takes_only_what_is_ours(
    vault: OpenVault,
    tmp_path: Path,
    stick: Path,
    at: Callable[[datetime], None],
    code: str,
) -> None:
    theirs = VaultFolder(tmp_path / "ander" / "kluis").create(
        recovery_code=code, passphrase="een andere wachtzin", device=None
    )
    at(NOON - timedelta(days=3))
    deliver(_staged(theirs, tmp_path), stick, quiet)
    theirs.close()
    ours: list[Path] = []
    for number in range(12):
        at(NOON + timedelta(days=number))
        ours.append(deliver(_staged(vault, tmp_path), stick, quiet))
    damaged = stick / name_of(int((NOON - timedelta(days=900)).timestamp()))
    damaged.write_bytes(ours[0].read_bytes()[:-9])
    forged = stick / name_of(int((NOON - timedelta(days=901)).timestamp()))
    data = bytearray(ours[0].read_bytes())
    data[130] ^= 1
    forged.write_bytes(data)
    cut_off = stick / f".{ours[-1].name}-{'0' * 16}"
    cut_off.write_bytes(ours[-1].read_bytes()[:500])
    of_others = stick / f".{ours[-1].name}-{'1' * 16}"
    of_others.write_bytes(b"VERTROUWENBACKUP")
    before = {path: path.read_bytes() for path in stick.iterdir()}

    left = vault.own_backups.rotate(stick, ours[-1])

    gone = set(before) - set(stick.iterdir())
    # 1 to 12 January: seven days; the newest of two weeks are among them but 4 January.
    days = {date(2026, 1, 1) + timedelta(days=n) for n in range(12)}
    stay = {date(2026, 1, n) for n in (4, *range(6, 13))}
    assert gone == {*(ours[day.day - 1] for day in days - stay), cut_off}
    assert [info.path for info in left] == sorted(set(ours) - gone, reverse=True)
    assert all(path.read_bytes() == before[path] for path in stick.iterdir())


def test_without_the_newest_nothing_goes_and_a_wrong_clock_costs_nothing(
    vault: OpenVault, tmp_path: Path, stick: Path, at: Callable[[datetime], None]
) -> None:
    at(NOON + timedelta(days=4000))
    future = deliver(_staged(vault, tmp_path), stick, quiet)
    made = []
    for number in range(9):
        at(NOON + timedelta(days=number))
        made.append(deliver(_staged(vault, tmp_path), stick, quiet))
    with pytest.raises(VaultError, match="backup_missing"):
        vault.own_backups.rotate(stick, stick / "kopie-20260101-000000.vertrouwen")
    assert all(path.exists() for path in (future, *made))
    vault.own_backups.rotate(stick, made[-1])
    assert future.exists()
    assert [path for path in made if path.exists()] == made[2:]


def test_looking_into_a_backup_leaves_nothing_and_finds_damage(
    vault: OpenVault, folder: VaultFolder, tmp_path: Path
) -> None:
    staged = _staged(vault, tmp_path)
    before = sorted(path.name for path in tmp_path.iterdir())
    assert vault.own_backups.look_into(staged, silent).rows == {"note": 1}
    data = bytearray(staged.read_bytes())
    data[-3000] ^= 1
    staged.write_bytes(data)
    with pytest.raises(VaultError, match="backup_damaged"):
        vault.own_backups.look_into(staged, silent)
    assert sorted(path.name for path in tmp_path.iterdir()) == before
    assert folder.path.is_dir()
