"""The details of photos: what is said of one and of many, in usual notation, safe from odd names; and their marks."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QToolButton
from pytestqt.qtbot import QtBot

from visionquery.domain.errors import FailureKind
from visionquery.domain.photos import Metadata, Photo, PhotoState
from visionquery.domain.queries import Answer, Hit, Match, Query
from visionquery.library.library import Library
from visionquery.library.reader import LibraryReader
from visionquery.ui import wording
from visionquery.ui.details.dialog import PropertiesDialog
from visionquery.ui.details.facts import coordinates, date_words, exposure_words, facts_of
from visionquery.ui.details.panel import DetailsPanel
from visionquery.ui.details.stars import StarRating
from visionquery.ui.details.text import MiddleElided, safe
from visionquery.ui.tasks import TaskRunner
from visionquery.ui.theme import Theme

METADATA = Metadata(
    6000,
    4000,
    "JPEG",
    taken_at="2019-07-05T14:03:22",
    taken_offset=120,
    camera="Canon EOS R6",
    lens="RF 35mm F1.8",
    exposure=0.004,
    aperture=2.8,
    iso=400,
    focal_length=35.0,
    latitude=-33.856784,
    longitude=151.215297,
    altitude=12.4,
)
PHOTO = Photo(1, 1, "/photos/a.jpg", PhotoState.INDEXED, False, 5_300_000, 1_700_000_000_000_000_000, metadata=METADATA)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Words and numbers as in British English, whatever the machine speaks."""
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
    yield
    QLocale.setDefault(before)


@pytest.fixture
def make_panel(qtbot: QtBot, theme: Theme) -> Iterator[Callable[[LibraryReader], DetailsPanel]]:
    runners: list[TaskRunner] = []

    def make(reader: LibraryReader) -> DetailsPanel:
        runners.append(TaskRunner())
        panel = DetailsPanel(theme, reader, runners[-1])
        qtbot.addWidget(panel)
        panel.resize(320, 700)
        panel.show()
        return panel

    yield make
    for runner in runners:
        runner.close()


def _lines(photo: Photo, hit: Hit | None = None) -> dict[str, str]:
    return {fact.label: fact.value.replace("\xa0", " ") for fact in facts_of(photo, hit)}


def test_a_photo_is_told_in_usual_notation() -> None:
    lines = _lines(PHOTO)
    assert lines["Exposure"] == "1/250 s · f/2.8 · ISO 400 · 35 mm"
    assert lines["Dimensions"] == "6,000 × 4,000 · 24 MP"
    assert lines["Taken"] == "Friday, 5 July 2019, 14:03 UTC+02:00"
    assert lines["Place"] == "33.85678° S · 151.21530° E · 12 m"
    assert lines["File size"] == "5.3 MB"
    assert (lines["Camera"], lines["Lens"], lines["Format"]) == ("Canon EOS R6", "RF 35mm F1.8", "JPEG")


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(1 / 8000, "1/8,000 s"), (0.25, "1/4 s"), (0.5, "0.5 s"), (1, "1 s"), (30.0, "30 s"), (0, "")],
)
def test_exposure_times_are_fractions_when_short(seconds: float, words: str) -> None:
    assert exposure_words(seconds) == words


def test_dates_keep_the_cameras_clock() -> None:
    assert date_words("2019-07-05T14:03:22", -330).endswith("14:03 UTC-05:30")
    assert date_words("2019-07-05T14:03:22", None).endswith("14:03")
    assert date_words("sometime", None) == "sometime"


def test_what_is_not_known_is_not_said() -> None:
    lines = _lines(replace(PHOTO, metadata=Metadata(10, 10, "PNG")))
    assert set(lines) == {"Dimensions", "Format", "File changed", "File size"}
    failed = replace(PHOTO, metadata=None, state=PhotoState.FAILED, failure=FailureKind.EMPTY, reason="It is empty.")
    assert _lines(failed)["Problem"] == "It is empty."
    assert "drive" in _lines(replace(PHOTO, offline=True))["State"]
    assert coordinates(Metadata(1, 1, "PNG")) == ""


