"""Spark for this project: a cluster's parts, and the models built on one or on this machine alone.

Belongs here: what has to be there before Spark can start, and what to say if it is not. Not here: SQL (`dbt_project`),
which packages (`install.sh`), how many machines (`docs/scale.md`).
"""

from __future__ import annotations

import argparse
import os
import queue
import re
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

from orchestration.settings import Settings
from orchestration.spotlight.domain.places import DBT_PROJECT_DIR, PROJECT_DIR

JAVA = 17
BIN = PROJECT_DIR / ".venv-spark" / "bin"
UNCHANGED = "The DuckDB warehouse is unchanged."
ANSWER_SECONDS = 60

# In Spark's own environment: connect, then have the workers count, which only a cluster with a worker can.
_ASK = """
import sys
from pyhive import hive
cursor = hive.connect(sys.argv[1], int(sys.argv[2])).cursor()
print("connected", flush=True)
cursor.execute("select count(*) from range(0, 2, 1, 2)")
cursor.fetchall()
"""
_LOST = re.compile(r"TTransportException|Connection refused|Broken pipe|Connection reset|Py4JNetworkError|Job aborted")


class NotThere(Exception):
    """Something that Spark needs is missing; the message says what, and how to get it."""


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    roles = parser.add_subparsers(dest="role", required=True)
    for role, what in [("master", "hands out work"), ("worker", "does it"), ("thrift", "takes SQL from dbt")]:
        roles.add_parser(role, help=f"stay in the foreground as the part of a cluster that {what}", add_help=False)
    build = roles.add_parser("build", help="build seeds and models and run the tests; what follows `--` goes to dbt")
    build.add_argument(
        "--thrift", type=_address, metavar="HOST:PORT", help="the cluster; without it, Spark runs on this machine"
    )
    build.add_argument("--wait", type=float, default=900, metavar="SECONDS", help="how long one model may take (900)")
    options, rest = parser.parse_known_args(arguments)
    try:
        check_installed()
        if options.role != "build":
            check_java()
            start(options.role, rest)
        return build_models(options.thrift, options.wait, [word for word in rest if word != "--"])
    except NotThere as missing:
        print(f"{missing} {UNCHANGED}", file=sys.stderr)
        return 1


def check_installed() -> None:
    """Raise unless Spark's environment is there."""
    if not (BIN / "dbt").exists():
        raise NotThere(f"Spark is not installed: there is no {BIN}. Run deploy/spark/install.sh.")


def check_java() -> None:
    """Raise unless the Java that Spark would take is the one that it runs on."""
    home = os.environ.get("JAVA_HOME")
    java = str(Path(home) / "bin" / "java") if home else "java"
    where = f"JAVA_HOME={home}" if home else "the path"
    fix = f"Install Java {JAVA} (on Debian: apt install openjdk-{JAVA}-jre-headless), or set JAVA_HOME to one."
    if shutil.which(java) is None:
        raise NotThere(f"Spark needs Java {JAVA}, and there is none on {where}. {fix}")
    said = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr
    found = re.search(r'version "(?:1\.)?(\d+)', said)
    if found is None or int(found[1]) != JAVA:
        what = f"Java {found[1]}" if found else f"one that says {said.strip()!r}"
        raise NotThere(f"Spark needs Java {JAVA}; on {where} is {what}. {fix}")


def start(role: str, arguments: Sequence[str]) -> None:
    """Become one part of a cluster."""
    folder = spark_folder()
    environment = {"SPARK_LOCAL_IP": "127.0.0.1", **os.environ}
    address = environment["SPARK_LOCAL_IP"]
    classes = "org.apache.spark.deploy"
    match role:
        case "master":
            command = ["spark-class", f"{classes}.master.Master", "--host", address, *arguments]
        case "worker":
            own = ["--host", address, "--work-dir", str(folder / "work")]
            command = ["spark-class", f"{classes}.worker.Worker", *own, *arguments]
        case _:
            thrift = argparse.ArgumentParser(prog=f"{Path(__file__).name} thrift", add_help=False)
            thrift.add_argument("--port", default="10000")
            options, to_spark = thrift.parse_known_args(arguments)
            server = "org.apache.spark.sql.hive.thriftserver.HiveThriftServer2"
            listen = {"bind.host": address, "port": options.port}
            hive = [
                word for name, value in listen.items() for word in ("--hiveconf", f"hive.server2.thrift.{name}={value}")
            ]
            command = ["spark-submit", "--class", server, *_confs(folder), *to_spark, "spark-internal", *hive]
    os.chdir(folder)  # the list of tables is written to the current folder
    sys.stdout.flush()
    os.execve(BIN / command[0], command, environment | _tools())  # noqa: S606  # no shell is wanted


