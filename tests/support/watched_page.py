"""A page of the publisher's, and a list of watched pages that time passes for.

Belongs here: the page's versions, and refreshing what is due. Not here: the server (page_server), what is expected.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import yaml

from orchestration.settings import Settings
from orchestration.spotlight.domain.places import PROJECT_DIR
from orchestration.spotlight.ingest.refresh import Ingestion, ingest
from orchestration.spotlight.ledger.polls import Poll
from orchestration.spotlight.watch import polling
from orchestration.spotlight.watch.fetching import Manners
from orchestration.spotlight.watch.polling import Polls, poll_sources
from tests.support.page_server import Request

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


def sends(content: bytes = SPOTLIGHT, status: int = 200, **headers: str) -> Callable[[Request], None]:
    headers = {"content_type": "text/plain", **headers}
    return lambda request: request.answer(status, content, **headers)
