"""Bad input next to good: refused with code, file, line, what was found and how to mend it, and nothing else is lost.

Belongs here: what the ingestion makes of a folder with faults. Not here: each reader's own rules (unit tests).
"""

from __future__ import annotations

import os
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from orchestration.spotlight.changed import gate
from orchestration.spotlight.domain.errors import UserError
from orchestration.spotlight.domain.places import REFERENCE_DIR
from orchestration.spotlight.domain.vocabulary import load_vocabulary
from orchestration.spotlight.ingest import documents
from orchestration.spotlight.ingest import refresh as ingestion
from orchestration.spotlight.ingest.documents import Document
from orchestration.spotlight.ingest.reading import read_documents
from orchestration.spotlight.ledger import faults
from tests.support.pipeline import HEADER, Pipeline, cases, line


@pytest.fixture
def pipeline(tmp_path: Path) -> Pipeline:
    pipeline = Pipeline(tmp_path)
    pipeline.write("good.csv", cases("MO", 2014, "2016-01-28", total=55))
    return pipeline


TOMORROW = (datetime.now(UTC) + timedelta(days=400)).date().isoformat()
SPOTLIGHT = "Missouri Spotlight\n\nVictims Identified\n\n12\n"


def csv(*lines: str, header: str = HEADER) -> bytes:
    return ("\n".join([header, *lines]) + "\n").encode()


def good(category: str = "total", value: str = "3", **changes: str) -> str:
    fields = {
        "jurisdiction": "KS",
        "period_start": "2015-01-01",
        "period_end": "2015-12-31",
        "publisher_as_of": "2016-01-28",
        "measure": "cases",
        "category": category,
        "value": value,
        "value_status": "",
        "source_kind": "",
        **changes,
    }
    return ",".join(fields.values())


BAD: dict[str, tuple[str, bytes, str, int | None]] = {
    # what: (file name, bytes, rule code, line)
    "not UTF-8": ("bad.csv", csv(good()).replace(b"KS", b"K\xe9"), "document.not_utf8", 2),
    "a binary with the ending .csv": ("bad.csv", b"\x89PNG\r\n\x00\x00\x01", "document.binary", 2),
    "no header": ("bad.csv", (good() + "\n").encode(), "csv.header_missing", 1),
    "an unknown column": ("bad.csv", csv(good() + ",1", header=HEADER + ",colour"), "csv.column_unknown", 1),
    "10 MB in one line": ("bad.csv", csv(good() + "x" * 10_000_000), "document.line_too_long", 2),
    "a negative count": ("bad.csv", csv(good(value="-3")), "figure.value_negative", 2),
    "a fractional count": ("bad.csv", csv(good(value="3.5")), "figure.value_not_whole_number", 2),
    "a date that is none": ("bad.csv", csv(good(period_end="2015-02-30")), "report.date_unreadable", 2),
    "a period that ends before it starts": (
        "bad.csv",
        csv(good(period_start="2015-12-31", period_end="2015-01-01")),
        "report.period_reversed",
        2,
    ),
    "as of before the period's end": (
        "bad.csv",
        csv(good(publisher_as_of="2015-06-30")),
        "report.accuracy_date_before_period_end",
        2,
    ),
    "as of a day to come": ("bad.csv", csv(good(publisher_as_of=TOMORROW)), "report.accuracy_date_in_future", 2),
    "an unknown state": ("bad.csv", csv(good(jurisdiction="Atlantis")), "report.jurisdiction_unknown", 2),
    "a category of another measure": (
        "bad.csv",
        csv(good(category="phone_call")),
        "figure.category_of_other_measure",
        2,
    ),
    "the same figure twice with different values": (
        "bad.csv",
        csv(good(value="3"), good(value="4")),
        "figure.stated_twice",
        3,
    ),
    "a breakdown without not_specified": ("bad.csv", csv(good("sex")), "cases.not_specified_missing", 2),
    "a total that is far off": (
        "bad.csv",
        csv(good("total", "90"), *(good(part, "10") for part in ("sex", "labor", "sex_and_labor", "not_specified"))),
        "cases.total_differs_from_parts",
        2,
    ),
    "a document without figures": ("bad.txt", b"Nothing was counted here.\n", "document.no_figures", None),
    "a document that lacks its dates": ("bad.txt", SPOTLIGHT.encode(), "document.period_unknown", None),
    "a sidecar with an unknown key": ("bad.txt.meta.yaml", b"colour: red\n", "sidecar.key_unknown", 1),
}


