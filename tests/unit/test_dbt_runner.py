"""dbt called from Python: a project that cannot be read, a build file that is none, and what was damaged between.

Belongs here: what people are told and what is made anew. Not here: what is built (tests/integration).
"""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from dbt.cli.main import dbtRunner, dbtRunnerResult

from orchestration.settings import Settings
from orchestration.spotlight.domain.errors import UserError
from orchestration.spotlight.domain.places import DBT_PROJECT_DIR, REFERENCE_DIR
from orchestration.spotlight.ledger.chain import Ledger
from orchestration.spotlight.release.dbt_runner import DbtProject


@pytest.fixture
def project(tmp_path: Path) -> DbtProject:
    """A copy of the project, beside a copy of its seeds, with what dbt made of it."""
    DbtProject().parse_if_stale()
    shutil.copytree(DBT_PROJECT_DIR, tmp_path / "dbt_project", ignore=shutil.ignore_patterns("logs", "run", "compiled"))
    shutil.copytree(REFERENCE_DIR, tmp_path / "data" / "seeds" / "reference")
    Settings().export()
    return DbtProject(tmp_path / "dbt_project")


def test_what_dbt_made_of_the_project_is_made_anew_where_it_is_damaged(project: DbtProject) -> None:
    (project.folder / "target" / "partial_parse.msgpack").write_bytes(b"damaged")
    project.manifest_file.write_bytes(b"{")
    assert project.parsed().nodes
    project.manifest_file.write_bytes(b"{")
    assert project.manifest()["nodes"]


def test_a_project_that_was_never_read_is_read_outside_the_main_thread_too(project: DbtProject) -> None:
    shutil.rmtree(project.folder / "target")
    with ThreadPoolExecutor(1) as threads:
        threads.submit(project.parse_if_stale).result()
    assert project.manifest()["nodes"]


def test_a_project_that_dbt_cannot_read_is_named(project: DbtProject) -> None:
    (project.folder / "models" / "marts" / "fct_cases.sql").write_text("select * from {{ ref('nothing') }}")
    with pytest.raises(UserError, match=f"dbt cannot read its project: (?s:.*)Correct {project.folder}"):
        project.parse_if_stale()


def test_a_build_file_that_is_no_database_stops_dbt_before_it_begins(project: DbtProject) -> None:
    settings = Settings()
    settings.build_file.parent.mkdir(parents=True)
    settings.build_file.write_bytes(b"no database" * 1000)
    with pytest.raises(UserError, match=r"dbt could not begin: .*warehouse\.duckdb"):
        project.build(settings.build_file, Ledger(settings.ledger_dir))


def test_dbt_without_memory_is_no_fault_of_the_project(project: DbtProject, monkeypatch: pytest.MonkeyPatch) -> None:
    project.parse_if_stale()
    out_of_memory = dbtRunnerResult(success=False, exception=MemoryError())
    monkeypatch.setattr(dbtRunner, "invoke", lambda *_, **__: out_of_memory)
    settings = Settings()
    settings.build_file.parent.mkdir(parents=True)
    with pytest.raises(MemoryError):
        project.build(settings.build_file, Ledger(settings.ledger_dir))


def test_a_folder_that_dbt_cannot_write_into_is_named(project: DbtProject) -> None:
    settings = Settings()
    settings.build_file.parent.mkdir(parents=True)
    (settings.build_file.parent / "dbt").write_text("in the way")
    with pytest.raises(NotADirectoryError, match=str(settings.build_file.parent)):
        project.build(settings.build_file, Ledger(settings.ledger_dir))


def test_documentation_that_cannot_be_written_says_why(
    project: DbtProject, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DBT_TARGET", "nowhere")
    with pytest.raises(UserError, match="dbt could not write its documentation"):
        project.write_docs(tmp_path / "documentation.html")
