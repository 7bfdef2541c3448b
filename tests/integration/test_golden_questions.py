"""Two hundred questions whose answers the marts know, put to `spotlight mcp` by the official client over its pipes.

Belongs here: every number of an answer, with all that says where it is from.
Not here: wrong calls (test_mcp), refreshes and masses of calls (tests/slow).
"""

from __future__ import annotations

import json
import pickle
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest
from jsonschema import Draft202012Validator

from orchestration.spotlight.release.current import connect, rows_of
from tests.support.assistant import Asked, ask_over_pipes
from tests.support.made_once import MadeOnce
from tests.support.seed_release import RECORDED_AT, seeds_once

PLACE = ("jurisdiction_code", "jurisdiction_name", "jurisdiction_level")
QUOTED = ("source_text", "source_context", "citation")
# A figure with all that an answer has to say of it.
FIGURES = """
    select
        figures.value, figures.value_status, measures.unit, figures.jurisdiction_code, figures.jurisdiction_name,
        figures.jurisdiction_level, figures.period_start, figures.period_end, figures.measure, figures.category_scheme,
        figures.category, figures.report_id, figures.publisher_as_of, figures.publisher_as_of_basis,
        figures.vintage_number, figures.source_kind, figures.document_id, figures.source_line, figures.source_text,
        figures.source_context, measures.caveat, reports.citation
    from marts.{table} as figures
    inner join marts.dim_measure as measures using (measure)
    inner join marts.dim_report as reports using (report_id)
    where {which}
    order by figures.publisher_as_of, figures.category <> 'total', figures.category
"""
THIS_FIGURE = """
    figures.jurisdiction_code = $jurisdiction_code and figures.measure = $measure and figures.category = $category
    and figures.period_start = $period_start and figures.period_end = $period_end
"""
SAID_BY = "figures.publisher_as_of <= $day and (figures.superseded_on is null or figures.superseded_on > $day)"


@dataclass(frozen=True)
class Golden:
    """A question, the figures of its answer in order, and the rest that it has to say."""

    tool: str
    arguments: dict[str, Any]
    figures: Sequence[dict[str, Any]]
    says: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Marts:
    """What can be asked of a release, and what the marts answer."""

    release: duckdb.DuckDBPyConnection
    chance: random.Random

    def rows(self, sql: str, **parameters: Any) -> list[dict[str, Any]]:
        return rows_of(self.release, sql, parameters)

    def told(self, row: dict[str, Any], table: str, which: str = "true", **parameters: Any) -> list[dict[str, Any]]:
        key = {name: row[name] for name in ("jurisdiction_code", "measure", "category", "period_start", "period_end")}
        return self.rows(FIGURES.format(table=table, which=f"{THIS_FIGURE} and {which}"), **key, **parameters)

    def some(self, count: int, sql: str) -> list[dict[str, Any]]:
        return self.chance.sample(self.rows(f"{sql} order by all"), count)

    def questions(self) -> Iterator[Golden]:
        for row in self.some(60, "from marts.fct_figures"):
            yield Golden("figure", asked(row), self.told(row, "fct_figures"), {"status": "held"})
        for row in self.some(25, "from marts.fct_figure_revisions"):
            yield Golden("history", asked(row), self.told(row, "fct_figure_revisions"), {"status": "held"})
        for row in self.some(50, "from marts.fct_figure_revisions where revision_kind <> 'outranked'"):
            day = row["publisher_as_of"] + timedelta(days=self.chance.randint(-40, 400))
            figures = self.told(row, "fct_figure_revisions", SAID_BY, day=day)
            says = {"status": "held" if figures else "not_held"}
            yield Golden("figure_as_of", asked(row) | {"day": str(day)}, figures, says)
            recorded = bool(self.chance.randint(0, 3))
            moment = RECORDED_AT + timedelta(days=1 if recorded else -1)
            says = {"status": "held" if recorded and figures else "not_held"}
            arguments = asked(row) | {"day": str(day), "moment": moment.isoformat()}
            yield Golden("figure_as_known", arguments, figures if recorded else [], says)
        yield from self.of_places()
        yield from self.not_held()

    def of_places(self) -> Iterator[Golden]:
        series = "select distinct jurisdiction_code, measure, category from marts.rpt_trend"
        for row in self.some(15, series):
            which = """
                figures.jurisdiction_code = $jurisdiction_code and figures.measure = $measure
                and figures.category = $category and figures.year is not null
            """
            figures = self.rows(FIGURES.format(table="fct_figures", which=which), **row)
            arguments = {"place": row["jurisdiction_code"], "measure": row["measure"], "category": row["category"]}
            in_order = sorted(figures, key=lambda figure: figure["period_start"])
            yield Golden("trend", arguments, in_order, {"status": "held"})
        for row in self.some(15, "from marts.rpt_rates where year >= 2015"):
            key = {"period_start": date(row["year"], 1, 1), "period_end": date(row["year"], 12, 31)}
            figures = self.told({**row, **key, "category": "total"}, "fct_figures")
            names = ("population", "rate", "rate_low", "rate_high", "is_reliable", "rank", "rank_low", "rank_high")
            arguments = {"places": [row["jurisdiction_name"]], "year": row["year"], "measure": row["measure"]}
            yield Golden("compare", arguments, figures, {"rates": [{name: row[name] for name in names}]})
        totals = "from marts.fct_figures where measure = 'cases' and category = 'total' and year is not null"
        for row in self.some(20, f"{totals} and value > 2 and jurisdiction_level = 'state'"):
            text = f"{row['value']:,} cases in {row['jurisdiction_name']} in {row['year']}."
            figures = self.told(row, "fct_figures")
            yield Golden("quote", {"text": text}, [*figures, *figures], {"claims": [{"verdict": "current"}]})
        for row in self.rows("from marts.fct_discrepancies order by all"):
            which = "figures.report_id = $report_id and figures.measure = $measure"
            key = {name: row[name] for name in ("report_id", "measure")}
            figures = self.rows(FIGURES.format(table="fct_figure_revisions", which=which), **key)
            says = {name: row[name] for name in ("stated_total", "parts_total", "discrepancy", "status")}
            arguments = {"place": row["jurisdiction_code"], "year": row["year"]}
            yield Golden("discrepancies", arguments, figures, {"discrepancies": [says]})

    def not_held(self) -> Iterator[Golden]:
        held = {
            tuple(row.values()) for row in self.rows("select jurisdiction_code, year, measure from marts.fct_figures")
        }
        places = [row["jurisdiction_code"] for row in self.rows("from marts.dim_jurisdiction order by all")]
        while True:
            place, year, measure = (
                self.chance.choice(places),
                self.chance.randint(2005, 2026),
                self.chance.choice(["cases", "victims", "traffickers", "signals"]),
            )
            if (place, year, measure) not in held:
                says = {"status": "not_held"}
                yield Golden("figure", {"place": place, "measure": measure, "year": year}, [], says)


