"""The figures of a document as reports: each with its place, period and accuracy date, or why one cannot be told.

Belongs here: what the document and its sidecar say of all figures. Not here: the context of one figure (context).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

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
from orchestration.spotlight.domain.vocabulary import RESIDUAL, Vocabulary
from orchestration.spotlight.readers.blocks import BlockKind, GroupKind
from orchestration.spotlight.readers.figures.candidates import Found, unclear_sections
from orchestration.spotlight.readers.figures.context import Figure, Judged, Part
from orchestration.spotlight.readers.figures.statements import (
    Sentence,
    Statement,
    claims_of,
    corrects,
    holds_for,
    is_about_figures,
    notes_for,
    remarks_of,
)
from orchestration.spotlight.readers.grammar.dates import Period, could_mean, is_part_of_another, year_period
from orchestration.spotlight.readers.grammar.lexicon import NATION
from orchestration.spotlight.readers.grammar.phrases import period_of
from orchestration.spotlight.readers.grammar.tokens import Kind, What
from orchestration.spotlight.readers.refusals import Examination, Mark, Refusal, Unread, mark_of, refusal_at
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
from orchestration.spotlight.readers.tree.lines import Line, Role

_LONGEST_YEARS = 14
_UNKNOWN = {
    JURISDICTION: ("jurisdiction_unknown", "the place that the figures are for", "US-MO"),
    PERIOD_START: ("period_unknown", "the first day of the period", "2019-01-01"),
    PERIOD_END: ("period_unknown", "the last day of the period", "2019-12-31"),
    PUBLISHER_AS_OF: ("publisher_as_of_unknown", "the day as of which the figures are accurate", "2020-07-30"),
}


@dataclass(frozen=True, slots=True)
class Placed:
    """A figure with all that is known of its report, and the line that each of it was read from."""

    figure: Figure
    stated: dict[str, tuple[str, int]]
    """Particular → value and line, as the document states it."""

    def value(self, key: str, sidecar: Sidecar) -> str | None:
        return self.stated[key][0] if key in self.stated else sidecar.value(key)


@dataclass(frozen=True, slots=True)
class Whole:
    """All that the document says outside of its figures' own contexts."""

    lines: Sequence[Line]
    sentences: Sequence[Sentence]
    statements: Sequence[Statement]
    sidecar: Sidecar
    vocabulary: Vocabulary


def report(found: Found, judged: Judged, whole: Whole, path: str, document_id: str) -> Examination:
    """All figures of the document as rows, or the reasons why none of it is believed."""
    refusals = [*found.refusals, *judged.refusals]
    unread = [*found.unread, *(Unread(one.mark, one.why) for one in judged.left_out)]
    figures = judged.figures
    if figures:
        refusals += [_remarked(*one) for one in remarks_of(whole.sentences)]
        refusals += _gainsaid(figures, whole)
        refusals += _scaled(whole)
        read = {(one.measure, one.category): one.value for one in figures}
        refusals += unclear_sections(found.foreign, read, whole.vocabulary)
        refusals += _unsurely_left_out(judged, read)
    is_everywhere = all(one.unclear_period for one in figures)
    for one in figures:
        if one.unclear_period and not is_everywhere:
            why = f"{one.unclear_period!r} above it names no period with a first and last day"
            unread.append(Unread(mark_of(one.candidate.line, one.candidate.number.tokens), why))
    figures = [one for one in figures if is_everywhere or not one.unclear_period]
    figures, parts_of_periods = _without_parts(figures, whole)
    unread += parts_of_periods
    refusals += _residuals_out_of_place(figures, whole)
    placed: list[Placed] = []
    for figure in figures:
        with_dates = _placed(figure, judged.figures, whole)
        if isinstance(with_dates, Refusal):
            refusals += [with_dates] if with_dates not in refusals else []
        else:
            placed.append(with_dates)
    placed, twice = _each_once(placed, whole.sidecar)
    refusals += twice
    if not figures and not refusals:
        refusals.append(
            Refusal(
                "no_figures",
                None,
                "",
                "No label of data/seeds/reference/labels.csv stands beside a number in this document. If it is a "
                "report, add its wordings there, or write its figures as CSV.",
            )
        )
    refusals = sorted(dict.fromkeys(refusals), key=lambda one: one.line or 0)
    rejections = [(_rejection(one, path, document_id), one.mark) for one in refusals]
    more = dict.fromkeys(rejection for one in placed for rejection in _contradictions(one, whole.sidecar))
    if not refusals:
        more |= dict.fromkeys(rejection for one in placed for rejection in _missing(one, whole, path))
    rejections += [(one, None) for one in more]
    rejections = _capped(path, document_id, rejections)
    rows = [] if rejections else [_row(one, whole.sidecar, path, document_id) for one in placed]
    reading = Reading(pl.DataFrame(rows, schema=READ_SCHEMA), tuple(rejection for rejection, _ in rejections))
    return Examination(reading, tuple(mark for _, mark in rejections), tuple(unread))


