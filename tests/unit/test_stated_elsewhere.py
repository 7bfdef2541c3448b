"""Place, period and accuracy date where people write them beside the figures: last lines, keys, bulletins, sections."""

from __future__ import annotations

import pytest

from orchestration.spotlight import readers
from orchestration.spotlight.domain.places import REFERENCE_DIR
from orchestration.spotlight.domain.vocabulary import load_vocabulary
from orchestration.spotlight.readers.limits import Limits

VOCABULARY = load_vocabulary(REFERENCE_DIR)
Rows = list[tuple[str, str, str, str, str]]


def read(text: str, ending: str = "txt") -> Rows:
    """Place, first and last day, accuracy date and number of each figure."""
    found = readers.read(f"some.{ending}", "d0", text.encode(), None, VOCABULARY, Limits()).figures
    columns = ("jurisdiction", "period_start", "period_end", "publisher_as_of", "value")
    return [tuple(str(row[column]) for column in columns) for row in found.iter_rows(named=True)]  # type: ignore[misc]


YEAR = ("2018-01-01", "2018-12-31", "2019-07-25")
TITLE = "Arizona\nNational Human Trafficking Hotline, 2018\n\nVictims identified: 612\n\n"


def test_days_of_a_period_may_stand_in_cells_with_a_word_between_them() -> None:
    head = "State:\tArizona\nSource:\tNational Human Trafficking Hotline\nPeriod:\t1/1/2018\t{}\t12/31/2018\n"
    table = "Accurate as of:\t7/25/2019\n\nMeasure\tCategory\tCount\nCases\tTotal\t231\nVictims\tTotal\t612\n"
    assert [row[-1] for row in read(head.format("to") + table)] == ["231", "612"]
    assert read(head.format("of") + table) == []


def test_a_total_below_each_place_is_that_of_the_place() -> None:
    rows = {"Ohio": ("10", "20", "30"), "Iowa": ("4", "5", "9")}
    kinds = ("Signals: phone calls", "Signals: texts")

    def table(*, total_of_all: bool) -> str:
        body = ""
        for place, numbers in rows.items():
            body += f"<tr><th colspan=2>{place}</th></tr>"
            for kind, number in zip((*kinds, "All signals"), numbers, strict=True):
                if kind in kinds or not total_of_all:
                    body += f"<tr><th>{kind}</th><td>{number}</td></tr>"
        body += "<tr><th>All signals</th><td>39</td></tr>" if total_of_all else ""
        title = "<h1>National Human Trafficking Hotline, two states</h1><p>Accurate as of July 25, 2019.</p>"
        return f"{title}<table><tr><th></th><th>2018</th></tr>{body}</table>"

    found = read(table(total_of_all=False), "html")
    assert ("US-OH", *YEAR, "30") in found
    assert ("US-IA", *YEAR, "9") in found
    assert "39" not in {row[-1] for row in read(table(total_of_all=True), "html")}


def test_a_parish_is_a_part_of_one_state_only() -> None:
    bulletin = (
        "St. Brendan Parish - Social Concerns Corner\n{}\n\nThe page of the National Human Trafficking Hotline on {}, "
        "January 1 to December 31, 2018, is accurate as of July 25, 2019.\n\nVictims identified: 612\n"
    )
    assert read(bulletin.format("Phoenix, Arizona", "Arizona")) == [("US-AZ", *YEAR, "612")]
    assert read(bulletin.format("Houma, Louisiana", "Louisiana")) == []


@pytest.mark.parametrize(
    ("said", "is_known"),
    [
        ("Last changed on July 25, 2019; the Hotline says its figures are accurate as of that day.", True),
        ("The Hotline put its figures out on July 25, 2019, and they are current as of that date.", True),
        ("The Hotline put its figures out on July 25, 2019, and they are not accurate as of that date.", False),
        ("The Hotline put its figures out on July 25, 2019. They were right that day.", False),
    ],
)
def test_figures_may_be_accurate_as_of_a_day_that_was_named_before(said: str, is_known: bool) -> None:
    assert read(f"{TITLE}{said}\n") == ([("US-AZ", *YEAR, "612")] if is_known else [])


def test_a_paragraph_that_says_the_day_is_no_key_of_the_next() -> None:
    page = (
        "<section><h1>Hotline data for Arizona, 2018</h1><p>Victims identified: 612</p><p>{} the data is accurate as "
        "of July 25, 2019.</p><p>Somebody will ask about Tucson.</p></section>"
    )
    assert read(page.format("At the foot of the page it says that"), "html") == [("US-AZ", *YEAR, "612")]


