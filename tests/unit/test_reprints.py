"""Pages, mails and releases of many hands that print the hotline's figures again, and their harmful twins."""

from __future__ import annotations

import pytest

from tests.unit.test_html_reader import page
from tests.unit.test_html_reader import read as read_page
from tests.unit.test_html_reader import refused_by as page_refused_by
from tests.unit.test_text_reader import figures_of, read, refusals

HOTLINE = "National Human Trafficking Hotline"
DATES = "January 1, 2019 through December 31, 2019, accurate as of July 30, 2020."
FIGURES = "Cases identified: 110\nVictims identified: 230\n"
READ = {"cases/total": "110", "victims/total": "230"}
LIST = "<ul><li>Cases: 110<li>Victims identified: 230</ul>"


# Of what a sentence says that the figures are -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("where", "is_read"),
    [
        ("for Missouri", True),
        ("for the state of Missouri", True),
        ("from Missouri, put together by the Ozark Coalition", True),
        ("for Rolla, Missouri", False),
        ("for Rolla and the counties around it, Missouri", False),
        ("for Phelps County, Missouri", False),
        ("for greater Rolla", False),
        ("counted in Rolla", False),
        ("for St. Charles and Rolla, Missouri", False),
        ("recorded at Fort Wood, Missouri", False),
    ],
)
def test_a_sentence_that_dates_the_figures_may_name_a_part_of_the_state(where: str, is_read: bool) -> None:
    text = f"Missouri\n\nThese are the {HOTLINE}'s numbers {where}, {DATES}\n\n{FIGURES}"
    assert (figures_of(text) == READ) if is_read else refusals(text)


@pytest.mark.parametrize("title", ["Rolla Spotlight", "Rolla Statistics", "Spotlight on Rolla"])
def test_a_title_that_names_what_its_figures_are_of_is_no_name_of_who_publishes(title: str) -> None:
    says = f"What the {HOTLINE} counted in Missouri, {DATES}"
    assert refusals(f"{title}\n\n{says}\n\n{FIGURES}")
    assert figures_of(f"Rolla Courier\n\n{says}\n\n{FIGURES}") == READ


def test_what_a_sentence_goes_on_with_may_be_the_figures() -> None:
    asked = "Our volunteers ask for these every week, so here they are."
    text = f"Missouri\n\n{asked} They are the numbers of the {HOTLINE} for Missouri, {DATES}\n\n{FIGURES}"
    assert figures_of(text) == READ
    assert refusals(text.replace("the numbers of the", "the shelters near the"))
    assert refusals(text.replace("for Missouri,", "for Missouri's truck stops,"))


def test_the_printer_of_a_paper_is_elsewhere() -> None:
    text = f"Kansas\n{HOTLINE}, {DATES}\n\n{FIGURES}\nPrinted by Plaza Press, Kansas City, Missouri.\n"
    assert figures_of(text) == READ
    assert refusals(text.replace("Printed by Plaza Press", "Counts of Plaza Press"))
    assert refusals(text.replace("Plaza Press, Kansas City", "our desk: the figures are those of"))


# When -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "is_read"), [("January 1 through December 31", True), ("July 1 through June 30", False)]
)
def test_the_days_of_any_year_say_that_years_are_whole(days: str, is_read: bool) -> None:
    text = f"Missouri\n\nWhat the {HOTLINE} recorded in each year, {days}. Accurate as of July 30, 2021.\n\n"
    text += f"2020\n{FIGURES}\n2019\n{FIGURES.replace('1', '2')}"
    assert read(text).figures.height == (4 if is_read else 0)


def test_years_of_a_heading_above_some_figures_are_theirs() -> None:
    text = f"Missouri\n{HOTLINE}, {DATES}\n\nCases: 110\n\n{{}}\n\nVictims identified: 2,300\n"
    assert refusals(text.format("Totals 2015-2020"))
    assert figures_of(text.format("Since 2007")) == {"cases/total": "110"}


def test_a_paragraph_of_one_sentence_states_a_figure() -> None:
    received = f"In 2019, the {HOTLINE} received 300 signals from Missouri."
    text = f"Missouri\n\n{received}\n\n110 cases were identified in 2019.\n\nAccurate as of July 30, 2020.\n"
    assert figures_of(text) == {"signals/total": "300", "cases/total": "110"}
    assert "signals/total" not in figures_of(text.replace("300 signals", "300 signals in thousands"))


