"""Documents by people who saw neither code nor tests: nothing wrong is read, and none that was read is lost."""

from __future__ import annotations

import pytest

from tests.corpus import handmade
from tests.corpus.reading import CRASH, RIGHT, WRONG, judged
from tests.corpus.truth import FIGURES

pytestmark = pytest.mark.slow


@pytest.mark.timeout(1800)  # thousands of documents, on a machine that may be busy
@pytest.mark.parametrize(("folder", "read_exactly"), [("strangers", 3869), ("held_apart", 502)])
def test_nothing_wrong_is_read_and_no_document_is_lost(folder: str, read_exactly: int) -> None:
    outcomes = list(judged(case.made for case in handmade.cases(folder)))
    wrong = [one for one in outcomes if one.verdict in (WRONG, CRASH)]
    assert not wrong, "\n".join(f"{one.made.family}: {one.made.why}: {'; '.join(one.told())}" for one in wrong)
    readable = [one for one in outcomes if one.made.expect == FIGURES]
    missed = [one for one in readable if one.verdict != RIGHT]
    told = "\n".join(f"{one.made.family}: {one.verdict}" for one in missed)
    assert len(readable) - len(missed) >= read_exactly, told
