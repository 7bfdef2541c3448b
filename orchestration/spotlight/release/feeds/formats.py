"""The two formats of a feed: Atom (RFC 4287, archived as in RFC 5005) and JSON Feed 1.1; archives are packed (gzip).

Belongs here: how a file of a feed is written, and its links. Not here: what its entries say, or which files there are.
"""

from __future__ import annotations

import gzip
import io
import json
import posixpath
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from feedgenerator import Atom1Feed

from orchestration.spotlight.domain.visible import marked
from orchestration.spotlight.release.edition import COMPILER, PUBLISHER
from orchestration.spotlight.release.feeds.entries import Entry, instant

ATOM, JSON = "changes.atom", "feed.json"
"""The feeds of all places, in the folder of the release; the others are in `feeds/`."""
_TITLE = f"{PUBLISHER}: what changed"
_DESCRIPTION = (
    "Every figure that was recorded, restated, reaffirmed, corrected or removed, with its document and line. "
    "A date with ≤ is the latest day it can have been. Contacts are not prevalence."
)
_HOME = "dashboard.html"


@dataclass(frozen=True)
class Document:
    """A file of a feed: the one to subscribe to, or an archive of older entries."""

    feed_id: str
    code: str | None
    """The place, or None for all places."""
    place: str | None
    archive: int | None
    """Its number, or None for the file to subscribe to."""
    last_archive: int
    """The archive that continues it, 0 for none."""
    updated: datetime
    read_entries: Callable[[], list[Entry]]

    @cached_property
    def entries(self) -> list[Entry]:
        """Newest first; read when the first of the two formats is written."""
        return self.read_entries()

    @property
    def title(self) -> str:
        return _TITLE if self.place is None else f"{_TITLE} in {marked(self.place)}"

    def file(self, ending: str) -> str:
        """Its name in the folder of the release."""
        return _file(self.code, self.archive, ending)

    def links(self, ending: str) -> dict[str, str]:
        """The relations of RFC 4287 and RFC 5005 → addresses relative to this file, so that a copy anywhere works."""
        links = {"alternate": _HOME, "self": self.file(ending)}
        if self.archive is not None:
            links["current"] = _file(self.code, None, ending)
        if self.last_archive:
            links["prev-archive"] = _file(self.code, self.last_archive, ending)
        folder = posixpath.dirname(self.file(ending)) or "."
        return {relation: posixpath.relpath(file, folder) for relation, file in links.items()}


def _file(code: str | None, archive: int | None, ending: str) -> str:
    if code is None and archive is None:
        return ATOM if ending == "atom" else JSON
    number, packed = ("", "") if archive is None else (f".{archive}", ".gz")
    return f"feeds/{code or 'all'}{number}.{ending}{packed}"


def write_atom(document: Document, target: Path) -> None:
    """Write a file of a feed as Atom. Text can neither be markup nor break the XML: it is escaped and made visible."""
    links = document.links("atom")
    feed = _Atom(
        title=document.title,
        link=links["alternate"],
        description=_DESCRIPTION,
        language="en",
        author_name=COMPILER,
        feed_url=links["self"],
        feed_guid=document.feed_id,
        document=document,
    )
    for entry in document.entries:
        feed.add_item(
            title=entry.title,
            link=links["alternate"] + entry.address,
            description=None,
            content=entry.content,
            unique_id=entry.id,
            pubdate=entry.recorded_at,
            updateddate=entry.recorded_at,
            categories=entry.tags,
        )
    written = io.BytesIO()
    feed.write(written, "utf-8")
    _write(document, target, written.getvalue())


def write_json(document: Document, target: Path) -> None:
    """Write a file of a feed as JSON. `_spotlight` of an entry has its figures, with every text as it was published."""
    links = document.links("json")
    feed: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": document.title,
        "home_page_url": links["alternate"],
        "feed_url": links["self"],
        "description": _DESCRIPTION,
        "language": "en",
        "authors": [{"name": COMPILER}],
    }
    if "prev-archive" in links:
        feed["next_url"] = links["prev-archive"]
    feed["items"] = [
        {
            "id": entry.id,
            "url": links["alternate"] + entry.address,
            "title": entry.title,
            "content_html": entry.content,
            "date_published": instant(entry.recorded_at),
            "tags": entry.tags,
            "_spotlight": entry.for_programs,
        }
        for entry in document.entries
    ]
    _write(document, target, (json.dumps(feed, ensure_ascii=False, separators=(",", ":")) + "\n").encode())


def _write(document: Document, target: Path, content: bytes) -> None:
    """An archive is packed, which makes it a twelfth as large. Equal entries make equal bytes: no time is in them."""
    target.write_bytes(content if document.archive is None else gzip.compress(content, mtime=0))


class _Atom(Atom1Feed):  # type: ignore[misc]  # has no types
    """The library's Atom with the links of RFC 5005."""

    def root_attributes(self) -> dict[str, str]:
        return {**super().root_attributes(), "xmlns:fh": "http://purl.org/syndication/history/1.0"}

    def add_root_elements(self, handler: Any) -> None:
        super().add_root_elements(handler)
        document: Document = self.feed["document"]
        if document.archive is not None:
            handler.addQuickElement("fh:archive")
        links = document.links("atom")
        for relation in ("current", "prev-archive"):
            if relation in links:
                link = {"rel": relation, "href": links[relation], "type": "application/atom+xml"}
                handler.addQuickElement("link", "", link)

    def latest_post_date(self) -> datetime:
        """The library would take the time of writing for a feed without entries. Equal tables make equal files."""
        document: Document = self.feed["document"]
        return document.updated
