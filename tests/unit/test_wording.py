"""What a change of a batch is called in words, kind by kind.

Belongs here: the sentence. Not here: what counts as a change of which kind (test_resolve, test_history).
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from orchestration.spotlight.release.wording import in_words

SAID = {
    "jurisdiction_name": "Missouri",
    "period_start": date(2019, 1, 1),
    "period_end": date(2019, 12, 31),
    "measure": "cases",
    "category": "total",
}
NEW = {
    "new_value": 233,
    "new_value_status": "reported",
    "new_publisher_as_of": date(2020, 7, 30),
    "new_publisher_as_of_basis": "printed",
}
OLD = {
    "old_value": 230,
    "old_value_status": "reported",
    "old_publisher_as_of": date(2020, 1, 28),
    "old_publisher_as_of_basis": "retrieved_by",
}
LATER = {**OLD, "old_publisher_as_of": date(2025, 3, 3)}
DISPLACED = "230 → 233, the publisher's own of 2020-07-30 outranks a secondary account of ≤ 2025-03-03"
NOTHING = dict.fromkeys((*OLD, *NEW))


@pytest.mark.parametrize(
    ("kind", "change", "words"),
    [
        ("restated", OLD | NEW, "230 → 233, restated 2020-07-30, was ≤ 2020-01-28"),
        ("restated", NEW, "233, first stated 2020-07-30"),
        ("corrected", OLD, "230 withdrawn, a publisher's document of ≤ 2020-01-28 states otherwise"),
        ("corrected", NEW, "233, added to the report of 2020-07-30"),
        ("corrected", OLD | NEW, "230 → 233, our record of the report of 2020-07-30 corrected"),
        ("removed", OLD, "230 of ≤ 2020-01-28 removed"),
        (None, NEW, "233, now shown from another document, as of 2020-07-30"),
        ("new", NEW, "233, new, as of 2020-07-30"),
        ("late", NEW, "233, late, as of 2020-07-30"),
        ("new", LATER | NEW, DISPLACED),
        ("restated", LATER | NEW, DISPLACED),
    ],
)
def test_each_kind_of_change_has_its_sentence(kind: str | None, change: dict[str, Any], words: str) -> None:
    said = in_words({**SAID, **NOTHING, **change, "change_kind": kind})
    assert said.startswith("Missouri 2019 ")
    assert said.endswith(f": {words}")
