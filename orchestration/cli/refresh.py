"""`spotlight refresh`: the gate, the lock, the Dagster job in this process, and a closing summary.

Belongs here: running the job and saying what came of it. Not here: the job (`orchestration.defs`).
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterator, Mapping
from typing import Any

from filelock import FileLock, Timeout

from orchestration.cli.output import (
    FAILED,
    LOCKED,
    PUBLISHED,
    REJECTIONS_OPEN,
    WRONG_USAGE,
    complain,
    print_json,
    screen,
    shown,
    stderr,
)
from orchestration.settings import Settings
from orchestration.spotlight import gate

COUNTED = ("new", "restated", "reaffirmed", "late", "corrected", "rejected", "removed")
_STEPS = {"ledger": "reading the reports folder", "warehouse": "building the tables", "release": "releasing"}


def run(accept_removals: bool, accept_removal_ids: tuple[str, ...], full: bool, *, as_json: bool) -> int:
    """Refresh if there is anything new or anything was asked for; return the exit code."""
    settings = Settings()
    settings.export()
    settings.warehouse_dir.mkdir(parents=True, exist_ok=True)
    lock = FileLock(settings.lock_file, is_singleton=True)
    try:
        lock.acquire(timeout=settings.lock_wait)
    except Timeout:
        complain(
            f"Another refresh has held the warehouse for more than {settings.lock_wait:g} seconds. "
            f"Try again later, or set SPOTLIGHT_LOCK_WAIT to wait longer."
        )
        return LOCKED
    with lock, contextlib.ExitStack() as held:
        held.callback(lock.release)
        if not (full or accept_removals or accept_removal_ids):
            look = gate.look(settings.reports_dir, settings.warehouse_dir)
            if not look.is_new:
                return _tell("nothing_new", look.reason, _current(settings), look.summary, as_json=as_json)
        if (unknown := _unknown_removal(settings, accept_removal_ids)) is not None:
            complain(unknown)
            return WRONG_USAGE
        before = _current(settings)
        failure = _run_job(settings, accept_removals, accept_removal_ids, full, is_quiet=as_json)
        summary = gate.last_summary(settings.warehouse_dir)
        after = _current(settings)
        if failure is not None:
            return _tell("failed", failure, after, {}, as_json=as_json)
        status = "nothing_new" if after == before else "published"
        reason = "Nothing new for the facts." if status == "nothing_new" else f"Published release {after['release']}."
        return _tell(status, reason, after, summary, as_json=as_json)


def _unknown_removal(settings: Settings, removal_ids: tuple[str, ...]) -> str | None:
    from orchestration.spotlight.intake import UnknownRemoval, known_removal_ids
    from orchestration.spotlight.ledger import Ledger

    try:
        known_removal_ids(Ledger(settings.ledger_dir), removal_ids)
    except UnknownRemoval as error:
        return str(error)
    return None


def _current(settings: Settings) -> dict[str, Any]:
    from orchestration.spotlight.releases import current_release

    released = current_release(settings)
    return {
        "release": released.number if released else None,
        "released_batch": released.batch if released else None,
        "warehouse": str(settings.current / "warehouse.duckdb") if released else None,
    }


def _run_job(
    settings: Settings, accept_removals: bool, removal_ids: tuple[str, ...], full: bool, *, is_quiet: bool
) -> str | None:
    """Run the job `refresh` in this process, recorded in the Dagster instance; return why it failed, or None."""
    with _progress(is_quiet) as say:
        say("starting Dagster")
        import dagster as dg

        settings.dagster_home.mkdir(parents=True, exist_ok=True)
        from orchestration.definitions import defs
        from orchestration.defs.automation import refresh_config
        from orchestration.defs.ingest import RefreshOptions

        options = RefreshOptions(accept_removals=accept_removals, accept_removal_ids=list(removal_ids), full=full)
        job = defs().resolve_job_def("refresh")
        run_id = dg._core.utils.make_new_run_id()
        with dg.DagsterInstance.get() as instance, _quiet_logs():
            instance.add_event_listener(run_id, lambda event: _follow(event, say))
            result = job.execute_in_process(
                run_config=refresh_config(options), instance=instance, raise_on_error=False, run_id=run_id
            )
    if result.success:
        return None
    reasons = [_reason(event) for event in result.filter_events(lambda event: event.is_step_failure)]
    return "\n".join(reasons) or "The run failed before its first step; `make dev` shows it."


def _follow(event: Any, say: Any) -> None:
    if event.dagster_event is not None and event.dagster_event.is_step_start:
        say(_STEPS.get(event.step_key, event.step_key))


def _reason(event: Any) -> str:
    """The message that was written for people where there is one, else the error's own."""
    failure = event.step_failure_data
    if failure.user_failure_data is not None and failure.user_failure_data.description:
        return str(failure.user_failure_data.description)
    error = failure.error
    while error is not None and error.cause is not None:
        error = error.cause
    return f"{event.step_key} failed: {error.message.strip() if error else 'no reason was given'}"


