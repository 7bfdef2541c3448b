"""A published document, whatever its format: its rows and its sidecar → rows of `READ_SCHEMA`, or why there are none.

Belongs here: what every format does once its rows are found. Not here: formats (text, html, pdf), bindings (matching).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from orchestration.spotlight.domain.model import (
    MAX_REJECTIONS,
    READ_SCHEMA,
    Basis,
    Reading,
    Rejection,
    SourceKind,
    excerpt,
)
from orchestration.spotlight.domain.vocabulary import Vocabulary
from orchestration.spotlight.readers.flow import flow
from orchestration.spotlight.readers.layout import lay_out
from orchestration.spotlight.readers.matching import Binding, match
from orchestration.spotlight.readers.page import Row
from orchestration.spotlight.readers.particulars import (
    JURISDICTION,
    PARTICULARS,
    PERIOD_END,
    PERIOD_START,
    PUBLISHER_AS_OF,
    Finder,
    Particulars,
)
from orchestration.spotlight.readers.parts import split_parts
from orchestration.spotlight.readers.refusals import Mark, Refusal, Unread
from orchestration.spotlight.readers.sidecar import BASIS, SOURCE, SOURCE_KIND, SUFFIX, Sidecar
from orchestration.spotlight.readers.words import read_lines, wordings_of

_UNKNOWN = {
    JURISDICTION: ("jurisdiction_unknown", "the place that the figures are for", "US-MO"),
    PERIOD_START: ("period_unknown", "the first day of the period", "2019-01-01"),
    PERIOD_END: ("period_unknown", "the last day of the period", "2019-12-31"),
    PUBLISHER_AS_OF: ("publisher_as_of_unknown", "the day as of which the figures are accurate", "2020-07-30"),
}


@dataclass(frozen=True, slots=True)
class Examination:
    """What was read of a document, and all that a person needs to see why it was read so."""

    reading: Reading
    marks: tuple[Mark | None, ...] = ()
    """For each rejection the place that it speaks of, where there is one."""
    unread: tuple[Unread, ...] = ()
    """Numbers that are no figures."""


@dataclass(frozen=True, slots=True)
class _Report:
    """The figures of one part of the document, and what it says of itself."""

    bindings: tuple[Binding, ...]
    found: Particulars


def read_published(
    path: str, document_id: str, rows: Sequence[Row], sidecar: Sidecar, vocabulary: Vocabulary
) -> Examination:
    """Read the rows of one document: all its figures, or a refusal of the whole."""
    wordings = wordings_of(vocabulary)
    flowing = flow(rows, vocabulary, wordings)
    text = read_lines(flowing.lines, wordings)
    lines = lay_out(text, wordings)
    parts = split_parts(lines, wordings)
    finder = Finder(text, lines, parts, wordings)
    refusals = [*flowing.refusals]
    unread: list[Unread] = [*flowing.unread]
    reports: list[_Report] = []
    for part in parts:
        matched = match(part.lines, flowing.tables, vocabulary, wordings)
        refusals += matched.refusals
        unread += matched.unread
        if matched.bindings:
            reports.append(_Report(matched.bindings, finder.of(part)))
    if not reports and not refusals:
        refusals.append(
            Refusal(
                "no_figures",
                None,
                "",
                "No label of data/seeds/reference/labels.csv stands beside a number in this document. If it is a "
                "report, add its wordings there, or write its figures as CSV.",
            )
        )
    for report in reports:
        refusals += [refusal for refusal in report.found.refusals if refusal not in refusals]
        refusals += _other_places(report, sidecar)
    rejections: list[tuple[Rejection, Mark | None]] = [
        (
            Rejection(
                path, one.line, f"document.{one.rule_code}", excerpt(one.found), one.message, document_id=document_id
            ),
            one.mark,
        )
        for one in refusals
    ]
    for report in reports:
        more = [*_contradictions(report, sidecar)]
        if not report.found.refusals:
            more += _unknown(path, document_id, report, sidecar)
        rejections += [(one, None) for one in more if all(one != known for known, _ in rejections)]
    rejections = _capped(path, document_id, rejections)
    found = () if rejections else tuple(reports)
    reading = Reading(
        pl.concat([READ_SCHEMA.to_frame(), *(_rows(path, document_id, report, sidecar) for report in found)]),
        tuple(rejection for rejection, _ in rejections),
    )
    return Examination(reading, tuple(mark for _, mark in rejections), tuple(unread))


def _contradictions(report: _Report, sidecar: Sidecar) -> Iterator[Rejection]:
    found = report.found
    for key, stated in found.stated.items():
        # A year contradicts both ends of a period: it is told once.
        is_told = key == PERIOD_END and _is_contradicted(found, sidecar)
        if sidecar.value(key) not in (None, stated.value) and not is_told:
            yield sidecar.contradiction(key, stated.value, stated.line)
    if PUBLISHER_AS_OF in found.stated and sidecar.value(BASIS) not in (None, Basis.PRINTED):
        yield sidecar.contradiction(BASIS, Basis.PRINTED, found.stated[PUBLISHER_AS_OF].line)
    start, end = (_value(found, sidecar, key) for key in (PERIOD_START, PERIOD_END))
    if start is None or end is None:
        return
    years = [(year, line.number, line.text) for year, line in found.title_years]
    outside = [(year, number, text) for year, number, text in years if not int(start[:4]) <= year <= int(end[:4])] + [
        (int(binding.period[0][:4]), binding.line, binding.text)
        for binding in report.bindings
        if binding.period is not None and not (start <= binding.period[0] and binding.period[1] <= end)
    ]
    for year, number, text in outside:
        if PERIOD_START in found.stated:
            stated = found.stated[PERIOD_START]
            message = (
                f"The line speaks of {year}, but the document's period is {start} through {end} (line "
                f"{stated.line}). Expected one period in a document; compare it with the publisher's."
            )
            yield Rejection(
                sidecar.path,
                number,
                "document.period_contradicts_title",
                excerpt(text),
                message,
                document_id=sidecar.document_id,
            )
        else:
            yield sidecar.contradiction(PERIOD_START, str(year), number)
        return


def _is_contradicted(found: Particulars, sidecar: Sidecar) -> bool:
    return sidecar.value(PERIOD_START) not in (None, found.stated[PERIOD_START].value)


def _other_places(report: _Report, sidecar: Sidecar) -> Iterator[Refusal]:
    """A figure that names a place beside it must be of the report's place."""
    place = _value(report.found, sidecar, JURISDICTION)
    for binding in report.bindings:
        others = set(binding.places) - {place}
        if place is not None and others and binding.jurisdiction is None:
            yield Refusal(
                "jurisdiction_ambiguous",
                binding.line,
                binding.text,
                f"The figure is of {', '.join(sorted(others))}, and the report of {place}. Expected one place in a "
                "report; write the figures as CSV if the document holds those of several places.",
            )
            return


