"""The documents of `cases`: made by hand after the publisher's own, with what a careful person reads from each.

Belongs here: loading them as made documents. Not here: the verdicts (reading).

A case is a folder: one document, perhaps its sidecar, and `expected.json` with `expect` (figures, refusal, either),
`figures`, `optional` (may be read as well), `why`, and for a refusal perhaps `line` (a number or several, one of which
a refusal must name).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.corpus.truth import Figure, Made

FOLDER = Path(__file__).parent / "cases"


@dataclass(frozen=True)
class Case:
    made: Made
    lines: frozenset[int]
    """One of these a refusal must name; none if it need not."""


def cases() -> tuple[Case, ...]:
    return tuple(_case(number, folder) for number, folder in enumerate(sorted(FOLDER.iterdir()), 1))


def _case(number: int, folder: Path) -> Case:
    (document,) = (file for file in folder.glob("document.*") if file.suffix in (".txt", ".html", ".pdf"))
    sidecar = document.with_name(document.name + ".meta.yaml")
    truth: dict[str, Any] = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    line = truth.get("line")
    return Case(
        Made(
            folder.name,
            number,
            document.suffix.removeprefix("."),
            document.read_bytes(),
            truth["expect"],
            _figures(truth.get("figures") or ()),
            _figures(truth.get("optional") or ()),
            sidecar.read_bytes() if sidecar.exists() else None,
            truth["why"],
        ),
        frozenset(line if isinstance(line, list) else [line] if line is not None else []),
    )


def _figures(some: Any) -> frozenset[Figure]:
    return frozenset(
        (
            one["jurisdiction"],
            one["period_start"],
            one["period_end"],
            one["publisher_as_of"],
            one["measure"],
            one["category"],
            one["value"],
            one["value_status"],
        )
        for one in some
    )
