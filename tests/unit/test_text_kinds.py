"""Kinds of plain text with the hotline's figures: letters, sheets, posts, questions; each with what looks like it."""

from __future__ import annotations

from typing import Any

import pytest

from orchestration.spotlight import readers
from orchestration.spotlight.domain.places import REFERENCE_DIR
from orchestration.spotlight.domain.vocabulary import load_vocabulary
from orchestration.spotlight.readers.limits import Limits

VOCABULARY = load_vocabulary(REFERENCE_DIR)
HEAD = "Ohio, 2019: National Human Trafficking Hotline\nAccurate as of July 30, 2020\n\n"
BELOW = "\n\nAccurate as of July 30, 2020\n"


def read(text: str) -> dict[str, str]:
    """`measure/category` → digits of a document of one report of Ohio in 2019, which is read without a refusal."""
    reading = readers.read("some.txt", "d0", text.encode(), None, VOCABULARY, Limits())
    assert reading.rejections == ()
    rows = list(reading.figures.iter_rows(named=True))
    reports = {(one["jurisdiction"], one["period_start"], one["period_end"], one["publisher_as_of"]) for one in rows}
    assert reports == {("US-OH", "2019-01-01", "2019-12-31", "2020-07-30")}
    return {f"{one['measure']}/{one['category']}": one["value"] for one in rows}


def figures_in(text: str) -> list[dict[str, Any]]:
    """The figures of a document, whatever else is refused or left out of it."""
    reading = readers.read("some.txt", "d0", text.encode(), None, VOCABULARY, Limits())
    return list(reading.figures.iter_rows(named=True))


def refused(text: str) -> str:
    """What the refusals of a document say that gives no figure."""
    reading = readers.read("some.txt", "d0", text.encode(), None, VOCABULARY, Limits())
    assert reading.figures.is_empty()
    assert reading.rejections
    return "\n".join(one.message for one in reading.rejections)


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("Victims identified: two hundred seventy-six (276)", "276"),
        ("Victims identified: forty-one", "41"),
        ("Victims identified: one thousand two hundred and eleven", "1211"),
        ("Twenty-two victims identified", "22"),
        ("Victims identified: nine", "9"),
    ],
)
def test_a_number_may_be_written_out(line: str, value: str) -> None:
    assert read(HEAD + line) == {"victims/total": value}


@pytest.mark.parametrize("line", ["Victims identified: ninety-nine (98)", "Victims identified: twenty thirty"])
def test_words_that_are_not_the_number_beside_them_are_refused(line: str) -> None:
    refused(HEAD + line)


@pytest.mark.parametrize(
    "sentence",
    [
        "The coalition shares the numbers of the National Human Trafficking Hotline for Ohio in 2019:",
        "In 2019 the National Human Trafficking Hotline recorded the following in Ohio:",
        "You asked what the National Human Trafficking Hotline received from Ohio in 2019.",
        "Below is what the National Human Trafficking Hotline printed about Ohio for 2019.",
        "How many signals did the National Human Trafficking Hotline receive from Ohio in 2019?",
    ],
)
def test_a_sentence_above_figures_names_their_place_and_year(sentence: str) -> None:
    assert read(f"Dear reader,\n\n{sentence}\n\nTotal signals: 587{BELOW}") == {"signals/total": "587"}


@pytest.mark.parametrize(
    "sentence",
    [
        "Our committee first wrote to the National Human Trafficking Hotline in 2019.",
        "The National Human Trafficking Hotline's numbers for Ohio in 2019 were higher.",
        "The committee of Ohio met in 2019 and wrote to the National Human Trafficking Hotline.",
    ],
)
def test_a_year_of_something_else_is_not_that_of_the_figures(sentence: str) -> None:
    refused(f"Human trafficking in Ohio\n\n{sentence}\n\nTotal signals: 587{BELOW}")


def test_a_source_names_the_year_of_its_statistics() -> None:
    source = "Source: National Human Trafficking Hotline, {}, accurate as of July 30, 2020"
    text = f"Human trafficking in Ohio\n\nVictims identified: 423\n\n{source}"
    assert read(text.format("2019 statistics")) == {"victims/total": "423"}
    assert "period" in refused(text.format("(2019)"))


SHEET = """state: Ohio
period:
  start: 2019-01-01
  end: 2019-12-31
accurate_as_of: 2020-07-30
{}:
  total: 233
  sex: 183
  labor: 22
"""


@pytest.mark.parametrize("section", ["estimates", "calls", "cohort_b"])
def test_a_section_that_is_not_of_cases_is_refused(section: str) -> None:
    refused(SHEET.format(section))


def test_the_first_rows_of_a_sheet_state_its_place_and_period() -> None:
    sheet = (
        "State\t{}\nPeriod\t01/01/2019 - 12/31/2019\nAccurate as of\t07/30/2020\n\t\nMeasure\tCount\nTotal cases\t233\n"
    )
    assert read(sheet.format("Ohio")) == {"cases/total": "233"}
    refused(sheet.format("Ohio\nCounty\tFranklin"))


