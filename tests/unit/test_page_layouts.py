"""How a page is laid out: columns, tables, one long line, sentences that begin with a number, several parts."""

from __future__ import annotations

import pytest

from orchestration.spotlight import readers
from orchestration.spotlight.domain.model import Reading
from orchestration.spotlight.domain.places import REFERENCE_DIR
from orchestration.spotlight.domain.vocabulary import load_vocabulary
from orchestration.spotlight.readers.blocks import Document
from orchestration.spotlight.readers.formats.text import read_text
from orchestration.spotlight.readers.grammar.lexicon import lexicon_of
from orchestration.spotlight.readers.limits import Limits
from orchestration.spotlight.readers.tree.lines import lines_of
from orchestration.spotlight.readers.tree.section_numbers import take_page_number

VOCABULARY = load_vocabulary(REFERENCE_DIR)
TITLE = "Missouri Spotlight\n\n2019 Statistics\n\n"
DATES = "\n\nIt covers January 1, 2019 through December 31, 2019 and is accurate as of July 30, 2020.\n"
AS_OF = "\n\nStatistics are accurate as of July 30, 2020.\n"
MISSOURI = ("US-MO", "2019-01-01", "2019-12-31")

Reports = dict[tuple[str, str, str], dict[str, str]]


def read(content: str, sidecar: str = "") -> Reading:
    return readers.read("some.txt", "d0", content.encode(), sidecar.encode() or None, VOCABULARY, Limits())


def reports(content: str, sidecar: str = "") -> Reports:
    """Place and period of each report → its figures."""
    reading = read(content, sidecar)
    assert reading.rejections == ()
    found: Reports = {}
    for row in reading.figures.iter_rows(named=True):
        key = (row["jurisdiction"], row["period_start"], row["period_end"])
        found.setdefault(key, {})[f"{row['measure']}/{row['category']}"] = row["value"] or row["value_status"]
    return found


def body(text: str) -> dict[str, str]:
    return reports(TITLE + text + DATES)[MISSOURI]


def refused_by(content: str) -> list[str]:
    reading = read(content)
    assert reading.figures.is_empty()
    return [rejection.rule_code.removeprefix("document.") for rejection in reading.rejections]


TRIO = {"victims/total": "423", "traffickers/total": "117", "businesses/total": "31"}
TYPES = {"cases/sex": "183", "cases/labor": "22", "cases/sex_and_labor": "6", "cases/not_specified": "23"}


# Side by side ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "423             117              31\n"
        "Victims         Traffickers      Trafficking\n"
        "Identified      Identified       Businesses",
        "Victims Identified    Traffickers Identified    Trafficking Businesses\n\n"
        "      423                    117                       31",
        "Victims Identified     423     Traffickers Identified     117\nTrafficking Businesses  31",
        "Victims Identified\tTraffickers Identified\tTrafficking Businesses\n423\t117\t31",
        "| Victims Identified | Traffickers Identified | Trafficking Businesses |\n|---|---|---|\n| 423 | 117 | 31 |",
        "Victims Identified | 423\nTraffickers Identified | 117\nTrafficking Businesses | 31",
    ],
)
def test_columns_and_rows_are_told_apart(text: str) -> None:
    assert body(text) == TRIO


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Sex Trafficking       183\n22                    Labor Trafficking", "number_ambiguous"),
        ("Sex Trafficking     Labor Trafficking\n183", "number_ambiguous"),
        ("Sex Trafficking     Labor Trafficking\n      183      22", "number_ambiguous"),
        ("Sex Trafficking  183 170\nLabor Trafficking  22 20", "number_ambiguous"),
    ],
)
def test_columns_that_cannot_be_told_are_refused(text: str, code: str) -> None:
    assert code in refused_by(TITLE + text + DATES)


STATES = """
State             Sex Trafficking   Labor Trafficking   Sex and Labor   Not Specified   Total
Utah                       40                12               1               3           56
West Virginia               9                 2               0               1           12
Total                      49                14               1               4           68
"""


def test_states_down_and_types_across() -> None:
    assert reports("2019 Statistics by State\n" + STATES + AS_OF) == {
        ("US-UT", "2019-01-01", "2019-12-31"): {
            "cases/sex": "40",
            "cases/labor": "12",
            "cases/sex_and_labor": "1",
            "cases/not_specified": "3",
            "cases/total": "56",
        },
        ("US-WV", "2019-01-01", "2019-12-31"): {
            "cases/sex": "9",
            "cases/labor": "2",
            "cases/sex_and_labor": "0",
            "cases/not_specified": "1",
            "cases/total": "12",
        },
    }


