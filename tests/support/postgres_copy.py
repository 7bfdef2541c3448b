"""The copy of a release in PostgreSQL, asked as its readers ask.

Belongs here: connections and questions. Not here: the server (postgres_server), what is expected.
"""

from __future__ import annotations

import dagster as dg
import psycopg
import sqlalchemy as sa

from orchestration.defs.postgres import postgres_behind
from orchestration.settings import Settings


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


def engine(settings: Settings) -> sa.Engine:
    return sa.create_engine(sa.make_url(url_of(settings)).set(drivername="postgresql+psycopg"))


def sensed(instance: dg.DagsterInstance) -> dg.RunRequest | dg.SkipReason:
    with dg.build_sensor_context(instance=instance) as context:
        found = postgres_behind(context)
    assert isinstance(found, dg.RunRequest | dg.SkipReason)
    return found
