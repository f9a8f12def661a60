from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QImage
from pytestqt.qtbot import QtBot

from visionquery.domain.photos import Metadata, Photo, PhotoState
from visionquery.system.paths import DataPaths
from visionquery.ui.grid.badges import HEIGHT, Badge, BadgeStrips, badges_of, spoken
from visionquery.ui.grid.refresh import as_ids
from visionquery.ui.grid.tiles import covering
from visionquery.ui.theme import Theme

PLAIN = Photo(1, 1, "/photos/a.jpg", PhotoState.INDEXED, False, 1, 1, b"1", Metadata(120, 90, "JPEG"))


@given(st.integers(1, 500), st.integers(1, 500), st.integers(1, 500), st.integers(1, 500))
@settings(deadline=None)
def test_the_part_of_a_picture_that_is_shown_is_in_its_middle_and_of_the_cells_shape(
    width: int, height: int, cell_width: int, cell_height: int
) -> None:
    part = covering(QSize(width, height), QSize(cell_width, cell_height))
    assert part.left() >= 0
    assert part.top() >= 0
    assert abs(width - part.width() - 2 * part.left()) <= 1
    assert abs(height - part.height() - 2 * part.top()) <= 1
    assert part.width() == width or part.height() == height
    scale = min(width / cell_width, height / cell_height)
    assert abs(part.width() - cell_width * scale) < 2
    assert abs(part.height() - cell_height * scale) < 2


@pytest.mark.parametrize(
    ("photo", "badges"),
    [
        (PLAIN, ()),
        (replace(PLAIN, favourite=True, rating=4), (Badge.FAVOURITE, Badge.RATING)),
        (replace(PLAIN, metadata=Metadata(1, 1, "RAW"), offline=True), (Badge.OFFLINE, Badge.RAW)),
        (replace(PLAIN, metadata=Metadata(1, 1, "GIF"), hidden=True), (Badge.HIDDEN, Badge.GIF)),
        (replace(PLAIN, metadata=None, state=PhotoState.FAILED), (Badge.FAILED,)),
        (
            replace(PLAIN, metadata=Metadata(1, 1, "Video", duration=7.0), favourite=True),
            (Badge.FAVOURITE, Badge.VIDEO),
        ),
    ],
)
def test_each_mark_has_its_reason(photo: Photo, badges: tuple[Badge, ...]) -> None:
    assert badges_of(photo) == badges


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("ratio", [1.0, 2.0])
def test_marks_are_sharp_light_on_dark_and_as_many_as_fit(theme: Theme, scheme: str, ratio: float) -> None:
    theme.use(scheme)
    strips = BadgeStrips(theme)
    strips.restyle(QFont(), ratio)
    photo = replace(PLAIN, favourite=True, rating=3, offline=True, metadata=Metadata(1, 1, "RAW"))
    whole, narrow = strips.strip(photo, 300), strips.strip(photo, 50)
    assert whole is not None
    assert narrow is not None
    assert whole.height() == HEIGHT * ratio
    assert narrow.deviceIndependentSize().width() <= 50 < whole.deviceIndependentSize().width()
    assert strips.strip(photo, 10) is None
    assert strips.strip(PLAIN, 300) is None
    # On whatever photo: the ground is dark, what is on it light.
    image = whole.toImage().convertToFormat(QImage.Format.Format_RGBA8888)
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)
    middle = pixels[pixels[..., 3] > 150][:, :3].max(axis=1)
    assert np.percentile(middle, 20) < 60
    assert np.percentile(middle, 99) > 230


def anchor_of(scene: Any) -> tuple[int, int]:
    """The photo in the middle of the viewport, and where its middle is."""
    grid = scene.grid
    point = grid.viewport().rect().center()
    row = grid.cells.nearest(point.x(), point.y() + grid.verticalOffset())
    return scene.model.photo_id(row), grid.visualRect(scene.model.index(row)).center().y()


def where(scene: Any, photo_id: int) -> int:
    row = scene.model.row_of(photo_id)
    return int(scene.grid.visualRect(scene.model.index(row)).center().y())


def test_photos_keep_their_shape_and_the_view_its_place_when_shapes_become_known(
    stage: Callable[..., Any], qtbot: QtBot
) -> None:
    scene = stage(indexed=200)
    grid = scene.grid
    grid.verticalScrollBar().setValue(2000)
    photo_id, y = anchor_of(scene)
    with qtbot.waitSignal(scene.shapes.learned), qtbot.waitSignal(grid.layout_changed) as changed:
        grid.set_layout("justified")
    assert changed.args == ["justified"]
    # The library's pictures are four by three; as long as that is not known, they are taken for three by two.
    shown = grid.visualRect(scene.model.index(scene.model.row_of(photo_id)))
    assert abs(shown.width() / shown.height() - 4 / 3) < 0.05
    assert abs(where(scene, photo_id) - y) <= grid.cells.pitch // 4
    for width in (700, 640, 500, 900, 800):
        grid.resize(width, 600)
    assert abs(where(scene, photo_id) - y) <= grid.cells.pitch // 4
    grid.set_layout("square")
    assert abs(where(scene, photo_id) - y) <= grid.cells.pitch // 4
    with pytest.raises(ValueError, match="round"):
        grid.set_layout("round")


