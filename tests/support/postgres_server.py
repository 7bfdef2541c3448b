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
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg.sql import SQL, Identifier

from tests.support.ports import free_port

SECONDS = 30


class PostgresServer:
    """A server and its superuser; it can be stopped, and started again on the same port with what it holds."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.port = free_port()
        self.password = secrets.token_hex(8)
        # PostgreSQL does not run as root.
        self._account: dict[str, Any] = {}
        if os.geteuid() == 0:
            shutil.chown(folder, "nobody", "nogroup")
            self._account = {"user": "nobody", "group": "nogroup", "extra_groups": []}
        (folder / "password").write_text(self.password, encoding="utf-8")
        (folder / "password").chmod(0o644)
        subprocess.run(
            [
                *(program("initdb"), "--pgdata", folder / "data", "--username", "postgres"),
                *("--pwfile", folder / "password", "--auth", "scram-sha-256", "--encoding", "UTF8"),
                *("--locale", "C.UTF-8", "--no-sync"),
            ],
            check=True,
            capture_output=True,
            cwd=folder,
            **self._account,
        )
        self.start()

    def start(self) -> None:
        options = [
            *("-c", "fsync=off", "-c", "listen_addresses=127.0.0.1"),
            *("-c", f"unix_socket_directories={self._folder}"),
        ]
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [program("postgres"), "-D", self._folder / "data", "-p", str(self.port), *options],
                stdout=log,
                stderr=log,
                cwd=self._folder,
                **self._account,
            )
        _wait(self, self._process, self._folder / "log")

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """Stop it; by default its clients are sent away, and what it holds is kept."""
        self._process.send_signal(how)
        self._process.wait(SECONDS)

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
    folder = Path(tempfile.mkdtemp(prefix="spotlight-postgres-", dir="/tmp"))
    try:
        server = PostgresServer(folder)
        try:
            yield server
        finally:
            server.stop(signal.SIGQUIT)  # at once: nothing of it is kept
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
