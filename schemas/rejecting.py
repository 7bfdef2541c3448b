"""Rows that break a rule → a rejection for each.

Belongs here: running a model and reporting what it found. Not here: the rules, and what follows for the report.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import pandera.polars as pa
import polars as pl

from orchestration.spotlight.domain.addresses import without_secrets
from orchestration.spotlight.domain.model import MAX_REJECTIONS, Rejection, excerpt
from schemas.parsing import TEXT_SUFFIX
from schemas.rules import RULES
from schemas.words import Words

_BROKEN_SCHEMA = pl.Schema({"row": pl.UInt32, "column": pl.String, "check": pl.String})

_REFUSES_FILE = [name for name, rule in RULES.items() if rule.refuses_file]
_ORDER = {name: position for position, name in enumerate(RULES)}
# The names of columns in the files that people write.
_WRITTEN_NAMES = {"jurisdiction_code": "jurisdiction"}


def broken_rows(model: type[pa.DataFrameModel], rows: pl.DataFrame) -> pl.DataFrame:
    """Every (row, column, check) that fails; a frame without the model's columns raises pandera's `SchemaErrors`."""
    try:
        model.validate(rows, lazy=True)
    except pa.errors.SchemaErrors as errors:
        failures: pl.DataFrame = errors.failure_cases
        if failures["index"].has_nulls():
            raise
        numbers = rows["row"].gather(failures["index"])
        return failures.select(numbers, "column", "check").cast(_BROKEN_SCHEMA)
    return _BROKEN_SCHEMA.to_frame()


def refused(rows: pl.DataFrame, broken: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The paths and the (path, report_id) that the broken rows refuse."""
    found = broken.join(rows.select("row", "path", "report_id"), on="row")
    is_of_file = pl.col("check").is_in(_REFUSES_FILE)
    return (
        found.filter(is_of_file).select("path").unique(),
        found.filter(~is_of_file).select("path", "report_id").unique(),
    )


def rejections(rows: pl.DataFrame, broken: pl.DataFrame, words: Words) -> tuple[Rejection, ...]:
    """Report every broken cell once, in the order of the rows, and at most `MAX_REJECTIONS` per report."""
    reported = (
        broken.with_columns(
            order=pl.col("check").replace_strict(_ORDER), is_of_file=pl.col("check").is_in(_REFUSES_FILE)
        )
        .sort("row", "order")
        .unique(["row", "column"], keep="first", maintain_order=True)
        .join(rows, on="row", how="left", maintain_order="left")
        .with_columns(report_id=pl.when(~pl.col("is_of_file")).then("report_id"))
        .with_columns(
            position=pl.int_range(pl.len()).over("path", "report_id"), count=pl.len().over("path", "report_id")
        )
        .filter(pl.col("position") <= MAX_REJECTIONS)
    )
    context = _context(rows, reported.filter(pl.col("position") < MAX_REJECTIONS))
    return tuple(
        _rejection(row | context.get((row["row"], row["check"]), {}), words)
        if row["position"] < MAX_REJECTIONS
        else _more(row)
        for row in reported.iter_rows(named=True)
    )


def _context(rows: pl.DataFrame, reported: pl.DataFrame) -> dict[tuple[int, str], dict[str, Any]]:
    found = {}
    for (check, column), broken in reported.group_by("check", "column"):
        context = RULES[str(check)].context
        if context is not None:
            for row in context(rows, broken, str(column)).iter_rows(named=True):
                found[row["row"], str(check)] = row
    return found


def _rejection(row: dict[str, Any], words: Words) -> Rejection:
    rule = RULES[row["check"]]
    column = row["column"]
    found = row.get(column + TEXT_SUFFIX)
    if found is None:
        found = "" if row[column] is None else str(row[column])
    nearest, allowed = _hint(words, column, row["measure"], found)
    known = row | {
        "column": _WRITTEN_NAMES.get(column, column),
        "found": excerpt(without_secrets(found)),
        "nearest": nearest,
        "allowed": allowed,
        "measures": " and ".join(words.measures_of(row["category"])),
        "residual": words.residuals.get((row["measure"], row["category_scheme"])),
        "stated": _stated(row["value"], row["value_status"]),
        "first_stated": _stated(row.get("first_found"), row.get("first_status")),
    }
    return Rejection(
        file=row["path"],
        line=row["source_line"],
        rule_code=rule.code.format_map(known),
        offending_text=excerpt(without_secrets(row["source_text"] if rule.is_about_line or not found else found)),
        message=rule.message.format_map(known),
        report_id=row["report_id"],
        document_id=row["document_id"],
    )


def _more(row: dict[str, Any]) -> Rejection:
    whole = "this report" if row["report_id"] else "this file"
    return Rejection(
        file=row["path"],
        line=None,
        rule_code="document.more_faults",
        offending_text="",
        message=f"{row['count'] - MAX_REJECTIONS:,} more faults of {whole} are not listed. Fix these first.",
        report_id=row["report_id"],
        document_id=row["document_id"],
    )


def _stated(value: object, value_status: object) -> str:
    return f"{value:,}" if isinstance(value, int) else str(value_status)


@lru_cache(maxsize=1024)
def _hint(words: Words, column: str, measure: str | None, found: str) -> tuple[str, str]:
    return words.nearest(column, measure, found), ", ".join(words.allowed(column, measure))
