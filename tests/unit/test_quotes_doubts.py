"""A claim in a text: what the sentences before it say of whose counts it speaks, and of what kind they are.

Belongs here: texts of several sentences of which the last is clear alone.
Not here: the place and the period that carry over (test_quotes).
"""

from __future__ import annotations

import pytest

from orchestration.spotlight.domain.places import REFERENCE_DIR
from orchestration.spotlight.domain.vocabulary import load_vocabulary
from orchestration.spotlight.inspect.quotes.binding import Claim
from orchestration.spotlight.inspect.quotes.claims import NotUnderstood, read_claims
from orchestration.spotlight.inspect.quotes.lexicon import Lexicon

LEXICON = Lexicon(load_vocabulary(REFERENCE_DIR))


@pytest.mark.parametrize(
    "text",
    [
        "A suicide hotline received calls in 2019. It counted 233 cases in Missouri.",
        "The National Runaway Safeline answered calls. It counted 233 cases in Missouri in 2019.",
        "The Domestic Violence Hotline published its report. The hotline identified 233 cases in Missouri in 2019.",
        "The Canadian Human Trafficking Hotline answered calls in 2019. It counted 233 cases in Missouri.",
        "RAINN runs a sexual assault hotline. The hotline received 438 phone calls from Missouri in 2019.",
        "Texas runs its own human trafficking hotline. The hotline identified 1,360 cases in Texas in 2024.",
        "The FBI publishes statistics on human trafficking. There were 233 cases in Missouri in 2019.",
        "ICE published its count of human trafficking cases. In Texas, 1,360 cases were identified in 2024.",
        "The Missouri Highway Patrol counts human trafficking cases. Missouri had 233 cases in 2019.",
        "The Department of Justice prosecutes human trafficking cases. There were 233 cases in Missouri in 2019.",
        "The FBI publishes statistics. Officials welcomed them. Missouri had 233 cases in 2019.",
    ],
)
def test_a_count_after_another_body_may_be_its_own(text: str) -> None:
    *_, last = read_claims(text, LEXICON)
    assert isinstance(last, NotUnderstood)
    assert last.word is not None
    assert last.word in text


@pytest.mark.parametrize(
    "text",
    [
        "Every autumn the FBI publishes statistics on crime. Polaris identified 233 cases in Missouri in 2019.",
        "Police made arrests on Monday. Missouri had 233 cases in 2019.",
        "The police of the state keep statistics of their own. The hotline identified 233 cases in Missouri in 2019.",
        "Advocates welcomed the new law. There were 233 cases in Missouri in 2019.",
        "Gov. Parson signed a human trafficking bill. There were 233 cases in Missouri in 2019.",
        "RAINN runs a hotline. So does the NHTRC, with federal money. It had 233 cases in Missouri in 2019.",
        "Human trafficking harms men, women and children. Missouri had 233 cases in 2019.",
    ],
)
def test_a_count_is_the_national_hotline_s_if_it_is_named_or_nobody_else_counts(text: str) -> None:
    *_, last = read_claims(text, LEXICON)
    assert isinstance(last, Claim)
    assert (last.number.value, last.code) == (233, "US-MO")


@pytest.mark.parametrize(
    "text",
    [
        "Chicago leads Illinois in human trafficking. It had 385 cases in 2024.",
        "Chicago leads Illinois in human trafficking. In 2024, 385 cases were identified.",
        "St. Louis is a hub for human trafficking. It had 233 cases in Missouri in 2019.",
        "Mexico has a human trafficking problem. Nationally, there were 10,359 cases in 2021.",
    ],
)
def test_a_place_that_is_not_held_is_not_passed_over(text: str) -> None:
    *_, last = read_claims(text, LEXICON)
    assert isinstance(last, NotUnderstood)


