"""`spotlight check`: what a file says, what is wrong with it, and what a refresh would make of it.

Belongs here: finding the files, and showing the result for each. Not here: what a refresh decides (ingest/preview), or
anything that writes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from orchestration.cli.output import FAILED, PUBLISHED, WRONG_USAGE, print_json, refuse, screen, shown, table
from orchestration.settings import Settings
from orchestration.spotlight import readers
from orchestration.spotlight.domain.model import Figure, FigureKey, Rejection, Statement, excerpt
from orchestration.spotlight.domain.naming import day_name, figure_name, period_name, value_name
from orchestration.spotlight.domain.places import REFERENCE_DIR
from orchestration.spotlight.domain.visible import is_visible
from orchestration.spotlight.domain.vocabulary import Vocabulary, load_vocabulary
from orchestration.spotlight.ingest import documents
from orchestration.spotlight.ingest.documents import UNEXPECTED_FAULT, Document
from orchestration.spotlight.ingest.preview import FilePreview, Outcome, ReportPreview, preview
from orchestration.spotlight.ingest.reading import limits_of
from orchestration.spotlight.ingest.refresh import REJECTED
from orchestration.spotlight.readers.figures.context import SEPARATOR
from orchestration.spotlight.readers.limits import Limits
from orchestration.spotlight.readers.refusals import Examination, Mark
from orchestration.spotlight.readers.sidecar import SUFFIX

_MOST_UNREAD = 40
_MOST_SHOWN = 100
"""Characters of a line that are shown around the place in it."""
_OUTCOMES = {
    Outcome.NEW: "[green]new[/]",
    Outcome.RESTATED: "[green]restated[/]: a later vintage that differs from the one before",
    Outcome.REAFFIRMED: "[green]reaffirmed[/]: a later vintage with the same figures",
    Outcome.LATE: "[green]late[/]: history only; a later vintage, or the publisher's own, stays current",
    Outcome.CORRECTED: "[yellow]corrected[/]: figures of a report already in the warehouse change, or are added to it",
    Outcome.REMOVED: "[yellow]removed[/]",
    Outcome.UNCHANGED: "[green]unchanged[/]: every figure is in the warehouse already",
    Outcome.PENDING_REMOVAL: "[yellow]pending removal[/]: nothing of this report changes until the removal is accepted",
    Outcome.REPLACED: "[green]replaced[/]: a later report was saved over it; it stays as history",
    Outcome.CONFLICT: "[red]conflict[/]: it contradicts another file and would be rejected",
    Outcome.REJECTED: "[red]rejected[/]",
}


@dataclass(frozen=True, slots=True)
class Checked:
    """One file, and what a refresh would make of it."""

    path: str
    preview: FilePreview
    examination: Examination | None = None
    """Where the document's faults and unread numbers are."""


def run(files: Sequence[Path], *, as_json: bool) -> int:
    """Check files and show the results; 1 if anything would be rejected."""
    settings = Settings()
    placed = {file: _place(file, settings.reports_dir) for file in dict.fromkeys(map(_document_of, files))}
    for name in sorted({path for _, path in placed.values()}):
        twice = [str(file) for file, (_, path) in placed.items() if path == name]
        if len(twice) > 1:
            message = (
                f"{' and '.join(twice)} would have the same name, {name}, in the reports folder. Check one at a time."
            )
            return refuse(message, WRONG_USAGE, as_json=as_json)
    checked = list(_check(placed, settings))
    if as_json:
        print_json({"files": [_as_json(one) for one in checked]})
    else:
        for one in checked:
            _show(one)
    return FAILED if any(one.preview.rejections for one in checked) else PUBLISHED


def _document_of(file: Path) -> Path:
    """The document beside a sidecar, since the two are checked together; any other file as it is."""
    if not file.name.endswith(SUFFIX):
        return file
    document = file.with_name(file.name.removesuffix(SUFFIX) or file.name)
    return document if document.is_file() else file


