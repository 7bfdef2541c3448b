"""`spotlight rebuild`: delete everything but the ledger and rebuild it from the ledger alone.

Belongs here: what is deleted, and when. Not here: how tables and releases are made (`dbt_project`, `releases`).
"""

from __future__ import annotations

import shutil

from orchestration.cli.alerts import told
from orchestration.cli.job import held_warehouse, record_dead_runs, run_job
from orchestration.cli.output import FAILED, LOCKED, PUBLISHED, complain, print_json, refuse, screen, shown
from orchestration.settings import Settings
from orchestration.spotlight.changed import gate
from orchestration.spotlight.domain.errors import UserError
from orchestration.spotlight.files.lock import WarehouseLocked
from orchestration.spotlight.files.running import dead_runs
from orchestration.spotlight.ledger.chain import Ledger
from orchestration.spotlight.ledger.faults import verify_chain
from orchestration.spotlight.release.pins import pinned
from orchestration.spotlight.release.publish import current_release, remove_all_but_current


def run(*, as_json: bool) -> int:
    """Rebuild; readers keep the current release until the new one takes its place."""
    settings = Settings()
    with told(settings):
        return _run(settings, as_json=as_json)


def _run(settings: Settings, *, as_json: bool) -> int:
    if dead_runs(settings.dagster_home):
        record_dead_runs(settings)
    try:
        with held_warehouse(settings):
            ledger = Ledger(settings.ledger_dir)
            if not ledger.last_batch():
                raise UserError(f"{settings.ledger_dir}: there is no ledger to rebuild from. Run `spotlight refresh`.")
            verify_chain(ledger)
            shutil.rmtree(settings.build_file.parent, ignore_errors=True)
            gate.forget(settings.warehouse_dir)
            failure = run_job(settings, "rebuild", {}, is_quiet=as_json)
            if failure is None:
                remove_all_but_current(settings)
    except WarehouseLocked as error:
        return refuse(str(error), LOCKED, as_json=as_json)
    released = current_release(settings)
    if as_json:
        status = "failed" if failure else "published"
        number = released.number if released else None
        print_json({"status": status, "message": failure, "release": number, "pinned": pinned(settings)})
    elif failure is None and released is not None:
        screen.print(f"Rebuilt from {released.batch} batches: release {released.number}, {shown(settings.current)}")
        for number in pinned(settings):
            screen.print(f"Release {number} is pinned: it was kept as it is, and not rebuilt.")
    if failure is not None:
        complain(failure)
    return FAILED if failure is not None else PUBLISHED
