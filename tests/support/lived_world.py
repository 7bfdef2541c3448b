"""A small reports folder and the warehouse of real commands on it, by whatever clock and version of the program.

Belongs here: what the files say, running commands, and what must hold, written from docs/rules.md alone. Not here: what
happens (lived), files that contradict each other in every way (simulation, in memory).
"""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from orchestration.spotlight.domain.model import Report
from orchestration.spotlight.domain.places import PROJECT_DIR
from orchestration.spotlight.ledger.chain import Ledger
from tests.support.pipeline import Pipeline, line
from tests.support.simulation import CATEGORIES, PATHS, Model, Said
from tests.support.tally import Tally
from tests.support.warm import SECONDS, Warm

COLUMNS = ("tried", "contained", "told", "healed", "lost", "bent", "silent")
TRIED, CONTAINED, TOLD, HEALED, LOST, BENT, SILENT = COLUMNS
PARTS = frozenset(CATEGORIES) - {"total"}
MISSOURI = ("US-MO", date(2015, 1, 1), date(2015, 12, 31))
REPORTS = (
    Report(*MISSOURI, date(2016, 1, 28)),
    Report(*MISSOURI, date(2017, 5, 3)),
    Report(*MISSOURI, datetime.now(UTC).date() + timedelta(days=200)),  # only a clock that is ahead accepts it
)
OREGON = Report("US-OR", date(2015, 1, 1), date(2015, 12, 31), date(2016, 5, 27))
WORDING = "Persons Who Were Trafficked"
"""A label that only the other version of this program knows."""
PAGE = f"""Oregon

January 1, 2015 - December 31, 2015

These statistics are accurate as of May 27, 2016.

{WORDING}: 41
"""
FARTHEST, LEEWAY = timedelta(days=400), timedelta(days=1)  # docs/adr/0008-clocks-that-lie.md

Belief = dict[tuple[Report, str], int | None]


class Fault(AssertionError):
    """Something that must hold after a step does not."""


def other_version(folder: Path) -> None:
    """Make a copy of the project whose reader, tables and wordings differ."""
    left_out = shutil.ignore_patterns("__pycache__", "dbt", "run", "compiled", "reports", "logs")
    for part in ("orchestration", "schemas", "dbt_project", "data/seeds/reference", ".dagster"):
        shutil.copytree(PROJECT_DIR / part, folder / part, ignore=left_out)
    (folder / "data" / "seeds" / "reports").mkdir()
    shutil.copy2(PROJECT_DIR / "pyproject.toml", folder)
    for file, more in (
        ("orchestration/spotlight/readers/formats/text.py", "# another version\n"),
        ("dbt_project/models/marts/fct_victims.sql", "-- another version\n"),
        ("data/seeds/reference/labels.csv", f"{WORDING},figure,victims,total\n"),
    ):
        with (folder / file).open("a", encoding="utf-8") as stream:
            stream.write(more)


