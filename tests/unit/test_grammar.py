"""Words, numbers, dates and list numbers as the readers tell them, before anything is known of what they mean.

Belongs here: forms that a document of one kind alone would not show. Not here: documents (the readers' tests, corpus).
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from orchestration.spotlight.domain.places import REFERENCE_DIR
from orchestration.spotlight.domain.vocabulary import load_vocabulary
from orchestration.spotlight.readers.grammar.characters import clean, raised, unraised, words_of
from orchestration.spotlight.readers.grammar.dates import (
    Period,
    could_mean,
    find_dates,
    find_periods,
    is_part_of_another,
    length_of,
    part_named,
)
from orchestration.spotlight.readers.grammar.examples import examples_of
from orchestration.spotlight.readers.grammar.lexicon import lexicon_of, stem_of
from orchestration.spotlight.readers.grammar.meanings import Said, period_of, said_by
from orchestration.spotlight.readers.grammar.number_words import with_digits
from orchestration.spotlight.readers.grammar.numbering import list_numbers
from orchestration.spotlight.readers.grammar.phrases import Phrase, phrases_of
from orchestration.spotlight.readers.grammar.tokens import tokens_of


def words(text: str) -> list[tuple[str, str]]:
    return [(str(token.kind), token.text) for line in tokens_of([(1, text)]) for token in line]


def phrases(text: str) -> tuple[Phrase, ...]:
    (tokens,) = tokens_of([(1, text)])
    return phrases_of(tokens, lexicon_of(load_vocabulary(REFERENCE_DIR)))


def kinds(text: str) -> list[str]:
    return [phrase.kind for phrase in phrases(text)]


@pytest.mark.parametrize("text", ["First Quarter 2021", "Q1 2021", "2021 Q1"])
def test_a_quarter_is_told_whether_its_year_stands_before_or_behind_it(text: str) -> None:
    (found,) = find_periods(text, find_dates(text))
    assert found.period == Period(date(2021, 1, 1), date(2021, 3, 31))


@pytest.mark.parametrize(
    ("days", "length"),
    [
        (88, "other"),
        (89, "quarter"),
        (93, "quarter"),
        (94, "other"),
        (179, "other"),
        (180, "half"),
        (185, "half"),
        (186, "other"),
    ],
)
def test_a_quarter_and_a_half_may_be_some_days_longer_or_shorter(days: int, length: str) -> None:
    first = date(2021, 1, 1)
    assert length_of(Period(first, first + timedelta(days=days - 1))) == length


def days(first: str, last: str) -> Period:
    return Period(date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("January 1 through June 30, 2019", "2019-01-01", "2019-06-30"),
        ("January through June 2019", "2019-01-01", "2019-06-30"),
        ("Jan. 1 - Mar. 31, 2020", "2020-01-01", "2020-03-31"),
        ("2022 (January 1 to December 31)", "2022-01-01", "2022-12-31"),
        ("between May 8 and June 30, 2014", "2014-05-08", "2014-06-30"),
        ("start: 2022-01-01, end: 2022-12-31", "2022-01-01", "2022-12-31"),
        ("Year ending December 31, 2019", "2019-01-01", "2019-12-31"),
        ("fiscal year ended on June 30, 2019", "2018-07-01", "2019-06-30"),
        ("12 months ending February 29, 2020", "2019-03-01", "2020-02-29"),
        ("2015-2019", "2015-01-01", "2019-12-31"),
        ("2015/2019", "2015-01-01", "2019-12-31"),
        ("1998 to 2000", "1998-01-01", "2000-12-31"),
        ("first half of 2021", "2021-01-01", "2021-06-30"),
        ("second half of the year 2021", "2021-07-01", "2021-12-31"),
        ("2021H1", "2021-01-01", "2021-06-30"),
        ("third quarter of 2021", "2021-07-01", "2021-09-30"),
        ("Q4, 2021", "2021-10-01", "2021-12-31"),
        ("2021 Q3", "2021-07-01", "2021-09-30"),
    ],
)
def test_a_period_has_the_first_and_the_last_day_that_its_words_say(text: str, first: str, last: str) -> None:
    (found,) = find_periods(text, find_dates(text))
    assert found.period == days(first, last)
    where = text[found.start : found.end]
    assert where == text or text in (f"2022 ({where})", f"between {where}", f"start: {where}")


@pytest.mark.parametrize(
    "text",
    ["2018-19", "2018 to 2019", "2018 and 2019", "2018, 2019", "FY 2019", "state fiscal year 2018-19", "fourth quarter",
     "June 30, 2019 through January 1, 2018", "February 30, 2019 through March 1, 2019",
     "twelve months ended June 15, 2019"],
)  # fmt: skip
def test_a_time_that_has_no_first_and_last_day_is_told_as_one(text: str) -> None:
    (found,) = find_periods(text, find_dates(text))
    assert found.period is None


@pytest.mark.parametrize(
    "text",
    ["Acts of May 8 and June 30, 1914", "2022-01-01, end: 2022-12-31", "year ending December 2019", "2019-18",
     "1999-01", "2018 & 19", "may 14, 2019", "12019-06-30"],
)  # fmt: skip
def test_two_days_or_numbers_side_by_side_are_no_period(text: str) -> None:
    assert find_periods(text, find_dates(text)) == ()


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("6/30/2019", "2019-06-30"),
        ("6/30/19", "2019-06-30"),
        ("6.30.2019", "2019-06-30"),
        ("2019/6/30", "2019-06-30"),
        ("2019-06-30", "2019-06-30"),
        ("30 June 2019", "2019-06-30"),
        ("3rd of June, 2019", "2019-06-03"),
        ("June 3rd, 2019", "2019-06-03"),
        ("Sept. 5, 2019", "2019-09-05"),
        ("June\n3, 2019", "2019-06-03"),
        ("June 31, 2019", None),
        ("May", None),
    ],
)
def test_a_day_is_read_in_each_of_its_forms(text: str, day: str | None) -> None:
    (found,) = find_dates(text)
    assert found.resolved() == (date.fromisoformat(day) if day else None)
    assert (found.start, found.end) == (0, len(text))


def test_a_month_alone_is_its_first_or_its_last_day() -> None:
    (found,) = find_dates("JUNE 2019")
    assert not found.is_whole
    assert (found.resolved(), found.resolved(last_day=True)) == (date(2019, 6, 1), date(2019, 6, 30))


@pytest.mark.parametrize(
    ("text", "period", "could"),
    [
        ("FY 2019", days("2018-07-01", "2019-06-30"), True),
        ("FY 2019", days("2019-01-01", "2019-12-31"), False),
        ("FY 2019", days("2016-07-01", "2017-06-30"), False),
        ("FY 2019", days("2018-07-01", "2019-05-30"), False),
        ("fiscal year", days("2019-02-01", "2020-01-31"), True),
        ("school year", days("2019-07-01", "2020-06-30"), True),  # with a 29th of February
        ("second half", days("2019-07-01", "2019-12-31"), True),
        ("first half", days("2019-07-01", "2019-12-31"), False),
        ("second half of 2019", days("2019-07-01", "2019-12-31"), True),
        ("second half of 2018", days("2019-07-01", "2019-12-31"), False),
        ("2019 H2", days("2019-07-01", "2019-12-31"), True),
        ("Q3", days("2019-07-01", "2019-09-30"), True),
        ("Q3", days("2019-07-01", "2019-12-31"), False),
        ("fourth quarter", days("2019-10-01", "2019-12-31"), True),
        ("third quarter", days("2019-10-01", "2019-12-31"), False),
    ],
)
def test_a_part_of_a_year_or_a_fiscal_year_is_the_period_beside_it_or_another(
    text: str, period: Period, could: bool
) -> None:
    assert (could_mean(text, period), is_part_of_another(text, period)) == (could, not could)


def test_two_years_in_a_row_may_be_a_period_that_begins_in_the_one_and_ends_in_the_other() -> None:
    assert could_mean("2018-19", days("2018-07-01", "2019-06-30"))
    assert not could_mean("2018-19", days("2017-07-01", "2019-06-30"))
    assert not could_mean("2018-19", days("2018-07-01", "2020-06-30"))
    assert not is_part_of_another("2018-19", days("2018-07-01", "2020-06-30"))
    assert not is_part_of_another("Missouri", days("2019-10-01", "2019-12-31"))


def test_a_part_of_a_year_is_named_by_its_name_or_its_months() -> None:
    named = ("quarterly", "three months", "semester", "Six Months", "half-yearly", "yearly")
    assert [part_named(one) for one in named] == ["quarter", "quarter", "half", "half", "half", ""]


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("1 2 3 4 5 6", "1 2 3 4 5 6"),
        ("1\u00a0234", "1,234"),
        ("1'234'567", "1,234,567"),
        ("0'234", "0'234"),
        ("Cases ...... 5", "Cases        5"),
        ("Cases __ 5", "Cases    5"),
        ("a\u00adb \uff13 \u2013 \u201cx\u201d", 'ab 3 - "x"'),
        ("<=5, >=7", "≤5, ≥7"),
    ],
)
def test_characters_are_of_one_kind_before_anything_is_read(text: str, plain: str) -> None:
    assert clean(text) == plain


def test_what_is_raised_is_no_part_of_a_number_and_words_are_compared_without_signs() -> None:
    assert raised("1a *") == "¹\ue0ff *"
    assert unraised("①⁷") == "17"
    assert words_of("Children's & Youth-Services, O'Neil") == ("children", "and", "youth", "services", "oneil")


def test_numbers_of_a_list_that_stand_right_below_each_other_are_one_list() -> None:
    lines = [f"{number:>2}. Cases" for number in range(1, 11)]
    assert list_numbers(lines) == dict.fromkeys(range(10), 4)


def test_two_numbers_are_no_list_and_neither_are_numbers_of_two_kinds() -> None:
    assert list_numbers(["1. Sex", "2. Labor"]) == {}
    assert list_numbers(["1. Sex", "2) Labor", "3. Both"]) == {}
    assert list_numbers(["a. Sex", "b. Labor", "c. Both"]) == {0: 3, 1: 3, 2: 3}
    assert list_numbers(["(1) Sex", "of all ages", "(1) Labor"]) == {}
    assert list_numbers(["1. Sex", "3. Labor", "2. Both", "3. None"]) == {}
    assert list_numbers(["2. Sex", "3. Labor", "4. Both"]) == {}
    assert list_numbers(["A. Sex", "b. Labor", "C. Both"]) == {}
    assert list_numbers(["  1. Sex", "2. Labor", "3. Both"]) == {}
    assert list_numbers(["1. 5", "2. 6", "3. 7"]) == {}


def test_two_numbered_sentences_are_a_list() -> None:
    assert list_numbers(["1. Cases can involve several people.", "2. Signals may be about one case."]) == {0: 3, 1: 3}
    assert list_numbers(["1. Cases of sex or labor", "2. Cases of both of these"]) == {}


def test_a_list_may_have_other_lines_between_its_items_brackets_or_roman_numbers() -> None:
    assert list_numbers(["1. Sex", "of all ages", "2. Labor", "", "3. Both"]) == {0: 3, 2: 3, 4: 3}
    assert list_numbers(["(1) Sex", "(2) Labor", "(3) Both", "1. None"]) == {0: 4, 1: 4, 2: 4}
    assert list_numbers(["I. Cases", "II. Victims"]) == {0: 3, 1: 4}
    assert list_numbers(["  i.  Texts", "  ii. Emails"]) == {0: 6, 1: 6}
    assert list_numbers(["(i) Texts", "(iii) Emails"]) == {}
    assert list_numbers(["I. Cases"]) == list_numbers(["I. Cases", "III. Victims"]) == {}
    assert list_numbers(["I. Cases", "1. Sex", "2. Labor", "3. Both", "II. Victims"]) == {0: 3, 1: 3, 2: 3, 3: 3, 4: 4}


def test_the_possessive_of_a_word_in_capitals_is_no_word_of_its_own() -> None:
    assert words("MISSOURI'S VICTIMS") == words("MISSOURI VICTIMS")


def test_a_comma_stands_within_the_name_of_a_place_and_within_no_other_wording() -> None:
    assert kinds("Washington, D.C.") == kinds("District of Columbia") == ["place"]
    assert kinds("counted twice") == ["void"]
    assert "void" not in kinds("counted, twice")


@pytest.mark.parametrize(
    ("title", "years"),
    [
        ("2019 Statistics Annual Report", (2019,)),
        ("Annual Report on 2019 Hotline Statistics", (2019,)),
        ("Annual Report 2019", ()),
        ("2019 Annual Report", ()),
        ("Annual Report: 2019 Missouri data", ()),
    ],
)
def test_the_year_of_a_report_is_not_that_of_its_figures_unless_it_is_the_year_of_statistics(
    title: str, years: tuple[int, ...]
) -> None:
    assert said_by(phrases(title)).years == years


@pytest.mark.parametrize(
    ("written", "digits"),
    [
        ("forty-one", "41"),
        ("two hundred seventy-six", "276"),
        ("a hundred and five", "105"),
        ("nineteen hundred ninety-nine", "1999"),
        ("three thousand two hundred", "3200"),
        ("fifty thousand and twelve", "50012"),
        ("six thousand", "6000"),
        ("SEVENTY-SIX", "76"),
        ("a thousand one", "1001"),
        ("one thousand and five (1,005)", "1005"),
        ("five hundred twenty-one thousand three hundred four (521,304)", "521304"),
        ("hundred five (105)", "hundred five (105)"),
        ("thousand two", "thousand two"),
        ("two thousand thousand", "two thousand thousand"),
        ("twenty hundred", "twenty hundred"),
        ("twenty-ten (30)", "twenty-ten (30)"),
        ("seventy-six (76)", "76"),
        ("six (6)", "6"),
        ("twenty thirty", "twenty thirty"),
        ("thirty twelve", "thirty twelve"),
        ("five six", "five six"),
        ("forty-one (42)", "forty-one (42)"),
        ("two states", "two states"),
    ],
)
def test_a_number_that_is_written_out_is_digits_as_wide_as_its_words(written: str, digits: str) -> None:
    assert with_digits(written) == digits.rjust(len(written))


def test_a_single_word_is_a_number_where_nothing_else_stands_behind_a_colon() -> None:
    assert with_digits("Cases: six  ") == "Cases:   6  "
    assert with_digits("Cases: six victims") == "Cases: six victims"
    assert with_digits("Cases six") == "Cases six"


@pytest.mark.parametrize("text", ["41", "1,234", "0", "1,234,567", "forty-one"])
def test_a_whole_number_is_a_number(text: str) -> None:
    assert words(text) == [("number", {"forty-one": "41"}.get(text, text.replace(",", "")))]


@pytest.mark.parametrize(
    "text", ["01", "000", "1,23", "4I", "l2", "5+", "12a", "½", "12!", "1.234", "±5", "#5", "12,3456"]
)
def test_digits_that_are_no_whole_number_are_spoilt(text: str) -> None:
    assert words(text) == [("spoilt", text)]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("1/2", "noise"),
        ("573-555-1234", "contact"),
        ("a@b.org", "contact"),
        ("$5", "money"),
        ("30%", "share"),
        ("page 3 of 4", "noise"),
        ("24/7", "noise"),
        ("501(c)(3)", "noise"),
        ("24 hours", "span"),
        ("7:30 p.m.", "noise"),
        ("©2019", "noise"),
        ("state-2019.pdf", "noise"),
        ("#EndTrafficking", "noise"),
        ("Table 2.", "noise"),
        ("Highway 83", "noise"),
        ("along U.S. 1", "noise"),
        ("APA 7", "noise"),
        ("through 2019", "bound"),
        ("since 2015", "since"),
        ("in 2019", "year"),
        ("accurate as of July 30, 2020", "accuracy"),
        ("posted July 30, 2020", "posted"),
    ],
)
def test_what_plainly_is_no_count_is_recognised_as_what_it_is(text: str, what: str) -> None:
    (tokens,) = tokens_of([(1, text)])
    assert (str(tokens[-1].kind), str(tokens[-1].of and tokens[-1].of.what)) == ("recognised", what)


def test_marks_dashes_breaks_and_brackets_stand_beside_a_number_and_are_no_part_of_it() -> None:
    assert words("12¹") == [("number", "12"), ("mark", "¹")]
    assert words("¹12") == [("mark", "¹"), ("spoilt", "¹12")]
    assert words("3Cases") == [("mark", "3"), ("word", "Cases")]
    assert words("12; 13.") == [("number", "12"), ("break", ";"), ("number", "13"), ("break", ".")]
    assert words("-- ---") == [("dash", "--"), ("break", "---")]
    assert words("<5") == [("status", "suppressed")]
    ((opened, number, closed),) = tokens_of([(1, "(12)")])
    assert (opened.bracketed, number.bracketed, closed.bracketed) == (False, True, False)
    assert words("(?) 5")[-1] == ("spoilt", ")5"), "nobody knows what is doubted"
    assert words("(x) 5")[-1] == ("number", "5")
    assert words("5 (?)")[0] == ("number", "5")
    assert words(" " * 300 + "¹12")[-1] == ("spoilt", "¹12")
    ((word,),) = tokens_of([(1, "Cases12")])
    assert (word.text, word.glued_digits) == ("Cases", "12")


MISSOURI = ("US-MO",)
YEAR_2019 = days("2019-01-01", "2019-12-31")


@pytest.mark.parametrize(
    ("title", "said", "period"),
    [
        ("Missouri Spotlight: 2019 Hotline Statistics", Said(places=MISSOURI, years=(2019,)), YEAR_2019),
        ("St. Louis County, Missouri 2019", Said(places=MISSOURI, years=(2019,), is_part_of_place=True), YEAR_2019),
        ("U.S. 2019", Said(places=("US",), years=(2019,)), YEAR_2019),
        ("as of 2019", Said(unclear=("as of 2019",)), None),
        ("through 2019", Said(unclear=("through 2019",)), None),
        ("2018 and 2019", Said(unclear=("2018 and 2019",)), None),
        ("2018, 2020", Said(unclear=("2018, 2020",)), None),
        ("FY 2020", Said(unclear=("FY 2020",)), None),
        (
            "FY 2020 (July 1, 2019 - June 30, 2020)",
            Said(unclear=("FY 2020",), periods=(days("2019-07-01", "2020-06-30"),)),
            days("2019-07-01", "2020-06-30"),
        ),
        (
            "First Half 2021 (January - June)",
            Said(periods=(days("2021-01-01", "2021-06-30"),)),
            days("2021-01-01", "2021-06-30"),
        ),
        ("In December 2013", Said(moments=(days("2013-12-01", "2013-12-31"),)), None),
        ("Accurate as of July 30, 2020", Said(days=(date(2020, 7, 30),)), None),
        ("accurate as of February 31, 2020", Said(), None),
        ("(2019) Report", Said(), None),
        ("in 2019 report", Said(years=(2019,)), YEAR_2019),
    ],
)
def test_a_title_says_the_place_and_the_time_of_the_figures_below(
    title: str, said: Said, period: Period | None
) -> None:
    found = said_by(phrases(title))
    names = ("places", "is_part_of_place", "periods", "unclear", "years", "days", "moments")
    assert {name: getattr(found, name) for name in names} == {name: getattr(said, name) for name in names}
    assert period_of(found) == period


@pytest.mark.parametrize(
    ("title", "measures", "kinds"),
    [
        ("Cases by type 2019", {"cases"}, {"neutral"}),
        ("new cases", {"cases"}, {"other_breakdown"}),
        ("Average cases per month", {"cases"}, {"average", "part_of_year"}),
        ("By trafficking type", {"cases"}, {"neutral", "breakdown"}),
        ("All time", set(), {"all_time"}),
        ("Average", set(), {"average"}),
        ("percent of cases", {"cases"}, {"share"}),
        ("30%", set(), {"share"}),
        ("since 2015", set(), {"all_time"}),
        ("since 2002", set(), {"all_time"}),
    ],
)
def test_a_heading_says_what_is_counted_and_what_it_makes_of_it(
    title: str, measures: set[str], kinds: set[str]
) -> None:
    found = said_by(phrases(title))
    assert (set(found.measures), {kind for kind, _ in found.kinds}) == (measures, kinds)


def test_a_heading_names_the_breakdown_of_cases_or_of_nothing_else() -> None:
    titles = ("By trafficking type", "Cases by type", "Victims by type", "Cases")
    assert [said_by(phrases(title)).names_breakdown for title in titles] == [True, True, False, False]


def test_a_word_that_nobody_taught_is_unknown() -> None:
    assert said_by(phrases("COVID-19")).unknown == ("COVID-19",)
    assert said_by(phrases("St. Louis")).unknown == ("Louis",)
    assert {stem_of(word) for word in ("provide", "provides", "provided", "providing")} == {"provid"}
    assert {stem_of(word) for word in ("try", "tries", "tried", "trying")} == {"tri"}
    assert {stem_of(word) for word in ("put", "puts", "putting")} == {"put"}
    assert [stem_of(word) for word in ("bed", "need", "refer", "referred")] == ["bed", "need", "refer", "referr"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("about 41 cases", ["estimate about", "number 41", "unit cases"]),
        ("about cases", ["neutral about", "unit cases"]),
        ("about", ["neutral about"]),
        ("the United States", ["neutral the", "place United States"]),
        ("US cases", ["nation US", "unit cases"]),
        ("ABOUT US", ["neutral ABOUT US"]),
        ("US CASES", ["neutral US", "unit CASES"]),
        ("fewer than 10 cases", ["status fewer than 10", "unit cases"]),
        ("suppressed", ["status suppressed"]),
        ("suppressed 2019", ["status suppressed 2019"]),
        ("n/a 5", ["status n a", "number 5"]),
        ("Overviews", ["neutral Overviews"]),
        ("trafficked victim", ["unknown trafficked", "unit victim"]),
        ("U.S.", ["place U . S ."]),
        ("Washington, D.C. 2019", ["place Washington , D . C .", "year 2019"]),
        ("washington", ["unknown washington"]),
        ("Total MO 2019", ["sum Total", "unknown MO", "year 2019"]),
        ("MO 41", ["unknown MO", "number 41"]),
        ("Sex -", ["short Sex", "status -"]),
        ("- Sex", ["short Sex"]),
    ],
)
def test_words_are_told_as_the_longest_wording_that_is_known(text: str, told: list[str]) -> None:
    assert [f"{phrase.kind} {phrase.text}" for phrase in phrases(text)] == told


def test_a_share_beside_a_count_says_nothing_of_it_and_per_so_many_does() -> None:
    assert "share" not in {kind for kind, _ in said_by(phrases("41 cases, 30%")).kinds}
    assert "share" in {kind for kind, _ in said_by(phrases("41 cases per 100,000")).kinds}


def test_each_word_knows_where_it_stands_in_its_line() -> None:
    first, second = tokens_of([(7, "Sex/Labor & more"), (8, "  12 a")])
    assert [(token.text, token.line, token.column, token.end) for token in (*first, *second)] == [
        ("Sex", 7, 0, 3),
        ("Labor", 7, 4, 9),
        ("and", 7, 10, 11),
        ("more", 7, 12, 16),
        ("12", 8, 2, 4),
        ("a", 8, 5, 6),
    ]


@pytest.mark.parametrize("text", ["December 2007 to 2019", "cases of December 31, 2018 through 2019 only"])
def test_a_date_up_to_a_year_is_a_range_without_a_last_day(text: str) -> None:
    (found,) = find_periods(text, find_dates(text))
    assert found.period is None
    assert text[found.start : found.end].endswith("2019")


def test_examples_of_one_state_teach_of_each_other_one() -> None:
    examples = examples_of(load_vocabulary(REFERENCE_DIR))
    assert examples.evidence("These are of Iowa.") == examples.evidence("These are of Texas.")
