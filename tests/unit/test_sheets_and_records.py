"""Records of catalogues, mails with all their headers, copies of sheets, and what people write around the figures."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from orchestration.spotlight import readers
from orchestration.spotlight.domain.places import REFERENCE_DIR
from orchestration.spotlight.domain.seed_lines import BrokenReference
from orchestration.spotlight.domain.vocabulary import load_vocabulary
from orchestration.spotlight.readers.limits import Limits
from tests.unit.test_html_reader import figures, page, refused_by, reports
from tests.unit.test_html_reader import read as read_html
from tests.unit.test_text_kinds import HEAD, figures_in, read, refused

CASES = {
    "cases/total": "42",
    "cases/sex": "30",
    "cases/labor": "7",
    "cases/sex_and_labor": "2",
    "cases/not_specified": "3",
}
TYPES = "30 sex trafficking\n7 labor trafficking\n2 sex and labor trafficking\n3 trafficking type not specified\n"
LIST = "Trafficking cases: 42\nTexts: 31\n"
TOTALS = {"cases/total": "42", "signals/text": "31"}


def counts_in(text: str) -> dict[tuple[str, str, str], str]:
    """Place, last day and `measure/category` → digits, of all figures of a document."""

    def key(one: dict[str, Any]) -> tuple[str, str, str]:
        return one["jurisdiction"], one["period_end"], f"{one['measure']}/{one['category']}"

    return {key(one): one["value"] for one in figures_in(text)}


def test_a_record_of_a_catalogue_states_place_and_period() -> None:
    record = (
        "Record 1 of 1\n\nTITLE          Ohio: statistics of the National Human Trafficking Hotline\n"
        "PLACE          Ohio\nCOVERAGE       1 January 2019 to 31 December 2019\nACCURATE AS OF 30 July 2020\n\n"
    )
    assert read(f"{record}42 human trafficking cases, of which\n{TYPES}") == CASES


@pytest.mark.parametrize("lead", ["of which", "of these"])
def test_a_count_may_lead_to_its_parts(lead: str) -> None:
    assert read(f"{HEAD}42 human trafficking cases, {lead}\n{TYPES}") == CASES


def test_an_entry_of_minors_is_no_lead() -> None:
    refused(f"{HEAD}Trafficking cases: 42\nof which minors: 12\n")


def test_contents_that_repeat_the_headings_are_no_figures() -> None:
    contents = "In this issue\n1. Numbers for Ohio\n2. Our next meeting\n\n"
    assert read(f"{HEAD}{contents}1. NUMBERS FOR OHIO\n\n{LIST}\n2. OUR NEXT MEETING\n\nRoom 204\n") == TOTALS


def test_an_issue_with_other_entries_is_no_table_of_contents() -> None:
    refused(f"{HEAD}In this issue\n1. Numbers for Ohio\n2. Toledo only\n\n1. NUMBERS FOR OHIO\n\n{LIST}")


def test_a_sentence_with_a_period_heads_the_figures_right_below_it() -> None:
    since = "Total statistics from 12/7/07 to 12/31/2019.\nSince 2007\nTotal Cases: 702\n\n"
    text = f"Ohio Statistics\n\n{since}Statistics from 1/1/2019 to 12/31/2019.\n{LIST}\n"
    assert read(f"{text}Statistics on this page are current as of July 30, 2020.\n") == TOTALS


@pytest.mark.parametrize("of", ["all entries", "every table", "all rows", "each row"])
def test_the_period_of_all_entries_is_that_of_the_figures(of: str) -> None:
    text = "National Human Trafficking Hotline\n\n" + f"Period for {of}: 2019-01-01 to 2019-12-31\n"
    text += "Accurate as of 2020-07-30\n\nState: Ohio\nCases: 42\n\nState: Iowa\nCases: 18\n"
    assert counts_in(text) == {
        ("US-OH", "2019-12-31", "cases/total"): "42",
        ("US-IA", "2019-12-31", "cases/total"): "18",
    }


def test_a_section_for_each_of_two_places_decides_below_a_title_of_both() -> None:
    sections = "".join(
        f"<section><h2>{state}</h2><p>Trafficking cases: {number}</p></section>"
        for state, number in (("Maine", 44), ("Vermont", 12))
    )
    html = (
        "<h1>Maine and Vermont: National Human Trafficking Hotline</h1><p>Both cover January 1, 2019 through "
        f"December 31, 2019 and are accurate as of July 30, 2020.</p>{sections}"
    )
    assert reports(html) == {
        ("US-ME", "2019-01-01"): {"cases/total": "44"},
        ("US-VT", "2019-01-01"): {"cases/total": "12"},
    }
    assert reports(html.replace("<h2>Vermont</h2>", "<h2>Both</h2>")).keys() == {("US-ME", "2019-01-01")}


MAIL = (
    "Return-Path: <pat@advocates.example>\n"
    "Received: from mail-qv1.example (mail-qv1.example [203.0.113.44])\n"
    "\tby mx.coalition.example with ESMTPS id q19si2210843qta.88\n"
    "Message-ID: <CAJx7+9f0Zk2=Q8@mail.example>\n"
    "Subject: {subject}\nFrom: Pat Denning <pat@advocates.example>\n\n"
)


def test_folded_header_lines_of_a_mail_say_nothing() -> None:
    assert read(MAIL.format(subject="Ohio hotline numbers for 2019") + HEAD + LIST) == TOTALS


@pytest.mark.parametrize(
    "below", ["Date: Tue, 27 Sep 2022 10:14:52 -0400\n   Toledo only", "Cc: Al <a@b.example>\n Toledo"]
)
def test_an_indented_line_below_the_headers_is_the_mails_own(below: str) -> None:
    refused(MAIL.format(subject="Ohio hotline numbers for 2019").rstrip() + f"\n{below}\n\n" + HEAD + LIST)


def test_the_folded_subject_of_a_mail_is_read() -> None:
    refused(MAIL.format(subject="Hotline numbers for 2019,\n Toledo only") + HEAD + LIST)


def test_a_number_may_stand_one_blank_behind_its_label() -> None:
    rows = "Victims identified        583            Traffickers identified 142\nTrafficking businesses     74\n"
    assert read(HEAD + rows) == {"victims/total": "583", "traffickers/total": "142", "businesses/total": "74"}


@pytest.mark.parametrize("title", ['"Ohio, January 1, 2019 - December 31, 2019",,,', "Ohio 2019,,,"])
def test_a_spreadsheet_writes_titles_with_quotes_and_empty_cells(title: str) -> None:
    rows = 'State,Signals,Cases,Victims identified\nOhio,"1,104",276,489\n'
    text = f'{title}\n"National Human Trafficking Hotline, accurate as of July 30, 2020",,,\n{rows}'
    assert read(text) == {"signals/total": "1104", "cases/total": "276", "victims/total": "489"}


@pytest.mark.parametrize("title", ["reprinted by the Pacific Alliance", "shared by the Great Lakes Coalition"])
def test_who_reprinted_a_title_of_the_hotline_says_nothing(title: str) -> None:
    assert (
        read(
            f"Ohio Spotlight\n2019 National Human Trafficking Hotline Statistics, {title}\n\n{LIST}\n"
            "Accurate as of July 30, 2020\n"
        )
        == TOTALS
    )


@pytest.mark.parametrize("title", ["counted by the Pacific Alliance", "reprinted by the Alliance, Toledo only"])
def test_who_counted_and_for_what_place_is_heard(title: str) -> None:
    refused(
        f"Ohio Spotlight\n2019 National Human Trafficking Hotline Statistics, {title}\n\n{LIST}\n"
        "Accurate as of July 30, 2020\n"
    )


@pytest.mark.parametrize("author", ["J. R. Moss", "K. L. Okafor"])
def test_the_author_of_a_paper_says_nothing(author: str) -> None:
    text = f"Ohio, 2019: National Human Trafficking Hotline\n\n{author}\n\n{LIST}\nAccurate as of July 30, 2020\n"
    assert read(text) == TOTALS


@pytest.mark.parametrize("place", ["S. E. Texas", "D. Hamilton", "B. Farmworkers"])
def test_a_part_of_a_place_and_an_item_of_an_outline_are_no_authors(place: str) -> None:
    refused(f"Ohio, 2019: National Human Trafficking Hotline\n\n{place}\n\n{LIST}\nAccurate as of July 30, 2020\n")


@pytest.mark.parametrize(
    "sentence",
    [
        "At the request of the task force, the Hotline limited this extract to cases located in Franklin County.",
        "The analyst narrowed these numbers, as agreed, to Franklin County.",
    ],
)
def test_what_was_limited_to_a_county_is_refused(sentence: str) -> None:
    assert "County" in refused(f"{HEAD}{LIST}\n{sentence}\n")


@pytest.mark.parametrize("lead", ["By type of trafficking, the cases were:", "Those cases were:", "By type:"])
def test_a_sentence_leads_to_the_types_of_the_cases_before_it(lead: str) -> None:
    told = "From January 1, 2019 through December 31, 2019, the National Human Trafficking Hotline identified 42 cases"
    text = f"Hotline news\n\n{told} in Ohio. The figures are accurate as of July 30, 2020.\n\n{lead}\n\n"
    assert read(text + TYPES.replace("trafficking type ", "")) == CASES


@pytest.mark.parametrize("address", ["(https://alliance.example/help)", "https://alliance.example/help2019"])
def test_an_address_behind_a_link_says_nothing(address: str) -> None:
    assert read(f"Get help {address}\n\n{HEAD}{LIST}") == TOTALS


@pytest.mark.parametrize("tooltip", ["bar", "Chart", "icon"])
def test_a_tooltip_may_call_a_number_what_is_drawn(tooltip: str) -> None:
    html = page(f'<div role=img aria-label="{tooltip}">42</div><p>Trafficking cases</p>')
    assert figures(html) == {"cases/total": "42"}


def test_a_tooltip_with_other_words_is_heard() -> None:
    assert refused_by(page('<div role=img aria-label="Toledo">42</div><p>Trafficking cases</p>'))


TABLE = "<table><tr><td>Trafficking cases</td><td>42</td></tr><tr><td>Texts</td><td>31</td></tr></table>"


def test_the_name_of_a_body_below_a_table_says_nothing() -> None:
    assert figures(page(f"{TABLE}<p>Northern Plains Coalition</p>")) == TOTALS


@pytest.mark.parametrize("caption", ["Harris County", "Northern Plains", "Youth Division"])
def test_a_part_of_the_state_below_a_table_is_heard(caption: str) -> None:
    assert refused_by(page(f"{TABLE}<p>{caption}</p>")) == {"remark_unclear"}


def table_of(*rows: tuple[str, ...]) -> str:
    return f"<table>{''.join('<tr>' + ''.join(f'<td>{cell}</td>' for cell in row) + '</tr>' for row in rows)}</table>"


HOTLINE = "<h1>National Human Trafficking Hotline</h1>"
OHIO_2019 = ("US-OH", "2019-01-01")
TIDY = (
    ("State", "From", "To", "Accurate as of", "Measure", "Category", "Count"),
    ("Ohio", "1/1/2019", "12/31/2019", "7/30/2020", "Cases", "Total", "42"),
    ("Ohio", "1/1/2019", "12/31/2019", "7/30/2020", "Signals", "Texts", "31"),
)


def test_a_row_may_state_the_first_and_the_last_day_and_the_day_of_accuracy() -> None:
    assert reports(HOTLINE + table_of(*TIDY)) == {OHIO_2019: TOTALS}


@pytest.mark.parametrize(
    "day",
    [
        "",
        "7/30/2020 (Toledo)",
        # A day before the other is no period.
        "12/31/2018",
    ],
)
def test_two_cells_that_are_no_period_are_not_joined(day: str) -> None:
    rows = [(*row[:2], "To" if at == 0 else day, *row[3:]) for at, row in enumerate(TIDY)]
    assert refused_by(HOTLINE + table_of(*rows))


SHEET = (
    ("Ohio: National Human Trafficking Hotline", ""),
    ("From", "1/1/2019"),
    ("To", "12/31/2019"),
    ("Accurate as of", "7/30/2020"),
    ("", ""),
    ("Measure", "Count"),
    ("Cases", "42"),
    ("Texts", "31"),
)


def test_the_letters_and_numbers_of_a_sheet_are_no_part_of_its_table() -> None:
    rows = [("", "A", "B"), *((str(at), *row) for at, row in enumerate(SHEET, start=1))]
    assert reports(table_of(*rows)) == {OHIO_2019: TOTALS}


def test_letters_or_numbers_out_of_order_are_part_of_a_table() -> None:
    rows = [("", "A", "C"), *((str(at), *row) for at, row in enumerate(SHEET, start=1))]
    assert refused_by(table_of(*rows))
    rows = [("", "A", "B"), *((str(at), *row) for at, row in enumerate(SHEET, start=2))]
    assert refused_by(table_of(*rows))


def test_a_row_may_state_period_and_day_of_accuracy_together() -> None:
    days = ("January 1, 2019 through December 31, 2019; accurate as of July 30, 2020",)
    rows = "".join(f"<tr><td colspan=2>{text}</td></tr>" for text in ("National Human Trafficking Hotline", *days))
    html = f"<table>{rows}<tr><td>State</td><td>Cases</td></tr><tr><td>Ohio</td><td>42</td></tr></table>"
    assert reports(html) == {OHIO_2019: {"cases/total": "42"}}


@pytest.mark.parametrize(
    "day",
    [
        "as at 30 July 2020",
        "as of today, July 30, 2020",
        "as of today (July 30, 2020)",
        "as of the close of July 30, 2020",
        "as of close of business on July 30, 2020",
    ],
)
def test_the_day_of_accuracy_may_be_said_in_more_words(day: str) -> None:
    assert read(f"Ohio, 2019: National Human Trafficking Hotline\n\n{LIST}\nAll counts are accurate {day}.\n") == TOTALS


TERMINAL = "clerk@desk:~/hotline$ {command}\n" + HEAD + LIST + "clerk@desk:~/hotline$ exit\nlogout\n"


def test_the_prompts_of_a_terminal_say_nothing() -> None:
    assert read(TERMINAL.format(command="cat ohio.txt")) == TOTALS


@pytest.mark.parametrize("command", ['psql -c "select * from ohio where month<=6"', "cat franklin_county.txt"])
def test_a_command_may_narrow_what_is_shown(command: str) -> None:
    refused(TERMINAL.format(command=command))


def test_badges_say_nothing_and_pictures_are_heard() -> None:
    assert read(f"# Ohio\n\n[![License: CC BY](https://img.example/cc.svg)](LICENSE)\n\n{HEAD}{LIST}") == TOTALS
    refused(f"# Ohio\n\n[![Toledo only](https://img.example/cc.svg)](LICENSE)\n\n{HEAD}{LIST}")


def test_the_name_of_a_site_before_the_title_is_known_from_its_frame() -> None:
    frame = "<div id=breadcrumb-section><ol><li><a href=x>{}</a></li><li><a href=y>Sources</a></li></ol></div>"
    html = "{}<h1>HT Data : Ohio, 2019 - National Human Trafficking Hotline</h1><p>Accurate as of July 30, 2020.</p>{}"
    assert reports(html.format(frame.format("HT Data"), TABLE)) == {OHIO_2019: TOTALS}
    assert refused_by(html.format(frame.format("HT Days"), TABLE)) == {"heading_unknown"}


@pytest.mark.parametrize(
    "line",
    [
        "The brief covers January 1, 2018 through December 31, 2018.",
        "The figures above are from 2018.\nTrafficking cases: 12",
    ],
)
def test_a_period_of_something_else_is_not_that_of_the_figures(line: str) -> None:
    text = f"Ohio Spotlight\nNational Human Trafficking Hotline\n\n{line}\n\n{LIST}\nAccurate as of July 30, 2020\n"
    assert counts_in(text) == {}


@pytest.mark.parametrize("time", ["SFY Q1-Q3 2019", "Q1-Q2 2019 (state fiscal year)", "Q1 2019 of the grant year"])
def test_a_quarter_of_another_year_has_no_known_days(time: str) -> None:
    refused(f"Ohio: National Human Trafficking Hotline, {time}\nAccurate as of July 30, 2020\n\n{LIST}")


@pytest.mark.parametrize(
    ("first", "second"),
    [("cat iowa.txt", "exit"), ("cat ohio.txt", "cat ohio_2018.txt"), ("cat minors.txt", "exit")],
)
def test_files_of_other_names_and_second_files_are_heard(first: str, second: str) -> None:
    text = TERMINAL.format(command=first).replace("$ exit\nlogout", f"$ {second}\nVictims identified: 90")
    refused(text)


def test_the_folder_of_a_prompt_is_heard() -> None:
    assert "toledo_only" in refused(TERMINAL.format(command="cat ohio.txt").replace("~/hotline", "~/toledo_only"))


@pytest.mark.parametrize(
    "folded",
    [
        "X-Mailer: Mail 5\n All numbers below are for Toledo only.",
        "X-Mailer: Mail 5\n Correction: the cases are 24, not 42.",
    ],
)
def test_a_sentence_below_a_header_line_is_the_mails_own(folded: str) -> None:
    refused(MAIL.format(subject="Ohio hotline numbers for 2019").rstrip() + f"\n{folded}\n\n" + HEAD + LIST)


@pytest.mark.parametrize(
    ("title", "link"),
    [
        ("Labor trafficking: Ohio, 2019", "Labor trafficking"),
        ("Farmworkers: Ohio, 2019", "Farmworkers"),
        ("Suspected: Ohio, 2019", "Suspected"),
        ("LABOR: Ohio, 2019", "Labor"),
        ("NYC Data: Ohio, 2019", "NYC data"),
        ("YTD: Ohio, 2019", "YTD"),
    ],
)
def test_a_link_of_the_frame_does_not_take_words_from_a_title(title: str, link: str) -> None:
    frame = f"<nav><ul><li><a href=x>{link}</a></li><li><a href=y>Sources</a></li></ul></nav>"
    html = f"{frame}<h1>{title} - National Human Trafficking Hotline</h1><p>Accurate as of July 30, 2020.</p>{TABLE}"
    assert reports_or_refused(html) != {OHIO_2019: TOTALS}


def reports_or_refused(html: str) -> dict[tuple[str, str], dict[str, str]]:
    """The reports of a page; none if it is refused."""
    try:
        return reports(html)
    except AssertionError:
        return {}


@pytest.mark.parametrize("heads", [("Start date", "End date")])
def test_the_days_of_a_grant_in_a_list_of_keys_are_not_those_of_the_figures(heads: tuple[str, str]) -> None:
    keys = (("Grantor", "OVC"), ("Fiscal year", "2018"), (heads[0], "1/1/2018"), (heads[1], "12/31/2018"))
    grant = table_of(*keys, ("Award number", "1234"))
    ohio = "<h1>Ohio: National Human Trafficking Hotline</h1><p>Accurate as of July 30, 2020.</p>"
    assert refused_by(f"{ohio}{TABLE}<h2>Our grant</h2>{grant}") == {"period_unknown"}


def test_one_of_two_pairs_of_days_is_not_taken() -> None:
    rows = [(row[0], *row[1:3], *row[1:3], *row[3:]) for row in TIDY]
    assert refused_by(HOTLINE + table_of(*rows))


@pytest.mark.parametrize("second", ["Totals", "Maine and its neighbor", "The sum of the two"])
def test_a_section_that_may_be_of_both_places_is_of_none(second: str) -> None:
    html = (
        "<h1>Maine and Vermont: National Human Trafficking Hotline</h1><p>Both cover January 1, 2019 through December "
        "31, 2019 and are accurate as of July 30, 2020.</p><h2>Maine</h2><p>Trafficking cases: 44</p>"
        f"<h2>{second}</h2><p>Victims identified: 90</p>"
    )
    assert "victims/total" not in reports_or_refused(html).get(("US-ME", "2019-01-01"), {})


@pytest.mark.parametrize(
    "subject",
    ["Ohio hotline numbers for January through June 2019", "Ohio hotline numbers, 2018", "Ohio hotline, 2017 and 2018"],
)
def test_the_subject_of_a_mail_may_not_name_another_time_than_its_figures(subject: str) -> None:
    refused(MAIL.format(subject=subject) + HEAD + LIST)


def test_a_period_in_its_own_column_is_that_of_the_numbers_on_both_sides() -> None:
    rows = (("Cases", "From", "To", "Texts"), ("42", "1/1/2019", "6/30/2019", "31"))
    html = f"<h1>Ohio: National Human Trafficking Hotline</h1><p>Accurate as of July 30, 2020.</p>{table_of(*rows)}"
    assert reports(html) == {OHIO_2019: TOTALS}
    assert "2019-06-30" in read_ends(html)


def read_ends(html: str) -> set[str]:
    """The last days of the figures of a page."""
    return {str(day) for day in read_html(html).figures["period_end"]}


@pytest.mark.parametrize(
    ("seed", "line", "found"),
    [
        ("labels", '"St. Louis County cases",figure,cases,total', "counts only a part of a state"),
        ("headings", "Jackson County,neutral,", "names a part of a state"),
        ("headings", ",neutral,", "is empty"),
    ],
)
def test_a_seed_line_that_would_make_a_county_the_state_is_named(
    tmp_path: Path, seed: str, line: str, found: str
) -> None:
    shutil.copytree(REFERENCE_DIR, tmp_path / "reference")
    with (tmp_path / "reference" / f"{seed}.csv").open("a", encoding="utf-8") as file:
        file.write(f"{line}\n")
    with pytest.raises(BrokenReference, match=found):
        load_vocabulary(tmp_path / "reference")


def test_the_refusal_of_a_county_tells_the_line_that_passes_it_over(tmp_path: Path) -> None:
    text = f"{HEAD}Trafficking cases: 42\nFranklin County: 12 cases\nTexts: 31\n"
    assert '"Franklin County",other_figure,,' in refused(text)
    shutil.copytree(REFERENCE_DIR, tmp_path / "reference")
    with (tmp_path / "reference" / "labels.csv").open("a", encoding="utf-8") as file:
        file.write('"Franklin County",other_figure,,\n')
    taught = load_vocabulary(tmp_path / "reference")
    reading = readers.read("some.txt", "d0", text.encode(), None, taught, Limits())
    assert {row["value"] for row in reading.figures.iter_rows(named=True)} == {"42", "31"}
