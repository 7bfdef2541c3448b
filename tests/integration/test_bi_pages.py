"""The pages of `bi/`: what a page says to run is what runs here, and what it shows is what comes out.

Belongs here: running the code blocks of the pages. Not here: tools that no registry serves (their pages say so).
"""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

from tests.support.bi_pages import BI, TRIED_WITH_A_SERVER, environment_of_readers, project_of_readers, run_page
from tests.support.exported import export
from tests.support.made_once import MadeOnce

PAGES = sorted(page.name for page in BI.glob("*.md") if page.name != "README.md")
# `current/csv/<table>.csv`, on Windows too: a file of a release as a page names it.
NAMED = re.compile(r"current[/\\]((?:[\w<>]+[/\\])*[\w<>]+\.\w+)")
TRIED_HERE = ("duckdb_cli.md", "python.md")


@pytest.fixture(scope="module")
def project(made_once: MadeOnce, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return project_of_readers(tmp_path_factory.mktemp("project"), made_once)


@pytest.mark.parametrize("page", TRIED_HERE)
def test_what_the_page_says_to_run_shows_what_the_page_shows(page: str, project: Path) -> None:
    run_page(page, project, environment_of_readers())


@pytest.mark.parametrize("page", PAGES)
def test_every_page_says_whether_it_was_tried_how_to_open_and_what_a_refresh_does(page: str) -> None:
    text = (BI / page).read_text(encoding="utf-8")
    assert re.search(r"^(Tried: |Not tried here)", text, re.MULTILINE)
    assert re.search(r"^Tried: by the tests", text, re.MULTILINE) is None or page in {*TRIED_HERE, *TRIED_WITH_A_SERVER}
    assert re.search(r"^## (Open|ODBC)", text, re.MULTILINE)
    assert "## At a refresh" in text
    # The file is opened with all three settings, or somebody else's word for them; else the server or a copy is read.
    if "current/warehouse.duckdb" in text and page != "evidence.md":
        for setting in ("read_?only", "enable_external_access", "lock_configuration"):
            assert re.search(setting, text, re.IGNORECASE), setting
    assert page in (BI / "README.md").read_text(encoding="utf-8")


def test_every_file_that_a_page_names_is_in_a_release(project: Path, tmp_path: Path) -> None:
    named = {page: NAMED.findall((BI / page).read_text(encoding="utf-8")) for page in [*PAGES, "README.md"]}
    naming = {page for page, files in named.items() if files}
    assert {"excel.md", "power_bi.md", "tableau.md", "duckdb_wasm.md"} <= naming
    database = project / "data" / "warehouse" / "current" / "warehouse.duckdb"
    release = export(database, tmp_path / "release")
    tables = [name for (name,) in release.rows("select table_name from duckdb_tables() where schema_name = 'marts'")]
    for page, files in named.items():
        for name in files:
            for table in tables if "<table>" in name else [""]:
                file = release.folder / name.replace("\\", "/").replace("<table>", table)
                assert file.is_file(), f"bi/{page} names current/{name}, which no release has"


def test_the_superset_bundle_asks_for_what_the_release_has(project: Path, tmp_path: Path) -> None:
    warehouse = project / "data" / "warehouse" / "current" / "warehouse.duckdb"
    subprocess.run([sys.executable, BI / "superset" / "pack.py", warehouse, tmp_path / "bundle.zip"], check=True)
    files: dict[str, list[dict[str, Any]]] = {}
    with zipfile.ZipFile(tmp_path / "bundle.zip") as bundle:
        for name in bundle.namelist():
            files.setdefault(Path(name).parts[1], []).append(yaml.safe_load(bundle.read(name)))
    (database,) = files["databases"]
    assert database["sqlalchemy_uri"] == (
        f"duckdb:///{warehouse}?access_mode=read_only&enable_external_access=false&lock_configuration=true"
    )
    with duckdb.connect(warehouse, read_only=True) as release:
        for dataset in files["datasets"]:
            table = f"{dataset['schema']}.{dataset['table_name']}"
            columns = ", ".join(column["column_name"] for column in dataset["columns"])
            metrics = ", ".join(metric["expression"] for metric in dataset["metrics"])
            assert release.execute(f"select {columns} from {table}").fetchone(), table
            assert release.execute(f"select {metrics} from {table}").fetchone(), table
    known = {dataset["uuid"]: dataset for dataset in files["datasets"]}
    charts = {chart["uuid"] for chart in files["charts"]}
    for chart in files["charts"]:
        dataset, asked = known[chart["dataset_uuid"]], chart["params"]
        columns = {column["column_name"] for column in dataset["columns"]}
        lists = ("all_columns", "groupby", "groupbyRows", "groupbyColumns")
        used = {column for name in lists for column in asked.get(name, ())}
        assert {*used, asked.get("x_axis"), asked.get("entity")} <= {*columns, None}
        assert {one["subject"] for one in asked["adhoc_filters"] if "subject" in one} <= columns
        metrics = {metric["metric_name"] for metric in dataset["metrics"]}
        assert {*asked.get("metrics", ()), asked.get("metric")} <= {*metrics, None}
    (dashboard,) = files["dashboards"]
    shown = [part["meta"]["uuid"] for part in dashboard["position"].values() if str(part).startswith("{'id': 'CHART")]
    assert sorted(shown) == sorted(charts)
    # With a scheme of the dashboard Superset gives each state of the map a colour of its own, whatever its rate.
    assert "color_scheme" not in dashboard["metadata"]
    (year,) = [one for one in dashboard["metadata"]["native_filter_configuration"] if one.get("requiredFirst")]
    assert year["targets"][0]["column"]["name"] == "year"
