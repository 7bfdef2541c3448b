"""Sections whose numbers are left out, and small parts of pages that say nothing about the figures beside them."""

from __future__ import annotations

import io

import pytest
from reportlab.pdfgen.canvas import Canvas

from orchestration.spotlight import readers
from orchestration.spotlight.readers.limits import Limits
from tests.unit.test_designed_pdfs import read as read_drawn
from tests.unit.test_designed_pdfs import write
from tests.unit.test_exports_and_paths import LIST, TOTALS
from tests.unit.test_html_reader import figures, refused_by
from tests.unit.test_pdf_figures import VOCABULARY
from tests.unit.test_text_kinds import HEAD, figures_in, read, refused

CHANNELS = "Phone calls: 71\nTexts: 24\nWebforms: 9\n"


# Sections that are left out -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "heading",
    [
        "Signals from victims and survivors only",
        "Contacts in an average month",
        "Our own state tip line (not the National Hotline)",
    ],
)
def test_one_block_right_below_its_heading_is_left_out_as_a_whole(heading: str) -> None:
    assert read(f"{HEAD}Trafficking cases: 42\n\n{heading}\n{CHANNELS}") == {"cases/total": "42"}


def test_below_another_service_all_measures_are_its_own() -> None:
    block = "Prairie tip line (not the National Hotline)\nPhone calls: 71\nEmails: 9\nVictims identified: 13\n"
    assert read(f"{HEAD}Trafficking cases: 42\n\n{block}") == {"cases/total": "42"}


@pytest.mark.parametrize(
    ("heading", "next_heading"),
    [
        ("Prairie tip line (not the National Hotline)", "Cases"),
        ("Prairie tip line (not the National Hotline)", "Across Ohio"),
        ("Prairie tip line (not the National Hotline)", "Cases we reported to the National Human Trafficking Hotline"),
        ("Cuyahoga County", "People"),
    ],
)
def test_what_follows_such_a_block_may_still_be_of_it(heading: str, next_heading: str) -> None:
    below = f"{next_heading}\nVictims: 13\nTraffickers: 4\n"
    assert refused(f"{HEAD}Trafficking cases: 42\n\n{heading}\n{CHANNELS}\n{below}")


@pytest.mark.parametrize(
    "block",
    [
        # An empty line: a heading between them may be lost.
        f"Signals from victims and survivors only\n\n{CHANNELS}",
        # Two measures: the second may be below a lost heading.
        f"Signals from victims and survivors only\n{CHANNELS}Victims identified: 13\n",
    ],
)
def test_a_block_that_may_have_lost_a_heading_is_refused(block: str) -> None:
    assert "write the figures as CSV" in refused(f"{HEAD}Trafficking cases: 42\n\n{block}")


def test_parts_of_which_are_listed_below_a_count() -> None:
    page = (
        "<h1>Ohio, 2019: National Human Trafficking Hotline</h1><p>Accurate as of July 30, 2020</p>"
        "<ol><li>Texts: 31</li><li>Cases: 42, of which<ol><li>sex trafficking: 30</li><li>labor trafficking: 8</li>"
        "<li>sex and labor trafficking: 1</li><li>type not specified: 3</li></ol></li></ol>"
    )
    assert figures(page)["cases/total"] == "42"


# Times ----------------------------------------------------------------------------------------------------------------

_HALF = (
    "{}\nNational Human Trafficking Hotline, January 1, 2019 - June 30, 2019\nAccurate as of July 30, 2020\n\n" + LIST
)


def test_a_half_year_in_a_heading_agrees_with_its_days() -> None:
    assert {one["period_end"] for one in figures_in(_HALF.format("First-half statistics for Ohio"))} == {"2019-06-30"}


@pytest.mark.parametrize("part", ["Second-half", "Third-quarter", "First-quarter"])
def test_another_part_of_the_year_in_a_heading_is_refused(part: str) -> None:
    assert refused(_HALF.format(f"{part} statistics for Ohio"))


