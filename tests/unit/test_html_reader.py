"""Published documents as HTML: what of a page is text, and what its structure says of labels and numbers."""

from __future__ import annotations

import time

import pytest

from orchestration.spotlight import readers
from orchestration.spotlight.domain.model import Reading
from orchestration.spotlight.domain.places import REFERENCE_DIR
from orchestration.spotlight.domain.vocabulary import load_vocabulary
from orchestration.spotlight.readers.limits import Limits

VOCABULARY = load_vocabulary(REFERENCE_DIR)
TITLE = "<h1>Missouri Spotlight</h1><h2>2019 Statistics</h2>"
DATES = "<p>It covers January 1, 2019 through December 31, 2019 and is accurate as of July 30, 2020.</p>"


def read(content: str | bytes, limits: Limits | None = None) -> Reading:
    content = content.encode() if isinstance(content, str) else content
    return readers.read("page.html", "d0", content, None, VOCABULARY, limits or Limits())


def page(body: str, title: str = TITLE, dates: str = DATES) -> str:
    return f"<!DOCTYPE html>\n<html><head><title>Utah 99</title></head><body>\n{title}\n{body}\n{dates}\n</body></html>"


def figures(content: str | bytes) -> dict[str, str]:
    reading = read(content)
    assert reading.rejections == ()
    rows = reading.figures.iter_rows(named=True)
    return {f"{row['measure']}/{row['category']}": row["value"] or row["value_status"] for row in rows}


def refused_by(content: str | bytes) -> set[str]:
    reading = read(content)
    assert reading.figures.is_empty()
    return {rejection.rule_code.removeprefix("document.") for rejection in reading.rejections}


@pytest.mark.parametrize(
    "body",
    [
        "<p>Victims Identified: 423</p>",
        "<p>Victims Identified<br>423</p>",
        "<div><span>Victims</span> <em>Identified</em></div><div><b>423</b></div>",
        "<div class=stat><div><div>423</div></div><div><div>Victims Identified</div></div></div>",
        "<p><span>4</span><span>23</span> Victims Identified</p>",
        "<p><b>423</b>Victims Identified</p>",
        "<p>Victims Identified<sup>1</sup></p><p>423<sup>2</sup></p>",
        "<p>Victims Identified<sup>[1]</sup>: 423</p>",
        '<p>Victims Identified: 423<span style="vertical-align: super; font-size: 60%">2</span></p>',
        "<dl><dt>Victims Identified<dd>423</dl>",
        "<table><tr><td>Victims Identified<td>423</table>",
        "<table><tr><th><th>2019<tr><th>Victims Identified<td>423</table>",
        "<table><tr><td><table><tr><td>Victims Identified<td>423</table></table>",
        "<table><tr><td>Victims Identified<br>423<td>&nbsp;</table>",
        "<ul><li>Victims Identified<ul><li>423</ul></ul>",
        "<p>Victims&nbsp;Identi&shy;fied &#8211; &#52;23</p>",
        "<main><section><p>Victims Identified</p><p>423</section></main>",
        '<p><span style="display:block">Victims Identified</span><span style="display:block">423</span></p>',
        "<p>Victims Identified</p>\n\n<!-- 7 --><p>423",
    ],
)
def test_label_and_number_are_found_in_any_structure(body: str) -> None:
    assert figures(page(body)) == {"victims/total": "423"}


def test_a_table_of_empty_cells_says_nothing() -> None:
    empty = "<table><tr><td></td><td>&nbsp;</td></tr><tr><td></td><td></td></tr></table>"
    assert figures(page(empty + "<p>Victims Identified: 423</p>")) == {"victims/total": "423"}


