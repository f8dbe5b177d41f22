"""The theme: colours, type, icons and text scale, chosen by the adviser and switched at run time.

Sizes are pixels at 100 % times the adviser's text scale, because points differ between Windows
and macOS. In a high-contrast session the program drops its own colours and style sheet and takes
those of the system.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Literal

from PySide6.QtCore import QObject, QRectF, QSize, Qt, QTranslator, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from vertrouwen import language, resources
from vertrouwen.ui.qt_words import QtWords
from vertrouwen.ui.style_sheet import style_sheet
from vertrouwen.ui.tokens import DARK, LIGHT, Tokens, Tone

Mode = Literal["system", "light", "dark"]
Role = Literal[
    "title",
    "wordmark",
    "heading",
    "body",
    "strong",
    "medium",
    "note",
    "secondary",
    "secondary_medium",
    "small",
    "code",
    "code_large",
]
SANS, SERIF, MONO = "Inter", "Source Serif 4", "Noto Sans Mono"
LINE_HEIGHT = 1.4
"""Height of a line of running text, times the font size."""

_ROLES: dict[str, tuple[str, int, QFont.Weight]] = {
    "title": (SERIF, 28, QFont.Weight.DemiBold),
    "wordmark": (SERIF, 20, QFont.Weight.DemiBold),
    "heading": (SANS, 16, QFont.Weight.DemiBold),
    "body": (SANS, 14, QFont.Weight.Normal),
    "strong": (SANS, 14, QFont.Weight.DemiBold),
    "medium": (SANS, 14, QFont.Weight.Medium),
    "note": (SANS, 15, QFont.Weight.Normal),
    "secondary": (SANS, 13, QFont.Weight.Normal),
    "secondary_medium": (SANS, 13, QFont.Weight.Medium),
    "small": (SANS, 12, QFont.Weight.Medium),
    "code": (MONO, 14, QFont.Weight.Normal),
    "code_large": (MONO, 22, QFont.Weight.Normal),
}
_TONES: dict[Tone, tuple[str, str]] = {
    "neutral": ("ink2", "neutral"),
    "accent": ("accent_ink", "accent_soft"),
    "green": ("green", "green_soft"),
    "amber": ("amber", "amber_soft"),
    "brick": ("brick", "brick_soft"),
}
_MODES = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}


class Theme(QObject):
    """The one theme of the application.

    Signals:
        changed: colours, sizes or language of the theme have been applied anew.
    """

    changed = Signal()

    def __init__(self, app: QApplication) -> None:
        """Load the bundled fonts and take the place of the application's theme."""
        super().__init__(app)
        global _current
        _current = self
        self._app = app
        self._mode: Mode = "system"
        self._scale = 1.0
        self._tokens = LIGHT
        self._fonts: dict[Role, QFont] = {}
        self._pixmaps: dict[tuple[str, str, int, float], QPixmap] = {}
        self._icons: dict[tuple[str, str, int], QIcon] = {}
        _load_fonts()
        self._is_high_contrast = False
        self._style_hints = app.styleHints()
        self._style_hints.colorSchemeChanged.connect(self._follow_system)

    @property
    def is_high_contrast(self) -> bool:
        """Whether the system asks for high contrast."""
        return self._is_high_contrast

    @property
    def is_dark(self) -> bool:
        """Whether the applied colours are the dark ones."""
        return self.color("bg").lightness() < 128

    @property
    def tokens(self) -> Tokens:
        """The colours in force."""
        return self._tokens

    def apply(self, mode: Mode | None = None, text_scale: float | None = None) -> None:
        """Put a choice of colours and text size in force.

        Args:
            mode: follow the system, or always light or dark; None keeps the choice.
            text_scale: 1.0 to 1.5; None keeps the choice.
        """
        if mode is not None:
            self._mode = mode
        if text_scale is not None:
            self._scale = min(1.5, max(1.0, text_scale))
        hints = self._style_hints
        if self._mode == "system":
            hints.unsetColorScheme()
        else:
            hints.setColorScheme(_MODES[self._mode])
        self._put_in_force()

    def color(self, token: str) -> QColor:
        """Return the colour of a token."""
        return QColor(getattr(self._tokens, token))

    def tone(self, tone: Tone) -> tuple[QColor, QColor]:
        """Return the ink and the soft ground of a tone."""
        ink, soft = _TONES[tone]
        return self.color(ink), self.color(soft)

    def tone_token(self, tone: Tone) -> str:
        """Return the name of the token with which a tone's words and icons are drawn."""
        return _TONES[tone][0]

    def px(self, pixels: float) -> int:
        """Scale pixels at 100 % to the chosen text size."""
        return round(pixels * self._scale)

    def font(self, role: Role) -> QFont:
        """Return the font of a role, with tabular figures."""
        if role not in self._fonts:
            family, size, weight = _ROLES[role]
            font = QFont(family)
            font.setPixelSize(self.px(size))
            font.setWeight(weight)
            if family == SANS:
                font.setFeature(QFont.Tag("tnum"), 1)
            self._fonts[role] = font
        return QFont(self._fonts[role])

    def pixmap(self, name: str, ink: str, size: int, ratio: float = 1.0) -> QPixmap:
        """Return one icon drawn in a token's colour.

        Args:
            name: file stem in the icons folder.
            ink: token of the colour.
            size: edge in pixels at 100 %; scaled with the text.
            ratio: device pixels per pixel.
        """
        key = (name, ink, self.px(size), ratio)
        if key not in self._pixmaps:
            self._pixmaps[key] = _draw_icon(name, getattr(self._tokens, ink), key[2], ratio)
        return self._pixmaps[key]

    def icon(self, name: str, ink: str = "ink2", size: int = 18) -> QIcon:
        """Return an icon that is crisp at 100, 200 and 300 %."""
        key = (name, ink, self.px(size))
        if key not in self._icons:
            icon = QIcon()
            for ratio in (1.0, 2.0, 3.0):
                icon.addPixmap(self.pixmap(name, ink, size, ratio))
            self._icons[key] = icon
        return self._icons[key]

    def _follow_system(self) -> None:
        if self._mode == "system":
            self._put_in_force()

    def _put_in_force(self) -> None:
        self._fonts.clear()
        self._pixmaps.clear()
        self._icons.clear()
        # read once: Qt takes the object behind `accessibility()` away again
        preference = self._style_hints.accessibility().contrastPreference()
        self._is_high_contrast = preference == Qt.ContrastPreference.HighContrast
        if self._is_high_contrast:
            self._tokens = _tokens_of(self._app.style().standardPalette())
            self._app.setPalette(self._app.style().standardPalette())
            self._app.setStyleSheet("")
        else:
            scheme = _MODES.get(self._mode, self._style_hints.colorScheme())
            is_dark = scheme == Qt.ColorScheme.Dark
            self._tokens = DARK if is_dark else LIGHT
            self._app.setPalette(_palette(self._tokens))
            self._app.setStyleSheet(style_sheet(self._tokens, self.px))
        self._app.setFont(self.font("body"))
        self._translate_qt()
        self.changed.emit()

    def _translate_qt(self) -> None:
        while _translators:
            self._app.removeTranslator(_translators.pop())
        if language.current() != "nl":
            return
        catalogue = QTranslator(self._app)
        catalogue.load(str(resources.path("qt", "qtbase_nl.qm")))
        _translators.extend((catalogue, QtWords(self._app)))
        for translator in _translators:
            self._app.installTranslator(translator)


