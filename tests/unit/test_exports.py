"""The parts of an export one by one, on small tables made by hand.

Belongs here: what decides that a file is made anew, and what a cell may hold. Not here: tables that dbt built.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest
from openpyxl import load_workbook

from orchestration.spotlight.domain.errors import UserError
from orchestration.spotlight.release import catalog as catalog_module
from orchestration.spotlight.release.catalog import Catalog, Table, read_catalog
from orchestration.spotlight.release.dashboard.data import read_data
from orchestration.spotlight.release.edition import Edition
from orchestration.spotlight.release.exports import workbook
from orchestration.spotlight.release.exports.parts import LIST, Parts
from orchestration.spotlight.release.exports.tables import write_csv, write_parquet

DIMENSIONS = """
    create schema marts; create schema audit;
    create table marts.dim_measure as
        select 'cases' as measure, 'Cases' as measure_name, 'cases' as unit, 'What.' as definition, 'Not.' as caveat,
            1 as sort_order;
    create table marts.dim_trafficking_type as
        select 'sex' as trafficking_type, 'Sex' as trafficking_type_name, 'component' as role, 'D' as definition,
            null::varchar as caveat, 1 as sort_order;
    create table marts.dim_channel as
        select 'email' as channel, 'E-mail' as channel_name, 'component' as role, 'D' as definition,
            null::varchar as caveat, 1 as sort_order;
"""
FACTS = """
    create table marts.fct_things (
        id bigint primary key, word varchar, day date, seen_at timestamp, share double, is_so boolean
    );
    comment on table marts.fct_things is 'Things. One row per id.';
    insert into marts.fct_things values
        (2, 'two', '2020-02-29', '2020-02-29 01:02:03.456789', 0.125, true),
        (1, null, null, null, null, null),
        (3, '', '1899-12-31', '2021-01-01', -1.5, false)
