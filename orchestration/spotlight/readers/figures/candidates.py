"""All numbers of a document that stand where figures would, with their labels and headings, and all that do not.

Belongs here: going through the lines once. Not here: pairs (pairing), cells (cells), contexts (context).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from orchestration.spotlight.domain.model import ValueStatus
from orchestration.spotlight.domain.vocabulary import RESIDUAL, Label, Vocabulary
from orchestration.spotlight.readers.blocks import BlockKind
from orchestration.spotlight.readers.figures.cells import read_table_figures
from orchestration.spotlight.readers.figures.context import OF_A_TOTAL, PEOPLE, Candidate, Part, parts_of
from orchestration.spotlight.readers.figures.elements import Pair
from orchestration.spotlight.readers.figures.pairing import pair
from orchestration.spotlight.readers.figures.zone import apart
from orchestration.spotlight.readers.grammar.dates import length_of, part_named
from orchestration.spotlight.readers.grammar.lexicon import PERIOD_KINDS, Lexicon
from orchestration.spotlight.readers.grammar.phrases import LABELS, Phrase, names_its_months
from orchestration.spotlight.readers.grammar.tokens import DOUBTFUL_SIGNS, Kind, Token
from orchestration.spotlight.readers.refusals import Refusal, Unread, mark_of, refusal_at, said, unknown_label
from orchestration.spotlight.readers.tree.headings import Heading, Path
from orchestration.spotlight.readers.tree.lines import TOUCHING, Line, Role
from orchestration.spotlight.readers.tree.paths import paths_of

_MANY = 3
"""Pairs that show in which order a document puts numbers and labels."""


@dataclass(slots=True)
class Foreign:
    """The lines below a heading whose numbers are not the report's."""

    heading: Heading
    lines: list[Line] = field(default_factory=list)
    is_closed: bool = False
    """The document says itself where it ends."""

    @property
    def is_other_period(self) -> bool:
        return any(kind in PERIOD_KINDS for kind, _ in self.heading.said.kinds)


@dataclass(slots=True)
class Found:
    """The candidates of a document, what is refused at once, and what is left alone."""

    candidates: list[Candidate] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    foreign: list[Foreign] = field(default_factory=list)
    pairs: list[Pair] = field(default_factory=list)


def find_candidates(lines: Sequence[Line], lexicon: Lexicon, vocabulary: Vocabulary, *, of_nation: bool) -> Found:
    """Every number with its label. A label that turns out to be a heading is taken as one in a second round."""
    found = _round(lines, lexicon, vocabulary, of_nation=of_nation)
    headings = _label_headings(lines, found.pairs, vocabulary)
    if headings:
        for line in headings:
            line.role = Role.HEADING
        found = _round(lines, lexicon, vocabulary, of_nation=of_nation)
    return found


def _round(lines: Sequence[Line], lexicon: Lexicon, vocabulary: Vocabulary, *, of_nation: bool) -> Found:
    paths = paths_of(lines, lexicon)
    sections = _sections(paths)
    found = Found()
    own: dict[int, list[Line]] = {}
    foreign: dict[int, Foreign] = {}
    position = {id(line): at for at, line in enumerate(lines)}
    strays = apart(lines, lexicon)
    lengths = {length_of(period) for line in lines for period in line.said.periods}
    for at, line in enumerate(lines):
        outside = next((one for one in _deciding(paths[at]) if _is_outside(one, lengths, of_nation=of_nation)), None)
        if line.role in (Role.FRAME, Role.MENU):
            continue
        if outside is not None and line.role is not Role.HEADING:
            part = foreign.setdefault(id(outside.line), Foreign(outside))
            part.lines.append(line)
            if line.role is not Role.TABLE:
                continue
        if line.role is Role.TABLE:
            table = read_table_figures(line, at, sections[at], paths[at], lexicon, vocabulary)
            found.candidates += table.candidates
            found.unread += table.unread
            found.refusals += table.refusals if outside is None else []
            continue
        if id(line) in strays and line.role is Role.FIGURES:
            line.role = Role.ITEM
        own.setdefault(sections[at], []).append(line)
    for part in foreign.values():
        last = position[id(part.lines[-1])]
        part.is_closed = any(line.role is not Role.BLANK for line in lines[last + 1 :])
    found.foreign = list(foreign.values())
    for section, members in own.items():
        found.refusals += [one for line in members if id(line) not in strays for one in _unreadable(line)]
        paired = pair(members, vocabulary)
        found.pairs += paired.pairs
        found.refusals += paired.refusals
        found.refusals += _doubts(members, paired.pairs)
        found.candidates += [
            _of_pair(one, paths, position, section, _siblings(paired.pairs, at)) for at, one in enumerate(paired.pairs)
        ]
        found.refusals += _glued(members, paired.pairs)
    found.refusals += _bracketed(found.pairs)
    found.refusals += _against_the_order(found.pairs)
    found.candidates.sort(key=lambda one: one.position)
    found.unread += _unread(lines, found.pairs, found.foreign, strays)
    return found


