"""Lines of the maker of a document, not of its figures: names of publications and bodies, datelines, menus, regions."""

from __future__ import annotations

from dataclasses import replace

import pytest

from orchestration.spotlight import readers
from orchestration.spotlight.domain.places import REFERENCE_DIR
from orchestration.spotlight.domain.vocabulary import Heading, load_vocabulary
from orchestration.spotlight.readers.limits import Limits

VOCABULARY = load_vocabulary(REFERENCE_DIR)
BELOW = (
    "Missouri\nNational Human Trafficking Hotline, January 1, 2019 through December 31, 2019\n"
    "Accurate as of July 30, 2020.\n\nVictims identified: 423\n"
)


def read(text: str) -> set[tuple[str, str]]:
    """Place and number of each figure."""
    rows = readers.read("some.txt", "d0", text.encode(), None, VOCABULARY, Limits()).figures.iter_rows(named=True)
    return {(row["jurisdiction"], row["value"]) for row in rows}


@pytest.mark.parametrize(
    "masthead",
    [
        "Northwest Digest, issue 12",
        "THE YELLOWHAMMER COALITION           Newsletter no. 31, autumn 2021",
        "Boise, January 4, 2024",
        "Salt Lake City, Utah, March 3, 2021",
        "Roundtable, Richmond, October 8, 2020",
        "A handout of the Salt Lake Refugee Services Roundtable",
        "Southern Legislative Staff Conference",
        ":Author: Data desk, Red River Freedom Network",
    ],
)
def test_what_names_the_maker_says_nothing_of_figures_whose_place_and_time_stand_below(masthead: str) -> None:
    assert read(f"{masthead}\n\n{BELOW}") == {("US-MO", "423")}


@pytest.mark.parametrize(
    "title",
    [
        "Northwest",
        "Northwest Region",
        "Harris County Page, issue 12",
        "The Harris County Advocate",
        "Harris County, January 4, 2024",
        "Minors, January 4, 2024",
        "Newsletter of minors, issue 12",
        "Conference on Southern Minors",
        "Southern Minors Conference",
        "A handout of Harris County",
        "From: Northeast",
    ],
)
def test_a_title_of_a_part_of_the_figures_decides(title: str) -> None:
    assert read(f"{title}\n\n{BELOW}") == set()


@pytest.mark.parametrize(
    "title",
    [
        "Joplin: hotline figures",
        "JOPLIN: NATIONAL HUMAN TRAFFICKING HOTLINE STATISTICS",
        "National Human Trafficking Hotline: Cape Girardeau",
        "Joplin: human trafficking at a glance",
        "Sedalia in numbers",
        "Pemiscot Spotlight",
        "Joplin hotline statistics, 2019",
        "2019 Joplin Statistics",
        "Mt. Vernon: hotline figures",
        "Walla Walla: hotline figures",
        "Española: hotline figures",
    ],
)
def test_a_title_of_a_town_above_that_of_its_state_decides(title: str) -> None:
    assert read(f"{title}\n\n{BELOW}") == set()


def test_a_refusal_for_a_town_says_that_it_is_one_and_its_proposal_helps() -> None:
    text = f"Joplin: hotline figures\n\n{BELOW}".encode()
    (refusal,) = readers.read("some.txt", "d0", text, None, VOCABULARY, Limits()).rejections
    assert "'Joplin' in it is a town or county" in refusal.message
    assert refusal.message.endswith('as in: "Joplin",neutral,')
    taught = replace(
        VOCABULARY, headings=(*VOCABULARY.headings, Heading("Joplin", "neutral", "")), fingerprint="with Joplin"
    )
    assert not readers.read("some.txt", "d0", text, None, taught, Limits()).figures.is_empty()


