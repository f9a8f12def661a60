"""Colours, style sheet and icons, light and dark. Main thread; Qt only.

The style is Fusion with a palette of our own: neutral grounds, so that the photographs carry the colour, and one
accent. `resources/styles/window.qss` has the shapes; its `@names` are the fields of `Colours`.
"""

from __future__ import annotations

import dataclasses
import re
import sys
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QByteArray, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication


@dataclass(frozen=True, slots=True)
class Colours:
    """One scheme. Text on its ground reaches a contrast of 4.5:1 or more."""

    window: str
    sidebar: str
    surface: str
    field: str
    text: str
    quiet: str
    faint: str
    line: str
    lineStrong: str  # noqa: N815 - the fields are the style sheet's names.
    hover: str
    press: str
    accent: str
    accentHover: str  # noqa: N815
    accentSoft: str  # noqa: N815
    accentText: str  # noqa: N815
    onAccent: str  # noqa: N815
    placeholder: str
    notice: str
    noticeLine: str  # noqa: N815
    noticeText: str  # noqa: N815
    warning: str
    tip: str
    tipText: str  # noqa: N815
    thumb: str
    thumbHover: str  # noqa: N815
    knob: str
    # On photographs, which are neither light nor dark: the same in both schemes, on a dark translucent ground.
    onPhoto: str = "#FFFFFF"  # noqa: N815
    loved: str = "#FF6B7A"
    starred: str = "#FFC83D"


LIGHT = Colours(
    window="#FDFDFC",
    sidebar="#F5F5F3",
    surface="#FFFFFF",
    field="#F4F4F2",
    text="#1D1D20",
    quiet="#66666E",
    faint="#A6A6AC",
    line="#E6E6E2",
    lineStrong="#CFCFCB",
    hover="#EDEDEA",
    press="#E2E2DE",
    accent="#5A55D6",
    accentHover="#4C47C4",
    accentSoft="#E9E8FB",
    accentText="#4742B8",
    onAccent="#FFFFFF",
    placeholder="#EEEEEB",
    notice="#FFF6E0",
    noticeLine="#F0DFB4",
    noticeText="#5C4708",
    warning="#B26A00",
    tip="#2A2A2E",
    tipText="#F4F4F5",
    thumb="#D3D3CF",
    thumbHover="#B4B4B0",
    knob="#FFFFFF",
)

DARK = Colours(
    window="#161618",
    sidebar="#1C1C1F",
    surface="#26262A",
    field="#212124",
    text="#ECECEF",
    quiet="#A0A0A8",
    faint="#63636B",
    line="#2C2C31",
    lineStrong="#45454C",
    hover="#29292D",
    press="#34343A",
    accent="#8480F5",
    accentHover="#9894FF",
    accentSoft="#302E52",
    accentText="#BAB7FF",
    onAccent="#14131F",
    placeholder="#232327",
    notice="#33290F",
    noticeLine="#4D3F18",
    noticeText="#F3DFA6",
    warning="#F0B14A",
    tip="#3A3A40",
    tipText="#F4F4F5",
    thumb="#3D3D43",
    thumbHover="#56565E",
    knob="#D8D8DC",
)


# The size of text that systems come with (points); Linux desktops have 10 or 11.
_USUAL_POINTS = {"darwin": 13.0, "win32": 9.0}


class Theme(QObject):
    """Applies a scheme to the application and draws icons in its colours."""

    changed = Signal()

    def __init__(self, application: QApplication, resources: Path) -> None:
        super().__init__(application)
        self._application = application
        self._resources = resources
        self._scheme = "system"
        self._sheet = ""
        self._scale = 1.0
        self._drawn: dict[tuple[str, str, int], QIcon] = {}
        self.colours = LIGHT

    @property
    def dark(self) -> bool:
        """Whether the dark colours are in use."""
        return self.colours is DARK

    def start(self, scheme: str) -> None:
        """Read the style sheet, apply `scheme` (`system`, `light`, `dark`) and follow the system from now on."""
        self._sheet = (self._resources / "styles" / "window.qss").read_text(encoding="utf-8")
        self._application.setStyle("Fusion")
        self._application.styleHints().colorSchemeChanged.connect(self._system_changed)
        self.use(scheme)

    def use(self, scheme: str) -> None:
        """Change to `system`, `light` or `dark`."""
        self._scheme = scheme
        system = self._application.styleHints().colorScheme()
        dark = system == Qt.ColorScheme.Dark if scheme == "system" else scheme == "dark"
        self.colours = DARK if dark else LIGHT
        self._application.setPalette(_palette(self.colours))
        self._scale = self._text_scale()
        self._application.setStyleSheet(_scaled(_filled(self._sheet, self.colours), self._scale))
        self.changed.emit()

    def follow_text_size(self) -> None:
        """The person has set another size of text for their desktop, perhaps."""
        if self._text_scale() != self._scale:
            self.use(self._scheme)

    def icon(self, name: str, colour: str = "text", size: int = 20) -> QIcon:
        """The icon `resources/icons/<name>.svg` in one of the scheme's colours, sharp at one, two and three times."""
        key = (name, getattr(self.colours, colour), size)
        if key not in self._drawn:
            drawing = (self._resources / "icons" / f"{name}.svg").read_bytes().replace(b"#000000", key[1].encode())
            icon = QIcon()
            for scale in (1.0, 2.0, 3.0):
                icon.addPixmap(_rendered(drawing, size, scale))
            self._drawn[key] = icon
        return self._drawn[key]

    def application_icon(self) -> QIcon:
        """The program's own icon."""
        drawing = (self._resources / "icons" / "app.svg").read_bytes()
        icon = QIcon()
        for size in (16, 32, 48, 64, 128, 256):
            icon.addPixmap(_rendered(drawing, size, 1.0))
        return icon

    def _text_scale(self) -> float:
        """How much larger the person has text than their system has it at first; never smaller than designed."""
        return max(1.0, self._application.font().pointSizeF() / _USUAL_POINTS.get(sys.platform, 11.0))

    def _system_changed(self) -> None:
        if self._scheme == "system":
            self.use("system")


def _rendered(drawing: bytes, size: int, scale: float) -> QPixmap:
    pixmap = QPixmap(QSize(round(size * scale), round(size * scale)))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    QSvgRenderer(QByteArray(drawing)).render(painter, QRectF(0, 0, size * scale, size * scale))
    painter.end()
    pixmap.setDevicePixelRatio(scale)
    return pixmap


def _filled(sheet: str, colours: Colours) -> str:
    values = dataclasses.asdict(colours)
    return re.sub(r"@(\w+)", lambda found: values[found.group(1)], sheet)


def _scaled(sheet: str, scale: float) -> str:
    """The sheet's sizes of text, which stand in points, made larger."""
    return re.sub(r"(\d+(?:\.\d+)?)pt\b", lambda found: f"{float(found.group(1)) * scale:.4g}pt", sheet)


def _palette(colours: Colours) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for name, colour in (
        (role.Window, colours.window),
        (role.Base, colours.surface),
        (role.AlternateBase, colours.sidebar),
        (role.Button, colours.surface),
        (role.WindowText, colours.text),
        (role.Text, colours.text),
        (role.ButtonText, colours.text),
        (role.PlaceholderText, colours.quiet),
        (role.Highlight, colours.accent),
        (role.HighlightedText, colours.onAccent),
        (role.Link, colours.accentText),
        (role.ToolTipBase, colours.tip),
        (role.ToolTipText, colours.tipText),
        (role.Mid, colours.line),
    ):
        palette.setColor(name, QColor(colour))
    for name in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, name, QColor(colours.faint))
    return palette
