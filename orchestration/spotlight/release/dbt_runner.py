"""From the ledger to tables: dbt run in this process on the build file.

Belongs here: how dbt is called, and its outcome as plain values. Not here: SQL (`dbt_project`), assets (`defs`).
"""

from __future__ import annotations

import json
import shutil
import signal
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, cast

import polars as pl

from orchestration.spotlight.changed.versions import tables_version
from orchestration.spotlight.domain.errors import UserError, writing
from orchestration.spotlight.domain.places import DBT_PROJECT_DIR
from orchestration.spotlight.domain.sql import identifier, literal
from orchestration.spotlight.ledger.chain import Ledger
from orchestration.spotlight.ledger.polls import PollRecord
from orchestration.spotlight.ledger.tables import reading, scan

if TYPE_CHECKING:
    from dbt.cli.main import dbtRunnerResult
    from dbt.contracts.graph.manifest import Manifest

_TRACKER = "//d1fc8wv8zag5ca.cloudfront.net/2.9.0/sp.js"
_BUILD_NOTE = "built.json"
_FIGURES = "staging.stg_ledger__figures"
_ANY_DAY = "2020-08-01"
FEW_FIGURES = 10_000
"""Up to this many figures in the ledger, a full build takes less CPU time than an incremental one (docs/adr/0004)."""
GOOD_PART = 0.25
"""From this share of new figures on, too: deleting and adding rows costs more than new tables."""
_MOST_ROOM = 1 / 3
"""The tolerated free share of the build file: DuckDB reuses free space, but rewrites small tables whole."""


@dataclass(frozen=True, slots=True)
class NodeResult:
    """The result of one model, seed or test.

    `status` is dbt's: success, pass, warn, fail, error, skipped. `failures` counts the rows that a test found.
    """

    unique_id: str
    name: str
    resource_type: str
    status: str
    message: str | None
    seconds: float
    failures: int | None

    @property
    def is_bad(self) -> bool:
        return self.status in ("error", "fail", "runtime error")


@dataclass(frozen=True, slots=True)
class Built:
    """What the build file holds: the result of each node when it was last built, and the rows of each table."""

    version: str
    """The same as long as ledger, polls, seeds and dbt project are."""
    results: Sequence[NodeResult]
    rows: Mapping[str, int]
    """`schema.table` → rows."""


