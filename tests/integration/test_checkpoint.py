"""Signed checkpoints: the past cannot be rewritten unseen, and an honest ledger is never suspected.

Belongs here: rewrites of whole ledgers with every hash made to agree. Not here: damage (test_verify, faults).
"""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import polars as pl
import pytest

from orchestration.cli import checkpoint as command
from orchestration.settings import Settings
from orchestration.spotlight.domain.errors import UserError
from orchestration.spotlight.domain.places import PROJECT_DIR
from orchestration.spotlight.inspect.checkpoint import (
    Outcome,
    Verifier,
    checkpoint,
    new_key,
    read_note,
    verifier_from,
    verify_checkpoint,
)
from orchestration.spotlight.ledger.chain import BATCH_FILES, Ledger
from tests.support.command_line import CommandLineHere
from tests.support.independent_verifier import independent_verifier
from tests.support.pipeline import Pipeline, cases

SIGNED = 5
BATCHES = 8


@dataclass(frozen=True)
class Kept:
    """A ledger, a checkpoint of its batch 5 and the keys; nothing here is changed by a test."""

    pipeline: Pipeline
    note: Path
    key: Path
    verifier: Verifier

    def copy(self, folder: Path) -> Ledger:
        shutil.copytree(self.pipeline.settings.ledger_dir, folder)
        return Ledger(folder)


@pytest.fixture(scope="module")
def independent() -> ModuleType:
    return independent_verifier()


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    folder = tmp_path_factory.mktemp("kept")
    pipeline = Pipeline(folder / "pipeline")
    key = folder / "key"
    verifier = new_key("kept.example", key)
    note = folder / "note"
    for number in range(1, BATCHES + 1):
        pipeline.write(f"{number}.csv", cases("MO", 2010 + number, "2025-01-31", total=100 + number))
        assert pipeline.look().counts["new"] == 1
        if number == SIGNED:
            note.write_text(checkpoint(Ledger(pipeline.settings.ledger_dir), key.read_text()), encoding="utf-8")
    return Kept(pipeline, note, key, verifier)


def rechained(ledger: Ledger, number: int, change: Callable[[pl.DataFrame], pl.DataFrame]) -> None:
    """Rewrite the figures of a batch, and let every later batch name the hash of the one before it."""
    write(
        ledger.file(number, "figures"), change(pl.read_parquet(ledger.file(number, "figures"), hive_partitioning=False))
    )
    for later in range(number + 1, ledger.last_batch() + 1):
        file = ledger.file(later, "batch")
        row = pl.read_parquet(file, hive_partitioning=False)
        write(file, row.with_columns(previous_hash=pl.lit(ledger.batch_hash(later - 1))))


def write(file: Path, table: pl.DataFrame) -> None:
    file.chmod(0o644)
    table.write_parquet(file)


def cut(ledger: Ledger, last: int) -> None:
    for number in range(last + 1, ledger.last_batch() + 1):
        shutil.rmtree(ledger.batch_folder(number))


def leave_out(ledger: Ledger, number: int) -> None:
    """Take a batch out, and let the later ones move up."""
    shutil.rmtree(ledger.batch_folder(number))
    for later in range(number + 1, BATCHES + 1):
        ledger.batch_folder(later).rename(ledger.batch_folder(later - 1))
    rechained(ledger, max(1, number - 1), lambda rows: rows)


def attack(chance: random.Random, ledger: Ledger) -> str:
    """Rewrite, cut or fork at or before the signed batch, so that every hash of the ledger agrees with every other."""
    at = chance.randint(1, SIGNED)
    kind = chance.choice(["rewrite", "drop a row", "leave out", "cut", "roll back", "fork"])
    if kind == "rewrite":
        amount = chance.randint(1, 50)
        rechained(ledger, at, lambda rows: rows.with_columns(value=pl.col("value") + amount))
    elif kind == "drop a row":
        rechained(ledger, at, lambda rows: rows.head(rows.height - 1))
    elif kind == "leave out":
        leave_out(ledger, at)
    elif kind == "cut":
        cut(ledger, at - 1)
    elif kind == "roll back":
        # To an earlier batch, and on from there with other figures, past the signed number.
        rechained(ledger, at, lambda rows: rows.with_columns(value=pl.lit(chance.randint(1000, 9999), pl.Int64)))
        for later in range(at + 1, ledger.last_batch() + 1):
            rechained(ledger, later, lambda rows: rows.with_columns(value=pl.col("value") + 1))
    else:
        cut(ledger, SIGNED)
        rechained(ledger, at, lambda rows: rows.with_columns(source=pl.lit(f"fork {chance.random()}")))
    return f"{kind} at {at}"


