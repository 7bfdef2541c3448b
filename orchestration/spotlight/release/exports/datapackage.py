"""The release described for programs, as a Data Package.

Belongs here: how tables, keys and meaning are said in it. Not here: the meaning itself, or the files described.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from orchestration.spotlight.release import feeds
from orchestration.spotlight.release.catalog import MOST_ROWS_IN_CSV, Catalog, Column, Table
from orchestration.spotlight.release.edition import (
    COMPILER,
    KEYWORDS,
    LICENSE_ADDRESS,
    LICENSE_CODE,
    LICENSE_TITLE,
    PUBLISHER,
    TITLE,
    Edition,
)
from orchestration.spotlight.release.exports.parts import File
from orchestration.spotlight.release.exports.tables import CSV_NOTE

if TYPE_CHECKING:
    from orchestration.spotlight.release.publish import ReleaseInfo

_TYPES = {
    "BIGINT": "integer",
    "INTEGER": "integer",
    "DOUBLE": "number",
    "BOOLEAN": "boolean",
    "DATE": "date",
    "TIMESTAMP": "datetime",
    "VARCHAR": "string",
}
# Every row of these refers to a row of the dimensions. The history does not: dimensions lack withdrawn reports.
_WITHOUT_REFERENCES = frozenset({"fct_corrections", "dim_document", "dim_measure", "dim_jurisdiction"})


def write_data_package(
    connection: duckdb.DuckDBPyConnection,
    catalog: Catalog,
    edition: Edition,
    release: ReleaseInfo,
    files: Mapping[str, File],
    target: Path,
) -> None:
    """Describe the tables of the release, as CSV with their schema and as Parquet; name those too long for CSV."""
    keys = {table.key: table.name for table in catalog.tables_with_csv if table.name.startswith("dim_")}
    resources = [
        {
            "name": table.name,
            "profile": "tabular-data-resource",
            "title": f"{table.schema}.{table.name}",
            "description": " ".join(table.description.split()),
            **_file(table.csv_file, files),
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "schema": _schema(table, keys),
            "parquet": _file(table.parquet_file, files),
        }
        for table in catalog.tables_with_csv
    ]
    too_large = [f"{one.schema}.{one.name} ({one.parquet_file})" for one in catalog.tables if not one.has_csv]
    left_out = (
        f" Of more than {MOST_ROWS_IN_CSV:,} rows and so as Parquet alone: {', '.join(too_large)}." if too_large else ""
    )
    package = {
        "profile": "tabular-data-package",
        "name": "spotlight-warehouse",
        "id": edition.dataset_id,
        "title": TITLE,
        "description": (
            f"Edition {edition.code}. The tables of the release as CSV with its schema, and the same as Parquet. "
            f"What a number means, and when not to add up, is said with each table and column and under `definitions`. "
            f"{CSV_NOTE}{left_out}"
        ),
        "version": edition.code,
        "created": release.created_at,
        "keywords": [*KEYWORDS],
        "licenses": [{"name": LICENSE_CODE, "title": LICENSE_TITLE, "path": LICENSE_ADDRESS}],
        "contributors": [{"title": COMPILER, "role": "author"}],
        "feeds": [feeds.ATOM, feeds.JSON],
        "sources": [{"title": PUBLISHER}, *({"title": title} for title in _sources(connection))],
        "definitions": [
            {
                "kind": term.kind,
                "code": term.code,
                "name": term.name,
                "definition": term.definition,
                **({"caveat": term.caveat} if term.caveat else {}),
            }
            for term in catalog.definitions
        ],
        "resources": resources,
    }
    target.write_text(json.dumps(package, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _file(name: str, files: Mapping[str, File]) -> dict[str, Any]:
    return {"path": name, "bytes": files[name].size, "hash": f"sha256:{files[name].sha256}"}


def _schema(table: Table, keys: Mapping[tuple[str, ...], str]) -> dict[str, Any]:
    schema: dict[str, Any] = {"fields": [_field(column) for column in table.columns], "missingValues": [""]}
    if table.key:
        schema["primaryKey"] = list(table.key)
    if table.schema == "marts" and table.name not in _WITHOUT_REFERENCES:
        schema["foreignKeys"] = [
            {"fields": [column.name], "reference": {"resource": keys[column.name,], "fields": [column.name]}}
            for column in table.columns
            if keys.get((column.name,), table.name) != table.name
        ]
    return schema


def _field(column: Column) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": column.name,
        "type": _TYPES.get(column.data_type, "any"),
        "description": " ".join(column.description.split()),
    }
    if column.data_type == "TIMESTAMP":
        field["format"] = "%Y-%m-%dT%H:%M:%S.%fZ"
    if not column.is_nullable:
        field["constraints"] = {"required": True}
    return field


def _sources(connection: duckdb.DuckDBPyConnection) -> list[str]:
    found = connection.execute("select distinct source from marts.dim_report where source is not null order by source")
    return [row[0] for row in found.fetchall()]
