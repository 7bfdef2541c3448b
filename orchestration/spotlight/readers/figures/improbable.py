"""Numbers that counts are hardly ever: all multiples of five, or the ranks of places.

Belongs here: what only the numbers of a document together show, whatever its words say. Not here: a single number.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from orchestration.spotlight.readers.figures.particulars import FigureInReport
from orchestration.spotlight.readers.refusals import Refusal
from orchestration.spotlight.readers.sidecar import JURISDICTION, PARTICULARS, Sidecar

_ROUNDED_TO = 5
_FEWEST = 6
"""Of so many counts, all are multiples of five once in 15,625 times, and those of places 1, 2, 3, ... still less
often. No plain document that people wrote for the tests has six such numbers."""


def improbable_counts(placed: Sequence[FigureInReport], sidecar: Sidecar) -> Iterator[Refusal]:
    """Refuse numbers that seem to be rounded, and those of places that seem to be ranks."""
    counts = [one for one in placed if int(one.figure.value or 0)]
    if len(counts) >= _FEWEST and all(int(one.figure.value) % _ROUNDED_TO == 0 for one in counts):
        what = f"All {len(counts)} numbers of this document are multiples of {_ROUNDED_TO}, so they seem to be rounded"
        yield _refused(counts[0], "figures_rounded", what)
    of_places: dict[tuple[object, ...], list[FigureInReport]] = defaultdict(list)
    times = [key for key in PARTICULARS if key != JURISDICTION]
    for one in counts:
        key = (one.figure.measure, one.figure.category, *(one.value(time, sidecar) for time in times))
        of_places[key].append(one)
    for some in of_places.values():
        if len(some) >= _FEWEST and sorted(int(one.figure.value) for one in some) == list(range(1, len(some) + 1)):
            what = f"The numbers of {len(some)} places are 1 to {len(some)}, each once, so they seem to be ranks"
            yield _refused(some[0], "figures_are_ranks", what)


def _refused(one: FigureInReport, code: str, what: str) -> Refusal:
    message = f"{what}. Expected counts as they were published. If they are exact counts, write them as CSV."
    return Refusal(code, one.figure.line, one.figure.candidate.text, message)
