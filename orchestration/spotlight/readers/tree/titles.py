"""The rows of a table that state its period or its accuracy date → its caption.

Belongs here: rows, and entries of a list of keys and values, that apply to all figures or only to the printed copy.
Not here: sections between rows (grids).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import chain

from orchestration.spotlight.readers.blocks import Block, BlockKind, Cell, Line, Run, Table
from orchestration.spotlight.readers.grammar.dates import YEAR
from orchestration.spotlight.readers.grammar.keys import (
    FIRST_DAYS,
    LAST_DAYS,
    OF_CATALOGUES,
    OF_EDITIONS,
    OF_PLACES,
    key_of,
)
from orchestration.spotlight.readers.grammar.tokens import Kind, What, tokens_of

OF_PERIOD = frozenset(
    ("period", "reporting", "temporal", "time", "dates", "date", "range", "covered", "coverage", "of", "the")
)
"""Words of a cell that calls the days beside it a period."""
IN_STATED_PERIOD = OF_PERIOD | {"year", "calendar", "full", "cy"}
_OF_PARTS = frozenset(
    ("age", "age group", "ages", "area", "cities", "city", "counties", "county", "district", "filter", "filters",
     "gender", "group", "jurisdiction", "location", "metro area", "nationality", "population", "quarter", "race",
     "region", "scope", "sex", "venue", "zone")
)  # fmt: skip
"""Heads of a row that states what a table was narrowed to."""
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
SITES_OF_HOTLINE = frozenset(("humantraffickinghotline.org", "polarisproject.org", "traffickingresourcecenter.org"))
_SOURCE = re.compile(
    r"(?<=[0-9])\. Sources?: (?:the )?(?:(?:www\.)?(?:"
    + "|".join(map(re.escape, sorted(SITES_OF_HOTLINE)))
    + r")|national human trafficking hotline)\.?$",
    re.IGNORECASE,
)
_OF_WHOLE = re.compile(r"(?:all|any|both|entire|everyone|statewide|total|whole)\b", re.IGNORECASE)
_OF_PUBLICATION = re.compile(
    r"\b(?:posted|published|printed|issued|released|updated|modified|founded|copyright)$", re.I
)
_BETWEEN_DAYS = frozenset(("to", "through", "thru", "until", "-", "and"))


def with_statements(table: Table, text_of: Callable[[Line], str]) -> Table:
    """The table with `Period | 1/1/2019 | 12/31/2019` and `Accurate as of | July 30, 2020` moved to its caption.

    A period below numbers belongs to a section, and stays where it is.
    """
    table = _without_day_below(table, text_of)
    rows: dict[int, list[Cell]] = {}
    for cell in table.cells:
        if cell.lines:
            rows.setdefault(cell.row, []).append(cell)
    spanned = {row for cell in table.cells for row in range(cell.row, cell.row + cell.row_span) if cell.row_span > 1}
    stated: dict[int, Line] = {}
    width = max((cell.column + cell.column_span for cell in table.cells), default=0)
    has_numbers = has_columns = False
    for row, cells in rows.items():
        # A day right below the heads of several columns belongs to its own column.
        is_of_column = has_columns and not has_numbers and cells[-1].column + cells[-1].column_span < width
        texts = [" ".join(text_of(line) for line in cell.lines).strip() for cell in cells]
        is_apart = row in spanned or is_of_column
        line = None if is_apart else _statement(cells[0].lines[0].number, texts, may_be_period=not has_numbers)
        if line is not None:
            stated[row] = line
        else:
            has_columns |= cells[-1].column > 1
            has_numbers |= any(_has_number(text) for text in texts[1:])
    if not stated or len(stated) == len(rows):
        return table
    place = {row: at for at, row in enumerate(sorted({cell.row for cell in table.cells} - stated.keys()))}
    left = tuple(replace(cell, row=place[cell.row]) for cell in table.cells if cell.row in place)
    return Table(left, (*table.caption, *stated.values()))


def _without_day_below(table: Table, text_of: Callable[[Line], str]) -> Table:
    """The table; `Accurate as of July 30, 2020`, printed close below its last label, moves to its caption."""
    last = next((cell for cell in reversed(table.cells) if cell.column == 0 and cell.lines), None)
    if last is None or len(last.lines) < 2:
        return table
    *label, below = last.lines
    if _statement(below.number, [text_of(below).strip()], may_be_period=False) is None:
        return table
    cells = tuple(replace(cell, lines=tuple(label)) if cell is last else cell for cell in table.cells)
    return Table(cells, (*table.caption, below))


def _statement(number: int, texts: Sequence[str], *, may_be_period: bool) -> Line | None:
    """What a row of up to three cells states, as one line; None if it states no day or period."""
    if len(texts) == 4 and texts[2].casefold() in _BETWEEN_DAYS:
        # `Period: | 1/1/2019 | to | 12/31/2019`
        texts = (*texts[:2], texts[3])
    if len(texts) > 3:
        return None
    text = f"{texts[0].rstrip(' :')}: {' - '.join(texts[1:])}" if len(texts) > 1 else _SOURCE.sub("", texts[0])
    tokens = [token for token in tokens_of([(number, text)])[0] if token.kind is not Kind.BREAK]
    words = [token.text.casefold() for token in tokens if token.kind is Kind.WORD]
    recognised = [token.of for token in tokens if token.of is not None]
    is_part = len(texts) == 2 and texts[0].rstrip(" :").casefold() in _OF_PARTS and not recognised
    if is_part and not may_be_period:
        # `Region | Northeast` below the numbers: what the table was narrowed to.
        is_whole = _OF_WHOLE.match(texts[1]) or any(token.kind is Kind.NUMBER for token in tokens)
        return None if is_whole else Line(number, (Run(texts[1]),))
    if may_be_period and not words and {one.what for one in recognised} == {What.PERIOD, What.ACCURACY}:
        # `January 1, 2020 through December 31, 2020; accurate as of September 30, 2021`
        return Line(number, (Run(text),)) if len(recognised) == 2 and len(texts) == 1 else None
    if len(recognised) != 1 or len(words) + 1 != len(tokens):
        return None
    one = recognised[0]
    is_day = one.what is What.ACCURACY and one.day is not None and len(texts) < 3
    is_period = (
        len(texts) > 1
        and one.what is What.PERIOD
        and one.period is not None
        and may_be_period
        and OF_PERIOD.issuperset(words)
    )
    return Line(number, (Run(text),)) if is_day or is_period else None


def _has_number(text: str) -> bool:
    return any(token.kind is Kind.NUMBER for token in tokens_of([(0, text)])[0])


def with_keys(blocks: Sequence[Block], text_of: Callable[[Line], str]) -> Iterator[Block]:
    """The blocks. `Accurate as of` and the day below it in its group become one line, as do `Posted:` and `2021`."""
    first = next((at for at, block in enumerate(blocks) if _counts(block, text_of)), len(blocks))
    parts = (_entries_of(block, text_of, is_first=at < first) for at, block in enumerate(blocks))
    blocks = list(chain.from_iterable(parts))
    at = 0
    while at < len(blocks):
        stated = _keyed(*blocks[at : at + 2], text_of=text_of) if at + 1 < len(blocks) else None
        yield stated or blocks[at]
        at += 2 if stated else 1


def _counts(block: Block, text_of: Callable[[Line], str]) -> bool:
    lines = [line for cell in block.table.cells for line in cell.lines] if block.table is not None else block.lines
    return any(_has_number(text_of(line)) for line in lines)


def _entries_of(block: Block, text_of: Callable[[Line], str], *, is_first: bool) -> Iterator[Block]:
    """A table of keys and values as lines: `PLACE: Delaware`, as in a catalogue. Only the copy may have numbers.

    Of the description of a dataset above figures, only the rows that state place, period and accuracy are lines.
    """
    table = block.table
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
    are_stated = is_first and all(_statement(row, texts, may_be_period=True) for row, texts in rows.items())
    keys = {row: key_of(texts[0]) for row, texts in rows.items()}
    entries = {row: texts for row, texts in rows.items() if not _is_of_copy(texts)}
    are_pairs = all(len(texts) == 2 for texts in entries.values())
    are_words = not any(_has_number(texts[-1]) for texts in entries.values())
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


def _entry(number: int, key: str, value: str) -> Line:
    return Line(number, (Run(f"{key.rstrip(' :')}: {value}"),))


def _stated_rows(rows: dict[int, list[str]], numbers: dict[int, int]) -> Iterator[tuple[int, Line]]:
    """The rows that state a place, a period, its two days or an accuracy date, each as one line."""
    for row, (key, value) in rows.items():
        after = rows.get(row + 1, ["", ""])
        if key_of(key) in OF_PLACES:
            yield row, _entry(numbers[row], key, value)
        elif key_of(key) in FIRST_DAYS and key_of(after[0]) in LAST_DAYS:
            line = _statement(numbers[row], ["Period", value, after[1]], may_be_period=True)
            if line is not None:
                yield row, line
        elif (line := _statement(numbers[row], [key, value], may_be_period=True)) is not None:
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
    if texts[0].endswith(".") or _statement(number, texts[:1], may_be_period=False) is not None:
        # A key that states a day itself does not need the one of the next block.
        return None
    name = texts[0].rstrip(" :")
    if _OF_PUBLICATION.search(name) and YEAR.fullmatch(texts[1]):
        return replace(key, lines=(Line(number, (Run(f"{name}: {texts[1]}"),)),))
    line = _statement(number, texts, may_be_period=True)
    return replace(key, lines=(line,)) if line is not None else None
