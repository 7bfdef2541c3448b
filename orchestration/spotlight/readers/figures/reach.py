"""How far a sentence reaches: what stands in a box or column of its own says nothing of the figures in another.

Belongs here: whether a sentence may be said of a figure by where both stand. Not here: what it says (statements).
"""

from __future__ import annotations

from orchestration.spotlight.readers.blocks import Group, GroupKind
from orchestration.spotlight.readers.figures.statements import Sentence


def holds_for(sentence: Sentence, groups: tuple[Group, ...], place: str | None) -> bool:
    """Whether what a sentence says holds for a figure in some groups, of some place."""
    said = sentence.said
    of_nation = said.has("nation") and not said.places
    if (said.places and place is not None and place not in said.places) or (of_nation and place not in (None, "US")):
        return False
    return is_in_reach(sentence.groups, groups)


def is_in_reach(of: tuple[Group, ...], groups: tuple[Group, ...]) -> bool:
    """Whether what stands in some groups may say something of what stands in others: not from another column or box."""
    closed = [at for at, group in enumerate(of) if group.kind in (GroupKind.ASIDE, GroupKind.COLUMN)]
    inside = of[: closed[-1] + 1] if closed else ()
    return groups[: len(inside)] == inside
