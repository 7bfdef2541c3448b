"""The figures of a document as rows, or its rejections.

Belongs here: whether all figures agree with each other, the sentences and the sidecar. Not here: the context of one
figure (context), its place and dates (particulars).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

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
from orchestration.spotlight.domain.vocabulary import RESIDUAL, TOTAL, Vocabulary
from orchestration.spotlight.readers.figures.all_figures import AllFigures, top_of
from orchestration.spotlight.readers.figures.candidates import Found
from orchestration.spotlight.readers.figures.foreign import (
    last_parts,
    totals_of_left_out,
    unclear_sections,
    unsurely_left_out,
)
from orchestration.spotlight.readers.figures.improbable import improbable_counts
from orchestration.spotlight.readers.figures.model import Figure, Judged
from orchestration.spotlight.readers.figures.namesakes import namesakes
from orchestration.spotlight.readers.figures.nation import is_nation_aside, nation_contradicted
from orchestration.spotlight.readers.figures.particulars import (
    DocumentStatements,
    FigureInReport,
    figure_in_report,
)
from orchestration.spotlight.readers.figures.place_and_time import titles_of_other_places
from orchestration.spotlight.readers.figures.said import said_of_figures
from orchestration.spotlight.readers.figures.several_years import is_within
from orchestration.spotlight.readers.grammar.dates import Period, could_mean
from orchestration.spotlight.readers.refusals import (
    Examination,
    IgnoredNumber,
    Mark,
    Refusal,
)
from orchestration.spotlight.readers.sidecar import (
    BASIS,
    JURISDICTION,
    NOTE,
    PARTICULARS,
    PERIOD_END,
    PERIOD_START,
    PUBLISHER_AS_OF,
    SOURCE,
    SOURCE_KIND,
    SUFFIX,
    Sidecar,
)
from orchestration.spotlight.readers.tree.lines import Role

_IF_MISSING = {
    JURISDICTION: ("jurisdiction_unknown", "the place that the figures are for", "US-MO"),
    PERIOD_START: ("period_unknown", "the first day of the period", "2019-01-01"),
    PERIOD_END: ("period_unknown", "the last day of the period", "2019-12-31"),
    PUBLISHER_AS_OF: ("publisher_as_of_unknown", "the day as of which the figures are accurate", "2020-07-30"),
}


def report(found: Found, judged: Judged, document: DocumentStatements, path: str, document_id: str) -> Examination:
    """All figures of the document as rows; rejections and no row if anything in it is refused."""
    judged.leave_out(list(nation_contradicted(judged.figures, document.sentences)))
    refusals = [*found.refusals, *judged.refusals]
    unread = [*found.unread, *(IgnoredNumber(one.candidate.mark, one.why) for one in judged.left_out)]
    figures = judged.figures
    if figures:
        refusals += said_of_figures(judged, document)
        last = last_parts(document.lines)
        refusals += unclear_sections(found.foreign, figures, last, document.vocabulary)
        refusals += unsurely_left_out(judged, last)
        refusals += totals_of_left_out(judged, document.vocabulary)
    figures, of_no_period = _with_periods(figures, document)
    unread += of_no_period
    figures, parts_of_periods = _without_parts(figures, document)
    unread += parts_of_periods
    refusals += _residuals_out_of_place(figures, document)
    refusals += titles_of_other_places(figures)
    placed: list[FigureInReport] = []
    all_figures = AllFigures(judged.figures)
    for figure in figures:
        with_dates = figure_in_report(figure, all_figures, document)
        if is_nation_aside(figure.candidate) and (
            isinstance(with_dates, Refusal) or _lacks(with_dates, document.sidecar)
        ):
            unread.append(IgnoredNumber(figure.candidate.mark, _OF_NATION))
        elif isinstance(with_dates, Refusal):
            refusals.append(with_dates)
        else:
            placed.append(with_dates)
    places = {one.value(JURISDICTION, document.sidecar) for one in placed}
    refusals += namesakes(
        document.lines, places, min((top_of(one) for one in figures), default=0), document.vocabulary.jurisdictions
    )
    placed, twice = _each_once(placed, document.sidecar)
    refusals += twice
    refusals += improbable_counts(placed, document.sidecar)
    if not figures and not refusals:
        refusals.append(_no_figures(judged, unread))
    refusals = sorted(dict.fromkeys(refusals), key=lambda one: one.line or 0)
    rejections = [(rejection_of(one, path, document_id), one.mark) for one in refusals]
    more = dict.fromkeys(rejection for one in placed for rejection in _contradictions(one, document.sidecar))
    if not refusals:
        more |= dict.fromkeys(rejection for one in placed for rejection in _missing(one, document, path))
    rejections += [(one, None) for one in more]
    rejections = _capped(path, document_id, rejections)
    rows = [] if rejections else [_row(one, document.sidecar, path, document_id) for one in placed]
    reading = Reading(pl.DataFrame(rows, schema=READ_SCHEMA), tuple(rejection for rejection, _ in rejections))
    return Examination(reading, tuple(mark for _, mark in rejections), tuple(unread))


_OF_NATION = "it is the nation's in a document of a state, which does not say plainly when it is of"
_FIRST_UNREAD = 3
_LONGEST_YEAR = 366
"""In days."""


def _no_figures(judged: Judged, unread: Sequence[IgnoredNumber]) -> Refusal:
    """Why a document has no figure: no number looks like one, or why the first of them were left out."""
    if not judged.left_out:
        first_unread = unread[:_FIRST_UNREAD]
        reasons = "".join(
            f" {one.mark.text[one.mark.start : one.mark.end].strip()!r} in line {one.mark.line} is left out: {one.why}."
            for one in first_unread
        )
        return Refusal(
            "no_figures",
            first_unread[0].mark.line if first_unread else None,
            "",
            f"No label of data/seeds/reference/labels.csv stands beside a number in this document.{reasons} If it is a "
            "report, add its wordings there, or write its figures as CSV.",
            first_unread[0].mark if first_unread else None,
        )
    first = judged.left_out[0]
    return first.candidate.refused(
        "no_figures",
        f"No number of this document is a figure of a report. {first.candidate.number.text!r} is none, since "
        f"{first.why}. If a word there changes nothing, give it the kind neutral in data/seeds/reference/headings.csv.",
    )


def _lacks(one: FigureInReport, sidecar: Sidecar) -> bool:
    return any(one.value(key, sidecar) is None for key in PARTICULARS)


def _with_periods(figures: Sequence[Figure], document: DocumentStatements) -> tuple[list[Figure], list[IgnoredNumber]]:
    """The figures, and as unread those below an unclear time that is none of the stated periods."""
    stated = {one.value for one in document.statements if isinstance(one.value, Period)}
    kept, unread = [], []
    is_everywhere = all(one.unclear_period for one in figures)
    for figure in figures:
        times = [text for part in figure.candidate.parts for text in part.said.unclear]
        is_stated = bool(times) and any(all(could_mean(text, period) for text in times) for period in stated)
        if is_everywhere or is_stated or not figure.unclear_period:
            kept.append(figure)
        else:
            why = f"{figure.unclear_period!r} above it names no period with a first and last day"
            unread.append(IgnoredNumber(figure.candidate.mark, why))
    return kept, unread


def _without_parts(figures: Sequence[Figure], document: DocumentStatements) -> tuple[list[Figure], list[IgnoredNumber]]:
    """The figures, and as unread those of only a part of the others' period: a half-year beside its year."""
    kept, unread = [], []
    stated = [one.value for one in document.statements if isinstance(one.value, Period)]
    wholes: dict[str | None, set[Period | None]] = {}
    for figure in figures:
        wholes.setdefault(figure.place, set()).add(figure.period or (stated[0] if stated else None))
    for figure in figures:
        of_place = wholes[figure.place] if figure.period else ()
        # A year beside a total of several years is a report of its own.
        upto_a_year = [one for one in of_place if one and (one.end - one.start).days <= _LONGEST_YEAR]
        longer = next((one for one in upto_a_year if figure.period and is_within(figure.period, one)), None)
        # Columns of four quarters and of the year are five reports.
        if longer is None or {longer, figure.period} <= figure.candidate.periods:
            kept.append(figure)
        else:
            why = f"it is of {figure.period}, a part of {longer}"
            unread.append(IgnoredNumber(figure.candidate.mark, why))
    return kept, unread


