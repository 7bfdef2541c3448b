"""Published documents as text: what is read, from which line, and what is refused rather than guessed."""

from __future__ import annotations

import csv
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestration.spotlight import readers
from orchestration.spotlight.domain.model import MAX_REJECTIONS, READ_SCHEMA, Reading, Rejection
from orchestration.spotlight.domain.places import PROJECT_DIR, REFERENCE_DIR
from orchestration.spotlight.domain.vocabulary import load_vocabulary
from orchestration.spotlight.readers.limits import Limits

VOCABULARY = load_vocabulary(REFERENCE_DIR)
DOCUMENTS = Path(__file__).parent.parent / "fixtures" / "documents"
SPOTLIGHT = PROJECT_DIR / "data" / "seeds" / "reports" / "missouri-2019-spotlight-as-of-2020-07-30.txt"

TITLE = "Missouri Spotlight\n\n2019 Statistics of the Hotline\n\n"
FIRST_LINE = TITLE.count("\n") + 1
DATES = "\n\nIt covers January 1, 2019 through December 31, 2019 and is accurate as of July 30, 2020.\n"
MISSOURI = ("US-MO", "2019-01-01", "2019-12-31", "2020-07-30")

Figures = dict[str, str]


def read(content: str | bytes, path: str = "reports/some.txt", limits: Limits | None = None) -> Reading:
    content = content.encode() if isinstance(content, str) else content
    reading = readers.read(path, "d0", content, None, VOCABULARY, limits or Limits())
    assert reading.figures.schema == READ_SCHEMA
    return reading


def figures_of(content: str | bytes) -> Figures:
    """`measure/category` → digits or status, of a document that is read without a refusal."""
    reading = read(content)
    assert reading.rejections == ()
    return {f"{row['measure']}/{row['category']}": row["value"] or row["value_status"] for row in rows(reading)}


def rows(reading: Reading) -> list[dict]:
    return list(reading.figures.iter_rows(named=True))


def body(text: str) -> Figures:
    """The figures of a spotlight with `text` between its title and its dates."""
    return figures_of(TITLE + text + DATES)


def refusals(content: str | bytes) -> list[tuple[int | None, str]]:
    """Line and code of every refusal of a document that gives no figure."""
    reading = read(content)
    assert reading.figures.is_empty()
    for rejection in reading.rejections:
        assert (rejection.file, rejection.document_id, rejection.report_id) == ("reports/some.txt", "d0", None)
        assert rejection.message
    return [(rejection.line, rejection.rule_code.removeprefix("document.")) for rejection in reading.rejections]


def body_refusals(text: str) -> list[tuple[int, str]]:
    """The same for a spotlight with `text` in it; lines count from the beginning of `text`."""
    return [((line or 0) - FIRST_LINE + 1, code) for line, code in refusals(TITLE + text + DATES)]


def the_rejection(content: str | bytes, **options: object) -> Rejection:
    (rejection,) = read(content, **options).rejections  # type: ignore[arg-type]
    return rejection


# Whole documents ------------------------------------------------------------------------------------------------------


def test_the_missouri_spotlight_gives_its_thirteen_figures_and_nothing_else() -> None:
    reading = read(SPOTLIGHT.read_bytes())

    assert reading.rejections == ()
    assert {(r["measure"], r["category"], r["value"], r["source_line"], r["source_text"]) for r in rows(reading)} == {
        ("victims", "total", "423", 11, "Victims Identified / 423"),
        ("traffickers", "total", "117", 15, "Traffickers Identified / 117"),
        ("businesses", "total", "31", 19, "Trafficking Businesses / 31"),
        ("cases", "total", "233", 25, "233 Trafficking Cases"),
        ("cases", "sex", "183", 28, "Sex Trafficking / 183 Cases"),
        ("cases", "labor", "22", 31, "Labor Trafficking / 22 Cases"),
        ("cases", "sex_and_labor", "6", 34, "Sex & Labor Trafficking / 6 Cases"),
        ("cases", "not_specified", "23", 37, "Form Not Specified² / 23 Cases"),
        ("signals", "phone_call", "438", 45, "Phone Calls / 438"),
        ("signals", "webform", "61", 48, "Webforms / 61"),
        ("signals", "email", "14", 51, "Emails / 14"),
        ("signals", "text", "57", 54, "Texts / 57"),
        ("signals", "webchat", "17", 57, "Webchats / 17"),
    }
    constant = reading.figures.drop(
        "measure", "category", "value", "source_line", "source_text", "source_context"
    ).unique()
    assert constant.row(0, named=True) == {
        "path": "reports/some.txt",
        "document_id": "d0",
        "jurisdiction": "US-MO",
        "period_start": "2019-01-01",
        "period_end": "2019-12-31",
        "publisher_as_of": "2020-07-30",
        "publisher_as_of_basis": "printed",
        "value_status": "reported",
        "source": None,
        "source_kind": "publisher",
        "note": None,
    }
    assert constant.height == 1
    title = "Missouri Spotlight › 2019 National Human Trafficking Hotline Statistics"
    contexts = {(r["measure"], r["category"]): r["source_context"] for r in rows(reading)}
    assert contexts["cases", "sex_and_labor"] == f"{title} › Sex & Labor Trafficking"
    assert contexts["signals", "text"] == f"{title} › Communication to the National Hotline › Texts"


