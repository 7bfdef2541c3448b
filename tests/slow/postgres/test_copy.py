"""A release in a real PostgreSQL: what psql, SQLAlchemy and ODBC find there.

Belongs here: the copy of one release. Not here: the figures (test_facts), another release (test_changes).
"""

from __future__ import annotations

import subprocess

import duckdb
import sqlalchemy as sa

from orchestration.settings import Settings
from orchestration.spotlight.inspect.status import status
from orchestration.spotlight.release.postgres.copy import is_behind, write_current
from tests.support.odbc import odbc
from tests.support.postgres_copy import ask, engine, run_sql, url_of
from tests.support.postgres_server import program
from tests.support.seed_release import tables_of


def test_every_table_holds_what_the_release_holds(settings: Settings) -> None:
    write_current(settings)
    with duckdb.connect(settings.current / "warehouse.duckdb", read_only=True) as release:
        tables = list(tables_of(release))
        assert len(tables) > 20
        for table in tables:
            assert sorted(map(repr, ask(settings, f"select * from {table}"))) == sorted(
                map(repr, release.execute(f"from {table}").fetchall())
            ), table
    ((number, rows),) = ask(settings, "select number, row_counts from audit.warehouse_release")
    assert number == 1
    assert set(rows) == set(tables)


def test_a_copy_that_is_missing_old_or_edited_is_known_and_written_again(settings: Settings) -> None:
    assert told_of_copy(settings) == [
        "The copy in PostgreSQL is of release none, the current one is 1. `spotlight refresh` writes it again."
    ]
    write_current(settings)
    assert told_of_copy(settings) == []
    for edit in (
        "update marts.fct_victims set victim_count = victim_count + 1 where year = 2019",
        "delete from marts.fct_case_totals where year = 2019",
        "drop table audit.rejections",
    ):
        run_sql(url_of(settings), edit)
        (message,) = told_of_copy(settings)
        assert message.startswith("In the copy in PostgreSQL ")
        assert "somebody edited them" in message
        assert is_behind(settings)
        write_current(settings)
        assert told_of_copy(settings) == []
    run_sql(url_of(settings), "alter table audit.warehouse_release drop column fingerprints")  # of an earlier version
    write_current(settings)
    assert told_of_copy(settings) == []


def told_of_copy(settings: Settings) -> list[str]:
    return [matter.message for matter in status(settings).matters if "PostgreSQL" in matter.message]


def test_sqlalchemy_finds_types_keys_and_descriptions(settings: Settings) -> None:
    write_current(settings)
    with engine(settings).connect() as connection:
        inspector = sa.inspect(connection)
        columns = {column["name"]: column for column in inspector.get_columns("fct_case_totals", schema="marts")}
        assert {name: str(columns[name]["type"]) for name in ("case_count", "year", "period_start")} == {
            "case_count": "BIGINT",
            "year": "INTEGER",
            "period_start": "DATE",
        }
        assert str(columns["sex_share_of_specified"]["type"]) == "DOUBLE PRECISION"
        assert not columns["year"]["nullable"]
        assert columns["case_count"]["nullable"]
        key = inspector.get_pk_constraint("fct_case_totals", schema="marts")
        assert key["constrained_columns"] == ["jurisdiction_code", "year"]
        for table in inspector.get_table_names(schema="marts"):
            assert inspector.get_pk_constraint(table, schema="marts")["constrained_columns"], table
            assert inspector.get_table_comment(table, schema="marts")["text"], table
            assert all(column["comment"] for column in inspector.get_columns(table, schema="marts")), table
        corrections = {column["name"]: column for column in inspector.get_columns("fct_corrections", schema="marts")}
        assert isinstance(corrections["recorded_from"]["type"], sa.TIMESTAMP)


def test_psql_and_odbc_answer_with_missouri_2019(settings: Settings) -> None:
    write_current(settings)
    query = (
        "select stated_total, parts_total, discrepancy, reconciliation_status from marts.fct_case_totals"
        " where jurisdiction_code = 'US-MO' and year = 2019"
    )
    answer = subprocess.run(
        [program("psql"), url_of(settings), "-X", "-A", "-t", "-c", query], check=True, capture_output=True, text=True
    )
    assert answer.stdout.strip() == "233|234|1|parts_exceed_total"
    connection = odbc(settings)
    assert tuple(connection.execute(query).fetchone()) == (233, 234, 1, "parts_exceed_total")
    described = {row.column_name: row for row in connection.cursor().columns("fct_case_totals", schema="marts")}
    assert described["case_count"].type_name == "int8"
    connection.close()


def test_figures_as_of_a_day_are_those_of_the_warehouse(settings: Settings) -> None:
    write_current(settings)
    with duckdb.connect(settings.current / "warehouse.duckdb", read_only=True) as release:
        for day in ("2013-01-01", "2016-02-01", "2020-08-01"):
            query = f"select * from marts.figures_as_of('{day}')"
            assert sorted(map(repr, ask(settings, query))) == sorted(map(repr, release.execute(query).fetchall())), day
    assert ask(
        settings,
        "select value from marts.figures_as_of('2016-02-01') where jurisdiction_code = 'US-MO' and year = 2015"
        " and measure = 'cases' and category = 'total'",
    ) == [(67,)]
