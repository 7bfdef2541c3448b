"""Keys and values beside figures: what they state of place and period, and what they change."""

from __future__ import annotations

import pytest

from orchestration.spotlight import readers
from orchestration.spotlight.readers.limits import Limits
from tests.unit.test_exports_and_paths import LIST, TOTALS
from tests.unit.test_html_reader import figures, refused_by
from tests.unit.test_pdf_figures import VOCABULARY
from tests.unit.test_text_kinds import HEAD, read, refused

PAGE = "<h1>Ohio, 2019: National Human Trafficking Hotline</h1><p>Accurate as of July 30, 2020</p>"
COUNTS = "<table><tr><td>Trafficking cases</td><td>42</td></tr><tr><td>Texts</td><td>31</td></tr></table>"


REPORT = ("jurisdiction", "period_start", "period_end", "publisher_as_of")


def reports(content: str, ending: str = "html") -> dict[tuple[str, ...], dict[str, str]]:
    """Place, first day, last day and accuracy date of each report of a document without a refusal, and its figures."""
    reading = readers.read(f"some.{ending}", "d0", content.encode(), None, VOCABULARY, Limits())
    assert reading.rejections == ()
    found: dict[tuple[str, ...], dict[str, str]] = {}
    for row in reading.figures.iter_rows(named=True):
        key = tuple(str(row[one]) for one in REPORT)
        found.setdefault(key, {})[f"{row['measure']}/{row['category']}"] = row["value"]
    return found


def table_of(*rows: tuple[str, str]) -> str:
    cells = "".join(f"<tr><th>{key}</th><td>{value}</td></tr>" for key, value in rows)
    return f"<table>{cells}</table>"


# What changes all figures ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("County", "Lucas"),
        ("Age group", "0-17"),
        ("Unit", "Hundreds"),
        ("Unit", "Hundreds, see humantraffickinghotline.org"),
        ("Basis", "Projected"),
        ("Agency", "FBI"),
        ("Year", "2018"),
        ("Window", "1/1/2019-6/30/2019"),
        ("Intake", "1/1/2019-6/30/2019"),
        ("Reporting period", "first half"),
    ],
)
@pytest.mark.parametrize("form", ["{table}{counts}", "{counts}{table}"])
def test_a_row_of_another_table_may_change_the_figures(key: str, value: str, form: str) -> None:
    page = PAGE + form.format(table=table_of(("Language", "English"), (key, value)), counts=COUNTS)
    assert refused_by(page) == {"remark_unclear"}


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("Year", "2019"),
        ("State", "Ohio"),
        ("Reporting period", "January 1, 2019 - December 31, 2019"),
        ("Service", "National Human Trafficking Hotline"),
        ("Pages", "2"),
        ("Grant", "10/1/2017 - 9/30/2020"),
    ],
)
def test_a_row_of_another_table_that_agrees_changes_nothing(key: str, value: str) -> None:
    assert figures(PAGE + table_of(("Language", "English"), (key, value)) + COUNTS) == TOTALS


@pytest.mark.parametrize("head", ["Month", "Unit", "County", "Year"])
def test_the_head_of_a_list_of_other_counts_is_no_key(head: str) -> None:
    other = table_of((head, "Dinners served"), ("First", "12"), ("Second", "14"))
    assert figures(f"{PAGE}{COUNTS}<h2>Our kitchen</h2>{other}") == TOTALS


@pytest.mark.parametrize(
    "rows",
    [
        (("Month", "Event"), ("June", "Gala"), ("July", "Walk")),
        (("County", "Office"), ("Lucas", "Toledo"), ("Clark", "Springfield")),
        (("Hotline", "Call or text"), ("Hours", "Always")),
        (("Source", "https://humantraffickinghotline.org"), ("Language", "English")),
        (("Grantor", "OVC"), ("Fiscal year", "2018"), ("Start date", "1/1/2018"), ("End date", "12/31/2018")),
    ],
)
def test_a_list_of_something_else_changes_nothing(rows: tuple[tuple[str, str], ...]) -> None:
    assert figures(f"{PAGE}{COUNTS}<h2>More</h2>{table_of(*rows)}") == TOTALS


