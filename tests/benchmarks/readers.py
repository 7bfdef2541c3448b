"""How many documents a second each format is read at, and the memory that a PDF of 200 pages takes.

Belongs here: measuring the readers. Not here: what is right (corpus), or what a refresh costs.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from collections.abc import Iterator

from tests.corpus.reading import LIMITS, VOCABULARY
from tests.corpus.registry import families

_A_FAMILY = 6
_LONG = """
import sys
from orchestration.spotlight import readers
from orchestration.spotlight.domain.places import REFERENCE_DIR
from orchestration.spotlight.domain.vocabulary import load_vocabulary
from orchestration.spotlight.readers.limits import Limits
limits = Limits(max_characters=10_000_000)
readers.read("long.pdf", "d0", sys.stdin.buffer.read(), None, load_vocabulary(REFERENCE_DIR), limits)
"""


def measured() -> Iterator[str]:
    """One line a measurement."""
    from orchestration.spotlight import readers

    plain = [family for family in families().values() if family.is_plain]
    for ending in ("txt", "html", "pdf"):
        some = [
            family.made(1, number)
            for family in plain
            for number in range(_A_FAMILY * len(family.endings))
            if family.ending(number) == ending
        ]
        readers.read(some[0].name, "d0", some[0].content, some[0].sidecar, VOCABULARY, LIMITS)
        start = time.perf_counter()
        for made in some:
            readers.read(made.name, "d0", made.content, made.sidecar, VOCABULARY, LIMITS)
        seconds = time.perf_counter() - start
        yield f"{ending}: {len(some) / seconds:.0f} documents a second ({len(some)} read)"
    yield _a_long_pdf()


def _a_long_pdf() -> str:
    """In a process of its own, so that its memory and its worker's are told apart from ours."""
    import random

    from tests.corpus import as_pdf, pages, parts
    from tests.corpus.truth import World

    world = World(random.Random(1))
    page = [*pages.page(world, world.report(), frame=False).parts, parts.PageBreak()]
    content = as_pdf.write(parts.Draft(page * 200), world)
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", _LONG], input=content, check=True)
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return f"a PDF of 200 pages: {seconds:.1f} s, {peak:.0f} MB at most"
