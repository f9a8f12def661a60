"""An answer as JSON, as a table, and as a contact sheet."""

from __future__ import annotations

import io
import logging
import os
import sys
from pathlib import Path
from typing import Any

from visionquery.cli.console import (
    counted,
    duration,
    home_shortened,
    print_json,
    printable,
    table,
    tell,
    terminal_columns,
)
from visionquery.cli.sheet import Card, draw_sheet, save_sheet
from visionquery.domain.queries import Answer
from visionquery.library.reader import LibraryReader
from visionquery.system.paths import DataPaths

log = logging.getLogger(__name__)


def as_json(answer: Answer, asked: str) -> dict[str, Any]:
    """The object that stands for an answer in JSON; its keys are stable."""
    return {
        "query": asked,
        "seconds": round(answer.seconds, 6),
        "model": answer.model,
        "hits": [
            {"rank": rank, "score": hit.score, "path": hit.path, "reason": hit.reason}
            for rank, hit in enumerate(answer.hits, 1)
        ],
    }


def show(answer: Answer, asked: str, paths: DataPaths, *, json: bool, sheet: str | None) -> None:
    """Print an answer, and draw its sheet where one is wanted."""
    if json:
        print_json(as_json(answer, asked))
    elif answer.hits:
        _print_table(answer, asked)
    else:
        tell(_why_nothing(answer, paths))
    if sheet and answer.hits:
        save_sheet(_drawn(answer, asked, paths), Path(sheet))
        tell(f"The contact sheet is in {sheet}")


def _why_nothing(answer: Answer, paths: DataPaths) -> str:
    reader = LibraryReader(paths)
    try:
        counts = reader.counts()
    finally:
        reader.close()
    if answer.searched:
        return "No photo was found."
    if counts.indexed:
        return "No photo that can be found passes the filters."
    if counts.pending:
        return f"{counted(counts.pending, 'photo')} wait to be indexed. Let it finish: visionquery index FOLDER"
    return "No photo is indexed yet. Index a folder first: visionquery index FOLDER"


def _print_table(answer: Answer, asked: str) -> None:
    among = counted(answer.searched or 0, "photo")
    print(f"{counted(len(answer.hits), 'hit')} for “{printable(asked)}” among {among} in {duration(answer.seconds)}")
    rows = [
        (f"{rank:3}", f"{hit.score:.3f}", home_shortened(hit.path), hit.reason)
        for rank, hit in enumerate(answer.hits, 1)
    ]
    lines = table(rows, terminal_columns(sys.stdout), elastic=2)
    for place, line in enumerate(lines):
        if place == answer.relevant and answer.hits:
            print("     from here on the photos stand out little from the rest")
        print(line)


def _drawn(answer: Answer, asked: str, paths: DataPaths) -> Any:
    subtitle = (
        f"{counted(len(answer.hits), 'hit')} among {counted(answer.searched or 0, 'photo')} - model {answer.model}"
    )
    reader = LibraryReader(paths)
    try:
        photos = reader.photos([hit.photo_id for hit in answer.hits])
        hashes = [photo.content_hash for photo in photos.values() if photo.content_hash]
        thumbnails = reader.thumbnails.get_many(hashes)
    finally:
        reader.close()
    cards = []
    for rank, hit in enumerate(answer.hits, 1):
        photo = photos.get(hit.photo_id)
        thumbnail = thumbnails.get(photo.content_hash) if photo and photo.content_hash else None
        name = os.path.basename(hit.path)  # noqa: PTH119 - a path with lone surrogates stays a string
        cards.append(Card(rank, hit.score, name, _picture(thumbnail, hit.path), faint=rank > answer.relevant))
    return draw_sheet(asked, subtitle, cards)


def _picture(thumbnail: bytes | None, path: str) -> Any:
    """The stored thumbnail, else the file itself, else nothing."""
    from PIL import Image

    from visionquery.domain.errors import BadFile

    if thumbnail is not None:
        try:
            picture = Image.open(io.BytesIO(thumbnail))
            picture.load()
        except OSError as error:
            log.warning("a thumbnail cannot be read: %s", error)
        else:
            return picture
    from visionquery.vision.decoding.picture import open_picture

    try:
        return open_picture(path, max_side=512)
    except BadFile as error:
        log.info("no picture for the sheet: %s", error)
        return None
