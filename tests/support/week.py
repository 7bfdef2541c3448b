"""What happens on a machine in a week, drawn from one seed, and what must hold after each event.

Belongs here: edits of the folder, faults, what is told and when. Not here: the machine (week_machine), how long a week
is (tests/slow/faults).
"""

from __future__ import annotations

import fcntl
import os
import random
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta

from orchestration.spotlight.files.lock import is_held
from orchestration.spotlight.files.running import dead_runs
from orchestration.spotlight.ledger.chain import Ledger
from orchestration.spotlight.release.publish import current_release
from tests.support.daemon import wait_until
from tests.support.faults import left_over
from tests.support.lived import MOMENTS, ROOM
from tests.support.pipeline import Pipeline, cases
from tests.support.week_machine import DAEMON, HAND, TIMER, Machine

STATES = ("AL", "AK", "AZ", "AR", "CA", "CO", "CT", "DE", "FL", "GA", "HI", "ID", "IL", "IN", "IA", "KS", "KY", "LA")
FULL = "No space left on device"
ROOM_LEFT = "bytes are free, and the next release may need"
NOT_BEGUN = "The run .* did not begin"
WHO = {TIMER: 12, HAND: 6, DAEMON: 1}
DAEMON_SECONDS = 240
"""Shorter than the pause after a run that failed: a killed one is tried again at once."""


