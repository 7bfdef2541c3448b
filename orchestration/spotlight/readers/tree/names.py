"""Which parts of a line are names: of bodies, publications, events. A name says nothing about figures.

Belongs here: whether a part of a line is a name, by its main noun. Not here: where on a page names say nothing
(letterheads).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain, dropwhile, pairwise

from orchestration.spotlight.readers.grammar.dates import YEAR
from orchestration.spotlight.readers.grammar.lexicon import NATION, PLACE, UNKNOWN, Entry
from orchestration.spotlight.readers.grammar.meanings import STATE_WITH_PARISHES
from orchestration.spotlight.readers.grammar.phrases import LABELS, Phrase, plain
from orchestration.spotlight.readers.grammar.tokens import Kind, Token
from orchestration.spotlight.readers.grammar.words import FIGURE_NOUNS, OCCASIONS, SEASONS
from orchestration.spotlight.readers.tree.lines import Line, text_of

_PARISH = re.compile(r"\bparish(?:es)?\b", re.IGNORECASE)
_DISTRICT = "US-DC"
_WHOLE = re.compile(r"\bDistrict|\bthe island\b")
_OF_COLUMBIA = re.compile(r"\bDistrict of Columbia\b", re.IGNORECASE)
_OTHER_DISTRICT = re.compile(r"\b(?!The\b)[A-Z]\w+ District\b|\bDistrict of (?!Columbia\b)[A-Z]")
_ISLANDS = frozenset(("US-GU", "US-PR"))
"""Where they are the only place of a document, `the island` is the whole of them."""
_BEFORE_THE_WHOLE = frozenset(("about", "across", "for", "from", "in", "of", "on"))
_DIRECTIONS = frozenset(
    ("central", "east", "eastern", "mid", "north", "northeast", "northern", "northwest", "region", "regional", "south",
     "southeast", "southern", "southwest", "west", "western")
)  # fmt: skip
REGIONS = _DIRECTIONS | {"bay", "coast", "island", "islands", "lake", "regions", "river", "valley"}
"""Words for parts of a state that names and regions of the country share: `Northwest Digest`, `Red River Network`."""
_VAGUE = _DIRECTIONS | {"city", "local", "of", "out", "state"}
"""Words that name a part of a state only beside the name of the state; `out of state` names none."""
_ISSUES = frozenset(
    ("bulletin", "chronicle", "courier", "daily", "digest", "feast", "gazette", "herald", "journal", "letter",
     "magazine", "messenger", "monthly", "newsletter", "notes", "observer", "quarterly", "review", "sentinel",
     "tribune", "weekly")
)  # fmt: skip
"""What may be named after a town or a saint: `Harris County Newsletter`, `Feast of Saint Brendan`."""
_PUBLICATIONS = _ISSUES | {
    "agenda", "blog", "booklet", "brief", "briefing", "brochure", "circular", "column", "compendium", "conference",
    "convention", "edition", "flyer", "forum", "guide", "handbook", "handout", "leaflet", "luncheon", "manual",
    "minutes", "news", "notebook", "packet", "page", "pamphlet", "primer", "printing", "release", "report",
    "roundtable", "seminar", "series", "session", "sheet", "summit", "supplement", "symposium", "toolkit", "training",
    "update", "webinar", "workshop", "yearbook"
}  # fmt: skip
"""What somebody publishes or holds."""
# Not the words of other lists: a conference or a forum is no print.
_PRINTED = frozenset(("brief", "bulletin", "handout", "newsletter", "report", "sheet"))
_BODIES = frozenset(
    ("academy", "advocates", "airport", "auxiliary", "bank", "board", "branch", "campaign", "cathedral", "center",
     "centre", "chamber", "chapel", "clinic", "club", "collective", "college", "community", "company",
     "congregation", "conservancy", "cooperative", "corporation", "courts", "desk", "exchange", "fellowship",
     "ferries", "friends", "grange", "group", "health", "hospital", "hotel", "inc", "innkeepers", "jaycees", "lab",
     "laboratory", "libraries", "lions", "llc", "lodge", "ministries", "ministry", "mosque", "museum", "partners",
     "police", "program", "project", "railroad", "railway", "realtors", "rotary", "school", "schools", "section",
     "seminary", "services", "sheriff", "staff", "synagogue", "system", "team", "teamsters", "temple", "theater",
     "theatre", "transit", "union", "unit", "university", "utilities", "volunteers", "zoo")
)  # fmt: skip
"""Who publishes, besides the wordings of the kind `organization`."""
_BEFORE_NAMES = frozenset(("a", "an", "by", "from", "our", "the", "this", "your"))
_GOVERNED = frozenset(("borough", "city", "county", "port", "town", "township", "village"))
"""`City of Springfield Police Department`: after `of` come the name of the place and the main noun."""
_ENDS_NOUN = frozenset(
    ("about", "against", "among", "as", "at", "by", "for", "from", "in", "is", "of", "on", "that", "to", "under",
     "which", "who", "with", "within")
)  # fmt: skip
"""The main noun stands before one of these: `Office for Victims of Crime` is an office."""
_SMALL = _ENDS_NOUN | _PUBLICATIONS | {"a", "an", "and", "the"}
"""Words that a name may have in small letters: `Saint Mary of the Lakes bulletin`."""
_TIMES = (Kind.YEAR, Kind.RECOGNISED)
_PARTS = frozenset(",;:|•·()/>›»→")
_ANYWHERE = frozenset(
    ("area", "city", "county", "downtown", "local", "metro", "municipal", "neighborhood", "regional", "rural",
     "suburban", "tribal", "urban")
)  # fmt: skip
"""Words that make no name of a place: `Local Police` and `County Sheriff` exist anywhere."""
_SAYS_MORE = re.compile(
    rf"\b(?:{'|'.join(sorted(FIGURE_NOUNS))}|crisis|helpline|hotline|lifeline|line|tipline|warmline"
    r"|across|around|at|from|here|in|inside|near|nearby|only|our(?! lady\b)|ours|we|within)\b",
    re.IGNORECASE,
)
"""Words that no mere publisher has in its name: `Lakes Crisis Line` counts calls of its own."""
_OF_NUMBERS = frozenset(("all_time", "average", "estimate", "other_period", "scale", "share", "void"))
_COUNTED = (*LABELS, "unit", "measure", "breakdown", "other_measure", "other_service", "other_breakdown")
OFTEN = frozenset(("annual", "biennial", "daily", "monthly", "quarterly", "seasonal", "weekly"))
"""How often something is published; `third quarter` says when something was counted."""


def without_names(line: Line, *, of_places: bool, is_placed: bool) -> Iterator[Phrase]:
    """The phrases of a line without its names. Names keep their times, their places if `of_places`, and words for a
    part of a state unless `is_placed`.

    `Kansas City Star` names no place. If the document itself states the state of its figures (`is_placed`), the
    figures that `Lakes Unified Schools` prints are not only those of the lakes.
    """
    parts = _named(line)
    is_of_maker = is_placed and _is_of_maker(line, parts)
    for part, is_named in parts:
        is_local = any(phrase.kind == "local" for phrase in part)
        kept = {*_TIMES, *([PLACE] if of_places and not is_local else []), *([] if is_of_maker else ["local"])}
        yield from (phrase for phrase in part if not is_named or phrase.kind in kept)


def resolve_places(lines: Sequence[Line], place: str | None) -> None:
    """Settle words that are places or not by what else the document, or `place`, names.

    Where it names a state and not Louisiana, `St. Brigid Parish` is a church. Where the hotline's figures are those for
    the District of Columbia, `the District` is that. `The island` is Puerto Rico if no other place is named.
    """
    all_lines = [*lines, *chain.from_iterable(line.captions for line in lines)]
    named = [line for line in all_lines if _PARISH.search(line.text) or _WHOLE.search(line.text)]
    if not named:
        return
    states = {place or NATION, *(one for line in lines for one in line.said.places)} - {NATION}
    may_be_church = bool(states) and STATE_WITH_PARISHES not in states and _may_name_churches(lines, all_lines)
    is_of_columbia = any(_OF_COLUMBIA.search(line.text) and line.said.names_hotline for line in all_lines)
    is_of_columbia &= not any(_OTHER_DISTRICT.search(line.text) for line in all_lines)
    for line in named:
        phrases = line.phrases
        if may_be_church and _PARISH.search(line.text):
            phrases = _with_churches(phrases)
        if is_of_columbia and "District" in line.text:
            phrases = _with_the_whole(phrases, "District", _DISTRICT)
        if len(states) == 1 and states <= _ISLANDS:
            phrases = _with_the_whole(phrases, "island", min(states))
        if phrases != line.phrases:
            line.reword(phrases)


def _may_name_churches(lines: Sequence[Line], all_lines: Sequence[Line]) -> bool:
    """Whether a line names a parish, and no text of the document Louisiana."""
    if not any(_PARISH.search(line.text) for line in all_lines):
        return False
    texts = [text_of(one) for line in lines if line.table for cell in line.table.cells for one in cell.lines]
    return not any("louisiana" in text.casefold() for text in (*texts, *(line.text for line in all_lines)))


def _with_churches(phrases: Sequence[Phrase]) -> tuple[Phrase, ...]:
    found = list(phrases)
    for at, (before, phrase) in enumerate(pairwise(phrases), start=1):
        is_church = phrase.kind == "local" and _PARISH.fullmatch(phrase.text) is not None
        # `Orleans Parish` is a church nowhere, `Our Parish` may be people.
        if is_church and before.kind == UNKNOWN and before.text[0].isupper() and not before.value:
            found[at] = Phrase("organization", phrase.tokens, Entry((), "organization"))
    return tuple(found)


def _with_the_whole(phrases: Sequence[Phrase], name: str, place: str) -> tuple[Phrase, ...]:
    """The phrases with `the District` or `the island` as the place that it stands for."""
    found = list(phrases)
    if sum(phrase.kind == "local" for phrase in phrases) > 1:
        return tuple(found)
    for at, (before, phrase) in enumerate(pairwise(phrases), start=1):
        is_named = before.text.casefold() == "the" and phrase.kind == "local" and phrase.text == name
        lead = phrases[at - 2].text.casefold() if at > 1 else ""
        behind = phrases[at + 1] if at + 1 < len(phrases) else None
        # Not `beyond the District`, `the District and its suburbs`, `in the District texts only of Ward 8`.
        is_whole = lead in _BEFORE_THE_WHOLE and (behind is None or _ends_place(behind))
        if is_named and is_whole:
            found[at] = Phrase(PLACE, phrase.tokens, Entry((), PLACE, place))
    return tuple(found)


def _ends_place(behind: Phrase) -> bool:
    """Whether a phrase behind a place begins something else: `the District, calendar year 2020`."""
    is_time_or_small = behind.kind in ("neutral", Kind.RECOGNISED, Kind.YEAR)
    return is_time_or_small and behind.text.casefold() not in ("and", "of", "or", "with", "without")


def names_part_of_state(line: Line) -> bool:
    """Whether a line names a part of a state: `Lakes County`, `Northwest Ohio`.

    `Embargoed until 6 a.m. Central` and the link `Local` do not.
    """
    rest = list(without_names(line, of_places=False, is_placed=True))
    parts = [one.text.casefold().split() for one in rest if one.kind == "local"]
    is_vague = all(map(_VAGUE.issuperset, parts)) and all(one.kind != PLACE for one in rest)
    return bool(parts) and not is_vague


def names_sheet(line: Line) -> bool:
    """Whether a line names what is printed: `Governor's Office | Fact sheet, January 1, 2020 - December 31, 2020`."""
    return any(plain(word) in _PRINTED for word in line.words)


def is_only_names(line: Line) -> bool:
    """Whether a line holds nothing but names."""
    return bool(line.phrases) and all(is_named for _, is_named in _named(line))


def is_only_a_body(line: Line) -> bool:
    """Whether a line is the name of a body and says nothing else: `Northern Plains Coalition`.

    `Youth Section` may say whom it counts, and `Harris County Task Force` where.
    """
    kinds = {phrase.kind for phrase in line.phrases}
    is_body = "organization" in kinds and kinds <= {"organization", "local", "other_place", "neutral"}
    is_body &= _ANYWHERE.isdisjoint(map(plain, line.words))
    return is_body and not any(without_names(line, of_places=True, is_placed=True))


def _is_of_maker(line: Line, parts: Sequence[tuple[Sequence[Phrase], bool]]) -> bool:
    """Whether what names a part of a state is only in the name of a body or its publication.

    It is written like a name, and nothing beside it speaks of figures, unlike `Lakes Clinic: What We Saw`.
    """
    lines = {token.line for phrase in line.phrases if phrase.kind == "local" for token in phrase.tokens}
    beside = [token for token in line.tokens if token.line in lines]
    small = {plain(token) for token in beside if token.kind is Kind.WORD and token.text[0].islower()}
    are_named = all(is_named for part, is_named in parts if any(one.tokens[0].line in lines for one in part))
    own = {plain(token) for token in beside if token.kind is Kind.WORD} - _ANYWHERE - _BODIES - _SMALL
    return (
        bool(own) and are_named and small <= _SMALL and not _SAYS_MORE.search(" ".join(token.text for token in beside))
    )


def _named(line: Line) -> list[tuple[tuple[Phrase, ...], bool]]:
    """The parts of a line, and whether each is a name or stands beside one: `Methodist Church, Rev. Carol Stamm`."""
    parts = list(_parts(line))
    names = [part for part in parts if is_name(part)]
    # `Volunteer Notes * winter`: the season is that of the issue.
    is_issue = any((noun := _noun(part)) is not None and noun[1] in _ISSUES for part in names)
    return [
        (part, bool(names) and (part in names or _is_plain(part) or (is_issue and _is_season(part)))) for part in parts
    ]


def _parts(line: Line) -> Iterator[tuple[Phrase, ...]]:
    """The parts of a line between signs and line ends: `State of Missouri`, `Department of Public Safety`."""
    first_of = {id(phrase.tokens[0]): phrase for phrase in line.phrases}
    part: list[Phrase] = []
    before: Token | None = None
    for token in line.tokens:
        ends_line = before is not None and token.line != before.line and plain(before) not in _ENDS_NOUN | _BEFORE_NAMES
        is_sign = token.kind in (Kind.DASH, Kind.MARK) or (token.kind is Kind.BREAK and token.text in _PARTS)
        if part and (ends_line or is_sign):
            yield tuple(part)
            part = []
        if id(token) in first_of:
            part.append(first_of[id(token)])
        before = token
    if part:
        yield tuple(part)


def is_name(part: Sequence[Phrase]) -> bool:
    """Whether a part of a line is the name of a body, a publication or an event.

    The main noun decides: `Crime Victims Foundation`, but not `Victims known to the Foundation`. The name of a
    publication is none if it may say what the figures are: `Harris County Report`, `Data bulletin`.
    """
    noun = _noun(part)
    if noun is None:
        return False
    phrase, word = noun
    is_measured = len(phrase.tokens) > 1 and phrase.kind == "other_measure"
    if is_measured or (len(part) == 1 and phrase.kind in ("part_of_year", "local", "other_service")):
        # `Minutes of talk`, `Quarterly`, `Airport`
        return False
    if word not in _PUBLICATIONS:
        # `Estimated Counts Section` is no body.
        words = {plain(token) for one in part for token in one.tokens}
        says_more = any(one.kind in _OF_NUMBERS for one in part) and not FIGURE_NOUNS.isdisjoint(words)
        return phrase.kind == "organization" or (word in _BODIES and not says_more)
    at = part.index(phrase)
    rest = part[at + 1 :]
    # `Annual Report of the Council on Children's Justice`
    own = part[:at] if len(rest) > 1 and is_name(rest[1:]) else (*part[:at], *rest)
    kinds = {one.kind for one in part if one is not phrase}
    # `United States Report` is about the place.
    is_of_place = PLACE in kinds and kinds.isdisjoint((UNKNOWN, "organization"))
    is_body = is_name(own)
    may_be_local = word in _ISSUES or is_body
    # `Legislative Staff Conference`: the staff is who meets.
    who = _noun(own) if is_body and word in OCCASIONS else None
    others = [one for one in own if who is None or one is not who[0]]
    return not is_of_place and all(_may_be_published(one, may_be_local=may_be_local) for one in others)


def _is_plain(part: Sequence[Phrase]) -> bool:
    return all(phrase.kind in (UNKNOWN, "neutral", *_TIMES) and not _names_figures(phrase) for phrase in part)


def _is_season(part: Sequence[Phrase]) -> bool:
    return len(part) == 1 and part[0].text.casefold() in SEASONS


def _noun(part: Sequence[Phrase]) -> tuple[Phrase, str] | None:
    """The main noun of a part: its phrase and the word."""
    words = [(phrase, word) for phrase in part for word in _words(phrase)]
    words = list(dropwhile(lambda one: one[1] in _BEFORE_NAMES, words))
    if len(words) > 2 and words[0][1] in _GOVERNED and words[1][1] == "of":
        # `City of Springfield Police Department`
        words = words[2:]
    end = next((at for at, (_, word) in enumerate(words) if at and word in _ENDS_NOUN), len(words))
    is_of = end < len(words) and words[end][1] == "of" and words[end - 1][0].kind == UNKNOWN
    if is_of and words[-1][1] in _ISSUES:
        # `Saint Mary of the Lakes Parish Bulletin`
        return words[-1]
    return words[end - 1] if words else None


def _words(phrase: Phrase) -> list[str]:
    """The words of a phrase; `newsletter` of `Newsletter - January 2023`, which is recognised as a whole."""
    is_dated = phrase.kind == Kind.RECOGNISED and YEAR.search(phrase.text) is not None
    issue = phrase.text.casefold().split()[0] if is_dated else ""
    return [issue] if issue in _ISSUES else [plain(token) for token in phrase.tokens if token.kind is Kind.WORD]


def _may_be_published(phrase: Phrase, *, may_be_local: bool) -> bool:
    words = phrase.text.casefold().split()
    if phrase.kind == "local":
        return may_be_local or REGIONS.issuperset(words)
    if phrase.kind == "part_of_year":
        return OFTEN.issuperset(words)
    return phrase.kind in ("edition", "neutral", "organization", "other_place", UNKNOWN, PLACE, *Kind) and not (
        _names_figures(phrase)
    )


def _names_figures(phrase: Phrase) -> bool:
    """Whether a phrase is a word for figures or for what is counted."""
    return phrase.kind in _COUNTED or not FIGURE_NOUNS.isdisjoint(phrase.text.casefold().split())
