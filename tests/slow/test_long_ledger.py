"""A ledger of ten thousand batches: dbt reads as many files of each kind in the memory that it is given.

Belongs here: what only so many files show. Not here: what it costs (make bench).
"""

from __future__ import annotations

from pathlib import Path

from tests.support.dbt_build import MODELS_ONLY, build
from tests.support.pipeline import Pipeline, cases

BATCHES = 10_000


def test_all_batches_of_a_long_ledger_are_staged(tmp_path: Path) -> None:
    pipeline = Pipeline(tmp_path)
    pipeline.write("MO.csv", cases("MO", 2015, "2016-01-28", total=67))
    assert not pipeline.look().open
    figures = pipeline.settings.ledger_dir / "batches" / "batch=1" / "figures.parquet"
    for number in range(2, BATCHES + 1):
        folder = figures.parents[1] / f"batch={number}"
        folder.mkdir()
        (folder / figures.name).hardlink_to(figures)
    warehouse = build(pipeline.settings.warehouse_dir, *MODELS_ONLY, "--select", "stg_ledger__figures")
    assert warehouse.rows("select count(distinct batch), count(*) from staging.stg_ledger__figures") == [
        (BATCHES, BATCHES)
    ]
