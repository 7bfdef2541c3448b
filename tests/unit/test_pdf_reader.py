"""Published documents as PDF: places of words on a page, and bytes that are hostile."""

from __future__ import annotations

import io
import time
from collections.abc import Callable

import pytest
from reportlab.lib.pagesizes import letter
from reportlab.pdfgen.canvas import Canvas

from orchestration.spotlight import readers
from orchestration.spotlight.domain.model import Reading
from orchestration.spotlight.domain.places import REFERENCE_DIR
from orchestration.spotlight.domain.vocabulary import load_vocabulary
from orchestration.spotlight.readers.limits import Limits

VOCABULARY = load_vocabulary(REFERENCE_DIR)
Draw = Callable[[Canvas], object]


def pdf(draw: Draw, **options: object) -> bytes:
    content = io.BytesIO()
    canvas = Canvas(content, pagesize=letter, **options)
    draw(canvas)
    canvas.save()
    return content.getvalue()


def text(canvas: Canvas, x: float, y: float, words: str, size: float = 11) -> float:
    """Write some words; where they end."""
    canvas.setFont("Helvetica", size)
    canvas.drawString(x, y, words)
    return x + canvas.stringWidth(words, "Helvetica", size)


def frame(canvas: Canvas) -> None:
    text(canvas, 72, 740, "Missouri Spotlight", 18)
    text(canvas, 72, 715, "2019 Statistics")
    text(canvas, 72, 80, "It covers January 1, 2019 through December 31, 2019")
    text(canvas, 72, 67, "and is accurate as of July 30, 2020.")


def report(*draw: Draw) -> bytes:
    return pdf(lambda canvas: [one(canvas) for one in (frame, *draw)])


def read(content: bytes, limits: Limits | None = None) -> Reading:
    return readers.read("page.pdf", "d0", content, None, VOCABULARY, limits or Limits())


def figures(content: bytes) -> dict[str, str]:
    reading = read(content)
    assert reading.rejections == ()
    rows = reading.figures.iter_rows(named=True)
    return {f"{row['measure']}/{row['category']}": row["value"] or row["value_status"] for row in rows}


def refused_by(content: bytes, limits: Limits | None = None) -> set[str]:
    reading = read(content, limits)
    assert reading.figures.is_empty()
    return {rejection.rule_code.removeprefix("document.") for rejection in reading.rejections}


def test_numbers_stand_above_their_labels_in_columns() -> None:
    def trio(canvas: Canvas) -> None:
        for x, number, label in ((100, "423", "Victims Identified"), (300, "117", "Traffickers Identified")):
            canvas.setFont("Helvetica-Bold", 26)
            canvas.drawCentredString(x, 600, number)
            canvas.setFont("Helvetica", 11)
            canvas.drawCentredString(x, 580, label)

    assert figures(report(trio)) == {"victims/total": "423", "traffickers/total": "117"}


def test_small_raised_digits_are_footnote_marks_and_no_digits() -> None:
    def marked(canvas: Canvas) -> None:
        end = text(canvas, 72, 600, "Phone Calls")
        text(canvas, end, 604, "1", 6)
        end = text(canvas, 300, 600, "23")
        text(canvas, end, 604, "2", 6)

    assert figures(report(marked)) == {"signals/phone_call": "23"}


def test_two_columns_of_a_page_are_read_one_after_the_other() -> None:
    def columns(canvas: Canvas) -> None:
        for at, line in enumerate(("Phone Calls", "438", "Webforms", "61")):
            text(canvas, 72, 600 - 18 * at, line)
        for at in range(5):
            text(canvas, 320, 600 - 14 * at, "In the last ten years more than 300,000 people")

    assert figures(report(columns)) == {"signals/phone_call": "438", "signals/webform": "61"}


def test_the_scale_of_a_chart_is_no_figure() -> None:
    def chart(canvas: Canvas) -> None:
        text(canvas, 72, 600, "Phone Calls: 438")
        for at, number in enumerate((0, 50, 100, 150, 200)):
            canvas.drawRightString(400, 500 + 20 * at, str(number))

    assert figures(report(chart)) == {"signals/phone_call": "438"}


