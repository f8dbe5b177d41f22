"""What the program is, where the practice lies, and whose work is inside."""

from __future__ import annotations

from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from vertrouwen.language import _
from vertrouwen.services.practice import Practice
from vertrouwen.services.weekly_check import last_check
from vertrouwen.ui.screen import Route, Shell
from vertrouwen.ui.widgets import Card, FactRow, LinkButton, WrapLabel, format_date

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


PARTS_LIST = "sbom.cdx.json"
"""What the build writes into the program's folder, for who has to know every part of it."""


class AboutCard(Card):
    """About the program."""

    def __init__(self, shell: Shell, folder: Path, practice: Practice) -> None:
        """Make the card.

        Args:
            shell: the window.
            folder: where the vault lies.
            practice: tells when all of it was last found in order.
        """
        super().__init__(_("Over Vertrouwen"))
        self.add(FactRow(_("Versie"), version("vertrouwen")))
        self.add(FactRow(_("Licentie"), "EUPL-1.2"))
        self.add(FactRow(_("Map"), str(folder)))
        self.checked = FactRow(_("Nagekeken"), _("nog niet"))
        self.add(self.checked)
        shell.tasks.run(lambda: last_check(practice), self._show_check, owner=self)
        limits = LinkButton(_("Waar Vertrouwen niet tegen beschermt"), icon="shield-lock")
        limits.clicked.connect(lambda: shell.navigator.go(Route("manual")))
        self.add(limits)
        self.add_line()
        self.add(WrapLabel(_("Met dank aan"), "secondary_medium"))
        for name, licence in PARTS:
            self.add(FactRow(licence, name))
        self.add(
            WrapLabel(
                _(
                    "Bij elke uitgave van het programma ligt een volledige lijst van wat erin zit, "
                    "met versie en licentie: het bestand {file}. Handig als uw opdrachtgever "
                    "daarnaar vraagt."
                ).format(file=PARTS_LIST),
                "secondary",
            )
        )

    def _show_check(self, at: datetime | None) -> None:
        if at is not None:
            words = _("helemaal in orde op {day}").format(day=format_date(at.date()))
            self.checked.value.setText(words)
            self.checked.value.setAccessibleName(f"{_('Nagekeken')}: {words}")
