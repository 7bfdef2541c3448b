"""Papers of others that hold the hotline's figures: council papers, catalogue records, folders, mails, print-outs."""

from __future__ import annotations

import pytest

from tests.unit.test_html_reader import read as read_page
from tests.unit.test_text_reader import figures_of, read, refusals

HOTLINE = "National Human Trafficking Hotline"
FIGURES = "Cases identified: 110\nVictims identified: 230\n"
READ = {"cases/total": "110", "victims/total": "230"}
AS_OF = "Accurate as of July 30, 2020.\n"


def _periods(text: str) -> set[tuple[object, ...]]:
    return set(read(text).figures.select("period_start", "period_end", "publisher_as_of").rows())


def test_numbers_of_a_list_that_begins_anew_in_each_part_are_no_figures() -> None:
    parts = "A. 2018\n\n(1) Cases\n    Total   77\n(2) Persons\n    Victims identified   131\n\n"
    text = f"Kentucky: {HOTLINE}\n\n{parts}{parts.replace('A. 2018', 'B. 2019').replace('77', '106')}{AS_OF}"
    values = read(text).figures.filter(read(text).figures["measure"] == "cases")["value"].to_list()
    assert sorted(values) == ["106", "77"]
    # Once only it may be a figure.
    assert refusals(f"Kentucky, 2019: {HOTLINE}\n\n(1) Cases\n    Total   77\n\n{AS_OF}")


def test_a_line_above_a_table_is_its_title_below_the_number_of_the_table() -> None:
    rule = "-----------------------\n"
    table = f"State      Cases    Victims\n{rule}Ohio         110        230\nIowa          40         61\n"
    title = f"Cases and victims in the {HOTLINE}, {{0}}, by state"
    text = f"Table 6-1\n{title}\n\n{table}\n{AS_OF}"
    assert read(text.format("2019")).figures.height == 4
    assert refusals(text.format("2019 in thousands"))
    both = text.replace("Iowa          40         61\n", "Iowa          40         61\nTwo states   150        291\n")
    assert read(both.format("2019")).figures["value"].cast(int).max() == 230
    assert read(both.format("2019").replace("Two states", "Two regions")).figures.height in (0, 4)


@pytest.mark.parametrize(("key", "is_read"), [("Language", True), ("Language of callers", False)])
def test_a_record_with_its_colons_below_each_other(key: str, is_read: bool) -> None:
    record = f"Issuing body      : {HOTLINE}\nPlace             : Missouri\nPeriod covered    : January 1, 2019 - "
    record += f"December 31, 2019\nAccurate as of    : July 30, 2020\n{key:18}: English\n\n"
    figures = "Cases             : 110\nVictims           : 230\n"
    assert (figures_of(record + figures) == READ) if is_read else refusals(record + figures)


@pytest.mark.parametrize(
    ("mark", "is_read"),
    [
        ("[Slide {}]", True),
        ("<Slide {}>", True),
        ("[Slide {} of 9]", True),
        ("-----Slide {}-----", True),
        ("[Slide {}: Who was involved]", True),
        ("[Slide {}] Who was involved", True),
        ("Slide {} - Who was involved", True),
        ("[Slides {}]", False),
        ("[Victims {}]", False),
        ("[Slide {}] Savannah", False),
        ("Slide {} - since 2007", False),
        ("Slide {0} - {0}", False),
    ],
)
def test_the_number_of_a_slide_is_none_of_the_figures_below_it(mark: str, is_read: bool) -> None:
    cases, victims = FIGURES.splitlines()
    slides = f"{mark.format(2)}\n{cases}\n\n{mark.format(3)}\n{victims}\n\n"
    text = f"Missouri, 2019\n{HOTLINE}\n\n{slides}\n\n{AS_OF}"
    assert (figures_of(text) == READ) if is_read else refusals(text)


@pytest.mark.parametrize(
    ("greeting", "is_read"),
    [("Hi Xanthippe,", True), ("Good morning, Ed and Xan,", True), ("Hi Savannah", False), ("Xanthippe,", False)],
)
def test_whom_a_mail_greets_says_nothing_of_figures(greeting: str, is_read: bool) -> None:
    text = f"Missouri, 2019: {HOTLINE}\n\n{greeting}\n\n{FIGURES}\n{AS_OF}"
    assert (figures_of(text) == READ) if is_read else refusals(text)