@pytest.mark.parametrize(
    "table",
    [
        "            2019      2018\nSignals     1,103     900\nTotal Cases   233     200",
        "                 2019    2018\nTotal Signals   1,103    900\nTotal Cases       233    200",
        "\t2019\t2018\nTotal Signals\t1,103\t900\nTotal Cases\t233\t200",
        "Year\tSignals\tCases\n2019\t1,103\t233\n2018\t900\t200",
    ],
)
def test_years_beside_or_below_each_other_are_a_report_each(table: str) -> None:
    assert reports("Missouri Statistics\n\n" + table + AS_OF) == {
        MISSOURI: {"signals/total": "1103", "cases/total": "233"},
        ("US-MO", "2018-01-01", "2018-12-31"): {"signals/total": "900", "cases/total": "200"},
    }


@pytest.mark.parametrize(
    ("table", "ends", "code"),
    [
        ("\t2019\t2018\nCases\t233\t200", "", "publisher_as_of_unknown"),
        ("\t2019\t2018\nCases\t233\t200", DATES, "period_contradicts_title"),
        ("\tFY 2019\tFY 2018\nTotal Cases\t233\t20", AS_OF, "no_figures"),
        ("\t2019\t2019\nTotal Cases\t233\t234", AS_OF, "label_ambiguous"),
    ],
)
def test_years_that_cannot_be_told_are_refused(table: str, ends: str, code: str) -> None:
    assert code in refused_by("Missouri Statistics\n\n" + table + ends)


def test_a_column_of_changes_is_no_year() -> None:
    table = "\t2019\tChange\nTotal Cases\t233\t20"
    assert reports("Missouri Statistics\n\n" + table + AS_OF) == {MISSOURI: {"cases/total": "233"}}


# Both orders ----------------------------------------------------------------------------------------------------------

NUMBER_FIRST = "423\nVictims Identified\n\n117\nTraffickers Identified\n\n31\nTrafficking Businesses\n\n"
LABEL_FIRST = "Sex Trafficking\n183\n\nLabor Trafficking\n22\n\nSex & Labor\n6\n\nNot Specified\n23"


def test_two_orders_are_read_only_where_gaps_part_them() -> None:
    parted = f"{NUMBER_FIRST}Trafficking Types\n\n{LABEL_FIRST}"
    assert body(parted) == TRIO | TYPES
    # Each number stands with its label between empty lines, and several show each order.
    assert body(NUMBER_FIRST + LABEL_FIRST) == TRIO | TYPES
    for text in (NUMBER_FIRST.replace("\n\n", "\n") + LABEL_FIRST, parted.replace("\n\n", "\n")):
        assert "number_ambiguous" in refused_by(TITLE + text + DATES)


CHANNELS = "Phone calls\n268\nTexts\n71\nEmails\n14\n\n"


@pytest.mark.parametrize(
    "text",
    [
        "Cases\n\n132\nvictims identified",
        "Cases (average)\n\n132\ncases identified",
        "Cases\n132\ncases identified\n45\nvictims identified",
        "Victims\n\n132\nminor victims",
    ],
    ids=["names of two figures", "not the bare name", "one order or the other", "a part"],
)
def test_a_number_between_two_names_that_differ_is_not_read_as_both(text: str) -> None:
    reading = read(TITLE + CHANNELS + text + DATES)
    values = {(row["measure"], row["category"], row["value"]) for row in reading.figures.iter_rows(named=True)}
    assert reading.rejections or values.isdisjoint({("cases", "total", "132"), ("victims", "total", "132")})


def test_a_number_far_from_its_label_is_not_its_number() -> None:
    assert refused_by(TITLE + "Phone Calls\n438\n\nWebchats" + "\n" * 9 + "1" + DATES) == ["number_ambiguous"]


# Older and newer pages ------------------------------------------------------------------------------------------------


