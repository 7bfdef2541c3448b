"""Lines that hold for all figures, wherever they stand: `Filter: minors`, `In thousands`, `Retracted`.

Belongs here: banners, and keys with their values. Not here: headings above figures (context), sentences (remarks).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from orchestration.spotlight.readers.blocks import BlockKind, GroupKind
from orchestration.spotlight.readers.figures.model import Figure
from orchestration.spotlight.readers.figures.outline import tells_only_the_time
from orchestration.spotlight.readers.grammar.lexicon import PERIOD_KINDS, PLACE, UNKNOWN, Lexicon
from orchestration.spotlight.readers.grammar.phrases import (
    PEOPLE_COUNTED,
    WORDS_FOR_FIGURES,
    period_of,
    phrases_of,
    plain,
    said_by,
)
from orchestration.spotlight.readers.grammar.tokens import Kind, Token
from orchestration.spotlight.readers.tree.letterheads import is_call
from orchestration.spotlight.readers.tree.lines import FARTHEST, TOUCHING, Line, Role

_KEYS = frozenset(
    ("aggregation", "area", "age", "basis", "city", "county", "coverage", "covered", "filter", "filters",
     "gender", "geography", "location", "measure", "month", "period", "quarter", "range", "region", "scale", "scope",
     "selected", "selection", "sex", "showing", "state", "unit", "units", "universe", "view", "week", "year")
)  # fmt: skip
"""Before a colon they say what a page shows: `Filters applied: Gender = Female`."""
_KEYS_OF_PLACES = frozenset(("jurisdiction", "place", "territory"))
_AROUND_KEYS = frozenset(
    ("active", "applied", "by", "calendar", "current", "date", "dates", "display", "displayed", "fiscal", "for",
     "geographic", "group", "of", "report", "reporting", "service", "shown", "study", "the", "time", "type")
)  # fmt: skip
_KEYS_OF_WORDS = frozenset(("data", "population", "status", "version"))
"""Keys whose number says nothing of the figures: `Population: 6,137,428`, `Version: 2`."""
_OF_NUMBERS = frozenset({*PERIOD_KINDS, "average", "share", "estimate", "nation", "scale", "local"})
_LONGEST_CAPTION = 4
"""Words."""
_PARTS = frozenset(("month", "quarter", "week"))
_CREDIT = re.compile(
    r"(?:photo(?:graph)?s?|illustrations?|art(?:work)?|graphics?|cover|layout)(?::| by | courtesy )"
    r"|(?:designed|drawn|printed|typeset) by |downloaded from |doi[: ]|arxiv:|\u00a9|copyright ",
    re.IGNORECASE,
)
"""Before who made or lent a part of the page: `Photo: Jane Doe`."""
_LEADS_TO = frozenset(("explore", "go", "see", "show", "view", "visit"))
"""First words of a link: `See the nation`."""
_NUMBERED = re.compile(r"[0-9]{1,2}[.)] ")
_NEAR = 3
"""Lines down, at most two of them empty."""
_LONGEST_KEY = 3
_OF_AXIS = 4
_YEARS_OF_AXIS = 3
"""Times, and years, from which on lines up the side are a scale."""
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_SHARE = re.compile(r"\(?[0-9]{1,3}(?:\.[0-9]+)? ?%\)?")
"""Beside a bar of a chart it is no figure, and says nothing of one."""
_OF_SEVERAL = re.compile(
    r"\W*(?:all (?:of them|states|the states|two|three|four|together)|(?:(?:across|for|in|total for|victims in) )?both"
    r"(?: states)?|combined|(?:our|the) (?:two )?states|taken together|two-state total|joint\w*|together"
    r"|the (?:pair|states together|(?:two|three|four|five|six) states(?: together)?))\W*(?:[:-]|$)",
    re.IGNORECASE,
)
"""`Both states` below the figures of each, `Together: 208 victims`"""
_OF_WHOLE = re.compile(
    r"\W*(all|altogether|grand total|as a whole|in all|in total|overall|sum|totals?)\W*(?:[:-]|$)", re.IGNORECASE
)
_UNHEARD = (Role.BLANK, Role.FRAME, Role.MENU, Role.TABLE, Role.FIGURES)


def scopes_of(lines: Sequence[Line], read: Sequence[Figure], lexicon: Lexicon) -> Iterator[tuple[Line, str]]:
    """Lines such as `Filter: minors` that stand in no figure's context, and what they make of all figures.

    What stands above figures is in their context. A key says what a whole page shows, wherever it stands.
    """
    heard = {id(part.line) for figure in read for part in figure.candidate.parts}
    places = {figure.place for figure in read}
    periods = {figure.period for figure in read}
    for line in _captions_below(lines):
        if _is_link(line):
            continue
        others = _outside(line)
        others += [place for place in line.said.places if places != {None} and place not in places]
        if line.kind is BlockKind.TERM:
            others += line.heard.unknown
        elif line.heard.unknown:
            continue
        if others and id(line) not in heard:
            yield line, f"what is not known to agree with them ({others[0]!r})"
    first = min((figure.line for figure in read), default=0)
    axis = _axis(lines)
    for line in lines:
        is_seen = line.role not in (Role.BLANK, Role.FRAME)
        is_drawn = is_seen and any(group.kind is GroupKind.STAMP for group in line.groups)
        is_drawn &= not (id(line) in axis or is_call(line) or _SHARE.fullmatch(line.text))
        # Names of people and firms are unknown words; `Graphics: minors only` is heard all the same.
        unknown = () if _CREDIT.match(line.text) else line.heard.unknown
        if is_drawn and (words := [*unknown, *_outside(line)]):
            yield line, f"what is not understood ({words[0]!r})"
        elif is_drawn and not {place for one in lines if one is not line for place in one.said.places}.issuperset(
            line.said.places
        ):
            yield line, f"another place ({line.text!r})"
    for line in lines:
        if id(line) not in heard and (name := _dated_name(line)):
            yield line, f"when they are of, and {name!r}, which may be a place within the state"
    pages = {line.number for line in lines if line.role is Role.FRAME and line.text.casefold().startswith("page ")}
    if len(places - {None}) > 1:
        for line in _of_several_places(lines, len(places - {None})):
            yield line, "that they are of several places together"
    for line in lines:
        is_legend = id(line) not in heard and id(line) not in axis
        is_foot = _is_foot(line, pages)
        if is_legend and (what := _legend(line, places, is_below=line.number > first, is_foot=is_foot)):
            yield line, what
    for line in _right_below_figures(lines, places):
        if _leads_elsewhere(line, read):
            continue
        yield line, "something: of the one above it, or of those below it; put an empty line above a heading"
    for line in _parts_above_totals(lines, {(figure.measure, figure.category) for figure in read}):
        yield line, "that they are of one part, as a heading would"
    for line in lines:
        if banner := _banner(line):
            yield line, banner
        is_frame = line.role is Role.FRAME and bool(line.said.periods or line.said.unclear)
        if (line.role in _UNHEARD and not is_frame) or id(line) in heard or (value := _value_of_key(line)) is None:
            continue
        said = said_by(phrases_of(value, lexicon))
        others = [place for place in said.places if places != {None} and place not in places]
        outside = [text for kind, text in said.outside if not said.names_hotline]
        times = [*said.unclear, *map(str, said.years)]
        # A period in a statement is held against the others where periods are.
        times += [str(period) for period in said.periods if line.role in (Role.HEADING, Role.FRAME)]
        is_stated = line.role is Role.PROSE and not said.unclear and tells_only_the_time(line.phrases)
        if is_stated or (None not in periods and period_of(said) in periods):
            # `Period: calendar year 2021.` in a paragraph is a statement too.
            times = []
        parts = [line.text for word in line.words[:1] if word.text.casefold() in _PARTS]
        numbers = [token.text for token in value if token.kind is Kind.NUMBER]
        if bad := next(iter((*said.unknown, *others, *outside, *times, *parts, *numbers)), ""):
            yield line, f"what is not known to agree with them ({bad!r})"


def _outside(line: Line) -> list[str]:
    """What a line names that changes figures; who publishes them does not."""
    return [text for kind, text in line.heard.outside if kind != "organization"]


def _dated_name(line: Line) -> str:
    """The name right before a period in a line that heads nothing: `Akron, January 1 through December 31, 2019`."""
    if line.role is not Role.HEADING or not line.said.periods or line.phrases[-1].kind != Kind.RECOGNISED:
        return ""
    before = line.phrases[:-1]
    is_name = bool(before) and before[-1].kind in (UNKNOWN, "local") and before[-1].text[0].isupper()
    return before[-1].text if is_name and all(one.kind in (UNKNOWN, "local", "neutral") for one in before) else ""


def _captions_below(lines: Sequence[Line]) -> Iterator[Line]:
    """Headings right below a table, or below its date, that head nothing themselves: `Minors` under it."""
    filled = [line for line in lines if line.role not in (Role.BLANK, Role.FRAME, Role.MENU, Role.STATEMENT)]
    for before, line, after in zip(filled, filled[1:], [*filled[2:], None], strict=False):
        near = FARTHEST if line.kind is BlockKind.TERM else _NEAR
        is_below = before.role is Role.TABLE and before.gap_to(line) <= near
        is_next = after is not None and line.gap_to(after) < TOUCHING
        heads = after is not None and after.role in (Role.FIGURES, Role.TABLE, Role.ITEM, Role.HEADING)
        # `5. Helpline report` begins a section.
        is_numbered = bool(_NUMBERED.match(line.text))
        is_bare = line.role is Role.HEADING and line.level is None and not is_numbered
        if is_bare and is_below and not (heads or is_next):
            yield line


def _right_below_figures(lines: Sequence[Line], places: set[str | None]) -> Iterator[Line]:
    """`since 2007`, `Minors` or `Kansas` on the line after a figure, which may be the end of it or a heading."""
    filled = [line for line in lines if line.role not in (Role.BLANK, Role.FRAME, Role.MENU)]
    for before, line in pairwise(filled):
        is_next = before.stream == line.stream and before.gap_to(line) < TOUCHING and before.role is Role.FIGURES
        is_bare = line.role is Role.HEADING and line.level is None and not line.said.labels
        is_bare &= not line.has(Kind.NUMBER, Kind.SPOILT, "change")
        goes_on = bool(line.words) and line.words[0].text == "of"
        if is_next and is_bare and (goes_on or line.said.unclear):
            yield line
            continue
        is_bare &= not line.said.measures
        if not (is_next and is_bare) or line.is_strong or len(line.words) > _LONGEST_CAPTION:
            continue
        # `+ 8% from 2018` is a share of its own.
        kinds = {kind for kind, text in line.heard.outside if "%" not in text or not any(map(str.isdigit, text))}
        is_of_people = all(text.casefold() in PEOPLE_COUNTED for _, text in line.said.kinds) and bool(line.said.kinds)
        is_elsewhere = bool(line.said.places) and places != {None} and places.isdisjoint(line.said.places)
        if kinds & _OF_NUMBERS or is_of_people or is_elsewhere:
            yield line


def _leads_elsewhere(line: Line, read: Sequence[Figure]) -> bool:
    """`See the nation` in a box beside the text of which no figure is read."""
    of_figures = {group.number for figure in read for group in figure.candidate.groups}
    return _is_link(line) and any(one.kind is GroupKind.ASIDE and one.number not in of_figures for one in line.groups)


def _is_link(line: Line) -> bool:
    """`Show all states`, `See the nation` say nothing of figures; `Show Cleveland` may be what is chosen."""
    words = list(map(plain, line.words))
    if line.said.towns or (words[:1] == ["show"] and words[1:2] not in (["all"], ["more"])):
        return False
    return bool(words) and words[0] in _LEADS_TO and WORDS_FOR_FIGURES.isdisjoint(words) and ":" not in line.text


def _of_several_places(lines: Sequence[Line], places: int) -> Iterator[Line]:
    """Lines that head a count of all places together. `Total: 134 cases` in the list of each is its own."""
    wholes: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        if line.role not in (Role.FIGURES, Role.HEADING):
            continue
        if _OF_SEVERAL.match(line.text):
            yield line
        elif whole := _OF_WHOLE.match(line.text):
            wholes[whole[1].casefold()].append(line)
    for some in wholes.values():
        yield from some if len(some) < places else ()


def _parts_above_totals(lines: Sequence[Line], read: set[tuple[str, str]]) -> Iterator[Line]:
    """Labels of a part without a number of their own above a total with one: `Labor trafficking`, then `Cases: 22`."""
    filled = [line for line in lines if line.role is Role.FIGURES]
    for line, after in pairwise(filled):
        parts = {(label.measure, label.category) for label in line.said.labels if not label.is_total}
        is_total = bool(after.counts) and any(label.is_total for label in after.said.labels)
        if parts and not line.counts and is_total and parts.isdisjoint(read) and line.gap_to(after) <= FARTHEST:
            yield line


def _axis(lines: Sequence[Line]) -> set[int]:
    """The `id` of lines up the side that are the scale of a drawing over several years: `Fall 2020`, `Winter 2021`."""
    named = (line for line in lines if _is_up_the_side(line) and not line.heard.unknown)
    times = [line for line in named if line.said.years or line.said.periods or line.said.unclear]
    times = [line for line in times if all(kind in PERIOD_KINDS for kind, _ in line.heard.outside)]
    years = {year for line in times for year in _YEAR.findall(line.text)}
    return set(map(id, times)) if len(times) >= _OF_AXIS and len(years) >= _YEARS_OF_AXIS else set()


def _is_up_the_side(line: Line) -> bool:
    return any(group.kind is GroupKind.ASIDE for group in line.groups) and line.kind is BlockKind.TEXT


def _is_foot(line: Line, pages: Collection[int]) -> bool:
    """Whether a line is a place beside the number of the page: `Kansas    page 2 of 2`."""
    kinds = {phrase.kind for phrase in line.phrases}
    others = [phrase.text.casefold() for phrase in line.phrases if phrase.kind == Kind.RECOGNISED]
    is_numbered = line.number in pages or (bool(others) and all(text.startswith("page ") for text in others))
    return PLACE in kinds and kinds <= {PLACE, Kind.RECOGNISED} and is_numbered


def _legend(line: Line, places: set[str | None], *, is_below: bool, is_foot: bool) -> str:
    """What a line that heads no figure says of numbers elsewhere, else empty.

    A key of years, a title up the side, a place in the foot of the page.
    """
    said = line.heard
    if line.role is not Role.HEADING or said.unknown:
        return ""
    if len(said.places) > 1 and not places.isdisjoint(said.places):
        return "that they are of several places"
    if is_foot and is_below and places != {None} and not places.issuperset(said.places):
        # `Connecticut` in the foot of the page with the figures.
        return f"another place ({line.text!r})"
    # Above figures two years may be a menu.
    if is_below and len(said.years) == 2 and not line.words:
        return f"of which of two years each is ({line.text!r})"
    others = [text for kind, text in said.outside if kind in PERIOD_KINDS or kind in ("average", "estimate", "share")]
    return f"what is not known to agree with them ({others[0]!r})" if others and _is_up_the_side(line) else ""


def _banner(line: Line) -> str:
    """What a line of its own makes of all figures: another unit, nothing at all, or no whole period; else empty."""
    said = line.said
    is_alone = line.role in (Role.HEADING, Role.STATEMENT)
    if _names_a_unit(line) or (is_alone and said.has("scale") and not said.unknown):
        return "that they are in another unit"
    if not is_alone:
        return ""
    if said.has("void"):
        return "that they do not hold"
    # `FY 2020` names a year, which the figures' own period may agree with.
    is_bare_time = bool(said.unclear) and line.text.endswith(".") and not any(map(str.isdigit, line.text))
    return f"what is no whole period ({said.unclear[0]!r})" if is_bare_time else ""


def _names_a_unit(line: Line) -> bool:
    """`The time that we talked with people, in minutes:` says of what unit numbers are."""
    units = [phrase.tokens[0] for phrase in line.phrases[-1:] if phrase.kind == "scale"]
    return any(one.text in (",", "(") and other in units for one, other in pairwise(line.tokens))


def _value_of_key(line: Line) -> tuple[Token, ...] | None:
    """The tokens behind a key that says what is shown; None if the line has no such key or nothing behind it."""
    at = next((at for at, token in enumerate(line.tokens) if token.text == ":"), 0)
    key = {token.text.casefold() for token in line.tokens[:at]}
    value = line.tokens[at + 1 :]
    has_words = any(token.kind not in (Kind.BREAK, Kind.NUMBER) for token in value)
    # The source of data is read as a sentence, which may go on over lines.
    if key and key <= _KEYS_OF_PLACES and line.said.places:
        # But `Place: Room 14`
        return value
    is_key = (
        at <= _LONGEST_KEY
        and "source" not in key
        and key <= _KEYS | _KEYS_OF_WORDS | _AROUND_KEYS
        and (not _KEYS.isdisjoint(key) or (has_words and not _KEYS_OF_WORDS.isdisjoint(key)))
    )
    return value if is_key and value else None
