"""Rows of `READ_SCHEMA`, all text → rows of `FIGURE_SCHEMA`, with null for what cannot be read.

Belongs here: how each column's text is understood, and what an empty field means. Not here: what is allowed.
"""

from __future__ import annotations

import polars as pl

from orchestration.spotlight.domain.model import FIGURE_SCHEMA, REPORT_COLUMNS, Basis, SourceKind, ValueStatus
from schemas.words import Words

DEFAULTS = {
    "publisher_as_of_basis": Basis.PRINTED.value,
    "value_status": ValueStatus.REPORTED.value,
    "source_kind": SourceKind.PUBLISHER.value,
}
"""The meaning of an empty optional field."""

TEXT_SUFFIX = "_text"
"""A parsed column keeps its original text in a second column with this suffix."""

_AS_THEY_ARE = ("source_line", "source_text", "source_context", "path", "document_id")
_DATES = ("period_start", "period_end", "publisher_as_of")
# Excludes the year 0, which polars accepts and Python does not.
_ISO_DATE = r"\A(?:[0-9]{3}[1-9]|[0-9]{2}[1-9]0|[0-9][1-9]00|[1-9]000)-[0-9]{2}-[0-9]{2}\z"
# Commas, if any, separate groups of three digits. A minus is parsed so that a negative value gets its own message.
_WHOLE_NUMBER = r"\A-?(?:[0-9]+|[1-9][0-9]{0,2}(?:,[0-9]{3})+)\z"
# More than any count needs, and few enough for a 64-bit integer.
_MOST_CHARACTERS = 24


def typed(rows: pl.DataFrame, words: Words) -> pl.DataFrame:
    """Parse every field; the order of the rows stays."""
    trimmed = rows.rename({"jurisdiction": "jurisdiction_code"}).with_columns(
        pl.exclude("source_line", "source_text", "source_context", "path", "document_id")
        .str.strip_chars()
        .fill_null("")
    )
    understood = ("jurisdiction_code", *_DATES, "value")
    figures = trimmed.with_columns(
        *(pl.col(column).alias(column + TEXT_SUFFIX) for column in understood),
        pl.col("jurisdiction_code")
        .str.to_lowercase()
        .replace_strict(dict(words.vocabulary.jurisdictions), default=None, return_dtype=pl.String),
        *(_date(column) for column in _DATES),
        _whole_number("value"),
        *(
            pl.when(pl.col(column) == "").then(pl.lit(default)).otherwise(column).alias(column)
            for column, default in DEFAULTS.items()
        ),
        *(pl.when(pl.col(column) != "").then(column).alias(column) for column in ("source", "note")),
        category_scheme=scheme_of(words),
    ).with_columns(report_id=report_id())
    return figures.select(*FIGURE_SCHEMA.names(), *(column + TEXT_SUFFIX for column in understood))


def report_id() -> pl.Expr:
    """`Report.report_id` of every row; null where any of the four cannot be read."""
    return pl.concat_str([pl.col(column).cast(pl.String) for column in REPORT_COLUMNS], separator="_")


def scheme_of(words: Words) -> pl.Expr:
    """The scheme of every row's category; null where its measure has no such category."""
    return pl.concat_str("measure", "category", separator="/").replace_strict(
        dict(words.schemes), default=None, return_dtype=pl.String
    )


def _date(column: str) -> pl.Expr:
    text = pl.col(column)
    return pl.when(text.str.contains(_ISO_DATE)).then(text.str.to_date("%Y-%m-%d", strict=False)).alias(column)


def _whole_number(column: str) -> pl.Expr:
    text = pl.col(column)
    is_number = text.str.contains(_WHOLE_NUMBER) & (text.str.len_bytes() <= _MOST_CHARACTERS)
    digits = text.str.replace_all(",", "", literal=True)
    return pl.when(is_number).then(digits.cast(pl.Int64, strict=False)).alias(column)
