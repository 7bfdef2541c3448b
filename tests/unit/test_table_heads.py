"""Heads, groups and corners of tables, numbers of something else beside figures, and codes that are no numbers."""

from __future__ import annotations

import pytest

from orchestration.spotlight import readers
from orchestration.spotlight.domain.places import REFERENCE_DIR
from orchestration.spotlight.domain.vocabulary import load_vocabulary
from orchestration.spotlight.readers.limits import Limits

VOCABULARY = load_vocabulary(REFERENCE_DIR)
HEAD = "Ohio, 2019: National Human Trafficking Hotline\nAccurate as of July 30, 2020\n\n"
PAGE = "<h1>Ohio: National Human Trafficking Hotline, 2019</h1><p>Accurate as of July 30, 2020</p>"
STATES = "National Human Trafficking Hotline, 2019\nAccurate as of July 30, 2020\n\n"


def _read(text: str, ending: str) -> tuple[set[tuple[str, ...]], tuple[object, ...]]:
    reading = readers.read(f"some.{ending}", "d0", text.encode(), None, VOCABULARY, Limits())
    keys = ("jurisdiction", "measure", "category", "value")
    return {tuple(row[key] or "" for key in keys) for row in reading.figures.iter_rows(named=True)}, reading.rejections


def read(text: str, ending: str = "txt") -> dict[str, str]:
    """`measure/category` → digits of a document of Ohio that is read without a refusal."""
    rows, rejections = _read(text, ending)
    assert rejections == ()
    assert {row[0] for row in rows} == {"US-OH"}
    return {f"{measure}/{category}": value for _, measure, category, value in rows}


def refused(text: str, ending: str = "txt") -> None:
    rows, rejections = _read(text, ending)
    assert not rows
    assert rejections


@pytest.mark.parametrize("ratio", ["Signals per case | 3.2 | 2.8", "Signals per 100 cases | 320 | 280"])
def test_a_ratio_of_what_is_counted_is_none_of_the_counts(ratio: str) -> None:
    rows, rejections = _read(f"{STATES}Measure | Ohio | Iowa\nSignals | 94 | 56\nCases | 29 | 20\n{ratio}\n", "txt")
    assert rejections == ()
    assert {(place, measure, value) for place, measure, _, value in rows} == {
        ("US-OH", "signals", "94"), ("US-OH", "cases", "29"), ("US-IA", "signals", "56"), ("US-IA", "cases", "20")
    }  # fmt: skip


def test_a_decimal_below_a_label_is_no_ratio() -> None:
    refused(HEAD + "Measure | Number\nSignals | 94\nCases | 2.9\n")


@pytest.mark.parametrize(
    "table",
    [
        "Signals by channel | Number\nPhone calls | 60\nTexts | 34\nVictims identified | 41\n",
        "Signals by channel\n\nPhone calls: 60\nTexts: 34\n\nVictims identified: 41\n",
    ],
)
def test_what_names_itself_ends_the_group_above_it(table: str) -> None:
    found = {"signals/phone_call": "60", "signals/text": "34", "victims/total": "41"}
    assert read(HEAD + table) == found


def test_persons_and_businesses_are_those_that_are_counted() -> None:
    rows = "Persons and businesses | Count\nVictims identified | 41\nTrafficking businesses | 6\n"
    assert read(HEAD + rows) == {"victims/total": "41", "businesses/total": "6"}


@pytest.mark.parametrize(
    "table",
    [
        # Those who called, or whom calls were about.
        "Signals by caller | Number\nPotential victims | 60\nOthers | 34\n",
        "Measure | Signals\nVictims identified | 41\nTraffickers identified | 12\n",
        "Persons served | Count\nVictims | 41\nStaff | 6\n",
        "Signals: 94\n\nSignals in these cases: 41\n",
        "Cases | Number\nCases identified | 29\nFrom victims or survivors | 8\n",
    ],
)
def test_what_may_be_a_part_of_another_measure_is_refused(table: str) -> None:
    refused(HEAD + table)


@pytest.mark.parametrize("label", ["All cases", "Cases in all"])
def test_a_total_may_be_called_all(label: str) -> None:
    lines = f"Cases by type\n\nSex trafficking\n20\n\nLabor trafficking\n7\n\nNot specified\n2\n\n{label}\n29\n"
    types = {"cases/sex": "20", "cases/labor": "7", "cases/not_specified": "2"}
    assert read(HEAD + lines) == types | {"cases/total": "29"}


def test_whom_signals_are_from_may_be_named_below_their_total() -> None:
    rows = "Measure | Number\nSignals | 94\nof these: from victims or survivors | 31\nCases | 29\n"
    found = {"signals/total": "94", "signals/victim_or_survivor": "31", "cases/total": "29"}
    assert read(HEAD + rows) == found


