"""A page that was copied as one line → the headings and figures that it was.

Belongs here: where one long line is cut. Not here: what its parts say.
"""

from __future__ import annotations

from collections.abc import Sequence

from orchestration.spotlight.readers.grammar.lexicon import Lexicon
from orchestration.spotlight.readers.grammar.phrases import LABELS, Phrase, phrases_of
from orchestration.spotlight.readers.grammar.tokens import Kind, Token, What

_LONG = 160
"""Characters: a shorter line is no page."""
_OF_FIGURES = (*LABELS, "unit", "own_period", Kind.NUMBER, Kind.STATUS, Kind.SPOILT)
_BEGINS = ("all_time", "other_breakdown", "breakdown")
"""Kinds of wordings that begin a heading of their own."""


def _begins(phrase: Phrase) -> bool:
    of = phrase.tokens[0].of
    return phrase.kind in _BEGINS or (of is not None and of.what is What.SINCE)


def cuts_of(text: str, tokens: Sequence[Token], lexicon: Lexicon) -> list[int]:
    """The columns at which a long line with several figures is cut; none if it is no such line."""
    if len(text) < _LONG:
        return []
    phrases = phrases_of(tokens, lexicon)
    labels = sum(phrase.kind in LABELS for phrase in phrases)
    if labels < 2 or sum(phrase.is_count for phrase in phrases) < 2:
        return []
    cuts = set()
    at = 0
    while at < len(phrases):
        end = at
        while end < len(phrases) and phrases[end].kind in _OF_FIGURES:
            end += 1
        run = phrases[at:end]
        if any(p.kind in LABELS for p in run) and any(p.is_count for p in run):
            cuts.add(phrases[at].tokens[0].column)
            if end < len(phrases):
                cuts.add(phrases[end].tokens[0].column)
        elif not run and at and _begins(phrases[at]) and not _begins(phrases[at - 1]):
            cuts.add(phrases[at].tokens[0].column)
        at = max(end, at + 1)
    # A bracket before a number belongs to it.
    opened = {token.end: token.column for token in tokens if token.text == "("}
    return sorted(opened.get(cut, cut) for cut in cuts - {0})
