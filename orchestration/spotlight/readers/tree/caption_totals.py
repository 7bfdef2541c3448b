"""Captions such as `15 Trafficking Cases` above a table of their types → figures above the table.

Belongs here: captions that are one label and its number. Not here: what other captions say about the cells (headings).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from orchestration.spotlight.readers.blocks import Block, BlockKind, Line, Table
from orchestration.spotlight.readers.grammar.lexicon import Lexicon
from orchestration.spotlight.readers.grammar.phrases import LABELS, phrases_of
from orchestration.spotlight.readers.grammar.tokens import Kind, tokens_of

_PAIR = 2
"""Label and number: the columns of such a table, the phrases of such a caption."""


def with_totals(blocks: Iterable[Block], lexicon: Lexicon, text_of: Callable[[Line], str]) -> Iterator[Block]:
    """The blocks. The caption of a table of two columns becomes a line above it if it is just a figure."""
    for block in blocks:
        table = block.table
        if table is not None and _has_two_columns(table) and _is_figure(table, lexicon, text_of):
            yield Block(BlockKind.TEXT, table.caption, groups=block.groups)
            yield replace(block, table=replace(table, caption=()))
        else:
            yield block


def _has_two_columns(table: Table) -> bool:
    return {(cell.column, cell.column_span) for cell in table.cells} == {(at, 1) for at in range(_PAIR)}


def _is_figure(table: Table, lexicon: Lexicon, text_of: Callable[[Line], str]) -> bool:
    """Whether the caption is one label with its number, in the measure that the rows count.

    `234 Victims` is no total of types of cases. The qualifier of `234 Cases in Kansas City` applies to all rows.
    """
    captions = tokens_of([(line.number, text_of(line)) for line in table.caption])
    phrases = [phrase for tokens in captions for phrase in phrases_of(tokens, lexicon)]
    labels = [phrase.label for phrase in phrases if phrase.kind in (*LABELS, "unit")]
    has_number = any(phrase.kind == Kind.NUMBER for phrase in phrases)
    if len(captions) != 1 or len(phrases) != _PAIR or len(labels) != 1 or not has_number:
        return False
    rows = tokens_of([(line.number, text_of(line)) for cell in table.cells for line in cell.lines])
    counted = {phrase.label.measure for tokens in rows for phrase in phrases_of(tokens, lexicon) if phrase.label}
    return labels[0] is not None and counted == {labels[0].measure}
