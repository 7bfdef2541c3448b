"""Labels and numbers on lines of their own: what shows their order, and what is refused where nothing shows it."""

from __future__ import annotations

from itertools import chain, combinations

import pytest

from orchestration.spotlight import readers
from orchestration.spotlight.readers.limits import Limits
from tests.unit.test_text_reader import SEED_LINES, VOCABULARY, body, body_refusals, figures_of, read

ODD = "423\nVictims Identified\n117\nTraffickers Identified\nTrafficking Businesses"
CONTACTS = "Contacts\n\n"
CASES = "Human trafficking cases in Ohio\nJanuary 1, 2019 through December 31, 2019\nAccurate as of July 30, 2020\n\n"
LOST = ("Victims Identified", "31"), ("Sex Trafficking", "23 Cases"), ("Phone Calls", "17")
"""The first label and the last number of each list: without them each number stands above its neighbour's label."""


@pytest.mark.parametrize("lists", [1, 2])
def test_lists_that_lost_their_ends_are_refused_where_another_list_shows_the_order(lists: int) -> None:
    for lost in combinations(LOST, lists):
        lines = [line for line in SEED_LINES if line and line not in chain(*lost)]
        assert read("\n".join(lines)).rejections


@pytest.mark.parametrize(
    ("text", "line"),
    [
        # The last label waits for its number: one of them may be lost at either end.
        (ODD, 1),
        ("Victims Identified\nTraffickers Identified\n423\nTrafficking Businesses\n117", 3),
        # Numbers of all years show the order of the document too.
        ("423\nVictims Identified\n31\nEmails\n\nAll Time Totals (Since 2007)\n\nPhone Calls\n600\nTexts\n40", 1),
        # The first total stands in a part of its own, but each type shows that `Cases` is no label there.
        ("Sex Trafficking\n183 Cases\nLabor Trafficking\n22 Cases\nMissouri Spotlight\n23 Cases", 6),
    ],
)
def test_an_order_that_nothing_else_shows_or_another_list_gainsays_is_refused(text: str, line: int) -> None:
    assert line in [at for at, _ in body_refusals(text)]


@pytest.mark.parametrize(
    "text",
    [
        f"{ODD}\n\n{CONTACTS}12\nPhone Calls\n6\nEmails",
        f"423\nVictims Identified\n\n117\nTraffickers Identified\n\n{CONTACTS}Phone Calls\n12\n\nEmails\n6",
    ],
    ids=["another list shows the order", "the gaps show the order of each list"],
)
def test_an_order_that_another_list_or_the_gaps_show_is_read(text: str) -> None:
    read_in_full = {
        "victims/total": "423",
        "traffickers/total": "117",
        "signals/phone_call": "12",
        "signals/email": "6",
    }
    assert body(text) == read_in_full


def test_a_label_above_a_table_does_not_take_a_number_below_it() -> None:
    table = "<table><tr><td>Sex trafficking</td><td>90</td></tr><tr><td>Labor trafficking</td><td>40</td></tr></table>"
    above, below = "<p>Victims</p><p>31</p><p>Phone calls</p>", "<p>512</p><p>Emails</p><p>12</p>"
    page = f"<h1>Missouri 2019 statistics</h1>{above}{table}{below}<p>Accurate as of July 30, 2020.</p>"
    reading = readers.read("some.html", "d0", page.encode(), None, VOCABULARY, Limits())
    assert [one.rule_code for one in reading.rejections] == ["document.number_ambiguous"]


@pytest.mark.parametrize("label", ["Calls", "Cases or calls", "Sex trafficking"])
def test_a_total_below_a_label_without_a_number_may_be_that_of_the_label(label: str) -> None:
    assert read(f"{CASES}{label}\nTotal: 230\n").rejections


@pytest.mark.parametrize("between", ["\n", "\n\n"])
@pytest.mark.parametrize(("label", "key"), [("Labor trafficking", "cases/labor"), ("Sex trafficking", "cases/sex")])
@pytest.mark.parametrize("unit", ["Cases: 12", "Cases 12"])
def test_what_is_counted_below_the_label_of_a_part_is_no_total(label: str, key: str, between: str, unit: str) -> None:
    assert figures_of(f"{CASES}{label}{between}{unit}\n") == {key: "12"}


def test_a_total_below_what_it_counts_is_read() -> None:
    assert figures_of(f"{CASES}Trafficking cases\nTotal: 230\n") == {"cases/total": "230"}
