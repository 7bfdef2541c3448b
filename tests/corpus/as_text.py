"""A made document as a text file.

Belongs here: lines, gaps and line ends. Not here: what the document says.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from itertools import zip_longest

from tests.corpus import parts
from tests.corpus.parts import RAISED, STRUCK, Draft, Part, Table, runs
from tests.corpus.truth import World

_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def write(draft: Draft, world: World) -> bytes:
    """The bytes of the text: how it is spaced and underlined is drawn once for the document."""
    hand = Hand(world)
    lines = hand.lines(draft.parts)
    while lines and not lines[0]:
        lines.pop(0)
    end = world.pick(("\n", "\n", "\n", "\r\n"))
    mark = "\ufeff" if world.chance(0.1) else ""
    return (mark + end.join(lines) + end).encode()


def seen(text: str) -> str:
    """A text with its marks as plain text has them."""
    written = {RAISED: lambda piece: piece.translate(_SUPERSCRIPT), STRUCK: lambda piece: f"~~{piece}~~"}
    return "".join(
        written.get(kind, str)(piece) for kind, piece in runs(text) if kind not in (parts.HIDDEN, parts.MARKUP)
    )


class Hand:
    """One writer's habits."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.width = world.pick((72, 90, 120, 10_000))
        self.underline = world.pick(("", "", "", "=", "-", "#"))
        self.indent = world.pick(("", "", "", "  "))
        self.gap = world.pick((1, 1, 1, 2))
        self.table_style = world.pick(("gap", "gap", "pipes", "tabs"))

    def lines(self, some: Sequence[Part]) -> list[str]:
        lines: list[str] = []
        for part in some:
            block = self._block(part)
            if block and lines:
                lines += [""] * self.gap
            lines += block
        return lines

    def _block(self, part: Part) -> list[str]:
        match part:
            case parts.Heading(text, level):
                return self._heading(seen(text), level)
            case parts.Paragraph(text):
                return self._wrapped(seen(text))
            case parts.Lines(texts):
                return [seen(text) for text in texts]
            case parts.Bullets(texts):
                bullet = self.world.pick("-•*·")
                return [f"{bullet} {seen(text)}" for text in texts]
            case parts.Pairs(items, style):
                return self._pairs([(seen(label), seen(value)) for label, value in items], style)
            case parts.Table():
                return self._table(part)
            case parts.Columns(left, right):
                return side_by_side(self.lines(left), self.lines(right), self.world.rng.randint(4, 9))
            case parts.Fold(summary, inner):
                return [seen(summary), "", *self.lines(inner)]
            case parts.Section(inner):
                return self.lines(inner)
            case parts.Frame(kind, texts):
                return [] if kind == parts.WATERMARK else self._frame(kind, texts)
            case parts.PageBreak():
                return ["\f"] if self.world.chance(0.3) else []
            case parts.Only(txt):
                return list(txt)

    def _heading(self, text: str, level: int) -> list[str]:
        if self.underline == "#":
            return [f"{'#' * level} {text}"]
        return [text, self.underline * len(text)] if self.underline and level <= 2 else [text]

    def _wrapped(self, text: str) -> list[str]:
        return textwrap.wrap(text, self.width) or [""]

    def _frame(self, kind: str, texts: Sequence[str]) -> list[str]:
        if kind == parts.MENU and self.world.chance(0.4):
            return [self.world.pick((" | ", "  ", " · ", " > ")).join(texts)]
        return [seen(text) for text in texts]

    def _pairs(self, items: list[tuple[str, str]], style: str) -> list[str]:
        width = max(len(label) for label, _ in items)
        values = max(len(value) for _, value in items)
        match style:
            case parts.COLON | parts.DEFINITIONS:
                return [f"{self.indent}{label}: {value}" for label, value in items]
            case parts.BULLET:
                bullet = self.world.pick("-•*·")
                return [f"{bullet} {label}: {value}" for label, value in items]
            case parts.DOTS:
                to = width + self.world.rng.randint(8, 40)
                return [f"{self.indent}{label} {'.' * (to - len(label))} {value}" for label, value in items]
            case parts.GAP:
                to = width + self.world.rng.randint(3, 20)
                return [f"{self.indent}{label:{to}}{value:>{values}}" for label, value in items]
            case parts.GRID:
                return [f"{label}\t{value}" for label, value in items]
            case parts.DASH:
                dash = self.world.pick("–—-")
                return [f"{label} {dash} {value}" for label, value in items]
            case parts.BRACKET:
                return [f"{label} ({value})" for label, value in items]
            case parts.VALUE_FIRST:
                return [f"{value} {label}" for label, value in items]
            case parts.LABEL_ABOVE:
                return _stacked(items, self.world.pick(((0, 1), (0, 1), (1, 2), (1, 1))))
            case parts.VALUE_ABOVE:
                return _stacked([(value, label) for label, value in items], self.world.pick(((0, 1), (1, 3))))
            case parts.TILES:
                return _tiles(items, self.world)
        raise ValueError(style)

    def _table(self, table: Table) -> list[str]:
        rows = filled(table)
        aligned = table.aligned or (parts.RIGHT,) * max(len(row) for row in rows)
        body = [[seen(text) for text in row] for row in rows]
        lines = self._rows(body, aligned, table.head_rows)
        if table.pages > 1:
            heads, below = lines[: table.head_rows], lines[table.head_rows :]
            half = (len(below) + 1) // 2
            lines = [*heads, *below[:half], "", *heads, *below[half:]]
        return [*([seen(table.caption), ""] if table.caption else []), *lines]

    def _rows(self, rows: list[list[str]], aligned: Sequence[str], head_rows: int) -> list[str]:
        if self.table_style == "pipes":
            written = ["| " + " | ".join(row) + " |" for row in rows]
            return (
                [*written[:head_rows], "|" + "---|" * len(rows[0]), *written[head_rows:]] if head_rows == 1 else written
            )
        if self.table_style == "tabs":
            return ["\t".join(row) for row in rows]
        widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
        return [
            "   ".join(
                text.ljust(width) if at == 0 else _aligned(text, width, aligned[min(at, len(aligned) - 1)])
                for at, (text, width) in enumerate(zip(row, widths, strict=True))
            ).rstrip()
            for row in rows
        ]


