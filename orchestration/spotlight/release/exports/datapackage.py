"""The release described for programs (Data Package) and for quoting (CITATION).

Belongs here: how tables, keys and meaning are said in these two. Not here: the meaning itself, or the files described.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from orchestration.spotlight.release.catalog import MOST_ROWS_IN_CSV, Catalog, Column, Table
from orchestration.spotlight.release.exports.parts import File
from orchestration.spotlight.release.exports.tables import CSV_NOTE

if TYPE_CHECKING:
    from orchestration.spotlight.release.publish import ReleaseInfo

_TITLE = "National Human Trafficking Hotline: published statistics, with every revision"
_PUBLISHER = "National Human Trafficking Hotline"
_LICENSE = {
    "name": "Apache-2.0",
    "title": "Apache License 2.0, for this compilation. The figures are the publisher's: name it as their source.",
    "path": "https://www.apache.org/licenses/LICENSE-2.0",
}
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
        "title": _TITLE,
        "description": (
            f"Release {release.number}. The tables of the release as CSV with its schema, and the same as Parquet. "
            f"What a number means, and when not to add up, is said with each table and column and under `definitions`. "
            f"{CSV_NOTE}{left_out}"
        ),
        "version": str(release.number),
        "created": release.created_at,
        "licenses": [_LICENSE],
        "contributors": [{"title": _PUBLISHER, "role": "author"}],
        "sources": [{"title": _PUBLISHER}, *({"title": title} for title in _sources(connection))],
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


def write_citation(connection: duckdb.DuckDBPyConnection, release: ReleaseInfo, target: Path) -> None:
    """Write how to cite the release and a figure."""
    example = connection.execute(
        "select citation from marts.dim_report order by source_kind, publisher_as_of desc, report_id limit 1"
    ).fetchone()
    day = release.created_at[:10]
    this_release = f"Spotlight warehouse, release {release.number} of {day}."
    text = f"""\
{_TITLE}
Release {release.number}, {day}

To cite the whole:

    {_PUBLISHER}: published statistics, with every revision.
    {this_release}

To cite a figure, name its place, its period and the day up to which the publisher says that it is accurate: the same
figure is published again and again, with other numbers. The table dim_report has a citation ready for every report,
and each figure has its report_id. A date with ≤ is the latest day it can have been: no accuracy date is printed.
"""
    if example is not None:
        text += f"For example:\n\n    {' '.join(str(example[0]).split())}\n    {this_release}\n"
    target.write_text(text, encoding="utf-8")


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
