"""What changes figures from another place of the page: a field, a chosen area, a tick, an address, a second head."""

from __future__ import annotations

import pytest
from reportlab.pdfgen.canvas import Canvas

from orchestration.spotlight import readers
from orchestration.spotlight.domain.model import Reading
from orchestration.spotlight.readers.limits import Limits
from tests.unit.test_pdf_reader import Draw, lines, pdf, refusal, title, watermark, written
from tests.unit.test_pdf_reader import read as document_of
from tests.unit.test_text_kinds import HEAD, VOCABULARY, figures_in, read, refused
from tests.unit.test_wrong_html import figures, page

LIST = "Cases identified: 31\nSex trafficking: 18\nLabor trafficking: 11\nTrafficking type not specified: 2\n"
CASES = {"cases/total": "31", "cases/sex": "18", "cases/labor": "11", "cases/not_specified": "2"}
TITLES = (
    "National Human Trafficking Hotline, January 1, 2021 through December 31, 2021.",
    "Accurate as of July 1, 2022.",
)


# Text -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("[ ] all signals\n[x] contacts that came through a partner shelter", "'shelter'"),
        ("[ ] all signals\n[X] minors", "[X] minors"),
        ("https://data.example/state/ohio?year=2019&within=franklin 1/1", "'franklin'"),
        ("https://data.example/hotline?county=Lucas&year=2019", "'Lucas'"),
    ],
)
def test_what_is_ticked_or_asked_for_in_an_address_has_to_be_known(line: str, found: str) -> None:
    assert found in refused(f"{HEAD}{LIST}\n{line}\n")


@pytest.mark.parametrize(
    "line",
    ["[x] check that the types add up", "https://data.example/states?state=ohio&area=statewide&year=2019 1/1"],
)
def test_a_list_of_things_to_do_and_the_address_of_the_state_say_nothing(line: str) -> None:
    assert read(f"{HEAD}{LIST}\n{line}\n") == CASES


def test_types_of_cases_that_add_up_to_100_without_a_total_may_be_shares() -> None:
    types = "Sex trafficking: 76\nLabor trafficking: 11\nSex and labor: 4\nType not specified: 9\n"
    assert "may be shares" in refused(HEAD + types)
    assert read(f"{HEAD}Cases: 100\n{types}")["cases/sex"] == "76"
    assert read(HEAD + types.replace("76", "77"))["cases/sex"] == "77"


def test_shares_of_two_years_beside_each_other_are_added_up_each_for_itself() -> None:
    rows = "Type,2018,2019\nSex trafficking,74,76\nLabor trafficking,13,11\nSex and labor,5,4\nType not specified,8,9\n"
    head = "Ohio\nNational Human Trafficking Hotline\nAccurate as of July 30, 2020\n\n"
    assert "may be shares" in refused(head + rows.replace(",", "\t"))


@pytest.mark.parametrize("note", ["* 2018", "*2018", "* in 2018"])
def test_a_figure_with_a_note_of_another_year_is_refused(note: str) -> None:
    assert "2018" in refused(f"{HEAD}{LIST.replace('18', '18*')}\n{note}\n")


def test_a_year_of_its_own_right_below_a_figure_is_not_passed_over() -> None:
    assert "2018" in refused(f"{HEAD}{LIST}Traffickers: 12\n2018\n\nPhone calls: 40\n")


@pytest.mark.parametrize(
    "title",
    [
        "National Human Trafficking Hotline statistics for Harborview, Missouri",
        "National Human Trafficking Hotline statistics of Port Bellamy, Missouri",
        "Missouri 2019 National Human Trafficking Hotline Statistics\nFact sheet: Greenfield (MO)",
    ],
)
def test_a_town_in_no_list_is_known_by_its_state(title: str) -> None:
    refused(f"{title}\n\n2019\n{LIST}\nAccurate as of July 30, 2020.\n")


def test_a_paragraph_of_which_one_sentence_is_not_understood_gives_no_figure() -> None:
    text = "Last year was hard. Our line had 90 calls in all, they say. 302 victims were identified in these cases."
    assert figures_in(f"{HEAD}{text}\n") == []


