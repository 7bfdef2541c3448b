"""Titles of articles whose sentences state figures: the titles say nothing about these.

`Truckers learn to spot trafficking at a training`

Belongs here: which lines are such titles. Not here: the sentences below them (told), headings of lists (headings).

No title is needed: each sentence that states figures, or the one before it, says who counted, where and when.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence, Set

from orchestration.spotlight.readers.grammar.lexicon import NOT_OF_THE_REPORT, PLACE
from orchestration.spotlight.readers.grammar.phrases import plain
from orchestration.spotlight.readers.grammar.tokens import What
from orchestration.spotlight.readers.grammar.words import WORDS_FOR_FIGURES
from orchestration.spotlight.readers.tree.beside_told import place_of
from orchestration.spotlight.readers.tree.lines import Line, Role
from orchestration.spotlight.readers.tree.running_text import ENDS_SENTENCE, paragraphs
from orchestration.spotlight.readers.tree.told_counts import sign_of

_SHORTEST_NAME = 3
_SHORTEST = 5
_NAMES = frozenset(("local", "organization"))
_OF_NO_NUMBERS = _NAMES | {"change", "other_breakdown", "other_measure", "other_service", "rank"}
"""What the title of an article may name."""
_OF_FIGURES = WORDS_FOR_FIGURES | {"helpline", "helplines", "hotline", "hotlines", "line", "lines"}


def titles_of_articles(lines: Sequence[Line], places: Set[str], is_harmless: Callable[[str], bool]) -> Iterator[Line]:
    """The titles that add nothing to the figures: no time, no number, and no place beyond `places`."""
    of_text = {id(line) for some in paragraphs(lines) if _is_of_sentences(some) for line in some}
    for line in lines:
        is_title = id(line) not in of_text and line.role is Role.BLANK and _is_unrelated(line, places)
        if is_title and is_harmless(line.text):
            yield line


def _is_of_sentences(paragraph: Sequence[Line]) -> bool:
    """Whether a paragraph is running text; `Members of the Committee:` is a title."""
    last = paragraph[-1].text
    return bool(ENDS_SENTENCE.search(last)) and (len(paragraph) > 1 or not last.endswith(":"))


def _is_unrelated(line: Line, places: Set[str]) -> bool:
    """Whether a title names no figures, no town, no time except a day, and no place except `places`."""
    is_of_figures = any(sign_of(one) for one in line.phrases if one.kind != PLACE)
    if is_of_figures or not _OF_FIGURES.isdisjoint(map(plain, line.words)) or line.said.towns:
        return False
    whats = {phrase.of.what for phrase in line.phrases if phrase.of is not None}
    outside = {phrase.kind for phrase in line.phrases}.intersection(NOT_OF_THE_REPORT)
    is_name = outside <= _NAMES and len(line.words) >= _SHORTEST_NAME
    has_usual_words = is_name or (outside <= _OF_NO_NUMBERS and len(line.words) >= _SHORTEST)
    named = {place_of(phrase) for phrase in line.phrases if phrase.kind == PLACE}
    return has_usual_words and whats <= {What.DATE, What.POSTED} and named <= places
