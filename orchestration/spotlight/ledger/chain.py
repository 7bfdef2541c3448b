"""The chain of hashes that holds the ledger's batches together.

Belongs here: the hash of a batch, and what is noted of the last one; the standard library only.
Not here: the columns of a batch (format).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

BATCH_FILES = ("batch", "documents", "reports", "figures", "rejections")
"""The files of a batch, in the order in which they are hashed."""


@dataclass(frozen=True, slots=True, order=True)
class Head:
    """A batch and the hash of its files, as `batch_hash` makes it."""

    batch: int
    sha256: str


def batch_hash(folder: Path) -> str:
    """SHA-256 over the names and bytes of the five files of a batch; raises `OSError` for one that cannot be read."""
    digest = hashlib.sha256()
    for name in BATCH_FILES:
        content = (folder / f"{name}.parquet").read_bytes()
        digest.update(f"{name}:{hashlib.sha256(content).hexdigest()}\n".encode())
    return digest.hexdigest()