@pytest.mark.parametrize("code", ["HT0040R", "DCJS-2210", "Staff memorandum 21-07", "Circular 20-114"])
def test_what_a_report_is_called_is_no_number(code: str) -> None:
    assert read(f"{code}\n\n{HEAD}Cases identified: 29\n") == {"cases/total": "29"}


@pytest.mark.parametrize("number", ["2O9", "20-29", "HT0040R", "N29"])
def test_what_stands_where_a_figure_would_is_refused(number: str) -> None:
    refused(f"{HEAD}Cases identified: {number}\n")


def test_two_sentences_may_be_numbered() -> None:
    notes = '1. "Not specified" means that nobody said what the work was.\n2. The hotline counts a case only once.\n'
    assert read(f"{HEAD}Cases identified: 29\n\nNotes\n\n{notes}") == {"cases/total": "29"}
    refused(f"{HEAD}Cases identified: 29\n\n1. Sex trafficking\n2. Labor trafficking\n")


OUTLINE = (
    "1 Total Cases ......... 37",
    "2 Sex Trafficking ..... 27",
    "3 Labor Trafficking ... 7",
    "4 Not Specified ....... 3",
)
OUTLINED = {"cases/total": "37", "cases/sex": "27", "cases/labor": "7", "cases/not_specified": "3"}


@pytest.mark.parametrize("number", ["F.2.", "2.3."])
def test_numbers_of_an_outline_may_have_several_parts(number: str) -> None:
    rows = "\n".join(f"   {number}{row}" for row in OUTLINE)
    assert read(f"{HEAD}{number.rstrip('.')}  Counts\n{rows}\n") == OUTLINED


@pytest.mark.parametrize("numbers", [("73.1", "19.1", "8.1"), ("1.1", "1.3", "1.2"), ("B.1", "F.2", "F.3")])
def test_numbers_that_do_not_follow_each_other_are_no_outline(numbers: tuple[str, str, str]) -> None:
    rows = "\n".join(f"   {number} {row[2:]}" for number, row in zip(numbers, OUTLINE[1:], strict=True))
    refused(f"{HEAD}{rows}\n")


CORNER = (
    "<table><thead><tr><th colspan=2>{}</th><th>Number</th></tr></thead><tbody><tr><th rowspan=3>Cases</th>"
    "<td>Sex Trafficking</td><td>27</td></tr><tr><td>Labor Trafficking</td><td>7</td></tr><tr><td>Not Specified</td>"
    "<td>3</td></tr></tbody></table>"
)


def test_a_corner_above_two_columns_of_labels_says_the_period() -> None:
    page = "<h1>Ohio: National Human Trafficking Hotline</h1><p>Accurate as of July 30, 2020</p>"
    found = read(page + CORNER.format("January 1, 2019 through December 31, 2019"), "html")
    assert found == {kind: value for kind, value in OUTLINED.items() if kind != "cases/total"}


def test_a_corner_says_no_period_of_columns_with_their_own() -> None:
    table = CORNER.replace("<th>Number</th>", "<th>2019</th><th>2018</th>").replace(
        "</td></tr>", "</td><td>9</td></tr>"
    )
    rows, _ = _read(PAGE.replace(", 2019", "") + table.format("2019"), "html")
    assert len(rows) == 6


@pytest.mark.parametrize("corner", ["All time", "January 1, 2018 through December 31, 2018", "Toledo", "In thousands"])
def test_a_corner_above_two_columns_of_labels_is_heard(corner: str) -> None:
    rows, _ = _read(PAGE + CORNER.format(corner), "html")
    assert not rows


def test_two_headings_may_be_numbered() -> None:
    body = "<h2>1. Trafficking cases</h2><p>Cases identified: 29</p><h2>2. Signals</h2><p>Phone calls: 60</p>"
    assert read(PAGE + body, "html") == {"cases/total": "29", "signals/phone_call": "60"}


def test_a_picture_with_a_number_below_all_figures_hides_none_of_them() -> None:
    visitors = '<h4>Visitors: <img src="count.gif" alt="004183"></h4>'
    figures = "<p>Cases identified: 29</p>"
    assert read(PAGE + figures + visitors, "html") == {"cases/total": "29"}
    refused(PAGE + visitors.replace("Visitors", "Cases") + figures, "html")


BESIDE = (
    "<h1>{title}</h1><p>National Human Trafficking Hotline. {said}</p><table><tr><th><th>Missouri<th>{head}"
    "<tr><td>Signals<td>581<td>{signals}<tr><td>Cases<td>179<td>10,949</table><p>{below}</p>"
)
OF_MISSOURI = {("US-MO", "signals", "total", "581"), ("US-MO", "cases", "total", "179")}
OF_NATION = {("US", "signals", "total", "41088"), ("US", "cases", "total", "10949")}


