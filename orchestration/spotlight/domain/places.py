"""Where the project's own folders are.

Belongs here: folders that are part of the code. Not here: folders that a setting may move (orchestration/settings).
"""

from __future__ import annotations

from pathlib import Path

PROJECT_DIR = Path(__file__).resolve().parents[3]
REFERENCE_DIR = PROJECT_DIR / "data" / "seeds" / "reference"
DBT_PROJECT_DIR = PROJECT_DIR / "dbt_project"