def test_a_short_word_is_a_type_beside_types() -> None:
    types = "Sex trafficking: 183\nLabor trafficking: 22\nBoth: 6"
    assert read(HEAD + types) == {"cases/sex": "183", "cases/labor": "22", "cases/sex_and_labor": "6"}
    refused(f"{HEAD}Phone calls: 30\nTexts: 12\nBoth: 5")
    refused(f"{HEAD}Victims\nSex: 21\nLabor: 5\nBoth: 2")


def test_each_year_may_have_its_own_accuracy_date() -> None:
    years = "2018 (accurate as of July 25, 2019)\n  Cases: 443\n\n2019 (accurate as of July 30, 2020)\n  Cases: 450\n"
    text = f"Hotline figures for Ohio\n\n{years}"
    reading = readers.read("some.txt", "d0", text.encode(), None, VOCABULARY, Limits())
    dates = {(one["period_start"], one["publisher_as_of"]) for one in reading.figures.iter_rows(named=True)}
    assert dates == {("2018-01-01", "2019-07-25"), ("2019-01-01", "2020-07-30")}


def test_residents_of_a_state_name_it() -> None:
    text = "What {} reported\nVictims identified: 423\n"
    assert read(HEAD + text.format("Ohioans")) == {"victims/total": "423"}
    refused(HEAD + "Figures of Texans.\nVictims identified: 423")


@pytest.mark.parametrize(
    "name", ["BUREAU OF INVESTIGATION", "Sycamore Unified School District", "County Sheriff's Office"]
)
def test_an_agency_above_the_name_of_the_hotline_hands_its_figures_on(name: str) -> None:
    assert read(f"{name}\n\n{HEAD}Victims identified: 423") == {"victims/total": "423"}
    refused(f"{name}\n\nOhio, 2019\nVictims identified: 423{BELOW}")


def test_a_county_above_the_name_of_the_hotline_is_no_agency() -> None:
    refused(f"UNION COUNTY\n\n{HEAD}Victims identified: 423")


@pytest.mark.parametrize(
    "text",
    [
        "Cases by type\nSex trafficking: 183\nLabor trafficking: 22\nCounts are of people, not of cases.",
        "Minors\n\nTotal cases: 83\nSex trafficking: 53\nLabor trafficking: 12",
        "                 U.S. cases  U.S. calls\nSex trafficking  8,183       9,000",
    ],
)
def test_figures_of_other_people_or_of_the_nation_are_refused(text: str) -> None:
    refused(HEAD + text)


def test_a_document_without_a_figure_names_the_numbers_that_were_left_out() -> None:
    assert "'233' in line 1" in refused("In Ohio, advocates say, there were 233 reasons to hope.")


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        (">> 423 victims\n>> 117 traffickers", {"victims/total": "423", "traffickers/total": "117"}),
        ("Calls  ##### 438\nTexts  #      57", {"signals/phone_call": "438", "signals/text": "57"}),
        ("- There were 450 human trafficking cases.", {"cases/total": "450"}),
        ("Cases: 450\nof these, sex trafficking: 183", {"cases/total": "450", "cases/sex": "183"}),
        ("Contacts\nPhone: 438", {"signals/phone_call": "438"}),
        ("How many victims were identified?\n423 victims", {"victims/total": "423"}),
        ("Form of trafficking\nnot specified    23\nSex trafficking  183\nLabor trafficking  22", {
            "cases/not_specified": "23", "cases/sex": "183", "cases/labor": "22"}),
    ],
)  # fmt: skip
def test_what_is_layout_in_lists_and_posts(text: str, figures: dict[str, str]) -> None:
    assert read(HEAD + text) == figures


@pytest.mark.parametrize(
    "text",
    [
        "-> 12 more cases\n-> 20 more victims",
        "How many victims were children?\n45 victims",
        "Phone: 4417",
        "Cases of trafficking that were\ninvestigated by police  69\nSex trafficking  183\nLabor trafficking  22",
        "Police in Cleveland alone handled this many:\nCases: 12",
        "183 cases  22 cases",
    ],
)
def test_what_looks_like_it_is_refused(text: str) -> None:
    refused(HEAD + text)


def test_the_letter_of_an_auditor_names_the_place_of_the_figures() -> None:
    sentence = "We asked the National Human Trafficking Hotline. All amounts are for Ohio for 2019."
    letter = f"Commonwealth of {{}}\nAuditor, Special Examination\n\n{sentence}\n\nVictims: 423{BELOW}"
    assert read(letter.format("Ohio")) == {"victims/total": "423"}
    refused(letter.format("Kentucky"))


def test_a_single_number_in_the_other_order_is_refused() -> None:
    others = "Victims identified\n423\nPhone calls\n438\nTexts\n57\n"
    assert "another order" in refused(f"117\nTraffickers identified\nOhio Spotlight\n{HEAD}{others}")


