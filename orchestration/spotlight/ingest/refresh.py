"""One look at the reports folder: find, read, validate, resolve, and append what changed to the ledger.

Belongs here: the order of those steps and what they hand each other. Not here: what any of them does.
"""

from __future__ import annotations

import hashlib
import os
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, timedelta
from operator import attrgetter
from pathlib import Path
from typing import Any

import polars as pl

import schemas
from orchestration.settings import Settings
from orchestration.spotlight import readers
from orchestration.spotlight.changed import gate
from orchestration.spotlight.changed.seen import SeenFiles
from orchestration.spotlight.changed.versions import code_version
from orchestration.spotlight.domain.errors import UserError
from orchestration.spotlight.domain.model import READ_SCHEMA, Concern, Rejection, Statement, in_order, statements_from
from orchestration.spotlight.domain.places import REFERENCE_DIR
from orchestration.spotlight.domain.reconciliation import concerns_about, reconcile
from orchestration.spotlight.domain.vocabulary import Vocabulary, load_vocabulary
from orchestration.spotlight.ingest import additions, documents
from orchestration.spotlight.ingest.changes import ChangeKind, FigureChange, changes, count_reports, large_moves
from orchestration.spotlight.ingest.documents import SIDECAR_SUFFIX, Document, Folder
from orchestration.spotlight.ingest.magnitude import Watch, notable_move
from orchestration.spotlight.ingest.resolve import Acceptance, Files, Resolution, resolve
from orchestration.spotlight.ledger.append import append, keep_document
from orchestration.spotlight.ledger.chain import Head, Ledger
from orchestration.spotlight.ledger.faults import last_recorded_at, last_versions, verify_chain
from orchestration.spotlight.ledger.state import (
    Believed,
    Known,
    LedgerState,
    PathState,
    Period,
    Removal,
    State,
    StatementKey,
    StatementState,
)
from orchestration.spotlight.readers.limits import Limits

PRESENT, GONE = "present", "gone"
_DEFAULT_LIMITS = Limits()
ACCEPTED, PARTLY_ACCEPTED, REJECTED, WAITING = "accepted", "partly_accepted", "rejected", "waiting"


@dataclass(frozen=True)
class Ingestion:
    """What one look at the reports folder came to."""

    batch: int | None
    """The number of the batch that was added, None if there was nothing to add."""
    last_batch: int
    counts: Mapping[str, int]
    """Reports by kind: new, restated, reaffirmed, late, corrected, rejected, removed."""
    opened: tuple[Rejection, ...]
    closed: tuple[Rejection, ...]
    open: tuple[Rejection, ...]
    removals: tuple[Removal, ...]
    """Every removal that waits or was replaced."""
    warnings: tuple[Concern, ...]
    ignored: tuple[str, ...]
    figures: pl.DataFrame
    """The figures of this batch, as rows of `FIGURE_SCHEMA` with the path that states them."""

    @property
    def pending_removals(self) -> tuple[Removal, ...]:
        return tuple(removal for removal in self.removals if removal.state == State.PENDING)

    def summary(self) -> dict[str, Any]:
        """What people and programs are told of this look, as plain values."""
        return {
            "batch": self.batch,
            "counts": dict(self.counts),
            "opened": [_as_row(rejection) for rejection in self.opened],
            "closed": [_as_row(rejection) for rejection in self.closed],
            "open": [_as_row(rejection) for rejection in self.open],
            "removals": [{**_as_row(one), "noticed_at": one.noticed_at.isoformat()} for one in self.removals],
            "warnings": [_as_row(warning) for warning in self.warnings],
            "ignored": list(self.ignored),
        }


