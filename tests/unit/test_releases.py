"""A release is whole, tried and put in place in one step, or not at all.

Belongs here: the release folder and the `current` link, on databases made by hand. Not here: what dbt builds.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
import shutil
import stat
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from orchestration.settings import Settings
from orchestration.spotlight.domain.errors import UserError
from orchestration.spotlight.release import pins
from orchestration.spotlight.release import publish as releases
from orchestration.spotlight.release.current import connect
from orchestration.spotlight.release.dbt_runner import DbtProject
from orchestration.spotlight.release.publish import Origin, close_build_file, current_release, publish

PROMISED = DbtProject().promised()
TABLES = {relation: columns for relation, columns in PROMISED.items() if "(" not in relation}


@pytest.fixture
def settings() -> Settings:
    return Settings()


def origin(batch: int = 1, code_version: str = "1") -> Origin:
    return Origin(batch=batch, code_version=code_version, reference_version="r", dbt_version="d")


def build(settings: Settings, batch: int = 1, *more: str) -> None:
    """Make a build file that holds all that is promised, with one row in each table."""
    settings.build_file.unlink(missing_ok=True)
    settings.build_file.parent.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(settings.build_file) as connection:
        connection.begin()  # else each table is written to the disk before the next
        connection.execute("create schema marts; create schema audit")
        for relation, columns in PROMISED.items():
            selected = f"select {', '.join(f'{batch} as {column}' for column in columns)}"
            name, _, arguments = relation.partition("(")
            parameters = ", ".join(f"p{number}" for number, _ in enumerate(arguments.split(",")))
            kind = f"macro {name}({parameters})" if arguments else f"table {name}"
            connection.execute(f"create {kind} as {'table ' if arguments else ''}{selected}")
        for statement in more:
            connection.execute(statement)
        connection.commit()


def read(settings: Settings, query: str = "select max(batch) from audit.refreshes") -> object:
    with duckdb.connect(settings.current / "warehouse.duckdb", read_only=True) as connection:
        row = connection.execute(query).fetchone()
    assert row is not None
    return row[0]


def test_a_release_is_read_through_the_link(settings: Settings) -> None:
    build(settings, 7)
    info = publish(settings, origin(7))

    assert (info.number, info.batch) == (1, 7)
    assert read(settings) == 7
    assert settings.current.readlink() == Path("releases/1")
    assert current_release(settings) == info
    assert info.rows["marts.fct_cases"] == 1
    assert set(info.rows) >= set(TABLES)


def test_the_note_beside_the_database_says_what_it_was_made_from(settings: Settings) -> None:
    build(settings)
    publish(settings, origin())
    note = json.loads((settings.current / "release.json").read_text())
    assert {"number", "batch", "created_at", "code_version", "reference_version", "dbt_version"} <= set(note)
    assert note["created_at"].endswith("+00:00")


def test_nobody_can_write_into_a_release(settings: Settings) -> None:
    build(settings)
    publish(settings, origin())
    for file in (settings.current / "warehouse.duckdb", settings.current / "release.json"):
        assert stat.S_IMODE(file.stat().st_mode) == 0o444
    assert sorted(path.name for path in (settings.current).iterdir()) == ["release.json", "warehouse.duckdb"]


def test_a_release_can_be_moved_with_its_folder(settings: Settings, tmp_path: Path) -> None:
    build(settings)
    publish(settings, origin())
    moved = tmp_path / "moved"
    settings.warehouse_dir.rename(moved)
    with duckdb.connect(moved / "current" / "warehouse.duckdb", read_only=True) as connection:
        assert connection.execute("select batch from audit.refreshes").fetchone() == (1,)


def test_views_that_name_the_database_still_work(settings: Settings) -> None:
    build(settings, 1, "create view marts.wide as select * from warehouse.marts.fct_cases")
    publish(settings, origin())
    assert read(settings, "select count(*) from marts.wide") == 1


def test_a_reader_of_the_old_release_is_not_disturbed(settings: Settings) -> None:
    build(settings, 1)
    publish(settings, origin(1))
    with duckdb.connect(settings.current / "warehouse.duckdb", read_only=True) as reader:
        build(settings, 2)
        publish(settings, origin(2))
        assert reader.execute("select batch from audit.refreshes").fetchone() == (1,)
    assert read(settings) == 2


def test_equal_origins_are_recognised(settings: Settings) -> None:
    build(settings)
    info = publish(settings, origin())
    assert info.is_made_from(origin())
    assert info.is_made_from(origin(code_version="2")), "what is read otherwise is another batch"
    assert not info.is_made_from(replace(origin(), presentation_version="2"))
    assert not info.is_made_from(origin(batch=2))


def test_old_releases_go_and_numbers_never_return(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPOTLIGHT_KEEP_RELEASES", "2")
    settings = Settings()
    for batch in range(1, 5):
        build(settings, batch)
        publish(settings, origin(batch))
    assert sorted(path.name for path in settings.releases_dir.iterdir()) == ["3", "4"]
    assert read(settings) == 4


def test_at_least_the_current_release_is_kept(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPOTLIGHT_KEEP_RELEASES", "1")
    settings = Settings()
    for batch in (1, 2):
        build(settings, batch)
        publish(settings, origin(batch))
    assert [path.name for path in settings.releases_dir.iterdir()] == ["2"]
    assert read(settings) == 2


def test_a_pinned_release_stays_until_it_is_unpinned(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(releases, "SECONDS_TO_OPEN", 0)
    settings = replace(settings, keep_releases=1)
    for batch in range(1, 5):
        build(settings, batch)
        publish(settings, origin(batch))
        if batch == 2:
            pins.pin(settings, 2)
    assert (kept(settings), pins.pinned(settings)) == ([2, 4], [2])
    with duckdb.connect(settings.releases_dir / "2" / "warehouse.duckdb", read_only=True) as connection:
        assert connection.execute("select max(batch) from audit.refreshes").fetchone() == (2,)

    releases.remove_all_but_current(settings)
    assert kept(settings) == [2, 4]

    pins.unpin(settings, 2)
    build(settings, 5)
    publish(settings, origin(5))
    assert kept(settings) == [5]


def kept(settings: Settings) -> list[int]:
    return sorted(int(path.name) for path in settings.releases_dir.iterdir() if path.name.isdecimal())


def test_only_what_is_there_can_be_pinned_and_only_what_is_pinned_unpinned(settings: Settings) -> None:
    with pytest.raises(UserError, match="no release"):
        pins.pin(settings, 1)
    build(settings)
    publish(settings, origin())
    with pytest.raises(UserError, match=r"Release 7 is not kept \(any more\)\. Kept are 1;"):
        pins.pin(settings, 7)
    with pytest.raises(UserError, match=r"Release 1 is not pinned\. Pinned are none\."):
        pins.unpin(settings, 1)
    assert pins.pinned(settings) == []


def test_the_number_of_a_pinned_release_is_never_given_to_another(settings: Settings) -> None:
    for batch in (1, 2):
        build(settings, batch)
        publish(settings, origin(batch))
    pins.pin(settings, 2)
    settings.current.unlink()
    shutil.rmtree(settings.releases_dir / "2")  # by hand
    build(settings, 3)
    assert publish(settings, origin(3)).number == 3


@pytest.mark.parametrize("releases_made", [6, pytest.param(60, marks=pytest.mark.slow)])
def test_a_release_that_was_pinned_while_releases_are_deleted_is_there(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, releases_made: int
) -> None:
    monkeypatch.setattr(releases, "SECONDS_TO_OPEN", 0)
    settings = replace(settings, keep_releases=1)
    build(settings)
    publish(settings, origin())
    succeeded: list[int] = []
    is_over = threading.Event()

    def pin_the_last() -> None:
        while not is_over.is_set():
            number = max(kept(settings))
            try:
                pins.pin(settings, number)
            except UserError:
                continue  # it was deleted before
            succeeded.append(number)

    pinner = threading.Thread(target=pin_the_last)
    pinner.start()
    for _ in range(releases_made):
        publish(settings, origin())
    is_over.set()
    pinner.join()
    assert set(succeeded) <= set(kept(settings))
    assert set(succeeded) == set(pins.pinned(settings))


def test_what_a_killed_run_left_is_swept_up(settings: Settings) -> None:
    build(settings)
    publish(settings, origin())
    (settings.releases_dir / ".2.tmp").mkdir()
    (settings.releases_dir / ".2.tmp" / "warehouse.duckdb").write_bytes(b"half")
    (settings.warehouse_dir / ".current.tmp").symlink_to("releases/2")
    shutil.copytree(settings.releases_dir / "1", settings.releases_dir / "2")  # renamed, but never pointed to

    build(settings, 3)
    assert publish(settings, origin(3)).number == 3
    assert sorted(path.name for path in settings.releases_dir.iterdir()) == ["1", "2", "3"]
    assert not (settings.warehouse_dir / ".current.tmp").is_symlink()
    assert read(settings) == 3


def lacks_table(settings: Settings) -> None:
    build(settings, 2, "drop table marts.rpt_spotlight")


def lacks_column(settings: Settings) -> None:
    build(settings, 2, "alter table marts.fct_cases drop column breakdown_status")


def lacks_function(settings: Settings) -> None:
    build(settings, 2, "drop macro table marts.cases_as_of")


def lacks_table_kept_as_view_on_files(settings: Settings) -> None:
    parquet = settings.warehouse_dir / "victims.parquet"
    build(
        settings,
        2,
        f"copy marts.fct_victims to '{parquet}'",
        "drop table marts.fct_victims",
        f"create view marts.fct_victims as select * from read_parquet('{parquet}')",
    )


def is_of_an_earlier_batch(settings: Settings) -> None:
    build(settings, 1)


def is_gone(settings: Settings) -> None:
    settings.build_file.unlink()


def is_no_database(settings: Settings) -> None:
    settings.build_file.write_bytes(b"not a database at all" * 1000)


def is_cut_off(settings: Settings) -> None:
    build(settings, 2)
    with settings.build_file.open("r+b") as file:
        file.truncate(settings.build_file.stat().st_size // 2)


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lacks_table, "marts.rpt_spotlight"),
        (lacks_column, "breakdown_status"),
        (lacks_function, "cases_as_of"),
        (lacks_table_kept_as_view_on_files, "marts.fct_victims"),
        (is_of_an_earlier_batch, "batch 1 of the ledger, expected batch 2"),
        (is_gone, "spotlight refresh --full"),
        (is_no_database, "spotlight refresh --full"),
        (is_cut_off, "spotlight refresh --full"),
    ],
)
def test_a_build_file_that_will_not_do_leaves_the_current_release(
    settings: Settings, damage: Callable[[Settings], None], said: str
) -> None:
    build(settings, 1)
    before = publish(settings, origin(1))
    damage(settings)
    with pytest.raises(UserError, match="(?s)" + said.replace("(", r"\(")) as raised:
        publish(settings, origin(2))
    assert "spotlight refresh" in str(raised.value)
    assert current_release(settings) == before
    assert read(settings) == 1
    assert [path.name for path in settings.releases_dir.iterdir()] == ["1"]


@pytest.mark.parametrize("copied", [None, 0, 100_000, 2**30])
def test_the_database_is_copied_whole_however_much_of_it_the_system_copies(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, copied: int | None
) -> None:
    build(settings)
    whole = settings.build_file.read_bytes()
    assert len(whole) > 100_000
    system, left = os.copy_file_range, copied

    def copies_so_much(source: int, target: int, most: int) -> int:
        nonlocal left
        assert left is not None
        if left == 0:
            raise OSError(errno.EXDEV, "Invalid cross-device link")
        done = system(source, target, min(left, most))
        left -= done
        return done

    if copied is None:
        monkeypatch.delattr(os, "copy_file_range")
    else:
        monkeypatch.setattr(os, "copy_file_range", copies_so_much)
    released = publish(settings, origin())
    assert (settings.current / "warehouse.duckdb").read_bytes() == whole
    assert released.database_sha256 == hashlib.sha256(whole).hexdigest()


STEPS = ("_copy", "_try", "_write_note", "sync", "_point_current_to")


@pytest.mark.parametrize("step", STEPS)
def test_a_failure_at_any_step_leaves_the_current_release(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    build(settings, 1)
    before = publish(settings, origin(1))
    build(settings, 2)

    def disk_is_full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", "the file")

    with monkeypatch.context() as broken:
        broken.setattr(releases, step, disk_is_full)
        with pytest.raises(UserError, match=r"the file: No space left on device\. Make room on that disk"):
            publish(settings, origin(2))
    assert current_release(settings) == before
    assert read(settings) == 1
    assert not list(settings.releases_dir.glob(".*"))

    publish(settings, origin(2))
    assert read(settings) == 2


def in_another_process(script: str) -> subprocess.Popen[str]:
    """Run a script with the same settings, stopped dead by whoever asks for it: nothing of its clean-up runs."""
    return subprocess.Popen([sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


@pytest.mark.parametrize("step", STEPS)
def test_a_kill_between_two_steps_leaves_the_current_release(settings: Settings, step: str) -> None:
    build(settings, 1)
    publish(settings, origin(1))
    build(settings, 2)
    killed = in_another_process(
        "import os\n"
        "from orchestration.settings import Settings\n"
        "from orchestration.spotlight.release import publish as releases\n"
        f"releases.{step} = lambda *_, **__: os._exit(9)\n"
        "releases.publish(Settings(), releases."
        "Origin(batch=2, code_version='1', reference_version='r', dbt_version='d'))\n"
    )
    killed.communicate(timeout=60)
    assert killed.returncode == 9
    assert read(settings) == 1

    publish(settings, origin(2))
    assert read(settings) == 2
    assert not list(settings.releases_dir.glob(".*"))


def test_a_copy_that_cannot_be_read_leaves_the_current_release(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(settings, 1)
    before = publish(settings, origin(1))
    build(settings, 2)
    monkeypatch.setattr(os, "copy_file_range", lambda *_: 0)
    monkeypatch.setattr(shutil, "copyfileobj", lambda _, written: written.write(b"half"))
    with pytest.raises(UserError, match="the copied warehouse cannot be read"):
        publish(settings, origin(2))
    assert current_release(settings) == before


def test_a_program_that_writes_into_the_build_file_once_it_is_closed_is_noticed(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(settings)
    opened = duckdb.connect

    @contextmanager
    def before_another(file: Path) -> Iterator[duckdb.DuckDBPyConnection]:
        with opened(file) as connection:
            yield connection
        settings.build_file.with_name("warehouse.duckdb.wal").touch()

    monkeypatch.setattr(duckdb, "connect", before_another)
    with pytest.raises(UserError, match="this log still holds changes"):
        close_build_file(settings)


def test_all_releases_but_the_current_one_can_be_removed(settings: Settings) -> None:
    for batch in (1, 2, 3):
        build(settings, batch)
        publish(settings, origin(batch))
    releases.remove_all_but_current(settings)
    assert [path.name for path in settings.releases_dir.iterdir()] == ["3"]
    assert read(settings) == 3


def test_a_current_database_that_cannot_be_read_is_named_with_what_to_do(settings: Settings) -> None:
    with pytest.raises(UserError, match="There is no release at"), connect(settings):
        pass
    build(settings)
    publish(settings, origin())
    database = settings.current.resolve() / "warehouse.duckdb"
    database.chmod(0o644)
    database.write_bytes(b"no database")
    with (
        pytest.raises(UserError, match=rf"^{re.escape(str(database))}: cannot be read .*spotlight rebuild") as raised,
        connect(settings),
    ):
        pass
    assert "\n" not in str(raised.value)


def test_a_folder_in_the_place_of_the_link_is_named(settings: Settings) -> None:
    build(settings)
    (settings.current / "mine").mkdir(parents=True)
    with pytest.raises(UserError, match=rf"^{re.escape(str(settings.current))}: It is not a link"):
        publish(settings, origin())
    assert (settings.current / "mine").is_dir()


def test_another_process_in_the_build_file_is_named(settings: Settings) -> None:
    build(settings)
    holder = in_another_process(
        f"import duckdb\nconnection = duckdb.connect({str(settings.build_file)!r})\n"
        "print('open', flush=True)\ninput()\n"
    )
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "open\n"
        with pytest.raises(UserError, match="Close other programs that have it open"):
            close_build_file(settings)
    finally:
        holder.communicate("\n", timeout=60)
    close_build_file(settings)


@pytest.mark.parametrize("content", ["", "{", "[]", '{"number": 1}', '{"number": 1, "surprise": 2}'])
def test_a_note_that_cannot_be_read_counts_as_no_release(settings: Settings, content: str) -> None:
    build(settings)
    publish(settings, origin())
    note = settings.current / "release.json"
    note.chmod(0o644)
    note.write_text(content)
    assert current_release(settings) is None


def test_without_a_release_there_is_none(settings: Settings) -> None:
    assert current_release(settings) is None
