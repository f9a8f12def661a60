"""The viewer on a real library and real reader processes: what is shown, keys, mouse, trouble, memory."""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot
from videos import write_video

from visionquery.domain.folders import FolderState
from visionquery.library.library import Library
from visionquery.library.reader import LibraryReader
from visionquery.ui.details.panel import DetailsPanel
from visionquery.ui.grid.refresh import as_ids
from visionquery.ui.tasks import TaskRunner
from visionquery.ui.theme import Theme
from visionquery.ui.viewer.loader import PictureLoader
from visionquery.ui.viewer.viewer import Viewer

SIZE = (640, 480)


@dataclass
class Opened:
    """A viewer, and the ids of its photos by file name."""

    viewer: Viewer
    loader: PictureLoader
    reader: LibraryReader
    ids: dict[str, int]
    bot: QtBot

    def open(self, name: str, *, sharp: bool = True) -> None:
        order = as_ids(list(self.ids.values()))
        self.viewer.open(order, self.ids[name])
        if sharp:
            self.wait_for(name)

    def wait_for(self, name: str) -> None:
        """Until this photo is the one that is seen, sharp, and nothing is left to refine."""
        photo_id = self.ids[name]

        def there() -> bool:
            frame = self.loader.known(photo_id).frame
            return (
                self.viewer.current_id() == photo_id and frame is not None and self.viewer.canvas.frame_shown is frame
            )

        self.bot.waitUntil(there, timeout=60_000)

    def key(self, key: Qt.Key) -> None:
        QTest.keyClick(self.viewer, key)

    @property
    def scale(self) -> float:
        placement = self.viewer.canvas.placement
        assert placement is not None
        return placement.scale

    def colour(self, x: float, y: float) -> QColor:
        """Of the picture, at these shares of its width and height, as it is painted."""
        canvas = self.viewer.canvas
        image: QImage = canvas.grab().toImage()
        placement = canvas.placement
        assert placement is not None
        (left, top), (width, height) = placement.origin, placement.size
        return image.pixelColor(round(left + width * x), round(top + height * y))


def _quarters(path: Path, size: tuple[int, int] = (1200, 800), orientation: int = 1) -> Path:
    """Red, green above blue, yellow."""
    image = Image.new("RGB", size, (220, 30, 30))
    width, height = size[0] // 2, size[1] // 2
    image.paste((30, 200, 30), (width, 0, size[0], height))
    image.paste((30, 30, 220), (0, height, width, size[1]))
    image.paste((220, 220, 30), (width, height, *size))
    exif = Image.Exif()
    exif[0x0112] = orientation
    image.save(path, exif=exif, quality=95)
    return path


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """Five pictures of two shapes, one of them turned by its orientation, and a file that is none."""
    folder = tmp_path / "pictures"
    folder.mkdir()
    _quarters(folder / "a.jpg")
    _quarters(folder / "b.jpg", (800, 1200))
    _quarters(folder / "c.jpg", (1200, 800), orientation=6)
    _quarters(folder / "d.jpg", (3000, 2000))
    (folder / "e.jpg").write_bytes(b"\xff\xd8\xff\xe0 this is no picture")
    _quarters(folder / "f.png", (100, 60))
    return folder


@pytest.fixture
def open_viewer(
    qtbot: QtBot, theme: Theme, library_of: Callable[..., LibraryReader]
) -> Iterator[Callable[..., Opened]]:
    made: list[tuple[Viewer, PictureLoader, TaskRunner]] = []

    def start(folder: Path, *, read: bool = True) -> Opened:
        reader = library_of(folder, read=read)
        tasks = TaskRunner()
        loader = PictureLoader(reader.photos, reader.thumbnails.get_many, reader.settings, tasks)
        viewer = Viewer(theme, loader, DetailsPanel(theme, reader, tasks, with_picture=False))
        qtbot.addWidget(viewer)
        viewer.resize(*SIZE)
        viewer.show()
        made.append((viewer, loader, tasks))
        photos = reader.photos(reader.all_ids().tolist())
        ids = {Path(photo.path).name: photo.id for photo in sorted(photos.values(), key=lambda photo: photo.path)}
        return Opened(viewer, loader, reader, ids, qtbot)

    yield start
    for viewer, loader, tasks in made:
        viewer.close_viewer()
        loader.stop()
        tasks.close()