def beside(
    head: str,
    *,
    title: str = "Missouri, 2018",
    said: str = "Accurate as of July 25, 2019.",
    below: str = "",
    signals: str = "41,088",
) -> set[tuple[str, ...]]:
    page = BESIDE.format(head=head, title=title, said=said, below=below, signals=signals)
    rows, rejections = _read(page, "html")
    assert rejections == ()
    assert rows >= OF_MISSOURI
    return rows - OF_MISSOURI


@pytest.mark.parametrize(
    "head", ["United States", "U.S.", "US", "Nation", "The nation", "National", "Nationwide", "U.S. total"]
)
@pytest.mark.parametrize("title", ["Missouri, 2018", "Missouri and the nation, 2018", "Missouri and the U.S., 2018"])
def test_the_nation_beside_a_state_is_one_more_place(head: str, title: str) -> None:
    assert beside(head, title=title) == OF_NATION


@pytest.mark.parametrize(
    "head",
    [
        "National average",
        "U.S. average",
        "U.S. median",
        "All states",
        "Other states",
        "United States without Missouri",
        "United States (per million)",
        "U.S. hotlines",
        "US territories",
        "National Center",
        "National police",
        "U.S. citizens",
        "U.S. since 2007",
        "U.S., all years",
        "United States (2017)",
        "Nation (estimated)",
        "U.S. minors",
        "National rank",
    ],
)
def test_what_is_more_or_less_than_the_nation_is_left_out_beside_a_state(head: str) -> None:
    assert not beside(head)


@pytest.mark.parametrize(
    "note",
    [
        "Sum of the states above.",
        "All states shown.",
        "All states except Hawaii.",
        "Excluding Missouri.",
        "Average of the states.",
        "Territories are not included.",
        "Counted by the Bureau of Justice Statistics.",
        "From the FBI.",
        "Preliminary.",
        "Fiscal year 2018.",
    ],
)
def test_a_note_that_makes_something_else_of_the_nation_leaves_it_out(note: str) -> None:
    assert not beside("United States*", below=f"*{note}")


def test_a_note_may_say_that_the_nation_is_whole() -> None:
    note = "*All states and territories, and cases in which the state was unknown."
    assert beside("United States*", below=note) == OF_NATION


@pytest.mark.parametrize(
    "below",
    [
        "The national figures are for 2017.",
        "The United States column is for fiscal year 2018.",
        "National statistics are accurate as of March 1, 2018.",
    ],
)
def test_a_sentence_that_makes_something_else_of_the_nation_leaves_it_out(below: str) -> None:
    assert not beside("United States", below=below)


def test_an_aside_of_the_nation_whose_date_is_not_said_is_left_out() -> None:
    assert not beside("United States", said="Statistics for Missouri accurate as of July 25, 2019.")
    both = "Statistics for Missouri and the United States accurate as of July 25, 2019."
    assert beside("United States", said=both) == OF_NATION


@pytest.mark.parametrize("signals", ["41,O88", "581", "204"])
def test_an_aside_of_the_nation_is_left_out_whole_if_a_number_of_it_cannot_be(signals: str) -> None:
    assert not beside("United States", signals=signals)


ROWS = (
    "<h1>Hotline statistics by state, 2018</h1><p>National Human Trafficking Hotline. Accurate as of July 25, 2019.</p>"
    "<table><tr><th>State<th>Cases{}<tr><td>Kansas<td>10{}<tr><td>Iowa<td>20{}</table>"
)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("United States<td>10,949", {("US", "cases", "total", "10949")}),
        ("Nation<td>10,949", {("US", "cases", "total", "10949")}),
        # The sum of what is listed, whatever it is called.
        ("United States<td>30", set()),
        ("National total<td>30", set()),
        ("Two states together<td>30", set()),
        ("Total<td>10,949", set()),
        ("National average<td>215", set()),
        ("Midwest<td>1,949", set()),
    ],
)
def test_a_row_of_the_nation_below_states(row: str, expected: set[tuple[str, ...]]) -> None:
    rows, rejections = _read(ROWS.format("", "", f"<tr><td>{row}"), "html")
    assert rejections == ()
    assert rows == expected | {("US-KS", "cases", "total", "10"), ("US-IA", "cases", "total", "20")}


def test_a_column_of_the_nation_is_of_no_state_whose_row_it_crosses() -> None:
    rows, rejections = _read(ROWS.format("<th>U.S. victims", "<td>23,126", "<td>23,126"), "html")
    assert rejections == ()
    assert rows == {("US-KS", "cases", "total", "10"), ("US-IA", "cases", "total", "20")}


@pytest.mark.parametrize("head", ["2016-2018", "2014 to 2018"])
def test_a_head_of_several_years_is_not_of_the_one_year_that_is_stated(head: str) -> None:
    said = "<p>They cover January 1, 2018 to December 31, 2018 and are accurate as of July 30, 2020.</p>"
    table = f"<table><tr><th>Measure<th>{head}<tr><td>Cases<td>409</table>"
    refused(f"<h1>Ohio: National Human Trafficking Hotline</h1>{said}{table}", "html")


