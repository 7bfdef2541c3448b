"""A file appears whole or not at all, and a write that fails leaves nothing behind."""

from __future__ import annotations

import resource
from pathlib import Path

import pytest

from orchestration.spotlight.files.whole import write_whole


def test_a_write_that_finds_no_room_leaves_the_file_as_it_was_and_nothing_beside_it(tmp_path: Path) -> None:
    file = tmp_path / "note"
    write_whole(file, b"before")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, hard))
    try:
        with pytest.raises(OSError, match="File too large"):
            write_whole(file, bytes(10_000))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert file.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [file]