def test_sentences_that_begin_with_a_number() -> None:
    page = """Maine
2023 Statistics
78
signals were received by the Hotline in 2023 from Maine.
26
signals received were from victims or survivors of human trafficking.
36
cases were identified in 2023.
78 victims were involved in these cases.

Hotline Call
56

All Time Statistics (Since 2007)
1,500
signals were received by the Hotline
900
cases were identified

Ways the Hotline was Found
Internet Search
30
"""
    sidecar = "publisher_as_of: 2024-06-30\npublisher_as_of_basis: retrieved_by\n"
    assert reports(page, sidecar) == {
        ("US-ME", "2023-01-01", "2023-12-31"): {
            "signals/total": "78",
            "signals/victim_or_survivor": "26",
            "cases/total": "36",
            "victims/total": "78",
            "signals/phone_call": "56",
        }
    }


@pytest.mark.parametrize(
    ("text", "code"),
    [
        # The words behind a wording change what it counts; a number belongs to a label above as well.
        ("36\ncases were identified in Kansas.", "jurisdiction_ambiguous"),
        ("36 cases were identified among minors.", "no_figures"),
        ("36 cases were identified, 12 of them in 2019.", "number_ambiguous"),
        ("Victims Identified\n36\ncases were identified in 2019.", "number_ambiguous"),
        ("In all, cases were identified: 36", "number_ambiguous"),
        ("Cases were identified: 36", "number_ambiguous"),
    ],
)
def test_sentences_that_cannot_be_told_are_refused(text: str, code: str) -> None:
    assert code in refused_by(TITLE + text + DATES)


def test_numbers_before_their_labels_on_one_line_and_a_period_in_the_title() -> None:
    page = (
        "NHTRC Data Breakdown\nMissouri State Report 1/1/2014 – 12/31/2014\n\n"
        "In 2014 the hotline had 24,062 contacts from all over the country.\n\n"
        "186 Phone Calls - 16 Emails - 11 Online Tip Reports\n\nAccurate as of January 20, 2015."
    )
    assert reports(page) == {
        ("US-MO", "2014-01-01", "2014-12-31"): {
            "signals/phone_call": "186",
            "signals/email": "16",
            "signals/webform": "11",
        }
    }


def test_indicators_of_victims_are_left_unread() -> None:
    assert body("Phone Calls: 438\nHigh Indicators 7,767\nModerate Indicators 9,045") == {"signals/phone_call": "438"}


# Several reports, and parts that are not the report's ----------------------------------------------------------------


def test_a_title_with_another_place_or_year_begins_another_report() -> None:
    dates = "It covers 1/1/{1} through 12/31/{1}, accurate as of 7/1/2020."
    page = "{0} Spotlight\n\n{1} Statistics\n\nPhone Calls\n{2}\n\n" + dates + "\n"
    assert reports(page.format("Utah", 2019, 40) + page.format("Nevada", 2018, 12)) == {
        ("US-UT", "2019-01-01", "2019-12-31"): {"signals/phone_call": "40"},
        ("US-NV", "2018-01-01", "2018-12-31"): {"signals/phone_call": "12"},
    }
    both = (
        "Utah\n\n2018 Statistics\n\nPhone Calls 40\n\n2019 Statistics\n\nPhone Calls 41\n\n"
        "Nevada\n\n2019 Statistics\n\nPhone Calls 9"
    )
    assert reports(both + AS_OF) == {
        ("US-UT", "2018-01-01", "2018-12-31"): {"signals/phone_call": "40"},
        ("US-UT", "2019-01-01", "2019-12-31"): {"signals/phone_call": "41"},
        ("US-NV", "2019-01-01", "2019-12-31"): {"signals/phone_call": "9"},
    }


def test_the_date_of_one_report_is_not_that_of_the_next() -> None:
    page = (
        "Utah Spotlight\n\n2019 Statistics\n\nPhone Calls 40"
        + AS_OF
        + "\nNevada Spotlight\n\n2019 Statistics\n\nPhone Calls 9\n"
    )
    assert refused_by(page) == ["publisher_as_of_unknown"]


def test_the_nation_below_a_state_is_the_nation() -> None:
    page = TITLE + "Phone Calls 438\n\nUnited States Totals\n\nPhone Calls 90,000" + DATES
    assert {key[0]: figures for key, figures in reports(page).items()} == {
        "US-MO": {"signals/phone_call": "438"},
        "US": {"signals/phone_call": "90000"},
    }


@pytest.mark.parametrize("heading", ["First Half of 2019", "Q2 Report", "Nationwide", "Since 2007", "Cases by Month"])
def test_what_stands_below_another_heading_is_not_the_years(heading: str) -> None:
    text = f"Phone Calls\n438\n\n{heading}\n\nPhone Calls\n200"
    assert body(text) == {"signals/phone_call": "438"}


