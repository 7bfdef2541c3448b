"""Connections that lead only where they may, and never last longer than the page that they are made for.

Belongs here: which addresses are asked, deadlines, and httpx's transport on both. Not here: requests and answers
(fetching).
"""

from __future__ import annotations

import ipaddress
import math
import socket
import ssl
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress

import httpcore
import httpx

from orchestration.spotlight.domain.addresses import without_secrets

_CARRIES_IPV4 = ipaddress.ip_network("64:ff9b::/96")
_METADATA = frozenset(
    map(ipaddress.ip_address, ("169.254.169.254", "100.100.100.200", "168.63.129.16", "fd00:ec2::254"))
)
"""Where clouds give a machine's own credentials to whoever asks from inside."""


class FetchFailed(Exception):
    """Why there are no bytes, as a user-facing message. `rule_code` is stable."""

    def __init__(self, rule_code: str, message: str, status_code: int | None = None) -> None:
        self.message = without_secrets(message)
        super().__init__(self.message)
        self.rule_code = f"source.{rule_code}"
        self.status_code = status_code


class CheckedNetwork(httpcore.NetworkBackend):
    """Connects only to addresses that it has checked, and never waits past the deadline.

    A name is resolved once, here: were it resolved again to connect, it could mean another place by then.
    """

    def __init__(self, allows_private: bool) -> None:
        self._sockets = httpcore.SyncBackend()
        self._allows_private = allows_private
        self.named_host = ""
        """The host that sources.csv names: no redirect leads to a private address of another one."""
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
        for address in addresses:
            if _is_never_fetched(address):
                raise FetchFailed(
                    "private_address",
                    f"{host} is {address}, an address of this machine's own network. It is never asked.",
                )
            if _is_public(address) or (self._allows_private and host == self.named_host):
                continue
            fix = (
                "Put the page's own address into sources.csv."
                if self._allows_private
                else "If this is intended, set SPOTLIGHT_ALLOW_PRIVATE_SOURCES=true."
            )
            raise FetchFailed("private_address", f"{host} is {address}, an address outside the public internet. {fix}")
        return addresses


class _TimedStream(httpcore.NetworkStream):
    """A connection with a deadline, so that a very slow server cannot hold up a refresh."""

    def __init__(self, stream: httpcore.NetworkStream, network: CheckedNetwork) -> None:
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
        left = self._network.within(timeout)
        # The timeout is that of each read, and a server may send its part of the handshake byte by byte.
        hang_up = threading.Timer(left, _hang_up, [self._stream.get_extra_info("socket")])
        hang_up.start()
        try:
            secured = self._stream.start_tls(ssl_context, server_hostname, left)
        finally:
            hang_up.cancel()
        return _TimedStream(secured, self._network)

    def get_extra_info(self, info: str) -> object:
        return self._stream.get_extra_info(info)


def _hang_up(connection: socket.socket) -> None:
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)


class Transport(httpx.BaseTransport):
    """An httpx transport on our own network backend, which httpx's own transport does not accept."""

    def __init__(self, network: httpcore.NetworkBackend) -> None:
        # No connection is used again: each one is checked against the page that it is made for.
        self._pool = httpcore.ConnectionPool(
            ssl_context=httpx.create_ssl_context(), max_keepalive_connections=0, network_backend=network
        )

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
    """Whether an address is on the public internet."""
    address = _address(text)
    return address.is_global and not address.is_multicast


def _is_never_fetched(text: str) -> bool:
    """Whether an address is the machine's own network or its cloud's metadata, which no page can be at."""
    address = _address(text)
    return address.is_link_local or address.is_multicast or address in _METADATA


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    """An address, or the IPv4 address that is embedded in it."""
    address = ipaddress.ip_address(text.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if inner is None and address in _CARRIES_IPV4:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        return inner or address
    return address
