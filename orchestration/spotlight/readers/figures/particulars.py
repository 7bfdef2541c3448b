"""Place, period and accuracy date of one figure, from its headings, the document's sentences and the sidecar.

Belongs here: choosing among what the document states. Not here: what makes a number a figure (context), rows (reports).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import takewhile

from orchestration.spotlight.domain.vocabulary import Vocabulary
from orchestration.spotlight.readers.blocks import Group, GroupKind
from orchestration.spotlight.readers.figures.all_figures import AllFigures, Section, top_of, top_of_period
from orchestration.spotlight.readers.figures.model import Figure, Part
from orchestration.spotlight.readers.figures.notes import notes_for
from orchestration.spotlight.readers.figures.places import Places
from orchestration.spotlight.readers.figures.reach import applies_to
from orchestration.spotlight.readers.figures.remarks import changes
from orchestration.spotlight.readers.figures.several_years import covers_more_years, is_within, names_one_year_of
from orchestration.spotlight.readers.figures.statements import (
    Sentence,
    Statement,
    sentence_of,
    times_of_figures,
)
from orchestration.spotlight.readers.figures.subjects import dates_something_else
from orchestration.spotlight.readers.grammar.dates import DAYS_OF_YEAR, Period, could_mean, is_part_of_another
from orchestration.spotlight.readers.grammar.examples import examples_of
from orchestration.spotlight.readers.grammar.meanings import period_of
from orchestration.spotlight.readers.grammar.tokens import Kind, What
from orchestration.spotlight.readers.refusals import Refusal, refusal_at
from orchestration.spotlight.readers.sidecar import JURISDICTION, PERIOD_END, PERIOD_START, PUBLISHER_AS_OF, Sidecar
from orchestration.spotlight.readers.tree.lines import Line, Role

_LONGEST_YEARS = 14
_OF_ALL = re.compile(r"\b(?:all|both|each|every|this (?:document|page|report|sheet))\b", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")


@dataclass(frozen=True, slots=True)
class FigureInReport:
    """A figure with the place and dates of its report, and the line that states each of them."""

    figure: Figure
    stated: dict[str, tuple[str, int]]
    """Particular → its value in the document, and the line."""

    def value(self, key: str, sidecar: Sidecar) -> str | None:
        return self.stated[key][0] if key in self.stated else sidecar.value(key)


@dataclass(frozen=True)
class DocumentStatements:
    """What the document states outside the contexts of its figures."""

    lines: Sequence[Line]
    sentences: Sequence[Sentence]
    statements: Sequence[Statement]
    sidecar: Sidecar
    vocabulary: Vocabulary

    @cached_property
    def places(self) -> Places:
        return Places(self.lines, self.sentences, self.statements)

    @cached_property
    def groups_with_figures(self) -> frozenset[int]:
        """The groups of lines with a count, a table or a place: columns of figures, not columns about them."""
        telling = [line for line in self.lines if line.table or line.counts or line.said.places]
        return frozenset(group.number for line in telling for group in line.groups)


def figure_in_report(figure: Figure, all_figures: AllFigures, document: DocumentStatements) -> FigureInReport | Refusal:
    stated: dict[str, tuple[str, int]] = {}
    place = figure.place
    if place is not None:
        part = next(one for one in reversed(figure.candidate.parts) if one.said.places)
        stated[JURISDICTION] = (place, part.line.number)
    else:
        only = document.places.of(figure)
        if only is not None:
            stated[JURISDICTION] = only
    of = stated[JURISDICTION][0] if JURISDICTION in stated else document.sidecar.value(JURISDICTION)
    period = _period(figure, all_figures, document, of)
    if isinstance(period, Refusal):
        return period
    if period is not None:
        value, line = period
        if (refusal := _another_time(figure, value, document)) is not None:
            return refusal
        stated[PERIOD_START], stated[PERIOD_END] = (value.start.isoformat(), line), (value.end.isoformat(), line)
    day = _day(figure, all_figures, document, of)
    if isinstance(day, Refusal):
        return day
    if day is not None:
        stated[PUBLISHER_AS_OF] = (day[0].isoformat(), day[1])
    return FigureInReport(figure, stated)


def _another_time(figure: Figure, period: Period, document: DocumentStatements) -> Refusal | None:
    """A refusal if the figure's context names another time than the stated period: `First half`, `In December`."""
    if (named := next(_other_times(figure, period, document), None)) is None:
        return None
    return figure.candidate.refused(
        "period_contradicts_title",
        f"{named!r} is said of the figure, and is another time than {period}, which the document states. Expected one "
        "period for a figure; compare it with the publisher's document.",
    )


