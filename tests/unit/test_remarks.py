"""What is said beside figures: keys, banners, notes and short sentences that make something else of them.

Belongs here: one line put above, below or behind a plain block of figures. Not here: layouts (test_page_layouts).
"""

from __future__ import annotations

import pytest

from orchestration.spotlight import readers
from orchestration.spotlight.readers.limits import Limits
from tests.unit.test_page_layouts import MISSOURI, VOCABULARY, read, refused_by, reports

_KEYS = (
    "Filter: minors",
    "Filters applied: Gender = Female",
    "Unit: per cent",
    "Scale: 1 = 10",
    "View: Monthly",
    "Basis: cumulative",
    "Aggregation: average",
    "Measure: percent change",
    "Showing: estimates",
    "Status: draft",
    "Version: test",
    "Data: FBI UCR",
    "Source: FBI",
    "Period: July to December",
    "Period covered: January to March",
    "Quarter: Q3",
    "Month: May",
    "Year: 2018",
    "Selected: 2018",
    "State: Kansas",
    "Region: Midwest",
    "Coverage: Eastern Missouri",
    "Area: St. Louis metro",
    "County: Boone",
    "Universe: adults",
    "Scope: rural counties",
    "Age: under 18",
)
_SENTENCES = (
    "Not all counties are in the figures.",
    "Cases that were closed are not in the figures.",
    "The numbers are of those over 65.",
    "Only high-indicator cases.",
    "Only calls answered in English.",
    "Numbers are for St. Louis only.",
    "Adults only.",
    "Unique individuals only.",
    "Excludes online cases.",
    "The data cover 11 months.",
    "Numbers are shown as a percentage.",
    "Numbers for the whole Midwest.",
    "Data of the Missouri Highway Patrol.",
    "The numbers above were later found to be wrong.",
    "Please disregard these numbers.",
    "This is an example.",
    "Counts are of people, not of cases.",
    "The counts double as duplicates were not removed.",
    "School year.",
    "Types are given in percent of all cases.",
    "The counts were supplied by the Attorney General's task force.",
    "[web team: layout check only, numbers are dummies until the real ones come]",
    "All signals and cases concern potential victims under 18 years of age.",
    "Contacts and cases from Las Vegas are published elsewhere and are not counted here.",
    "The hotline's own figures were not used.",
    '"The figures are blorps," Smith said.',
    "When this table was typed the headings of the two years were exchanged.",
    "The records were drawn at random.",
    "Unlike other spotlights, this one counts contacts made by people living in Ohio.",
    "Counts of cases below ten are shown as 10.",
    "Shown are contacts and cases that reference tribal lands within the state.",
    "The four numbers include the cases of Kansas as well as ours; we could not take them apart.",
    "These numbers, though we could not check them, include Kansas.",
    "The figures above do not come from the National Human Trafficking Hotline.",
    "The figures are in a list. They were counted by the Bureau of Investigation from the reports of the police.",
    "The numbers come from the state police.",
    "Every number above is the cumulative count since the hotline opened, and so it is not the count of a single year.",
    "Each number here is an estimate; call 1-888-373-7888.",
    "It is only for adults.",
    "Do not use the table.",
    "A number of these figures is an estimate.",
    "Estimated in 2021.",
)
_PLAIN = (
    "Calls that were not about trafficking are not in the figures.",
    "Names of victims are not in the data.",
    "Numbers may change as new information emerges.",
    "State: Missouri",
    "Year: 2019",
    "Source: National Human Trafficking Hotline",
    "Population: 6,137,428",
    "Substantive calls only.",
    "Reporting period: January 1, 2019 - December 31, 2019.",
    "Only a fraction of all trafficking is reported to the hotline.",
    "You should only call from a safe phone.",
    "Truck stops are only one place.",
    "A study by a university counted far more people in one survey alone.",
    "The number 1-888-373-7888 is free of charge, day and night.",
    "Please put the number in your phone, for a year and a day.",
    "Open a year to see the figures.",
    "Target for 2025: none set.",
    "Members agreed that the numbers are small and that a change of three or four means little.",
    "Our committee has put together this half page.",
    "Fall is here, and with it the new state data.",
    '"Every one of these numbers is one of our neighbors," said director Vance.',
    "Children under 18 in commercial sex are victims whether or not there was force.",
    "Please do not use the table as a measure of how common trafficking is.",
    "Year of the Bar 2025-26.",
    "Kansas has its own page there, which is often mixed up with ours.",
    "The question is whether a call from a truck stop counts for us or for Tennessee.",
    "All years accurate as of July 30, 2020.",
    "The table that used to be here could not be read on phones, so the figures are given as a list.",
    "The Hotline's numbers are independent of the Department's own intake and are shown apart from it.",
)


