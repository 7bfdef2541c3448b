"""Traps of web pages: what is seen is not what stands in the source.

Belongs here: hidden, struck, generated, glued, drawn and moved text. Not here: wording and tables of every format.
"""

from __future__ import annotations

from tests.corpus import pages, parts, wordings
from tests.corpus.parts import MARKUP, Heading, Only, Pairs, run
from tests.corpus.phrases import PHRASES
from tests.corpus.registry import Story, at_most, trap
from tests.corpus.truth import CASES, CHANNELS, HEADLINE, TYPES, Item, Report, World

_ITEMS: tuple[Item, ...] = (*HEADLINE, *CHANNELS[:3])
_STYLES = (
    parts.COLON,
    parts.GRID,
    parts.BULLET,
    parts.DEFINITIONS,
    parts.GAP,
    parts.TILES,
    parts.VALUE_ABOVE,
    parts.LABEL_ABOVE,
)
_HIDING = PHRASES["hiding"]["lines"]
_CLASSES = PHRASES["classes"]["lines"]


def _with(world: World, item: Item, report: Report, value: str, style: str) -> list[parts.Part]:
    """The figures of a report in groups, one of them with another value."""
    body: list[parts.Part] = []
    for group in (HEADLINE, (CASES, *TYPES), CHANNELS[:3]):
        if group[0] != HEADLINE[0]:
            body.append(
                Heading(world.word(wordings.CASE_HEADINGS if group[0] == CASES else wordings.CHANNEL_HEADINGS), 3)
            )
        rows = tuple(
            (wordings.label(world, one), value if one == item else wordings.number(world, report.values[one]))
            for one in group
        )
        body.append(Pairs(rows, style))
    return body


def _one_odd(world: World, markup: str, why: str, style: str = "", sees: str = "value", **more: str) -> Story:
    """A page with markup in place of one value: {v} what belongs there, {o} digits that do not.

    `sees` says what a person sees: the value, or nothing that counts; it may be read, and need not be.
    """
    report = world.report((*HEADLINE, CASES, *TYPES, *CHANNELS[:3]))
    item = world.pick(_ITEMS)
    other = world.pick((str(world.number(3, 9)), str(world.number(10, 99)), str(world.number(100, 999))))
    value = str(report.values[item])
    text = markup.replace("{v}", value).replace("{o}", other)
    if "{a}" in text:
        text = text.replace("{a}", value[:1]).replace("{b}", value[1:] or "0")
        value = value[:1] + (value[1:] or "0")
        report = Report(report.place, report.start, report.end, report.as_of, dict(report.values) | {item: int(value)})
    draft = pages.page(world, report, _with(world, item, report, run(MARKUP, text), world.pick(_STYLES)))
    draft.style = style
    seen = {
        "value": frozenset({report.figure(item, int(value))}),
        "both": frozenset({report.figure(item, int(other + value))}),
        "nothing": frozenset(),
    }
    return at_most(draft, report.without(item).figures(), why, optional=seen[sees])


