"""Lines that say who made the document, where and when: imprints, datelines, names of publications.

Belongs here: a line that is of its maker by its own words. Not here: letterheads, which the name of the hotline below
them shows (letterheads), and menus (menus).
"""

from __future__ import annotations

import re

from orchestration.spotlight.readers.grammar.lexicon import PLACE, UNKNOWN
from orchestration.spotlight.readers.grammar.phrases import MADE, Phrase, plain
from orchestration.spotlight.readers.grammar.tokens import Kind, What
from orchestration.spotlight.readers.tree.lines import COUNT_KINDS, Line

REGIONS = frozenset(
    ("bay", "central", "coast", "east", "eastern", "island", "islands", "lake", "mid", "north", "northeast", "northern",
     "northwest", "region", "regional", "regions", "river", "south", "southeast", "southern", "southwest", "valley",
     "west", "western")
)  # fmt: skip
"""Words for parts of a state that parts of the country and names have too: `Northwest Digest`, `Red River Network`."""
_OF_TOWNS = REGIONS | {"beach", "city", "fort", "los", "port", "saint", "san", "springs"}
_HEAD_OF_MEMO = re.compile(
    r":?(?:to|from|cc|bcc|through|via|attn|attention|contact|authors?|editors?|by|analysts?|staff|presenters?|speakers?"
    r"|moderators?|facilitators?|recorder|secretary|clerk|chair|chairman|chairwoman|translator|reviewers?|sponsors?"
    r"|photos?):",
    re.I,
)
_SALUTATION = re.compile(r"(?:Dear|To whom)\b.{1,60}[,:]")
# `By John Smith, staff writer`, but not `By trafficking type`
_BYLINE = re.compile(r"By [A-Z][\w.'-]+(?: [A-Z][\w.'-]*){1,3}(?:,[\w .]+)?")
_MADE_FOR = frozenset(("by", "for", "to", "before"))
_MADE_FROM = frozenset(("based", "drawing", "from", "on", "out", "using", "with"))
"""`Compiled by the coalition from police reports` says whose the figures are."""
_IN_IMPRINT = frozenset(("edition", "neutral", "organization", PLACE, UNKNOWN, Kind.RECOGNISED))
# `A handout of the Salt Lake Roundtable`
_OF_MAKER = re.compile(
    r"(?:An?|The|This) (?:[\w-]+ ){0,2}(?:booklet|brief|briefing|brochure|bulletin|collaboration|digest|fact ?sheet"
    r"|flyer|guide|handout|infographic|leaflet|magazine|memo|newsletter|one-pager|pamphlet|paper|partnership"
    r"|presentation|primer|program|project|publication|service|supplement)"
    r" (?:by|from|of) (?:the )?[A-Z].*",
    re.IGNORECASE,
)
_ISSUES = frozenset(("bulletin", "digest", "gazette", "journal", "magazine", "newsletter", "review"))
PUBLICATIONS = _ISSUES | {
    "conference", "convention", "forum", "handout", "luncheon", "roundtable", "seminar", "summit", "symposium",
    "training", "webinar", "workshop"
}  # fmt: skip
"""Words in the name of what somebody publishes, or of an event."""
_ISSUE = re.compile(r"\b(?:issue|no\.|number|vol(?:ume|\.)?) ?#?[0-9]", re.IGNORECASE)
_BEFORE_DAY = re.compile(r"(?:^|[,(|-]|\bon) *$")
_SMALL = frozenset(("a", "and", "at", "for", "in", "of", "on", "the", "to"))
_LONGEST_NAME = 10
_SHORTEST_TITLE = 2


