"""Made documents given to the reader, and what came of them held against the truth.

Belongs here: reading, validating, verdicts and their count. Not here: any document.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

import polars as pl

import schemas
from orchestration.spotlight import readers
from orchestration.spotlight.domain.model import READ_SCHEMA, Rejection, statements_from
from orchestration.spotlight.domain.places import REFERENCE_DIR
from orchestration.spotlight.domain.vocabulary import load_vocabulary
from orchestration.spotlight.readers.limits import Limits
from tests.corpus.truth import EITHER, FIGURES, REFUSAL, TODAY, Figure, Made

VOCABULARY = load_vocabulary(REFERENCE_DIR)
LIMITS = Limits(max_seconds=20)
VERDICTS = RIGHT, REFUSED_RIGHTLY, INCOMPLETE, REFUSED_WRONGLY, WRONG, CRASH = (
    "right",
    "refused rightly",
    "incomplete",
    "refused wrongly",
    "wrong",
    "crash",
)
_AT_ONCE = 200
"""Documents that are validated together: validation costs as much for one as for hundreds."""


@dataclass(frozen=True)
class Outcome:
    """What came of one document."""

    made: Made
    verdict: str
    read: frozenset[Figure] = frozenset()
    refusals: tuple[str, ...] = ()
    error: str = ""

    def told(self) -> Iterator[str]:
        """What a person needs to see why."""
        if self.error:
            yield f"error: {self.error}"
        for figure in sorted(self.read - self.made.figures - self.made.optional, key=str):
            yield f"read, not published: {said(figure)}"
        if self.verdict == INCOMPLETE:
            for figure in sorted(self.made.figures - self.read, key=str):
                yield f"missing: {said(figure)}"
        yield from self.refusals[:3]


def said(figure: Figure) -> str:
    place, start, end, as_of, measure, category, value, status = figure
    return f"{place} {start}..{end} as of {as_of} {measure}/{category} = {value if status == 'reported' else status}"


def judged(documents: Iterable[Made]) -> Iterator[Outcome]:
    """Read documents and judge each; many are validated at once."""
    some = iter(documents)
    while batch := list(islice(some, _AT_ONCE)):
        yield from _judged(batch)


def _judged(batch: Sequence[Made]) -> Iterator[Outcome]:
    frames = [pl.DataFrame(schema=READ_SCHEMA)]
    rejections: list[Rejection] = []
    errors: dict[str, str] = {}
    for made in batch:
        document_id = hashlib.sha256(made.content).hexdigest()
        try:
            reading = readers.examine(made.name, document_id, made.content, made.sidecar, VOCABULARY, LIMITS).reading
        except Exception as error:
            errors[made.name] = f"{type(error).__name__}: {error}"
            continue
        frames.append(reading.figures)
        rejections += reading.rejections
    validation = schemas.validate(pl.concat(frames), VOCABULARY, TODAY)
    read: dict[str, set[Figure]] = {}
    for statement in statements_from(validation.figures):
        report = statement.report
        days = (str(report.period_start), str(report.period_end), str(report.publisher_as_of))
        read.setdefault(statement.path, set()).update(
            (report.jurisdiction_code, *days, figure.measure, figure.category, figure.value, figure.value_status)
            for figure in statement.figures
        )
    told: dict[str, list[str]] = {}
    for rejection in (*rejections, *validation.rejections):
        told.setdefault(rejection.file, []).append(f"line {rejection.line}: {rejection.rule_code}: {rejection.message}")
    for made in batch:
        found, refusals = frozenset(read.get(made.name, ())), tuple(told.get(made.name, ()))
        error = errors.get(made.name, "" if found or refusals else "neither a figure nor a refusal")
        yield Outcome(made, CRASH if error else verdict(made, found, refusals), found, refusals, error)


def verdict(made: Made, read: frozenset[Figure], refusals: Sequence[str]) -> str:
    """As the scorer of the cases judges: refused whole if nothing was accepted and something refused."""
    if not read and refusals:
        return REFUSED_WRONGLY if made.expect == FIGURES else REFUSED_RIGHTLY
    if made.expect == REFUSAL or read - made.figures - made.optional:
        return WRONG
    return INCOMPLETE if made.figures - read else RIGHT


@dataclass
class Family:
    """The verdicts on the documents of one family, and the first example of each that is not as it should be."""

    counts: Counter[str] = field(default_factory=Counter)
    examples: dict[str, Outcome] = field(default_factory=dict)

    def add(self, outcome: Outcome) -> None:
        self.counts[outcome.verdict] += 1
        self.examples.setdefault(outcome.verdict, outcome)

    @property
    def documents(self) -> int:
        return self.counts.total()

    @property
    def wrong(self) -> int:
        return self.counts[WRONG] + self.counts[CRASH]

    @property
    def exact(self) -> float:
        return self.counts[RIGHT] / max(1, self.documents)

    def worst(self) -> Outcome | None:
        """An example of the worst verdict; a refusal or a gap is bad only where the document must be read."""
        for verdict in (CRASH, WRONG, INCOMPLETE, REFUSED_WRONGLY):
            outcome = self.examples.get(verdict)
            if outcome is not None and (verdict != INCOMPLETE or outcome.made.expect != EITHER):
                return outcome
        return None
