"""Documents as the tools of offices write them: mail, slides, exports, site builders; and totals of another state."""

from __future__ import annotations

import pytest

from tests.unit.test_papers import AS_OF, FIGURES, HOTLINE, READ, figures_of, read_page, refusals
from tests.unit.test_text_kinds import BELOW, HEAD, figures_in, read, refused

TYPES = {"cases/sex": "71", "cases/labor": "11", "cases/sex_and_labor": "4", "cases/not_specified": "11"}
ROWS = ["Sex trafficking,71", "Labor trafficking,11", "Sex and labor,4", "Not specified,11"]
PAGE = f"<h1>Missouri</h1><p>{HOTLINE}, 2019. {AS_OF}</p>"


@pytest.mark.parametrize(("greeting", "is_read"), [("Marcus,", True), ("Tulsa,", False)])
def test_a_mail_greets_one_whose_name_stands_in_its_head(greeting: str, is_read: bool) -> None:
    head = (
        "From: Renee Hale <rhale@office.example>\nTo: Marcus Webb\nSubject: RE: hotline numbers\nDate: March 7, 2021\n"
    )
    text = f"{head}\n{greeting}\n\nMissouri, 2019: {HOTLINE}\n\n{FIGURES}\n{AS_OF}"
    assert (figures_of(text) == READ) if is_read else refusals(text)


@pytest.mark.parametrize(
    ("line", "is_read"),
    [
        ("Leilani Kahale, MSW", True),
        ("By Miriam Hale and Kofi Osei | 3 min read", True),
        ("Toledo Vice Squad, lieutenant", False),
        ("Renee Okafor, minors", False),
    ],
)
def test_who_presents_figures_says_nothing_of_them(line: str, is_read: bool) -> None:
    text = f"Missouri: {HOTLINE}\n\n{line}\n\nCalendar year 2019\n\n{FIGURES}\n{AS_OF}"
    assert (figures_of(text) == READ) if is_read else refusals(text)


@pytest.mark.parametrize(("name", "is_read"), [("Judge Coretta Vandenberg", True), ("Hotel Vandenberg", False)])
def test_who_presents_figures_may_stand_above_their_topic(name: str, is_read: bool) -> None:
    text = f"Missouri: {HOTLINE}, 2019\n{AS_OF}\n{name}\n\nCases\n\n{FIGURES}"
    assert (figures_of(text) == READ) if is_read else refusals(text)


@pytest.mark.parametrize("sign", [",", ";"])
def test_rows_in_quotes_are_a_table_with_its_dates(sign: str) -> None:
    rows = ["Accurate as of,2020-07-30", "Measure,Count", *ROWS]
    quoted = "\n".join(f'"{one}"{sign}"{other}"' for one, other in (row.split(",") for row in rows))
    assert read(f"Ohio, 2019: {HOTLINE}\n\n{quoted}\n") == TYPES
    refused(f"Ohio, 2019: {HOTLINE}\n\n{quoted}\n".replace('"11"', '"11"' + sign + '"2"', 1))


def test_tables_in_quotes_may_have_different_widths() -> None:
    types = "\n".join(f'"{one}","{other}"' for one, other in (row.split(",") for row in ["Measure,Count", *ROWS]))
    states = '"State","Signals","Cases"\n"Ohio","631","97"\n"Iowa","309","88"\n'
    text = f"Ohio, 2019: {HOTLINE}\n\n{types}\n\n{states}{BELOW}"
    assert {row["value"] for row in figures_in(text) if row["jurisdiction"] == "US-OH"} >= {"71", "11", "4"}


def test_rows_of_an_export_may_begin_with_their_year() -> None:
    rows = "Year,Cases,Victims\n2017,76,131\n2018,74,120\n2019,89,140\n"
    text = f"Ohio, {HOTLINE}, calendar years (January 1 - December 31)\n{{}}{BELOW}"
    assert [row["value"] for row in figures_in(text.format(rows))] == ["76", "131", "74", "120", "89", "140"]
    refused(text.format(rows.replace("89,140", "1,089,140")))


def test_a_text_browser_shows_what_is_chosen() -> None:
    text = f"Ohio: {HOTLINE}\n\nSelect a Year: [{{}}___]\n\n2019\n\nCases: 97\n{BELOW}"
    assert read(text.format("2019")) == {"cases/total": "97"}
    refused(text.format("2018"))


@pytest.mark.parametrize(("content", "is_read"), [("● ", True), ("○ ", True), ("<", False), ("1", False)])
def test_a_style_may_draw_bullets_before_items(content: str, is_read: bool) -> None:
    page = f"<style>li::before{{content:'{content}'}}</style>{PAGE}<ul><li>Cases: 110</li></ul>"
    assert read_page(page).figures.is_empty() != is_read


