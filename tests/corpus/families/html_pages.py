"""Web pages as they are saved: parts that nobody sees, tabs and accordions, pages that are cut off.

Belongs here: whole pages that only HTML can be. Not here: numbers that are not what they look like (trap_html).
"""

from __future__ import annotations

from tests.corpus import as_html, pages, parts, wordings
from tests.corpus.parts import Draft, Heading, Only, Paragraph
from tests.corpus.registry import Story, plain, read, refused, trap
from tests.corpus.truth import CASES, CHANNELS, TYPES, World

_STYLES = (parts.COLON, parts.GRID, parts.BULLET, parts.DEFINITIONS, parts.GAP, parts.TILES, parts.VALUE_ABOVE)


@plain("html")
def what_nobody_sees(world: World, ending: str) -> Story:
    """Comments, scripts, templates, hidden rows and descriptions with other numbers: a page like any other."""
    report = world.report((CASES, *TYPES, *CHANNELS[:3]))
    other = wordings.label(world, CASES), world.number(10, 900)
    hidden = world.sample(
        (
            f"<!-- {other[0]}: {other[1]} -->",
            f"<template><p>{other[0]}: {other[1]}</p></template>",
            f'<p style="display:none">{other[0]}: {other[1]}</p>',
            f"<p hidden>{other[0]}: {other[1]}</p>",
            f'<script type="application/json">{{"label": "{other[0]}", "data": [{other[1]}]}}</script>',
            "<noscript><p>Switch on JavaScript to see 5 charts.</p></noscript>",
            f'<div class="chart" data-values="[{other[1]}]" title="{other[1]}"></div>',
            f'<meta name="cases" content="{other[1]}">',
        ),
        3,
    )
    body = pages.blocks(world, report, world.pick(_STYLES))
    for html in hidden:
        body.insert(world.rng.randrange(len(body) + 1), Only(html=html))
    return read(pages.page(world, report, body), report.figures())


@plain("html")
def tabs(world: World, ending: str) -> Story:
    """Years as tabs, or as the folded parts of an accordion, as page builders write them."""
    items = world.items()
    newest = world.report(items)
    older = world.report(items, newest.place, newest.year - 1, as_of=newest.as_of)
    way = world.rng.randrange(2)

    hand = as_html.Hand(world)
    bodies = [
        "\n".join(hand.parts(pages.blocks(world, one, world.pick((parts.COLON, parts.GRID, parts.BULLET)))))
        for one in (newest, older)
    ]
    if way == 0:
        html = (
            '<ul class="nav nav-tabs" role="tablist">'
            + "".join(
                f'<li role="presentation"><a role="tab" href="#y{r.year}" data-toggle="tab">{r.year}</a></li>'
                for r in (newest, older)
            )
            + '</ul>\n<div class="tab-content">'
            + "".join(
                f'<div role="tabpanel" class="tab-pane{" active" if r is newest else ""}" id="y{r.year}">{body}</div>'
                for r, body in zip((newest, older), bodies, strict=True)
            )
            + "</div>"
        )
    else:
        html = (
            '<div class="accordion">'
            + "".join(
                f'<div class="card"><div class="card-header"><h3>'
                f'<button data-toggle="collapse" data-target="#c{r.year}">{r.year}</button></h3></div>'
                f'<div id="c{r.year}" class="collapse{" show" if r is newest else ""}">'
                f'<div class="card-body">{body}</div></div></div>'
                for r, body in zip((newest, older), bodies, strict=True)
            )
            + "</div>"
        )
    draft = Draft(
        [
            Heading(wordings.title(world, newest.place), 1),
            Only(html=html),
            Paragraph(wordings.as_of_line(world, newest)),
        ]
    )
    return read(draft, newest.figures() | older.figures())


@trap("html")
def a_broken_page(world: World, ending: str) -> Story:
    """Cut off in a tag, or bytes that are no text."""
    report = world.report((CASES, *TYPES))

    content = as_html.write(pages.page(world, report, pages.blocks(world, report, parts.GRID), frame=False), world)
    cut = (
        content.index(str(report.values[TYPES[2]]).encode() + b"<")
        if str(report.values[TYPES[2]]).encode() + b"<" in content
        else len(content) // 2
    )
    kind = world.rng.randrange(3)
    broken = (content[:cut] + b"<td", content[: cut // 2], b"\xff\xfe\x00" + content[: len(content) // 2])[kind]
    return refused(broken, "broken")
