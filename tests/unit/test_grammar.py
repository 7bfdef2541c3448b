"""Words, numbers, dates and list numbers as the readers tell them, before anything is known of what they mean.

Belongs here: forms that a document of one kind alone would not show. Not here: documents (the readers' tests, corpus).
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from orchestration.spotlight.domain.places import REFERENCE_DIR
from orchestration.spotlight.domain.vocabulary import load_vocabulary
from orchestration.spotlight.readers.grammar.dates import Period, find_dates, find_periods, length_of
from orchestration.spotlight.readers.grammar.lexicon import lexicon_of
from orchestration.spotlight.readers.grammar.number_words import with_digits
from orchestration.spotlight.readers.grammar.numbering import list_numbers
from orchestration.spotlight.readers.grammar.phrases import Phrase, phrases_of, said_by
from orchestration.spotlight.readers.grammar.tokens import tokens_of


def words(text: str) -> list[tuple[str, str]]:
    return [(str(token.kind), token.text) for line in tokens_of([(1, text)]) for token in line]


def phrases(text: str) -> tuple[Phrase, ...]:
    (tokens,) = tokens_of([(1, text)])
    return phrases_of(tokens, lexicon_of(load_vocabulary(REFERENCE_DIR)))


def kinds(text: str) -> list[str]:
    return [phrase.kind for phrase in phrases(text)]


@pytest.mark.parametrize("text", ["First Quarter 2021", "Q1 2021", "2021 Q1"])
def test_a_quarter_is_told_whether_its_year_stands_before_or_behind_it(text: str) -> None:
    (found,) = find_periods(text, find_dates(text))
    assert found.period == Period(date(2021, 1, 1), date(2021, 3, 31))


@pytest.mark.parametrize(
    ("days", "length"),
    [
        (88, "other"),
        (89, "quarter"),
        (93, "quarter"),
        (94, "other"),
        (179, "other"),
        (180, "half"),
        (185, "half"),
        (186, "other"),
    ],
)
def test_a_quarter_and_a_half_may_be_some_days_longer_or_shorter(days: int, length: str) -> None:
    first = date(2021, 1, 1)
    assert length_of(Period(first, first + timedelta(days=days - 1))) == length


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


@pytest.mark.parametrize(
    ("title", "years"),
    [
        ("2019 Statistics Annual Report", (2019,)),
        ("Annual Report on 2019 Hotline Statistics", (2019,)),
        ("Annual Report 2019", ()),
        ("2019 Annual Report", ()),
        ("Annual Report: 2019 Missouri data", ()),
    ],
)
def test_the_year_of_a_report_is_not_that_of_its_figures_unless_it_is_the_year_of_statistics(
    title: str, years: tuple[int, ...]
) -> None:
    assert said_by(phrases(title)).years == years


@pytest.mark.parametrize(
    ("written", "digits"),
    [
        ("forty-one", "41"),
        ("two hundred seventy-six", "276"),
        ("a hundred and five", "105"),
        ("nineteen hundred ninety-nine", "1999"),
        ("three thousand two hundred", "3200"),
        ("fifty thousand and twelve", "50012"),
        ("seventy-six (76)", "76"),
        ("six (6)", "6"),
        ("twenty thirty", "twenty thirty"),
        ("thirty twelve", "thirty twelve"),
        ("five six", "five six"),
        ("forty-one (42)", "forty-one (42)"),
        ("two states", "two states"),
    ],
)
def test_a_number_that_is_written_out_is_digits_as_wide_as_its_words(written: str, digits: str) -> None:
    assert with_digits(written) == digits.rjust(len(written))
