"""A scripted afternoon at the command line: what a person does to a folder of reports, and what the warehouse says.

Belongs here: the `spotlight` command on a real warehouse, step after step. Not here: single rules.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from tests.support.command_line import CommandLine
from tests.support.dbt_build import Warehouse
from tests.support.pipeline import Pipeline, cases, tables_of

FACTS = "select category, value from marts.fct_figures where jurisdiction_code = 'US-MO' and year = 2015 order by all"


@pytest.fixture(scope="module")
def afternoon(tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    return CommandLine(Pipeline(tmp_path_factory.mktemp("afternoon")))


PARTS = {"sex": 58, "labor": 4, "sex_and_labor": 1, "not_specified": 4}


@pytest.mark.timeout(600)
def test_a_scripted_afternoon(afternoon: CommandLine) -> None:
    reports = afternoon.pipeline

    # Nothing there yet: a message that says where to put what.
    nothing = afternoon.run("refresh")
    assert nothing.returncode == 1
    assert "Put published reports there" in nothing.stderr
    assert "Traceback" not in nothing.stderr

    # The first report.
    reports.write("may.csv", cases("MO", 2015, "2016-05-27", total=67, **PARTS))
    first = afternoon.refresh()
    assert (first["status"], first["release"], first["new"]) == ("published", 1, 1)
    assert "Missouri 2015 cases: 67, new, as of 2016-05-27" in afternoon.words()
    assert afternoon.rows(FACTS) == [
        ("labor", 4),
        ("not_specified", 4),
        ("sex", 58),
        ("sex_and_labor", 1),
        ("total", 67),
    ]

    # Nothing new: no batch, no release.
    again = afternoon.refresh()
    assert (again["status"], again["release"], again["batch"]) == ("nothing_new", 1, None)

    # A restatement of the total alone: the older breakdown stays beside it.
    reports.write("later.csv", cases("MO", 2015, "2017-05-03", total=69))
    assert afternoon.refresh()["restated"] == 1
    assert afternoon.words() == ["Missouri 2015 cases: 67 → 69, restated 2017-05-03, was 2016-05-27"]
    assert ("total", 69) in afternoon.rows(FACTS)
    assert afternoon.rows(
        "select case_count, total_publisher_as_of, parts_total, parts_publisher_as_of, reconciliation_status, "
        "discrepancy from marts.fct_case_totals"
    ) == [(69, "2017-05-03", 67, "2016-05-27", "different_reports", None)]
    believed_before_mistake = afternoon.rows("select max(recorded_at) from audit.refreshes")[0][0]

    # Our typing mistake, and its correction.
    reports.write("later.csv", cases("MO", 2015, "2017-05-03", total=96))
    mistaken = afternoon.refresh()
    assert mistaken["corrected"] == 1
    assert [warning["rule_code"] for warning in mistaken["warnings"]] == ["cases.total_moved_far"]
    reports.write("later.csv", cases("MO", 2015, "2017-05-03", total=69))
    assert afternoon.refresh()["corrected"] == 1
    assert afternoon.words() == ["Missouri 2015 cases: 96 → 69, our record of the report of 2017-05-03 corrected"]
    assert afternoon.rows("select old_value, new_value from marts.fct_corrections order by recorded_from") == [
        (69, 96),
        (96, 69),
    ]
    known = "select value from marts.figures_as_known('2018-01-01', '{}') where category = 'total'"
    assert afternoon.rows(known.format(believed_before_mistake)) == [(69,)]
    during = afternoon.rows("select recorded_at from audit.refreshes where batch = 3")[0][0]
    assert afternoon.rows(known.format(during)) == [(96,)]

    # A late older report changes history and nothing current.
    reports.write("january.csv", cases("MO", 2015, "2016-01-28", total=66, **{**PARTS, "sex": 57}))
    facts = afternoon.rows(FACTS)
    assert afternoon.refresh()["late"] == 1
    assert afternoon.rows(FACTS) == facts
    as_of = "select value from marts.figures_as_of('{}') where category = 'total'"
    assert afternoon.rows(as_of.format("2016-02-01")) == [(66,)]
    assert afternoon.rows(as_of.format("2016-06-01")) == [(67,)]
    assert afternoon.rows(as_of.format("2015-12-31")) == []

    # An accidental deletion loses nothing, and says so; the file returns.
    kept = (reports.reports / "later.csv").read_bytes()
    reports.remove("later.csv")
    deleted = afternoon.refresh(code=3)
    assert [(one["file"], one["report_id"][-10:]) for one in deleted["pending_removals"]] == [
        ("later.csv", "2017-05-03")
    ]
    assert afternoon.rows(FACTS) == facts
    (reports.reports / "later.csv").write_bytes(kept)
    assert afternoon.refresh()["pending_removals"] == []

    # An unknown removal is wrong usage; a removal that is meant is accepted by its id.
    assert afternoon.run("refresh", "--accept-removal", "nonsense").returncode == 2
    reports.remove("later.csv")
    (removal,) = afternoon.refresh(code=3)["pending_removals"]
    assert afternoon.refresh("--accept-removal", removal["removal_id"])["removed"] == 1
    assert afternoon.words() == ["Missouri 2015 cases: 69 of 2017-05-03 removed"]
    assert ("total", 67) in afternoon.rows(FACTS)
    assert afternoon.rows("select status from audit.removals") == [("accepted",)]

    # Was it ever published?
    assert afternoon.json("quotes", "67 cases Missouri 2015")["claims"][0]["verdict"] == "current"
    assert afternoon.json("quotes", "66 cases Missouri 2015")["claims"][0]["verdict"] == "superseded"
    assert afternoon.json("quotes", "69 cases Missouri 2015", code=1)["claims"][0]["verdict"] == "withdrawn"
    never = afternoon.json("quotes", "58 cases Missouri 2015", code=1)["claims"][0]
    assert never["verdict"] == "never_published"
    nearest = never["nearest"][0]
    assert (nearest["why"], nearest["category"]) == ("same number, other count", "sex")

    # Everything but the ledger is made anew, and every answer is the same.
    def everything() -> Mapping[str, list[tuple[Any, ...]]]:
        released = Warehouse(afternoon.pipeline.settings.warehouse_dir, results=None)  # type: ignore[arg-type]
        return tables_of(released, ("marts", "audit"))

    before = everything()
    kept = afternoon.json("status")["release"]["number"]
    assert afternoon.json("pin")["pinned"] == [kept]
    rebuilt = afternoon.json("rebuild")
    assert (rebuilt["status"], rebuilt["pinned"]) == ("published", [kept])
    assert (afternoon.pipeline.settings.releases_dir / str(kept) / "warehouse.duckdb").exists()
    assert everything() == before
    assert f"Release {kept} is pinned" in afternoon.run("rebuild").stdout
    assert afternoon.json("unpin", str(kept))["pinned"] == []


def test_other_limits_are_reason_enough_to_refresh_again(
    afternoon: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    afternoon.pipeline.write("may.csv", cases("MO", 2015, "2016-05-27", total=67, **PARTS))
    afternoon.run("refresh")
    assert afternoon.json("refresh")["status"] == "nothing_new"
    monkeypatch.setenv("SPOTLIGHT_MAX_DOCUMENT_PAGES", "300")
    assert afternoon.json("refresh")["message"] == "Nothing changed in the facts."
    assert afternoon.json("refresh")["message"].startswith("Nothing new: reports")
