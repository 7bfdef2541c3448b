"""Rates of small counts: the intervals of `rpt_rates` held against scipy, and the places that a rank could hold.

Belongs here: numbers of `rpt_rates`. Not here: which figures it counts (test_facts).
"""

from __future__ import annotations

from itertools import product

import pytest
from scipy.stats import chi2

from tests.integration.test_facts import warehouse_once
from tests.support.dbt_build import Warehouse
from tests.support.handmade_ledger import States, year_of
from tests.support.made_once import MadeOnce

PLACES = ("US-AL", "US-AK", "US-AZ", "US-AR", "US-CA", "US-CO", "US-CT", "US-DE", "US-DC", "US-FL")
YEARS = range(2012, 2025)
COUNTS = (*range(100), 150, 200, 300, 500, 700, *range(1_000, 26_000, 1_000))


@pytest.fixture(scope="module")
def warehouse(made_once: MadeOnce) -> Warehouse:
    """Cases of each of ten places and thirteen years, and signals of places that are ranked, or are not, in one."""
    reports = [
        States(year_of(place, year, "2025-06-01"), {"cases": {"total": count}}, path=f"{place}-{year}.csv")
        for (place, year), count in zip(product(PLACES, YEARS), COUNTS, strict=True)
    ]
    signals = [
        States(year_of(place, 2024, "2025-06-01"), {"signals": {"total": 50}}, path=f"signals-{place}.csv")
        for place in ("US", "US-PR", "US-GU", "US-WY")
    ]
    return warehouse_once(made_once, "rates", [*reports, *signals], tables=["rpt_rates"])


def exact_limits(count: int) -> tuple[float, float]:
    """The exact 95 % limits of the mean of a Poisson count."""
    low = chi2.ppf(0.025, 2 * count) / 2 if count else 0.0
    return float(low), float(chi2.ppf(0.975, 2 * count + 2) / 2)


def test_intervals_are_exact_below_ten_and_byars_from_there(warehouse: Warehouse) -> None:
    rows = warehouse.rows(
        "select value, population, rate, rate_low, rate_high, is_reliable from marts.rpt_rates where measure = 'cases'"
    )
    assert sorted(value for value, *_ in rows) == sorted(COUNTS)
    for value, population, rate, low, high, is_reliable in rows:
        tolerance = 1e-9 if value < 10 else 2e-3
        exact_low, exact_high = (limit / population * 100_000 for limit in exact_limits(value))
        assert low == pytest.approx(exact_low, rel=tolerance, abs=1e-15), value
        assert high == pytest.approx(exact_high, rel=tolerance), value
        assert rate == pytest.approx(value / population * 100_000)
        assert is_reliable == (value >= 10 and high - low <= 1.6 * rate), value


def test_a_rank_stands_with_the_places_it_could_hold(warehouse: Warehouse) -> None:
    for year in YEARS:
        rows = warehouse.rows(
            "select rate, rate_low, rate_high, rank, rank_low, rank_high from marts.rpt_rates "
            "where measure = 'cases' and year = $year",
            year=year,
        )
        for rate, low, high, rank, rank_low, rank_high in rows:
            assert rank == 1 + sum(other > rate for other, *_ in rows)
            assert rank_low == 1 + sum(other_low > high for _, other_low, *_ in rows)
            assert rank_high == len(rows) - sum(other_high < low for _, _, other_high, *_ in rows)


def test_territories_have_no_rank_and_the_nation_no_row(warehouse: Warehouse) -> None:
    assert warehouse.rows(
        "select jurisdiction_code, rate is null, is_reliable, rank, rank_low, rank_high from marts.rpt_rates "
        "where measure = 'signals'"
    ) == [
        ("US-GU", True, None, None, None, None),
        ("US-PR", False, True, None, None, None),
        ("US-WY", False, True, 1, 1, 1),
    ]
