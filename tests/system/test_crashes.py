"""What is left behind when a process dies."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from visionquery.system.crashes import MOST_BYTES, report_path, reports

START = (
    "from pathlib import Path; from visionquery.system.crashes import keep_reports; keep_reports(Path({!r}), 'some');"
)


@pytest.mark.parametrize(
    ("death", "traces"),
    [
        ("import faulthandler; faulthandler._sigsegv()", "Segmentation fault"),
        ("raise ValueError('a bug')", "ValueError: a bug"),
    ],
)
def test_a_process_that_dies_leaves_a_report(tmp_path: Path, death: str, traces: str) -> None:
    assert reports(tmp_path) == []
    done = subprocess.run(
        [sys.executable, "-c", START.format(str(tmp_path)) + death], capture_output=True, timeout=60, check=False
    )
    assert done.returncode != 0
    assert traces in report_path(tmp_path, "some").read_text()
    assert [name for name, _ in reports(tmp_path)] == ["some"]


def test_a_process_that_ends_well_leaves_nothing_to_report(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-c", START.format(str(tmp_path))], timeout=60, check=True)
    assert reports(tmp_path) == []


def test_reports_are_bounded_and_a_folder_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    report_path(tmp_path, "some").write_bytes(bytes(MOST_BYTES + 1))
    subprocess.run([sys.executable, "-c", START.format(str(tmp_path))], timeout=60, check=True)
    assert report_path(tmp_path, "some").stat().st_size == 0
    (tmp_path / "file").write_text("")
    subprocess.run([sys.executable, "-c", START.format(str(tmp_path / "file" / "logs"))], timeout=60, check=True)
