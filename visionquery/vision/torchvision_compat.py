"""Makes the imports that open_clip needs work, and work fast. Called by whichever thread loads the encoder, before
open_clip is imported; knows torch and torchvision, and nothing else of ours.
"""

from __future__ import annotations

import importlib
import logging
import sys
import types
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

log = logging.getLogger(__name__)

_COMPILER = "torch._dynamo"
_COMPILER_TOOLS = "torch._dynamo.utils"
_MISSING_OPERATORS = {
    "torchvision::nms": "(Tensor dets, Tensor scores, float iou_threshold) -> Tensor",
    "torchvision::qnms": "(Tensor dets, Tensor scores, float iou_threshold) -> Tensor",
}


def ensure_importable() -> None:
    """Import torchvision, also where its wheel does not fit torch's.

    With a CPU-only torch beside the usual torchvision wheel the compiled operators cannot load, and the import stops
    at "operator torchvision::nms does not exist". Encoders use none of them, only the transforms, so the two
    operators that the import asks for are declared (without an implementation) and it is done again.
    """
    try:
        importlib.import_module("torchvision")
    except RuntimeError as error:
        if "does not exist" not in str(error):
            raise
        log.info("torchvision's compiled operators do not fit this torch; going on without them")
    else:
        return
    import torch

    for name in [name for name in sys.modules if name == "torchvision" or name.startswith("torchvision.")]:
        del sys.modules[name]
    for name, schema in _MISSING_OPERATORS.items():
        torch.library.define(name, schema)
    importlib.import_module("torchvision")


@contextmanager
def compiler_deferred() -> Iterator[None]:
    """Keep torch's compiler out of what is imported inside: nothing here compiles, and it brings sympy along.

    torchvision takes one function of it for a detection operator, and timm marks a method as not to be compiled.
    Measured: 1.2 to 1.4 s of the 4 to 5 s to a loaded encoder. Whoever asks for the compiler later gets the real one.
    """
    import torch

    if _COMPILER in sys.modules:
        yield
        return
    stand_in = _DeferredTools(_COMPILER_TOOLS)
    sys.modules[_COMPILER_TOOLS] = stand_in
    disable = torch.compiler.disable
    setattr(torch.compiler, "disable", _leave_alone)  # noqa: B010 (mypy takes no assignment to a function)
    try:
        yield
    finally:
        setattr(torch.compiler, "disable", disable)  # noqa: B010
        if sys.modules.get(_COMPILER_TOOLS) is stand_in:
            del sys.modules[_COMPILER_TOOLS]


class _DeferredTools(types.ModuleType):
    """Stands in for `torch._dynamo.utils` until somebody wants more of it than torchvision does."""

    @staticmethod
    def is_compile_supported(device_type: Any) -> Any:
        return _real_tools().is_compile_supported(device_type)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(_real_tools(), name)


def _real_tools() -> Any:
    if isinstance(sys.modules.get(_COMPILER_TOOLS), _DeferredTools):
        del sys.modules[_COMPILER_TOOLS]
    return importlib.import_module(_COMPILER_TOOLS)


def _leave_alone(function: Any = None, **_: Any) -> Any:
    return function if function is not None else _leave_alone
