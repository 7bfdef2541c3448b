"""The list of watched pages, the record of what was fetched, and the gate that knows what is due.

Belongs here: what is written down. Not here: what is fetched.
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from orchestration.spotlight.changed import gate
from orchestration.spotlight.domain.errors import UserError
from orchestration.spotlight.domain.seed_lines import BrokenReference
from orchestration.spotlight.domain.vocabulary import load_vocabulary
from orchestration.spotlight.ledger.polls import PollRecord
from orchestration.spotlight.watch.polling import folder_of
from tests.support.dbt_build import MODELS_ONLY, build
from tests.support.page_server import Site
from tests.support.watched_page import PAGE, SPOTLIGHT, Watch


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("ftp://a.example/x,html,,7,", "is not a page address"),
        ("file:///etc/passwd,txt,,7,", "is not a page address"),
        ("https://user:pass@a.example/,html,,7,", "is not a page address"),
        ("https://a.example/ x,html,,7,", "is not a page address"),
        ("https://a.example:port/,html,,7,", "is not a page address"),
        (",html,,7,", "is not a page address"),
        ("https://a.example/,docx,,7,", "unknown format 'docx'"),
        ("https://a.example/,html,Atlantis,7,", "unknown jurisdiction 'Atlantis'"),
        ("https://a.example/,html,,0,", "cadence_days '0' is not a number of days"),
        ("https://a.example/,html,,weekly,", "cadence_days 'weekly' is not a number of days"),
        ("https://a.example/,html,,7,mine", "unknown source_kind 'mine'"),
        ("https://b.example/,html,,7,", "listed twice"),
    ],
)
def test_a_broken_line_of_the_seed_is_named(watch: Watch, line: str, found: str) -> None:
    watch.list("https://b.example/,html,Missouri,7,", line)
    with pytest.raises(BrokenReference, match=r"sources\.csv, line 3: ") as fault:
        watch.look()
    assert found in str(fault.value)


def test_each_page_has_a_folder_of_its_own(watch: Watch) -> None:
    watch.list(
        "https://b.example/a/b,html,MO,7,", "https://b.example/a-b,html,MO,7,", "http://b.example/?q=../..,html,,7,"
    )
    sources = load_vocabulary(watch.seed.parent).sources
    assert sources[0].jurisdiction == "US-MO"
    folders = [folder_of(source) for source in sources]
    assert len(set(folders)) == 3
    assert all(folder.startswith("watched/b-example") and folder.count("/") == 1 for folder in folders)


def test_what_was_recorded_stays(watched: Watch, site: Site) -> None:
    site.page(PAGE, SPOTLIGHT)
    watched.one()
    record = PollRecord(watched.settings.ledger_dir)
    (first,) = record.folder.iterdir()
    before = first.read_bytes()
    assert first.stat().st_mode & 0o222 == 0
    watched.now -= timedelta(days=100)  # the clock was set back
    watched.list(f"{site.address('/other')},txt,US-MO,7,", f"{site.address(PAGE)},txt,US-MO,7,")
    watched.look(days=0)
    assert first.read_bytes() == before
    polls = record.polls()
    assert len(polls) == 2
    assert polls[0].polled_at < polls[1].polled_at


def test_a_damaged_record_is_named(watched: Watch, site: Site) -> None:
    watched.look()
    (first,) = PollRecord(watched.settings.ledger_dir).folder.iterdir()
    first.chmod(0o600)
    first.write_bytes(b"PAR1")
    with pytest.raises(UserError, match=r"polls/1\.parquet cannot be read"):
        watched.look()


def test_the_record_becomes_a_table(watched: Watch, site: Site) -> None:
    (watched.settings.reports_dir / "spotlight.txt").write_bytes(SPOTLIGHT)
    watched.ingest()
    warehouse = build(watched.settings.warehouse_dir, *MODELS_ONLY, "--select", "+source_polls")
    assert warehouse.rows("from audit.source_polls") == [], "no page was ever watched"
    watched.look()
    site.page(PAGE, SPOTLIGHT.replace(b"438", b"439").replace(b"2020.", b"2021."))
    watched.look()
    watched.look()
    warehouse = build(watched.settings.warehouse_dir, *MODELS_ONLY, "--select", "+source_polls")
    assert warehouse.rows("select outcome, reason_code, file is null from audit.source_polls order by polled_at") == [
        ("failed", "source.status", True),
        ("kept", None, False),
        ("unchanged", None, True),
    ]


def test_the_gate_knows_what_is_due_without_reading_the_record(watched: Watch, site: Site) -> None:
    folder = watched.settings.warehouse_dir
    assert gate.sources_due(folder, date(2026, 3, 8)) == [site.address(PAGE)], "never looked at"
    site.page(PAGE, SPOTLIGHT)
    watched.one()  # on the eighth
    assert gate.sources_due(folder, date(2026, 3, 14)) == []
    assert gate.sources_due(folder, date(2026, 3, 15)) == [site.address(PAGE)]
    (folder / "next_polls.json").write_text("not JSON")
    assert gate.sources_due(folder, date(2026, 3, 14)) == [site.address(PAGE)]
    assert watched.look(days=6).polls == (), "the record knows better"
    assert gate.sources_due(folder, date(2026, 3, 14)) == []
