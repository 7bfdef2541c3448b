"""One cell of a table: what it holds, and what it says as a head.

Belongs here: a cell, and the cells of one row. Not here: which heads a number has (grids).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from orchestration.spotlight.readers.blocks import Cell, Head
from orchestration.spotlight.readers.grammar.lexicon import NATION, PLACE, UNKNOWN, Entry, Lexicon
from orchestration.spotlight.readers.grammar.meanings import Said, said_by
from orchestration.spotlight.readers.grammar.phrases import LABELS, Phrase, phrases_of
from orchestration.spotlight.readers.grammar.tokens import Kind, Token, What, tokens_of
from orchestration.spotlight.readers.tree.lines import Line, Piece, text_of
from orchestration.spotlight.readers.tree.roles import with_roles

_BESIDE_NATION = frozenset(
    ("a", "america", "as", "data", "figures", "for", "in", "number", "numbers", "of", "statistics", "the", "whole")
)

_OF_HEADS = ("per ", "table ")
"""A unit below a head, `per 100,000`, and the number of the table in its corner."""
_TIMES = frozenset((What.PERIOD, What.YEAR, What.DATE, What.BOUND, What.SINCE))


class CellKind(Enum):
    """What a cell holds."""

    EMPTY = "empty"
    TEXT = "text"
    YEAR = "year"
    """Four digits that may be a year or a number."""
    COUNT = "count"
    LABELLED = "labelled"
    """Labels and numbers of its own."""
    VALUE = "value"
    """A share, an amount of money, a date: no count."""
    SPOILT = "spoilt"


@dataclass(slots=True, eq=False)
class GridCell:
    """One cell, and what it says and holds."""

    cell: Cell
    lines: tuple[Line, ...]
    tokens: tuple[Token, ...]
    phrases: tuple[Phrase, ...]
    kind: CellKind
    doubt: str
    is_value: bool = False
    """It is marked as a head, but is a number in a row of totals."""

    @property
    def text(self) -> str:
        return " ".join(line.text for line in self.lines)

    @property
    def is_head(self) -> bool:
        return self.cell.head in (Head.YES, Head.OF_COLUMN, Head.OF_ROW) and not self.is_value

    @property
    def is_day(self) -> bool:
        of = self.tokens[0].of if len(self.tokens) == 1 else None
        return self.kind is CellKind.VALUE and of is not None and of.what is What.DATE and of.day is not None

    @property
    def is_period(self) -> bool:
        of = self.tokens[0].of if len(self.tokens) == 1 else None
        return of is not None and of.what is What.PERIOD and of.period is not None

    @property
    def line(self) -> Line:
        return self.lines[0]


@dataclass(frozen=True, slots=True)
class Headed:
    """A head, or several cells that form one, as a part of a figure's context."""

    cells: tuple[GridCell, ...]
    said: Said
    phrases: tuple[Phrase, ...]

    @property
    def text(self) -> str:
        return " ".join(cell.text for cell in self.cells)


def cell_of(cell: Cell, frame: Line, lexicon: Lexicon) -> GridCell:
    """A cell of the table on the line `frame`, with its phrases and its kind."""
    texts = [(line.number, text_of(line)) for line in cell.lines]
    lines = []
    for at, ((number, text), tokens) in enumerate(zip(texts, tokens_of(texts), strict=True)):
        phrases = _with_code(phrases_of(tokens, lexicon), lexicon)
        top = frame.top + at
        lines.append(Line((Piece(number, text),), tokens, phrases, top, top + 1, frame.block, groups=frame.groups))
    tokens = tuple(token for line in lines for token in line.tokens)
    phrases = lines[0].phrases if len(lines) == 1 else phrases_of(tokens, lexicon)
    doubt = next((run.doubt for line in cell.lines for run in line.runs if run.doubt), "")
    return GridCell(cell, tuple(lines), tokens, phrases, _kind(phrases), doubt)


def lines_of_cell(cell: GridCell, lexicon: Lexicon) -> list[Line]:
    """The lines of a cell that holds labels and numbers of its own, with their roles."""
    return with_roles(cell.lines, lexicon)


def said_by_head(phrases: Sequence[Phrase], *, changes_nothing: bool = False) -> Said:
    """What a head or a caption says. A number in it counts as an unknown word, as in `Cases (000s)`."""
    said = said_by(phrases)
    said = said.without_qualifiers() if changes_nothing else said
    numbers = tuple(phrase.value for phrase in phrases if phrase.kind in (Kind.NUMBER, Kind.SPOILT))
    return replace(said, unknown=said.unknown + numbers)


def only_place_of(phrases: Sequence[Phrase]) -> str | None:
    """The place of a head that names one place and nothing else: `Ohio`, `Nation`, `U.S. total`; else None."""
    named = {one.entry.meaning for one in phrases if one.entry is not None and one.kind in (PLACE, "nation")}
    others = {one.kind for one in phrases} - {PLACE, "nation", "neutral"} - ({"sum"} if NATION in named else set())
    return (
        named.pop() if len(named) == 1 and "" not in named and is_nation_unqualified(phrases) and not others else None
    )