# Days of single columns and rows --------------------------------------------------------------------------------------


def dated(*rows: str, said: str = "", title: str = "Ohio: National Human Trafficking Hotline") -> tuple[set[str], int]:
    """Place, year and day of each report of an HTML table whose rows are given with bars, and how many refusals."""
    cells = "".join(f"<tr>{''.join(f'<td>{cell}' for cell in row.split('|'))}" for row in rows)
    page = f"<h1>{title}</h1><p>{said}</p><table>{cells}</table>"
    reading = readers.read("some.html", "d0", page.encode(), None, VOCABULARY, Limits())
    told = {
        f"{row['jurisdiction']} {str(row['period_start'])[:4]} {row['publisher_as_of']}"
        for row in reading.figures.iter_rows(named=True)
    }
    return told, len(reading.rejections)


OF_YEARS = {"US-OH 2019 2020-07-30", "US-OH 2020 2021-08-01"}


@pytest.mark.parametrize(
    "head", ["Data accurate as of", "Accurate as of:", "As of", "Accuracy date", "Statistics current as of"]
)
def test_each_year_may_have_its_own_accuracy_date(head: str) -> None:
    day = f"{head}|July 30, 2020|August 1, 2021"
    assert dated("Ohio|2019|2020", day, "Cases|165|156", "Victims|269|251") == (OF_YEARS, 0)
    assert dated("|2019|2020", "Cases|165|156", "Victims|269|251", day) == (OF_YEARS, 0)
    across = dated(f"Year|Cases|Victims|{head}", "2019|165|269|7/30/2020", "2020|156|251|8/1/2021")
    assert across == (OF_YEARS, 0)


def test_each_state_may_have_its_own_accuracy_date() -> None:
    rows = ("State|Cases|Accurate as of", "Ohio|165|7/30/2020", "Iowa|56|8/1/2020")
    found = dated(*rows, title="National Human Trafficking Hotline, 2019")
    assert found == ({"US-OH 2019 2020-07-30", "US-IA 2019 2020-08-01"}, 0)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("Accurate as of|July 30, 2020|August 1, 2021", "Statistics are accurate as of March 1, 2022."),
        ("Accurate as of|July 30, 2020|October 2021", ""),
        ("Accurate as of|July 30, 2020|", ""),
        ("Accurate as of|July 30, 2020|July 1 - August 1, 2021", ""),
        ("Posted|July 30, 2020|August 1, 2021", ""),
        ("Website current as of|July 30, 2020|August 1, 2021", ""),
        ("Law current as of|July 30, 2020|August 1, 2021", ""),
        ("Population as of|July 1, 2020|July 1, 2021", ""),
    ],
)
def test_days_of_columns_that_are_not_sure_refuse(row: str, said: str) -> None:
    found, refusals = dated("|2019|2020", row, "Cases|165|156", said=said)
    assert not found
    assert refusals


def test_two_accuracy_dates_as_heads_are_two_reports() -> None:
    title = "Ohio: National Human Trafficking Hotline, 2019"
    both = {"US-OH 2019 2020-07-30", "US-OH 2019 2021-08-01"}
    rows = ("|Accurate as of July 30, 2020|Accurate as of August 1, 2021", "Cases|165|156", "Victims|269|251")
    assert dated(*rows, title=title) == (both, 0)
    named = ("|2019 (as of July 30, 2020)|2019 (as of August 1, 2021)", *rows[1:])
    assert dated(*named) == (both, 0)
    across = ("|Cases|Victims", "As of July 30, 2020|165|269", "As of August 1, 2021|156|251")
    assert dated(*across, title=title) == (both, 0)


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        ("Accurate as of July 30, 2020", "Accurate as of July 30, 2020", ""),
        ("Accurate as of July 30, 2020", "Corrected August 1, 2021", ""),
        ("Accurate as of July 30, 2020", "Our own count", ""),
        ("Website current as of July 30, 2020", "Data current as of August 1, 2021", ""),
        ("Preliminary, as of July 30, 2020", "Final, as of August 1, 2021", ""),
        ("As of July 30, 2020", "As of August 1, 2021", "Statistics are accurate as of March 1, 2022."),
    ],
)
def test_dates_of_heads_that_are_not_sure_refuse(first: str, second: str, said: str) -> None:
    title = "Ohio: National Human Trafficking Hotline, 2019"
    found, refusals = dated(f"|{first}|{second}", "Cases|165|156", said=said, title=title)
    assert not found
    assert refusals


# Rows in groups -------------------------------------------------------------------------------------------------------