def _unsurely_left_out(judged: Judged, read: dict[tuple[str, str], str]) -> Iterator[Refusal]:
    """Figures below a line that takes them out of the report, where it is not marked how far it reaches."""
    for one in judged.left_out:
        label = one.candidate.label
        if (
            not one.is_sure
            and label is not None
            and label.measure
            and (label.measure, label.category or "total") not in read
        ):
            yield refusal_at(
                one.candidate.line,
                one.candidate.number,
                "section_unclear",
                f"{one.candidate.label_text!r} is left out, since {one.why}, and stands nowhere else; how far that "
                "line reaches is not marked. Write the figures as CSV if the report's own are among them.",
                one.candidate.text,
            )


def _gainsaid(figures: Sequence[Figure], whole: Whole) -> Iterator[Refusal]:
    """Sentences that give a figure another number, or the figures another place."""
    places = {one.place for one in figures} - {None}
    periods: set[Period | date | None] = {one.period for one in figures}
    periods |= {one.value for one in whole.statements}
    values: dict[tuple[str, str], set[str]] = {}
    for one in figures:
        values.setdefault((one.measure, one.category), set()).add(one.value)
    for sentence in whole.sentences:
        said = sentence.said
        if said.places and is_about_figures(sentence) and not sentence.is_negated and places:
            others = set(said.places) - places
            if others and not (set(said.places) & places and said.has("nation")):
                yield _remarked(sentence, f"{', '.join(sorted(others))}: another place")
        if said.places and not set(said.places) <= places:
            continue
        if not periods.issuperset((*said.periods, *map(year_period, said.years))):
            continue
        known = said.measures & {measure for measure, _ in values}
        differs = any(
            values.get((m, c), {number}) and number not in values.get((m, c), {number})
            for m, c, number in claims_of(sentence)
        )
        if differs or (corrects(sentence) and known):
            yield refusal_at(
                sentence.line,
                None,
                "label_ambiguous",
                f"{sentence.text!r} states another number than the figures of the document. Expected one; compare it "
                "with the publisher's document.",
            )


def _scaled(whole: Whole) -> Iterator[Refusal]:
    """`In thousands` or `Retracted` on a line of its own is said of all figures, wherever it stands."""
    for line in whole.lines:
        for kind, what in (("scale", "that they are in another unit"), ("void", "that they do not hold")):
            if line.role in (Role.HEADING, Role.STATEMENT) and line.said.has(kind):
                sentence = Sentence((line,), line.tokens, line.said, line.groups)
                yield _remarked(sentence, what)


def _without_parts(figures: Sequence[Figure], whole: Whole) -> tuple[list[Figure], list[Unread]]:
    """The figures without those of a part of the period that the others are of: a half-year beside its year."""
    kept, unread = [], []
    stated = [one.value for one in whole.statements if isinstance(one.value, Period)]
    for figure in figures:
        wholes = {one.period or (stated[0] if stated else None) for one in figures if one.place == figure.place}
        longer = next((one for one in wholes if one and figure.period and _is_within(figure.period, one)), None)
        if longer is None:
            kept.append(figure)
        else:
            why = f"it is of {figure.period}, a part of {longer}"
            unread.append(Unread(mark_of(figure.candidate.line, figure.candidate.number.tokens), why))
    return kept, unread