# Lists and rows of text -----------------------------------------------------------------------------------------------


def test_a_list_of_text_numbers_lines_that_begin_with_a_count() -> None:
    lines = [f"Missouri\n{HOTLINE}, {DATES}\n", "1. 300 signals were received.", "2. 110 cases were identified."]
    both = "\n".join(lines)
    assert refusals(both)
    assert figures_of(f"{both}\n3. 230 victims were identified.") == {"signals/total": "300", **READ}


def test_a_row_of_pairs_may_be_broken_within_a_label() -> None:
    row = "Trafficking Cases: 42; Sex Trafficking: 29; Labor\nTrafficking: 9; Sex & Labor Trafficking: 1; Form Not\n"
    text = f"Missouri\n{HOTLINE}, {DATES}\n\n{row}Specified: 3.\n"
    assert figures_of(text)["cases/not_specified"] == "3"
    assert len(figures_of(text)) == 5
    assert refusals(text.replace("Specified", "Counted"))


def test_two_signs_of_markdown_are_a_heading_whatever_follows() -> None:
    text = f"# Missouri\n\n{HOTLINE}, {DATES}\n\n## 110 Trafficking Cases\n\n**Victims identified:** 230\n"
    assert figures_of(text) == READ
    assert refusals(text.replace("## 110", "# 110"))


def test_a_mail_ends_with_two_dashes() -> None:
    head = "From: Desk\nTo: List\nDate: Tue, 6 Aug 2020 10:42:00 -0700\nSubject: Missouri numbers\n\n"
    text = f"{HOTLINE}, Missouri, {DATES}\n\n{FIGURES}\nThanks,\nDana\n--\nSent from my phone\n"
    assert figures_of(head + text) == READ
    # Above a number it is one that is not published.
    listed = f"{HOTLINE}, Missouri, {DATES}\n\nSignals\n300\nVictims identified\n--\nCases\n110\n"
    assert figures_of(head + listed).get("victims/total") in (None, "not_published")
    assert refusals(head + text.replace("Sent from my phone", "These are estimates."))


def test_a_numbered_heading_of_another_body_is_heard() -> None:
    text = (
        f"Missouri\n{HOTLINE}, {DATES}\n\nCases: 110\n\n2. Crisis Line of Phelps County\n\nVictims identified: 2,300\n"
    )
    assert refusals(text)


# Pages ----------------------------------------------------------------------------------------------------------------


def test_a_summary_heads_its_fold_only() -> None:
    fold = "<details><summary>What is a signal?</summary><p>Every call that reaches the hotline.</p></details>"
    types = "".join(f"<tr><th>{label}<td>{value}" for label, value in (("Total Cases", 90), ("Sex Trafficking", 70)))
    rest = "<tr><th>Labor Trafficking<td>15<tr><th>Not Specified<td>5"
    assert read_page(page(f"{fold}<table>{types}{rest}</table>")).figures.height == 4
    for heading in ("2016", "Minors", "Columbia"):
        assert page_refused_by(page(f"{fold.replace('What is a signal?', heading)}{LIST}")), heading


def test_a_letter_has_a_table_of_its_own_for_each_figure() -> None:
    rows = [("Cases", "<b>110</b>"), ("Victims identified", "<b>230</b>")]
    tables = "".join(f'<table role="presentation"><tr><td>{a}</td><td>{b}</td></tr></table>' for a, b in rows)
    assert dict(read_page(page(tables)).figures.select("measure", "value").iter_rows()) == {
        "cases": "110",
        "victims": "230",
    }


def test_a_bar_of_links_is_no_heading() -> None:
    bar = '<div><a href="/">The Ozark Courier</a> <a href="/pay">Subscribe for $1 a week</a></div>'
    assert read_page(f"{bar}{page(LIST)}").figures.height == 2
    assert page_refused_by(page(f"<p>Counted in one week</p>{LIST}"))
    towns = '<div><a href="/k">Kansas City</a> / <a href="/s">St. Louis</a></div>'
    assert page_refused_by(page(f"{towns}{LIST}"))


