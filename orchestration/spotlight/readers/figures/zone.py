"""Which lines with numbers stand among the figures, and which stand apart: a release number, a ZIP code, an agenda.

Belongs here: the zone of the figures, before any number has a label. Not here: which label it has (pairing).

A number in the zone without a known label refuses the document: it may be a type, or shift its neighbours' labels.
A number that stands apart is no figure. At worst that leaves a figure out; it never changes one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice, pairwise, takewhile

from orchestration.spotlight.readers.blocks import GroupKind
from orchestration.spotlight.readers.figures.elements import is_amount_alone
from orchestration.spotlight.readers.grammar.lexicon import NOT_OF_THE_REPORT, UNKNOWN, Lexicon
from orchestration.spotlight.readers.grammar.phrases import LABELS, plain
from orchestration.spotlight.readers.grammar.tokens import Kind
from orchestration.spotlight.readers.grammar.words import WORDS_FOR_FIGURES
from orchestration.spotlight.readers.tree.lines import (
    FARTHEST,
    NEAR,
    OF_FIGURES,
    TOUCHING,
    Line,
    Role,
    speaks_of_figures,
)

_QUALIFIERS = frozenset(NOT_OF_THE_REPORT) - {"organization"}
_FEW_WORDS = 8
WORDS_OF_CORRECTION = frozenset(
    ("erratum", "errata", "correction", "corrections", "corrected", "misprint", "mistake", "error")
)
"""Words that correct a number, and perhaps others beside it."""
_THOUSANDS = re.compile(r"'?0{3}'?s?")
_NUMBERS = (Kind.NUMBER, Kind.SPOILT, Kind.STATUS)


def lines_apart(lines: Sequence[Line], lexicon: Lexicon) -> set[int]:
    """The `id` of each line whose numbers stand apart from all figures; empty if no label of the document is known."""
    filled = [
        line
        for line in lines
        if line.role not in (Role.BLANK, Role.FRAME, Role.MENU)
        if line.table is None or speaks_of_figures(line.table, lexicon)
    ]
    if not any(map(_is_anchor, filled)):
        return set()
    near = _Near(filled)
    return {
        id(line)
        for at, line in enumerate(filled)
        if line.has(*_NUMBERS) or any(len(word.glued_digits) > 1 for word in line.words)
        if not near.holds(at)
    }


def _is_anchor(line: Line) -> bool:
    return line.role is Role.TABLE or (line.role is Role.FIGURES and bool(line.labels or line.units))


class _Near:
    """The zone of the figures: the lines near those with known labels."""

    def __init__(self, filled: Sequence[Line]) -> None:
        self.filled = filled
        self.first = next(at for at, line in enumerate(filled) if _is_anchor(line))
        self.anchored = {group.number for line in filled if _is_anchor(line) for group in line.groups}
        self.are_boxed = all(_boxes(line) for line in filled if _is_anchor(line))
        above, below = self._connected(-1), self._connected(1)
        self.connected = [one or other for one, other in zip(above, below, strict=True)]

    def holds(self, at: int) -> bool:
        """Whether the numbers of a line stand among the figures."""
        line = self.filled[at]
        if any(phrase.kind == Kind.SPOILT and _THOUSANDS.fullmatch(phrase.value) for phrase in line.phrases):
            # The unit of all figures, wherever it stands: `(000)`
            return True
        if not WORDS_OF_CORRECTION.isdisjoint(word.text.casefold() for word in line.words):
            # A correction of a figure, wherever it stands: `Erratum: for 400 read 91.`
            return True
        if self._is_in_a_margin(line) and _counts_something_else(line):
            return False
        if self._is_outside_of_boxes(line):
            if not WORDS_FOR_FIGURES.isdisjoint(map(plain, line.words)):
                return True
            if _is_about_something_else(line):
                return False
        if line.role is Role.FIGURES:
            is_qualified = line.has(*_QUALIFIERS) and not line.has("organization")
            return line.has(*OF_FIGURES) or is_qualified or self.connected[at] or self._is_awaited(at)
        before, after = self._beside(at, -1), self._beside(at, 1)
        neighbours = [one for one in (before, after) if one is not None]
        is_next_to_figures = any(one.role is Role.FIGURES and one.gap_to(line) < TOUCHING for one in neighbours)
        if line.role is Role.PROSE:
            return is_next_to_figures or _counts_in_words(line)
        if line.role not in (Role.ITEM, Role.HEADING):
            return False
        # An organization is only an address: `Legislative Council staff, 029 State Capitol`
        is_known = line.has(*_QUALIFIERS) and not line.has(UNKNOWN, "organization")
        if is_next_to_figures or line.has(*OF_FIGURES) or is_known:
            return True
        is_above = after is not None and _is_anchor(after) and line.gap_to(after) <= NEAR
        is_below = before is not None and before.role is Role.FIGURES and before.gap_to(line) <= NEAR
        is_between = is_below and after is not None and after.role is Role.FIGURES
        is_heading = (at > self.first and self._heads(at)) or self._heads_section(at)
        return is_above or is_between or is_heading or (is_below and _has_form_of_figure(line))

    def _is_awaited(self, at: int) -> bool:
        """Whether a number stands below a label without one, with only a line of running text between them."""
        text, label = self._beside(at, -1), self._beside(at - 1, -1)
        if text is None or label is None or text.role is not Role.PROSE or not _is_anchor(label) or label.counts:
            return False
        return label.role is Role.FIGURES and label.gap_to(text) < TOUCHING and text.gap_to(self.filled[at]) < TOUCHING

    def _is_in_a_margin(self, line: Line) -> bool:
        """Whether a line stands in a box beside the text without any known label."""
        return not _boxes(line) <= self.anchored

    def _is_outside_of_boxes(self, line: Line) -> bool:
        """Whether every known label stands in a box, and a line in none of them: `Training, part 2 of 3` beside it."""
        return self.are_boxed and self.anchored.isdisjoint(_boxes(line))

    def _beside(self, at: int, step: int) -> Line | None:
        to = at + step
        return self.filled[to] if 0 <= to < len(self.filled) else None

    def _heads(self, at: int) -> bool:
        """Whether a line is a heading of figures: only headings stand between it and a known label below."""
        while (line := self._beside(at, 1)) is not None and self.filled[at].gap_to(line) <= FARTHEST:
            if _is_anchor(line):
                return True
            if line.role is not Role.HEADING:
                return False
            at += 1
        return False

    def _heads_section(self, at: int) -> bool:
        """Whether figures stand below a heading before the next of its level: `Scenario 2`."""
        level = self.filled[at].level
        if level is None:
            return False
        after = islice(self.filled, at + 1, None)
        return any(map(_is_anchor, takewhile(lambda line: line.level is None or line.level > level, after)))

    def _connected(self, step: int) -> list[bool]:
        """For each line, whether only lines of figures and at most one heading stand between it and a known label."""
        reach = [(False, False)] * len(self.filled)
        """For each line, the answer if no heading was skipped so far, and if one was."""
        for at in range(len(self.filled)) if step < 0 else reversed(range(len(self.filled))):
            line = self._beside(at, step)
            if line is None:
                continue
            if self.filled[at].gap_to(line) > FARTHEST:
                # Across a large gap, only a label still without its number.
                is_waiting = line.role is Role.FIGURES and _is_anchor(line) and not line.counts
                reach[at] = (is_waiting, is_waiting)
            elif line.role is Role.FIGURES:
                reach[at] = (True, True) if _is_anchor(line) else reach[at + step]
            elif is_amount_alone(line):
                reach[at] = reach[at + step]
            elif line.role in (Role.HEADING, Role.ITEM):
                reach[at] = (reach[at + step][1], False)
        return [without for without, _ in reach]


def _boxes(line: Line) -> set[int]:
    return {group.number for group in line.groups if group.kind is GroupKind.ASIDE}


def _counts_in_words(line: Line) -> bool:
    """Whether a number stands right beside a label in running text: `28 victims`, `Phone Calls: 12`."""
    return any(
        (one.kind in _NUMBERS and other.kind in (*LABELS, "unit")) or (one.kind in LABELS and other.kind in _NUMBERS)
        for one, other in pairwise(line.phrases)
    )


def _counts_something_else(line: Line) -> bool:
    """Whether a number counts something else: `2,311 followers`"""
    return any(one.kind == Kind.NUMBER and other.kind == "other_measure" for one, other in pairwise(line.phrases))


def _is_about_something_else(line: Line) -> bool:
    """Whether all words are known, and begin with something else that is counted: `Training, part 2 of 3`."""
    said = line.said
    is_other = bool(line.phrases) and line.phrases[0].kind == "other_measure" and not line.has(*OF_FIGURES)
    has_time = bool(said.periods or said.years or said.unclear)
    return is_other and not (said.unknown or has_time) and {kind for kind, _ in said.outside} == {"other_measure"}


def _has_form_of_figure(line: Line) -> bool:
    """Whether a line has few words, and a number first or last."""
    content = [token for token in line.tokens if token.kind not in (Kind.BREAK, Kind.MARK)]
    return len(line.words) <= _FEW_WORDS and bool({content[0].kind, content[-1].kind} & {Kind.NUMBER, Kind.SPOILT})
