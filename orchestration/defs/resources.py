"""What assets are handed: the warehouse, held for one run at a time, and dbt.

Belongs here: resources and the executor they rely on. Not here: what is done with them.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import dagster as dg
from filelock import FileLock, Timeout

from orchestration.settings import Settings
from orchestration.spotlight.domain.places import DBT_PROJECT_DIR
from orchestration.spotlight.release.dbt_runner import DbtProject


class WarehouseLock(dg.ConfigurableResource[Any]):
    """The warehouse, held from the first step of a run to its last, so that a second refresh never breaks the first.

    The lock is one per process and can be taken again by whoever holds it: `spotlight refresh` takes it before the run.
    """

    @property
    def settings(self) -> Settings:
        """Where things lie. Read anew each time, so that a long-lived process follows the environment."""
        return Settings()

    @contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> Iterator["WarehouseLock"]:
        settings = self.settings
        settings.export()  # dbt's profile reads the environment
        settings.warehouse_dir.mkdir(parents=True, exist_ok=True)
        lock = FileLock(settings.lock_file, is_singleton=True)
        try:
            lock.acquire(timeout=settings.lock_wait)
        except Timeout as error:
            raise dg.Failure(
                f"{settings.lock_file}: another refresh has held the warehouse for more than {settings.lock_wait:g} s. "
                f"Try again when it has ended, or wait longer by setting SPOTLIGHT_LOCK_WAIT.",
                allow_retries=False,
            ) from error
        try:
            yield self
        finally:
            lock.release()


class Dbt(dg.ConfigurableResource[Any]):
    """The dbt project that is built."""

    project_dir: str = str(DBT_PROJECT_DIR)

    @property
    def project(self) -> DbtProject:
        return DbtProject(Path(self.project_dir))


@dg.definitions
def resources() -> dg.Definitions:
    return dg.Definitions(
        resources={
            "warehouse_lock": WarehouseLock(),
            "dbt": Dbt(),
        },
        # One process a run: the lock lives in it, and starting one per step costs more than all of our SQL.
        executor=dg.in_process_executor,
    )
