"""Lists of what a document holds: a table of contents → lines that say nothing of figures.

Belongs here: such a list by its heading and the order of its numbers. Not here: other menus (menus), contents that a
PDF shows by the pages they name (pdf/frame).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from orchestration.spotlight.readers.tree.lines import FARTHEST, Line, Role, text_of

_CONTENTS = frozenset(
    ("contents", "list of appendices", "list of exhibits", "list of figures", "list of tables", "table of contents")
)
_SLACK = 0.1
"""Of a line: places of lines are fractions."""
_SWITCH = re.compile(r" *[\[(](?:hide|show)[\])]$", re.IGNORECASE)
"""`Contents [hide]`, as an encyclopedia has it."""
_ORDER = re.compile(r"[0-9]{1,2}(?:\.[0-9]{1,2}){0,2}(?=[.)]? +\S)")
_PAGE = re.compile(r"(?<![0-9,.])[0-9]{1,3}$")
_BETWEEN = (Role.FRAME, Role.MENU, Role.NOTE, Role.PROSE, Role.STATEMENT)
_OPEN = (Role.HEADING, Role.FIGURES, Role.ITEM, Role.TABLE)


def mark_contents(lines: Sequence[Line]) -> None:
    """The lines below `Contents` say what will be told, unless figures follow them at once."""
    for at, line in enumerate(lines):
        wording = _SWITCH.sub("", line.text).strip(" :").casefold()
        length = 0
        if line.role in (Role.HEADING, Role.PROSE) and wording in _CONTENTS:
            length = _numbered(lines[at + 1 :], line)
        after = next((one.role for one in lines[at + 1 + length :] if one.role not in _BETWEEN), None)
        if length and after not in (Role.FIGURES, Role.TABLE):
            for item in lines[at : at + 1 + length]:
                item.role = Role.MENU


def _numbered(lines: Sequence[Line], head: Line) -> int:
    """How many lines right below a heading end with the numbers of pages, or begin with those of sections; 0 if none.

    Both rise from line to line: `2 Statistics`, `2.1 Cases`, `3 References`.
    """
    near: list[Line] = []
    for before, line in pairwise((head, *lines)):
        # Entries stand no farther from each other than the first two do.
        step = near[0].gap_to(near[1]) if len(near) > 1 else FARTHEST
        if line.role not in _OPEN or before.gap_to(line) > (step + _SLACK if near else FARTHEST):
            break
        near.append(line)
    longest = 0
    for of in (_pages_of, _orders_of):
        last: tuple[int, ...] = ()
        for length, line in enumerate(near, 1):
            numbers = of(line)
            if not numbers or sorted(numbers) != numbers or numbers[0] < last:
                break
            last = numbers[-1]
            longest = max(longest, length if length > 1 or len(numbers) > 1 else 0)
    return longest


def _texts(line: Line) -> list[str]:
    """What an entry says, or the rows of the table that entries with wide gaps look like."""
    if line.table is None:
        return [line.text]
    rows: dict[int, list[str]] = {}
    for cell in line.table.cells:
        rows.setdefault(cell.row, []).extend(text_of(one).strip() for one in cell.lines)
    return [" ".join(row) for row in rows.values()]


def _pages_of(line: Line) -> list[tuple[int, ...]]:
    if line.table is None and not line.counts:
        return []
    found = [_PAGE.search(text) for text in _texts(line)]
    return [(int(one[0]),) for one in found if one is not None] if None not in found else []


def _orders_of(line: Line) -> list[tuple[int, ...]]:
    found = [_ORDER.match(text) for text in _texts(line)]
    return [tuple(map(int, one[0].split("."))) for one in found if one is not None] if None not in found else []