def ingest(
    settings: Settings,
    *,
    accept_removals: bool = False,
    accept_removal_ids: Sequence[str] = (),
    full: bool = False,
    noted_heads: Sequence[Head] = (),
    run_id: str,
    now: datetime | None = None,
) -> Ingestion:
    """Bring the ledger up to date with the reports folder; the caller holds the warehouse's lock.

    `accept_removals` takes every pending removal, `accept_removal_ids` those named; `full` reads every file again;
    `noted_heads` are the ledger's last batches as they were noted outside the ledger.
    Raises `UserError` when there is nothing to work on: no folder, no document and no ledger, a broken reference
    seed, a damaged ledger, an unknown removal.
    """
    seen = SeenFiles(settings.reports_dir, settings.warehouse_dir)
    inputs = gate.fingerprint_of_inputs(seen)
    vocabulary = load_vocabulary(REFERENCE_DIR)
    ledger = Ledger(settings.ledger_dir)
    folder = documents.find(settings.reports_dir)
    last_batch = ledger.last_batch()
    if not last_batch and not folder.documents and not folder.refused:
        raise UserError(
            f"There is no document in {settings.reports_dir} yet. Put published reports there as .txt, .html, .pdf or "
            f".csv (README, 'Add a report', shows the columns), then refresh again."
        )
    if gate.noted_stamp(settings.warehouse_dir) != ledger.stamp():
        verify_chain(ledger, noted_heads)
    held = LedgerState(ledger)
    recorded_at = _recorded_at(ledger, now)
    acceptance = Acceptance(accept_removals, known_removal_ids(held, accept_removal_ids))
    version = code_version()
    limits = limits_of(settings)

    recorded = held.path_states()
    every_file = full or last_versions(ledger) != (version, vocabulary.fingerprint)
    to_read = _paths_to_read(folder, {} if every_file else recorded, limits, seen)
    while True:
        reading = read_documents(to_read.values(), vocabulary, recorded_at, limits)
        known, files = _held_against(held, folder, recorded, reading, acceptance)
        resolution = resolve(files, known, vocabulary, recorded_at, acceptance)
        # A file that was wholly accepted and lost something by this look is resolved in full, like any other loser.
        beaten = {rejection.file for rejection in resolution.rejections} - to_read.keys()
        if not beaten:
            break
        to_read |= {path: documents.load(folder.root, path, limits.max_bytes) for path in beaten}
    found = changes(resolution, known, vocabulary)

    was_open = held.open_rejections()
    rejections = {_rejection_id(r): r for r in (*folder.refused, *reading.rejections, *resolution.rejections)}
    opened = {key: rejection for key, rejection in rejections.items() if key not in was_open}
    closed = {key: rejection for key, rejection in was_open.items() if key not in rejections}
    counts = count_reports(found)
    rejected = {(rejection.file, rejection.report_id) for rejection in opened.values()}

    rows = {
        "documents": _document_rows(reading, recorded, folder, resolution, files),
        "rejections": [
            {"rejection_id": key, **_as_row(rejection), "action": action}
            for action, some in (("opened", opened), ("closed", closed))
            for key, rejection in some.items()
        ],
    }
    tables = {
        **{name: additions.from_rows(name, some, recorded_at) for name, some in rows.items()},
        "reports": additions.reports(_changed_standings(resolution, known), vocabulary, recorded_at),
        "figures": additions.figures(found, vocabulary, recorded_at),
    }
    all_counts = {**{kind.value: counts[kind] for kind in ChangeKind}, "rejected": len(rejected)}
    batch = None
    if not all(table.is_empty() for table in tables.values()):
        about = {
            "run_id": run_id,
            "code_version": version,
            "reference_version": vocabulary.fingerprint,
            **{f"{kind}_count": count for kind, count in all_counts.items()},
        }
        _keep_documents(ledger, reading, tables["reports"])
        batch = append(ledger, {**tables, "batch": additions.from_rows("batch", [about], recorded_at)})
    paths = {s.statement.document_id: s.statement.path for s in resolution.standings.values()}
    ingestion = Ingestion(
        batch=batch,
        last_batch=batch or last_batch,
        counts=all_counts,
        opened=tuple(opened.values()),
        closed=tuple(closed.values()),
        open=tuple(rejections.values()),
        removals=_removals(held, known, resolution),
        warnings=(
            *_without_repeats([*reading.warnings, *_discrepancies(resolution, found, vocabulary, paths)]),
            *large_moves(found, paths),
            *_watch(held, batch, found, vocabulary).concerns(found, paths),
        ),
        ignored=folder.ignored,
        figures=additions.stated_figures(tables["figures"], paths),
    )
    gate.note(
        settings.warehouse_dir,
        inputs if seen.is_unchanged() else None,
        _resolve_again_on(ingestion.open),
        ingestion.summary(),
        ledger.head(),
        ledger.stamp(),
        settings.document_limits,
    )
    return ingestion


@dataclass(frozen=True)
class Readings:
    """What the files that had to be read say."""

    documents: Mapping[str, Document]
    statements: tuple[Statement, ...]
    rejections: tuple[Rejection, ...]
    warnings: tuple[Concern, ...]


def limits_of(settings: Settings) -> Limits:
    """How large a document may be, and how long the reading of one may take."""
    return Limits(
        max_bytes=settings.max_document_bytes,
        max_characters=settings.max_document_characters,
        max_pages=settings.max_document_pages,
        max_seconds=settings.max_document_seconds,
        max_memory_bytes=settings.max_document_memory_bytes,
    )