YEARS = (
    "| Ohio | 2018 | 2019 |\n|---|---|---|\n| Phone calls | 334 | 291 |\n| Texts | 96 | 103 |\n{between}\n"
    "| Ohio | {first} | {second} |\n| Sex trafficking | 108 | 97 |\n| Labor trafficking | 24 | 27 |\n"
    "| Type not specified | 13 | 12 |\n"
)


@pytest.mark.parametrize("between", ["", "\n## Cases\n", "| Cases |  |  |"])
def test_a_second_row_of_years_is_a_head_and_counts_nothing(between: str) -> None:
    head = "National Human Trafficking Hotline\nAccurate as of July 30, 2020\n\n"
    found = figures_in(head + YEARS.format(between=between, first=2018, second=2019))
    assert {one["value"] for one in found}.isdisjoint({"2018", "2019"})
    assert {(one["period_start"], one["value"]) for one in found if one["category"] == "sex"} == {
        ("2018-01-01", "108"),
        ("2019-01-01", "97"),
    }


def test_a_second_number_of_a_row_without_a_head_may_be_the_figure() -> None:
    rows = "".join(f"<tr><td>{label}</td><td>{number}</td><td>{more}</td></tr>" for label, number, more in TYPES)
    reading = page(f"<table>{rows}</table>")
    assert {one.rule_code for one in reading.rejections} == {"document.number_ambiguous"}
    assert figures(page(f"<table>{rows.replace('Revised 34', '+3 since 2020')}</table>"))["cases/total"] == "31"


TYPES = (
    ("Cases identified", "31", "Revised 34"),
    ("Sex trafficking", "18", ""),
    ("Labor trafficking", "11", ""),
    ("Trafficking type not specified", "2", ""),
)


# HTML -----------------------------------------------------------------------------------------------------------------


ROWS = "<p>Cases identified: 31</p><p>Traffickers: 12</p>"


@pytest.mark.parametrize(
    "body",
    [
        "<div><div>12</div><div>Traffickers</div><div>2018</div></div>",
        "<figure><p>Traffickers: 12</p><figcaption>Panel left over from the sheet before. Ours is in print."
        "</figcaption></figure>",
        "<form><select><option>Statewide</option><option selected>Puget Sound</option></select></form>"
        "<p>Traffickers: 12</p>",
    ],
)
def test_a_box_a_caption_and_a_choice_are_heard(body: str) -> None:
    assert page(f"<p>Cases identified: 31</p>{body}").figures.is_empty()


def test_of_a_page_with_many_scripts_nobody_can_tell_what_is_written_where() -> None:
    writes = "".join(f"document.querySelector('#n{at}').textContent = '1';" for at in range(201))
    reading = page(f"{ROWS}<script>{writes}</script>")
    assert {one.rule_code for one in reading.rejections} == {"document.number_unclear"}
    assert figures(page(f"{ROWS}<script>{writes[: writes.index('#n9')]}');</script>"))["cases/total"] == "31"


# PDF ------------------------------------------------------------------------------------------------------------------


def sheet(*draw: Draw) -> Reading:
    def on(canvas: Canvas) -> None:
        written(*((72, 700 - 16 * at, line) for at, line in enumerate(("New Jersey.", *TITLES))))(canvas)
        for one in draw:
            one(canvas)

    return readers.read("some.pdf", "d0", pdf(on), None, VOCABULARY, Limits())


def filled_in(canvas: Canvas) -> None:
    written((300, 760, "Area covered"))(canvas)
    canvas.acroForm.textfield(value="Essex and Hudson", x=300, y=730, width=200, height=20, fontSize=10)


COUNTED = written((72, 600, "Phone Calls: 104"), (72, 584, "Texts: 61"))


def test_what_somebody_wrote_into_a_form_above_the_title_is_not_passed_over() -> None:
    assert sheet(COUNTED).figures.height == 2
    assert sheet(filled_in, COUNTED).figures.is_empty()


def test_the_number_of_a_chapter_is_no_count() -> None:
    chapter = written((72, 620, "2", 14), (110, 620, "Traffickers", 14))
    reading = sheet(chapter, COUNTED)
    assert reading.figures.is_empty()
    assert "number a section" in reading.rejections[0].message