def fixed(*groups: tuple[str, str], years: str = "2018 2019", title: str = "Ohio by year") -> str:
    """A table of fixed width: the years in a row of their own, and groups of rows, each below its title."""
    lines = [title, "National Human Trafficking Hotline. Accurate as of August 14, 2020.", ""]
    lines.append(" " * 34 + "".join(f"{year:>12}" for year in years.split()))
    for name, rows in groups:
        lines += ["", f"  {name}"]
        for row in rows.split("|"):
            label, *values = row.split(":")
            lines.append(f"    {label:30}" + "".join(f"{value:>12}" for value in values))
    return "\n".join(lines) + "\n"


CASES = ("CASES", "Trafficking cases:84:101|Sex trafficking:61:70|Labor trafficking:23:31")


def by_year(text: str) -> set[tuple[str, str, str, str]]:
    reading = readers.read("some.txt", "d0", text.encode(), None, VOCABULARY, Limits())
    return {
        (row["jurisdiction"], str(row["period_start"])[:4], f"{row['measure']}/{row['category']}", row["value"])
        for row in reading.figures.iter_rows(named=True)
    }


def test_groups_of_rows_stand_below_the_years_of_their_table() -> None:
    victims = ("PEOPLE", "Victims identified:131:164")
    calls = ("HOW PEOPLE REACHED THE HOTLINE", "Phone calls:289:301|Webchats:--:11")
    found = by_year(fixed(CASES, victims, calls))
    assert len(found) == 12
    assert {
        ("US-OH", "2018", "cases/total", "84"),
        ("US-OH", "2019", "cases/labor", "31"),
        ("US-OH", "2018", "victims/total", "131"),
        ("US-OH", "2019", "signals/webchat", "11"),
    } <= found
    assert by_year(fixed(CASES, victims, calls).replace("\n\n  ", "\n  ")) == found


@pytest.mark.parametrize("title", ["Ohio, 2018 to 2019", "Ohio 2018-2019", "Ohio by year", "Ohio in two years"])
def test_a_title_of_the_years_of_the_columns_changes_none(title: str) -> None:
    assert len(by_year(fixed(CASES, title=title))) == 6


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("SINCE 2007", "Victims identified:131:164"),
        ("MINORS", "Victims identified:131:164"),
        ("STATE TIP LINE", "Phone calls:131:164"),
        ("PER MONTH", "Victims identified:131:164"),
        ("DAYTON", "Victims identified:131:164"),
        ("POLICE", "Victims identified:131:164"),
        ("FIRST HALF", "Victims identified:131:164"),
        ("2017", "Victims identified:131:164"),
        ("PEOPLE", "Victims identified:131:164:12"),
        ("PEOPLE", "Persons arrested:131:164"),
    ],
)
def test_a_group_of_something_else_gives_no_figures(name: str, rows: str) -> None:
    found = by_year(fixed(CASES, (name, rows)))
    assert not {one for one in found if one[2].split("/")[0] != "cases"}


@pytest.mark.parametrize("years", ["2018 Average", "2018 Total", "Goal 2019", "2018 Change"])
def test_a_column_beside_a_year_that_is_none_gives_no_figures(years: str) -> None:
    found = by_year(fixed(CASES, years=years))
    assert {year for _, year, _, _ in found} <= {"2018", "2019"}
    assert len(found) in (0, 3)


def test_a_year_that_runs_from_january_to_december_is_a_whole_one() -> None:
    text = fixed(CASES) + "\nA year runs from {} 1 to {}.\n"
    assert len(by_year(text.format("January", "December 31"))) == 6
    assert not by_year(text.format("July", "June 30"))


BOXED = (
    "Cases|\nCases identified|29\nSex trafficking|20\nLabor trafficking|9\n{}|\n{}\n"
    "Signals|\nPhone calls|60\nTexts|34\n"
)


def boxed(title: str, *rows: str) -> tuple[dict[str, str], tuple[object, ...]]:
    lines = BOXED.format(title, "\n".join(rows)).splitlines()
    table = "".join(f"<tr><td>{line.replace('|', '<td>')}" for line in lines)
    rows_read, rejections = _read(f"{PAGE}<table>{table}</table>", "html")
    return {f"{measure}/{category}": value for _, measure, category, value in rows_read}, rejections


def test_a_row_may_be_one_of_those_that_the_title_of_its_group_names() -> None:
    found, rejections = boxed("Victims, traffickers, businesses", "Victims identified|41", "Trafficking businesses|6")
    assert rejections == ()
    assert found["victims/total"] == "41"
    assert found["businesses/total"] == "6"
    assert found["signals/phone_call"] == "60"


@pytest.mark.parametrize(
    "title", ["Victims and traffickers in court", "Victims, traffickers per county", "Tip line calls"]
)
def test_a_row_below_the_title_of_another_group_is_not_read(title: str) -> None:
    found, _ = boxed(title, "Victims|41", "Trafficking businesses|6")
    assert "victims/total" not in found
    assert "businesses/total" not in found


