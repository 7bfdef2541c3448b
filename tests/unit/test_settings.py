"""Settings: where they come from, and what is said of one that cannot be used.

Belongs here: reading variables. Not here: what a setting changes.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from orchestration import settings as settings_module
from orchestration.settings import Settings, WrongSetting


@pytest.fixture
def env_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = tmp_path / ".env"
    monkeypatch.setattr(settings_module, "ENV_FILE", file)
    return file


def test_a_variable_beats_the_file_and_the_file_beats_the_default(
    env_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SPOTLIGHT_KEEP_RELEASES", raising=False)
    assert Settings().keep_releases == 5
    env_file.write_text("SPOTLIGHT_KEEP_RELEASES=7 # a week\nSPOTLIGHT_SCHEDULE='1 2 * * *'\n")
    assert (Settings().keep_releases, Settings().schedule) == (7, "1 2 * * *")
    monkeypatch.setenv("SPOTLIGHT_KEEP_RELEASES", "9")
    assert Settings().keep_releases == 9
    assert Settings(keep_releases=2).keep_releases == 2


def test_a_variable_without_a_value_is_unset_and_beats_the_file(
    env_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    env_file.write_text("SPOTLIGHT_POSTGRES_URL=postgresql://somewhere/else\n")
    monkeypatch.setenv("SPOTLIGHT_POSTGRES_URL", "")
    assert Settings().postgres_url is None


def test_a_relative_folder_is_relative_to_the_current_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SPOTLIGHT_REPORTS_DIR", "here")
    monkeypatch.setenv("SPOTLIGHT_WAREHOUSE_DIR", "~/there")
    assert Settings().reports_dir == tmp_path / "here"
    assert Settings().warehouse_dir == Path.home() / "there"


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("SPOTLIGHT_LOCK_WAIT", "-1"),
        ("SPOTLIGHT_LOCK_WAIT", "soon"),
        ("SPOTLIGHT_LOCK_WAIT", "nan"),
        ("SPOTLIGHT_KEEP_RELEASES", "0"),
        ("SPOTLIGHT_KEEP_RELEASES", "2.5"),
        ("SPOTLIGHT_MAX_DOCUMENT_SECONDS", "0"),
        ("SPOTLIGHT_MAX_DOCUMENT_MEMORY_BYTES", "1024"),
        ("SPOTLIGHT_WAREHOUSE_DIR", "one,two"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named_with_what_was_found(
    variable: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(WrongSetting, match=rf"{variable} cannot be used: found '{value}', expected "):
        Settings()


def test_what_holds_passwords_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPOTLIGHT_POSTGRES_URL", "postgresql://me:secret@server/base")
    monkeypatch.setenv("SPOTLIGHT_ALERT_URLS", "mailto://me:secret@server")
    assert "secret" not in repr(Settings())
