"""The reader of claims: every word is accounted for, and nothing is taken from a sentence that leaves a doubt.

Belongs here: what a text claims. Not here: whether it is true (tests/integration/test_quotes.py).
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestration.spotlight.domain.places import REFERENCE_DIR
from orchestration.spotlight.domain.vocabulary import load_vocabulary
from orchestration.spotlight.inspect.quotes.claims import Claim, NotUnderstood, Unjudged, read_claims
from orchestration.spotlight.inspect.quotes.lexicon import Lexicon

LEXICON = Lexicon(load_vocabulary(REFERENCE_DIR))
PHRASINGS = Path(__file__).parents[1] / "fixtures" / "quotes" / "phrasings.txt"
UNDERSTOOD = [
    line.split(" | ", 1)[1]
    for line in PHRASINGS.read_text(encoding="utf-8").splitlines()
    if " | " in line and "not_understood" not in line and not line.startswith("#")
]


def read(text: str) -> list[Claim | NotUnderstood | Unjudged]:
    return list(read_claims(text, LEXICON))


def claimed(text: str) -> list[tuple[int, str, int, str] | str]:
    """Each claim in short; of one that is not understood the word, or why."""
    return [
        (one.number.value, one.code, one.period.start.year, f"{one.measure}/{one.category}")
        if isinstance(one, Claim)
        else (one.word or one.reason)
        if isinstance(one, NotUnderstood)
        else f"unjudged {' '.join(one.numbers)}"
        for one in read(text)
    ]


@pytest.mark.parametrize("text", UNDERSTOOD)
def test_one_word_that_is_not_known_is_enough(text: str) -> None:
    words = text.split(" ")
    for position in range(len(words) + 1):
        changed = " ".join([*words[:position], "zyzzyva", *words[position:]])
        claims = [one for one in read(changed) if isinstance(one, Claim)]
        others = [one for one in read(text) if isinstance(one, Claim)]
        # Of several sentences only the one with the word.
        assert len(claims) < len(others), changed


@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    assert read(text)


PIECES = """
    233 1,103 2015 2019 -7 58% 12K two hundred and cases victims signals sex labor trafficking Missouri Kansas City MO
    US in of the about over at least from to between first half June July 30, ( ) , . ; : - ? not hotline were
