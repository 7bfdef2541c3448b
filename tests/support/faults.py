"""One fault tried on a warehouse: what was lost, bent, blocked or shown as a traceback, while four readers read on.

Belongs here: the warehouse that is tried, its readers, what must hold after any fault. Not here: the faults.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb

from orchestration.settings import Settings
from orchestration.spotlight.domain.places import PROJECT_DIR
from orchestration.spotlight.inspect.verify import verify
from tests.support.command_line import SPOTLIGHT, CommandLine
from tests.support.pipeline import Pipeline, cases
from tests.support.published import publish_build
from tests.support.tally import Tally

COLUMNS = ("tried", "lost", "bent", "blocked", "tracebacks shown")
TRIED, LOST, BENT, BLOCKED, TRACEBACKS = COLUMNS
LOOKS = "looks of four readers during these"
TABLE = "faults: 0 lost, 0 bent, 0 blocked, 0 tracebacks shown"

# How many cases of each kind are tried. `make faults` asks for more than there are.
CASES = int(os.environ.get("SPOTLIGHT_FAULT_CASES", "2"))
READERS = 4
SECONDS = 300  # a command that is not through by then is blocked
ENDS_WELL = (0, 3)  # a removal waits in every scene

# What every reader asks in one statement: which batch, and whether Missouri's total and the sum of its parts are those.
QUESTION = """
    select batch, coalesce(stated = parts and stated = if(batch = 2, 67, 96), false) as is_true, stated, parts
    from (
        select
            (select max(batch) from audit.refreshes) as batch,
            (select stated_total from marts.fct_case_totals
             where jurisdiction_code = 'US-MO' and year = 2015) as stated,
            (select cast(sum(case_count) as bigint) from marts.fct_cases
             where jurisdiction_code = 'US-MO' and year = 2015) as parts
    )
"""

READER = """
import json, os, sys
from collections import Counter
from pathlib import Path
import duckdb
os.nice(19)  # they never pause: on a small machine the refresh would otherwise wait for a processor, not for them
database, stop, question = sys.argv[1:]
looks, errors, wrong, batch, parent = 0, Counter(), Counter(), 0, os.getppid()
locked = {"enable_external_access": False, "lock_configuration": True, "threads": 1}
while looks == 0 or (os.getppid() == parent and not Path(stop).exists()):
    try:
        with duckdb.connect(database, read_only=True, config=locked) as connection:
            answer = connection.execute(question).fetchone()
    except Exception as error:
        errors[repr(error)] += 1
    else:
        if not answer[1] or answer[0] < batch:
            wrong[repr(answer)] += 1
        batch = answer[0]
    looks += 1
    if looks == 1:
        print("ready", flush=True)
