"""`spotlight check`: what a file says and what is wrong with it, before it is put into the reports folder.

Belongs here: reading files for show. Not here: reading (`readers`), validating (`schemas`), or anything that writes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from orchestration.cli.output import FAILED, PUBLISHED, print_json, screen, shown, table
from orchestration.settings import Settings
from orchestration.spotlight import readers
from orchestration.spotlight.domain.model import Concern, Rejection, Statement
from orchestration.spotlight.domain.places import REFERENCE_DIR
from orchestration.spotlight.domain.visible import is_visible
from orchestration.spotlight.domain.vocabulary import Vocabulary, load_vocabulary
from orchestration.spotlight.ingest import documents
from orchestration.spotlight.ingest.documents import Document
from orchestration.spotlight.ingest.reading import limits_of, read_documents
from orchestration.spotlight.readers.limits import Limits
from orchestration.spotlight.readers.published import Examination
from orchestration.spotlight.readers.refusals import Mark

_MOST_UNREAD = 40
_MOST_SHOWN = 100
"""Characters of a line that are shown around the place in it."""


@dataclass(frozen=True, slots=True)
class Checked:
    """One file: what is accepted of it, and what is not."""

    path: str
    statements: tuple[Statement, ...]
    rejections: tuple[Rejection, ...]
    warnings: tuple[Concern, ...]
    examination: Examination | None = None
    """Where in a published document its faults and its other numbers stand."""

    @property
    def status(self) -> str:
        if not self.rejections:
            return "accepted"
        return "partly_accepted" if self.statements else "rejected"


def run(files: Sequence[Path], *, as_json: bool) -> int:
    """Check some files and show what came of it; 1 if anything is rejected."""
    checked = check_files(files)
    if as_json:
        print_json({"files": [_as_json(one) for one in checked]})
    else:
        for one in checked:
            _show(one)
    return FAILED if any(one.rejections for one in checked) else PUBLISHED


def check_files(files: Sequence[Path]) -> list[Checked]:
    """Read and validate files wherever they lie; their sidecars are looked for beside them."""
    vocabulary, limits = load_vocabulary(REFERENCE_DIR), limits_of(Settings())
    loaded = [_load(file, limits) for file in dict.fromkeys(files)]
    reading = read_documents(loaded, vocabulary, datetime.now(UTC), limits)
    return [
        Checked(
            document.path,
            tuple(s for s in reading.statements if s.path == document.path),
            tuple(r for r in reading.rejections if r.file == document.path),
            tuple(w for w in reading.warnings if w.file == document.path),
            _examined(document, vocabulary, limits),
        )
        for document in loaded
    ]


def _load(file: Path, limits: Limits) -> Document:
    document = documents.load(file.parent, file.name, limits.max_bytes)
    rejection = replace(document.rejection, file=str(file)) if document.rejection is not None else None
    return replace(document, path=str(file), rejection=rejection)


def _examined(document: Document, vocabulary: Vocabulary, limits: Limits) -> Examination | None:
    if document.format == "csv" or document.content is None or document.document_id is None:
        return None
    return readers.examine(document.path, document.document_id, document.content, document.sidecar, vocabulary, limits)


def _as_json(checked: Checked) -> dict[str, Any]:
    return {
        "path": checked.path,
        "status": checked.status,
        "figures": [
            {
                "jurisdiction": statement.report.jurisdiction_code,
                "period_start": statement.report.period_start,
                "period_end": statement.report.period_end,
                "publisher_as_of": statement.report.publisher_as_of,
                "measure": figure.measure,
                "category": figure.category,
                "value": figure.value,
                "value_status": figure.value_status,
                "line": figure.source_line,
                "text": figure.source_text,
            }
            for statement in checked.statements
            for figure in statement.figures
        ],
        "rejections": [
            {"line": rejection.line, "code": rejection.rule_code, "message": rejection.message}
            for rejection in checked.rejections
        ],
    }


def _show(checked: Checked) -> None:
    screen.print(f"[bold]{shown(checked.path)}[/]: {checked.status.replace('_', ' ')}")
    for statement in checked.statements:
        report = statement.report
        screen.print(
            f"  {report.jurisdiction_code}, {report.period_start} to {report.period_end}, "
            f"as of {report.publisher_as_of} ({statement.publisher_as_of_basis}, {statement.source_kind})"
        )
        rows = [
            (figure.source_line, figure.measure, figure.category, _value(figure.value, figure.value_status), text)
            for figure in statement.figures
            for text in [figure.source_text.strip()]
        ]
        screen.print(table(("line", "measure", "category", "value", "text"), rows))
    marks = _marks(checked.examination)
    for rejection in checked.rejections:
        line = f"line {rejection.line}: " if rejection.line is not None else ""
        screen.print(f"  [red]rejected[/] {line}{shown(rejection.message)} ({shown(rejection.rule_code)})")
        if (mark := marks.get(rejection)) is not None:
            _show_mark(mark)
    _show_unread(checked.examination, {mark.line for mark in marks.values() if mark is not None})
    for warning in checked.warnings:
        line = f"line {warning.line}: " if warning.line is not None else ""
        screen.print(f"  [yellow]warning[/]  {line}{shown(warning.message)} ({shown(warning.rule_code)})")


def _marks(examination: Examination | None) -> dict[Rejection, Mark | None]:
    if examination is None:
        return {}
    return dict(zip(examination.reading.rejections, examination.marks, strict=True))


def _show_unread(examination: Examination | None, rejected_lines: set[int]) -> None:
    """The numbers that were left alone; those on a line that is rejected are its matter."""
    unread = [one for one in examination.unread if one.mark.line not in rejected_lines] if examination else []
    for one in unread[:_MOST_UNREAD]:
        number = one.mark.text[one.mark.start : one.mark.end]
        screen.print(f"  [yellow]not read[/] line {one.mark.line}: {shown(number)!r}, since {shown(one.why)}")
        _show_mark(one.mark)
    if len(unread) > _MOST_UNREAD:
        screen.print(f"  [yellow]not read[/] {len(unread) - _MOST_UNREAD} more numbers")


def _show_mark(mark: Mark) -> None:
    """The part of a line around a place, and a mark below the place."""
    start = max(0, mark.start - _MOST_SHOWN // 2)
    text = mark.text[start : max(mark.end, start + _MOST_SHOWN)]
    # Without colours and markup: a mark must stand where it belongs.
    screen.out(f"      {''.join(c if is_visible(c) else ' ' for c in text)}")
    screen.out(f"      {' ' * (mark.start - start)}{'^' * max(1, mark.end - mark.start)}")


def _value(value: int | None, status: str) -> int | str:
    return value if value is not None else status.replace("_", " ")