"""

EDITION = Edition("spotlight-warehouse/01", "1-3f9c2a7d10be", "3f9c2a7d10be", date(2026, 1, 1))


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        connection.execute(DIMENSIONS + FACTS)
        yield connection


def things(connection: duckdb.DuckDBPyConnection) -> Table:
    return read_catalog(connection).table("fct_things")


def test_the_catalog_knows_columns_key_and_meaning(connection: duckdb.DuckDBPyConnection) -> None:
    table = things(connection)
    assert (table.description, table.key, table.row_count) == ("Things. One row per id.", ("id",), 3)
    assert [(c.name, c.data_type, c.is_nullable) for c in table.columns][:2] == [
        ("id", "BIGINT", False),
        ("word", "VARCHAR", True),
    ]


@pytest.mark.parametrize(
    "change",
    [
        "update marts.fct_things set word = 'zwei' where id = 2",
        "update marts.fct_things set word = null where id = 3",
        "update marts.fct_things set day = '2020-03-01' where id = 2",
        "update marts.fct_things set seen_at = '2020-02-29 01:02:03.456788' where id = 2",
        "update marts.fct_things set share = 0.1250000000000001 where id = 2",
        "update marts.fct_things set is_so = null where id = 3",
        "update marts.fct_things set word = case id when 2 then '' when 3 then 'two' end",
        "delete from marts.fct_things where id = 1",
        "delete from marts.fct_things",
        "alter table marts.fct_things alter column word set data type blob using word::blob",
        "alter table marts.fct_things rename column word to wort",
    ],
)
def test_any_difference_in_rows_or_columns_is_another_fingerprint(
    connection: duckdb.DuckDBPyConnection, change: str
) -> None:
    before = things(connection)
    connection.execute(change)
    assert things(connection).fingerprint != before.fingerprint


def test_the_order_of_rows_and_the_comments_are_no_other_fingerprint(connection: duckdb.DuckDBPyConnection) -> None:
    before = things(connection)
    connection.execute("delete from marts.fct_things where id = 2")
    connection.execute(
        "insert into marts.fct_things values (2, 'two', '2020-02-29', '2020-02-29 01:02:03.456789', 0.125, true)"
    )
    connection.execute("comment on table marts.fct_things is 'Other words. One row per id.'")
    assert things(connection).fingerprint == before.fingerprint


def test_a_table_too_long_for_csv_is_known_by_its_rows_all_the_same(
    connection: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalog_module, "MOST_ROWS_IN_CSV", 2)
    catalog = read_catalog(connection)
    assert "fct_things" in [table.name for table in catalog.tables]
    assert "fct_things" not in [table.name for table in catalog.tables_with_csv]
    connection.execute("update marts.fct_things set word = 'zwei' where id = 2")
    assert things(connection).fingerprint != catalog.table("fct_things").fingerprint


def test_the_catalog_s_fingerprint_depends_on_meaning_too(connection: duckdb.DuckDBPyConnection) -> None:
    def fingerprint() -> str:
        catalog = read_catalog(connection)
        return catalog.fingerprint(catalog.table("fct_things"))

    seen = {fingerprint()}
    connection.execute("comment on table marts.fct_things is 'Other words. One row per id.'")
    seen.add(fingerprint())
    connection.execute("comment on column marts.fct_things.id is 'A number.'")
    seen.add(fingerprint())
    connection.execute("update marts.dim_measure set caveat = 'Not at all.'")
    seen.add(fingerprint())
    assert len(seen) == 4


def test_a_csv_is_in_order_with_iso_days_times_in_utc_and_nothing_for_null(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    write_csv(connection, things(connection), tmp_path / "things.csv")
    assert (tmp_path / "things.csv").read_text() == (
        "id,word,day,seen_at,share,is_so\n"
        "1,,,,,\n"
        "2,two,2020-02-29,2020-02-29T01:02:03.456789Z,0.125,true\n"
        '3,"",1899-12-31,2021-01-01T00:00:00.000000Z,-1.5,false\n'
    )


@pytest.mark.parametrize("beginning", list("=+-@\t\r\n'＝＋－＠"))
def test_a_text_that_could_be_a_formula_has_one_apostrophe_before_it(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path, beginning: str
) -> None:
    text = f"{beginning}1+1"
    connection.execute("update marts.fct_things set word = $1 where id = 2", [text])
    write_csv(connection, things(connection), tmp_path / "things.csv")
    write_parquet(connection, things(connection), tmp_path / "things.parquet")
    read = "select word from read_{0}('{1}/things.{0}'{2}) where id = 2"
    assert connection.execute(read.format("csv", tmp_path, ", quote='\"', all_varchar=true")).fetchall() == [
        ("'" + text,)
    ]
    assert connection.execute(read.format("parquet", tmp_path, "")).fetchall() == [(text,)]


def test_a_folder_s_name_is_never_sql(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    folder = tmp_path / "it's"
    folder.mkdir()
    write_csv(connection, things(connection), folder / "things.csv")
    assert (folder / "things.csv").exists()


def cells(connection: duckdb.DuckDBPyConnection, target: Path, sheet: str = "fct_things") -> list[tuple[object, ...]]:
    catalog = Catalog((things(connection),), read_catalog(connection).definitions)
    workbook.write_workbook(connection, catalog, EDITION, target)
    return list(load_workbook(target)[sheet].iter_rows(values_only=True))


def test_a_workbook_says_what_a_spreadsheet_has_no_value_for_in_words(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    connection.execute("update marts.fct_things set word = repeat('x', 40000) where id = 2")
    header, first, second, third = cells(connection, tmp_path / "book.xlsx")
    assert header == ("id", "word", "day", "seen_at", "share", "is_so")
    assert first == (1, None, None, None, None, None)
    assert len(str(second[1])) == 32_767
    assert str(second[1]).endswith("[cut here: the whole text is in the Parquet file]")
    assert third[2] == "1899-12-31"


def test_a_table_too_long_for_a_sheet_is_pointed_to(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "MOST_ROWS", 2)
    rows = cells(connection, tmp_path / "book.xlsx")
    assert rows[1][0] == "3 rows: too many for a sheet. They are in parquet/fct_things.parquet and csv/fct_things.csv."
    assert len(rows) == 2


def writes(text: str, calls: list[str]) -> Callable[[Path], None]:
    def write(target: Path) -> None:
        calls.append(target.name)
        target.write_text(text)

    return write


def release(root: Path, number: int, made_from: str = "x", made_by: str = "1", text: str = "text") -> list[str]:
    """Make a release of one file, on the one before; return what was written anew."""
    calls: list[str] = []
    folder, previous = root / str(number), root / str(number - 1)
    folder.mkdir(exist_ok=True)
    parts = Parts(folder, previous if previous.exists() else None, made_by=made_by)
    parts.add("part", made_from, writes(text, calls))
    parts.write_list()
    return calls


def test_a_part_is_made_once_as_long_as_nothing_that_decides_it_changes(tmp_path: Path) -> None:
    assert release(tmp_path, 1) == ["part"]
    assert release(tmp_path, 2) == []
    assert (tmp_path / "1" / "part").samefile(tmp_path / "2" / "part")
    assert release(tmp_path, 3, made_from="y") == ["part"]
    assert release(tmp_path, 4, made_from="y", made_by="2") == ["part"]
    assert release(tmp_path, 5, made_from="y", made_by="2") == []


def test_a_part_of_another_duckdb_is_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    release(tmp_path, 1)
    monkeypatch.setattr(duckdb, "__version__", "1.5.6")
    assert release(tmp_path, 2) == ["part"]


def damage(file: Path) -> None:
    file.chmod(0o644)
    file.write_text("tex!")


@pytest.mark.parametrize(
    "spoil",
    [
        lambda folder: damage(folder / "part"),
        lambda folder: (folder / "part").unlink(),
        lambda folder: (folder / LIST).unlink(),
        lambda folder: ((folder / LIST).chmod(0o644), (folder / LIST).write_text("[1")),
        lambda folder: ((folder / LIST).chmod(0o644), (folder / LIST).write_text('{"part": {}}')),
    ],
    ids=["damaged", "gone", "no list", "half a list", "another list"],
)
def test_a_file_that_is_not_what_was_noted_is_made_anew(tmp_path: Path, spoil: Callable[[Path], object]) -> None:
    release(tmp_path, 1)
    spoil(tmp_path / "1")
    assert release(tmp_path, 2) == ["part"]
    assert (tmp_path / "2" / "part").read_text() == "text"


def test_without_hard_links_a_part_is_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_links(*_: object) -> None:
        raise OSError("not here")

    release(tmp_path, 1)
    monkeypatch.setattr(os, "link", no_links)
    assert release(tmp_path, 2) == ["part"]


def test_what_is_listed_is_what_lies_there(tmp_path: Path) -> None:
    parts = Parts(tmp_path, None, made_by="1")
    parts.add("folder/part", "x", writes("text", []))
    file = parts.files["folder/part"]
    assert (file.size, file.sha256) == (4, hashlib.sha256(b"text").hexdigest())
    assert (tmp_path / "folder" / "part").stat().st_mode & 0o777 == 0o444


def test_a_part_that_fails_is_named(tmp_path: Path) -> None:
    def fail(_: Path) -> None:
        raise ValueError("no good\nand more")

    parts = Parts(tmp_path, None, made_by="1")
    with pytest.raises(
        UserError, match=r"^spotlight\.xlsx: .*\(ValueError: no good\)\. The current release is unchanged"
    ):
        parts.add("spotlight.xlsx", "x", fail)


def test_a_part_that_the_database_cannot_write_is_named_with_what_is_wrong(tmp_path: Path) -> None:
    def fail(_: Path) -> None:
        raise duckdb.IOException("no more room\nand more")

    parts = Parts(tmp_path, None, made_by="1")
    with pytest.raises(UserError, match=r"^parquet/a\.parquet: .*\(no more room\)\. The current release is unchanged"):
        parts.add("parquet/a.parquet", "x", fail)


def test_a_full_disk_is_reported_as_such(tmp_path: Path) -> None:
    def fail(target: Path) -> None:
        raise OSError(28, "No space left on device", str(target))

    with pytest.raises(OSError, match="No space left"):
        Parts(tmp_path, None, made_by="1").add("spotlight.xlsx", "x", fail)


def test_the_page_s_data_can_be_cut_to_nothing(connection: duckdb.DuckDBPyConnection) -> None:
    """Not even one year fits: an empty page is better than none, and than one that nobody can open."""
    connection.execute("""
        create table marts.dim_jurisdiction as
            select 'US' as jurisdiction_code, 'US' as postal_code, 'N' as jurisdiction_name,
                'nation' as jurisdiction_level;
        create schema reference;
        create table reference.jurisdictions as select *, 'Nation' as aliases from marts.dim_jurisdiction;
        create table marts.dim_document as select 'd' as document_id, 'p' as path;
        create table marts.dim_report as
            select 'r' as report_id, 'printed' as publisher_as_of_basis, 'c' as citation, null::varchar as note,
                date '2020-01-01' as period_start;
        create table marts.fct_discrepancies as
            select 'US' as jurisdiction_code, date '2020-01-01' as period_start, date '2020-12-31' as period_end,
                1 as discrepancy, 'known' as status, 'looked into' as reason, 'cases' as measure;
        create table marts.fct_figure_revisions as
            select 'US' as jurisdiction_code, date '2020-01-01' as period_start, date '2020-12-31' as period_end,
                2020 as year, 'cases' as measure, 'total' as category_scheme, 'total' as category, 5 as value,
                'reported' as value_status, date '2021-01-01' as publisher_as_of,
                'printed' as publisher_as_of_basis, null::date as superseded_on,
                'initial' as revision_kind, null::bigint as revision, 'publisher' as source_kind, 'r' as report_id,
                'd' as document_id, 2 as source_line;
        create table marts.rpt_spotlight as
            select 'US' as jurisdiction_code, date '2020-01-01' as period_start, date '2020-12-31' as period_end,
                'year' as period_type, 2020 as year, 5 as case_count, 5 as stated_total, 1 as discrepancy,
                'agrees' as reconciliation_status, null as signal_count, null as population, null as cases_per_100k,
                0 as sex_case_count, 0 as labor_case_count, 0 as sex_and_labor_case_count,
                0 as not_specified_case_count, null::varchar as caveat;
        create table marts.dim_series_break (
            measure varchar, starts_on date, is_comparable boolean, description varchar
        );
        create table marts.rpt_trend as
            select 'US' as jurisdiction_code, date '2020-01-01' as period_start, date '2020-12-31' as period_end,
                2020 as year, 'cases' as measure, 'total' as category_scheme, 'total' as category, 5 as value,
                'reported' as value_status, false as is_comparable_with_previous, null::double as likely_low,
                null::double as likely_high, date '2021-01-01' as publisher_as_of,
                'printed' as publisher_as_of_basis, 'publisher' as source_kind;
        create table marts.rpt_rates (
            jurisdiction_code varchar, period_start date, year int, measure varchar, value bigint, rate double,
            rate_low double, rate_high double, is_reliable boolean, rank_low bigint, rank_high bigint,
            publisher_as_of date, publisher_as_of_basis varchar
        );
        create table marts.rpt_coverage (
            jurisdiction_code varchar, period_start date, year int, measure varchar, has_total boolean,
            breakdown_status varchar, vintage_count bigint, latest_publisher_as_of date,
            latest_publisher_as_of_basis varchar
        )
    """)
    assert read_data(connection, 1)["figures"]["value"] == [5]
    # Nothing is divided by a breakdown of zero cases.
    assert read_data(connection, 1)["spotlights"]["sex_min"] == [None]
    assert read_data(connection, 0)["figures"]["value"] == []
