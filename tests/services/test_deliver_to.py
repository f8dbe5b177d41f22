"""What the next process is told about the folders for backups."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from vertrouwen.services.deliver_to import VARIABLE, as_environment, take_from_environment


def test_folders_arrive_as_they_were_and_are_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    folders = [Path("stick: van kantoor"), Path('met "aanhaling" en é'), Path("Kopie;en")]
    for name, value in as_environment(folders).items():
        monkeypatch.setenv(name, value)
    assert take_from_environment() == folders
    assert VARIABLE not in os.environ
    assert take_from_environment() == []


def test_without_folders_nothing_is_told() -> None:
    assert as_environment([]) == {}


@pytest.mark.parametrize("text", ["", "{", "7", "[7]", "null"])
def test_what_somebody_else_wrote_there_is_no_folder(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, text)
    assert take_from_environment() == []
