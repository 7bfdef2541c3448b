"""The columns of one table on a page of a PDF.

Belongs here: where heads and numbers of a table stand. Not here: pages and other parts (as_pdf).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tests.corpus import parts
from tests.corpus.as_text import filled
from tests.corpus.parts import Table, plain

if TYPE_CHECKING:
    from tests.corpus.as_pdf import Sheet


class Grid:
    """The columns of one table on a page."""

    def __init__(self, sheet: Sheet, table: Table) -> None:
        self.sheet, self.table = sheet, table
        self.rows = filled(table)
        self.is_ruled = sheet.world.chance(0.5) if table.is_ruled is None else table.is_ruled
        needed = [self._needed(column) for column in range(len(self.rows[0]))]
        # Smaller print where the table would not fit: texts of two columns never touch.
        shrunk = min(1.0, sheet.area.width / sum(needed))
        self.size = sheet.size * shrunk
        spare = max(0.0, sheet.area.width - sum(needed)) / len(needed)
        widths = [
            width * shrunk + (min(spare, max(0.0, 110 - width)) if at else 0.0) for at, width in enumerate(needed)
        ]
        self.lefts = [sheet.area.left + sum(widths[:at]) for at in range(len(widths))]
        self.rights = [*self.lefts[1:], self.lefts[-1] + widths[-1]]
        self.aligned = (
            table.aligned or (parts.LEFT,) + (sheet.world.pick((parts.RIGHT, parts.CENTRE, parts.RIGHT)),) * 99
        )
        self.head_aligned = table.head_aligned or self.aligned

    def _needed(self, column: int) -> float:
        """The room of a column: its widest number or name, and the widest word of its heads."""
        sheet, heads = self.sheet, self.table.head_rows
        texts = [row[column] for row in self.rows[heads:]]
        rotated = any(cell.is_rotated for row in self.table.rows[:heads] for cell in row)
        words = [] if rotated else [word for row in self.rows[:heads] for word in row[column].split(" ")]
        widest = max((sheet.width(text) for text in texts), default=0.0)
        return max(widest, max((sheet.width(word, is_bold=True) for word in words), default=0.0), 18.0) + 14

    def _put(self, column: int, y: float, text: str, how: str, is_bold: bool, until: int | None = None) -> None:
        left, right = self.lefts[column] + 4, self.rights[column if until is None else until] - 4
        x = {parts.LEFT: left, parts.RIGHT: right, parts.CENTRE: (left + right) / 2}[how]
        self.sheet.put(x, y, text, self.size, is_bold, how)

    def head(self, texts: Sequence[str], number: int) -> None:
        sheet = self.sheet
        spans, rotated = self._spans(number), any(cell.is_rotated for cell in self.table.rows[number])
        if rotated:
            self._rotated(texts)
            return
        wrapped = {
            at: sheet.wrapped(text, self.rights[spans.get(at, at)] - self.lefts[at] - 8, self.size, True)
            for at, text in enumerate(texts)
            if plain(text)
        }
        deep = max((len(lines) for lines in wrapped.values()), default=1)
        for at, lines in wrapped.items():
            how = parts.CENTRE if spans.get(at, at) > at else self.head_aligned[min(at, len(self.head_aligned) - 1)]
            for down, line in enumerate(lines):
                y = sheet.y - self.size * 1.25 * (deep - len(lines) + down + 1)
                self._put(at, y, line, how, True, spans.get(at))
        sheet.y -= self.size * 1.25 * deep + 4
        if self.is_ruled or sheet.world.chance(0.5):
            sheet.rule(self.lefts[0], sheet.y, self.rights[-1], sheet.y)

    def _rotated(self, texts: Sequence[str]) -> None:
        """Heads turned by a quarter, read from below."""
        sheet = self.sheet
        deep = max(sheet.width(text, self.size, True) for text in texts) + 6
        base = sheet.y - deep
        for at, text in enumerate(texts):
            middle = (self.lefts[at] + self.rights[at]) / 2 + self.size / 3

            def draw(middle: float = middle, text: str = text) -> None:
                canvas = sheet.canvas
                canvas.saveState()
                canvas.translate(middle, base)
                canvas.rotate(90)
                canvas.setFont(sheet.bold, self.size)
                canvas.drawString(0, 0, text)
                canvas.restoreState()

            sheet.drawn.append(draw)
        sheet.y = base - 4

    def _spans(self, number: int) -> dict[int, int]:
        """Of the heads that stand over several columns, the last one of each."""
        spans, column = {}, 0
        taken = [cell.rows for cell in self.table.rows[0]] if number else []
        for cell in self.table.rows[number]:
            while number and column < len(taken) and taken[column] > number:
                column += 1
            if cell.columns > 1:
                spans[column] = column + cell.columns - 1
            column += cell.columns
        return spans

    def row(self, texts: Sequence[str]) -> None:
        sheet = self.sheet
        sheet.y -= self.size * 1.5
        for at, text in enumerate(texts):
            if plain(text):
                how = parts.LEFT if at == 0 else self.aligned[min(at, len(self.aligned) - 1)]
                self._put(at, sheet.y, text, how, False)
        if self.is_ruled:
            sheet.rule(self.lefts[0], sheet.y - 4, self.rights[-1], sheet.y - 4)
