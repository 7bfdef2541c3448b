"""The lines of a document in reading order, with their place, their phrases and their role.

Belongs here: one line and its neighbours. Not here: which headings stand above it (paths), pairs (figures).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import chain

from orchestration.spotlight.domain.vocabulary import NO_CHANGE
from orchestration.spotlight.readers.blocks import GAP, Block, BlockKind, Cell, Document, Group, GroupKind, Run, Table
from orchestration.spotlight.readers.blocks import Line as BlockLine
from orchestration.spotlight.readers.grammar.characters import MARKS, clean, raised
from orchestration.spotlight.readers.grammar.lexicon import PLACE, Lexicon
from orchestration.spotlight.readers.grammar.meanings import Said, said_by
from orchestration.spotlight.readers.grammar.numbering import FEWEST_ITEMS, list_numbers
from orchestration.spotlight.readers.grammar.phrases import LABELS, Phrase, phrases_of
from orchestration.spotlight.readers.grammar.tokens import Kind, Token, tokens_of
from orchestration.spotlight.readers.tree.catalogues import with_keys
from orchestration.spotlight.readers.tree.sheets import as_read
from orchestration.spotlight.readers.tree.titles import with_statements

COUNT_KINDS = (Kind.NUMBER, Kind.STATUS, Kind.SPOILT)
"""Kinds of phrases that are a count or look like one."""
OF_FIGURES = (*LABELS, "unit", "sum", "measure", "breakdown")
"""Kinds of phrases that name what is counted."""
TOUCHING = 2
"""Two lines with a smaller gap are adjacent: nothing stands between them."""
NEAR = 3
"""In lines down, at most two of them empty."""
FARTHEST = 6
"""The widest gap, in lines, between a number and its label."""
_LINE_HEIGHT = 1.2
_PAGE_GAP = 3.0
_DIGITS = 6
_APART = (GroupKind.COLUMN, GroupKind.ASIDE, GroupKind.TILE)
_OF_PAGE = (GroupKind.FRAME, GroupKind.CHOICE, GroupKind.HERE)
# A word that is hyphenated at the end of a line.
_WORD_BEGUN = re.compile(r"\b([A-Za-z]+)-$")
_WORD_WRAPPED = re.compile(r"\b([A-Za-z]{2,})[-\u2010] ([a-z]{2,})\b")
"""The same where lines of a page are one: `Decem- ber`."""
_WORD_ENDED = re.compile(r" *([a-z]+)([.,;:!?)]*)")
_SHORTENED = (
    "Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sep", "Sept", "Oct", "Nov", "Dec", "vs", "No", "St", "approx",
    "Vol", "Natl", "Dept", "Gov", "Sen", "Rep", "Atty", "Gen", "Inc", "Assn", "Mrs", "Hon", "Prof", "Rev",
)  # fmt: skip
# Where one sentence of a line ends and the next begins. Initials and abbreviations end no sentence.
SENTENCE_BREAK = re.compile(
    r"(?:(?<=[a-z]{2}[.!?])|(?<=n't[.!?])|(?<=[0-9]{2}[.!?])|(?<=[a-z] (?:by|in|of|to) [0-9]\.)"
    r"|(?<=[a-z0-9)][)\"'\]][.!?])|(?<=[.!?][)\"']))"
    + "".join(rf"(?<!\b{word}\.)" for word in _SHORTENED)
    + rf"[{MARKS}]{{0,9}} +(?=[A-Z0-9(\"'])"
)
_TABLE = re.compile(r"Table [0-9]{2}\. +")
"""With two digits: after a single one `SENTENCE_BREAK` finds no break anyway."""


class Role(StrEnum):
    """What a line is for the figures of a document."""

    BLANK = "blank"
    FIGURES = "figures"
    """Labels, numbers or both, and no unknown words."""
    ITEM = "item"
    """A number beside unknown words."""
    HEADING = "heading"
    STATEMENT = "statement"
    """States a period or a day and nothing else."""
    PROSE = "prose"
    NOTE = "note"
    MENU = "menu"
    """One of a list of places or years to choose from."""
    FRAME = "frame"
    TABLE = "table"


@dataclass(frozen=True, slots=True)
class Piece:
    """A line of the source, or a part of one."""

    number: int
    text: str


@dataclass(slots=True, eq=False)
class Line:
    """One line, or several that share one wording, with its place, phrases and role."""

    pieces: tuple[Piece, ...]
    tokens: tuple[Token, ...]
    phrases: tuple[Phrase, ...]
    top: float
    bottom: float
    block: int
    kind: BlockKind = BlockKind.TEXT
    level: int | None = None
    groups: tuple[Group, ...] = ()
    is_strong: bool = False
    """Bold, larger than the text, or in capitals."""
    doubt: str = ""
    role: Role = Role.BLANK
    table: Table | None = None
    captions: tuple[Line, ...] = ()
    """The captions of its table."""
    begins_inside_sentence: bool = False
    """It begins in the middle of a sentence that began on a line above."""
    ends_inside_sentence: bool = False
    """It ends in the middle of a sentence."""
    whole_wording: str = ""
    """The unknown wording of which a label on this line is only a part."""
    is_from_sentence: bool = False
    """It stands for one figure of a sentence in which every word is known."""
    list_number: str = ""
    page: int = 0
    """Its page in a PDF, else 0."""
    effect: str = ""
    """The heading's effect on figures according to the examples, one of `EFFECTS`; empty if they do not decide."""
    _said: Said | None = field(default=None, repr=False)

    @property
    def number(self) -> int:
        return self.pieces[0].number

    @property
    def text(self) -> str:
        return " ".join(" ".join(piece.text for piece in self.pieces).split())

    @property
    def said(self) -> Said:
        if self._said is None:
            self._said = said_by(self.phrases)
        return self._said

    @property
    def said_about_figures(self) -> Said:
        """What it says about figures: without its qualifiers, if the heading is one that changes nothing."""
        return self.said.without_qualifiers() if self.effect == NO_CHANGE else self.said

    @property
    def holds_counts(self) -> bool:
        """Whether a cell of its table may hold a count. A letterhead laid out in two columns has none."""
        cells = tokens_in(self.table) if self.table is not None else ()
        return any(token.kind in (Kind.NUMBER, Kind.STATUS) for tokens in cells for token in tokens)

    def reword(self, phrases: tuple[Phrase, ...]) -> None:
        """Replace the phrases; what the line says is worked out again."""
        self.phrases, self._said = phrases, None

    @property
    def labels(self) -> list[Phrase]:
        return [phrase for phrase in self.phrases if phrase.kind in LABELS]

    @property
    def units(self) -> list[Phrase]:
        return [phrase for phrase in self.phrases if phrase.kind == "unit"]

    @property
    def counts(self) -> list[Phrase]:
        return [phrase for phrase in self.phrases if phrase.is_count]

    def in_order(self, *phrases: Sequence[Phrase]) -> list[Phrase]:
        """The given phrases in the order in which they stand on the line."""
        chosen = {id(one) for some in phrases for one in some}
        return [one for one in self.phrases if id(one) in chosen]

    def has(self, *kinds: str) -> bool:
        return any(phrase.kind in kinds for phrase in self.phrases)

    @property
    def words(self) -> list[Token]:
        return [token for token in self.tokens if token.kind is Kind.WORD]

    @property
    def begins_with_sentence(self) -> bool:
        """Whether it continues a sentence that begins with a number on the line above."""
        return bool(self.phrases) and self.phrases[0].kind == "sentence"

    @property
    def container_number(self) -> int:
        """The column or box around it. Lines in different columns or boxes do not belong together."""
        return next((group.number for group in reversed(self.groups) if group.kind in _APART), 0)

    @property
    def wording(self) -> str:
        """Its words as a seed would have them."""
        return self.whole_wording or " ".join(token.text for token in self.words)

    def printed(self, phrase: Phrase) -> str:
        """A phrase as it is printed on the line."""
        first, last = phrase.tokens[0], phrase.tokens[-1]
        piece = next((one for one in self.pieces if one.number == first.line), self.pieces[0])
        if first.line != last.line:
            return " ".join(token.text for token in phrase.tokens)
        return " ".join(piece.text[first.column : last.end - len(last.glued_digits)].split())

    def gap_to(self, other: Line) -> float:
        """How many lines below the upper line the lower one begins; 1 is the next line."""
        upper, lower = (self, other) if self.top <= other.top else (other, self)
        return lower.top - upper.bottom + 1