_current: Theme | None = None
_translators: list[QTranslator] = []
"""Those installed now; they belong to the application, whichever theme it has."""


def theme() -> Theme:
    """Return the theme of the application; it must have been made."""
    if _current is None:
        raise RuntimeError("the theme is made before the first widget")
    return _current


@cache
def _load_fonts() -> None:
    for path in sorted(resources.path("fonts").glob("*.ttf")):
        QFontDatabase.addApplicationFont(str(path))


@cache
def _icon_text(name: str) -> str:
    return resources.path("icons", f"{name}.svg").read_text(encoding="utf-8")


def _draw_icon(name: str, colour: str, size: int, ratio: float) -> QPixmap:
    text = _icon_text(name).replace("currentColor", colour)
    if size <= 17:
        text = text.replace('stroke-width="1.75"', 'stroke-width="2"')
    pixmap = QPixmap(QSize(round(size * ratio), round(size * ratio)))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    QSvgRenderer(text.encode()).render(painter, QRectF(pixmap.rect()))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


def _palette(t: Tokens) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for which, colour in {
        role.Window: t.bg,
        role.WindowText: t.ink,
        role.Base: t.surface,
        role.AlternateBase: t.sunken,
        role.Text: t.ink,
        role.PlaceholderText: t.ink3,
        role.Button: t.surface,
        role.ButtonText: t.ink,
        role.BrightText: t.brick,
        role.Highlight: t.accent,
        role.HighlightedText: t.on_accent,
        role.Link: t.accent,
        role.LinkVisited: t.accent,
        role.ToolTipBase: t.surface,
        role.ToolTipText: t.ink,
        role.Accent: t.accent,
        role.Light: t.surface,
        role.Midlight: t.line,
        role.Mid: t.line2,
        role.Dark: t.field,
        role.Shadow: t.line2,
    }.items():
        palette.setColor(which, QColor(colour))
    for which in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, which, QColor(t.ink3))
    return palette


def _tokens_of(palette: QPalette) -> Tokens:
    window, text = palette.window().color().name(), palette.windowText().color().name()
    base, link = palette.base().color().name(), palette.highlight().color().name()
    grounds = ("neutral_soft", "green_soft", "amber_soft", "brick_soft", "accent_soft")
    soft = {name: base for name in grounds if name in Tokens.__slots__}
    inks = dict.fromkeys(("ink", "ink2", "ink3", "green", "amber", "brick", "accent_ink"), text)
    lines = dict.fromkeys(("field", "line", "line2"), text)
    return replace(
        LIGHT,
        bg=window,
        surface=base,
        sunken=window,
        neutral=base,
        disabled=window,
        accent=link,
        accent_hover=link,
        on_accent=palette.highlightedText().color().name(),
        **soft,
        **inks,
        **lines,
    )
