"""The code on paper: forgiving where it may be, exact where it must be."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vertrouwen.vault.errors import VaultError
from vertrouwen.vault.recovery_code import ALPHABET, GROUPS, RecoveryCode, generate, parse

SECRETS = st.binary(min_size=20, max_size=20)


def _typo(text: str) -> dict[str, object]:
    with pytest.raises(VaultError) as caught:
        parse(text)
    assert caught.value.code == "recovery_code_typo"
    return dict(caught.value.params)


def test_a_code_is_eight_groups_of_five() -> None:
    assert [len(group) for group in generate().split("-")] == [5] * GROUPS


def test_no_two_codes_are_the_same() -> None:
    assert len({generate() for _ in range(500)}) == 500


@given(SECRETS)
def test_what_is_printed_is_read(secret: bytes) -> None:
    assert parse(RecoveryCode(secret=secret).text).secret == secret


@given(SECRETS, st.randoms(use_true_random=False))
def test_case_spaces_and_look_alikes_are_forgiven(secret: bytes, chance: random.Random) -> None:
    text = RecoveryCode(secret=secret).text
    forgiven = {"0": "0Oo", "1": "1IiLl"}
    typed = "".join(chance.choice(forgiven.get(s, s + s.lower())) for s in text)
    typed = typed.replace("-", chance.choice(["", " ", "-", " - ", "\n", "–"]))
    assert parse(f"  {typed} ").secret == secret


def test_the_secret_is_not_shown_by_accident() -> None:
    code = RecoveryCode(secret=b"\x01" * 20)
    assert code.text not in repr(code)
    assert "\\x01" not in repr(code)


def test_every_single_slip_is_named_with_its_group() -> None:
    text = RecoveryCode(secret=bytes(range(20))).text
    for place, symbol in enumerate(text):
        if symbol == "-":
            continue
        for other in ALPHABET:
            if other != symbol:
                wrong = text[:place] + other + text[place + 1 :]
                assert _typo(wrong) == {"reason": "check", "group": place // 6 + 1, "count": 0}


@settings(max_examples=60)
@given(SECRETS, st.integers(0, 38))
def test_two_swapped_symbols_are_named_with_their_group(secret: bytes, place: int) -> None:
    symbols = RecoveryCode(secret=secret).text.replace("-", "")
    swapped = symbols[:place] + symbols[place + 1] + symbols[place] + symbols[place + 2 :]
    if swapped != symbols:
        assert _typo(swapped)["group"] == place // 5 + 1


def test_ten_thousand_careless_typists_are_all_named() -> None:
    chance = random.Random(2026)
    text = RecoveryCode(secret=bytes(range(20))).text
    for _ in range(10_000):
        symbols = list(text)
        for _ in range(chance.randint(2, 6)):
            what = chance.randrange(4)
            place = chance.randrange(len(symbols) - 1)
            if what == 0:
                symbols[place] = chance.choice(ALPHABET)
            elif what == 1:
                symbols.insert(place, chance.choice(ALPHABET))
            elif what == 2:
                del symbols[place]
            else:
                symbols[place], symbols[place + 1] = symbols[place + 1], symbols[place]
        typed = "".join(symbols)
        if typed.replace("-", "") != text.replace("-", ""):
            _typo(typed)


@pytest.mark.parametrize("change", ["ABCD", "ABCDEF"])
def test_a_group_of_the_wrong_length_is_named(change: str) -> None:
    groups = generate().split("-")
    groups[4] = change
    assert _typo("-".join(groups))["group"] == 5


def test_a_strange_character_is_named_with_its_group() -> None:
    groups = generate().split("-")
    groups[2] = "AB*DE"
    assert _typo("-".join(groups)) == {"reason": "characters", "group": 3, "count": 0}


def test_a_missing_group_is_told_by_its_length() -> None:
    assert _typo("-".join(generate().split("-")[:7])) == {
        "reason": "length",
        "group": None,
        "count": 35,
    }


@pytest.mark.parametrize("text", ["", "  - - ", "A" * 100_000, "é" * 40, "\x00" * 40, "U" * 40])
def test_nonsense_is_a_typing_error_too(text: str) -> None:
    _typo(text)


@given(st.text(max_size=80))
def test_any_text_is_read_or_named(text: str) -> None:
    _typo(text)