def test_lettered_headings_and_totals_after_channels() -> None:
    assert read(f"{HEAD}E. National Human Trafficking Hotline data\n\nVictims: 423") == {"victims/total": "423"}
    channels = {"signals/phone_call": "101", "signals/text": "29", "cases/total": "45"}
    assert read(f"{HEAD}Signals\n Phone 101\n Text 29\nCases 45") == channels
    refused(f"{HEAD}B. Cohort\n\nVictims: 423")
    refused(f"{HEAD}A. All years\n\nVictims: 423")


def with_notes(body: str, *notes: str) -> str:
    """Cases with marks of notes in `body`, 71 calls, and the notes below."""
    return "\n".join((f"{HEAD}{body}", "", "Phone Calls: 71", "", *notes))


@pytest.mark.parametrize(
    ("body", "notes"),
    [
        ("Cases[^1]: 52", ["[^1]: Some cases have several victims."]),
        ("**Cases**[^size]**:** 52", ["[^size]: Some cases have several victims."]),
        ("Cases: 52 [1, 2]", ["[1] Some cases have several victims.", "[2] National Human Trafficking Hotline, Ohio."]),
        ("Cases: 52[11][12]", ["[11] Some cases have several victims.", "[12] Some victims are in several cases."]),
        ("             2018     2019\nCases        41 [1]   52", ["[1] Some cases have several victims."]),
    ],
)
def test_marks_in_brackets_point_at_the_notes_that_begin_with_them(body: str, notes: list[str]) -> None:
    reading = readers.read("some.txt", "d0", with_notes(body, *notes).encode(), None, VOCABULARY, Limits())
    assert reading.rejections == ()
    of_the_year = {
        (one["measure"], one["value"])
        for one in reading.figures.iter_rows(named=True)
        if one["period_start"] == "2019-01-01"
    }
    assert of_the_year == {("cases", "52"), ("signals", "71")}


@pytest.mark.parametrize(
    ("body", "notes"),
    [
        ("Cases: 52 [1, 2]", ["[1] Some cases have several victims.", "[2] Nationwide."]),
        ("Cases: 52[1][2]", ["[1] Some cases have several victims.", "[2] Nationwide."]),
        ("Cases[^all]: 52", ["[^all]: All years together."]),
        ("| Measure | Count |\n|---|---|\n| Cases | 52[^1][^2] |", ["[^1]: See below.", "[^2]: Three-year total."]),
        ("Cases: 52 [a, b]", ["[a] Some cases have several victims.", "[b] Cuyahoga County only."]),
    ],
)
def test_each_of_several_notes_may_take_a_number_out(body: str, notes: list[str]) -> None:
    assert read(with_notes(body, *notes)) == {"signals/phone_call": "71"}


@pytest.mark.parametrize(
    ("body", "notes"),
    [
        ("Cases: 5[2]", []),
        ("Cases: [1, 2]", ["[1] Some cases have several victims.", "[2] Some calls are of one case."]),
        ("Cases: 52 [1, 3]", ["[1] Some cases have several victims."]),
        ("Cases: 52 [45, 60]", []),
        ("Cases: 52 [^1]", ["[^1]: 61 of them were found later."]),
    ],
)
def test_digits_in_brackets_without_their_note_are_refused(body: str, notes: list[str]) -> None:
    refused(with_notes(body, *notes))


@pytest.mark.parametrize(
    "text",
    [
        "Q: How many cases were identified?\nA: 30 in Columbus alone\n\nQ: How many victims were identified?\nA: 44",
        "Q: How many cases were identified in 2018?\nA: 30\n\nQ: How many cases were identified in 2019?\nA: 44",
        "Q: How many cases were closed?\nA: 30\n\nQ: How many victims were minors?\nA: 44",
        "Q: How many cases were identified nationwide?\nA: 30\n\nQ: How many cases were identified each month?\nA: 44",
        "Q: How many phone calls and texts were received?\nA: 30\n\nQ: How many victims were identified?\nA: 44",
        "Q: How many cases were identified?\nQ: How many victims were identified?\nA: 30\nA: 44",
        "Q. How many cases were identified?\nA. 30\nB. 300\n\nQ. How many victims were identified?\nA. 44\nB. 440",
        "How many cases do you think there are?\n30\n\nHow many victims do you think there are?\n44",
    ],
)
def test_questions_that_ask_for_something_else_are_refused(text: str) -> None:
    refused(HEAD + text)


QUARTERS = "{}\nSignals      {}\nPhone calls  {}\n"


@pytest.mark.parametrize(
    ("heads", "signals", "calls"),
    [
        ("             JAN-MAR  APR-JUN  JUL-SEP  OCT-DEC  YEAR 2019", (71, 80, 76, 62, 289), (49, 52, 55, 41, 197)),
        ("             Jan-Jun  Jul-Dec  Total", (151, 138, 289), (101, 96, 197)),
        ("             Jan      Feb      Mar      2019", (14, 20, 25, 289), (9, 10, 17, 197)),
    ],
)
def test_columns_of_quarters_and_months_beside_that_of_the_year_are_left_out(
    heads: str, signals: tuple[int, ...], calls: tuple[int, ...]
) -> None:
    rows = ("".join(f"{number:<9}" for number in numbers) for numbers in (signals, calls))
    assert read(HEAD + QUARTERS.format(heads, *rows)) == {"signals/total": "289", "signals/phone_call": "197"}


