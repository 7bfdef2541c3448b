"""Content hashes of files, remembered with their size and times, so that an unchanged folder is not read again.

Belongs here: when a remembered hash may stand for reading, with the standard library only, since the gate asks first.
Not here: what a hash is compared with.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from pathlib import Path
from typing import Any

from orchestration.spotlight.files.whole import write_whole

_RECORD = "seen_files.json"
_MOST_HASHED = 1 << 30
"""Larger files are compared by size and mtime, not hashed."""
_SETTLED_AFTER_NS = 3_000_000_000
"""A file that changed less long ago than this may change once more within the resolution of its times."""


class SeenFiles:
    """The files of one folder, and the hash that each had when it had a certain size, time and inode.

    `ctime` is among them: unlike the time of modification, it cannot be set.
    """

    def __init__(self, folder: Path, warehouse_dir: Path) -> None:
        self.folder = folder
        self._record = warehouse_dir / _RECORD
        self._known = _read(self._record, folder)
        self._seen: dict[str, list[Any]] = {}
        self._first: dict[Path, list[int] | None] = {}

    def content_hash(self, file: Path) -> str:
        """SHA-256 of a file's bytes in hex, or text that says why there is none; such text is never a valid hash."""
        self._first.setdefault(file, _state_or_none(file))
        try:
            if not file.is_file():
                return "no regular file"
            state = _state_of(file)
            if state[0] > _MOST_HASHED:
                return f"{state[0]} bytes of {state[1]}"
            name = os.path.relpath(file, self.folder)
            known = self._known.get(name)
            if known is not None and known[:-1] == state:
                self._seen[name] = known
                return str(known[-1])
            with file.open("rb") as stream:
                content_hash = hashlib.file_digest(stream, "sha256").hexdigest()
            if _state_of(file) == state and time.time_ns() - max(state[1], state[2]) > _SETTLED_AFTER_NS:
                self._seen[name] = [*state, content_hash]
        except OSError as error:
            return f"unreadable: {error.strerror}"
        return content_hash

    def is_unchanged(self) -> bool:
        """Whether every file is as it was when its hash was asked for first, and all that was read meanwhile was that.

        A file that is written again with the bytes it had may have been read while half of it, or nothing, was there.
        """
        return all(_state_or_none(file) == state for file, state in self._first.items())

    def keep(self) -> None:
        """Save the hashes of the files seen, and no others."""
        if self._seen == self._known:
            return
        self._record.parent.mkdir(parents=True, exist_ok=True)
        record = json.dumps({"folder": str(self.folder), "files": self._seen}) + "\n"
        write_whole(self._record, record.encode())


def _state_of(file: Path) -> list[int]:
    found = file.stat()
    return [found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino, found.st_dev]


def _state_or_none(file: Path) -> list[int] | None:
    try:
        return _state_of(file)
    except OSError:
        return None


def _read(record: Path, folder: Path) -> dict[str, list[Any]]:
    try:
        noted = json.loads(record.read_text(encoding="utf-8"))
        files = noted["files"] if noted["folder"] == str(folder) else {}
        return {name: known for name, known in files.items() if len(known) == 6}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}
