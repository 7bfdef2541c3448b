"""Every number of a document: the candidates with labels and headings, and the numbers that are left alone.

Belongs here: one pass over the lines. Not here: pairs (pairing), cells (cells), contexts (context), refusals of a line
or a pair (unreadable, doubts).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from orchestration.spotlight.readers.blocks import BlockKind
from orchestration.spotlight.readers.figures.cells import read_table_figures
from orchestration.spotlight.readers.figures.doubts import (
    against_the_order,
    ended_by_marks,
    labels_beside_tables,
    refuse_bracketed,
    refuse_continued_tables,
    refuse_doubtful_lines,
    refuse_glued_digits,
    refuse_line_numbers,
    refuse_section_numbers,
    refuse_sums_of_100,
    sums_below_labels,
    without_their_labels,
)
from orchestration.spotlight.readers.figures.elements import Pair, boundary
from orchestration.spotlight.readers.figures.foreign import Foreign
from orchestration.spotlight.readers.figures.model import Candidate, Part, parts_of
from orchestration.spotlight.readers.figures.pairing import paired_lines
from orchestration.spotlight.readers.figures.regions import above_several_places, names_region
from orchestration.spotlight.readers.figures.unreadable import unreadable
from orchestration.spotlight.readers.figures.zone import lines_apart
from orchestration.spotlight.readers.grammar.dates import length_of, part_named
from orchestration.spotlight.readers.grammar.lexicon import Lexicon
from orchestration.spotlight.readers.grammar.tokens import Kind
from orchestration.spotlight.readers.grammar.words import BETWEEN_TOTAL_AND_PARTS
from orchestration.spotlight.readers.refusals import IgnoredNumber, Refusal, mark_of
from orchestration.spotlight.readers.tree.dimensions import lists_people, names_people
from orchestration.spotlight.readers.tree.headings import Heading, Path
from orchestration.spotlight.readers.tree.lines import Line, Role
from orchestration.spotlight.readers.tree.paths import paths_of


@dataclass(slots=True)
class Found:
    """The candidates of a document, the refusals that need no context, and the numbers left alone."""

    candidates: list[Candidate] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    unread: list[IgnoredNumber] = field(default_factory=list)
    foreign: list[Foreign] = field(default_factory=list)
    pairs: list[Pair] = field(default_factory=list)


def find_candidates(lines: Sequence[Line], lexicon: Lexicon, *, of_nation: bool) -> Found:
    """Bind every number to its label. Labels that turn out to be headings are read as headings in a second round."""
    found = _round(lines, lexicon, of_nation=of_nation)
    headings = _label_headings(lines, found.pairs)
    if headings:
        for line in headings:
            line.role = Role.HEADING
        found = _round(lines, lexicon, of_nation=of_nation)
    return found


def _round(lines: Sequence[Line], lexicon: Lexicon, *, of_nation: bool) -> Found:
    paths = paths_of(lines, lexicon)
    sections = _sections(paths)
    found = Found()
    by_section: dict[int, list[Line]] = {}
    foreign: dict[int, Foreign] = {}
    position = {id(line): at for at, line in enumerate(lines)}
    strays = lines_apart(lines, lexicon)
    lengths = {length_of(period) for line in lines for period in line.said.periods}
    of_totals = _below_totals(lines)
    of_numbers = [paths[at] for at, line in enumerate(lines) if line.counts or line.role is Role.TABLE]
    above_several = above_several_places(tuple(parts_of(path)) for path in of_numbers)
    for at, line in enumerate(lines):
        if line.role in (Role.FRAME, Role.MENU):
            continue
        outside = next(
            (
                one
                for one in _deciding(paths[at], above_several)
                if _is_outside(one, lengths, of_nation=of_nation, is_of_total=id(one.line) in of_totals)
            ),
            None,
        )
        if outside is not None and line.role is not Role.HEADING:
            part = foreign.setdefault(id(outside.line), Foreign(outside))
            part.lines.append(line)
            if line.role is not Role.TABLE:
                continue
        if line.role is Role.TABLE:
            table = read_table_figures(line, at, sections[at], paths[at], lexicon)
            found.candidates += table.candidates
            found.unread += table.unread
            found.refusals += table.refusals if outside is None else []
            # A table is a boundary: no label above it belongs to a number below it.
            by_section.setdefault(sections[at], []).append(line)
            continue
        if id(line) in strays and line.role is Role.FIGURES:
            line.role = Role.ITEM
        by_section.setdefault(sections[at], []).append(line)
    found.foreign = list(foreign.values())
    heads = {id(part.heading.line) for part in found.foreign if part.begins_right_below}
    last = max((line.top for line in lines if line.role in (Role.FIGURES, Role.TABLE)), default=0.0)
    for section, members in by_section.items():
        found.refusals += [one for line in members if id(line) not in strays for one in unreadable(line)]
        # A heading with foreign numbers right below it is not the label of a number above it.
        paired = paired_lines([boundary(line) if id(line) in heads else line for line in members])
        found.pairs += paired.pairs
        found.refusals += paired.refusals
        found.refusals += refuse_doubtful_lines(members, paired.pairs, last)
        found.refusals += sums_below_labels(members, paired.pairs)
        found.refusals += refuse_section_numbers(paired.pairs)
        found.candidates += [_of_pair(one, paths, position, section) for one in paired.pairs]
        found.refusals += refuse_glued_digits(members, paired.pairs)
    found.refusals += refuse_bracketed(found.pairs)
    elsewhere = [one for part in found.foreign for one in paired_lines(part.lines).pairs]
    found.refusals += against_the_order(found.pairs, elsewhere)
    unmarked = [line for part in found.foreign if not part.is_marked for line in part.lines]
    found.refusals += without_their_labels(found.pairs, elsewhere, unmarked)
    found.refusals += ended_by_marks(lines, found.candidates)
    found.refusals += refuse_sums_of_100(found.candidates)
    found.refusals += refuse_continued_tables(found.candidates)
    found.refusals += labels_beside_tables(lines)
    found.candidates.sort(key=lambda one: one.position)
    found.refusals += refuse_line_numbers(found.candidates, found.pairs)
    found.unread += _unread(lines, found.pairs, found.foreign, strays)
    return found


def _deciding(path: Path, above_several: set[int]) -> Iterator[Heading]:
    """The headings that may exclude what stands below them from the report.

    `Gulf states` above `Louisiana` does not, nor does `Northwest` above several states.
    """
    last = max((at for at, one in enumerate(path) if one.said.places and not one.said.unknown), default=-1)
    for at, one in enumerate(path):
        kinds = {kind for kind, _ in one.said_about_figures.outside}
        is_of_several = kinds == {"other_place"} or (
            kinds <= {"local", "other_place"} and id(one.line) in above_several and names_region(one.said)
        )
        if at > last or not is_of_several:
            yield one


def _below_totals(lines: Sequence[Line]) -> set[int]:
    """The `id` of each line such as `Of which:` between a total and its parts."""
    filled = [line for line in lines if line.role is not Role.BLANK]
    return {
        id(line)
        for before, line, after in zip(filled, filled[1:], filled[2:], strict=False)
        if line.wording.casefold() in BETWEEN_TOTAL_AND_PARTS and before.counts and before.role is Role.FIGURES
        if not (before.said.outside or before.said.unknown or before.said.measures.isdisjoint(after.said.measures))
        if all(phrase.label is None or phrase.label.is_total for phrase in before.labels)
    }


def _is_outside(heading: Heading, lengths: set[str], *, of_nation: bool, is_of_total: bool) -> bool:
    """Whether a heading plainly says that what stands below it does not belong to the report."""
    kinds = {
        kind
        for kind, words in heading.said_about_figures.outside
        if kind != "part_of_year" or part_named(words) not in lengths
    }
    if of_nation:
        kinds -= {"nation"}
    if names_people(heading.line.wording) or lists_people(heading.line.text):
        kinds -= {"other_measure"}
    if heading.said.unknown:
        kinds -= {"other_measure", "other_service", "local"}
    if is_of_total:
        # `Of which:` between a total and its types.
        kinds -= {"other_breakdown"}
    return bool(kinds) and not heading.said.is_part_of_place


def _sections(paths: Sequence[Path]) -> list[int]:
    """The section of each line: a section begins where another heading names the place."""
    sections: list[int] = []
    by_heading: dict[int, int] = {0: 0}
    for path in paths:
        place = next((id(one.line) for one in reversed(path) if one.said.places), 0)
        sections.append(by_heading.setdefault(place, len(by_heading)))
    return sections


def _of_pair(one: Pair, paths: Sequence[Path], position: dict[int, int], section: int) -> Candidate:
    lines = (one.label_line,) if one.label_line is one.number_line else (one.label_line, one.number_line)
    at = min(position[id(line)] for line in lines)
    own = tuple(Part(line, line.said, line.text, is_own=True) for line in lines)
    label = one.label.label
    tokens = tuple(token for line in lines for token in line.tokens)
    return Candidate(
        label,
        one.label_line.printed(one.label),
        one.number,
        one.units,
        one.number_line,
        one.text,
        (*parts_of(paths[at]), *own),
        tokens,
        (position[id(one.number_line)], one.number.tokens[0].column),
        section,
        is_sum=label is None,
    )


# Labels that are headings ---------------------------------------------------------------------------------------------


def _label_headings(lines: Sequence[Line], pairs: Sequence[Pair]) -> list[Line]:
    """Lines with a label and no number that head the figures below them."""
    bound = {id(one.label_line) for one in pairs} | {id(one.number_line) for one in pairs}
    units = {id(unit) for one in pairs for unit in one.units}
    filled = [line for line in lines if line.role is not Role.BLANK]
    found = []
    for line, following in zip(filled, [*filled[1:], None], strict=False):
        if line.role is not Role.FIGURES or id(line) in bound or line.counts or following is None:
            continue
        if any(id(unit) in units for unit in line.units):
            # `Victims` below `Sex trafficking` and its number is the unit of that number.
            continue
        has_glued_digit = any(token.kind is Kind.MARK and token.text[0] in "0123456789" for token in line.tokens)
        if not (line.labels or line.units) or line.begins_with_sentence or has_glued_digit:
            continue
        names_other_figure = any(phrase.kind == "other_figure" for phrase in line.phrases)
        has_time = bool(line.said.periods or line.said.years) and not line.has(Kind.YEAR)
        # `Labor trafficking calls and cases` names several measures, so it is not the label of one number.
        names_several = len({label.label.measure for label in line.labels if label.label is not None}) > 1
        is_heading = line.kind is BlockKind.HEADING or (line.is_strong and bool(line.list_number))
        is_heading |= following.role is Role.TABLE or names_several
        if is_heading or has_time or names_other_figure or not line.labels:
            found.append(line)
    return found


# What is left alone ---------------------------------------------------------------------------------------------------

_APART = "it stands apart from the figures"
_WHY = {
    Role.NOTE: "it stands in a note",
    Role.PROSE: "it stands in a running text",
    Role.FRAME: "it stands in the frame of the page",
    Role.MENU: "it is one of a list to choose from",
}


def _unread(
    lines: Sequence[Line], pairs: Sequence[Pair], foreign: Sequence[Foreign], strays: set[int]
) -> Iterator[IgnoredNumber]:
    """Every number of the lines that was not paired with a label, and why."""
    bound = {id(token) for one in pairs for phrase in (one.label, one.number) for token in phrase.tokens}
    below = {id(line): part.heading for part in foreign for line in part.lines}
    for line in lines:
        for token in line.tokens:
            if token.kind not in (Kind.NUMBER, Kind.SPOILT) or id(token) in bound:
                continue
            heading = below.get(id(line))
            if heading is not None:
                why = (
                    f"it stands below {heading.line.text!r} (line {heading.line.number}), whose numbers are not the "
                    "period's"
                )
            elif id(line) in strays and line.role not in _WHY:
                why = _APART
            else:
                why = _WHY.get(line.role, "it is a number of something else, such as an item of a list")
            yield IgnoredNumber(mark_of(line, (token,)), why)
