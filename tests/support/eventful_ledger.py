"""A ledger of any size in which all has happened that can: every mart and audit table made of it has rows.

Belongs here: which files come, change and go. Not here: how figures are made up (`tests.benchmarks.figures`).
"""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path

from orchestration.spotlight.domain.model import Report
from orchestration.spotlight.domain.places import PROJECT_DIR, REFERENCE_DIR
from orchestration.spotlight.domain.vocabulary import load_vocabulary
from orchestration.spotlight.ledger.polls import Outcome, Poll, PollRecord
from tests.benchmarks import figures
from tests.support.handmade_ledger import HandmadeLedger, States
from tests.support.pipeline import Pipeline, cases, line

FIRST_VINTAGE_BATCH = 6


def eventful_ledger(folder: Path, figure_count: int) -> Pipeline:
    """Take in the project's own reports; correct, refuse and remove files; then add vintages of so many figures."""
    pipeline = Pipeline(folder)
    shutil.copytree(PROJECT_DIR / "data" / "seeds" / "reports", pipeline.reports, dirs_exist_ok=True)
    parts = {"total": 110, "sex": 80, "labor": 20, "sex_and_labor": 4, "not_specified": 6}
    hidden = {"total": 50, "sex": 40, "labor": None, "sex_and_labor": None, "not_specified": 5}
    pipeline.write("stays.csv", cases("KS", 2020, "2021-02-01", **hidden), cases("US", 2020, "2021-02-01", total=9000))
    pipeline.write("is-corrected.csv", cases("NE", 2020, "2021-02-01", **parts))
    pipeline.write("goes-for-good.csv", cases("IA", 2020, "2021-02-01", **parts))
    pipeline.write("is-gone.csv", cases("MN", 2020, "2021-02-01", **parts))
    pipeline.write("is-saved-over.csv", cases("ND", 2020, "2021-02-01", **parts))
    pipeline.write("by-the-publisher.csv", cases("SD", 2020, "2021-02-01", total=31))
    pipeline.look()

    pipeline.write("is-corrected.csv", cases("NE", 2020, "2021-02-01", **parts | {"total": 111, "sex": 81}))
    pipeline.remove("goes-for-good.csv")
    pipeline.look(accept=True)

    pipeline.remove("is-gone.csv")
    pipeline.write("is-saved-over.csv", cases("ND", 2020, "2021-08-01", **parts | {"total": 112, "labor": 22}))
    pipeline.write("is-outranked.csv", cases("SD", 2020, "2021-08-01", "secondary", total=33))
    half_year = "KS,2021-01-01,2021-06-30,2021-08-01,cases,total,20,reported,"
    signals = [line("KS", 2020, "2021-08-01", "signals", "phone_call", value) for value in (300,)]
    people = [line("KS", 2020, "2021-08-01", measure, "total", None) for measure in ("victims", "traffickers")]
    pipeline.write("is-late.csv", half_year, signals, people)
    pipeline.write("is-refused.csv", cases("WI", 2020, "2021-02-01", total=-1))
    pipeline.write("is-mended.csv", cases("OK", 2020, "2021-02-01", total=-1))
    pipeline.look()

    pipeline.write("is-mended.csv", cases("OK", 2020, "2021-02-01", total=1))
    pipeline.look()

    seen = datetime(2026, 1, 5, tzinfo=UTC).replace(tzinfo=None)
    polls = PollRecord(pipeline.settings.ledger_dir)
    polls.append([Poll(polled_at=seen, address="https://example.org", outcome=Outcome.UNCHANGED, run_id="poll")])

    _add_vintages(pipeline.settings.warehouse_dir, figure_count // figures.FIGURES_PER_REPORT)
    return pipeline


def _add_vintages(warehouse_dir: Path, report_count: int) -> None:
    """Append a batch a vintage, without the files and the judging that a million figures would take minutes for."""
    vocabulary = load_vocabulary(REFERENCE_DIR)
    # Its days are those of the batches: from here on, each is later than every look at the reports folder.
    batch = FIRST_VINTAGE_BATCH
    for as_of, made in groupby(figures.reports(report_count), key=lambda report: report.publisher_as_of):
        kind = "new" if batch == FIRST_VINTAGE_BATCH else "restated"
        HandmadeLedger(warehouse_dir, vocabulary, batches=batch - 1).add(
            *(
                States(
                    Report(report.jurisdiction, report.period_start, report.period_end, as_of),
                    {"cases": {category: value for *_, category, value in report.rows()}},
                    path=f"states-as-of-{as_of}.csv",
                    change_kind=kind,
                )
                for report in made
            )
        )
        batch += 1