@trap("html")
def hidden_digits(world: World, ending: str) -> Story:
    """Digits that nobody sees, beside digits that everybody sees."""
    before = world.chance(0.6)
    way = world.rng.randrange(5)
    form = "{h}{v}" if before else "{v}{h}"
    if way == 0:
        how = world.pick(_HIDING)
        return _one_odd(world, form.replace("{h}", f'<span style="{how}">{{o}}</span>'), how)
    if way == 1:
        name = world.pick(_CLASSES)
        return _one_odd(world, form.replace("{h}", f'<span class="{name}">{{o}}</span>'), f"class {name}")
    if way == 2:
        tag = world.pick(PHRASES["hidden digits"]["lines"])
        return _one_odd(world, form.replace("{h}", f"<{tag}>{{o}}</{tag.split()[0]}>"), f"<{tag}>")
    how = world.pick(_HIDING)
    selector, inner = world.pick(
        (
            (".q", '<span class="q">{o}</span>'),
            ("span.q + i", '<span class="q"></span><i>{o}</i>'),
            ("b > i:first-child", "<b><i>{o}</i></b>"),
            ("[data-x='1']", "<span data-x='1'>{o}</span>"),
            ("body i.r", '<i class="r">{o}</i>'),
            ("p i, td i, li i, dd i, div i", "<i>{o}</i>"),
            ("#w9", '<span id="w9">{o}</span>'),
            (":is(.q, .r)", '<span class="r">{o}</span>'),
            ("i:not(.k)", "<i>{o}</i>"),
            ("i:nth-of-type(1)", "<i>{o}</i>"),
            (".q *", '<span class="q"><i>{o}</i></span>'),
        )
    )
    rule = f"{selector} {{ {how} }}"
    if way == 4:
        rule = world.pick(
            (
                "@media screen {{ {} }}",
                "@media all {{ {} }}",
                "@supports (display: block) {{ {} }}",
                "@media (min-width: 1px) {{ {} }}",
                "@layer x {{ {} }}",
            )
        ).format(rule)
    return _one_odd(world, form.replace("{h}", inner), rule, style=rule)


@trap("html")
def hidden_rows(world: World, ending: str) -> Story:
    """A whole figure that nobody sees, with a label that the page has not."""
    report = world.report((CASES, *TYPES, *CHANNELS[:3]))
    label, value = wordings.label(world, HEADLINE[0]), str(world.number(10, 900))
    row = world.pick(
        (
            f"<p>{label}: {value}</p>",
            f"<table><tr><th>{label}</th><td>{value}</td></tr></table>",
            f"<dl><dt>{label}</dt><dd>{value}</dd></dl>",
            f"<ul><li>{label}: {value}</li></ul>",
        )
    )
    how, name = world.pick(_HIDING[:16]), world.pick(_CLASSES)
    wrapped, style = world.pick(
        (
            (f'<div style="{how}">{row}</div>', ""),
            (f'<div class="{name}">{row}</div>', ""),
            (f"<div hidden>{row}</div>", ""),
            (f"<!-- {row} -->", ""),
            (f"<template>{row}</template>", ""),
            (f'<div class="old">{row}</div>', f".old {{ {how} }}"),
            (f"<noscript>{row}</noscript>", ""),
            (f'<div class="old">{row}</div>', f"@media screen {{ div.old {{ {how} }} }}"),
            (f"<s>{row}</s>", ""),
            (f"<del>{row}</del>", ""),
            (f'<div style="text-decoration:line-through">{row}</div>', ""),
            (f"<dialog>{row}</dialog>", ""),
            (f'<div aria-hidden="true" style="{how}">{row}</div>', ""),
        )
    )
    body = pages.blocks(world, report, world.pick(_STYLES))
    body.insert(world.pick((0, len(body))), Only(html=wrapped))
    draft = pages.page(world, report, body)
    draft.style = style
    return at_most(draft, report.figures(), f"{wrapped[:40]!r}")


@trap("html")
def struck_and_inserted(world: World, ending: str) -> Story:
    form = world.pick(PHRASES["struck and inserted"]["lines"])
    if world.chance(0.25):
        return _one_odd(
            world,
            world.pick(("<s>{v}</s>", "<del>{v}</del>", '<span style="text-decoration:line-through">{v}</span>')),
            "struck",
            sees="nothing",
        )
    style = ".strike { text-decoration: line-through }" if 'class="strike"' in form else ""
    return _one_odd(world, form, form, style=style)


@trap("html")
def glued_to_the_number(world: World, ending: str) -> Story:
    """Badges, links, marks and small print that touch the digits."""
    form = world.pick(PHRASES["glued to the number"]["lines"])
    # Inline without any style, a person may see one long number: then nobody knows.
    return _one_odd(world, form, form)


