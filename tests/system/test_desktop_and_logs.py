"""Launching the desktop's programs, priorities, and log files."""

from __future__ import annotations

import logging
import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from visionquery.domain.errors import Fault
from visionquery.system import desktop
from visionquery.system.desktop import open_file, reveal, reveal_commands
from visionquery.system.logs import configure
from visionquery.system.priority import lower_thread_priority


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of programs that are found before all others; what they were called with is kept beside them."""
    if sys.platform != "linux":
        pytest.skip("stand-ins for programs are shell scripts")
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder


def program(folder: Path, name: str, status: int) -> Path:
    called = folder / f"{name}.called"
    script = folder / name
    script.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > "{called}"\nexit {status}\n')
    script.chmod(0o755)
    return called


def test_a_file_is_opened_by_its_very_name(programs: Path, tmp_path: Path) -> None:
    called = program(programs, "xdg-open", 0)
    photo = tmp_path / "it's a $(photo).jpg"
    photo.write_bytes(b"")
    open_file(str(photo))
    assert called.read_text() == f"{photo}\n"


def test_a_file_that_no_program_opens_is_a_fault(programs: Path, tmp_path: Path) -> None:
    photo = tmp_path / "a.jpg"
    photo.write_bytes(b"")
    with pytest.raises(Fault, match=r"No program opens a\.jpg"):
        open_file(str(photo))
    program(programs, "xdg-open", 3)
    with pytest.raises(Fault, match="No program opens"):
        open_file(str(photo))


def test_a_file_that_is_gone_is_a_fault(tmp_path: Path) -> None:
    for launch in (open_file, reveal):
        with pytest.raises(Fault, match="not there any more"):
            launch(str(tmp_path / "gone.jpg"))


def test_the_file_manager_is_asked_and_the_folder_opened_where_it_does_not_answer(
    programs: Path, tmp_path: Path
) -> None:
    photo = tmp_path / "a, b.jpg"
    photo.write_bytes(b"")
    asked = program(programs, "dbus-send", 1)
    opened = program(programs, "xdg-open", 0)
    reveal(str(photo))
    assert "array:string:file://" in asked.read_text()
    assert "a%2C%20b.jpg" in asked.read_text()
    assert opened.read_text() == f"{tmp_path}\n"
    opened.unlink()
    program(programs, "dbus-send", 0)
    reveal(str(photo))
    assert not opened.exists()


def test_each_system_has_its_way_to_show_a_file() -> None:
    assert reveal_commands("C:\\a b.jpg", "win32") == [["explorer", "/select,C:\\a b.jpg"]]
    assert reveal_commands("/a b.jpg", "darwin") == [["open", "-R", "/a b.jpg"]]


def test_a_launcher_that_stays_has_done_its_work(
    programs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desktop, "LAUNCH_SECONDS", 0.1)
    stays = programs / "xdg-open"
    stays.write_text("#!/bin/sh\nexec /bin/sleep 1\n")
    stays.chmod(0o755)
    photo = tmp_path / "a.jpg"
    photo.write_bytes(b"")
    open_file(str(photo))
    for thread in threading.enumerate():
        if thread.name == "desktop-launcher":
            thread.join(5)


def test_programs_are_waited_for_together(programs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desktop, "LAUNCH_SECONDS", 30.0)
    (programs / "meet").write_text(
        "#!/bin/sh\n: > $1\nfor each in 1 2 3 4 5 6 7 8 9 10; do [ -e $2 ] && exit 0; /bin/sleep 1; done\nexit 1\n"
    )
    (programs / "meet").chmod(0o755)
    here, there = str(programs / "here"), str(programs / "there")
    # Each ends only once the other runs too.
    assert desktop.launch(["meet", here, there], ["meet", there, here])
    assert not desktop.launch(["meet", here, there], ["no such program"])


def test_a_frozen_programs_libraries_are_not_handed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setenv("LD_LIBRARY_PATH", "/bundle")
    monkeypatch.setenv("LD_LIBRARY_PATH_ORIG", "/usr/lib")
    assert desktop._desktop_environment()["LD_LIBRARY_PATH"] == "/usr/lib"
    monkeypatch.delenv("LD_LIBRARY_PATH_ORIG")
    assert "LD_LIBRARY_PATH" not in desktop._desktop_environment()


def test_one_thread_steps_back_and_the_others_do_not() -> None:
    if sys.platform != "linux":
        pytest.skip("nice values of threads are Linux's")
    before = os.getpriority(os.PRIO_PROCESS, 0)
    seen: list[int] = []

    def work() -> None:
        assert lower_thread_priority()
        seen.append(os.getpriority(os.PRIO_PROCESS, threading.get_native_id()))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert seen == [max(10, before)]
    assert os.getpriority(os.PRIO_PROCESS, 0) == before


@pytest.fixture
def root_logger() -> Iterator[logging.Logger]:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield root
    for handler in set(root.handlers) - set(handlers):
        root.removeHandler(handler)
        handler.close()
    root.setLevel(level)


def test_log_lines_go_to_a_file_of_the_process(tmp_path: Path, root_logger: logging.Logger) -> None:
    for _ in range(2):
        configure(tmp_path / "logs", "worker")
    logging.getLogger("visionquery.test").info("read %s", "caf\udce9.jpg")
    (file,) = (tmp_path / "logs").iterdir()
    assert file.name == "worker.log"
    assert file.read_text(encoding="utf-8").count("read caf\\udce9.jpg") == 1


def test_without_a_place_for_the_log_the_program_goes_on(tmp_path: Path, root_logger: logging.Logger) -> None:
    (tmp_path / "logs").write_text("a file in the way")
    configure(tmp_path / "logs", "worker")
    logging.getLogger("visionquery.test").warning("still here")
