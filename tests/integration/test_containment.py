"""One bad file never stops the others, and a fault of the machine is not held against a file.

Belongs here: crashes while a file is found, loaded, read, validated or resolved. Not here: rules a file breaks
(test_bad_input), damage to the ledger (test_verify).
"""

from __future__ import annotations

import errno
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import schemas
from orchestration.spotlight import readers
from orchestration.spotlight.changed import gate
from orchestration.spotlight.domain.model import Rejection
from orchestration.spotlight.ingest import decisions, documents, keeping, refresh
from orchestration.spotlight.ingest.refresh import Ingestion
from orchestration.spotlight.readers import read
from tests.support.pipeline import Pipeline, cases


@pytest.fixture
def pipeline(tmp_path: Path) -> Pipeline:
    pipeline = Pipeline(tmp_path)
    pipeline.write("good.csv", cases("MO", 2015, "2016-01-28", total=67))
    return pipeline


def refused(ingestion: Ingestion) -> Rejection:
    """The only rejection, beside which the good report was accepted."""
    assert ingestion.counts["new"] == 1
    (rejection,) = ingestion.open
    return rejection


def test_a_year_that_no_calendar_has_is_refused_with_its_line(pipeline: Pipeline) -> None:
    pipeline.write("zero.csv", "MO,0000-01-01,0000-12-31,2016-01-28,cases,total,1,,")
    ingestion = pipeline.look()
    assert ingestion.counts["new"] == 1
    assert {(one.file, one.line) for one in ingestion.open} == {("zero.csv", 2)}
    assert [one.offending_text for one in ingestion.open] == ["0000-01-01", "0000-12-31"]


def test_links_that_lead_in_a_circle_are_refused(pipeline: Pipeline) -> None:
    (pipeline.reports / "one.csv").symlink_to("other.csv")
    (pipeline.reports / "other.csv").symlink_to("one.csv")
    ingestion = pipeline.look()
    assert ingestion.counts["new"] == 1
    assert {(one.file, one.rule_code) for one in ingestion.open} == {
        ("one.csv", "document.link_leads_nowhere"),
        ("other.csv", "document.link_leads_nowhere"),
    }


@pytest.mark.parametrize("target", ["a" * 300, "good.csv/below_a_file.csv"])
def test_a_link_that_cannot_be_followed_refuses_itself_only(pipeline: Pipeline, target: str) -> None:
    (pipeline.reports / "bad.csv").symlink_to(target)
    rejection = refused(pipeline.look())
    assert (rejection.file, rejection.rule_code) == ("bad.csv", "document.link_leads_nowhere")


def test_of_two_names_that_look_alike_the_unusual_one_is_refused_and_told_apart(pipeline: Pipeline) -> None:
    pipeline.write("m\u00e9.csv", cases("KS", 2015, "2016-01-28", total=20))
    pipeline.write("me\u0301.csv", cases("KS", 2015, "2016-01-28", total=21))
    ingestion = pipeline.look()
    assert ingestion.counts["new"] == 2
    (rejection,) = ingestion.open
    assert rejection.rule_code == "document.name_like_another"
    assert r"'me\u0301.csv' looks like that of another file, 'm\xe9.csv'" in rejection.message


def test_a_sidecar_that_is_a_link_in_a_circle_refuses_its_file_only(pipeline: Pipeline) -> None:
    pipeline.write("bad.csv", cases("KS", 2015, "2016-01-28", total=20))
    (pipeline.reports / "bad.csv.meta.yaml").symlink_to("bad.csv.meta.yaml")
    ingestion = pipeline.look()
    assert ingestion.counts["new"] == 1
    assert {one.file for one in ingestion.open} == {"bad.csv", "bad.csv.meta.yaml"}


