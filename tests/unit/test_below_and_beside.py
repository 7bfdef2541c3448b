"""What stands below or beside the figures and changes them: short lines, dates in the foot, columns of days."""

from __future__ import annotations

import pytest

from orchestration.spotlight import readers
from orchestration.spotlight.readers.limits import Limits
from tests.unit.test_exports_and_paths import LIST, TOTALS, TYPES
from tests.unit.test_html_reader import figures, refused_by
from tests.unit.test_pdf_figures import VOCABULARY
from tests.unit.test_text_kinds import HEAD, read, refused

PAGE = "<h1>Ohio, 2019: National Human Trafficking Hotline</h1><p>Accurate as of July 30, 2020</p>"
COUNTS = "<table><tr><td>Trafficking cases</td><td>42</td></tr><tr><td>Texts</td><td>31</td></tr></table>"


# Lines below the last figure ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        "H1",
        "per 100k",
        "Figures: 2018",
        "Limited to: minors",
        "Victim state: Kentucky",
        "Agency: Toledo Police",
        "Lucas and Wood counties.",
        "Sources: National Human Trafficking Hotline, FBI",
        "Sources: fbi.gov, humantraffickinghotline.org",
    ],
)
def test_a_short_line_below_the_figures_may_change_them(line: str) -> None:
    assert line.split(":")[0].rstrip(".") in refused(f"{HEAD}{LIST}\n{line}\n")


@pytest.mark.parametrize(
    "line",
    [
        "Agency: Office of the Attorney General",
        "Sources: humantraffickinghotline.org and polarisproject.org",
        "State office: Columbus",
        "Lucas County, Wood County and Ottawa County have task forces of their own.",
    ],
)
def test_a_short_line_about_something_else_changes_nothing(line: str) -> None:
    assert read(f"{HEAD}{LIST}\n{line}\n") == TOTALS


# Dates and titles in the frame of a page ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "foot",
    [
        "All statistics on this page are accurate as of September 12, 2022.",
        "Accurate as of May 2, 2022.",
        "Figures shown by our widgets were last verified and accurate as of September 12, 2022.",
    ],
)
def test_the_foot_of_a_page_may_date_the_figures_otherwise(foot: str) -> None:
    codes = refused_by(f"<main>{PAGE}{COUNTS}</main><footer><p>{foot}</p></footer>")
    assert codes in ({"remark_unclear"}, {"publisher_as_of_ambiguous"})


def test_the_foot_of_a_page_may_date_other_things() -> None:
    foot = "<footer><p>Our list of shelters is current as of September 12, 2022.</p></footer>"
    assert figures(f"{PAGE}{COUNTS}{foot}") == TOTALS


def test_a_running_title_of_another_state_is_no_frame() -> None:
    assert "another place" in refused(f"KENTUCKY SPOTLIGHT 2019\n\n\n{HEAD}{LIST}")


# Columns and sections -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("heads", "cells"),
    [
        (("Measure", "Count", "From", "Until"), ("Trafficking cases", "42", "1/1/2019", "6/30/2019")),
        (("Measure", "Count", "Months"), ("Trafficking cases", "42", "6")),
        (("State", "From", "To", "Trafficking cases"), ("Ohio", "January 1", "June 30", "42")),
        (("Measure", "Count", "Begins", "Ends"), ("Trafficking cases", "42", "1/1/2019", "6/30/2019")),
    ],
)
def test_a_column_of_days_that_is_not_understood_is_refused(heads: tuple[str, ...], cells: tuple[str, ...]) -> None:
    head = "".join(f"<th>{one}</th>" for one in heads)
    row = "".join(f"<td>{one}</td>" for one in cells)
    assert "remark_unclear" in refused_by(f"{PAGE}<table><tr>{head}</tr><tr>{row}</tr></table>")


@pytest.mark.parametrize(
    ("head", "value"), [("Until", "12/31/2019"), ("Months", "12"), ("Days covered", "365"), ("Days since update", "3")]
)
def test_a_column_of_days_that_agrees_changes_nothing(head: str, value: str) -> None:
    heads = f"<tr><th>Measure</th><th>Count</th><th>{head}</th></tr>"
    rows = "".join(
        f"<tr><td>{label}</td><td>{count}</td><td>{value}</td></tr>"
        for label, count in (("Trafficking cases", 42), ("Texts", 31))
    )
    assert figures(f"{PAGE}<table>{heads}{rows}</table>") == TOTALS


