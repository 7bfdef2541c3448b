"""Figures told in minutes, pages and articles: announced before, in the passive, with channels in brackets."""

from __future__ import annotations

import pytest

from tests.unit.test_text_kinds import BELOW, HEAD, figures_in, read, refused
from tests.unit.test_told_figures import CASES, TOTAL, told

HOTLINE = "the National Human Trafficking Hotline"
SIGNALS = f"In 2019, {HOTLINE} received 400 signals from Ohio."
PASSIVE = "In 2019, 134 cases were identified in Ohio."
PERIOD = "January 1, 2019 through December 31, 2019"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{SIGNALS}\n\nM. Tatro presented the hotline's statistics for Ohio, {PERIOD}.\n\n{PASSIVE}",
         {"signals/total": "400"} | TOTAL),
        (f"## Signals Received in 2019\n\n{SIGNALS}\n\n## Cases Identified in 2019\n\n{PASSIVE}\n\nCases can involve "
         "multiple victims.",
         {"signals/total": "400"} | TOTAL),
        (f"{CASES}\n\nM. Tatro presented the hotline's statistics for Ohio, {PERIOD}. She noted that "
         "they are accurate as of July 30, 2020.\n\n- It received 400 signals: 390 by phone call and 10 by text.",
         TOTAL | {"signals/total": "400", "signals/phone_call": "390", "signals/text": "10"}),
        (f"{SIGNALS[:-1]} (phone calls, texts, emails and webchats).", {"signals/total": "400"}),
        (f"{CASES[:-1]}, according to its state spotlight.", TOTAL),
        (f"{CASES} In the same year the hotline received 74 phone calls and 6 emails from or about Ohio.",
         TOTAL | {"signals/phone_call": "74", "signals/email": "6"}),
        (f"{CASES}\n\nType of the cases: 102 sex trafficking, 20 labor trafficking, 12 not specified.",
         TOTAL | {"cases/sex": "102", "cases/labor": "20", "cases/not_specified": "12"}),
        (f"Callers don't have to give a name, and most don't. {CASES}", TOTAL),
    ],
)  # fmt: skip
def test_what_leads_to_a_sentence_or_follows_it_is_understood(text: str, expected: dict[str, str]) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        # By whom is not said, and what stands between may say it.
        f"{SIGNALS}\n\n## The Attorney General's report\n\n{PASSIVE}",
        f"{SIGNALS}\n\n## Cases\n\n- Our numbers\n- Police records\n\n{PASSIVE}",
        f"{SIGNALS} The police keep their own count. {PASSIVE}",
        # No figure of the Hotline before it.
        PASSIVE,
        f"{SIGNALS} Others were told of more.\n\n{PASSIVE}",
        # Announced are the statistics of somebody else.
        f"{SIGNALS}\n\nM. Tatro presented the state police's statistics for Ohio, {PERIOD}.\n\n{PASSIVE}",
    ],
)
def test_cases_in_the_passive_may_be_counted_by_others(text: str) -> None:
    assert "cases/total" not in told(text)


@pytest.mark.parametrize("some", ["phone calls and texts", "sex trafficking and labor trafficking"])
def test_what_brackets_leave_out_is_not_counted(some: str) -> None:
    assert told(f"{SIGNALS[:-1]} ({some}).") == {}


@pytest.mark.parametrize(
    "line",
    [
        "Accurate as of the 30th of July 2020",
        "Please use these exact numbers and give the date: they are accurate as of July 30, 2020.",
        "Source: Hotline state statistics, all three years accurate as of July 30, 2020",
    ],
)
def test_the_day_as_of_which_figures_are_accurate_is_stated_in_many_words(line: str) -> None:
    title = HEAD.replace("Accurate as of July 30, 2020\n", "")
    assert read(f"{title}{line}\n\nVictims identified: 276\n") == {"victims/total": "276"}


def test_a_range_of_days_may_be_written_out() -> None:
    title = HEAD.replace(", 2019", "")
    text = f"{title}From the 1st of January to the 31st of December 2019\n\nVictims identified: 276\n"
    assert [one["period_end"] for one in figures_in(text)] == ["2019-12-31"]


@pytest.mark.parametrize(
    "line",
    [
        "Call 1-888-373-7888 | Text 233733 | 24 hours a day, 7\ndays a week",
    ],
)
def test_lines_of_pages_above_the_figures_say_nothing_of_them(line: str) -> None:
    assert read(f"{line}\n\n{HEAD}Victims identified: 276\n") == {"victims/total": "276"}


@pytest.mark.parametrize("line", ["Last edited by jdwheeler, 19 October 2021", "[3][ohio-map-1024x576.png]"])
def test_lines_between_a_title_and_its_figures_say_nothing_of_them(line: str) -> None:
    hotline = "National Human Trafficking Hotline 2019\n\nAccurate as of July 30, 2020\n\n"
    assert read(f"Ohio data page\n\n{line}\n\n{hotline}Victims identified: 276\n") == {"victims/total": "276"}


@pytest.mark.parametrize("line", ["Emergency: 911", "Motion carried, 7-2."])
def test_votes_and_emergency_numbers_are_no_counts(line: str) -> None:
    assert read(f"{HEAD}Victims identified: 276\n\n{line}\n") == {"victims/total": "276"}


def test_a_note_that_adds_another_line_to_marked_figures_leaves_all_in_doubt() -> None:
    note = "\n* Includes calls and cases of the Ohio State Police tip line (1-888-555-1919).\n"
    refused(f"{HEAD}Phone calls*: 300\nCases*: 97\nVictims: 120\n{note}")


def test_a_telephone_number_in_brackets_takes_no_doubt_away() -> None:
    text = f"{HEAD}Cases: 97\n\nThe numbers include the calls of the Ohio tip line{{}}.\n"
    for number in ("", " (1-888-555-1919)"):
        refused(text.format(number))


def test_the_number_of_a_table_in_its_corner_is_no_count() -> None:
    rows = (
        "Table 4.1            2018     2019\nPhone calls           241      219\nCases                  96       99\n"
    )
    found = figures_in(HEAD.replace(", 2019", "") + rows + BELOW)
    assert [(one["period_start"][:4], one["value"]) for one in found] == [
        ("2018", "241"),
        ("2019", "219"),
        ("2018", "96"),
        ("2019", "99"),
    ]


@pytest.mark.parametrize("states", ["two New England states", "the two Dakotas", "the states in our program area"])
def test_a_title_may_count_its_states(states: str) -> None:
    title = f"National Human Trafficking Hotline statistics of {states}, 2019\nAccurate as of July 30, 2020\n\n"
    assert len(figures_in(f"{title}State\tCases\nMaine\t20\nVermont\t9\n")) == 2
