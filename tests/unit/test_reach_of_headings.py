"""How far headings, notes and names reach: each document fails without one rule of the tree that no other one needs."""

from __future__ import annotations

import pytest

from orchestration.spotlight import readers
from orchestration.spotlight.domain.places import REFERENCE_DIR
from orchestration.spotlight.domain.vocabulary import load_vocabulary
from orchestration.spotlight.readers.limits import Limits

VOCABULARY = load_vocabulary(REFERENCE_DIR)
SOURCE = "National Human Trafficking Hotline, accurate as of July 30, 2020"
TEXT = f"Missouri 2019\n{SOURCE}\n\n"
PAGE = f"<!DOCTYPE html><h1>Human Trafficking in Missouri, 2019</h1><p>{SOURCE}.</p>"


def read(content: str) -> set[tuple[str, str, str]]:
    """Place, measure and category, and number of each figure."""
    name = "some.html" if content.startswith("<") else "some.txt"
    rows = readers.read(name, "d0", content.encode(), None, VOCABULARY, Limits()).figures.iter_rows(named=True)
    return {(row["jurisdiction"], f"{row['measure']}/{row['category']}", row["value"]) for row in rows}


@pytest.mark.parametrize(("outer", "inner"), [("Since 2007", "2019"), ("All time", "2019")])
def test_a_heading_in_a_box_ends_the_one_outside_for_the_box_only(outer: str, inner: str) -> None:
    page = f"{PAGE}<h3>{outer}</h3><aside><h3>{inner}</h3><p>Victims: 423</p></aside><p>Cases: 2,110</p>"
    assert read(page) == {("US-MO", "victims/total", "423")}


@pytest.mark.parametrize(
    ("title", "level", "is_read"),
    [
        ("All Time Statistics (Since 2007)", "h2", True),
        ("All Time Statistics (Since 2007)", "h3", False),
        ("All Time Statistics for Toledo", "h2", False),
    ],
)
def test_all_years_end_at_a_year_of_the_same_level(title: str, level: str, is_read: bool) -> None:
    of_all = f"<h2>{title}</h2><table><tr><td>Cases<td>2,110</table>"
    page = f"{PAGE}<div>{of_all}<{level}>2019</{level}><p>Victims: 423</p></div>"
    assert read(page) == ({("US-MO", "victims/total", "423")} if is_read else set())


@pytest.mark.parametrize(
    ("title", "is_read"),
    [
        ("What the national hotline heard from Missouri", True),
        ("What the national hotline heard from Missouri last year", False),
        ("What the National Hotline Heard Last Year", False),
    ],
)
@pytest.mark.parametrize("heading", ["Missouri, 2019", "Missouri Journal, 2019"])
@pytest.mark.parametrize("body", ["<p>Cases: 2,110</p>", "<table><tr><th>Cases<td>2,110</table>"])
def test_the_year_below_last_year_may_be_that_of_the_document(
    title: str, is_read: bool, heading: str, body: str
) -> None:
    text = f"<!DOCTYPE html><h1>{title}</h1><h2>{heading}</h2>{body}<p>{SOURCE}.</p>"
    assert (read(text) == {("US-MO", "cases/total", "2110")}) is is_read


@pytest.mark.parametrize("heading", ["Under 21", "Toledo 43604", "Phase 2", "Scenario 2", "Ages 12 to 17", "Shelter 9"])
def test_a_heading_with_a_number_is_not_passed_over_above_figures(heading: str) -> None:
    table = "<table><tr><td>Signals<td>94<tr><td>Cases<td>12</table>"
    assert read(f"{PAGE}<p>The numbers stand below.</p>{table}")
    assert read(f"{PAGE}<h2>{heading}</h2><p>The numbers stand below.</p>{table}") == set()
    assert read(f"{TEXT}## {heading}\n\nThe numbers stand below.\n\nSignals: 94\nCases: 12\n") == set()


@pytest.mark.parametrize("place", ["Iowa", "Toledo", "Iowa, 2018", "2018", "minors only"])
def test_what_stands_behind_the_number_in_its_row_is_heard(place: str) -> None:
    assert read(f"{TEXT}Signals | 94 |\nCases | 12 |\n")
    assert read(f"{TEXT}Signals | 94 |\nCases | 12 | {place}\n") == set()