def test_what_the_hotline_counted_begins_below_a_heading_of_its_own() -> None:
    own = "Our year at the shelter\n\n  Nights of lodging   4,811\n  Meals served       12,094\n\n"
    own += "The wider picture: Missouri\n\n"
    says = f"These are the 2019 statistics of the {HOTLINE} for Missouri, accurate as of July 30, 2020.\n\n"
    assert figures_of(f"{own}{says}{FIGURES}") == READ
    assert refusals(f"{own}{FIGURES}\n{AS_OF}")


def test_who_reported_and_a_signature_say_nothing_of_figures() -> None:
    title = (
        f"Report of: Director, Department of County Human Services\nSubject: Missouri, 2019 {HOTLINE} statistics\n\n"
    )
    signed = "\nMarit Oyelaran, Analyst\nLegislative Council Staff, 029 State Capitol\nT 555-0142\n"
    assert figures_of(f"{title}{FIGURES}\n{AS_OF}{signed}") == READ
    assert refusals(f"{title}{FIGURES}Minors: 029\n\n{AS_OF}")


@pytest.mark.parametrize(
    ("title", "period", "is_read"),
    [
        ("Missouri 2019", "From January 2019 through December 2019", True),
        ("Missouri 2019", "From December 2007 through December 2019", False),
        ("Missouri", "From December 2007 through December 2019", True),
    ],
)
def test_figures_of_many_years_below_a_title_of_one_are_refused(title: str, period: str, is_read: bool) -> None:
    text = f"{title}\n{HOTLINE}\n{period}\n\n{FIGURES}\n{AS_OF}"
    assert (figures_of(text) == READ) if is_read else refusals(text)


@pytest.mark.parametrize(
    "sentence", ["All three years are accurate as of July 30, 2022.", "Status: accurate as of 7/30/2022"]
)
def test_the_day_of_several_years(sentence: str) -> None:
    years = "\n\n".join(
        f"{year}\n\nCases identified: {value}" for year, value in ((2019, 110), (2020, 98), (2021, 120))
    )
    text = f"Missouri: {HOTLINE}\n{sentence}\n\n{years}\n"
    assert {str(day) for _, _, day in _periods(text)} == {"2022-07-30"}
    assert refusals(text.replace("are accurate", "of the grant are accurate").replace("Status", "Status of Kansas"))


@pytest.mark.parametrize("title", ["2019 | Missouri | Hotline statistics", "Missouri Coalition - Annual Report 2019"])
def test_a_year_that_only_the_title_of_a_page_names_is_not_that_of_figures(title: str) -> None:
    body = f"<h1>{HOTLINE} statistics for Missouri</h1><p>Cases identified: 110</p><p>{AS_OF}</p>"
    assert read_page(f"<html><head><title>{title}</title></head><body>{body}</body></html>").figures.is_empty()


@pytest.mark.parametrize(("below", "is_read"), [("Rows: 6. Columns: 4.", True), ("Minors: 6. Adults: 4.", False)])
def test_what_a_table_viewer_counts(below: str, is_read: bool) -> None:
    text = f"Missouri, 2019 {HOTLINE} statistics\n\n{FIGURES}\n{AS_OF}{below}\n"
    assert (figures_of(text) == READ) if is_read else refusals(text)


@pytest.mark.parametrize(
    ("heading", "is_read"),
    [
        ("Handout to House Bill 1216", True),
        ("4 What the hotline heard", False),
        ("4. Minors", False),
    ],
)
def test_the_number_of_a_heading_of_the_page_is_none_of_figures(heading: str, is_read: bool) -> None:
    body = f"<h1>Missouri, 2019 {HOTLINE} statistics</h1><h2>{heading}</h2><p>Cases identified: 110</p><p>{AS_OF}</p>"
    assert bool(read_page(f"<html><body>{body}</body></html>").figures.height) is is_read


def test_a_letterhead_of_two_columns_stands_above_the_sentence_that_names_the_year() -> None:
    head = "FOR IMMEDIATE RELEASE      Contact: Office of Communications\nJanuary 11, 2021         (502) 555-0186\n"
    says = f"The {HOTLINE} has published its statistics for Missouri for the calendar year 2019.\n"
    assert figures_of(f"{head}\n{says}\n{FIGURES}\n{AS_OF}") == READ
    assert refusals(f"{head}\n{says.replace(' for the calendar year 2019', '')}\n{FIGURES}\n{AS_OF}")


