"""Rows of a table that are the sum of the places above them, whatever they are called: `Four states`, `Combined`.

Belongs here: sums that the numbers themselves show. Not here: those that a word tells (grids).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from orchestration.spotlight.readers.grammar.lexicon import PLACE
from orchestration.spotlight.readers.tree.grid_cells import CellKind, GridCell

_FEWEST = 2
_TEXTS = (CellKind.TEXT, CellKind.LABELLED)


def sums_of_places(cells: Mapping[tuple[int, int], GridCell], rows: Sequence[Collection[GridCell]]) -> set[int]:
    """The rows without a place of which each number is the sum of those of the places above, or of the last of them.

    The name of such a row is no label, even where it holds a number: `Total (4 states)`.
    """
    found: set[int] = set()
    columns_of: dict[int, list[int]] = defaultdict(list)
    for (row, column), cell in cells.items():
        if cell.kind is CellKind.COUNT:
            columns_of[row].append(column)
    places: list[int] = []
    since = 0
    """How many places stood above the last sum."""
    for row, members in enumerate(rows):
        first = next((one for one in members if one.kind is not CellKind.EMPTY), None)
        if first is None or first.kind not in _TEXTS or first.cell.row_span > 1:
            continue
        if any(phrase.kind == PLACE for phrase in first.phrases):
            places.append(row)
            continue
        columns = columns_of[row]
        for added in (places[since:], places):
            if len(added) >= _FEWEST and columns and all(_adds_up(cells, row, added, at) for at in columns):
                first.kind = CellKind.TEXT
                found.add(row)
                since = len(places)
                break
    return found


def _adds_up(cells: Mapping[tuple[int, int], GridCell], row: int, places: Sequence[int], column: int) -> bool:
    values = [_value(cells.get((one, column))) for one in (row, *places)]
    known = [value for value in values if value is not None]
    return len(known) == len(values) and known[0] == sum(known[1:]) > max(known[1:])


def _value(cell: GridCell | None) -> int | None:
    if cell is None or cell.kind is not CellKind.COUNT or len(cell.phrases) != 1:
        return None
    text = cell.phrases[0].value
    return int(text) if text.isdecimal() else None
