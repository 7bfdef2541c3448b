"""A Spark cluster of a test's own on 127.0.0.1: a master, two workers and a Thrift server.

Belongs here: starting it as `docs/scale.md` says, stopping it, building on it. Not here: what the tables should hold.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.request import urlopen

import pytest

from orchestration.spotlight.domain.places import PROJECT_DIR
from tests.support.ports import free_port

RUN = PROJECT_DIR / "deploy" / "spark" / "run.py"
SECONDS = 240
MEMORY = "2g"
# As many parts of a table as this machine has cores, not the 200 of a real cluster.
FEW_PARTS = ("--conf", "spark.sql.shuffle.partitions=4")


# Programs that live for a minute: what would pay off later is left out. The last keeps no file in /tmp.
SHORT_LIVED = "-XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=240m -XX:+UseSerialGC -XX:-UsePerfData"


def environment(warehouse_dir: Path) -> dict[str, str]:
    scratch = warehouse_dir / "spark" / "scratch"
    scratch.mkdir(parents=True, exist_ok=True)
    return {
        **os.environ,
        "SPOTLIGHT_WAREHOUSE_DIR": str(warehouse_dir),
        "SPARK_LOCAL_DIRS": str(scratch),
        "JAVA_TOOL_OPTIONS": f"{SHORT_LIVED} -Djava.io.tmpdir={scratch}",
    }


def start_build(warehouse_dir: Path, *arguments: str) -> subprocess.Popen[str]:
    """Begin to build the models of this ledger on Spark."""
    return subprocess.Popen(
        [sys.executable, RUN, "build", *arguments],
        env=environment(warehouse_dir),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def build(warehouse_dir: Path, *arguments: str) -> tuple[int, str]:
    """Build the models of this ledger on Spark; return the exit code and what was said."""
    process = start_build(warehouse_dir, *arguments)
    said, _ = process.communicate()
    return process.returncode, said


@dataclass
class SparkCluster:
    """A running cluster whose tables lie beside the warehouse's ledger."""

    warehouse_dir: Path
    master_port: int
    page_port: int
    thrift_port: int
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)
    _started: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def thrift(self) -> str:
        return f"127.0.0.1:{self.thrift_port}"

    @property
    def master(self) -> str:
        return f"spark://127.0.0.1:{self.master_port}"

    def workers_alive(self) -> int:
        """How many workers the master's page counts."""
        with urlopen(f"http://127.0.0.1:{self.page_port}/json/", timeout=10) as page:
            return int(json.load(page)["aliveworkers"])

    def kill_a_worker(self) -> None:
        """End a worker and what it runs at once, as a machine that loses power."""
        _kill(self.workers.pop())

    def start(self, role: str, *arguments: str) -> subprocess.Popen[bytes]:
        """Start one part of the cluster."""
        folder = self.warehouse_dir / "spark"
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / f"{role}.log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, RUN, role, *arguments],
                env=environment(self.warehouse_dir),
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._started.append(process)
        return process

    def stop(self) -> None:
        for process in reversed(self._started):
            _kill(process)

    def wait_for(self, role: str, process: subprocess.Popen[bytes], is_there: Callable[[], bool]) -> None:
        until = time.monotonic() + SECONDS
        while not _holds(is_there):
            if process.poll() is not None or time.monotonic() > until:
                log = (self.warehouse_dir / "spark" / f"{role}.log").read_text(errors="replace")
                pytest.fail(f"Spark's {role} did not start:\n{log[-4000:]}")
            time.sleep(0.2)


@contextmanager
def spark_cluster(warehouse_dir: Path) -> Iterator[SparkCluster]:
    """Start a cluster and stop it at the end."""
    cluster = SparkCluster(warehouse_dir, free_port(), free_port(), free_port())
    try:
        page = ["--port", str(cluster.master_port), "--webui-port", str(cluster.page_port)]
        master = cluster.start("master", *page)
        cluster.wait_for("master", master, lambda: cluster.workers_alive() == 0)
        for _ in range(2):
            cluster.workers.append(cluster.start("worker", "--cores", "1", "--memory", MEMORY, cluster.master))
        cluster.wait_for("worker", cluster.workers[-1], lambda: cluster.workers_alive() == 2)
        thrift = cluster.start(
            "thrift",
            *("--master", cluster.master, "--executor-memory", MEMORY, "--driver-memory", MEMORY, *FEW_PARTS),
            *("--conf", "spark.ui.enabled=false", "--port", str(cluster.thrift_port)),
        )
        cluster.wait_for("thrift", thrift, lambda: _listens(cluster.thrift_port))
        yield cluster
    finally:
        cluster.stop()


def _holds(is_there: Callable[[], bool]) -> bool:
    try:
        return is_there()
    except OSError:
        return False


def _listens(port: int) -> bool:
    with socket.create_connection(("127.0.0.1", port), timeout=2):
        return True


def _kill(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
