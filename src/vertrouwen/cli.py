"""The commands of the program, for the window and for those who work without one."""

from __future__ import annotations

import argparse
import json
import os
import secrets
import sys
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from vertrouwen.language import _, ngettext

if TYPE_CHECKING:
    from vertrouwen.services.read_registration import Preview

FILE_REFUSED = 2
"""Exit status when a file is not read, or a choice must be made first."""

NOTHING_RELEASED = 1
"""Exit status when figures may not be released; no file is written."""


def parse(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """Read the command line.

    Args:
        arguments: without the program's name; those of the process when left out.

    Returns:
        A namespace with `command` (`run`, `demo`, `self-test`, `read-registration`, `protect`),
        `data` (folder of the practice, or None for the adviser's own) and the command's own
        arguments.
    """
    window = argparse.ArgumentParser(prog="vertrouwen", add_help=False)
    window.add_argument(
        "--data",
        type=Path,
        metavar=_("MAP"),
        help=_("map van de praktijk, in plaats van de eigen map"),
    )
    # Set by the program itself when it locks and starts again at the unlock window.
    window.add_argument("--locked-at", default="", help=argparse.SUPPRESS)
    window.add_argument("--minimised", action="store_true", help=argparse.SUPPRESS)
    window.set_defaults(command="run")
    # Whoever waits for the window does not wait for the words of all commands.
    options, further = window.parse_known_args(arguments)
    if not further:
        return options
    parser = argparse.ArgumentParser(
        prog="vertrouwen",
        description=_("De praktijk van een vertrouwenspersoon, versleuteld."),
        parents=[window],
    )
    commands = parser.add_subparsers(dest="command", metavar=_("OPDRACHT"), required=False)
    commands.add_parser("run", help=_("open de eigen praktijk (wordt ook zonder opdracht gedaan)"))
    demo = commands.add_parser("demo", help=_("maak een verzonnen praktijk en haar jaarverslagen"))
    demo.add_argument("folder", type=Path, metavar=_("MAP"))
    demo.add_argument("--screenshots", action="store_true", help=_("schermen als plaatjes bewaren"))
    commands.add_parser("self-test", help=_("doe een proef met kluis, sleutelbos en verslag"))
    reading = commands.add_parser(
        "read-registration", help=_("laat zien wat een registratie zou worden; bewaart niets")
    )
    reading.add_argument(
        "file", type=Path, metavar=_("BESTAND"), help=_("een .xlsx- of .csv-bestand")
    )
    reading.add_argument("--json", action="store_true", help=_("alles als JSON, om na te rekenen"))
    reading.add_argument(
        "--sheet", action="append", default=[], metavar=_("BLAD"), help=_("lees alleen dit blad")
    )
    reading.add_argument(
        "--today",
        type=date.fromisoformat,
        metavar=_("DATUM"),
        help=_("reken met deze dag (jjjj-mm-dd)"),
    )
    protecting = commands.add_parser(
        "protect", help=_("bescherm de getallen van een rekenvoorbeeld; zonder kluis")
    )
    protecting.add_argument(
        "instance", type=Path, metavar=_("VOORBEELD.json"), help="sdc-bench-instance/1"
    )
    protecting.add_argument(
        "--out", type=Path, required=True, metavar=_("UIT.json"), help="released-figures/1"
    )
    protecting.add_argument(
        "--weights",
        choices=("unit", "margin8", "secret"),
        default="secret",
        help=_(
            "wat een niet-getoond aantal kost; secret: toevallig, zonder naar getallen te kijken"
        ),
    )
    # The program's own too: what is left to do after the window has gone. Without help, unlisted.
    commands.add_parser("deliver")
    options = parser.parse_args(arguments)
    options.command = options.command or "run"
    return options


def read_registration(options: argparse.Namespace) -> int:
    """Print what a registration would become; nothing is stored.

    Args:
        options: `file`, `json`, `sheet` and `today` of the command line.

    Returns:
        0, or 2 where the file is refused or a choice must be made first.
    """
    # Imported here: the other commands need none of it.
    from vertrouwen.services import read_registration as registration

    try:
        preview = registration.read_registration(
            options.file, today=options.today or date.today(), sheets=tuple(options.sheet)
        )
    except registration.ImportRefusedError as refused:
        print(registration.refusal(refused), file=sys.stderr)
        return FILE_REFUSED
    for warning in registration.file_warnings(preview):
        print(warning, file=sys.stderr)
    if preview.sheet_choice:
        return FILE_REFUSED
    try:
        if options.json:
            print(json.dumps(registration.as_json(preview), ensure_ascii=False))
        else:
            _print_summary(preview)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader, such as `head`, has seen enough. What is left in the buffer goes nowhere,
        # or Python would complain about it while it stops.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def protect(options: argparse.Namespace) -> int:
    """Protect a statistics instance and write what may be released.

    Args:
        options: `instance`, `out` and `weights` of the command line.

    Returns:
        0; 1 where nothing may be released; 2 where the instance is faulty or the file cannot be
        written. Each refusal has its sentence, and leaves no file.
    """
    # Imported here: the other commands need none of it.
    from vertrouwen.language.sentences import sentence
    from vertrouwen.services import protect_instance as engine

    try:
        released = engine.protect_instance(
            options.instance, options.out, options.weights, secrets.token_bytes(32)
        )
    except engine.RefusedError as refused:
        print(sentence(refused), file=sys.stderr)
        return NOTHING_RELEASED
    except (engine.InstanceError, engine.ExportError) as faulty:
        print(sentence(faulty), file=sys.stderr)
        return FILE_REFUSED
    print(
        _("{shown} aantallen getoond, {withheld} niet getoond; {tested} nagerekend.").format(
            shown=released.shown, withheld=released.withheld, tested=released.tested
        )
    )
    if released.objective is not None:
        print(_("Gewicht van wat niet getoond is: {weight:g}").format(weight=released.objective))
    return 0


def _print_summary(preview: Preview) -> None:
    levels = Counter(level for row in preview.rows for level in {f.level for f in row.flags})
    count = len(preview.rows)
    print(
        ngettext("{count} contact gelezen.", "{count} contacten gelezen.", count).format(
            count=count
        )
    )
    print(_("Organisaties: {names}").format(names=", ".join(preview.organisations) or "-"))
    print(_("Wacht op uw besluit: {count}").format(count=levels["blokkerend"]))
    print(_("Een veld staat nog open: {count}").format(count=levels["beslissen"]))
    print(_("Om even te bekijken: {count}").format(count=levels["attentie"]))
    asked = [label for label in preview.labels if label.kind in ("question", "unknown")]
    if asked:
        print(_("Woorden om te bevestigen:"))
    for label in asked:
        codes = ", ".join(label.codes)
        print(f"  {label.header}: {label.label} ({label.count}) -> {codes}")