def is_of_nation(lines: Sequence[Line], sidecar: Sidecar) -> bool:
    """Whether the document is the nation's: then `national` says nothing else."""
    if sidecar.value(JURISDICTION) == NATION:
        return True
    headings = [line.said for line in lines if line.role is Role.HEADING]
    titles = [said.places for said in headings if said.places]
    if not titles:
        # `National Statistics`, and no place anywhere.
        return bool(headings) and headings[0].has("nation")
    return titles[0] == (NATION,)


def _remarked(sentence: Sentence, what: str) -> Refusal:
    return refusal_at(
        sentence.line,
        None,
        "remark_unclear",
        f"{sentence.text!r} says of the figures {what}. Expected figures of one whole period as they "
        "were counted. If the sentence means something else, write the figures as CSV.",
    )


# Place, period and day of a figure ------------------------------------------------------------------------------------


def _placed(figure: Figure, figures: Sequence[Figure], whole: Whole) -> Placed | Refusal:
    stated: dict[str, tuple[str, int]] = {}
    place = figure.place
    if place is not None:
        part = next(one for one in reversed(figure.candidate.parts) if one.said.places)
        stated[JURISDICTION] = (place, part.line.number)
    else:
        only = _only_place(whole, figure)
        if only is not None:
            stated[JURISDICTION] = only
    of = stated[JURISDICTION][0] if JURISDICTION in stated else whole.sidecar.value(JURISDICTION)
    period = _period(figure, figures, whole, of)
    if isinstance(period, Refusal):
        return period
    if period is not None:
        value, line = period
        if (against := _another_time(figure, value, whole)) is not None:
            return against
        stated[PERIOD_START], stated[PERIOD_END] = (value.start.isoformat(), line), (value.end.isoformat(), line)
    day = _day(figure, figures, whole, of)
    if isinstance(day, Refusal):
        return day
    if day is not None:
        stated[PUBLISHER_AS_OF] = (day[0].isoformat(), day[1])
    return Placed(figure, stated)


def _another_time(figure: Figure, period: Period, whole: Whole) -> Refusal | None:
    """A time in the figure's context that is not the period that the document states: `First half`, `In December`."""
    if (named := next(_other_times(figure, period, whole), None)) is None:
        return None
    return refusal_at(
        figure.candidate.line,
        figure.candidate.number,
        "period_contradicts_title",
        f"{named!r} is said of the figure, and is another time than {period}, which the document states. Expected one "
        "period for a figure; compare it with the publisher's document.",
        figure.candidate.text,
    )


def _other_times(figure: Figure, period: Period, whole: Whole) -> Iterator[str]:
    for part in figure.candidate.parts:
        said = part.said
        has_several = len(said.periods) + len(said.years) > 1 and period_of(said) is None
        if figure.unclear_period and (has_several or not all(could_mean(text, period) for text in said.unclear)):
            yield part.text
        is_outside = len(said.years) > 1 and not min(said.years) <= period.start.year <= max(said.years)
        if is_outside or any(is_part_of_another(text, period) for text in said.unclear):
            yield part.text
        if any(one.start <= period.end for one in said.moments):
            yield part.text
    for token in figure.candidate.tokens:
        # `Cases: 62 (2019: 49)` on a page of 2019: one of the two is another year's.
        if token.of is not None and token.of.what is What.NOISE and str(period.start.year) in token.of.text:
            yield token.of.text
    for note in notes_for(figure.candidate.marked, whole.sentences):
        if period_of(note.said) not in (None, period):
            yield note.text


