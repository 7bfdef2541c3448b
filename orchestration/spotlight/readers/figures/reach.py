"""How far a sentence reaches: one in a box or column of its own does not describe the figures in another.

Belongs here: whether the positions of a sentence and a figure let it apply. Not here: what it states (statements).
"""

from __future__ import annotations

from orchestration.spotlight.readers.blocks import Group, GroupKind
from orchestration.spotlight.readers.figures.statements import Sentence


def applies_to(sentence: Sentence, groups: tuple[Group, ...], place: str | None) -> bool:
    """Whether a sentence applies to a figure in these groups and of this place."""
    said = sentence.said
    is_national = said.has("nation") and not said.places
    if (said.places and place is not None and place not in said.places) or (is_national and place not in (None, "US")):
        return False
    return is_in_reach(sentence.groups, groups)


def is_in_reach(of: tuple[Group, ...], groups: tuple[Group, ...]) -> bool:
    """Whether a line in the groups `of` may describe one in `groups`: it may not from another column or box."""
    boxes = [at for at, group in enumerate(of) if group.kind in (GroupKind.ASIDE, GroupKind.COLUMN)]
    down_to_box = of[: boxes[-1] + 1] if boxes else ()
    return groups[: len(down_to_box)] == down_to_box
