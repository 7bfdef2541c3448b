"""How people and programs write lists: numbers of items, arrows, boxes, questions, and what stands around them."""

from __future__ import annotations

import pytest

from orchestration.spotlight import readers
from orchestration.spotlight.readers.limits import Limits
from tests.unit.test_exports_and_paths import LIST, TOTALS, TYPES
from tests.unit.test_html_reader import figures, page, refused_by
from tests.unit.test_pdf_figures import VOCABULARY
from tests.unit.test_text_kinds import BELOW, HEAD, read, refused

PAGE = "<h1>Ohio, 2019: National Human Trafficking Hotline</h1><p>Accurate as of July 30, 2020</p>"
IN_TYPES = (
    ("i", "Sex trafficking", 30),
    ("ii", "Labor trafficking", 7),
    ("iii", "Sex and labor trafficking", 2),
    ("iv", "Not specified", 3),
)
TITLE = "Ohio, 2019: National Human Trafficking Hotline\n"


def numbers(content: str) -> dict[str, str]:
    """`measure/category` → digits of a page; none if it is refused."""
    rows = readers.read("some.html", "d0", content.encode(), None, VOCABULARY, Limits()).figures.iter_rows(named=True)
    return {f"{row['measure']}/{row['category']}": row["value"] for row in rows}


# Lists ----------------------------------------------------------------------------------------------------------------


def test_roman_numbers_count_the_items_of_each_list() -> None:
    types = "".join(f"   ({number}) {label}: {count}\n" for number, label, count in IN_TYPES)
    more = "   (i) Victims identified: 50\n   (ii) Traffickers identified: 8\n"
    found = {"victims/total": "50", "traffickers/total": "8"}
    assert read(f"{HEAD}Cases by type:\n{types}\nPersons:\n{more}") == TYPES | found


def test_list_numbers_may_stand_in_the_cells_of_a_table() -> None:
    rows = "".join(f"<tr><td>({number}) {label}</td><td>{count}</td></tr>" for number, label, count in IN_TYPES)
    assert figures(f"{PAGE}<p>(a) Cases 42</p><table>{rows}</table>") == TYPES | {"cases/total": "42"}


@pytest.mark.parametrize("numbers", [("i", "iii"), ("ii", "iii")])
def test_roman_numbers_that_do_not_count_up_are_no_list(numbers: tuple[str, str]) -> None:
    first, second = numbers
    refused(f"{HEAD}   ({first}) Trafficking cases: 42\n   ({second}) Texts: 31\n")


@pytest.mark.parametrize(
    "form",
    [
        "{label} -> {count}",
        "{label} => {count}",
        "    {count}  <-  {label}",
        "[ {count} ]  {label}",
        "[ {count} ]  {label}   57.5%",
    ],
)
def test_arrows_and_boxes_bind_numbers_to_labels(form: str) -> None:
    lines = (form.format(label=label, count=count) for label, count in (("Trafficking cases", 42), ("Texts", 31)))
    assert read(HEAD + "\n".join(lines) + "\n") == TOTALS


def test_an_arrow_from_a_number_is_a_change() -> None:
    refused(f"{HEAD}Trafficking cases 40 -> 42\nTexts: 31\n")


@pytest.mark.parametrize("form", ["{label} -> {count}", "[ {count} ]  {label}"])
def test_numbers_that_rise_from_line_to_line_are_those_of_items_or_pages(form: str) -> None:
    lines = (form.format(label=label, count=at) for at, (_, label, _) in enumerate(IN_TYPES, start=1))
    refused(f"{HEAD}Trafficking cases: 42\n\n" + "\n".join(lines) + "\n")


def test_an_entity_of_html_is_a_sign() -> None:
    rows = "Trafficking cases             42\nSex &amp; labor trafficking    2\n"
    assert read(HEAD + rows) == {"cases/total": "42", "cases/sex_and_labor": "2"}


