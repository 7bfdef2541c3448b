"""The resources of assets: the warehouse, locked for one run at a time, and dbt.

Belongs here: resources and the executor they rely on. Not here: what is done with them.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import dagster as dg

from orchestration.defs.history import kept_open, tagged_run
from orchestration.settings import Settings
from orchestration.spotlight.domain.places import DBT_PROJECT_DIR
from orchestration.spotlight.files.lock import WarehouseLocked, held
from orchestration.spotlight.files.running import marked_running
from orchestration.spotlight.release.dbt_runner import DbtProject


class WarehouseLock(dg.ConfigurableResource[Any]):
    """The warehouse, locked from the first step of a run to its last, so that a second refresh cannot break the first.

    The lock belongs to the process, which may take it again: `spotlight refresh` takes it before the run.
    """

    @property
    def settings(self) -> Settings:
        """The settings, read again each time, so that a long-lived process follows the environment."""
        return Settings()

    @contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> Iterator["WarehouseLock"]:
        settings = self.settings
        settings.export()  # dbt's profile reads the environment
        with ExitStack() as stack:
            run = context.run
            assert run is not None  # outside a run there is nothing to lock for
            stack.enter_context(marked_running(settings.dagster_home, run.run_id))
            if context.instance is not None:
                stack.enter_context(kept_open(context.instance, run.run_id))
                stack.enter_context(tagged_run(context.instance, run.run_id))
            try:
                stack.enter_context(held(settings.lock_file, settings.lock_wait))
            except WarehouseLocked as error:
                raise dg.Failure(str(error), allow_retries=False) from error
            yield self


class Dbt(dg.ConfigurableResource[Any]):
    """The dbt project that is built."""

    project_dir: str = str(DBT_PROJECT_DIR)

    @property
    def project(self) -> DbtProject:
        return DbtProject(Path(self.project_dir))


@dg.definitions
def resources() -> dg.Definitions:
    return dg.Definitions(
        resources={"warehouse_lock": WarehouseLock(), "dbt": Dbt()},
        # One process per run: it holds the lock, and starting one per step would cost more than all of our SQL.
        executor=dg.in_process_executor,
    )
