"""Figures as CSV: the bytes of one file → rows of `READ_SCHEMA`, each with its line and the text it was read from.

Belongs here: encoding, header, fields and lines. Not here: what a valid value is (schemas).
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches

import polars as pl

from orchestration.spotlight.domain.model import MAX_REJECTIONS, READ_SCHEMA, Reading, Rejection, excerpt
from orchestration.spotlight.readers.decoding import decode
from orchestration.spotlight.readers.limits import Limits

REQUIRED_COLUMNS = ("jurisdiction", "period_start", "period_end", "publisher_as_of", "measure", "category", "value")
OPTIONAL_COLUMNS = ("publisher_as_of_basis", "value_status", "source", "source_kind", "note")
COLUMNS = (*REQUIRED_COLUMNS, *OPTIONAL_COLUMNS)

_LONGEST_NAME = 100
_SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "bars"}
# Replaces a line break inside quotes while the fields are split. `decode` lets no such character through.
_BREAK = "\x00"
# RFC 4180: a field is in quotes as a whole, with quotes inside it doubled, or holds no quote at all.
_FIELD = r'(?:"(?:[^"]|"")*"|[^",]*)'
_RECORD = rf"\A{_FIELD}(?:,{_FIELD})*\z"
_QUOTED = r'"[^"]*"'


def read_table(path: str, document_id: str, content: bytes, limits: Limits) -> Reading:
    """Read one CSV file. Damage to its structure refuses the whole file, since reports can no longer be kept apart."""
    text = decode(path, document_id, content, limits)
    if isinstance(text, Rejection):
        return Reading(READ_SCHEMA.to_frame(), (text,))
    table = _Table(path, document_id)
    try:
        records = table.records(text)
        columns = table.header(records)
        fields = table.fields(records.slice(1), columns)
    except _Refused as refused:
        return Reading(READ_SCHEMA.to_frame(), refused.rejections)
    if not text.endswith("\n"):
        last = text.rpartition("\n")[2]
        message = (
            "The last line has no line break at its end, so that the file may be half of one. Compare its end with the "
            "original, and end the file with a line break."
        )
        return Reading(READ_SCHEMA.to_frame(), (table.rejection(text.count("\n") + 1, "csv.cut_off", last, message),))
    absent = (pl.lit(None, pl.String).alias(column) for column in OPTIONAL_COLUMNS if column not in columns)
    figures = fields.with_columns(
        pl.lit(path).alias("path"),
        pl.lit(document_id).alias("document_id"),
        pl.lit(None, pl.String).alias("source_context"),
        pl.col("source_line").cast(pl.Int64),
        *absent,
    )
    return Reading(figures.select(READ_SCHEMA.names()))


class _Refused(Exception):
    """The file cannot be read as a table."""

    def __init__(self, *rejections: Rejection) -> None:
        super().__init__(rejections)
        self.rejections = rejections


@dataclass(frozen=True, slots=True)
class _Table:
    """One file on its way from text to fields; every step raises `_Refused` where it cannot go on."""

    path: str
    document_id: str

    def rejection(self, line: int | None, rule_code: str, offending_text: str, message: str) -> Rejection:
        return Rejection(
            self.path, line, rule_code, excerpt(offending_text), message, report_id=None, document_id=self.document_id
        )

    def records(self, text: str) -> pl.DataFrame:
        """The lines that are not empty, those inside one pair of quotes joined. `source_line` is the first of them."""
        lines = (
            pl.DataFrame({"source_text": [text]})
            .select(pl.col("source_text").str.split("\n").explode())
            .with_row_index("source_line", offset=1)
        )
        quotes = pl.col("source_text").str.count_matches('"', literal=True).cast(pl.Int64)
        starts = lines.select(starts=(quotes.cum_sum() - quotes) % 2 == 0)["starts"]
        if not starts.all():
            lines = lines.group_by(starts.cum_sum().alias("record"), maintain_order=True).agg(
                pl.col("source_line").first(), pl.col("source_text").str.join("\n")
            )
        # A spreadsheet writes an empty row as nothing but commas.
        records = lines.select("source_line", "source_text").filter(pl.col("source_text").str.contains(r"[^,\s]"))
        if records.is_empty():
            message = f"The file is empty. Expected the header {','.join(REQUIRED_COLUMNS)} and one figure a line."
            raise _Refused(self.rejection(None, "document.no_figures", "", message))
        return records

    def header(self, records: pl.DataFrame) -> list[str]:
        """The names of the columns, if none of them is wrong."""
        line, text = records.row(0)
        columns = [name.strip().strip('"').strip() for name in text.split(",")]
        if not set(columns) & set(COLUMNS):
            wrong = [name for separator, name in _SEPARATORS.items() if separator in text]
            hint = f" Fields are separated by commas, not by {wrong[0]}." if wrong else ""
            if {name.casefold() for name in columns} & set(COLUMNS):
                hint = " Write the names in lower case."
            message = f"The first line is no header: no column is named in it.{hint} Expected {','.join(COLUMNS)}"
            raise _Refused(self.rejection(line, "csv.header_missing", text, message))
        faults = []
        for column in dict.fromkeys(columns):
            if column not in COLUMNS:
                near = get_close_matches(column[:_LONGEST_NAME].casefold().replace(" ", "_"), COLUMNS, n=1)
                fix = f"Is it {near[0]!r}? Rename it" if near else "Remove it"
                message = f"Unknown column {excerpt(column)!r}. {fix}; the columns are {', '.join(COLUMNS)}."
                faults.append(self.rejection(line, "csv.column_unknown", column, message))
            elif columns.count(column) > 1:
                message = f"The column {column!r} is named {columns.count(column)} times. Keep one of them."
                faults.append(self.rejection(line, "csv.column_repeated", column, message))
            if len(faults) == MAX_REJECTIONS:
                message = "More columns of this file are wrong, or may be. Fix these first."
                raise _Refused(*faults, self.rejection(None, "document.more_faults", "", message))
        for column in REQUIRED_COLUMNS:
            if column not in columns:
                message = f"The column {column!r} is missing. Add it; required are {', '.join(REQUIRED_COLUMNS)}."
                faults.append(self.rejection(line, "csv.column_missing", text, message))
        if faults:
            raise _Refused(*faults)
        if records.height == 1:
            message = "The file has a header but no figure. Add one figure a line, or remove the file."
            raise _Refused(self.rejection(line, "document.no_figures", text, message))
        return columns

    def fields(self, records: pl.DataFrame, columns: list[str]) -> pl.DataFrame:
        """Split the records. Every record must have as many fields as the header."""
        self._refuse_damage(records, columns)
        text = records["source_text"].str.replace_all("\n", _BREAK, literal=True).str.join("\n").item()
        fields = pl.read_csv(
            text.encode(),
            has_header=False,
            new_columns=columns,
            infer_schema=False,
        ).with_columns(pl.all().str.replace_all(_BREAK, "\n", literal=True))
        return records.hstack(fields)

    def _refuse_damage(self, records: pl.DataFrame, columns: list[str]) -> None:
        text, field_count = pl.col("source_text"), len(columns)
        # A quote left open swallows the lines after it: one of them then looks like a record of its own.
        swallows_records = text.str.contains(rf'\n(?:[^\n,"]*,){{{field_count - 1}}}')
        quotes_are_wrong = text.str.contains('"', literal=True) & (~text.str.contains(_RECORD) | swallows_records)
        damage = records.with_columns(
            quotes_are_wrong=quotes_are_wrong,
            found=text.str.replace_all(_QUOTED, "").str.count_matches(",", literal=True) + 1,
        ).filter(pl.col("quotes_are_wrong") | (pl.col("found") != field_count))
        if damage.is_empty():
            return
        faults = [
            self.rejection(line, "csv.quotes_malformed", offending, _QUOTES_MESSAGE)
            if wrong
            else self.rejection(line, "csv.row_malformed", offending, _row_message(found, columns))
            for line, offending, wrong, found in damage.head(MAX_REJECTIONS).iter_rows()
        ]
        if damage.height > len(faults):
            message = f"{damage.height - len(faults):,} more lines of this file are damaged. Fix these first."
            faults.append(self.rejection(None, "document.more_faults", "", message))
        raise _Refused(*faults)


_QUOTES_MESSAGE = (
    "A double quote that starts here is not closed, or stands inside a field that is not in quotes. "
    'Put the whole field in quotes and write a quote inside it twice: "so ""printed"" there".'
)


def _row_message(found: int, columns: list[str]) -> str:
    fix = (
        'Put text that holds a comma in double quotes (a value too: "1,234"), or remove the commas that are too many.'
        if found > len(columns)
        else f"Counted from the left, it ends before {', '.join(columns[found:])}. Add what is missing; an empty field "
        f"still needs its comma."
    )
    return f"The row has {found} fields; expected {len(columns)}, as in the header. {fix}"
