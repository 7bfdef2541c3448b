"""`spotlight mcp` under what clients do to it: calls during refreshes, thousands of calls, leaving, garbage.

Belongs here: the server as a process. Not here: what it answers (tests/integration/test_golden_questions.py).
`SPOTLIGHT_FAULT_REFRESHES` asks for more refreshes, `SPOTLIGHT_ASSISTANT_CALLS` for more calls in a row.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from mcp import Client, StdioServerParameters

from orchestration.settings import Settings
from tests.slow.faults.test_readers import REFRESHES
from tests.support.assistant import SERVER, server_of
from tests.support.command_line import CommandLine
from tests.support.made_once import MadeOnce
from tests.support.pipeline import Pipeline, cases
from tests.support.seed_release import seeds_once

CALLS = int(os.environ.get("SPOTLIGHT_ASSISTANT_CALLS", "2000"))
SETTLED = 1_000
"""Calls after which a server holds all that it ever will."""
MOST_GROWTH = 20_000  # kilobytes
ABOUT = {"place": "MO", "measure": "cases", "year": 2019}
EVERY_TOOL: Sequence[tuple[str, dict[str, Any]]] = (
    ("figure", ABOUT),
    ("figure_as_of", {**ABOUT, "day": "2022-01-01"}),
    ("figure_as_known", {**ABOUT, "day": "2022-01-01", "moment": "2026-11-02"}),
    ("history", ABOUT),
    ("trend", {"place": "MO", "measure": "cases"}),
    ("compare", {"places": ["MO", "NV"], "year": 2019}),
    ("quote", {"text": "233 cases in Missouri in 2019."}),
    ("changes_since", {"since": "2026-01-01", "place": "ME"}),
    ("discrepancies", {}),
    ("coverage", {"place": "MO"}),
    ("find_place", {"name": "Missuri"}),
    ("explain", {}),
    ("figure", {**ABOUT, "place": "Kansas City"}),
    ("figure", {**ABOUT, "year": 1850}),
)


def in_a_loop_of_its_own(work: Any) -> Any:
    """Some plugins leave an event loop in the thread of a test."""
    with ThreadPoolExecutor(1) as apart:
        return apart.submit(asyncio.run, work).result()


@pytest.fixture(scope="module")
def settings(made_once: MadeOnce) -> Settings:
    return seeds_once(made_once)


@pytest.mark.timeout(3600)
def test_calls_during_refreshes_are_answered_each_from_one_release(tmp_path: Path) -> None:
    command_line = CommandLine(Pipeline(tmp_path))
    totals = [100 + number for number in range(REFRESHES + 1)]

    def state(number: int) -> None:
        as_of = f"20{16 + number // 12}-{1 + number % 12:02}-28"
        command_line.pipeline.write(f"{number:03}.csv", cases("MO", 2015, as_of, total=totals[number]))

    async def ask() -> list[tuple[int, list[int]]]:
        told = []
        async with Client(server_of(command_line.pipeline.settings)) as client:
            for number in range(1, REFRESHES + 1):
                state(number)
                refresh = asyncio.create_task(asyncio.to_thread(command_line.refresh))
                while not refresh.done():
                    about = {"place": "MO", "measure": "cases", "year": 2015}
                    answer = await asyncio.wait_for(client.call_tool("history", about), 30)
                    assert not answer.is_error, answer.content
                    found = answer.structured_content
                    assert found is not None
                    told.append((found["release"], [one["value"] for one in found["figures"]]))
                assert (await refresh)["restated"] == 1
        return told

    state(0)
    command_line.refresh()
    told = in_a_loop_of_its_own(ask())
    print(f"{len(told)} calls during {REFRESHES} refreshes")
    assert len(told) > REFRESHES
    assert told == [(release, totals[:release]) for release, _ in told]
    releases = [release for release, _ in told]
    assert releases == sorted(releases)
    assert len({*releases}) >= REFRESHES


@pytest.mark.timeout(3600)
def test_many_calls_in_a_row_get_the_first_answers_and_no_memory(settings: Settings, tmp_path: Path) -> None:
    process = tmp_path / "process"
    noted = f"import os, pathlib; pathlib.Path({str(process)!r}).write_text(str(os.getpid())); {SERVER[1]}"
    server = StdioServerParameters(command=sys.executable, args=["-c", noted, "mcp"], env=server_of(settings).env)

    def kilobytes() -> int:
        status = Path(f"/proc/{process.read_text()}/status").read_text()
        return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))

    async def ask() -> int:
        settled = 0
        async with Client(server) as client:
            first: dict[int, Any] = {}
            for number in range(CALLS):
                which = number % len(EVERY_TOOL)
                answer = await client.call_tool(*EVERY_TOOL[which])
                said = answer.structured_content or answer.content[0].text
                assert said == first.setdefault(which, said)
                if number == SETTLED:
                    settled = kilobytes()
            assert ["Kansas City" in str(said) for said in first.values()].count(True) == 1
            return kilobytes() - settled

    grown = in_a_loop_of_its_own(ask())
    print(f"{grown} kilobytes more after {CALLS} calls than after {SETTLED}")
    assert grown < MOST_GROWTH


def message(number: int | None, method: str, **parameters: Any) -> str:
    identity = {} if number is None else {"id": number}
    return json.dumps({"jsonrpc": "2.0", **identity, "method": method, "params": parameters}) + "\n"


HELLO = message(
    0, "initialize", protocolVersion="2025-06-18", capabilities={}, clientInfo={"name": "test", "version": "1"}
) + message(None, "notifications/initialized")


def started(settings: Settings) -> subprocess.Popen[str]:
    pipe = subprocess.PIPE
    environment = dict(server_of(settings).env or {})
    return subprocess.Popen([sys.executable, *SERVER], stdin=pipe, stdout=pipe, stderr=pipe, text=True, env=environment)


@pytest.mark.parametrize("hears", [True, False], ids=["no more questions", "no more questions or answers"])
def test_a_client_that_leaves_in_the_middle_leaves_no_process_and_no_trace(settings: Settings, *, hears: bool) -> None:
    server = started(settings)
    assert server.stdin is not None
    assert server.stdout is not None
    assert server.stderr is not None
    server.stdin.write(HELLO)
    server.stdin.flush()
    assert json.loads(server.stdout.readline())["id"] == 0
    calls = [message(number, "tools/call", name="trend", arguments=EVERY_TOOL[4][1]) for number in range(1, 201)]
    server.stdin.write("".join(calls))
    server.stdin.flush()
    if hears:
        said = server.communicate(timeout=120)[1]
    else:
        server.stdout.close()
        server.stdin.close()
        said = server.stderr.read()
    assert server.wait(60) == 0
    assert said == ""


def test_after_garbage_the_next_question_is_answered(settings: Settings) -> None:
    server = started(settings)
    assert server.stdin is not None
    assert server.stdout is not None
    assert server.stderr is not None
    garbage = [
        "not json\n",
        "{}\n",
        "[]\n",
        '{"jsonrpc": "2.0", "id": 1}\n',
        '{"jsonrpc": "2.0", "id": 2, "method": 5}\n',
    ]
    garbage += [message(3, "tools/call", name="figure"), message(4, "tools/call", name=[], arguments="x")]
    garbage += ["\x00\x1b[2J\n", message(5, "tools/call", name="figure", arguments={**ABOUT, "year": "now"})]
    garbage += [message(6, "no/such"), message(7, "tools/call", name="figure", arguments=ABOUT)]
    server.stdin.write(HELLO + "".join(garbage))
    server.stdin.flush()
    answers: dict[int, Any] = {}
    while 7 not in answers:
        answer = json.loads(server.stdout.readline())
        answers[answer.get("id")] = answer
    server.stdin.close()
    assert answers[7]["result"]["structuredContent"]["figure"]["value"] == 233
    for number in (3, 5):
        assert answers[number]["result"]["isError"]
    for number in (4, 6):
        assert answers[number]["error"]["message"]
    said = server.stderr.read()
    assert "Traceback" not in said + str(answers)
    assert server.wait(60) == 0
