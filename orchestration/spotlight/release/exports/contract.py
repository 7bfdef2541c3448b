"""What readers may rely on in `marts`, in the Open Data Contract Standard (https://bitol.io): `datacontract.yaml`.

Belongs here: how the dbt project's promises are said in that standard. Not here: the promises (the yml of each model).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from orchestration.spotlight.release.dbt_runner import DbtProject
from orchestration.spotlight.release.edition import COMPILER, LICENSE_TITLE, PUBLISHER

if TYPE_CHECKING:
    from orchestration.spotlight.release.publish import ReleaseInfo

_TYPES = {
    "string": ("VARCHAR", "string"),
    "date": ("DATE", "date"),
    "timestamp": ("TIMESTAMP", "timestamp"),
    "boolean": ("BOOLEAN", "boolean"),
    "bigint": ("BIGINT", "integer"),
    "integer": ("INTEGER", "integer"),
    "double": ("DOUBLE", "number"),
}
"""By the type in the yml of a model: that of the database, and that of the standard."""
_Node = Mapping[str, Any]


def write_data_contract(project: DbtProject, release: ReleaseInfo, target: Path) -> None:
    """Write what the dbt project promises of `marts`: tables, columns, types, keys, and tests as rules."""
    nodes = project.manifest()["nodes"].values()
    tables = [
        node
        for node in nodes
        if node["resource_type"] == "model" and node["schema"] == "marts" and node["config"]["contract"]["enforced"]
    ]
    tests: dict[str, list[_Node]] = {table["unique_id"]: [] for table in tables}
    for node in nodes:
        # A test that only warns finds what is worth a person's time. It is no promise.
        if node["resource_type"] == "test" and node["config"]["severity"].lower() == "error":
            tests.get(node["attached_node"], []).append(node)
    contract = {
        "apiVersion": "v3.1.0",
        "kind": "DataContract",
        "id": release.dataset_id,
        "name": COMPILER,
        "version": release.dbt_version.partition(" ")[0],
        "status": "active",
        "description": {
            "purpose": f"What the {PUBLISHER} published, with every revision, for analysis and for quoting.",
            "limitations": "Counts of a hotline, not prevalence. Each table and column says when not to add up.",
            "usage": LICENSE_TITLE,
        },
        "servers": [
            {"server": "release", "type": "duckdb", "database": "warehouse.duckdb", "schema": "marts"},
        ],
        "schema": [_table(table, tests[table["unique_id"]]) for table in sorted(tables, key=lambda one: one["name"])],
    }
    target.write_text(yaml.dump(contract, Dumper=_DUMPER, sort_keys=False, allow_unicode=True, width=120), "utf-8")


_DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)  # ten times as fast, where PyYAML has it


def _table(table: _Node, tests: list[_Node]) -> dict[str, Any]:
    (key,) = (one["columns"] for one in table["constraints"] if one["type"] == "primary_key")
    references = {
        one["test_metadata"]["kwargs"]["column_name"]: one["test_metadata"]["kwargs"]
        for one in tests
        if one["test_metadata"]["name"] == "relationships"
    }
    return {
        "name": table["name"],
        "physicalType": "table",
        "description": " ".join(table["description"].split()),
        "properties": [_column(column, key, references.get(column["name"])) for column in table["columns"].values()],
        "quality": [rule for test in tests for rule in _rules(table["name"], test)],
    }


def _column(column: _Node, key: list[str], reference: _Node | None) -> dict[str, Any]:
    name = column["name"]
    physical, logical = _TYPES[column["data_type"]]
    is_required = name in key or any(one["type"] == "not_null" for one in column["constraints"])
    return {
        "name": name,
        "logicalType": logical,
        "physicalType": physical,
        "required": is_required,
        **({"primaryKey": True, "primaryKeyPosition": key.index(name) + 1} if name in key else {}),
        "description": " ".join(column["description"].split()),
        **({"relationships": [{"to": f"{_name_in(reference['to'])}.{reference['field']}"}]} if reference else {}),
    }


def _rules(table: str, test: _Node) -> Iterator[dict[str, Any]]:
    """A test as rules that count the rows that break it. Relationships are said with their column."""
    arguments = test["test_metadata"]["kwargs"]
    match test["test_metadata"]["name"]:
        case "relationships":
            return
        case "holds":
            for statement in arguments["statements"]:
                yield _rule(test, statement, f"select count(*) from {table} where not coalesce({statement}, false)")
        case "one_report_per_set":
            grain = "jurisdiction_code, period_start, period_end, measure, category_scheme"
            sets = f"select 1 from {table} group by {grain} having count(distinct report_id) > 1"
            yield _rule(test, "All figures of a set are of one report.", f"select count(*) from ({sets}) as mixed")
        case other:
            raise ValueError(f"{test['name']}: the data contract has no words for a test of the kind {other}")


def _rule(test: _Node, description: str, query: str) -> dict[str, Any]:
    return {"name": test["name"], "type": "sql", "description": description, "query": query, "mustBe": 0}


def _name_in(reference: str) -> str:
    """The model that dbt's `ref('…')` names."""
    return reference.split("'")[1]