def test_the_period_below_the_heading_of_one_state_is_not_that_of_the_next() -> None:
    period = "<p>The data cover January 1, 2018 through December 31, 2018.</p>"
    head = "<h1>National Human Trafficking Hotline</h1><p>Accurate as of July 30, 2020</p>"
    page = f"{head}<h2>Ohio</h2>{period}{COUNTS}<h2>Kentucky</h2>{COUNTS}"
    assert refused_by(page) == {"period_unknown"}


def test_a_period_above_the_headings_of_all_states_is_that_of_each() -> None:
    head = "<h1>National Human Trafficking Hotline</h1><p>Accurate as of July 30, 2020</p>"
    period = "<p>The data cover January 1, 2018 through December 31, 2018.</p>"
    assert figures(f"{head}{period}<h2>Ohio</h2>{COUNTS}<h2>Kentucky</h2>{COUNTS}") == TOTALS


# What the numbers count -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("remark", ["", "(one person is counted once; a case may have several victims)\n"])
def test_a_caption_says_what_is_counted_also_above_a_remark_in_brackets(remark: str) -> None:
    types = "Sex trafficking      30\nLabor trafficking     7\nNot specified         5\n"
    assert "victims" in refused(f"{HEAD}\nNumber of victims, by type of trafficking\n{remark}\n{types}")


def test_a_caption_may_name_cases_by_type_and_a_channel() -> None:
    heads = ("Year", "Trafficking cases", "Sex trafficking", "Labor trafficking", "Not specified", "Phone calls")
    head = "".join(f"<th>{one}</th>" for one in heads)
    row = "".join(f"<td>{one}</td>" for one in ("2019", "42", "30", "7", "5", "90"))
    caption = "<caption>Cases in Ohio by type, and phone calls</caption>"
    found = figures(f"{PAGE}<table>{caption}<tr>{head}</tr><tr>{row}</tr></table>")
    assert found == {
        "cases/total": "42",
        "cases/sex": "30",
        "cases/labor": "7",
        "cases/not_specified": "5",
        "signals/phone_call": "90",
    }


@pytest.mark.parametrize("second", ["II. Minors", "II. Since 2007", "2. Minors", "B. Lucas County"])
def test_a_number_of_an_inner_list_ends_no_heading_of_the_outer(second: str) -> None:
    first = {"I": "I. Ohio", "2": "1. Ohio", "B": "A. Ohio"}[second[0]]
    inner = ["(1) Texts", "(2) Emails", "(3) Victims"] if second[0] == "2" else ["1. Texts", "2. Emails", "3. Victims"]
    lists = [
        f"<p><b>{heading}</b></p><p>{label}: {count}</p>"
        for heading, label, count in zip(inner, ("Texts", "Emails", "Victims identified"), (11, 4, 23), strict=True)
    ]
    page = f"{PAGE}<p><b>{first}</b></p><p>Trafficking cases: 42</p><p><b>{second}</b></p>{''.join(lists)}"
    reading = readers.read("some.html", "d0", page.encode(), None, VOCABULARY, Limits())
    assert set(reading.figures["value"].to_list()) <= {"42"}


def test_a_numbered_heading_ends_the_one_before() -> None:
    sections = (
        "<p><b>1. Trafficking cases</b></p><p>One case can involve several victims.</p>"
        "<p>Table 1. Cases by type</p><table><tr><th>Type</th><th>Cases</th></tr>"
        + "".join(
            f"<tr><td>{label}</td><td>{count}</td></tr>"
            for label, count in (
                ("Sex trafficking", 30),
                ("Labor trafficking", 7),
                ("Sex and labor trafficking", 2),
                ("Not specified", 3),
            )
        )
        + "</table><p><b>2. Contacts with the Hotline</b></p><p>Table 2. Signals by channel</p>"
        "<table><tr><th>Channel</th><th>Signals</th></tr><tr><td>Texts</td><td>31</td></tr>"
        "<tr><td>Emails</td><td>4</td></tr></table><p><b>3. People and businesses</b></p>"
        "<table><tr><th>Measure</th><th>Number</th></tr><tr><td>Trafficking businesses</td><td>9</td></tr>"
        "<tr><td>Victims identified</td><td>50</td></tr></table>"
    )
    more = {"signals/text": "31", "signals/email": "4", "businesses/total": "9", "victims/total": "50"}
    assert figures(PAGE + sections) == {key: value for key, value in TYPES.items() if key != "cases/total"} | more