def test_a_period_may_be_a_key_in_a_paragraph() -> None:
    text = (
        "{}\nNational Human Trafficking Hotline{}\n\nWe took these from the Hotline. Place: Arizona. Period: calendar "
        "year 2018. Accurate as of: 07/25/2019.\n\nVictims identified: 612\n"
    )
    assert read(text.format("Arizona", "")) == [("US-AZ", *YEAR, "612")]
    assert read(text.format("Arizona", ", 2017")) == []
    assert read(text.format("Iowa", "")) == []


@pytest.mark.parametrize(
    ("sentence", "is_of_others"),
    [
        ("Nevada and Utah are shown on their own pages.", True),
        ("Nevada is shown on a page of its own.", True),
        ("Suburbs in Nevada and Utah are counted in the Spotlights of those states.", True),
        ("Nevada and Utah are not in the Spotlights of those states.", False),
        ("Utah is doubled on its own page.", False),
        ("These are Utah's numbers, which are on their own page.", False),
        ("They are of Utah and are shown on its own page.", False),
        ("They are of Utah and are printed in the sheet of that state.", False),
        ("Utah figures follow; Arizona is shown on its own page.", False),
        ("Utah is included in these numbers and is on its own page.", False),
    ],
)
def test_places_on_pages_of_their_own_are_none_of_this_page(sentence: str, is_of_others: bool) -> None:
    rows = read(f"{TITLE}{sentence} Accurate as of July 25, 2019.\n")
    assert bool(rows) == is_of_others


@pytest.mark.parametrize(
    ("sentence", "is_known"),
    [
        ("We use those for Arizona, for January 1, 2018 through December 31, 2018.", True),
        ("We quote those for Arizona, for January 1, 2018 through December 31, 2018.", True),
        ("We use those for Iowa, for January 1, 2018 through December 31, 2018.", False),
        ("We use those for Tucson, for January 1, 2018 through December 31, 2018.", False),
        ("We use ours for Arizona, for January 1, 2018 through December 31, 2018.", False),
    ],
)
def test_those_for_a_place_are_the_figures_that_the_sentence_before_names(sentence: str, is_known: bool) -> None:
    text = (
        f"Data. The National Human Trafficking Hotline publishes statistics for every state. {sentence} They are "
        "accurate as of July 25, 2019.\n\nTable 1. Arizona, cases identified by the Hotline\n\n"
        "Victims identified: 612\n"
    )
    assert read(text) == ([("US-AZ", *YEAR, "612")] if is_known else [])


@pytest.mark.parametrize(("year", "is_read"), [(2018, True), (2017, False)])
def test_the_day_of_another_years_figures_is_not_that_of_the_figures_above(year: int, is_read: bool) -> None:
    dated = f"<h3>{year} statistics are current as of July 25, 2019.</h3>"
    title = "<h1>Arizona</h1><h2>National Human Trafficking Hotline</h2>"
    title += "<p>January 1, 2018 through December 31, 2018</p>"
    content = f"<!DOCTYPE html>{title}<ul><li>Victims identified: 612</li></ul>{dated}"
    found = readers.read("some.html", "d0", content.encode(), None, VOCABULARY, Limits()).figures
    assert found["value"].to_list() == (["612"] if is_read else [])


@pytest.mark.parametrize(("other", "is_read"), [("", True), ("2018 statistics are for minors.\n\n", False)])
def test_the_pages_of_two_years_in_one_file_have_a_period_and_a_day_each(other: str, is_read: bool) -> None:
    page = (
        "[saved page {} of 2]\n\nArizona\n\nThe statistics below rest on signals that reference Arizona.\n\n"
        "{year}\n\n{}\nHUMAN TRAFFICKING CASES REPORTED THIS YEAR\n\n"
        "{year} statistics are current as of December 31, {year}.\n\n"
    )
    rows = read(page.format(1, 199, year=2017) + page.format(2, 275, year=2018) + other)
    both = [
        ("US-AZ", f"{year}-01-01", f"{year}-12-31", f"{year}-12-31", count)
        for year, count in ((2017, "199"), (2018, "275"))
    ]
    assert rows == (both if is_read else [])