@pytest.mark.parametrize("what", BAD)
def test_bad_input_is_refused_where_it_stands_and_good_files_go_on(pipeline: Pipeline, what: str) -> None:
    name, content, rule_code, line_number = BAD[what]
    (pipeline.reports / name).write_bytes(content)
    if name.endswith(".meta.yaml"):
        (pipeline.reports / name.removesuffix(".meta.yaml")).write_text(SPOTLIGHT, encoding="utf-8")
    taken = pipeline.look()

    assert taken.figures["value"].to_list() == [55], "everything else is taken in"
    codes = [rejection.rule_code for rejection in taken.open]
    assert rule_code in codes
    rejection = taken.open[codes.index(rule_code)]
    assert rejection.file == name.removesuffix(".meta.yaml")
    assert rejection.line == line_number
    assert len(rejection.message.split()) > 5, "a message for a person"
    assert len(rejection.message) < 1_000

    (pipeline.reports / rejection.file).unlink()
    mended = pipeline.look()
    assert rejection in mended.closed
    assert not mended.open


def test_a_link_out_of_the_folder_is_refused(pipeline: Pipeline, tmp_path: Path) -> None:
    outside = tmp_path / "outside.csv"
    outside.write_bytes(csv(good()))
    (pipeline.reports / "link.csv").symlink_to(outside)
    (pipeline.reports / "folder").symlink_to("/etc")
    assert sorted((r.file, r.rule_code) for r in pipeline.look().open) == [
        ("folder", "document.link_leaves_folder"),
        ("link.csv", "document.link_leaves_folder"),
    ]


def test_a_file_that_cannot_be_read_is_refused(pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch) -> None:
    # The tests may run as root, whom no mode keeps from reading: the error is put in the way of the read itself.
    (pipeline.reports / "locked.csv").write_bytes(csv(good()))
    read_bytes = Path.read_bytes

    def denied(file: Path) -> bytes:
        if file.name == "locked.csv":
            raise PermissionError(13, "Permission denied", str(file))
        return read_bytes(file)

    monkeypatch.setattr(Path, "read_bytes", denied)
    (rejection,) = pipeline.look().open
    assert (rejection.file, rejection.rule_code) == ("locked.csv", "document.unreadable")
    assert "Permission denied" in rejection.offending_text


def test_a_named_pipe_is_refused_and_never_waited_for(pipeline: Pipeline) -> None:
    os.mkfifo(pipeline.reports / "pipe.csv")
    (rejection,) = pipeline.look().open
    assert rejection.rule_code == "document.unreadable"


def test_a_sidecar_that_is_none_is_refused_before_it_is_read(pipeline: Pipeline) -> None:
    for name in ("pipe.txt", "large.txt"):
        (pipeline.reports / name).write_text(SPOTLIGHT, encoding="utf-8")
    os.mkfifo(pipeline.reports / "pipe.txt.meta.yaml")
    with (pipeline.reports / "large.txt.meta.yaml").open("wb") as stream:
        stream.truncate(1 << 30)
    refused = {rejection.file: rejection.rule_code for rejection in pipeline.look().open}
    assert refused == {"pipe.txt": "sidecar.unreadable", "large.txt": "sidecar.unreadable"}


def test_what_is_no_document_is_named(pipeline: Pipeline) -> None:
    for name in ("notes.docx", "lonely.txt.meta.yaml", ".hidden.csv"):
        (pipeline.reports / name).write_text("x", encoding="utf-8")
    assert pipeline.look().ignored == ("lonely.txt.meta.yaml", "notes.docx")


