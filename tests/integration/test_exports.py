"""The exports of a release against the database they are made from, read by the tools that people use.

Belongs here: Parquet, CSV, workbook, data package, citation and page data of a warehouse that dbt built. Not here: how
the page looks and behaves (`tests/slow/browser`).
"""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import replace
from datetime import date, datetime
from itertools import permutations
from pathlib import Path
from typing import Any

import duckdb
import jsonschema
import pytest
import yaml
from frictionless import Package
from openpyxl import load_workbook
from openpyxl.utils.escape import unescape
from openpyxl.workbook import Workbook

from orchestration.settings import Settings
from orchestration.spotlight.domain.errors import UserError
from orchestration.spotlight.domain.places import PROJECT_DIR
from orchestration.spotlight.domain.visible import marked
from orchestration.spotlight.release import dashboard
from orchestration.spotlight.release.dbt_runner import DbtProject
from orchestration.spotlight.release.exports import write_exports
from orchestration.spotlight.release.exports.tables import RISKY_BEGINNINGS
from orchestration.spotlight.release.publish import DATABASE, Origin, current_release, publish
from tests.support.exported import (
    DATASET_ID,
    FREE_TEXT,
    LEDGER_SHA256,
    Exported,
    build_warehouse,
    data_of_dashboard,
    export,
    release_info,
    with_hostile_text,
)
from tests.support.hostile import TEXTS
from tests.support.made_once import MadeOnce

# Of the Citation File Format (CC-BY-4.0), as cffconvert 2.0.0 carries it.
CFF_SCHEMA = PROJECT_DIR / "tests" / "fixtures" / "cff-1.2.0.schema.json"
MADE_FOR_EACH_RELEASE = {
    "datapackage.json",
    "dataset.jsonld",
    "CITATION",
    "CITATION.cff",
    "exports.json",
    "warehouse.duckdb",
}


@pytest.fixture(scope="module")
def database(made_once: MadeOnce) -> Path:
    return made_once("for-exports", build_warehouse) / "build" / DATABASE


@pytest.fixture(scope="module")
def exported(database: Path, tmp_path_factory: pytest.TempPathFactory) -> Exported:
    return export(database, tmp_path_factory.mktemp("releases") / "1")


@pytest.fixture(scope="module")
def hostile(database: Path, tmp_path_factory: pytest.TempPathFactory) -> Exported:
    folder = tmp_path_factory.mktemp("hostile")
    return export(with_hostile_text(database, folder / "warehouse.duckdb"), folder / "1")


def tables(exported: Exported) -> list[Any]:
    """Schema, name and key of every table that people read."""
    return exported.rows(
        "select t.schema_name, t.table_name, max(c.constraint_column_names) from duckdb_tables() as t "
        "inner join duckdb_constraints() as c using (schema_name, table_name) "
        "where t.schema_name in ('marts', 'audit') and c.constraint_type = 'PRIMARY KEY' group by all order by all"
    )


def files(exported: Exported) -> dict[str, int]:
    """Every file of a release and its inode."""
    return {
        file.relative_to(exported.folder).as_posix(): file.stat().st_ino
        for file in exported.folder.rglob("*")
        if file.is_file()
    }


def test_every_table_is_there_as_parquet_equal_to_the_database_and_in_the_order_of_its_grain(
    exported: Exported,
) -> None:
    found = tables(exported)
    assert len(found) >= 20
    with exported.connect() as database:
        for schema, name, key in found:
            parquet = database.sql(f"from read_parquet('{exported.folder}/parquet/{name}.parquet')")
            table = database.sql(f"from {schema}.{name} order by {', '.join(key)}")
            assert (parquet.columns, parquet.types) == (table.columns, table.types)
            assert parquet.fetchall() == table.fetchall(), name


