"""Whether the context of a number agrees with its label: the number is a figure, left out with a reason, or refused.

Belongs here: one number and its context. Not here: finding its label (pairing, cells), its place and
period (place_and_time), dates of the whole document (reports).
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from orchestration.spotlight.domain.model import ValueStatus
from orchestration.spotlight.domain.vocabulary import Label
from orchestration.spotlight.readers.figures.loose_notes import OF_A_MARK
from orchestration.spotlight.readers.figures.model import Candidate, Figure, Judged, LeftOut
from orchestration.spotlight.readers.figures.narrower import (
    counts_another_part,
    first_of_signals,
    names_type_beside,
    narrower_than,
)
from orchestration.spotlight.readers.figures.nation import (
    is_changed_by,
    is_nation_aside,
    nation_heads_to_leave_out,
    settle_nation,
)
from orchestration.spotlight.readers.figures.notes import notes_for, speaks_of_more
from orchestration.spotlight.readers.figures.place_and_time import period_in_context, place_of
from orchestration.spotlight.readers.figures.regions import without_regions
from orchestration.spotlight.readers.figures.statements import Sentence
from orchestration.spotlight.readers.figures.understood import not_understood
from orchestration.spotlight.readers.figures.zone import WORDS_OF_CORRECTION
from orchestration.spotlight.readers.grammar.dates import DAYS_OF_YEAR, Period, length_of, part_named, year_period
from orchestration.spotlight.readers.grammar.examples import Examples
from orchestration.spotlight.readers.grammar.lexicon import COLUMN_KINDS, NOT_OF_THE_REPORT, PERIOD_KINDS
from orchestration.spotlight.readers.grammar.meanings import MEASURES_WITHIN_CASES, period_of
from orchestration.spotlight.readers.grammar.tokens import Kind
from orchestration.spotlight.readers.grammar.words import ADDING, BETWEEN_TOTAL_AND_PARTS
from orchestration.spotlight.readers.refusals import Refusal, refusal_at
from orchestration.spotlight.readers.tree.dimensions import lists_people, names_people

SEPARATOR = " › "
_SERVICES = frozenset({"911", "988"})
_MANY_YEARS = re.compile(r"years\b|decade|(?:two|three|five|ten|multi)[ -]?year", re.IGNORECASE)
"""Several years. `Last year` is not among them: the year above a column may be that of the document."""
_COMPARES = frozenset(("compared", "compared to", "compared with", "versus", "vs", "vs."))
_SUPERLATIVES = frozenset(("most", "highest", "top", "leading", "least", "lowest"))
"""In a title they say which places are listed; other words of the kind `rank` may say that the numbers are ranks."""
_UNMISTAKABLE = 3
"""Two numbers of at least so many digits are hardly equal by chance."""
_SWAPPED = frozenset(("interchanged", "reversed", "should", "swapped", "switched", "transposed"))
_DIVIDES = frozenset(("by quarter", "by month", "quarterly", "monthly", "quarters", "months", "quarter", "month"))
_DONE = frozenset(("identified", "involved"))
_JOINS = re.compile(r"\b(?:and|combined|plus|together|with)\b|&", re.IGNORECASE)
"""In the head of a row of several places: `New Hampshire and Vermont`. `Maine (NH)` contradicts itself."""
_OF_SEVERAL = frozenset({"nation", "other_place"})


def judge(
    candidates: Sequence[Candidate], sentences: Sequence[Sentence], examples: Examples, *, of_nation: bool
) -> Judged:
    """Decide for each candidate whether it is a figure, left out or refused."""
    judged = Judged()
    sums: list[tuple[Candidate, Refusal]] = []
    stated = frozenset(period for sentence in sentences for period in sentence.said.periods)
    candidates = without_regions(candidates)
    explained = _explained_by_others(candidates)
    left = {id(one.candidate): one for one in nation_heads_to_leave_out(candidates)}
    refused: list[tuple[Candidate, Refusal]] = []
    for candidate in candidates:
        known = left.get(id(candidate))
        verdict = known or _verdict(candidate, sentences, stated, explained, examples, of_nation=of_nation)
        if isinstance(verdict, Figure):
            judged.figures.append(verdict)
        elif isinstance(verdict, LeftOut):
            judged.left_out.append(verdict)
        elif is_nation_aside(candidate):
            refused.append((candidate, verdict))
        elif candidate.is_sum and verdict.rule_code == "number_unread":
            sums.append((candidate, verdict))
        else:
            judged.refusals.append(verdict)
    for candidate, refusal in sums:
        if any(_repeats(candidate, figure) for figure in judged.figures):
            # `Total: 26,872` in a box of its own, and the same total in a table that says what it counts.
            judged.left_out.append(LeftOut(candidate, "it repeats a total of the report"))
        else:
            judged.refusals.append(refusal)
    settle_nation(judged, refused)
    return judged


def _repeats(candidate: Candidate, figure: Figure) -> bool:
    """Whether a sum without a measure equals a total read elsewhere, and nothing above it names anything else."""
    number = candidate.number.value
    if figure.category != "total" or number != figure.value or len(number) < _UNMISTAKABLE:
        return False
    shared = {id(part.line) for part in figure.candidate.parts}
    own = [part.said for part in candidate.parts if id(part.line) not in shared]
    names = (one.places + one.periods + one.years + one.unclear + one.unknown + one.outside for one in own)
    return not any(names) and all(figure.measure in one.measures for one in own if one.measures)


def _verdict(
    candidate: Candidate,
    sentences: Sequence[Sentence],
    stated: frozenset[Period],
    explained: set[int],
    examples: Examples,
    *,
    of_nation: bool,
) -> Figure | LeftOut | Refusal:
    label = candidate.label
    if label is not None and label.kind == "other_figure":
        return LeftOut(candidate, f"{candidate.label_text!r} is a count that no category stands for")
    if (outside := _outside(candidate, stated, of_nation=of_nation)) is not None:
        return outside
    is_total = label is None or label.kind == "short" or label.is_total
    if is_total and (part := next(narrower_than(candidate), None)) is not None:
        return LeftOut(candidate, f"it is a part of what {part.text!r} (line {part.line.number}) counts")
    if (unknown := not_understood(candidate)) is not None:
        return unknown
    if (changed := _changed_by_notes(candidate, sentences, stated, examples)) is not None:
        return changed
    measure = label.measure if label is not None else _measure_of_context(candidate)
    if measure is None:
        return candidate.refused(
            "number_unread",
            f"{candidate.number.text!r} is called {candidate.label_text!r}, and no heading says of what. Expected a "
            "label of data/seeds/reference/labels.csv beside it, or a heading that names one measure.",
        )
    category = (label.category if label is not None else None) or "total"
    if (other := _other_measure(candidate, measure, category)) is not None:
        return other
    if candidate.number.kind not in (Kind.NUMBER, Kind.STATUS):
        return candidate.refused(
            "number_spoilt",
            f"{candidate.number.value!r} is no whole number. Expected digits, with commas between thousands if there "
            "are any. Compare it with the publisher's document.",
        )
    is_short = label is not None and label.kind == "short"
    if is_short and not (_is_below_its_heading(candidate, measure) or id(candidate) in explained):
        return candidate.refused(
            "number_unread",
            f"{candidate.label_text!r} stands for {measure} only below a heading that says so, such as 'Cases by "
            "trafficking type' or 'Signals by channel'. Write the label in full, or write the figures as CSV.",
        )
    value, last = candidate.number.value, candidate.number.tokens[-1]
    # `Text: 741741`, printed without a comma, may be the number to text.
    is_long = category == "text" and len(value) > 4 and last.end - last.column == len(value)
    is_in_row = candidate.table is not None and any(part.is_head and part.said.places for part in candidate.parts)
    # In a row of its state, 911 is a count like those above it.
    if measure == "signals" and ((value in _SERVICES and not is_in_row) or is_long):
        return candidate.refused(
            "number_ambiguous",
            f"{value!r} may be a number to call. If it is the figure, write the figures as CSV.",
        )
    place = place_of(candidate)
    if isinstance(place, Refusal):
        return place
    period = period_in_context(candidate)
    if not isinstance(period, tuple):
        return period
    reported = candidate.number.kind == Kind.NUMBER
    return Figure(
        measure,
        category,
        candidate.number.value if reported else "",
        str(ValueStatus.REPORTED) if reported else candidate.number.value,
        candidate,
        place,
        period[0],
        period[1],
        SEPARATOR.join(dict.fromkeys((*(p.text for p in candidate.parts if not p.is_own), candidate.label_text))),
    )


def _outside(candidate: Candidate, stated: frozenset[Period], *, of_nation: bool) -> LeftOut | Refusal | None:
    """Why a heading, a head or a word beside the number takes it out of the report; None if nothing does."""
    label_measure = candidate.label.measure if candidate.label is not None else None
    names_place = any(part.said.places and not part.said.is_part_of_place for part in candidate.parts)
    periods = [period_of(part.said) for part in candidate.parts]
    last_period = max((at for at, period in enumerate(periods) if period is not None), default=-1)
    last_place = max((at for at, part in enumerate(candidate.parts) if part.is_head and part.said.places), default=-1)
    last_heading = max(
        (at for at, part in enumerate(candidate.parts) if part.said.places and not part.is_own), default=-1
    )
    is_counted = any(part.is_head and not part.is_caption and part.said.measures for part in candidate.parts)
    lengths = {length_of(period) for period in (*stated, *periods) if period is not None}
    for at, part in enumerate(candidate.parts):
        for kind, words in part.said.outside:
            if kind == "part_of_year" and part_named(words) in lengths:
                # `Quarterly sheet` above figures of one quarter.
                continue
            if kind in PERIOD_KINDS and at < last_period and _MANY_YEARS.search(words) and "to date" not in words:
                # `Five years side by side`, and the year as the head of a column.
                continue
            if kind == "change" and at < max(last_period, last_place) and words.casefold() in _COMPARES:
                # `2020 and 2021 compared`, and the year as the head of a column.
                continue
            if kind in _OF_SEVERAL and at < (last_place if kind == "nation" else max(last_place, last_heading)):
                # `New England states`, and the state as the head of a row or as a heading.
                continue
            is_part = candidate.label is not None and not candidate.label.is_total
            is_beside = part.is_own or part.is_head or part.line.wording.casefold() in BETWEEN_TOTAL_AND_PARTS
            if is_part and is_beside and words.casefold() in BETWEEN_TOTAL_AND_PARTS:
                # `of these, sex trafficking`: each type is a part of the total.
                continue
            is_list = at < last_place and is_counted and not part.is_head
            if kind == "rank" and is_list and words.casefold() in _SUPERLATIVES:
                # `The five states with the most cases`, where the state heads the row and `Cases` the column.
                continue
            if kind == "nation" and of_nation:
                continue
            heads_people = label_measure in MEASURES_WITHIN_CASES and names_people(part.text)
            if heads_people or (kind == "other_measure" and label_measure != "cases" and lists_people(part.text)):
                # `People` above victims and traffickers, `People and contacts` above calls.
                continue
            is_above = part.is_caption or not (part.is_head or part.is_own)
            if kind in COLUMN_KINDS and kind in candidate.qualifiers and is_above and is_counted:
                # `Cases and rates by state`, with a column of cases and one of rates.
                continue
            has_parts = any((period.end - period.start).days < DAYS_OF_YEAR for period in candidate.periods)
            if kind == "part_of_year" and is_above and words.casefold() in _DIVIDES and has_parts:
                # `2021 by quarter`, with columns of quarters and one of the year.
                continue
            if kind == "local" and part.said.is_part_of_place and not names_place:
                return refusal_at(
                    part.line,
                    None,
                    "jurisdiction_ambiguous",
                    f"{part.text!r} names a part of a place, so that the report's place cannot be told. Expected one "
                    "state, territory or the nation. Leave a document of a part of a state out; write the state's own "
                    f"figures as CSV if {words!r} only belongs to a name.",
                )
            where = "beside it" if part.is_own else f"in {part.text!r} (line {part.line.number})"
            why = f"{words!r} {where} says that it is {NOT_OF_THE_REPORT[kind]}"
            is_sure = part.is_own or part.is_head or bool(part.line.level or part.line.groups) or kind in PERIOD_KINDS
            return LeftOut(candidate, why, is_sure, None if part.is_own else part.line)
    heads = (part for part in candidate.parts if part.is_head and not part.is_caption)
    joint = next((part for part in heads if len(part.said.places) > 1 and _JOINS.search(part.text)), None)
    if joint is not None:
        return LeftOut(candidate, f"{joint.text!r} names several places")
    if candidate.is_sum_of_places:
        return LeftOut(candidate, "it is the sum over all places of the table")
    return None


def _changed_by_notes(
    candidate: Candidate, sentences: Sequence[Sentence], stated: frozenset[Period], examples: Examples
) -> LeftOut | None:
    for note in notes_for(candidate.marked, sentences):
        # `* Erratum: these two numbers were interchanged` may concern other numbers too.
        if not (WORDS_OF_CORRECTION | _SWAPPED).isdisjoint(note.words):
            return LeftOut(candidate, f"its note {note.text!r} corrects it", is_sure=False)
        is_of_this = not speaks_of_more(note)
        if is_changed_by(candidate, note, examples):
            # `* With the calls to our own line` may be true of other numbers too.
            is_sure = is_of_this and (not note.said.has("other_service") or ADDING.isdisjoint(note.words))
            return LeftOut(candidate, f"its note {note.text!r} may say that it is something else", is_sure)
        if not set(note.said.places) <= {p for part in candidate.parts for p in part.said.places}:
            return LeftOut(candidate, f"its note {note.text!r} names another place")
        # `Texting has been possible since 2013` changes nothing.
        is_of_all_time = note.said.has("all_time") and any(kind == "sum" for kind, _ in note.said.kinds)
        own = {year_period(year) for part in candidate.parts for year in part.said.years}
        is_of_own = not own.isdisjoint(note.said.periods) or (own | stated) <= set(note.said.periods)
        is_of_another = bool(note.said.periods) and not is_of_own
        if note.said.unclear or note.is_since or (is_of_this and (is_of_all_time or is_of_another)):
            return LeftOut(candidate, f"its note {note.text!r} says that it is of another time")
        if OF_A_MARK < examples.evidence(note.text) < math.inf:
            # `(1) Answers to question one that our students gave` may tell what the whole sheet is.
            return LeftOut(candidate, f"its note {note.text!r} may say that it is something else", is_sure=False)
    return None


def _measure_of_context(candidate: Candidate) -> str | None:
    """The measure of the innermost part that names any, if it names only one; for a sum also that of its neighbours."""
    for part in reversed(candidate.parts):
        if len(part.said.measures) == 1:
            return next(iter(part.said.measures))
        if part.said.measures:
            break
    return next(iter(candidate.sibling_measures)) if candidate.is_sum and len(candidate.sibling_measures) == 1 else None


def _other_measure(candidate: Candidate, measure: str, category: str) -> LeftOut | Refusal | None:
    for unit in candidate.units:
        named = unit.entry.meaning if unit.entry is not None else measure
        if named != measure:
            return candidate.refused(
                "label_ambiguous",
                f"{candidate.number.text!r} counts {unit.text!r}, but {candidate.label_text!r} stands for {measure}. "
                "If the wording means something else here, write the figures as CSV.",
            )
    of_signals = first_of_signals(candidate)
    for at, part in enumerate(candidate.parts):
        is_title = bool(part.said.places) and part.said.measures == {"cases"} and not (part.is_head or part.is_caption)
        if at < of_signals and is_title:
            # `Cases in Ohio: a report` is the title of it all, with `Table 2: signals by channel` further below.
            continue
        # Its own line holds the label: only what stands above or beside it can contradict it.
        if part.is_own:
            continue
        named_measures = part.said.measures
        may_stand_below = category == "total" and measure in MEASURES_WITHIN_CASES and "cases" in named_measures
        is_above = not part.is_head or part.is_caption or part.is_section
        may_stand_below |= is_above and is_named_in_full(candidate.label)
        # `Cases by state` above a table with a column of cases and one of signals.
        has_columns = not part.is_head or part.is_caption
        is_one_of_several = candidate.table is not None and has_columns and named_measures <= candidate.sibling_measures
        if measure in named_measures and names_type_beside(part, measure):
            return LeftOut(candidate, f"{part.text!r} (line {part.line.number}) names one type of trafficking")
        if is_one_of_several and _names_its_measure(candidate, measure):
            continue
        is_of_row = part.is_head and not part.is_caption and category != "total"
        if is_of_row and measure in named_measures and len(named_measures) > 1:
            # `Victims | Sex trafficking | 150`: the row's heads name victims and cases.
            return candidate.refused(
                "label_ambiguous",
                f"{part.text!r} names {' and '.join(sorted(named_measures))}, so that it cannot be told what "
                f"{candidate.number.text!r} counts. Expected one of them; write the figures as CSV.",
            )
        if named_measures and measure not in named_measures and not may_stand_below:
            named = ", ".join(sorted(named_measures))
            if _names_its_measure(candidate, measure):
                return candidate.refused(
                    "label_ambiguous",
                    f"{part.text!r} (line {part.line.number}) is about {named}, and {candidate.label_text!r} below it "
                    f"counts {measure}. Expected a heading that names what its figures count; write them as CSV.",
                )
            return LeftOut(candidate, f"{part.text!r} (line {part.line.number}) counts {named}, its label {measure}")
        if counts_another_part(candidate, part, measure, category):
            return LeftOut(candidate, f"{part.text!r} (line {part.line.number}) is above it: it counts a part only")
    return None


def is_named_in_full(label: Label | None) -> bool:
    """Whether a label alone says what it counts: `Victims identified` does, `Potential victims` may be callers."""
    is_full = (
        label is not None
        and label.kind == "figure"
        and label.category == "total"
        and label.measure in MEASURES_WITHIN_CASES
    )
    return label is not None and is_full and not _DONE.isdisjoint(label.label.casefold().split())


def _is_below_its_heading(candidate: Candidate, measure: str) -> bool:
    """Whether a heading or head explains a short label: for cases it names their types, else it names the measure."""
    above = [part.said for part in candidate.parts if not part.is_own]
    if measure != "cases":
        return any(measure in said.measures for said in above)
    return any(said.names_breakdown for said in above)


def _list_of(candidate: Candidate) -> tuple[int, ...]:
    """A key that all candidates of one list or table share: `Both` beside sex and labor trafficking is of both."""
    if candidate.table is not None:
        return (candidate.table,)
    return tuple(id(part.line) for part in candidate.parts if not part.is_own)


def _explained_by_others(candidates: Sequence[Candidate]) -> set[int]:
    """The `id` of each candidate whose neighbours show what its short label counts: a type of cases in a list with sex
    and labor (`Human trafficking cases`, `Sex`, `Labor`, `Both`), or a channel below the total of signals.
    """
    named: dict[tuple[int, ...], set[str | None]] = {}
    members: dict[tuple[int, ...], set[int]] = {}
    total: dict[tuple[int, ...], str | None] = {}
    channels: set[int] = set()
    for one in candidates:
        label, key = one.label, _list_of(one)
        if label is None:
            continue
        if label.is_total:
            total[key] = label.measure
        is_below = total.get(key) == label.measure
        is_named = label.kind == "figure" or label.category == "sex_and_labor"
        is_named |= any("cases" in part.said.measures for part in one.parts if not part.is_own)
        if label.measure == "cases" and (is_named or is_below):
            named.setdefault(key, set()).add(label.category)
            members.setdefault(key, set()).add(id(one))
        elif label.measure == "signals" and is_below:
            channels.add(id(one))
    types = (members[key] for key, categories in named.items() if {"sex", "labor"} <= categories)
    return channels.union(*types)


def _names_its_measure(candidate: Candidate, measure: str) -> bool:
    """Whether the label names its measure: a type of trafficking may be one of cases, of victims or of calls."""
    label = candidate.label
    return label is not None and not (measure == "cases" and not label.is_total)
