"""Documents by people who tried to make the reader accept a wrong number: none of them may give a figure."""

from __future__ import annotations

from pathlib import Path

import pytest

from orchestration.spotlight import readers
from orchestration.spotlight.domain.places import REFERENCE_DIR
from orchestration.spotlight.domain.vocabulary import load_vocabulary
from orchestration.spotlight.readers.limits import Limits
from orchestration.spotlight.readers.sidecar import SUFFIX

VOCABULARY = load_vocabulary(REFERENCE_DIR)
DOCUMENTS = sorted(
    path for path in (Path(__file__).parent / "attacks").iterdir() if path.suffix in (".txt", ".html", ".pdf")
)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_a_document_with_a_trap_gives_no_figure(path: Path) -> None:
    beside = path.with_name(path.name + SUFFIX)
    sidecar = beside.read_bytes() if beside.exists() else None
    reading = readers.read(path.name, "d0", path.read_bytes(), sidecar, VOCABULARY, Limits())
    assert reading.figures.is_empty()
    assert reading.rejections