@pytest.mark.parametrize("line", ["View - printable version", "Location \u2013 Columbus office"])
def test_words_behind_a_dash_are_no_value(line: str) -> None:
    assert read(f"{HEAD}{LIST}\n{line}\n") == TOTALS


@pytest.mark.parametrize(
    "entry",
    [
        "Window: 1/1/2019-6/30/2019.",
        "Window: 1/1/2019-6/30/2019 (closed)",
        "Window - 1/1/2019-6/30/2019",
        "Ohio window: 1/1/2019-6/30/2019",
        "Case window: 1/1/2019-6/30/2019",
        "Windows: 1/1/2019-3/31/2019 and 7/1/2019-9/30/2019",
        "Window: Jan 1 - Jun 30",
        "Months covered: January-June",
        "Dashboard - Filter: minors",
        "Settings: Filter = minors",
    ],
)
def test_a_key_may_be_written_in_many_ways(entry: str) -> None:
    assert "known to agree with them" in refused(f"{HEAD}{LIST}\n{entry}\n")


@pytest.mark.parametrize(
    "source",
    [
        "Source: not the hotline",
        "Source: National Hotline for Missing Children",
        "Original source: FBI",
        "Provided by: Toledo Police",
    ],
)
def test_a_source_other_than_the_hotline_refuses(source: str) -> None:
    refused(f"{HEAD}{LIST}\n{source}\n")


@pytest.mark.parametrize(
    ("key", "value"), [("Unit", "Hundreds"), ("Reporting period", "January 1, 2019 - June 30, 2019")]
)
def test_the_last_row_of_the_figures_own_table_may_change_them(key: str, value: str) -> None:
    assert refused_by(PAGE + COUNTS.replace("</table>", f"<tr><td>{key}</td><td>{value}</td></tr></table>"))


# What the description of a dataset states -----------------------------------------------------------------------------

DATASET = "<h1>National Human Trafficking Hotline statistics</h1><h2>About this dataset</h2>"
DESCRIBED = (
    ("Provider", "National Human Trafficking Hotline"),
    ("Spatial coverage", "State of Ohio"),
    ("Temporal coverage: start", "2019-01-01"),
    ("Temporal coverage: end", "2019-12-31"),
    ("Data accurate as of", "2020-07-30"),
    ("License", "CC BY 4.0"),
)


def test_the_description_of_a_dataset_states_place_period_and_day() -> None:
    page = f"{DATASET}{table_of(*DESCRIBED)}<h2>Data preview</h2>{COUNTS}"
    assert reports(page) == {("US-OH", "2019-01-01", "2019-12-31", "2020-07-30"): TOTALS}


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("Provider", "Ohio State Police"),
        ("Population", "Minors"),
        ("Grant", "Human Trafficking"),
        ("Dataset", "Ohio, January to June 2019"),
        ("Dataset", "Ohio statistics 2018"),
        ("Tags", "Lucas County, minors"),
        ("Format", "in thousands"),
    ],
)
def test_the_description_of_another_dataset_states_nothing(key: str, value: str) -> None:
    rows = [(key, value) if row[0] == key else row for row in DESCRIBED]
    rows += [] if (key, value) in rows else [(key, value)]
    assert refused_by(f"{DATASET}{table_of(*rows)}<h2>Data preview</h2>{COUNTS}")


@pytest.mark.parametrize("key", ["data_accurate_through", "current_through", "accurate_as_of", "as_of_date"])
@pytest.mark.parametrize("period", ["period_start_date;period_end_date", "from;to", "begin_date;end_date"])
def test_an_export_may_call_its_days_by_many_names(key: str, period: str) -> None:
    head = f"National Human Trafficking Hotline\n\nstate;{period};{key};measure;category;count\n"
    rows = "".join(f"{state};2019-01-01;2019-12-31;2020-07-30;cases;total;42\n" for state in ("Ohio", "Iowa"))
    found = reports(head + rows, "txt")
    assert set(found) == {(state, "2019-01-01", "2019-12-31", "2020-07-30") for state in ("US-OH", "US-IA")}