@pytest.mark.parametrize(("foot", "is_read"), [("1", True), ("Page 1 of 1", True), ("2", False)])
def test_the_number_of_a_page_is_no_figure(foot: str, is_read: bool) -> None:
    content = report(lambda c: text(c, 72, 600, "Phone Calls: 438"), lambda c: text(c, 300, 20, foot))
    if is_read:
        assert figures(content) == {"signals/phone_call": "438"}
    else:
        assert refused_by(content) == {"number_unread"}


def test_a_label_whose_number_is_an_image_does_not_take_the_number_of_the_page() -> None:
    content = pdf(
        lambda canvas: [
            frame(canvas),
            text(canvas, 72, 600, "Phone Calls"),
            text(canvas, 72, 586, "438"),
            text(canvas, 72, 30, "Webchats"),
            text(canvas, 72, 16, "1"),
        ]
    )
    assert figures(content) == {"signals/phone_call": "438"}


def test_what_is_repeated_on_every_page_parts_no_figures() -> None:
    def pages(canvas: Canvas) -> None:
        frame(canvas)
        for at, line in enumerate(("Sex Trafficking: 183", "Labor Trafficking: 22", "Sex & Labor Trafficking: 6")):
            text(canvas, 72, 600 - 16 * at, line)
        text(canvas, 72, 20, "The National Hotline     Page 1 of 2", 8)
        canvas.showPage()
        text(canvas, 72, 740, "Form Not Specified: 23")
        text(canvas, 72, 20, "The National Hotline     Page 2 of 2", 8)

    assert figures(pdf(pages)) == {
        "cases/sex": "183",
        "cases/labor": "22",
        "cases/sex_and_labor": "6",
        "cases/not_specified": "23",
    }


def test_a_letter_without_a_name_spoils_its_number_only() -> None:
    assert figures(report(lambda c: text(c, 72, 600, "• Phone Calls: 438"))) == {"signals/phone_call": "438"}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (pdf(lambda canvas: canvas.rect(10, 10, 200, 200)), "no_text"),
        (pdf(frame, encrypt="secret"), "encrypted"),
        (pdf(frame)[:700], "pdf_broken"),
        (b"%PDF-1.7\n", "pdf_broken"),
        (b"Victims Identified 423", "pdf_broken"),
        (b"", "pdf_broken"),
    ],
)
def test_bytes_that_hold_no_text_are_refused_by_what_they_are(content: bytes, code: str) -> None:
    assert refused_by(content) == {code}


def test_limits_are_kept() -> None:
    two_pages = pdf(lambda canvas: [frame(canvas), canvas.showPage(), frame(canvas)])
    assert refused_by(two_pages, Limits(max_pages=1)) == {"too_large"}
    assert refused_by(two_pages, Limits(max_characters=20)) == {"too_large"}
    assert refused_by(two_pages, Limits(max_bytes=20)) == {"too_large"}


def many_pages(canvas: Canvas) -> None:
    for _ in range(150):
        for at in range(40):
            text(canvas, 72, 740 - 16 * at, "one two three four five six seven eight nine ten")
        canvas.showPage()


def test_a_reader_that_takes_too_long_is_stopped_and_the_next_document_is_read() -> None:
    content = pdf(many_pages)
    start = time.monotonic()
    assert refused_by(content, Limits(max_seconds=0.3)) == {"too_slow"}
    assert time.monotonic() - start < 5
    assert figures(report(lambda c: text(c, 72, 600, "Phone Calls: 438"))) == {"signals/phone_call": "438"}


def test_a_reader_that_wants_too_much_memory_is_stopped() -> None:
    assert refused_by(pdf(many_pages), Limits(max_memory_bytes=16 * 1024 * 1024)) <= {"too_large", "pdf_broken"}
    assert figures(report(lambda c: text(c, 72, 600, "Phone Calls: 438"))) == {"signals/phone_call": "438"}
