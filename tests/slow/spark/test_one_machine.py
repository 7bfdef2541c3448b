"""Spark without a cluster, in dbt's own process: the same tables, and every data test holds there too.

Belongs here: the method `session`. Not here: clusters.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.compared_tables import differences
from tests.support.eventful_ledger import eventful_ledger
from tests.support.spark_cluster import build


@pytest.mark.timeout(1800)
def test_every_table_equals_duckdbs_and_every_test_passes(tmp_path: Path) -> None:
    pipeline = eventful_ledger(tmp_path, 1000)
    pipeline.build()
    code, said = build(pipeline.settings.warehouse_dir)
    assert code == 0, said
    assert " PASS " in said
    tables = pipeline.settings.warehouse_dir / "spark" / "tables"
    assert differences(pipeline.settings.build_file, tables) == []
