"""PDFs as designers make them: picture fonts, large numbers beside small words, rings, headings side by side."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from reportlab.pdfgen.canvas import Canvas

from orchestration.spotlight import readers
from orchestration.spotlight.readers.limits import Limits
from tests.unit.test_pdf_figures import HEAD, VOCABULARY

Draw = Callable[[Canvas], None]


def read(draw: Draw) -> dict[str, str]:
    """Measure and category → number of a page of Missouri in 2019 with something drawn on it."""
    content = io.BytesIO()
    canvas = Canvas(content)
    for x, y, text, size in HEAD:
        canvas.setFont("Helvetica", size)
        canvas.drawString(x, y, text)
    draw(canvas)
    canvas.save()
    figures = readers.read("some.pdf", "d0", content.getvalue(), None, VOCABULARY, Limits()).figures
    return {f"{row['measure']}/{row['category']}": row["value"] for row in figures.iter_rows(named=True)}


def write(canvas: Canvas, x: float, y: float, text: str, size: float = 10, font: str = "Helvetica") -> None:
    canvas.setFont(font, size)
    canvas.drawString(x, y, text)


PEOPLE = {"victims/total": "312", "traffickers/total": "131", "businesses/total": "44"}
TILES = (("Victims", "Identified", "312"), ("Traffickers", "Identified", "131"), ("Trafficking", "Businesses", "44"))


def _tiles(canvas: Canvas, mark: str, note: str = "") -> None:
    """Three tiles, each with a picture left of a label of two lines and the number below."""
    for at, (first, second, number) in enumerate(TILES):
        left = 72 + 190 * at
        write(canvas, left, 655, mark, 20, "ZapfDingbats")
        write(canvas, left + 34, 668, first)
        write(canvas, left + 34, 655, second)
        write(canvas, left + 34, 628, number, 22, "Helvetica-Bold")
    write(canvas, 72, 560, note)


@pytest.mark.parametrize("mark", ["n", "l"])
def test_squares_and_circles_beside_labels_say_nothing(mark: str) -> None:
    assert read(lambda canvas: _tiles(canvas, mark)) == PEOPLE


def test_bullets_far_from_their_texts_make_no_column() -> None:
    def draw(canvas: Canvas) -> None:
        for at, text in enumerate(("42 cases of human trafficking", "348 victims identified", "31 texts")):
            write(canvas, 72, 650 - 30 * at, "\u2022", 16)
            write(canvas, 110, 650 - 30 * at, text, 16)

    assert read(draw) == {"cases/total": "42", "victims/total": "348", "signals/text": "31"}


def test_squares_behind_numbers_may_be_marks_of_notes() -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, 72, 650, "Victims: 423")
        write(canvas, 136, 650, "n", 8, "ZapfDingbats")
        write(canvas, 72, 600, "n", 8, "ZapfDingbats")
        write(canvas, 84, 600, "2018 figures", 8)

    assert read(draw) == {}


def test_squares_that_are_filled_or_hollow_are_boxes_to_tick() -> None:
    def draw(canvas: Canvas) -> None:
        for at, (mark, year) in enumerate((("n", "2018"), ("\u274f", "2019"))):
            write(canvas, 72, 690 - 16 * at, mark, 10, "ZapfDingbats")
            write(canvas, 88, 690 - 16 * at, year)
        write(canvas, 72, 640, "Victims: 423")

    assert read(draw) == {}


@pytest.mark.parametrize("words", ["cases were identified in 2019.", "cases of human trafficking were identified"])
def test_small_words_behind_a_large_number_are_its_label(words: str) -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, 72, 650, "133", 32, "Helvetica-Bold")
        write(canvas, 72 + canvas.stringWidth("133", "Helvetica-Bold", 32) + 10, 658, words)

    assert read(draw) == {"cases/total": "133"}


def test_a_total_in_a_ring_is_no_cell_of_a_table() -> None:
    def draw(canvas: Canvas) -> None:
        for at in range(4):
            canvas.setFillColorRGB(0.2 * at, 0.5, 0.5)
            canvas.wedge(72, 540, 222, 690, 90 * at, 90, fill=1, stroke=0)
        canvas.setFillColorRGB(1, 1, 1)
        canvas.circle(147, 615, 45, fill=1, stroke=0)
        canvas.setFillColorRGB(0, 0, 0)
        write(canvas, 130, 620, "Cases")
        write(canvas, 128, 596, "214", 18, "Helvetica-Bold")

    assert read(draw) == {"cases/total": "214"}


@pytest.mark.parametrize(("beside", "is_read"), [("Locations of Trafficking", True), ("Locations in 2018", False)])
def test_headings_side_by_side_head_what_is_below_each(beside: str, is_read: bool) -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, 72, 690, "214 Trafficking Cases", 15, "Helvetica-Bold")
        write(canvas, 360, 690, beside, 13, "Helvetica-Bold")
        for at, (label, number) in enumerate(
            (("Sex Trafficking", 160), ("Labor Trafficking", 34), ("Not Specified", 20))
        ):
            write(canvas, 72, 660 - 34 * at, label, 10, "Helvetica-Bold")
            write(canvas, 72, 646 - 34 * at, f"{number} Cases")
        write(canvas, 360, 570, "Some cases may involve multiple locations.", 7)

    types = {"cases/sex": "160", "cases/labor": "34", "cases/not_specified": "20"}
    assert read(draw) == (types | {"cases/total": "214"} if is_read else {})


def test_numbers_with_units_in_a_column_belong_to_the_names_beside_them() -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, 72, 650, "How people reached the Hotline", 12, "Helvetica-Bold")
        write(canvas, 320, 650, "109 Trafficking Cases", 12, "Helvetica-Bold")
        rows = (
            ("Phone Calls", "263", "Sex Trafficking", "74 Cases"),
            ("Webforms", "47", "Labor Trafficking", "18 Cases"),
            ("Texts", "39", "Sex & Labor Trafficking", "6 Cases"),
            ("Emails", "18", "Form Not Specified", "11 Cases"),
        )
        for at, row in enumerate(rows):
            for x, text in zip((72, 230, 320, 480), row, strict=True):
                write(canvas, x, 625 - 20 * at, text)

    found = read(draw)
    assert found["cases/total"] == "109"
    assert found["cases/sex"] == "74"
    assert found["cases/not_specified"] == "11"
    assert found["signals/phone_call"] == "263"


def test_a_total_in_bold_ends_its_table_above_the_head_of_the_next() -> None:
    def draw(canvas: Canvas) -> None:
        tables = (
            (("Type of Trafficking", "Cases", "Percent"), ("Sex Trafficking", "39", "92.9%"),
             ("Not Specified", "3", "7.1%"), ("Total Cases", "42", "100.0%")),
            (("Contact Method", "Signals", "Percent"), ("Phone Calls", "68", "68.7%"), ("Texts", "31", "31.3%")),
        )  # fmt: skip
        y = 660
        for table in tables:
            for at, row in enumerate(table):
                font = (
                    "Helvetica-Bold"
                    if row[0] in ("Type of Trafficking", "Total Cases", "Contact Method")
                    else "Helvetica"
                )
                for x, text in zip((72, 300, 400), row, strict=True):
                    canvas.setFont(font, 10)
                    (canvas.drawString if x == 72 else canvas.drawRightString)(x, y - 16 * at, text)
            y -= 16 * len(table) + 16

    assert read(draw) == {
        "cases/sex": "39",
        "cases/not_specified": "3",
        "cases/total": "42",
        "signals/phone_call": "68",
        "signals/text": "31",
    }


LIST = ((72, 650, "Trafficking cases: 42"), (72, 630, "Texts: 31"))


@pytest.mark.parametrize("name", ["hotline_MO 2019.xlsx", "New_England-report (final).docx"])
def test_the_name_of_a_file_at_the_edge_of_the_page_says_nothing(name: str) -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, 72, 815, name, 8)
        for x, y, text in LIST:
            write(canvas, x, y, text)

    assert read(draw) == {"cases/total": "42", "signals/text": "31"}


def test_the_name_of_a_file_may_name_a_part_of_the_state() -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, 72, 815, "jackson_county_2019.xlsx", 8)
        for x, y, text in LIST:
            write(canvas, x, y, text)

    assert read(draw) == {}


@pytest.mark.parametrize(("mark", "is_read"), [("L", True), ("X", False), ("SAMPLE", False)])
def test_a_letter_behind_the_text_is_a_drawing_and_a_word_a_watermark(mark: str, is_read: bool) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.saveState()
        canvas.setFillGray(0.9)
        canvas.translate(250, 560)
        canvas.rotate(40)
        write(canvas, 0, 0, mark, 150)
        canvas.restoreState()
        for x, y, text in LIST:
            write(canvas, x, y, text)

    assert bool(read(draw)) is is_read


def test_a_word_that_is_hyphenated_within_a_paragraph_is_one_word() -> None:
    def draw(canvas: Canvas) -> None:
        for x, y, text in LIST:
            write(canvas, x, y, text)
        write(canvas, 72, 600, "The counts cover January 1, 2019 through Decem-")
        write(canvas, 72, 588, "ber 31, 2019 and are accurate as of July 30, 2020.")

    assert read(draw) == {"cases/total": "42", "signals/text": "31"}


def test_years_between_two_lists_are_the_heads_of_the_second() -> None:
    def draw(canvas: Canvas) -> None:
        rows = (
            ("Type of Trafficking", "2018", "2019"),
            ("Sex Trafficking", "39", "30"),
            ("Not Specified", "3", "5"),
            ("Contact Method", "2019", "2018"),
            ("Phone Calls", "68", "60"),
            ("Texts", "31", "30"),
        )
        for at, row in enumerate(rows):
            for x, text in zip((72, 300, 400), row, strict=True):
                write(canvas, x, 650 - 18 * at - 18 * (at > 2), text)

    content = io.BytesIO()
    canvas = Canvas(content)
    write(canvas, 72, 750, "Missouri: National Human Trafficking Hotline", 16)
    write(canvas, 72, 730, "Accurate as of July 30, 2020")
    draw(canvas)
    canvas.save()
    figures = readers.read("some.pdf", "d0", content.getvalue(), None, VOCABULARY, Limits()).figures
    found = {(row["period_start"][:4], row["category"]): row["value"] for row in figures.iter_rows(named=True)}
    assert found["2019", "phone_call"] == "68"
    assert found["2018", "phone_call"] == "60"
    assert found["2018", "sex"] == "39"


_DONE = ("received", "identified", "identified")


def _table(canvas: Canvas, *, shaded: bool) -> None:
    """Three counts below heads of two lines, each in a cell of its own, beside a head of one line in the middle."""
    if shaded:
        canvas.setFillGray(0.9)
        for left in (72, 222, 322, 422):
            canvas.rect(left, 640, 150 if left == 72 else 100, 30, stroke=0, fill=1)
        canvas.setFillGray(0)
    write(canvas, 80, 650, "State")
    for left, first, second in (
        (240, "Signals", "received"),
        (340, "Cases", "identified"),
        (440, "Victims", "identified"),
    ):
        write(canvas, left, 656, first)
        write(canvas, left, 644, second)
    for at, (state, *counts) in enumerate((("Missouri", "88", "21", "39"), ("Iowa", "74", "12", "29"))):
        write(canvas, 80, 624 - 18 * at, state)
        for left, count in zip((260, 360, 460), counts, strict=True):
            write(canvas, left, 624 - 18 * at, count)


@pytest.mark.parametrize("shaded", [True, False])
def test_a_head_in_the_middle_beside_heads_of_two_lines_is_a_head(shaded: bool) -> None:
    content = io.BytesIO()
    canvas = Canvas(content)
    for line, text in enumerate(("National Human Trafficking Hotline, 2019", "Accurate as of July 30, 2020")):
        write(canvas, 72, 760 - 20 * line, text)
    _table(canvas, shaded=shaded)
    canvas.save()
    figures = readers.read("some.pdf", "d0", content.getvalue(), None, VOCABULARY, Limits()).figures
    assert {(one["jurisdiction"], one["measure"], one["value"]) for one in figures.iter_rows(named=True)} == {
        ("US-MO", "signals", "88"),
        ("US-MO", "cases", "21"),
        ("US-MO", "victims", "39"),
        ("US-IA", "signals", "74"),
        ("US-IA", "cases", "12"),
        ("US-IA", "victims", "29"),
    }


def test_the_caption_of_the_next_table_ends_the_one_above_it() -> None:
    def draw(canvas: Canvas) -> None:
        rows = (
            ("Table 1. Cases by type", ""), ("Type", "Number of cases"), ("Sex trafficking", "30"),
            ("Labor trafficking", "7"), ("Sex and labor trafficking", "2"), ("Not specified", "3"), ("All types", "42"),
            ("Table 2. Signals by channel", ""), ("Channel", "Number of signals"), ("Phone calls", "60"),
            ("Texts", "34"), ("All channels", "94"),
        )  # fmt: skip
        for at, (label, count) in enumerate(rows):
            write(canvas, 72, 660 - 16 * at, label)
            write(canvas, 300, 660 - 16 * at, count)

    assert read(draw) == {
        "cases/total": "42",
        "cases/sex": "30",
        "cases/labor": "7",
        "cases/sex_and_labor": "2",
        "cases/not_specified": "3",
        "signals/phone_call": "60",
        "signals/text": "34",
        "signals/total": "94",
    }


def test_a_table_of_one_row_has_heads_and_the_heads_again_begin_the_next_table() -> None:
    tables = {
        650: [("Cases identified", "Number"), ("Sex trafficking", "30"), ("Labor trafficking", "7"),
              ("Not specified", "5"), ("Total cases", "42")],
        560: [("Signals received", "Number"), ("Phone calls", "59"), ("Texts", "31"), ("Total signals", "90")],
        480: [("Victims", "Number"), ("Victims identified", "50")],
    }  # fmt: skip

    def draw(canvas: Canvas) -> None:
        for top, rows in tables.items():
            for at, (label, number) in enumerate(rows):
                font = "Helvetica-Bold" if at == 0 else "Helvetica"
                write(canvas, 72, top - 14 * at, label, 10, font)
                write(canvas, 300, top - 14 * at, number, 10, font)

    assert read(draw) == {
        "cases/sex": "30",
        "cases/labor": "7",
        "cases/not_specified": "5",
        "cases/total": "42",
        "signals/phone_call": "59",
        "signals/text": "31",
        "signals/total": "90",
        "victims/total": "50",
    }


@pytest.mark.parametrize(("key", "is_read"), [("License", True), ("Shelter", False)])
def test_the_description_of_a_dataset_may_be_printed_in_two_columns(key: str, is_read: bool) -> None:
    content = io.BytesIO()
    canvas = Canvas(content)
    write(canvas, 72, 740, "National Human Trafficking Hotline counts", 16)
    rows = (
        ("Publisher", "National Human Trafficking Hotline"),
        ("Spatial coverage", "Ohio"),
        ("Temporal coverage", "2019-01-01/2019-12-31"),
        ("Data current as of", "2020-07-30"),
        (key, "Public domain"),
        ("Measure", "Count"),
        ("Trafficking cases", "42"),
        ("Texts", "31"),
    )
    for at, (left, right) in enumerate(rows):
        top = 700 - 16 * at - (40 if at > 4 else 0)
        write(canvas, 72, top, left)
        write(canvas, 300, top, right)
    canvas.save()
    reading = readers.read("some.pdf", "d0", content.getvalue(), None, VOCABULARY, Limits())
    found = {
        (row["jurisdiction"], row["publisher_as_of"], row["value"]) for row in reading.figures.iter_rows(named=True)
    }
    dated = {("US-OH", "2020-07-30", value) for value in ("42", "31")}
    assert {(place, str(day), value) for place, day, value in found} == (dated if is_read else set())
