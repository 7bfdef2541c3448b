"""Of what a sentence states a day, a period or a place: of the figures, or of a law, a grant, an event.

Belongs here: one sentence below or above a plain block of figures. Not here: years of publication (test_wrong_years).
"""

from __future__ import annotations

import pytest

from tests.unit.test_page_layouts import read, refused_by

_FIGURES = "\n\nHuman trafficking cases: 451\nVictims identified: 700\nPhone calls: 900\n\n"
_TITLE = "Ohio hotline statistics\n"
_PERIOD = "January 1, 2019 - December 31, 2019\n"
_DAY = "Accurate as of July 30, 2020\n"
_OHIO = {("US-OH", "2019-01-01", "2019-12-31", "2020-07-30")}
_DAYS_OF_OTHERS = (
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
)
_PERIODS_OF_OTHERS = (
    "The grant period is January 1, 2018 through December 31, 2018.",
    "The exhibition ran from January 1, 2018 to December 31, 2018.",
    "Our budget covers January 1, 2018 through December 31, 2018.",
    "Membership year January 1, 2018 - December 31, 2018",
    "Ann Lee was chair from January 1, 2018 to December 31, 2018.",
    "The number of beds in 2018 was low.",
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
        "All seven numbers were correct as of July 30, 2020.",
        "The hotline describes these data as accurate as of July 30, 2020.",
        "Signals and cases known to the hotline (accurate as of July 30, 2020)",
        "As of July 30, 2020, the hotline had received these contacts.",
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
