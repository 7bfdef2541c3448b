"""A text as words and numbers with their places, and the wordings of `labels.csv` that are looked for in it.

Belongs here: characters, tokens and phrases. Not here: which number belongs to which label.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import TypeVar

from orchestration.spotlight.domain.model import ValueStatus
from orchestration.spotlight.domain.vocabulary import Label, Vocabulary
from orchestration.spotlight.readers.dates import PrintedDate, PrintedRange, find_dates, find_ranges
from orchestration.spotlight.readers.page import Placed

NATION = "US"
_SHORTEST_NAME = 4

# Footnote marks. Superscript, subscript and circled digits are never part of a number.
_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉①②③④⑤⑥⑦⑧⑨⑩❶❷❸❹❺❻❼❽❾❿"
_MARKS = f"{_RAISED}*†‡§¶"
_PLAIN_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉", "01234567890123456789")
_SIGNS = ":;|=•·▪●○◦■□►▶✓_"
_MASK = "\ue000"
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_CHARACTERS = {
    **{ord(ligature): letters for ligature, letters in _LIGATURES.items()},
    **dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"), None),
    **dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63"), "-"),
    **dict.fromkeys(map(ord, "\u2018\u2019\u201b\u02bc"), "'"),
    **dict.fromkeys(map(ord, "\u201c\u201d\u201e"), '"'),
    **{full: full - 0xFEE0 for full in range(0xFF01, 0xFF5F)},
}
# Every space but the line break, every control character, and the private letters of icon fonts.
_BLANKS = re.compile(r"[^\S\n\t]|[\x00-\x08\x0e-\x1f\x7f-\x9f\u2028\u2029\ue000-\uf8ff]")
_LEADERS = re.compile(r"[.\u2026]{2,}(?=[ ]{0,9}\S)|_{2,}")

_RECOGNISED = re.compile(
    r"""
      (?<![\w.-])(?:\+?1[-. ])?\([0-9]{3}\)[ ]?[0-9]{3}[-. ][0-9]{4}(?!\w)   # telephone
    | (?<![\w.-])(?:\+?1[-.])?[0-9]{3}[-.][0-9]{3}[-.][0-9]{4}(?![\w-])
    | (?<![\w.,])[0-9]{1,9}(?:[.,][0-9]{1,9})?[ ]?(?:%|percent\b|per[ ]cent\b)  # share
    | \$[ ]?[0-9][0-9,.]{0,20}                                                   # money
    | \bpage[ ][0-9]{1,4}(?:[ ]of[ ][0-9]{1,4})?\b                             # page number
    | ^[ ]{0,99}-[ ]{0,3}[0-9]{1,4}[ ]{0,3}-[ ]{0,99}$
    | \b(?:in|during|for|by|through|year|fy|since)[ ]
        (?:(?:the|calendar|fiscal)[ ]year[ ])?(?:19|20)[0-9]{2}\b(?![,-])
    | (?:©|\bcopyright)[ ]?(?:©[ ]?)?(?:19|20)[0-9]{2}\b
    | \((?:19|20)[0-9]{2}\)
    | (?<![\w,-])(?:19|20)[0-9]{2}[-/](?:(?:19|20)[0-9]{2}|[0-9]{2})(?![\w,-])  # years
    | (?<!\w)[0-9]{1,3}(?:st|nd|rd|th)\b                                         # ordinal
    | \btop[ ][0-9]{1,2}\b
    | (?<!\w)24/7(?!\w)
    | \bp\.?[ ]?o\.?[ ]box[ ][0-9]{1,9}\b                                        # address
    | ,[ ](?-i:[A-Z]{2})[ ][0-9]{5}(?:-[0-9]{4})?\b
    """,
    re.VERBOSE | re.IGNORECASE | re.MULTILINE,
)
_CHUNK = re.compile(rf"{_MASK}+|(?<=\S) {{3,}}(?=\S)|[{_MARKS}]+|[{_SIGNS}]|[^\s{_MASK}{_MARKS}{_SIGNS}]+")
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?|&|[-/]|.", re.DOTALL)
_NUMBER = re.compile(r"0|[1-9][0-9]{0,11}|[1-9][0-9]{0,2}(?:,[0-9]{3}){1,3}")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_YEAR_BEFORE = re.compile(r"(?<![\w,.-])(?:19|20)[0-9]{2}(?= )")
_YEARS = re.compile(r"(?<![0-9,.])(?:19|20)[0-9]{2}(?![0-9,])")
_BELOW = re.compile(r"[<≤][0-9]{1,3}")
_GLUED = re.compile(r"([^\W\d_][^\W\d_'&/-]*(?:['&/-][^\W\d_]+){0,9}[^\W\d_])([0-9]{1,3})")
_NOTE_WORD = re.compile(r"[0-9]([A-Z][a-z'-]+)")
_LETTERS_FIRST = re.compile(r"(?:[a-z]+://|[a-z0-9.-]+\.[a-z]{2,}/|covid-|www\.).*", re.IGNORECASE)
# What scanning makes of digits. A chunk of nothing else with a digit in it is a number that cannot be told.
_DIGIT_LOOKALIKES = frozenset("0123456789OoIl|SsBZzGgQqD,.")
_INEXACT = frozenset({">", "~", "≥", "≈", "±", "+", "¬"})


class Kind(StrEnum):
    """What a token is."""

    WORD = "word"
    NUMBER = "number"
    YEAR = "year"
    """Four digits without a comma that may be a year or a number."""
    STATUS = "status"
    """A stated non-number; its text is the value status."""
    SPOILT = "spoilt"
    """Digits that are no whole number."""
    RECOGNISED = "recognised"
    """A date, share, telephone number and the like."""
    MARK = "mark"
    DASH = "dash"
    BREAK = "break"
    """Punctuation that no wording reaches across."""


@dataclass(frozen=True, slots=True)
class Token:
    """One word, number or sign, and where it stands: line, and column in the line as it is read."""

    kind: Kind
    text: str
    line: int
    column: int
    end: int
    bracketed: bool = False
    glued: str = ""
    """Digits that stand right behind a word: a footnote mark, or a number that lost its space."""


@dataclass(frozen=True, slots=True)
class Text:
    """A whole document, read character by character but not yet understood."""

    lines: tuple[Placed, ...]
    """Line by line, with one kind of space, dash and quotation mark."""
    tokens: tuple[tuple[Token, ...], ...]
    joined: str
    starts: tuple[int, ...]
    """Where each line begins in `joined`."""
    dates: tuple[PrintedDate, ...]
    ranges: tuple[PrintedRange, ...]

    def line_at(self, position: int) -> Placed:
        """The line that holds a position of `joined`."""
        return self.lines[bisect_right(self.starts, position) - 1]


_BESIDE_NUMBERS = ("figure", "sentence", "other_figure", "unit", "status", "aside")


@dataclass(frozen=True)
class Wordings:
    """The lines of `labels.csv` and the names of places, ready to be looked for."""

    labels: tuple[Label, ...]
    jurisdictions: tuple[tuple[str, str], ...]
    """Lower-case code, name or alias, and the code it stands for."""

    @cached_property
    def by_first_word(self) -> dict[str, tuple[tuple[tuple[str, ...], Label], ...]]:
        """First word → the wordings beside numbers that begin with it, longest first."""
        return _by_first_word((words_of(label.label), label) for label in self.labels if label.kind in _BESIDE_NUMBERS)

    @cached_property
    def places(self) -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
        """First word → the names of places that begin with it, longest first, and their codes."""
        return _by_first_word((words_of(name), code) for name, code in self.names.items())

    @cached_property
    def names(self) -> dict[str, str]:
        """Names of places → code, without codes and short forms: they stand in other words' places too."""
        return {
            word: code
            for word, code in self.jurisdictions
            if len(word) >= _SHORTEST_NAME
            and word != code.casefold()
            and (code != NATION or word in ("united states", "united states of america"))
        }

    @cached_property
    def patterns(self) -> dict[str, re.Pattern[str]]:
        """Kind → a pattern that finds any of its wordings, over a line break too."""
        kinds: dict[str, list[str]] = {}
        for label in self.labels:
            if parts := re.findall(r"\w+", label.label):
                kinds.setdefault(label.kind, []).append(r"[\W_]{1,20}".join(map(re.escape, parts)))
        return {
            kind: re.compile(rf"(?<!\w)(?:{'|'.join(sorted(all_, key=len, reverse=True))})(?!\w)", re.IGNORECASE)
            for kind, all_ in kinds.items()
        }

    def find(self, kind: str, text: str) -> list[re.Match[str]]:
        """Every wording of `kind` in `text`."""
        return list(self.patterns[kind].finditer(text)) if kind in self.patterns else []