@dataclass(frozen=True, slots=True)
class DbtProject:
    """A dbt project beside its seeds, and dbt's last manifest of it.

    Export the settings before calling it: dbt's profile reads the environment.
    """

    folder: Path = DBT_PROJECT_DIR

    @property
    def manifest_file(self) -> Path:
        return self.folder / "target" / "manifest.json"

    def build(
        self, build_file: Path, ledger: Ledger, *, full: bool = False, only: Sequence[str] = ()
    ) -> list[NodeResult]:
        """Bring every table up to the ledger's last batch and run every test.

        Builds only what the batches since the last build affect. Builds everything if asked for, if that is cheaper, or
        if the build file was changed or built by another version of the project or seeds. `only` names nodes that are
        built again, and no others, in a build file that `is_built`. Raises `UserError` if dbt could not start.
        """
        from dbt.artifacts.schemas.run import RunExecutionResult

        build_file.parent.mkdir(parents=True, exist_ok=True)
        note = build_file.with_name(_BUILD_NOTE)
        version = tables_version(self.folder)
        earlier = self.last_build(build_file).results if only else ()
        built_batch = None if full or only else _built_batch(note, build_file, ledger, version)
        if built_batch is not None and (
            _full_is_cheaper(note, ledger, built_batch) or _puts_dates_right(ledger, built_batch)
        ):
            built_batch = None
        note.unlink(missing_ok=True)  # an unfinished build leaves no note, so the next one builds everything
        # Unit tests run the SQL on invented rows: they belong to `make test`, not to a refresh.
        arguments = ["build", "--exclude-resource-type", "unit_test", "--no-write-json"]
        head = ledger.head()
        if only:
            arguments += ["--select", *only, "--indirect-selection", "empty"]
        elif built_batch is None:
            _delete_build_file(build_file)
        else:
            arguments += ["--vars", json.dumps({"built_batch": built_batch, "last_batch": head.batch})]
        outcome = self.invoke(arguments, build_file.parent / "dbt", self.parsed())
        if isinstance(outcome.exception, OSError):
            with writing(build_file.parent):
                raise outcome.exception
        if not isinstance(outcome.result, RunExecutionResult):
            raise UserError(f"dbt could not begin: {outcome.exception}. Correct dbt_project/, or rebuild.")
        results = [_node_result(result) for result in outcome.result.results]
        if not any(result.is_bad for result in results):
            give_room_back(build_file)
            noted = {
                "batch": head.batch,
                "polls": _last_polls(ledger),
                "ledger_sha256": head.sha256,
                "rows": _row_counts(build_file),
                "results": [asdict(one) for one in {one.unique_id: one for one in (*earlier, *results)}.values()],
                "version": version,
                "file": state_of(build_file),
            }
            with writing(note):
                note.write_text(json.dumps(noted) + "\n", encoding="utf-8")
        return results

    def is_built(self, build_file: Path, ledger: Ledger) -> bool:
        """Whether the build file holds all of the ledger, polls included, built and checked by this version."""
        note = build_file.with_name(_BUILD_NOTE)
        built = _built_batch(note, build_file, ledger, tables_version(self.folder))
        return built == ledger.last_batch() and json.loads(note.read_bytes()).get("polls") == _last_polls(ledger)

    def last_build(self, build_file: Path) -> Built:
        """What a build file that `is_built` holds."""
        noted = json.loads(build_file.with_name(_BUILD_NOTE).read_bytes())
        version = f"{noted['ledger_sha256'][:16]}-{noted['polls']}-{noted['version'][:16]}"
        return Built(version, [NodeResult(**one) for one in noted["results"]], noted["rows"])

    def require_built(self, build_file: Path, ledger: Ledger) -> None:
        """Raise `UserError` unless the build file holds the ledger's last batch, built and checked to the end."""
        if (
            _built_batch(build_file.with_name(_BUILD_NOTE), build_file, ledger, tables_version(self.folder))
            != ledger.last_batch()
        ):
            raise UserError(
                f"{build_file}: the build of these tables from the present ledger did not finish, or they were "
                f"changed since. Run `spotlight refresh`, which builds them first."
            )

    def write_docs(self, target: Path) -> None:
        """Write dbt's documentation of the project as one page that works offline; no database is opened."""
        self.parse_if_stale()
        # Beside the page, so that it is removed together with an unfinished release.
        with TemporaryDirectory(dir=target.parent) as folder:
            shutil.copyfile(self.manifest_file, Path(folder) / "manifest.json")
            arguments = ["docs", "generate", "--static", "--no-compile", "--empty-catalog"]
            outcome = self.invoke(arguments, Path(folder), self.parsed())
            if not outcome.success:
                raise UserError(f"dbt could not write its documentation: {outcome.exception}.")
            page = (Path(folder) / "static_index.html").read_text(encoding="utf-8")
        # Nothing of this machine, and nobody who counts readers.
        page = page.replace(str(self.folder), "dbt_project").replace(_TRACKER, "")
        page = page.replace("dbt Docs", "Spotlight Warehouse: documentation")
        target.write_text(page, encoding="utf-8")

    def invoke(self, arguments: Sequence[str], target_dir: Path, manifest: Manifest | None = None) -> dbtRunnerResult:
        """Run one dbt command in this process and leave no connection open behind it.

        Raises `KeyboardInterrupt` when it is stopped, after what runs in the database at that moment.
        """
        from dbt.cli.main import dbtRunner

        places = ["--project-dir", str(self.folder), "--profiles-dir", str(self.folder)]
        quiet = ["--quiet", "--log-level-file", "none"]
        with _stops_as_dbt_does():
            try:
                outcome = dbtRunner(manifest=manifest).invoke(
                    [*arguments, *places, "--target-path", str(target_dir), *quiet]
                )
            finally:
                _close_database()
        if isinstance(outcome.exception, (KeyboardInterrupt, MemoryError)):
            raise outcome.exception
        return outcome

    def parsed(self) -> Manifest:
        """The parsed dbt project. Its SQL names no warehouse folder, so one parse serves all of them."""
        from dbt.contracts.graph.manifest import Manifest

        self.parse_if_stale()
        try:
            manifest = Manifest.from_msgpack(self._parsed_file.read_bytes())
        except Exception:  # whatever a damaged file makes msgpack and mashumaro raise
            self._parse()
            manifest = Manifest.from_msgpack(self._parsed_file.read_bytes())
        manifest.build_flat_graph()  # type: ignore[no-untyped-call]  # what the SQL calls `graph`; dbt makes it only where it parses
        return manifest

    def manifest(self) -> dict[str, Any]:
        """What dbt knows of the project, as plain values."""
        self.parse_if_stale()
        try:
            manifest = json.loads(self.manifest_file.read_bytes())
        except ValueError:  # damaged
            self._parse()
            manifest = json.loads(self.manifest_file.read_bytes())
        return cast("dict[str, Any]", manifest)

    def promised(self) -> dict[str, tuple[str, ...]]:
        """What readers rely on: each public table, and each function as it is called, with its columns."""
        models = {node["name"]: node for node in self.manifest()["nodes"].values() if node["resource_type"] == "model"}
        promised = {}
        for name, node in models.items():
            if node["config"]["contract"]["enforced"]:
                promised[f"{node['schema']}.{name}"] = tuple(node["columns"])
            elif node["config"]["materialized"] == "table_function":
                arguments = ", ".join(f"'{_ANY_DAY}'" for _ in node["config"]["parameters"])
                table = models[node["config"]["meta"]["columns_of"]]
                promised[f"{node['schema']}.{name}({arguments})"] = tuple(table["columns"])
        return promised

    def parse_if_stale(self) -> None:
        """Have dbt read its project if it changed since it last did."""
        try:
            is_fresh = self._parsed_version.read_text(encoding="utf-8") == tables_version(self.folder)
        except (OSError, ValueError):
            is_fresh = False
        if not (is_fresh and self.manifest_file.exists() and self._parsed_file.exists()):
            self._parse()

    def _parse(self) -> None:
        version = tables_version(self.folder)
        outcome = self.invoke(["parse"], self.folder / "target")
        if not outcome.success:
            raise UserError(f"dbt cannot read its project: {outcome.exception}. Correct {self.folder}.")
        self._parsed_version.write_text(version, encoding="utf-8")

    @property
    def _parsed_version(self) -> Path:
        return self.folder / "target" / "parsed_version.txt"

    @property
    def _parsed_file(self) -> Path:
        return self.folder / "target" / "partial_parse.msgpack"


