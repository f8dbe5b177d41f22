"""Labels mean what they say, or are asked."""

from __future__ import annotations

import pytest

from tests.imports.truth import VOCABULARY
from vertrouwen.domain.vocabulary import OUTSIDE_TAXONOMY
from vertrouwen.imports.columns import CODED
from vertrouwen.imports.labels import LabelReader
from vertrouwen.imports.wording import plain, table
from vertrouwen.language import sentences_imports

LISTS = sorted(set(CODED.values()))


@pytest.mark.parametrize("name", LISTS)
def test_no_label_stands_for_two_codes(name: str) -> None:
    seen: dict[str, str] = {}
    for code, labels in table(name).items():
        if code == "belgium":
            continue
        for label in labels["same"]:
            assert seen.setdefault(plain(label), code) == code, label


@pytest.mark.parametrize("name", LISTS)
def test_every_code_of_the_synonyms_exists(name: str) -> None:
    entries = table(name)
    codes = {c for c in entries if c != "belgium"} | set(entries.get("belgium", {}))
    assert codes <= {c.code for c in VOCABULARY[name]} | {"geen"}


@pytest.mark.parametrize("name", LISTS)
def test_the_vocabulary_reads_its_own_labels_in_both_languages(name: str) -> None:
    for code in VOCABULARY[name]:
        reader = LabelReader(name, VOCABULARY, belgian=code.country == "BE")
        if code.code not in OUTSIDE_TAXONOMY:
            assert reader.read(code.nl).codes == (code.code,), code.nl
            assert reader.read(code.en).codes == (code.code,), code.en


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("nature", "niet pesten"),
        ("nature", "geen discriminatie"),
        ("nature", "pesten of roddel"),
        ("outcome", "niet verbeterd na gesprek"),
        ("outcome", "onopgelost"),
        ("chosen_step", "melding or"),
        ("nature", "intimidatie ontkend"),
        ("relation", "ex-collega van leidinggevende"),
        ("role", "zus van medewerker"),
        ("referral", "niet naar bedrijfsarts"),
    ],
)
def test_a_label_that_is_turned_round_or_doubted_is_asked(name: str, label: str) -> None:
    found = LabelReader(name, VOCABULARY).read(label)
    assert found.kind in ("question", "unknown")


@pytest.mark.parametrize(
    ("name", "label", "code"),
    [
        ("nature", "Belangenverstrengelling", "belangenverstrengeling"),
        ("nature", "discriminattie", "discriminatie"),
        ("kind", "Meldng", "melding"),
        ("relation", "colega", "collega"),
        ("chosen_step", "mediaton", "mediation"),
        ("channel", "telfoon", "telefoon"),
        ("role", "vrijwiliger", "vrijwilliger"),
        ("referral", "bedrijfarts", "bedrijfsarts"),
    ],
)
def test_a_typing_error_is_seen_through(name: str, label: str, code: str) -> None:
    found = LabelReader(name, VOCABULARY).read(label)
    assert found.codes == (code,)
    assert found.kind in ("typo", "synonym")


def test_a_slash_may_part_two_kinds_or_belong_to_one() -> None:
    reader = LabelReader("nature", VOCABULARY)
    assert reader.read("salaris/inschaling").codes == ("contract_inschaling",)
    assert reader.read("pesten/uitsluiting").codes == ("pesten", "uitsluiting_roddel")
    assert reader.read("communicatie lgv; Agressie/geweld").codes == (
        "communicatie_leidinggevende",
        "agressie_geweld",
    )


def test_every_refusal_warning_and_doubt_has_its_sentence() -> None:
    params = {
        "line": 3, "limit": 100_000, "megabytes": 9, "sheet": "A", "sheets": ("A", "B"),
        "count": 2, "headers": ("X",), "encoding": None, "kind": None,
    }  # fmt: skip
    for table_of in (sentences_imports.REFUSALS, sentences_imports.WARNINGS):
        assert all(say(params) for say in table_of.values())
    assert all(say() for say in sentences_imports.FLAG_REASONS.values())