@pytest.mark.parametrize(
    "heads",
    [
        "             JAN-MAR  APR-JUN",
        "             Jan      Feb",
        "             Jan-Mar  Average",
        "             Jan-Mar  YTD",
    ],
)
def test_columns_of_quarters_and_months_alone_are_refused(heads: str) -> None:
    refused(HEAD + QUARTERS.format(heads, "71       80", "49       52"))


def test_a_label_in_two_languages_is_one() -> None:
    lines = "Cases / Casos: 47\nPhone Calls / Llamadas: 97\nVictims Identified / Víctimas identificadas: 82"
    assert read(HEAD + lines) == {"cases/total": "47", "signals/phone_call": "97", "victims/total": "82"}


@pytest.mark.parametrize(
    "line",
    [
        "Signals / Casos: 47",
        "Cases / Señales: 47",
        "Phone Calls / Mensajes de texto: 47",
        "Texts / Mensajes de texto en español: 47",
        "Cases / Casos cerrados: 47",
        "Cases / Casos nacionales: 47",
        "Phone Calls 50 / Llamadas 47",
    ],
)
def test_labels_in_two_languages_that_name_two_things_are_refused(line: str) -> None:
    refused(HEAD + line)


_MAIL = (
    "From: Deb Lee <deb@example.org>\nSent: Tuesday, August 15, 2023 3:12 PM\nTo: Karen Lund\nSubject: {}\n\n"
    "Hi Karen,\n\n"
)
_IN_MAIL = (
    "{} National Human Trafficking Hotline numbers{}:\n\nCases identified: 81\n\n"
    "They are accurate as of July 30, 2020.\n"
)


@pytest.mark.parametrize(
    ("subject", "of"),
    [
        ("RE: Ohio hotline numbers, 2019", ""),
        ("FW: RE: Ohio hotline data", " for 2019"),
        ("Ohio: National Human Trafficking Hotline, 2019", ""),
        ("Re: Quick question for Thursday's brochure", " for Ohio for 2019"),
        ("RE: hotline numbers", " for Ohio for 2019"),
    ],
)
def test_the_subject_of_a_mail_is_its_title(subject: str, of: str) -> None:
    assert read(_MAIL.format(subject) + _IN_MAIL.format("Here are the", of)) == {"cases/total": "81"}


@pytest.mark.parametrize(
    ("subject", "of"),
    [
        ("RE: Ohio hotline numbers, minors, 2019", " for Ohio for 2019"),
        ("RE: Ohio hotline estimates, 2019", ""),
        ("RE: Ohio hotline numbers since 2007", ""),
        ("RE: Ohio and Iowa hotline numbers, 2019", ""),
        ("RE: Ohio hotline numbers, FY 2019", ""),
        ("RE: Ohio hotline numbers, 2020", " for 2019"),
        ("RE: Cleveland hotline numbers, 2019", ""),
    ],
)
def test_the_subject_of_a_mail_decides_as_a_title_does(subject: str, of: str) -> None:
    assert refused(_MAIL.format(subject) + _IN_MAIL.format("Here are the", of))


@pytest.mark.parametrize(
    "text",
    [
        "*Ohio, 2019: National Human Trafficking Hotline*\n\nCases identified: 81\n",
        "*Ohio, 2019: National Human Trafficking Hotline*\n\n*Cases identified:* 81\n",
        "*Ohio, 2019: National Human Trafficking Hotline*\n\n* Cases identified: *81*\n",
    ],
)
def test_stars_around_words_were_bold(text: str) -> None:
    assert read(f"{text}{BELOW}") == {"cases/total": "81"}


@pytest.mark.parametrize(
    "text",
    [
        "Cases identified: 81*\n\n*Minors only\n",
        "Cases identified*: 81\n\n*Estimated*\n",
        "*Minors*\nCases identified: 81\n",
        "Cases *not* identified: 81\n",
        "Cases identified: 81\n\n*The number is an estimate.*\n",
    ],
)
def test_a_star_may_mark_a_note_and_bold_words_are_heard(text: str) -> None:
    assert refused(f"{HEAD}{text}")


@pytest.mark.parametrize(
    ("above", "is_read"),
    [
        ("SLUG: traffickbox\nDESK: Metro/graphics\nPAGE: B4, 2 col.\n\n", True),
        ("Slug: box of Tuesday\nByline: Ann Lee\nDesk: Local news\n\n", True),
        ("DESK: Metro\n\n", False),
        ("SLUG: traffickbox\nDESK: graphics\nPLACE: Metro Cleveland\n\n", False),
        ("SLUG: traffickbox\nDESK: graphics\nPAGE: B4\nMinors\n\n", False),
    ],
)
def test_the_head_of_a_newsrooms_copy_is_for_the_desk(above: str, is_read: bool) -> None:
    text = f"{above}Ohio hotline statistics, 2019\n\nCases identified: 81\n{BELOW}"
    assert read(text) == {"cases/total": "81"} if is_read else refused(text)


