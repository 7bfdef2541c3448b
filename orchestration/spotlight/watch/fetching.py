"""One address → the bytes of its page: politely, within limits, and never from private networks.

Belongs here: requests, redirects, and what a server may answer. Not here: when to ask, and what the page says.
"""

from __future__ import annotations

import math
import re
import time
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Self

import httpcore
import httpx
import tenacity
from protego import Protego

from orchestration.spotlight.changed.versions import release_version
from orchestration.spotlight.domain.addresses import without_secrets
from orchestration.spotlight.watch.network import CheckedNetwork, FetchFailed, Transport

VISITOR = "spotlight-warehouse"
MAX_REDIRECTS = 5
MAX_ROBOTS_BYTES = 512 * 1024
TYPES = {
    "html": ("text/html", "application/xhtml+xml"),
    "pdf": ("application/pdf",),
    "txt": ("text/plain",),
    "csv": ("text/csv", "application/csv", "text/plain"),
}
"""Format → the content types that are accepted for it."""

_PASSING = frozenset((408, 425, 429, 500, 502, 503, 504))
_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_VALIDATOR = re.compile(r"[\x20-\x7e]{1,256}")
_GZIP = 16 + zlib.MAX_WBITS


@dataclass(frozen=True, slots=True)
class Manners:
    """Limits on time, frequency and size of requests to a server."""

    max_bytes: int
    allows_private: bool = False
    max_seconds: float = 60.0
    """For one page, including all retries, redirects and pauses."""
    connect_seconds: float = 10.0
    read_seconds: float = 20.0
    tries: int = 3
    first_wait_seconds: float = 1.0
    pause_seconds: float = 1.0
    """Between two requests to one host. A site's own crawl delay applies if it is longer."""


@dataclass(frozen=True, slots=True)
class Validators:
    """With these a server can say that its page is unchanged."""

    etag: str | None = None
    last_modified: str | None = None

    def headers(self) -> dict[str, str]:
        found = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in found.items() if value}


@dataclass(frozen=True, slots=True)
class Page:
    """A server's answer: the bytes, or None if the page is unchanged."""

    address: str
    """The address after redirects."""
    status_code: int
    content: bytes | None
    validators: Validators


class _Passing(FetchFailed):
    """A temporary failure: the next try may succeed."""

    wait_seconds = 0.0
    """The wait that the server asks for."""


