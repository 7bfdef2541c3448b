"""A page that was copied as one line → the headings and figures that it was.

Belongs here: where one long line is cut. Not here: what its parts say.
"""

from __future__ import annotations

from collections.abc import Sequence

from orchestration.spotlight.readers.grammar.lexicon import UNKNOWN
from orchestration.spotlight.readers.grammar.phrases import LABELS, Phrase
from orchestration.spotlight.readers.grammar.tokens import Kind, Token, What

LONG = 160
"""Characters: a shorter line is no page."""
_OF_FIGURES = (*LABELS, "unit", "own_period", Kind.NUMBER, Kind.STATUS, Kind.SPOILT)
_BETWEEN_TOTALS = ("|", "•", "·", "/", ";")
_BEGINS = ("all_time", "other_breakdown", "breakdown")
"""Kinds of wordings that begin a heading of their own."""


def _begins(phrase: Phrase) -> bool:
    of = phrase.tokens[0].of
    return phrase.kind in _BEGINS or (of is not None and of.what is What.SINCE)


def cuts_of(tokens: Sequence[Token], phrases: Sequence[Phrase]) -> list[int]:
    """The columns at which a long line with several figures is cut; none if it is no such line."""
    labels = sum(phrase.kind in LABELS for phrase in phrases)
    if labels < 2 or sum(phrase.is_count for phrase in phrases) < 2:
        return []
    if any(token.kind is Kind.WORD and token.text[0].islower() for token in tokens[:8]):
        # Running text begins with small words.
        return []
    cuts = set()
    at = 0
    while at < len(phrases):
        end = at
        while end < len(phrases) and phrases[end].kind in _OF_FIGURES:
            end += 1
        run = phrases[at:end]
        if any(p.kind in LABELS for p in run) and any(p.is_count for p in run):
            start = at
            if run[0].is_count:
                # `Hotel/Motel Based (650)`: the number belongs to words that are not known.
                while start > 0 and phrases[start - 1].kind == UNKNOWN:
                    start -= 1
            if start and phrases[start - 1].text == "#":
                start -= 1
            cuts.add(phrases[start].tokens[0].column)
            if end < len(phrases):
                cuts.add(phrases[end].tokens[0].column)
        elif not run and at and _begins(phrases[at]) and not _begins(phrases[at - 1]):
            cuts.add(phrases[at].tokens[0].column)
        at = max(end, at + 1)
    # A bracket before a number belongs to it.
    opened = {token.end: token.column for token in tokens if token.text == "("}
    return sorted(opened.get(cut, cut) for cut in cuts - {0})


def cuts_between_totals(tokens: Sequence[Token], phrases: Sequence[Phrase]) -> list[int]:
    """The columns at which `Signals 279 | Cases 82 | Victims 145` is cut: each part is one total and its number."""
    if any(phrase.kind not in ("unit", Kind.NUMBER) for phrase in phrases):
        return []
    signs = [token.column for token in tokens if token.kind is Kind.BREAK and token.text in _BETWEEN_TOTALS]
    ends = [*signs, max((token.end for token in tokens), default=0)]
    parts = [
        sorted(phrase.kind for phrase in phrases if start <= phrase.tokens[0].column < end)
        for start, end in zip([0, *signs], ends, strict=True)
    ]
    return signs if len(parts) > 1 and all(part == sorted(("unit", Kind.NUMBER)) for part in parts) else []
