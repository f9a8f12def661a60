"""The lines of the sidebar as values: what each is, what it shows, and what a search within it means.

Pure but for Qt's translation of the words. Main thread.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import Enum
from pathlib import PurePath

from PySide6.QtCore import QCoreApplication

from visionquery.domain.collections import SavedSearch
from visionquery.domain.folders import Folder, FolderState
from visionquery.domain.photos import Counts
from visionquery.domain.queries import Added, Criterion, Favourite, Hidden
from visionquery.ui import wording
from visionquery.ui.grid.model import shown_path
from visionquery.ui.search_session import EVERYWHERE, Scope

# Photos that came into the library in so many days are recent.
RECENT_DAYS = 30


class EntryKind(Enum):
    """What an entry of the sidebar shows."""

    ALL = "all"
    FAVOURITES = "favourites"
    RECENT = "recent"
    FOLDER = "folder"
    SEARCH = "search"
    HIDDEN = "hidden"
    PROBLEMS = "problems"


Key = tuple[EntryKind, int, str]
# Subfolders by their root's id and their parent's path relative to it.
Below = Mapping[tuple[int, str], "list[Subfolder]"]
ALL_KEY: Key = (EntryKind.ALL, 0, "")
PROBLEMS_KEY: Key = (EntryKind.PROBLEMS, 0, "")


def key_of(kind: str, number: int, relpath: str) -> Key:
    """The key that was written down as these; all photos where it is none of this version's."""
    known = kind in {each.value for each in EntryKind}
    return (EntryKind(kind), number, relpath) if known else ALL_KEY


# What a search adds to its words while it is made within an entry.
_FILTERS = {
    EntryKind.FAVOURITES: "is:favourite",
    EntryKind.RECENT: f"added:{RECENT_DAYS}",
    EntryKind.HIDDEN: "is:hidden",
}


@dataclass(frozen=True, slots=True)
class Subfolder:
    """A folder below a root: its path relative to it, with `/` between its parts, and how many photos lie below it."""

    folder_id: int
    relpath: str
    photos: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One line. `detail` explains a state that needs it; `alert` marks one that needs the person.

    `relpath` is that of a subfolder of `folder`. A `count` of None is not shown.
    """

    kind: EntryKind
    name: str
    count: int | None = None
    folder: Folder | None = None
    relpath: str = ""
    search: SavedSearch | None = None
    detail: str = ""
    alert: bool = False

    @property
    def key(self) -> Key:
        """What stays the same while names, counts and states change."""
        number = self.folder.id if self.folder is not None else self.search.id if self.search is not None else 0
        return self.kind, number, self.relpath

    @property
    def path(self) -> str | None:
        """The absolute path of a folder's entry, as the library spells it."""
        if self.folder is None:
            return None
        root = self.folder.path
        if not self.relpath:
            return root
        return root + self.relpath if root[-1:] in ("/", "\\") else f"{root}/{self.relpath}"

    @property
    def scope(self) -> Scope:
        """Where a search is made while this entry is looked at."""
        if self.kind in (EntryKind.SEARCH, EntryKind.PROBLEMS):
            return EVERYWHERE
        return Scope(self.path, _FILTERS.get(self.kind, ""))


@dataclass(frozen=True, slots=True)
class LibrarySummary:
    """What the sidebar lists. `recent`, `favourites` and `hidden` count photos, `problems` files to look at."""

    folders: Sequence[Folder] = ()
    counts: Counts = field(default_factory=Counts)
    favourites: int = 0
    recent: int = 0
    hidden: int = 0
    problems: int = 0
    searches: Sequence[SavedSearch] = ()


def criteria_of(kind: EntryKind) -> tuple[Criterion, ...]:
    """What photos must meet to be shown by an entry of this kind."""
    match kind:
        case EntryKind.FAVOURITES:
            return (Favourite(),)
        case EntryKind.RECENT:
            return (Added(((recent_since().isoformat(), ""),)),)
        case EntryKind.HIDDEN:
            return (Hidden(),)
        case _:
            return ()


def recent_since() -> date:
    """From this day on photos are recently added."""
    return date.today() - timedelta(days=RECENT_DAYS)


def library_entries(summary: LibrarySummary) -> list[Entry]:
    """All photos and its parts."""
    return [
        Entry(EntryKind.ALL, _tr("All photos"), summary.counts.total),
        Entry(EntryKind.FAVOURITES, _tr("Favourites"), summary.favourites),
        Entry(EntryKind.RECENT, _tr("Recently added"), summary.recent),
    ]