@pytest.mark.parametrize(
    "line",
    [
        "Signals: 82; Cases: 27; Victims identified: 41",
        "Signals 82 | Cases 27 | Victims identified 41",
        "Signals (82), Cases (27), Victims identified (41)",
        "Signals: 82; Cases: 27; Victims: 41 (identified)",
        "Signals: 82   Cases: 27   Victims identified: 41",
        "82 signals; 27 cases; 41 victims identified",
    ],
)
def test_pairs_on_one_line_are_parted_by_signs(line: str) -> None:
    assert read(HEAD + line) == {"signals/total": "82", "cases/total": "27", "victims/total": "41"}


def test_pairs_on_one_line_may_have_units() -> None:
    line = "Sex Trafficking: 20 cases; Labor Trafficking: 4 cases; Sex and Labor: 1 case; Not Specified: 2 cases"
    found = read(HEAD + line)
    assert found == {"cases/sex": "20", "cases/labor": "4", "cases/sex_and_labor": "1", "cases/not_specified": "2"}


@pytest.mark.parametrize(
    "line",
    [
        "Signals: 82; Cases: 27; 41",
        "Signals: 82; Cases: 27 (each)",
        "Signals: 82; Cases: 27 (next)",
        "Signals: ; 82 Cases; 27 Victims identified: 41",
        "Cases: 27 signals: 82",
        "Signals: 82; Cases: 27; Cases: 29",
        "Signals: 82; Cases: 27 (2018: 31); Victims identified: 41",
        "Signals: 82 calls; Cases: 27; Victims identified: 41",
        "Signals: 82; Grelber Cases: 27; Victims identified: 41",
        "Signals: 82; Cases of minors: 27; Victims identified: 41",
        "Signals: 82; Cases: 27; of these minors: 12",
        "Ohio Cases: 27; Iowa Cases: 210; Signals: 82",
    ],
)
def test_pairs_on_one_line_that_leave_a_doubt_are_refused(line: str) -> None:
    refused(HEAD + line)


NARROW = """Ohio Spotlight

{head}

Trafficking Cases: 31
Sex and Labor
Trafficking: 9
Trafficking Type Not
Specified: 22

This information is accurate
as of July 30, 2020.
"""


@pytest.mark.parametrize(
    "head",
    [
        "National Human Trafficking\nHotline, January 1, 2019\nthrough December 31, 2019",
        "From the National Human\nTrafficking Hotline, January\n1, 2019 through December\n31, 2019",
        "National Human Trafficking Hotline\n\nWhat the hotline learned, January\n1, 2019 through December\n31, 2019",
    ],
)
def test_names_and_dates_are_broken_over_lines_of_a_narrow_column(head: str) -> None:
    found = {"cases/total": "31", "cases/sex_and_labor": "9", "cases/not_specified": "22"}
    assert read(NARROW.format(head=head)) == found


@pytest.mark.parametrize(
    "head",
    [
        "National Human Trafficking\nStatistics, January 1, 2019\nthrough December 31, 2019",
        "State Human Trafficking\nHotline, January 1, 2019\nthrough December 31, 2019",
        "State Police Human Trafficking\nHotline, January 1, 2019\nthrough December 31, 2019",
        "National Human Trafficking Hotline\n\nToledo numbers, January\n1, 2019 through December\n31, 2019",
        "National Human Trafficking Hotline\n\nCases per month, January\n1, 2019 through December\n31, 2019",
        "National Human Trafficking Hotline\n\nFirst half, January\n1, 2019 through December\n31, 2019",
        *(
            f"National Human Trafficking Hotline\n\n{what}, January\n1, 2019 through December\n31, 2019"
            for what in ("Share of cases", "Rank", "Rate per 100,000", "Sex trafficking", "July 1, 2018, and")
        ),
        "Half of what the National Human Trafficking\nHotline, January 1, 2019\nthrough December 31, 2019",
    ],
)
def test_what_stands_before_a_broken_date_is_heard(head: str) -> None:
    refused(NARROW.format(head=head))


@pytest.mark.parametrize(
    ("name", "is_read"),
    [
        *((name, True) for name in ("Fact sheet", "At a glance", "The numbers", "Briefing for members")),
        *((name, False) for name in ("Toledo", "Warren", "Mentor", "Farms", "Spanish", "Hotels", "Every tenth")),
        *((name, False) for name in ("Women", "Men", "Immigrants", "Students", "Massage parlors", "Hospital reports")),
    ],
)
def test_what_stands_before_the_name_of_the_hotline_is_heard_without_it(name: str, is_read: bool) -> None:
    found = {"cases/total": "31", "cases/sex_and_labor": "9", "cases/not_specified": "22"}
    for title in (
        "{}: National Human Trafficking\nHotline, January 1, 2019\nthrough December 31, 2019",
        "{}: National Human Trafficking Hotline, January 1, 2019 through December 31, 2019",
        "{}: National Human Trafficking Hotline, 2019",
    ):
        text = NARROW.format(head=title.format(name))
        assert (read(text) == found) if is_read else refused(text)


