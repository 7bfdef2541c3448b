"""Numbers of sections and pages of a document → removed from their lines, because they are no figures.

Belongs here: numbers before headings, the number of the last page. Not here: other numbers of lists (numbering).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from orchestration.spotlight.readers.blocks import BlockKind
from orchestration.spotlight.readers.grammar.lexicon import UNKNOWN, Lexicon
from orchestration.spotlight.readers.grammar.phrases import LABELS, phrases_of
from orchestration.spotlight.readers.grammar.tokens import Kind
from orchestration.spotlight.readers.tree.contents import mark_repeated_contents
from orchestration.spotlight.readers.tree.first_roles import is_statement
from orchestration.spotlight.readers.tree.lines import Line, Role

_OF_SECTION = re.compile(r"(?:[0-9]{1,2}|[A-Z])(?:\.[0-9]{1,2}){1,2}")
_FEWEST_LATER = 3
"""The fewest numbered headings, if the first number is not 1."""
_LONGEST_PAGE = 3
"""Digits of a page number."""


def take_numbers_of_sections(lines: Sequence[Line], lexicon: Lexicon) -> None:
    """Remove section numbers, which are no figures: `1. Cases by type` and `2. Contacts`, each with numbers below."""
    divided: set[int] = set()
    for line in lines:
        first = line.tokens[0] if len(line.tokens) > 1 else None
        if first is not None and _has_section_number(line) and not line.labels:
            # `2.3 Statistics of the Hotline`, and `C.1 Contacts` in an appendix
            chapter = first.text.partition(".")[0]
            divided.update([int(chapter)] if chapter.isdecimal() else [])
            line.tokens = line.tokens[1:]
            line.reword(phrases_of(line.tokens, lexicon))
    mark_repeated_contents([line for line in lines if line.tokens], _has_list_number)
    heads = [at for at, line in enumerate(lines) if line.role is Role.BLANK and _has_list_number(line)]
    numbers = [int(lines[at].tokens[0].text) for at in heads]
    begin = numbers[0] if numbers else 0
    # `3. Treasurer's report`, `4. Data`, `5. Helpline`: items from the middle of an agenda.
    is_divided = begin in divided
    is_later = begin > 1 and not is_divided
    # `3 Statistics` above `3.1 Missouri`: a chapter on its own, out of a longer report.
    fewest = _FEWEST_LATER if is_later else 1 if is_divided else 2
    if begin < 1 or len(heads) < fewest or numbers != list(range(begin, begin + len(heads))):
        return
    parts = zip(heads, [*heads[1:], len(lines)], strict=True)
    have_numbers = all(any(line.counts or line.table for line in lines[at + 1 : end]) for at, end in parts)
    # `1 About the data` counts nothing, so the numbers of the headings after it are no counts either.
    is_of_document = any(_looks_like_heading(lines[at]) and not lines[at].has(*LABELS, "unit", UNKNOWN) for at in heads)
    counts_nothing = not any(lines[at].has(*LABELS, "unit", "measure") for at in heads)
    if not (have_numbers or is_of_document) or ((begin > 1 or len(heads) < 2) and not counts_nothing):
        return
    for at in heads:
        line = lines[at]
        line.tokens = line.tokens[2 if line.tokens[1].kind is Kind.BREAK else 1 :]
        line.reword(phrases_of(line.tokens, lexicon))


def _has_section_number(line: Line) -> bool:
    return bool(line.tokens) and line.tokens[0].kind is Kind.SPOILT and bool(_OF_SECTION.fullmatch(line.tokens[0].text))


def _looks_like_heading(line: Line) -> bool:
    return line.kind is BlockKind.HEADING or line.is_strong


def _has_list_number(line: Line) -> bool:
    """Whether a line begins with `1.` or `1)` and a word, or a heading with `1` and a word, with no other number."""
    if len(line.tokens) < 2 or sum(phrase.is_count for phrase in line.phrases) != 1:
        return False
    first, second, *rest = line.tokens
    if second.text in (".", ")"):
        begins = bool(rest) and rest[0].kind is Kind.WORD
    else:
        begins = _looks_like_heading(line) and second.kind is Kind.WORD
    return begins and first.kind is Kind.NUMBER and len(first.text) < 3


def take_page_number(lines: Sequence[Line], lexicon: Lexicon) -> None:
    """Remove a page number from the last line: `Data are accurate as of July 30, 2020        7`."""
    last = next((line for line in reversed(lines) if line.role is Role.BLANK and line.tokens), None)
    if last is None or len(last.tokens) < 3:
        return
    *before, gap, number = last.tokens
    is_apart = gap.kind is Kind.BREAK and not gap.text.strip()
    if not is_apart or number.kind is not Kind.NUMBER or len(number.text) > _LONGEST_PAGE:
        return
    rest = replace(last, tokens=tuple(before))
    rest.reword(phrases_of(before, lexicon))
    if rest.said.days and is_statement(rest):
        last.tokens = rest.tokens
        last.reword(rest.phrases)
