"""The `spotlight` command in a process of its own: what it loads, and what it says of a setting that cannot be used.

Belongs here: what only a process shows. Not here: a whole afternoon of refreshes (tests/slow/test_afternoon).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from orchestration.spotlight.changed import gate
from tests.support.command_line import SPOTLIGHT, CommandLine, CommandLineHere
from tests.support.made_once import MadeOnce
from tests.support.pipeline import Pipeline, cases
from tests.support.published import publish_build


@pytest.fixture(scope="session")
def commands(made_once: MadeOnce) -> CommandLine:
    """A warehouse with a release of all that its reports folder holds: nothing is new."""
    return CommandLine(Pipeline(made_once("up-to-date", release_once)))


def release_once(folder: Path) -> None:
    pipeline = Pipeline(folder)
    pipeline.write("may.csv", cases("MO", 2015, "2016-05-27", total=67))
    pipeline.look()
    pipeline.build()
    publish_build(pipeline)


def test_nothing_new_is_said_before_anything_is_imported_that_costs_time(commands: CommandLine) -> None:
    asked = (
        "import sys; before = set(sys.modules); sys.argv = ['spotlight', 'refresh']\n"
        "from orchestration.cli import main\n"
        "try: main()\n"
        "finally: print(*{name.partition('.')[0] for name in set(sys.modules) - before})"
    )
    done = subprocess.run(
        [sys.executable, "-c", asked],
        env={**os.environ, **commands.folders},
        capture_output=True,
        text=True,
        check=True,
    )
    *said, imported = done.stdout.splitlines()
    assert said[0].startswith("Nothing new")
    assert set(imported.split()) - sys.stdlib_module_names == {"orchestration"}


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("SPOTLIGHT_LOCK_WAIT", "soon", "it is not a number"),
        ("SPOTLIGHT_LOCK_WAIT", "inf", "expected a finite number of seconds, at least 0"),
        ("SPOTLIGHT_ALERT_URLS", "foo", "expected addresses as apprise has them"),
        ("SPOTLIGHT_REPORTS_DIR", __file__, "it is a file; name a folder"),
        ("SPOTLIGHT_WAREHOUSE_DIR", __file__, "it is a file; name a folder"),
        ("DAGSTER_HOME", __file__, "it is a file; name a folder"),
    ],
)
@pytest.mark.parametrize("command", ["refresh", "status"])
def test_a_setting_that_cannot_be_used_is_wrong_usage_even_when_nothing_is_new(
    commands: CommandLine, command: str, name: str, value: str, why: str
) -> None:
    commands = CommandLine(commands.pipeline)
    commands.folders[name] = value
    done = commands.run(command)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"The setting {name} cannot be used" in done.stderr
    assert why in done.stderr


@pytest.mark.parametrize(
    ("reports", "warehouse"),
    [
        (".", "."),
        ("warehouse/ledger/reports", "warehouse"),
        ("reports", "reports/of-2026/warehouse"),
        ("link", "reports/warehouse"),
    ],
)
def test_a_reports_folder_with_files_of_the_warehouse_is_wrong_usage(
    tmp_path: Path, reports: str, warehouse: str
) -> None:
    command = CommandLineHere(Pipeline(tmp_path))
    (tmp_path / "link").symlink_to(command.pipeline.reports)
    command.folders |= {
        "SPOTLIGHT_REPORTS_DIR": str(tmp_path / reports),
        "SPOTLIGHT_WAREHOUSE_DIR": str(tmp_path / warehouse),
    }
    command.pipeline.write("may.csv", cases("MO", 2015, "2016-05-27", total=67))
    for name in ("refresh", "status"):
        refused = command.json(name, code=2)
        assert refused["status"] == "wrong_usage"
        assert "holds files of the warehouse" in refused["message"]
    assert not (tmp_path / warehouse / "ledger").exists(), "nothing is written"


def test_refresh_says_of_a_sidecar_alone_what_check_says(commands: CommandLine, tmp_path: Path) -> None:
    command = CommandLineHere(commands.pipeline.copy(tmp_path / "copy"))
    for name in ("gone.txt.meta.yaml", "notes.docx"):
        (command.pipeline.reports / name).write_text("x", encoding="utf-8")
    command.pipeline.look()
    gate.mark_published(command.pipeline.settings.warehouse_dir)
    said = command.run("refresh").stdout
    assert "ignored  notes.docx: not a document (.txt, .html, .pdf, .csv)\n" in said
    why = "a sidecar, and the document that it describes is not beside it. Put it there."
    assert f"ignored  gone.txt.meta.yaml: {why}\n" in said
    assert (
        f"is {why} (document.not_found)"
        in command.run("check", str(command.pipeline.reports / "gone.txt.meta.yaml")).stdout
    )


def test_changes_are_those_of_every_place_that_is_named(commands: CommandLine) -> None:
    asked = CommandLineHere(commands.pipeline)

    def found(*places: str) -> int:
        named = [word for place in places for word in ("--jurisdiction", place)]
        return len(asked.json("changes", *named)["changes"])

    assert (found(), found("Missouri", "KS"), found("KS", "MO"), found("KS")) == (1, 1, 1, 0)


def test_changes_since_a_refresh_that_was_not_yet_are_wrong_usage(commands: CommandLine) -> None:
    asked = CommandLineHere(commands.pipeline)
    assert len(asked.json("changes", "--since", "1")["changes"]) == 1
    assert "There are the refreshes 1 to 1." in asked.json("changes", "--since", "2", code=2)["message"]


@pytest.mark.parametrize("arguments", [["check", ""], ["check", "", "--json"], ["verify", "--checkpoint", ""]])
def test_an_empty_name_of_a_file_is_wrong_usage(commands: CommandLine, arguments: list[str]) -> None:
    done = commands.run(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert "A name is empty. Name a file." in done.stderr


@pytest.mark.parametrize("is_typed", [False, True])
def test_every_query_of_a_text_is_answered_and_one_that_fails_stops_no_other(
    commands: CommandLine, is_typed: bool
) -> None:
    text = "select 1 as a; select cast('x' as int); select 2 as b -- the end"
    done = opened(commands, "--csv", *([] if is_typed else ["-c", text]), typed=text if is_typed else "")
    assert (done.returncode, done.stdout) == (1, "a\n1\nb\n2\n")
    assert "'x'" in done.stderr


@pytest.mark.parametrize("text", ["", "-- nothing\n", ";;", "select 1; select 2"])
@pytest.mark.parametrize("is_typed", [False, True])
def test_as_json_one_query_is_answered_and_any_other_number_is_wrong_usage(
    commands: CommandLine, text: str, is_typed: bool
) -> None:
    done = opened(commands, "--json", *([] if is_typed else ["-c", text]), typed=text if is_typed else "")
    assert (done.returncode, json.loads(done.stdout)["status"]) == (2, "wrong_usage")


def test_a_pivot_is_one_query_and_a_number_that_is_not_finite_is_null(commands: CommandLine) -> None:
    sql = "pivot (select 'x' as a, unnest(['inf'::double, 'nan'::double]) as b) on a using list(b)"
    assert json.loads(opened(commands, "--json", "-c", sql).stdout) == [{"x": [None, None]}]


def test_the_name_of_a_file_is_no_claim(commands: CommandLine, tmp_path: Path) -> None:
    article = tmp_path / "our article.txt"
    article.write_text("There were 233 cases in Missouri in 2019.\n", encoding="utf-8")
    done = commands.run("quotes", str(article))
    assert (done.returncode, done.stdout) == (2, "")
    assert f"spotlight quotes - < '{article}'" in " ".join(done.stderr.split())


def test_without_a_query_open_is_wrong_usage(commands: CommandLine) -> None:
    done = opened(commands, "-c", "-- nothing")
    assert (done.returncode, done.stdout, done.stderr) == (2, "", "spotlight: The text contains no query.\n")


@pytest.mark.parametrize("is_typed", [False, True])
def test_a_query_that_is_not_utf_8_is_refused_and_stops_no_other(commands: CommandLine, is_typed: bool) -> None:
    here = CommandLineHere(commands.pipeline)
    for text in (b"\xff\xfe;", b"select '\xff';", b".describe \xff"):
        given = {"standard_input": text + b"\nselect 2 as b;"} if is_typed else {}
        done = here.run("open", "--csv", *([] if is_typed else ["-c", os.fsdecode(text)]), **given)
        assert (done.returncode, done.stdout) == (1, "b\n2\n" if is_typed else "")
        assert done.stderr.startswith("spotlight: The query holds the byte 0xff, which is not UTF-8.")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("selec", "syntax error"),
        ("select cast('x' as int)", "Could not convert"),
        (os.fsdecode(b"select '\xff'"), "is not UTF-8"),
        (".describe nothing", "There is no table 'nothing'"),
        (".nothing", ".nothing is not a known command"),
    ],
)
def test_as_json_a_query_that_fails_is_one_document_that_says_why(commands: CommandLine, text: str, why: str) -> None:
    done = opened(commands, "--json", "-c", text)
    answer = json.loads(done.stdout)
    assert (done.returncode, answer["status"]) == (1, "failed")
    assert why in answer["message"]


CELLS = (
    "select chr(27) || '[31mred' as a, chr(8238) || 'abc' as b, 'x,\"' || chr(13) as c, null as d, '' as e, 1.50 as f"
)


def test_csv_is_exact_and_tells_null_from_an_empty_text(commands: CommandLine) -> None:
    assert opened(commands, "--csv", "-c", CELLS).stdout == 'a,b,c,d,e,f\n\x1b[31mred,\u202eabc,"x,""\r",,"",1.50\n'


def test_on_a_terminal_csv_shows_no_character_that_acts_on_it(commands: CommandLine) -> None:
    terminal, written = os.openpty()
    assert ended(commands, ["open", "--csv", "-c", CELLS], written) == (0, "")
    seen = os.read(terminal, 10_000).decode().replace("\r\n", "\n")
    os.close(terminal)
    assert seen == 'a,b,c,d,e,f\n\\x1b[31mred,\\u202eabc,"x,""\\r",,"",1.50\n'


@pytest.mark.parametrize("is_typed", [False, True])
@pytest.mark.parametrize("text", ["exit", "EXIT;", ".quit"])
def test_exit_ends_a_text_without_a_complaint(commands: CommandLine, text: str, is_typed: bool) -> None:
    typed = f"select 1 as a;\n{text}\nselect 2 as b;" if is_typed else ""
    done = opened(commands, "--csv", *([] if is_typed else ["-c", text]), typed=typed)
    assert (done.returncode, done.stdout, done.stderr) == (0, "a\n1\n" if is_typed else "", "")


def test_commands_of_the_prompt_are_known_in_capitals_and_say_what_they_expect(commands: CommandLine) -> None:
    assert opened(commands, "-c", ".DESCRIBE Fct_Cases;").stdout == opened(commands, "-c", ".describe fct_cases").stdout
    alone = opened(commands, "-c", ".describe")
    assert alone.returncode == 1
    assert "`.describe` expects a table, as in `.describe fct_cases`." in alone.stderr


def opened(commands: CommandLine, *arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    return CommandLineHere(commands.pipeline).run("open", *arguments, standard_input=typed.encode())


OUTPUTS = [["changes", "--json"], ["status"], ["refresh"], ["open", "--csv", "-c", "from range(100_000)"], ["--help"]]


@pytest.mark.parametrize("arguments", OUTPUTS)
def test_an_output_that_cannot_be_written_is_named_as_what_it_is(commands: CommandLine, arguments: list[str]) -> None:
    done, complaints = ended(commands, arguments, os.open("/dev/full", os.O_WRONLY))
    assert (done, complaints) == (1, "spotlight: The output cannot be written: No space left on device.\n")


@pytest.mark.parametrize("arguments", OUTPUTS)
def test_a_command_whose_reader_has_left_ends_quietly_with_its_own_code(
    commands: CommandLine, arguments: list[str]
) -> None:
    its_own = commands.run(*arguments).returncode
    reader, writer = os.pipe()
    os.close(reader)
    assert ended(commands, arguments, writer) == (its_own, "")


def ended(commands: CommandLine, arguments: list[str], output: int) -> tuple[int, str]:
    """The exit code and the complaints of a command that writes to an open file."""
    with os.fdopen(output, "wb") as stream:
        done = subprocess.run(
            [SPOTLIGHT, *arguments],
            env={**os.environ, **commands.folders},
            stdout=stream,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    return done.returncode, done.stderr


def test_no_place_for_semaphores_is_said_in_a_line(tmp_path: Path) -> None:
    command = CommandLine(Pipeline(tmp_path))
    command.pipeline.write("may.csv", cases("MO", 2015, "2016-05-27", total=67))
    asked = (
        "import errno, multiprocessing, os, sys; sys.argv = ['spotlight', 'refresh']\n"
        "def full(): raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))\n"
        "multiprocessing.Lock = full\n"
        "from orchestration.cli import main\n"
        "main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", asked],
        env={**os.environ, **command.folders},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.splitlines()[1:] == [
        "spotlight: /dev/shm: No space left on device. Make room on that disk, then run `spotlight refresh` again. The "
        "current release is unchanged."
    ]