@pytest.mark.parametrize(
    ("headline", "is_read"),
    [
        ("Hotline identified 110 trafficking cases in Missouri in 2019", True),
        ("Hotline identified 112 trafficking cases in Missouri in 2019", False),
        ("Hotline identified 98 trafficking cases in Kansas in 2019", True),
        ("Hotline identified 98 trafficking cases in Missouri in 2018", True),
    ],
)
def test_a_headline_with_another_number_of_the_same_place_and_year_is_refused(headline: str, is_read: bool) -> None:
    text = f"THE DAILY\n\n{headline}\nBy Theo Brandt\n\n{HOTLINE}, Missouri, 2019\n\n{FIGURES}\n{AS_OF}"
    assert (figures_of(text) == READ) if is_read else refusals(text)


@pytest.mark.parametrize(("of_what", "is_read"), [("Missouri", True), ("Greene County only", False), ("minors", False)])
def test_a_sentence_that_dates_the_figures_says_of_what_they_are(of_what: str, is_read: bool) -> None:
    says = f"The analyst of the {HOTLINE} sent this. It covers {of_what} for January 1, 2019 through December 31, 2019."
    text = f"Subject: Missouri, 2019\n\n{says}\n\n{FIGURES}\n{AS_OF}"
    assert (figures_of(text) == READ) if is_read else refusals(text)


def test_bullets_of_an_office_program_and_short_types_by_type_of_trafficking() -> None:
    types = "BY TYPE OF TRAFFICKING:\n  o Sex: 70\n  o Labor: 20\n  o Sex and labor: 8\n  o Not specified: 12\n"
    period = "Period: January 1 to December 31, 2019"
    text = f"Missouri: {HOTLINE}\n{period}\n\nCases identified: 110\n\n{types}\n{AS_OF}"
    assert figures_of(text)["cases/sex"] == "70"
    assert refusals(text.replace("BY TYPE OF TRAFFICKING", "BY TYPE OF VENUE"))


def test_a_number_to_call_in_an_emergency_is_no_figure() -> None:
    text = f"Missouri, 2019: {HOTLINE}\n\n{FIGURES}\nIn an emergency, 911.\n\n{AS_OF}"
    assert figures_of(text) == READ
    assert refusals(text.replace("In an emergency, 911.", "Emergencies: 911"))


@pytest.mark.parametrize(
    "line",
    [
        "Accuracy: Accurate as of July 30, 2020",
        "The tables are from the Hotline. All of them are current as of July 30, 2020.",
        "Call 1-855-55-TNHTH (86484). Form DOJ-OCVS-114. Accurate as of July 30, 2020.",
    ],
)
def test_keys_pronouns_numbers_to_call_and_of_forms(line: str) -> None:
    text = f"Missouri, 2019: {HOTLINE}\n\n{line}\n\n{FIGURES}"
    assert figures_of(text) == READ
    assert refusals(text.replace("2020", "2020 for Kansas"))


@pytest.mark.parametrize(
    "line",
    [
        "Subject: minors in Toledo",
        "Prepared for: January to June",
        "The Toledo Pages",
        "While school was out",
        "After dark",
    ],
)
def test_what_is_said_right_above_figures_in_any_form_is_heard(line: str) -> None:
    assert refusals(f"{HOTLINE}\nMissouri, 2019\n\n{line}\n\n{FIGURES}\n{AS_OF}")


@pytest.mark.parametrize(
    "title", ["Missouri hotline statistics | Our 2019 Resource Guide", "Missouri data | Redesigned in 2019"]
)
def test_the_year_of_another_thing_in_a_page_title_is_none_of_the_figures(title: str) -> None:
    body = f"<h1>{HOTLINE} statistics for Missouri</h1><p>Cases identified: 110</p><p>{AS_OF}</p>"
    reading = read_page(f"<html><head><title>{title}</title></head><body>{body}</body></html>")
    assert reading.figures.is_empty()


def test_a_number_to_call_names_nobody_whose_figures_they_are() -> None:
    call = "Call the National Human Trafficking Hotline at 1-888-373-7888."
    title = "Our year in numbers\nMissouri 2019\n\n"
    assert refusals(f"Harbor House\n{title}{FIGURES}\n{AS_OF}\n{call}\n")


