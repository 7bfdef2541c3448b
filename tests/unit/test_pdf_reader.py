"""PDFs → blocks: what stands where, what a person sees of it, and bytes that are hostile.

Belongs here: blocks and refusals of the format. Not here: what words mean (test_text_reader, corpus).
"""

from __future__ import annotations

import atexit
import io
import os
import signal
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from reportlab.lib.pagesizes import letter
from reportlab.pdfgen.canvas import FILL_EVEN_ODD, Canvas

from orchestration.spotlight.domain.errors import MachineFault
from orchestration.spotlight.domain.model import Rejection
from orchestration.spotlight.readers.blocks import BlockKind, Document, GroupKind, Line, Table
from orchestration.spotlight.readers.formats.pdf import read_pdf
from orchestration.spotlight.readers.formats.pdf.process import Worker
from orchestration.spotlight.readers.limits import Limits
from tests.support import hostile

Draw = Callable[[Canvas], object]


def pdf(*draw: Draw, **options: object) -> bytes:
    content = io.BytesIO()
    canvas = Canvas(content, pagesize=letter, **options)
    for one in draw:
        one(canvas)
    canvas.save()
    return content.getvalue()


def text(canvas: Canvas, x: float, y: float, words: str, size: float = 11, font: str = "Helvetica") -> float:
    """Write some words; where they end."""
    canvas.setFont(font, size)
    canvas.drawString(x, y, words)
    return x + canvas.stringWidth(words, font, size)


def written(*words: tuple[float, float, str] | tuple[float, float, str, float]) -> Draw:
    return lambda canvas: [text(canvas, *one) for one in words]


def title(canvas: Canvas) -> None:
    text(canvas, 72, 740, "Missouri Spotlight", 18, "Helvetica-Bold")


def read(content: bytes) -> Document:
    document = read_pdf("page.pdf", "d0", content, Limits())
    assert isinstance(document, Document), document
    return document


def refusal(content: bytes, limits: Limits | None = None) -> str:
    refused = read_pdf("page.pdf", "d0", content, limits or Limits())
    assert isinstance(refused, Rejection)
    return refused.rule_code.removeprefix("document.")


def lines(document: Document, *, framed: bool = False) -> list[str]:
    """What is seen, line by line."""
    return [
        line.text
        for block in document.blocks
        if framed or not any(group.kind is GroupKind.FRAME for group in block.groups)
        for line in (
            *block.lines,
            *(line for cell in (block.table.cells if block.table else ()) for line in cell.lines),
        )
        if line.text
    ]


def groups(document: Document, kind: GroupKind) -> list[list[str]]:
    """The lines of each group of a kind."""
    found: dict[int, list[str]] = {}
    for block in document.blocks:
        for group in block.groups:
            if group.kind is kind:
                found.setdefault(group.number, []).extend(line.text for line in block.lines)
    return list(found.values())


def grid(document: Document) -> list[list[str]]:
    """The rows of the only table; a cell over several places is repeated."""
    (table,) = [block.table for block in document.blocks if block.table]
    rows = [["" for _ in range(_width(table))] for _ in range(1 + max(cell.row for cell in table.cells))]
    for cell in table.cells:
        for row in range(cell.row, cell.row + cell.row_span):
            for column in range(cell.column, cell.column + cell.column_span):
                rows[row][column] = " ".join(line.text for line in cell.lines)
    return rows


def _width(table: Table) -> int:
    return max(cell.column + cell.column_span for cell in table.cells)


def doubts(document: Document) -> set[str]:
    return {run.doubt for line in document.lines() for run in line.runs if run.doubt}


def hidden(document: Document) -> list[str]:
    return [run.text for line in document.lines() for run in line.runs if run.hidden]


def line_of(document: Document, words: str) -> Line:
    (line,) = [line for line in document.lines() if words in "".join(run.text for run in line.runs)]
    return line


# Places ---------------------------------------------------------------------------------------------------------------


def test_lines_carry_their_size_weight_and_number() -> None:
    document = read(pdf(title, written((72, 700, "Phone Calls: 438"), (72, 684, "Webforms: 61"))))
    heading, figures = document.blocks
    assert heading.lines[0].runs[0].bold
    assert heading.lines[0].runs[0].size == pytest.approx(18 / 11, abs=0.01)
    assert [(line.number, line.text) for line in figures.lines] == [(2, "Phone Calls: 438"), (3, "Webforms: 61")]


