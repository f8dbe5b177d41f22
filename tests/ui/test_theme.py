"""Colours keep their promised contrast; the theme switches while the program runs."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QFontInfo
from PySide6.QtWidgets import QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from vertrouwen import language, resources
from vertrouwen.ui.theme import MONO, SANS, SERIF, Theme
from vertrouwen.ui.tokens import DARK, LIGHT, Tokens, contrast
from vertrouwen.ui.widgets import Label

TEXT = [
    ("ink", "bg"),
    ("ink", "surface"),
    ("ink2", "neutral"),
    ("ink2", "sunken"),
    ("ink3", "sunken"),
    ("ink3", "surface"),
    ("ink3", "bg"),
    ("ink3", "disabled"),
    ("accent", "bg"),
    ("accent", "surface"),
    ("on_accent", "accent"),
    ("on_accent", "accent_hover"),
    ("accent_ink", "accent_soft"),
    ("green", "green_soft"),
    ("amber", "amber_soft"),
    ("brick", "brick_soft"),
    ("brick", "surface"),
]
EDGES = [("field", "surface"), ("field", "bg"), ("accent", "surface"), ("brick", "surface")]


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), TEXT)
def test_words_stand_out_from_their_ground(tokens: Tokens, ink: str, ground: str) -> None:
    assert contrast(getattr(tokens, ink), getattr(tokens, ground)) >= 4.5


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("edge", "ground"), EDGES)
def test_edges_of_controls_are_seen(tokens: Tokens, edge: str, ground: str) -> None:
    assert contrast(getattr(tokens, edge), getattr(tokens, ground)) >= 3


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


def test_a_label_follows_from_light_to_dark(app_theme: Theme, qtbot: QtBot) -> None:
    label = Label("Regie")
    qtbot.addWidget(label)

    app_theme.apply("dark")

    assert label.palette().windowText().color().name().upper() == DARK.ink
    assert app_theme.is_dark


def test_the_text_scale_enlarges_words_and_stays_within_bounds(app_theme: Theme) -> None:
    app_theme.apply(text_scale=1.5)
    assert app_theme.font("body").pixelSize() == 21

    app_theme.apply(text_scale=9)
    assert app_theme.px(100) == 150


@pytest.mark.parametrize(("role", "family"), [("body", SANS), ("title", SERIF), ("code", MONO)])
def test_the_bundled_fonts_are_used(app_theme: Theme, role: str, family: str) -> None:
    assert QFontInfo(app_theme.font(role)).family() == family  # type: ignore[arg-type]


@pytest.mark.parametrize("ratio", [1.0, 2.0])
def test_every_icon_can_be_drawn_crisply(app_theme: Theme, ratio: float) -> None:
    names = sorted(path.stem for path in resources.path("icons").glob("*.svg"))
    assert len(names) >= 45

    for name in names:
        pixmap = app_theme.pixmap(name, "ink2", 18, ratio)
        picture = pixmap.toImage()
        assert pixmap.width() == 18 * ratio
        assert any(picture.pixelColor(x, y).alpha() for x in range(18) for y in range(18)), name


def test_the_file_dialog_speaks_the_language_of_the_screen(app_theme: Theme, qtbot: QtBot) -> None:
    spoken = {}
    for code in ("nl", "en"):
        language.use(code)  # type: ignore[arg-type]
        app_theme.apply("light", 1.0)
        dialog = QFileDialog(None, "")
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        qtbot.addWidget(dialog)
        spoken[code] = {label.text().replace("&", "") for label in dialog.findChildren(QLabel)}
    assert {"Zoeken in:", "Bestandstype:"} <= spoken["nl"]
    assert {"Look in:", "Files of type:"} <= spoken["en"]
