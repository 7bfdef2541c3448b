"""The format of the ledger: the columns of a batch's five files.

Belongs here: columns, what their values mean, and the version of the format. Not here: reading or writing them.
"""

from __future__ import annotations

from typing import Any

import polars as pl

from orchestration.spotlight.domain.model import FIGURE_COLUMNS, FIGURE_SCHEMA, REPORT_COLUMNS, SOURCE_COLUMNS

FORMAT_VERSION = 2
"""It increases with every change of a column. Every earlier format is still read (tests/fixtures/ledger-format-*).

1: the first. 2: figures have a `source_context`; read from format 1 it is null.
"""

COUNTED = ("new", "restated", "reaffirmed", "late", "corrected", "rejected", "removed")
"""What a batch counts reports as."""
_INSTANT = pl.Datetime("us")  # UTC, stored without a zone so that every engine reads the same TIMESTAMP

REPORT_FIELDS = {column: FIGURE_SCHEMA[column] for column in ("report_id", *REPORT_COLUMNS, *SOURCE_COLUMNS)}
FIGURE_FIELDS = {
    column: kind for column, kind in FIGURE_SCHEMA.items() if column in (*FIGURE_COLUMNS, "category_scheme")
}


def _schema(columns: dict[str, Any]) -> pl.Schema:
    return pl.Schema(columns)


# The five files of a batch. The number of the batch is the hive partition in the folder's name, never a column.
SCHEMAS: dict[str, pl.Schema] = {
    # Exactly one row.
    "batch": _schema(
        {
            "recorded_at": _INSTANT,
            "run_id": pl.String,
            "code_version": pl.String,
            "reference_version": pl.String,
            "format_version": pl.Int64,
            "previous_hash": pl.String,
            **{f"{kind}_count": pl.Int64 for kind in COUNTED},
        }
    ),
    # One row per path whose state changed. state: present, gone. outcome: accepted, partly_accepted, rejected
    # (null when gone). sidecar_id: SHA-256 of the sidecar's bytes, null without one.
    "documents": _schema(
        {
            "recorded_at": _INSTANT,
            "path": pl.String,
            "document_id": pl.String,
            "sidecar_id": pl.String,
            "format": pl.String,
            "size_bytes": pl.Int64,
            "state": pl.String,
            "outcome": pl.String,
        }
    ),
    # One row per (path, report_id) whose state changed, with every figure that the file states of that report.
    # state:
    #   stated     the file states it and is accepted for it
    #   held       the file became invalid or lost a conflict; what it stated before stays believed (rule 8)
    #   pending    the file no longer states it, or states fewer figures; believed until the removal is accepted
    #   replaced   a later report was saved over it; believed as history
    #   accepted   its removal was accepted: no longer stated by this path
    #   covered    the path no longer states it, but other files present state all of it (renamed, merged)
    #   withdrawn  a publisher's document prevailed over it
    # The last three end the statement. removal_id and noticed_at are set for pending, replaced and accepted.
    "reports": _schema(
        {
            "recorded_at": _INSTANT,
            "path": pl.String,
            "document_id": pl.String,
            **REPORT_FIELDS,
            "state": pl.String,
            "removal_id": pl.String,
            "noticed_at": _INSTANT,
            "decided_at": _INSTANT,
            "figures": pl.List(pl.Struct(FIGURE_FIELDS)),
        }
    ),
    # One row per figure that became believed, changed in value, status or rank of the document shown (action
    # stated), or was withdrawn (action withdrawn: value and status are then those it had).
    # change_kind: new, restated, reaffirmed, late, corrected, removed; null where only the document shown changed.
    # old_*: what was believed before of this figure (corrected, removed), else of the vintage before (restated).
    "figures": _schema(
        {
            "recorded_at": _INSTANT,
            **REPORT_FIELDS,
            **FIGURE_FIELDS,
            "document_id": pl.String,
            "action": pl.String,
            "change_kind": pl.String,
            "old_value": pl.Int64,
            "old_value_status": pl.String,
            "old_publisher_as_of": pl.Date,
        }
    ),
    # One row per rejection opened or closed.
    "rejections": _schema(
        {
            "recorded_at": _INSTANT,
            "rejection_id": pl.String,
            "file": pl.String,
            "line": pl.Int64,
            "rule_code": pl.String,
            "offending_text": pl.String,
            "message": pl.String,
            "report_id": pl.String,
            "document_id": pl.String,
            "action": pl.String,
        }
    ),
}
