"""The machine of a week: its disk, units of systemd, daemon, PostgreSQL, receiver of alerts, and a log of it all.

Belongs here: starting, killing and asking real programs. Not here: what happens to them in a week (week).
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from orchestration.settings import Settings
from orchestration.spotlight.domain.places import PROJECT_DIR
from orchestration.spotlight.files.running import is_marked
from tests.support.command_line import SPOTLIGHT
from tests.support.daemon import kill_all, processes_of, wait_until
from tests.support.mailbox import Mailbox, mailbox
from tests.support.pipeline import Pipeline
from tests.support.postgres_server import PostgresServer, postgres_server
from tests.support.small_disk import SmallDisk, small_disk

SECONDS = 300


class Log:
    """One line an event: when, who, what."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.file.parent.mkdir(parents=True, exist_ok=True)
        self.file.write_text("", encoding="utf-8")

    def add(self, who: str, what: str) -> None:
        words = " ".join(what.split())
        with self.file.open("a", encoding="utf-8") as stream:
            stream.write(f"{datetime.now(UTC):%H:%M:%S}  {who:<8} {words}\n")

    def last(self, lines: int = 25) -> str:
        return "\n".join(self.file.read_text(encoding="utf-8").splitlines()[-lines:])


@dataclass(frozen=True)
class Unit:
    """A unit of deploy/systemd: the command that it starts, with the programs of this environment."""

    command: list[str]
    good_ends: frozenset[int]

    @classmethod
    def read(cls, name: str) -> Unit:
        text = (PROJECT_DIR / "deploy" / "systemd" / f"{name}.service").read_text(encoding="utf-8")
        (command,) = re.findall(r"^ExecStart=(.+)$", text, re.MULTILINE)
        programs = str(Path(sys.executable).parent)
        ends = re.findall(r"^SuccessExitStatus=(.+)$", text, re.MULTILINE)
        return cls(
            shlex.split(command.replace("/opt/spotlight/.venv/bin", programs)),
            frozenset({0, *(int(one) for line in ends for one in line.split())}),
        )


TIMER, HAND, DAEMON = "timer", "hand", "daemon"


