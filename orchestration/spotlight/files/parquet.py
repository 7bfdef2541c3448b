"""A Parquet file that is written to last.

Belongs here: how such a file gets to the disk. Not here: what is in it, or how it takes its place.
"""

from __future__ import annotations

import os
from io import BytesIO
from pathlib import Path

import polars as pl

from orchestration.spotlight.domain.errors import writing


def write_parquet(table: pl.DataFrame, file: Path) -> None:
    """Write a file that nobody changes any more, and wait until the disk has it; raises `OSError` with its path."""
    # Through memory: of a full disk polars says no more than "transport error".
    content = BytesIO()
    table.write_parquet(content, compression="zstd")
    with writing(file), file.open("wb") as stream:
        stream.write(content.getbuffer())
        stream.flush()
        os.fsync(stream.fileno())
    file.chmod(0o444)