def _place(file: Path, reports_dir: Path) -> tuple[Path, str]:
    """A file's root and its path below it. A file from elsewhere is treated as if it lay in the reports folder."""
    there, root = file.parent.resolve() / file.name, reports_dir.resolve()
    return (root, there.relative_to(root).as_posix()) if there.is_relative_to(root) else (file.parent, file.name)


def _check(placed: Mapping[Path, tuple[Path, str]], settings: Settings) -> Iterator[Checked]:
    vocabulary, limits = load_vocabulary(REFERENCE_DIR), limits_of(settings)
    absent = {
        file: rejection
        for file, (_, path) in placed.items()
        if (rejection := _absence(file) or documents.name_refusal(path)) is not None
    }
    loaded = {
        path: documents.load(root, path, limits.max_bytes)
        for file, (root, path) in placed.items()
        if file not in absent
    }
    previews = preview(settings, vocabulary, loaded)
    for file, (_, path) in placed.items():
        if file in absent:
            yield Checked(str(file), FilePreview(REJECTED, (absent[file],)))
        else:
            has_failed = any(one.rule_code == UNEXPECTED_FAULT for one in previews[path].rejections)
            examination = None if has_failed else _examined(loaded[path], vocabulary, limits)
            yield Checked(str(file), previews[path], examination)


def _absence(file: Path) -> Rejection | None:
    """Why there is nothing to read at all."""
    if file.name.endswith(SUFFIX):
        message = f"{file} is {documents.why_ignored(file.name)}"
        return Rejection(str(file), None, "document.not_found", str(file), message)
    try:
        is_folder = file.is_dir()
        file.stat()
    except (FileNotFoundError, NotADirectoryError):
        message = f"There is no file {file}. Check its spelling; the path starts from {Path.cwd()}."
        return Rejection(str(file), None, "document.not_found", str(file), message)
    except OSError:
        return None  # loading it says why it cannot be read
    if is_folder:
        message = f"{file} is a folder. Name the files in it, for example: spotlight check {file}/*"
        return Rejection(str(file), None, "document.is_folder", str(file), message)
    return None


def _examined(document: Document, vocabulary: Vocabulary, limits: Limits) -> Examination | None:
    if document.format == "csv" or document.content is None or document.document_id is None:
        return None
    return readers.examine(document.path, document.document_id, document.content, document.sidecar, vocabulary, limits)


def _as_json(checked: Checked) -> dict[str, Any]:
    found = checked.preview
    return {
        "path": checked.path,
        "status": found.status,
        "figures": [
            {
                "jurisdiction": statement.report.jurisdiction_code,
                "period_start": statement.report.period_start,
                "period_end": statement.report.period_end,
                "publisher_as_of": statement.report.publisher_as_of,
                "publisher_as_of_basis": statement.publisher_as_of_basis,
                "measure": figure.measure,
                "category": figure.category,
                "value": figure.value,
                "value_status": figure.value_status,
                "line": figure.source_line,
                "text": figure.source_text,
                "source_context": figure.source_context,
            }
            for statement in found.statements
            for figure in statement.figures
        ],
        "rejections": [_rejection_as_json(rejection) for rejection in found.rejections],
        "reports": [
            {
                "report_id": report.report_id,
                "outcome": report.outcome,
                "missing": [
                    {
                        "measure": one.measure,
                        "category": one.category,
                        "value": one.value,
                        "value_status": one.value_status,
                    }
                    for one in report.missing
                ],
                "also_rejected": [
                    {"file": loser.file, **_rejection_as_json(loser)}
                    for loser in found.losers
                    if loser.report_id == report.report_id
                ],
            }
            for report in found.reports
        ],
    }


def _rejection_as_json(rejection: Rejection) -> dict[str, Any]:
    return {"line": rejection.line, "code": rejection.rule_code, "message": rejection.message}


