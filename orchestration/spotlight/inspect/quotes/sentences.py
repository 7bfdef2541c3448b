"""A text as sentences, and a sentence as words, numbers and signs.

Belongs here: characters and where sentences end.
Not here: what a word means.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from orchestration.spotlight.inspect.quotes.english import ABBREVIATIONS, OTHER_THINGS, REASONS
from orchestration.spotlight.readers.grammar.characters import clean

_PARAGRAPH = re.compile(r"\n[ \t]*\n\s*|\n[ \t]*(?=(?:[-*•▪●]|[0-9]{1,2}[.)])[ \t])")
_BULLET = re.compile(r"\s*(?:[-*•▪●]|[0-9]{1,2}[.)])\s")
# A line that ends within a sentence is only wrapped: to split there could cut off what the sentence is about.
_END = re.compile(r"(?:(?P<stop>[.])|[!?…])[\"')\]]{0,3}\s+(?=[\"'(\[]{0,3}[A-Z0-9])")
_BEGINNING = re.compile(r"(?:It|Of|Sex trafficking|Labor trafficking|That|The|There|These|They|This)\b")
"""Behind "D.C." or "U.S." it begins the next sentence."""
_MARKED = re.compile(r"(?<![\w*])(\*{1,3})(?=[^\s*])([^*]*[^\s*])\1(?![\w*])")
"""Words between the signs that Markdown has for bold and italic."""
_DATELINE = re.compile(
    r"(?P<words>[A-Z][A-Za-z.' ]{1,30})(?:, [A-Z][A-Za-z.]{1,15}){0,2}"
    r"(?:, (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.? [0-9]{1,2}(?: \((?:AP|Reuters|UPI|AFP)\))?"
    r"| \((?:AP|Reuters|UPI|AFP)\)) -{1,2} ?(?=[A-Z0-9])"
    r"|(?P<city>[A-Z][A-Z.' ]{2,30}), (?:[A-Z][a-z]{2,9}\.?|[A-Z]\.[A-Z]\.)(?: [A-Z][a-z]+)? -{1,2} ?(?=[A-Z0-9])"
)
"""Where and when a newspaper's article was written: "Boston, Feb. 5 - ", "BOISE, Idaho - "."""
_HASHTAG = re.compile(r"#(?=[^\W\d_])")
_TOKEN = re.compile(
    r"""
      (?P<link>https?://\S+|(?:www\.)?humantraffickinghotline\.org(?:/\S*)?)
    | (?P<phone>(?:1-)?[0-9]{3}-[0-9]{3}-[0-9]{4}(?![-.,]?[0-9]))
    | (?P<short>(?:(?:[^\W\d_]\.){2,20}|US-[A-Z]{2}\b)(?:'s\b)?)     # U.S., US-MO
    | (?P<number>[0-9]+(?:[.,][0-9]+)*)(?P<suffix>[^\W\d_]\w*)?
    | (?P<mixed>[^\W\d_]+[0-9_]\w*)                                  # FY2019
    | (?P<word>[^\W\d_]+(?:'[^\W\d_]+)*)
    | (?P<sign>\d+|\S)
    """,
    re.VERBOSE,
)
_SPELLINGS = {"&": "and", "labour": "labor"}


@dataclass(frozen=True, slots=True)
class Token:
    """One word, number or sign; `norm` is the form in which it is compared."""

    text: str
    norm: str
    start: int
    end: int
    kind: str
    suffix: str = ""

    @property
    def is_capitalised(self) -> bool:
        return self.kind in ("word", "mixed", "short") and self.text[0].isupper()


def split_sentences(text: str) -> Iterator[str]:
    """The sentences of a text, one line each. When in doubt two stay one, which at worst is not understood."""
    for paragraph in _PARAGRAPH.split(clean(text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))):
        joined = _BULLET.sub("", paragraph, count=1) if _BULLET.match(paragraph) else paragraph
        joined = _without_dateline(_MARKED.sub(r"\2", " ".join(joined.split())))
        start = 0
        for end in _END.finditer(joined):
            if end["stop"] and _is_abbreviation(joined, start, end.start(), end.end()):
                continue
            if sentence := joined[start : end.end()].strip():
                yield sentence
            start = end.end()
        if sentence := joined[start:].strip():
            yield sentence


def _without_dateline(text: str) -> str:
    dateline = _DATELINE.match(text)
    place = (dateline["words"] or dateline["city"]) if dateline else ""
    # "Minors, Feb. 5 - " is none.
    if dateline is None or any(REASONS.get(word) in OTHER_THINGS for word in place.casefold().split()):
        return text
    return text[dateline.end() :]


def _is_abbreviation(text: str, start: int, stop: int, behind: int) -> bool:
    """Whether the full stop at `stop` ends only a word; the next begins at `behind`."""
    word = text[max(start, stop - 12) : stop].rsplit(" ", 1)[-1].casefold()
    if "." in word:
        return _BEGINNING.match(text, behind) is None
    return len(word) == 1 or word in ABBREVIATIONS


def tokens_of(sentence: str) -> tuple[Token, ...]:
    """The tokens of a sentence. A hyphen or a slash between two words only divides them."""
    tokens: list[Token] = []
    sentence = _HASHTAG.sub(" ", sentence)
    for match in _TOKEN.finditer(sentence):
        text, kind = match[0], str(match.lastgroup)
        start, end = match.span()
        if text in "-/" and sentence[max(0, start - 1) : start].isalpha() and sentence[end : end + 1].isalpha():
            continue
        if match["number"]:
            tokens.append(Token(text, match["number"], start, end, "number", (match["suffix"] or "").casefold()))
            continue
        norm = text.casefold()
        if kind in ("word", "short"):
            norm = norm.removesuffix("'s")
        tokens.append(Token(text, _SPELLINGS.get(norm, norm), start, end, kind))
    return tuple(tokens)