@pytest.mark.parametrize(
    ("words", "is_read"),
    [
        ("FOR POSITION ONLY", False),
        ("NOT YET", False),
        ("REPRINT", True),
        ("File copy", True),
        ("example.org", True),
    ],
)
def test_a_watermark_says_nothing_that_is_not_known(words: str, is_read: bool) -> None:
    marked = pdf(watermark(words), title, written((72, 600, "Victims: 423")))
    if is_read:
        assert "Victims: 423" in lines(document_of(marked))
    else:
        assert refusal(marked) == "watermark"


# Tables and forms -----------------------------------------------------------------------------------------------------


def test_numbers_that_count_the_lines_of_a_form_are_no_counts() -> None:
    labels = ("Phone Calls", "Webforms", "Emails", "Texts", "Webchats", "Victims Identified")
    form = "".join(f"{at}  {label}\n" for at, label in enumerate(labels, start=11))
    assert "may number the lines" in refused(HEAD + form)
    assert read(HEAD + form.replace("13", "31"))["signals/email"] == "31"


def test_beside_a_sum_that_was_brought_forward_all_may_be_running_totals() -> None:
    rows = (
        "           Phone calls    Cases\n{}  1,604      397\nDecember          1,868      486\n"
        "Total, 2019       1,868      486\n"
    )
    assert "'Brought forward'" in refused(HEAD + rows.format("Brought forward "))


@pytest.mark.parametrize(("chip", "is_read"), [("St. Louis metro", False), ("2020", False), ("All ages", True)])
def test_a_filter_that_is_on_has_to_be_understood(chip: str, is_read: bool) -> None:
    body = f"<div><button>2021 &times;</button> <button>{chip} &times;</button></div>{ROWS}"
    assert page(body).figures.is_empty() is not is_read


def test_a_table_that_goes_on_below_another_state_is_refused() -> None:
    first = "North Dakota Spotlight 2019\n\nTable 1. Cases by type\n\nSex trafficking: 17\nLabor trafficking: 5\n\n"
    second = "South Dakota Spotlight 2019\n\nTable 1. Cases by type (continued)\n\nType not specified: 3\n\n"
    end = "National Human Trafficking Hotline. Accurate as of July 30, 2020.\n"
    assert "goes on below the name of another place" in refused(first + second + end)


@pytest.mark.parametrize(
    "foot",
    [
        "https://data.example/hotline?place=US-OH&from=2019-07-01&to=2019-12-31",
        "toledo_county_2019.xlsx   Page 1 of 1",
    ],
)
def test_the_foot_of_a_page_may_say_of_which_part_it_is(foot: str) -> None:
    refused(f"{HEAD}{LIST}\n{foot}\n")


def test_the_whole_year_in_an_address_says_nothing_else() -> None:
    assert read(f"{HEAD}{LIST}\nhttps://data.example/hotline?place=US-OH&from=2019-01-01&to=2019-12-31\n") == CASES


def test_two_columns_of_a_pdf_whose_lines_are_not_at_one_height_are_told_apart() -> None:
    left = [("Victims", 911), ("Traffickers", 261), ("Businesses", 109)]
    types = [("Sex Trafficking", "340 Cases"), ("Labor Trafficking", "38 Cases"), ("Form Not Specified", "68 Cases")]
    right = [("Phone Calls", 802), ("Webforms", 151), ("Emails", 53), ("Texts", 188), ("Webchats", 43)]

    def stacked(x: float, top: float, pairs: list[tuple[str, object]], step: float = 40) -> Draw:
        words = [
            (x, top - step * at - 16 * row, str(one)) for at, pair in enumerate(pairs) for row, one in enumerate(pair)
        ]
        return written(*words)

    reading = sheet(
        stacked(72, 600, list(left)),
        written((72, 466, "446 Trafficking Cases", 13)),
        stacked(72, 442, list(types)),
        written((330, 600, "Communication to the Hotline")),
        stacked(330, 570, list(right)),
    )
    assert reading.rejections == ()
    assert set(zip(reading.figures["category"], reading.figures["value"], strict=True)) >= {
        ("sex", "340"),
        ("webchat", "43"),
        ("text", "188"),
    }
