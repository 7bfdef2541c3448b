"""Leads, headings and captions right above a list, loose notes and keys below it, and titles of other sheets."""

from __future__ import annotations

import pytest

from orchestration.spotlight import readers
from orchestration.spotlight.readers.limits import Limits
from tests.corpus.reading import VOCABULARY
from tests.unit.test_text_kinds import figures_in, read, refused

HEAD = "Ohio\nNational Human Trafficking Hotline, January 1, 2019 - December 31, 2019\nAccurate as of July 30, 2020\n\n"
TYPES = "Sex trafficking: 20\nLabor trafficking: 8\nSex and labor trafficking: 4\nType not specified: 10\n"
CHANNELS = "Phone calls: 61\nTexts: 31\nWebforms: 9\n"
CASES = {"cases/sex": "20", "cases/labor": "8", "cases/sex_and_labor": "4", "cases/not_specified": "10"}
SIGNALS = {"signals/phone_call": "61", "signals/text": "31", "signals/webform": "9"}


@pytest.mark.parametrize(
    "lead",
    [
        "People reached the Hotline in these ways:",
        "Here is how people got in touch with the hotline:",
        "The hotline recorded these contacts for Ohio in 2019:",
        "Here it is, line for line:",
        "Table 3. How people reached the National Hotline",
        "How people reached the hotline",
    ],
)
def test_a_lead_or_a_caption_ends_the_heading_above_it(lead: str) -> None:
    assert read(f"{HEAD}Cases by type\n{TYPES}\n{lead}\n{CHANNELS}") == CASES | SIGNALS


@pytest.mark.parametrize(
    "lead",
    [
        "Reports made in Spanish arrived as follows:",
        "The sheriff's office was reached as follows:",
        "Staff trained on:",
        "From: the Toledo women's line, by channel:",
        "In the new program",
        "After the raid",
        "Our center",
        "Those who stayed",
        "Table 3. Ways that truckers reached us",
    ],
)
def test_a_lead_or_heading_that_makes_something_else_of_a_list_takes_it_out(lead: str) -> None:
    figures = figures_in(f"{HEAD}Cases by type\n{TYPES}\n{lead}\n{CHANNELS}")
    assert not any(one["measure"] == "signals" for one in figures)


@pytest.mark.parametrize(
    "heading", ["At a glance", "In all", "By state", "In short:", "On this page", "For reference:"]
)
def test_a_heading_that_the_examples_know_is_trusted(heading: str) -> None:
    assert read(f"{HEAD}{heading}\nTrafficking cases: 42\nTexts: 31\n") == {"cases/total": "42", "signals/text": "31"}


@pytest.mark.parametrize(
    "note",
    [
        "* Restaurant work only",
        "* Truck stops and rest areas along Interstate 80.",
        "[Old version; kept online after its replacement]",
        "Please note: each row is a tip.",
    ],
)
def test_a_note_that_no_mark_points_at_may_be_about_all_figures(note: str) -> None:
    assert "figures" in refused(f"{HEAD}Trafficking cases: 42\nTexts: 31\n\n{note}\n")


@pytest.mark.parametrize(
    "note",
    [
        "* Compiled by the state library.",
        "* We had help from the library.",
        "[Page left blank on purpose]",
        "Note: Rows are in alphabetical order.",
        "* This map only reflects cases where the location of the potential trafficking was known.",
    ],
)
def test_a_note_about_something_else_changes_nothing(note: str) -> None:
    text = f"{HEAD}Trafficking cases: 42\nTexts: 31\n\n{note}\n"
    assert read(text) == {"cases/total": "42", "signals/text": "31"}


@pytest.mark.parametrize("key", ["Counting unit: survivors", "Counted: victims", "Group: under 25", "Sheet: Indiana"])
def test_a_key_below_the_figures_may_say_what_they_are_of(key: str) -> None:
    assert "figures" in refused(f"{HEAD}Trafficking cases: 42\nTexts: 31\n\n{key}\n")


@pytest.mark.parametrize(("term", "value"), [("Factor", "x 10"), ("Scope", "Cedar Rapids and Iowa City")])
def test_a_term_with_its_value_is_a_key_too(term: str, value: str) -> None:
    assert _figures_of_page(f"<dl><dt>{term}</dt><dd>{value}</dd></dl>") == []


def test_a_definition_is_no_key() -> None:
    assert _figures_of_page("<dl><dt>Age</dt><dd>How old a victim is when known</dd></dl>") == ["42"]


def test_a_foot_of_another_state_is_heard() -> None:
    assert _figures_of_page("<footer><p>Nebraska hotline data sheet, page 1</p></footer>") == []


def test_a_caption_below_all_figures_may_name_no_other_measure() -> None:
    assert "victims" in refused(f"{HEAD}Cases by type\n{TYPES}\nVictims by type, 2019\n")


def test_the_title_of_a_page_may_name_no_other_year() -> None:
    assert _figures_of_page("", title="Hotline data: Ohio, 2018") == []
    assert _figures_of_page("", title="Hotline data: Ohio, 2019") == ["42"]


def _figures_of_page(below: str, title: str = "Ohio") -> list[str]:
    page = (
        f"<html><head><title>{title}</title></head><body><h1>Ohio, 2019: National Human Trafficking Hotline</h1>"
        "<p>Accurate as of July 30, 2020.</p><table><tr><th>Measure</th><th>Count</th></tr>"
        f"<tr><td>Trafficking cases</td><td>42</td></tr></table>{below}</body></html>"
    )
    reading = readers.read("page.html", "d0", page.encode(), None, VOCABULARY, Limits())
    return reading.figures["value"].to_list()
