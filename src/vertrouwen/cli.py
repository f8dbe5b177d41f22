"""The commands of the program, for the window and for those who work without one."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path


def parse(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """Read the command line.

    Args:
        arguments: without the program's name; those of the process when left out.

    Returns:
        A namespace with `command` (`run`, `demo`, `self-test`, `read-registration`), `data` (folder
        of the practice, or None for the adviser's own) and the command's own arguments.
    """
    parser = argparse.ArgumentParser(
        prog="vertrouwen", description="De praktijk van een vertrouwenspersoon, versleuteld."
    )
    parser.add_argument(
        "--data", type=Path, metavar="MAP", help="map van de praktijk, in plaats van de eigen map"
    )
    # Set by the program itself when it locks and starts again at the unlock window.
    parser.add_argument("--locked-at", default="", help=argparse.SUPPRESS)
    parser.set_defaults(command="run")
    commands = parser.add_subparsers(dest="command", metavar="OPDRACHT", required=False)
    commands.add_parser("run", help="open de eigen praktijk (wordt ook zonder opdracht gedaan)")
    demo = commands.add_parser("demo", help="maak een verzonnen praktijk en haar jaarverslagen")
    demo.add_argument("folder", type=Path, metavar="MAP")
    demo.add_argument("--screenshots", action="store_true", help="schermen als plaatjes bewaren")
    commands.add_parser("self-test", help="doe een proef met kluis, sleutelbos en verslag")
    options = parser.parse_args(arguments)
    options.command = options.command or "run"
    return options