@pytest.mark.parametrize(
    "first",
    [
        "All human trafficking numbers below are in thousands.",
        "Human trafficking numbers are for children only.",
        "Projections of human trafficking are in.",
        "This is an estimate of human trafficking.",
        "Below are averages of human trafficking cases.",
        "Human trafficking is measured in fiscal years.",
        "To smooth out bad years, we show five-year averages of human trafficking.",
        "This page on human trafficking presents estimates by researchers.",
        "The human trafficking figures have been rounded to the nearest ten.",
        "On human trafficking, this chart displays each state's share.",
        "The projection of human trafficking for each state is shown below.",
        "The human trafficking figures were combined.",
        "The human trafficking numbers were summed over five years.",
        "On human trafficking, we use percentages.",
        "The human trafficking figures are two-year totals.",
        "These numbers do not come from the National Human Trafficking Hotline.",
        "The following excludes human trafficking in large cities.",
    ],
)
def test_a_sentence_that_says_what_the_numbers_are_is_not_passed_over(first: str) -> None:
    *_, last = read_claims(f"{first} Advocates met in May. Missouri had 233 cases in 2019.", LEXICON)
    assert isinstance(last, NotUnderstood)
    assert last.word == first


@pytest.mark.parametrize(
    "text",
    [
        "The hotline identified 233 cases in 2019, including 22 labor trafficking cases in Missouri.",
        "The hotline identified 11,999 cases in 2024, 272 of them in Missouri.",
        "The hotline received 641 signals in 2019, among them 438 phone calls from Missouri.",
    ],
)
def test_the_place_of_a_part_is_not_that_of_the_whole(text: str) -> None:
    first, *_ = read_claims(text, LEXICON)
    assert isinstance(first, NotUnderstood)
    assert "for a part of what" in first.reason


def test_a_place_behind_the_parts_is_that_of_all() -> None:
    claims = list(
        read_claims("There were 233 cases, including 22 labor trafficking cases, in Missouri in 2019.", LEXICON)
    )
    assert [one.code for one in claims if isinstance(one, Claim)] == ["US-MO", "US-MO"]


@pytest.mark.parametrize(
    "behind",
    [
        "Editor's note: the preceding sentence has been retracted.",
        "They were all smuggling: people who paid to be driven over the border and were let go.",
        "On closer reading these are tips about images on the web that NCMEC passed to troopers.",
        "Farm work was set aside for a different study; here it is all about commercial sex.",
        "Here we leave out whatever was not handed on to detectives.",
        "The tally lumps in what came from Fargo and Bismarck.",
        "In this report a year starts in July and closes the following June.",
        "To get the actual count, multiply by the number of millions of people who live there.",
        "Nobody sat down and counted them; a professor worked it out on the back of an envelope.",
        "By a case we mean a file that a prosecutor opened and a judge was assigned to.",
        "So wrote the chatbot when I asked it.",
        "Kansas, rather.",
        "Sorry, 2018.",
        "As if!",
        "In thousands, mind you.",
        "Polaris treats Kansas as Missouri.",
        "Thank you, Kansas.",
        "This grant will fund Polaris to invent more.",
        "April Fools!",
        "It is operated under a federal grant.",
        "It needed ten years.",
        "Its definition of a case is a call.",
        "The hotline belongs to the sheriff.",
        "The year began in July.",
        "Missouri is a street in Ohio.",
        "Every case is a phone call.",
        "Sex trafficking, that is.",
        "St. Louis was the place.",
    ],
)
def test_a_sentence_behind_that_points_back_and_is_not_understood_is_not_passed_over(behind: str) -> None:
    first, *_ = read_claims(
        f"The National Human Trafficking Hotline had 233 cases in Missouri in 2019. {behind}", LEXICON
    )
    assert isinstance(first, NotUnderstood)
    assert first.word == behind


@pytest.mark.parametrize(
    "behind",
    [
        "The department thanks all its partners.",
        "Advocates ask lawmakers to pass this bill.",
        "Missouri is not immune.",
        "Learn the signs.",
        "No community is immune.",
        "Thank you.",
        "In those cases, 423 victims were identified.",
        "It received 641 signals from the state that year.",
    ],
)
def test_a_sentence_behind_that_is_about_something_else_changes_no_claim(behind: str) -> None:
    claims = list(
        read_claims(f"The National Human Trafficking Hotline had 233 cases in Missouri in 2019. {behind}", LEXICON)
    )
    assert all(isinstance(one, Claim) for one in claims)


