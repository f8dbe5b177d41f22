"""Promise 11: backups restore, and each one is opened before an older one goes."""

from __future__ import annotations

import hashlib
import random
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.conftest import Clock, KeyringOnDemand
from tests.promises.figures import amount, reached
from tests.services.cases import opened, planned, said
from vertrouwen.bootstrap import vault_access
from vertrouwen.domain.consent import Act, Answer
from vertrouwen.domain.contact import NoteKind
from vertrouwen.domain.organisation import OrganisationId
from vertrouwen.services import automatic_backup as backups
from vertrouwen.services.destroy_case import destroy_case
from vertrouwen.services.edit_case import close_case
from vertrouwen.services.edit_organisations import NewOrganisation, add_organisation
from vertrouwen.services.practice import Practice
from vertrouwen.services.restore import restore_backup
from vertrouwen.services.vault_access import VaultAccess
from vertrouwen.services.write_note import write_note
from vertrouwen.vault import backup_folder, container
from vertrouwen.vault.own_backups import OwnBackups

FULL = 100
TALK = Act(kind="gesprek_leidinggevende", recipient="leidinggevende")
WORDS = ("zij vertelt over het rooster", "en wil rust;", "morgen bellen wij over een stap.")


def quiet() -> None:
    """Let the work go on."""


def silent(_done: int, _total: int) -> None:
    """Let the work go on."""


def _work(practice: Practice, access: VaultAccess, chance: random.Random) -> None:
    """Do a day's work, as it comes."""
    name = f"Stichting {chance.randrange(10**9)}"
    change = add_organisation(practice, NewOrganisation(name=name, country="NL"))
    assert change.organisation_id is not None
    client = OrganisationId(change.organisation_id)
    for _ in range(chance.randrange(1, 6)):
        case_id = opened(practice, client)
        for _ in range(chance.randrange(4)):
            text = " ".join(chance.choices(WORDS, k=chance.randrange(1, 400)))
            write_note(practice, case_id, NoteKind.FILE, text)
        if chance.random() < 0.5:
            said(practice, case_id, TALK, Answer.GIVEN, practice.today())
            planned(practice, case_id, TALK)
        if chance.random() < 0.3:
            close_case(practice, case_id, "afgerond", "onbekend", "onbekend", practice.today())
            if chance.random() < 0.5:
                destroy_case(practice, case_id, access.opened_vault.note_destroyed)


def _rows(practice: Practice, head: int) -> str:
    """Hash every row of every table, as far as history went at the moment of the backup."""
    digest = hashlib.sha256()
    tables = practice.store.read(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
        " ORDER BY name"
    )
    for (table,) in tables:
        where = {
            "history": f"WHERE id <= {head}",
            # A restore counts new cases from a number that was never given.
            "case_gone": "WHERE number_year IS NOT NULL",
        }.get(table, "")
        rows = practice.store.read(f"SELECT * FROM {table} {where}")
        digest.update(repr((table, sorted(rows, key=repr))).encode())
    return digest.hexdigest()


def _turn(monkeypatch: pytest.MonkeyPatch, clock: Clock) -> None:
    """Let the containers be of the day of the clock."""
    moment = clock.at
    monkeypatch.setattr(container.time, "time", lambda: moment.timestamp())


def test_a_backup_and_the_code_bring_every_row_back(
    tmp_path: Path, keyring_on_demand: type[KeyringOnDemand], monkeypatch: pytest.MonkeyPatch
) -> None:
    good = 0
    for seed in range(amount(FULL)):
        chance = random.Random(seed)
        clock = Clock(datetime(2025, 6, 16, 10, 30) + timedelta(minutes=seed))
        home, clean = tmp_path / f"{seed}", tmp_path / f"{seed} elders"
        stick = tmp_path / f"{seed} stick"
        stick.mkdir()
        access = vault_access(home, lambda c=clock: c().astimezone())
        keys = access.new_keys()
        practice = access.create(keys, None, threading.Event()).practice
        backups.add_folder(practice, access, stick)
        for _ in range(chance.randrange(1, 4)):
            _work(practice, access, chance)
            clock.pass_days(1)
        _turn(monkeypatch, clock)
        head = practice.store.head()[0]
        before = _rows(practice, head)
        staged = backups.stage(practice, access)
        (outcome,) = backups.carry(access, staged, backups.backup_folders(practice), quiet)
        assert outcome.problem == "", f"seed {seed}"
        access.close()
        keyring_on_demand.entries.clear()

        there = vault_access(clean, lambda c=clock: c().astimezone())
        (copy,) = stick.iterdir()
        restored = restore_backup(there, copy, keys.code, silent).practice
        assert restored.store.first_broken_link() is None, f"seed {seed}"
        is_same = _rows(restored, head) == before
        there.close()
        assert is_same, f"seed {seed}"
        good += is_same
    reached(11, "backups restored, every row the same", good=good, tried=seed + 1, floor=FULL)


def test_no_older_one_goes_before_the_new_one_was_opened(
    tmp_path: Path, keyring_on_demand: type[KeyringOnDemand], monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random(11)
    clock = Clock()
    stick = tmp_path / "stick"
    stick.mkdir()
    access = vault_access(tmp_path / "data", lambda: clock().astimezone())
    practice = access.create(access.new_keys(), None, threading.Event()).practice
    backups.add_folder(practice, access, stick)
    verified: set[str] = set()
    look, deliver = OwnBackups.look_into, backup_folder.deliver
    lies = False

    def looking(own: OwnBackups, path: Path, progress: Callable[[int, int], None]) -> object:
        looked = look(own, path, progress)
        verified.add(path.name)
        return looked

    def lying(sealed: Path, folder: Path, between: Callable[[], None]) -> Path:
        copy = deliver(sealed, folder, between)
        if lies:
            data = bytearray(copy.read_bytes())
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
            copy.write_bytes(data)
        return copy

    monkeypatch.setattr(OwnBackups, "look_into", looking)
    monkeypatch.setattr(backup_folder, "deliver", lying)
    good = gone = 0
    rounds = amount(FULL)
    for number in range(rounds):
        clock.pass_days(1)
        _turn(monkeypatch, clock)
        client = add_organisation(
            practice, NewOrganisation(name=f"Stichting {number}", country="NL")
        ).organisation_id
        assert client is not None
        lies = number % 4 == 3
        before = {path.name: path.read_bytes() for path in stick.iterdir()}
        staged = backups.stage(practice, access)
        outcomes = backups.carry(access, staged, backups.backup_folders(practice), quiet)
        (folder,) = backups.record(practice, outcomes)
        after = {path.name: path.read_bytes() for path in stick.iterdir()}
        lost, new = set(before) - set(after), set(after) - set(before)
        gone += len(lost)
        if lies:
            is_good = folder.problem == "backup_not_good" and after == before
        else:
            is_good = folder.problem == "" and len(new) == 1 and new <= verified
        is_good = is_good and all(before[name] == after[name] for name in set(before) & set(after))
        assert is_good, f"round {number}"
        good += is_good
    assert gone > 0
    access.close()
    reached(11, "older ones kept until the new was opened", good=good, tried=rounds, floor=FULL)