# Where the cost grew with the square of the length, the longer page alone would show it: that one is slow tier.
@pytest.mark.parametrize("characters", [30_000, pytest.param(150_000, marks=pytest.mark.slow)])
@pytest.mark.parametrize(
    ("before", "piece", "after"),
    [
        ("<p>", "Cases: 5. ", "</p>"),
        ("<table><tr>", "<td>5</td>", "</tr></table>"),
        ("<table>", "<tr><td>Cases</td><td>5</td></tr>", "</table>"),
        ("", "<h3>Cases</h3><p>5</p>", ""),
        ("<p>", "<span>January 1, </span>", "</p>"),
    ],
)
def test_hostile_repetition_costs_no_more_than_seconds(before: str, piece: str, after: str, characters: int) -> None:
    start = time.process_time()
    read(page(before + piece * (characters // len(piece)) + after))
    assert time.process_time() - start < 15


@pytest.mark.parametrize(
    "hidden",
    [
        "<script>Emails = 14;</script>",
        "<style>p.x:after { content: 'Emails 14' }</style>",
        "<!-- <p>Emails 14</p> -->",
        "<template><p>Emails 14</p></template>",
        "<noscript><p>Emails 14</p></noscript>",
        "<p hidden>Emails 14</p>",
        '<p style="color: red; DISPLAY : none">Emails 14</p>',
        '<div style="visibility:hidden"><p>Emails 14</p></div>',
        '<p style="font-size:0">Emails 14</p>',
        "<style>.gone, #off { display: none }</style><p class='x gone'>Emails 14</p><p id=off>Texts 2</p>",
        "<nav><ul><li>Alabama<li>Utah<li>Emails 14</ul></nav>",
        "<select><option>2018<option>Utah<option>14</select>",
        '<i aria-hidden="true">k</i>',
        '<p class="sr-only">Emails 14</p>',
        "<style>.a > .b { display: none }</style><div class=a><p class=b>Emails 14</p></div>",
        '<p style="color: #fff">Emails 14</p>',
        '<img alt="Emails 14" src="a.png">',
    ],
)
def test_what_a_page_does_not_show_is_not_read(hidden: str) -> None:
    assert figures(page(f"{hidden}<p>Victims Identified: 423</p>{hidden}")) == {"victims/total": "423"}


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("<p>Victims Identified: <del>423</del> <ins>425</ins></p>", "number_unclear"),
        ("<p>Emails: <span>142</span><span>61</span></p>", "number_unclear"),
        ("<style>p:after { content: '14' }</style><p>Emails: 5</p>", "number_unclear"),
        ("<p>Emails: <svg><text>14</text></svg></p>", "number_unclear"),
        ("<p>Emails: <input value=14></p>", "number_unclear"),
        ("<p>Emails: <b data-count=14>0</b></p>", "number_unclear"),
        ("<p>Emails: <b style='transform: rotate(180deg)'>69</b></p>", "number_unclear"),
        ("<p>Emails: 1<b>O</b>3</p>", "number_spoilt"),
        ("<p>Emails: 4<br>38</p>", "number_ambiguous"),
        ("<p>Emails</p><p>14</p><p>Texts</p>", "number_ambiguous"),
        ("<table><tr><th>Type<th>Adult<th>Child<tr><td>Sex Trafficking<td>183<td>3</table>", "no_figures"),
        ("<table><tr><td>Emails<td>14<td>15</table>", "label_ambiguous"),
        ("<table><tr><th>Emails<th>14<tr><td>22<td>Texts</table>", "label_ambiguous"),
        ("<p>Crisis Calls: 5</p>", "no_figures"),
        # A number in a caption changes what all cells are.
        ("<table><caption>Cases (000s)<tr><td>Sex Trafficking<td>183</table>", "number_unread"),
        ("<table><caption>Labor trafficking cases<tr><td>Missouri<td>45<tr><td>Total<td>57</table>", "no_figures"),
        # Where a head stands over no cell at all, the numbers may belong one column further.
        (
            "<table><tr><th>Type<th>Cases<th>Victims<tr><td>Sex Trafficking<td>183<td><tr><td>Not Specified<td>9<td>"
            "</table>",
            "number_ambiguous",
        ),
        ("<h2>Task Force statistics</h2><p>Victims Identified: 423</p>", "no_figures"),
    ],
)
def test_what_cannot_be_told_is_refused(body: str, code: str) -> None:
    assert code in refused_by(page(body))


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        # Only what is hidden for the eye differs; a person sees one number.
        ('<p>Emails: <b aria-hidden="true">14</b><b class="sr-only">14</b></p>', {"signals/email": "14"}),
        # A count of victims is none of cases, whatever type of trafficking stands beside it.
        (
            "<table><tr><th><th>Cases<th>Victims<tr><td>Sex Trafficking<td>183<td>300</table>",
            {"cases/sex": "183"},
        ),
        ("<p>Emails: 9<sup>12</sup></p>", {"signals/email": "9"}),
        ("<p>Emails: 9<span class=badge>12</span></p>", {"signals/email": "9"}),
        # A table of something else beside the report's own.
        ("<table><tr><td>Box<td>12<tr><td>Folder<td>7</table><p>Emails: 9</p>", {"signals/email": "9"}),
        # An empty row ends what the corner says of the rows.
        (
            "<table><tr><td>Cases<td>Number<tr><td>Sex Trafficking<td>183<tr><td>Not Specified<td>9<tr><td><td>"
            "<tr><td>Victims Identified<td>423</table>",
            {"cases/sex": "183", "cases/not_specified": "9", "victims/total": "423"},
        ),
        (
            "<h3>1. Signals</h3><p>Emails: 9</p><h3>2. Victims</h3><p>Victims Identified: 423</p><h3>3. Help</h3>",
            {"signals/email": "9", "victims/total": "423"},
        ),
        (
            "<figure><figcaption>Figure 1. Signals by channel</figcaption><table><tr><td>Emails<td>9</table></figure>",
            {"signals/email": "9"},
        ),
    ],
)
def test_what_can_be_told_is_read(body: str, expected: dict[str, str]) -> None:
    assert figures(page(body)) == expected


