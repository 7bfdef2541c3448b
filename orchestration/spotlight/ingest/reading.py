"""From files to valid figures: which files a refresh reads, and what they say.

Belongs here: choosing, loading, reading and validating files, in parts. Not here: what is accepted of them (resolve).
"""

from __future__ import annotations

import math
import os
import time
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property

import polars as pl

import schemas
from orchestration.settings import Settings
from orchestration.spotlight import readers
from orchestration.spotlight.changed.seen import SeenFiles
from orchestration.spotlight.domain.errors import innermost_reason, is_fault_of_the_machine
from orchestration.spotlight.domain.model import (
    FIGURE_SCHEMA,
    READ_SCHEMA,
    Concern,
    Rejection,
    Statement,
    statements_from,
)
from orchestration.spotlight.domain.vocabulary import Vocabulary
from orchestration.spotlight.ingest import documents
from orchestration.spotlight.ingest.documents import (
    SIDECAR_SUFFIX,
    UNEXPECTED_FAULT,
    Document,
    Folder,
    unexpected_fault,
)
from orchestration.spotlight.ledger.state import PathState
from orchestration.spotlight.readers.limits import Limits

ACCEPTED = "accepted"
PRESENT = "present"
_OF_THE_MOMENT = frozenset((schemas.IN_FUTURE_RULE, UNEXPECTED_FAULT))
_DEFAULT_LIMITS = Limits()
_MOST_FIGURES = 50_000
"""Figures that are validated at once, in a few hundred megabytes."""


@dataclass(frozen=True)
class Readings:
    """The result of reading files."""

    documents: Mapping[str, Document]
    figures: pl.DataFrame
    """Valid figures, as rows of `FIGURE_SCHEMA`."""
    rejections: tuple[Rejection, ...]
    warnings: tuple[Concern, ...]
    unread: tuple[Concern, ...] = ()
    """Files that could not be read now because of the machine, not the file."""

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        return tuple(statements_from(self.figures))

    def joined(self, later: Readings) -> Readings:
        """These readings and later ones together."""
        return Readings(
            documents={**self.documents, **later.documents},
            figures=pl.concat([self.figures, later.figures]),
            rejections=(*self.rejections, *later.rejections),
            warnings=(*self.warnings, *later.warnings),
            unread=(*self.unread, *later.unread),
        )


def limits_of(settings: Settings) -> Limits:
    """The largest size of a document and the longest time to read one."""
    return Limits(
        max_bytes=settings.max_document_bytes,
        max_characters=settings.max_document_characters,
        max_pages=settings.max_document_pages,
        max_seconds=settings.max_document_seconds,
        max_memory_bytes=settings.max_document_memory_bytes,
    )


def files_to_read(
    folder: Folder,
    recorded: Mapping[str, PathState],
    limits: Limits,
    seen: SeenFiles,
    *,
    without: Container[str] = (),
    max_seconds: float = math.inf,
) -> Iterator[Document]:
    """Yield the files that differ from the record or are not wholly accepted, but for those in `without`.

    After `max_seconds` they are yielded unread: the next refresh goes on with them.
    """
    end = time.monotonic() + max_seconds
    for path in folder.documents:
        state = recorded.get(path)
        is_accepted = state is not None and state.outcome == ACCEPTED
        if path in without or (is_accepted and _is_as_recorded(folder, path, state, seen)):
            continue
        if time.monotonic() > end:
            fault = f"{max_seconds:g} seconds, the time for all files of one refresh (SPOTLIGHT_MAX_REFRESH_SECONDS)"
            yield Document(path, documents.format_of(path), None, 0, None, fault=f"{fault}, are over")
            continue
        document = documents.load(folder.root, path, limits.max_bytes)
        if _is_new(document, state):
            yield document


def standing_refusals(
    folder: Folder, recorded: Mapping[str, PathState], refused: Iterable[Rejection], seen: SeenFiles
) -> list[Rejection]:
    """The open refusals of unchanged files that are refused whole for what they say: read again, they say the same.

    A file that was refused because of another one, of the day or of a fault of the program is read again.
    """
    by_file: dict[str, list[Rejection]] = defaultdict(list)
    for one in refused:
        by_file[one.file].append(one)
    return [
        one
        for path in folder.documents
        if path in by_file
        and all(r.report_id is None and r.rule_code not in _OF_THE_MOMENT for r in by_file[path])
        and _is_as_recorded(folder, path, recorded.get(path), seen)
        for one in by_file[path]
    ]