def _beside(line: str, *, is_last: bool) -> str:
    date = "These statistics are accurate as of July 30, 2020."
    last = (date, line) if is_last else (line, date)
    title = "National Human Trafficking Hotline\nMissouri Statistics, 2019"
    return "\n".join((title, "", "Human trafficking cases: 110", "Victims: 230", *last, ""))


@pytest.mark.parametrize("is_last", [False, True])
@pytest.mark.parametrize("line", [*_KEYS, *_SENTENCES])
def test_what_makes_something_else_of_all_figures_refuses_them(line: str, is_last: bool) -> None:
    assert refused_by(_beside(line, is_last=is_last))


@pytest.mark.parametrize("is_last", [False, True])
@pytest.mark.parametrize("line", _PLAIN)
def test_what_agrees_with_the_figures_or_says_nothing_of_them_changes_nothing(line: str, is_last: bool) -> None:
    assert reports(_beside(line, is_last=is_last)) == {MISSOURI: {"cases/total": "110", "victims/total": "230"}}


@pytest.mark.parametrize(
    "note", ["Minors.", "Women and girls.", "Labor only.", "St. Louis.", "Adults only.", "Since 2007."]
)
def test_a_short_note_is_a_part_of_the_label_whose_mark_it_has(note: str) -> None:
    text = _beside(f"* {note}", is_last=True)
    assert reports(text.replace("110", "110*"))[MISSOURI] == {"victims/total": "230"}


@pytest.mark.parametrize("note", ["Minors.", "Adults only.", "Since 2007."])
def test_a_note_may_have_the_digit_of_a_raised_mark(note: str) -> None:
    text = _beside(f"1 {note}", is_last=True)
    assert reports(text.replace("110", "110¹"))[MISSOURI] == {"victims/total": "230"}


@pytest.mark.parametrize("note", ["Minors.", "Adults only.", "Since 2007."])
def test_a_note_that_no_mark_points_at_is_said_of_all(note: str) -> None:
    assert refused_by(_beside(f"‡ {note}", is_last=True)) == ["remark_unclear"]


@pytest.mark.parametrize("caption", ["Minors", "By FBI", "Since 2007", "Shelter beds", "Old figures", "Lorem ipsum"])
def test_a_caption_below_a_table_is_a_part_of_it(caption: str) -> None:
    page = (
        "<h1>Missouri</h1><h2>2019 Statistics of the National Human Trafficking Hotline</h2>"
        "<figure><table><tr><td>Human trafficking cases</td><td>110</td></tr></table>{}</figure>"
        "<p>These statistics are accurate as of July 30, 2020.</p>"
    )
    plain = readers.read("some.html", "d0", page.format("").encode(), None, VOCABULARY, Limits())
    assert plain.figures.height == 1
    below = page.format(f"<figcaption>{caption}</figcaption>")
    refused = readers.read("some.html", "d0", below.encode(), None, VOCABULARY, Limits())
    assert refused.figures.is_empty()
    assert [one.rule_code for one in refused.rejections] == ["document.no_figures"]


