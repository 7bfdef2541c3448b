"""Years that are not those of the figures: of printing, of a report; and sentences that tell nothing but the year."""

from __future__ import annotations

import pytest

from tests.unit.test_page_layouts import read, refused_by, reports

MISSOURI = "Missouri\nNational Human Trafficking Hotline statistics\n\n"
MISSOURI_2021 = "Missouri\n2021 National Human Trafficking Hotline statistics\n\n"
FIGURES = "Human trafficking cases: 110\nVictims: 230\n\n"
AS_OF = "Data are accurate as of July 30, 2023.\n"
OF_2021 = {("US-MO", "2021-01-01", "2021-12-31")}
OF_2022 = {("US-MO", "2022-01-01", "2022-12-31")}


def period_of(text: str) -> set[tuple[str, ...]]:
    return set(reports(text))


OF_MAKING = [
    "Printed 2022",
    "Compiled 2022",
    "Released in 2022",
    "Prepared in 2022",
    "Prepared by the Attorney General in 2022",
    "Numbers as published in 2022.",
    "This sheet was printed in 2022.",
    "2022 Annual Report",
    "Brochure 2022",
    "Newsletter, 2022",
    "Human Trafficking Awareness Month 2022",
]


@pytest.mark.parametrize("line", OF_MAKING)
def test_the_year_in_which_a_document_was_made_is_not_that_of_the_figures(line: str) -> None:
    assert refused_by(f"{MISSOURI}{line}\n\n{FIGURES}{AS_OF}") == ["period_unknown"]
    assert refused_by(f"{MISSOURI}{FIGURES}{line}\n\n{AS_OF}") == ["period_unknown"]


@pytest.mark.parametrize("line", OF_MAKING)
def test_beside_the_year_of_the_figures_it_says_nothing(line: str) -> None:
    assert period_of(f"{MISSOURI_2021}{line}\n\n{FIGURES}{AS_OF}") == OF_2021
    assert period_of(f"{MISSOURI_2021}{FIGURES}{line}\n\n{AS_OF}") == OF_2021


@pytest.mark.parametrize(
    "line",
    [
        "Released: 2022 statistics",
        "2022 statistics, printed in 2023",
        "Published for 2022",
        "Published numbers of cases that the Hotline received in 2022",
        "Brochure: 2022 statistics",
        "The Hotline states that its 2022 figures are current as of July 30, 2023.",
    ],
)
def test_the_year_of_the_statistics_is_told_from_that_of_making(line: str) -> None:
    assert period_of(f"{MISSOURI}{line}\n\n{FIGURES}{AS_OF}") == OF_2022


TELLS_THE_YEAR = [
    "Recorded for the year 2022.",
    "The Hotline recorded these for 2022.",
    "What follows was recorded in 2022.",
    "Every case here was recorded for 2022.",
    "The calls came in during 2022.",
    "All of this happened in 2022.",
    "It holds what the Hotline heard in 2022.",
    "The period is calendar year 2022.",
    "They were received by the Hotline in the course of 2022.",
    "This sheet is for the year 2022.",
]


@pytest.mark.parametrize(
    "sentence",
    [
        "The figures are for the year (2022).",
        "I enclose the National Human Trafficking Hotline's figures for 2022.",
        "Enclosed: hotline data, 2022.",
        "This page gives the hotline's statistics for 2022.",
        "For Missouri in 2022, the Hotline published these:",
    ],
)
def test_a_sentence_that_hands_over_the_figures_of_a_year_is_believed_or_gainsays_the_title(sentence: str) -> None:
    assert period_of(f"{MISSOURI}{sentence}\n\n{FIGURES}{AS_OF}") == OF_2022
    assert "period_contradicts_title" in refused_by(f"{MISSOURI_2021}{sentence}\n\n{FIGURES}{AS_OF}")


@pytest.mark.parametrize("sentence", TELLS_THE_YEAR)
def test_a_sentence_that_tells_nothing_but_the_year_is_believed_or_gainsays_the_title(sentence: str) -> None:
    for text in (f"{sentence}\n\n{FIGURES}", f"{FIGURES}{sentence}\n\n"):
        assert period_of(f"{MISSOURI}{text}{AS_OF}") == OF_2022
        assert "period_contradicts_title" in refused_by(f"{MISSOURI_2021}{text}{AS_OF}")


@pytest.mark.parametrize(
    "sentence",
    [
        "In 2022 the task force trained 500 officers.",
        "A new law took effect in 2022.",
        "The Hotline was founded in 2007.",
        "In 2022 the Hotline received its first text from a ship.",
        "She was counted as a victim in 2020.",
        "The Hotline received more calls in 2020.",
    ],
)
def test_a_sentence_that_tells_of_another_year_says_nothing_of_the_figures(sentence: str) -> None:
    assert period_of(f"{MISSOURI_2021}{FIGURES}{sentence}\n\n{AS_OF}") == OF_2021
    assert read(f"{MISSOURI}{FIGURES}{sentence}\n\n{AS_OF}").figures.is_empty()