# Around the figures ---------------------------------------------------------------------------------------------------

_MAIL = (
    "From: Ann Lee <ann@example.org>\nTo: {} <x@example.org>\nDate: Tue, 10 Sep 2020 15:42:08 -0500\n"
    "Subject: Ohio, 2019: National Human Trafficking Hotline\n\n{},\n\n"
    "The figures are accurate as of July 30, 2020.\n\n"
)


def test_the_person_a_mail_is_sent_to_is_greeted() -> None:
    assert read(_MAIL.format('"Haverkamp, Tom"', "Tom") + LIST) == TOTALS


def test_a_name_that_the_mail_is_not_sent_to_may_be_a_town() -> None:
    assert "Athens" in refused(_MAIL.format('"Haverkamp, Tom"', "Athens") + LIST)


def test_the_name_of_a_wiki_below_the_title_is_frame() -> None:
    page = (
        '<h1>Ohio, 2019: National Human Trafficking Hotline</h1><div id="siteSub">From Southwest Wiki</div>'
        "<p>Accurate as of July 30, 2020</p><ul><li>Texts: 31</li></ul>"
    )
    assert figures(page) == {"signals/text": "31"}
    assert refused_by(page.replace("From Southwest Wiki", "Average per month"))


def test_a_label_above_the_accuracy_date_keeps_its_number() -> None:
    page = (
        "<h1>Ohio, 2019: National Human Trafficking Hotline</h1><section><h2>24</h2><p>Webforms</p><h2>9</h2>"
        "<p>Emails</p><p>Accurate as of July 30, 2020</p></section>"
    )
    assert figures(page) == {"signals/webform": "24", "signals/email": "9"}


# Pages of PDFs --------------------------------------------------------------------------------------------------------


def test_counts_with_units_stand_beside_labels_with_marks_of_notes() -> None:
    labels = ("Sex Trafficking", "Labor Trafficking", "Sex & Labor Trafficking", "Form Not Specified\u00b2")

    def draw(canvas: Canvas) -> None:
        write(canvas, 72, 660, "232 Trafficking Cases", 14)
        for at, (label, number) in enumerate(zip(labels, ("168", "31", "9", "24"), strict=True)):
            write(canvas, 84, 630 - 16 * at, label)
            write(canvas, 300, 630 - 16 * at, f"{number} Cases", 10, "Helvetica-Bold")
        write(canvas, 72, 540, "\u00b2 Callers seeking referrals often give no details of the form of trafficking.", 8)

    assert read_drawn(draw)["cases/sex"] == "168"


def test_sentences_side_by_side_below_their_numbers() -> None:
    left = ("cases were identified in 2019.",)
    right = ("victims were involved in these", "cases. Cases can involve", "multiple victims.")

    def draw(canvas: Canvas) -> None:
        for x, number, lines in ((72, "54", left), (320, "83", right)):
            write(canvas, x, 650, number, 20, "Helvetica-Bold")
            for at, line in enumerate(lines):
                write(canvas, x, 632 - 13 * at, line)

    assert read_drawn(draw) == {"cases/total": "54", "victims/total": "83"}


def test_a_change_beside_two_years_is_no_figure() -> None:
    rows = (("Phone calls", "99", "107", "+8"), ("Texts", "24", "29", "+5"), ("Emails", "8", "7", "-1"))

    def page() -> bytes:
        content = io.BytesIO()
        canvas = Canvas(content)
        write(canvas, 72, 780, "Missouri: National Human Trafficking Hotline", 16)
        write(canvas, 72, 760, "Both years accurate as of July 30, 2020.")
        for at, row in enumerate((("Type", "2018", "2019", "Change"), *rows)):
            write(canvas, 72, 700 - 17 * at, row[0])
            for right, text in zip((250, 310, 370), row[1:], strict=True):
                canvas.drawRightString(right, 700 - 17 * at, text)
        canvas.save()
        return content.getvalue()

    found = readers.read("some.pdf", "d0", page(), None, VOCABULARY, Limits()).figures
    assert {(one["period_end"][:4], one["value"]) for one in found.iter_rows(named=True)} == {
        ("2018", "99"), ("2019", "107"), ("2018", "24"), ("2019", "29"), ("2018", "8"), ("2019", "7")
    }  # fmt: skip


