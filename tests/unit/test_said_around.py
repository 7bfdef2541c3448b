"""What stands around figures: the sentences beside a sentence, the frame of a page, notes, the last words, filters; and
numbers that counts are hardly ever.
"""

from __future__ import annotations

import pytest

from orchestration.spotlight import readers
from orchestration.spotlight.domain.places import REFERENCE_DIR
from orchestration.spotlight.domain.vocabulary import load_vocabulary
from orchestration.spotlight.readers.grammar.weights import weights_of
from orchestration.spotlight.readers.limits import Limits

VOCABULARY = load_vocabulary(REFERENCE_DIR)
TOP = """Ohio Spotlight
2019 National Human Trafficking Hotline Statistics
The figures are accurate as of July 30, 2020.

"""
LIST = """Phone calls: 431
Texts: 77{}
Emails: 12
"""


def read(text: str, name: str = "some.txt") -> tuple[list[str], set[str]]:
    """The numbers that are read from a document, and the codes of its refusals."""
    reading = readers.read(name, "d0", text.encode(), None, VOCABULARY, Limits())
    return sorted(reading.figures["value"]), {one.rule_code for one in reading.rejections}


ALL = (["12", "431", "77"], set[str]())


def test_weights_find_the_word_that_decides_whatever_stands_beside_it() -> None:
    texts = [{("good",), ("often",)}, {("bad",), ("often",)}, {("bad",)}, {("good",)}, {("bad",), ("seldom",)}]
    weights = weights_of(texts, [False, True, True, False, True])
    assert weights["bad",] > weights["seldom",] > 0 > weights["good",]
    assert abs(weights["often",]) < weights["bad",] / 4
    assert weights == weights_of(texts, [False, True, True, False, True])


@pytest.mark.parametrize(
    "sentence", ["The table above is not Ohio's.", "An export had gone wrong and records were in it twice."]
)
def test_a_plain_remark_in_a_comment_below_a_page_is_heard(sentence: str) -> None:
    page = (
        "<html><body><h1>Ohio Spotlight</h1><p>2019 National Human Trafficking Hotline Statistics</p>"
        "<p>The figures are accurate as of July 30, 2020.</p><p>Texts: 77</p>"
        '<div class="comments"><p>{}</p></div></body></html>'
    )
    assert read(page.format("I would have guessed more."), "page.html") == (["77"], set())
    assert read(page.format(sentence), "page.html") == ([], {"document.remark_unclear"})


def test_a_note_goes_on_behind_its_first_sentence() -> None:
    note = "\n† Not received in time. We repeat the number for 2018.\n"
    numbers, refusals = read(TOP + LIST.format(" †") + note)
    assert "77" not in numbers
    assert numbers == ["12", "431"] or refusals


def test_a_note_is_nobodys_if_its_mark_stands_only_in_running_text() -> None:
    text = TOP + LIST.format("") + "\nPrepared by the task force†\n\n† The figures are of minors.\n"
    assert read(text) == ([], {"document.remark_unclear"})


@pytest.mark.parametrize("words", ["Utah", "FY 2019", "January - June", "Juveniles only", "2018"])
def test_the_last_words_of_a_document_may_make_the_figures_those_of_something_else(words: str) -> None:
    assert read(TOP + LIST.format("") + f"\n{words}\n") == ([], {"document.remark_unclear"})


@pytest.mark.parametrize("words", ["Ohio", "Columbus, Ohio", "2020", "2018-2019", "By appointment only."])
def test_other_last_words_change_nothing(words: str) -> None:
    assert read(TOP + LIST.format("") + f"\n{words}\n") == ALL


def test_each_line_below_applied_filters_is_one_more_filter() -> None:
    filters = "\nApplied filters:\nState is Ohio\n{}\n"
    assert read(TOP + LIST.format("") + filters.format("Year is 2019")) == ALL
    for narrower in ("Victim age group is Minor", "Trafficking type is Labor"):
        assert read(TOP + LIST.format("") + filters.format(narrower))[0] == []


def _types(*numbers: int) -> str:
    labels = ("Phone calls", "Texts", "Emails", "Webforms", "Webchats", "Victims identified", "Traffickers identified")
    return TOP + "".join(f"{label}: {number}\n" for label, number in zip(labels, numbers, strict=False))


def test_seven_multiples_of_five_are_refused_as_rounded() -> None:
    assert read(_types(430, 75, 10, 35, 5, 120, 60)) == ([], {"document.figures_rounded"})
    assert read(_types(430, 75, 10, 35, 5, 120, 61))[1] == set()
    assert read(_types(430, 75, 10, 35, 5, 120))[1] == set()


def test_numbers_of_six_places_from_one_to_six_are_refused_as_ranks() -> None:
    states = ("Ohio", "Iowa", "Utah", "Maine", "Idaho", "Texas", "Nevada", "Oregon")
    table = "National Human Trafficking Hotline, January 1, 2019 - December 31, 2019\nAccurate as of July 30, 2020\n\n"

    def of(*numbers: int) -> str:
        return table + "State\tCases\n" + "".join(f"{s}\t{n}\n" for s, n in zip(states, numbers, strict=False))

    assert read(of(3, 1, 2, 6, 5, 4)) == ([], {"document.figures_are_ranks"})
    assert read(of(3, 1, 2, 5, 4, 4))[1] == set()
    assert read(of(3, 1, 2, 6, 5, 4, 6, 8)) == ([], {"document.figures_are_ranks"})
    assert read(of(8, 10, 9, 11, 12, 13)) == ([], {"document.figures_are_ranks"})
    assert read(of(3, 1, 2, 7, 5, 4))[1] == set()
    assert read(of(1, 1, 2, 2, 3, 4))[1] == set()


def test_a_few_small_counts_of_a_small_state_are_no_rounded_ones() -> None:
    assert read(_types(20, 10, 10, 5, 5, 5, 15))[1] == set()
    assert read(_types(120, 10, 10, 5, 5, 5, 15))[1] == {"document.figures_rounded"}


def test_the_weights_of_texts_of_one_kind_are_none() -> None:
    assert weights_of([{("good",)}, {("often",)}], [False, False]) == {}


def test_a_line_below_filters_that_is_no_filter_changes_nothing() -> None:
    assert read(TOP + LIST.format("") + "\nFilters: none\nClick a bar to see more.\n") == ALL
