"""What looks like a harmless part of a page and says something of the figures: found by people who read the code."""

from __future__ import annotations

import pytest

from orchestration.spotlight import readers
from orchestration.spotlight.readers.limits import Limits
from tests.unit.test_exports_and_paths import LIST, TOTALS
from tests.unit.test_html_reader import figures, page, refused_by, reports
from tests.unit.test_pdf_figures import VOCABULARY
from tests.unit.test_sheets_and_records import counts_in
from tests.unit.test_text_kinds import HEAD, read, refused

VICTIMS = "<p>Victims Identified: 423</p>"
FIELDS = "source: National Human Trafficking Hotline\nstate: Ohio\nyear: 2019\naccurate_as_of: 2020-07-30\n"
ROWS = "State        Cases   Victims\nOhio         42      50\nKentucky*    12      14\nIndiana      20      25\n"


@pytest.mark.parametrize("title", ["Victims in Ohio, 2019", "Signals in Ohio, 2019"])
@pytest.mark.parametrize("heading", ["By type of case", "In all cases"])
def test_a_title_of_another_measure_is_not_passed_over(title: str, heading: str) -> None:
    text = f"{title}\nNational Human Trafficking Hotline\nAccurate as of July 30, 2020\n\n{heading}\n\n"
    text += "Sex trafficking 30\nLabor trafficking 7\nSex and labor trafficking 2\nNot specified 3\nTotal 42\n"
    assert counts_in(text) == {}


@pytest.mark.parametrize(
    "note",
    [
        "* The figures of this sheet are of Ohio and Indiana together.",
        "* This sheet was mixed up with that of Kentucky.",
        "* Figures for Ohio are those of Kentucky.",
        "* Like all figures here, from July 2018 to June 2019.",
        "* The reporting period of this sheet is July 1, 2018 through June 30, 2019.",
        "* Also applies to victims and texts: January to June 2019.",
        "* We made up these numbers for the class exercise.",
        "* The numbers on this sheet were doubled by hand.",
        "* The same goes for each line: our shelter counted it.",
        "* This and the lines above are estimates by our staff.",
        "* All were doubled.",
        "* We made it all up.",
        "* Answers to question one that our students gave.",
    ],
)
@pytest.mark.parametrize("mark", ["*", " (1)", " [1]", " (a)", "\u00b9"])
def test_a_note_of_one_figure_may_speak_of_all(note: str, mark: str) -> None:
    below = note.replace("*", mark.strip())
    refused(f"{HEAD}Texts    31\nVictims identified    50\nTrafficking cases{mark}    42\n\n{below}\n")


@pytest.mark.parametrize("lead", ["Types of cases, per 1,000 signals:", "Case types, per 500 calls:"])
def test_a_rate_in_the_words_above_a_list_makes_shares_of_it(lead: str) -> None:
    refused(f"{HEAD}Cases: 100\n\n{lead}\n\nSex trafficking: 70\nLabor trafficking: 30\n")


@pytest.mark.parametrize(
    ("note", "is_of_its_row"),
    [
        ("* Kentucky: numbers of 2018; those of 2019 had not reached us.", True),
        ("* Kentucky: these are numbers of 2018.", False),
        ("* Kentucky: the numbers on this sheet are doubled.", False),
        ("* Kentucky: numbers of 2018, as in the next row.", False),
        ("* Numbers of 2018; those of 2019 had not reached us.", False),
    ],
)
def test_a_note_that_names_the_place_with_its_mark_is_about_that_row(note: str, is_of_its_row: bool) -> None:
    text = f"National Human Trafficking Hotline\n2019, accurate as of July 30, 2020\n\n{ROWS}\n{note}\n"
    found = readers.read("some.txt", "d0", text.encode(), None, VOCABULARY, Limits()).figures
    assert set(found["jurisdiction"]) == ({"US-OH", "US-IN"} if is_of_its_row else set())


@pytest.mark.parametrize(
    "note",
    ["* Nothing was said about the form of trafficking in these cases.", "* Each case may hold several calls."],
)
def test_a_harmless_note_may_speak_of_all(note: str) -> None:
    text = f"{HEAD}Trafficking cases    42*\nVictims identified    50\nTexts    31\n\n{note}\n"
    assert set(read(text).values()) == {"42", "50", "31"}


