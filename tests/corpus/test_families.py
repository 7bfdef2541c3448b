"""Made documents: plain ones are read exactly, traps give no wrong figure, a changed document no other number.

A sample of each family in seconds. The many (`make corpus`) are a goal that the reader does not reach yet, so they are
apart from `make test-slow`; `python -m tests.corpus` shows by how much.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

import pytest

from tests.corpus.mutations import mutants
from tests.corpus.reading import CRASH, RIGHT, WRONG, Outcome, judged
from tests.corpus.registry import families
from tests.corpus.truth import Made

FAMILIES = families()
PLAIN = [name for name, family in FAMILIES.items() if family.is_plain]
SEED = 14
SAMPLE, MANY = 3, 200
"""Documents of each family; three are one of each format."""


@cache
def sampled(name: str) -> tuple[Outcome, ...]:
    return tuple(judged(FAMILIES[name].made(SEED, number) for number in range(SAMPLE)))


def _wrong(outcomes: Iterable[Outcome]) -> list[str]:
    return [
        f"{outcome.made.name}: {outcome.made.why}: {'; '.join(outcome.told())}"
        for outcome in outcomes
        if outcome.verdict in (WRONG, CRASH)
    ]


def _missed(outcomes: Iterable[Outcome]) -> list[str]:
    return [
        f"{outcome.made.name}: {outcome.verdict}: {'; '.join(outcome.told())}"
        for outcome in outcomes
        if outcome.verdict != RIGHT
    ]


@pytest.mark.parametrize("name", FAMILIES)
def test_a_few_of_each_family_give_no_wrong_figure(name: str) -> None:
    assert _wrong(sampled(name)) == []


def test_a_few_of_each_plain_family_are_read_exactly() -> None:
    outcomes = [outcome for name in PLAIN for outcome in sampled(name)]
    missed = _missed(outcomes)
    assert len(missed) <= len(outcomes) * 0.05, "\n".join(missed)


def test_the_same_number_is_the_same_document() -> None:
    for family in FAMILIES.values():
        assert family.made(SEED, 0) == family.made(SEED, 0)


@pytest.mark.many
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("name", FAMILIES)
def test_many_of_each_family(name: str) -> None:
    outcomes = list(judged(_many(name)))
    assert _wrong(outcomes) == []
    if name in PLAIN:
        missed = _missed(outcomes)
        assert len(missed) <= len(outcomes) * 0.05, "\n".join(missed)


@pytest.mark.many
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("name", PLAIN)
def test_a_small_change_gives_no_other_number(name: str) -> None:
    """Each document that is read is changed in five ways, one at a time."""
    read = [outcome.made.number for outcome in judged(_many(name)[: MANY // 2]) if outcome.verdict == RIGHT]
    changed = [made for number in read for made in mutants(FAMILIES[name], SEED + 1, number, 5)]
    assert _wrong(judged(changed)) == []


def _many(name: str) -> Sequence[Made]:
    return [FAMILIES[name].made(SEED + 1, number) for number in range(MANY)]
