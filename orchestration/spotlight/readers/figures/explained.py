"""Lines that explain a sign or a colour: `* = estimated`, `Red: our guess`.

Belongs here: which lines do, and whether their words are known. Not here: notes that a mark points at (remarks).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import dropwhile

from orchestration.spotlight.readers.grammar.lexicon import NOT_OF_THE_REPORT, UNKNOWN, Lexicon
from orchestration.spotlight.readers.grammar.phrases import Phrase, phrases_of
from orchestration.spotlight.readers.grammar.tokens import Kind, tokens_of
from orchestration.spotlight.readers.tree.lines import Line, Role

_EXPLAINED = re.compile(
    r"^\W{0,3}(?:\w{1,12} )?\S{1,3} ?= ?[^\W\d]"
    r"|\b(?:each|every|one|1|an?) (?:bar|block|box|circle|dot|figure|icon|mark|person|square|star|symbol|unit) "
    r"(?:equals|means|represents|stands for) [a-z0-9]",
    re.IGNORECASE,
)
"""A sign with its meaning: `* = estimated`, `☎ = ten contacts`, `Each unit stands for ten`"""
_COLOURS = re.compile(
    r"\W{0,3}(?:(?:counts|figures|numbers) )?(?:in )?(?:dark |light )?(?:black|blue|bold(?: face| type)?|brown|gr[ae]y"
    r"|green|italics?|orange|purple|red|shaded|teal|underlined|white|yellow)(?: figures?| numbers?| type| print)?"
    r" ?[:=-] ?(?=[^\W\d])",
    re.IGNORECASE,
)
"""A colour or a style of print with its meaning: `Red: our guess`"""
_CODE = re.compile(r"\b([A-Z]{2,5}) ?= ?([A-Za-z][A-Za-z. ]+?)(?=[,;.]|$)")
_SPELT_OUT = frozenset(("calendar year", "national hotline", "national human trafficking hotline"))
_AFTER_COLOUR = (":", "=", "-")


def explained_signs(lines: Sequence[Line], lexicon: Lexicon) -> Iterator[Line]:
    """Lines that explain a sign or a colour, which may stand beside any figure."""
    for line in lines:
        if line.role in (Role.FRAME, Role.TABLE) or not line.tokens:
            continue
        # The key of a chart changes nothing if its words are known: `Blue: phone calls`.
        is_doubtful = any(phrase.kind == UNKNOWN or phrase.kind in NOT_OF_THE_REPORT for phrase in _behind_colour(line))
        if is_doubtful or _EXPLAINED.search(_without_codes(line.text, lexicon)):
            yield line


def _without_codes(text: str, lexicon: Lexicon) -> str:
    """The text without names and harmless words behind their short forms: `AK = Alaska`, `CY = calendar year`."""

    def is_own(key: re.Match[str]) -> bool:
        phrases = phrases_of(tokens_of([(0, key[2])])[0], lexicon)
        if [one.entry.meaning for one in phrases if one.entry] == [lexicon.codes.get(key[1])]:
            return True
        return key[2].casefold() in _SPELT_OUT

    return _CODE.sub(lambda key: "" if is_own(key) else key[0], text)


def _behind_colour(line: Line) -> list[Phrase]:
    """The phrases after a colour: `our guess` in `Red: our guess`. A bullet may stand before the colour."""
    if not _COLOURS.match(line.text):
        return []
    tokens = dropwhile(lambda token: token.kind is not Kind.WORD, line.tokens)
    behind = {id(token) for token in dropwhile(lambda token: token.text not in _AFTER_COLOUR, tokens)}
    return [phrase for phrase in line.phrases if id(phrase.tokens[0]) in behind]
