"""Which model is chosen and which one answers, as the library's settings keep it. Any thread of the one writer."""

from __future__ import annotations

from visionquery.library.settings import SettingsStore


def store_choice(settings: SettingsStore, key: str, at_once: bool = False) -> None:
    """Have embeddings made with the model `key`; the one that answers goes on until that one covers what can be
    found, unless `at_once`.
    """
    now = settings.get()
    answering = now["answering"] or now["model"]
    # In this order: whatever comes between the two, the one that answers goes on.
    if at_once or answering == key:
        settings.set("model", key)
        settings.set("answering", "")
    else:
        settings.set("answering", answering)
        settings.set("model", key)
