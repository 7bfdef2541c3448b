"""Sidecars: they add what a document lacks, never override it, and are refused with their own line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestration.spotlight import readers
from orchestration.spotlight.domain.model import Reading
from orchestration.spotlight.domain.places import REFERENCE_DIR
from orchestration.spotlight.domain.vocabulary import load_vocabulary
from orchestration.spotlight.readers.limits import Limits

VOCABULARY = load_vocabulary(REFERENCE_DIR)
BARE = "Victims Identified\n423\n"
FULL = (
    "Missouri Spotlight\n\n"
    "Victims Identified\n423\n\n"
    "It covers January 1, 2019 through December 31, 2019 and is accurate as of July 30, 2020.\n"
)
ALL = "jurisdiction: Missouri\nperiod_start: 2019-01-01\nperiod_end: 2019-12-31\npublisher_as_of: 2020-07-30\n"
CSV = "jurisdiction,period_start,period_end,publisher_as_of,measure,category,value"
ROW = "MO,2019-01-01,2019-12-31,2020-07-30,cases,total,233"


def read(document: str, sidecar: str | bytes | None, path: str = "some.txt") -> Reading:
    beside = sidecar.encode() if isinstance(sidecar, str) else sidecar
    return readers.read(path, "d0", document.encode(), beside, VOCABULARY, Limits())


def the_row(reading: Reading) -> dict:
    assert reading.rejections == ()
    (row,) = reading.figures.iter_rows(named=True)
    return row


def refusals(reading: Reading) -> list[tuple[int | None, str]]:
    assert reading.figures.is_empty()
    assert {rejection.file for rejection in reading.rejections} <= {"some.txt", "some.csv"}
    return [(rejection.line, rejection.rule_code) for rejection in reading.rejections]


def test_what_the_text_lacks_comes_from_the_sidecar() -> None:
    row = the_row(read(BARE, ALL + "source: a copy that a reader sent\nsource_kind: secondary\nnote: a scan\n"))
    assert {
        key: row[key]
        for key in row
        if key not in ("path", "document_id", "source_line", "source_text", "source_context")
    } == {
        "jurisdiction": "US-MO",
        "period_start": "2019-01-01",
        "period_end": "2019-12-31",
        "publisher_as_of": "2020-07-30",
        "publisher_as_of_basis": "retrieved_by",
        "measure": "victims",
        "category": "total",
        "value": "423",
        "value_status": "reported",
        "source": "a copy that a reader sent",
        "source_kind": "secondary",
        "note": "a scan",
    }


@pytest.mark.parametrize("basis", ["printed", "file_metadata", "retrieved_by"])
def test_the_basis_of_a_date_that_is_not_in_the_text_is_the_sidecars(basis: str) -> None:
    assert the_row(read(BARE, f"{ALL}publisher_as_of_basis: {basis}\n"))["publisher_as_of_basis"] == basis


def test_a_date_in_the_text_is_printed_whatever_else_the_sidecar_adds() -> None:
    row = the_row(read(FULL, f"{ALL}source: the publisher's page\n"))
    assert (row["publisher_as_of_basis"], row["source"]) == ("printed", "the publisher's page")


def test_an_empty_sidecar_says_nothing() -> None:
    assert the_row(read(FULL, "# nothing yet\n")) == the_row(read(FULL, None))


@pytest.mark.parametrize(
    ("sidecar", "line"),
    [
        ("jurisdiction: Kansas", 1),
        ("period_start: 2018-01-01", 6),
        ("period_end: 2019-06-30", 6),
        ("publisher_as_of: 2020-08-01", 6),
        ("publisher_as_of_basis: retrieved_by", 6),
    ],
)
def test_a_sidecar_never_overrides_what_is_printed(sidecar: str, line: int) -> None:
    reading = read(FULL, f"\n{sidecar}\n")
    assert refusals(reading) == [(line, "sidecar.contradicts_document")]
    message = reading.rejections[0].message
    assert f"(line {line})" in message
    assert "some.txt.meta.yaml" in message
    assert "(line 2)" in message


def test_a_period_that_the_title_refutes_is_a_contradiction() -> None:
    reading = read("Missouri Spotlight\n2018 Statistics\n\n" + BARE, ALL)
    assert refusals(reading) == [(2, "sidecar.contradicts_document")]


@pytest.mark.parametrize("key", ["jurisdiction", "period_start", "period_end", "publisher_as_of"])
def test_what_neither_says_is_named_with_the_line_to_write(key: str) -> None:
    sidecar = "".join(line for line in ALL.splitlines(keepends=True) if not line.startswith(f"{key}:"))
    reading = read(BARE, sidecar)
    code = "period_unknown" if key.startswith("period") else f"{key}_unknown"
    assert refusals(reading) == [(None, f"document.{code}")]
    assert f"`{key}: " in reading.rejections[0].message
    assert "some.txt.meta.yaml" in reading.rejections[0].message


@pytest.mark.parametrize(
    ("sidecar", "line", "code"),
    [
        ("source: a\nperod_start: 2019-01-01", 2, "key_unknown"),
        ("source: a\nsource: b", 2, "key_repeated"),
        ("source: a\nperiod_start: 2019-02-30", 2, "date_unreadable"),
        ("source: a\nperiod_start: January 1, 2019", 2, "date_unreadable"),
        ("source: a\nperiod_start: 20190101", 2, "date_unreadable"),
        ("source: a\njurisdiction: Atlantis", 2, "jurisdiction_unknown"),
        ("source: a\npublisher_as_of_basis: guessed", 2, "value_unknown"),
        ("source: a\nsource_kind: newspaper", 2, "value_unknown"),
        ("source: [a, b]", 1, "value_not_text"),
        ("source: 2019", 1, "value_not_text"),
        ("source:", 1, "value_not_text"),
        ("source: {a: b}", 1, "value_not_text"),
        ("- source", 1, "not_yaml"),
        ("source: a\nb: c: d", 2, "not_yaml"),
        ("source: a\n---\nsource: b", 2, "not_yaml"),
        ("[" * 50_000, None, "not_yaml"),
        (b"source: \xe9", 1, "not_utf8"),
        ("source: " + "x" * 70_000, None, "too_large"),
    ],
)
def test_a_sidecar_that_cannot_be_read_refuses_its_document(sidecar: str | bytes, line: int | None, code: str) -> None:
    reading = read(FULL, sidecar)
    assert refusals(reading) == [(line, f"sidecar.{code}")]
    assert "some.txt.meta.yaml" in reading.rejections[0].message


@given(content=st.binary(max_size=100) | st.text(max_size=100).map(str.encode))
def test_no_sidecar_makes_the_reader_fail(content: bytes) -> None:
    reading = read(FULL, content)
    assert reading.figures.is_empty() == bool(reading.rejections)


def test_a_csv_takes_source_kind_and_basis_where_its_lines_have_none() -> None:
    sidecar = "source: a page\nsource_kind: secondary\npublisher_as_of_basis: retrieved_by\n"
    row = the_row(read(f"{CSV}\n{ROW}\n", sidecar, path="some.csv"))
    assert (row["source"], row["source_kind"], row["publisher_as_of_basis"]) == ("a page", "secondary", "retrieved_by")


def test_a_csv_that_agrees_with_its_sidecar_keeps_its_own_words() -> None:
    row = the_row(read(f"{CSV},source\n{ROW},a page\n", f"{ALL}source: a page\n", path="some.csv"))
    assert (row["jurisdiction"], row["source"]) == ("MO", "a page")


@pytest.mark.parametrize(
    "sidecar", ["jurisdiction: KS", "period_end: 2019-06-30", "publisher_as_of: 2020-08-01", "source: another page"]
)
def test_a_csv_that_contradicts_its_sidecar_is_refused_with_its_line(sidecar: str) -> None:
    reading = read(f"{CSV},source\n{ROW},a page\n", sidecar, path="some.csv")
    assert refusals(reading) == [(2, "sidecar.contradicts_document")]


def test_a_broken_csv_beside_a_sidecar_keeps_its_own_refusal() -> None:
    assert [code for _, code in refusals(read("nonsense\n", ALL, path="some.csv"))] == ["csv.header_missing"]


MID_YEAR = "Oregon Spotlight\n\n2018 National Human Trafficking Hotline Statistics\n\nCases: 63\n\n{day}\n"
HALF = "period_start: 2018-01-01\nperiod_end: 2018-06-30\n"


@pytest.mark.parametrize(
    ("day", "sidecar"),
    [
        ("Accurate as of June 30, 2018.", HALF.replace("06-30", "03-31")),
        ("Accurate as of June 30, 2018.", HALF.replace("2018-01-01", "2018-02-01")),
        ("Accurate as of June 30, 2018.", HALF.replace("2018", "2017")),
        ("Accurate as of June 30, 2019.", HALF),
        ("January 1, 2018 through December 31, 2018, accurate as of June 30, 2018.", HALF),
        ("Printed June 30, 2018. Accurate as of July 30, 2019.", HALF),
        *(
            (f"{time} Accurate as of June 30, 2018.", HALF)
            for time in (
                "These figures cover April, May and June 2018.",
                "The figures cover the year up to March 31, 2018.",
                "Each figure is for the twelve months to June 30, 2018.",
                "The year begins in July.",
                "Full year 2018",
                "All of 2018",
                "The whole of 2018",
                "Calendar year 2018",
                "The figures are those of the full year 2018.",
                "Annual statistics",
                "Updated January 5, 2019.",
            )
        ),
    ],
)
def test_a_year_that_is_over_or_ends_on_another_day_contradicts_the_sidecar(day: str, sidecar: str) -> None:
    found = refusals(read(MID_YEAR.format(day=day), sidecar))
    # A sentence that says `April, May and June` refuses the document before the sidecar is compared.
    assert {code for _, code in found} & {"sidecar.contradicts_document", "document.remark_unclear"}