def expected_documents() -> dict[str, list[dict[str, str]]]:
    expected: dict[str, list[dict[str, str]]] = {file.name: [] for file in sorted((DOCUMENTS / "text").iterdir())}
    with (DOCUMENTS / "expected.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            expected[row["document"]].append(row)
    return expected


@pytest.mark.parametrize("name", expected_documents())
def test_each_document_gives_the_figures_or_the_refusal_that_is_expected_of_it(name: str) -> None:
    expected = expected_documents()[name]
    reading = read((DOCUMENTS / "text" / name).read_bytes(), path=name)

    columns = ("jurisdiction", "period_start", "period_end", "publisher_as_of", "measure", "category", "value")
    found = [
        {"document": name, **{key: row[key] or "" for key in (*columns, "value_status")}}
        | {"line": str(row["source_line"]), "rule_code": ""}
        for row in rows(reading)
    ]
    refused = [(str(rejection.line), rejection.rule_code) for rejection in reading.rejections]

    assert expected, "write the figures of this document into expected.csv"
    assert found == [row for row in expected if not row["rule_code"]]
    assert refused == [(row["line"], row["rule_code"]) for row in expected if row["rule_code"]]


# Layouts --------------------------------------------------------------------------------------------------------------


TRIO = {"victims/total": "423", "traffickers/total": "117", "businesses/total": "31"}


@pytest.mark.parametrize(
    "text",
    [
        "Victims Identified\n423\nTraffickers Identified\n117\nTrafficking Businesses\n31",
        "423\nVictims Identified\n117\nTraffickers Identified\n31\nTrafficking Businesses",
        "Victims Identified 423\nTraffickers Identified: 117\nTrafficking Businesses – 31",
        "423 Victims Identified\n117 Traffickers Identified\n31 Trafficking Businesses",
        "423 Victims Identified 117 Traffickers Identified 31 Trafficking Businesses",
        "Victims Identified .......... 423\nTraffickers Identified....117\nTrafficking Businesses…… 31",
        "VICTIMS IDENTIFIED:\n\n\u00a0\n423\n\n\n\ntraffickers identified\n\n117\n\nTrafficking businesses\n\n \n31",
        "• Victims Identified\n• 423\n– Traffickers Identified\n117\n* Trafficking Businesses\n31",
        "h\nVictims Identified\n423\nq\nTraffickers Identified\n117\n\uf0a7\nTrafficking Businesses\n31",
        "Victims\u00a0Identified¹\n4\u200b23²\nTra\ufb03ckers Identi\ufb01ed*\n"
        "\uff11\uff11\uff17†\nTraf\u00adficking Businesses\n31³",
        "Victims\nIdentified\n423\nTraffickers\nIdentified\n117\nTrafficking Businesses\n31",
        "2019\nVictims Identified\n423\nTraffickers Identified\n117\nTrafficking Businesses\n31",
    ],
)
def test_label_and_number_are_read_in_either_order_on_one_line_or_two(text: str) -> None:
    assert body(text) == TRIO


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_a_byte_order_mark_change_neither_figures_nor_lines(line_end: str, mark: str) -> None:
    plain = SPOTLIGHT.read_text(encoding="utf-8")
    assert rows(read(mark + plain.replace("\n", line_end))) == rows(read(plain))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Phone Calls\n26,727", "26727"),
        ("Phone Calls\n2,019", "2019"),
        ("Phone Calls\n0", "0"),
        ("Phone Calls\n23²", "23"),
        ("Phone Calls²\n23", "23"),
        ("Phone Calls2\n23", "23"),
        ("Phone Calls 23*", "23"),
        ("Phone Calls (23)", "23"),
        ("Phone Calls 23 (78%)", "23"),
        ("Phone Calls in 2019: 23", "23"),
        ("Phone Calls\n<3", "suppressed"),
        ("Phone Calls: < 3", "suppressed"),
        ("Phone Calls\nfewer than 3", "suppressed"),
        ("Phone Calls\nN/A", "not_published"),
        ("Phone Calls —", "not_published"),
        ("Phone Calls\n-", "not_published"),
    ],
)
def test_a_number_or_stated_non_number_is_read_as_printed(text: str, value: str) -> None:
    assert body(text) == {"signals/phone_call": value}


@pytest.mark.parametrize(
    "label",
    [
        "Sex & Labor Trafficking",
        "sex and labor trafficking",
        "Sex &\nLabor Trafficking",
        "Sex and\n\nLabor Trafficking",
    ],
)
def test_the_longest_wording_is_meant_on_one_line_or_two(label: str) -> None:
    assert body(f"{label}\n6 Cases") == {"cases/sex_and_labor": "6"}


def test_a_label_without_a_number_takes_no_other() -> None:
    text = "Victims Identified\n423\n\nTraffickers Identified\n\nTrafficking Businesses\n31"
    assert read(TITLE + text + DATES).figures.is_empty()


def test_the_same_figure_twice_keeps_its_first_line() -> None:
    reading = read(f"{TITLE}Victims Identified\n423\n\nVictims Identified\n423{DATES}")
    assert [(row["value"], row["source_line"]) for row in rows(reading)] == [("423", FIRST_LINE + 1)]


@pytest.mark.parametrize(
    "other",
    [
        "Call 1-888-373-7888 (TTY: 711) or text 233733.",
        "1-888-373-7888 | 233733 | 24/7",
        "(888) 373-7888",
        "12.5 %",
        "Page 2 of 4",
        "- 2 -",
        "July 1, 2021",
        "© 2020",
        "In the last ten years the hotline answered more than 300,000 calls, 12 of them twice.",
        "¹Includes 12 that were closed.",
        "P.O. Box 65323, Washington, DC 20035",
        "2018–2019",
    ],
)
def test_numbers_that_are_no_figures_are_passed_over(other: str) -> None:
    assert body(f"Victims Identified\n423\n\n{other}") == {"victims/total": "423"}


