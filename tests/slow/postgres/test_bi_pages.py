"""The pages of `bi/` that need a PostgreSQL server, tried as a reader tries them.

Belongs here: pages with a server. Not here: the other pages (tests/integration/test_bi_pages).
"""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa

from orchestration.spotlight.release.postgres.copy import write_current
from tests.support.bi_pages import (
    RUN,
    TRIED_WITH_A_SERVER,
    blocks,
    environment_of_readers,
    project_of_readers,
    run_page,
)
from tests.support.made_once import MadeOnce
from tests.support.postgres_server import PostgresServer, program
from tests.support.seed_release import settings_of_seeds


@pytest.fixture(scope="module")
def project(made_once: MadeOnce, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return project_of_readers(tmp_path_factory.mktemp("project"), made_once)


@pytest.fixture(scope="module")
def environment(project: Path, server: PostgresServer) -> Mapping[str, str]:
    """PostgreSQL's tools, and a server that holds the release."""
    url = server.url(server.new_database())
    write_current(replace(settings_of_seeds(project / "data" / "warehouse"), postgres_url=url))
    reader = sa.make_url(url).set(username="spotlight_reader", password="choose-one")  # as postgres.md says
    return environment_of_readers(
        Path(program("psql")).parent,
        SPOTLIGHT_POSTGRES_URL=url,
        SPOTLIGHT_READER_URL=reader.render_as_string(hide_password=False),
    )


@pytest.mark.parametrize("page", TRIED_WITH_A_SERVER)
def test_what_the_page_says_to_run_shows_what_the_page_shows(
    page: str, project: Path, environment: Mapping[str, str]
) -> None:
    if page == "odbc_jdbc.md":
        _make_the_role(environment)
    run_page(page, project, environment)


def _make_the_role(environment: Mapping[str, str]) -> None:
    """The role of postgres.md, made by that page's own words, for a page that is tried alone."""
    with psycopg.connect(environment["SPOTLIGHT_POSTGRES_URL"], autocommit=True) as connection:
        if connection.execute("select from pg_roles where rolname = 'spotlight_reader'").fetchone() is None:
            (words,) = [code for language, code in blocks("postgres.md") if language == "sh" and "create role" in code]
            subprocess.run([*RUN["sh"], words], env=environment, check=True)
