"""What the program is, where the practice lies, and whose work is inside."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

from vertrouwen.language import _
from vertrouwen.ui.screen import Route, Shell
from vertrouwen.ui.widgets import Card, FactRow, LinkButton, WrapLabel

PARTS = (
    ("Qt, PySide6", "LGPL-3.0"),
    ("SQLCipher, sqlcipher3", "BSD-3-Clause, zlib"),
    ("OpenSSL, cryptography", "Apache-2.0"),
    ("argon2-cffi, keyring", "MIT"),
    ("reportlab, segno", "BSD-3-Clause"),
    ("openpyxl, rapidfuzz", "MIT"),
    ("pypdfium2, PDFium", "Apache-2.0, BSD-3-Clause"),
    ("Inter, Source Serif 4, Noto Sans Mono", "OFL-1.1"),
    ("Tabler Icons", "MIT"),
)
"""What is bundled, and under which licence; LICENSES.md holds the texts."""


class AboutCard(Card):
    """About the program."""

    def __init__(self, shell: Shell, folder: Path) -> None:
        """Make the card; `folder` is where the vault lies."""
        super().__init__(_("Over Vertrouwen"))
        self.add(FactRow(_("Versie"), version("vertrouwen")))
        self.add(FactRow(_("Licentie"), "EUPL-1.2"))
        self.add(FactRow(_("Map"), str(folder)))
        limits = LinkButton(_("Waar Vertrouwen niet tegen beschermt"), icon="shield-lock")
        limits.clicked.connect(lambda: shell.navigator.go(Route("manual")))
        self.add(limits)
        self.add_line()
        self.add(WrapLabel(_("Met dank aan"), "secondary_medium"))
        for name, licence in PARTS:
            self.add(FactRow(licence, name))
