"""A Parquet file that is written to last.

Belongs here: writing such a file. Not here: its content, or how it is put in place.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import polars as pl

from orchestration.spotlight.files.whole import write_whole


def write_parquet(table: pl.DataFrame, file: Path, *, temporary: Path | None = None) -> None:
    """Write a final file, whole or not at all; raises `OSError` with the path that the disk refuses."""
    # Through memory, since polars reports a full disk only as "transport error".
    content = BytesIO()
    table.write_parquet(content, compression="zstd")
    write_whole(file, content.getvalue(), temporary=temporary, is_final=True)
