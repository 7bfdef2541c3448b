"""A web server of a test's own, on the loopback, that answers each path as the test says: well or badly.

Belongs here: serving, and remembering what was asked. Not here: what is expected of who asks.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Request(BaseHTTPRequestHandler):
    """One request, with the few ways to answer that tests need."""

    protocol_version = "HTTP/1.1"
    site: Site

    def do_GET(self) -> None:
        self.site.asked.append((self.path, dict(self.headers.items())))
        answer = self.site.answers.get(self.path)
        try:
            if answer is None:
                self.answer(404, b"not here")
            else:
                answer(self)
        except OSError:  # who asked has hung up
            self.close_connection = True

    def answer(self, status: int, content: bytes = b"", **headers: str) -> None:
        """A whole answer; `content_type` in the arguments is the header `Content-Type`."""
        self.head(status, content_length=str(len(content)), **headers)
        self.wfile.write(content)

    def head(self, status: int, **headers: str) -> None:
        """Status and headers alone."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-").title(), value)
        self.end_headers()

    def log_message(self, *arguments: object) -> None:
        """Be quiet."""


Answer = Callable[[Request], None]


@dataclass
class Site:
    """What is served, and what was asked: paths with their headers, in order."""

    port: int = 0
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[tuple[str, Mapping[str, str]]] = field(default_factory=list)

    def address(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def times_asked(self, path: str) -> int:
        return sum(one == path for one, _ in self.asked)

    def page(self, path: str, content: bytes, content_type: str = "text/plain", **headers: str) -> None:
        """Serve a page as a good server does, 304 included."""

        def answer(request: Request) -> None:
            known = request.headers.get("If-None-Match"), request.headers.get("If-Modified-Since")
            if (headers.get("etag"), headers.get("last_modified")) != (None, None) and (
                known == (headers.get("etag"), headers.get("last_modified"))
            ):
                request.head(304, **headers)
            else:
                request.answer(200, content, content_type=content_type, **headers)

        self.answers[path] = answer


@contextmanager
def serving() -> Iterator[Site]:
    """A site on a free port, on every address of the loopback, until the block ends."""
    site = Site()
    handler = type("Handler", (Request,), {"site": site})
    with ThreadingHTTPServer(("0.0.0.0", 0), handler) as server:
        server.daemon_threads = True
        site.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield site
        finally:
            server.shutdown()
            thread.join()
