"""Small JSON notes with a checksum that shows damage.

Belongs here: writing one and reading it back, with the standard library only, since the gate reads them first.
Not here: what is noted.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from orchestration.spotlight.files.whole import write_whole


def read_note(file: Path) -> dict[str, Any]:
    """The content of a note; nothing if it is missing or damaged."""
    try:
        noted = json.loads(file.read_text(encoding="utf-8"))
        is_as_written = noted.pop("checksum") == _checksum(noted)
    except (OSError, ValueError, KeyError, AttributeError, TypeError):
        return {}
    return noted if is_as_written else {}


def write_note(file: Path, record: Mapping[str, Any]) -> None:
    """Write a note, whole or not at all; raises `OSError` with the path that the disk refuses."""
    text = json.dumps({**record, "checksum": _checksum(record)}, indent=1)
    write_whole(file, (text + "\n").encode())


def _checksum(record: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(record).encode()).hexdigest()