def lines_of(document: Document, lexicon: Lexicon) -> list[Line]:
    """Every line of the document with its place and phrases. Only frames and tables have their role already."""
    lines: list[Line] = []
    cursor = _Cursor()
    numbered = _numbered(document)
    beside = [(*block.lines, *(block.table.caption if block.table is not None else ())) for block in document.blocks]
    outside = "\n".join(map(text_of, chain.from_iterable(beside)))
    for at, block in enumerate(with_keys(document.blocks, text_of)):
        cursor.begin(block)
        if block.table is not None:
            top, bottom = cursor.place([line for cell in block.table.cells for line in cell.lines])
            table = _without_list_numbers(block.table, numbered)
            table = with_statements(as_read(table, text_of, lexicon, outside), text_of)
            number = next((line.number for cell in table.cells for line in cell.lines), 0)
            captions = tuple(_captions(block, table, lexicon, at))
            shown = Piece(number, "")
            lines.append(Line((shown,), (), (), top, bottom, at, groups=block.groups, table=table, captions=captions))
            lines[-1].role = Role.FRAME if _is_frame(block) else Role.TABLE
            continue
        texts = [(line.number, _unnumbered(text_of(line), numbered.get(id(line), 0))) for line in block.lines]
        texts = _unhyphenated(texts, lexicon)
        for line, (number, text), tokens in zip(block.lines, texts, tokens_of(texts), strict=True):
            place = (*cursor.place([line]), at, block.kind, block.level, block.groups)
            look = (_is_strong(line, text), _doubt(line), Role.FRAME if _is_frame(block) else Role.BLANK)
            is_heading = block.kind is BlockKind.HEADING
            for piece, part in _sentences(Piece(number, text), tokens, lexicon, is_heading=is_heading):
                lines.append(Line((piece,), part, phrases_of(part, lexicon), *place, *look))
                lines[-1].list_number = text_of(line)[: numbered.get(id(line), 0)].strip()
                lines[-1].page = cursor.page
    return lines


