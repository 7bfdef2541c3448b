"""The marts on a real PostgreSQL: what readers find there, and what goes wrong in which words.

Belongs here: the copy as psql, SQLAlchemy and ODBC see it, before, while and after it changes. Not here: the figures.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import dagster as dg
import duckdb
import psycopg
import pyodbc
import pytest
import sqlalchemy as sa

from orchestration.cli.refresh import run as refresh
from orchestration.definitions import defs
from orchestration.defs.postgres import postgres_behind
from orchestration.settings import Settings
from orchestration.spotlight.domain.errors import UserError
from orchestration.spotlight.release.postgres import is_behind, write_current
from orchestration.spotlight.release.publish import current_release
from tests.support.postgres_server import PACKAGES, PostgresServer, postgres_server, program
from tests.support.seed_release import release_changed, release_of_seeds, tables_of

REPUBLISHED = 10


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    with postgres_server() as server:
        yield server


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return release_of_seeds(tmp_path_factory.mktemp("seeds") / "warehouse")


@pytest.fixture
def settings(seeds: Settings, server: PostgresServer, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The settings of a warehouse of this test's own with release 1, and of an empty database."""
    own = Settings()
    shutil.copytree(seeds.warehouse_dir, own.warehouse_dir, symlinks=True)
    own.current.unlink()
    own.current.symlink_to("releases/1")
    monkeypatch.setenv("SPOTLIGHT_POSTGRES_URL", server.url(server.new_database()))
    return Settings()


def url_of(settings: Settings) -> str:
    assert settings.postgres_url is not None
    return settings.postgres_url


def ask(settings: Settings, query: str) -> list[tuple[object, ...]]:
    with psycopg.connect(url_of(settings)) as connection:
        return connection.execute(query).fetchall()


def run_sql(url: str, *statements: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)


def odbc(settings: Settings) -> pyodbc.Connection:
    if "PostgreSQL Unicode" not in pyodbc.drivers():
        pytest.fail(f"PostgreSQL's ODBC driver is not installed. On Debian: apt install {PACKAGES}")
    where = sa.make_url(url_of(settings))
    return pyodbc.connect(
        f"Driver={{PostgreSQL Unicode}};Server={where.host};Port={where.port};Database={where.database};"
        f"Uid={where.username};Pwd={where.password}"
    )


def engine(settings: Settings) -> sa.Engine:
    return sa.create_engine(sa.make_url(url_of(settings)).set(drivername="postgresql+psycopg"))


# What is there


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


# How it changes


def test_the_release_that_is_there_is_not_written_again(settings: Settings) -> None:
    assert is_behind(settings)
    assert write_current(settings).rows_added["marts.fct_victims"] > 0
    assert not is_behind(settings)
    assert write_current(settings).rows_added == {}


def test_only_rows_that_differ_are_touched(settings: Settings) -> None:
    write_current(settings)
    release_changed(
        settings,
        "update marts.fct_victims set victim_count = 424 where jurisdiction_code = 'US-MO' and year = 2019",
        "delete from marts.fct_perpetrators where perpetrator_type = 'business'",
    )
    assert is_behind(settings)
    written = write_current(settings)
    assert {table: rows for table, rows in written.rows_added.items() if rows} == {"marts.fct_victims": 1}
    assert set({table: rows for table, rows in written.rows_removed.items() if rows}) == {
        "marts.fct_victims",
        "marts.fct_perpetrators",
    }
    assert ask(
        settings, "select victim_count from marts.fct_victims where jurisdiction_code = 'US-MO' and year = 2019"
    ) == [(424,)]


def test_text_that_postgres_cannot_hold_is_shown_by_a_sign(settings: Settings) -> None:
    release_changed(
        settings,
        "insert into audit.rejections (rejection_id, file, rule_code, offending_text, message, opened_at)"
        " values ('r', 'x.csv', 'c', 'a' || chr(0) || E'\\t\"\\\\N\\n', 'm', timestamp '2026-01-01')",
    )
    write_current(settings)
    assert ask(settings, "select offending_text from audit.rejections") == [('a␀\t"\\N\n',)]


