"""What publishers put around and between the figures of a web page: keys, imprints, short labels."""

from __future__ import annotations

import pytest

from orchestration.spotlight import readers
from orchestration.spotlight.domain.model import Reading
from orchestration.spotlight.domain.places import REFERENCE_DIR
from orchestration.spotlight.domain.vocabulary import load_vocabulary
from orchestration.spotlight.readers.limits import Limits

VOCABULARY = load_vocabulary(REFERENCE_DIR)
TITLE = "<h1>Missouri 2019</h1><p>National Human Trafficking Hotline statistics</p>"
AS_OF = "<p>Accurate as of July 30, 2020.</p>"
VICTIMS = "<p>Victims Identified: 423</p>"
TYPES = {"cases/sex": "183", "cases/labor": "22", "cases/sex_and_labor": "6", "cases/not_specified": "23"}


def read(body: str, above: str = TITLE, below: str = AS_OF) -> Reading:
    page = f"<!DOCTYPE html>\n<html><body>\n{above}\n{body}\n{below}\n</body></html>"
    return readers.read("page.html", "d0", page.encode(), None, VOCABULARY, Limits())


def figures(body: str, above: str = TITLE, below: str = AS_OF) -> dict[str, str]:
    reading = read(body, above, below)
    assert reading.rejections == ()
    assert {row["period_start"] for row in reading.figures.iter_rows(named=True)} == {"2019-01-01"}
    return {f"{row['measure']}/{row['category']}": row["value"] for row in reading.figures.iter_rows(named=True)}


def refused_by(body: str, above: str = TITLE, below: str = AS_OF) -> set[str]:
    reading = read(body, above, below)
    assert reading.figures.is_empty()
    return {rejection.rule_code.removeprefix("document.") for rejection in reading.rejections}


@pytest.mark.parametrize(
    "keys",
    [
        "<dl><dt>Year<dd>2019<dt>Data current as of<dd>2020-07-30</dl>",
        "<div><div>Year:</div><div>2019</div></div><div><div>Accurate as of:</div><div>7/30/2020</div></div>",
        "<table><tr><td>Reporting period<td>January 1, 2019 - December 31, 2019<tr><td>Accurate as of<td>July 30, 2020"
        "<tr><td>Cases<td>234</table>",
    ],
)
def test_a_key_and_its_date_are_one_statement(keys: str) -> None:
    above = "<h1>Missouri</h1><p>National Human Trafficking Hotline statistics</p>"
    assert figures(keys + VICTIMS, above, below="").items() >= {"victims/total": "423"}.items()


META = (
    "<ul class='meta'><li>Source: the hotline</li><li>Period: {}</li><li>Accurate as of: {}</li>"
    "<li>Format: table</li></ul>"
)


def test_what_a_page_says_of_itself_may_date_its_figures() -> None:
    above = "<h1>Missouri</h1><p>National Human Trafficking Hotline statistics</p>"
    meta = META.format("2019-01-01 to 2019-12-31", "2020-07-30")
    assert figures(meta + VICTIMS, above, below="") == {"victims/total": "423"}


@pytest.mark.parametrize(
    ("value", "is_read"),
    [
        ("Missouri", True),
        ("Missouri, 2019", True),
        ("https://missouri.example/2018", True),
        ("Missouri, Kansas and the Dakotas", False),
        ("Kansas", False),
        ("2018", False),
    ],
)
def test_what_a_field_of_a_form_shows_must_agree_with_the_title(value: str, is_read: bool) -> None:
    field = f"<form><label>Figures shown: <input readonly value='{value}'></label></form>"
    assert read(field + VICTIMS).figures.height == (1 if is_read else 0)


def test_what_a_reader_may_fill_in_says_nothing_of_the_figures() -> None:
    form = "<form><label>Country <input name='country' value='United States'></label></form>"
    assert figures(form + VICTIMS) == {"victims/total": "423"}


def test_what_a_page_says_of_itself_must_agree_with_its_title() -> None:
    assert refused_by(META.format("2018-01-01 to 2018-12-31", "2020-07-30") + VICTIMS, below="")


def test_a_key_of_something_else_states_no_period() -> None:
    above = "<h1>Missouri</h1><p>National Human Trafficking Hotline statistics</p>"
    assert refused_by(f"<div><div>Year posted:</div><div>2019</div></div>{VICTIMS}", above)


@pytest.mark.parametrize(
    "imprint",
    [
        "Submitted to the Commission, February 2021",
        "Prepared by Jane Doe",
        "Presented to the Advisory Council by its chair",
    ],
)
def test_an_imprint_says_nothing_of_the_figures(imprint: str) -> None:
    assert figures(f"<h2>{imprint}</h2>{VICTIMS}") == {"victims/total": "423"}


