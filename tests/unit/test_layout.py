"""What is loaded when something is imported, which the import contract (pyproject.toml) cannot see.

Belongs here: what importing costs and loads. Not here: which room may import which (`lint-imports`).
"""

from __future__ import annotations

import subprocess
import sys

from orchestration.spotlight.domain.places import PROJECT_DIR

PLAIN = sorted([*(PROJECT_DIR / "orchestration" / "spotlight").rglob("*.py"), *(PROJECT_DIR / "schemas").rglob("*.py")])


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
        "import sys\nimport orchestration.spotlight.changed.gate\n"
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