def test_a_file_saved_while_it_is_read_is_never_taken_half(pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch) -> None:
    file = pipeline.reports / "good.csv"
    whole = csv(*cases("MO", 2014, "2016-01-28", total=55), *cases("MO", 2013, "2016-01-28", total=77))
    read_bytes = Path.read_bytes
    saves = iter([b"jurisdiction,per", whole])

    def torn(path: Path) -> bytes:
        content = read_bytes(path)
        if path == file and (saved := next(saves, None)) is not None:
            file.write_bytes(saved)  # the editor saves again just after we have read
        return content

    monkeypatch.setattr(Path, "read_bytes", torn)
    assert sorted(pipeline.look().figures["value"]) == [55, 77]


def test_a_file_written_a_moment_ago_is_checked_again(pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch) -> None:
    file = pipeline.reports / "good.csv"
    lines = cases("MO", 2014, "2016-01-28", total=55), cases("MO", 2013, "2016-01-28", total=77)
    file.write_bytes(csv(*lines[0]))  # whole by its look: its second half is not there yet
    monkeypatch.setattr(documents, "AT_REST_SECONDS", 60.0)

    def meanwhile(seconds: float) -> None:
        file.write_bytes(csv(*lines[0], *lines[1]))
        os.utime(file, (0, 0))

    monkeypatch.setattr(documents.time, "sleep", meanwhile)
    assert sorted(pipeline.look().figures["value"]) == [55, 77]


