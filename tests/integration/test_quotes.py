"""`spotlight quotes` on a real warehouse: each phrasing of a claim gets its verdict, and each answer what it rests on.

Belongs here: claims and articles as people write them. Not here: how the reader of claims works inside.
"""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from orchestration.spotlight.domain.places import REFERENCE_DIR
from orchestration.spotlight.domain.vocabulary import load_vocabulary
from orchestration.spotlight.inspect import quotes
from orchestration.spotlight.release.current import connect, rows_of
from tests.support.command_line import SPOTLIGHT, CommandLineHere
from tests.support.made_once import MadeOnce
from tests.support.pipeline import Pipeline
from tests.support.published import publish_build

PHRASINGS = Path(__file__).parents[1] / "fixtures" / "quotes" / "phrasings.txt"
HEADER = "jurisdiction,period_start,period_end,publisher_as_of,publisher_as_of_basis,measure,category,value,source_kind"
UPPER_BOUND = "retrieved_by"
HOLDS = {"current", "superseded", "rounded"}
TYPES = ("sex", "labor", "sex_and_labor", "not_specified")


def lines(place: str, period: int | str, as_of: str, basis: str, kind: str, **values: int) -> list[str]:
    """Lines of figures, named `measure` for its total or `measure__category`."""
    start, end = (f"{period}-01-01", f"{period}-12-31") if isinstance(period, int) else period.split("..")
    return [
        f"{place},{start},{end},{as_of},{basis},{measure},{category or 'total'},{value},{kind}"
        for name, value in values.items()
        for measure, _, category in [name.partition("__")]
    ]


def types(*values: int) -> dict[str, int]:
    return {f"cases__{name}": value for name, value in zip(TYPES, values, strict=True)}


# Kansas 2018, Oregon, Idaho, Utah and Maine are made up; the rest is as published.
SPOTLIGHT_2019 = lines(
    "MO", 2019, "2020-07-30", "printed", "publisher", cases=233, **types(183, 22, 6, 23), victims=423, traffickers=117,
    businesses=31, signals__phone_call=438, signals__webform=61, signals__email=14, signals__text=57,
    signals__webchat=17,
)  # fmt: skip
FIRST = [
    *lines("MO", 2015, "2016-01-28", UPPER_BOUND, "secondary", cases=67, **types(58, 4, 1, 4), signals__phone_call=365),
    *lines("MO", 2015, "2016-05-27", UPPER_BOUND, "secondary", cases=67, **types(58, 4, 1, 4)),
    *lines("MO", 2015, "2017-05-03", UPPER_BOUND, "secondary", cases=69, signals__phone_call=366),
    *lines("MO", 2018, "2020-01-29", UPPER_BOUND, "secondary", cases=178),
    *lines("MO", 2021, "2026-03-02", UPPER_BOUND, "secondary", cases=240, victims=327, signals=1103),
    *lines(
        "US", 2020, "2022-11-15", "printed", "publisher", cases=10524, **types(7629, 1040, 339, 1516), victims=16610
    ),
    *lines("US", 2024, "2026-01-23", UPPER_BOUND, "secondary", cases=11999, victims=21865),
    *lines("US", "2020-01-01..2022-08-31", "2023-11-03", "printed", "publisher", cases=26872, victims=42887),
    *lines("KS", 2018, "2019-07-31", "printed", "publisher", cases=95),
    *lines("ME", 2023, "2024-06-30", "printed", "publisher", signals=78, signals__victim_or_survivor=26),
]
TABLE = [
    one
    for place, year, cases, signals in [
        ("MO", 2015, 72, 499), ("MO", 2018, 177, 595), ("MO", 2019, 233, 641), ("MO", 2021, 240, 1093),
        ("KS", 2018, 96, 230), ("KS", 2019, 94, 242), ("NY", 2019, 458, 1283), ("DC", 2019, 78, 195),
        ("WA", 2019, 272, 706), ("VA", 2019, 189, 531), ("WV", 2019, 46, 121), ("US", 2019, 11364, 45000),
    ]
    for one in lines(place, year, "2026-03-03", UPPER_BOUND, "secondary", cases=cases, signals=signals)
]  # fmt: skip


