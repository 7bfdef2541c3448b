"""Pages as agencies, papers and browsers reprint them, and what beside figures says that they are something else."""

from __future__ import annotations

import pytest

from tests.unit.test_text_kinds import BELOW, HEAD, figures_in, read, refused

TYPES = {"cases/sex": "71", "cases/labor": "11", "cases/sex_and_labor": "4", "cases/not_specified": "11"}
LIST = "Sex trafficking: 71\nLabor trafficking: 11\nSex and labor: 4\nNot specified: 11\n"


def test_the_head_of_a_print_out_stands_in_the_middle_of_a_list() -> None:
    head = "8/14/2020          Ohio Spotlight - Ohio Freedom Network\n\n"
    foot = "https://www.freedom.example/data/spotlight                   1/2\n"
    text = f"{head}Ohio Spotlight\n2019 National Human Trafficking Hotline Statistics\n\n"
    text += (
        f"71\nSex Trafficking\n\n11\nLabor Trafficking\n\n{foot}{head}4\nSex & Labor Trafficking\n\n11\nNot Specified\n"
    )
    assert read(text + BELOW) == TYPES


def test_nested_bullets_of_a_text_browser_are_no_signs() -> None:
    nested = "".join(f"          + {line}\n" for line in LIST.splitlines())
    assert read(f"{HEAD}     * Cases: 97\n{nested}{BELOW}") == TYPES | {"cases/total": "97"}
    refused(f"{HEAD}Cases: + 97\n{BELOW}")


@pytest.mark.parametrize("sign", [",", ";"])
def test_rows_with_commas_are_a_table_if_each_has_all_cells(sign: str) -> None:
    rows = ["Measure,Count", "Sex trafficking,71", "Labor trafficking,11", "Sex and labor,4", "Not specified,11"]
    assert read(HEAD + "\n".join(rows).replace(",", sign) + BELOW) == TYPES
    refused(HEAD + "\n".join([*rows, "Signals,1,234"]).replace(",", sign) + BELOW)


def test_an_answer_is_the_number_of_what_its_question_asks_for() -> None:
    asked = ["signals did the hotline receive", "sex trafficking cases", "labor trafficking cases"]
    asked += ["sex and labor trafficking cases", "cases where the form of trafficking was not specified"]
    numbers = ["631", "71", "11", "4", "11"]
    text = "".join(f"How many {what}?\n{number}\n\n" for what, number in zip(asked, numbers, strict=True))
    assert read(f"{HEAD}{text}These figures are accurate as of July 30, 2020.\n") == TYPES | {"signals/total": "631"}
    other = "Were there cases in Kansas City?\nYes\n\nHow many cases?\n12\n"
    assert figures_in(HEAD + other + BELOW) == []


def test_an_agenda_has_sections_that_end_each_other() -> None:
    text = "1. Approval of minutes\n   The minutes were approved.\n\n"
    text += "2. Training subcommittee\n   Staff training goes on.\n\n"
    text += (
        "3. Data subcommittee\n   Dr. Pratt handed out the statistics of the National Human Trafficking Hotline for "
    )
    text += "Ohio. They cover January 1, 2019 through December 31, 2019 and are accurate as of July 30, 2020:\n\n"
    found = figures_in(f"Minutes of the council\n\n{text}   Cases: 97\n\n4. Adjournment\n   None.\n")
    assert [(row["category"], row["value"]) for row in found] == [("total", "97")]


@pytest.mark.parametrize(
    ("title", "is_read"),
    [
        ("Phone calls and cases by state", True),
        ("Sex trafficking cases and calls by state", False),
        ("Labor trafficking: calls and cases by state", False),
        ("Calls and cases from truckers by state", False),
    ],
)
def test_a_title_that_names_two_measures_counts_each_in_full(title: str, is_read: bool) -> None:
    table = "State      Calls    Cases\nOhio       400      134\nIndiana    300      100\n"
    found = figures_in(f"2019 National Human Trafficking Hotline Statistics\n\n{title}\n\n{table}{BELOW}")
    assert [row["value"] for row in found if row["measure"] == "cases"] == (["134", "100"] if is_read else [])


@pytest.mark.parametrize(
    "note",
    [
        "* Erratum, September 2020: these two figures were interchanged.",
        "* Should be 17.",
        "* Swapped with the line below.",
    ],
)
def test_a_note_that_corrects_a_figure_refuses_the_others_too(note: str) -> None:
    marked = LIST.replace("Sex trafficking:", "Sex trafficking*:").replace("Labor trafficking:", "Labor trafficking*:")
    refused(f"{HEAD}{marked}\n{note}\n{BELOW}")


@pytest.mark.parametrize(
    "sentence",
    [
        "Counts in this table combine contacts with the hotline and contacts with 2-1-1 Ohio, which keeps its own log.",
        "These are the records of the state's own line, 1-855-555-0142.",
        "Contacts with the National Human Trafficking Hotline are not included; for those see its site.",
        "An earlier version of this page said the following.",
    ],
)
def test_a_sentence_that_says_whose_the_counts_are_refuses_them(sentence: str) -> None:
    refused(f"{HEAD}{LIST}\n{sentence}\n{BELOW}")


def test_the_note_of_a_heading_says_of_which_time_all_are() -> None:
    head = HEAD.replace("\n", "*\n", 1)
    assert head != HEAD
    refused(f"{head}{LIST}\n* The hotline gave us three quarters. We carried them forward.\n{BELOW}")


def test_the_number_of_a_figure_is_no_count() -> None:
    assert figures_in(f"{HEAD}{LIST}\nFigure 3 Cases identified\n{BELOW}")
    assert all(row["value"] != "3" for row in figures_in(f"{HEAD}{LIST}\nFigure 3 Cases identified\n{BELOW}"))


def test_a_list_that_lost_its_last_number_is_not_read_the_other_way_round() -> None:
    lost = "Victims Identified\n423\nTraffickers Identified\n117\nTrafficking Businesses\n"
    chain = "233 Trafficking Cases\n183\nLabor Trafficking\n22\nSex & Labor Trafficking\n6\nNot Specified\n"
    refused(f"{HEAD}{lost}Locations of Trafficking\n{chain}{BELOW}")
