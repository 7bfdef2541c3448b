"""Made-up figures that look like published ones, in any number, the same for the same seed.

Belongs here: reports as CSV files, and one restated report. Not here: what is done with them or how long it takes.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice, product
from pathlib import Path

from orchestration.settings import REFERENCE_DIR

COLUMNS = ("jurisdiction", "period_start", "period_end", "publisher_as_of", "measure", "category", "value")
FIGURES_PER_REPORT = 5
YEARS = range(2000, 2020)
FIRST_AS_OF = date(2020, 1, 31)
DAYS_BETWEEN_VINTAGES = 1


@dataclass(frozen=True)
class Report:
    """The cases of one place and year as of one day: four parts whose sum is the total, but for one in fifty."""

    jurisdiction: str
    year: int
    publisher_as_of: date
    parts: tuple[int, int, int, int]
    discrepancy: int

    def rows(self) -> Iterator[tuple[object, ...]]:
        place = (self.jurisdiction, f"{self.year}-01-01", f"{self.year}-12-31", self.publisher_as_of, "cases")
        yield (*place, "total", sum(self.parts) - self.discrepancy)
        for category, value in zip(("sex", "labor", "sex_and_labor", "not_specified"), self.parts, strict=True):
            yield (*place, category, value)


def reports(count: int, seed: int = 1) -> Iterator[Report]:
    """Vintage after vintage of the same places and years; a later one moves most figures by a few percent."""
    chance = random.Random(seed)
    with (REFERENCE_DIR / "jurisdictions.csv").open(encoding="utf-8", newline="") as stream:
        places_known = csv.DictReader(stream)
        jurisdictions = [row["jurisdiction_code"] for row in places_known if row["jurisdiction_level"] != "nation"]
    size = {jurisdiction: chance.lognormvariate(4.5, 1) for jurisdiction in jurisdictions}
    places = [(jurisdiction, year) for year, jurisdiction in product(YEARS, jurisdictions)]
    known: dict[tuple[str, int], tuple[int, int, int, int]] = {}

    def made() -> Iterator[Report]:
        vintage = 0
        while True:
            as_of = FIRST_AS_OF + timedelta(days=DAYS_BETWEEN_VINTAGES * vintage)
            for place in places:
                if place in known:
                    sex, labor, both, not_specified = known[place]
                    moved = (sex + chance.randint(-2, 3), labor + chance.randint(-1, 1), both, not_specified)
                    known[place] = tuple(max(0, value) for value in moved)  # type: ignore[assignment]
                else:
                    cases = size[place[0]] * chance.uniform(0.7, 1.3)
                    # Parts that differ from place to place: equal ones are warned about as copied.
                    shares = (chance.uniform(low, 1.5 * low) for low in (0.6, 0.1, 0.04, 0.09))
                    known[place] = tuple(round(cases * share) for share in shares)  # type: ignore[assignment]
                yield Report(*place, as_of, known[place], discrepancy=int(chance.random() < 0.02))
            vintage += 1

    return islice(made(), count)


def write_reports(folder: Path, count: int) -> list[Report]:
    """Write so many reports, a file a vintage, as the publisher's tables come; return the last of each place."""
    folder.mkdir(parents=True, exist_ok=True)
    by_vintage: dict[date, list[Report]] = {}
    for report in reports(count):
        by_vintage.setdefault(report.publisher_as_of, []).append(report)
    for as_of, some in by_vintage.items():
        write_file(folder / f"states-as-of-{as_of}.csv", some)
    return list(
        {(report.jurisdiction, report.year): report for some in by_vintage.values() for report in some}.values()
    )


def write_file(file: Path, some: list[Report]) -> None:
    """Write one file of figures."""
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(COLUMNS)
        for report in some:
            writer.writerows(report.rows())


def restated(report: Report, times: int) -> Report:
    """The same report as restated for the n-th time, a day after the one before."""
    sex, *others = report.parts
    as_of = report.publisher_as_of + timedelta(days=times)
    return Report(report.jurisdiction, report.year, as_of, (sex + times % 3 + 1, *others), 0)  # type: ignore[arg-type]
