"""The table of what came of the corpus, below the tests.

Belongs here: showing it, as a plugin of pytest. With several processes each hands its count to the one that prints,
which collects no tests and so reads no `conftest.py` of this folder.
"""

from __future__ import annotations

import pytest

from tests.corpus.tally import Tally

_tables: dict[str, list[str]] = {}
_SENT = "corpus_tables"


@pytest.fixture(scope="session")
def show_tally() -> object:
    """Call with a name and a tally to have it shown when all tests are done."""

    def show(name: str, tally: Tally) -> None:
        _tables[name] = list(tally.lines())

    return show


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    output = getattr(session.config, "workeroutput", None)
    if output is not None:
        output[_SENT] = _tables


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: object) -> None:
    _tables.update(getattr(node, "workeroutput", {}).get(_SENT, {}))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for name, lines in _tables.items():
        terminalreporter.section(name)
        for line in lines:
            terminalreporter.write_line(line)
