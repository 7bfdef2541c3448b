"""Tables that are read by their headings: which measure, place and period each number is of.

Belongs here: rows and columns with headings. Not here: finding tables (flow), other lines (pairing).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from orchestration.spotlight.domain.model import ValueStatus
from orchestration.spotlight.domain.vocabulary import TOTAL, Vocabulary
from orchestration.spotlight.readers.layout import TOUCHING, Item, ItemKind, find_items
from orchestration.spotlight.readers.page import Placed, gap
from orchestration.spotlight.readers.refusals import Mark, Refusal, proposal
from orchestration.spotlight.readers.words import Kind, Text, Wordings, read_lines, words_of, years_of

CELL_GAP = "   "
_MARKS_BEHIND = re.compile(r"[\s*†‡§¶⁰¹²³⁴⁵⁶⁷⁸⁹:]+$")
_OTHER_YEAR = re.compile(r"\b(?:fy|fiscal|ytd|h[12]|q[1-4]|half|quarter|through|thru|school)\b", re.IGNORECASE)
_NEUTRAL = frozenset(
    ("and", "by", "calendar", "cy", "for", "hotline", "human", "in", "national", "of", "state", "the", "trafficking")
) | {"year", "years"}


@dataclass(frozen=True, slots=True)
class GridRow:
    """One row of a table: its line, and column by column its text; a text that spans columns stands in each."""

    placed: Placed
    cells: tuple[str, ...]
    starts: tuple[int, ...]
    """Where each cell begins in the line."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows that share their columns, headings on top."""

    number: int
    rows: tuple[GridRow, ...]


@dataclass(frozen=True, slots=True)
class TableFigure:
    """One number of a table, and all that its headings say of it."""

    measure: str
    category: str
    value: str
    value_status: str
    placed: Placed
    mark: Mark
    text: str
    jurisdiction: str | None
    period: tuple[str, str] | None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A number of a table that is no figure, and how that is known."""

    mark: Mark
    why: str


@dataclass(slots=True)
class TableRead:
    """What a table states, what of it cannot be told, and what is not the report's."""

    figures: list[TableFigure] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)


@dataclass(slots=True)
class _Meaning:
    """What one cell says."""

    text: str
    items: list[Item] = field(default_factory=list)
    place: str | None = None
    period: tuple[str, str] | None = None
    has_share: bool = False
    is_unknown: bool = False
    """Words are left over that no wording has."""
    not_ours: str = ""
    """Why numbers below or beside it are not the report's."""
    is_sum: bool = False

    @property
    def numbers(self) -> list[Item]:
        return [item for item in self.items if item.kind in (ItemKind.NUMBER, ItemKind.STATUS, ItemKind.SPOILT)]

    @property
    def years(self) -> list[Item]:
        return [item for item in self.items if item.kind is ItemKind.YEAR]

    @property
    def labels(self) -> set[tuple[str, str]]:
        found = [item.label for item in self.items if item.kind is ItemKind.LABEL and item.label is not None]
        return {(label.measure, label.category or "") for label in found if label.measure is not None}

    @property
    def units(self) -> set[str]:
        found = [item.label for item in self.items if item.kind is ItemKind.UNIT and item.label is not None]
        return {label.measure for label in found if label.measure is not None}

    @property
    def is_number(self) -> bool:
        """A cell of the body: a number or a stated non-number and nothing else that counts."""
        return bool(self.numbers or self.has_share) and not self.labels and not self.is_unknown

    @property
    def says_something(self) -> bool:
        return bool(self.labels or self.units or self.place or self.period or self.not_ours or self.is_sum)