@trap("html")
def generated_content(world: World, ending: str) -> Story:
    """Digits that only the style writes; a person sees them, the source has them not."""
    digits = "9"
    rule, inner = world.pick(
        (
            (".g::before { content: '%s' }", '<span class="g">{v}</span>'),
            (".g::after { content: '%s' }", '<span class="g">{v}</span>'),
            (".g:before { content: '%s' }", '<b class="g">{v}</b>'),
            (".g { content: '%s' }", '<span class="g">{v}</span>'),
            (".g::before { content: counter(c) } body { counter-reset: c %s }", '<span class="g">{v}</span>'),
            (".g::before { content: attr(data-n) }", '<span class="g" data-n="%s">{v}</span>'),
            (".g::after { content: ' thousand' }", '<span class="g">{v}</span>'),
            (".g::after { content: '%%' }", '<span class="g">{v}</span>'),
            (".g::before { content: '<' }", '<span class="g">{v}</span>'),
        )
    )
    rule = rule % digits if "%s" in rule else rule.replace("%%", "%")
    return _one_odd(
        world,
        inner.replace("%s", digits),
        rule,
        style=rule,
        sees="nothing" if "{ content" not in rule or "::" in rule or ":b" in rule else "value",
    )


@trap("html")
def turned_text(world: World, ending: str) -> Story:
    form = world.pick(PHRASES["turned text"]["lines"])
    return _one_odd(world, form, form, sees="nothing")


@trap("html")
def numbers_that_are_no_text(world: World, ending: str) -> Story:
    """A value in a field, a picture, a drawing: absent or refused, and never the next number in its place."""
    form = world.pick(PHRASES["numbers that are no text"]["lines"])
    sees = "nothing" if "data-count" in form or "odometer" in form else "value"
    return _one_odd(world, form, form, sees=sees)


@trap("html")
def written_by_a_script(world: World, ending: str) -> Story:
    form = world.pick(
        (
            '<span id="n7">{v}</span><script>document.getElementById("n7").textContent = "{o}"</script>',
            '<script>document.write("{o}")</script>{v}',
            '{v}<script>document.write("{o}")</script>',
            '<span id="n7">{v}</span><script>document.querySelector("#n7").innerHTML = {o} + {v}</script>',
            '<span onclick="x()" id="n7">{v}</span><script>n7.innerText="{o}"</script>',
        )
    )
    return _one_odd(world, form, form, sees="nothing")


@trap("html")
def moved_by_style(world: World, ending: str) -> Story:
    """Labels and numbers stand elsewhere on the screen than in the source."""
    report = world.report((*HEADLINE, CASES))
    items = list(HEADLINE)
    labels = [wordings.label(world, item) for item in items]
    values = [f"{report.values[item]:,}" for item in items]
    way = world.rng.randrange(4)
    if way == 0:  # the column of numbers is laid from below
        column = "".join(f"<div>{value}</div>" for value in reversed(values))
        html = (
            '<div style="display:flex"><div>'
            + "".join(f"<div>{label}</div>" for label in labels)
            + f'</div><div style="display:flex;flex-direction:column-reverse">{column}</div></div>'
        )
    elif way == 1:  # each at a place of its own
        rows = [
            f'<div style="position:absolute;top:{120 + 30 * at}px;left:40px">{label}</div>'
            for at, label in enumerate(labels)
        ]
        shifted = values[1:] + values[:1]
        rows += [
            f'<div style="position:absolute;top:{120 + 30 * ((at + 1) % 3)}px;left:300px">{value}</div>'
            for at, value in enumerate(shifted)
        ]
        html = f'<div style="height:260px">{"".join(rows)}</div>'
    elif way == 2:  # a grid whose cells have an order
        cells = "".join(f'<div style="order:{at * 2}">{label}</div>' for at, label in enumerate(labels))
        cells += "".join(
            f'<div style="order:{at * 2 + 1}">{value}</div>' for at, value in reversed(list(enumerate(values)))
        )
        html = f'<div style="display:grid;grid-template-columns:1fr 1fr">{cells}</div>'
    else:  # rows of a grid by name
        cells = "".join(
            f'<div style="grid-row:{at + 1};grid-column:1">{label}</div>' for at, label in enumerate(labels)
        )
        cells += "".join(
            f'<div style="grid-row:{at + 1};grid-column:2">{value}</div>'
            for at, value in reversed(list(enumerate(values)))
        )
        html = f'<div style="display:grid">{cells}</div>'
    body: list[parts.Part] = [Only(html=html), pages.pairs(world, report, (CASES,), parts.COLON)]
    return at_most(pages.page(world, report, body, frame=False), report.figures(), f"moved, way {way}")