@pytest.fixture
def opened(open_viewer: Callable[..., Opened], pictures: Path) -> Opened:
    return open_viewer(pictures)


def _is(colour: QColor, wanted: str) -> bool:
    red, green, blue = (value > 128 for value in (colour.red(), colour.green(), colour.blue()))
    return {
        (True, False, False): "red",
        (False, True, False): "green",
        (False, False, True): "blue",
        (True, True, False): "yellow",
    }.get((red, green, blue)) == wanted


def test_a_photo_is_shown_whole_and_the_right_way_up(opened: Opened) -> None:
    opened.open("a.jpg")
    corners = [(0.1, 0.1), (0.9, 0.1), (0.1, 0.9), (0.9, 0.9)]
    for (x, y), wanted in zip(corners, ("red", "green", "blue", "yellow"), strict=True):
        assert _is(opened.colour(x, y), wanted)
    opened.open("c.jpg")  # turned by a quarter
    for (x, y), wanted in zip(corners, ("blue", "red", "yellow", "green"), strict=True):
        assert _is(opened.colour(x, y), wanted)
    placement = opened.viewer.canvas.placement
    assert placement is not None
    assert placement.picture == (800, 1200)


def test_the_thumbnail_is_there_before_the_picture_and_in_its_place(opened: Opened) -> None:
    opened.open("d.jpg", sharp=False)
    opened.bot.waitUntil(lambda: opened.viewer.canvas.frame_shown is not None, timeout=60_000)
    before = opened.viewer.canvas.placement
    opened.wait_for("d.jpg")
    assert before is not None
    assert opened.viewer.canvas.placement == before


def test_next_and_previous_go_through_the_results_in_their_order(opened: Opened) -> None:
    seen: list[int] = []
    opened.viewer.shown.connect(seen.append)
    names = list(opened.ids)
    opened.open(names[0])
    for key in (Qt.Key.Key_Right, Qt.Key.Key_PageDown, Qt.Key.Key_Left, Qt.Key.Key_End, Qt.Key.Key_Home):
        opened.key(key)
    assert seen == [opened.ids[names[place]] for place in (0, 1, 2, 1, 5, 0)]
    opened.key(Qt.Key.Key_Left)
    assert opened.viewer.current_id() == opened.ids[names[0]]
    QTest.mouseClick(opened.viewer.canvas, Qt.MouseButton.ForwardButton)
    assert opened.viewer.current_id() == opened.ids[names[1]]
    QTest.mouseClick(opened.viewer.canvas, Qt.MouseButton.BackButton)
    assert opened.viewer.current_id() == opened.ids[names[0]]


def test_arrows_follow_the_direction_of_reading(opened: Opened) -> None:
    opened.viewer.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    opened.open("a.jpg")
    opened.key(Qt.Key.Key_Left)
    assert opened.viewer.current_id() == opened.ids["b.jpg"]
    opened.key(Qt.Key.Key_Right)
    assert opened.viewer.current_id() == opened.ids["a.jpg"]


def test_the_next_photo_is_read_ahead(opened: Opened) -> None:
    opened.open("b.jpg")
    beside = (opened.ids["a.jpg"], opened.ids["c.jpg"])
    opened.bot.waitUntil(
        lambda: all(opened.loader.known(photo_id).frame is not None for photo_id in beside), timeout=60_000
    )
    opened.key(Qt.Key.Key_Right)
    assert opened.viewer.canvas.frame_shown is opened.loader.known(opened.ids["c.jpg"]).frame


def test_one_to_one_shows_each_pixel_as_it_is(opened: Opened, pictures: Path) -> None:
    noise = np.random.default_rng(1).integers(0, 256, (900, 1400, 3), np.uint8)
    Image.fromarray(noise).save(pictures / "noise.png")
    shutil.copy(pictures / "noise.png", pictures / "a.jpg")  # decoded by content, whatever its name
    opened.open("a.jpg")
    opened.bot.waitUntil(lambda: opened.viewer.canvas.placement.picture == (1400, 900), timeout=60_000)
    opened.key(Qt.Key.Key_Z)
    assert opened.scale == 1.0
    known = opened.loader.known(opened.ids["a.jpg"])
    opened.bot.waitUntil(
        lambda: known.full is not None and opened.viewer.canvas.frame_shown is known.full, timeout=60_000
    )
    canvas = opened.viewer.canvas
    left, top = canvas.placement.origin
    image = canvas.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    painted = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    painted = painted[:, : image.width() * 3].reshape(image.height(), image.width(), 3)
    assert np.array_equal(painted, noise[-top : -top + image.height(), -left : -left + image.width()])
    opened.key(Qt.Key.Key_Z)
    assert canvas.placement.fitted