def test_a_definition_that_names_a_type_counts_nothing() -> None:
    text = "It makes someone work or sell sex by force. In 2019, the hotline identified 233 cases in Missouri."
    (claim,) = read_claims(f"What is human trafficking? {text}", LEXICON)
    assert isinstance(claim, Claim)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The hotline publishes statistics for every state. In 2024, Georgia had 342 cases.", [("US-GA", 2024, 342)]),
        ("The hotline is open 24 hours a day. It identified 385 cases in Illinois in 2024.", [("US-IL", 2024, 385)]),
        (
            "Massachusetts launched a task force. In 2024 the hotline received 288 signals from the state. "
            "It identified 115 cases.",
            [("US-MA", 2024, 288), ("US-MA", 2024, 115)],
        ),
        ("Missouri had 272 cases in 2024. Kansas had 126.", [("US-MO", 2024, 272), ("US-KS", 2024, 126)]),
        (
            "The hotline reported 342 cases in Georgia in 2024. In 2023, it reported 267.",
            [("US-GA", 2024, 342), ("US-GA", 2023, 267)],
        ),
    ],
)
def test_what_the_hotline_s_own_sentence_says_goes_on(text: str, expected: list[tuple[str, int, int]]) -> None:
    claims = [one for one in read_claims(text, LEXICON) if isinstance(one, Claim)]
    assert [(one.code, one.period.start.year, one.number.value) for one in claims] == expected


@pytest.mark.parametrize(
    "text",
    [
        "The hotline received 696 signals from Missouri in 2024. It identified 272.",
        "Missouri had 272 cases in 2024. It received 696.",
        "Missouri had 183 sex trafficking cases in 2019. Kansas had 126.",
        "Missouri had 272 cases and 539 victims in 2024. Kansas had 126.",
        "Missouri had 272 cases in 2024. Judges sentenced few. Kansas had 126.",
        "Missouri had 272 cases in 2024. The hotline also counted victims. Kansas had 126.",
        "Missouri had 272 cases in 2024. In Kansas, 126 were involved.",
        "Missouri had 240 cases in 2021. Kansas had 86 and 138 victims.",
    ],
)
def test_what_a_number_counts_is_not_guessed(text: str) -> None:
    *_, last = read_claims(text, LEXICON)
    assert isinstance(last, NotUnderstood)


@pytest.mark.parametrize(
    "text",
    [
        "Ohio's attorney general published a report on law enforcement. In 2024, there were 334 cases in the state.",
        "Our shelter opened its doors in 2024. We handled 139 human trafficking cases in Kentucky that year.",
        "Only agricultural cases are counted below. In Florida, the hotline identified 832 cases in 2024.",
    ],
)
def test_a_body_in_small_letters_or_a_part_of_the_cases_is_heard(text: str) -> None:
    *_, last = read_claims(text, LEXICON)
    assert isinstance(last, NotUnderstood)


def test_a_sentence_behind_that_adds_something_is_heard() -> None:
    first, *_ = read_claims(
        "The hotline identified 154 cases in Indiana in 2024. And that was only in spring.", LEXICON
    )
    assert isinstance(first, NotUnderstood)


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("Missouri had 272 cases in 2024, up from 247 the year before.", [2024, 2023]),
        ("Missouri had 272 cases in 2024. A year earlier the number was 247.", [2024, 2023]),
        ("In 2019, Missouri had 233 cases. The year before, Kansas had 93.", [2019, 2018]),
        ("Missouri had 233 cases the year before.", []),
        ("Missouri had 272 cases in 2024, the year before Kansas had 59.", []),
        ("Kansas had 126 cases in 2024. Missouri had 247 compared with the year before.", [2024]),
        ("Missouri had 272 cases in 2024. The hotline's report that year listed 126 cases in Kansas.", [2024]),
        ("From January to June 2019 there were 100 cases in Missouri, and 80 the year before.", []),
    ],
)
def test_a_year_earlier_is_the_one_before_the_last_year_that_is_named(text: str, years: list[int]) -> None:
    claims = [one for one in read_claims(text, LEXICON) if isinstance(one, Claim)]
    assert [one.period.start.year for one in claims] == years


