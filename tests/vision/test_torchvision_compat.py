"""What the imports around open_clip leave behind; in a process of its own, for an import happens once."""

from __future__ import annotations

import subprocess
import sys

SCRIPT = """
import sys
from visionquery.vision.torchvision_compat import lean_imports, ensure_importable

with lean_imports():
    ensure_importable()
    ensure_importable()
    import open_clip
    import transformers.modeling_utils
for unneeded in ("torch._dynamo", "torch.distributed.tensor", "sympy", "scipy"):
    assert unneeded not in sys.modules, f"{unneeded} was imported after all"
import torch.distributed
assert torch.distributed.is_available()
assert open_clip.list_models()

import torch
from torchvision.ops.roi_align import is_compile_supported
from torchvision.transforms import Resize
assert Resize(4)(torch.zeros(3, 8, 8)).shape == (3, 4, 4)
assert is_compile_supported("cpu") in (True, False)
import torch._dynamo.utils
assert torch._dynamo.utils.is_compile_supported("cpu") == is_compile_supported("cpu")
assert torch.compiler.disable(len)([1]) == 1
assert isinstance(torch._dynamo.utils.counters, dict), "a stand-in was left behind"
with lean_imports():
    assert torch._dynamo.utils.counters is not None
"""


def test_open_clip_imports_beside_any_torchvision_and_leaves_the_real_compiler_for_later() -> None:
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, done.stderr


def test_whoever_asks_for_more_of_the_compiler_gets_the_real_one_at_once() -> None:
    script = """
import sys
from visionquery.vision.torchvision_compat import lean_imports
with lean_imports():
    from torch._dynamo.utils import counters
    assert "torch._dynamo" in sys.modules and counters is not None
    import torch._dynamo
    assert torch._dynamo.utils.counters is counters
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, done.stderr
