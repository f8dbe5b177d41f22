"""The start of the program: the window first, everything heavy later."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from vertrouwen import cli
from vertrouwen.bootstrap import vault_access
from vertrouwen.services.new_keys import NewKeys
from vertrouwen.services.vault_access import VaultAccess

START_SECONDS = 30

START = """
import sys
from pathlib import Path
from PySide6 import QtWidgets
from PySide6.QtCore import QTimer
from vertrouwen.bootstrap import local_now, vault_access
from vertrouwen.ui.app import App
folder = Path(sys.argv[1])
app = App(access=vault_access(folder), folder=folder, clock=local_now, restart=[])
app.begin()
def look():
    if app.tasks.is_busy or not app.window.isVisible():
        QTimer.singleShot(5, look)
        return
    known = ["PySide6.QtWidgets." + name for name in vars(QtWidgets)]
    modules = sorted(sys.modules)
    app.qt.setStyleSheet("")  # or the style is that of the sheet, which has no name
    print(type(app.window).__name__, app.qt.style().name(), *modules, *known)
    app.end()
QTimer.singleShot(0, look)
app.qt.exec()
"""
LATE = {
    "keyring": "the keyring is asked after the window stands there",
    "secretstorage": "belongs to the keyring",
    "jeepney": "belongs to the keyring",
    "sqlcipher3": "nothing is opened yet",
    "cryptography": "nothing is unlocked yet",
    "argon2": "nothing is unlocked yet",
    "reportlab": "no paper is made",
    "openpyxl": "no sheet is read",
    "pypdfium2": "no page is shown",
    "segno": "no code is printed",
    "babel": "no date is written out",
    "rapidfuzz": "no label is read",
    "numpy": "never",
    "PySide6.QtNetwork": "never",
    "PySide6.QtPrintSupport": "nothing is printed",
    "PySide6.QtWidgets.QStyle": "the style is set by its name",
    "PySide6.QtWidgets.QMdiArea": "Qt is asked for no widget that Python does not know yet",
    "vertrouwen.language.sentences": "nothing is refused",
    "vertrouwen.ui.widgets": "the unlock window is made of vertrouwen.ui.basics",
    "vertrouwen.ui.main_window": "the practice is shut",
    "vertrouwen.storage": "the practice is shut",
    "vertrouwen.documents": "no paper is made",
    "vertrouwen.imports": "no sheet is read",
}


def environment() -> dict[str, str]:
    kept = dict(os.environ)
    if sys.platform == "linux" and not kept.get("DISPLAY"):
        kept["QT_QPA_PLATFORM"] = "offscreen"
    return kept


def test_the_unlock_window_stands_before_anything_heavy_is_imported(
    access: VaultAccess, made_keys: NewKeys
) -> None:
    result = subprocess.run(
        [sys.executable, "-c", START, str(access.folder.parent)],
        env=environment(),
        capture_output=True,
        text=True,
        timeout=START_SECONDS,
        check=True,
    )
    window, style, *modules = result.stdout.split()
    assert (window, style) == ("UnlockWindow", "fusion")
    early = {name: why for name, why in LATE.items() if name in modules}
    assert early == {}


def test_a_practice_in_another_folder_never_touches_the_own_one(tmp_path: Path) -> None:
    way_in = vault_access(tmp_path / "elsewhere")
    assert way_in.folder == tmp_path / "elsewhere" / "vault"


def test_the_window_is_what_is_meant_without_a_command(tmp_path: Path) -> None:
    plain = cli.parse(["--data", str(tmp_path), "--locked-at", "14:02", "--minimised"])
    assert (plain.command, plain.data) == ("run", tmp_path)
    assert (plain.locked_at, plain.minimised) == ("14:02", True)
    named = cli.parse(["--data", str(tmp_path), "--locked-at", "14:02", "--minimised", "run"])
    assert vars(named) == vars(plain)
    assert cli.parse([]).data is None
