#!/bin/sh
# Runs VisionQuery from a checkout: the window where there is a screen, the same job in the terminal where there is
# none or where FOLDER or QUERY is given. Called by `make run`, which has done the set-up.
set -eu

program=.venv/bin/visionquery
python=.venv/bin/python
folder=${FOLDER:-}
query=${QUERY:-}

has_display() {
    [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] || [ "$(uname -s)" = Darwin ]
}

if [ -z "$folder$query" ] && has_display; then
    exec "$program"
fi

if [ -z "$folder" ]; then
    folder=$("$python" -c '
from visionquery.system.paths import pictures_dir
print(pictures_dir() or "")')
fi
if [ -z "$folder" ]; then
    folder=$("$python" -c '
import importlib.util, pathlib
print(pathlib.Path(importlib.util.find_spec("skimage").origin).parent / "data")')
    echo "No Pictures folder here: taking the photographs that scikit-image ships."
fi
query=${query:-a cat}
sheet=visionquery-answer.png

"$program" index "$folder"
echo
"$program" search "$query" --in "$folder" -n 12 --sheet "$sheet"