@pytest.mark.parametrize("between", ["of these", "of which:", "of them"])
def test_words_between_a_total_and_its_parts_change_nothing(between: str) -> None:
    types = "".join(f"  {label}: {count}\n" for _, label, count in IN_TYPES)
    assert read(f"{HEAD}Trafficking cases: 42\n  {between}\n{types}") == TYPES | {"cases/total": "42"}


def test_of_which_leads_to_parts_of_the_count_above_it_only() -> None:
    refused(f"{HEAD}Texts: 42\nof which\nTrafficking cases: 31\n")


def test_part_of_a_sentence_below_a_number_may_change_it() -> None:
    refused(f"{HEAD}Trafficking cases: 42\nof minors\nTexts: 31\n")


# Questions ------------------------------------------------------------------------------------------------------------


def test_a_question_is_the_label_of_the_number_that_answers_it() -> None:
    questions = (
        "<details open><summary>How many trafficking cases were reported?</summary><p>42</p></details>"
        "<details open><summary>How many texts were received?</summary><p>31</p></details>"
    )
    assert figures(PAGE + questions) == TOTALS


@pytest.mark.parametrize(
    "question",
    [
        "How many victims under 18 were identified?",
        "How many trafficking cases were not reported?",
        "How many June 2019 phone calls were received?",
        "How many phone calls (in hundreds) were received?",
        "How many Lucas-County phone calls were received?",
        "How many average/day phone calls were received?",
        "How many texts (Kentucky) were received?",
        "How many texts were sent by the hotline?",
        'How many "minor" sex trafficking cases were identified?',
        "How many trafficking cases and texts were received?",
    ],
)
def test_a_question_about_more_than_a_label_is_none(question: str) -> None:
    found = numbers(f"{PAGE}<p>Emails: 9</p><h2>{question}</h2><p>42</p>")
    assert found in ({}, {"signals/email": "9"})


# What stands around a list --------------------------------------------------------------------------------------------


def test_contents_in_one_line_head_nothing() -> None:
    contents = "IN THIS ISSUE: Volunteers wanted | Book club | Ohio by the numbers\n\n"
    assert read(f"{contents}{HEAD}{LIST}") == TOTALS


@pytest.mark.parametrize(
    "part",
    ["Lucas County only", "51 cases, corrected", "Totals are of 2015 through 2019", "The numbers are Kentucky's"],
)
def test_contents_in_one_line_may_change_the_figures(part: str) -> None:
    refused(f"{HEAD}{LIST}\nIn this issue: {part} | Volunteers wanted\n")


@pytest.mark.parametrize("line", ["Held by: State Library, Reference Desk", "Letter to members, Spring 2021"])
def test_who_keeps_or_sends_a_copy_changes_nothing(line: str) -> None:
    assert read(f"Ohio\n{line}\n\nNational Human Trafficking Hotline, 2019\n\n{LIST}{BELOW}") == TOTALS


def test_a_bracket_may_compare_a_count_with_the_year_before() -> None:
    assert read(f"{HEAD}- 42 trafficking cases (up 12 percent from the year before)\n- 31 texts\n") == TOTALS


def test_numbers_of_lines_stay_where_a_sentence_names_one() -> None:
    lines = (HEAD + LIST + "\n" * 5).splitlines()
    bill = "".join(f"{at:>3}  {line}\n" for at, line in enumerate(lines, start=1))
    assert read(bill) == TOTALS
    refused(bill.replace(f"{len(lines):>3}  ", f"{len(lines):>3}  Line 4 is withdrawn."))


@pytest.mark.parametrize("names", ["S. Euclid and E. Cleveland", "N. Olmsted, N. Royalton and S. Euclid"])
def test_points_of_the_compass_are_no_initials_of_authors(names: str) -> None:
    refused(f"{TITLE}{names}\nAccurate as of July 30, 2020\n\n{LIST}")
    assert read(f"{TITLE}A. Cole and J. Moss\nAccurate as of July 30, 2020\n\n{LIST}") == TOTALS


