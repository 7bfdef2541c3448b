"""Addresses that nobody may be led to, and what a site's robots.txt allows.

Belongs here: which requests are made at all. Not here: what the answers are.
"""

from __future__ import annotations

import itertools
import socket
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from protego import Protego

from orchestration.settings import Settings
from orchestration.spotlight.domain.errors import UserError
from orchestration.spotlight.watch import network
from orchestration.spotlight.watch.polling import poll_sources
from tests.support.page_server import Request, Site
from tests.support.watched_page import FIRST_DAY, PAGE, SPOTLIGHT, Watch, sends


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
    judged = network._is_public
    monkeypatch.setattr(network, "_is_public", lambda address: address == "127.0.0.1" or judged(address))
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


def test_a_private_page_leads_to_no_other_private_host(
    watched: Watch, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    resolve = socket.getaddrinfo
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda host, *a, **o: resolve("127.0.0.1" if host.endswith(".lan") else host, *a, **o)
    )
    site.page("/inner", SPOTLIGHT)
    watched.list(f"{site.address(PAGE, 'pages.lan')},txt,,7,")
    for host in ("other.lan", "127.0.0.1", "127.0.0.2"):
        site.answers[PAGE] = sends(status=302, location=site.address("/inner", host))
        poll = watched.one()
        assert (poll.reason_code, site.times_asked("/inner")) == ("source.private_address", 0)
        assert "Put the page's own address into sources.csv" in (poll.reason or "")
    site.answers[PAGE] = sends(status=302, location=site.address("/inner", "pages.lan"))
    assert watched.one().outcome == "kept"


@pytest.mark.parametrize(
    "host",
    ["169.254.169.254", "[fe80::1]", "[::ffff:169.254.169.254]", "[fd00:ec2::254]", "100.100.100.200", "224.0.0.1"],
)
@pytest.mark.parametrize("is_redirected", [False, True])
def test_no_setting_allows_link_local_and_metadata_addresses(
    watched: Watch, site: Site, host: str, is_redirected: bool
) -> None:
    if is_redirected:
        site.answers[PAGE] = sends(status=302, location=site.address("/latest/meta-data", host))
    else:
        watched.list(f"{site.address(PAGE, host)},txt,,7,")
    poll = watched.one()
    assert (poll.reason_code, "It is never asked" in (poll.reason or "")) == ("source.private_address", True)


def test_an_address_with_a_secret_is_refused_and_one_that_a_page_leads_to_is_shown_without(
    watched: Watch, site: Site
) -> None:
    site.answers[PAGE] = sends(status=302, location="/moved?page=2&access_token=s3cr3t")
    site.page("/moved?page=2&access_token=s3cr3t", SPOTLIGHT)
    assert watched.one().retrieved_from == site.address("/moved?page=2&access_token=…")
    for secret in ("/x?token=s3cr3t", "/x?a=1&X-Amz-Signature=s3cr3t", "/x?apikey=s3cr3t"):
        watched.list(f"{site.address(secret)},txt,,7,")
        with pytest.raises(UserError, match="holds a password or a token") as refused:
            watched.one()
        assert "s3cr3t" not in str(refused.value)


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
