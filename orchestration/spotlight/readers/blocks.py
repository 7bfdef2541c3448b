"""What every format becomes before it is understood: blocks of lines of runs, in the order of reading, with tables.

Belongs here: what is seen and where it stands. Not here: how a format is read (formats), and what words mean (grammar).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

GAP = "\t"
"""Stands in the text of a line where a gap is so wide that what is left and right of it are apart, as in columns."""


class BlockKind(Enum):
    """What a block is by the structure of its format, not by its words; `TEXT` if the format does not say."""

    TEXT = "text"
    """A paragraph, a division, a line of a page. The tree makes headings of bold, large or capital lines itself."""
    HEADING = "heading"
    """h1 to h6, role=heading, legend, summary, a tab's title. `level` is 1 to 6; a legend, summary or tab has 7."""
    TERM = "term"
    """A `dt`, or a `label` or `figcaption` of one value: what stands in the same group is what it names."""
    ITEM = "item"
    """An item of a list. A list's own number or bullet is not part of its text, where the format can tell."""
    NOTE = "note"
    """A footnote, `small`, role=note: explains what its mark points at, or the whole of its group."""
    TITLE = "title"
    """The `title` element of a page, or the title in a PDF's properties: not seen on the page itself."""


class GroupKind(Enum):
    """Why some blocks stand together. What is only a wrapper (one child, no border of its own) is no group."""

    SECTION = "section"
    """section, article, main, a `div` that holds several blocks, fieldset, an item of a list with several blocks."""
    TILE = "tile"
    """A card, a box, a `figure`, a `dl` entry (its dt and dd), a row of blocks side by side: few words, one subject."""
    COLUMN = "column"
    """One of several things side by side (columns of a page, tab panels): nothing in it belongs to its neighbour."""
    ASIDE = "aside"
    """aside, a box beside the text, a quotation, a pulled-out block: what it says holds only inside of it."""
    FRAME = "frame"
    """Menus, site head and foot, breadcrumbs, choices of a form, buttons, cookie notices, print heads and feet, page
    numbers, heads that are repeated on each page (from the second time): no part of the report."""
    STAMP = "stamp"
    """Words that are drawn: a logo, a stamp that may take back all that the page says; in a PDF what stands turned."""
    CHOICE = "choice"
    """What is chosen where a page lets choose: the selected option, the open tab. It says what the page shows."""


@dataclass(frozen=True, slots=True)
class Group:
    """Some blocks that stand together. Equal `number`: the same group."""

    number: int
    kind: GroupKind


@dataclass(frozen=True, slots=True)
class Box:
    """A place on a page. All lengths are in sizes of the document's body text, from the top left; `page` from 1."""

    page: int
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Run:
    """Some characters of one line that are alike in all that is told here.

    Text is as it is seen: entities resolved, white space collapsed where the format collapses it, ligatures resolved,
    soft hyphens removed. Blanks between runs belong to a run's text; a format never glues two words together.
    """

    text: str
    raised: bool = False
    """sup, sub, a raised or much smaller digit, the mark of a note that is a link, a badge beside a word. It is never
    part of a number or a word. Unicode superscripts may be left in the text as they are."""
    bold: bool = False
    size: float = 1.0
    """In sizes of the body text; 1 where the format does not say."""
    struck: bool = False
    """Struck out or marked as deleted (`s`, `del`, `strike`, a line drawn through it)."""
    hidden: str = ""
    """Why a person does not see it: `display: none`, white on white, off the page, covered, … Empty: it is seen."""
    doubt: str = ""
    """Why it cannot be told what a person sees here: generated content, direction override, an input's value, two
    extractors that differ, ink that does not agree, a cell between two columns. A figure near it is refused.
    A full sentence's part, as in `the style rule of line 12 may write text here`."""
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """What is seen as one line: ends at a `br`, at the end of a block, at a line end of text or of a PDF's column.

    A paragraph that the page itself would wrap (HTML) is one line however long.
    """

    number: int
    """The line that a person is sent to: of the source (text, HTML), or of the document's text in order (PDF)."""
    runs: tuple[Run, ...]

    @property
    def text(self) -> str:
        """All that is seen, raised marks left out."""
        return "".join(run.text for run in self.runs if not (run.hidden or run.struck or run.raised))


class Head(Enum):
    """Whether a cell of a table is a head, as far as the format says so."""

    UNKNOWN = "unknown"
    """The format does not tell heads from other cells (PDF, text, a table of `td` only)."""
    NO = "no"
    YES = "yes"
    """A `th`, or a cell of `thead`, and its direction is not said."""
    OF_COLUMN = "column"
    OF_ROW = "row"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell at its first row and column (from 0) and how many of each it covers. An empty cell has no lines."""

    row: int
    column: int
    lines: tuple[Line, ...]
    row_span: int = 1
    column_span: int = 1
    head: Head = Head.UNKNOWN


@dataclass(frozen=True, slots=True)
class Table:
    """A grid whose columns and rows are sure. Where a format cannot tell, the runs of the cell have a `doubt`.

    A table that only lays out a page (it holds headings, lists, other tables, role=presentation) is no table: each of
    its cells becomes a group `COLUMN`. A table that goes on on the next page is one table, its repeated head left out.
    """

    cells: tuple[Cell, ...]
    """Row by row, each from left to right. No two cover the same place."""
    caption: tuple[Line, ...] = ()
    """`caption`, or a line that the format knows to belong to the table."""


@dataclass(frozen=True, slots=True)
class Block:
    """One or more lines that belong together, or one table.

    TEXT of a plain text document is one block for the lines between two empty lines. In HTML and PDF it is a
    paragraph; a PDF joins lines that wrap into one block of several lines only where distance and size agree.
    """

    kind: BlockKind
    lines: tuple[Line, ...] = ()
    table: Table | None = None
    level: int | None = None
    """1 to 7 of a HEADING, else None."""
    groups: tuple[Group, ...] = ()
    """The groups that it stands in, from outer to inner. An empty tuple: on the page itself."""


@dataclass(frozen=True, slots=True)
class Document:
    """All blocks in the order in which a person reads them: column after column, group after group.

    A format gives a `Document` or a `Rejection`: an error or a limit of its parser is a rejection, never half a page.
    Its function is `(path, document_id, content, limits) -> Document | Rejection`, as `formats.text.read_text` has it.
    What is hidden, struck or frame is delivered and marked, so that each number can be told about. Comments, scripts,
    style sheets and metadata are left out.
    """

    blocks: tuple[Block, ...]

    def lines(self) -> Iterator[Line]:
        """Every line, those of captions and cells included."""
        for block in self.blocks:
            yield from block.lines
            if block.table is not None:
                yield from block.table.caption
                for cell in block.table.cells:
                    yield from cell.lines
