"""The record of polls: the result of each fetch of a watched page, as append-only Parquet beside the batches.

Belongs here: the format, appending, and reading back. Not here: fetching (watch), or what a batch is (ledger).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

import polars as pl

from orchestration.spotlight.domain.errors import UserError, raise_what_is_lacking
from orchestration.spotlight.files.parquet import write_parquet

FORMAT_VERSION = 1

_COLUMNS: dict[str, Any] = {
    "format_version": pl.Int64,
    "polled_at": pl.Datetime("us"),  # UTC, stored without a zone so that every engine reads the same TIMESTAMP
    "address": pl.String,
    "outcome": pl.String,
    "reason_code": pl.String,
    "reason": pl.String,
    "status_code": pl.Int64,
    "retrieved_from": pl.String,
    "etag": pl.String,
    "last_modified": pl.String,
    "size_bytes": pl.Int64,
    "document_id": pl.String,
    "file": pl.String,
    "run_id": pl.String,
}
# One row per poll. dbt reads it as the source `ledger.source_polls`.
SCHEMA = pl.Schema(_COLUMNS)


class Outcome(StrEnum):
    """The result of a poll."""

    KEPT = "kept"
    UNCHANGED = "unchanged"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Poll:
    """One fetch of a page. `document_id` and `size_bytes` are of the fetched bytes; `file` is where they were kept."""

    polled_at: datetime
    address: str
    outcome: str
    run_id: str
    reason_code: str | None = None
    reason: str | None = None
    status_code: int | None = None
    retrieved_from: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    size_bytes: int | None = None
    document_id: str | None = None
    file: str | None = None


@dataclass(frozen=True)
class PollRecord:
    """The polls in one ledger. Reading needs no lock; appending needs the warehouse's."""

    ledger_dir: Path

    @property
    def folder(self) -> Path:
        return self.ledger_dir / "polls"

    def last_number(self) -> int:
        """The number of the last file, 0 when there is none."""
        return max((int(file.stem) for file in self.folder.glob("*.parquet") if file.stem.isdecimal()), default=0)

    def polls(self) -> list[Poll]:
        """Every poll, in the order of the record; raise `UserError` if a file is damaged or has an unknown format."""
        return [row for number in range(1, self.last_number() + 1) for row in self._rows(self._file(number))]

    def append(self, polls: Sequence[Poll]) -> int:
        """Add one file, whole or not at all, and return its number."""
        number = self.last_number() + 1
        rows = [{"format_version": FORMAT_VERSION, **asdict(poll)} for poll in polls]
        incoming = self.ledger_dir / "incoming"
        for folder in (self.folder, incoming):
            folder.mkdir(parents=True, exist_ok=True)
        temporary = incoming / f"polls-{number}.parquet"
        write_parquet(pl.DataFrame(rows, schema=SCHEMA), self._file(number), temporary=temporary)
        return number

    def _file(self, number: int) -> Path:
        return self.folder / f"{number}.parquet"

    def _rows(self, file: Path) -> list[Poll]:
        try:
            rows = pl.read_parquet(file).to_dicts()
        except (OSError, pl.exceptions.PolarsError) as error:
            raise_what_is_lacking(error, file)
            raise UserError(f"{file} cannot be read. Restore it from a backup of the ledger. ({error})") from error
        for row in rows:
            if (version := row.pop("format_version")) > FORMAT_VERSION:
                raise UserError(
                    f"{file} has the format {version}, and this version knows up to {FORMAT_VERSION}. "
                    f"Install a newer version of the software."
                )
        return [Poll(**row) for row in rows]
