"""The counts that one sentence tells: each number with the label or unit that it counts.

`The Hotline received 241 signals, including 139 phone calls; of these cases, 12 were labor trafficking.`

Belongs here: the words that such a sentence may have, and which number stands with which label. Not here: which
sentences are the publisher's figures, and of where and when (told).

Each word must be one of a closed list: `more than`, `about`, `not` or `police` leave the whole sentence untold. It is
cut at its signs and joining words, and each piece with a number must have one label or unit, before it or behind.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from orchestration.spotlight.readers.grammar.lexicon import PLACE
from orchestration.spotlight.readers.grammar.phrases import COUNTING, Phrase
from orchestration.spotlight.readers.grammar.tokens import Kind, Token, What

# A sentence is compared as words with a letter for each number (N), label (L), unit (U), place (P), time (T), share in
# per cent (S) and day as of which figures are accurate (A).
_SIGNS = {Kind.NUMBER: "N", "figure": "L", "short": "L", "sentence": "L", "unit": "U", PLACE: "P"}
_RECOGNISED = {What.PERIOD: "T", What.YEAR: "T", What.SHARE: "S", What.ACCURACY: "A"}
_WORDS = (
    COUNTING
    | frozenset("NLUPTSA,;:.()-")
    | frozenset(
        ("a", "according", "accounted", "across", "all", "along", "also", "an", "and", "another", "are", "as",
         "been", "both", "break", "down", "here", "how", "by", "calendar", "came", "commonwealth", "concerned", "data", "divide", "divided",
         "during", "figures", "follows", "for", "form", "from", "further", "had", "has", "have", "hotline", "human",
         "in", "included", "including", "into", "involved", "involving", "is", "it", "its", "kind", "last", "made",
         "mentioned", "more", "national", "nhth", "nhtrc", "numbered", "numbers", "of", "other", "our", "own",
         "people", "period", "plus", "published", "reached", "referenced", "remaining", "reported", "reports",
         "said", "same", "sent", "show", "state", "statistics", "that", "the", "them", "there", "these", "they",
         "those", "through", "throughout", "to", "together", "took", "total", "trafficking", "type", "up", "was",
         "well", "were", "which", "while", "whose", "with", "year")
    )
)  # fmt: skip
"""Words that say nothing but who counted, how one count is a part of another, and where and when."""
_ONLY_IN = (
    # `up`, `out`, `last` and `year` have other uses: `up from 85`, `out of state`, `last year`, `this year`.
    ("another", re.compile(r"\banother N\b")),
    ("more", re.compile(r"(?:^|, |and )N more\b")),
    ("follows", re.compile(r"\bas follows\b")),
    ("commonwealth", re.compile(r"\bthe commonwealth\b")),
    ("here", re.compile(r"\bhere is how\b")),
    ("how", re.compile(r"\bhere is how\b")),
    ("break", re.compile(r"\bbreak down\b")),
    ("down", re.compile(r"\bbreak down\b")),
    ("up", re.compile(r"\bmade up\b")),
    ("last", re.compile(r"\bthe last N\b")),
    ("heard", re.compile(r"\bheard (?:about|of)\b")),
    ("learned", re.compile(r"\blearned (?:about|of)\b")),
    (
        "hotline",
        re.compile(r"(?:^|[,;:(] |\b(?:and|by|from|of|the|to) )(?:national )?(?:human )?(?:trafficking )?hotline\b"),
    ),
    ("year", re.compile(r"\b(?:that|same|that calendar|same calendar|calendar|the) year\b")),
    ("period", re.compile(r"\b(?:that|same|the) period\b")),
    ("state", re.compile(r"\b(?:the|that|our|same) state\b")),
    ("our", re.compile(r"\bour state\b")),
    ("other", re.compile(r"\bthe other N\b")),
    ("remaining", re.compile(r"\bthe remaining N\b")),
)
_REST = re.compile(r"\bthe (?:last|other|remaining) N\b")
_REFERENCE = re.compile(
    r"(?<!\S)(?:(?:of|in|among|for|with|from) (?:all )?(?:the|said)|(?:(?:of|in|among|for|with|from) )?(?:all )?"
    r"(?:these|those|the(?= N| U| same)))(?: same)?(?: (?P<number>N)(?: \( S \))?)? (?P<unit>[UL])(?!\S)"
    r"|(?<!\S)(?:of|among|in) (?:the|these|those)(?P<bare> N)(?: \( S \))?(?= ,)"
    r"|(?<!\S)(?<!N )(?P<them>(?:of|among|in) (?:them|which|whom|these|those))(?!\S)"
)
"""`of the 161 cases`, `in these cases`, `of the 161,`, `of them`: what was counted before."""
_SHARE = re.compile(r" \( S \)")
_TOLD_TO = re.compile(
    r" , (?:a|the) (?:[a-z]+ ){0,3}(?:audience|board|commission|committee|council|force|hearing|panel)"
    r" (?:heard|was told)(?: (?:on )?[a-z]+day)?(?= \.$)"
)
"""`, a House committee was told Wednesday.`"""
_NUMBER_BEHIND = re.compile(r" :(?= N(?: [.;)]|$))")
"""`Phone calls received from Ohio that year: 724.`"""
_PARTED = re.compile(r" [;:()](?= )")
_JOINED = re.compile(r"(?: (?:,|-|and|while|as well as|along with|together with|with|involving|including|plus)(?= ))+")
_MORE = re.compile(r"\b(?:another N|N more)\b")
_A_PART = re.compile(r"\bincluding\b")
_BESIDE = re.compile(r"\b(?:with|involving)\b")
_SUBJECT = re.compile(
    r"\b(?:(?P<national>national (?:human )?(?:trafficking )?hotline|nhtrc|nhth)|(?P<hotline>hotline)|it)\b"
)
_NAMED_BEHIND = re.compile(r"\b(?:according to|to|by|from|of)(?: the)?$")
_COUNTS = re.compile(rf"\b(?:{'|'.join(sorted(COUNTING))})\b")


@dataclass(frozen=True)
class Count:
    """A number, what it counts, and what the words before it say that it is a part of."""

    number: Phrase
    label: Phrase
    """Its label, else its unit: the total of a measure."""
    units: tuple[Phrase, ...]
    of: tuple[Phrase, ...]
    """The units that it is said to be a part of: `of the cases`."""
    of_them: bool
    """It is said to be a part of what was counted last."""
    is_beside: bool
    """`with 221 victims`: it is said of what was counted last."""
    is_more: bool
    """`another 3`, of what was told before it."""
    is_counted: bool
    """It has a verb or a subject of its own."""


@dataclass(frozen=True)
class Counts:
    """What a sentence tells."""

    counts: tuple[Count, ...]
    wholes: tuple[tuple[Phrase, Phrase | None], ...]
    """Numbers that it repeats, `of the 161 cases`, and their unit if it is named."""
    names_rest: bool
    """It tells what the parts before leave: `the remaining 13`."""
    names_hotline: bool
    names_national: bool
    names_subject: bool
    """It says who counted, if only as `it`."""
    words: str


def counts_of(tokens: Sequence[Token], phrases: Sequence[Phrase]) -> Counts | None:
    """What a sentence tells; None if a word or a number of it is not understood."""
    words, at = _worded(tokens, phrases)
    words = _TOLD_TO.sub("", words)
    if not _WORDS.issuperset(words.split()) or any(_is_elsewhere(words, word, only) for word, only in _ONLY_IN):
        return None
    plain = words
    for sign in (_SHARE, _NUMBER_BEHIND):
        plain = sign.sub(lambda found: " " * len(found[0]), plain)
    references = [one for one in _REFERENCE.finditer(plain) if not _is_type(one, at)]
    for one in references:
        plain = plain[: one.start()] + " " * len(one[0]) + plain[one.end() :]
    counts: list[Count] = []
    since = 0
    for start, piece in _pieces(plain):
        end = start + len(piece)
        inside = [(where, phrase) for where, phrase in at.items() if start <= where < end and plain[where] in "NLU"]
        numbers = [phrase for _, phrase in inside if phrase.kind == Kind.NUMBER]
        labels = [phrase for where, phrase in inside if plain[where] == "L"]
        units = [phrase for where, phrase in inside if plain[where] == "U"]
        if not inside:
            continue
        if len(numbers) != 1 or len(labels) > 1 or len(units) > 1 or not (labels or units):
            return None
        own = [one for one in references if since <= one.start() < end]
        before, text = words[since:start], words[since:end]
        counts.append(
            Count(
                numbers[0],
                labels[0] if labels else units[0],
                tuple(units if labels else ()),
                tuple(at[one.start("unit")] for one in own if one["unit"]),
                bool(_A_PART.search(before)) or any(one["them"] or one["bare"] for one in own),
                bool(_BESIDE.search(before)),
                bool(_MORE.search(text)),
                bool(_COUNTS.search(text) or _SUBJECT.search(text)),
            )
        )
        since = end
    leads_in = bool(references) and words.endswith(":")
    if not (counts or leads_in):
        return None
    subject = _subject(words, at, counts[0]) if counts else None
    wholes = tuple(
        (at[one.start(name) + (name == "bare")], at[one.start("unit")] if one["unit"] else None)
        for one in references
        for name in ("number", "bare")
        if one[name]
    )
    return Counts(
        tuple(counts),
        wholes,
        bool(_REST.search(words)),
        subject is not None and bool(subject["national"] or subject["hotline"]),
        subject is not None and bool(subject["national"]),
        subject is not None,
        words,
    )


def _is_elsewhere(words: str, word: str, only: re.Pattern[str]) -> bool:
    """Whether a word stands in another use than the one that is known."""
    return words.split().count(word) > len(only.findall(words))


def _is_type(reference: re.Match[str], at: dict[int, Phrase]) -> bool:
    """`in the type was not specified`: the label of a part is no reference to what was counted."""
    phrase = at[reference.start("unit")] if reference["unit"] else None
    return phrase is not None and category_of(phrase) != "total"


def _pieces(words: str) -> Iterator[tuple[int, str]]:
    """Where each piece of a sentence begins, and its words."""
    for start, group in _cut(words, _PARTED):
        if group.split().count("N") == 1 == (group.split().count("L") or group.split().count("U")):
            # `sex trafficking, 107;`
            yield start, group
        else:
            yield from ((start + at, piece) for at, piece in _cut(group, _JOINED))


def _cut(words: str, sign: re.Pattern[str]) -> Iterator[tuple[int, str]]:
    at = 0
    for found in sign.finditer(words):
        yield at, words[at : found.start()]
        at = found.end()
    yield at, words[at:]


def _subject(words: str, at: dict[int, Phrase], first: Count) -> re.Match[str] | None:
    """Who counted: named before the first number, or behind it as in `according to the National Hotline`."""
    number = next(where for where, phrase in at.items() if phrase is first.number)
    for found in _SUBJECT.finditer(words):
        if found.start() < number or _NAMED_BEHIND.search(words[: found.start()].rstrip()):
            return found
    return None


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
        sign = "" if is_plain or phrase is None else sign_of(phrase)
        text = sign or " ".join(one.text for one in (phrase.tokens if phrase else (token,))).casefold()
        text = text if sign else text.replace("'s", "")
        if phrase is not None:
            at[length] = phrase
        parts.append(text)
        length += len(text) + 1
    return " ".join(parts), at


def sign_of(phrase: Phrase) -> str:
    """The letter that stands for a phrase where sentences are compared, or nothing."""
    of = phrase.tokens[0].of
    if phrase.kind == Kind.RECOGNISED and of is not None:
        return _RECOGNISED.get(of.what, "") if of.what is not What.PERIOD or of.period is not None else ""
    return _SIGNS.get(phrase.kind, "")


def measure_of(phrase: Phrase) -> str | None:
    """The measure of a label or unit."""
    if phrase.label is not None and phrase.label.measure:
        return phrase.label.measure
    return phrase.entry.meaning if phrase.entry is not None else None


def category_of(phrase: Phrase) -> str:
    """The category of a label; a unit counts the total."""
    return (phrase.label.category if phrase.label is not None else None) or "total"
