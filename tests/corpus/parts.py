"""The parts that a made document is put together from, before any format: headings, pairs, tables, frames.

Belongs here: what stands in a document and in which order. Not here: how a format writes it (as_text, as_html, as_pdf).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

# Marked runs inside a text, so that every part can hold them: begin, kind, separator, text, end.
_BEGIN, _SEPARATOR, _END = "\ue000", "\ue001", "\ue002"
_RUN = re.compile(f"{_BEGIN}([^{_SEPARATOR}]*){_SEPARATOR}([^{_END}]*){_END}")
RAISED, BOLD, HIDDEN, STRUCK, LINK, MARKUP = "raised", "bold", "hidden", "struck", "link", "markup"


def run(kind: str, text: str) -> str:
    """A run of text that is raised, bold, hidden, …; `markup` is HTML as it stands."""
    return f"{_BEGIN}{kind}{_SEPARATOR}{text}{_END}"


def runs(text: str) -> Iterator[tuple[str, str]]:
    """A text as runs of one kind; the kind of ordinary text is empty."""
    at = 0
    for found in _RUN.finditer(text):
        if found.start() > at:
            yield "", text[at : found.start()]
        yield found.group(1), found.group(2)
        at = found.end()
    if at < len(text):
        yield "", text[at:]


def plain(text: str) -> str:
    """What a person sees of a text, without its marks."""
    return "".join(piece for kind, piece in runs(text) if kind not in (HIDDEN, MARKUP))


@dataclass(frozen=True)
class Heading:
    text: str
    level: int = 2


@dataclass(frozen=True)
class Paragraph:
    text: str


@dataclass(frozen=True)
class Lines:
    """Short lines below each other, each on its own."""

    texts: tuple[str, ...]


@dataclass(frozen=True)
class Bullets:
    texts: tuple[str, ...]


COLON, DOTS, GAP, VALUE_FIRST, LABEL_ABOVE, VALUE_ABOVE, BRACKET, BULLET, TILES, DEFINITIONS, GRID, DASH = (
    "colon",
    "dots",
    "gap",
    "value first",
    "label above",
    "value above",
    "bracket",
    "bullet",
    "tiles",
    "definitions",
    "grid",
    "dash",
)


@dataclass(frozen=True)
class Pairs:
    """Labels with their values, in one style."""

    items: tuple[tuple[str, str], ...]
    style: str


@dataclass(frozen=True)
class Cell:
    text: str
    is_head: bool = False
    columns: int = 1
    rows: int = 1
    is_rotated: bool = False


LEFT, RIGHT, CENTRE = "left", "right", "centre"


@dataclass(frozen=True)
class Table:
    """Rows of cells; the first rows and columns may be heads."""

    rows: tuple[tuple[Cell, ...], ...]
    head_rows: int = 1
    caption: str = ""
    aligned: tuple[str, ...] = ()
    """Of the numbers, column by column; drawn by the format if empty."""
    head_aligned: tuple[str, ...] = ()
    is_ruled: bool | None = None
    pages: int = 1
    """Over so many pages, with the heads repeated on each."""


def table(rows: Sequence[Sequence[str]], head_rows: int = 1, head_columns: int = 1, **more: Any) -> Table:
    """A table without spans from texts."""
    return Table(
        tuple(
            tuple(Cell(text, at < head_rows or column < head_columns) for column, text in enumerate(row))
            for at, row in enumerate(rows)
        ),
        head_rows,
        **more,
    )


@dataclass(frozen=True)
class Columns:
    """Two things side by side."""

    left: tuple[Part, ...]
    right: tuple[Part, ...]


@dataclass(frozen=True)
class Fold:
    """One part of an accordion."""

    summary: str
    parts: tuple[Part, ...]
    is_open: bool = True


@dataclass(frozen=True)
class Section:
    """Parts that belong together; a box, a `section`."""

    parts: tuple[Part, ...]


MENU, SITE_HEAD, SITE_FOOT, PRINT_HEAD, PRINT_FOOT, ASIDE, WATERMARK = (
    "menu",
    "site head",
    "site foot",
    "print head",
    "print foot",
    "aside",
    "watermark",
)


@dataclass(frozen=True)
class Frame:
    """What surrounds a page and is no part of it."""

    kind: str
    texts: tuple[str, ...]


@dataclass(frozen=True)
class PageBreak:
    pass


@dataclass(frozen=True)
class Only:
    """What only some formats can hold: text lines, markup, or a drawing on the page of a PDF."""

    txt: tuple[str, ...] = ()
    html: str = ""
    pdf: Callable[[Any], None] | None = None


Part = Heading | Paragraph | Lines | Bullets | Pairs | Table | Columns | Fold | Section | Frame | PageBreak | Only


@dataclass
class Draft:
    """A document before it has a format."""

    parts: list[Part] = field(default_factory=list)
    style: str = ""
    """Rules for the head of an HTML page."""
    title: str | None = None
    """The title of an HTML page; the first heading if None."""
    is_shuffled: bool = False
    """Whether a PDF draws its texts in another order than they are read."""

    def add(self, *parts: Part) -> Draft:
        self.parts += parts
        return self
