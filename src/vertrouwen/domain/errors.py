"""What the adviser can do something about."""

from __future__ import annotations

from collections.abc import Mapping


class DomainError(Exception):
    """A rule of the practice says no.

    Args:
        code: names the rule; `vertrouwen.language.sentences_domain` holds its sentence.
        field: the field of the form the sentence belongs beside, if there is one.
        params: what the sentence needs; never a name, a note or other content of a case.
    """

    def __init__(self, code: str, *, field: str | None = None, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.field = field
        self.params: Mapping[str, object] = params
