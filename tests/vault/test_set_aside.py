"""Old vaults beside the one in use: which there are, and that only those can be removed."""

from __future__ import annotations

from pathlib import Path

import pytest

from vertrouwen.vault import folder as disk
from vertrouwen.vault import set_aside
from vertrouwen.vault.errors import VaultError
from vertrouwen.vault.instance_lock import InstanceLock
from vertrouwen.vault.succession import move_aside
from vertrouwen.vault.vault import VaultFolder

OLD, NEWER, SALVAGED = (
    "vault-20260103-101500",
    "vault-20260103-101500-2",
    "vault-gered-20260203-110000",
)


@pytest.fixture
def live(tmp_path: Path) -> Path:
    """The folder of the vault in use, among old ones and things that are none."""
    for name in ("vault", OLD, NEWER, SALVAGED, "vault-notes", "vault-20261303-101500"):
        (tmp_path / name).mkdir()
        (tmp_path / name / disk.DATABASE).write_bytes(b"x" * 10)
    (tmp_path / "vault-20260104-101500").write_bytes(b"a file")
    (tmp_path / "vault-20260105-101500").symlink_to(tmp_path / "vault", target_is_directory=True)
    return tmp_path / "vault"


def _names(live: Path) -> list[str]:
    return [one.path.name for one in set_aside.set_aside(live)]


def test_only_what_the_program_set_aside_is_listed(live: Path) -> None:
    assert _names(live) == [SALVAGED, NEWER, OLD]
    newest = set_aside.set_aside(live)[0]
    assert (newest.size, newest.is_salvaged, newest.at.day) == (10, True, 3)


def test_the_name_that_moving_aside_gives_is_known(tmp_path: Path) -> None:
    place = VaultFolder(tmp_path / "vault")
    place.path.mkdir()
    (place.path / disk.DATABASE).write_bytes(b"x")
    assert [one.path for one in set_aside.set_aside(place.path)] == []
    aside = move_aside(place)
    assert [one.path for one in set_aside.set_aside(place.path)] == [aside]


def test_a_vault_that_is_removed_is_gone_and_nothing_else(live: Path) -> None:
    before = {path.name for path in live.parent.iterdir()}
    set_aside.remove(live, live.with_name(OLD))
    assert {path.name for path in live.parent.iterdir()} == before - {OLD}


@pytest.mark.parametrize(
    "name", ["vault", "vault-notes", "vault-20260104-101500", "vault-20260105-101500", "none"]
)
def test_nothing_else_can_be_removed(live: Path, name: str) -> None:
    before = {path.name for path in live.parent.rglob("*")}
    with pytest.raises(VaultError, match="not_set_aside"):
        set_aside.remove(live, live.with_name(name))
    assert {path.name for path in live.parent.rglob("*")} == before


def test_a_vault_somewhere_else_cannot_be_removed(live: Path) -> None:
    inside = live.with_name("vault-notes") / OLD
    inside.mkdir()
    with pytest.raises(VaultError, match="not_set_aside"):
        set_aside.remove(live, inside)
    assert inside.exists()


def test_a_vault_that_is_open_stays(live: Path) -> None:
    lock = InstanceLock(live.with_name(OLD) / disk.LOCK)
    with pytest.raises(VaultError, match="vault_in_use"):
        set_aside.remove(live, live.with_name(OLD))
    lock.release()
    assert OLD in _names(live)


def test_what_was_cut_off_is_finished_at_the_next_start(
    live: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_path: Path) -> None:
        raise OSError(5, "fictional")

    with monkeypatch.context() as patch:
        patch.setattr(set_aside.shutil, "rmtree", fail)
        with pytest.raises(VaultError):
            set_aside.remove(live, live.with_name(OLD))
    assert OLD not in _names(live)
    disk.drop_unfinished(live)
    assert not any(path.name.startswith(".vault-") for path in live.parent.iterdir())