@pytest.mark.parametrize(
    ("title", "is_read"),
    [
        ("Module 3 - Missouri Spotlight", True),
        ("Motels along U.S. 1 train staff", True),
        ("Motels along Interstate 70", False),
        ("Cases along U.S. 61", False),
        ("Interstate 70 only", False),
    ],
)
def test_the_number_of_a_part_or_a_road_is_no_figure_but_a_road_may_be_where_they_are_from(
    title: str, is_read: bool
) -> None:
    assert bool(read(f"{title}\n\n{BELOW}")) is is_read


@pytest.mark.parametrize(
    ("masthead", "is_read"),
    [
        ("VOLUNTEER NOTES  *  winter", True),
        ("Prairie Digest | Spring", True),
        ("Minors * Volunteer Notes", False),
        ("Shelter * winter", False),
    ],
)
def test_a_season_beside_the_name_of_a_newsletter_is_that_of_the_issue(masthead: str, is_read: bool) -> None:
    text = f"{masthead}\n\nThe National Human Trafficking Hotline counts. Its Missouri page for 2019 reads:\n\n"
    sidecar = b"jurisdiction: MO\nperiod_start: 2019-01-01\nperiod_end: 2019-12-31\npublisher_as_of: 2020-07-30\n"
    content = f"{text}Victims identified: 423\n".encode()
    found = readers.read("some.txt", "d0", content, sidecar, VOCABULARY, Limits()).figures
    assert (found.height == 1) is is_read


@pytest.mark.parametrize(
    "masthead",
    ["Joplin Globe", "Joplin Rescue Mission", "Freedom Notes, a blog from Sedalia", "Austin Carter: human trafficking"],
)
def test_a_town_in_the_name_of_a_maker_or_in_that_of_a_person_decides_nothing(masthead: str) -> None:
    assert read(f"{masthead}\n\n{BELOW}") == {("US-MO", "423")}


NEWS = "{}\n\nVictims identified: 423\n\nAccurate as of July 30, 2020.\n"


@pytest.mark.parametrize(
    "title",
    [
        "Missouri: the 2019 Hotline statistics are out",
        "The 2019 National Hotline numbers for Missouri are here",
    ],
)
def test_a_title_may_say_that_its_figures_are_news(title: str) -> None:
    assert read(NEWS.format(title)) == {("US-MO", "423")}


@pytest.mark.parametrize(
    "title",
    [
        "New: 2019 Hotline cases in Missouri",
        "New 2019 Hotline victims, Missouri",
        "Missouri: the 2019 Hotline statistics are up",
        "Missouri: the 2019 Hotline statistics are not out",
        "Missouri, 2019 Hotline statistics: minors are out",
        "Missouri, 2019 Hotline statistics: what is new",
        "New: Boone 2019 Hotline data, Missouri",
    ],
)
def test_a_title_that_may_name_a_part_is_no_news(title: str) -> None:
    assert read(NEWS.format(title)) == set()


def test_a_masthead_is_no_place_of_figures() -> None:
    assert read(BELOW.replace("Missouri", "Missouri Digest, issue 12")) == {("US-MO", "423")}
    assert read(BELOW.replace("Missouri", "Saint Louis, Missouri, March 3, 2021")) == set()


def test_a_list_of_contents_with_the_hotlines_period_is_a_sentence() -> None:
    period = "In this issue: National Human Trafficking Hotline data for January 1, 2019 through December 31, 2019."
    above = f"Missouri\n\n{period} All data are accurate as of July 30, 2020.\n\n"
    assert read(f"{above}Victims identified: 423\n") == {("US-MO", "423")}


