"""The keys of the viewer, as data. Main thread; Qt's names only."""

from __future__ import annotations

from enum import Enum, auto

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

_KEYPAD = Qt.KeyboardModifier.KeypadModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier


class Act(Enum):
    """What a key asks for."""

    LEAVE = auto()
    CLOSE = auto()
    LEFT = auto()
    RIGHT = auto()
    UP = auto()
    DOWN = auto()
    NEXT = auto()
    PREVIOUS = auto()
    FIRST = auto()
    LAST = auto()
    CLOSER = auto()
    FARTHER = auto()
    TOGGLE_SIZE = auto()
    FULL_SCREEN = auto()
    DETAILS = auto()
    SLIDESHOW = auto()
    PLAY = auto()
    FAVOURITE = auto()
    MENU = auto()


KEYS: dict[Qt.Key, Act] = {
    Qt.Key.Key_Escape: Act.LEAVE,
    Qt.Key.Key_Space: Act.CLOSE,
    Qt.Key.Key_Return: Act.CLOSE,
    Qt.Key.Key_Enter: Act.CLOSE,
    Qt.Key.Key_Back: Act.CLOSE,
    Qt.Key.Key_Left: Act.LEFT,
    Qt.Key.Key_Right: Act.RIGHT,
    Qt.Key.Key_Up: Act.UP,
    Qt.Key.Key_Down: Act.DOWN,
    Qt.Key.Key_PageDown: Act.NEXT,
    Qt.Key.Key_PageUp: Act.PREVIOUS,
    Qt.Key.Key_Home: Act.FIRST,
    Qt.Key.Key_End: Act.LAST,
    Qt.Key.Key_Plus: Act.CLOSER,
    Qt.Key.Key_Equal: Act.CLOSER,
    Qt.Key.Key_Minus: Act.FARTHER,
    Qt.Key.Key_Z: Act.TOGGLE_SIZE,
    Qt.Key.Key_F: Act.FULL_SCREEN,
    Qt.Key.Key_F11: Act.FULL_SCREEN,
    Qt.Key.Key_I: Act.DETAILS,
    Qt.Key.Key_S: Act.SLIDESHOW,
    Qt.Key.Key_P: Act.PLAY,
    Qt.Key.Key_MediaPlay: Act.PLAY,
    Qt.Key.Key_Period: Act.FAVOURITE,
    Qt.Key.Key_Menu: Act.MENU,
}

_WITH_CTRL: dict[Qt.Key, Act] = {
    Qt.Key.Key_Plus: Act.CLOSER,
    Qt.Key.Key_Equal: Act.CLOSER,
    Qt.Key.Key_Minus: Act.FARTHER,
}
"""Thumbnails are not seen here, so their zoom is the picture's."""


def act_of(event: QKeyEvent) -> Act | None:
    """What a key means here, None where it is none of the viewer's."""
    modifiers = event.modifiers() & ~(_KEYPAD | _SHIFT)
    key = Qt.Key(event.key())
    if modifiers == Qt.KeyboardModifier.ControlModifier:
        return _WITH_CTRL.get(key)
    return KEYS.get(key) if modifiers == Qt.KeyboardModifier.NoModifier else None


def rating_of(event: QKeyEvent) -> int | None:
    """The stars that a digit stands for, None for other keys."""
    digit = event.key() - Qt.Key.Key_0
    return digit if 0 <= digit <= 5 and event.modifiers() & ~_KEYPAD == Qt.KeyboardModifier.NoModifier else None