@pytest.mark.parametrize(
    "title", ["State Human Trafficking Hotline", "State Police Human Trafficking Hotline", "State Police Hotline"]
)
def test_a_hotline_of_the_state_is_another(title: str) -> None:
    refused(f"Ohio Spotlight\n\n{title}, January 1, 2019 through December 31, 2019\n\nCases: 31{BELOW}")


APART = "Trafficking Cases: 231\nSex Trafficking: 163\nLabor Trafficking: 31\nSex & Labor Trafficking: 9\n\n"


def test_what_is_not_specified_may_stand_apart_where_it_makes_up_the_total() -> None:
    text = f"{HEAD}{APART}Phone Calls: 388\nForm Not Specified: {{}}\nEmails: 36\n"
    assert read(text.format(28))["cases/not_specified"] == "28"
    assert "cannot be told what is not specified" in refused(text.format(27))
    assert "cannot be told what is not specified" in refused(text.format(28).replace("Labor Trafficking: 31\n", ""))
    assert "cannot be told what is not specified" in refused(text.format(28).replace("Cases: 231", "Cases: 230"))
    assert "cannot be told what is not specified" in refused(text.format(0).replace("Cases: 231", "Cases: 203"))


@pytest.mark.parametrize(
    "behind",
    [
        " (first published as 85)",
        " (previously 85)",
        " (originally reported as 85)",
        " [revised from 85]",
        " (was 85)",
        ", of them 12 minors",
        ", of whom 12 were women and girls.",
        " (including 12 children)",
    ],
)
def test_behind_a_number_an_earlier_one_or_a_part_of_it_may_stand(behind: str) -> None:
    assert read(f"{HEAD}Victims identified: 86{behind}\nSignals: 274") == {
        "victims/total": "86",
        "signals/total": "274",
    }


@pytest.mark.parametrize(
    "line",
    [
        "Victims identified: 86 (now 85)",
        "Victims identified: 86 (should be 85)",
        "Victims identified: 86 (corrected to 85)",
        "Victims identified: 86 (first of 85)",
        "Victims identified: 86 (previously 85 and 84)",
        "Victims identified: 86 (previously 85 in Toledo)",
        "Victims identified: (previously 85)",
        "Victims identified: of whom 12 minors",
        "Victims identified: 86, excluding 12 minors",
        "Victims identified: 86, of whom 12 were minors in Toledo",
        "Victims identified: 86, including 850 minors",
        "Victims identified: 86, of whom 1,012 were women and girls.",
        "Victims identified: 86, of which 12 from other hotlines",
        "Victims identified: 86, of which 12 were counted twice",
        "Victims identified: 86 of",
        "Sex trafficking\n183\nVictims",
    ],
)
def test_what_stands_behind_a_number_may_make_it_another(line: str) -> None:
    refused(f"{HEAD}{line}")


def test_an_empty_line_parts_a_heading_from_the_figure_above_it_however_far_down() -> None:
    for lines in range(60):
        text = f"Ohio: National Human Trafficking Hotline, 2019\nAccurate as of July 30, 2020\n{chr(10) * lines}"
        text += "\n9\nWeb Chats\n\nAll Time Statistics (Since 2007)\nSignals: 4,471\n"
        reading = readers.read("some.txt", "d0", text.encode(), None, VOCABULARY, Limits())
        assert reading.figures["value"].to_list() == ["9"], lines


def test_a_resolution_may_tell_of_history_before_its_figures() -> None:
    text = (
        "A PROCLAMATION\n\nWHEREAS, the 13th Amendment to the Constitution of the United States ended slavery in 1865; "
        "and\n\nWHEREAS, the National Human Trafficking Hotline identified 188 human trafficking cases in Ohio in 2019;"
        " and\n\nNOW, THEREFORE, we ask all to learn the signs.\n\nAccurate as of July 30, 2020\n"
    )
    assert read(text) == {"cases/total": "188"}


@pytest.mark.parametrize(
    ("banner", "is_read"),
    [
        ("WEB ARCHIVE\n14 captures\n03 Feb 2017 - 20 Mar 2021\nFEB MAR APR\n19\n2019 2020 2021", True),
        ("WEB ARCHIVE\n14 captures of traffickers\n03 Feb 2017 - 20 Mar 2021", False),
        ("WEB ARCHIVE\n03 Feb 2017 - 20 Mar 2021", False),
    ],
)
def test_the_days_on_which_an_archive_saved_a_page_are_no_period(banner: str, is_read: bool) -> None:
    text = f"{banner}\n\n{HEAD}Signals: 94\n"
    if is_read:
        assert read(text) == {"signals/total": "94"}
    else:
        refused(text)