@pytest.mark.parametrize(
    ("menu", "is_menu"),
    [
        ("Get Help   Report Trafficking   Get Info   Resources   Find Local Services   States", True),
        ("Previous lesson | Contents | Next lesson", True),
        ("About us · Find local services · Donate", True),
        ("top of page", True),
        ("Agenda\nWelcome\nSmall groups\nLunch\n\nWhat is known", True),
        ("Home | Harris County | Contact", False),
        ("Local | Regional | Search", False),
        ("Agenda\nWelcome\nSmall groups\nVictims identified: 423", False),
        ("Home\nBooks and Films\nDatabases\nLocal Help\nAsk a Librarian", True),
        ("Home | Books | Local Help | Contact", True),
        ("Home\nBooks and Films\nDatabases\nLocal Victims\nAsk a Librarian", False),
        ("Home\nBooks and Films\nLakes\nDatabases\nAsk a Librarian", False),
        ("Lakes\nHome\nBooks and Films\nDatabases\nAsk a Librarian", False),
    ],
)
def test_links_side_by_side_and_an_agenda_are_no_headings(menu: str, is_menu: bool) -> None:
    assert read(f"{menu}\n\n{BELOW}") == ({("US-MO", "423")} if is_menu else set())


@pytest.mark.parametrize(
    "contents",
    [
        "Table of Contents\nLetter from the director          3\nHotline statistics               18",
        "Contents\n\nCases by type ............. 3\nVictims identified ........ 5\nCases identified .......... 9",
        "List of Tables\n\nTable 1. Cases by type, 2020 ..... 4\nTable 2. Training sessions ....... 9",
        "CONTENTS\n\nForeword ......... iii\nHotline statistics ..... 2\nTraining ....... 6",
        "Contents  [hide]\n1 Law\n2 Hotline statistics\n    2.1 2018\n    2.2 Accuracy\n3 See also\n4 References",
        "Contents\n\n3   Letter from the chair\n5   The year in numbers\n9   Training",
        "In this report:\nArrests\nVictims who are minors\nKansas City",
        "Human trafficking\n\nFrom PrairieWiki, the encyclopedia of the plains",
    ],
)
def test_a_list_of_contents_says_nothing_of_what_follows(contents: str) -> None:
    assert read(f"{contents}\n\n{BELOW}") == {("US-MO", "423")}


@pytest.mark.parametrize(
    ("between", "is_list"),
    [
        ("In this report\nCounts since 2007\nArrests\n\nWhat was identified", False),
        ("On this page\nMonthly averages\nArrests\n\nWhat was identified", False),
        ("On this page\n\nMinors only", False),
        ("In this report\nVictims who are minors\nKansas City\nThe hotline counted these people.", False),
        ("In this report\nVictims who are minors\nKansas City\n\nAll data are as of July 30, 2020.", False),
        ("Contents\n\nEstimates", False),
        ("From PrairieWiki, the encyclopedia of the plains", True),
        ("From PrairieWiki, counts of minors", False),
    ],
)
def test_what_stands_where_contents_do_and_qualifies_is_heard(between: str, is_list: bool) -> None:
    title = "Missouri: National Human Trafficking Hotline, 2019"
    found = read(f"{title}\n\n{between}\n\nVictims identified: 423\n\nAccurate as of July 30, 2020.\n")
    assert found == ({("US-MO", "423")} if is_list else set())


@pytest.mark.parametrize(
    "contents",
    [
        "Contents\n\nCases identified: 35\nSex trafficking: 24\nLabor trafficking: 11",
        "List of figures\nSex trafficking 24\nLabor trafficking 31\nCases identified 9",
        "List of tables\nPhone calls 24\nWebforms 31\nEmails 5",
    ],
)
def test_numbers_that_fall_below_such_a_heading_are_not_those_of_pages(contents: str) -> None:
    """None is left out alone: what is read would be a part of the list."""
    found = {number for _, number in read(f"{BELOW}\n{contents}\n")}
    own = {word for word in contents.split() if word.isdecimal()}
    assert not (found & own) or own <= found


BETWEEN = (
    "National Human Trafficking Hotline, January 1, 2019 through December 31, 2019\nAccurate as of July 30, 2020.\n\n"
)
OREGON, IDAHO = ("US-OR", "410"), ("US-ID", "150")