def test_figures_below_a_heading_of_several_years_are_those_of_all_of_them() -> None:
    below = "Victims, 2015 to 2022\n\nVictims identified: 88\n\n"
    rows = read(f"Missouri Statistics, 2022\n\n{TELLS_THE_YEAR[0]}\n\n{FIGURES}{below}{AS_OF}").figures
    spans = rows.select("period_start", "period_end", "value").sort("value").rows()
    assert spans == [
        ("2022-01-01", "2022-12-31", "110"),
        ("2022-01-01", "2022-12-31", "230"),
        ("2015-01-01", "2022-12-31", "88"),
    ]


@pytest.mark.parametrize(
    "more",
    [
        " and 2022",
        " & 2022",
        ", 2022",
        " or 2022",
        " as well as 2022",
        " and of 2022",
        " and the same months of 2022",
        "-2022",
        " through 2023",
    ],
)
def test_a_year_behind_a_range_makes_it_one_of_several_years(more: str) -> None:
    text = f"{MISSOURI}The data are from January 1 through December 31, 2021{{}} and are accurate as of July 30, 2023."
    assert refused_by(f"{text.format(more)}\n\n{FIGURES}")
    assert period_of(f"{text.format('')}\n\n{FIGURES}") == OF_2021


@pytest.mark.parametrize(
    "time",
    [
        "2007 through December 31, 2021",
        "2007 - December 31, 2021",
        "2020 to June 2021",
        "2020 until 6/30/2021",
        "2020 and 2021 through December 31, 2021",
        "2020, 2021 through December 31, 2021",
        "2019, 2020 and 2021 through June 30, 2021",
        "2020 as well as 2021 through June 30, 2021",
        "holidays 2021 through December 31, 2021",
        "the close of 2021 through December 31, 2021",
        "year end 2021 through December 31, 2021",
        "early 2021 through June 30, 2021",
        "December 2007 to 2021",
        "2021 and after",
        "2020 onward",
        "2021 and earlier",
        "2021 and prior years",
        "from 2021 on",
        "2021 up to October",
        "2021 except December",
        "2021 in part",
        "2021 YTD",
        "half of 2021",
        "Q3 through Q1 2021",
    ],
)
def test_a_year_that_begins_or_ends_a_longer_time_is_not_that_of_the_figures(time: str) -> None:
    head = "Missouri\nNational Human Trafficking Hotline"
    assert refused_by(f"{head}, {time}\n\n{FIGURES}{AS_OF}")
    assert refused_by(f"{head} statistics\n\nThe data are from {time}.\n\n{FIGURES}{AS_OF}")


@pytest.mark.parametrize(
    ("time", "last"), [("Q1 through Q3 2021", "09-30"), ("Q1-Q2 2021", "06-30"), ("Q1 to Q4 2021", "12-31")]
)
def test_quarters_that_follow_each_other_are_a_period(time: str, last: str) -> None:
    period = {("US-MO", "2021-01-01", f"2021-{last}")}
    head = "Missouri\nNational Human Trafficking Hotline"
    assert period_of(f"{head}, {time}\n\n{FIGURES}{AS_OF}") == period
    assert period_of(f"{head} statistics\n\nThe data are from {time}.\n\n{FIGURES}{AS_OF}") == period


def test_a_year_may_stand_beside_a_day() -> None:
    head = "Missouri National Human Trafficking Hotline statistics"
    for time in ("2021 (January 1 to December 31, 2021)", "2021 - July 30, 2022", "January 2021 to December 2021"):
        assert period_of(f"{head} {time}\n\n{FIGURES}{AS_OF}") == OF_2021


@pytest.mark.parametrize("day", ["9999-12-31", "12/31/9999", "0001-01-01"])
def test_the_first_and_the_last_day_that_there_is_are_days(day: str) -> None:
    text = f"Missouri National Human Trafficking Hotline statistics 2021\n\n{FIGURES}{AS_OF}"
    assert period_of(f"{text}\n\nThis paper is valid until {day}.") == OF_2021
    assert refused_by(text.replace("2021", f"for the year ending {day}"))


def test_days_on_which_the_figures_begin_and_end_are_heard() -> None:
    days = "Start date: January 1, 2021, End date: June 30, 2021\n\n"
    assert period_of(f"{MISSOURI_2021}{days}{FIGURES}{AS_OF}") == {("US-MO", "2021-01-01", "2021-06-30")}


def test_a_year_beside_the_days_of_another_refuses() -> None:
    days = "2018: January 1, 2019 through December 31, 2019\n\n"
    assert refused_by(f"{MISSOURI}{days}{FIGURES}{AS_OF}") == ["period_unknown"]


@pytest.mark.parametrize("days", ["January 1, 2021 to 30\nJune 2021", "15 January to 30 June 2021"])
def test_a_day_before_its_month_is_no_figure(days: str) -> None:
    read_ = read(f"{MISSOURI}Human trafficking cases, {days}\n\nVictims: 230\n\n{AS_OF}")
    assert set(read_.figures.select("measure", "value").rows()) <= {("victims", "230")}
