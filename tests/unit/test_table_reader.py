"""Figures as CSV: what is read, from which line, and what is refused for its structure."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orchestration.spotlight.domain.model import MAX_REJECTIONS, READ_SCHEMA, Reading, Rejection
from orchestration.spotlight.readers.formats.table import COLUMNS, OPTIONAL_COLUMNS, REQUIRED_COLUMNS, read_table
from orchestration.spotlight.readers.limits import Limits

HEADER = ",".join(REQUIRED_COLUMNS)
ROW = "MO,2019-01-01,2019-12-31,2020-07-30,cases,sex,183"


def read(text: str | bytes, limits: Limits | None = None) -> Reading:
    content = text.encode() if isinstance(text, str) else text
    return read_table("reports/some.csv", "d0", content, limits or Limits())


def the_rejection(text: str | bytes, limits: Limits | None = None) -> Rejection:
    """The only rejection of a file that gives no figure and is refused whole."""
    reading = read(text, limits)
    assert reading.figures.is_empty()
    assert reading.figures.schema == READ_SCHEMA
    (rejection,) = reading.rejections
    assert (rejection.file, rejection.document_id, rejection.report_id) == ("reports/some.csv", "d0", None)
    return rejection


def test_every_field_is_kept_as_text_with_its_line_and_the_line_itself() -> None:
    reading = read(f"{HEADER},note\n{ROW},a note\n")

    assert reading.rejections == ()
    assert reading.figures.schema == READ_SCHEMA
    assert reading.figures.row(0, named=True) == {
        "path": "reports/some.csv",
        "document_id": "d0",
        "source_line": 2,
        "source_text": f"{ROW},a note",
        "source_context": None,
        "jurisdiction": "MO",
        "period_start": "2019-01-01",
        "period_end": "2019-12-31",
        "publisher_as_of": "2020-07-30",
        "publisher_as_of_basis": None,
        "measure": "cases",
        "category": "sex",
        "value": "183",
        "value_status": None,
        "source": None,
        "source_kind": None,
        "note": "a note",
    }


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_byte_order_mark_and_line_ends_of_any_editor_are_understood(line_end: str, mark: str) -> None:
    figures = read(mark + line_end.join([HEADER, ROW, "", ROW, ""])).figures

    assert figures["source_line"].to_list() == [2, 4]
    assert figures["source_text"].to_list() == [ROW, ROW]
    assert figures["value"].to_list() == ["183", "183"]


@pytest.mark.parametrize("end", [ROW, ROW[:-1], f"{ROW},"])
def test_a_file_whose_last_line_does_not_end_may_be_half_of_one(end: str) -> None:
    rejection = the_rejection(f"{HEADER}\n{ROW}\n{ROW[:-1]}")
    assert (rejection.line, rejection.rule_code, rejection.offending_text) == (3, "csv.cut_off", ROW[:-1])
    assert "end the file with a line break" in rejection.message
    assert read(f"{HEADER}\n{end}").figures.is_empty()


def test_columns_may_stand_in_any_order() -> None:
    columns = list(reversed(REQUIRED_COLUMNS))
    figures = read(",".join(columns) + "\n" + ",".join(reversed(ROW.split(","))) + "\n").figures

    assert figures["jurisdiction"].to_list() == ["MO"]
    assert figures["value"].to_list() == ["183"]


def test_blank_lines_and_rows_of_commas_are_skipped_but_counted() -> None:
    figures = read(f"\n{HEADER}\n\n,,,,,,\n   \n{ROW}\n\n").figures

    assert figures["source_line"].to_list() == [6]


def test_a_word_that_other_tools_take_for_nothing_stays_a_word() -> None:
    figures = read(f"{HEADER}\nNA,null,NaN,None,cases,sex,n/a\n").figures

    assert figures.select("jurisdiction", "period_start", "period_end", "publisher_as_of", "value").row(0) == (
        "NA",
        "null",
        "NaN",
        "None",
        "n/a",
    )


def test_a_line_break_in_quotes_belongs_to_the_field_and_lines_are_still_counted() -> None:
    figures = read(f'note,{HEADER}\n"first, ""so""\n\nthird",{ROW}\n,{ROW}\n').figures

    assert figures["source_line"].to_list() == [2, 5]
    assert figures["note"].to_list() == ['first, "so"\n\nthird', None]
    assert figures["source_text"].to_list() == [f'"first, ""so""\n\nthird",{ROW}', f",{ROW}"]


def test_a_thousands_comma_in_quotes_is_one_field() -> None:
    assert read(f'{HEADER}\n{ROW[:-3]}"1,234"\n').figures["value"].to_list() == ["1,234"]


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xef\xbb\xbf", b",,,\n,,,\n"])
def test_an_empty_file_is_refused(content: bytes) -> None:
    rejection = the_rejection(content)

    assert (rejection.rule_code, rejection.line) == ("document.no_figures", None)
    assert HEADER in rejection.message


def test_a_header_without_figures_is_refused() -> None:
    rejection = the_rejection(HEADER + "\n\n")

    assert (rejection.rule_code, rejection.line) == ("document.no_figures", 1)
    assert "no figure" in rejection.message


def test_a_file_that_is_not_utf8_is_refused_with_its_line() -> None:
    rejection = the_rejection(f"{HEADER}\n{ROW}\n".encode() + "Missourí".encode("latin-1"))

    assert (rejection.rule_code, rejection.line) == ("document.not_utf8", 3)
    assert "UTF-8" in rejection.message


@pytest.mark.parametrize("content", [b"PK\x03\x04\x00\x00zip", f"{HEADER}\n{ROW}".encode("utf-16")])
def test_a_binary_file_with_this_ending_is_refused(content: bytes) -> None:
    rejection = the_rejection(content)

    assert (rejection.rule_code, rejection.line) == ("document.binary", 1)


def test_ten_megabytes_in_one_line_are_refused() -> None:
    rejection = the_rejection(f"{HEADER}\n{ROW}\n" + "x" * 10_000_000)

    assert (rejection.rule_code, rejection.line) == ("document.line_too_long", 3)
    assert len(rejection.offending_text) < 1000


def test_a_file_beyond_the_limit_is_refused() -> None:
    assert the_rejection(f"{HEADER}\n{ROW}\n", Limits(max_bytes=50)).rule_code == "document.too_large"


def test_a_file_without_header_is_refused() -> None:
    rejection = the_rejection(f"{ROW}\n{ROW}\n")

    assert (rejection.rule_code, rejection.line, rejection.offending_text) == ("csv.header_missing", 1, ROW)
    assert HEADER in rejection.message


@pytest.mark.parametrize(("separator", "name"), [(";", "semicolons"), ("\t", "tabs")])
def test_another_separator_is_named(separator: str, name: str) -> None:
    rejection = the_rejection(f"{HEADER}\n{ROW}\n".replace(",", separator))

    assert rejection.rule_code == "csv.header_missing"
    assert f"by commas, not by {name}" in rejection.message


def test_a_header_in_upper_case_is_refused_with_the_case_that_is_expected() -> None:
    rejection = the_rejection(f"{HEADER.upper()}\n{ROW}\n")

    assert rejection.rule_code == "csv.header_missing"
    assert "Write the names in lower case." in rejection.message


def test_an_unknown_column_is_named_with_the_one_that_was_meant() -> None:
    rejection = the_rejection(f"{HEADER},Value Status\n{ROW},reported\n")

    assert (rejection.rule_code, rejection.line) == ("csv.column_unknown", 1)
    assert rejection.offending_text == "Value Status"
    assert "'value_status'" in rejection.message


def test_every_fault_of_a_header_is_reported_at_once() -> None:
    reading = read("jurisdiction,period_start,period_start,period_end,measure,category,value,colour\n" + ROW + ",1")

    told = {rejection.rule_code: rejection.message for rejection in reading.rejections}
    assert set(told) == {"csv.column_unknown", "csv.column_repeated", "csv.column_missing"}
    assert "'colour'" in told["csv.column_unknown"]
    assert "'period_start'" in told["csv.column_repeated"]
    assert "'publisher_as_of'" in told["csv.column_missing"]
    assert reading.figures.is_empty()


@pytest.mark.parametrize(
    ("row", "found", "mend"),
    [
        (ROW + ",", 8, "too many"),
        (ROW.removesuffix(",183"), 6, "it ends before value. Add what is missing"),
        ("MO,2019-01-01,2019-12-31,2020-07-30", 4, "it ends before measure, category, value. Add what is missing"),
        (ROW[:-3] + "1,234", 8, 'in double quotes (a value too: "1,234")'),
    ],
)
def test_a_row_with_another_number_of_fields_refuses_the_file(row: str, found: int, mend: str) -> None:
    rejection = the_rejection(f"{HEADER}\n{ROW}\n{row}\n{ROW}\n")

    assert (rejection.rule_code, rejection.line, rejection.offending_text) == ("csv.row_malformed", 3, row)
    assert f"has {found} fields; expected 7" in rejection.message
    assert mend in rejection.message


def test_of_many_damaged_rows_the_first_are_reported_and_the_others_counted() -> None:
    rejections = read(f"{HEADER}\n" + "MO,2019\n" * (MAX_REJECTIONS + 7)).rejections

    assert [rejection.line for rejection in rejections] == [*range(2, MAX_REJECTIONS + 2), None]
    assert rejections[-1].rule_code == "document.more_faults"
    assert rejections[-1].message.startswith("7 more")


@pytest.mark.parametrize(
    "rows",
    [
        [ROW, ROW + ',"never closed', ROW + ","],
        [ROW, ROW + ',a 5" pipe', ROW + ","],
        [ROW, ROW + ',"closed"twice', ROW + ","],
        # The stray quote of the last row closes the first's: the row between would vanish in a note.
        [ROW, ROW + ',"open', ROW + ",", ROW + ',"'],
    ],
)
def test_quotes_that_do_not_fit_refuse_the_file_and_name_where_they_start(rows: list[str]) -> None:
    rows[0] += ","
    reading = read("\n".join([HEADER + ",note", *rows]))

    assert reading.figures.is_empty()
    assert [(r.rule_code, r.line) for r in reading.rejections] == [("csv.quotes_malformed", 3)]
    assert "twice" in reading.rejections[0].message


# What has a meaning in CSV comes often. Other line ends become one kind, which the tests above hold.
CHARACTERS = st.sampled_from('a,"\n ') | st.characters(exclude_characters="\x00\r\ufeff", exclude_categories=["Cs"])
FIELDS = st.text(CHARACTERS, min_size=1, max_size=12)


@given(st.lists(st.lists(FIELDS, min_size=len(COLUMNS), max_size=len(COLUMNS)), min_size=1, max_size=8))
@settings(max_examples=150)
def test_what_was_written_as_csv_is_read_back_or_refused(rows: list[list[str]]) -> None:
    rows = [["MO", *row[1:]] for row in rows]
    file = io.StringIO()
    csv.writer(file, lineterminator="\n").writerows([COLUMNS, *rows])
    reading = read(file.getvalue())

    if reading.rejections:
        # Only a field that looks like rows of its own is refused though it is well quoted.
        assert any(line.count(",") >= len(COLUMNS) - 1 for row in rows for field in row for line in field.split("\n"))
        return
    assert [list(row) for row in reading.figures.select(COLUMNS).iter_rows()] == rows
    starts = [2]
    for row in rows:
        starts.append(starts[-1] + 1 + sum(field.count("\n") for field in row))
    assert reading.figures["source_line"].to_list() == starts[:-1]


def test_optional_columns_are_known_by_name() -> None:
    row = ROW + "," + ",".join(f"<{column}>" for column in OPTIONAL_COLUMNS)
    figures = read(f"{HEADER},{','.join(OPTIONAL_COLUMNS)}\n{row}\n").figures

    assert figures.select(OPTIONAL_COLUMNS).row(0) == tuple(f"<{column}>" for column in OPTIONAL_COLUMNS)
