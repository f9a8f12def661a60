"""Whether a window can open here, found out before Qt is asked: Qt ends the whole program where it cannot.

Standard library only. On Linux the window systems' own client libraries are asked (as Qt would), and Qt's platform
plugin is loaded once, so that a library that is missing is named.
"""

from __future__ import annotations

import ctypes
import importlib.util
import os
import re
import sys
from collections.abc import Mapping
from pathlib import Path

# Qt plugins that need no screen.
_SCREENLESS = {"offscreen", "minimal", "minimalegl", "vnc", "linuxfb", "eglfs"}

# Debian and Ubuntu packages of the libraries that Qt expects of the system.
_PACKAGES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libGLX.so.0": "libglx0",
    "libOpenGL.so.0": "libopengl0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xinerama.so.0": "libxcb-xinerama0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libX11-xcb.so.1": "libx11-xcb1",
}
_MISSING = re.compile(r"(lib[\w.+-]+\.so[\w.]*): cannot open shared object file")


def display_problem(environment: Mapping[str, str] = os.environ) -> str | None:
    """Why no window can open here, in one sentence; None where nothing speaks against it."""
    if sys.platform in ("win32", "darwin", "cygwin"):
        return None
    asked = environment.get("QT_QPA_PLATFORM", "").split(":")[0].split(";")[0].strip().casefold()
    if asked in _SCREENLESS:
        return None
    wayland = environment.get("WAYLAND_DISPLAY") if asked != "xcb" else None
    x11 = environment.get("DISPLAY") if not asked.startswith("wayland") else None
    problem = None
    if wayland:
        problem = (
            _plugin_problem("libqwayland*.so") if _wayland_answers() else f"The display {wayland} does not answer."
        )
        if problem is None:
            return None
    if x11:
        return _x11_problem(x11)
    return problem or "There is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set)."


def import_problem(error: ImportError) -> str:
    """What to do about a Qt that cannot be imported, in one sentence or two."""
    return _missing_library(str(error)) or f"Qt cannot be loaded ({error})."


def _missing_library(message: str) -> str | None:
    match = _MISSING.search(message)
    if not match:
        return None
    library = match[1]
    package = _PACKAGES.get(library)
    advice = f" On Debian and Ubuntu: apt-get install {package}" if package else ""
    return f"The window needs the system library {library}, which is not installed.{advice}"


def _x11_problem(display: str) -> str | None:
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError as error:
        return _missing_library(str(error)) or str(error)
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connect.argtypes = [ctypes.c_char_p, ctypes.c_void_p]
    xcb.xcb_connection_has_error.argtypes = [ctypes.c_void_p]
    xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(os.fsencode(display), None)
    if xcb.xcb_connection_has_error(connection):
        xcb.xcb_disconnect(connection)
        return f"The display {display} does not answer."
    # Left open: a server whose last client leaves (Xvfb) starts over, and would turn Qt away meanwhile.
    return _plugin_problem("libqxcb.so")


def _wayland_answers() -> bool:
    try:
        wayland = ctypes.CDLL("libwayland-client.so.0")
    except OSError:
        return False
    wayland.wl_display_connect.restype = ctypes.c_void_p
    wayland.wl_display_connect.argtypes = [ctypes.c_char_p]
    wayland.wl_display_disconnect.argtypes = [ctypes.c_void_p]
    display = wayland.wl_display_connect(None)
    if not display:
        return False
    wayland.wl_display_disconnect(display)
    return True


def _plugin_problem(pattern: str) -> str | None:
    """Load Qt's platform plugin as Qt will: the error names what is missing. One that loads is enough."""
    package = importlib.util.find_spec("PySide6")
    problem = None
    for folder in package.submodule_search_locations or () if package else ():
        for plugin in sorted((Path(folder) / "Qt" / "plugins" / "platforms").glob(pattern)):
            try:
                ctypes.CDLL(str(plugin))
            except OSError as error:
                problem = _missing_library(str(error)) or str(error)
            else:
                return None
    return problem