@pytest.mark.parametrize("part", ["Labor Trafficking", "Labor only", "SEX TRAFFICKING", "Phone Calls"])
def test_a_part_without_a_number_above_a_total_may_be_its_heading(part: str) -> None:
    text = _beside("", is_last=True)
    assert refused_by(text.replace("Human", f"{part}\n\nHuman")) == ["remark_unclear"]


def test_a_part_of_the_state_below_its_title_is_what_the_figures_are_of() -> None:
    text = _beside("", is_last=True)
    assert refused_by(text.replace("Statistics, 2019", "Statistics, 2019\nCook County and the collar counties"))


def test_the_period_in_the_foot_of_a_page_is_that_of_the_figures() -> None:
    page = (
        "<h1>Missouri 2019</h1><p>National Human Trafficking Hotline</p><p>Statistics accurate as of July 30, 2020</p>"
        "<ul><li>Victims identified: 423</li></ul><footer><p>{}</p></footer>"
    )
    for last_day, expected in (("December 31, 2019", "2019-12-31"), ("September 30, 2019", "2019-09-30")):
        content = page.format(f"Reporting period: January 1, 2019 - {last_day}.").encode()
        reading = readers.read("some.html", "d0", content, None, VOCABULARY, Limits())
        assert reading.figures["period_end"].to_list() == [expected]


def test_us_in_capitals_is_the_country_and_no_pronoun() -> None:
    text = _beside("", is_last=True)
    assert reports(text.replace("Human trafficking", "US"))[MISSOURI] == {"victims/total": "230"}
    assert reports(text.replace("National Human", "ABOUT US\n\nNational Human"))[MISSOURI]["cases/total"] == "110"


def test_statistics_as_of_a_year_are_of_no_one_year() -> None:
    plain = _beside("", is_last=True)
    assert reports(plain)[MISSOURI]
    assert refused_by(plain.replace("Statistics, 2019", "Statistics as of 2019"))


@pytest.mark.parametrize(
    "caption",
    [
        "Time our advocates spent, in minutes, by channel",
        "The time that people waited, in seconds:",
        "We measured how long we talked with people, in hours.",
        "All numbers below are minutes.",
    ],
)
@pytest.mark.parametrize("channels", ["Phone calls: 713\nTexts: 30", "  Phone calls ..... 713\n  Texts ..... 30"])
def test_amounts_are_no_counts_of_contacts(caption: str, channels: str) -> None:
    text = _beside("", is_last=True)
    assert (
        reports(f"{text}\nMost calls are answered in seconds.\n{channels}\n")[MISSOURI]["signals/phone_call"] == "713"
    )
    left_out = readers.read("some.txt", "d0", f"{text}\n{caption}\n{channels}\n".encode(), None, VOCABULARY, Limits())
    assert left_out.figures.is_empty() or set(left_out.figures["measure"]) == {"cases", "victims"}
    assert left_out.rejections or not left_out.figures.is_empty()
    plain = "Here is how people got in touch with the hotline, by channel"
    assert reports(f"{text}\n{plain}\n{channels}\n")[MISSOURI]["signals/phone_call"] == "713"


@pytest.mark.parametrize(("victims", "is_read"), [("2301", False), ("2,301", True), ("2302", True)])
def test_a_number_may_end_with_the_mark_of_a_note_that_stands_nowhere_else(victims: str, is_read: bool) -> None:
    text = _beside("\n1Some persons were named in more than one case.", is_last=True)
    text = text.replace("230", victims)
    if is_read:
        assert reports(text)[MISSOURI]["victims/total"] == victims.replace(",", "")
    else:
        refused_by(text)
    marked = reports(text.replace("Victims", "Victims1").replace(victims, "2301"))
    assert marked[MISSOURI]["victims/total"] == "2301"


def test_the_sum_of_its_parts_ends_with_no_mark() -> None:
    note = "\n1Some persons were named in more than one case."
    types = "Sex trafficking: 81\nLabor trafficking: 20\nSex and labor: 4\nNot specified: {}"
    text = _beside("", is_last=True).replace("110", "111") + types + note
    assert reports(text.format("6"))[MISSOURI]["cases/sex"] == "81"
    refused_by(text.format("5"))


