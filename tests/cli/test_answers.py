"""What a person gets from an indexed library: one library of real photographs, asked through real processes."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1800)]

PHOTOS = 12
ODD_NAMES = ['it\'s "quoted".webp', "emoji 🐶 größe.webp", "-n5.webp"]
if sys.platform == "linux":
    ODD_NAMES += ["new\nline.webp", os.fsdecode(b"not utf-8 \xff.webp")]


@dataclass
class Album:
    """An indexed library: twelve photographs, odd names, a copy in a folder, and a broken file.

    `visionquery` starts every command anew; `quick` spares it the imports.
    """

    visionquery: Any
    quick: Any
    folder: Path
    captions: dict[str, str]
    summary: dict[str, Any]

    def ask(self, *lines: str, limit: int = 30) -> list[dict[str, Any]]:
        """The answers to many queries, by one process."""
        done = self.quick("search", "--stdin", "--json", "-n", str(limit), stdin="\n".join(lines) + "\n")
        assert done.returncode == 0, done.stderr
        return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture(scope="module")
def album(
    tmp_path_factory: pytest.TempPathFactory,
    flickr_dev: list[tuple[Path, str]],
    command_line: Any,
    quick_command_line: Any,
) -> Album:
    root = tmp_path_factory.mktemp("album")
    folder = root / "photos"
    (folder / "Summer Garden").mkdir(parents=True)
    captions: dict[str, str] = {}
    for path, caption in flickr_dev:
        if len(captions) == PHOTOS and path.name not in captions:
            break
        captions.setdefault(path.name, caption)
        shutil.copy(path, folder / path.name)
    others = [path for path, _ in dict.fromkeys(flickr_dev) if path.name not in captions]
    for name, path in zip(ODD_NAMES, dict.fromkeys(others), strict=False):
        shutil.copy(path, folder / name)
    shutil.copy(folder / next(iter(captions)), folder / "Summer Garden" / "copy.webp")
    (folder / "broken.jpg").write_bytes(b"\xff\xd8\xff\xe0 cut off")
    visionquery = command_line(root / "home")
    summary = visionquery.json("index", folder)
    return Album(visionquery, quick_command_line(visionquery.home), folder, captions, summary)


def names(answer: dict[str, Any]) -> list[str]:
    return [hit["path"].rpartition("/")[2] for hit in answer["hits"]]


def test_index_ends_with_one_object(album: Album) -> None:
    seconds, rate = album.summary.pop("seconds"), album.summary.pop("images_per_second")
    assert album.summary == {
        "indexed": PHOTOS + len(ODD_NAMES) + 1,
        "unchanged": 0,
        "moved": 0,
        "removed": 0,
        "failed": 1,
        "skipped": 0,
        "model": "starter",
    }
    assert rate == pytest.approx((PHOTOS + len(ODD_NAMES) + 1) / seconds, rel=0.05)


def test_captions_find_their_photographs(album: Album) -> None:
    answers = album.ask(*album.captions.values())
    ranks = [names(answer).index(name) for name, answer in zip(album.captions, answers, strict=True)]
    assert sum(rank < 3 for rank in ranks) >= PHOTOS - 3


def test_the_keys_of_an_answer_are_stable(album: Album) -> None:
    answer = album.visionquery.json("search", "-n", "2", "a", "dog")
    assert list(answer) == ["query", "seconds", "model", "hits"]
    assert (answer["query"], answer["model"]) == ("a dog", "starter")
    assert [list(hit) for hit in answer["hits"]] == [["rank", "score", "path", "reason"]] * 2
    assert [hit["rank"] for hit in answer["hits"]] == [1, 2]
    assert all(-1 <= hit["score"] <= 1 for hit in answer["hits"])


def test_every_line_gets_one_object_whatever_it_holds(album: Album) -> None:
    lines = ["a dog", "", '"" -', "in:garden", "ünïcode 🐶", "x" * 5000, "type:webp -type:jpg dog", "year:", "a dog"]
    answers = album.ask(*lines)
    assert [answer["query"] for answer in answers] == lines
    assert answers[0]["hits"] == answers[-1]["hits"]
    assert answers[1]["hits"] == []
    assert "error" in answers[1]
    assert names(answers[3]) == ["copy.webp"]


def test_a_person_at_the_prompt_gets_each_answer_at_once(album: Album) -> None:
    pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
    with album.visionquery.running("search", "--stdin", "--json", **pipes) as process:
        for text in ("a dog", "a child", ""):
            process.stdin.write(text + "\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["query"] == text
        process.stdin.close()
        assert process.stdout.read() == ""
        assert process.wait(60) == 0


def test_a_folder_narrows_the_search(album: Album) -> None:
    answer = album.quick.json("search", "anything", "--in", album.folder / "Summer Garden")
    assert names(answer) == ["copy.webp"]


def test_odd_names_are_found_and_printed_safely(album: Album) -> None:
    (answer,) = album.ask("people")
    assert set(ODD_NAMES) <= set(names(answer))
    table = album.quick("search", "-n", "30", "people").stdout
    assert len(table.splitlines()) <= 30 + 2
    assert "emoji 🐶 größe.webp" in table
    if sys.platform == "linux":
        assert "new\\nline.webp" in table
        assert "not utf-8 \\udcff.webp" in table


def test_a_file_name_typed_comes_first(album: Album) -> None:
    name = list(album.captions)[5]
    for answer in album.ask(name, name.removesuffix(".webp"), f'"{name}"'):
        assert names(answer)[0] == name


def test_similar_finds_the_copy_and_not_the_file_itself(album: Album) -> None:
    original = album.folder / next(iter(album.captions))
    hits = album.visionquery.json("similar", original)["hits"]
    assert hits[0]["path"] == str(album.folder / "Summer Garden" / "copy.webp")
    assert hits[0]["reason"] == "the same picture"
    assert str(original) not in {hit["path"] for hit in hits}


def test_similar_takes_any_picture_and_refuses_what_is_none(album: Album, tmp_path: Path) -> None:
    source = album.folder / list(album.captions)[3]
    with Image.open(source) as picture:
        smaller = picture.convert("RGB")
        smaller.thumbnail((160, 160))
        smaller.save(tmp_path / "small.jpg", quality=85)
    answer = album.quick.json("similar", tmp_path / "small.jpg", "-n", "3")
    assert answer["query"] == str(tmp_path / "small.jpg")
    assert answer["hits"][0]["path"] == str(source)
    done = album.quick("similar", album.folder / "broken.jpg")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.count("\n") == 1


def test_the_sheet_shows_the_answer(album: Album, tmp_path: Path) -> None:
    done = album.quick("search", "a dog", "-n", "6", "--sheet", tmp_path / "sheet.png")
    assert done.returncode == 0
    assert "6 hits for “a dog” among" in done.stdout
    with Image.open(tmp_path / "sheet.png") as sheet:
        assert sheet.format == "PNG"
        colours = sheet.convert("RGB").resize((64, 64)).getcolors(64 * 64)
        assert colours is not None
        assert len(colours) > 500


def test_failures_tell_kind_and_reason(album: Album) -> None:
    (failure,) = album.visionquery.json("failures")
    assert set(failure) == {"path", "kind", "reason"}
    assert (failure["path"], failure["kind"]) == (str(album.folder / "broken.jpg"), "damaged")
    assert failure["reason"]
    assert "broken.jpg" in album.visionquery("failures").stdout


def test_the_doctor_finds_all_sound_and_names_no_paths(album: Album) -> None:
    done = album.visionquery("doctor", "--json")
    report = json.loads(done.stdout)
    assert done.returncode == 0, report
    assert report["sound"]
    assert str(album.folder.parent) not in done.stdout
    checks = {check["name"]: check for check in report["checks"]}
    assert "agrees with the library" in checks["Index"]["detail"]
    assert "used by the library" in checks["Model"]["detail"]
    assert str(album.visionquery.home) in album.visionquery("doctor", "--paths").stdout


def test_status_counts(album: Album) -> None:
    status = album.visionquery.json("status")
    total = PHOTOS + len(ODD_NAMES) + 2
    expected = {"total": total, "searchable": total - 1, "indexed": total - 1, "pending": 0, "failed": 1, "missing": 0}
    assert status["photos"] == expected
    assert [folder["photos"] for folder in status["folders"]] == [total]
    assert status["worker"] is None
