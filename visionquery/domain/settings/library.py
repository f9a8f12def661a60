"""The settings of the library: what is looked at, how hard, and with which model. The worker reads them there."""

from __future__ import annotations

from visionquery.domain.settings.declaration import QT_TRANSLATE_NOOP, Kind, Page, Setting

DEFAULT_IGNORED_NAMES = (
    "._*",
    ".*",
    "@eaDir",
    "#recycle",
    "#snapshot",
    "@Recycle",
    "@Recently-Snapshot",
    "@SynoResource",
    ".thumbnails",
    "$RECYCLE.BIN",
    "System Volume Information",
    "Thumbs.db",
    "lost+found",
    "__MACOSX",
    "node_modules",
    "*.lrdata",
    "*.app",
)

# A proxy or a mirror: an address of a server, or nothing.
_PROXY = r"(?:(?:https?|socks5h?)://[^\s/]+/?)?"
_SERVER = r"(?:https?://[^\s/]+(?:/\S*)?)?"

_COMPUTER = QT_TRANSLATE_NOOP("Setting", "This computer")
_LOOKING = QT_TRANSLATE_NOOP("Setting", "Looking for photos")
_LIMITS = QT_TRANSLATE_NOOP("Setting", "Limits for one picture")
_DOWNLOADS = QT_TRANSLATE_NOOP("Setting", "Downloads")

LIBRARY_SETTINGS: tuple[Setting, ...] = (
    # How much of the machine may be used
    Setting(
        "priority",
        "background",
        QT_TRANSLATE_NOOP("Setting", "While indexing"),
        QT_TRANSLATE_NOOP("Setting", "In the background, other programs go first and indexing uses what they leave."),
        group=_COMPUTER,
        kind=Kind.CHOICE,
        choices=(
            ("background", QT_TRANSLATE_NOOP("Setting", "Stay in the background")),
            ("normal", QT_TRANSLATE_NOOP("Setting", "Run faster")),
        ),
    ),
    Setting(
        "cores",
        0,
        QT_TRANSLATE_NOOP("Setting", "Processor cores to use"),
        QT_TRANSLATE_NOOP("Setting", "Fewer keep the computer cool and quiet; indexing takes longer."),
        group=_COMPUTER,
        minimum=0,
        maximum=512,
        zero=QT_TRANSLATE_NOOP("Setting", "All"),
    ),
    Setting(
        "on_battery",
        "background",
        QT_TRANSLATE_NOOP("Setting", "On battery"),
        group=_COMPUTER,
        kind=Kind.CHOICE,
        choices=(
            ("background", QT_TRANSLATE_NOOP("Setting", "Index in the background")),
            ("pause", QT_TRANSLATE_NOOP("Setting", "Wait for the mains")),
            ("normal", QT_TRANSLATE_NOOP("Setting", "Index as on the mains")),
        ),
    ),
    Setting("paused", False, QT_TRANSLATE_NOOP("Setting", "Indexing paused"), kind=Kind.HIDDEN),
    # Which files are looked at, and when
    Setting(
        "videos",
        True,
        QT_TRANSLATE_NOOP("Setting", "Find videos too"),
        QT_TRANSLATE_NOOP("Setting", "A video is found by what its pictures show, and plays in your own player."),
        group=_LOOKING,
        kind=Kind.SWITCH,
    ),
    Setting(
        "ignored_names",
        DEFAULT_IGNORED_NAMES,
        QT_TRANSLATE_NOOP("Setting", "Names to ignore"),
        QT_TRANSLATE_NOOP(
            "Setting",
            "Files and folders with such a name are never looked at. * stands for any characters, ? for one.",
        ),
        group=_LOOKING,
        kind=Kind.NAMES,
    ),
    Setting(
        "poll_minutes",
        10,
        QT_TRANSLATE_NOOP("Setting", "Look again every"),
        QT_TRANSLATE_NOOP("Setting", "For folders that cannot tell of changes, as on a network."),
        group=_LOOKING,
        minimum=1,
        maximum=1440,
        unit=QT_TRANSLATE_NOOP("Setting", "minutes"),
    ),
    Setting(
        "keep_missing_days",
        30,
        QT_TRANSLATE_NOOP("Setting", "Remember deleted photos for"),
        QT_TRANSLATE_NOOP(
            "Setting", "A photo that comes back within this time keeps its rating and needs no new work."
        ),
        group=_LOOKING,
        minimum=0,
        maximum=3650,
        unit=QT_TRANSLATE_NOOP("Setting", "days"),
    ),
    Setting(
        "max_megapixels",
        300,
        QT_TRANSLATE_NOOP("Setting", "Largest picture"),
        QT_TRANSLATE_NOOP("Setting", "Larger pictures are listed as problems instead of being decoded."),
        group=_LIMITS,
        minimum=1,
        maximum=2000,
        step=10,
        unit=QT_TRANSLATE_NOOP("Setting", "megapixels"),
    ),
    Setting(
        "decode_seconds",
        60,
        QT_TRANSLATE_NOOP("Setting", "Time"),
        group=_LIMITS,
        minimum=5,
        maximum=600,
        step=5,
        unit=QT_TRANSLATE_NOOP("Setting", "seconds"),
    ),
    Setting(
        "decode_megabytes",
        4096,
        QT_TRANSLATE_NOOP("Setting", "Memory"),
        group=_LIMITS,
        minimum=512,
        maximum=65536,
        step=256,
        unit=QT_TRANSLATE_NOOP("Setting", "MiB"),
    ),
    # Models
    Setting(
        "model",
        "starter",
        QT_TRANSLATE_NOOP("Setting", "Model"),
        QT_TRANSLATE_NOOP("Setting", "The model that turns pictures and words into vectors."),
        page=Page.MODELS,
        kind=Kind.HIDDEN,
    ),
    Setting(
        "answering",
        "",
        QT_TRANSLATE_NOOP("Setting", "Model that answers"),
        QT_TRANSLATE_NOOP("Setting", "Until the chosen model covers the library; empty where it is the chosen one."),
        page=Page.MODELS,
        kind=Kind.HIDDEN,
    ),
    Setting(
        "device",
        "auto",
        QT_TRANSLATE_NOOP("Setting", "Compute on"),
        page=Page.MODELS,
        group=_COMPUTER,
        kind=Kind.CHOICE,
        choices=(
            ("auto", QT_TRANSLATE_NOOP("Setting", "What is fastest here")),
            ("cuda", QT_TRANSLATE_NOOP("Setting", "Graphics card (CUDA)")),
            ("mps", QT_TRANSLATE_NOOP("Setting", "Apple graphics (MPS)")),
            ("cpu", QT_TRANSLATE_NOOP("Setting", "Processor")),
        ),
    ),
    Setting(
        "proxy",
        "",
        QT_TRANSLATE_NOOP("Setting", "Proxy"),
        QT_TRANSLATE_NOOP("Setting", "For downloads. Empty: what the system's environment says."),
        page=Page.MODELS,
        group=_DOWNLOADS,
        kind=Kind.TEXT,
        pattern=_PROXY,
        hint="http://proxy.example:3128",
    ),
    Setting(
        "mirror",
        "",
        QT_TRANSLATE_NOOP("Setting", "Mirror"),
        QT_TRANSLATE_NOOP("Setting", "A server that models are fetched from instead of huggingface.co."),
        page=Page.MODELS,
        group=_DOWNLOADS,
        kind=Kind.TEXT,
        pattern=_SERVER,
        hint="https://models.example",
    ),
)