def test_grants_and_views_of_others_stay_when_the_release_changes(settings: Settings, server: PostgresServer) -> None:
    write_current(settings)
    run_sql(
        url_of(settings),
        f"create role reader_{server.port} login password 'reader'",
        f"grant usage on schema marts to reader_{server.port}",
        f"grant select on all tables in schema marts to reader_{server.port}",
        f"alter default privileges in schema marts grant select on tables to reader_{server.port}",
        "create schema ours",
        "create view ours.totals as select sum(case_count) as total from marts.fct_case_totals",
    )
    release_changed(
        settings,
        "update marts.fct_case_totals set case_count = 7",
        "alter table marts.fct_perpetrators add column remark varchar",
    )
    write_current(settings)
    database = sa.make_url(url_of(settings)).database
    assert database is not None
    with psycopg.connect(server.url(database, f"reader_{server.port}", "reader")) as reader:
        assert reader.execute("select max(case_count) from marts.fct_case_totals").fetchone() == (7,)
        assert reader.execute("select max(remark) from marts.fct_perpetrators").fetchone() == (None,)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            reader.execute("delete from marts.fct_case_totals")
    assert ask(settings, "select total % 7 from ours.totals") == [(0,)]


def test_a_table_that_is_no_longer_released_goes_and_others_stay(settings: Settings) -> None:
    release_changed(settings, "create table marts.rpt_old (id bigint primary key)")
    write_current(settings)
    run_sql(url_of(settings), "create table marts.somebodys_own (id bigint)")
    release_changed(settings, "drop table marts.rpt_old")
    write_current(settings)
    found = {name for (name,) in ask(settings, "select table_name from information_schema.tables")}
    assert "rpt_old" not in found
    assert "somebodys_own" in found


# What readers see meanwhile. Each of the numbers is that of the release, so that two different ones are a mixture.

VINTAGES = """
    select (select number from audit.warehouse_release),
        (select min(case_count) from marts.fct_case_totals), (select max(case_count) from marts.fct_case_totals),
        (select max(c.case_count) from marts.fct_cases as c join marts.fct_case_totals using (jurisdiction_code, year)),
        (select max(value) from marts.rpt_revision_triangle)
"""


def stamped(settings: Settings, *statements: str) -> None:
    """Release with every count set to the number that the release is going to have."""
    released = current_release(settings)
    assert released is not None
    number = released.number + 1
    release_changed(
        settings,
        f"update marts.fct_case_totals set case_count = {number}",
        f"update marts.fct_cases set case_count = {number}",
        f"update marts.rpt_revision_triangle set value = {number}",
        *statements,
    )
    write_current(settings)


def by_psycopg(settings: Settings, answer: Callable[[tuple[int, ...]], bool]) -> None:
    with psycopg.connect(url_of(settings), autocommit=True) as connection:
        while answer(connection.execute(VINTAGES).fetchone() or ()):
            pass


def by_one_snapshot(settings: Settings, answer: Callable[[tuple[int, ...]], bool]) -> None:
    """Two queries of one transaction have to agree with each other too."""
    with psycopg.connect(url_of(settings)) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        is_wanted = True
        while is_wanted:
            with connection.transaction():
                first = connection.execute(VINTAGES).fetchone() or ()
                second = connection.execute(VINTAGES).fetchone() or ()
            is_wanted = answer((*first, *second))


def by_sqlalchemy(settings: Settings, answer: Callable[[tuple[int, ...]], bool]) -> None:
    reader = engine(settings)
    is_wanted = True
    while is_wanted:
        with reader.connect() as connection:
            is_wanted = answer(tuple(connection.execute(sa.text(VINTAGES)).one()))
    reader.dispose()


def by_odbc(settings: Settings, answer: Callable[[tuple[int, ...]], bool]) -> None:
    connection = odbc(settings)
    connection.autocommit = True
    while answer(tuple(connection.execute(VINTAGES).fetchone())):
        pass
    connection.close()


@pytest.mark.parametrize("is_reshaped", [False, True], ids=["same columns", "other columns each time"])
def test_readers_see_one_release_or_the_next_while_it_changes(settings: Settings, is_reshaped: bool) -> None:
    stamped(settings)
    is_over = threading.Event()
    seen: list[tuple[int, ...]] = []
    errors: list[BaseException] = []

    def reading(reader: Callable[[Settings, Callable[[tuple[int, ...]], bool]], None]) -> None:
        def answer(numbers: tuple[int, ...]) -> bool:
            seen.append(numbers)
            return not is_over.is_set()

        try:
            reader(settings, answer)
        except Exception as error:  # every kind of error of every driver is a reader that was let down
            errors.append(error)

    # A snapshot older than a table made anew finds it empty; it is told so in the recipe.
    readers = [by_psycopg, by_sqlalchemy, by_odbc, by_psycopg if is_reshaped else by_one_snapshot]
    threads = [threading.Thread(target=reading, args=(reader,)) for reader in readers]
    for thread in threads:
        thread.start()
    try:
        for round_ in range(4 if is_reshaped else REPUBLISHED):
            stamped(settings, *([f"alter table marts.fct_case_totals add column remark_{round_} bigint"] * is_reshaped))
    finally:
        is_over.set()
        for thread in threads:
            thread.join()
    assert not errors
    assert not [numbers for numbers in seen if len(set(numbers)) != 1]
    assert len({numbers[0] for numbers in seen}) > 2, "the readers were there while it changed"
    assert len(seen) > 4 * len(threads)