def test_a_file_that_was_empty_only_while_it_was_read_is_read_again(
    pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A program that writes a file anew, with the bytes it had, may stop for long between emptying and filling it."""
    file = pipeline.reports / "good.csv"
    load, whole = documents.load, file.read_bytes()

    def load_meanwhile(*arguments: Any) -> Document:
        file.write_bytes(b"")
        document = load(*arguments)
        file.write_bytes(whole)
        return document

    with monkeypatch.context() as patched:
        patched.setattr(documents, "load", load_meanwhile)
        (refused,) = pipeline.look().open
    assert refused.rule_code == "document.no_figures"
    gate.mark_published(pipeline.settings.warehouse_dir)
    look = gate.check(pipeline.reports, pipeline.settings.warehouse_dir)
    assert (look.is_new, look.reason) == (True, "A file changed while the last refresh read it, or could not be read.")
    assert pipeline.look().figures["value"].to_list() == [55]


def test_what_killed_refreshes_left_is_cleared_away(pipeline: Pipeline) -> None:
    warehouse = pipeline.settings.warehouse_dir
    killed = subprocess.Popen(["true"])
    killed.wait()
    document = warehouse / "ledger" / "incoming" / f"{'0' * 64}.csv"
    of_nobody, of_somebody = (warehouse / f".last_refresh.json.{pid}" for pid in (killed.pid, os.getppid()))
    document.parent.mkdir(parents=True)
    for file in (document, of_nobody, of_somebody):
        file.write_text("{", encoding="utf-8")
    pipeline.look()
    assert [file.exists() for file in (document, of_nobody, of_somebody)] == [False, False, True]


class TestNothingToWorkOn:
    def test_no_folder(self, tmp_path: Path) -> None:
        pipeline = Pipeline(tmp_path)
        pipeline.reports.rmdir()
        with pytest.raises(UserError, match="does not exist"):
            pipeline.look()

    def test_no_document_yet(self, tmp_path: Path) -> None:
        with pytest.raises(UserError, match=r"Put published reports there"):
            Pipeline(tmp_path).look()

    def test_a_broken_reference_seed_stops_before_anything_is_written(
        self, pipeline: Pipeline, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        reference = tmp_path / "reference"
        reference.mkdir()
        for seed in REFERENCE_DIR.glob("*.csv"):
            (reference / seed.name).write_bytes(seed.read_bytes())
        with (reference / "categories.csv").open("a", encoding="utf-8") as stream:
            stream.write("cases,trafficking_type,organ,part,Organ,No such role,99\n")
        monkeypatch.setattr(ingestion, "REFERENCE_DIR", reference)
        with pytest.raises(UserError, match=r"categories\.csv, line 17: unknown role 'part'"):
            pipeline.look()
        assert not pipeline.settings.warehouse_dir.exists()


class TestLaterLooks:
    def test_a_refused_report_whose_date_has_come_is_accepted(self, pipeline: Pipeline) -> None:
        pipeline.write("early.csv", cases("KS", 2025, "2026-01-03", total=9))
        assert [r.rule_code for r in pipeline.look().open] == ["report.accuracy_date_in_future"]
        later = pipeline.look()
        assert later.counts["new"] == 1
        assert [r.rule_code for r in later.closed] == ["report.accuracy_date_in_future"]

    def test_a_file_refused_for_another_is_judged_again_when_that_goes(self, pipeline: Pipeline) -> None:
        pipeline.write("a.csv", cases("KS", 2015, "2016-01-28", total=9))
        pipeline.look()
        pipeline.write("b.csv", cases("KS", 2015, "2016-01-28", total=10))
        assert [r.file for r in pipeline.look().open] == ["b.csv"]
        pipeline.remove("a.csv")
        taken = pipeline.look()
        assert (taken.counts["corrected"], taken.open) == (1, ())

    def test_an_accepted_file_that_a_publishers_document_beats_stays_refused(self, pipeline: Pipeline) -> None:
        pipeline.write("a.csv", cases("KS", 2015, "2016-01-28", "secondary", total=9))
        pipeline.look()
        pipeline.write("p.csv", cases("KS", 2015, "2016-01-28", "publisher", total=10))
        assert [r.file for r in pipeline.look().open] == ["a.csv"]
        pipeline.write("other.csv", cases("KS", 2016, "2017-01-28", total=1))
        later = pipeline.look()
        assert ([r.file for r in later.open], later.closed) == (["a.csv"], ())

    def test_bytes_read_differently_by_a_corrected_sidecar_are_a_correction(self, pipeline: Pipeline) -> None:
        (pipeline.reports / "s.txt").write_text(SPOTLIGHT, encoding="utf-8")
        sidecar = pipeline.reports / "s.txt.meta.yaml"
        dates = "period_start: 2015-01-01\nperiod_end: 2015-12-31\npublisher_as_of: {}\n"
        sidecar.write_text(dates.format("2016-01-28"), encoding="utf-8")
        assert pipeline.look().counts["new"] == 2
        sidecar.write_text(dates.format("2016-01-28") + "source: a page\n", encoding="utf-8")
        taken = pipeline.look()
        assert taken.batch is not None
        assert not any(taken.counts.values())

    def test_damage_to_the_ledger_is_noticed_and_named(self, pipeline: Pipeline) -> None:
        pipeline.look()
        pipeline.write("more.csv", cases("KS", 2015, "2016-01-28", total=9))
        pipeline.look()
        file = pipeline.settings.ledger_dir / "batches" / "batch=1" / "reports.parquet"
        damaged = bytearray(file.read_bytes())
        damaged[len(damaged) // 2] ^= 1
        file.chmod(0o644)
        file.write_bytes(damaged)
        with pytest.raises(UserError, match="batch 1"):
            pipeline.look()

    def test_damage_that_came_after_many_refreshes_is_noticed_too(self, pipeline: Pipeline) -> None:
        for total in range(9, 13):
            pipeline.write("more.csv", cases("KS", 2015, "2016-01-28", total=total))
            pipeline.look()
        file = pipeline.settings.ledger_dir / "batches" / "batch=2" / "figures.parquet"
        damaged = bytearray(file.read_bytes())
        damaged[len(damaged) // 2] ^= 1
        written = file.stat().st_mtime_ns
        file.chmod(0o644)
        file.write_bytes(damaged)
        os.utime(file, ns=(written, written))
        pipeline.write("more.csv", cases("KS", 2015, "2016-01-28", total=20))
        for _ in range(2):  # nor is it forgotten
            with pytest.raises(UserError, match="Batch 2"):
                pipeline.look()

    def test_a_ledger_that_nobody_changed_is_hashed_once(
        self, pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for total in range(9, 13):
            pipeline.write("more.csv", cases("KS", 2015, "2016-01-28", total=total))
            pipeline.look()
        hashed: list[int] = []
        monkeypatch.setattr(faults, "chain_faults", lambda ledger, noted=(): hashed.append(1) or [])
        pipeline.write("more.csv", cases("KS", 2015, "2016-01-28", total=20))
        pipeline.look()
        assert not hashed
        gate.forget(pipeline.settings.warehouse_dir)
        pipeline.look()
        assert hashed


def test_the_clock_may_be_set_back(pipeline: Pipeline) -> None:
    pipeline.look()
    pipeline.looks = -400
    pipeline.write("more.csv", cases("KS", 2015, "2016-01-28", total=9))
    assert pipeline.look().batch == 2
    batches = pipeline.settings.ledger_dir / "batches"
    first, second = (
        pl.read_parquet(batches / f"batch={number}" / "batch.parquet", hive_partitioning=False)["recorded_at"][0]
        for number in (1, 2)
    )
    assert first < second


def test_check_reads_documents_without_a_folder() -> None:
    readings = read_documents(
        [Document("x.csv", "csv", "0" * 64, 1, csv(line("KS", 2015, "2016-01-28", "cases", "total", 3)))],
        load_vocabulary(REFERENCE_DIR),
        datetime.now(UTC),
    )
    assert [s.figures[0].value for s in readings.statements] == [3]


class TestWarnings:
    def test_a_discrepancy_over_two_documents_of_a_report_warns_once(self, pipeline: Pipeline) -> None:
        pipeline.write("t.csv", cases("KS", 2018, "2019-05-01", total=100))
        parts = {"sex": 90, "labor": 5, "sex_and_labor": 1, "not_specified": 3}
        pipeline.write("b.csv", cases("KS", 2018, "2019-05-01", **parts))
        pipeline.write("one.csv", cases("ME", 2018, "2019-05-01", total=100, **parts))
        warned = [(w.report_id, w.rule_code) for w in pipeline.look().warnings]
        assert sorted(warned) == [
            (f"{place}_2018-01-01_2018-12-31_2019-05-01", "cases.discrepancy_unexpected")
            for place in ("US-KS", "US-ME")
        ]

    def test_a_listed_difference_that_cannot_be_computed_any_more_warns(self, pipeline: Pipeline) -> None:
        spotlight = {"total": 233, "sex": 183, "labor": 22, "sex_and_labor": 6, "not_specified": None}
        pipeline.write("mo.csv", cases("MO", 2019, "2020-07-30", **spotlight))
        (warning,) = pipeline.look().warnings
        assert warning.rule_code == "cases.discrepancy_no_longer_observed"
        assert "cannot be compared" in warning.message

    def test_a_rejection_names_the_file_that_stands_against_it_now(self, pipeline: Pipeline) -> None:
        pipeline.write("a.csv", cases("KS", 2018, "2019-05-01", total=12))
        pipeline.write("b.csv", cases("KS", 2018, "2019-05-01", total=13))
        pipeline.look()
        (pipeline.reports / "a.csv").rename(pipeline.reports / "0.csv")
        taken = pipeline.look()
        assert "0.csv" in taken.open[0].message
        assert taken.open == taken.opened
        assert "a.csv" in taken.closed[0].message


def test_channels_and_suppressed_breakdowns_are_watched_for_copies_too(pipeline: Pipeline) -> None:
    channels = {"phone_call": 70, "webform": 9, "email": 3, "text": 1, "webchat": 2}
    for place in ("AL", "AK"):
        lines = [line(place, 2018, "2019-05-01", "signals", channel, count) for channel, count in channels.items()]
        lines += cases(place, 2018, "2019-05-01", total=12, sex=9, labor=None, sex_and_labor=0, not_specified=3)
        pipeline.write(f"{place}.csv", lines)
    assert not pipeline.look().warnings, "two documents may agree"
    both = [(pipeline.reports / f"{place}.csv").read_text().split("\n", 1)[1] for place in ("AL", "AK")]
    pipeline.write("both.csv", *(text.splitlines() for text in both))
    assert {w.rule_code for w in pipeline.look().warnings} == {"signals.breakdown_copied", "cases.breakdown_copied"}