class _Grid:
    """The meanings of all cells, and which rows and columns are headings."""

    def __init__(self, table: Table, vocabulary: Vocabulary, wordings: Wordings) -> None:
        self.table = table
        self._known: dict[str, _Meaning] = {}
        self._heads: dict[int, list[_Meaning]] = {}
        self._words = (vocabulary, wordings)
        self.cells = [[self._meaning(text) for text in row.cells] for row in table.rows]
        self.groups: dict[int, _Meaning] = {}
        self._take_lone_cells()
        self.width = max((len(row) for row in self.cells), default=0)
        self.body = next((at for at, row in enumerate(self.cells) if self._is_body(at, row)), len(self.cells))
        columns = range(self.width)
        self.keys = [at for at in columns if self._is_key(at)]
        first_number = next((at for at in columns if at not in self.keys), self.width)
        self.keys = [at for at in self.keys if at < first_number]

    def _take_lone_cells(self) -> None:
        """A row of one cell goes on with the cell above it, or is a heading for all rows below it."""
        group: _Meaning | None = None
        for at, row in enumerate(self.cells):
            texts = {cell.text for cell in row if cell.text}
            if at and len(texts) == 1 and row[0].text:
                above = self.cells[at - 1]
                touches = gap(self.table.rows[at - 1].placed, self.table.rows[at].placed) < TOUCHING
                whole = self._meaning(f"{above[0].text} {row[0].text}")
                is_known = (whole.place or whole.labels) and not (whole.is_unknown or whole.not_ours)
                if touches and above[0].text and is_known:
                    above[0] = whole
                elif touches and above[0].text and not row[0].text[0].isupper() and row[0].is_unknown:
                    above[0] = self._meaning(f"{above[0].text} {row[0].text}")
                elif not row[0].labels and not row[0].place:
                    group = row[0]
                else:
                    continue
                self.cells[at] = [self._meaning("") for _ in row]
            elif group is not None:
                self.groups[at] = group

    def _meaning(self, text: str) -> _Meaning:
        if text not in self._known:
            self._known[text] = _meaning(text, *self._words)
        return self._known[text]

    @staticmethod
    def _is_body(at: int, row: Sequence[_Meaning]) -> bool:
        """Whether a row holds counts: more than the years of a heading."""
        if any(cell.is_number for cell in row[1:]):
            return True
        years = [int(cell.years[0].value) for cell in row[1:] if cell.years]
        in_turn = all(abs(one - next_) == 1 for one, next_ in pairwise(years)) and len(years) > 1
        return bool(years) and bool(row[0].place or row[0].labels) and not (at == 0 and in_turn)

    def _is_key(self, column: int) -> bool:
        body = [row[column] for row in self.cells[self.body :] if row[column].text]
        if not body:
            return False
        if all(cell.years and not cell.numbers for cell in body):
            return not any(row[column].labels or row[column].units for row in self.cells[: self.body])
        return not any(cell.numbers or cell.has_share for cell in body)

    def heads(self, column: int) -> list[_Meaning]:
        """What stands above a column, each text once; a heading that is broken over several rows is joined."""
        if column not in self._heads:
            heads = {row[column].text: row[column] for row in self.cells[: self.body] if row[column].text}
            whole = self._meaning(" ".join(heads))
            is_broken = len(heads) > 1 and any(head.is_unknown for head in heads.values()) and not whole.is_unknown
            is_one = is_broken or _is_one_wording(whole, heads.values())
            self._heads[column] = [whole] if is_one else list(heads.values())
        return self._heads[column]

    def is_headed(self, *, by_known_words: bool) -> bool:
        """Whether every column with numbers has a heading above it, and every row one before it."""
        columns = [at for at in range(self.width) if at not in self.keys]
        numbered = [at for at in columns if any(row[at].numbers or row[at].years for row in self.cells[self.body :])]
        rows = [row for row in self.cells[self.body :] if any(row[at].numbers for at in numbered)]
        return bool(
            self.keys
            and self.body
            and numbered
            and all(self.heads(at) for at in numbered)
            and (
                any(head.says_something for at in numbered for head in self.heads(at))
                or (not by_known_words and any(row[key].labels or row[key].place for row in rows for key in self.keys))
            )
            and all(any(row[key].text for key in self.keys) for row in rows)
        )


def _is_one_wording(whole: _Meaning, heads: Iterable[_Meaning]) -> bool:
    """Whether headings below each other are one label, of which each has a part: `Trafficking` above `Cases`."""
    return len(whole.labels) == 1 and not whole.is_unknown and not any(head.labels for head in heads)


def is_headed(table: Table, vocabulary: Vocabulary, wordings: Wordings, *, by_known_words: bool) -> bool:
    """Whether a table has headings on top and at the side, by which its numbers can be read, or would if known."""
    return _Grid(table, vocabulary, wordings).is_headed(by_known_words=by_known_words)


