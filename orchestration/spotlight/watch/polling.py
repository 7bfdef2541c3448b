"""Watched pages: fetches those that are due, and keeps a page that says something new as a document.

Belongs here: when a page is due, what of it is new, how it is kept. Not here: fetching, reading, the record's format.
"""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from orchestration.settings import Settings
from orchestration.spotlight.changed import clock, gate
from orchestration.spotlight.domain.errors import innermost_reason
from orchestration.spotlight.domain.model import Basis, Rejection, SourceKind
from orchestration.spotlight.domain.places import REFERENCE_DIR
from orchestration.spotlight.domain.vocabulary import Vocabulary, load_vocabulary
from orchestration.spotlight.domain.watched_pages import Source
from orchestration.spotlight.files.whole import write_whole
from orchestration.spotlight.ingest.documents import SIDECAR_SUFFIX, Document, load
from orchestration.spotlight.ingest.reading import Readings, limits_of, read_documents
from orchestration.spotlight.ledger.chain import Ledger
from orchestration.spotlight.ledger.faults import last_recorded_at
from orchestration.spotlight.ledger.polls import Outcome, Poll, PollRecord

if TYPE_CHECKING:
    from orchestration.spotlight.watch.fetching import Fetcher, Manners, Page

FOLDER = "watched"
MAX_RUN_SECONDS = 300  # the next run fetches the remaining pages
RETRY_DAYS = 1  # after a failure, where the cadence is longer

_NOT_UTF8 = (
    "The page is not UTF-8 and does not say itself, in a <meta> element, that it is windows-1252 or iso-8859-1. An "
    "encoding that only the server's header declares is not kept with a document. Ask the publisher to declare it in "
    "the page, or save the page as UTF-8 in the reports folder and remove its line from sources.csv."
)
"""A file's own advice, to save it again, does not help here: the next poll fetches the same bytes."""
_NOTHING_READ = Rejection("", None, "document.no_figures", "", "It holds no figure.")

Said = frozenset[tuple[object, ...]]
"""All that a page says: figures, and reports that had to be refused."""


@dataclass(frozen=True)
class Polls:
    """The result of one round of polls."""

    sources: tuple[Source, ...]
    polls: tuple[Poll, ...]
    """The polls of this round."""
    failing: tuple[Poll, ...]
    """The last poll of every source whose last poll failed."""


def poll_sources(
    settings: Settings, *, run_id: str, now: datetime | None = None, manners: Manners | None = None
) -> Polls:
    """Fetch every page that is due and record each poll; the caller holds the warehouse's lock.

    Raises `UserError` only for a broken reference seed or a damaged record: a page's fault is recorded as a poll.
    """
    vocabulary = load_vocabulary(REFERENCE_DIR)
    record = PollRecord(settings.ledger_dir)
    before = record.polls()
    at = _polling_time(settings, before, now)
    due = [source for source in vocabulary.sources if _due_on(source, _last(before, source), at) <= at.date()]
    polls: list[Poll] = []
    # Without a reports folder there is nowhere to keep a page; the ingestion says so.
    if due and settings.reports_dir.is_dir():
        polls = _Round(settings, vocabulary, before, run_id, at).poll(due, manners)
        if polls:
            record.append(polls)
    every = [*before, *polls]
    last = {source.address: _last(every, source) for source in vocabulary.sources}
    failing = [poll for poll in last.values() if poll is not None and _has_failed(poll)]
    gate.note_sources(
        settings.warehouse_dir,
        {source.address: _due_on(source, last[source.address], at) for source in vocabulary.sources},
        {poll.address: (poll.reason_code or "", poll.reason or "") for poll in failing},
    )
    return Polls(vocabulary.sources, tuple(polls), tuple(failing))


def folder_of(source: Source) -> str:
    """The folder of a page's documents, relative to the reports folder: readable, and no two pages share one."""
    words = re.sub(r"[^a-z0-9]+", "-", source.address.partition("://")[2].lower()).strip("-")[:60].strip("-")
    return f"{FOLDER}/{words}-{hashlib.sha256(source.address.encode()).hexdigest()[:8]}"


def _last(polls: Iterable[Poll], source: Source) -> Poll | None:
    return next((poll for poll in reversed([*polls]) if poll.address == source.address), None)


def _has_failed(poll: Poll | None) -> bool:
    return poll is not None and poll.outcome == Outcome.FAILED


def _due_on(source: Source, last: Poll | None, at: datetime) -> date:
    """The next day to fetch a page. A poll dated after now, by a clock that was ahead, does not count."""
    if last is None or last.polled_at > at + clock.LEEWAY:
        return date.min
    days = min(source.cadence_days, RETRY_DAYS) if _has_failed(last) else source.cadence_days
    return last.polled_at.date() + timedelta(days=days)


