"""What a refresh would do with some files, given the current ledger. Nothing is written.

Belongs here: putting the files in their place, and gathering what becomes of each of their reports.
Not here: the rules (resolve), reading, or wording.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum

from orchestration.settings import Settings
from orchestration.spotlight.domain.model import Concern, Figure, Rejection, Statement
from orchestration.spotlight.domain.vocabulary import Vocabulary
from orchestration.spotlight.ingest import documents
from orchestration.spotlight.ingest.changes import FigureChange, changes, kind_of_report, large_moves
from orchestration.spotlight.ingest.decisions import PRESENT
from orchestration.spotlight.ingest.documents import Document, Folder
from orchestration.spotlight.ingest.reading import ACCEPTED, Readings, limits_of, read_documents
from orchestration.spotlight.ingest.refresh import PARTLY_ACCEPTED, REJECTED, WAITING
from orchestration.spotlight.ingest.resolve import Files, Resolution, lost, resolve
from orchestration.spotlight.ledger.chain import Ledger
from orchestration.spotlight.ledger.state import Known, LedgerState, Period, State, StatementKey


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

    Every other file counts as the ledger has it; one that is not wholly accepted is read again, as a refresh does.
    """
    held = LedgerState(Ledger(settings.ledger_dir))
    now = datetime.now(UTC).replace(tzinfo=None)
    limits = limits_of(settings)
    recorded = {path: state for path, state in held.path_states().items() if state.state == PRESENT}
    root = settings.reports_dir
    folder = documents.find(root) if root.is_dir() else Folder(root, (), (), ())
    others = [path for path in folder.documents if path in recorded and path not in given]
    links = {rejection.file for rejection in folder.refused if rejection.file in recorded} - given.keys()
    refused = {rejection.file: rejection for rejection in folder.refused}
    again = {path for path in others if recorded[path].outcome != ACCEPTED}
    to_read = {
        path: replace(document, content=None, rejection=refused[path]) if path in refused else document
        for path, document in given.items()
    }
    while True:
        to_read |= {path: documents.load(root, path, limits.max_bytes) for path in sorted(again)}
        reading = read_documents(to_read.values(), vocabulary, now, limits)
        known, files = _held_against(held, recorded.keys() - to_read.keys(), links, reading)
        resolution = resolve(files, known, vocabulary, now)
        again = {rejection.file for rejection in resolution.rejections if rejection.file in others} - to_read.keys()
        if not again:
            break
    previews = _Previews(reading, known, files, resolution, changes(resolution, known, vocabulary))
    were_open = frozenset(held.open_rejections().values())
    return {path: previews.of(path, were_open) for path in given}


def _held_against(held: LedgerState, unread: set[str], links: set[str], reading: Readings) -> tuple[Known, Files]:
    """What the ledger holds, and what all files state, for every affected place and period."""
    periods: set[Period] = held.periods_of(reading.documents.keys() | links, with_removals=False)
    periods |= {(s.report.jurisdiction_code, s.report.period_start, s.report.period_end) for s in reading.statements}
    known = held.known(periods)
    statements: dict[StatementKey, Statement] = {
        key: one.statement
        for key, one in known.states.items()
        if one.state is State.STATED and key[0] in unread - links
    }
    statements |= {(statement.path, statement.report.report_id): statement for statement in reading.statements}
    return known, Files(
        statements=statements,
        refused_files=frozenset(r.file for r in reading.rejections if r.report_id is None) | links,
        refused_reports=frozenset((r.file, r.report_id) for r in reading.rejections if r.report_id is not None),
    )


@dataclass(frozen=True)
class _Previews:
    """One resolution, seen from each of its files."""

    reading: Readings
    known: Known
    files: Files
    resolution: Resolution
    changes: list[FigureChange]

    def of(self, path: str, were_open: frozenset[Rejection]) -> FilePreview:
        rejections = [r for r in (*self.reading.rejections, *self.resolution.rejections) if r.file == path]
        statements = [statement for statement in self.reading.statements if statement.path == path]
        stated = {statement.report.report_id for statement in statements}
        refused = {rejection.report_id for rejection in rejections if rejection.report_id is not None}
        gone = {
            report_id
            for (file, report_id), one in self.resolution.states.items()
            if file == path
            and one.state in (State.PENDING, State.REPLACED)
            and self._state_before((file, report_id)) is not State.REPLACED
        }
        paths = {statement.document_id: path for statement in statements}
        found = [change for change in self.changes if change.believed.document_id in paths]
        in_effect = {key for key, one in self.resolution.states.items() if one.state is State.STATED}
        accepted = {report_id for report_id in stated if (path, report_id) in in_effect}
        return FilePreview(
            status=_status(accepted, stated, is_rejected=bool(rejections)),
            statements=tuple(statements),
            reports=tuple(self._of_report(path, report_id) for report_id in sorted(stated | refused | gone)),
            rejections=tuple(rejections),
            warnings=(
                *(warning for warning in self.reading.warnings if warning.file == path),
                *large_moves(found, paths),
            ),
            losers=tuple(
                rejection
                for rejection in self.resolution.rejections
                if rejection.file != path and rejection.report_id in stated and rejection not in were_open
            ),
        )

    def _of_report(self, path: str, report_id: str) -> ReportPreview:
        key = (path, report_id)
        before, after = self.known.states.get(key), self.resolution.states.get(key)
        statement = self.files.statements.get(key) or (before.statement if before is not None else None)
        if any((r.file, r.report_id) == key for r in self.resolution.rejections):
            return ReportPreview(report_id, Outcome.CONFLICT, statement)
        if any((r.file, r.report_id) == key for r in self.reading.rejections):
            return ReportPreview(report_id, Outcome.REJECTED, statement)
        if after is not None and after.state is State.PENDING:
            return ReportPreview(report_id, Outcome.PENDING_REMOVAL, statement, missing=self._missing(key))
        if after is not None and after.state is State.REPLACED:
            return ReportPreview(report_id, Outcome.REPLACED, statement)
        found = tuple(change for change in self.changes if change.report.report_id == report_id)
        kind = kind_of_report(found)
        return ReportPreview(report_id, Outcome(kind) if kind is not None else Outcome.UNCHANGED, statement, found)

    def _state_before(self, key: StatementKey) -> State | None:
        before = self.known.states.get(key)
        return before.state if before is not None else None

    def _missing(self, key: StatementKey) -> tuple[Figure, ...]:
        was = self.known.states[key].statement
        covering = [
            one.statement
            for (path, report_id), one in self.resolution.states.items()
            if report_id == key[1] and path != key[0] and one.state is State.STATED
        ]
        now = self.files.statements.get(key)
        keys = lost(was, [*covering, now] if now is not None else covering)
        return tuple(figure for figure in was.figures if figure.key in keys)


def _status(accepted: set[str], stated: set[str], *, is_rejected: bool) -> str:
    if not is_rejected and accepted == stated:
        return ACCEPTED
    if accepted:
        return PARTLY_ACCEPTED
    return REJECTED if is_rejected else WAITING
