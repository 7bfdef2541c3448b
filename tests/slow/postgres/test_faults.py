"""The copy in PostgreSQL when something is wrong: what is said, and how the next run makes it good.

Belongs here: faults of the server, of rights and of addresses, and when a run is asked for.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import dagster as dg
import psycopg
import pytest
import sqlalchemy as sa

from orchestration.cli.refresh import run as refresh
from orchestration.definitions import defs
from orchestration.settings import Settings
from orchestration.spotlight.domain.errors import UserError
from orchestration.spotlight.release.postgres import copy, shape
from orchestration.spotlight.release.postgres.copy import is_behind, what_differs, write_current
from orchestration.spotlight.release.publish import current_release
from tests.support.postgres_copy import ask, run_sql, sensed, url_of
from tests.support.postgres_server import PostgresServer
from tests.support.seed_release import release_changed


def test_a_schema_of_others_is_refused_and_left_as_it_is(settings: Settings) -> None:
    run_sql(url_of(settings), "create schema audit", "create table audit.theirs (id int)")
    with pytest.raises(UserError, match="schema audit that this warehouse did not create"):
        write_current(settings)
    assert ask(
        settings, "select table_schema, table_name from information_schema.tables where table_name ~ 'fct|their'"
    ) == [("audit", "theirs")]


def test_an_empty_schema_that_was_made_for_us_is_taken(settings: Settings) -> None:
    run_sql(url_of(settings), "create schema marts", "create schema audit")
    write_current(settings)
    assert not is_behind(settings)


def test_before_the_first_release_there_is_nothing_to_write(settings: Settings, tmp_path: Path) -> None:
    unreleased = replace(settings, warehouse_dir=tmp_path / "none")
    assert what_differs(unreleased) is None
    with pytest.raises(UserError, match="There is no release at"):
        write_current(unreleased)


def test_what_depends_on_a_table_with_other_columns_is_named(settings: Settings) -> None:
    write_current(settings)
    run_sql(
        url_of(settings),
        "create schema ours",
        "create function ours.f(marts.fct_victims) returns int language sql return 1",
    )
    release_changed(settings, "alter table marts.fct_victims add column remark varchar")
    with pytest.raises(UserError, match="something of yours depends on the old one"):
        write_current(settings)


def test_a_reader_without_a_pause_is_waited_for_and_then_named(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shape, "EXCLUSIVE_ATTEMPTS", 2)
    monkeypatch.setattr(shape, "EXCLUSIVE_MILLISECONDS", 50)
    write_current(settings)
    release_changed(settings, "alter table marts.fct_victims add column remark varchar")
    with psycopg.connect(url_of(settings)) as reader:
        reader.execute("select count(*) from marts.fct_victims").fetchall()
        with pytest.raises(UserError, match=r"other columns in .*fct_victims, which others read without a pause"):
            write_current(settings)
    write_current(settings)


def test_a_writer_that_never_ends_is_named(settings: Settings) -> None:
    """It takes the minute that the server waits."""
    with psycopg.connect(url_of(settings)) as other:
        other.execute("select pg_advisory_xact_lock(hashtext(%s))", (copy.MARK,))
        with pytest.raises(UserError, match="the right to write for more than 60 s"):
            write_current(settings)


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
        (no_server, "cannot be reached.*Check that the server runs"),
        (wrong_password, "password authentication failed.*right address, user and password"),
        (no_rights, "lacks a right.*grant create, temporary on database"),
    ],
    ids=["no server", "wrong password", "no rights"],
)
def test_the_asset_fails_alone_says_what_to_do_and_the_next_run_repairs_it(
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
    assert "Check that the server runs" in " ".join(told.split())
    assert "secret" not in told

    def answer(code: int) -> tuple[str, dict[str, Any] | None]:
        assert refresh(False, (), False, as_json=True) == code
        one = json.loads(capsys.readouterr().out)
        return one["status"], one["postgres"]

    status, failed = answer(5)
    assert status == "nothing_new"
    assert failed is not None
    assert (failed["status"], failed["release"]) == ("failed", None)
    assert "Check that the server runs" in failed["message"]
    assert "secret" not in failed["message"]
    monkeypatch.setenv("SPOTLIGHT_POSTGRES_URL", good)
    current = current_release(settings)
    assert current is not None
    assert answer(0) == ("nothing_new", {"status": "written", "release": current.number, "message": None})
    assert not is_behind(settings)
    assert answer(0) == ("nothing_new", {"status": "up_to_date", "release": current.number, "message": None})
    monkeypatch.delenv("SPOTLIGHT_POSTGRES_URL")
    assert answer(0) == ("nothing_new", None)


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
