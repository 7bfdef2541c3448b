"""The numbers of a table with their labels, as the heads of row, column and section and the caption name them.

Belongs here: which label a cell has. Not here: the grid itself (tree.grids), whether the context agrees (context).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from orchestration.spotlight.domain.vocabulary import NO_CHANGE, Label
from orchestration.spotlight.readers.figures.context import is_named_in_full
from orchestration.spotlight.readers.figures.model import Candidate, Part, parts_of
from orchestration.spotlight.readers.figures.pairing import paired_lines
from orchestration.spotlight.readers.grammar.lexicon import PLACE, Lexicon
from orchestration.spotlight.readers.grammar.phrases import LABELS, Phrase
from orchestration.spotlight.readers.grammar.tokens import DOUBTFUL_SIGNS, Kind
from orchestration.spotlight.readers.refusals import IgnoredNumber, Refusal, label_proposal, mark_of, refusal_at
from orchestration.spotlight.readers.tree.grid_cells import CellKind, GridCell, Headed, lines_of_cell, said_by_head
from orchestration.spotlight.readers.tree.grids import Grid, GridNumber
from orchestration.spotlight.readers.tree.headings import Path
from orchestration.spotlight.readers.tree.lines import OF_FIGURES, Line

_BOUNDS = frozenset(("below", "above", "until", "between", "page", "pages", "from", "to", "within"))
"""Beside a number they make it a bound; elsewhere they are harmless."""


@dataclass(slots=True)
class TableRead:
    """The candidates of a table, its refusals, and the numbers left alone."""

    candidates: list[Candidate] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    unread: list[IgnoredNumber] = field(default_factory=list)


def read_table_figures(line: Line, number: int, section: int, path: Path, lexicon: Lexicon) -> TableRead:
    """Read one table. `line` stands for the table in the document, `number` is the position of that line there."""
    assert line.table is not None
    grid = Grid(line.table, lexicon, line)
    captions = (
        Part(
            one,
            said_by_head(one.phrases, changes_nothing=one.effect == NO_CHANGE),
            one.text,
            is_head=True,
            is_caption=True,
        )
        for one in grid.caption
    )
    above = (*parts_of(path), *captions)
    found = TableRead()
    if not _is_of_interest(grid, above):
        why = "no word of its table names anything that is counted here"
        numbers = (one.cell for one in grid.numbers() if one.cell.kind is not CellKind.EMPTY)
        found.unread += [IgnoredNumber(mark_of(cell.line, cell.tokens), why) for cell in numbers]
        return found
    for order, cell in enumerate(grid.numbers()):
        reader = _CellReader(cell, above, (number, float(order)), section, number, lexicon, found)
        reader.read()
    _refuse_divided(found)
    _refuse_beside_void(found)
    if found.candidates:
        found.refusals += [_lost_column(cell) for cell in grid.empty_columns()]
    return found


def _is_of_interest(grid: Grid, above: Sequence[Part]) -> bool:
    """Whether a table, or what stands above it, names something that is counted; a table of contents does not.

    A table with a doubtful cell is always of interest.
    """
    cells = set(grid.cells.values())
    named = any(phrase.kind in (*OF_FIGURES, PLACE) for cell in cells for phrase in cell.phrases)
    return named or any(cell.doubt for cell in cells) or any(part.said.measures or part.said.labels for part in above)


def _refuse_divided(found: TableRead) -> None:
    """Refuse numbers that only a heading names: of `Reported` and `Confirmed`, neither is known to be the total."""
    bare = [one for one in found.candidates if one.label is None and not (one.is_sum or _is_placed(one))]
    # Rows below `Top Venues`, such as `Hotel/Motel-Based`, are of another breakdown and refuse nothing.
    bare = [one for one in bare if not any(part.is_section and part.said.has("other_breakdown") for part in one.parts)]
    # So are all rows below another service.
    bare = [one for one in bare if not any(part.said.has("other_service") for part in one.parts if not part.is_own)]
    if len(found.candidates) < 2:
        return
    for one in bare:
        found.candidates.remove(one)
        found.refusals.append(
            one.refused(
                "number_unread",
                f"{one.number.text!r} is called {one.label_text!r}, one of several in its table, so that it cannot be "
                "told whether it is the total. Expected a label of data/seeds/reference/labels.csv beside it.",
            )
        )


def _refuse_beside_void(found: TableRead) -> None:
    """Refuse the other numbers of a table with a head such as `Brought forward`: they may be running totals."""
    heads = {part.text: part for one in found.candidates for part in one.parts if part.is_head and not part.is_caption}
    void = next((text for text, part in heads.items() if part.said.has("void")), None)
    if void is not None:
        found.refusals += [
            one.refused(
                "number_unclear",
                f"A row or column of the table is called {void!r}, so that it cannot be told what its other numbers "
                "count. Write the figures as CSV.",
            )
            for one in found.candidates
            if not any(part.text == void for part in one.parts)
        ]


def _is_placed(one: Candidate) -> bool:
    """Whether its heads name a place, a time or a measure."""
    heads = [part.said for part in one.parts if part.is_head and not part.is_caption]
    return any(head.places or head.periods or head.years or head.measures for head in heads)


def _lost_column(cell: GridCell) -> Refusal:
    return refusal_at(
        cell.line,
        None,
        "number_ambiguous",
        f"The head {cell.text!r} has no number below it in any row, so that the numbers of the table may belong one "
        "column further. Expected a value in each column; write the figures as CSV.",
    )


@dataclass(slots=True)
class _CellReader:
    in_grid: GridNumber
    above: tuple[Part, ...]
    position: tuple[int, float]
    section: int
    table: int
    lexicon: Lexicon
    found: TableRead

    @property
    def cell(self) -> GridCell:
        return self.in_grid.cell

    def read(self) -> None:
        cell = self.cell
        if why := next((one.doubt for one in (cell, *self._head_cells()) if one.doubt), ""):
            self._refuse(
                "number_unclear", f"It cannot be told what a person sees here: {why}. Write the figures as CSV."
            )
        elif cell.kind is CellKind.VALUE:
            phrase = cell.phrases[0]
            self.found.unread.append(
                IgnoredNumber(mark_of(cell.line, phrase.tokens), "it is a share, an amount or a date")
            )
        elif cell.kind is CellKind.LABELLED:
            self._read_labelled()
        elif cell.kind in (CellKind.COUNT, CellKind.SPOILT):
            self._read_count()

    def _head_cells(self) -> Iterator[GridCell]:
        for head in self._heads():
            yield from head.cells

    def _heads(self) -> list[Headed]:
        return [head for head in (self.in_grid.section, self.in_grid.column, self.in_grid.row) if head is not None]

    def _parts(self) -> tuple[Part, ...]:
        heads = (
            Part(head.cells[0].line, head.said, head.text, is_head=True, is_section=head is self.in_grid.section)
            for head in self._heads()
        )
        return (*self.above, *heads)

    def _refuse(self, code: str, message: str, phrase: Phrase | None = None) -> None:
        refusal = refusal_at(self.cell.line, phrase, code, message, self.cell.text)
        self.found.refusals.append(refusal)

    def _read_labelled(self) -> None:
        """Read a cell that holds labels and numbers as lines of text."""
        paired = paired_lines(lines_of_cell(self.cell, self.lexicon))
        self.found.refusals += paired.refusals
        for one in paired.pairs:
            own = Part(one.number_line, one.number_line.said, one.text, is_own=True)
            name = one.label_line.printed(one.label)
            self._add(one.label.label, name, one.number, one.units, one.number_line, one.text, (own,))

    def _read_count(self) -> None:
        counts = [phrase for phrase in self.cell.phrases if phrase.is_count or phrase.kind in (Kind.YEAR, Kind.SPOILT)]
        if len(counts) != 1:
            self._refuse(
                "number_ambiguous",
                f"{len(counts)} numbers stand in one cell. Expected one; compare with the publisher's.",
            )
            return
        if any(t.kind is Kind.BREAK and not DOUBTFUL_SIGNS.isdisjoint(t.text) for t in self.cell.tokens):
            self._refuse("number_spoilt", "A sign in the cell may change the number. Compare it with the publisher's.")
            return
        if any(phrase.kind in LABELS for cell in self.in_grid.remarks for phrase in cell.phrases):
            self._refuse(
                "label_ambiguous",
                f"Labels stand at both ends of the row of {counts[0].value!r}, so that it cannot be told which is its "
                "own. Write the figures as CSV.",
                counts[0],
            )
            return
        if other := next((one for one in self.in_grid.remarks if _may_replace(one)), None):
            self._refuse(
                "number_ambiguous",
                f"{other.text!r} stands behind {counts[0].value!r} in its row and has no head, so that either may be "
                "the figure. Compare it with the publisher's document.",
                counts[0],
            )
            return
        if self.in_grid.turns_differ or not self._heads():
            self._refuse(
                "number_ambiguous",
                f"It cannot be told which head {counts[0].text!r} has: some rows of the table have the label first, "
                "others the number, or nothing stands above or beside it. Write the figures as CSV.",
                counts[0],
            )
            return
        if self.in_grid.spans_heads:
            self._refuse(
                "number_ambiguous",
                f"{counts[0].text!r} stands in a cell that covers several rows or columns with heads of their own, so "
                "that it cannot be told whose it is. Write the figures as CSV.",
                counts[0],
            )
            return
        number = counts[0]
        bound = next((p for p in self.cell.phrases if p.text.casefold() in _BOUNDS), None)
        if bound is not None:
            self._refuse("number_spoilt", f"{bound.text!r} beside the number makes it a bound and no count.", number)
            return
        if number.kind == Kind.YEAR:
            number = Phrase(Kind.NUMBER, number.tokens, value=number.value)
        labels = self._labels()
        if len(labels) > 1 and self._counts_something_else():
            why = "what stands above it says that something else is counted"
            self.found.unread.append(IgnoredNumber(mark_of(self.cell.line, number.tokens), why))
            return
        if len(labels) > 1 and not any(head.said.has("share") for head in self._heads()):
            # `Signals per case` names two labels, but it is a share.
            names = " and ".join(repr(phrase.text) for phrase in labels)
            self._refuse("label_ambiguous", f"The heads of {number.text!r} name {names}. Expected one label.", number)
            return
        units = tuple(phrase for phrase in self.cell.phrases if phrase.kind == "unit")
        label = labels[0] if labels else None
        heads = self._heads()
        is_sum = label is None and any(phrase.kind == "sum" for head in heads for phrase in head.phrases)
        if label is None and not is_sum and not self._is_named_above():
            words = " ".join(head.text for head in heads)
            has_outside = any(head.said.outside for head in heads) or any(part.said.outside for part in self.above)
            if not has_outside:
                self._refuse(
                    "number_unread",
                    f"{number.text!r} stands in a table, and its heads {words!r} name no label that is known. If it "
                    f"is a figure, add its wording to data/seeds/reference/labels.csv, as in: {label_proposal(words)}",
                    number,
                )
                return
        parts = [head.text for head in heads]
        text = " / ".join((*parts, self.cell.text))
        name = " ".join(parts) if label is None else _printed(label, heads)
        meaning = label.label if label is not None else None
        own = Part(self.cell.line, self.cell.line.said, self.cell.text, is_own=True)
        self._add(meaning, name, number, units, self.cell.line, text, (own,), is_sum=is_sum)

    def _labels(self) -> list[Phrase]:
        """The labels that the heads name, each once: categories if there are any, else totals and units."""
        phrases = [p for head in self._heads() for p in head.phrases if p.kind in (*LABELS, "unit")]
        others = [p for p in phrases if p.kind == "other_figure"]
        if others:
            return others[:1]
        row = self.in_grid.row.cells if self.in_grid.row is not None else ()
        own = [p for one in row if one.cell.row == self.cell.cell.row for p in one.phrases if p in phrases]
        above = [p.label for p in phrases if p not in own and p.label is not None]
        measures = {one.measure for one in above if one.is_total}
        # `Trafficking businesses` in a row below the head `Victims, traffickers, businesses`
        is_one_of_several = len(measures) > 1 and all(one.is_total for one in above)
        is_one_of_several &= any(p.label is not None and p.label.measure in measures for p in own)
        if len(own) == 1 and (is_one_of_several or is_named_in_full(own[0].label)):
            # The row's own label decides: `Victims identified` below `Calls by channel` in the corner.
            columns = self.in_grid.column.phrases if self.in_grid.column is not None else ()
            phrases = [p for p in phrases if p in own or p in columns]
        named = [p for p in phrases if p.label is not None and not p.label.is_total]
        if not named:
            named = phrases
        unique: dict[tuple[str | None, str], Phrase] = {}
        for phrase in named:
            assert phrase.label is not None
            unique.setdefault((phrase.label.measure, phrase.label.category or "total"), phrase)
        return list(unique.values())

    def _counts_something_else(self) -> bool:
        """`Callers by type` above the row `Other` and the column `# of Calls`: callers are counted, not calls."""
        captions = [part.said for part in self.above if part.is_caption]
        heads = [head.said for head in self._heads()]
        return any(said.has("other_measure") or said.has("other_breakdown") for said in (*captions, *heads))

    def _is_named_above(self) -> bool:
        return any(part.said.measures for part in self.above)

    def _add(
        self,
        label: Label | None,
        label_text: str,
        number: Phrase,
        units: tuple[Phrase, ...],
        line: Line,
        text: str,
        own: tuple[Part, ...],
        *,
        is_sum: bool = False,
    ) -> None:
        tokens = (*self.cell.tokens, *(token for cell in self._head_cells() for token in cell.tokens))
        remarks = tuple(Part(cell.line, cell.line.said, cell.text) for cell in self.in_grid.remarks)
        self.found.candidates.append(
            Candidate(
                label,
                label_text,
                number,
                units,
                line,
                text,
                (*self._parts(), *remarks, *own),
                tokens,
                self.position,
                self.section,
                self.table,
                self.in_grid.sibling_measures,
                self.in_grid.is_sum_of_places,
                is_sum,
                self.in_grid.periods,
                self.in_grid.qualifiers,
                self.in_grid.days,
            )
        )


def _may_replace(remark: GridCell) -> bool:
    """Whether a remark behind a number may be the figure itself: `Revised 34` may, `+3 since 2018` may not."""
    kinds = {phrase.kind for phrase in remark.phrases}
    return Kind.NUMBER in kinds and kinds.isdisjoint(("change", "rank", "share"))


def _printed(label: Phrase, heads: Sequence[Headed]) -> str:
    """The label as its head prints it."""
    for head in heads:
        for cell in head.cells:
            for line in cell.lines:
                if any(token is label.tokens[0] for token in line.tokens):
                    return line.printed(label)
    return label.text
