"""What is in effect and believed according to the ledger: path states, statements, figures, rejections, removals.

Belongs here: the states of a statement, and reading them back. Not here: how they are decided (ingest/resolve) or
stored (format, append).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from typing import Any

import polars as pl

from orchestration.spotlight.domain.model import (
    REPORT_COLUMNS,
    SOURCE_COLUMNS,
    Basis,
    Figure,
    FigureKey,
    Rejection,
    Report,
    SourceKind,
    Statement,
    figure_from,
)
from orchestration.spotlight.ledger.chain import Ledger
from orchestration.spotlight.ledger.format import FIGURE_FIELDS, REPORT_FIELDS
from orchestration.spotlight.ledger.tables import reading, scan


class State(StrEnum):
    """The state of one file's statement of one report (the ledger's `reports.state`)."""

    STATED = "stated"
    HELD = "held"
    PENDING = "pending"
    REPLACED = "replaced"
    ACCEPTED = "accepted"
    COVERED = "covered"
    WITHDRAWN = "withdrawn"


IN_EFFECT = frozenset({State.STATED, State.HELD, State.PENDING, State.REPLACED})
_BASES = tuple(Basis)


def source_rank(source_kind: str, basis: str) -> tuple[bool, int]:
    """Smaller is better: the publisher's before others', then the way the accuracy date is known."""
    return source_kind != SourceKind.PUBLISHER, _BASES.index(Basis(basis))


Period = tuple[str, date, date]
"""(jurisdiction_code, period_start, period_end)"""
PERIOD_COLUMNS = ["jurisdiction_code", "period_start", "period_end"]


@dataclass(frozen=True, slots=True)
class PathState:
    """The last recorded state of one path. `outcome` is None once the file is gone."""

    path: str
    document_id: str | None
    sidecar_id: str | None
    state: str
    outcome: str | None


@dataclass(frozen=True, slots=True)
class Removal:
    """Figures that a file no longer states: `state` is pending (believed until accepted) or replaced (history)."""

    removal_id: str
    file: str
    report_id: str
    state: str
    noticed_at: datetime


@dataclass(frozen=True, slots=True)
class StatementState:
    """A statement and its state. `removal_id` and `noticed_at` are set while a removal is noticed."""

    statement: Statement
    state: State
    removal_id: str | None = None
    noticed_at: datetime | None = None
    decided_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Believed:
    """A figure that the warehouse believes, and the statement whose document is shown for it."""

    figure: Figure
    document_id: str
    publisher_as_of_basis: str
    source: str | None
    source_kind: str
    note: str | None

    @property
    def rank(self) -> tuple[bool, int]:
        return source_rank(self.source_kind, self.publisher_as_of_basis)


StatementKey = tuple[str, str]
"""(path, report_id)"""
BelievedFigures = Mapping[FigureKey, Believed]


@dataclass(frozen=True)
class Known:
    """What the ledger holds about the reports being resolved."""

    states: Mapping[StatementKey, StatementState] = field(default_factory=dict)
    """Every statement in effect."""
    believed: Mapping[Report, Mapping[FigureKey, Believed]] = field(default_factory=dict)


@dataclass(frozen=True)
class LedgerState:
    """What the ledger holds, until the next batch. Each table is read at most once, and figures by place."""

    ledger: Ledger

    def path_states(self) -> dict[str, PathState]:
        """The last recorded state of every path."""
        rows = self._collect(scan(self.ledger, "documents").select(PathState.__slots__))
        last = rows.unique("path", keep="last", maintain_order=True).sort("path")
        return {row["path"]: PathState(**row) for row in last.iter_rows(named=True)}

    def open_rejections(self) -> dict[str, Rejection]:
        """Every rejection that was opened and not closed, by rejection_id."""
        columns = ["rejection_id", *Rejection.__slots__, "action"]
        rows = self._collect(scan(self.ledger, "rejections").select(columns))
        last = rows.unique("rejection_id", keep="last", maintain_order=True).filter(action="opened").drop("action")
        # DuckDB's order, nulls first. The sort is stable: equal ones stay in the order of their opening.
        last = last.sort("file", "line", "rule_code", nulls_last=False, maintain_order=True)
        return {row.pop("rejection_id"): Rejection(**row) for row in last.iter_rows(named=True)}

    def periods_of(self, paths: Iterable[str], *, with_removals: bool) -> set[Period]:
        """The places and periods of some paths' statements in effect, and of every pending removal."""
        is_asked = pl.col("path").is_in(list(paths)) | (with_removals & pl.col("removal_id").is_not_null())
        return set(self._in_effect.filter(is_asked).select(PERIOD_COLUMNS).unique().iter_rows())

    def periods_dated_after(self, day: date) -> set[Period]:
        """The places and periods of statements in effect whose date is later: a clock that was ahead accepted them."""
        return set(self._in_effect.filter(pl.col("publisher_as_of") > day).select(PERIOD_COLUMNS).unique().iter_rows())

    def report_counts(self) -> dict[Period, int]:
        """The number of statements in effect for each place and period."""
        counts = self._in_effect.group_by(PERIOD_COLUMNS).len()
        return {(code, start, end): count for code, start, end, count in counts.iter_rows()}

    def removals(self) -> list[Removal]:
        """Every removal that is pending or replaced, oldest first."""
        rows = self._in_effect.filter(pl.col("removal_id").is_not_null()).sort("noticed_at", "path", "report_id")
        columns = ("removal_id", "path", "report_id", "state", "noticed_at")
        return [Removal(*row) for row in rows.select(columns).iter_rows()]

    def known(self, periods: Iterable[Period]) -> Known:
        """What the ledger holds about some places and periods."""
        periods = sorted(periods)
        wanted = pl.DataFrame(periods, schema={name: REPORT_FIELDS[name] for name in PERIOD_COLUMNS}, orient="row")
        return Known(self._statements(wanted), self._believed(wanted))

    def past_revisions(self, before_batch: int, keys: Iterable[FigureKey]) -> dict[FigureKey, list[float]]:
        """The percentages by which some figures were restated in earlier batches."""
        wanted = {(key.measure, key.category) for key in keys}
        restated = scan(self.ledger, "figures", range(1, before_batch)).filter(
            pl.col("change_kind") == "restated",
            pl.col("old_publisher_as_of") < pl.col("publisher_as_of"),  # else it displaced a later account
            pl.col("old_value") > 0,
            pl.col("value").is_not_null(),
        )
        revision = 100.0 * (pl.col("value") - pl.col("old_value")) / pl.col("old_value")
        rows = self._collect(restated.select("measure", "category", revision.alias("revision")))
        of_figure = rows.group_by("measure", "category", maintain_order=True).agg("revision")
        return {
            FigureKey(measure, category): revisions
            for measure, category, revisions in of_figure.iter_rows()
            if (measure, category) in wanted
        }

    def year_values(
        self, jurisdiction_codes: Iterable[str], added: pl.DataFrame
    ) -> dict[tuple[str, int, FigureKey], int]:
        """The latest stated number of each figure of some places, by calendar year.

        `added` are the rows of the table `figures` that are about to be appended.
        """
        of_place = ["jurisdiction_code", "period_start", "measure", "category"]
        columns = [*of_place, "period_end", "report_id", "publisher_as_of", "value", "action"]
        start, end = pl.col("period_start"), pl.col("period_end")
        stated = pl.concat([scan(self.ledger, "figures").select(columns), added.lazy().select(columns)]).filter(
            pl.col("jurisdiction_code").is_in(list(jurisdiction_codes)),
            start == start.dt.truncate("1y"),
            end == start.dt.offset_by("1y").dt.offset_by("-1d"),
        )
        last = self._collect(stated).unique(["report_id", "measure", "category"], keep="last", maintain_order=True)
        latest = (
            last.filter(action="stated")
            .sort("publisher_as_of", maintain_order=True)
            .unique(of_place, keep="last", maintain_order=True)
        )
        return {
            (code, period_start.year, FigureKey(measure, category)): value
            for code, period_start, measure, category, value in latest.select(*of_place, "value").iter_rows()
            if value is not None
        }

    @cached_property
    def _in_effect(self) -> pl.DataFrame:
        """The last row of every statement in effect, without its figures, oldest first."""
        columns = ["batch", "path", "report_id", *PERIOD_COLUMNS, "publisher_as_of"]
        columns += ["state", "removal_id", "noticed_at"]
        is_in_effect = pl.col("state").is_in(sorted(IN_EFFECT))
        return (
            self._collect(scan(self.ledger, "reports").select(columns))
            # An accepted removal and the statement in its place are recorded in one batch: the statement counts.
            .sort("batch", is_in_effect, maintain_order=True)
            .unique(["path", "report_id"], keep="last", maintain_order=True)
            .filter(is_in_effect)
        )

    def _statements(self, periods: pl.DataFrame) -> dict[StatementKey, StatementState]:
        wanted = self._in_effect.join(periods, on=PERIOD_COLUMNS, how="semi", nulls_equal=False)
        rows = self._collect(_near(scan(self.ledger, "reports", wanted["batch"].unique().sort()), periods))
        row_key = ["batch", "path", "report_id", "state"]
        rows = rows.join(wanted, on=row_key, how="semi").sort("batch", "path", "report_id")
        found = {}
        for row in rows.iter_rows(named=True):
            figures = tuple(figure_from(figure) for figure in row["figures"])
            about = {column: row[column] for column in ("path", "document_id", *SOURCE_COLUMNS)}
            statement = Statement(report=_report_of(row), figures=figures, **about)
            found[row["path"], row["report_id"]] = StatementState(
                statement, State(row["state"]), row["removal_id"], row["noticed_at"]
            )
        return found

    def _believed(self, periods: pl.DataFrame) -> dict[Report, dict[FigureKey, Believed]]:
        columns = ["batch", *REPORT_FIELDS, *FIGURE_FIELDS, "document_id", "action"]
        rows = (
            self._collect(_near(scan(self.ledger, "figures"), periods).select(columns))
            .join(periods, on=PERIOD_COLUMNS, how="semi")
            .unique(["report_id", "measure", "category"], keep="last", maintain_order=True)
            .filter(action="stated")
        )
        believed: dict[Report, dict[FigureKey, Believed]] = {}
        for row in rows.iter_rows(named=True):
            figure = figure_from(row)
            about = {column: row[column] for column in ("document_id", *SOURCE_COLUMNS)}
            believed.setdefault(_report_of(row), {})[figure.key] = Believed(figure, **about)
        return believed

    def _collect(self, rows: pl.LazyFrame) -> pl.DataFrame:
        with reading(self.ledger):
            return rows.collect()


def _near(rows: pl.LazyFrame, periods: pl.DataFrame) -> pl.LazyFrame:
    """The rows of some places and starts of periods, filtered while reading: nothing else is decoded."""
    pair = pl.struct("jurisdiction_code", "period_start")
    return rows.filter(
        # Plain lists let polars skip whole parts of a file; then the join on the pairs keeps the exact rows.
        pl.col("jurisdiction_code").is_in(periods["jurisdiction_code"].unique().to_list()),
        pl.col("period_start").is_in(periods["period_start"].unique().to_list()),
        pair.is_in(periods.select(pair.unique()).to_series().implode()),
    )


def _report_of(row: Mapping[str, Any]) -> Report:
    return Report(*(row[column] for column in REPORT_COLUMNS))
