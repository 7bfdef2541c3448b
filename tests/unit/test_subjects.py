"""Of what a sentence states a day, a period or a place: of the figures, or of a law, a grant, an event.

Belongs here: one sentence below or above a plain block of figures. Not here: years of publication (test_wrong_years).
"""

from __future__ import annotations

import pytest

from orchestration.spotlight import readers
from orchestration.spotlight.readers.limits import Limits
from tests.unit.test_page_layouts import VOCABULARY, read, refused_by

_FIGURES = "\n\nHuman trafficking cases: 451\nVictims identified: 700\nPhone calls: 900\n\n"
_TITLE = "Ohio hotline statistics\n"
_PERIOD = "January 1, 2019 - December 31, 2019\n"
_DAY = "Accurate as of July 30, 2020\n"
_OHIO = {("US-OH", "2019-01-01", "2019-12-31", "2020-07-30")}
_DAYS_OF_OTHERS = (
    "The number is free of charge and current as of July 30, 2021.",
    "The statutes quoted here are current as of September 1, 2021.",
    "The laws in this report are current as of September 1, 2021.",
    "Penal Code (current as of September 1, 2021)",
    "The list of shelters above is accurate as of June 1, 2021.",
    "Phone numbers are current as of October 1, 2020.",
    "Contact details accurate as of October 1, 2020.",
    "The director as of October 1, 2020 is Ann Lee.",
    "As of August 1, 2020, four states had no such law.",
    "Effective as of October 1, 2020",
    "Population as of July 1, 2020",
    "This map is accurate as of March 3, 2021.",
    "The links on this page are valid as of March 3, 2021.",
    "Data on shelter beds are current as of March 3, 2021.",
    "Figures for our shelters are accurate as of March 3, 2021.",
    "Numbers for other agencies are current as of March 3, 2021.",
    "What the law says is current as of March 3, 2021.",
    "Laws listed here are current as of March 3, 2021.",
    "Shelter data as of March 3, 2021",
    "Bed counts as of March 3, 2021",
    "Our bed counts are current as of March 3, 2021.",
    "Volunteer numbers as of March 3, 2021.",
    "Our list of shelters changes often. It is current as of March 3, 2021.",
    "The statute lists penalties. They are current as of March 3, 2021.",
    "The statutes of Ohio change often. The ones on this page are current as of March 3, 2021.",
)
_PERIODS_OF_OTHERS = (
    "The grant period is January 1, 2018 through December 31, 2018.",
    "The exhibition ran from January 1, 2018 to December 31, 2018.",
    "Our budget covers January 1, 2018 through December 31, 2018.",
    "Membership year January 1, 2018 - December 31, 2018",
    "Ann Lee was chair from January 1, 2018 to December 31, 2018.",
    "The number of beds in 2018 was low.",
    "The data team's contract ran from January 1, 2018 through December 31, 2018.",
    "The number was free of charge from January 1, 2018 through December 31, 2018.",
    "The Hotline counts a case if it was reported in 2018.",
)
_PLACES_OF_OTHERS = (
    "Our neighbors have done as much: Indiana did so in 2019, Kentucky in 2021.",
    "Our friends in Vancouver, Washington, tell of their own year.",
)


def _reports(content: str) -> set[tuple[str, str, str, str]]:
    reading = read(content)
    assert reading.rejections == ()
    keys = ("jurisdiction", "period_start", "period_end", "publisher_as_of")
    return {tuple(row[key] for key in keys) for row in reading.figures.iter_rows(named=True)}  # type: ignore[misc]


@pytest.mark.parametrize("sentence", _DAYS_OF_OTHERS)
def test_a_day_of_something_else_is_no_accuracy_date(sentence: str) -> None:
    assert refused_by(f"{_TITLE}{_PERIOD}{_FIGURES}{sentence}\n") == ["publisher_as_of_unknown"]
    assert _reports(f"{_TITLE}{_PERIOD}{_DAY}{_FIGURES}{sentence}\n") == _OHIO


@pytest.mark.parametrize("sentence", _PERIODS_OF_OTHERS)
def test_a_period_of_something_else_is_not_that_of_the_figures(sentence: str) -> None:
    for content in (f"{_TITLE}{_DAY}{_FIGURES}{sentence}\n", f"The Bulletin\n\n{sentence}\n\n{_TITLE}{_DAY}{_FIGURES}"):
        assert refused_by(content) == ["period_unknown"]
    assert _reports(f"{_TITLE}{_PERIOD}{_DAY}{_FIGURES}{sentence}\n") == _OHIO


@pytest.mark.parametrize(
    "sentence",
    [
        "These statistics are accurate as of July 30, 2020.",
        "She said that the figures in the table are current as of July 30, 2020.",
        "As of July 30, 2020, the Hotline had counted what is shown.",
        "All seven numbers were correct as of July 30, 2020.",
        "The hotline describes these data as accurate as of July 30, 2020.",
        "Signals and cases known to the hotline (accurate as of July 30, 2020)",
        "As of July 30, 2020, the hotline had received these contacts.",
        "The hotline revises its figures as cases develop. The ones on this page are\naccurate as of July 30, 2020.",
        "The hotline updates its counts. Those shown here are accurate as of July 30, 2020.",
        "The hotline updates its numbers. They are accurate as of July 30, 2020.",
        "The Office publishes them here in full. They are accurate as of July 30, 2020.",
        "Statistics change as new cases come in. These are current as of July 30, 2020.",
        "Please cite the figures with their date: accurate as of July 30, 2020.",
        "Website data as of July 30, 2020",
        "All case data are current as of July 30, 2020.",
        "What you see here is accurate as of July 30, 2020.",
        "Those given above were accurate as of July 30, 2020.",
    ],
)
def test_a_day_of_the_figures_is_their_accuracy_date(sentence: str) -> None:
    assert _reports(f"{_TITLE}{_PERIOD}{_FIGURES}{sentence}\n") == _OHIO


