"""Lines that are read where they say only what is known, and refuse where they say more of the figures."""

from __future__ import annotations

import pytest

from tests.unit.test_text_kinds import figures_in, read, refused

TITLE = (
    "Ohio\nNational Human Trafficking Hotline, January 1, 2019 - December 31, 2019\nAccurate as of July 30, 2020\n\n"
)
TYPES = "Sex trafficking: 102\nLabor trafficking: 20\nSex and labor: 6\nTrafficking type not specified: 6\n"
TOLD = "In 2019, the National Human Trafficking Hotline received reports of 134 cases from Ohio."
DATED = "The figures are accurate as of July 30, 2020.\n"


@pytest.mark.parametrize("above", ["High indicator cases: 120", "Cases closed by police: 120"])
def test_the_parts_of_a_part_are_not_those_of_all_cases(above: str) -> None:
    assert read(f"{TITLE}Cases: 134\n\nOf these cases:\n\n{TYPES}")["cases/sex"] == "102"
    assert figures_in(f"{TITLE}{above}\n\nOf these cases:\n\n{TYPES}") == []


@pytest.mark.parametrize(
    "headline",
    [
        "Hotline logs 134 cases in fiscal year 2019",
        "Hotline data: 134 cases in first half of 2019",
        "Columbus area: hotline logs 134 cases",
        "Hotline logs 134 cases in Illinois",
        "Ohio's child abuse hotline logs 134 cases",
        "Retracted: hotline logs 134 cases",
        "Hotline did not log 134 cases",
    ],
)
def test_a_headline_that_says_more_than_its_article_refuses(headline: str) -> None:
    assert figures_in(f"Hotline logs 134 cases in Ohio\n\n{TOLD}\n\n{DATED}") != []
    assert figures_in(f"{headline}\n\n{TOLD}\n\n{DATED}") == []


@pytest.mark.parametrize("town", ["SPRINGFIELD, Ill.", "TOPEKA, Kan.", "WICHITA"])
def test_a_dateline_of_another_town_leans_on_no_state_before(town: str) -> None:
    more = f"{town} -- The hotline received 17 webchats in 2019."
    assert {one["value"] for one in figures_in(f"{TOLD}\n\n{more}\n\n{DATED}")} <= {"134"}


@pytest.mark.parametrize(
    ("lead", "is_dated"),
    [
        ("Here is what the Hotline counted in Ohio between January 1 and December 31, 2019:", True),
        (
            "I enclose the Hotline's figures, which the grant of January 1, 2019 through December 31, 2019 paid for.",
            False,
        ),
    ],
)
def test_a_sentence_that_leads_to_figures_dates_them_if_it_speaks_of_nothing_else(lead: str, is_dated: bool) -> None:
    text = f"Ohio\n\nThe National Human Trafficking Hotline keeps statistics. {lead}\n\n{TYPES}\n{DATED}"
    assert bool(figures_in(text)) is is_dated


@pytest.mark.parametrize(
    "sentence",
    [
        "Below is what the police sent me last week.",
        "This table gathers those of the Patrol.",
        "Signals and cases are counted by the county they refer to.",
        "The tip line is not the National Human Trafficking Hotline.",
        "These calls are no part of the National Human Trafficking Hotline's.",
    ],
)
def test_sentences_beside_figures_that_say_whose_they_are(sentence: str) -> None:
    assert refused(f"{TITLE}{TYPES}\n{sentence}\n")


@pytest.mark.parametrize(
    "between", ["These figures cover January 1, 2018 through December 31, 2018.", "Read these slowly:"]
)
def test_told_figures_of_another_time_than_a_sentence_beside_them_says_are_not_read(between: str) -> None:
    assert figures_in(f"{TOLD} {between} Of these, 102 were sex trafficking.\n\n{DATED}") == []


def test_a_period_beside_told_figures_that_is_theirs_is_no_doubt() -> None:
    covered = "These figures cover January 1, 2019 through December 31, 2019."
    text = f"{TOLD}\n\n{covered} They are accurate as of July 30, 2020.\n"
    assert [one["value"] for one in figures_in(text)] == ["134"]


def test_a_table_says_below_its_numbers_what_it_was_narrowed_to() -> None:
    rows = "Measure\tCount\nSignals\t450\nCases\t134\n"
    assert read(TITLE + rows) == {"signals/total": "450", "cases/total": "134"}
    assert refused(f"{TITLE}{rows}Region\tNortheast\n")


def test_victims_in_these_cases_are_of_no_other_year_than_the_cases() -> None:
    more = "208 victims were identified in these cases"
    assert [one["value"] for one in figures_in(f"{TOLD} {more} in 2019.\n\n{DATED}")] == ["134", "208"]
    assert figures_in(f"{TOLD} {more} in 2018.\n\n{DATED}") == []