def _deciding(path: Path) -> Iterator[Heading]:
    """The headings that say whether something is the report's: `Gulf states` does not above `Louisiana`."""
    last = max((at for at, one in enumerate(path) if one.said.places and not one.said.unknown), default=-1)
    for at, one in enumerate(path):
        if at > last or {kind for kind, _ in one.heard.outside} != {"other_place"}:
            yield one


def _is_outside(heading: Heading, lengths: set[str], *, of_nation: bool) -> bool:
    """Whether a heading says plainly that what stands below it is not the report's."""
    kinds = {
        kind
        for kind, words in heading.heard.outside
        if kind != "part_of_year" or not (part_named(words) in lengths or names_its_months(heading.said, words))
    }
    if of_nation:
        kinds -= {"nation"}
    if len(heading.line.words) == 1 and heading.line.wording.casefold() in PEOPLE:
        kinds -= {"other_measure"}
    if heading.said.unknown:
        kinds -= {"other_measure", "other_service", "local"}
    if heading.line.wording.casefold() in OF_A_TOTAL:
        # `Of which:` between a total and its types.
        kinds -= {"other_breakdown"}
    return bool(kinds) and not heading.said.is_part_of_place


def _sections(paths: Sequence[Path]) -> list[int]:
    """Which part of the document each line stands in: a part begins where another heading names the place."""
    sections: list[int] = []
    by_heading: dict[int, int] = {0: 0}
    for path in paths:
        place = next((id(one.line) for one in reversed(path) if one.said.places), 0)
        sections.append(by_heading.setdefault(place, len(by_heading)))
    return sections


def _siblings(pairs: Sequence[Pair], at: int) -> frozenset[str]:
    """The measures of the parts above a `Total`, if its number is their sum."""
    one = pairs[at]
    left = int(one.number.value) if one.label.label is None and one.number.kind == Kind.NUMBER else 0
    measures: set[str] = set()
    while left > 0 and at > 0:
        at -= 1
        number, label = pairs[at].number, pairs[at].label.label
        if number.kind != Kind.NUMBER or label is None or label.category in (None, "total"):
            break
        left -= int(number.value)
        measures.add(label.measure or "")
    return frozenset(measures) if left == 0 else frozenset()


def _of_pair(
    one: Pair, paths: Sequence[Path], position: dict[int, int], section: int, siblings: frozenset[str]
) -> Candidate:
    lines = (one.label_line,) if one.label_line is one.number_line else (one.label_line, one.number_line)
    at = min(position[id(line)] for line in lines)
    own = tuple(Part(line, line.said, line.text, is_own=True) for line in lines)
    label = one.label.label
    if label is not None and label.kind == "unit":
        label = Label(label.label, "figure", label.measure, "total")
    tokens = tuple(token for line in lines for token in line.tokens)
    if len(lines[0].labels) > 1 or len(lines[0].counts) > 1:
        tokens = _tokens_around(one)
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
        one.number_line.groups,
        siblings=siblings,
        is_sum=label is None,
    )


def _tokens_around(one: Pair) -> tuple[Token, ...]:
    """Label and number on a line of several, each with the mark behind it."""
    found: list[Token] = []
    for phrase, line in ((one.label, one.label_line), (one.number, one.number_line)):
        last = phrase.tokens[-1]
        found += phrase.tokens
        found += [
            t for t in line.tokens if t.kind is Kind.MARK and t.line == last.line and 0 <= t.column - last.end < 2
        ]
    return tuple(found)


# Labels that are headings ---------------------------------------------------------------------------------------------


