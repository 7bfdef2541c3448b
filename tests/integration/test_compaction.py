"""Compact copies of batches: the same answers from fewer files, and from the batches wherever a copy is not right.

Belongs here: when a copy is made, read and left alone. Not here: what the answers mean (judging, histories).
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest

from orchestration.spotlight.domain.model import FigureKey
from orchestration.spotlight.files.hashing import sha256_of
from orchestration.spotlight.files.note import read_note, write_note
from orchestration.spotlight.inspect.verify import verify
from orchestration.spotlight.ledger.ledger import SCHEMAS, DamagedLedger, Ledger, compaction
from tests.support.pipeline import Pipeline, cases

PARTS = {"total": 110, "sex": 80, "labor": 20, "sex_and_labor": 4, "not_specified": 6}
STATES = ("MO", "KS", "ND", "IA")


@pytest.fixture(autouse=True)
def _copies_of_two_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compaction, "BATCHES", 2)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Seven batches: a first load, a correction, a restatement, a removal and a save-over, refusals and a mend."""
    pipeline = Pipeline(tmp_path_factory.mktemp("made"))
    for state in STATES:
        pipeline.write(f"{state}.csv", cases(state, 2020, "2021-02-01", **PARTS))
    pipeline.look()
    pipeline.write("MO.csv", cases("MO", 2020, "2021-02-01", **PARTS | {"total": 111, "sex": 81}))
    pipeline.look()
    pipeline.write("later.csv", cases("KS", 2020, "2021-08-01", **PARTS | {"total": 90, "sex": 60}))
    pipeline.write("bad.csv", cases("WI", 2020, "2021-02-01", total=-1))
    pipeline.look()
    pipeline.remove("IA.csv")
    pipeline.write("ND.csv", cases("ND", 2020, "2021-08-01", **PARTS | {"total": 112, "sex": 82}))
    pipeline.look()
    pipeline.write("bad.csv", cases("WI", 2020, "2021-02-01", total=1))
    pipeline.look()
    pipeline.write("worse.csv", cases("OK", 2020, "2021-02-01", total=-1))
    pipeline.look()
    pipeline.write("late.csv", cases("MO", 2020, "2020-08-01", **PARTS))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(compaction, "BATCHES", 2)
        pipeline.look()
    assert ledger_of(pipeline).last_batch() == 7
    return pipeline.folder


@pytest.fixture
def pipeline(made: Path, tmp_path: Path) -> Pipeline:
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    return Pipeline(tmp_path, looks=7)


def ledger_of(pipeline: Pipeline) -> Ledger:
    return Ledger(pipeline.settings.ledger_dir)


def copies_of(pipeline: Pipeline) -> Path:
    return pipeline.settings.warehouse_dir / "compacted"


def answers(ledger: Ledger) -> dict[str, Any]:
    """Everything that a look asks of a ledger."""
    period = (date(2020, 1, 1), date(2020, 12, 31))
    places = [f"US-{state}" for state in (*STATES, "WI")]
    return {
        "path_states": ledger.path_states(),
        "open_rejections": ledger.open_rejections(),
        "known": ledger.known([(place, *period) for place in places]),
        "periods_of": ledger.periods_of(["MO.csv", "bad.csv"], with_removals=True),
        "removals": ledger.removals(),
        "past_revisions": {
            key: sorted(moves) for key, moves in ledger.past_revisions(8, [FigureKey("cases", "total")]).items()
        },
        "year_values": ledger.year_values(places),
    }


def test_copies_are_made_of_full_spans_and_change_no_answer(pipeline: Pipeline) -> None:
    # The seventh look found six batches.
    assert sorted(path.name for path in copies_of(pipeline).iterdir()) == ["2", "4", "6"]
    with_copies = answers(ledger_of(pipeline))
    assert all(with_copies.values())
    assert list(ledger_of(pipeline).faulty_copies(by_rows=True)) == []
    shutil.rmtree(copies_of(pipeline))
    assert answers(ledger_of(pipeline)) == with_copies