# Never a wrong number -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "line", "code"),
    [
        # A number that could belong to two labels, or to none that is known.
        ("Victims Identified\n423\nTraffickers Identified", 2, "number_ambiguous"),
        ("Victims Identified\n\n117\nTraffickers Identified\n\n31", 3, "number_ambiguous"),
        ("Victims Identified\n423\n\nHeading\n\n438\nPhone Calls", 6, "number_ambiguous"),
        ("Sex Trafficking\n183 Labor Trafficking\n22 Webforms\n6", 4, "number_ambiguous"),
        ("Sex Trafficking  Labor Trafficking\n183 Cases  22 Cases", 2, "number_ambiguous"),
        ("Sex Trafficking  Labor Trafficking\n183", 2, "number_ambiguous"),
        ("Victims Identified\n423\n424", 3, "number_unread"),
        ("Victims Identified\n423\n\n12", 4, "number_unread"),
        ("Victims Identified\n423\n\nBrothels\n12", 5, "number_unread"),
        ("Victims Identified\n423\n\n12 Brothels", 4, "number_unread"),
        ("Victims Identified\n423\n\nBrothels: 12", 4, "number_unread"),
        ("Victims Identified\n423\n\nHotels\n\nN/A", 6, "number_unread"),
        # A label that is only a part of another wording.
        ("6\nSex Trafficking\nof minors", 3, "remark_unclear"),
        # A label with two numbers, or a number of something else.
        ("Victims Identified 423 424", 1, "number_ambiguous"),
        ("Victims Identified 423 Traffickers Identified", 1, "label_ambiguous"),
        ("Victims Identified\n423\nVictims Identified\n424", 4, "label_ambiguous"),
        ("Total Cases\n233\nTrafficking Cases\n234", 4, "label_ambiguous"),
        ("Sex Trafficking\n183 Victims", 2, "label_ambiguous"),
        # What may be a year, a footnote mark, an item of a list or the end of a sentence.
        ("Victims Identified\n2019", 2, "number_ambiguous"),
        ("Victims Identified: 2019", 1, "number_ambiguous"),
        ("2019 Trafficking Cases", 1, "number_ambiguous"),
        ("Victims Identified (2)", 1, "number_ambiguous"),
        ("Emails4", 1, "number_ambiguous"),
        ("Emails14\n15", 1, "number_ambiguous"),
        ("1. Victims Identified", 1, "number_ambiguous"),
        ("Victims Identified\n423.", 2, "number_ambiguous"),
        ("The hotline has heard of very many people\n423 Victims Identified", 2, "number_ambiguous"),
        # Spoilt digits.
        ("Victims Identified\n1O3", 2, "number_spoilt"),
        ("Victims Identified: l17", 1, "number_spoilt"),
        ("Victims Identified\n1,23", 2, "number_spoilt"),
        ("Victims Identified\n3.5", 2, "number_spoilt"),
        ("Victims Identified\n-5", 2, "number_spoilt"),
        ("Victims Identified\n~300", 2, "number_spoilt"),
        ("Victims Identified\n300+", 2, "number_spoilt"),
        ("Victims Identified\n> 300", 2, "number_spoilt"),
        ("Victims Identified\n12-14", 2, "number_spoilt"),
        ("Victims Identified\n²3", 2, "number_spoilt"),
        ("Victims Identified\n٤٢٣", 2, "number_spoilt"),
        ("Sex Trafficking\n6Cases", 2, "number_spoilt"),
        # The residual of something else, and numbers of other years.
        ("Victims Identified\n423\n\nVenues\n\nPhone Calls\n9,000", 6, "section_unclear"),
        ("Victims Identified in 2018\n423", 1, "period_contradicts_title"),
        ("Victims Identified\n423\n\n2018 Statistics\n\nPhone Calls\n12", 4, "period_contradicts_title"),
    ],
)
def test_what_cannot_be_told_is_refused_with_its_line(text: str, line: int, code: str) -> None:
    assert (line, code) in body_refusals(text)


@pytest.mark.parametrize("heading", ["Since 2007", "State Police"])
def test_what_stands_below_a_heading_of_something_else_is_left_out(heading: str) -> None:
    assert body(f"Victims Identified\n423\n\n{heading}\n\nPhone Calls\n9,000") == {"victims/total": "423"}


@pytest.mark.parametrize(
    "other",
    [
        # Of victims, of minors, of locations: none of them is a number of cases.
        "Victims of\nSex Trafficking\n6",
        "Child Sex Trafficking: 6",
        "Locations\n\nNot Specified\n40",
        "Emails 6 per 100,000",
    ],
)
def test_what_says_that_it_counts_something_else_is_left_out(other: str) -> None:
    assert body(f"Victims Identified\n423\n\n{other}") == {"victims/total": "423"}


def test_a_refusal_names_the_number_the_labels_and_their_lines() -> None:
    rejection = the_rejection(f"{TITLE}Victims Identified\n423\nTraffickers Identified{DATES}")
    assert rejection.offending_text == "423"
    for part in ("'423'", "'Victims Identified' (line 5)", "'Traffickers Identified' (line 7)"):
        assert part in rejection.message


def test_an_unknown_label_is_proposed_as_a_line_of_the_seed() -> None:
    rejection = the_rejection(f"{TITLE}Victims Identified\n423\n\nSurvivors Supported\n12{DATES}")
    assert '"Survivors Supported",figure,<measure>,<category>' in rejection.message


def test_the_residual_of_venues_and_the_totals_of_all_years_are_left_out() -> None:
    types = "Sex Trafficking\n183 Cases\nNot Specified\n23 Cases\n\n"
    foreign = "Venues\n\nHotel 12\nNot Specified 40\n\nAll Time Statistics (Since 2007)\n\nSex Trafficking\n9,000\n"
    assert body(types + foreign) == {"cases/sex": "183", "cases/not_specified": "23"}


def test_a_line_about_all_years_is_left_out_by_itself() -> None:
    assert body("Victims Identified\n423\n\nTotal Cases since 2007: 9,000") == {"victims/total": "423"}


# Place and dates ------------------------------------------------------------------------------------------------------


def report_of(text: str) -> tuple[str, ...]:
    reading = read(text)
    assert reading.rejections == ()
    (report,) = set(reading.figures.select("jurisdiction", "period_start", "period_end", "publisher_as_of").iter_rows())
    return report


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("Missouri Spotlight", "US-MO"),
        ("MISSOURI SPOTLIGHT", "US-MO"),
        ("Missouri’s Statistics", "US-MO"),
        ("Spotlight: West Virginia", "US-WV"),
        ("Virginia Spotlight", "US-VA"),
        ("Arkansas Spotlight", "US-AR"),
        ("Washington Spotlight", "US-WA"),
        ("Washington, D.C. Spotlight", "US-DC"),
        ("Washington, DC Spotlight", "US-DC"),
        ("New York Spotlight", "US-NY"),
        ("U.S. Virgin Islands Spotlight", "US-VI"),
        ("United States Spotlight", "US"),
    ],
)
def test_the_title_names_the_place(title: str, code: str) -> None:
    prose = "\n\nIn the United States, the hotline hears of Kansas and of Texas as well as of any other place."
    assert report_of(f"{title}\n\nVictims Identified\n423{prose}{DATES}")[0] == code