def test_two_columns_are_read_one_after_the_other() -> None:
    left = [(72, 600, "Phone Calls"), (72, 582, "438"), (72, 564, "Webforms"), (72, 546, "61")]
    right = [(320, 600 - 14 * at, "In the last ten years more than 300,000 people.") for at in range(5)]
    document = read(pdf(title, written(*left, *right)))
    assert groups(document, GroupKind.COLUMN) == [["Phone Calls", "438", "Webforms", "61"], [right[0][2]] * 5]


def test_a_sentence_below_two_columns_belongs_to_none() -> None:
    columns = [(x, 600 - 18 * at, words) for x in (72, 320) for at, words in enumerate(("Cases", "12", "Calls", "8"))]
    document = read(pdf(title, written(*columns, (72, 480, "Accurate as of July 30, 2020."))))
    assert document.blocks[-1].groups == ()
    assert document.blocks[-1].lines[0].text == "Accurate as of July 30, 2020."


def test_numbers_over_their_labels_side_by_side_are_a_table() -> None:
    def trio(canvas: Canvas) -> None:
        for x, number, label in ((100, "423", "Victims Identified"), (300, "117", "Traffickers Identified")):
            canvas.setFont("Helvetica-Bold", 26)
            canvas.drawCentredString(x, 600, number)
            canvas.setFont("Helvetica", 11)
            canvas.drawCentredString(x, 580, label)

    assert grid(read(pdf(title, trio))) == [["Victims Identified", "Traffickers Identified"], ["423", "117"]]


def test_numbers_over_the_bars_of_a_chart_belong_to_the_labels_under_them() -> None:
    labels = ((100, "Sex", 620), (250, "Labor", 560), (400, "Both", 530))

    def chart(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 11)
        for x, label, top in labels:
            canvas.rect(x - 20, 500, 40, top - 510, stroke=0, fill=1)
            canvas.drawCentredString(x, top, str(top))
            canvas.drawCentredString(x, 485, label)

    assert grid(read(pdf(title, chart))) == [["Sex", "Labor", "Both"], ["620", "560", "530"]]


def test_two_numbers_over_one_label_are_no_tile() -> None:
    rows = [
        (100, 620, "Sex"),
        (250, 620, "Labor"),
        (100, 600, "62"),
        (250, 600, "56"),
        (100, 580, "31"),
        (250, 580, "9"),
    ]
    assert not any(block.table for block in read(pdf(title, written(*rows))).blocks)


@pytest.mark.parametrize(("third", "expected"), [(520, [["Sex", "Labor"], ["62", "56"]]), (560, None)])
def test_numbers_between_two_rows_of_labels_belong_to_the_clearly_nearer(
    third: float, expected: list[list[str]] | None
) -> None:
    """The numbers of the lower labels were pictures."""
    rows = [(100, 600, "Sex"), (250, 600, "Labor"), (100, 580, "62"), (250, 580, "56")]
    document = read(pdf(title, written(*rows, (100, third, "Victims"), (250, third, "Traffickers"))))
    assert (grid(document) if any(block.table for block in document.blocks) else None) == expected


def test_running_text_is_one_line_however_wide_its_column() -> None:
    first, second = "The table repeats the statistics of the National Human", "Trafficking Hotline for West Virginia."
    document = read(pdf(title, written((72, 600, first), (72, 586, second))))
    assert document.blocks[-1].lines[0].text == f"{first} {second}"


def test_rows_of_large_numbers_over_their_labels_are_read_row_by_row() -> None:
    rows = [
        (
            72 + 150 * column,
            600 - 90 * row - 24 * below,
            f"{row}{column}" if not below else f"Label {'ABC'[column - 1]}",
            size,
        )
        for row in (1, 2)
        for column in (1, 2, 3)
        for below, size in ((0, 24), (1, 10))
    ]
    tables = [block.table for block in read(pdf(title, written(*rows))).blocks if block.table]
    texts = [sorted((cell.column, cell.lines[0].text) for cell in table.cells) for table in tables]
    expected = [
        [(at, words) for at in range(3) for words in (f"{row}{at + 1}", f"Label {'ABC'[at]}")] for row in (1, 2)
    ]
    assert texts == expected


def test_a_box_beside_a_list_is_read_apart() -> None:
    items = [(72, 600 - 16 * at, f"{at + 40} phone calls in some week") for at in range(8)]
    aside = [(400, 592 - 20 * at, words) for at, words in enumerate(("CONTACT", "1445 K Street", "402-555-0120"))]

    def frame(canvas: Canvas) -> None:
        canvas.rect(390, 540, 150, 70, stroke=1, fill=0)

    document = read(pdf(title, frame, written(*items), written(*aside)))
    assert groups(document, GroupKind.ASIDE) == [["CONTACT", "1445 K Street", "402-555-0120"]]


