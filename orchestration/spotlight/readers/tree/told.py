"""Figures told in sentences → a line for each.

`In 2019, the National Human Trafficking Hotline identified 134 cases in Ohio. Of these, 102 were sex trafficking.`

Belongs here: the sentences that are known in every word, and what each number in them counts. Not here: other running
text, whose numbers are none; what a figure stands under (figures).

The first of such sentences says itself who counted, where and when. Those right behind it may lean on it. Any other
sentence among them may take the figures back, so that none is told.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from orchestration.spotlight.readers.blocks import BlockKind
from orchestration.spotlight.readers.grammar.dates import Period, year_period
from orchestration.spotlight.readers.grammar.lexicon import OUTSIDE, PLACE, UNKNOWN, Lexicon
from orchestration.spotlight.readers.grammar.phrases import COUNTING, Phrase, phrases_of, plain
from orchestration.spotlight.readers.grammar.tokens import Kind, Token, What
from orchestration.spotlight.readers.tree.hotlines import names_another_line
from orchestration.spotlight.readers.tree.lines import Line, Role
from orchestration.spotlight.readers.tree.running_text import ENDS_SENTENCE, paragraphs, sentences, without_dateline

# A sentence is compared as words with a letter for each number (N), label (L), unit (U), place (P), time (T) and share
# in per cent (S).
_SIGNS = {Kind.NUMBER: "N", "figure": "L", "short": "L", "sentence": "L", "unit": "U", PLACE: "P"}
_TIMES = {What.PERIOD: "T", What.YEAR: "T", What.SHARE: "S"}
_TIME = r"(?:(?:in|during|for|from|over) )?(?:T|(?:that|the same) (?:calendar )?(?:year|period))"
_PLACE = (
    r"(?:(?:in|from|across|throughout|about|for|that (?:were about|came from|concerned|mentioned|referenced)) )?"
    r"(?:the state of )?P"
)
_HOTLINE = r"(?:(?:the )?(?:national )?(?:human trafficking )?hotline|(?:the )?nhtrc|(?:the )?nhth|it)"
_COUNTED = rf"(?:also )?(?:{'|'.join(sorted(COUNTING - {'heard', 'learned'}))}|(?:heard|learned) (?:about|of))"
_N = r"N(?: \( S \))?"
_AND = r" (?:, and|; and|,|;|and|as well as|with|involving) "
_COUNT = rf"(?:a total of )?{_N} (?:L|U)"
_COUNTS = rf"{_COUNT}(?:{_AND}{_COUNT})*"
_WHERE = rf"(?: (?:, )?(?:{_PLACE}|{_TIME}|in (?:these|those) U)){{0,2}}"
_SOURCE = (
    r"(?: (?:, )?according to (?:(?:the|its) hotline(?: own)?(?: (?:data|figures|numbers|statistics))?"
    r"|(?:data|figures|numbers|statistics) (?:that )?the hotline (?:has )?published)(?: (?:for|on) (?:the state|P))?)?"
)
_OF = r"of (?:these|those|them|the|which)(?: N)?(?: U)?(?: ,)? "
_WAS = r"(?:was|were|involved|concerned)"
_TYPE = r"(?: the)?(?: (?:type|form|kind|trafficking type|(?:type|form|kind) of trafficking))?"
_IN = rf"in (?:the (?:other|remaining) )?{_N}(?: U)?(?: ,)?(?: there)?{_TYPE}(?: {_WAS})? L"
_PART = rf"(?:{_N}(?: U)? {_WAS} L|{_IN}|{_N} L|{_N} of (?:these|them)(?: came| {_WAS})? L)"
_PARTS = rf"{_PART}(?:{_AND}{_PART})*"
_SHARE_OF = rf"L (?:accounted for|made up) {_N}(?: U)?(?:{_AND}L (?:(?:accounted )?for|made up) {_N}(?: U)?)*"
_SENTENCE = re.compile(
    rf"(?:{_TIME} (?:, )?)?(?:{_PLACE} (?:, )?)?"
    rf"(?:(?:(?P<subject>{_HOTLINE}) {_COUNTED}|there (?:was|were)|(?P<involved>(?:the|these|those) U) involved) "
    rf"{_COUNTS}{_WHERE}"
    rf"(?:{_SOURCE}|{_AND}(?:(?:it )?{_COUNTED} )?{_COUNTS}{_WHERE}"
    rf"| (?:[,;] )?(?P<of_which>{_OF}){_PARTS}|(?P<that_are> : ){_PARTS})"
    rf"|(?P<of>{_OF})?(?P<parts>{_PARTS})|(?P<shares>{_SHARE_OF})|(?P<done>{_N} L(?:{_AND}{_N} L)*){_WHERE}) [.:]"
)
_FIGURE = re.compile(rf"L (?:accounted for|made up|for) {_N}(?: U)?|{_N}(?: U)?(?: ,)?(?: [a-z]+){{0,8}}? L|{_N} U")
_OF_THEM = re.compile(r"N (?:\( S \) )?of ")
_TOGETHER = re.compile(r" (?:with|involving) ")
_NEAR = 2
"""Sentences before and behind those that tell figures which may say something of them."""
_NATIONAL = "national human trafficking hotline"
_WHOLE = re.compile(r"of (?:these|those|them|the|which) N")
"""`Of the 161 cases`: the number of the sentence before."""
_THAT_TIME = re.compile(r"\b(?:that|the same) (?:calendar )?(year|period) ")
_YEAR_OF_DAYS = (364, 365)
_YEAR = re.compile(r"\b(?:19|20)[0-9]{2}\b")
_MOST = 12
"""Numbers of a sentence."""
_NOT = frozenset(("except", "excluding", "neither", "never", "no", "none", "not", "without"))
_POINTS_BACK = frozenset(
    ("all", "both", "half", "it", "many", "most", "neither", "none", "nothing", "only", "some", "such", "that", "these",
     "they", "this", "those")
)  # fmt: skip
"""First words of a sentence that may take back what the one before it tells: `That is what one newspaper wrote.`"""


@dataclass(frozen=True)
class _Told:
    """A sentence that is known in every word."""

    lines: tuple[Line, ...]
    figures: tuple[tuple[Phrase, ...], ...]
    """Number and label, and their unit if the sentence names one."""
    times: tuple[Phrase, ...]
    places: tuple[Phrase, ...]
    names_subject: bool
    """It says who counted."""


@dataclass(frozen=True)
class _Before:
    """The sentence before another, as far as this may lean on it."""

    text: str = ""
    words: tuple[Token, ...] = ()
    phrases: tuple[Phrase, ...] = ()
    told: _Told | None = None
    counted: str | None = None
    """The measure whose only total it tells, or whose total the parts that it tells belong to."""
    is_total: bool = False
    rest: int = 0
    """What the parts that are told so far leave of that total."""


@dataclass(frozen=True)
class Told:
    """The lines of a document with one for each figure that a sentence tells, and these figures."""

    lines: list[Line]
    beside: list[Line]
    """The same with the sentences as well, which say of where and when a list beside them is."""
    figures: frozenset[tuple[str | None, str, str]]
    """Measure, category and number of each."""


def told(lines: Sequence[Line], lexicon: Lexicon, is_doubtful: Callable[[str], bool]) -> Told | None:
    """What the sentences of a document tell; None if none tells a figure, or one beside them may take it back.

    `is_doubtful` says of a sentence that it is no usual one beside figures.
    """
    found = list(_told(lines, lexicon, is_doubtful))
    if not found or None in found:
        return None
    sentence_of = {id(line): one for one in found if one is not None for line in one.lines}
    figures = [figure for one in found if one is not None for figure in one.figures]
    counts = frozenset((_measure(label), _category(label), number.value) for number, label, *_ in figures)
    result: list[Line] = []
    beside: list[Line] = []
    for line in lines:
        one = sentence_of.get(id(line))
        beside.append(replace(line))
        if one is None:
            result.append(replace(line, role=Role.FRAME) if _repeats(line, counts) else line)
            beside[-1].role = result[-1].role
        elif line is one.lines[0]:
            result += _as_lines(one)
        if one is not None and line is one.lines[-1]:
            beside += _as_lines(one)
    return Told(result, beside, counts)


def _repeats(line: Line, counts: frozenset[tuple[str | None, str, str]]) -> bool:
    """`Lawmakers hear survivors as hotline logs 90 trafficking cases`: a headline whose number a sentence tells."""
    numbers = [at for at, phrase in enumerate(line.phrases) if phrase.is_count]
    behind = line.phrases[numbers[0] + 1 :][:1] if len(numbers) == 1 else ()
    is_headline = line.kind in (BlockKind.HEADING, BlockKind.TITLE) and line.said.names_hotline
    return is_headline and any((_measure(one), _category(one), line.counts[0].value) in counts for one in behind)


def _as_lines(one: _Told) -> Iterator[Line]:
    for phrases in one.figures:
        first = next(line for line in one.lines if phrases[0].tokens[0] in line.tokens)
        whole = (*phrases, *one.places, *one.times)
        tokens = tuple(token for phrase in whole for token in phrase.tokens)
        yield replace(first, tokens=tokens, phrases=whole, role=Role.FIGURES, _said=None)


def _told(lines: Sequence[Line], lexicon: Lexicon, is_doubtful: Callable[[str], bool]) -> Iterator[_Told | None]:
    """Each sentence that tells figures, or None for one that may take back what those beside it tell."""
    is_only_line = not any(names_another_line(line.words) for line in lines)
    before = _Before()
    near: list[_Before] = []
    """The sentences since the last one that tells figures."""
    is_behind = False
    for paragraph in paragraphs(lines):
        if not ENDS_SENTENCE.search(paragraph[-1].text):
            before = _Before()
            continue
        has_told = False
        for sentence in sentences(paragraph):
            one = _understood(sentence, before, lexicon, is_only_line=is_only_line)
            if one is not None:
                if any(not _is_usual(other) and is_doubtful(other.text) for other in near[-_NEAR:]):
                    yield None
                yield one
                has_told = is_behind = True
                before, near = _behind(one, before), []
                continue
            tokens = tuple(token for line in sentence for token in line.tokens)
            words = tuple(one for one in tokens if one.kind is Kind.WORD)
            other = _Before(" ".join(line.text for line in sentence), words, phrases_of(tokens, lexicon))
            near.append(other)
            is_next = before.told is not None and bool(words) and plain(words[0]) in _POINTS_BACK
            is_near = is_behind and len(near) <= _NEAR and is_doubtful(other.text)
            if (has_told or is_next or is_near) and not _is_usual(other):
                yield None
            if before.told is None or not _is_usual(other) or _names_others(other, before.told):
                before = other


def _behind(one: _Told, before: _Before) -> _Before:
    named = [(_measure(figure[1]), _category(figure[1])) for figure in one.figures]
    totals = {measure for measure, category in named if category == "total"}
    numbers = [int(figure[0].value) for figure in one.figures]
    if not one.names_subject:
        # `Of these, 102 were sex trafficking`, `They involved 208 victims`: more of what was counted before.
        rest = before.rest if totals else before.rest - sum(numbers)
        return _Before(told=one, counted=before.counted, rest=rest)
    is_total = len(totals) == len(named) == 1
    # `It received 151 signals: 96 phone calls, ...`
    rest = numbers[0] - sum(numbers[1:])
    is_whole = len(totals) == 1 and named[0][1] == "total" and rest == 0
    counted = next(iter(totals)) if is_total or is_whole else None
    return _Before(told=one, counted=counted, is_total=is_total, rest=rest)


def _is_usual(sentence: _Before) -> bool:
    """`The Spotlight represents signals and cases from ... and is accurate as of ...`, `By type, these are:`

    Each word is known, and none qualifies figures.
    """
    kinds = {phrase.kind for phrase in sentence.phrases}
    whats = {of.what for phrase in sentence.phrases if (of := phrase.tokens[0].of) is not None}
    is_open = _NOT.isdisjoint(plain(word) for word in sentence.words) and kinds.isdisjoint((UNKNOWN, *OUTSIDE))
    if _is_of_channels(sentence):
        return is_open and kinds.isdisjoint((PLACE, Kind.RECOGNISED, Kind.NUMBER))
    return is_open and Kind.NUMBER not in kinds and (What.ACCURACY in whats or sentence.text.endswith(":"))


def _names_others(sentence: _Before, told_one: _Told) -> bool:
    """Whether a sentence names another place or time than the figures told before it, or what they may count."""
    places = {_place(one) for one in sentence.phrases if one.kind == PLACE}
    told_places = set(map(_place, told_one.places))
    named = [one for one in sentence.phrases if (of := one.tokens[0].of) is not None and of.what is not What.ACCURACY]
    is_same = places <= told_places and set(map(_time, named)) <= set(map(_time, told_one.times))
    counts = any(_sign(one) in ("L", "U") for one in sentence.phrases)
    return not is_same or names_another_line(sentence.words) or (counts and not _is_of_channels(sentence))


def _place(phrase: Phrase) -> str:
    return phrase.entry.meaning if phrase.entry is not None else phrase.text


def _time(phrase: Phrase) -> Period | None:
    of = phrase.tokens[0].of
    if of is None or of.period is not None:
        return of.period if of is not None else None
    year = _YEAR.search(phrase.text)
    return year_period(int(year[0])) if year else None


def _is_of_channels(sentence: _Before) -> bool:
    """`Signals are phone calls, texts, web chats, emails and online reports.`"""
    first = [plain(word) for word in sentence.words[:2]]
    labels = [phrase for phrase in sentence.phrases if _sign(phrase) in ("L", "U")]
    return first == ["signals", "are"] and {_measure(one) for one in labels} == {"signals"}


def _understood(lines: tuple[Line, ...], before: _Before, lexicon: Lexicon, *, is_only_line: bool) -> _Told | None:
    """What a sentence tells, or None if a word of it is not known, or not who counted, where and when."""
    tokens = without_dateline([token for line in lines for token in line.tokens], lexicon)
    if not 0 < sum(token.kind is Kind.NUMBER for token in tokens) <= _MOST:
        return None
    phrases = phrases_of(tokens, lexicon)
    words, at = _worded(tokens, phrases)
    match = _SENTENCE.fullmatch(words)
    if match is None or any(line.doubt for line in lines):
        return None
    times = tuple(one for one in phrases if _sign(one) == "T")
    if (that := _THAT_TIME.search(words)) is not None:
        times += _time_of(before, is_year=that[1] == "year")
    places = tuple(one for one in phrases if one.kind == PLACE)
    subject = match["subject"] or ""
    # `The Hotline` alone is the National one where the sentence before names it, and the document no other.
    is_clear = is_only_line and "hotline" in subject and _NATIONAL in " ".join(map(plain, before.words))
    is_named = "national" in subject or "nht" in subject or is_clear
    leans = before.told if before.told is not None and "national" not in subject else None
    if leans is not None:
        times, places = times or leans.times, places or leans.places
    elif not is_named:
        return None
    if not times or not places:
        return None
    figures = []
    for figure in _FIGURE.finditer(words, match.end("of") if match["of"] else match.start()):
        inside = [phrase for start, phrase in at.items() if figure.start() <= start < figure.end()]
        number = next(one for one in inside if one.kind == Kind.NUMBER)
        label = next((one for one in inside if _SIGNS.get(one.kind) == "L"), None)
        units = [one for one in inside if one.kind == "unit"]
        figures.append((number, label, *units) if label is not None else (number, *units))
    of_all = _WHOLE.match(match["of"] or "")
    whole = at[match.start("of") + of_all.end() - 1] if of_all else None
    if whole is not None and not (before.is_total and int(whole.value) == before.rest):
        return None
    told_of = len(figures) + (whole is not None)
    if told_of != words.split().count("N") or not _agree(figures, match, at, before):
        return None
    return _Told(lines, tuple(figures), times, places, bool(subject))


def _time_of(before: _Before, *, is_year: bool) -> tuple[Phrase, ...]:
    """The only time that the sentence before names: `that year` is a whole one."""
    times = before.told.times if before.told is not None else [one for one in before.phrases if _sign(one) == "T"]
    of = times[0].tokens[0].of if len(times) == 1 else None
    if of is None:
        return ()
    is_whole = of.period is None or (of.period.end - of.period.start).days in _YEAR_OF_DAYS
    return tuple(times) if is_whole or not is_year else ()


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


def _agree(figures: Sequence[tuple[Phrase, ...]], match: re.Match[str], at: dict[int, Phrase], before: _Before) -> bool:
    """Whether parts are parts of what was counted right before them, and each unit is that of its label."""
    named = [(_measure(figure[1]), _category(figure[1])) for figure in figures]
    parts = {measure for measure, category in named if category != "total"}
    totals = [measure for measure, category in named if category == "total"]
    for figure, (measure, _) in zip(figures, named, strict=True):
        if measure is None or any(_measure(unit) != measure for unit in figure[2:]):
            return False
    if parts and totals and _TOGETHER.search(match[0]):
        # `20 labor trafficking cases involving 45 victims`
        return False
    if match["of_which"] is not None or match["that_are"] is not None:
        return len(totals) == 1 and parts == set(totals)
    if match["of"] is not None:
        units = {_measure(one) for one in _units_of(match, "of", at)}
        return (before.is_total or bool(units)) and not totals and parts == {before.counted} >= units
    if parts and match["subject"] is None:
        is_of_all = before.is_total or not _OF_THEM.search(match[0])
        return is_of_all and not totals and parts == {before.counted}
    if match["involved"] is not None:
        units = {_measure(one) for one in _units_of(match, "involved", at)}
        return before.is_total and units == {before.counted}
    # `There were 60 victims`, behind some parts of the cases, may be those of these parts.
    is_of_all = before.counted is not None and (before.is_total or before.rest == 0)
    return match["subject"] is not None or is_of_all


def _units_of(match: re.Match[str], group: str, at: dict[int, Phrase]) -> list[Phrase]:
    inside = [phrase for start, phrase in at.items() if match.start(group) <= start < match.end(group)]
    return [phrase for phrase in inside if phrase.kind == "unit"]


def _measure(phrase: Phrase) -> str | None:
    if phrase.label is not None and phrase.label.measure:
        return phrase.label.measure
    return phrase.entry.meaning if phrase.entry is not None else None


def _category(phrase: Phrase) -> str:
    return (phrase.label.category if phrase.label is not None else None) or "total"
