"""The families of documents, and how one of them becomes a document.

Belongs here: the register and the writing of a numbered document. Not here: any family (families), any format.
"""

from __future__ import annotations

import importlib
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tests.corpus import as_html, as_pdf, as_text
from tests.corpus.parts import Draft
from tests.corpus.truth import EITHER, FIGURES, REFUSAL, Figure, Made, World

ALL = ("txt", "html", "pdf")
"""What a family is written in if it says nothing else."""
_WRITERS = {"txt": as_text.write, "html": as_html.write, "pdf": as_pdf.write}
_FAMILIES: dict[str, Family] = {}


@dataclass(frozen=True)
class Story:
    """What a family tells: a draft, or bytes as they are, and what must come of it."""

    draft: Draft | bytes
    expect: str
    figures: frozenset[Figure] = frozenset()
    optional: frozenset[Figure] = frozenset()
    sidecar: str = ""
    why: str = ""


@dataclass(frozen=True)
class Family:
    """Documents of one kind: plain ones must be read exactly, traps never give a wrong figure."""

    name: str
    is_plain: bool
    endings: tuple[str, ...]
    tell: Callable[[World, str], Story] = field(repr=False)

    def ending(self, number: int) -> str:
        return self.endings[number % len(self.endings)]

    def world(self, seed: int, number: int) -> World:
        """The chance of one document. Most traps stand on a page that is as plain as can be otherwise."""
        world = World(random.Random(f"{seed} {self.name} {number}"))
        world.is_easy = not self.is_plain and world.chance(0.6)
        return world

    def made(self, seed: int, number: int) -> Made:
        world, ending = self.world(seed, number), self.ending(number)
        story = self.tell(world, ending)
        content = story.draft if isinstance(story.draft, bytes) else written(story.draft, world, ending)
        sidecar = story.sidecar.encode() or None
        return Made(self.name, number, ending, content, story.expect, story.figures, story.optional, sidecar, story.why)


def written(draft: Draft, world: World, ending: str) -> bytes:
    """A draft in one format."""
    return _WRITERS[ending](draft, world)


Teller = Callable[[World, str], Story]


def plain(*endings: str) -> Callable[[Teller], Teller]:
    """Register a family that a careful person reads without doubt."""
    return _registered(True, endings)


def trap(*endings: str) -> Callable[[Teller], Teller]:
    """Register a family that misleads a careless reader."""
    return _registered(False, endings)


def _registered(is_plain: bool, endings: tuple[str, ...]) -> Callable[[Teller], Teller]:
    def register(tell: Teller) -> Teller:
        name = tell.__name__.replace("_", " ")
        assert name not in _FAMILIES, f"two families are called {name!r}"
        _FAMILIES[name] = Family(name, is_plain, endings or ALL, tell)
        return tell

    return register


def families() -> dict[str, Family]:
    """All families by name, plain ones first."""
    for file in sorted((Path(__file__).parent / "families").glob("*.py")):
        importlib.import_module(f"tests.corpus.families.{file.stem}")
    return dict(sorted(_FAMILIES.items(), key=lambda item: (not item[1].is_plain, item[0])))


def read(draft: Draft | bytes, figures: frozenset[Figure], **more: object) -> Story:
    """Must be read exactly."""
    return Story(draft, FIGURES, figures, **more)


def refused(draft: Draft | bytes, why: str, **more: object) -> Story:
    """Must be refused: nobody can tell a figure."""
    return Story(draft, REFUSAL, why=why, **more)


def at_most(draft: Draft | bytes, figures: frozenset[Figure], why: str, **more: object) -> Story:
    """Refused, or read without what misleads."""
    return Story(draft, EITHER, figures, why=why, **more)
