"""How far a sentence reaches: one in a box or column of its own does not describe the figures in another.

Belongs here: whether the positions of a sentence and of figures let it apply. Not here: what it states (statements).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise

from orchestration.spotlight.readers.blocks import Group, GroupKind
from orchestration.spotlight.readers.figures.statements import Sentence, Statement, mentions_figures
from orchestration.spotlight.readers.grammar.lexicon import PLACE
from orchestration.spotlight.readers.grammar.words import WORDS_FOR_FIGURES
from orchestration.spotlight.readers.tree.lines import Line, Role

_SEVERAL = frozenset(("districts", "jurisdictions", "places", "states", "territories"))


def applies_to(sentence: Sentence, groups: tuple[Group, ...], place: str | None) -> bool:
    """Whether a sentence applies to a figure in these groups and of this place."""
    said = sentence.said
    is_national = said.has("nation") and not said.places
    is_of_another = bool(said.places) and place is not None and place not in said.places and not _names_more(sentence)
    if is_of_another or (is_national and place not in (None, "US")):
        return False
    return is_in_reach(sentence.groups, groups)


def that_reach_figures(statements: Sequence[Statement], lines: Sequence[Line]) -> list[Statement]:
    """The statements without a bare period or day in a section of something else: `Zoning maps`."""
    sections = sorted(_sections_of_others(lines))

    def is_in_one(top: float) -> bool:
        at = bisect_left(sections, (top, 0.0)) - 1
        return at >= 0 and sections[at][0] < top < sections[at][1]

    return [one for one in statements if mentions_figures(one.sentence) or not is_in_one(one.sentence.line.top)]


def _sections_of_others(lines: Sequence[Line]) -> Iterator[tuple[float, float]]:
    """The tops of each heading that has unknown words and no count below it, and of the next heading.

    Only of those above the last count: below all figures, a statement may be that of the page.
    """
    counts = sorted(line.top for line in lines if line.holds_counts or (line.counts and (line.labels or line.units)))
    headings = [line for line in lines if line.role is Role.HEADING and line.level is not None]
    for heading, after in pairwise(headings):
        heads_next = (after.level or 0) > (heading.level or 0)
        heads_counts = heads_next or bisect_right(counts, heading.top) < bisect_left(counts, after.top)
        says_more = heading.said.unknown or heading.said.outside
        is_of_figures = heads_figures(heading) or heading.said.places
        if says_more and counts and counts[-1] > after.top and not (is_of_figures or heads_counts):
            yield heading.top, after.top


def heads_figures(heading: Line) -> bool:
    """Whether a heading names the hotline, what it counts, or figures."""
    words = {word.text.casefold() for word in heading.words}
    return heading.said.names_hotline or bool(heading.said.measures) or not WORDS_FOR_FIGURES.isdisjoint(words)


def _names_more(sentence: Sentence) -> bool:
    """Whether a place ends a list of others that are not named: `Smaller states, district and Puerto Rico, 2021`."""
    first = next((at for at, one in enumerate(sentence.phrases) if one.kind == PLACE), 0)
    before = [word for one in sentence.phrases[:first] for word in one.text.casefold().split()]
    return before[-1:] == ["and"] and not _SEVERAL.isdisjoint(before)


def is_in_reach(of: tuple[Group, ...], groups: tuple[Group, ...]) -> bool:
    """Whether a line in the groups `of` may describe one in `groups`: it may not from another column or box."""
    boxes = [at for at, group in enumerate(of) if group.kind in (GroupKind.ASIDE, GroupKind.COLUMN)]
    down_to_box = of[: boxes[-1] + 1] if boxes else ()
    return groups[: len(down_to_box)] == down_to_box
