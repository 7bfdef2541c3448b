"""One address → the bytes of its page: politely, within limits, and never from private networks.

Belongs here: requests, redirects, and what a server may answer. Not here: when to ask, and what the page says.
"""

from __future__ import annotations

import ipaddress
import math
import re
import socket
import ssl
import time
import zlib
from collections.abc import Iterable, Iterator, Mapping
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
_CARRIES_IPV4 = ipaddress.ip_network("64:ff9b::/96")
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


class FetchFailed(Exception):
    """Why there are no bytes, as a user-facing message. `rule_code` is stable."""

    def __init__(self, rule_code: str, message: str, status_code: int | None = None) -> None:
        super().__init__(message)
        self.rule_code = f"source.{rule_code}"
        self.message = message
        self.status_code = status_code


class _Passing(FetchFailed):
    """A temporary failure: the next try may succeed."""

    wait_seconds = 0.0
    """The wait that the server asks for."""


class Fetcher:
    """Fetches pages one after the other; remembers each site's rules and last request."""

    def __init__(self, manners: Manners) -> None:
        self._manners = manners
        self._network = _CheckedNetwork(manners.allows_private)
        self._client = httpx.Client(
            transport=_Transport(self._network),
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
            where, status = str(response.url), response.status_code
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
        try:
            chunk = unpacker.decompress(packed, left + 1) if unpacker else packed
        except zlib.error as error:
            raise _Passing("cut_off", f"The page cannot be unpacked ({error}).", response.status_code) from error
        left -= len(chunk)
        if left < 0:
            raise too_large
        yield chunk
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
    except ValueError:
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


# Network ----------------------------------------------------------------------------------------------------------


class _CheckedNetwork(httpcore.NetworkBackend):
    """Connects only to addresses that it has checked, and never waits past the deadline.

    A name is resolved once, here: were it resolved again to connect, it could mean another place by then.
    """

    def __init__(self, allows_private: bool) -> None:
        self._sockets = httpcore.SyncBackend()
        self._allows_private = allows_private
        self.deadline = math.inf

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        fault: httpcore.NetworkError | httpcore.TimeoutException | None = None
        for address in self._addresses(host, port):
            try:
                stream = self._sockets.connect_tcp(address, port, self.within(timeout), local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                fault = error
            else:
                return _TimedStream(stream, self)
        raise fault or httpcore.ConnectError(f"{host} has no address")

    def within(self, timeout: float | None) -> float:
        """The remaining time, at most the timeout."""
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("the time for this page is over")
        return min(left, math.inf if timeout is None else timeout)

    def _addresses(self, host: str, port: int) -> list[str]:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(f"the name {host} cannot be resolved: {error}") from error
        addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
        private = [address for address in addresses if not _is_public(address)]
        if private and not self._allows_private:
            raise FetchFailed(
                "private_address",
                f"{host} is {private[0]}, an address outside the public internet. If this is intended, set "
                "SPOTLIGHT_ALLOW_PRIVATE_SOURCES=true.",
            )
        return addresses


class _TimedStream(httpcore.NetworkStream):
    """A connection with a deadline, so that a very slow server cannot hold up a refresh."""

    def __init__(self, stream: httpcore.NetworkStream, network: _CheckedNetwork) -> None:
        self._stream = stream
        self._network = network

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._network.within(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._network.within(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _TimedStream(
            self._stream.start_tls(ssl_context, server_hostname, self._network.within(timeout)), self._network
        )

    def get_extra_info(self, info: str) -> object:
        return self._stream.get_extra_info(info)


class _Transport(httpx.BaseTransport):
    """An httpx transport on our own network backend, which httpx's own transport does not accept."""

    def __init__(self, network: httpcore.NetworkBackend) -> None:
        self._pool = httpcore.ConnectionPool(ssl_context=httpx.create_ssl_context(), network_backend=network)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        url = request.url
        answer = self._pool.handle_request(
            httpcore.Request(
                request.method,
                httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        return httpx.Response(answer.status, headers=answer.headers, stream=_Body(answer), extensions=answer.extensions)

    def close(self) -> None:
        self._pool.close()


class _Body(httpx.SyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        return self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()


def _is_public(text: str) -> bool:
    """Whether an address is on the public internet. An embedded IPv4 address is checked in its place."""
    address = ipaddress.ip_address(text.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if inner is None and address in _CARRIES_IPV4:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return inner.is_global and not inner.is_multicast
    return address.is_global and not address.is_multicast
