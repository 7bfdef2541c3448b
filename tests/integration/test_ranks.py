"""A rank never stands without the places it could hold: most neighbours cannot be told apart.

Belongs here: scanning whatever shows people columns. Not here: the ranks themselves (test_rates).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from orchestration.spotlight.domain.places import PROJECT_DIR
from tests.support.exported import Exported, build_warehouse, data_of_dashboard, export
from tests.support.made_once import MadeOnce

QUERIES = sorted((PROJECT_DIR / "bi" / "queries").glob("*.sql"))
SUPERSET = sorted((PROJECT_DIR / "bi" / "superset").rglob("*.yaml"))
RANK = re.compile(r"\b(?:[a-z_]*_)?rank\b", re.IGNORECASE)
A_RANK_OF_OUR_OWN = re.compile(r"\b(?:dense_|percent_)?rank\s*\(", re.IGNORECASE)


@pytest.fixture(scope="module")
def exported(made_once: MadeOnce, tmp_path_factory: pytest.TempPathFactory) -> Exported:
    database = made_once("for-exports", build_warehouse) / "build" / "warehouse.duckdb"
    return export(database, tmp_path_factory.mktemp("ranks") / "1")


def lonely(names: set[str]) -> set[str]:
    """The ranks among some names that stand without their bounds."""
    return {name for name in names if RANK.fullmatch(name) and not {f"{name}_low", f"{name}_high"} <= names}


def keys_of(data: Any) -> Iterator[set[str]]:
    """The names that stand side by side in each object of a JSON document."""
    if isinstance(data, dict):
        yield set(data)
    for value in data.values() if isinstance(data, dict) else data if isinstance(data, list) else ():
        yield from keys_of(value)


def test_the_scan_sees_a_rank() -> None:
    assert lonely({"place", "rank"}) == {"rank"}
    assert lonely({"case_rank", "case_rank_low"}) == {"case_rank"}
    assert lonely({"rank", "rank_low", "rank_high", "outranked"}) == set()
    assert A_RANK_OF_OUR_OWN.search("select rank() over (order by cases)")


def test_in_every_table_and_as_of_function(exported: Exported) -> None:
    tables: dict[object, set[str]] = {}
    for table, column in exported.rows(
        "select schema_name || '.' || table_name, column_name from duckdb_columns() "
        "where schema_name in ('marts', 'audit')"
    ):
        tables.setdefault(table, set()).add(str(column))
    assert [table for table, columns in tables.items() if "rank" in columns] == ["marts.rpt_rates"]
    assert {table: ranks for table, columns in tables.items() if (ranks := lonely(columns))} == {}


@pytest.mark.parametrize("query", QUERIES, ids=lambda file: file.stem)
def test_in_every_ready_made_query(query: Path, exported: Exported) -> None:
    text = query.read_text(encoding="utf-8")
    assert not A_RANK_OF_OUR_OWN.search(text), "rpt_rates has the rank, and the places it could hold"
    columns = {str(name) for name, *_ in exported.rows(f"describe {text.rstrip().rstrip(';')}")}
    assert lonely(columns) == set()


def test_in_every_sheet_of_the_workbook(exported: Exported) -> None:
    for sheet in load_workbook(exported.folder / "spotlight.xlsx", read_only=True):
        assert lonely({str(name) for name in next(sheet.iter_rows(max_row=1, values_only=True), ())}) == set()


def test_in_the_data_of_the_dashboard(exported: Exported) -> None:
    found = list(keys_of(data_of_dashboard(exported)))
    assert {"place", "cases", "rate", "rank_low", "rank_high"} <= set().union(*found)
    assert [names for names in found if lonely(names)] == []


@pytest.mark.parametrize("file", SUPERSET, ids=lambda file: file.stem)
def test_in_the_superset_bundle(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert not A_RANK_OF_OUR_OWN.search(text)
    assert lonely(set(re.findall(r"\b\w+\b", text))) == set()
