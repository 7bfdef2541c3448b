"""Compact copies of the ledger's older batches, a hundred to a file, so that a look at a long ledger opens few files.

Belongs here: what a copy is, and when it may stand for its batches. Not here: what is read of batches or copies.

A ledger of ten thousand batches is fifty thousand small files, and opening one takes longer than reading it. The copies
lie beside the ledger, which stays as it is: without them, or where one is not right, the batches themselves are read.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from orchestration.spotlight.files.hashing import sha256_of
from orchestration.spotlight.files.note import read_note, write_note
from orchestration.spotlight.files.parquet import write_parquet
from orchestration.spotlight.ledger.chain import BATCH_FILES, batch_hash

BATCHES = 100
"""How many batches are in a copy: of ten thousand, as many copies are opened as there may be batches in none yet."""
LARGEST_BYTES = 100_000
"""A larger file of a batch is not copied: it is worth opening, and a copy would take its room once more."""
TABLES = tuple(name for name in BATCH_FILES if name != "batch")

_FORMAT_VERSION = 1
"""Another one for whatever else is copied or left out: copies of an earlier one are not read."""
_NOTE = "note.json"


def spans(last_batch: int) -> Iterator[range]:
    """The numbers of the batches of each copy that a ledger of so many batches can have."""
    for first in range(1, last_batch - BATCHES + 2, BATCHES):
        yield range(first, first + BATCHES)


@dataclass(frozen=True)
class CompactCopies:
    """The copies in one folder, each in a folder of its own, named after its last batch.

    A copy is right while its files are those that were written and its last batch is still the one that was copied:
    being chained by hashes, that batch stands for all before it.
    """

    folder: Path

    def place(self, span: range) -> Path:
        return self.folder / str(span[-1])

    def apart(self, span: range, last_batch_folder: Path) -> Mapping[str, Sequence[int]] | None:
        """Of each table the batches of a span that are not in its copy; None where there is no copy that is right."""
        note = read_note(self.place(span) / _NOTE)
        try:
            if note.get("of") != [_FORMAT_VERSION, span[0], span[-1], batch_hash(last_batch_folder)]:
                return None
            if any(sha256_of(self.place(span) / f"{name}.parquet") != note["sha256"][name] for name in TABLES):
                return None
        except OSError:  # gone or not to be read: the batches are
            return None
        return dict(note["apart"])

    def keep(
        self, span: range, rows: Mapping[str, pl.DataFrame], apart: Mapping[str, Sequence[int]], head: str
    ) -> None:
        """Make the copy of a span, whole or not at all; `head` is the hash of its last batch, `apart` as above.

        Raises `OSError` with the path that the disk refuses.
        """
        temporary = self.folder / f".{span[-1]}"
        shutil.rmtree(temporary, ignore_errors=True)
        temporary.mkdir(parents=True)
        files = {name: temporary / f"{name}.parquet" for name in TABLES}
        for name, file in files.items():
            write_parquet(rows[name], file)
        hashes = {name: sha256_of(file) for name, file in files.items()}
        of = [_FORMAT_VERSION, span[0], span[-1], head]
        write_note(temporary / _NOTE, {"of": of, "sha256": hashes, "apart": apart})
        shutil.rmtree(self.place(span), ignore_errors=True)
        temporary.rename(self.place(span))
