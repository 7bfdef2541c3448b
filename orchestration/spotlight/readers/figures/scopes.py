"""Lines that apply to all figures, wherever they stand: `In thousands`, `Retracted`.

Belongs here: banners, legends. Not here: keys with values (entries), headings above figures (context), sentences
(remarks), stamps (stamps).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence, Set
from itertools import pairwise

from orchestration.spotlight.readers.blocks import BlockKind, GroupKind
from orchestration.spotlight.readers.figures.model import Figure
from orchestration.spotlight.readers.figures.sources import OTHER_HOTLINE
from orchestration.spotlight.readers.figures.stamps import axis_of, changes_said_by, is_up_the_side
from orchestration.spotlight.readers.grammar.dates import DAYS_OF_YEAR, MONTHS, Period, year_period
from orchestration.spotlight.readers.grammar.lexicon import NATION, PERIOD_KINDS, PLACE, UNKNOWN
from orchestration.spotlight.readers.grammar.meanings import Said
from orchestration.spotlight.readers.grammar.phrases import plain
from orchestration.spotlight.readers.grammar.tokens import Kind, What
from orchestration.spotlight.readers.grammar.words import PEOPLE_COUNTED, WORDS_FOR_FIGURES
from orchestration.spotlight.readers.tree.lines import FARTHEST, NEAR, TOUCHING, Line, Role
from orchestration.spotlight.readers.tree.names import is_only_a_body
from orchestration.spotlight.readers.tree.roles import SUBJECT

_OF_NUMBERS = frozenset({*PERIOD_KINDS, "average", "share", "estimate", "nation", "scale", "local"})
_LONGEST_CAPTION = 4
"""In words."""
_LEADS_TO_PARTS = re.compile(r"of (?:them|these|those|which|whom):?")
_LEADS_TO = frozenset(("explore", "go", "see", "show", "view", "visit"))
"""First words of a link: `See the nation`."""
_SHORT_NUMBER = re.compile(r"[0-9]{3} ")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_OF_SEVERAL = re.compile(
    r"\W*(?:all (?:of them|states|the states|two|three|four|together)|(?:(?:across|for|in|total for|victims in) )?both"
    r"(?: states)?|combined|(?:our|the) (?:two )?states|taken together|two-state total|joint\w*|together"
    r"|the (?:pair|states together|(?:two|three|four|five|six) states(?: together)?))\W*(?:[:-]|$)",
    re.IGNORECASE,
)
"""Heads a count of several states: `Both states` below the figures of each, `Together: 208 victims`"""
_PART_OF_YEAR = re.compile(
    rf"\b(?:(?!January (?:to|through|-) December)(?:{MONTHS}) (?:to|through|-) (?:{MONTHS})"
    r"|half[- ]years?|six[- ]months?|first half|second half|quarters?|[HQ][1-4])\b",
    re.IGNORECASE,
)
_INDEX = re.compile(r"(?:19|20)[0-9]{2} ?= ?100(?:\.0+)?\b|\bindex(?:ed)?\b[^.;]{0,30}= ?100\b", re.IGNORECASE)
"""Index numbers: `2015 = 100`."""
_OF_WHOLE = re.compile(
    r"\W*(all|altogether|grand total|as a whole|in all|in total|overall|sum|totals?)\W*(?:[:-]|$)", re.IGNORECASE
)


def scopes_of(lines: Sequence[Line], read: Sequence[Figure]) -> Iterator[tuple[Line, str]]:
    """Lines in no figure's context that change all figures, each with what it says of them."""
    in_context = {id(part.line) for figure in read for part in figure.candidate.parts}
    places = {figure.place for figure in read}
    periods = {figure.period for figure in read}
    for line in _captions_below(lines):
        if _is_link(line) or is_only_a_body(line):
            continue
        others = changes_said_by(line)
        others += [place for place in line.said.places if places != {None} and place not in places]
        if line.kind is BlockKind.TERM:
            others += line.said_about_figures.unknown
        elif line.said_about_figures.unknown:
            continue
        if others and id(line) not in in_context:
            yield line, f"what is not known to agree with them ({others[0]!r})"
    first = min((figure.line for figure in read), default=0)
    axis = axis_of(lines)
    for line in lines:
        if id(line) not in in_context and (name := _dated_name(line)):
            yield line, f"when they are of, and {name!r}, which may be a place within the state"
    pages = {line.number for line in lines if line.role is Role.FRAME and line.text.casefold().startswith("page ")}
    if len(places - {None}) > 1:
        for line in _of_several_places(lines, len(places - {None})):
            yield line, "that they are of several places together"
    for line in lines:
        is_legend = id(line) not in in_context and id(line) not in axis
        is_foot = _is_foot(line, pages)
        if is_legend and (what := _legend(line, places, is_below=line.number > first, is_foot=is_foot)):
            yield line, what
    top = min((figure.candidate.line.top for figure in read), default=0.0)
    last = max((line.top for line in lines if line.counts or line.table is not None), default=0.0)
    for line in lines:
        # The title of another state's figures, in the head of each page.
        said = line.said
        is_title = line.role is Role.HEADING and line.top < top and id(line) not in in_context
        is_title &= (line.has(Kind.YEAR) or bool(said.periods)) and said.places != (NATION,)
        # `Home > States > Kentucky 2019` is a menu.
        is_title &= "hotline" in line.text.casefold() or not (said.unknown or said.outside or ">" in line.text)
        if is_title and places != {None} and places.isdisjoint(said.places or places):
            yield line, f"another place ({line.text!r})"
    for line in _right_below_figures(lines, places):
        if _leads_elsewhere(line, read):
            continue
        yield line, "something: of the one above it, or of those below it; put an empty line above a heading"
    for line, below in pairwise(line for line in lines if line.role not in (Role.BLANK, Role.FRAME, Role.MENU)):
        # `988 Suicide and Crisis Lifeline` right above counts
        is_head = not line.labels and bool(below.counts or below.table) and line.gap_to(below) <= NEAR
        if is_head and _SHORT_NUMBER.match(line.text) and OTHER_HOTLINE.search(line.text.casefold()):
            yield line, f"another service ({line.text!r})"
    for line in lines:
        # `Phone calls: 88, of which`, above victims.
        is_count = line.role is Role.FIGURES and line.counts and (line.labels or line.units)
        last_words = line.phrases[-1].text if is_count else ""
        if _LEADS_TO_PARTS.fullmatch(last_words.casefold()):
            yield line, "that those below it are a part of it, of which it is not known what they are"
    for line in _parts_above_totals(lines, {(figure.measure, figure.category) for figure in read}):
        yield line, "that they are of one part, as a heading would"
    are_years = all(one is not None and (one.end - one.start).days >= DAYS_OF_YEAR for one in periods)
    for line in lines:
        if banner := _banner(line, is_last=line.top > last):
            yield line, banner
        elif are_years and id(line) not in in_context and _is_only_part_of_year(line):
            yield line, f"a part of the year ({line.text!r})"
        if SUBJECT.match(line.text) and (time := _other_time(line.said, periods)):
            yield line, f"another time ({time})"


