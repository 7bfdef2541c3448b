"""Forms that real documents have: parts and totals, lists with `(i)`, letterheads, mail, prompts, records."""

from __future__ import annotations

import pytest

from orchestration.spotlight import readers
from orchestration.spotlight.domain.places import REFERENCE_DIR
from orchestration.spotlight.domain.vocabulary import load_vocabulary
from orchestration.spotlight.readers.limits import Limits

VOCABULARY = load_vocabulary(REFERENCE_DIR)
TITLE = "National Human Trafficking Hotline, {}, 2019\n"
DATED = "January 1, 2019 through December 31, 2019. Accurate as of July 30, 2020.\n"
TOP = TITLE.format("Ohio") + DATED
LIST = "\nPhone calls: 431\nTexts: 77\nEmails: 12\n"
CASES = "Sex trafficking: 30\nLabor trafficking: 8\nSex and labor: 1\nNot specified: 3\n"


def read(text: str, name: str = "some.txt") -> tuple[list[str], set[str]]:
    """The numbers that are read from a document, and the codes of its refusals."""
    reading = readers.read(name, "d0", text.encode(), None, VOCABULARY, Limits())
    return sorted(reading.figures["value"], key=int), {one.rule_code for one in reading.rejections}


def is_refused(text: str, name: str = "some.txt") -> bool:
    numbers, refusals = read(text, name)
    return not numbers and bool(refusals)


ALL = (["12", "77", "431"], set[str]())


def test_a_total_of_another_measure_ends_the_parts_of_the_total_above() -> None:
    text = TOP + "\nTrafficking cases: 42\nof these:\n" + CASES + "\nVictims identified: 65\n"
    assert read(text) == (["1", "3", "8", "30", "42", "65"], set())


def test_the_first_line_below_of_these_is_a_part_whatever_it_counts() -> None:
    numbers, _ = read(TOP + "\nTrafficking cases: 42\nof these:\nVictims identified: 65\n")
    assert "65" not in numbers


def test_a_total_ends_the_topic_above_it_below_a_masthead_too() -> None:
    text = "***  BUCKEYE AWARE - WEEKLY DIGEST  ***\n\n" + TOP
    text += "\nSignals received: 520\nSignal types:\n" + LIST.strip() + "\n\nCases identified: 42\n"
    assert read(text) == (["12", "42", "77", "431", "520"], set())


def test_i_is_the_letter_behind_h_and_the_first_roman_number_below_d() -> None:
    parts = [
        f"     ({number}) {line}\n" for number, line in zip(("i", "ii", "iii", "iv"), CASES.splitlines(), strict=True)
    ]
    letters = ["(a) Victims identified: 65\n", "(b) Traffickers identified: 9\n", "(c) Trafficking businesses: 2\n"]
    letters += ["(d) Trafficking cases: 42\n", *parts, "(e) Phone calls: 431\n", "(f) Texts: 77\n", "(g) Emails: 12\n"]
    letters += ["(h) Webforms: 5\n", "(i) Webchats: 4\n"]
    numbers, refusals = read(TOP + "\n" + "".join(letters))
    assert (len(numbers), refusals) == (13, set())


@pytest.mark.parametrize(("district", "is_read"), [("the District", True), ("the Seventh District", False)])
def test_the_district_is_columbia_where_a_document_names_it(district: str, is_read: bool) -> None:
    lead = f"Here are the numbers that the National Human Trafficking Hotline counted for {district}.\n"
    text = TITLE.format("District of Columbia") + lead + DATED + LIST
    assert (read(text) == ALL) is is_read


@pytest.mark.parametrize(
    ("state", "island", "is_read"),
    [
        ("Puerto Rico", "the island", True),
        ("Puerto Rico", "the island of Vieques", False),
        ("Hawaii", "the island", False),
    ],
)
def test_the_island_is_puerto_rico_on_its_own_page(state: str, island: str, is_read: bool) -> None:
    lead = f"What the Hotline recorded on {island} between January 1, 2019 and December 31, 2019:\n"
    assert (read(TITLE.format(state) + DATED + "\n" + lead + LIST) == ALL) is is_read


def test_a_part_of_the_list_of_states_in_a_title_names_no_place() -> None:
    title = "National Human Trafficking Hotline: signals {}, 2019\nAccurate as of July 30, 2020.\n\n"
    table = "State     Phone calls   Texts\nAlabama           210      31\nAlaska             57       9\n"
    assert read(title.format("by state, Alabama to Alaska") + table) == (["9", "31", "57", "210"], set())
    assert is_refused(title.format("along the road, Alabama to Alaska") + table)