_TITLE = "Missouri Statistics, 2019"
_CASES = "Human trafficking cases: 110"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        # A legend that stands above no figure is one of all.
        ("These", "\nMissouri and Kansas\n\nThese"),
        ("These", "\n2018   2019\n\nThese"),
        # A number to call, and numbers of which nobody says what they count.
        (_CASES, "Signals: 988"),
        (f"{_TITLE}\n\n{_CASES}", "Missouri Trafficking Cases, 2019\n\nCases and victims\n\nTotal: 110"),
        # The note of a title is one of all that stands below it.
        *((_TITLE, f"{_TITLE}*\n* {note}") for note in ("Kansas.", "Only cases with a known victim are counted.")),
        (_TITLE, f"{_TITLE}*\n* These numbers are not final."),
    ],
)
def test_what_stands_in_the_place_of_a_line_decides(old: str, new: str) -> None:
    text = _beside("", is_last=True)
    assert text.count(old) == 1
    assert refused_by(text.replace(old, new))


def test_what_only_heads_or_tells_of_figures_changes_nothing() -> None:
    text = _beside("", is_last=True)
    assert reports(text.replace(_CASES, "People\n"))[MISSOURI] == {"victims/total": "230"}
    spoken = _beside('"Each number has a blorp," she said.', is_last=True)
    assert reports(spoken) == {MISSOURI: {"cases/total": "110", "victims/total": "230"}}
    nation = text.replace("Missouri", "United States").replace("These", "The figures are for the whole nation.\nThese")
    assert [*reports(nation).values()] == [{"cases/total": "110", "victims/total": "230"}]


@pytest.mark.parametrize(
    ("rest", "is_read"), [("state pages are not reproduced in this appendix", True), ("Texas is left out", False)]
)
def test_the_nation_in_one_clause_says_nothing_of_the_other(rest: str, is_read: bool) -> None:
    text = _beside(f"The figures are those of the whole country; {rest}.", is_last=True)
    nation = text.replace("Missouri", "United States")
    assert reports(nation) if is_read else refused_by(nation)
    assert refused_by(text)


def test_what_stands_beside_the_figures_of_a_page_or_below_them_decides() -> None:
    page = (
        "<h1>Missouri</h1><h2>2019 Statistics of the National Human Trafficking Hotline</h2>{}"
        "<p>Human trafficking cases: 110{}</p><p>Victims: 230</p><p>Accurate as of July 30, 2020.</p>{}"
    )
    for aside, mark, note, height in (
        ("", "", "", 2),
        ("<aside><p>All time</p></aside>", "", "", 0),
        ("", "<sup>1</sup>", "<p class=footnote>1 Minors.</p>", 1),
    ):
        content = page.format(aside, mark, note).encode()
        assert readers.read("some.html", "d0", content, None, VOCABULARY, Limits()).figures.height == height


@pytest.mark.parametrize("lost", ["Sex trafficking", "73%"])
def test_shares_that_part_labels_from_numbers_unevenly_refuse_them(lost: str) -> None:
    rows = "Sex trafficking\n73%\n95\nLabor trafficking\n15%\n20\nNot specified\n12%\n16\n"
    assert refused_by(_beside("", is_last=True) + "\n" + rows.replace(f"{lost}\n", ""))
    assert refused_by(_beside("", is_last=True) + "\n" + rows)


@pytest.mark.parametrize(
    ("source", "is_read"),
    [
        ("Source: National Human Trafficking Hotline.", True),
        ("Source: the Hotline.", True),
        ("Source: Abuse Hotline call records, monthly extract.", False),
        ("Data source: Oklahoma Highway Patrol.", False),
    ],
)
def test_a_source_must_be_the_hotline(source: str, is_read: bool) -> None:
    assert read(_beside(source, is_last=True)).figures.is_empty() is not is_read


