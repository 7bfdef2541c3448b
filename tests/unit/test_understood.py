"""Sentences that speak of figures are known in full; pages, outlines, lists and idle columns are layout."""

from __future__ import annotations

import pytest

from orchestration.spotlight import readers
from orchestration.spotlight.readers.limits import Limits
from tests.unit.test_page_layouts import MISSOURI, VOCABULARY, body, read, refused_by, reports

HEAD = "Missouri\nNational Human Trafficking Hotline statistics, 2019\n\n"
FIGURES = "Human trafficking cases: 110\nVictims: 230\n\n"
AS_OF = "Data are accurate as of July 30, 2020.\n"
BOTH = {"cases/total": "110", "victims/total": "230"}


def beside(sentence: str) -> str:
    return f"{HEAD}{FIGURES}{sentence}\n\n{AS_OF}"


@pytest.mark.parametrize(
    "sentence",
    [
        "Two digits of each number were blotted when the sheet was scanned.",
        "For lack of space every figure is printed backwards.",
        "The numbers in this letter were scrambled for the workshop.",
        "Each line carries over what stands above it.",
        "These are Nevada's numbers until ours arrive.",
        "This list is not the Hotline's count but a guess of the sheriffs.",
        "777 system failure, 230 nobody asked.",
        "Aquí se cuentan solamente las víctimas menores de edad.",
        "◆ = twelve victims",
        "To get the right picture, squint at every number.",
        "What you see are blorps.",
        "Included are the wards of the county.",
        "Replace the numbers with those of your school.",
        "The rows were shuffled for this lesson.",
        "Two of the numbers were smudged.",
        "The last digit of every number fell off in print.",
        "The figures show what we plan for.",
        "We changed the numbers so that nobody is known again.",
        "These numbers don't include texts.",
        "Do not read across: every column of the table has its own order.",
        "We thank the hotline for picking out the calls that mention our town.",
    ],
)
def test_a_sentence_about_the_figures_that_is_not_understood_refuses_them(sentence: str) -> None:
    assert "remark_unclear" in refused_by(beside(sentence))


def test_the_refusal_names_the_words_and_the_line_that_teaches_the_sentence() -> None:
    [rejection] = read(beside('"Each number was multiplied by ten," he said.')).rejections
    assert rejection.line == 7
    assert "multiplied" in rejection.message
    assert 'none,"""Each number was multiplied by ten,"" he said."' in rejection.message


@pytest.mark.parametrize(
    "sentence",
    [
        "Shown is the mean of the past three summers.",
        "Printed here are the goals that we set for the year.",
        "Each figure is half of what the Hotline reported.",
        "The figures are rates, not counts.",
        "The report counts every arrest by the state police.",
        "Every caller was counted as a victim.",
        "Each victim was counted as one case.",
        "A case here is a court case.",
        "To be counted here, a person had to be a minor.",
        "The numbers concern foreign nationals.",
        "The year is the school year.",
        "That is the number for the whole country.",
        "Counting stopped when the doors closed in August.",
        "By our mistake this sheet carries the counts of Kansas.",
        "The counts are of older victims.",
        "The numbers are of students.",
        "The figures are of rural Missouri.",
        "The numbers are not yet final.",
        "The numbers in the two lists are not counts.",
        "Do not trust these numbers.",
    ],
)
def test_a_qualifier_in_a_sentence_that_speaks_of_the_figures_decides(sentence: str) -> None:
    assert "remark_unclear" in refused_by(beside(sentence))
    far = f"{HEAD}{FIGURES}{AS_OF}\n\n\n\n\n{sentence}\n"
    assert "remark_unclear" in refused_by(far)