def test_a_match_is_explained() -> None:
    hit = Hit(1, "/photos/a.jpg", 0.2871, Match.BOTH, "Looks like it, and its name holds the words")
    assert _lines(PHOTO, hit)["Found by"] == "Looks like it, and its name holds the words (score 0.287)"


@pytest.mark.parametrize(
    "name", ["gpj.\N{RIGHT-TO-LEFT OVERRIDE}exe", "a\nb", "a\N{POP DIRECTIONAL ISOLATE}b", "a\udcffb"]
)
def test_names_cannot_turn_what_stands_around_them(name: str) -> None:
    shown = safe(name)
    assert not {"\N{RIGHT-TO-LEFT OVERRIDE}", "\n", "\N{POP DIRECTIONAL ISOLATE}"} & set(shown)
    shown.encode()


def test_a_long_path_is_cut_in_its_middle_and_copied_whole(qtbot: QtBot) -> None:
    path = "/home/somebody/Pictures/a very long name of a folder/another one/2019/summer/IMG_0001.jpg"
    label = MiddleElided(is_path=True)
    qtbot.addWidget(label)
    label.resize(220, 24)
    label.show()
    label.say(path)
    assert "…" in label.text()
    assert label.text().strip("\u2066\u2069").endswith(".jpg")
    assert label.toolTip() == path
    clicks: list[bool] = []
    label.clicked.connect(lambda: clicks.append(True))
    QTest.mouseClick(label, Qt.MouseButton.LeftButton)
    assert clicks
    QTest.keyClick(label, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == path


def test_stars_are_given_by_mouse_and_keyboard(qtbot: QtBot, theme: Theme) -> None:
    stars = StarRating(theme)
    qtbot.addWidget(stars)
    stars.show()
    rated: list[int] = []
    stars.rated.connect(rated.append)
    stars.show_rating(2)
    assert rated == []

    def click(number: int) -> None:
        x = stars.width() * (number - 0.5) / 5
        QTest.mouseClick(
            stars, Qt.MouseButton.LeftButton, pos=QPoint(round(stars.width() - x if stars.isRightToLeft() else x), 10)
        )

    click(4)
    click(4)
    QTest.keyClick(stars, Qt.Key.Key_3)
    QTest.keyClick(stars, Qt.Key.Key_Right)
    QTest.keyClick(stars, Qt.Key.Key_End)
    assert rated == [4, 0, 3, 4, 5]
    stars.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    click(1)
    assert rated[-1] == 1


def test_one_photo_with_its_copies(
    make_panel: Callable[[LibraryReader], DetailsPanel],
    library_of: Callable[[Path], LibraryReader],
    photo_folder: Path,
    qtbot: QtBot,
) -> None:
    first = sorted(photo_folder.iterdir())[0]
    shutil.copy(first, photo_folder / "copy.webp")
    reader = library_of(photo_folder)
    photos = {Path(photo.path).name: photo for photo in reader.photos(reader.all_ids().tolist()).values()}
    panel = make_panel(reader)
    panel.show_photos([photos[first.name].id])
    qtbot.waitUntil(lambda: "copy.webp" in panel.lines.get("Copies", "").replace("\u200b", ""), timeout=30_000)
    wanted: list[tuple[object, ...]] = []
    panel.rating_wanted.connect(lambda ids, stars: wanted.append((tuple(ids), stars)))
    panel.favourite_wanted.connect(lambda ids, on: wanted.append((tuple(ids), on)))
    panel.reveal_wanted.connect(lambda photo_id: wanted.append((photo_id,)))
    QTest.keyClick(panel.findChild(StarRating), Qt.Key.Key_5)
    buttons = {button.accessibleName(): button for button in panel.findChildren(QToolButton)}
    buttons["Favourite"].click()
    buttons["Show in file manager"].click()
    photo_id = photos[first.name].id
    assert wanted == [((photo_id,), 5), ((photo_id,), True), (photo_id,)]


def test_many_photos_are_told_and_marked_together(
    make_panel: Callable[[LibraryReader], DetailsPanel], filled_library: Callable[..., LibraryReader], qtbot: QtBot
) -> None:
    reader = filled_library(5)
    ids = reader.all_ids().tolist()
    library = Library(reader.paths)
    library.open()
    library.photos.set_rating(ids, 3)
    library.photos.set_favourite(ids[:2], True)
    library.close()
    panel = make_panel(reader)
    stars = panel.findChild(StarRating)
    panel.show_photos(ids)
    qtbot.waitUntil(lambda: stars.value() == 3, timeout=30_000)
    wanted: list[tuple[object, ...]] = []
    panel.favourite_wanted.connect(lambda ids, on: wanted.append((tuple(ids), on)))
    buttons = {button.accessibleName(): button for button in panel.findChildren(QToolButton)}
    assert not buttons["Favourite"].isChecked()
    buttons["Favourite"].click()
    assert wanted == [(tuple(ids), True)]


def test_an_answer_explains_the_photo_that_is_shown(
    make_panel: Callable[[LibraryReader], DetailsPanel], filled_library: Callable[..., LibraryReader], qtbot: QtBot
) -> None:
    reader = filled_library(1)
    (photo_id,) = reader.all_ids()
    panel = make_panel(reader)
    panel.show_photos([photo_id])
    qtbot.waitUntil(lambda: "Dimensions" in panel.lines, timeout=30_000)
    hit = Hit(photo_id, "", 0.31, Match.MEANING, "Looks like it")
    panel.set_answer(Answer(Query("dog"), (hit,), 0.1, 1, "m"))
    assert "Looks like it" in panel.lines["Found by"]
    panel.set_answer(None)
    assert "Found by" not in panel.lines


def test_nothing_is_read_while_nobody_sees_it(
    make_panel: Callable[[LibraryReader], DetailsPanel], filled_library: Callable[..., LibraryReader], qtbot: QtBot
) -> None:
    reader = filled_library(1)
    panel = make_panel(reader)
    panel.hide()
    panel.show_photos(reader.all_ids().tolist())
    assert panel.lines == {}
    panel.show()
    qtbot.waitUntil(lambda: "Dimensions" in panel.lines, timeout=30_000)


def test_a_removed_photo_is_told_as_such(
    make_panel: Callable[[LibraryReader], DetailsPanel], filled_library: Callable[..., LibraryReader], qtbot: QtBot
) -> None:
    panel = make_panel(filled_library(1))
    dialog = PropertiesDialog(panel)
    qtbot.addWidget(dialog)
    dialog.show_photos([4711])
    qtbot.waitUntil(lambda: any("not in the library" in text for text in _texts(panel)), timeout=30_000)
    assert not panel.findChild(StarRating).isVisible()
    dialog.reject()
    # The dialog ends with this function, and would take the panel along.
    panel.setParent(None)


def test_coordinates_are_copied_as_maps_take_them(
    make_panel: Callable[[LibraryReader], DetailsPanel],
    library_of: Callable[[Path], LibraryReader],
    shared_data: Path,
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    folder = tmp_path / "one"
    folder.mkdir()
    shutil.copy(shared_data / "formats" / "exif-samples" / "DSCN0010.jpg", folder)
    reader = library_of(folder)
    panel = make_panel(reader)
    panel.show_photos(reader.all_ids().tolist())
    qtbot.waitUntil(lambda: "Place" in panel.lines, timeout=30_000)
    panel.findChild(QToolButton, "copyCoordinates").click()
    assert QGuiApplication.clipboard().text() == "43.46745, 11.88513"


def _texts(panel: DetailsPanel) -> list[str]:
    return [label.text() for label in panel.findChildren(QLabel) if label.isVisible()]


def test_a_video_says_how_long_it_is() -> None:
    video = replace(PHOTO, metadata=replace(METADATA, format="Video", duration=754.6))
    facts = {fact.label: fact.value for fact in facts_of(video)}
    assert (facts["Format"], facts["Length"]) == ("Video", "12:35")
    assert "Length" not in {fact.label for fact in facts_of(PHOTO)}


@pytest.mark.parametrize(
    ("seconds", "words"), [(0.2, "0:00"), (7, "0:07"), (59.6, "1:00"), (750, "12:30"), (3723, "1:02:03")]
)
def test_lengths_are_written_as_players_do(seconds: float, words: str) -> None:
    assert wording.length(seconds) == words
