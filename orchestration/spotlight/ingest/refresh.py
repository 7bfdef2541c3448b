"""One refresh of the ledger: find, read, validate, resolve, and append what changed.

Belongs here: the order of those steps and what they hand each other. Not here: what any of them does.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, timedelta
from typing import Any

import polars as pl

import schemas
from orchestration.settings import Settings
from orchestration.spotlight.changed import clock, gate
from orchestration.spotlight.changed.seen import SeenFiles
from orchestration.spotlight.changed.versions import reading_version
from orchestration.spotlight.domain.errors import UserError
from orchestration.spotlight.domain.model import FIGURE_SCHEMA, Concern, Rejection
from orchestration.spotlight.domain.places import REFERENCE_DIR
from orchestration.spotlight.domain.vocabulary import Vocabulary, load_vocabulary
from orchestration.spotlight.ingest import additions, documents
from orchestration.spotlight.ingest.changes import ChangeKind, count_reports, large_moves
from orchestration.spotlight.ingest.decisions import Decider, Decisions
from orchestration.spotlight.ingest.documents import Document, Folder
from orchestration.spotlight.ingest.keeping import Aside, keep_documents
from orchestration.spotlight.ingest.magnitude import Watch, notable_move
from orchestration.spotlight.ingest.one_report import Acceptance
from orchestration.spotlight.ingest.reading import (
    ACCEPTED,
    PRESENT,
    Readings,
    files_to_read,
    limits_of,
    read_documents,
    standing_refusals,
)
from orchestration.spotlight.ledger.append import append, forget_aside
from orchestration.spotlight.ledger.chain import Head, Ledger
from orchestration.spotlight.ledger.faults import last_recorded_at, last_versions, verify_chain
from orchestration.spotlight.ledger.state import LedgerState, PathState, Removal, State
from orchestration.spotlight.readers.limits import Limits

GONE = "gone"
PARTLY_ACCEPTED, REJECTED, WAITING = "partly_accepted", "rejected", "waiting"


@dataclass(frozen=True)
class Ingestion:
    """The result of one refresh of the ledger."""

    batch: int | None
    """The number of the added batch, None if there was nothing to add."""
    recorded_at: datetime
    """The time of this refresh (UTC, without a zone). Its day is today for every rule and check."""
    last_batch: int
    files_read: int
    counts: Mapping[str, int]
    """Reports by kind: new, restated, reaffirmed, late, corrected, rejected, removed."""
    opened: tuple[Rejection, ...]
    closed: tuple[Rejection, ...]
    open: tuple[Rejection, ...]
    removals: tuple[Removal, ...]
    """Every removal that is pending or replaced."""
    warnings: tuple[Concern, ...]
    ignored: tuple[str, ...]
    figures: pl.DataFrame
    """The figures of this batch, as rows of `FIGURE_SCHEMA` with the path that states them."""

    @property
    def pending_removals(self) -> tuple[Removal, ...]:
        return tuple(removal for removal in self.removals if removal.state == State.PENDING)

    def summary(self) -> dict[str, Any]:
        """What is shown about this refresh, as plain values."""
        return {
            "batch": self.batch,
            "files_read": self.files_read,
            "opened": [_as_row(rejection) for rejection in self.opened],
            "open": [_as_row(rejection) for rejection in self.open],
            "removals": [{**_as_row(one), "noticed_at": one.noticed_at.isoformat()} for one in self.removals],
            "ignored": list(self.ignored),
            **_told(self.counts, self.closed, self.warnings),
        }


def _told(counts: Mapping[str, int], closed: Iterable[Rejection], warnings: Iterable[Concern]) -> dict[str, Any]:
    """The parts of a summary that are about one batch: another refresh may be the one that publishes it."""
    return {
        "counts": dict(counts),
        "closed": [_as_row(rejection) for rejection in closed],
        "warnings": [_as_row(warning) for warning in warnings],
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
    folder = _folder(settings, is_first=not ledger.last_batch())
    if gate.noted_stamp(settings.warehouse_dir) != ledger.stamp():
        verify_chain(ledger, noted_heads)
    held = LedgerState(ledger)
    recorded_at, puts_clock_right = recording_time(settings, ledger, now)
    decider = Decider(
        held=held,
        folder=folder,
        recorded=held.path_states(),
        vocabulary=vocabulary,
        acceptance=Acceptance(accept_removals, known_removal_ids(held, accept_removal_ids)),
        recorded_at=recorded_at,
    )
    read_with = (reading_version(), vocabulary.fingerprint)
    every_file = full or puts_clock_right or _last_read_with(settings, ledger) != read_with
    limits = limits_of(settings)
    was_open = held.open_rejections()
    to_read, standing = _to_read(settings, decider, was_open.values(), seen, every_file=every_file)
    reading, decisions = read_and_decide(decider, to_read, limits, Aside(ledger).put, standing)
    rejections = {_rejection_id(r): r for r in (*folder.refused, *reading.rejections, *decisions.rejections)}
    opened = {key: rejection for key, rejection in rejections.items() if key not in was_open}
    closed = {key: rejection for key, rejection in was_open.items() if key not in rejections}
    counts = _counts(decisions, opened.values())
    tables = _tables(decider, reading, decisions, opened, closed)
    warnings = tuple(_warnings(held, tables["figures"], reading, decisions, vocabulary))
    batch = None
    if puts_clock_right or not all(table.is_empty() for table in tables.values()):
        versions = {"code_version": read_with[0], "reference_version": read_with[1]}
        about = {"run_id": run_id, **versions, **{f"{kind}_count": count for kind, count in counts.items()}}
        keep_documents(ledger, reading, tables["reports"])
        gate.note_batch(settings.warehouse_dir, ledger.last_batch() + 1, _told(counts, closed.values(), warnings))
        batch = append(ledger, {**tables, "batch": additions.from_rows("batch", [about], decider.recorded_at)})
    forget_aside(ledger)
    ingestion = Ingestion(
        batch=batch,
        recorded_at=recorded_at,
        last_batch=ledger.last_batch(),
        files_read=len(reading.documents),
        counts=counts,
        opened=tuple(opened.values()),
        closed=tuple(closed.values()),
        open=tuple(rejections.values()),
        removals=tuple(decisions.removals),
        warnings=(*reading.unread, *warnings),
        ignored=folder.ignored,
        figures=additions.stated_figures(tables["figures"], decisions.paths),
    )
    gate.note(
        settings.warehouse_dir,
        inputs if seen.is_unchanged() and not reading.unread else None,
        _resolve_again_on(ingestion.open),
        ingestion.summary(),
        ledger.head(),
        last_recorded_at(ledger),
        ledger.stamp(),
        settings.document_limits,
        read_with,
    )
    return ingestion


def _to_read(
    settings: Settings, decider: Decider, was_open: Iterable[Rejection], seen: SeenFiles, *, every_file: bool
) -> tuple[Iterator[Document], list[Rejection]]:
    """The files to read, and the refusals that stand without reading their files again."""
    folder, recorded, standing = decider.folder, decider.recorded, list[Rejection]()
    if every_file:
        recorded = {}
    elif gate.noted_limits(settings.warehouse_dir) == settings.document_limits:
        standing = standing_refusals(folder, recorded, was_open, seen)
    refused = {one.file for one in standing}
    limits, seconds = limits_of(settings), settings.max_refresh_seconds
    return files_to_read(folder, recorded, limits, seen, without=refused, max_seconds=seconds), standing


def _counts(decisions: Decisions, opened: Iterable[Rejection]) -> dict[str, int]:
    """Reports by kind of change, and those that were rejected."""
    counted = count_reports(decisions.changes)
    rejected = {(rejection.file, rejection.report_id) for rejection in opened}
    return {**{kind.value: counted[kind] for kind in ChangeKind}, "rejected": len(rejected)}


def _folder(settings: Settings, *, is_first: bool) -> Folder:
    folder = documents.find(settings.reports_dir)
    if is_first and not folder.documents and not folder.refused:
        raise UserError(
            f"There is no document in {settings.reports_dir} yet. Put published reports there as .txt, .html, .pdf or "
            f".csv (README, 'Add a report', shows the columns), then refresh again."
        )
    return folder


def _tables(
    decider: Decider,
    reading: Readings,
    decisions: Decisions,
    opened: Mapping[str, Rejection],
    closed: Mapping[str, Rejection],
) -> dict[str, pl.DataFrame]:
    """The rows added to every table of the ledger except `batch`."""
    rejections = [
        {"rejection_id": key, **_as_row(rejection), "action": action}
        for action, some in (("opened", opened), ("closed", closed))
        for key, rejection in some.items()
    ]
    rows = {"documents": _document_rows(decider, reading, decisions), "rejections": rejections}
    return {
        **{name: additions.from_rows(name, some, decider.recorded_at) for name, some in rows.items()},
        **decisions.tables(decider.recorded_at, decider.vocabulary),
    }


def _last_read_with(settings: Settings, ledger: Ledger) -> tuple[str, str] | None:
    """The versions of code and seeds that last read the files: as noted, else as in the last batch.

    Files that were read again without a change add no batch, so only the note records it.
    """
    is_of_this_ledger = gate.noted_head(settings.warehouse_dir) == ledger.head()
    noted = gate.noted_reading(settings.warehouse_dir) if is_of_this_ledger else None
    return noted or last_versions(ledger)


def read_and_decide(
    decider: Decider,
    some: Iterable[Document],
    limits: Limits,
    keep: Callable[[Document], Document],
    standing: Sequence[Rejection] = (),
) -> tuple[Readings, Decisions]:
    """Read some documents, and resolve what they state with what is held.

    `keep` takes the bytes of each document; `standing` are the refusals of files that are not read again.
    """
    folder, vocabulary, now = decider.folder, decider.vocabulary, decider.recorded_at
    reading = Readings({}, FIGURE_SCHEMA.to_frame(), tuple(standing), ())
    while True:
        reading = reading.joined(read_documents(some, vocabulary, now, limits, keep))
        decisions = decider.decide(reading)
        # An accepted file that now loses a conflict is resolved in full, like any other loser.
        tried = reading.documents.keys() | {one.file for one in reading.unread}
        beaten = {rejection.file for rejection in decisions.rejections} - tried
        if not beaten:
            return reading, decisions
        some = [documents.load(folder.root, path, limits.max_bytes) for path in sorted(beaten)]


def recording_time(settings: Settings, ledger: Ledger, now: datetime | None = None) -> tuple[datetime, bool]:
    """The time of this refresh (UTC, without a zone), and whether it puts right a ledger written by a clock ahead.

    It is later than every recorded one, even if the clock was set back a little; only a trusted clock goes back
    farther (docs/adr/0008). Raises `ClockNotBelieved` unless `now` is given.
    """
    last = last_recorded_at(ledger)
    at = now.astimezone(UTC).replace(tzinfo=None) if now is not None else clock.believed_now(settings, last)
    if last is None or at > last:
        return at, False
    if settings.trust_clock and at < last - clock.LEEWAY:
        return at, True
    return last + timedelta(microseconds=1), False


def _without_repeats(concerns: Iterable[Concern]) -> list[Concern]:
    """One warning of each kind per report: a file's warning appears again among the believed figures."""
    first: dict[tuple[str | None, str], Concern] = {}
    for concern in concerns:
        first.setdefault((concern.report_id, concern.rule_code), concern)
    return list(first.values())


