"""First columns of ranks and of row numbers, which are no figures.

Belongs here: removing such a column. Not here: the tables that are left (records).
"""

from __future__ import annotations

from collections.abc import Sequence

from orchestration.spotlight.readers.formats.pdf.lines import Piece

_RANK = frozenset(("rank", "rank."))
_ROW_NUMBER = frozenset(("#", "no", "no."))
_FEW_RANKS = 2
_TIES = 5
"""The most by which a rank may exceed the one above it, where several places share a rank."""


def without_ranks(lines: Sequence[Sequence[Piece]]) -> list[list[Piece]]:
    """The lines without a first column of ranks, where each number below `Rank` is at least the one above it, or of row
    numbers, which count up from 1 below `No.`

    A row with a sum may have no rank. If any other number stands in the column, all lines stay as they are.
    """
    columns: list[list[Piece]] = []
    for line in lines:
        first = line[0]
        if len(line) > 1 and first.text.casefold() in _RANK | _ROW_NUMBER and not line[1].is_value:
            columns.append([first])
        elif columns and _is_next_rank(line, columns[-1]):
            columns[-1].append(first)
        elif columns and len(line) > 1 and first.is_value and _is_below(first, columns[-1][0]):
            return [list(one) for one in lines]
    taken = {id(rank) for ranks in columns if len(ranks) > _FEW_RANKS for rank in ranks}
    return [mine for line in lines if (mine := [piece for piece in line if id(piece) not in taken])]


def _is_below(piece: Piece, head: Piece) -> bool:
    return head.left < piece.right and piece.left < head.right


def _is_next_rank(line: Sequence[Piece], ranks: Sequence[Piece]) -> bool:
    first, last = line[0], ranks[-1]
    is_below = _is_below(first, ranks[0]) and len(line) > _FEW_RANKS
    is_number = is_below and first.text.isdecimal() and not line[1].is_value
    if ranks[0].text.casefold() in _ROW_NUMBER:
        return is_number and int(first.text) == len(ranks)
    return is_number and (len(ranks) == 1 or int(last.text) <= int(first.text) <= int(last.text) + _TIES)
