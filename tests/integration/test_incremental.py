"""Tables that follow the ledger batch by batch, held against tables made anew from all of it.

Belongs here: what an incremental build makes, leaves and refuses to rely on. Not here: what it costs (benchmarks).
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from orchestration.spotlight.domain.errors import UserError
from orchestration.spotlight.domain.places import PROJECT_DIR
from orchestration.spotlight.ledger.chain import Ledger
from orchestration.spotlight.release import dbt_runner
from orchestration.spotlight.release.dbt_runner import _built_batch, give_room_back, state_of
from tests.support.dbt_build import PROJECT, Warehouse, bring_up_to_date, build
from tests.support.made_once import MadeOnce
from tests.support.pipeline import Pipeline, cases, line, tables_of

SCHEMAS = ("staging", "intermediate", "marts", "audit")
PARTS = {"sex": 58, "labor": 4, "sex_and_labor": 1, "not_specified": 4}


def assert_equal_to_a_full_build(pipeline: Pipeline, folder: Path) -> None:
    """Every row of every table is what a build of the whole ledger elsewhere gives."""
    shutil.copytree(pipeline.settings.ledger_dir, folder / "ledger")
    ours, theirs = tables_of(Warehouse(pipeline.settings.warehouse_dir), SCHEMAS), tables_of(build(folder), SCHEMAS)
    assert ours.keys() == theirs.keys()
    for table, rows in theirs.items():
        if table != "intermediate.int_affected_reports":
            assert ours[table] == rows, table


def affected(pipeline: Pipeline) -> list[str]:
    """The reports that a build rests on: all of them if it is a full one."""
    bring_up_to_date(pipeline.settings.warehouse_dir)
    warehouse = Warehouse(pipeline.settings.warehouse_dir)
    return [name for (name,) in warehouse.rows("select report_id from intermediate.int_affected_reports order by all")]


@pytest.fixture
def pipeline(made_once: MadeOnce, tmp_path: Path) -> Pipeline:
    """Two places and three years, built once."""
    return Pipeline(made_once("two-places", make_two_places), looks=1).copy(tmp_path / "ours")


def make_two_places(folder: Path) -> None:
    pipeline = Pipeline(folder)
    pipeline.write("mo-2015-a.csv", cases("MO", 2015, "2016-01-28", total=67, **PARTS))
    pipeline.write(
        "mo-2019.csv",
        cases("MO", 2019, "2020-07-30", total=233),
        line("MO", 2019, "2020-07-30", "victims", "total", 423),
    )
    pipeline.write("ks-2015.csv", cases("KS", 2015, "2016-01-28", "secondary", total=20))
    pipeline.look()
    pipeline.bring_up_to_date()


@pytest.mark.slow
def test_every_kind_of_change_gives_what_a_full_build_gives(pipeline: Pipeline, tmp_path: Path) -> None:
    def step(name: str) -> None:
        batch = pipeline.look().batch
        rows = pipeline.bring_up_to_date().rows("select distinct period_start from intermediate.int_affected_reports")
        assert len(rows) <= 1 or batch is None, "what is not affected stays"
        assert_equal_to_a_full_build(pipeline, tmp_path / name)

    pipeline.write("mo-2015-b.csv", cases("MO", 2015, "2017-05-03", total=69))
    step("restated")
    pipeline.write("ks-2015-p.csv", cases("KS", 2015, "2015-12-31", total=19))
    step("the publisher outranks a secondary source")
    pipeline.write("mo-2015-a.csv", cases("MO", 2015, "2016-01-28", total=68, **{**PARTS, "sex": 59}))
    pipeline.write("bad.csv", "MO,2016-01-01,2016-12-31,2017-01-01,cases,total,many,,")
    step("corrected and rejected")
    pipeline.remove("mo-2019.csv")
    pipeline.remove("bad.csv")
    step("removal pending")
    pipeline.look(accept=True)
    step("the only report of a period is withdrawn")
    assert not pipeline.bring_up_to_date().rows("select * from marts.fct_figures where year = 2019")


def test_only_what_a_batch_affects_is_built(pipeline: Pipeline) -> None:
    pipeline.write("mo-2015-b.csv", cases("MO", 2015, "2017-05-03", total=69))
    pipeline.look()
    assert affected(pipeline) == ["US-MO_2015-01-01_2015-12-31_2017-05-03"]


@pytest.mark.parametrize(
    ("few_figures", "good_part", "is_cheaper"), [(8, 0.25, False), (9, 0.25, True), (8, 0.1, True)]
)
def test_where_few_figures_are_known_or_a_good_part_is_new_a_full_build_is_cheaper(
    pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch, few_figures: int, good_part: float, is_cheaper: bool
) -> None:
    pipeline.write("mo-2015-b.csv", cases("MO", 2015, "2017-05-03", total=69))
    pipeline.look()
    monkeypatch.setattr(dbt_runner, "FEW_FIGURES", few_figures)
    monkeypatch.setattr(dbt_runner, "GOOD_PART", good_part)
    note = pipeline.settings.build_file.with_name("built.json")
    assert dbt_runner._full_is_cheaper(note, Ledger(pipeline.settings.ledger_dir), 1) is is_cheaper, (
        "one of nine is new"
    )


def leave_room(build_file: Path) -> None:
    """Free what lies before the end of the file, where DuckDB cannot cut it off."""
    with duckdb.connect(build_file) as connection:
        for name in ("passing", "last"):
            connection.execute(f"create table {name} as select hash(range) as number from range(1000000)")
            connection.execute("checkpoint")
        connection.execute("drop table passing")


def test_a_file_that_small_changes_made_large_is_written_anew_with_all_it_holds(pipeline: Pipeline) -> None:
    build_file = pipeline.settings.build_file
    told = "select table_name, comment, estimated_size from duckdb_tables() order by all"
    keys = "select constraint_text from duckdb_constraints() order by all"
    functions = "select function_name, macro_definition from duckdb_functions() where not internal order by all"

    def held() -> list[object]:
        with duckdb.connect(build_file, read_only=True) as connection:
            # DuckDB keeps the columns of an `exclude` as a set: their order is none.
            defined = [
                (name, sorted(re.findall(r"\w+", text))) for name, text in connection.execute(functions).fetchall()
            ]
            return [connection.execute(query).fetchall() for query in (told, keys)] + [
                defined,
                connection.execute("select * from marts.figures_as_of('2030-01-01')").fetchall(),
            ]

    def room() -> tuple[int, ...]:
        with duckdb.connect(build_file, read_only=True) as connection:
            return connection.execute(
                "select free_blocks, total_blocks, block_size from pragma_database_size()"
            ).fetchall()[0]

    leave_room(build_file)
    before = held()
    assert room()[0] > room()[1] / 3
    give_room_back(build_file)
    assert room() == (0, room()[1], 65536)
    assert held() == before
    assert [file.name for file in build_file.parent.glob("*.duckdb*")] == [build_file.name]


def test_a_file_that_cannot_be_copied_stays_as_it_is(pipeline: Pipeline) -> None:
    build_file = pipeline.settings.build_file
    leave_room(build_file)
    size = build_file.stat().st_size
    # Larger than the process may write: what a full disk does to it.
    limited = (
        "import resource, sys; from pathlib import Path; "
        "from orchestration.spotlight.release.dbt_runner import give_room_back; "
        "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
        "resource.setrlimit(resource.RLIMIT_FSIZE, (2**20, 2**20)); give_room_back(Path(sys.argv[1]))"
    )
    subprocess.run([sys.executable, "-c", limited, str(build_file)], cwd=PROJECT_DIR, check=True)
    assert build_file.stat().st_size == size
    assert [file.name for file in build_file.parent.glob("*.duckdb*")] == [build_file.name]
    assert Warehouse(pipeline.settings.warehouse_dir).value("select count(*) from marts.fct_figures") == 8


def test_tables_that_somebody_else_wrote_to_are_not_relied_on(pipeline: Pipeline) -> None:
    assert PROJECT.is_built(pipeline.settings.build_file, Ledger(pipeline.settings.ledger_dir))
    write_to_tables(pipeline)
    assert not PROJECT.is_built(pipeline.settings.build_file, Ledger(pipeline.settings.ledger_dir))


def write_to_tables(pipeline: Pipeline) -> None:
    with duckdb.connect(pipeline.settings.build_file) as connection:
        connection.execute("delete from marts.fct_case_totals where year = 2019")


@pytest.mark.slow
def test_tables_that_somebody_else_wrote_to_are_built_again(pipeline: Pipeline) -> None:
    pipeline.write("mo-2015-b.csv", cases("MO", 2015, "2017-05-03", total=69))
    pipeline.look()
    write_to_tables(pipeline)
    assert pipeline.bring_up_to_date().value("select case_count from marts.fct_case_totals where year = 2019") == 233


@pytest.fixture
def relied_on(tmp_path: Path) -> tuple[Path, Path, Ledger]:
    """A note of the last build that can be relied on, its build file and its ledger."""
    pipeline = Pipeline(tmp_path)
    pipeline.write("mo.csv", cases("MO", 2015, "2016-01-28", total=67))
    pipeline.look()
    build_file, ledger = tmp_path / "warehouse.duckdb", Ledger(pipeline.settings.ledger_dir)
    build_file.write_bytes(b"tables")
    head = ledger.head()
    noted = {
        "batch": head.batch,
        "rows": {dbt_runner._FIGURES: 1},
        "results": [],
        "ledger_sha256": head.sha256,
        "version": "this",
        "file": state_of(build_file),
    }
    note = tmp_path / "built.json"
    note.write_text(json.dumps(noted))
    assert _built_batch(note, build_file, ledger, "this") == 1
    return note, build_file, ledger


@pytest.mark.parametrize("noted", [None, "", "{}", "[]", '{"batch": "many"}'])
def test_a_note_that_cannot_be_read_is_not_relied_on(relied_on: tuple[Path, Path, Ledger], noted: str | None) -> None:
    note, build_file, ledger = relied_on
    note.unlink()
    if noted is not None:
        note.write_text(noted)
    assert _built_batch(note, build_file, ledger, "this") is None


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("version", "another"),
        ("ledger_sha256", "another"),
        ("batch", 0),
        ("batch", 7),
        ("rows", {}),
        ("results", None),
        ("file", [1, 2, 3, 4]),
    ],
)
def test_a_note_of_another_ledger_project_or_file_is_not_relied_on(
    relied_on: tuple[Path, Path, Ledger], key: str, value: object
) -> None:
    note, build_file, ledger = relied_on
    note.write_text(json.dumps({**json.loads(note.read_text()), key: value}))
    assert _built_batch(note, build_file, ledger, "this") is None


def test_a_build_file_that_was_put_back_is_not_relied_on(relied_on: tuple[Path, Path, Ledger]) -> None:
    note, build_file, ledger = relied_on
    at, older = build_file.stat(), build_file.read_bytes()
    build_file.write_bytes(older)
    os.utime(build_file, ns=(at.st_atime_ns, at.st_mtime_ns))
    assert _built_batch(note, build_file, ledger, "this") is None


@pytest.mark.slow
def test_a_warning_stands_for_as_long_as_what_it_warns_of(pipeline: Pipeline) -> None:
    pipeline.write("ks-2016.csv", cases("KS", 2016, "2017-01-28", total=68, **PARTS))
    pipeline.write("ks-2017.csv", cases("KS", 2017, "2018-01-28", total=20))
    for name in ("ks-2018.csv", "ks-2019.csv"):
        pipeline.look()
        results = {one.name: one.status for one in bring_up_to_date(pipeline.settings.warehouse_dir)}
        assert results["fct_discrepancies_are_expected"] == "warn"
        pipeline.write(name, cases("KS", int(name[3:7]), "2020-01-28", total=20))


def test_tables_that_were_not_built_to_the_end_are_not_released(pipeline: Pipeline) -> None:
    build_file, ledger = pipeline.settings.build_file, Ledger(pipeline.settings.ledger_dir)
    PROJECT.require_built(build_file, ledger)
    pipeline.write("mo-2015-b.csv", cases("MO", 2015, "2017-05-03", total=69))
    pipeline.look()
    with pytest.raises(UserError, match="did not finish, or they were changed since"):
        PROJECT.require_built(build_file, ledger)


@pytest.mark.slow
def test_tests_cover_what_was_built_and_in_a_full_build_everything(pipeline: Pipeline) -> None:
    note = pipeline.settings.build_file.with_name("built.json")
    with duckdb.connect(pipeline.settings.build_file) as connection:
        connection.execute("update marts.fct_victims set victim_count = null where year = 2019")
    note.write_text(json.dumps({**json.loads(note.read_text()), "file": state_of(pipeline.settings.build_file)}))
    pipeline.write("mo-2015-b.csv", cases("MO", 2015, "2017-05-03", total=69))
    pipeline.look()
    warehouse = pipeline.bring_up_to_date()  # no check fails
    assert warehouse.value("select victim_count from marts.fct_victims where year = 2019") is None
    bring_up_to_date(pipeline.settings.warehouse_dir, full=True)
    assert warehouse.value("select victim_count from marts.fct_victims where year = 2019") == 423
