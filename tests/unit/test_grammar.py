"""Words, numbers, dates and list numbers as the readers tell them, before anything is known of what they mean.

Belongs here: forms that a document of one kind alone would not show. Not here: documents (the readers' tests, corpus).
"""

from __future__ import annotations

from orchestration.spotlight.domain.places import REFERENCE_DIR
from orchestration.spotlight.domain.vocabulary import load_vocabulary
from orchestration.spotlight.readers.grammar.lexicon import lexicon_of
from orchestration.spotlight.readers.grammar.numbering import list_numbers
from orchestration.spotlight.readers.grammar.phrases import phrases_of
from orchestration.spotlight.readers.grammar.tokens import tokens_of


def words(text: str) -> list[tuple[str, str]]:
    return [(str(token.kind), token.text) for line in tokens_of([(1, text)]) for token in line]


def kinds(text: str) -> list[str]:
    (tokens,) = tokens_of([(1, text)])
    return [phrase.kind for phrase in phrases_of(tokens, lexicon_of(load_vocabulary(REFERENCE_DIR)))]


def test_numbers_of_a_list_that_stand_right_below_each_other_are_one_list() -> None:
    lines = [f"{number:>2}. Cases" for number in range(1, 11)]
    assert list_numbers(lines) == dict.fromkeys(range(10), 4)


def test_two_numbers_are_no_list_and_neither_are_numbers_of_two_kinds() -> None:
    assert list_numbers(["1. Sex", "2. Labor"]) == {}
    assert list_numbers(["1. Sex", "2) Labor", "3. Both"]) == {}
    assert list_numbers(["a. Sex", "b. Labor", "c. Both"]) == {0: 3, 1: 3, 2: 3}
    assert list_numbers(["1. Sex", "3. Labor", "2. Both", "3. None"]) == {}


def test_the_possessive_of_a_word_in_capitals_is_no_word_of_its_own() -> None:
    assert words("MISSOURI'S VICTIMS") == words("MISSOURI VICTIMS")


def test_a_comma_stands_within_the_name_of_a_place_and_within_no_other_wording() -> None:
    assert kinds("Washington, D.C.") == kinds("District of Columbia") == ["place"]
    assert kinds("counted twice") == ["void"]
    assert "void" not in kinds("counted, twice")
