"""Makes the imports that open_clip needs work, and work fast. Called by whichever thread loads the encoder, before
open_clip is imported; knows torch and torchvision, and nothing else of ours.
"""

from __future__ import annotations

import functools
import importlib
import logging
import sys
import types
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

log = logging.getLogger(__name__)

_COMPILER = "torch._dynamo"
# What is imported from the compiler's modules and called, if ever, long after the import.
_TAKEN: Mapping[str, frozenset[str]] = {
    "torch._dynamo": frozenset(),
    "torch._dynamo.utils": frozenset({"is_compile_supported"}),
    "torch._dynamo._trace_wrapped_higher_order_op": frozenset({"TransformGetItemToIndex"}),
}
_MARKS = frozenset({"assume_constant_result", "allow_in_graph", "disable", "disallow_in_graph"})
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
def lean_imports() -> Iterator[None]:
    """Keep what encoders never use out of what is imported inside: torch's compiler, its distributed part, scipy.

    torchvision, timm and transformers ask for them as they are imported, and use them for training on many machines
    if at all. sympy comes with either part of torch. Measured: 1.2 to 1.4 s of processor time for the compiler and 1.0
    to 1.5 s for the others, of the 6 to 8 s to a loaded encoder. Whoever asks for them later gets the real ones.
    """
    with _compiler_deferred(), _distributed_absent(), _scipy_absent():
        yield


@contextmanager
def _distributed_absent() -> Iterator[None]:
    import torch.distributed

    is_available = torch.distributed.is_available
    setattr(torch.distributed, "is_available", lambda: False)  # noqa: B010 (mypy takes no assignment to a function)
    try:
        yield
    finally:
        setattr(torch.distributed, "is_available", is_available)  # noqa: B010


@contextmanager
def _scipy_absent() -> Iterator[None]:
    # Where transformers was imported before, it knows of scipy and would miss it.
    if not {"scipy", "transformers"}.isdisjoint(sys.modules):
        yield
        return
    # Python's own sign for a module that is not to be imported.
    absent: dict[str, Any] = {"scipy": None}
    sys.modules.update(absent)
    try:
        yield
    finally:
        if sys.modules.get("scipy", absent) is None:
            del sys.modules["scipy"]


@contextmanager
def _compiler_deferred() -> Iterator[None]:
    """torchvision, timm and transformers only mark functions for the compiler, and take a function or two along.

    Whoever asks for more of it meanwhile gets the real one.
    """
    import torch

    if _COMPILER in sys.modules:
        yield
        return
    stand_ins = {name: _StandIn(name) for name in _TAKEN}
    sys.modules.update(stand_ins)
    disable = torch.compiler.disable
    setattr(torch.compiler, "disable", _unmarked)  # noqa: B010 (mypy takes no assignment to a function)
    try:
        yield
    finally:
        setattr(torch.compiler, "disable", disable)  # noqa: B010
        _take_away(stand_ins)


class _StandIn(types.ModuleType):
    """Stands in for a module of the compiler until somebody wants more of it than is usually taken."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        if name in _MARKS:
            return _unmarked
        if name in _TAKEN[self.__name__]:
            return functools.partial(_call_real, self.__name__, name)
        return getattr(_real(self.__name__), name)


def _call_real(module: str, name: str, *args: Any, **kwargs: Any) -> Any:
    return getattr(_real(module), name)(*args, **kwargs)


def _real(module: str) -> Any:
    _take_away({name: sys.modules[name] for name in _TAKEN if isinstance(sys.modules.get(name), _StandIn)})
    return importlib.import_module(module)


def _take_away(stand_ins: Mapping[str, types.ModuleType]) -> None:
    for name, stand_in in stand_ins.items():
        if sys.modules.get(name) is stand_in:
            del sys.modules[name]


def _unmarked(function: Any = None, **_: Any) -> Any:
    return function if function is not None else _unmarked