def folder_entries(summary: LibrarySummary) -> list[Entry]:
    """The root folders with their states, by name; those of the same name with the folder that they lie in."""
    names = [shown_path(PurePath(folder.path).name or folder.path) for folder in summary.folders]
    entries = []
    for folder, name in zip(summary.folders, names, strict=True):
        parent = PurePath(folder.path).parent.name
        told = f"{name} ({shown_path(parent)})" if names.count(name) > 1 and parent else name
        detail, alert = state_words(folder.state)
        count = summary.counts.by_folder.get(folder.id, 0)
        entries.append(Entry(EntryKind.FOLDER, told, count, folder, detail=detail, alert=alert))
    return sorted(entries, key=lambda entry: (entry.name.casefold(), entry.path or ""))


def search_entries(summary: LibrarySummary) -> list[Entry]:
    """The saved searches."""
    return [Entry(EntryKind.SEARCH, search.name, search=search) for search in summary.searches]


def last_entries(summary: LibrarySummary) -> list[Entry]:
    """Hidden photos and problems, where there are any."""
    entries = []
    if summary.hidden:
        entries.append(Entry(EntryKind.HIDDEN, _tr("Hidden"), summary.hidden))
    if summary.problems:
        entries.append(Entry(EntryKind.PROBLEMS, _tr("Problems"), summary.problems, alert=True))
    return entries


def subfolder_entries(parent: Entry, children: Sequence[Subfolder]) -> list[Entry]:
    """Entries below a folder's entry."""
    assert parent.folder is not None
    return [
        Entry(
            EntryKind.FOLDER, shown_path(child.relpath.rpartition("/")[2]), child.photos, parent.folder, child.relpath
        )
        for child in children
    ]


def children_of(subfolders: Sequence[Subfolder]) -> Below:
    """Subfolders below their parents, each list by name. Meant for a task thread: there may be many thousands."""
    below: dict[tuple[int, str], list[Subfolder]] = {}
    for subfolder in subfolders:
        below.setdefault((subfolder.folder_id, subfolder.relpath.rpartition("/")[0]), []).append(subfolder)
    for siblings in below.values():
        siblings.sort(key=lambda each: each.relpath.casefold())
    return below


def state_words(state: FolderState) -> tuple[str, bool]:
    """What is said of a folder's state below its name, and whether it needs the person."""
    match state:
        case FolderState.SCANNING:
            return _tr("Looking for photos…"), False
        case FolderState.OFFLINE:
            return _tr("Not connected"), True
        case FolderState.UNREADABLE:
            return _tr("Cannot be read"), True
        case FolderState.IDLE | FolderState.WATCHING | FolderState.POLLING:
            return "", False


def tooltip(entry: Entry) -> str:
    """Where a folder lies, how it fares and why; what a saved search asks."""
    if entry.search is not None:
        below = _tr("in {folder}").format(folder=shown_path(entry.search.folder)) if entry.search.folder else ""
        return "\n".join(filter(None, (entry.search.text, below)))
    if entry.folder is None or entry.path is None:
        return ""
    if entry.relpath:
        return shown_path(entry.path)
    following = {
        FolderState.WATCHING: _tr("New photos appear by themselves."),
        FolderState.POLLING: _tr("Looked at again every few minutes."),
    }.get(entry.folder.state, "")
    return "\n".join(filter(None, (shown_path(entry.path), entry.detail, wording.told(entry.folder.note) or following)))


def icon_of(entry: Entry) -> str:
    """The name of the entry's icon."""
    if entry.kind is EntryKind.FOLDER and entry.folder is not None and not entry.relpath:
        return {
            FolderState.OFFLINE: "offline",
            FolderState.UNREADABLE: "folder_locked",
            FolderState.SCANNING: "refresh",
            FolderState.POLLING: "folder_polling",
        }.get(entry.folder.state, "folder")
    return {
        EntryKind.ALL: "photos",
        EntryKind.FAVOURITES: "favourite",
        EntryKind.RECENT: "history",
        EntryKind.FOLDER: "folder",
        EntryKind.SEARCH: "bookmark",
        EntryKind.HIDDEN: "hidden",
        EntryKind.PROBLEMS: "warning",
    }[entry.kind]


def _tr(text: str) -> str:
    return QCoreApplication.translate("Sidebar", text)
