"""Figures told in the words of journalists and clerks, and sentences that look like them and tell none."""

from __future__ import annotations

import pytest

from tests.unit.test_papers import read_page
from tests.unit.test_text_kinds import figures_in
from tests.unit.test_told_figures import CASES, TOTAL, TYPES, told

HOTLINE = "the National Human Trafficking Hotline"
SIGNALS = f"In 2019, {HOTLINE} received 400 signals from Ohio"
CHANNELS = {"signals/phone_call": "300", "signals/text": "60", "signals/email": "40"}
LIST = "\n- 102 were sex trafficking cases\n- 20 were labor trafficking cases\n- 12 did not specify the type\n"
KINDS = {"cases/sex": "102", "cases/labor": "20", "cases/not_specified": "12"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{SIGNALS}, including 300 phone calls, 60 texts and 40 emails.", {"signals/total": "400"} | CHANNELS),
        (f"{SIGNALS} (300 phone calls, 60 texts and 40 emails).", {"signals/total": "400"} | CHANNELS),
        (f"Ohio had 134 cases of human trafficking in 2019, according to {HOTLINE}.", TOTAL),
        (f"During 2019, 134 cases were identified in Ohio by {HOTLINE}, involving 208 victims.",
         TOTAL | {"victims/total": "208"}),
        (f"{CASES} Sex trafficking made up 102 of them and labor trafficking 20; for 12 cases the type of trafficking "
         "was not specified. In these cases 208 victims were identified.", TOTAL | KINDS | {"victims/total": "208"}),
        (f"{CASES}\n\nOf the 134 cases in 2019:\n{LIST}", TOTAL | KINDS),
        (f"{CASES[:-1]}:\n{LIST}", TOTAL | KINDS),
        (f"Ms. Ferris went over the statistics of {HOTLINE} for Ohio for 2019. There were 134 cases and 208 victims.",
         TOTAL | {"victims/total": "208"}),
        (f"The figures of {HOTLINE} are out.\n\nPeople in Ohio made 300 phone calls to the hotline in 2019.",
         {"signals/phone_call": "300"}),
        (f"Truckers learn to spot trafficking at a training\n\n{CASES}", TOTAL),
        (f"Nationwide, the Hotline identified 11,500 cases in 2019.\n\n{CASES}", TOTAL),
        (f"WHEREAS, human trafficking is a crime; and\n\nWHEREAS, {HOTLINE} identified 134 cases in Ohio in 2019; and",
         TOTAL),
        (f"Key facts:\n\n* In 2019, {HOTLINE} responded to 300 phone calls, 60 texts and 40 emails from Ohio.\n"
         "* In 2019, 134 cases of human trafficking were reported in Ohio.\n"
         "* There was a 12 percent increase in cases over the year before.\n"
         "* The top industry for labor trafficking was domestic work.", TOTAL | CHANNELS),
    ],
)  # fmt: skip
def test_a_sentence_is_understood_by_its_parts(text: str, expected: dict[str, str]) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        # Counted by somebody else.
        f"{CASES} According to the state of Ohio, there were 208 victims.",
        f"{CASES} While the state identified 208 victims, the hotline received 400 signals.",
        f"{CASES} The state human trafficking hotline received 60 calls and 12 texts.",
        f"{CASES} Ohio received 60 phone calls to its own hotline.",
        f"{CASES}\n\nState records:\n\nThere were 208 victims.",
        f"{SIGNALS}. It reported 60 cases to the state.",
        # Of another place or time, or of the nation.
        f"In 2019, {HOTLINE} received 51,073 signals and identified 208 victims in Ohio.",
        f"{SIGNALS}. In total, the hotline identified 208 victims.",
        f"We have no data from {HOTLINE} for Ohio in 2019. There were 208 cases.",
        f"{CASES} In Indiana, it identified 90 cases. It identified 208 victims.",
        # A part, or more of what was told.
        f"{CASES} {TYPES[:-1]}, involving 208 victims.",
        f"{SIGNALS}. Of these, 208 were victims.",
        f"{CASES} It identified 208 further victims.",
        f"{SIGNALS} while 208 victims were identified.",
    ],
)  # fmt: skip
def test_a_count_of_others_or_of_a_part_is_no_figure(text: str) -> None:
    assert "208" not in told(text).values()


@pytest.mark.parametrize(
    "behind",
    [
        "\n\nCorrection: the number is 143.",
        "\n\nThe Hotline later revised the figure.",
        " The Hotline has updated the number to 143.",
        " The Hotline now says 143.",
        "\n\nEditor's note: The number above is for 2018.",
        "\n\nHotline officials dispute the figure.",
        "\n\nHotline officials dispute the figure.\nThe Editors",
    ],
)
def test_a_correction_anywhere_takes_back_what_sentences_tell(behind: str) -> None:
    assert told(f"{CASES}{behind}") == {}


def test_a_name_may_go_over_the_end_of_a_line() -> None:
    lead = f"The clinic read the statistics of {HOTLINE} for North\nDakota for 2019."
    text = f"{lead} There were 134 cases and 208 victims.\n\nAccurate as of July 30, 2020.\n"
    assert {row["jurisdiction"] for row in figures_in(text)} == {"US-ND"}


def test_a_heading_ends_what_a_sentence_may_lean_on() -> None:
    page = f"<h1>Human trafficking in Ohio</h1><p>{CASES}</p><h2>The Salvation Army</h2><p>There were 208 victims.</p>"
    read = read_page(f"{page}<p>The figures are accurate as of July 30, 2020.</p>").figures
    assert "208" not in read["value"].to_list()


@pytest.mark.parametrize("mark", ["i.", "(i)", "(R)", "I", "t", "v"])
def test_a_letter_of_the_text_is_no_sign_of_the_grammar(mark: str) -> None:
    assert "208" not in told(f"{mark} {CASES} It identified 208 {mark} victims.").values()


@pytest.mark.parametrize(
    "text",
    [
        f"{CASES}\n\nIn neighboring Indiana, things were quieter.\n\nIn 2019, there were 208 victims.",
        f"{CASES}\n\nThe county task force met in May.\n\nIn 2019, it identified 208 victims.",
        "In 2019, there were 208 victims.",
        "In 2019, police in Ohio identified 208 victims.",
        f"In 2019, {HOTLINE} identified 208 cases in Ohio each year.",
    ],
)
def test_a_sentence_alone_in_its_paragraph_is_no_line_of_a_list(text: str) -> None:
    assert "208" not in told(text).values()
