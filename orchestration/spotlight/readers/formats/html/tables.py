"""The tables of an HTML page: their rows, their grid, their heads.

Belongs here: where each cell stands. Not here: what is in a cell (walk), tables without data (layout_tables), what a
head means (tree).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import repeat
from typing import TYPE_CHECKING, Any

from orchestration.spotlight.readers.blocks import Block, BlockKind, Cell, Head, Line, Table
from orchestration.spotlight.readers.formats.html.groups import Part, doubted
from orchestration.spotlight.readers.formats.html.look import Look, Looks
from orchestration.spotlight.readers.formats.html.parsing import Element

if TYPE_CHECKING:
    from orchestration.spotlight.readers.formats.html.walk import Walk

MOST_PLACES = 400_000
"""Places of a table's grid that its cells may cover."""
_WIDEST = 1_000
_FEWEST_WORDS = 5
"""From this many words on, a row below a table of two columns is a remark: `All figures are monthly averages`."""
_FEWEST_COLUMNS = 3
"""From this many columns on, a row with text only in its first cell is a line above or below the table."""
_HEADS = {"col": Head.OF_COLUMN, "colgroup": Head.OF_COLUMN, "row": Head.OF_ROW, "rowgroup": Head.OF_ROW}
_CELLS = ("td", "th")
_CELL_ROLES = ("cell", "gridcell", "columnheader", "rowheader")
_SECTION_OF = {"table-header-group": "thead", "table-footer-group": "tfoot"}
_SECTIONS = ("thead", "tbody", "tfoot")
ROLES = {"columnheader": Head.OF_COLUMN, "rowheader": Head.OF_ROW}


_ONE_TOO_MANY = "a row of the table has more cells than all others"
_TOO_FEW = "its row of the table has fewer cells than the table has heads"
_FEWEST_ROWS = 3
"""From this many rows on, the rows of a table show how wide it is."""


@dataclass(slots=True)
class UnplacedCell:
    """One cell of a table before it has a place in the grid: its element and its content."""

    element: Element
    content: Part
    section: int
    """The number of its thead, tbody or tfoot: no cell reaches down beyond the end of its section."""
    section_tag: str


@dataclass(slots=True)
class TableRows:
    """The rows of one table as they are found, and everything else in it."""

    walk: Walk
    rows: list[list[UnplacedCell]] = field(default_factory=list)
    captions: list[Part] = field(default_factory=list)
    beside: Part = field(default_factory=Part)
    """What stands in the table but outside its cells: a browser shows it above the table."""
    unseen: Part = field(default_factory=Part)
    doubts: set[str] = field(default_factory=set)
    widths: set[int] = field(default_factory=set)
    """The numbers of cells of rows whose cells are all displayed."""
    widths_left: set[int] = field(default_factory=set)
    """The numbers of displayed cells of rows with cells that are not displayed."""
    sections: int = 0

    def read(self, above: Element, wrapper: Any, outer: Look, section: str = "") -> None:
        """Read the content of a table or of a group of its rows."""
        self._text(above.text, above, outer)
        for child, wrapped, look in seen_children(self.walk.looks, above, wrapper, outer):
            role = child.get("role")
            if child.tag == "tr" or role == "row" or look.display == "table-row":
                self._row(
                    child,
                    wrapped,
                    look,
                    section,
                    bool(look.subtree_hidden or (look.text_hidden and look.declarations.get("visibility"))),
                )
            elif _is_cell(child, look):
                self._cell(self._row_without_element(child), child, wrapped, look, section)
            elif child.tag in ("caption", "figcaption") or look.display == "table-caption":
                self.captions.append(self.walk.inside(child, wrapped, look))
            elif child.tag in ("colgroup", "col"):
                inner = (one.hidden for _, _, one in seen_children(self.walk.looks, child, wrapped, look))
                if look.hidden or any(inner):
                    self.doubts.add("the style hides a column of this table")
            elif child.tag in _SECTIONS or role == "rowgroup" or look.display.endswith("-group"):
                self.sections += 1
                if child.tag in _SECTIONS and not look.display.startswith("table"):
                    self.doubts.add("the style takes rows out of their table (`display`)")
                self.read(child, wrapped, look, _SECTION_OF.get(look.display, child.tag))
            elif child.tag != "table" and next(child.iter("tr"), None) is not None:
                self.read(child, wrapped, look, section)
            else:
                self.walk.element(child, wrapped, look, self.beside)
            self._text(child.tail, above, outer)

    def _text(self, text: str | None, above: Element, outer: Look) -> None:
        """Read text between cells. Browsers show it above the table, wherever it was meant to be."""
        if text and text.strip():
            self.doubts.add("words stand in the table outside of its cells")
        self.walk.text(text, above, outer, self.beside)

    def _row(self, row: Element, wrapper: Any, outer: Look, section: str, is_hidden: bool) -> None:
        if row.tag == "tr" and not outer.display.startswith("table"):
            self.doubts.add("the style takes a row out of its table (`display`)")
        laid: list[UnplacedCell] = []
        unseen = len(self.unseen.children)
        self._text(row.text, row, outer)
        for child, wrapped, look in seen_children(self.walk.looks, row, wrapper, outer):
            self._text(child.tail, row, outer)
            if not _is_cell(child, look):
                self.walk.element(child, wrapped, look, self.beside)
                continue
            if is_hidden:
                self.unseen.children.append(self.walk.inside(child, wrapped, look))
            else:
                self._cell(laid, child, wrapped, look, section)
        if laid:
            self.rows.append(laid)
            (self.widths if len(self.unseen.children) == unseen else self.widths_left).add(len(laid))

    def _cell(self, row: list[UnplacedCell], cell: Element, wrapper: Any, look: Look, section: str) -> None:
        content = self.walk.inside(cell, wrapper, look)
        if look.subtree_hidden:
            # A cell that is not displayed takes no place: the cells after it move up.
            self.unseen.children.append(content)
            return
        if not look.display.startswith("table") and cell.tag in _CELLS:
            self.doubts.add("the style takes a cell out of its table (`display`)")
        row.append(UnplacedCell(cell, content, self.sections, section))

    def _row_without_element(self, cell: Element) -> list[UnplacedCell]:
        """The row of a cell that stands in no `tr`: it continues the row of the cell right before it."""
        before = cell.getprevious()
        if not self.rows or before is None or not self.rows[-1] or self.rows[-1][-1].element is not before:
            self.rows.append([])
        return self.rows[-1]

    def in_visual_order(self) -> list[list[UnplacedCell]]:
        """The rows in the order in which they are seen: heads first, feet last."""
        places = {"thead": 0, "tfoot": 2}
        return sorted(filter(None, self.rows), key=lambda row: places.get(row[0].section_tag, 1))


