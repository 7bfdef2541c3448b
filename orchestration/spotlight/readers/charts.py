"""Charts beside figures: the numbers along their axes are none of the report's.

Belongs here: telling the scale of a chart from figures. Not here: anything else on a page (flow).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from orchestration.spotlight.readers.page import Cell, Row
from orchestration.spotlight.readers.refusals import Mark, Unread

_NUMBER = re.compile(r"[0-9]{1,3}(?:,?[0-9]{3}){0,3}")
_FEWEST = 4
_SMALLEST_STEP = 5
_EDGE = 1.0


def without_axes(rows: Sequence[Row]) -> tuple[list[Row], list[Unread]]:
    """The rows without the scales of charts: four numbers and more, from 0 upwards in equal steps, in a line."""
    found = [*_across(rows), *_down(rows)]
    scales = {id(cell) for _, cell in found}
    if not scales:
        return list(rows), []
    unread = [
        Unread(Mark(row.number, cell.text, 0, len(cell.text)), "it is on the scale of a chart") for row, cell in found
    ]
    left = [replace(row, cells=tuple(cell for cell in row.cells if id(cell) not in scales)) for row in rows]
    return left, unread


def _across(rows: Sequence[Row]) -> Iterator[tuple[Row, Cell]]:
    for row in rows:
        if len(row.cells) >= _FEWEST and row.table is None and _is_scale([cell.text for cell in row.cells]):
            yield from ((row, cell) for cell in row.cells)


def _down(rows: Sequence[Row]) -> Iterator[tuple[Row, Cell]]:
    """Numbers below each other whose right edges are in line, whatever stands beside them."""
    columns: dict[int, list[tuple[Row, Cell]]] = {}
    for row in rows:
        for cell in row.cells if row.table is None else ():
            if _NUMBER.fullmatch(cell.text):
                columns.setdefault(round(cell.right / _EDGE), []).append((row, cell))
    for column in columns.values():
        for run in _even_runs([_value(cell) for _, cell in column]):
            if _is_scale([cell.text for _, cell in column[run.start : run.stop]]):
                yield from column[run.start : run.stop]


def _even_runs(numbers: Sequence[int]) -> Iterator[range]:
    """Stretches of numbers in which each is as far from the next as from the one before."""
    start = 0
    for at in range(2, len(numbers) + 1):
        if at == len(numbers) or numbers[at] - numbers[at - 1] != numbers[at - 1] - numbers[at - 2]:
            if at - start >= _FEWEST:
                yield range(start, at)
            start = at - 1


def _value(cell: Cell) -> int:
    return int(cell.text.replace(",", ""))


def _is_scale(texts: Sequence[str]) -> bool:
    if len(texts) > 30 or not all(_NUMBER.fullmatch(text) for text in texts):
        return False
    numbers = [int(text.replace(",", "")) for text in texts]
    steps = {next_ - one for one, next_ in pairwise(numbers)}
    return len(steps) == 1 and abs(steps.pop()) >= _SMALLEST_STEP and min(numbers) == 0
