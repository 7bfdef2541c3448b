"""A watched page that answers badly: each fault is recorded with its reason, and nothing of it is kept.

Belongs here: what a server can do. Not here: where it may lead (test_where_it_leads).
"""

from __future__ import annotations

import contextlib
import gzip
import socket
import threading
import time
import zlib
from typing import Any

import pytest

from orchestration.spotlight import readers
from orchestration.spotlight.changed import gate
from orchestration.spotlight.watch import polling
from orchestration.spotlight.watch.fetching import Fetcher, Page
from tests.support.page_server import Request, Site
from tests.support.watched_page import HTML, PAGE, SPOTLIGHT, Watch, sends


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
    "busy until a year without end": (
        sends(status=503, retry_after="Mon, 01 Jan 99999999999999999999 00:00:00 GMT"),
        "status",
        3,
    ),
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
    assert polls.failing == (poll,)
    assert gate.failed_sources(watched.settings.warehouse_dir) == {poll.address: (poll.reason_code, poll.reason)}


def test_a_gigabyte_is_not_ingested(watched: Watch, site: Site) -> None:
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


@pytest.mark.parametrize("rest", [b"", bytes(512)], ids=["", "with padding"])
def test_a_page_packed_in_several_parts_is_read_whole(watched: Watch, site: Site, rest: bytes) -> None:
    packed = gzip.compress(SPOTLIGHT[:300]) + gzip.compress(b"") + gzip.compress(SPOTLIGHT[300:]) + rest
    site.answers[PAGE] = sends(packed, content_encoding="gzip")
    assert watched.one().outcome == "kept"
    assert watched.documents()[0].read_bytes() == SPOTLIGHT


def test_the_second_part_of_a_page_may_be_cut_off_or_a_bomb(watched: Watch, site: Site) -> None:
    first = gzip.compress(SPOTLIGHT)
    for second, code in ((gzip.compress(SPOTLIGHT)[:-20], "cut_off"), (gzip.compress(bytes(1 << 22)), "too_large")):
        site.answers[PAGE] = sends(first + second, content_encoding="gzip")
        assert watched.one().reason_code == f"source.{code}"
    assert watched.documents() == []


def test_a_handshake_sent_byte_by_byte_ends_with_the_time_for_the_page(watched: Watch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def drip_handshake() -> None:
            connection, _ = server.accept()
            with contextlib.suppress(OSError), connection:
                for byte in b"\x16\x03\x03\x40\x00" + bytes(0x4000):
                    connection.sendall(bytes([byte]))
                    time.sleep(0.1)

        threading.Thread(target=drip_handshake, daemon=True).start()
        watched.list(f"https://127.0.0.1:{server.getsockname()[1]}/x,txt,,7,")
        assert watched.one().outcome == "failed"


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
    assert (len(first.failing), len(second.failing)) == (1, 1)
    site.page(PAGE, SPOTLIGHT)
    third = watched.look(days=1)
    assert (third.polls[0].outcome, third.failing) == ("kept", ())
    assert gate.failed_sources(watched.settings.warehouse_dir) == {}


def test_one_failure_stops_no_other(watch: Watch, site: Site) -> None:
    site.page(PAGE, SPOTLIGHT)
    watch.list(f"{site.address('/gone')},txt,,7,", f"{site.address(PAGE)},txt,,7,")
    assert [poll.outcome for poll in watch.look().polls] == ["failed", "kept"]


def test_a_crash_at_one_page_stops_no_other(watch: Watch, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    fetch = Fetcher.fetch

    def failing(fetcher: Fetcher, address: str, *arguments: Any) -> Page:
        if address.endswith("/bad"):
            raise RuntimeError from ValueError("the innermost reason")
        return fetch(fetcher, address, *arguments)

    monkeypatch.setattr(Fetcher, "fetch", failing)
    site.page(PAGE, SPOTLIGHT)
    watch.list(f"{site.address('/bad')},txt,,7,", f"{site.address(PAGE)},txt,,7,")
    bad, good = watch.look().polls
    assert (bad.outcome, bad.reason_code, good.outcome) == ("failed", "source.unexpected_fault", "kept")
    assert "ValueError: the innermost reason" in (bad.reason or "")


def test_a_fault_of_the_machine_is_not_held_against_the_page(
    watched: Watch, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def out_of_memory(*_: object) -> None:
        raise MemoryError

    site.page(PAGE, SPOTLIGHT)
    with monkeypatch.context() as patched:
        patched.setattr(readers, "read", out_of_memory)
        poll = watched.one()
    assert (poll.outcome, poll.reason_code) == ("failed", "document.not_read")
    assert "could not be read now: MemoryError. It is read again." in (poll.reason or "")
    assert watched.one(days=1).outcome == "kept"


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


def test_a_page_whose_encoding_only_the_header_declares_is_refused_with_advice_that_fits(
    watch: Watch, site: Site
) -> None:
    page = HTML.decode().encode("iso-8859-1")
    watch.list(f"{site.address(PAGE)},html,,7,")
    site.page(PAGE, page, "text/html; charset=iso-8859-1")
    poll = watch.one()
    assert (poll.outcome, poll.reason_code) == ("failed", "document.not_utf8")
    assert "Save the file again" not in (poll.reason or "")
    assert "only the server's header declares" in (poll.reason or "")
    assert "remove its line from sources.csv" in (poll.reason or "")
    declared = page.replace(b"<head>", b"<head><meta charset='iso-8859-1'>")
    site.page(PAGE, declared, "text/html; charset=iso-8859-1")
    poll = watch.one(days=1)
    assert poll.outcome == "kept", poll.reason
    assert watch.documents()[0].read_bytes() == declared


def test_a_reports_folder_that_cannot_be_written_is_a_failed_poll(watched: Watch, site: Site) -> None:
    site.page(PAGE, SPOTLIGHT)
    (watched.settings.reports_dir / polling.FOLDER).write_text("a file where the folder should be")
    assert watched.one().reason_code == "source.not_kept"
