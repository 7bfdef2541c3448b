"""Seeds that only the tables use: the line that cannot be used is named, before anything is written.

Belongs here: one broken line a case. Not here: seeds that decide how documents are read.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from orchestration.spotlight.domain.places import REFERENCE_DIR
from orchestration.spotlight.domain.seed_lines import BrokenReference
from orchestration.spotlight.domain.vocabulary import load_vocabulary


@pytest.mark.parametrize(
    ("seed", "line", "found"),
    [
        ("series_breaks", "contacts,2018-02-07,Web chats.,false,A page", "unknown measure 'contacts'"),
        ("series_breaks", "signals,2018-02,Web chats.,false,A page", "starts_on '2018-02' is not a day"),
        ("series_breaks", "signals,2019-02-07,Web chats.,no,A page", "unknown is_comparable 'no'"),
        ("series_breaks", "signals,2019-02-07,Web chats.,false,", "has no description or no source"),
        ("series_breaks", "signals,2018-02-07,Once more.,false,A page", "listed twice"),
        ("populations", "US-XX,2019,100,A page", "unknown jurisdiction_code 'US-XX'"),
        ("populations", "US-MO,2019.5,100,A page", "year '2019.5' is not a whole number"),
        ("populations", 'US-MO,2031,"6,000,000",A page', "population '6,000,000' is not a whole number"),
        ("populations", "US-MO,2019,100,A page", "listed twice"),
    ],
)
def test_a_line_that_cannot_be_used_is_named(tmp_path: Path, seed: str, line: str, found: str) -> None:
    folder = tmp_path / "reference"
    shutil.copytree(REFERENCE_DIR, folder)
    file = folder / f"{seed}.csv"
    lines = file.read_text(encoding="utf-8").splitlines()
    file.write_text("\n".join([*lines, line]) + "\n", encoding="utf-8")
    with pytest.raises(BrokenReference, match=rf"{seed}\.csv, line {len(lines) + 1}: .*{found}"):
        load_vocabulary(folder)


def test_the_shipped_seeds_can_be_used() -> None:
    load_vocabulary(REFERENCE_DIR)