@pytest.mark.parametrize("box", ["aside", "div"])
def test_a_label_as_the_heading_of_a_box_ends_nothing_outside_of_it(box: str) -> None:
    victims = f"<{box}><h3>Victims</h3><p>423</p></{box}>"
    page = f"{PAGE}<h3>Percent of signals by channel</h3>{victims}<p>Phone calls: 90</p><p>Webforms: 10</p>"
    assert read(page) == {("US-MO", "victims/total", "423")}


def test_below_a_box_the_place_is_again_that_above_it() -> None:
    page = f"{PAGE}<h2>Ohio</h2><aside><h2>Missouri</h2><p>Victims: 423</p></aside><p>Cases: 2,110</p>"
    assert read(page) == {("US-MO", "victims/total", "423"), ("US-OH", "cases/total", "2110")}


def test_one_word_behind_a_mark_says_what_the_marked_number_is() -> None:
    assert read(f"{TEXT}Cases* 211\nVictims 423\n\n* Nationwide\n") == {("US-MO", "victims/total", "423")}


def test_below_a_heading_of_all_years_nothing_is_of_one() -> None:
    assert read(f"{TEXT}All years\n\nCases in this year: 211\nVictims 3,000\n") == set()


def test_a_total_on_two_lines_is_that_of_the_parts_above() -> None:
    parts = "Signals by channel\nPhone calls 150\nWebforms 40\nTotal\n190\nCases 33\n"
    numbers = {"phone_call": "150", "webform": "40", "total": "190"}
    signals = {("US-MO", f"signals/{name}", number) for name, number in numbers.items()}
    assert read(TEXT + parts) == {*signals, ("US-MO", "cases/total", "33")}


@pytest.mark.parametrize(
    "above",
    [
        "Annual report of the commission\nAppendix B: National Human Trafficking Hotline\nMissouri 2019\n",
        "Coalition of the Ozarks\nNational Human Trafficking Hotline, January 1 to December 31, 2019\nMissouri\n",
    ],
)
def test_who_publishes_stands_above_the_name_of_the_hotline(above: str) -> None:
    assert read(f"{above}Accurate as of July 30, 2020\n\nCases 211\n") == {("US-MO", "cases/total", "211")}


@pytest.mark.parametrize(
    ("below", "victims"),
    [
        ("since 2007", set()),
        ("Minors", set()),
        ("nationwide", set()),
        ("estimated", set()),
        ("in Ohio", {("US-OH", "victims/total", "423")}),
        ("+ 8% from 2018", {("US-MO", "victims/total", "423")}),
        ("Learn more", {("US-MO", "victims/total", "423")}),
        ("Text 233733", {("US-MO", "victims/total", "423")}),
        ("Since 2007: text 233733", set()),
    ],
)
def test_the_last_line_of_a_card_says_of_what_its_number_is(below: str, victims: set[tuple[str, str, str]]) -> None:
    card = f"<div class='card'><p><b>423</b></p><p>Victims</p><p>{below}</p></div>"
    assert read(f"{PAGE}{card}<p>Cases: 211</p>") == {*victims, ("US-MO", "cases/total", "211")}


def years_of(content: str) -> set[tuple[str, str, str]]:
    """Place, first day and number of each figure."""
    rows = readers.read("some.txt", "d0", content.encode(), None, VOCABULARY, Limits()).figures.iter_rows(named=True)
    return {(row["jurisdiction"], row["period_start"], row["value"]) for row in rows}


@pytest.mark.parametrize(
    "title",
    [
        "National Human Trafficking Hotline\nOhio, {}",
        "Ohio: National Human Trafficking Hotline, {}",
        "Ohio hotline statistics {}",
        "Hotline data for Ohio, {}, by type",
    ],
)
def test_the_same_title_with_another_year_begins_the_next_slide(title: str) -> None:
    first, second = (
        f"{title.format(year)}\nCases identified: {number}\n\n" for year, number in ((2019, 113), (2020, 98))
    )
    found = years_of(f"{first}{second}Figures of the hotline are accurate as of December 15, 2021.\n")
    assert found == {("US-OH", "2019-01-01", "113"), ("US-OH", "2020-01-01", "98")}


