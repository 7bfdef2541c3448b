"""Which lines with numbers stand among the figures, and which apart from them: a release number, a ZIP code, an agenda.

Belongs here: the zone of the figures, before any number is bound. Not here: which label a number has (pairing).

A number in the zone whose label is not known refuses the document: it may be a missing type, or shift its neighbours.
One that stands apart is no figure. Its figure would at worst be absent, never another.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise, takewhile

from orchestration.spotlight.readers.grammar.lexicon import OUTSIDE, UNKNOWN
from orchestration.spotlight.readers.grammar.phrases import LABELS, plain
from orchestration.spotlight.readers.grammar.tokens import Kind
from orchestration.spotlight.readers.tree.lines import FARTHEST, TOUCHING, Line, Role

_NEAR = 3
"""Lines down, at most two of them empty."""
_QUALIFIERS = frozenset(OUTSIDE) - {"organization"}
_CORRECTS = frozenset(("erratum", "errata", "correction", "corrections", "corrected"))
_FEW_WORDS = 8
_THOUSANDS = re.compile(r"'?0{3}'?s?")
_NUMBERS = (Kind.NUMBER, Kind.SPOILT, Kind.STATUS)
_OF_FIGURES = (*LABELS, "unit", "sum", "measure", "breakdown")


def apart(lines: Sequence[Line]) -> set[int]:
    """The `id` of each line whose numbers stand apart from all figures; none where no label is known at all."""
    filled = [line for line in lines if line.role not in (Role.BLANK, Role.FRAME, Role.MENU)]
    if not any(map(_is_anchor, filled)):
        return set()
    return {
        id(line)
        for at, line in enumerate(filled)
        if line.has(*_NUMBERS) or any(len(word.glued) > 1 for word in line.words)
        if not _is_near(filled, at)
    }


def _is_anchor(line: Line) -> bool:
    return line.role is Role.TABLE or (line.role is Role.FIGURES and bool(line.labels or line.units))


def _is_near(filled: Sequence[Line], at: int) -> bool:
    line = filled[at]
    if any(phrase.kind == Kind.SPOILT and _THOUSANDS.fullmatch(phrase.value) for phrase in line.phrases):
        # `(000)` says of what unit all figures are, wherever it stands.
        return True
    if line.role is Role.FIGURES:
        return line.has(*_OF_FIGURES, *_QUALIFIERS) or _is_connected(filled, at, -1) or _is_connected(filled, at, 1)
    before, after = (_beside(filled, at, step) for step in (-1, 1))
    is_touched = any(
        one is not None and one.role is Role.FIGURES and one.gap_to(line) < TOUCHING for one in (before, after)
    )
    if line.role is Role.PROSE:
        return is_touched or _counts_in_words(line)
    if line.role not in (Role.ITEM, Role.HEADING):
        return False
    if not _CORRECTS.isdisjoint(plain(word) for word in line.words) or _heads_figures(filled, at):
        return True
    is_known = line.has(*_QUALIFIERS) and not line.has(UNKNOWN)
    if is_touched or line.has(*_OF_FIGURES) or is_known:
        return True
    is_above = after is not None and _is_anchor(after) and line.gap_to(after) <= _NEAR
    is_below = before is not None and before.role is Role.FIGURES and before.gap_to(line) <= _NEAR
    return is_above or (is_below and (_has_form_of_figure(line) or (after is not None and after.role is Role.FIGURES)))


def _heads_figures(filled: Sequence[Line], at: int) -> bool:
    """`Scenario 2` as a heading of the page, with figures below it before the next of its rank."""
    level = filled[at].level
    if level is None:
        return False
    below = takewhile(lambda line: line.level is None or line.level > level, filled[at + 1 :])
    return any(map(_is_anchor, below))


def _beside(filled: Sequence[Line], at: int, step: int) -> Line | None:
    to = at + step
    return filled[to] if 0 <= to < len(filled) else None


def _is_connected(filled: Sequence[Line], at: int, step: int) -> bool:
    """Whether lines of figures lead from a number to a known label, with at most one heading between."""
    has_skipped = False
    while (line := _beside(filled, at, step)) is not None:
        if filled[at].gap_to(line) > FARTHEST:
            # A label that still waits for its number.
            return line.role is Role.FIGURES and _is_anchor(line) and not line.counts
        if line.role is Role.FIGURES:
            if _is_anchor(line):
                return True
        elif has_skipped or line.role not in (Role.HEADING, Role.ITEM):
            return False
        else:
            has_skipped = True
        at += step
    return False


def _counts_in_words(line: Line) -> bool:
    """`28 victims` or `Phone Calls: 12` in running text."""
    return any(
        (one.kind in _NUMBERS and other.kind in (*LABELS, "unit")) or (one.kind in LABELS and other.kind in _NUMBERS)
        for one, other in pairwise(line.phrases)
    )


def _has_form_of_figure(line: Line) -> bool:
    """Whether few words and one number stand there, the number first or last."""
    content = [token for token in line.tokens if token.kind not in (Kind.BREAK, Kind.MARK)]
    return len(line.words) <= _FEW_WORDS and bool({content[0].kind, content[-1].kind} & {Kind.NUMBER, Kind.SPOILT})
