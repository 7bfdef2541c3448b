"""Dagster's entry point: everything in `defs/` is found by itself, so this file is never edited again.

Belongs here: nothing else. Not here: assets, checks, jobs, schedules, sensors (`defs/`).
"""

from pathlib import Path

import dagster as dg


@dg.definitions
def defs() -> dg.Definitions:
    return dg.load_from_defs_folder(path_within_project=Path(__file__).parent)
