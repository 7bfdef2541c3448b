"""The system of record: append-only batches of Parquet, and the bytes of every accepted document.

Belongs here: the format, appending a batch whole or not at all, and reading the state back.
Not here: what is accepted (ingest/resolve) or what the facts are (dbt).
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from operator import attrgetter
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from orchestration.spotlight.domain.errors import UserError
from orchestration.spotlight.domain.model import (
    FIGURE_SCHEMA,
    REPORT_COLUMNS,
    SOURCE_COLUMNS,
    Figure,
    FigureKey,
    Rejection,
    Report,
    Statement,
    figure_from,
)
from orchestration.spotlight.domain.sql import literal
from orchestration.spotlight.domain.vocabulary import Vocabulary
from orchestration.spotlight.files.parquet import write_parquet
from orchestration.spotlight.files.whole import sync, write_whole
from orchestration.spotlight.ledger import compaction
from orchestration.spotlight.ledger.chain import Head, batch_hash
from orchestration.spotlight.ledger.state import IN_EFFECT, Believed, Known, State, StatementState

FORMAT_VERSION = 1
_BATCH_FOLDER = re.compile(r"batch=([1-9][0-9]*)")

_INSTANT = pl.Datetime("us")  # UTC, stored without a zone so that every engine reads the same TIMESTAMP

_ABOUT_FIGURE = ("measure", "category_scheme", "category", "value", "value_status", "source_line", "source_text")
_REPORT = {column: FIGURE_SCHEMA[column] for column in ("report_id", *REPORT_COLUMNS, *SOURCE_COLUMNS)}
_FIGURE = {column: FIGURE_SCHEMA[column] for column in _ABOUT_FIGURE}

Period = tuple[str, date, date]
"""(jurisdiction_code, period_start, period_end)"""

_PERIODS = """
    select
        unnest($codes::varchar[]) as jurisdiction_code,
        unnest($starts::date[]) as period_start,
        unnest($ends::date[]) as period_end
