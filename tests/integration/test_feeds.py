"""The feeds of a release: what they say, that they are the whole history, and that what is old never changes.

Belongs here: files beside a database that was built from reports, read by following links. Not here: how they
are served (tests/slow/test_reverse_proxy.py).
"""

from __future__ import annotations

import json
import shutil
from collections import Counter
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

import duckdb
import pytest
from jsonschema import Draft202012Validator
from lxml import etree

from orchestration.spotlight.domain.places import PROJECT_DIR
from orchestration.spotlight.domain.visible import marked
from orchestration.spotlight.release.feeds import history
from tests.support.dbt_build import Warehouse
from tests.support.exported import Exported, export
from tests.support.feeds import ATOM, atom_entries, atom_ids, content, items, replayed
from tests.support.hostile import TEXTS
from tests.support.pipeline import HEADER, Pipeline, cases, line

FIXTURES = PROJECT_DIR / "tests" / "fixtures" / "feeds"
WITH_BASIS = f"{HEADER},publisher_as_of_basis"
LARGEST = 300_000
SMALL_PAGE = 3_000


def report_what_can_be(pipeline: Pipeline) -> None:
    """Eight refreshes after which each thing has happened that a refresh can do to a figure."""
    parts = {"total": 67, "sex": 58, "labor": None, "sex_and_labor": 1, "not_specified": 4}
    pipeline.write("first.csv", cases("MO", 2015, "2016-01-28", **parts))
    pipeline.write("goes.csv", cases("KS", 2019, "2020-08-01", total=21))
    people = line("SD", 2019, "2020-08-01", "victims", "total", 9, "secondary")
    pipeline.write("by-a-paper.csv", cases("SD", 2019, "2020-08-01", "secondary", total=31), people)
    pipeline.write("copied.csv", cases("IA", 2019, "2020-08-01", "secondary", total=41))
    undated = [f"{text},retrieved_by" for text in cases("WI", 2019, "2020-08-01", total=51)]
    pipeline.write("undated.csv", undated, header=WITH_BASIS)
    pipeline.look()
    pipeline.write("second.csv", cases("MO", 2015, "2016-05-27", total=67), cases("MO", 2015, "2017-05-03", total=69))
    pipeline.look()
    pipeline.write("late.csv", cases("MO", 2015, "2016-01-05", total=60))
    pipeline.look()
    victims = line("MO", 2015, "2016-01-28", "victims", "total", 80)
    pipeline.write("first.csv", cases("MO", 2015, "2016-01-28", **parts | {"sex": 57, "not_specified": 5}), victims)
    pipeline.look()
    pipeline.write("by-the-publisher.csv", cases("SD", 2019, "2020-08-01", total=32))
    pipeline.look()
    pipeline.remove("goes.csv")
    pipeline.look(accept=True)
    pipeline.write("original.csv", cases("IA", 2019, "2020-08-01", total=41))
    pipeline.look()
    pipeline.write("dated.csv", cases("WI", 2019, "2020-08-01", "secondary", total=51))
    pipeline.look()


@dataclass(frozen=True)
class Made:
    """What a history of reports comes to: its reports and ledger, its tables, and a release of them."""

    pipeline: Pipeline
    warehouse: Warehouse
    exported: Exported


def make(pipeline: Pipeline, number: int = 1, previous: Exported | None = None) -> Made:
    warehouse = pipeline.build()
    release = export(pipeline.settings.build_file, pipeline.folder / "releases" / str(number), number, previous)
    return Made(pipeline, warehouse, release)