def _show(checked: Checked) -> None:
    found = checked.preview
    screen.print(f"[bold]{shown(checked.path)}[/]: {found.status.replace('_', ' ')}")
    stated = {statement.report.report_id for statement in found.statements}
    for report in found.reports:
        _show_report(report, is_stated=report.report_id in stated)
    marks = _marks(checked.examination)
    for rejection in found.rejections:
        screen.print(
            f"  [red]rejected[/] {_at(rejection.line)}{shown(rejection.message)} ({shown(rejection.rule_code)})"
        )
        if (mark := marks.get(rejection)) is not None:
            _show_mark(mark)
    for loser in found.losers:
        screen.print(f"  [yellow]also[/]     {shown(loser.file)} would be rejected: {shown(loser.message)}")
    _show_unread(checked.examination, {mark.line for mark in marks.values() if mark is not None})
    for warning in found.warnings:
        screen.print(f"  [yellow]warning[/]  {_at(warning.line)}{shown(warning.message)} ({shown(warning.rule_code)})")


def _show_report(report: ReportPreview, *, is_stated: bool) -> None:
    name = _report_name(report.statement) if report.statement is not None else report.report_id
    screen.print(f"  {shown(name)}: {_OUTCOMES[report.outcome]}")
    if report.statement is not None and is_stated:
        before = {change.key: change.before for change in report.changes if change.before is not None}
        _show_figures(report.statement, before)
    if report.missing:
        names = "; ".join(
            f"{figure_name(one.measure, one.category)} {value_name(one.value, one.value_status)}"
            for one in report.missing
        )
        screen.print(f"    missing: {shown(names)}")
        screen.print("    They stay until the file states them again, or you run: spotlight refresh --accept-removals")


def _report_name(statement: Statement) -> str:
    report, basis = statement.report, statement.publisher_as_of_basis
    period, day = period_name(report.period_start, report.period_end), day_name(report.publisher_as_of, basis)
    return f"{report.jurisdiction_code} {period}, as of {day} ({basis}, {statement.source_kind})"


def _show_figures(statement: Statement, before: dict[FigureKey, Figure]) -> None:
    """The figures of a report below their headings, with the recorded value where it differs."""
    columns = ("line", "measure", "category", "value", *(("was",) if before else ()), "text")
    for headings, figures in groupby(statement.figures, key=_headings):
        if headings:
            screen.print(f"  [dim]under[/] {shown(headings)}")
        rows = []
        for figure in figures:
            was = before.get(figure.key)
            held = (_value(was) if was is not None else "",) if before else ()
            text = figure.source_text.strip()
            rows.append((figure.source_line, figure.measure, figure.category, _value(figure), *held, text))
        screen.print(table(columns, rows))


def _headings(figure: Figure) -> str:
    """The context without the figure's own label, which its text shows."""
    return (figure.source_context or "").rpartition(SEPARATOR)[0]


def _at(line: int | None) -> str:
    return f"line {line}: " if line is not None else ""


def _marks(examination: Examination | None) -> dict[Rejection, Mark | None]:
    if examination is None:
        return {}
    return dict(zip(examination.reading.rejections, examination.marks, strict=True))


def _show_unread(examination: Examination | None, rejected_lines: set[int]) -> None:
    """The numbers that were not read, except those on rejected lines."""
    unread = [one for one in examination.unread if one.mark.line not in rejected_lines] if examination else []
    for one in unread[:_MOST_UNREAD]:
        number = excerpt(one.mark.text[one.mark.start : one.mark.end])
        screen.print(f"  [yellow]not read[/] line {one.mark.line}: {shown(number)!r}, since {shown(one.why)}")
        _show_mark(one.mark)
    if len(unread) > _MOST_UNREAD:
        screen.print(f"  [yellow]not read[/] {len(unread) - _MOST_UNREAD} more numbers")


def _show_mark(mark: Mark) -> None:
    """Part of a line, with a marker below the number."""
    start = max(0, mark.start - _MOST_SHOWN // 2)
    end = min(mark.end, start + _MOST_SHOWN)
    text = mark.text[start : start + _MOST_SHOWN]
    # No colours or markup here: they would shift the marker.
    screen.out(f"      {''.join(c if is_visible(c) else ' ' for c in text)}")
    screen.out(f"      {' ' * (mark.start - start)}{'^' * max(1, end - mark.start)}")


def _value(figure: Figure) -> int | str:
    return figure.value if figure.value is not None else figure.value_status.replace("_", " ")
