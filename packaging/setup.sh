#!/bin/sh
# Sets up a checkout: system packages (Debian and Ubuntu only), a virtual environment, and the Python packages.
# Usage: setup.sh VENV. Safe to run again; each step is skipped where its result is there.
set -eu

venv=$1

say() { printf '%s\n' "$*" >&2; }

# What the Qt wheels expect of the system, a compiler for hnswlib (it is published as source), and venv itself.
debian_packages="
    python3-venv python3-dev g++
    libegl1 libgl1 libdbus-1-3 libfontconfig1 libglib2.0-0
    libxkbcommon-x11-0 libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-render-util0 libxcb-shape0
"

install_system_packages() {
    command -v dpkg-query >/dev/null 2>&1 && command -v apt-get >/dev/null 2>&1 || return 0
    missing=""
    for package in $debian_packages; do
        # libglib2.0-0 is called libglib2.0-0t64 since Ubuntu 24.04 and Debian 13.
        dpkg-query -W -f='${Status}\n' "$package" "${package}t64" 2>/dev/null | grep -q 'ok installed' ||
            missing="$missing $package"
    done
    [ -n "$missing" ] || return 0
    say "System packages that are not there yet:$missing"
    if [ "$(id -u)" -eq 0 ]; then
        as_root=""
    elif command -v sudo >/dev/null 2>&1; then
        as_root="sudo"
    else
        say "Please have an administrator run: apt-get install$missing"
        return 0
    fi
    say "Installing them with: ${as_root:+sudo }apt-get install --no-install-recommends$missing"
    $as_root apt-get update -q >&2 || say "apt-get update failed; trying with the package lists that are there."
    # shellcheck disable=SC2086  # a list of package names
    DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -q --no-install-recommends $missing >&2 ||
        say "Some could not be installed; going on, since they may not be needed here."
}

find_python() {
    for candidate in python3.13 python3.12 python3.11 python3 python; do
        if command -v "$candidate" >/dev/null 2>&1 && "$candidate" -c '
import sys
raise SystemExit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; then
            command -v "$candidate"
            return 0
        fi
    done
    say "VisionQuery needs Python 3.11, 3.12 or 3.13, and none was found."
    return 1
}

install_system_packages
[ -x "$venv/bin/python" ] || "$(find_python)" -m venv "$venv"
say "Installing the Python packages into $venv (the first time this takes a few minutes)."
# Python compiles what is imported when it first is; most of the 12,700 files that come never are (55 s of processor time).
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-compile --editable '.[test]'
touch "$venv/.ready"
