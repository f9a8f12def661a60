"""Whether there is a newer VisionQuery. Asked only when a person wants to know; nothing is fetched but the answer.

Called on a thread that may wait. The answer is that of GitHub's "latest release", or of a server that gives the same
(`VISIONQUERY_RELEASES`, for a team that has its own).
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from visionquery.domain.events import UpdateChecked
from visionquery.vision.download.connection import Connection, Record, choose_route
from visionquery.vision.download.faults import DownloadFailed, web_page_instead

LATEST = "https://api.github.com/repos/visionquery/visionquery/releases/latest"
ADDRESS_VARIABLE = "VISIONQUERY_RELEASES"

_LARGEST_ANSWER = 1 << 20


def look_for_update(
    installed: str, settings: Mapping[str, Any], record: Record, environment: Mapping[str, str] = os.environ
) -> UpdateChecked:
    """Ask which release is the newest, and compare it with the one that is `installed` (a version, `1.2.3`).

    Uses the setting `proxy`. Raises `DownloadFailed` where nothing or nonsense is answered.
    """
    address = environment.get(ADDRESS_VARIABLE) or LATEST
    route = replace(choose_route(settings, environment), endpoint=address)
    body = bytearray()
    try:
        with (
            Connection(route, record) as connection,
            connection.get(address, "the newest release", "Look for a newer VisionQuery") as reply,
        ):
            for block in reply.blocks():
                body += block
                if len(body) > _LARGEST_ANSWER:
                    raise web_page_instead(route.host)
    except DownloadFailed as fault:
        # What it advises is about models.
        raise DownloadFailed(fault.message, "Nothing else needs this answer; ask again later.") from fault
    try:
        answer = json.loads(body)
        version, page = str(answer["tag_name"]).removeprefix("v"), str(answer["html_url"])
        newer = _numbers(version) > _numbers(installed)
    except (ValueError, KeyError, TypeError) as error:
        raise web_page_instead(route.host) from error
    if urlsplit(page).scheme != "https":
        page = ""  # it is going to be opened in a browser
    return UpdateChecked(version, page, newer)


def _numbers(version: str) -> tuple[int, ...]:
    """`1.10.2` as numbers. A version with anything after them (`2.0rc1`) is none that a person waits for."""
    if not re.fullmatch(r"\d{1,6}(\.\d{1,6}){0,3}", version):
        raise ValueError(f"not a version: {version}")
    numbers = [int(number) for number in version.split(".")]
    return tuple(numbers + [0] * (4 - len(numbers)))
