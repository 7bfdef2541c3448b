"""Pages as people keep them: copied whole, clipped by a program, saved from a feed, quoted as key facts."""

from __future__ import annotations

import pytest

from tests.unit.test_text_kinds import BELOW, HEAD, figures_in, read, refused

FACT = "* In 2019, the National Human Trafficking Hotline received 672\n  calls, 51 webforms, and 38 emails from Ohio."


@pytest.mark.parametrize(
    "fact",
    [
        FACT,
        FACT.replace("672\n  calls", "672 calls"),
        FACT.replace("received", "answered"),
        FACT.replace("received", "responded to"),
        FACT.replace("In 2019, the", "From January 1, 2019, through December 31, 2019, the"),
        FACT.replace("* ", "\u2022 "),
    ],
)
def test_a_fact_gives_each_number_right_before_its_label(fact: str) -> None:
    facts = f"{fact}\n* In 2019, 163 cases of human trafficking were reported in Ohio.\n"
    assert read(f"2019 Hotline Statistics: Ohio\n\nKey facts:\n\n{facts}{BELOW}") == {
        "signals/phone_call": "672",
        "signals/webform": "51",
        "signals/email": "38",
        "cases/total": "163",
    }


@pytest.mark.parametrize(
    "fact",
    [
        FACT.replace("672\n  calls, 51", "672\n  calls and texts, 51"),
        FACT.replace("from Ohio", "from minors in Ohio"),
        FACT.replace("In 2019", "In 2018"),
        FACT.replace("received 672", "received over 672"),
    ],
)
def test_a_fact_that_says_more_gives_no_number(fact: str) -> None:
    refused(f"2019 Hotline Statistics: Ohio\n\nKey facts:\n\n{fact}\n{BELOW}")


@pytest.mark.parametrize("verb", ["cover", "are of", "are for"])
def test_what_statistics_cover_is_their_place(verb: str) -> None:
    assert read(f"2019 Hotline Statistics\n\nThese statistics {verb} Ohio.\n\nCases: 44{BELOW}") == {
        "cases/total": "44"
    }


@pytest.mark.parametrize("delta", ["\u25b2 8% from 2018", "\u25bc 1% from 2018", "↑ 3% vs. 2018", "up 12% over 2018"])
def test_a_change_in_a_line_of_its_own_heads_nothing(delta: str) -> None:
    text = f"{HEAD}454\nSignals\n{delta}\n\n134\nCases\n{delta}\n\n219\nVictims\n{delta}\n"
    assert read(text) == {"signals/total": "454", "cases/total": "134", "victims/total": "219"}


@pytest.mark.parametrize("line", ["8% of those from 2018", "\u25b2 8 from 2018", "All from 2018"])
def test_what_is_more_than_a_change_is_heard(line: str) -> None:
    text = f"{HEAD}454\nSignals\n\n{line}\n\n134\nCases\n\n219\nVictims\n"
    figures = figures_in(text)
    assert not {"134", "219"} & {one["value"] for one in figures}


FRONT = """---
title: "Ohio | National Human Trafficking Hotline"
source: "https://humantraffickinghotline.org/en/statistics/ohio"
clipped: 2025-03-04
tags:
  - clippings
---

# Ohio

## 2019 Statistics

Cases: 44
"""


def test_what_a_program_keeps_above_a_page_is_no_part_of_it() -> None:
    assert read(FRONT + BELOW) == {"cases/total": "44"}


@pytest.mark.parametrize("line", ["note: estimates", "region: Toledo", "source: Texas Crisis Line"])
def test_any_other_key_above_a_page_is_heard(line: str) -> None:
    refused(FRONT.replace("clipped: 2025-03-04", line) + BELOW)


def test_signs_that_a_feed_left_encoded_are_decoded() -> None:
    lines = "Cases:&nbsp;9\nSex: 6\nLabor: 1\nSex &amp; Labor: 1\nNot specified: 1\n"
    assert read(HEAD + lines) == {
        "cases/total": "9",
        "cases/sex": "6",
        "cases/labor": "1",
        "cases/sex_and_labor": "1",
        "cases/not_specified": "1",
    }


def test_a_label_above_its_list_ends_the_topic_before_it() -> None:
    signals = "Signal Types\n\n* Hotline Call: 402\n* SMS Report: 88\n"
    text = f"{HEAD}{signals}\nCases Identified\n\n* Cases: 201\n* Victims Identified: 322\n"
    assert read(text) == {
        "signals/phone_call": "402",
        "signals/text": "88",
        "cases/total": "201",
        "victims/total": "322",
    }


PAGE = """Skip to main content
Quick Exit
National Human Trafficking Hotline

    Get Help
    Find Local Services
    Statistics

Ohio

Statistics for: 2019
Apply

Signals
851
signals were received by the Hotline in 2019 from Ohio.

How people reached the Hotline in 2019
Hotline Call 519
SMS Report 173

Cases
238
cases were identified in 2019.
371
victims were involved in these cases. Cases can involve multiple victims.

Victims: age when the trafficking was reported
Adults 198
Minors 72

Download image

All Time Statistics (Since 2007)
9,120
signals since the Hotline began
2,361
cases identified since the Hotline began
4,402
victims identified in these cases
"""


