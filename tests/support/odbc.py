"""ODBC to a copy in PostgreSQL. Apart from other connections, since importing its driver needs unixODBC.

Belongs here: connecting. Not here: questions and answers.
"""

from __future__ import annotations

import pyodbc
import sqlalchemy as sa

from orchestration.settings import Settings
from tests.support.postgres_copy import url_of


def odbc(settings: Settings) -> pyodbc.Connection:
    where = sa.make_url(url_of(settings))
    return pyodbc.connect(
        f"Driver={{PostgreSQL Unicode}};Server={where.host};Port={where.port};Database={where.database};"
        f"Uid={where.username};Pwd={where.password}"
    )
