"""What `spotlight verify` notices, what it says, and that it leaves everything as it was.

Belongs here: damage done to a whole warehouse, one kind at a time. Not here: faults while a refresh runs.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import duckdb
import polars as pl
import pytest

from orchestration.cli.verify import run
from orchestration.settings import Settings
from orchestration.spotlight.inspect.verify import verify
from orchestration.spotlight.ledger.chain import DamagedLedger, Ledger
from orchestration.spotlight.ledger.format import FORMAT_VERSION
from orchestration.spotlight.ledger.polls import Poll, PollRecord
from orchestration.spotlight.release.pins import pin
from tests.support.dbt_build import MODELS_ONLY, build
from tests.support.made_once import MadeOnce
from tests.support.pipeline import Pipeline, cases
from tests.support.published import publish_build, two_releases


@pytest.fixture(scope="module")
def made(made_once: MadeOnce) -> Pipeline:
    return two_releases(made_once)


@pytest.fixture
def pipeline(made: Pipeline, tmp_path: Path) -> Pipeline:
    """A copy to be damaged."""
    return made.copy(tmp_path / "copy")


@pytest.fixture
def settings(made: Pipeline, tmp_path: Path) -> Settings:
    """The settings of a copy that nothing is built in."""
    shutil.copytree(made.folder, tmp_path / "copy", symlinks=True, ignore=shutil.ignore_patterns("build", "dbt"))
    return Pipeline(tmp_path / "copy").settings


def state_of(folder: Path) -> dict[str, tuple[int, int, bytes]]:
    """Every path below a folder with what would change if somebody wrote."""
    return {
        str(path.relative_to(folder)): (
            path.lstat().st_mode,
            path.lstat().st_mtime_ns,
            path.read_bytes() if path.is_file() else b"",
        )
        for path in folder.rglob("*")
    }


def test_an_intact_warehouse_is_intact_and_left_as_it_was(settings: Settings) -> None:
    before = state_of(settings.warehouse_dir)
    verification = verify(settings, deep=True)
    assert verification.findings == ()
    assert (verification.batches, verification.documents) == (3, 5)
    assert verification.releases == verification.compared == (1, 2)
    assert verification.is_rebuilt
    assert state_of(settings.warehouse_dir) == before


def flip(file: Path, place: float = 0.5) -> None:
    """Turn one bit of a file."""
    content = bytearray(file.read_bytes())
    content[int(len(content) * place)] ^= 1
    overwrite(file, bytes(content))


def overwrite(file: Path, content: bytes) -> None:
    file.chmod(0o644)
    file.write_bytes(content)


def documents(settings: Settings) -> list[Path]:
    return sorted((settings.ledger_dir / "documents").iterdir())


def batch(settings: Settings, number: int, name: str = "figures") -> Path:
    return settings.ledger_dir / "batches" / f"batch={number}" / f"{name}.parquet"


# What is done to a warehouse, the end of the path that is named, and what is said.
DAMAGE: dict[str, tuple[Callable[[Settings], object], str, str]] = {
    "a bit of an early batch": (lambda s: flip(batch(s, 1)), "ledger", "Restore batch 1 from a backup"),
    "a bit of the last batch": (lambda s: flip(batch(s, 3)), "ledger", "batch=3 is not what was appended"),
    "a batch cut short": (lambda s: overwrite(batch(s, 2, "batch"), b"PAR1"), "ledger", "batch=2/batch.parquet cannot"),
    "a file of a batch gone": (lambda s: batch(s, 2, "reports").unlink(), "ledger", "batch=2/reports.parquet cannot"),
    "a batch gone": (lambda s: shutil.rmtree(batch(s, 2).parent), "ledger", "Batch 2 is missing"),
    "the first batch gone": (lambda s: shutil.rmtree(batch(s, 1).parent), "ledger", "Batch 1 is missing"),
    "the last batch gone": (lambda s: shutil.rmtree(batch(s, 3).parent), "ledger", "batch 3 was there before"),
    "the ledger gone": (lambda s: shutil.rmtree(s.ledger_dir), "ledger", "batch 3 was there before"),
    "a copy of a batch beside it": (
        lambda s: shutil.copytree(batch(s, 1).parent, batch(s, 1).parent.with_name("batch=1 (copy)")),
        "ledger",
        "batch=1 (copy) is not a batch",
    ),
    "a bit of a document": (lambda s: flip(documents(s)[0]), ".csv", "not those of the document it is named after"),
    "a document gone": (lambda s: documents(s)[0].unlink(), "", "this document, but it is not kept"),
    "a stranger among the documents": (
        lambda s: (s.ledger_dir / "documents" / "notes.txt").write_text("mine"),
        "notes.txt",
        "not a kept document",
    ),
    "a bit of a release": (
        lambda s: flip(s.releases_dir / "2" / "warehouse.duckdb"),
        "2/warehouse.duckdb",
        "not those that were published",
    ),
    "an old release cut short": (
        lambda s: overwrite(s.releases_dir / "1" / "warehouse.duckdb", b"DUCK"),
        "1/warehouse.duckdb",
        "not those that were published",
    ),
    "the database of a release gone": (
        lambda s: (s.releases_dir / "2" / "warehouse.duckdb").unlink(),
        "2/warehouse.duckdb",
        "cannot be read",
    ),
    "a note of a release cut short": (
        lambda s: overwrite(s.releases_dir / "2" / "release.json", b'{"num'),
        "2/release.json",
        "cannot be read",
    ),
    "a table beside it gone": (
        lambda s: (s.releases_dir / "2" / "csv" / "fct_cases.csv").unlink(),
        "csv/fct_cases.csv",
        "cannot be read",
    ),
    "a bit of the workbook": (
        lambda s: flip(s.releases_dir / "2" / "spotlight.xlsx"),
        "spotlight.xlsx",
        "not those that were published",
    ),
    "a bit of the data package": (
        lambda s: flip(s.releases_dir / "2" / "datapackage.json"),
        "datapackage.json",
        "not those that were published",
    ),
    "the list of what lies beside it gone": (
        lambda s: (s.releases_dir / "2" / "exports.json").unlink(),
        "exports.json",
        "missing or cannot be read",
    ),
    "the link gone": (lambda s: s.current.unlink(), "current", "does not lead to a readable release"),
    "the link to nowhere": (
        lambda s: (s.current.unlink(), s.current.symlink_to("releases/9")),
        "current",
        "does not lead to a readable release",
    ),
    "a copy of the last batch as the next one": (
        lambda s: shutil.copytree(batch(s, 3).parent, batch(s, 3).parent.with_name("batch=4")),
        "ledger",
        "batch=4 is not what was appended after batch 3: it followed batch 2.",
    ),
    "a note among the batches": (
        lambda s: (s.ledger_dir / "batches" / "notes.txt").write_text("mine"),
        "batches/notes.txt",
        "No refresh wrote it",
    ),
    "a stranger in a batch": (
        lambda s: shutil.copyfile(batch(s, 2), batch(s, 2, "evil")),
        "batch=2/evil.parquet",
        "No refresh wrote it",
    ),
    "a batch that is a link": (lambda s: moved_and_linked(batch(s, 2).parent), "batch=2", "It is a symbolic link"),
    "a file of a batch that is a link": (lambda s: moved_and_linked(batch(s, 2)), "figures.parquet", "symbolic link"),
    "a document that is a link": (lambda s: moved_and_linked(documents(s)[0]), ".csv", "It is a symbolic link"),
    "a document with another ending": (
        lambda s: documents(s)[0].rename(documents(s)[0].with_suffix(".txt")),
        ".csv",
        "this document, but it is not kept under this name",
    ),
    "a document that never belonged": (
        lambda s: (s.ledger_dir / "documents" / f"{'0' * 64}.csv").write_text("mine"),
        f"{'0' * 64}.csv",
        "No batch of the ledger names it: move it elsewhere.",
    ),
}


def moved_and_linked(path: Path) -> None:
    elsewhere = path.parents[3] / "elsewhere"
    path.rename(elsewhere)
    path.symlink_to(elsewhere)


@pytest.mark.parametrize("kind", DAMAGE)
def test_damage_is_noticed_and_named_with_what_to_do(kind: str, settings: Settings) -> None:
    damage, place, words = DAMAGE[kind]
    damage(settings)
    found = [finding for finding in verify(settings).findings if words in finding.message]
    assert found, verify(settings).findings
    assert found[0].file.endswith(place)
    ways = ("Restore", "spotlight rebuild", "Move ", "move ")
    assert any(way in found[0].message for way in ways)


def test_a_damaged_release_that_is_pinned_is_not_made_again_by_a_rebuild_and_that_is_said(settings: Settings) -> None:
    pin(settings, 1)
    flip(settings.releases_dir / "1" / "warehouse.duckdb")
    (finding,) = verify(settings).findings
    assert "It is pinned, so `spotlight rebuild` leaves it: restore its folder" in finding.message


def test_one_kind_of_damage_does_not_hide_another(settings: Settings) -> None:
    flip(batch(settings, 1))
    flip(documents(settings)[1])
    flip(settings.releases_dir / "1" / "warehouse.duckdb")
    files = {Path(finding.file).name for finding in verify(settings).findings}
    assert files == {"ledger", documents(settings)[1].name, "warehouse.duckdb"}


# What a release can say that the ledger does not: each is published with its hash and its counts as they then are.
LIES = {
    "another value": (
        "update marts.fct_figures set value = value + 1 where measure = 'cases' and category = 'sex'",
        "marts.fct_figures is not what the ledger says: cases 6 rows with the sum 157, expected 6 with 156",
    ),
    "two values exchanged": (
        "update marts.fct_figures set value = case category when 'sex' then 4 else 58 end "
        "where category in ('sex', 'labor')",
        "cases: as many rows with the same sum, but not the same rows",
    ),
    "another document": (
        "update marts.fct_figure_revisions set document_id = repeat('0', 64) where category = 'labor'",
        "marts.fct_figure_revisions is not what the ledger says",
    ),
    "an outranked report as the current one": (
        "update marts.fct_figures set value = 70, publisher_as_of = '2018-02-01' where value = 69",
        "cases 6 rows with the sum 157, expected 6 with 156",
    ),
    "a rejection that nobody opened": (
        "insert into audit.rejections by name select * replace ('x' as rejection_id) from (select 'x' as rejection_id, "
        "'x.csv' as file, 'x' as rule_code, '' as offending_text, '' as message, now()::timestamp as opened_at)",
        "audit.rejections has 1 rows, the ledger gives 0",
    ),
    "a change less": (
        "delete from audit.changes where batch = 2",
        "audit.changes has",
    ),
}


@pytest.mark.parametrize("kind", LIES)
def test_a_release_that_says_what_the_ledger_does_not_is_found(kind: str, pipeline: Pipeline) -> None:
    statement, words = LIES[kind]
    publish_changed(pipeline, statement)
    verification = verify(pipeline.settings)
    assert [finding.message for finding in verification.findings if words in finding.message], verification.findings
    assert {Path(finding.file).parent.name for finding in verification.findings} == {"3"}


def test_only_a_deep_check_finds_what_no_figure_depends_on(pipeline: Pipeline) -> None:
    publish_changed(pipeline, "update marts.dim_jurisdiction set jurisdiction_name = 'Misery' where postal_code = 'MO'")
    assert verify(pipeline.settings).findings == ()
    (finding,) = verify(pipeline.settings, deep=True).findings
    assert (
        "marts.dim_jurisdiction has 1 rows that the ledger does not give, and lacks 1 that it gives" in finding.message
    )


@pytest.mark.slow
def test_a_release_that_was_added_to_is_intact_for_a_deep_check_too(pipeline: Pipeline) -> None:
    pipeline.bring_up_to_date()
    pipeline.write("next.csv", cases("MO", 2016, "2017-05-03", total=3))
    pipeline.look()
    pipeline.bring_up_to_date()
    publish_build(pipeline)
    verification = verify(pipeline.settings, deep=True)
    assert verification.is_rebuilt
    assert verification.findings == ()


def publish_changed(pipeline: Pipeline, statement: str) -> None:
    with duckdb.connect(pipeline.settings.build_file) as connection:
        connection.execute(statement)
    publish_build(pipeline)


@pytest.mark.parametrize("damage", ["a bit of the last batch", "the last batch gone", "the ledger gone"])
def test_no_refresh_goes_on_from_a_ledger_that_lost_its_end(damage: str, pipeline: Pipeline) -> None:
    """The chain alone would never tell: the next batch would vouch for the damaged one."""
    DAMAGE[damage][0](pipeline.settings)
    pipeline.write("next.csv", cases("MO", 2016, "2017-05-03", total=3))
    last = Ledger(pipeline.settings.ledger_dir).last_batch()
    with pytest.raises(DamagedLedger, match="backup"):
        pipeline.look()
    assert Ledger(pipeline.settings.ledger_dir).last_batch() == last


def test_figures_whose_document_was_never_kept_are_found(settings: Settings) -> None:
    (file,) = (one for one in documents(settings) if b"2018-02-01" in one.read_bytes())
    file.unlink()
    assert [Path(finding.file).name for finding in verify(settings).findings] == [file.name]


def test_a_sidecar_that_was_kept_and_is_gone_is_found(tmp_path: Path) -> None:
    pipeline = Pipeline(tmp_path)
    pipeline.write("a.csv", cases("MO", 2015, "2016-05-27", total=67))
    sidecar = pipeline.reports / "a.csv.meta.yaml"
    sidecar.write_text("note: first\n")
    pipeline.look()
    sidecar.write_text("note: second\n")
    pipeline.look()
    pipeline.write("refused.csv", cases("MO", 2016, "2017-05-27", total=-1))
    (pipeline.reports / "refused.csv.meta.yaml").write_text("note: never kept\n")
    pipeline.look()
    assert verify(pipeline.settings).findings == ()
    kept = sorted((pipeline.settings.ledger_dir / "documents").glob("*.meta.yaml"))
    assert len(kept) == 2, "the one before too: what was recorded then was read with it"
    for file in kept:
        file.unlink()
    findings = verify(pipeline.settings).findings
    assert [finding.file for finding in findings] == [str(file) for file in kept]
    assert {finding.message for finding in findings} == {
        "This is a sidecar of a.csv, but it is not kept under this name. Restore it from a backup of the ledger."
    }


def test_a_later_format_is_named_beside_everything_else(settings: Settings) -> None:
    file = batch(settings, 3, "batch")
    file.chmod(0o644)
    pl.read_parquet(file, hive_partitioning=False).with_columns(
        format_version=pl.lit(FORMAT_VERSION + 1, dtype=pl.Int64)
    ).write_parquet(file)
    assert "Install a newer version" in verify(settings).findings[0].message


def test_a_ledger_alone_such_as_a_backup_can_be_verified(made: Pipeline, tmp_path: Path) -> None:
    shutil.copytree(made.settings.ledger_dir, tmp_path / "backup" / "ledger")
    backup = Settings(warehouse_dir=tmp_path / "backup")
    assert verify(backup, deep=True).findings == ()
    flip(documents(backup)[0])
    assert len(verify(backup).findings) == 1


def poll(settings: Settings, day: int) -> Path:
    """Add to the record of watched pages that one could not be read on a day."""
    record = PollRecord(settings.ledger_dir)
    at = datetime(2026, 1, day)  # noqa: DTZ001
    record.append([Poll(polled_at=at, address="https://x.example", outcome="failed", run_id="r")])
    return record.folder


@pytest.mark.slow
def test_the_record_of_watched_pages_is_rebuilt_too(pipeline: Pipeline) -> None:
    poll(pipeline.settings, 1)
    build(pipeline.settings.warehouse_dir, *MODELS_ONLY)
    publish_build(pipeline)
    poll(pipeline.settings, 2)
    assert verify(pipeline.settings, deep=True).findings == ()


def test_a_lost_file_of_the_record_of_watched_pages_is_named(settings: Settings) -> None:
    for day in (1, 2, 3):
        record = poll(settings, day)
    (record / "2.parquet").unlink()
    (finding,) = verify(settings).findings
    assert "2.parquet cannot be read. Restore it from a backup" in finding.message


def test_nothing_at_all_is_not_intact() -> None:
    (finding,) = verify(Settings()).findings
    assert "There is no ledger" in finding.message


@pytest.fixture
def in_environment(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPOTLIGHT_WAREHOUSE_DIR", str(settings.warehouse_dir))


@pytest.mark.usefixtures("in_environment")
def test_the_exit_code_and_the_words_tell_monitoring(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(deep=False, as_json=False) == 0
    assert capsys.readouterr().out.endswith("Intact.\n")
    flip(documents(settings)[0])
    assert run(deep=False, as_json=False) == 1
    told = capsys.readouterr()
    assert documents(settings)[0].name in told.err
    assert told.out.endswith("Not intact. Faults: 1.\n")
    assert run(deep=True, as_json=True) == 1
    answer = json.loads(capsys.readouterr().out)
    assert (answer["is_intact"], answer["is_rebuilt"], len(answer["findings"])) == (False, False, 1)