@pytest.mark.parametrize(
    "sentence",
    [
        "Numbers show the change from one edition of the profile to the next.",
        "The figures are differences from the year before.",
        "These numbers give the increase over 2018.",
        "The table shows how much each number has grown.",
    ],
)
def test_figures_that_are_changes_are_refused(sentence: str) -> None:
    refused(f"{PAGE}<p>{sentence}</p><table><tr><th>Cases<td>29</table>", "html")


@pytest.mark.parametrize(
    "sentence",
    [
        "Numbers may change from one edition of the profile to the next.",
        "The numbers show an increase in reports.",
        "The figures do not show the change from year to year.",
    ],
)
def test_figures_that_change_are_read(sentence: str) -> None:
    assert read(f"{PAGE}<p>{sentence}</p><table><tr><th>Cases<td>29</table>", "html") == {"cases/total": "29"}


# Tables of something else on the same page ----------------------------------------------------------------------------

PACKET = """Granite State Coalition Against Trafficking
Board of Directors: December 5, 2019

Agenda
Welcome (5 min.)
Treasurer (15 min.), page 2
Data (20 min.), page 3
Helpline report (10 min.), page 4

3. Treasurer's report

Line | Budget | Actual
Grants | 184,000 | 171,350
{budget} | 18,000 | 15,000

4. Data for the plan

National Human Trafficking Hotline: Ohio, 2018

The statistics cover January 1, 2018 to December 31, 2018 and are accurate as of July 25, 2019.

{corner} | Number
Trafficking cases | 16
Victims identified | 25
Phone calls | 61

5. {title}

{below} | Number
{label} | 74
Rides given | 21
"""
PARTS_OF_PACKET = {
    "budget": "Rent",
    "corner": "Measure",
    "title": "Helpline report",
    "below": "Helpline, third quarter 2019",
    "label": "Helpline calls answered",
}


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"corner": "Other measures"},
        {"label": "Phone calls"},
        {"label": "Victims identified"},
        {"label": "Webchats"},
        {"title": "Budget", "below": "Line", "label": "Grants"},
        {"title": "Meetings", "below": "Meeting", "label": "Members present"},
        {"title": "Prices", "below": "Item", "label": "Shirts"},
        {"title": "Laws", "below": "Statute", "label": "Section"},
    ],
)
def test_tables_that_say_what_else_they_are_of_stand_beside_the_figures(changed: dict[str, str]) -> None:
    found = {"cases/total": "16", "victims/total": "25", "signals/phone_call": "61"}
    assert read(PACKET.format(**PARTS_OF_PACKET | changed)) == found


@pytest.mark.parametrize(
    "changed",
    [
        {"title": "Partners", "below": "Partner", "label": "Victims identified"},
        {"title": "Hotline report", "below": "Hotline", "label": "Calls answered"},
        {"title": "Contacts", "below": "Channel", "label": "Phone calls"},
        {"budget": "Cases"},
        {"corner": "Other"},
        {"corner": "Minors"},
        {"corner": "Sex trafficking"},
    ],
)
def test_a_table_that_may_be_the_hotlines_refuses(changed: dict[str, str]) -> None:
    refused(PACKET.format(**PARTS_OF_PACKET | changed))


@pytest.mark.parametrize("title", ["Signals about Ohio", "Signals"])
def test_a_table_whose_head_names_another_measure_ends_the_topic_above_it(title: str) -> None:
    channels = "<table><tr><th><th>Number<tr><td>Phone Calls<td>60<tr><td>Emails<td>34</table>"
    types = (
        "<table><tr><th>Type of Trafficking<th>Number of Cases<th>% of Cases<tr><td>Sex Trafficking<td>20<td>69.0%"
        "<tr><td>Labor Trafficking<td>9<td>31.0%<tr><td>Total Cases<td>29<td>100.0%</table>"
    )
    assert read(f"{PAGE}<p>{title}</p>{channels}{types}", "html") == {
        "signals/phone_call": "60",
        "signals/email": "34",
        "cases/sex": "20",
        "cases/labor": "9",
        "cases/total": "29",
    }


@pytest.mark.parametrize("title", ["Signals from victims or survivors", "Signals from Law Enforcement", "Crisis calls"])
def test_a_narrower_topic_goes_on_over_the_next_table(title: str) -> None:
    channels = "<table><tr><th><th>Number<tr><td>Phone Calls<td>60<tr><td>Emails<td>34</table>"
    types = "<table><tr><th>Type of Trafficking<th>Number of Cases<tr><td>Sex Trafficking<td>20</table>"
    rows, _ = _read(f"{PAGE}<p>{title}</p>{channels}{types}", "html")
    assert not {row for row in rows if row[1] == "cases"}


BY_STATE = (
    "<tr><th rowspan=2>State<th colspan=2>2020<th colspan=2>2021<tr><th>Signals<th>Cases<th>Signals<th>Cases"
    "<tr><td>Ohio<td>94<td>29<td>99<td>31<tr><td>Iowa<td>56<td>20<td>57<td>21"
)