def _label_headings(lines: Sequence[Line], pairs: Sequence[Pair], vocabulary: Vocabulary) -> list[Line]:
    """Labels without a number that stand above figures as headings do."""
    bound = {id(one.label_line) for one in pairs} | {id(one.number_line) for one in pairs}
    filled = [line for line in lines if line.role is not Role.BLANK]
    found = []
    for line, following in zip(filled, [*filled[1:], None], strict=False):
        if line.role is not Role.FIGURES or id(line) in bound or line.counts or following is None:
            continue
        is_lost = any(token.kind is Kind.MARK and token.text[0] in "0123456789" for token in line.tokens)
        if not (line.labels or line.units) or line.begins_with_sentence or is_lost:
            continue
        is_other = any(phrase.kind == "other_figure" for phrase in line.phrases)
        has_time = bool(line.said.periods or line.said.years) and not line.has(Kind.YEAR)
        if (
            line.kind is BlockKind.HEADING
            or has_time
            or following.role is Role.TABLE
            or is_other
            or not line.labels
            or (id(following) in bound and following.counts and _stands_above(line, following, vocabulary))
        ):
            found.append(line)
    return found


def _stands_above(line: Line, following: Line, vocabulary: Vocabulary) -> bool:
    above = line.labels[0].label
    below = next((p.label for p in following.phrases if p.kind in (*LABELS, "unit")), None)
    if above is not None and below is None and following.has("sum"):
        # `Trafficking cases`, and `Total: 151` below it.
        return above.category == "total"
    if above is None or below is None:
        return False
    own, other = above.category or "total", below.category or "total"
    if own == "total":
        return above.measure == below.measure and other != "total"
    return other == "total" and line.gap_to(following) < TOUCHING


# Lines that stand where figures would, and cannot be read -------------------------------------------------------------


def _unreadable(line: Line) -> Iterator[Refusal]:
    numbers = [p for p in line.phrases if p.kind in (Kind.NUMBER, Kind.SPOILT) or _hides(p)]
    if line.said.has("share") and not (line.labels or line.units):
        # `Rate per 100,000 residents: 3.6`
        return
    if line.role in (Role.HEADING, Role.ITEM):
        glued = [Phrase(Kind.SPOILT, (w,), value=w.text + w.glued) for w in line.words if len(w.glued) > 1]
        numbers = [one for one in (*numbers, *glued) if not _is_list_number(one, line)]
        if numbers:
            yield _unknown(line, numbers[0])
    elif line.role is Role.PROSE and numbers:
        first, last = numbers[0], numbers[-1]
        leads = first.tokens[0] is next(
            (t for t in line.tokens if t.kind not in (Kind.BREAK, Kind.DASH, Kind.MARK)), None
        )
        trails = last.tokens[-1] is line.tokens[-1] and not line.ends_open
        labelled = next((number for number in numbers if _is_labelled(number, line)), None)
        if not line.goes_on and (leads or trails):
            yield _unknown(line, first if leads else last)
        elif labelled is not None:
            yield _unknown(line, labelled)
    elif line.role is Role.FIGURES:
        yield from _unreadable_figures(line)


def _hides(phrase: Phrase) -> bool:
    return phrase.kind == Kind.STATUS and phrase.value == ValueStatus.SUPPRESSED


def _is_labelled(number: Phrase, line: Line) -> bool:
    """`Sex Trafficking (5,551)` or `Phone Calls: 12` in the middle of other words, written like a label."""
    token = number.tokens[0]
    at = next(at for at, one in enumerate(line.tokens) if one is token)
    before = line.tokens[at - 1] if at else None
    if before is None or before.kind is not Kind.BREAK or not (token.bracketed or before.text == ":"):
        return False
    label = next((p for p in line.labels if at > 1 and p.tokens[-1] is line.tokens[at - 2]), None)
    return label is not None and label.tokens[0].text[0].isupper()


def _is_list_number(phrase: Phrase, line: Line) -> bool:
    """`1.` or `1)` before the words of a heading."""
    token = phrase.tokens[0]
    return (
        token is line.tokens[0]
        and len(token.text) <= 2
        and len(line.tokens) > 2
        and line.tokens[1].kind is Kind.BREAK
        and line.tokens[1].text in ".)"
    )


def _unknown(line: Line, phrase: Phrase) -> Refusal:
    return _spoilt(line, phrase) if phrase.kind == Kind.SPOILT else unknown_label(line, phrase)


def _spoilt(line: Line, phrase: Phrase) -> Refusal:
    return refusal_at(
        line,
        phrase,
        "number_spoilt",
        f"{phrase.value!r} is no whole number. Expected digits, with commas between thousands if there are any. "
        "Compare it with the publisher's document.",
    )