def oregon(cases: int) -> list[str]:
    return lines("OR", 2016, "2017-06-30", "printed", "publisher", cases=cases)


@pytest.fixture(scope="module")
def commands(made_once: MadeOnce) -> CommandLineHere:
    """A release that was corrected once, and from which a report and a whole place were removed."""
    return CommandLineHere(Pipeline(made_once("quotes", make_release)))


def make_release(folder: Path) -> None:
    reports = Pipeline(folder, looks=100)  # in April, when all dates have come
    reports.write("spotlight.csv", SPOTLIGHT_2019, header=HEADER)
    reports.write("first.csv", FIRST, header=HEADER)
    reports.write("table.csv", TABLE, header=HEADER)
    reports.write("oregon.csv", oregon(86), header=HEADER)
    reports.write("idaho.csv", lines("ID", 2016, "2017-06-30", "printed", "publisher", cases=90), header=HEADER)
    reports.write("idaho-later.csv", lines("ID", 2016, "2018-06-30", "printed", "publisher", cases=99), header=HEADER)
    reports.write("utah.csv", lines("UT", 2013, "2014-06-30", "printed", "publisher", cases=13), header=HEADER)
    reports.look()
    reports.write("oregon.csv", oregon(68), header=HEADER)
    reports.remove("idaho-later.csv")
    reports.remove("utah.csv")
    reports.look(accept=True)
    reports.build()
    publish_build(reports)


def ask(commands: CommandLineHere, text: str, code: int) -> Any:
    return commands.json("quotes", text, code=code)


def verdicts_on(commands: CommandLineHere, texts: list[str]) -> list[str]:
    """The verdicts on the claims of each text, without opening the release anew for each of hundreds."""
    vocabulary = load_vocabulary(REFERENCE_DIR)
    with connect(commands.pipeline.settings) as connection:
        return [
            " ".join(
                one.verdict
                for one in quotes.answers(text, vocabulary, lambda sql, values: rows_of(connection, sql, values))
                if isinstance(one, quotes.Answer)
            )
            for text in texts
        ]


def phrasings() -> list[list[str]]:
    """The verdicts of each phrasing, and its words."""
    lines = PHRASINGS.read_text(encoding="utf-8").splitlines()
    return [line.split(" | ", 1) for line in lines if line and not line.startswith("#")]


def test_each_phrasing_gets_its_verdicts(commands: CommandLineHere) -> None:
    cases = phrasings()
    assert len(cases) >= 150
    verdicts = verdicts_on(commands, [text for _, text in cases])
    found = [f"{verdict} | {text}" for verdict, (_, text) in zip(verdicts, cases, strict=True)]
    assert found == [f"{expected} | {text}" for expected, text in cases]


def test_the_command_ends_with_zero_where_every_claim_holds(commands: CommandLineHere) -> None:
    one_of_each = dict(phrasings())
    assert len(one_of_each) >= 10
    for expected, text in one_of_each.items():
        verdicts = expected.split()
        claims = ask(commands, text, 0 if {*verdicts} <= HOLDS else 1)["claims"]
        assert [claim["verdict"] for claim in claims] == verdicts


def test_a_text_is_answered_up_to_a_number_of_claims_and_says_so(
    commands: CommandLineHere, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quotes, "_MOST_CLAIMS", 3)
    claims = ask(commands, "233 cases in Missouri in 2019. " * 5, 1)["claims"]
    assert [claim["verdict"] for claim in claims] == [*["current"] * 3, "not_understood"]
    assert "goes on after 3 claims" in claims[-1]["reason"]


