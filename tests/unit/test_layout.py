"""That the rooms stay apart: which package may import which.

Belongs here: imports between our own packages and Dagster. Not here: what the code does.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from orchestration.settings import PROJECT_DIR

PLAIN = sorted([*(PROJECT_DIR / "orchestration" / "spotlight").rglob("*.py"), *(PROJECT_DIR / "schemas").rglob("*.py")])


def imported(file: Path) -> set[str]:
    """The top-level packages, and our own modules, that a file imports anywhere in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}, line {node.lineno}: a relative import; write the whole name."
            names.add(node.module or "")
    return names


@pytest.mark.parametrize("file", PLAIN, ids=lambda file: str(file.relative_to(PROJECT_DIR)))
def test_plain_python_knows_nothing_of_dagster(file: Path) -> None:
    found = {name for name in imported(file) if name.partition(".")[0].startswith("dagster")}
    found |= {name for name in imported(file) if name.startswith(("orchestration.defs", "orchestration.definitions"))}
    assert not found, f"{file} imports {found}: Dagster belongs in orchestration/defs."


def test_the_test_above_would_see_a_dagster_import() -> None:
    files = [*(PROJECT_DIR / "orchestration" / "defs").glob("*.py")]
    assert any("dagster" in imported(file) for file in files)
    assert len(PLAIN) > 10


def test_importing_the_plain_packages_loads_no_dagster() -> None:
    """Not by a detour through another package either."""
    modules = [
        file.relative_to(PROJECT_DIR).with_suffix("").as_posix().replace("/", ".").removesuffix(".__init__")
        for file in PLAIN
    ]
    script = (
        f"import importlib, sys\nfor name in {modules!r}: importlib.import_module(name)\n"
        "print([name for name in sys.modules if name.partition('.')[0] in ('dagster', 'dagster_dbt', 'dbt')])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=PROJECT_DIR)
    assert done.stdout.strip() == "[]"


def test_the_gate_needs_the_standard_library_only() -> None:
    """It is asked at every tick and before every refresh: importing anything large would cost more than the answer."""
    script = (
        "import sys\nimport orchestration.spotlight.gate\n"
        "own = {'orchestration'}\n"
        "print(sorted({name.partition('.')[0] for name in sys.modules} - set(sys.stdlib_module_names) - own))"
    )
    done = subprocess.run(
        [sys.executable, "-S", "-c", script], capture_output=True, text=True, check=True, cwd=PROJECT_DIR
    )
    assert done.stdout.strip() == "['__main__']"


def test_the_entry_point_stays_short() -> None:
    lines = (PROJECT_DIR / "orchestration" / "definitions.py").read_text(encoding="utf-8").splitlines()
    assert len(lines) < 15