@pytest.mark.parametrize(
    "title", ["Northwest", "Two states, one river", "Regional Exhibit C", "Table 2. Cases, Northwest"]
)
@pytest.mark.parametrize(
    "figures", ["State   Cases\nOregon    410\nIdaho     150\n", "Oregon\nCases 410\n\nIdaho\nCases 150\n"]
)
def test_a_region_is_no_part_of_several_states(title: str, figures: str) -> None:
    assert read(f"{title}\n{BETWEEN}{figures}") == {OREGON, IDAHO}


@pytest.mark.parametrize(
    ("title", "figures"),
    [
        ("Northwest", "State   Cases\nOregon    410\n"),
        ("Northwest", "Oregon\nCases 410\n"),
        ("Coast", "State   Cases\nOregon    410\nIdaho     150\n"),
        ("Border counties", "State   Cases\nOregon    410\nIdaho     150\n"),
        ("Northwest Oregon", "State   Cases\nOregon    410\nIdaho     150\n"),
        ("Two states", "Oregon\n\nNorthwest\n\nCases 410\n\nIdaho\n\nNorthwest\n\nCases 150\n"),
        ("Two states", "State   Northwest cases\nOregon    410\nIdaho     150\n"),
    ],
)
def test_a_region_that_may_be_a_part_of_a_state_decides(title: str, figures: str) -> None:
    assert read(f"{title}\n{BETWEEN}{figures}") == set()


@pytest.mark.parametrize(
    "above",
    [
        "Minnesota Initiative on Labor and Sex Trafficking - Biennial Report",
        "Northwest Regional Summit on Human Trafficking",
        "Attorney General Shares Hotline Numbers Ahead of Statewide Summit",
        "Human Trafficking Indicators",
    ],
)
def test_bodies_events_and_headlines_above_the_name_of_the_hotline(above: str) -> None:
    assert read(f"{above}\n\n{BELOW}") == {("US-MO", "423")}


@pytest.mark.parametrize(
    "above", ["Initiative: Sex Trafficking", "Harris County Summit", "Shares of Hotline Signals", "High Indicators"]
)
def test_what_only_looks_like_a_body_an_event_or_a_headline_decides(above: str) -> None:
    assert read(f"{above}\n\n{BELOW}") == set()


def test_who_made_a_sheet_and_where_is_no_part_of_its_place() -> None:
    of_maker = (
        "Hotline numbers for people who work here\nput together by the North Campus Project, 401 Pratt Drive, Indiana"
    )
    title, rest = BELOW.split("\n", 1)
    assert read(f"{title}\n\n{of_maker}, Missouri 65801\n\n{rest}") == {("US-MO", "423")}
    assert read(f"{title}\n\n{of_maker.replace('put together by', 'of')}\n\n{rest}") == set()


@pytest.mark.parametrize(("number", "is_read"), [("423 (2018: 391)", True), ("423 (12%)", True), ("423 (391)", False)])
def test_a_legend_of_brackets_says_nothing_of_the_number_before_them(number: str, is_read: bool) -> None:
    text = BELOW.replace("Victims identified: 423", f"(in brackets: the year before)\n\nVictims identified: {number}")
    assert read(text) == ({("US-MO", "423")} if is_read else set())


@pytest.mark.parametrize(
    ("sentence", "is_read"),
    [
        ("Readers compare such tables with those of Wisconsin.", True),
        ("The figures of this table are those of Wisconsin.", False),
        ("More next week!", True),
        ("Partial week.", False),
        ("Missouri had 6.14 million residents in 2019.", True),
    ],
)
def test_sentences_beside_the_figures(sentence: str, is_read: bool) -> None:
    assert read(f"{BELOW}\n{sentence}\n") == ({("US-MO", "423")} if is_read else set())