def test_a_dense_screen_gets_its_own_pixels(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(opened.viewer.canvas), "devicePixelRatioF", lambda _self: 2.0)
    opened.open("d.jpg")
    canvas = opened.viewer.canvas
    assert canvas.view == (2 * canvas.width(), 2 * canvas.height())
    frame = canvas.frame_shown
    assert frame is not None
    assert frame.width == canvas.placement.size[0] > canvas.width()
    canvas.actual_size()
    assert canvas.placement.size == (3000, 2000)


def test_the_wheel_zooms_at_the_pointer(opened: Opened) -> None:
    opened.open("d.jpg")
    canvas = opened.viewer.canvas
    at = QPointF(canvas.width() * 0.7, canvas.height() * 0.6)
    ratio = canvas.devicePixelRatioF()
    before = canvas.placement.picture_point((at.x() * ratio, at.y() * ratio))
    for _ in range(4):
        wheel = QWheelEvent(
            at,
            QPointF(canvas.mapToGlobal(at)),
            QPoint(),
            QPoint(0, 120),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(canvas, wheel)
    after = canvas.placement.picture_point((at.x() * ratio, at.y() * ratio))
    assert opened.scale > canvas.placement.fit_scale * 1.5
    assert all(abs(old - new) < 8 for old, new in zip(before, after, strict=True))


def test_keys_zoom_and_pan_and_turn_pages_again_when_all_is_seen(opened: Opened) -> None:
    opened.open("d.jpg")
    fitted = opened.scale
    for key in (Qt.Key.Key_Plus, Qt.Key.Key_Plus, Qt.Key.Key_Plus):
        opened.key(key)
    assert opened.scale > fitted * 2
    where = opened.viewer.canvas.placement.origin
    opened.key(Qt.Key.Key_Right)
    opened.key(Qt.Key.Key_Down)
    moved = opened.viewer.canvas.placement.origin
    assert moved[0] < where[0]
    assert moved[1] < where[1]
    assert opened.viewer.current_id() == opened.ids["d.jpg"]
    for _ in range(8):
        opened.key(Qt.Key.Key_Minus)
    assert opened.viewer.canvas.placement.fitted
    opened.key(Qt.Key.Key_Right)
    assert opened.viewer.current_id() == opened.ids["e.jpg"]


def test_dragging_moves_the_picture_and_a_double_click_goes_to_one_to_one(opened: Opened) -> None:
    opened.open("d.jpg")
    canvas = opened.viewer.canvas
    QTest.mouseDClick(canvas, Qt.MouseButton.LeftButton, pos=canvas.rect().center())
    assert opened.scale == 1.0
    where = canvas.placement.origin
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=QPoint(300, 200))
    QTest.mouseMove(canvas, QPoint(260, 230))
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=QPoint(260, 230))
    assert (canvas.placement.origin[0] - where[0], canvas.placement.origin[1] - where[1]) == (-40, 30)
    QTest.mouseDClick(canvas, Qt.MouseButton.LeftButton, pos=canvas.rect().center())
    assert canvas.placement.fitted


def test_an_unreadable_picture_says_why(opened: Opened) -> None:
    opened.open("e.jpg", sharp=False)
    opened.bot.waitUntil(lambda: bool(opened.viewer.message.text), timeout=60_000)
    photo = opened.reader.photo(opened.ids["e.jpg"])
    assert photo is not None
    assert opened.viewer.message.text == photo.reason
    assert opened.viewer.canvas.frame_shown is None
    opened.key(Qt.Key.Key_Right)
    opened.wait_for("f.png")
    assert opened.viewer.message.text == ""