@pytest.mark.parametrize(
    "title", ["Kansas and Missouri Spotlight", "Kansas City Spotlight", "Northern Virginia Spotlight", "Texas\nUtah"]
)
def test_several_places_or_a_part_of_one_are_refused(title: str) -> None:
    assert [code for _, code in refusals(f"{title}\n\nVictims Identified\n423{DATES}")] == ["jurisdiction_ambiguous"]


def test_without_a_title_the_only_place_of_the_text_is_meant() -> None:
    figures = "Victims Identified\n423\n\n"
    known = "These figures are no measure of all trafficking in Missouri."
    assert report_of(figures + known + DATES)[0] == "US-MO"
    for text in (f"{known} Kansas has its own.", "The hotline is run from Missouri, as everybody knows.", ""):
        assert refusals(figures + text + DATES) == [(None, "jurisdiction_unknown")]


@pytest.mark.parametrize(
    ("sentence", "report"),
    [
        (
            "It represents signals from January 1, 2019 through December 31, 2019, accurate as of July 30, 2020.",
            MISSOURI,
        ),
        ("It represents cases from Jan. 1st, 2019 to Dec. 31, 2019\nand is accurate\nas of July 30,\n2020.", MISSOURI),
        ("It covers 1/1/19 through 12/31/2019 and is current as of 07/30/20.", MISSOURI),
        ("It covers 2019-01-01 – 2019-12-31 and is current as of: 2020-07-30", MISSOURI),
        ("It covers 1 January 2019 until 31 December 2019. The data are accurate as of 30 July 2020.", MISSOURI),
        ("It covers January 1 through December 31, 2019 and is accurate as of JULY 30 2020", MISSOURI),
        ("It is accurate as of July 30, 2020, and was posted on July 31, 2020.", MISSOURI),
        (
            "It covers January through June 2019 and is accurate as of July 30, 2020.",
            ("US-MO", "2019-01-01", "2019-06-30", "2020-07-30"),
        ),
    ],
)
def test_period_and_accuracy_date_are_read_in_many_spellings(sentence: str, report: tuple[str, ...]) -> None:
    assert report_of(f"{TITLE}Victims Identified\n423\n\n{sentence}\n") == report


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Nothing is said.", [(None, "publisher_as_of_unknown")]),
        ("It covers January 1, 2019 through December 31, 2019.", [(None, "publisher_as_of_unknown")]),
        ("It is accurate as of July 30, 2020, and begins on January 1.", [(None, "period_unknown")]),
        ("It is accurate as of July 30, 2020, for one half of the year.", [(8, "remark_unclear")]),
        ("It is accurate as of July 30, 2020, for the fiscal year.", [(None, "period_unknown")]),
        (
            "It covers January 1, 2O19 through December 31, 2019; accurate as of July 30, 2020.",
            [(8, "number_spoilt")],
        ),
        (
            "It covers February 1, 2019 through February 30, 2019; accurate as of July 30, 2020.",
            [(8, "date_unreadable")],
        ),
        (
            "It covers January 1, 2019 through December 31, 2019; accurate as of July 3O, 2020.",
            [(8, "number_spoilt"), (8, "number_ambiguous")],
        ),
        ("It covers January 1, 2019 through December 31, 2019; accurate as of July 2020.", [(8, "date_unreadable")]),
        (
            "It covers January 1, 2019 through December 31, 2019.\nIt covers 1/1/2019 through 6/30/2019.",
            [(9, "period_ambiguous")],
        ),
        (
            "It covers January 1, 2019 through December 31, 2019.\nAccurate as of 7/30/2020.\nCurrent as of 8/1/2020.",
            [(10, "publisher_as_of_ambiguous")],
        ),
        (
            "It covers January 1, 2018 through December 31, 2018; accurate as of July 30, 2020.",
            [(3, "period_contradicts_title")],
        ),
    ],
)
def test_dates_that_are_lacking_unreadable_or_in_conflict_are_refused(sentence: str, expected: list) -> None:
    assert refusals(f"{TITLE}Victims Identified\n423\n\n{sentence}\n") == expected


# Bytes ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "line", "code"),
    [
        (b"Victims Identified\n42\xe9", 2, "not_utf8"),
        ("Victims Identified: 423".encode("utf-16-le"), 1, "binary"),
        ("Victims Identified".encode("utf-16")[:-1], 1, "binary"),
        ("Victims Identified: 423".encode("utf-32"), 1, "binary"),
        (b"one\r\ntwo\rthree\0", 3, "binary"),
        (b"", None, "no_figures"),
        (b"Missouri is a state.\n", None, "no_figures"),
    ],
)
def test_bytes_that_are_no_report_are_refused(content: bytes, line: int | None, code: str) -> None:
    assert refusals(content) == [(line, code)]


@pytest.mark.parametrize("encoding", ["utf-16", "windows-1252", "utf-8"])
def test_text_saved_by_an_editor_of_windows_is_read(encoding: str) -> None:
    text = f"{TITLE}{DATES}• Victims Identified² – 423\r\n\r\n² Whoever the ‘hotline’ heard of"
    (row,) = rows(read(text.encode(encoding)))
    assert (row["measure"], row["value"]) == ("victims", "423")


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Victims Identified: ≥ 423", "mac_roman"),
        ("Victims Identified: ≤423", "mac_roman"),
        ("Victims Identified\t≥\t423", "mac_roman"),
        ("Victims Identified: 423≤", "mac_roman"),
        ("Victims Identified: 423†\n† Since 2007", "mac_roman"),
        ("Victims Identified – 1 423", "mac_roman"),
        ("Victims Identified: 42½", "windows-1252"),
        ("Victims Identified: £ 423", "windows-1252"),
        ("│ Victims Identified │ 423 │", "cp437"),
        ("Victims Identified: ４２３", "shift_jis"),
        ("Victims Identified: ４２３", "gbk"),
        ("Victims Identified: 423", "cp037"),
    ],
)
def test_signs_of_other_encodings_are_not_taken_for_those_of_windows(text: str, encoding: str) -> None:
    codes = [code for _, code in refusals((TITLE + DATES + text).encode(encoding))]
    assert codes == ["not_utf8"]


