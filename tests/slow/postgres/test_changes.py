"""The copy in PostgreSQL while the release changes: what readers see before, meanwhile and afterwards.

Belongs here: a release after another. Not here: what one holds (test_copy).
"""

from __future__ import annotations

import threading
from collections.abc import Callable

import psycopg
import pytest
import sqlalchemy as sa

from orchestration.settings import Settings
from orchestration.spotlight.domain.errors import UserError
from orchestration.spotlight.release.postgres.copy import is_behind, write_current
from orchestration.spotlight.release.publish import current_release
from tests.support.odbc import odbc
from tests.support.postgres_copy import ask, engine, run_sql, url_of
from tests.support.postgres_server import PostgresServer
from tests.support.seed_release import release_changed

REPUBLISHED = 10


def test_the_release_that_is_there_is_not_written_again(settings: Settings) -> None:
    assert is_behind(settings)
    assert write_current(settings).rows_added["marts.fct_victims"] > 0
    assert not is_behind(settings)
    assert write_current(settings).rows_added == {}


def test_only_rows_that_differ_are_written(settings: Settings) -> None:
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