def test_a_tab_behind_a_bullet_begins_no_column() -> None:
    signals = "•\tSignals\no\tPhone Calls: 253\no\tEmails: 12\n"
    cases = "•\tCases\no\tSex Trafficking: 54\no\tLabor Trafficking: 9\n"
    text = f"Missouri, 2019: {HOTLINE}\n\n{signals}{cases}\n{AS_OF}"
    expected = {"signals/phone_call": "253", "signals/email": "12", "cases/sex": "54", "cases/labor": "9"}
    assert figures_of(text) == expected
    assert figures_of(text.replace("o\t", "\uf0b7\t").replace(": ", "\t").replace("2019\t", "2019: ")) == expected
    assert refusals(text.replace("•\tCases", "•\tSt. Louis"))
    assert refusals(text.replace("•\tSignals", "•\tIn 2018"))
    # A zero that was scanned as a letter, and numbers of two years.
    assert refusals(text.replace(signals, "253\tPhone Calls\n12\tEmails\no\tTexts\no\tWebforms\n"))
    assert refusals(text.replace(": 253", "\t253\t241").replace(": 12", "\t12\t10"))


BROKEN = (
    "Victims\nIdentified\n203\n\nTraffickers\nIdentified\n72\n\n{}\n\nSex\nTrafficking\n83\n\nLabor\nTrafficking\n22\n"
)


def test_an_empty_line_shows_which_number_is_that_of_a_broken_label() -> None:
    text = f"Missouri, 2019: {HOTLINE}\n\n{BROKEN}\n{AS_OF}"
    people = {"victims/total": "203", "traffickers/total": "72"}
    types = {"cases/total": "105", "cases/sex": "83", "cases/labor": "22"}
    assert figures_of(text.format("105\nTrafficking\nCases")) == people | types


@pytest.mark.parametrize(
    ("total", "was", "becomes"),
    [
        # A total that the types do not add up to, a type instead of a total, and numbers or labels that are lost.
        ("150\nTrafficking\nCases", "", ""),
        ("105\nTrafficking\nCases", "83\n\nLabor\nTrafficking\n22", "83\n\n22\nLabor\nTrafficking"),
        ("105\nTrafficking\nCases", "72\n", ""),
        ("105\nTrafficking\nCases", "Traffickers\nIdentified\n", ""),
        ("105\nTrafficking\nCases", "203\n\nTraffickers\nIdentified\n72", "203\n72"),
        ("105\nTrafficking\nCases", "\n\n", "\n"),
    ],
)
def test_broken_labels_that_leave_a_doubt_are_refused(total: str, was: str, becomes: str) -> None:
    body = BROKEN.format(total)
    assert refusals(f"Missouri, 2019: {HOTLINE}\n\n{body.replace(was, becomes) if was else body}\n{AS_OF}")


def test_numbers_that_stand_nearer_to_the_labels_above_them_are_not_those_of_the_labels_below() -> None:
    lost = "17\nPhone Calls\n438\n\nWebforms\n61\n\nEmails\n14\n\nTexts\n"
    assert refusals(f"Missouri, 2019: {HOTLINE}\n\n{lost}\n{AS_OF}")


SHEET = """Missouri, 2019: National Human Trafficking Hotline

Signals                         # of Signals
Phone Calls                              545
Emails                                    30
                                ------------
Total                                    575

Type of Trafficking     # of Cases   % of Cases
Sex Trafficking                 83        70.9%
Labor Trafficking               30        25.6%
{}
                        ----------   ----------
Total                          117       100.0%

"""


@pytest.mark.parametrize(
    "row",
    [
        "Sex and Labor\n  Trafficking                    4         3.4%",
        "Sex and Labor                   4         3.4%\n  Trafficking",
    ],
)
def test_a_label_of_a_sheet_may_be_broken_over_two_lines(row: str) -> None:
    read = figures_of(SHEET.format(row) + AS_OF)
    assert read["cases/sex_and_labor"] == "4"
    assert (read["cases/total"], read["signals/total"]) == ("117", "575")


@pytest.mark.parametrize(
    "name", ["Not Specified\n  Venue        ", "Minors\n  Trafficking", "Sex Trafficking\n  Minors"]
)
def test_what_a_broken_label_says_in_full_decides(name: str) -> None:
    read = figures_of(SHEET.format(f"{name}                    4         3.4%") + AS_OF)
    assert "4" not in read.values()
    assert read["cases/sex"] == "83"