def test_a_damaged_character_of_utf_8_makes_no_text_of_windows() -> None:
    content = (TITLE + DATES + "Señal: 1\nVictims Identified: 423\ncaf").encode() + b"\xe9"
    assert [code for _, code in refusals(content)] == ["not_utf8"]


def test_limits_are_kept() -> None:
    assert the_rejection(b"x" * 11, limits=Limits(max_bytes=10)).rule_code == "document.too_large"
    long = the_rejection(b"a\n" + b"x" * 11, limits=Limits(max_line_characters=10))
    assert (long.line, long.rule_code) == (2, "document.line_too_long")
    wide = the_rejection(TITLE + "1\t" * 1_001)
    assert (wide.line, wide.rule_code) == (FIRST_LINE, "document.too_large")


@pytest.mark.parametrize("content", [b"x" * 10_000_000, b"14\n" * 3_500_000], ids=["one line", "many lines"])
def test_ten_megabytes_are_refused_at_once(content: bytes) -> None:
    start = time.process_time()
    assert the_rejection(content).rule_code in ("document.line_too_long", "document.too_large")
    assert time.process_time() - start < 5


_REPEATED = ["1", "a", ".", "- ", "1 ", "(1", "1,", "a-", "@", "Emails\n", "Sex and\n", "January 1, "]
_REPEATED += ["accurate as of ", " - ", "5% ", "\t1", "Cases: 5 ", "Cases: 5. ", "Cases: 5\n", "2019 2020\n"]
_REPEATED += ["answered 5 ", "State Signals Cases\n", "2019 2020\nOhio 1 2\n", "* In 2019 the hotline\n  went on\n"]


# Where the cost grew with the square of the length, the longer text alone would show it: that one is slow tier.
@pytest.mark.parametrize("characters", [30_000, pytest.param(150_000, marks=pytest.mark.slow)])
@pytest.mark.parametrize("piece", _REPEATED)
def test_hostile_repetition_costs_no_more_than_seconds(piece: str, characters: int) -> None:
    start = time.process_time()
    assert read(piece * (characters // len(piece))).rejections
    assert time.process_time() - start < 15


def test_a_letter_in_a_drawn_line_costs_no_time() -> None:
    start = time.process_time()
    assert refusals("-" * 60 + "o" + "-" * 60 + "\n\nCases: 12\n")
    assert time.process_time() - start < 5


def test_a_flood_of_faults_is_reported_by_the_first_few() -> None:
    reading = read(TITLE + "14\n" * 200 + DATES)
    assert len(reading.rejections) == MAX_REJECTIONS + 1
    assert reading.rejections[-1].message.startswith("150 more")


def test_a_format_that_no_reader_is_for_is_refused_by_name() -> None:
    rejection = the_rejection(b"PK", path="a.docx")
    assert (rejection.file, rejection.rule_code) == ("a.docx", "document.format_unknown")


# Mutations ------------------------------------------------------------------------------------------------------------


SEED_LINES = SPOTLIGHT.read_text(encoding="utf-8").splitlines()
LABELS = {
    ("victims", "total"): "Victims Identified",
    ("traffickers", "total"): "Traffickers Identified",
    ("businesses", "total"): "Trafficking Businesses",
    ("cases", "total"): "Trafficking Cases",
    ("cases", "sex"): "Sex Trafficking",
    ("cases", "labor"): "Labor Trafficking",
    ("cases", "sex_and_labor"): "Sex & Labor Trafficking",
    ("cases", "not_specified"): "Form Not Specified",
    ("signals", "phone_call"): "Phone Calls",
    ("signals", "webform"): "Webforms",
    ("signals", "email"): "Emails",
    ("signals", "text"): "Texts",
    ("signals", "webchat"): "Webchats",
}


def drop(lines: list[str], at: int, _: int) -> None:
    del lines[at]


def double(lines: list[str], at: int, _: int) -> None:
    lines.insert(at, lines[at])


def swap(lines: list[str], at: int, other: int) -> None:
    lines[at], lines[other] = lines[other], lines[at]


def move(lines: list[str], at: int, other: int) -> None:
    lines.insert(other, lines.pop(at))


places = st.integers(min_value=0, max_value=10_000)
mutations = st.lists(st.tuples(st.sampled_from([drop, double, swap, move]), places, places), min_size=1, max_size=6)


@pytest.mark.parametrize("keep_empty", [True, False], ids=["with empty lines", "without empty lines"])
@given(changes=mutations)
def test_lines_dropped_doubled_and_swapped_give_a_refusal_or_what_stands_there(
    keep_empty: bool, changes: list[tuple[Callable[[list[str], int, int], None], int, int]]
) -> None:
    lines = [line for line in SEED_LINES if keep_empty or line]
    for change, at, other in changes:
        change(lines, at % len(lines), other % len(lines))
    reading = read("\n".join(lines))

    assert reading.figures.is_empty() == bool(reading.rejections)
    for row in rows(reading):
        number, label = lines[row["source_line"] - 1], LABELS[row["measure"], row["category"]]
        above = next((line for line in reversed(lines[: row["source_line"] - 1]) if line), "")
        below = lines[row["source_line"]] if row["source_line"] < len(lines) else ""
        assert number.split()[0] == row["value"]
        # A number right above its label, far from all else, is one of the layouts.
        near = (number.removeprefix(f"{row['value']} "), above.rstrip("²"), below.rstrip("²") if keep_empty else "")
        assert label in near


@given(
    changes=st.lists(
        st.tuples(places, st.sampled_from("0123456789OlI²¹,.-–—<%() \n\u00a0\u00adaA:*")), min_size=1, max_size=4
    )
)
def test_characters_put_anywhere_give_a_refusal_or_digits_that_stand_there(changes: list[tuple[int, str]]) -> None:
    text = SPOTLIGHT.read_text(encoding="utf-8")
    for at, character in changes:
        at %= len(text)
        text = text[:at] + character + text[at:]
    lines = text.split("\n")

    for row in rows(read(text)):
        if row["value"] is not None:
            plain = lines[row["source_line"] - 1].replace(",", "").replace("\u00ad", "")
            assert row["value"] in plain


@given(text=st.text(max_size=300))
def test_no_text_makes_the_reader_fail(text: str) -> None:
    reading = read(text)
    assert reading.figures.is_empty() == bool(reading.rejections)


@given(content=st.binary(max_size=200))
def test_no_bytes_make_the_reader_fail(content: bytes) -> None:
    assert read(content).rejections


# Layout that is no word -----------------------------------------------------------------------------------------------

FOUR_TYPES = {"cases/sex": "183", "cases/labor": "22", "cases/sex_and_labor": "6", "cases/not_specified": "23"}


@pytest.mark.parametrize(
    "layout",
    [
        "> {0}: {1}",
        "{2}. {0}: {1}",
        " {2}) {0}: {1}",
        "* {0}: **{1}**",
        "| {0} | {1} |",
        "| {0} | **{1}** |\n+-----------------+------+",
        "│ {0} │ {1} │\n├───────────┼──────┤",
    ],
)
def test_quotes_lists_markdown_and_drawn_boxes_are_layout(layout: str) -> None:
    names = ("Sex Trafficking", "Labor Trafficking", "Sex and Labor Trafficking", "Type Not Specified")
    lines = [layout.format(*one) for one in zip(names, FOUR_TYPES.values(), range(1, 5), strict=True)]
    assert body("\n".join(lines)) == FOUR_TYPES


def test_sentences_go_on_over_the_lines_of_a_drawn_box() -> None:
    lines = ["Missouri Spotlight: 2019 statistics", "National Human Trafficking Hotline", "", "Trafficking Cases: 233"]
    lines += ["The data represents cases from January 1,", "2019 through December 31, 2019 and is", "accurate as of"]
    lines += ["July 30, 2020."]
    side = "+" + "-" * 46 + "+"
    text = "\n".join([side, *(f"|   {line:43}|" for line in lines), side, ""])
    reading = readers.read("some.txt", "d0", text.encode(), None, VOCABULARY, Limits())
    assert reading.rejections == ()
    assert reading.figures["value"].to_list() == ["233"]


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("Office of the Attorney General", ["233", "183", "50"]),
        ("Since 2007", ["233"]),
        ("Kansas", []),
    ],
)
def test_the_head_of_the_first_page_stands_on_the_second_too(head: str, expected: list[str]) -> None:
    above = "Missouri Spotlight\n2019 National Human Trafficking Hotline Statistics\nAccurate as of July 30, 2020.\n\n"
    below = f"Page 1 of 2\n{head}\n\nSex Trafficking: 183\nNot Specified: 50\n"
    text = f"Office of the Attorney General\n\n{above}Trafficking Cases: 233\n\n{below}"
    reading = readers.read("some.txt", "d0", text.encode(), None, VOCABULARY, Limits())
    assert reading.figures["value"].to_list() == expected


