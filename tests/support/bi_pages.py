"""The pages of `bi/` tried as a reader tries them: what a page says to run is run, and shows what the page shows.

Belongs here: running the code blocks of a page. Not here: which pages, or servers that they need.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from orchestration.spotlight.domain.places import PROJECT_DIR
from tests.support.made_once import MadeOnce
from tests.support.seed_release import seeds_once

BI = PROJECT_DIR / "bi"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
RUN = {"python": [sys.executable, "-c"], "sh": ["bash", "-euc"]}
TRIED_WITH_A_SERVER = ("odbc_jdbc.md", "postgres.md")


def project_of_readers(folder: Path, made_once: MadeOnce) -> Path:
    """Make a folder look like the project to a reader: `bi/`, and a warehouse with its first release."""
    (folder / "bi").symlink_to(BI)
    shutil.copytree(seeds_once(made_once).warehouse_dir, folder / "data" / "warehouse", symlinks=True)
    return folder


def environment_of_readers(*tools: Path, **variables: str) -> Mapping[str, str]:
    """What a reader has at hand: the tools of `[bi]`, and others."""
    path = [str(Path(sys.executable).parent), *map(str, tools), os.environ["PATH"]]
    without_ours = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return {**without_ours, "PATH": os.pathsep.join(path), **variables}


def blocks(page: str) -> list[tuple[str, str]]:
    """Language and text of each code block of a page."""
    return BLOCK.findall((BI / page).read_text(encoding="utf-8"))


def run_page(page: str, project: Path, environment: Mapping[str, str]) -> None:
    """Run each block that can be run; where a block of output follows, it is what comes out."""
    found = blocks(page)
    assert any(language in RUN for language, _ in found)
    for (language, code), (next_language, shown) in zip(found, [*found[1:], ("", "")], strict=True):
        if language not in RUN:
            continue
        result = subprocess.run(
            [*RUN[language], code], cwd=project, env=environment, capture_output=True, text=True, timeout=120
        )
        assert result.returncode == 0 or "ERROR" in result.stdout, f"{code}\n{result.stdout}\n{result.stderr}"
        if next_language == "text":
            assert result.stdout.strip() == shown.strip(), code
