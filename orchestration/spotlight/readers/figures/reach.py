"""How far a sentence reaches: one in a box or column of its own does not describe the figures in another.

Belongs here: whether the positions of a sentence and a figure let it apply. Not here: what it states (statements).
"""

from __future__ import annotations

from orchestration.spotlight.readers.blocks import Group, GroupKind
from orchestration.spotlight.readers.figures.statements import Sentence
from orchestration.spotlight.readers.grammar.lexicon import PLACE

_SEVERAL = frozenset(("districts", "jurisdictions", "places", "states", "territories"))


def applies_to(sentence: Sentence, groups: tuple[Group, ...], place: str | None) -> bool:
    """Whether a sentence applies to a figure in these groups and of this place."""
    said = sentence.said
    is_national = said.has("nation") and not said.places
    is_of_another = bool(said.places) and place is not None and place not in said.places and not _names_more(sentence)
    if is_of_another or (is_national and place not in (None, "US")):
        return False
    return is_in_reach(sentence.groups, groups)


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
