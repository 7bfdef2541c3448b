"""Lists of keys and values apart from the figures, as catalogues and the descriptions of datasets have → lines.

Belongs here: entries that state place, period and accuracy date, or are about the printed copy. Not here: rows of the
figures' own table (titles), what other keys say of the figures (entries).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, takewhile

from orchestration.spotlight.readers.blocks import Block, BlockKind, Cell, GroupKind, Line, Run, Table
from orchestration.spotlight.readers.grammar.dates import YEAR
from orchestration.spotlight.readers.grammar.keys import (
    DAYS_OF_ACCURACY,
    FIRST_DAYS,
    LAST_DAYS,
    OF_CATALOGUES,
    OF_EDITIONS,
    OF_PLACES,
    key_of,
)
from orchestration.spotlight.readers.grammar.tokens import tokens_of
from orchestration.spotlight.readers.tree.titles import has_number, statement_of

_OF_COPIES = frozenset(
    ("accession", "accession number", "barcode", "call number", "extent", "isbn", "issn", "oclc", "pages",
     "physical description", "record number", "shelf mark", "shelfmark")
)  # fmt: skip
"""Keys of a catalogue's entries about the printed copy: their numbers count nothing else."""
_COPY = re.compile(
    r"(?=.*[0-9])(?:\.?(?=[A-Z.:/-]*[0-9])[A-Z0-9][A-Z0-9.:/-]*+|\b[A-Z]{1,3}\b|p\.|pages?|lea(?:f|ves)|sheets?|folded|cm|in\."
    r"|cop(?:y|ies)|v\.|vol\.|[;:,+()]| )++"
)
"""What may be said of a copy: `HQ 281 .N38`, `1 sheet ; 28 cm`."""
_OF_PUBLICATION = re.compile(
    r"\b(?:posted|published|printed|issued|released|updated|modified|founded|copyright)$", re.I
)
_KNOWN = OF_PLACES | FIRST_DAYS | LAST_DAYS | DAYS_OF_ACCURACY | OF_CATALOGUES | OF_EDITIONS | {"temporal coverage"}
"""Keys of the description of a dataset."""


def with_keys(blocks: Sequence[Block], text_of: Callable[[Line], str]) -> Iterator[Block]:
    """The blocks. `Accurate as of` and the day below it in its group become one line, as do `Posted:` and `2021`."""
    blocks = list(_with_columns_as_tables(blocks, text_of))
    first = next((at for at, block in enumerate(blocks) if _counts(block, text_of)), len(blocks))
    parts = (_entries_of(block, text_of, is_first=at < first) for at, block in enumerate(blocks))
    blocks = list(chain.from_iterable(parts))
    at = 0
    while at < len(blocks):
        stated = _keyed(*blocks[at : at + 2], text_of=text_of) if at + 1 < len(blocks) else None
        yield stated or blocks[at]
        at += 2 if stated else 1


def _with_columns_as_tables(blocks: Sequence[Block], text_of: Callable[[Line], str]) -> Iterator[Block]:
    """The blocks. A column of known keys beside a column of their values, in a PDF without lines, is a table."""
    at = 0
    while at < len(blocks):
        columns = [_column_at(blocks, at)]
        columns.append(_column_at(blocks, at + len(columns[0])))
        keys, values = ([line for block in column for line in block.lines] for column in columns)
        names = {key_of(text_of(line)) for line in keys}
        are_beside = len(keys) > 1 and [line.number for line in keys] == [line.number for line in values]
        if are_beside and names <= _KNOWN and not names.isdisjoint(OF_PLACES):
            pairs = zip(keys, values, strict=True)
            cells = (Cell(row, side, (line,)) for row, pair in enumerate(pairs) for side, line in enumerate(pair))
            table = Table(tuple(cells))
            yield replace(blocks[at], lines=(), groups=blocks[at].groups[:-1], table=table)
            at += sum(map(len, columns))
        else:
            # A whole column at once, so that no block is looked at more than twice.
            passed = columns[0] or [blocks[at]]
            yield from passed
            at += len(passed)


def _column_at(blocks: Sequence[Block], at: int) -> list[Block]:
    """The blocks of text from a position on that stand in one column."""
    groups = blocks[at].groups if at < len(blocks) else ()
    if not groups or groups[-1].kind is not GroupKind.COLUMN:
        return []
    return list(takewhile(lambda one: one.groups == groups and one.table is None, blocks[at:]))


def _counts(block: Block, text_of: Callable[[Line], str]) -> bool:
    lines = [line for cell in block.table.cells for line in cell.lines] if block.table is not None else block.lines
    return any(has_number(text_of(line)) for line in lines)


