"""Which headings stand above each line, and how far each of them reaches.

Belongs here: the path of headings. Not here: whether a path agrees with a figure (figures).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, takewhile

from orchestration.spotlight.domain.vocabulary import Label
from orchestration.spotlight.readers.blocks import BlockKind, Group, GroupKind
from orchestration.spotlight.readers.grammar.characters import clean
from orchestration.spotlight.readers.grammar.lexicon import PERIOD_KINDS, Lexicon
from orchestration.spotlight.readers.grammar.phrases import LABELS, Said, phrases_of, plain
from orchestration.spotlight.readers.grammar.tokens import Kind, What, tokens_of
from orchestration.spotlight.readers.tree.lines import Line, Role

_INNERMOST_LEVEL = 8
_OF_GROUP = 7
"""The level of a summary, a legend or the title of a tab: it heads all of its group, whatever stands in it."""
_OF_PLACES = frozenset({"nation", "other_place"})
_OF_NUMBERS = frozenset({*PERIOD_KINDS, "average", "share", "estimate", "scale", "rank", "change", "void"})
"""What says something of numbers wherever it stands; other kinds above the title are a part of the site."""
_IN_NAMES = frozenset(
    {"organization", "local", "other_place", "other_service", "other_breakdown", "other_measure", "part_of_year"}
)
"""What the name of an organization may hold: `Daily Courier`."""
_SMALL_IN_NAMES = frozenset(("a", "against", "and", "at", "for", "in", "of", "on", "the", "to"))
_DURING = ("in", "during", "for")
"""A line that begins so and names a day or a month says when: `In December 2013`."""
_DENIES = frozenset(("not", "no", "unlike", "than", "other"))
_DIMENSIONS = frozenset(
    ("access points", "age", "age group", "age groups", "ages", "caller type", "caller types", "citizenship",
     "country of origin", "destination", "ethnicity", "gender", "genders", "how callers heard", "immigration status",
     "industries", "industry", "language", "languages", "location", "locations", "means of control", "nationalities",
     "nationality", "outcomes", "proximity", "race", "race/ethnicity", "recruitment", "relationship", "relationships",
     "risk factors", "sub-types", "subtypes", "top industries", "top venues", "transportation", "venue", "venues",
     "vulnerabilities", "ways", "ways the hotline was found")
)  # fmt: skip
"""Breakdowns that may have lost their rows; `Minors` says whom the figures below it count."""
_OF_ITS_OWN = frozenset({GroupKind.TILE, GroupKind.COLUMN, GroupKind.ASIDE})
_BELOW = frozenset({Role.HEADING, Role.STATEMENT})
_CLOSED = frozenset({GroupKind.COLUMN, GroupKind.ASIDE, GroupKind.FRAME})


@dataclass(slots=True, eq=False)
class Heading:
    """A line that stands above others, and what it names: each of the three reaches until it is named anew."""

    line: Line
    said: Said
    names_place: bool
    names_period: bool
    names_topic: bool
    groups: tuple[Group, ...]
    has_content: bool = False
    """Something other than a heading stood below it."""
    has_numbers: bool = False
    is_group_head: bool = False
    """It is the first line of its group."""
    is_letterhead: bool = False
    """It stands above the heading that names the hotline, and above all numbers: the name of who publishes, a site."""
    is_parent: bool = False
    """Another heading stands right below it, so that it may be above all that follow."""

    @property
    def heard(self) -> Said:
        """What it says of the figures: a letterhead's unknown words and organizations say nothing of them.

        Unless it names what is counted: `RE: Cases investigated by the Highway Patrol`.
        """
        if not (self.is_letterhead or self.said.names_hotline):
            return self.said
        named = _IN_NAMES if self._is_name_of_organization else frozenset({"organization"})
        kinds = tuple(one for one in self.said.kinds if one[0] not in named)
        # `Crime Victims Foundation` counts no victims.
        is_name = self.said.has("organization") and not self.said.labels and self.said.measures <= {"victims"}
        measures = frozenset() if is_name else self.said.measures
        unknown = () if self.is_letterhead and not measures else self.said.unknown
        return replace(self.said, kinds=kinds, measures=measures, unknown=unknown)

    @property
    def _is_name_of_organization(self) -> bool:
        """`Gulf Coast Coalition`, `Georgia Bureau of Investigation`: its places and services are part of the name.

        But `Union County` is a county.
        """
        is_county = bool(self.said.kinds) and self.said.kinds[-1][0] == "local" and not self.said.unknown
        is_written_as_name = all(word.text[0].isupper() or plain(word) in _SMALL_IN_NAMES for word in self.line.words)
        is_organization = self.said.has("organization") and self.said.measures <= {"victims"}
        return self.is_letterhead and is_organization and is_written_as_name and not is_county

    @property
    def level(self) -> int | None:
        return self.line.level

    @property
    def is_harmless(self) -> bool:
        """It changes nothing of what stands below it, so that it does not matter how far it reaches."""
        return not (self.said.outside or self.said.unknown or self.said.measures or self.said.labels)


Path = tuple[Heading, ...]


def heading_of(line: Line) -> Heading:
    """A line as a heading."""
    said = line.said
    period = bool(said.periods or said.years or said.unclear) or any(kind in PERIOD_KINDS for kind, _ in said.kinds)
    place = bool(said.places) or any(kind in _OF_PLACES for kind, _ in said.kinds)
    others = [kind for kind, _ in said.outside if kind not in PERIOD_KINDS and kind not in _OF_PLACES]
    topic = bool(said.measures or said.labels or others) or not (place or period)
    return Heading(line, said, place, period, topic, line.groups)


def paths_of(lines: Sequence[Line], parts: dict[str, tuple[str, ...]], lexicon: Lexicon) -> list[Path]:
    """For each line the headings above it, from outer to inner. `parts`: measure → categories of its total."""
    with_figures = {
        group.number
        for line in lines
        if line.role is Role.TABLE or (line.role is Role.FRAME and line.table) or line.has(Kind.NUMBER, Kind.STATUS)
        for group in line.groups
    }
    has_levels = any(line.role is Role.HEADING and line.level is not None for line in lines)
    stack: list[Heading] = []
    paths: list[Path] = []
    has_title = has_topic = False
    position = {id(line): at for at, line in enumerate(lines)}
    suspended: dict[int, list[Heading]] = {}
    """Group → the headings outside of it that apply again below it."""

    def suspend(line: Line, kept: Sequence[Heading]) -> None:
        """`8 % more than in 2018` in a tile ends the period of the page for this tile only."""
        inner = line.groups[-1] if line.groups else None
        if inner is not None and inner.kind in _OF_ITS_OWN and inner.number in with_figures:
            outer = [one for one in stack if inner not in one.groups and one not in kept]
            suspended.setdefault(inner.number, []).extend(outer)

    seen: set[int] = set()
    boxes = _boxes_of_hotline(lines)
    has_named_hotline = False
    for at, line in enumerate(lines):
        stack = _left(stack, line, with_figures)
        for number in [one for one in suspended if all(group.number != one for group in line.groups)]:
            stack = sorted((*stack, *suspended.pop(number)), key=lambda one: position[id(one.line)])
        seen |= {group.number for before in lines[max(0, at - 1) : at] for group in before.groups}
        paths.append(tuple(stack))
        if line.role is Role.HEADING or (line.role is Role.FIGURES and _is_year_alone(line)):
            new = heading_of(line)
            new.is_group_head = bool(line.groups) and line.groups[-1].number not in seen
            is_first = not has_topic and _is_of_topic(new)
            has_topic = has_topic or is_first
            if (new.said.places and not has_title) or is_first:
                stack = [one for one in stack if not _is_of_site(one, line)]
            names_place = bool(new.said.places) and not (new.said.unknown or new.said.has("organization"))
            has_title = has_title or names_place
            if new.said.names_hotline and not has_named_hotline:
                _mark_letterhead(stack, line.said.places, is_letter=False)
            has_named_hotline = has_named_hotline or new.said.names_hotline
            kept = _closed_by(new, stack, has_levels=has_levels and line.role is Role.HEADING)
            inner = line.groups[-1] if line.groups else None
            if inner is not None and inner.number in boxes and new.said.places and new.names_period:
                kept = [one for one in kept if inner in one.groups or not _is_headline(one, new.said.places)]
            suspend(line, kept)
            stack = [*kept, new]
            continue
        is_strong = line.is_strong or line.kind is BlockKind.HEADING
        if line.role is Role.FIGURES and is_strong and line.said.places and not has_title:
            # `Hotline: 468 trafficking cases in Nevada` is the title of an article.
            stack = [one for one in stack if not _is_of_site(one, line)]
            paths[-1] = tuple(stack)
        if line.role is Role.STATEMENT and line.said.periods and not line.text.endswith("."):
            if line.said.names_hotline and not has_named_hotline:
                _mark_letterhead(stack, line.said.places, is_letter=False)
            has_named_hotline = has_named_hotline or line.said.names_hotline
            stack = [one for one in stack if not one.names_period or one.names_place or one.said.names_hotline]
            stack.append(heading_of(line))
            continue
        if line.role is Role.STATEMENT and line.said.moments and line.words[:1] and plain(line.words[0]) in _DURING:
            when = heading_of(line)
            when.names_period = True
            stack = [*stack, when]
            continue
        if line.role is Role.FIGURES:
            if line.kind is BlockKind.HEADING and line.level is not None and line.labels + line.units:
                # `Cases: 52` as a heading ends `Signals` of the same rank, and what stood below it.
                kept = [one for one in stack if one.level is None or one.level < line.level or one.names_place]
                suspend(line, kept)
                stack = kept
            if _has_parts(lines, at, parts):
                # A total with its parts below it is no count of the empty section above: `Locations of Trafficking`.
                stack = [one for one in stack if not _is_empty_breakdown(one)]
            if (
                any(one.has_numbers for one in stack if one.names_topic)
                and line.counts
                and _names_another_measure(line, stack)
            ):
                # `781 Trafficking Cases` below the channels needs no heading to end theirs.
                stack = [_without_topic(one) for one in stack if one.names_place or one.names_period]
            paths[-1] = tuple(stack)
        titles = [one for one in line.captions if one.said.names_hotline]
        if titles and not has_named_hotline:
            # The caption of a table on the page of a wiki or a newspaper.
            _mark_letterhead(stack, {place for one in titles for place in one.said.places}, is_letter=False)
            has_named_hotline = True
        if line.role is Role.TABLE and any(one.has_numbers for one in stack if one.names_topic):
            label = _label_of_first_row(line, lexicon)
            if label is not None and _is_of_another_measure([label], stack):
                # A table that begins `Human trafficking cases  32` below the list of channels.
                stack = [_without_topic(one) for one in stack if one.names_place or one.names_period]
                paths[-1] = tuple(stack)
        if line.said.names_hotline:
            if _is_source(line):
                for one in stack:
                    one.is_letterhead |= one.said.has("organization")
            elif line.role in (Role.PROSE, Role.STATEMENT) and (says := list(filter(_says_of_what, _text(lines, at)))):
                if not has_named_hotline:
                    _mark_letterhead(stack, {place for one in says for place in one.said.places}, is_letter=True)
                has_named_hotline = True
            elif line.role is Role.STATEMENT and not (line.text.endswith(".") or has_named_hotline or _is_call(line)):
                # `Appendix B: National Human Trafficking Hotline`
                _mark_letterhead(stack, (), is_letter=False)
                has_named_hotline = True
        if line.role in (Role.FIGURES, Role.ITEM, Role.TABLE, Role.PROSE, Role.NOTE):
            is_foreign = any(kind != "organization" for one in stack for kind, _ in one.said.outside)
            for one in stack:
                one.has_content = True
                # The pages of `Contents` are no numbers of what stands above it.
                one.has_numbers |= _has_figures(line) and not is_foreign
    _hear_below(lines, paths)
    return paths


def _hear_below(lines: Sequence[Line], paths: list[Path]) -> None:
    """`since 2007` as the last line of a tile says of the number above it what a heading would.

    Its words need not be known: `Learn more` says nothing. A change since another year is no part of what is counted.
    """
    for at, line in enumerate(lines):
        tile = line.groups[-1] if line.groups else None
        if tile is None or tile.kind is not GroupKind.TILE or not (line.role in _BELOW or _is_year_alone(line)):
            continue
        is_share = any(token.of is not None and token.of.what is What.SHARE for token in line.tokens)
        if any(tile in other.groups for other in lines[at + 1 : at + 2]) or is_share or line.said.has("change"):
            continue
        below = heading_of(line)
        below.said = replace(below.said, unknown=())
        for above in range(at - 1, -1, -1):
            if tile not in lines[above].groups:
                break
            paths[above] = (*paths[above], below)


def _is_of_site(heading: Heading, title: Line) -> bool:
    """Whether what stands above the title is a menu or the name of a site, and says nothing of numbers."""
    kinds = {kind for kind, _ in heading.said.outside}
    if (
        heading.names_period
        or kinds & _OF_NUMBERS
        or len(heading.said.places) > 1
        or (heading.said.measures and heading.said.unknown)
    ):
        return False
    return title.level == 1 or not kinds


def _boxes_of_hotline(lines: Sequence[Line]) -> set[int]:
    """The boxes beside an article that say themselves whose figures they hold: `From the Hotline's page on Alabama.`"""
    return {
        group.number
        for line in lines
        if line.said.names_hotline and line.role in (Role.PROSE, Role.STATEMENT, Role.NOTE, Role.HEADING)
        if _says_of_what(line)
        if not any(plain(word) in _DENIES for word in line.words)
        for group in line.groups
        if group.kind is GroupKind.ASIDE
    }


def _is_headline(heading: Heading, places: Sequence[str]) -> bool:
    """Whether it tells of something and says nothing of numbers: `Hotline hears from more callers, coalition says`."""
    kinds = {kind for kind, _ in heading.said.outside}
    names_other = heading.names_place and heading.said.places != places
    return not (names_other or heading.names_period or kinds & (_OF_NUMBERS - {"change", "rank"}))


def _is_of_topic(heading: Heading) -> bool:
    """`Human trafficking cases by state, 2019-2021`: known in full, it says what is counted and when."""
    said = heading.said
    return not said.unknown and not said.outside and bool(said.measures) and heading.names_period


def _mark_letterhead(stack: Sequence[Heading], places: Collection[str], *, is_letter: bool) -> None:
    """What stands above the name of the hotline, and above all numbers, is the name of who publishes or of a site.

    Below the name of the place it is so in a letter, or if it names an organization: `Cohort B` may be what is counted.
    What holds the place that the hotline's figures are said to be of is so too: `Commonwealth of Kentucky, Auditor`.
    """
    if any(one.has_numbers for one in stack):
        return
    has_place = False
    for one in stack:
        has_place = has_place or bool(one.said.places)
        names_other = not one.said.places and (is_letter or not has_place)
        is_same = is_letter and bool(one.said.places) and set(one.said.places) <= set(places)
        one.is_letterhead = names_other or is_same or one.said.has("organization")


def _has_figures(line: Line) -> bool:
    """Whether numbers stand on it that may be figures: not `Present: 14 members` above the block that is quoted."""
    is_alone = line.role is Role.FIGURES and len(line.phrases) == 1
    return line.role is Role.TABLE or (bool(line.counts) and (is_alone or bool(line.labels or line.units)))


def _is_source(line: Line) -> bool:
    """`Source: National Human Trafficking Hotline`, and nobody else: the figures are the hotline's."""
    first = next((word for word in map(plain, line.words) if word != "data"), "")
    # `National Human Trafficking Hotline. Accurate as of July 30, 2020.` below the figures.
    is_bare = line.text.endswith(".") and all(phrase.kind == "neutral" for phrase in line.phrases)
    is_dated = bool(line.said.days) and line.role in (Role.STATEMENT, Role.NOTE)
    return (first in ("source", "sources", "publisher") or is_dated or is_bare) and not line.said.has("organization")


