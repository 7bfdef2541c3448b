"""Honest refreshes, each head signed: no kept checkpoint ever raises an alarm, by either verifier.

`SPOTLIGHT_HONEST_REFRESHES` asks for more; `make faults` for a thousand.

Belongs here: honest histories only. Not here: what is caught (tests/integration/test_checkpoint.py).
"""

from __future__ import annotations

import os
import random
from datetime import date, timedelta
from pathlib import Path

import pytest

from orchestration.spotlight.inspect.checkpoint import Outcome, checkpoint, new_key, verify_checkpoint
from orchestration.spotlight.ledger.chain import Ledger
from tests.support.independent_verifier import independent_verifier
from tests.support.pipeline import Pipeline, cases

REFRESHES = int(os.environ.get("SPOTLIGHT_HONEST_REFRESHES", "100"))
FIRST_AS_OF = date(2016, 1, 31)


def happens(pipeline: Pipeline, number: int, chance: random.Random) -> bool:
    """Something that an honest operator does to the reports folder; whether a removal is accepted with it."""
    place = chance.choice(("MO", "KS", "IA", "NE", "ME"))
    file = f"{place}.csv"
    as_of = str(FIRST_AS_OF + timedelta(days=number))
    match chance.choice(("restated", "restated", "corrected", "refused", "gone", "again")):
        case "restated":
            pipeline.write(file, cases(place, 2015, as_of, total=chance.randint(1, 500)))
        case "corrected":
            known = pipeline.reports / file
            if known.exists():
                place_and_date = known.read_text().splitlines()[-1].split(",")
                pipeline.write(file, cases(place, 2015, place_and_date[3], total=chance.randint(1, 500)))
        case "refused":
            pipeline.write("refused.csv", cases("WI", 2015, as_of, total=-number))
        case "gone":
            (pipeline.reports / file).unlink(missing_ok=True)
            return True
    return False


@pytest.mark.timeout(3600)
def test_no_checkpoint_of_an_honest_ledger_raises_an_alarm(tmp_path: Path) -> None:
    chance = random.Random(5)
    pipeline = Pipeline(tmp_path / "pipeline")
    ledger = Ledger(pipeline.settings.ledger_dir)
    key = tmp_path / "key"
    verifier = new_key("kept.example", key)
    verify_independently = independent_verifier().fault_of
    pipeline.write("OH.csv", cases("OH", 2015, "2016-01-28", total=1))
    for number in range(1, REFRESHES + 1):
        accepts = happens(pipeline, number, chance)
        pipeline.look(accept=accepts, full=chance.random() < 0.02)
        (tmp_path / f"{number}.note").write_text(checkpoint(ledger, key.read_text()), encoding="utf-8")
        kept = tmp_path / f"{chance.randint(1, number)}.note"
        verdict = verify_checkpoint(kept, ledger, verifier)
        assert verdict.outcome is Outcome.HELD, (number, kept, verdict)
        assert verify_independently(ledger.folder, kept.read_text(), str(verifier)) is None, (number, kept)
    assert ledger.last_batch() > REFRESHES // 2