def _other_times(figure: Figure, period: Period, document: DocumentStatements) -> Iterator[str]:
    # After `Fiscal year 2022 ran from July 1, 2021 through June 30, 2022`, `FY 2021` is another time.
    defining = [one.said.unclear for one in document.sentences if one.said.periods == (period,)]
    defined = {year for texts in defining for text in texts for year in _YEAR.findall(text)}
    for part in figure.candidate.parts:
        said = part.said
        if defined and any((years := _YEAR.findall(text)) and defined.isdisjoint(years) for text in said.unclear):
            yield part.text
        has_several = len(said.periods) + len(said.years) > 1 and period_of(said) is None
        if figure.unclear_period and (has_several or not all(could_mean(text, period) for text in said.unclear)):
            yield part.text
        is_outside = len(said.years) > 1 and not min(said.years) <= period.start.year <= max(said.years)
        if is_outside or any(is_part_of_another(text, period) for text in said.unclear):
            yield part.text
        if any(one.start <= period.end for one in said.moments):
            yield part.text
    for token in figure.candidate.tokens:
        # `Cases: 62 (2019: 49)` on a page about 2019: only one of the two numbers is from that year.
        if token.of is not None and token.what is What.NOISE and str(period.start.year) in token.of.text:
            yield token.of.text
    for note in notes_for(figure.candidate.marked, document.sentences):
        if period_of(note.said) not in (None, period):
            yield note.text


def _own(
    statements: Sequence[Statement], figure: Figure, all_figures: AllFigures, place: str | None
) -> list[Statement]:
    """The statements that hold for a figure: those in its section, else those above or below all sections."""
    groups = figure.candidate.groups
    holding = _innermost([one for one in statements if applies_to(one.sentence, groups, place)], groups)
    sections = all_figures.sections
    if len(sections) < 2:
        return holding
    by_section: dict[int | None, list[Statement]] = {}
    for one in holding:
        by_section.setdefault(_section_of(one, sections), []).append(one)
    own = by_section.get(figure.candidate.section, [])
    for_all_sections = list(by_section.get(None, []))
    first, last = next(iter(sections)), next(reversed(sections))
    # The only statements stand above or below all figures: they hold for each section. A period right below the heading
    # of the first place does not hold for the next.
    periods = [one for one in holding if isinstance(one.value, Period) and not _OF_ALL.search(one.sentence.text)]
    is_of_all = all_figures.is_one_place or not periods
    if set(by_section) <= {None, first} and is_of_all:
        for_all_sections += [one for one in by_section.get(first, []) if one.sentence.line.top < sections[first].first]
    if set(by_section) <= {None, last}:
        for_all_sections += [one for one in by_section.get(last, []) if one.sentence.line.top > sections[last].last]
    # If all figures are of one place, a statement in one section also serves those without a statement.
    return own or for_all_sections or (holding if all_figures.is_one_place else [])


def _innermost(statements: Sequence[Statement], groups: Sequence[Group]) -> list[Statement]:
    """If statements differ, those in the innermost group around a figure: each panel states its own dates."""
    if len({one.value for one in statements}) < 2:
        return list(statements)

    def depth(one: Statement) -> int:
        both = zip(one.sentence.groups, groups, strict=False)
        return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], both))

    deepest = max(map(depth, statements))
    # What the foot of the page states, it states of all figures.
    return [one for one in statements if depth(one) == deepest or _is_in_frame(one)]


