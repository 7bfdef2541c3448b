"""The copy in PostgreSQL as far as it needs no server: addresses, and when it is left alone.

Belongs here: what is decided before a connection is made. Not here: the copy itself (tests/slow/postgres).
"""

from __future__ import annotations

import re

import dagster as dg
import duckdb
import pytest

from orchestration.definitions import defs
from orchestration.settings import Settings
from orchestration.spotlight.domain.errors import UserError
from orchestration.spotlight.release.postgres.copy import write_current
from orchestration.spotlight.release.postgres.shape import tables_of
from tests.support.postgres_copy import sensed


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
def test_an_address_that_cannot_be_read_is_reported_without_showing_it(address: str) -> None:
    with pytest.raises(UserError, match="Write it as postgresql://") as caught:
        write_current(Settings(postgres_url=address))
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ("t (id int)", "marts.t: has no primary key. Declare its grain"),
        ("t (id int primary key, odd int[])", r"marts.t: no PostgreSQL type is known for odd (INTEGER[])"),
    ],
)
def test_a_table_that_postgres_cannot_have_is_named(table: str, words: str) -> None:
    with duckdb.connect() as release:
        release.execute(f"create schema marts; create table marts.{table}")
        with pytest.raises(UserError, match=re.escape(words)):
            tables_of(release)


def test_a_refresh_has_no_part_in_postgres() -> None:
    found = defs()
    assert dg.AssetKey("postgres_marts") not in found.resolve_job_def("refresh").asset_layer.executable_asset_keys
    assert found.resolve_asset_graph().get(dg.AssetKey("postgres_marts")).parent_keys == {dg.AssetKey("release")}


def test_without_an_address_nothing_is_written_and_nothing_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPOTLIGHT_POSTGRES_URL", "")
    result = defs().resolve_job_def("postgres_marts").execute_in_process()
    assert result.success
    assert not result.get_asset_materialization_events()


def test_the_sensor_rests_without_an_address_or_a_release(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with dg.DagsterInstance.ephemeral() as instance:
        monkeypatch.setenv("SPOTLIGHT_POSTGRES_URL", "postgresql://nobody@127.0.0.1:1/nothing")
        assert sensed(instance) == dg.SkipReason("There is no release yet.")
        monkeypatch.setenv("SPOTLIGHT_POSTGRES_URL", "")
        assert sensed(instance) == dg.SkipReason("SPOTLIGHT_POSTGRES_URL is not set.")