_Meaning = TypeVar("_Meaning")


def _by_first_word(
    meanings: Iterable[tuple[tuple[str, ...], _Meaning]],
) -> dict[str, tuple[tuple[tuple[str, ...], _Meaning], ...]]:
    found: dict[str, list[tuple[tuple[str, ...], _Meaning]]] = {}
    for words, meaning in meanings:
        if words:
            found.setdefault(words[0], []).append((words, meaning))
    return {word: tuple(sorted(all_, key=lambda one: -len(one[0]))) for word, all_ in found.items()}


def wordings_of(vocabulary: Vocabulary) -> Wordings:
    """The wordings of one version of the reference seeds."""
    return _wordings(vocabulary.labels, tuple(vocabulary.jurisdictions.items()))


@lru_cache(maxsize=4)
def _wordings(labels: tuple[Label, ...], jurisdictions: tuple[tuple[str, str], ...]) -> Wordings:
    return Wordings(labels, jurisdictions)


def words_of(text: str) -> tuple[str, ...]:
    """The words of a wording in the form in which they are compared: without case, dashes and signs; & is and."""
    plain = text.translate(_CHARACTERS).replace("&", " and ").replace("'", "").casefold()
    return tuple(re.findall(r"[^\W\d_]+", plain))


def unraised(mark: str) -> str:
    """The plain digits of a raised footnote mark."""
    return mark.translate(_PLAIN_DIGITS)