@contextlib.contextmanager
def _progress(is_quiet: bool) -> Iterator[Any]:
    """Say which step is at work: in one moving line on a terminal, else a line each."""
    if is_quiet:
        yield lambda words: None
    elif stderr.is_terminal:
        with stderr.status("looking") as status:
            yield lambda words: status.update(words)
    else:
        yield lambda words: stderr.print(words)


@contextlib.contextmanager
def _quiet_logs() -> Iterator[None]:
    """Dagster and dbt log each event; here the summary speaks, and the instance keeps the events."""
    import io

    logging.disable(logging.CRITICAL)
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            yield
    finally:
        logging.disable(logging.NOTSET)


def _tell(status: str, words: str, current: Mapping[str, Any], summary: Mapping[str, Any], *, as_json: bool) -> int:
    """Show what came of it and return the exit code."""
    rejections = summary.get("open", [])
    code = FAILED if status == "failed" else REJECTIONS_OPEN if rejections else PUBLISHED
    changed = summary if status == "published" else {}
    counts = {kind: changed.get("counts", {}).get(kind, 0) for kind in COUNTED}
    if as_json:
        pending = [one for one in summary.get("removals", []) if one["state"] == "pending"]
        replaced = [one for one in summary.get("removals", []) if one["state"] == "replaced"]
        print_json(
            {
                "status": status,
                "message": words,
                **current,
                "batch": changed.get("batch"),
                **counts,
                "rejections": rejections,
                "closed_rejections": changed.get("closed", []),
                "pending_removals": pending,
                "replaced_reports": replaced,
                "warnings": changed.get("warnings", []),
                "ignored": summary.get("ignored", []),
            }
        )
        return code
    if status == "failed":
        complain(words)
        if current["release"] is not None:
            stderr.print(f"Release {current['release']} stays as it was.")
        return code
    screen.print(shown(words))
    if status == "published":
        screen.print(", ".join(f"{count} {kind}" for kind, count in counts.items() if count) or "No report changed.")
    for one in changed.get("closed", []):
        screen.print(f"[green]mended[/]   {_place(one)}: {shown(one['rule_code'])}")
    for one in rejections:
        screen.print(f"[red]rejected[/] {_place(one)}: {shown(one['message'])} ({shown(one['rule_code'])})")
    for one in summary.get("removals", []):
        if one["state"] == "pending":
            screen.print(
                f"[yellow]pending[/]  {shown(one['file'])} no longer states all of {shown(one['report_id'])}; its "
                f"figures stay until you run: spotlight refresh --accept-removal {one['removal_id']}"
            )
    for one in changed.get("warnings", []):
        screen.print(f"[yellow]warning[/]  {_place(one)}: {shown(one['message'])} ({shown(one['rule_code'])})")
    for path in summary.get("ignored", []):
        screen.print(f"[dim]ignored[/]  {shown(path)}: no document (.txt, .html, .pdf, .csv)")
    if current["warehouse"]:
        screen.print(f"Release {current['release']}: {shown(current['warehouse'])}")
    return code


def _place(one: Mapping[str, Any]) -> str:
    return shown(one["file"] + (f", line {one['line']}" if one.get("line") is not None else ""))
