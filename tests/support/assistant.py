"""`spotlight mcp` as an assistant's program starts and asks it: the official client, over standard input and output.

Belongs here: starting it and asking. Not here: what is expected of the answers.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from mcp import Client, StdioServerParameters

from orchestration.settings import Settings

SERVER = ["-c", "from orchestration.cli import main; main()", "mcp"]


@dataclass(frozen=True)
class Asked:
    """The answers to some calls, in order: structured content, or the error's text; and the schema of each tool."""

    answers: list[Any]
    schemas: Mapping[str, Any]


def server_of(settings: Settings) -> StdioServerParameters:
    """The command, as a client's settings name it."""
    environment = {"SPOTLIGHT_WAREHOUSE_DIR": str(settings.warehouse_dir)}
    return StdioServerParameters(command=sys.executable, args=SERVER, env=environment)


def ask_over_pipes(settings: Settings, calls: Iterable[tuple[str, dict[str, Any]]]) -> Asked:
    """Start the server, put the calls one after the other, and leave."""

    async def ask() -> Asked:
        async with Client(server_of(settings)) as client:
            schemas = {tool.name: tool.output_schema for tool in (await client.list_tools()).tools}
            results = [await client.call_tool(name, arguments) for name, arguments in calls]
            answers = [one.content[0].text if one.is_error else one.structured_content for one in results]
            return Asked(answers, schemas)

    # In a thread of its own: some plugins leave an event loop in the test's.
    with ThreadPoolExecutor(1) as apart:
        return apart.submit(lambda: asyncio.run(asyncio.wait_for(ask(), 300))).result()
