"""Plain text documents: their lines, and the columns and tables that wide gaps, tabs and bars form.

Belongs here: the way from bytes to blocks. Not here: what the text means (grammar, tree).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from html import unescape
from itertools import takewhile

from orchestration.spotlight.domain.model import Rejection, excerpt
from orchestration.spotlight.readers.blocks import (
    Block,
    BlockKind,
    Box,
    Cell,
    Document,
    Group,
    GroupKind,
    Line,
    Run,
    Table,
)
from orchestration.spotlight.readers.decoding import decode
from orchestration.spotlight.readers.formats.fixed_width import (
    CORNERS,
    NUMBER,
    WORD,
    YEAR,
    Piece,
    begin_below_heads,
    column_of,
    has_heads,
    placed_by_order,
    spans_of,
    with_groups,
    with_joined_labels,
    with_single_spaced_rows,
    with_titles,
)
from orchestration.spotlight.readers.formats.markup import is_rule, without_layout
from orchestration.spotlight.readers.formats.wikitext import Numbered
from orchestration.spotlight.readers.grammar.characters import clean
from orchestration.spotlight.readers.limits import Limits, too_many_characters

_LINE_HEIGHT, _CHARACTER_WIDTH = 1.2, 0.5
# Two spaces separate columns, unless they follow the end of a sentence.
_GAP = re.compile(r"(?<![.!?:;,]) {2,}| {3,}")
# `received  by  the  Hotline`: the words of a scanned line stand two spaces apart.
_SPACED_OUT = re.compile(r" *(?:\S+ {2}){3,}\S+ *")
_ENTITY = re.compile(r"&(?:[A-Za-z]{2,8}[0-9]?|#[0-9]{1,6}|#x[0-9A-Fa-f]{1,5});")
"""HTML left by a feed or a web form: `Sex &amp; Labor`."""
_INDENT = re.compile(r"(?<=\|)[ ]{0,9}(?:&(?:nbsp|emsp|ensp|#160);){1,9}")
"""Blanks that move a part below its total, in a cell of Markdown."""
_WIDE = re.compile(r"  |[\t\f|]")
"""May separate columns or pages."""
_TABLE = re.compile(r"[\t|]")
_RULE = re.compile(r"[|:\-+= ]+")
# Markdown: `## Cases by type`; `# of Cases` is a label and `# 5` a number.
_MARKED_HEADING = re.compile(r"(#{2,6}|#(?= +(?!of\b|(?!(?:19|20)[0-9]{2}\b)[0-9]))) +(?=\S)(?!of\b)")
_LABEL_AND_NUMBER = re.compile(r"([A-Z][A-Za-z &,/()-]{2,60}[A-Za-z)]) ([0-9][0-9,]{0,9})")
_CELLS_OF_KEY = 4
_MOST_CELLS = 1_000
_PAIR = 2


def read_text(path: str, document_id: str, content: bytes, limits: Limits) -> Document | Rejection:
    """The blocks of one text document, or the reason to refuse it. Raises UnknownMarkupError."""
    text = decode(path, document_id, content, limits)
    if isinstance(text, Rejection):
        return text
    text = _decoded(text)
    if len(text) > limits.max_characters:
        return too_many_characters(path, document_id, len(text), limits)
    for number, line in enumerate(text.split("\n"), start=1):
        if (cells := max(line.count("\t"), line.count("|"))) > _MOST_CELLS:
            message = f"This line has {cells:,} cells: a report has far fewer. Check that this is the right file."
            return Rejection(path, number, "document.too_large", excerpt(line), message, document_id=document_id)
    return Document(tuple(blocks_of(text)))


def _decoded(text: str) -> str:
    """Decode the HTML entities of a text without columns. In columns, the entities may have shifted a number."""
    text = _INDENT.sub(lambda one: " " * len(one[0]), text)
    if not _ENTITY.search(text):
        return text
    decoded = _ENTITY.sub(lambda one: unescape(one[0]).replace("\xa0", " "), text)
    has_columns = any(_WIDE.search(line.strip()) for line in decoded.split("\n"))
    return text if has_columns or decoded.count("\n") > text.count("\n") else decoded


def blocks_of(text: str) -> Iterator[Block]:
    """The blocks of a text, paragraph by paragraph. Consecutive lines of several pieces become a table or columns."""
    found = without_layout(text)
    lines = [(number, clean(line)) for number, line in found.lines]
    found_rows = _paragraphs(lines)
    paragraphs = [
        (rows if is_table else with_single_spaced_rows(with_joined_labels(rows)), is_table)
        for rows, is_table in found_rows
    ]
    for rows, is_table in _merged(with_titles(with_groups(paragraphs))):
        yield from _paragraph(rows, is_table=is_table)
    if found.frame:
        yield Block(BlockKind.TEXT, tuple(map(_whole, found.frame)), groups=(Group(-1_000_000, GroupKind.FRAME),))


def _whole(line: Numbered) -> Line:
    number, text = line
    return _line([Piece(number, clean(text).strip(), 0, len(text))])


def _paragraphs(lines: Sequence[tuple[int, str]]) -> Iterator[tuple[list[list[Piece]], bool]]:
    """Rows of pieces without an empty line between them, and whether tabs or bars make them a table."""
    rows: list[list[Piece]] = []
    separators = 0
    for number, line in lines:
        if "--" in line and _RULE.fullmatch(line) and ("|" in line or (rows and separators)):
            continue
        if is_rule(line):
            if rows and len(rows[-1]) > 1:
                # A rule below the heads of a table does not end it.
                continue
            line = ""
        parts = len(_TABLE.findall(line.strip(" ").strip("|"))) if _TABLE.search(line.strip()) else 0
        pieces = _columns(number, line) if parts else _pieces(number, line)
        if rows and (not pieces or parts != separators):
            yield rows, bool(separators)
            rows = []
        separators = parts
        if pieces:
            rows.append(pieces)
    if rows:
        yield rows, bool(separators)


def _merged(
    paragraphs: Sequence[tuple[list[list[Piece]], bool]],
) -> Iterator[tuple[list[list[Piece]], bool]]:
    """Join the rows of one table where an empty line separates its heads, its numbers or its groups."""
    at = 0
    while at < len(paragraphs):
        rows, is_table = paragraphs[at]
        while at + 1 < len(paragraphs) and paragraphs[at + 1][1] == is_table:
            more = paragraphs[at + 1][0]
            if not _is_one_table(rows, more):
                break
            rows = [*rows, *more]
            at += 1
        if is_table and len(rows) == 1 and has_heads(rows[0]):
            # `Missouri | National Human Trafficking Hotline` is a line, not a table.
            is_table = False
            pieces = rows[0]
            rows = [[Piece(pieces[0].number, " | ".join(p.text for p in pieces), 0, 1)]]
        yield rows, is_table
        at += 1


def _is_one_table(rows: Sequence[Sequence[Piece]], more: Sequence[Sequence[Piece]]) -> bool:
    """Whether rows form one table: labels and their numbers, a last row with the sum, or at least three columns."""
    both = [*rows, *more]
    if min(map(len, both)) < 2:
        return False
    spans = spans_of([(piece.left, piece.right) for row in both for piece in row])
    most = max(map(len, both))
    if len(rows) == len(more) == 1 and len(rows[0]) == len(more[0]):
        return len(spans) == most
    # Rows with labels do not continue heads right above their numbers.
    if len(rows) > 1 and WORD.search(more[0][0].text) and all(_is_of_numbers(row) for row in rows[1:]):
        return False
    if most == 2:
        # `Total  827` below the channels, or `Channel   Signals` above them.
        is_headed = len(rows) == 1 and has_heads(rows[0])
        are_counts = all(NUMBER.fullmatch(row[-1].text) for row in more)
        return len(spans) == 2 and (len(more) == 1 or is_headed) and are_counts
    return len(spans) == most and has_heads(rows[0])


def _is_of_numbers(row: Sequence[Piece]) -> bool:
    return all(NUMBER.fullmatch(piece.text) for piece in row)


def _pieces(number: int, line: str) -> list[Piece]:
    line = line.replace("\t", " ")
    words = line.split()
    if _SPACED_OUT.fullmatch(line) and 2 * sum(word[0].islower() for word in words) >= len(words):
        line = " " * (len(line) - len(line.lstrip(" "))) + " ".join(words)
    start = len(line) - len(line.lstrip(" "))
    found = []
    for match in _GAP.finditer(line, start):
        if match.start() > start:
            found.append(Piece(number, line[start : match.start()], start, match.start()))
        start = match.end()
    if line[start:].strip():
        found.append(Piece(number, line[start:].rstrip(), start, len(line.rstrip())))
    if len(found) == _PAIR and found[1].text[0] == ":" and found[0].text[-1] != ":":
        # `Cases         : 152`: the colons of several lines stand below each other.
        return [Piece(number, found[0].text + found[1].text, found[0].left, found[1].right)]
    is_value = len(found) == _PAIR and (found[0].text.casefold() in CORNERS or any(map(str.isdecimal, found[1].text)))
    if is_value and found[1].text.startswith("= "):
        # So do the equals signs: `Cases         = 152`
        return [Piece(number, f"{found[0].text} {found[1].text}", found[0].left, found[1].right)]
    last = _LABEL_AND_NUMBER.fullmatch(found[-1].text) if len(found) == _PAIR + 1 else None
    if last is not None and NUMBER.fullmatch(found[1].text) and WORD.match(found[0].text):
        # `Victims identified   583     Traffickers identified 142`
        *found, piece = found
        split = piece.left + last.end(1)
        found += [Piece(number, last[1], piece.left, split), Piece(number, last[2], split + 1, piece.right)]
    return found


def _columns(number: int, line: str) -> list[Piece]:
    """The cells between tabs or bars: their position is their column."""
    separator = "|" if "|" in line else "\t"
    cells = line.strip(" ").removeprefix("|").split(separator)
    return [Piece(number, " ".join(cell.split()), at, at + 1) for at, cell in enumerate(cells) if cell.strip()]


def _paragraph(rows: Sequence[Sequence[Piece]], *, is_table: bool) -> Iterator[Block]:
    if is_table:
        keys = _keys(rows)
        if keys:
            lines = (Piece(row[0].number, f"{row[0].text.rstrip(' :')}: {row[1].text}", 0, 1) for row in keys)
            yield Block(BlockKind.TEXT, tuple(_line([one]) for one in lines))
            rows = rows[len(keys) :]
        if not rows:
            return
        yield _table(rows)
        return
    at = 0
    while at < len(rows):
        end = at
        heading = _MARKED_HEADING.match(rows[at][0].text) if len(rows[at]) == 1 else None
        if heading is not None:
            piece = rows[at][0]
            text = piece.text[heading.end() :].rstrip("# ")
            line = _line([Piece(piece.number, text, piece.left, piece.right)])
            yield Block(BlockKind.HEADING, (line,), level=len(heading[1]))
            at += 1
            continue
        while end < len(rows) and len(rows[end]) > 1:
            end += 1
        if end > at:
            yield from _side_by_side(rows[at:end])
            at = end
            continue
        while end < len(rows) and len(rows[end]) == 1 and not (end > at and _MARKED_HEADING.match(rows[end][0].text)):
            end += 1
        yield Block(BlockKind.TEXT, tuple(_line(row) for row in rows[at:end]))
        at = end


def _side_by_side(rows: Sequence[Sequence[Piece]]) -> Iterator[Block]:
    """Lines of several pieces: a table if the pieces are aligned or no cell is missing, otherwise lines with gaps."""
    keys = list(takewhile(_is_key_and_words, rows))
    if keys:
        yield Block(BlockKind.TEXT, tuple(_line([_one_piece(row)]) for row in keys))
        rows = rows[len(keys) :]
    if not rows:
        return
    spans = spans_of([(piece.left, piece.right) for row in rows for piece in row])
    placed = [[column_of(spans, piece) for piece in row] for row in rows]
    is_grid = len(rows) > 1 and len(spans) > 1 and all(len(set(row)) == len(row) for row in placed)
    # With more columns than any row has cells, heads stand beside their numbers and not above them.
    has_too_many = len(spans) > max(map(len, rows))
    if is_grid and not has_too_many:
        yield _table(rows)
        return
    ordered = placed_by_order(rows)
    if is_grid and (ordered is None or not begin_below_heads(rows)):
        yield _table(rows)
        return
    if ordered is not None:
        yield _table(ordered)
        return
    yield Block(BlockKind.TEXT, tuple(_line(row) for row in rows))


def _is_key_and_words(row: Sequence[Piece]) -> bool:
    """Whether a row is a line with a wide gap, not a row of a table: `STATE:     Nebraska` or `YEAR:     2019`."""
    is_key = 1 < len(row) < _CELLS_OF_KEY and row[0].text.endswith(":")
    return is_key and bool(WORD.search(row[1].text) or YEAR.fullmatch(row[1].text))


def _keys(rows: Sequence[Sequence[Piece]]) -> Sequence[Sequence[Piece]]:
    """The first rows of a sheet, which state its place or period: `State`, `Alabama`. Heads are right above numbers."""
    keys = list(takewhile(_is_key, rows))
    is_headed = len(keys) < len(rows) and bool(keys) and not YEAR.fullmatch(keys[-1][1].text)
    return keys[:-1] if is_headed and not keys[-1][0].text.endswith(":") else keys


def _is_key(row: Sequence[Piece]) -> bool:
    is_pair = len(row) == 2 and row[0].left == 0 and (row[1].left == 1 or row[0].text.endswith(":"))
    return is_pair and has_heads(row)


def _one_piece(row: Sequence[Piece]) -> Piece:
    return replace(row[0], text=" ".join(piece.text for piece in row), right=row[-1].right)


def _table(rows: Sequence[Sequence[Piece]]) -> Block:
    spans = spans_of([(piece.left, piece.right) for row in rows for piece in row])
    cells = [
        Cell(at, column_of(spans, piece), (_line([piece]),))
        for at, row in enumerate(rows)
        for piece in row
        if piece.text
    ]
    return Block(BlockKind.TEXT, table=Table(tuple(cells)))


def _line(pieces: Sequence[Piece]) -> Line:
    runs = []
    for at, piece in enumerate(pieces):
        top = piece.number * _LINE_HEIGHT
        box = Box(1, piece.left * _CHARACTER_WIDTH, top, piece.right * _CHARACTER_WIDTH, top + _LINE_HEIGHT)
        runs.append(Run(("\t" if at else "") + piece.text, box=box))
    return Line(pieces[0].number, tuple(runs))