def test_the_head_of_a_section_goes_on_on_the_next_page() -> None:
    above = "Missouri Spotlight\n2019 National Human Trafficking Hotline Statistics\nAccurate as of July 30, 2020.\n\n"
    text = (
        f"{above}Police reports\nCases: 50\n\nHotline\nVictims: 423\n\nPage 1 of 2\nPolice reports\n\nTraffickers: 50\n"
    )
    reading = readers.read("some.txt", "d0", text.encode(), None, VOCABULARY, Limits())
    assert reading.figures.filter(measure="traffickers").is_empty()


def test_mail_heads_and_signature_are_frame() -> None:
    head = "From: Some One <one@example.org>\nTo: list@example.org\nDate: Thu, 02 Sep 2021 09:41:17 -0500\n\n"
    text = f"{head}{TITLE}Victims Identified: 423{DATES}\n-- \nSome One\na list of 318 members\n"
    assert figures_of(text) == {"victims/total": "423"}


def test_numbers_of_some_lines_are_no_layout() -> None:
    lines = "\n".join(f" {number}  {label}" for number, label in enumerate(("Phone Calls", "Emails"), start=1))
    assert refusals(f"{TITLE}{lines}\n 3\n 4  Victims Identified: 423{DATES}")


def test_numbers_of_links_and_menus_of_links_are_layout() -> None:
    text = "[1]Home\n\n{0}Victims Identified: 423\n\nBy the [2]National Hotline{1}\n"
    foot = "References\n\n  1. https://example.org/\n  2. https://example.org/hotline\n"
    assert figures_of(text.format(TITLE, DATES) + foot) == {"victims/total": "423"}
    menu = "[2018](2018.md) | [2020](2020.md)\n\n"
    assert figures_of(f"{menu}{TITLE}Victims Identified: 423{DATES}\n{menu}") == {"victims/total": "423"}
    assert refusals(f"{TITLE}[Sex](a.md) | [Labor](b.md)\n--- | ---\n12 | below 281{DATES}")


def test_keys_with_wide_gaps_are_lines() -> None:
    text = "STATE:      Missouri\nYEAR:       2019\nDATA AS OF: July 30, 2020\n\nCASES:      233\nVICTIMS:    423\n"
    assert figures_of(text) == {"cases/total": "233", "victims/total": "423"}
    assert refusals(text.replace("2019", "2019, first half"))


LEADS = (
    "Human trafficking in Missouri\n\n{0}\n\nVictims Identified: 423\n\nThe figures are accurate as of July 30, 2020.\n"
)