def test_a_name_above_an_indented_row_is_heard() -> None:
    assert refusals(SHEET.format("Joplin\n  Sex Trafficking                4         3.4%") + AS_OF)


RELEASE = "<h1>Attorney General marks Human Trafficking Prevention Month</h1><p>{}</p><p>{}</p>" + f"<p>{AS_OF}</p>"
RECEIVED = f"In 2022, the {HOTLINE} received 802 signals from Ohio."


def test_a_sentence_that_names_the_hotline_says_who_counted() -> None:
    identified = "The hotline identified 273 human trafficking cases in Ohio in 2022."
    rows = read_page(RELEASE.format(RECEIVED, identified)).figures.select("measure", "value").rows()
    assert set(rows) == {("signals", "802"), ("cases", "273")}


@pytest.mark.parametrize(
    "headline",
    [
        "Governor's office marks prevention month",
        "Attorney General Jane Doe marks Human Trafficking Prevention Month",
        "Ohio Attorney General Yost Urges Truckers To Learn The Signs",
        "State Police join the fight against trafficking",
    ],
)
def test_a_headline_of_an_agency_says_nothing_of_what_the_hotline_is_said_to_have_counted(headline: str) -> None:
    page = RELEASE.format(RECEIVED, "").replace("Attorney General marks Human Trafficking Prevention Month", headline)
    assert read_page(page).figures["value"].to_list() == ["802"]
    # A list below it names neither the hotline nor the state.
    assert read_page(page.replace(RECEIVED, "Signals received in 2022: 802")).figures.is_empty()


@pytest.mark.parametrize(
    "heading",
    [
        "Numbers doubled",
        "All counts halved",
        "Toledo hotline figures",
        "Columbus",
        "Farmworkers",
        "Data of our own hotline",
        "The Domestic Violence Hotline",
        "Coalition doubles its members",
        "Attorney General doubles all of its counts",
        "Attorney General: farmworkers in camps marked",
        "Attorney General marks Toledo hotline figures this month",
        "Attorney General urges Columbus to learn the signs",
        "Attorney General marks month in Franklin County",
        "Attorney General announces that numbers were doubled",
        "Attorney General announces record at domestic violence hotline",
    ],
)
def test_what_is_no_headline_of_an_agency_alone_is_heard_above_a_sentence(heading: str) -> None:
    identified = "The hotline identified 273 human trafficking cases in Ohio in 2022."
    for second in ("", identified):
        page = RELEASE.format(RECEIVED, second)
        reading = read_page(page.replace("Attorney General marks Human Trafficking Prevention Month", heading))
        assert reading.figures.is_empty()
        assert reading.rejections


def test_it_is_the_hotline_right_behind_a_sentence_that_names_it() -> None:
    it = "It identified 273 human trafficking cases in Ohio in 2022."
    behind = read_page(RELEASE.format(RECEIVED, it)).figures.select("measure", "value").rows()
    assert set(behind) == {("signals", "802"), ("cases", "273")}
    before = read_page(RELEASE.format(it, RECEIVED)).figures.select("measure", "value").rows()
    assert before == [("signals", "802")]


@pytest.mark.parametrize("who", ["The office", "Our hotline", "The state hotline", "The tip line", "The unit"])
def test_a_sentence_of_somebody_else_below_an_agency_gives_no_figure(who: str) -> None:
    other = f"{who} identified 273 human trafficking cases in Ohio in 2022."
    for sentences in ((RECEIVED, other), (other, RECEIVED)):
        assert "273" not in read_page(RELEASE.format(*sentences)).figures["value"].to_list()
    alone = read_page(RELEASE.format(other, ""))
    assert alone.figures.is_empty()
    assert [rejection.rule_code for rejection in alone.rejections] == ["document.no_figures"]


@pytest.mark.parametrize(
    "title",
    [
        "Attorney General: calls since 2012",
        "Columbus Attorney: calls in Columbus",
        "City of Columbus marks prevention month",
        "Estimates of trafficking",
        "Labor trafficking in Ohio",
        "Minors and trafficking",
        "First half of the year",
    ],
)
def test_an_agency_above_a_sentence_may_say_more_than_who_it_is(title: str) -> None:
    page = RELEASE.format(RECEIVED, "").replace("Attorney General marks Human Trafficking Prevention Month", title)
    assert read_page(page).figures.is_empty()
