"""What was answered about a registration that is not yet brought in, kept as a draft."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from vertrouwen.services.drafts import drop_draft, load_draft, save_draft
from vertrouwen.services.import_registration import Answers, RowDecision, RowKey
from vertrouwen.services.practice import Practice

_KEY = "import"


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """Unfinished work on a file.

    Args:
        answers: about its columns and words.
        decisions: about single rows.
    """

    path: Path
    answers: Answers
    decisions: Mapping[RowKey, RowDecision]


def keep_begun(practice: Practice, unfinished: Begun) -> None:
    """Keep unfinished work in place of what was kept before."""
    rows = [
        [*key, answer.keep, {name: _plain(value) for name, value in answer.changes.items()}]
        for key, answer in unfinished.decisions.items()
    ]
    answers = unfinished.answers.to_json()
    body = {"path": str(unfinished.path), "answers": answers, "rows": rows}
    save_draft(practice, _KEY, body)


def begun(practice: Practice) -> Begun | None:
    """Return the unfinished work, or None where there is none that can be read."""
    body = load_draft(practice, _KEY)
    if body is None:
        return None
    try:
        decisions = {
            (str(sheet), int(row)): RowDecision(
                keep=bool(keep),
                changes={str(name): _rich(value) for name, value in changes.items()},
            )
            for sheet, row, keep, changes in body["rows"]
        }
        answers = Answers.from_json(body["answers"])
        return Begun(path=Path(body["path"]), answers=answers, decisions=decisions)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def forget_begun(practice: Practice) -> None:
    """Keep nothing of the unfinished work."""
    drop_draft(practice, _KEY)


def _plain(value: object) -> object:
    return {"day": value.isoformat()} if isinstance(value, date) else value


def _rich(value: Any) -> object:
    if isinstance(value, dict):
        return date.fromisoformat(value["day"])
    return tuple(value) if isinstance(value, list) else value
