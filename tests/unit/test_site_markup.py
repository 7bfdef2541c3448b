"""Markup of content management systems and newspapers: cards, values beside labels, buttons, advertisements."""

from __future__ import annotations

import pytest

from tests.unit.test_html_reader import figures, page, refused_by

TOTALS = {"cases/total": "42", "signals/text": "31"}


@pytest.mark.parametrize(
    "body",
    [
        # Cards in a line, each with a number in an element of its own.
        "<style>.c{display:inline-block}.c b{display:block}</style>"
        "<div><div class=c>&#128269;<b>42</b>Trafficking cases</div>\n"
        "<div class=c>&#128279;<b>2</b>Sex and labor</div>\n<div class=c>&#128172;<b>31</b>Texts</div></div>",
        # A label and its value, which the style sheet of the site sets apart.
        '<div class=bar><span class="bar__name">Trafficking cases</span><span class="bar__value">42</span></div>'
        '<div class=bar><span class="bar__name">Texts</span><span class="bar__value">31</span></div>',
        '<p><span class="label">Trafficking cases</span><span class="count">42</span></p>'
        '<p><span class="label">Texts</span><span class="count">31</span></p>',
        # A newspaper's page.
        '<div class="weather-widget">74&deg; High 79F</div><div class="social-share-links"><a>Facebook</a> 12</div>'
        '<div class="tnt-ad tnt-ad-inline">Advertisement 5</div><p>Trafficking cases: 42</p><p>Texts: 31</p>',
        "<p>Top Story</p><p>Trafficking cases: 42</p><p>Advertisement</p><p>Texts: 31</p>",
    ],
)
def test_the_markup_of_a_site_is_understood(body: str) -> None:
    assert TOTALS.items() <= figures(page(body)).items()


@pytest.mark.parametrize(
    "body",
    [
        # Not the same kind of class: the mark of a note.
        '<p><span class="label">Trafficking cases</span><span class="fn">2</span></p>',
        '<p><span class="bar__name">Trafficking cases</span><span class="row__value">42</span></p>',
    ],
)
def test_a_number_that_touches_a_word_is_refused_elsewhere(body: str) -> None:
    refused_by(page(body))


def test_a_button_heads_what_it_opens_below_it() -> None:
    venues = "<button aria-expanded=true>{}</button><div><dl><dt>Texts<dd>31<dt>Other<dd>9</dl></div>"
    assert figures(page(f"<p>Trafficking cases: 42</p><div>{venues.format('Signal Types')}</div>")) == TOTALS
    ways = figures(page(f"<p>Trafficking cases: 42</p><div>{venues.format('Ways the Hotline was Found')}</div>"))
    assert ways == {"cases/total": "42"}


def test_a_total_of_a_list_that_is_left_out_is_refused() -> None:
    types = "<tr><td>Sex Trafficking<td>30<tr><td>Labor Trafficking<td>7<tr><td>Form Not Specified<td>5</table>"
    caption = "<table><caption>Reports that name a location in Clark County</caption>"
    assert refused_by(page(f"<p>Trafficking cases: 42</p>{caption}{types}")) == {"section_unclear"}
    assert figures(page(f"<p>Trafficking cases: 43</p><p>Texts: 31</p>{caption}{types}"))["cases/total"] == "43"


def test_states_may_have_their_codes_in_brackets() -> None:
    rows = "<table><tr><th>State<th>Texts<tr><td>Connecticut (CT)<td>31<tr><td>Maine (ME)<td>31</table>"
    dates = "<p>It covers January 1, 2019 through December 31, 2019 and is accurate as of July 30, 2020.</p>"
    title = "<h1>National Human Trafficking Hotline: two New England states</h1>"
    assert figures(page(rows, title, dates)) == {"signals/text": "31"}
    assert refused_by(page(rows.replace("(CT)", "(ME)"), title, dates))


def test_a_title_may_name_the_types_of_cases_and_a_channel() -> None:
    title = "<h1>Missouri: cases by type and phone calls, 2019</h1>"
    rows = "<table><tr><th>State<th>Cases<th>Phone calls<tr><td>Missouri<td>42<td>60</table>"
    assert figures(page(rows, title)) == {"cases/total": "42", "signals/phone_call": "60"}