def read_documents(
    some: Iterable[Document], vocabulary: Vocabulary, now: datetime, limits: Limits = _DEFAULT_LIMITS
) -> Readings:
    """Read and validate some documents: what they state, and what had to be refused."""
    frames = [pl.DataFrame(schema=READ_SCHEMA)]
    rejections: list[Rejection] = []
    loaded = {document.path: document for document in some}
    for document in loaded.values():
        if document.rejection is not None or document.content is None or document.document_id is None:
            rejections += [document.rejection] if document.rejection is not None else []
            continue
        reading = readers.read(
            document.path, document.document_id, document.content, document.sidecar, vocabulary, limits
        )
        frames.append(reading.figures)
        rejections += reading.rejections
    validation = schemas.validate(pl.concat(frames), vocabulary, now.date())
    return Readings(
        documents=loaded,
        statements=tuple(statements_from(validation.figures)),
        rejections=(*rejections, *validation.rejections),
        warnings=validation.warnings,
    )


def _paths_to_read(
    folder: Folder, recorded: Mapping[str, PathState], limits: Limits, seen: SeenFiles
) -> dict[str, Document]:
    """The files that differ from what is recorded of them, and those that are not wholly accepted."""
    loaded = (
        documents.load(folder.root, path, limits.max_bytes)
        for path in folder.documents
        if not _is_as_recorded(folder.root / path, recorded.get(path), seen)
    )
    return {document.path: document for document in loaded if _is_new(document, recorded.get(document.path))}


def _is_as_recorded(file: Path, state: PathState | None, seen: SeenFiles) -> bool:
    """Whether a wholly accepted file and its sidecar need not even be loaded."""
    if state is None or state.outcome != ACCEPTED or seen.content_hash(file) != state.document_id:
        return False
    sidecar = file.with_name(file.name + SIDECAR_SUFFIX)
    return (seen.content_hash(sidecar) if os.path.lexists(sidecar) else None) == state.sidecar_id


def _is_new(document: Document, state: PathState | None) -> bool:
    return (
        state is None
        or (state.document_id, state.sidecar_id) != (document.document_id, document.sidecar_id)
        or state.outcome != ACCEPTED
    )


def _held_against(
    held: LedgerState,
    folder: Folder,
    recorded: Mapping[str, PathState],
    reading: Readings,
    acceptance: Acceptance,
) -> tuple[Known, Files]:
    """What the ledger holds of every place and period that this look touches, and what all files say of them."""
    refused_links = {rejection.file for rejection in folder.refused}
    present = set(folder.documents) | refused_links
    gone = {path for path, state in recorded.items() if state.state == PRESENT and path not in present}
    touched = set(reading.documents) | refused_links | gone
    accepts = acceptance.every_pending or bool(acceptance.removal_ids)
    periods: set[Period] = held.periods_of(touched, with_removals=accepts)
    periods |= {(s.report.jurisdiction_code, s.report.period_start, s.report.period_end) for s in reading.statements}
    known = held.known(periods)
    statements: dict[StatementKey, Statement] = {
        (path, report_id): standing.statement
        for (path, report_id), standing in known.standings.items()
        if standing.state is State.STATED and path in present and path not in touched
    }
    statements |= {(statement.path, statement.report.report_id): statement for statement in reading.statements}
    return known, Files(
        statements=statements,
        refused_files=frozenset(r.file for r in reading.rejections if r.report_id is None) | refused_links,
        refused_reports=frozenset((r.file, r.report_id) for r in reading.rejections if r.report_id is not None),
    )


def _recorded_at(ledger: Ledger, now: datetime | None) -> datetime:
    """The time of this look in UTC, later than every recorded one even if the clock was set back."""
    at = (now or datetime.now(UTC)).astimezone(UTC).replace(tzinfo=None)
    last = last_recorded_at(ledger)
    return at if last is None or at > last else last + timedelta(microseconds=1)


def _discrepancies(
    resolution: Resolution, found: Sequence[FigureChange], vocabulary: Vocabulary, paths: Mapping[str, str]
) -> Iterator[Concern]:
    """Rule 4 on what is believed of every report that changed: its total and parts may stand in several documents."""
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


def _without_repeats(concerns: Iterable[Concern]) -> list[Concern]:
    """One of each kind for a report: what is seen in a file is seen again in what is believed."""
    return list({(concern.report_id, concern.rule_code): concern for concern in reversed(list(concerns))}.values())[
        ::-1
    ]


def _watch(held: LedgerState, batch: int | None, found: Sequence[FigureChange], vocabulary: Vocabulary) -> Watch:
    """What is usual for the figures that changed; nothing is looked up where it would not be asked for."""
    if batch is None or not found:
        return Watch({}, {}, vocabulary)
    restated = {change.key for change in found if notable_move(change) is not None}
    new = {change.report.jurisdiction_code for change in found if change.change_kind is ChangeKind.NEW}
    return Watch(
        held.past_revisions(batch, restated) if restated else {},
        held.year_values(new) if new else {},
        vocabulary,
    )