@pytest.mark.parametrize(
    "sentence",
    [
        "The data do not represent the full scope of trafficking in Missouri.",
        "Because many survivors never reach out, these numbers understate the problem.",
        "Counts of small places are withheld to protect privacy.",
        "Cases that also touch Kansas may be counted there too.",
        "Thank you to everybody who brought water and patience.",
        "These statistics are non-cumulative.",
        "Percentages are of all cases and may not add up to 100 because of rounding.",
        "Only those with enough indicators of trafficking become cases.",
        "She knew only that her passport was in a drawer.",
        "A zero means that the Hotline had no such contact.",
        "Advocates warn that its figures lean toward sex trafficking, since labor trafficking is seen less often.",
        "Consequently, statistics may be subject to change as new information emerges.",
        "Cases that also touch Virginia or Ohio may be counted there too.",
        "Tips to local police are not counted here.",
        "So that readers can compare, each state has a sheet like this one.",
        "We ask you to treat these figures with care.",
        "The Hotline does not share data with immigration authorities.",
        "Please cite the National Human Trafficking Hotline when you reuse these numbers.",
        "This page was last changed on October 9, 2020.",
        "Download the brochure (PDF, 112 KB) from example.org.",
        "We put these numbers on one page, to be pinned to the wall of the break room.",
        "The table at the head of this textbook was typed by an intern, and two of us read it aloud.",
        "It works with counties, many of which have never tried such a case.",
        "Rows with a dash in the older posts mean that the report did not give the number.",
        "The figures do not tell us who was helped, or how long it took.",
    ],
)
def test_what_publishers_say_beside_figures_changes_nothing(sentence: str) -> None:
    assert reports(beside(sentence)) == {MISSOURI: BOTH}


def test_the_menu_of_a_site_is_no_heading() -> None:
    menu = "Home | News | Consumer Help | Programs | Open Government | Contact Us\n\n"
    assert reports(f"{menu}{HEAD}{FIGURES}{AS_OF}") == {MISSOURI: BOTH}


@pytest.mark.parametrize("line", ["2017 | 2018 | 2019", "By Jane Doe", "By Jane Doe, staff writer"])
def test_years_to_choose_from_and_the_name_of_a_writer_are_no_headings(line: str) -> None:
    page = f"<h1>{HEAD}</h1><p>{line}</p><p>Human trafficking cases: 110</p><p>Victims: 230</p><p>{AS_OF}</p>"
    found = readers.read("page.html", "d0", page.encode(), None, VOCABULARY, Limits())
    assert found.figures["value"].to_list() == ["110", "230"]


def test_the_salutation_of_a_letter_is_no_heading() -> None:
    assert reports(f"{HEAD}Dear members of the committee,\n\n{FIGURES}{AS_OF}") == {MISSOURI: BOTH}


def test_the_signature_of_a_mail_ends_it() -> None:
    assert reports(f"{HEAD}{FIGURES}{AS_OF}\n-- \nJane Doe\n314-555-0100\n") == {MISSOURI: BOTH}


def test_the_numbers_of_sections_are_no_figures() -> None:
    sections = "1. Signals by channel\nPhone calls: 110\n2. Victims\nVictims identified: 230\n\n"
    assert reports(f"{HEAD}{sections}{AS_OF}") == {MISSOURI: {"signals/phone_call": "110", "victims/total": "230"}}


def test_a_label_over_two_lines_of_a_list_is_one() -> None:
    rows = "Form of trafficking   Number\nSex   50\nLabor and\nnot specified   12\nTotal   62\n\n"
    assert refused_by(f"{HEAD}{rows}{AS_OF}") == ["label_ambiguous"]


@pytest.mark.parametrize("heading", ["Because of fear", "Older", "How many we think there are", "Short calls"])
def test_a_word_that_is_harmless_in_a_sentence_is_not_known_in_a_heading(heading: str) -> None:
    assert refused_by(f"{HEAD}{heading}\n\n{FIGURES}{AS_OF}")


@pytest.mark.parametrize("heading", ["What we wanted to know", "Looking at the cases", "On one page"])
def test_a_heading_that_only_leads_on_is_known(heading: str) -> None:
    assert reports(f"{HEAD}{heading}\n\n{FIGURES}{AS_OF}") == {MISSOURI: BOTH}


def test_how_people_got_in_touch_names_the_channels() -> None:
    assert body("How they got in touch:\nCalls: 66\nTexts: 4\n") == {"signals/phone_call": "66", "signals/text": "4"}


def test_a_sentence_that_ends_with_a_colon_speaks_of_the_figures_right_below_it() -> None:
    assert refused_by(f"{HEAD}Of every hundred people this many were counted:\n\n{FIGURES}{AS_OF}")


PAGES = (
    "Missouri Data Brief No. 6\n\n{title}\n\nTable 1. Cases\n\n  Type of trafficking      Cases\n\n"
    "  Sex trafficking             70\n  Labor trafficking           30\n  Not specified               10\n\n"
    "{foot1}\f{head}\n\nHow people reached the Hotline\n\n  Channel               Signals\n\n"
    "  Phone calls               158\n  Texts                      31\n\n" + AS_OF + "\n{foot2}\n"
)
TITLE = "MISSOURI: NATIONAL HUMAN TRAFFICKING HOTLINE\n2019"
READ = {
    "cases/sex": "70",
    "cases/labor": "30",
    "cases/not_specified": "10",
    "signals/phone_call": "158",
    "signals/text": "31",
}


