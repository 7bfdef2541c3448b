"""Markdown tables for Dagster's pages, safe for untrusted text.

Belongs here: escaping and laying out. Not here: which rows are shown.
"""

import string
from collections.abc import Iterable, Sequence

import dagster as dg

from orchestration.spotlight.domain.visible import marked

LONGEST_CELL = 200
MOST_ROWS = 50

_ESCAPED = str.maketrans({**{sign: f"\\{sign}" for sign in string.punctuation}, "&": "&amp;", "<": "&lt;", ">": "&gt;"})


def table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> dg.MarkdownMetadataValue:
    """A Markdown table whose cells show their text literally, without markup. Long cells are cut."""
    found = list(rows)
    lines = [_line(header), _line(["---"] * len(header), escape=False)]
    lines += [_line(row) for row in found[:MOST_ROWS]]
    if len(found) > MOST_ROWS:
        lines += ["", f"… and {len(found) - MOST_ROWS} more."]
    return dg.MetadataValue.md("\n".join(lines) if found else "none")


def _line(cells: Sequence[object], *, escape: bool = True) -> str:
    return "| " + " | ".join(_cell(cell) if escape else str(cell) for cell in cells) + " |"


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    if len(text) > LONGEST_CELL:
        text = text[: LONGEST_CELL - 1] + "…"
    return marked(text).translate(_ESCAPED)
