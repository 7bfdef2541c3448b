"""How far a figure may still move: the bounds of `rpt_trend`, asked year by year with what was known then.

Belongs here: whether eight in ten simulated figures end between them. Not here: its other columns (dbt unit tests).
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import duckdb
import polars as pl
import pytest

from tests.support.dbt_build import invoke

PLACES = tuple(f"US-{number:02}" for number in range(51))
YEARS = range(2005, 2018)
YEARS_ASKED = range(2010, 2018)
LAGS = (60, 240, 420, 600, 780)
"""Days after the year's end at which its figures are stated; after the last they stay as they are."""

Process = Callable[[random.Random], Sequence[float]]
"""How a figure of one place and year goes on: each statement as a multiple of the last one."""


@dataclass(frozen=True)
class Statement:
    """One vintage of the cases of one place and year."""

    place: str
    year: int
    publisher_as_of: date
    value: int


def rising(chance: random.Random) -> Sequence[float]:
    """What is learned later is added: four fifths are known at first."""
    return [known * chance.gauss(1, 0.04) for known in (0.80, 0.90, 0.95, 0.98)] + [1.0]


def falling(chance: random.Random) -> Sequence[float]:
    """Cases turn out to be none: a quarter too many are counted at first."""
    return [known * chance.gauss(1, 0.04) for known in (1.25, 1.12, 1.06, 1.02)] + [1.0]


def mixed(chance: random.Random) -> Sequence[float]:
    """Some places add and some take away, most by little."""
    size = chance.gauss(0, 0.12)
    return [1 + size, 1 + size / 2, 1 + size / 4, 1 + size / 8, 1.0]


def history(process: Process, seed: int) -> list[Statement]:
    """Every vintage of every place and year."""
    chance = random.Random(seed)
    statements = []
    for place in PLACES:
        usual = chance.lognormvariate(5.5, 0.8) + 40
        for year in YEARS:
            final = usual * chance.uniform(0.7, 1.3)
            for lag, multiple in zip(LAGS, process(chance), strict=True):
                day = date(year, 12, 31) + timedelta(days=lag)
                statements.append(Statement(place, year, day, max(1, round(final * multiple))))
    return statements


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The SQL of the model as dbt compiles it."""
    folder = tmp_path_factory.mktemp("compiled")
    (folder / "build").mkdir()
    result = invoke(folder, "compile", "--select", "rpt_trend")
    assert result.success, result.exception
    (compiled,) = [one.node.compiled_code for one in result.result if one.node.name == "rpt_trend"]
    assert isinstance(compiled, str)
    return compiled


Bounds = dict[tuple[str, int], tuple[float, float]]
"""Place and year → between what its figure is likely to end."""


def trend(model: str, known: Sequence[Statement], break_on: date | None = None) -> Bounds:
    """The bounds that the model gives from these statements alone."""
    statements = pl.DataFrame([(one.place, one.year, one.publisher_as_of, one.value) for one in known], orient="row")
    breaks = pl.DataFrame(
        {"measure": ["cases"], "starts_on": [break_on or date(1990, 1, 1)], "description": "", "is_comparable": False}
    )
    with duckdb.connect() as connection:
        connection.execute("attach ':memory:' as warehouse; use warehouse; create schema marts")
        connection.register("statements", statements)
        connection.register("breaks", breaks)
        connection.execute(
            """
            create table marts.dim_series_break as from breaks;
            create table marts.fct_figure_revisions as
            with vintages (place, year, publisher_as_of, value) as (from statements)
            select
                place as jurisdiction_code, place as jurisdiction_name, 'state' as jurisdiction_level,
                make_date(year, 1, 1) as period_start, make_date(year, 12, 31) as period_end,
                cast(year as integer) as year, 'year' as period_type, 'cases' as measure, 'total' as category_scheme,
                'total' as category, value, 'reported' as value_status, publisher_as_of,
                'printed' as publisher_as_of_basis, row_number() over known as vintage_number,
                place || year || publisher_as_of as report_id, 'publisher' as source_kind,
                lead(publisher_as_of) over known as superseded_on, 'restated' as revision_kind,
                date_diff('day', make_date(year, 12, 31), publisher_as_of) as lag_days
            from vintages
            window known as (partition by place, year order by publisher_as_of)
            """
        )
        rows = connection.execute(
            f"select jurisdiction_code, year, likely_low, likely_high from ({model}) where likely_low is not null"
        ).fetchall()
    return {(place, year): (low, high) for place, year, low, high in rows}


def walked(
    model: str, statements: Sequence[Statement], break_on: date | None = None
) -> Iterator[tuple[int, str, tuple[float, float]]]:
    """Year by year, the bounds of each place's first figure of the year from what was known on that day."""
    for year in YEARS_ASKED:
        today = date(year, 12, 31) + timedelta(days=LAGS[0])
        bounds = trend(model, [one for one in statements if one.publisher_as_of <= today], break_on)
        for place in PLACES:
            if (place, year) in bounds:
                yield year, place, bounds[place, year]


@pytest.mark.parametrize("process", [rising, falling, mixed], ids=["rising", "falling", "mixed"])
@pytest.mark.parametrize("seed", [1, 2])
def test_eight_in_ten_figures_end_between_their_bounds(model: str, process: Process, seed: int) -> None:
    statements = history(process, seed)
    final = {(one.place, one.year): one.value for one in statements}  # the last vintage of each is listed last
    inside = [low <= final[place, year] <= high for year, place, (low, high) in walked(model, statements)]
    assert len(inside) == len(PLACES) * len(YEARS_ASKED)
    assert 0.72 <= sum(inside) / len(inside) <= 0.88


def test_no_figure_is_bounded_by_pairs_from_before_a_break(model: str) -> None:
    answered = {year for year, _, _ in walked(model, history(rising, 3), break_on=date(2012, 7, 1))}
    # The first whole period after the break is 2013: its pairs are the first, and serve 2014.
    assert answered == {2010, 2011, 2014, 2015, 2016, 2017}


def test_fewer_than_thirty_pairs_bound_nothing(model: str) -> None:
    statements = [one for one in history(rising, 4) if one.place in PLACES[:5]]
    # Five places: of 2010 five earlier years make 25 pairs, of 2011 six make 30.
    assert {year for year, _, _ in walked(model, statements)} == {2011, 2012, 2013, 2014, 2015, 2016, 2017}
