"""What stands above the photos and in place of them, in words. Pure but for Qt's translation. Main thread."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath

from PySide6.QtCore import QCoreApplication

from visionquery.domain.photos import Counts
from visionquery.domain.queries import Answer
from visionquery.ui import wording
from visionquery.ui.grid.model import shown_path
from visionquery.ui.search_session import Question
from visionquery.ui.sidebar.entries import Entry, EntryKind

# Parts of the library that a search is made in.
_PLACES = (EntryKind.FOLDER, EntryKind.FAVOURITES, EntryKind.RECENT, EntryKind.HIDDEN)


@dataclass(frozen=True, slots=True)
class Emptiness:
    """What an empty page says: the name of an icon, a title, a sentence."""

    icon: str
    title: str
    text: str


def answer_heading(question: Question, entry: Entry) -> str:
    """What was asked, and where if not everywhere."""
    if question.examples and question.text:
        asked = _tr("“{text}” and similar photos").format(text=question.text)
    elif question.examples:
        asked = _tr("Similar photos")
    else:
        asked = _tr("“{text}”").format(text=question.text)
    place = entry.name if entry.kind in _PLACES else ""
    if entry.search is not None and question.scope.folder is not None:
        place = shown_path(PurePath(question.scope.folder).name)
    return _tr("{asked} in {place}").format(asked=asked, place=place) if place else asked


def answer_detail(answer: Answer, counts: Counts) -> str:
    """How many, how long, and how much of the library could be found."""
    parts = [wording.photos(answer.relevant or len(answer.hits)), wording.seconds(answer.seconds)]
    if answer.hits and answer.relevant == 0:
        parts[0] = _tr("nothing stands out, these are closest")
    if counts.pending:
        parts.append(_indexed_so_far(counts))
    return " · ".join(parts)


def library_detail(entry: Entry, shown: int, counts: Counts) -> str:
    """How many photos of the library are looked at."""
    detail = wording.photos(shown)
    if counts.pending and counts.total and entry.kind is EntryKind.ALL:
        detail += " · " + _indexed_so_far(counts)
    return detail


def no_hits(counts: Counts) -> Emptiness:
    """A search found nothing."""
    return Emptiness(
        "search",
        _tr("No photo found"),
        _tr("Photos that are not indexed yet cannot be found. Try again in a while.")
        if counts.pending
        else _tr("Try other words: what is to be seen, where it is, what it looks like."),
    )


def no_photos(entry: Entry, *, scanning: bool) -> Emptiness:
    """A part of the library is empty."""
    if entry.kind is EntryKind.FAVOURITES:
        return Emptiness(
            "favourite",
            _tr("No favourites yet"),
            _tr("Select a photo and press Ctrl+D to mark it; it is then found here."),
        )
    if entry.kind is EntryKind.RECENT:
        return Emptiness("history", _tr("Nothing new"), _tr("Photos of the last 30 days are shown here."))
    if entry.folder is not None and entry.alert:
        return Emptiness("offline", entry.detail, wording.told(entry.folder.note))
    if scanning:
        return Emptiness("photos", _tr("Looking for photos…"), _tr("They appear here as they are found."))
    return Emptiness("photos", _tr("No photos here"), _tr("New ones appear by themselves."))


def percentage(part: int, whole: int) -> str:
    """Rounded down: "100%" is only said when it is true."""
    return f"{100 * part // whole if whole else 0}%"


def _indexed_so_far(counts: Counts) -> str:
    return _tr("{part} indexed so far").format(part=percentage(counts.total - counts.pending, counts.total))


def _tr(text: str) -> str:
    return QCoreApplication.translate("captions", text)
