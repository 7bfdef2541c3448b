"""What programs write: exports of databases, trees, codes of lines, breadcrumbs; and what leads in to a list."""

from __future__ import annotations

import pytest
from reportlab.pdfgen.canvas import Canvas

from tests.unit.test_designed_pdfs import read as read_drawn
from tests.unit.test_designed_pdfs import write
from tests.unit.test_html_reader import figures, page, refused_by, reports
from tests.unit.test_sheets_and_records import counts_in
from tests.unit.test_text_kinds import HEAD, read, refused

LIST = "Trafficking cases: 42\nTexts: 31\n"
TOTALS = {"cases/total": "42", "signals/text": "31"}
TYPES = {"cases/sex": "30", "cases/labor": "7", "cases/sex_and_labor": "2", "cases/not_specified": "3"}


def test_equals_signs_stand_between_keys_and_values() -> None:
    text = (
        "This is what the National Human Trafficking Hotline holds.\n\n   State          = Ohio\n"
        "   From           = 01-JAN-2019\n   To             = 31-DEC-2019\n   Accurate as of = 30-JUL-2020\n\n"
        "   Trafficking cases = 42\n   Texts             = 31\n"
    )
    assert read(text) == TOTALS
    half = counts_in(text.replace("31-DEC-2019", "30-JUN-2019"))
    assert half == {("US-OH", "2019-06-30", key): number for key, number in TOTALS.items()}


def test_an_export_has_the_days_in_columns_of_their_own() -> None:
    head = "National Human Trafficking Hotline\n\nstate;period_from;period_to;accurate_as_of;measure;category;count\n"
    rows = (
        "Ohio;2019-01-01;2019-12-31;2020-07-30;cases;total;42\nIowa;2019-01-01;2019-12-31;2020-07-30;cases;total;18\n"
    )
    assert counts_in(head + rows) == {
        ("US-OH", "2019-12-31", "cases/total"): "42",
        ("US-IA", "2019-12-31", "cases/total"): "18",
    }


@pytest.mark.parametrize("branch", ["|--", "+--", "├──", "`--"])
def test_the_branches_of_a_tree_are_bullets(branch: str) -> None:
    lines = "".join(f" {branch} {number:>2} {label}\n" for number, label in ((30, "phone calls"), (7, "emails")))
    assert read(f"{HEAD}37 signals\n{lines}") == {
        "signals/total": "37",
        "signals/phone_call": "30",
        "signals/email": "7",
    }


def test_blanks_in_the_cells_of_markdown_move_a_part_below_its_total() -> None:
    rows = [("Trafficking cases", 42), ("&nbsp;&nbsp;Sex trafficking", 30), ("&nbsp;&nbsp;Labor trafficking", 7)]
    rows += [("&nbsp;&nbsp;Sex and labor trafficking", 2), ("&nbsp;&nbsp;Not specified", 3)]
    table = "| Measure | Ohio |\n|---|---:|\n" + "".join(f"| {label} | {number} |\n" for label, number in rows)
    assert read(HEAD + table) == {"cases/total": "42", **TYPES}


@pytest.mark.parametrize(
    ("length", "first", "last"),
    [("twelve months from", "January 1", "December 31"), ("Six months,", "July 1", "December 31")],
)
def test_the_length_of_a_period_stands_before_it(length: str, first: str, last: str) -> None:
    text = f"Ohio\nThe National Human Trafficking Hotline, {length} {first} through {last}, 2019\n\n{LIST}"
    text += "\nAccurate as of July 30, 2020\n"
    assert set(counts_in(text).values()) == {"42", "31"}
    refused(text.replace("twelve", "nine").replace("Six", "Three"))


def test_a_prompt_may_start_a_program_for_databases() -> None:
    text = "pat@tern:~/hotline$ cat README\n{0}pat@tern:~/hotline$ mysql -t hotline < {1}.sql\n\n{2}"
    assert read(text.format(HEAD, "ohio", LIST)) == TOTALS
    refused(text.format(HEAD, "minors", LIST))


