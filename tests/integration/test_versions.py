"""What a change of the code costs: of presentation a release, of tables a build, of reading all files once more.

Belongs here: real commands on a copy of the project that is edited. Not here: what is read, built or shown.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from orchestration.spotlight.domain.places import PROJECT_DIR
from orchestration.spotlight.files.note import read_note
from tests.support.pipeline import HEADER, cases

FILES = 3


@dataclass(frozen=True)
class Project:
    """A copy of the project, and a warehouse that it refreshes."""

    folder: Path

    @property
    def warehouse(self) -> Path:
        return self.folder / "warehouse"

    @property
    def code(self) -> Path:
        return self.folder / "project"

    def refresh(self) -> Mapping[str, Any]:
        """Refresh with the code as it is now; what the command says."""
        environment = {
            "PYTHONPATH": str(self.code),
            "SPOTLIGHT_REPORTS_DIR": str(self.folder / "reports"),
            "SPOTLIGHT_WAREHOUSE_DIR": str(self.warehouse),
            "DAGSTER_HOME": str(self.folder / "dagster"),
        }
        main = "import sys; from orchestration.cli import main; sys.argv = ['spotlight', 'refresh', '--json']; main()"
        done = subprocess.run(
            [sys.executable, "-c", main],
            env={**os.environ, **environment},
            cwd=self.code,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return json.loads(done.stdout)

    def files_read(self) -> int:
        """How many files the last refresh read."""
        return int(read_note(self.warehouse / "last_refresh.json")["summary"]["files_read"])

    def build(self) -> tuple[int, ...]:
        """What changes whenever anybody writes to the build file or builds it anew."""
        found = (self.warehouse / "build" / "warehouse.duckdb").stat()
        return found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns

    def append(self, file: str, text: str) -> None:
        with (self.code / file).open("a", encoding="utf-8") as stream:
            stream.write(text)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    made = Project(tmp_path)
    passed_over = shutil.ignore_patterns("__pycache__", "logs", "reports")
    for name in ("orchestration", "schemas", "dbt_project", "data/seeds", ".dagster"):
        shutil.copytree(PROJECT_DIR / name, made.code / name, ignore=passed_over)
    shutil.copyfile(PROJECT_DIR / "pyproject.toml", made.code / "pyproject.toml")
    reports = tmp_path / "reports"
    reports.mkdir()
    for state in ("MO", "KS", "NE")[:FILES]:
        (reports / f"{state}.csv").write_text("\n".join([HEADER, *cases(state, 2020, "2021-02-01", total=9), ""]))
    return made


@pytest.mark.slow
@pytest.mark.timeout(1800)  # six refreshes, some of which parse and build everything
def test_each_part_of_the_code_costs_only_what_it_decides(project: Project) -> None:
    assert (project.refresh()["release"], project.files_read()) == (1, FILES)
    built = project.build()
    dashboard = (project.warehouse / "current" / "dashboard.html").read_text()

    # Presentation: exports anew from the same tables.
    project.append("orchestration/spotlight/release/dashboard/page.css", "\n/* another comment */\n")
    after = project.refresh()
    assert (after["status"], after["release"], after["batch"], project.files_read()) == ("published", 2, None, 0)
    assert project.build() == built
    assert (project.warehouse / "current" / "dashboard.html").read_text() != dashboard
    assert project.refresh()["status"] == "nothing_new"

    # Tables: built anew, nothing read.
    project.append("dbt_project/models/marts/fct_victims.sql", "\n-- another comment\n")
    after = project.refresh()
    assert (after["status"], after["release"], after["batch"], project.files_read()) == ("published", 3, None, 0)
    assert project.build() != built
    built = project.build()

    # Reading: every file read anew; it says the same, so nothing is built or released.
    project.append("orchestration/spotlight/readers/formats/table.py", "\n# another comment\n")
    after = project.refresh()
    assert (after["status"], after["release"], project.files_read()) == ("nothing_new", 3, FILES)
    assert project.build() == built

    # Once read, they are not read at the next change.
    (project.folder / "reports" / "IA.csv").write_text(
        "\n".join([HEADER, *cases("IA", 2020, "2021-02-01", total=9), ""])
    )
    after = project.refresh()
    assert (after["status"], after["new"], project.files_read()) == ("published", 1, 1)