@pytest.mark.parametrize("is_shaded", [False, True])
def test_a_heading_with_a_rule_below_it_is_in_no_box(is_shaded: bool) -> None:
    """Some programs draw the rule as two boxes, and fill only what is between them."""
    items = [(72, 600 - 16 * at, f"{at + 40} phone calls in some week") for at in range(8)]
    heading = [(400, 592 - 20 * at, words) for at, words in enumerate(("Ohio: the statistics", "of the Hotline"))]

    def rule(canvas: Canvas) -> None:
        path = canvas.beginPath()
        path.rect(390, 560, 150, 50)
        path.rect(390, 558, 150, 52)
        canvas.drawPath(path, stroke=0, fill=1, fillMode=FILL_EVEN_ODD)
        if is_shaded:
            canvas.setFillColorRGB(0.9, 0.9, 0.9)
            canvas.rect(390, 558, 150, 52, stroke=0, fill=1)
            canvas.setFillColorRGB(0, 0, 0)

    document = read(pdf(title, rule, written(*items), written(*heading)))
    boxed = [["Ohio: the statistics", "of the Hotline"]] if is_shaded else []
    assert groups(document, GroupKind.ASIDE) == boxed


def test_cells_without_a_blank_between_them_are_apart() -> None:
    """A browser prints a table without a style so that cells are no farther apart than words."""

    def tight(canvas: Canvas) -> None:
        for at, (place, *values) in enumerate(
            (("State", "Sex trafficking", "Total"), ("North Carolina", "297", "356"))
        ):
            text(canvas, 72, 600 - 14 * at, place)
            text(canvas, 148, 600 - 14 * at, values[0])
            text(canvas, 228, 600 - 14 * at, values[1])
        for at, place in enumerate(("Ohio", "Iowa"), start=2):
            written((72, 600 - 14 * at, place), (148, 600 - 14 * at, "12"), (228, 600 - 14 * at, "34"))(canvas)

    assert grid(read(pdf(title, tight)))[:2] == [
        ["State", "Sex trafficking", "Total"],
        ["North Carolina", "297", "356"],
    ]


def test_a_large_number_beside_two_lines_of_its_label_is_a_row() -> None:
    beside = [(72, 590, "423", 30), (140, 604, "Victims"), (140, 590, "Identified")]
    assert grid(read(pdf(title, written(*beside)))) == [["Victims Identified", "423"]]


def test_a_heading_with_its_dates_at_the_right_is_one_line_over_two_columns() -> None:
    def page(canvas: Canvas) -> None:
        text(canvas, 72, 640, "TOP NUMBERS", 12, "Helvetica-Bold")
        text(canvas, 440, 640, "(1/1/2020-8/31/2022)")
        canvas.line(72, 634, 560, 634)
        for x in (72, 320):
            written((x, 610, "Trafficking Situations"), (x, 590, "Labor"), (x + 150, 590, "2,873"))(canvas)
            written((x, 572, "Sex"), (x + 150, 572, "9,283"))(canvas)

    document = read(pdf(page))
    assert document.blocks[0].lines[0].text == "TOP NUMBERS\t(1/1/2020-8/31/2022)"
    assert groups(document, GroupKind.COLUMN) == [["Trafficking Situations"]] * 2


def test_raised_and_small_digits_are_marks_and_notes_begin_with_them() -> None:
    def marked(canvas: Canvas) -> None:
        end = text(canvas, 72, 600, "Phone Calls: 23")
        text(canvas, end, 604, "2", 6)
        text(canvas, 72, 300, "2  Substantive calls only.", 8)

    document = read(pdf(title, marked))
    assert line_of(document, "Phone Calls").text == "Phone Calls: 23"
    assert [run.text for run in line_of(document, "Phone Calls").runs if run.raised] == ["2"]
    assert document.blocks[-1].kind is BlockKind.NOTE
    assert document.blocks[-1].lines[0].text.strip() == "Substantive calls only."


def test_a_fraction_of_small_digits_is_doubtful() -> None:
    def half(canvas: Canvas) -> None:
        end = text(canvas, 72, 600, "Victims: 4")
        end = text(canvas, end, 604, "1", 6)
        text(canvas, text(canvas, end, 600, "/", 9), 599, "2", 6)

    assert doubts(read(pdf(title, half))) == {"it may be a fraction"}


