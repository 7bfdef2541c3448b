"""`make bench`: what a refresh costs, held against peers that do the same work; writes RESULTS.md beside this file.

Belongs here: the rows, how they are measured, the table. Not here: figures (`figures`) or the peer's SQL.
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from itertools import chain
from pathlib import Path
from statistics import median

import polars as pl

from orchestration.settings import DBT_PROJECT_DIR, PROJECT_DIR
from orchestration.spotlight.ledger import SCHEMAS, Ledger
from tests.benchmarks.figures import FIGURES_PER_REPORT, Report, restated, write_file, write_reports

RESULTS = Path(__file__).with_name("RESULTS.md")
WITHOUT_CHECKS = Path(__file__).with_name("without_checks.sql")
BIN = Path(sys.executable).parent
FEW, MANY = 10, 1_000
"""Batches of a young ledger and of an old one."""


@dataclass(frozen=True)
class Cost:
    """What a command and all that it started took."""

    cpu_seconds: float
    peak_megabytes: float


@dataclass(frozen=True)
class Row:
    """One comparison: medians of the pairs, and the median of their ratios."""

    work: str
    against: str
    ours: float
    theirs: float
    ratio: float
    reach: float | None
    pairs: int

    def __str__(self) -> str:
        reach = "" if self.reach is None else f"≤ {self.reach}×"
        return (
            f"| {self.work} | {self.against} | {self.ours:.2f} s | {self.theirs:.2f} s | {self.ratio:.3g}× | {reach} "
            f"| {self.pairs} |"
        )


@dataclass(frozen=True)
class Place:
    """Folders of one warehouse, and the environment that leads commands to them."""

    folder: Path

    @property
    def reports(self) -> Path:
        return self.folder / "reports"

    @property
    def warehouse(self) -> Path:
        return self.folder / "warehouse"

    @property
    def environment(self) -> Mapping[str, str]:
        return {
            "SPOTLIGHT_REPORTS_DIR": str(self.reports),
            "SPOTLIGHT_WAREHOUSE_DIR": str(self.warehouse),
            "DAGSTER_HOME": str(self.folder / "dagster"),
            "SPOTLIGHT_ALERT_URLS": "",
            "SPOTLIGHT_POSTGRES_URL": "",
        }

    def refresh(self) -> Cost:
        return cost([BIN / "spotlight", "refresh"], self.environment)

    def dbt_build(self) -> Cost:
        """The models and tests alone, as dbt's own command builds them from the same ledger."""
        places: list[str | Path] = ["--project-dir", DBT_PROJECT_DIR, "--profiles-dir", DBT_PROJECT_DIR]
        target: list[str | Path] = ["--target-path", self.folder / "target", "--log-path", self.folder / "logs"]
        without = ["--exclude-resource-type", "unit_test"]
        return cost([BIN / "dbt", "--quiet", "build", *places, *target, *without], self.environment)

    def without_checks(self) -> Cost:
        script = (
            "import duckdb, sys; connection = duckdb.connect(sys.argv[1]); "
            "connection.execute('set variable reports = ?', [sys.argv[2]]); "
            "connection.execute(open(sys.argv[3]).read())"
        )
        database = self.folder / "without_checks.duckdb"
        database.unlink(missing_ok=True)
        return cost([sys.executable, "-c", script, database, self.reports / "*.csv", WITHOUT_CHECKS], self.environment)

    def first_load(self) -> Cost:
        """The same reports taken in by a warehouse that does not exist yet."""
        with temporary_place() as other:
            shutil.copytree(self.reports, other.reports)
            return other.refresh()

    def restatement(self, report: Report) -> Cost:
        """One restated report taken in by a copy of this place."""
        with temporary_place() as other:
            shutil.copytree(self.folder, other.folder, symlinks=True, dirs_exist_ok=True)
            write_file(other.reports / "restated.csv", [report])
            return other.refresh()


@contextmanager
def temporary_place() -> Iterator[Place]:
    with tempfile.TemporaryDirectory(prefix="spotlight-bench-") as folder:
        yield Place(Path(folder))


def cost(command: list[str | Path], environment: Mapping[str, str]) -> Cost:
    """Run a command to its end; what it did is thrown away, that it failed is not."""
    # Everybody runs from compiled modules: `make` compiles them, and a process without them starts seconds later.
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    read, write = os.pipe()
    child = os.fork()
    if not child:  # a process between, whose children are this command's alone
        try:
            done = subprocess.run(
                command, env={**kept, **environment}, cwd=PROJECT_DIR, capture_output=True, text=True, check=False
            )
            used = resource.getrusage(resource.RUSAGE_CHILDREN)
            words = f"{done.returncode} {used.ru_utime + used.ru_stime} {used.ru_maxrss}"
            if done.returncode not in (0, 3):
                words += f"\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}"
            os.write(write, words.encode())
        finally:
            os._exit(0)
    os.close(write)
    with os.fdopen(read) as answer:
        first, _, said = answer.read().partition("\n")
    os.waitpid(child, 0)
    code, seconds, kilobytes = first.split()
    if said:
        raise SystemExit(f"{' '.join(map(str, command))} ended with {code}:\n{said}")
    return Cost(float(seconds), int(kilobytes) / 1000)