def test_both_before_a_date_is_no_type_of_cases() -> None:
    page = (
        "<h2>Ohio: National Human Trafficking Hotline</h2><table><caption>Two years, {} accurate as of July 31, 2020"
        "</caption><tr><td></td><th>2018</th><th>2019</th></tr><tr><th>Phone calls</th><td>390</td><td>431</td></tr>"
        "<tr><th>Texts</th><td>60</td><td>77</td></tr></table>"
    )
    assert read(page.format("both"), "some.html") == (["60", "77", "390", "431"], set())


@pytest.mark.parametrize(
    ("masthead", "is_read"),
    [
        ("OHIO STATE LEGISLATURE\nLegislative Days, Sept. 2020", True),
        ("BUCKEYE NETWORK NEWSLETTER     Winter 2020/21", True),
        ("OHIO COALITION SHARES NATIONAL HOTLINE STATISTICS", True),
        ("First quarter", False),
        ("Shares of signals", False),
    ],
)
def test_days_seasons_and_verbs_in_a_masthead_do_not_narrow_the_figures(masthead: str, is_read: bool) -> None:
    assert (read(f"{masthead}\n\n{TOP}{LIST}") == ALL) is is_read


@pytest.mark.parametrize(
    ("subject", "is_read"),
    [
        ("The Ohio numbers are out", True),
        ("[buckeye-list] The Ohio numbers are out", True),
        ("Ohio minors only", False),
    ],
)
def test_the_subject_of_a_mail_names_the_place(subject: str, is_read: bool) -> None:
    text = f"Subject: {subject}\nReply-To: news@example.org\n\nThe National Hotline has its new page.\n{DATED}{LIST}"
    assert (read(text) == ALL) is is_read


def test_a_record_with_its_keys_side_by_side_states_place_period_and_day() -> None:
    record = (
        " publisher                           | state | period_start | period_end | accurate_as_of\n"
        "-------------------------------------+-------+--------------+------------+---------------\n"
        " National Human Trafficking Hotline  | Ohio  | 2019-01-01   | 2019-12-31 | 2020-07-30\n"
    )
    assert read(record + LIST) == ALL


@pytest.mark.parametrize(
    "lead",
    [
        "The tables on the next page are for calendar year 2019, that is, January 1, 2019 to December 31, 2019.",
        "Both spotlights tell of January 1, 2019 through December 31, 2019.",
        "Time span: January 1, 2019 to December 31, 2019.",
        "Some of you wished to see what the Hotline has reported on Ohio for January 1, 2019 to December 31, 2019.",
        "The Hotline wrote down what it learned from people in Ohio between January 1, 2019 and December 31, 2019.",
    ],
)
def test_more_plain_words_state_the_period(lead: str) -> None:
    text = f"Ohio: National Human Trafficking Hotline\n\n{lead} The figures are accurate as of July 30, 2020.\n{LIST}"
    assert read(text) == ALL


@pytest.mark.parametrize(
    "lead",
    [
        "The Hotline was down between January 1, 2019 and December 31, 2019.",
        "The Hotline wrote down what it heard and was down between January 1, 2019 and December 31, 2019.",
        "The clinic heard from people in Ohio between January 1, 2019 and December 31, 2019.",
        "The Hotline heard from people in Ohio while the clinic ran, between January 1, 2019 and December 31, 2019.",
    ],
)
def test_the_time_of_something_else_is_not_that_of_the_figures(lead: str) -> None:
    assert is_refused(f"Ohio: National Human Trafficking Hotline\n\n{lead} Accurate as of July 30, 2020.\n{LIST}")


def test_the_next_report_is_of_another_time() -> None:
    lead = "The next spotlights tell of January 1, 2019 through December 31, 2019."
    assert is_refused(f"Ohio: National Human Trafficking Hotline\n\n{lead} Accurate as of July 30, 2020.\n{LIST}")


def test_a_list_refuted_below_is_refused() -> None:
    refuted = "We wrote to the hotline. Nobody there knows the flyer, and none of the three counts is one of theirs.\n"
    assert is_refused(TOP + LIST + "\n" + refuted)