@pytest.mark.parametrize(
    ("text", "is_understood"),
    [
        ("What do the data say? For 2019, the hotline reports 233 cases in Missouri.", True),
        ("Missouri had 233 cases in 2019. All figures are from the National Human Trafficking Hotline.", True),
        ("The study looked at teenage girls. In Missouri, the hotline identified 233 cases in 2019.", False),
        ("Organ trafficking is a different crime. In Missouri, the hotline identified 233 cases of it in 2019.", False),
    ],
)
def test_a_sentence_beside_is_about_the_count_or_not(text: str, is_understood: bool) -> None:
    values = [one.number.value for one in read_claims(text, LEXICON) if isinstance(one, Claim)]
    assert (values == [233]) is is_understood


@pytest.mark.parametrize(
    "text",
    [
        "The hotline identified 183 sex trafficking cases in Missouri in 2019. Those cases involved 423 victims.",
        "A fire burned homes in Kansas. Polaris published data. In 2024, 126 cases were identified.",
        "Detectives formed a unit. According to the hotline, they identified 272 cases in Missouri in 2024.",
        "On Super Bowl weekend 2024, the phones rang. In Nevada, 236 human trafficking cases were identified.",
        "Missouri had 272 cases in 2024. That figure was for victims.",
        "Missouri had 272 cases in 2024. About 95% proved unfounded, the hotline said.",
        "This is not only false but a lie. Missouri had 272 cases in 2024.",
        "The hotline data are made up. Missouri had 272 cases in 2024.",
    ],
)
def test_texts_by_an_attacker_are_not_understood(text: str) -> None:
    assert any(isinstance(one, NotUnderstood) for one in read_claims(text, LEXICON))


@pytest.mark.parametrize(
    ("text", "is_understood"),
    [
        ("Missouri ranks among the top states. The hotline identified 233 cases there in 2019.", True),
        ("Lawmakers in Missouri met on Wednesday. The hotline identified 233 cases in the state in 2019.", True),
        ("Missouri sees few cases. The national hotline identified 233 human trafficking cases in 2019.", True),
        ("Missouri ranks third in the nation. The hotline identified 233 cases there in 2019.", True),
        ("Missouri ranks among the top states. There were 233 cases in 2019.", False),
        ("Troopers met in Springfield, Missouri. The hotline identified 233 cases there in 2019.", False),
        ("Missouri and Kansas share a border. The hotline identified 233 cases there in 2019.", False),
        ("The island of Hawaii is large. The hotline identified 233 cases on the island in 2019.", False),
    ],
)
def test_there_and_the_state_are_the_place_before(text: str, is_understood: bool) -> None:
    values = [one.number.value for one in read_claims(text, LEXICON) if isinstance(one, Claim)]
    assert (values == [233]) is is_understood


@pytest.mark.parametrize(
    ("text", "is_understood"),
    [
        ("No child is safe. In Missouri, 233 human trafficking cases were identified in 2019.", True),
        ("The storm did not stop traffickers. In Missouri, 233 trafficking cases were identified in 2019.", True),
        ("It did not happen. In Missouri, 233 human trafficking cases were identified in 2019.", False),
        ("In Missouri, 233 human trafficking cases were identified in 2019. Not so.", False),
        ("To smooth out bad years, we show averages. In Missouri, 233 cases were identified in 2019.", False),
        ("In Missouri, 233 human trafficking cases were identified in 2019. We list the median of five years.", False),
        ("An average of ten people ask us for help. In Missouri, the hotline identified 233 cases in 2019.", True),
        ("The average age of victims is not known. In Missouri, the hotline identified 233 cases in 2019.", True),
        ("The figures include only closed files. In Missouri, 233 cases were identified in 2019.", False),
        ("The hotline's data exclude minors. In Missouri, 233 cases were identified in 2019.", False),
    ],
)
def test_a_denial_beside_is_of_the_number_or_of_something_else(text: str, is_understood: bool) -> None:
    values = [one.number.value for one in read_claims(text, LEXICON) if isinstance(one, Claim)]
    assert (values == [233]) is is_understood


