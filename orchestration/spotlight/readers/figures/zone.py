"""Which lines with numbers stand among the figures, and which apart from them: a release number, a ZIP code, an agenda.

Belongs here: the zone of the figures, before any number is bound. Not here: which label a number has (pairing).

A number in the zone whose label is not known refuses the document: it may be a missing type, or shift its neighbours.
One that stands apart is no figure. Its figure would at worst be absent, never another.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice, pairwise, takewhile

from orchestration.spotlight.readers.blocks import GroupKind
from orchestration.spotlight.readers.figures.elements import is_amount_alone
from orchestration.spotlight.readers.grammar.lexicon import OUTSIDE, UNKNOWN, Lexicon
from orchestration.spotlight.readers.grammar.phrases import LABELS, WORDS_FOR_FIGURES, plain
from orchestration.spotlight.readers.grammar.tokens import Kind
from orchestration.spotlight.readers.tree.lines import FARTHEST, OF_FIGURES, TOUCHING, Line, Role, speaks_of_figures

_NEAR = 3
"""Lines down, at most two of them empty."""
_QUALIFIERS = frozenset(OUTSIDE) - {"organization"}
_FEW_WORDS = 8
CORRECTS = frozenset(("erratum", "errata", "correction", "corrections", "corrected", "misprint", "mistake", "error"))
"""What says that a number is printed wrongly, and so perhaps others beside it."""
_THOUSANDS = re.compile(r"'?0{3}'?s?")
_NUMBERS = (Kind.NUMBER, Kind.SPOILT, Kind.STATUS)


def apart(lines: Sequence[Line], lexicon: Lexicon) -> set[int]:
    """The `id` of each line whose numbers stand apart from all figures; none where no label is known at all."""
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
        if line.has(*_NUMBERS) or any(len(word.glued) > 1 for word in line.words)
        if not near.holds(at)
    }


def _is_anchor(line: Line) -> bool:
    return line.role is Role.TABLE or (line.role is Role.FIGURES and bool(line.labels or line.units))


class _Near:
    """Which lines stand in the zone of the figures."""

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
            # `(000)` says of what unit all figures are, wherever it stands.
            return True
        if not CORRECTS.isdisjoint(word.text.casefold() for word in line.words):
            # `Erratum: for 400 read 91.`
            return True
        if self._is_in_a_margin(line) and _counts_something_else(line):
            return False
        if self._is_outside_of_boxes(line):
            if not WORDS_FOR_FIGURES.isdisjoint(map(plain, line.words)):
                return True
            if _is_headed_by_something_else(line):
                return False
        if line.role is Role.FIGURES:
            is_qualified = line.has(*_QUALIFIERS) and not line.has("organization")
            return line.has(*OF_FIGURES) or is_qualified or self.connected[at] or self._is_awaited(at)
        before, after = self._beside(at, -1), self._beside(at, 1)
        neighbours = [one for one in (before, after) if one is not None]
        is_touched = any(one.role is Role.FIGURES and one.gap_to(line) < TOUCHING for one in neighbours)
        if line.role is Role.PROSE:
            return is_touched or _counts_in_words(line)
        if line.role not in (Role.ITEM, Role.HEADING):
            return False
        # `Legislative Council staff, 029 State Capitol`
        is_known = line.has(*_QUALIFIERS) and not line.has(UNKNOWN, "organization")
        if is_touched or line.has(*OF_FIGURES) or is_known:
            return True
        is_above = after is not None and _is_anchor(after) and line.gap_to(after) <= _NEAR
        is_below = before is not None and before.role is Role.FIGURES and before.gap_to(line) <= _NEAR
        is_between = is_below and after is not None and after.role is Role.FIGURES
        is_heading = (at > self.first and self._heads(at)) or self._heads_section(at)
        return is_above or is_between or is_heading or (is_below and _has_form_of_figure(line))

    def _is_awaited(self, at: int) -> bool:
        """Whether only a line of running text stands between a number and a label above it without one."""
        text, label = self._beside(at, -1), self._beside(at - 1, -1)
        if text is None or label is None or text.role is not Role.PROSE or not _is_anchor(label) or label.counts:
            return False
        return label.role is Role.FIGURES and label.gap_to(text) < TOUCHING and text.gap_to(self.filled[at]) < TOUCHING

    def _is_in_a_margin(self, line: Line) -> bool:
        """Whether a line stands in a box beside the text, in which no figure has a label."""
        return not _boxes(line) <= self.anchored

    def _is_outside_of_boxes(self, line: Line) -> bool:
        """Whether every label stands in a closed box, and a line in none of them: `Training, part 2 of 3` beside it."""
        return self.are_boxed and self.anchored.isdisjoint(_boxes(line))

    def _beside(self, at: int, step: int) -> Line | None:
        to = at + step
        return self.filled[to] if 0 <= to < len(self.filled) else None

    def _heads(self, at: int) -> bool:
        """Whether only headings stand between a line and the figures below it: between figures it is one more."""
        while (line := self._beside(at, 1)) is not None and self.filled[at].gap_to(line) <= FARTHEST:
            if _is_anchor(line):
                return True
            if line.role is not Role.HEADING:
                return False
            at += 1
        return False

    def _heads_section(self, at: int) -> bool:
        """`Scenario 2` as a heading of the page, with figures below it before the next of its rank."""
        level = self.filled[at].level
        if level is None:
            return False
        after = islice(self.filled, at + 1, None)
        return any(map(_is_anchor, takewhile(lambda line: line.level is None or line.level > level, after)))

    def _connected(self, step: int) -> list[bool]:
        """Whether lines of figures lead from each line to a known label, with at most one heading between."""
        reach = [(False, False)] * len(self.filled)
        """Of each line, without and with a heading skipped before."""
        for at in range(len(self.filled)) if step < 0 else reversed(range(len(self.filled))):
            line = self._beside(at, step)
            if line is None:
                continue
            if self.filled[at].gap_to(line) > FARTHEST:
                # A label that still waits for its number.
                waits = line.role is Role.FIGURES and _is_anchor(line) and not line.counts
                reach[at] = (waits, waits)
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
    """`28 victims` or `Phone Calls: 12` in running text."""
    return any(
        (one.kind in _NUMBERS and other.kind in (*LABELS, "unit")) or (one.kind in LABELS and other.kind in _NUMBERS)
        for one, other in pairwise(line.phrases)
    )


def _counts_something_else(line: Line) -> bool:
    """`2,311 followers`"""
    return any(one.kind == Kind.NUMBER and other.kind == "other_measure" for one, other in pairwise(line.phrases))


def _is_headed_by_something_else(line: Line) -> bool:
    """`Training, part 2 of 3`, in words that are all known and make nothing of figures."""
    said = line.said
    is_other = bool(line.phrases) and line.phrases[0].kind == "other_measure" and not line.has(*OF_FIGURES)
    has_time = bool(said.periods or said.years or said.unclear)
    return is_other and not (said.unknown or has_time) and {kind for kind, _ in said.outside} == {"other_measure"}


def _has_form_of_figure(line: Line) -> bool:
    """Whether few words and one number stand there, the number first or last."""
    content = [token for token in line.tokens if token.kind not in (Kind.BREAK, Kind.MARK)]
    return len(line.words) <= _FEW_WORDS and bool({content[0].kind, content[-1].kind} & {Kind.NUMBER, Kind.SPOILT})
