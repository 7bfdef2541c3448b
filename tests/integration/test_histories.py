"""From files to tables on random histories: what must not depend on order, grouping, or on having been built before.

Belongs here: properties of the whole way of the data. Not here: single rules (unit tests) or worked examples (facts).
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.support.pipeline import HISTORY_OF_ARRIVAL, Pipeline, cases, tables_of

# Each example builds warehouses, so that shrinking one would take longer than reading it.
few_examples = settings(max_examples=6, phases=[Phase.explicit, Phase.generate])

DATES = ("2016-01-28", "2016-05-27", "2017-05-03", "2018-02-01")
PARTS = ("sex", "labor", "sex_and_labor", "not_specified")


@dataclass(frozen=True)
class ReportFile:
    """One file that states one report; files of one report agree with each other."""

    name: str
    jurisdiction: str
    publisher_as_of: str
    kind: str
    values: tuple[tuple[str, int | None], ...]

    @property
    def lines(self) -> list[str]:
        return cases(self.jurisdiction, 2015, self.publisher_as_of, self.kind, **dict(self.values))


@st.composite
def report_files(draw: st.DrawFn) -> list[ReportFile]:
    """Files whose reports are all accepted: totals, breakdowns, or both, some suppressed, of both kinds of source."""
    files = []
    for jurisdiction in ("MO", "KS"):
        for publisher_as_of in DATES:
            parts = {part: draw(st.sampled_from([0, 3, 4, 58, None])) for part in PARTS}
            known = [value for value in parts.values() if value is not None]
            total = sum(known) if len(known) == len(parts) else sum(known) + draw(st.integers(0, 9))
            stated = {"total": {"total": total}, "parts": parts, "both": {"total": total, **parts}}
            for number, which in enumerate(draw(st.lists(st.sampled_from(sorted(stated)), max_size=2))):
                kind = draw(st.sampled_from(["publisher", "secondary"]))
                name = f"{jurisdiction}-{publisher_as_of}-{number}.csv"
                files.append(ReportFile(name, jurisdiction, publisher_as_of, kind, tuple(stated[which].items())))
    return files


def taken_in(folder: str, groups: Sequence[Sequence[ReportFile]]) -> Pipeline:
    """A pipeline that saw the files group by group."""
    pipeline = Pipeline(Path(folder))
    for group in groups:
        for file in group:
            pipeline.write(file.name, file.lines)
        ingestion = pipeline.look()
        assert not ingestion.open
    return pipeline


@pytest.mark.slow
@few_examples
@given(st.data())
def test_any_order_and_grouping_gives_the_same_facts_and_history(data: st.DataObject) -> None:
    files = data.draw(report_files().filter(bool))
    shuffled = data.draw(st.permutations(files))
    cuts = sorted(data.draw(st.sets(st.integers(1, len(files)), max_size=3)) | {0, len(files)})
    with TemporaryDirectory() as one, TemporaryDirectory() as other:
        together = taken_in(one, [files]).build()
        apart = taken_in(other, [shuffled[start:end] for start, end in pairwise(cuts)]).build()
        # Among equals the document recorded first is shown: which one that is depends on the order, and only that.
        shown = ("document_id", "source_line", "source_text", "shown_figure_count", "source", "citation")
        without = (*HISTORY_OF_ARRIVAL, *shown)
        ours, theirs = tables_of(together, without=without), tables_of(apart, without=without)
        for table, rows in ours.items():
            assert rows == theirs[table], table


@pytest.mark.slow
@few_examples
@given(report_files().filter(bool), st.sampled_from(DATES))
def test_as_of_a_day_is_what_a_warehouse_knows_that_only_saw_reports_up_to_it(
    files: list[ReportFile], day: str
) -> None:
    with TemporaryDirectory() as one, TemporaryDirectory() as other:
        everything = taken_in(one, [files]).build()
        until = [file for file in files if file.publisher_as_of <= day]
        expected = []
        if until:
            expected = taken_in(other, [until]).build().rows("select * from marts.fct_figures order by all")
        assert everything.rows("select * from marts.figures_as_of($day) order by all", day=day) == expected
        filtered = everything.rows(
            "select value from marts.fct_figure_revisions where publisher_as_of <= $day "
            "and (superseded_on is null or superseded_on > $day) order by all",
            day=day,
        )
        assert filtered == everything.rows("select value from marts.figures_as_of($day) order by all", day=day)


Step = tuple[str, str, str, str, dict[str, int | None]]
"""What happens, to which file, and what that then says: accuracy date, kind of source, and cases by category."""

# What may happen to a folder: files come, change, spoil, go and return; removals are accepted.
steps = st.lists(
    st.tuples(
        st.sampled_from(["write", "write", "write", "spoil", "remove", "accept"]),
        st.sampled_from(["a.csv", "b.csv", "c.csv"]),
        st.sampled_from(DATES[:2]),
        st.sampled_from(["publisher", "secondary", "secondary"]),
        st.dictionaries(st.sampled_from(["total", *PARTS]), st.sampled_from([1, 2, 3, None]), min_size=1),
    ),
    min_size=3,
    max_size=8,
)


def happen(pipeline: Pipeline, step: Step) -> None:
    """Do to the reports folder what a step says, and look at it."""
    action, name, publisher_as_of, kind, values = step
    file = pipeline.reports / name
    if action == "write":
        pipeline.write(name, cases("MO", 2015, publisher_as_of, kind, **values))
    elif action == "spoil":
        file.write_text("not,a\nreport,at all\n", encoding="utf-8")
    elif action == "remove":
        file.unlink(missing_ok=True)
    pipeline.look(accept=action == "accept")


@pytest.mark.slow
@few_examples
@given(steps)
def test_a_hostile_history_is_whole_and_is_made_anew_from_the_ledger_alone(
    history: list[Step],
) -> None:
    with TemporaryDirectory() as folder:
        pipeline = Pipeline(Path(folder))
        pipeline.write("kept.csv", cases("MO", 2014, "2016-01-28", total=55))
        pipeline.look()
        for step in history:
            happen(pipeline, step)
            assert pipeline.look().batch is None, "a second look without a change adds no batch"
            assert pipeline.look(full=True).batch is None, "nor does reading every file again"
            warehouse = pipeline.bring_up_to_date()

        assert not warehouse.rows("select * from intermediate.int_figure_beliefs where recorded_to <= recorded_from"), (
            "no interval of the second clock is inverted"
        )
        assert not warehouse.rows(
            """
            select * from intermediate.int_figure_beliefs as one inner join intermediate.int_figure_beliefs as other
            using (report_id, measure, category)
            where one.batch < other.batch and (one.recorded_to is null or one.recorded_to > other.recorded_from)
            """
        ), "no two intervals of a figure overlap"
        assert not warehouse.rows("select * from marts.fct_figures anti join marts.dim_document using (document_id)"), (
            "no current fact without its document"
        )
        for (document_id,) in warehouse.rows("select document_id from marts.fct_figures"):
            assert list((pipeline.settings.ledger_dir / "documents").glob(f"{document_id}.*")), "its bytes are kept"

        before = tables_of(warehouse, ("staging", "intermediate", "marts", "audit"))
        shutil.rmtree(pipeline.settings.build_file.parent)
        shutil.rmtree(pipeline.reports)
        anew = tables_of(pipeline.build(), ("staging", "intermediate", "marts", "audit"))
        for table, rows in anew.items():
            # What was touched last is all of it in a full build.
            assert rows == before[table] or table == "intermediate.int_affected_reports", table
