"""Every command of the window as data: its words, its explanation, its keys, its icon, and when it can be used.

Main thread; Qt's words only. The menus are in `menus.py`, the `QAction`s in `ui/actions.py`.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from enum import Enum

from PySide6.QtGui import QAction

from visionquery.domain.photos import MOST_STARS
from visionquery.domain.settings import QT_TRANSLATE_NOOP

MAC = sys.platform == "darwin"
RATINGS = range(MOST_STARS + 1)


class Needs(Enum):
    """What there must be for a command to make sense."""

    NOTHING = "nothing"
    ONE = "one"  # a photo that is meant: the current one, or the one in the viewer
    SOME = "some"  # one or more photos


@dataclass(frozen=True, slots=True)
class Command:
    """One command. `words` and `tip` are translated where they are shown, in the context `Actions`.

    `in_photos` limits its keys to where photos have the focus, because text fields and lists use the same ones.
    """

    words: str
    tip: str = ""
    keys: tuple[str, ...] = ()
    icon: str = ""
    needs: Needs = Needs.NOTHING
    checkable: bool = False
    in_photos: bool = False
    role: QAction.MenuRole = QAction.MenuRole.NoRole


COMMANDS: dict[str, Command] = {
    # File
    "add_folder": Command(
        QT_TRANSLATE_NOOP("Actions", "&Add folder…"),
        QT_TRANSLATE_NOOP("Actions", "Search the photos of another folder too"),
        ("Ctrl+Shift+O",),
        "add",
    ),
    "rescan": Command(
        QT_TRANSLATE_NOOP("Actions", "Look for &new photos"),
        QT_TRANSLATE_NOOP("Actions", "Compare every folder with the disk again"),
        ("F5",),
        "refresh",
    ),
    "pause": Command(
        QT_TRANSLATE_NOOP("Actions", "&Pause indexing"),
        QT_TRANSLATE_NOOP("Actions", "Stop reading photos until it is resumed"),
        ("Ctrl+Shift+P",),
        "pause",
    ),
    "settings": Command(
        QT_TRANSLATE_NOOP("Actions", "&Settings…"),
        QT_TRANSLATE_NOOP("Actions", "Colours, folders, processor use, models and privacy"),
        ("Ctrl+,",),
        "settings",
        role=QAction.MenuRole.PreferencesRole,
    ),
    "close": Command(
        QT_TRANSLATE_NOOP("Actions", "&Close window"),
        QT_TRANSLATE_NOOP("Actions", "Close the window, or put it into the tray where that is set"),
        ("Ctrl+W",),
        "close",
    ),
    "quit": Command(
        QT_TRANSLATE_NOOP("Actions", "&Quit"),
        QT_TRANSLATE_NOOP("Actions", "Close the window and stop indexing"),
        ("Ctrl+Q",),
        "quit",
        role=QAction.MenuRole.QuitRole,
    ),
    # Edit
    "undo": Command(
        QT_TRANSLATE_NOOP("Actions", "&Undo"),
        QT_TRANSLATE_NOOP("Actions", "Take the last change back"),
        ("Ctrl+Z",),
        "undo",
    ),
    "copy": Command(
        QT_TRANSLATE_NOOP("Actions", "&Copy picture"),
        QT_TRANSLATE_NOOP("Actions", "Put the picture and its file on the clipboard"),
        ("Ctrl+C",),
        "copy",
        Needs.SOME,
        in_photos=True,
    ),
    "copy_path": Command(
        QT_TRANSLATE_NOOP("Actions", "Cop&y path"),
        QT_TRANSLATE_NOOP("Actions", "Put where the files lie on the clipboard, one a line"),
        ("Ctrl+Shift+C",),
        "path",
        Needs.SOME,
    ),
    "select_all": Command(
        QT_TRANSLATE_NOOP("Actions", "Select &all"),
        QT_TRANSLATE_NOOP("Actions", "Select every photo that is shown"),
        ("Ctrl+A",),
        "check",
        in_photos=True,
    ),
    "invert": Command(
        QT_TRANSLATE_NOOP("Actions", "&Invert selection"),
        QT_TRANSLATE_NOOP("Actions", "Select what is not selected, and the other way round"),
        ("Ctrl+Shift+I",),
        "invert",
    ),
    "focus_search": Command(
        QT_TRANSLATE_NOOP("Actions", "&Search"),
        QT_TRANSLATE_NOOP("Actions", "Type what the photo shows"),
        ("Ctrl+F", "Ctrl+K"),
        "search",
    ),
    "paste": Command(
        QT_TRANSLATE_NOOP("Actions", "Search with the &picture on the clipboard"),
        QT_TRANSLATE_NOOP("Actions", "Find photos that look like a copied picture, or search for copied words"),
        ("Ctrl+V",),
        "similar",
        in_photos=True,
    ),
    "save_search": Command(
        QT_TRANSLATE_NOOP("Actions", "Sa&ve this search"),
        QT_TRANSLATE_NOOP("Actions", "Keep what is asked in the sidebar, under a name"),
        ("Ctrl+S",),
        "bookmark",
    ),
    # View
    "zoom_in": Command(
        QT_TRANSLATE_NOOP("Actions", "&Larger thumbnails"),
        QT_TRANSLATE_NOOP("Actions", "Show fewer photos, each larger"),
        ("Ctrl++", "Ctrl+="),
        "add",
    ),
    "zoom_out": Command(
        QT_TRANSLATE_NOOP("Actions", "S&maller thumbnails"),
        QT_TRANSLATE_NOOP("Actions", "Show more photos, each smaller"),
        ("Ctrl+-",),
        "remove",
    ),
    "rows": Command(
        QT_TRANSLATE_NOOP("Actions", "Whole photos in &rows"),
        QT_TRANSLATE_NOOP("Actions", "Show photos in their own shape instead of as squares"),
        ("Ctrl+Shift+R",),
        checkable=True,
    ),
    "sidebar": Command(
        QT_TRANSLATE_NOOP("Actions", "Side&bar"),
        QT_TRANSLATE_NOOP("Actions", "Show the folders beside the photos"),
        ("F9",),
        checkable=True,
    ),
    "details": Command(
        QT_TRANSLATE_NOOP("Actions", "&Details"),
        QT_TRANSLATE_NOOP("Actions", "Show what is known of the chosen photos beside them"),
        ("F8",),
        checkable=True,
    ),
    "menu_bar": Command(
        QT_TRANSLATE_NOOP("Actions", "Menu b&ar"),
        QT_TRANSLATE_NOOP("Actions", "Show the menus above the window instead of behind a button"),
        ("Ctrl+M",),
        checkable=True,
    ),
    "full_screen": Command(
        QT_TRANSLATE_NOOP("Actions", "&Full screen"),
        QT_TRANSLATE_NOOP("Actions", "Give the whole screen to the window"),
        ("Ctrl+Meta+F",) if MAC else ("F11",),
        checkable=True,
    ),
    "main_menu": Command(
        QT_TRANSLATE_NOOP("Actions", "All me&nus"),
        QT_TRANSLATE_NOOP("Actions", "Open the menu by the keyboard"),
        () if MAC else ("F10",),
        "menu",
    ),
    # Photo
    "find_similar": Command(
        QT_TRANSLATE_NOOP("Actions", "Find &similar"),
        QT_TRANSLATE_NOOP("Actions", "Search for photos that look like this one"),
        ("Ctrl+Shift+F",),
        "similar",
        Needs.ONE,
    ),
    "more_like": Command(
        QT_TRANSLATE_NOOP("Actions", "&More like this"),
        QT_TRANSLATE_NOOP("Actions", "Add the photo to the search, beside what is asked already"),
        ("Ctrl+Shift+M",),
        "add",
        Needs.SOME,
    ),
    "less_like": Command(
        QT_TRANSLATE_NOOP("Actions", "&Less like this"),
        QT_TRANSLATE_NOOP("Actions", "Push photos like this one down in the search"),
        ("Ctrl+Shift+L",),
        "remove",
        Needs.SOME,
    ),
    "view": Command(
        QT_TRANSLATE_NOOP("Actions", "&View"),
        QT_TRANSLATE_NOOP("Actions", "Look at the whole photo (Space or Enter)"),
        (),
        "photos",
        Needs.ONE,
    ),
    "slideshow": Command(
        QT_TRANSLATE_NOOP("Actions", "Sli&deshow"),
        QT_TRANSLATE_NOOP("Actions", "Show one photo after the other, beginning with this one"),
        ("F6",),
        "slideshow",
        Needs.ONE,
    ),
    "open": Command(
        QT_TRANSLATE_NOOP("Actions", "&Open"),
        QT_TRANSLATE_NOOP("Actions", "Open in the program that this computer has for such files"),
        ("Ctrl+O",),
        "open",
        Needs.SOME,
    ),
    "reveal": Command(
        QT_TRANSLATE_NOOP("Actions", "Sho&w in file manager"),
        QT_TRANSLATE_NOOP("Actions", "Open the folder that the file lies in"),
        ("Ctrl+Shift+E",),
        "folder",
        Needs.SOME,
    ),
    "favourite": Command(
        QT_TRANSLATE_NOOP("Actions", "&Favourite"),
        QT_TRANSLATE_NOOP("Actions", "Mark as a favourite, or not any more"),
        ("Ctrl+D",),
        "favourite",
        Needs.SOME,
        checkable=True,
    ),
    "rate_0": Command(
        QT_TRANSLATE_NOOP("Actions", "&No stars"),
        QT_TRANSLATE_NOOP("Actions", "Take the rating away"),
        ("Ctrl+0",),
        needs=Needs.SOME,
        checkable=True,
    ),
    "rate_1": Command(
        QT_TRANSLATE_NOOP("Actions", "&1 star"),
        QT_TRANSLATE_NOOP("Actions", "Rate with one star of five"),
        ("Ctrl+1",),
        needs=Needs.SOME,
        checkable=True,
    ),
    "rate_2": Command(
        QT_TRANSLATE_NOOP("Actions", "&2 stars"),
        QT_TRANSLATE_NOOP("Actions", "Rate with two stars of five"),
        ("Ctrl+2",),
        needs=Needs.SOME,
        checkable=True,
    ),
    "rate_3": Command(
        QT_TRANSLATE_NOOP("Actions", "&3 stars"),
        QT_TRANSLATE_NOOP("Actions", "Rate with three stars of five"),
        ("Ctrl+3",),
        needs=Needs.SOME,
        checkable=True,
    ),
    "rate_4": Command(
        QT_TRANSLATE_NOOP("Actions", "&4 stars"),
        QT_TRANSLATE_NOOP("Actions", "Rate with four stars of five"),
        ("Ctrl+4",),
        needs=Needs.SOME,
        checkable=True,
    ),
    "rate_5": Command(
        QT_TRANSLATE_NOOP("Actions", "&5 stars"),
        QT_TRANSLATE_NOOP("Actions", "Rate with five stars of five"),
        ("Ctrl+5",),
        needs=Needs.SOME,
        checkable=True,
    ),
    "hide": Command(
        QT_TRANSLATE_NOOP("Actions", "&Hide from results"),
        QT_TRANSLATE_NOOP("Actions", "Leave out of every view and search; is:hidden finds it again"),
        ("Ctrl+Shift+H",),
        "hidden",
        Needs.SOME,
    ),
    "export": Command(
        QT_TRANSLATE_NOOP("Actions", "&Export copies…"),
        QT_TRANSLATE_NOOP("Actions", "Copy the files as they are into a folder"),
        ("Ctrl+Shift+S",),
        "export",
        Needs.SOME,
    ),
    "trash": Command(
        QT_TRANSLATE_NOOP("Actions", "Move to &trash…"),
        QT_TRANSLATE_NOOP("Actions", "Put the files into the trash of this computer"),
        ("Ctrl+Backspace",) if MAC else ("Del",),
        "trash",
        Needs.SOME,
        in_photos=True,
    ),
    "properties": Command(
        QT_TRANSLATE_NOOP("Actions", "&Properties"),
        QT_TRANSLATE_NOOP("Actions", "What the file and its camera say of the photo"),
        ("Ctrl+I",) if MAC else ("Alt+Return", "Ctrl+I"),
        "info",
        Needs.ONE,
    ),
    # Help
    "shortcuts": Command(
        QT_TRANSLATE_NOOP("Actions", "&Keyboard shortcuts"),
        QT_TRANSLATE_NOOP("Actions", "Every command with its keys"),
        ("F1", "Ctrl+?"),
        "keyboard",
    ),
    "updates": Command(
        QT_TRANSLATE_NOOP("Actions", "Check for &updates"),
        QT_TRANSLATE_NOOP("Actions", "Ask the network once whether there is a newer version"),
        (),
        "refresh",
    ),
    "about": Command(
        QT_TRANSLATE_NOOP("Actions", "&About VisionQuery"),
        QT_TRANSLATE_NOOP("Actions", "Version, licence, and what it is built from"),
        (),
        "info",
        role=QAction.MenuRole.AboutRole,
    ),
}