def _aligned(text: str, width: int, how: str) -> str:
    return {parts.LEFT: text.ljust, parts.RIGHT: text.rjust, parts.CENTRE: text.center}[how](width)


def filled(table: Table) -> list[list[str]]:
    """The texts of a table as a full grid: a text that spans stands at its first column and row."""
    width = max(sum(cell.columns for cell in row) for row in table.rows)
    grid: list[list[str | None]] = [[None] * width for _ in table.rows]
    for at, row in enumerate(table.rows):
        column = 0
        for cell in row:
            while grid[at][column] is not None:
                column += 1
            for down in range(cell.rows):
                for across in range(cell.columns):
                    grid[at + down][column + across] = cell.text if down == 0 and across == 0 else ""
            column += cell.columns
    return [[text or "" for text in row] for row in grid]


def _stacked(items: Sequence[tuple[str, str]], gaps: tuple[int, int]) -> list[str]:
    inner, outer = gaps
    lines: list[str] = []
    for above, below in items:
        lines += [above, *[""] * inner, below, *[""] * outer]
    return lines[: len(lines) - outer]


def _tiles(items: Sequence[tuple[str, str]], world: World) -> list[str]:
    """Numbers in a row, each above its label."""
    lines: list[str] = []
    a_row = world.pick((2, 3))
    for at in range(0, len(items), a_row):
        some = items[at : at + a_row]
        widths = [max(len(label), len(value)) + 4 for label, value in some]
        put = world.pick((str.ljust, str.center))
        lines += [
            "",
            *("".join(put(pair[way], width) for pair, width in zip(some, widths, strict=True)) for way in (1, 0)),
        ]
    return [line.rstrip() for line in lines[1:]]


def side_by_side(left: Sequence[str], right: Sequence[str], gap: int) -> list[str]:
    """Two blocks of lines as two columns."""
    first, second = _narrow(left), _narrow(right)
    width = max((len(line) for line in first), default=0) + gap
    return [f"{one:{width}}{two}".rstrip() for one, two in zip_longest(first, second, fillvalue="")]


def _narrow(lines: Sequence[str]) -> list[str]:
    """Prose is wrapped; a line whose gaps say something stays as it is."""
    return [piece for line in lines for piece in ([line] if "  " in line or not line else textwrap.wrap(line, 44))]