def test_a_sentence_behind_a_bracket_is_no_title() -> None:
    lead = (
        "The National Human Trafficking Hotline has its report for Missouri (January 1, 2019 through December 31, 2019)"
    )
    table = "Type      Number  Share\nCases     90      100%\nVictims   423     -\n\nAccurate as of July 30, 2020.\n"
    assert ("US-MO", "423") in read(f"{lead}. Here it is, with the share of each:\n\n{table}")


@pytest.mark.parametrize(
    "frame",
    [
        "Local | Politics | Outdoors | Obituaries | Subscribe",
        "[Home] [Books] [Statistics] [Laws] [Ask a Librarian]",
        "Ohio.gov About Training Data Survivors Contact",
        "Center for Violence Research | People | Projects | Data Briefs | Contact",
        "Compendium of State Indicators, Volume 8",
        "Prepared by the staff of the six attorneys general",
        "A fact sheet of the Evergreen Coalition Against Trafficking",
        "Analyst: Kimball Royce",
        "Shelter doubles its beds as more minors ask for help\n\nBy Annika Saarinen",
    ],
)
def test_the_frame_of_a_page_says_nothing_of_figures_with_a_title_of_their_own(frame: str) -> None:
    assert read(f"{frame}\n\n{BELOW}") == {("US-MO", "423")}


@pytest.mark.parametrize(
    "title",
    [
        "Adults | Minors | Unknown | Support",
        "Local | Minors | Police | Adults",
        "[Men] [Women] [Home]",
        "Contact Survivors Minors Shelters",
        "Minors, Volume 8",
        "Prepared by county",
        "A fact sheet of minors",
        "Shelter doubles its beds as more minors ask for help",
    ],
)
def test_what_may_name_a_part_of_the_figures_decides(title: str) -> None:
    assert read(f"{title}\n\n{BELOW}") == set()


def test_staff_writer_below_the_name_of_a_writer_is_no_heading() -> None:
    story = "Two dozen clerks spent Thursday evening in the hall.\n\nThe class is offered again in the spring."
    box = "BY THE NUMBERS\nMissouri, January 1, 2019 through December 31, 2019\n\n* 423 victims identified\n"
    source = "Source: National Human Trafficking Hotline. The figures are accurate as of July 30, 2020.\n"
    head = "Training teaches hotel clerks what to look for\n\nBy Dana Whitlow\nStaff writer"
    assert read(f"{head}\n\n{story}\n\n{box}\n{source}") == {("US-MO", "423")}


def test_staff_reporter_above_figures_says_who_reported_them() -> None:
    contacts = f"{BELOW}\nContacts\n\n{{}}Phone calls: 12\n"
    assert read(contacts.format("")) == {("US-MO", "423"), ("US-MO", "12")}
    assert ("US-MO", "12") not in read(contacts.format("Staff reporter\n\n"))


@pytest.mark.parametrize(
    ("sentence", "is_read"),
    [
        ("WASHINGTON - The Hotline has released its 2019 statistics for Missouri.", True),
        ("SEATTLE, Wash. -- The Hotline has released its 2019 statistics for Missouri.", True),
        ("WASHINGTON - The Hotline has released its 2019 statistics.", False),
        ("WASHINGTON - The Hotline has released its 2019 statistics for Oregon.", False),
        ("Washington - The Hotline has released its 2019 statistics for Missouri.", False),
        ("WASHINGTON - The figures below are of the state, with those of Missouri.", False),
        ("WASHINGTON - The sheriff has released his 2019 statistics for Missouri.", False),
        ("WASHINGTON - Here are the Hotline's numbers; the statistics for Missouri come next month.", False),
        ("OREGON - The Hotline has released its 2019 statistics for Missouri.", False),
    ],
)
def test_the_place_of_a_dateline_is_where_it_was_written_if_the_hotline_released_the_figures_there(
    sentence: str, is_read: bool
) -> None:
    assert read(f"{BELOW}\n{sentence}\n") == ({("US-MO", "423")} if is_read else set())


