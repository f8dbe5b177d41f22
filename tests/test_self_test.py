"""The rehearsal in the installed program: it passes when all is well, and fails when it is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import KeyringOnDemand
from vertrouwen import self_test
from vertrouwen.self_test import SelfTest
from vertrouwen.vault.errors import VaultError


def test_each_check_passes_on_a_working_computer(
    tmp_path: Path, keyring_on_demand: type[KeyringOnDemand]
) -> None:
    test = SelfTest(tmp_path)
    *checks, (window, _show) = test.checks()
    for _name, check in checks:
        check()
    assert window == "venster"
    assert len(checks) == 7
    test.close()


def test_a_computer_without_a_keyring_fails_the_first_check(
    tmp_path: Path, keyring_on_demand: type[KeyringOnDemand]
) -> None:
    keyring_on_demand.behaviour = "unavailable"
    _name, check = next(iter(SelfTest(tmp_path).checks()))
    with pytest.raises(VaultError) as error:
        check()
    assert error.value.code == "keyring_unavailable"


def test_one_failed_check_is_said_and_sets_the_exit_code(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail() -> None:
        raise ValueError("with a value nobody should read")

    monkeypatch.setattr(
        SelfTest, "checks", lambda _self: iter([("een", lambda: None), ("twee", fail)])
    )
    assert self_test.self_test() == 1
    said = capsys.readouterr().out
    assert "goed   een" in said
    assert "fout   twee (ValueError)" in said
    assert "nobody" not in said
