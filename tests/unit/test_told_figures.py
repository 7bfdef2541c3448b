"""Figures that sentences tell: each word known, the Hotline who counted, nothing beside them that says otherwise."""

from __future__ import annotations

import pytest

from tests.unit.test_text_kinds import figures_in, read

CASES = "In 2019, the National Human Trafficking Hotline identified 134 cases of human trafficking in Ohio."
TYPES = "Of those cases, 102 were sex trafficking, 20 were labor trafficking and in 12 the type was not specified."
DATED = "\n\nThe hotline's figures for 2019 are accurate as of July 30, 2020.\n"
TOTAL = {"cases/total": "134"}
ALL = TOTAL | {"cases/sex": "102", "cases/labor": "20", "cases/not_specified": "12"}


def told(text: str) -> dict[str, str]:
    return {f"{row['measure']}/{row['category']}": row["value"] for row in figures_in(text + DATED)}


@pytest.mark.parametrize(
    ("text", "more"),
    [
        (f"{CASES} {TYPES}", {}),
        (f"{CASES}\n\n{TYPES}", {}),
        (f"{CASES} {TYPES}".replace("labor trafficking and", "labor\ntrafficking and"), {}),
        (f"{CASES} These cases involved 208 victims.\n\n{TYPES}", {"victims/total": "208"}),
        (f"{CASES} {TYPES} There were 208 victims.", {"victims/total": "208"}),
        (f"{CASES} {TYPES} The hotline identified 208 victims in these cases.", {"victims/total": "208"}),
        (f"{CASES} {TYPES} The hotline received 341 phone calls.", {"signals/phone_call": "341"}),
        (f"COLUMBUS, Ohio - {CASES} {TYPES}", {}),
        (f"{CASES} {TYPES}".replace("Of those cases,", "Of the 134 cases,"), {}),
        (f"{CASES} {TYPES}".replace(" in Ohio.", " in Ohio, according to statistics the hotline has published."), {}),
        (f"{CASES} {TYPES} The hotline received 341 phone calls that referenced Ohio.", {"signals/phone_call": "341"}),
        (
            f"{CASES} {TYPES} The hotline received 400 signals. Signals are phone calls, texts and emails. It "
            "identified 208 victims.",
            {"signals/total": "400", "victims/total": "208"},
        ),
        (f'{CASES} {TYPES}\n\n"People look away," said Ruth Aldana, who runs a shelter.', {}),
        (
            f"{CASES} Sex trafficking accounted for 102 cases, labor trafficking for 20 cases. In the other 12 cases "
            "the type of trafficking was not specified.",
            {},
        ),
    ],
)
def test_sentences_that_are_known_in_every_word_tell_figures(text: str, more: dict[str, str]) -> None:
    assert told(text) == ALL | more


def test_the_whole_that_parts_are_of_is_that_of_the_sentence_before() -> None:
    assert told(f"{CASES} {TYPES}".replace("Of those cases,", "Of the 143 cases,")) == {}


@pytest.mark.parametrize(
    "between",
    [
        "The spotlight of Kentucky is accurate as of July 30, 2020.",
        "Its spotlight for 2018 is accurate as of July 30, 2020.",
        "The spotlight since 2007 is accurate as of July 30, 2020.",
        "Signals are phone calls and texts from Kentucky.",
        "Signals are phone calls since 2007.",
        "Signals are phone calls to the Ohio Hotline.",
    ],
)
def test_a_sentence_may_not_lean_over_one_of_another_place_or_time(between: str) -> None:
    assert "victims/total" not in told(f"{CASES} {between} It identified 208 victims.")


def test_parts_behind_a_colon_are_those_of_the_count_before_it() -> None:
    text = CASES.replace("identified 134 cases of human trafficking in Ohio.", "received 151 signals from Ohio: ")
    assert told(f"{text}96 phone calls, 43 texts and 12 emails.") == {
        "signals/total": "151",
        "signals/phone_call": "96",
        "signals/text": "43",
        "signals/email": "12",
    }


def test_a_sentence_adds_the_total_that_a_list_lacks() -> None:
    text = f"{CASES} By type, these are:\n\nSex trafficking: 102\nLabor trafficking: 20\nNot specified: 12\n"
    assert read(text + DATED) == ALL


@pytest.mark.parametrize(
    "text",
    [
        # Who counted.
        CASES.replace("the National Human Trafficking Hotline", "the Ohio Human Trafficking Hotline"),
        CASES.replace("the National Human Trafficking Hotline identified", "there were"),
        CASES.replace("the National Human Trafficking Hotline", "the hotline") + " " + TYPES,
        "The Ohio hotline is run by the state.\n\n"
        + CASES.replace("the National Human Trafficking Hotline", "the hotline"),
        # Of where and when.
        "Ohio and the Hotline\n\nIn 2019, the National Human Trafficking Hotline received 48,326 signals.",
        "WASHINGTON - In 2019, the National Human Trafficking Hotline identified 11,500 cases.",
        "Ohio, 2019\n\nThe National Human Trafficking Hotline identified 134 cases. " + TYPES,
        f"{CASES} {TYPES} In Michigan, things were different. It identified 300 victims.",
        f"{CASES} {TYPES} Numbers rose the next year. The Hotline received 423 phone calls.",
        # Of what.
        CASES.replace("134 cases of human trafficking", "134 victims")
        + " Sex trafficking accounted for 102, labor trafficking for 20 and type not specified for 12.",
        f"{CASES} {TYPES} It identified 20 labor trafficking cases involving 45 victims.",
        f"{CASES} {TYPES.replace('102 were', '90 were')} There were 60 victims.",
        f"{CASES} {TYPES.replace('102 were', '90 were')} These cases involved 208 victims.",
        "Our coalition works with the National Human Trafficking Hotline. "
        + CASES.replace("the National Human Trafficking Hotline", "it"),
        # What is said beside it.
        f"MYTH - {CASES} {TYPES}",
        f"{CASES} {TYPES} That is what one newspaper wrote. It is wrong.",
        f"{CASES} {TYPES} Most were in other states.",
        f"{CASES} {TYPES}\n\nThe Hotline withdrew this report in 2021.",
        f"{CASES} {TYPES}\n\nActually, it was half as many.",
        f"The following was stricken from the minutes.\n\n{CASES} {TYPES}",
        f"Please disregard my last message.\n\n{CASES} {TYPES}",
        f"{CASES.replace('134', 'about 134')} {TYPES}",
        f"{CASES.replace('134 cases', '134 likely new cases')} {TYPES}",
    ],
)
def test_no_figure_is_told_by_sentences_that_lean_on_something_else(text: str) -> None:
    assert told(text) == {}
