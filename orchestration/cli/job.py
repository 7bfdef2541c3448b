"""A Dagster job run in this process and recorded in the Dagster instance, under the warehouse's lock.

Belongs here: the lock, the run, its progress, why it failed. Not here: the jobs (`orchestration.defs`).
"""

from __future__ import annotations

import contextlib
import errno
import gc
import getpass
import io
import logging
import os
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from orchestration.cli.output import stderr
from orchestration.settings import Settings
from orchestration.spotlight.domain.errors import UserError, first_line, fixable_part
from orchestration.spotlight.domain.places import PROJECT_DIR
from orchestration.spotlight.files.lock import held
from orchestration.spotlight.files.running import marked_running
from orchestration.spotlight.inspect.surroundings import FEWEST_BYTES

if TYPE_CHECKING:
    import dagster as dg

Say = Callable[[str], object]
_STEPS = {
    "source_polls": "fetching watched pages",
    "ledger": "reading the reports folder",
    "warehouse": "building the tables",
    "release": "releasing",
}


@contextlib.contextmanager
def held_warehouse(settings: Settings) -> Iterator[None]:
    """Hold the warehouse's lock. A run in this process may take it again."""
    settings.export()
    with held(settings.lock_file, settings.lock_wait):
        yield


def run_job(settings: Settings, name: str, options: Mapping[str, Any], *, is_quiet: bool) -> str | None:
    """Run a job with the options of its launchpad; return why it failed, or None."""
    with _progress(is_quiet) as say:
        say("starting Dagster")
        with _quiet_logs(), _kept_to_the_end():
            import dagster as dg

            _prepare_home(settings)
            from orchestration.defs.history import kept_open

            job = _job(name)

        run_id = str(uuid4())
        # Marked before Dagster records it: from then on a run that is killed is known to be dead.
        marked = marked_running(settings.dagster_home, run_id)
        with marked, _named_store(settings), _quiet_logs(), dg.DagsterInstance.get() as instance:
            instance.add_event_listener(run_id, lambda event: _follow(event, say))
            with kept_open(instance, run_id):
                result = job.execute_in_process(
                    run_config=options, instance=instance, raise_on_error=False, run_id=run_id, tags=_tags()
                )
    if result.success:
        return None
    failed = result.filter_events(lambda event: event.is_step_failure)
    reasons = [_reason(event, settings.dagster_home) for event in failed]
    return "\n".join(reasons) or "The run failed before its first step; open `make dev` to see why."


def _job(name: str) -> dg.JobDefinition:
    """A job; Dagster wraps what goes wrong while it loads the definitions in a hundred lines."""
    from orchestration.definitions import defs

    try:
        return defs().resolve_job_def(name)
    except Exception as error:
        if (fault := fixable_part(error)) is None:
            raise
        raise fault from None


@contextlib.contextmanager
def _kept_to_the_end() -> Iterator[None]:
    """Exempt what is imported and defined here from garbage collection, in a process that has not imported it before.

    It stays until the process ends. Looking for garbage in it takes a tenth of the CPU time of a refresh.
    """
    if "dagster" in sys.modules:
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def record_dead_runs(settings: Settings) -> None:
    """Record runs whose process was killed as failed."""
    import dagster as dg

    from orchestration.defs.history import fail_dead_runs

    _prepare_home(settings)
    with _named_store(settings), _quiet_logs(), dg.DagsterInstance.get() as instance:
        fail_dead_runs(instance, settings)


def _tags() -> dict[str, str]:
    """Who started the run, and the code location that lists it among its runs."""
    from orchestration.defs.history import OURS, STARTED_BY_COMMAND

    return {**OURS, **STARTED_BY_COMMAND, "user": getpass.getuser()}


def _prepare_home(settings: Settings) -> None:
    """Copy the project's Dagster settings into a new Dagster home: freshness on, telemetry off."""
    settings.dagster_home.mkdir(parents=True, exist_ok=True)
    file = settings.dagster_home / "dagster.yaml"
    if not file.exists():
        shutil.copyfile(PROJECT_DIR / ".dagster" / "dagster.yaml", file)


@contextlib.contextmanager
def _named_store(settings: Settings) -> Iterator[None]:
    """Name the damaged file of Dagster's store, and say that it can be deleted safely."""
    from sqlalchemy.exc import DBAPIError

    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        reason = first_line(error)
        damaged = next((file for file in sorted(settings.dagster_home.rglob("*.db")) if _is_damaged(file)), None)
        if damaged is None:
            if shutil.disk_usage(settings.dagster_home).free < FEWEST_BYTES:
                reason = os.strerror(errno.ENOSPC)
            raise UserError(_unusable_store(settings.dagster_home, reason)) from error
        raise UserError(
            f"{damaged}: Dagster's store is damaged ({reason}). It holds only what Dagster's UI shows of "
            f"earlier runs: delete this file, then try again. The current release is unchanged."
        ) from error


def _unusable_store(home: Path, reason: str) -> str:
    return (
        f"{home}: Dagster's store cannot be used ({reason}). Fix this, or set DAGSTER_HOME to another folder, then "
        f"try again. The current release is unchanged."
    )


def _is_damaged(file: Path) -> bool:
    try:
        with contextlib.closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as connection:
            return connection.execute("pragma quick_check").fetchall() != [("ok",)]
    except sqlite3.OperationalError:
        return False  # a full disk, no rights: the content may be good
    except sqlite3.Error:
        return True


def _follow(event: Any, say: Say) -> None:
    if event.dagster_event is not None and event.dagster_event.is_step_start:
        say(_STEPS.get(event.step_key, event.step_key))


def _reason(event: Any, home: Path) -> str:
    """The user-facing message if there is one, else that of the innermost error."""
    failure = event.step_failure_data
    if failure.user_failure_data is not None and failure.user_failure_data.description:
        return str(failure.user_failure_data.description)
    error = failure.error
    if error is not None and error.cls_name == "DagsterExecutionInterruptedError":
        return f"Stopped while {_STEPS.get(event.step_key, event.step_key)}. Run `spotlight refresh` again to continue."
    while error is not None and error.cause is not None:
        error = error.cause
    if error is not None and error.message.startswith("sqlite3."):
        # The store failed in the middle of a step: SQLite names no file.
        return _unusable_store(home, error.message.strip().partition(": ")[2])
    return f"{event.step_key} failed: {error.message.strip() if error else 'no reason was given'}"


@contextlib.contextmanager
def _progress(is_quiet: bool) -> Iterator[Say]:
    """Show the current step: in one changing line on a terminal, else one line per step."""
    if is_quiet:
        yield lambda words: None
    elif stderr.is_terminal:
        with stderr.status("checking") as status:
            yield status.update
    else:
        yield stderr.print


@contextlib.contextmanager
def _quiet_logs() -> Iterator[None]:
    """Silence the logs of Dagster and dbt: the command prints a summary, and the Dagster instance keeps the events."""
    logging.disable(logging.CRITICAL)
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            yield
    finally:
        logging.disable(logging.NOTSET)
