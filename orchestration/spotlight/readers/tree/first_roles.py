"""What one line is by its own words: figures, a heading, a statement of a date, a note or nothing.

Belongs here: the first role of a line, its neighbours not considered. Not here: how neighbours change it (roles).
"""

from __future__ import annotations

import re
from itertools import pairwise

from orchestration.spotlight.readers.blocks import BlockKind
from orchestration.spotlight.readers.grammar.dates import could_mean
from orchestration.spotlight.readers.grammar.lexicon import NOT_OF_THE_REPORT, PLACE, UNKNOWN
from orchestration.spotlight.readers.grammar.numbering import CAPTION
from orchestration.spotlight.readers.grammar.phrases import LABELS, Phrase
from orchestration.spotlight.readers.grammar.tokens import Kind, What
from orchestration.spotlight.readers.tree.imprints import is_dateline, is_imprint
from orchestration.spotlight.readers.tree.lines import COUNT_KINDS, Line, Role

_WHO_COUNTS = frozenset(
    (
        "the",
        "hotline",
        "national hotline",
        "the national hotline",
        "national human trafficking hotline",
        "nhtrc",
        "polaris",
    )
)
_WORDS_OF_TOTAL = 3
_AMOUNT = re.compile(r"[^:.]{1,40}: \$[0-9][0-9,]*(?:\.[0-9]{2})?\.?")
"""`Last week's offering: $4,312.50`"""
_PER = re.compile(r"per\b", re.IGNORECASE)
_DATED = frozenset(
    {What.PERIOD, What.ACCURACY, What.POSTED, What.DATE, What.NOISE, What.CONTACT, What.SHARE, What.MONEY, What.SPAN}
)


def first_role(line: Line) -> Role:
    """The role of a line by its own words."""
    content = [token for token in line.tokens if token.kind not in (Kind.BREAK, Kind.MARK)]
    if not content and any(phrase.kind in NOT_OF_THE_REPORT for phrase in line.phrases):
        return Role.HEADING
    if not content or (len(content) == 1 and content[0].kind is Kind.WORD and _is_icon(content[0].text)):
        return Role.BLANK
    if line.kind is BlockKind.NOTE:
        return Role.NOTE
    if any(token.what is What.CONTACT for token in line.tokens) and not line.counts:
        # `Call 1-888-373-7888 or text 233733` is no heading, whatever its words are.
        return Role.STATEMENT
    if not line.phrases:
        return Role.BLANK
    if _AMOUNT.fullmatch(line.text):
        return Role.STATEMENT
    if is_dateline(line):
        return Role.FRAME
    if is_statement(line) or is_imprint(line):
        return Role.STATEMENT
    if is_of_figures(line):
        return Role.FIGURES
    return Role.ITEM if line.has(*COUNT_KINDS) and not _is_numbered(line) else Role.HEADING


def _is_numbered(line: Line) -> bool:
    """Whether its only number is a list number before a heading: `2. Crisis line of the county`."""
    numbers = [token for token in line.tokens if token.kind is Kind.NUMBER]
    return len(numbers) == 1 and numbers[0] is line.tokens[0] and line.tokens[1].text in (".", ")")


def _is_icon(text: str) -> bool:
    """Whether a text is the single letter that an icon leaves; `Δ`, of another alphabet, is a sign."""
    return len(text) == 1 and text.isascii()


def is_statement(line: Line) -> bool:
    """Whether it is a date, a period, a share or a phone number, with no words that would make it a heading."""
    dates = [token.of for token in line.tokens if token.of is not None]
    named = [one.period for one in dates if one.what is What.PERIOD and one.period is not None]
    unclear = [one.text for one in dates if one.what is What.PERIOD and one.period is None]
    # `State fiscal year 2019 is September 1, 2018 through August 31, 2019.`
    if unclear and not (len(named) == 1 and all(could_mean(text, named[0]) for text in unclear)):
        return False
    if len(line.phrases) == 1 and any(one.what is What.SHARE and _PER.match(one.text) for one in dates):
        # `Per 100,000` alone is the unit of other numbers.
        return False
    has_date = any(one.what in _DATED for one in dates)
    if CAPTION.match(line.text) and all(one.what is What.NOISE for one in dates) and len(line.phrases) > 1:
        return False
    return has_date and all(
        phrase.kind in ("neutral", "edition", "own_period")
        or (phrase.kind == Kind.RECOGNISED and phrase.what in _DATED)
        for phrase in line.phrases
    )


def is_of_figures(line: Line) -> bool:
    """Whether all words are known and one of them is a label, a unit or a count."""
    if line.has(UNKNOWN) or line.text.endswith("?"):
        # A question heads its answer.
        return False
    has_count = line.has(*COUNT_KINDS)
    has_label = line.has(*LABELS, "unit")
    if not has_label:
        if line.has("sum") and all(phrase.kind in ("sum", *COUNT_KINDS) for phrase in line.phrases):
            return True
        return has_count or (line.has(Kind.YEAR) and len(line.phrases) == 1)
    if has_count:
        return True
    # Without a number, these words make a label a heading: `Cases by type`, `Top venues for sex trafficking`.
    is_heading = any(p.kind in ("breakdown", "measure", "edition", "sum", *NOT_OF_THE_REPORT) for p in line.phrases)
    # `Types of cases, per 1,000 signals:`
    is_heading |= any(phrase.what is What.SHARE and _PER.match(phrase.text) for phrase in line.phrases)
    names_more = line.has(PLACE) and not line.begins_with_sentence
    has_by = not line.begins_with_sentence and any(_divides(*two) for two in pairwise((*line.phrases, None)))
    several = len(line.labels) + len(line.units) > 1
    if not several and line.has("sum") and all(p.kind in ("sum", "unit", "neutral") for p in line.phrases):
        # `All cases`, `Cases in all`
        return len(line.words) <= _WORDS_OF_TOTAL
    return not (is_heading or names_more or has_by or (several and not line.labels))


def _divides(phrase: Phrase | None, following: Phrase | None) -> bool:
    """Whether a phrase names a breakdown: `by state`, but not `by the hotline`."""
    text = phrase.text.casefold() if phrase is not None else ""
    if text.startswith("by "):
        return True
    return text == "by" and (following is None or following.text.casefold() not in _WHO_COUNTS)
