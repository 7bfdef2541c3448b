"""The slow tier: what takes minutes, or needs more than Python (servers, Java, a browser).

Belongs here: what makes a test of this folder slow. Not here: what the tests need (install.sh).
"""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.slow)
