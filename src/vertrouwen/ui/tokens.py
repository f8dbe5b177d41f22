"""The colours of the program as named tokens, with the contrast they promise.

Source: the table of tokens in the design page on looks. Text stands at 4.5:1 or more on its
ground, control borders and focus at 3:1 or more (WCAG 2.2, criteria 1.4.3 and 1.4.11).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Tone = Literal["neutral", "accent", "green", "amber", "brick"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """One complete set of colours, each as `#RRGGBB`."""

    bg: str
    surface: str
    sunken: str
    neutral: str
    disabled: str
    ink: str
    ink2: str
    ink3: str
    field: str
    line: str
    line2: str
    accent: str
    accent_hover: str
    on_accent: str
    accent_ink: str
    accent_soft: str
    green: str
    green_soft: str
    amber: str
    amber_soft: str
    brick: str
    brick_soft: str


LIGHT = Tokens(
    bg="#FAF8F5",
    surface="#FFFFFF",
    sunken="#F2EEE7",
    neutral="#EFEAE2",
    disabled="#F1EDE6",
    ink="#1F2528",
    ink2="#4B5458",
    ink3="#626B6F",
    field="#8A8478",
    line="#E5DFD6",
    line2="#CFC7BB",
    accent="#1E6B66",
    accent_hover="#185651",
    on_accent="#FFFFFF",
    accent_ink="#155550",
    accent_soft="#E2EEEC",
    green="#2F6A34",
    green_soft="#E8F1E5",
    amber="#7A4A00",
    amber_soft="#FAEFD9",
    brick="#96341F",
    brick_soft="#F8E8E3",
)

DARK = Tokens(
    bg="#1B1D1C",
    surface="#242726",
    sunken="#161817",
    neutral="#2F3331",
    disabled="#2B2F2D",
    ink="#ECE9E3",
    ink2="#C1BFB8",
    ink3="#A09F99",
    field="#7D837F",
    line="#383C3A",
    line2="#4A4F4C",
    accent="#79C7BD",
    accent_hover="#93D6CD",
    on_accent="#0C2522",
    accent_ink="#A2DDD5",
    accent_soft="#203835",
    green="#A3D08F",
    green_soft="#26351F",
    amber="#EBBE72",
    amber_soft="#3A2F19",
    brick="#F2A08F",
    brick_soft="#402620",
)


def contrast(first: str, second: str) -> float:
    """Return the WCAG 2 contrast ratio of two `#RRGGBB` colours, from 1 to 21."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
