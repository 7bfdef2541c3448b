"""Watched pages against a real server on the loopback, from one that answers well to one that does all it can.

Belongs here: what a look at a page comes to, and what is kept of it. Not here: how pages are read (the readers' tests).
"""

from __future__ import annotations

import gzip
import itertools
import json
import socket
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import dagster as dg
import duckdb
import polars as pl
import pytest
import yaml
from protego import Protego

from orchestration.cli.rebuild import run as run_rebuild
from orchestration.cli.refresh import run as run_refresh
from orchestration.definitions import defs
from orchestration.settings import Settings
from orchestration.spotlight.changed import gate
from orchestration.spotlight.domain.errors import UserError
from orchestration.spotlight.domain.places import PROJECT_DIR, REFERENCE_DIR
from orchestration.spotlight.domain.vocabulary import BrokenReference, load_vocabulary
from orchestration.spotlight.ingest import refresh as ingestion
from orchestration.spotlight.ingest.refresh import Ingestion, ingest
from orchestration.spotlight.ledger.polls import Poll, PollRecord
from orchestration.spotlight.watch import fetching, polling
from orchestration.spotlight.watch.fetching import Manners
from orchestration.spotlight.watch.polling import Polls, folder_of, poll_sources
from tests.support.dbt_build import MODELS_ONLY, build
from tests.support.page_server import Request, Site, serving

SPOTLIGHT = (PROJECT_DIR / "data/seeds/reports/missouri-2019-spotlight-as-of-2020-07-30.txt").read_bytes()
UNDATED = SPOTLIGHT.replace(b" and is accurate as of July 30, 2020", b"")
RESTATED = SPOTLIGHT.replace(b"183 Cases", b"184 Cases").replace(b"as of July 30, 2020", b"as of July 30, 2021")
HTML = b"<!doctype html><html><head><title>Missouri</title></head><body>%s</body></html>" % b"".join(
    b"<p>" + paragraph.replace(b"&", b"&amp;").replace(b"\n", b"<br>\n") + b"</p>\n"
    for paragraph in SPOTLIGHT.split(b"\n\n")
)
HEADER = "address,format,jurisdiction,cadence_days,source_kind\n"
FIRST_DAY = datetime(2026, 3, 1, 6, tzinfo=UTC)
PAGE = "/missouri"


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as site:
        yield site


@dataclass
class Watch:
    """A reports folder, a warehouse and a list of watched pages; a week passes with every round."""

    settings: Settings
    seed: Path
    manners: Manners
    rounds: Iterator[int]
    now: datetime = FIRST_DAY

    def list(self, *lines: str) -> None:
        """Watch these pages: the lines of sources.csv."""
        self.seed.write_text(HEADER + "".join(f"{line}\n" for line in lines), encoding="utf-8")

    def look(self, *, days: int = 7) -> Polls:
        """Look at what is due, so many days after the last round."""
        self.now = FIRST_DAY + timedelta(days=days) if next(self.rounds) == 0 else self.now + timedelta(days=days)
        return poll_sources(self.settings, run_id="round", now=self.now, manners=self.manners)

    def one(self, *, days: int = 7) -> Poll:
        (poll,) = self.look(days=days).polls
        return poll

    def ingest(self) -> Ingestion:
        return ingest(self.settings, run_id="round", now=self.now)

    def documents(self) -> list[Path]:
        """Every visible file that was kept, sidecars left out."""
        kept = (self.settings.reports_dir / polling.FOLDER).rglob("*")
        return sorted(file for file in kept if file.is_file() and not file.name.endswith(".meta.yaml"))

    def sidecar(self) -> dict[str, str]:
        """The sidecar of the one document."""
        (document,) = self.documents()
        return yaml.safe_load(document.with_name(document.name + ".meta.yaml").read_text(encoding="utf-8"))


@pytest.fixture
def watch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Watch:
    reference = tmp_path / "reference"
    reference.mkdir()
    for seed in REFERENCE_DIR.glob("*.csv"):
        (reference / seed.name).write_bytes(seed.read_bytes())
    for module in (polling, ingestion):
        monkeypatch.setattr(module, "REFERENCE_DIR", reference)
    monkeypatch.setattr(gate, "SOURCES_SEED", reference / "sources.csv")
    settings = Settings()
    settings.reports_dir.mkdir()
    manners = Manners(
        max_bytes=1_000_000,
        allows_private=True,
        max_seconds=3,
        read_seconds=0.4,
        first_wait_seconds=0.01,
        pause_seconds=0,
    )
    return Watch(settings, reference / "sources.csv", manners, itertools.count())


