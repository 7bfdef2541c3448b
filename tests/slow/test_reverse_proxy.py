"""nginx with the example of `deploy/nginx`, in front of something that answers as Dagster's UI would.

Belongs here: who is let in, by the proxy's own resolution. Not here: the UI.
"""

from __future__ import annotations

import base64
import gzip
import http.client
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from orchestration.spotlight.domain.places import PROJECT_DIR
from tests.support.ports import free_port

EXAMPLE = PROJECT_DIR / "deploy" / "nginx" / "spotlight.conf"
HOST = "spotlight.example.org"
PASSWORD = {"Authorization": "Basic " + base64.b64encode(b"ana:correct").decode()}
FEEDS = {
    "changes.atom": "application/atom+xml",
    "feed.json": "application/feed+json",
    "feeds/US-MO.atom": "application/atom+xml",
    "feeds/all.1.atom.gz": "application/atom+xml",
    "feeds/all.1.json.gz": "application/feed+json",
}
WHAT_CHANGED = b"what changed " * 100
OWN_PAGE = {"Origin": f"https://{HOST}", "Sec-Fetch-Site": "same-origin"}


def installed(name: str) -> str:
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin")
    if found is None:
        pytest.fail(f"{name} is not installed, which this test needs. Run `make test-slow`.")
    return found


class Dagster(BaseHTTPRequestHandler):
    """Answers everything, and says what it was asked with."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(f"{self.command} {self.path} password={self.headers['Authorization']}".encode())

    do_POST = do_GET

    def log_message(self, *arguments: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def proxy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of an nginx with the example, changed in nothing but ports and paths."""
    # A folder of its own: nginx's workers, who are not root, have to reach the files.
    folder = tmp_path_factory.mktemp("proxy")
    release = folder / "warehouse" / "releases" / "1"
    release.mkdir(parents=True)
    (release / "CITATION").write_text("cite me")
    (release / "feeds").mkdir()
    for feed in FEEDS:
        (release / feed).write_bytes(gzip.compress(WHAT_CHANGED) if feed.endswith(".gz") else WHAT_CHANGED)
    (folder / "warehouse" / "current").symlink_to("releases/1")
    (folder / "warehouse" / "last_refresh.json").write_text("private")
    upstream = HTTPServer(("127.0.0.1", 0), Dagster)
    threading.Thread(target=upstream.serve_forever, daemon=True).start()
    key, certificate, passwords = (folder / name for name in ("key.pem", "certificate.pem", "passwords"))
    subprocess.run(
        [
            *(installed("openssl"), "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"),
            *("-nodes", "-keyout", key, "-out", certificate, "-days", "2", "-subj", f"/CN={HOST}"),
        ],
        check=True,
        capture_output=True,
    )
    hashed = subprocess.run(
        [installed("openssl"), "passwd", "-6", "correct"], check=True, capture_output=True, text=True
    ).stdout.strip()
    passwords.write_text(f"ana:{hashed}\n")
    port = free_port()
    changed = EXAMPLE.read_text()
    for old, new in {
        "listen 443 ssl": f"listen 127.0.0.1:{port} ssl",
        "/etc/ssl/certs/spotlight.pem": certificate,
        "/etc/ssl/private/spotlight.key": key,
        "/etc/nginx/spotlight.htpasswd": passwords,
        "/var/lib/spotlight/warehouse": folder / "warehouse",
        "http://127.0.0.1:3000": f"http://127.0.0.1:{upstream.server_port}",
    }.items():
        assert old in changed
        changed = changed.replace(old, str(new))
    (folder / "spotlight.conf").write_text(changed)
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "nginx.conf").write_text(
        f"daemon off; pid {folder}/pid; error_log {folder}/errors;\nevents {{}}\n"
        f"http {{ access_log off; {temporary} include {folder}/spotlight.conf; }}\n"
    )
    # One process, as whoever runs the tests.
    nginx = subprocess.Popen([installed("nginx"), "-c", folder / "nginx.conf", "-g", "master_process off;"])
    try:
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        else:
            pytest.fail((folder / "errors").read_text())
        yield port
    finally:
        nginx.terminate()
        nginx.wait(10)
        upstream.shutdown()


