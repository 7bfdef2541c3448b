"""One transaction on the database of `SPOTLIGHT_POSTGRES_URL`, and what went wrong in words for people.

Belongs here: connecting, and messages without secrets. Not here: what is written.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote

import psycopg
from psycopg import errors
from psycopg.conninfo import conninfo_to_dict

from orchestration.settings import Settings
from orchestration.spotlight.domain.errors import UserError

CONNECT_SECONDS = 10


@contextmanager
def connected(settings: Settings) -> Iterator[psycopg.Connection]:
    """One transaction on the database of `SPOTLIGHT_POSTGRES_URL`; its errors are reported without secrets."""
    url = settings.postgres_url or ""
    try:
        parts = conninfo_to_dict(url)
    except psycopg.Error:
        parts = {}
    # From an unescaped sign in a password libpq makes a host, port or database that would show part of the password.
    ports = str(parts.get("port", "")).split(",")
    if (
        not parts
        or "@" in f"{parts.get('host')}{parts.get('dbname')}"
        or not all(one.isdecimal() or not one for one in ports)
    ):
        raise UserError(
            "SPOTLIGHT_POSTGRES_URL cannot be read. Write it as postgresql://user:password@host:5432/database, with "
            "the signs @ : / ? # % of user and password as %40 %3A %2F %3F %23 %25."
        ) from None
    place = f"PostgreSQL at {parts.get('host', 'the default address')}:{parts.get('port', 5432)}, database " + (
        f"{parts.get('dbname', parts.get('user', 'default'))}, user {parts.get('user', 'default')}"
    )
    try:
        with psycopg.connect(
            url,
            connect_timeout=int(parts.get("connect_timeout") or CONNECT_SECONDS),
            application_name="spotlight-warehouse",
            client_encoding="utf8",
        ) as connection:
            connection.execute("set lock_timeout = '60s'")
            yield connection
    except errors.InsufficientPrivilege as error:
        raise UserError(
            f"{place}: the user lacks a right ({_detail(error, parts)}). Have the database's owner run: "
            f"grant create, temporary on database {parts.get('dbname')} to {parts.get('user')}; and let the user own "
            f"the schemas marts and audit if they are there."
        ) from None
    except errors.DependentObjectsStillExist as error:
        raise UserError(
            f"{place}: a table has other columns now, and something of yours depends on the old one "
            f"({_detail(error, parts)}). Drop it, refresh, and create it again."
        ) from None
    except errors.LockNotAvailable:
        raise UserError(
            f"{place}: another session has held a table or the right to write for more than 60 s. "
            f"End it (see pg_stat_activity), then refresh."
        ) from None
    except psycopg.Error as error:
        if isinstance(error, psycopg.OperationalError) and error.sqlstate is None:
            raise UserError(
                f"{place}: cannot be reached, or refuses the login ({_detail(error, parts)}). Check that the server "
                f"runs, that SPOTLIGHT_POSTGRES_URL has the right address, user and password, and that pg_hba.conf "
                f"admits them. Then refresh."
            ) from None
        raise UserError(
            f"{place}: could not be written ({_detail(error, parts)}). Its contents are unchanged. "
            f"Fix this, then refresh."
        ) from None


def _detail(error: psycopg.Error, parts: Mapping[str, Any]) -> str:
    """PostgreSQL's message in one line, without the password."""
    primary = error.diag.message_primary
    words = " ".join((f"{primary} {error.diag.message_detail or ''}" if primary else str(error)).split())
    password = str(parts.get("password") or "")
    for secret in filter(None, {password, quote(password, safe="")}):
        words = words.replace(secret, "…")
    return words[:400]
