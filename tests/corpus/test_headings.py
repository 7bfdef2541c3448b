"""Headings that the examples do not hold, each in its place in a page: how many that change figures are refused.

`headings_held_apart.csv` was written by people who saw neither code nor examples, much of it to mislead. Nobody adds
one of its headings to the examples.
"""

from __future__ import annotations

import csv
import hashlib
from html import escape
from pathlib import Path

import pytest

from orchestration.spotlight.domain.vocabulary import CHANGES
from orchestration.spotlight.readers import read
from orchestration.spotlight.readers.refusals import example_proposal
from tests.corpus.reading import LIMITS, VOCABULARY

_HELD_APART = Path(__file__).with_name("headings_held_apart.csv")
_NOTICED, _READ = 0.925, 0.7
_TAGS = {"head": "p", "title": "h2", "over": "h2", "part": "h3", "table": "caption"}
_PAGE = """<!doctype html><html lang="en"><head><title>Missouri Spotlight</title></head><body><main>
{head}<h1>Missouri Spotlight</h1><p>2019 National Human Trafficking Hotline Statistics</p>
{title}<p>The figures are accurate as of July 30, 2020.</p>
{over}<p>Cases identified: 233</p>
{part}<ul><li>Sex trafficking: 179</li><li>Labor trafficking: 26</li><li>Sex and labor: 12</li>
<li>Not specified: 16</li></ul>
<table>{table}<tr><td>Victims identified</td><td>410</td></tr><tr><td>Traffickers identified</td><td>190</td></tr>
<tr><td>Trafficking businesses identified</td><td>60</td></tr></table>
</main></body></html>"""
_FIGURES = 8


def _reads_all(where: str, heading: str) -> bool:
    """Whether the page with this heading is read as it is without: all figures, of Missouri in 2019."""
    tag = _TAGS[where]
    headings = dict.fromkeys(_TAGS, "") | {where: f"<{tag}>{escape(heading)}</{tag}>"}
    content = _PAGE.format(**headings).encode()
    figures = read("page.html", hashlib.sha256(content).hexdigest(), content, None, VOCABULARY, LIMITS).figures
    of_what = {(row["jurisdiction"], str(row["period_start"]), str(row["period_end"])) for row in figures.to_dicts()}
    return figures.height == _FIGURES and of_what == {("US-MO", "2019-01-01", "2019-12-31")}


def _held_apart() -> list[dict[str, str]]:
    with _HELD_APART.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.mark.slow
def test_nearly_all_that_changes_figures_is_refused_and_most_else_is_read() -> None:
    changing, others = [], []
    for row in _held_apart():
        (changing if row["effect"] == CHANGES else others).append(_reads_all(row["where"], row["text"]))
    assert sum(changing) <= (1 - _NOTICED) * len(changing), f"{sum(changing)} of {len(changing)} passed"
    assert sum(others) >= _READ * len(others), f"{sum(others)} of {len(others)} read"


def test_no_heading_held_apart_is_an_example() -> None:
    held_apart = {row["text"].casefold() for row in _held_apart()}
    assert held_apart.isdisjoint(one.text.casefold() for one in VOCABULARY.heading_examples)


@pytest.mark.parametrize("where", _TAGS)
def test_a_heading_in_words_that_change_nothing_is_read_and_its_harmful_twin_is_not(where: str) -> None:
    assert _reads_all(where, "What the Hotline heard, told for busy people")
    assert not _reads_all(where, "What the Hotline estimated, told for busy people")


def test_who_counts_is_heard_right_above_figures_and_says_nothing_in_a_title() -> None:
    assert _reads_all("title", "A report to the Sheriffs Association")
    assert not _reads_all("over", "Sheriffs Association")


@pytest.mark.parametrize("heading", ["Cases of minors", "Zorblax", "Not Missouri", "Since the beginning", "Monthly"])
def test_what_narrows_figures_is_heard_in_any_heading_over_them(heading: str) -> None:
    assert not _reads_all("over", heading)


@pytest.mark.parametrize(
    "heading", ["January 1 to June 30", "Per 100,000", "Trafficking here in Joplin", "Minors, as logged"]
)
@pytest.mark.parametrize("where", ["title", "over"])
def test_a_part_of_the_year_the_state_or_the_people_is_heard(where: str, heading: str) -> None:
    assert not _reads_all(where, heading)


def test_the_whole_year_without_its_number_changes_nothing() -> None:
    assert _reads_all("title", "January 1 - December 31")


def test_what_says_of_figures_who_counted_them_is_heard_above_the_title() -> None:
    assert not _reads_all("head", "Figures compiled from shelter intake")
    assert _reads_all("head", "Kansas City Police Department")


def test_the_line_that_teaches_an_example_is_one_of_the_seed_whatever_signs_it_holds() -> None:
    heading = 'What "we" heard, and when'
    assert list(csv.reader([example_proposal(heading)])) == [["none", heading]]