def test_a_write_that_fails_half_way_leaves_everything_as_it_was(settings: Settings) -> None:
    write_current(settings)
    before = ask(settings, VINTAGES)
    run_sql(url_of(settings), "alter table audit.warehouse_release add constraint one check (number = 1)")
    release_changed(settings, "update marts.fct_case_totals set case_count = 1")
    with pytest.raises(UserError, match="could not be written"):
        write_current(settings)
    assert ask(settings, VINTAGES) == before


# What goes wrong


def test_a_schema_of_others_is_refused_and_untouched(settings: Settings) -> None:
    run_sql(url_of(settings), "create schema audit", "create table audit.theirs (id int)")
    with pytest.raises(UserError, match="schema audit that this warehouse did not make"):
        write_current(settings)
    assert ask(
        settings, "select table_schema, table_name from information_schema.tables where table_name ~ 'fct|their'"
    ) == [("audit", "theirs")]


def test_an_empty_schema_that_was_made_for_us_is_taken(settings: Settings) -> None:
    run_sql(url_of(settings), "create schema marts", "create schema audit")
    write_current(settings)
    assert not is_behind(settings)


def wrong_password(settings: Settings, server: PostgresServer) -> str:
    return server.url(sa.make_url(url_of(settings)).database or "", password="not-the-secret")


def no_rights(settings: Settings, server: PostgresServer) -> str:
    database = sa.make_url(url_of(settings)).database or ""
    run_sql(url_of(settings), f"create role weak_{database} login password 'weak-secret'")
    return server.url(database, f"weak_{database}", "weak-secret")


def no_server(settings: Settings, server: PostgresServer) -> str:
    return "postgresql://somebody:down-secret@127.0.0.1:1/warehouse"


@pytest.mark.parametrize(
    ("address", "words"),
    [
        (no_server, "cannot be reached.*See that the server runs"),
        (wrong_password, "password authentication failed.*right address, user and password"),
        (no_rights, "lacks a right.*grant create, temporary on database"),
    ],
    ids=["no server", "wrong password", "no rights"],
)
def test_the_asset_fails_alone_says_what_to_do_and_the_next_run_mends_it(
    settings: Settings,
    server: PostgresServer,
    monkeypatch: pytest.MonkeyPatch,
    address: Callable[[Settings, PostgresServer], str],
    words: str,
) -> None:
    good = url_of(settings)
    job = defs().resolve_job_def("postgres_marts")
    with dg.DagsterInstance.ephemeral() as instance:
        monkeypatch.setenv("SPOTLIGHT_POSTGRES_URL", address(settings, server))
        result = job.execute_in_process(instance=instance, raise_on_error=False)
        assert not result.success
        (failure,) = [event.step_failure_data for event in result.all_events if event.is_step_failure]
        message = failure.user_failure_data.description or ""
        assert re.search(words, message)
        everything = "".join(str(event) for event in result.all_events)
        assert "secret" not in everything
        monkeypatch.setenv("SPOTLIGHT_POSTGRES_URL", good)
        assert job.execute_in_process(instance=instance).success
    assert not is_behind(Settings())