print(json.dumps({"looks": looks, "errors": errors, "wrong": wrong}))
"""


def some_of(cases: Sequence[Any]) -> list[Any]:
    """As many of the cases as are asked for, from all over the list."""
    count = min(CASES, len(cases))
    return [cases[len(cases) * number // count] for number in range(count)]


@dataclass(frozen=True)
class Scene:
    """A released warehouse of two batches whose reports folder has changed, and the same after an undisturbed refresh.

    The change: a restatement, a correction of ours, a new report, and a file that is gone.
    """

    folder: Path

    @property
    def before(self) -> Path:
        return self.folder / "before"

    @property
    def after(self) -> Path:
        return self.folder / "after"

    @cached_property
    def cpu_seconds(self) -> float:
        """What the undisturbed refresh took."""
        return float((self.folder / "cpu_seconds").read_text())

    def make(self) -> None:
        pipeline = Pipeline(self.before)
        parts = {"sex": 58, "labor": 4, "sex_and_labor": 1, "not_specified": 4}
        pipeline.write("missouri.csv", cases("MO", 2015, "2016-05-27", "publisher", total=67, **parts))
        pipeline.write("kansas.csv", cases("KS", 2015, "2016-05-27", total=20))
        pipeline.look()
        pipeline.write("maine.csv", cases("ME", 2015, "2016-05-27", total=8))
        pipeline.look()
        pipeline.bring_up_to_date()
        publish_build(pipeline)

        parts = {"sex": 80, "labor": 9, "sex_and_labor": 2, "not_specified": 5}
        pipeline.write("missouri-later.csv", cases("MO", 2015, "2017-05-03", "publisher", total=96, **parts))
        pipeline.write("kansas.csv", cases("KS", 2015, "2016-05-27", total=21))
        pipeline.write("iowa.csv", cases("IA", 2015, "2016-05-27", total=33))
        pipeline.remove("maine.csv")

        shutil.copytree(self.before, self.after, symlinks=True)
        command_line = CommandLine(Pipeline(self.after))
        began = sum(os.times()[2:4])
        command_line.refresh(code=3)  # maine.csv is gone, and its removal waits
        (self.folder / "cpu_seconds").write_text(str(sum(os.times()[2:4]) - began))


@dataclass
class Trial:
    """One fault on a copy of the scene. What it did wrong is gathered, counted at the end, and then fails the test."""

    scene: Scene
    folder: Path
    fault: str
    prefix: Sequence[str] = ()
    """Put before every command that is run: under which rights, in which mounts."""
    faults: list[tuple[str, str]] = field(default_factory=list)
    reader_faults: Counter[tuple[str, str]] = field(default_factory=Counter)
    looks: int = 0
    """How often the readers asked."""

    def __post_init__(self) -> None:
        for folder in ("dagster", "temporary"):
            (self.folder / folder).mkdir(parents=True)
        Pipeline(self.scene.before).copy(self.folder)
        self.kept = _hashes(self.settings.ledger_dir)

    @cached_property
    def pipeline(self) -> Pipeline:
        return Pipeline(self.folder)

    @cached_property
    def settings(self) -> Settings:
        return self.pipeline.settings

    @property
    def dagster_home(self) -> Path:
        return self.folder / "dagster"

    @cached_property
    def environment(self) -> dict[str, str]:
        return {**os.environ, **CommandLine(self.pipeline).folders, "TMPDIR": str(self.folder / "temporary")}

    # Commands ---------------------------------------------------------------------------------------------------------

    def start(self, *command: str, **environment: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [*self.prefix, *command],
            env={**self.environment, **environment},
            cwd=PROJECT_DIR,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def ended(self, running: subprocess.Popen[str]) -> subprocess.CompletedProcess[str]:
        """Wait for a command's end, and look at what it showed."""
        try:
            out, err = running.communicate(timeout=SECONDS)
        except subprocess.TimeoutExpired:
            running.kill()
            out, err = running.communicate()
            self.faults.append((BLOCKED, f"{running.args} did not end within {SECONDS} s"))
        if "Traceback (most recent call last)" in out + err:
            self.faults.append((TRACEBACKS, err[-3000:] or out[-3000:]))
        return subprocess.CompletedProcess(running.args, running.returncode, out, err)

    def spotlight(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return self.ended(self.start(SPOTLIGHT, *arguments, **environment))

    def killed(self, moment: Mapping[str, Any], *arguments: str, **environment: str) -> bool:
        """Run a command that is killed at a moment (tests/support/killed.py); whether it came to that."""
        module = [sys.executable, "-m", "tests.support.killed", json.dumps(moment)]
        return self.ended(self.start(*module, *arguments, **environment)).returncode == -9

    def fails(self, done: subprocess.CompletedProcess[str], *words: str, code: int = 1) -> None:
        """The command ended with this exit code, and its message has these words."""
        assert done.returncode == code, (done.returncode, done.stdout, done.stderr)
        for word in words:
            assert word in done.stderr, (word, done.stderr)

    # What must hold ---------------------------------------------------------------------------------------------------

    @contextmanager
    def readers(self) -> Iterator[None]:
        """Four readers that ask without a pause; each answer has to be one release's, and none goes back in time."""
        stop = self.folder / "stop"
        arguments = [self.settings.current / "warehouse.duckdb", stop, QUESTION]
        readers = [self.start(sys.executable, "-c", READER, *map(str, arguments)) for _ in range(READERS)]
        try:
            for reader in readers:
                assert reader.stdout is not None
                reader.stdout.readline()
            yield
        finally:
            stop.touch()
            for reader in readers:
                told = json.loads(self.ended(reader).stdout.splitlines()[-1])
                self.looks += told["looks"]
                for column, answers in ((BLOCKED, told["errors"]), (BENT, told["wrong"])):
                    self.reader_faults.update({(column, answer): count for answer, count in answers.items()})
            stop.unlink()

    def is_served(self, batch: int | None = None) -> None:
        """`current` answers, and truly."""
        try:
            with duckdb.connect(self.settings.current / "warehouse.duckdb", read_only=True) as connection:
                answer = connection.execute(QUESTION).fetchone()
        except duckdb.Error as error:
            self.faults.append((BLOCKED, f"current: {error}"))
            return
        assert answer is not None
        if not answer[1] or (batch is not None and answer[0] != batch):
            self.faults.append((BENT, f"current says {answer}"))

    def nothing_is_lost(self) -> None:
        """Every batch and document that was there before is there, byte for byte."""
        now = _hashes(self.settings.ledger_dir)
        self.faults += [(LOST, f"{name}") for name, sha256 in self.kept.items() if now.get(name) != sha256]

    def goes_on(self, *arguments: str) -> None:
        """The next refresh (or another command) makes what an undisturbed one would have; one more has nothing new."""
        if self.publishes(*arguments):
            self.is_whole()
            self.has_nothing_new()

    def publishes(self, *arguments: str, **environment: str) -> bool:
        """The next refresh (or another command) ends well."""
        done = self.spotlight(*(arguments or ("refresh",)), **environment)
        if done.returncode not in ENDS_WELL:
            self.faults.append((BLOCKED, f"{done.args} ended with {done.returncode}: {done.stdout}{done.stderr}"))
        return done.returncode in ENDS_WELL

    def has_nothing_new(self) -> None:
        """One refresh more finds that all is done."""
        done = self.spotlight("refresh")
        if done.returncode not in ENDS_WELL or not done.stdout.startswith("Nothing new"):
            self.faults.append((BLOCKED, f"one refresh more: {done.returncode} {done.stdout} {done.stderr}"))

    def is_whole(self) -> None:
        """All tables are those of the undisturbed refresh, all files what was written, and nothing lies about."""
        self.nothing_is_lost()
        self.is_served(batch=3)
        theirs = Settings(warehouse_dir=self.scene.after / "warehouse").current
        self.faults += [(BENT, words) for words in differences(theirs, self.settings.current)]
        self.faults += [(BENT, f"verify: {one.file}: {one.message}") for one in verify(self.settings).findings]
        self.faults += [(BLOCKED, f"left for ever: {path}") for path in left_over(self.settings)]
        self.faults += [(BLOCKED, f"left for ever: {path}") for path in (self.folder / "temporary").glob("*")]

    def count(self, tally: Tally) -> None:
        for row, tried, faults in (
            (self.fault, 1, Counter(self.faults)),
            (LOOKS, self.looks, self.reader_faults),
        ):
            tally.add(row, TRIED, tried)
            for (column, _), count in faults.items():
                tally.add(row, column, count)


def left_over(settings: Settings) -> list[str]:
    """What an unfinished refresh may leave, and a finished one has no use for."""
    warehouse = settings.warehouse_dir
    found = [
        *(path for path in warehouse.glob(".*") if not path.name.endswith(".lock")),
        *settings.releases_dir.glob(".*"),
        *(settings.ledger_dir / "incoming").glob("*"),
        *settings.build_file.parent.glob("*.wal"),
        *settings.build_file.parent.glob("copy.*"),
    ]
    return [str(path.relative_to(warehouse)) for path in found]


def differences(expected: Path, found: Path) -> Iterator[str]:
    """In words, every table of two releases that is not the same but for clocks, and ids made from a run or a clock."""
    with duckdb.connect() as connection:
        for name, folder in (("expected", expected), ("found", found)):
            file = str((folder / "warehouse.duckdb").resolve()).replace("'", "''")
            connection.execute(f"attach '{file}' as {name} (read_only)")
        tables = {
            name: connection.execute(
                "select schema_name || '.' || table_name, list(column_name order by column_index) "
                "filter (data_type not like 'TIMESTAMP%' and column_name not in ('run_id', 'removal_id')) "
                f"from duckdb_columns() join duckdb_tables() using (database_name, schema_name, table_name) "
                f"where database_name = '{name}' and schema_name in ('marts', 'audit') group by all order by all"
            ).fetchall()
            for name in ("expected", "found")
        }
        if tables["expected"] != tables["found"]:
            yield "the tables and columns themselves"
            return
        for table, columns in tables["expected"]:
            rows = {name: f"select {', '.join(columns)} from {name}.{table}" for name in ("expected", "found")}
            for one, other in (("expected", "found"), ("found", "expected")):
                ((count,),) = connection.execute(
                    f"select count(*) from ({rows[one]} except all {rows[other]})"
                ).fetchall()
                if count:
                    yield f"{table}: {count} rows that only the {one} one has"


def _hashes(ledger: Path) -> dict[str, str]:
    return {
        str(file.relative_to(ledger)): hashlib.sha256(file.read_bytes()).hexdigest()
        for kind in ("batches", "documents")
        for file in (ledger / kind).rglob("*")
        if file.is_file()
    }


MakeTrial = Callable[..., Trial]