@pytest.mark.parametrize(
    ("sentence", "is_read"),
    [
        ("The numbers in the cards are the model's estimates.", False),
        ("The counts in this brief come from the Missouri Abuse Hotline, which another department runs.", False),
        ("The Missouri Abuse Hotline, which another department runs, does not exchange records with it.", True),
        ("The counts do not come from the Missouri Abuse Hotline.", True),
    ],
)
def test_figures_that_are_said_to_be_estimates_or_of_another_hotline_are_refused(sentence: str, is_read: bool) -> None:
    assert read(_beside(sentence, is_last=True)).figures.is_empty() is not is_read


@pytest.mark.parametrize(
    "sentence",
    [
        "The numbers are rounded to the nearest ten, and anybody who wants to learn more about how the hotline helps "
        "survivors may ask at the desk.",
        "Each number was doubled; the hotline helps survivors and their families find shelter, food and counsel.",
        "These are not the statistics for Missouri in 2019.",
    ],
)
def test_no_clause_hides_what_another_says(sentence: str) -> None:
    assert refused_by(_beside(sentence, is_last=True)) == ["remark_unclear"]


SERVICES = ("National Domestic Violence Hotline", "Crisis Text Line", "state tip line", "Salvation Army hotline")


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize("sentence", ["* {} only.", "Counts are from the {}.", "The data were collected by the {}."])
def test_a_sentence_that_another_service_counted_refuses_the_figures(service: str, sentence: str) -> None:
    assert refused_by(_beside(sentence.format(service), is_last=True))


@pytest.mark.parametrize(
    ("line", "is_read"),
    [
        ("Joplin area.", False),
        ("Only Joplin.", False),
        ("* Joplin", True),
        ("Jasper County data.", False),
        ("Sedalia keeps its own tally and would not lend it to us.", False),
        ("Our offices are in Joplin and Sedalia.", True),
        ("A shelter opened near Joplin in the fall.", True),
        ("Joplin", True),
    ],
)
def test_a_town_in_a_line_that_speaks_of_figures_is_what_they_are_of(line: str, is_read: bool) -> None:
    assert read(_beside(line, is_last=True)).figures.is_empty() is not is_read


@pytest.mark.parametrize("line", ["Members only.", "By appointment only.", "For informational purposes only."])
def test_whom_something_else_is_for_says_nothing_of_the_figures(line: str) -> None:
    assert reports(_beside(line, is_last=True))


@pytest.mark.parametrize("service", [*SERVICES, "Safe Harbor line", "Canadian Human Trafficking Hotline"])
@pytest.mark.parametrize("heading", ["{}", "{} at a glance", "Numbers of the {}"])
def test_a_heading_of_another_service_refuses_the_figures_below_it(service: str, heading: str) -> None:
    title = "<h1>Ohio: National Human Trafficking Hotline, 2019</h1><p>Accurate as of July 30, 2020</p>"
    page = f"{title}<h2>{heading.format(service)}</h2><p>Cases: 29</p><p>Signals: 94</p>"
    assert readers.read("some.html", "d0", page.encode(), None, VOCABULARY, Limits()).figures.is_empty()


@pytest.mark.parametrize(
    ("sentence", "is_read"),
    [
        ("Since 2015, the number of cases on farms has steadily grown.", True),
        ("It is worth noting that since 2015, reports from hotels have fallen.", True),
        ("Figures are doubled; since 2015, cases have dropped.", False),
        ("Numbers are in thousands since 2015, reports have grown.", False),
        ("Since 2015, cases are totaled here and have risen.", False),
    ],
)
def test_a_trend_says_nothing_of_the_figures_beside_it(sentence: str, is_read: bool) -> None:
    text = _beside(sentence, is_last=True)
    assert reports(text) if is_read else refused_by(text)