def _entries_of(block: Block, text_of: Callable[[Line], str], *, is_first: bool) -> Iterator[Block]:
    """A table of keys and values as lines: `PLACE: Delaware`, as in a catalogue. Only the copy may have numbers.

    Of the description of a dataset above figures, only the rows that state place, period and accuracy are lines.
    """
    table = _with_keys_down(block.table, text_of) if block.table is not None else None
    if table is None or any(len(cell.lines) != 1 or cell.column > 1 or cell.row_span > 1 for cell in table.cells):
        yield block
        return
    if any(run.doubt or run.hidden or run.struck for cell in table.cells for run in cell.lines[0].runs):
        yield block
        return
    rows: dict[int, list[str]] = {}
    for cell in table.cells:
        rows.setdefault(cell.row, []).append(text_of(cell.lines[0]).strip())
    numbers = {cell.row: cell.lines[0].number for cell in table.cells}
    # Below figures, a table of statements may be of the next section.
    are_stated = is_first and all(statement_of(row, texts, may_be_period=True) for row, texts in rows.items())
    keys = {row: key_of(texts[0]) for row, texts in rows.items()}
    entries = {row: texts for row, texts in rows.items() if not _is_of_copy(texts)}
    are_pairs = all(len(texts) == 2 for texts in entries.values())
    are_words = not any(has_number(texts[-1]) for texts in entries.values())
    stated = dict(_stated_rows(rows, numbers)) if is_first and are_pairs else {}
    last_days = {row + 1 for row in stated if keys[row] in FIRST_DAYS}
    others = {keys[row] for row in rows if row not in stated and row not in last_days}
    if stated and others <= OF_CATALOGUES | OF_EDITIONS | _OF_COPIES:
        yield replace(block, table=None, lines=(*table.caption, *stated.values()))
        place = {row: at for at, row in enumerate(row for row in rows if keys[row] in others)}
        left = tuple(replace(cell, row=place[cell.row]) for cell in table.cells if cell.row in place)
        yield from [replace(block, table=Table(left, ()))] if left else []
        return
    is_catalogue = are_stated or not (OF_PLACES | _OF_COPIES).isdisjoint(keys.values())
    if is_catalogue and entries and are_pairs and are_words:
        lines = [_entry(numbers[row], *texts) for row, texts in entries.items()]
        yield replace(block, table=None, lines=(*table.caption, *lines))
    else:
        yield block


def _with_keys_down(table: Table, text_of: Callable[[Line], str]) -> Table:
    """A table of one record with its keys side by side as keys and values: what a query of a database printed."""
    keys, values = ([cell for cell in table.cells if cell.row == row] for row in (0, 1))
    are_beside = len(keys) == len(values) > 1 and len(keys) + len(values) == len(table.cells)
    if not are_beside or any(len(cell.lines) != 1 or cell.column_span > 1 for cell in table.cells):
        return table
    # With a count among the values it is a table of figures. Any key may say what these are of: `unit`, `subject`.
    names = {key_of(text_of(cell.lines[0])) for cell in keys}
    if names.isdisjoint(OF_PLACES) or any(has_number(text_of(cell.lines[0])) for cell in values):
        return table
    turned = (replace(cell, row=cell.column, column=cell.row) for cell in table.cells)
    return replace(table, cells=tuple(sorted(turned, key=lambda cell: (cell.row, cell.column))))


def _entry(number: int, key: str, value: str) -> Line:
    return Line(number, (Run(f"{key.rstrip(' :')}: {value}"),))


def _stated_rows(rows: dict[int, list[str]], numbers: dict[int, int]) -> Iterator[tuple[int, Line]]:
    """The rows that state a place, a period, its two days or an accuracy date, each as one line."""
    for row, (key, value) in rows.items():
        after = rows.get(row + 1, ["", ""])
        if key_of(key) in OF_PLACES:
            yield row, _entry(numbers[row], key, value)
        elif key_of(key) in FIRST_DAYS and key_of(after[0]) in LAST_DAYS:
            line = statement_of(numbers[row], ["Period", value, after[1]], may_be_period=True)
            if line is not None:
                yield row, line
        elif (line := statement_of(numbers[row], [key, value], may_be_period=True)) is not None:
            yield row, line


def _is_of_copy(texts: Sequence[str]) -> bool:
    """Whether an entry is about the printed copy: `Extent: 2 pages`, but not `Extent: 1/1/2019-6/30/2019`."""
    tokens = tokens_of([(0, texts[-1])])[0]
    is_dated = len(tokens) == 1 or any(token.of is not None for token in tokens)
    return key_of(texts[0]) in _OF_COPIES and _COPY.fullmatch(texts[-1]) is not None and not is_dated


def _keyed(key: Block, value: Block, *, text_of: Callable[[Line], str]) -> Block | None:
    is_entry = bool(key.groups) and key.groups == value.groups and key.kind is not BlockKind.HEADING
    if not is_entry or len(key.lines) != 1 or len(value.lines) != 1:
        return None
    if any(run.doubt or run.hidden or run.struck for block in (key, value) for run in block.lines[0].runs):
        return None
    texts = [text_of(block.lines[0]).strip() for block in (key, value)]
    number = key.lines[0].number
    if texts[0].endswith(".") or any(statement_of(number, [text], may_be_period=False) for text in texts):
        # A block that states a day itself needs no other one.
        return None
    name = texts[0].rstrip(" :")
    if _OF_PUBLICATION.search(name) and YEAR.fullmatch(texts[1]):
        return replace(key, lines=(Line(number, (Run(f"{name}: {texts[1]}"),)),))
    line = statement_of(number, texts, may_be_period=True)
    return replace(key, lines=(line,)) if line is not None else None
