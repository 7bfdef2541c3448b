"""The pieces of plain text lines, the columns that they form, and tables whose rows stand in groups.

Belongs here: which pieces stand below each other. Not here: where a line is cut into pieces (text).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, pairwise, takewhile
from operator import itemgetter

NUMBER = re.compile(r"[0-9][0-9,]*")
WORD = re.compile(r"[A-Za-z]{3}")
YEAR = re.compile(r"(?:19|20)[0-9]{2}")
# A label and its numbers, one space apart: `New Hampshire 68 24`.
_CLOSE_ROW = re.compile(r"(?P<label>[A-Za-z][A-Za-z .&'()-]*?)(?P<values>(?: [0-9][0-9,]*)+)")
CORNERS = frozenset(("area", "jurisdiction", "location", "place", "state", "territory"))
"""Words that head the column of places."""
_HEADS = frozenset(
    ("businesses", "calls", "cases", "emails", "signals", "texts", "traffickers", "victims", "webchats", "webforms")
)
"""Heads of one word. `Closed Cases` may be one head or two, so nobody could tell how many heads there are."""
_LONGEST_TITLE = 6
"""At most this many words stand on a line above a group of rows."""
_FEWEST_ROWS = 2
_FEWEST_COLUMNS = 2
"""A table has at least this many columns of numbers; fewer are a list."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a line that is set apart from what is left and right of it."""

    number: int
    text: str
    left: int
    right: int


Row = list[Piece]
Paragraph = tuple[list[Row], bool]
"""Rows without an empty line between them, and whether tabs or bars make them a table."""


def has_heads(row: Sequence[Piece]) -> bool:
    """Whether a row can head a table: it holds only names and years."""
    return all(not NUMBER.fullmatch(piece.text) or YEAR.fullmatch(piece.text) for piece in row)


