"""The documents made by hand: nothing wrong is read from any, and nearly all that can be read is read exactly."""

from __future__ import annotations

import re
from functools import lru_cache

import pytest

from tests.corpus import handmade
from tests.corpus.reading import CRASH, RIGHT, WRONG, Outcome, judged
from tests.corpus.truth import FIGURES

CASES = {case.made.family: case for case in handmade.cases("cases")}


@lru_cache(maxsize=1)
def outcomes() -> dict[str, Outcome]:
    return {outcome.made.family: outcome for outcome in judged(case.made for case in CASES.values())}


@pytest.mark.parametrize("name", CASES)
def test_nothing_wrong_is_read(name: str) -> None:
    outcome = outcomes()[name]
    assert outcome.verdict not in (WRONG, CRASH), "\n".join((outcome.made.why, *outcome.told()))


def test_nearly_all_that_can_be_read_is_read_exactly() -> None:
    readable = [outcome for outcome in outcomes().values() if outcome.made.expect == FIGURES]
    missed = [outcome for outcome in readable if outcome.verdict != RIGHT]
    told = "\n".join(f"{outcome.made.family}: {outcome.verdict}; {'; '.join(outcome.told())}" for outcome in missed)
    assert len(readable) >= 34
    assert len(missed) <= len(readable) * 0.05, told


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if case.lines])
def test_a_refusal_names_the_line(name: str) -> None:
    named = {int(number) for text in outcomes()[name].refusals for number in re.findall(r"^line (\d+):", text)}
    assert named & CASES[name].lines, outcomes()[name].refusals
