"""Notes that a mark points at, and which figures they are about.

Belongs here: which note is whose. Not here: what a note changes (remarks, context), notes about all figures
(loose_notes).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from orchestration.spotlight.readers.figures.statements import Sentence
from orchestration.spotlight.readers.grammar.characters import MARKS, unraised
from orchestration.spotlight.readers.grammar.lexicon import PLACE
from orchestration.spotlight.readers.grammar.tokens import Kind, Token
from orchestration.spotlight.readers.tree.lines import TOUCHING, Line, Role, text_of

_MARK = re.compile(f"[{MARKS}]+")
_AROUND_MARK = f"{MARKS}[]() 0123456789"
ABOUT_ALL = re.compile(
    r"\b(?:all|each|every)(?: of the| of these| the| these)? "
    r"(?:counts?|data|entr(?:y|ies)|figures?|numbers?|totals?|values?)\b(?! marked)"
    r"|\beverything (?:above|below|here|in|on|shown)\b",
    re.IGNORECASE,
)
"""A note about all figures: `¹ All numbers on this sheet are rounded.`"""
_BEYOND_ONE = frozenset(
    ("above", "across", "after", "also", "below", "block", "both", "brochure", "column", "columns", "ditto", "document",
     "each", "entire", "every", "everything", "flyer", "following", "handout", "here", "leaflet", "like", "likewise",
     "list", "neighbors", "next", "none", "onward", "onwards", "others", "page", "poster", "remaining", "report",
     "rest", "rows", "same", "section", "sheet", "slide", "table", "tables", "these", "throughout", "whole")
)  # fmt: skip
"""Words of a note that go beyond the row with its mark: `* This and the next row: July 2018 to June 2019.`"""
_SEVERAL = frozenset(
    ("amounts", "counts", "data", "entries", "figures", "numbers", "row", "those", "totals", "values")
)  # fmt: skip
"""Words that may be about that row, and about more than one figure of it."""
_ALL_OR_OTHER = re.compile(
    r"\ball\b(?! (?:calls|cases|contacts|emails|messages|signals|states|texts|traffickers|victims|webchats|webforms"
    r"|years)\b)|(?<!\bno )\bother\b|(?-i:\bstatistics\b)",
    re.IGNORECASE,
)
"""What goes beyond the row, too: `* We made it all up.`, but not `All texts since 2013.`, `From Toledo and from no
other town.` and the name `Bureau of Justice Statistics`."""
_SUM = re.compile(r"(?:the )?(?:sum|total) of the (?:\w+ )?states (?:above|below|listed|shown)\.?", re.IGNORECASE)
"""What the figure with the mark is: `* Sum of the states above.`"""
_OF_MARKED = re.compile(
    r"(?:all )?(?:marked (?:counts|figures|numbers|totals)|(?:counts|figures|numbers|those|totals) "
    r"(?:marked|with (?:an|the|this) (?:asterisk|dagger|mark|sign|star|symbol)))\b",
    re.IGNORECASE,
)
"""Begins a note about the figures that have its mark: `¹ All numbers marked are doubled.`"""
_BEYOND_MARKED = frozenset(("above", "below", "others", "remaining", "rest"))


def speaks_of_more(note: Sentence) -> bool:
    """Whether a note may be about more than the figure with its mark: `¹ We made up these numbers.`"""
    text = note.text.lstrip(_AROUND_MARK)
    if _SUM.fullmatch(text):
        return False
    if _OF_MARKED.match(text):
        return not _BEYOND_MARKED.isdisjoint(note.words)
    return _goes_beyond_one(note) or not _SEVERAL.isdisjoint(note.words)


def is_of_marked_place(note: Sentence, lines: Sequence[Line]) -> bool:
    """Whether a note names only the place before its mark, and its row: `* Kansas: numbers of 2019` below `Kansas*`."""
    names = [phrase.text for phrase in note.phrases if phrase.kind == PLACE]
    if len(names) != 1 or _goes_beyond_one(note):
        return False
    cells = [text_of(one) for line in lines if line.table for cell in line.table.cells for one in cell.lines]
    marked = re.compile(rf"{re.escape(names[0])} ?{re.escape(note.mark)}(?![0-9])", re.IGNORECASE)
    return any(marked.match(unraised(text).strip()) for text in (*cells, *(line.text for line in lines)))


def _goes_beyond_one(note: Sentence) -> bool:
    return not _BEYOND_ONE.isdisjoint(note.words) or _ALL_OR_OTHER.search(note.text) is not None


def notes_for(tokens: Sequence[Token], sentences: Sequence[Sentence]) -> Iterator[Sentence]:
    """The notes that the marks among some tokens point at, and the notes about all figures."""
    yield from (one for one in sentences if one.mark and ABOUT_ALL.match(one.text.lstrip(_AROUND_MARK)))
    marked = [token for token in tokens if token.kind is Kind.MARK or token.glued_digits]
    marks = {token.glued_digits or unraised(token.text) for token in marked}
    first = min((token.line for token in marked), default=0)
    yield from (one for one, mark in _with_marks(sentences, first) if marks and mark in marks)


def _with_marks(sentences: Sequence[Sentence], first: int) -> Iterator[tuple[Sentence, str]]:
    """Each sentence with the mark of its note, if it is in one: a note goes on behind its first sentence.

    `† Not received in time. We repeat the number for 2019.` Several lines of one block with the same mark, above the
    line `first` of the figure, are a list: `* In this issue`.
    """
    begun = Counter((one.line.block, one.mark) for one in sentences if one.mark and one.line.number < first)
    mark = ""
    last: Line | None = None
    for one in sentences:
        goes_on = last is not None and one.line.block == last.block and last.gap_to(one.line) < TOUCHING
        is_of_list = one.line.number < first and begun[one.line.block, one.mark] > 1
        mark = "" if is_of_list else one.mark or (mark if goes_on else "")
        yield one, mark
        last = one.lines[-1]


def without_notes_of_some(sentences: Sequence[Sentence], lines: Sequence[Line]) -> list[Sentence]:
    """The sentences that may state the period of all figures: without the notes that only some figures point at."""
    of_figures = [line.text for line in lines if line.counts]
    other_texts = [line.text for line in lines if line.role in (Role.HEADING, Role.STATEMENT)]
    for line in lines:
        other_texts += [caption.text for caption in line.captions]
        rows: dict[int, str] = {}
        for cell in line.table.cells if line.table is not None else ():
            rows[cell.row] = rows.get(cell.row, "") + " ".join(map(text_of, cell.lines)) + " "
        for row in rows.values():
            (of_figures if any(map(str.isdecimal, row)) else other_texts).append(row)
    marked = [set(map(unraised, _MARK.findall(text))) for text in of_figures]
    heads = {unraised(mark) for text in other_texts for mark in _MARK.findall(text)}

    def is_of_some(mark: str) -> bool:
        pointing = sum(mark in one for one in marked)
        return mark not in heads and 0 < pointing < len(marked)

    # Behind its first sentence a note may say of all figures when they are accurate.
    return [one for one in sentences if not (one.mark and is_of_some(one.mark))]