"""


def _schema(columns: dict[str, Any]) -> pl.Schema:
    return pl.Schema(columns)


# The five files of a batch. The number of the batch is the hive partition in the folder's name, never a column.
SCHEMAS: dict[str, pl.Schema] = {
    # Exactly one row.
    "batch": _schema(
        {
            "recorded_at": _INSTANT,
            "run_id": pl.String,
            "code_version": pl.String,
            "reference_version": pl.String,
            "format_version": pl.Int64,
            "previous_hash": pl.String,
            "new_count": pl.Int64,
            "restated_count": pl.Int64,
            "reaffirmed_count": pl.Int64,
            "late_count": pl.Int64,
            "corrected_count": pl.Int64,
            "rejected_count": pl.Int64,
            "removed_count": pl.Int64,
        }
    ),
    # One row per path whose state changed. state: present, gone. outcome: accepted, partly_accepted, rejected
    # (null when gone). sidecar_id: SHA-256 of the sidecar's bytes, null without one.
    "documents": _schema(
        {
            "recorded_at": _INSTANT,
            "path": pl.String,
            "document_id": pl.String,
            "sidecar_id": pl.String,
            "format": pl.String,
            "size_bytes": pl.Int64,
            "state": pl.String,
            "outcome": pl.String,
        }
    ),
    # One row per (path, report_id) whose state changed, with every figure that the file states of that report.
    # state:
    #   stated     the file states it and is accepted for it
    #   held       the file has turned bad or lost a conflict; what it stated before stays believed (rule 8)
    #   pending    the file no longer states it, or states fewer figures; believed until the removal is accepted
    #   replaced   a later report was saved over it; believed as history
    #   accepted   its removal was accepted: no longer stated by this path
    #   covered    the path no longer states it, but other files present state all of it (renamed, merged)
    #   withdrawn  a publisher's document beat it
    # The last three end the statement. removal_id and noticed_at are set for pending, replaced and accepted.
    "reports": _schema(
        {
            "recorded_at": _INSTANT,
            "path": pl.String,
            "document_id": pl.String,
            **_REPORT,
            "state": pl.String,
            "removal_id": pl.String,
            "noticed_at": _INSTANT,
            "decided_at": _INSTANT,
            "figures": pl.List(pl.Struct(_FIGURE)),
        }
    ),
    # One row per figure that became believed, changed in value, status or rank of the document shown (action
    # stated), or was withdrawn (action withdrawn: value and status are then those it had).
    # change_kind: new, restated, reaffirmed, late, corrected, removed; null where only the document shown changed.
    # old_*: what was believed before of this figure (corrected, removed), else of the vintage before (restated).
    "figures": _schema(
        {
            "recorded_at": _INSTANT,
            **_REPORT,
            **_FIGURE,
            "document_id": pl.String,
            "action": pl.String,
            "change_kind": pl.String,
            "old_value": pl.Int64,
            "old_value_status": pl.String,
            "old_publisher_as_of": pl.Date,
        }
    ),
    # One row per rejection opened or closed.
    "rejections": _schema(
        {
            "recorded_at": _INSTANT,
            "rejection_id": pl.String,
            "file": pl.String,
            "line": pl.Int64,
            "rule_code": pl.String,
            "offending_text": pl.String,
            "message": pl.String,
            "report_id": pl.String,
            "document_id": pl.String,
            "action": pl.String,
        }
    ),
}


class DamagedLedger(UserError):
    """The ledger is not what was appended; the message names the batch and how to mend it."""


@dataclass(frozen=True, slots=True)
class PathState:
    """The last recorded state of one path. `outcome` is None once the file is gone."""

    path: str
    document_id: str | None
    sidecar_id: str | None
    state: str
    outcome: str | None


@dataclass(frozen=True)
class Ledger:
    """The ledger in one folder. Reading needs no lock; appending needs the warehouse's."""

    folder: Path

    @property
    def batches(self) -> Path:
        return self.folder / "batches"

    @property
    def copies_folder(self) -> Path:
        """Where the compact copies are: beside the ledger, of which they are no part."""
        return self.folder.with_name("compacted")

    @property
    def _copies(self) -> compaction.CompactCopies:
        return compaction.CompactCopies(self.copies_folder)

    def last_batch(self) -> int:
        """The number of the last batch, 0 when there is none."""
        return max(_batch_numbers(self.batches), default=0)

    def batch_folder(self, number: int) -> Path:
        return self.batches / f"batch={number}"

    def batch_hash(self, number: int) -> str:
        """SHA-256 over the names and bytes of the five files of a batch."""
        try:
            return batch_hash(self.batch_folder(number))
        except OSError as error:
            raise DamagedLedger(
                f"{error.filename} cannot be read ({error.strerror}). Restore this batch from a backup of the ledger."
            ) from error

    def head(self) -> Head:
        """The last batch, as it is noted wherever somebody would otherwise not notice that it was lost or changed."""
        last = self.last_batch()
        return Head(last, self.batch_hash(last) if last else "")

    def stamp(self) -> str:
        """A digest of the names, sizes and times of the batches' files: while it is the same, nobody has touched them.

        So a refresh looks at a long ledger, which it would take long to hash; `verify_chain` hashes it.
        """
        digest = hashlib.sha256()
        for folder in sorted(os.scandir(self.batches), key=attrgetter("name")) if self.batches.is_dir() else []:
            digest.update(os.fsencode(f"{folder.name}\n"))
            for name in SCHEMAS:
                try:
                    found = os.stat(f"{folder.path}/{name}.parquet")  # noqa: PTH116 - in half the time
                except OSError as error:
                    digest.update(f"{error.strerror}\n".encode())
                else:
                    digest.update(f"{found.st_size} {found.st_mtime_ns} {found.st_ctime_ns}\n".encode())
        return digest.hexdigest()

    def verify_chain(self, noted: Iterable[Head] = ()) -> None:
        """Raise `DamagedLedger` at the first batch that is missing, damaged or of a format that is not known.

        The chain holds every batch but the last, which nothing follows: `noted` says what others wrote down of it.
        """
        for fault in self.chain_faults(noted):
            raise DamagedLedger(fault)

    def chain_faults(self, noted: Iterable[Head] = ()) -> Iterator[str]:
        """Everything that keeps the batches from being the ones that were appended, each with how to mend it."""
        for entry in sorted(self.batches.iterdir()) if self.batches.is_dir() else []:
            if entry.is_dir() and not _BATCH_FOLDER.fullmatch(entry.name):
                yield f"{entry} is no batch, and whatever reads the ledger would stumble over it. Move it elsewhere."
        hashes: dict[int, str] = {}
        yield from self._link_faults(range(1, self.last_batch() + 1), hashes)
        for head in sorted(set(noted)):
            if head.batch > self.last_batch():
                yield (
                    f"{self.batches} ends with batch {self.last_batch()}, but batch {head.batch} was there before. "
                    f"Restore what is missing from a backup of the ledger; if this is the newest there is, run "
                    f"`spotlight rebuild`, which takes the ledger as it is."
                )
            elif head.batch in hashes and head.sha256 != hashes[head.batch]:
                yield (
                    f"{self.batch_folder(head.batch)} is not what was appended. Restore it from a backup; if it is "
                    f"as the backup has it (then a release's note is damaged), or the ledger was restored to an "
                    f"earlier state on purpose, run `spotlight rebuild`, which takes it as it is."
                )

    def _link_faults(self, numbers: range, hashes: dict[int, str]) -> Iterator[str]:
        """What keeps batches in a row from being a chain; the hashes of those that can be read go to `hashes`."""
        for number in numbers:
            if not self.batch_folder(number).is_dir():
                yield f"Batch {number} is missing from {self.batches}. Restore it from a backup of the ledger."
                continue
            try:
                row = self._read_batch_row(number)
                hashes[number] = self.batch_hash(number)
            except DamagedLedger as error:
                yield str(error)
                continue
            if row["format_version"] > FORMAT_VERSION:
                yield (
                    f"Batch {number} has the ledger format {row['format_version']}, and this version knows up to "
                    f"{FORMAT_VERSION}. Install a newer version of the software."
                )
            if number == 1 and row["previous_hash"]:
                yield f"{self.batch_folder(1)} is not a first batch. Restore it from a backup of the ledger."
            elif number - 1 in hashes and row["previous_hash"] != hashes[number - 1]:
                yield (
                    f"Batch {number - 1} in {self.batches} is not the one that batch {number} followed. "
                    f"Restore batch {number - 1} from a backup of the ledger."
                )

    def compact(self, *, anew: bool = False) -> None:
        """Make the compact copies that are missing or not right; the caller holds the warehouse's lock.

        `anew` also looks at the rows of those that seem right, and deletes what is beyond the end of the ledger.
        Raises `DamagedLedger` where the batches of a copy are not the chain that was appended, and `OSError`.
        """
        for copy in list(self.faulty_copies(by_rows=True)) if anew else []:
            shutil.rmtree(copy)
        for span in compaction.spans(self.last_batch()):
            if self._copies.apart(span, self.batch_folder(span[-1])) is None:
                rows, apart, head = self._to_copy(span)
                self._copies.keep(span, rows, apart, head)

    def faulty_copies(self, *, by_rows: bool) -> Iterator[Path]:
        """The compact copies that are not right or, which takes longer to see, have other rows than the batches.

        Raises `DamagedLedger` where the batches themselves are not the chain that was appended.
        """
        places = sorted(self.copies_folder.glob("[!.]*"))
        spans = {self._copies.place(span): span for span in compaction.spans(self.last_batch())}
        for place in places:
            span = spans.get(place)
            is_right = span is not None and self._is_right(span, by_rows=by_rows)
            if not is_right and place.exists():  # else a refresh or rebuild has just deleted it
                yield place

    def _is_right(self, span: range, *, by_rows: bool) -> bool:
        apart = self._copies.apart(span, self.batch_folder(span[-1]))
        if apart is None or not by_rows:
            return apart is not None
        rows, large, _ = self._to_copy(span)
        files = {name: self._copies.place(span) / f"{name}.parquet" for name in rows}
        try:
            copied = {name: pl.read_parquet(file, hive_partitioning=False) for name, file in files.items()}
        except (OSError, pl.exceptions.PolarsError):
            return False
        return apart == large and all(copied[name].equals(some) for name, some in rows.items())

    def _to_copy(self, span: range) -> tuple[dict[str, pl.DataFrame], dict[str, list[int]], str]:
        """By table the rows of a span and the batches whose rows are too many to be copied; the last batch's hash."""
        hashes: dict[int, str] = {}
        for fault in self._link_faults(span, hashes):
            raise DamagedLedger(fault)
        rows, apart = {}, {}
        for name in compaction.TABLES:
            small, apart[name] = self._by_size(name, span)
            with self._reading():
                rows[name] = self._of_batches(name, small).collect()
        return rows, apart, hashes[span[-1]]

    def _by_size(self, name: str, numbers: Iterable[int]) -> tuple[list[int], list[int]]:
        """The batches whose file takes longer to open than to read, and those whose file is large."""
        small: list[int] = []
        large: list[int] = []
        for number in numbers:
            size = (self.batch_folder(number) / f"{name}.parquet").stat().st_size
            (large if size > compaction.LARGEST_BYTES else small).append(number)
        return small, large

    def give(self, connection: duckdb.DuckDBPyConnection, columns: Mapping[str, Sequence[str]]) -> None:
        """Give a connection some columns of some files of all batches as views of their names, each with its `batch`.

        Compact copies are not read: what they should be is in question. Small files are copied into the database, a
        hundred at a time. Raises `DamagedLedger` for a file that cannot be read.
        """
        for name, wanted in columns.items():
            with self._reading():
                small, large = self._by_size(name, range(1, self.last_batch() + 1))
                none = self._of_batches(name, []).select("batch", *wanted).collect()
                connection.register("stream", none.__arrow_c_stream__())
                connection.execute(f"create table small_{name} as from stream")
                for start in range(0, len(small), compaction.BATCHES):
                    numbers = small[start : start + compaction.BATCHES]
                    some = self._of_batches(name, numbers).select("batch", *wanted).collect()
                    connection.register("stream", some.__arrow_c_stream__())
                    connection.execute(f"insert into small_{name} from stream")
            views = [f"from small_{name}"]
            if large:
                files = ", ".join(literal(self.batch_folder(number) / f"{name}.parquet") for number in large)
                hive = "hive_partitioning = true, hive_types = {'batch': bigint}"
                views.append(f"select batch, {', '.join(wanted)} from read_parquet([{files}], {hive})")
            connection.execute(f"create view {name} as {' union all by name '.join(views)}")

    def was_read_otherwise(self, code_version: str, vocabulary: Vocabulary) -> bool:
        """Whether the last batch was written by other code or with other reference seeds."""
        last = self.last_batch()
        if not last:
            return True
        row = self._read_batch_row(last)
        return (row["code_version"], row["reference_version"]) != (code_version, vocabulary.fingerprint)

    def last_recorded_at(self) -> datetime | None:
        """When the last batch was recorded (UTC, without a zone), or None."""
        last = self.last_batch()
        return self._read_batch_row(last)["recorded_at"] if last else None

    def _read_batch_row(self, number: int) -> dict[str, Any]:
        file = self.batch_folder(number) / "batch.parquet"
        try:
            return pl.read_parquet(file, hive_partitioning=False).row(0, named=True)
        except (OSError, pl.exceptions.PolarsError) as error:
            raise DamagedLedger(
                f"{file} cannot be read. Restore this batch from a backup of the ledger. ({error})"
            ) from error

    def path_states(self) -> dict[str, PathState]:
        """The last recorded state of every path."""
        rows = self._rows(
            """
            select path, document_id, sidecar_id, state, outcome from documents
            qualify row_number() over (partition by path order by batch desc) = 1
            order by path
            """,
            documents=self._all("documents"),
        )
        return {row["path"]: PathState(**row) for row in rows}

    def open_rejections(self) -> dict[str, Rejection]:
        """Every rejection that was opened and not closed, by rejection_id."""
        rows = self._rows(
            """
            select rejection_id, file, line, rule_code, offending_text, message, report_id, document_id, action
            from rejections
            qualify row_number() over (partition by rejection_id order by batch desc) = 1
            order by file, line nulls first, rule_code
            """,
            rejections=self._all("rejections"),
        )
        return {row.pop("rejection_id"): Rejection(**row) for row in rows if row.pop("action") == "opened"}

    def known(self, periods: Iterable[Period]) -> Known:
        """What is held of some places and periods."""
        periods = sorted(periods)
        return Known(
            {(s.statement.path, s.statement.report.report_id): s for s in self._standings(periods)},
            self._believed(periods),
        )

    def periods_of(self, paths: Iterable[str], *, with_removals: bool) -> set[Period]:
        """The places and periods of the statements in effect of some paths, and of every removal that waits."""
        reports, paths = self._all("reports").drop("figures"), list(paths)
        asked = {*paths, *(self._removed(reports)["path"] if with_removals else ())}
        rows = self._rows(
            f"""
            with latest as ({_latest_reports("jurisdiction_code, period_start, period_end")})
            select distinct jurisdiction_code, period_start, period_end
            from latest
            where path in (select unnest($paths::varchar[])) or ($with_removals and removal_id is not null)
            """,
            {"paths": paths, "with_removals": with_removals},
            reports=reports.filter(pl.col("path").is_in(sorted(asked))),
        )
        return {(row["jurisdiction_code"], row["period_start"], row["period_end"]) for row in rows}

    def removals(self) -> list[dict[str, Any]]:
        """Every removal that waits or was replaced: removal_id, file, report_id, state, noticed_at; oldest first."""
        reports = self._all("reports").drop("figures")
        removed = self._removed(reports)
        return self._rows(
            f"""
            with latest as ({_latest_reports("report_id, noticed_at")})
            select removal_id, path as file, report_id, state, noticed_at from latest
            where removal_id is not null order by noticed_at, file, report_id
            """,
            reports=reports.filter(
                pl.col("path").is_in(removed["path"].unique().to_list()),
                pl.col("report_id").is_in(removed["report_id"].unique().to_list()),
            ),
        )

    def past_revisions(self, before_batch: int, keys: Iterable[FigureKey]) -> dict[FigureKey, list[float]]:
        """By how many percent some figures were restated in the batches before one."""
        rows = self._rows(
            """
            select measure, category, list(100.0 * (value - old_value) / old_value) as revisions
            from restated
            where
                old_value > 0 and value is not null and batch < $before_batch
                and measure || '/' || category in (select unnest($keys::varchar[]))
            group by measure, category
            """,
            {"before_batch": before_batch, "keys": [f"{key.measure}/{key.category}" for key in keys]},
            restated=self._all("figures")
            .filter(pl.col("change_kind") == "restated")
            .select("batch", "measure", "category", "value", "old_value"),
        )
        return {FigureKey(row["measure"], row["category"]): row["revisions"] for row in rows}

    def year_values(self, jurisdiction_codes: Iterable[str]) -> dict[tuple[str, int, FigureKey], int]:
        """The latest stated number of each figure of some places, by calendar year."""
        rows = self._rows(
            """
            with believed as (
                select jurisdiction_code, period_start, publisher_as_of, measure, category, value, action
                from figures
                where
                    period_start = date_trunc('year', period_start)
                    and period_end = period_start + interval 1 year - interval 1 day
                qualify row_number() over (partition by report_id, measure, category order by batch desc) = 1
            )
            select jurisdiction_code, year(period_start) as year, measure, category, value
            from believed where action = 'stated'
            qualify row_number() over (
                partition by jurisdiction_code, period_start, measure, category order by publisher_as_of desc
            ) = 1
            """,
            figures=self._all("figures").filter(pl.col("jurisdiction_code").is_in(list(jurisdiction_codes))),
        )
        return {
            (row["jurisdiction_code"], row["year"], FigureKey(row["measure"], row["category"])): row["value"]
            for row in rows
            if row["value"] is not None
        }

    def _standings(self, periods: Sequence[Period]) -> Iterator[StatementState]:
        columns = ", ".join(("document_id", "noticed_at", "decided_at", *_REPORT, "figures"))
        rows = self._rows(
            f"""
            with periods as ({_PERIODS}), latest as ({_latest_reports(columns)})
            select latest.* from latest semi join periods using (jurisdiction_code, period_start, period_end)
            order by batch, path, report_id
            """,
            _period_lists(periods),
            reports=_near(self._all("reports"), periods),
        )
        for row in rows:
            figures = tuple(figure_from(figure) for figure in row["figures"])
            yield StatementState(_statement_of(row, figures), State(row["state"]), row["removal_id"], row["noticed_at"])

    def _believed(self, periods: Sequence[Period]) -> dict[Report, dict[FigureKey, Believed]]:
        columns = ", ".join((*_REPORT, *_FIGURE, "document_id"))
        rows = self._rows(
            f"""
            with periods as ({_PERIODS}), latest as (
                select {columns}, action
                from figures semi join periods using (jurisdiction_code, period_start, period_end)
                qualify row_number() over (partition by report_id, measure, category order by batch desc) = 1
            )
            select * from latest where action = 'stated'
            """,
            _period_lists(periods),
            figures=_near(self._all("figures"), periods),
        )
        believed: dict[Report, dict[FigureKey, Believed]] = {}
        for row in rows:
            figure = figure_from(row)
            believed.setdefault(_report_of(row), {})[figure.key] = Believed(
                figure,
                row["document_id"],
                row["publisher_as_of_basis"],
                row["source"],
                row["source_kind"],
                row["note"],
            )
        return believed

    def _all(self, name: str) -> pl.LazyFrame:
        """The rows of one file of every batch, with the number of the batch."""
        last = self.last_batch()
        copies: list[Path] = []
        numbers: list[int] = []
        for span in compaction.spans(last):
            apart = self._copies.apart(span, self.batch_folder(span[-1]))
            copies += [] if apart is None else [self._copies.place(span) / f"{name}.parquet"]
            numbers += span if apart is None else apart[name]
        numbers += range(last - last % compaction.BATCHES + 1, last + 1)
        rows = self._of_batches(name, numbers)
        return pl.concat([pl.scan_parquet(copies, glob=False, hive_partitioning=False), rows]) if copies else rows

    def _of_batches(self, name: str, numbers: Sequence[int]) -> pl.LazyFrame:
        """The rows of one file of some batches, with the number of the batch, from the batches themselves."""
        files = [self.batch_folder(number) / f"{name}.parquet" for number in numbers]
        if not files:
            return pl.LazyFrame(schema={**SCHEMAS[name], "batch": pl.Int64})
        # From the folder's own name alone: the folders above may have names of that form too.
        of_batch = pl.col("_read_from").str.extract(r"batch=(\d+)[/\\][^/\\]*$").cast(pl.Int64).alias("batch")
        rows = pl.scan_parquet(files, glob=False, hive_partitioning=False, include_file_paths="_read_from")
        return rows.with_columns(of_batch).drop("_read_from")

    def _removed(self, reports: pl.LazyFrame) -> pl.DataFrame:
        """The path and report of every statement that was ever removed: few, and found without reading the others."""
        with self._reading():
            return reports.filter(pl.col("removal_id").is_not_null()).select("path", "report_id").unique().collect()

    def _rows(
        self, sql: str, parameters: Mapping[str, object] | None = None, **tables: pl.LazyFrame
    ) -> list[dict[str, Any]]:
        # Polars opens a small file in a fifth of the time that DuckDB takes: a long ledger is many small files.
        with self._reading(), duckdb.connect() as connection:
            for name, table in tables.items():
                # As a bare stream, which can be read once, and takes no package between the two.
                connection.register("stream", table.collect().__arrow_c_stream__())
                connection.execute(f"create temp table {name} as from stream")
            result = connection.execute(sql, dict(parameters or {}))
            names = [column[0] for column in result.description]
            return [dict(zip(names, row, strict=True)) for row in result.fetchall()]

    @contextmanager
    def _reading(self) -> Iterator[None]:
        """Name the file that cannot be read."""
        try:
            yield
        except (OSError, pl.exceptions.PolarsError, duckdb.Error) as error:
            damaged = self._first_unreadable()
            if damaged is None:
                raise UserError(
                    f"{self.folder}: the ledger is whole, and reading it failed: {error}. If this happens again, "
                    f"delete {self.copies_folder}, which is made anew from it."
                ) from error
            raise DamagedLedger(
                f"{damaged} cannot be read. Restore it from a backup of the ledger. ({error})"
            ) from error

    def _first_unreadable(self) -> Path | None:
        """The file that a failed read has to be mended at, if there is one: polars does not always name it."""
        for number in range(1, self.last_batch() + 1):
            for name in SCHEMAS:
                file = self.batch_folder(number) / f"{name}.parquet"
                try:
                    pl.read_parquet(file, hive_partitioning=False)
                except (OSError, pl.exceptions.PolarsError):
                    return file
        return None

    def keep_document(self, document_id: str, ending: str, content: bytes) -> None:
        """Store the bytes of an accepted document (or sidecar) for good; storing them again does nothing."""
        file = self.folder / "documents" / f"{document_id}.{ending}"
        if file.exists():
            return
        file.parent.mkdir(parents=True, exist_ok=True)
        incoming = self.folder / "incoming"
        incoming.mkdir(exist_ok=True)
        write_whole(file, content, temporary=incoming / file.name, is_final=True)

    def append(self, tables: Mapping[str, pl.DataFrame]) -> int:
        """Add the next batch, whole or not at all, and return its number.

        `tables` has the five frames of `SCHEMAS`; `previous_hash` and `format_version` are filled in here.
        """
        number = self.last_batch() + 1
        temporary = self.folder / "incoming" / f"batch={number}"
        shutil.rmtree(temporary, ignore_errors=True)
        temporary.mkdir(parents=True)
        self.batches.mkdir(exist_ok=True)
        chained = tables["batch"].with_columns(
            previous_hash=pl.lit(self.batch_hash(number - 1) if number > 1 else ""),
            format_version=pl.lit(FORMAT_VERSION, dtype=pl.Int64),
        )
        for name, schema in SCHEMAS.items():
            table = chained if name == "batch" else tables[name]
            file = temporary / f"{name}.parquet"
            write_parquet(table.select(schema.names()).match_to_schema(schema), file)
        sync(temporary)
        temporary.rename(self.batch_folder(number))
        sync(self.batches)
        # What is left there is of a run that was killed.
        shutil.rmtree(temporary.parent, ignore_errors=True)
        return number