def is_nation_unqualified(phrases: Sequence[Phrase]) -> bool:
    """False if the words beside the nation make it something else: `U.S. hotlines`, `US territories`; else True."""
    is_named = any(one.entry is not None and one.entry.meaning == NATION for one in phrases)
    words = {word for one in phrases if one.kind == "neutral" for word in one.text.casefold().split()}
    return not is_named or words <= _BESIDE_NATION


def head_groups_of(
    cells: Sequence[GridCell], of_periods: Collection[int] = ()
) -> tuple[list[tuple[list[GridCell], list[GridCell]]], list[GridCell]]:
    """A row as groups of heads with their numbers, and the text after the last number: a remark on the row.

    `of_periods` are the columns that hold nothing but periods below their heads.
    """
    texts: list[GridCell] = []
    groups: list[tuple[list[GridCell], list[GridCell]]] = []
    # A day in its own column, such as the accuracy date, parts no heads from their number.
    cells = [one for one in cells if not one.is_day]
    periods = [one for one in cells if one.is_period]
    if len(periods) == 1 and periods[0].cell.column in of_periods:
        # A period in its own column is that of the whole row, also of numbers before it.
        groups, remarks = head_groups_of([one for one in cells if one is not periods[0]])
        return [([*periods, *texts], counts) for texts, counts in groups], remarks
    is_text = [one.kind in (CellKind.TEXT, CellKind.YEAR) or one.is_head for one in cells]
    if cells and not is_text[0] and sum(is_text) == len(cells) - sum(is_text) and is_text[-1]:
        # Numbers before their labels.
        for count, text in zip(cells[::2], cells[1::2], strict=True):
            groups.append(([text], [count]))
        return groups, []
    for cell, is_head in zip(cells, is_text, strict=True):
        if is_head:
            if groups and groups[-1][1]:
                texts = []
            if not texts:
                groups.append((texts := [], []))
            texts.append(cell)
            groups[-1] = (texts, groups[-1][1])
        else:
            if not groups:
                groups.append(([], []))
            groups[-1][1].append(cell)
    remarks = groups.pop()[0] if groups and not groups[-1][1] else []
    return groups, remarks


def _with_code(phrases: tuple[Phrase, ...], lexicon: Lexicon) -> tuple[Phrase, ...]:
    """The phrases of a cell; a postal code that fills it becomes a place: `MO`, `US - MO`."""
    if len(phrases) == 1 and phrases[0].tokens[0].text == "May":
        return (Phrase("part_of_year", phrases[0].tokens, Entry((), "part_of_year")),)
    others = [one.text for one in phrases if one.kind not in (PLACE, "nation")]
    if all(text in lexicon.codes or text.casefold() in ("and", "or", "to", "/", ",") for text in others):
        # `US-MO, US-KS` and `US-MO to US-KS` name two states and no nation, unlike `US-MO trade`.
        is_code = [one.kind == "nation" and "-" in one.text and one.text in lexicon.codes for one in phrases]
        phrases = tuple(one for one, is_one in zip(phrases, is_code, strict=True) if not is_one)
    text = "-".join(phrase.tokens[0].text for phrase in phrases)
    if 0 < len(phrases) <= 2 and text.isupper() and text in lexicon.codes:
        tokens = tuple(token for phrase in phrases for token in phrase.tokens)
        return (Phrase(PLACE, tokens, Entry((), PLACE, lexicon.codes[text])),)
    return phrases


def _kind(phrases: Sequence[Phrase]) -> CellKind:
    if not phrases:
        return CellKind.EMPTY
    kinds = {phrase.kind for phrase in phrases}
    whats = {p.of.what for p in phrases if p.kind == Kind.RECOGNISED and p.of is not None}
    if whats - _TIMES and {"change"} < kinds <= {"change", "share", Kind.RECOGNISED}:
        # `▲ +4%`, unlike the head `Change 2018-2019`
        return CellKind.VALUE
    has_label = bool(kinds & {*LABELS, "unit", "sum"})
    if Kind.SPOILT in kinds:
        return CellKind.SPOILT
    if kinds & {Kind.NUMBER, Kind.STATUS}:
        others = kinds - {Kind.NUMBER, Kind.STATUS, Kind.RECOGNISED, "unit", "neutral"}
        if not others:
            return CellKind.COUNT
        return CellKind.LABELLED if has_label and UNKNOWN not in kinds else CellKind.TEXT
    if kinds == {Kind.YEAR} and len(phrases) == 1:
        return CellKind.YEAR
    if any(p.text.casefold().startswith(_OF_HEADS) for p in phrases if p.kind == Kind.RECOGNISED):
        return CellKind.TEXT
    if kinds == {Kind.RECOGNISED} and whats <= {What.SHARE, What.MONEY, What.SPAN, What.NOISE, What.CONTACT, What.DATE}:
        return CellKind.VALUE
    return CellKind.TEXT