def years_of(text: str) -> tuple[int, ...]:
    """The years that stand in a line, within dates too."""
    return tuple(int(year) for year in _YEARS.findall(text))


def clean(text: str) -> str:
    """`text` with one kind of space, dash and quotation mark, full digits and no dot leaders. Tabs stay."""
    joined = _BLANKS.sub(" ", text.translate(_CHARACTERS))
    return _LEADERS.sub(lambda leaders: " " * len(leaders[0]), joined)


def read_lines(lines: Sequence[Placed], wordings: Wordings) -> Text:
    """The tokens of some clean lines. Dates, shares, telephone numbers and the like are no numbers in them."""
    joined = "\n".join(line.text for line in lines)
    dates = find_dates(joined)
    ranges = find_ranges(joined, dates)
    spans = [match.span() for match in _RECOGNISED.finditer(joined)]
    spans += [match.span() for match in wordings.find("contact", joined)]
    spans += [match.span() for match in _YEAR_BEFORE.finditer(joined) if _is_title(joined, match.end(), wordings)]
    spans += [(one.start, one.end) for one in dates if one.year is not None]
    spans += [(one.first.start, one.last.end) for one in ranges]
    masked = _masked(joined, spans)
    starts, tokens, start = [], [], 0
    for placed, line in zip(lines, masked.split("\n") if lines else (), strict=True):
        starts.append(start)
        tokens.append(_tokens(line, placed.number))
        start += len(line) + 1
    return Text(tuple(lines), tuple(tokens), joined, tuple(starts), dates, ranges)


def _is_title(text: str, position: int, wordings: Wordings) -> bool:
    """Whether a title follows right behind the year that ends at `position`: `2016 statistics`."""
    pattern = wordings.patterns.get("title")
    return pattern is not None and pattern.match(text, position + 1) is not None


def _masked(text: str, spans: Sequence[tuple[int, int]]) -> str:
    parts, done = [], 0
    for start, end in sorted(spans):
        if end > done:
            start = max(start, done)
            parts.append(text[done:start])
            parts.append("\n".join(_MASK * len(line) for line in text[start:end].split("\n")))
            done = end
    return "".join([*parts, text[done:]])


