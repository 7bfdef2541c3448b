"""Sentences that announce the statistics of the Hotline for a state and a time: those after them need name neither.

Belongs here: what such a sentence says. Not here: the sentences after it (told).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from orchestration.spotlight.readers.grammar.phrases import Phrase, plain
from orchestration.spotlight.readers.grammar.tokens import What
from orchestration.spotlight.readers.tree.beside_told import Sentence, time_of
from orchestration.spotlight.readers.tree.lines import Line
from orchestration.spotlight.readers.tree.told_counts import DATA, NATIONAL, rewritten

_LEAD = re.compile(
    r"(?!.{0,80}(?:\b(?:never|no|not)\b|n't\b))"
    # Numbers that are handed out are phone numbers.
    r"(?!.{0,80} (?:handed|passed) .{0,80} numbers )"
    r"(?:[a-z.'?]+ ){1,4}(?:brought|gave|had|handed (?:out|round)|passed out|presented|read|released|reviewed|shared"
    r"|summarized|went over) (?:the )?"
    rf"(?:(?:state )?{DATA} (?:of|by|from) H|P {DATA} (?:of|by|from) H|H (?:sheet|spotlight|{DATA})"
    r"|what H (?:has )?published)(?: W)?(?: ,)?(?: t)?(?: ,)?(?: [(] t ; A [)])?(?: A)? [.:]"
)
"""`She presented the statistics of the National Hotline for Louisiana for 2021.`"""
_FOR_TIME = re.compile(r"\bfor (?:the )?(?:calendar )?(?:year |period )?T\b")


def lead_of(sentence: Sentence, *, is_named: bool) -> tuple[tuple[Phrase, ...], tuple[Phrase, ...]] | None:
    """The times and the state for which a sentence announces statistics of the Hotline; None if it announces none.

    `is_named` says whether the National Hotline has been named before, so that `the Hotline` is enough.
    """
    if len(sentence.places) != 1 or not (is_named or NATIONAL.search(" ".join(sentence.words))):
        return None
    text, words = rewritten(sentence.tokens, sentence.phrases)
    # `in 2019` may be when they were presented, unlike `for 2019` and `, January 1, 2019 through December 31, 2019`.
    before = {id(after): one.text for one, after in pairwise(sentence.tokens)}
    are_for = [
        one.text.casefold().startswith("for ") or (one.what is What.PERIOD and before.get(id(one.tokens[0])) == ",")
        for one in sentence.times
    ]
    is_for_one = are_for[:1] == [True] and len({*map(time_of, sentence.times)}) == 1
    if not (all(are_for) or is_for_one or _FOR_TIME.search(words)) or not _LEAD.fullmatch(text):
        return None
    return sentence.times, sentence.places


def first_named(lines: Sequence[Line]) -> int:
    """The index of the first line that names the National Hotline, alone or with the next one; `len(lines)` if none."""
    words = [" ".join(map(plain, line.words)) for line in lines] + [""]
    pairs = enumerate(f"{one} {below}" for one, below in pairwise(words))
    return next((number for number, both in pairs if NATIONAL.search(both)), len(lines))