@pytest.mark.parametrize(
    ("foot1", "foot2"),
    [
        ("Page 1", "Page 2"),
        ("Page 1 of 2\n", "Page 2 of 2"),
    ],
)
def test_heads_and_feet_of_printed_pages_are_no_part_of_a_text(foot1: str, foot2: str) -> None:
    text = PAGES.format(title=TITLE, foot1=foot1, foot2=foot2, head="Missouri Data Brief No. 6")
    assert reports(text) == {MISSOURI: READ}


def test_a_page_with_another_head_is_of_another_thing() -> None:
    text = PAGES.format(title=TITLE, foot1="Page 1", foot2="Page 2", head="Kansas Data Brief No. 6")
    signals = [row["jurisdiction"] for row in read(text).figures.iter_rows(named=True) if row["measure"] == "signals"]
    assert "US-MO" not in signals


def test_lists_side_by_side_have_their_own_headings() -> None:
    text = (
        "  Cases                            Victims and traffickers\n\n"
        "  Total cases             74       Victims                112\n"
        "  Sex trafficking         51       Traffickers             41\n"
        "  Labor trafficking       13\n"
        "  Not specified           10\n"
    )
    assert body(text) == {
        "cases/total": "74",
        "cases/sex": "51",
        "cases/labor": "13",
        "cases/not_specified": "10",
        "victims/total": "112",
        "traffickers/total": "41",
    }


def test_of_which_stands_between_a_total_and_its_types() -> None:
    text = "110 cases of human trafficking\n\nof which:\n70 cases of sex trafficking\n40 cases of labor trafficking\n"
    with_rest = text + "0 cases not specified\n"
    assert body(with_rest)["cases/sex"] == "70"


def page(html: str) -> readers.Examination:
    content = f"<html><body>{html}<p>Data are accurate as of July 30, 2020.</p></body></html>"
    return readers.examine("page.html", "d0", content.encode(), None, VOCABULARY, Limits())


def of_page(html: str) -> dict[str, str]:
    reading = page(html).reading
    assert reading.rejections == ()
    return {f"{row['measure']}/{row['category']}": row["value"] for row in reading.figures.iter_rows(named=True)}


ROWS = (
    "<tr><td></td><td>{a}</td><td>Phone calls</td><td>66</td></tr>"
    "<tr><td></td><td>{b}</td><td>Emails</td><td>4</td></tr>"
    "<tr><td></td><td>{c}</td><td>Trafficking cases</td><td>23</td></tr>"
)
STATE = "<h1>Missouri: National Human Trafficking Hotline, 2019</h1>"


def test_a_first_column_that_does_not_grow_is_no_number_of_rows() -> None:
    assert page(f"{STATE}<table>{ROWS.format(a='15b', b='14a', c='14c')}</table>").reading.figures.is_empty()


def test_a_caption_of_another_state_than_the_title_is_refused() -> None:
    caption = "<caption>Florida: trafficking cases, 2019</caption>"
    table = f"<table>{caption}<tr><td>Trafficking cases</td><td>767</td></tr></table>"
    assert page(STATE + table).reading.figures.is_empty()


def test_small_print_above_a_number_is_seen() -> None:
    table = "<table><tr><td>Trafficking cases</td><td><ruby>58<rt>our guess</rt></ruby></td></tr></table>"
    assert page(STATE + table).reading.figures.is_empty()


def test_a_table_that_begins_with_another_total_ends_the_list_above_it() -> None:
    table = (
        "<p><b>Communications with the hotline</b></p><p>Phone calls: 80</p><p>Texts: 11</p><table>"
        "<tr><td>Human trafficking cases</td><td>32</td></tr><tr><td>Sex trafficking</td><td>24</td></tr>"
        "<tr><td>Labor trafficking</td><td>5</td></tr><tr><td>Not specified</td><td>3</td></tr></table>"
    )
    assert of_page(STATE + table)["cases/total"] == "32"


@pytest.mark.parametrize("words", ["since 2007", "Minors", "nationwide", "estimated", "all time", "(first half)"])
@pytest.mark.parametrize("figure", ["423\nVictims\n{words}\n", "Victims: 423\n{words}\nTraffickers: 117\n"])
def test_words_right_below_a_figure_may_be_the_end_of_it(words: str, figure: str) -> None:
    text = f"{HEAD}{figure.format(words=words)}\n{AS_OF}"
    assert "remark_unclear" in refused_by(text)


