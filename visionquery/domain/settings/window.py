"""The settings of the window alone: how it looks, and its manners. The worker knows nothing of them."""

from __future__ import annotations

from visionquery.domain.settings.declaration import QT_TRANSLATE_NOOP, Kind, Page, Place, Setting

_APPEARANCE = QT_TRANSLATE_NOOP("Setting", "Appearance")
_WINDOW = QT_TRANSLATE_NOOP("Setting", "Window")

WINDOW_SETTINGS: tuple[Setting, ...] = (
    Setting(
        "scheme",
        "system",
        QT_TRANSLATE_NOOP("Setting", "Colours"),
        page=Page.GENERAL,
        group=_APPEARANCE,
        kind=Kind.CHOICE,
        place=Place.WINDOW,
        choices=(
            ("system", QT_TRANSLATE_NOOP("Setting", "As the system")),
            ("light", QT_TRANSLATE_NOOP("Setting", "Light")),
            ("dark", QT_TRANSLATE_NOOP("Setting", "Dark")),
        ),
    ),
    Setting(
        "layout",
        "square",
        QT_TRANSLATE_NOOP("Setting", "Thumbnails"),
        page=Page.GENERAL,
        group=_APPEARANCE,
        kind=Kind.CHOICE,
        place=Place.WINDOW,
        choices=(
            ("square", QT_TRANSLATE_NOOP("Setting", "Squares")),
            ("justified", QT_TRANSLATE_NOOP("Setting", "Whole pictures in rows")),
        ),
    ),
    Setting(
        "cell_size",
        176,
        QT_TRANSLATE_NOOP("Setting", "Size of thumbnails"),
        page=Page.GENERAL,
        group=_APPEARANCE,
        kind=Kind.SLIDER,
        place=Place.WINDOW,
        minimum=96,
        maximum=384,
        step=8,
    ),
    Setting(
        "language",
        "",
        QT_TRANSLATE_NOOP("Setting", "Language"),
        page=Page.GENERAL,
        group=_APPEARANCE,
        kind=Kind.CHOICE,
        place=Place.WINDOW,
        # Languages are named in themselves, so that whoever ended up in the wrong one finds the way back.
        choices=(
            ("", QT_TRANSLATE_NOOP("Setting", "As the system")),
            ("en", "English"),
            ("de", "Deutsch"),
        ),
    ),
    Setting(
        "close_to_tray",
        False,
        QT_TRANSLATE_NOOP("Setting", "Keep running when the window is closed"),
        QT_TRANSLATE_NOOP("Setting", "VisionQuery stays beside the clock and goes on indexing. Ctrl+Q quits."),
        page=Page.GENERAL,
        group=_WINDOW,
        kind=Kind.SWITCH,
        place=Place.WINDOW,
    ),
    Setting(
        "notify",
        True,
        QT_TRANSLATE_NOOP("Setting", "Tell when a long indexing is done"),
        QT_TRANSLATE_NOOP("Setting", "With a message of the desktop, while another window is in front."),
        page=Page.GENERAL,
        group=_WINDOW,
        kind=Kind.SWITCH,
        place=Place.WINDOW,
    ),
    Setting(
        "keeps_history",
        True,
        QT_TRANSLATE_NOOP("Setting", "Remember what I searched for"),
        QT_TRANSLATE_NOOP("Setting", "Recent searches are offered below the search box. They stay on this computer."),
        page=Page.PRIVACY,
        kind=Kind.SWITCH,
        place=Place.WINDOW,
    ),
)