@pytest.mark.parametrize("heading", ["Presented by county", "Published by month", "Prepared for 2018"])
def test_a_heading_that_only_looks_like_an_imprint_decides(heading: str) -> None:
    assert refused_by(f"<h2>{heading}</h2>{VICTIMS}")


def test_the_numbers_of_headings_are_no_figures() -> None:
    body = "<h2>1 About the data</h2><p>They are the hotline's.</p><h2>2 Cases</h2><p>Total cases: 234</p>"
    assert figures(f"{body}<h2>3 Victims</h2>{VICTIMS}") == {"cases/total": "234", "victims/total": "423"}


def test_values_as_headings_are_no_numbers_of_headings() -> None:
    body = "<h3>1 trafficker</h3><p>was identified</p><h3>2 victims</h3><p>were identified</p>"
    assert figures(body) == {"traffickers/total": "1", "victims/total": "2"}


@pytest.mark.parametrize(
    "types",
    [
        "<table><tr><td>Sex trafficking<td>183<tr><td>Labor trafficking<td>22<tr><td>Both<td>6"
        "<tr><td>Not specified<td>23</table>",
        "<table><tr><th colspan=4>Cases<tr><th>Sex<th>Labor<th>Sex &amp; labor<th>Unspecified"
        "<tr><td>183<td>22<td>6<td>23</table>",
    ],
)
def test_short_labels_beside_their_types(types: str) -> None:
    assert figures(types) == TYPES


def test_short_labels_of_channels_below_their_heading() -> None:
    body = "<h3>How the hotline was contacted</h3><p>Phone: 438<br>Text: 57<br>Chat: 17</p>"
    assert figures(body) == {"signals/phone_call": "438", "signals/text": "57", "signals/webchat": "17"}
    assert refused_by(f"<h3>Our office</h3><p>Phone: 214</p>{VICTIMS}")


def test_a_column_of_the_nation_on_the_page_of_a_state_is_left_out() -> None:
    table = (
        "<table><tr><th>Type<th>Cases<th>U.S. cases<tr><td>Sex trafficking<td>183<td>8,248"
        "<tr><td>Labor trafficking<td>22<td>1,236<tr><td>Sex and labor<td>6<td>505"
        "<tr><td>Not specified<td>23<td>9</table>"
    )
    assert figures(table) == TYPES


def test_a_title_may_name_one_of_the_columns() -> None:
    above = "<h1>Cases of Missouri, 2019</h1><p>National Human Trafficking Hotline</p>"
    table = "<table><tr><th>State<th>Signals<th>Cases<tr><td>Missouri<td>641<td>234</table>"
    assert figures(table, above) == {"signals/total": "641", "cases/total": "234"}


def test_a_document_of_which_all_is_left_out_says_why() -> None:
    (rejection,) = read(f"<h2>Since 2007</h2>{VICTIMS}").rejections
    assert rejection.rule_code == "document.no_figures"
    assert "423" in rejection.message
    assert "Since 2007" in rejection.message


YEARS = "<table><tr><th><th>2018<th>2019<th>Change<tr><th>Cases<td>220<td>234<td>14</table>"


@pytest.mark.parametrize(
    ("title", "remark", "is_read"),
    [
        ("Missouri", "Counts for the calendar years 2018 and 2019.", True),
        ("Missouri: change from 2018 to 2019", "", True),
        ("Missouri", "Counts for the calendar years 2018 and 2019 together.", False),
        ("Missouri: monthly figures", "", False),
    ],
)
def test_what_a_title_or_a_remark_may_name_as_a_column(title: str, remark: str, is_read: bool) -> None:
    reading = read(YEARS, f"<h1>{title}</h1><p>National Human Trafficking Hotline statistics. {remark}</p>")
    assert sorted(row["value"] for row in reading.figures.iter_rows(named=True)) == (["220", "234"] if is_read else [])


def test_quarters_and_their_year_are_reports_of_their_own() -> None:
    above = "<h1>Missouri, National Human Trafficking Hotline, 2019 by quarter</h1>"
    table = "<table><tr><th><th>Q1 2019<th>Year 2019<tr><th>Cases<td>50<td>234</table>"
    periods = {(row["period_end"], row["value"]) for row in read(table, above).figures.iter_rows(named=True)}
    assert periods == {("2019-03-31", "50"), ("2019-12-31", "234")}