def test_a_bullet_behind_an_item_may_be_the_mark_of_a_note() -> None:
    page = f"<style>.e::after{{content:' ■'}}</style>{PAGE}<ul><li class=e>Cases: 110</li></ul><p>■: not confirmed</p>"
    assert read_page(page).figures.is_empty()


@pytest.mark.parametrize(
    ("name", "is_read"), [("field--label-hidden", True), ("value-hidden", False), ("ms-hidden", False)]
)
def test_a_hidden_label_is_no_hidden_value(name: str, is_read: bool) -> None:
    assert read_page(f"{PAGE}<div class='{name}'><p>Cases: 110</p></div>").figures.is_empty() != is_read


def test_the_last_row_of_another_breakdown_is_its_own() -> None:
    found = "Ways the Hotline was Found\nInternet 7\nReferral 4\nOther 86\n\n"
    below = "Signal Types\nHotline Call 58\nEmail 3\n\nCases: 97\n"
    assert read(f"{HEAD}{found}{below}{BELOW}")["cases/total"] == "97"
    refused(f"{HEAD}{found.replace('Other 86', 'Sex trafficking 86')}Cases: 97\n{BELOW}")


@pytest.mark.parametrize(
    "note",
    [
        "As before, the request was limited to locations in Greene County.",
        "We restricted the search to Greene and Polk counties.",
        "The export was confined to callers under 18.",
        f"Note: numbers are reports to the {HOTLINE} and to the state abuse hotline added together.",
    ],
)
def test_what_was_asked_for_says_of_what_figures_are(note: str) -> None:
    text = f"Missouri, 2019: {HOTLINE}\n\n{{}}\n\n{FIGURES}\n{AS_OF}"
    assert refusals(text.format(note))
    assert figures_of(text.format("The request was made in writing.")) == READ


@pytest.mark.parametrize(
    ("place", "year", "number", "is_read"),
    [
        ("Tennessee", 2019, 97, False),
        ("Tennessee", 2019, 96, True),
        ("Ohio", 2018, 97, False),
        ("Ohio", 2018, 96, True),
        ("Ohio", 2019, 97, True),
    ],
)
def test_a_list_with_the_total_of_another_state_or_year_is_refused(
    place: str, year: int, number: int, is_read: bool
) -> None:
    told = f"During {year}, the {HOTLINE} identified {number} cases of human trafficking in {place}."
    text = f"Ohio\n\n{HOTLINE}, 2019\n\n{told}\n\n{chr(10).join(ROWS).replace(',', ': ')}\n{BELOW}"
    if is_read:
        assert TYPES.items() <= read(text).items()
    else:
        assert "same number" in refused(text)


def test_a_total_without_a_place_is_of_the_nation_of_its_document() -> None:
    told = f"During 2019, the {HOTLINE} identified 97 cases of human trafficking."
    text = f"United States\n\n{HOTLINE}, 2019\n\n{chr(10).join(ROWS).replace(',', ': ')}\n\n{told}\n\n"
    text += f"The clerk passed around a tray of cookies that nobody ate.\n{BELOW}"
    assert {row["category"]: row["value"] for row in figures_in(text)}["sex"] == "71"


@pytest.mark.parametrize(
    ("note", "is_read"),
    [
        ("Editor's note: The table gives the counts for Kansas, not Missouri.", False),
        ("These counts are not those of Missouri.", False),
        ("To allow for underreporting, our staff has raised each of the counts by a quarter.", False),
        ("See also the agency's annual report (41 pages).", True),
    ],
)
def test_a_note_that_denies_the_place_or_raises_the_counts_refuses_them(note: str, is_read: bool) -> None:
    text = f"Missouri, 2019: {HOTLINE}\n\n{FIGURES}\n{note}\n\n{AS_OF}"
    assert (figures_of(text) == READ) if is_read else refusals(text)


@pytest.mark.parametrize(
    ("heading", "is_read"),
    [
        ("How people in Ohio reached the Hotline", True),
        ("BAR 2: SIGNALS", True),
        ("How minors reached the Hotline", False),
        ("How Spanish speakers reached the Hotline", False),
    ],
)
def test_a_heading_may_begin_as_a_question_does(heading: str, is_read: bool) -> None:
    text = f"{HEAD}{heading}\n* Phone calls: 118\n* Emails: 6\n{BELOW}"
    assert ([row["value"] for row in figures_in(text)] == ["118", "6"]) == is_read


def test_a_sentence_below_figures_names_their_source_and_an_office_above_them_only_publishes() -> None:
    office = "MISSOURI ANTI-TRAFFICKING COALITION\n\nWhat the numbers say about Missouri\n"
    source = f"These figures are from the Missouri report of the {HOTLINE}, which covers 1/1/2019 - 12/31/2019."
    assert figures_of(f"{office}\n{FIGURES}\n{source}\n\n{AS_OF}") == READ
    assert refusals(f"{office}\n{FIGURES}\n{source.replace(HOTLINE, 'Missouri Highway Patrol')}\n\n{AS_OF}")