def test_a_body_above_its_day_below_the_title_is_who_wrote_it() -> None:
    title, rest = BELOW.split("\nAccurate")
    title = title.replace(", January", "\n\nInterim Committee on Law Enforcement\nMarch 3, 2021\n\nJanuary")
    assert read(f"{title}\nAccurate{rest}") == {("US-MO", "423")}
    assert read(f"{title}\nAccurate{rest}".replace("\nMarch 3, 2021", "")) == set()


@pytest.mark.parametrize("heading", ["How Missouri compares", "Why numbers matter", "Looking at the big picture"])
def test_a_heading_that_tells_something_counts_nothing(heading: str) -> None:
    assert read(BELOW.replace("Victims", f"{heading}\n\nVictims")) == {("US-MO", "423")}


@pytest.mark.parametrize(
    "heading",
    [
        "What was screened",
        "What we screened",
        "How minors compare",
        "How Zorg compares",
        "Compares Missouri",
    ],
)
def test_a_heading_that_says_which_are_counted_decides(heading: str) -> None:
    assert read(BELOW.replace("Victims", f"{heading}\n\nVictims")) == set()


TABLE = "\n\n         2021  2022\nOhio     100   110\nIowa      20    30\n\nAccurate as of July 30, 2024.\n"


@pytest.mark.parametrize(
    ("title", "count"),
    [
        ("Human trafficking cases, two lake states", 4),
        ("Human trafficking cases, last two calendar years", 4),
        ("Human trafficking cases, lake region", 0),
        ("Human trafficking cases, first two calendar years", 0),
    ],
)
def test_how_many_states_or_years_a_table_has_is_said_by_its_heads(title: str, count: int) -> None:
    assert len(read(f"National Human Trafficking Hotline\n\n{title}{TABLE}")) == count


NAMES = [
    "Communications Office",
    "Quarterly Member Brief",
    "REGION IV TRAINING CENTER",
    "Crime Victims Foundation",
    "Minutes, appendix C",
    "Task Force Meeting Minutes",
    "Trafficking Victim Assistance Program",
    "Division of Police Services",
    "Wabash Valley Shelter Network",
    "Kansas City Business Alliance",
    "Department of Labor - Monthly Bulletin",
    "Annual Report of the Council on Children's Justice",
    "School Nurses' Quarterly",
    "The Advocate: Newsletter of the Youth Coalition",
    "Average Joe Community Center",
    "Adult Education Desk",
    "First Methodist Church, Rev. Carol Stamm",
    "Prepared by the volunteers of the county fair",
    "Posted by the Shelter Communications Team on January 11, 2021",
    "Vol. XII, No. 4",
]
NO_NAMES = [
    "Calls to the Communications Office",
    "Estimates, the Gazette",
    "Region IV",
    "Clients known to the Foundation",
    "Minutes of talk",
    "Cases of the Task Force, prosecuted",
    "Clients of the Assistance Program",
    "Arrests, Division of Police Services",
    "Wabash Valley",
    "Harris County",
    "Minors - Monthly Bulletin",
    "Report of Arrests by the Council",
    "Brief of minors",
    "Newsletter: Youth",
    "Average, Community Center",
    "Adults",
    "Police Data Bulletin",
    "Arrests, the Gazette",
    "Prepared by the Shelter Team for Harris County",
    "Draft Report of the Council",
]
ABOVE = f"{{}}\n\n{BELOW}"
JOINED = (
    "{}\nMissouri: National Human Trafficking Hotline statistics, January 1 to December 31, 2019\n\n"
    "Accurate as of July 30, 2020.\n\nVictims identified: 423\n"
)
BENEATH = (
    "MISSOURI HOTLINE SUMMARY, 2019\n\n{}\n\nThe year is January 1, 2019 to December 31, 2019. The Hotline says that "
    "the data are accurate as of July 30, 2020.\n\nVictims identified: 423\n"
)