@pytest.mark.parametrize(
    "above",
    [
        "<div><a href=/>The Missouri Tribune</a></div><h1>Human Trafficking in Missouri, 2019</h1>",
        "<div>Office of the Attorney General</div><h2>National Human Trafficking Hotline: Missouri, 2019</h2>",
        "<h2>Missouri Task Force</h2><h3>National Human Trafficking Hotline, Missouri 2019</h3>",
        "<p>Dear friends,</p><p>here are the National Human Trafficking Hotline figures for Missouri, 2019:</p>",
    ],
)
def test_what_stands_above_the_title_says_nothing_of_the_figures(above: str) -> None:
    assert figures(page("<p>Victims Identified: 423</p>", title=above)) == {"victims/total": "423"}


def test_what_heads_a_table_of_states_says_nothing_against_them() -> None:
    rows = "<tr><th>State<th>Cases<th>Trend<tr><td>Maine<td>20<td>▲ +4%<tr><td>Vermont<td>9<td>▼ −2%"
    for title in ("New England states, 2017", "Two states compared, 2017", "Maine and Vermont, 2017"):
        content = (
            f"<h1>National Human Trafficking Hotline: {title}</h1><p>Accurate as of 2/9/2018</p><table>{rows}</table>"
        )
        found = reports(content)
        assert found == {("US-ME", "2017-01-01"): {"cases/total": "20"}, ("US-VT", "2017-01-01"): {"cases/total": "9"}}


def test_a_calendar_and_its_captures_are_none_of_the_page() -> None:
    toolbar = "<div><p>27 captures</p><table><tr><td>Jan<td>FEB<tr><td><td>11<tr><td>2016<td>2017</table></div>"
    assert figures(page("<p>Emails: 9</p>", title=toolbar + TITLE)) == {"signals/email": "9"}


def test_a_section_with_its_numbers_ends_where_another_measure_begins() -> None:
    body = (
        "<p><b>How people contacted the Hotline</b></p><p><b>Statistics of the year</b></p>"
        "<table><tr><td>Method<td>Signals<tr><td>Emails<td>9</table>"
        "<p><b>Cases by type of trafficking</b></p><table><tr><td>Type<td>Cases<tr><td>Sex trafficking<td>7"
        "<tr><td>Not specified<td>2</table>"
    )
    expected = {"signals/email": "9", "cases/sex": "7", "cases/not_specified": "2"}
    assert figures(page(body)) == expected


@pytest.mark.parametrize(
    "above",
    [
        "<div>Estimates</div><h1>Human Trafficking in Missouri, 2019</h1>",
        "<h2>Missouri Task Force, 2019</h2><p>Call the National Human Trafficking Hotline at 1-888-373-7888.</p>",
        "<h2>Child Abuse Hotline</h2><h3>Missouri 2019</h3>",
        "<h2>Missouri</h2><h3>2019 at a glance of Minors</h3><p>These are the cases that the hotline learned of.</p>",
    ],
)
def test_what_qualifies_the_figures_does_so_above_the_title_too(above: str) -> None:
    assert "no_figures" in refused_by(page("<p>Victims Identified: 423</p>", title=above))


def reports(content: str) -> dict[tuple[str, str], dict[str, str]]:
    """Place and first day of each report, and its figures."""
    reading = read(content)
    assert reading.rejections == ()
    found: dict[tuple[str, str], dict[str, str]] = {}
    for row in reading.figures.iter_rows(named=True):
        key = f"{row['measure']}/{row['category']}"
        found.setdefault((row["jurisdiction"], row["period_start"]), {})[key] = row["value"]
    return found


def test_a_table_with_years_above_measures_holds_a_report_for_each_place_and_year() -> None:
    table = (
        "<table><tr><th rowspan=2>State<th colspan=2>2018<th colspan=2>2019"
        "<tr><th>Signals<th>Cases<th>Signals<th>Cases"
        "<tr><td>Utah<td>10<td>4<td>20<td>5<tr><td>Ohio*<td>11<td>6<td>2,021<td>7"
        "<tr><td>Total<td>21<td>10<td>2,041<td>12</table>"
    )
    content = page(table, "<h1>Statistics by state</h1>", "<p>Accurate as of July 30, 2020.</p>")
    assert reports(content) == {
        ("US-UT", "2018-01-01"): {"signals/total": "10", "cases/total": "4"},
        ("US-UT", "2019-01-01"): {"signals/total": "20", "cases/total": "5"},
        ("US-OH", "2018-01-01"): {"signals/total": "11", "cases/total": "6"},
        ("US-OH", "2019-01-01"): {"signals/total": "2021", "cases/total": "7"},
    }