def is_imprint(line: Line) -> bool:
    """`Submitted to the Commission, February 2021`, `Prepared by Jane Doe`: who made it and for whom, no heading."""
    if (_is_head_of_memo(line) or _SALUTATION.fullmatch(line.text)) and not line.has(Kind.YEAR, *COUNT_KINDS):
        # `FROM: Legislative Council staff`, `Dear members of the committee,`
        return True
    if _BYLINE.fullmatch(line.text) and all(phrase.kind in ("neutral", UNKNOWN) for phrase in line.phrases):
        return True
    first, second = [plain(word) for word in line.words[:2]] if len(line.words) > 2 else ("", "")
    is_made_for = first in MADE and second in _MADE_FOR
    # `Printed in Ohio.`
    is_made_in = first in MADE and second == "in" and not line.has(Kind.YEAR, Kind.RECOGNISED)
    # `Prepared by the staff of the attorney general`: what a body is called says nothing of figures.
    is_of_body = line.has("organization") and _MADE_FROM.isdisjoint(map(plain, line.words))
    of_body = ("other_measure", "other_service") if is_of_body else ()
    is_made = is_made_for or is_made_in
    return is_made and all(one.kind in (*_IN_IMPRINT, *of_body) or _is_saint(one) for one in line.phrases)


def _is_saint(phrase: Phrase) -> bool:
    return phrase.kind == "local" and phrase.text.casefold() in ("saint", "san", "santa", "fort")


def _is_head_of_memo(line: Line) -> bool:
    return bool(_HEAD_OF_MEMO.match(line.text))


def is_name_of_maker(line: Line) -> bool:
    """`Northwest Digest, issue 12`, `Boise, January 4, 2024`: a part of a place in it is none that figures are of."""
    if len(line.words) > _LONGEST_NAME or line.said.names_hotline:
        return False
    # `Author: Red River Network`, but not `From: Northeast`
    is_named = line.has("organization") and _is_head_of_memo(line)
    if is_named or _OF_MAKER.fullmatch(line.text):
        return all(_may_be_name(phrase, REGIONS) for phrase in line.phrases)
    is_written_as_name = all(word.text[0].isupper() or plain(word) in _SMALL for word in line.words)
    return is_written_as_name and (_is_of_issue(line) or _is_dateline(line))


def _is_of_issue(line: Line) -> bool:
    issues = [_ISSUE.search(phrase.text) for phrase in line.phrases if phrase.kind == Kind.RECOGNISED]
    is_publication = not _ISSUES.isdisjoint(map(plain, line.words))
    # `Compendium of State Indicators, Volume 8`: only a book has volumes.
    is_book = any(issue is not None and issue[0][:3].casefold() == "vol" for issue in issues)
    of_book = ("other_breakdown", "other_measure") if is_book and len(line.words) > _SHORTEST_TITLE else ()
    may_be = all(_may_be_name(phrase, REGIONS) or phrase.kind in of_book for phrase in line.phrases)
    return any(issues) and (is_publication or is_book) and may_be


def _is_dateline(line: Line) -> bool:
    """Where and when it was written, or people met: a town that is no known place, or an event, and a whole day."""
    days = [
        phrase
        for phrase in line.phrases
        if (of := phrase.tokens[0].of) is not None and of.what in (What.DATE, What.POSTED) and of.day is not None
    ]
    named = [at for at, one in enumerate(line.phrases) if one.kind in (UNKNOWN, "organization", "edition", "local")]
    states = [at for at, one in enumerate(line.phrases) if one.kind == PLACE]
    # `Ohio, December 31, 2020` may be a title.
    is_town_first = bool(named) and (not states or named[0] < states[0])
    is_day_apart = len(days) == 1 and bool(_BEFORE_DAY.search(line.pieces[0].text[: days[0].tokens[0].column]))
    others = [one for one in line.phrases if one.kind != PLACE]
    return is_day_apart and is_town_first and all(_may_be_name(one, _OF_TOWNS) for one in others)


def _may_be_name(phrase: Phrase, of_places: frozenset[str]) -> bool:
    if phrase.kind == "local":
        return phrase.text.casefold() in of_places
    if phrase.kind == Kind.RECOGNISED:
        of = phrase.tokens[0].of
        return of is not None and of.what in (What.DATE, What.POSTED, What.SPAN, What.NOISE, What.CONTACT)
    return phrase.kind in ("edition", "neutral", "organization", "other_place", UNKNOWN)
