"""Words that exist nowhere else, and how they look in every form in which they could be written."""

from __future__ import annotations

import base64
import hashlib

MARK = "kwzqxj"
"""Every canary begins with it: no word in any language, so one search finds them all."""
FORMS = ("utf-8", "utf-16-le", "utf-16-be", "cp1252")


def canary(what: str) -> str:
    """Return the word that is typed in one place; the same place has the same word again."""
    digest = hashlib.sha256(what.encode()).digest()[:6]
    return MARK + "".join(chr(ord("a") + byte % 26) for byte in digest)


def needles(text: str) -> dict[str, bytes]:
    """Return how a text may stand in a file: four character sets, and base64 of two of them.

    Base64 looks different at each of three places in a group; of each only what does not depend
    on its neighbours is searched for.
    """
    found = {form: text.encode(form) for form in FORMS}
    for form in ("utf-8", "utf-16-le"):
        for before in range(3):
            plain = bytes(before) + text.encode(form)
            coded = base64.b64encode(plain)
            first = -(-before * 8 // 6)
            last = len(plain) * 8 // 6
            found[f"base64 of {form}, {before}"] = coded[first:last]
    return found