@pytest.mark.parametrize("sentence", _PLACES_OF_OTHERS)
@pytest.mark.parametrize(
    "lead",
    [
        "The best source is the National Human Trafficking Hotline. Its statistics for Ohio for the period January 1, "
        "2019 through December 31, 2019, accurate as of July 30, 2020, are these:",
        "The reader will find below what the National Human Trafficking Hotline reports for Ohio for 2019 (1/1/2019 - "
        "12/31/2019; accurate as of July 30, 2020).",
        "BY THE NUMBERS\nOhio in the Hotline's 2019 statistics (accurate as of July 30, 2020)",
    ],
)
def test_the_sentence_that_states_the_time_of_the_figures_names_their_place(lead: str, sentence: str) -> None:
    assert _reports(f"Testimony\n\n{lead}{_FIGURES}{sentence}\n") == _OHIO


def test_a_day_without_a_year_refuses_only_if_it_is_that_of_the_figures() -> None:
    content = f"{_TITLE}{_PERIOD}{_DAY}{_FIGURES}"
    assert _reports(f"{content}The law moves the offense to Title 3 as of October 1.\n") == _OHIO
    assert refused_by(f"{content}The figures are accurate as of October 1.\n") == ["date_unreadable"]


def test_figures_that_are_still_to_come_state_nothing() -> None:
    assert refused_by(f"{_TITLE}{_PERIOD}{_FIGURES}The next update will be accurate as of August 1, 2021.\n") == [
        "publisher_as_of_unknown"
    ]


@pytest.mark.parametrize(
    "said",
    [
        "2019-01-01/2019-12-31 (as of 2020-07-30)",
        "2019\nFigures as they stood on July 30, 2020",
        "\nTable 1. Signals and cases in Ohio, 2019. Source: the hotline; data as of July 30, 2020.",
        "\nThey are for calendar year 2019 and are accurate as of July 30, 2020.",
    ],
)
def test_a_year_and_a_day_are_understood_from_what_they_say(said: str) -> None:
    assert _reports(f"{_TITLE}{said}{_FIGURES}") == _OHIO


@pytest.mark.parametrize("said", ["Three quarters of 2019", "Q1-Q3 2019", "2018-01-01/2019-12-31", "31-Sep-2019"])
def test_a_part_of_a_year_is_not_the_year(said: str) -> None:
    reading = read(f"{_TITLE}{said}\n{_DAY}{_FIGURES}")
    assert "2019-12-31" not in reading.figures.filter(reading.figures["period_start"] == "2019-01-01")["period_end"]


def test_a_place_that_wraps_in_the_paragraph_of_the_time_is_that_of_the_figures() -> None:
    asked = "I was asked for the latest figures of the National Human Trafficking Hotline for West\nVirginia. They are "
    content = f"Testimony\n\n{asked}for 2019 and are accurate as of July 30, 2020.{_FIGURES}Virginia has its own.\n"
    assert {report[0] for report in _reports(content)} == {"US-WV"}


def test_where_and_in_which_other_year_a_document_was_made_says_nothing_of_its_figures() -> None:
    figures = f"Hotline statistics\n{_PERIOD}{_DAY}{_FIGURES}"
    assert refused_by(f"The Bulletin\n\nPrinted in Ohio.\n\n{figures}") == ["jurisdiction_unknown"]
    cited = "National Human Trafficking Hotline. (2021). Ohio.\n"
    assert _reports(f"Ohio {figures}How to cite it: {cited}") == _OHIO
    assert _reports(f"Year of the Bar 2025-26.\n\nOhio {figures}") == _OHIO


def test_a_day_of_an_event_leaves_the_year_of_the_title_whole() -> None:
    title = "Ohio in 2019: the hotline's count\n"
    event = "In this letter: what the hotline heard from Ohio, and the opening of our house on November 19."
    assert _reports(f"{event}\n\n{title}{_FIGURES}{_DAY}") == _OHIO
    assert refused_by(f"{title}{_FIGURES}{_DAY}\nThe data were gathered from November 19.\n") == ["remark_unclear"]


def test_each_panel_of_an_accordion_states_dates_of_its_own() -> None:
    panels = [
        f"<details><summary role='button'><h3>{year}</h3></summary><div><p>January 1, {year} - December 31, {year}. "
        f"Accurate as of July 30, {year + 1}.</p><dl><dt>Total cases</dt><dd>{number}</dd><dt>Victims identified</dt>"
        f"<dd>{number + 90}</dd></dl></div></details>"
        for year, number in ((2019, 451), (2018, 430))
    ]
    page = f"<h1>Hotline data for Ohio</h1><p>Open a year to see the figures.</p><div>{''.join(panels)}</div>"
    reading = readers.read("some.html", "d0", page.encode(), None, VOCABULARY, Limits())
    assert reading.rejections == ()
    found = reading.figures.select("period_end", "publisher_as_of", "value").sort("value").rows()
    first, second = ("2018-12-31", "2019-07-30"), ("2019-12-31", "2020-07-30")
    assert found == [(*first, "430"), (*second, "451"), (*first, "520"), (*second, "541")]