def ask(port: int, path: str, method: str = "GET", **headers: str) -> tuple[int, str]:
    """The status and the text of an answer."""
    answer = answered(port, path, method, **headers)
    return answer.status, answer.read().decode()


def answered(port: int, path: str, method: str = "GET", **headers: str) -> http.client.HTTPResponse:
    trusting = ssl.create_default_context()
    trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
    connection = http.client.HTTPSConnection("127.0.0.1", port, context=trusting, timeout=10)
    connection.request(method, path, headers={"Host": HOST, **headers})
    return connection.getresponse()


@pytest.mark.parametrize("path", ["/", "/graphql", "/runs", "/warehouse/CITATION", "/warehouse/"])
def test_nobody_comes_in_without_a_password(proxy: int, path: str) -> None:
    assert ask(proxy, path)[0] == 401
    wrong = base64.b64encode(b"ana:wrong").decode()
    assert ask(proxy, path, Authorization=f"Basic {wrong}")[0] == 401


def test_who_has_one_sees_the_ui_and_the_release_and_the_ui_never_sees_the_password(proxy: int) -> None:
    assert ask(proxy, "/runs", **PASSWORD) == (200, "GET /runs password=None")
    assert ask(proxy, "/graphql", "POST", **PASSWORD, **OWN_PAGE) == (200, "POST /graphql password=None")
    assert ask(proxy, "/warehouse/CITATION", **PASSWORD) == (200, "cite me")


def test_what_lies_beside_the_release_is_out_of_reach(proxy: int) -> None:
    for path in (
        "/warehouse/../last_refresh.json",
        "/warehouse/%2e%2e/last_refresh.json",
        "/warehouse../last_refresh.json",
        "/warehouse/feeds/../../last_refresh.json",
        "/warehouse/feeds/%2e%2e%2f%2e%2e%2flast_refresh.json",
    ):
        assert "private" not in ask(proxy, path, **PASSWORD)[1]
    assert ask(proxy, "/warehouse/CITATION", "POST", **PASSWORD)[0] == 403
    assert ask(proxy, "/warehouse/", **PASSWORD)[0] == 403, "no list of files"


@pytest.mark.parametrize("feed", FEEDS)
def test_a_feed_reader_gets_the_type_and_no_page_twice(proxy: int, feed: str) -> None:
    path = f"/warehouse/{feed}"
    first = answered(proxy, path, **PASSWORD)
    assert (first.status, first.headers["Content-Type"]) == (200, FEEDS[feed])
    assert first.headers["Cache-Control"] == "max-age=900"
    assert first.headers["X-Content-Type-Options"] == "nosniff"
    again = answered(proxy, path, **PASSWORD, **{"If-None-Match": first.headers["ETag"]})
    assert (again.status, again.read()) == (304, b"")
    packed = answered(proxy, path, **PASSWORD, **{"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.read()) == first.read() == WHAT_CHANGED
    assert ask(proxy, path)[0] == 401
    assert ask(proxy, path, "POST", **PASSWORD)[0] == 403


@pytest.mark.parametrize(
    "foreign",
    [
        {"Origin": "https://evil.example"},
        {"Origin": f"https://{HOST}.evil.example"},
        {"Origin": f"http://{HOST}"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example", "Sec-Fetch-Site": "same-origin"},
    ],
    ids=str,
)
def test_another_page_in_the_same_browser_can_order_nothing(proxy: int, foreign: dict[str, str]) -> None:
    assert ask(proxy, "/graphql", "POST", **PASSWORD, **foreign)[0] == 403
    assert ask(proxy, "/graphql?query=mutation", "GET", **PASSWORD, **foreign)[0] == 403, "Dagster takes orders by GET"
    assert ask(proxy, "/report_asset_check/x", "POST", **PASSWORD, **foreign)[0] == 403


def test_a_link_from_elsewhere_opens_a_page(proxy: int) -> None:
    assert ask(proxy, "/runs", **PASSWORD, **{"Sec-Fetch-Site": "cross-site"})[0] == 200
