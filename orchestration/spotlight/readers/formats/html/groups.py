"""The nested parts of an HTML page → its blocks, each with the groups that it stands in.

Belongs here: which parts are groups, and of which kind. Not here: how parts are found in the page (walk).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import count, groupby

from orchestration.spotlight.readers.blocks import Block, BlockKind, Cell, Group, GroupKind, Line, Table

_LONE_NUMBER = re.compile(r"\W*\d[\d.,\s]*\W*")
_YEAR = re.compile(r"\W*(?:19|20)\d\d\W*")
_WITH_YEAR = 3
"""The lines of a tile with a year: a number, its label, and the year."""
_WRAPPERS = (None, GroupKind.SECTION, GroupKind.TILE)
_MOST_WORDS = 30
_MOST_BLOCKS = 5
"""Blocks of a tile: a number, a label, and a sentence or two about them."""


@dataclass(slots=True)
class Part:
    """An element that holds blocks, before it becomes a group."""

    kind: GroupKind | None = None
    """Its kind by tag, role or name. None: its content decides."""
    is_side_by_side: bool = False
    """Whether its children stand side by side."""
    is_grid: bool = False
    """Whether it is one of several rows that share their columns."""
    columns: int = 0
    """How many children stand side by side if its style says so, otherwise 0."""
    children: list[Block | Part] = field(default_factory=list)

    def blocks(self) -> Iterator[Block]:
        """All blocks in it, without groups."""
        for child in self.children:
            if isinstance(child, Part):
                yield from child.blocks()
            else:
                yield child


def doubted(line: Line, doubt: str) -> Line:
    """The same line with a doubt on every run that has none."""
    return replace(line, runs=tuple(replace(run, doubt=run.doubt or doubt) for run in line.runs))


def as_block_of_page(block: Block, lines: int) -> Block:
    """A block of preformatted text as a block of its page, its line numbers moved down by `lines`."""

    def moved(line: Line) -> Line:
        return Line(line.number + lines, tuple(replace(run, box=None) for run in line.runs))

    table = block.table
    if table is not None:
        cells = tuple(replace(cell, lines=tuple(map(moved, cell.lines))) for cell in table.cells)
        table = Table(cells, tuple(map(moved, table.caption)))
    return replace(block, lines=tuple(map(moved, block.lines)), table=table, groups=())


def grouped(page: Part) -> tuple[Block, ...]:
    """All blocks of a page with the groups that they stand in."""
    simplified = _simplified(page)
    simplified.kind = None
    return tuple(_grouped(simplified, (), count(1), False))


def _simplified(part: Part) -> Part:
    """The part without wrappers and empty parts, with its grids as tables and a kind for each part."""
    children: list[Block | Part] = []
    for child in part.children:
        if isinstance(child, Part):
            child = _simplified(child)
            if not child.children:
                continue
            if len(child.children) == 1 and child.kind in _WRAPPERS and not _is_tile_of_lines(child.children[0]):
                children.append(child.children[0])
                continue
        children.append(child)
    part.children = list(_with_tables(children))
    if (
        part.is_side_by_side
        and part.columns > 1
        and len(part.children) > part.columns
        and all(map(_is_leaf, part.children))
    ):
        rows = [part.children[at : at + part.columns] for at in range(0, len(part.children), part.columns)]
        part.children = [_table_of(rows)]
    if part.kind is None and part.children:
        part.kind = GroupKind.TILE if _is_tile(part) else GroupKind.SECTION
    return part


def _with_tables(children: Sequence[Block | Part]) -> Iterator[Block | Part]:
    """Consecutive rows of single lines, all as long as the first, become a table."""
    for key, group in groupby(children, key=_width_of_row):
        rows = list(group)
        if key and len(rows) > 1:
            yield _table_of([row.children for row in rows if isinstance(row, Part)])
        else:
            yield from rows


def _width_of_row(child: Block | Part) -> int:
    if isinstance(child, Part) and child.is_side_by_side and child.is_grid and len(child.children) > 1:
        return len(child.children) if all(map(_is_leaf, child.children)) else 0
    return 0


def _is_leaf(child: Block | Part) -> bool:
    return isinstance(child, Block) and child.table is None and len(child.lines) == 1


def _table_of(rows: Sequence[Sequence[Block | Part]]) -> Block:
    cells = [
        Cell(at, column, block.lines)
        for at, row in enumerate(rows)
        for column, block in enumerate(row)
        if isinstance(block, Block)
    ]
    return Block(BlockKind.TEXT, table=Table(tuple(cells)))


def _is_tile(part: Part) -> bool:
    blocks = list(part.blocks())
    lines = [line for block in blocks for line in block.lines]
    if len(blocks) > _MOST_BLOCKS or any(block.table for block in blocks):
        return False
    counts = [line.text for line in lines if _is_number(line)]
    if len(lines) == _WITH_YEAR and len(counts) > 1:
        # A year is not the number of the tile: `12`, `Traffickers`, `2018`.
        counts = [text for text in counts if not _YEAR.fullmatch(text)]
    return len(counts) == 1 and sum(len(line.text.split()) for line in lines) <= _MOST_WORDS


def _is_tile_of_lines(child: Block | Part) -> bool:
    """Whether one block is a number and its label, each on a line of its own."""
    return isinstance(child, Block) and len(child.lines) > 1 and _is_tile(Part(children=[child]))


def _is_number(line: Line) -> bool:
    return bool(_LONE_NUMBER.fullmatch(line.text))


def _grouped(part: Part, groups: tuple[Group, ...], numbers: Iterator[int], is_column: bool) -> Iterator[Block]:
    kind = GroupKind.COLUMN if is_column and part.kind is GroupKind.SECTION else part.kind
    if kind is not None:
        groups = (*groups, Group(next(numbers), kind))
    for child in part.children:
        if isinstance(child, Part):
            yield from _grouped(child, groups, numbers, part.is_side_by_side)
        else:
            yield replace(child, groups=groups)
