"""`spotlight refresh`: the gate, the lock, the Dagster job in this process, and a closing summary.

Belongs here: running the job and saying what came of it. Not here: the job (`orchestration.defs`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from orchestration.cli.output import (
    FAILED,
    LOCKED,
    PUBLISHED,
    REJECTIONS_OPEN,
    WRONG_USAGE,
    complain,
    harmless,
    print_json,
    refuse,
    screen,
    shown,
    stderr,
)
from orchestration.spotlight import gate

if TYPE_CHECKING:
    from pathlib import Path

    import dagster as dg

    from orchestration.settings import Settings

COUNTED = ("new", "restated", "reaffirmed", "late", "corrected", "rejected", "removed")


def nothing_new_as_before(*, as_json: bool) -> int | None:
    """Say so and return the exit code if nothing is new for the settings that were found good last; else None."""
    places = gate.places_as_before()
    if places is None:
        return None
    look = gate.look(places.reports_dir, places.warehouse_dir)
    return None if look.is_new else _tell_nothing_new(places.warehouse_dir, look, as_json=as_json)


def run(accept_removals: bool, accept_removal_ids: tuple[str, ...], full: bool, *, as_json: bool) -> int:
    """Refresh if there is anything new or anything was asked for; return the exit code."""
    from orchestration.cli.job import WarehouseLocked, held_warehouse
    from orchestration.settings import Settings

    environment = gate.environment_digest()
    settings = Settings()
    try:
        with held_warehouse(settings):
            code = _refresh(settings, accept_removals, accept_removal_ids, full, as_json=as_json)
            if not settings.postgres_url:  # which has to be asked each time
                gate.note_places(environment, gate.Places(settings.reports_dir, settings.warehouse_dir))
    except WarehouseLocked as error:
        return refuse(str(error), LOCKED, as_json=as_json)
    _bring_postgres_up_to_date(settings, is_quiet=as_json)
    return code


def _refresh(
    settings: Settings, accept_removals: bool, removal_ids: tuple[str, ...], full: bool, *, as_json: bool
) -> int:
    from orchestration.cli.job import run_job

    if not (full or accept_removals or removal_ids):
        look = gate.look(settings.reports_dir, settings.warehouse_dir)
        if not look.is_new:
            return _tell_nothing_new(settings.warehouse_dir, look, as_json=as_json)
    if (unknown := _unknown_removal(settings, removal_ids)) is not None:
        return refuse(unknown, WRONG_USAGE, as_json=as_json)

    def config() -> dg.RunConfig:
        from orchestration.defs.automation import refresh_config
        from orchestration.defs.ingest import RefreshOptions

        return refresh_config(
            RefreshOptions(accept_removals=accept_removals, accept_removal_ids=list(removal_ids), full=full)
        )

    before = _current(settings.warehouse_dir)
    failure = run_job(settings, "refresh", config, is_quiet=as_json)
    after = _current(settings.warehouse_dir)
    failed_sources = _failed_sources(settings.warehouse_dir)
    if failure is not None:
        return _tell("failed", failure, after, {}, failed_sources, as_json=as_json)
    summary = gate.last_summary(settings.warehouse_dir)
    if after == before:
        return _tell("nothing_new", "Nothing new for the facts.", after, summary, failed_sources, as_json=as_json)
    words = f"Published release {after['release']}."
    return _tell("published", words, after, summary, failed_sources, as_json=as_json)


def _bring_postgres_up_to_date(settings: Settings, *, is_quiet: bool) -> None:
    """Write the current release to PostgreSQL where one is set and behind; its trouble never fails a refresh."""
    if not settings.postgres_url:
        return
    from orchestration.cli.job import run_job
    from orchestration.spotlight.errors import UserError
    from orchestration.spotlight.postgres import is_behind
    from orchestration.spotlight.releases import current_release

    if current_release(settings) is None:
        return
    try:
        is_due = is_behind(settings)
    except UserError:
        is_due = True  # the run fails with this message, and is recorded so that the alerts pass it on
    if is_due and (failure := run_job(settings, "postgres_marts", lambda: None, is_quiet=is_quiet)) is not None:
        complain(failure)


def _unknown_removal(settings: Settings, removal_ids: tuple[str, ...]) -> str | None:
    from orchestration.spotlight.intake import UnknownRemoval, known_removal_ids
    from orchestration.spotlight.ledger import Ledger

    try:
        known_removal_ids(Ledger(settings.ledger_dir), removal_ids)
    except UnknownRemoval as error:
        return str(error)
    return None


def _current(warehouse_dir: Path) -> dict[str, Any]:
    from orchestration.spotlight.releases import read_note

    current = warehouse_dir / "current"
    released = read_note(current)
    return {
        "release": released.number if released else None,
        "released_batch": released.batch if released else None,
        "warehouse": str(current / "warehouse.duckdb") if released else None,
    }


def _tell_nothing_new(warehouse_dir: Path, look: gate.Look, *, as_json: bool) -> int:
    return _tell(
        "nothing_new",
        look.reason,
        _current(warehouse_dir),
        look.summary,
        _failed_sources(warehouse_dir),
        as_json=as_json,
    )


def _tell(
    status: str,
    words: str,
    current: Mapping[str, Any],
    summary: Mapping[str, Any],
    failed_sources: Sequence[Mapping[str, Any]],
    *,
    as_json: bool,
) -> int:
    """Show what came of it and return the exit code."""
    rejections = summary.get("open", [])
    code = FAILED if status == "failed" else REJECTIONS_OPEN if rejections else PUBLISHED
    changed = summary if status == "published" else {}
    counts = {kind: changed.get("counts", {}).get(kind, 0) for kind in COUNTED}
    warnings = [*changed.get("warnings", []), *failed_sources]
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
                "warnings": warnings,
                "ignored": summary.get("ignored", []),
            }
        )
        return code
    if status == "failed":
        complain(words)
        if current["release"] is not None:
            stderr.print(f"Release {current['release']} stays as it was.")
        return code
    print(harmless(words))
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
    for one in warnings:
        screen.print(f"[yellow]warning[/]  {_place(one)}: {shown(one['message'])} ({shown(one['rule_code'])})")
    for path in summary.get("ignored", []):
        screen.print(f"[dim]ignored[/]  {shown(path)}: no document (.txt, .html, .pdf, .csv)")
    if current["warehouse"]:
        print(f"Release {current['release']}: {harmless(current['warehouse'])}")
    return code


def _failed_sources(warehouse_dir: Path) -> list[dict[str, Any]]:
    """The watched pages that fail, as warnings: told at every refresh for as long as they do."""
    return [
        {"file": address, "line": None, "rule_code": code, "message": reason, "report_id": None}
        for address, (code, reason) in gate.failed_sources(warehouse_dir).items()
    ]


def _place(one: Mapping[str, Any]) -> str:
    return shown(one["file"] + (f", line {one['line']}" if one.get("line") is not None else ""))