def _polling_time(settings: Settings, before: Sequence[Poll], now: datetime | None) -> datetime:
    """The time in UTC, later than every recorded poll unless a trusted clock was set back (docs/adr/0008)."""
    recorded_at = last_recorded_at(Ledger(settings.ledger_dir))
    at = now.astimezone(UTC).replace(tzinfo=None) if now is not None else clock.believed_now(settings, recorded_at)
    if not before or (settings.trust_clock and at < before[-1].polled_at - clock.LEEWAY):
        return at
    return max(at, before[-1].polled_at + timedelta(microseconds=1))


@dataclass(frozen=True)
class _Read:
    """What a page says, and the sidecar with which it says it."""

    readings: Readings
    sidecar: bytes | None

    @property
    def said(self) -> Said:
        """All that it says, except a date that is only the day of retrieval."""
        figures = {
            (
                statement.report.jurisdiction_code,
                statement.report.period_start,
                statement.report.period_end,
                None if statement.publisher_as_of_basis == Basis.RETRIEVED_BY else statement.report.publisher_as_of,
                figure.measure,
                figure.category,
                figure.value,
                figure.value_status,
            )
            for statement in self.readings.statements
            for figure in statement.figures
        }
        return frozenset(figures | {(one.rule_code, one.report_id) for one in self.readings.rejections})


class _Refused(Exception):
    """The page was fetched, but cannot be kept."""

    def __init__(self, rule_code: str, message: str) -> None:
        super().__init__(message)
        self.rule_code = rule_code
        self.message = message


