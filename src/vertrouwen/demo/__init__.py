"""The main job on a fictional practice, from an empty folder to the annual reports."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from vertrouwen import language
from vertrouwen.language import _
from vertrouwen.language.sentences import sentence


def demo(folder: Path, screenshots: bool = False) -> int:
    """Make a fictional practice, its reports, and show its window.

    Args:
        folder: where the papers go; the practice lies in a folder within. Only what an earlier
            demo made there is removed.
        screenshots: save the main screens as pictures; without a screen this is done anyhow.

    Returns:
        The exit code.
    """
    from vertrouwen.demo.story import FolderNotOursError, Story

    language.use(language.of_the_locale())
    has_screen = sys.platform in {"win32", "darwin"} or bool(
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    )
    folder.mkdir(parents=True, exist_ok=True)
    story = Story(folder=folder.absolute(), say=_say)
    try:
        story.tell()
    except FolderNotOursError:
        _say(
            _("In {folder} staat iets dat geen demo heeft gemaakt. Er is niets weggehaald.").format(
                folder=story.data
            )
        )
        return 1
    except Exception as error:
        if not hasattr(error, "code"):
            raise
        _say(sentence(error))
        return 1
    finally:
        if story.failed:
            story.access.close()
    from vertrouwen.demo.window import save_pictures, show_window

    if screenshots or not has_screen:
        _say(
            _("De schermen worden als plaatjes bewaard.")
            if has_screen
            else _("Hier is geen scherm: de schermen worden als plaatjes bewaard.")
        )
        pictures = save_pictures(story, folder / "screenshots")
        _say(
            _("{count} plaatjes in {folder}").format(count=pictures, folder=folder / "screenshots")
        )
        return 0
    _say(_("Het venster op deze praktijk gaat open."))
    return show_window(story)


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
