"""What a command costs with all that it starts, and two commands held against each other in pairs.

Belongs here: running and measuring. Not here: which commands, and what they should cost (`__main__`).
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from orchestration.spotlight.domain.places import DBT_PROJECT_DIR, PROJECT_DIR

WITHOUT_CHECKS = Path(__file__).with_name("without_checks.sql")
_BIN = Path(sys.executable).parent


@dataclass(frozen=True)
class Cost:
    """What a command and all that it started took; the peak is that of the largest process."""

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
    peak_megabytes: float
    pairs: int

    def __str__(self) -> str:
        reach = "" if self.reach is None else f"≤ {self.reach}×"
        return (
            f"| {self.work} | {self.against} | {self.ours:.2f} s | {self.theirs:.2f} s | {self.ratio:.3g}× | {reach} "
            f"| {self.peak_megabytes:.0f} MB | {self.pairs} |"
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
            "PYTHONPATH": str(PROJECT_DIR),  # this snapshot, whatever is installed
            "SPOTLIGHT_REPORTS_DIR": str(self.reports),
            "SPOTLIGHT_WAREHOUSE_DIR": str(self.warehouse),
            "DAGSTER_HOME": str(self.folder / "dagster"),
            "SPOTLIGHT_ALERT_URLS": "",
            "SPOTLIGHT_POSTGRES_URL": "",
            "SPOTLIGHT_KEEP_RELEASES": "2",  # each of ten million figures takes gigabytes
        }

    def refresh(self) -> Cost:
        return cost([_BIN / "spotlight", "refresh"], self.environment)

    def dbt_build(self) -> Cost:
        """The models and tests alone, as dbt's own command builds them from the same ledger."""
        places: list[str | Path] = ["--project-dir", DBT_PROJECT_DIR, "--profiles-dir", DBT_PROJECT_DIR]
        target: list[str | Path] = ["--target-path", self.folder / "target", "--log-path", self.folder / "logs"]
        options = ["--full-refresh", "--exclude-resource-type", "unit_test"]
        return cost([_BIN / "dbt", "--quiet", "build", *places, *target, *options], self.environment)

    def without_checks(self) -> Cost:
        """The same reports read by a plain DuckDB script into the same marts, unchecked."""
        script = (
            "import duckdb, sys; connection = duckdb.connect(sys.argv[1]); "
            "connection.execute('set variable reports = ?', [sys.argv[2]]); "
            "connection.execute(open(sys.argv[3]).read())"
        )
        database = self.folder / "without_checks.duckdb"
        database.unlink(missing_ok=True)
        return cost([sys.executable, "-c", script, database, self.reports / "*.csv", WITHOUT_CHECKS], self.environment)


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
        if number % 2 == 0:
            one, other = ours(), theirs()
        else:
            other, one = theirs(), ours()
        measured.append((one, other))
    return Row(
        work,
        against,
        median(our.cpu_seconds for our, _ in measured),
        median(their.cpu_seconds for _, their in measured),
        median(our.cpu_seconds / their.cpu_seconds for our, their in measured),
        reach,
        max(our.peak_megabytes for our, _ in measured),
        pairs,
    )