@dataclass
class _Round:
    """One round of polls of pages that are due."""

    settings: Settings
    vocabulary: Vocabulary
    before: Sequence[Poll]
    run_id: str
    at: datetime

    def poll(self, due: Sequence[Source], manners: Manners | None) -> list[Poll]:
        """One poll per page, and one per document that an interrupted run kept without recording it."""
        from orchestration.spotlight.watch.fetching import Fetcher, Manners

        settings = self.settings
        manners = manners or Manners(settings.max_document_bytes, allows_private=settings.allow_private_sources)
        polls: list[Poll] = []
        began = time.monotonic()
        with Fetcher(manners) as fetcher:
            for source in due:
                if time.monotonic() - began > MAX_RUN_SECONDS:
                    break
                polls += self._found(source)
                polls.append(self._contained(source, [*self.before, *polls], fetcher))
        return [replace(poll, polled_at=self.at + timedelta(microseconds=place)) for place, poll in enumerate(polls)]

    def _contained(self, source: Source, polls: Sequence[Poll], fetcher: Fetcher) -> Poll:
        """The poll of one page; whatever goes wrong stops no other page."""
        try:
            return self._polled(source, polls, fetcher)
        except Exception as error:
            reason = f"{source.address} made the program fail ({innermost_reason(error)}). It is fetched again."
            return self._poll(source, Outcome.FAILED, reason_code="source.unexpected_fault", reason=reason)

    def _polled(self, source: Source, polls: Sequence[Poll], fetcher: Fetcher) -> Poll:
        from orchestration.spotlight.watch.fetching import Validators
        from orchestration.spotlight.watch.network import FetchFailed

        own = [poll for poll in polls if poll.address == source.address]
        kept = next((poll for poll in reversed(own) if poll.outcome == Outcome.KEPT), None)
        known = self._kept_content(source, kept)
        seen = next((poll for poll in reversed(own) if poll.outcome != Outcome.FAILED), None)
        validators = Validators(seen.etag, seen.last_modified) if seen and known is not None else Validators()
        try:
            page = fetcher.fetch(source.address, source.format, validators)
        except FetchFailed as error:
            why = {"reason_code": error.rule_code, "reason": error.message}
            return self._poll(source, Outcome.FAILED, status_code=error.status_code, **why)
        now, before = page.validators, validators if page.content is None else Validators()
        answer = {
            "status_code": page.status_code,
            "retrieved_from": page.address,
            "etag": now.etag or before.etag,
            "last_modified": now.last_modified or before.last_modified,
        }
        if page.content is None:
            return self._poll(source, Outcome.UNCHANGED, **answer)
        answer |= {"document_id": hashlib.sha256(page.content).hexdigest(), "size_bytes": len(page.content)}
        try:
            file = self._kept(source, page, page.content, known)
        except _Refused as error:
            return self._poll(source, Outcome.FAILED, reason_code=error.rule_code, reason=error.message, **answer)
        return self._poll(source, Outcome.UNCHANGED if file is None else Outcome.KEPT, file=file, **answer)

    def _kept(self, source: Source, page: Page, content: bytes, known: bytes | None) -> str | None:
        """Keep a page that says something new and return where; None if it says nothing new."""
        document_id = hashlib.sha256(content).hexdigest()
        file = f"{folder_of(source)}/{self.at.date()}-{document_id[:8]}.{source.format}"
        read = self._read(source, file, content)
        for fault in read.readings.unread:  # of the machine, not of the page
            raise _Refused(fault.rule_code, f"{source.address}: {fault.message}")
        if not read.readings.statements:
            first = next(iter(read.readings.rejections), _NOTHING_READ)
            message = _NOT_UTF8 if first.rule_code == "document.not_utf8" else first.message
            raise _Refused(first.rule_code, f"{source.address} was refused. {_place(first)}{message}")
        places = {statement.report.jurisdiction_code for statement in read.readings.statements}
        if source.jurisdiction is not None and places != {source.jurisdiction}:
            raise _Refused(
                "source.other_jurisdiction",
                f"{source.address} is about {', '.join(sorted(places))}; sources.csv expects {source.jurisdiction}. "
                "Correct the address or the jurisdiction there.",
            )
        if known is not None and self._read(source, file, known).said == read.said:
            return None
        try:
            _write(self.settings.reports_dir / file, content, read.sidecar)
        except OSError as error:
            raise _Refused(
                "source.not_kept",
                f"{file} could not be written to the reports folder ({error.strerror}). Fix this; the page is "
                "fetched again.",
            ) from error
        return file

    def _read(self, source: Source, file: str, content: bytes) -> _Read:
        """Read a page, with a sidecar that adds what it does not print itself and contradicts nothing of it."""
        alone = self._readings(file, content, None)
        refused = {rejection.rule_code for rejection in alone.rejections}
        entries: dict[str, str] = {}
        # A table may name its sources itself.
        if all(statement.source is None for statement in alone.statements):
            entries["source"] = source.address
        if source.source_kind != SourceKind.PUBLISHER:
            entries["source_kind"] = source.source_kind
        if "document.jurisdiction_unknown" in refused and source.jurisdiction is not None:
            entries["jurisdiction"] = source.jurisdiction
        if "document.publisher_as_of_unknown" in refused:
            day = self.at.date().isoformat()
            entries |= {"publisher_as_of": day, "publisher_as_of_basis": Basis.RETRIEVED_BY.value}
        if not entries:
            return _Read(alone, None)
        retrieved = f"# Retrieved on {self.at:%Y-%m-%d at %H:%M} UTC from a watched page.\n"
        sidecar = (retrieved + yaml.safe_dump(entries, sort_keys=False, allow_unicode=True)).encode()
        return _Read(self._readings(file, content, sidecar), sidecar)

    def _readings(self, file: str, content: bytes, sidecar: bytes | None) -> Readings:
        document_id = hashlib.sha256(content).hexdigest()
        document = Document(file, file.rpartition(".")[2], document_id, len(content), content, sidecar=sidecar)
        return read_documents([document], self.vocabulary, self.at.replace(tzinfo=UTC), limits_of(self.settings))

    def _kept_content(self, source: Source, kept: Poll | None) -> bytes | None:
        """The bytes kept last: the ledger's copy, which is never edited, else the one in the reports folder."""
        if kept is None or kept.file is None or not kept.file.endswith(f".{source.format}"):
            return None
        in_ledger = self.settings.ledger_dir / "documents" / f"{kept.document_id}.{source.format}"
        for file in (in_ledger, self.settings.reports_dir / kept.file):
            try:
                return file.read_bytes()
            except OSError:
                continue
        return None

    def _found(self, source: Source) -> list[Poll]:
        """Documents of the page without a poll: the run that kept them ended before recording it."""
        recorded = {poll.file for poll in self.before}
        root = self.settings.reports_dir
        found = sorted(
            str(file.relative_to(root))
            for file in (root / folder_of(source)).glob(f"*.{source.format}")
            if not file.name.startswith(".")
        )
        loaded = (load(root, file, self.settings.max_document_bytes) for file in found if file not in recorded)
        return [
            self._poll(
                source,
                Outcome.KEPT,
                reason_code="source.found",
                reason="The document was found in the page's folder without a recorded poll.",
                document_id=document.document_id,
                file=document.path,
            )
            for document in loaded
            if document.document_id is not None  # what cannot be read is refused when it is ingested
        ]

    def _poll(self, source: Source, outcome: Outcome, **particulars: Any) -> Poll:
        return Poll(polled_at=self.at, address=source.address, outcome=outcome.value, run_id=self.run_id, **particulars)


def _place(rejection: Rejection) -> str:
    return f"Line {rejection.line}: " if rejection.line is not None else ""


def _write(file: Path, content: bytes, sidecar: bytes | None) -> None:
    """Put a document in place whole, its sidecar before it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    if sidecar is not None:
        write_whole(file.with_name(file.name + SIDECAR_SUFFIX), sidecar)
    write_whole(file, content)
