"""The batches of a ledger, and the hashes that chain them: each batch notes the hash of the one before.

Belongs here: folders, numbers and hashes of batches, with the standard library only, since the gate asks first.
Not here: the columns of a batch (format), whether the chain holds (faults).
"""

from __future__ import annotations

import hashlib
import os
import re
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path

from orchestration.spotlight.domain.errors import UserError, raise_what_is_lacking

BATCH_FILES = ("batch", "documents", "reports", "figures", "rejections")
"""The files of a batch, in the order in which they are hashed."""
BATCH_FOLDER = re.compile(r"batch=([1-9][0-9]*)")


class DamagedLedger(UserError):
    """The ledger differs from what was appended. The message names the batch and how to fix it."""


@dataclass(frozen=True, slots=True, order=True)
class Head:
    """A batch and its hash. Noted outside the ledger, it shows when the last batch was lost or changed."""

    batch: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Ledger:
    """The ledger in one folder. Reading needs no lock; appending needs the warehouse's."""

    folder: Path

    @property
    def batches(self) -> Path:
        return self.folder / "batches"

    def batch_folder(self, number: int) -> Path:
        return self.batches / f"batch={number}"

    def file(self, number: int, name: str) -> Path:
        """One of the `BATCH_FILES` of a batch."""
        return self.batch_folder(number) / f"{name}.parquet"

    def last_batch(self) -> int:
        """The number of the last batch, 0 when there is none."""
        if not self.batches.is_dir():
            return 0
        found = (BATCH_FOLDER.fullmatch(entry.name) for entry in os.scandir(self.batches))
        return max((int(one[1]) for one in found if one), default=0)

    def batch_hash(self, number: int) -> str:
        """SHA-256 over the names and bytes of the files of a batch; raises `DamagedLedger` if one cannot be read."""
        digest = hashlib.sha256()
        try:
            for name in BATCH_FILES:
                content = self.file(number, name).read_bytes()
                digest.update(f"{name}:{hashlib.sha256(content).hexdigest()}\n".encode())
        except OSError as error:
            raise_what_is_lacking(error, self.batch_folder(number))
            raise DamagedLedger(
                f"{error.filename} cannot be read ({error.strerror}). Restore this batch from a backup of the ledger."
            ) from error
        return digest.hexdigest()

    def head(self) -> Head:
        """The last batch and its hash."""
        last = self.last_batch()
        return Head(last, self.batch_hash(last) if last else "")

    def dataset_id(self) -> str:
        """The name of the data: of the first batch's hash, which no rebuild, restore or move changes."""
        return f"spotlight-warehouse/{self.batch_hash(1)[:16]}"

    def stamp(self) -> str:
        """A digest of the names, sizes and times of all files of all batches.

        While it stays the same, no file was changed, and a long ledger need not be hashed at every refresh.
        """
        digest = hashlib.sha256()
        for folder in sorted(os.scandir(self.batches), key=attrgetter("name")) if self.batches.is_dir() else []:
            digest.update(os.fsencode(f"{folder.name}\n"))
            for name in BATCH_FILES:
                try:
                    found = os.stat(f"{folder.path}/{name}.parquet")  # noqa: PTH116 - twice as fast as Path.stat
                except OSError as error:
                    digest.update(f"{error.strerror}\n".encode())
                else:
                    digest.update(f"{found.st_size} {found.st_mtime_ns} {found.st_ctime_ns}\n".encode())
        return digest.hexdigest()
