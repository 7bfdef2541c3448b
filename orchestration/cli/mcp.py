"""`spotlight mcp`: the warehouse as tools for an assistant.

Belongs here: starting the server. Not here: its tools (inspect/assistant).
"""

from __future__ import annotations

from orchestration.cli.output import PUBLISHED
from orchestration.settings import Settings
from orchestration.spotlight.domain.errors import UserError


def run() -> int:
    """Serve on standard input and output until the client leaves."""
    try:
        from orchestration.spotlight.inspect.assistant.server import make_server
    except ModuleNotFoundError as error:
        if error.name != "mcp":
            raise
        raise UserError(
            "`spotlight mcp` needs the extra [mcp]. Install it into the project's environment: "
            ".venv/bin/python -m pip install --editable '.[mcp]' (bi/assistants.md)."
        ) from None
    try:
        make_server(Settings()).run("stdio")
    except* BrokenPipeError:
        pass  # the client left before it had every answer
    return PUBLISHED
