"""The pandera models: what a valid row is, rule by rule, in families that are shown as checks of their own.

Belongs here: whether a row keeps a rule. Not here: the code and the words of a rule that is broken (rules).
"""

from __future__ import annotations

import pandera.polars as pa
import polars as pl

from orchestration.spotlight.domain.addresses import SECRET
from orchestration.spotlight.domain.model import Basis, SourceKind, ValueStatus
from schemas.parsing import TEXT_SUFFIX, report_id, scheme_of
from schemas.totals import differing_totals
from schemas.words import words

# pandera calls these checks on single columns, but each sees the whole frame: a check on a whole frame would make
# pandera turn every row that fails into JSON.

MAX_VALUE = 999_999_999_999
"""Beyond any count of people or contacts, and small enough that sums never overflow."""

REPORT = ("path", "report_id")
FIGURE = (*REPORT, "measure", "category")


def _is_first_of(*columns: str) -> pl.Expr:
    """The first row, in the order of the frame, with these values."""
    return pl.int_range(pl.len()).over(columns) == 0


class ReadRows(pa.DataFrameModel):
    """Rows whose text could be understood: without these a line belongs to no report, or its value is unknown."""

    jurisdiction_code: pl.String = pa.Field(nullable=True)
    period_start: pl.Date = pa.Field(nullable=True)
    period_end: pl.Date = pa.Field(nullable=True)
    publisher_as_of: pl.Date = pa.Field(nullable=True)
    value: pl.Int64 = pa.Field(nullable=True)
    value_text: pl.String

    @pa.check("jurisdiction_code")
    def jurisdiction_is_known(cls, data: pa.PolarsData) -> pl.LazyFrame:
        return data.lazyframe.select(pl.col(data.key).is_not_null())

    @pa.check("period_start", "period_end", "publisher_as_of")
    def date_is_iso(cls, data: pa.PolarsData) -> pl.LazyFrame:
        return data.lazyframe.select(pl.col(data.key).is_not_null())

    @pa.check("value")
    def value_is_whole_number(cls, data: pa.PolarsData) -> pl.LazyFrame:
        return data.lazyframe.select(pl.col("value").is_not_null() | (pl.col("value" + TEXT_SUFFIX) == ""))


class ReportRows(pa.DataFrameModel):
    """Place, period and dates, and the source that states them."""

    path: pl.String
    document_id: pl.String
    report_id: pl.String
    jurisdiction_code: pl.String
    period_start: pl.Date
    period_end: pl.Date
    publisher_as_of: pl.Date
    publisher_as_of_basis: pl.String
    source: pl.String = pa.Field(nullable=True)
    source_kind: pl.String
    note: pl.String = pa.Field(nullable=True)
    source_line: pl.Int64 = pa.Field(nullable=True)
    source_text: pl.String
    source_context: pl.String = pa.Field(nullable=True)

    @pa.check("jurisdiction_code")
    def jurisdiction_is_listed(cls, data: pa.PolarsData) -> pl.LazyFrame:
        return data.lazyframe.select(pl.col(data.key).is_in(list(words().vocabulary.jurisdiction_names)))

    @pa.check("report_id")
    def report_id_names_the_report(cls, data: pa.PolarsData) -> pl.LazyFrame:
        return data.lazyframe.select(pl.col("report_id") == report_id())

    @pa.check("period_end")
    def period_ends_after_start(cls, data: pa.PolarsData) -> pl.LazyFrame:
        return data.lazyframe.select(pl.col("period_end") >= pl.col("period_start"))

    @pa.check("publisher_as_of")
    def accuracy_date_follows_period(cls, data: pa.PolarsData) -> pl.LazyFrame:
        return data.lazyframe.select(pl.col("publisher_as_of") >= pl.col("period_end"))

    @pa.check("publisher_as_of")
    def accuracy_date_has_come(cls, data: pa.PolarsData) -> pl.LazyFrame:
        return data.lazyframe.select(pl.col("publisher_as_of") <= words().today)

    @pa.check("publisher_as_of_basis")
    def basis_is_known(cls, data: pa.PolarsData) -> pl.LazyFrame:
        return data.lazyframe.select(pl.col(data.key).is_in(list(Basis)))

    @pa.check("source_kind")
    def source_kind_is_known(cls, data: pa.PolarsData) -> pl.LazyFrame:
        return data.lazyframe.select(pl.col(data.key).is_in(list(SourceKind)))

    @pa.check("source", "note")
    def source_holds_no_secret(cls, data: pa.PolarsData) -> pl.LazyFrame:
        return data.lazyframe.select(~pl.col(data.key).str.contains(SECRET))

    @pa.check("publisher_as_of_basis", "source_kind")
    def report_is_uniform(cls, data: pa.PolarsData) -> pl.LazyFrame:
        column = pl.col(data.key)
        return data.lazyframe.select((column == column.first().over(REPORT)) | ~_is_first_of(*REPORT, data.key))


