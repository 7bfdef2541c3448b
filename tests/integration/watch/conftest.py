"""A site of each test's own, and the pages that are watched on it.

Belongs here: fixtures that several files of this folder share.
"""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from orchestration.settings import Settings
from orchestration.spotlight.changed import gate
from orchestration.spotlight.domain.places import REFERENCE_DIR
from orchestration.spotlight.ingest import refresh as ingestion
from orchestration.spotlight.watch import polling
from orchestration.spotlight.watch.fetching import Manners
from tests.support.page_server import Site, serving
from tests.support.watched_page import PAGE, Watch


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as site:
        yield site


@pytest.fixture(scope="session")
def reference(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The reference seeds. A test writes to the list of watched pages alone, so that the words are read once."""
    reference = tmp_path_factory.mktemp("seeds") / "reference"
    shutil.copytree(REFERENCE_DIR, reference)
    return reference


@pytest.fixture
def watch(reference: Path, monkeypatch: pytest.MonkeyPatch) -> Watch:
    shutil.copyfile(REFERENCE_DIR / "sources.csv", reference / "sources.csv")
    for module in (polling, ingestion):
        monkeypatch.setattr(module, "REFERENCE_DIR", reference)
    monkeypatch.setattr(gate, "SOURCES_SEED", reference / "sources.csv")
    settings = Settings()
    settings.reports_dir.mkdir()
    manners = Manners(
        max_bytes=1_000_000,
        allows_private=True,
        max_seconds=3,
        read_seconds=0.4,
        first_wait_seconds=0.01,
        pause_seconds=0,
    )
    return Watch(settings, reference / "sources.csv", manners, itertools.count())


@pytest.fixture
def watched(watch: Watch, site: Site) -> Watch:
    """One page is watched, as text."""
    watch.list(f"{site.address(PAGE)},txt,US-MO,7,")
    return watch