def test_a_number_in_a_heading_ends_the_heading_before_it() -> None:
    body = "<h3>Signals</h3><p>Phone calls: 438</p><h3>Cases: 234</h3><p>Sex trafficking: 183</p>"
    types = "<p>Labor trafficking: 22</p><p>Sex and labor trafficking: 6</p><p>Not specified: 23</p>"
    assert figures(body + types) == {"signals/phone_call": "438", "cases/total": "234", **TYPES}


@pytest.mark.parametrize("above", ["Missouri Bureau of Investigation", "Omaha Women's Fund", "FROM: Council staff"])
def test_who_sends_a_letter_says_nothing_of_the_figures(above: str) -> None:
    letter = (
        "<p>These are the statistics of the National Human Trafficking Hotline for Missouri for calendar year 2019.</p>"
    )
    assert figures(VICTIMS, f"<p>{above}</p>{letter}") == {"victims/total": "423"}


def test_a_first_column_that_counts_the_rows_holds_no_figures() -> None:
    rows = "<tr><td>1<td>Cases<td>234<tr><td>2<td>Victims<td>423<tr><td>3<td>Traffickers<td>117</table>"
    assert figures(f"<table><tr><th>No.<th>Item<th>Number{rows}")["cases/total"] == "234"
    assert (
        figures("<table><tr><td>1<td>Cases<tr><td>2<td>Victims<tr><td>3<td>Traffickers</table>")["victims/total"] == "2"
    )


def test_each_year_has_the_date_of_its_own_heading() -> None:
    above = "<h1>Missouri</h1><p>National Human Trafficking Hotline statistics</p>"
    years = [("2018", "July 30, 2019", 220), ("2019", "July 30, 2020", 234)]
    body = "".join(f"<h2>{year} (accurate as of {day})</h2><p>Cases: {n}</p>" for year, day, n in years)
    rows = read(body, above, below="").figures.iter_rows(named=True)
    assert {(row["publisher_as_of"], row["value"]) for row in rows} == {("2019-07-30", "220"), ("2020-07-30", "234")}


def test_a_dateline_of_a_newsletter_and_its_publisher_are_frame() -> None:
    above = "<p><b>Missouri Task Force</b></p><p>Quarterly Newsletter, Summer 2021</p><p><b>Missouri 2019</b></p>"
    below = "<p>National Human Trafficking Hotline. Accurate as of July 30, 2020.</p>"
    assert figures(VICTIMS, above, below) == {"victims/total": "423"}


@pytest.mark.parametrize(
    ("sentence", "is_read"),
    [
        ("This page shows the statistics of the National Human Trafficking Hotline for the year 2019.", True),
        ("I submit the statistics of the National Human Trafficking Hotline for Missouri for 2019.", True),
        ("This page shows the National Human Trafficking Hotline's statistics for part of 2019.", False),
        ("This section shows how the National Human Trafficking Hotline changed its method in 2019.", False),
    ],
)
def test_a_sentence_that_shows_the_figures_of_a_year(sentence: str, is_read: bool) -> None:
    reading = read(VICTIMS, f"<h1>Missouri</h1><p>{sentence}</p>")
    assert len(reading.figures) == is_read


def test_years_before_a_colon_are_the_times_of_their_figures() -> None:
    above = "<h1>Missouri</h1><p>National Human Trafficking Hotline statistics</p>"
    rows = read("<ul><li>2018: 220 cases</li><li>2019: 234 cases</li></ul>", above).figures.iter_rows(named=True)
    assert {(row["period_start"], row["value"]) for row in rows} == {("2018-01-01", "220"), ("2019-01-01", "234")}


def test_two_dates_above_a_figure_are_one_too_many() -> None:
    above = "<h1>Missouri (accurate as of July 30, 2020)</h1><p>National Human Trafficking Hotline</p>"
    body = f"<h2>2019 (accurate as of July 30, 2021)</h2>{VICTIMS}"
    assert refused_by(body, above, below="") == {"publisher_as_of_ambiguous"}


def test_the_head_of_a_column_of_years_states_no_period() -> None:
    above = "<h1>Missouri</h1><p>National Human Trafficking Hotline statistics</p>"
    table = "<table><tr><td>Year<td>2018<td>2019<tr><td>Cases<td>220<td>234</table>"
    assert sorted(row["value"] for row in read(table, above).figures.iter_rows(named=True)) == ["220", "234"]


@pytest.mark.parametrize(
    "line",
    [
        "<p>Module 4 of 7 • 12 minutes</p>",
        "<p>Profile 9 of 53.</p>",
        "<p>5 min read · 312 views · 4 comments</p>",
    ],
)
def test_numbers_of_lessons_links_and_readers_are_none_of_the_report(line: str) -> None:
    assert figures(f"<p>Cases: 234</p>{line}{VICTIMS}") == {"cases/total": "234", "victims/total": "423"}


