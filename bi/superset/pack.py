"""Pack the bundle as Superset imports it, with the address and the columns of this machine's warehouse.

Belongs here: from `bundle/`, `datasets.yaml` and a release to one archive. Not here: importing it (`start.sh`).
"""

import sys
import zipfile
from pathlib import Path
from typing import Any
from urllib.parse import quote

import duckdb
import yaml

HERE = Path(__file__).parent
BUNDLE = HERE / "bundle"
PLACEHOLDER = "'@URI@'"
LOCKED_DOWN = "access_mode=read_only&enable_external_access=false&lock_configuration=true"
FOLDER = "spotlight"  # Superset expects all files of the archive in one folder


def pack(warehouse: Path, archive: Path) -> None:
    """Write the archive; raises `KeyError` for a dataset whose table the release does not have."""
    uri = f"duckdb:///{quote(str(warehouse))}?{LOCKED_DOWN}"
    (database_file,) = (BUNDLE / "databases").glob("*.yaml")
    database = yaml.safe_load(database_file.read_text(encoding="utf-8"))
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        for file in sorted(BUNDLE.rglob("*.yaml")):
            text = file.read_text(encoding="utf-8").replace(PLACEHOLDER, uri)
            packed.writestr(f"{FOLDER}/{file.relative_to(BUNDLE).as_posix()}", text)
        for dataset in datasets(warehouse, database["uuid"]):
            name = f"{FOLDER}/datasets/{database_file.stem}/{dataset['table_name']}.yaml"
            packed.writestr(name, yaml.safe_dump(dataset, sort_keys=False, allow_unicode=True))


def datasets(warehouse: Path, database_uuid: str) -> list[dict[str, Any]]:
    """Each table of `datasets.yaml` as Superset describes one, with the columns that the release has."""
    wanted = yaml.safe_load((HERE / "datasets.yaml").read_text(encoding="utf-8"))
    with duckdb.connect(str(warehouse), read_only=True) as release:
        tables = dict(
            release.execute("select table_name, comment from duckdb_tables() where schema_name = 'marts'").fetchall()
        )
        columns = release.execute(
            "select table_name, column_name, data_type, comment from duckdb_columns() "
            "where schema_name = 'marts' order by table_name, column_index"
        ).fetchall()
    return [
        {
            "table_name": one["table"],
            "schema": "marts",
            "main_dttm_col": one["time_column"],
            "description": tables[one["table"]],
            "cache_timeout": 0,  # a release is replaced as a whole, so cached answers would be of the previous one
            "filter_select_enabled": True,
            "uuid": one["uuid"],
            "database_uuid": database_uuid,
            "version": "1.0.0",
            "metrics": [
                {
                    "metric_name": metric["name"],
                    "verbose_name": metric["label"],
                    "expression": metric["expression"],
                    "d3format": ",d",
                }
                for metric in one["metrics"]
            ],
            "columns": [
                {
                    "column_name": name,
                    "type": data_type,
                    "description": comment,
                    "is_dttm": data_type == "DATE",
                    "is_active": True,
                    "groupby": True,
                    "filterable": True,
                }
                for table, name, data_type, comment in columns
                if table == one["table"]
            ],
        }
        for one in wanted
    ]


if __name__ == "__main__":
    pack(Path(sys.argv[1]), Path(sys.argv[2]))