def _numbered(document: Document) -> dict[int, int]:
    """`id` of each line that begins with a list number → the position at which its words begin."""
    blocks = [block for block in document.blocks if not _is_frame(block)]
    lines = [line for block in blocks for line in (*block.lines, *_first_column(block.table))]
    headings = [block.lines[0] for block in blocks if block.kind is BlockKind.HEADING and block.lines]
    found: dict[int, int] = {}
    for some, fewest in ((headings, 2), (lines, FEWEST_ITEMS)):
        texts = [text_of(line).replace(GAP, " ") for line in some]
        found |= {id(some[at]): end for at, end in list_numbers(texts, fewest).items()}
    return found


def _first_column(table: Table | None) -> list[BlockLine]:
    cells = table.cells if table is not None else ()
    return [cell.lines[0] for cell in cells if cell.column == 0 and cell.lines]


def _without_list_numbers(table: Table, numbered: Mapping[int, int]) -> Table:
    """The table without list numbers before the texts of its first column: `(ii) Labor trafficking`."""

    def unnumbered(cell: Cell) -> Cell:
        line = cell.lines[0] if cell.lines else None
        end = numbered.get(id(line), 0) if line is not None else 0
        if line is None or not end or cell.column > 0 or len(line.runs[0].text) <= end:
            return cell
        first = replace(line.runs[0], text=line.runs[0].text[end:])
        return replace(cell, lines=(replace(line, runs=(first, *line.runs[1:])), *cell.lines[1:]))

    return replace(table, cells=tuple(map(unnumbered, table.cells)))


def _unnumbered(text: str, end: int) -> str:
    return " " * end + text[end:]


def _unhyphenated(texts: list[tuple[int, str]], lexicon: Lexicon) -> list[tuple[int, str]]:
    """`refer-` above `ence Arkansas` is one word; `non-` above `trafficking` may be two."""

    def whole_of(match: re.Match[str]) -> str:
        whole = match[1] + match[2]
        return whole if lexicon.knows(whole) or not lexicon.knows(match[2]) else match[0]

    texts = [(number, _WORD_WRAPPED.sub(whole_of, text)) for number, text in texts]
    for at in range(len(texts) - 1):
        (number, text), (below, rest) = texts[at : at + 2]
        first, second = _WORD_BEGUN.search(text), _WORD_ENDED.match(rest)
        if first is None or second is None:
            continue
        whole = first[1] + second[1]
        if lexicon.knows(whole) or not lexicon.knows(second[1]):
            texts[at] = (number, text[: first.start()] + whole + second[2])
            texts[at + 1] = (below, " " * second.end() + rest[second.end() :])
    return texts


def _captions(block: Block, table: Table, lexicon: Lexicon, at: int) -> Iterator[Line]:
    texts = [(line.number, text_of(line)) for line in table.caption]
    for text, tokens in zip(texts, tokens_of(texts), strict=True):
        for piece, part in _sentences(Piece(*text), tokens, lexicon, is_heading=True) if tokens else ():
            yield Line((piece,), part, phrases_of(part, lexicon), 0, 1, at, groups=block.groups, role=Role.HEADING)


