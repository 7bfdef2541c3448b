"""The link `current` where it does not lead to the newest release: `verify`, `status`, `pin` and the gate agree on it.

Belongs here: links that a person or a copy left behind. Not here: how a refresh sets one (test_releases, job).
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from orchestration.cli.pin import pin
from orchestration.cli.refresh import nothing_new
from orchestration.settings import Settings
from orchestration.spotlight.domain.errors import UserError
from orchestration.spotlight.inspect.status import Severity, status
from orchestration.spotlight.inspect.verify import verify
from orchestration.spotlight.release.pins import pinned
from tests.support.made_once import MadeOnce
from tests.support.pipeline import Pipeline
from tests.support.published import two_releases

OLD, FOREIGN, COPY = "leads to release 1, but the newest is", "is not a release of this warehouse", "It is not a link"


@pytest.fixture(scope="module")
def made(made_once: MadeOnce) -> Pipeline:
    return two_releases(made_once)


@pytest.fixture
def settings(made: Pipeline, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    settings = made.copy(tmp_path / "copy").settings
    monkeypatch.setenv("SPOTLIGHT_WAREHOUSE_DIR", str(settings.warehouse_dir))
    monkeypatch.setenv("SPOTLIGHT_REPORTS_DIR", str(settings.reports_dir))
    settings.current.unlink()
    return settings


def link_to_an_old_release(settings: Settings) -> None:
    settings.current.symlink_to("releases/1")


def link_to_another_warehouse(settings: Settings) -> None:
    elsewhere = shutil.copytree(settings.releases_dir / "2", settings.warehouse_dir.parent / "another" / "2")
    settings.current.symlink_to(elsewhere)


def put_a_copy_in_its_place(settings: Settings) -> None:
    shutil.copytree(settings.releases_dir / "2", settings.current)


@pytest.mark.parametrize(
    ("leave", "fault"),
    [(link_to_an_old_release, OLD), (link_to_another_warehouse, FOREIGN), (put_a_copy_in_its_place, COPY)],
)
def test_all_commands_agree_that_it_is_wrong_and_say_what_to_do(
    settings: Settings, leave: Callable[[Settings], None], fault: str
) -> None:
    leave(settings)
    (finding,) = verify(settings).findings
    assert finding.file == str(settings.current)
    assert fault in finding.message
    assert "`spotlight refresh`" in finding.message
    seen = status(settings)
    assert (seen.severity, [one.message for one in seen.matters]) == (
        Severity.BROKEN,
        [f"{finding.file}: {finding.message}"],
    )
    assert nothing_new(as_json=False) is None, "a refresh is due"


def test_a_ledger_is_not_blamed_for_the_release_of_another_warehouse(settings: Settings) -> None:
    link_to_another_warehouse(settings)
    note = settings.current / "release.json"
    note.chmod(0o644)
    note.write_text(note.read_text().replace('"batch": 3', '"batch": 7'))
    assert [finding.file for finding in verify(settings).findings] == [str(settings.current)]


def test_what_is_pinned_is_what_is_served(settings: Settings) -> None:
    link_to_an_old_release(settings)
    assert pin(None, as_json=True) == 0
    assert pinned(settings) == [1]
    settings.current.unlink()
    for leave, fault in ((link_to_another_warehouse, FOREIGN), (put_a_copy_in_its_place, COPY)):
        leave(settings)
        with pytest.raises(UserError, match=fault):
            pin(None, as_json=True)
        if settings.current.is_symlink():
            settings.current.unlink()
    assert pinned(settings) == [1]