@pytest.mark.parametrize("said", ["up to and including", "as of", "to"])
def test_the_accuracy_date_in_more_words(said: str) -> None:
    assert read(f"{TITLE}\n{LIST}\nThe figures are accurate {said} July 30, 2020.\n") == TOTALS


def test_the_accuracy_date_as_a_key() -> None:
    key = "Date to which the data are accurate: July 30, 2020"
    assert read(f"{TITLE}{key}\n\n{LIST}") == TOTALS


# Notes ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "note",
    [
        "Estimated by us: where a case named no number, two were assumed.",
        "Since the Hotline opened in 2007.",
        "Projected by our office.",
    ],
)
def test_a_note_that_makes_its_figure_something_else_takes_it_out(note: str) -> None:
    assert read(f"{HEAD}Trafficking cases: 42\nTexts: 31\nVictims identified*: 510\n\n* {note}\n") == TOTALS


def test_a_note_that_gives_a_reason_with_since_takes_nothing_out() -> None:
    note = "* Since callers may stay anonymous some ages are not known."
    assert read(f"{HEAD}{LIST}Victims identified*: 51\n\n{note}\n") == TOTALS | {"victims/total": "51"}


# Tables ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("head", ["Area", "Code", "Region"])
def test_a_column_of_states_may_have_any_head(head: str) -> None:
    rows = f"<tr><th>{head}</th><th>Cases</th></tr><tr><td>Ohio</td><td>42</td></tr>"
    title = "<h1>National Human Trafficking Hotline, 2019</h1><p>Accurate as of July 30, 2020</p>"
    assert figures(f"{title}<table>{rows}</table>") == {"cases/total": "42"}
    assert refused_by(f"{title}<table>{rows.replace('Ohio', 'Lake Erie')}</table>")


@pytest.mark.parametrize("note", ["Each area is a county of Arkansas.", "Areas take in neighboring states."])
def test_a_note_may_say_what_a_column_of_states_is(note: str) -> None:
    rows = "<tr><th>Area</th><th>Cases</th></tr><tr><td>Delaware</td><td>42</td></tr>"
    title = "<h1>National Human Trafficking Hotline, 2019</h1><p>Accurate as of July 30, 2020</p>"
    assert refused_by(f"{title}<table>{rows}</table><p>{note}</p>")


def test_postal_codes_beside_the_names_of_states_say_nothing_more() -> None:
    rows = "| Code | State | Cases |\n|---|---|---|\n| OH | Ohio | 42 |\n"
    title = "National Human Trafficking Hotline, 2019\nAccurate as of July 30, 2020\n\n"
    assert read(title + rows) == {"cases/total": "42"}
    refused(title + rows.replace("OH", "PA"))


def test_a_caption_of_several_sentences_is_read_by_the_sentence() -> None:
    caption = "Cases and texts. The year runs from January 1 through December 31. Accurate as of July 30, 2020."
    rows = "<tr><td>Trafficking cases</td><td>42</td></tr><tr><td>Texts</td><td>31</td></tr>"
    title = "<h1>Ohio, 2019: National Human Trafficking Hotline</h1>"
    assert figures(f"{title}<table><caption>{caption}</caption>{rows}</table>") == TOTALS


def test_a_sentence_may_end_with_the_mark_of_a_note() -> None:
    text = "<p>Trafficking is a felony in every county.<sup>[1]</sup> Farms are named most often.<sup>[2]</sup></p>"
    assert figures(page(f"{text}<p>Victims Identified: 423</p>")) == {"victims/total": "423"}


def test_a_menu_sets_words_and_numbers_apart_too() -> None:
    row = '<li class="d-flex justify-content-between">Victims<span>12</span></li>'
    assert figures(f"{PAGE}<p>Texts: 31</p><nav><ul>{row}</ul></nav>") == {"signals/text": "31"}