class Machine:
    """All that runs on one machine. What lies on its disk is reached through `pipeline`, from outside of its mounts."""

    def __init__(self, folder: Path, disk: SmallDisk, box: Mailbox, server: PostgresServer, log: Log) -> None:
        self.folder, self.disk, self.box, self.server, self.log = folder, disk, box, server, log
        self.pipeline = Pipeline(disk.inside)
        self.home = disk.inside / "dagster"
        self.timer, self.daemon_unit = Unit.read("spotlight-refresh"), Unit.read("spotlight-daemon")
        self.environment = {
            **os.environ,
            "SPOTLIGHT_REPORTS_DIR": str(folder / "reports"),
            "SPOTLIGHT_WAREHOUSE_DIR": str(folder / "warehouse"),
            "DAGSTER_HOME": str(folder / "dagster"),
            "SPOTLIGHT_ALERT_URLS": box.address,
            "SPOTLIGHT_POSTGRES_URL": server.url(server.new_database()),
            "PYTHONPATH": str(PROJECT_DIR),
            "MALLOC_ARENA_MAX": "2",
            # Files keep the times that they have, and what waits goes by the other clock.
            "NO_FAKE_STAT": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        }
        self._daemon: subprocess.Popen[bytes] | None = None

    @property
    def settings(self) -> Settings:
        return self.pipeline.settings

    # Commands ---------------------------------------------------------------------------------------------------------

    def spotlight(
        self, *arguments: str, clock: str = "", moment: dict[str, Any] | None = None, **environment: str
    ) -> subprocess.CompletedProcess[str]:
        """Run the command, by a clock that is off by so much, or killed at a moment (killed.py)."""
        program = [SPOTLIGHT] if moment is None else [sys.executable, "-m", "tests.support.killed", json.dumps(moment)]
        off = ["faketime", "-f", clock] if clock else []
        return subprocess.run(
            [*self.disk.prefix, *off, *program, *arguments],
            env={**self.environment, **environment},
            cwd=PROJECT_DIR,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )

    def refresh(self, who: str, *arguments: str, **how: Any) -> subprocess.CompletedProcess[str]:
        """One refresh by the timer's unit or by hand; the log has what it said, and what systemd would say of it."""
        name, *rest = self.timer.command
        assert (Path(name).name, rest) == ("spotlight", ["refresh"])
        done = self.spotlight("refresh", *arguments, **how)
        assert "Traceback (most recent call last)" not in done.stdout + done.stderr, done.stderr[-3000:]
        said = (done.stdout.strip().splitlines() or [""])[0]
        refused = "; ".join(line for line in done.stderr.splitlines() if line.startswith("spotlight: "))
        failed = " [the unit failed: a line in the journal]" if who == TIMER else ""
        ended = "killed" if done.returncode == -signal.SIGKILL else f"exit {done.returncode}"
        self.log.add(
            who,
            f"{' '.join(('refresh', *arguments))}: {said} {refused} ({ended})"
            f"{failed if done.returncode not in self.timer.good_ends else ''}",
        )
        return done

    def status(self, clock: str = "") -> subprocess.CompletedProcess[str]:
        """How it stands; the log has what is broken or waits."""
        done = self.spotlight("status", clock=clock)
        found = re.findall(r"^(?:broken|waiting) .*(?:\n(?!broken|waiting|All is well).*)*", done.stdout, re.MULTILINE)
        self.log.add("status", f"exit {done.returncode}: {' | '.join(found) or 'all is well'}")
        return done

    # The daemon -------------------------------------------------------------------------------------------------------

    def keep_the_daemon(self) -> None:
        """Start the daemon if it does not run, as its unit does."""
        if self._daemon is not None and self._daemon.poll() is None:
            return
        if self._daemon is not None:
            self.log.add("systemd", f"the daemon ended with {self._daemon.returncode}, and is started again")
        shutil.copy(PROJECT_DIR / ".dagster" / "dagster.yaml", self.home)
        with self.log.file.with_name("daemon.log").open("ab") as output:
            self._daemon = subprocess.Popen(
                [*self.disk.prefix, *self.daemon_unit.command],
                env=self.environment,
                cwd=PROJECT_DIR,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        self.log.add("systemd", "the daemon is started")

    def stop_the_daemon(self) -> None:
        """As `systemctl stop` does; nothing of it is left."""
        if self._daemon is not None:
            self._daemon.terminate()
            self._daemon.wait(120)
            wait_until(lambda: not processes_of(self.folder / "dagster"), 60, "the end of the daemon's processes")
            self.log.add("systemd", "the daemon is stopped")
            self._daemon = None

    def lose_power(self) -> None:
        kill_all(self.folder / "dagster")
        wait_until(lambda: not processes_of(self.folder / "dagster"), 60, "the end of all processes")
        self.log.add("machine", "loses power: all processes are gone")

    def running_run(self) -> str | None:
        """The id of a run that is marked as going on."""
        with suppress(OSError):
            return next((one.name for one in (self.home / "running").iterdir() if is_marked(self.home, one.name)), None)
        return None

    def kill_run(self, run_id: str) -> bool:
        """Kill the process that has marked this run; whether there was one."""
        for descriptor in Path("/proc").glob("[0-9]*/fd/*"):
            with suppress(OSError):
                if descriptor.readlink().parts[-2:] == ("running", run_id):
                    os.kill(int(descriptor.parts[2]), signal.SIGKILL)
                    self.log.add("machine", f"kills the daemon's run {run_id}")
                    return True
        return False


@contextmanager
def machine(folder: Path, log: Log) -> Iterator[Machine]:
    """A machine with a disk of its own; afterwards its folder has all that was on that disk."""
    folder.mkdir()
    (folder / "dagster").mkdir()
    heard = mailbox(lambda line: log.add("ALERT", line))
    with postgres_server() as server, heard as box, small_disk(folder) as disk:
        one = Machine(folder, disk, box, server, log)
        try:
            yield one
        finally:
            kill_all(folder / "dagster")
