"""How many documents a second each format is read at, and the memory that a PDF of 200 pages takes.

Belongs here: measuring the readers. Not here: what is right (corpus), or what a refresh costs.
"""

from __future__ import annotations

import resource
import time
from collections.abc import Iterator
from io import BytesIO

import pdfplumber

from orchestration.spotlight import readers
from orchestration.spotlight.domain.places import REFERENCE_DIR
from orchestration.spotlight.domain.vocabulary import load_vocabulary
from orchestration.spotlight.readers import pdf
from orchestration.spotlight.readers.limits import Limits
from tests.corpus import layouts, rendering
from tests.corpus.blocks import PageBreak, missouri_2019
from tests.corpus.cases import corpus


def measured() -> Iterator[str]:
    """One line a measurement."""
    vocabulary = load_vocabulary(REFERENCE_DIR)
    cases = list(corpus())
    for ending in ("txt", "html", "pdf"):
        of_it = [case for case in cases if case.format == ending]
        readers.read(f"a.{ending}", "d0", of_it[0].content, None, vocabulary, Limits())
        start = time.perf_counter()
        for case in of_it:
            readers.read(f"a.{ending}", "d0", case.content, case.sidecar, vocabulary, Limits())
        seconds = time.perf_counter() - start
        yield f"{ending}: {len(of_it) / seconds:.0f} documents a second ({len(of_it)} read)"

    page = [*layouts.spotlight(missouri_2019()).blocks, PageBreak()]
    content = rendering.as_pdf(page * 100)
    start = time.perf_counter()
    rows = pdf.read_pdf_rows("long.pdf", "d0", content, Limits(max_characters=10_000_000))
    seconds = time.perf_counter() - start
    assert isinstance(rows, list)
    # The worker is waited for first: only then its memory is in the account of children.
    pdf._worker._end()
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    with pdfplumber.open(BytesIO(content)) as document:
        pages = len(document.pages)
    yield f"a PDF of {pages} pages: {seconds:.1f} s, {peak:.0f} MB at most"