def _only_place(whole: Whole, figure: Figure) -> tuple[str, int] | None:
    """A document without a title may name its only place in a sentence about its figures."""
    places: dict[str, int] = {}
    for line in whole.lines:
        is_address = any(token.of is not None and token.of.what in ("noise", "contact") for token in line.tokens)
        if line.role in (Role.FRAME, Role.MENU) or is_address:
            continue
        if line.said.places and line.said.is_part_of_place:
            return None
        for place in line.said.places:
            places.setdefault(place, line.number)
    first = next((line for line in whole.lines if line.role is Role.HEADING), None)
    if not places and first is not None and first.said.has("nation"):
        return NATION, first.number
    if not places:
        titles = [line for line in whole.lines if line.kind is BlockKind.TITLE and line.said.places]
        is_one = len(titles) == 1 and len(titles[0].said.places) == 1 and not titles[0].said.unknown
        return (titles[0].said.places[0], titles[0].number) if is_one else None
    if len(places) != 1:
        return None
    # What stands below the figure is the foot of the page and no title of it.
    titled = [
        line
        for line in whole.lines
        if line.role is Role.HEADING
        and line.said.places
        and not line.said.unknown
        and line.number <= figure.candidate.line.number
    ]
    if titled and not any(group.kind is GroupKind.ASIDE for line in titled for group in line.groups):
        return titled[0].said.places[0], titled[0].number
    about = {"trafficking", "hotline", "figures", "statistics", "data", "cases", "signals", "received", "reported"}
    for sentence in whole.sentences:
        if sentence.said.places and not about.isdisjoint(sentence.words) and _follows_of_or_in(sentence):
            return next(iter(places.items()))
    return None


def _follows_of_or_in(sentence: Sentence) -> bool:
    """`trafficking in Missouri`, but not `the hotline is run from Missouri`."""
    phrases = [phrase for line in sentence.lines for phrase in line.phrases if phrase.text.casefold() != "the"]
    return any(
        after.kind == "place" and before.text.casefold() in ("in", "for", "of", "within", "hotline")
        for before, after in pairwise(phrases)
    )


def _own(
    statements: Sequence[Statement], figure: Figure, figures: Sequence[Figure], place: str | None
) -> list[Statement]:
    """The statements that hold for a figure: those of its part, else those made for all parts."""
    holding = [one for one in statements if holds_for(one.sentence, figure.candidate.groups, place)]
    sections = sorted({one.candidate.section for one in figures})
    if len(sections) < 2:
        return holding
    ends = {section: max(_top(one) for one in figures if one.candidate.section == section) for section in sections}
    starts = {section: min(_top(one) for one in figures if one.candidate.section == section) for section in sections}
    order = sorted(sections, key=lambda section: starts[section])
    by_part: dict[int | None, list[Statement]] = {}
    for one in holding:
        by_part.setdefault(_part_of(one, order, starts, ends), []).append(one)
    own = by_part.get(figure.candidate.section, [])
    for_all = list(by_part.get(None, []))
    if not any(part not in (None, order[-1]) for part in by_part):
        last = by_part.get(order[-1], [])
        for_all += [one for one in last if one.sentence.line.top > ends[order[-1]]]
    return own or for_all


def _part_of(
    statement: Statement, order: Sequence[int], starts: dict[int, float], ends: dict[int, float]
) -> int | None:
    top = statement.sentence.line.top
    if top < starts[order[0]] and len(order) > 1 and not _is_inside(statement, order[0]):
        return None
    inside = [section for section in order if starts[section] <= top]
    return inside[-1] if inside else order[0]


def _is_inside(statement: Statement, section: int) -> bool:
    return False


def _top(figure: Figure) -> float:
    return figure.candidate.line.top


def _period(
    figure: Figure, figures: Sequence[Figure], whole: Whole, place: str | None
) -> tuple[Period, int] | Refusal | None:
    """The period of the figure's headings, or of the sentences that hold for it; both must agree."""
    statements = [one for one in whole.statements if isinstance(one.value, Period)]
    own = [one for one in _own(statements, figure, figures, place) if not _heads_others(one, figure, figures)]
    values = list(dict.fromkeys(one.value for one in own))
    # A year that a sentence names agrees with a part of it that another one states.
    by_year = {one.value for one in own if not one.sentence.said.periods or _is_of_years(one)}
    values = [one for one in values if one not in by_year or not any(_is_within(other, one) for other in values)]
    heads = figure.period
    is_of_several = len({one.period for one in figures}) > 1
    if heads is not None and (not values or values == [heads] or (is_of_several and heads in values)):
        part = next(one for one in reversed(figure.candidate.parts) if one.said.periods or one.said.years)
        if not values and not part.said.periods and not part.is_head and _speaks_of_days(whole):
            return None
        return heads, _line_of_period(part)
    if len(values) > 1:
        second = next(one for one in own if one.value == values[1])
        return refusal_at(
            second.sentence.line,
            None,
            "period_ambiguous",
            f"The document states the period {values[0]} (line {own[0].line}) and another, {values[1]}. Expected one; "
            "write the figures as CSV, one report each.",
        )
    if not values:
        return None
    stated = values[0]
    assert isinstance(stated, Period)
    if heads is not None and not (heads.start <= stated.start and stated.end <= heads.end):
        part = next(one for one in reversed(figure.candidate.parts) if one.said.periods or one.said.years)
        is_column = part.is_head and stated.start <= heads.start and heads.end <= stated.end
        if is_column:
            return heads, _line_of_period(part)
        return refusal_at(
            part.line,
            None,
            "period_contradicts_title",
            f"The line speaks of {heads}, but the document's period is {stated} (line {own[0].line}). Expected one "
            "period in a document; compare it with the publisher's.",
        )
    return stated, own[0].line


