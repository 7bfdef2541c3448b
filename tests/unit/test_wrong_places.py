"""Places that have the name of a state, and names in which the name of a state is only a part."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from orchestration.spotlight import readers
from orchestration.spotlight.domain.model import Reading
from orchestration.spotlight.domain.places import REFERENCE_DIR
from orchestration.spotlight.domain.seed_lines import BrokenReference
from orchestration.spotlight.domain.vocabulary import load_vocabulary
from orchestration.spotlight.readers.limits import Limits
from tests.unit.test_page_layouts import VOCABULARY, read, refused_by, reports

REST = "2021 National Human Trafficking Hotline statistics\n\nHuman trafficking cases: 110\nVictims: 230\n\n"
AS_OF = "Data are accurate as of July 30, 2023.\n"


def places(text: str) -> set[str]:
    return {place for place, _, _ in reports(text)}


@pytest.mark.parametrize(
    "words",
    [
        "Ministry of Internal Affairs, Tbilisi",
        "Republic of Georgia",
        "South Caucasus",
        "Most calls came from Tbilisi and Batumi.",
        "Georgia is a country in the Caucasus.",
        "The Georgian police answered the calls.",
    ],
)
def test_words_of_the_country_make_georgia_another_place_wherever_they_stand(words: str) -> None:
    assert refused_by(f"{words}\n\nGeorgia\n{REST}{AS_OF}")
    assert refused_by(f"Georgia\n{REST}{words}\n\n{AS_OF}")
    sidecar = "jurisdiction: Georgia\n"
    assert read(f"{REST}{words}\n\n{AS_OF}", sidecar).figures.is_empty()


@pytest.mark.parametrize("words", ["Most calls came from Atlanta.", "Georgians called from every part of the state."])
def test_georgia_is_the_state_elsewhere(words: str) -> None:
    assert places(f"Georgia\n{REST}{words}\n\n{AS_OF}") == {"US-GA"}


def test_the_country_changes_nothing_on_the_page_of_another_state() -> None:
    assert places(f"Missouri\n{REST}One caller was from Tbilisi.\n\n{AS_OF}") == {"US-MO"}


@pytest.mark.parametrize(
    ("head", "foot"),
    [
        ("Government of the District of Columbia\n\nWashington\n", ""),
        ("The Washington Post\n", ""),
        ("Florida Keys\n", ""),
    ],
)
def test_the_city_a_newspaper_or_a_part_is_not_the_state(head: str, foot: str) -> None:
    assert refused_by(f"{head}{REST}{AS_OF}{foot}")


@pytest.mark.parametrize(
    ("head", "foot", "expected"),
    [
        ("Washington\n", "\nPolaris\nWashington, DC\n", {"US-WA"}),
        ("Washington Spotlight\n", "\nThe Hotline is run by Polaris, Washington, D.C.\n", {"US-WA"}),
        ("Government of the District of Columbia\n\nWashington, D.C.\n", "", {"US-DC"}),
    ],
)
def test_an_address_in_the_city_says_nothing_of_the_state(head: str, foot: str, expected: set[str]) -> None:
    assert places(f"{head}{REST}{AS_OF}{foot}") == expected


@pytest.mark.parametrize("line", ["Narnia,other_place,US-XX", "Narnia,neutral,US-GA"])
def test_a_namesake_names_a_known_state(tmp_path: Path, line: str) -> None:
    folder = tmp_path / "reference"
    shutil.copytree(REFERENCE_DIR, folder)
    with (folder / "headings.csv").open("a", encoding="utf-8") as file:
        file.write(f"{line}\n")
    with pytest.raises(BrokenReference, match="with the meaning"):
        load_vocabulary(folder)


# A page without a place, and places to choose from --------------------------------------------------------------------

NO_PLACE = "<h1>2021 National Human Trafficking Hotline statistics</h1>"
ACCURATE = f"<p>{AS_OF}</p>"
COUNTS = f"<ul><li>Human trafficking cases: 110</li><li>Victims: 230</li></ul>{ACCURATE}"


def page(html: str) -> Reading:
    return readers.read("some.html", "d0", f"<body>{html}</body>".encode(), None, VOCABULARY, Limits())


@pytest.mark.parametrize(
    "html",
    [
        '<ul><li><a href="/ohio">Ohio</a></li></ul>{}',
        "<h3>States</h3><ul><li>Ohio</li></ul>{}",
        "<p>Back to Ohio</p>{}",
        "{}<h3>Related</h3><ul><li>Ohio</li></ul>",
        "{}<h3>Ohio</h3><p>Read more about Ohio.</p>",
        "{}<p>See also: Ohio</p>",
        "<p>In Ohio, for example, trafficking is a felony.</p>{}",
        "<header>U.S. Department of Justice</header>{}<ul><li>Ohio</li></ul>",
    ],
)
def test_what_a_page_leads_to_is_not_its_place(html: str) -> None:
    reading = page(html.format(NO_PLACE + COUNTS))
    assert [one.rule_code for one in reading.rejections] == ["document.jurisdiction_unknown"]


@pytest.mark.parametrize(
    "html",
    [
        "<h3>Ohio</h3>{}",
        "<dl><dt>State</dt><dd>Ohio</dd></dl>{}",
        "<ul><li>Iowa</li></ul><h2>Ohio</h2>{}",
        "{}<p>They are the Hotline's figures for Ohio.</p>",
    ],
)
def test_a_place_that_heads_the_figures_or_is_said_of_them_is_theirs(html: str) -> None:
    reading = page(html.format(NO_PLACE + COUNTS))
    assert set(reading.figures["jurisdiction"]) == {"US-OH"}


def test_a_place_in_a_list_heads_what_hangs_below_it() -> None:
    counted = {"Ohio": "110", "Iowa": "30"}
    items = (f"<li>{place}<ul><li>Human trafficking cases: {count}</li></ul></li>" for place, count in counted.items())
    reading = page(f"{NO_PLACE}<ul>{''.join(items)}</ul>{ACCURATE}")
    assert dict(zip(reading.figures["jurisdiction"], reading.figures["value"], strict=True)) == {
        "US-OH": "110",
        "US-IA": "30",
    }


TOWNS = ("Omaha", "Springfield", "Lincoln", "Joplin", "St. Charles", "St. Louis", "Midland", "Round Rock", "Columbia")
PARTS = ("Ward 6", "Judicial District 4", "Region 5", "Precinct 12", "Zone 2", "Sector B")


@pytest.mark.parametrize("place", [*TOWNS, *PARTS])
@pytest.mark.parametrize("heading", ["{}: hotline figures", "Signals and cases of {}", "{} at a glance", "Cases in {}"])
def test_a_heading_of_a_town_or_a_part_of_the_state_makes_the_figures_its_own(place: str, heading: str) -> None:
    title = "<h1>Ohio: National Human Trafficking Hotline, 2021</h1><p>Accurate as of July 30, 2023</p>"
    page = f"{title}<h2>{heading.format(place)}</h2><p>Cases: 29</p><p>Signals: 94</p>"
    reading = readers.read("some.html", "d0", page.encode(), None, VOCABULARY, Limits())
    assert reading.figures.is_empty()


@pytest.mark.parametrize("place", ["Akron", "Boise", "St. Louis", "Washoe County", "greater Laredo", "Ward 6"])
@pytest.mark.parametrize(
    "sentence",
    [
        "These figures are for {}.",
        "The numbers shown are from {}.",
        "The data cover {}.",
        "Counts are of {}.",
        "All of these calls came from {}.",
        "In {}, the hotline received these signals.",
        "* {} only.",
        "{}, January 1, 2021 through December 31, 2021.",
    ],
)
def test_a_sentence_that_the_figures_are_of_a_town_refuses_them(place: str, sentence: str) -> None:
    text = f"Ohio\n{REST}{AS_OF}\n"
    assert reports(text)
    assert refused_by(f"{text}{sentence.format(place)}\n")


@pytest.mark.parametrize(
    ("sentence", "is_read"),
    [
        ("For the Cabinet's own figures see Appendix D.", True),
        ("For the Cabinet's own figures see Appendix D.\n\nAppendix D\n\nVictims: 12", False),
        ("For Toledo's own figures see Appendix D.", False),
        ("For Laredo's own figures see the table.", False),
        ("For the Cabinet's own figures in Laredo see Appendix D.", False),
    ],
)
def test_a_sentence_may_point_to_the_figures_of_somebody_else(sentence: str, is_read: bool) -> None:
    text = f"Ohio\n{REST}{AS_OF}\n{sentence}\n"
    assert places(text) == {"US-OH"} if is_read else refused_by(text)


def test_a_town_that_has_the_name_of_a_state_is_another_place() -> None:
    text = f"Wyoming\n{REST}{AS_OF}\n"
    assert places(f"{text}Department of Health, 401 Hathaway Building, Cheyenne, WY 82002\n") == {"US-WY"}
    assert refused_by(f"{text}City of Wyoming, 2300 De Hoop Avenue SW, Wyoming, MI 49509\n")


@pytest.mark.parametrize(
    ("state", "line", "is_read"),
    [
        ("Nevada", "Set in type by the Daily Bulletin, Nevada, Mo.", False),
        ("Wyoming", "Set in type by the Daily Bulletin, Wyoming, Mich.", False),
        ("New York", "Set in type by the Daily Bulletin, New York, N.Y.", True),
        ("Washington", "Set in type by the Daily Bulletin, Washington, D.C.", True),
        ("Kansas", "Our newsletter goes to Nebraska, Kansas, Iowa.", True),
    ],
)
def test_a_town_of_another_state_in_an_imprint_may_be_the_place(state: str, line: str, is_read: bool) -> None:
    text = f"{state}\n{REST}{AS_OF}\n{line}\n"
    assert bool(reports(text)) if is_read else "jurisdiction_ambiguous" in refused_by(text)


@pytest.mark.parametrize("sentence", ["These are not the figures for Ohio.", "We will publish the figures for Ohio."])
def test_a_sentence_that_says_what_is_not_or_will_be_names_no_place_of_the_figures(sentence: str) -> None:
    assert refused_by(f"{REST}{sentence}\n\n{AS_OF}")


@pytest.mark.parametrize("foot", ["Kansas        page 2 of 2", "Los datos suman los de Missouri y Kansas."])
def test_another_place_in_the_foot_refuses(foot: str) -> None:
    assert refused_by(f"Missouri\n{REST}{AS_OF}\n{foot}\n")


@pytest.mark.parametrize(
    "foot", ["Missouri", "Washington, DC", "Llame al 1-888-373-7888.", "Missouri        page 2 of 2"]
)
def test_where_a_page_is_from_says_nothing_of_its_figures(foot: str) -> None:
    assert places(f"Missouri\n{REST}{AS_OF}\n{foot}\n") == {"US-MO"}


@pytest.mark.parametrize(
    "heading", ["SUMMARY FOR JOPLIN", "REPORT FROM JOPLIN", "AT A GLANCE: JOPLIN", "TRANSCRIPTION OF THE JOPLIN PAGE"]
)
def test_a_town_is_heard_among_capitals(heading: str) -> None:
    assert refused_by(f"Missouri\nNational Human Trafficking Hotline, 2021\n\n{heading}\n\nVictims: 230\n\n{AS_OF}")


@pytest.mark.parametrize(
    ("title", "is_read"),
    [
        *((title, True) for title in ("Missouri", "Table 14. Missouri")),
        *((title, False) for title in ("Joplin", "Table 14. Joplin")),
        *((title, False) for title in ("Table 14. Since 2007", "Table 14. Missouri. Iowa")),
    ],
)
def test_a_town_that_heads_a_page_is_not_who_publishes_it(title: str, is_read: bool) -> None:
    page = (
        f"<title>Missouri</title><h1>{title}</h1><p>National Human Trafficking Hotline, January 1, 2021 through "
        "December 31, 2021</p><table><tr><td>Cases<td>80</table><p>Accurate as of July 30, 2023.</p>"
    )
    reading = readers.read("some.html", "d0", page.encode(), None, VOCABULARY, Limits())
    assert reading.figures.is_empty() is not is_read