HELD = [
    ("Kansas", 2019, 94, 242),
    ("New York", 2019, 458, 1283),
    ("Virginia", 2019, 189, 531),
    ("West Virginia", 2019, 46, 121),
    ("Missouri", 2015, 72, 499),
]
# {c}, {s}: the cases and the signals of {place} in {year}; {other}: another place.
PLAIN = ["{c} cases in {place} in {year}", "In {year}, {place} had {s} signals and {c} cases."]
FALSE = """
{place} had {s} cases in {year}.
{place} had {c} signals and {s} cases in {year}.
{place} had {c} victims in {year}.
{other} had {c} cases in {year}.
In {year} {place} had 3 cases and {other} had {c}.
Of {place}'s {year} cases, {c} were sex trafficking.
Of the {s} signals from {place} in {year}, {c} were cases.
over {c} cases in {place} in {year}
{place} had nearly {c} cases in {year}.
at least {more} cases in {place} in {year}
at most {less} cases in {place} in {year}
up to {more} cases in {place} in {year}
as many as {more} cases were identified in {place} in {year}
case {c} in {place}, {year}
Case number {c} was counted in {place} in {year}.
In {year} Polaris announced {c} cases in {place}.
The hotline stated in {year} that {place} had {c} cases.
The annual report of {year} counted {c} cases in {place}.
Courts in {place} are full. In {year} there were {c} cases.
Sex trafficking in {place}\\n\\n{c} cases in {year}
Minors only.\\n\\n{place} had {c} cases in {year}.
{place} made {c} cases in {year}.
The hotline sent {s} signals to {place} in {year}.
{s} signals in {place} in {year} identified trafficking
{c} of the cases in {place} in {year} were identified.
"""


def test_no_claim_that_was_made_false_by_machine_holds(commands: CommandLineHere) -> None:
    others = [place for place, *_ in HELD[1:]] + ["Kansas"]
    filled = [
        {"place": place, "year": year, "c": c, "s": s, "more": c + 1, "less": c - 1, "other": other}
        for (place, year, c, s), other in zip(HELD, others, strict=True)
    ]
    plain = [text.format(**values) for values in filled for text in PLAIN]
    assert {verdict for told in verdicts_on(commands, plain) for verdict in told.split()} == {"current"}
    false = [line.format(**values).replace("\\n", "\n") for values in filled for line in FALSE.splitlines() if line]
    assert len(false) >= 100
    told = dict(zip(false, verdicts_on(commands, false), strict=True))
    # A number beside the false one may be right.
    assert {text: verdict for text, verdict in told.items() if {*verdict.split()} <= HOLDS} == {}


def test_an_answer_says_what_was_understood_and_what_it_rests_on(commands: CommandLineHere) -> None:
    (claim,) = commands.json("quotes", "about 69 human trafficking cases in Missouri in 2015")["claims"]
    assert (claim["verdict"], claim["number"]) == ("superseded", "about 69")
    assert claim["understood"] == {
        "value": 69,
        "hedge": "about",
        "jurisdiction_code": "US-MO",
        "jurisdiction_name": "Missouri",
        "period_start": "2015-01-01",
        "period_end": "2015-12-31",
        "as_of": None,
        "measure": "cases",
        "category": "total",
        "words": [
            {"words": "about 69", "as": "about 69"},
            {"words": "human trafficking cases", "as": "cases, total"},
            {"words": "Missouri", "as": "US-MO"},
            {"words": "2015", "as": "2015-01-01 to 2015-12-31"},
        ],
        "carried": {},
    }
    (figure,) = claim["figures"]
    told = {
        "value": 69,
        "publisher_as_of": "2017-05-03",
        "publisher_as_of_basis": "retrieved_by",
        "superseded_on": "2026-03-03",
        "superseded_on_basis": "retrieved_by",
        "superseded_by": "US-MO_2015-01-01_2015-12-31_2026-03-03",
        "source_kind": "secondary",
        "vintage_number": 3,
        "vintage_count": 4,
        "document": "first.csv",
    }
    assert {name: figure[name] for name in told} == told
    assert [row["value"] for row in claim["current"]] == [72]


def test_an_answer_says_on_which_day_the_number_is_said_to_have_stood(commands: CommandLineHere) -> None:
    (claim,) = ask(commands, "Missouri had 233 cases in 2019 as of July 30, 2020.", 0)["claims"]
    assert (claim["verdict"], claim["understood"]["as_of"]) == ("current", "2020-07-30")


