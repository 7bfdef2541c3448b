"""Tables of plain text whose cells commas or semicolons separate, and lines that only look like such rows."""

from __future__ import annotations

import pytest

from tests.unit.test_ragged_tables import found
from tests.unit.test_text_kinds import BELOW, HEAD, figures_in, read, refused

TOTALS = {"cases/total": "388", "victims/total": "402"}
OF_NO_YEAR = HEAD.replace(", 2019", "")


@pytest.mark.parametrize(
    "table",
    [
        "Measure,Value\nCases,388\nVictims,402",
        "Measure, Value\nCases, 388\nVictims, 402",
        "Measure;Value\nCases;388\nVictims;402",
        'Measure,Value\n"Cases","388"\nVictims,"402"',
        "Of,Cases,Victims\nTotal,388,402",
        ",2019\nCases,388\nVictims,402",
        "Measure,Value,,\nCases,388,,\nVictims,402,,",
        "Measure,Value\nCases,388\nVictims,402\nThese are the figures of the Hotline, as published.",
    ],
)
def test_rows_with_as_many_cells_as_the_heads_are_a_table(table: str) -> None:
    assert read(HEAD + table + BELOW) == TOTALS


def test_numbers_with_commas_may_stand_in_quotes() -> None:
    assert read(f'{HEAD}Measure,Value\nCases,"1,388"\nVictims,402{BELOW}') == TOTALS | {"cases/total": "1388"}


def test_rows_without_heads_are_a_table_from_three_on() -> None:
    rows = "Cases,388\nVictims,402\n"
    assert read(f"{HEAD}{rows}Traffickers,80{BELOW}") == TOTALS | {"traffickers/total": "80"}
    refused(HEAD + rows + BELOW)


def test_a_title_that_a_spreadsheet_wrote_with_empty_cells_is_a_title() -> None:
    assert found("Trafficking cases 2019,,,\n,,,\nState,Cases,Victims\nIowa,60,70\nUtah,40,50") == [
        ("US-IA", "cases", "60"),
        ("US-IA", "victims", "70"),
        ("US-UT", "cases", "40"),
        ("US-UT", "victims", "50"),
    ]


@pytest.mark.parametrize(
    "table",
    [
        # A number written with a comma, or one cell too many.
        "Measure,Value\nCases,1,388\nVictims,402",
        "Year,Cases,Victims\n2018,1,388,402\n2019,388,402",
        # An empty cell beside what may be one number with a comma: `1,388` and an empty cell, or 1 and 388.
        "Of,Cases,Victims,Traffickers\nOhio,1,388,\nIowa,60,70,8",
        # The whole line may be one number.
        "Cases,Victims\n388,402",
        # A quote that is not closed.
        'Measure,Value\nCases,"388\nVictims,402',
        # A row without numbers between others, and a row that is too long to be one.
        "Of,Cases,Victims\nOhio,388,402\nIowa,,\nUtah,40,50",
        "Of,Cases,Victims\nOhio,388,402\nUtah,40,50" + 1_000 * " " + "\nMaine,30,40",
        # A comma that may stand between thousands in each row.
        "Cases,1,388\nVictims,1,402\nTraffickers,1,080",
        "1,388,Cases\n2,402,Victims\n3,580,Traffickers",
        # Heads with more cells than the rows.
        "Measure,Average,2019\nCases,388\nVictims,402\nTraffickers,80",
        # Words where the other rows have numbers.
        "Measure,Value\nCases,388\nVictims,unknown",
    ],
)
def test_rows_of_which_a_cell_may_be_lost_are_refused(table: str) -> None:
    refused(HEAD + table + BELOW)


def test_days_behind_commas_are_no_table() -> None:
    days = "Published on January 4, 2021\nUpdated on March 3, 2021\nAccurate as of July 30, 2020\n"
    assert read(f"Ohio, 2019: National Human Trafficking Hotline\n\nCases: 388\nVictims: 402\n\n{days}") == TOTALS


def test_rows_of_years_are_reports_of_their_own() -> None:
    figures = figures_in(f"{OF_NO_YEAR}Year,Cases,Victims\n2018,300,310\n2019,388,402{BELOW}")
    assert [(one["period_start"][:4], one["value"]) for one in figures] == [
        ("2018", "300"),
        ("2018", "310"),
        ("2019", "388"),
        ("2019", "402"),
    ]


@pytest.mark.parametrize("sign", ["\t", ";", ","])
def test_a_table_of_another_state_than_that_of_the_title_is_refused(sign: str) -> None:
    rows = "State,Type,Number\nIowa,Sex trafficking,102\nIowa,Labor trafficking,20\nIowa,Not specified,12\n"
    assert "no figure is of the place" in refused(HEAD + rows.replace(",", sign) + BELOW)
    assert len(found(rows.replace(",", sign))) == len(rows.splitlines()) - 1