# Lists and records ----------------------------------------------------------------------------------------------------


def test_two_numbered_items_with_lists_below_are_a_list() -> None:
    text = "1. Signals: 90\n   (a) Phone calls: 59\n   (b) Texts: 31\n   (c) Emails: 0\n\n2. Cases: 42\n"
    types = "".join(
        f"   ({letter}) {label}: {count}\n"
        for letter, label, count in (
            ("a", "Sex trafficking", 30),
            ("b", "Labor trafficking", 7),
            ("c", "Not specified", 5),
        )
    )
    assert read(HEAD + text + types) == {
        "signals/total": "90",
        "signals/phone_call": "59",
        "signals/text": "31",
        "signals/email": "0",
        "cases/total": "42",
        "cases/sex": "30",
        "cases/labor": "7",
        "cases/not_specified": "5",
    }


@pytest.mark.parametrize("key", ["Call number: HQ281 .N38", "Call number .... HQ 281 .N38"])
def test_a_call_number_is_no_figure(key: str) -> None:
    assert read(f"{HEAD}{key}\n\n{LIST}") == TOTALS


def test_a_dot_may_lead_to_the_accuracy_date() -> None:
    head = "Ohio, 2019: National Human Trafficking Hotline\nAccurate as of . 2020-07-30\n\n"
    assert read(head + LIST) == TOTALS


def test_rows_with_labels_do_not_continue_labels_above_their_numbers() -> None:
    people = "  Victims Identified     Traffickers Identified\n          50                      8\n"
    text = f"{HEAD}\n{people}\n\nTRAFFICKING CASES                 42\n\n  Texts                           31\n"
    assert read(text) == TOTALS | {"victims/total": "50", "traffickers/total": "8"}


# Words right above figures, and sentences in the frame ----------------------------------------------------------------

IN_LIST = "Sex trafficking: 30\nLabor trafficking: 7\nNot specified: 5\n"


@pytest.mark.parametrize("lead", ["From people in the Atlanta area:", "Our share of the national number:"])
def test_words_right_above_figures_may_make_them_those_of_a_part(lead: str) -> None:
    assert refused(f"{HEAD}Trafficking cases: 42\n\n{lead}\n{IN_LIST}")


@pytest.mark.parametrize("lead", ["Here is the list for Ohio:", "We reprint the figures as they stand there:"])
def test_words_that_hand_over_the_figures_change_nothing(lead: str) -> None:
    assert read(f"{HEAD}{lead}\n\n{LIST}") == TOTALS


@pytest.mark.parametrize(
    "foot",
    [
        "Multiply by ten for the real number.",
        "January 1, 2019 through June 30, 2019.",
        "The heading is wrong: this is the sheet of Tennessee.",
    ],
)
def test_the_foot_of_a_page_may_change_the_figures(foot: str) -> None:
    assert refused_by(f"{PAGE}{COUNTS}<footer><p>{foot}</p></footer>")


@pytest.mark.parametrize(
    "foot",
    [
        "\u00a9 2023 Cascade Data Commons.",
        "Photo by Jane Doe.",
        "We answer every letter.",
        "Contact us if a figure is wrong.",
        "Population data are current as of May 2, 2022.",
        "Toledo, Ohio.",
    ],
)
def test_the_foot_of_a_page_is_mostly_harmless(foot: str) -> None:
    assert figures(f"{PAGE}{COUNTS}<footer><p>{foot}</p></footer>") == TOTALS


