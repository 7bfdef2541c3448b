"""Sentences that say what the figures are, notes of single figures, and words of events and editions above them."""

from __future__ import annotations

import pytest

from tests.unit.test_text_kinds import HEAD, read, refused

CASES = "Trafficking cases: 42\n"
READ = {"cases/total": "42"}


@pytest.mark.parametrize(
    "sentence",
    [
        "The data in this report represents signals and cases from January 1, 2019 through December 31, 2019 and is "
        "accurate as of July 30, 2020.",
        "The statistics above are based on phone calls, emails and webforms that mention Ohio.",
        "The following information is based on signals made to the hotline about human trafficking in Ohio.",
        "The information provided is limited to what was communicated to the Hotline and does not show how common "
        "trafficking is.",
        "These numbers come from people who reached out to the hotline.",
    ],
)
def test_a_sentence_may_say_that_the_figures_are_what_the_hotline_learned(sentence: str) -> None:
    assert read(f"{HEAD}{CASES}\n{sentence}\n") == READ


@pytest.mark.parametrize(
    "sentence",
    [
        "The data in this report represents signals and cases that reference Franklin County from January 1, 2019 "
        "through December 31, 2019 and is accurate as of July 30, 2020.",
        "The data in this report represents signals that reference Dayton and is accurate as of July 30, 2020.",
        "The statistics above are based on calls received by the hotline.",
        "The figures represent victims from January 1, 2019 through December 31, 2019.",
        "Our totals are of people who called the hotline.",
        "The numbers describe situations in the hotel industry.",
        "These pages sum up what the National Hotline learned about trafficking in Indiana.",
        "The information above is limited to what callers from Lima shared.",
    ],
)
def test_it_may_not_say_that_they_are_anything_else(sentence: str) -> None:
    assert refused(f"{HEAD}{CASES}\n{sentence}\n")


@pytest.mark.parametrize(
    ("note", "is_read"),
    [
        ("Running totals: every case since the Hotline opened is included.", False),
        ("Projected from nine months.", False),
        ("One case may involve several victims.", True),
        ("Cases reported by phone, text, email, webform or webchat.", True),
    ],
)
def test_the_note_of_a_figure_may_not_make_it_one_of_another_time_or_scale(note: str, is_read: bool) -> None:
    found = read(f"{HEAD}Victims identified: 61\nTrafficking cases*: 42\n\n* {note}\n") if is_read else {}
    assert found == ({"victims/total": "61", **READ} if is_read else {})
    if not is_read:
        text = f"{HEAD}Trafficking cases*: 42\n\n* {note}\n"
        assert refused(text)


@pytest.mark.parametrize("last", ["HAMILTON COUNTY ONLY", "MINORS ONLY", "**Estimates**"])
def test_the_last_words_of_a_document_are_read_in_any_print(last: str) -> None:
    assert refused(f"{HEAD}{CASES}\n{last}\n")


@pytest.mark.parametrize(
    "line",
    [
        "Statewide Summit, Columbus",
        "Spring Provider Training | Toledo | April 20, 2021",
        "Briefing for county attorneys, October 7, 2020",
        "Dr. L. Okafor",
        "Renee Okafor, statewide coordinator",
    ],
)
def test_an_event_or_its_speaker_above_the_figures_is_not_what_they_are_of(line: str) -> None:
    assert (
        read(f"Ohio and the National Human Trafficking Hotline\n\n{line}\n\n{HEAD}\nWhat was learned\n\n{CASES}")
        == READ
    )


@pytest.mark.parametrize("line", ["Toledo Police Training, Toledo", "Toledo"])
def test_a_place_or_time_without_an_event_is_that_of_the_figures(line: str) -> None:
    assert refused(f"{HEAD}{line}\n\n{CASES}")


@pytest.mark.parametrize("edition", ["GULF COAST NEWSLETTER      Winter 2020/21", "Fall 2020 | News from the Alliance"])
def test_the_season_of_a_newsletter_is_not_that_of_the_figures(edition: str) -> None:
    assert read(f"{edition}\n\n{HEAD}{CASES}") == READ


def test_codes_may_be_explained_by_their_own_states_only() -> None:
    table = "State | Cases\n--- | ---\nOH | 42\nIA | 31\n"
    head = HEAD.replace("Ohio", "Two states")
    assert refused(f"{head}{table}\nOH = Ohio, IA = Illinois.\n")


