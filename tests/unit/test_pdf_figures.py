"""Whole PDFs and their figures: each fails without one rule of the layout that no other one needs."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pytest
from reportlab.pdfgen.canvas import Canvas

from orchestration.spotlight import readers
from orchestration.spotlight.domain.places import REFERENCE_DIR
from orchestration.spotlight.domain.vocabulary import load_vocabulary
from orchestration.spotlight.readers.limits import Limits

VOCABULARY = load_vocabulary(REFERENCE_DIR)
Words = tuple[float, float, str, float]
HEAD: list[Words] = [
    (72, 750, "Human Trafficking in Missouri, 2019", 16),
    (72, 730, "National Human Trafficking Hotline statistics, accurate as of July 30, 2020", 10),
]
TYPES: list[Words] = [
    (72, 625, "Sex Trafficking", 10),
    (300, 625, "150", 10),
    (72, 605, "Labor Trafficking", 10),
    (300, 605, "40", 10),
    (72, 585, "Not Specified", 10),
    (300, 585, "21", 10),
]


def read(
    words: Sequence[Words], lines: Sequence[tuple[float, float, float, float]] = (), turned: str = ""
) -> dict[str, str]:
    """Measure and category → number."""
    content = io.BytesIO()
    canvas = Canvas(content)
    for x, y, text, size in (*HEAD, *words):
        canvas.setFont("Helvetica", size)
        canvas.drawString(x, y, text)
    for line in lines:
        canvas.line(*line)
    if turned:
        canvas.translate(310, 645)
        canvas.rotate(90)
        canvas.drawString(0, 0, turned)
    canvas.save()
    figures = readers.read("some.pdf", "d0", content.getvalue(), None, VOCABULARY, Limits()).figures
    return {f"{row['measure']}/{row['category']}": row["value"] for row in figures.iter_rows(named=True)}


@pytest.mark.parametrize("head", ["Minors", "2018", "Percent"])
def test_a_turned_head_of_a_drawn_table_says_what_stands_below_it(head: str) -> None:
    level = [(66.0, y, 380.0, y) for y in (700, 640, 620, 600, 580)]
    upright = [(x, 580.0, x, 700.0) for x in (66, 250, 380)]
    assert read([(72, 665, "Cases by type", 10), *TYPES], [*level, *upright], head) == {}


@pytest.mark.parametrize(("remark", "count"), [("+ 8% from 2018", 3), ("aged under 17", 0)])
def test_small_print_below_a_number_and_its_label_is_in_their_tile(remark: str, count: int) -> None:
    tiles = [(72, "423", "Victims"), (220, "117", "Traffickers"), (380, "211", "Cases")]
    words = [(x, y, one, size) for x, *tile in tiles for y, one, size in zip((640, 620), tile, (24, 11), strict=True)]
    assert len(read([*words, (72, 608, remark, 8)])) == count


def test_words_of_a_head_stand_each_over_its_own_column() -> None:
    words = [(72, 660, "Cases", 10), (288, 660, "Sex Labor", 10), (72, 640, "Missouri", 10)]
    assert read([*words, (288, 640, "150", 10), (310, 640, "40", 10)]) == {"cases/sex": "150", "cases/labor": "40"}


def test_a_rule_parts_a_line_from_the_label_above_it() -> None:
    words = [(72, 640, "Cases by type", 10), (72, 623, "Sex Trafficking", 10), (300, 623, "12", 10)]
    words += [(72, 612, "Minors", 10), (72, 593, "Labor Trafficking", 10), (300, 593, "21", 10)]
    rules = [(66.0, y, 500.0, y) for y in (634, 619, 604, 588)]
    assert read(words, rules) == {"cases/sex": "12"}


@pytest.mark.parametrize("label", [("Labor", "trafficking"), ("Sex and", "Labor Trafficking")])
def test_a_label_goes_on_in_the_next_row_of_an_even_list(label: tuple[str, str]) -> None:
    first, second = label
    words = [(72, 640, "Cases by type", 10), (72, 623, "Sex Trafficking", 10), (300, 623, "12", 10)]
    words += [(72, 611, first, 10), (300, 611, "6", 10), (72, 599, second, 10), (72, 587, "Not Specified", 10)]
    category = "labor" if first == "Labor" else "sex_and_labor"
    assert read([*words, (300, 587, "3", 10)]) == {
        "cases/sex": "12",
        f"cases/{category}": "6",
        "cases/not_specified": "3",
    }
