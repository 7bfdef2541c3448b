"""Pages of a wiki as their editors write them: what a reader sees is read, and what he may not see is refused."""

from __future__ import annotations

import pytest

from orchestration.spotlight import readers
from orchestration.spotlight.readers.limits import Limits
from tests.unit.test_text_kinds import VOCABULARY, read, refused

CAPTION = "[[National Human Trafficking Hotline]] statistics for Ohio, 2019 (accurate as of July 30, 2020)"
PAGE = (
    "== Human trafficking in Ohio ==\n{{{{main|Human trafficking}}}}\n'''Ohio''' has a law of its own.{note}\n\n"
    '{{| class="wikitable"\n|+ ' + CAPTION + "\n"
    "! Measure !! Number\n{rows}|}}\n\n{below}\n== See also ==\n* [[Crime in Ohio]]\n\n[[Category:Ohio]]\n"
)
ROWS = "|-\n| Cases || 97\n|-\n| Sex trafficking\n| align=right | 71\n|-\n| Victims identified || 150\n"
FIGURES = {"cases/total": "97", "cases/sex": "71", "victims/total": "150"}


def page(rows: str = ROWS, note: str = "", below: str = "") -> str:
    return PAGE.format(rows=rows, note=note, below=below)


@pytest.mark.parametrize(
    "note",
    [
        "",
        "<ref>Ohio Revised Code, section 2905.32.</ref>",
        '<ref name="code" />',
        "<ref>{{cite web |url=https://x.example |title=Ohio Spotlight |website=Polaris}}</ref>",
    ],
)
def test_a_table_of_a_wiki_is_read_as_its_reader_sees_it(note: str) -> None:
    assert read(page(note=note)) == FIGURES


def test_the_heads_of_a_table_of_a_wiki_may_stand_on_lines_of_their_own() -> None:
    text = page(rows="|-\n| Cases || 97\n").replace("! Measure !! Number\n", "!\n! 2019\n")
    assert read(text) == {"cases/total": "97"}


@pytest.mark.parametrize(
    "note",
    [
        "<ref>These numbers are estimates of our staff.</ref>",
        "<ref>[https://x.example These numbers are estimates of our staff.]</ref>",
        "[[File:Ohio.png|thumb|These numbers are estimates of our staff.]]",
        "<small>These numbers are estimates of our staff.</small>",
    ],
)
def test_what_a_reference_or_a_picture_says_of_figures_is_heard(note: str) -> None:
    assert "estimates" in refused(page(below=note + "\n"))


@pytest.mark.parametrize(
    "rows",
    [
        ROWS.replace("|-\n| Victims", '|- style="display:none"\n| Victims'),
        ROWS.replace("| align=right | 71", '| style="display:none" | 71'),
        ROWS.replace("| Sex trafficking", "| rowspan=2 | Sex trafficking"),
        ROWS.replace("71", "71 {{dubious}}"),
        ROWS + "and more\n",
        ROWS.replace("71", "71<small>1</small>"),
        ROWS.replace("71", "7<br>1"),
        ROWS.replace("71", "71[https://x.example 1]"),
        ROWS.replace("71", '<span style="display:none">7</span>1'),
    ],
)
def test_a_table_of_a_wiki_that_is_not_understood_is_refused(rows: str) -> None:
    assert "is markup of a wiki that is not understood" in refused(page(rows=rows))


@pytest.mark.parametrize(
    "note", ["<ref>These numbers count cases of the\nstate police.</ref>", "<!-- Old. -->", "{{Hoax}}"]
)
def test_markup_that_is_not_understood_beside_a_table_refuses_the_page(note: str) -> None:
    assert "is markup of a wiki" in refused(page(note=note))


def test_half_a_table_of_a_wiki_is_refused() -> None:
    assert "is markup of a wiki" in refused(page().replace("|}", ""))


def test_markup_in_a_page_of_the_web_that_is_not_understood_is_refused_with_its_line() -> None:
    html = f"<h1>{CAPTION}</h1>\n<pre>{{|\n| Cases || 97\n</pre>"
    reading = readers.read("some.html", "d0", html.encode(), None, VOCABULARY, Limits())
    assert reading.figures.is_empty()
    assert [(one.line, one.rule_code) for one in reading.rejections] == [(2, "document.unreadable")]