def test_a_refresh_publishes_without_the_database_and_says_so_and_the_next_one_writes_the_copy(
    settings: Settings, seeds: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SPOTLIGHT_REPORTS_DIR", str(seeds.reports_dir))
    good = url_of(settings)
    monkeypatch.setenv("SPOTLIGHT_POSTGRES_URL", "postgresql://somebody:down-secret@127.0.0.1:1/warehouse")
    assert refresh(False, (), False, as_json=False) == 5
    told = capsys.readouterr().err
    assert "See that the server runs" in " ".join(told.split())
    assert "secret" not in told

    def answer(code: int) -> tuple[str, dict[str, Any] | None]:
        assert refresh(False, (), False, as_json=True) == code
        one = json.loads(capsys.readouterr().out)
        return one["status"], one["postgres"]

    status, failed = answer(5)
    assert status == "nothing_new"
    assert failed is not None
    assert (failed["status"], failed["release"]) == ("failed", None)
    assert "See that the server runs" in failed["message"]
    assert "secret" not in failed["message"]
    monkeypatch.setenv("SPOTLIGHT_POSTGRES_URL", good)
    current = current_release(settings)
    assert current is not None
    assert answer(0) == ("nothing_new", {"status": "written", "release": current.number, "message": None})
    assert not is_behind(settings)
    assert answer(0) == ("nothing_new", {"status": "up_to_date", "release": current.number, "message": None})
    monkeypatch.delenv("SPOTLIGHT_POSTGRES_URL")
    assert answer(0) == ("nothing_new", None)


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://user:odd/secret@host/db",
        "postgresql://user:odd@secret@host/db",
        "postgresql://user:odd%secret@host/db",
        "postgresql+psycopg://user:odd-secret@host/db",
        "odd-secret",
    ],
)
def test_an_address_that_cannot_be_read_is_told_without_showing_it(settings: Settings, address: str) -> None:
    settings.postgres_url = address
    with pytest.raises(UserError, match="Write it as postgresql://") as caught:
        write_current(settings)
    assert "secret" not in str(caught.value)


def test_a_refresh_has_no_part_in_postgres() -> None:
    found = defs()
    assert dg.AssetKey("postgres_marts") not in found.resolve_job_def("refresh").asset_layer.executable_asset_keys
    assert found.resolve_asset_graph().get(dg.AssetKey("postgres_marts")).parent_keys == {dg.AssetKey("release")}


def test_without_an_address_nothing_is_written_and_nothing_fails(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPOTLIGHT_POSTGRES_URL", "")
    result = defs().resolve_job_def("postgres_marts").execute_in_process()
    assert result.success
    assert not result.get_asset_materialization_events()


# When it is written


def sensed(instance: dg.DagsterInstance) -> dg.RunRequest | dg.SkipReason:
    with dg.build_sensor_context(instance=instance) as context:
        found = postgres_behind(context)
    assert isinstance(found, dg.RunRequest | dg.SkipReason)
    return found


def test_the_sensor_asks_for_a_run_while_the_database_is_behind(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = defs().resolve_job_def("postgres_marts")
    good = url_of(settings)
    with dg.DagsterInstance.ephemeral() as instance:
        asked = sensed(instance)
        assert isinstance(asked, dg.RunRequest)
        assert job.execute_in_process(instance=instance, tags=asked.tags).success
        assert sensed(instance) == dg.SkipReason("PostgreSQL holds release 1.")

        release_changed(settings, "update marts.fct_victims set victim_count = 1")
        monkeypatch.setenv("SPOTLIGHT_POSTGRES_URL", no_server(settings, None))  # type: ignore[arg-type]
        asked = sensed(instance)
        assert isinstance(asked, dg.RunRequest), "only a run shows people why the database is behind"
        assert not job.execute_in_process(instance=instance, tags=asked.tags, raise_on_error=False).success
        waits = sensed(instance)
        assert isinstance(waits, dg.SkipReason)
        assert "next try" in (waits.skip_message or "")

        monkeypatch.setattr("orchestration.defs.postgres.FIRST_PAUSE_SECONDS", 0)
        monkeypatch.setenv("SPOTLIGHT_POSTGRES_URL", good)
        again = sensed(instance)
        assert isinstance(again, dg.RunRequest)
        assert again.run_key != asked.run_key
        assert job.execute_in_process(instance=instance, tags=again.tags).success
    assert ask(settings, "select number from audit.warehouse_release") == [(2,)]


def test_the_sensor_rests_without_an_address_or_a_release(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with dg.DagsterInstance.ephemeral() as instance:
        monkeypatch.setenv("SPOTLIGHT_WAREHOUSE_DIR", str(tmp_path / "none"))
        assert sensed(instance) == dg.SkipReason("There is no release yet.")
        monkeypatch.setenv("SPOTLIGHT_POSTGRES_URL", "")
        assert sensed(instance) == dg.SkipReason("SPOTLIGHT_POSTGRES_URL is not set.")
