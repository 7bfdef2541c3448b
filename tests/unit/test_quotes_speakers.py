"""Who tells of a number that the hotline counted: such words change nothing, if the claim names the hotline itself.

Belongs here: words of speakers before and behind a claim. Not here: other bodies that count (test_quotes_doubts).
"""

from __future__ import annotations

import pytest

from orchestration.spotlight.domain.places import REFERENCE_DIR
from orchestration.spotlight.domain.vocabulary import load_vocabulary
from orchestration.spotlight.inspect.quotes import around
from orchestration.spotlight.inspect.quotes.claims import Claim, read_claims
from orchestration.spotlight.inspect.quotes.lexicon import Lexicon

LEXICON = Lexicon(load_vocabulary(REFERENCE_DIR))


def claimed(text: str) -> list[tuple[int, str, int]]:
    """Number, place and year of every claim that is understood."""
    return [
        (one.number.value, one.code, one.period.start.year)
        for one in read_claims(text, LEXICON)
        if isinstance(one, Claim)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "The sheriff told commissioners on Tuesday that the hotline identified 233 cases in Missouri in 2019.",
        "Lawmakers heard the National Human Trafficking Hotline identified 233 cases in Missouri in 2019.",
        "Missouri's Department of Justice pointed to 233 cases identified by the hotline in the state in 2019.",
        "The governor, citing the national hotline, said 233 cases were identified in Missouri in 2019.",
        "The Missouri Department of Roads said in May 2025 that the hotline identified 233 cases in the state in 2019.",
        "The national hotline identified 233 cases in Missouri in 2019, students learned last week.",
        '"The national hotline identified 233 cases in Missouri in 2019," the coordinator told lawmakers.',
        "The hotline identified 233 cases in Missouri in 2019, said Ann Lee, the coalition's director.",
        "In 2019, 233 cases were reported to the national hotline from Missouri, according to the sheriff's handout.",
        "Missouri had 233 cases in 2019, said a spokesperson for the National Human Trafficking Hotline.",
        "Attorney General: 'The national hotline identified 233 cases in Missouri in 2019.'",
        "On Tuesday, Rep. Lee told the committee that the hotline identified 233 cases in Missouri in 2019.",
        "In 2019, the hotline identified 233 cases in Missouri, Lt. Gov. Mike Kehoe said during a hearing.",
        "The hotline identified 233 cases in Missouri in 2019, according to a report by the attorney general.",
        "The need is documented: the national hotline identified 233 cases in Missouri in 2019.",
        "Nurses noted that 233 cases were reported to the National Human Trafficking Hotline from Missouri in 2019.",
        "A proclamation says the National Human Trafficking Hotline identified 233 cases in Missouri in 2019.",
        "The sheriff said Missouri had 233 cases in 2019, citing the National Human Trafficking Hotline.",
        "Citing data of the National Human Trafficking Hotline, a teacher said that Missouri had 233 cases in 2019.",
        "The sheriff cites the National Human Trafficking Hotline, which identified 233 cases in Missouri in 2019.",
        "A flyer cites 233 cases in Missouri in 2019, as reported by the National Human Trafficking Hotline.",
        "The mayor told the board that Missouri had 233 cases in the National Human Trafficking Hotline's 2019 data.",
        "Missouri lawmakers heard Tuesday that the hotline had identified 233 cases in their state in 2019.",
        "A newspaper editorial put Missouri's hotline cases for 2019 at 233.",
    ],
)
def test_a_speaker_changes_nothing(text: str) -> None:
    assert claimed(text) == [(233, "US-MO", 2019)]


