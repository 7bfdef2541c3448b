"""A real Chromium for the tests of this folder, and a page that is watched.

Belongs here: finding and starting the browser, opening a page offline. Not here: what is expected of it.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, sync_playwright

from orchestration.spotlight.release.publish import DATABASE
from tests.support.exported import Exported, build_warehouse, export
from tests.support.made_once import MadeOnce
from tests.support.seed_release import seeds_once

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
CHARTS = ("trend", "multiples", "map", "ranking", "revisions", "coverage")
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    assert CHROMIUM is not None, "There is no Chromium on the path. Run `make test-slow`."
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def database(made_once: MadeOnce) -> Path:
    return made_once("for-exports", build_warehouse) / "build" / DATABASE


@pytest.fixture(scope="session")
def address(database: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    return (export(database, tmp_path_factory.mktemp("releases") / "1").folder / "dashboard.html").as_uri()


@dataclass
class Seen:
    """A page, and what it said and asked for behind the reader's back."""

    page: Page
    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def open(self, address: str) -> None:
        """Open an address, waiting until the page shows its figures."""
        self.page.goto("about:blank")
        self.page.goto(address)
        self.page.wait_for_function("document.getElementById('said').textContent !== ''")

    def section(self, name: str) -> Locator:
        return self.page.get_by_role("region", name=name, exact=True)

    def row(self, section: str, name: str) -> str:
        """The cells of a row in one line."""
        row = (
            self.section(section)
            .get_by_role("row")
            .filter(has=self.page.get_by_role("rowheader", name=name, exact=True))
        )
        return " ".join(row.inner_text().split())

    def unfold(self) -> None:
        """Open everything that is folded."""
        self.page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")

    def overflow(self) -> list[str]:
        """What sticks out to the right of the window, unless it can be scrolled to where it stands."""
        found: list[str] = self.page.evaluate(
            """() => [...document.body.querySelectorAll("*")]
                .filter((e) => !e.closest(".scroll, .tabs, .hidden, .said"))
                .filter((e) => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
                .map((e) => `${e.tagName} ${e.className} ${e.textContent.slice(0, 40)}`)"""
        )
        return found + ["the page"] * self.page.evaluate("document.documentElement.scrollWidth > innerWidth")

    def violations(self) -> list[str]:
        results = Axe().run(self.page, options={"runOnly": WCAG}).response
        assert len(results["passes"]) > 20
        return [f"{found['id']}: {found['nodes'][0]['html'][:200]}" for found in results["violations"]]


@pytest.fixture
def width() -> int:
    return 1024


@pytest.fixture
def seen(browser: Browser, width: int) -> Iterator[Seen]:
    """A browser without a network, at a width; whatever a test does, nothing may fail or be asked for."""
    context = browser.new_context(viewport={"width": width, "height": 900}, offline=True, accept_downloads=True)
    seen = Seen(context.new_page())
    seen.page.set_default_timeout(60_000)
    seen.page.on("pageerror", lambda error: seen.complaints.append(str(error)))
    seen.page.on("console", lambda message: seen.complaints.append(f"{message.type}: {message.text}"))
    seen.page.on("request", lambda request: seen.requests.append(request.url))
    yield seen
    context.close()
    assert seen.complaints == []
    # A download comes from the page's own memory (blob:), an image from its own text (data:).
    asked = {address.partition("#")[0] for address in seen.requests if not address.startswith(("blob:file:", "data:"))}
    assert len(asked - {"about:blank"}) <= 1
    assert all(address.startswith("file:") for address in asked - {"about:blank"})


@pytest.fixture(scope="session")
def seeds(made_once: MadeOnce, tmp_path_factory: pytest.TempPathFactory) -> Exported:
    return export(seeds_once(made_once).current / "warehouse.duckdb", tmp_path_factory.mktemp("seeds") / "1")


@pytest.fixture(scope="session")
def page_of_seeds(seeds: Exported) -> str:
    return (seeds.folder / "dashboard.html").as_uri()


def numbers_behind(page: Page) -> list[list[str]]:
    """The rows of the table behind the chart."""
    rows: list[list[str]] = page.locator("#chart-table tbody tr").evaluate_all(
        "rows => rows.map((row) => [...row.cells].map((cell) => cell.textContent))"
    )
    return rows
