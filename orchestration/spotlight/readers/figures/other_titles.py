"""Titles, running heads and feet that are those of another sheet: `Washington fact sheet` above `Oregon, 2021`.

Belongs here: lines in no figure's context that name another place or year. Not here: what sentences say (said).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from orchestration.spotlight.readers.blocks import BlockKind
from orchestration.spotlight.readers.figures.model import Judged
from orchestration.spotlight.readers.grammar.lexicon import NATION
from orchestration.spotlight.readers.grammar.phrases import plain
from orchestration.spotlight.readers.grammar.words import FIGURES
from orchestration.spotlight.readers.tree.lines import Line, Role

_SHEET = re.compile(r"\b(?:fact|data) ?sheet\b|\b(?:profile|report|snapshot|spotlight|statistics)\b", re.IGNORECASE)
_PAGE = re.compile(r"\bpage [0-9]{1,3}\b", re.IGNORECASE)


def other_titles(lines: Sequence[Line], judged: Judged) -> Iterator[tuple[Line, str]]:
    """Each such line, and what it says of the figures."""
    places = {one.place for one in judged.figures}
    years = {year for one in judged.figures if one.period for year in (one.period.start.year, one.period.end.year)}
    if None in places:
        return
    candidates = [one.candidate for one in judged.figures] + [one.candidate for one in judged.left_out]
    in_context = {id(part.line) for candidate in candidates for part in candidate.parts}
    for line in _sheets(lines, places):
        others = set(line.said.places) - {NATION}
        if others and places.isdisjoint(others) and id(line) not in in_context:
            yield line, f"{', '.join(sorted(others))}: another place"
        elif line.kind is BlockKind.TITLE and line.said.years and years and years.isdisjoint(line.said.years):
            yield line, f"{', '.join(map(str, line.said.years))}: another year"


def _sheets(lines: Sequence[Line], places: set[str | None]) -> Iterator[Line]:
    """The title of a page, a foot with the number of the page, the last line, and a line right above the title."""
    filled = [line for line in lines if line.role not in (Role.BLANK, Role.MENU)]
    for line in filled:
        is_of_figures = line.role is Role.FRAME and not FIGURES.isdisjoint(map(plain, line.words))
        if is_of_figures and (line.kind is BlockKind.TITLE or _PAGE.search(line.text)):
            yield line
    body = [line for line in filled if line.role is not Role.FRAME]
    for line, below in pairwise(body[:3]):
        # `Minnesota Initiative: biennial report` names who publishes.
        is_sheet = bool(_SHEET.search(line.text)) and not (line.said.unknown or line.said.outside)
        if line.role is Role.HEADING and is_sheet and not places.isdisjoint(below.said.places):
            yield line
    for line in body[-1:]:
        if line.role is Role.HEADING and _SHEET.search(line.text):
            yield line