def _is_as_recorded(folder: Folder, path: str, state: PathState | None, seen: SeenFiles) -> bool:
    """Whether a file and its sidecar are unchanged."""
    file = folder.root / path
    if state is None or state.state != PRESENT or seen.content_hash(file) != state.document_id:
        return False
    sidecar = file.with_name(file.name + SIDECAR_SUFFIX)
    return (seen.content_hash(sidecar) if os.path.lexists(sidecar) else None) == state.sidecar_id


def _is_new(document: Document, state: PathState | None) -> bool:
    return (
        state is None
        or (state.document_id, state.sidecar_id) != (document.document_id, document.sidecar_id)
        or state.outcome != ACCEPTED
    )


def _keep_in_memory(document: Document) -> Document:
    return document


def read_documents(
    some: Iterable[Document],
    vocabulary: Vocabulary,
    now: datetime,
    limits: Limits = _DEFAULT_LIMITS,
    keep: Callable[[Document], Document] = _keep_in_memory,
) -> Readings:
    """Read and validate documents, in parts: their statements and rejections.

    `keep` is called with each one that states figures; it may put the bytes elsewhere.
    """
    found = _Found(vocabulary, now.date())
    for document in some:
        states_figures = found.add(document, limits)
        found.documents[document.path] = keep(document) if states_figures else replace(document, content=None)
    found.validate()
    return Readings(
        documents={path: one for path, one in found.documents.items() if path not in found.unread},
        figures=pl.concat(found.figures),
        rejections=tuple(found.rejections),
        warnings=tuple(found.warnings),
        unread=tuple(found.unread.values()),
    )


class _Found:
    """What was read so far. A fault in one document refuses only that document."""

    def __init__(self, vocabulary: Vocabulary, today: date) -> None:
        self._vocabulary = vocabulary
        self._today = today
        self._read: list[pl.DataFrame] = []
        self.documents: dict[str, Document] = {}
        self.figures = [FIGURE_SCHEMA.to_frame()]
        self.rejections: list[Rejection] = []
        self.warnings: list[Concern] = []
        self.unread: dict[str, Concern] = {}

    def add(self, document: Document, limits: Limits) -> bool:
        """Read one document; whether it states any figure."""
        if document.fault is not None:
            self._leave_unread(document.path, document.fault)
            return False
        if document.rejection is not None or document.content is None or document.document_id is None:
            self.rejections += [document.rejection] if document.rejection is not None else []
            return False
        try:
            reading = readers.read(
                document.path, document.document_id, document.content, document.sidecar, self._vocabulary, limits
            )
        except Exception as error:
            self._fail(document.path, document.document_id, error)
            return False
        self.rejections += reading.rejections
        if reading.figures.is_empty():
            return False
        self._read.append(reading.figures)
        if sum(one.height for one in self._read) >= _MOST_FIGURES:
            self.validate()
        return True

    def validate(self) -> None:
        """Validate what was read since the last call: all at once, or one by one after a fault."""
        read, self._read = self._read, []
        try:
            self._validate(pl.concat([READ_SCHEMA.to_frame(), *read]))
        except Exception:
            for figures in read:
                try:
                    self._validate(figures)
                except Exception as error:
                    self._fail(figures["path"][0], figures["document_id"][0], error)

    def _validate(self, figures: pl.DataFrame) -> None:
        validation = schemas.validate(figures, self._vocabulary, self._today)
        self.figures.append(validation.figures)
        self.rejections += validation.rejections
        self.warnings += validation.warnings

    def _fail(self, path: str, document_id: str, error: Exception) -> None:
        self.rejections = [one for one in self.rejections if one.file != path]
        if is_fault_of_the_machine(error):
            self._leave_unread(path, innermost_reason(error))
        else:
            self.rejections.append(unexpected_fault(path, document_id, error))

    def _leave_unread(self, path: str, reason: str) -> None:
        message = f"{path} could not be read now: {reason}. It is read again."
        self.unread[path] = Concern(path, None, "document.not_read", message)
