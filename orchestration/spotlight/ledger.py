"""The system of record: append-only batches of Parquet, and the bytes of every accepted document.

Belongs here: the format, appending a batch whole or not at all, and reading the state back.
Not here: what is accepted (judging) or what the facts are (dbt).
"""

from __future__ import annotations

from typing import Any

import polars as pl

FORMAT_VERSION = 1

_INSTANT = pl.Datetime("us")  # UTC, stored without a zone so that every engine reads the same TIMESTAMP

_REPORT: dict[str, Any] = {
    "report_id": pl.String,
    "jurisdiction_code": pl.String,
    "period_start": pl.Date,
    "period_end": pl.Date,
    "publisher_as_of": pl.Date,
    "publisher_as_of_basis": pl.String,
    "source": pl.String,
    "source_kind": pl.String,
    "note": pl.String,
}

_FIGURE: dict[str, Any] = {
    "measure": pl.String,
    "category_scheme": pl.String,
    "category": pl.String,
    "value": pl.Int64,
    "value_status": pl.String,
    "source_line": pl.Int64,
    "source_text": pl.String,
}

# The five files of a batch. The number of the batch is the hive partition in the folder's name, never a column.
SCHEMAS: dict[str, pl.Schema] = {
    # Exactly one row.
    "batch": pl.Schema(
        {
            "recorded_at": _INSTANT,
            "run_id": pl.String,
            "code_version": pl.String,
            "reference_version": pl.String,
            "format_version": pl.Int64,
            "previous_hash": pl.String,
            "new_count": pl.Int64,
            "restated_count": pl.Int64,
            "reaffirmed_count": pl.Int64,
            "late_count": pl.Int64,
            "corrected_count": pl.Int64,
            "rejected_count": pl.Int64,
            "removed_count": pl.Int64,
        }
    ),
    # One row per path whose state changed. state: present, gone. outcome: accepted, partly_accepted, rejected
    # (null when gone). sidecar_id: SHA-256 of the sidecar's bytes, null without one.
    "documents": pl.Schema(
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
    #   held       the file has turned bad or lost a conflict; what it stated before stays believed (rule 8)
    #   pending    the file no longer states it, or states fewer figures; believed until the removal is accepted
    #   replaced   a later report was saved over it; believed as history
    #   accepted   its removal was accepted: no longer stated by this path
    #   covered    the path no longer states it, but other files present state all of it (renamed, merged)
    #   withdrawn  a publisher's document beat it
    # The last three end the statement. removal_id and noticed_at are set for pending, replaced and accepted.
    "reports": pl.Schema(
        {
            "recorded_at": _INSTANT,
            "path": pl.String,
            "document_id": pl.String,
            **_REPORT,
            "state": pl.String,
            "removal_id": pl.String,
            "noticed_at": _INSTANT,
            "decided_at": _INSTANT,
            "figures": pl.List(pl.Struct(_FIGURE)),
        }
    ),
    # One row per figure that became believed, changed in value, status or rank of the document shown (action
    # stated), or was withdrawn (action withdrawn: value and status are then those it had).
    # change_kind: new, restated, reaffirmed, late, corrected, removed; null where only the document shown changed.
    # old_*: what was believed before of this figure (corrected, removed), else of the vintage before (restated).
    "figures": pl.Schema(
        {
            "recorded_at": _INSTANT,
            **_REPORT,
            **_FIGURE,
            "document_id": pl.String,
            "action": pl.String,
            "change_kind": pl.String,
            "old_value": pl.Int64,
            "old_value_status": pl.String,
            "old_publisher_as_of": pl.Date,
        }
    ),
    # One row per rejection opened or closed.
    "rejections": pl.Schema(
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
