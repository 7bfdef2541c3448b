"""Numbers that counts are hardly ever: all multiples of five, or the ranks of places.

Belongs here: what only the numbers of a document together show, whatever its words say. Not here: a single number.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from orchestration.spotlight.readers.figures.particulars import FigureInReport
from orchestration.spotlight.readers.refusals import Refusal
from orchestration.spotlight.readers.sidecar import JURISDICTION, PARTICULARS, Sidecar

_ROUNDED_TO = 5
_FEWEST_ROUNDED = 7
"""No plain document that people wrote for the tests has so many counts that are all multiples of five."""
_SMALL = 20
"""A small state may have a few counts up to this that happen to be multiples of five, and their totals are too."""
_FEWEST_RANKS = 6
_FEWEST_SHARED = 8
"""Small counts of fewer places may be 1, 2, 3, 4, 5 and 5."""


def improbable_counts(placed: Sequence[FigureInReport], sidecar: Sidecar) -> Iterator[Refusal]:
    """Refuse numbers that seem to be rounded, and those of places that seem to be ranks."""
    counts = [one for one in placed if int(one.figure.value or 0)]
    numbers = [int(one.figure.value) for one in counts]
    if len(counts) >= _FEWEST_ROUNDED and max(numbers) > _SMALL and not any(one % _ROUNDED_TO for one in numbers):
        what = f"All {len(counts)} numbers of this document are multiples of {_ROUNDED_TO}, so they seem to be rounded"
        yield _refused(counts[0], "figures_rounded", what)
    of_places: dict[tuple[object, ...], list[FigureInReport]] = defaultdict(list)
    times = [key for key in PARTICULARS if key != JURISDICTION]
    for one in counts:
        key = (one.figure.measure, one.figure.category, *(one.value(time, sidecar) for time in times))
        of_places[key].append(one)
    for some in of_places.values():
        ranks = sorted(int(one.figure.value) for one in some)
        if len(some) >= _FEWEST_RANKS and _are_ranks(ranks):
            what = f"The numbers of {len(some)} places follow each other from {ranks[0]} to {ranks[-1]}, as ranks do"
            yield _refused(some[0], "figures_are_ranks", what)


def _are_ranks(numbers: Sequence[int]) -> bool:
    """Whether sorted numbers follow each other without a gap, or are 1, 2, 3, ... with two that share a rank."""
    shared = [at for at, (one, other) in enumerate(pairwise(numbers), 1) if one == other]
    if not shared:
        return numbers[-1] - numbers[0] == len(numbers) - 1
    first, *others = shared
    if len(numbers) < _FEWEST_SHARED:
        return False
    are_places = all(number in (at + 1, at) for at, number in enumerate(numbers))
    return not others and numbers[:first] == list(range(1, first + 1)) and are_places


def _refused(one: FigureInReport, code: str, what: str) -> Refusal:
    message = f"{what}. Expected counts as they were published. If they are exact counts, write them as CSV."
    return Refusal(code, one.figure.line, one.figure.candidate.text, message)
