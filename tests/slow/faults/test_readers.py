"""Readers of every kind that never pause while refreshes restate figures: no error, no mixed vintage, nobody waits.

Belongs here: readers against refreshes. `SPOTLIGHT_FAULT_REFRESHES` asks for more of them than `make test` makes.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support.command_line import CommandLine
from tests.support.faults import BENT, BLOCKED, COLUMNS, TABLE, TRIED
from tests.support.pipeline import Pipeline, cases
from tests.support.postgres_server import PostgresServer, postgres_server
from tests.support.tally import Tally

REFRESHES = int(os.environ.get("SPOTLIGHT_FAULT_REFRESHES", "3"))
PARTS = ("sex", "labor", "sex_and_labor", "not_specified")

# One look: the total, and the parts in a second statement of the same connection; they agree in every release.
TOTAL = "select stated_total from marts.fct_case_totals where jurisdiction_code = 'US-MO'"
SUM = "select cast(sum(case_count) as bigint) from marts.fct_cases where jurisdiction_code = 'US-MO'"

READER = """
import json, os, subprocess, sys
from pathlib import Path
os.nice(19)  # they never pause: on a small machine the refresh would otherwise wait for a processor, not for them
kind, database, url, stop, total, parts = sys.argv[1:]
looks = errors = mixed = 0
seen = []

def duckdb_python():
    import duckdb
    locked = {"enable_external_access": False, "lock_configuration": True}
    with duckdb.connect(database, read_only=True, config=locked) as connection:
        return connection.execute(total).fetchone()[0], connection.execute(parts).fetchone()[0]

def duckdb_cli():
    program = str(Path(sys.executable).with_name("duckdb"))
    done = subprocess.run([program, "-readonly", database, "-noheader", "-csv", "-c", total, "-c", parts],
                          capture_output=True, text=True, check=True)
    return tuple(int(line) for line in done.stdout.split())

def adbc():
    import adbc_driver_duckdb
    from adbc_driver_manager import AdbcConnection, AdbcDatabase
    from adbc_driver_manager.dbapi import Connection
    driver, entrypoint = adbc_driver_duckdb.driver_path(), "duckdb_adbc_init"
    opened = AdbcDatabase(driver=driver, entrypoint=entrypoint, path=database, access_mode="READ_ONLY")
    with Connection(opened, AdbcConnection(opened)) as connection, connection.cursor() as cursor:
        answers = []
        for sql in (total, parts):
            cursor.execute(sql)
            answers.append(cursor.fetchone()[0])
        return tuple(answers)

def postgres():
    import psycopg
    with psycopg.connect(url) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        return connection.execute(total).fetchone()[0], connection.execute(parts).fetchone()[0]

def kept_open():
    global connection
    import duckdb
    if "connection" not in globals():
        connection = duckdb.connect(database, read_only=True)
    return connection.execute(total).fetchone()[0], connection.execute(parts).fetchone()[0]

look = globals()[kind]
print("ready", flush=True)
while not Path(stop).exists():
    try:
        stated, added = look()
        looks += 1
        mixed += stated != added
        if not seen or seen[-1] != stated:
            seen.append(stated)
    except Exception as error:
        errors += 1
        print(repr(error), file=sys.stderr)
print(json.dumps({"kind": kind, "looks": looks, "errors": errors, "mixed": mixed, "seen": seen}))
"""

READERS = ("duckdb_python", "duckdb_python", "duckdb_cli", "duckdb_cli", "adbc", "postgres", "postgres", "kept_open")


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    with postgres_server() as server:
        yield server


def _state(pipeline: Pipeline, number: int) -> None:
    """A restatement: another total, and parts that add up to it."""
    parts = {part: 10 * number + place for place, part in enumerate(PARTS)}
    lines = cases("MO", 2015, f"20{16 + number // 12}-{1 + number % 12:02}-28", total=sum(parts.values()), **parts)
    pipeline.write(f"{number:03}.csv", lines)


@pytest.mark.timeout(3600)
def test_readers_that_never_pause_see_whole_releases(
    server: PostgresServer,
    tmp_path: Path,
    record_property: pytest.RecordProperty,
    show_tally: Callable[[str, Tally], None],
) -> None:
    command_line = CommandLine(Pipeline(tmp_path))
    url = server.url(server.new_database())
    command_line.folders["SPOTLIGHT_POSTGRES_URL"] = url
    _state(command_line.pipeline, 0)
    began = time.monotonic()
    command_line.refresh()
    alone = time.monotonic() - began

    database = command_line.pipeline.settings.current / "warehouse.duckdb"
    stop = tmp_path / "stop"
    readers = [
        subprocess.Popen(
            [sys.executable, "-c", READER, kind, str(database), url, str(stop), TOTAL, SUM],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for kind in READERS
    ]
    for reader in readers:
        assert reader.stdout is not None
        assert reader.stdout.readline() == "ready\n"
    seconds = []
    for number in range(1, REFRESHES + 1):
        _state(command_line.pipeline, number)
        began = time.monotonic()
        assert command_line.refresh()["restated"] == 1
        seconds.append(time.monotonic() - began)
    stop.touch()

    answers = []
    for reader in readers:
        out, err = reader.communicate(timeout=60)
        assert reader.returncode == 0, err
        answers.append({**json.loads(out.splitlines()[-1]), "stderr": err[-500:]})
    record_property("readers", json.dumps(answers))
    print(json.dumps({"alone": alone, "among readers": seconds, "readers": answers}, indent=1))
    tally = Tally(COLUMNS)
    for column, told in ((TRIED, "looks"), (BENT, "mixed"), (BLOCKED, "errors")):
        tally.add("looks of eight readers during refreshes", column, sum(answer[told] for answer in answers))
    show_tally(TABLE, tally)
    for answer in answers:
        assert answer["looks"] > REFRESHES, answer
        assert (answer["errors"], answer["mixed"]) == (0, 0), answer
        assert answer["seen"] == sorted(answer["seen"]), "no reader goes back in time"
        if answer["kind"] == "kept_open":
            assert len(answer["seen"]) == 1, "an open connection keeps its release"
        else:
            assert len(answer["seen"]) > 1, "whoever comes again sees the new one"