def build_models(thrift: tuple[str, str] | None, wait: float, arguments: Sequence[str]) -> int:
    """Run `dbt build` on Spark; return its exit code."""
    settings = Settings()
    if not (settings.ledger_dir / "batches" / "batch=1").is_dir():
        raise NotThere(
            f"There is no ledger at {settings.ledger_dir}. Run `make run` first, or set SPOTLIGHT_WAREHOUSE_DIR."
        )
    folder = spark_folder()
    environment = {**os.environ, **_tools(), "SPOTLIGHT_WAREHOUSE_DIR": str(settings.warehouse_dir)}
    environment.pop("SPOTLIGHT_SPARK_HOST", None)
    if thrift is None:
        check_java()
        environment["PYSPARK_SUBMIT_ARGS"] = " ".join(
            ["--master", "local[*]", "--driver-memory", "2g", "--conf", "spark.ui.enabled=false"]
            + [f"'{word}'" for word in _confs(folder)]
            + ["pyspark-shell"]
        )
    else:
        host, port = thrift
        check_thrift(host, port, min(wait, ANSWER_SECONDS))
        environment |= {"SPOTLIGHT_SPARK_HOST": host, "SPOTLIGHT_SPARK_PORT": port}
    where = ["--target", "spark", "--project-dir", str(DBT_PROJECT_DIR), "--profiles-dir", str(DBT_PROJECT_DIR)]
    kept = ["--target-path", str(folder / "dbt"), "--log-path", str(folder / "logs")]
    command = [str(BIN / "dbt"), "--no-use-colors", "build", "--exclude-resource-type", "unit_test"]
    return _followed([*command, *where, *kept, *arguments], folder, environment, wait)


def check_thrift(host: str, port: str, seconds: float) -> None:
    """Raise unless the Thrift server takes a query and has workers that answer it."""
    try:
        answer = subprocess.run(
            [BIN / "python", "-c", _ASK, host, port],
            capture_output=True, text=True, check=False, timeout=seconds,
        )  # fmt: skip
    except subprocess.TimeoutExpired as silence:
        if silence.stdout:
            raise NotThere(
                f"The Thrift server at {host}:{port} takes queries, but no worker answered one in {seconds:g} s. "
                f"See on the master's page whether a worker is alive and has memory free."
            ) from None
        raise NotThere(
            f"Something listens at {host}:{port} but did not answer as a Thrift server in {seconds:g} s."
        ) from None
    if answer.returncode:
        reason = answer.stderr.strip().splitlines()[-1]
        raise NotThere(
            f"No Thrift server answers at {host}:{port} ({reason}). "
            f"Start one (docs/scale.md), or leave out --thrift to run Spark on this machine."
        )


def _followed(command: Sequence[str], folder: Path, environment: dict[str, str], wait: float) -> int:
    """Run dbt, pass on its output, and stop it if it hangs."""
    process = subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        start_new_session=True,
    )  # fmt: skip
    lines: queue.Queue[str | None] = queue.Queue()
    threading.Thread(target=_read, args=(process, lines), daemon=True).start()
    lost: str | None = None
    try:
        while (line := lines.get(timeout=wait)) is not None:
            print(line, end="", flush=True)
            lost = lost or (line.strip() if _LOST.search(line) else None)
    except queue.Empty:
        raise NotThere(
            f"Spark has done nothing for {wait:g} s, so the build was ended. See on the master's page whether a "
            f"worker is alive; if one model takes that long, say so with --wait."
        ) from None
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    if lost:
        raise NotThere(f"Spark was lost during the build ({lost}). Start what is gone (docs/scale.md) and build again.")
    if process.returncode:
        raise NotThere(f"dbt could not build on Spark: see above, and {folder / 'logs' / 'dbt.log'}.")
    return 0


def _read(process: subprocess.Popen[str], lines: queue.Queue[str | None]) -> None:
    assert process.stdout is not None
    for line in process.stdout:
        lines.put(line)
    lines.put(None)


def _address(text: str) -> tuple[str, str]:
    host, _, port = text.rpartition(":")
    if not host or not port.isdecimal():
        raise argparse.ArgumentTypeError(f"{text!r} is not of the form HOST:PORT, as in 127.0.0.1:10000")
    return host, port


def spark_folder() -> Path:
    """Where Spark keeps its tables, beside the releases; it can be deleted."""
    folder = Settings().warehouse_dir / "spark"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _confs(folder: Path) -> list[str]:
    confs = {
        "spark.sql.warehouse.dir": str(folder / "tables"),
        "spark.driver.extraJavaOptions": f"-Dderby.system.home={folder}",
        "spark.log.level": "ERROR",
        "spark.ui.showConsoleProgress": "false",
    }
    return [word for name, value in confs.items() for word in ("--conf", f"{name}={value}")]


def _tools() -> dict[str, str]:
    """Spark's scripts look for their Python on the path."""
    return {"PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}", "PYSPARK_PYTHON": str(BIN / "python")}


if __name__ == "__main__":
    sys.exit(main())
