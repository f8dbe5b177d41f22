"""A closed case can be destroyed: all of it, for good, and never a part of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest

from tests.conftest import MONDAY, Clock
from tests.services.cases import TALK, opened, planned, said
from vertrouwen.domain.consent import Answer, CaseId
from vertrouwen.domain.contact import NoteKind
from vertrouwen.domain.errors import DomainError
from vertrouwen.domain.organisation import OrganisationId
from vertrouwen.language.sentences import sentence
from vertrouwen.services.carry_out_step import carry_out_step
from vertrouwen.services.destroy_case import begin_above, destroy_case, keep_destroyed
from vertrouwen.services.drafts import drafts, save_draft
from vertrouwen.services.edit_case import close_case
from vertrouwen.services.practice import Practice
from vertrouwen.services.read_case import read_case
from vertrouwen.services.write_note import write_note
from vertrouwen.vault.errors import VaultError
from vertrouwen.vault.remembered import NONE_DESTROYED, DestroyedIds


class Register:
    """The register of the key file, in memory."""

    def __init__(self) -> None:
        self.ids: list[int] = []
        self.is_broken = False

    def __call__(self, case_ids: Iterable[int]) -> None:
        if self.is_broken:
            raise VaultError("disk_full")
        self.ids += case_ids


class KeyFileOfATest:
    """The register of an open vault, without the vault."""

    def __init__(self, destroyed: DestroyedIds) -> None:
        self.destroyed = destroyed

    def note_destroyed(self, case_ids: Iterable[int]) -> None:
        self.destroyed = self.destroyed.with_ids(case_ids)


@pytest.fixture
def register() -> Register:
    return Register()


def _full(practice: Practice, client: OrganisationId) -> CaseId:
    """A case in which everything was done that can be done."""
    case_id = opened(practice, client)
    said(practice, case_id, TALK, Answer.GIVEN)
    step = planned(practice, case_id, purpose="kanarie over het doel")
    carry_out_step(practice, step, MONDAY)
    write_note(practice, case_id, NoteKind.FILE, "kanarie in de notitie")
    save_draft(practice, f"case:{case_id}:note", {"text": "kanarie in een kladje"})
    return case_id


def _close(practice: Practice, case_id: CaseId) -> None:
    close_case(practice, case_id, "afgerond", "onbekend", "onbekend", practice.today())


def _words(practice: Practice) -> str:
    tables = practice.store.read(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'search_text%'"
    )
    return repr([practice.store.read(f"SELECT * FROM {name}") for (name,) in tables])


def test_everything_of_the_case_goes_and_of_no_other(
    practice: Practice, client: OrganisationId, register: Register
) -> None:
    other, case_id = _full(practice, client), _full(practice, client)
    before = read_case(practice, other)
    _close(practice, case_id)
    save_draft(practice, f"case:{other}:note", {"text": "blijft"})
    assert _words(practice).count("kanarie") > 4
    change = destroy_case(practice, case_id, register)
    assert (change.operation, change.case_id) == ("destroy_case", case_id)
    with pytest.raises(DomainError, match="case_unknown"):
        read_case(practice, case_id)
    assert read_case(practice, other) == before
    assert drafts(practice) == [f"case:{other}:note"]
    assert register.ids == [case_id]
    events = practice.store.read("SELECT operation FROM history WHERE case_id = ?", (case_id,))
    assert events[-1] == ("destroy_case",)
    assert practice.store.first_broken_link() is None


def test_an_open_case_is_not_destroyed(
    practice: Practice, client: OrganisationId, register: Register
) -> None:
    case_id = _full(practice, client)
    before = _words(practice)
    with pytest.raises(DomainError) as refused:
        destroy_case(practice, case_id, register)
    assert refused.value.code == "case_is_not_closed"
    assert sentence(refused.value)
    assert (_words(practice), register.ids) == (before, [])


def test_neither_its_number_nor_its_reference_is_given_again(
    practice: Practice, client: OrganisationId, register: Register
) -> None:
    opened(practice, client)
    case_id = opened(practice, client)
    number = read_case(practice, case_id).number
    _close(practice, case_id)
    destroy_case(practice, case_id, register)
    next_id = opened(practice, client)
    assert next_id > case_id
    assert read_case(practice, next_id).number > number


def test_what_could_not_be_noted_is_noted_at_the_next_opening(
    practice: Practice, client: OrganisationId, register: Register
) -> None:
    case_id = opened(practice, client)
    _close(practice, case_id)
    register.is_broken = True
    destroy_case(practice, case_id, register)
    vault: Any = KeyFileOfATest(NONE_DESTROYED)
    assert keep_destroyed(practice, vault) == 0
    assert list(vault.destroyed) == [case_id]


def test_what_a_backup_brought_back_is_destroyed_again_open_or_closed(
    practice: Practice, client: OrganisationId, clock: Clock
) -> None:
    kept, was_open, was_closed = (_full(practice, client) for _ in range(3))
    _close(practice, was_closed)
    highest = was_closed + 40
    vault: Any = KeyFileOfATest(NONE_DESTROYED.with_ids([was_open, was_closed, highest]))
    assert keep_destroyed(practice, vault) == 2
    assert practice.store.read("SELECT id FROM case_file") == [(kept,)]
    assert keep_destroyed(practice, vault) == 0
    # The vault that was moved aside may have given the numbers after this to others.
    begin_above(practice, vault)
    first = opened(practice, client)
    assert first > highest + 1
    begin_above(practice, vault)
    assert opened(practice, client) > first + 1
