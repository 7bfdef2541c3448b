"""What is said when Spark cannot be used, without one: each message names what is missing, and DuckDB's file stays.

Belongs here: everything before Spark starts, and what is made of dbt's words. Not here: Spark (tests/slow/spark).
"""

from __future__ import annotations

import re
import socket
import sys
from pathlib import Path

import pytest

from deploy.spark import run
from orchestration.spotlight.domain.places import PROJECT_DIR
from tests.support.ports import free_port

FAKE_DBT = "#!/bin/sh\necho 'building'\n"


def program(file: Path, text: str) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    file.chmod(0o755)
    return file


@pytest.fixture(autouse=True)
def build_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A ledger, a DuckDB warehouse, a Java that Spark runs on, and a dbt that does nothing."""
    warehouse = tmp_path / "warehouse"
    (warehouse / "ledger" / "batches" / "batch=1").mkdir(parents=True)
    file = warehouse / "build" / "warehouse.duckdb"
    file.parent.mkdir()
    file.write_bytes(b"as it was")
    program(tmp_path / "spark" / "dbt", FAKE_DBT)
    (tmp_path / "spark" / "python").symlink_to(sys.executable)
    monkeypatch.setattr(run, "BIN", tmp_path / "spark")
    monkeypatch.setenv("JAVA_HOME", str(java(tmp_path / "java-17", "17.0.19")))
    return file


def java(home: Path, version: str) -> Path:
    program(home / "bin" / "java", f"#!/bin/sh\necho 'openjdk version \"{version}\" 2026-04-21' >&2\n")
    return home


def said_by(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """What is said when this fails, in one line."""
    assert run.main(arguments) == 1
    return capsys.readouterr().err.strip()


def test_all_is_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert run.main(["build"]) == 0
    assert capsys.readouterr().out == "building\n"


def test_spark_is_not_installed(
    tmp_path: Path, build_file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(run, "BIN", tmp_path / "nowhere")
    assert said_by(capsys, "build") == (
        f"Spark is not installed: there is no {tmp_path / 'nowhere'}. Run deploy/spark/install.sh. "
        "The DuckDB warehouse is unchanged."
    )
    assert build_file.read_bytes() == b"as it was"


def test_no_java_on_the_path(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.delenv("JAVA_HOME")
    monkeypatch.setenv("PATH", "")
    message = said_by(capsys, "build")
    assert message.startswith(
        "Spark needs Java 17, and there is none on the path. Install Java 17 (on Debian: apt install"
    )
    assert message.endswith("The DuckDB warehouse is unchanged.")


@pytest.mark.parametrize(("version", "number"), [("21.0.2", 21), ("11.0.20", 11), ("1.8.0_392", 8)])
@pytest.mark.parametrize("role", ["build", "master", "worker", "thrift"])
def test_the_wrong_java(
    role: str,
    version: str,
    number: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    home = java(tmp_path / "other", version)
    monkeypatch.setenv("JAVA_HOME", str(home))
    assert said_by(capsys, role).startswith(
        f"Spark needs Java 17; on JAVA_HOME={home} is Java {number}. Install Java 17"
    )


def test_no_ledger_yet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("SPOTLIGHT_WAREHOUSE_DIR", str(tmp_path / "empty"))
    assert said_by(capsys, "build").startswith(
        f"There is no ledger at {tmp_path / 'empty' / 'ledger'}. Run `make run` first"
    )


@pytest.mark.parametrize("address", ["10000", "host:", ":10000", "host:thrift"])
def test_an_address_that_is_none_is_wrong_usage(address: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        run.main(["build", "--thrift", address])
    assert stopped.value.code == 2
    assert f"{address!r} is not of the form HOST:PORT, as in 127.0.0.1:10000" in capsys.readouterr().err


def asks_with(tmp_path: Path, text: str) -> None:
    """Put a program in the place of the one that asks the Thrift server."""
    (tmp_path / "spark" / "python").unlink()
    program(tmp_path / "spark" / "python", text)


def test_nothing_answers_at_the_thrift_address(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    port = free_port()
    asks_with(
        tmp_path,
        f"#!/bin/sh\nexec {sys.executable} -c 'import socket; socket.create_connection((\"127.0.0.1\", {port}))'",
    )
    message = said_by(capsys, "build", "--thrift", f"127.0.0.1:{port}")
    assert message.startswith(f"No Thrift server answers at 127.0.0.1:{port} (ConnectionRefusedError:")
    assert "leave out --thrift to run Spark on this machine. The DuckDB warehouse is unchanged." in message


def test_what_listens_says_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        asks_with(tmp_path, "#!/bin/sh\nexec sleep 60\n")
        message = said_by(capsys, "build", "--thrift", f"127.0.0.1:{port}", "--wait", "0.5")
    assert message.startswith(f"Something listens at 127.0.0.1:{port} but did not answer as a Thrift server in 0.5 s.")


def test_no_worker_answers(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asks_with(tmp_path, "#!/bin/sh\necho connected\nexec sleep 60\n")
    message = said_by(capsys, "build", "--thrift", "127.0.0.1:10000", "--wait", "0.5")
    assert message.startswith(
        "The Thrift server at 127.0.0.1:10000 takes queries, but no worker answered one in 0.5 s."
    )


@pytest.mark.parametrize(
    ("dbt", "expected"),
    [
        ("echo 'fct_cases: FAIL 3'; exit 1", "dbt could not build on Spark: see above, and "),
        (
            "echo '  TTransportException: closed'; exit 1",
            "Spark was lost during the build (TTransportException: closed).",
        ),
        ("exec sleep 60", "Spark has done nothing for 0.5 s, so the build was ended."),
    ],
)
def test_a_build_that_fails(
    dbt: str, expected: str, tmp_path: Path, build_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    program(tmp_path / "spark" / "dbt", FAKE_DBT + dbt + "\n")
    message = said_by(capsys, "build", "--wait", "0.5")
    assert message.startswith(expected)
    assert message.endswith("The DuckDB warehouse is unchanged.")
    assert build_file.read_bytes() == b"as it was"


def test_the_pages_commands_are_those_that_there_are() -> None:
    page = (PROJECT_DIR / "docs" / "scale.md").read_text(encoding="utf-8")
    commands = re.findall(r"deploy/spark/run\.py (.*)$", page, flags=re.MULTILINE)
    assert {command.split()[0] for command in commands} == {"master", "worker", "thrift", "build"}
    for command in commands:
        options = set(re.findall(r"--[a-z-]+", command))
        assert options <= {"--port", "--cores", "--memory", "--master", "--executor-memory", "--thrift"}, command
    for path in re.findall(r"`((?:deploy|tests|dbt_project)/[\w./-]+)`", page):
        assert (PROJECT_DIR / path).exists(), path
