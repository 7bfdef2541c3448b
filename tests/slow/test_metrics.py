"""Metrics by name, asked with MetricFlow of a release, against the marts they are defined on.

Belongs here: `mf query` on the current release. Not here: what the marts hold (tests/integration).
"""

from __future__ import annotations

import csv
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from orchestration.spotlight.domain.places import DBT_PROJECT_DIR, PROJECT_DIR
from orchestration.spotlight.release.dbt_runner import DbtProject
from orchestration.spotlight.release.publish import DATABASE
from tests.support.exported import Exported, build_warehouse, export
from tests.support.made_once import MadeOnce

PLACE_AND_YEAR = "place__jurisdiction_name,metric_time__year"
COMPLETE = "from marts.fct_channels where breakdown_status = 'complete'"
# Each metric as the marts have it, by place and year.
COUNTS = {
    "cases": "sum(case_count) from marts.fct_case_totals",
    "places_and_years_with_cases": "count(case_count) from marts.fct_case_totals",
    "places_and_years_with_victims": "count(victim_count) from marts.fct_victims",
    "places_and_years_with_signals": "count(signal_count) from marts.fct_signal_totals",
    "sex_trafficking_cases": "sum(case_count) from marts.fct_cases where trafficking_type = 'sex'",
    "labor_trafficking_cases": "sum(case_count) from marts.fct_cases where trafficking_type = 'labor'",
    "sex_and_labor_trafficking_cases": "sum(case_count) from marts.fct_cases where trafficking_type = 'sex_and_labor'",
    "cases_of_type_not_specified": "sum(case_count) from marts.fct_cases where trafficking_type = 'not_specified'",
    "victims": "sum(victim_count) from marts.fct_victims",
    "traffickers": "sum(identified_count) from marts.fct_perpetrators where perpetrator_type = 'trafficker'",
    "businesses": "sum(identified_count) from marts.fct_perpetrators where perpetrator_type = 'business'",
    "signals": "sum(signal_count) from marts.fct_signal_totals",
    "signals_by_phone_call": f"sum(signal_count) {COMPLETE} and channel = 'phone_call'",
    "signals_by_webform": f"sum(signal_count) {COMPLETE} and channel = 'webform'",
    "signals_by_email": f"sum(signal_count) {COMPLETE} and channel = 'email'",
    "signals_by_text": f"sum(signal_count) {COMPLETE} and channel = 'text'",
    "signals_by_webchat": f"sum(signal_count) {COMPLETE} and channel = 'webchat'",
    "not_specified_share_of_parts": "max(not_specified_share_of_parts) from marts.fct_case_totals",
    "sex_involved_share_of_parts_at_least": "max(sex_involved_share_min) from marts.fct_case_totals",
    "sex_involved_share_of_parts_at_most": "max(sex_involved_share_max) from marts.fct_case_totals",
    "labor_involved_share_of_parts_at_least": "max(labor_involved_share_min) from marts.fct_case_totals",
    "labor_involved_share_of_parts_at_most": "max(labor_involved_share_max) from marts.fct_case_totals",
    "cases_per_100k_inhabitants": "max(rate) from marts.rpt_rates where measure = 'cases'",
    "signals_per_100k_inhabitants": "max(rate) from marts.rpt_rates where measure = 'signals'",
}
Ask = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def exported(made_once: MadeOnce, tmp_path_factory: pytest.TempPathFactory) -> Exported:
    database = made_once("for-exports", build_warehouse) / "build" / DATABASE
    exported = export(database, tmp_path_factory.mktemp("metrics") / "releases" / "2", 2)
    (exported.folder.parent.parent / "current").symlink_to("releases/2")
    return exported


@pytest.fixture(scope="module")
def mf(exported: Exported) -> Ask:
    """`mf` as bi/metrics.md calls it, on a warehouse folder that holds a release and nothing else."""
    DbtProject().parse_if_stale()
    environment = {
        **os.environ,
        "SPOTLIGHT_WAREHOUSE_DIR": str(exported.folder.parent.parent),
        "DBT_TARGET": "release",
        "DBT_PROFILES_DIR": str(DBT_PROJECT_DIR),
    }
    program = PROJECT_DIR / ".venv-validators" / "bin" / "mf"

    def ask(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [program, *arguments], env=environment, cwd=DBT_PROJECT_DIR, capture_output=True, text=True, check=False
        )

    return ask


def test_every_metric_equals_the_mart_it_is_of(mf: Ask, exported: Exported, tmp_path: Path) -> None:
    file = tmp_path / "answer.csv"
    done = mf("query", "--metrics", ",".join(COUNTS), "--group-by", PLACE_AND_YEAR, "--csv", str(file))
    assert done.returncode == 0, done.stdout + done.stderr
    with file.open(newline="") as opened:
        rows = list(csv.DictReader(opened))
    for metric, of_mart in COUNTS.items():
        found = {
            (row["place__jurisdiction_name"], int(row["metric_time__year"][:4])): float(row[metric])
            for row in rows
            if row[metric] not in ("", "0")
        }
        expected: dict[Any, float] = {
            (place, year): pytest.approx(value)
            for place, year, value in exported.rows(f"select jurisdiction_name, year, {of_mart} group by all")
            if value
        }
        assert found == expected, metric
        assert found, metric


def test_missouri_2019_is_as_printed(mf: Ask, tmp_path: Path) -> None:
    file = tmp_path / "answer.csv"
    where = "{{ Dimension('place__jurisdiction_name') }} = 'Missouri'"
    mf("query", "--metrics", "cases,victims", "--group-by", "metric_time__year", "--where", where, "--csv", str(file))
    assert "2019-01-01 00:00:00,233,423" in file.read_text()


@pytest.mark.parametrize(
    ("metric", "group"),
    [
        ("traffickers", "perpetrator_total__perpetrator_type"),
        ("sex_trafficking_cases", "case_type__trafficking_type"),
        ("signals_by_email", "signal_channel__channel"),
        ("cases", "case_type__trafficking_type"),
        ("cases", "signal_channel__channel"),
    ],
)
def test_what_must_not_be_combined_is_no_group(mf: Ask, metric: str, group: str) -> None:
    done = mf("query", "--metrics", metric, "--group-by", group)
    assert done.returncode != 0
    assert group.partition("__")[2] in done.stdout + done.stderr


@pytest.mark.parametrize("metric", ["perpetrators", "contacts", "identified_count", "trafficker_count"])
def test_what_must_not_be_combined_has_no_metric(mf: Ask, metric: str) -> None:
    assert mf("query", "--metrics", metric, "--group-by", "metric_time__year").returncode != 0
