"""Hostile documents: each is refused with a message, or harmless in every output.

Belongs here: from files to refusals, tables, exports, pages, terminal, alerts. `SPOTLIGHT_FAULT_EXAMPLES` makes bombs
larger. Not here: damage that is to be read as something else (test_reader_mutations), the page (tests/slow/browser).
"""

from __future__ import annotations

import csv
import json
import os
import pty
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import apprise
import dagster as dg
import duckdb
import psycopg
import pytest
from lxml import etree
from openpyxl import load_workbook

from orchestration.settings import Settings
from orchestration.spotlight.alerts import sending
from orchestration.spotlight.domain.places import PROJECT_DIR
from orchestration.spotlight.domain.visible import escaped, is_visible
from orchestration.spotlight.ingest import documents
from orchestration.spotlight.release.exports.tables import RISKY_BEGINNINGS
from orchestration.spotlight.release.postgres.copy import write_current
from tests.support.command_line import SPOTLIGHT, CommandLine
from tests.support.hostile import BOMBS, FIELDS, NAMES, TEXTS, UNSHOWABLE_NAMES, figure, table_of
from tests.support.pipeline import Pipeline
from tests.support.postgres_server import postgres_server

SIZE = 1 if int(os.environ.get("SPOTLIGHT_FAULT_EXAMPLES", "200")) <= 200 else 3
# Bytes that one process may hold at most while it reads bombs, each of which would fill many times as much.
MOST_MEMORY = 1_500_000_000

# What the commands themselves send to a terminal: colours, and on a line of progress the cursor.
OWN_SEQUENCES = re.compile(rb"\x1b\[(?:[0-9;]*m|\?25[lh]|[0-9]*A|2K|1G)")

# A text stands in the tables as it was, but for white space around it and the kind of its line ends.
KEPT = sorted({text.strip().replace("\r", "\n") for text in TEXTS})


# Outputs --------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def command(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CommandLine]:
    """A warehouse refreshed from a folder in which every field and every name is hostile, beside one good report."""
    pipeline = Pipeline(tmp_path_factory.mktemp("hostile"))
    reports = pipeline.reports
    # A text beside figures that are as they should be: accepted.
    for number, text in enumerate(TEXTS):
        report = figure(jurisdiction=_state(number), source=text, note=text)
        (reports / f"accepted-{number:02}.csv").write_bytes(table_of(report))
    for number, name in enumerate(NAMES):
        earlier = {"period_start": "2018-01-01", "period_end": "2018-12-31", "measure": "traffickers"}
        (reports / name).write_bytes(table_of(figure(jurisdiction=_state(number), **earlier)))
    # A text instead of what should be in a field, a header, a document, a sidecar or a name: refused.
    for number, text in enumerate(TEXTS):
        wrong = [figure(**{field: text}) for field in FIELDS if field not in ("source", "note")]
        (reports / f"refused-{number:02}.csv").write_bytes(table_of(*wrong))
        (reports / f"header-{number:02}.csv").write_bytes(f"{text}\n{figure()}\n".encode())
        (reports / f"text-{number:02}.txt").write_bytes(f"{text}\nVictims Identified: 4{text}3\n".encode())
        (reports / f"page-{number:02}.html").write_bytes(f"<p>{text}</p><p>Sex: {text} 5</p>".encode())
        beside = reports / f"beside-{number:02}.csv"
        beside.write_bytes(table_of(figure(jurisdiction=_state(number), measure="businesses")))
        sidecar = {"source": text, text: "x", "jurisdiction": text}
        (reports / f"beside-{number:02}.csv.meta.yaml").write_text(json.dumps(sidecar), encoding="utf-8")
    for raw in UNSHOWABLE_NAMES:
        Path(os.fsdecode(os.fsencode(reports) + b"/" + raw)).write_bytes(table_of(figure()))
    deep = reports
    for _ in range(1_200):
        deep = deep / "d"
        deep.mkdir()
    command = CommandLine(pipeline)
    answer = command.refresh(code=3)
    assert answer["status"] == "published"
    yield command
    # Folders so deep that Python's own way to delete them gives up.
    subprocess.run(["rm", "-rf", reports / "d"], check=True)