def _resolve_again_on(rejections: Iterable[Rejection]) -> date | None:
    """The earliest day on which a report that was refused for lying in the future no longer does."""
    return min(
        (
            date.fromisoformat(rejection.report_id.rpartition("_")[2])
            for rejection in rejections
            if rejection.rule_code == schemas.IN_FUTURE_RULE and rejection.report_id is not None
        ),
        default=None,
    )


def _removals(held: LedgerState, known: Known, resolution: Resolution) -> tuple[Removal, ...]:
    """Every removal that waits or was replaced now, oldest first."""
    others = (one for one in held.removals() if (one.file, one.report_id) not in known.standings)
    resolved = (
        Removal(one.removal_id, path, report_id, one.state, one.noticed_at)
        for (path, report_id), one in resolution.standings.items()
        if one.removal_id is not None and one.noticed_at is not None
    )
    return tuple(sorted((*others, *resolved), key=attrgetter("noticed_at", "file", "report_id")))


def known_removal_ids(held: LedgerState, removal_ids: Sequence[str]) -> frozenset[str]:
    """The ids as a set; raise `UnknownRemoval` for one that no removal has."""
    waiting = {removal.removal_id for removal in held.removals()} if removal_ids else set()
    for removal_id in removal_ids:
        if removal_id not in waiting:
            raise UnknownRemoval(
                f"There is no removal {removal_id!r} that waits. `spotlight status` and audit.removals list them."
            )
    return frozenset(removal_ids)


class UnknownRemoval(UserError):
    """A removal_id that is not waiting: wrong usage."""


def _outcome(stated: set[str], made: set[str], rejected: int) -> str:
    """How a present document came out: by its statements in effect, all it makes, and its refusals.

    What it makes and is neither in effect nor refused is an edit that waits.
    """
    if not rejected and made <= stated:
        return ACCEPTED
    if stated:
        return PARTLY_ACCEPTED
    return REJECTED if rejected else WAITING


def _document_rows(
    reading: Readings, recorded: Mapping[str, PathState], folder: Folder, resolution: Resolution, files: Files
) -> list[dict[str, Any]]:
    rejected = Counter(r.file for r in (*folder.refused, *reading.rejections, *resolution.rejections))
    present = [
        *reading.documents.values(),
        *(Document(r.file, documents.format_of(r.file), None, 0, None, rejection=r) for r in folder.refused),
    ]
    stated: dict[str, set[str]] = defaultdict(set)
    made: dict[str, set[str]] = defaultdict(set)
    for path, report_id in files.statements:
        made[path].add(report_id)
        standing = resolution.standings.get((path, report_id))
        if standing is not None and standing.state is State.STATED:
            stated[path].add(report_id)
    rows: list[dict[str, Any]] = []
    for document in present:
        outcome = _outcome(stated[document.path], made[document.path], rejected[document.path])
        state = PathState(document.path, document.document_id, document.sidecar_id, PRESENT, outcome)
        if recorded.get(document.path) != state:
            rows.append({**_as_row(state), "format": document.format, "size_bytes": document.size_bytes})
    there = set(folder.documents) | {rejection.file for rejection in folder.refused}
    for path, last in recorded.items():
        if last.state == PRESENT and path not in there:
            rows.append(
                {
                    **_as_row(last),
                    "state": GONE,
                    "outcome": None,
                    "format": documents.format_of(path),
                    "size_bytes": None,
                }
            )
    return rows


def _changed_standings(resolution: Resolution, known: Known) -> list[StatementState]:
    new = (one for key, one in resolution.standings.items() if known.standings.get(key) != one)
    return [*resolution.ended, *new]


def _as_row(value: Any) -> dict[str, Any]:
    """The fields of a dataclass, one level deep."""
    return {field.name: getattr(value, field.name) for field in fields(value)}


def _rejection_id(rejection: Rejection) -> str:
    """The same fault in the same bytes, told in the same words, is the same rejection."""
    words = (
        rejection.file,
        rejection.document_id,
        rejection.report_id,
        rejection.rule_code,
        rejection.line,
        rejection.offending_text,
        rejection.message,
    )
    return hashlib.sha256(repr(words).encode()).hexdigest()[:16]


def _keep_documents(ledger: Ledger, reading: Readings, reports: pl.DataFrame) -> None:
    """Store the bytes of every document that a new statement was accepted from, before the batch that speaks of it."""
    for path in reports.filter(pl.col("state") == State.STATED)["path"].unique():
        document = reading.documents[path]
        if document.content is not None and document.document_id is not None:
            keep_document(ledger, document.document_id, document.format, document.content)
        if document.sidecar is not None and document.sidecar_id is not None:
            keep_document(ledger, document.sidecar_id, SIDECAR_SUFFIX.removeprefix("."), document.sidecar)
