"""Tables that only arrange a page: which ones do, and which of their cells head the lists beside and below them.

Belongs here: the content of such a table as parts. Not here: the grid of a table of data (tables).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import takewhile

from orchestration.spotlight.readers.blocks import Block, BlockKind, GroupKind
from orchestration.spotlight.readers.formats.html.groups import Part
from orchestration.spotlight.readers.formats.html.kinds import LAST_LEVEL
from orchestration.spotlight.readers.formats.html.parsing import Element
from orchestration.spotlight.readers.formats.html.tables import ROLES, TableRows, UnplacedCell, is_head, lines_in

_LONE_NUMBER = re.compile(r"(?!\W*(?:19|20)\d\d\W*$)\W*\d[\d.,]*\W*")
_FIGURE = re.compile(r"\D+:\s*[\d,]+|[\d,]+ \D+")
_RUNNING_TEXT = re.compile(r"(?=(?:.*?\b[A-Za-z]+\b){4}).*[.!?][\"')\u201d]*", re.DOTALL)
"""A paragraph: neither a label nor a number of a table."""
_MOST_WORDS_OF_HEAD = 12


def lays_out(table: Element, rows: TableRows) -> bool:
    """Whether a table only arranges its content: its cells hold tables, lists, or figures of their own, or each cell
    is a paragraph.
    """
    if not any(len(row) > 1 for row in rows.rows):
        return True
    cells = [laid.element for row in rows.rows for laid in row]
    has_roles = any(cell.tag == "th" or cell.get("role") in ("cell", "gridcell", *ROLES) for cell in cells)
    if table.get("role") in ("presentation", "none") and not has_roles:
        # An HTML mail puts each figure into a table of one row, which is not mere layout.
        return not (all(len(row) == 2 and _is_pair(*row) for row in rows.rows) or _is_row_above_row(rows.rows))
    texts = [" ".join(line.text for line in lines_in(laid.content)).strip() for row in rows.rows for laid in row]
    if any(texts) and all(map(_RUNNING_TEXT.fullmatch, filter(None, texts))):
        return True
    return any(_is_compound(laid) for row in rows.rows if len(row) > 1 for laid in row)


def laid_out(rows: TableRows) -> Iterator[Part]:
    """The cells of a table that only arranges its content, each as a part.

    A few words beside or above a list head it.
    """
    ordered = rows.in_visual_order()
    lists = {id(laid) for row in ordered if len(row) > 1 for laid in row if _is_compound(laid)}
    heads = {name: tuple(_heads_of(name, ordered, lists)) for name in lists}
    used = {id(head) for some in heads.values() for head in some}
    for row in ordered:
        kind = GroupKind.COLUMN if len(row) > 1 else None
        for laid in row:
            if id(laid) not in used:
                above = [
                    Block(BlockKind.HEADING, lines_in(head.content), level=LAST_LEVEL)
                    for head in heads.get(id(laid), ())
                ]
                yield Part(kind, children=[*above, *laid.content.children])


def _heads_of(name: int, rows: Sequence[Sequence[UnplacedCell]], lists: Collection[int]) -> Iterator[UnplacedCell]:
    """The cells that head a list: the one above it in a row of such cells, and those right before it in its row."""
    at, row = next((at, row) for at, row in enumerate(rows) if any(id(laid) == name for laid in row))
    place = next(place for place, laid in enumerate(row) if id(laid) == name)
    upper = rows[at - 1] if at else ()
    if len(upper) == len(row) and not any(id(laid) in lists for laid in upper) and _is_short(upper[place]):
        yield upper[place]
    before = row[:place][::-1]
    yield from list(takewhile(lambda laid: id(laid) not in lists and _is_short(laid), before))[::-1]


def _as_heading(laid: UnplacedCell) -> Block:
    return Block(BlockKind.HEADING, lines_in(laid.content), level=LAST_LEVEL)


def _is_short(laid: UnplacedCell) -> bool:
    """Whether a cell holds one line of a few words, as a head does."""
    texts = _texts(laid)
    return len(texts) == 1 and len(texts[0].split()) <= _MOST_WORDS_OF_HEAD and not _LONE_NUMBER.fullmatch(texts[0])


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
    return any(map(_LONE_NUMBER.fullmatch, lines)) or sum(map(bool, map(_FIGURE.fullmatch, lines))) > 1