def spans_of(places: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The columns that pieces form, as left and right ends: pieces that overlap share a column."""
    spans: list[tuple[int, int]] = []
    for left, right in sorted(places):
        if spans and left < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], right))
        else:
            spans.append((left, right))
    return spans


def column_of(spans: Sequence[tuple[int, int]], piece: Piece) -> int:
    """The number of the column that a piece stands in."""
    return int(bisect_right(spans, piece.left, key=itemgetter(0))) - 1


def with_joined_labels(rows: Sequence[Row]) -> list[Row]:
    """The rows, with each label that was broken over two lines in one piece again.

    `Form of trafficking` above `not specified   162`, where other labels begin with a capital, and `Sex and Labor`
    above `  Trafficking   4`, where the neighbouring rows are not indented.
    """
    many = [row for row in rows if len(row) > 1]
    has_capitals = sum(row[0].text[:1].isupper() for row in many) > 1
    found: list[Row] = []
    for at, row in enumerate(rows):
        before = found[-1][0] if found and len(found[-1]) == 1 else None
        if before is None or len(row) == 1 or before.text.endswith((".", ":")):
            found.append(row)
            continue
        is_rest = has_capitals and row[0].text[:1].islower() and before.left == row[0].left
        if is_rest or _is_indented_alone(rows, at):
            found[-1] = [replace(row[0], text=f"{before.text} {row[0].text}", left=before.left), *row[1:]]
        else:
            found.append(row)
    return found


def _is_indented_alone(rows: Sequence[Row], at: int) -> bool:
    """Whether a row is indented below the first line of its label, unlike its neighbours: several would be a group."""
    left = rows[at - 1][0].left
    beside = [one for one in (*rows[max(0, at - 2) : at - 1], *rows[at + 1 : at + 2]) if len(one) == len(rows[at])]
    is_indented = (
        rows[at][0].left > left and bool(WORD.search(rows[at][0].text)) and bool(WORD.match(rows[at - 1][0].text))
    )
    return is_indented and bool(beside) and all(one[0].left == left for one in beside)


def with_groups(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """Join a row of heads and the groups of rows below it into one table: `CASES` above some rows, `PEOPLE` above
    others, with or without empty lines between them.
    """
    found: list[Paragraph] = []
    at = start = 0
    while at < len(paragraphs):
        rows, is_table = paragraphs[at]
        table = None if is_table else _grouped(paragraphs, at, start)
        if table is None:
            start += 1
            if is_table or start >= len(rows):
                found.append(paragraphs[at])
                at, start = at + 1, 0
            continue
        grouped, last, end = table
        if rows[:start]:
            found.append((rows[:start], False))
        found.append((grouped, True))
        rest = paragraphs[last][0][end:]
        paragraphs = [*paragraphs[:last], (rest, False), *paragraphs[last + 1 :]] if rest else paragraphs
        at, start = (last, 0) if rest else (last + 1, 0)
    return found


def _grouped(paragraphs: Sequence[Paragraph], first: int, start: int) -> tuple[list[Row], int, int] | None:
    """The table that a row of heads begins, and the paragraph and row after its end; None if no table begins there."""
    heads = paragraphs[first][0][start]
    if len(heads) < _FEWEST_COLUMNS or not has_heads(heads):
        return None
    taken: list[Row] = []
    ends: list[tuple[int, int]] = []
    for current, following in pairwise(chain(_rows_from(paragraphs, first, start + 1), (None,))):
        assert current is not None
        at, order, row = current
        is_title = following is not None and _is_title(row) and _is_full(following[2], heads)
        if not (is_title or _is_full(row, heads)):
            break
        taken.append(row)
        ends.append((at, order + 1))
    full = [row for row in taken if len(row) > 1]
    spans = spans_of([(piece.left, piece.right) for row in (heads, *full) for piece in row])
    is_aligned = all(len({column_of(spans, piece) for piece in row}) == len(row) for row in (heads, *full))
    has_titles = len(full) < len(taken)
    if len(full) < 2 or not has_titles or not is_aligned or len(spans) != len(full[0]):
        return None
    columns = [[_at(piece, column_of(spans, piece)) for piece in row] for row in (heads, *taken)]
    return [row if len(row) > 1 else [_at(row[0], 0)] for row in columns], *ends[-1]


def with_single_spaced_rows(rows: Sequence[Row]) -> list[Row]:
    """Cut the rows of a table into cells where only one space separates them.

    `State Signals Cases` above `New Hampshire 68 24`: a word for places and one word per number, or years alone.
    """
    found: list[Row] = []
    at = 0
    while at < len(rows):
        heads = rows[at][0].text.split() if len(rows[at]) == 1 else []
        has_years = all(map(YEAR.fullmatch, heads))
        columns = len(heads) + has_years
        is_named = not has_years and heads[0].casefold() in CORNERS and _HEADS.issuperset(map(str.casefold, heads[1:]))
        cut: list[Row] = []
        if columns > _FEWEST_COLUMNS and (has_years or is_named):
            while at + 1 + len(cut) < len(rows) and (cells := _close_cells(rows[at + 1 + len(cut)])):
                cut.append(cells)
        is_table = len(cut) > 1 and all(len(row) == columns for row in cut)
        end = at + 1 + len(cut)
        found += [_cells(rows[at][0], heads, first=has_years), *cut] if is_table else rows[at:end]
        at = end
    return found


def _close_cells(row: Row) -> Row:
    """The label and the numbers of a row that is one piece; empty if the row has another form."""
    match = _CLOSE_ROW.fullmatch(row[0].text) if len(row) == 1 else None
    if match is None or any(map(YEAR.fullmatch, match["values"].split())):
        return []
    return _cells(row[0], [match["label"], *match["values"].split()])


def _cells(piece: Piece, texts: Sequence[str], first: int = 0) -> Row:
    return [_at(replace(piece, text=text), column) for column, text in enumerate(texts, start=first)]


def placed_by_order(rows: Sequence[Sequence[Piece]]) -> list[Row] | None:
    """Put the cells of a table that are not aligned into columns by their order in the row.

    None unless each row is full: with a label, a number for each head, and no cell that could be empty.
    """
    heads, *others = _with_heads_of_one_row(rows)
    values = [piece.text for row in others for piece in row[1:]]
    are_counts = all(NUMBER.fullmatch(text) and not YEAR.fullmatch(text) for text in values)
    are_heads = has_heads(heads) and not any(len(YEAR.findall(piece.text)) > 1 for piece in heads)
    if not others or not are_heads or not are_counts or not all(_is_full(row, heads) for row in others):
        return None
    has_corner = all(len(row) == len(heads) for row in others)
    if has_corner and heads[0].text.casefold() not in CORNERS:
        return None
    if not has_corner and any(len(row) == len(heads) for row in others):
        return None
    placed = [[_at(piece, column) for column, piece in enumerate(row)] for row in others]
    return [[_at(piece, column) for column, piece in enumerate(heads, start=not has_corner)], *placed]


def begin_below_heads(rows: Sequence[Sequence[Piece]]) -> bool:
    """Whether each number of full rows stands between the beginning of its head and that of the next."""
    heads, *others = _with_heads_of_one_row(rows)
    # The column of labels may have a head or none.
    starts = [piece.left for piece in heads[len(heads) - len(others[0]) + 1 :]]
    ends = [*starts[1:], max(piece.right for row in others for piece in row) + 1]
    return all(
        start <= piece.left and piece.right <= end
        for row in others
        for piece, start, end in zip(row[1:], starts, ends, strict=True)
    )


def _with_heads_of_one_row(rows: Sequence[Sequence[Piece]]) -> list[Sequence[Piece]]:
    """The rows, with heads over two lines in one piece each: `Labor` above `Trafficking`, which begin together."""
    if len(rows) <= _FEWEST_ROWS or not (has_heads(rows[0]) and has_heads(rows[1])):
        return list(rows)
    below = {piece.left: piece.text for piece in rows[1]}
    if not below.keys() <= {piece.left for piece in rows[0]}:
        return list(rows)
    heads = [replace(piece, text=f"{piece.text} {below.get(piece.left, '')}".rstrip()) for piece in rows[0]]
    return [heads, *rows[2:]]


def with_titles(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """Join the parts of a table with tabs or bars that the titles of its groups separate.

    Only below a row of heads, and as wide as that: a part with heads of its own is another table.
    """
    found: list[Paragraph] = []
    for rows, is_table in ((list(rows), is_table) for rows, is_table in paragraphs):
        title = found[-1][0] if len(found) > 1 and not found[-1][1] else []
        above = found[-2] if title else ([], False)
        if is_table and len(title) == 1 and above[1] and _is_title(title[0]) and _goes_on_below(above[0], rows):
            found.pop()
            above[0].extend(([_at(title[0][0], 0)], *rows))
        else:
            found.append((rows, is_table))
    return found


def _goes_on_below(above: Sequence[Row], rows: Sequence[Row]) -> bool:
    heads = above[0]
    is_headed = has_heads(heads) and len(heads) > 1
    are_rows = all(len(row) > 1 and _is_full(row, heads) and row[-1].left == heads[-1].left for row in rows)
    return is_headed and are_rows and not has_heads(rows[0])


def _rows_from(paragraphs: Sequence[Paragraph], first: int, start: int) -> Iterator[tuple[int, int, Row]]:
    """The rows from `start` up to the next table, with paragraph and position. Lazy, since few are ever needed."""
    for at in takewhile(lambda at: not paragraphs[at][1], range(first, len(paragraphs))):
        for order in range(start if at == first else 0, len(paragraphs[at][0])):
            yield at, order, paragraphs[at][0][order]


def _at(piece: Piece, column: int) -> Piece:
    return replace(piece, left=column, right=column + 1)


def _is_full(row: Sequence[Piece], heads: Sequence[Piece]) -> bool:
    """Whether a row has a label and, for each head, a number or a sign for none."""
    values = [piece.text for piece in row[1:]]
    is_filled = len(values) >= _FEWEST_COLUMNS and len(row) - len(heads) in (0, 1)
    return is_filled and row[0].text[:1].isalpha() and not any(map(WORD.search, values))


def _is_title(row: Row) -> bool:
    text = row[0].text
    is_short = len(row) == 1 and len(text.split()) <= _LONGEST_TITLE
    return is_short and bool(WORD.search(text)) and not text.endswith((".", ","))