@pytest.mark.parametrize(
    "lead",
    [
        "Types of trafficking, in per cent of the cases:",
        "Types of trafficking, in thousands of the cases:",
        "The cases by type of trafficking, on average per year:",
        "Types of trafficking in all of the cases since 2007:",
        "Here are the types of trafficking per one million of the people:",
    ],
)
def test_a_sentence_that_leads_to_other_numbers_than_counts_refuses_them(lead: str) -> None:
    head = "Ohio\n\nNational Human Trafficking Hotline, Ohio,\nJanuary 1, 2019 through December 31, 2019.\n"
    head += "Accurate as of July 30, 2020.\n\n"
    types = "Sex trafficking 30\nLabor trafficking 7\nSex and labor trafficking 2\nNot specified 3\n"
    assert read(f"{head}The types of trafficking in these cases:\n\n{types}") == TYPES
    assert "may say that the figures are something else" in refused(f"{head}{lead}\n\n{types}")


@pytest.mark.parametrize(
    "note", ["Number for Utah, Idaho, Colorado and Wyoming together.", "All texts since texting began in 2013."]
)
def test_a_note_about_other_places_or_all_years_takes_only_its_figure_out(note: str) -> None:
    body = "<p>Victims Identified: 423</p><p>Traffickers Identified: 61</p><p>Texts<sup>†</sup>: 140</p>"
    noted = f"{body}<p><sup>†</sup> {note}</p>"
    assert figures(page(noted)) == {"victims/total": "423", "traffickers/total": "61"}
    assert figures(page(noted.replace("423", "423<sup>†</sup>"))) == {"traffickers/total": "61"}


def test_a_note_about_other_places_that_a_heading_has_refuses_all() -> None:
    note = "<p><sup>†</sup> Numbers for Utah, Idaho, Colorado and Wyoming together.</p>"
    assert refused_by(page(f"<h2>People<sup>†</sup></h2><p>Victims Identified: 423</p>{note}"))
    assert refused_by(page(f"<p>Victims Identified: 423</p>{note}"))


CRUMBS = "<nav aria-label=breadcrumb><ol class=breadcrumb><li><a href=x>Missouri</a></li><li {0}>{1}</li></ol></nav>"


@pytest.mark.parametrize(
    "crumb", ["Jackson County", "Region 4", "Kansas", "Northern Missouri", "2017 statistics", "St. Louis"]
)
def test_the_last_part_of_a_breadcrumb_says_where_the_page_is(crumb: str) -> None:
    body = "<p>Victims Identified: 423</p>"
    assert refused_by(page(CRUMBS.format("class=active", crumb) + body)) == {"remark_unclear"}
    assert refused_by(page(CRUMBS.format("", crumb) + body)) == {"remark_unclear"}


@pytest.mark.parametrize("crumb", ["Statistics", "Local services", "Missouri", "2019", "How we work with counties"])
def test_a_breadcrumb_that_agrees_or_names_a_page_changes_nothing(crumb: str) -> None:
    body = "<p>Victims Identified: 423</p>"
    assert figures(page(CRUMBS.format("class=active", crumb) + body)) == {"victims/total": "423"}


def test_the_open_entry_of_a_menu_says_where_the_page_is() -> None:
    menu = "<nav><ul><li><a href=x>Missouri</a></li><li><a href=y {}>Jackson County</a></li></ul></nav>"
    body = "<p>Victims Identified: 423</p>"
    assert figures(page(menu.format("") + body)) == {"victims/total": "423"}
    assert refused_by(page(menu.format("aria-current=page") + body)) == {"remark_unclear"}
    assert refused_by(page(menu.format("class=active") + body)) == {"remark_unclear"}


TABS = "<ul id=guide-tabs><li>Population</li><li class=active>{}</li><li>Courts</li></ul>"
LINKS = "<ul><li><a href=p>Population</a></li><li><a href=s>Staff</a></li><li><b>{}</b></li></ul>"
BELOW_MENU = "<h2>National Human Trafficking Hotline: Missouri, 2019</h2><p>Victims Identified: 423</p>"


