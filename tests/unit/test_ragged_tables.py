"""Tables of plain text whose cells do not stand below each other, as after a copy into a font of other widths."""

from __future__ import annotations

import pytest

from tests.unit.test_text_kinds import HEAD, VOCABULARY, Limits, figures_in, readers, refused

OF_ALL = HEAD.replace("Ohio, ", "")


def found(table: str) -> list[tuple[str, str, str]]:
    """Place, measure and digits of each figure of a document that is read without a refusal."""
    reading = readers.read("some.txt", "d0", (OF_ALL + table).encode(), None, VOCABULARY, Limits())
    assert reading.rejections == ()
    return [(one["jurisdiction"], one["measure"], one["value"]) for one in reading.figures.iter_rows(named=True)]


@pytest.mark.parametrize(
    "table",
    [
        "State    Cases   Victims\nMaryland   100   140\nIowa   66   80\nVirginia   1,170  2,210\n",
        "         Cases    Victims\nMaryland      100        140\nIowa    66   80\nVirginia           1,170   2,210\n",
        "  Cases  Victims\nMaryland  100  140\nIowa  66  80\nVirginia  1,170  2,210\n",
    ],
)
def test_full_rows_are_read_by_the_order_of_their_cells(table: str) -> None:
    cases = [("US-MD", "100"), ("US-IA", "66"), ("US-VA", "1170")]
    victims = [("US-MD", "140"), ("US-IA", "80"), ("US-VA", "2210")]
    wanted = [(place, "cases", value) for place, value in cases] + [
        (place, "victims", value) for place, value in victims
    ]
    assert sorted(found(table)) == sorted(wanted)


@pytest.mark.parametrize("change", ["Change 2018-2019", "% change 2018 to 2019"])
def test_a_column_of_changes_between_two_years_has_a_head_and_no_numbers(change: str) -> None:
    head = HEAD.replace(", 2019", "")
    numbers = "Phone calls    1,134   1,216   +7%\nCases          276     417     +51%\n"
    rows = figures_in(f"{head}               2018    2019    {change}\n{numbers}")
    assert [(one["period_start"][:4], one["value"]) for one in rows] == [
        ("2018", "1134"),
        ("2019", "1216"),
        ("2018", "276"),
        ("2019", "417"),
    ]


def test_a_venue_is_not_counted_as_a_business() -> None:
    venues = "Top Sex Trafficking Venues\n\nHotel/Motel-Based              11\nIllicit Massage/Spa Business    9\n"
    assert [one["value"] for one in figures_in(f"{HEAD}Cases: 97\n\n{venues}")] == ["97"]


@pytest.mark.parametrize(
    "table",
    [
        # A cell is empty.
        "State    Cases   Victims\nMaryland   100   140\nIowa   66\nVirginia   1,170  2,210\n",
        # As many numbers as heads in one row, fewer in another.
        "  Cases  Victims  Traffickers\nMaryland  100  140\nIowa  66  80  2\nVirginia  1,170  2,210  5\n",
        # A column of years has no number in any row, and which one cannot be told.
        "           2017  2018  2019\nMaryland cases    100   140\nIowa cases  66   80\n",
        # A head is broken in two.
        "State  Human  Trafficking Cases  Victims\nMaryland  100   140\nIowa  66  80\n",
    ],
)
def test_rows_that_are_not_full_are_refused(table: str) -> None:
    refused(OF_ALL + table)


@pytest.mark.parametrize(
    ("table", "figures"),
    [
        (
            "State Signals Cases\nOhio 1,100 30\nNew Hampshire 68 24\n",
            [
                ("US-OH", "signals", "1100"),
                ("US-OH", "cases", "30"),
                ("US-NH", "signals", "68"),
                ("US-NH", "cases", "24"),
            ],
        ),
    ],
)
def test_cells_one_space_apart_are_read_if_each_head_is_one_word(
    table: str, figures: list[tuple[str, str, str]]
) -> None:
    assert found(table) == figures


def test_years_one_space_apart_head_the_numbers_below_them() -> None:
    table = "Ohio\n\n2018 2019\nCases 220 233\nVictims identified 410 423\n"
    text = f"National Human Trafficking Hotline\n\n{table}\nAccurate as of July 30, 2020\n"
    figures = figures_in(text)
    assert [(one["period_start"][:4], one["value"]) for one in figures] == [
        ("2018", "220"),
        ("2019", "233"),
        ("2018", "410"),
        ("2019", "423"),
    ]


