"""How many documents of the corpus were read right, refused, and read wrong.

Belongs here: the outcomes, and the share that was read. Not here: what is right (test_corpus), the table (support).
"""

from __future__ import annotations

from tests.support.tally import Tally

COLUMNS = ("read right", "refused, as it must be", "refused", "wrong")
RIGHT, REFUSED_RIGHTLY, REFUSED, WRONG = COLUMNS


def share_read(tally: Tally) -> float:
    """Of the documents that can be read, those that were."""
    readable = tally.total(RIGHT) + tally.total(REFUSED) + tally.total(WRONG)
    return tally.total(RIGHT) / max(1, readable)
