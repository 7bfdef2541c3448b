"""What a refresh would do with some files, given the current ledger. Nothing is written.

Belongs here: putting the files in their place, and gathering what becomes of each of their reports.
Not here: the rules (resolve), reading, or wording.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from orchestration.settings import Settings
from orchestration.spotlight.domain.model import Concern, Figure, Rejection, Statement
from orchestration.spotlight.domain.vocabulary import Vocabulary
from orchestration.spotlight.ingest import documents
from orchestration.spotlight.ingest.changes import FigureChange, kind_of_report, large_moves
from orchestration.spotlight.ingest.decisions import Decider, Decisions
from orchestration.spotlight.ingest.documents import Document, Folder
from orchestration.spotlight.ingest.one_report import NOTHING_ACCEPTED, lost
from orchestration.spotlight.ingest.reading import ACCEPTED, PRESENT, Readings, limits_of
from orchestration.spotlight.ingest.refresh import outcome_of, read_and_decide, recording_time
from orchestration.spotlight.ledger.chain import Ledger
from orchestration.spotlight.ledger.state import Known, LedgerState, State, StatementKey


class Outcome(StrEnum):
    """What a refresh would do with one report of a file."""

    NEW = "new"
    RESTATED = "restated"
    REAFFIRMED = "reaffirmed"
    LATE = "late"
    CORRECTED = "corrected"
    REMOVED = "removed"
    UNCHANGED = "unchanged"
    """The report is accepted, and every figure is already believed."""
    PENDING_REMOVAL = "pending_removal"
    REPLACED = "replaced"
    """A later report of the same place and period was saved over it: it stays as history."""
    CONFLICT = "conflict"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class ReportPreview:
    """What a refresh would do with one report of a file."""

    report_id: str
    outcome: Outcome
    statement: Statement | None = None
    """What the file states, else what it stated when last accepted; None if neither is known."""
    changes: tuple[FigureChange, ...] = ()
    missing: tuple[Figure, ...] = ()
    """Figures that the file stated and no longer does: they stay until their removal is accepted."""


@dataclass(frozen=True)
class FilePreview:
    """What a refresh would do with one file."""

    status: str
    """As the ledger records it: accepted, partly_accepted, waiting (an edit that needs a removal) or rejected."""
    rejections: tuple[Rejection, ...]
    statements: tuple[Statement, ...] = ()
    reports: tuple[ReportPreview, ...] = ()
    warnings: tuple[Concern, ...] = ()
    losers: tuple[Rejection, ...] = ()
    """Why other files would be rejected because of this one."""


def preview(settings: Settings, vocabulary: Vocabulary, given: Mapping[str, Document]) -> dict[str, FilePreview]:
    """Resolve files as a refresh would, given their paths in the reports folder.

    Every other file counts as the ledger has it, unless it is gone; one that is not wholly accepted is read again, as a
    refresh does.
    """
    ledger = Ledger(settings.ledger_dir)
    held = LedgerState(ledger)
    recorded = {path: state for path, state in held.path_states().items() if state.state == PRESENT}
    root = settings.reports_dir
    found = documents.find(root) if root.is_dir() else Folder(root, (), (), ())
    refused = {rejection.file: rejection for rejection in found.refused}
    links = {path: rejection for path, rejection in refused.items() if path in recorded and path not in given}
    # Without the folder a refresh would stop, so nothing counts as gone.
    there = recorded.keys() & found.documents if root.is_dir() else recorded.keys()
    decider = Decider(
        held=held,
        folder=Folder(root, tuple(sorted(there | given.keys())), tuple(links.values()), ()),
        recorded=recorded,
        vocabulary=vocabulary,
        acceptance=NOTHING_ACCEPTED,
        recorded_at=recording_time(settings, ledger)[0],
    )
    limits = limits_of(settings)

    def to_read() -> Iterator[Document]:
        for path, document in given.items():
            yield replace(document, content=None, rejection=refused[path]) if path in refused else document
        for path in found.documents:
            if path in recorded and path not in given and recorded[path].outcome != ACCEPTED:
                yield documents.load(root, path, limits.max_bytes)

    reading, decisions = read_and_decide(decider, to_read(), limits, lambda document: document)
    known = held.known(held.periods_of(given.keys(), with_removals=False))
    previews = _Previews(reading, decisions, known, frozenset(held.open_rejections().values()))
    return {path: previews.of(path) for path in given}


@dataclass(frozen=True)
class _Previews:
    """What a refresh would decide, seen from each of its files."""

    reading: Readings
    decisions: Decisions
    known: Known
    """What the ledger holds of the places and periods that the files were accepted for."""
    were_open: frozenset[Rejection]

    def of(self, path: str) -> FilePreview:
        unread = [
            Rejection(path, None, one.rule_code, "", one.message) for one in self.reading.unread if one.file == path
        ]
        rejections = [r for r in (*self.reading.rejections, *self.decisions.rejections) if r.file == path]
        statements = {one.report.report_id: one for one in self.reading.statements if one.path == path}
        refused = {rejection.report_id for rejection in rejections if rejection.report_id is not None}
        removed = {
            one.report_id: State(one.state)
            for one in self.decisions.removals
            if one.file == path and not self._stays_replaced((path, one.report_id), one.state)
        }
        paths = {statement.document_id: path for statement in statements.values()}
        moves = [change for change in self.decisions.changes if change.believed.document_id in paths]
        return FilePreview(
            status=outcome_of(self.decisions.stated[path], self.decisions.made[path], len(rejections) + len(unread)),
            statements=tuple(statements.values()),
            reports=tuple(
                self._of_report((path, report_id), statements.get(report_id), removed.get(report_id))
                for report_id in sorted(statements.keys() | refused | removed.keys())
            ),
            rejections=(*unread, *rejections),
            warnings=(
                *(one for one in (*self.reading.warnings, *self.decisions.outranked) if one.file == path),
                *large_moves(moves, paths),
            ),
            losers=tuple(
                rejection
                for rejection in self.decisions.rejections
                if rejection.file != path and rejection.report_id in statements and rejection not in self.were_open
            ),
        )

    def _of_report(self, key: StatementKey, now: Statement | None, removal: State | None) -> ReportPreview:
        before = self.known.states.get(key)
        report_id, statement = key[1], now or (before.statement if before is not None else None)
        if any((r.file, r.report_id) == key for r in self.decisions.rejections):
            return ReportPreview(report_id, Outcome.CONFLICT, statement)
        if any((r.file, r.report_id) == key for r in self.reading.rejections):
            return ReportPreview(report_id, Outcome.REJECTED, statement)
        if removal is State.PENDING and before is not None:
            missing = self._missing(key, before.statement, now)
            return ReportPreview(report_id, Outcome.PENDING_REMOVAL, statement, missing=missing)
        if removal is State.REPLACED:
            return ReportPreview(report_id, Outcome.REPLACED, statement)
        found = tuple(change for change in self.decisions.changes if change.report.report_id == report_id)
        kind = kind_of_report(found)
        return ReportPreview(report_id, Outcome(kind) if kind is not None else Outcome.UNCHANGED, statement, found)

    def _stays_replaced(self, key: StatementKey, now: str) -> bool:
        """Whether a report was saved over earlier and is history as before: nothing that this refresh decides."""
        before = self.known.states.get(key)
        return before is not None and before.state is State.REPLACED and now == State.REPLACED

    def _missing(self, key: StatementKey, was: Statement, now: Statement | None) -> tuple[Figure, ...]:
        """The figures that neither the file nor any other that is accepted for the report states now."""
        path, report_id = key
        statements = {at: one.statement for at, one in self.known.states.items() if at[1] == report_id}
        statements |= {(one.path, one.report.report_id): one for one in self.reading.statements}
        covering = [
            statement
            for (other, of_report), statement in statements.items()
            if of_report == report_id and other != path and report_id in self.decisions.stated[other]
        ]
        keys = lost(was, [*covering, now] if now is not None else covering)
        return tuple(figure for figure in was.figures if figure.key in keys)
