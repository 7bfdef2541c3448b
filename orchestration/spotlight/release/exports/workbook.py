"""The main tables as one formatted workbook: a sheet per table, and a sheet that explains them.

Belongs here: sheets, formats and widths. Not here: meaning, which comes from the database's comments and `dim_` tables.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from orchestration.spotlight.domain.model import Basis
from orchestration.spotlight.release.catalog import Catalog, Column, Table, digest
from orchestration.spotlight.release.edition import Edition
from orchestration.spotlight.release.exports.tile_sheet import NAME, write_tiles

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

# A spreadsheet is slow long before its limit of a million rows; a sheet of this size takes two seconds to write.
MOST_ROWS = 20_000
_LONGEST_TEXT = 32_767  # the limit of a cell
_CUT = " … [cut here: the whole text is in the Parquet file]"
_FIRST_DATE = date(1900, 3, 1)  # Excel has no number, or a wrong one, for earlier dates

_SHEETS_FIRST = (
    "rpt_spotlight",
    "fct_case_totals",
    "fct_cases",
    "fct_victims",
    "fct_perpetrators",
    "fct_signal_totals",
    "fct_channels",
    "rpt_trend",
    "rpt_rates",
    "rpt_coverage",
)
_Write = Callable[[int, int, Any], object]
"""Writes a value into a row and a column."""
_WIDTHS = {"BIGINT": 12, "INTEGER": 8, "DOUBLE": 12, "DATE": 13, "TIMESTAMP": 20, "BOOLEAN": 8}


def made_from(catalog: Catalog) -> str:
    """Equal for workbooks that differ only in the edition they name."""
    return digest("workbook", catalog.fingerprint(*_sheets(catalog)))


def write_workbook(connection: duckdb.DuckDBPyConnection, catalog: Catalog, edition: Edition, target: Path) -> None:
    """Write the workbook."""
    from xlsxwriter import Workbook  # needed only to write a release

    options = {
        "constant_memory": True,
        "tmpdir": str(target.parent),  # removed together with an unfinished release
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "nan_inf_to_errors": True,
    }
    with Workbook(target, options) as book:
        book.set_properties(
            {
                "title": f"Hotline statistics, edition {edition.code}",
                "comments": "Figures published by the National Human Trafficking Hotline. Read the first sheet.",
                "created": datetime.combine(edition.day, time.min),
            }
        )
        formats = {name: book.add_format(properties) for name, properties in _FORMATS.items()}
        _write_readme(book.add_worksheet("readme"), catalog, edition, formats)
        if any(table.name == "rpt_rates" for table in catalog.tables):
            write_tiles(book, connection, formats["heading"])
        for table in _sheets(catalog):
            sheet = book.add_worksheet(table.name)
            _write_table(sheet, connection, table, formats)
            if table.row_count <= MOST_ROWS:
                _mark(book, sheet, connection, table)
        _write_columns(book.add_worksheet("columns"), catalog, formats)


_FORMATS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 16},
    "heading": {"bold": True, "font_size": 12, "bottom": 1},
    "header": {"bold": True, "bg_color": "#1F3A4D", "font_color": "#FFFFFF", "text_wrap": True, "valign": "top"},
    "strong": {"bold": True, "valign": "top"},
    "wrap": {"text_wrap": True, "valign": "top"},
    "text": {},
    "count": {"num_format": "#,##0"},
    "plain": {"num_format": "0"},
    "share": {"num_format": "0.0%"},
    "decimal": {"num_format": "#,##0.00"},
    "date": {"num_format": "yyyy-mm-dd"},
    # Still a date for sorting and counting: the sign is only displayed.
    "upper bound": {"num_format": '"≤ "yyyy-mm-dd'},
    "time": {"num_format": "yyyy-mm-dd hh:mm:ss"},
}


def _sheets(catalog: Catalog) -> list[Table]:
    """One sheet per fact and for the tables that people chart; the most wanted ones first."""
    wanted = [table for table in catalog.tables if table.name.startswith("fct_") or table.name in _SHEETS_FIRST]
    rank = {name: place for place, name in enumerate(_SHEETS_FIRST)}
    return sorted(wanted, key=lambda table: (rank.get(table.name, len(rank)), table.name))


def _write_readme(sheet: Worksheet, catalog: Catalog, edition: Edition, formats: dict[str, Format]) -> None:
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 60)
    sheet.set_column(2, 2, 60)
    lines: list[tuple[str, ...]] = [
        ("title", "What the National Human Trafficking Hotline published, with every revision"),
        (
            "text",
            f"First in edition {edition.code} of {edition.day}, dataset {edition.dataset_id}. "
            "Later editions carry this same workbook for as long as nothing in it changes.",
        ),
        ("text", "A date with ≤ is the latest possible day: no date was printed. The column beside it says why."),
        ("text", "An empty cell is unknown, never zero. How to cite: see the file CITATION beside this one."),
        ("text",),
        ("heading", "Sheet", "What it holds, and when not to add up", "Rows"),
        *(
            ("row", table.name, _plain(table.description), f"{table.row_count:,}{_too_many(table)}")
            for table in _sheets(catalog)
        ),
        ("row", NAME, "Cases per 100,000 of the latest year, a tile a place.", ""),
        ("row", "columns", "What each column of each sheet means.", ""),
    ]
    for kind in dict.fromkeys(term.kind for term in catalog.definitions):
        lines += [("text",), ("heading", kind.capitalize(), "Definition", "What it does not mean")]
        lines += [
            ("row", f"{term.name} ({term.code})", term.definition, term.caveat or "")
            for term in catalog.definitions
            if term.kind == kind
        ]
    for number, (style, *cells) in enumerate(lines):
        for column, text in enumerate(cells):
            form = {"row": "wrap" if column else "strong"}.get(style, style)
            _write_text(sheet, number, column, text, formats[form])


def _write_columns(sheet: Worksheet, catalog: Catalog, formats: dict[str, Format]) -> None:
    for column, (name, width) in enumerate((("sheet", 24), ("column", 32), ("meaning", 110))):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, name, formats["header"])
    sheet.freeze_panes(1, 0)
    rows = [(table.name, column.name, column.description) for table in _sheets(catalog) for column in table.columns]
    sheet.autofilter(0, 0, len(rows), 2)
    for number, row in enumerate(rows, start=1):
        for column, text in enumerate(row):
            _write_text(sheet, number, column, _plain(text), formats["wrap"])


def _write_table(
    sheet: Worksheet, connection: duckdb.DuckDBPyConnection, table: Table, formats: dict[str, Format]
) -> None:
    for number, column in enumerate(table.columns):
        sheet.set_column(number, number, _width(column))
        sheet.write_string(0, number, column.name, formats["header"])
    sheet.set_row(0, 32)
    last_key = max((n for n, c in enumerate(table.columns) if c.name == "jurisdiction_name"), default=-1)
    sheet.freeze_panes(1, last_key + 1)
    if table.row_count > MOST_ROWS:
        _write_text(sheet, 1, 0, f"{table.row_count:,} rows{_too_many(table)}", formats["text"])
        return
    sheet.autofilter(0, 0, max(table.row_count, 1), len(table.columns) - 1)
    writers = [_writer(sheet, column, formats) for column in table.columns]
    names = [column.name for column in table.columns]
    bases = {n: names.index(f"{name}_basis") for n, name in enumerate(names) if f"{name}_basis" in names}
    bases = {n: at for n, at in bases.items() if table.columns[n].data_type == "DATE"}
    write_bound = _date_writer(sheet, formats["upper bound"], "≤ ")
    found = connection.execute(f"select * from {table.relation} {table.order}")
    number = 0
    while rows := found.fetchmany(10_000):
        for row in rows:
            number += 1
            for column_number, value in enumerate(row):
                if value is None:
                    continue
                is_bound = column_number in bases and row[bases[column_number]] != Basis.PRINTED
                write = write_bound if is_bound else writers[column_number]
                write(number, column_number, value)


def _mark(book: Workbook, sheet: Worksheet, connection: duckdb.DuckDBPyConnection, table: Table) -> None:
    """Draw what a table is for: the trend as lines, rates as shades, coverage as shades of the statements held."""
    columns = {column.name: number for number, column in enumerate(table.columns)}
    shaded = {"rpt_rates": "rate", "rpt_coverage": "vintage_count"}.get(table.name)
    if shaded and table.row_count:
        shades = {"type": "2_color_scale", "min_color": "#FFFFFF", "max_color": "#7BA3B9"}
        sheet.conditional_format(1, columns[shaded], table.row_count, columns[shaded], shades)
    if table.name != "rpt_trend":
        return
    rows = connection.execute(_LARGEST_SERIES.format(order=table.order, relation=table.relation)).fetchall()
    if not rows:
        return
    chart = book.add_chart({"type": "line"})
    for first, last in rows:
        chart.add_series(
            {
                "name": [sheet.name, first, columns["jurisdiction_name"]],
                "categories": [sheet.name, first, columns["year"], last, columns["year"]],
                "values": [sheet.name, first, columns["value"], last, columns["value"]],
                "marker": {"type": "automatic"},
            }
        )
    chart.set_title({"name": "Cases of the places with most in their last year; a gap is unknown"})
    chart.set_y_axis({"min": 0, "num_format": "#,##0"})
    chart.show_blanks_as("gap")
    chart.set_size({"width": 900, "height": 420})
    sheet.insert_chart(1, len(columns) + 1, chart)


# The first and last row of each series in its sheet, from the first year on that compares with every later one.
_LARGEST_SERIES = """
    with
    numbered as (select *, row_number() over ({order}) as number from {relation}),
    series as (
        select
            jurisdiction_code,
            greatest(min(number), coalesce(max(case when not is_comparable_with_previous then number end), 0)) as first,
            max(number) as last,
            max_by(value, year) as size
        from numbered
        where measure = 'cases' and category = 'total' and jurisdiction_level <> 'nation'
        group by jurisdiction_code
    )
    select first, last from series where size is not null order by size desc, jurisdiction_code limit 5