def test_the_words_of_an_answer_show_upper_bounds_and_secondary_figures(commands: CommandLineHere) -> None:
    told = commands.run("quotes", "67 cases in Missouri in 2015").stdout
    assert "as of ≤ 2016-05-27, secondary, vintage 2 of 4, superseded ≤ 2017-05-03" in told
    assert "current is: Missouri 2015 cases 72, as of ≤ 2026-03-03, secondary, vintage 4 of 4 (table.csv" in told
    told = commands.run("quotes", "233 cases in Missouri in 2019").stdout
    assert "stated: Missouri 2019 cases 233, as of 2020-07-30, vintage 1 of 1 (spotlight.csv, line 2)" in told


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "Over 250 cases in Washington State in 2019",
            "over 250 cases, Washington 2019: Does not fit, "
            "the current figure is 272; rounded down to the digits of 250 that is 270, not 250.",
        ),
        (
            "Almost 1,000 cases in Missouri in 2019",
            "almost 1,000 cases, Missouri 2019: Does not fit, the current figure is 233, and that is not almost 1,000.",
        ),
        (
            "nearly 240 cases in Missouri in 2019",
            "nearly 240 cases, Missouri 2019: Rounded, the current figure is 233.",
        ),
        ("234 victims in Missouri in 2019", "234 victims, Missouri 2019: Never published, "),
    ],
)
def test_a_hedge_is_answered_in_the_words_of_the_reader(commands: CommandLineHere, text: str, said: str) -> None:
    assert commands.run("quotes", text).stdout.startswith(said)


def test_a_number_that_was_never_published_comes_with_what_is_near(commands: CommandLineHere) -> None:
    (claim,) = ask(commands, "183 victims in Missouri in 2019", 1)["claims"]
    assert (claim["verdict"], claim["figures"]) == ("never_published", [])
    assert (claim["nearest"][0]["why"], claim["nearest"][0]["category"]) == ("same number, other count", "sex")
    (claim,) = ask(commands, "234 cases in Missouri in 2019", 1)["claims"]
    assert claim["reason"] == ("not published; it is the sum sex 183 + labor 22 + sex and labor 6 + not specified 23")


@pytest.mark.parametrize(
    ("text", "near"),
    [
        (
            "183 victims in Missouri in 2019",
            "same number, other count: Missouri 2019 cases, sex 183, as of 2020-07-30, vintage 1 of 1",
        ),
        (
            "178 cases in Missouri in 2019",
            "same number, other period: Missouri 2018 cases 178, as of ≤ 2020-01-29, secondary, vintage 1 of 2, "
            "superseded ≤ 2026-03-03 by US-MO_2018-01-01_2018-12-31_2026-03-03",
        ),
        (
            "96 cases in Kansas in 2019",
            "same number, other period: Kansas 2018 cases 96, as of ≤ 2026-03-03, secondary, "
            "outranked by the publisher's own",
        ),
        (
            "233 cases in Kansas in 2019",
            "same number, other place: Missouri 2019 cases 233, as of 2020-07-30, vintage 1 of 1",
        ),
        (
            "70 cases in Missouri in 2015",
            "same count, other number: Missouri 2015 cases 69, as of ≤ 2017-05-03, secondary, vintage 3 of 4, "
            "superseded ≤ 2026-03-03 by US-MO_2015-01-01_2015-12-31_2026-03-03",
        ),
    ],
)
def test_what_is_near_is_shown_in_words_and_no_later_claim_is_lost(
    commands: CommandLineHere, text: str, near: str
) -> None:
    told = commands.run("quotes", f"{text}.\n\n458 cases in New York in 2019.").stdout
    assert f"  {near} (" in told
    assert "458 cases, New York 2019: Current" in told


def test_every_answer_can_be_shown_in_words(commands: CommandLineHere) -> None:
    text = "\n\n".join(text for _, text in phrasings())
    told = commands.run("quotes", "-", standard_input=text.encode()).stdout
    answers = ask(commands, text, 1)
    shown = [line for line in told.splitlines() if not line.startswith("  ")]
    assert len(shown) == len(answers["claims"]) + len(answers["unjudged"])


