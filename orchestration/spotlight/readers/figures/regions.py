"""Regions of the country above figures of several states: `Northeast` is a part of none of them.

Belongs here: the words for a region, and above what they change nothing. Not here: other parts of a state (context).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from orchestration.spotlight.readers.figures.model import Candidate, Part
from orchestration.spotlight.readers.grammar.phrases import Said
from orchestration.spotlight.readers.tree.names import REGIONS

_OF_LAND = frozenset(("bay", "coast", "island", "islands", "lake", "river", "valley"))
"""Each state may have its own."""


def without_regions(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates, each without the region that it and those of other states stand below."""
    above = above_several_places(one.parts for one in candidates)
    return [replace(one, parts=_without_regions(one.parts, above)) for one in candidates]


def above_several_places(contexts: Iterable[Sequence[Part]]) -> set[int]:
    """The `id` of each line below which nearer headings or heads name several places, each that of some numbers."""
    named: dict[int, set[str]] = {}
    for parts in contexts:
        for at, place in enumerate(_nearer_places(parts)):
            named.setdefault(id(parts[at].line), set()).update(place)
    return {line for line, places in named.items() if len(places) > 1}


def names_region(said: Said) -> bool:
    """Whether it names a region, and no place that it could be a part of."""
    words = {text.casefold() for kind, text in said.kinds if kind == "local"}
    return bool(words) and words <= REGIONS - _OF_LAND and not said.places


def _without_regions(parts: Sequence[Part], above: set[int]) -> tuple[Part, ...]:
    kept = []
    for part, place in zip(parts, _nearer_places(parts), strict=True):
        is_above = part.is_caption or part.is_section or not part.is_head
        if is_above and place and id(part.line) in above and names_region(part.said):
            kinds = tuple(one for one in part.said.kinds if one[0] != "local")
            part = replace(part, said=replace(part.said, kinds=kinds))
        kept.append(part)
    return tuple(kept)


def _nearer_places(parts: Sequence[Part]) -> list[frozenset[str]]:
    """For each part the one place that those nearer to the number name: their innermost, if it names no part of one."""
    found: list[frozenset[str]] = []
    nearest: tuple[str, ...] | None = None
    for part in reversed(parts):
        found.append(frozenset(nearest or ()))
        if nearest is None and (part.said.places or part.said.has("local")):
            nearest = part.said.places if len(part.said.places) == 1 and not part.said.has("local") else ()
    return found[::-1]