# What figures must be to each other -----------------------------------------------------------------------------------


def _each_once(placed: Sequence[FigureInReport], sidecar: Sidecar) -> tuple[list[FigureInReport], list[Refusal]]:
    """Each figure once, and a refusal where the same figure has two numbers."""
    first: dict[tuple[object, ...], FigureInReport] = {}
    refusals = []
    for one in placed:
        figure = one.figure
        key = (figure.measure, figure.category, *(one.value(particular, sidecar) for particular in PARTICULARS))
        known = first.setdefault(key, one).figure
        if (known.value, known.value_status) != (figure.value, figure.value_status):
            refusals.append(
                Refusal(
                    "label_ambiguous",
                    figure.line,
                    figure.candidate.text,
                    f"The figure {figure.measure} / {figure.category} is {figure.value or figure.value_status} here "
                    f"and {known.value or known.value_status} in line {known.line}. Expected one number.",
                )
            )
    return list(first.values()), refusals


def _residuals_out_of_place(figures: Sequence[Figure], document: DocumentStatements) -> Iterator[Refusal]:
    """Refusals of a `Not Specified` away from the types that it completes: venues and industries have one too."""
    vocabulary = document.vocabulary
    headings = [line.top for line in document.lines if line.role is Role.HEADING and not line.said.names_breakdown]
    for at, figure in enumerate(figures):
        category = vocabulary.categories[figure.measure, figure.category]
        if category.role != RESIDUAL:
            continue
        table = figure.candidate.table
        near = [*figures[max(0, at - 1) : at], *figures[at + 1 : at + 2]]
        # Tiles of one row are neighbours too.
        near += [other for other in figures if abs(top_of(other) - top_of(figure)) < 1]
        if table is not None:
            near += [other for other in figures if other.candidate.table == table]
        for other in near:
            same = vocabulary.categories[other.measure, other.category].category_scheme == category.category_scheme
            low, high = sorted((top_of(figure), top_of(other)))
            parted = table != other.candidate.table and any(low < heading < high for heading in headings)
            if same and other.measure == figure.measure and other.category != figure.category and not parted:
                break
        else:
            if _completes_total(figure, figures, vocabulary):
                continue
            yield Refusal(
                "label_ambiguous",
                figure.line,
                figure.candidate.text,
                "It cannot be told what is not specified here: the figure stands beside no other of "
                f"{category.category_scheme}. Expected it next to the types that it is the rest of.",
            )