@pytest.mark.parametrize(
    "heading",
    [
        "Share of all cases | Missouri | 2019",
        "Estimated cases | Share | Save",
        "Export | Estimated cases",
        "Home Kansas Cases",
        "12/2019",
        "Cases, 12/2019",
    ],
)
def test_what_only_looks_like_links_or_a_version_is_a_heading(heading: str) -> None:
    assert refused_by(f"{HEAD}{heading}\n\n{FIGURES}{AS_OF}")


@pytest.mark.parametrize(
    "sentence",
    [
        "These Hotline numbers were scrambled.",
        "ALL NUMBERS ON THIS PAGE WERE SCRAMBLED.",
        "These numbers were scrambled; call 1-888-373-7888.",
        "These figures were scrambled for a $5 prize.",
        "The figures on this page are scrambled by the Hotline.",
        "The figures, as far as we can tell, are for Kansas.",
    ],
)
def test_nothing_beside_it_makes_a_sentence_about_the_figures_harmless(sentence: str) -> None:
    assert "remark_unclear" in refused_by(beside(sentence))


def test_counts_at_the_end_of_pages_are_no_page_numbers() -> None:
    first = f"{HEAD}Sex trafficking      9\nNot specified      4\nLabor trafficking      1\n"
    text = f"{first}\f\nKansas\nNational Human Trafficking Hotline statistics, 2019\n\nSex trafficking      8\n"
    reading = read(f"{text}Not specified      3\nLabor trafficking      2\n\n")
    rows = {(row["jurisdiction"], row["category"]): row["value"] for row in reading.figures.iter_rows(named=True)}
    assert not rows or rows["US-MO", "labor"] == "1"


def test_a_title_that_is_repeated_on_the_next_page_is_a_heading_again() -> None:
    first = f"{HEAD}{FIGURES}\nKansas\nNational Human Trafficking Hotline statistics, 2019\n\nTraffickers: 50\n"
    text = f"{first}\f{HEAD}Phone calls: 77\n\n{AS_OF}"
    reading = read(text)
    places = {row["measure"]: row["jurisdiction"] for row in reading.figures.iter_rows(named=True)}
    assert places.get("signals", "US-MO") == "US-MO"


def test_a_qualifier_at_the_end_of_each_page_is_no_foot() -> None:
    text = f"{HEAD}{FIGURES}Estimated\n\fTraffickers: 55\n\n{AS_OF}\nEstimated\n"
    assert "traffickers" not in {row["measure"] for row in read(text).figures.iter_rows(named=True)}


def test_a_part_of_what_a_question_asks_for_is_no_answer() -> None:
    part = "<h3>How many signals did the Hotline receive?</h3><p>The Hotline received 93 of the signals.</p>"
    assert page(STATE + part).reading.figures.is_empty()


def test_a_mark_in_two_brackets_behind_a_number_is_no_link_of_a_wiki() -> None:
    assert refused_by(f"{HEAD}Victims Identified: 423[[1]]\n\n[[Hotline]]\n\n{AS_OF}")


def test_what_is_counted_since_the_beginning_is_heard_behind_a_comma() -> None:
    assert "remark_unclear" in refused_by(beside("The numbers count contacts, since the Hotline opened."))


def test_the_open_panel_of_tabs_is_read() -> None:
    tabs = '<nav><div class="nav nav-tabs"><a class="active" href="#">2019</a></div></nav>'
    panel = '<div class="tab-content"><div class="tab-pane active"><p>Victims: 423</p></div></div>'
    assert of_page(f"{STATE}{tabs}{panel}") == {"victims/total": "423"}


@pytest.mark.parametrize(
    "text",
    [
        "The numbers are those that the Hotline iden-\ntified; they were typed by hand.",
        "The  numbers  are  based  on  what  people  told  the  Hotline\nin  the  calls  that  refer-\n"
        "ence  Missouri  in  the  year.",
        "This page is for non-\ncommercial use.",
    ],
)
def test_a_word_may_be_cut_at_the_end_of_a_line_and_a_line_may_be_spaced_out(text: str) -> None:
    assert reports(beside(text)) == {MISSOURI: BOTH}


@pytest.mark.parametrize("text", ["The numbers are esti-\nmated.", "The  numbers  were  rounded  by  the  desk."])
def test_what_a_cut_word_or_a_spaced_out_line_says_is_heard(text: str) -> None:
    assert refused_by(beside(text)) == ["remark_unclear"]
