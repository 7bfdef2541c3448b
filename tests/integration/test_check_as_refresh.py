"""`spotlight check` says what a refresh then does: over histories made at random, and case by case.

Belongs here: the two held against each other. Not here: the rules themselves (test_resolve), how figures are shown
(test_check).
"""

from __future__ import annotations

import io
import json
import os
import shutil
import time
from contextlib import redirect_stdout
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl
import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from orchestration.cli.check import run
from orchestration.spotlight.ingest.changes import ChangeKind
from orchestration.spotlight.ingest.refresh import Ingestion
from tests.support.pipeline import HEADER, Pipeline, cases, line

PARTS = {"sex": 58, "labor": 4, "sex_and_labor": 1, "not_specified": 4}
PARTS_OF_KANSAS = {"sex": 40, "labor": 8, "sex_and_labor": 2, "not_specified": 4}
BY_A_REFRESH = {kind.value for kind in ChangeKind} | {"unchanged"}

one_report = st.tuples(
    st.sampled_from(["MO", "KS"]),
    st.sampled_from([2014, 2015]),
    st.sampled_from(["2016-01-28", "2016-05-27", "2017-05-03"]),
    st.sampled_from(["publisher", "secondary", "secondary"]),
    st.dictionaries(st.sampled_from(["total", *PARTS]), st.sampled_from([1, 2, 3, None]), min_size=1),
)
NOT_A_REPORT = "not,a\nreport,at all\n"
files = st.sampled_from(["a.csv", "b.csv", "below/c.csv"])
edit = st.dictionaries(
    files, st.one_of(*[st.lists(one_report, min_size=1, max_size=3)] * 6, st.just(NOT_A_REPORT)), min_size=1, max_size=3
)
"""Files that are written between two refreshes."""
steps = st.lists(st.one_of(edit, edit, edit, files, st.just("accept")), min_size=3, max_size=8)
"""Edits, names of files that are deleted, and acceptances of what is gone."""


def checked(pipeline: Pipeline, *files: Path) -> list[dict[str, Any]]:
    """What the command answers, whose exit code is 1 exactly if anything is rejected."""
    with pytest.MonkeyPatch.context() as patched, redirect_stdout(io.StringIO()) as out:
        patched.setenv("SPOTLIGHT_REPORTS_DIR", str(pipeline.reports))
        patched.setenv("SPOTLIGHT_WAREHOUSE_DIR", str(pipeline.settings.warehouse_dir))
        code = run(files, as_json=True)
    found: list[dict[str, Any]] = json.loads(out.getvalue())["files"]
    assert code == any(one["rejections"] for one in found)
    return found


def kinds_of(pipeline: Pipeline, ingestion: Ingestion) -> dict[str, str]:
    """What each report counted as in the batch that a refresh added."""
    if ingestion.batch is None:
        return {}
    batch = pipeline.settings.ledger_dir / "batches" / f"batch={ingestion.batch}"
    kinds: dict[str, set[str]] = {}
    for *report, kind in (
        pl.read_parquet(batch / "figures.parquet")
        .select("jurisdiction_code", "period_start", "period_end", "publisher_as_of", "change_kind")
        .iter_rows()
    ):
        kinds.setdefault("_".join(map(str, report)), set()).add(kind)
    return {
        report_id: next((kind.value for kind in ChangeKind if kind in of_report), "unchanged")
        for report_id, of_report in kinds.items()
    }


def outcome_recorded(pipeline: Pipeline, name: str) -> str:
    files = sorted((pipeline.settings.ledger_dir / "batches").glob("batch=*/documents.parquet"))
    rows = pl.concat([pl.read_parquet(file).select("path", "recorded_at", "outcome") for file in files])
    outcome: str = rows.filter(path=name).sort("recorded_at")["outcome"][-1]
    return outcome


def agree(pipeline: Pipeline, name: str, told: dict[str, Any], ingestion: Ingestion) -> None:
    """What `check` told of a file is what the refresh did."""
    reports = {one["report_id"]: one["outcome"] for one in told["reports"]}
    assert {(one["line"], one["code"], one["message"]) for one in told["rejections"]} == {
        (one.line, one.rule_code, one.message) for one in ingestion.open if one.file == name
    }
    assert told["status"] == outcome_recorded(pipeline, name)
    assert {report_id for report_id, outcome in reports.items() if outcome == "pending_removal"} == {
        one.report_id for one in ingestion.pending_removals if one.file == name
    }
    kinds = kinds_of(pipeline, ingestion)
    for report_id, outcome in reports.items():
        if outcome in BY_A_REFRESH:
            assert outcome == kinds.get(report_id, "unchanged"), report_id
    beaten = {(one["file"], one["message"]) for report in told["reports"] for one in report["also_rejected"]}
    others = {
        (one.file, one.message)
        for one in ingestion.opened
        if one.file != name and one.report_id in reports and one.rule_code == "report.conflicts_with_another_document"
    }
    assert beaten == others


