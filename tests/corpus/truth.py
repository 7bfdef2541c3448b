"""What a made document says, known before it is written: reports drawn at random, and the judgement that must follow.

Belongs here: places, periods, figures, and numbers to mislead with. Not here: words, layouts.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import chain
from typing import TypeVar

from orchestration.spotlight.domain.places import REFERENCE_DIR

T = TypeVar("T")
TODAY = date(2026, 11, 26)
"""The day on which every document is judged: no accuracy date may lie after it."""

Item = tuple[str, str]
"""Measure and category."""
Figure = tuple[str, str, str, str, str, str, int | None, str]
"""Place, first and last day, accuracy date, measure, category, value and its status: what is compared."""

HEADLINE: tuple[Item, ...] = (("victims", "total"), ("traffickers", "total"), ("businesses", "total"))
CASES: Item = ("cases", "total")
TYPES: tuple[Item, ...] = tuple(("cases", category) for category in ("sex", "labor", "sex_and_labor", "not_specified"))
SIGNALS: Item = ("signals", "total")
CHANNELS: tuple[Item, ...] = tuple(
    ("signals", category) for category in ("phone_call", "webform", "email", "text", "webchat")
)
FIGURES, REFUSAL, EITHER = "figures", "refusal", "either"
SERVICES = frozenset({211, 311, 411, 511, 611, 711, 811, 911, 988})
"""Numbers to dial: as figures they would be in doubt."""


@dataclass(frozen=True)
class Place:
    code: str
    postal: str
    name: str
    level: str


def _places() -> tuple[Place, ...]:
    with (REFERENCE_DIR / "jurisdictions.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return tuple(
        Place(
            row["jurisdiction_code"],
            row["postal_code"],
            row["jurisdiction_name"],
            row["jurisdiction_level"],
        )
        for row in rows
    )


PLACES = {place.code: place for place in _places()}
NATION = PLACES["US"]
STATES = tuple(place for place in PLACES.values() if place.level == "state")
TERRITORIES = tuple(PLACES[code] for code in ("US-DC", "US-PR", "US-GU", "US-VI"))


@dataclass(frozen=True)
class Report:
    """What is said of one place and period as of one day."""

    place: Place
    start: date
    end: date
    as_of: date
    values: Mapping[Item, int]

    @property
    def year(self) -> int:
        return self.start.year

    def figures(self, items: Iterable[Item] | None = None) -> frozenset[Figure]:
        """The figures of some items, or of all."""
        return frozenset(self.figure(item, self.values[item]) for item in (self.values if items is None else items))

    def figure(self, item: Item, value: int | None, status: str = "reported") -> Figure:
        days = (self.start.isoformat(), self.end.isoformat(), self.as_of.isoformat())
        return (self.place.code, *days, *item, value, status)

    def without(self, *items: Item) -> Report:
        return replace(self, values={item: value for item, value in self.values.items() if item not in items})

    def only(self, items: Iterable[Item]) -> Report:
        kept = set(items)
        return replace(self, values={item: value for item, value in self.values.items() if item in kept})


@dataclass(frozen=True)
class Made:
    """A document with what must come of it."""

    family: str
    number: int
    ending: str
    content: bytes
    expect: str
    figures: frozenset[Figure] = frozenset()
    optional: frozenset[Figure] = frozenset()
    """Figures that may be read as well and need not be."""
    sidecar: bytes | None = None
    why: str = ""

    @property
    def name(self) -> str:
        return f"{self.family}-{self.number:05}.{self.ending}"


@dataclass
class World:
    """All chance of one document, and the numbers that it holds: one that is taken amiss never equals the truth."""

    rng: random.Random
    used: set[int] = field(default_factory=lambda: set(SERVICES))
    is_easy: bool = False
    """Whether everything is worded as is most usual, so that a trap is not hidden behind another difficulty."""

    def word(self, of: Iterable[T]) -> T:
        """One of several wordings, the first of which is the most usual one."""
        wordings = tuple(of)
        return wordings[0] if self.is_easy else self.rng.choice(wordings)

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    def pick(self, of: Iterable[T]) -> T:
        return self.rng.choice(tuple(of))

    def sample(self, of: Iterable[T], count: int) -> list[T]:
        return self.rng.sample(tuple(of), count)

    def shuffled(self, of: Iterable[T]) -> list[T]:
        some = list(of)
        self.rng.shuffle(some)
        return some

    def number(self, low: int, high: int) -> int:
        """A number that the document does not hold yet, nor its year."""
        for _ in range(200):
            value = self.rng.randint(low, high)
            if value not in self.used and not 1990 <= value <= 2030:
                self.used.add(value)
                return value
        return self.number(high + 1, high * 2 + 100)

    def place(self) -> Place:
        return self.pick(TERRITORIES) if self.chance(0.08) else self.pick(STATES)

    def year(self) -> int:
        return self.rng.randint(2012, 2024)

    def as_of(self, end: date) -> date:
        latest = date(2026, 10, 31)
        return min(latest, end + timedelta(days=self.rng.randint(31, 700)))

    def report(
        self,
        items: Iterable[Item] | None = None,
        place: Place | None = None,
        year: int | None = None,
        days: tuple[date, date] | None = None,
        as_of: date | None = None,
    ) -> Report:
        """A report of some items (drawn if not named) whose total and parts agree, or miss by what is tolerated."""
        year = self.year() if year is None else year
        start, end = days or (date(year, 1, 1), date(year, 12, 31))
        chosen = tuple(self.items() if items is None else items)
        return Report(
            place or self.place(), start, end, as_of or self.as_of(end), self._values(chosen, self.rng.random())
        )

    def items(self) -> tuple[Item, ...]:
        """What a page prints: nearly always cases, often their types, some channels."""
        some: list[Item] = []
        if self.chance(0.4):
            some += HEADLINE if self.chance(0.6) else self.sample(HEADLINE, self.rng.randint(1, 2))
        some.append(CASES)
        if self.chance(0.7):
            some += TYPES
        if self.chance(0.7):
            some += CHANNELS[: self.rng.randint(2, 5)]
        if self.chance(0.35):
            some.append(SIGNALS)
        return tuple(some)

    def _values(self, items: tuple[Item, ...], size: float) -> dict[Item, int]:
        scale = 10 ** (1.3 + size * 2)
        values: dict[Item, int] = {}
        parts = [
            self.number(int(scale * low), int(scale * high) + 9)
            for low, high in ((0.5, 1.2), (0.1, 0.4), (0.01, 0.1), (0.05, 0.3))
        ]
        if TYPES[0] in items:
            values |= dict(zip(TYPES, parts, strict=True))
        if CASES in items:
            total = sum(parts)
            if self.chance(0.1):
                total += self.pick((-1, 1))
            values[CASES] = self._claim(total) if TYPES[0] in items else self.number(int(scale * 0.7), int(scale * 2))
        channels = [item for item in CHANNELS if item in items]
        for item in channels:
            high = scale * (2 if item == CHANNELS[0] else 0.5)
            values[item] = self.number(int(high * 0.1), int(high) + 20)
        if SIGNALS in items:
            rest = 0 if len(channels) == len(CHANNELS) else self.number(3, int(scale))
            total = sum(values[item] for item in channels) + rest
            values[SIGNALS] = self._claim(total)
        for item, high in zip(HEADLINE, (3, 0.8, 0.4), strict=True):
            if item in items:
                values[item] = self.number(int(scale * high * 0.3), int(scale * high) + 15)
        return {item: values[item] for item in dict.fromkeys(items) if item in values}

    def _claim(self, total: int) -> int:
        self.used.add(total)
        return total


def both(*reports: Report) -> frozenset[Figure]:
    return frozenset(chain.from_iterable(report.figures() for report in reports))