def _fail_at(monkeypatch: pytest.MonkeyPatch, stage: str, error: BaseException) -> None:
    """Have one stage fail at whatever is of Kansas."""

    def failing(original: Any, is_of_kansas: Any) -> Any:
        def call(*arguments: Any) -> Any:
            if is_of_kansas(*arguments):
                raise RuntimeError("something went wrong") from error
            return original(*arguments)

        return call

    if stage == "read":
        monkeypatch.setattr(readers, "read", failing(read, lambda path, *_: path == "bad.csv"))
    elif stage == "validated":
        of_kansas = lambda rows, *_: rows["path"].is_in(["bad.csv"]).any()  # noqa: E731
        monkeypatch.setattr(schemas, "validate", failing(schemas.validate, of_kansas))
    elif stage == "loaded":
        monkeypatch.setattr(documents, "_load", failing(documents._load, lambda _, path, *__: path == "bad.csv"))
    else:
        of_kansas = lambda files, *_: any(path == "bad.csv" for path, _ in files.statements)  # noqa: E731
        monkeypatch.setattr(decisions, "resolve", failing(decisions.resolve, of_kansas))


@pytest.mark.parametrize("stage", ["loaded", "read", "validated", "resolved"])
def test_a_crash_refuses_the_file_it_happened_at_and_no_other(
    pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch, stage: str
) -> None:
    pipeline.write("bad.csv", cases("KS", 2015, "2016-01-28", total=20))
    with monkeypatch.context() as patched:
        _fail_at(patched, stage, ValueError("the innermost reason"))
        rejection = refused(pipeline.look())
    assert (rejection.file, rejection.rule_code) == ("bad.csv", "document.unexpected_fault")
    assert "ValueError: the innermost reason" in rejection.message
    after = pipeline.look()  # once the program is corrected
    assert (after.counts["new"], after.open) == (1, ())