@settings(max_examples=4, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(steps, st.booleans())
@example(
    [
        {"a.csv": [("MO", 2015, "2016-01-28", "secondary", {"total": 1, "not_specified": 1})]},
        {"a.csv": [("MO", 2015, "2017-05-03", "secondary", {"total": 2})]},
        {"a.csv": [("MO", 2015, "2016-01-28", "secondary", {"total": 1})]},
    ],
    False,
)
def test_a_refresh_does_what_check_told(history: list[Any], is_elsewhere: bool) -> None:
    """The example: a report that a later one was saved over comes back with fewer figures."""
    assert_a_refresh_does_what_check_told(history, is_elsewhere)


@pytest.mark.slow
@settings(max_examples=80)
@given(steps, st.booleans())
def test_a_refresh_does_what_check_told_in_many_histories(history: list[Any], is_elsewhere: bool) -> None:
    assert_a_refresh_does_what_check_told(history, is_elsewhere)


def assert_a_refresh_does_what_check_told(history: list[Any], is_elsewhere: bool) -> None:
    with TemporaryDirectory() as folder:
        pipeline = Pipeline(Path(folder))
        (pipeline.reports / "below").mkdir()
        pipeline.write("kept.csv", cases("MO", 2013, "2016-01-28", total=55))
        ingestion = pipeline.look()
        for step in history:
            if isinstance(step, str):
                (pipeline.reports / step).unlink(missing_ok=True)
                ingestion = pipeline.look(accept=step == "accept")
                continue
            written = _write(pipeline, step, is_elsewhere=is_elsewhere)
            before = sorted(path for path in pipeline.settings.warehouse_dir.rglob("*"))
            told = dict(zip(written, checked(pipeline, *written.values()), strict=True))
            assert sorted(path for path in pipeline.settings.warehouse_dir.rglob("*")) == before, "nothing is written"
            for name, file in written.items():
                if file != pipeline.reports / name:
                    shutil.copy2(file, pipeline.reports / name)
            ingestion = pipeline.look()
            for name in written:
                agree(pipeline, name, told[name], ingestion)
        _tells_that_nothing_is_left_to_do(pipeline, ingestion)


def _write(pipeline: Pipeline, edit: dict[str, Any], *, is_elsewhere: bool) -> dict[str, Path]:
    """Save files in the reports folder or, those without a folder of their own, elsewhere; their paths by name."""
    written = {}
    for name, reports in edit.items():
        text = reports
        if reports != NOT_A_REPORT:
            lines = [line for place, year, day, kind, v in reports for line in cases(place, year, day, kind, **v)]
            text = "\n".join([HEADER, *lines]) + "\n"
        written[name] = (pipeline.folder / "elsewhere" if is_elsewhere and "/" not in name else pipeline.reports) / name
        written[name].parent.mkdir(exist_ok=True)
        written[name].write_text(text, encoding="utf-8")
        # As if at rest for an hour: a refresh waits for a file that may still be being written.
        os.utime(written[name], ns=(time.time_ns(), time.time_ns() - 3_600_000_000_000))
    return written


def _tells_that_nothing_is_left_to_do(pipeline: Pipeline, last: Ingestion) -> None:
    """After a refresh, a check of the whole folder tells what is left open, and a refresh finds the same."""
    present = {file.relative_to(pipeline.reports).as_posix(): file for file in pipeline.reports.rglob("*.csv")}
    told = dict(zip(present, checked(pipeline, *present.values()), strict=True))
    again = pipeline.look()
    assert again.batch is None
    assert set(again.open) == set(last.open)
    for name in present:
        agree(pipeline, name, told[name], again)
        assert {one["outcome"] for one in told[name]["reports"]} <= {
            *("unchanged", "pending_removal", "conflict", "rejected")
        }


@pytest.fixture
def pipeline(tmp_path: Path) -> Pipeline:
    """A publisher's report of January, and a secondary one of May."""
    pipeline = Pipeline(tmp_path)
    pipeline.write("january.csv", cases("MO", 2015, "2016-01-28", "publisher", total=67, **PARTS))
    pipeline.write("may.csv", cases("MO", 2015, "2016-05-27", "secondary", total=67))
    pipeline.look()
    return pipeline


@pytest.mark.parametrize(
    ("signals", "victims", "kind"),
    [
        # Cases are late in each: May's are held already. Signals repeat or change those of January; May states none.
        (30, None, "late"),
        (31, None, "restated"),
        (30, 7, "restated"),
    ],
)
def test_a_report_that_is_late_in_one_set_is_not_called_reaffirmed(
    tmp_path: Path, signals: int, victims: int | None, kind: str
) -> None:
    pipeline = Pipeline(tmp_path)

    def write(name: str, day: str, **totals: int | None) -> None:
        stated = {measure: value for measure, value in totals.items() if value is not None}
        pipeline.write(name, [line("MO", 2015, day, measure, "total", value) for measure, value in stated.items()])

    write("january.csv", "2016-01-28", cases=67, signals=30)
    write("may.csv", "2016-05-27", cases=69)
    pipeline.look()
    write("march.csv", "2016-03-01", cases=68, signals=signals, victims=victims)
    (told,) = checked(pipeline, pipeline.reports / "march.csv")
    assert [one["outcome"] for one in told["reports"]] == [kind]
    ingestion = pipeline.look()
    agree(pipeline, "march.csv", told, ingestion)
    assert {name for name, count in ingestion.counts.items() if count} == {kind}
    warehouse = pipeline.build("refreshes", "changes")
    assert warehouse.rows(f"select {kind}_count, reaffirmed_count from audit.refreshes where batch = 2") == [(1, 0)]
    assert ("cases", "late", 68) in warehouse.rows(
        "select measure, change_kind, new_value from audit.changes where batch = 2"
    )


def told_of(pipeline: Pipeline, *lines: list[str], name: str = "new.csv") -> dict[str, Any]:
    file = pipeline.folder / "elsewhere" / name
    file.parent.mkdir(exist_ok=True)
    file.write_text("\n".join([HEADER, *(one for some in lines for one in some)]) + "\n", encoding="utf-8")
    (told,) = checked(pipeline, file)
    return told


@pytest.mark.parametrize(
    ("lines", "outcome"),
    [
        (cases("KS", 2015, "2016-01-28", total=20), "new"),
        (cases("MO", 2015, "2017-05-03", "publisher", total=69), "restated"),
        (cases("MO", 2015, "2017-05-03", "publisher", total=67), "reaffirmed"),
        (cases("MO", 2015, "2016-01-02", "publisher", total=60), "late"),
        (cases("MO", 2015, "2017-05-03", "secondary", total=69), "late"),
        (cases("MO", 2015, "2016-05-27", "publisher", total=68), "corrected"),
        (cases("MO", 2015, "2016-01-28", "publisher", total=67), "unchanged"),
        (cases("MO", 2015, "2016-01-28", "secondary", total=68), "conflict"),
        (cases("MO", 2015, "2016-01-28", "secondary", total=-1), "rejected"),
    ],
)
def test_each_outcome(pipeline: Pipeline, lines: list[str], outcome: str) -> None:
    told = told_of(pipeline, lines)
    assert [one["outcome"] for one in told["reports"]] == [outcome]
    assert told["status"] == ("rejected" if outcome in ("conflict", "rejected") else "accepted")


def test_a_conflict_is_among_the_rejections_and_a_publishers_file_that_wins_names_the_loser(pipeline: Pipeline) -> None:
    (rejection,) = told_of(pipeline, cases("MO", 2015, "2016-01-28", "secondary", total=68))["rejections"]
    assert rejection["code"] == "report.conflicts_with_another_document"
    assert "new.csv contradicts january.csv" in rejection["message"]
    winner = told_of(pipeline, cases("MO", 2015, "2016-05-27", "publisher", total=68))
    assert winner["rejections"] == []
    assert [one["file"] for one in winner["reports"][0]["also_rejected"]] == ["may.csv"]


@pytest.mark.parametrize(("is_moved", "outcome"), [(True, "corrected"), (False, "conflict")])
def test_a_file_that_was_renamed_and_edited_is_not_held_against_the_old_one(
    pipeline: Pipeline, outcome: str, *, is_moved: bool
) -> None:
    pipeline.write("renamed.csv", cases("MO", 2015, "2016-05-27", "secondary", total=68))
    if is_moved:
        pipeline.remove("may.csv")
    (told,) = checked(pipeline, pipeline.reports / "renamed.csv")
    assert [one["outcome"] for one in told["reports"]] == [outcome]
    agree(pipeline, "renamed.csv", told, pipeline.look())


def test_a_pending_removal_lists_the_figures_that_are_missing(
    pipeline: Pipeline, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    told = told_of(pipeline, cases("MO", 2015, "2016-01-28", "publisher", total=67), name="january.csv")
    assert told["status"] == "waiting"
    (report,) = told["reports"]
    assert report["outcome"] == "pending_removal"
    assert [(one["category"], one["value"]) for one in report["missing"]] == list(PARTS.items())
    monkeypatch.setenv("SPOTLIGHT_REPORTS_DIR", str(pipeline.reports))
    monkeypatch.setenv("SPOTLIGHT_WAREHOUSE_DIR", str(pipeline.settings.warehouse_dir))
    assert run([pipeline.folder / "elsewhere" / "january.csv"], as_json=False) == 0
    assert "missing: cases, sex 58; cases, labor 4; cases, sex and labor 1; cases, not specified 4" in (
        capsys.readouterr().out
    )


def test_a_report_that_was_saved_over_and_comes_back_with_fewer_figures_waits(pipeline: Pipeline) -> None:
    pipeline.write("a.csv", cases("KS", 2015, "2016-01-28", total=5, not_specified=5))
    pipeline.look()
    pipeline.write("a.csv", cases("KS", 2015, "2017-05-03", total=6))
    pipeline.look()
    pipeline.write("a.csv", cases("KS", 2015, "2016-01-28", total=5))
    (told,) = checked(pipeline, pipeline.reports / "a.csv")
    outcomes = {one["report_id"][-10:]: one["outcome"] for one in told["reports"]}
    assert outcomes["2016-01-28"] == "pending_removal"
    agree(pipeline, "a.csv", told, pipeline.look())


def test_a_publishers_report_that_outranks_the_later_figures_shown_until_now_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    pipeline = Pipeline(tmp_path)
    pipeline.write("table.csv", cases("KS", 2019, "2025-03-03", "secondary", total=94))
    pipeline.write("mo.csv", cases("MO", 2019, "2025-03-03", "secondary", total=233))
    assert pipeline.look().warnings == ()
    pipeline.write("kansas.csv", cases("KS", 2019, "2020-07-30", "publisher", total=54, **PARTS_OF_KANSAS))
    monkeypatch.setenv("SPOTLIGHT_REPORTS_DIR", str(pipeline.reports))
    monkeypatch.setenv("SPOTLIGHT_WAREHOUSE_DIR", str(pipeline.settings.warehouse_dir))
    assert run([pipeline.reports / "kansas.csv"], as_json=False) == 0
    shown = " ".join(capsys.readouterr().out.split())
    said = "cases is shown as 54, which the publisher stated as of 2020-07-30. Before, 94 was shown, from a secondary"
    assert said in shown
    assert "value was text" in shown, "the number that it takes the place of stands beside it"
    (warning,) = pipeline.look().warnings
    assert (warning.file, warning.rule_code) == ("kansas.csv", "cases.outranked_now")
    assert said in warning.message
    assert pipeline.build("changes").rows(
        "select category, change_kind, old_value, new_value, old_publisher_as_of from audit.changes "
        "where batch = 2 and category in ('total', 'sex') order by category desc"
    ) == [("total", "new", 94, 54, date(2025, 3, 3)), ("sex", "new", None, 40, None)]
    pipeline.write("later.csv", cases("KS", 2019, "2021-01-30", "publisher", total=56))
    assert pipeline.look().warnings == ()
    pipeline.remove("later.csv")
    assert pipeline.look(accept=True).warnings == (), "the publisher's own later report was not outranked, but removed"


def test_only_other_numbers_of_an_account_that_still_stands_are_outranked(tmp_path: Path) -> None:
    pipeline = Pipeline(tmp_path)
    pipeline.write("same.csv", cases("KS", 2019, "2025-03-03", "secondary", total=54))
    pipeline.write("gone.csv", cases("MO", 2019, "2025-03-03", "secondary", total=94))
    parts = {**PARTS_OF_KANSAS, "labor": 9, "not_specified": 3}
    pipeline.write("parts.csv", cases("IA", 2019, "2025-03-03", "secondary", **parts))
    pipeline.look()
    pipeline.remove("gone.csv")
    pipeline.write(
        "older.csv",
        cases("KS", 2019, "2020-07-30", "publisher", total=54),
        cases("MO", 2019, "2020-07-30", "publisher", total=90),
        cases("IA", 2019, "2020-07-30", "publisher", **PARTS_OF_KANSAS),
    )
    (warning,) = (one for one in pipeline.look(accept=True).warnings if one.rule_code.endswith("outranked_now"))
    assert "US-IA_2019-01-01_2019-12-31_2020-07-30: cases, labor is shown as 8" in warning.message


def test_without_a_ledger_everything_is_new(tmp_path: Path) -> None:
    nothing = Pipeline(tmp_path)
    shutil.rmtree(nothing.reports)
    told = told_of(nothing, cases("MO", 2015, "2016-01-28", total=67), cases("KS", 2015, "2016-01-28", total=20))
    assert [one["outcome"] for one in told["reports"]] == ["new", "new"]
    assert not nothing.settings.warehouse_dir.exists()


def test_a_sidecar_is_checked_with_its_document(pipeline: Pipeline) -> None:
    sidecar = pipeline.reports / "january.csv.meta.yaml"
    sidecar.write_text("note: as sent by a reader\n", encoding="utf-8")
    (told,) = checked(pipeline, pipeline.reports / "january.csv", sidecar)
    assert (told["path"], told["status"]) == (str(pipeline.reports / "january.csv"), "accepted")
    (told,) = checked(pipeline, sidecar.rename(pipeline.reports / "absent.csv.meta.yaml"))
    assert "the document that it describes is not beside it" in told["rejections"][0]["message"]


def test_two_files_of_one_name_are_wrong_usage(pipeline: Pipeline, tmp_path: Path) -> None:
    for folder in ("one", "other"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "new.csv").write_text(HEADER + "\n", encoding="utf-8")
    assert run([tmp_path / "one" / "new.csv", tmp_path / "other" / "new.csv"], as_json=True) == 2


def test_a_link_out_of_the_reports_folder_is_refused_as_a_refresh_does(pipeline: Pipeline) -> None:
    (pipeline.folder / "outside.csv").write_text("\n".join([HEADER, *cases("KS", 2015, "2016-01-28", total=2)]) + "\n")
    (pipeline.reports / "link.csv").symlink_to(pipeline.folder / "outside.csv")
    (told,) = checked(pipeline, pipeline.reports / "link.csv")
    assert [one["code"] for one in told["rejections"]] == ["document.link_leaves_folder"]
    agree(pipeline, "link.csv", told, pipeline.look())


@pytest.mark.parametrize("is_elsewhere", [False, True])
def test_a_name_that_cannot_be_shown_is_refused_as_a_refresh_does(
    pipeline: Pipeline, tmp_path: Path, is_elsewhere: bool
) -> None:
    for name in ("a\nb.csv", "a\u202eb.csv"):
        pipeline.write(name, cases("KS", 2015, "2016-01-28", total=2))
        file = pipeline.reports / name
        (told,) = checked(pipeline, shutil.copy(file, tmp_path / name) if is_elsewhere else file)
        (refused,) = (one for one in pipeline.look().open if one.file == ascii(name)[1:-1])
        assert told["rejections"] == [{"line": None, "code": refused.rule_code, "message": refused.message}]
        assert (refused.rule_code, told["status"]) == ("document.name_unreadable", "rejected")


@pytest.mark.parametrize(
    ("name", "content", "advice"),
    [
        ("absent.csv", None, "Check its spelling"),
        ("empty.csv", "", "Expected the header jurisdiction,"),
        ("empty.txt", "\n", "Save the document again"),
        ("column.csv", "jurisdiction,period_start\nMO,2015-01-01\n", "'period_end' is missing. Add it"),
        (
            "types.txt",
            "Missouri Spotlight\n2019 Statistics\n\nSex trafficking 183\nLabor trafficking 22\nSex and labor 6\n\n"
            "It covers January 1, 2019 through December 31, 2019 and is accurate as of July 30, 2020.\n",
            "write the figures as CSV instead, with a line for it: leave value empty",
        ),
    ],
)
def test_each_fault_gets_advice_that_fits(pipeline: Pipeline, name: str, content: str | None, advice: str) -> None:
    file = pipeline.folder / name
    if content is not None:
        file.write_text(content, encoding="utf-8")
    (told,) = checked(pipeline, file)
    assert advice in told["rejections"][0]["message"]
    assert told["status"] == "rejected"
