"""Advice about a passphrase: words drawn from a clean list, and honest steps."""

from __future__ import annotations

import random
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vertrouwen.services.passphrases import Strength, strength, suggest_passphrase, words
from vertrouwen.vault.slots import new_passphrase_secret


def test_the_list_is_long_enough_and_every_word_is_easily_typed() -> None:
    assert len(words()) == 6**5
    assert all(re.fullmatch("[a-z]{4,8}", word) for word in words())
    assert list(words()) == sorted(set(words()))


def test_no_word_begins_another() -> None:
    known = set(words())
    for word in words():
        assert not any(word[:length] in known for length in range(1, len(word)))


@pytest.mark.parametrize(
    "stem", ["verkracht", "moord", "neuk", "hoer", "kanker", "jood", "moslim", "pest", "geweld"]
)
def test_no_word_hurts_who_reads_it(stem: str) -> None:
    assert not [word for word in words() if stem in word]


def test_a_suggestion_is_six_different_words_of_the_list() -> None:
    drawn = suggest_passphrase().split(" ")
    assert len(set(drawn)) == 6
    assert set(drawn) <= set(words())


def test_suggestions_come_from_the_whole_list_and_cannot_be_foretold() -> None:
    drawn = {word for _ in range(10_000) for word in suggest_passphrase().split()}
    # 60,000 draws leave one in two thousand words undrawn.
    assert len(drawn) > 0.99 * len(words())
    random.seed(1)
    first = suggest_passphrase()
    random.seed(1)
    assert suggest_passphrase() != first


def test_every_suggestion_is_strong_with_spaces_and_without() -> None:
    for _ in range(500):
        suggestion = suggest_passphrase()
        assert strength(suggestion) is Strength.STRONG
        assert strength(suggestion.replace(" ", "")) is Strength.STRONG


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("", Strength.TOO_SHORT),
        ("x7!Kq2@Zm9#Wp4", Strength.TOO_SHORT),
        ("a" * 40, Strength.WEAK),
        ("abcdefghijklmnopqrst", Strength.WEAK),
        ("9876543210987654", Strength.WEAK),
        ("qwertyuiopasdfghjkl", Strength.WEAK),
        ("wachtwoordwachtwoord", Strength.WEAK),
        ("Wachtwoord2024!", Strength.WEAK),
        ("januari 2026 januari", Strength.WEAK),
        ("welkom welkom welkom", Strength.WEAK),
        ("ab12ab12ab12ab12ab12", Strength.WEAK),
        ("fiets fiets fiets fiets fiets fiets", Strength.WEAK),
        ("loterij banaan fiets", Strength.WEAK),
        ("loterij banaan fiets loterij banaan fiets", Strength.WEAK),
        ("loterij banaan fiets vlinder", Strength.GOOD),
        ("correct horse battery staple", Strength.GOOD),
        ("hT7$kQz9!mWv2Lp", Strength.STRONG),
        ("mijn opa fietste graag langs de vaart in de zomer", Strength.STRONG),
    ],
)
def test_a_passphrase_gets_the_step_it_deserves(text: str, step: Strength) -> None:
    assert strength(text) is step


@given(st.text(max_size=60))
def test_any_text_gets_a_step_and_only_a_short_one_is_refused(text: str) -> None:
    is_short = len(unicodedata.normalize("NFC", text)) < 15
    assert (strength(text) is Strength.TOO_SHORT) is is_short
    if not is_short:
        new_passphrase_secret(text)


def test_accents_count_alike_however_they_are_typed() -> None:
    phrase = "crème brûlée met één lepel"
    composed, decomposed = (unicodedata.normalize(form, phrase) for form in ("NFC", "NFD"))
    assert strength(composed) is strength(decomposed)
    assert strength(unicodedata.normalize("NFD", "é" * 14)) is Strength.TOO_SHORT
