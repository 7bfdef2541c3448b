"""Where each place lies on the map of tiles, of the dashboard as of the workbook: a tile a place, all of one size.

Belongs here: columns and rows of tiles. Not here: colours, numbers.
"""

from __future__ import annotations

_ROWS = (
    "AK .. .. .. .. .. .. .. .. .. ME",
    ".. .. .. .. .. .. .. .. .. VT NH",
    "WA ID MT ND MN IL WI MI NY RI MA",
    "OR NV WY SD IA IN OH PA NJ CT ..",
    "CA UT CO NE MO KY WV VA MD DE ..",
    ".. AZ NM KS AR TN NC SC DC .. ..",
    "GU MP .. OK LA MS AL GA .. .. VI",
    "HI AS .. TX .. .. .. .. FL .. PR",
)
TILES = {
    postal: (column, row)
    for row, line in enumerate(_ROWS)
    for column, postal in enumerate(line.split())
    if postal != ".."
}
"""Column and row of each tile by postal code."""
