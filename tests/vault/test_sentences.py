"""Every code of the vault has its sentence, and every sentence a code."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import vertrouwen.vault
from vertrouwen.language import sentences_integrity
from vertrouwen.language.sentences_vault import SENTENCES

NOTICES = {
    "destroyed_not_known",
    "keyring_changed",
    "key_file_repaired",
    "keys_of_before_renewal",
    "checked_after_crash",
}
PARAMS: dict[str, object] = {
    "service": "Dropbox",
    "minimum": 15,
    "maximum": 1024,
    "mebibytes": 256,
    "seconds": 60,
}


def _codes() -> set[str]:
    """Collect each code written in the vault's source, as an error or in a table of names."""
    codes: set[str] = set()
    for path in Path(vertrouwen.vault.__path__[0]).glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "VaultError":
                codes |= {
                    leaf.value
                    for leaf in ast.walk(node.args[0])
                    if isinstance(leaf, ast.Constant) and isinstance(leaf.value, str)
                }
            if isinstance(node, ast.Dict) and path.name in {"errors.py", "container.py"}:
                codes |= {
                    value.value
                    for value in node.values
                    if isinstance(value, ast.Constant) and isinstance(value.value, str)
                }
    return codes | {"device_secret_wrong", "recovery_code_wrong", "passphrase_wrong"}


def _typo_codes() -> list[dict[str, object]]:
    return [
        {"reason": reason, "group": group, "count": 39}
        for reason in ("empty", "length", "characters", "check")
        for group in (None, 3)
    ]


def test_every_code_has_a_sentence_and_every_sentence_a_code() -> None:
    others = set(sentences_integrity.SENTENCES)
    assert (_codes() | NOTICES) - others == set(SENTENCES)
    assert not others & set(SENTENCES)


@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_a_sentence_is_complete(code: str) -> None:
    text = SENTENCES[code](PARAMS)
    assert text.endswith(".")
    assert "{" not in text
    assert "None" not in text or code == "recovery_code_typo"


@pytest.mark.parametrize("params", _typo_codes(), ids=str)
def test_a_typing_error_is_named_with_what_is_known(params: dict[str, object]) -> None:
    text = SENTENCES["recovery_code_typo"](params)
    assert "None" not in text
    assert ("groep 3" in text) is (params["group"] == 3 and params["reason"] != "empty")


@pytest.mark.parametrize("at", [None, "", "2026-11-29T01:03:39+00:002", "ooit"])
def test_a_moment_that_is_none_is_called_unknown(at: object) -> None:
    assert sentences_integrity.moment(at) == "een onbekend moment"


@pytest.mark.parametrize("slot", ["device", "passphrase", "strict", "recovery"])
def test_a_missing_slot_names_another_way_in(slot: str) -> None:
    assert "Open de kluis" in SENTENCES["slot_missing"]({"slot": slot})


def test_a_wrong_code_names_the_sheet_that_holds_where_its_day_is_known() -> None:
    said = SENTENCES["recovery_code_wrong"]
    assert "28-11-2026" in said({"made_on": "2026-11-28", "mark": None})
    assert "7KQ2" in said({"made_on": "2026-11-28", "mark": "7KQ2"})
    assert "herstelblad" not in SENTENCES["recovery_code_wrong"]({})
