"""Dagster's entry point: everything in `defs/` is found by itself, so this file is never edited again.

Belongs here: nothing else. Not here: assets, checks, jobs, schedules, sensors (`defs/`).
"""

import sys
from pathlib import Path

import dagster as dg

from orchestration.settings import Settings, SettingsError


@dg.definitions
def defs() -> dg.Definitions:
    try:
        Settings()
    except SettingsError as error:
        sys.exit(f"spotlight: {error}")  # in one line, where Dagster would add a hundred of its own
    return dg.load_from_defs_folder(path_within_project=Path(__file__).parent)
