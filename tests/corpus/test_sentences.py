"""Sentences that the examples do not hold: how many that change figures are noticed, and how many others are refused.

`sentences_held_apart.csv` was written by people who saw neither code nor examples, much of it to mislead. Nobody adds
one of its sentences to the examples, so that it shows how well sentences are judged that nobody has seen.
"""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest

from orchestration.spotlight.domain.places import REFERENCE_DIR
from orchestration.spotlight.domain.seed_lines import BrokenReference
from orchestration.spotlight.domain.vocabulary import CHANGES, load_vocabulary
from orchestration.spotlight.readers.blocks import Document
from orchestration.spotlight.readers.figures.remarks import changes
from orchestration.spotlight.readers.figures.statements import sentence_of
from orchestration.spotlight.readers.formats.text import read_text
from orchestration.spotlight.readers.grammar.examples import examples_of
from orchestration.spotlight.readers.grammar.lexicon import lexicon_of
from orchestration.spotlight.readers.limits import Limits
from orchestration.spotlight.readers.tree.lines import lines_of
from tests.corpus.reading import VOCABULARY

_HELD_APART = Path(__file__).with_name("sentences_held_apart.csv")
_NOTICED, _REFUSED = 0.76, 0.028


def test_most_that_changes_figures_is_noticed_and_little_else_is_refused() -> None:
    with _HELD_APART.open(encoding="utf-8") as file:
        sentences = [(row["effect"], _is_noticed(row["text"])) for row in csv.DictReader(file)]
    changing = [is_noticed for effect, is_noticed in sentences if effect == CHANGES]
    others = [is_noticed for effect, is_noticed in sentences if effect != CHANGES]
    assert sum(changing) >= _NOTICED * len(changing), f"{sum(changing)} of {len(changing)}"
    assert sum(others) <= _REFUSED * len(others), f"{sum(others)} of {len(others)}"


def _is_noticed(text: str) -> bool:
    """Whether a sentence alone in a document changes the figures of any document."""
    document = read_text("some.txt", "d0", " ".join(text.split()).encode(), Limits())
    assert isinstance(document, Document)
    lines = lines_of(document, lexicon_of(VOCABULARY))
    return any(changes(sentence_of(line), examples_of(VOCABULARY)) for line in lines if line.text.strip())


def test_no_sentence_held_apart_is_an_example() -> None:
    with _HELD_APART.open(encoding="utf-8") as file:
        held_apart = {row["text"].casefold() for row in csv.DictReader(file)}
    assert held_apart.isdisjoint(one.text.casefold() for one in VOCABULARY.sentences)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ('none,"* These numbers are  not final!"', "has both effects"),
        ("changes,These numbers are not final.", "listed twice"),
        ("harmless,A sentence of its own.", "unknown effect 'harmless'"),
    ],
)
def test_an_example_that_contradicts_another_is_named_before_any_document_is_read(
    tmp_path: Path, line: str, found: str
) -> None:
    shutil.copytree(REFERENCE_DIR, tmp_path / "reference")
    with (tmp_path / "reference" / "sentences.csv").open("a", encoding="utf-8") as file:
        file.write(f"{line}\n")
    with pytest.raises(BrokenReference, match=found):
        load_vocabulary(tmp_path / "reference")
