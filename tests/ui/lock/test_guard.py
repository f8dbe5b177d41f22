"""What the guard does with windows: lock, count down, blur, and follow the preferences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
import shiboken6
from PySide6.QtCore import SIGNAL, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from tests.ui.lock.test_idle import Elapsed

from vertrouwen.services.preferences import Preferences
from vertrouwen.ui.lock.blur import Cover
from vertrouwen.ui.lock.guard import Guard
from vertrouwen.ui.lock.session import Session
from vertrouwen.ui.theme import Theme
from vertrouwen.ui.widgets import Banner, LinkButton

ACTIVE = Qt.ApplicationState.ApplicationActive
INACTIVE = Qt.ApplicationState.ApplicationInactive
MINIMISED = Qt.WindowState.WindowMinimized
CANARY = "Noor Kanariegeel"


class Watched:
    """A guard, and what it asked for."""

    def __init__(self, preferences: Preferences) -> None:
        self.locks: list[bool] = []
        self.elapsed = Elapsed()
        self.session = Session()
        self.guard = Guard(self.locks.append, preferences, self.elapsed, self.session)


@pytest.fixture
def watched() -> Iterator[Watched]:
    made = Watched(Preferences(lock_minutes=5))
    yield made
    made.guard.blur.set_on(False)
    made.guard.end()


@pytest.fixture
def window(watched: Watched, qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    QVBoxLayout(widget).addWidget(QLabel(CANARY))
    widget.resize(900, 500)
    with qtbot.waitExposed(widget):
        widget.show()
    watched.guard.show(widget)
    return widget


def banners(window: QWidget) -> list[Banner]:
    return [banner for banner in window.findChildren(Banner) if banner.isVisible()]


def covers(window: QWidget) -> list[Cover]:
    own = Qt.FindChildOption.FindDirectChildrenOnly
    return [cover for cover in window.findChildren(Cover, options=own) if cover.isVisible()]


@pytest.mark.parametrize("told", ["going_to_sleep", "locked"])
def test_what_the_computer_tells_locks_once(told: str, watched: Watched, window: QWidget) -> None:
    getattr(watched.session, told).emit()
    assert watched.locks == []  # no practice is open yet
    watched.guard.watch_over()
    getattr(watched.session, told).emit()
    assert watched.locks == [False]


def test_idling_counts_down_and_then_locks(watched: Watched, window: QWidget) -> None:
    watched.guard.watch_over()
    watched.elapsed.now += 271
    watched.guard.idle.look()
    (banner,) = banners(window)
    assert banner.text() == ("Vertrouwen vergrendelt over 29 seconden. Wat u typte, wordt bewaard.")
    watched.elapsed.now += 28
    watched.guard.idle.look()
    assert "over 1 seconde." in banner.text()
    assert watched.locks == []
    watched.elapsed.now += 1
    watched.guard.idle.look()
    assert watched.locks == [False]


def test_the_button_says_that_somebody_is_there(
    watched: Watched, window: QWidget, qtbot: QtBot
) -> None:
    watched.guard.watch_over()
    watched.elapsed.now += 280
    watched.guard.idle.look()
    (button,) = [link for link in window.findChildren(LinkButton) if link.text() == "Ik ben er nog"]
    button.click()
    assert banners(window) == []
    watched.elapsed.now += 260
    watched.guard.idle.look()
    assert watched.locks == []


def test_the_countdown_stands_inside_the_window_and_follows_its_size(
    watched: Watched, window: QWidget
) -> None:
    watched.guard.watch_over()
    watched.elapsed.now += 275
    watched.guard.idle.look()
    (banner,) = banners(window)
    for width, height in ((1280, 800), (480, 300)):
        window.resize(width, height)
        assert window.rect().contains(banner.geometry())
        button = banner.findChild(LinkButton)
        assert button is not None
        assert banner.rect().contains(QRect(button.mapTo(banner, QPoint()), button.size()))


def test_another_number_of_minutes_is_in_force_at_once(watched: Watched, window: QWidget) -> None:
    watched.guard.watch_over()
    watched.guard.follow(Preferences(lock_minutes=15))
    watched.elapsed.now += 600
    watched.guard.idle.look()
    assert watched.locks == []
    watched.guard.follow(Preferences(lock_minutes=10))
    assert watched.locks == [False]


@pytest.mark.parametrize(("is_wanted", "locks"), [(True, [True]), (False, [])])
def test_minimising_locks_where_that_is_wanted_and_comes_back_minimised(
    is_wanted: bool, locks: list[bool], watched: Watched, window: QWidget
) -> None:
    watched.guard.watch_over()
    watched.guard.follow(Preferences(locks_minimised=is_wanted))
    handle = window.windowHandle()
    assert handle is not None
    handle.windowStateChanged.emit(MINIMISED)
    assert watched.locks == locks


def test_minimising_an_unlock_window_locks_nothing(watched: Watched, window: QWidget) -> None:
    watched.guard.follow(Preferences(locks_minimised=True))
    handle = window.windowHandle()
    assert handle is not None
    handle.windowStateChanged.emit(MINIMISED)
    assert watched.locks == []


class Asking(QWidget):
    """Asks a secret."""

    typing = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.field = QLineEdit(self)
        self.field.textChanged.connect(lambda _text: self.typing.emit())

    def forget_typed(self) -> None:
        self.field.clear()


@pytest.fixture
def asking(watched: Watched, qtbot: QtBot) -> Asking:
    widget = Asking()
    qtbot.addWidget(widget)
    widget.show()
    widget.activateWindow()
    qtbot.waitUntil(widget.isActiveWindow)
    watched.guard.show(widget)
    return widget


def test_a_secret_that_is_left_half_typed_is_forgotten(
    watched: Watched, asking: Asking, qtbot: QtBot
) -> None:
    for words in ("zes losse", "iets anders"):  # each time anew
        qtbot.keyClicks(asking.field, words)
        watched.elapsed.now += 200
        qtbot.keyClicks(asking.field, "s")
        watched.elapsed.now += 299
        watched.guard.typing.look()
        assert asking.field.text() == words + "s"
        watched.elapsed.now += 1
        watched.guard.typing.look()
        assert asking.field.text() == ""
    assert watched.locks == []


def test_what_is_typed_after_the_vault_opened_is_kept_for_the_lock(
    watched: Watched, asking: Asking, qtbot: QtBot
) -> None:
    qtbot.keyClicks(asking.field, "zes losse")
    watched.guard.watch_over()
    assert not watched.guard.typing.is_running
    qtbot.keyClicks(asking.field, " woorden")
    assert not watched.guard.typing.is_running


def test_after_the_end_nothing_is_asked_for_any_more(watched: Watched, window: QWidget) -> None:
    watched.guard.watch_over()
    watched.guard.end()
    watched.session.locked.emit()
    watched.elapsed.now += 3_600
    watched.guard.idle.look()
    watched.guard.watch_over()
    assert watched.locks == []
    assert not watched.guard.idle.is_running


def test_who_works_elsewhere_leaves_every_window_blurred(
    watched: Watched, window: QWidget, qtbot: QtBot
) -> None:
    dialog = QDialog(window)
    dialog.show()
    sharp = window.grab().toImage()
    watched.guard.blur.follow(INACTIVE)
    assert len(covers(window)) == len(covers(dialog)) == 1
    assert _is_unlike(sharp, window.grab().toImage())
    window.resize(1000, 600)
    (cover,) = covers(window)
    assert cover.rect().contains(window.rect())
    watched.guard.blur.follow(ACTIVE)
    assert covers(window) == covers(dialog) == []


class FineWindow(QWidget):
    """Stands on a screen with twice the pixels."""

    def grab(self, *_part: object) -> QPixmap:
        picture = QPixmap(self.size() * 2)
        picture.setDevicePixelRatio(2)
        picture.fill(Qt.GlobalColor.white)
        return picture


@pytest.mark.parametrize(
    ("kind", "text_scale", "block"), [(QWidget, 1.0, 24), (FineWindow, 1.0, 24), (QWidget, 1.5, 36)]
)
def test_a_block_is_as_large_beside_the_letters_on_every_screen(
    kind: type[QWidget], text_scale: float, block: int, app_theme: Theme, qtbot: QtBot
) -> None:
    app_theme.apply(text_scale=text_scale)
    window = kind()
    qtbot.addWidget(window)
    window.resize(720, 360)
    blurred = Cover(window)._blurred
    assert (blurred.width(), blurred.height()) == (720 // block, 360 // block)


def test_what_appears_meanwhile_does_not_show_through(
    watched: Watched, window: QWidget, qtbot: QtBot
) -> None:
    watched.guard.blur.follow(INACTIVE)
    before = window.grab().toImage()
    label = QLabel("NAAM" * 20, window)
    label.setGeometry(0, 0, 900, 300)
    label.show()
    QApplication.processEvents()
    assert window.grab().toImage() == before
    later = QWidget()
    qtbot.addWidget(later)
    later.show()
    watched.guard.show(later)
    assert len(covers(later)) == 1


def test_a_window_that_is_left_often_is_heard_of_once(watched: Watched, window: QWidget) -> None:
    ends = SIGNAL("destroyed(QObject*)")
    watched.guard.blur.follow(INACTIVE)
    heard = window.receivers(ends)
    watched.guard.blur.follow(ACTIVE)
    watched.guard.blur.follow(INACTIVE)
    assert window.receivers(ends) == heard


def test_the_countdown_stands_in_front_of_the_blurred_window(
    watched: Watched, window: QWidget
) -> None:
    watched.guard.watch_over()
    watched.guard.blur.follow(INACTIVE)
    watched.elapsed.now += 275
    watched.guard.idle.look()
    (banner,) = banners(window)
    front = window.childAt(banner.geometry().center())
    assert front is not None
    assert front is banner or banner.isAncestorOf(front)


def test_windows_stay_sharp_where_that_is_wanted(watched: Watched, window: QWidget) -> None:
    watched.guard.follow(replace(Preferences(), blurs_when_left=False))
    watched.guard.blur.follow(INACTIVE)
    assert covers(window) == []


def test_a_window_that_closes_while_covered_does_no_harm(
    watched: Watched, window: QWidget, qtbot: QtBot
) -> None:
    dialog = QDialog(window)
    dialog.show()
    watched.guard.blur.follow(INACTIVE)
    dialog.deleteLater()
    qtbot.waitUntil(lambda: not shiboken6.isValid(dialog))
    watched.guard.blur.follow(ACTIVE)
    assert covers(window) == []


def _is_unlike(sharp: QImage, blurred: QImage) -> bool:
    """Whether no row of the blurred picture has the contrast of letters."""

    def steps(image: QImage) -> int:
        return max(
            abs(image.pixelColor(x, y).lightness() - image.pixelColor(x - 1, y).lightness())
            for x in range(1, image.width(), 1)
            for y in range(0, image.height(), 3)
        )

    return steps(blurred) < 20 <= steps(sharp)