def read_table_figures(table: Table, vocabulary: Vocabulary, wordings: Wordings) -> TableRead:
    """Every number of a headed table under the one meaning that its headings leave."""
    grid = _Grid(table, vocabulary, wordings)
    read = TableRead()
    columns = [at for at in range(grid.width) if at not in grid.keys]
    corner = [head for key in grid.keys for head in grid.heads(key)]
    sides = [grid.cells[at][key] for at in range(grid.body, len(grid.cells)) for key in grid.keys]
    tops = [head for column in columns for head in grid.heads(column)]
    for at in range(grid.body, len(grid.cells)):
        side = [grid.cells[at][key] for key in grid.keys if grid.cells[at][key].text]
        side += [grid.groups[at]] if at in grid.groups else []
        for column in columns:
            cell = grid.cells[at][column]
            if not cell.text or (column and grid.cells[at][column - 1] is cell and _is_one_cell(table, at, column)):
                continue
            top = grid.heads(column)
            outcome = _outcome(cell, side, top, corner, (sides, tops), vocabulary)
            row = table.rows[at]
            mark = Mark(row.placed.number, row.placed.text, row.starts[column], row.starts[column] + len(cell.text))
            if isinstance(outcome, str):
                read.left_out += [LeftOut(mark, outcome)] if cell.numbers else []
            elif outcome is not None and len(outcome) == 2:
                code, message = outcome
                read.refusals.append(Refusal(code, mark.line, row.placed.text.strip(), message, mark))
            elif outcome is not None:
                measure, category, item = outcome
                reported = item.kind in (ItemKind.NUMBER, ItemKind.YEAR)
                read.figures.append(
                    TableFigure(
                        measure,
                        category,
                        item.value if reported else "",
                        ValueStatus.REPORTED if reported else item.value,
                        row.placed,
                        mark,
                        " / ".join([*(one.text for one in (*side, *top)), cell.text]),
                        next((one.place for one in (*side, *top) if one.place), None),
                        next((one.period for one in (*side, *top) if one.period), None),
                    )
                )
    return read


def _is_one_cell(table: Table, at: int, column: int) -> bool:
    starts = table.rows[at].starts
    return starts[column] == starts[column - 1]


def _outcome(
    cell: _Meaning,
    side: Sequence[_Meaning],
    top: Sequence[_Meaning],
    corner: Sequence[_Meaning],
    axes: tuple[Sequence[_Meaning], Sequence[_Meaning]],
    vocabulary: Vocabulary,
) -> tuple[str, str, Item] | tuple[str, str] | str | None:
    """Measure, category and number of a cell; or code and message of a refusal; or why it is left out; or None."""
    heads = [*side, *top]
    named = " / ".join(repr(head.text) for head in heads)
    for head in (*corner, *heads):
        if head.not_ours:
            return head.not_ours
    numbers = cell.numbers or (cell.years if not cell.is_unknown else [])
    if not numbers:
        if cell.is_unknown and re.search(r"[0-9]", cell.text):
            return "number_unread", f"{cell.text!r} stands where a figure would, and is no number alone."
        return None
    number = numbers[0]
    if number.kind is ItemKind.SPOILT:
        return "number_spoilt", (
            f"{number.value!r} is no whole number. Expected digits, with commas between thousands if there are any. "
            "Compare it with the publisher's document."
        )
    if len(numbers) > 1 or cell.labels or cell.is_unknown:
        return "number_ambiguous", f"The cell {cell.text!r} holds more than one number. Expected one in each cell."
    if cell.has_share and not cell.numbers:
        return None
    labels: set[tuple[str, str]] = set()
    for axis, all_of_axis in zip((side, top), axes, strict=True):
        for head in axis:
            labels |= head.labels
            if head.is_sum:
                measure = _summed_measure(all_of_axis)
                if measure is None and any(other.place or other.period for other in all_of_axis):
                    return f"{head.text!r} is the sum of the others"
                labels |= {key for key, one in vocabulary.categories.items() if key[0] == measure and one.role == TOTAL}
    units = set().union(*(head.units for head in heads), cell.units)
    if not labels and not units:
        # `Cases` in the corner says what all numbers of a table of places and years are.
        labels = set().union(*(head.labels for head in corner))
        units = set().union(*(head.units for head in corner))
    places = {head.place for head in heads if head.place}
    periods = {head.period for head in heads if head.period}
    unknown = next((head for head in heads if head.is_unknown), None)
    if unknown is not None:
        words = " ".join(re.findall(r"[^\W\d_]+", unknown.text))
        return "number_unread", (
            f"{cell.text!r} stands under {named}, and what {unknown.text!r} means is not known. If it is the label of "
            f"a figure, add it to data/seeds/reference/labels.csv, as in: {proposal(words)}"
        )
    if not labels and len(units) == 1 and (places or periods):
        labels = {(measure, TOTAL) for measure in units if (measure, TOTAL) in vocabulary.categories}
    if len(labels) == 2 and len({measure for measure, _ in labels}) == 1:
        # `Number of Cases` above the types counts cases; it is not their total.
        labels = {key for key in labels if vocabulary.categories[key].role != TOTAL} or labels
    if len(labels) != 1:
        code = "label_ambiguous" if labels else "number_unread"
        return code, (
            f"{cell.text!r} stands under {named}, which name {'several figures' if labels else 'no figure'}. Expected "
            "one label of data/seeds/reference/labels.csv in the headings of its row and column."
        )
    measure, category = next(iter(labels))
    if units - {measure}:
        return "label_ambiguous", f"{cell.text!r} stands under {named}, which count different things."
    if len(places) > 1 or len(periods) > 1:
        return "label_ambiguous", f"{cell.text!r} stands under {named}, which name several places or periods."
    return measure, category, number


