"""The pages of `bi/`: what a page says to run is what runs here, and what it shows is what comes out.

Belongs here: running the code blocks of the pages. Not here: tools that no registry serves (their pages say so).
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa

from orchestration.settings import PROJECT_DIR, Settings
from orchestration.spotlight.postgres import write_current
from tests.support.postgres_server import postgres_server, program
from tests.support.seed_release import release_of_seeds

BI = PROJECT_DIR / "bi"
PAGES = sorted(page.name for page in BI.glob("*.md") if page.name != "README.md")
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
RUN = {"python": [sys.executable, "-c"], "sh": ["bash", "-euc"]}
TRIED_BY_TESTS = ("duckdb_cli.md", "odbc_jdbc.md", "postgres.md", "python.md")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that looks like the project to a reader: `bi/`, and a warehouse with its first release."""
    folder = tmp_path_factory.mktemp("project")
    (folder / "bi").symlink_to(BI)
    release_of_seeds(folder / "data" / "warehouse")
    return folder


@pytest.fixture(scope="module")
def environment(project: Path) -> Iterator[dict[str, str]]:
    """What a reader has at hand: the tools of `[bi]`, PostgreSQL's, and a server that holds the release."""
    with postgres_server() as server:
        url = server.url(server.new_database())
        write_current(Settings(warehouse_dir=project / "data" / "warehouse", postgres_url=url))
        reader = sa.make_url(url).set(username="spotlight_reader", password="choose-one")  # as postgres.md says
        tools = [str(Path(sys.executable).parent), str(Path(program("psql")).parent)]
        yield {
            **{name: value for name, value in os.environ.items() if not name.startswith("PYTHON")},
            "PATH": os.pathsep.join([*tools, os.environ["PATH"]]),
            "SPOTLIGHT_POSTGRES_URL": url,
            "SPOTLIGHT_READER_URL": reader.render_as_string(hide_password=False),
        }


def blocks(page: str) -> list[tuple[str, str]]:
    return BLOCK.findall((BI / page).read_text(encoding="utf-8"))


@pytest.mark.parametrize("page", TRIED_BY_TESTS)
def test_what_the_page_says_to_run_shows_what_the_page_shows(
    page: str, project: Path, environment: dict[str, str]
) -> None:
    if page == "odbc_jdbc.md":
        _make_the_role(environment)
    found = blocks(page)
    assert any(language in RUN for language, _ in found)
    for (language, code), (next_language, shown) in zip(found, [*found[1:], ("", "")], strict=True):
        if language not in RUN:
            continue
        result = subprocess.run(
            [*RUN[language], code], cwd=project, env=environment, capture_output=True, text=True, timeout=120
        )
        assert result.returncode == 0 or "ERROR" in result.stdout, f"{code}\n{result.stdout}\n{result.stderr}"
        if next_language == "text":
            assert result.stdout.strip() == shown.strip(), code


def _make_the_role(environment: dict[str, str]) -> None:
    """The role of postgres.md, made by that page's own words, for a page that is tried alone."""
    with psycopg.connect(environment["SPOTLIGHT_POSTGRES_URL"], autocommit=True) as connection:
        if connection.execute("select from pg_roles where rolname = 'spotlight_reader'").fetchone() is None:
            (words,) = [code for language, code in blocks("postgres.md") if language == "sh" and "create role" in code]
            subprocess.run([*RUN["sh"], words], env=environment, check=True)


@pytest.mark.parametrize("page", PAGES)
def test_every_page_says_whether_it_was_tried_how_to_open_and_what_a_refresh_does(page: str) -> None:
    text = (BI / page).read_text(encoding="utf-8")
    assert re.search(r"^(Tried: |Not tried here)", text, re.MULTILINE)
    assert re.search(r"^Tried: by the tests", text, re.MULTILINE) is None or page in TRIED_BY_TESTS
    assert re.search(r"^## (Open|ODBC)", text, re.MULTILINE)
    assert "## At a refresh" in text
    # The file is opened with all three settings, or somebody else's word for them; else the server or a copy is read.
    if "current/warehouse.duckdb" in text and page != "evidence.md":
        for setting in ("read_?only", "enable_external_access", "lock_configuration"):
            assert re.search(setting, text, re.IGNORECASE), setting
    assert page in (BI / "README.md").read_text(encoding="utf-8")