@pytest.mark.parametrize(
    "note",
    [
        "* Cases of Ohio and Kentucky are counted under Indiana.",
        "* This and the row below: July 2018 to June 2019.",
        "* All rows: July 2018 to June 2019.",
    ],
)
def test_the_note_of_one_row_may_speak_of_others(note: str) -> None:
    refused(f"National Human Trafficking Hotline\n2019, accurate as of July 30, 2020\n\n{ROWS}\n{note}\n")


@pytest.mark.parametrize(
    "body",
    [
        "<div class='content has-breadcrumbs'><p>Figures</p>{}<p>These figures are estimates.</p></div>",
        "<nav><p>Showing <span class=current>estimates</span></p></nav>{}",
    ],
)
def test_only_a_link_of_a_path_or_menu_says_where_the_page_is(body: str) -> None:
    assert refused_by(page(body.format(VICTIMS)))


@pytest.mark.parametrize(
    "field",
    ["cases_us", "victims_of_the_us", "cases_in", "cases_or", "cases_oh", "victims_me", "in_cases", "me_victims"],
)
def test_the_name_of_a_field_may_hold_the_code_of_a_place(field: str) -> None:
    assert read(f"{FIELDS}total_cases: 42\ntexts: 31\n") == TOTALS
    assert "42" not in counts_in(f"{FIELDS}{field}: 42\ntexts: 31\n").values()


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("Extent", "First half of the year"),
        ("Extent", "Toledo only"),
        ("Size", "thousands"),
        ("Holdings", "Kentucky, 2018"),
    ],
)
def test_an_entry_about_the_copy_may_speak_of_the_figures(key: str, value: str) -> None:
    entries = [("Title", "National Human Trafficking Hotline statistics"), ("Place", "Ohio")]
    entries += [("Coverage", "1 January 2019 to 31 December 2019"), ("Accurate as of", "30 July 2020")]

    def record(key: str, value: str) -> str:
        return "".join(f"{one:20}{other}\n" for one, other in [*entries, (key, value)]) + f"\n{LIST}"

    assert read(record("Extent", "2 pages")) == TOTALS
    refused(record(key, value))


@pytest.mark.parametrize("codes", [("Row", "Q1", "Q2"), ("Reference", "H1", "H2"), ("Code", "D1", "D2")])
def test_parts_of_the_year_are_no_codes_of_lines(codes: tuple[str, str, str]) -> None:
    head, first, second = codes
    refused(f"{HEAD}| {head} | Item | Number |\n|---|---|---|\n| {first} | Cases | 42 |\n| {second} | Texts | 31 |\n")


@pytest.mark.parametrize("licence", ["figures are estimates", "for Toledo only"])
def test_a_licence_is_known_by_its_name(licence: str) -> None:
    front = (
        '---\ntitle: "National Human Trafficking Hotline, Ohio, 2019"\naccurate_as_of: 2020-07-30\nlicense: {}\n---\n\n'
    )
    assert read(front.format("CC BY 4.0") + LIST) == TOTALS
    refused(front.format(licence) + LIST)


@pytest.mark.parametrize("before", ["Each of the", "Part of the", "Any of the"])
def test_some_of_twelve_months_are_no_year(before: str) -> None:
    text = "Ohio\nThe National Human Trafficking Hotline, {} 12 months from January 1 through December 31, 2019\n\n"
    text += f"{LIST}\nAccurate as of July 30, 2020\n"
    assert counts_in(text.format("the")) != {}
    assert counts_in(text.format(before)) == {}


def test_plus_minus_is_no_branch_of_a_tree() -> None:
    refused(f"{HEAD}42 cases\n +- 5 victims\n +- 3 texts\n")


@pytest.mark.parametrize("head", ["through", "date"])
@pytest.mark.parametrize("sign", [",", ";"])
def test_a_lone_day_in_each_row_may_end_another_period(head: str, sign: str) -> None:
    rows = [("state", head, "cases", "texts"), ("Ohio", "2019-06-30", "42", "31"), ("Iowa", "2019-06-30", "40", "30")]
    export = "\n".join(map(sign.join, rows))
    assert counts_in(f"National Human Trafficking Hotline, 2019, accurate as of July 30, 2020\n{export}\n") == {}


