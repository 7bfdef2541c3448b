"""Documents of every layout and format: read exactly, or refused by the rule that says why; never a wrong number."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from functools import lru_cache

import pytest

from orchestration.spotlight import readers
from orchestration.spotlight.domain.places import REFERENCE_DIR
from orchestration.spotlight.domain.vocabulary import load_vocabulary
from orchestration.spotlight.readers.limits import Limits
from tests.corpus import layouts, rendering
from tests.corpus.blocks import Made, breakdowns, state_pages, state_table
from tests.corpus.cases import Case, corpus
from tests.corpus.tally import COLUMNS, REFUSED, REFUSED_RIGHTLY, RIGHT, WRONG, share_read
from tests.support.tally import Tally

VOCABULARY = load_vocabulary(REFERENCE_DIR)
EVERYTHING = bool(os.environ.get("SPOTLIGHT_TEST_EVERYTHING"))
Show = Callable[[str, Tally], None]


@lru_cache(maxsize=1)
def cases() -> tuple[Case, ...]:
    return tuple(corpus())


def read(content: bytes, ending: str, sidecar: bytes | None = None) -> tuple[set[tuple[str, ...]], list[str]]:
    """The figures of a document, and the rules that it was refused by."""
    reading = readers.read(f"made.{ending}", "d0", content, sidecar, VOCABULARY, Limits())
    figures = {
        (
            row["jurisdiction"],
            row["period_start"],
            row["period_end"],
            row["publisher_as_of"],
            row["measure"],
            row["category"],
            row["value"] or row["value_status"],
        )
        for row in reading.figures.iter_rows(named=True)
    }
    return figures, [rejection.rule_code.removeprefix("document.") for rejection in reading.rejections]


def outcome(expected: frozenset[tuple[str, ...]] | set[tuple[str, ...]], refusal: str, found: object) -> str:
    figures, rules = found  # type: ignore[misc]
    if rules:
        return REFUSED if not refusal else REFUSED_RIGHTLY
    return RIGHT if not refusal and figures == expected else WRONG


def test_the_corpus_is_read_exactly_or_refused_and_never_wrong(show_tally: Show) -> None:
    tally = Tally(COLUMNS)
    failed = []
    for case in cases():
        found = read(case.content, case.format, case.sidecar)
        result = outcome(case.expected, case.refusal, found)
        tally.add(case.format, result)
        if result in (REFUSED, WRONG) or (case.refusal and case.refusal not in found[1]):
            failed.append((result, case.format, case.name, found[1][:2], sorted(case.expected ^ found[0])[:3]))
    show_tally("documents of the corpus", tally)

    assert len(cases()) >= 60
    assert {case.format for case in cases()} == {"txt", "html", "pdf"}
    assert tally.total(WRONG) == 0, failed
    assert [one for one in failed if one[0] == REFUSED_RIGHTLY] == []
    assert share_read(tally) >= 0.95, failed


def made_from_all_states() -> Iterator[tuple[int, Made]]:
    """Every report of the published CSVs in every layout; its number decides the format where not all are tried."""
    number = 0
    for report in (*breakdowns(), *state_pages(), *state_table()):
        for at, layout in enumerate(layouts.ONE_REPORT):
            number += 1
            # A year of calls and cases is one of five of its state: each gets a part of the layouts.
            if EVERYTHING or len(report.figures) > 2 or (at + number // 7) % 12 == 0:
                yield number, layout(report)
    by_state: dict[str, list] = {}
    for report in state_pages():
        by_state.setdefault(report.code, []).append(report)
    for reports in by_state.values():
        number += 1
        yield number, layouts.years_across(reports)
    for at in range(0, len(breakdowns()), 4):
        number += 1
        yield number, layouts.states_across(breakdowns()[at : at + 4])
        yield number, layouts.one_after_the_other(breakdowns()[at : at + 4])
    yield number, layouts.states_down(breakdowns())
    yield number, layouts.states_down(state_table())


def test_what_was_published_comes_back_from_every_layout_and_format(show_tally: Show) -> None:
    tally = Tally(COLUMNS)
    failed = []
    hands = [(ending, render) for ending in ("txt", "html") for render in rendering.FORMATS[ending].values()]
    hands = [one for one in hands if one[1] is not rendering.as_one_line]
    hands += [("pdf", rendering.as_pdf), ("pdf", rendering.as_wide_pdf)]
    places = set()
    for number, made in made_from_all_states():
        places |= {row[0] for row in made.expected}
        for at, (ending, render) in enumerate(hands):
            if not EVERYTHING and (number + at) % len(hands):
                continue
            found = read(render(made.blocks), ending)
            result = outcome(made.expected, "", found)
            tally.add(f"{ending}", result)
            if result != RIGHT:
                failed.append((result, ending, made.layout, found[1][:1], sorted(made.expected ^ found[0])[:2]))
    show_tally("published figures, printed and read again", tally)

    assert len(places) > 50
    assert tally.total(WRONG) == 0, failed
    assert share_read(tally) >= 0.99, failed


@pytest.mark.parametrize("name", ["txt", "html", "pdf"])
def test_every_format_has_documents_that_are_read_and_documents_that_are_refused(name: str) -> None:
    of_it = [case for case in cases() if case.format == name]
    assert sum(not case.refusal for case in of_it) >= 20
    assert sum(bool(case.refusal) for case in of_it) >= 10
