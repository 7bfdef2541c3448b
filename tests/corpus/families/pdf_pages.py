"""PDFs that are more than text at places: scans, broken and locked files, charts, turned pages, three columns.

Belongs here: files and pages that only a PDF can be. Not here: text that is not seen (trap_pdf).
"""

from __future__ import annotations

from io import BytesIO

from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from tests.corpus import as_pdf, pages, parts, wordings
from tests.corpus.as_pdf import Sheet
from tests.corpus.parts import Only, Part
from tests.corpus.registry import Story, at_most, plain, read, refused, trap
from tests.corpus.truth import CASES, CHANNELS, HEADLINE, TYPES, Item, World


@trap("pdf")
def a_picture_of_a_page(world: World, ending: str) -> Story:
    """A scan without text, or with a layer of text that nobody sees."""
    report = world.report((CASES, *CHANNELS[:2]))
    file = BytesIO()
    canvas = Canvas(file, invariant=1)
    if world.chance(0.5):
        draft = pages.page(world, report, pages.blocks(world, report, parts.COLON), frame=False)
        lines = [
            wordings.title(world, report.place),
            wordings.whole_line(world, report),
            *(f"{wordings.label(world, i)}: {v}" for i, v in report.values.items()),
        ]
        assert draft.parts
        text = canvas.beginText(72, 700)
        text.setFont("Helvetica", 11)
        text.setTextRenderMode(3)
        for line in lines:
            text.textLine(line)
        canvas.drawText(text)
    for at in range(20):
        canvas.rect(72, 300 + at * 15, world.rng.randint(40, 400), 6, stroke=0, fill=1)
    canvas.showPage()
    canvas.save()
    return refused(file.getvalue(), "a picture of a page")


@trap("pdf")
def a_broken_file(world: World, ending: str) -> Story:
    report = world.report((CASES, *TYPES))
    content = as_pdf.write(pages.page(world, report, frame=False), world)
    if world.chance(0.3):
        return refused(b"%PDF-1.7\nnothing\n%%EOF\n", "no PDF")
    return refused(content[: world.rng.randint(200, int(len(content) * 0.6))], "cut off")


@trap("pdf")
def a_locked_file(world: World, ending: str) -> Story:
    report = world.report((CASES, *CHANNELS[:2]))
    file = BytesIO()
    canvas = Canvas(file, invariant=1, encrypt=StandardEncryption("secret", ownerPassword="owner", canPrint=0))
    for at, line in enumerate(
        [
            f"{report.place.name} Spotlight",
            wordings.whole_line(world, report),
            *(f"{wordings.label(world, i)}: {v}" for i, v in report.values.items()),
        ]
    ):
        canvas.drawString(72, 700 - 16 * at, line)
    canvas.save()
    return refused(file.getvalue(), "needs a password")


@trap("pdf")
def a_chart_with_its_axis(world: World, ending: str) -> Story:
    """Bars with numbers, an axis with others, and labels below."""
    report = world.report((*CHANNELS,))
    names = [wordings.label(world, item) for item in CHANNELS]
    top = max(report.values.values())
    step = max(5, -(-top // 4 // 5) * 5)
    drawn_numbers = world.chance(0.7)

    def draw(sheet: Sheet) -> None:
        sheet.need(260)
        base, left = sheet.y - 220, sheet.area.left + 40
        width = (sheet.area.right - left) / len(names)
        for tick in range(5):
            sheet.put(left - 8, base + 45 * tick, f"{tick * step:,}", 8, how="right")
        for at, (name, item) in enumerate(zip(names, CHANNELS, strict=True)):
            height = report.values[item] / (4 * step) * 180
            middle = left + width * (at + 0.5)
            sheet.drawn.append(
                lambda middle=middle, height=height: sheet.canvas.rect(middle - 12, base, 24, height, fill=0)
            )
            if drawn_numbers:
                sheet.put(middle, base + height + 3, f"{report.values[item]:,}", 9, how="centre")
            sheet.put(middle, base - 14, name, 8, how="centre")
        sheet.y = base - 30

    kept = report.figures() if drawn_numbers else frozenset()
    return at_most(pages.page(world, report, [Only(pdf=draw)], frame=False), kept, "a chart")


@trap("pdf")
def labels_and_numbers_apart(world: World, ending: str) -> Story:
    """All labels on one page, all numbers on the next."""
    report = world.report(CHANNELS)
    body: list[Part] = [parts.Lines(tuple(wordings.label(world, item) for item in CHANNELS)), parts.PageBreak()]
    body.append(parts.Lines(tuple(f"{report.values[item]:,}" for item in CHANNELS)))
    return at_most(
        pages.page(world, report, body, frame=False),
        frozenset(),
        "labels and numbers on two pages",
        optional=report.figures(),
    )


@plain("pdf")
def on_a_turned_page(world: World, ending: str) -> Story:
    """A page that is turned by its own entry is shown upright."""
    report = world.report((CASES, *TYPES, *CHANNELS[:3]))
    draft = pages.page(world, report, pages.blocks(world, report, world.pick((parts.COLON, parts.GAP))), frame=False)

    def turn(sheet: Sheet) -> None:
        canvas = sheet.canvas

        def lay() -> None:
            canvas.setPageRotation(90)
            canvas.translate(as_pdf.WIDTH, 0)
            canvas.rotate(90)

        sheet.drawn.insert(0, lay)
        # The page is shown 612 points high: what stands above would not be seen.
        sheet.y -= as_pdf.HEIGHT - as_pdf.WIDTH

    draft.parts.insert(0, Only(pdf=turn))
    return read(draft, report.figures())


@plain("pdf")
def three_columns(world: World, ending: str) -> Story:
    """Three groups side by side, each with its heading, label left and number right."""
    report = world.report((*HEADLINE, CASES, *TYPES, *CHANNELS[:4]))
    groups: tuple[tuple[str, tuple[Item, ...]], ...] = (
        (world.pick(wordings.HEADLINE_HEADINGS), HEADLINE),
        (world.pick(wordings.CASE_HEADINGS), TYPES),
        (world.pick(wordings.CHANNEL_HEADINGS), CHANNELS[:4]),
    )
    names = {
        TYPES[0]: "Sex Trafficking",
        TYPES[1]: "Labor Trafficking",
        TYPES[2]: "Sex and Labor",
        TYPES[3]: "Not Specified",
        HEADLINE[0]: "Victims Identified",
        HEADLINE[1]: "Traffickers",
        HEADLINE[2]: "Businesses Identified",
    }

    def draw(sheet: Sheet) -> None:
        top, width = sheet.y, sheet.area.width / 3
        for column, (heading, items) in enumerate(groups):
            left = sheet.area.left + width * column
            y = top - 16
            for line in sheet.wrapped(heading, width - 20, 9, True):
                sheet.put(left, y, line, 9, True)
                y -= 12
            y = top - 48
            for item in items:
                sheet.put(left, y, names.get(item) or wordings.LABELS[item][0], 9)
                sheet.put(left + width - 26, y, f"{report.values[item]:,}", 9, how="right")
                y -= 14
        sheet.y = top - 120

    body: list[Part] = [pages.pairs(world, report, (CASES,), parts.COLON), Only(pdf=draw)]
    return read(pages.page(world, report, body, frame=False), report.figures())