@pytest.mark.parametrize("menu", [TABS, LINKS])
def test_the_open_entry_of_tabs_or_links_says_what_the_page_shows(menu: str) -> None:
    for name in ("Human trafficking", "Statistics"):
        assert figures(page(menu.format(name) + BELOW_MENU, title="")) == {"victims/total": "423"}
    for name in ("Minors", "Jackson County", "Kansas", "First quarter"):
        assert refused_by(page(menu.format(name) + BELOW_MENU, title=""))


def test_the_bold_entry_of_a_site_s_own_menu_may_have_any_name() -> None:
    menu = f"<nav>{LINKS.format('Harvest Walk')}</nav>"
    assert figures(page(menu + BELOW_MENU, title="")) == {"victims/total": "423"}


@pytest.mark.parametrize(
    "words",
    [TABS.replace("id=", "title="), LINKS.replace("b>", "i>"), LINKS.replace("<a href=p>Population</a>", "Population")],
)
def test_other_lists_above_a_heading_are_no_menus(words: str) -> None:
    assert refused_by(page(words.format("Statistics") + BELOW_MENU, title=""))


@pytest.mark.parametrize("shown", ["You are viewing: Jackson County.", "Now showing St. Louis.", "Viewing Region 4."])
def test_what_a_page_shows_may_be_a_part_of_the_state(shown: str) -> None:
    assert refused_by(page(f"<p>{shown}</p><p>Victims Identified: 423</p>"))
    assert figures(page("<p>You are viewing: Missouri.</p><p>Victims Identified: 423</p>")) == {"victims/total": "423"}


def test_a_record_of_a_printed_copy_counts_only_its_pages() -> None:
    record = "".join(
        f"<tr><th>{key}</th><td>{value}</td></tr>"
        for key, value in (
            ("Title", "National Human Trafficking Hotline statistics"),
            ("Place", "Vermont"),
            ("Period covered", "1 January 2019 to 31 December 2019"),
            ("Accurate as of", "25 August 2020"),
            ("Extent", "2 pages"),
            ("Shelf mark", "HQ 281 .N38"),
        )
    )
    html = f"<h1>State documents collection</h1><table>{record}</table><h2>Figures</h2><p>Phone calls: 38</p>"
    assert reports(html) == {("US-VT", "2019-01-01"): {"signals/phone_call": "38"}}
    assert refused_by(html.replace("Extent</th><td>2 pages", "Minors</th><td>2 cases"))


def test_a_title_of_states_that_ends_with_one_place_is_of_them_all() -> None:
    title = "<h1>National Human Trafficking Hotline</h1><p>{}, January 1, 2021 - December 31, 2021</p>"
    rows = "<table><tr><th>State<th>Cases<tr><td>Maine<td>34<tr><td>Guam<td>11</table>"
    rows += "<p>Accurate as of December 5, 2022</p>"
    assert reports(title.format("Small states, territories and Guam") + rows) == {
        ("US-ME", "2021-01-01"): {"cases/total": "34"},
        ("US-GU", "2021-01-01"): {"cases/total": "11"},
    }


@pytest.mark.parametrize("end", ["", "."])
def test_a_caption_names_the_measure_below_a_title_of_another(end: str) -> None:
    head = "<h1>Cases in Ohio: A Note</h1><p>National Human Trafficking Hotline, January 1, 2019 through December 31, "
    head += "2019. All counts are accurate as of July 30, 2020.</p>"
    table = f"<p>Table 2: Ohio, signals by channel{end}</p><table><tr><td>Phone calls<td>38<tr><td>Emails<td>4</table>"
    found = {("US-OH", "2019-01-01"): {"signals/phone_call": "38", "signals/email": "4"}}
    assert reports(head + table) == found
    assert reports(head.replace("Cases in Ohio: A Note", "Ohio") + table) == found
    assert refused_by(head + table.replace("Ohio, signals by", "victims by"))


