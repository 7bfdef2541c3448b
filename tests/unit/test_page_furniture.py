"""What publishers put around and between the figures of a web page: keys, imprints, short labels."""

from __future__ import annotations

import pytest

from orchestration.spotlight import readers
from orchestration.spotlight.domain.model import Reading
from orchestration.spotlight.domain.places import REFERENCE_DIR
from orchestration.spotlight.domain.vocabulary import load_vocabulary
from orchestration.spotlight.readers.limits import Limits

VOCABULARY = load_vocabulary(REFERENCE_DIR)
TITLE = "<h1>Missouri 2019</h1><p>National Human Trafficking Hotline statistics</p>"
AS_OF = "<p>Accurate as of July 30, 2020.</p>"
VICTIMS = "<p>Victims Identified: 423</p>"
TYPES = {"cases/sex": "183", "cases/labor": "22", "cases/sex_and_labor": "6", "cases/not_specified": "23"}


def read(body: str, above: str = TITLE, below: str = AS_OF) -> Reading:
    page = f"<!DOCTYPE html>\n<html><body>\n{above}\n{body}\n{below}\n</body></html>"
    return readers.read("page.html", "d0", page.encode(), None, VOCABULARY, Limits())


def figures(body: str, above: str = TITLE, below: str = AS_OF) -> dict[str, str]:
    reading = read(body, above, below)
    assert reading.rejections == ()
    assert {row["period_start"] for row in reading.figures.iter_rows(named=True)} == {"2019-01-01"}
    return {f"{row['measure']}/{row['category']}": row["value"] for row in reading.figures.iter_rows(named=True)}


def refused_by(body: str, above: str = TITLE, below: str = AS_OF) -> set[str]:
    reading = read(body, above, below)
    assert reading.figures.is_empty()
    return {rejection.rule_code.removeprefix("document.") for rejection in reading.rejections}


@pytest.mark.parametrize(
    "keys",
    [
        "<dl><dt>Year<dd>2019<dt>Data current as of<dd>2020-07-30</dl>",
        "<div><div>Year:</div><div>2019</div></div><div><div>Accurate as of:</div><div>7/30/2020</div></div>",
        "<table><tr><td>Reporting period<td>January 1, 2019 - December 31, 2019<tr><td>Accurate as of<td>July 30, 2020"
        "<tr><td>Cases<td>234</table>",
    ],
)
def test_a_key_and_its_date_are_one_statement(keys: str) -> None:
    above = "<h1>Missouri</h1><p>National Human Trafficking Hotline statistics</p>"
    assert figures(keys + VICTIMS, above, below="").items() >= {"victims/total": "423"}.items()


def test_a_key_of_something_else_states_no_period() -> None:
    above = "<h1>Missouri</h1><p>National Human Trafficking Hotline statistics</p>"
    assert refused_by(f"<div><div>Year posted:</div><div>2019</div></div>{VICTIMS}", above)


@pytest.mark.parametrize(
    "imprint",
    [
        "Submitted to the Commission, February 2021",
        "Prepared by Jane Doe",
        "Presented to the Advisory Council by its chair",
    ],
)
def test_an_imprint_says_nothing_of_the_figures(imprint: str) -> None:
    assert figures(f"<h2>{imprint}</h2>{VICTIMS}") == {"victims/total": "423"}


@pytest.mark.parametrize("heading", ["Presented by county", "Published by month", "Prepared for 2018"])
def test_a_heading_that_only_looks_like_an_imprint_decides(heading: str) -> None:
    assert refused_by(f"<h2>{heading}</h2>{VICTIMS}")


def test_the_numbers_of_headings_are_no_figures() -> None:
    body = "<h2>1 About the data</h2><p>They are the hotline's.</p><h2>2 Cases</h2><p>Total cases: 234</p>"
    assert figures(f"{body}<h2>3 Victims</h2>{VICTIMS}") == {"cases/total": "234", "victims/total": "423"}


def test_values_as_headings_are_no_numbers_of_headings() -> None:
    body = "<h3>1 trafficker</h3><p>was identified</p><h3>2 victims</h3><p>were identified</p>"
    assert figures(body) == {"traffickers/total": "1", "victims/total": "2"}


@pytest.mark.parametrize(
    "types",
    [
        "<table><tr><td>Sex trafficking<td>183<tr><td>Labor trafficking<td>22<tr><td>Both<td>6"
        "<tr><td>Not specified<td>23</table>",
        "<table><tr><th colspan=4>Cases<tr><th>Sex<th>Labor<th>Sex &amp; labor<th>Unspecified"
        "<tr><td>183<td>22<td>6<td>23</table>",
    ],
)
def test_short_labels_beside_their_types(types: str) -> None:
    assert figures(types) == TYPES


def test_short_labels_of_channels_below_their_heading() -> None:
    body = "<h3>How the hotline was contacted</h3><p>Phone: 438<br>Text: 57<br>Chat: 17</p>"
    assert figures(body) == {"signals/phone_call": "438", "signals/text": "57", "signals/webchat": "17"}
    assert refused_by(f"<h3>Our office</h3><p>Phone: 214</p>{VICTIMS}")


def test_a_column_of_the_nation_on_the_page_of_a_state_is_left_out() -> None:
    table = (
        "<table><tr><th>Type<th>Cases<th>U.S. cases<tr><td>Sex trafficking<td>183<td>8,248"
        "<tr><td>Labor trafficking<td>22<td>1,236<tr><td>Sex and labor<td>6<td>505"
        "<tr><td>Not specified<td>23<td>9</table>"
    )
    assert figures(table) == TYPES


def test_a_title_may_name_one_of_the_columns() -> None:
    above = "<h1>Cases of Missouri, 2019</h1><p>National Human Trafficking Hotline</p>"
    table = "<table><tr><th>State<th>Signals<th>Cases<tr><td>Missouri<td>641<td>234</table>"
    assert figures(table, above) == {"signals/total": "641", "cases/total": "234"}


def test_a_document_of_which_all_is_left_out_says_why() -> None:
    (rejection,) = read(f"<h2>Since 2007</h2>{VICTIMS}").rejections
    assert rejection.rule_code == "document.no_figures"
    assert "423" in rejection.message
    assert "Since 2007" in rejection.message
