"""`visionquery models` as a person runs it, with a loopback hub."""

from __future__ import annotations

import json
import signal
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from loopback_hub import Hold, LoopbackHub, running_hub
from small_models import CLIP, clip_repository, config_of, pickled_weights, weights

from visionquery.cli.commands.models import download_sentence
from visionquery.cli.parser import parse_arguments
from visionquery.domain.models import Download, DownloadState
from visionquery.library.library import Library
from visionquery.system.paths import DataPaths

NAME = "someone--tiny"


@pytest.fixture
def visionquery(data_dir: Path, quick_command_line: Any) -> Any:
    return quick_command_line(data_dir)


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[LoopbackHub]:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    with running_hub() as hub:
        hub.repositories["someone/tiny"] = clip_repository()
        monkeypatch.setenv("HF_ENDPOINT", hub.endpoint)
        yield hub


def test_a_model_is_fetched_chosen_and_only_then_not_removed(
    visionquery: Any, hub: LoopbackHub, data_dir: Path
) -> None:
    got = visionquery("models", "get", "hf-hub:someone/tiny")
    assert got.returncode == 0, got.stderr
    assert f"visionquery models use {NAME}" in got.stdout
    listed = {model["name"]: model for model in visionquery.json("models")}
    assert (listed[NAME]["installed"], listed[NAME]["dimension"], listed[NAME]["licence"]) == (True, 32, "mit")
    assert (listed["starter"]["chosen"], listed[NAME]["chosen"]) == (True, False)
    with Library(DataPaths(data_dir)) as library:
        assert {request.outcome for request in library.requests.list()} == {"done", "sent on (HTTP 302)"}

    assert visionquery.json("models", "use", NAME) == {"model": NAME, "answering": "starter"}
    assert visionquery.json("models", "use", NAME, "--at-once") == {"model": NAME, "answering": NAME}
    in_use = visionquery("models", "remove", NAME)
    assert in_use.returncode == 1
    assert "in use" in in_use.stderr
    assert visionquery.json("models", "use", "starter", "--at-once")["answering"] == "starter"
    assert visionquery.json("models", "remove", NAME)["removed"] == NAME
    assert NAME not in {model["name"] for model in visionquery.json("models")}


@pytest.mark.slow
def test_going_back_to_a_model_that_has_seen_all_photos_needs_no_waiting(
    visionquery: Any, photo_folder: Path, make_model: Any
) -> None:
    first, second = (f"local-dir:{make_model(name, seed=seed)}" for name, seed in (("first", 1), ("second", 2)))
    for model in (first, second):
        visionquery.json("models", "use", model)
        assert visionquery("index", photo_folder).returncode == 0
    assert visionquery.json("models", "use", first) == {"model": first, "answering": first}
    assert visionquery.json("models", "use", "starter") == {"model": "starter", "answering": first}


def test_the_embeddings_of_a_folder_of_ones_own_go_and_the_folder_stays(
    visionquery: Any, data_dir: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "open_clip_config.json").write_bytes(config_of(CLIP))
    (folder / "open_clip_model.safetensors").write_bytes(weights())
    with Library(DataPaths(data_dir)) as library:
        library.embeddings.space("own", 32, "its fingerprint")
    assert "cannot be removed" in visionquery("models", "remove", f"local-dir:{folder}").stderr
    done = visionquery("models", "remove", f"local-dir:{folder}", "--embeddings")
    assert done.stdout == f"Removed the embeddings of local-dir:{folder}.\n"
    with Library(DataPaths(data_dir)) as library:
        assert library.embeddings.spaces_called("own") == []
    assert len(list(folder.iterdir())) == 2


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGTERM to catch")
def test_stopped_in_the_middle_it_goes_on_there(visionquery: Any, hub: LoopbackHub, data_dir: Path) -> None:
    more = threading.Event()
    hub.on(".safetensors", Hold(len(weights()) // 2, more))
    part = data_dir / "models" / ".incoming" / NAME / "open_clip_model.safetensors.part"
    with visionquery.running("models", "get", "hf-hub:someone/tiny") as process:
        while not part.exists() or part.stat().st_size < 100_000:
            assert process.poll() is None
            more.wait(0.02)
        process.send_signal(signal.SIGTERM)
        more.set()
        assert process.wait(60) == 143
    listed = {model["name"]: model for model in visionquery.json("models")}
    assert listed[NAME]["download"]["state"] == "paused"
    got = visionquery.json("models", "get", NAME)
    assert got["installed"]
    assert hub.asked_for(".safetensors", "storage")[-1].headers["Range"].startswith("bytes=")


def test_a_file_is_imported_without_a_network(visionquery: Any, hub: LoopbackHub, tmp_path: Path) -> None:
    (tmp_path / "open_clip_config.json").write_bytes(config_of(CLIP))
    path = tmp_path / "holiday.pt"
    path.write_bytes(pickled_weights())
    refused = visionquery("models", "import", path)
    assert refused.returncode == 1
    assert "older format" in refused.stderr
    assert visionquery.json("models", "import", path, "--trust-pickle")["name"] == "holiday"
    assert not hub.asked


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("get", "hf-hub:someone/nothing"), "does not have the model someone/nothing"),
        (("get", "nonsense"), "no model called nonsense"),
        (("use", "nonsense"), "not there"),
        (("remove", "nonsense"), "not here"),
        (("remove", "starter"), "cannot be removed"),
        (("import", "/nowhere"), "no /nowhere"),
    ],
)
def test_what_cannot_be_is_one_line_with_advice(
    visionquery: Any, hub: LoopbackHub, arguments: tuple[str, ...], words: str
) -> None:
    done = visionquery("models", *arguments)
    assert done.returncode == 1
    assert words in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr


def test_a_table_marks_the_model_in_use(visionquery: Any) -> None:
    lines = visionquery("models").stdout.splitlines()
    assert lines[0].startswith("*  starter ")
    assert "Apache-2.0" in lines[0]
    assert sum(line.startswith("*") for line in lines) == 1


def test_models_lists_by_default() -> None:
    assert parse_arguments(["models"]).action in (None, "list")
    assert parse_arguments(["models", "--json"]).json
    assert parse_arguments(["models", "get", "x", "--json"]).json
    assert not parse_arguments(["models", "get", "x"]).trust_pickle


def test_a_download_in_a_sentence() -> None:
    running = Download(DownloadState.RUNNING, 150_000_000, 600_000_000, 5_000_000, 90.0)
    assert download_sentence("CLIP", running) == "CLIP: 150.0 MB of 600.0 MB, 25%, 5.0 MB a second, 2 min left"
    assert download_sentence("CLIP", Download(DownloadState.CHECKING, 1, 1)) == "CLIP: trying it out"
    assert json.dumps(download_sentence("CLIP", Download(DownloadState.WAITING))).count("list") == 1
