"""How many documents of the corpus were read right, refused, and read wrong.

Belongs here: the count and its table. Not here: what is right (test_corpus).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

COLUMNS = ("read right", "refused, as it must be", "refused", "wrong")
RIGHT, REFUSED_RIGHTLY, REFUSED, WRONG = COLUMNS


class Tally:
    """Outcomes by format, or by any other name of a row."""

    def __init__(self) -> None:
        self.counts: dict[str, Counter[str]] = {}

    def add(self, row: str, outcome: str) -> None:
        self.counts.setdefault(row, Counter())[outcome] += 1

    def total(self, outcome: str) -> int:
        return sum(counts[outcome] for counts in self.counts.values())

    @property
    def share_read(self) -> float:
        """Of the documents that can be read, those that were."""
        readable = self.total(RIGHT) + self.total(REFUSED) + self.total(WRONG)
        return self.total(RIGHT) / max(1, readable)

    def lines(self) -> Iterator[str]:
        width = max(len(row) for row in (*self.counts, "total"))
        yield f"{'':{width}}  " + "  ".join(COLUMNS)
        totals: Counter[str] = sum(self.counts.values(), Counter())
        for row, counts in (*self.counts.items(), ("total", totals)):
            cells = "  ".join(f"{counts[column]:>{len(column)}}" for column in COLUMNS)
            yield f"{row:{width}}  {cells}"