@pytest.mark.parametrize("rewrites", [40, pytest.param(400, marks=pytest.mark.slow)])
def test_every_rewrite_at_or_before_the_signed_batch_is_caught(
    kept: Kept, independent: ModuleType, tmp_path: Path, rewrites: int
) -> None:
    chance = random.Random(7)
    for number in range(rewrites):
        ledger = kept.copy(tmp_path / str(number))
        what = attack(chance, ledger)
        verdict = verify_checkpoint(kept.note, ledger, kept.verifier)
        assert verdict.outcome is not Outcome.HELD, what
        assert independent.fault_of(ledger.folder, kept.note.read_text(), str(kept.verifier)) is not None, what
        shutil.rmtree(ledger.folder)


def test_what_comes_after_the_signed_batch_raises_no_alarm(kept: Kept, independent: ModuleType) -> None:
    ledger = Ledger(kept.pipeline.settings.ledger_dir)
    verdict = verify_checkpoint(kept.note, ledger, kept.verifier)
    assert (verdict.outcome, verdict.batch) == (Outcome.HELD, SIGNED)
    assert independent.fault_of(ledger.folder, kept.note.read_text(), str(kept.verifier)) is None
    for last in range(SIGNED, BATCHES + 1):
        assert read_note(checkpoint(ledger, None).encode()).head.batch == BATCHES, last


@pytest.mark.parametrize(
    ("change", "outcome"),
    [
        (lambda text: text.replace("\n5\n", "\n4\n"), Outcome.DAMAGED),
        (lambda text: text.replace("spotlight-warehouse", "another-warehouse"), Outcome.DAMAGED),
        (lambda text: text[:-20], Outcome.DAMAGED),
        (lambda text: text.partition("\n\n")[0] + "\n\n", Outcome.DAMAGED),
        (lambda text: "not a note", Outcome.DAMAGED),
        (lambda text: "", Outcome.DAMAGED),
        (lambda text: text * 100, Outcome.DAMAGED),
        (lambda text: text.replace("kept.example", "else.example"), Outcome.WRONG_KEY),
    ],
)
def test_a_note_that_was_changed_is_named_as_what_it_is(
    kept: Kept, tmp_path: Path, change: Callable[[str], str], outcome: Outcome
) -> None:
    note = tmp_path / "note"
    note.write_text(change(kept.note.read_text()), encoding="utf-8")
    ledger = Ledger(kept.pipeline.settings.ledger_dir)
    assert verify_checkpoint(note, ledger, kept.verifier).outcome is outcome


def test_another_key_another_ledger_and_no_key(kept: Kept, tmp_path: Path) -> None:
    ledger = Ledger(kept.pipeline.settings.ledger_dir)
    other = new_key("other.example", tmp_path / "other")
    assert verify_checkpoint(kept.note, ledger, other).outcome is Outcome.WRONG_KEY
    assert verify_checkpoint(kept.note, ledger, None).outcome is Outcome.WRONG_KEY
    namesake = new_key("kept.example", tmp_path / "namesake")
    assert verify_checkpoint(kept.note, ledger, namesake).outcome is Outcome.WRONG_KEY

    stranger = Pipeline(tmp_path / "stranger")
    stranger.write("a.csv", cases("OH", 2015, "2025-01-31", total=1))
    stranger.look()
    verdict = verify_checkpoint(kept.note, Ledger(stranger.settings.ledger_dir), kept.verifier)
    assert verdict.outcome is Outcome.FOREIGN
    empty = verify_checkpoint(kept.note, Ledger(tmp_path / "none"), kept.verifier)
    assert empty.outcome is Outcome.TRUNCATED


