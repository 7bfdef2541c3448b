"""The form that every document takes before its words are understood: blocks of lines of runs, in reading order.

Belongs here: what is seen and where it stands. Not here: how a format is read (formats), what words mean (grammar).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

GAP = "\t"
"""Marks a gap in the text of a line that is wide enough to separate its two sides, as between columns."""


class BlockKind(Enum):
    """What a block is by the structure of its format, not by its words; `TEXT` if the format does not say."""

    TEXT = "text"
    """A paragraph, a `div`, a line of a page. Bold, large or capital lines become headings later, in the tree."""
    HEADING = "heading"
    """h1 to h6, role=heading, legend, summary, a tab's title. `level` is 1 to 6; a legend, summary or tab has 7."""
    TERM = "term"
    """A `dt` or a `figcaption`. It names what stands in the same group."""
    ITEM = "item"
    """An item of a list, without its number or bullet where the format can recognise it."""
    NOTE = "note"
    """A footnote, `small` or role=note. It explains what carries its mark, or its whole group."""
    TITLE = "title"
    """The `title` element of a page, or the title in a PDF's properties. The page itself does not show it."""


class GroupKind(Enum):
    """Why some blocks stand together. A mere wrapper (one child, no border of its own) is not a group."""

    SECTION = "section"
    """section, article, main, fieldset, a `div` with several blocks, a list item with several blocks."""
    TILE = "tile"
    """A card, a box, a `figure`, a `dl` entry (its dt and dd), a row of blocks: a few words on one subject."""
    COLUMN = "column"
    """One of several columns of a page or tab panels. Nothing in it belongs to its neighbour."""
    ASIDE = "aside"
    """aside, a box beside the text, a quotation, a pull quote. What it says holds only inside it."""
    FRAME = "frame"
    """Menus, the site's header and footer, breadcrumbs, form choices, buttons, cookie notices, page numbers, headers
    and footers of a print, heads repeated on each page (from the second time on). It is not part of the report."""
    STAMP = "stamp"
    """Drawn words: a logo, or a stamp that may take back the whole page. In a PDF: rotated text."""
    CHOICE = "choice"
    """What is chosen on a page with choices: the selected option, the open tab. It says what the page shows."""
    HERE = "here"
    """Where the page stands on its site: the last part of a breadcrumb, the open entry of a menu."""


@dataclass(frozen=True, slots=True)
class Group:
    """A group that a block stands in. Blocks with the same `number` stand in the same group."""

    number: int
    kind: GroupKind


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page. Lengths are multiples of the body text's size, from the top left; `page` counts from 1."""

    page: int
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Run:
    """Consecutive characters of one line that are alike in every attribute below.

    Text is as a person sees it: entities and ligatures resolved, white space collapsed where the format collapses it,
    soft hyphens removed. Blanks between runs belong to a run's text; a format never glues two words together.
    """

    text: str
    raised: bool = False
    """sup, sub, a raised or much smaller digit, a note mark that is a link, a badge beside a word. It is never part of
    a number or a word. Unicode superscripts may stay in the text as they are."""
    bold: bool = False
    size: float = 1.0
    """As a multiple of the body text's size; 1 where the format does not say."""
    struck: bool = False
    """Struck out or marked as deleted (`s`, `del`, `strike`, a line drawn through it)."""
    hidden: str = ""
    """Why a person does not see it: `display: none`, white on white, off the page, covered, … Empty if it is seen."""
    doubt: str = ""
    """Why nobody can be sure what a person sees here: generated content, direction override, an input's value, two
    extractors that differ, ink that does not match the text, a cell between two columns. A figure near it is refused.
    It is part of a sentence, as in `the style rule of line 12 may write text here`."""
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """What a person sees as one line. It ends at a `br`, with its block, at a line end of a text or a PDF column.

    A paragraph that a browser would wrap (HTML) is one line, however long.
    """

    number: int
    """The line that messages name: of the source (text, HTML), or of the document's text in order (PDF)."""
    runs: tuple[Run, ...]

    @property
    def text(self) -> str:
        """The text that is neither hidden, struck out nor raised."""
        return "".join(run.text for run in self.runs if not (run.hidden or run.struck or run.raised))


class Head(Enum):
    """Whether the format says that a cell of a table is a head."""

    UNKNOWN = "unknown"
    """The format does not distinguish heads from other cells (PDF, text, a table of `td` only)."""
    NO = "no"
    YES = "yes"
    """A `th` that does not say whether it heads a row or a column."""
    OF_COLUMN = "column"
    OF_ROW = "row"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its first row and column (from 0) and how many of each it covers. An empty cell has no lines."""

    row: int
    column: int
    lines: tuple[Line, ...]
    row_span: int = 1
    column_span: int = 1
    head: Head = Head.UNKNOWN


@dataclass(frozen=True, slots=True)
class Table:
    """A grid whose rows and columns are certain. Where a format is unsure about a cell, the cell's runs have a `doubt`.

    A table that only lays out a page (role=presentation, or headings, lists or tables in it) is not a `Table`: each
    cell becomes a `COLUMN` group. A table that continues on the next page is one table, without the repeated head.
    """

    cells: tuple[Cell, ...]
    """Row by row, each from left to right. No two cells overlap."""
    caption: tuple[Line, ...] = ()
    """The `caption`, or lines that the format knows to belong to the table."""


@dataclass(frozen=True, slots=True)
class Block:
    """One or more lines that belong together, or one table.

    In a plain text document, TEXT is the lines between two empty lines. In HTML and PDF it is a paragraph; the wrapped
    lines of a PDF become one block of several lines only where their distance and size agree.
    """

    kind: BlockKind
    lines: tuple[Line, ...] = ()
    table: Table | None = None
    level: int | None = None
    """1 to 7 for a HEADING, otherwise None."""
    groups: tuple[Group, ...] = ()
    """The groups that it stands in, from outer to inner. Empty if it stands on the page itself."""


@dataclass(frozen=True, slots=True)
class Document:
    """All blocks in the order in which a person reads them: column after column, group after group.

    A format returns a `Document` or a `Rejection`: an error or a limit of its parser is a rejection, never half a page.
    Its function has the signature of `formats.text.read_text`. Hidden, struck and frame text is delivered and marked,
    so that each number can be accounted for. Comments, scripts, style sheets and metadata are left out.
    """

    blocks: tuple[Block, ...]

    def lines(self) -> Iterator[Line]:
        """Every line, including those of captions and cells."""
        for block in self.blocks:
            yield from block.lines
            if block.table is not None:
                yield from block.table.caption
                for cell in block.table.cells:
                    yield from cell.lines
