"""The parts of the pages → the document's blocks, with their groups.

Belongs here: paragraphs, and what continues on the next page. Not here: positions on a page (regions).
"""

from __future__ import annotations

from calendar import month_name
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from orchestration.spotlight.readers.blocks import Block, BlockKind, Cell, Group, GroupKind, Table
from orchestration.spotlight.readers.formats.pdf.grids import Grid
from orchestration.spotlight.readers.formats.pdf.lines import Piece, Sheet, Word
from orchestration.spotlight.readers.formats.pdf.regions import Boxed, Columns, Part
from orchestration.spotlight.readers.formats.pdf.tiles import Tile, TileRow

_PARAGRAPH = 1.6
"""In letter sizes: the lines of one paragraph stand no farther apart."""
_SENTENCE = 2.6
"""The same for running text with wide line spacing."""
_NOTE = 0.9
"""Times the size of the body text: a note is smaller."""
_RUNNING_ON = 5
"""The fewest words on a line of running text that a word in small letters continues."""
_RUNNING = 6
"""The fewest words in a line of running text."""
_SAME_COLUMN = 3.0
"""In points: how far the columns of a table may shift on the next page."""


class Builder:
    """Collects the blocks page by page, and numbers their groups."""

    def __init__(self, body: float) -> None:
        self.blocks: list[Block] = []
        self._sheet = Sheet(0, body)
        self._groups = 0
        self._marks: set[str] = set()
        """The raised marks on the page: a small line that begins with one of them is a note."""
        self._last: tuple[int, int, Grid | Sequence[Piece]] | None = None
        """Position of the last block, its page, and what it was made from: it may continue on the next page."""

    def begin_page(self, words: Iterable[Word]) -> None:
        """Begin a page that holds these words."""
        self._sheet = Sheet(self._sheet.page + 1, self._sheet.body)
        self._marks = {mark for word in words if word.raised for mark in word.text.split(",")}

    def add(self, parts: Sequence[Part], groups: tuple[Group, ...] = ()) -> None:
        """Add parts of a page, from top to bottom."""
        paragraph: list[list[Piece]] = []
        for part in parts:
            if isinstance(part, list):
                if paragraph and not _is_next(paragraph, part):
                    self._add_lines(paragraph, groups)
                    paragraph = []
                paragraph.append(part)
                continue
            self._add_lines(paragraph, groups)
            paragraph = []
            if isinstance(part, Columns):
                for column in part.parts:
                    is_tile = len(column) == 1 and isinstance(column[0], Tile)
                    self.add(column, groups if is_tile else (*groups, self._group(GroupKind.COLUMN)))
            elif isinstance(part, Boxed):
                self.add(part.parts, (*groups, self._group(GroupKind.ASIDE)))
            elif isinstance(part, Tile | TileRow):
                for tile in part.tiles if isinstance(part, TileRow) else [part]:
                    self.add(list(tile.lines), (*groups, self._group(GroupKind.TILE)))
            else:
                self._add_table(part, groups)
        self._add_lines(paragraph, groups)

    def add_apart(self, lines: Sequence[Sequence[Piece]], kind: GroupKind) -> None:
        """Add each line as a block of its own."""
        for line in lines:
            self.blocks.append(self._block([line], (self._group(kind),)))

    def add_turned(self, lines: Sequence[Sequence[Piece]]) -> None:
        """Add lines in other directions or letter below letter: like stamps, they head nothing and may concern all."""
        for line in lines:
            self.blocks.append(self._block([line], (self._group(GroupKind.ASIDE), self._group(GroupKind.STAMP))))

    def add_hidden(self, words: Iterable[Word]) -> None:
        """Add words that a person does not see; neighbours that are hidden for the same reason are one block."""
        lines: list[list[Word]] = []
        for word in words:
            word.hidden = word.hidden or "it is a watermark, or a drawing made of letters"
            if not lines or lines[-1][-1].hidden != word.hidden:
                lines.append([])
            lines[-1].append(word)
        self.add_apart([[Piece(line)] for line in lines], GroupKind.FRAME)

    def _group(self, kind: GroupKind) -> Group:
        self._groups += 1
        return Group(self._groups, kind)

    def _block(self, lines: Sequence[Sequence[Piece]], groups: tuple[Group, ...]) -> Block:
        lines = _unwrapped(lines)
        first = lines[0][0].words[0]
        kind = BlockKind.TEXT
        if first.text in self._marks and first.size < _NOTE * self._sheet.body and len(lines[0][-1].words) > 1:
            kind, first.raised = BlockKind.NOTE, True
        return Block(kind, tuple(self._sheet.line(line) for line in lines), groups=groups)

    def _add_lines(self, lines: Sequence[Sequence[Piece]], groups: tuple[Group, ...]) -> None:
        if not lines:
            return
        at = self._append(self._block(lines, groups))
        self._last = (at, self._sheet.page, lines[-1])

    def _add_table(self, grid: Grid, groups: tuple[Group, ...]) -> None:
        at, last = self._begun()
        table = self._table(grid)
        if isinstance(last, Grid) and _is_same_table(last, grid) and (before := self.blocks[at].table) is not None:
            self.blocks[at] = replace(self.blocks[at], table=_joined(before, table))
        else:
            at = self._append(Block(BlockKind.TEXT, table=table, groups=groups))
        self._last = (at, self._sheet.page, grid)

    def _begun(self) -> tuple[int, Grid | Sequence[Piece] | None]:
        """Position of the last block, and what it was made from if it ends the page before, so that it may continue."""
        at, page, last = self._last or (0, 0, None)
        return at, last if page == self._sheet.page - 1 else None

    def _append(self, block: Block) -> int:
        self.blocks.append(block)
        return len(self.blocks) - 1

    def _table(self, grid: Grid) -> Table:
        cells = sorted(grid.cells, key=lambda cell: (cell.row, cell.column))
        return Table(
            tuple(
                Cell(cell.row, cell.column, tuple(map(self._sheet.line, cell.lines)), cell.row_span, cell.column_span)
                for cell in cells
            )
        )