class Fetcher:
    """Fetches pages one after the other; remembers each site's rules and last request."""

    def __init__(self, manners: Manners) -> None:
        self._manners = manners
        self._network = CheckedNetwork(manners.allows_private)
        self._client = httpx.Client(
            transport=Transport(self._network),
            headers={"User-Agent": f"{VISITOR}/{release_version()}", "Accept-Encoding": "gzip"},
            timeout=httpx.Timeout(manners.read_seconds, connect=manners.connect_seconds),
            # Proxies and passwords of the environment would bypass the checks.
            trust_env=False,
        )
        self._robots: dict[str, Protego] = {}
        self._asked_at: dict[str, float] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def fetch(self, address: str, page_format: str, validators: Validators) -> Page:
        """The page at an address, which must have the format; raise `FetchFailed` if it cannot be fetched."""
        manners = self._manners
        self._network.named_host = _url(address).host
        self._network.deadline = time.monotonic() + manners.max_seconds
        first = manners.first_wait_seconds
        backoff = tenacity.wait_exponential(multiplier=first) + tenacity.wait_random(0, first)

        def wait(state: tenacity.RetryCallState) -> float:
            error = state.outcome.exception() if state.outcome else None
            return max(backoff(state), error.wait_seconds if isinstance(error, _Passing) else 0.0)

        tries = tenacity.Retrying(
            stop=tenacity.stop_after_attempt(manners.tries) | tenacity.stop_before_delay(manners.max_seconds),
            wait=wait,
            retry=tenacity.retry_if_exception_type(_Passing),
            reraise=True,
        )
        accept = {"Accept": ", ".join(TYPES[page_format])}
        return tries(self._once, address, page_format, {**validators.headers(), **accept}, bool(validators.headers()))

    def _once(self, address: str, page_format: str, headers: Mapping[str, str], is_conditional: bool) -> Page:
        with self._followed(address, headers, heeds_robots=True) as response:
            found = Validators(_validator(response, "ETag"), _validator(response, "Last-Modified"))
            where, status = without_secrets(str(response.url)), response.status_code
            if status == 304 and is_conditional:
                return Page(where, status, None, found)
            if status != 200:
                raise _refused_status(response)
            kind = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
            if kind not in TYPES[page_format]:
                raise FetchFailed(
                    "type_mismatch",
                    f"The server sent the content type {kind or '(none)'}; for {page_format} expected "
                    f"{' or '.join(TYPES[page_format])}. Correct the format in sources.csv, or the address.",
                    status,
                )
            content = b"".join(_bounded(response, self._manners.max_bytes))
            _check_beginning(content, page_format)
            return Page(where, status, content, found)

    @contextmanager
    def _followed(self, address: str, headers: Mapping[str, str], *, heeds_robots: bool) -> Iterator[httpx.Response]:
        """The answer at the end of the redirects; each step is checked like the first."""
        url = _url(address)
        for _ in range(MAX_REDIRECTS + 1):
            if heeds_robots:
                self._heed_robots(url)
            self._pause(url)
            with _explained(url), self._client.stream("GET", url, headers=headers) as response:
                if response.status_code not in _REDIRECTS:
                    yield response
                    return
                target = _url(response.headers.get("Location", ""), url)
            if url.scheme == "https" and target.scheme == "http":
                raise FetchFailed(
                    "redirect_refused",
                    f"{url} redirects to {target}, which is not encrypted. Correct the address in sources.csv.",
                )
            url = target
        raise FetchFailed(
            "too_many_redirects",
            f"More than {MAX_REDIRECTS} redirects, the last to {url}. Put the page's own address into sources.csv.",
        )

    def _heed_robots(self, url: httpx.URL) -> None:
        robots = self._robots_of(url)
        path = url.raw_path.decode("ascii")
        if not robots.can_fetch(path, VISITOR):
            raise FetchFailed(
                "robots_disallowed",
                f"The robots.txt of {url.host} does not allow {path} to be fetched by programs. Ask the publisher, or "
                "fetch the page by hand and remove its line from sources.csv.",
            )

    def _robots_of(self, url: httpx.URL) -> Protego:
        """The robots.txt rules of a site. Without rules everything is allowed; while they are unreachable, nothing."""
        site = str(url.copy_with(raw_path=b"/robots.txt", fragment=None))
        if site not in self._robots:
            with self._followed(site, {"Accept": "text/plain"}, heeds_robots=False) as response:
                if response.status_code == 200:
                    text = b"".join(_bounded(response, MAX_ROBOTS_BYTES, knows_length=False))
                    self._robots[site] = Protego.parse(text.decode("utf-8-sig", "replace"))
                elif 400 <= response.status_code < 500 and response.status_code != 429:
                    self._robots[site] = Protego.parse("")
                else:
                    raise _refused_status(response)
        return self._robots[site]

    def _pause(self, url: httpx.URL) -> None:
        site = str(url.copy_with(raw_path=b"/robots.txt", fragment=None))
        robots = self._robots.get(site)
        delay = max(self._manners.pause_seconds, (robots.crawl_delay(VISITOR) if robots else None) or 0.0)
        now = time.monotonic()
        left = self._asked_at.get(url.host, -math.inf) + delay - now
        if now + left > self._network.deadline:
            raise FetchFailed(
                "too_slow", f"{url.host} asks for {delay:g} s between two requests, too long for a refresh."
            )
        time.sleep(max(0.0, left))
        self._asked_at[url.host] = time.monotonic()


# Answers ----------------------------------------------------------------------------------------------------------


