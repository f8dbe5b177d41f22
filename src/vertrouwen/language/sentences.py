"""The sentence of any error: what happened, what is safe, what to do."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from vertrouwen.language import (
    _,
    sentences_backup,
    sentences_documents,
    sentences_domain,
    sentences_imports,
    sentences_integrity,
    sentences_reports,
    sentences_statistics,
    sentences_storage,
    sentences_vault,
)

Sentences = Mapping[str, Callable[[Mapping[str, object]], str]]

_ROOMS: Mapping[str, Sentences] = {
    "domain": sentences_domain.SENTENCES,
    "storage": sentences_storage.SENTENCES,
    "vault": sentences_vault.SENTENCES,
    "integrity": sentences_integrity.SENTENCES,
    "backup": sentences_backup.SENTENCES,
    "documents": sentences_documents.SENTENCES,
    "reports": sentences_reports.SENTENCES,
    "imports": {**sentences_imports.REFUSALS, **sentences_statistics.INSTANCE},
    "statistics": sentences_statistics.REFUSALS,
}


def sentence(error: BaseException) -> str:
    """Return the sentence of an error; of a bug, that the program is to blame.

    Args:
        error: with a `code` and `params` where the adviser or the machine can mend it. The
            sentence is looked for in the room the error comes from, then in the others.
    """
    code, params = getattr(error, "code", None), getattr(error, "params", {})
    if not isinstance(code, str) or not isinstance(params, Mapping):
        return _bug()
    _package, _dot, inner = type(error).__module__.partition(".")
    room = _ROOMS.get(inner.partition(".")[0], {})
    for sentences in (room, *_ROOMS.values()):
        if code in sentences:
            said = sentences[code](params)
            row = params.get("row")
            return said if row is None else _("Rij {row}: {said}").format(row=row, said=said)
    return _bug()


def _bug() -> str:
    return _(
        "Er ging iets mis in het programma zelf. Uw gegevens zijn bewaard zoals ze waren. Probeer"
        " het opnieuw; blijft het zo, start het programma dan opnieuw en meld het aan de makers."
    )
