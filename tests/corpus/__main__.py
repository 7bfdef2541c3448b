"""`python -m tests.corpus`: make documents of some families, have them read, and print what came of them.

Belongs here: the command line and its table. Not here: documents (families), verdicts (reading).
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from tests.corpus import registry
from tests.corpus.mutations import mutants
from tests.corpus.reading import VERDICTS, Family, judged
from tests.corpus.truth import Made


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.corpus", description=__doc__)
    parser.add_argument("families", nargs="*", help="names, or parts of them; all if none")
    parser.add_argument("--count", type=int, default=30, help="documents of each family")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0, help="the number of the first document")
    parser.add_argument("--ending", choices=(*registry.ALL, "csv"), help="only documents of this format")
    parser.add_argument("--mutants", type=int, default=0, help="changed forms of each plain document, in its place")
    parser.add_argument("--write", type=Path, help="write the documents into this folder instead of reading them")
    arguments = parser.parse_args()
    chosen = [
        family
        for name, family in registry.families().items()
        if not arguments.families or any(part in name for part in arguments.families)
    ]
    if not chosen:
        parser.error("no family of that name; there are: " + ", ".join(registry.families()))
    numbers = range(arguments.first, arguments.first + arguments.count)
    if arguments.mutants:
        chosen = [family for family in chosen if family.is_plain]
    documents = [
        made
        for family in chosen
        for number in numbers
        if arguments.ending in (None, family.ending(number))
        for made in (
            mutants(family, arguments.seed, number, arguments.mutants)
            if arguments.mutants
            else [family.made(arguments.seed, number)]
        )
    ]
    if arguments.write is not None:
        write_out(documents, arguments.write)
        return 0
    started = time.perf_counter()
    counted = {made.family: Family() for made in documents}
    for outcome in judged(documents):
        counted[outcome.made.family].add(outcome)
    print(*lines(counted, {family.name for family in chosen if family.is_plain} & counted.keys()), sep="\n")
    print(f"\n{len(documents)} documents in {time.perf_counter() - started:.0f} s, seed {arguments.seed}")
    return int(any(one.wrong for one in counted.values()))


def write_out(documents: Sequence[Made], folder: Path) -> None:
    """Each document with its sidecar and, beside it, what must come of it."""
    folder.mkdir(parents=True, exist_ok=True)
    for made in documents:
        file = folder / made.name.replace(" ", "-")
        file.write_bytes(made.content)
        if made.sidecar is not None:
            file.with_name(file.name + ".meta.yaml").write_bytes(made.sidecar)
        truth = {
            "expect": made.expect,
            "why": made.why,
            "figures": sorted(made.figures, key=str),
            "optional": sorted(made.optional, key=str),
        }
        file.with_name(file.name + ".expected.json").write_text(json.dumps(truth, indent=1), encoding="utf-8")


def lines(counted: dict[str, Family], plain: set[str]) -> list[str]:
    """The families, worst first, each with one example; then the sums of plain ones and of traps."""
    order = sorted(counted, key=lambda name: (-counted[name].wrong, name not in plain, counted[name].exact))
    width = max(len(name) for name in order)
    told = [f"{'':{width}}  {'kind':5}  " + "  ".join(VERDICTS)]
    for name in order:
        one = counted[name]
        cells = "  ".join(f"{one.counts[verdict]:>{len(verdict)}}" for verdict in VERDICTS)
        told.append(f"{name:{width}}  {'plain' if name in plain else 'trap':5}  {cells}")
    for kind, names in (("plain", plain), ("trap", counted.keys() - plain)):
        sums = [sum(counted[name].counts[verdict] for name in names) for verdict in VERDICTS]
        cells = "  ".join(f"{value:>{len(verdict)}}" for value, verdict in zip(sums, VERDICTS, strict=True))
        share = f"  {sums[0] / max(1, sum(sums)):.1%} exact" if kind == "plain" else ""
        told.append(f"{'all':{width}}  {kind:5}  {cells}{share}")
    told.append("")
    for name in order:
        if (outcome := counted[name].worst()) is not None:
            told.append(f"{outcome.made.name}: {outcome.verdict}. {outcome.made.why}")
            told += [f"    {line}" for line in outcome.told()]
    return told


if __name__ == "__main__":
    sys.exit(main())