def test_none_is_a_number() -> None:
    first, *_ = read_claims("No trafficking cases were identified by the hotline in Guam in 2019.", LEXICON)
    assert isinstance(first, Claim)
    assert first.number.value == 0
    assert not any(isinstance(one, Claim) for one in read_claims("No more than cases in Guam in 2019.", LEXICON))


@pytest.mark.parametrize(
    "text",
    [
        "Texts accounted for 57 of the cases in Missouri in 2019.",
        "The hotline identified 247 cases in Missouri in 2023. Reports rose to 272 in 2024.",
        "Georgia had 267 cases in 2023. Then there is Missouri. In 2024, that number grew to 272.",
        "Here are the numbers for our state. The National Human Trafficking Hotline identified 11,999 cases in 2024.",
        "In our state, the National Human Trafficking Hotline identified 11,999 cases in 2024.",
        "In 2024 the National Human Trafficking Hotline identified 11,999 cases in the state",
        "She left Missouri for another state. In 2019, the hotline identified 233 cases in the state.",
        "In southern Missouri, highways cross. In 2019, the hotline identified 233 cases there.",
        "No cases in Guam were published by the hotline in 2019.",
        "No cases in Guam were announced by the hotline in 2019.",
        "No cases in Guam were of human trafficking in 2019, the hotline says.",
        "The first reported cases in Missouri were 233 in 2019.",
        "In Missouri, 233 cases were to be identified in 2019.",
        "Organ trafficking is on the rise. In 2019, Missouri had 233 cases.",
        "The hotline identified 233 cases on the Missouri in 2019.",
        "There were 233 human trafficking cases in 2019, according to Missouri.",
        "The hotline identified 423 victims from across Missouri in 2019.",
        "The hotline identified 233 cases in Missouri in 2019. Supposedly.",
        "The hotline identified 233 cases in Missouri in 2019. Polaris disputes the claim.",
        "Monthly numbers\n\nThe hotline identified 233 cases in Missouri in 2019.",
        "Targets for the hotline\n\nThe hotline identified 233 cases in Missouri in 2019.",
        "The hotline was to have identified 233 cases in Missouri in 2019.",
        "Had the hotline identified 233 cases in Missouri in 2019, it said.",
        "Who says that there were 233 cases in Missouri in 2019?",
        "The hotline reached 423 victims in Missouri in 2019.",
        "The cases that we reported in Missouri in 2019 involved 423 victims, the hotline says.",
        "Figures kept by Missouri show 233 cases in 2019.",
        "The FBI counts cases. Missouri is polarised. It identified 233 cases in Missouri in 2019.",
        "The hotline now lists the 233 cases first reported in Missouri in 2019.",
        "Illinois' capital is small. The hotline identified 9 cases there in 2019.",
        "The hotline made up 233 cases in Missouri in 2019.",
        "In Ohio, the hotline identified 258 cases in 2023. The number of reports logged grew to 334 in 2024.",
        "The hotline identified 258 cases in Ohio in 2023. Records in 2024: 334.",
        "The hotline identified 233 cases in Missouri in 2019. No serious scholar agrees.",
        "Missouri's capital is a hub for traffickers. The hotline identified 233 cases there in 2019.",
        "The hotline identified 832 cases on the islands in Florida in 2024.",
        "The hotline identified 247 cases in Missouri in 2023. In 2024, 272 of the cases were identified.",
        "The hotline identified 233 cases in Missouri in 2019. None turned out to be real.",
        "The hotline identified 233 cases in Missouri in 2019. There is no proof of any.",
        "Its hotline identified 233 cases in Missouri in 2019.",
    ],
)
def test_texts_by_a_second_attacker_are_not_understood(text: str) -> None:
    assert any(isinstance(one, NotUnderstood) for one in read_claims(text, LEXICON))


def test_the_nation_that_no_word_names_is_told() -> None:
    (one,) = read_claims("In 2020, the National Human Trafficking Hotline identified 10,524 situations.", LEXICON)
    assert isinstance(one, Claim)
    assert one.carried == {}
    assert ("National Human Trafficking Hotline", "US, as no place is named") in one.words
