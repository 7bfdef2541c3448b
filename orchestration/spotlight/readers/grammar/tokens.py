"""A paragraph → words, numbers and signs with their positions, and the parts of it that plainly are not counts.

Belongs here: the forms of numbers, dates, signs and names of fields. Not here: what words mean (phrases).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

from orchestration.spotlight.domain.model import ValueStatus
from orchestration.spotlight.readers.grammar.characters import MARKS, RAISED
from orchestration.spotlight.readers.grammar.dates import Period, find_dates, find_periods, names_something_else
from orchestration.spotlight.readers.grammar.no_counts import YEAR_FORM, no_counts
from orchestration.spotlight.readers.grammar.number_words import with_digits

_SIGNS = ":;|=•·▪●○◦■□►▶✓_"
_MASK = "\ue000"
_SNAKE = re.compile(r"(?<![\w-])[A-Za-z]{2,20}(?:_[A-Za-z]{2,20}){1,7}(?![\w-])")
"""The name of a field: `accurate_as_of`, `total_cases`."""
_CODE = 2
"""Letters in the code of a place, such as `us` in `cases_us`."""
_NO_CODES = frozenset(("as", "at", "by", "is", "no", "of", "to"))

_MAY_HOLD_ANY = re.compile(
    r"[0-9]|ear|half|quarter|part|section|chapter|annex|appendix|volume|handout|exhibit|attach|enclos|schedule|tab",
    re.IGNORECASE,
)
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_ACCURATE = re.compile(
    r"(?<!\w)(?:(?:(?:accuracy|status)\s{0,3}:\s{0,3})?"
    r"(?:accurate|current|correct|complete|valid|up[ -]to[ -]date|exact)"
    r"\s{1,3}(?:as\s{1,3}(?:of|at)|through|on|to)"
    r"|(?:accurate|current|correct|complete)\s{1,3}up\s{1,3}to(?:\s{1,3}and\s{1,3}including)?"
    r"|date\s{1,3}to\s{1,3}which\s{1,3}(?:the\s{1,3})?(?:data|figures|numbers)\s{1,3}are\s{1,3}accurate"
    r"|(?:accuracy|as[- ]of)\s{1,3}date|date\s{1,3}of\s{1,3}accuracy"
    r"|as\s{1,3}(?:it|they)\s{1,3}(?:stood|stands?)\s{1,3}on|as\s{1,3}(?:of|at)"
    r"|data\s{1,3}through)"
    r"(?:\s{1,3}the(?:\s{1,3}date\s{1,3}of)?|\s{1,3}today\s{0,3}[,(])?"
    r"(?:\s{1,3}(?P<weekday>(?:mon|tues|wednes|thurs|fri|satur|sun)day),?)?"
    r"(?:\s{1,3}(?:close|end)\s{1,3}of\s{1,3}(?:business|(?:the\s{1,3})?day)(?:\s{1,3}on)?,?|\s{1,3}close\s{1,3}of)?"
    r"\s{0,9}(?:[:=]|\.{3,40}|(?<= )\.(?= ))?\s{0,9}$",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"\b(?:not|no\s+longer)(?:\s+(?:yet|accurate|current|correct|complete|valid|exact))?\s*$", re.IGNORECASE
)
# The accuracy of a date stated behind it: `Updated on July 11, 2019; the figures are accurate as of that day`
_AS_OF_THAT_DAY = re.compile(r"[^.!?0-9]{0,80}?\b((?:accurate|correct|current) as of that da(?:y|te))\b", re.I)
_NEAR_A_DATE = 60
_ABOUT_RETRIEVAL = re.compile(
    r"\b(?:pulled|obtained|queried|posted|updated|retrieved|published|printed|accessed|modified|revised|released|downloaded|viewed|visited"
    r"|captured|archived|saved|changed|issued|generated|prepared|created|written|edited|reviewed|checked|copied|sent|exported"
    r"|extracted|dated?|launched|founded|began|started)\b[^.;\n]{0,24}$",
    re.IGNORECASE,
)
_CHUNK = re.compile(
    rf"{_MASK}+|\t|[(<](?=https?://)|(?<=[(<])https?://[^\s{_MASK}()<>]+(?=[)>])|(?<=\S) {{3,}}(?=\S)"
    rf"|[{MARKS}]+|[{_SIGNS}]|[^\s{_MASK}{MARKS}{_SIGNS}]+"
)
_WORD = re.compile(
    r"(?-i:US-[A-Z]{2})(?![\w-])|[^\W\d_]+(?:'(?!s\b)[^\W\d_]+)?|'s\b|&|[-/]|.", re.DOTALL | re.IGNORECASE
)
"""`US-ME` is one word: the code of a place."""
_NUMBER = re.compile(r"0|[1-9][0-9]{0,11}|[1-9][0-9]{0,2}(?:,[0-9]{3}){1,3}")
_YEAR = re.compile(YEAR_FORM)
_BELOW = re.compile(r"[<≤][0-9]{1,3}")
_GLUED = re.compile(r"([^\W\d_][^\W\d_'&/-]*(?:['&/-][^\W\d_]+){0,9}[^\W\d_])([0-9]{1,3})")
_NOTE_WORD = re.compile(r"[0-9]([A-Z][a-z'-]+)")
_LINK = re.compile(r"(?:[a-z]+://|[a-z0-9.-]+\.[a-z]{2,}/|www\.).*", re.IGNORECASE)
# Names of accounts, files and forms: `@name`, `#EndTrafficking`, `state-2019.pdf`, `HT0040R` and `DCJS-2210`
_TAG = re.compile(
    r"@[a-z]\w+|(?-i:#[A-Z]?[a-z]+[A-Z]\w*)|(?:[\w-]+\.)+(?:gov|org|com|net|edu|example)"
    r"|(?-i:(?:[A-Z]{2,6}-){0,2}[A-Z]{2,6}-?(?!(?:19|20)[0-9]{2}$)(?:0[0-9]{1,6}|[0-9]{3,7}(?=[A-Z-]|$))(?:-?[A-Z0-9]{1,4})?)"
    r"|[\w-]+\.(?:pdf|txt|csv|json|ya?ml|xlsx?|docx?)",
    re.IGNORECASE,
)
_EMAIL = re.compile(r"\S[^\s@]*@\S[^\s.]*\.\S+")
# What scanning makes of digits. A chunk of only these, a digit among them, is a number that cannot be read.
_DIGIT_LOOKALIKES = frozenset("0123456789OoIl|SsBZzGgQqD,.")
# Signs that do not change a number beside them. Beside any other sign a number cannot be read.
_HARMLESS_SIGNS = frozenset(":;|=•·▪●○◦■□►▶✓✔❖◆◇★☆→»›«‹_-,.…()[]{}\"'!?&/\\ \t®™©☎☏✆⌨✉>")
_NOT_BESIDE_NUMBERS = frozenset("?!{}<>[]\\")
DOUBTFUL_SIGNS = frozenset("?+{}<>~≈±\\^")
"""A figure with one of these on its line cannot be read."""
_FIRST_PICTURE = "\U0001f300"
_INEXACT_AFTER = frozenset({"+", "½", "¼", "¾", "‰", "%", "°", "×", "€", "$", "£", "±"})


class Kind(StrEnum):
    """What a token is."""

    WORD = "word"
    NUMBER = "number"
    YEAR = "year"
    """Four digits without a comma that may be a year or a number."""
    STATUS = "status"
    """A stated non-number; its text is the value status."""
    SPOILT = "spoilt"
    """Digits that are not a whole number."""
    RECOGNISED = "recognised"
    """A date, share, telephone number and the like: `what` says which."""
    MARK = "mark"
    DASH = "dash"
    BREAK = "break"
    """Punctuation that ends a wording."""


class What(StrEnum):
    """What a recognised part of a text is; none of these is a count."""

    PERIOD = "period"
    YEAR = "year"
    DATE = "date"
    ACCURACY = "accuracy"
    """A day as of which figures are accurate."""
    POSTED = "posted"
    BOUND = "bound"
    """The end of a time whose beginning is not stated: `through 2019`."""
    SINCE = "since"
    SHARE = "share"
    MONEY = "money"
    SPAN = "span"
    """How long something takes: `12 minutes`."""
    CONTACT = "contact"
    NOISE = "noise"


@dataclass(frozen=True, slots=True)
class Recognised:
    """A part of a text that is recognised, and so is not a count."""

    start: int
    end: int
    what: What
    text: str
    period: Period | None = None
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Token:
    """One word, number or sign, with its line and its column in the clean text of the line."""

    kind: Kind
    text: str
    line: int
    column: int
    end: int
    bracketed: bool = False
    glued_digits: str = ""
    """Digits right behind a word: a footnote mark, or a number that lost its space."""
    of: Recognised | None = None

    @property
    def what(self) -> What | None:
        """What kind of date, number or name it was recognised as."""
        return self.of.what if self.of is not None else None


def tokens_of(lines: Sequence[tuple[int, str]]) -> tuple[tuple[Token, ...], ...]:
    """The tokens of each line of a paragraph, whose lines are given as number and clean text."""
    return _tokens_of(tuple(lines))


# Many rules look at the same lines.
@lru_cache(maxsize=1024)
def _tokens_of(lines: tuple[tuple[int, str], ...]) -> tuple[tuple[Token, ...], ...]:
    if not lines:
        return ()
    joined = with_digits("\n".join(_SNAKE.sub(_in_words, text) for _, text in lines))
    found = _recognised(joined) if _MAY_HOLD_ANY.search(joined) else []
    masked, at_start = _masked(joined, found)
    tokens, start = [], 0
    for (number, _), line in zip(lines, masked.split("\n"), strict=True):
        tokens.append(tuple(_corrected(_tokens(line, number, start, at_start))))
        start += len(line) + 1
    return tuple(tokens)


def _in_words(name: re.Match[str]) -> str:
    """The name of a field in words. It stays one word, which nobody knows, if it may hold the code of a place."""
    may_be_placed = any(len(part) == _CODE and part not in _NO_CODES for part in name[0].casefold().split("_"))
    return name[0].replace("_", "'" if may_be_placed else " ")


def _recognised(text: str) -> list[Recognised]:
    dates = find_dates(text)
    periods = find_periods(text, dates)
    inside = {at for one in periods for at in range(one.start, one.end)}
    found = [
        Recognised(
            one.start,
            one.end,
            What.NOISE if one.what == "any_year" else What.PERIOD,
            text[one.start : one.end],
            period=one.period,
        )
        for one in periods
    ]
    for one in dates:
        if (one.year is None and one.day is None) or one.start in inside:
            continue
        before = text[max(0, one.start - _NEAR_A_DATE) : one.start]
        lead = _ACCURATE.search(before)
        is_named = lead is not None and names_something_else(lead[0], text, one.start)
        lead = None if lead is not None and (is_named or _DENIED.search(before[: lead.start()])) else lead
        # `Published these, accurate as of July 30, 2020` states an accuracy; `published as of` only a publication.
        states_accuracy = lead is not None and lead[0][:2].casefold() in ("ac", "cu")
        is_posted = None if states_accuracy else _ABOUT_RETRIEVAL.search(before[: lead.start()] if lead else before)
        if lead is not None and is_posted is None:
            start = one.start - len(lead[0])
            day = one.resolved() if one.is_whole else None
            weekday = (lead["weekday"] or "").casefold()
            if day is not None and weekday and _WEEKDAYS.index(weekday) != day.weekday():
                # `Tuesday, July 30, 2020` was a Thursday: one of the two is a misprint.
                day = None
            found.append(Recognised(start, one.end, What.ACCURACY, text[start : one.end], day=day))
        else:
            what = What.POSTED if is_posted else What.DATE
            day, first, last = one.resolved() if one.is_whole else None, one.resolved(), one.resolved(last_day=True)
            when = Period(first, last) if first and last and what is What.DATE else None
            found.append(Recognised(one.start, one.end, what, text[one.start : one.end], when, day))
        if day and (that := _AS_OF_THAT_DAY.match(text, one.end)) and not _DENIED.search(text[one.end : that.start(1)]):
            found.append(Recognised(that.start(1), that.end(1), What.ACCURACY, that[1], day=day))
    return found + [
        Recognised(match.start(), match.end(), What(match.lastgroup or ""), match[0]) for match in no_counts(text)
    ]


def _masked(text: str, found: Sequence[Recognised]) -> tuple[str, dict[int, Recognised]]:
    """The text with its recognised parts masked, and where each masked piece begins."""
    parts: list[str] = []
    at_start: dict[int, Recognised] = {}
    done = 0
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        if one.start < done:
            continue
        parts.append(text[done : one.start])
        position = one.start
        for piece in text[one.start : one.end].split("\n"):
            at_start[position] = one
            position += len(piece) + 1
        parts.append("\n".join(_MASK * len(line) for line in text[one.start : one.end].split("\n")))
        done = one.end
    return "".join([*parts, text[done:]]), at_start


def _tokens(line: str, number: int, offset: int, at_start: dict[int, Recognised]) -> Iterator[Token]:
    for match in _CHUNK.finditer(line):
        chunk, column, end = match[0], match.start(), match.end()
        if chunk[0] == _MASK:
            # Two pieces that touch are one run of masks.
            starts = [at for at in range(column, end) if offset + at in at_start]
            for at, next_ in zip(starts, [*starts[1:], end], strict=True):
                one = at_start[offset + at]
                yield Token(Kind.RECOGNISED, one.text, number, at, next_, of=one)
        elif chunk[0] in " \t":
            # A wide gap ends a wording: it separates two columns.
            yield Token(Kind.BREAK, chunk[0], number, column, end)
        elif chunk[0] in MARKS:
            yield Token(Kind.MARK, chunk, number, column, end)
        elif len(chunk) == 1 and not chunk.isalnum() and chunk != "&":
            yield Token(Kind.DASH if chunk == "-" else Kind.BREAK, chunk, number, column, end)
        elif not chunk.strip("-"):
            # Three dashes or more are a drawn rule, not a value.
            yield Token(Kind.DASH if len(chunk) < 3 else Kind.BREAK, chunk, number, column, end)
        elif any(character.isnumeric() for character in chunk) and "://" not in chunk:
            yield from _numeric(chunk, number, column)
        else:
            yield from _words(chunk, number, column)


def _words(chunk: str, line: int, column: int, glued: str = "") -> list[Token]:
    is_tag = bool(_TAG.fullmatch(chunk.strip(".,:;()")))
    if is_tag or _EMAIL.fullmatch(chunk) or _LINK.fullmatch(chunk):
        whole = Recognised(column, column + len(chunk), What.NOISE if is_tag else What.CONTACT, chunk)
        return [Token(Kind.RECOGNISED, chunk, line, column, column + len(chunk), of=whole)]
    tokens: list[Token] = []
    for match in _WORD.finditer(chunk):
        word, start, end = match[0], column + match.start(), column + match.end()
        if word == "&":
            tokens.append(Token(Kind.WORD, "and", line, start, end))
        elif word[0].isalpha():
            tokens.append(Token(Kind.WORD, word, line, start, end))
        elif word not in "-/'\"" and word.casefold() != "'s":
            tokens.append(Token(Kind.BREAK, word, line, start, end))
    if glued:
        last = tokens[-1]
        tokens[-1] = Token(last.kind, last.text, line, last.column, last.end + len(glued), glued_digits=glued)
    return tokens


def _numeric(chunk: str, line: int, column: int) -> list[Token]:
    core = chunk.lstrip("(\"'")
    opened = len(chunk) - len(core)
    core = core.rstrip(")\"',")
    start, end = column + opened, column + opened + len(core)
    bracketed = opened > 0 and chunk[opened - 1] == "(" and column + len(chunk) > end
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
    if _LINK.fullmatch(core) or _TAG.fullmatch(core):
        return _words(core, line, start)
    return one(Kind.SPOILT, core)


def _corrected(tokens: Iterator[Token]) -> list[Token]:
    """The tokens, changed by signs beside numbers: `< 3` hides a count; `~300`, `300 +` and `²23` are not exact."""
    corrected: list[Token] = []
    for token in tokens:
        before = corrected[-1] if corrected else None
        if token.kind in (Kind.NUMBER, Kind.YEAR) and before is not None:
            if before.text in ("<", "≤"):
                corrected[-1] = Token(Kind.STATUS, ValueStatus.SUPPRESSED, token.line, before.column, token.end)
                continue
            glued_mark = before.kind is Kind.MARK and before.end == token.column and before.text[-1] in RAISED
            is_doubted = before.text == ")" and len(corrected) > 1 and corrected[-2].text == "?"
            if glued_mark or is_doubted or _is_sign(before):
                token = Token(Kind.SPOILT, f"{before.text}{token.text}", token.line, before.column, token.end)
        elif before is not None and before.kind in (Kind.NUMBER, Kind.YEAR) and token.text in _INEXACT_AFTER:
            corrected[-1] = Token(
                Kind.SPOILT, f"{before.text}{token.text}", token.line, before.column, token.end, before.bracketed
            )
            continue
        corrected.append(token)
    return corrected


def _is_sign(token: Token) -> bool:
    return token.kind is Kind.BREAK and (
        not is_harmless(token.text) or any(character in _NOT_BESIDE_NUMBERS for character in token.text)
    )


def is_harmless(signs: str) -> bool:
    """Whether signs change nothing beside a number or in a heading: punctuation, bullets and pictures."""
    return all(character in _HARMLESS_SIGNS or character >= _FIRST_PICTURE for character in signs)