# Sentences about columns ----------------------------------------------------------------------------------------------

_TABLE = (
    "<h1>Ohio, 2019: National Human Trafficking Hotline</h1><p>Accurate as of July 30, 2020. {}</p>"
    "<table><tr><th></th><th>{}</th><th>{}</th></tr><tr><td>Texts</td><td>31</td><td>62</td></tr>"
    "<tr><td>Emails</td><td>9</td><td>18</td></tr></table>"
)


@pytest.mark.parametrize(
    "sentence",
    [
        "The last column is our own estimate and no count of the hotline.",
        "The estimates are our own.",
        "The estimated column was added by our staff.",
    ],
)
def test_a_sentence_about_a_column_without_figures_changes_nothing(sentence: str) -> None:
    found = figures(_TABLE.format(sentence, "Number", "Estimated number"))
    assert found == {"signals/text": "31", "signals/email": "9"}


@pytest.mark.parametrize(
    "sentence",
    [
        "The first column is our own estimate.",
        "The last column is our own estimate, and so are the counts.",
        "The estimates are our own, and the texts are those of nine months.",
        "The estimates are our own, like everything on this page.",
        "The last column is our own estimate, the others are those of nine months.",
        "The averages are our own.",
        "The last column is correct.",
        "The last column has been added to our own.",
        "The last row is our own estimate.",
        "The estimates have replaced what was published.",
    ],
)
def test_a_sentence_that_may_be_about_the_figures_too_is_refused(sentence: str) -> None:
    assert refused_by(_TABLE.format(sentence, "Number", "Estimated number"))


def test_the_last_column_may_be_the_one_with_figures() -> None:
    assert refused_by(_TABLE.format("The last column is our own estimate.", "Estimated number", "Number"))


def test_the_last_row_is_no_column() -> None:
    page = _TABLE.format("The last column is our own estimate.", "Estimated number", "Number")
    assert refused_by(page.replace("</table>", "<tr><td>Texts per day</td><td>1</td><td>1</td></tr></table>"))


def test_a_column_of_a_year_without_figures() -> None:
    sentence = "The column for 2020 is our forecast, not data of the Hotline."
    assert figures(_TABLE.format(sentence, "2019", "2020 (forecast)"))["signals/text"] == "31"
    assert refused_by(_TABLE.format(sentence.replace("2020", "2019"), "2019", "2020 (forecast)"))


# Parts, occasions, labels ---------------------------------------------------------------------------------------------

_PARTS = """Part A. Signals received by the National Hotline

{}
Part B. Cases opened by the State Bureau's own task force

Cases: 96

Victims identified: 131
"""


def test_the_last_of_lettered_parts_reaches_to_the_end() -> None:
    found = read(HEAD + _PARTS.format(CHANNELS))
    assert found == {"signals/phone_call": "71", "signals/text": "24", "signals/webform": "9"}


@pytest.mark.parametrize("subject", ["hotline numbers for the January press kit", "Ohio list for the January talks"])
def test_the_month_of_an_occasion_is_not_that_of_the_figures(subject: str) -> None:
    mail = _MAIL.replace("Ohio, 2019: National Human Trafficking Hotline", subject).format("Tom Hale", "Tom")
    source = "the 2019 numbers for Ohio, straight from the state report of the National Human Trafficking Hotline."
    text = mail.replace("The figures", f"{source}\n\nPeriod: January 1, 2019 through December 31, 2019\n\nThey") + LIST
    assert read(text) == TOTALS
    assert refused(text.replace("press kit", "figures").replace(" talks", " figures"))
    assert refused(text.replace("for the January", "through the January"))


