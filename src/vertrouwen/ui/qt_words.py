"""Words of Qt's own dialogs that its Dutch catalogue lacks."""

from __future__ import annotations

from PySide6.QtCore import QTranslator

_DUTCH = {
    "&Look in:": "&Zoeken in:",
    "Look in:": "Zoeken in:",
    "Files of &type:": "Bestands&type:",
    "Files of type:": "Bestandstype:",
    "Folder": "Map",
    "Drive": "Schijf",
    "%1 bytes": "%1 bytes",
    "%1 KB": "%1 kB",
    "%1 MB": "%1 MB",
    "%1 GB": "%1 GB",
}


class QtWords(QTranslator):
    """Translates what `qtbase_nl.qm` leaves in English; installed beneath it."""

    def isEmpty(self) -> bool:
        """Tell Qt that there is something to ask."""
        return False

    def translate(
        self, context: str, source: str, disambiguation: str | None = None, n: int = -1
    ) -> str | None:
        """Return the Dutch words, or None where there are none here."""
        return _DUTCH.get(source) if context.startswith(("QFile", "QAbstractFile")) else None
