"""How far headings reach: which open headings end at a line, and which at a new heading.

Belongs here: what closes a heading. Not here: going through the lines (paths), what a heading says (headings).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from orchestration.spotlight.readers.blocks import GroupKind
from orchestration.spotlight.readers.grammar.numbering import follows_in_list
from orchestration.spotlight.readers.grammar.tokens import Kind, What
from orchestration.spotlight.readers.tree.dimensions import is_of_dimension
from orchestration.spotlight.readers.tree.headings import Heading, Path, begins_a_year, heading_of
from orchestration.spotlight.readers.tree.lines import Line, Role

_NUMBERED_LEVEL, _INNERMOST_LEVEL = 8, 9
_OF_GROUP = 7
"""The level of a summary, a legend or the title of a tab: it heads all of its group, whatever stands in it."""
_OF_CHANNELS = re.compile(r"how (?:people|they)\b.{0,30}\b(?:contacted|reached) the\b", re.IGNORECASE)
"""`How people in Ohio reached the hotline in 2019`"""
_CAPTION = re.compile(r"(Chart|Exhibit|Figure|Table) ([0-9]{1,2}|[A-Z])\b")
_RELATIVE = re.compile(r"(?:that|which|who|whom|whose)\b")
"""`who contacted the Hotline themselves`, below `Victims`"""
_LAST_OF_TILE = frozenset({Role.HEADING, Role.STATEMENT})
_CLOSED = frozenset({GroupKind.COLUMN, GroupKind.ASIDE, GroupKind.FRAME})


def left_open(stack: list[Heading], line: Line, with_figures: set[int]) -> list[Heading]:
    """The headings still open at a line. A heading ends with its group, unless the group only wraps headings.

    A summary with its text below it, such as `What is a signal?`, heads nothing else.
    """
    kept = []
    for heading in stack:
        groups = heading.groups
        while groups and groups != line.groups[: len(groups)]:
            says_nothing = not (heading.names_place or heading.names_period or heading.said.unknown)
            is_folded = heading.level == _OF_GROUP and heading.has_content and says_nothing and not heading.said.outside
            if groups[-1].kind in _CLOSED or groups[-1].number in with_figures or is_folded:
                break
            groups = groups[:-1]
        else:
            heading.groups = groups
            kept.append(heading)
    return kept


def kept_open(new: Heading, stack: Sequence[Heading]) -> list[Heading]:
    """The headings that stay open below `new`."""
    kept: list[Heading] = []
    before = (at for at, one in enumerate(stack) if follows_in_list(one.line.list_number, new.line.list_number))
    # `3. People` ends `2. Contacts with the Hotline`, and all that stands below it.
    stack = stack[: max(before, default=len(stack))]
    for at, one in enumerate(stack):
        if not one.has_content and not one.is_harmless and not (new.said.unknown or new.said.outside):
            one.is_parent = True
        if one.has_content and one.said.has("all_time") and (begins_a_year(new) or _replaces_all_years(new, one)):
            # `2017 statistics are current as of December 31, 2017`, in letters of any size, ends `Since 2007`.
            continue
        is_inside = bool(one.groups) and new.groups[: len(one.groups)] == one.groups
        is_above_all = one.level == _OF_GROUP or (one.is_group_head and not one.is_harmless and one.said.outside)
        # The title of a state does not end that of a town right above it.
        if (is_inside and is_above_all) or (one.is_of_town and not one.has_content):
            kept.append(one)
            continue
        own, other = _level_of(new), _level_of(one)
        if other < own:
            kept.append(one)
            continue
        is_loose = one.level is None and (one.names_place or one.names_period or not one.is_harmless)
        if other > own != _NUMBERED_LEVEL and not is_loose:
            # `#### Counts of our shelter` right below a title of rank 2 and above a heading of rank 3 is a subtitle.
            is_below_title = bool(kept) and kept[-1] is stack[at - 1]
            if is_below_title and (one.is_parent or not one.has_content) and not one.has_numbers:
                kept.append(one)
            continue
        if one.has_figures and _is_next_of_series(new, one):
            return kept
        is_same = (new.said.places, new.said.is_part_of_place) == (one.said.places, one.said.is_part_of_place)
        renames_place = new.names_place and one.names_place and bool(new.said.places) and not is_same
        if renames_place and new.said.places != ("US",):
            # Headings below the former place belong to it; headings above it apply to all places.
            return [*kept, *(later for later in stack[at + 1 :] if new.level is not None and later.names_period)]
        if renames_place or (new.names_period and one.names_period and not one.names_place):
            continue
        # Items in a list of venues look like headings; only a heading of the list's rank, or one whose words are all
        # known, ends it.
        is_of_its_rank = one.level == new.level and one.level is not None and one.has_content
        is_of_its_rank &= {kind for kind, _ in one.said.outside} == {"other_measure"}
        is_item = bool(new.said.unknown or new.said.outside) and not new.said.has("all_time")
        is_open_list = bool(one.said.outside) and is_item and not is_of_its_rank
        # `Cases by type` ends `How people made contact`, once that has its numbers.
        is_of_channels = _OF_CHANNELS.match(new.line.text) is not None and "signals" not in one.said.measures
        is_of_another = bool(new.said.measures) and not new.said.measures & one.said.measures
        is_done = (one.has_figures and (is_of_another or is_of_channels)) or _is_next_caption(new, one)
        is_parent = one.is_parent and not (is_done and one.said.measures)
        if one.names_place or one.names_period or is_open_list or is_parent:
            is_of_victims = is_of_dimension(one) and one.has_content and one.restates_time
            if is_of_victims and new.said.measures and not is_open_list:
                # `Victim demographics in 2016` ends where cases are counted; the year, named above it too, goes on.
                kinds = tuple(kind for kind in one.said.kinds if kind[0] != "other_breakdown")
                one = without_topic(replace(one, said=replace(one.said, kinds=kinds)))
            # `How many signals came from Oregon in 2020?` gives place and year to the next question, but not its topic.
            kept.append(without_topic(one) if is_done and one.said.measures and not one.said.outside else one)
    return kept


def _replaces_all_years(new: Heading, one: Heading) -> bool:
    """Whether a heading names a time, and one of the same level says no more than all years: `2023`, `Since 2007`."""
    is_of_years_only = {kind for kind, _ in one.said.outside} == {"all_time"} and not (
        one.said.unknown or one.names_place
    )
    return is_of_years_only and new.level is not None and new.level == one.level and new.names_period


def _level_of(heading: Heading) -> int:
    """The level of a heading. One with a list number and no level stands above those without both."""
    return heading.level or (_NUMBERED_LEVEL if heading.line.list_number else _INNERMOST_LEVEL)


def _is_next_caption(new: Heading, one: Heading) -> bool:
    """Whether another table begins: `Table 5. Signals by channel` below `Table 4. Cases by type`."""
    number, before = (_CAPTION.match(heading.line.text) for heading in (new, one))
    is_other = number is not None and before is not None and number[1] == before[1] and number[2] != before[2]
    return is_other and one.has_content


def _is_next_of_series(new: Heading, one: Heading) -> bool:
    """Whether the next slide or sheet begins: `Hotline data for Ohio, 2020` below `Hotline data for Ohio, 2019`."""
    is_title = one.names_place and one.names_period and new.names_period
    return is_title and new.line.wording.casefold() == one.line.wording.casefold()


def without_topic(heading: Heading) -> Heading:
    return replace(heading, said=replace(heading.said, measures=frozenset(), labels=()))


def add_last_lines_of_tiles(lines: Sequence[Line], paths: list[Path]) -> None:
    """Add the last line of a tile, such as `since 2007`, to the headings of the lines above it in the tile.

    Its unknown words say nothing: `Learn more`. A share is left out: a change since another year qualifies no count.
    So is how to reach the hotline: `Text 233733`.
    """
    for at, line in enumerate(lines):
        tile = line.groups[-1] if line.groups else None
        if tile is None or tile.kind is not GroupKind.TILE or not (line.role in _LAST_OF_TILE or is_year_alone(line)):
            continue
        is_share = any(token.what is What.SHARE for token in line.tokens)
        is_contact = any(token.what is What.CONTACT for token in line.tokens)
        is_contact &= not (line.said.outside or line.said.years or line.said.periods)
        if any(tile in other.groups for other in lines[at + 1 : at + 2]) or is_share or is_contact:
            continue
        below = heading_of(line)
        narrows = (("other_breakdown", line.text),) if _RELATIVE.match(line.text) else ()
        below.said = replace(below.said, unknown=(), kinds=(*below.said.kinds, *narrows))
        for above in range(at - 1, -1, -1):
            if tile not in lines[above].groups:
                break
            paths[above] = (*paths[above], below)


def is_year_alone(line: Line) -> bool:
    return len(line.phrases) == 1 and line.phrases[0].kind == Kind.YEAR
