"""Headings that say how many states or years a table has: `two lake states`, `last three calendar years`.

Belongs here: making such words neutral, since the heads name the states and years. Not here: the heads (grids).
"""

from __future__ import annotations

from collections.abc import Sequence

from orchestration.spotlight.readers.grammar.lexicon import UNKNOWN, Entry
from orchestration.spotlight.readers.grammar.number_words import NUMBER_WORDS
from orchestration.spotlight.readers.grammar.phrases import Phrase, neutral
from orchestration.spotlight.readers.tree.lines import Line, Role
from orchestration.spotlight.readers.tree.names import REGIONS

_BEFORE_COUNT = frozenset(("last", "latest", "past", "previous", "recent"))
_COUNTED = frozenset(("states", "years"))
_FARTHEST = 3


def neutralise_place_and_year_counts(lines: Sequence[Line]) -> None:
    """Make neutral what counts states or years in headings; `lake` in `two lake states` is no part of a state."""
    for line in lines:
        for heading in (line, *line.captions):
            if heading.role is Role.HEADING and heading.has(UNKNOWN):
                heading.reword(_without_counts(heading.phrases))


def _without_counts(phrases: Sequence[Phrase]) -> tuple[Phrase, ...]:
    found = list(phrases)
    for end, phrase in enumerate(phrases):
        if phrase.text.casefold() not in _COUNTED:
            continue
        counts = [at for at in range(max(0, end - _FARTHEST), end) if _is_count(phrases[at])]
        if not counts:
            continue
        start = counts[-1]
        for at in range(start, end):
            if phrases[at].kind == "local" and phrases[at].text.casefold() in REGIONS:
                found[at] = Phrase("other_place", phrases[at].tokens, Entry((), "other_place"))
        found[start] = _neutral(phrases[start])
        if start and phrases[start - 1].text.casefold() in _BEFORE_COUNT:
            found[start - 1] = _neutral(phrases[start - 1])
    return tuple(found)


def _is_count(phrase: Phrase) -> bool:
    return phrase.kind == UNKNOWN and phrase.text.casefold() in NUMBER_WORDS


def _neutral(phrase: Phrase) -> Phrase:
    return neutral(phrase.tokens)