@pytest.mark.parametrize(
    ("remark", "is_read"),
    [
        ("These are the six New England states together.", False),
        ("Those were of the Gulf states.", False),
        ("Red: our guess, where none was printed.", False),
        ("Grey numbers: as we remember them.", False),
        ("Each unit stands for ten", False),
        ("One square represents 10 cases.", False),
        ("Figures in red: estimates", False),
        ("Red - our guess", False),
        ("Our coalition represents 45 organizations.", True),
        ("Trafficking represents 10 percent of crime.", True),
        ("This is a program of the Midwest Center.", True),
        ("Blue: phone calls. Green: webforms.", True),
        ("- Blue: phone calls", True),
        ("- Red: our guess", False),
        ("In black and white: the hotline's poster.", True),
    ],
)
def test_what_figures_or_their_colours_stand_for(remark: str, is_read: bool) -> None:
    text = _beside("", is_last=True)
    found = readers.read("some.txt", "d0", f"{text}\n\n{remark}\n".encode(), None, VOCABULARY, Limits())
    assert found.figures.is_empty() != is_read


@pytest.mark.parametrize(
    ("sentence", "is_read"),
    [
        ("Counts are of Missouri only.", True),
        ("The figures above are for the state of Missouri only.", True),
        ("These numbers are of Missouri alone.", True),
        ("Counts are of Kansas only.", False),
        ("Counts are of Missouri and Kansas only.", False),
        ("Counts are of West Missouri only.", False),
        ("Counts are of Joplin, Missouri only.", False),
        ("Counts are of Missouri residents only.", False),
        ("Counts are of Missouri phone calls only.", False),
        ("Counts are of children in Missouri only.", False),
        ("Figures are for the United States only.", False),
        ("Counts come from the media in Missouri only.", False),
        ("Counts come from news in Missouri only.", False),
        ("Counts are not of Missouri only.", False),
        ("The figures cover more than Missouri alone.", False),
        ("The first number is of Missouri only.", False),
        ("Half the cases are of Missouri only.", False),
    ],
)
def test_a_sentence_that_the_figures_are_of_their_state_alone_changes_nothing(sentence: str, is_read: bool) -> None:
    text = _beside(sentence, is_last=True)
    assert reports(text) if is_read else refused_by(text)


@pytest.mark.parametrize(
    ("sentence", "is_read"),
    [
        ("These numbers come from people who reached out to the hotline about Missouri.", True),
        ("The figures come from people who contacted the National Human Trafficking Hotline.", True),
        ("These numbers come from people who reached out to the hotline about Kansas.", False),
        ("These numbers come from people who reached out to the hotline from Joplin.", False),
        ("These numbers come from people who reached out to the hotline about labor trafficking.", False),
        ("These numbers come from people who called the hotline twice.", False),
        ("These numbers come from people who called the hotline in January.", False),
        ("These numbers come from people who called the Missouri hotline.", False),
        ("These numbers come from people who called our hotline.", False),
        ("These numbers come from people who called the police.", False),
        ("These numbers come from young people who called the hotline.", False),
        ("These numbers come from people who answer the hotline.", False),
        ("These numbers come from people who know the hotline.", False),
        ("These numbers come from people who called the hotline in Summit.", False),
        ("Our totals are of people from the people who called the hotline.", False),
    ],
)
def test_figures_may_be_said_to_come_from_those_who_turned_to_the_hotline(sentence: str, is_read: bool) -> None:
    text = _beside(sentence, is_last=True)
    assert reports(text) if is_read else refused_by(text)


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
@pytest.mark.parametrize(
    "words",
    ["Minors only", "Toledo only", "January to June", "Numbers for two years", "Statistics from another hotline"],
)
def test_last_words_that_make_something_else_of_the_figures_above_refuse_them(words: str, gap: str) -> None:
    text = _beside("", is_last=True) + gap + words

    assert refused_by(text)
    assert refused_by(text + "\n\nContact us")


@pytest.mark.parametrize("words", ["Contact us", "Privacy policy", "See also: Ohio", "Resources", "Get help"])
def test_last_words_that_lead_elsewhere_change_nothing(words: str) -> None:
    text = _beside("", is_last=True)

    assert reports(f"{text}\n\n{words}\n") == reports(text)
