"""The ledgers that Spark is tried on.

Belongs here: what the tests of this folder share. Not here: starting Spark, or what is expected of it.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.support.eventful_ledger import eventful_ledger
from tests.support.pipeline import Pipeline

FIGURES = int(os.environ.get("SPOTLIGHT_SPARK_FIGURES", "2000"))


@pytest.fixture(scope="session")
def pipeline(tmp_path_factory: pytest.TempPathFactory) -> Pipeline:
    """A ledger of so many figures, and the DuckDB warehouse made from it."""
    pipeline = eventful_ledger(tmp_path_factory.mktemp("ledger"), FIGURES)
    pipeline.build()
    return pipeline


@pytest.fixture(scope="session")
def spark_tables(pipeline: Pipeline) -> Path:
    """Where Spark keeps its tables of that ledger."""
    return pipeline.settings.warehouse_dir / "spark" / "tables"