def test_batches_that_are_copied_are_not_opened(pipeline: Pipeline) -> None:
    ledger = ledger_of(pipeline)
    before = answers(ledger)
    for number in (1, 3, 5):
        for name in compaction.TABLES:
            (ledger.batch_folder(number) / f"{name}.parquet").unlink()
    assert answers(ledger) == before
    shutil.rmtree(copies_of(pipeline))
    with pytest.raises(DamagedLedger, match="batch=1"):
        answers(ledger)


def test_a_large_file_is_read_from_its_batch(pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch) -> None:
    before = answers(ledger_of(pipeline))
    shutil.rmtree(copies_of(pipeline))
    figures = ledger_of(pipeline).batch_folder(1) / "figures.parquet"
    monkeypatch.setattr(compaction, "LARGEST_BYTES", figures.stat().st_size - 1)
    ledger_of(pipeline).compact()
    note = json.loads((copies_of(pipeline) / "2" / "note.json").read_text())
    assert 1 in note["apart"]["figures"]
    assert pl.read_parquet(copies_of(pipeline) / "2" / "figures.parquet").filter(pl.col("batch") == 1).is_empty()
    assert answers(ledger_of(pipeline)) == before


def flip(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.chmod(0o644)
    file.write_bytes(bytes(content))


def cut(file: Path) -> None:
    content = file.read_bytes()
    file.chmod(0o644)
    file.write_bytes(content[: len(content) // 2])


def say_otherwise(**changed: object) -> Callable[[Path], None]:
    """Change a note by hand."""

    def change(note: Path) -> None:
        note.write_text(json.dumps(json.loads(note.read_text()) | changed))

    return change


def note_otherwise(**changed: object) -> Callable[[Path], None]:
    """Change a note as the program would have written it."""

    def change(note: Path) -> None:
        write_note(note, read_note(note) | changed)

    return change


@pytest.mark.parametrize(
    ("name", "damage"),
    [
        *((f"{table}.parquet", damage) for table in compaction.TABLES for damage in (flip, cut, Path.unlink)),
        *(("note.json", damage) for damage in (flip, cut, Path.unlink)),
        ("note.json", lambda note: note.write_text("[]")),
        ("note.json", say_otherwise(apart={table: [1] for table in compaction.TABLES})),
        ("note.json", note_otherwise(of=[2, 1, 2, "another format"])),
        ("note.json", note_otherwise(of=[1, 1, 2, "another head"])),
        ("note.json", note_otherwise(sha256=dict.fromkeys(compaction.TABLES, "another file"))),
    ],
)
def test_a_damaged_copy_is_not_read_but_named_and_made_anew(
    pipeline: Pipeline, name: str, damage: Callable[[Path], object]
) -> None:
    before = answers(ledger_of(pipeline))
    damage(copies_of(pipeline) / "2" / name)
    assert answers(ledger_of(pipeline)) == before
    (finding,) = verify(pipeline.settings).findings
    assert finding.file == str(copies_of(pipeline) / "2")
    assert "delete it" in finding.message
    pipeline.look()
    assert not verify(pipeline.settings).findings
    assert answers(ledger_of(pipeline)) == before


def test_a_copy_of_another_ledger_is_not_read(pipeline: Pipeline, tmp_path: Path) -> None:
    other = Pipeline(tmp_path / "other")
    for total in (1, 2):
        other.write("only.csv", cases("NY", 2020, "2021-02-01", total=total))
        other.look()
    shutil.copytree(copies_of(pipeline), copies_of(other))
    assert set(ledger_of(other).path_states()) == {"only.csv"}
    assert len(verify(other.settings).findings) == 3
    other.look(full=True)
    assert set(ledger_of(other).path_states()) == {"only.csv"}


@pytest.mark.parametrize("number_of_batches", [1, 3, 4])
def test_a_copy_of_fewer_or_more_batches_is_not_read(
    pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch, number_of_batches: int
) -> None:
    before = answers(ledger_of(pipeline))
    monkeypatch.setattr(compaction, "BATCHES", number_of_batches)
    assert answers(ledger_of(pipeline)) == before


def more_cases(figures: Path) -> None:
    pl.read_parquet(figures).with_columns(value=pl.col("value") + 1).write_parquet(figures)


@pytest.mark.parametrize("forge", [more_cases, lambda figures: figures.write_text("no Parquet")])
def test_a_copy_that_was_forged_with_its_note_is_found_by_a_deep_look_and_made_anew(
    pipeline: Pipeline, forge: Callable[[Path], object]
) -> None:
    place = copies_of(pipeline) / "2"
    figures = place / "figures.parquet"
    figures.chmod(0o644)
    forge(figures)
    hashes = read_note(place / "note.json")["sha256"] | {"figures": sha256_of(figures)}
    note_otherwise(sha256=hashes)(place / "note.json")
    assert not verify(pipeline.settings).findings
    assert [finding.file for finding in verify(pipeline.settings, deep=True).findings] == [str(place)]
    ledger_of(pipeline).compact(anew=True)
    assert not verify(pipeline.settings, deep=True).findings


def test_batches_left_out_of_a_copy_are_held_against_the_ledger_by_a_deep_look(pipeline: Pipeline) -> None:
    place = copies_of(pipeline) / "2"
    note_otherwise(apart={table: [1] for table in compaction.TABLES})(place / "note.json")
    assert [finding.file for finding in verify(pipeline.settings, deep=True).findings] == [str(place)]


def test_a_copy_that_is_deleted_meanwhile_is_no_fault(pipeline: Pipeline) -> None:
    for name in ("2", "4"):
        flip(copies_of(pipeline) / name / "note.json")
    faulty = ledger_of(pipeline).faulty_copies(by_rows=False)
    assert next(faulty) == copies_of(pipeline) / "2"
    shutil.rmtree(copies_of(pipeline) / "4")
    assert list(faulty) == []


def test_nothing_is_copied_of_a_batch_that_is_damaged(pipeline: Pipeline) -> None:
    shutil.rmtree(copies_of(pipeline))
    flip(ledger_of(pipeline).batch_folder(1) / "figures.parquet")
    with pytest.raises(DamagedLedger, match=r"Batch 1 .* Restore batch 1"):
        ledger_of(pipeline).compact()
    assert not copies_of(pipeline).exists()


def test_a_copy_that_was_not_finished_is_none(pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch) -> None:
    before = answers(ledger_of(pipeline))
    shutil.rmtree(copies_of(pipeline))

    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(Path, "rename", refuse)
        with pytest.raises(OSError, match="No space left"):
            ledger_of(pipeline).compact()
    assert answers(ledger_of(pipeline)) == before
    assert not verify(pipeline.settings).findings
    ledger_of(pipeline).compact()
    assert sorted(path.name for path in copies_of(pipeline).iterdir()) == ["2", "4", "6"]


def test_the_files_of_a_whole_ledger_are_given_whatever_their_size(
    pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger = ledger_of(pipeline)
    sizes = sorted((ledger.batch_folder(number) / "figures.parquet").stat().st_size for number in range(1, 8))
    columns = {name: schema.names() for name, schema in SCHEMAS.items()}
    rows = []
    for largest in (0, sizes[3], sizes[-1]):
        monkeypatch.setattr(compaction, "LARGEST_BYTES", largest)
        with duckdb.connect() as connection:
            ledger.give(connection, columns)
            rows.append([connection.execute(f"from {name} order by all").fetchall() for name in SCHEMAS])
    assert all(rows[0])
    assert rows[0] == rows[1] == rows[2]


def test_made_anew_there_are_no_copies_of_what_the_ledger_has_lost(pipeline: Pipeline) -> None:
    ledger = ledger_of(pipeline)
    for number in (6, 7):
        shutil.rmtree(ledger.batch_folder(number))
    assert list(ledger.faulty_copies(by_rows=False)) == [copies_of(pipeline) / "6"]
    ledger.compact(anew=True)
    assert sorted(path.name for path in copies_of(pipeline).iterdir()) == ["2", "4"]
    assert list(ledger.faulty_copies(by_rows=True)) == []