def test_page_numbers_repeated_feet_and_prints_of_a_browser_are_frame() -> None:
    def page(number: int) -> Draw:
        return lambda canvas: [
            text(canvas, 30, 775, "11/26/26, 9:42 AM", 8),
            text(canvas, 250, 775, "Missouri | Hotline", 8),
            text(canvas, 72, 740, f"Calls: {number}00"),
            text(canvas, 30, 20, "https://www.example.org/missouri", 8),
            text(canvas, 560, 20, f"{number}/2", 8),
            canvas.showPage(),
        ]

    document = read(pdf(page(1), page(2)))
    assert lines(document) == ["Calls: 100", "Calls: 200"]
    assert "1/2" in lines(document, framed=True)


@pytest.mark.parametrize(("foot", "is_frame"), [("1", True), ("Page 1 of 1", True), ("2", False)])
def test_a_number_at_the_foot_counts_pages_or_is_read(foot: str, is_frame: bool) -> None:
    document = read(pdf(title, written((72, 600, "Phone Calls: 438"), (300, 20, foot))))
    assert (foot in lines(document)) is not is_frame


def test_contents_pages_and_numbers_among_other_words_are_frame() -> None:
    """A running head that begins behind the cover stands over the whole document; its repetitions are frame."""

    def page(number: int, *words: tuple[float, float, str]) -> Draw:
        def draw(canvas: Canvas) -> None:
            if number > 1:
                written((72, 770, "Freedom Network"), (72, 30, f"{number} | Freedom Network"))(canvas)
            written(*words)(canvas)
            canvas.showPage()

        return draw

    chapters = [("Signals", "3"), ("Cases", "4")]
    contents = [
        (x, 660 - 16 * at, words[at_ // 200]) for at, words in enumerate(chapters) for x, at_ in ((72, 0), (400, 200))
    ]
    pages = [
        page(1, (72, 600, "Ohio 2019")),
        page(2, (72, 700, "In this report"), *contents),
        page(3, (72, 700, "Signals"), (72, 680, "Phone Calls: 4")),
        page(4, (72, 700, "Cases"), (72, 680, "Sex Trafficking: 3")),
    ]
    expected = ["Freedom Network", "Ohio 2019", "Signals", "Phone Calls: 4", "Cases", "Sex Trafficking: 3"]
    assert lines(read(pdf(*pages))) == expected


@pytest.mark.parametrize("numbers", [("18", "9"), ("12", "")])
def test_numbers_at_the_foot_that_do_not_rise_with_the_pages_are_read(numbers: tuple[str, str]) -> None:
    pages = [written((72, 700, f"Part {at}"), (72, 30, number)) for at, number in enumerate(numbers)]
    found = lines(read(pdf(pages[0], Canvas.showPage, pages[1])))
    assert {number for number in numbers if number} <= set(found)


def test_rising_numbers_below_labels_at_the_foot_are_read() -> None:
    pages = [written((72, 700, "Part"), (72, 50, f"Cases of {at}"), (72, 30, at)) for at in ("12", "40")]
    assert {"12", "40"} <= set(lines(read(pdf(pages[0], Canvas.showPage, pages[1]))))


# Tables ---------------------------------------------------------------------------------------------------------------


def table(rows: Sequence[Sequence[str]], *, top: float = 640, label: float = 72, column: float = 90) -> Draw:
    """Labels at the left, everything else aligned at the right of its column."""

    def draw(canvas: Canvas) -> None:
        for at, row in enumerate(rows):
            text(canvas, label, top - 18 * at, row[0])
            for number, words in enumerate(row[1:]):
                canvas.drawRightString(label + 100 + column * (number + 1), top - 18 * at, words)

    return draw


STATES = [
    ["State", "Sex", "Labor", "Both"],
    ["Iowa", "26", "3", "3"],
    ["Maine", "", "1,204", "5"],
    ["Utah", "15", "3", ""],
]


def test_a_table_without_lines_keeps_its_blank_cells() -> None:
    assert grid(read(pdf(title, table(STATES)))) == STATES


def test_a_drawn_table_resolves_spans_and_lines_in_a_cell() -> None:
    def drawn(canvas: Canvas) -> None:
        xs, ys = (72, 172, 272, 372), (640, 610, 580, 550)
        for y in ys:
            canvas.line(72 if y != 610 else 172, y, 372, y)
        for x in xs:
            canvas.line(x, 610 if x == 272 else 640, x, 550)
        written((80, 600, "State"), (180, 620, "Cases by type"), (180, 595, "Sex"), (280, 595, "Labor"))(canvas)
        written((80, 568, "New"), (80, 555, "Mexico"), (180, 560, "22"), (280, 560, "5"))(canvas)

    rows = [["State", "Cases by type", "Cases by type"], ["State", "Sex", "Labor"], ["New Mexico", "22", "5"]]
    assert grid(read(pdf(title, drawn))) == rows


def test_turned_heads_stand_over_their_columns() -> None:
    def turned(canvas: Canvas) -> None:
        for x, words in ((262, "Sex Trafficking"), (352, "Labor Trafficking")):
            canvas.saveState()
            canvas.translate(x, 660)
            canvas.rotate(90)
            text(canvas, 0, 0, words)
            canvas.restoreState()

    document = read(pdf(title, turned, table([["Iowa", "26", "3"], ["Utah", "15", "2"]])))
    assert grid(document)[0] == ["", "Sex Trafficking", "Labor Trafficking"]


def test_numbers_whose_head_cannot_be_told_are_doubtful_and_not_moved() -> None:
    heads = written((72, 660, "State"), (200, 660, "Sex"), (250, 660, "Labor"), (300, 660, "Both"))
    document = read(pdf(title, heads, table([["Iowa", "26", "3"], ["Utah", "15", "2"]])))
    assert doubts(document) == {"it cannot be told under which head it stands"}


def test_one_head_over_the_middle_of_all_columns_heads_them_all() -> None:
    rows = [(72, 600, "Signals"), (205, 600, "769"), (305, 600, "892"), (72, 580, "Cases"), (205, 580, "204")]
    heads = [(200, 620, "2017"), (300, 620, "2018"), (225, 636, "Calendar year")]
    assert not doubts(read(pdf(title, written(*rows, (305, 580, "296"), *heads))))


def test_one_head_more_than_columns_heads_none() -> None:
    rows = [(72, 600, "Signals"), (250, 600, "214"), (350, 600, "368"), (72, 580, "Cases"), (250, 580, "86")]
    heads = [(200, 620, "2017"), (300, 620, "2018"), (400, 620, "2019")]
    assert doubts(read(pdf(title, written(*rows, (350, 580, "147"), *heads)))) == {
        "it cannot be told under which head it stands"
    }


def test_a_title_in_the_middle_does_not_go_on_in_the_label_below_it() -> None:
    lines_ = [(150, 700, "2019 National Human Trafficking Hotline Statistics"), (215, 675, "Victims Identified")]
    assert "Victims Identified" in lines(read(pdf(written(*lines_, (250, 655, "140")))))


def test_a_number_between_two_columns_is_doubtful() -> None:
    def strayed(canvas: Canvas) -> None:
        table([["State", "Sex", "Labor"], ["Iowa", "26", "3"], ["Utah", "15", "2"], ["Ohio", "", ""]])(canvas)
        text(canvas, 300, 586, "77")

    assert all(run.doubt for run in line_of(read(pdf(title, strayed)), "77").runs)


def test_numbers_half_a_row_lower_than_their_labels_are_doubtful() -> None:
    labels = [(72, 600 - 18 * at, words) for at, words in enumerate(("Calls", "Webforms", "Emails", "Texts"))]
    numbers = [(200, 591 - 18 * at, words) for at, words in enumerate(("276", "19", "14"))]
    assert doubts(read(pdf(title, written(*labels, *numbers)))) == {"it stands between two lines"}


def test_labels_go_on_over_lines_by_distance() -> None:
    rows = [(72, 600, "Victims Identified"), (300, 600, "423"), (72, 572, "Sex and Labor"), (72, 560, "Trafficking")]
    more = [(300, 572, "6"), (72, 532, "Not Specified"), (300, 532, "23")]
    document = read(pdf(title, written(*rows, *more)))
    assert grid(document) == [
        ["Victims Identified", "423"],
        ["Sex and Labor Trafficking", "6"],
        ["Not Specified", "23"],
    ]


def test_a_number_between_the_two_lines_of_its_label_is_theirs() -> None:
    rows = [(600, "Human Trafficking", "Victims", "423"), (560, "Human Trafficking", "Businesses", "31")]
    words = [
        (x, y, words)
        for top, first, second, number in rows
        for x, y, words in ((72, top, first), (72, top - 12, second), (300, top - 6, number))
    ]
    labels = ["Human Trafficking Victims", "Human Trafficking Businesses"]
    assert grid(read(pdf(title, written(*words)))) == [[labels[0], "423"], [labels[1], "31"]]


def test_a_heading_parts_two_lists() -> None:
    def lists(canvas: Canvas) -> None:
        table([["Sex Trafficking", "183"], ["Labor Trafficking", "22"]], top=640)(canvas)
        text(canvas, 150, 600, "Contacts", 12, "Helvetica-Bold")
        table([["Phone Calls", "438"], ["Webforms", "61"]], top=580)(canvas)

    document = read(pdf(title, lists))
    assert [bool(block.table) for block in document.blocks] == [False, True, False, True]


def test_a_table_goes_on_on_the_next_page_with_its_heads_repeated() -> None:
    rest = [STATES[0], ["Vermont", "1", "2", "3"], ["Wyoming", "4", "5", "6"]]
    document = read(pdf(table(STATES, top=140), Canvas.showPage, table(rest, top=740)))
    assert grid(document) == [*STATES, *rest[1:]]


# What is seen ---------------------------------------------------------------------------------------------------------


def colored(*parts: float) -> Draw:
    return lambda canvas: canvas.setFillColorRGB(*parts)


def boxed(x: float, y: float, width: float, height: float) -> Draw:
    return lambda canvas: canvas.rect(x, y, width, height, stroke=0, fill=1)


def clipped(canvas: Canvas) -> None:
    path = canvas.beginPath()
    path.rect(0, 0, 10, 10)
    canvas.clipPath(path, stroke=0)


def unpainted(canvas: Canvas) -> None:
    words = canvas.beginText(72, 600)
    words.setTextRenderMode(3)
    words.textOut("Victims: 423")
    canvas.drawText(words)


VICTIMS = written((72, 600, "Victims: 423"))


@pytest.mark.parametrize(
    "draw",
    [
        pytest.param([colored(1, 1, 1), VICTIMS], id="white"),
        pytest.param([lambda canvas: canvas.setFillAlpha(0.02), VICTIMS], id="transparent"),
        pytest.param([clipped, VICTIMS], id="clipped"),
        pytest.param([VICTIMS, colored(1, 1, 1), boxed(60, 590, 200, 30)], id="covered"),
        pytest.param([unpainted], id="not painted"),
        pytest.param([written((72, 600, "Victims: 423", 0.5))], id="tiny"),
        pytest.param([written((72, -40, "Victims: 423"))], id="off the page"),
    ],
)
def test_what_is_not_seen_is_hidden(draw: Sequence[Draw]) -> None:
    document = read(pdf(title, *draw))
    assert lines(document) == ["Missouri Spotlight"]
    assert hidden(document) == ["Victims: 423"]


def watermark(words: str) -> Draw:
    def draw(canvas: Canvas) -> None:
        canvas.saveState()
        canvas.setFillColorRGB(0.87, 0.87, 0.87)
        canvas.translate(60, 480)
        canvas.rotate(45)
        text(canvas, 0, 0, words, 120)
        canvas.restoreState()

    return draw


def test_what_is_seen_on_a_dark_ground_or_under_a_watermark_is_read() -> None:
    dark = read(pdf(title, colored(0.1, 0.2, 0.5), boxed(60, 590, 300, 30), colored(1, 1, 1), VICTIMS))
    marked = read(pdf(watermark("DRAFT"), title, VICTIMS))
    for document in (dark, marked):
        assert lines(document) == ["Missouri Spotlight", "Victims: 423"]
        assert doubts(document) == set()
    assert hidden(marked) == ["DRAFT"]


def stamp(words: str, order: Callable[[int], int] = lambda at: at, bend: float = 0.0) -> Draw:
    """Slanted words of the usual size, letter by letter: in the order of the file, perhaps along an arc."""

    def draw(canvas: Canvas) -> None:
        for at in sorted(range(len(words)), key=order):
            canvas.saveState()
            canvas.translate(320, 120)
            canvas.rotate(14)
            for before in words[:at]:
                canvas.translate(canvas.stringWidth(before, "Helvetica", 12), 0)
                canvas.rotate(-bend)
            text(canvas, 0, 0, words[at], 12)
            canvas.restoreState()

    return draw


@pytest.mark.parametrize(
    "draw",
    [
        pytest.param(stamp("RECEIVED Law Library"), id="in order"),
        pytest.param(stamp("RECEIVED Law Library", lambda at: at * 7 % 20), id="letters in any order"),
        pytest.param(stamp("RECEIVED Law Library", bend=0.5), id="on an arc"),
        pytest.param([stamp("RECEIVED Law Library"), stamp("RECEIVED Law Library")], id="printed twice"),
    ],
)
def test_slanted_letters_are_read_as_the_line_of_a_stamp(draw: Draw | list[Draw]) -> None:
    drawn = draw if isinstance(draw, list) else [draw]
    document = read(pdf(title, VICTIMS, *drawn))
    assert groups(document, GroupKind.STAMP) == [["RECEIVED Law Library"]] * len(drawn)
    assert "Victims: 423" in lines(document)


def test_a_slanted_stamp_that_says_what_a_watermark_may_say_is_hidden() -> None:
    assert hidden(read(pdf(title, VICTIMS, stamp("Official use only")))) == ["Official use only"]


@pytest.mark.parametrize("text", ["National", "State only", "Trafficking only"])
def test_a_slanted_stamp_that_may_say_what_the_figures_are_of_is_not_hidden(text: str) -> None:
    assert groups(read(pdf(title, VICTIMS, stamp(text))), GroupKind.STAMP) == [[text]]


@pytest.mark.parametrize(("letters", "is_read"), [("L", True), ("X", False), ("VOID", False)])
def test_slanted_letters_far_from_each_other_are_those_of_a_watermark(letters: str, is_read: bool) -> None:
    apart = [stamp(" " * 12 * at + letter) for at, letter in enumerate(letters)]
    if is_read:
        assert "Victims: 423" in lines(read(pdf(title, VICTIMS, *apart)))
    else:
        assert refusal(pdf(title, VICTIMS, *apart)) == "watermark"


def test_two_slanted_stamps_are_two_lines() -> None:
    document = read(pdf(title, VICTIMS, stamp("Filed"), lambda canvas: canvas.translate(4, -15), stamp("June 3")))
    assert groups(document, GroupKind.STAMP) == [["Filed"], ["June 3"]]


def test_a_watermark_that_says_that_the_numbers_are_not_real_is_no_frame() -> None:
    assert refusal(pdf(watermark("SAMPLE"), title, VICTIMS)) == "watermark"


def test_a_drop_shadow_is_read_once() -> None:
    def shadow(canvas: Canvas) -> None:
        canvas.setFillColorRGB(0.7, 0.7, 0.7)
        text(canvas, 151, 599, "423", 24)
        canvas.setFillColorRGB(0, 0, 0)
        text(canvas, 150, 600, "423", 24)

    document = read(pdf(title, shadow))
    assert lines(document) == ["Missouri Spotlight", "423"]
    assert doubts(document) == set()


def struck(canvas: Canvas) -> None:
    canvas.line(60, 603.5, text(canvas, 72, 600, "Victims: 423") + 10, 603.5)


def test_struck_text_is_struck_and_underlined_text_is_not() -> None:
    assert line_of(read(pdf(title, struck)), "423").text == ""
    underlined = read(pdf(title, VICTIMS, lambda canvas: canvas.line(72, 598, 140, 598)))
    assert line_of(underlined, "423").text == "Victims: 423"


@pytest.mark.parametrize(
    ("draw", "why"),
    [
        pytest.param(
            [written((150, 600, "423"), (150, 600, "587"))], "two texts are printed over each other", id="over"
        ),
        pytest.param(
            [written((150, 600, "838")), colored(1, 1, 1), boxed(149, 597, 2.6, 12)],
            "a part of it is covered",
            id="half",
        ),
        pytest.param(
            [written((150.5, 600, "423")), lambda canvas: canvas.line(144, 604, 149, 604)],
            "something is drawn right beside it",
            id="drawn minus",
        ),
        pytest.param([colored(0.88, 0.88, 0.88), VICTIMS], "it is so pale that a person may miss it", id="pale"),
        pytest.param(
            [lambda canvas: canvas.acroForm.textfield(name="v", value="423", x=150, y=595, width=60, height=16)],
            "it is a form field or a note that is laid over the page",
            id="form field",
        ),
    ],
)
def test_what_may_be_seen_otherwise_is_doubtful(draw: Sequence[Draw], why: str) -> None:
    assert why in doubts(read(pdf(title, *draw)))


def raw_page(content: str, font: bytes = b"", resources: str = "", catalog: str = "") -> bytes:
    stream = content.encode("latin1")
    meanings = (
        b"begincmap 1 begincodespacerange <00> <FF> endcodespacerange 1 beginbfchar <34> <0037> endbfchar endcmap"
    )
    return hostile.pdf(
        f"<< /Type /Catalog /Pages 2 0 R {catalog} >>".encode(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> "
        + resources.encode()
        + b" >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding " + font + b" >>",
        b"<< /Type /OCG /Name (layer) >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(meanings), meanings),
    )


def test_a_layer_that_is_off_is_hidden() -> None:
    layers = "/OCProperties << /OCGs [6 0 R] /D << /OFF [6 0 R] /Order [] >> >>"
    content = "BT /F1 11 Tf 72 700 Td (Calls: 12) Tj ET /OC /oc BDC BT /F1 11 Tf 72 600 Td (Victims: 423) Tj ET EMC"
    document = read(raw_page(content, resources="/Properties << /oc 6 0 R >>", catalog=layers))
    assert (lines(document), hidden(document)) == (["Calls: 12"], ["Victims: 423"])


def test_a_text_that_stands_for_another_is_doubtful() -> None:
    actual = "BT /F1 11 Tf 72 600 Td (Victims: ) Tj /Span <</ActualText (999)>> BDC (423) Tj EMC ET"
    assert "a second reader of the file finds another text" in doubts(read(raw_page(actual)))
    lying = raw_page("BT /F1 11 Tf 72 600 Td (Victims: 423) Tj ET", font=b"/ToUnicode 7 0 R")
    assert doubts(read(lying)) == {"the file says that the sign 4 means 7"}


# Faults ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (pdf(lambda canvas: canvas.rect(10, 10, 200, 200)), "no_text"),
        (pdf(title, encrypt="secret"), "encrypted"),
        (pdf(title)[:700], "pdf_broken"),
        (b"%PDF-1.7\n", "pdf_broken"),
        (b"Victims Identified 423", "pdf_broken"),
        (b"", "pdf_broken"),
    ],
)
def test_bytes_that_hold_no_text_are_refused_by_what_they_are(content: bytes, code: str) -> None:
    assert refusal(content) == code


def test_limits_are_kept() -> None:
    two_pages = pdf(title, Canvas.showPage, title)
    assert refusal(two_pages, Limits(max_pages=1)) == "too_large"
    assert refusal(two_pages, Limits(max_characters=20)) == "too_large"
    assert refusal(two_pages, Limits(max_bytes=20)) == "too_large"


def many_pages(canvas: Canvas) -> None:
    for _ in range(150):
        for at in range(40):
            text(canvas, 72, 740 - 16 * at, "one two three four five six seven eight nine ten")
        canvas.showPage()


def test_a_reader_that_takes_too_long_is_stopped_and_the_next_document_is_read() -> None:
    assert refusal(pdf(many_pages), Limits(max_seconds=0.3)) == "too_slow"
    assert lines(read(pdf(title))) == ["Missouri Spotlight"]


def test_a_reader_that_wants_too_much_memory_is_stopped() -> None:
    assert refusal(pdf(many_pages), Limits(max_memory_bytes=16 * 1024 * 1024)) in ("too_large", "pdf_broken")
    assert lines(read(pdf(title))) == ["Missouri Spotlight"]


def children(process: int) -> set[int]:
    return {int(one) for tasks in Path(f"/proc/{process}/task").glob("*/children") for one in tasks.read_text().split()}


def waited_for(process: int, known: set[int]) -> int:
    """A new child of a process, once there is one."""
    while not (found := children(process) - known):
        time.sleep(0.01)
    return found.pop()


@pytest.mark.parametrize("is_its_child", [False, True])
def test_a_reader_that_is_killed_is_no_fault_of_the_document(*, is_its_child: bool) -> None:
    worker, known = Worker(), children(os.getpid())
    with ThreadPoolExecutor() as pool:
        answer = pool.submit(worker.ask, pdf(many_pages), Limits())
        process = waited_for(os.getpid(), known)
        child = waited_for(process, set())
        os.kill(child if is_its_child else process, signal.SIGKILL)
        with pytest.raises(MachineFault):
            answer.result()
    assert len(worker.ask(pdf(title), Limits())["pages"]) == 1
    worker.end()


def test_a_reader_that_is_started_again_is_ended_only_once_with_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    registered: list[object] = []
    monkeypatch.setattr(atexit, "register", registered.append)
    worker = Worker()
    for _ in range(2):
        worker.ask(pdf(title), Limits())
        worker.end()
    assert registered == [worker.end]
