"""Whole PDFs and their figures: each fails without one rule of the layout that no other one needs."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pytest
from reportlab.pdfgen.canvas import Canvas

from orchestration.spotlight import readers
from orchestration.spotlight.domain.places import REFERENCE_DIR
from orchestration.spotlight.domain.vocabulary import load_vocabulary
from orchestration.spotlight.readers.formats.pdf.lines import Piece, Word
from orchestration.spotlight.readers.formats.pdf.records import aligned_grids
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
    words: Sequence[Words], lines: Sequence[tuple[float, float, float, float]] = (), turned: str = "", angle: int = 90
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
        canvas.rotate(angle)
        canvas.drawString(0, 0, turned)
    canvas.save()
    figures = readers.read("some.pdf", "d0", content.getvalue(), None, VOCABULARY, Limits()).figures
    return {f"{row['measure']}/{row['category']}": row["value"] for row in figures.iter_rows(named=True)}


@pytest.mark.parametrize("head", ["Minors", "2018", "Percent"])
def test_a_turned_head_of_a_drawn_table_says_what_stands_below_it(head: str) -> None:
    level = [(66.0, y, 380.0, y) for y in (700, 640, 620, 600, 580)]
    upright = [(x, 580.0, x, 700.0) for x in (66, 250, 380)]
    assert read([(72, 665, "Cases by type", 10), *TYPES], [*level, *upright], head) == {}


@pytest.mark.parametrize("angle", [90, 180, 270, 20, -30])
@pytest.mark.parametrize(
    ("turned", "is_read"),
    [
        ("humantraffickinghotline.org", True),
        ("Call 1-888-373-7888", True),
        ("Missouri Coalition Against Human Trafficking", True),
        ("Photo: Jane Doe", True),
        ("Call or text 233733", True),
        ("Filed June 3, 2020", True),
        ("State Library, Jefferson City", True),
        ("Reading room copy", True),
        ("You are not alone.", True),
        ("Callers under eighteen only", False),
        ("Graphics: minors only", False),
        ("Photo: Kansas", False),
        ("Not one number above is true.", False),
        ("Springfield only", False),
        ("Kansas", False),
        ("MOCK-UP", False),
        ("Someone typed this", False),
        ("superseded by the March edition", False),
        ("halve every number", False),
        ("2018 numbers", False),
        ("January - June 2019", False),
        ("Accurate as of May 1, 2021", False),
        ("Wrong, call 573-555-0142", False),
    ],
)
def test_what_stands_turned_beside_the_figures_is_heard(turned: str, is_read: bool, angle: int) -> None:
    found = read([(x - 150 * (x > 200), y - 300, text, size) for x, y, text, size in TYPES], (), turned, angle)
    assert len(found) == (3 if is_read else 0)


@pytest.mark.parametrize(("stamp", "is_read"), [("Received", True), ("Superseded", False)])
def test_a_slanted_stamp_on_each_page_is_no_frame(stamp: str, is_read: bool) -> None:
    content = io.BytesIO()
    canvas = Canvas(content)
    for words in ([*HEAD, *TYPES], [(72, 700, "About the Hotline", 10)]):
        for x, y, text, size in words:
            canvas.setFont("Helvetica", size)
            canvas.drawString(x, y, text)
        canvas.translate(310, 245)
        canvas.rotate(20)
        canvas.drawString(0, 0, stamp)
        canvas.showPage()
    canvas.save()
    reading = readers.read("some.pdf", "d0", content.getvalue(), None, VOCABULARY, Limits())
    assert len(reading.figures) == (3 if is_read else 0)
    assert is_read or any("'Superseded' on page 1" in one.message for one in reading.rejections)


def test_slanted_labels_under_the_bars_of_a_chart_are_refused() -> None:
    numbers = [(x, y, text, size) for x, y, text, size in TYPES if text.isdigit()]
    assert read([*numbers, (72, 500, "Victims: 423", 10)], (), "Sex Trafficking", 20) == {}


def test_a_number_of_equal_digits_that_is_printed_twice_is_one() -> None:
    words = [(x, y, "33" if text == "150" else text, size) for x, y, text, size in TYPES]
    again = [(x + 0.33, y, text, size) for x, y, text, size in words]
    assert read([*words, *again]) == {"cases/sex": "33", "cases/labor": "40", "cases/not_specified": "21"}


@pytest.mark.parametrize(("letters", "is_read"), [("MINORS", False), ("ooo", True), ("abcd", True), ("xxxx", True)])
def test_letters_below_each_other_say_something_together(letters: str, is_read: bool) -> None:
    stack = [(450, 660 - 11 * at, letter, 10) for at, letter in enumerate(letters)]
    assert len(read([*stack, *TYPES])) == (3 if is_read else 0)


def test_letters_before_the_items_of_a_list_are_its_marks() -> None:
    marks = [(60, y, "o", 10) for _, y, text, _ in TYPES if not text.isdigit()]
    marks += [(60, 565, "o", 10), (72, 565, "Signals", 10), (300, 565, "99", 10)]
    assert len(read([*marks, *TYPES])) == 4


@pytest.mark.parametrize(("remark", "count"), [("+ 8% from 2018", 3), ("aged under 17", 0)])
def test_small_print_below_a_number_and_its_label_is_in_their_tile(remark: str, count: int) -> None:
    tiles = [(72, "423", "Victims"), (220, "117", "Traffickers"), (380, "211", "Cases")]
    words = [(x, y, one, size) for x, *tile in tiles for y, one, size in zip((640, 620), tile, (24, 11), strict=True)]
    assert len(read([*words, (72, 608, remark, 8)])) == count


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


def test_a_number_at_the_end_of_a_bar_belongs_to_the_label_on_its_line() -> None:
    bars = [("Phone Calls", 418), ("Webforms", 73), ("Emails", 35), ("Texts", 92)]
    words = [(72, 640 - 24 * at, label, 10) for at, (label, _) in enumerate(bars)]
    words += [(170 + 0.7 * count, 640 - 24 * at, str(count), 10) for at, (_, count) in enumerate(bars)]
    categories = ("phone_call", "webform", "email", "text")
    assert read(words) == {f"signals/{one}": str(count) for one, (_, count) in zip(categories, bars, strict=True)}


@pytest.mark.parametrize(("shift", "count"), [(0, 4), (50, 0)])
def test_heads_may_stand_as_high_as_rows_stand_apart(shift: int, count: int) -> None:
    words = [(72, 634, "Signals", 10), (72, 608, "Victims", 10)]
    words += [(x, y, number, 10) for x in (240, 340) for y, number in ((634, "94"), (608, "56"))]
    heads = [(x + shift, 663, year, 10) for x, year in ((236, "2018"), (336, "2019"))]
    content = io.BytesIO()
    canvas = Canvas(content)
    title = [(72, 750, "Human Trafficking in Missouri", 16), (72, 730, "National Human Trafficking Hotline", 10)]
    for x, y, text, size in (*title, (72, 715, "Accurate as of July 30, 2020", 10), *heads, *words):
        canvas.setFont("Helvetica", size)
        canvas.drawString(x, y, text)
    canvas.save()
    found = readers.read("some.pdf", "d0", content.getvalue(), None, VOCABULARY, Limits()).figures
    assert found.height == count


def test_numbers_under_two_heads_are_not_one_row_of_bars() -> None:
    words = [(72, 640, "Cases by type", 10), (200, 640, "2018", 10), (300, 640, "2019", 10)]
    words += [(72, 620, "Sex Trafficking", 10), (200, 620, "150", 10)]
    assert read([*words, (72, 600, "Labor Trafficking", 10), (300, 600, "40", 10)]).get("cases/sex") is None


def test_a_share_and_a_count_belong_to_the_name_between_them() -> None:
    legend = [("71 %", "Sex Trafficking", "150 cases"), ("29 %", "Not Specified", "61 cases")]
    places = (72, 130, 320)
    words = [(x, 640 - 18 * at, row[of], 10) for at, row in enumerate(legend) for of, x in enumerate(places)]
    assert read(words) == {"cases/sex": "150", "cases/not_specified": "61"}


@pytest.mark.parametrize("blank", [" ", "  "])
def test_letters_that_are_set_apart_evenly_are_one_word(blank: str) -> None:
    words = [(72, 650, (3 * blank).join(blank.join(word) for word in ("CASES", "BY", "TYPE")), 10)]
    assert read([*words, *TYPES]) == {"cases/sex": "150", "cases/labor": "40", "cases/not_specified": "21"}


@pytest.mark.parametrize("heading", ["2 0 1 4", "S I N C E   2 0 1 4", "M I N O R S", "U N D E R   1 7"])
def test_a_heading_that_is_set_wide_says_what_it_says(heading: str) -> None:
    assert read([(72, 650, heading, 10), *TYPES]) == {}


def test_digits_that_are_set_apart_are_no_number() -> None:
    assert "cases/labor" not in read([(72, 650, "Cases by type", 10), *TYPES[:3], (300, 605, "4  1  3", 10)])


def test_a_name_stands_between_its_count_and_its_share_or_before_both() -> None:
    for places in ((72, 180, 320), (180, 72, 320), (320, 72, 250)):
        legend = [("150 cases", "Sex Trafficking", "71 %"), ("61 cases", "Not Specified", "29 %")]
        words = [(x, 640 - 18 * at, row[of], 10) for at, row in enumerate(legend) for of, x in enumerate(places)]
        assert read(words) == {"cases/sex": "150", "cases/not_specified": "61"}


def test_the_scale_of_a_chart_is_no_figure() -> None:
    bars = [("Phone Calls", 118), ("Webforms", 73), ("Emails", 35)]
    words = [(72, 640 - 24 * at, label, 10) for at, (label, _) in enumerate(bars)]
    words += [(170 + count, 640 - 24 * at, str(count), 10) for at, (_, count) in enumerate(bars)]
    scale = [(160 + 50 * at, 570, f"{50 * at}", 8) for at in range(4)]
    assert read([*words, *scale]) == {"signals/phone_call": "118", "signals/webform": "73", "signals/email": "35"}
    # Numbers that count on are figures all the same where words stand at each.
    named = [(160 + 50 * at, 555, label, 8) for at, label in enumerate(("Texts", "Chats", "Cases", "Victims"))]
    assert read([*words, *scale, *named])["victims/total"] == "150"


def grouped(heads: tuple[str, str], title: str) -> dict[str, str]:
    """Two columns of numbers whose heads stand over the title of the first group of rows."""
    rows = [("Cases identified", 211, 5), ("Sex trafficking", 150, 9), ("Labor trafficking", 40, -4)]
    words: list[Words] = [(x, 650, head, 10) for x, head in zip((300, 380), heads, strict=True)]
    words.append((72, 634, title, 10))
    words += [
        (x, 618 - 16 * at, str(text), 10)
        for at, row in enumerate(rows)
        for x, text in zip((84, 300, 380), row, strict=True)
    ]
    words += [(72, 570, "People", 10), (84, 554, "Victims identified", 10), (300, 554, "300", 10), (380, 554, "12", 10)]
    return read(words)


@pytest.mark.parametrize("title", ["Cases", "CASES", "Cases by type", "Trafficking cases", "Hotline cases"])
@pytest.mark.parametrize("change", ["Change", "Change (%)", "Difference", "% change"])
def test_the_heads_of_columns_stand_over_the_title_of_the_first_group_of_rows(title: str, change: str) -> None:
    of_types = {"cases/total": "211", "cases/sex": "150", "cases/labor": "40"}
    assert grouped(("2019", change), title).items() >= of_types.items()


@pytest.mark.parametrize(
    ("heads", "title"),
    [
        (("Minors", "Adults"), "Cases"),
        (("Percent", "Rank"), "Cases"),
        (("Average", "Change"), "Cases"),
        (("Since 2007", "Change"), "Cases"),
        (("2017", "Change"), "Cases"),
        (("2019", "Change"), "Minors"),
        (("2019", "Change"), "Calls per month"),
        (("2019", "Change"), "Kansas City"),
        (("2019", "Change"), "Percent of cases"),
        (("2019", "Change"), "Estimated cases"),
    ],
)
def test_heads_and_titles_of_groups_that_say_something_else_decide(heads: tuple[str, str], title: str) -> None:
    assert "cases/total" not in grouped(heads, title)


def test_a_raised_mark_far_from_its_word_makes_no_table() -> None:
    def word(text: str, left: float, *, raised: bool = False) -> Word:
        right = left + 5 * len(text)
        return Word(text, left, 100, right, 110, 110, 10, False, 0, False, False, "", "", raised=raised)

    line = [Piece([word("Signals", 72)]), Piece([word("9", 300, raised=True)])]
    assert aligned_grids([line], [], []) == []


RANKED = (("Missouri", "150"), ("Kansas", "140"), ("Iowa", "21"), ("Utah", "20"), ("Ohio", "9"))


@pytest.mark.parametrize(
    ("head", "ranks", "count"),
    [("Rank", "12335", 5), ("Rank", "53321", 0), ("Cases", "12335", 0), ("Victims", "12335", 0)],
)
def test_a_first_column_of_ranks_is_none_of_the_numbers(head: str, ranks: str, count: int) -> None:
    words: list[Words] = [(72, 650, head, 10), (120, 650, "State", 10), (300, 650, "Cases", 10)]
    for at, (rank, (state, number)) in enumerate(zip(ranks, RANKED, strict=True)):
        words += [(72, 630 - 20 * at, rank, 10), (120, 630 - 20 * at, state, 10), (300, 630 - 20 * at, number, 10)]
    # The number of the page stands alone below the ranks.
    words.append((72, 40, "3", 10))
    content = io.BytesIO()
    canvas = Canvas(content)
    for x, y, text, size in ((72, 750, "Human trafficking cases by state, 2019", 16), HEAD[1], *words):
        canvas.setFont("Helvetica", size)
        canvas.drawString(x, y, text)
    canvas.save()
    figures = readers.read("some.pdf", "d0", content.getvalue(), None, VOCABULARY, Limits()).figures
    assert figures.height == count


def test_a_heading_under_two_tiles_is_in_neither() -> None:
    tiles = [(72, "Hotline Call", "152"), (190, "Webforms", "25"), (310, "Emails", "11")]
    words: list[Words] = [(72, 690, "Signal Types", 12)]
    words += [(x, y, one, size) for x, *tile in tiles for y, one, size in zip((665, 640), tile, (10, 18), strict=True)]
    words += [(72, 612, "Cases Identified in 2019", 14), (72, 590, "109 cases were identified in 2019.", 10)]
    found = read(words)
    assert found["cases/total"] == "109"
    assert found["signals/phone_call"] == "152"
    assert found["signals/webform"] == "25"