def compare(
    work: str, ours: Callable[[], Cost], against: str, theirs: Callable[[], Cost], reach: float | None, pairs: int
) -> Row:
    """Measure both in turns, so that a slower hour of the machine slows both."""
    measured = []
    for number in range(pairs):
        print(f"{work}, pair {number + 1} of {pairs}", file=sys.stderr)
        first, second = (ours, theirs) if number % 2 == 0 else (theirs, ours)
        one, other = first().cpu_seconds, second().cpu_seconds
        measured.append((one, other) if number % 2 == 0 else (other, one))
    return Row(
        work,
        against,
        median(our for our, _ in measured),
        median(their for _, their in measured),
        median(our / their for our, their in measured),
        reach,
        pairs,
    )


def grow(ledger: Ledger, batches: int) -> None:
    """Lengthen a ledger by late reports, a batch each, as if so many refreshes had found one."""
    last = ledger.last_batch()
    of_batch = {
        name: pl.read_parquet(ledger.batch_folder(last) / f"{name}.parquet", hive_partitioning=False)
        for name in SCHEMAS
    }
    figures = of_batch["figures"].head(FIGURES_PER_REPORT)
    report_id, as_of = figures["report_id"][0], figures["publisher_as_of"][0]
    of_batch["figures"] = figures.with_columns(change_kind=pl.lit("late"))
    of_batch["reports"] = of_batch["reports"].filter(pl.col("report_id") == report_id)
    of_batch["documents"] = of_batch["documents"].clear()  # as if one file had always said all of it
    of_batch["rejections"] = of_batch["rejections"].clear()
    for number in range(last + 1, batches + 1):
        day = as_of - timedelta(days=number)
        changed = {
            "recorded_at": pl.lit(of_batch["batch"]["recorded_at"][0] + timedelta(minutes=number), pl.Datetime("us")),
            "publisher_as_of": pl.lit(day),
            "report_id": pl.lit(f"{report_id.rpartition('_')[0]}_{day}"),
        }
        ledger.append(
            {
                name: table.with_columns(**{column: new for column, new in changed.items() if column in table.columns})
                for name, table in of_batch.items()
            }
        )


def rows(figures: int, pairs: int) -> Iterator[Row | str]:
    """Measure everything; a text is a line about memory."""
    size = f"{figures:,} figures"
    with temporary_place() as base, temporary_place() as peer:
        last = write_reports(base.reports, figures // FIGURES_PER_REPORT)
        base.refresh()
        again = restated(last, 1)
        shutil.copytree(base.folder, peer.folder, symlinks=True, dirs_exist_ok=True)
        peer.dbt_build()
        yield compare(f"nothing new, {size}", base.refresh, "`dbt build`", peer.dbt_build, 0.05, pairs)
        peaks: list[float] = []

        def restatement() -> Cost:
            found = base.restatement(again)
            peaks.append(found.peak_megabytes)
            return found

        yield compare(f"one restated report, {size}", restatement, "`dbt build`", peer.dbt_build, 1.5, pairs)
        yield f"one restated report, {size}: {max(peaks):.0f} MB at most"
        loads: list[float] = []

        def load() -> Cost:
            found = base.first_load()
            loads.append(found.peak_megabytes)
            return found

        reach = 3.0 if figures >= 1_000_000 else None
        yield compare(
            f"first load, {size}", load, "plain DuckDB script without checks", base.without_checks, reach, pairs
        )
        yield f"first load, {size}: {max(loads):.0f} MB at most"


def old_ledger(pairs: int) -> Iterator[Row]:
    """A refresh on a ledger of many batches against one on a ledger of few."""
    with temporary_place() as young, temporary_place() as old:
        for place, batches in ((young, FEW), (old, MANY)):
            last = write_reports(place.reports, 200)
            place.refresh()
            grow(Ledger(place.warehouse / "ledger"), batches)
            write_file(place.reports / "restated-0.csv", [restated(last, 1)])
            place.refresh()
        times = iter(range(2, 1_000))

        def restatement(place: Place) -> Callable[[], Cost]:
            def measured() -> Cost:
                write_file(place.reports / "restated.csv", [restated(last, next(times))])
                return place.refresh()

            return measured

        yield compare(
            f"one restated report, ledger of {MANY:,} batches",
            restatement(old),
            f"ledger of {FEW} batches",
            restatement(young),
            1.2,
            pairs,
        )


def report(found: Sequence[Row | str]) -> str:
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
            "pair are run one after the other, in turns. `dbt build` is dbt's own command on the same ledger, without",
            "unit tests, as a refresh runs it; it makes no release, exports or dashboard, and records no run.",
            "",
            "| work | against | ours | theirs | ratio | reach | pairs |",
            "|---|---|---|---|---|---|---|",
            *(str(row) for row in found if isinstance(row, Row)),
            "",
            "Peak memory of the largest process:",
            "",
            *(f"- {line}" for line in found if isinstance(line, str)),
            "",
        ]
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--figures", type=int, nargs="+", default=[1_000], help="sizes; a million takes an hour")
    parser.add_argument("--pairs", type=int, default=5)
    options = parser.parse_args()
    found: list[Row | str] = []
    for one in chain(*(rows(figures, options.pairs) for figures in options.figures), old_ledger(options.pairs)):
        print(one, file=sys.stderr)
        found.append(one)
    page = report(found)
    RESULTS.write_text(page, encoding="utf-8")
    print(page)


if __name__ == "__main__":
    main()
