"""The files that systems read: as far as they can be checked without those systems."""

from __future__ import annotations

import configparser
import plistlib
import re
import shutil
import subprocess
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from types import ModuleType

import pytest
import yaml

from visionquery import __version__

ROOT = Path(__file__).resolve().parents[2]


def test_the_manual_page_and_the_completions_are_those_of_the_parser(shell: ModuleType, packaging: Path) -> None:
    for name, text in shell.generate().items():
        assert (packaging / "shell" / name).read_text(encoding="utf-8") == text, (
            "run: python packaging/shell/generate.py"
        )


@pytest.mark.skipif(shutil.which("bash") is None, reason="no bash here")
def test_bash_completes_commands_and_options(packaging: Path) -> None:
    script = f"""
        source '{packaging / "shell/visionquery.bash"}'
        COMP_WORDS=(visionquery se); COMP_CWORD=1; COMP_LINE='visionquery se'; COMP_POINT=14
        complete -p visionquery | grep -o '_[a-z_]*' | head -1 | while read function; do
            $function visionquery se visionquery; echo "${{COMPREPLY[@]}}"
        done
    """
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, timeout=30, check=False)
    assert "search" in done.stdout.split(), done.stderr


def test_the_desktop_file_starts_the_program_with_files(packaging: Path) -> None:
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(packaging / "linux/visionquery.desktop", encoding="utf-8")
    entry = parser["Desktop Entry"]
    assert entry["Exec"] == "visionquery %F"
    assert entry["StartupWMClass"] == "visionquery"
    assert entry["Categories"].endswith(";")
    assert entry["MimeType"].endswith(";")


def test_the_store_page_names_this_release(packaging: Path) -> None:
    tree = ElementTree.parse(packaging / "linux/org.visionquery.VisionQuery.metainfo.xml")
    releases = [release.get("version") for release in tree.iter("release")]
    assert releases[0] == __version__
    assert tree.findtext("project_license") == "GPL-3.0-or-later"


@pytest.mark.skipif(shutil.which("appstreamcli") is None, reason="appstreamcli is not installed")
def test_the_store_page_is_valid(packaging: Path) -> None:
    page = packaging / "linux/org.visionquery.VisionQuery.metainfo.xml"
    done = subprocess.run(["appstreamcli", "validate", "--no-net", page], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_the_manifests_and_workflows_can_be_read_and_name_what_is_there(packaging: Path) -> None:
    manifest = yaml.safe_load((packaging / "linux/org.visionquery.VisionQuery.yml").read_text(encoding="utf-8"))
    for source in manifest["modules"][0]["sources"]:
        if source["type"] == "file":
            assert (packaging / "linux" / source["path"]).is_file(), source
    release = (ROOT / ".github/workflows/release.yml").read_text(encoding="utf-8")
    workflow = yaml.safe_load(release)
    assert set(workflow["jobs"]) == {"python", "bundle", "publish"}
    for script in set(re.findall(r"packaging[\\/\w.]+\.(?:py|sh|iss)", release)):
        assert (ROOT / script.replace("\\\\", "/").replace("\\", "/")).is_file(), script


def test_the_windows_script_takes_the_bundle_and_keeps_its_identity(packaging: Path) -> None:
    script = (packaging / "windows/visionquery.iss").read_text(encoding="utf-8")
    assert "AppId={{6E1B6C1B-6D0D-4B0E-9E0F-2B8F5C5D7A31}" in script
    assert "PrivilegesRequired=lowest" in script
    for name in re.findall(r"\{cm:(\w+)\}|CustomMessage\('(\w+)'\)", script):
        message = name[0] or name[1]
        if message not in ("CreateDesktopIcon", "AdditionalIcons"):
            assert f"en.{message}=" in script
            assert f"de.{message}=" in script
    assert (packaging / "windows" / "..\\..\\LICENSE".replace("\\", "/")).is_file()


def test_the_mac_script_is_a_shell_script_and_its_entitlements_a_property_list(packaging: Path) -> None:
    subprocess.run(["sh", "-n", packaging / "macos/package.sh"], check=True)
    entitlements = plistlib.loads((packaging / "macos/entitlements.plist").read_bytes())
    assert all(entitlements.values())
