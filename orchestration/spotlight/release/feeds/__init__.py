"""The feeds of a release: all that was ever recorded, whole and one for each place, as Atom and JSON Feed.

Belongs here: which files a feed has, and what each is made from. Not here: entries, formats, the query.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

import duckdb

from orchestration.spotlight.release.catalog import digest
from orchestration.spotlight.release.feeds.entries import entries_of, permanent_id
from orchestration.spotlight.release.feeds.formats import ATOM, JSON, Document, write_atom, write_json
from orchestration.spotlight.release.feeds.history import History, Page, read_histories, read_rows

__all__ = ["ATOM", "JSON", "files", "read_histories"]


def files(
    connection: duckdb.DuckDBPyConnection, histories: Iterable[History], dataset_id: str
) -> Iterator[tuple[str, str, Callable[[Path], None]]]:
    """Each file: its name, a digest of all that it is made from, and what writes it. A full archive stays as it is."""
    for history in histories:
        # The file to subscribe to holds the newest two pages: one that has just begun would be nearly empty.
        archived, newest = history.pages[:-2], history.pages[-2:]
        for page in archived:
            yield from _both_formats(connection, history, dataset_id, (page,), archive=page.number)
        yield from _both_formats(connection, history, dataset_id, newest, archive=None)


def _both_formats(
    connection: duckdb.DuckDBPyConnection,
    history: History,
    dataset_id: str,
    pages: tuple[Page, ...],
    *,
    archive: int | None,
) -> Iterator[tuple[str, str, Callable[[Path], None]]]:
    numbers = [page.number for page in pages]
    document = Document(
        feed_id=permanent_id(f"{dataset_id} {history.code or 'all'}"),
        code=history.code,
        place=history.name,
        archive=archive,
        last_archive=min(numbers, default=1) - 1,
        updated=max((page.updated for page in pages), default=history.begun),
        read_entries=lambda: list(entries_of(read_rows(connection, history.code, numbers))),
    )
    made_from = digest("feed", document.feed_id, document.place, [page.digest for page in pages], f"{document.updated}")
    yield document.file("atom"), made_from, partial(write_atom, document)
    yield document.file("json"), made_from, partial(write_json, document)
