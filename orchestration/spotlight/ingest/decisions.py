"""What a refresh decides about all statements, in groups of places, so that memory stays small.

Belongs here: which places and periods are affected, resolving them in parts, and gathering what comes of it.
Not here: the rules (resolve), reading files (reading), appending (refresh).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from operator import attrgetter

import polars as pl

from orchestration.spotlight.domain.errors import is_fault_of_the_machine
from orchestration.spotlight.domain.model import Concern, Rejection, in_order, statements_from
from orchestration.spotlight.domain.reconciliation import concerns_about, reconcile
from orchestration.spotlight.domain.vocabulary import Vocabulary
from orchestration.spotlight.ingest import additions
from orchestration.spotlight.ingest.changes import FigureChange, changes, compare, outranked_now
from orchestration.spotlight.ingest.documents import Folder, unexpected_fault
from orchestration.spotlight.ingest.one_report import Acceptance
from orchestration.spotlight.ingest.reading import PRESENT, Readings
from orchestration.spotlight.ingest.resolve import Files, Resolution, resolve
from orchestration.spotlight.ledger.state import (
    PERIOD_COLUMNS,
    Believed,
    Known,
    LedgerState,
    PathState,
    Period,
    Removal,
    State,
    StatementState,
)

MOST_REPORTS = 20_000
"""Reports that are resolved at once: about a hundred thousand figures, in a few hundred megabytes."""


@dataclass
class Decisions:
    """The decisions on the affected places and periods."""

    removals: list[Removal]
    """Every removal that is pending or replaced."""
    changes: list[FigureChange] = field(default_factory=list)
    rejections: list[Rejection] = field(default_factory=list)
    discrepancies: list[Concern] = field(default_factory=list)
    outranked: list[Concern] = field(default_factory=list)
    """Current figures that give way to an older statement, which is the publisher's."""
    made: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """Path → the reports that the file states."""
    stated: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """Path → the reports that the file states and that were accepted."""
    paths: dict[str, str] = field(default_factory=dict)
    """document_id → a path with these bytes."""
    _reports: list[pl.DataFrame] = field(default_factory=list)
    _figures: list[pl.DataFrame] = field(default_factory=list)

    def tables(self, recorded_at: datetime, vocabulary: Vocabulary) -> dict[str, pl.DataFrame]:
        """The rows that these decisions add to the ledger's tables `reports` and `figures`."""
        return {
            "reports": pl.concat([additions.reports([], vocabulary, recorded_at), *self._reports]),
            "figures": pl.concat([additions.figures([], vocabulary, recorded_at), *self._figures]),
        }

    def add(
        self, files: Files, known: Known, resolution: Resolution, vocabulary: Vocabulary, recorded_at: datetime
    ) -> None:
        """Add the resolution of some places and periods."""
        for path, report_id in files.statements:
            self.made[path].add(report_id)
            found_state = resolution.states.get((path, report_id))
            if found_state is not None and found_state.state is State.STATED:
                self.stated[path].add(report_id)
        self.paths |= {one.statement.document_id: path for (path, _), one in resolution.states.items()}
        compared = compare(resolution, known, vocabulary)
        found = changes(compared)
        self.changes += found
        self.rejections += resolution.rejections
        self.discrepancies += _discrepancies(resolution, found, vocabulary, self.paths)
        self.outranked += outranked_now(compared, self.paths)
        self._reports.append(additions.reports(_changed(resolution, known), vocabulary, recorded_at))
        self._figures.append(additions.figures(found, vocabulary, recorded_at))
        others = (one for one in self.removals if (one.file, one.report_id) not in known.states)
        noticed = (
            Removal(one.removal_id, path, report_id, one.state, one.noticed_at)
            for (path, report_id), one in resolution.states.items()
            if one.removal_id is not None and one.noticed_at is not None
        )
        self.removals = sorted((*others, *noticed), key=attrgetter("noticed_at", "file", "report_id"))