def seen_children(looks: Looks, element: Element, wrapper: Any, look: Look) -> Iterator[tuple[Element, Any, Look]]:
    """The children of an element, each with the wrapper that selectors are matched against, and its look."""
    wrappers = wrapper.iter_children() if wrapper is not None else repeat(None)
    for child, one in zip(element, wrappers, strict=False):
        yield child, one, looks.of(child, one, look)


def _is_cell(element: Element, look: Look) -> bool:
    return element.tag in _CELLS or element.get("role") in _CELL_ROLES or look.display == "table-cell"


class TooLarge(Exception):
    """The cells of a table cover more places than any report has."""


def blocks_of_table(rows: TableRows) -> list[Block | Part]:
    """A table with its cells in their places, and the lines that its first and last rows put above and below it."""
    ordered = rows.in_visual_order()
    above = _lines_beside(ordered, 0)
    below = _lines_beside(ordered, -1)[::-1]
    titles = _titles(ordered)
    placed = list(in_grid(ordered))
    ids = {laid.element.get("id"): cell for cell, laid in placed if laid.element.get("id")}
    if not rows.widths_left <= (rows.widths or {max(rows.widths_left, default=0)}):
        rows.doubts.add("the style hides a cell of one row, and those behind it move up")
    doubt = min(rows.doubts, default="")
    moved = _rows_out_of_line(placed)
    cells = tuple(
        _doubted(cell, doubt or _contradiction(cell, laid, ids) or moved.get(cell.row, "")) for cell, laid in placed
    )
    caption = tuple(line for one in (*rows.captions, *titles) for line in lines_in(one))
    return [*above, Block(BlockKind.TEXT, table=Table(cells, caption)), *below]


def _lines_beside(rows: list[list[UnplacedCell]], end: int) -> list[Block | Part]:
    """Take out the first or last rows that hold only a line: the line belongs above or below the table."""
    found: list[Block | Part] = []
    width = max(map(len, rows))
    while len(rows) > 1 and _is_line(rows[end], width, is_last=end < 0):
        if end < 0 and any(_span(laid.element, "rowspan") != 1 for laid in rows[-2]):
            break
        found += [block for laid in rows.pop(end) for block in laid.content.blocks()]
    return found


def _titles(rows: list[list[UnplacedCell]]) -> list[Part]:
    """Take out the first rows if each is one cell as wide as the table and no later row is: they head the table."""
    width = max(
        sum(_span(laid.element, "colspan") or 1 for laid in row) for row in rows if len(row) > 1 or row is rows[-1]
    )
    is_wide = [len(row) == 1 and _is_wide(row[0].element, width) for row in rows]
    count = is_wide.index(False) if False in is_wide else 0
    if any(is_wide[count:]):
        return []
    titles = [row[0].content for row in rows[:count]]
    del rows[:count]
    return titles


def _is_wide(element: Element, width: int) -> bool:
    return (_span(element, "colspan") or width) >= width > 1 and _span(element, "rowspan") == 1


def _is_line(row: Sequence[UnplacedCell], width: int, *, is_last: bool) -> bool:
    filled = [laid for laid in row if any(line.runs for line in lines_in(laid.content))]
    if len(row) == 1:
        return is_last and (_span(row[0].element, "colspan") or 1) >= width > 1
    # Two cells may be a label and the empty place of its number, unless the words are too many for a label.
    words = sum(len(line.text.split()) for laid in filled for line in lines_in(laid.content))
    is_wide = len(row) >= _FEWEST_COLUMNS or (is_last and (not filled or words >= _FEWEST_WORDS))
    return is_wide and filled in ([], row[:1]) and not any(map(is_head, row))