def _unknown(path: str, document_id: str, report: _Report, sidecar: Sidecar) -> Iterator[Rejection]:
    """One refusal for each particular that neither the text nor the sidecar states."""
    missing: dict[str, list[str]] = {}
    in_table = {
        JURISDICTION: all(binding.jurisdiction for binding in report.bindings),
        **dict.fromkeys((PERIOD_START, PERIOD_END), all(binding.period for binding in report.bindings)),
    }
    for key in PARTICULARS:
        code = _UNKNOWN[key][0]
        if _value(report.found, sidecar, key) is None and not in_table.get(key):
            missing.setdefault(code, []).append(key)
    for code, keys in missing.items():
        what = " and ".join(_UNKNOWN[key][1] for key in keys)
        entries = ", ".join(f"`{key}: {_UNKNOWN[key][2]}`" for key in keys)
        yield Rejection(
            path,
            None,
            f"document.{code}",
            "",
            f"The document does not say {what} in words that are known. If you know it, write it into a file "
            f"{path.rpartition('/')[2]}{SUFFIX} beside it, as in {entries}.",
            document_id=document_id,
        )


def _value(found: Particulars, sidecar: Sidecar, key: str) -> str | None:
    return found.stated[key].value if key in found.stated else sidecar.value(key)


def _rows(path: str, document_id: str, report: _Report, sidecar: Sidecar) -> pl.DataFrame:
    found = report.found
    particulars = {key: _value(found, sidecar, key) for key in PARTICULARS}
    is_printed = PUBLISHER_AS_OF in found.stated
    basis = Basis.PRINTED if is_printed else sidecar.value(BASIS) or Basis.RETRIEVED_BY
    return pl.DataFrame(
        [
            {
                "path": path,
                "document_id": document_id,
                "source_line": binding.line,
                "source_text": excerpt(binding.text),
                **particulars,
                **_of_its_table(binding),
                "publisher_as_of_basis": str(basis),
                "measure": binding.measure,
                "category": binding.category,
                "value": binding.value or None,
                "value_status": str(binding.value_status),
                "source": sidecar.value(SOURCE),
                "source_kind": sidecar.value(SOURCE_KIND) or SourceKind.PUBLISHER.value,
                "note": None,
            }
            for binding in report.bindings
        ],
        schema=READ_SCHEMA,
    )


def _of_its_table(binding: Binding) -> dict[str, str]:
    """What the headings of its table say of a figure goes before what the document says of all."""
    stated = {JURISDICTION: binding.jurisdiction} if binding.jurisdiction else {}
    if binding.period:
        stated |= dict(zip((PERIOD_START, PERIOD_END), binding.period, strict=True))
    return stated


def _capped(
    path: str, document_id: str, rejections: Sequence[tuple[Rejection, Mark | None]]
) -> list[tuple[Rejection, Mark | None]]:
    capped = list(rejections[:MAX_REJECTIONS])
    if len(rejections) > MAX_REJECTIONS:
        rest = len(rejections) - MAX_REJECTIONS
        message = f"{rest:,} more faults follow. Mend those named first."
        capped.append((Rejection(path, None, "document.more_faults", "", message, document_id=document_id), None))
    return capped