@pytest.mark.parametrize(
    "heading",
    [
        "Signals from Ohio, Iowa, Utah and Maine together",
        "Ohio, Iowa, Utah and Maine",
        "How people in Ohio, Iowa, Utah and Maine got in touch",
    ],
)
def test_a_heading_of_several_states_is_no_menu(heading: str) -> None:
    text = f"{HEAD}Victims identified\n276\n\n{heading}\n\nPhone calls\n438\n\nTexts\n57\n"
    assert read(text.replace(f"{heading}\n\n", "")) == {
        "victims/total": "276",
        "signals/phone_call": "438",
        "signals/text": "57",
    }
    refused(text)


def test_a_row_of_two_states_is_left_out() -> None:
    head = "<h1>National Human Trafficking Hotline, 2019</h1><p>Accurate as of July 30, 2020</p>"
    rows = "<table><tr><th>State<th>Cases<tr><td>Ohio<td>42<tr><td>Maine {} Vermont<td>9</table>"
    assert reports(head + rows.format("and")) == {("US-OH", "2019-01-01"): {"cases/total": "42"}}
    assert refused_by(head + rows.format("to")) == {"jurisdiction_ambiguous"}


def test_a_note_takes_the_state_out_that_it_gives_another_period() -> None:
    html = (
        "<h1>National Human Trafficking Hotline</h1><p>January 1, 2019 through December 31, 2019. Accurate as of "
        "July 30, 2020.</p><table><tr><th>State or district<th>Cases<tr><td>Ohio<td>42<tr><td>Iowa†<td>9</table>"
        "<p>† Iowa: January 1, 2019 through {} only.</p>"
    )
    assert reports(html.format("June 30, 2019")) == {("US-OH", "2019-01-01"): {"cases/total": "42"}}


def test_names_of_fields_may_be_heads_and_keys() -> None:
    front = '---\ntitle: "National Human Trafficking Hotline"\njurisdiction: Ohio\nperiod: 2019-01-01 to 2019-12-31\n'
    front += "accurate_as_of: 2020-07-30\nlicense: CC0-1.0\n---\n\n"
    assert read(f"{front}| total_cases | phone_calls |\n|---|---|\n| 42 | 31 |\n") == {
        "cases/total": "42",
        "signals/phone_call": "31",
    }
    refused(f"{front}| avg_cases | phone_calls |\n|---|---|\n| 42 | 31 |\n".replace("phone_calls", "avg_calls"))


@pytest.mark.parametrize(
    ("line", "other"),
    [
        ("THE OHIO BEACON                    Winter 2023, No. 4", "Minors only"),
        ("A letter to our supporters | Autumn 2020 | Issue 31", "A letter for minors only"),
        ("Briefing for the statewide task force", "Toledo only"),
        ("Data for prosecutors", "Data from prosecutors"),
        ("Showing 1 to 14 of 14 entries", "Showing minors"),
    ],
)
def test_issues_audiences_and_pages_of_tables_change_nothing(line: str, other: str) -> None:
    text = "{0}\n\nOhio: National Human Trafficking Hotline, 2019\nAccurate as of July 30, 2020\n\n{1}"
    assert read(text.format(line, LIST)) == TOTALS
    refused(text.format(other, LIST))


def test_nested_bullets_and_sections_of_an_appendix_are_no_part_of_labels() -> None:
    bullets = "  ▪ Trafficking cases — 42\n      ▫ sex trafficking — 30\n      ▫ labor trafficking — 7\n"
    bullets += "      ▫ sex and labor trafficking — 2\n      ▫ type not specified — 3\n"
    assert read(HEAD + bullets) == {"cases/total": "42", **TYPES}
    parts = "  A.1  Cases\n       Sex trafficking   30\n       Labor trafficking  7\n"
    parts += "       Sex and labor trafficking  2\n       Not specified  3\n\n  A.2  Contacts\n       Phone calls  31\n"
    assert read(HEAD + parts) == {**TYPES, "signals/phone_call": "31"}


