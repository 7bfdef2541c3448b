"""The nation beside states: one more place of the document, or only an aside, the sum of the states listed, an average.

Belongs here: when the nation beside states is a place. Not here: documents about the nation (places).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from orchestration.spotlight.readers.blocks import GroupKind
from orchestration.spotlight.readers.figures.announcements import UNLIKELY
from orchestration.spotlight.readers.figures.clauses import clauses_of
from orchestration.spotlight.readers.figures.elsewhere import is_about_telephone
from orchestration.spotlight.readers.figures.model import Candidate, Figure, Judged, LeftOut
from orchestration.spotlight.readers.figures.remarks import OF_NUMBERS, SUSPECT, changes
from orchestration.spotlight.readers.figures.statements import Sentence
from orchestration.spotlight.readers.grammar.dates import Period, year_period
from orchestration.spotlight.readers.grammar.examples import Examples
from orchestration.spotlight.readers.grammar.lexicon import NATION, NOT_OF_THE_REPORT, PLACE, UNKNOWN
from orchestration.spotlight.readers.grammar.phrases import Phrase
from orchestration.spotlight.readers.grammar.tokens import Kind
from orchestration.spotlight.readers.grammar.words import FIGURE_NOUNS
from orchestration.spotlight.readers.refusals import Refusal

_OF_COUNTS = FIGURE_NOUNS | {"average", "column", "columns", "line", "row", "rows"}

_OF_PLACE_OR_TIME = frozenset(("local", "nation", "other_period", "other_place", "part_of_year"))
_CHANGES = OF_NUMBERS - {"other_breakdown"} | {"other_service"}
_OF_THE_LISTED = frozenset(("above", "below", "here", "listed", "shown", "table", "these", "those"))
"""`* All states shown` is the sum of those listed, not the nation."""


def places_of_heads(candidate: Candidate) -> set[str]:
    """The places that the heads of its row and column name."""
    heads = (part.said for part in candidate.parts if part.is_head and not part.is_caption)
    return {place for said in heads for place in said.places}


def is_nation_aside(candidate: Candidate) -> bool:
    """Whether a number is the nation's in a document about a state: a doubt about it does not refuse the state's."""
    titles = {place for part in candidate.parts if not (part.is_head or part.is_own) for place in part.said.places}
    return NATION in places_of_heads(candidate) and bool(titles) and NATION not in titles


def nation_heads_to_leave_out(candidates: Sequence[Candidate]) -> Iterator[LeftOut]:
    """Numbers with a head that names the nation, but not as one more place: `U.S. cases` alone on the page of a state,
    or a column of the nation in a table with a row for each state.
    """
    named: dict[int | None, set[str]] = {}
    for one in candidates:
        if len(places := places_of_heads(one)) == 1:
            named.setdefault(one.table, set()).update(places)
    for one in candidates:
        heads = [part for part in one.parts if part.is_head and not (part.is_caption or part.is_section)]
        crossed = {place for part in heads for place in part.said.places}
        is_alone = is_nation_aside(one) and len(named.get(one.table, ())) < 2
        if is_alone or (NATION in crossed and len(crossed) > 1):
            yield LeftOut(one, "a head of its table names the nation, and does not say that it is one more place")


def nation_compared(candidates: Sequence[Candidate]) -> Iterator[LeftOut]:
    """The nation's numbers beside those of a state: `In the United States: 11,999 cases` below `Cases: 111`.

    They count the same, exceed all other numbers, and stand last or in a box of their own. Otherwise the other numbers
    may be the nation's too.
    """
    of_nation = [one for one in candidates if one.table is None and _names_nation(one)]
    if not of_nation:
        return
    taken = {id(one) for one in of_nation}
    others = [one for one in candidates if id(one) not in taken]
    same = {_counted(one) for one in others}
    highest = max((_value(one) for one in others), default=math.inf)
    last = max((one.position for one in others), default=None)
    beside = {one.line.container_number for one in others}
    for one in of_nation:
        is_more = _counted(one) in same and highest < _value(one) < math.inf
        is_below = last is not None and (last < one.position or bool(one.line.container_number))
        if is_more and is_below and one.line.container_number not in beside and not _is_tile(one):
            yield LeftOut(one, "its line says that it is the nation's, on a page of a state")


def _value(candidate: Candidate) -> float:
    return int(candidate.number.value) if candidate.number.kind == Kind.NUMBER else math.inf


def _is_tile(candidate: Candidate) -> bool:
    """Whether it stands in one of several boxes side by side."""
    return any(group.kind in (GroupKind.TILE, GroupKind.COLUMN) for group in candidate.groups)


def _counted(candidate: Candidate) -> tuple[int, str | None, str]:
    """The section, measure and category of a number; without a label the measure is None."""
    label = candidate.label
    return candidate.section, label.measure if label else None, (label.category if label else None) or "total"


def _names_nation(candidate: Candidate) -> bool:
    """Whether its own line names only the nation, below a heading that names only states."""
    own = {place for part in candidate.parts if part.is_own for place in part.said.places}
    above = {place for part in candidate.parts if not part.is_own for place in part.said.places}
    return own == {NATION} and bool(above) and NATION not in above


def is_changed_by(candidate: Candidate, note: Sentence, examples: Examples) -> bool:
    """Whether a note changes what a number counts. A note of the nation may say no more than that all states and
    territories are included.
    """
    if NATION not in places_of_heads(candidate):
        return changes(note, examples) or _may_change(note, examples)
    said = note.said
    is_known = not (said.unknown or note.is_negated or said.has("sum") or said.has("organization"))
    kinds = {kind for kind, text in said.outside if not text.casefold().endswith("territories")} & _CHANGES
    return not (is_known and _OF_THE_LISTED.isdisjoint(note.words) and kinds <= {"nation"})


def _may_change(note: Sentence, examples: Examples) -> bool:
    """Whether a note may change the number with its mark, which needs less evidence than a change of all numbers.

    `* Running totals: every case since the Hotline opened is included.`
    """
    return any(
        not (SUSPECT | _OF_PLACE_OR_TIME).isdisjoint(kind for kind, _ in one.said.outside) and not one.is_negated
        for one in clauses_of(note)
    ) and (UNLIKELY < examples.evidence(note.text) < math.inf)


def nation_contradicted(figures: Sequence[Figure], sentences: Sequence[Sentence]) -> Iterator[LeftOut]:
    """Figures of the nation that a sentence about them may contradict: `National figures are of 2017.`"""
    of_nation = [one for one in sentences if one.said.has("nation") or NATION in one.said.places]
    # A question states nothing: `Could you find the figures for us and for the nation?`
    stated = [one for one in of_nation if not one.text.endswith("?")]
    spoken = [
        one for one in stated if not (_OF_COUNTS.isdisjoint(one.words) or is_about_telephone(one.text, one.tokens))
    ]
    for figure in figures if spoken else ():
        if NATION in places_of_heads(figure.candidate):
            against = next((one for one in spoken if not _agrees(one, figure.period)), None)
            if against is not None:
                yield LeftOut(figure.candidate, f"{against.text!r} may say something of the nation's numbers")


def _agrees(sentence: Sentence, period: Period | None) -> bool:
    said = sentence.said
    others = [one for one in sentence.phrases if one.kind in (UNKNOWN, *NOT_OF_THE_REPORT) and not _is_nation(one)]
    times = {*said.periods, *map(year_period, said.years)} - {period}
    return not (others or times or said.unclear or sentence.is_negated)


def _is_nation(phrase: Phrase) -> bool:
    return phrase.kind in (PLACE, "nation") and phrase.entry is not None and phrase.entry.meaning == NATION


def settle_nation(judged: Judged, refused: Sequence[tuple[Candidate, Refusal]]) -> None:
    """Leave out the nation's numbers of a table if one of them is refused as an aside, or is not the nation's.

    The hotline does not know the state of each case, so its number for the nation is never exactly the sum of the
    states beside it, and it exceeds each of them.
    """
    doubtful = {one.table: refusal.message for one, refusal in refused}
    numbers: dict[tuple[int | None, str, str, Period | None], dict[str, int]] = {}
    for one in judged.figures:
        if one.place is not None and one.candidate.number.kind == Kind.NUMBER:
            key = (one.candidate.table, one.measure, one.category, one.period)
            numbers.setdefault(key, {})[one.place] = int(one.value)
    for (table, *_), by_place in numbers.items():
        nation = by_place.pop(NATION, None)
        others = by_place.values()
        if nation is not None and any(others) and (nation == sum(others) or nation <= max(others)):
            doubtful.setdefault(table, "it is called the nation's, and is the sum of the places beside it or less")
    of_nation = [one.candidate for one in judged.figures if NATION in places_of_heads(one.candidate)]
    of_nation += [one for one, _ in refused]
    judged.leave_out([LeftOut(one, doubtful[one.table]) for one in of_nation if one.table in doubtful])
