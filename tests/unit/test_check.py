"""`spotlight check`: each figure beside its line, what was not read and why, and a mark below the place of a fault."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from orchestration.cli.check import run

PAGE = """Missouri Spotlight
2019 Statistics

{body}

It covers January 1, 2019 through December 31, 2019 and is accurate as of July 30, 2020.
"""


def written(folder: Path, body: str, name: str = "page.txt") -> Path:
    file = folder / name
    file.write_text(PAGE.format(body=body), encoding="utf-8")
    return file


def test_figures_stand_beside_their_text_and_unread_numbers_are_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = written(tmp_path, "Phone Calls: 438\n\nIn 2019, 300 people wrote to us.\n\nVenues\n\nHotel 12")
    assert run([file], as_json=False) == 0
    shown = capsys.readouterr().out
    assert "Phone Calls: 438" in shown
    for number, why in (("300", "running text"), ("12", "Venues")):
        at = next(at for at, line in enumerate(shown.splitlines()) if f"'{number}', since" in line and why in line)
        text, mark = shown.splitlines()[at + 1 : at + 3]
        assert text[mark.index("^") : mark.rindex("^") + 1] == number


def test_a_fault_is_marked_in_its_line_and_an_unknown_label_is_proposed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = written(tmp_path, "Phone Calls:    1O3\n\nSurvivors Supported\n12")
    assert run([file], as_json=False) == 1
    lines = capsys.readouterr().out.splitlines()
    at = next(at for at, line in enumerate(lines) if "document.number_spoilt" in line)
    assert lines[at + 1][lines[at + 2].index("^") : lines[at + 2].rindex("^") + 1] == "1O3"
    assert any('"Survivors Supported",figure,<measure>,<category>' in line for line in lines)


def test_the_answer_for_programs_has_no_more_than_was_promised(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = written(tmp_path, "<p>Phone Calls: 438</p><p>Emails: 1O</p>", "page.html")
    assert run([file, written(tmp_path, "Phone Calls: 438")], as_json=True) == 1
    refused, accepted = json.loads(capsys.readouterr().out)["files"]
    assert set(refused) == set(accepted) == {"path", "status", "figures", "rejections", "reports"}
    assert (refused["status"], refused["figures"]) == ("rejected", [])
    assert [set(one) for one in refused["rejections"]] == [{"line", "code", "message"}]
    assert accepted["figures"] == [
        {
            "jurisdiction": "US-MO",
            "period_start": "2019-01-01",
            "period_end": "2019-12-31",
            "publisher_as_of": "2020-07-30",
            "publisher_as_of_basis": "printed",
            "measure": "signals",
            "category": "phone_call",
            "value": 438,
            "value_status": "reported",
            "line": 4,
            "text": "Phone Calls: 438",
            "source_context": "Missouri Spotlight 2019 Statistics › Phone Calls",
        }
    ]


def test_a_long_line_is_shown_around_the_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = written(tmp_path, "help " * 200 + "and then 300 more of them " + "help " * 200 + "end.\n\nPhone Calls: 438")
    assert run([file], as_json=False) == 0
    lines = capsys.readouterr().out.splitlines()
    at = next(at for at, line in enumerate(lines) if "'300', since" in line)
    assert len(lines[at + 1]) < 150
    assert lines[at + 1][lines[at + 2].index("^") :].startswith("300")
