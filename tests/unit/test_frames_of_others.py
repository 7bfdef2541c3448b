"""What stands around figures in mails, wikis, slides, sheets and tables of others, and says nothing of them."""

from __future__ import annotations

from orchestration.spotlight import readers
from orchestration.spotlight.readers.limits import Limits
from tests.unit.test_text_kinds import VOCABULARY, read

LIST = "Trafficking Cases: 134\nPhone Calls: 300\n"
TITLE = "Ohio, 2019: National Human Trafficking Hotline\n\n"
DATED = "\nAccurate as of July 30, 2020.\n"
FIGURES = {"cases/total": "134", "signals/phone_call": "300"}
MAIL = "From: Carla Whitlock <carla@shelters.example>\nTo: list\nDate: Tue, 15 Sep 2020\nSubject: Ohio numbers\n\n"


def test_the_name_of_a_writer_ends_what_she_writes() -> None:
    forwarded = "---------- Forwarded message ----------\n"
    assert read(f"{MAIL}Carla\n\n{forwarded}{TITLE}{LIST}{DATED}") == FIGURES
    signed = "\n--\nCarla Whitlock | Freedom Coalition\n615-555-0177\n"
    assert read(f"{MAIL}{TITLE}{LIST}{DATED}{signed}") == FIGURES


def test_a_name_that_is_no_writers_is_a_heading() -> None:
    reading = readers.read("some.txt", "d0", f"{MAIL}Maren\n\n{LIST}{DATED}".encode(), None, VOCABULARY, Limits())
    assert reading.figures.is_empty()


def test_references_of_a_wiki_are_notes_of_what_they_stand_behind() -> None:
    text = f'{TITLE.strip()}[2]\n\n{LIST}{DATED}\nReferences [edit]\n\n1. Ohio Revised Code.\n2. "Ohio Spotlight".\n'
    assert read(text) == FIGURES


def test_points_of_a_list_are_no_headings() -> None:
    slide = "Objectives\n- Recognize red flags\n- Know whom to call\n\n"
    assert read(f"{TITLE.strip()}\n\n{slide}{TITLE}{LIST}{DATED}") == FIGURES


def test_a_point_that_names_a_state_is_a_heading() -> None:
    points = "- Ohio\n- Statistics\n- Cases: 134\n- Phone Calls: 300\n"
    title = "National Human Trafficking Hotline statistics for Nevada\n\n"
    text = f"{title}{points}\nJanuary 1, 2019 to December 31, 2019.{DATED}"
    reading = readers.read("some.txt", "d0", text.encode(), None, VOCABULARY, Limits())
    assert "US-NV" not in reading.figures["jurisdiction"].to_list()


def test_rows_in_quotation_marks_are_rows() -> None:
    rows = '"State","Ohio"\n"Period","January 1, 2019 through December 31, 2019"\n"Accurate as of","July 30, 2020"\n'
    source = '"Source","National Human Trafficking Hotline"\n'
    assert read(f'{rows}{source}\n"Item","Number"\n"Trafficking Cases",134\n"Phone Calls","300"\n') == FIGURES


def test_an_amount_of_money_with_its_key_heads_nothing() -> None:
    assert read(f"Last week's offering: $4,312.50\n\n{TITLE}{LIST}{DATED}") == FIGURES


def test_a_link_in_brackets_is_a_mark_wherever_a_style_puts_it() -> None:
    item = "<li><span>{}</span><span>{}</span><a href='#n1'>[1]</a></li>"
    items = item.format("Trafficking Cases", 134) + item.format("Phone Calls", 300)
    page = (
        "<style>li{display:flex}</style><h1>Ohio, 2019: National Human Trafficking Hotline</h1>"
        f"<ul>{items}</ul><ol><li id='n1'>A case can involve more than one victim.</li></ol>"
        "<p>Accurate as of July 30, 2020.</p>"
    )
    reading = readers.read("some.html", "d0", page.encode(), None, VOCABULARY, Limits())
    assert reading.rejections == ()
    assert reading.figures["value"].to_list() == ["134", "300"]


def test_a_region_above_the_rows_of_its_states_says_nothing_of_them() -> None:
    rows = "".join(f"<tr><td>{state}</td><td>{count}</td></tr>" for state, count in (("New York", 359), ("Ohio", 134)))
    page = (
        "<h1>National Human Trafficking Hotline, 2019</h1><table><tr><th>State</th><th>Cases</th></tr>"
        f"<tr><th colspan='2'>Middle Atlantic</th></tr>{rows}</table><p>Accurate as of July 30, 2020.</p>"
    )
    figures = readers.read("some.html", "d0", page.encode(), None, VOCABULARY, Limits()).figures
    assert dict(figures.select("jurisdiction", "value").rows()) == {"US-NY": "359", "US-OH": "134"}