def _is_in_frame(statement: Statement) -> bool:
    return any(group.kind is GroupKind.FRAME for group in statement.sentence.groups)


def _section_of(statement: Statement, sections: dict[int, Section]) -> int | None:
    """The last section that begins above a statement; None if it stands above all sections."""
    top = statement.sentence.line.top
    return next((section for section in reversed(sections) if sections[section].heading <= top), None)


def _period(
    figure: Figure, all_figures: AllFigures, document: DocumentStatements, place: str | None
) -> tuple[Period, int] | Refusal | None:
    """The period of the figure's headings, or of the sentences that hold for it; both must agree."""
    statements = [one for one in document.statements if isinstance(one.value, Period)]
    own = [one for one in _own(statements, figure, all_figures, place) if not _heads_others(one, figure, all_figures)]
    values = list(dict.fromkeys(one.value for one in own))
    heads = figure.period
    is_of_several = len(all_figures.periods) > 1
    if heads is not None and not is_of_several and (narrower := names_one_year_of(heads, figure)) is not None:
        return refusal_at(
            narrower.line,
            None,
            "period_contradicts_title",
            f"The heading names one year of {heads}, which all figures are of. Expected one period; compare it with "
            "the publisher's document.",
        )
    if heads is not None and (not values or values == [heads] or (is_of_several and heads in values)):
        part = next(one for one in reversed(figure.candidate.parts) if one.said.periods or one.said.years)
        if not values and not part.said.periods and not part.is_head and _speaks_of_days(document, figure):
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
    # `Totals 2015-2020` above all figures is the title of a series; above some figures it is their period.
    is_within_heads = heads is not None and is_within(stated, heads) and _is_of_all(figure, all_figures)
    if heads is not None and (not is_within_heads or covers_more_years(figure, stated) or _is_year_in_days(figure)):
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


def _is_year_in_days(figure: Figure) -> bool:
    """Whether the heading of a figure names the first and the last day of a year at most, which no sentence narrows."""
    part = next(one for one in reversed(figure.candidate.parts) if one.said.periods or one.said.years)
    return any((one.end - one.start).days <= DAYS_OF_YEAR + 1 for one in part.said.periods)


def _is_of_all(figure: Figure, all_figures: AllFigures) -> bool:
    """Whether the line that names a figure's period stands above every figure."""
    line = next(one.line for one in reversed(figure.candidate.parts) if one.said.periods or one.said.years)
    return all(any(part.line is line for part in other.candidate.parts) for other in all_figures.figures)


def _heads_others(statement: Statement, figure: Figure, all_figures: AllFigures) -> bool:
    """Whether a period on a line of its own stands between figures: it is the heading of those below it only."""
    line = statement.sentence.line
    if (
        line.role is not Role.STATEMENT
        or line.text.endswith(".")
        or any(p.line is line for p in figure.candidate.parts)
    ):
        return False
    first, last = all_figures.reach
    return first < line.top < last


def _is_beside(statement: Statement, all_figures: AllFigures, document: DocumentStatements) -> bool:
    """Whether a statement stands beside the figures, in a box or in a column of its own.

    A column counts only if all figures are of one place, or if it has neither a place nor counts: `About the data`.
    """
    groups = statement.sentence.groups
    columns = [group.number for group in groups if group.kind is GroupKind.COLUMN]
    is_of_all = bool(columns) and (all_figures.is_one_place or columns[-1] not in document.groups_with_figures)
    return is_of_all or any(group.kind is GroupKind.ASIDE for group in groups)


def _line_of_period(part: Part) -> int:
    kinds = (What.PERIOD, What.YEAR)
    tokens = [t for t in part.line.tokens if t.kind is Kind.YEAR or t.what in kinds]
    return tokens[0].line if tokens else part.line.number