def test_what_was_accepted_of_a_file_stays_when_resolving_it_crashes(
    pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    pipeline.write("bad.csv", cases("KS", 2015, "2016-01-28", total=20))
    pipeline.look()
    pipeline.write("bad.csv", cases("KS", 2015, "2016-01-28", total=21))
    with monkeypatch.context() as patched:
        _fail_at(patched, "resolved", ValueError("the innermost reason"))
        ingestion = pipeline.look()
    assert [one.file for one in ingestion.open] == ["bad.csv"]
    assert not ingestion.removals
    assert pipeline.build("fct_case_totals").rows(
        "select jurisdiction_code, case_count from marts.fct_case_totals order by all"
    ) == [
        ("US-KS", 20),
        ("US-MO", 67),
    ]


@pytest.mark.parametrize("stage", ["loaded", "read", "validated"])
@pytest.mark.parametrize(
    "error", [MemoryError(), *(OSError(number, os.strerror(number)) for number in (errno.EMFILE, errno.EIO))]
)
def test_a_fault_of_the_machine_is_not_held_against_the_file(
    pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch, stage: str, error: BaseException
) -> None:
    pipeline.write("bad.csv", cases("KS", 2015, "2016-01-28", total=20))
    pipeline.look()
    pipeline.write("bad.csv", cases("KS", 2015, "2016-08-01", total=21))
    with monkeypatch.context() as patched:
        _fail_at(patched, stage, error)
        ingestion = pipeline.look()
    assert not ingestion.open
    assert not ingestion.removals
    assert [(one.file, one.rule_code) for one in ingestion.warnings] == [("bad.csv", "document.not_read")]
    found = gate.check(pipeline.settings.reports_dir, pipeline.settings.warehouse_dir)
    assert found.is_new, "the next refresh reads it"
    assert pipeline.look().counts["restated"] == 1


def test_a_file_without_a_figure_beside_others_stops_nothing_when_memory_runs_out(
    pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    (pipeline.reports / "bad.txt").write_text("We are away.\n")

    def out_of_memory(*_: object) -> None:
        raise MemoryError

    with monkeypatch.context() as patched:
        patched.setattr(schemas, "validate", out_of_memory)
        ingestion = pipeline.look()
    assert {one.file for one in ingestion.open} == {"bad.txt"}
    assert [(one.file, one.rule_code) for one in ingestion.warnings] == [("good.csv", "document.not_read")]


def test_a_file_refused_whole_is_not_read_again_until_it_its_sidecar_or_the_limits_change(pipeline: Pipeline) -> None:
    pipeline.write("zero.csv", "MO,0000-01-01,0000-12-31,2016-01-28,cases,total,1,,")
    pipeline.write("future.csv", cases("KS", 2015, "2027-01-28", total=20))
    pipeline.look()
    pipeline.write("later.csv", cases("ME", 2015, "2016-01-28", total=8))
    ingestion = pipeline.look()
    assert ingestion.files_read == 2, "the new one, and the one whose day will come"
    assert {one.file for one in ingestion.open} == {"zero.csv", "future.csv"}
    assert ingestion.closed == ()
    (pipeline.reports / "zero.csv.meta.yaml").write_text("source: a letter\n")
    assert pipeline.look().files_read == 2
    pipeline.settings = replace(pipeline.settings, max_document_bytes=1_000_000)
    assert pipeline.look().files_read == 2
    pipeline.write("zero.csv", cases("KS", 2016, "2017-01-28", total=21))
    ingestion = pipeline.look()
    assert (ingestion.counts["new"], [one.file for one in ingestion.open]) == (1, ["future.csv"])


def test_what_was_accepted_of_a_file_refused_whole_stays_while_it_is_not_read_again(pipeline: Pipeline) -> None:
    pipeline.write("bad.csv", cases("MO", 2015, "2016-05-27", total=68))
    pipeline.look()
    pipeline.write("bad.csv", "MO,0000-01-01,0000-12-31,2016-01-28,cases,total,1,,")
    pipeline.look()
    pipeline.write("good.csv", cases("MO", 2015, "2016-01-28", total=66))  # the same place and period is resolved
    ingestion = pipeline.look()
    assert (ingestion.files_read, ingestion.counts["corrected"], ingestion.removals) == (1, 1, ())
    assert pipeline.build("fct_figures").rows("select value from marts.fct_figures") == [(68,)]


def test_a_refresh_reads_for_its_time_and_the_next_one_goes_on(pipeline: Pipeline) -> None:
    names = ("KS", "ME", "IA")
    for name in names:
        pipeline.write(f"{name}.csv", cases(name, 2015, "2016-01-28", total=20))
    patient = pipeline.settings
    pipeline.settings = replace(patient, max_refresh_seconds=1e-9)
    ingestion = pipeline.look()
    assert ingestion.counts["new"] == 0
    assert [one.rule_code for one in ingestion.warnings] == ["document.not_read"] * 4
    assert "(SPOTLIGHT_MAX_REFRESH_SECONDS), are over. It is read again." in ingestion.warnings[0].message
    assert gate.check(pipeline.settings.reports_dir, pipeline.settings.warehouse_dir).is_new
    pipeline.settings = patient
    assert pipeline.look().counts["new"] == 4


def test_what_a_refresh_recorded_before_it_was_killed_is_said_by_the_one_that_publishes_it(
    pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object) -> None:
        raise MemoryError

    def told() -> tuple[Any, ...]:
        pipeline.look()
        said = gate.last_summary(pipeline.settings.warehouse_dir)
        counts = {kind: count for kind, count in said["counts"].items() if count}
        return said["batch"], counts, [one["rule_code"] for one in said["warnings"]]

    pipeline.look()
    gate.mark_published(pipeline.settings.warehouse_dir)
    for step, total in (("append", 9), ("forget_aside", 90)):  # before the batch is there, and right after
        pipeline.write("more.csv", cases("MO", 2015, "2017-01-28", total=total))
        with monkeypatch.context() as killed:
            killed.setattr(refresh, step, stop)
            with pytest.raises(MemoryError):
                pipeline.look()
    assert told() == (2, {"restated": 1}, ["cases.total_moved_far"])
    pipeline.write("more.csv", cases("MO", 2015, "2017-01-28", total=91))
    assert told() == (3, {"restated": 1, "corrected": 1}, ["cases.total_moved_far"])
    gate.mark_published(pipeline.settings.warehouse_dir)
    assert told() == (None, {}, [])


def test_large_documents_are_set_aside_on_the_disk_until_it_is_decided_whether_they_are_kept(
    pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "_MOST_HELD_BYTES", 0)
    pipeline.write("bad.csv", "MO,0000-01-01,0000-12-31,2016-01-28,cases,total,1,,")
    pipeline.look()
    kept = {file.read_bytes() for file in (pipeline.settings.ledger_dir / "documents").iterdir()}
    assert kept == {(pipeline.reports / "good.csv").read_bytes()}
    assert [*(pipeline.settings.ledger_dir).rglob("*.aside")] == []
