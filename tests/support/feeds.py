"""Feeds of a release read as a reader's program reads them: from the file to subscribe to, link by link, to the oldest.

Belongs here: following the links, and the tables of the history made of nothing but the entries. Not here: what is
expected of them.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import duckdb
from lxml import etree

from tests.support.dbt_build import Warehouse

ATOM = "{http://www.w3.org/2005/Atom}"


def content(file: Path) -> bytes:
    """A file of a feed as a reader's program gets it: unpacked."""
    return gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()


def items(file: Path) -> list[dict[str, Any]]:
    """Every item of a JSON Feed and of the files that it names as next, newest first."""
    found: list[dict[str, Any]] = []
    following: Path | None = file
    while following is not None:
        feed = json.loads(content(following))
        found += feed["items"]
        following = (following.parent / feed["next_url"]).resolve() if "next_url" in feed else None
    return found


def atom_entries(file: Path) -> list[Any]:
    """Every entry of an Atom feed and of its archives, newest first."""
    found: list[Any] = []
    following: Path | None = file
    while following is not None:
        feed = etree.fromstring(content(following))
        found += feed.findall(f"{ATOM}entry")
        earlier = [link.get("href") for link in feed.findall(f"{ATOM}link") if link.get("rel") == "prev-archive"]
        following = (following.parent / earlier[0]).resolve() if earlier else None
    return found


def atom_ids(file: Path) -> list[str]:
    return [entry.findtext(f"{ATOM}id") for entry in atom_entries(file)]


def replayed(history: Iterable[Mapping[str, Any]], warehouse: Warehouse, folder: Path) -> duckdb.DuckDBPyConnection:
    """`fct_figure_revisions` and `fct_figures` in a database that knows nothing but the items of a feed.

    The items say what is believed; which vintage is current is the warehouse's own SQL, as dbt compiled it.
    """
    believed: dict[tuple[str, str, str], dict[str, Any]] = {}
    bases: dict[str, str] = {}
    for entry in sorted((item["_spotlight"] for item in history), key=lambda entry: entry["batch"]):
        reports = {report["report_id"]: report for report in entry["reports"]}
        bases |= {report_id: report["publisher_as_of_basis"] for report_id, report in reports.items()}
        for figure in entry["figures"]:
            key = (figure["report_id"], entry["measure"], figure["category"])
            if figure["new_value_status"] is None:
                del believed[key]
            else:
                stated = {"value": figure["new_value"], "value_status": figure["new_value_status"], "recorded_to": None}
                believed[key] = {**entry, **reports[figure["report_id"]], **figure, **stated}
    # The compiled SQL names its tables by a database of this name.
    database = duckdb.connect(folder / "warehouse.duckdb")
    _create(database, warehouse, "intermediate.int_figure_beliefs", believed.values())
    rows = [{"report_id": report_id, "publisher_as_of_basis": basis} for report_id, basis in bases.items()]
    _create(database, warehouse, "intermediate.int_report_bases", rows)
    assert warehouse.results is not None
    nodes = {result.node.name: result.node for result in warehouse.results.result}
    database.execute("create schema marts")
    for table in ("fct_figure_revisions", "fct_figures"):
        columns = ", ".join(name for name, *_ in warehouse.rows(f"describe marts.{table}"))
        database.execute(f"create table marts.{table} as select {columns} from ({nodes[table].compiled_code})")
    return database


def _create(
    database: duckdb.DuckDBPyConnection, warehouse: Warehouse, table: str, rows: Iterable[Mapping[str, Any]]
) -> None:
    """Make a table with the columns of the warehouse's table of that name, and these rows; what they lack is null."""
    columns = {name: kind for name, kind, *_ in warehouse.rows(f"describe {table}")}
    database.execute(f"create schema if not exists {table.partition('.')[0]}")
    database.execute(f"create table {table} ({', '.join(f'{name} {kind}' for name, kind in columns.items())})")
    values = [[row.get(name) for name in columns] for row in rows]
    database.executemany(f"insert into {table} values ({', '.join('?' for _ in columns)})", values)
