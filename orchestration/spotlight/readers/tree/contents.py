"""Tables of contents → lines that say nothing about figures.

Belongs here: a table of contents, known by its heading and the order of its numbers. Not here: other menus (menus),
contents of a PDF, known by the pages that they name (pdf/frame).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from orchestration.spotlight.readers.tree.lines import FARTHEST, Line, Role, text_of

_CONTENTS = frozenset(
    ("contents", "in this issue", "inside this issue", "list of appendices", "list of exhibits", "list of figures",
     "list of tables", "table of contents")
)  # fmt: skip
_SLACK = 0.1
"""In lines, whose places are fractions."""
_SWITCH = re.compile(r" *[\[(](?:hide|show)[\])]$", re.IGNORECASE)
"""`Contents [hide]`, as in an online encyclopedia."""
_ORDER = re.compile(r"[0-9]{1,2}(?:\.[0-9]{1,2}){0,2}(?=[.)]? +\S)")
_PAGE = re.compile(r"(?<![0-9,.])[0-9]{1,3}$")
_NAMED_PAGE = re.compile(r"\bpage [0-9]{1,3}$", re.IGNORECASE)
_BETWEEN = (Role.FRAME, Role.MENU, Role.NOTE, Role.PROSE, Role.STATEMENT)
_OPEN = (Role.HEADING, Role.FIGURES, Role.ITEM, Role.TABLE)


def mark_contents(lines: Sequence[Line]) -> None:
    """Make `Contents` and the entries below it a menu, unless figures follow at once."""
    for at, line in enumerate(lines):
        length = 0
        if line.role in (Role.HEADING, Role.PROSE) and _wording(line) in _CONTENTS:
            length = _entry_count(lines[at + 1 :], line)
        after = next((one.role for one in lines[at + 1 + length :] if one.role not in _BETWEEN), None)
        if length and after not in (Role.FIGURES, Role.TABLE):
            for item in lines[at : at + 1 + length]:
                item.role = Role.MENU


def mark_repeated_contents(lines: Sequence[Line], is_numbered: Callable[[Line], bool]) -> None:
    """Make the first title of contents and the numbered entries below it a menu, if they are the headings below."""
    at = next((at for at, line in enumerate(lines) if _wording(line) in _CONTENTS), len(lines))
    numbered = [line for line in lines[at + 1 :] if is_numbered(line)]
    middle = len(numbered) // 2
    texts = [line.text.casefold() for line in numbered]
    is_right_below = numbered[:middle] == list(lines[at + 1 : at + 1 + middle])
    if middle and is_right_below and texts[:middle] == texts[middle:]:
        for line in (lines[at], *numbered[:middle]):
            line.role = Role.MENU


def _wording(line: Line) -> str:
    return _SWITCH.sub("", line.text).strip(" :").casefold()


def _entry_count(lines: Sequence[Line], head: Line) -> int:
    """How many lines right below a heading end with page numbers, or begin with section numbers; 0 if none.

    The numbers rise from line to line: `2 Statistics`, `2.1 Cases`, `3 References`.
    """
    near: list[Line] = []
    for before, line in pairwise((head, *lines)):
        # Entries stand no farther apart than the first two.
        step = near[0].gap_to(near[1]) if len(near) > 1 else FARTHEST
        is_open = line.role in _OPEN or _NAMED_PAGE.search(line.text) is not None
        if not is_open or before.gap_to(line) > (step + _SLACK if near else FARTHEST):
            break
        near.append(line)
    longest = 0
    for numbers_of in (_pages_of, _orders_of):
        last: tuple[int, ...] = ()
        for length, line in enumerate(near, 1):
            numbers = numbers_of(line)
            if not numbers or sorted(numbers) != numbers or numbers[0] < last:
                break
            last = numbers[-1]
            longest = max(longest, length if length > 1 or len(numbers) > 1 else 0)
    return longest


def _texts(line: Line) -> list[str]:
    """The text of an entry, or the rows of a table: entries with wide gaps look like one."""
    if line.table is None:
        return [line.text]
    rows: dict[int, list[str]] = {}
    for cell in line.table.cells:
        rows.setdefault(cell.row, []).extend(text_of(one).strip() for one in cell.lines)
    return [" ".join(row) for row in rows.values()]


def _pages_of(line: Line) -> list[tuple[int, ...]]:
    if line.table is None and not line.counts and not _NAMED_PAGE.search(line.text):
        return []
    found = [_PAGE.search(text) for text in _texts(line)]
    return [(int(one[0]),) for one in found if one is not None] if None not in found else []


def _orders_of(line: Line) -> list[tuple[int, ...]]:
    found = [_ORDER.match(text) for text in _texts(line)]
    return [tuple(map(int, one[0].split("."))) for one in found if one is not None] if None not in found else []
