"""Titles of articles whose sentences state figures: the titles say nothing about these.

`Truckers learn to spot trafficking at a training`

Belongs here: which lines are such titles. Not here: the sentences below them (told), headings of lists (headings).

No title is needed: each sentence that states figures, or the one before it, says who counted, where and when.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence, Set
from itertools import pairwise

from orchestration.spotlight.readers.blocks import BlockKind
from orchestration.spotlight.readers.grammar.dates import Period, year_period
from orchestration.spotlight.readers.grammar.lexicon import NOT_OF_THE_REPORT, PLACE
from orchestration.spotlight.readers.grammar.phrases import plain
from orchestration.spotlight.readers.grammar.tokens import Kind, What
from orchestration.spotlight.readers.grammar.words import NEGATIONS, VERBS_OF_COUNTING, WORDS_FOR_FIGURES
from orchestration.spotlight.readers.tree.beside_told import place_of
from orchestration.spotlight.readers.tree.hotlines import names_another_line
from orchestration.spotlight.readers.tree.lines import Line, Role
from orchestration.spotlight.readers.tree.running_text import ENDS_SENTENCE, paragraphs
from orchestration.spotlight.readers.tree.told_counts import category_of, measure_of, sign_of

_SHORTEST_NAME = 3
_SHORTEST = 5
_NAMES = frozenset(("local", "organization"))
_OF_NO_NUMBERS = _NAMES | {"change", "other_breakdown", "other_measure", "other_service", "rank"}
"""What the title of an article may name."""
_OF_HEADLINES = _OF_NO_NUMBERS - {"local", "other_service"}
"""What a headline may name beside a number that its article states."""
_LOGS = VERBS_OF_COUNTING | frozenset(
    ("counts", "hears", "identifies", "logs", "of", "receives", "records", "reported", "reports", "tallies")
)
"""Verbs right before the number."""
_BEHIND_COUNTS = frozenset(
    ("data", "from", "hotline", "in", "last", "national", "say", "says", "show", "shows", "the", "year")
)
"""Words after what was counted: `last year, national hotline says`."""
_OF_FIGURES = WORDS_FOR_FIGURES | {"helpline", "helplines", "hotline", "hotlines", "line", "lines"}


def titles_of_articles(
    lines: Sequence[Line],
    places: Set[str],
    times: Set[Period | None],
    counts: Set[tuple[str | None, str, str]],
    is_harmless: Callable[[str], bool],
) -> Iterator[Line]:
    """The titles that add nothing to the figures: no place, time or number beyond `places`, `times` and `counts`."""
    first = next((line for line in lines if line.tokens), None)
    of_text = {id(line) for some in paragraphs(lines) if _is_of_sentences(some) for line in some}
    for line in lines:
        is_title = id(line) not in of_text and line.role is Role.BLANK and _is_unrelated(line, places)
        is_headline = _repeats(line, counts, is_first=line is first) and _says_no_more(line, places, times)
        if (is_title and is_harmless(line.text)) or is_headline:
            yield line


def _is_of_sentences(paragraph: Sequence[Line]) -> bool:
    """Whether a paragraph is running text; `Members of the Committee:` is a title."""
    last = paragraph[-1].text
    return bool(ENDS_SENTENCE.search(last)) and (len(paragraph) > 1 or not last.endswith(":"))


def _repeats(line: Line, counts: Set[tuple[str | None, str, str]], *, is_first: bool) -> bool:
    """Whether a headline has a sentence's number: `Lawmakers hear survivors as hotline logs 90 trafficking cases`."""
    numbers = [at for at, phrase in enumerate(line.phrases) if phrase.is_count]
    behind = line.phrases[numbers[0] + 1 :][:1] if len(numbers) == 1 else ()
    is_title = line.kind in (BlockKind.HEADING, BlockKind.TITLE) or (is_first and not line.text.endswith("."))
    return (
        is_title
        and line.said.names_hotline
        and any((measure_of(one), category_of(one), line.counts[0].value) in counts for one in behind)
    )


def _says_no_more(line: Line, places: Set[str], times: Set[Period | None]) -> bool:
    """Whether it leaves the number as it is, unlike `in fiscal year 2019`, `Retracted:` or `did not log`."""
    said = line.said
    kinds = {kind for kind, text in said.outside if text.casefold() != "last year"}
    own = {*said.periods, *map(year_period, said.years)}
    is_negated = not NEGATIONS.isdisjoint(map(plain, line.words))
    is_same = {*said.places} <= places and own <= times and not (said.unclear or said.towns)
    is_open = kinds <= _OF_HEADLINES and not (is_negated or names_another_line(line.words))
    return is_same and is_open and _only_counts(line)


def _only_counts(line: Line) -> bool:
    """Whether its only verb counts: `Ohio logged 82 cases last year, national hotline says`, `Hotline: 55 cases`."""
    at = next(at for at, phrase in enumerate(line.phrases) if phrase.is_count)
    number = line.phrases[at].tokens[0]
    is_title = any(one.text == ":" and after is number for one, after in pairwise(line.tokens))
    verb = line.phrases[at - 1].text.casefold().split()[-1] if at else ""
    who = line.phrases[at - 2] if at > 1 else None
    is_subject = who is None or who.kind == PLACE or who.text.casefold().endswith("hotline")
    behind = [phrase for phrase in line.phrases[at + 2 :] if phrase.kind not in (PLACE, Kind.RECOGNISED, Kind.YEAR)]
    ends = all(_BEHIND_COUNTS.issuperset(phrase.text.casefold().split()) for phrase in behind)
    return ends and (is_title or (verb in _LOGS and is_subject))


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
