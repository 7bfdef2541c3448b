"""The same models on a real cluster give the same tables, and losing a part of it costs a retry or a clear word.

Belongs here: what a cluster does. Not here: Spark without one (test_one_machine), messages before it starts (unit).
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.compared_tables import differences, row_counts
from tests.support.pipeline import Pipeline
from tests.support.spark_cluster import SparkCluster, build, spark_cluster, start_build

MODELS = ("--", "--exclude-resource-type", "test")
HISTORY = ("--", "--exclude-resource-type", "test", "--select", "+fct_figure_revisions")


@pytest.fixture(scope="module")
def cluster(pipeline: Pipeline) -> Iterator[SparkCluster]:
    with spark_cluster(pipeline.settings.warehouse_dir) as cluster:
        yield cluster


@pytest.mark.timeout(3600)
def test_every_table_equals_duckdbs(pipeline: Pipeline, cluster: SparkCluster, spark_tables: Path) -> None:
    code, said = build(pipeline.settings.warehouse_dir, "--thrift", cluster.thrift, *MODELS)
    assert code == 0, said
    counts = row_counts(pipeline.settings.build_file)
    assert len(counts) > 20
    assert [table for table, count in counts.items() if count == 0] == []
    assert differences(pipeline.settings.build_file, spark_tables) == []


@pytest.mark.timeout(1800)
def test_a_lost_worker_costs_a_retry_and_the_last_one_a_clear_word(
    pipeline: Pipeline, cluster: SparkCluster, spark_tables: Path
) -> None:
    warehouse_dir, build_file = pipeline.settings.warehouse_dir, pipeline.settings.build_file
    before = build_file.read_bytes()

    process = start_build(warehouse_dir, "--thrift", cluster.thrift, *HISTORY)
    said = _until_a_model_is_built(process)
    cluster.kill_a_worker()
    rest, _ = process.communicate()
    assert process.returncode == 0, said + rest
    assert differences(build_file, spark_tables, only={"marts.fct_figure_revisions"}) == []

    process = start_build(warehouse_dir, "--thrift", cluster.thrift, "--wait", "30", *HISTORY)
    said = _until_a_model_is_built(process)
    cluster.kill_a_worker()
    rest, _ = process.communicate()
    assert process.returncode == 1, said + rest
    assert "Spark has done nothing for 30 s" in rest
    assert "The DuckDB warehouse is unchanged." in rest

    code, said = build(warehouse_dir, "--thrift", cluster.thrift, "--wait", "10", *HISTORY)
    assert code == 1
    assert "no worker answered one in 10 s" in said
    assert build_file.read_bytes() == before


def _until_a_model_is_built(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    said = ""
    while " OK created " not in said:
        line = process.stdout.readline()
        assert line, f"the build ended too soon:\n{said}"
        said += line
    return said