@trap("html")
def more_than_a_parser_takes(world: World, ending: str) -> Story:
    """Nesting and attributes beyond the limits of parsers: half a page is none."""
    if world.chance(0.12):
        form = '{a}<img alt="' + "x" * 10_500_000 + '">{b}'
    else:
        deep = world.pick((260, 300, 600))
        form = (
            "{a}" + "<b>" * deep + "{b}" + "</b>" * deep
            if world.chance(0.5)
            else "{v}" + "<div>" * deep + "</div>" * deep
        )
    return _one_odd(world, form, "nested or long")


@trap("html")
def columns_that_are_hidden(world: World, ending: str) -> Story:
    """A column of a table is not shown; the others keep their heads."""
    report = world.report((CASES, *TYPES))
    rows = [
        (label, str(world.number(3, 900)), value)
        for item in report.values
        for label, value in (pages.pair(world, report, item),)
    ]
    how = world.pick(("display:none", "visibility:hidden"))
    way = world.rng.randrange(3)
    head = f'<tr><th></th><th class="c2">{report.year - 1}</th><th>{report.year}</th></tr>'
    cell = f'<td class="c2" style="{how}">' if way == 0 else '<td class="c2">'
    if way == 0:
        head = head.replace('class="c2"', f'style="{how}"')
    lines = "".join(f"<tr><th>{label}</th>{cell}{old}</td><td>{value}</td></tr>" for label, old, value in rows)
    cols = '<colgroup><col><col style="visibility:collapse"><col></colgroup>' if way == 2 else ""
    draft = pages.page(world, report, [Only(html=f"<table>{cols}{head}{lines}</table>")], frame=False)
    draft.style = (
        world.pick(
            (
                ".c2 { display: none }",
                "tr > :nth-child(2) { display: none }",
                "td:nth-child(2), th:nth-child(2) { display:none }",
            )
        )
        if way == 1
        else ""
    )
    before = Report(
        report.place,
        report.start.replace(year=report.year - 1),
        report.end.replace(year=report.year - 1),
        report.as_of,
        {i: int(r[1]) for i, r in zip(report.values, rows, strict=True)},
    )
    return at_most(draft, report.figures(), "a hidden column", optional=before.figures() if way == 2 else frozenset())


@trap("html")
def a_page_within_the_page(world: World, ending: str) -> Story:
    report = world.report((CASES, *TYPES, *CHANNELS[:2]))
    label, value = wordings.label(world, HEADLINE[0]), world.number(10, 900)
    inner = f"<p>{label}: {value}</p>"
    html = world.pick(
        (
            f'<iframe srcdoc="{inner}"></iframe>',
            f"<object>{inner}</object>",
            f"<noframes>{inner}</noframes>",
            f"<svg><foreignObject>{inner}</foreignObject></svg>",
            f"<xmp>{inner}</xmp>",
            f"<plaintext>{inner}",
            f"<!--[if IE]>{inner}<![endif]-->",
            f"<math><mtext>{inner}</mtext></math>",
            f"<textarea>{label}: {value}</textarea>",
            f"<audio>{inner}</audio>",
        )
    )
    draft = pages.page(world, report, pages.blocks(world, report, world.pick(_STYLES)), frame=False)
    draft.add(Only(html=html))
    return at_most(draft, report.figures(), html[:30])


@trap("html")
def spoilt_characters(world: World, ending: str) -> Story:
    form = world.pick(PHRASES["spoilt characters"]["lines"])
    return _one_odd(world, form, form)
