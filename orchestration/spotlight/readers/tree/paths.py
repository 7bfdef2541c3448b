"""Which headings stand above each line, and how far each of them reaches.

Belongs here: the path of headings, which is opened and closed line by line. Not here: what a heading says (headings).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from itertools import islice, takewhile

from orchestration.spotlight.domain.vocabulary import CHANGES, Label
from orchestration.spotlight.readers.blocks import GroupKind, Table
from orchestration.spotlight.readers.grammar.characters import clean
from orchestration.spotlight.readers.grammar.lexicon import NATION, PERIOD_KINDS, Lexicon
from orchestration.spotlight.readers.grammar.meanings import Said, period_of
from orchestration.spotlight.readers.grammar.phrases import LABELS, phrases_of, plain
from orchestration.spotlight.readers.grammar.tokens import Kind, tokens_of
from orchestration.spotlight.readers.tree.dimensions import (
    ends_parts,
    has_parts,
    has_rows,
    heads_lost_drawing,
    is_empty_breakdown,
    names_total,
)
from orchestration.spotlight.readers.tree.headings import Heading, Path, heading_of
from orchestration.spotlight.readers.tree.imprints import is_imprint
from orchestration.spotlight.readers.tree.letterheads import (
    boxes_of_hotline,
    has_contact,
    is_source,
    mark_letterhead,
    names_place_or_time,
    paragraph_from,
    states_the_place,
)
from orchestration.spotlight.readers.tree.lines import TOUCHING, Line, Role, speaks_of_figures, tokens_in
from orchestration.spotlight.readers.tree.names import is_only_names, names_part_of_state, names_sheet
from orchestration.spotlight.readers.tree.reach import (
    add_last_lines_of_tiles,
    is_year_alone,
    kept_open,
    left_open,
    without_topic,
)

_SHORTEST_HEADLINE = 5
_OF_NUMBERS = frozenset({*PERIOD_KINDS, "average", "share", "estimate", "scale", "rank", "change", "void"})
"""Kinds that qualify numbers wherever they stand; other kinds above the title belong to the site."""
_OF_SHARES = frozenset({"share", "other_figure"})
_DURING = ("in", "during", "for")
"""First words of a line that dates what follows, if it names a day or a month: `In December 2013`."""
_OF_MAP = re.compile(
    r"\W*this map (?:only )?(?:displays|reflects|shows) "
    r"(?!.*\b(?:all|below|everything|figures|list|numbers|rows|same|table))",
    re.IGNORECASE,
)
"""`This map only reflects cases where the location was known.`, below the heading of a map that left no text."""
_ELSEWHERE = frozenset(("above", "earlier", "left", "page", "preceding", "previous", "right", "table"))
"""Words of a sentence that dates other figures than those below it: `The figures above are from 2018.`"""
_LONGEST_REMARK = 4
"""Lines or sentences."""
_POINTING = re.compile(r"(?:these|they|those|the following|below|here) (?:are|is)\b|this is\b")
_OF_ITS_OWN = frozenset({GroupKind.TILE, GroupKind.COLUMN, GroupKind.ASIDE})


def paths_of(lines: Sequence[Line], lexicon: Lexicon) -> list[Path]:
    """For each line the headings above it, from outer to inner."""
    open_headings = _OpenHeadings(lines, lexicon)
    paths = [open_headings.above(at) for at in range(len(lines))]
    add_last_lines_of_tiles(lines, paths)
    return paths


class _OpenHeadings:
    """The headings that are open at the current line, and what the page has named so far."""

    def __init__(self, lines: Sequence[Line], lexicon: Lexicon) -> None:
        self.lines = lines
        self.lexicon = lexicon
        self.stack: list[Heading] = []
        self.suspended: dict[int, list[Heading]] = {}
        """Group → the headings from outside that end in it and apply again below it."""
        self.position = {id(line): at for at, line in enumerate(lines)}
        self.with_figures = {
            group.number
            for line in lines
            if line.has(Kind.NUMBER, Kind.STATUS) or (line.table is not None and _may_hold_figures(line.table, lexicon))
            for group in line.groups
        }
        self.boxes = boxes_of_hotline(lines)
        self.is_placed = states_the_place(lines, lexicon)
        self.begun: set[int] = set()
        """The groups that have had a line already."""
        self.has_title = self.has_topic = self.has_named_hotline = False

    def above(self, at: int) -> Path:
        """The headings above a line. The line itself then opens or closes some."""
        line = self.lines[at]
        self.stack = left_open(self.stack, line, self.with_figures)
        for number in [one for one in self.suspended if all(group.number != one for group in line.groups)]:
            again = self.suspended.pop(number)
            self.stack = sorted((*self.stack, *again), key=lambda one: self.position[id(one.line)])
        self.begun |= {group.number for before in self.lines[max(0, at - 1) : at] for group in before.groups}
        if line.is_from_sentence and not self.has_named_hotline:
            # The first sentence that states a figure names the hotline: a body above it only publishes.
            for one in self.stack:
                one.is_above_hotline |= is_only_names(one.line) and ":" not in one.line.text
        above = tuple(self.stack)
        if line.role is Role.HEADING and self._is_of_map(at):
            return above
        if line.role is Role.HEADING or (line.role is Role.FIGURES and is_year_alone(line)):
            self._open(line)
            return above
        if line.role is Role.STATEMENT and line.said.periods and self._may_head(line, at):
            if line.said.names_hotline:
                self._name_hotline(line.said.places)
            self.stack = [*(one for one in self.stack if not one.is_ended_by(line)), heading_of(line)]
            return above
        if line.role is Role.STATEMENT and line.said.moments and line.words[:1] and plain(line.words[0]) in _DURING:
            when = heading_of(line)
            when.names_period = True
            self.stack = [*self.stack, when]
            return above
        if line.role is Role.FIGURES:
            self._close_at_figures(line, at)
        labelled = self._label_below(at) or line
        if line.role in (Role.FIGURES, Role.TABLE) and self._is_of_another_topic(labelled, is_led=self._is_led(at)):
            # `781 Trafficking Cases` below the channels ends their heading without one of its own.
            self.stack = self._without_topics()
        above = tuple(self.stack)
        self._note_hotline(line, at)
        if line.role in (Role.FIGURES, Role.ITEM, Role.TABLE, Role.PROSE, Role.NOTE):
            # The numbers of a budget or a calendar do not belong to the headings above it.
            is_of_figures = _has_figures(line) and (line.table is None or speaks_of_figures(line.table, self.lexicon))
            # Nor do the page numbers of `Contents`.
            has_numbers = is_of_figures and not _names_others(one.said for one in self.stack)
            # What headings say about figures is worked out anew each time: only where it may differ.
            has_figures = has_numbers or (
                is_of_figures and not _names_others(one.said_about_figures for one in self.stack)
            )
            for one in self.stack:
                one.has_content = True
                one.has_numbers |= has_numbers
                one.has_figures |= has_figures
        if line.role is Role.TABLE and self._is_of_another_topic(line, row=-1):
            # `Trafficking cases 84` as the last row below the channels ends their heading.
            self.stack = self._without_topics()
        if line.role is Role.FIGURES and line.level == 1 and line.said.places:
            # `Hotline: 31 trafficking cases in Ohio in 2019` is the title of the page, too.
            self._open(line)
            self.stack[-1] = without_topic(self.stack[-1])
        return above

    def _may_head(self, statement: Line, at: int) -> bool:
        """Whether a period heads what follows. A whole sentence does only as the first line of a list of figures."""
        before, after = self.lines[at - 1 : at], self.lines[at + 1 : at + 2]
        begins = not any(one.block == statement.block and one.role is not Role.BLANK for one in before)
        is_right_above = any(one.block == statement.block and one.role is Role.FIGURES for one in after)
        points_away = not _ELSEWHERE.isdisjoint(map(plain, statement.words))
        return not statement.text.endswith(".") or (begins and is_right_above and not points_away)

    def _is_of_map(self, at: int) -> bool:
        """Whether only a remark on a map stands between a heading of locations and the next heading."""
        said = self.lines[at].said
        is_elsewhere = bool(said.years or said.periods or set(said.places) - {NATION})
        if is_elsewhere or not self.lines[at].text.casefold().startswith("location"):
            return False
        following = (line for line in islice(self.lines, at + 1, None) if line.role is not Role.BLANK)
        below = list(islice(following, _LONGEST_REMARK + 1))
        notes = list(takewhile(lambda line: line.role in (Role.PROSE, Role.NOTE), below))
        after = below[len(notes) : len(notes) + 1]
        return any(_OF_MAP.match(line.text) for line in notes[:1]) and [one.role for one in after] == [Role.HEADING]

    def _open(self, line: Line) -> None:
        new = heading_of(line)
        new.is_placed = self.is_placed
        inner = line.groups[-1] if line.groups else None
        new.is_group_head = inner is not None and inner.number not in self.begun
        self._mark_above_byline(new)
        period = period_of(new.said)
        new.restates_time = period is not None and any(period_of(one.said) == period for one in self.stack)
        is_first = not self.has_topic and new.is_of_topic
        self.has_topic |= is_first
        if (new.said.places and not self.has_title) or is_first:
            # The title that names the state stays above the first topic.
            is_title = self.has_title and not new.said.places
            self.stack = [one for one in self.stack if (is_title and one.said.places) or not _is_of_site(one, line)]
        self.has_title |= bool(new.said.places) and not (new.said.unknown or new.said.has("organization"))
        if new.said.names_hotline and not new.is_headline:
            self._name_hotline(line.said.places, is_heading=True)
        if is_only_names(line) and any(one.said.places and not one.has_content for one in self.stack):
            # A publisher's name below the title is not another title.
            new.names_place = False
        kept = kept_open(new, self.stack)
        is_in_box = inner is not None and inner.number in self.boxes
        if inner is not None and is_in_box and new.said.places and (new.names_period or self.boxes[inner.number]):
            kept = [one for one in kept if not _is_headline(one, new.said.places)]
        self._suspend(line, kept)
        self.stack = [*kept, new]

    def _mark_above_byline(self, new: Heading) -> None:
        """Mark a heading as a headline right above the name of its writer, or as a letterhead right above a date.

        `Interim Committee` between the title that names the hotline and a date is an author, like one above the title.
        """
        title = self.stack[-1] if self.stack and not self.stack[-1].has_content else None
        is_below_title = title is not None and title.said.names_hotline
        new.is_above_hotline = is_below_title and _is_by_publisher(new)
        at = self.position[id(new.line)]
        below = next((one for one in self.lines[at + 1 :] if one.role is not Role.BLANK), None)
        if (
            below is None
            or below.role is not Role.STATEMENT
            or below.said.periods
            or below.container_number != new.line.container_number
        ):
            return
        is_title = new.names_place or new.names_period
        new.is_headline = is_imprint(below) and not is_title and len(new.line.words) >= _SHORTEST_HEADLINE
        is_near = below.block == new.line.block and new.line.gap_to(below) < TOUCHING
        if is_near and is_below_title:
            new.is_letterhead = new.is_above_hotline = new.said.has("organization") and not new.said.places

    def _close_at_figures(self, line: Line, at: int) -> None:
        if line.level is not None and line.labels + line.units:
            # `Cases: 52` as a heading ends `Signals` of the same rank, and the headings below that.
            kept = [one for one in self.stack if one.level is None or one.level < line.level or one.names_place]
            self._suspend(line, kept)
            self.stack = kept
        if line.level is not None and line.has("sum") and not (line.labels or line.units or line.counts):
            # `Totals` as a heading is no more of Maine than of Vermont.
            self.stack = [one for one in self.stack if one.level is None or one.level < line.level]
        self.stack = [
            one for one in self.stack if not ends_parts(line, one, self._line_above(self.position[id(one.line)]))
        ]
        # A total does not belong to an empty section above it: `Locations of Trafficking`.
        empty = [one for one in self.stack if is_empty_breakdown(one)]
        if not has_parts(self.lines, at):
            empty = [one for one in empty if heads_lost_drawing(one, line) and names_total(self.lines, at)]
            for one in empty:
                # Rows with numbers, above the total or below it: the section is not empty.
                one.has_numbers = has_rows(self.lines, self.position[id(one.line)], at)
        self.stack = [one for one in self.stack if one not in empty or one.has_numbers]

    def _line_above(self, at: int) -> Line | None:
        above = (self.lines[one] for one in range(at - 1, -1, -1))
        return next((line for line in above if line.role is not Role.BLANK), None)

    def _suspend(self, line: Line, kept: Sequence[Heading]) -> None:
        """Let headings end for a tile only: `8 % more than in 2018` in a tile does not end the period of the page."""
        inner = line.groups[-1] if line.groups else None
        if inner is not None and inner.kind in _OF_ITS_OWN and inner.number in self.with_figures:
            outer = [one for one in self.stack if inner not in one.groups and one not in kept]
            self.suspended.setdefault(inner.number, []).extend(outer)

    def _is_led(self, at: int) -> bool:
        """Whether a sentence right above announces a list: `People reached the Hotline in these ways:`."""
        above = self._line_above(at)
        return above is not None and above.role in (Role.PROSE, Role.STATEMENT) and above.text.rstrip().endswith(":")

    def _label_below(self, at: int) -> Line | None:
        """The label below a number that stands alone, nearer to it than the line above: `181`, `Trafficking Cases`."""
        line, below = self.lines[at], next(iter(self.lines[at + 1 : at + 2]), None)
        if below is None or not (line.counts and below.labels) or len(line.phrases) > 1 or below.counts:
            return None
        is_nearer = at == 0 or line.gap_to(below) < line.gap_to(self.lines[at - 1])
        return below if is_nearer and line.container_number == below.container_number else None

    def _is_of_another_topic(self, line: Line, *, row: int = 0, is_led: bool = False) -> bool:
        """Whether a total, or a table whose first or last row is one, counts another measure than the numbers above.

        A list that a sentence announces (`is_led`) may begin with any label.
        """
        topics = [one for one in self.stack if one.names_topic and not one.is_letterhead]
        if not any(one.has_figures for one in topics):
            return False
        named = line.labels or (line.units if line.counts else [])
        labels = [phrase.label for phrase in named if phrase.label]
        if line.role is Role.TABLE:
            labels = _labels_of_row(line, self.lexicon, row)
        is_total = len(labels) == 1 and labels[0].is_total
        # `Signals from victims` may continue with the cases that the signals were about.
        narrows = any(not label.is_total for one in topics for label in one.said.labels)
        said = [one.said if one.said.measures else one.said_about_figures for one in topics]
        if narrows or any(one.outside or one.unknown for one in said):
            return False
        if not (is_total or (is_led and labels)):
            return False
        measures = frozenset().union(*(one.said.measures for one in topics))
        return bool(measures) and labels[0].measure not in measures

    def _without_topics(self) -> list[Heading]:
        kept = (one for one in self.stack if one.names_place or one.names_period or one.is_letterhead)
        return list(map(without_topic, kept))

    def _note_hotline(self, line: Line, at: int) -> None:
        """Note a caption, a sentence or a line of its own that names the hotline as the source of the figures."""
        titles = [one for one in line.captions if one.said.names_hotline]
        if titles:
            # The caption of a table on the page of a wiki or a newspaper.
            self._name_hotline({place for one in titles for place in one.said.places})
        if not line.said.names_hotline:
            return
        if is_source(line):
            for one in self.stack:
                one.is_above_hotline = True
                one.is_letterhead |= one.said.has("organization")
        elif line.role in (Role.PROSE, Role.STATEMENT) and (
            says := list(filter(names_place_or_time, paragraph_from(self.lines, at)))
        ):
            begun = self.lines[at - 1] if line.begins_inside_sentence else line
            if _POINTING.match(" ".join(word.text.casefold() for word in begun.words[:3])):
                self._close_others()
            self._name_hotline({place for one in says for place in one.said.places}, is_letter=True)
        elif line.role is Role.STATEMENT and not (line.text.endswith(".") or has_contact(line)):
            # `Appendix B: National Human Trafficking Hotline`
            self._name_hotline(())

    def _close_others(self) -> None:
        """End the headings of what others counted, such as `Our year at the shelter`, but not the innermost heading:
        `These are the Hotline's statistics for Ohio.` stands below it.
        """
        self.stack = [
            *(one for one in self.stack[:-1] if not (one.has_content and one.is_of_another_counter)),
            *self.stack[-1:],
        ]

    def _name_hotline(self, places: Collection[str], *, is_letter: bool = False, is_heading: bool = False) -> None:
        """Mark the headings above a line that names the hotline: above the first such line they may be letterheads."""
        is_first = not self.has_named_hotline
        mark_letterhead(self.stack, places, is_letter=is_letter, is_first=is_first, is_heading=is_heading)
        self.has_named_hotline = True


def _is_of_site(heading: Heading, title: Line) -> bool:
    """Whether a heading above the title is a menu or the name of a site, and says nothing about numbers or places."""
    kinds = {kind for kind, _ in heading.said.outside}
    if (
        heading.names_period
        or heading.line.effect == CHANGES
        or kinds & _OF_NUMBERS
        or len(heading.said.places) > 1
        or (heading.said.measures and (heading.said.unknown or kinds))
        or heading.is_of_town
        or names_part_of_state(heading.line)
    ):
        return False
    return title.level == 1 or not kinds


def _is_headline(heading: Heading, places: Sequence[str]) -> bool:
    """Whether it is news and says nothing about numbers: `Hotline hears from more callers, coalition says`."""
    kinds = {kind for kind, _ in heading.said.outside}
    names_other = heading.names_place and heading.said.places != places
    return not (names_other or heading.names_period or kinds & (_OF_NUMBERS - {"change", "rank"}))


def _has_figures(line: Line) -> bool:
    """Whether it has numbers that may be figures, unlike `Present: 14 members` above a quoted block."""
    is_alone = line.role is Role.FIGURES and len(line.phrases) == 1
    return line.holds_counts or (bool(line.counts) and (is_alone or bool(line.labels or line.units)))


def _is_by_publisher(heading: Heading) -> bool:
    """Whether it names a body, its sheet and the period: `Governor's Office | Fact sheet, January 1, 2020 - ...`"""
    is_of_body = heading.said.has("organization") and not (heading.said.places or heading.said.measures)
    return is_of_body and heading.names_period and names_sheet(heading.line)


def _names_others(what_is_said: Iterable[Said]) -> bool:
    return any(kind != "organization" for said in what_is_said for kind, _ in said.outside)


def _labels_of_row(line: Line, lexicon: Lexicon, at: int) -> list[Label]:
    """The labels in the first row of a table (0) or its last (-1), without cells about shares."""
    assert line.table is not None
    row = [cell for cell in line.table.cells if cell.row == line.table.cells[at].row]
    texts = [(one.number, clean(one.text)) for cell in row for one in cell.lines]
    cells = [phrases_of(tokens, lexicon) for tokens in tokens_of(texts)]
    # `Number of Cases | % of Cases` in the heads.
    phrases = [phrase for cell in cells if not any(one.kind in _OF_SHARES for one in cell) for phrase in cell]
    labels = {phrase.label: None for phrase in phrases if phrase.kind in (*LABELS, "unit") and phrase.label is not None}
    return list(labels)


def _may_hold_figures(table: Table, lexicon: Lexicon) -> bool:
    """Whether a cell holds a number or names what is counted: a table of other words is a list of properties."""
    found = (token for tokens in tokens_in(table) for token in tokens)
    has_numbers = any(token.kind is Kind.STATUS or any(map(str.isdecimal, token.text)) for token in found)
    return has_numbers or speaks_of_figures(table, lexicon)