def test_a_key_that_spans_rows_holds_for_each_of_them() -> None:
    table = (
        "<table><tr><th>State<th>Year<th>Phone Calls<th>% of Calls"
        "<tr><td rowspan=2>Utah<td>2018<td>10<td>3.5%<tr><td>2019<td>11<td>3.6%</table>"
    )
    content = page(table, "<h1>Statistics by state</h1>", "<p>Accurate as of July 30, 2020.</p>")
    assert reports(content) == {
        ("US-UT", "2018-01-01"): {"signals/phone_call": "10"},
        ("US-UT", "2019-01-01"): {"signals/phone_call": "11"},
    }


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        # What stands in another row is another place, or none.
        ("<tr><td>Utah<td>7<tr><td>By county<td><tr><td>Ohio<td>9", {"US-UT"}),
        ("<tr><td>Utah<td>7<tr><td>Salt Lake<td>9", {"US-UT"}),
        ("<tr><td>Utah<td>7<tr><td>of which children<td>", {"US-UT"}),
        ("<tr><td>Utah<td>7<tr><td colspan=2>Venues<tr><td>Ohio<td>9", {"US-UT"}),
        ("<tr><td>Utah<td>7<tr><td>Unknown<td>9", {"US-UT"}),
        ("<tr><td>UT<td>7<tr><td>OH<td>9", {"US-UT", "US-OH"}),
        ("<tr><td>Iowa<td>7<tr><td>Ohio<td>9<tr><td>Our three states<td>30", {"US-IA", "US-OH"}),
        # The sum of the places above; a place is one all the same.
        ("<tr><td>Utah<td>7<tr><td>Ohio<td>9<tr><td>Our two states<td>16", {"US-UT", "US-OH"}),
        ("<tr><td>Utah<td>7<tr><td>Ohio<td>9<tr><td>Iowa<td>16", {"US-UT", "US-OH", "US-IA"}),
    ],
)
def test_rows_of_places(rows: str, expected: set[str]) -> None:
    table = f"<table><tr><th>State<th>Cases{rows}</table>"
    content = page(table, "<h1>2019 Statistics</h1>", "<p>Accurate as of July 30, 2020.</p>")
    assert {place for place, _ in reports(content)} == expected


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ("<tr><td>West<td>7<tr><td>Virginia<td>", "no_figures"),
        ("<tr><td>Utah<td>7<tr><td>Ohio<td>9 of 12", "number_ambiguous"),
        ("<tr><td>Utah<td>7<tr><td>Ohio<td>9.5", "number_spoilt"),
        ("<tr><td>Utah<td>7<tr><td>Utah<td>9", "label_ambiguous"),
        ("<tr><td>Utah<td>7<tr><td>Ohio<td>9<tr><td>Combined<td>16", "number_unread"),
        ("<tr><td>Utah<td>7<tr><td>Ohio<td>9<tr><td>Total (2 states)<td>16", "number_unread"),
        ("<tr><td>Utah<td>7<tr><td>Members<td>7", "number_unread"),
    ],
)
def test_rows_that_cannot_be_told(rows: str, code: str) -> None:
    table = f"<table><tr><th>State<th>Cases{rows}</table>"
    assert code in refused_by(page(table, "<h1>2019 Statistics</h1>", "<p>Accurate as of July 30, 2020.</p>"))


def test_lines_are_those_of_the_file() -> None:
    reading = read(page("<p>Victims Identified</p>\n\n<p>423</p>"))
    assert reading.figures["source_line"].to_list() == [6]


def test_pages_of_an_older_encoding_are_read_as_they_say() -> None:
    content = page("<meta charset=windows-1252><p>Victims Identified – 423</p>").encode("windows-1252")
    assert figures(content) == {"victims/total": "423"}
    assert refused_by(page("<p>Caf\xe9</p>").encode("latin-1")) == {"not_utf8"}


def test_limits_are_kept_and_hostile_pages_end() -> None:
    assert refused_by("<b>" * 500_001) == {"too_large"}
    bomb = '<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>' + page("<p>&b;&b;&b;</p>")
    assert refused_by(bomb)
    assert refused_by("<div>" * 30_000 + "14") == {"html_broken"}
    assert refused_by("<table><tr><td>" * 3_000 + "14") == {"html_broken"}
    wide = "<table><tr>" + "<td colspan=99999 rowspan=99999>7" * 50 + "</table>"
    assert refused_by(page(wide))


