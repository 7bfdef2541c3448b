"""What is named beside figures and is no part of them, and what is and makes something else of them."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from orchestration.spotlight import readers
from orchestration.spotlight.readers.limits import Limits
from tests.unit.test_text_kinds import BELOW, HEAD, VOCABULARY, read, refused

STATES = (
    "National Human Trafficking Hotline\nJanuary 1, 2019 - December 31, 2019\n\nColorado\n\nCases identified: "
    "134\n\nUtah\n\nCases identified: 124\n\n{last}\n\nAccurate as of July 30, 2020.\n"
)
LIST = "Cases: 97\nSex trafficking: 71\n"


def figures_of(text: str) -> set[tuple[str, str]]:
    """Jurisdiction and number of each figure of a document."""
    reading = readers.read("some.txt", "d0", text.encode(), None, VOCABULARY, Limits())
    return set(reading.figures.select("jurisdiction", "value").iter_rows())


def rows(cells: Iterable[str], sign: str) -> str:
    return HEAD + "\n".join(cells).replace(";", sign) + BELOW


@pytest.mark.parametrize("sign", ["\t", " | "])
def test_a_row_that_names_two_measures_is_refused(sign: str) -> None:
    plain = ["Measure;Type;Number", "Cases;Sex trafficking;71", "Cases;Labor trafficking;11", "Victims;All;150"]
    assert read(rows(plain, sign)) == {"cases/sex": "71", "cases/labor": "11", "victims/total": "150"}
    other = [one.replace("Cases", "Victims") for one in plain]
    assert "cases and victims" in refused(rows(other, sign))


def test_rows_parted_by_signs_may_have_shares_and_empty_cells() -> None:
    cells = ["Item;Count;Share", "Cases;97;100.0%", "Sex trafficking;71;73.2%", "Victims identified;150;"]
    assert read(rows(cells, ";")) == {"cases/total": "97", "cases/sex": "71", "victims/total": "150"}


@pytest.mark.parametrize("heading", ["Both states", "Together", "In all", "Overall", "The two states"])
def test_what_is_counted_of_several_states_together_is_not_the_last_one_s(heading: str) -> None:
    assert figures_of(STATES.format(last=f"{heading}\n\nVictims identified: 208")) == set()
    assert figures_of(STATES.format(last=f"{heading}: 208 victims identified")) == set()


def test_both_states_may_be_named_as_often_as_there_are_states() -> None:
    last = "Both states\n\nVictims identified: 208\n\nBoth states\n\nTraffickers identified: 90"
    assert figures_of(STATES.format(last=last)) == set()


def test_the_list_of_each_state_may_begin_with_its_total() -> None:
    text = STATES.replace("Cases identified: ", "Total: ").replace("134", "134 cases").replace("124", "124 cases")
    assert figures_of(text.format(last="")) == {("US-CO", "134"), ("US-UT", "124")}


@pytest.mark.parametrize(
    ("total", "is_read"),
    [("Victims: 101", False), ("Phone calls: 101", False), ("Victims: 130", True), ("Cases: 101", True)],
)
def test_types_that_add_up_to_another_total_than_that_of_cases_are_refused(total: str, is_read: bool) -> None:
    text = f"{HEAD}{total}\nSex trafficking: 71\nLabor trafficking: 11\nNot specified: 19\n"
    assert read(text) if is_read else "add up to 101" in refused(text)


@pytest.mark.parametrize(
    ("sentence", "is_read"),
    [
        ("Years are the state's fiscal years.", False),
        ("The columns run from July to June.", False),
        ("As always, the list goes by fiscal year.", False),
        ("The year goes from July to June.", False),
        ("The years are calendar years, not fiscal years.", True),
        ("The grant is renewed by fiscal year.", True),
        ("Counties with fewer than ten were dropped.", False),
        ("Only calls of more than two minutes are counted.", False),
        ("Venues with fewer than 3 cases are not shown.", True),
        ("Counties with fewer than 3 cases are not counted.", False),
        ("Counties with more than 100,000 people have their own task force.", True),
        ("Annual reports are published by fiscal year.", True),
        ("The counts in this brief come from the Ohio Abuse Hotline.", False),
        ("The counts in this brief come from the National Human Trafficking Hotline.", True),
    ],
)
def test_sentences_that_say_which_cases_are_counted(sentence: str, is_read: bool) -> None:
    text = f"{HEAD}{LIST}\n{sentence}\n"
    if is_read:
        assert read(text) == {"cases/total": "97", "cases/sex": "71"}
    else:
        refused(text)


def test_the_nation_in_running_text_is_not_the_place_of_a_state_s_page() -> None:
    told = "The National Human Trafficking Hotline maintains one of the most extensive data sets in the United States."
    page = f"Ohio\n\n{told}\n\nAll Time Statistics (Since 2007)\n\nCases\n\n489\n\nSelect a Year:\n2019\n\n"
    page += "Cases Identified in 2019\n\n97\ncases were identified in 2019.\n\nAccurate as of July 30, 2020.\n"
    assert read(page) == {"cases/total": "97"}


def test_a_heading_of_a_map_that_is_no_text_heads_nothing_below_the_next() -> None:
    above = "LOCATIONS OF POTENTIAL HUMAN TRAFFICKING CASES IN THE UNITED STATES\n{}\n\nTYPE OF TRAFFICKING\n\n"
    shown = "*This map only reflects cases where the location was known."
    types = "Sex Trafficking (71)\nLabor Trafficking (11)\n"
    assert read(HEAD + above.format(shown) + types) == {"cases/sex": "71", "cases/labor": "11"}
    refused(HEAD + above.format("*This map and the numbers of the table are of truck stops.") + types)
    assert read(f"{HEAD}Locations of Trafficking\n\n[map]\n\n\n97 Trafficking Cases\n\n{types}")["cases/total"] == "97"


def test_the_year_of_a_reference_is_no_figure() -> None:
    cited = "References\n\nFedina, L., and B. DeForge. 2017. Journal of Human Trafficking 3 (1): 21-38.\n"
    assert read(f"{HEAD}{LIST}\n{cited}") == {"cases/total": "97", "cases/sex": "71"}
    refused(f"{HEAD}{LIST}\nLee, M. Figures here are for 2018.\n")


def test_the_name_of_a_committee_above_the_hotline_does_not_keep_a_topic_open() -> None:
    title = "Judiciary Committee\n\nNATIONAL HUMAN TRAFFICKING HOTLINE\nOHIO, CALENDAR YEAR 2019\n\n"
    channels = "Contacts with the Hotline\n   Phone calls ...... 213\n   Texts ...... 29\n\n"
    cases = "Human trafficking cases ...... 84\n   Sex trafficking ...... 57\n\nAccurate as of July 30, 2020.\n"
    expected = {"signals/phone_call": "213", "signals/text": "29", "cases/total": "84", "cases/sex": "57"}
    assert read(title + channels + cases) == expected