@pytest.mark.parametrize(
    "table",
    [
        "State Signals Cases\nOhio 1,100 30\nNew Hampshire 68\n",
        "State Signals Cases\nOhio 1,100\nNew Hampshire 68\n",
        "State Signals Cases Victims\nOhio 1,100 30\nNew Hampshire 68 24\n",
        "State Trafficking Cases Victims\nOhio 1,100 30\nNew Hampshire 68 24\n",
        "Cases Victims Identified\nOhio 1,100 30\nNew Hampshire 68 24\n",
    ],
)
def test_cells_one_space_apart_are_refused_where_heads_and_numbers_are_not_as_many(table: str) -> None:
    refused(OF_ALL + table)


GROUPS = (
    "\tOhio\tIowa\nCases\t\t\nTotal\t61\t28\nSex trafficking\t43\t20\nLabor trafficking\t9\t3\nSex and labor\t3\t1\n"
    "Not specified\t6\t4\n\t\t\nSignals\t\t\nPhone calls\t131\t77\nWebforms\t19\t10\n"
)


@pytest.mark.parametrize("table", [GROUPS, GROUPS.replace("Cases\t\t", "Cases").replace("Signals\t\t", "Signals")])
def test_titles_between_the_rows_of_a_table_with_tabs_stand_below_its_heads(table: str) -> None:
    figures = found(table)
    assert len(figures) == 14
    assert {("US-OH", "signals", "131"), ("US-IA", "signals", "10"), ("US-IA", "cases", "28")} < set(figures)


def test_a_group_of_rows_with_fewer_columns_is_refused() -> None:
    refused(OF_ALL + GROUPS.replace("Phone calls\t131\t77\nWebforms\t19\t10\n", "Phone calls\t131\nWebforms\t19\n"))


def test_the_title_of_a_group_of_rows_is_heard() -> None:
    text = OF_ALL + GROUPS.replace("Signals\t\t\n", "Signals, first half\t\t\n")
    values = [one["value"] for one in figures_in(text)]
    assert "61" in values
    assert "131" not in values


@pytest.mark.parametrize("sheet", ["the next sheet", "the following page", "its own page"])
def test_another_state_on_another_sheet_changes_nothing(sheet: str) -> None:
    assert len(found(f"{GROUPS}\nUtah is on {sheet}.\n")) == 14


@pytest.mark.parametrize("region", ["four southern states", "two southeastern states", "three states of the Midwest"])
def test_a_region_above_several_states_changes_none(region: str) -> None:
    text = (OF_ALL + GROUPS).replace(
        "2019: National Human Trafficking Hotline", f"National Human Trafficking Hotline: {region}, 2019"
    )
    assert len(figures_in(text)) == 14


@pytest.mark.parametrize(
    "table",
    [
        # A head of two words is no two heads, and a dash no count.
        "State Fiscal 2019\nOhio - 30\nUtah - 20\n",
        "State Police Cases\nOhio - 30\nUtah - 20\n",
        "State   Fiscal  2019\nOhio -   30\nUtah  -    20\n",
        # The first head may be one of a column of numbers.
        "Total  Cases  Victims\nOhio 30  20\nUtah  20    3\n",
        "2018  2019 2020\nOhio cases 30  20\nUtah cases  20    3\n",
        # A count that looks like a year.
        "State Signals Cases\nOhio 2018 30\nUtah 68 24\n",
        # A sign beside the name of a row.
        "State Signals Cases\nOhio > 1018 30\nUtah 68 24\n",
        "State Signals Cases\nOhio ? 1018 30\nUtah 68 24\n",
    ],
)
def test_heads_and_counts_that_may_be_something_else_are_refused(table: str) -> None:
    refused(OF_ALL + table)


def test_signs_of_the_web_do_not_move_a_number_into_another_column() -> None:
    heads = "                        2018    2019\nCases                    220     233\n"
    table = f"{heads}Traffickers&nbsp;                 44\n"
    text = f"Ohio\nNational Human Trafficking Hotline\n\n{table}\nAccurate as of July 30, 2020\n"
    figures = figures_in(text)
    assert ("2018-01-01", "44") not in [(one["period_start"], one["value"]) for one in figures]


def test_a_title_between_rows_that_names_another_place_than_the_heads_is_refused() -> None:
    refused(OF_ALL + GROUPS.replace("Signals\t\t\n", "Utah\t\t\n"))


def test_a_head_of_two_words_is_no_two_heads() -> None:
    refused(f"{OF_ALL}State Closed Cases\nOhio 300 30\nUtah 200 20\n")


def test_signs_of_the_web_beside_columns_stay_as_they_are() -> None:
    heads = "                        2018    2019\nCases                    220     233\n"
    table = f"{heads}Trafficking Businesses&nbsp;&nbsp;44\n"
    text = f"Ohio\nNational Human Trafficking Hotline\n\n{table}\nAccurate as of July 30, 2020\n"
    values = [one["value"] for one in figures_in(text)]
    assert "44" not in values
