"""The tokens of a line as phrases: each word is part of a known wording, or unknown.

Belongs here: what the words of one line say. Not here: which number belongs to which label (figures).
"""

from __future__ import annotations

from calendar import month_name
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from orchestration.spotlight.domain.model import ValueStatus
from orchestration.spotlight.domain.vocabulary import Label
from orchestration.spotlight.readers.grammar.lexicon import NATION, PLACE, UNKNOWN, Entry, Lexicon
from orchestration.spotlight.readers.grammar.number_words import NUMBER_WORDS
from orchestration.spotlight.readers.grammar.tokens import Kind, Recognised, Token, What, is_harmless
from orchestration.spotlight.readers.grammar.towns import towns_in
from orchestration.spotlight.readers.grammar.words import (
    CODES_AS_WORDS,
    OCCASIONS,
    TO_BE,
    WORDS_FOR_FIGURES,
)

_BETWEEN_WORDS = (".", "/", "'")
"""Signs that may stand between two words of one wording: `U.S.`, `Sex / Labor`."""
_SIGNS_MEAN = {"%‰": "share", "ΔΔ▲▼△▽↑↓±+": "change", "$€£¥": "other_measure", "Ø": "average", "#": "neutral"}
_ABOUT = frozenset(("about", "around", "nearly", "almost", "circa", "ca", "some"))
"""Right before a number they make it inexact; anywhere else they may not concern it."""
LABELS = ("figure", "short", "sentence", "other_figure")

_BEFORE_OCCASIONS = ("for our", "for the", "for your")
_SERVICES = frozenset(("hotline", "hotline's", "help line", "line"))
_OF_HOTLINE = WORDS_FOR_FIGURES | {"hotline", "national"}
_MONTHS = frozenset(name.casefold() for name in month_name if name)
_ISSUES = frozenset(("bulletin", "digest", "mailing", "newsletter", "update"))
_OTHER_CODES = CODES_AS_WORDS | {"CT", "MS", "VA"}
"""Codes that may be words, companies or agencies before `hotline numbers`."""
_NUMBERED = frozenset(("district", "precinct", "region", "sector", "ward", "zone"))
"""Parts of a state that are named by a number: `Ward 6`, `District 12`."""
_LONGEST_DISTRICT = 2
"""Digits in the number of a district."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Some tokens of a line and what they stand for; `kind` is the kind of the wording or of the token."""

    kind: str
    tokens: tuple[Token, ...]
    entry: Entry | None = None
    value: str = ""
    """The digits of a number or year, the value status of a stated non-number, the printed text of a spoilt number, or
    the town that an unknown word is part of."""

    @property
    def label(self) -> Label | None:
        return self.entry.label if self.entry is not None else None

    @property
    def is_count(self) -> bool:
        return self.kind in (Kind.NUMBER, Kind.STATUS)

    @property
    def of(self) -> Recognised | None:
        """What its first token was recognised as: a date, a share."""
        return self.tokens[0].of

    @property
    def what(self) -> What | None:
        return self.tokens[0].what

    @property
    def text(self) -> str:
        return self.value if self.kind == Kind.NUMBER else " ".join(token.text for token in self.tokens)


def neutral(tokens: tuple[Token, ...]) -> Phrase:
    """Tokens as words that change nothing."""
    return Phrase("neutral", tokens, Entry((), "neutral"))