def test_an_unsigned_note_says_what_it_does_not_protect_from(kept: Kept, tmp_path: Path) -> None:
    ledger = Ledger(kept.pipeline.settings.ledger_dir)
    note = tmp_path / "note"
    note.write_text(checkpoint(ledger, None), encoding="utf-8")
    verdict = verify_checkpoint(note, ledger, None)
    assert verdict.outcome is Outcome.UNSIGNED
    assert "is no proof against a person who can rewrite" in verdict.message
    assert verify_checkpoint(note, ledger, kept.verifier).outcome is Outcome.DAMAGED, "a signature is asked for"


def test_a_signature_that_was_taken_off_never_improves_the_result(kept: Kept, tmp_path: Path) -> None:
    stripped = tmp_path / "stripped"
    stripped.write_text(kept.note.read_text().partition("\n\n")[0] + "\n\n", encoding="utf-8")
    commands = CommandLineHere(kept.pipeline)
    for file in (kept.note, stripped):
        for key in ((), ("--key", str(kept.verifier))):
            code = 0 if file == kept.note and key else 1
            assert commands.run("verify", "--checkpoint", str(file), *key).returncode == code
    assert commands.json("verify", "--checkpoint", str(stripped), code=1)["is_intact"] is False


@pytest.mark.parametrize(
    "change",
    [
        lambda note: note.replace(b"\n", b"\r\n"),
        lambda note: note + b"\n",
        lambda note: (note + b"\n").replace(b"\n", b"\r\n"),
    ],
)
def test_what_mail_makes_of_the_ends_of_lines_changes_nothing(
    kept: Kept, independent: ModuleType, tmp_path: Path, change: Callable[[bytes], bytes]
) -> None:
    note = tmp_path / "note"
    note.write_bytes(change(kept.note.read_bytes()))
    ledger = Ledger(kept.pipeline.settings.ledger_dir)
    assert verify_checkpoint(note, ledger, kept.verifier).outcome is Outcome.HELD
    assert independent.fault_of(ledger.folder, note.read_text(), str(kept.verifier)) is None
    note.write_bytes(change(kept.note.read_bytes().replace(b"\n5\n", b"\n4\n")))
    assert verify_checkpoint(note, ledger, kept.verifier).outcome is Outcome.DAMAGED


def test_a_private_key_that_others_can_read_is_warned_about(kept: Kept, tmp_path: Path) -> None:
    key = tmp_path / "key"
    shutil.copyfile(kept.key, key)
    commands = CommandLineHere(kept.pipeline)
    for mode, is_warned in ((0o644, True), (0o640, True), (0o600, False)):
        key.chmod(mode)
        for arguments in (("checkpoint",), ("verify", "--checkpoint", str(kept.note))):
            done = commands.run(*arguments, "--key", str(key))
            assert done.returncode == 0
            assert (f"Run: chmod 600 {key}" in done.stderr) == is_warned
    (tmp_path / "public").write_text(str(kept.verifier))
    (tmp_path / "public").chmod(0o644)
    assert not commands.run("verify", "--checkpoint", str(kept.note), "--key", str(tmp_path / "public")).stderr


def test_the_independent_verifier_says_how_it_is_called() -> None:
    script = PROJECT_DIR / "docs" / "verify_checkpoint.py"
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "usage: verify_checkpoint.py LEDGER CHECKPOINT PUBLIC_KEY\n"


def test_a_key_is_one_file_that_only_its_owner_reads(tmp_path: Path) -> None:
    file = tmp_path / "key"
    verifier = new_key("a.example", file)
    assert file.stat().st_mode & 0o777 == 0o600
    assert str(verifier_from(file.read_text())) == str(verifier) == str(verifier_from(str(verifier)))
    with pytest.raises(UserError, match="exists already"):
        new_key("a.example", file)
    with pytest.raises(UserError, match="cannot be the name"):
        new_key("a b", tmp_path / "other")
    for text in ("", "a+b+c", str(verifier)[:-4], str(verifier).replace("a.example", "b.example")):
        with pytest.raises(UserError):
            verifier_from(text)