"""


@given(st.lists(st.sampled_from(PIECES.split()), min_size=1, max_size=14).map(" ".join))
def test_any_order_of_known_words_is_read(text: str) -> None:
    for one in read(text):
        if isinstance(one, Claim):
            assert one.period.start <= one.period.end
            assert "not" not in one.sentence.split()


CASES, VICTIMS = (233, "US-MO", 2019, "cases/total"), (423, "US-MO", 2019, "victims/total")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Missouri in 2019\n\n233 cases were reported.", [CASES]),
        (
            "Missouri had 178 cases in 2018. In 2019 there were 233 cases.",
            [(178, "US-MO", 2018, "cases/total"), CASES],
        ),
        (
            "Missouri had 423 victims in 2019. 183 were sex trafficking.",
            [VICTIMS, (183, "US-MO", 2019, "victims/sex")],
        ),
        ("- Missouri, 2019\n- 233 cases\n- 423 victims", [CASES, VICTIMS]),
    ],
)
def test_place_and_period_are_taken_from_the_sentence_before(text: str, expected: list[object]) -> None:
    assert [one for one in claimed(text) if not str(one).startswith("unjudged")] == expected


@pytest.mark.parametrize(
    ("named", "code"),
    [
        *[("D.C.", "US-DC"), ("D.C.'s", "US-DC"), ("Washington, D.C.", "US-DC"), ("Washington", "US-WA")],
        *[("the District", "US-DC"), ("The District", "US-DC"), ("the U.S.", "US"), ("the U.S.A.", "US")],
        *[("the U.S. Virgin Islands", "US-VI"), ("N.Y.", "US-NY"), ("**Puerto Rico**", "US-PR")],
    ],
)
def test_a_place_by_the_names_that_papers_use(named: str, code: str) -> None:
    assert claimed(f"{named} had 12 situations in 2019.") == [(12, code, 2019, "cases/total")]


@pytest.mark.parametrize(
    ("named", "word"), [("the district", "district"), ("The District Attorney", "Attorney"), ("The School", "School")]
)
def test_another_district_is_not_the_district(named: str, word: str) -> None:
    assert claimed(f"{named} had 12 cases in 2019.") == [word]


def test_clauses_have_a_place_each() -> None:
    text = "In 2021 North Carolina had 928 signals and 340 victims, while Kansas had 85 cases."
    assert claimed(text) == [
        (928, "US-NC", 2021, "signals/total"),
        (340, "US-NC", 2021, "victims/total"),
        (85, "US-KS", 2021, "cases/total"),
    ]
    text = "In 2021 North Carolina had 928 signals, 340 victims and 85 cases in Kansas."
    assert {str(one) for one in claimed(text)} == {
        "several places are named, and which number is for which is not clear"
    }


def test_a_telephone_number_is_no_count() -> None:
    assert claimed("The hotline (1-888-373-7888) counted 233 cases in Missouri in 2019.") == [CASES]
    assert claimed("Based on 233-373-7888 cases in Missouri in 2019.")[0] == "unjudged 233-373-7888 2019"
    assert claimed("Missouri had 233* cases in 2019.") == ["*"]


def test_who_made_contact_is_a_part_of_the_signals() -> None:
    text = "In 2021, 318 signals from North Carolina were from victims or survivors of human trafficking."
    assert claimed(text) == [(318, "US-NC", 2021, "signals/victim_or_survivor")]


NO_PLACE = "no place is named, in this sentence or clearly before it"
NO_PERIOD = "no period is named, in this sentence or clearly before it"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Trafficking grows in Missouri. Kansas City is hit hard. In 2019 there were 233 cases.", NO_PLACE),
        ("Trafficking grows in Missouri and Kansas. In 2019 there were 233 cases.", NO_PLACE),
        ("Trafficking grows in St. Louis, Missouri. In 2019 there were 233 cases.", NO_PLACE),
        ("Missouri, said Jane Doe, is not alone. In 2019 there were 233 cases.", NO_PLACE),
        ("Missouri had 375 cases last year, up from 289 in 2015. In 2019 there were 233 cases.", NO_PLACE),
        ("Cases rose last year, from 2015. There were 233 cases in Missouri.", NO_PERIOD),
        ("It was much of 2015 and 2019. There were 233 cases in Missouri.", NO_PERIOD),
    ],
)
def test_doubt_about_a_place_or_a_period_is_not_handed_on(text: str, reason: str) -> None:
    assert claimed(text)[-1] == reason


@pytest.mark.parametrize("denial", ["That is not true.", "False!", "This is a myth.", "No."])
def test_a_short_denial_beside_a_claim_is_not_passed_over(denial: str) -> None:
    claim = "Missouri had 233 cases in 2019."
    for text in (f"{claim} {denial}", f"{denial} {claim}"):
        assert not any(isinstance(one, Claim) for one in read(text))


ANOTHER_SENSE = {
    "one of them": [
        "Case 85 was counted in Kansas in 2021.",
        "Report 85: Kansas, cases, 2021",
        "victim number 85, Kansas",
    ],
    "when it was said": [
        "Polaris announced in 2021 that Kansas had 85 cases.",
        "In 2021 she said there were 85 cases in Kansas.",
        "The report of 2021 listed 85 cases in Kansas.",
        "Kansas report 2021: 85 cases",
        "According to figures published in 2021, Kansas had 85 cases.",
    ],
    "another hotline": [
        "The hotline in Kansas took 85 calls in 2021.",
        "The hotline of Kansas had 85 calls in 2021.",
        "The hotline run by Kansas had 85 calls in 2021.",
    ],
    "a place or a year left out": ["In all but 2021 Kansas had 85 cases.", "In all but Kansas, 85 cases in 2021"],
    "the place of the writer": ["WASHINGTON - There were 85 cases in 2021.", "NEW YORK - 85 cases in 2021"],
    "who called whom": [
        "The hotline made 85 calls in Kansas in 2021.",
        "Kansas took 85 calls in 2021.",
        "85 victims reached the hotline in Kansas in 2021.",
        "Kansas made 85 cases in 2021.",
        "85 texts to Kansas in 2021",
        "85 emails in Kansas in 2021 reported trafficking",
    ],
    "who comes from where": ["85 victims from Kansas in 2021", "In 2021, 85 traffickers came from Kansas."],
    "a word in capitals": ["85 CASES FOR ME IN 2021", "HI, 85 CASES IN 2021", "OK: 85 VICTIMS IN 2021"],
    "a part that is not named": [
        "Of the victims in Kansas in 2021, 85 were identified.",
        "85 of Kansas's cases in 2021 were identified.",
        "Of the 208 signals from Kansas in 2021, 85 were cases.",
    ],
}


@pytest.mark.parametrize(
    "text", [text for texts in ANOTHER_SENSE.values() for text in texts], ids=lambda text: text.replace(" ", "-")
)
def test_known_words_in_another_sense_are_not_understood(text: str) -> None:
    # The whole is a claim of its own.
    assert [one.number.value for one in read(text) if isinstance(one, Claim) and one.number.value != 208] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kansans placed 85 calls in 2021.", [(85, "US-KS", 2021, "signals/phone_call")]),
        ("In 2021 the hotline took 85 calls from Kansas.", [(85, "US-KS", 2021, "signals/phone_call")]),
        ("In 2021, 85 signals reached the hotline from Kansas.", [(85, "US-KS", 2021, "signals/total")]),
        ("Kansas's hotline data show 85 cases in 2021.", [(85, "US-KS", 2021, "cases/total")]),
        ("In 2021, the hotline said, Kansas had 85 cases.", [(85, "US-KS", 2021, "cases/total")]),
        ("85 CASES IN KS IN 2021", [(85, "US-KS", 2021, "cases/total")]),
        ("Of Iowa's 2021 cases, 85 were labor trafficking.", [(85, "US-IA", 2021, "cases/labor")]),
        ("Background: Iowa accounted for 85 calls in 2021.", [(85, "US-IA", 2021, "signals/phone_call")]),
        ("Iowa, 2021: 90 signals, 5 of them from victims or survivors",
         [(90, "US-IA", 2021, "signals/total"), (5, "US-IA", 2021, "signals/victim_or_survivor")]),
        ("TOPEKA, Kan., June 3 (AP) — Kansas had 85 cases in 2021.", [(85, "US-KS", 2021, "cases/total")]),
        ("TOPEKA (AP) - Kansas had 85 cases in 2021.", [(85, "US-KS", 2021, "cases/total")]),
    ],
)  # fmt: skip
def test_the_same_words_in_their_plain_sense_are_understood(text: str, expected: list[object]) -> None:
    assert claimed(text) == expected


@pytest.mark.parametrize(
    "lead",
    [
        *["Courts in Kansas are busy.", "Prosecutors in Kansas are busy.", "Child trafficking grows in Kansas."],
        *["Influenza came to Kansas.", "Sex trafficking grows in Kansas.", "Kansas: labor trafficking"],
        *["Kansas, cases of minors", "Kansas had 40 sex trafficking cases in 2020."],
    ],
)
def test_cases_of_something_else_are_not_taken_for_ours(lead: str) -> None:
    assert not isinstance(read(f"{lead}\n\nIn 2021 there were 85 cases.")[-1], Claim)


@pytest.mark.parametrize("lead", ["Kansas is a state of farms.", "Sex trafficking hurts Kansas.", "Kansas"])
def test_a_sentence_that_says_what_its_cases_are_of_needs_only_the_place(lead: str) -> None:
    text = f"{lead}\n\nIn 2021, 85 human trafficking cases were reported to the hotline."
    assert claimed(text) == [(85, "US-KS", 2021, "cases/total")]


@pytest.mark.parametrize(
    ("tag", "is_understood"),
    [("#EndTrafficking", True), ("#StopHumanTrafficking", True), ("#hoax", False), ("#NotTrue", False)],
)
def test_a_slogan_as_a_tag_changes_no_claim_and_another_tag_may(tag: str, is_understood: bool) -> None:
    (one,) = read(f"Kansas had 85 cases in 2021. {tag}")
    assert isinstance(one, Claim) == is_understood


@pytest.mark.parametrize(
    "text",
    [
        "StopTrafficking had 85 cases in Kansas in 2021.",
        "#StopTrafficking had 85 cases in Kansas in 2021.",
        "Kansas had 85 cases in 2021, said #StopTrafficking",
        "Kansas had 85 cases in 2021. #StopTrafficking said",
    ],
)
def test_an_organisation_with_the_name_of_a_slogan_is_not_passed_over(text: str) -> None:
    assert not any(isinstance(one, Claim) for one in read(text))


def test_a_dateline_that_says_what_is_counted_is_none() -> None:
    assert claimed("Minors, June 3 (AP) - Kansas had 85 cases in 2021.") == ["Minors"]


@pytest.mark.parametrize("remark", ["Adults only.", "All figures are for minors.", "Rates per 1,000 people"])
def test_a_remark_beside_a_claim_that_says_what_numbers_count_is_not_passed_over(remark: str) -> None:
    claim = "Kansas had 85 cases in 2021."
    for text in (f"{remark}\n\n{claim}", f"{remark}\n\nKansas, 2021\n\n{claim}", f"{claim}\n\n{remark}"):
        assert not any(isinstance(one, Claim) for one in read(text)), text


def test_a_wrapped_line_does_not_cut_off_what_a_sentence_is_about() -> None:
    assert claimed("Police in Kansas City counted\n233 cases in Missouri in 2019") == ["Police"]
    assert claimed("Gov. Doe of St.\nLouis counted 233 cases in Missouri in 2019.") == ["Gov"]


def test_numbers_of_other_things_in_an_article_are_not_judged() -> None:
    text = "The bridge of 1999 has 12 lanes.\n\nMissouri had 233 cases in 2019.\n\nPages 4-5. Call 1-888-373-7888."
    assert claimed(text) == [
        "unjudged 1999 12",
        (233, "US-MO", 2019, "cases/total"),
        "unjudged 4-5",
        "unjudged 1-888-373-7888",
    ]


def test_the_short_code_of_the_hotline_is_a_code_only_where_one_is_asked_to_text_it() -> None:
    assert claimed("The hotline (text 233733) counted 233 cases in Missouri in 2019.") == [CASES]
    assert claimed("233733 cases in Missouri in 2019") == [(233733, "US-MO", 2019, "cases/total")]
    (one,) = read("by text 233733 cases in Missouri in 2019")
    assert isinstance(one, NotUnderstood)
    assert one.number == "233733"


@pytest.mark.parametrize(
    ("words", "start", "end"),
    [
        ("in 2019", date(2019, 1, 1), date(2019, 12, 31)),
        ("in the 2019 calendar year", date(2019, 1, 1), date(2019, 12, 31)),
        ("in Q3 of 2019", date(2019, 7, 1), date(2019, 9, 30)),
        ("in the second half of 2019", date(2019, 7, 1), date(2019, 12, 31)),
        ("in February 2020", date(2020, 2, 1), date(2020, 2, 29)),
        ("from January 2020 through August 2022", date(2020, 1, 1), date(2022, 8, 31)),
        ("between 2015 and 2019", date(2015, 1, 1), date(2019, 12, 31)),
        ("1/1/19 through 6/30/19", date(2019, 1, 1), date(2019, 6, 30)),
    ],
)
def test_a_period_is_read_from_what_it_says(words: str, start: date, end: date) -> None:
    (claim,) = read(f"233 cases in Missouri {words}")
    assert isinstance(claim, Claim)
    assert (claim.period.start, claim.period.end) == (start, end)


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("two hundred and thirty-three", 233),
        ("one hundred", 100),
        ("a thousand", 1_000),
        ("eleven thousand nine hundred ninety-nine", 11_999),
        ("1.2 million", 1_200_000),
        ("11.4K", 11_400),
        ("12,000", 12_000),
        ("zero", 0),
    ],
)
def test_a_number_is_read_in_digits_and_in_words(words: str, value: int) -> None:
    (claim,) = read(f"{words} cases in Missouri in 2019")
    assert isinstance(claim, Claim)
    assert claim.number.value == value


@pytest.mark.parametrize("words", ["two thirty-three", "twenty nineteen", "0233", "1,23", "233.5", "12X", "hundred"])
def test_a_number_that_cannot_be_told_is_not_understood(words: str) -> None:
    assert all(isinstance(one, NotUnderstood) for one in read(f"{words} cases in Missouri in 2019"))