def _warnings(
    held: LedgerState, added: pl.DataFrame, reading: Readings, decisions: Decisions, vocabulary: Vocabulary
) -> Iterator[Concern]:
    """The warnings, rule 11 included. Past revisions are read from the ledger only if needed.

    `added` are the rows of the table `figures` that are about to be appended.
    """
    found, paths = decisions.changes, decisions.paths
    yield from _without_repeats([*reading.warnings, *decisions.discrepancies])
    yield from decisions.outranked
    yield from large_moves(found, paths)
    if found:
        restated = {change.key for change in found if notable_move(change) is not None}
        new = {change.report.jurisdiction_code for change in found if change.change_kind is ChangeKind.NEW}
        past_revisions = held.past_revisions(held.ledger.last_batch() + 1, restated) if restated else {}
        year_values = held.year_values(new, added) if new else {}
        yield from Watch(past_revisions, year_values, vocabulary).concerns(found, paths)


def _resolve_again_on(rejections: Iterable[Rejection]) -> date | None:
    """The earliest day on which a report refused for a future date becomes valid."""
    return min(
        (
            date.fromisoformat(rejection.report_id.rpartition("_")[2])
            for rejection in rejections
            if rejection.rule_code == schemas.IN_FUTURE_RULE and rejection.report_id is not None
        ),
        default=None,
    )