class CountRows(pa.DataFrameModel):
    """The number, its status, what it counts, and a total against its parts."""

    measure: pl.String
    # Null where the measure has no such category, which is a rule of its own.
    category_scheme: pl.String = pa.Field(nullable=True)
    category: pl.String
    value: pl.Int64 = pa.Field(nullable=True)
    value_status: pl.String

    @pa.check("measure")
    def measure_is_known(cls, data: pa.PolarsData) -> pl.LazyFrame:
        return data.lazyframe.select(pl.col("measure").is_in(list(words().vocabulary.measures)))

    @pa.check("category")
    def category_is_known(cls, data: pa.PolarsData) -> pl.LazyFrame:
        return data.lazyframe.select(pl.col("category").is_in(list(words().category_names)))

    @pa.check("category")
    def category_is_of_measure(cls, data: pa.PolarsData) -> pl.LazyFrame:
        known_apart = pl.col("measure").is_in(list(words().vocabulary.measures)) & pl.col("category").is_in(
            list(words().category_names)
        )
        return data.lazyframe.select(~known_apart | scheme_of(words()).is_not_null())

    @pa.check("category_scheme")
    def scheme_is_of_category(cls, data: pa.PolarsData) -> pl.LazyFrame:
        return data.lazyframe.select(pl.col("category_scheme").eq_missing(scheme_of(words())))

    @pa.check("value_status")
    def status_is_known(cls, data: pa.PolarsData) -> pl.LazyFrame:
        return data.lazyframe.select(pl.col("value_status").is_in(list(ValueStatus)))

    @pa.check("value", ignore_na=False)
    def value_is_stated(cls, data: pa.PolarsData) -> pl.LazyFrame:
        is_reported = pl.col("value_status") == ValueStatus.REPORTED
        return data.lazyframe.select(~is_reported | pl.col("value").is_not_null())

    @pa.check("value")
    def value_is_only_of_reported(cls, data: pa.PolarsData) -> pl.LazyFrame:
        is_no_number = pl.col("value_status").is_in([ValueStatus.SUPPRESSED, ValueStatus.NOT_PUBLISHED])
        return data.lazyframe.select(~is_no_number | pl.col("value").is_null())

    @pa.check("value")
    def value_is_not_negative(cls, data: pa.PolarsData) -> pl.LazyFrame:
        return data.lazyframe.select(pl.col("value") >= 0)

    @pa.check("value")
    def value_is_plausible(cls, data: pa.PolarsData) -> pl.LazyFrame:
        return data.lazyframe.select(pl.col("value") <= MAX_VALUE)

    @pa.check("category")
    def figure_is_stated_once(cls, data: pa.PolarsData) -> pl.LazyFrame:
        return data.lazyframe.select(_is_first_of(*FIGURE))

    @pa.check("value")
    def total_agrees_with_parts(cls, data: pa.PolarsData) -> pl.LazyFrame:
        refused = [
            total.position for total in differing_totals(data.lazyframe.collect(), words()) if not total.is_tolerable
        ]
        return data.lazyframe.select(~pl.int_range(pl.len()).is_in(refused))


class NotSpecifiedRows(pa.DataFrameModel):
    """The counted residual: stated with every breakdown, and never empty for zero."""

    category: pl.String
    value: pl.Int64 = pa.Field(nullable=True)

    @pa.check("category")
    def residual_is_stated(cls, data: pa.PolarsData) -> pl.LazyFrame:
        breakdown = (*REPORT, "measure", "category_scheme")
        needed = pl.lit(False)
        is_residual = pl.lit(False)
        for (measure, scheme), residual in words().residuals.items():
            is_of_scheme = (pl.col("measure") == measure) & (pl.col("category_scheme") == scheme).fill_null(False)
            needed |= is_of_scheme
            is_residual |= is_of_scheme & (pl.col("category") == residual)
        # The first row of a breakdown is reported for all of it.
        return data.lazyframe.select(~needed | is_residual.any().over(breakdown) | ~_is_first_of(*breakdown))

    @pa.check("value")
    def residual_is_counted(cls, data: pa.PolarsData) -> pl.LazyFrame:
        is_residual = pl.lit(False)
        for (measure, _), residual in words().residuals.items():
            is_residual |= (pl.col("measure") == measure) & (pl.col("category") == residual)
        is_reported = pl.col("value_status") == ValueStatus.REPORTED
        return data.lazyframe.select(~(is_residual & is_reported) | pl.col("value").is_not_null())


FAMILIES: dict[str, type[pa.DataFrameModel]] = {
    "reports": ReportRows,
    "counts": CountRows,
    "not_specified": NotSpecifiedRows,
}
"""The models that hold for every frame of figures, under the names that their checks are shown by."""
