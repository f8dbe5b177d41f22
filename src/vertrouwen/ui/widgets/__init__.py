"""Widgets that screens share: each small, named, and drawn from the theme's tokens."""

from vertrouwen.ui.basics.banners import Banner, EmptyState
from vertrouwen.ui.basics.buttons import (
    BlockedButton,
    Button,
    DangerButton,
    IconButton,
    LinkButton,
    MenuButton,
    PrimaryButton,
    PushButton,
    announce,
)
from vertrouwen.ui.basics.chips import Chip, Icon, StatusText, chip_width, paint_chip
from vertrouwen.ui.basics.containers import (
    Card,
    Column,
    FactRow,
    ScrollColumn,
    clear_layout,
    settle,
)
from vertrouwen.ui.basics.control import Control
from vertrouwen.ui.basics.field import Field
from vertrouwen.ui.basics.mark import Mark
from vertrouwen.ui.basics.text import (
    ElidedLabel,
    HLine,
    KeyHint,
    Label,
    SectionLabel,
    WrapLabel,
    shown_keys,
)
from vertrouwen.ui.basics.text_controls import (
    NumberField,
    PasswordField,
    SearchField,
    TextArea,
    TextField,
    TimeField,
    parse_time,
)
from vertrouwen.ui.widgets.choice_controls import CheckBox, ComboField, MultiChoice, RadioGroup
from vertrouwen.ui.widgets.date_field import DateField
from vertrouwen.ui.widgets.dates import format_date, long_date, parse_date, short_date
from vertrouwen.ui.widgets.dialogs import ConfirmDialog, confirm
from vertrouwen.ui.widgets.flow import FlowLayout
from vertrouwen.ui.widgets.form_panel import FormPanel
from vertrouwen.ui.widgets.page_header import PageHeader
from vertrouwen.ui.widgets.progress import CompletenessBar, ProgressPanel
from vertrouwen.ui.widgets.rows import ListRow, RowList
from vertrouwen.ui.widgets.switches import SegmentedFilter, Switch
from vertrouwen.ui.widgets.tables import CodeTable
from vertrouwen.ui.widgets.timeline import TimelineEntry, TimelineItem, TimelineView
from vertrouwen.ui.widgets.two_columns import TwoColumns

__all__ = [
    "Banner",
    "BlockedButton",
    "Button",
    "Card",
    "CheckBox",
    "Chip",
    "CodeTable",
    "Column",
    "ComboField",
    "CompletenessBar",
    "ConfirmDialog",
    "Control",
    "DangerButton",
    "DateField",
    "ElidedLabel",
    "EmptyState",
    "FactRow",
    "Field",
    "FlowLayout",
    "FormPanel",
    "HLine",
    "Icon",
    "IconButton",
    "KeyHint",
    "Label",
    "LinkButton",
    "ListRow",
    "Mark",
    "MenuButton",
    "MultiChoice",
    "NumberField",
    "PageHeader",
    "PasswordField",
    "PrimaryButton",
    "ProgressPanel",
    "PushButton",
    "RadioGroup",
    "RowList",
    "ScrollColumn",
    "SearchField",
    "SectionLabel",
    "SegmentedFilter",
    "StatusText",
    "Switch",
    "TextArea",
    "TextField",
    "TimeField",
    "TimelineEntry",
    "TimelineItem",
    "TimelineView",
    "TwoColumns",
    "WrapLabel",
    "announce",
    "chip_width",
    "clear_layout",
    "confirm",
    "format_date",
    "long_date",
    "paint_chip",
    "parse_date",
    "parse_time",
    "settle",
    "short_date",
    "shown_keys",
]