def _is_next(paragraph: Sequence[Sequence[Piece]], line: Sequence[Piece]) -> bool:
    """Whether a line continues the paragraph before it."""
    before = paragraph[-1]
    first, last = line[0], before[0]
    distance = first.base - last.base
    if abs(first.size - last.size) > 0.05 * last.size or before[-1].words[-1].bold != first.words[0].bold:
        return False
    if len(paragraph) > 1:
        return distance < 1.25 * (last.base - paragraph[-2][0].base)
    return distance <= (_SENTENCE if _is_unfinished(before) else _PARAGRAPH) * first.size


def _unwrapped(lines: Sequence[Sequence[Piece]]) -> list[Sequence[Piece]]:
    """The lines of a paragraph, where lines that only wrap at its width are joined, as in HTML."""
    right = max(line[-1].right for line in lines)
    found: list[Sequence[Piece]] = []
    for line in lines:
        before = found[-1] if found else None
        if before is not None and _goes_on(before, line, right):
            found[-1] = [Piece([*before[0].words, *line[0].words])]
        else:
            found.append(line)
    return found


def _goes_on(before: Sequence[Piece], line: Sequence[Piece], right: float) -> bool:
    """Whether a full line of running text continues on the next line, whose first word had no room on it."""
    if len(before) > 1 or len(line) > 1:
        return False
    last, first = before[0].words[-1], line[0].words[0]
    # A title such as `2019 National Human Trafficking Hotline Statistics` has no word in small letters.
    has_number = any(sign.isdigit() for sign in line[0].text)
    fewest = _RUNNING_ON if first.text[0].islower() and not has_number else _RUNNING
    is_running = len(before[0].words) >= fewest and any(word.text[0].islower() for word in before[0].words)
    is_text = is_running and last.text[-1] not in ".!?:;" and not Piece([last]).is_value
    is_full = last.right + 0.3 * first.size + first.right - first.left > right
    begins = first.text[0].isalpha() or (first.text[0].isdigit() and last.text in month_name)
    is_entry = any(map(_is_entry, (before[0].words, line[0].words)))
    return is_text and is_full and begins and not (last.raised or first.raised or is_entry)


def _is_entry(words: Sequence[Word]) -> bool:
    """Whether words are an entry of a list, such as `Not specified: 18 cases`, which does not continue."""
    return any(key.text.endswith(":") and Piece([value]).is_value for key, value in pairwise(words))


def _is_unfinished(line: Sequence[Piece]) -> bool:
    """Whether a line is running text that continues below, whatever the line spacing."""
    return len(line) == 1 and len(line[0].words) > 5 and line[0].words[-1].text[-1] not in ".!?:"


def _is_same_table(before: Grid, grid: Grid) -> bool:
    return len(before.columns) == len(grid.columns) and all(
        abs(one - other) <= _SAME_COLUMN for one, other in zip(before.columns, grid.columns, strict=True)
    )


def _joined(before: Table, rest: Table) -> Table:
    """Two tables as one, without the first rows of the second that repeat those of the first."""
    repeated = 0
    while _row(rest, repeated) and _row(rest, repeated) == _row(before, repeated):
        repeated += 1
    rows = max(cell.row + cell.row_span for cell in before.cells)
    kept = [replace(cell, row=cell.row - repeated + rows) for cell in rest.cells if cell.row >= repeated]
    return Table((*before.cells, *kept), before.caption)


def _row(table: Table, number: int) -> list[tuple[int, str]]:
    return [(cell.column, " ".join(line.text for line in cell.lines)) for cell in table.cells if cell.row == number]
