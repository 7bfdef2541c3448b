"""Plain documents as offices, mail programs and page builders really write them.

Belongs here: forms of files and markup from the wild. Not here: layouts drawn at random (plain_layouts), traps.
"""

from __future__ import annotations

from html import escape

from tests.corpus import as_text, pages, parts, wordings
from tests.corpus.as_pdf import Sheet
from tests.corpus.parts import Cell, Draft, Heading, Lines, Only, Pairs, Paragraph, Part, Table
from tests.corpus.registry import Story, plain, read
from tests.corpus.truth import CASES, CHANNELS, HEADLINE, STATES, TYPES, Item, Report, World, both

_GROUPS: tuple[tuple[Item, ...], ...] = (HEADLINE, (CASES, *TYPES), CHANNELS[:3])


@plain()
def numbered_lists(world: World, ending: str) -> Story:
    """The numbers of the list are none of the figures."""
    report = world.report((CASES, *HEADLINE, *CHANNELS[:3]))
    made = [pages.pair(world, report, item) for item in world.shuffled(report.values)]
    if ending == "html":
        items = "".join(f"<li>{escape(label)}: {value}</li>" for label, value in made)
        return read(pages.page(world, report, [Only(html=f"<ol>{items}</ol>")]), report.figures())
    form = world.pick(
        ("{at}. {label}: {value}", "{at}) {label}: {value}", "({at}) {label}: {value}", "{at}. {label} – {value}")
    )
    lines = tuple(form.format(at=at, label=label, value=value) for at, (label, value) in enumerate(made, 1))
    return read(pages.page(world, report, [Lines(lines)], frame=False), report.figures())


@plain("txt")
def a_mail(world: World, ending: str) -> Story:
    """The head of a mail above the page, a signature with addresses and telephone numbers below it."""
    report = world.report()
    draft = pages.page(world, report, pages.blocks(world, report, world.pick((parts.COLON, parts.BULLET))), frame=False)
    sent = wordings.day(world, report.as_of.replace(year=report.as_of.year + 1, day=3), 0)
    head = [
        "From: Statistics Desk <stats@example.org>",
        f"Sent: {sent} 10:42 AM",
        "To: Coalition",
        f"Subject: Figures for {report.place.name}",
    ]
    foot = ["Best regards,", "Jane Doe", "Tel. (202) 555-0143 ext. 12", "1629 K Street NW, Suite 500"]
    text = as_text.write(draft, world).decode("utf-8-sig").replace("\r\n", "\n")
    return read(("\n".join(head) + "\n\n" + text + "\n" + "\n".join(foot) + "\n").encode(), report.figures())


@plain()
def one_report_after_another(world: World, ending: str) -> Story:
    """Two places in one file, each with its own title, period and date."""
    one, other = world.sample(STATES, 2)
    first = world.report((CASES, *TYPES, *CHANNELS[:2]), place=one)
    second = world.report(first.values, place=other, year=first.year, as_of=first.as_of)
    style, draft = world.pick((parts.COLON, parts.GRID, parts.BULLET, parts.DOTS)), Draft()
    for report in (first, second):
        draft.add(
            Heading(f"{report.place.name} Spotlight", 1),
            Heading(f"{report.year} National Human Trafficking Hotline Statistics", 2),
        )
        draft.add(*pages.blocks(world, report, style), Paragraph(wordings.whole_line(world, report)))
        if report is first:
            draft.add(parts.PageBreak())
    return read(draft, both(first, second))


@plain("html")
def cards(world: World, ending: str) -> Story:
    """Cards, figures and lists of terms as page builders write them."""
    report = world.report((*HEADLINE, CASES, *TYPES, *CHANNELS[:3]))
    form = world.pick(
        (
            '<div class="card"><h5 class="card-title">{l}</h5><p class="card-text">{v}</p></div>',
            '<div class="stat-box"><p class="stat-number">{v}</p><p class="stat-label">{l}</p></div>',
            '<div class="col-sm-4 text-center"><h2>{v}</h2><p>{l}</p></div>',
            "<figure><strong>{v}</strong><figcaption>{l}</figcaption></figure>",
            '<article class="fact"><header>{l}</header><div>{v}</div></article>',
            '<div><a class="tile" href="/x"><span class="value">{v}</span><br><span class="name">{l}</span></a></div>',
            '<div class="counter"><div class="counter-number">{v}</div><div class="counter-title">{l}</div></div>',
            '<li class="metric"><div>{l}</div><div><b>{v}</b></div></li>',
            '<table class="tile"><tr><td>{v}</td></tr><tr><td>{l}</td></tr></table>',
        )
    )
    body: list[Part] = []
    for group in _GROUPS:
        if group is not HEADLINE:
            body.append(
                Heading(world.pick(wordings.CASE_HEADINGS if group[0] == CASES else wordings.CHANNEL_HEADINGS), 2)
            )
        made = (pages.pair(world, report, item) for item in group)
        inner = "\n".join(form.format(l=escape(label), v=value) for label, value in made)
        outer = "ul" if form.startswith("<li") else "div"
        body.append(Only(html=f'<{outer} class="row">\n{inner}\n</{outer}>'))
    return read(pages.page(world, report, body, frame=False), report.figures())