def known_removal_ids(held: LedgerState, removal_ids: Sequence[str]) -> frozenset[str]:
    """The ids as a set; raise `UnknownRemoval` if one belongs to no pending removal."""
    waiting = {removal.removal_id for removal in held.removals()} if removal_ids else set()
    for removal_id in removal_ids:
        if removal_id not in waiting:
            raise UnknownRemoval(
                f"There is no pending removal {removal_id!r}. `spotlight status` and audit.removals list all removals."
            )
    return frozenset(removal_ids)


class UnknownRemoval(UserError):
    """A removal_id that is not pending: wrong usage."""


def outcome_of(stated: set[str], made: set[str], rejected: int) -> str:
    """How a present document came out: by its statements in effect, all it makes, and its refusals.

    A statement that is neither in effect nor refused is a pending edit.
    """
    if not rejected and made <= stated:
        return ACCEPTED
    if stated:
        return PARTLY_ACCEPTED
    return REJECTED if rejected else WAITING


def _document_rows(decider: Decider, reading: Readings, decisions: Decisions) -> list[dict[str, Any]]:
    folder, recorded = decider.folder, decider.recorded
    rejected = Counter(r.file for r in (*folder.refused, *reading.rejections, *decisions.rejections))
    present = [
        *reading.documents.values(),
        *(Document(r.file, documents.format_of(r.file), None, 0, None, rejection=r) for r in folder.refused),
    ]
    rows: list[dict[str, Any]] = []
    for document in present:
        path = document.path
        outcome = outcome_of(decisions.stated[path], decisions.made[path], rejected[path])
        state = PathState(path, document.document_id, document.sidecar_id, PRESENT, outcome)
        if recorded.get(path) != state:
            rows.append({**_as_row(state), "format": document.format, "size_bytes": document.size_bytes})
    there = set(folder.documents) | {rejection.file for rejection in folder.refused}
    for path, last in recorded.items():
        if last.state == PRESENT and path not in there:
            gone = {"state": GONE, "outcome": None, "format": documents.format_of(path), "size_bytes": None}
            rows.append({**_as_row(last), **gone})
    return rows


def _as_row(value: Any) -> dict[str, Any]:
    """The fields of a dataclass, one level deep."""
    return {field.name: getattr(value, field.name) for field in fields(value)}


def _rejection_id(rejection: Rejection) -> str:
    """The same fault in the same bytes, with the same message, is the same rejection."""
    named = ("file", "document_id", "report_id", "rule_code", "line", "offending_text", "message")
    words = tuple(getattr(rejection, name) for name in named)
    return hashlib.sha256(repr(words).encode()).hexdigest()[:16]
