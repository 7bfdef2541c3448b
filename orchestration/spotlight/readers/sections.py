"""Which lines of a document are the report's own, and which stand below a heading of something else.

Belongs here: headings and how far they reach. Not here: what the lines say (matching).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from orchestration.spotlight.readers.layout import ItemKind, Line, LineKind
from orchestration.spotlight.readers.page import Placed
from orchestration.spotlight.readers.words import Wordings, years_of

COUNTED = (ItemKind.NUMBER, ItemKind.STATUS)
_YEAR_AT_END = re.compile(r"(?:19|20)[0-9]{2} ?$")


@dataclass(slots=True)
class Foreign:
    """The lines below a heading whose numbers are not the report's: all years together, or venues."""

    heading: Line
    is_other_period: bool
    lines: list[Line] = field(default_factory=list)
    is_closed: bool = False
    """The document says itself where it ends."""

    def ends_at(self, line: Line, wordings: Wordings) -> bool:
        """All years together may have the same parts as the report, so that only a year or `this year` ends them."""
        if not self.is_other_period:
            return line.kind is LineKind.HEADING and is_own_heading(line, wordings)
        if wordings.find("own_period", line.text):
            return True
        titles = wordings.find("title", line.text)
        if line.kind is LineKind.HEADING:
            return bool(titles and years_of(line.text))
        # `2016 statistics are current as of ...` is a title and a sentence in one.
        return not line.goes_on and any(_YEAR_AT_END.match(line.text[: title.start()]) for title in titles)


def split(lines: Sequence[Line], wordings: Wordings) -> tuple[list[Line], list[Foreign]]:
    """The lines that are the report's own, and the parts that are not."""
    own: list[Line] = []
    foreign: list[Foreign] = []
    inside: Foreign | None = None
    below_all_columns: Foreign | None = None
    stream = 0
    for line in lines:
        if line.stream != stream:
            # A heading in a column says nothing of the columns beside it, nor of what comes below them all.
            below_all_columns = inside if stream == 0 else below_all_columns
            inside, stream = below_all_columns, line.stream
        if line.kind in (LineKind.HEADING, LineKind.FIGURES, LineKind.PROSE):
            opens = _opens(line, wordings)
            numbers = sum(item.kind in COUNTED for item in line.items)
            # Several numbers may be of several things: they are not left out for a word among them.
            if opens is not None and (numbers < 2 or not line.has(ItemKind.LABEL)):
                # A heading opens a part. A line with a number speaks for itself, but no label reaches across it.
                if not line.has(*COUNTED):
                    inside = Foreign(line, opens)
                    foreign.append(inside)
                    own.append(boundary(line))
                else:
                    own.append(boundary(line))
                    foreign.append(Foreign(line, opens, [line], is_closed=True))
                continue
            if inside is not None and inside.ends_at(line, wordings):
                inside.is_closed = True
                inside = None
        if inside is not None:
            inside.lines.append(line)
        else:
            own.append(line)
    return own, foreign


def _opens(line: Line, wordings: Wordings) -> bool | None:
    """Whether the line opens a part of another period (True) or of other counts (False); None if it opens none."""
    if line.kind is LineKind.PROSE:
        return None
    if wordings.find("other_period", line.text):
        return True
    # The title of a report on half a year is a title; elsewhere these words part something from the year.
    is_heading = line.kind is LineKind.HEADING and not line.has(*COUNTED)
    if is_heading and wordings.find("part_period", line.text) and not wordings.find("title", line.text):
        return True
    if line.kind is LineKind.HEADING and wordings.find("other_section", line.text):
        return False
    return None


def boundary(line: Line) -> Line:
    """A line that no label reaches across, in the place of `line`."""
    return Line(line.placed, (), LineKind.HEADING)


def between(upper: Line) -> Line:
    """A boundary between two columns."""
    last = upper.placed[-1]
    return Line((Placed(last.number, "", last.bottom, last.bottom, last.stream),), (), LineKind.HEADING)


def is_own_heading(line: Line, wordings: Wordings) -> bool:
    """Whether a heading opens a part of the report itself: its title, or a section that holds its figures."""
    return bool(wordings.find("title", line.text) or wordings.find("section", line.text))


def is_other_heading(line: Line, wordings: Wordings) -> bool:
    """Whether a heading opens no part of the report."""
    if line.kind is not LineKind.HEADING or not line.words or is_own_heading(line, wordings):
        return False
    return not (wordings.find("period", line.text) or wordings.find("publisher_as_of", line.text))
