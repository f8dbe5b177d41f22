"""The table that make bench prints."""

from __future__ import annotations

from collections.abc import Iterable

from tests.bench.figures import Figure

_WIDTHS = (50, 9, 11, 11, 8, 8, 5)
_HEADINGS = ("measure", "cases", "floor", "ours", "ratio", "aim", "")


def heading() -> str:
    """Return the names of the columns."""
    return f"{_line(_HEADINGS)}\n{'-' * (sum(_WIDTHS) + len(_WIDTHS) - 1)}"


def line(figure: Figure) -> str:
    """Return one figure as a line."""
    is_reached = figure.is_reached
    sign = ">=" if figure.at_least else "<="
    text = _line(
        (
            figure.measure,
            f"{figure.cases:,}" if figure.cases else "",
            "" if figure.floor is None else _quantity(figure.floor, figure.unit),
            _quantity(figure.ours, figure.unit),
            f"{figure.judged:.2f}" if figure.floor else "",
            "" if figure.aim is None else f"{sign} {figure.aim:g}",
            "" if is_reached is None else "ok" if is_reached else "—",
        )
    )
    return f"{text}  {figure.note}".rstrip()


def summary(figures: Iterable[Figure]) -> str:
    """Return how many aims are reached, and which are not."""
    judged = [figure for figure in figures if figure.is_reached is not None]
    missed = [figure for figure in judged if not figure.is_reached]
    lines = [f"{len(judged) - len(missed)} of {len(judged)} aims reached."]
    lines += [f"Not reached: {line(figure)}" for figure in missed]
    return "\n".join(lines)


def _line(cells: Iterable[str]) -> str:
    first, *rest = zip(cells, _WIDTHS, strict=True)
    return " ".join([f"{first[0]:<{first[1]}}", *(f"{cell:>{width}}" for cell, width in rest)])


def _quantity(value: float, unit: str) -> str:
    if unit != "s":
        return f"{value:.3f}" if not unit else f"{value:,.1f} {unit}"
    if value >= 1:
        return f"{value:.2f} s"
    return f"{value * 1e3:.1f} ms" if value >= 0.01 else f"{value * 1e3:.3f} ms"
