"""The tables of what was counted, below the tests.

Belongs here: adding up and showing tallies, as a plugin of pytest. With several processes each hands its count to the
one that prints, which collects no tests and so reads no `conftest.py` of theirs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest

from tests.support.tally import Tally

_tallies: dict[str, Tally] = {}
_SENT = "tallies"


def _show(name: str, tally: Tally) -> None:
    _tallies.setdefault(name, Tally(tally.columns)).add_all(tally)


@pytest.fixture(scope="session")
def show_tally() -> Callable[[str, Tally], None]:
    """Call with a name and a tally to have it shown when all tests are done; tallies of one name are one table."""
    return _show


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    output = getattr(session.config, "workeroutput", None)
    if output is not None:
        output[_SENT] = {
            name: (tally.columns, {row: dict(counts) for row, counts in tally.counts.items()})
            for name, tally in _tallies.items()
        }


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: object) -> None:
    for name, (columns, counts) in getattr(node, "workeroutput", {}).get(_SENT, {}).items():
        sent = Tally(columns)
        sent.counts = {row: Counter(some) for row, some in counts.items()}
        _show(name, sent)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for name, tally in _tallies.items():
        terminalreporter.section(name)
        for line in tally.lines():
            terminalreporter.write_line(line)