@dataclass(frozen=True)
class Decider:
    """Everything that a refresh's decisions depend on."""

    held: LedgerState
    folder: Folder
    recorded: Mapping[str, PathState]
    vocabulary: Vocabulary
    acceptance: Acceptance
    recorded_at: datetime

    def decide(self, reading: Readings) -> Decisions:
        """Resolve, in parts, every place and period in files that were read, refused or removed."""
        refused_links = {rejection.file for rejection in self.folder.refused}
        present = set(self.folder.documents) | refused_links
        gone = {path for path, state in self.recorded.items() if state.state == PRESENT and path not in present}
        affected = set(reading.documents) | refused_links | gone
        accepts = self.acceptance.every_pending or bool(self.acceptance.removal_ids)
        periods = self.held.periods_of(affected, with_removals=accepts)
        periods |= set(reading.figures.select(PERIOD_COLUMNS).unique().iter_rows())
        periods |= self.held.periods_dated_after(self.recorded_at.date())
        decisions = Decisions(self.held.removals())
        for part in _in_parts(periods, self.held.report_counts(), _report_counts(reading.figures)):
            self._decide(decisions, reading, part, present - affected, refused_links)
        return decisions

    def _decide(
        self, decisions: Decisions, reading: Readings, part: list[Period], unaffected: set[str], links: set[str]
    ) -> None:
        known = self.held.known(part)
        recorded = {
            key: one.statement
            for key, one in known.states.items()
            if one.state is State.STATED and key[0] in unaffected
        }
        read = {(one.path, one.report.report_id): one for one in statements_from(_of(reading.figures, part))}
        files = Files(
            statements=recorded | read,
            refused_files=frozenset(r.file for r in reading.rejections if r.report_id is None) | links,
            refused_reports=frozenset((r.file, r.report_id) for r in reading.rejections if r.report_id is not None),
        )
        try:
            resolution = self._resolve(files, known)
        except Exception as error:
            if is_fault_of_the_machine(error) or not read:
                raise
            if len(part) > 1:  # split in halves to find the fault
                for half in (part[: len(part) // 2], part[len(part) // 2 :]):
                    self._decide(decisions, reading, half, unaffected, links)
                return
            decisions.rejections += [
                replace(unexpected_fault(path, one.document_id, error), report_id=report_id)
                for (path, report_id), one in read.items()
            ]
            files = replace(files, statements=recorded, refused_reports=files.refused_reports | read.keys())
            resolution = self._resolve(files, known)
        decisions.add(files, known, resolution, self.vocabulary, self.recorded_at)

    def _resolve(self, files: Files, known: Known) -> Resolution:
        return resolve(files, known, self.vocabulary, self.recorded_at, self.acceptance)


def _in_parts(periods: Iterable[Period], *counts: Mapping[Period, int]) -> Iterator[list[Period]]:
    """Places and periods in order, in groups of about `MOST_REPORTS` reports."""
    part: list[Period] = []
    reports = 0
    for period in sorted(periods):
        part.append(period)
        reports += sum(count.get(period, 0) for count in counts)
        if reports >= MOST_REPORTS:
            yield part
            part, reports = [], 0
    if part:
        yield part


def _report_counts(figures: pl.DataFrame) -> Mapping[Period, int]:
    counts = figures.group_by(PERIOD_COLUMNS).agg(pl.struct("path", "report_id").n_unique().alias("count"))
    return {(code, start, end): count for code, start, end, count in counts.iter_rows()}


def _of(figures: pl.DataFrame, part: Sequence[Period]) -> pl.DataFrame:
    periods = pl.DataFrame(part, schema={column: figures.schema[column] for column in PERIOD_COLUMNS}, orient="row")
    return figures.join(periods, on=PERIOD_COLUMNS, how="semi", maintain_order="left")


def _changed(resolution: Resolution, known: Known) -> list[StatementState]:
    new = (one for key, one in resolution.states.items() if known.states.get(key) != one)
    return [*resolution.ended, *new]


def _discrepancies(
    resolution: Resolution, found: Sequence[FigureChange], vocabulary: Vocabulary, paths: Mapping[str, str]
) -> Iterator[Concern]:
    """Check rule 4 on every changed report as it is believed: total and parts may come from several documents."""
    for report in in_order({change.report for change in found}):
        believed = resolution.believed.get(report, {})
        compared = {
            result.measure: result
            for result in reconcile(report, {key: one.figure for key, one in believed.items()}, vocabulary)
        }
        shown: dict[str, Believed] = {}
        for key, one in believed.items():
            shown.setdefault(key.measure, one)
        for measure in vocabulary.measures:
            if measure in shown:
                one = shown[measure]
                place = (paths.get(one.document_id, one.document_id), one.figure.source_line)
                yield from concerns_about(measure, compared.get(measure), report, vocabulary, place)