def test_a_file_that_went_away_leaves_its_thumbnail_and_says_so(opened: Opened, pictures: Path) -> None:
    (pictures / "a.jpg").unlink()
    opened.open("a.jpg", sharp=False)
    opened.bot.waitUntil(lambda: "not there" in opened.viewer.message.text, timeout=60_000)
    assert _is(opened.colour(0.1, 0.1), "red")


def test_a_drive_that_is_away_leaves_the_thumbnail_and_says_so(opened: Opened) -> None:
    library = Library(opened.reader.paths)
    library.open()
    library.folders.set_state(opened.reader.folders()[0].id, FolderState.OFFLINE)
    library.close()
    opened.open("a.jpg", sharp=False)
    opened.bot.waitUntil(lambda: "drive" in opened.viewer.message.text, timeout=60_000)
    opened.bot.waitUntil(lambda: opened.viewer.canvas.frame_shown is not None, timeout=60_000)
    assert _is(opened.colour(0.9, 0.9), "yellow")
    assert opened.loader.reader.pids() == []


def test_a_photo_that_was_removed_says_so(opened: Opened) -> None:
    opened.viewer.open(as_ids([4711]), 4711)
    opened.bot.waitUntil(lambda: "library" in opened.viewer.message.text, timeout=60_000)


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_a_reader_that_dies_is_replaced(opened: Opened) -> None:
    opened.open("a.jpg")
    for pid in opened.loader.reader.pids():
        os.kill(pid, signal.SIGKILL)
    opened.key(Qt.Key.Key_End)
    opened.wait_for("f.png")


def test_the_list_may_change_while_a_photo_is_shown(opened: Opened) -> None:
    opened.open("c.jpg")
    ids = opened.ids
    opened.viewer.set_ids(as_ids([ids["f.png"], ids["c.jpg"], ids["a.jpg"]]))
    assert opened.viewer.current_id() == ids["c.jpg"]
    opened.viewer.set_ids(as_ids([ids["f.png"], ids["a.jpg"]]))
    assert opened.viewer.current_id() == ids["c.jpg"]
    opened.key(Qt.Key.Key_Right)
    assert opened.viewer.current_id() == ids["a.jpg"]


def test_marks_are_asked_for_by_key_and_shown_when_they_changed(opened: Opened) -> None:
    wanted: list[tuple[object, ...]] = []
    opened.viewer.rating_wanted.connect(lambda ids, stars: wanted.append(("rating", tuple(ids), stars)))
    opened.viewer.favourite_wanted.connect(lambda ids, on: wanted.append(("favourite", tuple(ids), on)))
    opened.viewer.favourite_toggled.connect(lambda: wanted.append(("toggle", opened.viewer.current_id())))
    opened.open("a.jpg")
    opened.key(Qt.Key.Key_4)
    opened.key(Qt.Key.Key_Period)
    photo_id = opened.ids["a.jpg"]
    assert wanted == [("rating", (photo_id,), 4), ("toggle", photo_id)]
    library = Library(opened.reader.paths)
    library.open()
    library.photos.set_rating([photo_id], 4)
    library.photos.set_favourite([photo_id], True)
    library.close()
    opened.viewer.refresh((photo_id,))
    opened.bot.waitUntil(lambda: opened.loader.known(photo_id).photo.rating == 4, timeout=60_000)
    heart = opened.viewer.bar._favourite
    opened.bot.waitUntil(heart.isChecked, timeout=60_000)
    heart.click()
    assert wanted[-1] == ("favourite", (photo_id,), False)


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_Space, Qt.Key.Key_Return])
def test_leaving_gives_everything_back(opened: Opened, key: Qt.Key) -> None:
    left: list[int] = []
    opened.viewer.closed.connect(left.append)
    opened.open("d.jpg")
    opened.viewer.canvas.actual_size()
    opened.bot.waitUntil(lambda: opened.loader.known(opened.ids["d.jpg"]).full is not None, timeout=60_000)
    assert opened.loader.held_bytes() > 3000 * 2000 * 4
    opened.key(key)
    assert left == [opened.ids["d.jpg"]]
    assert opened.viewer.current_id() is None
    assert opened.loader.held_bytes() == 0
    assert opened.viewer.canvas.frame_shown is None


