"""The files beside the database of a release: tables as files, workbook, dashboard, feeds, documentation, citation.

Belongs here: the list of parts and their order. Not here: how a part is written.
"""

from __future__ import annotations

from contextlib import closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from orchestration.spotlight.release import dashboard, feeds
from orchestration.spotlight.release.catalog import read_catalog
from orchestration.spotlight.release.dbt_runner import DbtProject
from orchestration.spotlight.release.edition import Edition
from orchestration.spotlight.release.exports import citation, contract, croissant, datapackage, tables, workbook
from orchestration.spotlight.release.exports.parts import Parts

if TYPE_CHECKING:
    from orchestration.spotlight.release.publish import ReleaseInfo

WORKBOOK = "spotlight.xlsx"
DASHBOARD = "dashboard.html"
DOCUMENTATION = "documentation.html"
DATA_PACKAGE = "datapackage.json"
DATASET = "dataset.jsonld"
DATA_CONTRACT = "datacontract.yaml"
CITATION = "CITATION"
CITATION_FILE = "CITATION.cff"


def write_exports(folder: Path, release: ReleaseInfo, database: Path, previous: Path | None) -> None:
    """Write the files beside `database` into the folder of a release that is not published yet.

    A part that would be the same as in the `previous` release is that release's file, by a hard link.
    """
    parts = Parts(folder, previous, made_by=f"{release.presentation_version} {release.dataset_id}")
    # This connection may write files, so it stays in this function; readers get a locked one.
    with closing(duckdb.connect(database, read_only=True)) as connection:
        with parts.named("the list of tables"):
            catalog = read_catalog(connection)
            edition = Edition.of(connection, release)
        for table in catalog.tables:
            parts.add(table.parquet_file, table.fingerprint, partial(tables.write_parquet, connection, table))
        for table in catalog.tables_with_csv:
            parts.add(table.csv_file, table.fingerprint, partial(tables.write_csv, connection, table))
        parts.add(WORKBOOK, workbook.made_from(catalog), partial(workbook.write_workbook, connection, catalog, edition))
        parts.add(DASHBOARD, dashboard.made_from(catalog), partial(dashboard.write_dashboard, connection, edition))
        with parts.named("the feeds"):
            histories = feeds.read_histories(connection)
        for name, made_from, write in feeds.files(connection, histories, release.dataset_id):
            parts.add(name, made_from, write)
        project = DbtProject()
        parts.add(DATA_CONTRACT, release.dbt_version, partial(contract.write_data_contract, project, release))
        parts.add(DOCUMENTATION, f"{release.dbt_version} {release.reference_version}", project.write_docs)
        # These name their edition or release, so they are always written again.
        parts.write(
            DATA_PACKAGE, partial(datapackage.write_data_package, connection, catalog, edition, release, parts.files)
        )
        parts.write(DATASET, partial(croissant.write_dataset, connection, catalog, edition, parts.files))
        parts.write(CITATION, partial(citation.write_citation, connection, edition, release))
        parts.write(CITATION_FILE, partial(citation.write_citation_file, edition))
    parts.write_list()