def _heads_others(statement: Statement, figure: Figure, figures: Sequence[Figure]) -> bool:
    """A period on a line of its own between figures is a heading of those below it."""
    line = statement.sentence.line
    if (
        line.role is not Role.STATEMENT
        or line.text.endswith(".")
        or any(p.line is line for p in figure.candidate.parts)
    ):
        return False
    tops = [_top(one) for one in figures]
    return min(tops) < line.top < max(tops)


def _is_of_years(statement: Statement) -> bool:
    """`2020-2022` says less than the days that another sentence names."""
    texts = [t.of.text for t in statement.sentence.tokens if t.of is not None and t.of.what is What.PERIOD]
    return bool(texts) and all(not re.search(r"[A-Za-z]{4}|/", text) and len(text) < _LONGEST_YEARS for text in texts)


def _is_aside(statement: Statement) -> bool:
    return any(group.kind is GroupKind.ASIDE for group in statement.sentence.groups)


def _line_of_period(part: Part) -> int:
    kinds = (What.PERIOD, What.YEAR)
    tokens = [t for t in part.line.tokens if t.kind is Kind.YEAR or (t.of is not None and t.of.what in kinds)]
    return tokens[0].line if tokens else part.line.number


def _is_within(inner: Period | date, outer: Period | date) -> bool:
    assert isinstance(inner, Period)
    assert isinstance(outer, Period)
    return inner != outer and outer.start <= inner.start and inner.end <= outer.end


_OF_A_PERIOD = frozenset(
    ("begin", "begins", "began", "beginning", "end", "ends", "ended", "ending", "collected", "gathered", "covers",
     "cover", "covering", "covered", "represents", "represent", "period", "through", "until", "data", "figures",
     "statistics", "numbers", "signals", "cases", "received", "recorded", "counted", "from", "accurate", "current")
)  # fmt: skip


def _speaks_of_days(whole: Whole) -> bool:
    """Whether a sentence about the figures names a day or a part of a year: a title's year is then no whole period."""
    for sentence in whole.sentences:
        said = sentence.said
        has_day = any(token.of is not None and token.of.what == "date" for token in sentence.tokens)
        is_part = bool(said.unclear) or said.has("part_of_year")
        is_about_it = bool(said.days) or not _OF_A_PERIOD.isdisjoint(sentence.words)
        if (has_day or is_part) and is_about_it and not sentence.has_counts:
            return True
    return False


def _day(
    figure: Figure, figures: Sequence[Figure], whole: Whole, place: str | None
) -> tuple[date, int] | Refusal | None:
    statements = [one for one in whole.statements if isinstance(one.value, date)]
    own = _own(statements, figure, figures, place) or [
        one for one in statements if _is_aside(one) and not one.sentence.said.has("nation")
    ]
    values = list(dict.fromkeys(one.value for one in own))
    if len(values) > 1:
        second = next(one for one in own if one.value == values[1])
        return refusal_at(
            second.sentence.line,
            None,
            "publisher_as_of_ambiguous",
            f"The document is accurate as of {values[0]} (line {own[0].line}) and as of {values[1]}. Expected one "
            "date; write the figures as CSV, one report each.",
        )
    if not values:
        return None
    assert isinstance(values[0], date)
    return values[0], own[0].line


