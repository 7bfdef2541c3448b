"""The release as a dataset that search engines and machine learning tools find: `dataset.jsonld`.

Belongs here: schema.org's Dataset, and Croissant 1.1 for files and columns. Not here: meaning, or the files described.
https://docs.mlcommons.org/croissant/docs/croissant-spec-1.1.html
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb

from orchestration.spotlight.release.catalog import Catalog, Column, Table
from orchestration.spotlight.release.edition import Edition
from orchestration.spotlight.release.exports.parts import File

_TYPES = {
    "BIGINT": "cr:Int64",
    "INTEGER": "cr:Int32",
    "DOUBLE": "cr:Float64",
    "BOOLEAN": "sc:Boolean",
    "DATE": "sc:Date",
    "TIMESTAMP": "sc:DateTime",
    "VARCHAR": "sc:Text",
}
# As the specification gives it: readers compare it word by word.
_CONTEXT = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "arrayShape": "cr:arrayShape",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "containedIn": "cr:containedIn",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "description": {"@container": "@language"},
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileProperty": "cr:fileProperty",
    "fileObject": "cr:fileObject",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isArray": "cr:isArray",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "name": {"@container": "@language"},
    "parentField": "cr:parentField",
    "path": "cr:path",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}


def write_dataset(
    connection: duckdb.DuckDBPyConnection,
    catalog: Catalog,
    edition: Edition,
    files: Mapping[str, File],
    target: Path,
) -> None:
    """Describe the data, each file of a table with its hash, and each column of the Parquet files."""
    ((first, last),) = connection.execute("select min(period_start), max(period_end) from marts.fct_figures").fetchall()
    dataset = {
        **edition.described,
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.1",
        # Some readers ask for three numbers.
        "version": edition.semantic_version,
        "url": "dashboard.html",
        "citeAs": edition.bibtex,
        "isLiveDataset": True,
        **({"temporalCoverage": f"{first}/{last}"} if first else {}),
        "variableMeasured": [term.name for term in catalog.definitions if term.kind == "measure"],
        "distribution": [
            _file(name, encoding, files)
            for table in catalog.tables
            for name, encoding in (
                (table.parquet_file, "application/x-parquet"),
                *([(table.csv_file, "text/csv")] if table.has_csv else []),
            )
        ],
        "recordSet": [_records(table) for table in catalog.tables],
    }
    target.write_text(json.dumps(dataset, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _file(name: str, encoding: str, files: Mapping[str, File]) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": name,
        "name": name,
        "contentUrl": name,
        "contentSize": f"{files[name].size} B",
        "encodingFormat": encoding,
        "sha256": files[name].sha256,
    }


def _records(table: Table) -> dict[str, Any]:
    return {
        "@type": "cr:RecordSet",
        "@id": table.name,
        "name": table.name,
        "description": " ".join(table.description.split()),
        **({"key": [{"@id": f"{table.name}/{column}"} for column in table.key]} if table.key else {}),
        "field": [_field(table, column) for column in table.columns],
    }


def _field(table: Table, column: Column) -> dict[str, Any]:
    return {
        "@type": "cr:Field",
        "@id": f"{table.name}/{column.name}",
        "name": column.name,
        "description": " ".join(column.description.split()),
        "dataType": _TYPES[column.data_type],
        "source": {"fileObject": {"@id": table.parquet_file}, "extract": {"column": column.name}},
    }
