"""Tables that only lay out a page: a few words beside, above or below a list head it."""

from __future__ import annotations

from html import escape

import pytest

from orchestration.spotlight import readers
from orchestration.spotlight.domain.places import REFERENCE_DIR
from orchestration.spotlight.domain.vocabulary import load_vocabulary
from orchestration.spotlight.readers.limits import Limits

VOCABULARY = load_vocabulary(REFERENCE_DIR)
PAGE = """<!doctype html><html lang="en"><body><h1>Utah Spotlight</h1>
<p>2019 National Human Trafficking Hotline Statistics</p><p>The figures are accurate as of July 30, 2020.</p>
<p>Cases identified: 233</p>
<table>{}</table></body></html>"""
CALLS = "<ul><li>Phone calls: 120</li><li>Texts: 31</li></ul>"
MORE_CALLS = "<ul><li>Phone calls: 140</li><li>Texts: 33</li></ul>"
TYPES = "<ul><li>Sex trafficking: 179</li><li>Labor trafficking: 26</li></ul>"


def row(*cells: str, tag: str = "td") -> str:
    return "<tr>" + "".join(f"<{tag}>{cell}</{tag}>" for cell in cells) + "</tr>"


def places_and_years(table: str) -> set[tuple[str, int, str]]:
    """Place, year and number of each figure in the table of the page; none if the page is refused."""
    content = PAGE.format(table).encode()
    found = readers.read("page.html", "d0", content, None, VOCABULARY, Limits()).figures
    rows = found.filter(found["value"] != "233").iter_rows(named=True)
    return {(one["jurisdiction"], int(one["period_start"][:4]), one["value"]) for one in rows}


CALLS_OF_UTAH = {("US-UT", 2019, "120"), ("US-UT", 2019, "31")}
CALLS_OF_NEVADA = {("US-NV", 2019, "120"), ("US-NV", 2019, "31")}
TYPES_OF_UTAH = {("US-UT", 2019, "179"), ("US-UT", 2019, "26")}


def test_words_in_the_row_of_a_list_head_it() -> None:
    assert places_and_years(row("How people reached us", CALLS)) == CALLS_OF_UTAH
    both = row("2018", CALLS) + row("2019", MORE_CALLS)
    of_2018 = {("US-UT", 2018, "120"), ("US-UT", 2018, "31")}
    assert places_and_years(both) == of_2018 | {("US-UT", 2019, "140"), ("US-UT", 2019, "33")}


@pytest.mark.parametrize("head", ["Salt Lake County", "Salt Lake<br>County", "<b>Minors</b>"])
@pytest.mark.parametrize("is_before", [True, False])
def test_a_part_named_beside_a_list_leaves_it_out(head: str, is_before: bool) -> None:
    cells = (head, CALLS) if is_before else (CALLS, head)
    assert places_and_years(row(*cells)) == set()


def test_words_above_a_list_head_those_of_their_column() -> None:
    heads = row("Nevada", "Utah")
    assert places_and_years(heads + row(CALLS, TYPES)) == CALLS_OF_NEVADA | TYPES_OF_UTAH


def test_a_head_over_two_columns_heads_the_lists_below_both() -> None:
    table = '<tr><td colspan="2">Nevada</td></tr>' + row(CALLS, "<ul><li>Emails: 9</li><li>Webchats: 4</li></ul>")
    assert places_and_years(table) == CALLS_OF_NEVADA | {("US-NV", 2019, "9"), ("US-NV", 2019, "4")}


def test_words_below_the_lists_are_their_captions() -> None:
    assert places_and_years(row(CALLS, TYPES) + row("Nevada", "Utah")) == CALLS_OF_NEVADA | TYPES_OF_UTAH


def test_a_sentence_beside_a_list_is_no_head() -> None:
    assert places_and_years(row(escape("Thank you for walking with us this summer."), CALLS)) == CALLS_OF_UTAH


def test_the_cells_of_one_column_stand_above_each_other() -> None:
    table = "".join(map(row, ("Cases by type", TYPES, "Contacts with the hotline", CALLS)))
    assert places_and_years(table) == CALLS_OF_UTAH | TYPES_OF_UTAH


def test_links_above_a_list_head_it() -> None:
    links = "<a href=a>Shelter</a> <a href=b>Minors</a> <a href=c>Made up</a>"
    assert places_and_years(row(links, "") + row(CALLS, TYPES)) == set()