@pytest.fixture(scope="module", autouse=True)
def _small_pages() -> object:
    """So that a short history has archives too."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(history, "PAGE_SIZE", SMALL_PAGE)
        yield


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    pipeline = Pipeline(tmp_path_factory.mktemp("feeds"))
    report_what_can_be(pipeline)
    return make(pipeline)


def feed_files(release: Exported, ending: str = "") -> list[Path]:
    first = [release.folder / name for name in ("changes.atom", "feed.json")]
    return [file for file in (*first, *(release.folder / "feeds").iterdir()) if ending in file.suffixes or not ending]


def test_each_entry_says_in_words_what_a_batch_did(made: Made) -> None:
    titles = [item["title"] for item in reversed(items(made.exported.folder / "feed.json"))]
    assert titles == [
        "Missouri 2015 cases: 67, new, as of 2016-01-28 (and 4 more)",
        "Iowa 2019 cases: 41, new, as of 2020-08-01",
        "Kansas 2019 cases: 21, new, as of 2020-08-01",
        "South Dakota 2019 cases: 31, new, as of 2020-08-01",
        "South Dakota 2019 victims: 9, new, as of 2020-08-01",
        "Wisconsin 2019 cases: 51, new, as of ≤ 2020-08-01",
        "Missouri 2015 cases: 67 → 69, restated 2017-05-03, was 2016-05-27 (and 1 more)",
        "Missouri 2015 cases: 60, late, as of 2016-01-05",
        "Missouri 2015 cases, not specified: 4 → 5, our record of the report of 2016-01-28 corrected (and 1 more)",
        "Missouri 2015 victims: 80, added to the report of 2016-01-28",
        "South Dakota 2019 cases: 31 → 32, our record of the report of 2020-08-01 corrected",
        "South Dakota 2019 victims: 9 withdrawn, a publisher's document of 2020-08-01 states otherwise",
        "Kansas 2019 cases: 21 of 2020-08-01 removed",
        "Iowa 2019 cases: 41, now shown from another document, as of 2020-08-01",
        "Wisconsin 2019 cases: the report's date is now 2020-08-01, as printed",
    ]


def test_an_entry_has_document_line_text_date_and_both_values(made: Made) -> None:
    (item,) = [item for item in items(made.exported.folder / "feed.json") if "restated 2017" in item["title"]]
    assert item["url"].endswith("dashboard.html#US-MO/2015")
    assert item["tags"] == ["Missouri", "cases", "reaffirmed", "restated"]
    assert "Line 3: <q>MO,2015-01-01,2015-12-31,2017-05-03,cases,total,69,reported,</q>" in item["content_html"]
    figure = item["_spotlight"]["figures"][-1]
    assert f"document <code>{figure['document_id']}</code>" in item["content_html"]
    assert (figure["change_kind"], figure["old_value"], figure["new_value"]) == ("restated", 67, 69)
    assert (figure["old_value_status"], figure["new_value_status"]) == ("reported", "reported")
    assert (figure["old_publisher_as_of"], figure["old_publisher_as_of_basis"]) == ("2016-05-27", "printed")
    assert (figure["source_line"], figure["source_kind"]) == (3, "publisher")
    assert item["_spotlight"]["reports"][-1] == {
        "report_id": "US-MO_2015-01-01_2015-12-31_2017-05-03",
        "publisher_as_of": "2017-05-03",
        "publisher_as_of_basis": "printed",
    }


def test_every_row_of_the_ledger_is_in_the_feed_once(made: Made) -> None:
    found = Counter(
        (entry["batch"], figure["report_id"], entry["measure"], figure["category"], figure["change_kind"])
        for entry in (item["_spotlight"] for item in items(made.exported.folder / "feed.json"))
        for figure in entry["figures"]
    )
    rows = made.warehouse.rows(
        "select batch, report_id, measure, category, change_kind from staging.stg_ledger__figures"
    )
    assert found == Counter(rows)
    assert {kind for *_, kind in rows} == {"new", "restated", "reaffirmed", "late", "corrected", "removed", None}


def test_the_feed_replayed_from_nothing_is_the_history(made: Made, tmp_path: Path) -> None:
    found = replayed(items(made.exported.folder / "feed.json"), made.warehouse, tmp_path)
    found.execute(f"attach '{made.exported.database}' as released (read_only)")
    for table in ("fct_figures", "fct_figure_revisions"):
        ours, theirs = f"from marts.{table}", f"from released.marts.{table}"
        assert found.execute(theirs).fetchall() != []
        assert found.execute(f"{ours} except all {theirs}").fetchall() == []
        assert found.execute(f"{theirs} except all {ours}").fetchall() == []


def test_the_feed_replayed_up_to_a_batch_is_what_was_known_then(made: Made, tmp_path: Path) -> None:
    whole = items(made.exported.folder / "feed.json")
    columns = ", ".join(name for name, *_ in made.warehouse.rows("describe marts.fct_figures"))
    for batch, recorded_at in made.warehouse.rows("select batch, recorded_at from audit.refreshes order by batch"):
        until = [item for item in whole if item["_spotlight"]["batch"] <= batch]
        (folder := tmp_path / str(batch)).mkdir()
        found = replayed(until, made.warehouse, folder).execute("from marts.fct_figures").fetchall()
        known = made.warehouse.rows(f"select {columns} from marts.figures_as_known('9999-12-31', '{recorded_at}')")
        assert sorted(map(str, found)) == sorted(map(str, known)), batch


def test_the_feeds_of_the_places_are_the_feed_of_all_places_split(made: Made) -> None:
    whole = items(made.exported.folder / "feed.json")
    places = made.warehouse.rows("select jurisdiction_code from marts.dim_jurisdiction")
    of_places = {code: items(made.exported.folder / "feeds" / f"{code}.json") for (code,) in places}
    for code, found in of_places.items():
        expected = [item["id"] for item in whole if item["_spotlight"]["jurisdiction_code"] == code]
        assert [item["id"] for item in found] == expected
    assert sum(map(len, of_places.values())) == len(whole)
    assert of_places["US-GU"] == []


def test_atom_and_json_have_the_same_entries(made: Made) -> None:
    for atom, json_feed in (("changes.atom", "feed.json"), ("feeds/US-MO.atom", "feeds/US-MO.json")):
        in_json = items(made.exported.folder / json_feed)
        in_atom = atom_entries(made.exported.folder / atom)
        assert [(item["id"], item["title"], item["content_html"], item["date_published"]) for item in in_json] == [
            tuple(entry.findtext(f"{ATOM}{name}") for name in ("id", "title", "content", "updated"))
            for entry in in_atom
        ]
        assert len({item["id"] for item in in_json}) == len(in_json)


def assert_valid(release: Exported) -> None:
    grammar = etree.RelaxNG(etree.parse(FIXTURES / "atom.rng"))
    schema = Draft202012Validator(json.loads((FIXTURES / "json-feed-1.1.schema.json").read_text()))
    for file in feed_files(release, ".atom"):
        grammar.assertValid(etree.fromstring(content(file)))
    for file in feed_files(release, ".json"):
        schema.validate(json.loads(content(file)))


def test_both_formats_are_valid_and_every_link_leads_to_a_file(made: Made) -> None:
    assert_valid(made.exported)
    assert len(feed_files(made.exported)) > 2 * 57
    for file in feed_files(made.exported, ".atom"):
        for link in etree.fromstring(content(file)).iter(f"{ATOM}link"):
            assert (file.parent / link.get("href").partition("#")[0]).is_file()


def test_an_archive_says_so_and_leads_to_the_file_to_subscribe_to(made: Made) -> None:
    folder = made.exported.folder
    feed = etree.parse(folder / "changes.atom").getroot()
    archive = etree.fromstring(content(folder / "feeds" / "all.1.atom.gz"))
    assert archive.find("{http://purl.org/syndication/history/1.0}archive") is not None
    assert feed.find("{http://purl.org/syndication/history/1.0}archive") is None
    assert {link.get("rel"): link.get("href") for link in archive.findall(f"{ATOM}link")} == {
        "alternate": "../dashboard.html",
        "self": "all.1.atom.gz",
        "current": "../changes.atom",
    }
    assert archive.findtext(f"{ATOM}id") == feed.findtext(f"{ATOM}id")


@pytest.mark.slow
def test_another_copy_of_the_ledger_makes_the_same_files(made: Made, tmp_path: Path) -> None:
    elsewhere = Pipeline(tmp_path)
    shutil.copytree(made.pipeline.settings.ledger_dir, elsewhere.settings.ledger_dir)
    again = make(elsewhere)
    assert {file.name: file.read_bytes() for file in feed_files(again.exported)} == {
        file.name: file.read_bytes() for file in feed_files(made.exported)
    }


def test_a_new_batch_adds_entries_and_leaves_archives_and_other_places_alone(made: Made, tmp_path: Path) -> None:
    pipeline = made.pipeline.copy(tmp_path)
    pipeline.write("third.csv", cases("MO", 2015, "2018-05-03", total=70))
    pipeline.look()
    after = make(pipeline, 2, made.exported)
    known = atom_ids(made.exported.folder / "changes.atom")
    found = atom_ids(after.exported.folder / "changes.atom")
    assert found[1:] == known
    inodes = {file.name: file.stat().st_ino for file in feed_files(made.exported)}
    renewed = {file.name for file in feed_files(after.exported) if file.stat().st_ino != inodes.get(file.name)}
    assert renewed == {"changes.atom", "feed.json", "US-MO.atom", "US-MO.json"} | {
        file.name for file in feed_files(after.exported) if file.name not in inodes
    }


@pytest.mark.slow
def test_the_same_correction_made_twice_is_two_entries(tmp_path: Path) -> None:
    pipeline = Pipeline(tmp_path)
    for total in (5, 6, 5, 6):
        pipeline.write("edited.csv", cases("MO", 2015, "2016-01-28", total=total))
        pipeline.look()
    ids = [item["id"] for item in items(make(pipeline).exported.folder / "feed.json")]
    assert len(set(ids)) == len(ids) == 4


class Elements(HTMLParser):
    """The elements and the text of an entry, as a browser finds them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: set[str] = set()
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert attrs == []
        self.elements.add(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


def test_text_of_documents_is_quoted_and_never_markup(made: Made, tmp_path: Path) -> None:
    database = tmp_path / "warehouse.duckdb"
    shutil.copyfile(made.exported.database, database)
    with duckdb.connect(database) as connection:
        texts = "$words[1 + (rowid + {}) % len($words)]"
        columns = ("source_text", "source_context", "source")
        changes = ", ".join(f"{column} = {texts.format(n * 13)}" for n, column in enumerate(columns))
        connection.execute(f"update staging.stg_ledger__figures set {changes}", {"words": list(TEXTS)})
    hostile = export(database, tmp_path / "releases" / "1")
    assert_valid(hostile)
    found = items(hostile.folder / "feed.json")
    for item in found:
        read = Elements(item["content_html"])
        assert read.elements <= {"ul", "li", "p", "br", "q", "code"}
        for figure in item["_spotlight"]["figures"]:
            assert marked(figure["source_text"]) in read.text
    written = {figure["source_text"] for item in found for figure in item["_spotlight"]["figures"]}
    with duckdb.connect(database) as connection:
        exact = connection.execute("select distinct source_text from staging.stg_ledger__figures").fetchall()
    assert written == {text for (text,) in exact}


def test_no_file_is_large_and_an_entry_longer_than_a_page_loses_nothing(
    made: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history, "PAGE_SIZE", 500)
    release = export(made.exported.database, tmp_path / "1")
    assert_valid(release)
    assert atom_ids(release.folder / "changes.atom") == atom_ids(made.exported.folder / "changes.atom")
    assert max(len(content(file)) for file in feed_files(release)) < LARGEST