@pytest.mark.parametrize("layout", [ABOVE, JOINED, BENEATH])
@pytest.mark.parametrize("name", NAMES)
def test_what_a_body_or_its_publication_is_called_says_nothing_above_the_hotline(name: str, layout: str) -> None:
    assert read(layout.format(name)) == {("US-MO", "423")}


@pytest.mark.parametrize("layout", [ABOVE, JOINED, BENEATH])
@pytest.mark.parametrize("title", NO_NAMES)
def test_what_is_counted_beside_a_name_decides(title: str, layout: str) -> None:
    assert read(layout.format(title)) == set()


@pytest.mark.parametrize("name", ["Communications Office", "Kansas Coalition Against Trafficking", "Police Department"])
def test_a_name_that_heads_figures_itself_decides(name: str) -> None:
    title, rest = BELOW.split("\nAccurate")
    assert read(f"{title}\nAccurate{rest}".replace("Victims", f"{name}\n\nVictims")) == set()


def test_a_town_in_a_name_gives_the_figures_no_place() -> None:
    assert read(BELOW.replace("Missouri", "The Kansas City Star")) == set()
    assert read(f"The Kansas City Star\n\n{BELOW}") == {("US-MO", "423")}
    # A body that publishes below the title is of no other place.
    assert read(BENEATH.format("Kansas Coalition Against Trafficking")) == {("US-MO", "423")}


def test_the_report_of_a_place_is_of_the_place() -> None:
    assert read(BENEATH.format("Kansas Report")) != {("US-MO", "423")}


@pytest.mark.parametrize(
    ("line", "is_read"),
    [("Modern Slavery Is Closer Than You Think", True), ("Fewer Calls Than You Think", False), ("Minors", False)],
)
def test_a_line_to_the_reader_above_the_hotline_is_a_headline(line: str, is_read: bool) -> None:
    assert read(f"{line}\n\n{BELOW}") == ({("US-MO", "423")} if is_read else set())


OF_MAKERS = [
    "SAINT BRENDAN PARISH",
    "SAINT BRENDAN PARISH BULLETIN",
    "THE HARBOR CLUB WEEKLY",
    "SOUTH COAST TRANSIT",
    "Lakes Unified Schools: Board Backgrounder",
    "The Harris County Sheriff",
    "Port of Bay Harbor Commission Agenda",
    "Town of Harris Police Department",
    "Island Clinic",
    "Harbor Three Rivers Health > Policies > Emergency Department",
    "North Fork Casino Hotel",
    "West Valley Fire District",
    "Capital Region Airport",
    "Lakes Ministerial Fellowship",
    "Saint Mary of the Lakes Parish Bulletin",
    "Feast of Saint Brendan",
    "Harris County Newsletter, issue 12",
    "Home > Lakes Unified Schools > Board",
]
NO_MAKERS = [
    "ST. TAMMANY PARISH",
    "SAINT BRENDAN PARISH FIGURES",
    "Lakes",
    "Lakes County Human Trafficking Statistics",
    "Cases seen by Lakes Unified Schools",
    "Lakes Unified Schools: cases",
    "Lakes Unified Schools: what we saw",
    "Lakes Unified Schools in numbers",
    "Lakes Unified Schools at a glance",
    "Lakes Unified Schools data",
    "Lakes Unified Schools only",
    "Around Lakes Unified Schools",
    "Our schools in Saint Brendan Parish",
    "Lakes Clinic: duplicates removed",
    "Three Rivers > Health > Cases",
    "Three Rivers > Policies > Emergency Department",
    "Lakes Crisis Line Annual Report",
    "Lakes Crisis Line Bulletin",
    "Calls to Island Clinic",
    "Harris County Report",
    "Airport",
    "Lake Charles",
    "Lake Hope",
    "Home > Lakes County > Statistics",
    "Home > Lakes Unified Schools > What we saw",
    "Lakes Unified Schools > Cases",
]
REPRINTED = (
    "{}\n\nThese numbers are from the National Human Trafficking Hotline{}, January 1, 2019 to December 31, 2019 "
    "(accurate as of July 30, 2020):\n\n{}Victims identified: 423\n"
)
SOURCE_BELOW = (
    "{}\n\nHuman trafficking in Missouri\n\nVictims identified: 423\n\nNational Human Trafficking Hotline. The data "
    "represent January 1, 2019 through December 31, 2019 and are accurate as of July 30, 2020.\n"
)
ABOVE_A_SENTENCE = REPRINTED.format("{}", " for Missouri", "")


