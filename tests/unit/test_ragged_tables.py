"""Tables of plain text whose cells do not stand below each other, as after a copy into a font of other widths."""

from __future__ import annotations

import pytest

from tests.unit.test_text_kinds import HEAD, VOCABULARY, Limits, readers, refused

OF_ALL = HEAD.replace("Ohio, ", "")


def found(table: str) -> list[tuple[str, str, str]]:
    """Place, measure and digits of each figure of a document that is read without a refusal."""
    reading = readers.read("some.txt", "d0", (OF_ALL + table).encode(), None, VOCABULARY, Limits())
    assert reading.rejections == ()
    return [(one["jurisdiction"], one["measure"], one["value"]) for one in reading.figures.iter_rows(named=True)]


@pytest.mark.parametrize(
    "table",
    [
        "State    Cases   Victims\nMaryland   100   140\nIowa   66   80\nVirginia   1,170  2,210\n",
        "         Cases    Victims\nMaryland      100        140\nIowa    66   80\nVirginia           1,170   2,210\n",
        "  Cases  Victims\nMaryland  100  140\nIowa  66  80\nVirginia  1,170  2,210\n",
    ],
)
def test_full_rows_are_read_by_the_order_of_their_cells(table: str) -> None:
    cases = [("US-MD", "100"), ("US-IA", "66"), ("US-VA", "1170")]
    victims = [("US-MD", "140"), ("US-IA", "80"), ("US-VA", "2210")]
    wanted = [(place, "cases", value) for place, value in cases] + [
        (place, "victims", value) for place, value in victims
    ]
    assert sorted(found(table)) == sorted(wanted)


@pytest.mark.parametrize(
    "table",
    [
        # A cell is empty.
        "State    Cases   Victims\nMaryland   100   140\nIowa   66\nVirginia   1,170  2,210\n",
        # As many numbers as heads in one row, fewer in another.
        "  Cases  Victims  Traffickers\nMaryland  100  140\nIowa  66  80  2\nVirginia  1,170  2,210  5\n",
        # A column of years has no number in any row, and which one cannot be told.
        "           2017  2018  2019\nMaryland cases    100   140\nIowa cases  66   80\n",
        # A head is broken in two.
        "State  Human  Trafficking Cases  Victims\nMaryland  100   140\nIowa  66  80\n",
    ],
)
def test_rows_that_are_not_full_are_refused(table: str) -> None:
    refused(OF_ALL + table)