@pytest.fixture
def watched(watch: Watch, site: Site) -> Watch:
    """One page is watched, as text."""
    watch.list(f"{site.address(PAGE)},txt,US-MO,7,")
    return watch


# A page that answers well ---------------------------------------------------------------------------------------------


def test_as_shipped_nothing_is_watched(watch: Watch) -> None:
    assert load_vocabulary(REFERENCE_DIR).sources == ()
    assert watch.look() == Polls((), (), (), ())
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


# A page that answers badly --------------------------------------------------------------------------------------------


def slow(request: Request) -> None:
    time.sleep(1)
    request.answer(200, SPOTLIGHT, content_type="text/plain")


def drip(request: Request) -> None:
    request.head(200, content_type="text/plain", content_length=str(len(SPOTLIGHT)))
    for byte in SPOTLIGHT:
        request.wfile.write(bytes([byte]))
        time.sleep(0.1)


def drip_header(request: Request) -> None:
    for byte in b"HTTP/1.1 200 OK\r\nX: " + b"x" * 1000:
        request.wfile.write(bytes([byte]))
        time.sleep(0.1)


def cut_off(request: Request) -> None:
    request.head(200, content_type="text/plain", content_length=str(len(SPOTLIGHT)))
    request.wfile.write(SPOTLIGHT[:300])
    request.close_connection = True


def without_length(request: Request) -> None:
    request.head(200, content_type="text/plain", connection="close")
    request.wfile.write(SPOTLIGHT)


def gigabyte(request: Request) -> None:
    request.head(200, content_type="text/plain", transfer_encoding="chunked")
    block = b"a" * 65_536
    for _ in range(16_384):
        request.wfile.write(b"10000\r\n" + block + b"\r\n")
    request.wfile.write(b"0\r\n\r\n")


def announced_gigabyte(request: Request) -> None:
    request.head(200, content_type="text/plain", content_length=str(1 << 30))
    request.wfile.write(b"a" * 10)


def bomb(request: Request) -> None:
    request.head(200, content_type="text/plain", content_encoding="gzip", transfer_encoding="chunked")
    packer = zlib.compressobj(wbits=31)
    for _ in range(1024):
        block = packer.compress(bytes(1 << 20)) + packer.flush(zlib.Z_SYNC_FLUSH)
        request.wfile.write(b"%x\r\n%s\r\n" % (len(block), block))


def sends(content: bytes = SPOTLIGHT, status: int = 200, **headers: str) -> Callable[[Request], None]:
    headers = {"content_type": "text/plain", **headers}
    return lambda request: request.answer(status, content, **headers)


def no_http(request: Request) -> None:
    request.wfile.write(b"220 ftp.example ready\r\n")
    request.close_connection = True


BAD = {
    "slow": (slow, "timed_out", 3),
    "drips": (drip, "timed_out", 1),
    "drips its headers": (drip_header, "timed_out", 1),
    "cuts off": (cut_off, "cut_off", 3),
    "speaks no HTTP": (no_http, "cut_off", 3),
    "does not say how long": (without_length, "length_unknown", 1),
    "1 GB": (gigabyte, "too_large", 1),
    "1 GB announced": (announced_gigabyte, "too_large", 1),
    "gzip bomb": (bomb, "too_large", 1),
    "gzip cut off": (sends(gzip.compress(SPOTLIGHT)[:-20], content_encoding="gzip"), "cut_off", 3),
    "no gzip": (sends(content_encoding="gzip"), "cut_off", 3),
    "another packing": (sends(content_encoding="br"), "encoding_unknown", 1),
    "another type": (sends(content_type="text/html"), "type_mismatch", 1),
    "no type": (sends(content_type=""), "type_mismatch", 1),
    "a PDF called text": (sends(b"%PDF-1.7\n" + SPOTLIGHT), "type_mismatch", 1),
    "binary called text": (sends(b"\0\1\2" + SPOTLIGHT), "type_mismatch", 1),
    "404": (sends(status=404), "status", 1),
    "403": (sends(status=403), "status", 1),
    "500": (sends(status=500), "status", 3),
    "304 unasked": (lambda request: request.head(304), "status", 1),
    "429 for an hour": (sends(status=429, retry_after="3600"), "status", 1),
    "redirects nowhere": (sends(status=302), "redirect_refused", 1),
    "redirects to a file": (sends(status=302, location="file:///etc/passwd"), "redirect_refused", 1),
    "redirects to ftp": (sends(status=302, location="ftp://127.0.0.1/x"), "redirect_refused", 1),
    "redirects with a password": (sends(status=302, location="http://a:b@127.0.0.1/x"), "redirect_refused", 1),
    "redirects to rubbish": (sends(status=302, location="http://[::1"), "cut_off", 3),
    "redirects in a circle": (sends(status=302, location=PAGE), "too_many_redirects", 6),
}


