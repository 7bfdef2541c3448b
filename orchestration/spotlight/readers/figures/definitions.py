"""Sentences that say what the figures are: `The data in this report represent signals and cases that reference Ohio.`

Belongs here: the words that may stand in them, and those that may not. Not here: other sentences (remarks), places and
times in them (said).
"""

from __future__ import annotations

import re

from orchestration.spotlight.readers.figures.statements import Sentence
from orchestration.spotlight.readers.grammar.lexicon import NOT_OF_THE_REPORT, PLACE
from orchestration.spotlight.readers.grammar.phrases import LABELS
from orchestration.spotlight.readers.grammar.tokens import Kind

_DEFINES = re.compile(
    r"(?:(?:all|our|the|these|this|what)(?: (?:above|following))?(?: \w+)? )?"
    r"(?:counts|data|everything|figures|information|numbers|pages?|report|sheet|spotlight|statistics|totals)"
    r"(?: above| below| here| given| listed| provided| shown| (?:in|on) this (?:page|report|sheet|spotlight|table))*"
    r"(?:,? which)? (?:only |all )?"
    r"(?:(?:are|were|come|came|is|was) (?:of|from|based on|drawn from|limited to|confined to)"
    r"|concerns?|counts?|represents?|stands? for|sums? up|(?<!page )(?<!pages )(?<!report )(?:describes?|reflects?)"
    r"|refers? to)\b",
    re.IGNORECASE,
)
"""Figures as the subject, and a verb before what they are. `This page describes` may go on with anything."""
_RENAMES = re.compile(
    r"\b(?:prints?|says?|uses?|writes?) [\"“‘'][^\"”’']{3,40}[\"”’'] (?:for|in place of|instead of|to mean|when)\b",
    re.IGNORECASE,
)
"""A label with another meaning: `This sheet says "phone calls" for every communication.`"""
_ENDS = re.compile(
    r"[;:]|\. |,? (?:and|but)? ?(?:(?:do|does|is|are|may|should|cannot|can) )?not\b"
    r"|,? and (?:are|is) (?:accurate|current)\b|, (?:as|so|because|since|which is why)\b",
    re.IGNORECASE,
)
"""Where the definition ends and another statement begins: `, and do not show how common trafficking is`."""
_OF_PEOPLE = re.compile(
    r"(?<!from)(?<! on)(?<! to)(?<!what) (?:the |each |every |all )?(?:individuals?|people|persons?)\b", re.IGNORECASE
)
_LONGEST_PEOPLE = 18
"""Letters of ` every individuals`."""
_BY_PEOPLE = re.compile(
    r"from (?:all )?(?:the )?people who (?:called|contacted|texted|reached out to|turned to|wrote to) "
    r"the (?:national )?(?:human trafficking )?hotline(?: (?:about|from|in) (?P<place>.+?))?\.?",
    re.IGNORECASE,
)
"""`These numbers come from people who reached out to the hotline.`"""
_FEWEST_CHANNELS = 2
_OF_OTHERS = re.compile(
    r"\b(?:(?:our|their|us)\b|state (?:call(?:ed)?|center|form|hotline|report|tip)"
    r"|(?:first|last) (?:days?|months?|reported))",
    re.IGNORECASE,
)
"""`contacts with our center`, `from the state hotline`, `first reported in the last months`"""
_ACCURATE = re.compile(r",? and (?:are|is) (?:accurate|current) as of [\w ,/-]+\.?", re.IGNORECASE)
_OF_PLACES_AND_TIMES = (PLACE, Kind.RECOGNISED, Kind.YEAR)
_NARROWS = frozenset(NOT_OF_THE_REPORT) - {"organization"}
_CHANNELS = frozenset(("calls", "chats", "emails", "messages", "texts", "tips", "webchats", "webforms"))
_COUNTED = frozenset(
    ("cases", "communication", "communications", "contacts", "incidents", "people", "person", "reports", "signals",
     "situations", "what")
)  # fmt: skip
_WITHIN_CASES = frozenset(("businesses", "traffickers", "victims"))
_MAY_STAND = frozenset(("individuals", "national", "people", "related", "tip", "tips"))
"""Words whose kind narrows figures elsewhere, but not in a definition: `signals from people`, `online tip reports`"""
_OF_PUBLISHER = frozenset(
    ("about", "and", "between", "by", "calls", "cases", "chats", "concern", "concerned", "contacts", "emails", "from",
     "hotline", "human", "in", "incidents", "incoming", "it", "made", "mention", "mentioned", "national", "nhtrc", "of",
     "online", "or", "phone", "reached", "received", "reference", "referenced", "reports", "signals", "texts", "that",
     "the", "tip", "to", "trafficking", "webforms")
)  # fmt: skip
"""The words of the publisher's own definitions."""


def defines_otherwise(sentence: Sentence) -> bool | None:
    """Whether a sentence says that the figures are anything else than what the hotline learned: True for known
    qualifiers and towns, False for the publisher's own words. For other words the examples decide (remarks).

    `represent cases that reference Maricopa County`, but not `are based on signals received by the hotline`
    """
    if _RENAMES.search(sentence.text) and any(phrase.kind in LABELS for phrase in sentence.phrases):
        return True
    start = _DEFINES.match(sentence.text)
    if start is None:
        return None
    end = _ENDS.search(sentence.text, start.end())
    text = sentence.text[start.end() : end.start() if end else None].casefold().replace("-", " ")
    if any(one.casefold() in text for one in sentence.said.unclear) or _OF_OTHERS.search(text):
        return True
    if " who " in text:
        stop = end.start() if end else len(sentence.text)
        by_people = _BY_PEOPLE.fullmatch(sentence.text, start.end() - len("from"), stop)
        last = sentence.phrases[-1]
        is_of_place = by_people is not None and by_people["place"] in (None, last.text if last.kind == PLACE else None)
        return None if is_of_place else True
    of_text = {word.strip(".,()") for word in text.split()}
    named: set[str] = set()
    for phrase in sentence.phrases:
        words = set(phrase.text.casefold().replace("-", " ").split())
        if phrase.kind in _OF_PLACES_AND_TIMES or not words <= of_text:
            continue
        if not words <= _MAY_STAND and (phrase.value or phrase.kind in _NARROWS):
            return True
        named |= words
    channels, counted = named & _CHANNELS, named & _COUNTED
    # `based on phone calls` would be one channel, `represent victims` and `are of people` people.
    is_of_people = bool(_OF_PEOPLE.search(sentence.text, start.start(), start.end() + _LONGEST_PEOPLE))
    is_of_one = len(channels) == 1 and not counted
    if is_of_people or is_of_one or (named & _WITHIN_CASES and "cases" not in named):
        return True
    is_whole = end is None or _ACCURATE.fullmatch(sentence.text, end.start()) is not None
    has_all = bool(counted) or len(channels) > _FEWEST_CHANNELS
    return False if is_whole and has_all and named <= _OF_PUBLISHER else None