# Known words that may stand right before or behind the number of a figure; another one names it: `Form 42`, `12 pages`.
_BEFORE = frozenset(
    ("of", "are", "is", "was", "were", "the", "number", "count", "figure", "identified", "reported", "received", "and",
     "by", "at", "to", "a", "counted", "hotline", "trafficking", "s", "have", "has", "been", "in", "national hotline",
     "value", "with", "had", "reports of", "for", "these", "learned", "here", "state", "statewide", "involved", "home")
)  # fmt: skip
_AFTER = frozenset(
    ("of", "are", "is", "was", "were", "the", "human", "trafficking", "potential", "likely", "individual", "identified",
     "reported", "received", "and", "by", "at", "to", "for", "from", "in", "have", "has", "been", "known", "different",
     "human trafficking", "recorded", "counted", "with", "details", "detail", "more", "info", "view", "learn more",
     "read more", "source", "s", "definition", "note", "made", "who", "that", "during", "referenced", "involved", "on")
)  # fmt: skip


_GOES_ON = frozenset(("in", "of", "to", "at", "for", "by", "from", "with", "the", "on"))
"""At the end of a line such a word is short for something: `93 in.`"""


def _is_named(other: Phrase | None, number: Phrase, harmless: frozenset[str], *, is_last: bool = False) -> bool:
    """Whether a neutral word that stands right beside a number, with no sign between, says what the number is."""
    if other is None or other.kind not in ("neutral", "edition", "other_place"):
        return False
    first, second = sorted((other, number), key=lambda one: one.tokens[0].column)
    touches = second.tokens[0].column - first.tokens[-1].end <= 1 and first.tokens[-1].line == second.tokens[0].line
    is_loose = other is second and is_last and other.text.casefold() in _GOES_ON
    return touches and (is_loose or other.text.casefold() not in harmless)


def _unreadable_figures(line: Line) -> Iterator[Refusal]:
    if line.goes_on:
        yield refusal_at(
            line,
            None,
            "number_ambiguous",
            "The line goes on with the sentence above it, and could be a figure as well. Put an empty line between "
            "them, or end the sentence with a full stop.",
        )
    for before, phrase, after in zip((None, *line.phrases), line.phrases, (*line.phrases[1:], None), strict=False):
        if phrase.kind == Kind.SPOILT:
            yield _spoilt(line, phrase)
        elif phrase.kind == Kind.NUMBER and (
            _is_named(before, phrase, _BEFORE) or _is_named(after, phrase, _AFTER, is_last=after is line.phrases[-1])
        ):
            yield unknown_label(line, phrase)
    if line.counts and any(
        token.kind is Kind.BREAK and not DOUBTFUL_SIGNS.isdisjoint(token.text) for token in line.tokens
    ):
        yield refusal_at(
            line,
            line.counts[0],
            "number_spoilt",
            "A sign on the line may change the number: a question mark, a plus, braces. Compare it with the "
            "publisher's document.",
        )
    lost = [token for token in line.tokens if token.kind is Kind.MARK and token.text[0] in "0123456789"]
    if lost:
        yield refusal_at(
            line,
            Phrase(Kind.SPOILT, (lost[0],)),
            "number_spoilt",
            f"{lost[0].text!r} stands right before a word: a number that lost its space, or a footnote mark. "
            "Compare it with the publisher's document.",
        )
    first = next((p for p in line.phrases if p.is_count or p.kind == Kind.YEAR or p.kind in LABELS), None)
    if first is not None and line.has(Kind.NUMBER, Kind.YEAR):
        if first.kind == Kind.NUMBER and _is_list_number(first, line):
            yield refusal_at(
                line,
                first,
                "number_ambiguous",
                f"{first.value!r} may be a figure or the number of an item in a list. Write it without the sign.",
            )
        elif line.text.endswith(".") and not line.labels and not line.units:
            yield refusal_at(
                line,
                first,
                "number_ambiguous",
                "A number with a full stop may end a sentence. Write it without the full stop if it is a figure.",
            )


def _doubts(lines: Sequence[Line], pairs: Sequence[Pair]) -> Iterator[Refusal]:
    """What cannot be judged refuses where it stands on the line of a figure, or between a label and its number."""
    bound = {id(one.label_line) for one in pairs} | {id(one.number_line) for one in pairs}
    spans = [sorted((one.label_line.top, one.number_line.top)) for one in pairs]
    for line in lines:
        if not line.doubt:
            continue
        is_near = id(line) in bound or line.role is Role.FIGURES or any(a <= line.top <= b for a, b in spans)
        if is_near or (line.role is Role.HEADING and line.phrases):
            yield refusal_at(
                line,
                None,
                "number_unclear",
                f"It cannot be told what a person sees here: {line.doubt}. Write the figures as CSV, or save the page "
                "as text and check it.",
            )