def test_shapes_that_change_in_the_library_change_on_screen(
    stage: Callable[..., Any], qtbot: QtBot, data_dir: Path
) -> None:
    scene = stage(indexed=6)
    with qtbot.waitSignal(scene.shapes.learned):
        scene.grid.set_layout("justified")
    changed = scene.model.photo_id(0)
    with contextlib.closing(sqlite3.connect(DataPaths(data_dir).library)) as connection, connection:
        connection.execute("UPDATE photos SET width = 90, height = 120 WHERE id = ?", (changed,))
    with qtbot.waitSignal(scene.shapes.learned):
        scene.grid.refresh_photos([changed])
    rect = scene.grid.visualRect(scene.model.index(0))
    assert rect.width() < rect.height()


def test_a_missing_thumbnail_is_asked_for_once_and_the_picture_shown_stays(
    stage: Callable[..., Any], qtbot: QtBot
) -> None:
    scene = stage(indexed=12)
    ids = scene.model.ids.tolist()
    qtbot.waitUntil(lambda: all(scene.grid.tile(each) for each in ids))
    wanted: list[tuple[int, ...]] = []
    scene.grid.thumbnails_wanted.connect(wanted.append)
    scene.reader.thumbnails.clear()
    # Another size, so that every tile has to be made anew.
    scene.grid.set_cell_size(120)
    qtbot.waitUntil(lambda: {each for asked in wanted for each in asked} == set(ids))
    assert all(scene.grid.tile(each) is not None for each in ids)
    asked = len(wanted)
    scene.grid.set_cell_size(140)
    done: list[bool] = []
    scene.grid._shelf.arrived.connect(lambda *_: done.append(True))
    qtbot.waitUntil(lambda: len(done) > 0)
    assert len(wanted) == asked


def test_photos_that_wait_are_told_of_when_they_stay_in_sight(stage: Callable[..., Any], qtbot: QtBot) -> None:
    scene = stage(indexed=3, pending=2)
    with qtbot.waitSignal(scene.grid.looked_at) as looked:
        pass
    photos = scene.reader.photos(scene.model.ids.tolist())
    assert set(looked.args[0]) == {each for each, photo in photos.items() if photo.state is PhotoState.PENDING}


def test_no_cell_goes_blank_while_another_size_is_loaded(stage: Callable[..., Any], qtbot: QtBot) -> None:
    scene = stage(indexed=12)
    qtbot.waitUntil(lambda: all(scene.grid.tile(int(each)) for each in scene.model.ids))
    scene.loader.stop()
    for size in (96, 300, 176):
        scene.grid.set_cell_size(size)
        shot = scene.grid.viewport().grab().toImage()
        for row in scene.grid.visible_rows():
            rect = scene.grid.visualRect(scene.model.index(row))
            if scene.grid.viewport().rect().contains(rect.center()):
                expected = np.random.default_rng(scene.model.photo_id(row)).integers(0, 256, (1, 1, 3), dtype=np.uint8)
                colour = shot.pixelColor(rect.center())
                painted = np.array([colour.red(), colour.green(), colour.blue()], int)
                assert np.abs(painted - expected[0, 0]).max() < 8


def test_everything_stays_when_an_answer_is_refreshed(stage: Callable[..., Any], qtbot: QtBot) -> None:
    scene = stage(indexed=120)
    grid = scene.grid
    order = as_ids(np.random.default_rng(1).permutation(scene.model.ids))
    grid.divide(10, "Weaker matches")
    scene.feed.show(order)
    grid.verticalScrollBar().setValue(900)
    grid.go_to(37)
    grid.verticalScrollBar().setValue(900)
    before = (grid.selected_ids(), grid.current_id(), grid.verticalOffset(), grid.cells.starts)
    # A favourite: the rows change, the answer does not.
    grid.refresh_photos([int(order[37])])
    scene.feed.update(as_ids(order.copy()))
    assert (grid.selected_ids(), grid.current_id(), grid.verticalOffset(), grid.cells.starts) == before
    assert scene.model.ids.tolist() == order.tolist()


def test_narrow_large_mirrored_windows_keep_every_photo_within_reach(stage: Callable[..., Any], qtbot: QtBot) -> None:
    scene = stage(indexed=30)
    grid = scene.grid
    font = QFont(grid.font())
    font.setPointSizeF(font.pointSizeF() * 2)
    grid.setFont(font)
    grid.restyle()
    grid.divide(4, "Weaker matches that have a rather long heading here")
    for layout in ("square", "justified"):
        grid.set_layout(layout)
        for direction in (Qt.LayoutDirection.RightToLeft, Qt.LayoutDirection.LeftToRight):
            grid.setLayoutDirection(direction)
            for width in (1000, 200, 60):
                grid.resize(width, 300)
                grid.viewport().repaint()
                for row in (0, 17, 29):
                    grid.go_to(row)
                    rect = grid.visualRect(scene.model.index(row))
                    assert grid.viewport().rect().intersects(rect)
                    assert grid.indexAt(rect.center()).row() == row or width == 60


def test_the_mark_of_a_video_says_how_long_it_is(theme: Theme) -> None:
    strips = BadgeStrips(theme)
    strips.restyle(QFont(), 1.0)
    short, long, unknown = (
        replace(PLAIN, metadata=Metadata(1, 1, "Video", duration=seconds)) for seconds in (7.0, 3723.0, None)
    )
    widths = [strip.width() for video in (unknown, short, long) if (strip := strips.strip(video, 200)) is not None]
    assert len(widths) == 3
    assert widths == sorted(set(widths))
    assert strips.strip(short, 200) is strips.strip(short, 200)
    assert [spoken(video) for video in (unknown, short)] == [["video"], ["video, 0:07"]]