def _tokens(line: str, number: int) -> tuple[Token, ...]:
    tokens: list[Token] = []
    for match in _CHUNK.finditer(line):
        chunk, column = match[0], match.start()
        if chunk[0] == " ":
            # A wide gap: no wording reaches from one column to another.
            tokens.append(Token(Kind.BREAK, " ", number, column, match.end()))
        elif chunk[0] == _MASK:
            tokens.append(Token(Kind.RECOGNISED, "", number, column, match.end()))
        elif chunk[0] in _MARKS:
            tokens.append(Token(Kind.MARK, chunk, number, column, match.end()))
        elif len(chunk) == 1 and not chunk.isalnum() and chunk != "&":
            kind = Kind.DASH if chunk == "-" else Kind.BREAK
            tokens.append(Token(kind, chunk, number, column, match.end()))
        elif not chunk.strip("-"):
            # A rule of three dashes and more is drawn, not said.
            tokens.append(Token(Kind.DASH if len(chunk) < 3 else Kind.BREAK, chunk, number, column, match.end()))
        elif any(character.isnumeric() for character in chunk):
            tokens.extend(_numeric(chunk, number, column))
        else:
            tokens.extend(_words(chunk, number, column))
    return tuple(_corrected(tokens))


def _words(chunk: str, line: int, column: int, glued: str = "") -> list[Token]:
    tokens: list[Token] = []
    for match in _WORD.finditer(chunk):
        word, start, end = match[0], column + match.start(), column + match.end()
        if word == "&":
            tokens.append(Token(Kind.WORD, "and", line, start, end))
        elif word[0].isalpha():
            tokens.append(Token(Kind.WORD, word, line, start, end))
        elif word not in "-/'\"":
            tokens.append(Token(Kind.BREAK, word, line, start, end))
    if glued:
        last = tokens[-1]
        tokens[-1] = Token(last.kind, last.text, line, last.column, last.end + len(glued), glued=glued)
    return tokens


def _numeric(chunk: str, line: int, column: int) -> list[Token]:
    core = chunk.lstrip("([{\"'")
    opened = len(chunk) - len(core)
    core = core.rstrip(")]}\"',")
    start, end = column + opened, column + opened + len(core)
    bracketed = opened > 0 and chunk[opened - 1] in "([{" and column + len(chunk) > end
    before = [Token(Kind.BREAK, chunk[0], line, column, start)] if opened else []
    after = [Token(Kind.BREAK, chunk[-1], line, end, column + len(chunk))] if end < column + len(chunk) else []
    if core.endswith("."):
        core, end = core[:-1], end - 1
        after = [Token(Kind.BREAK, ".", line, end, end + 1), *after]

    def one(kind: Kind, text: str) -> list[Token]:
        return [*before, Token(kind, text, line, start, end, bracketed), *after]

    if _YEAR.fullmatch(core):
        return one(Kind.YEAR, core)
    if _NUMBER.fullmatch(core):
        return one(Kind.NUMBER, core.replace(",", ""))
    if _BELOW.fullmatch(core):
        return one(Kind.STATUS, ValueStatus.SUPPRESSED)
    if set(core) <= _DIGIT_LOOKALIKES:
        return one(Kind.SPOILT, core)
    if glued := _GLUED.fullmatch(core):
        return [*before, *_words(glued[1], line, start, glued[2]), *after]
    if note := _NOTE_WORD.fullmatch(core):
        return [*before, Token(Kind.MARK, core[0], line, start, start + 1), *_words(note[1], line, start + 1), *after]
    if _LETTERS_FIRST.fullmatch(core):
        return one(Kind.WORD, core)
    return one(Kind.SPOILT, core)


def _corrected(tokens: list[Token]) -> list[Token]:
    """What a sign before a number makes of it: `< 3` hides a count, `~300` and `²23` are no exact number."""
    corrected: list[Token] = []
    for token in tokens:
        before = corrected[-1] if corrected else None
        if token.kind in (Kind.NUMBER, Kind.YEAR) and before is not None:
            if before.text in ("<", "≤"):
                corrected[-1] = Token(Kind.STATUS, ValueStatus.SUPPRESSED, token.line, before.column, token.end)
                continue
            glued_mark = before.kind is Kind.MARK and before.end == token.column and before.text[-1] in _RAISED
            if before.text in _INEXACT or glued_mark:
                token = Token(Kind.SPOILT, f"{before.text}{token.text}", token.line, before.column, token.end)
        corrected.append(token)
    return corrected