def test_the_commands_sign_and_compare(
    kept: Kept, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SPOTLIGHT_WAREHOUSE_DIR", str(kept.pipeline.settings.warehouse_dir))
    assert command.run(kept.key, None, as_json=False) == 0
    note = tmp_path / "now"
    note.write_text(capsys.readouterr().out, encoding="utf-8")
    assert command.verify_files([note, kept.note], str(kept.verifier), as_json=True) == 0
    answer = json.loads(capsys.readouterr().out)
    assert [one["outcome"] for one in answer["checkpoints"]] == ["held", "held"]
    monkeypatch.setenv("SPOTLIGHT_CHECKPOINT_KEY", str(kept.key))
    assert command.verify_files([note], None, as_json=False) == 0
    assert "held" in capsys.readouterr().out

    with pytest.raises(UserError, match="lies in the warehouse"):
        command.run(Settings().warehouse_dir / "key", "a.example", as_json=False)
    assert command.run(None, None, as_json=True) == 0
    assert json.loads(capsys.readouterr().out)["is_signed"]


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["checkpoint", "--new-key", "a.example"], "Name the file that the new key is written to: --key FILE."),
        (["checkpoint", "--new-key", "a b", "--key", "{}/key"], "'a b' cannot be the name of a key"),
        (["checkpoint", "--new-key", "a", "--key", "{}/no/key"], "{}/no/key: the key cannot be written (No such file"),
        (
            ["checkpoint", "--key", "{}/no"],
            "{}/no: the key cannot be read (No such file or directory). Check its name.",
        ),
        (["checkpoint", "--key", "{}"], "{}: the key cannot be read (Is a directory). Check its name."),
        (["checkpoint", "--key", "{}/bytes"], "{}/bytes: this is not a key."),
        (["verify", "--checkpoint", "{}/no"], "{}/no: the checkpoint cannot be read (No such file or directory)."),
    ],
)
def test_a_key_or_a_checkpoint_that_cannot_be_used_is_wrong_usage_and_named_once(
    kept: Kept, tmp_path: Path, arguments: list[str], why: str
) -> None:
    (tmp_path / "bytes").write_bytes(b"\xff")
    done = CommandLineHere(kept.pipeline).run(*(one.format(tmp_path) for one in arguments))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"spotlight: {why.format(tmp_path)}")
    assert done.stderr.count(str(tmp_path)) <= 1
    assert "Errno" not in done.stderr


@pytest.mark.parametrize(
    ("cut_to", "code", "outcome", "is_intact"), [(BATCHES, 2, "held", None), (SIGNED - 1, 1, "truncated", False)]
)
def test_a_checkpoint_that_cannot_be_read_hides_no_verdict_on_the_others(
    kept: Kept, tmp_path: Path, cut_to: int, code: int, outcome: str, is_intact: bool | None
) -> None:
    commands = CommandLineHere(kept.pipeline.copy(tmp_path / "copy"))
    cut(Ledger(commands.pipeline.settings.ledger_dir), cut_to)
    missing = [tmp_path / "first", tmp_path / "last"]
    files = (str(missing[0]), str(kept.note), str(missing[1]), "--key", str(kept.verifier))
    done = commands.run("verify", "--checkpoint", *files)
    assert done.returncode == code
    assert f"{kept.note}: {outcome}." in done.stdout + done.stderr
    assert all(f"{one}: the checkpoint cannot be read (No such file or directory)." in done.stderr for one in missing)

    answer = commands.json("verify", "--checkpoint", *files, code=code)
    assert answer["is_intact"] is is_intact
    assert [one["outcome"] for one in answer["checkpoints"]] == [outcome]
    assert [one.partition(":")[0] for one in answer["errors"]] == [str(one) for one in missing]


def test_where_no_checkpoint_can_be_read_each_is_named(kept: Kept, tmp_path: Path) -> None:
    missing = (str(tmp_path / "first"), str(tmp_path / "last"))
    commands = CommandLineHere(kept.pipeline)
    assert all(one in commands.run("verify", "--checkpoint", *missing).stderr for one in missing)
    answer = commands.json("verify", "--checkpoint", *missing, code=2)
    assert answer["status"] == "wrong_usage"
    assert all(one in answer["message"] for one in missing)


def test_the_files_of_a_batch_are_those_that_the_independent_verifier_hashes(independent: ModuleType) -> None:
    assert independent.FILES == BATCH_FILES
