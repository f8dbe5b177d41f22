"""The fictional practice: told as promised, again and again, and never over somebody's files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import KeyringOnDemand
from vertrouwen import language
from vertrouwen.demo.story import FORMATS, MARK, FolderNotOursError, Story
from vertrouwen.language.sentences_domain import SENTENCES
from vertrouwen.services.read_case import read_case
from vertrouwen.services.read_organisations import organisations
from vertrouwen.services.read_today import today_overview

pytestmark = pytest.mark.usefixtures("keyring_on_demand")


@pytest.fixture(autouse=True)
def dutch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(language, "_current", "nl")


def told(folder: Path) -> tuple[Story, list[str]]:
    lines: list[str] = []
    story = Story(folder=folder, say=lines.append)
    story.tell()
    return story, lines


def test_every_client_gets_its_report_in_every_format(tmp_path: Path) -> None:
    story, _lines = told(tmp_path)
    clients = organisations(story.practice)
    assert len(clients) == 4
    for format in FORMATS:
        assert len(list(tmp_path.glob(f"*.{format}"))) == len(clients)
    for paper in tmp_path.glob("*.pdf"):
        assert paper.read_bytes().startswith(b"%PDF")
    for figures in tmp_path.glob("*.json"):
        json.loads(figures.read_text(encoding="utf-8"))
    story.access.close()


def test_a_step_is_refused_for_lack_of_consent_and_carried_out_with_it(tmp_path: Path) -> None:
    story, lines = told(tmp_path)
    refused = [line for line in lines if line.strip().startswith("Geweigerd: ")]
    assert len(refused) == 1
    why = refused[0].strip().removeprefix("Geweigerd: ")
    assert why == SENTENCES["step_without_ground"]({"standing": "nooit_gevraagd"})
    case = read_case(story.practice, story.shown_case)
    done = [item for item in case.timeline if item.kind == "step" and item.is_done]
    assert [item.ground for item in done] == ["consent"]
    assert today_overview(story.practice).due
    story.access.close()


def test_without_a_keyring_the_demo_says_its_passphrase(
    tmp_path: Path, keyring_on_demand: type[KeyringOnDemand]
) -> None:
    keyring_on_demand.behaviour = "unavailable"
    story, lines = told(tmp_path)
    assert any("wachtzin: zes verzonnen woorden" in line for line in lines)
    assert story.access.ways().passphrase
    story.access.close()


def test_a_demo_can_be_told_again_and_removes_only_its_own_practice(tmp_path: Path) -> None:
    (tmp_path / "own notes.txt").write_text("mine", encoding="ascii")
    first, _lines = told(tmp_path)
    first.access.close()
    second, lines = told(tmp_path)
    second.access.close()
    assert lines[0] == "De praktijk van een eerdere demo is weggehaald."
    assert (tmp_path / "own notes.txt").read_text(encoding="ascii") == "mine"


def test_a_folder_no_demo_made_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "practice").mkdir()
    (tmp_path / "practice" / "vault.db").write_bytes(b"somebody's practice")
    with pytest.raises(FolderNotOursError):
        told(tmp_path)
    assert (tmp_path / "practice" / "vault.db").read_bytes() == b"somebody's practice"
    assert not (tmp_path / "practice" / MARK).exists()
