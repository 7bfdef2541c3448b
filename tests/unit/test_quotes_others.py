"""Numbers of an article that count nothing of ours: let pass where they plainly are something else, and only there.

Belongs here: sentences beside a claim. Not here: how a claim is read (test_quotes).
"""

from __future__ import annotations

import pytest

from orchestration.spotlight.domain.places import REFERENCE_DIR
from orchestration.spotlight.domain.vocabulary import load_vocabulary
from orchestration.spotlight.inspect.quotes.binding import Claim
from orchestration.spotlight.inspect.quotes.claims import NotUnderstood, Unjudged, read_claims
from orchestration.spotlight.inspect.quotes.lexicon import Lexicon

LEXICON = Lexicon(load_vocabulary(REFERENCE_DIR))


def read(text: str) -> list[Claim | NotUnderstood | Unjudged]:
    return list(read_claims(text, LEXICON))


AFTER_A_CLAIM = "Georgia had 233 cases in 2019. "


@pytest.mark.parametrize(
    ("sentence", "numbers"),
    [
        ("Atlanta alone accounted for 267.", ["267"]),
        ("That number was 999 some years earlier.", ["999"]),
        ("The state's caseload in 2018 was 999.", ["999"]),
        ("Its total a year earlier was 1999.", ["1999"]),
        ("Atlanta had 2019 of them.", ["2019"]),
        ("Of Atlanta's, 1999 were new.", ["1999"]),
        ("Some 1.6 million live in Atlanta.", ["1.6 million"]),
        ("Atlanta alone accounted for two hundred.", ["two hundred"]),
        ("Of them, 12 officers found 267.", ["267"]),
        ("A year before it was 267 on Main Street.", ["267"]),
        ("In Atlanta, 267 people were found, aged 12 to 17.", ["267"]),
        ("Atlanta had 267 to Macon's 12.", ["267", "12"]),
        ("Atlanta: 267%, Macon: 99", ["99"]),
        ("In March 26 were found in Atlanta.", ["26"]),
    ],
)
def test_a_number_that_may_count_the_same_is_not_passed_over(sentence: str, numbers: list[str]) -> None:
    _, *others = read(AFTER_A_CLAIM + sentence)
    assert [one.number for one in others if isinstance(one, NotUnderstood)] == numbers
    assert not any(isinstance(one, Claim) for one in others)
    before, *_ = read(sentence + " " + AFTER_A_CLAIM)
    assert isinstance(before, NotUnderstood)


@pytest.mark.parametrize(
    "sentence",
    [
        "The law of May 5, 1999 and the 2019-20 school year matter.",
        "The court was built in 1999.",
        "The office opened at 9:30 a.m. on the 12th.",
        "Call (573) 751-3321, or dial 988.",
        "To get help, call 1-888-373-7888 or text 233733.",
        "Text BeFree (233733) today.",
        "To report trafficking, call 1-888-373-7888 or text 233733.",
        "Write to 207 W. High Street, Atlanta, GA 30301.",
        "Write to P.O. Box 899, Atlanta, GA 30301.",
        "Write to 1420 P Street, Suite 3, Lincoln, Nebraska 68508.",
        "Page 4 of 6 of Senate Bill 209, volume 11.",
        "A grant of $4.5 million pays the staff, or 12 cents a day.",
        "Of all girls, 12 percent know, or one in five.",
        "She was 17 years old, a 17-year-old aged 17.",
        "Read pages 4-5 and section 12 of H.B. 1234.",
        "Between 10 and 12 members of a 12-member panel met for 24 hours at two schools.",
        "No one is safe in the 1990s or the twenty-first century.",
    ],
)
def test_a_number_that_plainly_is_something_else_is_no_claim(sentence: str) -> None:
    claim, *others = read(AFTER_A_CLAIM + sentence)
    assert isinstance(claim, Claim)
    assert all(isinstance(one, Unjudged) for one in others)
