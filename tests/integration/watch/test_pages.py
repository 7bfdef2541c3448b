"""Watched pages that answer well, on a real server: what is kept of them, and what is news.

Belongs here: what a fetched page comes to. Not here: how pages are read (the readers' tests), and faults.
"""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from orchestration.spotlight.domain.places import REFERENCE_DIR
from orchestration.spotlight.domain.vocabulary import load_vocabulary
from orchestration.spotlight.ledger.polls import PollRecord
from orchestration.spotlight.watch.polling import Polls
from tests.support.page_server import Site
from tests.support.watched_page import HTML, PAGE, RESTATED, SPOTLIGHT, UNDATED, Watch


def test_as_shipped_nothing_is_watched(watch: Watch) -> None:
    assert load_vocabulary(REFERENCE_DIR).sources == ()
    assert watch.look() == Polls((), (), ())
    assert not watch.settings.warehouse_dir.exists()


def test_a_new_page_becomes_a_document_that_the_refresh_accepts(watched: Watch, site: Site) -> None:
    site.page(PAGE, SPOTLIGHT)
    poll = watched.one()
    (document,) = watched.documents()
    assert (poll.outcome, poll.status_code, poll.size_bytes) == ("kept", 200, len(SPOTLIGHT))
    assert poll.file == str(document.relative_to(watched.settings.reports_dir))
    assert document.read_bytes() == SPOTLIGHT
    assert document.name == f"2026-03-08-{poll.document_id[:8]}.txt"
    assert watched.sidecar() == {"source": site.address(PAGE)}, "what is printed is left to the page"
    assert [file.name for file in document.parent.iterdir() if file.name.startswith(".")] == []
    taken = watched.ingest()
    assert (taken.counts["new"], taken.open) == (1, ())
    assert dict(taken.figures.filter(pl.col("measure") == "cases").select("category", "value").iter_rows()) == {
        "total": 233,
        "sex": 183,
        "labor": 22,
        "sex_and_labor": 6,
        "not_specified": 23,
    }
    assert set(taken.figures["source"]) == {site.address(PAGE)}


def test_html_and_csv_are_read_as_such(watch: Watch, site: Site) -> None:
    table = (
        b"jurisdiction,period_start,period_end,publisher_as_of,measure,category,value,source\n"
        b"KS,2019-01-01,2019-12-31,2020-07-30,cases,total,9,the publisher's table\n"
    )
    site.page("/page", HTML, "text/html; charset=utf-8")
    site.page("/table", table, "text/csv")
    watch.list(f"{site.address('/page')},html,,7,", f"{site.address('/table')},csv,Kansas,7,")
    polls = watch.look().polls
    assert [poll.outcome for poll in polls] == ["kept", "kept"], [poll.reason for poll in polls]
    taken = watch.ingest()
    assert (taken.counts["new"], taken.open) == (2, ())
    assert set(taken.figures["source"]) == {site.address("/page"), "the publisher's table"}


def test_who_asks_says_so_and_asks_at_its_own_pace(watched: Watch, site: Site) -> None:
    site.page(PAGE, SPOTLIGHT)
    watched.manners = replace(watched.manners, pause_seconds=0.3)
    began = time.monotonic()
    watched.one()
    assert time.monotonic() - began > 0.3, "robots.txt and the page are two requests"
    assert [path for path, _ in site.asked] == ["/robots.txt", PAGE]
    assert all(headers["User-Agent"].startswith("spotlight-warehouse/") for _, headers in site.asked)


def test_nothing_is_asked_before_the_cadence_has_passed(watched: Watch, site: Site) -> None:
    site.page(PAGE, SPOTLIGHT)
    watched.one()
    asked = len(site.asked)
    assert watched.look(days=6).polls == ()
    assert len(site.asked) == asked
    assert watched.one(days=1).outcome == "unchanged"


@pytest.mark.parametrize("headers", [{"etag": '"v1"'}, {"last_modified": "Sun, 01 Mar 2026 06:00:00 GMT"}])
def test_the_server_is_asked_only_for_what_changed(watched: Watch, site: Site, headers: dict[str, str]) -> None:
    site.page(PAGE, SPOTLIGHT, **headers)
    assert watched.one().outcome == "kept"
    for _ in range(2):  # a 304 need not repeat by what to ask
        poll = watched.one()
        assert (poll.outcome, poll.status_code, poll.file, poll.size_bytes) == ("unchanged", 304, None, None)
    assert len(watched.documents()) == 1


# What is new ----------------------------------------------------------------------------------------------------------


