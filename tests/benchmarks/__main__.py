"""`make bench`: what a refresh costs, held against peers that do the same work; writes RESULTS.md.

Belongs here: the rows, their reach, the page. Not here: measuring (`measuring`), figures (`figures`), the peer's SQL.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from importlib.metadata import version
from itertools import count
from pathlib import Path
from statistics import quantiles

import duckdb
import polars as pl

from orchestration.spotlight.domain.places import PROJECT_DIR
from orchestration.spotlight.ledger.append import append
from orchestration.spotlight.ledger.chain import Ledger
from orchestration.spotlight.ledger.format import SCHEMAS
from tests.benchmarks import readers
from tests.benchmarks.figures import FIGURES_PER_REPORT, Report, restated, write_file, write_reports
from tests.benchmarks.load import under_load
from tests.benchmarks.measuring import Cost, Place, Row, compare, temporary_place

HORIZON_FIRST_LOAD, HORIZON_REPORTS, HORIZON_BATCHES = 50_000, 109_470, 3_649
"""docs/adr/0001-horizon.md: figures of a first batch, and reports of five figures in the batches after it."""
SCATTERED = 1_000
LARGE = 1_000_000
"""Figures of a large first load: its pairs are few, and what is larger is loaded in several refreshes."""
PAIRS_OF_LARGE_LOADS = 3
LOOKS = 100
PLACE_AND_PERIOD = ("jurisdiction_code", "period_start", "period_end")

QUERIES = {
    "state and year": "from marts.fct_cases where jurisdiction_code = 'US-MO' and year = 2015",
    "as of a day, one state": "from marts.cases_as_of('2020-03-01') where jurisdiction_code = 'US-MO'",
    "as of a day, everything": "select sum(case_count) from marts.cases_as_of('2020-03-01')",
}


@dataclass(frozen=True)
class Answers:
    """Question → milliseconds within which 95 of 100 answers came."""

    size: str
    times: Mapping[str, float]

    def __str__(self) -> str:
        return f"| {self.size} | " + " | ".join(f"{milliseconds:.0f} ms" for milliseconds in self.times.values()) + " |"


@dataclass
class Loaded:
    """A warehouse that has taken in its reports, and those of its last vintage, each restated ever later."""

    place: Place
    last: Sequence[Report]

    def __post_init__(self) -> None:
        self._times = count(1)

    def restate(self, reports: int = 1) -> Cost:
        """Refresh after the next restatement of so many reports."""
        times = next(self._times)
        scattered = self.last[:: len(self.last) // reports][:reports]
        write_file(self.place.reports / "restated.csv", [restated(report, times) for report in scattered])
        released = (self.place.warehouse / "current").readlink()
        cost = self.place.refresh()
        if (self.place.warehouse / "current").readlink() == released:
            raise SystemExit("A restated report gave no release: nothing was measured.")
        return cost


def loaded(place: Place, figures: int) -> Loaded:
    """Write so many figures and take them in, more than a large first load's in several refreshes."""
    written = place.folder / "written"
    last = write_reports(written, figures // FIGURES_PER_REPORT)
    place.reports.mkdir()
    files, refreshes = sorted(written.iterdir()), -(-figures // LARGE)
    for number in range(refreshes):
        for file in files[number::refreshes]:
            file.rename(place.reports / file.name)
        print(f"loading {figures:,} figures, refresh {number + 1} of {refreshes}", file=sys.stderr)
        place.refresh()
    return Loaded(place, last)


def first_load(reports: Path) -> Cost:
    """The same reports taken in by a warehouse that does not exist yet."""
    with temporary_place() as other:
        shutil.copytree(reports, other.reports)
        return other.refresh()


def rows(sizes: Sequence[int], pairs: int) -> Iterator[Row | Answers | str]:
    """Every size against its peers, and against the smallest; a text is a line about readers."""
    with ExitStack() as places:
        small = loaded(places.enter_context(temporary_place()), sizes[0])
        peer = places.enter_context(temporary_place())
        shutil.copytree(small.place.folder, peer.folder, symlinks=True, dirs_exist_ok=True)
        peer.dbt_build()
        size = f"{sizes[0]:,} figures"
        small.place.refresh()  # from here on the settings are known to be good
        yield compare(f"nothing new, {size}", small.place.refresh, "`dbt build`", peer.dbt_build, 0.05, pairs)
        yield compare(f"one restated report, {size}", small.restate, "`dbt build`", peer.dbt_build, 1.5, pairs)
        for figures in sizes[1:]:
            size, reference = f"{figures:,} figures", f"one restated report, {sizes[0]:,} figures"
            with temporary_place() as place:
                large = loaded(place, figures)
                yield compare(f"one restated report, {size}", large.restate, reference, small.restate, 1.3, pairs)
                yield compare(
                    f"{SCATTERED:,} restated reports, {size}",
                    lambda large=large: large.restate(SCATTERED),  # type: ignore[misc]
                    reference,
                    small.restate,
                    2.2,
                    pairs,
                )
                if figures <= LARGE:
                    yield compare(
                        f"first load, {size}",
                        lambda place=place: first_load(place.reports),  # type: ignore[misc]
                        "plain DuckDB script without checks",
                        place.without_checks,
                        3.0,
                        pairs if figures < LARGE else min(pairs, PAIRS_OF_LARGE_LOADS),
                    )
                print(f"questions of {size}", file=sys.stderr)
                yield answers_of(place, size)
                print(f"load on {size}", file=sys.stderr)
                database = place.warehouse / "current" / "warehouse.duckdb"
                yield f"{size}: {under_load(database, list(QUERIES.values()), large.restate)}"


def answers_of(place: Place, size: str) -> Answers:
    """Ask a release of that size as a reader does who is connected."""
    times = {}
    with duckdb.connect(place.warehouse / "current" / "warehouse.duckdb", read_only=True) as connection:
        for name, query in QUERIES.items():
            connection.execute(query).fetchall()
            taken = []
            for _ in range(LOOKS):
                start = time.perf_counter()
                connection.execute(query).fetchall()
                taken.append((time.perf_counter() - start) * 1000)
            times[name] = quantiles(taken, n=20)[-1]
    return Answers(size, times)


def grow(ledger: Ledger, reports: int, batches: int) -> None:
    """Add so many late reports to a ledger in so many batches, as refreshes find them, of place after place."""
    last = ledger.last_batch()
    of_batch = {name: pl.read_parquet(ledger.file(last, name), hive_partitioning=False) for name in SCHEMAS}
    # As if one file had always said all of it.
    nothing = {name: of_batch[name].clear() for name in ("documents", "rejections")}
    # The latest of each place: what is earlier by a day is no report that there is.
    latest = of_batch["reports"].sort("publisher_as_of").unique(PLACE_AND_PERIOD, keep="last", maintain_order=True)
    each = reports // batches
    starts = range(0, latest.height - each + 1, each)
    some = [latest["report_id"].slice(start, each).to_list() for start in starts]
    stated = [
        {name: of_batch[name].filter(pl.col("report_id").is_in(ids)) for name in ("reports", "figures")} for ids in some
    ]
    words = ("jurisdiction_code", "period_start", "period_end", "publisher_as_of")
    report_id = pl.concat_str([pl.col(word).cast(pl.String) for word in words], separator="_")
    for batch in range(batches):
        earlier = pl.col("publisher_as_of").dt.offset_by(f"-{1 + batch // len(stated)}d")
        # Within the time since: a ledger of the future is refused.
        recorded_at = of_batch["batch"]["recorded_at"][0] + timedelta(milliseconds=batch + 1)
        late = {
            name: table.with_columns(publisher_as_of=earlier).with_columns(report_id=report_id)
            for name, table in stated[batch % len(stated)].items()
        }
        late["figures"] = late["figures"].with_columns(change_kind=pl.lit("late"))
        tables = {"batch": of_batch["batch"], **late, **nothing}
        append(
            ledger,
            {
                name: table.with_columns(recorded_at=pl.lit(recorded_at, pl.Datetime("us")))
                for name, table in tables.items()
            },
        )


def horizon(pairs: int) -> Row:
    """A refresh on a ledger as long as the one we build for, against one on the shipped reports."""
    with temporary_place() as now, temporary_place() as then:
        shutil.copytree(PROJECT_DIR / "data" / "seeds" / "reports", now.reports)
        now.refresh()
        missouri = Report("US-MO", date(2015, 1, 1), date(2015, 12, 31), date(2026, 3, 4), (58, 4, 1, 4), 0)
        shipped = Loaded(now, [missouri])
        shipped.restate()
        grown = loaded(then, HORIZON_FIRST_LOAD)
        grow(Ledger(then.warehouse / "ledger"), HORIZON_REPORTS, HORIZON_BATCHES)
        grown.restate()
        return compare(
            "one restated report, 600,000 figures in 3,650 batches",
            grown.restate,
            "the same on the shipped reports",
            shipped.restate,
            2.0,
            pairs,
        )


def page(found: Sequence[Row | Answers | str], read: Sequence[str]) -> str:
    """The results as a page."""
    names = ("dagster", "dbt-core", "dbt-duckdb", "duckdb", "polars")
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return "\n".join(
        [
            "# What a refresh costs",
            "",
            f"`make bench`, {datetime.now(UTC):%Y-%m-%d}: {platform.system()} {platform.machine()}, {os.cpu_count()} "
            f"processors, {memory:.0f} GB; Python {platform.python_version()}, "
            f"{', '.join(f'{name} {version(name)}' for name in names)}.",
            "",
            "CPU seconds of the whole process tree, medians; the ratio is the median of the pairs' ratios. Both of a",
            "pair are run one after the other, in turns. Peak: the largest process of ours. `dbt build` is dbt's own",
            "command on a ledger of the same first load, in full and without unit tests; it makes no release, exports",
            "or dashboard, and records no run.",
            "",
            "| work | against | ours | theirs | ratio | reach | peak | pairs |",
            "|---|---|---|---|---|---|---|---|",
            *(str(one) for one in found if isinstance(one, Row)),
            "",
            f"How long one answer takes on a release, 95 of {LOOKS} within:",
            "",
            "| figures | " + " | ".join(QUERIES) + " |",
            "|---|" + "---|" * len(QUERIES),
            *(str(one) for one in found if isinstance(one, Answers)),
            "",
            "Readers of a release, each connecting anew for every question:",
            "",
            *(f"- {one}" for one in found if isinstance(one, str)),
            "",
            "Reading documents:",
            "",
            *(f"- {line}" for line in read),
            "",
        ]
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--figures", type=int, nargs="+", default=[1_000, LARGE], help="sizes, the smallest first")
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--results", type=Path, required=True, help="where the page is written")
    options = parser.parse_args()
    read = list(readers.measured())
    found: list[Row | Answers | str] = []
    for one in rows(options.figures, options.pairs):
        print(one, file=sys.stderr)
        found.append(one)
    found.append(horizon(options.pairs))
    options.results.write_text(page(found, read), encoding="utf-8")
    print(options.results.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
