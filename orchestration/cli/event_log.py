"""Dagster's event log in SQLite, written through connections that stay open for a run.

Belongs here: how this process writes events. Not here: which events there are, or a log that is kept elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

import dagster as dg
from dagster._core.storage.event_log import SqliteEventLogStorage
from sqlalchemy import Connection, Engine, create_engine
from sqlalchemy.pool import StaticPool


@contextmanager
def kept_open(instance: dg.DagsterInstance) -> Iterator[None]:
    """Keep the files of an SQLite event log open meanwhile.

    Dagster opens the file, writes its log back and has the same SQL compiled anew for each of the thousand statements
    of a refresh. What is written is the same, and whoever reads meanwhile sees each event as soon as it is there.
    """
    storage = instance.event_log_storage
    if not isinstance(storage, SqliteEventLogStorage):
        yield
        return
    open_once, engines = storage._connect, dict[str, Engine]()

    @contextmanager
    def connect(shard: str) -> Iterator[Connection]:
        if shard not in engines:
            with open_once(shard):  # makes the tables
                pass
            engines[shard] = create_engine(
                storage.conn_string_for_shard(shard),
                poolclass=StaticPool,
                connect_args={"timeout": 30, "check_same_thread": False},  # the lock below lets one thread in at a time
            )
            with engines[shard].connect() as connection:
                # Nor does each event wait for the disk: a loss of power may take the last ones, and breaks nothing.
                connection.exec_driver_sql("pragma synchronous = normal")
        with storage._db_lock, engines[shard].begin() as connection:
            yield connection

    look_for_table = storage.has_table
    storage._connect, storage.has_table = connect, cache(look_for_table)  # type: ignore[method-assign]
    try:
        yield
    finally:
        storage._connect, storage.has_table = open_once, look_for_table  # type: ignore[method-assign]
        for engine in engines.values():
            engine.dispose()
