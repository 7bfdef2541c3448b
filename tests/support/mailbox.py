"""A receiver of alerts on this machine.

Belongs here: keeping what is posted. Not here: what is expected of it.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any


class Mailbox(HTTPServer):
    """Keeps what apprise posts to it, and calls `heard` with each line; answers 500 while it is `broken`."""

    broken = False

    def __init__(self, heard: Callable[[str], None]) -> None:
        self.heard = heard
        self.received: list[dict[str, Any]] = []
        super().__init__(("127.0.0.1", 0), Letterbox)

    @property
    def lines(self) -> list[str]:
        """Every trouble that was told, in the order of arrival."""
        return [line for one in self.received for line in one["message"].splitlines()]

    @property
    def address(self) -> str:
        return f"json://user:s3cret-word@127.0.0.1:{self.server_address[1]}/t0ken"


class Letterbox(BaseHTTPRequestHandler):
    server: Mailbox

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if not self.server.broken:
            self.server.received.append(json.loads(body))
            for line in self.server.received[-1]["message"].splitlines():
                self.server.heard(line)
        self.send_response(500 if self.server.broken else 200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Keep the test's output clean."""


@contextmanager
def mailbox(heard: Callable[[str], None] = lambda _: None) -> Iterator[Mailbox]:
    """A receiver that answers for as long as the block lasts."""
    with Mailbox(heard) as box:
        thread = threading.Thread(target=box.serve_forever)
        thread.start()
        try:
            yield box
        finally:
            box.shutdown()
            thread.join()