def test_each_section_may_have_its_own_accuracy_date_unless_the_foot_states_another() -> None:
    sections = "".join(
        f"<h2>January 1 - December 31, {year}</h2><p>Accurate as of {day}</p><ul><li>Phone calls: {calls}</li></ul>"
        for year, day, calls in ((2018, "July 25, 2019", 390), (2019, "July 30, 2020", 431))
    )
    page = f"<h1>Ohio and the National Human Trafficking Hotline</h1>{sections}"
    assert read(page, "some.html") == (["390", "431"], set())
    assert is_refused(page + "<p>All figures are accurate as of August 3, 2021.</p>", "some.html")


def test_a_note_that_the_form_was_not_disclosed_is_no_hidden_count() -> None:
    cases = CASES.replace("Not specified:", "Form not specified²:")
    note = "\n² In these cases the form of exploitation was not disclosed.\n"
    assert read(TOP + "\nTrafficking cases: 42\n" + cases + note) == (["1", "3", "8", "30", "42"], set())


def test_points_of_a_menu_in_one_line_are_not_one_word() -> None:
    page = (
        "<style>ul.years li {{ display: inline; padding: 0 8px }}</style>"
        "<h1>Ohio: National Human Trafficking Hotline</h1><p>{dated}</p>"
        "<ul class='years'><li>2019</li><li>2018</li><li>2017</li></ul><p>Phone calls: 431</p>"
    )
    assert read(page.format(dated=DATED), "some.html") == (["431"], set())


def test_two_headings_may_have_letters() -> None:
    text = TOP + "\n(a)  Contacts\n" + LIST + "\n(b)  Cases\n\nTotal cases: 42\n" + CASES
    numbers, refusals = read(text)
    assert (len(numbers), refusals) == (8, set())


@pytest.mark.parametrize(
    ("heading", "is_read"),
    [("March update: new hotline page for Ohio", True), ("March: hotline page for Ohio", False)],
)
def test_a_month_before_an_issue_is_that_of_the_issue(heading: str, is_read: bool) -> None:
    text = f"{heading}\n\nThe National Human Trafficking Hotline has these for Ohio.\n{DATED}{LIST}"
    assert (read(text) == ALL) is is_read


@pytest.mark.parametrize(("code", "is_read"), [("WA", True), ("VA", False)])
def test_a_code_before_hotline_numbers_is_the_state_unless_it_may_be_something_else(code: str, is_read: bool) -> None:
    assert (read(f"{code} hotline numbers\nNational Human Trafficking Hotline\n{DATED}{LIST}") == ALL) is is_read


def test_a_label_with_another_meaning_is_refused() -> None:
    assert is_refused(TOP + LIST + '\nFor brevity this sheet says "phone calls" for every kind of contact.\n')


@pytest.mark.parametrize(("place", "is_read"), [("Ohio", True), ("Iowa", False)])
def test_a_row_that_names_another_state_than_the_title_is_refused(place: str, is_read: bool) -> None:
    rows = (
        f"<table><tr><th>Phone calls from {place}</th><td>431</td></tr><tr><th>Texts from {place}</th><td>77</td></tr>"
    )
    page = f"<h1>Ohio and the National Human Trafficking Hotline, 2019</h1><p>{DATED}</p>{rows}</table>"
    page += "<table><tr><th>Cases</th><td>42</td></tr></table>"
    assert (read(page, "some.html") == (["42", "77", "431"], set())) is is_read


@pytest.mark.parametrize(
    ("bar", "is_read"),
    [
        ("<div class='bar'><i></i><span>Phone calls: 431</span></div>", True),
        ("<div class='bar'><span>Phone calls: 431</span><i></i></div>", False),
        ("<div class='bar'><i style='z-index: 2'></i><span>Phone calls: 431</span></div>", False),
        ("<div class='bar'><i></i>Phone calls: 431</div>", False),
        ("<div><i></i><span>Phone calls: 431</span></div>", False),
    ],
)
def test_a_bar_is_below_its_number_only_if_the_number_is_drawn_later(bar: str, is_read: bool) -> None:
    style = (
        "<style>.bar, .bar span, div span { position: relative }"
        "i { position: absolute; left: 0; top: 0; width: 60%; height: 20px; background: #9db4d8 }</style>"
    )
    page = f"{style}<h1>Ohio and the National Human Trafficking Hotline, 2019</h1><p>{DATED}</p>{bar}"
    assert (read(page, "some.html") == (["431"], set())) is is_read


def test_a_note_that_says_that_its_figure_is_not_the_hotline_s_takes_it_out() -> None:
    note = "\n* In the emergency rooms of Mercy, by a form of our own; not a figure of the hotline.\n"
    numbers, _ = read(TOP + LIST + "\nVictims identified*: 29\n" + note)
    assert "29" not in numbers
