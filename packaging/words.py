"""Collect the sentences of the program and bring its catalogues up to date.

Run by `make words` after a sentence was added or changed: new sentences appear untranslated in
each `vertrouwen.po`, sentences that are gone leave it, and the `.mo` beside it is compiled anew.
Translations are never guessed from similar sentences.
"""

from __future__ import annotations

from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[1]
LOCALES = ROOT / "resources" / "locale"
LANGUAGES = ("en",)
KEYWORDS = {"_": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}


def collected() -> Catalog:
    """Return a catalogue with every sentence that occurs in the program."""
    template = Catalog(project="Vertrouwen", charset="utf-8", fuzzy=False)
    found = extract_from_dir(
        ROOT / "src" / "vertrouwen",
        method_map=[("**.py", "python")],
        keywords=KEYWORDS,
        strip_comment_tags=True,
    )
    for _file, _line, message, _comments, context in found:
        template.add(message, context=context)
    return template


def updated(po: Path, template: Catalog) -> Catalog:
    """Return the catalogue of one file, holding exactly the sentences of the template."""
    language = po.parts[-3]
    catalogue = Catalog(locale=language, fuzzy=False)
    if po.exists():
        with po.open("rb") as stream:
            catalogue = read_po(stream, locale=language)
    catalogue.header_comment = "# The words of Vertrouwen; `make words` brings them up to date."
    catalogue.project = "Vertrouwen"
    catalogue.version = catalogue.msgid_bugs_address = catalogue.last_translator = ""
    catalogue.language_team = language
    catalogue.revision_date = catalogue.creation_date
    catalogue.update(template, no_fuzzy_matching=True, update_creation_date=False)
    catalogue.obsolete.clear()
    return catalogue


def main() -> None:
    """Update and compile every catalogue, and say what is still untranslated."""
    template = collected()
    for language in LANGUAGES:
        po = LOCALES / language / "LC_MESSAGES" / "vertrouwen.po"
        catalogue = updated(po, template)
        po.parent.mkdir(parents=True, exist_ok=True)
        with po.open("wb") as stream:
            write_po(stream, catalogue, no_location=True, sort_output=True)
        with po.with_suffix(".mo").open("wb") as stream:
            write_mo(stream, catalogue)
        missing = [message for message in catalogue if message.id and not _is_done(message.string)]
        print(f"{catalogue.locale}: {len(catalogue)} sentences, {len(missing)} untranslated")


def _is_done(translation: str | list[str] | tuple[str, ...]) -> bool:
    """Tell whether a sentence, with each of its plural forms, is translated."""
    return bool(translation) and (isinstance(translation, str) or all(translation))


if __name__ == "__main__":
    main()
