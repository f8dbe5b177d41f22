"""The cost of a passphrase: within the limits whatever the clock says, dear where it can be."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vertrouwen.vault import calibration
from vertrouwen.vault.errors import VaultError
from vertrouwen.vault.kdf import MEMORY_KIB_LIMITS, PASSES_LIMITS, Argon2id

LEAST, MOST = MEMORY_KIB_LIMITS
calibrated = calibration.calibrated


def _within_limits(cost: Argon2id) -> bool:
    return LEAST <= cost.memory_kib <= MOST and PASSES_LIMITS[0] <= cost.passes <= PASSES_LIMITS[1]


def _steady(seconds_per_gib: float, room_kib: int = MOST) -> Callable[[Argon2id], float]:
    """Return a computer that is as fast today as tomorrow, with so much memory free."""

    def measure(cost: Argon2id) -> float:
        if cost.memory_kib > room_kib:
            raise VaultError("memory_short", mebibytes=cost.memory_kib // 1024)
        return seconds_per_gib * cost.memory_kib * cost.passes / MOST

    return measure


@given(
    st.lists(st.one_of(st.floats(0, 1e6), st.just(None)), min_size=8, max_size=8),
    st.integers(1, 4 * MOST),
)
def test_any_clock_and_any_memory_give_a_cost_within_the_limits(
    answers: list[float | None], memory_kib: int
) -> None:
    left = iter(answers)
    tried: list[Argon2id] = []

    def measure(cost: Argon2id) -> float:
        tried.append(cost)
        answer = next(left)
        if answer is None:
            raise VaultError("memory_short", mebibytes=cost.memory_kib // 1024)
        return answer

    try:
        found = calibrated(measure, memory_kib)
    except VaultError as error:
        assert error.code == "memory_short"
        assert tried[-1].memory_kib == LEAST
    else:
        assert _within_limits(found)
        assert found.memory_kib <= max(LEAST, memory_kib)
    assert all(_within_limits(cost) for cost in tried)


@given(st.floats(0.001, 100), st.integers(LEAST, 2 * MOST), st.integers(LEAST, MOST))
def test_a_steady_computer_takes_a_second_or_so_unless_a_limit_stops_it(
    seconds_per_gib: float, memory_kib: int, room_kib: int
) -> None:
    measure = _steady(seconds_per_gib, room_kib)
    found = calibrated(measure, memory_kib)
    taken = measure(found)
    is_least = (found.memory_kib, found.passes) == (LEAST, PASSES_LIMITS[0])
    assert taken <= 1.5 or is_least
    if taken < 0.5:
        # Only where memory has reached its end and the passes theirs, or the tries ran out on a
        # computer whose memory was taken away under it.
        assert found.passes == PASSES_LIMITS[1] or room_kib < min(memory_kib, MOST)


@given(st.floats(0.01, 50), st.floats(1, 4))
def test_no_cost_is_kept_that_was_seen_to_take_too_long(seconds: float, power: float) -> None:
    """Where memory runs out, the time grows faster than the memory."""

    def measure(cost: Argon2id) -> float:
        return seconds * (cost.memory_kib * cost.passes / LEAST / PASSES_LIMITS[0]) ** power

    found = calibrated(measure, MOST)
    is_least = (found.memory_kib, found.passes) == (LEAST, PASSES_LIMITS[0])
    assert measure(found) <= 1.5 or is_least


def test_a_slow_computer_gets_the_least_that_is_allowed() -> None:
    found = calibrated(_steady(1000), MOST)
    assert (found.memory_kib, found.passes) == (LEAST, PASSES_LIMITS[0])


def test_a_fast_computer_spends_memory_before_passes() -> None:
    found = calibrated(_steady(0.4), MOST)
    assert found.passes == PASSES_LIMITS[0]
    assert LEAST < found.memory_kib < MOST
    with_little_memory = calibrated(_steady(0.4), 2 * LEAST)
    assert with_little_memory.memory_kib == 2 * LEAST
    assert with_little_memory.passes > PASSES_LIMITS[0]


def test_a_computer_without_room_for_the_least_is_told_so() -> None:
    with pytest.raises(VaultError) as caught:
        calibrated(_steady(1, room_kib=LEAST - 1), MOST)
    assert caught.value.code == "memory_short"
    assert caught.value.params == {"mebibytes": 64}


def test_this_computer_tells_how_much_memory_it_has(monkeypatch: pytest.MonkeyPatch) -> None:
    assert calibration._affordable_kib() > 0
    monkeypatch.delattr("os.sysconf")
    assert calibration._affordable_kib() == 256 * 1024


def test_every_cost_has_a_salt_of_its_own() -> None:
    assert calibrated(_steady(1), MOST).salt != calibrated(_steady(1), MOST).salt