@pytest.mark.parametrize("line", ["Tweet 12 | Share 40 | Calls 3", "Lesson 44", "Highway 44", "Interstate 44"])
def test_numbers_of_what_is_counted_are_none_of_links(line: str) -> None:
    assert refused_by(f"<p>Cases: 234</p><p>{line}</p>{VICTIMS}")


def test_a_number_of_hours_is_taken_whole_and_is_no_count() -> None:
    assert figures(f"{VICTIMS}<p>Phone calls: 7,130 hours</p>") == {"victims/total": "423"}


@pytest.mark.parametrize(
    "shown",
    [
        "&laquo; Kansas &raquo;",
        "Kansas &raquo;",
        "&laquo; Clay County &raquo;",
        "Back to averages",
        "&laquo; Minors &raquo;",
    ],
)
def test_what_stands_between_arrows_is_shown(shown: str) -> None:
    rows = read(f"<p>{shown}</p>{VICTIMS}").figures.iter_rows(named=True)
    assert "US-MO" not in {row["jurisdiction"] for row in rows}


@pytest.mark.parametrize(
    "heading",
    [
        "<p>Other states</p><h2>Victims</h2>",
        "<p>Compare with another state</p><h2>Victims</h2>",
        "<p>See other states:</p><h2>Victims</h2>",
        "<p>See other states</p>",
        "<p>Choose another year<br>2018</p><h2>Victims</h2>",
        "<p>Choose another county</p><h2>Victims</h2>",
    ],
)
def test_what_may_be_of_another_state_or_year_is_not_read(heading: str) -> None:
    assert refused_by(heading + VICTIMS)


def test_a_list_of_years_to_choose_from_may_end_with_several_at_once() -> None:
    text = "Missouri\n\nSelect a Year:\n2020\n2019\n2018\n2007-2014\n\n2019\n\n"
    text += "Signals\n{}\n\nAccurate as of July 30, 2020.\n"
    for signals, is_read in (("Phone calls 30", True), ("Phone calls, 2007-2014\n30", False)):
        reading = readers.read("page.txt", "d0", text.format(signals).encode(), None, VOCABULARY, Limits())
        assert (reading.figures.height, bool(reading.rejections)) == ((1, False) if is_read else (0, True))


def test_the_state_beside_the_nation_in_a_choice_of_pages_is_the_title() -> None:
    text = "{}\nMissouri\n\nSelect a Year:\n2019\n\nPhone calls 30\n\nAccurate as of July 30, 2020.\n"
    for above, is_read in (("National Statistics", True), ("Outside of", False)):
        reading = readers.read("page.txt", "d0", text.format(above).encode(), None, VOCABULARY, Limits())
        assert (reading.figures.height, bool(reading.rejections)) == ((1, False) if is_read else (0, True))


@pytest.mark.parametrize(
    "years", ["<ul><li>2020<li>2019<li>2018</ul><h2>2015-2017</h2>", "<p>2020<br>2019<br>2015-2018</p>"]
)
def test_several_years_right_above_figures_are_theirs(years: str) -> None:
    assert read(years + VICTIMS).figures.filter(period_start="2019-01-01").is_empty()


def test_the_foot_of_a_page_may_date_its_data() -> None:
    foot = "<footer><p>Data: January 1 through December 31, 2019, accurate as of July 30, 2020.</p></footer>"
    assert figures(VICTIMS, below=foot) == {"victims/total": "423"}


@pytest.mark.parametrize(
    "foot",
    [
        "Directory current as of July 30, 2020.",
        "Census data accurate as of July 30, 2020.",
        "As of July 30, 2020",
        "Data last updated July 30, 2020",
    ],
)
def test_the_date_of_something_else_in_the_foot_of_a_page_dates_no_figure(foot: str) -> None:
    assert refused_by(VICTIMS, below=f"<footer><p>{foot}</p></footer>") == {"publisher_as_of_unknown"}


@pytest.mark.parametrize(
    "beside",
    [
        "<div><h2>Topics</h2><ul class=wp-block-categories><li>News (58)</li><li>Trainings (23)</li></ul></div>",
        "<div class=tagcloud><a>cases (12 items)</a> <a>victims (4 items)</a></div>",
        "<div id=wm-ipp-base><p>57 cases of captures</p><p>16 Aug 2016 - 02 Mar 2023</p><input value=1></div>",
    ],
    ids=["a list by its class", "a cloud", "the bar of an archive"],
)
def test_what_stands_beside_the_text_of_a_page_is_none_of_it(beside: str) -> None:
    assert figures(VICTIMS + beside) == {"victims/total": "423"}
    assert figures(beside + VICTIMS) == {"victims/total": "423"}


