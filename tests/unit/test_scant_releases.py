"""A release of few or no figures: each part says so, and none is made of what is not there.

Belongs here: citation, map, data package and contract of little. Not here: what full ones hold (integration).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import duckdb
import pytest
import yaml
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from xlsxwriter import Workbook

from orchestration.spotlight.release.catalog import Catalog, Column, Table
from orchestration.spotlight.release.dbt_runner import DbtProject
from orchestration.spotlight.release.edition import Edition
from orchestration.spotlight.release.exports import datapackage
from orchestration.spotlight.release.exports.citation import write_citation
from orchestration.spotlight.release.exports.contract import write_data_contract
from orchestration.spotlight.release.exports.tile_sheet import NAME, write_tiles
from orchestration.spotlight.release.exports.workbook import write_workbook
from tests.support.exported import release_info

EDITION = Edition("spotlight-warehouse/01", "1-3f9c2a7d10be", "3f9c2a7d10be", date(2026, 1, 1))


def test_a_release_without_a_report_is_cited_without_an_example(tmp_path: Path) -> None:
    with duckdb.connect() as connection:
        connection.execute("create schema marts")
        connection.execute(
            "create table marts.dim_report "
            "(citation varchar, source_kind varchar, publisher_as_of date, report_id varchar)"
        )
        write_citation(connection, EDITION, release_info(), tmp_path / "none")
        connection.execute("insert into marts.dim_report values ('A   report.', 'publisher', '2020-01-01', 'r')")
        write_citation(connection, EDITION, release_info(), tmp_path / "one")
    none, one = ((tmp_path / name).read_text() for name in ("none", "one"))
    assert EDITION.citation in none
    assert "For example" not in none
    assert "None" not in none
    assert "For example:\n\n    A report.\n" in one


def map_of(rates: list[tuple[str, float, bool]], target: Path) -> Worksheet:
    with duckdb.connect() as connection, Workbook(target, {"constant_memory": True}) as book:
        connection.execute("create schema marts")
        connection.execute(
            "create table marts.rpt_rates (jurisdiction_code varchar, year int, measure varchar, rate double, "
            "is_reliable boolean, publisher_as_of date, publisher_as_of_basis varchar)"
        )
        for rate in rates:
            connection.execute(
                "insert into marts.rpt_rates values ($1, 2019, 'cases', $2, $3, '2020-07-30', 'printed')", rate
            )
        write_tiles(book, connection, book.add_format({"bold": True}))
    return cast("Worksheet", load_workbook(target)[NAME])


@pytest.mark.parametrize(
    ("rates", "shaded"),
    [([], 0), ([("US-MO", 1.5, False)], 0), ([("US-MO", 1.5, False), ("US-KS", 2.5, True)], 1)],
)
def test_a_map_shades_only_rates_that_are_reliable(
    tmp_path: Path, rates: list[tuple[str, float, bool]], shaded: int
) -> None:
    sheet = map_of(rates, tmp_path / "map.xlsx")
    heading = "Cases per 100,000 inhabitants" + (", 2019" if rates else ": no rate is known.")
    assert sheet["A1"].value == heading
    values = [cell.value for row in sheet.iter_rows() for cell in row if isinstance(cell.value, float)]
    assert sorted(values) == sorted(rate for _, rate, _ in rates)
    assert len(sheet.conditional_formatting) == shaded


def test_a_trend_without_a_row_has_no_chart_and_a_table_without_a_key_states_none(tmp_path: Path) -> None:
    with duckdb.connect() as connection:
        connection.execute("create schema marts")
        names = dict.fromkeys(("jurisdiction_code", "jurisdiction_name", "jurisdiction_level"), "varchar")
        names |= {"year": "integer", "measure": "varchar", "category": "varchar", "value": "bigint"}
        names |= {"is_comparable_with_previous": "boolean"}
        connection.execute(f"create table marts.rpt_trend ({', '.join(' '.join(one) for one in names.items())})")
        columns = tuple(Column(name, kind.upper(), True, "It.") for name, kind in names.items())
        table = Table("marts", "rpt_trend", "The trend.", columns, ("jurisdiction_code", "year"), 0, "")
        catalog = Catalog((table,), ())
        write_workbook(connection, catalog, EDITION, tmp_path / "book.xlsx")
    assert load_workbook(tmp_path / "book.xlsx")["rpt_trend"]._charts == []
    assert datapackage._schema(table, {})["primaryKey"] == ["jurisdiction_code", "year"]
    assert "primaryKey" not in datapackage._schema(replace(table, key=()), {})


def contract_with(kind: str, severity: str, target: Path) -> dict[str, Any]:
    column = {"name": "id", "data_type": "bigint", "description": "It.", "constraints": []}
    table = {
        "unique_id": "model.fct_things",
        "name": "fct_things",
        "resource_type": "model",
        "schema": "marts",
        "config": {"contract": {"enforced": True}},
        "constraints": [{"type": "primary_key", "columns": ["id"]}],
        "description": "Things.",
        "columns": {"id": column},
    }
    test = {
        "name": "a_test",
        "resource_type": "test",
        "attached_node": "model.fct_things",
        "config": {"severity": severity},
        "test_metadata": {"name": kind, "kwargs": {"statements": ["id > 0"]}},
    }
    project = cast("DbtProject", SimpleNamespace(manifest=lambda: {"nodes": {"table": table, "test": test}}))
    write_data_contract(project, release_info(), target)
    return cast("dict[str, Any]", yaml.safe_load(target.read_text()))


def test_a_promise_that_the_contract_has_no_words_for_is_never_left_out_of_it(tmp_path: Path) -> None:
    (table,) = contract_with("holds", "error", tmp_path / "contract.yaml")["schema"]
    assert [one["description"] for one in table["quality"]] == ["id > 0"]
    with pytest.raises(ValueError, match="a_test: the data contract has no words for a test of the kind sums_up"):
        contract_with("sums_up", "error", tmp_path / "contract.yaml")
    (table,) = contract_with("sums_up", "warn", tmp_path / "contract.yaml")["schema"]
    assert table["quality"] == []