@pytest.mark.parametrize("release", ["exported", "hostile"])
def test_every_table_is_there_as_csv_and_reads_back_as_it_was(release: str, request: pytest.FixtureRequest) -> None:
    exported: Exported = request.getfixturevalue(release)
    with exported.connect() as database:
        for schema, name, _ in tables(exported):
            columns = database.execute(f"describe {schema}.{name}").fetchall()
            types = {str(column[0]): str(column[1]) for column in columns}
            back = ", ".join(
                f"case when starts_with({column}, '''') then {column}[2:] else {column} end as {column}"
                if kind == "VARCHAR"
                else f"{column}::{kind} as {column}"
                for column, kind in types.items()
            )
            csv = f"read_csv('{exported.folder}/csv/{name}.csv', header = true, all_varchar = true, quote = '\"')"
            for one, other in permutations((f"select {back} from {csv}", f"from {schema}.{name}")):
                assert database.execute(f"({one}) except all ({other})").fetchall() == [], name


def test_a_csv_says_days_times_and_unknowns_plainly(exported: Exported) -> None:
    lines = (exported.folder / "csv" / "fct_cases.csv").read_text().splitlines()
    assert lines[0].startswith("jurisdiction_code,jurisdiction_name,")
    (suppressed,) = [line for line in lines if line.startswith("US-ME") and ",labor," in line]
    assert ",2018-01-01,2018-12-31,2018,labor,," in suppressed
    changes = (exported.folder / "csv" / "changes.csv").read_text()
    assert re.search(r",2026-01-01T00:00:00\.000000Z,", changes)


def test_no_cell_of_a_csv_is_a_formula(hostile: Exported) -> None:
    seen = set()
    for table, columns in FREE_TEXT.items():
        csv = f"read_csv('{hostile.folder}/csv/{table.partition('.')[2]}.csv', all_varchar = true, quote = '\"')"
        for column in columns:
            for (cell,) in hostile.rows(f"select {column} from {csv} where {column} is not null"):
                assert str(cell)[0] not in RISKY_BEGINNINGS.replace("'", ""), (table, column)
                seen.add(cell)
    assert {"'=1+1", "'-2+3", "'\t=1+1", "''quoted", "plain"} <= seen


def test_frictionless_finds_the_data_package_valid(exported: Exported) -> None:
    report = Package(exported.folder / "datapackage.json").validate()
    assert report.valid, report.flatten(["name", "message"])
    assert report.stats["tasks"] == len(tables(exported))


def test_frictionless_finds_it_valid_whatever_the_texts_are(hostile: Exported) -> None:
    report = Package(hostile.folder / "datapackage.json").validate()
    assert report.valid, report.flatten(["name", "message"])


