"""The Debian package on this very system: built, installed, used, upgraded with its library kept, removed, purged.

Takes about ten minutes and root; run by `make test-package` on a machine that may be changed, not by `make test`.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BUNDLE = ROOT / "dist" / "visionquery"

pytestmark = [
    pytest.mark.package,
    pytest.mark.timeout(1800),
    pytest.mark.skipif(shutil.which("dpkg-deb") is None, reason="not a Debian"),
    pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() != 0, reason="packages are installed by root"),
]


def run(*command: str | Path, **environment: str) -> str:
    done = subprocess.run(
        [str(part) for part in command],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "DEBIAN_FRONTEND": "noninteractive", **environment},
    )
    assert done.returncode == 0, f"{command}: {done.stdout[-2000:]}{done.stderr[-4000:]}"
    return done.stdout


@pytest.fixture(scope="module")
def older_and_newer(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The same bundle as two releases."""
    if not BUNDLE.is_dir():
        run(sys.executable, ROOT / "packaging/build.py", "bundle")
    out = tmp_path_factory.mktemp("packages")
    make = (sys.executable, ROOT / "packaging/linux/deb.py", BUNDLE, out, "--fast", "--version")
    return Path(run(*make, "0.0.9").strip()), Path(run(*make, "0.1.0").strip())


@pytest.fixture(scope="module")
def installed(older_and_newer: tuple[Path, Path]) -> Iterator[None]:
    run("apt-get", "install", "-y", "-q", "--no-install-recommends", older_and_newer[0])
    yield
    run("apt-get", "purge", "-y", "-q", "visionquery")


@pytest.mark.usefixtures("installed")
def test_it_works_is_upgraded_with_its_library_and_leaves_nothing(
    older_and_newer: tuple[Path, Path], tmp_path: Path, photos: Path
) -> None:
    print(run(sys.executable, ROOT / "packaging/smoke.py", "/usr/bin/visionquery", "--photos", photos))
    home = tmp_path / "home"
    visionquery = ("/usr/bin/visionquery", "--data-dir", home)
    before = json.loads(run(*visionquery, "index", photos, "--json"))
    assert before["indexed"] >= 10
    assert "visionquery" in run("man", "-w", "visionquery")
    assert Path("/usr/share/applications/visionquery.desktop").is_file()
    assert list(Path("/usr/lib/visionquery/licences").glob("torch/*"))

    run("apt-get", "install", "-y", "-q", "--no-install-recommends", older_and_newer[1])
    assert "0.1.0" in run("dpkg-query", "-W", "-f=${Version}", "visionquery")
    after = json.loads(run(*visionquery, "index", photos, "--json"))
    assert (after["indexed"], after["unchanged"]) == (0, before["indexed"] + before["failed"])

    run("apt-get", "remove", "-y", "-q", "visionquery")
    assert not Path("/usr/lib/visionquery").exists()
    assert not Path("/usr/bin/visionquery").is_symlink()
    assert (home / "library.db").is_file()


@pytest.fixture(scope="module")
def photos() -> Path:
    """The photographs that scikit-image ships."""
    import skimage

    return Path(skimage.__file__).parent / "data"