@pytest.mark.parametrize(
    "sentence",
    [
        "Here is what the hotline counted in Missouri in 2019:",
        "I enclose what the National Human Trafficking Hotline published about Missouri for the year 2019.",
    ],
)
def test_a_sentence_above_figures_says_of_what_year_they_are(sentence: str) -> None:
    (row,) = rows(read(LEADS.format(sentence)))
    assert (row["period_start"], row["period_end"], row["value"]) == ("2019-01-01", "2019-12-31", "423")


@pytest.mark.parametrize(
    "sentence",
    [
        "Here is what the hotline estimated in Missouri in 2019:",
        "Here is what the sheriff counted in Missouri in 2019:",
        "I enclose estimates of the National Human Trafficking Hotline for Missouri for the year 2019.",
    ],
)
def test_a_sentence_about_other_figures_states_no_year(sentence: str) -> None:
    assert refusals(LEADS.format(sentence))


def test_a_fiscal_year_names_its_days_behind_it() -> None:
    title = "Missouri, State Fiscal Year 2020 ({0})"
    text = f"{title}\n\nVictims Identified: 423\n\nAccurate as of September 30, 2020.\n"
    (row,) = rows(read(text.format("July 1, 2019 - June 30, 2020")))
    assert (row["period_start"], row["period_end"]) == ("2019-07-01", "2020-06-30")
    assert refusals(text.format("July 1, 2016 - June 30, 2017"))


@pytest.mark.parametrize(
    "head",
    [
        "CITY COUNCIL\nAGENDA\n\n1. Roll call\n2. Approval of minutes\n3. The task force (Item 21-0114)",
        "ADVISORY COMMITTEE MINUTES\nThursday, September 12, 2019, 1:30 p.m.\n\nPresent: 9 of 12",
        "RE: Your request of October 3\n\nDear Senator:",
        "The Daily Herald\nBy Some One, Staff writer",
        "SENATE COMMITTEE ON JUDICIARY\nTESTIMONY IN SUPPORT OF S.B. 114",
    ],
)
def test_the_head_of_minutes_letters_and_newspapers_is_frame(head: str) -> None:
    title = "National Human Trafficking Hotline\nMissouri, calendar year 2019\n\n"
    assert figures_of(f"{head}\n\n{title}Victims Identified: 423{DATES}") == {"victims/total": "423"}
    estimated = title.replace("Missouri", "Estimates, Missouri")
    assert refusals(f"{head}\n\n{estimated}Victims Identified: 423{DATES}")


# What a sentence leaves out of the figures ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sentence",
    [
        "Labor trafficking is not included.",
        "The count excludes December.",
        "Cases with minors are not included in any number above.",
        "November and December are estimated.",
        "Note: These are five-year totals.",
        "Based on a sample of calls.",
        "Includes cases from other states.",
        "Partial year.",
        "Rates per million.",
        "Without the capital.",
        "Warning: the numbers on this page are made up.",
        "Multiply by 100 to get the number of cases.",
        "Numbers reflect reports to local police rather than to the hotline.",
    ],
)
def test_a_sentence_that_makes_the_figures_another_thing_is_refused(sentence: str) -> None:
    assert [code for _, code in refusals(f"{TITLE}Trafficking Cases: 233\n\n{sentence}{DATES}")] == ["remark_unclear"]


@pytest.mark.parametrize(
    "sentence",
    [
        "The data do not represent the full scope of trafficking.",
        "These figures do not include cases that were never reported.",
        "Hang-ups and wrong numbers are not included.",
        "Some cases have no type, without further details about labor trafficking.",
    ],
)
def test_an_ordinary_note_changes_nothing(sentence: str) -> None:
    assert body(f"Trafficking Cases: 233\n\n{sentence}") == {"cases/total": "233"}


# Apart from the figures -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "apart",
    [
        "Release No. 18-046",
        "46 officers were trained at the academy.",
        "300 people called about these last year.",
        "ISSN 2769-0000        2",
        "501(c)(3) organization",
        "100 North Main Street, Springfield, Missouri 65801-4717",
    ],
)
def test_a_number_apart_from_the_figures_is_none(apart: str) -> None:
    lines = f"{apart}\n\nThese are the figures of the hotline.\n\nVictims Identified: 423\n\nThank you.\n\n{apart}"
    assert body(lines) == {"victims/total": "423"}


@pytest.mark.parametrize(
    "among",
    [
        "Labor Trafficking: 22\nExploitation of another kind: 45\nEmails: 14",
        "Victims Identified: 423\n\nChildren helped: 45",
        "Victims\n423\n\nSomething else\n45\n\nTraffickers Identified\n117",
        "(000)\n\nVictims Identified: 423",
        "District 5\n\nVictims Identified: 423",
        "Victims of 14 agencies\n\nVictims Identified: 423",
        "Victims Identified: 423\n\nErratum: for 423 read 91.",
        "Cohort B\n\nIdentified by the Hotline\n\nVictims Identified: 423",
        "Δ\n\nVictims Identified: 423",
        "Phone Calls  |  Emails\n41  |  below 281",
        "Victims Identified: 423\n\nLot 4 deliverables\n\nChannels\n\nPhone Calls: 438",
    ],
)
def test_a_number_among_the_figures_without_a_known_label_is_refused(among: str) -> None:
    assert refusals(TITLE + among + DATES)


# Organizations that publish, and other times --------------------------------------------------------------------------


def test_an_organization_above_the_name_of_the_hotline_publishes() -> None:
    head = "OFFICE OF THE ATTORNEY GENERAL\nof very own name\n\nMissouri\n\n2019 Hotline Statistics\n\n"
    assert figures_of(f"{head}Victims Identified: 423{DATES}") == {"victims/total": "423"}
    with_own = f"{TITLE}Task Force\n\nVictims Identified: 423{DATES}"
    assert refusals(with_own)


@pytest.mark.parametrize(
    "heading",
    [
        "First Half of the Year",
        "In December 2013",
        "From 2019 on",
        "2007 through 2012, in total",
        "Fiscal Year 2019",
        "Q1",
    ],
)
def test_a_heading_of_another_time_than_the_stated_period_is_refused(heading: str) -> None:
    assert refusals(f"{TITLE}{heading}\n\nVictims Identified: 423{DATES}")


