"""Commands as real processes, as far as they need no model."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from visionquery import __version__
from visionquery.library.library import Library
from visionquery.system.paths import DataPaths

PATIENCE = 120
HEAVY = ("torch", "PySide6", "numpy", "PIL", "open_clip", "hnswlib", "sqlite3", "visionquery.library")


def test_help_imports_nothing_heavy() -> None:
    program = (
        "import sys\nfrom visionquery.__main__ import main\nsys.argv = ['visionquery', '--help']\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"
    assert "search" in done.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="processor time of children is told by POSIX only")
def test_help_answers_at_once(visionquery) -> None:
    """In processor time: on a machine that is busy otherwise, wall time says nothing of the program."""
    seconds = []
    for _ in range(5):
        before = os.times()
        assert visionquery("--help").returncode == 0
        after = os.times()
        seconds.append(after.children_user + after.children_system - before.children_user - before.children_system)
    assert min(seconds) < 0.4


def test_version(visionquery) -> None:
    assert visionquery("--version").stdout == f"visionquery {__version__}\n"


def test_wrong_use_ends_with_2(visionquery) -> None:
    assert visionquery("dance").returncode == 2
    assert visionquery("search").returncode == 2


def test_an_empty_library_answers_every_question_about_itself(visionquery) -> None:
    assert visionquery.json("folders") == []
    assert visionquery.json("failures") == []
    status = visionquery.json("status")
    assert status["photos"] == {"total": 0, "searchable": 0, "indexed": 0, "pending": 0, "failed": 0, "missing": 0}
    assert status["folders"] == []
    assert "visionquery index" in visionquery("status").stdout
    assert "visionquery index" in visionquery("folders").stdout
    assert visionquery("failures").stdout == "Every picture could be read.\n"


def test_the_data_folder_may_be_named_before_and_after_the_command(visionquery, tmp_path: Path) -> None:
    elsewhere = tmp_path / "else where"
    for arguments in (["--data-dir", elsewhere, "status"], ["status", "--data-dir", elsewhere]):
        assert json.loads(visionquery(*arguments, "--json").stdout)["data_dir"] == str(elsewhere)


def test_folders_are_added_listed_and_removed(visionquery, tmp_path: Path) -> None:
    first, second = tmp_path / "one", tmp_path / "zwei 🐶"
    first.mkdir()
    second.mkdir()
    added = visionquery("folders", "add", first, second)
    assert (added.returncode, added.stderr) == (0, "")
    assert [folder["path"] for folder in visionquery.json("folders")] == [str(first), str(second)]
    assert set(visionquery.json("folders", "list")[0]) == {"path", "photos", "state", "note", "scanned_at"}
    removed = visionquery("folders", "remove", first)
    assert removed.returncode == 0
    assert "files are untouched" in removed.stdout
    assert [folder["path"] for folder in visionquery.json("folders")] == [str(second)]
    unknown = visionquery("folders", "remove", first)
    assert unknown.returncode == 1
    assert str(first) in unknown.stderr


def test_one_bad_folder_does_not_keep_the_others_out(visionquery, tmp_path: Path) -> None:
    (tmp_path / "good").mkdir()
    (tmp_path / "a.txt").write_text("x")
    done = visionquery("folders", "add", tmp_path / "none", tmp_path / "a.txt", tmp_path / "good")
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 2
    assert "is a file" in done.stderr
    assert [folder["path"] for folder in visionquery.json("folders")] == [str(tmp_path / "good")]


@pytest.mark.parametrize("given", ["none", "a.txt"])
def test_index_wants_folders(visionquery, tmp_path: Path, given: str) -> None:
    (tmp_path / "a.txt").write_text("x")
    done = visionquery("index", tmp_path / given)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.count("\n") == 1
    assert str(tmp_path / given) in done.stderr


def test_a_second_writer_is_told_who_is_writing(visionquery, data_dir: Path, tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    with Library(DataPaths(data_dir)):
        for arguments in (["index", tmp_path / "photos"], ["folders", "add", tmp_path / "photos"]):
            done = visionquery(*arguments)
            assert done.returncode == 1
            assert done.stderr.count("\n") == 1
        assert visionquery.json("folders") == []  # reading needs no lock
        assert visionquery.json("status")["worker"] is not None
    assert visionquery("folders", "add", tmp_path / "photos").returncode == 0


def test_a_damaged_library_is_refused_with_advice_and_kept(visionquery, data_dir: Path) -> None:
    with Library(DataPaths(data_dir)):
        pass
    library = DataPaths(data_dir).library
    library.write_bytes(b"this is no database" * 1000)
    for arguments in (["status"], ["folders"], ["failures"]):
        done = visionquery(*arguments)
        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr.count("\n") == 1
    assert library.read_bytes().startswith(b"this is no database")


def test_a_reader_of_the_output_may_leave_early(visionquery, tmp_path: Path) -> None:
    for number in range(40):
        (tmp_path / f"folder {number}").mkdir()
    visionquery("folders", "add", *tmp_path.glob("folder *"))
    with visionquery.running("folders", stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        process.stdout.close()
        assert process.stderr.read() == ""
        assert process.wait(PATIENCE) == 141


def test_similar_wants_a_picture(visionquery, tmp_path: Path) -> None:
    assert "There is no file" in visionquery("similar", tmp_path / "none.jpg").stderr
    done = visionquery("similar", tmp_path)
    assert done.returncode == 1
    assert "is a folder" in done.stderr


def test_searching_in_a_folder_that_is_not_searched_is_a_fault(visionquery, tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    visionquery("folders", "add", tmp_path / "photos")
    done = visionquery("search", "dog", "--in", tmp_path / "elsewhere")
    assert done.returncode == 1
    assert "visionquery index" in done.stderr
