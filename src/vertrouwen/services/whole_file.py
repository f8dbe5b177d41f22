"""Writing a file for the adviser: a whole one, or none."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

_ERRNO_CODES = {13: "export_not_allowed", 28: "export_disk_full", 30: "export_not_allowed"}


class ExportError(Exception):
    """A file could not be written where the adviser wanted it; nothing stands there.

    Args:
        code: what happened; its sentence stands in `language.sentences_documents`.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
        self.params: dict[str, object] = {}


def write_whole_file(path: Path, body: bytes) -> None:
    """Write a file beside its place first, then into it; an older one stays until then.

    Raises:
        ExportError: the folder is missing, full or not ours to write in.
    """
    temporary: Path | None = None
    try:
        handle, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=path.parent)
        temporary = Path(name)
        with os.fdopen(handle, "wb") as file:
            file.write(body)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except FileNotFoundError:
        raise ExportError("export_folder_missing") from None
    except OSError as error:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
        raise ExportError(_ERRNO_CODES.get(error.errno or 0, "export_failed")) from None