@pytest.mark.parametrize(
    "second",
    [
        "Ohio hotline statistics 2019\nOhio hotline statistics 2020\nCases identified: 98",
        "Ohio hotline statistics FY 2020\nCases identified: 98",
        "Ohio hotline statistics 2020, minors\nCases identified: 98",
        "Ohio arrest statistics 2020\nCases identified: 98",
        "Ohio budget 2020\nCases identified: 98",
        "Ohio county statistics 2020\nCases identified: 98",
    ],
)
def test_a_title_that_differs_in_more_than_its_year_begins_no_slide_of_the_same(second: str) -> None:
    first = "Ohio hotline statistics 2019\nCases identified: 113\n\n"
    found = years_of(f"{first}{second}\n\nFigures of the hotline are accurate as of December 15, 2021.\n")
    assert not any(number == "98" for _, _, number in found)


def test_what_heads_all_slides_goes_on_below_the_next_title() -> None:
    slides = "".join(f"Ohio hotline statistics {year}\nCases identified: 98\n\n" for year in (2019, 2020))
    assert years_of(f"Victims who are minors\n\n{slides}Accurate as of December 15, 2021.\n") == set()


@pytest.mark.parametrize("town", ["Savannah", "Seattle", "Boise", "Des Moines", "Slide 4: Atlanta"])
def test_a_town_that_examples_of_sentences_name_is_heard_as_a_heading(town: str) -> None:
    """A meeting held there changes nothing; a heading that names nothing else does."""
    assert read(f"{TEXT}Cases 211\n\n{town}\nVictims 423\n") == set()


OUTLINE = """Shelter Alliance
Annual report to donors

{own}

     Trainings given                          61
     People trained                        2,140

{hotline}

     January 1, 2019 through December 31, 2019, accurate as of July 30, 2020:

     Cases identified                        153
     Victims identified                      224

3.3  Money

     Income                             $412,600
     Expenses                           $398,215
"""
OURS = "3.1  Our own work"
THEIRS = "3.2  Missouri in the National Human Trafficking Hotline's statistics"
BOTH = {("US-MO", "cases/total", "153"), ("US-MO", "victims/total", "224")}


@pytest.mark.parametrize("own", [OURS, "3.1  Shelter nights", "3.1  Our work in 2018", "3.1 What we do (and for whom)"])
def test_a_numbered_section_ends_the_one_before_it(own: str) -> None:
    assert read(OUTLINE.format(own=own, hotline=THEIRS)) == BOTH


@pytest.mark.parametrize(
    ("own", "hotline"),
    [
        (OURS, "3.2  Numbers of our own line in Missouri"),
        (OURS, f"{THEIRS} since 2007"),
        (OURS, THEIRS.replace("Missouri", "Joplin")),
        (OURS, f"{THEIRS}\n\n3.2.1  Minors"),
        ("3.1  Boone County", THEIRS.replace("3.2", "3.1.1")),
        ("3.1  Estimates", THEIRS.replace("3.2", "3.1.1")),
        ("23.5  Our own work", THEIRS.replace("3.2", "76.5")),
    ],
)
def test_a_section_says_of_what_it_and_the_sections_in_it_are(own: str, hotline: str) -> None:
    assert read(OUTLINE.format(own=own, hotline=hotline)) == set()


def test_numbers_of_another_section_are_none_of_the_hotlines() -> None:
    text = OUTLINE.format(own=OURS, hotline=THEIRS).replace("Trainings given   ", "Victims identified")
    assert ("US-MO", "victims/total", "61") not in read(text)


@pytest.mark.parametrize("heading", ["## Toledo", "### Toledo", "## Minors", "### Since 2007", "### Estimates"])
@pytest.mark.parametrize("between", ["", "What follows is about that.\n\n"])
def test_a_numbered_section_ends_no_marked_heading(heading: str, between: str) -> None:
    sections = "2.1  Counts\n\nCases: 12\n\nVictims: 30\n\n2.2  Words\n\nNothing.\n\n2.3  End\n"
    assert read(f"{TEXT}{heading}\n\n{between}{sections}") == set()


@pytest.mark.parametrize(
    ("heading", "text", "is_read"),
    [
        ("Calls to our shelter", "", False),
        ("Lucas County", "", False),
        ("Calls for help", "The Hotline is open day and night.\n\n", True),
    ],
)
def test_a_heading_right_below_the_title_is_a_subtitle_whatever_its_rank(
    heading: str, text: str, is_read: bool
) -> None:
    title = "# Ohio: National Human Trafficking Hotline, 2019"
    below = f"#### {heading}\n\n{text}## Figures\n\nCases: 233\n\nAccurate as of July 30, 2020.\n"
    assert bool(read(f"{title}\n\n{below}")) is is_read
