"""A report of many pages on the nation, laid out as the publisher's own is: two tables of one page hold its figures."""

from __future__ import annotations

import io

from reportlab.pdfgen.canvas import Canvas

from orchestration.spotlight import readers
from orchestration.spotlight.domain.places import REFERENCE_DIR
from orchestration.spotlight.domain.vocabulary import load_vocabulary
from orchestration.spotlight.readers.limits import Limits

VOCABULARY = load_vocabulary(REFERENCE_DIR)
SEASONS = ("Winter 2021-22", "Fall 2021", "Summer 2021", "Spring 2021", "Winter 2020-21", "Fall 2019")
CASES = (("Labor", "310"), ("Sex", "1,940"), ("Sex and Labor", "105"), ("Other/Not Specified", "377"))
VICTIMS = (("Labor", "980"), ("Sex", "2,730"), ("Sex and Labor", "186"), ("Other/Not Specified", "404"))


def table(canvas: Canvas, left: float, unit: str, rows: tuple[tuple[str, str], ...], total: str) -> None:
    for at, (name, number) in enumerate((("Form of Trafficking", unit), *rows, ("Grand Total", total))):
        canvas.drawString(left, 560 - 18 * at, name)
        canvas.drawString(left + 130, 560 - 18 * at, number)


def report(
    *, boxed: str = "2,732", stamped: str = "(51%)", heading: str = "Findings in short: the wrong kind of resilience"
) -> bytes:
    content = io.BytesIO()
    canvas = Canvas(content)
    canvas.setFont("Helvetica-Bold", 18)
    canvas.drawString(60, 780, "Human Trafficking Before and After the Floods")
    canvas.setFont("Helvetica", 12)
    title = "An analysis of situations reported to the US National Human Trafficking Hotline from 2020-2021"
    canvas.drawString(60, 755, title)
    canvas.setFont("Helvetica", 10)
    canvas.drawString(60, 725, "In this report, we look at data from the National Human Trafficking Hotline from")
    canvas.drawString(60, 712, "through October 2021. It does not show how common trafficking is in the United States.")
    canvas.setFont("Helvetica-Bold", 12)
    canvas.drawString(60, 670, "TOP NUMBERS (3/1/2020-10/31/2021)")
    canvas.drawString(60, 640, "Total Trafficking Situations, by Form")
    canvas.drawString(320, 640, "Total Likely Trafficking Victims, by Form")
    canvas.setFont("Helvetica", 10)
    for left, number in ((60, boxed), (320, "4,250")):
        canvas.drawString(left, 612, "Total:")
        canvas.drawString(left, 597, number)
    table(canvas, 60, "# of Situations", CASES, "2,732")
    table(canvas, 320, "# of Likely Victims", VICTIMS, "4,250")
    canvas.showPage()
    canvas.setFont("Helvetica-Bold", 14)
    canvas.drawString(60, 780, "Average Daily Situations by Season")
    canvas.setFont("Helvetica", 8)
    for at, season in enumerate(SEASONS):
        canvas.saveState()
        canvas.translate(120 + 60 * at, 600)
        canvas.rotate(90)
        canvas.drawString(0, 0, season)
        canvas.restoreState()
    canvas.saveState()
    canvas.translate(500, 300)
    canvas.rotate(90)
    canvas.drawString(0, 0, stamped)
    canvas.restoreState()
    canvas.setFont("Helvetica-Bold", 14)
    canvas.drawString(60, 480, heading)
    canvas.setFont("Helvetica", 10)
    canvas.drawString(60, 460, "While the data stay largely consistent, it is worth noting that since 2018, reports")
    canvas.drawString(60, 447, "from restaurants have steadily increased. These statistics are accurate as of")
    canvas.drawString(60, 434, "11/3/2022, but are subject to change as new information emerges.")
    canvas.save()
    return content.getvalue()


def read(content: bytes) -> dict[tuple[str, str], tuple[str, ...]]:
    figures = readers.read("trends.pdf", "d0", content, None, VOCABULARY, Limits()).figures
    keys = ("value", "jurisdiction", "period_start", "period_end", "publisher_as_of")
    rows = figures.iter_rows(named=True)
    return {(row["measure"], row["category"]): tuple(row[key] for key in keys) for row in rows}


def test_the_two_tables_are_the_figures() -> None:
    when = ("US", "2020-03-01", "2021-10-31", "2022-11-03")
    assert read(report()) == {
        ("cases", "total"): ("2732", *when),
        ("cases", "labor"): ("310", *when),
        ("cases", "sex"): ("1940", *when),
        ("cases", "sex_and_labor"): ("105", *when),
        ("cases", "not_specified"): ("377", *when),
        ("victims", "total"): ("4250", *when),
    }


def test_a_total_of_nothing_named_refuses_where_it_repeats_no_other() -> None:
    assert read(report(boxed="2,372")) == {}


def test_what_stands_turned_beside_a_chart_is_heard_but_for_shares() -> None:
    assert read(report(stamped="(51%) of the cases")) == {}
    assert read(report(stamped="Minors only")) == {}


def test_a_heading_that_the_figures_are_wrong_refuses_them() -> None:
    assert read(report(heading="These figures are wrong")) == {}


def test_a_total_below_a_name_of_its_own_repeats_none() -> None:
    head = (
        "Ohio, 2019: National Human Trafficking Hotline\nAccurate as of July 30, 2020\n\nCases: 231\nSignals: 940\n\n"
    )

    def values(end: str) -> list[str]:
        reading = readers.read("some.txt", "d0", f"{head}{end}".encode(), None, VOCABULARY, Limits())
        return reading.figures["value"].to_list()

    assert values("Total: 231\n") == ["231", "940"]
    for name in ("Toledo", "In Toledo", "Iowa", "2018"):
        assert values(f"{name}\nTotal: 231\n") == []