def _other_time(said: Said, periods: Set[Period | None]) -> str:
    """The first time that the subject of a mail names, if no figure is of any of them or of a part of one; else empty.

    Empty too if no heading states when the figures are of.
    """
    # `2017 and 2018` has no first and last day.
    years = [*said.years, *(int(year) for text in said.unclear for year in _YEAR.findall(text))]
    named = [*said.periods, *map(year_period, years)]
    known = [one for one in periods if one is not None]
    is_agreed = any(time.start <= one.start and one.end <= time.end for time in named for one in known)
    return "" if is_agreed or not named or len(known) < len(periods) else str(named[0])


def _dated_name(line: Line) -> str:
    """The unknown or local name right before the period in a heading: `Akron, January 1 through December 31, 2019`."""
    if line.role is not Role.HEADING or not line.said.periods or line.phrases[-1].kind != Kind.RECOGNISED:
        return ""
    before = line.phrases[:-1]
    is_name = bool(before) and before[-1].kind in (UNKNOWN, "local") and before[-1].text[0].isupper()
    return before[-1].text if is_name and all(one.kind in (UNKNOWN, "local", "neutral") for one in before) else ""


def _captions_below(lines: Sequence[Line]) -> Iterator[Line]:
    """Headings right below a table, or below its date, that head nothing: `Minors`, the caption of the table above."""
    filled = [line for line in lines if line.role not in (Role.BLANK, Role.FRAME, Role.MENU, Role.STATEMENT)]
    for before, line, after in zip(filled, filled[1:], [*filled[2:], None], strict=False):
        near = FARTHEST if line.kind is BlockKind.TERM else NEAR
        is_below = before.role is Role.TABLE and before.gap_to(line) <= near
        is_next = after is not None and line.gap_to(after) < TOUCHING
        heads = after is not None and after.role in (Role.FIGURES, Role.TABLE, Role.ITEM, Role.HEADING)
        is_bare = line.role is Role.HEADING and line.level is None
        if is_bare and is_below and not (heads or is_next):
            yield line