_OF_A_PERIOD = frozenset(
    ("begin", "begins", "began", "beginning", "end", "ends", "ended", "ending", "collected", "gathered", "covers",
     "cover", "covering", "covered", "represents", "represent", "period", "through", "until", "data", "figures",
     "statistics", "numbers", "signals", "cases", "received", "recorded", "counted", "from", "accurate", "current")
)  # fmt: skip


def _speaks_of_days(document: DocumentStatements, figure: Figure) -> bool:
    """Whether a sentence about the figures, in their column or box, names a day or a part of a year.

    Then the year in the title may not be the whole period.
    """
    for sentence in document.sentences:
        said = sentence.said
        if not applies_to(sentence, figure.candidate.groups, None):
            continue
        days = [at for at, one in enumerate(sentence.tokens) if one.what is What.DATE]
        # A day of something else: `..., the opening of our house on November 19`
        days = [at for at in days if not dates_something_else(sentence.phrases, sentence.tokens, at)]
        is_part = bool(said.unclear)
        is_part |= said.has("part_of_year") and changes(sentence, examples_of(document.vocabulary))
        before = sentence.tokens[: days[-1]] if days and not is_part else sentence.tokens
        words = [token.text.casefold() for token in before if token.kind is Kind.WORD]
        is_about_it = bool(said.days) or not _OF_A_PERIOD.isdisjoint(words)
        if (days or is_part) and is_about_it and not sentence.has_counts:
            return True
    return False


def _day(
    figure: Figure, all_figures: AllFigures, document: DocumentStatements, place: str | None
) -> tuple[date, int] | Refusal | None:
    statements = [one for one in document.statements if isinstance(one.value, date)]
    own = _own(statements, figure, all_figures, place) or [
        one for one in statements if _is_beside(one, all_figures, document) and not one.sentence.said.has("nation")
    ]
    if len({one.value for one in own}) > 1:
        # `2020 (accurate as of October 4, 2021)` and `2021 (accurate as of ...)` each hold for the figures below.
        path = {id(part.line) for part in figure.candidate.parts}
        own = [one for one in own if id(one.sentence.line) in path or id(one.sentence.line) not in all_figures.contexts]
    if len({one.value for one in own}) > 1:
        # Each section may state its own day. One in the head or the foot of the page contradicts these.
        of_section = [one for one in own if top_of_period(figure) < one.sentence.line.top < top_of(figure)]
        are_of_sections = all(all_figures.first_period < one.sentence.line.top < all_figures.reach[1] for one in own)
        own = of_section if of_section and are_of_sections else own
    line = own[0].line if own else figure.line
    of_table = figure.candidate.days
    values = list(dict.fromkeys((*of_table, *(one.value for one in own))))
    if len(values) > 1 or None in values:
        second = next((one.sentence.line for one in own if one.value == values[-1]), figure.candidate.line)
        first, last = (value or "a day that cannot be read" for value in (values[0], values[-1]))
        return refusal_at(
            second,
            None,
            "publisher_as_of_ambiguous",
            f"The document is accurate as of {first} (line {line}) and as of {last}. Expected one date; write the "
            "figures as CSV, one report each.",
        )
    if not values:
        return None
    assert isinstance(values[0], date)
    return values[0], line


def unreadable_dates(lines: Sequence[Line], sentences: Sequence[Sentence]) -> Iterator[Refusal]:
    """Refusals of accuracy dates and ranges of the figures from which no day can be read."""
    others = (line for line in lines if line.role in (Role.HEADING, Role.FIGURES, Role.ITEM))
    for sentence in (*sentences, *map(sentence_of, others)):
        for one in times_of_figures(sentence):
            is_range = one.what is What.PERIOD and one.period is None and any(c in one.text for c in "/,")
            if (one.what is What.ACCURACY and one.day is None) or (is_range and len(one.text) > _LONGEST_YEARS + 1):
                text = " ".join(one.text.split())
                yield refusal_at(
                    sentence.line,
                    None,
                    "date_unreadable",
                    f"No day can be read in {text!r}. Expected a date such as July 30, 2020, 7/30/2020 or 2020-07-30. "
                    "Compare it with the publisher's document.",
                    text,
                )
