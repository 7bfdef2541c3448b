"""The words and signs of the traps, from `phrases.yaml`.

Belongs here: loading them. Not here: what a family does with them, and the words of plain documents (wordings).
"""

from __future__ import annotations

from pathlib import Path

import yaml

PHRASES: dict[str, dict[str, list[str]]] = yaml.safe_load(
    Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8")
)
"""Family → kind of phrase → phrases."""
