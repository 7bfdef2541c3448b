"""A period that stands in another column than the figures: a newsletter's article beside its table.

Belongs here: when the only period of a document reaches over to its figures. Not here: other statements (particulars).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from orchestration.spotlight.readers.blocks import GroupKind
from orchestration.spotlight.readers.figures.model import Figure
from orchestration.spotlight.readers.figures.reach import heads_figures
from orchestration.spotlight.readers.figures.statements import Sentence, Statement
from orchestration.spotlight.readers.tree.lines import Line, Role

_OF_THE_DATA = re.compile(
    r"(?:the|these|all) (?:hotline )?(?:data|figures|numbers|statistics) (?:cover|represent)\b", re.I
)
_TIMES = frozenset(
    ("after", "before", "earlier", "following", "half", "last", "later", "month", "months", "next", "previous",
     "quarter", "year", "years")
)  # fmt: skip


def period_in_another_column(
    statements: Sequence[Statement], figure: Figure, with_figures: Collection[int], lines: Sequence[Line]
) -> list[Statement]:
    """The only period of a document, where a column without figures says `The data cover ...`."""
    said_of_data = [one for one in statements if _OF_THE_DATA.match(one.sentence.text) and _is_clear(one.sentence)]
    is_only = len({one.value for one in statements}) == 1 and len(said_of_data) == len(statements)
    columns = {
        group.number
        for one in said_of_data
        for group in one.sentence.groups
        if group.kind is GroupKind.COLUMN and group.number not in with_figures
    }
    names_time = any(not _TIMES.isdisjoint(part.text.casefold().split()) for part in figure.candidate.parts)
    is_dated = figure.period is not None or figure.unclear_period or names_time
    if not (is_only and columns) or is_dated:
        return []
    # In a column that names a place or has a heading of its own, it may be another's.
    in_column = [line for line in lines if any(group.number in columns for group in line.groups)]
    is_of_another = any(
        not {figure.place} >= set(line.said.places) or (line.role is Role.HEADING and not heads_figures(line))
        for line in in_column
    )
    return said_of_data if not is_of_another else []


def _is_clear(sentence: Sentence) -> bool:
    return not (sentence.said.unknown or sentence.said.outside or sentence.said.places or sentence.is_negated)
