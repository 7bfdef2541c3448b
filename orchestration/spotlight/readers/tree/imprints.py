"""Lines that say who made or presents the document, for whom, where and when: imprints, bylines, datelines.

Belongs here: a line about its makers, speakers or addressees, known by its own words. Not here: names (names), menus
(menus), and letterheads, known by the name of the hotline below them (letterheads).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise, takewhile

from orchestration.spotlight.readers.grammar.lexicon import NOT_OF_THE_REPORT, PLACE, UNKNOWN
from orchestration.spotlight.readers.grammar.phrases import Phrase, plain
from orchestration.spotlight.readers.grammar.tokens import Kind, Token, What
from orchestration.spotlight.readers.grammar.words import OCCASIONS, SEASONS, VERBS_OF_MAKING
from orchestration.spotlight.readers.tree.lines import Line
from orchestration.spotlight.readers.tree.names import OFTEN, REGIONS, is_name

_OF_TOWNS = REGIONS | {"beach", "city", "fort", "los", "port", "saint", "san", "springs"}
_HEAD_OF_MEMO = re.compile(
    r":?(?:to|from|cc|bcc|through|via|attn|attention|contact|authors?|editors?|by|analysts?|staff|presenters?|speakers?"
    r"|moderators?|facilitators?|recorder|secretary|clerk|chair|chairman|chairwoman|translator|reviewers?|sponsors?"
    r"|photos?|(?:also |inside |in )?this issue):",
    re.I,
)
_SALUTATION = re.compile(
    r"(?:Dear|To whom)\b.{1,60}[,:]"
    r"|(?:All|Colleagues|Everyone|Folks|Friends|Team)(?: -|,)"
    r"|(?:Captain|Chief|Commissioner|Director|Judge|Lieutenant|Senator|Sergeant|Sheriff)(?: [A-Z][a-z]+)?,"
    r"|(?:Aloha|Greetings|Hi|Hello|Hey|Good (?:morning|afternoon|evening)),?"
    r" [A-Z][a-z]+(?: (?:and )?[A-Z][a-z.]*){0,2}[,:!]"
)
_PERSON = r"[A-Z][\w.'-]+(?: [A-Z][\w.'-]*){1,3}"
_BYLINE = re.compile(rf"By {_PERSON}(?:(?:,| and) {_PERSON})*(?:,[\w .]+)?(?: [•·|] [0-9]+ min(?:ute)? read)?")
"""`By John Smith and Jane Doe, staff writers`, but not `By trafficking type`"""
_OF_STAFF = frozenset(("staff reporter", "staff reporters", "staff writer", "staff writers"))
_WITH_DEGREE = re.compile(
    r"(?:[A-Z][\w'-]*\.? ){1,3}[A-Z][\w'-]+, (?:Esq|JD|LICSW|LCSW|LMSW|LPC|MPA|MPH|MSW|Ph\.?D)\.?"
)
_WITH_OFFICE = re.compile(
    r"(?:(?:Dr|Hon|Prof|Rev)\.|(?:The )?Honorable|Judge|Professor|Representative|Senator) "
    r"(?:[A-Z]\. )*[A-Z][\w'-]+(?: (?:[A-Z]\. )?[A-Z][\w'-]+)?"
    r"|[A-Z][a-z'-]+ (?:[A-Z]\. )?[A-Z][a-z'-]+(?:-[A-Z][a-z]+)?, (?:(?:program|project|research|statewide) )?"
    r"(?:analyst|coordinator|director|epidemiologist|facilitator|librarian|president|researcher)"
)
"""`Dr. L. Okafor`, `Renee Okafor, statewide coordinator`"""
_WITH_INITIALS = re.compile(
    r"(?:[A-Z]\. ){2}(?:de |van |von )?[A-Z][a-z'-]+(?:-[A-Z][a-z]+)?"
    r"|(?:[A-Z]\. ){1,2}[A-Z][a-z'-]+(?:, (?:[A-Z]\. ){1,2}[A-Z][a-z'-]+){0,4},? and (?:[A-Z]\. ){1,2}[A-Z][a-z'-]+"
)
"""`J. R. Moss` or `A. Cole and J. Moss`, the authors of a paper. `B. Farmworkers` may be an item of an outline."""
_POINTS_OF_COMPASS = frozenset("NESW")
_COPIED = re.compile(
    r"(?:copied|reprinted|retrieved|transcribed|typed) from (?:the )?(?:(?:national )?(?:human trafficking )?hotline's "
    r"(?:state |web )?(?:page|pdf|report|sheet|site|website)|pdf|spotlight) by ",
    re.IGNORECASE,
)
_HELD_BY = re.compile(
    r"(?:deposited with|held|kept|owned)(?: (?:at|by|in))?:? (?:the )?"
    r"[A-Z][\w .']*\b(?:Archives?|Library)(?:, [A-Z][\w ]+)?\.?"
)
_MADE_FOR = frozenset(("by", "for", "to", "before"))
_DELIVERED = frozenset(("briefing", "handout", "memo", "presentation", "slides", "talk", "testimony"))
"""`Briefing for the statewide task force`"""
_MADE_FROM = frozenset(("based", "basis", "drawing", "from", "out", "using", "with"))
"""`Compiled by the coalition from police reports` says where the figures come from."""
_IN_IMPRINT = frozenset(("edition", "neutral", "organization", PLACE, UNKNOWN, Kind.RECOGNISED))
_REPRINTED = frozenset(("circulated", "distributed", "posted", "published", "reprinted", "republished", "shared"))
_IN_NAME = frozenset(("neutral", "organization", "other_place", UNKNOWN))
_IN_OCCASION = re.compile(r", | [|•·–-] ")
_LONGEST_AUDIENCE = 6
_LONGEST_EVENT = 3
"""Words of `Quarterly council meeting`; a longer name is written with capitals: `Evergreen Anti-Trafficking Summit`."""
_LONGEST_PLACE_AND_DAY = 4
"""Parts of `Salem, Oregon, April 20, 2023`."""
_BEFORE_DAY = re.compile(r"(?:^|[,(|-]|\bon) *$")


def is_imprint(line: Line) -> bool:
    """Whether it says who made it or for whom: `Submitted to the Commission, February 2021`, `Prepared by Jane Doe`."""
    head = _HEAD_OF_MEMO.match(line.text)
    # `From: callers under twenty` names nobody.
    is_head = head is not None and not line.text[head.end() :].lstrip()[:1].islower()
    if (is_head or _SALUTATION.fullmatch(line.text)) and not line.has(Kind.YEAR, Kind.NUMBER):
        # `FROM: Legislative Council staff`, `Dear members of the committee,`
        return True
    if _is_byline(line):
        return True
    if (
        _WITH_INITIALS.fullmatch(line.text)
        and not _are_no_initials(line.text)
        and all(one.kind in ("neutral", UNKNOWN) for one in line.phrases)
    ):
        return True
    if _HELD_BY.fullmatch(line.text[:1].casefold() + line.text[1:]):
        return not (line.said.towns or line.said.has("local")) and not line.has(Kind.YEAR, Kind.NUMBER)
    if _COPIED.match(line.text):
        return _is_copied_by_body(line)
    # `Last edited by jdwheeler, 19 October 2021`
    words = [plain(word) for word in line.words[line.words[0].text.casefold() == "last" :]] if line.words else []
    first, second = words[:2] if len(words) > 2 else ("", "")
    is_made_for = first in VERBS_OF_MAKING and second in _MADE_FOR
    # `Printed in Ohio.`
    is_made_in = first in VERBS_OF_MAKING and second == "in" and not line.has(Kind.YEAR, Kind.RECOGNISED)
    is_for_body = first in _DELIVERED and second in ("before", "for", "to") and not line.said.towns
    if (is_made_for or is_for_body) and _is_by_body(line):
        return True
    return (is_made_for or is_made_in) and all(one.kind in _IN_IMPRINT for one in line.phrases)


def _is_byline(line: Line) -> bool:
    is_plain = all(one.kind in ("neutral", UNKNOWN) or _is_span(one) for one in line.phrases)
    return is_plain and _BYLINE.fullmatch(line.text) is not None


def ends_byline(line: Line, above: Line | None) -> bool:
    """Whether it is `Staff writer` right below `By Dana Whitlow`. Elsewhere it may say who reported the cases."""
    return above is not None and line.text.casefold() in _OF_STAFF and _is_byline(above)


def _are_no_initials(text: str) -> bool:
    """Whether letters count what they stand before, or say where it is: `A. Toledo and B. Akron`, `E. Cleveland`."""
    letters = re.findall(r"\b([A-Z])\.", text)
    return _POINTS_OF_COMPASS.issuperset(letters) or any(
        ord(after) - ord(before) == 1 for before, after in pairwise(letters)
    )


def without_publisher(line: Line) -> tuple[Token, ...]:
    """The tokens of a title that names the hotline or a period, without its printer: `2019, reprinted by the Alliance`.

    `Compiled by` would say who made the figures.
    """
    at = next((at for at, one in enumerate(line.phrases) if one.text.casefold() in _REPRINTED), len(line.phrases))
    by, name = line.phrases[at + 1 : at + 2], line.phrases[at + 2 :]
    is_body = is_name(name) and all(one.kind in _IN_NAME for one in name)
    is_by_body = bool(by) and by[0].text.casefold() == "by" and is_body
    if not (is_by_body and (line.said.names_hotline or line.said.periods)):
        return line.tokens
    return tuple(takewhile(lambda token: token is not line.phrases[at].tokens[0], line.tokens))


def _is_span(phrase: Phrase) -> bool:
    """Whether a phrase is a length of time: `3 min read`."""
    return phrase.kind == Kind.RECOGNISED and phrase.what is What.SPAN


def is_presenter(line: Line) -> bool:
    """Whether it names a person with a degree or an office: `Leilani Kahale, MSW`, on the first slide.

    The rank of a unit's head shows nothing: `Toledo Vice Squad, lieutenant` may be the place of the figures.
    """
    if _WITH_OFFICE.fullmatch(line.text):
        return all(one.kind in ("neutral", UNKNOWN) and not one.value for one in line.phrases)
    is_name = all(one.kind == UNKNOWN and not one.value for one in line.phrases[:-1])
    return _WITH_DEGREE.fullmatch(line.text) is not None and is_name


def is_occasion(line: Line, below: Line) -> bool:
    """Whether it says at which event something was shown, where or when: `Statewide Summit, Salem`.

    The place may stand on the line below. Without a place or a day, `Farmworker Training` may be what is counted.
    """
    event, *where = _IN_OCCASION.split(line.text.removeprefix("Keynote, "))
    words = event.split()
    if not words or line.said.names_hotline or line.has(Kind.NUMBER, Kind.YEAR):
        return False
    if words[0].casefold() in OCCASIONS | _DELIVERED and words[1:2] == ["for"]:
        return _is_for_audience(line, words)
    is_placed = is_seat(below) or any(one.value or one.kind == PLACE or _is_day(one) for one in _behind(line, event))
    is_name = words[0][0].isupper() and (len(words) <= _LONGEST_EVENT or all(word[0].isupper() for word in words))
    is_short = len(where) <= _LONGEST_PLACE_AND_DAY and not any(part[:1].islower() for part in where)
    is_event = words[-1].casefold() in OCCASIONS and is_placed and is_name and is_short
    return is_event and all(_may_be_of_event(one) for one in line.phrases)


def _is_for_audience(line: Line, words: Sequence[str]) -> bool:
    """Whether it says for whom something was shown: `Briefing for county attorneys, October 7, 2021`.

    `Slides for the northern counties` and `Briefing for minors` may say of whom the figures are.
    """
    said = line.said
    kinds = {one.kind for one in line.phrases[1:] if one.text.casefold() != "county"} & set(NOT_OF_THE_REPORT)
    says_more = said.places or said.towns or said.measures or said.periods or said.years or said.unclear or kinds
    has_audience = len(words) <= _LONGEST_AUDIENCE and words[-1].casefold() not in ("counties", "county")
    return has_audience and not says_more and not any(word[0].isupper() for word in words[1:])


def _behind(line: Line, event: str) -> list[Phrase]:
    """The phrases behind the name of an event."""
    end = line.pieces[0].text.find(event) + len(event)
    return [one for one in line.phrases if one.tokens[0].column >= end]


def _is_day(phrase: Phrase) -> bool:
    of = phrase.of
    return of is not None and of.day is not None


def is_seat(line: Line) -> bool:
    """Whether it is a town with its state, as below the name of an event: `Spokane, Washington`."""
    *town, state = line.phrases or (None,)
    return state is not None and state.kind == PLACE and bool(town) and all(one.value for one in town)


def _may_be_of_event(phrase: Phrase) -> bool:
    """Whether it may stand in the name of an event: `Spring`, `Training`, a name, a place or a day."""
    text = phrase.text.casefold()
    return phrase.kind == PLACE or text in SEASONS | OFTEN | OCCASIONS or _may_be_name(phrase)


def _is_by_body(line: Line) -> bool:
    """Whether a body made it, whose name says nothing about figures: `Prepared by the volunteers of the county fair`.

    `Prepared by the coalition for Harris County` may say what place the figures are for.
    """
    is_from_others = not _MADE_FROM.isdisjoint(map(plain, line.words))
    return is_name(line.phrases[2:]) and not (is_from_others or line.phrases[-1].kind == "local")


def _is_copied_by_body(line: Line) -> bool:
    """Whether a body copied it: `Typed from the Hotline's sheet by the Commission on Aging, Honolulu`, its seat."""
    at = next(at for at, phrase in enumerate(line.phrases) if phrase.text.casefold().split()[0] == "by")
    maker = line.phrases[at + 1 :]
    *_, before, last = line.tokens
    has_seat = before.text == "," and bool(maker) and maker[-1].tokens == (last,) and bool(maker[-1].value)
    return is_name(maker[:-1] if has_seat else maker)


def is_dateline(line: Line) -> bool:
    """Whether it says where and when the document was written or people met: an unknown town or event, and a day."""
    if line.said.names_hotline or not all(word.text[0].isupper() for word in line.words):
        return False
    days = [
        phrase
        for phrase in line.phrases
        if (of := phrase.of) is not None and of.what in (What.DATE, What.POSTED) and of.day is not None
    ]
    named = [at for at, one in enumerate(line.phrases) if one.kind in (UNKNOWN, "organization", "edition", "local")]
    states = [at for at, one in enumerate(line.phrases) if one.kind == PLACE]
    # `Ohio, December 31, 2020` may be a title.
    is_town_first = bool(named) and (not states or named[0] < states[0])
    is_day_apart = len(days) == 1 and bool(_BEFORE_DAY.search(line.pieces[0].text[: days[0].tokens[0].column]))
    others = [one for one in line.phrases if one.kind != PLACE]
    return is_day_apart and is_town_first and all(_may_be_name(one) for one in others)


def _may_be_name(phrase: Phrase) -> bool:
    if phrase.kind == "local":
        return phrase.text.casefold() in _OF_TOWNS
    if phrase.kind == Kind.RECOGNISED:
        return phrase.what in (What.DATE, What.POSTED, What.SPAN, What.NOISE, What.CONTACT)
    return phrase.kind in ("edition", "neutral", "organization", "other_place", UNKNOWN)
