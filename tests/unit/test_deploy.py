"""What stands in `deploy/` and in its instructions agrees with the project, and with systemd where there is one.

Belongs here: the files as text, and systemd's own resolution of them. Not here: what the services do.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from configparser import RawConfigParser
from dataclasses import fields
from pathlib import Path

import pytest

from orchestration.settings import Settings
from orchestration.spotlight.domain.places import PROJECT_DIR

UNITS = PROJECT_DIR / "deploy" / "systemd"
SERVICES = sorted(UNITS.glob("spotlight-[!f]*.service"))
INSTALLED = PROJECT_DIR / "deploy" / "installed.env"
CONTAINERFILE = PROJECT_DIR / "deploy" / "Containerfile"
HARDENING = {
    "NoNewPrivileges=yes",
    "CapabilityBoundingSet=",
    "ProtectSystem=strict",
    "ProtectHome=yes",
    "PrivateTmp=yes",
    "PrivateDevices=yes",
    "RestrictSUIDSGID=yes",
    "SystemCallFilter=@system-service",
    "User=spotlight",
}


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.stem)
def test_a_service_has_no_more_rights_than_it_needs(service: Path) -> None:
    lines = set(service.read_text().splitlines())
    assert lines >= HARDENING
    written = {line for line in lines if line.startswith(("ReadWritePaths=", "ReadOnlyPaths="))}
    assert written == {
        "ReadOnlyPaths=/var/lib/spotlight"
        if service.stem == "spotlight-verify"
        else "ReadWritePaths=/var/lib/spotlight"
    }


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.stem)
def test_a_service_names_settings_and_files_that_there_are(service: Path) -> None:
    text = service.read_text()
    variables = {f.metadata["name"] for f in fields(Settings)}
    of_glibc = {"MALLOC_ARENA_MAX"}
    assert set(re.findall(r"^Environment=(\w+)=", text, flags=re.MULTILINE)) <= of_glibc
    assert set(re.findall(r"^(\w+)=", INSTALLED.read_text(), flags=re.MULTILINE)) <= variables
    assert "EnvironmentFile=/opt/spotlight/deploy/installed.env" in text
    for path in re.findall(r"/opt/spotlight/([^.\s][^\s]*)|(deploy/[\w./]*\w)", text):
        assert (PROJECT_DIR / "".join(path)).exists(), path


@pytest.mark.parametrize("user", ["0", "1000"])
def test_the_installed_command_knows_its_settings_and_its_user(user: str, tmp_path: Path) -> None:
    programs = tmp_path / "bin"
    command = tmp_path / "opt" / ".venv" / "bin" / "spotlight"
    (tmp_path / "opt" / "deploy").mkdir(parents=True)
    shutil.copy(INSTALLED, tmp_path / "opt" / "deploy")
    (tmp_path / "environment").write_text(
        "# secrets\nSPOTLIGHT_ALERT_URLS='json://u:p$(id)@host/?a=1&b=2'\nDAGSTER_HOME=/elsewhere\n"
    )
    for file, text in {
        programs / "id": f"echo {user}",
        programs / "runuser": 'echo "as $2"; shift 3; exec "$@"',
        command: 'echo "$SPOTLIGHT_ALERT_URLS $DAGSTER_HOME $SPOTLIGHT_WAREHOUSE_DIR $*"',
    }.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"#!/bin/sh\n{text}\n")
        file.chmod(0o755)
    script = (PROJECT_DIR / "deploy" / "spotlight").read_text()
    script = script.replace("/opt/spotlight", str(tmp_path / "opt")).replace("/etc/spotlight", str(tmp_path))
    lines = ["as spotlight"] if user == "0" else []
    for stated, folder in (({}, "/var/lib/spotlight/warehouse"), ({"SPOTLIGHT_WAREHOUSE_DIR": "/backup"}, "/backup")):
        done = subprocess.run(
            ["sh", "-c", script, "spotlight", "refresh", "--accept-removal", "a b"],
            env={"PATH": f"{programs}:/usr/bin:/bin", **stated}, capture_output=True, text=True, check=True,
        )  # fmt: skip
        assert done.stdout.splitlines() == [
            *lines,
            f"json://u:p$(id)@host/?a=1&b=2 /elsewhere {folder} refresh --accept-removal a b",
        ], "what the person who calls it states wins, then what the machine's file states"


def test_the_web_server_listens_on_this_machine_alone() -> None:
    (start,) = re.findall(r"^ExecStart=(.*)$", (UNITS / "spotlight-webserver.service").read_text(), flags=re.MULTILINE)
    assert "--host 127.0.0.1" in start


def test_the_timer_and_the_schedule_agree() -> None:
    (calendar,) = re.findall(r"OnCalendar=(.*)", (UNITS / "spotlight-refresh.timer").read_text())
    minute, hour, *_ = Settings().schedule.split()
    assert calendar == f"*-*-* {int(hour):02}:{int(minute):02}:00 UTC"


def test_systemd_finds_nothing_wrong_with_the_units(tmp_path: Path) -> None:
    """Where systemd is installed it judges; everywhere, each line has the form that systemd reads."""
    for unit in UNITS.iterdir():
        parser = RawConfigParser(strict=False, comment_prefixes=("#",), delimiters=("=",))
        parser.optionxform = str  # type: ignore[assignment,method-assign]
        parser.read_string(unit.read_text())
        assert parser.sections()
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        return
    commands = tmp_path / "bin"
    commands.mkdir()
    for unit in UNITS.iterdir():
        # The commands are not installed where tests run: any will do.
        (tmp_path / unit.name).write_text(re.sub(r"/opt/spotlight/\.venv/bin/\S+", "/bin/true", unit.read_text()))
    files = [str(tmp_path / unit.name) for unit in UNITS.iterdir() if "@" not in unit.name]
    judged = subprocess.run([analyze, "verify", "--man=no", *files], capture_output=True, text=True, check=False)
    ours = [line for line in judged.stderr.splitlines() if "spotlight" in line]
    assert (ours, judged.returncode) == ([], 0)


def test_the_image_is_made_from_what_there_is_and_runs_as_nobody() -> None:
    text = CONTAINERFILE.read_text().replace("\\\n", "")
    for line in re.findall(r"^COPY (?!--from)(.*)$", text, flags=re.MULTILINE):
        *sources, _ = line.split()
        for source in sources:
            assert (PROJECT_DIR / source).exists(), source
    assert "--require-hashes" in text
    instructions = re.findall(r"^([A-Z]+) (.*)$", text, flags=re.MULTILINE)
    final = instructions[max(n for n, (name, _) in enumerate(instructions) if name == "FROM") :]
    assert ("USER", "10001:10001") in final
    assert [name for name, _ in final if name in ("USER", "RUN")][-1] == "USER", "nothing is made as root after it"
    variables = {f.metadata["name"] for f in fields(Settings)}
    assert set(re.findall(r"\b((?:SPOTLIGHT|DAGSTER)_\w+)=", text)) <= variables


def test_what_the_image_copies_is_not_ignored_and_what_is_private_is() -> None:
    ignored = (PROJECT_DIR / ".containerignore").read_text().splitlines()
    assert ignored[1] == "*"
    let_in = {line.removeprefix("!") for line in ignored if line.startswith("!")}
    copied = {
        source
        for line in re.findall(r"^COPY (?!--from)(.*)$", CONTAINERFILE.read_text(), flags=re.MULTILINE)
        for source in line.split()[:-1]
    }
    assert let_in == copied
    assert not {".env", "data/warehouse", "data/seeds/reports", ".git", ".dagster"} & let_in