class LivedWorld:
    """What the files say, which clock and version the commands run with, and what is believed."""

    def __init__(self, folder: Path, seed: int, version: Path, tally: Tally) -> None:
        self.pipeline, self.settings = Pipeline(folder), Pipeline(folder).settings
        self.chance, self.tally = random.Random(seed), tally
        self.said: dict[tuple[str, Report], Said] = {}
        self.spoilt: set[str] = set()
        self.ahead = 0
        """By how many days the clock is ahead."""
        self.other_version, self.is_other = version, False
        self.kept: dict[str, str] = {}
        self.warm: dict[tuple[bool, int], Warm] = {}
        """A process for each version and clock that commands ran with."""

    # Files ------------------------------------------------------------------------------------------------------------

    def write(self) -> None:
        path, report = self.chance.choice(PATHS), self.chance.choice(REPORTS)
        chosen = self.chance.sample(CATEGORIES, self.chance.choice((1, 1, 2, 5)))
        values = tuple((category, self.chance.choice((None, 1, 2, 3, 9))) for category in chosen)
        self.said[path, report] = Said(self.chance.choice(("publisher", "secondary")), values)
        self.spoilt.discard(path)
        self._save(path)

    def leave_out(self) -> None:
        if self.said:
            path, report = self.chance.choice(sorted(self.said))
            del self.said[path, report]
            self._save(path)

    def spoil(self) -> None:
        path = self.chance.choice(PATHS)
        self.spoilt |= {path} & {one for one, _ in self.said}
        self._save(path)

    def remove(self) -> None:
        self._forget(self.chance.choice(PATHS))

    def rename(self) -> None:
        old, new = self.chance.sample(PATHS, 2)
        moved = {(new, report): one for (path, report), one in self.said.items() if path == old}
        self._forget(new)
        self._forget(old)
        self.said |= moved
        self._save(new)

    def write_a_new_wording(self) -> None:
        (self.pipeline.reports / "oregon.txt").write_text(PAGE, encoding="utf-8")
        self.said["oregon", OREGON] = Said("publisher", (("victims", 41),))

    def _forget(self, path: str) -> None:
        self.said = {key: one for key, one in self.said.items() if key[0] != path}
        self.spoilt.discard(path)
        self._save(path)

    def _save(self, path: str) -> None:
        if path == "oregon":
            (self.pipeline.reports / "oregon.txt").unlink()
            return
        lines = [
            line("MO", 2015, f"{report.publisher_as_of}", "cases", category, value, one.kind)
            for (of, report), one in self.said.items()
            for category, value in one.values
            if of == path
        ]
        if lines:
            self.pipeline.write(f"{path}.csv", lines, *(["Atlantis,2015-01-01"] if path in self.spoilt else []))
        else:
            (self.pipeline.reports / f"{path}.csv").unlink(missing_ok=True)

    # Commands ---------------------------------------------------------------------------------------------------------

    def close(self) -> None:
        for process in self.warm.values():
            process.close()

    def command(
        self,
        *arguments: str,
        moment: dict[str, Any] | None = None,
        prefix: Sequence[str] = (),
        **environment: str,
    ) -> subprocess.CompletedProcess[str]:
        """Run `spotlight` in the chosen version, by the clock as it is set."""
        paths = [str(self.other_version)] if self.is_other else []
        clock = ["faketime", "-f", f"+{self.ahead}d"] if self.ahead else []
        base = {
            **os.environ,
            "SPOTLIGHT_REPORTS_DIR": str(self.settings.reports_dir),
            "SPOTLIGHT_WAREHOUSE_DIR": str(self.settings.warehouse_dir),
            "DAGSTER_HOME": str(self.pipeline.folder / "dagster"),
            "PYTHONPATH": os.pathsep.join([*paths, str(PROJECT_DIR)]),
            "PYTHONSAFEPATH": "1",
            # Files keep the times that they have, and what waits goes by the other clock.
            "NO_FAKE_STAT": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        }
        if prefix:  # in a namespace of its own, which a process that runs already cannot enter
            program = [*prefix, *clock, sys.executable, "-c", "from orchestration.cli import main; main()", *arguments]
            done = subprocess.run(
                program, env={**base, **environment}, capture_output=True, text=True, timeout=SECONDS, check=False
            )
        else:
            if (self.is_other, self.ahead) not in self.warm:
                self.warm[self.is_other, self.ahead] = Warm(clock, base)
            done = self.warm[self.is_other, self.ahead].run(arguments, environment, moment)
        self.expect("Traceback (most recent call last)" not in done.stdout + done.stderr, BENT, done.stderr[-3000:])
        return done

    # What must hold ---------------------------------------------------------------------------------------------------

    def expect(self, holds: bool, column: str, words: str, kind: str = "files") -> None:
        if not holds:
            self.tally.add(kind, column)
            raise Fault(f"{column}: {words}")

    def check(self, before: Belief, done: subprocess.CompletedProcess[str], *, accepts: bool) -> None:
        after, today = self.believed(), self.now().date()
        valid = {key: one for key, one in self.said.items() if self._is_valid(*key, one, today)}
        stay = Model(before).must_stay(valid, accepts=accepts, today=today)
        gone = {key: (before[key], after.get(key, "gone")) for key in stay if after.get(key, "gone") != before[key]}
        self.expect(not gone, LOST, f"not as before: {gone}")
        self.expect(all(report.publisher_as_of <= today for report, _ in after), BENT, "a day to come is believed")
        refused = set(self.rows("select regexp_replace(file, '[.].*', ''), report_id from audit.rejections"))
        waits = set(
            self.rows(
                "select regexp_replace(file, '[.].*', ''), report_id from audit.removals where status = 'pending'"
            )
        )
        for (path, report), one in self.said.items():
            is_refused = not refused.isdisjoint({(path, report.report_id), (path, None)})
            if (path, report) not in valid:
                self.expect(is_refused, SILENT, f"{path}: {one} is not valid, and nobody is told")
            elif not is_refused and (path, report.report_id) not in waits:
                wrong = [one for one in one.values if after.get((report, one[0]), "gone") != one[1]]
                self.expect(not wrong, BENT, f"{path} says {wrong} of {report.report_id}, and that is not believed")
        needs_a_person = 3 if refused or waits else 0
        self.expect(done.returncode == needs_a_person, SILENT, f"{done.returncode} with {refused} and {waits}")

    def _is_valid(self, path: str, report: Report, one: Said, today: date) -> bool:
        """Rules 1, 3, 4 and the date, for one report of one file."""
        if report is OREGON:
            return self.is_other
        values = dict(one.values)
        if path in self.spoilt or report.publisher_as_of > today:
            return False
        if values.keys() & PARTS and "not_specified" not in values:
            return False
        parts = [values[category] for category in PARTS & values.keys()]
        known = sum(value for value in parts if value is not None)
        total = values.get("total")
        if total is None:
            return True
        is_complete = values.keys() >= PARTS and None not in parts
        return known - total <= 2 and not (is_complete and total - known > 2)

    def believed(self) -> Belief:
        """Every figure of the two places that is served, by report and category."""
        if not self.settings.current.exists():
            return {}
        return {
            (Report(code, start, end, day), "victims" if measure == "victims" else category): value
            for code, start, end, day, measure, category, value in self.rows(
                "select jurisdiction_code, period_start, period_end, publisher_as_of, measure, category, value "
                "from marts.fct_figure_revisions where jurisdiction_code in ('US-MO', 'US-OR')"
            )
        }

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        with duckdb.connect(self.settings.current / "warehouse.duckdb", read_only=True) as connection:
            return connection.execute(sql).fetchall()

    def now(self) -> datetime:
        return datetime.now(UTC).replace(tzinfo=None) + timedelta(days=self.ahead)

    def is_clock_wrong(self) -> bool:
        """Whether the clock is far from the last batch, or far after all that is known (docs/adr/0008)."""
        recorded = self._recorded_at()
        if recorded is None:
            return False
        real = datetime.now(UTC).replace(tzinfo=None)
        return self.now() < recorded - LEEWAY or self.now() - max(recorded, real) > FARTHEST

    def days_to_last_batch(self) -> int:
        """How far ahead a clock has to be that is believed: as far as that of the last batch was."""
        recorded, real = self._recorded_at(), datetime.now(UTC).replace(tzinfo=None)
        return max(0, (recorded - real).days + 1) if recorded is not None else 0

    def _recorded_at(self) -> datetime | None:
        ledger = Ledger(self.settings.ledger_dir)
        if not ledger.last_batch():
            return None
        file = ledger.file(ledger.last_batch(), "batch")
        recorded: datetime = pl.read_parquet(file, hive_partitioning=False)["recorded_at"][0]
        return recorded

    def nothing_is_lost(self) -> None:
        """Every batch and document that was there is there, byte for byte."""
        now = self.hashes()
        changed = [name for name, sha256 in self.kept.items() if now.get(name) != sha256]
        self.expect(not changed, LOST, f"{changed}")
        self.kept = now

    def hashes(self) -> dict[str, str]:
        ledger = self.settings.ledger_dir
        return {
            str(file.relative_to(ledger)): hashlib.sha256(file.read_bytes()).hexdigest()
            for kind in ("batches", "documents")
            for file in (ledger / kind).rglob("*")
            if file.is_file()
        }