def phrases_of(tokens: Sequence[Token], lexicon: Lexicon) -> tuple[Phrase, ...]:
    """Every word, number and sign of a line as part of a phrase, in order. Punctuation is left out."""
    phrases = list(_phrases(tokens, lexicon))
    ends = {id(one) for one, after in pairwise((*tokens, None)) if one and (after is None or after.kind is Kind.BREAK)}
    signs = {(one.line, one.column): one.text for one in tokens if one.text in "()"}
    for at, (who, what) in enumerate(pairwise(phrases)):
        if who.kind == "organization" and what.text.casefold() in _SERVICES:
            # `Salvation Army hotline` is another service, not this hotline.
            phrases[at] = Phrase("other_service", who.tokens, Entry((), "other_service"))
        elif (
            at == 0
            and plain(who.tokens[0]) in _MONTHS
            and plain(what.tokens[0]) in _ISSUES
            and _ends_at_colon(what, tokens)
        ):
            # `March update: new hotline page for Nebraska`
            phrases[at] = neutral(who.tokens)
        elif who.kind == "part_of_year" and plain(what.tokens[0]) in OCCASIONS:
            # `Numbers for our October training` are not of October; `Fall training` heads what is no number of them.
            if " ".join(one.text.casefold() for one in phrases[max(0, at - 2) : at]) in _BEFORE_OCCASIONS:
                phrases[at] = neutral(who.tokens)
        elif who.text.casefold() in NUMBER_WORDS and what.kind == "other_place" and plain(what.tokens[-1]) == "states":
            # `Three mountain states`
            phrases[at] = Phrase(what.kind, who.tokens, what.entry)
        elif (
            who.text.casefold() == "shares"
            and at > 0
            and phrases[at - 1].kind == "organization"
            and (what.kind == Kind.YEAR or _is_of_hotline(what))
        ):
            # `Attorney General shares 2022 hotline statistics`
            phrases[at] = neutral(who.tokens)
        elif what.kind == Kind.STATUS and at > 0 and plain(who.tokens[-1]) in TO_BE and _is_form(phrases[at - 1]):
            # `² In these cases the form of exploitation was not disclosed.`
            phrases[at + 1] = neutral(what.tokens)
        elif at == 0 and who.text in lexicon.codes and who.text not in _OTHER_CODES and _is_of_hotline(what):
            # `WA hotline numbers`
            phrases[at] = Phrase(PLACE, who.tokens, Entry((), PLACE, lexicon.codes[who.text]))
        elif what.text in lexicon.codes and (
            (who.kind == PLACE and _is_in_brackets(what, signs)) or _is_last_in_title(who, what, ends)
        ):
            # `Maine (ME)`, and `Maine (NH)` names two places; `Hotline numbers ND`.
            phrases[at + 1] = Phrase(PLACE, what.tokens, Entry((), PLACE, lexicon.codes[what.text]))
    return tuple(phrases)


def _is_form(phrase: Phrase) -> bool:
    return phrase.kind == "breakdown" or phrase.text.casefold() in ("form", "type")


def _is_of_hotline(phrase: Phrase) -> bool:
    return phrase.kind == "neutral" and not _OF_HOTLINE.isdisjoint(map(plain, phrase.tokens))


def _ends_at_colon(phrase: Phrase, tokens: Sequence[Token]) -> bool:
    last = phrase.tokens[-1]
    return any(after.text == ":" for one, after in pairwise(tokens) if one is last)


def _is_in_brackets(phrase: Phrase, signs: Mapping[tuple[int, int], str]) -> bool:
    """Whether brackets stand right before and behind a phrase. `signs` are the brackets by line and column."""
    first, last = phrase.tokens[0], phrase.tokens[-1]
    return (signs.get((first.line, first.column - 1)), signs.get((last.line, last.end))) == ("(", ")")


def _is_last_in_title(who: Phrase, what: Phrase, ends: Collection[int]) -> bool:
    """Whether a state's code follows a word for figures and ends its part of a line: `Hotline numbers ND : Sheet1`.

    `ends` are the ids of the last tokens of parts. `Hotline ID` and `Data OK` name no state.
    """
    word, code = who.tokens[-1], what.tokens[0]
    names_figures = plain(word) in WORDS_FOR_FIGURES | {"hotline"} and not word.text.isupper()
    follows = (word.line, word.end + 1) == (code.line, code.column)
    return names_figures and follows and id(code) in ends and code.text not in CODES_AS_WORDS


def _stands_alone(tokens: Sequence[Token], at: int) -> bool:
    """Whether a code stands alone, as in `Place: US-ME` and `Maine (US-ME)`."""
    before, after = tokens[at - 1].text if at else "|", tokens[at + 1].text if at + 1 < len(tokens) else "|"
    return (before in (":", "|") and after == "|") or (before, after) == ("(", ")")