def test_a_line_of_numbered_links_is_a_menu_and_one_of_marks_is_none() -> None:
    links = "\n".join(f"   {at}. https://example.org/{at}" for at in (1, 2, 3))
    page = f"{HEAD}2019 statistics\n[1]2019 [2]2018 [3]2017\n\nSignals: 94\n"
    assert read(f"{page}\n{links}\n") == {"signals/total": "94"}
    refused(page)


def test_the_street_of_an_office_may_have_a_number_and_a_direction() -> None:
    assert read(f"{HEAD}Signals: 94\n\nState Library\n215 E. 7th Street, Columbus, OH 43215\n") == {
        "signals/total": "94"
    }


def test_two_numbers_with_a_full_stop_that_head_no_lists_may_be_figures() -> None:
    assert "may be a figure" in refused(HEAD + "1. Sex Trafficking: 43\n\n2. Labor Trafficking: 12\n")
    assert "may be a figure" in refused(HEAD + "2. Signals: 274\n   a. Calls: 152\n   b. Texts: 85\n   c. Emails: 3\n")


def test_a_number_of_another_year_on_a_line_like_the_others_refuses_them() -> None:
    refused(f"{HEAD}Signals: 94\nCases in 2017: 113\n")


def _boxed(*lines: str) -> str:
    edge = f"+{'-' * 60}+"
    return "\n".join((edge, *(f"| {line:<58} |" for line in lines), edge, ""))


@pytest.mark.parametrize(
    "box",
    [
        ("OHIO", "2019 National Human Trafficking Hotline Statistics"),
        ("National Human Trafficking Hotline", "Ohio", "January 1, 2019 - December 31, 2019"),
    ],
)
@pytest.mark.parametrize("signs", ["+-|", "╔═║"])
def test_a_title_may_stand_in_a_box(box: tuple[str, ...], signs: str) -> None:
    drawn = str.maketrans("+-|", signs)
    edge, *inside = _boxed(*box).splitlines()
    title = "\n".join((edge.translate(drawn), *(line.replace("|", signs[2]) for line in inside[:-1])))
    assert read(f"{title}\n{edge.translate(drawn)}{BELOW}\nSignals: 94\n") == {"signals/total": "94"}


@pytest.mark.parametrize(
    "box",
    [
        ("OHIO", "National Human Trafficking Hotline, since 2007"),
        ("OHIO", "Minors only", "2019 National Human Trafficking Hotline Statistics"),
        ("OHIO AND IOWA", "2019 National Human Trafficking Hotline Statistics"),
        ("TOLEDO", "2019 National Human Trafficking Hotline Statistics"),
        ("Ohio", "National Human Trafficking Hotline", "2018 and 2019"),
    ],
)
def test_what_a_box_above_figures_says_is_heard(box: tuple[str, ...]) -> None:
    refused(f"{_boxed(*box)}{BELOW}\nSignals: 94\n")


@pytest.mark.parametrize("heading", ["SINCE 2007", "Toledo", "Estimates"])
def test_a_box_between_title_and_figures_heads_them(heading: str) -> None:
    refused(f"{HEAD}{_boxed(heading)}Signals     94\nCases       12\n")


@pytest.mark.parametrize(
    "note",
    [
        "Note: the laws on this page are current as of July 30, 2020.",
        "Note: prices accurate as of July 30, 2020.",
        "Note: this note is current as of July 30, 2020.",
        "Notes on shelters: current as of July 30, 2020.",
        "Notes: valid as of July 30, 2020, the law applies.",
        "Note: complete as of July 30, 2020, our building.",
        "Note: accurate as of July 30, 2020 except victims.",
        "Ohio has strict laws.\nNote: current as of July 30, 2020.",
        "Note: our shelters; notes accurate as of July 30, 2020.",
    ],
)
def test_a_note_that_does_not_name_the_figures_dates_none(note: str) -> None:
    refused(f"Ohio, 2019: National Human Trafficking Hotline\n\nSignals: 94\nCases: 12\n\n{note}\n")


@pytest.mark.parametrize(
    ("key", "is_read"),
    [
        ("Geography: Ohio (US-OH)", True),
        ("Place: US-OH", True),
        ("Geography: Ohio (US-IA)", False),
        ("Geography: US-OH and US-IA", False),
        ("Geography: Toledo (US-OH)", False),
        ("Geography: US-OH, Lucas County", False),
        ("Geography: Ohio (US)", False),
        ("Geography: US-MX", False),
        ("TELL US IN OHIO", True),
        ("US-OH crossings", False),
        ("US-OH trade", False),
        ("US-OH joint figures", False),
        ("US-IA, US-UT", False),
        ("The US-OH border", False),
    ],
)
def test_a_place_may_be_named_by_its_international_code(key: str, is_read: bool) -> None:
    text = f"{HEAD}{key}\n\nSignals: 94\n"
    if is_read:
        assert read(text) == {"signals/total": "94"}
    else:
        refused(text)


