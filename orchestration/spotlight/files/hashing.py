"""SHA-256 of a file and of a set of files.

Belongs here: digests, with the standard library only. Not here: what a digest is compared with.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path


def sha256_of(file: Path) -> str:
    """The SHA-256 of a file; raises `OSError` for one that cannot be read.

    Not for a database that this process has open: that would drop its lock.
    """
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def fingerprint(files: Iterable[Path], root: Path) -> str:
    """SHA-256 over the names (relative to `root`) and bytes of some files, whatever their order."""
    digest = hashlib.sha256()
    for file in sorted(files):
        content = file.read_bytes()
        digest.update(f"{file.relative_to(root).as_posix()}:{len(content)}:".encode() + content)
    return digest.hexdigest()