@plain("html")
def written_by_an_office_program(world: World, ending: str) -> Story:
    """Paragraphs with classes and spans, hard spaces, bold for headings."""
    report = world.report((*HEADLINE, CASES, *TYPES, *CHANNELS[:3]))

    def paragraph(text: str, bold: bool = False) -> str:
        inner = f"<span style='font-size:12.0pt;font-family:\"Arial\",sans-serif'>{text}<o:p></o:p></span>"
        return f"<p class=MsoNormal>{'<b>' + inner + '</b>' if bold else inner}</p>"

    space = world.pick((" ", "&nbsp;", "&nbsp;&nbsp; "))
    lines: list[str] = []
    for group in _GROUPS:
        if group is not HEADLINE:
            heading = world.pick(wordings.CASE_HEADINGS if group[0] == CASES else wordings.CHANNEL_HEADINGS)
            lines += [paragraph("&nbsp;"), paragraph(heading, True)]
        for item in group:
            label, value = pages.pair(world, report, item)
            lines.append(paragraph(f"{escape(label)}:{space}{value}"))
    return read(pages.page(world, report, [Only(html="\n".join(lines))], frame=False), report.figures())


@plain("html")
def said_twice_for_screen_readers(world: World, ending: str) -> Story:
    """Each number once for the eye and once, hidden by a well-known class, for a screen reader."""
    report = world.report((*HEADLINE, CASES, *CHANNELS[:3]))
    rows = []
    for item in report.values:
        label, value = pages.pair(world, report, item)
        twice = f'<span aria-hidden="true">{value}</span><span class="sr-only">{value} {escape(label.lower())}</span>'
        rows.append(f"<tr><th>{escape(label)}</th><td>{twice}</td></tr>")
    draft = pages.page(world, report, [Only(html="<table>" + "\n".join(rows) + "</table>")], frame=False)
    draft.style = ".sr-only { position: absolute; width: 1px; height: 1px; overflow: hidden; clip: rect(0, 0, 0, 0) }"
    return read(draft, report.figures())


@plain("html")
def period_in_the_foot_of_a_table(world: World, ending: str) -> Story:
    report = world.report((CASES, *TYPES))
    rows = [
        [Cell(label, True), Cell(value)]
        for item in report.values
        for label, value in (pages.pair(world, report, item),)
    ]
    rows.append([Cell(wordings.whole_line(world, report), columns=2)])
    draft = Draft([Heading(wordings.title(world, report.place), 1), Table(tuple(map(tuple, rows)), head_rows=0)])
    return read(draft, report.figures())


@plain("pdf")
def big_numbers_beside_their_labels(world: World, ending: str) -> Story:
    """A poster: each number large, its label in two small lines to the right of it."""
    report = world.report((*HEADLINE, CASES))
    long = {
        HEADLINE[0]: ("Victims", "Identified"),
        HEADLINE[1]: ("Traffickers", "Identified"),
        HEADLINE[2]: ("Trafficking", "Businesses"),
        CASES: ("Human Trafficking", "Cases"),
    }
    size = world.pick((24, 30))

    def draw(sheet: Sheet) -> None:
        across = world.pick((1, 2))
        width = sheet.area.width / across
        for at, item in enumerate(report.values):
            if at % across == 0:
                sheet.y -= size * 1.8
            left = sheet.area.left + width * (at % across)
            value = f"{report.values[item]:,}"
            sheet.put(left, sheet.y, value, size, True)
            right = left + sheet.width(value, size, True) + 8
            sheet.put(right, sheet.y + sheet.size * 1.1, long[item][0])
            sheet.put(right, sheet.y - sheet.size * 0.1, long[item][1])
        sheet.y -= size

    return read(pages.page(world, report, [Only(pdf=draw)], frame=False), report.figures())


@plain("pdf")
def labels_over_lines_in_a_table(world: World, ending: str) -> Story:
    """Labels of two lines in the first column; the number stands at the height of the first, or between both."""
    report = world.report((*HEADLINE, CASES))
    long = {
        HEADLINE[0]: ("Human Trafficking", "Victims Identified"),
        HEADLINE[1]: ("Human Traffickers", "Identified"),
        HEADLINE[2]: ("Human Trafficking", "Businesses Identified"),
        CASES: ("Human Trafficking", "Cases Reported"),
    }
    drop, ruled = world.pick((0.0, 0.6)), world.chance(0.6)

    def draw(sheet: Sheet) -> None:
        right = sheet.area.left + 240
        for item, value in report.values.items():
            sheet.y -= sheet.size * 1.9
            sheet.put(sheet.area.left, sheet.y, long[item][0])
            sheet.put(sheet.area.left, sheet.y - sheet.size * 1.2, long[item][1])
            sheet.put(right, sheet.y - sheet.size * 1.2 * drop, f"{value:,}", how="right")
            sheet.y -= sheet.size * 1.2
            if ruled:
                sheet.rule(sheet.area.left - 2, sheet.y - sheet.size * 0.5, right + 4, sheet.y - sheet.size * 0.5)
        sheet.y -= sheet.size * 1.4

    return read(pages.page(world, report, [Only(pdf=draw)], frame=False), report.figures())


@plain("txt")
def odd_spaces(world: World, ending: str) -> Story:
    """Colons and dashes with one blank, none, or several; hard and thin blanks; trailing blanks."""
    report: Report = world.report()
    between = world.pick((":", " : ", ":  ", ":\t", ":\t\t", ":\u00a0", " \u2013 ", " - ", " = ", "\u2003", ":\u2009"))
    end = world.pick(("", " ", "  ", "."))
    body: list[Part] = []
    for part in pages.blocks(world, report, parts.COLON):
        inner = part.parts if isinstance(part, parts.Section) else (part,)
        body += [
            Lines(tuple(f"{label}{between}{value}{end}" for label, value in one.items))
            if isinstance(one, Pairs)
            else one
            for one in inner
        ]
    return read(pages.page(world, report, body), report.figures())
