"""Sentences of plain words that state the period or the place, titles above and beside figures, sentences in cells, and
marks below figures.
"""

from __future__ import annotations

import pytest

from orchestration.spotlight import readers
from orchestration.spotlight.domain.places import REFERENCE_DIR
from orchestration.spotlight.domain.vocabulary import load_vocabulary
from orchestration.spotlight.readers.limits import Limits

VOCABULARY = load_vocabulary(REFERENCE_DIR)
DATED = "The figures are accurate as of July 30, 2020."
LIST = "\nPhone calls: 431\nTexts: 77\nEmails: 12\n"
PAGE = (
    "<html><body><h1>National Human Trafficking Hotline, Ohio, 2019</h1>"
    f"<p>January 1, 2019 through December 31, 2019. {DATED}</p>{{}}</body></html>"
)
TABLE = "<table><tr><th>Phone calls{}</th><td>431</td></tr><tr><th>Texts</th><td>77</td></tr></table>"


def read(text: str, name: str = "some.txt") -> tuple[list[str], set[str]]:
    """The numbers that are read from a document, and the codes of its refusals."""
    reading = readers.read(name, "d0", text.encode(), None, VOCABULARY, Limits())
    return sorted(reading.figures["value"]), {one.rule_code for one in reading.rejections}


ALL = (["12", "431", "77"], set[str]())
IN_TABLE = (["431", "77"], set[str]())


@pytest.mark.parametrize(
    "sentence",
    [
        "Here is what we have for January 1, 2019 to December 31, 2019.",
        "We hold the following, for the period from 1 January 2019 to 31 December 2019, both days included.",
        "Both sections cover January 1, 2019 through December 31, 2019.",
        "This section covers what it received about Ohio from January 1, 2019 through December 31, 2019.",
        "It covers 2019.",
    ],
)
def test_a_sentence_of_nothing_but_plain_words_states_the_period(sentence: str) -> None:
    assert read(f"Ohio: National Human Trafficking Hotline\n\n{sentence} {DATED}\n{LIST}") == ALL


@pytest.mark.parametrize(
    "sentence",
    [
        "The grant covers January 1, 2019 through December 31, 2019.",
        "One row always covers January 1, 2019 to June 30, 2019.",
        "Each column is one day of 2019.",
        "The section was collected January 5, 2020 to February 2, 2020.",
    ],
)
def test_a_sentence_with_a_subject_of_its_own_states_no_period(sentence: str) -> None:
    numbers, refusals = read(f"Ohio: National Human Trafficking Hotline\n\n{sentence} {DATED}\n{LIST}")
    assert not numbers
    assert refusals


def test_a_sentence_may_point_at_the_state_below_it() -> None:
    text = "{} The data run from January 1, 2019 through December 31, 2019 and are accurate as of July 30, 2020.\n"
    assert read(text.format("Below is Ohio as the National Human Trafficking Hotline gives it.") + LIST) == ALL
    numbers, refusals = read(text.format("Below is Ohio save for Cuyahoga of the Hotline.") + LIST)
    assert not numbers
    assert refusals


@pytest.mark.parametrize(
    ("sentence", "is_read"),
    [
        ("Here they are, copied from the Ohio Spotlight of the National Human Trafficking Hotline.", True),
        ("The figures you asked for are on the Ohio page of the National Human Trafficking Resource Center.", True),
        ("The figures are not taken from the Ohio page of the National Human Trafficking Hotline.", False),
        ("They are on the Ohio page of the National Human Trafficking Hotline.", False),
        ("Larger numbers are on the Ohio page of the National Human Trafficking Hotline.", False),
        ("Last year's figures were copied from the Ohio page of the National Human Trafficking Hotline.", False),
        ("The figures for our neighbor are on the Ohio page of the National Human Trafficking Hotline.", False),
    ],
)
def test_figures_are_of_the_state_from_whose_page_they_are_said_to_come(sentence: str, is_read: bool) -> None:
    dates = "The data run from January 1, 2019 through December 31, 2019 and are accurate as of July 30, 2020."
    assert (read(f"{sentence}\n{LIST}\n{dates}\n") == ALL) is is_read


@pytest.mark.parametrize(
    ("title", "is_read"),
    [
        ("Two years of statistics from the National Human Trafficking Hotline for Ohio", True),
        ("Statistics from the National Human Trafficking Hotline for Ohio: two years to each row", False),
    ],
)
def test_a_title_may_count_the_years_below_it(title: str, is_read: bool) -> None:
    text = f"{title}\n\n{DATED}\n\n2018\nPhone calls: 431\n\n2019\nPhone calls: 450\n"
    numbers, refusals = read(text)
    assert (numbers == ["431", "450"] and not refusals) is is_read


