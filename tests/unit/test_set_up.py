"""What a fresh clone relies on: locks, settings and the targets of make.

Belongs here: that set-up files agree with each other. Not here: what the commands do.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from dataclasses import fields
from functools import cache
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from orchestration.settings import Settings
from orchestration.spotlight.domain.places import PROJECT_DIR

LOCKS = [f"requirements{part}.lock" for part in ("", "-dev", "-spark", "-audit", "-mutation")]


@cache
def locked(lock: str) -> dict[str, set[Version]]:
    """The versions of each package in a lock: several where they depend on the Python in use."""
    versions: dict[str, set[Version]] = {}
    for line in (PROJECT_DIR / lock).read_text().splitlines():
        if line and line[0] not in " #":
            requirement = Requirement(line.removesuffix("\\"))
            (pin,) = requirement.specifier
            versions.setdefault(canonicalize_name(requirement.name), set()).add(Version(pin.version))
    return versions


def declared(*groups: str) -> list[Requirement]:
    """What pyproject.toml asks for: run time, the build, and the extras named."""
    pyproject = tomllib.loads((PROJECT_DIR / "pyproject.toml").read_text())
    project = pyproject["project"]
    # Spark runs apart from all that the project itself needs.
    lines = [] if groups == ("spark",) else project["dependencies"]
    lines = lines + pyproject["dependency-groups"]["build"]
    return [
        Requirement(line) for line in lines + [x for name in groups for x in project["optional-dependencies"][name]]
    ]


@pytest.mark.parametrize(
    ("lock", "extras"), [(LOCKS[0], ()), (LOCKS[1], ("dev", "bi", "server")), (LOCKS[2], ("spark",))]
)
def test_a_lock_satisfies_what_pyproject_asks_for(lock: str, extras: tuple[str, ...]) -> None:
    unmet = [
        str(requirement)
        for requirement in declared(*extras)
        if not locked(lock).get(canonicalize_name(requirement.name))
        or not all(map(requirement.specifier.contains, locked(lock)[canonicalize_name(requirement.name)]))
    ]
    assert unmet == [], "run `make lock`"


def test_tests_run_on_the_versions_that_users_get() -> None:
    differing = {name for name, versions in locked(LOCKS[0]).items() if locked(LOCKS[1]).get(name) != versions}
    assert differing == set(), "run `make lock`"


def test_spark_is_driven_by_the_dbt_that_users_get() -> None:
    assert locked(LOCKS[2])["dbt-core"] == locked(LOCKS[0])["dbt-core"], "run `make lock`"


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_has_a_hash(lock: str) -> None:
    without_comments = re.sub(r"^\s*#.*\n", "", (PROJECT_DIR / lock).read_text(), flags=re.MULTILINE)
    packages = without_comments.replace("\\\n", "").splitlines()
    assert len(packages) > 20
    assert [package for package in packages if "--hash=sha256:" not in package] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_address_and_no_machine(lock: str) -> None:
    text = (PROJECT_DIR / lock).read_text()
    assert re.findall(r"^.*(?:://|^--|\s--(?!hash=)|\s/|file:).*$", text, flags=re.MULTILINE) == []


@pytest.mark.slow
def test_a_wheel_is_the_same_whoever_builds_it(tmp_path: Path) -> None:
    built = []
    for umask in ("022", "077"):
        folder = tmp_path / umask
        command = f"umask {umask} && .ci/wheel {folder}"
        subprocess.run(["sh", "-c", command], cwd=PROJECT_DIR, check=True, capture_output=True)
        (wheel,) = folder.glob("*.whl")
        built.append(wheel.read_bytes())
    assert built[0] == built[1]


def variables() -> list[str]:
    """The environment variable of each setting."""
    return [field.metadata["name"] for field in fields(Settings)]


def test_the_example_lists_every_setting_and_sets_none() -> None:
    lines = (PROJECT_DIR / ".env.example").read_text().splitlines()
    assert [line for line in lines if line and not line.startswith("#")] == []
    assert sorted(re.findall(r"^#([A-Z_]+)=", "\n".join(lines), flags=re.MULTILINE)) == sorted(variables())


def test_the_example_states_the_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in variables():
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.chdir(PROJECT_DIR)
    defaults = Settings()
    example = (PROJECT_DIR / ".env.example").read_text()
    stated = re.findall(r'^#([A-Z_]+)="?([^"\n]+)"?$', example, flags=re.MULTILINE)
    assert len(stated) == 14
    for variable, value in stated:
        monkeypatch.setenv(variable, value)
    assert Settings() == defaults


def test_make_alone_lists_every_target() -> None:
    listed = subprocess.run(["make"], cwd=PROJECT_DIR, capture_output=True, text=True, check=True).stdout
    targets = re.findall(r"^make ([\w-]+)", listed, flags=re.MULTILINE)
    (phony,) = re.findall(r"^\.PHONY: (.+)$", (PROJECT_DIR / "Makefile").read_text(), flags=re.MULTILINE)
    assert set(targets) == set(phony.split()) - {"slow-programs"}  # a step of other targets


def test_the_coverage_that_the_readme_states_is_the_one_that_is_held() -> None:
    report = tomllib.loads((PROJECT_DIR / "pyproject.toml").read_text())["tool"]["coverage"]["report"]
    assert f"branch_coverage-{report['fail_under']}_%25-" in (PROJECT_DIR / "README.md").read_text()


def test_every_file_that_the_rules_name_is_there() -> None:
    rules = (PROJECT_DIR / "docs" / "rules.md").read_text(encoding="utf-8")
    named = re.findall(r"`((?:dbt_project|docs|orchestration|schemas|tests)/[^`\s#]+)`", rules)
    assert len(named) > 30
    assert [name for name in named if not (PROJECT_DIR / name).exists()] == []


def test_every_instruction_to_install_the_project_keeps_it_where_it_is() -> None:
    files = [*PROJECT_DIR.glob("*.md"), *(PROJECT_DIR / "docs").rglob("*.md"), *(PROJECT_DIR / "bi").rglob("*.md")]
    files += (PROJECT_DIR / "orchestration").rglob("*.py")
    said = [
        words
        for file in files
        for words in re.findall(r"pip install [^`\n]*'\.\[\w+\]'", file.read_text(encoding="utf-8"))
    ]
    assert len(said) >= 3
    assert [words for words in said if "--editable" not in words] == []


def test_a_copy_of_the_code_apart_from_its_project_says_how_to_repair_it(tmp_path: Path) -> None:
    for name in ("orchestration", "schemas"):
        shutil.copytree(PROJECT_DIR / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    for arguments in (["status"], ["refresh"]):
        done = subprocess.run(
            [sys.executable, "-c", "from orchestration.cli import main; main()", *arguments],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(tmp_path)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr.startswith(
            f"spotlight: {tmp_path}: expected the project here, and found no folder dbt_project."
        )
        assert "`make dbt_project/target/manifest.json`" in done.stderr


def test_a_build_leaves_nothing_beside_the_sources(tmp_path: Path) -> None:
    sources = tmp_path / "sources"
    for name in ("pyproject.toml", "README.md", "LICENSE", ".ci/build_backend.py"):
        (sources / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(PROJECT_DIR / name, sources / name)
    for name in ("orchestration", "schemas"):
        shutil.copytree(PROJECT_DIR / name, sources / name, ignore=shutil.ignore_patterns("__pycache__"))
    (sources / "build" / "lib" / "orchestration").mkdir(parents=True)
    (sources / "build" / "lib" / "orchestration" / "of_an_earlier_build.py").touch()
    before = {path.name for path in sources.iterdir()} - {"build"}
    asked = "import sys; sys.path.insert(0, '.ci'); import build_backend; build_backend.build_wheel(sys.argv[1])"
    subprocess.run([sys.executable, "-B", "-c", asked, tmp_path], cwd=sources, capture_output=True, check=True)
    assert {path.name for path in sources.iterdir()} == before
    (wheel,) = tmp_path.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert "orchestration/settings.py" in names
    assert "orchestration/of_an_earlier_build.py" not in names
