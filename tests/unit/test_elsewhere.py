"""Sentences and short lines that name figures, times or places and say nothing of what is counted, or what is true.

Belongs here: one sentence below a plain block of figures. Not here: words that are not known (test_understood).
"""

from __future__ import annotations

import pytest

from tests.unit.test_page_layouts import MISSOURI, refused_by, reports


def _beside(sentence: str) -> str:
    return (
        "Missouri\nNational Human Trafficking Hotline statistics, 2019\nAccurate as of July 30, 2020\n\n"
        f"Human trafficking cases: 110\nVictims: 230\nPhone calls: 300\n\n{sentence}\n\nCall 1-888-373-7888.\n"
    )


@pytest.mark.parametrize(
    "sentence",
    [
        "How old are these numbers?",
        "What do the figures mean?",
        "Prairie Data Project, a student group.",
        "573-555-0142 | Room 68-West, Statehouse",
        "Fiscal impact estimates: Preliminary.",
        "The Hotline has brought its numbers up to date.",
        "The figures are for Missouri only.",
        "Figures are for 2019 only.",
        "These are only the cases that somebody reported.",
        '"These are only the ones who dared to call," she added.',
        "A call from Missouri may be about another state, in which case it is not in the table.",
        "Calls that had nothing to do with trafficking are not included.",
        "Cases that came to police without the Hotline are not included.",
        "Sources not shown.",
        "Source for the laws: Office of the Revisor.",
        "Page last edited by T. Broussard.",
        "Table prepared by M. Osei.",
        "The bars are not drawn to scale.",
        "Somebody makes another person work, by force or by lies.",
        "The Hotline counts a case when its staff see indicators of force.",
        "The chair thanked the guests and asked members not to read trends into counts as small as these.",
        "This page is reviewed every quarter.",
        "We print the table again each January.",
        "Figures for 2018 are in last year's report.",
        "Figures include all of the counties.",
    ],
)
def test_what_says_nothing_of_what_is_counted_or_what_is_true_changes_nothing(sentence: str) -> None:
    assert set(reports(_beside(sentence))) == {MISSOURI}


@pytest.mark.parametrize(
    "sentence",
    [
        "Why are these numbers only estimates?",
        "The data team has estimated the numbers.",
        "Partial year | 573-555-0142",
        "Data quality: preliminary.",
        "Figures to date.",
        "The figures are for Boone County only.",
        "They are for St. Louis, Missouri only.",
        "Figures are for January 2019 only.",
        "These are only the cases that were confirmed.",
        "These are only the cases that somebody in Joplin reported.",
        "Calls from Boone County are not counted here.",
        "Calls about other states are counted here too.",
        "The counts are those of the state police.",
        "Source for the counts: Highway Patrol.",
        "The scale is in thousands.",
        "Nationwide.",
        "Boone County.",
        "What follows are estimates.",
        "The police asked that cases of minors be left out.",
        "Somebody counted them twice by mistake.",
        "Counts include Kansas, but not Texas.",
        "The numbers are for Kansas, which may be more.",
        "These are the figures of Kansas (they may change).",
        "Our case count includes Kansas.",
        "The National Hotline provides data for 2018.",
        "Data identified by the elder abuse hotline.",
        "(000)",
        "Numbers are for the years 2017 to 2019 together.",
    ],
)
def test_what_makes_something_else_of_the_figures_refuses_them(sentence: str) -> None:
    assert refused_by(_beside(sentence))