def _rows_out_of_line(placed: Sequence[tuple[Cell, UnplacedCell]]) -> dict[int, str]:
    """The rows with more cells than all others, or with fewer cells than there are heads, each with its doubt.

    Their cells may be in the wrong columns.
    """
    ends: dict[int, int] = {}
    for cell, _ in placed:
        for row in range(cell.row, cell.row + cell.row_span):
            ends[row] = max(ends.get(row, 0), cell.column + cell.column_span)
    width = max(ends.values(), default=0)
    longest = [row for row, end in ends.items() if end == width]
    headed = max((cell.column + cell.column_span for cell, _ in placed if cell.row == 0 and cell.lines), default=0)
    if len(longest) == 1 and len(ends) >= _FEWEST_ROWS and (longest[0] > 0 or headed == width):
        # With a cell too many in the first row, nobody can tell which head has no numbers.
        return dict.fromkeys(longest if longest[0] > 0 else ends, _ONE_TOO_MANY)
    cells = Counter(cell.row for cell, _ in placed)
    # A single head as wide as the table is its title.
    return {row: _TOO_FEW for row, end in ends.items() if cells[0] > 1 and cells[row] > 1 and end < headed}


def _contradiction(cell: Cell, laid: UnplacedCell, ids: Mapping[str, Cell]) -> str:
    """The doubt if a cell names heads that are neither above nor beside it; otherwise empty."""
    for name in (laid.element.get("headers") or "").split():
        if (head := ids.get(name)) is not None:
            is_above = head.column < cell.column + cell.column_span and cell.column < head.column + head.column_span
            is_beside = head.row < cell.row + cell.row_span and cell.row < head.row + head.row_span
            if not (is_above or is_beside):
                return f"its heads (`headers={name}`) are those of another column"
    return ""


def _doubted(cell: Cell, doubt: str) -> Cell:
    return replace(cell, lines=tuple(doubted(line, doubt) for line in cell.lines)) if doubt else cell


def in_grid(rows: Sequence[Sequence[UnplacedCell]]) -> Iterator[tuple[Cell, UnplacedCell]]:
    """The cells of a table in their places, by the rules of HTML."""
    has_heads = any(is_head(laid) for row in rows for laid in row)
    last_of = {laid.section: at for at, row in enumerate(rows) for laid in row}
    taken: dict[int, int] = {}  # column → the first row in which it is free again
    placed: list[tuple[Cell, UnplacedCell]] = []
    places = 0
    for at, row in enumerate(rows):
        column = 0
        for laid in row:
            while taken.get(column, 0) > at:
                column += 1
            left = last_of[laid.section] - at + 1
            height = _span(laid.element, "rowspan")
            height = min(height or left, left)
            width = min(_span(laid.element, "colspan") or 1, _WIDEST)
            # A cell that would overlap one from above ends before it.
            width = next((one for one in range(1, width) if taken.get(column + one, 0) > at), width)
            places += width * height
            if places > MOST_PLACES:
                raise TooLarge
            taken |= dict.fromkeys(range(column, column + width), at + height)
            placed.append((Cell(at, column, lines_in(laid.content), height, width, _head(laid, has_heads)), laid))
            column += width
    return _within(placed)


def _within(placed: Sequence[tuple[Cell, UnplacedCell]]) -> Iterator[tuple[Cell, UnplacedCell]]:
    """The same cells, cut at the last column in which a cell begins: `colspan=99` means the whole row."""
    columns = 1 + max((cell.column for cell, _ in placed), default=0)
    for cell, laid in placed:
        width = min(cell.column_span, columns - cell.column)
        yield Cell(cell.row, cell.column, cell.lines, cell.row_span, width, cell.head), laid


def _span(element: Element, name: str) -> int | None:
    """How many rows or columns a cell covers; None for all that are left (`rowspan=0`)."""
    match = re.match(r"\s*\+?(\d{1,6})", element.get(name) or element.get(f"aria-{name}") or "")
    return 1 if match is None else int(match[1]) or None


def is_head(laid: UnplacedCell) -> bool:
    return laid.element.tag == "th" or laid.section_tag == "thead" or laid.element.get("role") in ROLES


def _head(laid: UnplacedCell, has_heads: bool) -> Head:
    if (role := laid.element.get("role")) in ROLES:
        return ROLES[role]
    if laid.element.tag == "th" and (scope := (laid.element.get("scope") or "").lower()) in _HEADS:
        return _HEADS[scope]
    if laid.section_tag == "thead":
        return Head.OF_COLUMN
    return Head.YES if laid.element.tag == "th" else Head.NO if has_heads else Head.UNKNOWN


def lines_in(content: Part) -> tuple[Line, ...]:
    return tuple(line for block in content.blocks() for line in block.lines)