def _last_polls(ledger: Ledger) -> int:
    return PollRecord(ledger.folder).last_number()


def _built_batch(note: Path, build_file: Path, ledger: Ledger, version: str) -> int | None:
    """The last batch that all tables of the build file hold; None where that cannot be relied on."""
    try:
        noted = json.loads(note.read_text(encoding="utf-8"))
        batch = int(noted["batch"])
        is_as_left = (noted["version"], noted["file"]) == (version, state_of(build_file))
        int(noted["rows"][_FIGURES])
        [NodeResult(**one) for one in noted["results"]]
        is_of_this_ledger = 0 < batch <= ledger.last_batch() and ledger.batch_hash(batch) == noted["ledger_sha256"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return batch if is_as_left and is_of_this_ledger else None


def _full_is_cheaper(note: Path, ledger: Ledger, built_batch: int) -> bool:
    """Whether the ledger is small, or the batches after the one that is built are a good part of it."""
    built = int(json.loads(note.read_text(encoding="utf-8"))["rows"][_FIGURES])
    new = sum(
        int(pl.scan_parquet(ledger.file(number, "figures")).select(pl.len()).collect().item())
        for number in range(built_batch + 1, ledger.last_batch() + 1)
    )
    return built + new <= FEW_FIGURES or new > GOOD_PART * (built + new)


def _puts_dates_right(ledger: Ledger, built_batch: int) -> bool:
    """Whether a batch since then is dated before an earlier one, which dates the rows of that one anew."""
    with reading(ledger):
        dates = scan(ledger, "batch", range(built_batch, ledger.last_batch() + 1)).select("recorded_at").collect()
    return not dates["recorded_at"].is_sorted()


def _row_counts(build_file: Path) -> dict[str, int]:
    """The rows of each table; DuckDB knows them without reading a row."""
    import duckdb

    with duckdb.connect(build_file, read_only=True) as connection:
        tables = connection.execute("select schema_name, table_name from duckdb_tables() order by all").fetchall()
        counts = " union all ".join(
            f"select {literal(f'{schema}.{name}')}, count(*) from {identifier(schema)}.{identifier(name)}"
            for schema, name in tables
        )
        return dict(connection.execute(counts).fetchall())


def _delete_build_file(build_file: Path) -> None:
    """Delete a build file that is not open: refilled, it would keep its old size."""
    import duckdb

    if not build_file.exists():
        return
    try:
        duckdb.connect(build_file).close()
    except duckdb.Error:
        return  # dbt cannot open it either, and reports why
    build_file.unlink()


def give_room_back(build_file: Path) -> None:
    """If much of the build file is free space, replace it by a compact copy.

    Row order, keys, comments and functions are copied too. If copying fails, the larger file stays; publishing it meets
    the same disk error and reports it.
    """
    import duckdb

    copy = build_file.with_name("copy.duckdb")
    _remove(copy)  # a kill may have left one
    try:
        with duckdb.connect(build_file) as connection:
            name, version, block_size, total, free = connection.execute(
                "select database_name, tags['storage_version'], block_size, total_blocks, free_blocks "
                "from pragma_database_size() join duckdb_databases() using (database_name) "
                "where database_name = current_database()"
            ).fetchall()[0]
            if free <= _MOST_ROOM * total:
                return
            kept = f"block_size {block_size}, storage_version {literal(version.removesuffix('+'))}"
            connection.execute(f"attach {literal(copy)} as copy ({kept})")
            connection.execute(f"copy from database {identifier(name)} to copy")
            connection.execute("checkpoint copy")  # closing writes the same, but hides a failure
    except (duckdb.IOException, duckdb.OutOfMemoryException, duckdb.FatalException):
        _remove(copy)
        return
    copy.replace(build_file)


def _remove(database: Path) -> None:
    for file in (database, database.with_name(f"{database.name}.wal")):
        file.unlink(missing_ok=True)


def state_of(file: Path) -> list[int]:
    """A stamp that changes with every write to a file."""
    found = file.stat()
    return [found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns]


@contextmanager
def _stops_as_dbt_does() -> Iterator[None]:
    """Turn stop signals into the interrupt that dbt handles: on others its threads keep running."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    signals = (signal.SIGINT, signal.SIGTERM)
    before = [signal.signal(number, signal.default_int_handler) for number in signals]
    try:
        yield
    finally:
        for number, handler in zip(signals, before, strict=True):
            signal.signal(number, handler)


def _close_database() -> None:
    """Close what dbt-duckdb keeps open between two commands in one process, so that nobody else can open it."""
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager

    environment: Any
    try:
        environment = DuckDBConnectionManager.env()
    except Exception:  # the command opened no database; dbt-duckdb has no class of its own for this
        return
    environment.close()
    DuckDBConnectionManager.close_all_connections()  # type: ignore[no-untyped-call]


def _node_result(result: Any) -> NodeResult:
    return NodeResult(
        unique_id=result.node.unique_id,
        name=result.node.name,
        resource_type=str(result.node.resource_type),
        status=str(result.status),
        message=result.message,
        seconds=round(result.execution_time, 3),
        failures=result.failures,
    )
