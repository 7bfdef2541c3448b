"""What a refresh says of a file that was rejected, once the file is fixed or gone, and what `status` then says.

Belongs here: the words and exit codes of the two commands, held against each other. Not here: the rules (test_resolve).
"""

from __future__ import annotations

from pathlib import Path

from tests.support.command_line import CommandLine
from tests.support.pipeline import Pipeline, cases


def test_a_file_is_fixed_only_if_it_is_there_and_accepted(tmp_path: Path) -> None:
    reports = Pipeline(tmp_path)
    commands = CommandLine(reports)
    reports.write("good.csv", cases("MO", 2015, "2016-01-28", total=67))
    reports.write("is-fixed.csv", cases("KS", 2015, "2016-01-28", total=-1))
    reports.write("is-gone.csv", cases("NE", 2015, "2016-01-28", total=-1))
    reports.write("is-bad-again.csv", cases("IA", 2015, "2016-01-28", total=-1))
    assert commands.run("refresh").returncode == 3
    assert commands.run("status").returncode == 3

    reports.write("is-fixed.csv", cases("KS", 2015, "2016-01-28", total=1))
    reports.remove("is-gone.csv")
    reports.write("is-bad-again.csv", cases("IA", 2015, "2016-01-28", total=-2))
    done = commands.run("refresh")
    said = [line.split(":")[0].split() for line in done.stdout.splitlines()]
    assert ["fixed", "is-fixed.csv,", "line", "2"] in said
    assert ["gone", "is-gone.csv,", "line", "2"] in said
    assert [words[0] for words in said if "is-bad-again.csv," in words] == ["rejected"]
    assert (done.returncode, commands.run("status").returncode) == (3, 3)

    reports.remove("is-bad-again.csv")
    assert commands.run("refresh").returncode == 0
    assert commands.run("status").returncode == 0

    # A timer must see a removal that waits, however often it runs: a person has to decide.
    reports.remove("good.csv")
    assert commands.run("refresh").returncode == 3
    assert commands.run("refresh").returncode == 3
    waits = commands.run("status")
    assert waits.returncode == 3
    assert "US-MO_2015-01-01_2015-12-31_2016-01-28 (Missouri 2015, as of 2016-01-28)" in waits.stdout

    assert commands.run("refresh", "--accept-removals").returncode == 0
    assert commands.run("status").returncode == 0