def test_the_text_below_a_figure_is_the_caption_of_its_table() -> None:
    table = "<table><tr><th>Cases<td>110<tr><th>Victims identified<td>230</table>"
    caption = "<figcaption>Iowa, January 1, 2019 through December 31, 2019.</figcaption>"
    title = f"<h1>What the hotline heard</h1><p>{HOTLINE}. Accurate as of July 30, 2020.</p>"
    found = read_page(page(f"<figure>{table}{caption}</figure>", title, "")).figures
    assert set(found["jurisdiction"]) == {"US-IA"}
    assert page_refused_by(page(f"<figure>{table}{caption.replace('Iowa', 'Ames, Iowa')}</figure>", title, ""))


# Notes and what is added up -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("says", "is_read"),
    [
        ("Totals of the {}.", True),
        ("Combined totals of the {} and of our own Ozark Safe Line, {dates}", False),
        ("The {} has been taking calls since December 7, 2007. Here is all that it has heard in those years:", False),
    ],
)
def test_two_services_or_all_years_are_no_figures_of_the_hotline_in_one(says: str, is_read: bool) -> None:
    sentence = says.format(HOTLINE, dates=DATES)
    text = f"Missouri in 2019\n\n{sentence}\n\n{FIGURES}\nAccurate as of July 30, 2020.\n"
    assert (figures_of(text) == READ) if is_read else refusals(text)


def test_a_note_without_its_mark_may_be_the_last_digit_of_a_number() -> None:
    table = "<table><tr><th>Phone Calls<td>{}<tr><th>Victims identified<td>230</table><p>{} Some called twice.</p>"
    assert page_refused_by(page(table.format("2411", "1")))
    assert read_page(page(table.format("2410", "1"))).figures["value"].to_list() == ["2410", "230"]
    assert read_page(page(table.format("2411", "Note:"))).figures["value"].to_list() == ["2411", "230"]


def test_a_sentence_of_both_states_is_of_the_figures() -> None:
    lists = f"North Dakota\n\n{FIGURES}\nSouth Dakota\n\n{FIGURES}"
    text = f"{HOTLINE}, January 1, 2019 through December 31, 2019\n\n{lists}\n"
    of_both = "The figures of both states are accurate as of July 30, 2020.\n"
    assert read(text + of_both).figures.height == 4
    assert refusals(text + of_both.replace("both", "the other"))


@pytest.mark.parametrize(
    "note", ["All numbers on this sheet are rounded to the nearest ten.", "Hotline and Safe Ozark Textline together."]
)
def test_a_note_of_all_numbers_is_heard_though_its_mark_stands_at_one(note: str) -> None:
    text = f"Missouri\n{HOTLINE}, {DATES}\n\nCases identified: 110¹\nVictims identified: 230¹\n\n¹ {note}\n"
    assert refusals(text)
    assert figures_of(text.replace(note, "One case may have several victims.")) == READ


def test_numbers_right_before_what_they_count_stand_on_the_line_of_their_state() -> None:
    rows = "Alaska: 58 signals, 22 cases\nIdaho: 94 signals, 29 cases\n"
    text = f"What the {HOTLINE} recorded in each of our states\n{DATES}\n\n{{}}"
    assert read(text.format(rows)).figures.height == 4
    assert refusals(text.format(rows.replace("signals, 22 cases", "cases, 22 cases")))


CARD = "<figure><strong>{}</strong><figcaption>{}</figcaption></figure>"
OF_STATE = "<p>Cases: 111</p>"
CARDS = CARD.format(277, "Signals") + CARD.format(111, "Cases") + CARD.format(181, "Victims Identified")


def test_the_number_of_the_nation_may_stand_beside_that_of_the_state() -> None:
    aside = "<aside>In the whole of the United States the hotline identified 11,999 cases in 2019.</aside>"
    assert read_page(page(CARDS + aside)).figures["value"].to_list() == ["277", "111", "181"]


