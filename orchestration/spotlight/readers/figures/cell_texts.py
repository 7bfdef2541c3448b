"""Sentences in the cells of tables: `Disclosure control | Every count was shifted by a random amount.`

Belongs here: which cells hold sentences. Not here: what a sentence does to figures (remarks), dates in cells (titles).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from orchestration.spotlight.readers.blocks import Cell
from orchestration.spotlight.readers.figures.statements import Sentence, sentence_of
from orchestration.spotlight.readers.grammar.lexicon import Lexicon
from orchestration.spotlight.readers.grammar.phrases import phrases_of
from orchestration.spotlight.readers.grammar.tokens import tokens_of
from orchestration.spotlight.readers.tree.lines import SENTENCE_BREAK, Line, Piece, Role, text_of
from orchestration.spotlight.readers.tree.prose import ends_sentence

_FEWEST_WORDS = 4
_NUMBER = re.compile(r"[0-9][0-9,]*")


def sentences_in_cells(lines: Sequence[Line], lexicon: Lexicon) -> Iterator[Sentence]:
    """The whole sentences in the cells of tables, each at the line of its cell.

    Beside a number, a sentence that names what is counted is its label: `87 | victims were involved in these cases.`
    """
    for line in lines:
        if line.table is None or line.role is Role.FRAME:
            continue
        counted = {cell.row for cell in line.table.cells if _is_number(cell)}
        for cell in line.table.cells:
            for text in _sentences_of(cell):
                sentence = _sentence(text, cell.lines[0].number, line, lexicon)
                if cell.row not in counted or not (sentence.line.labels or sentence.line.units):
                    yield sentence


def _is_number(cell: Cell) -> bool:
    return any(_NUMBER.fullmatch(text_of(line).strip()) for line in cell.lines)


def _sentences_of(cell: Cell) -> Iterator[str]:
    text = " ".join(" ".join(map(text_of, cell.lines)).split())
    begin = 0
    for end in (*(found.end() for found in SENTENCE_BREAK.finditer(text)), len(text)):
        sentence = text[begin:end].strip()
        if ends_sentence(sentence) and len(sentence.split()) >= _FEWEST_WORDS:
            yield sentence
        begin = end


def _sentence(text: str, number: int, table: Line, lexicon: Lexicon) -> Sentence:
    (tokens,) = tokens_of([(number, text)])
    pieces, phrases = (Piece(number, text),), phrases_of(tokens, lexicon)
    place = (table.top, table.bottom, table.block)
    return sentence_of(Line(pieces, tokens, phrases, *place, groups=table.groups, role=Role.PROSE))