@pytest.mark.parametrize("name", BAD)
def test_each_fault_is_a_failed_poll_and_keeps_nothing(watched: Watch, site: Site, name: str) -> None:
    answer, code, times = BAD[name]
    site.answers[PAGE] = answer
    began = time.monotonic()
    polls = watched.look()
    assert time.monotonic() - began < 5
    (poll,) = polls.polls
    assert (poll.outcome, poll.file) == ("failed", None)
    assert poll.reason_code is not None
    assert poll.reason_code.startswith(f"source.{code}"), poll.reason
    assert poll.reason
    assert site.times_asked(PAGE) == times
    assert watched.documents() == []
    assert polls.failing == polls.newly_failing == (poll,)
    assert gate.failed_sources(watched.settings.warehouse_dir) == {poll.address: (poll.reason_code, poll.reason)}


def test_a_gigabyte_is_not_taken_in(watched: Watch, site: Site) -> None:
    sent = 0

    def endless(request: Request) -> None:
        nonlocal sent
        request.head(200, content_type="text/plain", transfer_encoding="chunked")
        for _ in range(16_384):
            request.wfile.write(b"10000\r\n" + b"a" * 65_536 + b"\r\n")
            sent += 65_536

    site.answers[PAGE] = endless
    assert watched.one().reason_code == "source.too_large"
    assert sent < 50_000_000, "what lies in the buffers of the network, and no more"


def test_a_passing_fault_passes(watched: Watch, site: Site) -> None:
    answers = iter([sends(status=500), cut_off, sends(gzip.compress(SPOTLIGHT), content_encoding="gzip")])
    site.answers[PAGE] = lambda request: next(answers)(request)
    assert watched.one().outcome == "kept"
    assert watched.documents()[0].read_bytes() == SPOTLIGHT


def test_a_server_that_is_away(watched: Watch, site: Site) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        watched.list(f"http://127.0.0.1:{free.getsockname()[1]}/x,txt,,7,", "http://no-such-host.invalid/,txt,,7,")
        assert [poll.reason_code for poll in watched.look().polls] == ["source.unreachable"] * 2


def test_a_failed_page_is_asked_again_the_next_day(watched: Watch, site: Site) -> None:
    first = watched.look()
    assert watched.look(days=0).polls == ()
    second = watched.look(days=1)
    assert [poll.outcome for poll in (*first.polls, *second.polls)] == ["failed", "failed"]
    assert (len(first.newly_failing), len(second.newly_failing)) == (1, 0), "told once"
    site.page(PAGE, SPOTLIGHT)
    third = watched.look(days=1)
    assert (third.polls[0].outcome, third.failing) == ("kept", ())
    assert gate.failed_sources(watched.settings.warehouse_dir) == {}


def test_one_failure_stops_no_other(watch: Watch, site: Site) -> None:
    site.page(PAGE, SPOTLIGHT)
    watch.list(f"{site.address('/gone')},txt,,7,", f"{site.address(PAGE)},txt,,7,")
    assert [poll.outcome for poll in watch.look().polls] == ["failed", "kept"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"We are away for a moment.\n", "document.no_figures"),
        (SPOTLIGHT.replace(b"Missouri", b"Kansas"), "source.other_jurisdiction"),
        (SPOTLIGHT.replace(b"183 Cases", b"1O3 Cases"), "document."),
        (SPOTLIGHT.replace(b"2020.", b"2027."), "report.accuracy_date_in_future"),
    ],
)
def test_a_page_that_cannot_be_read_for_certain_is_not_kept(
    watched: Watch, site: Site, content: bytes, code: str
) -> None:
    site.page(PAGE, SPOTLIGHT)
    watched.one()
    site.page(PAGE, content)
    poll = watched.one()
    assert poll.outcome == "failed"
    assert poll.reason_code is not None
    assert poll.reason_code.startswith(code), poll.reason
    assert len(watched.documents()) == 1
    site.page(PAGE, SPOTLIGHT)
    assert watched.one(days=1).outcome == "unchanged", "what was kept last is what counts"