def _completes_total(residual: Figure, figures: Sequence[Figure], vocabulary: Vocabulary) -> bool:
    """Whether a residual and all types, each stated once, add up to the total, as when a column break parts them.

    A residual of 0 proves nothing: it could belong to any breakdown.
    """
    key = (residual.place, residual.period, residual.measure)
    values: dict[str, set[str]] = {}
    for one in figures:
        if (one.place, one.period, one.measure) == key:
            values.setdefault(one.category, set()).add(one.value)
    parts = vocabulary.parts.get(residual.measure, ())
    stated = [values.get(category, set()) for category in (TOTAL, *parts)]
    if not all(len(one) == 1 and "" not in one for one in stated):
        return False
    total, *others = (int(one.pop()) for one in stated)
    return total == sum(others) and int(residual.value) > 0


# Against the sidecar, and what is missing -----------------------------------------------------------------------------


def _contradictions(one: FigureInReport, sidecar: Sidecar) -> Iterator[Rejection]:
    for key, (value, line) in one.stated.items():
        # A year contradicts both ends of a period, but is reported once.
        is_reported = key == PERIOD_END and sidecar.value(PERIOD_START) not in (None, one.stated[PERIOD_START][0])
        if sidecar.value(key) not in (None, value) and not is_reported:
            yield sidecar.contradiction(key, value, line)
    if PUBLISHER_AS_OF in one.stated and sidecar.value(BASIS) not in (None, Basis.PRINTED):
        yield sidecar.contradiction(BASIS, Basis.PRINTED, one.stated[PUBLISHER_AS_OF][1])


def _missing(one: FigureInReport, document: DocumentStatements, path: str) -> Iterator[Rejection]:
    """A rejection for each kind of particular that neither the document nor the sidecar states."""
    missing: dict[str, list[str]] = {}
    for key in PARTICULARS:
        if one.value(key, document.sidecar) is None:
            missing.setdefault(_IF_MISSING[key][0], []).append(key)
    for code, keys in missing.items():
        what = " and ".join(_IF_MISSING[key][1] for key in keys)
        entries = ", ".join(f"`{key}: {_IF_MISSING[key][2]}`" for key in keys)
        unclear = one.figure.unclear_period
        hint = (
            f" {unclear!r} names no period with a first and last day." if code == "period_unknown" and unclear else ""
        )
        yield Rejection(
            path,
            None,
            f"document.{code}",
            "",
            f"The document does not say {what} in words that are known.{hint} If you know it, write it into a file "
            f"{path.rpartition('/')[2]}{SUFFIX} beside it, as in {entries}.",
            document_id=document.sidecar.document_id,
        )


# Rows -----------------------------------------------------------------------------------------------------------------


def _row(one: FigureInReport, sidecar: Sidecar, path: str, document_id: str) -> dict[str, object]:
    figure = one.figure
    is_printed = PUBLISHER_AS_OF in one.stated
    basis = Basis.PRINTED if is_printed else sidecar.value(BASIS) or Basis.RETRIEVED_BY
    return {
        "path": path,
        "document_id": document_id,
        "source_line": figure.line,
        "source_text": excerpt(figure.candidate.text),
        "source_context": excerpt(figure.context),
        **{key: one.value(key, sidecar) for key in PARTICULARS},
        "publisher_as_of_basis": str(basis),
        "measure": figure.measure,
        "category": figure.category,
        "value": figure.value or None,
        "value_status": figure.value_status,
        "source": sidecar.value(SOURCE),
        "source_kind": sidecar.value(SOURCE_KIND) or SourceKind.PUBLISHER.value,
        "note": sidecar.value(NOTE),
    }


def rejection_of(one: Refusal, path: str, document_id: str) -> Rejection:
    """A refusal as the rejection of its document."""
    return Rejection(
        path, one.line, f"document.{one.rule_code}", excerpt(one.found), one.message, document_id=document_id
    )


def _capped(
    path: str, document_id: str, rejections: Sequence[tuple[Rejection, Mark | None]]
) -> list[tuple[Rejection, Mark | None]]:
    capped = list(rejections[:MAX_REJECTIONS])
    if len(rejections) > MAX_REJECTIONS:
        rest = len(rejections) - MAX_REJECTIONS
        message = f"{rest:,} more faults follow. Fix those named first."
        capped.append((Rejection(path, None, "document.more_faults", "", message, document_id=document_id), None))
    return capped