@pytest.mark.parametrize("element", ["main", "section", "article", "div", "p"])
def test_a_page_may_begin_without_a_body(element: str) -> None:
    """The parser takes an element that it does not know to be in the head; what a head has of its own is no text."""
    head = "<title>Utah 99</title><style>p { color: red }</style><meta name=description content='Sex 5'>"
    content = f"<!DOCTYPE html>{head}<{element}>{TITLE}<p>Victims Identified: 423</p>{DATES}</{element}>"
    assert figures(content) == {"victims/total": "423"}


STATED = (
    "<tr><th colspan=2>National Human Trafficking Hotline, Missouri<tr><th>Period<td>January 1, 2019 &ndash; "
    "December 31, 2019<tr><th>Accurate as of<td>July 30, 2020"
)
SHEET = (
    "<tr><td>Missouri statistics<td><td><tr><td>Period<td>1/1/2019<td>12/31/2019<tr><td>Accurate as of<td>7/30/2020<td>"
)


@pytest.mark.parametrize(
    "rows",
    [
        STATED + "<tr><th>Cases<td>38<tr><th>Victims<td>57",
        "<tr><th>Accurate as of:<td>July 30, 2020" + STATED + "<tr><th>Cases<td>38<tr><th>Victims<td>57",
        SHEET + "<tr><td>Measure<td>Number<td>Percent<tr><td>Cases<td>38<td>40%<tr><td>Victims<td>57<td>60%",
    ],
)
def test_rows_of_a_table_may_state_its_period_and_date(rows: str) -> None:
    assert figures(page(f"<table>{rows}</table>", title="", dates="")) == {"cases/total": "38", "victims/total": "57"}


@pytest.mark.parametrize(
    ("was", "becomes", "code"),
    [
        ("Accurate as of", "Police data accurate as of", "no_figures"),
        ("<th>Period", "<th>Training period", "no_figures"),
        ("<tr><th>Victims", "<tr><th>Accurate as of<td>July 31, 2020<tr><th>Victims", "publisher_as_of_ambiguous"),
    ],
)
def test_rows_that_state_something_else_decide(was: str, becomes: str, code: str) -> None:
    rows = STATED + "<tr><th>Cases<td>38<tr><th>Victims<td>57"
    assert refused_by(page(f"<table>{rows.replace(was, becomes)}</table>", title="", dates="")) == {code}


def test_a_total_that_is_marked_as_a_head_is_a_number() -> None:
    rows = "<tr><th>Type<th>Cases<th>Share<tr><td>Sex trafficking<td>12<td>60%<tr><td>Labor trafficking<td>5<td>25%"
    rows += "<tr><td>Not specified<td>3<td>15%<tr><th>Total<th>20<th>100%"
    assert figures(page(f"<table>{rows}</table>"))["cases/total"] == "20"


RANKED = (
    "<p>Calendar year 2019. Accurate as of July 30, 2020.</p><table><tr><th>State<th>Cases<tr><td>Texas<td>9</table>"
)


def test_a_title_may_say_which_states_are_listed() -> None:
    title = "<h1>National Human Trafficking Hotline: the states with the most cases, 2019</h1>"
    assert figures(page(RANKED, title, dates="")) == {"cases/total": "9"}


@pytest.mark.parametrize(
    "title", ["State rankings, 2019", "Most cases per capita, 2019", "States with the highest share, 2019"]
)
def test_a_title_that_makes_ranks_or_shares_of_the_numbers_decides(title: str) -> None:
    assert refused_by(page(RANKED, f"<h1>{title}</h1>", dates="")) == {"no_figures"}


def test_numbers_below_a_sign_may_be_the_ranks_that_the_title_speaks_of() -> None:
    title = "<h1>National Human Trafficking Hotline: top states by cases, 2019</h1>"
    assert refused_by(page(RANKED.replace("<th>Cases", "<th>#"), title, dates="")) == {"no_figures"}
    assert refused_by(page(RANKED.replace("<th>Cases", "<th>Most cases in a day"), title, dates=""))


CARDS = (
    "<ul><li><p>Cases identified</p><p>896</p><p>{0}</p></li><li><p>Victims identified</p><p>1,222</p><p>{0}</p></li>"
    "</ul>"
)


@pytest.mark.parametrize("foot", ["All years", "Earlier years", "Prior years only", "All years combined", "Since 2007"])
def test_what_stands_at_the_foot_of_a_card_and_is_no_link_decides(foot: str) -> None:
    assert refused_by(page(CARDS.format(foot)))