def _near(rows: pl.LazyFrame, periods: Sequence[Period]) -> pl.LazyFrame:
    """The rows of some places and starts of periods, told before anything is read of the others."""
    pair = pl.struct("jurisdiction_code", "period_start")
    pairs = pl.DataFrame(
        {"jurisdiction_code": [code for code, _, _ in periods], "period_start": [start for _, start, _ in periods]},
        schema={name: SCHEMAS["figures"][name] for name in ("jurisdiction_code", "period_start")},
    ).unique()
    return rows.filter(
        # Each by itself, as a plain list, spares whole parts of a file; only both together tell few rows among many.
        pl.col("jurisdiction_code").is_in(pairs["jurisdiction_code"].unique().to_list()),
        pl.col("period_start").is_in(pairs["period_start"].unique().to_list()),
        pair.is_in(pairs.select(pair).to_series().implode()),
    )


def _latest_reports(columns: str) -> str:
    # An accepted removal and the statement that took its place are recorded in one batch: what is in effect wins.
    in_effect = ", ".join(f"'{state}'" for state in sorted(IN_EFFECT))
    return f"""
        select path, state, removal_id, batch, {columns} from reports
        qualify row_number() over (
            partition by path, report_id order by batch desc, state in ({in_effect}) desc
        ) = 1 and state in ({in_effect})
    """


def _batch_numbers(folder: Path) -> list[int]:
    if not folder.is_dir():
        return []
    return [int(found[1]) for entry in os.scandir(folder) if (found := _BATCH_FOLDER.fullmatch(entry.name))]


def _period_lists(periods: Sequence[Period]) -> dict[str, object]:
    """The parameters of `_PERIODS`."""
    return {
        "codes": [code for code, _, _ in periods],
        "starts": [start for _, start, _ in periods],
        "ends": [end for _, _, end in periods],
    }


def _report_of(row: Mapping[str, Any]) -> Report:
    return Report(*(row[column] for column in REPORT_COLUMNS))


def _statement_of(row: Mapping[str, Any], figures: tuple[Figure, ...]) -> Statement:
    return Statement(
        path=row["path"],
        document_id=row["document_id"],
        report=_report_of(row),
        publisher_as_of_basis=row["publisher_as_of_basis"],
        source=row["source"],
        source_kind=row["source_kind"],
        note=row["note"],
        figures=figures,
    )