@pytest.mark.parametrize(
    "title",
    [
        "Missouri Statistics for Fiscal Year 2019",
        "Missouri Statistics FY 2019",
        "Missouri Statistics 2018-2019",
        "Missouri Statistics 2019\n\nCollected through June 30, 2019.",
    ],
)
def test_a_year_that_may_be_a_part_of_one_is_no_period(title: str) -> None:
    assert "period_unknown" in refused_by(f"{title}\n\nPhone Calls 438{AS_OF}")


def test_a_half_of_a_year_is_a_period_of_its_own() -> None:
    title = "Missouri Statistics for the second half of 2019"
    assert reports(f"{title}\n\nPhone Calls 438{AS_OF}") == {
        ("US-MO", "2019-07-01", "2019-12-31"): {"signals/phone_call": "438"}
    }


@pytest.mark.parametrize(
    "title",
    [
        "Missouri\n2019 Statistics",
        "2019 Missouri Statistics",
        "Missouri Statistics, 2019\n\nPosted on August 1, 2020",
        "Missouri Statistics: January 1, 2019 – December 31, 2019",
        "Missouri Statistics\nJanuary – December 2019",
        "Missouri Statistics\n2019",
    ],
)
def test_a_year_in_a_title_is_the_period(title: str) -> None:
    assert reports(f"{title}\n\nPhone Calls 438{AS_OF}") == {MISSOURI: {"signals/phone_call": "438"}}


def test_every_number_is_read_or_said_to_be_left_alone() -> None:
    page = (
        TITLE
        + "Phone Calls 438\n\nIn 2019, 300 people wrote to us (12 % of all).\n\nVenues\n\nHotel 12\n\n*7 of them twice."
        + DATES
    )
    examined = readers.examine("some.txt", "d0", page.encode(), None, VOCABULARY, Limits())
    assert [one.mark.text[one.mark.start : one.mark.end] for one in examined.unread] == ["300", "12", "7"]
    assert ["running text" in one.why or "Venues" in one.why for one in examined.unread] == [True, True, True]


def test_a_refusal_points_at_its_place() -> None:
    examined = readers.examine("some.txt", "d0", (TITLE + "Emails  1O3" + DATES).encode(), None, VOCABULARY, Limits())
    (mark,) = examined.marks
    assert mark is not None
    assert (mark.line, mark.text[mark.start : mark.end]) == (5, "1O3")


FISCAL = (
    "Iowa: Hotline Statistics\n\nThe state's fiscal year 2022 ran from July 1, 2021 through June 30, 2022.\n"
    "National Human Trafficking Hotline data accurate as of August 31, 2022.\n\n"
)


def test_another_fiscal_year_than_the_text_defines_is_refused() -> None:
    assert set(refused_by(FISCAL + "\tFY 2021\nCases\t43\nVictims\t50\n")) == {"period_contradicts_title"}


PAGED = (
    "Missouri Statistics\n\nHotline, January 1, 2019 through December 31, 2019.\n\nCases: 30\n\n"
    "Data are accurate as of July 30, 2020        7\n"
)


@pytest.mark.parametrize(
    ("below", "victims"), [("", {}), ("                                             Victims\n", {"victims/total": "7"})]
)
def test_the_number_of_the_page_beside_the_last_line_is_no_figure(below: str, victims: dict[str, str]) -> None:
    assert reports(PAGED + below)[MISSOURI] == {"cases/total": "30", **victims}


def test_a_line_says_what_it_says_without_the_number_of_the_page() -> None:
    lexicon = lexicon_of(VOCABULARY)
    document = read_text("some.txt", "d0", b"41%, data accurate as of July 30, 2020        7", Limits())
    assert isinstance(document, Document)
    (line,) = lines_of(document, lexicon)
    assert not line.said.has("share")
    take_page_number([line], lexicon)
    assert line.said.has("share")


def test_the_only_place_may_be_named_in_a_sentence_on_the_statistics() -> None:
    text = (
        "Here are the statistics of the National Human Trafficking Hotline on Missouri for the calendar\nyear 2019 "
        "(January 1 through December 31, 2019). They are accurate as of July 30, 2020.\n\nCases: 30\n"
    )
    assert reports(text)[MISSOURI] == {"cases/total": "30"}
    assert refused_by(text.replace("on Missouri ", "") + "\nWe moved the office on Missouri Avenue.\n")