@pytest.mark.parametrize(
    ("questions", "figures"),
    [
        (
            (
                "How many human trafficking cases were identified in Ohio?",
                "How many of these cases were sex trafficking?",
                "How many were labor trafficking?",
                "And in how many cases was the trafficking type not specified?",
            ),
            {"cases/total": "12", "cases/sex": "13", "cases/labor": "14", "cases/not_specified": "15"},
        ),
        (("How many phone calls did the Hotline receive?",), {"signals/phone_call": "12"}),
        (("How many victims were identified?",), {"victims/total": "12"}),
        (("How many phone calls did the Hotline receive from Ohio?",), {"signals/phone_call": "12"}),
    ],
)
def test_a_question_is_the_label_of_its_answer(questions: tuple[str, ...], figures: dict[str, str]) -> None:
    assert read(HEAD + "\n".join(f"{one}\n{at}\n" for at, one in enumerate(questions, start=12))) == figures


@pytest.mark.parametrize(
    "question",
    [
        "How many human trafficking cases were identified in Iowa?",
        "How many human trafficking cases were identified in Toledo?",
        "How many human trafficking cases were identified in 2018?",
        "How many human trafficking cases were identified since 2007?",
        "How many human trafficking cases were identified by police?",
        "How many human trafficking cases were identified each month?",
        "How many phone calls can the Hotline receive?",
        "How many phone calls did we receive?",
        "How many phone calls did the state hotline receive?",
        "How many of the phone calls were answered?",
        "How many phone calls and texts were received?",
        "How many more phone calls were received?",
        "How many calls came from victims?",
        "How many victims in sex trafficking cases?",
        "How many of these victims were identified?",
        "How many victims were identified in Ohio and Iowa?",
        "How many cases were identified by the Ohio hotline?",
        "How many phone calls did the Ohio Human Trafficking Hotline receive?",
        "How many phone calls did they receive?",
        "How many phone calls were received by the center?",
        "How many calls were received by the center?",
        "How many cases were reported to them?",
        "How many phone calls does it take?",
        "How many phone calls are for help?",
    ],
)
def test_a_question_that_asks_for_more_or_less_is_no_label(question: str) -> None:
    refused(f"{HEAD}{question}\n12\n")


@pytest.mark.parametrize(
    "text",
    [
        "How many victims were identified?\n12\n13\n",
        "How many victims were identified?\n12\nminors\n",
        "How many victims were identified?\n12\nThey were children.\n",
        "How many cases were identified in Ohio?\n12\n\n"
        "How many cases were identified in Ohio and all other states?\n13\n",
        "12\nHow many victims were identified?\n34\nHow many phone calls were received?\n",
        "How many victims were identified?\n\nHow many phone calls were received?\n\n12\n\n34\n",
    ],
)
def test_questions_whose_answers_cannot_be_told_are_refused(text: str) -> None:
    refused(HEAD + text)


@pytest.mark.parametrize(
    ("cell", "figures"),
    [
        *((cell, 1) for cell in ("US-IA", "US - IA", "US — IA")),
        *((cell, 0) for cell in ("US-IA, US-UT", "US-IA/OH", "US-IA to US-UT")),
    ],
)
def test_a_code_that_fills_a_cell_names_its_row(cell: str, figures: int) -> None:
    text = f"{HEAD.replace('Ohio, ', '')}Place | Cases\nOhio | 12\n{cell} | 13\nUtah | 14\n"
    rows = readers.read("some.txt", "d0", text.encode(), None, VOCABULARY, Limits()).figures
    found = [(one["jurisdiction"], one["value"]) for one in rows.iter_rows(named=True)]
    assert found.count(("US-IA", "13")) == figures
    assert len(found) == 3 * figures


@pytest.mark.parametrize(
    "cell", ["US-IA trade", "US-IA crossings", "US-IA total", "US-IA hotline", "US-IA Hotline", "US-IA Data"]
)
def test_a_code_beside_other_words_in_a_cell_is_no_state(cell: str) -> None:
    text = f"{HEAD.replace('Ohio, ', '')}Place | Cases\nOhio | 12\n{cell} | 13\nUtah | 14\n"
    rows = readers.read("some.txt", "d0", text.encode(), None, VOCABULARY, Limits()).figures
    assert "13" not in rows["value"].to_list()


@pytest.mark.parametrize("is_below", [False, True])
@pytest.mark.parametrize(
    "line",
    [
        "Table 12. Source: Missouri Highway Patrol.",
        "Table 12. Adults only.",
        "Table 14. Since 2007.",
        "Table 14. These are the six New England states together.",
        "Table 14. Iowa and Ohio.",
    ],
)
def test_what_follows_the_number_of_a_table_is_heard(line: str, is_below: bool) -> None:
    figures = "Signals: 94\nCases: 12\n"
    refused(f"{HEAD}{figures}\n{line}\n" if is_below else f"{HEAD}{line}\n\n{figures}")