@pytest.mark.parametrize(
    "text",
    [
        # Nobody but the speaker need have counted.
        "The sheriff said there were 233 cases in Missouri in 2019.",
        "Missouri had 233 cases in 2019, said the county's records.",
        "Missouri had 233 cases in 2019, according to critics of the National Human Trafficking Hotline.",
        # What the speaker told the hotline.
        "Nurses told the hotline of 233 cases in Missouri in 2019.",
        # More than a speaker.
        "The hotline identified 233 cases in Missouri in 2019, counting closed files only, the sheriff said.",
        "The hotline identified 233 cases in Missouri in 2019, said the sheriff, whose office counts raids.",
        "The hotline identified 233 cases in Missouri in 2019, the sheriff said of his raids.",
        "Among runaways, officials said, the hotline identified 233 cases in Missouri in 2019.",
        "Runaways: the hotline identified 233 cases in Missouri in 2019.",
        # Somebody else counts.
        "RAINN said that its hotline identified 233 cases in Missouri in 2019.",
        "The FBI said that, based on hotline data, they identified 233 cases in Missouri in 2019.",
        "Prosecutors, citing hotline data, identified 233 cases in Missouri in 2019.",
        "The FBI said that the hotline identified 9 cases in Ohio in 2019. It identified 233 in Missouri in 2019.",
        # Some place or time of it.
        "In southern Missouri, officials said that the hotline identified 233 cases in 2019.",
        "Outside St. Louis, officials said that the hotline identified 233 cases in Missouri in 2019.",
        "In July, officials said that the hotline identified 233 cases in Missouri in 2019.",
        "Each month, officials said that the hotline identified 233 cases in Missouri in 2019.",
        "The hotline identified 233 cases in Missouri in 2019, which officials said occurred in Springfield.",
        "The hotline identified 233 cases in Missouri in 2019, in Springfield, officials said.",
        "The hotline identified 233 cases in Missouri in 2019, a month, officials said.",
        "Of students, officials said that the hotline identified 233 cases in Missouri in 2019.",
        "They are students: the hotline identified 233 cases in Missouri in 2019.",
        "The mayor of Juneau told Ohio reporters that the hotline identified 233 cases in the state in 2019.",
        "In his state, the senator said that the National Human Trafficking Hotline identified 233 cases in 2019.",
        "The hotline identified 233 cases in Missouri in 2019, according to data for high school students.",
        "The hotline identified 233 cases in Missouri in 2019, according to figures in Juneau county.",
        "An Ohio official at the Juneau office noted that the hotline identified 233 cases in the state in 2019.",
        "The hotline identified 233 cases in Missouri in 2019, said Lee, residents of Springfield.",
        "The hotline identified 233 cases in Missouri in 2019, said Lee (high school students).",
        # Titles, in which every word has a capital.
        "Mayor Falsely Said That The Hotline Identified 233 Cases In Missouri In 2019.",
        "A Debunked Facebook post said that the hotline identified 233 cases in Missouri in 2019.",
        # In cases of something else; by another body.
        "Prosecutors cited the hotline in 233 cases in Missouri in 2019.",
        "According to Homeland Security, Missouri had 233 cases in 2019, and the hotline identified them.",
        "The Washington County sheriff noted that the hotline identified 233 cases in the state in 2019.",
        "The Army said that the hotline identified 9 cases in Ohio in 2019. They identified 8.",
        # Denied, doubted, of minors.
        "She said it is a lie that the hotline identified 233 cases in Missouri in 2019.",
        "Nobody said that the hotline did not identify 233 cases in Missouri in 2019.",
        "The hotline identified 233 cases in Missouri in 2019, the sheriff said of 58 percent of them.",
        "The hotline identified 233 cases in Missouri in 2019, according to unconfirmed posts.",
        # A word in no list may be anything.
        "A forged report said that the National Human Trafficking Hotline identified 233 cases in Missouri in 2019.",
        "The sheriff told a fib that the National Human Trafficking Hotline identified 233 cases in Missouri in 2019.",
        "The National Human Trafficking Hotline identified 233 cases in Missouri in 2019, according to a guess.",
        "The forgers put cases that the National Human Trafficking Hotline identified in Missouri in 2019 at 233.",
        # Somebody counts for himself, or told the hotline.
        "The sheriff counted 233 cases in Missouri in 2019, citing the National Human Trafficking Hotline.",
        "Missouri police had 233 cases in 2019, the sheriff said, citing the National Human Trafficking Hotline.",
        "We had 233 cases in Missouri in 2019, the sheriff said, citing the National Human Trafficking Hotline.",
        "Missouri had 233 cases in 2019, the sheriff said, citing critics of the National Human Trafficking Hotline.",
        "Citing its reports to the National Human Trafficking Hotline, the office said Missouri had 233 cases in 2019.",
        "The sheriff said 233 cases were found in Missouri in 2019 with the National Human Trafficking Hotline.",
        "The nurse cites the National Human Trafficking Hotline, which was told of 233 cases in Missouri in 2019.",
        "The nurse mentioned the National Human Trafficking Hotline in 233 cases in Missouri in 2019.",
        "The sheriff gives 233 cases in Missouri in 2019 to the National Human Trafficking Hotline.",
        "Missouri hosts visitors. The hotline identified 233 cases in their state in 2019.",
        # The place is only that of the speaker.
        "Officials in Columbus noted that the national hotline identified 233 cases in 2019.",
    ],
)
def test_what_may_be_more_than_a_speaker_is_not_understood(text: str) -> None:
    assert (233, "US-MO", 2019) not in claimed(text)
    assert len(claimed(text)) < 2


def test_a_place_in_the_name_of_a_speaker_is_that_of_the_claim_only_if_it_says_so() -> None:
    text = "Ohio's coalition noted that the national hotline identified 233 cases in Missouri in 2019."
    assert claimed(text) == [(233, "US-MO", 2019)]
    text = "Missouri's attorney general noted that the national hotline identified 233 cases in the state in 2019."
    assert claimed(text) == [(233, "US-MO", 2019)]
    text = "Missouri's attorney general noted that the national hotline identified 233 cases in 2019."
    assert claimed(text) == []


def test_each_word_of_a_speaker_has_one_part() -> None:
    listed = [word for words in around.OF_SPEAKERS.values() for word in words]
    assert len(listed) == len(set(listed))
    assert around.TELLING.isdisjoint(listed)