# What was found by a review ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sentence",
    [
        "The figures represent all cases to date.",
        "These totals are limited to cases in which victims called the hotline.",
        "The data reflect cases the hotline had shared with the state.",
        "Our figures count all contacts with our center.",
        "The numbers are from the state tip form.",
    ],
)
def test_known_words_in_another_order_may_make_something_else_of_the_figures(sentence: str) -> None:
    assert refused(f"{HEAD}{CASES}\n{sentence}\n")


@pytest.mark.parametrize(
    "sentence",
    [
        "All data are from the National Human Trafficking Hotline, operated by Polaris.",
        "The figures come from the hotline's public state page.",
        "This report describes how the hotline works and whom to call.",
    ],
)
def test_words_that_nobody_knows_are_left_to_the_examples(sentence: str) -> None:
    assert read(f"{HEAD}{CASES}\n{sentence}\n") == READ


@pytest.mark.parametrize("foot", ["\u00a9 2020", "Page 1 of 1", "Call 1-888-373-7888"])
def test_the_foot_of_a_page_does_not_hide_the_last_words(foot: str) -> None:
    assert refused(f"{HEAD}{CASES}\nMINORS ONLY\n\n{foot}\n")


@pytest.mark.parametrize("line", [", and others", "Keynote, , Salem"])
def test_a_heading_may_begin_with_a_comma(line: str) -> None:
    assert read(f"{line}\n\n{HEAD}{CASES}") == READ


@pytest.mark.parametrize(
    "line", ["Hospitality Training", "Farmworker Institute", "Slides for the northern counties", "Briefing for minors"]
)
def test_a_name_that_could_be_what_is_counted_is_no_event(line: str) -> None:
    assert refused(f"{HEAD}{line}\n\nWhat was learned\n\n{CASES}")


@pytest.mark.parametrize("edition", ["Ohio hotline numbers, Fall 2019 | News from the Alliance", "Monthly   Fall 2019"])
def test_a_season_beside_the_figures_is_theirs(edition: str) -> None:
    assert refused(f"{HEAD}{edition}\n\n{CASES}")


def test_a_row_that_is_commented_out_is_no_figure() -> None:
    keys = "# State: Ohio\n# Period\t2019-01-01 to 2019-12-31\n# Accurate as of\t2020-07-30\n"
    above = f"# National Human Trafficking Hotline\n{keys}"
    rows = "Measure\tNumber\nTrafficking cases\t42\n# Victims identified\t61\nTraffickers identified\t9\n"
    assert read(above + rows) == {**READ, "traffickers/total": "9"}


@pytest.mark.parametrize("code", ["ID", "OK", "PR", "LA"])
def test_a_code_that_is_a_word_names_no_state(code: str) -> None:
    assert refused(f"National Human Trafficking Hotline data {code}, 2019\nAccurate as of July 30, 2020\n\n{CASES}")


@pytest.mark.parametrize(
    ("sentence", "is_read"),
    [
        ("I cannot tell any more whether it came from the Ohio tab or the Iowa tab of the workbook.", False),
        ("We do not know where the caller is from in all cases.", True),
    ],
)
def test_doubt_about_a_copy_is_not_doubt_about_callers(sentence: str, is_read: bool) -> None:
    text = f"{HEAD}{CASES}\n{sentence}\n"
    assert read(text) == READ if is_read else refused(text)


@pytest.mark.parametrize(
    "source", ["Source: National Human Trafficking Hotline, Montana", "Source: Maryland Spotlight"]
)
def test_a_source_of_another_state_is_not_passed_over(source: str) -> None:
    assert refused(f"{HEAD}{CASES}\n{source}\n")


@pytest.mark.parametrize(("subject", "is_read"), [("Ohio", True), ("Ohio Veterans", False)])
def test_the_hotline_for_a_state_is_no_other_hotline(subject: str, is_read: bool) -> None:
    text = f"{HEAD}{CASES}\nSource: state pages of the National Hotline for {subject}, copied by hand.\n"
    assert read(text) == READ if is_read else refused(text)


def test_a_sentence_does_not_narrow_a_year_that_is_named_by_its_days() -> None:
    head = HEAD.replace("2019:", "January 1, 2019 through December 31, 2019:")
    assert refused(f"{head}{CASES}\nThe Hotline changed its forms in the second half of 2019.\n")
