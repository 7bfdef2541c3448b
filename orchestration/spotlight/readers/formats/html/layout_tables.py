"""Tables that only arrange a page: which ones do, and which of their cells head the lists beside and below them.

Belongs here: the content of such a table as parts. Not here: the grid of a table of data (tables).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import product

from orchestration.spotlight.readers.blocks import Block, BlockKind, Cell, GroupKind
from orchestration.spotlight.readers.formats.html.groups import Part
from orchestration.spotlight.readers.formats.html.kinds import LAST_LEVEL
from orchestration.spotlight.readers.formats.html.parsing import Element, digits_of
from orchestration.spotlight.readers.formats.html.tables import (
    ROLES,
    TableRows,
    UnplacedCell,
    in_grid,
    is_head,
    lines_in,
)

_LONE_NUMBER = re.compile(r"(?!\W*(?:19|20)\d\d\W*$)\W*\d[\d.,]*\W*")
_MOST_WORDS_OF_HEAD = 25
_MOST_LINES_OF_HEAD = 4
_MOST_LINES_WITH_NUMBERS = 2


def lays_out(table: Element, rows: TableRows) -> bool:
    """Whether a table only arranges its content: its cells hold tables, lists, or figures of their own."""
    if not any(len(row) > 1 for row in rows.rows):
        return True
    cells = [laid.element for row in rows.rows for laid in row]
    has_roles = any(cell.tag == "th" or cell.get("role") in ("cell", "gridcell", *ROLES) for cell in cells)
    if table.get("role") in ("presentation", "none") and not has_roles:
        # An HTML mail puts each figure into a table of one row, which is not mere layout.
        return not (all(len(row) == 2 and _is_pair(*row) for row in rows.rows) or _is_row_above_row(rows.rows))
    return any(_is_compound(laid) for row in rows.rows if len(row) > 1 for laid in row)


def laid_out(rows: TableRows) -> Iterator[Part]:
    """The cells of a table that only arranges its content, each as a part.

    A few words above, below or beside lists head them, up to the next such words.
    """
    ordered = rows.in_visual_order()
    heads = _heads(ordered)
    used = Counter(id(head) for some in heads.values() for head in some)
    for laid in (laid for row in ordered for laid in row):
        for _ in range(used[id(laid)] - 1):
            # Each list has its own copy of a head, with the digits in it.
            rows.walk.generated.update(digits_of(" ".join(_texts(laid))))
    for row in ordered:
        kind = GroupKind.COLUMN if len(row) > 1 else None
        for laid in row:
            if id(laid) not in used:
                above = [
                    Block(BlockKind.HEADING, lines_in(head.content), level=LAST_LEVEL)
                    for head in heads.get(id(laid), ())
                ]
                yield Part(kind, children=[*above, *laid.content.children])


def _heads(rows: Sequence[Sequence[UnplacedCell]]) -> dict[int, list[UnplacedCell]]:
    """The cells that head each list, by its `id`: first those of its column, then those of its row.

    Words below the last lists of a table, and none above the first, are captions of the lists above them. With words at
    both ends nobody can tell: both head a list, and refuse the page if they differ.
    """
    cells = list(in_grid(rows))
    grid: dict[tuple[int, int], UnplacedCell] = {}
    for cell, laid in cells:
        places = product(range(cell.row, cell.row + cell.row_span), range(cell.column, cell.column + cell.column_span))
        grid |= dict.fromkeys(places, laid)
    lists = [(cell, laid) for cell, laid in cells if _is_compound(laid)]
    height, width = len(rows), 1 + max((column for _, column in grid), default=0)
    if width == 1:
        # Each cell stands above the next: their order says enough.
        return {}
    names = {id(laid) for _, laid in lists}
    with_lists = {cell.row for cell, _ in lists}
    are_above, are_below = 0 not in with_lists, height - 1 not in with_lists

    def first_heads(places: Iterable[tuple[int, int]], *, is_column: bool) -> list[UnplacedCell]:
        """The first short cells in some places, behind lists and empty cells. A row with a list heads no column."""
        found: list[UnplacedCell] = []
        for row, column in places:
            laid = grid.get((row, column))
            is_passed = laid is None or id(laid) in names or (is_column and row in with_lists) or not _texts(laid)
            if laid is None or is_passed or not _is_short(laid):
                if found or not is_passed:
                    break
            elif not any(one is laid for one in found):
                found.append(laid)
        return found

    def of_columns(lists: Iterable[tuple[Cell, UnplacedCell]], step: int) -> dict[int, list[UnplacedCell]]:
        """The nearest heads in the column of each list, upwards or downwards. A list behind another has its heads."""
        heads: dict[int, list[UnplacedCell]] = {}
        for cell, laid in lists:
            start = cell.row - 1 if step < 0 else cell.row + cell.row_span
            beside = grid.get((start, cell.column))
            column = ((row, cell.column) for row in range(start, -1 if step < 0 else height, step))
            known = heads.get(id(beside)) if beside is not None else None
            heads[id(laid)] = first_heads(column, is_column=True) if known is None else known
        return heads

    above = of_columns(lists, -1) if are_above or not are_below else {}
    below = of_columns(reversed(lists), 1) if are_below else {}
    heads = {}
    for cell, laid in lists:
        ends = grid.get((cell.row, 0)), grid.get((cell.row, width - 1))
        are_behind = [one is not None and id(one) in names for one in ends] == [True, False]
        beside = range(cell.column + cell.column_span, width) if are_behind else range(cell.column - 1, -1, -1)
        of_row = first_heads(((cell.row, column) for column in beside), is_column=False)
        heads[id(laid)] = [
            *above.get(id(laid), [])[::-1],
            *below.get(id(laid), []),
            *(of_row if are_behind else of_row[::-1]),
        ]
    return heads


def _is_short(laid: UnplacedCell) -> bool:
    """Whether a cell holds a few words, as a head does."""
    texts = _texts(laid)
    is_short = 0 < len(texts) <= _MOST_LINES_OF_HEAD and not texts[-1].endswith((".", "!", "?"))
    is_short &= not any(map(_LONE_NUMBER.fullmatch, texts))
    # The foot of a page in a cell: `You are visitor no. 1,204`, `Best viewed in 800x600`
    is_short &= len(texts) <= _MOST_LINES_WITH_NUMBERS or not any(map(str.isdigit, "".join(texts)))
    return is_short and sum(len(text.split()) for text in texts) <= _MOST_WORDS_OF_HEAD


def _is_pair(label: UnplacedCell, number: UnplacedCell) -> bool:
    first, second = _texts(label), _texts(number)
    is_number = len(second) == 1 and bool(_LONE_NUMBER.fullmatch(second[0]))
    return len(first) == 1 and is_number and not _LONE_NUMBER.fullmatch(first[0])


def _is_row_above_row(rows: Sequence[Sequence[UnplacedCell]]) -> bool:
    """Whether rows of numbers and rows of as many labels alternate: each number stands above or below its label."""
    if len({len(row) for row in rows}) != 1 or len(rows) % 2:
        return False
    for upper, lower in zip(rows[::2], rows[1::2], strict=True):
        pairs = [one for one in zip(upper, lower, strict=True) if any(map(_texts, one))]
        is_above = all(_is_broken_pair(label, number) for number, label in pairs)
        if not pairs or (not is_above and not all(_is_broken_pair(*one) for one in pairs)):
            return False
    return True


def _texts(laid: UnplacedCell) -> list[str]:
    return [line.text for line in lines_in(laid.content) if line.text.strip()]


def _is_broken_pair(label: UnplacedCell, number: UnplacedCell) -> bool:
    """Whether two cells are a label, possibly broken over lines, and its number."""
    first, second = _texts(label), _texts(number)
    is_number = len(second) == 1 and bool(_LONE_NUMBER.fullmatch(second[0]))
    return is_number and bool(first) and not any(character.isdigit() for text in first for character in text)


def _is_compound(laid: UnplacedCell) -> bool:
    blocks = list(laid.content.blocks())
    lines = [line.text for block in blocks for line in block.lines if line.text.strip()]
    if any(block.table is not None for block in blocks):
        return True
    if len(lines) < 2 or is_head(laid):
        return False
    if {block.kind for block in blocks} & {BlockKind.HEADING, BlockKind.ITEM, BlockKind.TERM}:
        return True
    return any(map(_LONE_NUMBER.fullmatch, lines))