def _text(lines: Sequence[Line], at: int) -> Iterator[Line]:
    """A line of running text and those that follow it in its paragraph."""
    yield lines[at]
    yield from takewhile(
        lambda line: line.block == lines[at].block and line.role in (Role.PROSE, Role.STATEMENT),
        islice(lines, at + 1, None),
    )


def _says_of_what(line: Line) -> bool:
    """Whether a sentence names a place or a period, and is no call to call: `the Hotline's statistics for Iowa`."""
    return not _is_call(line) and bool(line.said.places or line.said.periods or line.said.years or line.said.days)


def _is_call(line: Line) -> bool:
    return any(token.of is not None and token.of.what is What.CONTACT for token in line.tokens)


def _left(stack: list[Heading], line: Line, with_figures: set[int]) -> list[Heading]:
    """A heading ends with its group, unless the group holds no figure: then it is only a wrapper around headings."""
    kept = []
    for heading in stack:
        groups = heading.groups
        while groups and groups != line.groups[: len(groups)]:
            if groups[-1].kind in _CLOSED or groups[-1].number in with_figures:
                break
            groups = groups[:-1]
        else:
            heading.groups = groups
            kept.append(heading)
    return kept


def _closed_by(new: Heading, stack: Sequence[Heading], *, has_levels: bool) -> list[Heading]:
    """The headings that stay open below `new`."""
    kept: list[Heading] = []
    for at, one in enumerate(stack):
        if not one.has_content and not one.is_harmless and not (new.said.unknown or new.said.outside):
            one.is_parent = True
        is_inside = bool(one.groups) and new.groups[: len(one.groups)] == one.groups
        if is_inside and (one.level == _OF_GROUP or (one.is_group_head and not one.is_harmless and one.said.outside)):
            kept.append(one)
            continue
        if has_levels:
            own, other = new.level or _INNERMOST_LEVEL, one.level or _INNERMOST_LEVEL
            if other < own:
                kept.append(one)
                continue
            is_loose = one.level is None and (one.names_place or one.names_period or not one.is_harmless)
            if other > own and not is_loose:
                continue
        renames_place = new.names_place and one.names_place and bool(new.said.places) and not _is_same_place(new, one)
        if renames_place and new.said.places != ("US",):
            # What stands below the place before is that place's; what stands above it is for all.
            return [*kept, *(later for later in stack[at + 1 :] if has_levels and later.names_period)]
        if renames_place or (new.names_period and one.names_period and not one.names_place):
            continue
        # A list of venues has items that look like headings; only a heading that is known in full ends it.
        is_open_list = bool(one.said.outside) and bool(new.said.unknown or new.said.outside)
        # `Cases by type` ends `How people made contact`, once that has its numbers.
        is_done = one.has_numbers and bool(new.said.measures) and not new.said.measures & one.said.measures
        is_parent = one.is_parent and not (is_done and one.said.measures)
        if one.names_place or one.names_period or is_open_list or is_parent:
            # `How many signals came from Oregon in 2020?` names place and year of the next question too, not its topic.
            kept.append(_without_topic(one) if is_done and one.said.measures and not one.said.outside else one)
    return kept


