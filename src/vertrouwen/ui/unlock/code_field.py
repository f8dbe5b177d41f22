"""The field into which the recovery code is typed from paper."""

from __future__ import annotations

from vertrouwen.language import _
from vertrouwen.ui.basics.field import Field
from vertrouwen.ui.basics.text_controls import TextField


def code_field() -> Field:
    """Return the field; longer than a code, so that spaces and hyphens fit as well."""
    return Field(
        "code",
        _("Herstelcode"),
        TextField("XXXXX-XXXXX-XXXXX-XXXXX-XXXXX-XXXXX-XXXXX-XXXXX", code=True, max_length=400),
        hint=_("Acht groepen van vijf tekens. Hoofdletters en streepjes hoeven niet."),
    )