def _right_below_figures(lines: Sequence[Line], places: set[str | None]) -> Iterator[Line]:
    """Lines right after a figure that may belong to it or head those below: `since 2007`, `Minors`, `Kansas`."""
    filled = [line for line in lines if line.role not in (Role.BLANK, Role.FRAME, Role.MENU)]
    for before, line, after in zip(filled, filled[1:], [*filled[2:], None], strict=False):
        is_next = (
            before.container_number == line.container_number
            and before.gap_to(line) < TOUCHING
            and before.role is Role.FIGURES
        )
        is_bare = line.role is Role.HEADING and line.level is None and not line.said.labels
        is_bare &= not line.has(Kind.NUMBER, Kind.SPOILT, "change")
        goes_on = bool(line.words) and line.words[0].text == "of" and not _leads_to_parts(line, before, after)
        if is_next and is_bare and (goes_on or line.said.unclear):
            yield line
            continue
        is_bare &= not line.said.measures
        if not (is_next and is_bare) or line.is_strong or len(line.words) > _LONGEST_CAPTION:
            continue
        # A percentage is a share of its own: `+ 8% from 2018`.
        kinds = {
            kind for kind, text in line.said_about_figures.outside if "%" not in text or not any(map(str.isdigit, text))
        }
        is_of_people = all(text.casefold() in PEOPLE_COUNTED for _, text in line.said.kinds) and bool(line.said.kinds)
        is_elsewhere = bool(line.said.places) and places != {None} and places.isdisjoint(line.said.places)
        if kinds & _OF_NUMBERS or is_of_people or is_elsewhere:
            yield line


def _leads_to_parts(line: Line, total: Line, after: Line | None) -> bool:
    """Whether `of which` stands between a total and the first of its parts."""
    measures = {label.measure for label in total.said.labels}
    below = after.said.labels if after is not None else ()
    are_parts = bool(below) and all(not label.is_total and label.measure in {*measures, None} for label in below)
    return _LEADS_TO_PARTS.fullmatch(line.text) is not None and are_parts


def _leads_elsewhere(line: Line, read: Sequence[Figure]) -> bool:
    """Whether a line is a link in a box beside the text without any figure: `See the nation`."""
    of_figures = {group.number for figure in read for group in figure.candidate.groups}
    return _is_link(line) and any(one.kind is GroupKind.ASIDE and one.number not in of_figures for one in line.groups)


def _is_link(line: Line) -> bool:
    """Whether a line is a link: `Show all states`, `See the nation`, but not `Show Cleveland`, a possible choice."""
    words = list(map(plain, line.words))
    if line.said.towns or (words[:1] == ["show"] and words[1:2] not in (["all"], ["more"])):
        return False
    return bool(words) and words[0] in _LEADS_TO and WORDS_FOR_FIGURES.isdisjoint(words) and ":" not in line.text


def _of_several_places(lines: Sequence[Line], places: int) -> Iterator[Line]:
    """Lines that head a count of several places together, but not `Total: 134 cases` in the list of each place."""
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
    """Labels of a part, without a number, above a total with one: `Labor trafficking`, then `Cases: 22`."""
    filled = [line for line in lines if line.role is Role.FIGURES]
    for line, after in pairwise(filled):
        parts = {(label.measure, label.category) for label in line.said.labels if not label.is_total}
        is_total = bool(after.counts) and any(label.is_total for label in after.said.labels)
        if parts and not line.counts and is_total and parts.isdisjoint(read) and line.gap_to(after) <= FARTHEST:
            yield line


