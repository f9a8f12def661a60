"""Videos among photographs, found as a person finds them: real processes, the starter, real scenes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageOps
from videos import write_video

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]

FILM = "A film 'of' all 🎬.mp4"
SIZE = (480, 320)


@pytest.fixture
def visionquery(data_dir: Path, quick_command_line: Any) -> Any:
    return quick_command_line(data_dir)


def test_a_video_is_found_by_any_of_its_scenes(
    visionquery: Any, photo_folder: Path, flickr_dev: list[tuple[Path, str]], tmp_path: Path
) -> None:
    captions: dict[Path, str] = {}
    for path, caption in flickr_dev:
        captions.setdefault(path, caption)
    scenes = list(captions)[12:16]
    pictures = [ImageOps.fit(Image.open(path).convert("RGB"), SIZE) for path in scenes]
    film = write_video(photo_folder / FILM, pictures, seconds=5, size=SIZE)
    summary = visionquery.json("index", photo_folder)
    assert (summary["indexed"], summary["failed"]) == (13, 0)

    queries = [*(captions[path] for path in scenes), "type:video", "-type:video", "people"]
    done = visionquery("search", "--stdin", "--json", stdin="\n".join(queries) + "\n")
    found = [[Path(hit["path"]).name for hit in json.loads(line)["hits"]] for line in done.stdout.splitlines()]
    *by_caption, only, others, everything = found
    assert sum(FILM in names[:2] for names in by_caption) >= 3, by_caption
    assert only == [FILM]
    assert (FILM in others, len(others)) == (False, 12)
    assert len(everything) == len(set(everything)) == 13

    # A photo of any scene leads to the film; what is like the film is not the film.
    for path in scenes:
        assert Path(visionquery.json("similar", path)["hits"][0]["path"]).name == FILM
    alike = [hit["path"] for hit in visionquery.json("similar", film)["hits"]]
    assert (len(alike), str(film) in alike) == (12, False)

    # The sheet shows the frame that stands for it.
    sheet = tmp_path / "sheet.png"
    done = visionquery("search", "type:video", "--sheet", sheet)
    assert done.returncode == 0, done.stderr
    assert sheet.stat().st_size > 20_000