def test_the_data_package_would_notice_another_number(exported: Exported, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(exported.folder, copy)
    csv = copy / "csv" / "fct_case_totals.csv"
    csv.chmod(0o644)
    csv.write_text(csv.read_text().replace(",233,", ",234,"))
    assert not Package(copy / "datapackage.json").validate().valid


def test_the_data_package_says_types_keys_and_meaning(exported: Exported) -> None:
    package = json.loads((exported.folder / "datapackage.json").read_text())
    resources = {resource["name"]: resource for resource in package["resources"]}
    cases = resources["fct_cases"]
    fields = {field["name"]: field for field in cases["schema"]["fields"]}
    assert cases["schema"]["primaryKey"] == ["jurisdiction_code", "year", "trafficking_type"]
    assert {"fields": ["report_id"], "reference": {"resource": "dim_report", "fields": ["report_id"]}} in cases[
        "schema"
    ]["foreignKeys"]
    assert (fields["case_count"]["type"], fields["period_start"]["type"]) == ("integer", "date")
    comment = exported.rows("select comment from duckdb_tables() where table_name = 'fct_cases'")[0][0]
    assert cases["description"] == " ".join(str(comment).split())
    assert "take totals from `fct_case_totals`" in cases["description"]
    assert all(field["description"] for resource in resources.values() for field in resource["schema"]["fields"])
    assert (exported.folder / cases["parquet"]["path"]).stat().st_size == cases["parquet"]["bytes"]
    definitions = {(term["kind"], term["code"]): term for term in package["definitions"]}
    assert "Not prevalence" in definitions["measure", "cases"]["caveat"]
    assert (package["id"], package["version"]) == (DATASET_ID, "1-3f9c2a7d10be")
    assert package["licenses"]
    assert {source["title"] for source in package["sources"]} == {"National Human Trafficking Hotline", "a newspaper"}


def test_the_citation_names_dataset_edition_day_and_a_report(exported: Exported) -> None:
    text = (exported.folder / "CITATION").read_text()
    assert f"Dataset {DATASET_ID}\nEdition 1-3f9c2a7d10be of 2026-01-01\n" in text
    assert "accurate as of 20" in text
    assert LEDGER_SHA256 in text
    assert "@misc{spotlight-1-3f9c2a7d10be," in text
    assert "A date with ≤ is the latest day it can have been" in text


def test_the_citation_file_says_the_same_to_programs(exported: Exported) -> None:
    text = (exported.folder / "CITATION.cff").read_text()
    jsonschema.validate(yaml.load(text, yaml.BaseLoader), json.loads(CFF_SCHEMA.read_text()))
    cited = yaml.safe_load(text)
    assert (cited["cff-version"], cited["type"], cited["version"]) == ("1.2.0", "dataset", "1-3f9c2a7d10be")
    assert cited["date-released"] == date(2026, 1, 1)
    assert [identifier["value"] for identifier in cited["identifiers"]] == [DATASET_ID, LEDGER_SHA256]


def test_each_description_says_that_the_figures_are_the_publisher_s(exported: Exported) -> None:
    said = json.loads((exported.folder / "datapackage.json").read_text())["licenses"][0]["title"]
    assert "The figures are the publisher's" in said
    assert said in yaml.safe_load((exported.folder / "CITATION.cff").read_text())["message"]
    assert said == json.loads((exported.folder / "dataset.jsonld").read_text())["copyrightNotice"]


def test_the_compiler_is_the_author_and_the_hotline_the_source(exported: Exported) -> None:
    package = json.loads((exported.folder / "datapackage.json").read_text())
    cited = yaml.safe_load((exported.folder / "CITATION.cff").read_text())
    dataset = json.loads((exported.folder / "dataset.jsonld").read_text())
    bibtex = data_of_dashboard(exported)["edition"]["bibtex"]
    authors = [one["title"] for one in package["contributors"]] + [one["name"] for one in cited["authors"]]
    assert {*authors, dataset["creator"]["name"]} == {"Spotlight warehouse"}
    assert "author = {{Spotlight warehouse}}" in bibtex
    sources = [package["sources"][0]["title"], cited["references"][0]["authors"][0]["name"]]
    assert {*sources, dataset["isBasedOn"]["creator"]["name"]} == {"National Human Trafficking Hotline"}
    assert "Source of the figures: National Human Trafficking Hotline" in bibtex


def test_the_page_holds_what_a_citation_needs(exported: Exported) -> None:
    edition = data_of_dashboard(exported)["edition"]
    assert (edition["dataset"], edition["code"], edition["date"]) == (DATASET_ID, "1-3f9c2a7d10be", "2026-01-01")
    assert edition["code"] in edition["citation"]
    assert edition["bibtex"].count("{") == edition["bibtex"].count("}")


def test_the_page_tells_search_engines_what_it_is(exported: Exported) -> None:
    page = (exported.folder / "dashboard.html").read_text(encoding="utf-8")
    (told,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, flags=re.DOTALL)
    described = json.loads(told)
    assert (described["@type"], described["identifier"], described["version"]) == (
        "Dataset",
        DATASET_ID,
        "1-3f9c2a7d10be",
    )


def test_the_dataset_names_every_file_and_column(exported: Exported) -> None:
    dataset = json.loads((exported.folder / "dataset.jsonld").read_text())
    assert dataset["conformsTo"] == "http://mlcommons.org/croissant/1.1"
    assert dataset["version"] == "1.0.0+3f9c2a7d10be"
    assert dataset["temporalCoverage"] == "2015-01-01/2019-12-31"
    listed = {file["@id"] for file in dataset["distribution"]}
    assert listed == {name for name in files(exported) if name.startswith(("parquet/", "csv/"))}
    fields = {record["name"]: [field["name"] for field in record["field"]] for record in dataset["recordSet"]}
    for schema, name, _ in tables(exported):
        assert fields[name] == [column[0] for column in exported.rows(f"describe {schema}.{name}")]


def test_the_data_contract_promises_what_the_models_do(exported: Exported) -> None:
    contract = yaml.safe_load((exported.folder / "datacontract.yaml").read_text())
    promised = {table["name"]: table for table in contract["schema"]}
    assert set(promised) == {name for schema, name, _ in tables(exported) if schema == "marts"}
    cases = {column["name"]: column for column in promised["fct_cases"]["properties"]}
    assert [column["primaryKeyPosition"] for column in cases.values() if "primaryKey" in column] == [1, 2, 3]
    assert cases["case_count"]["physicalType"] == "BIGINT"
    assert (cases["case_count"]["required"], cases["report_id"]["required"]) == (False, True)
    assert cases["trafficking_type"]["relationships"] == [{"to": "dim_trafficking_type.trafficking_type"}]
    rules = [rule["description"] for rule in promised["fct_cases"]["quality"]]
    assert "(value_status = 'reported') = (case_count is not null)" in rules
    # A difference between total and parts is a finding, not a breach.
    assert "status <> 'unexpected'" not in [rule["description"] for rule in promised["fct_discrepancies"]["quality"]]


def test_another_ledger_shares_no_file_that_names_the_dataset(
    database: Path, exported: Exported, tmp_path: Path
) -> None:
    folder = tmp_path / "2"
    folder.mkdir()
    shutil.copyfile(database, folder / DATABASE)
    other = replace(release_info(), dataset_id="spotlight-warehouse/fedcba9876543210")
    write_exports(folder, other, folder / DATABASE, exported.folder)
    assert data_of_dashboard(Exported(folder))["edition"]["dataset"] == other.dataset_id


def workbook(exported: Exported) -> Workbook:
    return load_workbook(exported.folder / "spotlight.xlsx")


def test_the_workbook_has_a_sheet_a_fact_and_the_database_s_numbers(exported: Exported) -> None:
    book = workbook(exported)
    facts = [name for _, name, _ in tables(exported) if name.startswith("fct_")]
    assert book.sheetnames[:4] == ["readme", "map", "rpt_spotlight", "fct_case_totals"]
    assert set(facts) < set(book.sheetnames)
    for schema, name, key in tables(exported):
        if name not in book.sheetnames:
            continue
        header, *rows = book[name].iter_rows(values_only=True)
        assert list(header) == [column[0] for column in exported.rows(f"describe {schema}.{name}")]
        in_database = exported.rows(f"from {schema}.{name} order by {', '.join(key)}")
        assert rows == [tuple(map(as_a_spreadsheet_says, row)) for row in in_database], name


def as_a_spreadsheet_says(value: object) -> object:
    """A day is a time at midnight, and a number has sixteen digits."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return datetime.combine(value, datetime.min.time())
    return float(f"{value:.16G}") if isinstance(value, float) else value


def test_the_workbook_is_formatted_to_be_read(exported: Exported) -> None:
    book = workbook(exported)
    sheet = book["fct_case_totals"]
    header = {cell.value: cell.column_letter for cell in sheet[1]}
    assert sheet.freeze_panes == "C2"
    assert sheet.auto_filter.ref == f"A1:{sheet.cell(1, sheet.max_column).column_letter}{sheet.max_row}"
    formats = {name: sheet[f"{letter}2"].number_format for name, letter in header.items()}
    assert formats["case_count"] == "#,##0"
    assert formats["year"] == "0"
    assert formats["period_start"] == "yyyy-mm-dd"
    shares = [sheet[f"{header['labor_involved_share_max']}{row}"] for row in range(2, sheet.max_row + 1)]
    assert {cell.number_format for cell in shares if cell.value is not None} == {"0.0%"}
    assert all(cell.font.bold for cell in sheet[1])


def test_the_workbook_draws_the_trend_and_shades_rates_and_coverage(exported: Exported) -> None:
    book = workbook(exported)
    (chart,) = book["rpt_trend"]._charts
    header = [cell.value for cell in book["rpt_trend"][1]]
    assert len(chart.series) == len(exported.rows("select distinct jurisdiction_code from marts.rpt_trend"))
    for series in chart.series:
        sheet, cells = series.val.numRef.f.split("!")
        assert sheet == "rpt_trend"
        column, row = re.match(r"\$([A-Z]+)\$(\d+)", cells).groups()  # type: ignore[union-attr]
        assert book[sheet][f"{column}{row}"].column == header.index("value") + 1
        assert book[sheet][f"B{row}"].value == book[sheet][series.tx.strRef.f.split("!")[1].replace("$", "")].value
    for name in ("rpt_rates", "rpt_coverage"):
        assert len(book[name].conditional_formatting) == 1


def test_the_workbook_s_map_has_each_rate_on_its_tile_and_hatches_the_unreliable(exported: Exported) -> None:
    sheet = workbook(exported)["map"]
    rates = exported.rows(
        "select postal_code, rate, is_reliable from marts.rpt_rates join marts.dim_jurisdiction using "
        "(jurisdiction_code) where measure = 'cases' and rate is not null and year = 2019"
    )
    assert rates
    cells = {cell.value: sheet.cell(cell.row + 1, cell.column) for row in sheet.iter_rows(min_row=6) for cell in row}
    for postal, rate, is_reliable in rates:
        assert cells[postal].value == pytest.approx(rate)
        assert (cells[postal].fill.patternType is None) == is_reliable
    assert len({postal for postal in cells if isinstance(postal, str)}) == 56
    assert cells["TX"].value is None
    assert sheet["A1"].value == "Cases per 100,000 inhabitants, 2019"
    assert "Latest figures as of 2020-07-30." in sheet["A2"].value


def test_every_date_of_a_vintage_has_its_basis_beside_it_and_an_upper_bound_its_sign(exported: Exported) -> None:
    shown = set()
    for sheet in workbook(exported).worksheets[1:-1]:
        header = [str(cell.value) for cell in sheet[1]]
        for at, name in enumerate(header):
            if not name.endswith(("publisher_as_of", "superseded_on")):
                continue
            assert header[at + 1] == f"{name}_basis", (sheet.title, name)
            for row in sheet.iter_rows(min_row=2):
                if row[at].value is not None:
                    shown.add((row[at + 1].value, row[at].number_format))
    assert shown == {("printed", "yyyy-mm-dd"), ("retrieved_by", '"≤ "yyyy-mm-dd')}


def test_the_workbook_carries_its_meaning(exported: Exported) -> None:
    book = workbook(exported)
    readme = "\n".join(str(cell) for row in book["readme"].iter_rows(values_only=True) for cell in row if cell)
    assert f"First in edition 1-3f9c2a7d10be of 2026-01-01, dataset {DATASET_ID}" in readme
    assert "Not prevalence: a case is counted only if somebody contacted the hotline about it." in readme
    assert "not zero, not missing, and not to be shared out" in readme
    assert "count cases here" in readme
    described = {(row[0], row[1]): row[2] for row in book["columns"].iter_rows(min_row=2, values_only=True)}
    assert described["fct_case_totals", "discrepancy"].startswith("Sum of the parts minus the stated total")
    for name in book.sheetnames[2:-1]:
        for cell in book[name][1]:
            assert described[name, cell.value]


def test_no_cell_of_the_workbook_is_a_formula_or_a_link(hostile: Exported) -> None:
    book = workbook(hostile)
    seen = set()
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f", (sheet.title, cell.coordinate)
                assert cell.hyperlink is None
                # As Excel shows it: a control character is written `_x001B_`.
                seen.add(unescape(cell.value) if isinstance(cell.value, str) else cell.value)
    # XML has no way to write the last of these, nor an end of line as it was.
    assert {text for text in TEXTS if not re.search(r"[\t\r\n\ufffe\uffff]", text)} <= seen


def test_the_page_holds_the_figures_and_stays_small(exported: Exported) -> None:
    page = (exported.folder / "dashboard.html").read_bytes()
    assert len(page) < 1_500_000
    assert len(data_of_dashboard(exported)["figures"]["value"]) == len(exported.rows("from marts.fct_figure_revisions"))
    assert re.search(rb"\{\{\w+\}\}", page) is None


def test_the_page_s_bounds_are_those_of_the_facts(exported: Exported) -> None:
    spotlights = data_of_dashboard(exported)["spotlights"]
    places = [spotlights["place"]["texts"][n] for n in spotlights["place"]["at"]]
    found = set(zip(places, spotlights["year"], spotlights["labor_min"], spotlights["labor_max"], strict=True))
    expected = exported.rows(
        "select jurisdiction_code, year, round(labor_involved_share_min, 4), round(labor_involved_share_max, 4) "
        "from marts.fct_case_totals where labor_involved_share_min is not null"
    )
    assert len(expected) == 2
    assert set(expected) < found


def test_no_text_leaves_the_element_it_stands_in(hostile: Exported) -> None:
    page = (hostile.folder / "dashboard.html").read_text()
    assert page.count("<script") == 3
    assert page.count("</script>") == 3
    assert page.count("<!--") == 0
    assert "<img" not in page
    assert "&lt;img src=x" in page  # in the table for those without scripts
    assert set(data_of_dashboard(hostile)["reports"]["citation"]["texts"]) <= {marked(text) for text in TEXTS}


def test_a_page_that_would_grow_too_large_keeps_the_latest_years_and_says_so(
    exported: Exported, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    everything = (exported.folder / "dashboard.html").stat().st_size
    monkeypatch.setattr(dashboard, "LARGEST", everything - 1)
    small = export(exported.database, tmp_path / "1")
    data = data_of_dashboard(small)
    assert data["first_day"] == "2018-01-01"
    assert (small.folder / "dashboard.html").stat().st_size < everything
    assert set(data["spotlights"]["year"]) == {2018, 2019}


def test_the_documentation_tells_the_meaning_offline_and_nothing_of_the_machine(exported: Exported) -> None:
    page = (exported.folder / "documentation.html").read_text(encoding="utf-8")
    for _, table, _ in tables(exported):
        assert table in page
    assert "count cases here" in page
    assert str(PROJECT_DIR) not in page
    assert "cloudfront" not in page
    assert "<title>Spotlight Warehouse: documentation</title>" in page
    assert "dbt Docs" not in page


def test_what_did_not_change_is_the_file_of_the_release_before(
    database: Path, exported: Exported, tmp_path: Path
) -> None:
    again = export(database, tmp_path / "2", 2, previous=exported)
    before, after = files(exported), files(again)
    assert set(after) == set(before)
    assert {name for name in after if after[name] != before[name]} == MADE_FOR_EACH_RELEASE
    assert Package(again.folder / "datapackage.json").validate().valid
    assert "Edition 2-3f9c2a7d10be of 2026-01-02" in (again.folder / "CITATION").read_text()


def test_one_figure_more_writes_what_holds_it_and_nothing_else(
    database: Path, exported: Exported, tmp_path: Path
) -> None:
    changed = tmp_path / "warehouse.duckdb"
    shutil.copyfile(database, changed)
    with duckdb.connect(changed) as connection:
        connection.execute("update marts.fct_victims set victim_count = 424")
    after = export(changed, tmp_path / "2", 2, previous=exported)
    renewed = {name for name, inode in files(after).items() if inode != files(exported)[name]}
    assert renewed == MADE_FOR_EACH_RELEASE | {
        "parquet/fct_victims.parquet",
        "csv/fct_victims.csv",
        "spotlight.xlsx",
    }
    assert ",424," in (after.folder / "csv" / "fct_victims.csv").read_text()
    assert ",424," not in (exported.folder / "csv" / "fct_victims.csv").read_text()


def test_another_meaning_is_another_workbook_though_no_row_changed(
    database: Path, exported: Exported, tmp_path: Path
) -> None:
    changed = tmp_path / "warehouse.duckdb"
    shutil.copyfile(database, changed)
    with duckdb.connect(changed) as connection:
        connection.execute("comment on column marts.fct_victims.victim_count is 'Another meaning.'")
    after = export(changed, tmp_path / "2", 2, previous=exported)
    renewed = {name for name, inode in files(after).items() if inode != files(exported)[name]}
    assert renewed == MADE_FOR_EACH_RELEASE | {"spotlight.xlsx"}
    assert "Another meaning." in (after.folder / "datapackage.json").read_text()


@pytest.fixture
def settings(database: Path) -> Settings:
    """A warehouse folder whose build file is the one built above."""
    settings = Settings()
    settings.build_file.parent.mkdir(parents=True)
    shutil.copyfile(database, settings.build_file)
    return settings


def origin(presentation_version: str = "1") -> Origin:
    versions = {"code_version": "1", "reference_version": "r", "dbt_version": "d"}
    return Origin(batch=2, presentation_version=presentation_version, **versions)


def test_readers_find_the_exports_through_current_and_cannot_change_them(settings: Settings) -> None:
    publish(settings, origin(), write_exports)
    assert (settings.current / "csv" / "fct_cases.csv").exists()
    for file in settings.current.resolve().rglob("*"):
        assert file.is_dir() or file.stat().st_mode & 0o222 == 0, file


def test_a_part_that_fails_is_named_and_leaves_the_current_release(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(settings, origin(), write_exports)
    monkeypatch.setattr("orchestration.spotlight.release.exports.workbook._write_table", lambda *_: 1 / 0)
    with pytest.raises(
        UserError, match=r"^spotlight\.xlsx: .* could not be made \(ZeroDivisionError: division by zero\)"
    ):
        publish(settings, origin("2"), write_exports)
    released = current_release(settings)
    assert released is not None
    assert released.number == 1
    assert [folder.name for folder in settings.releases_dir.iterdir()] == ["1"]


def test_exports_of_a_release_outlive_the_one_they_were_linked_from(settings: Settings) -> None:
    settings = replace(settings, keep_releases=1)
    publish(settings, origin(), write_exports)
    text = (settings.current / "csv" / "fct_cases.csv").read_text()
    publish(settings, origin(), write_exports)
    assert [folder.name for folder in settings.releases_dir.iterdir()] == ["2"]
    assert (settings.current / "csv" / "fct_cases.csv").read_text() == text


def test_a_table_too_long_for_csv_is_there_as_parquet_and_named(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("orchestration.spotlight.release.catalog.MOST_ROWS_IN_CSV", 3)
    publish(settings, origin(), write_exports)
    assert (settings.current / "csv" / "refreshes.csv").exists()
    assert not (settings.current / "csv" / "fct_figures.csv").exists()
    package = json.loads((settings.current / "datapackage.json").read_text())
    assert (settings.current / "parquet" / "fct_figures.parquet").exists()
    assert "marts.fct_figures (parquet/fct_figures.parquet)" in package["description"]
    assert "fct_figures" not in [resource["name"] for resource in package["resources"]]
    report = Package(settings.current / "datapackage.json").validate()
    assert report.valid, report.flatten(["name", "message"])


def test_every_table_that_is_promised_is_exported(exported: Exported) -> None:
    written = {file.stem for file in (exported.folder / "csv").iterdir()}
    assert written >= {table.partition(".")[2] for table in DbtProject().promised() if "(" not in table}
    assert written == {file.stem for file in (exported.folder / "parquet").iterdir()}
