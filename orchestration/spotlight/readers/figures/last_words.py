"""The words below the last figure that head nothing: `Figures for Indiana`, `January to June`, `Minors only`.

Belongs here: which line that is, and captions among them. Not here: how a sentence changes figures (remarks, context).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import replace

from orchestration.spotlight.domain.vocabulary import CHANGES
from orchestration.spotlight.readers.blocks import BlockKind
from orchestration.spotlight.readers.figures.model import Figure
from orchestration.spotlight.readers.figures.statements import Sentence, sentences_of
from orchestration.spotlight.readers.grammar.dates import Period
from orchestration.spotlight.readers.grammar.lexicon import PLACE, Lexicon
from orchestration.spotlight.readers.grammar.meanings import Said
from orchestration.spotlight.readers.grammar.numbering import CAPTION
from orchestration.spotlight.readers.grammar.tokens import Kind
from orchestration.spotlight.readers.grammar.words import WORDS_FOR_FIGURES
from orchestration.spotlight.readers.tree.letterheads import has_contact
from orchestration.spotlight.readers.tree.lines import Line, Role

_OF_TEXT = (Role.PROSE, Role.NOTE, Role.ITEM)
_PASSED_OVER = (Role.FRAME, Role.NOTE, Role.PROSE, Role.STATEMENT)
_ENDS_THE_FIGURES = re.compile(r"(?:among|at|by|for|from|in|of|per|until|with|within)\b")
"""`in the first half of the year`, without a capital"""
_OF_OTHERS = frozenset(("average", "estimate", "other_period", "part_of_year", "scale", "share"))
_LONGEST_PART = 4
"""Words of `Juveniles only` and `January - June`."""
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_LEADS_AWAY = re.compile(r"(?:related|see also)\b", re.IGNORECASE)


def last_words_of(lines: Sequence[Line], lexicon: Lexicon) -> list[Sentence]:
    """The first words below the last figure and its notes, as a sentence, unless they head a text.

    A bold line begins something else, unless nothing follows: `MINORS ONLY`. A line with an accuracy date is read with
    the dates (statements).
    """
    last = max((at for at, line in enumerate(lines) if line.counts or line.role is Role.TABLE), default=len(lines))
    filled = [line for line in lines[last + 1 :] if line.role is not Role.BLANK]
    first = next((at for at, line in enumerate(filled) if line.role not in _PASSED_OVER), len(filled))
    line, *following = filled[first : first + 2] or (None,)
    is_lone_year = line is not None and [one.kind for one in line.phrases] == [Kind.YEAR]
    if line is None or not (line.role is Role.HEADING or is_lone_year):
        return []
    following = [one for one in following if not (one.role in (Role.FRAME, Role.STATEMENT) or has_contact(one))]
    if following and (line.kind is not BlockKind.TEXT or line.is_strong):
        return []
    if filled[first + 1 : first + 2] and {one.kind for one in line.phrases} == {PLACE}:
        # `Kentucky`, above the address of an office there
        return []
    has_text = any(one.role in _OF_TEXT for one in following)
    if (
        (has_text and not (_is_caption(line) or _ENDS_THE_FIGURES.match(line.text)))
        or line.said.days
        or _LEADS_AWAY.match(line.text)
    ):
        return []
    return sentences_of([replace(line, role=Role.PROSE)], lexicon)


def captions_of_others(
    last_words: Sequence[Sentence], figures: Sequence[Figure], periods: Sequence[Period]
) -> Iterator[tuple[Sentence, str]]:
    """Captions below the last figure with another measure, place or year, and which: `Table 1. Victims by type`.

    `periods` are those that sentences state. A later year may be that of the publication.
    """
    of_figures = {one for one in (*periods, *(one.period for one in figures)) if one is not None}
    first = min((one.start.year for one in of_figures), default=0)
    measures, places = {one.measure for one in figures}, {one.place for one in figures}
    for sentence in last_words:
        said = sentence.said
        kinds = {one.kind for one in sentence.phrases}
        if kinds == {Kind.YEAR} and min(said.years, default=first) < first:
            yield sentence, "that they are of another year"
            continue
        # `Washington, DC` says where the page is from.
        if kinds == {PLACE} and "," not in sentence.text and None not in places and places.isdisjoint(said.places):
            yield sentence, f"{', '.join(said.places)}: another place"
            continue
        if kinds == {Kind.RECOGNISED} and _is_another_time(said, of_figures):
            yield sentence, "that they are of another time"
            continue
        is_part = bool(kinds & _OF_OTHERS) and kinds <= _OF_OTHERS | {"neutral"}
        is_part |= sentence.words[-1:] == ["only"] and sentence.line.effect == CHANGES and sentence.text[-1:] != "."
        if is_part and len(sentence.words) <= _LONGEST_PART:
            yield sentence, "that they are of something else"
            continue
        # `Nebraska sheet`, but not `Nebraska Department of Health` and `Contact`
        is_place_and_year = bool(said.years) and all(one.kind in (PLACE, Kind.YEAR) for one in sentence.phrases)
        is_measure_and_year = bool(said.measures and said.years) and not said.unknown
        is_of_figures = (
            said.names_breakdown
            or is_place_and_year
            or is_measure_and_year
            or not WORDS_FOR_FIGURES.isdisjoint(sentence.words)
        )
        if not (_is_caption(sentence.line) or is_of_figures) or None in places:
            continue
        if said.measures and measures.isdisjoint(said.measures):
            yield sentence, f"that they count {min(said.measures)}"
        elif said.places and places.isdisjoint(said.places):
            yield sentence, f"{', '.join(said.places)}: another place"
        elif _is_caption(sentence.line) and is_of_figures and (said.towns or said.has("local")):
            yield sentence, "that they are of a part of the state"


def _is_another_time(said: Said, of_figures: Set[Period]) -> bool:
    """Whether a time is not that of the figures, or has no known days: `FY 2019`, but not `2018-2019`."""
    named = {*said.years, *(int(year) for text in said.unclear for year in _YEAR.findall(text))}
    is_unclear = bool(said.unclear) and len(named) == 1
    return is_unclear or (bool(said.periods) and of_figures.isdisjoint(said.periods))


def ends_the_figures(sentence: Sentence) -> bool:
    """Whether these words end what the figures above them begin: `in the first half of the year`."""
    return sentence.line.role is Role.PROSE and _ENDS_THE_FIGURES.match(sentence.text) is not None


def _is_caption(line: Line) -> bool:
    return CAPTION.match(line.text) is not None
