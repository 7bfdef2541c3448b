"""What a refresh says of a file that was rejected, once the file is fixed or gone, and what `status` then says.

Belongs here: the words and exit codes of the two commands, held against each other. Not here: the rules (test_resolve).
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from orchestration.cli.refresh import run as refresh
from orchestration.cli.status import Form
from orchestration.cli.status import run as status
from tests.support.pipeline import Pipeline, cases


def test_a_file_is_fixed_only_if_it_is_there_and_accepted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    reports = Pipeline(tmp_path)
    reports.write("good.csv", cases("MO", 2015, "2016-01-28", total=67))
    reports.write("is-fixed.csv", cases("KS", 2015, "2016-01-28", total=-1))
    reports.write("is-gone.csv", cases("NE", 2015, "2016-01-28", total=-1))
    reports.write("is-bad-again.csv", cases("IA", 2015, "2016-01-28", total=-1))
    assert refresh(False, (), False, as_json=False) == 3

    reports.write("is-fixed.csv", cases("KS", 2015, "2016-01-28", total=1))
    reports.remove("is-gone.csv")
    reports.write("is-bad-again.csv", cases("IA", 2015, "2016-01-28", total=-2))
    capsys.readouterr()
    assert refresh(False, (), False, as_json=False) == 3
    said = [line.split(":")[0].split() for line in capsys.readouterr().out.splitlines()]
    assert ["fixed", "is-fixed.csv,", "line", "2"] in said
    assert ["gone", "is-gone.csv,", "line", "2"] in said
    assert [words[0] for words in said if "is-bad-again.csv," in words] == ["rejected"]
    assert status(Form.PEOPLE) == 3

    # A timer must see a removal that waits, however often it runs: a person has to decide.
    reports.remove("is-bad-again.csv")
    reports.remove("good.csv")
    assert refresh(False, (), False, as_json=False) == 3
    assert refresh(False, (), False, as_json=False) == 3
    capsys.readouterr()
    assert status(Form.PEOPLE) == 3
    assert "US-MO_2015-01-01_2015-12-31_2016-01-28 (Missouri 2015, as of 2016-01-28)" in capsys.readouterr().out

    assert refresh(True, (), False, as_json=False) == 0
    assert status(Form.PEOPLE) == 0


def test_a_first_refresh_of_which_nothing_is_accepted_serves_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    reports = Pipeline(tmp_path)
    reports.write("refused.csv", cases("KS", 2015, "2016-01-28", total=-1))
    for rejected in (1, 0):  # the second refresh finds nothing new
        assert refresh(False, (), False, as_json=True) == 1
        answer = json.loads(capsys.readouterr().out)
        assert (answer["status"], answer["release"], answer["figures"]) == ("failed", 1, 0)
        assert answer["message"].startswith("Release 1 holds no figure, so nothing is served")
        assert (answer["rejected"], len(answer["rejections"])) == (rejected, 1)
    assert refresh(False, (), False, as_json=False) == 1
    assert_both_say_that_nothing_is_served(1, capsys)

    reports.write("refused.csv", cases("KS", 2015, "2016-01-28", total=1))
    assert refresh(False, (), False, as_json=False) == 0


def test_once_the_removal_of_the_last_report_is_accepted_nothing_is_served(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    reports = Pipeline(tmp_path)
    reports.write("last.csv", cases("KS", 2015, "2016-01-28", total=1))
    assert refresh(False, (), False, as_json=False) == 0
    reports.remove("last.csv")
    assert refresh(True, (), False, as_json=False) == 1
    assert_both_say_that_nothing_is_served(2, capsys)
    assert refresh(False, (), False, as_json=False) == 1, "nothing is new, and nothing is served as before"
    assert_both_say_that_nothing_is_served(2, capsys)
    reports.write("last.csv", cases("KS", 2015, "2016-01-28", total=1))
    assert refresh(False, (), False, as_json=False) == 0
    assert status(Form.PEOPLE) == 0


def assert_both_say_that_nothing_is_served(release: int, capsys: pytest.CaptureFixture[str]) -> None:
    """The refresh, which has just run, and `status`."""
    said = f"Release {release} holds no figure, so nothing is served"
    assert said in capsys.readouterr().err
    assert status(Form.PEOPLE) == 1
    assert said in capsys.readouterr().out