@pytest.mark.parametrize("heading", ["Basis", "Small print"])
def test_a_half_year_below_any_heading_is_that_of_the_figures(heading: str) -> None:
    sentence = "The data cover January 1, 2019 through June 30, 2019."
    found = reports(f"{PAGE}<h2>{heading}</h2><p>{sentence}</p><h2>Statistics</h2>{COUNTS}")
    assert set(found) == {("US-OH", "2019-01-01", "2019-06-30", "2020-07-30")}


@pytest.mark.parametrize("heading", ["Please read first", "About the program"])
def test_a_sentence_about_the_figures_may_stand_below_any_heading(heading: str) -> None:
    sentence = "All figures are for January 1, 2019 through December 31, 2019 and accurate as of July 30, 2020."
    title = "<h1>Ohio: National Human Trafficking Hotline</h1>"
    assert figures(f"{title}<h2>{heading}</h2><p>{sentence}</p><h2>Statistics</h2>{COUNTS}") == TOTALS


def test_the_description_of_a_dataset_below_the_figures_must_agree() -> None:
    other = table_of(("First day", "1/1/2018"), ("Last day", "12/31/2018"))
    assert refused_by(PAGE + COUNTS + other) == {"remark_unclear"}


# To which figures a statement belongs ---------------------------------------------------------------------------------


def test_two_editions_in_one_mail_keep_their_own_dates() -> None:
    text = (
        "From: Data desk <data@hotline.example>\nSubject: RE: Ohio 2019\n\n"
        "The new run for Ohio, January 1, 2019 through December 31, 2019,\naccurate as of February 1, 2021:\n\n"
        "Total Cases: 31\n\nThe older one is this.\n\n"
        "> Ohio, January 1, 2019 through December 31, 2019\n> Accurate as of July 30, 2020\n>\n> Total Cases: 28\n>\n"
        "> National Human Trafficking Hotline\n"
    )
    assert reports(text, "txt") == {
        ("US-OH", "2019-01-01", "2019-12-31", "2021-02-01"): {"cases/total": "31"},
        ("US-OH", "2019-01-01", "2019-12-31", "2020-07-30"): {"cases/total": "28"},
    }


def test_the_accuracy_date_of_something_else_is_not_that_of_the_figures() -> None:
    maps = "<h2>Zoning maps</h2><p>Accurate as of July 30, 2019.</p>"
    title = "<h2>Ohio, 2019: National Human Trafficking Hotline</h2>"
    assert refused_by(maps + title + COUNTS) == {"publisher_as_of_unknown"}


@pytest.mark.parametrize("heading", ["Police", "Our trainings", "Shelter beds"])
def test_a_period_in_a_column_with_a_heading_of_its_own_is_another(heading: str) -> None:
    page = (
        "<table><tr><td><h2>Ohio: National Human Trafficking Hotline</h2><p>Accurate as of July 30, 2020</p>"
        "<p>Trafficking cases: 42</p></td><td>{}<p>The data cover January 1 through December 31, 2019.</p></td></tr>"
        "</table>"
    )
    assert refused_by(page.format(f"<h2>{heading}</h2>")) == {"period_unknown"}


@pytest.mark.parametrize("title", ["Indiana Hotline Report 2019", "Statistics of the hotline for Indiana, 2019"])
def test_the_title_of_another_state_in_the_head_of_a_page_refuses(title: str) -> None:
    refused(f"{title}\n\nOhio Hotline Report\nNational Human Trafficking Hotline, 2019\n\nCases: 42\n\n"
            "Accurate as of July 30, 2020\n")  # fmt: skip


def test_the_title_of_another_state_is_seen_where_a_page_is_one_line() -> None:
    title = "<h1>Indiana Hotline Report 2019</h1><h1>Ohio Hotline Report</h1>"
    assert refused_by(f"{title}<p>National Human Trafficking Hotline, 2019. Accurate as of July 30, 2020</p>{COUNTS}")