def test_other_bytes_with_the_same_figures_make_no_new_report(watched: Watch, site: Site) -> None:
    site.page(PAGE, SPOTLIGHT)
    watched.one()
    watched.ingest()
    site.page(PAGE, SPOTLIGHT.replace(b"These are the figures", b"Read here the figures") + b"\nSee our new address.\n")
    poll = watched.one()
    assert (poll.outcome, poll.status_code, poll.file) == ("unchanged", 200, None)
    assert poll.document_id is not None
    assert len(watched.documents()) == 1
    assert watched.ingest().batch is None


def test_a_changed_figure_makes_a_new_report(watched: Watch, site: Site) -> None:
    site.page(PAGE, SPOTLIGHT)
    watched.one()
    watched.ingest()
    site.page(PAGE, RESTATED)
    assert watched.one().outcome == "kept"
    taken = watched.ingest()
    assert (taken.counts["restated"], taken.open) == (1, ())
    site.page(PAGE, SPOTLIGHT)
    assert watched.one().outcome == "kept", "what was said before is news after something else was said"


def test_a_page_that_changes_a_number_but_not_its_date_waits_until_the_older_file_is_removed(
    watched: Watch, site: Site
) -> None:
    site.page(PAGE, SPOTLIGHT)
    watched.one()
    watched.ingest()
    (older,) = watched.documents()
    site.page(PAGE, SPOTLIGHT.replace(b"438", b"439"))
    assert watched.one().outcome == "kept"
    taken = watched.ingest()
    (conflict,) = taken.open
    assert (conflict.rule_code, taken.counts["corrected"]) == ("report.conflicts_with_another_document", 0)
    assert conflict.file != str(older.relative_to(watched.settings.reports_dir))
    (watched.settings.reports_dir / conflict.file).unlink()
    assert watched.one().file is not None, "the newer file comes back as long as the page says so"
    older.unlink()
    taken = watched.ingest()
    assert (taken.open, taken.pending_removals, taken.counts["corrected"]) == ((), (), 1)
    assert watched.one().outcome == "unchanged"


def test_a_page_without_a_date_is_of_the_day_it_was_retrieved(watched: Watch, site: Site) -> None:
    site.page(PAGE, UNDATED)
    watched.one()
    assert watched.sidecar() == {
        "source": site.address(PAGE),
        "publisher_as_of": "2026-03-08",
        "publisher_as_of_basis": "retrieved_by",
    }
    taken = watched.ingest()
    assert set(taken.figures["publisher_as_of"]) == {date(2026, 3, 8)}
    assert watched.one().outcome == "unchanged", "that another day has come is nothing that the page says"
    site.page(PAGE, UNDATED.replace(b"438", b"439"))
    assert watched.one().outcome == "kept"
    assert watched.ingest().counts["restated"] == 1


def test_a_place_that_is_not_printed_is_the_expected_one(watched: Watch, site: Site) -> None:
    site.page(PAGE, SPOTLIGHT.replace(b"Missouri Spotlight", b"").replace(b" for Missouri", b""))
    assert watched.one().outcome == "kept"
    assert watched.sidecar() == {"source": site.address(PAGE), "jurisdiction": "US-MO"}
    assert watched.ingest().counts["new"] == 1


def test_a_page_of_others_is_secondary(watch: Watch, site: Site) -> None:
    site.page(PAGE, SPOTLIGHT)
    watch.list(f"{site.address(PAGE)},txt,,7,secondary")
    watch.one()
    assert set(watch.ingest().figures["source_kind"]) == {"secondary"}


def test_a_removed_document_does_not_come_back_by_itself(watched: Watch, site: Site) -> None:
    site.page(PAGE, SPOTLIGHT)
    watched.one()
    watched.ingest()
    (document,) = watched.documents()
    document.unlink()
    assert watched.one().outcome == "unchanged"
    assert watched.documents() == []


def test_a_run_that_ended_before_it_could_record_is_made_good(watched: Watch, site: Site) -> None:
    site.page(PAGE, SPOTLIGHT)
    watched.one()
    (record,) = PollRecord(watched.settings.ledger_dir).folder.iterdir()
    record.unlink()
    found, looked = watched.look().polls
    assert (found.outcome, found.reason_code, looked.outcome) == ("kept", "source.found", "unchanged")
    assert len(watched.documents()) == 1


def test_a_file_in_a_page_s_folder_that_cannot_be_read_stops_nothing(watched: Watch, site: Site) -> None:
    site.page(PAGE, SPOTLIGHT)
    watched.one()
    (document,) = watched.documents()
    document.with_name("bad.txt").symlink_to("a" * 300)
    assert watched.one().outcome == "unchanged"