def test_a_label_with_a_place_stands_below_its_number() -> None:
    page = (
        "<h1>Ohio, 2019: National Human Trafficking Hotline</h1><p>Accurate as of July 30, 2020</p>"
        "<h2>186</h2><p>contacts with the hotline from {}</p><h2>72</h2><p>victims identified</p>"
    )
    assert figures(page.format("Ohio")) == {"signals/total": "186", "victims/total": "72"}
    assert refused_by(page.format("Kentucky"))


def test_a_note_of_another_service_takes_its_number_out() -> None:
    text = f"{HEAD}Trafficking cases: 42\nTexts*: 31\n\n* {{}}\n"
    assert read(text.format("Texts to our own tip line, a separate service.")) == {"cases/total": "42"}
    assert refused(text.format("Includes texts to our own tip line."))


# Shared words and shades ----------------------------------------------------------------------------------------------


def test_every_second_row_of_a_table_may_be_shaded() -> None:
    rows = (("Measure", "2018", "2019"), ("Phone calls", "99", "107"), ("Texts", "24", "29"), ("Emails", "8", "7"))

    content = io.BytesIO()
    canvas = Canvas(content)
    write(canvas, 72, 780, "Missouri: National Human Trafficking Hotline", 16)
    write(canvas, 72, 760, "Both years accurate as of July 30, 2020.")
    canvas.setFillGray(0.85)
    for at in (0, 1, 3):
        for left, right in ((66, 190), (190, 260), (260, 330)):
            canvas.rect(left, 695 - 18 * at, right - left, 18, stroke=0, fill=1)
    canvas.setFillGray(0)
    for at, row in enumerate(rows):
        write(canvas, 72, 700 - 18 * at, row[0])
        for right, text in zip((250, 320), row[1:], strict=True):
            canvas.drawRightString(right, 700 - 18 * at, text)
    canvas.save()
    found = readers.read("some.pdf", "d0", content.getvalue(), None, VOCABULARY, Limits()).figures
    assert {(one["period_end"][:4], one["value"]) for one in found.iter_rows(named=True)} == {
        ("2018", "99"), ("2019", "107"), ("2018", "24"), ("2019", "29"), ("2018", "8"), ("2019", "7")
    }  # fmt: skip


def test_pairs_are_set_at_both_ends_of_a_line() -> None:
    page = (
        "<h1>Ohio, 2019: National Human Trafficking Hotline</h1><p>Accurate as of July 30, 2020</p><ul>"
        '<li class="flex justify-between"><span>Texts</span><span>31</span></li></ul>'
        "<dl><dt>cases were identified in 2019.</dt><dd>42</dd></dl>"
    )
    assert figures(page) == {"signals/text": "31", "cases/total": "42"}
    assert refused_by(page.replace("<span>31</span>", '<a href="#">31</a>'))


@pytest.mark.parametrize("line", ["January to June", "Half-year sheet", "Kansas page", "New Mexico page"])
def test_a_line_of_its_own_below_the_figures_counts(line: str) -> None:
    assert line in refused(f"{HEAD}{LIST}\n\n{line}\n\nCopied at the front desk for a patron.\n")


@pytest.mark.parametrize("line", ["Washington, DC", "Washington DC", "This week", "January to December", "Virginia"])
def test_where_and_how_often_says_nothing_of_the_figures(line: str) -> None:
    assert read(f"{HEAD}{LIST}\n\n{line}\n\nCopied at the front desk for a patron.\n") == TOTALS


def test_a_count_of_which_others_stand_below_is_refused() -> None:
    text = f"{HEAD}Trafficking cases: 42\n\nPhone calls: 88, of which\n  {{}}: 12\n"
    assert "of which" in refused(text.format("Victims identified"))
    assert "of which" in refused(text.format("victims"))
