"""Saves that can be recognised: what was written follows from a seed and the save's number.

So whoever opens the vault afterwards can tell every save that is there, whole, from one that is
lost, torn or invented, without having been told anything but the seed.
"""

from __future__ import annotations

import os
import random
import re
import shutil
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from vertrouwen.bootstrap import vault_access
from vertrouwen.domain.consent import CaseId
from vertrouwen.domain.contact import NoteKind
from vertrouwen.domain.organisation import OrganisationId
from vertrouwen.domain.people import Identity
from vertrouwen.services.drafts import save_draft
from vertrouwen.services.edit_organisations import NewOrganisation, add_organisation
from vertrouwen.services.new_keys import NewKeys
from vertrouwen.services.open_case import NewCase, open_case
from vertrouwen.services.practice import Practice
from vertrouwen.services.record_contact import record_contact
from vertrouwen.services.vault_access import VaultAccess
from vertrouwen.services.write_note import write_note
from vertrouwen.storage import drafts as draft_rows
from vertrouwen.vault import folder as disk
from vertrouwen.vault.recovery_code import SECRET_BYTES, RecoveryCode

DRAFT_OF_A_LOCK = "lock"
"""A draft beside the saves that are counted."""

_ROOM_BYTES = 48 * 1024 * 1024
_LENGTHS = (40, 400, 400, 2_000, 12_000)
_KINDS = ("note", "note", "contact", "case", "draft")
_NUMBERED = re.compile(r"bewaard ([0-9]+) ")
_FIRST_DAY = date(2026, 3, 2)
_CLIENT, _CASE = OrganisationId(1), CaseId(1)
VAULT_ID = random.Random("vault").randbytes(16)
PASSPHRASE = "verzonnen woorden voor een proef"


class TornError(AssertionError):
    """What is in the vault is not what saves of this seed leave behind."""


def set_little_aside() -> None:
    """Let this process, a child of a test, set little space aside: a vault is copied quickly."""
    disk.BALLAST_BYTES = 4096


@contextmanager
def memory(otherwise: Path) -> Iterator[Path]:
    """A folder in memory, for proofs that do not need a slow disk.

    Args:
        otherwise: a folder to use where the system keeps none in memory.
    """
    shared = Path("/dev/shm")
    has_room = os.access(shared, os.W_OK) and shutil.disk_usage(shared).free > _ROOM_BYTES
    place = shared if has_room else otherwise
    with tempfile.TemporaryDirectory(dir=place) as folder:
        yield Path(folder)


def recovery_code(number: int = 0) -> str:
    """Return the recovery code of the vaults here, or one that may take its place."""
    secret = random.Random(f"code {number}").randbytes(SECRET_BYTES)
    return RecoveryCode(secret=secret).text


def make_vault(data: Path) -> None:
    """Make a vault with one client and one case, and close it.

    Copies of it serve many a proof: its passphrase costs a second, and it is never asked for.
    """
    access = vault_access(data)
    keys = NewKeys(code=recovery_code(), vault_id=VAULT_ID)
    practice = access.create(keys, PASSPHRASE, threading.Event()).practice
    add_organisation(practice, NewOrganisation(name="Stichting Verzonnen", country="NL"))
    _open_case(practice, "")
    access.close()


def unlock(data: Path, code: int = 0) -> tuple[VaultAccess, Practice]:
    """Open a vault as the program does, with the code on paper, here the one of this number."""
    access = vault_access(data)
    try:
        return access, access.unlock_with_recovery_code(recovery_code(code)).practice
    except BaseException:
        # A vault that looks damaged stays claimed, so that it can be looked at.
        access.close()
        raise


def kind_of(seed: str, number: int) -> str:
    """Return which use case this save goes through."""
    return random.Random(f"{seed}/{number}/kind").choice(_KINDS)


def text(seed: str, number: int) -> str:
    """Return what this save writes; it names its number."""
    chance = random.Random(f"{seed}/{number}")
    length = chance.choice(_LENGTHS)
    words = chance.randbytes(length // 2).hex(" ", 3)
    return f"bewaard {number} één {words} einde"


def save(practice: Practice, seed: str, number: int) -> None:
    """Carry out one save; when this returns, the adviser believes that it is saved."""
    body = text(seed, number)
    match kind_of(seed, number):
        case "note":
            write_note(practice, _CASE, NoteKind.PERSONAL, body)
        case "contact":
            record_contact(
                practice, _CASE, "gesprek", "telefoon", _FIRST_DAY, text=body, personal=True
            )
        case "case":
            _open_case(practice, body)
        case _:
            save_draft(practice, f"note:{number}", {"text": body})


def saved(practice: Practice, seed: str) -> int:
    """Return how many saves a vault holds: those from 1 to this number, each of them whole.

    Raises:
        TornError: one is not whole, is missing among later ones, or was never made; or history
            or the search index does not agree with the rest.
    """
    store = practice.store
    notes = [row[0] for row in store.read("SELECT body FROM note ORDER BY id")]
    drafts = [
        (draft_rows.load(store, key) or {})["text"]
        for key in draft_rows.keys(store)
        if key != DRAFT_OF_A_LOCK
    ]
    found: set[int] = set()
    for body in (*notes, *drafts):
        number = _NUMBERED.match(body)
        if number is None or body != text(seed, int(number[1])):
            raise TornError("a text is not whole")
        found.add(int(number[1]))
    count = len(found)
    kinds = [kind_of(seed, number) for number in range(1, count + 1)]
    opened = kinds.count("case")
    agreed = {
        "all of them": found == set(range(1, count + 1)) and count == len(notes) + len(drafts),
        "drafts": len(drafts) == kinds.count("draft"),
        "contacts": _count(practice, "contact") == 1 + opened + kinds.count("contact"),
        "cases": _count(practice, "case_file") == 1 + opened,
        "reporters": _count(practice, "reporter") == 1 + opened,
        "operations": _saves_in_history(practice) == len(notes) + 1,
        "history": store.first_broken_link() is None,
        "references": store.read("PRAGMA foreign_key_check") == [],
        "index": _found_words(practice) == len(notes),
    }
    if not all(agreed.values()):
        raise TornError(", ".join(name for name, is_so in agreed.items() if not is_so))
    return count


def _open_case(practice: Practice, body: str) -> None:
    open_case(
        practice,
        NewCase(
            organisation_id=_CLIENT,
            opened_on=_FIRST_DAY,
            kind="melding",
            channel="telefoon",
            identity=Identity.ALIAS,
            alias="M.",
            text=body,
            personal=True,
        ),
    )


def _count(practice: Practice, table: str) -> int:
    return int(practice.store.read(f"SELECT count(*) FROM {table}")[0][0])


def _saves_in_history(practice: Practice) -> int:
    rows = practice.store.read(
        "SELECT count(*) FROM history WHERE operation IN"
        " ('write_note', 'record_contact', 'open_case')"
    )
    return int(rows[0][0])


def _found_words(practice: Practice) -> int:
    rows = practice.store.read(
        "SELECT count(*) FROM search_text WHERE search_text MATCH 'bewaard AND einde'"
    )
    return int(rows[0][0])