def titled(title: str) -> str:
    head = "<h1>National Human Trafficking Hotline</h1><p>Accurate as of July 30, 2020</p>"
    return f"{head}<table><tr><td colspan=5>{title}{BY_STATE}</table>"


def test_a_first_row_as_wide_as_the_table_is_its_title() -> None:
    rows, rejections = _read(titled("Signals and cases by state"), "html")
    assert rejections == ()
    assert len(rows) == 8


@pytest.mark.parametrize(
    "title",
    [
        "Percent of signals and cases",
        "Signals and cases (in thousands)",
        "Signals and cases of minors",
        "Signals and cases of St. Louis",
        "Monthly averages",
        "Signals of survivors by state",
        "2018",
        "blorp",
    ],
)
def test_what_such_a_title_says_holds_for_the_whole_table(title: str) -> None:
    refused(titled(title), "html")


def test_a_first_row_over_a_part_of_the_columns_is_no_title() -> None:
    rows = "<tr><th>State<th colspan=2>Cases<th colspan=2>Signals<tr><td>Ohio<td colspan=2>29<td colspan=2>94"
    head = "<h1>National Human Trafficking Hotline</h1><p>Accurate as of July 30, 2020</p>"
    refused(f"{head}<table><tr><th colspan=3>2018{rows}</table>", "html")
    found, rejections = _read(f"{head}<table><tr><th colspan=5>2018{rows}</table>", "html")
    assert len(found) == 2
    assert rejections == ()


def test_a_line_that_dates_the_numbers_of_one_year_ends_those_since_2007() -> None:
    start = "<h1>Ohio: National Human Trafficking Hotline</h1><h2>Since 2007</h2>"
    ever = "<ul><li>Total Calls: 2,871</li><li>Total Cases: 604</li></ul>"
    dated = "<p>2017 statistics are current as of December 31, 2017</p>"
    assert read(f"{start}{ever}{dated}<p>Cases: 11</p><p>Victims: 31</p>", "html") == {
        "cases/total": "11",
        "victims/total": "31",
    }
    refused(f"{start}{dated}{ever}", "html")
    refused(f"{start}{ever}<p>Statistics are current as of December 31, 2017</p><p>Cases: 11</p>", "html")
    refused(f"{start}{ever}<p>Started in 2007; current as of December 31, 2017</p><p>Cases: 11</p>", "html")


@pytest.mark.parametrize(("line", "is_read"), [("2,311 followers", True), ("2,311 victims", False), ("2,311", False)])
def test_followers_are_counted_in_the_margin_of_a_site(line: str, is_read: bool) -> None:
    figures = "<main><p>Cases: 29</p><p>Victims: 41</p></main>"
    page = f"{PAGE}{figures}<aside><h4>Follow us</h4><p>{line}</p></aside>"
    if is_read:
        assert read(page, "html") == {"cases/total": "29", "victims/total": "41"}
    else:
        refused(page, "html")


# What else is counted, and rows of numbers ----------------------------------------------------------------------------


def with_table(caption: str, head: str, count: str, *rows: str) -> str:
    """A page with the cases by type, and a table with a row for each of `rows` below it."""
    cases = "<p>Trafficking cases: 60</p>"
    cells = "".join(f"<tr><td>{row}<td>{at + 71}" for at, row in enumerate(rows))
    return f"{PAGE}{cases}<table><caption>{caption}</caption><tr><th>{head}<th>{count}{cells}</table>"


@pytest.mark.parametrize(("caption", "head"), [("Callers by type", "Type"), ("", "Caller"), ("Top venues", "Venue")])
def test_a_row_other_of_something_else_is_no_type(caption: str, head: str) -> None:
    assert read(with_table(caption, head, "# of Calls", "Community Member", "Other"), "html") == {"cases/total": "60"}


@pytest.mark.parametrize(("caption", "head"), [("", "Type"), ("Signals by channel", "Channel")])
def test_a_row_other_below_calls_is_refused_where_nothing_else_is_named(caption: str, head: str) -> None:
    refused(with_table(caption, head, "# of Calls", "Texts", "Other"), "html")


def test_callers_in_a_sheet_leave_the_cases_above_them() -> None:
    heads = "Caller              # of Calls   % of Calls\n"
    rows = "Community Member            74        51.7%\nOther                       69        48.3%\n"
    assert read(f"{HEAD}Trafficking cases: 60\n\nCallers by type\n\n{heads}{rows}") == {"cases/total": "60"}
    refused(f"{HEAD}Trafficking cases: 60\n\n{heads.replace('Caller  ', 'Channel ')}{rows}")