def _phrases(tokens: Sequence[Token], lexicon: Lexicon) -> Iterator[Phrase]:
    last = max((at for at, token in enumerate(tokens) if token.kind not in (Kind.BREAK, Kind.MARK)), default=-1)
    has_small = any(token.kind is Kind.WORD and not token.text.isupper() for token in tokens)
    towns = towns_in(tokens, lexicon)
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if token.kind is Kind.WORD:
            entry, length = _longest(tokens, at, lexicon)
            used = tuple(tokens[at : at + length])
            at += length
            following = tokens[at] if at < len(tokens) else None
            if length == 1 and plain(token) in _ABOUT and following is not None and following.kind is Kind.NUMBER:
                yield Phrase("estimate", used, Entry((), "estimate"))
            elif "-" in token.text and token.text in lexicon.codes:
                if not _stands_alone(tokens, at - 1):
                    # `US-ME trade` names the country and the state.
                    yield Phrase("nation", used, Entry((), "nation", NATION))
                yield Phrase(PLACE, used, Entry((), PLACE, lexicon.codes[token.text]))
            elif has_small and length == 1 and token.text.partition("-")[0] == "US":
                # `US` is the country unless the whole line is in capitals, as `ABOUT US` is.
                yield Phrase("nation", used, Entry((), "nation", NATION))
            elif entry is None:
                yield Phrase(UNKNOWN, used, value=towns.get(id(token), ""))
            elif entry.kind == "status":
                status = entry.label.category or "" if entry.label is not None else ""
                hides = status == ValueStatus.SUPPRESSED
                if hides and following is not None and following.kind in (Kind.NUMBER, Kind.YEAR):
                    used, at = (*used, following), at + 1
                yield Phrase(Kind.STATUS, used, entry, status)
            else:
                is_numbered = entry.kind == "local" and entry.words[-1] in _NUMBERED
                number = following if following is not None and following.kind is Kind.NUMBER else None
                if is_numbered and number is not None and len(number.text) <= _LONGEST_DISTRICT:
                    used, at = (*used, number), at + 1
                yield Phrase(entry.kind, used, entry)
            continue
        if token.kind in (Kind.NUMBER, Kind.YEAR, Kind.STATUS, Kind.SPOILT):
            yield Phrase(token.kind, (token,), value=token.text)
        elif token.kind is Kind.DASH and at == last and not any(one.text == token.text == "--" for one in tokens[:at]):
            # A dash stands for a value if nothing follows it; else it is a bullet or separates words.
            yield Phrase(Kind.STATUS, (token,), value=ValueStatus.NOT_PUBLISHED)
        elif token.kind is Kind.RECOGNISED:
            yield Phrase(Kind.RECOGNISED, (token,))
        elif token.kind is Kind.BREAK and not is_harmless(token.text):
            kind = next((kind for signs, kind in _SIGNS_MEAN.items() if token.text[0] in signs), UNKNOWN)
            yield Phrase(kind, (token,), Entry((), kind))
        at += 1


def _longest(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> tuple[Entry | None, int]:
    """The longest known wording that begins at a token, and how many tokens it takes."""
    first = plain(tokens[at])
    for word in (first, _singular(first)) if len(first) > 3 else (first,):
        for entry in lexicon.by_first_word.get(word, ()):
            if len(entry.words) > 1 or word == first:
                length = _matches(tokens, at, entry)
                if length and (entry.kind != PLACE or tokens[at].text[0].isupper()):
                    return entry, length
    # The plural of a known single word: `Overviews`.
    for entry in lexicon.by_first_word.get(_singular(first), ()):
        if len(entry.words) == 1 and entry.label is None and entry.kind != PLACE:
            return entry, 1
    return None, 1


def _matches(tokens: Sequence[Token], at: int, entry: Entry) -> int:
    """How many tokens a wording takes if it begins at a token, else 0. Its first word is known to match."""
    position = at + 1
    for word in entry.words[1:]:
        while position < len(tokens) and _may_stand_between(tokens[position], entry):
            position += 1
        if position >= len(tokens) or tokens[position].kind is not Kind.WORD or plain(tokens[position]) != word:
            return 0
        position += 1
    # The full stop behind the last letter of `U.S.` belongs to the wording.
    if len(entry.words[-1]) == 1 and position < len(tokens) and tokens[position].text == ".":
        position += 1
    return position - at


def _may_stand_between(token: Token, entry: Entry) -> bool:
    return token.kind is Kind.BREAK and (token.text in _BETWEEN_WORDS or (entry.kind == PLACE and token.text == ","))


def plain(token: Token) -> str:
    """A word in the form in which it is compared."""
    return token.text.replace("'", "").casefold()


def _singular(word: str) -> str:
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word
