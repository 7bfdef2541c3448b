"""Made-up figures that look like published ones, in any number, the same for the same seed.

Belongs here: reports as CSV files, and one restated report. Not here: what is done with them or how long it takes.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import chain, islice, pairwise, product
from pathlib import Path

from orchestration.spotlight.domain.places import REFERENCE_DIR

COLUMNS = ("jurisdiction", "period_start", "period_end", "publisher_as_of", "measure", "category", "value")
FIGURES_PER_REPORT = 5
VINTAGES = 4
YEARS = range(1995, 2020)
FIRST_AS_OF = date(2020, 1, 31)
DAYS_BETWEEN_VINTAGES = 182


@dataclass(frozen=True)
class Report:
    """The cases of one place and period as of one day: four parts whose sum is the total, but for one in fifty."""

    jurisdiction: str
    period_start: date
    period_end: date
    publisher_as_of: date
    parts: tuple[int, int, int, int]
    discrepancy: int

    def rows(self) -> Iterator[tuple[object, ...]]:
        place = (self.jurisdiction, self.period_start, self.period_end, self.publisher_as_of, "cases")
        yield (*place, "total", sum(self.parts) - self.discrepancy)
        for category, value in zip(("sex", "labor", "sex_and_labor", "not_specified"), self.parts, strict=True):
            yield (*place, category, value)


def periods() -> Iterator[tuple[date, date]]:
    """First day and last day of calendar years, then of months, then of single days: there are ever more of them."""
    months = [date(year, month, 1) for year, month in product(YEARS, range(1, 13))]
    ends = [date(YEARS.stop, 1, 1)]
    day = timedelta(days=1)
    yield from ((start, end - day) for start, end in pairwise(months[::12] + ends))
    yield from ((start, end - day) for start, end in pairwise(months + ends))
    yield from ((start + day * number,) * 2 for start in months[:1] for number in range((ends[0] - start).days))


def reports(count: int, seed: int = 1) -> Iterator[Report]:
    """Vintage after vintage of the same places and periods; a later one moves most figures by a few cases."""
    chance = random.Random(seed)
    with (REFERENCE_DIR / "jurisdictions.csv").open(encoding="utf-8", newline="") as stream:
        places_known = csv.DictReader(stream)
        jurisdictions = [row["jurisdiction_code"] for row in places_known if row["jurisdiction_level"] != "nation"]
    size = {jurisdiction: chance.lognormvariate(4.5, 1) for jurisdiction in jurisdictions}
    places = list(islice(product(periods(), jurisdictions), -(-count // VINTAGES)))
    known: dict[object, tuple[int, int, int, int]] = {}

    def vintage(number: int) -> Iterator[Report]:
        as_of = FIRST_AS_OF + timedelta(days=DAYS_BETWEEN_VINTAGES * number)
        for place in places:
            (start, end), jurisdiction = place
            if place in known:
                sex, labor, both, not_specified = known[place]
                moved = (sex + chance.randint(-2, 3), labor + chance.randint(-1, 1), both, not_specified)
                known[place] = tuple(max(0, value) for value in moved)  # type: ignore[assignment]
            else:
                cases = size[jurisdiction] * chance.uniform(0.7, 1.3)
                # Parts that differ from place to place: equal ones are warned about as copied.
                shares = (chance.uniform(low, 1.5 * low) for low in (0.6, 0.1, 0.04, 0.09))
                known[place] = tuple(round(cases * share) for share in shares)  # type: ignore[assignment]
            yield Report(jurisdiction, start, end, as_of, known[place], discrepancy=int(chance.random() < 0.02))

    return islice(chain.from_iterable(map(vintage, range(VINTAGES))), count)


def write_reports(folder: Path, count: int) -> list[Report]:
    """Write so many reports, a file for each year and vintage as tables come; return those of the last vintage."""
    folder.mkdir(parents=True, exist_ok=True)
    by_file: dict[str, list[Report]] = {}
    for report in reports(count):
        by_file.setdefault(f"{report.period_start.year}-as-of-{report.publisher_as_of}.csv", []).append(report)
    for name, some in by_file.items():
        write_file(folder / name, some)
    last = max(report.publisher_as_of for some in by_file.values() for report in some)
    return [report for some in by_file.values() for report in some if report.publisher_as_of == last]


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
    moved: tuple[int, int, int, int] = (sex + times % 3 + 1, *others)  # type: ignore[assignment]
    return replace(report, publisher_as_of=as_of, parts=moved, discrepancy=0)