LAID = "<table role=presentation><tr><td>59<td>12<tr><td>Sex Trafficking<td>Labor Trafficking{}</table>"


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ("<td>12", ""),
        ("<td>Labor Trafficking", ""),
        ("<td>12", "<td>12%<td>3"),
        ("<tr><td>Sex", "<tr><td>70<td>14<tr><td>Sex"),
        ("</table>", "<tr><td>70<td>14</table>"),
        ("Sex Trafficking", "Toledo"),
        ("Sex Trafficking", "Sex Trafficking<br>Toledo"),
        ("Sex Trafficking", "Sex Trafficking<br>2018"),
        ("<td>59<td>12", "<td><td>59<td>12"),
        ("<tr><td>Sex Trafficking<td>Labor Trafficking", "<tr><td><td>Sex Trafficking<td>Labor Trafficking"),
    ],
)
def test_rows_of_numbers_and_labels_that_do_not_take_turns_are_refused(was: str, becomes: str) -> None:
    refused(PAGE + LAID.format("").replace(was, becomes), "html")


BOXED_FIGURES = (
    "<aside><h2>Ohio and the hotline</h2><p>National Human Trafficking Hotline, 2019</p><p>Trafficking cases: 113</p>"
    "<p>Sex trafficking: 78</p><p>Accurate as of July 30, 2020</p></aside>"
)


@pytest.mark.parametrize("line", ["Training, part 2 of 3", "Volunteers 36", "Budget 48,200"])
def test_numbers_beside_a_closed_box_of_figures_are_none_of_them(line: str) -> None:
    page = f"<h1>The Lantern</h1><div><p>{line}</p><p>Room 214</p></div>{BOXED_FIGURES}"
    assert read(page, "html") == {"cases/total": "113", "cases/sex": "78"}


@pytest.mark.parametrize(
    "line",
    [
        "Correction: for 78 read 87.",
        "All counts (000)",
        "Trafficking cases: 140",
        "Total: 140",
        "Not specified: 16",
        "All counts are multiplied by 10.",
        "Multiply by 10",
        "in thousands 1,000",
        "Volunteers in thousands 1,000",
        "These 78 are all time",
        "113 of these were volunteers",
        "Training figures 2 times",
    ],
)
def test_what_may_be_said_of_the_figures_in_a_box_refuses(line: str) -> None:
    refused(f"<h1>The Lantern</h1><div><p>{line}</p></div>{BOXED_FIGURES}", "html")


NATIONWIDE = "<aside><h2>Nationwide in 2019</h2><p>Victims identified: 8,968</p><p>{}</p></aside>"


def test_a_link_in_a_box_without_figures_of_the_report_says_nothing_of_them() -> None:
    link = "<a href='/us'>See the nation</a>"
    cases = "<main><p>Trafficking cases: 60</p></main>"
    assert read(NATIONWIDE.format(link) + PAGE + cases, "html") == {"cases/total": "60"}
    # Said right below a figure of the report, in its box or outside of any.
    own = NATIONWIDE.replace("Nationwide in 2019", "Ohio in 2019")
    refused(PAGE + cases + own.format("Nationwide"), "html")
    refused(f"{PAGE}<p>Trafficking cases: 60<br>{link}</p>", "html")


@pytest.mark.parametrize(
    "line",
    [
        "Nationwide",
        "The whole nation",
        "Every figure here: nationwide",
        "See: the nation",
        "See all figures nationwide",
        "<a href='/us'>Nationwide</a>",
    ],
)
def test_what_is_no_link_to_elsewhere_refuses_from_a_box_without_figures(line: str) -> None:
    refused(NATIONWIDE.format(line) + PAGE + "<main><p>Trafficking cases: 60</p></main>", "html")


@pytest.mark.parametrize(
    "rows",
    [
        "<th>Year<th>Signals<th>Cases<tr><td><td>per 100,000<td>per 100,000<tr><td>2021<td>12<td>15",
        "<th>Measure<th>May<tr><td>Cases<td>12<tr><td>Victims<td>15",
        "<th>Measure<th>2020<th>2021<tr><td>Cases<td>12<td><tr><td>Victims<td>15<td>",
    ],
)
def test_a_unit_a_month_and_a_year_without_numbers_refuse(rows: str) -> None:
    title = "<h1>Ohio: National Human Trafficking Hotline, 2021</h1>"
    refused(f"{title}<table><tr>{rows}</table><p>Data are accurate as of July 30, 2023.</p>", "html")


def test_a_sign_of_shares_above_numbers_and_figures_apart_below_contents_refuse() -> None:
    title, foot = "Ohio: National Human Trafficking Hotline statistics, 2021\n\n", "Accurate as of July 30, 2023.\n"
    refused(f"{title}%\n\nHuman trafficking cases: 11\nSex trafficking: 9\n\n{foot}")
    contents = "Contents\nIntroduction 1\nStatistics 2\nReferences 3\n\n\n\nHuman trafficking cases 110\n\n\n\n"
    refused(f"{title}{contents}National Human Trafficking Hotline\nVictims: 80\n\n{foot}")