def test_a_reports_folder_that_cannot_be_written_is_a_failed_poll(watched: Watch, site: Site) -> None:
    site.page(PAGE, SPOTLIGHT)
    (watched.settings.reports_dir / polling.FOLDER).write_text("a file where the folder should be")
    assert watched.one().reason_code == "source.not_kept"


# Where nobody may be led ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "0.0.0.0",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "224.0.0.1",
        "2130706433",
        "0x7f.1",
        "[::1]",
        "[fe80::1]",
        "[fd00::1]",
        "[::ffff:127.0.0.1]",
        "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]",
    ],
)
def test_private_addresses_are_refused(watch: Watch, site: Site, host: str) -> None:
    site.page(PAGE, SPOTLIGHT)
    watch.manners = replace(watch.manners, allows_private=False)
    watch.list(f"{site.address(PAGE, host)},txt,,7,")
    assert watch.one().reason_code == "source.private_address"
    assert site.asked == []


@pytest.fixture
def public(monkeypatch: pytest.MonkeyPatch, watched: Watch) -> None:
    """127.0.0.1 passes for a public address, and everything else is judged as it is."""
    judged = fetching._is_public
    monkeypatch.setattr(fetching, "_is_public", lambda address: address == "127.0.0.1" or judged(address))
    watched.manners = replace(watched.manners, allows_private=False)


@pytest.mark.usefixtures("public")
def test_no_redirect_leads_to_a_private_address(watched: Watch, site: Site) -> None:
    site.answers[PAGE] = sends(status=307, location=site.address("/inner", "127.0.0.2"))
    site.page("/inner", SPOTLIGHT)
    assert watched.one().reason_code == "source.private_address"
    assert site.times_asked("/inner") == 0


@pytest.mark.usefixtures("public")
def test_a_redirect_to_another_page_is_followed_by_its_rules(watched: Watch, site: Site) -> None:
    site.answers[PAGE] = sends(status=301, location="/moved")
    site.page("/moved", SPOTLIGHT)
    poll = watched.one()
    assert (poll.outcome, poll.retrieved_from) == ("kept", site.address("/moved"))
    site.answers["/robots.txt"] = sends(b"User-agent: *\nDisallow: /moved\n")
    asked = site.times_asked("/moved")
    assert watched.one().reason_code == "source.robots_disallowed"
    assert site.times_asked("/moved") == asked


