"""The sheet `map` of the workbook: cases per 100,000 of the latest year as tiles, a cell a place.

Belongs here: this sheet. Not here: where a tile lies (`release/tiles`), the rates and their rule (`rpt_rates`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import duckdb

from orchestration.spotlight.domain.model import Basis
from orchestration.spotlight.release.tiles import TILES

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format

NAME = "map"
_HEADING = 5  # rows above the tiles
_CODE: dict[str, Any] = {"bold": True, "align": "center", "top": 1, "left": 1, "right": 1}
_RATE: dict[str, Any] = {"num_format": "0.00", "align": "center", "bottom": 1, "left": 1, "right": 1}
_HATCHED: dict[str, Any] = {"pattern": 14, "fg_color": "#B5B5B5", "bg_color": "#FFFFFF"}


def write_tiles(book: Workbook, connection: duckdb.DuckDBPyConnection, bold: Format) -> None:
    """Write the sheet, row by row as a workbook in constant memory must be."""
    rows = connection.execute(_LATEST_RATES).fetchall()
    rates = {code.removeprefix("US-"): (rate, is_reliable) for code, _, rate, is_reliable, _, _ in rows}
    sheet = book.add_worksheet(NAME)
    sheet.hide_gridlines(2)
    sheet.set_column(0, max(column for column, _ in TILES.values()), 8)
    for number, text in enumerate(_words(rows)):
        sheet.write_string(number, 0, text, bold if number == 0 else None)
    styles = {
        (part, is_hatched): book.add_format({**style, **(_HATCHED if is_hatched else {})})
        for part, style in (("code", _CODE), ("rate", _RATE))
        for is_hatched in (False, True)
    }
    shaded = []
    for line in range(1 + max(row for _, row in TILES.values())):
        places = sorted((column, postal) for postal, (column, row) in TILES.items() if row == line)
        at = _HEADING + 2 * line
        for part, row in (("code", at), ("rate", at + 1)):
            for column, postal in places:
                rate, is_reliable = rates.get(postal, (None, True))
                style = styles[part, rate is not None and not is_reliable]
                if part == "code":
                    sheet.write_string(row, column, postal, style)
                elif rate is None:
                    sheet.write_blank(row, column, None, style)
                else:
                    sheet.write_number(row, column, rate, style)
        shaded += [(at + 1, column) for column, postal in places if rates.get(postal, (None, False))[1]]
    if shaded:
        cells = " ".join(f"{chr(ord('A') + column)}{row + 1}" for row, column in shaded)
        shades = {"type": "2_color_scale", "min_color": "#FFFFFF", "max_color": "#7BA3B9", "multi_range": cells}
        sheet.conditional_format(*shaded[0], *shaded[-1], shades)


def _words(rows: list[tuple[Any, ...]]) -> tuple[str, ...]:
    if not rows:
        return ("Cases per 100,000 inhabitants: no rate is known.",)
    latest, basis = max((as_of, basis) for *_, as_of, basis in rows)
    bound = "" if basis == Basis.PRINTED else "≤ "
    return (
        f"Cases per 100,000 inhabitants, {rows[0][1]}",
        f"Latest figures as of {bound}{latest}. Intervals, and the ranks that a rate could hold: rpt_rates.",
        "Hatched: fewer than 10 cases or too wide an interval, unreliable. An empty tile has no rate: not zero.",
        "More reports per head can mean more trafficking, or more people who know the number.",
    )


_LATEST_RATES = """
    with
    rates as (select * from marts.rpt_rates where measure = 'cases' and rate is not null)
    select jurisdiction_code, year, rate, is_reliable, publisher_as_of, publisher_as_of_basis
    from rates
    where year = (select max(year) from rates)
    order by jurisdiction_code
"""