def _is_same_place(one: Heading, other: Heading) -> bool:
    return one.said.places == other.said.places and one.said.is_part_of_place == other.said.is_part_of_place


def _is_empty_breakdown(heading: Heading) -> bool:
    is_open = heading.has_numbers or heading.is_parent or heading.names_place or heading.names_period
    words = [text.casefold() for kind, text in heading.said.kinds if kind == "other_breakdown"]
    return not is_open and bool(words) and _DIMENSIONS.issuperset(words)


def _without_topic(heading: Heading) -> Heading:
    return replace(heading, said=replace(heading.said, measures=frozenset(), labels=()))


def _names_another_measure(line: Line, stack: Sequence[Heading]) -> bool:
    """Whether a total names a measure in its own words that the topic above does not name."""
    return _is_of_another_measure([phrase.label for phrase in (line.labels or line.units) if phrase.label], stack)


def _label_of_first_row(line: Line, lexicon: Lexicon) -> Label | None:
    """The one label at the head of a table that has a number beside it."""
    assert line.table is not None
    row = [cell for cell in line.table.cells if cell.row == line.table.cells[0].row]
    texts = [(one.number, clean(one.text)) for cell in row for one in cell.lines]
    phrases = [phrase for tokens in (tokens_of(texts) if texts else ()) for phrase in phrases_of(tokens, lexicon)]
    labels = [phrase.label for phrase in phrases if phrase.kind in (*LABELS, "unit") and phrase.label is not None]
    has_number = any(phrase.kind == Kind.NUMBER for phrase in phrases)
    return labels[0] if len(labels) == 1 and has_number else None


def _is_of_another_measure(labels: Sequence[Label], stack: Sequence[Heading]) -> bool:
    topics = [one for one in stack if one.names_topic]
    is_total = len(labels) == 1 and labels[0].category in (None, "", "total")
    if not is_total or any(one.said.outside or one.said.unknown for one in topics):
        return False
    named = frozenset().union(*(one.said.measures for one in topics))
    return bool(named) and labels[0].measure not in named


def _is_year_alone(line: Line) -> bool:
    return len(line.phrases) == 1 and line.phrases[0].kind == Kind.YEAR


def _has_parts(lines: Sequence[Line], at: int, parts: dict[str, tuple[str, ...]]) -> bool:
    """Whether the line states a total and the next labels are its parts."""
    labels = [phrase.label for phrase in lines[at].labels if phrase.label is not None]
    if len(labels) != 1 or labels[0].category != "total" or not lines[at].counts:
        return False
    for line in lines[at + 1 :]:
        if line.role is Role.FIGURES and line.labels:
            label = line.labels[0].label
            return label is not None and label.measure == labels[0].measure and label.category != "total"
        if line.role in (Role.HEADING, Role.TABLE):
            return False
    return False
