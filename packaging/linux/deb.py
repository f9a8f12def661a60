"""Makes a Debian package of a bundle: `python packaging/linux/deb.py BUNDLE_FOLDER OUT_FOLDER`.

The program lies in /usr/lib/visionquery; desktop file, icons, AppStream data, manual page, completions and licences lie
where the policy wants them. The lowest C library that it runs with is read from its binaries. Needs `dpkg-deb` and
`objdump` and nothing that is not Python's own. Never needs root.
"""

from __future__ import annotations

import argparse
import gzip
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from visionquery import __version__  # noqa: E402

# What Qt's platform plugins load of the system: the bundle holds none of it, so that the drivers fit the machine.
DEPENDS = (
    *("libc6 (>= {glibc})", "libegl1", "libgl1", "libdbus-1-3", "libfontconfig1", "libglib2.0-0 | libglib2.0-0t64"),
    *("libxkbcommon-x11-0", "libxcb-cursor0", "libxcb-icccm4", "libxcb-image0", "libxcb-keysyms1"),
    *("libxcb-render-util0", "libxcb-shape0", "libxcb-xinerama0"),
)
CONTROL = """\
Package: visionquery
Version: {version}
Architecture: {architecture}
Maintainer: The VisionQuery developers <visionquery@users.noreply.github.com>
Installed-Size: {kilobytes}
Depends: {depends}
Section: graphics
Priority: optional
Homepage: https://github.com/visionquery/visionquery
Description: search a photo library by what the photos show
 VisionQuery looks at every picture in the folders that you choose, on your own
 computer, and finds photos by words, by another photo, by date, camera or name.
 It needs no network and never changes a photo.
"""
REFRESH = """\
#!/bin/sh
set -e
if command -v update-desktop-database >/dev/null 2>&1; then update-desktop-database -q || true; fi
if command -v gtk-update-icon-cache >/dev/null 2>&1; then
    gtk-update-icon-cache -q -t -f /usr/share/icons/hicolor || true
fi
"""
PURGE_NOTE = """\
if [ "$1" = purge ]; then
    echo "Libraries that people made stay in their home folders: ~/.local/share/visionquery. Delete it to forget all."
fi
"""


def build(bundle: Path, out: Path, version: str = __version__, *, fast: bool = False) -> Path:
    """The package's path. `fast` does without compression, which takes minutes."""
    architecture = subprocess.check_output(["dpkg", "--print-architecture"], text=True).strip()
    with tempfile.TemporaryDirectory() as scratch:
        tree = Path(scratch)
        tree.chmod(0o755)
        _fill(tree, bundle)
        kilobytes = sum(path.lstat().st_size for path in tree.rglob("*") if not path.is_dir()) // 1024
        control = CONTROL.format(
            version=version,
            architecture=architecture,
            kilobytes=kilobytes,
            depends=", ".join(DEPENDS).format(glibc=lowest_glibc(bundle)),
        )
        _write(tree / "DEBIAN" / "control", control)
        _write(tree / "DEBIAN" / "postinst", REFRESH, executable=True)
        _write(tree / "DEBIAN" / "postrm", REFRESH + PURGE_NOTE, executable=True)
        out.mkdir(parents=True, exist_ok=True)
        package = out / f"visionquery_{version}_{architecture}.deb"
        compression = ["-Znone"] if fast else ["-Zxz", "-z3", "--threads-max=2"]
        command = ["dpkg-deb", "--root-owner-group", *compression, "--build", str(tree), str(package)]
        # What it says is no part of the answer, which is the path.
        subprocess.run(command, check=True, stdout=sys.stderr)
    return package


def lowest_glibc(bundle: Path) -> str:
    """The newest version of the C library that any binary of the bundle asks for."""
    newest = (2, 17)
    for path in bundle.rglob("*"):
        if path.is_file() and not path.is_symlink() and (".so" in path.name or path.parent == bundle):
            found = subprocess.run(["objdump", "-T", str(path)], capture_output=True, text=True, check=False).stdout
            versions = [tuple(map(int, each.split("."))) for each in re.findall(r"GLIBC_(2\.\d+)", found)]
            newest = max([newest, *versions])
    return ".".join(map(str, newest))


def _fill(tree: Path, bundle: Path) -> None:
    shutil.copytree(bundle, tree / "usr/lib/visionquery", symlinks=True)
    (tree / "usr/bin").mkdir(parents=True)
    (tree / "usr/bin/visionquery").symlink_to("../lib/visionquery/visionquery")
    here = Path(__file__).parent
    _copy(here / "visionquery.desktop", tree / "usr/share/applications/visionquery.desktop")
    metainfo = "org.visionquery.VisionQuery.metainfo.xml"
    _copy(here / metainfo, tree / "usr/share/metainfo" / metainfo)
    for icon in (ROOT / "build/icons").glob("visionquery-*.png"):
        size = icon.stem.rsplit("-", 1)[1]
        _copy(icon, tree / f"usr/share/icons/hicolor/{size}x{size}/apps/visionquery.png")
    _copy(ROOT / "resources/icons/app.svg", tree / "usr/share/icons/hicolor/scalable/apps/visionquery.svg")
    shell = ROOT / "packaging/shell"
    _copy(shell / "visionquery.bash", tree / "usr/share/bash-completion/completions/visionquery")
    _copy(shell / "_visionquery", tree / "usr/share/zsh/vendor-completions/_visionquery")
    _write_gzip(tree / "usr/share/man/man1/visionquery.1.gz", (shell / "visionquery.1").read_bytes())
    documents = tree / "usr/share/doc/visionquery"
    _copy(ROOT / "LICENSE", documents / "copyright")
    _write_gzip(documents / "changelog.gz", (ROOT / "CHANGELOG.md").read_bytes())
    _copy(ROOT / "README.md", documents / "README.md")
    for path in tree.rglob("*"):
        if not path.is_symlink():
            # Libraries are not started; the program is, and a helper of torch.
            executable = path.is_dir() or (path.stat().st_mode & 0o100 and ".so" not in path.name)
            path.chmod(0o755 if executable else 0o644)


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def _write(target: Path, text: str, *, executable: bool = False) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")
    target.chmod(0o755 if executable else 0o644)


def _write_gzip(target: Path, content: bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(gzip.compress(content, mtime=0))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bundle", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--version", default=__version__, help="another version, to try an upgrade")
    parser.add_argument("--fast", action="store_true", help="do not compress")
    options = parser.parse_args()
    print(build(options.bundle, options.out, options.version, fast=options.fast))


if __name__ == "__main__":
    main()
