"""A warehouse that lives through a history of steps drawn from one seed, each a real command or a fault around it.

Belongs here: the steps, and what is tried, contained, told and healed. Not here: what must hold after each
(lived_world), how many histories are lived (tests/slow/faults).
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

from orchestration.spotlight.changed.clock import FARTHEST
from orchestration.spotlight.ledger.chain import Ledger
from tests.support.faults import differences
from tests.support.lived_world import (
    BENT,
    CONTAINED,
    HEALED,
    LOST,
    OREGON,
    SILENT,
    TOLD,
    TRIED,
    Belief,
    Fault,
    LivedWorld,
)
from tests.support.pipeline import cases
from tests.support.small_disk import small_disk
from tests.support.tally import Tally

AHEAD = (0, 0, 1, 90, 390, 500, 4000)
"""By how many days the clock may be ahead."""
# Before which of Python's audit events a refresh is killed.
MOMENTS: tuple[dict[str, Any], ...] = (
    {"event": "os.rename", "path": r"/ledger/documents/"},
    {"event": "open", "path": r"/incoming/batch=\d+/reports\.parquet"},
    {"event": "os.rename", "path": r"/batches/batch="},
    {"event": "os.rename", "path": r"/last_refresh\.json$"},
    {"event": "open", "path": r"/partial_parse\.msgpack$"},
    {"event": "os.rename", "path": r"/build/copy\.duckdb$"},
    {"event": "os.mkdir", "path": r"/releases/\.\d+\.tmp$"},
    {"event": "os.rename", "path": r"/releases/\d+$"},
    {"event": "os.symlink", "path": r"/\.current\.tmp$"},
    {"event": "os.rename", "path": r"/current$"},
    {"event": "os.rename", "path": r"/last_refresh\.json$", "nth": 2},
)
ROOM = (0, 20, 64, 256, 1024)
"""Kilobytes left on a full disk."""
WEIGHTS = {
    "write": 6, "leave_out": 2, "spoil": 2, "remove": 2, "rename": 1, "write_a_new_wording": 1, "refresh": 5,
    "accept_removals": 2, "set_the_clock": 2, "kill": 3, "fill_the_disk": 2, "back_up": 1, "restore": 1,
    "change_the_version": 2,
}  # fmt: skip


class History(LivedWorld):
    """One history."""

    def __init__(self, folder: Path, seed: int, version: Path, tally: Tally) -> None:
        super().__init__(folder, seed, version, tally)
        self.steps = [f"seed {seed}"]
        self.backup = folder / "backup"

    def live(self, steps: int) -> None:
        """Take so many steps, then see that all is whole. A `Fault` names the steps that led to it."""
        self.pipeline.write("anchor.csv", cases("KS", 2015, "2016-05-27", total=20))
        try:
            self.refresh()
            for _ in range(steps):
                (step,) = self.chance.choices(tuple(WEIGHTS), WEIGHTS.values())
                self.steps.append(step)
                getattr(self, step)()
            self.end()
        except AssertionError as error:
            raise Fault(f"{error}\nafter: {'; '.join(self.steps)}") from error
        finally:
            self.close()

    # Commands and faults ----------------------------------------------------------------------------------------------

    def refresh(self, *options: str) -> None:
        """The files as they are now are believed as the rules say; one refresh more has nothing new."""
        before = self.believed()
        is_clock_wrong = self.is_clock_wrong()
        done = self.command("refresh", *options)
        if is_clock_wrong:
            self._a_wrong_clock_is_refused(done, before)
            return self.refresh(*options)
        self.expect(done.returncode in (0, 3), LOST, f"refresh ended with {done.returncode}: {done.stderr}")
        self.check(before, done, accepts="--accept-removals" in options)
        if self.ahead > FARTHEST.days:
            # faketime leaves the times of files as they are, so that the clock stands far from its own last refresh.
            return self.nothing_is_lost()
        again = self.command("refresh")
        self.expect(again.stdout.startswith("Nothing new"), BENT, f"one refresh more: {again.stdout}{again.stderr}")
        self.nothing_is_lost()
        return None

    def accept_removals(self) -> None:
        self.refresh("--accept-removals")

    def set_the_clock(self) -> None:
        self.ahead = self.chance.choice(AHEAD)
        self.steps[-1] += f" {self.ahead} days ahead"

    def _a_wrong_clock_is_refused(self, done: subprocess.CompletedProcess[str], before: Belief) -> None:
        kind = "clock"
        self.tally.add(kind, TRIED)
        refused = done.returncode == 1 and "clock of this machine" in done.stderr
        self.expect(refused, SILENT, f"{done.returncode} {done.stdout}{done.stderr}", kind)
        self.expect(self.believed() == before, BENT, "a refused clock changed what is believed", kind)
        self.tally.add(kind, CONTAINED)
        told = self.command("status")
        self.expect(told.returncode == 1 and "clock" in told.stdout, SILENT, f"status: {told.stdout}", kind)
        self.tally.add(kind, TOLD)
        if self.ahead and self.chance.random() < 0.5:
            self.ahead = 0
        if self.is_clock_wrong():
            last = Ledger(self.settings.ledger_dir).last_batch()
            trusted = self.command("refresh", SPOTLIGHT_TRUST_CLOCK="true")
            self.expect(trusted.returncode in (0, 3), LOST, f"a trusted clock: {trusted.stderr}", kind)
            if Ledger(self.settings.ledger_dir).last_batch() == last:
                # Nothing was recorded that says that this clock was believed: a person sets it right.
                self.ahead = self.days_to_last_batch()
            self.expect(not self.is_clock_wrong(), BENT, "the clock is still not believed", kind)
        self.tally.add(kind, HEALED)

    def kill(self) -> None:
        self.write()  # something to be refreshed
        kind, moment, before = "kill", self.chance.choice(MOMENTS), self.believed()
        self.steps[-1] += f" before {moment}"
        done = self.command("refresh", moment=moment)
        if done.returncode == -9:
            self.tally.add(kind, TRIED)
            self.nothing_is_lost()
            found = self.believed()
            self.tally.add(kind, CONTAINED)
            told = self.command("status")
            self.expect(told.returncode != 0, SILENT, f"status after a kill: {told.stdout}", kind)
            self.tally.add(kind, TOLD)
            self.refresh()
            self.expect(found in (before, self.believed()), BENT, "a killed refresh served something else", kind)
            self.tally.add(kind, HEALED)

    def fill_the_disk(self) -> None:
        self.write()
        kind, room, before = "full disk", self.chance.choice(ROOM), self.believed()
        self.steps[-1] += f" with {room} kB left"
        with small_disk(self.settings.warehouse_dir) as disk:
            disk.leave(room)
            done = self.command("refresh", prefix=disk.prefix)
            told = self.command("status", prefix=disk.prefix)
        if done.returncode == 1 and "clock of this machine" not in done.stderr:
            self.tally.add(kind, TRIED)
            self.expect("No space left on device" in done.stderr, SILENT, done.stderr, kind)
            self.expect(told.returncode == 1, SILENT, f"status after a full disk: {told.stdout}", kind)
            self.tally.add(kind, TOLD)
            self.expect(self.believed() == before, BENT, "a full disk changed what is served", kind)
            self.tally.add(kind, CONTAINED)
            self.refresh()
            self.tally.add(kind, HEALED)

    def back_up(self) -> None:
        shutil.rmtree(self.backup, ignore_errors=True)
        shutil.copytree(self.settings.ledger_dir, self.backup)

    def restore(self) -> None:
        """Put an older ledger in place: it is refused until a person says that it is meant, then read on from there."""
        kind = "old backup"
        if not self.backup.is_dir():
            return
        is_same = Ledger(self.backup).head() == Ledger(self.settings.ledger_dir).head()
        before = self.believed()
        shutil.rmtree(self.settings.ledger_dir)
        shutil.copytree(self.backup, self.settings.ledger_dir)
        self.kept = self.hashes()
        if not is_same:
            self.tally.add(kind, TRIED)
            done = self.command("refresh", SPOTLIGHT_TRUST_CLOCK="true")
            self.expect(done.returncode == 1 and "spotlight rebuild" in done.stderr, SILENT, done.stderr, kind)
            told = self.command("status")
            self.expect(told.returncode == 1, SILENT, f"status after a restore: {told.stdout}", kind)
            self.tally.add(kind, TOLD)
            self.expect(self.believed() == before, BENT, "a refused ledger changed what is served", kind)
            self.tally.add(kind, CONTAINED)
            done = self.command("rebuild", SPOTLIGHT_TRUST_CLOCK="true")
            self.expect(done.returncode == 0, LOST, f"rebuild: {done.stderr}", kind)
        self.refresh()
        if not is_same:
            self.tally.add(kind, HEALED)

    def change_the_version(self) -> None:
        kind, before = "other version", self.believed()
        self.is_other = not self.is_other
        self.tally.add(kind, TRIED)
        self.refresh()
        same = {key: value for key, value in self.believed().items() if key[0] == OREGON}
        stays = {key: value for key, value in before.items() if key[0] == OREGON}
        self.expect(stays.items() <= same.items(), LOST, "figures that only one version can read are gone", kind)
        for column in (CONTAINED, TOLD, HEALED):
            self.tally.add(kind, column)

    def end(self) -> None:
        """All is whole, and the tables that followed step by step are those that a rebuild makes of the ledger."""
        self.refresh()
        done = self.command("verify")
        self.expect(done.returncode == 0, BENT, f"verify: {done.stdout}{done.stderr}")
        followed = self.pipeline.folder / "followed"
        followed.mkdir()
        shutil.copy(self.settings.current / "warehouse.duckdb", followed)
        done = self.command("rebuild")
        self.expect(done.returncode == 0, LOST, f"rebuild: {done.stderr}")
        found = list(differences(followed, self.settings.current))
        self.expect(not found, BENT, f"not what a rebuild makes: {found}")