def test_a_withdrawn_number_comes_with_the_day_on_which_it_was(commands: CommandLineHere) -> None:
    (corrected,) = ask(commands, "86 cases in Oregon in 2016", 1)["claims"]
    (removed,) = ask(commands, "99 cases in Idaho in 2016", 1)["claims"]
    assert [(row["value"], row["new_value"]) for row in corrected["figures"] + removed["figures"]] == [
        (86, 68),
        (99, None),
    ]
    assert all(row["recorded_to"] > row["recorded_from"] for row in corrected["figures"] + removed["figures"])


def test_what_is_not_held_comes_with_the_years_that_are(commands: CommandLineHere) -> None:
    (claim,) = ask(commands, "233 cases in Missouri in 2016", 1)["claims"]
    assert (claim["verdict"], claim["reason"].rpartition("; ")[2]) == (
        "not_held",
        "it is held for 2015, 2018 to 2019, 2021",
    )
    (claim,) = ask(commands, "233 cases in Missouri in June 2019", 1)["claims"]
    assert (claim["verdict"], claim["understood"]["period_end"]) == ("not_held", "2019-06-30")


@pytest.mark.parametrize(
    ("text", "word", "suggestion"),
    [
        ("233 cases in Misouri in 2019", "Misouri", "Missouri"),
        ("233 casses in Missouri in 2019", "casses", "Cases"),
        ("58 % of cases in Missouri in 2015", "58 %", None),
        ("233 cases in Kansas City in 2019", "City", None),
        ("not 233 cases in Missouri in 2019", "not", None),
    ],
)
def test_what_is_not_understood_names_the_word(
    commands: CommandLineHere, text: str, word: str, suggestion: str | None
) -> None:
    (claim,) = ask(commands, text, 1)["claims"]
    assert (claim["verdict"], claim["word"], claim["suggestion"]) == ("not_understood", word, suggestion)


ARTICLE = """Trafficking in Missouri

By a staff writer, Tuesday, 9 a.m.

Trafficking is a growing problem in Missouri. In 2019, 233 cases were reported to the National Human Trafficking
Hotline. Of those, 183 were sex trafficking. The committee of 12 members meets at 123 Main Street.

Call 1-888-373-7888 for help.
"""


def test_an_article_on_standard_input(commands: CommandLineHere) -> None:
    done = subprocess.run(
        [SPOTLIGHT, "quotes", "-", "--json"],
        input=ARTICLE.encode(),
        env={**os.environ, **commands.folders},
        capture_output=True,
        check=False,
    )
    answer = json.loads(done.stdout)
    assert [(claim["number"], claim["verdict"]) for claim in answer["claims"]] == [
        ("233", "current"),
        ("183", "current"),
    ]
    assert answer["claims"][0]["understood"]["carried"] == {"place": "Trafficking is a growing problem in Missouri."}
    assert [one["numbers"] for one in answer["unjudged"]] == [["9"], ["12", "123"], ["1-888-373-7888"]]
    assert done.returncode == 0


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (b"", 2),
        (b" \n\t ", 2),
        (b"hello", 1),
        (b"\xff\xfe\x00 233 cases in Missouri in 2019", 1),
        (b"233 cases in Missouri in 2019\x1b[2J", 1),
        (b"'; drop table marts.fct_figures; -- 233 cases in Missouri in 2019", 1),
        (b"<script>233</script> cases in Missouri in 2019", 1),
        pytest.param(b"233 cases in Missouri in 2019. " * 330_000, 1, marks=pytest.mark.slow),
        (b"1" * 10_000_000, 1),
        (b"a " * 5_000_000, 1),
        (b"\n. " * 3_000_000, 1),
    ],
    ids=["empty", "blank", "no claim", "not UTF-8", "control", "SQL", "markup", "claims", "number", "words", "stops"],
)
def test_whatever_comes_in_the_answer_is_an_answer(commands: CommandLineHere, text: bytes, code: int) -> None:
    done = commands.run("quotes", "-", "--json", standard_input=text)
    assert done.returncode == code
    answer = json.loads(done.stdout)
    if code == 1:
        assert answer["claims"][-1]["verdict"] == "not_understood"
