"""The short style sheet: only what a palette and painted widgets cannot say."""

from __future__ import annotations

from collections.abc import Callable

from vertrouwen.ui.tokens import Tokens


def style_sheet(tokens: Tokens, px: Callable[[float], int]) -> str:
    """Return the sheet for one set of colours.

    Args:
        tokens: the colours.
        px: pixels at 100 % to pixels at the chosen text scale.
    """
    t = tokens
    return f"""
QToolTip {{ background: {t.surface}; color: {t.ink}; border: 1px solid {t.line2}; padding: 4px; }}
QLineEdit, QPlainTextEdit, QComboBox, QSpinBox {{
  background: {t.surface}; color: {t.ink}; border: 1px solid {t.field}; border-radius: 6px;
  placeholder-text-color: {t.ink3};
  selection-background-color: {t.accent}; selection-color: {t.on_accent}; }}
QLineEdit, QComboBox, QSpinBox {{ padding: 0px 11px; min-height: {px(36)}px; }}
QPlainTextEdit {{ padding: 5px 8px; }}
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus, QSpinBox:focus {{
  border: 2px solid {t.accent}; }}
QLineEdit:focus, QComboBox:focus, QSpinBox:focus {{ padding: 0px 10px; min-height: {px(34)}px; }}
QPlainTextEdit:focus {{ padding: 4px 7px; }}
QLineEdit[problem="true"], QPlainTextEdit[problem="true"], QComboBox[problem="true"],
QSpinBox[problem="true"] {{ border-color: {t.brick}; }}
QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled, QSpinBox:disabled {{
  background: {t.disabled}; color: {t.ink3}; border-color: {t.line2}; }}
QComboBox::drop-down {{ border: 0; width: {px(30)}px; }}
QComboBox::down-arrow {{ image: none; }}
QComboBox QAbstractItemView {{ background: {t.surface}; border: 1px solid {t.line2};
  selection-background-color: {t.accent_soft}; selection-color: {t.accent_ink}; outline: 0; }}
QComboBox QAbstractItemView::item {{ min-height: {px(32)}px; padding: 0 8px; }}
QSpinBox::up-button, QSpinBox::down-button {{ width: 0; border: 0; }}
QRadioButton {{ spacing: 10px; color: {t.ink}; }}
QRadioButton::indicator {{ width: {px(18)}px; height: {px(18)}px;
  border-radius: {px(18) // 2 + 1}px; border: 1px solid {t.field}; background: {t.surface}; }}
QRadioButton::indicator:checked {{ width: {px(8)}px; height: {px(8)}px;
  border: {px(6)}px solid {t.accent}; }}
QRadioButton:focus {{ text-decoration: underline; }}
QRadioButton::indicator:focus {{ border-color: {t.accent}; }}
QScrollArea, QScrollArea > QWidget > QWidget#scrolled {{ background: transparent; border: 0; }}
QScrollBar:vertical {{ background: transparent; width: 12px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: 12px; margin: 0; }}
QScrollBar::handle {{ background: {t.line2}; border-radius: 3px; margin: 3px; }}
QScrollBar::handle:hover {{ background: {t.field}; }}
QScrollBar::handle:vertical {{ min-height: 32px; }}
QScrollBar::handle:horizontal {{ min-width: 32px; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QAbstractItemView {{ background: {t.surface}; alternate-background-color: {t.surface};
  border: 0; gridline-color: {t.line};
  selection-background-color: {t.accent_soft}; selection-color: {t.accent_ink}; }}
QHeaderView::section {{ background: {t.surface}; color: {t.ink2}; border: 0;
  border-bottom: 1px solid {t.line2}; padding: 6px 8px; }}
QTableView::item {{ border-bottom: 1px solid {t.line}; padding: 0 8px; }}
QTableView#figures {{ selection-background-color: transparent; }}
QMenu {{ background: {t.surface}; border: 1px solid {t.line2}; border-radius: 7px; padding: 6px; }}
QMenu::item {{ padding: 7px 20px 7px 12px; border-radius: 5px; color: {t.ink}; }}
QMenu::item:selected {{ background: {t.accent_soft}; color: {t.accent_ink}; }}
QMenu::separator {{ height: 1px; background: {t.line}; margin: 5px 8px; }}
QCalendarWidget QWidget#qt_calendar_navigationbar {{ background: {t.surface}; }}
QCalendarWidget QToolButton {{ color: {t.ink}; background: transparent; border: 0; padding: 6px; }}
"""