@pytest.mark.parametrize(
    "body",
    [
        "<h2>View all years</h2><table><tr><td>Cases identified<td>896</table>",
        "<div><p>Statistics</p><p>View all years</p></div><table><tr><td>Cases identified<td>896</table>",
        "<ul><li><p>See all years</p><p>896</p><p>Cases identified</p></li></ul>",
    ],
)
def test_a_link_to_more_above_figures_may_say_what_they_are(body: str) -> None:
    assert refused_by(page(body))


TABS = (
    "<ul role=tablist><li><a role=tab href='#a'>Ohio</a><li><a role=tab href='#b'>Iowa</a>"
    "<li><a role=tab href='#c'>{0}</a></ul><div id=a role=tabpanel><table><tr><th>Cases identified<td>149</table></div>"
    "<div id=b role=tabpanel><table><tr><th>Cases identified<td>87</table></div>"
    "<div id=c role=tabpanel><h3>{0}</h3><p>{1}</p></div>"
)
TAB_TITLE = "<h1>National Human Trafficking Hotline data, 2020</h1>"


@pytest.mark.parametrize(
    "said",
    [
        "Figures in both tabs are accurate as of December 15, 2021.",
        "Statistics come from the hotline. They are current as of December 15, 2021.",
        "Accurate as of December 15, 2021",
    ],
)
def test_a_tab_about_the_data_dates_those_of_the_other_tabs(said: str) -> None:
    found = reports(page(TABS.format("About the data", said), TAB_TITLE, ""))
    assert found == {("US-OH", "2020-01-01"): {"cases/total": "149"}, ("US-IA", "2020-01-01"): {"cases/total": "87"}}


@pytest.mark.parametrize(
    ("head", "said"),
    [
        ("Indiana", "Figures are accurate as of December 15, 2021."),
        ("Shelters", "The directory of shelters is current as of December 15, 2021."),
        ("Shelters", "Our list changes often. It is current as of December 15, 2021."),
        ("About the data", "Figures for Ohio are accurate as of December 15, 2021."),
        ("Arrests", "Arrests: 114</p><p>Figures are accurate as of December 15, 2021."),
    ],
)
def test_a_tab_about_something_else_dates_no_other(head: str, said: str) -> None:
    assert refused_by(page(TABS.format(head, said), TAB_TITLE, "")) & {"publisher_as_of_unknown", "heading_unknown"}


BOX = (
    "<article><h1>{}</h1><p>Volunteers gathered on Saturday.</p><aside><h2>By the numbers: Alabama, 2017</h2>"
    "<p>{} 2017 statistics are current as of March 31, 2018.</p><dl><dt>Calls<dd>338<dt>Cases<dd>89</dl>"
    "</aside></article>"
)
OF_HOTLINE = "From the National Human Trafficking Hotline's page on Alabama."


def test_a_box_that_names_place_period_and_source_stands_for_itself() -> None:
    content = page(BOX.format("Hotline hears from more callers, coalition says", OF_HOTLINE), "", "")
    assert figures(content) == {"signals/phone_call": "338", "cases/total": "89"}


@pytest.mark.parametrize(
    ("headline", "source"),
    [
        ("Police hear from more callers", ""),
        ("Police hear from more callers", "These are not from the National Human Trafficking Hotline for Alabama."),
        ("Estimated trafficking grows", OF_HOTLINE),
        ("More callers since 2007", OF_HOTLINE),
    ],
)
def test_a_headline_above_a_box_decides_where_the_box_does_not_say_whose_it_is(headline: str, source: str) -> None:
    assert refused_by(page(BOX.format(headline, source), "", ""))


def test_a_paragraph_written_as_a_title_is_no_sentence() -> None:
    title = "<p>Human Trafficking in Missouri: Report to the Legislature</p><p>Pursuant to R.S. 46:2161.1</p>"
    title += "<p><b>Table 7. National Human Trafficking Hotline, Missouri, 2019</b></p>"
    assert figures(page("<table><tr><td>Cases<td>158</table>", title)) == {"cases/total": "158"}


OF_TYPES = "<tr><th>Sex Trafficking<td>{0}9{1}<tr><th>Labor Trafficking<td>{0}4{1}<tr><th>Not Specified<td>{0}2{1}"


def of_types(before: str = "", after: str = "", attribute: str = "") -> str:
    return f"<table{attribute}>{OF_TYPES.format(before, after)}</table>"


READ_OF_TYPES = {"cases/sex": "9", "cases/labor": "4", "cases/not_specified": "2"}


@pytest.mark.parametrize("said", ["average of the twelve months", "nationwide", "in thousands", "Kansas", "weighted"])
@pytest.mark.parametrize("name", ["title", "data-bs-title", "aria-label"])
def test_what_a_page_says_to_those_who_point_at_a_number_stands_beside_it(name: str, said: str) -> None:
    assert refused_by(page(of_types(f'<abbr {name}="{said}">', "</abbr>")))


