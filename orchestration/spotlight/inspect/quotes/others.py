"""Numbers of a sentence that plainly are something else than a count of ours: dates, prices, ages, addresses.

Belongs here: the narrow list of what a number is let pass as.
Not here: sentences in which something of ours is counted.
"""

from __future__ import annotations

import re

from orchestration.spotlight.inspect.quotes.english import MULTIPLES, SHORT_CODE, TENS, UNITS, words
from orchestration.spotlight.inspect.quotes.numbers import read_number, starts_number
from orchestration.spotlight.inspect.quotes.sentences import tokens_of
from orchestration.spotlight.readers.grammar.dates import find_dates

_WORD = "|".join((*UNITS, *TENS, *MULTIPLES, "hundred"))
_NUMBER = rf"(?:[0-9]+(?:[.,][0-9]+)*|(?:{_WORD})(?:[- ](?:{_WORD}))*)(?: (?:thousand|million|billion|trillion))?"
_RANGE = rf"(?:\bbetween {_NUMBER} and {_NUMBER}|\b{_NUMBER}(?: ?(?:-|to|or) ?{_NUMBER})?)"
_NOUNS = "|".join(
    words(
        "members officers detectives deputies troopers employees staff volunteers attorneys judges lawmakers senators "
        "representatives teachers schools colleges churches agencies organizations groups partners nonprofits "
        "departments offices teams counties cities towns states countries nations languages miles feet acres "
        "kilometers pounds points games seats votes lanes bridges trucks buses pages chapters articles copies posters "
        "signs laws bills hours minutes seconds days weeks months years decades workshops events meetings classes "
        "trainings courses speakers panels awards grants advocates nurses students hotels"
    )
)
_ADJECTIVES = "new|local|other|more|different|public|full|additional"
_JOINED = "member|hour|minute|day|week|month|year|mile|page"
_BEFORE = (
    "pages?|chapters?|sections?|title|volume|exhibit|attachment|bill|rule|suite|room|floor|exit|highway|interstate|"
    "route|grades?"
)
_STREET = "Street|St|Avenue|Ave|Road|Rd|Boulevard|Blvd|Drive|Dr|Lane|Highway|Hwy|Court|Plaza|Parkway"
_OTHERS = re.compile(
    "|".join(
        (
            rf"[$£€] ?{_RANGE}",
            rf"{_RANGE} ?(?:%|percent\b|per cent\b|percentage points?\b|dollars\b|cents\b)",
            r"\b(?:one|1) (?:in|out of) (?:[a-z]+|[0-9]{1,2})\b",
            r"\b[0-9]{1,2}:[0-9]{2}\b|\b[0-9]{1,2}(?: ?(?:-|to) ?[0-9]{1,2})? ?[ap](?:[.]m[.]|m\b)|\b24[/-]7\b",
            rf"\b[0-9]+(?:st|nd|rd|th)\b|\b(?:{'|'.join(TENS)})-(?:first|second|third|[a-z]+th)\b",
            r"\b(?:19|20)?[0-9]0'?s\b|\b(?:19|20)[0-9]{2}-[0-9]{2}\b",
            rf"\b(?:aged?|ages|age of) {_RANGE}|{_RANGE}[- ]years?[- ]olds?\b",
            rf"\b(?:{_BEFORE}) #?{_RANGE}(?: of [0-9]+\b)?",
            r"\b[hs][.]?[bjr][.]? [0-9]{1,4}\b|\b501\(c\)\([0-9]\)|\bcovid-19\b",
            # Only with its capitals: "267 on the street" is no address.
            rf"(?:\b[0-9]{{1,6}}(?-i:(?: [NSEW][.]?)?(?: [A-Z0-9][\w.']*){{1,3}} (?:{_STREET})\b)|\bbox [0-9]{{1,5}}\b)"
            r"(?:(?:, suite [0-9]+)?[^;:0-9]{0,60}, (?-i:[A-Z]{2}|[A-Z][a-z]+) [0-9]{5}(?:-[0-9]{4})?)?",
            r"\([0-9]{3}\) ?[0-9]{3}-[0-9]{4}\b|\b[0-9]{3}[.][0-9]{3}[.][0-9]{4}\b",
            # In an order to the reader: "999 by call" and "by call, 999" may be counts.
            r"(?:^|\b(?:to|please|or|and|can) )(?:call|dial) (?:[2-9]11|988|[0-9]{5,6})\b|\bdial [2-9]11\b",
            r"\bif [^,;]{1,60}, call (?:911|988)\b",
            rf"\btext(?:ing)? (?:\S+ ){{0,2}}\W?{SHORT_CODE}\b",
            rf"{_RANGE} (?:(?:{_ADJECTIVES}) )?(?:{_NOUNS})\b|{_RANGE}-(?:{_JOINED})\b",
            r"\b(?:no|any|every|each|this|that) one\b|\bone (?:another|day|thing|way|side|hand|reason)\b",
            r"\bzero[- ]tolerance\b",
        )
    ),
    re.IGNORECASE,
)
_YEAR = "(?:19|20)[0-9]{2}"
# Beside these words four digits may be a count.
_COUNTED_YEAR = re.compile(
    rf"\b(?:is|was|were|are|has|had|have|saw|see|reached|hit|accounted for|stood at|total of|only|just|nearly|almost) "
    rf"(?P<after>{_YEAR})\b|\b(?P<before>{_YEAR}) (?:of (?:them|those|these)|in all)\b"
    rf"|(?<!in )\b(?P<alone>{_YEAR}) (?:were|more)\b",
    re.IGNORECASE,
)


def counts_perhaps(sentence: str) -> list[str]:
    """The numbers of a sentence that may be counts of ours."""
    rest = sentence
    for one in find_dates(sentence):
        # "In March 26 were found" has no day.
        if one.year or not rest[: one.start].casefold().endswith("in "):
            rest = rest[: one.start] + " " * (one.end - one.start) + rest[one.end :]
    rest = _OTHERS.sub(lambda found: " " * len(found[0]), rest)
    years = {one.start(one.lastgroup or 0) for one in _COUNTED_YEAR.finditer(rest)}
    tokens = tokens_of(rest)
    found, position = [], 0
    while position < len(tokens):
        first, end = tokens[position], position + 1
        if starts_number(tokens, position):
            end = read_number(tokens, position)[1]
            text = rest[first.start : tokens[end - 1].end]
            if first.start in years or not re.fullmatch(_YEAR, text):
                found.append(text)
        position = end
    return found