def _state(number: int) -> str:
    codes = [line.split(",")[0] for line in (PROJECT_DIR / "data/seeds/reference/jurisdictions.csv").open()][2:]
    return codes[number]


def current(command: CommandLine) -> Path:
    return command.pipeline.settings.current


def query(command: CommandLine, sql: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(current(command) / "warehouse.duckdb", read_only=True) as connection:
        return connection.execute(sql).fetchall()


def test_texts_are_values_in_the_tables(command: CommandLine) -> None:
    sources = query(command, "select distinct source from marts.dim_report where source is not null")
    notes = query(command, "select distinct note from marts.dim_report where note is not null")
    assert sorted(source for (source,) in sources) == KEPT
    assert sorted(note for (note,) in notes) == KEPT
    assert query(command, "select count(*) from marts.fct_victims") == [(len(TEXTS),)]
    paths = {path for (path,) in query(command, "select path from marts.dim_document")}
    assert set(NAMES) <= paths


def test_names_that_would_be_told_as_something_else_are_refused(command: CommandLine) -> None:
    found = query(command, "select file, message from audit.rejections where rule_code = 'document.name_unreadable'")
    assert len(found) == len(UNSHOWABLE_NAMES)
    for file, message in found:
        assert is_visible(file)
        assert "Rename the file" in message
    assert {"broken\\nrejected.csv", "no\\xffutf8.csv", "turned\\u202evsc.exe.csv"} <= {file for file, _ in found}


def test_every_other_file_is_refused_with_a_message_that_can_be_read(command: CommandLine) -> None:
    found = query(command, "select file, offending_text, message from audit.rejections")
    refused = {file for file, _, _ in found}
    for kind, ending in (("refused", "csv"), ("header", "csv"), ("text", "txt"), ("page", "html"), ("beside", "csv")):
        assert {f"{kind}-{number:02}.{ending}" for number in range(len(TEXTS))} <= refused
    for file, offending, message in found:
        assert len(offending) <= 1_000, file
        assert 20 < len(message) <= 2_000, file


COMMANDS: dict[str, Callable[[Path], tuple[str, ...]]] = {
    "refresh": lambda reports: ("refresh",),
    "status": lambda reports: ("status",),
    "changes": lambda reports: ("changes",),
    "quotes": lambda reports: ("quotes", "423 victims Alabama 2019"),
    "open": lambda reports: ("open", "-c", "select file, offending_text, message from audit.rejections"),
    "open texts": lambda reports: ("open", "-c", "select source, note, citation from marts.dim_report"),
    "check": lambda reports: ("check", *map(str, sorted(reports.glob("*-1*.*[vtl]")))),
}


@pytest.mark.parametrize("name", COMMANDS)
def test_nothing_of_a_document_acts_on_a_terminal(name: str, command: CommandLine) -> None:
    arguments = COMMANDS[name](command.pipeline.reports)
    shown = on_a_terminal(command, arguments)
    left = OWN_SEQUENCES.sub(b"", shown).decode()
    acting = {sign for sign in left if sign not in "\r\n" and not is_visible(sign)}
    assert not acting, {ascii(sign) for sign in acting}
    # What a text says after a line break is no line of ours.
    assert not re.search(r"^Release 999|^rejected nothing", left, re.MULTILINE)
    assert "Traceback" not in left


@pytest.mark.parametrize("name", COMMANDS)
def test_json_is_json_and_acts_on_no_terminal_either(name: str, command: CommandLine) -> None:
    arguments = COMMANDS[name](command.pipeline.reports)
    done = command.run(*arguments, "--json")
    assert "Traceback" not in done.stderr
    json.loads(done.stdout)
    assert is_visible(done.stdout.replace("\n", ""))
    assert is_visible(done.stderr.replace("\n", ""))


def on_a_terminal(command: CommandLine, arguments: tuple[str, ...]) -> bytes:
    """What a command writes to a terminal of its own."""
    ours, its = pty.openpty()
    environment = {**os.environ, **command.folders, "TERM": "xterm-256color", "COLUMNS": "200"}
    process = subprocess.Popen([SPOTLIGHT, *arguments], env=environment, stdin=its, stdout=its, stderr=its)
    os.close(its)
    written = b""
    while True:
        try:
            piece = os.read(ours, 1 << 16)
        except OSError:  # Linux's way to say that nobody writes any more
            break
        if not piece:
            break
        written += piece
    os.close(ours)
    process.wait()
    return written


def test_no_cell_of_workbook_or_csv_runs(command: CommandLine) -> None:
    with zipfile.ZipFile(current(command) / "spotlight.xlsx") as archive:
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                etree.fromstring(archive.read(name))  # as strict as Excel is
    book = load_workbook(current(command) / "spotlight.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not any(cell.data_type == "f" or cell.hyperlink for cell in cells)
    seen = 0
    csv.field_size_limit(10_000_000)
    for file in (current(command) / "csv").iterdir():
        texts = _text_columns(command, file.stem)
        with file.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                for column in texts:
                    seen += row[column].startswith("'")
                    assert row[column][:1] not in RISKY_BEGINNINGS.replace("'", "") or not row[column]
    assert seen > 20


def _text_columns(command: CommandLine, table: str) -> list[str]:
    found = query(
        command, f"select column_name from duckdb_columns() where table_name = '{table}' and data_type = 'VARCHAR'"
    )
    return [name for (name,) in found]


def test_no_text_leaves_its_place_in_a_page(command: CommandLine) -> None:
    page = (current(command) / "dashboard.html").read_text(encoding="utf-8")
    assert (page.count("<script"), page.count("</script>"), page.count("<!--")) == (3, 3, 0)
    assert "<img" not in page
    assert is_visible(page.replace("\n", ""))
    documentation = (current(command) / "documentation.html").read_text(encoding="utf-8")
    assert "window.hacked" not in documentation


def test_dagsters_pages_show_texts_as_texts(command: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DAGSTER_HOME", command.folders["DAGSTER_HOME"])
    shown = []
    with dg.DagsterInstance.get() as instance:
        (run,) = instance.get_runs(limit=1)
        for entry in instance.all_logs(run.run_id):
            assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]", entry.user_message), entry.user_message
            event = entry.dagster_event
            if event is not None and event.is_step_materialization:
                shown += event.step_materialization_data.materialization.metadata.values()
            if event is not None and event.event_type is dg.DagsterEventType.ASSET_CHECK_EVALUATION:
                shown += event.asset_check_evaluation_data.metadata.values()
    tables = [one.value for one in shown if isinstance(one, dg.MarkdownMetadataValue)]
    assert any("accepted\\-" in table or "beside\\-" in table for table in tables)
    for table in tables:
        assert table is not None
        assert is_visible(table.replace("\n", ""))
        assert not re.search(r"<[a-z!/]|(?<!\\)[\[\]`]", table)


def test_postgres_holds_the_same_texts(command: CommandLine) -> None:
    with postgres_server() as server:
        warehouse = command.pipeline.settings.warehouse_dir
        settings = Settings(warehouse_dir=warehouse, postgres_url=server.url(server.new_database()))
        write_current(settings)
        with psycopg.connect(settings.postgres_url or "") as connection:
            for sql in (
                "select source, note from marts.dim_report",
                "select file, offending_text, message from audit.rejections",
            ):
                there = connection.execute(sql.encode()).fetchall()
                assert sorted(map(str, there)) == sorted(map(str, query(command, sql)))


def test_an_alert_calls_nobody_and_links_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    sent = []
    address = "json://user:s3cret-word@127.0.0.1:9/t0ken"
    monkeypatch.setenv("SPOTLIGHT_ALERT_URLS", address)
    monkeypatch.setattr(apprise.Apprise, "notify", lambda self, body, *args, **more: sent.append(body) or True)
    for text in (*TEXTS, "a" * 100_000, "at json://user:s3cret-word@127.0.0.1:9/t0ken"):
        assert sending.send(Settings(), address, [f"a.csv, line 2 (rule): Found {text}"])
        body = sent.pop()
        assert is_visible(body), ascii(body)
        assert not re.search(r"[@<>\[\]]|s3cret-word", body)
        assert len(body) <= 1_000
    assert escaped("423") == "423"


# Bombs ----------------------------------------------------------------------------------------------------------------

READ_ALL = """
import json, resource, sys
from orchestration.spotlight.domain.places import REFERENCE_DIR
from orchestration.spotlight import readers
from orchestration.spotlight.readers.limits import Limits
from orchestration.spotlight.domain.vocabulary import load_vocabulary
from tests.support.hostile import BOMBS

vocabulary, size = load_vocabulary(REFERENCE_DIR), int(sys.argv[1])
limits = Limits(max_seconds=5, max_memory_bytes=512 * 1024 * 1024)
for bomb in BOMBS:
    content = bomb.build(size)
    reading = readers.read(bomb.path, "d0", content, bomb.sidecar, vocabulary, limits)
    refused = [(one.rule_code, len(one.offending_text), one.message) for one in reading.rejections]
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(json.dumps([bomb.name, reading.figures.height, refused, memory]), flush=True)
"""


@pytest.fixture(scope="module")
def outcomes() -> dict[str, tuple[int, list[tuple[str, int, str]], int]]:
    """Every bomb read by one process with less memory than any of them asks for."""
    done = subprocess.run(
        [sys.executable, "-c", READ_ALL, str(SIZE)], cwd=PROJECT_DIR, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]
    lines = map(json.loads, done.stdout.splitlines())
    return {name: (figures, refused, memory) for name, figures, refused, memory in lines}


@pytest.mark.parametrize("bomb", BOMBS, ids=lambda bomb: bomb.name)
def test_a_bomb_is_refused_within_bounds(bomb: Any, outcomes: dict[str, Any]) -> None:
    figures, refused, memory = outcomes[bomb.name]
    assert figures == 0
    assert refused
    assert {code for code, _, _ in refused} <= bomb.refused_by
    assert len(refused) <= 51, "what one file is told of is bounded"
    assert all(length <= 1_000 and 20 < len(message) <= 2_000 for _, length, message in refused)
    assert memory < MOST_MEMORY


def test_what_is_too_large_is_refused_unread(tmp_path: Path) -> None:
    file = tmp_path / "endless.csv"
    with file.open("wb") as stream:
        stream.truncate(1 << 40)
    before = _bytes_read()
    document = documents.load(tmp_path, "endless.csv", 64 * 1024 * 1024)
    assert _bytes_read() - before < 1_000_000
    assert document.content is None
    assert document.rejection is not None
    assert document.rejection.rule_code == "document.too_large"
    assert "1,099,511,627,776 bytes" in document.rejection.message


def _bytes_read() -> int:
    return int(re.search(r"rchar: (\d+)", Path("/proc/self/io").read_text())[1])  # type: ignore[index]


def test_a_refresh_passes_over_what_is_endless(tmp_path: Path) -> None:
    command = CommandLine(Pipeline(tmp_path))
    (command.pipeline.reports / "good.csv").write_bytes(table_of(figure()))
    for name in ("endless.csv", "endless.pdf", "endless.bin", "good.csv.meta.yaml.html"):
        with (command.pipeline.reports / name).open("wb") as stream:
            stream.truncate(1 << 40)
    answer = command.refresh(code=3)
    assert answer["status"] == "published"
    assert answer["new"] == 1
    assert {one["rule_code"] for one in answer["rejections"]} == {"document.too_large"}
    assert answer["ignored"] == ["endless.bin"]
    again = command.refresh(code=3)
    assert again["status"] == "nothing_new"