@pytest.mark.parametrize(
    "types",
    [
        "<ul><li><a>Exploitation cases</a> (58)</li><li><a>Servitude cases</a> (23)</li></ul>",
        "<blockquote><ul><li><a>Exploitation cases</a> (58)</li><li><a>Servitude cases</a> (23)</li></ul></blockquote>",
        "<aside><ul><li>Exploitation cases (58)</li><li>Servitude cases (23)</li></ul></aside>",
        "<aside><ul><li><a>Exploitation cases</a> 58</li><li><a>Servitude cases</a> 23</li></ul></aside>",
    ],
    ids=["in the text", "in a quotation", "no links", "no brackets"],
)
def test_a_list_that_may_be_of_types_is_no_list_of_pages(types: str) -> None:
    assert refused_by("<h2>Categories</h2>" + types + VICTIMS)


BESIDE = "<table role=presentation><tr><td>{}</td><td>{}</td></tr></table><p>National Hotline statistics, 2019</p>"


@pytest.mark.parametrize(
    "beside",
    ["Kansas", "Kansas City", "Clay County", "Ozarks", "Nationwide", "Midwest"],
)
def test_a_place_beside_another_is_not_the_title_of_a_page(beside: str) -> None:
    above = BESIDE.format("<p>Missouri</p>", f"<p>{beside}</p>")
    assert refused_by(VICTIMS, above=above) == {"jurisdiction_unknown"}


def test_a_place_that_a_link_beside_another_names_is_not_that_of_the_page() -> None:
    places = [BESIDE.format("<p>Kansas</p>", "<p>Download</p>"), "<h1>Missouri 2019</h1>"]
    for above in ("".join(places), "".join(reversed(places))):
        rows = read(VICTIMS, above=above).figures.iter_rows(named=True)
        assert {row["jurisdiction"] for row in rows} <= {"US-MO"}


TOTAL = "<table><tr><td colspan=2>{}<tr><td>Sex Trafficking<td>183<tr><td>Labor Trafficking<td>22"
TOTAL += "<tr><td>Sex and Labor Trafficking<td>6<tr><td>Form Not Specified<td>23</table>"


@pytest.mark.parametrize(
    "total",
    [
        "234 Trafficking Cases in Kansas City",
        "234 Cases Under Investigation",
        "15 Counties Reporting",
        "234 Cases of the Police",
        "234 Trafficking Cases (estimated)",
        "2018 Trafficking Cases",
        "234 Cases since 2007",
        "State Police<tr><td colspan=2>234 Trafficking Cases",
        "234 Victims",
    ],
)
def test_a_line_as_wide_as_a_table_that_is_not_understood_is_refused(total: str) -> None:
    assert refused_by(TOTAL.format(total))


def test_a_total_below_the_caption_of_another_is_refused() -> None:
    captioned = TOTAL.format("234 Trafficking Cases").replace("<table>", "<table><caption>State Police</caption>")
    assert refused_by(captioned)


@pytest.mark.parametrize(
    ("bar", "is_read"),
    [
        ("Web archive Captured 14:22:07 March 5, 2021 Previous capture | Next capture About this capture", True),
        ("Captured March 5, 2021 | Next capture", True),
        ("Web archive | Average of all captures", False),
        ("Web archive | Estimates captured", False),
    ],
)
def test_the_bar_of_an_archive_says_nothing_of_the_page_below_it(bar: str, is_read: bool) -> None:
    assert read(VICTIMS, above=f"<div>{bar}</div>{TITLE}").figures.is_empty() is not is_read


@pytest.mark.parametrize(
    ("title", "heads", "is_read"),
    [
        ("Compare: Iowa and Ohio", ("Iowa", "Ohio"), True),
        ("Compare states", ("Iowa", "Ohio"), True),
        ("Compare: Iowa and Ohio", ("Victims", "Traffickers"), False),
        ("Compare: Iowa and Ohio", ("2018", "2019"), False),
        ("Compare: Toledo and Ohio", ("Toledo", "Ohio"), False),
    ],
)
def test_places_that_are_compared_have_columns_of_their_own(title: str, heads: tuple[str, str], is_read: bool) -> None:
    above = f"<h1>{title}</h1><h2>National Human Trafficking Hotline statistics, January 1 to December 31, 2019</h2>"
    table = f"<table><tr><th><th>{heads[0]}<th>{heads[1]}<tr><td>Cases<td>27<td>34</table>"
    assert read(table, above=above).figures.is_empty() is not is_read