@pytest.mark.parametrize("heading", ["Ohio and island territories", "Of the island territories"])
def test_island_territories_are_other_places(heading: str) -> None:
    refused(f"Ohio, 2019: National Human Trafficking Hotline\nAccurate as of July 30, 2020\n\n{heading}\n\n{LIST}")


@pytest.mark.parametrize("head", ["Victims in Cases", "Closed Cases "])
def test_a_head_of_several_words_is_not_cut(head: str) -> None:
    table = f"State  {head}  Texts\nOhio        12    15     31\nIowa        10    14     30\n"
    assert counts_in(f"National Human Trafficking Hotline, 2019\nAccurate as of July 30, 2020\n\n{table}") == {}


def test_signs_behind_numbers_may_be_explained() -> None:
    refused(f"{HEAD}Cases 42▫\nTexts 31▸\n\n▫ estimate   ▸ minors\n")


@pytest.mark.parametrize(
    "slip",
    [
        "Table 2 on this page was printed with the numbers of another state by mistake.",
        "Please do not use this table, it belongs to another state.",
        "This page was replaced on March 3; use the new one.",
    ],
)
def test_an_erratum_slip_refuses_the_page(slip: str) -> None:
    text = (
        "Table 2. Ohio, National Human Trafficking Hotline\nJanuary 1, 2019 through December 31, 2019; accurate as of "
    )
    text += f"July 30, 2020\n\n{LIST}"
    assert read(text) == TOTALS
    refused(f"ERRATUM, inserted March 3, 2023\n{slip}\n\n{text}")


# What is read since, beside these ------------------------------------------------------------------------------------


def test_the_value_of_an_entry_may_stand_at_the_other_end_of_its_line() -> None:
    item = (
        "<li class='list-group-item d-flex justify-content-between'>{}<span class='badge rounded-pill'>{}</span></li>"
    )
    body = f"<ul>{item.format('Victims Identified', 423)}{item.format('Texts', 57)}</ul>"
    assert figures(page(body)) == {"victims/total": "423", "signals/text": "57"}


def test_a_meeting_and_the_authors_of_a_paper_say_nothing() -> None:
    for line in ("Ohio Trafficking Task Force, quarterly meeting", "A. Whitcombe and J. Oyelaran"):
        assert (
            read(f"Ohio, 2019: National Human Trafficking Hotline\n\n{line}\n\nAccurate as of July 30, 2020\n\n{LIST}")
            == TOTALS
        )


@pytest.mark.parametrize(
    "dates",
    [
        "Reporting period ........ January 1, 2019 through December 31, 2019\nAccurate as of .......... July 30, 2020",
        "Period start\t2019-01-01\nPeriod end\t2019-12-31\nAccurate as of\t2020-07-30",
        "Coverage: calendar year 2019\nDate of accuracy: July 30, 2020",
        "The figures are for January 1, 2019 to December 31, 2019, both days included.\nAccurate as of July 30, 2020.",
    ],
)
def test_period_and_accuracy_stand_in_many_forms(dates: str) -> None:
    assert read(f"Ohio: National Human Trafficking Hotline\n\n{dates}\n\n{LIST}") == TOTALS


@pytest.mark.parametrize(
    "body",
    [
        "<aside><h2>Kentucky</h2><p>The data cover {}.</p></aside>",
        "<aside><p>Hotline statistics for {} are on our website.</p></aside>",
        "<aside><h3>Related reports</h3><p>Hotline statistics for {}</p></aside>",
    ],
)
def test_a_period_in_a_box_beside_the_figures_is_not_theirs(body: str) -> None:
    html = "<h1>Ohio: National Human Trafficking Hotline</h1><p>Accurate as of July 30, 2021.</p><p>Texts: 31</p>"
    dates = "January 1 through December 31, 2019"
    assert reports(f"{html}<p>The data cover {dates}.</p>") == {("US-OH", "2019-01-01"): {"signals/text": "31"}}
    assert refused_by(html + body.format(dates)) == {"period_unknown"}


@pytest.mark.parametrize(
    "behind", ["inclusive of Puerto Rico", "inclusive of January 2020", "both days included in part"]
)
def test_inclusive_ends_what_it_says(behind: str) -> None:
    text = "Ohio: National Human Trafficking Hotline\nJanuary 1, 2019 through December 31, 2019 {}\n"
    text += f"Accurate as of July 30, 2020\n\n{LIST}"
    assert read(text.format("inclusive")) == TOTALS
    refused(text.format(behind))