def events_of(refreshes: int) -> list[str]:
    """The faults of a week with so many refreshes: in 200 20 kills and 5 full disks, in a short one the costliest."""
    return [
        *["killed"] * (refreshes * 14 // 200),
        *["killed_in_the_daemon"] * max(1, refreshes * 4 // 200),
        *["power_lost"] * (refreshes * 2 // 200),
        *["disk_full"] * max(1, refreshes * 5 // 200),
        *["postgres_gone"] * max(1, refreshes * 2 // 200),
        *["broken_report"] * (refreshes * 2 // 200),
        *["removal"] * (refreshes * 2 // 200),
        *["clock_back"] * (refreshes * 2 // 200),
        *["receiver_away"] * (refreshes * 2 // 200),
        *["folder_gone"] * (refreshes * 2 // 200),
        *["locked_out"] * (refreshes * 2 // 200),
    ]


class Week:
    """One week. `twin` has the same edits, each taken in by one refresh without a fault."""

    def __init__(self, machine: Machine, twin: Pipeline, seed: int, refreshes: int) -> None:
        self.machine, self.twin, self.log, self.box = machine, twin, machine.log, machine.box
        self.chance, self.refreshes = random.Random(seed), refreshes
        self.made = 0
        self.reports: dict[str, list[str]] = {}
        self.stated: dict[str, tuple[str, int, date, int]] = {}
        """Of every file that was good so far: place, year, date and total."""
        self.expected: Counter[str] = Counter()
        """How often each trouble came, by what its line has (a regular expression)."""
        self.unmarked = 0
        """Runs that may have been stopped as they started: they are told later, by whoever finds them first."""
        self.needs_a_person = False
        self.wrong: list[str] = []

    def live(self) -> None:
        """Live it to its end; then all that was wrong fails it, with the end of the log."""
        events = events_of(self.refreshes)
        self.chance.shuffle(events)
        self.add()
        self.refresh(TIMER)
        self.machine.keep_the_daemon()
        while events or self.made < self.refreshes:
            # As many plain refreshes as are left lie between the faults.
            plain = max(0, self.refreshes - self.made - 3 * len(events))
            if events and self.chance.random() * (len(events) + plain) < len(events):
                getattr(self, events.pop())()
            elif plain:
                self.plain()
            self.machine.keep_the_daemon()
        self.end()
        assert not self.wrong, f"{self.wrong}\n{self.log.file} ends with:\n{self.log.last()}"

    # Edits ------------------------------------------------------------------------------------------------------------

    def write(self, name: str, lines: list[str]) -> None:
        self.reports[name] = lines
        for one in (self.twin, self.machine.pipeline):
            one.write(name, lines)

    def remove(self, name: str) -> list[str]:
        for one in (self.twin, self.machine.pipeline):
            one.remove(name)
        return self.reports.pop(name)

    def take_in(self, *, accept: bool = False) -> None:
        """What the edit comes to without a fault."""
        self.twin.look(accept=accept)

    def add(self) -> None:
        """A new report, a restatement or a correction."""
        kind = self.chance.choice(("new", "new", "restated", "corrected"))
        known = sorted(one for one in self.reports if one in self.stated)
        if kind == "new" or not known:
            number = len(self.stated)
            state, year = STATES[number % len(STATES)], 2015 + number // len(STATES)
            name, as_of, total = f"{state}-{year}.csv", date(year + 2, 5, 27), 40
        else:
            name = self.chance.choice(known)
            state, year, as_of, total = self.stated[name]
            total += self.chance.choice((-2, -1, 1, 2))
            if kind == "restated":  # an earlier date saved over a later one would be a removal
                as_of += timedelta(days=self.chance.randint(10, 60))
        self.stated[name] = state, year, as_of, total
        self.log.add("reports", f"{name} is saved: {state} {year}, {total} cases as of {as_of}")
        self.write(name, cases(state, year, str(as_of), "publisher", total=total))
        self.take_in()

    # What must hold ---------------------------------------------------------------------------------------------------

    def expect(self, holds: object, words: str) -> None:
        if not holds:
            self.log.add("WRONG", words)
            self.wrong.append(words)

    @property
    def batch(self) -> int:
        return Ledger(self.twin.settings.ledger_dir).last_batch()

    def is_taken_in(self) -> bool:
        released = current_release(self.machine.settings)
        return released is not None and released.batch == self.batch

    def refresh(self, who: str, *arguments: str) -> None:
        """A refresh that nothing disturbs: all edits are served, and every trouble so far was told once."""
        self.made += 1
        done = self.machine.refresh(who, *arguments)
        self.converged(done.returncode, done.stdout + done.stderr)

    def converged(self, code: int, said: str) -> None:
        self.expect(code == (3 if self.needs_a_person else 0), f"a refresh ended with {code}: {said}")
        self.expect(self.is_taken_in(), f"batch {self.batch} is not served: {said}")
        self.expect(dead_runs(self.machine.home) == [], "a dead run is not recorded")
        self.told()

    def told(self) -> None:
        lines = self.box.lines
        for words, times in self.expected.items():
            found = [line for line in lines if re.search(words, line)]
            self.expect(len(found) == times, f"told {len(found)} times instead of {times}: {words}")
            self.expected[words] = len(found)  # said once
        strange = [line for line in lines if not any(re.search(words, line) for words in self.expected)]
        # A warning before the disk is full, and runs that could not begin: how many there are is not known beforehand.
        for words, most in ((ROOM_LEFT, self.expected[FULL]), (NOT_BEGUN, self.unmarked)):
            found = [line for line in strange if re.search(words, line)]
            self.expect(len(found) <= most, f"told more than {most} times: {found}")
            strange = [line for line in strange if line not in found]
        for line in strange:
            self.expect(False, f"told without a trouble: {line}")
            self.expected[re.escape(line)] += 1

    def refused(self, who: str, code: int, words: str, **how: str) -> None:
        """A refresh that a fault stops: it says so."""
        self.made += 1
        done = self.machine.refresh(who, **how)
        said = " ".join((done.stdout + done.stderr).split())
        self.expect(done.returncode == code, f"{done.returncode} instead of {code}: {said}")
        self.expect(re.search(words, said), f"said: {said}")

    def status_says(self, words: str, code: int | None = None, clock: str = "") -> str:
        done = self.machine.status(clock)
        said = " ".join(done.stdout.split())
        self.expect(done.returncode in ((1, 3) if code is None else (code,)), f"status ended otherwise: {said}")
        self.expect(re.search(words, said), f"status says nothing of {words}: {said}")
        return said

    def a_command(self) -> str:
        return self.chance.choice((TIMER, HAND))

    # Events -----------------------------------------------------------------------------------------------------------

    def plain(self) -> None:
        (who,) = self.chance.choices(tuple(WHO), WHO.values())
        if who == DAEMON:
            self.add()
            self.wait_for_the_daemon()
            return
        if self.chance.random() < 0.2:
            self.add()
        self.refresh(who)

    def wait_until(self, met: Callable[[], bool], what: str) -> None:
        try:
            wait_until(met, DAEMON_SECONDS, what, self.machine.keep_the_daemon)
        except AssertionError as error:
            self.expect(False, str(error))

    def wait_for_the_daemon(self) -> None:
        self.made += 1
        self.wait_until(self.is_taken_in, f"the daemon's release of batch {self.batch}")
        self.wait_until(lambda: self.machine.running_run() is None, "the end of the daemon's run")
        released = current_release(self.machine.settings)
        self.log.add(DAEMON, f"published release {released.number if released else None}")

    def killed(self) -> None:
        """While it works: the next refresh makes what this one was about to."""
        self.add()
        moments = [*MOMENTS, {"cpu_seconds": self.chance.uniform(0.3, 4)}]
        self.made += 1
        moment = self.chance.choice(moments)
        self.log.add("machine", f"will kill the next refresh: {moment}")
        self.machine.refresh(self.a_command(), moment=moment)
        self.dead_run_is_told()
        self.refresh(self.a_command())

    def dead_run_is_told(self) -> bool:
        """By status now, by an alert at the next refresh; whether there is one."""
        found = dead_runs(self.machine.home)
        for run_id in found:
            self.status_says(run_id)
            self.expected[run_id] += 1
        return bool(found)

    def killed_in_the_daemon(self) -> None:
        """The daemon goes on at once, where a command has not done so before."""
        run_id = self._run_of_the_daemon()
        if run_id is not None and self.machine.kill_run(run_id):
            self.expected[run_id] += 1
        self.wait_for_the_daemon()
        self.refresh(self.a_command())

    def power_lost(self) -> None:
        self._run_of_the_daemon()
        self.machine.lose_power()
        if not self.dead_run_is_told():
            self.unmarked += 1
        if self.chance.random() < 0.5:
            self.machine.keep_the_daemon()
            self.wait_for_the_daemon()
        self.refresh(self.a_command())

    def _run_of_the_daemon(self) -> str | None:
        """A run of the daemon in the middle of its work, if it does not end before."""
        self.add()
        self.made += 1
        self.machine.keep_the_daemon()
        self.wait_until(lambda: self._is_refreshing() or self.is_taken_in(), "a run of the daemon")
        time.sleep(self.chance.uniform(0, 3))
        return self.machine.running_run()

    def _is_refreshing(self) -> bool:
        return is_held(self.machine.settings.lock_file) and self.machine.running_run() is not None

    def disk_full(self) -> None:
        self.add()
        room = self.chance.choice(ROOM)
        self.machine.disk.leave(room)
        self.log.add("machine", f"has {room} kB left on its disk")
        self.expected[FULL] += 1
        self.unmarked += 1  # the daemon's sensor may start one that has no room
        try:
            for _ in range(2):
                self.refused(self.a_command(), 1, FULL)
            self.status_says(f"{FULL}|bytes are free", code=1)
        finally:
            self.machine.disk.grow()
            self.log.add("machine", "has room again")
        self.refresh(self.a_command())

    def postgres_gone(self) -> None:
        if self.chance.random() < 0.5:
            self.add()
        self.machine.server.stop()
        self.log.add("machine", "PostgreSQL is stopped")
        self.expected["postgres_marts failed"] += 1
        for _ in range(2):
            self.refused(self.a_command(), 5, "Check that the server runs")
        self.status_says("Check that the server runs")
        self.expect(self.is_taken_in(), "the release waits for PostgreSQL")
        self.machine.server.start()
        self.log.add("machine", "PostgreSQL is started")
        self.refresh(self.a_command())

    @contextmanager
    def somebody_is_needed(self) -> Iterator[None]:
        self.needs_a_person = True
        yield
        self.needs_a_person = False

    def broken_report(self) -> None:
        name = f"broken-{self.made}.csv"
        with self.somebody_is_needed():
            self.write(name, cases("NE", 2016, "2018-05-27", "publisher", total=-3))
            self.take_in()
            self.log.add("reports", f"{name} is saved: -3 cases")
            self.expected[f"{name}, line 2"] += 1
            self.refresh(self.a_command())
            self.status_says(f"{name}, line 2")
            self.refresh(self.a_command())
        self.remove(name)
        self.take_in()
        self.log.add("reports", f"{name} is gone")
        self.refresh(self.a_command())

    def removal(self) -> None:
        name = self.chance.choice(sorted(self.reports))
        with self.somebody_is_needed():
            lines = self.remove(name)
            self.take_in()
            self.log.add("reports", f"{name} is gone")
            words = f"{name} no longer states all of"
            self.expected[words] += 1
            self.refresh(self.a_command())
            said = self.status_says(words)
        if self.chance.random() < 0.5:
            self.write(name, lines)
            self.take_in()
            self.log.add("reports", f"{name} is back")
            self.refresh(self.a_command())
        else:
            self.take_in(accept=True)
            (removal,) = {one.split()[0] for one in said.split("--accept-removal ")[1:]}
            self.refresh(HAND, "--accept-removal", removal)

    def clock_back(self) -> None:
        """By days it is not believed; by an hour it is."""
        self.add()
        words = "The clock of this machine says"
        self.expected[words] += 1
        for _ in range(2):
            self.refused(TIMER, 1, words, clock="-3d")
        self.status_says(words, clock="-3d")
        self.refresh(self.a_command())
        self.add()
        self.made += 1
        done = self.machine.refresh(HAND, clock="-1h")
        self.converged(done.returncode, done.stdout + done.stderr)

    def receiver_away(self) -> None:
        self.box.broken = True
        self.log.add("machine", "the receiver of alerts answers 500")
        name = f"broken-{self.made}.csv"
        with self.somebody_is_needed():
            self.write(name, cases("NE", 2017, "2019-05-27", "publisher", total=-3))
            self.take_in()
            self.refused(TIMER, 3, "could not be sent")
            self.status_says("could not be delivered")
            self.box.broken = False
            self.log.add("machine", "the receiver of alerts answers again")
            self.expected[f"{name}, line 2"] += 1
            self.refresh(self.a_command())
        self.remove(name)
        self.take_in()
        self.refresh(self.a_command())

    def folder_gone(self) -> None:
        self.add()
        reports = self.machine.pipeline.reports
        away = reports.with_name("elsewhere")
        words = "[Tt]he reports folder .*does not exist"
        self.expected[words] += 1
        reports.rename(away)
        self.log.add("machine", "the reports folder is not mounted")
        for _ in range(2):
            self.refused(self.a_command(), 1, words)
        self.status_says(words)
        away.rename(reports)
        self.log.add("machine", "the reports folder is mounted again")
        self.refresh(self.a_command())

    def locked_out(self) -> None:
        self.add()
        self.expected["The warehouse has been locked since"] += 1
        # Not filelock's: it resolves the path, and would lock a file of that name beside the small disk.
        with self.machine.settings.lock_file.open() as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            self.log.add("machine", "a process holds the warehouse, hangs, and is ended")
            for taken_at in (None, (0, 0), (0, 0)):
                os.utime(f"{file.name}.taken", taken_at)
                self.refused(TIMER, 4, "another refresh has held the warehouse", SPOTLIGHT_LOCK_WAIT="1")
        self.refresh(self.a_command())

    def end(self) -> None:
        """Nothing is left to be done by hand."""
        self.machine.stop_the_daemon()
        self.refresh(HAND)
        done = self.machine.status()
        self.expect(done.returncode == 0, f"status at the end: {done.stdout}")
        done = self.machine.spotlight("verify")
        self.expect(done.returncode == 0, f"verify at the end: {done.stdout}")
        found = left_over(self.machine.settings)
        self.expect(not found, f"left for ever: {found}")
        found = dead_runs(self.machine.home)
        self.expect(not found, f"dead runs that nobody recorded: {found}")