def test_a_headline_over_an_article_says_nothing_about_the_list_that_the_hotline_is_quoted_with() -> None:
    text = (
        "{}\n\nWe met on Tuesday. Nobody was late.\n\n"
        "The secretary read out what the National Human Trafficking Hotline "
        f"learned about Ohio from January 1, 2019 through December 31, 2019. {DATED}\n{LIST}"
    )
    assert read(text.format("Subject: Tuesday's speaker + sign-up for the river cleanup")) == ALL
    assert read(text.format("Minors only"))[0] == []


def test_sentences_in_the_cells_of_a_table_are_heard() -> None:
    rows = "<tr><td>License</td><td>Public</td></tr><tr><td>Note</td><td>{}</td></tr>"
    about = f"<h2>About this page</h2><table>{rows}</table>"
    page = PAGE.format(TABLE.format("") + about)
    assert read(page.format("The page is printed once a year."), "some.html") == IN_TABLE
    page = page.format("All counts were shifted up or down by a random amount.")
    assert read(page, "some.html") == ([], {"document.remark_unclear"})


def test_a_sentence_in_a_row_with_a_number_is_heard_unless_it_is_the_label() -> None:
    changes = "<table><tr><td>1</td><td>July 1, 2020</td><td>{}</td></tr></table>"
    page = PAGE.format(TABLE.format("") + "<h2>Changes</h2>" + changes)
    assert read(page.format("Everything here was shifted up or down by a random amount."), "some.html")[0] == []


@pytest.mark.parametrize("line", ["2015 = 100", "Index, 2015 = 100."])
def test_index_numbers_are_no_counts(line: str) -> None:
    assert read(PAGE.format(TABLE.format("") + f"<p>{line}</p>"), "some.html")[0] == []


def test_two_notes_with_one_mark_are_both_heard() -> None:
    text = (
        f"Ohio: National Human Trafficking Hotline, 2019\n\n{DATED}\n{LIST}\n* Printed once a year.\n* Adults only.\n"
    )
    assert "431" not in read(text.replace("431", "431*"))[0]


def test_the_text_below_a_figure_is_a_note_only_to_a_mark_in_the_figure() -> None:
    figure = "<figure>{}<figcaption><sup>a</sup> The caller gave no {}.</figcaption></figure>"
    marked = figure.format(TABLE.format("<sup>a</sup>"), "name")
    assert read(PAGE.format(marked), "some.html") == IN_TABLE
    unmarked = figure.format(TABLE.format(""), "name").replace("The caller gave no name", "Minors only")
    assert read(PAGE.format(unmarked), "some.html")[0] == []


def test_a_menu_beside_the_text_is_passed_over_only_if_it_holds_nothing_but_links() -> None:
    menu = '<div class="side-nav">{}</div>' + TABLE.format("")
    links = '<ul><li><a href="/a">Compensation</a></li><li class="on">Facts</li></ul>'
    assert read(PAGE.format(menu.format(links)), "some.html") == IN_TABLE
    assert read(PAGE.format(menu.format("Unit: hundreds")), "some.html")[0] == []
    assert read(PAGE.format(menu.format('<a href="/a">Facts</a> Unit: hundreds')), "some.html")[0] == []


@pytest.mark.parametrize(
    ("sentence", "is_read"),
    [
        ("Each line shows one state.", True),
        ("Each line shows one county.", False),
        ("This README belongs to the data folder of the Desert Willow Reporting Project.", True),
        ("This README belongs to another state.", False),
        (
            "A caller need not say what form the trafficking took; where none was mentioned the case stands in the "
            "last line.",
            True,
        ),
        (
            "A caller need not say in which state it took place; where none was mentioned the case stands in the last "
            "line.",
            False,
        ),
    ],
)
def test_a_sentence_that_changes_nothing_is_known(sentence: str, is_read: bool) -> None:
    text = f"Ohio: National Human Trafficking Hotline\n\n{sentence}\n\nJanuary 1, 2019 - December 31, 2019. {DATED}\n"
    assert (read(text + LIST) == ALL) is is_read


def test_ways_in_which_people_got_in_touch_head_the_channels() -> None:
    text = f"Ohio: National Human Trafficking Hotline\n\nJanuary 1, 2019 - December 31, 2019. {DATED}\n\n"
    assert read(f"{text}Ways in which people got in touch\n{LIST}") == ALL
    assert read(f"{text}Ways in which people were found\n{LIST}") != ALL
