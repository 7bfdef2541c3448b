"""Whether Spark is here, and the ledgers that it is tried on.

Belongs here: what the tests of this folder share. Not here: starting Spark, or what is expected of it.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from orchestration.spotlight.domain.places import PROJECT_DIR
from tests.support.eventful_ledger import eventful_ledger
from tests.support.pipeline import Pipeline

INSTALLED = (PROJECT_DIR / ".venv-spark" / "bin" / "dbt").exists()
FIGURES = int(os.environ.get("SPOTLIGHT_SPARK_FIGURES", "2000"))

# Heavy, and apart: a machine of one's own may be without. Where a change is judged, or Spark is what is asked for,
# tables that nobody compared are a failure.
_IS_WANTED = INSTALLED or "CI" in os.environ or "SPOTLIGHT_SPARK_FIGURES" in os.environ
collect_ignore_glob = [] if _IS_WANTED else ["test_*.py"]


def pytest_report_header() -> str | None:
    """Say it where the tests of this folder are left out."""
    return "no Spark: tests/spark is left out (`make spark-test` installs it)" if collect_ignore_glob else None


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
