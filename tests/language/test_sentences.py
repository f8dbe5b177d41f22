"""Every code that can be raised has its sentence."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import vertrouwen
from vertrouwen.domain.errors import DomainError
from vertrouwen.language.sentences import sentence
from vertrouwen.storage.errors import StorageError

SOURCE = Path(vertrouwen.__file__).parent
BUG = sentence(ValueError("a bug"))


def raised(error: str) -> set[str]:
    texts = [file.read_text(encoding="utf-8") for file in SOURCE.rglob("*.py")]
    return {code for text in texts for code in re.findall(rf'{error}\(\s*"([a-z_]+)"', text)}


def raised_in_schema() -> set[str]:
    """Return the codes of the triggers that are left after the last migration."""
    files = sorted((SOURCE / "storage" / "schema").glob("*.sql"))
    script = "\n".join(file.read_text(encoding="utf-8") for file in files)
    triggers = dict(re.findall(r"CREATE TRIGGER (\w+)(.*?)\nEND;", script, re.DOTALL))
    for dropped in re.findall(r"DROP TRIGGER (\w+);", script):
        del triggers[dropped]
    return {code for t in triggers.values() for code in re.findall(r"ABORT, '([a-z_]+)'\)", t)}


@pytest.mark.parametrize("code", sorted(raised("DomainError") | raised_in_schema()))
def test_every_rule_has_its_sentence(code: str) -> None:
    assert sentence(DomainError(code)) != BUG


@pytest.mark.parametrize(
    "code", sorted(raised("StorageError") | {"disk_full", "database_damaged", "vault_in_use"})
)
def test_every_trouble_with_the_database_has_its_sentence(code: str) -> None:
    assert sentence(StorageError(code)) != BUG


@pytest.mark.parametrize(
    "standing",
    ["nooit_gevraagd", "gevraagd", "geweigerd", "ingetrokken", "verlopen", "nog_niet"],
)
def test_the_gate_says_how_consent_stands(standing: str) -> None:
    said = sentence(DomainError("step_without_ground", standing=standing))
    others = {
        sentence(DomainError("step_without_ground", standing=other))
        for other in ("nooit_gevraagd", "gevraagd", "geweigerd", "ingetrokken", "verlopen")
        if other != standing
    }
    assert said not in others


def test_a_row_of_a_registration_is_named() -> None:
    assert "12" in sentence(DomainError("date_in_the_future", field="opened_on", row=12))


def test_a_bug_shows_nothing_of_its_text() -> None:
    assert sentence(ValueError("Roosmarijn")) == BUG
    assert sentence(KeyError("code")) == BUG