def test_only_the_photo_that_is_shown_is_held_in_full(opened: Opened) -> None:
    opened.open("d.jpg")
    opened.viewer.canvas.actual_size()
    opened.bot.waitUntil(lambda: opened.loader.known(opened.ids["d.jpg"]).full is not None, timeout=60_000)
    opened.key(Qt.Key.Key_PageUp)
    opened.wait_for("c.jpg")
    assert opened.loader.known(opened.ids["d.jpg"]).full is None
    for name in ("b.jpg", "a.jpg"):
        opened.key(Qt.Key.Key_PageUp)
        opened.wait_for(name)
    assert opened.loader.known(opened.ids["d.jpg"]).frame is None


def test_a_slideshow_goes_on_and_any_key_ends_it(opened: Opened) -> None:
    opened.open("a.jpg")
    show = opened.viewer.slideshow
    opened.key(Qt.Key.Key_S)
    assert show.running
    assert show.counting
    show.due.emit()
    opened.wait_for("b.jpg")
    opened.bot.waitUntil(lambda: show.counting, timeout=60_000)
    opened.key(Qt.Key.Key_Escape)
    assert not show.running
    assert opened.viewer.current_id() == opened.ids["b.jpg"]
    show.interval = 500
    assert show.interval == 30


def test_a_slideshow_begins_again_after_the_last_photo(opened: Opened) -> None:
    opened.open("f.png")
    opened.viewer.slideshow.start()
    opened.viewer.slideshow.due.emit()
    assert opened.viewer.current_id() == opened.ids["a.jpg"]


def _dimensions(opened: Opened) -> str:
    line = opened.viewer.details.lines.get("Dimensions", "")
    return "".join(letter for letter in line.partition("·")[0] if letter.isdigit() or letter == "×")


def test_details_stand_beside_the_picture(opened: Opened) -> None:
    opened.open("a.jpg")
    width = opened.viewer.canvas.width()
    opened.key(Qt.Key.Key_I)
    assert opened.viewer.canvas.width() < width
    opened.bot.waitUntil(lambda: _dimensions(opened) == "1200×800")
    opened.key(Qt.Key.Key_Right)
    opened.bot.waitUntil(lambda: _dimensions(opened) == "800×1200")
    opened.key(Qt.Key.Key_I)
    assert opened.viewer.canvas.width() == width


def test_every_button_has_a_name_and_can_be_reached(opened: Opened) -> None:
    opened.open("b.jpg")
    for button in opened.viewer.findChildren(QToolButton):
        if button.isVisible():
            assert button.accessibleName(), button
            assert button.focusPolicy() & Qt.FocusPolicy.TabFocus


def _average(picture: QImage) -> np.ndarray:
    pixel = picture.scaled(1, 1, mode=Qt.TransformationMode.SmoothTransformation).pixelColor(0, 0)
    return np.array([pixel.red(), pixel.green(), pixel.blue()])