@pytest.mark.parametrize("said", ["9", "View details"])
def test_what_is_harmless_beside_a_number_is_so_for_those_who_point_at_it(said: str) -> None:
    assert figures(page(f'<p>Victims Identified: <b title="{said}">9</b></p>')) == {"victims/total": "9"}
    assert figures(page(of_types('<b title="View details">', "</b>"))) == READ_OF_TYPES


def test_what_is_said_to_those_who_point_at_a_label_a_row_or_a_table_is_a_note() -> None:
    assert refused_by(page(of_types(attribute=' title="Monthly averages"'))) == {"remark_unclear"}
    assert refused_by(page(of_types().replace("<tr>", '<tr title="monthly average">'))) == {"remark_unclear"}
    assert figures(page(of_types(attribute=' title="Hotline statistics"'))) == READ_OF_TYPES


def choice(*options: str, chosen: str) -> str:
    found = "".join(f"<option{' selected' * (one == chosen)}>{one}</option>" for one in options)
    return f"<p><label for=s>Choose</label> <select id=s>{found}</select></p>"


@pytest.mark.parametrize("chosen", ["2018", "Kansas", "United States", "Monthly", "Minors", "All time", "Percent"])
@pytest.mark.parametrize(
    "control",
    [
        "<p><select><option>Missouri<option selected>{}</select></p>",
        "<p><label><input type=radio name=v> Missouri</label><label><input type=radio name=v checked> {}</label></p>",
        '<ul role=tablist><li role=tab>Missouri</li><li role=tab aria-selected="true">{}</li></ul>',
        '<ul class="nav nav-tabs"><li><a href="#">Missouri</a></li><li class="active"><a href="#">{}</a></li></ul>',
        '<div class="btn-group"><button>Missouri</button><button aria-pressed="true">{}</button></div>',
    ],
)
def test_what_is_chosen_on_a_page_says_what_it_shows(control: str, chosen: str) -> None:
    assert refused_by(page(control.format(chosen) + of_types()))
    assert refused_by(page(of_types() + control.format(chosen)))


@pytest.mark.parametrize(
    "control",
    [
        choice("2019", "2018", chosen="2019"),
        choice("2020", "2019", chosen=""),
        choice("English", "Español", chosen="English"),
        choice("Choose a state", "Kansas", chosen="Choose a state"),
        "<p>Show <select><option>10<option selected>25</select> entries</p>",
        "<nav><ul><li class=active><a href=/us>National statistics</a></li><li><a href=/mo>States</a></li></ul></nav>",
        '<ul class=tabs><li class=active><a href="#">Missouri</a></li><li><a href="#">United States</a></li></ul>',
    ],
)
def test_a_choice_that_agrees_or_says_nothing_of_figures_is_none(control: str) -> None:
    assert figures(page(control + of_types())) == READ_OF_TYPES


def test_a_region_is_chosen_where_its_states_are_shown() -> None:
    tab = '<ul class="nav nav-tabs"><li class="active"><a href="#">New England</a></li></ul>'
    rows = "<tr><td>Maine<td>33<tr><td>Vermont<td>9"
    of_states = page(f"{tab}<table><tr><th>State<th>Cases{rows}</table>").replace("Missouri", "New England")
    assert figures(of_states)
    assert refused_by(page(tab + of_types()))


ZEROS = "<div><div{0}>0</div><div>Cases</div></div><div><div{0}>0</div><div>Signals</div></div>"


@pytest.mark.parametrize(
    "zeros",
    [
        ZEROS.format(" class=counter"),
        ZEROS.format(" class=count-up"),
        ZEROS.format(" data-field=number"),
        ZEROS.format("") + "<noscript>The numbers are filled in by JavaScript.</noscript>",
        ZEROS.format("") + "<script>for (const k in d) document.querySelector('#' + k).textContent = d[k]</script>",
    ],
)
def test_zeros_that_a_script_is_to_fill_are_no_figures(zeros: str) -> None:
    assert refused_by(page(zeros)) == {"number_unclear"}


def test_a_zero_among_counters_that_have_counted_is_a_figure() -> None:
    counted = ZEROS.format(" class=counter").replace("0", "12", 1)
    assert figures(page(f"{counted}<script src=counters.js></script>")) == {"cases/total": "12", "signals/total": "0"}


CAPTIONED = "<table><caption>Hotline numbers<sup>a</sup></caption>" + OF_TYPES.format("", "") + "</table>"