@pytest.mark.usefixtures("public")
def test_a_name_cannot_mean_another_place_once_it_was_checked(
    watched: Watch, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The name is resolved once per connection, and the connection is made to what was checked."""
    resolve, asked = socket.getaddrinfo, []
    # Two connections are made, one of them for robots.txt. Were the name resolved again to connect, it would not do.
    answers = itertools.chain(["127.0.0.1"] * 2, itertools.repeat("127.0.0.2"))

    def rebinding(host: str, *arguments: Any, **options: Any) -> Any:
        asked.append(host)
        return resolve(next(answers) if host == "pages.example" else host, *arguments, **options)

    monkeypatch.setattr(socket, "getaddrinfo", rebinding)
    site.page(PAGE, SPOTLIGHT)
    watched.list(f"{site.address(PAGE, 'pages.example')},txt,,7,")
    assert watched.one().outcome == "kept"
    assert asked.count("pages.example") == 2
    assert {headers["Host"] for _, headers in site.asked} == {f"pages.example:{site.port}"}
    assert watched.one().reason_code == "source.private_address", "by now the name means another place"


@pytest.mark.usefixtures("public")
def test_one_private_address_among_others_is_enough(
    watched: Watch, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    resolve = socket.getaddrinfo
    monkeypatch.setattr(
        socket,
        "getaddrinfo",
        lambda host, *a, **o: [entry for one in ("127.0.0.1", "10.0.0.1") for entry in resolve(one, *a, **o)],
    )
    site.page(PAGE, SPOTLIGHT)
    watched.list(f"{site.address(PAGE, 'pages.example')},txt,,7,")
    assert watched.one().reason_code == "source.private_address"


def test_a_proxy_of_the_environment_is_not_asked(watched: Watch, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9/")
    site.page(PAGE, SPOTLIGHT)
    assert watched.one().outcome == "kept"


def test_the_setting_allows_private_addresses(watched: Watch, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.page(PAGE, SPOTLIGHT)
    assert poll_sources(watched.settings, run_id="1", now=FIRST_DAY).polls[0].reason_code == "source.private_address"
    monkeypatch.setenv("SPOTLIGHT_ALLOW_PRIVATE_SOURCES", "true")
    later = poll_sources(Settings(), run_id="2", now=FIRST_DAY + timedelta(days=1))
    assert later.polls[0].outcome == "kept"


# robots.txt -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("robots", "is_asked"),
    [
        (sends(b"User-agent: *\nDisallow: /\n"), False),
        (sends(b"User-agent: *\nDisallow: /\n\nUser-agent: Spotlight-Warehouse\nAllow: /\n"), True),
        (sends(b"User-agent: *\nDisallow: /other\n"), True),
        (sends(status=404), True),
        (sends(status=403), True),
        (sends(status=503), False),
        (sends(b"a" * 600_000), False),
        (sends(status=302, location="/robots2.txt"), True),
        (sends(status=302, location="ftp://127.0.0.1/"), False),
    ],
)
def test_a_site_says_what_may_be_fetched(
    watched: Watch, site: Site, robots: Callable[[Request], None], is_asked: bool
) -> None:
    site.page(PAGE, SPOTLIGHT)
    site.answers["/robots.txt"] = robots
    poll = watched.one()
    assert (poll.outcome == "kept", site.times_asked(PAGE) > 0) == (is_asked, is_asked), poll.reason


@pytest.mark.parametrize(
    ("rules", "path", "is_allowed"),
    [
        ("Disallow: /a\nAllow: /a/b", "/a/b/c", True),
        ("Allow: /a\nDisallow: /a", "/a", True),
        ("Disallow: /*.pdf$", "/x/y.pdf", False),
        ("Disallow: /*.pdf$", "/x/y.pdf?v=1", True),
        ("Disallow: /*?print=", "/x?print=1", False),
        ("Disallow: /a*b*c", "/a-c-b", True),
        ("Disallow: /a*b*c", "/axbxcx", False),
        ("Disallow:", "/", True),
        ("Disallow: /%7Ex # a comment", "/~x", False),
        ("Disallow: /x$", "/x", False),
        ("Disallow: /x$", "/xy", True),
        ("nonsense\nAllow", "/", True),
    ],
)
def test_the_longest_rule_decides(rules: str, path: str, is_allowed: bool) -> None:
    robots = Protego.parse(f"User-agent: other\nDisallow: /\n\nUser-Agent: *\n{rules}\n")
    assert robots.can_fetch(path, "spotlight-warehouse") is is_allowed


def test_a_site_may_ask_for_time(watched: Watch, site: Site) -> None:
    site.page(PAGE, SPOTLIGHT)
    site.answers["/robots.txt"] = sends(b"User-agent: *\nCrawl-delay: 0.5\n")
    began = time.monotonic()
    assert watched.one().outcome == "kept"
    assert time.monotonic() - began > 0.5
    site.answers["/robots.txt"] = sends(b"User-agent: *\nCrawl-delay: 86400\n")
    assert watched.one().reason_code == "source.too_slow"


# The seed, the record and the gate ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("ftp://a.example/x,html,,7,", "is no address of a page"),
        ("file:///etc/passwd,txt,,7,", "is no address of a page"),
        ("https://user:pass@a.example/,html,,7,", "is no address of a page"),
        ("https://a.example/ x,html,,7,", "is no address of a page"),
        ("https://a.example:port/,html,,7,", "is no address of a page"),
        (",html,,7,", "is no address of a page"),
        ("https://a.example/,docx,,7,", "unknown format 'docx'"),
        ("https://a.example/,html,Atlantis,7,", "unknown jurisdiction 'Atlantis'"),
        ("https://a.example/,html,,0,", "cadence_days '0' is no number of days"),
        ("https://a.example/,html,,weekly,", "cadence_days 'weekly' is no number of days"),
        ("https://a.example/,html,,7,mine", "unknown source_kind 'mine'"),
        ("https://b.example/,html,,7,", "stands there twice"),
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
    warehouse = build(watched.settings.warehouse_dir, *MODELS_ONLY)
    assert warehouse.rows("from audit.source_polls") == [], "no page was ever watched"
    watched.look()
    site.page(PAGE, SPOTLIGHT.replace(b"438", b"439").replace(b"2020.", b"2021."))
    watched.look()
    watched.look()
    warehouse = build(watched.settings.warehouse_dir, *MODELS_ONLY)
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


# End to end -----------------------------------------------------------------------------------------------------------


class Clock(datetime):
    """The time of the looks, which here goes by as the test says."""

    day = datetime(2026, 3, 1, 6, tzinfo=UTC)

    @classmethod
    def now(cls, tz: Any = None) -> datetime:
        return cls.day


@pytest.mark.timeout(600)
def test_from_a_watched_page_to_a_release_and_on(
    watched: Watch, site: Site, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SPOTLIGHT_ALLOW_PRIVATE_SOURCES", "true")
    monkeypatch.setattr(polling, "datetime", Clock)
    settings = watched.settings

    def refreshed(day: int) -> dict[str, Any]:
        Clock.day = datetime(2026, 3, day, 6, tzinfo=UTC)
        code = run_refresh(False, (), False, as_json=True)
        told = json.loads(capsys.readouterr().out)
        assert code == 0, told
        return told

    def asked_by_the_schedule() -> bool:
        schedule = defs().resolve_schedule_def("refresh_daily")
        with dg.DagsterInstance.ephemeral() as instance:
            context = dg.build_schedule_context(instance=instance, scheduled_execution_time=datetime.now(UTC))
            return bool(schedule.evaluate_tick(context).run_requests)

    # The page alone: no other document, and the first release.
    site.page(PAGE, HTML, "text/html", etag='"1"')
    watched.list(f"{site.address(PAGE)},html,US-MO,7,")
    first = refreshed(1)
    assert (first["status"], first["release"], first["new"], first["warnings"]) == ("published", 1, 1, [])
    warehouse = settings.current / "warehouse.duckdb"
    facts = "select trafficking_type, case_count from marts.fct_cases order by case_count"
    assert ask(warehouse, facts) == [("sex_and_labor", 6), ("labor", 22), ("not_specified", 23), ("sex", 183)]

    # The page is due by now, and nothing else is new: that alone starts a run. Its boilerplate has changed.
    assert asked_by_the_schedule()
    site.page(PAGE, HTML.replace(b"These are the figures", b"Find here the figures"), "text/html", etag='"2"')
    second = refreshed(8)
    assert (second["status"], second["batch"], second["new"]) == ("published", None, 0)
    assert ask(warehouse, "select outcome from audit.source_polls order by polled_at") == [("kept",), ("unchanged",)]
    assert len(watched.documents()) == 1

    # The page is away: the release stands, the refresh goes well and says so.
    site.answers[PAGE] = sends(status=503)
    third = refreshed(15)
    (warning,) = third["warnings"]
    assert (warning["file"], warning["rule_code"]) == (site.address(PAGE), "source.status")
    assert "503" in warning["message"]

    # A figure has changed, and with it the date that the page prints.
    restated = HTML.replace(b"183 Cases", b"184 Cases").replace(b"July 30, 2020", b"July 30, 2021")
    site.page(PAGE, restated, "text/html")
    fourth = refreshed(16)
    assert (fourth["status"], fourth["restated"]) == ("published", 1)
    assert site.address(PAGE) not in {warning["file"] for warning in fourth["warnings"]}
    assert ("sex", 184) in ask(warehouse, facts)
    assert len(watched.documents()) == 2

    # Looked at today, it is not due: no run.
    Clock.day = datetime.now(UTC)
    run_refresh(False, (), False, as_json=True)
    capsys.readouterr()
    asked = len(site.asked)
    assert not asked_by_the_schedule()
    run_refresh(False, (), False, as_json=True)
    assert json.loads(capsys.readouterr().out)["status"] == "nothing_new"
    assert len(site.asked) == asked

    # Made anew from the ledger alone, asking nobody.
    looks = ask(warehouse, "from audit.source_polls order by all")
    assert len(looks) == 5
    assert run_rebuild(as_json=True) == 0
    assert ask(warehouse, "from audit.source_polls order by all") == looks
    assert len(site.asked) == asked


def ask(database: Path, query: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(database, read_only=True) as connection:
        return connection.execute(query).fetchall()
