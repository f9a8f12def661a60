"""What a bundle weighs, by component, held against the sizes of the last release that somebody agreed to.

    python packaging/sizes.py BUNDLE_FOLDER [--accept]

Prints one JSON object. Fails where the whole has grown by more than 10% over `packaging/sizes.json`; `--accept`
writes the new sizes there, to be committed with the reason.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

RECORD = Path(__file__).with_name("sizes.json")
MOST_GROWTH = 1.10
# The rest of the folder by the first part of its path below `_internal`, the largest first.
COMPONENTS = {
    "starter model": ("visionquery/resources/models",),
    "VisionQuery": ("visionquery",),
    "torch": ("torch", "functorch", "torch.libs"),
    "torchvision": ("torchvision", "torchvision.libs"),
    "transformers and tokenizers": ("transformers", "tokenizers"),
    "open_clip and timm": ("open_clip", "timm"),
    "Qt": ("PySide6", "shiboken6", "libQt6", "libicu"),
    "numpy": ("numpy", "numpy.libs", "scipy"),
    "videos": ("av", "av.libs"),
    "picture formats": ("PIL", "pillow.libs", "pillow_heif", "rawpy", "pillow_jxl", "pi_heif", "rawpy.libs"),
    "licences": ("licences",),
}


def measure(bundle: Path) -> dict[str, float]:
    """Megabytes (10^6 bytes) by component, of files that are not links."""
    sizes = dict.fromkeys((*COMPONENTS, "Python and the rest"), 0)
    for path in bundle.rglob("*"):
        if path.is_file() and not path.is_symlink():
            place = path.relative_to(bundle).as_posix().removeprefix("_internal/")
            sizes[component_of(place)] += path.stat().st_size
    return {name: round(size / 1e6, 1) for name, size in sizes.items()}


def component_of(place: str) -> str:
    """Which component a file belongs to."""
    for name, prefixes in COMPONENTS.items():
        if any(
            place == prefix
            or place.startswith((f"{prefix}/", f"{prefix}.", f"{prefix}-"))
            or (prefix.startswith("lib") and place.startswith(prefix))
            for prefix in prefixes
        ):
            return name
    return "Python and the rest"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bundle", type=Path)
    parser.add_argument("--accept", action="store_true")
    options = parser.parse_args()
    sizes = measure(options.bundle)
    total = round(sum(sizes.values()), 1)
    accepted = json.loads(RECORD.read_text()) if RECORD.is_file() else {}
    before = accepted.get(sys.platform)
    print(json.dumps({"megabytes": total, "accepted": before and before["total"], "by_component": sizes}, indent=2))
    if options.accept:
        accepted[sys.platform] = {"total": total, "by_component": sizes}
        RECORD.write_text(json.dumps(accepted, indent=2) + "\n")
    elif before and total > MOST_GROWTH * before["total"]:
        print(f"The bundle grew from {before['total']} to {total} MB, more than 10%.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
