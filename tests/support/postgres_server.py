"""A PostgreSQL server of a test's own, in a temporary folder and on a free port of 127.0.0.1.

Belongs here: finding, starting and stopping the server. Not here: what is written into it.
"""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from psycopg.sql import SQL, Identifier

from tests.support.ports import free_port

SECONDS = 30


@dataclass(frozen=True)
class PostgresServer:
    """A running server and its superuser."""

    port: int
    password: str

    def url(self, database: str = "postgres", user: str = "postgres", password: str | None = None) -> str:
        return f"postgresql://{user}:{password or self.password}@127.0.0.1:{self.port}/{database}"

    def new_database(self) -> str:
        """Make an empty database; return its name."""
        name = f"d{secrets.token_hex(4)}"
        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute(SQL("create database {} encoding 'UTF8' template template0").format(Identifier(name)))
        return name


def program(name: str) -> str:
    """The path of one of PostgreSQL's programs: Debian keeps the server's off the path. None is a failed test."""
    found = shutil.which(name) or next(
        (str(path) for path in sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), reverse=True)), None
    )
    if found is None:
        pytest.fail(f"PostgreSQL's {name} is not installed, which this test needs. Run `make test-slow`.")
    return found


@contextmanager
def postgres_server() -> Iterator[PostgresServer]:
    """Start a server and stop it at the end."""
    initdb, server = program("initdb"), program("postgres")
    folder = Path(tempfile.mkdtemp(prefix="spotlight-postgres-", dir="/tmp"))
    # PostgreSQL does not run as root.
    account: dict[str, object] = {}
    if os.geteuid() == 0:
        shutil.chown(folder, "nobody", "nogroup")
        account = {"user": "nobody", "group": "nogroup", "extra_groups": []}
    password = secrets.token_hex(8)
    (folder / "password").write_text(password, encoding="utf-8")
    (folder / "password").chmod(0o644)
    data = folder / "data"
    try:
        subprocess.run(
            [
                *(initdb, "--pgdata", data, "--username", "postgres", "--pwfile", folder / "password"),
                *("--auth", "scram-sha-256", "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync"),
            ],
            check=True,
            capture_output=True,
            cwd=folder,
            **account,
        )
        port = free_port()
        options = ["-c", "fsync=off", "-c", "listen_addresses=127.0.0.1", "-c", f"unix_socket_directories={folder}"]
        with (folder / "log").open("wb") as log:
            process = subprocess.Popen(
                [server, "-D", data, "-p", str(port), *options], stdout=log, stderr=log, cwd=folder, **account
            )
        try:
            result = PostgresServer(port, password)
            _wait(result, process, folder / "log")
            yield result
        finally:
            process.send_signal(signal.SIGQUIT)  # at once: nothing of it is kept
            process.wait(SECONDS)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _wait(server: PostgresServer, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + SECONDS
    while True:
        try:
            psycopg.connect(server.url(), connect_timeout=2).close()
        except psycopg.OperationalError:
            if process.poll() is not None or time.monotonic() > until:
                pytest.fail(f"PostgreSQL did not start:\n{log.read_text(errors='replace')}")
            time.sleep(0.1)
        else:
            return