def _bounded(response: httpx.Response, max_bytes: int, *, knows_length: bool = True) -> Iterator[bytes]:
    """The content, unpacked while it arrives, up to the limit."""
    too_large = FetchFailed(
        "too_large",
        f"The page is larger than {max_bytes:,} bytes, the limit for one document. Correct the address.",
        response.status_code,
    )
    encoding = response.headers.get("Content-Encoding", "identity").strip().lower()
    if encoding not in ("identity", "gzip"):
        raise FetchFailed(
            "encoding_unknown",
            f"The server compressed the page as {encoding!r}, which was not requested and is not supported.",
            response.status_code,
        )
    length = response.headers.get("Content-Length", "")
    if length.isdecimal() and int(length) > max_bytes:
        raise too_large
    is_chunked = "chunked" in response.headers.get("Transfer-Encoding", "").lower()
    unpacker = zlib.decompressobj(_GZIP) if encoding == "gzip" else None
    if knows_length and not (length or is_chunked or unpacker):
        raise FetchFailed(
            "length_unknown",
            "The server does not state the page's length, so a page that is cut off would go unnoticed.",
            response.status_code,
        )
    left = max_bytes
    for packed in response.iter_raw():
        while packed:
            try:
                # A page may be packed in several parts, one after the other.
                unpacker = zlib.decompressobj(_GZIP) if unpacker and unpacker.eof else unpacker
                chunk = unpacker.decompress(packed, left + 1) if unpacker else packed
            except zlib.error as error:
                raise _Passing("cut_off", f"The page cannot be unpacked ({error}).", response.status_code) from error
            left -= len(chunk)
            if left < 0:
                raise too_large
            yield chunk
            # Some servers pad the end with zeros.
            packed = unpacker.unused_data.lstrip(b"\0") if unpacker else b""
    if unpacker and not unpacker.eof:
        raise _Passing("cut_off", "The page was cut off during transfer.", response.status_code)


def _check_beginning(content: bytes, page_format: str) -> None:
    """Check the bytes too, since a server may declare any content type."""
    is_pdf = b"%PDF-" in content[:1024]
    if is_pdf != (page_format == "pdf") or (page_format != "pdf" and b"\0" in content):
        raise FetchFailed(
            "type_mismatch",
            f"The page is not {page_format}, whatever the server declares. Correct the format in sources.csv, or the "
            "address.",
            200,
        )


def _validator(response: httpx.Response, name: str) -> str | None:
    value = response.headers.get(name, "")
    return value if _VALIDATOR.fullmatch(value) else None


def _refused_status(response: httpx.Response) -> FetchFailed:
    status = response.status_code
    message = f"{response.url} answered {status} {response.reason_phrase}".rstrip() + "."
    if status not in _PASSING:
        return FetchFailed("status", f"{message} Correct the address in sources.csv, or remove its line.", status)
    passing = _Passing("status", f"{message} It is fetched again another day.", status)
    passing.wait_seconds = _seconds_until(response.headers.get("Retry-After", ""))
    return passing


def _seconds_until(retry_after: str) -> float:
    if re.fullmatch(r"[0-9]{1,9}", retry_after.strip()):
        return float(retry_after)
    try:
        at = parsedate_to_datetime(retry_after)
    except (OverflowError, ValueError):
        return 0.0
    return max(0.0, (at.replace(tzinfo=at.tzinfo or UTC) - datetime.now(UTC)).total_seconds())


def _url(address: str, base: httpx.URL | None = None) -> httpx.URL:
    """An address that may be fetched; raise `FetchFailed` for one that may not."""
    try:
        url = base.join(address) if base is not None and address else httpx.URL(address)
    except (httpx.InvalidURL, ValueError) as error:
        raise FetchFailed("address_refused", f"{address!r} is not an address ({error}).") from error
    if url.scheme not in ("http", "https") or not url.host or url.userinfo:
        origin = f"{base} redirects to" if base is not None else "sources.csv lists"
        code = "redirect_refused" if base is not None else "address_refused"
        raise FetchFailed(code, f"{origin} {address!r}. Only http and https without a password are fetched.")
    return url


@contextmanager
def _explained(url: httpx.URL) -> Iterator[None]:
    """Turn a network error into a user-facing message."""
    try:
        yield
    except (httpcore.TimeoutException, httpx.TimeoutException) as error:
        raise _Passing("timed_out", f"{url} did not answer in time.") from error
    except (httpcore.ProtocolError, httpx.ProtocolError) as error:
        raise _Passing("cut_off", f"{url}: the answer broke off or is not HTTP ({error}).") from error
    except (httpcore.NetworkError, httpx.NetworkError) as error:
        raise _Passing("unreachable", f"{url} cannot be reached ({error}).") from error