@pytest.mark.parametrize(
    "note", ["Sum of the states on the Gulf coast.", "Sum of several states.", "Weighted by borough.", "Minors."]
)
def test_a_note_that_a_caption_points_at_must_be_known_in_full(note: str) -> None:
    assert refused_by(page(f"{CAPTIONED}<p><sup>a</sup> {note}</p>"))


def test_a_note_of_a_caption_that_is_known_changes_nothing() -> None:
    content = page(f"{CAPTIONED}<p><sup>a</sup> Some cases may involve multiple locations.</p>")
    assert figures(content) == READ_OF_TYPES


DRAWN = (
    '<div><svg viewBox="0 0 200 110"{}><text x="100" y="52" font-size="40" text-anchor="middle"{}>{}</text>'
    '<text x="100" y="90" font-size="12" text-anchor="middle">{}</text></svg></div>'
)


@pytest.mark.parametrize(
    "card",
    [
        DRAWN.format("", ' transform="rotate(180)"', 38, "Cases"),
        DRAWN.format("", ' fill="white"', 38, "Cases"),
        DRAWN.format("", ' class="x"', 38, "Cases"),
        DRAWN.format(' aria-label="monthly average"', "", 38, "Cases"),
        DRAWN.format("", "", 38, "Cases").replace('y="52"', 'y="90"'),
        DRAWN.format("", "", 38, "Cases").replace('x="100" y="52"', 'x="195" y="52"'),
        DRAWN.format("", "", 38, "Cases").replace("</svg>", '<rect width="200" height="110"/></svg>'),
        DRAWN.format("", "", 38, "Cases per month"),
    ],
)
def test_a_drawing_that_may_show_something_else_is_not_read(card: str) -> None:
    assert refused_by(page(card))


LOGO = '<svg width="400" height="60"><text x="10" y="40" font-size="24">{}</text></svg>'


@pytest.mark.parametrize(
    ("line", "is_read"),
    [
        ('<p class="byline">By Jane Doe</p>', True),
        ('<div class="author">Jane Doe</div>', True),
        ('<p class="timestamp">2 days ago</p>', True),
        ('<p class="byline">Ellie Vrbka, Features Editor</p>', True),
        ('<p class="byline">First half of the year</p>', False),
        ('<p class="byline">Doubled by the editor</p>', False),
        ('<p class="byline">Numbers counted by our own shelter staff</p>', False),
        ('<p class="meta">Only cases reported by minors</p>', False),
    ],
)
def test_what_stands_in_a_byline_is_passed_over_only_if_it_is_one(line: str, is_read: bool) -> None:
    body = page(f"{line}{of_types()}")
    assert figures(body) == READ_OF_TYPES if is_read else refused_by(body)


def test_a_drawn_logo_changes_nothing_and_a_drawn_stamp_does() -> None:
    assert figures(page(LOGO.format("Spotlight") + of_types())) == READ_OF_TYPES
    for stamp in ("SPECIMEN", "Draft", "Minors", "Kansas", "Muster"):
        assert refused_by(page(of_types() + LOGO.format(stamp)))


def test_a_row_of_a_sheet_may_state_the_day_and_a_remark_may_stand_below_the_numbers() -> None:
    sheet = "<table>{}<tr><td>Accurate as of July 30, 2020<td>{}</table>".format(OF_TYPES.format("", ""), "{}")
    period = "<p>January 1, 2019 - December 31, 2019</p>"
    assert figures(page(sheet.format(""), dates=period)) == READ_OF_TYPES
    remark = "<tr><td>All figures are monthly averages<td>"
    assert refused_by(page(sheet.format(remark), dates=period)) == {"remark_unclear"}


def test_a_picture_of_a_keyboard_beside_a_number_is_a_bullet() -> None:
    assert figures(page("<figure><i>⌨</i> <b>40</b><figcaption>Webforms</figcaption></figure>")) == {
        "signals/webform": "40"
    }


def test_a_list_of_links_beside_the_text_counts_nothing() -> None:
    items = "<li><a href='#'>5 myths about trafficking</a></li><li><a href='#'>{}</a>"
    links = f"<aside><h2>Popular</h2><ul>{items}</ul></aside>"
    assert figures(page(of_types() + links.format("Gala 2022 in pictures"))) == READ_OF_TYPES
    assert refused_by(page(of_types() + links.format("These figures were withdrawn")))


def test_a_number_and_the_sentence_behind_it_may_touch() -> None:
    tile = "<div><span>57</span><span>signals were received by the Hotline in 2019 from Missouri.</span></div>"
    assert figures(page(tile)) == {"signals/total": "57"}
    assert refused_by(page("<h3><span>3</span><span>signals in our work</span></h3>")) == {"number_spoilt"}
