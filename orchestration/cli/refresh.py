"""`spotlight refresh`: the gate, the lock, the Dagster job in this process, and a closing summary.

Belongs here: running the job and showing its result. Not here: the job (`orchestration.defs`).
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from orchestration.cli.alerts import told
from orchestration.cli.output import (
    COPY_FAILED,
    FAILED,
    LOCKED,
    NEEDS_A_PERSON,
    PUBLISHED,
    WRONG_USAGE,
    complain,
    print_json,
    refuse,
    screen,
    shown,
    stderr,
)
from orchestration.settings import Settings
from orchestration.spotlight.changed import gate
from orchestration.spotlight.domain.errors import UserError, refused_by_the_disk
from orchestration.spotlight.domain.visible import escaped
from orchestration.spotlight.files.running import dead_runs

if TYPE_CHECKING:
    from pathlib import Path

COUNTED = ("new", "restated", "reaffirmed", "late", "corrected", "rejected", "removed")


def nothing_new(*, as_json: bool) -> int | None:
    """If nothing is new, say so and return the exit code, without slow imports; else return None."""
    settings = Settings()
    # The database and the open troubles are checked each time, and a dead run is recorded.
    if settings.postgres_url or settings.alert_urls or dead_runs(settings.dagster_home):
        return None
    found = gate.check(settings.reports_dir, settings.warehouse_dir, limits=settings.document_limits)
    if found.is_new or gate.is_untold(settings.warehouse_dir):
        return None
    outcome = _nothing_new(settings.warehouse_dir, found)
    if as_json:
        print_json({**outcome.as_json(), "postgres": None})
    else:
        _show(outcome, settings.reports_dir)
    return outcome.code


def run(accept_removals: bool, accept_removal_ids: tuple[str, ...], full: bool, *, as_json: bool) -> int:
    """Refresh if anything is new or an option demands it; have people told of troubles; return the exit code."""
    settings = Settings()
    with told(settings):
        return _run(settings, accept_removals, accept_removal_ids, full, as_json=as_json)


def _run(
    settings: Settings, accept_removals: bool, accept_removal_ids: tuple[str, ...], full: bool, *, as_json: bool
) -> int:
    from orchestration.cli.job import held_warehouse, record_dead_runs
    from orchestration.spotlight.files.lock import WarehouseLocked

    if dead_runs(settings.dagster_home):
        record_dead_runs(settings)
    try:
        with held_warehouse(settings):
            if accept_removal_ids and (unknown := _unknown_removal(settings, accept_removal_ids)) is not None:
                return refuse(unknown, WRONG_USAGE, as_json=as_json)
            outcome = _refresh(settings, accept_removals, accept_removal_ids, full, is_quiet=as_json)
            if not as_json:
                _show(outcome, settings.reports_dir)
                _mark_told(settings, outcome)
    except WarehouseLocked as error:
        return refuse(str(error), LOCKED, as_json=as_json)
    # The summary is shown before waiting for the database; JSON output covers both in one document.
    postgres = _bring_postgres_up_to_date(settings, is_quiet=as_json)
    if as_json:
        print_json({**outcome.as_json(), "postgres": postgres})
        _mark_told(settings, outcome)
    is_copy_missing = postgres is not None and postgres["status"] == "failed"
    return COPY_FAILED if is_copy_missing and outcome.code != FAILED else outcome.code


def _mark_told(settings: Settings, outcome: _Outcome) -> None:
    """Note that the summary is out. One that cannot be written is told by the next refresh."""
    if outcome.status == "published":
        # Fails here if the output cannot be written, so that the next refresh tells it.
        print(end="", flush=True)
        gate.mark_told(settings.warehouse_dir)


@dataclass(frozen=True, slots=True)
class _Outcome:
    """The result of a refresh: a message, and the summary of what it found."""

    status: str
    words: str
    current: Mapping[str, Any]
    summary: Mapping[str, Any]
    failed_sources: Sequence[Mapping[str, Any]]

    @property
    def code(self) -> int:
        if self.status == "failed" or self.serves_nothing:
            return FAILED
        return NEEDS_A_PERSON if self.rejections or self.removals("pending") else PUBLISHED

    @property
    def serves_nothing(self) -> bool:
        """Whether the current release holds no figure; a refresh that failed says why instead."""
        return self.status != "failed" and self.current["release"] is not None and not self.current["figures"]

    @property
    def rejections(self) -> list[Mapping[str, Any]]:
        return list(self.summary.get("open", []))

    @property
    def changed(self) -> Mapping[str, Any]:
        return self.summary if self.status == "published" else {}

    @property
    def counts(self) -> dict[str, int]:
        return {kind: self.changed.get("counts", {}).get(kind, 0) for kind in COUNTED}

    @property
    def warnings(self) -> list[Mapping[str, Any]]:
        """Warnings about what changed, and about watched pages for as long as they fail."""
        return [*self.changed.get("warnings", []), *self.failed_sources]

    def removals(self, state: str) -> list[Mapping[str, Any]]:
        return [one for one in self.summary.get("removals", []) if one["state"] == state]

    def is_held_up(self, closed: Mapping[str, Any]) -> bool:
        """Whether the report of a closed rejection is now refused for another reason, or waits for a removal."""
        return any(
            one["file"] == closed["file"]
            and (None in (one["report_id"], closed["report_id"]) or one["report_id"] == closed["report_id"])
            for one in [*self.rejections, *self.removals("pending")]
        )

    def as_json(self) -> dict[str, Any]:
        return {
            "status": "failed" if self.serves_nothing else self.status,
            "message": _without_figures(self.current) if self.serves_nothing else self.words,
            **self.current,
            "batch": self.changed.get("batch"),
            **self.counts,
            "rejections": self.rejections,
            "closed_rejections": self.changed.get("closed", []),
            "pending_removals": self.removals("pending"),
            "replaced_reports": self.removals("replaced"),
            "warnings": self.warnings,
            "ignored": self.summary.get("ignored", []),
        }


def _refresh(
    settings: Settings, accept_removals: bool, removal_ids: tuple[str, ...], full: bool, *, is_quiet: bool
) -> _Outcome:
    if not (full or accept_removals or removal_ids):
        found = gate.check(settings.reports_dir, settings.warehouse_dir, limits=settings.document_limits)
        if not found.is_new:
            from orchestration.spotlight.alerts import outbox

            outbox.report_nothing_new(settings)
            if gate.is_untold(settings.warehouse_dir):
                return _published_untold(settings.warehouse_dir, found.summary)
            return _nothing_new(settings.warehouse_dir, found)

    from orchestration.cli.job import run_job

    options = {"accept_removals": accept_removals, "accept_removal_ids": list(removal_ids), "full": full}
    before = _current(settings.warehouse_dir)
    try:
        failure = run_job(settings, "refresh", options, is_quiet=is_quiet)
    except (UserError, OSError) as error:  # Dagster could not begin or end the run
        _note_failure(settings, str(refused_by_the_disk(error) if isinstance(error, OSError) else error))
        raise
    after = _current(settings.warehouse_dir)
    failed_sources = _failed_sources(settings.warehouse_dir)
    if failure is not None:
        _note_failure(settings, failure)
        return _Outcome("failed", failure, after, {}, failed_sources)
    summary = gate.last_summary(settings.warehouse_dir)
    if after == before and gate.is_untold(settings.warehouse_dir):
        return _published_untold(settings.warehouse_dir, summary)
    if after == before:
        return _Outcome("nothing_new", "Nothing changed in the facts.", after, summary, failed_sources)
    return _Outcome("published", f"Published release {after['release']}.", after, summary, failed_sources)


def _note_failure(settings: Settings, reason: str) -> None:
    """Have `spotlight status` say why the last refresh failed."""
    with contextlib.suppress(OSError):  # the disk that failed the refresh
        gate.begin(settings.warehouse_dir, reason)


def _bring_postgres_up_to_date(settings: Settings, *, is_quiet: bool) -> dict[str, Any] | None:
    """Write the current release to PostgreSQL if one is set and out of date. The release stays, even if this fails.

    The result is `written`, `up_to_date`, or `failed` with the reason; None if there is nothing to write.
    """
    if not settings.postgres_url:
        return None
    from orchestration.cli.job import run_job
    from orchestration.spotlight.alerts import outbox
    from orchestration.spotlight.release.postgres.copy import is_behind
    from orchestration.spotlight.release.publish import current_release

    if (released := current_release(settings)) is None:
        return None
    try:
        is_due = is_behind(settings)
    except UserError:
        is_due = True  # the run fails with this message, and is recorded so that the alerts pass it on
    if not is_due:
        outbox.report_success(settings, "postgres_marts")  # it may have been out of reach since it was written
    failure = run_job(settings, "postgres_marts", {}, is_quiet=is_quiet) if is_due else None
    if failure is not None:
        complain(failure)
        return {"status": "failed", "release": None, "message": failure}
    return {"status": "written" if is_due else "up_to_date", "release": released.number, "message": None}


def _unknown_removal(settings: Settings, removal_ids: tuple[str, ...]) -> str | None:
    from orchestration.spotlight.ingest.refresh import UnknownRemoval, known_removal_ids
    from orchestration.spotlight.ledger.chain import Ledger
    from orchestration.spotlight.ledger.state import LedgerState

    try:
        known_removal_ids(LedgerState(Ledger(settings.ledger_dir)), removal_ids)
    except UnknownRemoval as error:
        return str(error)
    return None


def _nothing_new(warehouse_dir: Path, found: gate.GateResult) -> _Outcome:
    return _Outcome("nothing_new", found.reason, _current(warehouse_dir), found.summary, _failed_sources(warehouse_dir))


def _published_untold(warehouse_dir: Path, summary: Mapping[str, Any]) -> _Outcome:
    """What a refresh published that was stopped before it could print its summary."""
    current = _current(warehouse_dir)
    words = f"Release {current['release']} was published by a refresh that ended before it could say what changed."
    return _Outcome("published", words, current, summary, _failed_sources(warehouse_dir))


def _current(warehouse_dir: Path) -> dict[str, Any]:
    from orchestration.spotlight.release.publish import read_note

    current = warehouse_dir / "current"
    released = read_note(current)
    return {
        "release": released.number if released else None,
        "released_batch": released.batch if released else None,
        "warehouse": str(current / "warehouse.duckdb") if released else None,
        "figures": released.rows.get("marts.fct_figures") if released else None,
    }


def _without_figures(current: Mapping[str, Any]) -> str:
    from orchestration.spotlight.release.publish import without_figures

    return without_figures(current["release"])


def _show(outcome: _Outcome, reports_dir: Path) -> None:
    """Print the result."""
    current, changed = outcome.current, outcome.changed
    if outcome.status == "failed":
        complain(outcome.words)
        if current["release"] is not None:
            stderr.print(f"Release {current['release']} is unchanged.")
        return
    print(escaped(outcome.words))
    if outcome.status == "published":
        screen.print(
            ", ".join(f"{count} {kind}" for kind, count in outcome.counts.items() if count) or "No report changed."
        )
    for one in changed.get("closed", []):
        if not os.path.lexists(reports_dir / one["file"]):
            screen.print(f"[dim]gone[/]     {_place(one)}: {shown(one['rule_code'])}")
        elif not outcome.is_held_up(one):
            screen.print(f"[green]fixed[/]    {_place(one)}: {shown(one['rule_code'])}")
    for one in outcome.rejections:
        screen.print(f"[red]rejected[/] {_place(one)}: {shown(one['message'])} ({shown(one['rule_code'])})")
    for one in outcome.removals("pending"):
        is_there = os.path.lexists(reports_dir / one["file"])
        what = "no longer states all of" if is_there else "is gone; it stated figures of"
        until = "it states them again" if is_there else "the file returns"
        screen.print(
            f"[yellow]pending[/]  {shown(one['file'])} {what} {shown(one['report_id'])}. They stay until "
            f"{until} or you run: spotlight refresh --accept-removal {one['removal_id']}"
        )
    for one in outcome.warnings:
        screen.print(f"[yellow]warning[/]  {_place(one)}: {shown(one['message'])} ({shown(one['rule_code'])})")
    if ignored := outcome.summary.get("ignored", []):
        # Only here, since most scheduled calls end without it and it takes longer to import than they take.
        from orchestration.spotlight.ingest.documents import why_ignored

        for path in ignored:
            screen.print(f"[dim]ignored[/]  {shown(path)}: {why_ignored(path)}")
    if outcome.serves_nothing:
        complain(_without_figures(current))
    elif current["warehouse"]:
        print(f"Release {current['release']}: {escaped(current['warehouse'])}")


def _failed_sources(warehouse_dir: Path) -> list[dict[str, Any]]:
    return [
        {"file": address, "line": None, "rule_code": code, "message": reason, "report_id": None}
        for address, (code, reason) in gate.failed_sources(warehouse_dir).items()
    ]


def _place(one: Mapping[str, Any]) -> str:
    return shown(one["file"] + (f", line {one['line']}" if one.get("line") is not None else ""))
