"""What `make audit` makes of an answer: none known, some known, and could not ask are three things.

Belongs here: the reading of answers. Not here: asking (the network).
"""

from __future__ import annotations

import json
import subprocess
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from typing import Any

import pytest

from orchestration.spotlight.domain.places import PROJECT_DIR

SOUND = {"name": "agate", "version": "1.9.1", "vulns": []}
SKIPPED = {"name": "filelock", "skip_reason": "Dependency not found on PyPI and could not be audited"}
VULNERABLE = {
    "name": "lxml",
    "version": "5.3",
    "vulns": [{"id": "PYSEC-1", "fix_versions": ["5.4"]}, {"id": "GHSA-2", "fix_versions": []}],
}


@pytest.fixture
def audit(monkeypatch: pytest.MonkeyPatch) -> Any:
    loader = SourceFileLoader("audit", str(PROJECT_DIR / ".ci" / "audit"))
    spec = spec_from_loader("audit", loader)
    assert spec is not None
    monkeypatch.setattr("sys.dont_write_bytecode", True)
    module = module_from_spec(spec)
    loader.exec_module(module)
    monkeypatch.setattr(module, "write_sbom", lambda: 2)
    return module


def answer(audit: Any, monkeypatch: pytest.MonkeyPatch, dependencies: list[dict[str, Any]] | None) -> int:
    def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
        if dependencies is not None:
            Path(arguments[-1]).write_text(json.dumps({"dependencies": dependencies, "fixes": []}))
        return subprocess.CompletedProcess([], 0, "No known vulnerabilities found", "")

    monkeypatch.setattr(audit, "run", run)
    return int(audit.main())


def test_none_known_is_in_order(
    audit: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert answer(audit, monkeypatch, [SOUND, SKIPPED]) == 0
    told = capsys.readouterr()
    assert "2 packages audited, 0 with a known vulnerability" in told.out
    assert "not audited: filelock" in told.err


def test_a_known_vulnerability_fails_and_names_what_fixes_it(
    audit: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert answer(audit, monkeypatch, [SOUND, VULNERABLE]) == 1
    told = capsys.readouterr().err
    assert "lxml 5.3: PYSEC-1, fixed in 5.4" in told
    assert "lxml 5.3: GHSA-2, fixed in no version yet" in told


@pytest.mark.parametrize("dependencies", [None, [SKIPPED, SKIPPED]], ids=["no answer", "an index without the database"])
def test_a_database_that_cannot_be_asked_is_said_and_never_taken_for_none_known(
    audit: Any,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    dependencies: list[dict[str, Any]] | None,
) -> None:
    answer(audit, monkeypatch, dependencies)
    told = capsys.readouterr()
    assert "NOT AUDITED" in told.err
    assert "0 with a known" not in told.out