@pytest.mark.parametrize(
    "sentence",
    [
        "For Kentucky read Ohio throughout.",
        "Identified by the state police.",
        "What follows is a national overview.",
        "Since 2015.",
        "The hotline gives May 2, 2023 as the date of accuracy.",
        "As in every edition, the year ends in June.",
        "In place of Ohio read Indiana.",
    ],
)
def test_a_sentence_below_the_figures_may_take_them_back(sentence: str) -> None:
    assert repr(sentence) in refused(f"{HEAD}{LIST}\n{sentence}\n")


@pytest.mark.parametrize(
    "sentence",
    [
        "For more information read our annual report.",
        "For help read our guide.",
        "Our staff prize accuracy, as the audit of May 2, 2022 shows.",
        "State contact: Kentucky",
        "Rounding: none",
        "Sources: humantraffickinghotline.org, polarisproject.org.",
    ],
)
def test_a_sentence_below_the_figures_mostly_changes_nothing(sentence: str) -> None:
    assert read(f"{HEAD}{LIST}\n{sentence}\n") == TOTALS


def test_a_number_to_call_right_above_counts_may_be_whose_they_are() -> None:
    page = f"{PAGE}{COUNTS}<h2>Contacts</h2><p>988 Suicide and Crisis Lifeline</p><ul><li>Phone calls: 60</li></ul>"
    assert refused_by(page) == {"remark_unclear"}


# Periods, dates and headings that were refused ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "dates",
    [
        "Every count is accurate as of July 30, 2020.",
        "Hotline counts are current as of Thursday, July 30, 2020.",
        "Each figure is accurate as of July 30, 2020.",
    ],
)
def test_every_count_may_be_dated(dates: str) -> None:
    assert read(f"Ohio, 2019: National Human Trafficking Hotline\n\n{LIST}\n{dates}\n") == TOTALS


def test_a_weekday_that_contradicts_the_date_is_refused() -> None:
    assert refused(
        f"Ohio, 2019: National Human Trafficking Hotline\n\n{LIST}\nAccurate as of Tuesday, July 30, 2020.\n"
    )


@pytest.mark.parametrize("title", ["Ohio, 2019: National Human Trafficking Hotline (to 30 June)"])
def test_a_last_day_without_a_first_is_no_period(title: str) -> None:
    assert refused(f"{title}\nAccurate as of July 30, 2020\n\n{LIST}")


def test_both_days_of_a_year_may_stand_in_brackets_with_the_day_first() -> None:
    head = "Ohio: National Human Trafficking Hotline\nFor the year 2019 (1 January to 31 December).\n"
    assert read(f"{head}Accurate as of July 30, 2020.\n\n{LIST}") == TOTALS


@pytest.mark.parametrize("heading", ["People and contacts", "People, businesses and calls"])
def test_a_heading_may_list_people_and_contacts(heading: str) -> None:
    rows = "Victims identified      50\nTraffickers identified   8\nPhone calls             59\n"
    more = {"victims/total": "50", "traffickers/total": "8", "signals/phone_call": "59"}
    assert read(f"{HEAD}{LIST}\n\n{heading}\n\n{rows}") == TOTALS | more


def test_people_in_cases_are_no_cases() -> None:
    types = "Sex trafficking: 33\nLabor trafficking: 7\nNot specified: 5\n"
    assert "Persons involved in cases" in refused(f"{HEAD}Persons involved in cases\n{types}")


def test_a_rate_for_people_is_no_heading_of_people() -> None:
    head = "<tr><th>State</th><th>Trafficking cases</th><th>Cases per 100,000 people</th></tr>"
    row = "<tr><td>Ohio</td><td>42</td><td>3.30</td></tr>"
    assert figures(f"{PAGE}<table>{head}{row}</table>") == {"cases/total": "42"}


def test_a_question_that_is_nothing_but_a_label_is_answered_by_its_number() -> None:
    text = "Q. Trafficking cases?\nA. 42\n\nQ. Texts?\nA. 31\n\nWas this helpful?  [ ] yes  [ ] no\n"
    assert read(HEAD + text) == TOTALS


def test_numbers_in_boxes_may_stand_before_small_letters() -> None:
    assert read(f"{HEAD}  [ 42 ]  trafficking cases\n  [ 31 ]  texts\n") == TOTALS
