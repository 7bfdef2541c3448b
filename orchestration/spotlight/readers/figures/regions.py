"""Regions of the country above figures of several states: `Northeast` there is not a part of one state.

Belongs here: words for regions, and where they change nothing. Not here: other parts of a state (context).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from orchestration.spotlight.readers.figures.model import Candidate, Part
from orchestration.spotlight.readers.grammar.meanings import Said
from orchestration.spotlight.readers.tree.names import REGIONS

_IN_MANY_STATES = frozenset(("bay", "coast", "island", "islands", "lake", "river", "valley"))
"""Words that may also name a part of one state."""


def without_regions(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates, without the name of a region in a part that stands above several states."""
    lines_above_places = above_several_places(one.parts for one in candidates)
    return [replace(one, parts=_without_regions(one.parts, lines_above_places)) for one in candidates]


def above_several_places(contexts: Iterable[Sequence[Part]]) -> set[int]:
    """The `id` of each heading line that stands above numbers of several places, named nearer to the numbers."""
    named: dict[int, set[str]] = {}
    for parts in contexts:
        for at, place in enumerate(_nearer_places(parts)):
            named.setdefault(id(parts[at].line), set()).update(place)
    return {line for line, places in named.items() if len(places) > 1}


def names_region(said: Said) -> bool:
    """Whether a line names a region of the country, and no place that the region could be a part of."""
    # The number of a federal region, as in `Region 3`, is part of its name.
    words = {text.casefold().rstrip(" 0123456789") for kind, text in said.kinds if kind == "local"}
    return bool(words) and words <= REGIONS - _IN_MANY_STATES and not said.places


def _without_regions(parts: Sequence[Part], lines_above_places: set[int]) -> tuple[Part, ...]:
    kept = []
    for part, place in zip(parts, _nearer_places(parts), strict=True):
        is_above = part.is_caption or part.is_section or not part.is_head
        if is_above and place and id(part.line) in lines_above_places and names_region(part.said):
            kinds = tuple(one for one in part.said.kinds if one[0] != "local")
            part = replace(part, said=replace(part.said, kinds=kinds))
        kept.append(part)
    return tuple(kept)


def _nearer_places(parts: Sequence[Part]) -> list[frozenset[str]]:
    """For each part, the one place that the parts nearer to the number name; empty if it is only a part of a place."""
    found: list[frozenset[str]] = []
    nearest: tuple[str, ...] | None = None
    for part in reversed(parts):
        found.append(frozenset(nearest or ()))
        if nearest is None and (part.said.places or part.said.has("local")):
            nearest = part.said.places if len(part.said.places) == 1 and not part.said.has("local") else ()
    return found[::-1]
