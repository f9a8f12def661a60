"""Opening any picture or video safely. Torch-free and Qt-free; runs in decoder processes, and in-process for a file.

This module is light on purpose (the scanner asks it which files to look at): it loads no image library. The work is
in `picture` (bytes to an upright RGB picture) and the modules per family of formats beside it.
"""

from __future__ import annotations

from visionquery.vision.decoding.formats import EXTENSIONS, RAW_EXTENSIONS, Codec, recognise
from visionquery.vision.decoding.limits import ReadLimits

__all__ = ["EXTENSIONS", "RAW_EXTENSIONS", "Codec", "ReadLimits", "recognise"]
