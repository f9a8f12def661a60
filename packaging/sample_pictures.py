"""Pictures for the screenshots that everybody may copy, and files that are none. Used by `screenshots.py`."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from PIL import Image, ImageOps

# In the public domain by scikit-image's own notes; under the names that a person would give them, with days on which
# they might have been made.
FREE_PICTURES = {
    "astronaut.png": ("astronaut.png", "2026-08-22"),
    "brick.png": ("garden wall.png", "2026-08-15"),
    "camera.png": ("cameraman.png", "2026-08-14"),
    "chelsea.png": ("Chelsea.png", "2026-08-30"),
    "coffee.png": ("espresso.png", "2026-08-29"),
    "coins.png": ("coins of Pompeii.png", "2026-08-20"),
    "grass.png": ("meadow.png", "2026-05-21"),
    "gravel.png": ("path.png", "2026-05-20"),
    "hubble_deep_field.jpg": ("Hubble deep field.jpg", "2026-05-24"),
    "retina.jpg": ("retina.jpg", "2026-05-12"),
    "rocket.jpg": ("launch.jpg", "2026-08-21"),
}
# Nobody takes one photo of a cat: parts of some of them (left, top, right, bottom), every second one mirrored.
MORE_OF_THE_SAME = {
    "astronaut.png": ((70, 0, 390, 400),),
    "chelsea.png": ((40, 0, 340, 300), (110, 10, 451, 240), (0, 40, 300, 300)),
    "coffee.png": ((150, 20, 530, 400), (60, 30, 480, 360)),
    "rocket.jpg": ((190, 10, 500, 427),),
}


def free_pictures(folder: Path) -> Path:
    """Copy them there."""
    import skimage

    folder.mkdir()
    for name, (shown, day) in FREE_PICTURES.items():
        original = Path(skimage.__file__).parent / "data" / name
        shutil.copy(original, folder / shown)
        made_on(folder / shown, day)
        for number, box in enumerate(MORE_OF_THE_SAME.get(name, ()), 2):
            part = folder / f"{Path(shown).stem} {number}.jpg"
            with Image.open(original) as whole:
                cut = whole.convert("RGB").crop(box)
            (cut if number % 2 else ImageOps.mirror(cut)).save(part, quality=92)
            made_on(part, day)
    return folder


def bad_pictures(folder: Path) -> Path:
    """Files that look like pictures by their names and are none: what the list of problems is for."""
    folder.mkdir()
    whole = io.BytesIO()
    Image.effect_noise((400, 300), 60).save(whole, "JPEG")
    (folder / "scan 012.jpg").write_bytes(whole.getvalue()[:200])
    (folder / "IMG_0042.jpg").write_bytes(b"")
    (folder / "letter to Anna.png").write_text("Dear Anna,\n")
    for file in folder.iterdir():
        made_on(file, "2019-03-09")
    return folder


def made_on(file: Path, day: str) -> None:
    """As if the file had been written at noon of this day."""
    noon = datetime.fromisoformat(f"{day}T12:00").timestamp()
    os.utime(file, (noon, noon))


@contextlib.contextmanager
def a_home(wanted: Path | None) -> Iterator[Path]:
    """A folder that is gone afterwards: the wanted one, which must not be there yet, or any."""
    if wanted is None:
        with tempfile.TemporaryDirectory() as folder:
            yield Path(folder)
    else:
        wanted.mkdir()
        try:
            yield wanted
        finally:
            shutil.rmtree(wanted)
