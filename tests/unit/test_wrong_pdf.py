"""PDFs in which labels, numbers, places and captions stand beside each other and do not belong together."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from orchestration.spotlight import readers
from orchestration.spotlight.domain.model import Reading
from orchestration.spotlight.readers.limits import Limits
from tests.unit.test_page_layouts import VOCABULARY
from tests.unit.test_pdf_reader import Draw, pdf, written

TYPES = (
    "Human trafficking cases",
    "Sex trafficking",
    "Labor trafficking",
    "Sex and labor trafficking",
    "Trafficking type not specified",
)
COUNTS = ("150", "90", "40", "8", "12")
STATISTICS = written((72, 715, "2021 National Human Trafficking Hotline Statistics", 13))
AS_OF = written((72, 120, "Data are accurate as of July 30, 2023.", 10))
TOP, LINE = 680, 14


def column(x: float, texts: Sequence[str], top: float = TOP, size: float = 11) -> Draw:
    return written(*((x, top - LINE * at, text, size) for at, text in enumerate(texts)))


def read(*draw: Draw, place: str = "Missouri") -> Reading:
    title = written((72, 740, place, 18)) if place else lambda canvas: None

    def page(canvas: object) -> None:
        for one in (title, STATISTICS, *draw, AS_OF):
            one(canvas)  # type: ignore[arg-type]

    return readers.read("some.pdf", "d0", pdf(page), None, VOCABULARY, Limits())


def codes(reading: Reading) -> set[str]:
    assert reading.figures.is_empty()
    return {one.rule_code.removeprefix("document.") for one in reading.rejections}


def values(reading: Reading) -> tuple[str, ...]:
    assert reading.rejections == ()
    return tuple(reading.figures["value"])


@pytest.mark.parametrize("rows", [1, -1], ids=["one row lower", "one row higher"])
def test_a_column_of_numbers_printed_off_by_one_row_is_refused(rows: int) -> None:
    assert codes(read(column(72, TYPES), column(300, COUNTS, TOP - LINE * rows))) >= {"number_unclear"}


def test_each_of_several_columns_is_held_against_its_labels() -> None:
    years = column(300, ["2021"], TOP + LINE), column(380, ["2020"], TOP + LINE)
    both = column(72, TYPES), column(300, COUNTS)
    assert len(values(read(*both, column(380, COUNTS), *years))) == 10
    assert codes(read(*both, column(380, COUNTS, TOP - LINE), *years)) >= {"number_unclear"}


def test_years_above_and_page_numbers_beside_are_no_numbers_of_the_column() -> None:
    heads = column(300, ["2021"], TOP + LINE)
    assert values(read(column(72, TYPES), column(300, COUNTS), heads, written((540, TOP - 5 * LINE, "12")))) == COUNTS


@pytest.mark.parametrize("caption", ["Minors", "Nationwide"])
def test_a_caption_below_a_table_decides_however_long_the_table_is(caption: str) -> None:
    below = TOP - LINE * len(TYPES) - 8
    assert codes(read(column(72, TYPES), column(300, COUNTS), column(72, [caption], below))) == {"remark_unclear"}


@pytest.mark.parametrize("x", [20, 560], ids=["left", "right"])
def test_a_place_in_the_margin_is_not_that_of_the_figures(x: float) -> None:
    body = column(150, TYPES), column(400, COUNTS)
    assert codes(read(*body, column(x, ["Ohio"], size=8), place="")) == {"jurisdiction_unknown"}


def test_a_place_above_the_figures_is_theirs() -> None:
    assert set(read(column(150, TYPES), column(400, COUNTS), place="Ohio").figures["jurisdiction"]) == {"US-OH"}
