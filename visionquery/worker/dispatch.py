"""Which part of the worker carries out which command. Called by one thread, in the order the commands came.

A search is none of these: it has a thread of its own (`process.py`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from visionquery.worker.commands import (
    AddFolder,
    Pause,
    Prefer,
    RemoveFolder,
    Rescan,
    Resume,
    RetryFailed,
    SetSetting,
    UseModel,
)

if TYPE_CHECKING:
    from visionquery.worker.core import WorkerCore


def carry_out(core: WorkerCore, command: object) -> Any:
    """Do what a command says; what it is answered with. Raises `Fault` where it is refused."""
    match command:
        case AddFolder(path):
            return core.add_folder(path)
        case RemoveFolder(folder_id):
            core.remove_folder(folder_id)
        case Rescan(folder_id):
            core.rescan(folder_id)
        case Pause():
            core.pause()
        case Resume():
            core.resume()
        case RetryFailed(photo_ids):
            core.retry_failed(photo_ids)
        case SetSetting(name, value):
            core.set_setting(name, value)
        case Prefer(photo_ids):
            core.prefer(photo_ids)
        case UseModel(name, at_once):
            core.spaces.use(name, at_once)
        case _:
            raise TypeError(f"Not a command: {command!r}")
    return None
