"""Preferences: a few choices beside the vault, read with distrust."""

from __future__ import annotations

from pathlib import Path

import pytest

from vertrouwen.services.preferences import Preferences, load_preferences, save_preferences


def test_the_language_is_kept_beside_the_vault_and_nothing_else(tmp_path: Path) -> None:
    chosen = Preferences(language="en", colours="dark", text_scale=1.25)
    save_preferences(tmp_path, chosen)
    assert load_preferences(tmp_path) == chosen
    assert [file.name for file in tmp_path.iterdir()] == ["preferences.json"]


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b'{"language":"fr","text_scale":9,"colours":3}', b"\xff" * 5000],
)
def test_strange_preferences_are_ignored(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "preferences.json").write_bytes(content)
    assert load_preferences(tmp_path) == Preferences()


def test_when_to_lock_and_to_blur_is_kept(tmp_path: Path) -> None:
    chosen = Preferences(
        lock_minutes=15,
        locks_minimised=True,
        blurs_when_left=False,
        is_private=True,
        may_be_captured=True,
        window_size=(1440, 900),
        is_maximised=True,
    )
    save_preferences(tmp_path, chosen)
    assert load_preferences(tmp_path) == chosen


@pytest.mark.parametrize(
    "size", ["null", "7", "[]", "[1280]", "[0,800]", "[1280,-1]", "[1e9,800]", "[99999,800]",
             "[true,800]", '["1280",800]', "[1280,800,1]"],
)  # fmt: skip
def test_a_strange_size_is_ignored(size: str, tmp_path: Path) -> None:
    (tmp_path / "preferences.json").write_text(f'{{"window_size":{size}}}', encoding="ascii")
    assert load_preferences(tmp_path) == Preferences()


@pytest.mark.parametrize(
    "content",
    [
        b'{"lock_minutes":0,"locks_minimised":1}',
        b'{"lock_minutes":600,"blurs_when_left":0}',
        b'{"lock_minutes":"5","may_be_captured":"yes"}',
        b'{"lock_minutes":[1],"blurs_when_left":null}',
    ],
)
def test_nobody_writes_away_the_lock_by_hand(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "preferences.json").write_bytes(content)
    assert load_preferences(tmp_path) == Preferences()
