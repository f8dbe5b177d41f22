"""Preferences: three choices beside the vault, read with distrust."""

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