"""


def _writer(sheet: Worksheet, column: Column, formats: dict[str, Format]) -> _Write:
    """The writer for the cells of a column. Text is always written as text, even if it looks like a formula."""
    form = formats[_form(column)]
    match column.data_type:
        case "BIGINT" | "INTEGER" | "DOUBLE":
            return lambda row, number, value: sheet.write_number(row, number, value, form)
        case "DATE":
            return _date_writer(sheet, form, "")
        case "TIMESTAMP":
            return lambda row, number, value: sheet.write_datetime(row, number, value, form)
        case "BOOLEAN":
            return lambda row, number, value: sheet.write_boolean(row, number, value)
        case _:
            return lambda row, number, value: _write_text(sheet, row, number, str(value), None)


def _date_writer(sheet: Worksheet, form: Format, sign: str) -> _Write:
    return lambda row, number, value: (
        sheet.write_datetime(row, number, value, form)
        if value >= _FIRST_DATE
        else sheet.write_string(row, number, f"{sign}{value.isoformat()}")
    )


def _form(column: Column) -> str:
    name = column.name
    match column.data_type:
        case "DATE":
            return "date"
        case "TIMESTAMP":
            return "time"
        case "DOUBLE":
            return "share" if "_share" in name else "decimal"
        case _:
            return "plain" if name in ("year", "batch", "source_line") or name.endswith("vintage_number") else "count"


def _width(column: Column) -> float:
    if column.data_type != "VARCHAR":
        return max(_WIDTHS.get(column.data_type, 12), min(len(column.name) * 0.7, 18))
    return {"jurisdiction_code": 11, "jurisdiction_name": 20, "caveat": 60, "source_text": 50}.get(column.name, 18)


def _write_text(sheet: Worksheet, row: int, column: int, text: str, form: Format | None) -> None:
    if len(text) > _LONGEST_TEXT:
        text = text[: _LONGEST_TEXT - len(_CUT)] + _CUT
    sheet.write_string(row, column, text, form)


def _too_many(table: Table) -> str:
    if table.row_count <= MOST_ROWS:
        return ""
    place = f"{table.parquet_file} and {table.csv_file}" if table.has_csv else table.parquet_file
    return f": too many for a sheet. They are in {place}."


def _plain(description: str) -> str:
    return " ".join(description.replace("`", "").split())
