"""Refreshes without end in one process: memory, open files, temporary files and disk stay what they were.

Belongs here: what grows. `SPOTLIGHT_FAULT_REFRESHES` asks for more of them than `make test` makes.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median

from orchestration.spotlight.domain.places import PROJECT_DIR
from orchestration.spotlight.ledger.chain import Ledger
from tests.support.dbt_build import bring_up_to_date
from tests.support.pipeline import Pipeline, cases
from tests.support.tally import Tally

REFRESHES = int(os.environ.get("SPOTLIGHT_FAULT_REFRESHES", "3"))
WARM_UP = 2  # what is imported and cached once
PLACES = (
    "AL",
    "AK",
    "AZ",
    "AR",
    "CA",
    "CO",
    "CT",
    "DE",
    "FL",
    "GA",
    "HI",
    "ID",
    "IL",
    "IN",
    "IA",
    "KS",
    "KY",
    "LA",
    "ME",
)
MOST_RUNS = 2  # fewer than refreshes: each run has a file of its own in Dagster's store
MOST_GROWTH_IN_MEGABYTES = 64

SOAK = """
import gc, json, os, resource, sys
from pathlib import Path
refreshes, most_runs, folder, places = int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]), sys.argv[4:]
from orchestration.cli.refresh import run
from orchestration.defs import history
history.MOST_RUNS = most_runs
header, *lines = (folder / f"{places[0]}.csv").read_text().splitlines()
for number in range(refreshes):
    day = f"{2017 + number // 300}-{number % 300 // 25 + 1:02}-{number % 25 + 1:02}"
    place = places[number % len(places)]
    restated = []
    for cells in (line.split(",") for line in lines):
        restated.append(",".join([place, *cells[1:3], day, *cells[4:6], str(int(cells[6]) + number), *cells[7:]]))
    (folder / f"{place}.csv").write_text("\\n".join([header, *restated]) + "\\n")
    before = resource.getrusage(resource.RUSAGE_SELF)
    if run(False, (), False, as_json=True) != 0:
        sys.exit("a refresh failed")
    after = resource.getrusage(resource.RUSAGE_SELF)
    gc.collect()  # what waits to be collected is no growth
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    seen = {
        "megabytes": pages * os.sysconf("SC_PAGE_SIZE") / 2**20,
        "open_files": len(os.listdir("/proc/self/fd")),
        "cpu_seconds": after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime,
    }
    print(json.dumps(seen), file=sys.stderr, flush=True)
"""


def test_nothing_grows_but_the_ledger(tmp_path: Path, show_tally: Callable[[str, Tally], None]) -> None:
    pipeline, temporary = Pipeline(tmp_path / "soak"), tmp_path / "temporary"
    temporary.mkdir()
    pipeline.write("AL.csv", cases("AL", 2015, "2016-01-28", sex=58, labor=4, sex_and_labor=1, not_specified=4))
    settings, home = pipeline.settings, tmp_path / "dagster"
    done = subprocess.run(
        [sys.executable, "-c", SOAK, str(REFRESHES + WARM_UP), str(MOST_RUNS), str(pipeline.reports), *PLACES],
        env={
            **os.environ,
            "PYTHONPATH": str(PROJECT_DIR),
            "SPOTLIGHT_REPORTS_DIR": str(settings.reports_dir),
            "SPOTLIGHT_WAREHOUSE_DIR": str(settings.warehouse_dir),
            "SPOTLIGHT_KEEP_RELEASES": "2",
            "DAGSTER_HOME": str(home),
            "TMPDIR": str(temporary),
            "MALLOC_ARENA_MAX": "2",  # as the units in deploy/systemd have it
        },
        capture_output=True,
        text=True,
        check=False,
    )
    seen = [json.loads(line) for line in done.stderr.splitlines() if line.startswith('{"megabytes"')]
    assert (done.returncode, len(seen)) == (0, REFRESHES + WARM_UP), done.stderr[-2000:]
    assert Ledger(settings.ledger_dir).last_batch() == REFRESHES + WARM_UP

    later = seen[WARM_UP:]
    assert later[-1]["open_files"] <= later[0]["open_files"]
    assert later[-1]["megabytes"] - later[0]["megabytes"] < MOST_GROWTH_IN_MEGABYTES
    assert list(temporary.iterdir()) == []
    assert len(list(settings.releases_dir.iterdir())) == 2
    assert len(list((home / "history" / "runs").glob("*-*.db"))) <= MOST_RUNS + 1
    followed = settings.build_file.stat().st_size
    bring_up_to_date(settings.warehouse_dir, full=True)
    assert followed < 1.5 * settings.build_file.stat().st_size, "the build file holds what the ledger explains"
    assert (home / "history" / "runs" / "index.db").stat().st_size < (MOST_RUNS + 4) * 2**20

    tally = Tally(("refreshes", "megabytes more", "files more", "CPU of the last in % of the first"))
    ten = min(10, len(later))
    costs = [median(one["cpu_seconds"] for one in some) for some in (later[:ten], later[-ten:])]
    row = "in one process"
    tally.add(row, "refreshes", len(later))
    tally.add(row, "megabytes more", round(later[-1]["megabytes"] - later[0]["megabytes"]))
    tally.add(row, "files more", later[-1]["open_files"] - later[0]["open_files"])
    tally.add(row, "CPU of the last in % of the first", round(100 * costs[1] / costs[0]))
    show_tally("soak", tally)