def test_the_person_who_gets_a_copy_is_greeted_in_a_mail() -> None:
    mail = "From: Dana Whitfield <dana@example.org>\nCc: Luis Ortega <luis@example.org>\nSubject: Ohio\n\n{},\n\n"
    assert read(mail.format("Luis") + HEAD + LIST) == TOTALS
    refused(mail.format("Luisburg") + HEAD + LIST)


def test_a_title_that_names_hotline_and_period_continues_no_line_above_it() -> None:
    title = "Ohio\nFact sheet of the Lakes Freedom Coalition\nNational Human Trafficking Hotline figures for 1/1/2019 "
    title += "through 12/31/2019, accurate as\nof 7/30/2020\n\n"
    assert read(title + LIST) == TOTALS


def test_a_figure_of_a_page_stands_apart_though_its_style_puts_it_in_line() -> None:
    tile = "<figure style='display:inline-block'><b style='display:block'>{}</b><figcaption>{}</figcaption></figure>"
    body = "<h2>Signals</h2>" + tile.format(744, "Signals") + tile.format(402, "Phone calls")
    assert figures(page(body)) == {"signals/total": "744", "signals/phone_call": "402"}


# PDFs ----------------------------------------------------------------------------------------------------------------


def test_codes_of_lines_are_no_numbers() -> None:
    def draw(canvas: Canvas) -> None:
        texts = ("People", "Victims Identified", "Traffickers Identified")
        rows = list(zip(("Line", "A1", "A2"), texts, ("Number", "312", "131"), strict=True))
        for at, row in enumerate(rows):
            for left, text in zip((72, 130, 400), row, strict=True):
                write(canvas, left, 650 - 20 * at, text)

    assert read_drawn(draw) == {"victims/total": "312", "traffickers/total": "131"}


def test_a_label_of_two_lines_may_have_its_number_on_the_second() -> None:
    def draw(canvas: Canvas) -> None:
        rows = [("Sex Trafficking", "30"), ("Labor Trafficking", "7"), ("Sex & Labor", ""), ("Trafficking", "2")]
        for at, (label, number) in enumerate([*rows, ("Not Specified", "3")]):
            write(canvas, 72, 650 - 13 * at, label)
            write(canvas, 300, 650 - 13 * at, number)

    assert read_drawn(draw) == TYPES


def test_a_page_out_of_longer_slides_keeps_its_number() -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, 72, 650, "Victims Identified: 312")
        write(canvas, 500, 30, "Slide 4")

    assert read_drawn(draw) == {"victims/total": "312"}


def test_a_sheet_repeats_place_year_and_measure_in_each_row() -> None:
    rows = [("Missouri", "2019", "Victims", "Total", "312"), ("Missouri", "2019", "Signals", "Phone calls", "402")]
    rows += [("Missouri", "2019", "Signals", "Texts", "88"), ("Missouri", "2019", "Signals", "Emails", "31")]

    def draw(canvas: Canvas) -> None:
        for at, row in enumerate([("State", "Year", "Measure", "Category", "Count"), *rows]):
            for left, text in zip((72, 160, 210, 280, 400), row, strict=True):
                write(canvas, left, 650 - 14 * at, text)

    assert read_drawn(draw) == {
        "victims/total": "312",
        "signals/phone_call": "402",
        "signals/text": "88",
        "signals/email": "31",
    }


def test_the_place_and_time_of_a_headline_with_a_number_are_those_of_the_page() -> None:
    headline = "<h1>Hotline: {} trafficking cases in Ohio in 2019</h1><p>Here is what we know.</p>{}"
    body = "<ul><li>Trafficking cases: 31</li><li>Texts: 18</li></ul>"
    dates = "<p>The figures are accurate as of July 30, 2020.</p>"
    found = {("US-OH", "2019-01-01"): {"cases/total": "31", "signals/text": "18"}}
    assert reports(page(body, title=headline.format(31, ""), dates=dates)) == found
    assert refused_by(page(body, title=headline.format(32, ""), dates=dates))
    assert refused_by(page(body, title=headline.format(31, "<h2>2018</h2>"), dates=dates))
    assert refused_by(page(body, title=headline.format(31, "").replace("Ohio", "Toledo, Ohio"), dates=dates))