def text_of(line: BlockLine) -> str:
    """The visible text of a line, with raised runs as marks."""
    return clean("".join(raised(run.text) if run.raised else run.text for run in line.runs if _is_seen(run)))


def tokens_in(table: Table) -> tuple[tuple[Token, ...], ...]:
    """The tokens of each line of the cells of a table."""
    return tokens_of([(line.number, text_of(line)) for cell in table.cells for line in cell.lines])


def speaks_of_figures(table: Table, lexicon: Lexicon) -> bool:
    """Whether a cell or caption of a table names what is counted, or a place. A calendar names neither."""
    texts = tokens_of([(line.number, text_of(line)) for line in table.caption]) + tokens_in(table)
    kinds = {phrase.kind for tokens in texts for phrase in phrases_of(tokens, lexicon)}
    return not kinds.isdisjoint((*OF_FIGURES, PLACE))


def _doubt(line: BlockLine) -> str:
    for run in line.runs:
        if run.doubt:
            return run.doubt
        if run.struck and any(character.isdigit() for character in run.text):
            return f"{run.text.strip()!r} is struck out beside it"
    return ""


def _is_seen(run: Run) -> bool:
    return not (run.hidden or run.struck)


def _is_frame(block: Block) -> bool:
    return block.kind is BlockKind.TITLE or any(group.kind in _OF_PAGE for group in block.groups)


def _is_strong(line: BlockLine, text: str) -> bool:
    seen = [run for run in line.runs if run.text.strip() and _is_seen(run)]
    letters = [character for character in text if character.isalpha()]
    return bool(seen) and (
        all(run.bold or run.size >= 1.15 for run in seen) or (len(letters) > 3 and all(c.isupper() for c in letters))
    )


def _sentences(
    piece: Piece, tokens: tuple[Token, ...], lexicon: Lexicon, *, is_heading: bool
) -> Iterator[tuple[Piece, tuple[Token, ...]]]:
    """The sentences of a line, each at its column within the line: a remark may follow a figure."""
    breaks = [match.end() for match in SENTENCE_BREAK.finditer(piece.text)]
    # A match inside a date or another recognised part is no break.
    ends = [end for end in breaks if not any(t.column < end < t.end for t in tokens)]
    start = 0
    if ends and _TABLE.fullmatch(piece.text[: ends[0]]):
        # `Table 14. Arkansas` says what `Arkansas` says. A heading that is not just a place has `Table 14.` as a part.
        named = phrases_of([token for token in tokens if token.column >= ends[0]], lexicon)
        is_place = len(named) == 1 and (named[0].kind == PLACE or bool(named[0].value))
        start = ends.pop(0) if is_place or not is_heading else 0
    for end in (*ends, len(piece.text) + 1):
        part = tuple(token for token in tokens if start <= token.column < end)
        yield Piece(piece.number, " " * start + piece.text[start:end]) if ends or start else piece, part
        start = end


class _Cursor:
    """The vertical place of each line, in lines: from its box, or from the groups that are left and entered."""

    def __init__(self) -> None:
        self.page, self.page_top = 0, 0.0
        self.bottom = 0.0
        self.groups: tuple[Group, ...] = ()
        self.step = 0.0

    def begin(self, block: Block) -> None:
        common = sum(1 for one, other in zip(self.groups, block.groups, strict=False) if one == other)
        self.step = float(len(self.groups) + len(block.groups) - 2 * common)
        self.groups = block.groups

    def place(self, lines: Sequence[BlockLine]) -> tuple[float, float]:
        """Top and bottom of lines of the block. The lines of a table may continue on further pages."""
        boxes = [run.box for line in lines for run in line.runs if run.box is not None]
        spans = []
        for page in sorted({box.page for box in boxes}):
            if page != self.page:
                self.page, self.page_top = page, self.bottom + _PAGE_GAP
            here = [box for box in boxes if box.page == page]
            # Far down a page rounding errors add up: line 1.999… is line 2.
            top = round(self.page_top + min(box.top for box in here) / _LINE_HEIGHT, _DIGITS)
            bottom = round(self.page_top + max(box.bottom for box in here) / _LINE_HEIGHT, _DIGITS)
            self.bottom = max(self.bottom, bottom)
            spans.append((top, bottom))
        if spans:
            return spans[0][0], spans[-1][1]
        top = self.bottom + self.step
        self.step, self.bottom = 0.0, top + 1
        return top, top + 1
