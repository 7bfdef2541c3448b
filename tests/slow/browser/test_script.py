"""The modules of the dashboard's script one by one, as modules in a real Chromium, on data made by hand.

Belongs here: arithmetic, wording, addresses, files. Not here: the page (test_dashboard, test_charts).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route

from orchestration.spotlight.release import dashboard

SCRIPT = Path(dashboard.__file__).parent / "script"
HOST = "http://script.test/"
DATA = """{
    measures: [{code: "cases", name: "Cases", caveat: "Not prevalence: a case. More."},
        {code: "signals", name: "Signals"}],
    types: [{code: "sex", name: "Sex trafficking"}], channels: [], notes: {}, breaks: [],
    edition: {code: "7-3f9c2a7d10be", date: "2026-01-02", dataset: "spotlight-warehouse/01", citation: "All.",
        bibtex: "@misc{all}"},
    places: [{code: "US", name: "United States", level: "nation", postal: "US"},
        {code: "US-MO", name: "Missouri", level: "state", postal: "MO"},
        {code: "US-ME", name: "Maine", level: "state", postal: "ME"}],
    spotlights: {place: {texts: ["US-MO", "US-ME", "US"], at: [0, 0, 1, 2]},
        start: {texts: ["2018-01-01", "2019-01-01"], at: [0, 1, 1, 1]},
        end: {texts: ["2018-12-31", "2019-12-31"], at: [0, 1, 1, 1]},
        kind: {texts: ["year"], at: [0, 0, 0, 0]}, year: [2018, 2019, 2019, 2019], cases: [1, 5, 3, 90],
        status: {texts: [null], at: [0, 0, 0, 0]}},
    figures: {place: {texts: ["US-MO"], at: [0, 0, 0]}, start: {texts: ["2018-01-01"], at: [0, 0, 0]},
        end: {texts: ["2018-12-31"], at: [0, 0, 0]}, year: [2018, 2018, 2018],
        measure: {texts: ["cases"], at: [0, 0, 0]}, scheme: {texts: ["total"], at: [0, 0, 0]},
        category: {texts: ["total"], at: [0, 0, 0]}, value: [1, null, 9],
        as_of: {texts: ["2019-03-01", "2020-03-01", "2021-03-01"], at: [0, 1, 2]},
        until: {texts: ["2020-03-01", null, "2021-03-01"], at: [0, 1, 2]},
        change: {texts: ["initial", "restated", "outranked"], at: [0, 1, 2]}},
    reports: {report: {texts: [], at: []}},
    trend: {place: {texts: ["US-MO"], at: [0, 0, 0, 0]}, year: [2016, 2017, 2018, 2019],
        measure: {texts: ["cases"], at: [0, 0, 0, 0]}, scheme: {texts: ["total"], at: [0, 0, 0, 0]},
        category: {texts: ["total"], at: [0, 0, 0, 0]}, value: [1, null, 3, 4]},
    rates: {place: {texts: [], at: []}}, coverage: {place: {texts: [], at: []}}
}"""


@pytest.fixture
def module(browser: Browser) -> Iterator[Page]:
    """A page to which the modules are served one by one."""

    def serve(route: Route) -> None:
        name = route.request.url.removeprefix(HOST)
        if name:
            route.fulfill(path=SCRIPT / name, content_type="text/javascript")
        else:
            route.fulfill(body="<!doctype html><title>modules</title>", content_type="text/html")

    with browser.new_context() as context:
        context.route("**/*", serve)
        page = context.new_page()
        page.goto(HOST)
        yield page


def call(page: Page, name: str, expression: str) -> Any:
    """An expression over the exports of a module, `m`, with the data above loaded."""
    return page.evaluate(
        f"""async () => {{
            const [m, store] = await Promise.all([import("/{name}"), import("/store.js")]);
            store.load({DATA});
            return {expression};
        }}"""
    )


@pytest.mark.parametrize("name", sorted(str(file.relative_to(SCRIPT)) for file in SCRIPT.rglob("*.js")))
def test_each_module_stands_alone(module: Page, name: str) -> None:
    if name != "main.js":  # starts the page
        assert call(module, name, "Object.keys(m).length") > 0


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("m.count(1234567)", "1,234,567"),
        ("[m.signed(3), m.signed(-1200), m.signed(0)]", ["+3", "−1,200", "±0"]),
        ("m.day('2020-07-09')", "9 July 2020"),
        ("m.readable('from 2020-07-30 on')", "from 30 July 2020 on"),
        ("[m.rateText(3.456), m.rateText(0.012), m.rateText(0)]", ["3.46", "0.012", "0.00"]),
        ("m.figureText({value: null, status: 'suppressed'})", "withheld"),
        ("m.figureText({value: null, status: 'unheard of'})", "unknown"),
        ("m.figureText({value: 0, status: 'reported'})", "0"),
        ("m.shortDate({as_of: '2020-01-02', basis: 'retrieved_by'})", "≤ 2020-01-02"),
        ("m.shortDate({as_of: '2020-01-02', basis: 'printed'})", "2020-01-02"),
        ("m.listed(['a', 'b', 'c'])", "a, b and c"),
        ("m.firstSentence('U.S. figures are in. More.')", "U.S. figures are in."),
        ("m.firstSentence('No end')", "No end"),
    ],
)
def test_words(module: Page, expression: str, expected: Any) -> None:
    assert call(module, "words.js", expression) == expected


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("m.ticks(97, 4)", [0, 25, 50, 75, 100]),
        ("m.ticks(3, 4)", [0, 1, 2, 3]),
        ("m.ticks(0)", [0, 1]),
        ("m.ticks(7.8, 5)", [0, 2, 4, 6, 8]),
        ("m.ticks(0.31, 4)", [0, 0.1, 0.2, 0.3, 0.4]),
        ("m.classBounds([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])", [2, 4, 6, 8]),
        ("m.classBounds([0.31, 1.6, 2.9, 2.97, 3.03, 3.1, 3.9, 4.4, 7.83])", [2, 4, 6]),
        ("m.classBounds([0.3, 0.6, 0.7, 0.8, 0.9, 1.1, 1.2, 1.3, 1.4, 1.5, 9])", [0.5, 1, 1.5, 2]),
        ("m.classBounds([9, 30, 60, 90, 120, 180, 240, 700, 1400, 1700])", [100, 200, 500, 1000]),
        ("m.classBounds([0, 0, 1])", [1]),
        ("m.classBounds([5, 5, 5])", []),
        ("m.classBounds([])", []),
        ("[2.9, 3, 10].map((value) => m.classOf(value, [3, 5]))", [0, 1, 2]),
        ("m.apart([{y: 10}, {y: 12}, {y: 99}], 16, 100).map(({y}) => y)", [10, 26, 99]),
        ("m.apart([{y: 99}, {y: 98}], 16, 100).map(({y}) => y)", [100, 84]),
        ("m.linear([5, 5], [0, 10])(5)", 0),
    ],
)
def test_scales(module: Page, expression: str, expected: Any) -> None:
    assert call(module, "scales.js", expression) == expected


def test_text_is_wrapped_and_cut_to_a_width(module: Page) -> None:
    lines = call(module, "scales.js", "m.wrap('one two three four five six', 60, 12)")
    assert " ".join(lines) == "one two three four five six"
    assert len(lines) > 1
    assert call(module, "scales.js", "m.cut('United States Minor Outlying Islands', 80, 12)").endswith("…")


def test_the_statement_that_held_on_a_day(module: Page) -> None:
    stated = "['2018-01-01', '2019-03-01', '2020-02-29', '2020-03-01', '2026-01-01'].map((day) => m.statedBy("
    stated += "store.store.figuresOf.get('US-MO/2018-01-01/2018-12-31'), 'cases/total/total', day)?.value)"
    # An outranked statement never held; one that is no number did.
    assert call(module, "store.js", stated) == [None, 1, 1, None, None]


def test_a_line_is_drawn_only_between_years_that_compare(module: Page) -> None:
    points = (
        "[{shown: 1, joined: false}, {shown: 2, joined: true}, {shown: null, joined: true}, {shown: 4, joined: true}, "
    )
    points += "{shown: 5, joined: false}, {shown: 6, joined: true}]"
    assert call(module, "charts/trend.js", f"m.pieces({points}).map((piece) => piece.map((p) => p.shown))") == [
        [1, 2],
        [4],
        [5, 6],
    ]


@pytest.mark.parametrize(
    ("address", "place", "period", "problems"),
    [
        ("", "US-MO", "2019", []),
        ("#US-ME/2019", "US-ME", "2019", []),
        ("#US-MO/2018?chart=map&find=a%20b", "US-MO", "2018", []),
        ("#US-MO/1999", "US-MO", "2019", ["period"]),
        ("#US-XX/2019", "US-MO", "2019", ["place"]),
        ("#us-me/2019?with=us-mo", "US-ME", "2019", []),
        ("#US-MO", "US-MO", "2019", []),
        ("#US-MO/2018?chart=cake&embed=2&sort=", "US-MO", "2018", ["option"] * 3),
        ("#US-MO/2018?constructor=x&hasOwnProperty", "US-MO", "2018", ["option"] * 2),
        ("#US-MO/2018?asof=2026-13-77", "US-MO", "2018", ["option"]),
        ("#%", "US-MO", "2019", ["place"]),
    ],
)
def test_an_address_is_a_view(module: Page, address: str, place: str, period: str, problems: list[str]) -> None:
    found = call(module, "address.js", f"m.parse({address!r})")
    assert (found["view"]["place"], found["view"]["period"]) == (place, period)
    assert [problem["kind"] for problem in found["problems"]] == problems


def test_a_view_with_usual_choices_has_a_short_address(module: Page) -> None:
    assert call(module, "address.js", "m.format(m.defaultView())") == "#US-MO/2019"


def test_a_cell_of_a_csv_runs_nothing_and_keeps_its_text(module: Page) -> None:
    result = "{title: 'T', dates: '', source: [], table: {rows: ['=1+1', 'a \"b\", c', -5, null], "
    result += "columns: [{key: 'word', value: (row) => row}]}}"
    lines = call(module, "take_along.js", f"m.csvOf({result})").split("\r\n")
    assert [line.partition(",T,")[0] for line in lines[1:-1]] == ["'=1+1", '"a ""b"", c"', "-5", ""]
    assert lines[0] == "word,title,source"
    assert "Edition 7-3f9c2a7d10be, 2 January 2026. Not prevalence: a case." in lines[1]


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("see github.com/a/b-c, and more", ["https://github.com/a/b-c"]),
        ("see https://example.org/x?y=1.", ["https://example.org/x?y=1"]),
        ("javascript:alert(1)//x and data:text/html,x", []),
        ("The Boston Herald 2022-02-05", []),
        ('http://example.org/"><script>', ["https://example.org/"]),
    ],
)
def test_only_addresses_of_pages_become_links(module: Page, text: str, links: list[str]) -> None:
    found = call(module, "elements.js", f"m.withLinks({text!r}).filter((part) => part.href).map((part) => part.href)")
    assert found == links
    assert (
        call(module, "elements.js", f"m.withLinks({text!r}).map((part) => part.textContent ?? part).join('')") == text
    )


def test_a_report_is_cited_in_bibtex_and_no_text_of_it_ends_a_field(module: Page) -> None:
    report = "{report: 'US-MO_2019', citation: 'A } {B} & 5%, as of ≤ 2020', note: null}"
    entry = call(module, "cite.js", f"m.bibtexOf({report}, {{as_of: '2020-07-30'}})")
    assert entry.startswith("@misc{US-MO-2019,\n")
    assert "title = {{A \\} \\{B\\} \\& 5\\%, as of $\\leq$ 2020}}" in entry
    assert "year = {2020}" in entry
    assert "howpublished = {Spotlight warehouse, dataset spotlight-warehouse/01}" in entry
    assert "note = {Edition 7-3f9c2a7d10be of 2026-01-02}" in entry


def test_an_embedded_chart_s_title_cannot_leave_its_attribute(module: Page) -> None:
    snippet = call(
        module, "take_along.js", "m.embedSnippet('dashboard.html#a?b=1&c=2', {title: '\"><script>x</script>'})"
    )
    assert snippet.count("<") == 2
    assert "&quot;&gt;&lt;script&gt;" in snippet
