"""Outcomes counted by row and column, and shown as a table.

Belongs here: the count and its table. Not here: what a row or a column stands for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence


class Tally:
    """How often each outcome came about, by row; rows appear in the order in which they were first counted."""

    def __init__(self, columns: Sequence[str]) -> None:
        self.columns = tuple(columns)
        self.counts: dict[str, Counter[str]] = {}

    def add(self, row: str, outcome: str, count: int = 1) -> None:
        self.counts.setdefault(row, Counter())[outcome] += count

    def add_all(self, other: Tally) -> None:
        """Add what another process counted."""
        for row, counts in other.counts.items():
            self.counts.setdefault(row, Counter()).update(counts)

    def total(self, outcome: str) -> int:
        return sum(counts[outcome] for counts in self.counts.values())

    def lines(self) -> Iterator[str]:
        width = max(len(row) for row in (*self.counts, "total"))
        yield f"{'':{width}}  " + "  ".join(self.columns)
        totals: Counter[str] = sum(self.counts.values(), Counter())
        for row, counts in (*self.counts.items(), ("total", totals)):
            cells = "  ".join(f"{counts[column]:>{len(column)}}" for column in self.columns)
            yield f"{row:{width}}  {cells}"
