"""Pages in which a style sheet, a tooltip or a script makes something else of a number than its source says."""

from __future__ import annotations

import pytest

from orchestration.spotlight import readers
from orchestration.spotlight.domain.model import Reading
from orchestration.spotlight.readers.limits import Limits
from tests.unit.test_page_layouts import VOCABULARY

TITLE = "<h1>Missouri</h1><h2>2021 National Human Trafficking Hotline statistics</h2>"
AS_OF = "<p>Data are accurate as of July 30, 2023.</p>"
DRAWN = (
    '<div><svg viewBox="0 0 200 110"><text x="100" y="52" font-size="40" text-anchor="middle" id="a">110</text>'
    '<text x="100" y="90" font-size="12" text-anchor="middle">Human trafficking cases</text></svg></div>'
)


def page(body: str, head: str = "") -> Reading:
    content = f"<html><head>{head}</head><body>{TITLE}{body}{AS_OF}</body></html>"
    return readers.read("some.html", "d0", content.encode(), None, VOCABULARY, Limits())


def figures(reading: Reading) -> dict[str, str]:
    assert reading.rejections == ()
    return {f"{row['measure']}/{row['category']}": row["value"] for row in reading.figures.iter_rows(named=True)}


# Drawings and style sheets --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "rule",
    [
        "svg text { display: none }",
        "text { visibility: hidden }",
        "#a { opacity: 0 }",
        "svg text:first-child { fill: #fff }",
        "svg { fill: white }",
        "div { fill: white }",
        "text { font-size: 1px }",
        "text { transform: translate(0, 200px) }",
        "svg text { clip-path: inset(100%) }",
        "@supports (display: grid) { svg text { display: none } }",
    ],
)
def test_a_drawn_number_that_a_style_sheet_changes_is_not_read(rule: str) -> None:
    reading = page(DRAWN, f"<style>{rule}</style>")
    assert [one.rule_code for one in reading.rejections] == ["document.number_unclear"]


def test_a_drawn_number_that_a_script_writes_is_not_read() -> None:
    assert page(DRAWN, "<script>document.getElementById('a').textContent = 512</script>").figures.is_empty()


# Tooltips -------------------------------------------------------------------------------------------------------------

TOLD = (
    '<table><tr><td>Human trafficking cases</td><td title="{}">12</td></tr><tr><td>Victims</td><td>30</td></tr></table>'
)


@pytest.mark.parametrize("tooltip", ["12", "12 cases", "Total: 12"])
def test_a_tooltip_that_says_the_number_again_changes_nothing(tooltip: str) -> None:
    assert figures(page(TOLD.format(tooltip))) == {"cases/total": "12", "victims/total": "30"}


@pytest.mark.parametrize(
    "tooltip", ["112", "112 cases", "1,012", "12.5", "512 cases in 2021", "12 in 2020", "about 12", "-12"]
)
def test_a_tooltip_that_says_another_number_or_year_refuses(tooltip: str) -> None:
    assert page(TOLD.format(tooltip)).figures.is_empty()


# Zeros ----------------------------------------------------------------------------------------------------------------

ZEROS = "<table><tr><td>Human trafficking cases</td><td{0}>0</td></tr><tr><td>Victims</td><td{0}>0</td></tr></table>"
BOXES = "<div class=box><b class=t>Emails</b> <b class=n id=e>14</b></div><p id=year>Copyright</p>"


@pytest.mark.parametrize(
    "script",
    [
        "document.querySelectorAll('.box').forEach(b => b.onclick = () => open(b.querySelector('.t').textContent))",
        "if (document.querySelector('.n').innerText === '0') location.reload()",
        "document.getElementById('year').textContent = new Date().getFullYear(); $('.n').on('click', go)",
    ],
    ids=["it names a page", "it compares", "it writes elsewhere"],
)
def test_a_script_that_only_reads_a_number_changes_none(script: str) -> None:
    assert figures(page(BOXES + f"<script>{script}</script>")) == {"signals/email": "14"}


@pytest.mark.parametrize(
    "script",
    [
        "document.querySelectorAll('.n').forEach(n => { n.textContent = 2 * n.textContent })",
        "const n = document.querySelector('.n'); document.getElementById('year').textContent = 1; n.innerText = 7",
        "const n = document.querySelector('.n'); n.firstChild.data = n.textContent + 1",
        "const n = document.querySelector('.n'); [n.innerText] = [15]",
        "const n = document.querySelector('.n'); for (n.innerText of [15]);",
        "const n = document.querySelector('.n'); ++n.textContent",
        "const n = document.querySelector('.n'); Object.assign(n, {innerText: n.innerText + 1})",
        "const n = document.querySelector('.n'); if (n.innerText > 9) n.style.display = 'none'",
        "let n = document.querySelector('.n'); go(n.innerText)</script><script>n.innerText = 15",
        "document.getElementById('e').textContent = document.getElementById('year').textContent = 15",
    ],
)
def test_a_script_that_may_change_a_number_refuses_it(script: str) -> None:
    reading = page(BOXES + f"<script>{script}</script>")
    assert reading.figures.is_empty()
    assert {one.rule_code for one in reading.rejections} == {"document.number_unclear"}


@pytest.mark.parametrize(
    ("hook", "head"),
    [
        (" class=n", '<script type="application/ld+json">{"name": "Missouri"}</script>'),
        ("", '<script src="app.js"></script>'),
    ],
    ids=["a script holds data", "no place for a script"],
)
def test_zeros_that_no_script_fills_are_counts(hook: str, head: str) -> None:
    assert figures(page(ZEROS.format(hook), head)) == {"cases/total": "0", "victims/total": "0"}


@pytest.mark.parametrize(
    ("hook", "head"),
    [(" class=n", '<script src="app.js"></script>'), ("", "<script>cells[1].textContent = 5</script>")],
    ids=["a script of another file, and places", "a script that writes"],
)
def test_zeros_that_a_script_may_fill_are_refused(hook: str, head: str) -> None:
    assert page(ZEROS.format(hook), head).figures.is_empty()