def _summed_measure(axis: Sequence[_Meaning]) -> str | None:
    """The measure whose parts stand on an axis, so that `Total` on it is the measure's total."""
    measures = {measure for head in axis for measure, _ in head.labels}
    if len(measures) != 1 or any(head.place or head.period for head in axis):
        return None
    return next(iter(measures))


# What one cell says ---------------------------------------------------------------------------------------------------


def _meaning(text: str, vocabulary: Vocabulary, wordings: Wordings) -> _Meaning:
    meaning = _Meaning(text)
    if not text:
        return meaning
    plain = _MARKS_BEHIND.sub("", text).strip()
    code = vocabulary.jurisdictions.get(plain.casefold())
    if code is not None and (len(plain) > 2 or plain.isupper()):
        meaning.place = code
        return meaning
    read = read_lines((Placed(1, text, 1, 1),), wordings)
    tokens = read.tokens[0]
    items, places, left_over = find_items(tokens, wordings)
    meaning.items = items
    meaning.has_share = any(token.kind is Kind.RECOGNISED for token in tokens) and "%" in text
    if re.search(r"%|\bpercent", text, re.IGNORECASE) and not re.search(r"[0-9]", text):
        meaning.not_ours = f"{text!r} is a share"
    for kind, why in (
        ("other_figure", "is a count that no category stands for"),
        ("other_period", "is not the period"),
        ("part_period", "is a part of the period"),
        ("other_section", "is not the report's"),
    ):
        if not meaning.not_ours and wordings.find(kind, text):
            meaning.not_ours = f"{text!r} {why}"
    if _is_whole("other_place", plain, wordings):
        meaning.not_ours = f"{text!r} is no state, territory or nation"
    meaning.is_sum = _is_whole("sum", plain, wordings)
    meaning.is_unknown = left_over and not (meaning.is_sum or meaning.not_ours or _is_neutral(text, wordings))
    # One digit behind a word may be a footnote mark; any other that lost its space is a number of its own.
    meaning.is_unknown |= any(
        len(token.glued) > 1 or (token.kind is Kind.MARK and token.text[0] in "0123456789") for token in tokens
    )
    if len(places) == 1:
        meaning.place = places[0]
    if not meaning.numbers:
        _find_period(meaning, read)
    return meaning


def _is_neutral(text: str, wordings: Wordings) -> bool:
    """Whether a heading says nothing but what kind of table, or which year, it is."""
    for kind in ("section", "title"):
        if kind in wordings.patterns:
            text = wordings.patterns[kind].sub(" ", text)
    return set(words_of(text)) <= _NEUTRAL


def _is_whole(kind: str, text: str, wordings: Wordings) -> bool:
    return any(match[0] == text for match in wordings.find(kind, text))


def _find_period(meaning: _Meaning, read: Text) -> None:
    """The year or range that a heading names; anything else with a year in it is not known."""
    if len(read.ranges) == 1:
        first, last = read.ranges[0].first.resolved(), read.ranges[0].last.resolved(last_day=True)
        if first is not None and last is not None:
            meaning.period = (first.isoformat(), last.isoformat())
            meaning.is_unknown = False
            return
    years = set(years_of(meaning.text))
    if not years or meaning.not_ours:
        return
    if len(years) > 1 or read.dates or _OTHER_YEAR.search(meaning.text) or meaning.is_unknown:
        meaning.is_unknown = True
        return
    year = years.pop()
    meaning.period = (date(year, 1, 1).isoformat(), date(year, 12, 31).isoformat())
