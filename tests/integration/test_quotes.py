"""`spotlight quotes` on a real warehouse: each phrasing of a claim gets its verdict, and each answer what it rests on.

Belongs here: claims and articles as people write them. Not here: how the reader of claims works inside.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.support.command_line import SPOTLIGHT, CommandLine
from tests.support.pipeline import Pipeline

PHRASINGS = Path(__file__).parents[1] / "fixtures" / "quotes" / "phrasings.txt"
HEADER = "jurisdiction,period_start,period_end,publisher_as_of,publisher_as_of_basis,measure,category,value,source_kind"
UPPER_BOUND = "retrieved_by"
TYPES = ("sex", "labor", "sex_and_labor", "not_specified")


def lines(place: str, period: int | str, as_of: str, basis: str, kind: str, **values: int) -> list[str]:
    """Lines of figures, named `measure` for its total or `measure__category`."""
    start, end = (f"{period}-01-01", f"{period}-12-31") if isinstance(period, int) else period.split("..")
    return [
        f"{place},{start},{end},{as_of},{basis},{name.partition('__')[0]},{name.partition('__')[2] or 'total'},{value},{kind}"
        for name, value in values.items()
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
    *lines("US", 2020, "2022-11-15", "printed", "publisher", cases=10524, **types(7629, 1040, 339, 1516), victims=16610),
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
def commands(tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    """A release that was corrected once, and from which a report and a whole place were removed."""
    commands = CommandLine(Pipeline(tmp_path_factory.mktemp("quotes")))
    reports = commands.pipeline
    reports.write("spotlight.csv", SPOTLIGHT_2019, header=HEADER)
    reports.write("first.csv", FIRST, header=HEADER)
    reports.write("table.csv", TABLE, header=HEADER)
    reports.write("oregon.csv", oregon(86), header=HEADER)
    reports.write("idaho.csv", lines("ID", 2016, "2017-06-30", "printed", "publisher", cases=90), header=HEADER)
    reports.write("idaho-later.csv", lines("ID", 2016, "2018-06-30", "printed", "publisher", cases=99), header=HEADER)
    reports.write("utah.csv", lines("UT", 2013, "2014-06-30", "printed", "publisher", cases=13), header=HEADER)
    commands.refresh()
    reports.write("oregon.csv", oregon(68), header=HEADER)
    reports.remove("idaho-later.csv")
    reports.remove("utah.csv")
    commands.refresh("--accept-removals")
    return commands


def ask(commands: CommandLine, text: str, code: int) -> Any:
    return commands.json("quotes", text, code=code)


def ask_all(commands: CommandLine, texts: list[str]) -> list[list[str]]:
    """The verdicts of many texts, asked in one process."""
    asked = (
        "import io, json, sys\n"
        "from contextlib import redirect_stdout\n"
        "from orchestration.cli.quotes import run\n"
        "for text in json.load(sys.stdin):\n"
        "    with redirect_stdout(io.StringIO()) as told:\n"
        "        code = run(text, as_json=True)\n"
        "    verdicts = [claim['verdict'] for claim in json.loads(told.getvalue())['claims']]\n"
        "    assert (code == 0) == set(verdicts).issubset({'current', 'superseded', 'rounded'})\n"
        "    print(*verdicts)\n"
    )
    import json
    import os

    done = subprocess.run(
        [sys.executable, "-c", asked],
        input=json.dumps(texts),
        env={**os.environ, **commands.folders},
        capture_output=True,
        text=True,
        check=True,
    )
    return [line.split() for line in done.stdout.splitlines()]


def test_each_phrasing_gets_its_verdicts(commands: CommandLine) -> None:
    cases = [
        line.split(" | ", 1)
        for line in PHRASINGS.read_text(encoding="utf-8").splitlines()
        if line and not line.startswith("#")
    ]
    assert len(cases) >= 150
    found = ask_all(commands, [text for _, text in cases])
    assert [f"{' '.join(verdicts)} | {text}" for verdicts, (_, text) in zip(found, cases, strict=True)] == [
        f"{expected} | {text}" for expected, text in cases
    ]