OF_THE_HOTLINE = "National Human Trafficking Hotline\n"


@pytest.mark.parametrize(
    ("above", "below", "code"),
    [
        ("Missouri statistics, 2019\n\n", "Source: Missouri Highway Patrol\n", "remark_unclear"),
        ("Missouri statistics, 2019\n\nSOURCE:    Missouri Highway Patrol\n\n", "", "remark_unclear"),
        ("Missouri statistics, 2019\n\n", "Data source: the state police\n", "remark_unclear"),
        (
            f"RE: Cases investigated by the Highway Patrol\n\n{OF_THE_HOTLINE}Missouri statistics, 2019\n\n",
            "",
            "no_figures",
        ),
        (f"{OF_THE_HOTLINE}Missouri\nThird quarter of 2019 (July and September)\n\n", "", "no_figures"),
    ],
)
def test_another_source_or_time_beside_the_figures_is_refused(above: str, below: str, code: str) -> None:
    assert refused_by(f"{above}Human trafficking cases: 110{AS_OF}{below}") == [code]


@pytest.mark.parametrize(
    "source",
    [
        "Source: National Human Trafficking Hotline",
        "Data source: NHTRC",
        "Source: Polaris Project",
        "Source: https://humantraffickinghotline.org/en/statistics/missouri",
    ],
)
def test_a_source_that_is_the_hotline_changes_nothing(source: str) -> None:
    text = f"Missouri statistics, 2019\n\nHuman trafficking cases: 110{AS_OF}{source}\n"
    assert reports(text) == {MISSOURI: {"cases/total": "110"}}


# Notes and parts of victims -------------------------------------------------------------------------------------------

NOTED = "Phone Calls: 438\nEmails{mark}: 14\nTexts: 57\n\n{note}"
SOME = "Some people write more than one message to the same address."
BRACKETS = [("[1]", "[1] ")]


@pytest.mark.parametrize(("mark", "before"), BRACKETS)
def test_a_number_in_brackets_that_has_a_note_is_its_mark(mark: str, before: str) -> None:
    found = {"signals/phone_call": "438", "signals/email": "14", "signals/text": "57"}
    assert body(NOTED.format(mark=mark, note=before + SOME)) == found
    types = "183 Cases\nSex Trafficking\n\n22 Cases\nLabor Trafficking\n\n6 Cases\nSex & Labor Trafficking\n\n"
    note = "Cases where trafficking type is not specified are typically a result of callers self identifying."
    assert body(f"{types}23 Cases\nForm Not Specified{mark}\n\n{before}{note}") == TYPES


@pytest.mark.parametrize("mark", [" (1)  ", "(1)     "])
def test_a_number_in_round_brackets_between_label_and_number_is_the_mark_of_its_note(mark: str) -> None:
    rows = "Phone Calls      438\nEmails{}  14\nTexts             57\n\n{}"
    found = {"signals/phone_call": "438", "signals/email": "14", "signals/text": "57"}
    assert body(rows.format(mark, f"(1) {SOME}")) == found
    # It may be a count: no sentence begins with it, others do too, or another count stands in brackets.
    for note in ("", "(2) " + SOME, f"(1) {SOME}\n(2) {SOME}", f"Webforms (3)\n\n(1) {SOME}"):
        assert refused_by(TITLE + rows.format(mark, note) + AS_OF), note


@pytest.mark.parametrize(
    "text",
    [
        NOTED.format(mark="(1)", note=""),
        NOTED.format(
            mark="(1)", note="(1) Put the number on a wall for all to see.\n(2) Come to a talk of ours at noon."
        ),
        NOTED.format(mark="(1)", note="(1) 14 of the people wrote more than one message here."),
        "Phone Calls(438)\nEmails(1)\nTexts(57)\n\n(1) " + SOME,
    ],
    ids=["no note", "a list", "a number", "counts in brackets"],
)
def test_a_number_in_brackets_that_may_be_another_is_refused(text: str) -> None:
    assert "number_spoilt" in refused_by(TITLE + text + AS_OF)


