"""Figures that somebody says the Hotline counted, in numbers, words and lists, and what may not be read so."""

from __future__ import annotations

import pytest

from tests.unit.test_text_kinds import figures_in
from tests.unit.test_told_figures import CASES, TOTAL, told

HOTLINE = "the National Human Trafficking Hotline"
SIGNALS = f"In 2019, {HOTLINE} received 400 signals that referenced Ohio."
CHANNELS = {"signals/phone_call": "300", "signals/text": "60", "signals/email": "40"}
KINDS = {"cases/sex": "102", "cases/labor": "20", "cases/not_specified": "12"}
LIST = "- 102 sex trafficking\n- 20 labor trafficking\n- 12 form not specified\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{SIGNALS} From these it identified 134 cases in the state.", {"signals/total": "400"} | TOTAL),
        (f"{SIGNALS[:-1]}: 300 by phone, 60 by text and 40 through email.", {"signals/total": "400"} | CHANNELS),
        (f"{SIGNALS} From these signals it identified 134 cases, in which there were 208 victims.",
         {"signals/total": "400", "victims/total": "208"} | TOTAL),
        (f"Ms. Duffy reported that, in 2019, {HOTLINE} identified 134 cases in Ohio. She said that 102 of the cases "
         "were sex trafficking, 20 were labor trafficking and 12 did not specify the type.", TOTAL | KINDS),
        (f"{CASES} Twenty of these were labor trafficking cases and twelve did not specify the type.",
         TOTAL | {"cases/labor": "20", "cases/not_specified": "12"}),
        (f"{CASES} Of Ohio's 134 cases in 2019, 102 were sex trafficking and 20 were labor trafficking. No type was "
         "specified in 12 cases.", TOTAL | KINDS),
        (f"In 2019, 134 cases were reported to {HOTLINE} in Ohio. It identified 208 victims, 30 traffickers and 9 "
         "trafficking businesses in Ohio in 2019.",
         TOTAL | {"victims/total": "208", "traffickers/total": "30", "businesses/total": "9"}),
        (f"{CASES[:-1]}, including 102 sex trafficking cases, 20 labor trafficking cases and 12 cases in which the "
         "type of trafficking was not specified.", TOTAL | KINDS),
        (f"{CASES}\n\nBy type of trafficking, the 134 cases were:\n\n* Sex trafficking: 102\n* Labor trafficking: 20\n"
         "* Not specified: 12\n", TOTAL | KINDS),
    ],
)  # fmt: skip
def test_what_others_say_that_the_hotline_counted_is_read(text: str, expected: dict[str, str]) -> None:
    assert told(text) == expected


def test_a_sentence_leans_on_what_stands_above_the_list_before_it() -> None:
    text = f"{CASES[:-1]}:\n{LIST}\n208 victims were identified, and 30 traffickers.\n"
    assert told(text) == TOTAL | KINDS | {"victims/total": "208", "traffickers/total": "30"}


def test_those_six_months_are_a_period_of_six_months() -> None:
    text = f"From January 1, 2019 through {{}}, {HOTLINE} received 300 phone calls from Ohio. It counted 134 cases "
    text += "in Ohio in those six months.\n\nThe hotline's figures for Ohio are accurate as of July 30, 2020.\n"
    assert [row["value"] for row in figures_in(text.format("June 30, 2019"))] == ["300", "134"]
    assert "134" not in [row["value"] for row in figures_in(text.format("March 31, 2019"))]


def test_a_number_in_words_is_shown_in_its_own_line() -> None:
    sentence = (
        f"{CASES} Of those cases, 102 were sex\ntrafficking, twenty were labor trafficking and in twelve the type "
    )
    read = figures_in(f"{sentence}was not specified.\n\nThe hotline's figures are accurate as of July 30, 2020.\n")
    assert [row["source_line"] for row in read if row["category"] == "labor"] == [2]


def test_signals_from_victims_are_no_sum_of_what_follows() -> None:
    text = f"{SIGNALS} 84 of these came from victims or survivors. 134 cases were identified in 2019."
    assert told(text) == {"signals/total": "400", "signals/victim_or_survivor": "84"} | TOTAL


@pytest.mark.parametrize(
    "text",
    [
        # Somebody else counted, or nobody knows who.
        f"{CASES} 208 victims were identified, the state task force said.",
        f"{CASES} Twenty victims were found. There were 208 victims.",
        f"The sheriff said that {HOTLINE} identified 134 cases in Ohio in 2019 and that 208 victims were found.",
        f"The {HOTLINE[4:]} passes tips to the Ohio Task Force. It identified 208 cases in Ohio in 2019.",
        f"The mailer falsely stated that {HOTLINE} identified 208 cases in Ohio in 2019.",
        f"An earlier version of this article stated that {HOTLINE} identified 208 cases in Ohio in 2019.",
        f"The {HOTLINE[4:]} identified 208 cases in Ohio in 2019, the task force said in a partial count.",
        f"The {HOTLINE[4:]} is run by Polaris.\n\nOhio's 2-1-1 hotline is for people in need. The hotline received "
        "208 signals from Ohio in 2019.",
        f"{CASES} 208 victims were identified in Ohio in 2019, the attorney general said today.",
        f"{CASES} There were 208 victims in 2019, the data show.",
        # Of another time or place, or of a part.
        f"From January 1, 2019 through March 31, 2019, {HOTLINE} received 300 phone calls from Ohio. It counted 208 "
        "cases in Ohio in those six months.",
        f"{CASES} The Hotline received 208 signals in all, and identified 60 victims in Ohio.",
        f"In 2019, {HOTLINE} identified 60 victims in Ohio. The Hotline received 208 signals from the victims.",
        f"{SIGNALS} 84 of these came from victims or survivors. From these, it identified 208 cases.",
        f"{CASES} In two labor trafficking cases, the Hotline identified 208 victims.",
        f"{CASES} It learned of 208 through calls.",
        f"{CASES[:-1]}:\n- 102 sex trafficking\n- 20 labor trafficking (2018)\n- 208 victims in Kentucky\n",
        f"{CASES} One of those cases had 208 victims.",
    ],
)  # fmt: skip
def test_what_somebody_else_may_have_counted_is_not(text: str) -> None:
    assert "208" not in told(text).values()
