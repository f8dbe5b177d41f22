"""The words of the program stay whole in both languages: calls, catalogue and code lists."""

from __future__ import annotations

import ast
import re
import string
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

import vertrouwen
from vertrouwen import language, resources

SOURCE = Path(vertrouwen.__file__).parent
CALLS = {"_": 1, "ngettext": 2, "pgettext": 2}
TABLES = [
    *sorted(resources.path("vocabulary").glob("*.toml")),
    resources.path("report/tables.toml"),
]
QUOTED = re.compile(r"“([^”{]+)”|(?<!\w)'([^'{]+)'(?!\w)")
EXAMPLES = {"M.", "de leidinggevende", "vault.keys"}
HARSH = re.compile(r"\b(slachtoffers?|daders?|fout van u|victims?|perpetrators?)\b", re.IGNORECASE)


def english() -> list[Message]:
    """Return every sentence of the English catalogue."""
    path = resources.path("locale/en/LC_MESSAGES/vertrouwen.po")
    with path.open("rb") as stream:
        return [message for message in read_po(stream) if message.id]


def forms(text: str | list[str] | tuple[str, ...] | None) -> list[str]:
    """Return a sentence, or each plural form of it."""
    return [text] if isinstance(text, str) else list(text or ())


def fields(text: str) -> set[str]:
    """Return the names of the values that a sentence shows."""
    return {name for _before, name, _spec, _how in string.Formatter().parse(text) if name}


def labels(branch: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every table of a document that has a label in some language."""
    if isinstance(branch, list):
        for item in branch:
            yield from labels(item, path)
    elif isinstance(branch, dict):
        here = f"{path}.{branch.get('code', '')}"
        if "nl" in branch or "en" in branch:
            yield here, branch
        for name, value in branch.items():
            yield from labels(value, f"{here}.{name}")


def calls() -> Iterator[tuple[str, ast.Call, bool]]:
    """Yield where a sentence is asked for, the call, and whether that is at run time."""
    for file in sorted(SOURCE.rglob("*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        later = {
            inner
            for node in ast.walk(tree)
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
            for body in (node.body if isinstance(node.body, list) else [node.body])
            for inner in ast.walk(body)
        }
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in CALLS
            ):
                place = f"{file.relative_to(SOURCE).as_posix()}:{node.lineno}"
                yield place, node, node in later


def test_a_sentence_is_chosen_when_it_is_shown() -> None:
    assert [place for place, _call, is_later in calls() if not is_later] == []


def test_a_sentence_is_whole_before_it_is_translated() -> None:
    composed = [
        place
        for place, call, _is_later in calls()
        for argument in call.args[: CALLS[call.func.id]]  # type: ignore[attr-defined]
        if not (isinstance(argument, ast.Constant) and isinstance(argument.value, str))
    ]
    assert composed == []


@pytest.mark.parametrize("message", english(), ids=lambda message: str(message.id)[:40])
def test_a_translation_shows_the_same_values(message: Message) -> None:
    shown = fields(" ".join(forms(message.id)))
    # A singular may leave its count out; nothing may show a value that is not there.
    assert fields(" ".join(forms(message.string))) == shown
    for form in forms(message.string):
        assert fields(form) <= shown


def test_a_translation_begins_and_ends_like_its_sentence() -> None:
    different = [
        message.id
        for message in english()
        for said, meant in zip(forms(message.id), forms(message.string), strict=True)
        if not meant.strip()
        or (said[:1].isspace(), said[-1:].isspace()) != (meant[:1].isspace(), meant[-1:].isspace())
        or (said[-1:] in ".:…") != (meant[-1:] in ".:…")
    ]
    assert different == []


def quoted(text: str) -> list[str]:
    """Return the words that a sentence takes from elsewhere on the screen."""
    return [(curly or straight) for curly, straight in QUOTED.findall(text)]


def test_a_sentence_names_buttons_and_codes_as_they_are_called() -> None:
    names = {m.id.casefold(): str(m.string).casefold() for m in english() if isinstance(m.id, str)}
    for path in TABLES:
        for _where, label in labels(tomllib.loads(path.read_text(encoding="utf-8"))):
            names[label["nl"].casefold()] = label["en"].casefold()
    for message in english():
        said, meant = quoted(forms(message.id)[0]), quoted(forms(message.string)[0])
        for name, translated in zip(said, meant, strict=True):
            if name not in EXAMPLES:
                assert names.get(name.casefold()) == translated.casefold(), message.id


def test_words_are_calm_in_both_languages() -> None:
    said = [form for m in english() for form in (*forms(m.id), *forms(m.string))]
    assert [text for text in said if "!" in text or HARSH.search(text)] == []


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_every_label_exists_in_both_languages(path: Path) -> None:
    document = tomllib.loads(path.read_text(encoding="utf-8"))
    found = list(labels(document))
    assert found
    assert [where for where, label in found if not (label.get("nl") and label.get("en"))] == []


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_every_reason_of_a_code_exists_in_both_languages(path: Path) -> None:
    for _where, label in labels(tomllib.loads(path.read_text(encoding="utf-8"))):
        for name in label:
            if name.endswith("_nl"):
                assert label.get(f"{name.removesuffix('_nl')}_en"), label.get("code")


def test_the_language_of_the_screen_switches_at_once() -> None:
    before = language.current()
    try:
        language.use("en")
        assert language._("Opslaan") == "Save"
        assert language.ngettext("{n} zaak", "{n} zaken", 2) == "{n} cases"
        language.use("nl")
        assert language._("Opslaan") == "Opslaan"
        assert language.ngettext("{n} zaak", "{n} zaken", 1) == "{n} zaak"
    finally:
        language.use(before)


def test_a_paper_speaks_its_own_language() -> None:
    before = language.current()
    try:
        language.use("nl")
        assert language.translations("en").gettext("Opslaan") == "Save"
        assert language.current() == "nl"
    finally:
        language.use(before)


@pytest.mark.parametrize(
    ("variables", "spoken"),
    [
        ({"LC_ALL": "nl_BE.UTF-8"}, "nl"),
        ({"LANG": "nl_NL"}, "nl"),
        ({"LANG": "C.UTF-8"}, "nl"),
        ({"LC_ALL": "en_GB.UTF-8", "LANG": "nl_NL"}, "en"),
        ({}, "nl"),
    ],
)
def test_a_terminal_is_answered_in_english_in_an_english_locale_and_in_dutch_elsewhere(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], spoken: str
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert language.of_the_locale() == spoken