def _glued(lines: Sequence[Line], pairs: Sequence[Pair]) -> Iterator[Refusal]:
    """A digit right behind a label is a footnote mark only if it is a single one and the label has a number besides."""
    bound = {id(one.label) for one in pairs}
    for line in lines:
        for label in line.labels if line.role is Role.FIGURES else ():
            glued = label.tokens[-1].glued
            if len(glued) > 1 or (glued and id(label) not in bound):
                yield refusal_at(
                    line,
                    label,
                    "number_ambiguous",
                    f"{glued!r} stands right behind {label.tokens[-1].text!r}: a number that lost its space, or a "
                    "footnote mark. Compare it with the publisher's document.",
                )


def _bracketed(pairs: Sequence[Pair]) -> Iterator[Refusal]:
    """Footnote marks in brackets are few, small and count from 1."""
    in_brackets = [one for one in pairs if one.number.tokens[0].bracketed]
    values = [one.number.value for one in in_brackets]
    are_counts = any(len(value) > 1 for value in values) or (
        len(values) > 2 and sorted(values) != [str(at + 1) for at in range(len(values))]
    )
    for one in () if are_counts else in_brackets:
        yield refusal_at(
            one.number_line,
            one.number,
            "number_ambiguous",
            f"{said(one.number)!r} in brackets may be a figure or a footnote mark. Write it without them.",
            one.text,
        )


def _against_the_order(pairs: Sequence[Pair]) -> Iterator[Refusal]:
    """A single number above its label, where all others stand below theirs: two lines that changed places look so."""
    apart = [one for one in pairs if one.label_line is not one.number_line and not one.number_line.stream]
    above = [one for one in apart if one.number_line.top < one.label_line.top]
    below = [one for one in apart if one.number_line.top > one.label_line.top]
    few, many = sorted((above, below), key=len)
    for one in few if len(few) == 1 and len(many) >= _MANY else ():
        yield refusal_at(
            one.number_line,
            one.number,
            "number_ambiguous",
            f"{said(one.number)!r} and {said(one.label)!r} (line {one.label_line.number}) stand in another order than "
            "the numbers and labels around them. Compare it with the publisher's document.",
            one.text,
        )


# Parts that are not the report's own ----------------------------------------------------------------------------------


def unclear_sections(
    foreign: Sequence[Foreign], read: dict[tuple[str, str], str], vocabulary: Vocabulary
) -> Iterator[Refusal]:
    """Figures below a foreign heading are left out only where it is sure how far the heading reaches."""
    for section in foreign:
        if section.heading.level is not None or section.heading.groups:
            continue
        if section.is_other_period and (section.is_closed or _is_all_years(section, read, vocabulary)):
            continue
        filled = [line for line in section.lines if line.role is not Role.BLANK]
        numbered = [line.has(Kind.NUMBER, Kind.STATUS, Kind.YEAR) for line in filled]
        for at, line in enumerate(filled):
            if line.role is not Role.FIGURES or not any(numbered[max(0, at - 1) : at + 2]):
                continue
            for phrase in line.labels:
                label = phrase.label
                if label is None or label.measure is None or _is_residual(label, vocabulary):
                    continue
                if (label.measure, label.category or "") not in read:
                    yield refusal_at(
                        line,
                        phrase,
                        "section_unclear",
                        f"{said(phrase)!r} stands below {section.heading.line.text!r} (line "
                        f"{section.heading.line.number}), whose numbers are not those of the period, and nowhere else. "
                        "Expected the period's own figure outside that part; put a heading with the year above it, or "
                        "write the figures as CSV.",
                    )


def _is_all_years(section: Foreign, read: dict[tuple[str, str], str], vocabulary: Vocabulary) -> bool:
    """Whether every figure of the part that the report has too is at least as large as there, and two are larger."""
    paired = pair(section.lines, vocabulary)
    found: dict[tuple[str, str], str] = {}
    for one in paired.pairs:
        label = one.label.label
        if label is None or label.measure is None:
            continue
        key = (label.measure, label.category or "total")
        if one.number.kind != Kind.NUMBER or found.setdefault(key, one.number.value) != one.number.value:
            return False
    larger = 0
    for key, value in found.items():
        own = read.get(key)
        if own:
            if int(value) < int(own):
                return False
            larger += int(value) > int(own)
    return not paired.refusals and larger >= 2


def _is_residual(label: Label, vocabulary: Vocabulary) -> bool:
    category = vocabulary.categories.get((label.measure or "", label.category or ""))
    return category is not None and category.role == RESIDUAL


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
) -> Iterator[Unread]:
    """Every number of the lines that no figure was read from, and why that is right."""
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
            yield Unread(mark_of(line, (token,)), why)