def unreadable_dates(sentences: Sequence[Sentence], lines: Sequence[Line]) -> Iterator[Refusal]:
    """Accuracy dates and ranges in which no day can be read."""
    seen: set[int] = set()
    for line in lines:
        if line.role in (Role.FRAME, Role.MENU, Role.TABLE):
            continue
        for token in line.tokens:
            one = token.of
            if one is None or id(one) in seen:
                continue
            seen.add(id(one))
            if one.what == "date" and one.day is None and "accurate as of" in line.text.casefold():
                continue
            is_range = one.what == "period" and one.period is None and any(c in one.text for c in "/,")
            if (one.what == "accuracy" and one.day is None) or (is_range and len(one.text) > 15):
                text = " ".join(one.text.split())
                yield refusal_at(
                    line,
                    None,
                    "date_unreadable",
                    f"No day can be read in {text!r}. Expected a date such as July 30, 2020, 7/30/2020 or 2020-07-30. "
                    "Compare it with the publisher's document.",
                    text,
                )


# What figures must be to each other -----------------------------------------------------------------------------------


def _each_once(placed: Sequence[Placed], sidecar: Sidecar) -> tuple[list[Placed], list[Refusal]]:
    """A figure that stands there twice is kept once, if both say the same."""
    first: dict[tuple[object, ...], Placed] = {}
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


def _residuals_out_of_place(figures: Sequence[Figure], whole: Whole) -> Iterator[Refusal]:
    """`Not Specified` is the trafficking type's only beside another type: venues and industries have one as well."""
    vocabulary = whole.vocabulary
    headings = [line.top for line in whole.lines if line.role is Role.HEADING and not _names_types(line)]
    for at, figure in enumerate(figures):
        category = vocabulary.categories[figure.measure, figure.category]
        if category.role != RESIDUAL:
            continue
        table = figure.candidate.table
        near = [*figures[max(0, at - 1) : at], *figures[at + 1 : at + 2]]
        if table is not None:
            near += [other for other in figures if other.candidate.table == table]
        for other in near:
            same = vocabulary.categories[other.measure, other.category].category_scheme == category.category_scheme
            low, high = sorted((_top(figure), _top(other)))
            parted = table != other.candidate.table and any(low < heading < high for heading in headings)
            if same and other.measure == figure.measure and other.category != figure.category and not parted:
                break
        else:
            yield Refusal(
                "label_ambiguous",
                figure.line,
                figure.candidate.text,
                "It cannot be told what is not specified here: the figure stands beside no other of "
                f"{category.category_scheme}. Expected it next to the types that it is the rest of.",
            )


def _names_types(line: Line) -> bool:
    return line.said.names_breakdown


# Against the sidecar, and what is missing -----------------------------------------------------------------------------


def _contradictions(one: Placed, sidecar: Sidecar) -> Iterator[Rejection]:
    for key, (value, line) in one.stated.items():
        # A year contradicts both ends of a period: it is told once.
        is_told = key == PERIOD_END and sidecar.value(PERIOD_START) not in (None, one.stated[PERIOD_START][0])
        if sidecar.value(key) not in (None, value) and not is_told:
            yield sidecar.contradiction(key, value, line)
    if PUBLISHER_AS_OF in one.stated and sidecar.value(BASIS) not in (None, Basis.PRINTED):
        yield sidecar.contradiction(BASIS, Basis.PRINTED, one.stated[PUBLISHER_AS_OF][1])


def _missing(one: Placed, whole: Whole, path: str) -> Iterator[Rejection]:
    """One refusal for each particular that neither the text nor the sidecar states."""
    missing: dict[str, list[str]] = {}
    for key in PARTICULARS:
        if one.value(key, whole.sidecar) is None:
            missing.setdefault(_UNKNOWN[key][0], []).append(key)
    for code, keys in missing.items():
        what = " and ".join(_UNKNOWN[key][1] for key in keys)
        entries = ", ".join(f"`{key}: {_UNKNOWN[key][2]}`" for key in keys)
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
            document_id=whole.sidecar.document_id,
        )


# Rows -----------------------------------------------------------------------------------------------------------------


def _row(one: Placed, sidecar: Sidecar, path: str, document_id: str) -> dict[str, object]:
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


def _rejection(one: Refusal, path: str, document_id: str) -> Rejection:
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
