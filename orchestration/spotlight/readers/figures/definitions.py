"""Sentences that say what the figures are: `The data in this report represent signals and cases that reference Ohio.`

Belongs here: the words that may stand in them. Not here: other sentences (remarks), places and times in them (said).
"""

from __future__ import annotations

import re

from orchestration.spotlight.readers.figures.statements import Sentence
from orchestration.spotlight.readers.grammar.lexicon import PLACE
from orchestration.spotlight.readers.grammar.phrases import Phrase
from orchestration.spotlight.readers.grammar.tokens import Kind

_DEFINES = re.compile(
    r"(?:(?:all|our|the|these|this|what)(?: (?:above|following))?(?: \w+)? )?"
    r"(?:counts|data|everything|figures|information|numbers|pages?|report|sheet|spotlight|statistics|totals)"
    r"(?: above| below| here| given| listed| provided| shown| (?:in|on) this (?:page|report|sheet|spotlight|table))*"
    r"(?:,? which)? (?:only |all )?"
    r"(?:(?:are|were|come|came|is|was) (?:of|from|based on|drawn from|limited to|confined to)"
    r"|concerns?|counts?|describes?|reflects?|refers? to|represents?|stands? for|sums? up)\b",
    re.IGNORECASE,
)
"""Figures as the subject, and a verb behind which it stands what they are."""
_ENDS = re.compile(
    r"[;:]|\. |,? (?:and|but|but may|and may)? ?(?:(?:do|does|is|are|may|should|cannot|can) )?not\b"
    r"|,? and (?:are|is) (?:accurate|current)\b|, (?:as|so|because|since|which is why)\b",
    re.IGNORECASE,
)
"""Where the definition ends and another statement begins: `, and do not show how common trafficking is`."""
_ACCURATE = re.compile(r",? and (?:are|is) (?:accurate|current) as of [\w ,/-]+\.?", re.IGNORECASE)
_OF_PEOPLE = re.compile(r"(?<!from)(?<! on)(?<! to)(?<!what) (?:the )?(?:individuals|people|persons)\b", re.IGNORECASE)
_LONGEST_PEOPLE = 16
"""Letters of ` the individuals`."""
_CHANNELS = frozenset(("calls", "chats", "emails", "messages", "texts", "tips", "webchats", "webforms"))
_COUNTED = frozenset(
    ("cases", "communication", "communications", "contacts", "incidents", "people", "person", "reports", "signals",
     "situations", "what")
)  # fmt: skip
_WITHIN_CASES = frozenset(("businesses", "traffickers", "victims"))
_MAY_STAND = frozenset(
    ("a", "about", "above", "aggregated", "all", "an", "and", "answered", "any", "are", "as", "at", "been",
     "below", "between", "by", "calendar", "call", "called", "center", "chose", "come", "communicated", "concern",
     "concerned", "concerning", "contacted", "counted", "cover", "covers", "date", "day", "during", "each",
     "email", "entire", "first", "following", "for", "form", "forms", "from", "full", "had", "handled", "has",
     "have", "heard", "here", "hotline", "hotline's", "human", "identified", "in", "incoming", "individuals",
     "information", "into", "is", "issues", "it", "its", "knew", "known", "last", "learned", "letter", "made",
     "may", "meaning", "mention", "mentioned", "mentions", "message", "months", "national", "nhth", "nhtrc", "of",
     "on", "online", "or", "our", "out", "page", "pages", "period", "phone", "publication", "published", "reach",
     "reached", "received", "recorded", "refer", "reference", "referenced", "references", "referencing", "refers",
     "related", "report", "reported", "reporting", "reports", "resource", "rest", "sent", "share", "shared",
     "sheet", "spotlight", "spotlights", "state", "statewide", "statistics", "substantive", "tell", "text", "that",
     "the", "their", "them", "they", "this", "those", "through", "time", "tip", "to", "told", "totals",
     "trafficking", "us", "via", "was", "web", "were", "where", "which", "who", "whole", "with", "wrote", "year")
)  # fmt: skip
_MAY_DEFINE = _MAY_STAND | _CHANNELS | _COUNTED | _WITHIN_CASES
"""All words that may stand in a definition which changes nothing."""


def defines_otherwise(sentence: Sentence) -> bool | None:
    """Whether a sentence says that the figures are anything else than what the hotline learned; None if it says no more
    than what they are, or is no definition.

    Words that are not known here may narrow them: `represent cases that reference Maricopa County`.
    """
    start = _DEFINES.match(sentence.text)
    if start is None:
        return None
    end = _ENDS.search(sentence.text, start.end())
    text = sentence.text[start.end() : end.start() if end else None].casefold().replace("-", " ")
    if any(one.casefold() in text for one in sentence.said.unclear):
        return True
    spoken = (one.text.casefold().replace("-", " ") for one in sentence.phrases if not _is_place_or_time(one))
    named = {word for words in spoken for word in words.split()} & {word.strip(".,()") for word in text.split()}
    channels, counted = named & _CHANNELS, named & _COUNTED
    # `based on phone calls` would be one channel, `represent victims` and `are of people` people.
    is_part = bool(_OF_PEOPLE.search(sentence.text, start.start(), start.end() + _LONGEST_PEOPLE))
    is_part |= (len(channels) == 1 and not counted) or (bool(named & _WITHIN_CASES) and "cases" not in named)
    if is_part or not named <= _MAY_DEFINE:
        return True
    return False if end is None or _ACCURATE.fullmatch(sentence.text, end.start()) else None


def _is_place_or_time(phrase: Phrase) -> bool:
    return phrase.kind in (PLACE, Kind.RECOGNISED, Kind.YEAR)
