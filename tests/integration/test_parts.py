"""Much at one time is read, validated and resolved in parts, and comes to the same as at once.

Belongs here: that parts change nothing. Not here: what they save (make bench), what is right (test_resolve).
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orchestration.spotlight.ingest import decisions, reading
from orchestration.spotlight.ledger.chain import BATCH_FILES, Ledger
from tests.support.pipeline import Pipeline, cases

PARTS = ("sex", "labor", "sex_and_labor", "not_specified")
reports = st.tuples(
    st.sampled_from(["MO", "KS", "NE"]),
    st.sampled_from([2014, 2015]),
    st.sampled_from(["2016-01-28", "2016-05-27"]),
    st.sampled_from(["publisher", "secondary"]),
    st.dictionaries(st.sampled_from(["total", *PARTS]), st.sampled_from([1, 2, 3, None]), min_size=1),
)
step = st.tuples(
    st.sampled_from(["write", "write", "remove", "accept"]),
    st.sampled_from(["one.csv", "two.csv", "three.csv"]),
    st.lists(reports, min_size=1, max_size=4),
)


def outcome(folder: str, history: list[Any]) -> list[object]:
    """Every row of every batch, and what was shown of each refresh."""
    pipeline = Pipeline(Path(folder))
    pipeline.write("kept.csv", cases("IA", 2014, "2016-01-28", total=55))
    shown: list[object] = []
    for action, name, stated in history:
        if action == "write":
            pipeline.write(name, *(cases(*report[:4], **report[4]) for report in stated))
        elif action == "remove":
            (pipeline.reports / name).unlink(missing_ok=True)
        summary = pipeline.look(accept=action == "accept", full=True).summary()
        shown.append({name: sorted(map(str, one)) if isinstance(one, list) else one for name, one in summary.items()})
    ledger = Ledger(pipeline.settings.ledger_dir)
    for number in range(1, ledger.last_batch() + 1):
        for name in BATCH_FILES:
            rows = pl.read_parquet(ledger.file(number, name), hive_partitioning=False)
            shown.append(sorted(map(str, rows.drop("previous_hash", strict=False).rows())))
    return shown


histories = st.lists(step, min_size=2, max_size=5)


@settings(max_examples=3)
@given(histories)
def test_parts_of_one_report_come_to_the_same_as_all_at_once(history: list[Any]) -> None:
    assert_the_same_in_parts(history)


@pytest.mark.slow
@settings(max_examples=60)
@given(histories)
def test_parts_of_many_histories_come_to_the_same_as_all_at_once(history: list[Any]) -> None:
    assert_the_same_in_parts(history)


def assert_the_same_in_parts(history: list[Any]) -> None:
    with TemporaryDirectory() as one, TemporaryDirectory() as other:
        at_once = outcome(one, history)
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(decisions, "MOST_REPORTS", 1)
            patched.setattr(reading, "_MOST_FIGURES", 1)
            assert outcome(other, history) == at_once