@pytest.mark.parametrize("kind", ["exif-orientation", "heif", "psd", "avif", "phone"])
def test_formats_are_shown_as_their_thumbnails(
    kind: str, shared_data: Path, tmp_path: Path, open_viewer: Callable[..., Opened]
) -> None:
    folder = tmp_path / "samples"
    folder.mkdir()
    files = [path for path in sorted((shared_data / "formats" / kind).iterdir()) if path.stat().st_size < 500_000]
    for path in files[:: max(1, len(files) // 5)]:
        shutil.copy(path, folder / path.name)
    opened = open_viewer(folder)
    shown = 0
    for name, photo_id in opened.ids.items():
        photo = opened.reader.photo(photo_id)
        assert photo is not None
        if photo.reason:
            continue
        opened.open(name)
        assert photo.content_hash is not None
        thumbnail = QImage.fromData(opened.reader.thumbnails.get_many([photo.content_hash])[photo.content_hash])
        canvas = opened.viewer.canvas
        placement = canvas.placement
        assert placement is not None
        painted = canvas.grab().toImage().copy(*placement.origin, *placement.size)
        averages = [_average(painted), _average(thumbnail)]
        assert np.abs(averages[0] - averages[1]).max() < 24, name
        shown += 1
    assert shown > 1


def test_a_picture_that_is_refused_is_not_read_again_with_every_event(opened: Opened, pictures: Path) -> None:
    """Events come ten times a second while photos are indexed, and one file may take a minute."""
    (pictures / "a.jpg").write_bytes(b"\xff\xd8\xff\xe0 no picture any more")
    opened.open("a.jpg", sharp=False)
    known = opened.loader.known(opened.ids["a.jpg"])
    opened.bot.waitUntil(lambda: bool(known.refused), timeout=60_000)
    wishes: list[object] = []
    opened.loader.reader.want = lambda wished: wishes.extend(wished)  # type: ignore[method-assign]
    before = known.photo
    opened.viewer.refresh(None)
    opened.bot.waitUntil(lambda: known.photo is not before, timeout=60_000)
    assert known.refused
    assert not [wish for wish in wishes if getattr(wish, "photo_id", None) == opened.ids["a.jpg"]]


def test_hostile_files_are_shown_or_refused_and_nothing_hangs(
    shared_data: Path, tmp_path: Path, open_viewer: Callable[..., Opened]
) -> None:
    """Before they are indexed, when nothing is known of them."""
    folder = tmp_path / "hostile"
    folder.mkdir()
    files = [path for path in sorted((shared_data / "hostile").rglob("*")) if path.is_file()]
    for number, path in enumerate(files[::45]):
        shutil.copy(path, folder / f"{number:03}{path.suffix}")
    opened = open_viewer(folder, read=False)
    opened.open("000" + files[0].suffix, sharp=False)
    refused = shown = 0
    for photo_id in opened.ids.values():
        assert opened.viewer.current_id() == photo_id
        known = opened.loader.known(photo_id)
        opened.bot.waitUntil(lambda known=known: known.frame is not None or bool(known.problem), timeout=60_000)
        if known.frame is None:
            assert opened.viewer.message.text.endswith(".")
            refused += 1
        else:
            shown += 1
        opened.key(Qt.Key.Key_PageDown)
    assert refused
    assert shown


@pytest.fixture
def with_video(open_viewer: Callable[..., Opened], pictures: Path) -> Opened:
    scenes = [Image.open(pictures / "a.jpg")] * 2
    write_video(pictures / "b2.mp4", scenes, seconds=2, size=(1200, 800))
    return open_viewer(pictures)


def test_a_video_shows_its_picture_and_offers_to_play(with_video: Opened) -> None:
    opened, wanted = with_video, []
    opened.viewer.play_wanted.connect(lambda: wanted.append(opened.viewer.current_id()))
    opened.open("b2.mp4")
    assert _is(opened.colour(0.1, 0.1), "red")
    play = opened.viewer.play
    assert play.isVisible()
    assert (play.geometry().center() - opened.viewer.canvas.geometry().center()).manhattanLength() <= 2
    assert play.accessibleName().endswith(", 0:04")
    QTest.mouseClick(play, Qt.MouseButton.LeftButton)
    opened.key(Qt.Key.Key_P)
    assert wanted == [opened.ids["b2.mp4"]] * 2


def test_nothing_offers_to_play_a_picture_or_a_video_that_is_away(with_video: Opened) -> None:
    opened, wanted = with_video, []
    opened.viewer.play_wanted.connect(lambda: wanted.append(True))
    opened.open("b2.mp4")
    opened.key(Qt.Key.Key_Left)
    opened.wait_for("b.jpg")
    assert not opened.viewer.play.isVisible()
    opened.key(Qt.Key.Key_P)
    opened.key(Qt.Key.Key_Right)
    opened.bot.waitUntil(opened.viewer.play.isVisible, timeout=30_000)
    library = Library(opened.reader.paths)
    library.open()
    library.folders.set_state(opened.reader.folders()[0].id, FolderState.OFFLINE)
    library.close()
    opened.viewer.refresh(None)
    opened.bot.waitUntil(lambda: "drive" in opened.viewer.message.text, timeout=30_000)
    assert not opened.viewer.play.isVisible()
    opened.key(Qt.Key.Key_P)
    assert not wanted


def test_a_slideshow_passes_videos_as_pictures(with_video: Opened) -> None:
    opened = with_video
    opened.open("b2.mp4")
    opened.key(Qt.Key.Key_S)
    assert not opened.viewer.play.isVisible()
    opened.key(Qt.Key.Key_S)
    assert opened.viewer.play.isVisible()