@pytest.mark.parametrize("layout", [ABOVE, ABOVE_A_SENTENCE, SOURCE_BELOW])
@pytest.mark.parametrize("name", OF_MAKERS)
def test_where_a_body_is_is_no_place_of_figures_that_are_said_to_be_of_a_state(name: str, layout: str) -> None:
    assert read(layout.format(name)) == {("US-MO", "423")}


@pytest.mark.parametrize("layout", [ABOVE, ABOVE_A_SENTENCE, SOURCE_BELOW])
@pytest.mark.parametrize("title", NO_MAKERS)
def test_what_may_say_whose_cases_or_from_where_decides(title: str, layout: str) -> None:
    assert read(layout.format(title)) == set()


@pytest.mark.parametrize("state", ["", " for Missouri and Ohio"])
@pytest.mark.parametrize("name", ["Lakes Unified Schools", "Harris County Sheriff's Office", "Island Clinic"])
def test_where_a_body_is_is_heard_if_nothing_else_says_one_state(name: str, state: str) -> None:
    text = REPRINTED.format(name, state, "").encode()
    beside = None if state else b"jurisdiction: MO\n"
    assert readers.read("some.txt", "d0", text, beside, VOCABULARY, Limits()).figures.is_empty()


@pytest.mark.parametrize(
    "heading",
    ["In our district", "Calls from Lakes", "Served in our parish", "Our county", "In our schools", "From our members"],
)
def test_the_places_of_a_masthead_are_heard_where_they_return_above_figures(heading: str) -> None:
    text = REPRINTED.format("Lakes Unified Schools", " for Missouri", "{}")
    assert read(text.format("")) == {("US-MO", "423")}
    assert read(text.format(f"{heading}\n\n")) == set()


def test_data_of_others_are_those_that_the_title_names() -> None:
    title = "External data: National Human Trafficking Hotline, Missouri, 2019"
    assert read(NEWS.format(title)) == {("US-MO", "423")}
    assert read(NEWS.format(title.replace("data", "referrals"))) == set()
    assert read(NEWS.format(title.replace("data", "cases"))) == set()


@pytest.mark.parametrize(
    ("name", "is_read"), [*((one, True) for one in OF_MAKERS), *((one, False) for one in NO_MAKERS)]
)
def test_what_stands_above_the_title_of_a_page_is_heard_unless_it_is_a_name(name: str, is_read: bool) -> None:
    title = "<h1>Missouri: National Human Trafficking Hotline, 2019</h1><p>Accurate as of July 30, 2020</p>"
    page = f"<p>{name}</p>{title}<p>Victims identified: 423</p>".encode()
    assert readers.read("some.html", "d0", page, None, VOCABULARY, Limits()).figures.is_empty() != is_read


@pytest.mark.parametrize("name", ["Local Police", "County Sheriff", "Rural Clinic", "Harris County Sheriff\nMissouri"])
def test_a_body_without_a_name_or_with_its_address_is_heard(name: str) -> None:
    state = "" if "Missouri" in name else "Human trafficking in Missouri\n\n"
    below = "National Human Trafficking Hotline\n2019\n\nVictims identified: 423\n\nAccurate as of July 30, 2020.\n"
    assert not read(f"{name}\n\n{state}{below}")
