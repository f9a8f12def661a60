"""Which part of the worker carries out which command. Called by one thread, in the order the commands came.

A search is none of these: it has a thread of its own (`process.py`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from visionquery.worker.commands import (
    AddFolder,
    CancelDownload,
    CheckForUpdate,
    ClearThumbnails,
    DeleteSearch,
    DismissProblems,
    DownloadModel,
    ImportModel,
    ListModels,
    MakeThumbnails,
    MoveToTrash,
    Pause,
    PauseDownload,
    Prefer,
    RelocateFolder,
    RemoveFolder,
    RemoveModel,
    RenameSearch,
    Rescan,
    RestoreFolder,
    Resume,
    RetryFailed,
    SaveSearch,
    SetFavourite,
    SetHidden,
    SetRating,
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
        case RelocateFolder(folder_id, path):
            return core.relocate_folder(folder_id, path)
        case RestoreFolder(folder_id):
            return core.restore_folder(folder_id)
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
        case MakeThumbnails(photo_ids):
            core.thumbnails.make(photo_ids)
        case ClearThumbnails():
            core.thumbnails.clear()
        case Prefer(photo_ids):
            core.prefer(photo_ids)
        case ListModels():
            return core.models.list()
        case DownloadModel(name, trust_pickle):
            core.models.download(name, trust_pickle)
        case PauseDownload(name):
            core.models.pause(name)
        case CancelDownload(name):
            core.models.cancel(name)
        case ImportModel(path, architecture, trust_pickle):
            return core.models.import_model(path, architecture, trust_pickle)
        case RemoveModel(name, embeddings):
            core.models.remove(name, embeddings)
        case UseModel(name, at_once):
            core.spaces.use(name, at_once)
        case SetFavourite(photo_ids, on):
            return core.curation.set_favourite(photo_ids, on)
        case SetRating(photo_ids, rating):
            return core.curation.set_rating(photo_ids, rating)
        case SetHidden(photo_ids, on):
            return core.curation.set_hidden(photo_ids, on)
        case DismissProblems(photo_ids):
            core.curation.dismiss(photo_ids)
        case MoveToTrash(photo_ids):
            return core.curation.move_to_trash(photo_ids)
        case SaveSearch(name, text, folder):
            return core.curation.save_search(name, text, folder)
        case RenameSearch(search_id, name):
            core.curation.rename_search(search_id, name)
        case DeleteSearch(search_id):
            core.curation.delete_search(search_id)
        case CheckForUpdate():
            core.updates.look()
        case _:
            raise TypeError(f"Not a command: {command!r}")
    return None
