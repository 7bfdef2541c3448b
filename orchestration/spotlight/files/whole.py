"""Files that appear whole or not at all, and folders whose names last.

Belongs here: the only way to write a file that may be read at any time. Not here: its content.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from orchestration.spotlight.domain.errors import writing


def write_whole(file: Path, content: bytes, *, temporary: Path | None = None, is_final: bool = False) -> None:
    """Write a file beside its place and rename it into place; raises `OSError` with its path, or `temporary`.

    `temporary` is where it is written first, in the same file system; by default a hidden name of this process in the
    same folder. A final file survives a power failure and is read-only: it is never changed again.
    """
    named = temporary or file
    temporary = temporary or file.with_name(f".{file.name}.{os.getpid()}")
    try:
        with writing(named), temporary.open("wb") as stream:
            stream.write(content)
            if is_final:
                stream.flush()
                os.fsync(stream.fileno())
    except OSError:
        with suppress(OSError):  # half of a file serves nobody, and it takes the room that a full disk lacks
            temporary.unlink()
        raise
    if is_final:
        temporary.chmod(0o444)
    temporary.replace(file)
    if is_final:
        sync(file.parent)


def sync(path: Path) -> None:
    """Flush a file, or the names in a folder, to the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
