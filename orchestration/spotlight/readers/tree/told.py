"""Figures told in sentences: `In 2019, the Hotline identified 134 cases` → a line for each figure.

Belongs here: the sentences that are known in every word, and what each number in them counts. Not here: other running
text, whose numbers are none; what a figure stands under (figures).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from orchestration.spotlight.readers.blocks import BlockKind
from orchestration.spotlight.readers.grammar.lexicon import PLACE, Lexicon
from orchestration.spotlight.readers.grammar.phrases import Phrase, phrases_of, plain
from orchestration.spotlight.readers.grammar.tokens import Kind, Token, What
from orchestration.spotlight.readers.tree.lines import TOUCHING, Line, Role

# A sentence is compared as words with a letter for each number (N), label (L), unit (U), place (P), time (T) and share
# in per cent (S).
_SIGNS = {Kind.NUMBER: "N", "figure": "L", "short": "L", "sentence": "L", "unit": "U", PLACE: "P"}
_TIMES = {What.PERIOD: "T", What.YEAR: "T", What.SHARE: "S"}
_TIME = r"(?:(?:in|during|for|from|over) )?(?:T|(?:that|the same) (?:calendar )?(?:year|period))"
_PLACE = r"(?:(?:in|from|across|throughout|about|for) )?(?:the state of )?P"
_HOTLINE = r"(?:(?:the )?(?:national )?(?:human trafficking )?hotline|(?:the )?nhtrc|(?:the )?nhth|it)"
_COUNTED = (
    r"(?:also )?(?:identified|recorded|received|logged|counted|documented|handled|answered|tallied|learned of|heard of"
    r"|learned about|heard about)"
)
_N = r"N(?: \( S \))?"
_AND = r" (?:, and|; and|,|;|and|as well as|with|involving) "
_COUNT = rf"(?:a total of )?{_N} (?:L|U)"
_COUNTS = rf"{_COUNT}(?:{_AND}{_COUNT})*"
_WHERE = rf"(?: (?:, )?(?:{_PLACE}|{_TIME}|in (?:these|those) U)){{0,2}}"
_SOURCE = (
    r"(?: (?:, )?according to (?:the|its) hotline(?: own)?(?: (?:data|figures|numbers|statistics))?"
    r"(?: for (?:the state|P))?)?"
)
_OF = r"of (?:these|those|them|the|which)(?: N)?(?: U)?(?: ,)? "
_WAS = r"(?:was|were|involved|concerned)"
_TYPE = r"(?: the)?(?: (?:type|form|kind|trafficking type|(?:type|form|kind) of trafficking))?"
_IN = rf"in (?:the (?:other|remaining) )?{_N}(?: U)?(?: ,)?(?: there)?{_TYPE}(?: {_WAS})? L"
_PART = rf"(?:{_N}(?: U)? {_WAS} L|{_IN}|{_N} L)"
_PARTS = rf"{_PART}(?:{_AND}{_PART})*"
_SHARE_OF = rf"L (?:accounted for|made up) {_N}(?: U)?(?:{_AND}L (?:(?:accounted )?for|made up) {_N}(?: U)?)*"
_SENTENCE = re.compile(
    rf"(?:{_TIME} (?:, )?)?(?:{_PLACE} (?:, )?)?"
    rf"(?:(?:(?P<subject>{_HOTLINE}) {_COUNTED}|there (?:was|were)|(?:the|these|those) U involved) {_COUNTS}{_WHERE}"
    rf"(?:{_SOURCE}|{_AND}{_COUNT}{_WHERE}| (?:[,;] )?(?P<of_which>{_OF}){_PARTS}| : {_PARTS})"
    rf"|(?P<of>{_OF})?(?P<parts>{_PARTS})|(?P<shares>{_SHARE_OF})|(?P<done>{_N} L(?:{_AND}{_N} L)*){_WHERE}) [.:]"
)
_FIGURE = re.compile(rf"L (?:accounted for|made up|for) {_N}(?: U)?|{_N}(?: U)?(?: ,)?(?: [a-z]+){{0,8}}? L|{_N} U")
_END = re.compile(r"[.!?:][\"')\]]{0,3}$")
_MOST = 12
"""Numbers of a sentence."""
_LONGEST_DATELINE = 12
_DASHES = (Kind.DASH, Kind.BREAK)
_LINES_OF_HELP = frozenset(("helpline", "hotline", "lifeline", "line", "lines", "safeline", "nhtrc", "nhth"))
_BEFORE_HOTLINE = frozenset(("the", "this", "that"))


@dataclass(frozen=True)
class _Told:
    """A sentence that is known in every word."""

    lines: tuple[Line, ...]
    figures: tuple[tuple[Phrase, ...], ...]
    """Number and label, and their unit if the sentence names one."""
    times: tuple[Phrase, ...]
    places: tuple[Phrase, ...]


@dataclass
class _Before:
    """What the lines before a sentence say, as far as it can lean on them."""

    hotline: bool = False
    """The last line of help that they name is the National Hotline."""
    is_told: bool = False
    """The sentence right before it tells what the Hotline counted, or a heading right above it names the Hotline."""
    counted: str | None = None
    """The one measure that the sentence right before it tells."""
    times: tuple[Phrase, ...] = ()
    places: tuple[Phrase, ...] = ()


def told(lines: Sequence[Line], lexicon: Lexicon) -> list[Line] | None:
    """The lines with one for each figure in place of the sentences that tell them; None if no sentence tells any.

    A sentence that names no time or place is of those of the one before it. Where only some have one, none is told.
    """
    found = list(_told(lines, lexicon))
    named = ([one.times for one in found], [one.places for one in found])
    if not found or any(any(some) and not all(some) for some in named):
        return None
    sentence_of = {id(line): one for one in found for line in one.lines}
    result: list[Line] = []
    for line in lines:
        one = sentence_of.get(id(line))
        if one is None:
            result.append(line)
        elif line is one.lines[0]:
            result += _as_lines(one)
    return result


def _as_lines(one: _Told) -> Iterator[Line]:
    for phrases in one.figures:
        first = next(line for line in one.lines if phrases[0].tokens[0] in line.tokens)
        whole = (*phrases, *one.places, *one.times)
        tokens = tuple(token for phrase in whole for token in phrase.tokens)
        yield replace(first, tokens=tokens, phrases=whole, role=Role.FIGURES, _said=None)


def _told(lines: Sequence[Line], lexicon: Lexicon) -> Iterator[_Told]:
    before = _Before()
    for paragraph in _paragraphs(lines):
        if not _END.search(paragraph[-1].text):
            hotline = _names_hotline(paragraph, is_so=before.hotline)
            before = _Before(hotline, is_told=any(line.said.names_hotline for line in paragraph) and hotline)
            continue
        for sentence in _sentences(paragraph):
            one = _understood(sentence, before, lexicon)
            before.hotline = _names_hotline(sentence, is_so=before.hotline)
            before.is_told = one is not None
            before.counted = _only_measure(one) if one is not None else None
            if one is not None:
                before.times, before.places = one.times or before.times, one.places or before.places
                yield replace(one, times=before.times, places=before.places)


def _names_hotline(lines: Sequence[Line], *, is_so: bool) -> bool:
    """Whether the last line of help that is named is the National Hotline: `the hotline` is that one."""
    for line in lines:
        for before, word in pairwise([None, *line.words]):
            if word is not None and plain(word) in _LINES_OF_HELP:
                is_bare = before is None or plain(before) in _BEFORE_HOTLINE
                is_so = line.said.names_hotline if not is_bare or not is_so else is_so
    return is_so


def _paragraphs(lines: Sequence[Line]) -> Iterator[list[Line]]:
    paragraph: list[Line] = []
    for line in lines:
        is_text = line.role is Role.BLANK and line.kind is BlockKind.TEXT and line.tokens
        if paragraph and not (is_text and line.block == paragraph[-1].block and paragraph[-1].gap_to(line) < TOUCHING):
            yield paragraph
            paragraph = []
        if is_text:
            paragraph.append(line)
    if paragraph:
        yield paragraph


def _sentences(paragraph: Sequence[Line]) -> Iterator[tuple[Line, ...]]:
    sentence: list[Line] = []
    for line in paragraph:
        sentence.append(line)
        if _END.search(line.text):
            yield tuple(sentence)
            sentence = []


def _understood(lines: tuple[Line, ...], before: _Before, lexicon: Lexicon) -> _Told | None:
    """What a sentence tells, or None if a word of it is not known, or not who counted."""
    tokens = _without_dateline([token for line in lines for token in line.tokens])
    if not 0 < sum(token.kind is Kind.NUMBER for token in tokens) <= _MOST:
        return None
    phrases = phrases_of(tokens, lexicon)
    words, at = _worded(tokens, phrases)
    match = _SENTENCE.fullmatch(words)
    if match is None or any(line.doubt for line in lines):
        return None
    subject = match["subject"] or ""
    is_by_hotline = "national" in subject or "nht" in subject or ("hotline" in subject and before.hotline)
    if not (is_by_hotline or before.is_told):
        return None
    figures = []
    for figure in _FIGURE.finditer(words, match.start()):
        inside = [phrase for start, phrase in at.items() if figure.start() <= start < figure.end()]
        number = next(one for one in inside if one.kind == Kind.NUMBER)
        label = next((one for one in inside if _SIGNS.get(one.kind) == "L"), None)
        units = [one for one in inside if one.kind == "unit"]
        figures.append((number, label, *units) if label is not None else (number, *units))
    if len(figures) != words.split().count("N") or not _agree(figures, match, at, before.counted):
        return None
    return _Told(
        lines,
        tuple(figures),
        tuple(one for one in phrases if _sign(one) == "T"),
        tuple(one for one in phrases if one.kind == PLACE),
    )


def _without_dateline(tokens: list[Token]) -> list[Token]:
    """`HILO -- The Hotline received 121 signals` begins with where it was written."""
    end = next((at for at, one in enumerate(tokens[:_LONGEST_DATELINE]) if one.kind in _DASHES and "-" in one.text), 0)
    words = [one for one in tokens[1:end] if one.kind is Kind.WORD]
    is_town = end > 0 and tokens[0].text.isupper() and len(tokens[0].text) > 2
    is_dateline = is_town and all(one.text[0].isupper() for one in words)
    return tokens[end + 1 :] if is_dateline and not any(one.kind is Kind.NUMBER for one in tokens[:end]) else tokens


def _worded(tokens: Sequence[Token], phrases: Sequence[Phrase]) -> tuple[str, dict[int, Phrase]]:
    """A sentence as it is compared, and where in it each phrase stands."""
    phrase_of = {id(token): phrase for phrase in phrases for token in phrase.tokens}
    parts: list[str] = []
    at: dict[int, Phrase] = {}
    length = 0
    for token in tokens:
        phrase = phrase_of.get(id(token))
        if phrase is not None and token is not phrase.tokens[0]:
            continue
        # `In the other 3 cases`: the label of the same word is none in front of a number.
        is_plain = phrase is None or phrase.text.casefold() == "other"
        sign = "" if is_plain or phrase is None else _sign(phrase)
        text = sign or " ".join(one.text for one in (phrase.tokens if phrase else (token,))).casefold()
        if phrase is not None:
            at[length] = phrase
        parts.append(text)
        length += len(text) + 1
    return " ".join(parts), at


def _sign(phrase: Phrase) -> str:
    of = phrase.tokens[0].of
    if phrase.kind == Kind.RECOGNISED and of is not None:
        return _TIMES.get(of.what, "") if of.what is not What.PERIOD or of.period is not None else ""
    return _SIGNS.get(phrase.kind, "")


def _agree(
    figures: Sequence[tuple[Phrase, ...]], match: re.Match[str], at: dict[int, Phrase], counted: str | None
) -> bool:
    """Whether parts are parts of what was counted right before them, and each unit is that of its label."""
    named = [(_measure(figure[1]), _category(figure[1])) for figure in figures]
    parts = {measure for measure, category in named if category != "total"}
    totals = [measure for measure, category in named if category == "total"]
    for figure, (measure, _) in zip(figures, named, strict=True):
        if measure is None or any(_measure(unit) != measure for unit in figure[2:]):
            return False
    if match["of_which"] is not None:
        return len(totals) == 1 and parts == set(totals)
    of = match["of"]
    if of is not None:
        units = [phrase for start, phrase in at.items() if match.start("of") <= start < match.end("of")]
        units = [one for one in units if one.kind == "unit"]
        return not totals and parts == ({_measure(units[0])} if units else {counted})
    if match["parts"] is not None and parts:
        return parts == {counted}
    return True


def _measure(phrase: Phrase) -> str | None:
    if phrase.label is not None and phrase.label.measure:
        return phrase.label.measure
    return phrase.entry.meaning if phrase.entry is not None else None


def _category(phrase: Phrase) -> str:
    return (phrase.label.category if phrase.label is not None else None) or "total"


def _only_measure(one: _Told) -> str | None:
    measures = {_measure(figure[1]) for figure in one.figures}
    return next(iter(measures)) if len(measures) == 1 else None
