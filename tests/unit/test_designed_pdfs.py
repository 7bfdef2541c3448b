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