def asked(row: dict[str, Any]) -> dict[str, Any]:
    period = {"year": row["year"]} if row["year"] else {"period": f"{row['period_start']}..{row['period_end']}"}
    return {"place": row["jurisdiction_name"], "measure": row["measure"], "category": row["category"], **period}


def figures_in(answer: object) -> Iterator[dict[str, Any]]:
    """Every figure of an answer, in order; a number anywhere else is one of our own, and has its own test."""
    if isinstance(answer, dict):
        if "value_status" in answer and "document_id" in answer:
            yield answer
        for value in answer.values():
            yield from figures_in(value)
    elif isinstance(answer, list):
        for value in answer:
            yield from figures_in(value)


def told_by(figure: dict[str, Any], names: Sequence[str]) -> dict[str, Any]:
    """What an answer says of a figure, under the names of the marts."""
    assert all(figure[name]["is_quoted_from_document"] is True for name in QUOTED)
    plain = {**figure, **figure["place"], **{name: figure[name]["quoted"] for name in QUOTED}}
    assert (
        plain["date_text"] == ("" if figure["publisher_as_of_basis"] == "printed" else "≤ ") + figure["publisher_as_of"]
    )
    return {name: plain[name] for name in names}


def is_part(expected: Any, answer: Any) -> bool:
    """Whether an answer says all that is expected; it may say more."""
    if isinstance(expected, dict):
        return all(name in answer and is_part(value, answer[name]) for name, value in expected.items())
    if isinstance(expected, list):
        return len(expected) == len(answer) and all(map(is_part, expected, answer))
    return bool(expected == answer)


@pytest.fixture(scope="module")
def asked_and_answered(made_once: MadeOnce) -> tuple[list[Golden], Asked]:
    def make(folder: Path) -> None:
        settings = seeds_once(made_once)
        questions = []
        with connect(settings) as release:
            for question in Marts(release, random.Random(19)).questions():
                questions.append(question)
                if sum(not one.figures for one in questions) >= 60 and len(questions) >= 230:
                    break
        answers = ask_over_pipes(settings, [(one.tool, one.arguments) for one in questions])
        (folder / "answers").write_bytes(pickle.dumps((questions, answers)))

    asked: tuple[list[Golden], Asked] = pickle.loads((made_once("golden-answers", make) / "answers").read_bytes())
    return asked


def test_every_number_is_the_mart_s_and_says_where_it_is_from(asked_and_answered: tuple[list[Golden], Asked]) -> None:
    questions, found = asked_and_answered
    for question, answer in zip(questions, found.answers, strict=True):
        names = list(question.figures[0]) if question.figures else []
        told = [told_by(figure, names) for figure in figures_in(answer)]
        assert told == json.loads(json.dumps(question.figures, default=str)), question
        assert is_part(question.says, answer), (question, answer)


def test_every_answer_has_the_form_that_its_tool_promises(asked_and_answered: tuple[list[Golden], Asked]) -> None:
    questions, found = asked_and_answered
    for question, answer in zip(questions, found.answers, strict=True):
        Draft202012Validator(found.schemas[question.tool]).validate(answer)


def test_the_questions_are_of_every_kind(asked_and_answered: tuple[list[Golden], Asked]) -> None:
    questions, _ = asked_and_answered
    assert len(questions) >= 200
    assert {one.tool for one in questions} == {
        *("figure", "figure_as_of", "figure_as_known", "history", "trend", "compare", "quote", "discrepancies")
    }
    assert sum(one.says.get("status") == "not_held" for one in questions) >= 50
    bases = {figure["publisher_as_of_basis"] for one in questions for figure in one.figures}
    assert {"printed", "retrieved_by"} <= bases
    assert {figure["value_status"] for one in questions for figure in one.figures} >= {"reported"}