@pytest.mark.parametrize(
    ("heading", "period"),
    [
        ("State Fiscal Year 2019", "July 1, 2018 through June 30, 2019"),
        ("Quarterly Sheet", "July 1, 2021 through September 30, 2021"),
        ("Second Half", "July 1, 2021 through December 31, 2021"),
        ("2018-19", "July 1, 2018 through June 30, 2019"),
    ],
)
def test_a_heading_of_a_part_agrees_with_the_days_that_are_stated(heading: str, period: str) -> None:
    text = (
        f"Missouri\n\n{heading}\n\nVictims Identified: 423\n\nThe data cover {period}. Accurate as of March 3, 2022.\n"
    )
    assert figures_of(text) == {"victims/total": "423"}


def test_a_note_of_another_period_refuses_where_no_heading_names_one() -> None:
    text = "Missouri\n\nVictims Identified*: 423\n\n* In 2018."
    assert refusals(text + DATES)


def test_a_table_goes_on_over_empty_lines() -> None:
    table = (
        "                     2018   2019   Change\n\n"
        "Victims Identified    400    423      +23\n\n"
        "Phone Calls            12     14       +2\n"
    )
    text = f"Missouri\n\n2018 and 2019 compared\n\n{table}\nAll numbers are accurate as of July 30, 2020.\n"
    values = [(row["period_start"][:4], row["value"]) for row in rows(read(text))]
    assert values == [("2018", "400"), ("2019", "423"), ("2018", "12"), ("2019", "14")]


def test_labels_at_both_ends_of_a_line_are_refused() -> None:
    line = "Victims 949 Traffickers Identified 422 Trafficking Businesses Identified"
    assert [code for _, code in refusals(TITLE + line + DATES)] == ["number_ambiguous"]


def test_labels_at_both_ends_of_a_row_are_refused() -> None:
    table = "Phone Calls          438          Webforms\nEmails               14           Texts\n"
    assert {code for _, code in refusals(TITLE + table + DATES)} == {"label_ambiguous"}


# Plain, in other forms ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("Victims Identified: 423 (2018: 401)", {"victims/total": "423"}),
        ("Victims Identified: 423 (up from 401 in 2018)", {"victims/total": "423"}),
        ("Victims Identified: 423, compared with 401 in 2018", {"victims/total": "423"}),
        ("2.3 Statistics of the Hotline\n\nVictims Identified: 423", {"victims/total": "423"}),
        ("FACT SHEET #12: Missouri\n\nVictims Identified: 423", {"victims/total": "423"}),
        ("Part II: Results for Missouri\n\nVictims Identified: 423", {"victims/total": "423"}),
        ("Contacts from Missouri in 2019\n\nPhone Calls: 438\n\nTrafficking Cases: 233", {"cases/total": "233"}),
        ("Table 3.2\n\nVictims Identified: 423", {"victims/total": "423"}),
        ("Webchats: suppressed to protect privacy", {"signals/webchat": "suppressed"}),
        ("Emails: not provided", {"signals/email": "not_published"}),
        ("Phone Calls .... 438\nWebforms ....... 61\n\nTotal ......... 499", {"signals/total": "499"}),
        ("+-----+  +-------+\n| 438 |  |  117  |\n| calls |  | cases |\n+-----+  +-------+", {"cases/total": "117"}),
    ],
)
def test_plain_in_other_forms(text: str, figures: Figures) -> None:
    assert figures.items() <= body(text).items()


def test_a_total_that_is_not_the_sum_of_the_parts_above_needs_a_name() -> None:
    assert refusals(f"{TITLE}Phone Calls: 438\nWebforms: 61\nTotal: 599{DATES}")


@pytest.mark.parametrize(
    "title",
    [
        "Missouri, CY2019",
        "Missouri | Hotline Statistics | 2019",
        "Missouri, year ending December 31, 2019",
    ],
)
def test_titles_in_other_forms(title: str) -> None:
    reading = read(f"{title}\n\nVictims Identified: 423\n\nThe figures are accurate as of July 30, 2020.\n")
    (row,) = rows(reading)
    assert (row["jurisdiction"], row["period_start"], row["value"]) == ("US-MO", "2019-01-01", "423")


def test_the_months_of_a_half_year_stand_beside_it() -> None:
    text = "Missouri, First Half 2021 (January - June)\n\nVictims Identified: 423\n\nAccurate as of August 1, 2021.\n"
    (row,) = rows(read(text))
    assert (row["period_start"], row["period_end"]) == ("2021-01-01", "2021-06-30")


def test_a_title_that_takes_its_place_back_is_refused() -> None:
    assert refusals(f"Not Missouri\n\n2019 Statistics of the Hotline\n\nVictims Identified: 423{DATES}")


def test_what_is_not_accurate_as_of_a_day_has_no_such_day() -> None:
    period = "It covers January 1, 2019 through December 31, 2019."
    text = f"{TITLE}Victims Identified: 423\n\n{period}\n\nNot accurate as of July 30, 2020.\n"
    assert [code for _, code in refusals(text)] == ["publisher_as_of_unknown"]


def test_an_aside_of_the_same_year_is_refused() -> None:
    assert refusals(f"{TITLE}Victims Identified: 401 (2019: 423){DATES}")


def test_a_sentence_that_corrects_a_total_is_refused() -> None:
    assert refusals(f"{TITLE}Trafficking Cases: 233\n\nCorrection: there were 243 cases.{DATES}")


@pytest.mark.parametrize("mark", ["[1]", "(a)", "[b]"])
def test_a_mark_in_brackets_points_at_its_note(mark: str) -> None:
    text = "Victims Identified {0}: 423\nTraffickers Identified: 117\n\n{0} {1}"
    harmless, changed = text.format(mark, "Of all ages."), text.format(mark, "January to September only.")
    assert body(harmless) == {"victims/total": "423", "traffickers/total": "117"}
    assert body(changed) == {"traffickers/total": "117"}