@pytest.mark.parametrize(
    "said",
    [
        "Showing figures for: Toledo",
        "Counts are of minors only.",
        "<a href=z>Only Toledo</a>",
        "<h2>Jackson County</h2>",
    ],
)
def test_actions_are_only_links_and_buttons(said: str) -> None:
    links = "<p class=actions><a href=x>Export</a> <a href=y>Share</a> {}</p>"
    assert figures(page(links.format("") + VICTIMS)) == {"victims/total": "423"}
    assert refused_by(page(links.format(said) + VICTIMS))


@pytest.mark.parametrize(
    "source", ["toledopolice.org", "https://www.fbi.gov/crime", "police.toledo.oh.gov", "ohio.edu"]
)
def test_another_site_as_the_source_is_another_service(source: str) -> None:
    text = f"Ohio: National Human Trafficking Hotline, 2019\nAccurate as of July 30, 2020\n\n{LIST}\nSource: {{}}\n"
    assert read(text.format("humantraffickinghotline.org")) == TOTALS
    refused(text.format(source))


@pytest.mark.parametrize(
    "line",
    ["Schools in the Ivy Conference", "Police at the summit", "A. Toledo and B. Akron",
     "Toledo Coalition meeting", "Briefing for the Toledo task force"],
)  # fmt: skip
def test_who_met_and_who_wrote_are_names_only(line: str) -> None:
    refused(f"Ohio, 2019: National Human Trafficking Hotline\nAccurate as of July 30, 2020\n\n{line}\n\n{LIST}")


def test_several_options_on_one_line_say_what_the_sheet_is() -> None:
    sheet = "Type of sheet: [{}] annual   [{}] quarterly   [ ] other\n\n"
    assert read(sheet.format("X", " ") + HEAD + LIST) == TOTALS
    refused(sheet.format(" ", "X") + HEAD + LIST)


def test_a_head_of_two_lines_above_a_label_of_two_lines_is_read_without_a_fault() -> None:
    table = (
        "Form\n            Trafficking   Total\nPlace         Name\nOhio          69     15\nIowa          18     14\n"
    )
    refused(f"National Human Trafficking Hotline, 2019\nAccurate as of July 30, 2020\n\n{table}")


def test_a_number_to_call_is_no_count_in_any_row() -> None:
    table = "<table><tr><th>State<th>Cases<th>Texts<tr><td>Ohio<td>42<td>{}<tr><td>Iowa<td>9<td>12</table>"
    head = "<h1>National Human Trafficking Hotline, 2019</h1><p>Accurate as of July 30, 2020</p>"
    assert reports(head + table.format("911"))["US-OH", "2019-01-01"] == {"cases/total": "42", "signals/text": "911"}
    assert refused_by(head + table.format("18883737888")) == {"number_ambiguous"}


@pytest.mark.parametrize("crumb", ["January to June", "Fiscal year 2019", "First half of 2019"])
def test_an_unclear_time_in_a_breadcrumb_is_another_time(crumb: str) -> None:
    path = f"<ol class=breadcrumb><li><a href=x>Missouri</a></li><li class=active>{crumb}</li></ol>"
    assert refused_by(page(path + VICTIMS)) == {"remark_unclear"}


OHIO = "National Human Trafficking Hotline: Ohio\n\n{entry}\n\n2019\nCases: 42\n\nAccurate as of July 30, 2020\n"


@pytest.mark.parametrize("entry", ["Log: 1/1/2019-6/30/2019", "Extent: July 2018 - June 2019"])
def test_a_key_that_is_not_understood_may_give_the_time_of_the_figures(entry: str) -> None:
    assert "of another time" in refused(OHIO.format(entry=entry))


@pytest.mark.parametrize("entry", ["Extent: October 1, 2017 - September 30, 2020", "Window: 1/1/2019-12/31/2019"])
def test_a_time_that_holds_that_of_the_figures_may_stand_behind_any_key(entry: str) -> None:
    assert read(OHIO.format(entry=entry)) == {"cases/total": "42"}