def test_a_page_of_the_publisher_that_was_copied_whole_is_read() -> None:
    assert read(PAGE + BELOW) == {
        "signals/total": "851",
        "signals/phone_call": "519",
        "signals/text": "173",
        "cases/total": "238",
        "victims/total": "371",
    }


def test_what_stands_below_a_number_without_a_capital_is_what_it_counts() -> None:
    refused(f"{HEAD}2,361\ncases identified in this state since the Hotline began\n\n44\nVictims\n")


DUMP = """   [1]Skip to main content

   [2]National Human Trafficking Hotline
     * [3]Get Help
     * [4]Statistics

Ohio

   2016 statistics are current as of December 31, 2016
     * [5]2016
     * [6]2015
     * [7]2014

   251
   CALLS THIS YEAR

TYPE OF TRAFFICKING

     * [8]Sex Trafficking (48)
     * [9]Labor Trafficking (8)
     * [10]Trafficking Type Not Specified (4)
     * [11]Sex and Labor (2)

References

   1. https://humantraffickinghotline.org/state/ohio#main-content
   2. https://humantraffickinghotline.org/
   8. https://humantraffickinghotline.org/type-trafficking/sex-trafficking
"""


def test_a_text_browser_numbers_links_whose_addresses_it_may_leave_out() -> None:
    figures = figures_in(DUMP)
    assert [(one["period_start"], one["category"], one["value"]) for one in figures] == [
        ("2016-01-01", "phone_call", "251"),
        ("2016-01-01", "sex", "48"),
        ("2016-01-01", "labor", "8"),
        ("2016-01-01", "not_specified", "4"),
        ("2016-01-01", "sex_and_labor", "2"),
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [("[7]2014", "[9]2014"), ("[8]Sex Trafficking (48)", "Sex Trafficking [1]48"), ("   2. https", "   See https")],
)
def test_numbers_in_brackets_that_are_not_all_of_links_are_refused(old: str, new: str) -> None:
    refused(DUMP.replace(old, new).replace("   8. https", "   See https"))


@pytest.mark.parametrize(
    "sentence",
    [
        "Our coalition covers Ohio.",
        "The hotline's staff covers Ohio as well.",
        "The reporter covers Ohio and writes on trafficking.",
        "Statistics that cover Ohio alone are on another page.",
        "Another sheet covers Ohio; these are the figures for everyone.",
        "These statistics cover Ohio and every other state.",
        "The hotline is run from an office in Washington, D.C.",
    ],
)
def test_a_sentence_that_names_a_place_by_the_way_gives_none(sentence: str) -> None:
    refused(f"2019 Hotline Statistics\n\n{sentence}\n\nCases: 11,500{BELOW}")


@pytest.mark.parametrize(
    "fact",
    [
        "Our team answered 672 calls and 51 webforms.",
        "The state recorded 163 cases and 201 victims with the Hotline's help.",
        "The Hotline counted 163 cases and 201 victims in which help was sent.",
        "The Hotline asked for help in 672 cases and with 38 victims in Ohio.",
        "I answered 672 calls in 2019.",
    ],
)
def test_what_others_counted_or_a_part_is_no_fact_of_the_hotline(fact: str) -> None:
    refused(f"2019 Hotline Statistics: Ohio\n\nKey facts:\n\n* {fact}\n{BELOW}")


@pytest.mark.parametrize(
    "item", ["Those that the state itself learned of are", "In this state and the next there were"]
)
def test_an_item_that_has_no_number_goes_on_with_none(item: str) -> None:
    refused(f"2019 Hotline Statistics: Ohio\n\nKey facts:\n\n* {item}\n  44 cases\n{BELOW}")


@pytest.mark.parametrize(
    "line",
    [
        "draft: the numbers are made up",
        "tags: [sample, estimates]",
        "saved: figures are for Cleveland only",
        "tags:\n  - sample",
    ],
)
def test_a_key_of_a_program_that_says_something_is_heard(line: str) -> None:
    refused(FRONT.replace("tags:\n  - clippings", line) + BELOW)


@pytest.mark.parametrize(
    "fact",
    [
        "Working with the Hotline, the state answered 672 calls.",
        "With the Hotline, Ohio answered 672 calls, 51 webforms, and 38 emails.",
        "In May, the Hotline received 672 calls, 51 webforms, and 38 emails.",
        "Each year the Hotline received 672 calls, 51 webforms, and 38 emails.",
        "The hotline of the state recorded 163 cases and 201 victims in Ohio.",
    ],
)
def test_only_the_hotline_and_the_year_stand_before_its_numbers(fact: str) -> None:
    refused(f"2019 Hotline Statistics: Ohio\n\nKey facts:\n\n* {fact}\n{BELOW}")


def test_lines_below_the_sign_of_a_list_are_figures_of_their_own() -> None:
    text = f"{HEAD}* In 2019 the Hotline received 120 signals from Ohio\n  Phone calls: 80\n  Emails: 40\n"
    assert {one["value"]: one["source_line"] for one in figures_in(text)} == {"120": 4, "80": 5, "40": 6}