@pytest.mark.parametrize(
    "body",
    [
        CARDS + "<p>United States: 99 cases</p>",
        CARDS + "<p>United States: 11,999 cases</p>",
        CARDS + "<p>Traffickers in the United States: 5,012</p>",
        "<p>Signals: 32,309<p>Victims Identified: 21,865<p>Cases in the United States: 11,999",
        "<p>Cases: 111<p>Cases in the United States: 11,999<p>Signals: 32,309",
        "<p>Cases in the United States: 11,999</p>" + CARDS,
        f"{OF_STATE}<ul><li>Signals: 32,309<li>Victims: 21,865<li>Cases in the United States: 11,999</ul>",
        f"{OF_STATE}<aside>Signals: 32,309<br>Cases in the United States: 11,999</aside>",
        f"{OF_STATE}<p>Signals: 32,309<p>Victims: 21,865<p>Cases in the United States: 11,999",
        f"{OF_STATE}<p>Sex trafficking: 8,000<p>Labor trafficking: 1,200<p>Cases in the United States: 11,999",
        CARD.format("32,309", "Signals") + CARD.format(111, "Cases") + "<p>Cases in the United States: 11,999",
        "<p>Cases: 443<p>Signals: 800<p>Cases in Illinois: 332",
    ],
)
def test_other_numbers_beside_one_of_the_nation_may_be_the_nations(body: str) -> None:
    assert "jurisdiction_ambiguous" in page_refused_by(page(body))


@pytest.mark.parametrize(
    ("says", "is_read"),
    [
        ("Missouri's numbers cover {dates}", True),
        ("This year's numbers cover {dates}", True),
        ("The Center's statistics for Missouri cover {dates}", True),
        ("Rolla's numbers cover {dates}", False),
        ("These are Phelps County's numbers, {dates}", False),
        ("The figures are Rolla's, {dates}", False),
        ("Missouri's Phelps County, {dates}", False),
        ("The numbers are for Missouri's Phelps County, {dates}", False),
        ("The numbers are for Columbia, Mo., {dates}", False),
        ("The numbers are for St. Louis (MO), {dates}", False),
        ("The numbers were counted in Columbia, Mo. They are from {dates}", False),
        ("What the hotline counted in Columbia, Mo.\n\n{dates}", False),
        ("What the hotline counted in Columbia, Missouri\n\n{dates}", False),
    ],
)
def test_an_owner_or_an_abbreviated_state_may_tell_a_part_of_the_state(says: str, is_read: bool) -> None:
    text = f"Missouri\n{HOTLINE}\n\n{says.format(dates=DATES)}\n\n{FIGURES}"
    assert (figures_of(text) == READ) if is_read else refusals(text)


@pytest.mark.parametrize(
    "beside",
    [
        "Missouri's Attorney General received these numbers in August.",
        "Missouri's Safe at Home program shares these figures.",
        "The Ozark Coalition's numbers come from the National Human Trafficking Hotline.",
        "Today's figures are the newest.",
        "Printed in Columbia, Mo.",
    ],
)
def test_other_owners_and_towns_say_nothing_of_the_figures(beside: str) -> None:
    assert figures_of(f"Missouri\n{HOTLINE}, {DATES}\n\n{FIGURES}\n{beside}\n") == READ


@pytest.mark.parametrize(
    "note",
    [
        "All numbers marked are doubled.",
        "Marked numbers are for Rolla only.",
        "Those marked are estimates.",
        "Figures with this sign count each case twice.",
    ],
)
def test_a_note_that_tells_marked_numbers_from_others_makes_something_else_of_them(note: str) -> None:
    text = f"Missouri\n{HOTLINE}, {DATES}\n\nCases identified: 110{{}}\nVictims identified: 230\n\n¹ {note}\n"
    assert figures_of(text.format("¹")) == {"victims/total": "230"}


@pytest.mark.parametrize("title", [f"Not the {HOTLINE}", f"Not from the {HOTLINE}", "Not the hotline"])
def test_a_title_that_denies_the_hotline_is_heard(title: str) -> None:
    assert refusals(f"Missouri\n{title}\n\n{DATES}\n\n{FIGURES}")
    above = f"Ozark Coalition - not affiliated with the {HOTLINE}\n\n"
    assert figures_of(f"{above}Missouri: {HOTLINE}, {DATES}\n\n{FIGURES}") == READ


def test_a_number_of_the_nation_in_the_text_of_others_may_make_them_the_nations() -> None:
    numbers = "Signals: 32,309\nVictims: 21,865\nCases in the United States: 11,999"
    text = f"Ohio\n{HOTLINE}, {DATES}\n\nCases: 111\n{{}}{numbers}"
    assert refusals(text.format(""))
    assert refusals(text.format("National numbers are below.\n\n"))