@pytest.mark.parametrize(("mark", "before"), [*BRACKETS[:1], ("*", "* "), ("¹", "¹ ")])
@pytest.mark.parametrize(
    "note",
    [
        "This is the count from July to December 2019 only.",
        "This count is for the city of Saint Louis alone.",
        "From Saint Louis alone, and from no other part of the state.",
        "Emails are the average number of messages per month.",
    ],
)
def test_a_note_of_one_figure_changes_that_figure_and_no_other(mark: str, before: str, note: str) -> None:
    text = TITLE + NOTED.format(mark=mark, note=before + note) + AS_OF
    assert reports(text)[MISSOURI] == {"signals/phone_call": "438", "signals/text": "57"}


DEMOGRAPHICS = "    Adults    34\n    Minors    19\n    Female    46\n    Male      7\n\n"
BY_YEAR = "Human Trafficking Cases Reported by Year\n\n    Year    Cases\n    2018    41\n    2019    47\n"


@pytest.mark.parametrize(
    "heading", ["Victim Demographics in 2019*\n", "Gender of victims, 2019\n", "Age Groups in 2019\n", ""]
)
def test_parts_of_victims_in_a_list_of_their_own_are_left_out(heading: str) -> None:
    found = reports(f"{TITLE}Human Trafficking Cases: 47\n\n{heading}{DEMOGRAPHICS}{BY_YEAR}{AS_OF}")
    assert found == {MISSOURI: {"cases/total": "47"}, ("US-MO", "2018-01-01", "2018-12-31"): {"cases/total": "41"}}


def test_what_stands_below_a_part_of_victims_is_not_read() -> None:
    minors = "Minors in 2019\n    Cases    12\n    Victims    15\n\n"
    assert refused_by(f"{TITLE}Human Trafficking Cases: 47\n\n{minors}{BY_YEAR.replace('47', '12')}{AS_OF}")
    assert refused_by(f"{TITLE}Human Trafficking Cases: 47\n\n{BY_YEAR.replace('47', '58')}{AS_OF}")
    victims = "People\n\nVictims identified: 53\n"
    assert refused_by(f"{TITLE}Cases: 47\n\nVictim Demographics in 2018\n{DEMOGRAPHICS}Victims\n\n{victims}{AS_OF}")
    county = f"Victim Demographics, Boone County, 2019\n{DEMOGRAPHICS}"
    found = reports(f"{TITLE}Human Trafficking Cases: 47\n\n{county}{BY_YEAR}{AS_OF}")
    assert found == {MISSOURI: {"cases/total": "47"}}


def test_names_in_a_list_that_say_no_part_are_refused() -> None:
    text = "Human Trafficking Cases\n    Reported    25\n    Confirmed    16\n"
    assert "number_unread" in refused_by(TITLE + text + AS_OF)


def test_a_label_behind_its_number_goes_on_on_the_next_line() -> None:
    text = "24 Trafficking\nCases\n\nSex Trafficking\n15 Cases\n\nNot Specified\n9 Cases\n"
    assert body(text) == {"cases/total": "24", "cases/sex": "15", "cases/not_specified": "9"}


@pytest.mark.parametrize("rest", ["Minors", "Hotels", "Sex Trafficking"])
def test_what_goes_on_with_another_word_is_no_label(rest: str) -> None:
    assert read(f"{TITLE}24 Trafficking\n{rest}\n\n15 Victims{DATES}").figures.filter(value="24").is_empty()


LOCATIONS = "Locations of Trafficking\n\nSome cases may involve multiple locations.\n\n"


@pytest.mark.parametrize("total", ["Victims Identified\n51", "51\nVictims Identified", "Victims Identified: 51"])
def test_a_total_below_a_heading_of_no_locations_is_that_of_the_report(total: str) -> None:
    assert body(f"Traffickers: 12\n\n{LOCATIONS}{total}") == {"victims/total": "51", "traffickers/total": "12"}


@pytest.mark.parametrize(
    "rows", ["Hotel: 30\nStreet: 21\nVictims Identified: 51", "Victims Identified: 51\nHotel: 30\nStreet: 21"]
)
def test_a_total_among_numbers_of_locations_is_theirs(rows: str) -> None:
    assert read(f"{TITLE}Traffickers: 12\n\n{LOCATIONS}{rows}{DATES}").figures.filter(measure="victims").is_empty()


@pytest.mark.parametrize("heading", ["Top Venues\n", "Age\n\n", "Locations\n"])
def test_a_total_below_another_breakdown_is_not_that_of_the_report(heading: str) -> None:
    text = f"{TITLE}Traffickers: 12\n\n{heading}Victims Identified: 51{DATES}"
    assert read(text).figures.filter(measure="victims").is_empty()
