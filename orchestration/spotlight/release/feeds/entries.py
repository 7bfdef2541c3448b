"""An entry of a feed: what one batch did to the figures of one place, period and measure.

Belongs here: its id, its words, and its figures for programs. Not here: the two formats, or which entries there are.
"""

from __future__ import annotations

import html
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from itertools import groupby
from operator import itemgetter
from typing import Any

from orchestration.spotlight.domain.model import Basis
from orchestration.spotlight.domain.naming import day_name, figure_name, period_name
from orchestration.spotlight.domain.visible import marked
from orchestration.spotlight.domain.vocabulary import TOTAL
from orchestration.spotlight.release.wording import in_words

# Never to be changed: every id of a feed or an entry is made with it.
_NAMESPACE = uuid.UUID("6b1d7c1e-8f0a-5d3b-9c55-2f7f0b6f6f19")

_ABOUT_ENTRY = (
    "batch",
    "recorded_at",
    "jurisdiction_code",
    "jurisdiction_name",
    "jurisdiction_level",
    "period_start",
    "period_end",
    "year",
    "period_type",
    "measure",
)
_ABOUT_REPORT = ("report_id", "publisher_as_of", "publisher_as_of_basis")
_ABOUT_FIGURE = (
    "report_id",
    "category_scheme",
    "category",
    "role",
    "change_kind",
    "new_value",
    "new_value_status",
    "old_value",
    "old_value_status",
    "old_publisher_as_of",
    "old_publisher_as_of_basis",
    "source_kind",
    "source",
    "document_id",
    "source_line",
    "source_text",
    "source_context",
)


@dataclass(frozen=True)
class Entry:
    """The rows of one entry by the publisher's date: one a figure, or one a report whose date has another basis now."""

    rows: Sequence[Mapping[str, Any]]

    @property
    def id(self) -> str:
        """Made of facts of the ledger alone: the same after a rebuild, a restore elsewhere and a change of wording."""
        return permanent_id(self.rows[0]["entry_facts"])

    @property
    def recorded_at(self) -> datetime:
        """UTC, without a zone."""
        recorded_at: datetime = self.rows[0]["recorded_at"]
        return recorded_at

    @property
    def address(self) -> str:
        """The place and period in the dashboard."""
        first = self.rows[0]
        period = first["year"] or f"{first['period_start']}/{first['period_end']}"
        return f"#{first['jurisdiction_code']}/{period}"

    @property
    def title(self) -> str:
        """The figure that most ask for, the newest total, in words; and how many others there are."""
        newest = [row for row in self.rows if row["report_id"] == self.rows[-1]["report_id"]]
        headline = next((row for row in newest if row["category"] == TOTAL), newest[0])
        others = len(self.rows) - 1
        return marked(f"{_words(headline)}{f' (and {others} more)' if others else ''}")

    @property
    def tags(self) -> list[str]:
        """The place, the measure and what happened: new, restated, reaffirmed, late, corrected, removed."""
        kinds = {row["change_kind"] for row in self.rows} - {None}
        return [marked(self.rows[0]["jurisdiction_name"]), figure_name(self.rows[0]["measure"], TOTAL), *sorted(kinds)]

    @cached_property
    def content(self) -> str:
        """HTML: the documents, newest last, each with its figures. Text of documents is escaped, and quoted as text."""
        of_document = itemgetter("report_id", "document_id", "source", "source_kind")
        return "".join(_document(list(rows)) for _, rows in groupby(self.rows, of_document))

    @property
    def for_programs(self) -> dict[str, Any]:
        """The figures with all that the tables of the history are made of; names as in `audit.changes`."""
        reports = {row["report_id"]: _plain(row, _ABOUT_REPORT) for row in self.rows}
        return {
            **_plain(self.rows[0], _ABOUT_ENTRY),
            "reports": list(reports.values()),
            "figures": [_plain(row, _ABOUT_FIGURE) for row in self.rows if row["category"] is not None],
        }


def permanent_id(facts: str) -> str:
    """A URN that stands for these facts."""
    return uuid.uuid5(_NAMESPACE, facts).urn


def entries_of(rows: Iterable[Mapping[str, Any]]) -> Iterator[Entry]:
    """The entries of rows of `feed_rows`, in which those of an entry follow each other."""
    for _, of_entry in groupby(rows, itemgetter("entry")):
        yield Entry(list(of_entry))


def instant(moment: datetime) -> str:
    """A time in UTC as both formats write it."""
    return f"{moment.isoformat()}Z"


def _words(row: Mapping[str, Any]) -> str:
    as_of, basis = row["publisher_as_of"], row["publisher_as_of_basis"]
    if row["category"] is None:
        what = f"{row['jurisdiction_name']} {period_name(row['period_start'], row['period_end'])} {row['measure']}"
        meaning = "as printed" if basis == Basis.PRINTED else "the latest day it can have been"
        return f"{what}: the report's date is now {day_name(as_of, basis)}, {meaning}"
    return in_words({**row, "new_publisher_as_of": as_of, "new_publisher_as_of_basis": basis})


def _document(rows: Sequence[Mapping[str, Any]]) -> str:
    first = rows[0]
    lines = "".join(f"<li>{_escaped(_words(row))}{_quoted(row)}</li>" for row in rows)
    if first["document_id"] is None:
        return f"<ul>{lines}</ul>"
    source = f"{first['source']} ({first['source_kind']})" if first["source"] else first["source_kind"]
    return f"<ul>{lines}</ul><p>From: {_escaped(source)}, document <code>{first['document_id']}</code></p>"


def _quoted(row: Mapping[str, Any]) -> str:
    if row["source_line"] is None:
        return ""
    text = f"<q>{_escaped(row['source_text'])}</q>" if row["source_text"] else "no text"
    under = f", under {_escaped(row['source_context'])}" if row["source_context"] else ""
    return f"<br>Line {row['source_line']}: {text}{under}"


def _escaped(text: str) -> str:
    return html.escape(marked(text))


def _plain(row: Mapping[str, Any], columns: Iterable[str]) -> dict[str, Any]:
    return {column: _as_json(row[column]) for column in columns}


def _as_json(value: object) -> object:
    if isinstance(value, datetime):
        return instant(value)
    return value.isoformat() if isinstance(value, date) else value
