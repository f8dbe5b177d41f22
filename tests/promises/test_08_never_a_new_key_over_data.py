"""Promise 8: over an existing vault no state of the keyring makes a key or deletes anything."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.promises.figures import reached
from tests.promises.keyring_states import PATIENCE_MS, STATES, Stage, press, stage, words
from vertrouwen.ui.tasks import Tasks
from vertrouwen.ui.unlock.window import UnlockWindow

pytestmark = pytest.mark.keyring

PASSPHRASE = "zes losse woorden voor een proef"
SPEAKING = ("missing entry", "wrong value")
"""States in which the keyring itself still answers, so that its entries can be compared."""


@pytest.mark.parametrize("passphrase", [None, PASSPHRASE], ids=["device", "strict"])
@pytest.mark.parametrize("name", STATES)
def test_a_vault_that_the_keyring_does_not_open_keeps_every_byte(
    name: str,
    passphrase: str | None,
    qtbot: QtBot,
    tasks: Tasks,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with stage(tmp_path, monkeypatch) as computer:
        computer.make_vault(passphrase)
        computer.enter(name)
        before = _all(computer, name)
        access = computer.access()
        access.claim()
        window = UnlockWindow(access, tasks)
        qtbot.addWidget(window)
        window.show()
        qtbot.waitUntil(lambda: not tasks.is_busy, timeout=PATIENCE_MS)
        for _attempt in range(STATES[name].attempts):
            if passphrase is not None:
                window.passphrase.control.set_value(passphrase)
            press(window, "Openen" if passphrase is None else "Ontgrendelen", tasks)
            qtbot.waitUntil(lambda: not tasks.is_busy, timeout=PATIENCE_MS)
        said = words(window)
        access.close()
        after = _all(computer, name)
    assert STATES[name].sentence in said
    assert "herstelcode" in said.lower()
    assert "wissen" not in said.lower()
    reached(
        8,
        "states of the keyring over a vault whose files kept their digests",
        good=before == after,
        tried=1,
        floor=1,
    )


def _all(computer: Stage, name: str) -> tuple[dict[str, str], list[tuple[str, bytes]]]:
    return computer.files(), computer.entries() if name in SPEAKING else []