def _is_foot(line: Line, pages: Collection[int]) -> bool:
    """Whether a line is only a place beside the page number: `Kansas    page 2 of 2`."""
    kinds = {phrase.kind for phrase in line.phrases}
    others = [phrase.text.casefold() for phrase in line.phrases if phrase.kind == Kind.RECOGNISED]
    is_numbered = line.number in pages or (bool(others) and all(text.startswith("page ") for text in others))
    return PLACE in kinds and kinds <= {PLACE, Kind.RECOGNISED, "neutral"} and is_numbered


def _legend(line: Line, places: set[str | None], *, is_below: bool, is_foot: bool) -> str:
    """What a line that heads no figure says of figures elsewhere; else empty.

    It may be a key of years, a title up the side, or a place in the foot of the page.
    """
    said = line.said_about_figures
    if line.role is not Role.HEADING or said.unknown:
        return ""
    # `Hawaii and Alaska in the hotline's statistics` above a section for each is the title of both.
    is_title_of_all = set(said.places) == places and not is_below
    if len(said.places) > 1 and not (places.isdisjoint(said.places) or is_title_of_all):
        return "that they are of several places"
    # A state alone may be a name or a link.
    others = [phrase.text.casefold() for phrase in line.phrases if phrase.kind != PLACE]
    is_bare = {phrase.kind for phrase in line.phrases} == {PLACE, "neutral"} and "," not in line.text
    is_bare &= len([text for text in others if text != "the"]) == 1
    if (is_foot or is_bare) and is_below and places != {None} and not places.issuperset(said.places):
        # The foot of the page names its place: `Connecticut`, `Kansas page`.
        return f"another place ({line.text!r})"
    # Above the figures, two years may be a menu.
    if is_below and len(said.years) == 2 and not line.words:
        return f"of which of two years each is ({line.text!r})"
    others = [text for kind, text in said.outside if kind in PERIOD_KINDS or kind in ("average", "estimate", "share")]
    return f"what is not known to agree with them ({others[0]!r})" if others and is_up_the_side(line) else ""


def _banner(line: Line, *, is_last: bool) -> str:
    """What a line of its own says of all figures: another unit, withdrawn, or no whole period; else empty."""
    said = line.said
    is_alone = line.role in (Role.HEADING, Role.STATEMENT)
    if _names_a_unit_or_index(line) or (is_alone and said.has("scale") and not said.unknown):
        return "that they are in another unit"
    if not is_alone:
        return ""
    if said.has("void"):
        return "that they do not hold"
    if is_last and _is_part_or_rate(line):
        return f"what is not known to agree with them ({line.text!r})"
    # A time with a year may agree with the figures' own period: `FY 2020`.
    is_bare_time = bool(said.unclear) and line.text.endswith(".") and not any(map(str.isdigit, line.text))
    return f"what is no whole period ({said.unclear[0]!r})" if is_bare_time else ""


def _is_only_part_of_year(line: Line) -> bool:
    """Whether a line says nothing but a part of a year: `January to June`, `Half-year sheet`, `Q1`."""
    parts = [one for one in line.phrases if one.kind == "part_of_year" or one.what is What.PERIOD]
    is_bare = line.role in (Role.HEADING, Role.STATEMENT) and not (line.said.periods or _YEAR.search(line.text))
    # `Third quarter update`, but `Treasurer: third quarter` is a point of an agenda.
    others = [one for one in line.phrases if one not in parts and one.text.casefold() not in ("report", "update")]
    is_bare &= all(one.kind == "neutral" and line.has("part_of_year") for one in others)
    return is_bare and bool(parts) and _PART_OF_YEAR.search(line.text) is not None


def _is_part_or_rate(line: Line) -> bool:
    """Whether a line is nothing but a half, a quarter or a rate: `H1`, `per 100k`."""
    said = [phrase.of for phrase in line.phrases]
    are_times = all(one is not None and one.what is What.PERIOD and one.period is None for one in said)
    are_times &= not _YEAR.search(line.text)
    are_shares = all(one is not None and one.what is What.SHARE for one in said)
    return are_times or (are_shares and line.text.casefold().startswith("per "))


def _names_a_unit_or_index(line: Line) -> bool:
    """Whether a line says that the numbers are index numbers, or ends with their unit: `The time that we talked with
    people, in minutes:`
    """
    if _INDEX.search(line.text):
        return True
    units = [phrase.tokens[0] for phrase in line.phrases[-1:] if phrase.kind == "scale"]
    return any(one.text in (",", "(") and other in units for one, other in pairwise(line.tokens))
