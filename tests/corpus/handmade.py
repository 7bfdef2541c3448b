"""Documents made by hand, with what a careful person reads from each: `cases`, `strangers` and `held_apart`.

Belongs here: loading them as made documents. Not here: the verdicts (reading).

A case is a folder: one document, perhaps its sidecar, and `expected.json` with `expect` (figures, refusal, either),
`figures`, `optional` (may be read as well), `why`, and for a refusal perhaps `line` (a number or several, one of which
a refusal must name).

Those of `cases` are made after the publisher's own. `strangers` and `held_apart` were written from the rules alone by
people who saw neither code nor tests; nobody changes the reader after a look at `held_apart`, so that it shows how well
documents are read that nobody has seen.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.corpus.truth import Figure, Made

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Case:
    made: Made
    lines: frozenset[int]
    """One of these a refusal must name; none if it need not."""


def cases(name: str) -> tuple[Case, ...]:
    """The documents of the folder of that name."""
    return tuple(_case(number, folder) for number, folder in enumerate(sorted((FOLDER / name).iterdir()), 1))


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
            one.get("value_status", "reported"),
        )
        for one in some
    )
